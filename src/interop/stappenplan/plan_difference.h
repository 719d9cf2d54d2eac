#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/stappenplan/plan.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// What is otherwise in `to` than in `from`, in the words in which a plan is shown: per stage, step, rule and table what comes, what goes
/// and which of its sentences change. Steps and rules are the same when their id is. Empty: nobody reads a difference.
std::vector<std::string> plan_difference(domain::stappenplan::Plan const& from, domain::stappenplan::Plan const& to, std::string_view lang,
                                         Translate const& translate);

}  // namespace vlechtwerk::interop
