#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"

namespace vlechtwerk::domain::stappenplan {

/// A period of a plan: months first, then days. With `working` the days are working days and there are no months.
struct Duration {
  int months = 0;
  int days = 0;
  bool working = false;
  bool operator==(Duration const&) const = default;

  /// P followed by any of nY nM nW nD in this order, at least one, each number at most 999; else nullopt.
  static std::optional<Duration> parse(std::string_view text);
  /// As a plan writes it, in months and days: "P3M", "P14D".
  [[nodiscard]] std::string text() const;
  /// The day that lies this period after `start`; the start itself is day 0 (stappenplan.md rule 16).
  [[nodiscard]] base::Date after(base::Date start) const {
    if (working) return working_days_after(start);
    return (months == 0 ? start : start.plus_months(months)).plus_days(days);
  }

 private:
  [[nodiscard]] base::Date working_days_after(base::Date start) const;
};

/// Monday to Friday less the public holidays of the Netherlands as the calendar "nl" lists them (section 2).
bool is_working_day(base::Date day);
/// One of those holidays, on whatever day of the week it falls.
bool is_public_holiday(base::Date day);

}  // namespace vlechtwerk::domain::stappenplan
