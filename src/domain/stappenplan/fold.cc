#include "domain/stappenplan/fold.h"

#include <algorithm>

#include "domain/stappenplan/event.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

inline bool contains(std::vector<std::string> const& list, std::string const& word) {
  for (auto const& one : list) {
    if (one == word) return true;
  }
  return false;
}

bool took_part(std::vector<std::string> const& roles, Event const& event) {
  auto const& with = event.fields.with;
  return with && std::all_of(roles.begin(), roles.end(), [&](auto const& role) { return contains(*with, role); });
}

}  // namespace

Fold::Fold(Plan const& plan, std::optional<base::Date> start, std::vector<Halt> closings)
    : plan_(&plan),
      links_(plan.links ? plan.links : std::make_shared<Links const>(plan)),
      start_(start),
      day_(kDayBeforeAll),
      wake_(kDayBeforeAll),
      steps_(plan.steps.size()),
      rules_(plan.rules.size()),
      milestones_(plan.milestones.size()),
      words_(plan.acts.size()),
      closings_(std::move(closings)),
      halts_(closings_) {
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    steps_[i].outcome_on.resize(plan.steps[i].outcomes.size());
    steps_[i].excluded = plan.steps[i].excluded;
  }
}

// ---- events

void Fold::apply(Event const& event) {
  take(event);
  if (event.day() > day_) advance(event.day());
  auto const step = event.fields.step ? links_->step(*event.fields.step) : steps_.size();
  bool const known = step < steps_.size();
  bool const first_doing = doings_ == 0;
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
      known ? do_step(step, event) : end_gone(event);
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
  bool const reached = !milestones_.empty() && reach_milestones();
  bool const doing = event.kind == EventKind::StepDone && known;
  if (!doing || links_->doing_moves_time) wake_ = day_;
  if (doing && !first_doing && !reached) {
    settle_openings(links_->steps[step].touched);
  } else {
    settle_openings();
  }
  mark_overdue();  // a refusal that was taken back can uncover what is late already
}

void Fold::take(Event const& event) {
  if (names_.full()) forget_names();
  if (!newest_) newest_.emplace();
  newest_->id = names_.add(event.id);
  newest_->kind = event.kind;
  newest_->at = event.fields.at;
  newest_->recorded = event.fields.recorded;
}

void Fold::forget_names() {
  names_.forget_others([&](auto const& each) {
    for (auto& mark : steps_) std::for_each(mark.unanswered.begin(), mark.unanswered.end(), each);
    owed_.each_name(each);
  });
}

