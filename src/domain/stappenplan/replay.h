#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "domain/stappenplan/event.h"
#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/state.h"

namespace vlechtwerk::domain::stappenplan {

/// Where the route stands on `today`: the one function that guides the work and that the monitor counts with. `plans` are the versions that
/// a route may follow, the first from the start; there must be one. `events` are accepted events in any order, duplicates allowed. `lang`
/// is the language of the plan's own words in the sentences.
State evaluate(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang = "nl");

/// Why the server may not accept `offered` beside the accepted `events` (rule 22 and 28); absent when it may. Judged at the place of
/// `offered` in the total order.
std::optional<base::Message> would_refuse(std::span<Plan const> plans, std::span<Event const> events, Event const& offered,
                                          std::string_view lang = "nl");

/// `evaluate` behind the refusals: offers the events one by one in total order, keeps what is accepted, and lists the rest in `refused`.
State replay(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang = "nl");

/// What the fold cannot take into account yet; such an event must be refused before it gets here, or the state would be wrong. Absent: it
/// can.
std::optional<base::Message> not_carried_out(std::span<Plan const> plans, Event const& event);

/// The first day of the route (rule 5): of route.opened, else of the first event. Absent when there is no route: no worry, only facts of a
/// child. `settled` is what settle() gives.
std::optional<base::Date> start_of(std::span<Event const> settled);

}  // namespace vlechtwerk::domain::stappenplan
