#pragma once
#include <string>
#include <string_view>

#include "domain/stappenplan/plan.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// A plan as sentences, for who wants to read it without a screen: per stage its steps, then the rules and what happens when parents say
/// no.
std::string show_plan(domain::stappenplan::Plan const& plan, std::string_view lang, Translate const& translate);

}  // namespace vlechtwerk::interop