bool Fold::comes_after_all(Event const& event) const {
  if (!newest_) return true;
  Event newest;
  newest.id = names_[newest_->id];
  newest.kind = newest_->kind;
  newest.fields.at = newest_->at;
  newest.fields.recorded = newest_->recorded;
  return before(newest, event);
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

void Fold::contact() {
  last_contact_ = day_;
  for (auto const i : links_->informed) steps_[i].contact_since_doing = true;
  if (owed_.may_be_of_rule(rules_.size())) owed_.end_if([&](Owed const& owed) { return owed.of_rule(rules_.size()); });
}

void Fold::do_step(std::size_t index, Event const& event) {
  auto const& step = plan_->steps[index];
  auto const& links = links_->steps[index];
  auto& mark = steps_[index];
  auto const status_now = status(links, mark);
  // A step from before the start is the note that the route was opened with (rule 5); nothing was open yet, so nothing was out of turn.
  if ((started() || !start_) && status_now != StepStatus::Enabled && status_now != StepStatus::Waived) {
    deviate(DeviationKind::NotEnabled, index, event);
  }
  if (step.toestemming && !in_force(*step.toestemming, day_)) deviate(DeviationKind::PermissionMissing, index, event);
  if (event.fields.role && !contains(step.by, *event.fields.role)) deviate(DeviationKind::Role, index, event);
  if (!step.with.empty() && !took_part(step.with, event)) deviate(DeviationKind::With, index, event);

  bool const informed =
      step.parents == Parents::Informed && mark.opened && mark.contact_since_doing && last_contact_ && *last_contact_ >= mark.opened_on;
  ++mark.times;
  mark.last_on = day_;
  if (!links_->windows.empty()) remember_doing(index);
  mark.last_actor = event.fields.actor;
  mark.last_outcome = event.fields.outcome;
  auto const outcome = event.fields.outcome ? step.outcome(*event.fields.outcome) : std::nullopt;
  if (outcome) mark.outcome_on[*outcome] = day_;
  if (mark.times == links.doings_until_done) mark.done_since = day_;

  auto const& doing = links.doing(outcome);
  answer(index, links, mark, event);
  judge_rules(doing, index, event);
  ++doings_;
  if (links.owes_itself) owe_again(index);
  if (step.parents == Parents::Informed && !informed)
    owe({.step = index, .rule = static_cast<int>(rules_.size()), .event = newest_->id}, to_inform_parents);
  mark.contact_since_doing = false;
  if (step.parents == Parents::Talk) contact();
  occur(doing);
}

inline void Fold::answer(std::size_t index, Links::OfStep const& links, StepMark& mark, Event const& event) {
  if (event.fields.answers) {
    std::erase_if(mark.unanswered, [&](EventName name) { return contains(*event.fields.answers, names_[name]); });
  } else {
    mark.unanswered.clear();
  }
  mark.handled = !links.repeats_each || mark.unanswered.empty();
  if (links.owes_itself || owed_.has_kept()) answer_own_term(index, event);
  if (owed_.has_kept()) answer_kept(index, event);
}

void Fold::answer_own_term(std::size_t index, Event const& event) {
  auto const& named = event.fields.answers;
  bool const all_answered = steps_[index].unanswered.empty();
  owed_.end_if([&](Owed const& owed) {
    if (owed.step != index) return false;
    if (owed.rule == Owed::cadence) return true;
    // What the opening owes stands for everything that led to it, so it ends when nothing is left unanswered.
    return owed.rule == Owed::own_term && (owed.event ? !named || contains(*named, names_[*owed.event]) : all_answered);
  });
}

/// What arose under an earlier version of the plan, by a rule of that version; of a step that the plan no longer has also its own term.
void Fold::answer_kept(std::size_t step, Event const& event) {
  auto const& named = event.fields.answers;
  owed_.end_if([&](Owed& owed) {
    if (owed.step != step || !owed.kept || day_ < owed.answer_from || owed.of_rule(rules_.size())) return false;
    if (owed.of_step_itself() && step < steps_.size()) return false;
    if (owed.kept->outcome && event.fields.outcome != owed.kept->outcome) return false;
    if (named && owed.event && !contains(*named, names_[*owed.event])) return false;
    return --owed.times <= 0;
  });
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
  occur(links_->steps[index].doing(std::nullopt));
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

inline void Fold::occur_for(std::size_t listener) {
  auto const& step = plan_->steps[listener];
  auto& mark = steps_[listener];
  if (step.repeat == Repeat::No || finished(links_->steps[listener], mark)) return;
  mark.unanswered.push_back(newest_->id);
  if (step.repeat == Repeat::Each) mark.handled = false;
  if (mark.opened && step.within) owe({.step = listener, .rule = Owed::own_term, .event = newest_->id}, step.within);
}

void Fold::occur(Links::OfDoing const& doing) {
  for (auto const listener : doing.listeners) occur_for(listener);
}

void Fold::occur_milestone(std::size_t milestone) {
  auto const matches = [&](OnPart const& part) { return part.kind == OnPart::Kind::Milestone && part.index == milestone; };
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    auto const& listener = plan_->steps[i];
    if (std::any_of(listener.after.begin(), listener.after.end(), matches) ||
        std::any_of(listener.after_any.begin(), listener.after_any.end(), matches)) {
      occur_for(i);
    }
  }
}

bool Fold::reach_milestones() {
  bool reached = false;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < milestones_.size(); ++i) {
      if (milestones_[i] || !truth(plan_->milestones[i].when)) continue;
      milestones_[i] = day_;
      occur_milestone(i);
      changed = reached = true;
    }
  }
  return reached;
}

void Fold::deviate(DeviationKind kind, std::size_t step, Event const& event, std::string const* rule) {
  deviations_.push_back({kind, step, rule ? std::optional(*rule) : std::nullopt, event.id, day_});
}

/// It arises today; the rest is counted from there.
void Fold::owe(Owed&& owed, std::optional<Duration> const& term, std::optional<Duration> const& min) {
  owed.since = day_;
  owed.answer_from = min ? counted(day_, *min) : day_;
  if (term) {
    owed.due = counted(day_, *term);
    wake_ = std::min(wake_, *owed.due);
  }
  owed_.add(owed);
}

}  // namespace vlechtwerk::domain::stappenplan
