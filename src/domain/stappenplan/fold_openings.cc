// Which steps are open and may be done, and what of the debts counts now (stappenplan.md rules 6 to 15).
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

bool Fold::is_led_to_by_any(Links::OfStep const& links) const {
  return std::any_of(links.after_any.begin(), links.after_any.end(), [&](OnPart const& part) { return met(part); });
}

/// What must hold beside the on-parts.
bool Fold::is_let(std::size_t index) const {
  auto const& links = links_->steps[index];
  auto const& step = plan_->steps[index];
  if (!truth(step.when)) return false;
  if (step.toestemming && !in_force(*step.toestemming, day_)) return false;
  for (auto const rule : links.conditions) {
    if (kept_back(plan_->rules[rule])) return false;
  }
  return std::all_of(links.refusals.begin(), links.refusals.end(),
                     [&](std::size_t one) { return refused(plan_->refusals[one].act, day_); });
}

/// The exit is true: its obligations end, from whatever rule (rule 10).
void Fold::end_left(std::size_t index) {
  owed_.end_if([index](Owed const& owed) { return owed.step == index; });
}

void Fold::end_own_term(std::size_t index) {
  owed_.end_if([index](Owed const& owed) { return owed.step == index && owed.of_step_itself(); });
}

/// What a step that has opened owes by itself.
void Fold::owe_own_term(std::size_t index) {
  auto const now = status(index);
  if (now == StepStatus::Done || now == StepStatus::Waived) return;
  auto const& within = plan_->steps[index].within;
  if (within) owe({.step = index, .rule = Owed::own_term}, within);
  owe_again(index);
}

bool Fold::settled() const {
  auto anew = *this;
  anew.settle_openings();
  return anew.saved() == saved();
}

void Fold::mark_those_overdue() {
  owed_.change_each([&](Owed& owed) {
    if (owed.marked_overdue || !is_overdue(owed)) return;
    owed.marked_overdue = true;
    deviations_.push_back({DeviationKind::Overdue, owed.step, rule_of(owed), event_of(owed), owed.due->plus_days(1)});
  });
}

/// The exit of the step or of its stage is true.
bool Fold::is_left(std::size_t index) const {
  auto const& step = plan_->steps[index];
  return (step.exit && truth(*step.exit)) || (step.stage && plan_->stages[*step.stage].exit && truth(*plan_->stages[*step.stage].exit));
}

/// What a rule owes for a step that is excluded, or that rests on a permission that was refused (rule 15). It comes back with its own due
/// date. That parents must hear of something is never hidden.
bool Fold::is_hidden(Owed const& owed) const {
  if (owed.of_step_itself() || owed.of_rule(rules_.size()) || owed.step >= steps_.size()) return false;
  auto const& act = plan_->steps[owed.step].toestemming;
  return steps_[owed.step].excluded || (act && refused(*act, day_));
}

/// While closed nothing is owed (rule 14).
bool Fold::is_owed(Owed const& owed) const { return !closed_on_ && !is_hidden(owed); }

bool Fold::is_overdue(Owed const& owed) const { return owed.due && *owed.due < day_ && !stands_still(*owed.due) && is_owed(owed); }

/// condition(a, b): is b not open yet, a being included and not done or waived?
bool Fold::kept_back(Rule const& condition) const {
  auto const& a = condition.steps[0];
  return !steps_[a.index].excluded && !met(a) && truth(condition.when);
}

/// Has the shortest time passed? A day that stands still does not count, but a step that must not wait need not.
bool Fold::long_enough(std::size_t index) const {
  if (!links_->steps[index].may_have_to_wait) return true;
  auto const from = enabled_from(index);
  return day_ >= from && (from == steps_[index].opened_on || !stands_still(from));
}

bool Fold::is_blocked(std::size_t index) const {
  auto const& rules = links_->steps[index].blocks;
  return std::any_of(rules.begin(), rules.end(), [&](std::size_t rule) { return blocks(plan_->rules[rule]); });
}

/// blocks_while_owed(a, b): does a, being included, have something open?
bool Fold::blocks(Rule const& rule) const {
  auto const a = rule.steps[0].index;
  return !steps_[a].excluded &&
         std::any_of(owed_.begin(), owed_.end(), [&](Owed const& owed) { return owed.step == a && is_owed(owed); }) && truth(rule.when);
}

bool Fold::needs_handling(std::size_t index) const {
  auto const now = status(index);
  auto const& mark = steps_[index];
  return plan_->steps[index].required && !closed_on_ && mark.opened && !mark.handled && now != StepStatus::Done &&
         now != StepStatus::Waived;
}

base::Date Fold::enabled_from(std::size_t index) const {
  auto const& min = plan_->steps[index].min;
  auto from = min ? counted(steps_[index].opened_on, *min) : steps_[index].opened_on;
  for (auto const i : links_->steps[index].conditions) {
    auto const& rule = plan_->rules[i];
    if (rule.min && rules_[i].has(RuleMark::First)) from = std::max(from, counted(rules_[i].first_on, *rule.min));
  }
  return from;
}

}  // namespace vlechtwerk::domain::stappenplan
