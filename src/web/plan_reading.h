#pragma once
#include "interop/stappenplan/plan_words.h"
#include "web/visit.h"

/// A stappenplan as people read it: in sections, each step with what it asks and where the report says so.
namespace vlechtwerk::web {

interop::Translate translate_for(Visit const& visit);

/// One section of the sentences for staff. `change`: the page on which a step or rule is changed; nullopt where it cannot be.
void plan_section(Html& out, Visit const& visit, domain::stappenplan::Plan const& plan, interop::PlanSection const& section,
                  std::function<std::optional<Url>(std::string const& key)> const& change);

}  // namespace vlechtwerk::web
