#pragma once
#include <optional>
#include <vector>

#include "base/result.h"
#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {

/// What is wrong with a plan in which every word by itself is right, and where: the key of a table, or an item of the list under it.
struct Problem {
  enum class Of { Plan, Stage, Step, Rule };
  Of of = Of::Plan;
  std::size_t index = 0;  ///< of the stage, step or rule
  char const* key = "";
  std::optional<std::size_t> item;
  base::Message message;
};

/// The errors of `check` (section 2) that need the whole plan: keys that do not go together, steps that no run can reach (of `when` is not
/// asked whether it can hold), rules that no run can satisfy together (those without `when`). `complete`: every name in it was found;
/// otherwise only the keys are looked at.
std::vector<Problem> problems(Plan const& plan, bool complete);

}  // namespace vlechtwerk::domain::stappenplan
