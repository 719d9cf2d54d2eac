#include "domain/stappenplan/duration.h"

#include <cctype>

namespace vlechtwerk::domain::stappenplan {
namespace {

/// Easter Sunday in the Gregorian calendar (the computus of Meeus, Jones and Butcher).
base::Date easter(int year) {
  int const a = year % 19;
  int const b = year / 100;
  int const c = year % 100;
  int const h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  int const l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  int const m = (a + 11 * h + 22 * l) / 451;
  int const n = h + l - 7 * m + 114;
  return base::Date::of(year, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1));
}

std::chrono::weekday weekday(base::Date day) { return std::chrono::weekday(day.days); }

}  // namespace

bool is_public_holiday(base::Date day) {
  auto const ymd = day.ymd();
  int const year = static_cast<int>(ymd.year());
  auto const is = [&](unsigned month, unsigned d) { return ymd.month() == std::chrono::month(month) && ymd.day() == std::chrono::day(d); };
  bool const kings_day_moves = weekday(base::Date::of(year, 4, 27)) == std::chrono::Sunday;
  int const since_easter = easter(year).days_until(day);
  return is(1, 1) || is(4, kings_day_moves ? 26 : 27) || is(5, 5) || is(12, 25) || is(12, 26) || since_easter == 1 || since_easter == 39 ||
         since_easter == 50;
}

std::optional<Duration> Duration::parse(std::string_view text) {
  if (text.size() < 3 || text[0] != 'P') return std::nullopt;
  Duration duration;
  std::string_view units = "YMWD";
  std::size_t at = 1;
  while (at < text.size()) {
    int n = 0;
    std::size_t const first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - first < 4) n = n * 10 + (text[at++] - '0');
    if (at == first || n > 999 || at == text.size()) return std::nullopt;
    auto const unit = units.find(text[at]);
    if (unit == std::string_view::npos) return std::nullopt;
    switch (text[at]) {
      case 'Y':
        duration.months += 12 * n;
        break;
      case 'M':
        duration.months += n;
        break;
      case 'W':
        duration.days += 7 * n;
        break;
      default:
        duration.days += n;
    }
    units.remove_prefix(unit + 1);
    ++at;
  }
  return duration;
}

std::string Duration::text() const {
  auto const months_text = months == 0 ? std::string() : std::to_string(months) + "M";
  auto const days_text = days == 0 && months != 0 ? std::string() : std::to_string(days) + "D";
  return "P" + months_text + days_text;
}

base::Date Duration::working_days_after(base::Date start) const {
  auto day = start;
  for (int left = days; left > 0;) {
    day = day.plus_days(1);
    if (is_working_day(day)) --left;
  }
  return day;
}

bool is_working_day(base::Date day) {
  auto const which = weekday(day);
  return which != std::chrono::Saturday && which != std::chrono::Sunday && !is_public_holiday(day);
}

}  // namespace vlechtwerk::domain::stappenplan
