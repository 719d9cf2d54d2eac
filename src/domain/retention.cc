#include "domain/retention.h"

#include <algorithm>

namespace vlechtwerk::domain {

base::Date leaves_on(std::optional<base::Date> last_day, base::Month birth_month, std::string_view group_type, base::Date today) {
  auto const age = group_type == "bso" ? 13 : 4;
  return std::max(today, last_day.value_or(base::Date::of(birth_month.year + age, birth_month.month, 1)));
}

base::Date kept_until(std::string_view outcome, base::Date closed_on, base::Date leaves_on) {
  return outcome == "hoort_bij_de_leeftijd" ? closed_on.plus_months(kMonthsKeptWhenOfTheAge)
                                            : leaves_on.plus_months(kMonthsKeptAfterLeaving);
}

}  // namespace vlechtwerk::domain
