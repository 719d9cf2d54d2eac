// Events that are not the doing of a step of the plan: facts, words of permission, waivers, pauses, the end of the route.
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

/// Whatever is not the doing of a step of the plan.
void Fold::take_in(Event const& event, std::size_t step) {
  bool const known = step != Links::unknown;
  switch (event.kind) {
    case EventKind::ChildRegistered:
      register_child(event);
      break;
    case EventKind::ToestemmingGiven:
    case EventKind::ToestemmingRefused:
    case EventKind::ToestemmingWithdrawn:
    case EventKind::ToestemmingUnreachable:
      hear_word(event);
      break;
    case EventKind::ParentsInformed:
      if (started()) contact();
      break;
    case EventKind::StepStarted:
      if (known && plan_->steps[step].toestemming && !in_force(*plan_->steps[step].toestemming, day_)) {
        deviate(DeviationKind::PermissionMissing, step, event);
      }
      break;
    case EventKind::StepDone:
      end_gone(event);
      break;
    case EventKind::StepWaived:
      known ? waive(step, event) : end_gone(event);
      break;
    case EventKind::RouteClosed:
      close(event);
      break;
    case EventKind::RoutePaused:
      if (!started()) break;
      paused_ = true;
      halt();
      break;
    case EventKind::RouteResumed:
      paused_ = false;
      go_on();
      break;
    case EventKind::RouteReopened:
      closed_on_.reset();
      go_on();
      break;
    case EventKind::RouteOpened:  // its day is `start`
    case EventKind::PlanAdopted:  // adopted() is asked before
    case EventKind::Corrected:
    case EventKind::Withdrawn:
    case EventKind::Other:
      break;
  }
}

void Fold::register_child(Event const& event) {
  gezagdragers_ = event.fields.gezagdragers.value_or(std::vector<std::string>{});
  born_ = event.fields.born;
  group_type_ = event.fields.group_type;
}

void Fold::hear_word(Event const& event) {
  auto const act = plan_->act(event.fields.act.value_or(""));
  if (!act || !event.fields.gezagdrager) return;
  auto const from = event.fields.from.value_or(day_);
  auto until = event.fields.until;
  if (!until && plan_->acts[*act].valid) until = plan_->acts[*act].valid->after(from);
  words_[*act][*event.fields.gezagdrager] = {event.kind, day_, from, until};
}

void Fold::waive(std::size_t index, Event const& event) {
  auto const& step = plan_->steps[index];
  auto& mark = steps_[index];
  auto const& may = step.waive_by.empty() ? step.by : step.waive_by;
  if (event.fields.role && !contains(may, *event.fields.role))
    deviate(DeviationKind::Role, index, event, event.fields.rule ? &*event.fields.rule : nullptr);
  end_owed(index, event);
  if (event.fields.rule) return;
  mark.waived_on = day_;
  mark.handled = true;
  count_waiver(index);
  owe_again(index);
  for (auto const listener : links_->steps[index].doing(std::nullopt).listeners) occur_for(listener);
}

/// Doing or waiving a step that the plan no longer has ends what is still owed for it (rule 4), and is nothing else.
void Fold::end_gone(Event const& event) {
  auto const found = std::find(gone_.begin(), gone_.end(), event.fields.step.value_or(""));
  if (found == gone_.end()) return;
  auto const step = steps_.size() + static_cast<std::size_t>(found - gone_.begin());
  event.kind == EventKind::StepDone ? answer_kept(step, event) : end_owed(step, event);
}

/// What a waiver ends.
void Fold::end_owed(std::size_t step, Event const& event) {
  owed_.end_if([&](Owed const& owed) { return owed.step == step && (!event.fields.rule || rule_of(owed) == event.fields.rule); });
}

void Fold::close(Event const& event) {
  if (closed_on_) return;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (needs_handling(i)) deviate(DeviationKind::ClosedWithOpen, i, event);
  }
  closed_on_ = day_;
  halt();
}

}  // namespace vlechtwerk::domain::stappenplan
