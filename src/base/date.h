#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace vlechtwerk::base {

/// A day of the calendar. Ranges of dates include both ends.
struct Date {
  std::chrono::sys_days days{};
  auto operator<=>(Date const&) const = default;

  [[nodiscard]] constexpr Date plus_days(int n) const { return {days + std::chrono::days(n)}; }
  /// Whole calendar months later; a day that the month lacks becomes its last (31 January + 1 = 28 or 29 February).
  [[nodiscard]] Date plus_months(int n) const;
  /// Days from `this` to `other`; negative when `other` is earlier.
  [[nodiscard]] constexpr int days_until(Date other) const { return static_cast<int>((other.days - days).count()); }
  [[nodiscard]] std::chrono::year_month_day ymd() const { return std::chrono::year_month_day(days); }
  /// YYYY-MM-DD.
  [[nodiscard]] std::string text() const;
  /// Exactly YYYY-MM-DD and a day that exists, years 1900 to 2999; else nullopt.
  static std::optional<Date> parse(std::string_view text);
  /// The day must exist.
  static Date of(int year, unsigned month, unsigned day);
};

/// A month of birth: the day itself is never stored in clear. Age counts from the first day of the month.
struct Month {
  int year = 0;
  unsigned month = 1;  ///< 1 to 12
  auto operator<=>(Month const&) const = default;
  /// YYYY-MM.
  [[nodiscard]] std::string text() const;
  static std::optional<Month> parse(std::string_view text);
  static Month of(Date day);
  /// Whole months from the first day of this month to `day`; negative before it.
  [[nodiscard]] int age_months(Date day) const;
};

/// The calendar day in Europe/Amsterdam on which `instant` falls.
Date amsterdam_day(Instant instant);
/// The instant at which `day` begins in Europe/Amsterdam.
Instant amsterdam_midnight(Date day);
/// Wall clock in Europe/Amsterdam, minutes since midnight (0 to 1439).
int amsterdam_minute(Instant instant);
/// The instant of a wall clock time in Europe/Amsterdam. The hour that summer time skips moves an hour on; of the hour
/// that comes twice the first is meant.
Instant amsterdam_instant(Date day, int minute_of_day);

/// Reads an RFC 3339 time with an offset (`2026-03-02T10:15:00+01:00`, `…Z`, up to six decimals). A time without offset is nullopt.
std::optional<Instant> parse_instant(std::string_view text);
/// RFC 3339 in UTC with microseconds and `Z`.
std::string instant_text(Instant instant);

}  // namespace vlechtwerk::base
