#pragma once
#include <optional>
#include <string_view>

#include "base/date.h"

namespace vlechtwerk::domain {

/// How long the texts of a route (its notes and its plan van aanpak) are kept, in whole months. Presets: childcare keeps what it wrote
/// for two years after a child has left (practice of childcare; formerly the Vrijstellingsbesluit), and a worry that turned out to belong
/// to the age for half a year after that was said.
inline constexpr int kMonthsKeptAfterLeaving = 24;
inline constexpr int kMonthsKeptWhenOfTheAge = 6;

/// The day on which a child is expected to leave: its last day when that is known, else its fourth birthday (of the BSO: its thirteenth),
/// as far as the month of birth tells it. Never before `today`.
base::Date leaves_on(std::optional<base::Date> last_day, base::Month birth_month, std::string_view group_type, base::Date today);

/// The first day on which the texts of a route may be gone that was closed with `outcome` on `closed_on`. Nothing is removed by this.
base::Date kept_until(std::string_view outcome, base::Date closed_on, base::Date leaves_on);

}  // namespace vlechtwerk::domain
