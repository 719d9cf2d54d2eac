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

/// One route as the engine asks for it.
class RouteStory {
 public:
  using Plan = domain::stappenplan::Plan;
  /// `plan`: the one that the route was opened with.
  explicit RouteStory(std::shared_ptr<Plan const> plan) : first_(std::move(plan)) {}

  /// Its own stream, and of the child's stream the facts and words of permission from any day, contacts with parents, and notes (from the
  /// route's start on, and the one that it was opened with) of a kind that a step of the plan followed on that moment names. A pause with a
  /// last day ends by itself: that is an event too.
  std::vector<domain::stappenplan::Event> events;
  /// Days on which the child's places are closed.
  std::vector<domain::stappenplan::Fold::Halt> closed;

  /// The plans that it follows: the first from the start, the others from the event on that goes over to them.
  [[nodiscard]] std::span<Plan const> plans() const { return all_ ? std::span<Plan const>(*all_) : std::span(first_.get(), 1); }
  [[nodiscard]] std::shared_ptr<Plan const> plan(std::size_t index) const {
    return all_ ? std::shared_ptr<Plan const>(all_, &(*all_)[index]) : first_;
  }
  /// Knows the plan too; gives its place. One that is there already is not added.
  std::size_t know(Plan const& plan);

 private:
  std::shared_ptr<Plan const> first_;
  std::shared_ptr<std::vector<Plan> const> all_;  ///< with the first; null while that is the only one
};
/// `entries` are settled. Nullopt when the route was not opened, or the plan it was opened with is not there; another plan that is not
/// there is not gone over to.
std::optional<RouteStory> route_story(std::span<FoldEntry const> entries, CaseId route, PlanSource const& plans,
                                      std::vector<domain::stappenplan::Fold::Halt> closed = {});

/// The days on which every place where the child is then placed is closed, as the engine takes them.
std::vector<domain::stappenplan::Fold::Halt> closed_days(std::span<InGroupRow const> in_group, std::span<ClosingRow const> closings);

/// A route after its events up to and with the day `until`, with the plan that it then follows.
struct FoldedRoute {
  std::shared_ptr<domain::stappenplan::Plan const> plan;
  domain::stappenplan::Fold fold;  ///< looks at `plan`
};
FoldedRoute fold_route(RouteStory const& story, Date until);
/// The fold of all that was kept with its row: nullopt when an older engine made it, or nothing was kept. `plan` must outlive the fold.
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

/// Its begeleidingsplan stands in the stream of a child, and the looking back on it.
bool of_begeleidingsplan(journal::Header const& header);

/// The moment that stands for a day without a time: its start in Amsterdam.
Instant moment_of(journal::Occurred const& occurred);

/// Bumped when the engine judges differently: a projection made by an older one is folded anew.
inline constexpr std::int64_t kEngineVersion = 6;

}  // namespace vlechtwerk::app
