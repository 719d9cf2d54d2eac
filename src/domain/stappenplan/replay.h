#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/stappenplan/event.h"
#include "domain/stappenplan/fold.h"
#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/state.h"

namespace vlechtwerk::domain::stappenplan {

/// Where the route stands on `today`: the one function that guides the work and that the monitor counts with. `plans` are the versions that
/// a route may follow, the first from the start, another from a plan.adopted that names it; there must be one. `events` are accepted events
/// in any order, duplicates allowed. `lang` is the language of the plan's own words in the sentences.
State evaluate(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang = "nl");

/// Why the server may not accept `offered` beside the accepted `events` (rule 22 and 28); absent when it may. Judged at the place of
/// `offered` in the total order.
std::optional<base::Message> would_refuse(std::span<Plan const> plans, std::span<Event const> events, Event const& offered,
                                          std::string_view lang = "nl");

/// `evaluate` behind the refusals: offers the events one by one in total order, keeps what is accepted, and lists the rest in `refused`.
State replay(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang = "nl");

/// A route that goes by, event after event, with the plan that it follows at each moment (rule 4).
class Follower {
 public:
  /// `plans` must outlive the follower; the first is followed from the start. `closings` as for Fold.
  Follower(std::span<Plan const> plans, std::optional<base::Date> start, std::vector<Fold::Halt> closings = {})
      : plans_(plans), fold_(plans.front(), start, std::move(closings)) {}

  /// Takes the next event; preconditions of Fold::apply.
  void apply(Event const& event);

  [[nodiscard]] Fold const& fold() const { return fold_; }
  [[nodiscard]] Plan const& plan() const { return plans_[followed_]; }
  /// Fold::state, with the plan that is followed.
  [[nodiscard]] State state(base::Date today, std::string_view lang) const;

 private:
  std::span<Plan const> plans_;
  std::size_t followed_ = 0;
  Fold fold_;
  std::vector<Event> past_;  ///< only when there is a plan to go over to
};

/// Why `plans` do not do for the event: it goes over to a plan that is not among them. Absent: they do.
std::optional<base::Message> missing_plan(std::span<Plan const> plans, Event const& event);

/// What would be otherwise if the route went over to the plan of `adoption` (a plan.adopted): sentences to read before anybody decides.
/// Steps that come, go, open and close, and what is owed anew. Empty: nothing changes today.
std::vector<base::Message> difference(std::span<Plan const> plans, std::span<Event const> events, Event const& adoption, base::Date today,
                                      std::string_view lang = "nl");

/// The first day of the route (rule 5): of route.opened, else of the first event. Absent when there is no route: no worry, only facts of a
/// child. `settled` is what settle() gives.
std::optional<base::Date> start_of(std::span<Event const> settled);

}  // namespace vlechtwerk::domain::stappenplan
