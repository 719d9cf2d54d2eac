#pragma once
#include <string>
#include <string_view>

#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/state.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// The state as JSON with all keys of stappenplan.md section 3, without a line end. `plan` is the one that the route follows; `translate` speaks the
/// language in which the state was asked.
std::string state_json(domain::stappenplan::State const& state, domain::stappenplan::Plan const& plan, Translate const& translate);

}  // namespace vlechtwerk::interop
