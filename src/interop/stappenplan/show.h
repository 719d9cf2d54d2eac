#pragma once
#include <string>
#include <string_view>

#include "domain/stappenplan/plan.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// A plan as sentences, for who wants to read it without a screen: per stage its steps, then the rules, what happens when parents say no,
/// and the decision tables.
std::string show_plan(domain::stappenplan::Plan const& plan, std::string_view lang, Translate const& translate);

/// A plan as a picture (SVG, 800 wide): the stages under each other, in each the steps with their number, who, after which steps, and
/// where parents or the coach come in. What a colour says stands in words too.
std::string draw_plan(domain::stappenplan::Plan const& plan, std::string_view lang, Translate const& translate);

/// How a step stands in the route of one child.
enum class StepMark { Done, Waived, Here, Open, Later };

/// The same picture of the route of one child: `marks` has one for every step of the plan. Each step is a group with the id `stap-` and
/// its own, and a class that says how it stands; what its frame says stands in words too.
std::string draw_route(domain::stappenplan::Plan const& plan, std::vector<StepMark> const& marks, std::string_view lang,
                       Translate const& translate);

/// A plan to print (HTML, complete in itself, A4): the picture, the sentences for staff, and a sheet for parents.
std::string print_plan(domain::stappenplan::Plan const& plan, std::string_view lang, Translate const& translate);

}  // namespace vlechtwerk::interop
