#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace vlechtwerk::domain::stappenplan {

/// Where a route stands on one day: what may be done now, what is owed, by whom, by when and why (stappenplan.md section 3, Output).
/// Steps, rules and milestones are indices into the plan that was followed.

struct Plan;

enum class RouteStatus { Open, Paused, Closed };
enum class StepStatus { Done, Waived, Excluded, Enabled, Unavailable };
enum class Verdict { PermanentlySatisfied, CurrentlySatisfied, CurrentlyViolated, PermanentlyViolated };
enum class DeviationKind { Violated, Overdue, NotEnabled, Role, With, ClosedWithOpen, PermissionMissing };

struct StepState {
  StepStatus status = StepStatus::Unavailable;
  std::optional<base::Date> since;  ///< from when it is done, waived or enabled without a break; else absent
  std::vector<base::Message> why;   ///< every reason that holds, one sentence each; never a date relative to today
  std::vector<std::size_t> breaks;  ///< rules that doing it now would violate for good
  bool operator==(StepState const&) const = default;
};

/// What somebody owes. Rule "parents_informed" is the one of rule 23; no rule is the step's own term.
/// Of which steps a state tells why they stand as they do.
enum class Reasons { None, OfOpenSteps, OfAllSteps };

struct Obligation {
  std::size_t step = 0;
  std::string role;
  base::Date since;
  std::optional<base::Date> due;  ///< overdue from the day after
  std::optional<std::string> rule;
  std::optional<std::string> event;  ///< that made it; absent when the opening of the step did
  bool overdue = false;
  bool escalation = false;
  bool operator==(Obligation const&) const = default;
};

struct Deviation {
  DeviationKind kind{};
  std::optional<std::size_t> step;
  std::optional<std::string> rule;
  std::optional<std::string> event;
  base::Date on;
  bool operator==(Deviation const&) const = default;
};

struct ReachedMilestone {
  std::size_t milestone = 0;
  base::Date on;
  bool operator==(ReachedMilestone const&) const = default;
};

/// An event that was offered and not accepted (rule 22).
struct RefusedEvent {
  std::string event;
  std::optional<std::string> step;
  base::Message why;
  bool operator==(RefusedEvent const&) const = default;
};

struct State {
  RouteStatus status = RouteStatus::Open;
  std::vector<StepState> steps;  ///< one per step of the plan, in its order
  std::vector<Obligation> obligations;
  std::vector<ReachedMilestone> milestones;
  std::vector<Verdict>
      verdicts;  ///< one per rule of the plan, in its order; of a rule without a verdict (include, exclude) nothing is said
  std::vector<std::size_t> closing_needs;
  std::vector<Deviation> deviations;
  std::vector<RefusedEvent> refused;
  std::optional<base::Date> next_change_on;
  std::size_t followed = 0;       ///< which of the plans that were given is followed; all indices are of that one
  std::vector<std::string> gone;  ///< ids of steps that only an earlier plan had; an index from the number of steps on is of these

  /// The id of a step that something here names. `plan`: the one that is followed.
  [[nodiscard]] std::string const& step_id(Plan const& plan, std::size_t step) const;
  bool operator==(State const&) const = default;
};

/// The rule name of the obligation that rule 23 makes.
inline constexpr char const* parents_informed_rule = "parents_informed";

}  // namespace vlechtwerk::domain::stappenplan
