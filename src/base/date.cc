#include "base/date.h"

#include <date/tz.h>
#include <fmt/format.h>

namespace vlechtwerk::base {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

bool digits(std::string_view text, std::size_t from, std::size_t count, int& out) {
  if (text.size() < from + count) return false;
  out = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

date::time_zone const* amsterdam() {
  static date::time_zone const* const zone = date::locate_zone("Europe/Amsterdam");
  return zone;
}

std::chrono::sys_time<std::chrono::microseconds> system_time(Instant instant) {
  return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(instant.us));
}

}  // namespace

Date Date::plus_months(int n) const {
  auto const from = ymd();
  auto to = year_month_day{from.year(), from.month(), day{1}} + std::chrono::months(n);
  auto const last = std::chrono::year_month_day_last{to.year(), std::chrono::month_day_last{to.month()}}.day();
  return {std::chrono::sys_days(year_month_day{to.year(), to.month(), std::min(from.day(), last)})};
}

std::string Date::text() const {
  auto const at = ymd();
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(at.year()), static_cast<unsigned>(at.month()), static_cast<unsigned>(at.day()));
}

std::optional<Date> Date::parse(std::string_view text) {
  int y = 0, m = 0, d = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!digits(text, 0, 4, y) || !digits(text, 5, 2, m) || !digits(text, 8, 2, d)) return std::nullopt;
  auto const at = year_month_day{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!at.ok() || y < 1900 || y > 2999) return std::nullopt;
  return Date{std::chrono::sys_days(at)};
}

Date Date::of(int y, unsigned m, unsigned d) { return {std::chrono::sys_days(year_month_day{year{y}, month{m}, day{d}})}; }

std::string Month::text() const { return fmt::format("{:04}-{:02}", year, month); }

std::optional<Month> Month::parse(std::string_view text) {
  int y = 0, m = 0;
  if (text.size() != 7 || text[4] != '-' || !digits(text, 0, 4, y) || !digits(text, 5, 2, m)) return std::nullopt;
  if (m < 1 || m > 12 || y < 1900 || y > 2999) return std::nullopt;
  return Month{y, static_cast<unsigned>(m)};
}

Month Month::of(Date day) {
  auto const at = day.ymd();
  return {static_cast<int>(at.year()), static_cast<unsigned>(at.month())};
}

int Month::age_months(Date day) const {
  auto const at = of(day);
  return (at.year - year) * 12 + static_cast<int>(at.month) - static_cast<int>(month);
}

Date amsterdam_day(Instant instant) {
  auto const local = amsterdam()->to_local(system_time(instant));
  return {std::chrono::sys_days(std::chrono::floor<std::chrono::days>(local).time_since_epoch())};
}

Instant amsterdam_midnight(Date day) { return amsterdam_instant(day, 0); }

int amsterdam_minute(Instant instant) {
  auto const local = amsterdam()->to_local(system_time(instant));
  auto const since = local - std::chrono::floor<std::chrono::days>(local);
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(since).count());
}

Instant amsterdam_instant(Date day, int minute_of_day) {
  auto const local = date::local_time<std::chrono::microseconds>(day.days.time_since_epoch() + std::chrono::minutes(minute_of_day));
  auto const info = amsterdam()->get_info(local);
  // In the skipped hour the offset before the change gives the same wall clock one hour on; in the double hour it gives the first.
  auto const utc = local.time_since_epoch() - info.first.offset;
  return {std::chrono::duration_cast<std::chrono::microseconds>(utc).count()};
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  auto const day = Date::parse(text.substr(0, 10));
  int h = 0, m = 0, s = 0;
  if (!day || !digits(text, 11, 2, h) || text[13] != ':' || !digits(text, 14, 2, m) || text[16] != ':' || !digits(text, 17, 2, s))
    return std::nullopt;
  if (h > 23 || m > 59 || s > 59) return std::nullopt;
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    std::int64_t unit = 100'000;
    std::size_t const first = ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - first < 6) {
      micros += unit * (text[at++] - '0');
      unit /= 10;
    }
    if (at == first) return std::nullopt;
  }
  std::int64_t offset_minutes = 0;
  auto const rest = text.substr(at);
  if (rest == "Z" || rest == "z") {
    // UTC
  } else if (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':') {
    int oh = 0, om = 0;
    if (!digits(rest, 1, 2, oh) || !digits(rest, 4, 2, om) || oh > 23 || om > 59) return std::nullopt;
    offset_minutes = rest[0] == '-' ? -(oh * 60 + om) : oh * 60 + om;
  } else {
    return std::nullopt;
  }
  std::int64_t const days = day->days.time_since_epoch().count();
  std::int64_t const seconds = days * 86'400 + std::int64_t{h} * 3'600 + (m - offset_minutes) * 60 + s;
  return Instant{seconds * 1'000'000 + micros};
}

std::string instant_text(Instant instant) {
  auto const time = system_time(instant);
  auto const day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::hh_mm_ss const clock(time - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", Date{day}.text(), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count());
}

}  // namespace vlechtwerk::base
