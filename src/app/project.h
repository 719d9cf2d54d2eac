#pragma once
#include <functional>
#include <memory>
#include <span>

#include "app/ports.h"
#include "domain/stappenplan/event.h"
#include "domain/stappenplan/fold.h"
#include "domain/stappenplan/plan.h"

/// From entries to what is shown: pure folds. The same functions run after every write and in `vlechtwerk rebuild`.
namespace vlechtwerk::app {

/// Finds a plan as the tenant stored it; null when there is none (then a route is shown without steps).
using PlanSource = std::function<std::shared_ptr<domain::stappenplan::Plan const>(std::string const& plan, std::int64_t version)>;

/// The entries as they count: withdrawn ones gone, corrections laid over, corrections and withdrawals themselves left out; by the day and
/// moment on which they happened, then recorded, then id. A withdrawal of a withdrawal brings its target back.
std::vector<FoldEntry> settled(std::span<FoldEntry const> entries);

/// The events of one route, for the engine: its own stream, and of the child's stream the facts and words of permission from any day,
/// contacts with parents, and notes (from the route's start on, and the one that it was opened with) of a kind that a step of the plan
/// names. `entries` are settled.
std::vector<domain::stappenplan::Event> route_events(std::span<FoldEntry const> entries, CaseId route,
                                                     domain::stappenplan::Plan const& plan);

/// The days on which every place where the child is then placed is closed, as the engine takes them.
std::vector<domain::stappenplan::Fold::Halt> closed_days(std::span<InGroupRow const> in_group, std::span<ClosingRow const> closings);

/// The fold of one route over its events up to and with the day `until`, and the fold of all that was kept with its row: nullopt when an
/// older engine made it. `entries` are settled; `plan` must outlive the fold.
domain::stappenplan::Fold fold_route(std::span<FoldEntry const> entries, CaseId route, domain::stappenplan::Plan const& plan, Date until,
                                     std::vector<domain::stappenplan::Fold::Halt> closed = {});
std::optional<domain::stappenplan::Fold> kept_fold(RouteRow const& row, domain::stappenplan::Plan const& plan);

/// What an entry that was just appended changes of an open route and nothing else of the child.
enum class WentOn {
  No,       ///< it comes before something folded already, or is of a kind that changes more: the child must be folded anew
  Nothing,  ///< the row stays as it is
  Changed,
};
WentOn go_on(RouteRow& row, FoldEntry const& entry, domain::stappenplan::Plan const& plan, Date today);

/// Everything shown of the child on `today`. `entries` as the journal has them, in any order; `closings` of the whole tenant.
ChildProjection project_child(ChildId child, std::span<FoldEntry const> entries, PlanSource const& plans, Date today,
                              std::span<ClosingRow const> closings = {});

/// A question that names no child: `withdrawn` when its asking was; nullopt when it is not there.
std::optional<QuestionProjection> project_question(CaseId hulpvraag, std::span<FoldEntry const> entries);

/// The moment that stands for a day without a time: its start in Amsterdam.
Instant moment_of(journal::Occurred const& occurred);

/// Bumped when the engine judges differently: a projection made by an older one is folded anew.
inline constexpr std::int64_t kEngineVersion = 4;

}  // namespace vlechtwerk::app
