// Which steps are open and may be done, and what of the debts counts now (stappenplan.md rules 6 to 15).
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

/// Opening one step can open or close another, by way of overdue(); a plan that keeps itself turning is left after as many rounds as it has
/// steps.
void Fold::settle_openings() { settle_openings(links_->every); }

bool Fold::settled() const {
  auto anew = *this;
  anew.settle_openings();
  return anew.saved() == saved();
}

void Fold::settle_openings(std::span<std::size_t const> which) {
  bool changed = true;
  auto const last_round = links_->overdue_opens ? steps_.size() : 0;
  for (std::size_t round = 0; changed && round <= last_round; ++round) {
    changed = false;
    for (auto const i : which) {
      if (left(i)) owed_.end_if([&](Owed const& owed) { return owed.step == i; });
      bool const now = holds(i);
      if (now == steps_[i].opened) continue;
      changed = true;
      if (now) {
        open(i);
      } else {
        steps_[i].opened = false;
        end_own_term(i);
      }
    }
  }
  for (auto const i : which) {
    bool const now = may_be_done_now(i);
    if (now && !steps_[i].enabled) steps_[i].enabled_since = day_;
    steps_[i].enabled = now;
  }
}

void Fold::open(std::size_t index) {
  auto const& step = plan_->steps[index];
  auto& mark = steps_[index];
  mark.opened = true;
  mark.opened_on = day_;
  mark.handled = false;
  if (enabled_from(index) > day_) wake_ = day_;
  auto const now = status(index);
  if (now == StepStatus::Done || now == StepStatus::Waived) return;
  if (step.within) owe(index, Owed::own_term, nullptr);
  owe_again(index);
}

void Fold::end_own_term(std::size_t index) {
  if (owed_.may_be_of_step(index)) owed_.end_if([&](Owed const& owed) { return owed.step == index && owed.of_step_itself(); });
}

void Fold::mark_those_overdue() {
  owed_.change_each([&](Owed& owed) {
    if (owed.marked_overdue || !is_overdue(owed)) return;
    owed.marked_overdue = true;
    deviate(DeviationKind::Overdue, owed.step, rule_of(owed), owed.event, owed.due->plus_days(1));
  });
}

/// Opened, as rule 7 says it: everything but `min`.
bool Fold::holds(std::size_t index) const {
  auto const& links = links_->steps[index];
  if (!started() || steps_[index].excluded || left(index) || !occasion(index)) return false;
  if (links.only_after && steps_[index].opened) return true;  // on-parts stay met
  auto const& step = plan_->steps[index];
  auto const is_met = [&](OnPart const& part) { return met(part); };
  if (!std::all_of(links.after.begin(), links.after.end(), is_met)) return false;
  if (!step.after_any.empty() && std::none_of(step.after_any.begin(), step.after_any.end(), is_met)) return false;
  if (links.only_after) return true;
  if (!truth(step.when)) return false;
  if (step.toestemming && !in_force(*step.toestemming, day_)) return false;
  for (auto const rule : links.conditions) {
    if (kept_back(plan_->rules[rule])) return false;
  }
  return std::all_of(links.refusals.begin(), links.refusals.end(),
                     [&](std::size_t one) { return refused(plan_->refusals[one].act, day_); });
}

/// The exit of the step or of its stage is true.
bool Fold::is_left(std::size_t index) const {
  auto const& step = plan_->steps[index];
  return (step.exit && truth(*step.exit)) || (step.stage && plan_->stages[*step.stage].exit && truth(*plan_->stages[*step.stage].exit));
}

bool Fold::met(OnPart const& part) const {
  switch (part.kind) {
    case OnPart::Kind::Milestone:
      return milestones_[part.index].has_value();
    case OnPart::Kind::StepOutcome:
      return steps_[part.index].outcome_on[part.outcome].has_value();
    case OnPart::Kind::Step:
      return steps_[part.index].times > 0 || steps_[part.index].waived_on;
  }
  return false;
}

/// A step that repeats "each" waits after a doing until something leads to it again.
bool Fold::occasion(std::size_t index) const {
  auto const& mark = steps_[index];
  return !links_->steps[index].repeats_each || mark.times == 0 || !mark.unanswered.empty();
}

bool Fold::may_be_done_now(std::size_t index) const {
  if (!steps_[index].opened || !long_enough(index) || closed_on_ || (doings_ == 0 && !links_->steps[index].may_start)) return false;
  auto const& rules = links_->steps[index].blocks;
  return std::none_of(rules.begin(), rules.end(), [&](std::size_t rule) { return blocks(plan_->rules[rule]); });
}

StepStatus Fold::status(std::size_t index) const {
  if (finished(index)) return StepStatus::Done;
  if (steps_[index].waived_on && plan_->steps[index].repeat == Repeat::No) return StepStatus::Waived;
  if (steps_[index].excluded) return StepStatus::Excluded;
  return steps_[index].enabled ? StepStatus::Enabled : StepStatus::Unavailable;
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

/// blocks_while_owed(a, b): does a, being included, have something open?
bool Fold::blocks(Rule const& rule) const {
  auto const a = rule.steps[0].index;
  return !steps_[a].excluded && owed_.may_be_of_step(a) &&
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
    if (rule.min && rules_[i].first) from = std::max(from, counted(rules_[i].first_on, *rule.min));
  }
  return from;
}

}  // namespace vlechtwerk::domain::stappenplan
