#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/state.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// The rows of a decision table that fit, as a list of {to, within, say} with `say` in `lang`; without a line end.
std::string rows_json(std::vector<domain::stappenplan::DecisionRow const*> const& rows, std::string_view lang);

/// The state as JSON with all keys of stappenplan.md section 3, without a line end. `plan` is the one that the route follows; `translate`
/// speaks the language in which the state was asked.
std::string state_json(domain::stappenplan::State const& state, domain::stappenplan::Plan const& plan, Translate const& translate);

}  // namespace vlechtwerk::interop
