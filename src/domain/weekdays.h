#pragma once
#include <array>
#include <string>
#include <string_view>

#include "base/date.h"

namespace vlechtwerk::domain {

/// The days of the week on which a child comes: 1 Monday, 2 Tuesday, 4 Wednesday … 64 Sunday, added up. 0: not known.
using Weekdays = std::int64_t;

inline constexpr std::array<std::string_view, 7> kWeekdayCodes{"ma", "di", "wo", "do", "vr", "za", "zo"};

constexpr Weekdays weekday(std::size_t index) { return Weekdays{1} << index; }

/// `ma.wo.vr`, in the order of the week; empty when not known.
inline std::string code_of(Weekdays days) {
  std::string out;
  for (std::size_t i = 0; i < kWeekdayCodes.size(); ++i)
    if (days & weekday(i)) out += (out.empty() ? "" : ".") + std::string(kWeekdayCodes[i]);
  return out;
}

/// Reads what code_of() writes; anything else is 0, not known.
inline Weekdays weekdays_of(std::string_view code) {
  Weekdays out = 0;
  for (std::size_t i = 0; i < kWeekdayCodes.size(); ++i)
    if (code.find(kWeekdayCodes[i]) != std::string_view::npos) out |= weekday(i);
  return code_of(out) == code ? out : 0;
}

/// Whether a child with these days comes on `day`; of one whose days are not known that is not ruled out.
inline bool may_come_on(Weekdays days, base::Date day) {
  auto const index = std::chrono::weekday(day.days).iso_encoding() - 1;
  return days == 0 || (days & weekday(index)) != 0;
}

}  // namespace vlechtwerk::domain
