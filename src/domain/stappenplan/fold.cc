#include "domain/stappenplan/fold.h"

#include <algorithm>

#include "domain/stappenplan/event.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

bool contains(std::vector<std::string> const& list, std::string const& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The seven days of rule 23: a proposal of the product.
constexpr Duration to_inform_parents{0, 7, false};

constexpr char const* the_child = "child";

}  // namespace

Fold::Fold(Plan const& plan, std::optional<base::Date> start, std::vector<Halt> closings)
    : plan_(&plan),
      links_(std::make_shared<Links>(plan)),
      start_(start),
      day_(kDayBeforeAll),
      steps_(plan.steps.size()),
      rules_(plan.rules.size()),
      milestones_(plan.milestones.size()),
      words_(plan.acts.size()),
      closings_(std::move(closings)),
      halts_(closings_) {
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    steps_[i].outcome_on.resize(plan.steps[i].outcomes.size());
    steps_[i].excluded = plan.steps[i].excluded;
    note_time(plan.steps[i].when);
    if (plan.steps[i].exit) note_time(*plan.steps[i].exit);
  }
  for (auto const& stage : plan.stages) {
    if (stage.exit) note_time(*stage.exit);
  }
  for (auto const& act : plan.acts) {
    if (act.child_from) ages_.push_back(12 * *act.child_from);
  }
  for (auto const& rule : plan.rules) note_time(rule.when);  // what doing a step would break depends on it
}

void Fold::note_time(Condition const& condition) {
  bool looks_at_age = false;
  int greatest = 0;
  for (auto const& node : condition.nodes) {
    if (node.op == Op::Count && node.period) windows_.emplace_back(node.index, *node.period);
    if (node.op == Op::AgeMonths) looks_at_age = true;
    if (node.op == Op::Number) greatest = std::max(greatest, node.number);
  }
  if (looks_at_age) greatest_number_ = std::max(greatest_number_.value_or(0), greatest);
}

// ---- time

void Fold::advance(base::Date target) {
  for (auto next = next_candidate(); next && *next <= target; next = next_candidate()) pass_day(*next);
  day_ = std::max(day_, target);  // on the other days time changes nothing
}

void Fold::pass_day(base::Date day) {
  day_ = day;
  if (!begun_ && started()) begin();
  mark_overdue();
  settle_openings();
}

std::optional<base::Date> Fold::next_candidate() const {
  std::optional<base::Date> first;
  auto const offer = [&](base::Date day) {
    if (day > day_ && (!first || day < *first)) first = day;
  };
  if (start_) offer(*start_);
  for (auto const& persons : words_) {
    for (auto const& [person, word] : persons) {
      offer(word.from);
      if (word.until) offer(word.until->plus_days(1));
    }
  }
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i].opened) offer(enabled_from(i));
  }
  for (auto const& owed : owed_) {
    if (!owed.due) continue;
    offer(owed.due->plus_days(1));
    each_escalation(owed, [&](Duration const& after, std::string const&) { offer(counted(*owed.due, after)); });
  }
  for (auto const& window : windows_) {
    auto const& recent = steps_[window.first].recent;
    auto const counted = std::partition_point(recent.begin(), recent.end(), [&](base::Date d) { return window.second.after(d) < day_; });
    if (counted != recent.end()) offer(window.second.after(*counted).plus_days(1));
  }
  if (born_) {
    for (int const age : ages_) offer(base::Date::of(born_->year, born_->month, 1).plus_months(age));
    // A comparison with an age can change on the first of a month, up to the greatest number that it can be compared with.
    auto const ymd = day_.ymd();
    auto const next_month = base::Date::of(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), 1).plus_months(1);
    if (greatest_number_ && born_->age_months(next_month) <= *greatest_number_ + doings_ + 1) offer(next_month);
  }
  return first && *first <= kLastDay ? first : std::nullopt;
}

std::optional<base::Date> Fold::next_change(State const& now) const {
  auto future = *this;
  for (auto next = future.next_candidate(); next; next = future.next_candidate()) {
    future.pass_day(*next);
    if (future.snapshot({}, false) != now) return next;
  }
  return std::nullopt;
}

// ---- events

void Fold::apply(Event const& event) {
  if (!newest_) newest_.emplace();
  newest_->id = event.id;
  newest_->kind = event.kind;
  newest_->fields.at = event.fields.at;
  newest_->fields.recorded = event.fields.recorded;
  if (event.day() > day_) advance(event.day());
  auto const place = event.fields.step ? links_->step(*event.fields.step) : steps_.size();
  auto const step = place < steps_.size() ? std::optional(place) : std::nullopt;
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
      if (step && plan_->steps[*step].toestemming && !in_force(*plan_->steps[*step].toestemming, day_)) {
        deviate(DeviationKind::PermissionMissing, step, {}, event.id, day_);
      }
      break;
    case EventKind::StepDone:
      if (step) do_step(*step, event);
      if (!step) end_gone(event);
      break;
    case EventKind::StepWaived:
      if (step) waive(*step, event);
      if (!step) end_gone(event);
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
  bool const reached = reach_milestones(event.id);
  if (event.kind == EventKind::StepDone && step && !first_doing && !reached) {
    settle_openings(links_->touched[*step]);
  } else {
    settle_openings();
  }
  mark_overdue();  // a refusal that was taken back can uncover what is late already
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
  for (auto& mark : steps_) mark.contact_since_doing = true;
  std::erase_if(owed_, [&](Owed const& owed) { return owed.rule == static_cast<int>(rules_.size()); });
}

void Fold::do_step(std::size_t index, Event const& event) {
  auto const& step = plan_->steps[index];
  auto& mark = steps_[index];
  auto const status_now = status(index);
  // A step from before the start is the note that the route was opened with (rule 5); nothing was open yet, so nothing was out of turn.
  if ((started() || !start_) && status_now != StepStatus::Enabled && status_now != StepStatus::Waived) {
    deviate(DeviationKind::NotEnabled, index, {}, event.id, day_);
  }
  if (step.toestemming && !in_force(*step.toestemming, day_)) deviate(DeviationKind::PermissionMissing, index, {}, event.id, day_);
  if (event.fields.role && !contains(step.by, *event.fields.role)) deviate(DeviationKind::Role, index, {}, event.id, day_);
  auto const& with = event.fields.with;
  if (!std::all_of(step.with.begin(), step.with.end(), [&](auto const& role) { return with && contains(*with, role); })) {
    deviate(DeviationKind::With, index, {}, event.id, day_);
  }

  bool const informed = mark.opened && mark.contact_since_doing && last_contact_ && *last_contact_ >= mark.opened_on;
  bool const was_finished = finished(index);
  ++mark.times;
  mark.last_on = day_;
  mark.recent.push_back(day_);
  forget_old_doings(index);
  mark.last_actor = event.fields.actor;
  mark.last_outcome = event.fields.outcome;
  auto const outcome = event.fields.outcome ? step.outcome(*event.fields.outcome) : std::nullopt;
  if (outcome) mark.outcome_on[*outcome] = day_;
  if (!was_finished && finished(index)) mark.done_since = day_;

  answer(index, event);
  judge_rules(index, outcome, event);
  ++doings_;
  owe_again(index);
  if (step.parents == Parents::Informed && !informed) {
    owe(index, static_cast<int>(rules_.size()), to_inform_parents, event.id);
  }
  mark.contact_since_doing = false;
  if (step.parents == Parents::Talk) contact();
  occur(index, outcome, event.id);
}

/// What no period reaches any more is never counted again: a fold does not grow with the years.
void Fold::forget_old_doings(std::size_t index) {
  auto const counts = [&](base::Date doing) {
    return std::any_of(windows_.begin(), windows_.end(),
                       [&](auto const& window) { return window.first == index && window.second.after(doing) >= day_; });
  };
  auto& recent = steps_[index].recent;
  recent.erase(recent.begin(), std::find_if(recent.begin(), recent.end(), counts));
}

void Fold::answer(std::size_t index, Event const& event) {
  auto& mark = steps_[index];
  auto const& named = event.fields.answers;
  auto const meant = [&](std::string const& id) { return !named || contains(*named, id); };
  std::erase_if(mark.unanswered, meant);
  mark.handled = plan_->steps[index].repeat != Repeat::Each || mark.unanswered.empty();
  std::erase_if(owed_, [&](Owed const& owed) {
    if (owed.step != index) return false;
    if (owed.rule == Owed::cadence) return true;
    // What the opening owes stands for everything that led to it, so it ends when nothing is left unanswered.
    return owed.rule == Owed::own_term && (owed.event ? meant(*owed.event) : mark.unanswered.empty());
  });
  answer_kept(index, event);
}

/// What arose under an earlier version of the plan, by a rule of that version; of a step that the plan no longer has also its own term.
void Fold::answer_kept(std::size_t step, Event const& event) {
  auto const& named = event.fields.answers;
  std::erase_if(owed_, [&](Owed& owed) {
    if (owed.step != step || !owed.kept || day_ < owed.answer_from || owed.of_rule(rules_.size())) return false;
    if (owed.of_step_itself() && step < steps_.size()) return false;
    if (owed.kept->outcome && event.fields.outcome != owed.kept->outcome) return false;
    if (named && owed.event && !contains(*named, *owed.event)) return false;
    return --owed.kept->times <= 0;
  });
}

/// The next turn of a step with `every`, counted from the one that was just done or waived.
void Fold::owe_again(std::size_t index) {
  auto const& step = plan_->steps[index];
  if (!step.every || !steps_[index].opened || finished(index)) return;
  owe(index, Owed::cadence, step.every, std::nullopt);
}

void Fold::waive(std::size_t index, Event const& event) {
  auto const& step = plan_->steps[index];
  auto& mark = steps_[index];
  auto const& may = step.waive_by.empty() ? step.by : step.waive_by;
  if (event.fields.role && !contains(may, *event.fields.role)) deviate(DeviationKind::Role, index, event.fields.rule, event.id, day_);
  end_owed(index, event);
  if (event.fields.rule) return;
  mark.waived_on = day_;
  mark.handled = true;
  count_waiver(index);
  owe_again(index);
  occur(index, {}, event.id);
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
  std::erase_if(owed_, [&](Owed const& owed) { return owed.step == step && (!event.fields.rule || rule_of(owed) == event.fields.rule); });
}

void Fold::close(Event const& event) {
  if (closed_on_) return;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (needs_handling(i)) deviate(DeviationKind::ClosedWithOpen, i, {}, event.id, day_);
  }
  closed_on_ = day_;
  halt();
}

void Fold::halt() {
  if (!halted_since_) halted_since_ = day_;
}

/// The days that stood still are over: what had not passed before them moves (rule 18). A closed route that was paused stays paused.
void Fold::go_on() {
  if (!halted_since_ || paused_ || closed_on_) return;
  auto const since = *halted_since_;
  halted_since_.reset();
  if (since == day_) return;
  // One stretch of days for what overlaps: a day that both the pause and a closing take counts once.
  Halt pause{since, day_};
  std::erase_if(halts_, [&](Halt const& halt) {
    if (halt.until < pause.from || pause.until < halt.from) return false;
    pause = {std::min(pause.from, halt.from), std::max(pause.until, halt.until)};
    return true;
  });
  halts_.insert(std::upper_bound(halts_.begin(), halts_.end(), pause, [](Halt const& a, Halt const& b) { return a.from < b.from; }), pause);
  for (auto& owed : owed_) {
    if (owed.due && *owed.due >= since) owed.due = counted(owed.since, *owed.term);
    if (owed.min) owed.answer_from = counted(owed.since, *owed.min);
  }
}

/// The day that lies a period after `start`, the days that stood still not counted. Those that stand still now count as if they did not:
/// until when is not known yet.
base::Date Fold::counted(base::Date start, Duration const& duration) const {
  auto day = duration.after(start);
  for (auto const& halt : halts_) {
    if (day < halt.from || halt.until <= start) continue;
    // Of the days that are counted, those from the halt on are counted again after it.
    auto const first = std::max(halt.from, start.plus_days(1));
    int left = 0;
    for (auto one = first; one <= day; one = one.plus_days(1)) left += !duration.working || is_working_day(one) ? 1 : 0;
    auto const last_still = std::max(halt.until.plus_days(-1), start);
    if (left > 0) day = Duration{0, left, duration.working}.after(last_still);
    if (left == 0 && day < halt.until) day = halt.until;
  }
  return day;
}

void Fold::occur(std::size_t step, std::optional<std::size_t> outcome, std::string const& event) {
  auto const matches = [&](OnPart const& part) { return part.is_done_by(step, outcome); };
  for (auto const i : links_->listeners[step]) {
    auto const& listener = plan_->steps[i];
    if (std::any_of(listener.after.begin(), listener.after.end(), matches) ||
        std::any_of(listener.after_any.begin(), listener.after_any.end(), matches)) {
      occur_for(i, event);
    }
  }
}

void Fold::occur_milestone(std::size_t milestone, std::string const& event) {
  auto const matches = [&](OnPart const& part) { return part.kind == OnPart::Kind::Milestone && part.index == milestone; };
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    auto const& listener = plan_->steps[i];
    if (std::any_of(listener.after.begin(), listener.after.end(), matches) ||
        std::any_of(listener.after_any.begin(), listener.after_any.end(), matches)) {
      occur_for(i, event);
    }
  }
}

void Fold::occur_for(std::size_t listener, std::string const& event) {
  auto const& step = plan_->steps[listener];
  auto& mark = steps_[listener];
  if (step.repeat == Repeat::No || finished(listener)) return;
  mark.unanswered.push_back(event);
  if (step.repeat == Repeat::Each) mark.handled = false;
  if (mark.opened && step.within) owe(listener, Owed::own_term, step.within, event);
}

bool Fold::reach_milestones(std::string const& event) {
  bool reached = false;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < milestones_.size(); ++i) {
      if (milestones_[i] || !truth(plan_->milestones[i].when)) continue;
      milestones_[i] = day_;
      occur_milestone(i, event);
      changed = reached = true;
    }
  }
  return reached;
}

void Fold::deviate(DeviationKind kind, std::optional<std::size_t> step, std::optional<std::string> rule, std::optional<std::string> event,
                   base::Date on) {
  deviations_.push_back({kind, step, std::move(rule), std::move(event), on});
}

void Fold::owe(std::size_t step, int rule, std::optional<Duration> term, std::optional<std::string> event) {
  Owed owed;
  owed.step = step;
  owed.rule = rule;
  owed.term = term;
  owed.event = std::move(event);
  owe(std::move(owed));
}

/// It arises today; the rest is counted from there.
void Fold::owe(Owed owed) {
  owed.since = day_;
  if (owed.term) owed.due = counted(day_, *owed.term);
  owed.answer_from = owed.min ? counted(day_, *owed.min) : day_;
  owed_.push_back(std::move(owed));
}

// ---- what holds now

/// Opening one step can open or close another, by way of overdue(); a plan that keeps itself turning is left after as many rounds as it has
/// steps.
void Fold::settle_openings() {
  std::vector<std::size_t> every(steps_.size());
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = i;
  settle_openings(every);
}

bool Fold::settled() const {
  auto anew = *this;
  anew.settle_openings();
  return anew.saved() == saved();
}

void Fold::settle_openings(std::span<std::size_t const> which) {
  bool changed = true;
  for (std::size_t round = 0; changed && round <= steps_.size(); ++round) {
    changed = false;
    for (auto const i : which) {
      if (left(i)) std::erase_if(owed_, [&](Owed const& owed) { return owed.step == i; });
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
  auto const now = status(index);
  if (now == StepStatus::Done || now == StepStatus::Waived) return;
  if (step.within) owe(index, Owed::own_term, step.within, std::nullopt);
  owe_again(index);
}

void Fold::end_own_term(std::size_t index) {
  std::erase_if(owed_, [&](Owed const& owed) { return owed.step == index && owed.of_step_itself(); });
}

void Fold::mark_overdue() {
  for (auto& owed : owed_) {
    if (owed.marked_overdue || !is_overdue(owed)) continue;
    owed.marked_overdue = true;
    deviate(DeviationKind::Overdue, owed.step, rule_of(owed), owed.event, owed.due->plus_days(1));
  }
}

/// Opened, as rule 7 says it: everything but `min`.
bool Fold::holds(std::size_t index) const {
  auto const& step = plan_->steps[index];
  auto const is_met = [&](OnPart const& part) { return met(part); };
  if (!started() || steps_[index].excluded || left(index) || !occasion(index)) return false;
  if (step.stage) {
    auto const& after = plan_->stages[*step.stage].after;
    if (!std::all_of(after.begin(), after.end(), is_met)) return false;
  }
  if (!std::all_of(step.after.begin(), step.after.end(), is_met)) return false;
  if (!step.after_any.empty() && std::none_of(step.after_any.begin(), step.after_any.end(), is_met)) return false;
  if (!truth(step.when)) return false;
  if (step.toestemming && !in_force(*step.toestemming, day_)) return false;
  for (auto const rule : links_->conditions[index]) {
    if (kept_back(plan_->rules[rule])) return false;
  }
  auto const& refusals = links_->refusals[index];
  return std::all_of(refusals.begin(), refusals.end(), [&](std::size_t one) { return refused(plan_->refusals[one].act, day_); });
}

/// The exit of the step or of its stage is true.
bool Fold::left(std::size_t index) const {
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
  return plan_->steps[index].repeat != Repeat::Each || mark.times == 0 || !mark.unanswered.empty();
}

bool Fold::finished(std::size_t index) const {
  auto const& step = plan_->steps[index];
  auto const times = steps_[index].times;
  return times > 0 && (step.repeat == Repeat::No || (step.max && times >= *step.max));
}

bool Fold::may_be_done_now(std::size_t index) const {
  if (!steps_[index].opened || !long_enough(index) || closed_on_ || (doings_ == 0 && !plan_->may_start_with(index))) return false;
  auto const& rules = links_->blocks[index];
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
  auto const from = enabled_from(index);
  return day_ >= from && (from == steps_[index].opened_on || !stands_still(from));
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
  for (auto const i : links_->conditions[index]) {
    auto const& rule = plan_->rules[i];
    if (rule.min && rules_[i].first) from = std::max(from, counted(rules_[i].first_on, *rule.min));
  }
  return from;
}

// ---- permission (rules 20 and 21)

bool Fold::child_asked(std::size_t act, base::Date day) const {
  auto const& from = plan_->acts[act].child_from;
  return from && born_ && born_->age_months(day) >= 12 * *from;
}

bool Fold::in_force(std::size_t index, base::Date day) const {
  auto const& act = plan_->acts[index];
  auto const gave = [&](std::string const& person) {
    auto const found = words_[index].find(person);
    if (found == words_[index].end()) return false;
    auto const& word = found->second;
    bool const counts = word.kind == EventKind::ToestemmingGiven || (word.kind == EventKind::ToestemmingUnreachable && act.unreachable_may);
    return counts && word.from <= day && (!word.until || day <= *word.until);
  };
  if (gezagdragers_.empty()) return false;
  if (child_asked(index, day) && !gave(the_child)) return false;
  return act.needs_one ? std::any_of(gezagdragers_.begin(), gezagdragers_.end(), gave)
                       : std::all_of(gezagdragers_.begin(), gezagdragers_.end(), gave);
}

bool Fold::refused(std::size_t index, base::Date day) const {
  auto const said_no = [&](std::string const& person) {
    auto const found = words_[index].find(person);
    return found != words_[index].end() &&
           (found->second.kind == EventKind::ToestemmingRefused || found->second.kind == EventKind::ToestemmingWithdrawn);
  };
  return std::any_of(gezagdragers_.begin(), gezagdragers_.end(), said_no) || (child_asked(index, day) && said_no(the_child));
}

Fold::Word const* Fold::word(std::size_t act, std::string const& person) const {
  auto const found = words_[act].find(person);
  return found == words_[act].end() ? nullptr : &found->second;
}

std::optional<base::Message> Fold::refusal(Event const& event, std::string_view lang) const {
  if (event.kind != EventKind::StepDone && event.kind != EventKind::StepStarted) return std::nullopt;
  auto const index = plan_->step(event.fields.step.value_or(""));
  if (!index) return std::nullopt;
  auto const& step = plan_->steps[*index];
  if (step.toestemming && !in_force(*step.toestemming, event.day())) return permission_reason(*step.toestemming, event.day(), lang);
  if (step.four_eyes && event.kind == EventKind::StepDone) {
    auto const& other = steps_[*step.four_eyes];
    if (other.times > 0 && (!event.fields.actor || event.fields.actor == other.last_actor)) {
      return base::Message{base::N_("Iemand anders moet dit doen dan wie '{step}' deed."),
                           {{"step", plan_->steps[*step.four_eyes].title.in(lang)}}};
    }
  }
  return std::nullopt;
}

// ---- conditions

bool Fold::truth(Condition const& condition) const { return condition.always() || truth(condition, condition.root); }

bool Fold::truth(Condition const& condition, std::size_t index) const {
  auto const& node = condition.nodes[index];
  switch (node.op) {
    case Op::Or:
      return truth(condition, node.left) || truth(condition, node.right);
    case Op::And:
      return truth(condition, node.left) && truth(condition, node.right);
    case Op::Not:
      return !truth(condition, node.left);
    case Op::Done:
      return steps_[node.index].times > 0;
    case Op::Toestemming:
      return in_force(node.index, day_);
    case Op::Refused:
      return refused(node.index, day_);
    case Op::Reached:
      return milestones_[node.index].has_value();
    case Op::OverdueStep:
    case Op::OverdueRule:
      return std::any_of(owed_.begin(), owed_.end(), [&](Owed const& owed) {
        bool const asked = node.op == Op::OverdueStep ? owed.step == node.index : owed.rule == static_cast<int>(node.index);
        return asked && is_overdue(owed);
      });
    default:
      break;
  }
  // A comparison with something unknown is false.
  if (auto const left = text(condition, node.left), right = text(condition, node.right); left && right) {
    return node.op == Op::NotEqual ? *left != *right : *left == *right;
  }
  auto const left = number(condition, node.left);
  auto const right = number(condition, node.right);
  if (!left || !right) return false;
  switch (node.op) {
    case Op::Equal:
      return *left == *right;
    case Op::NotEqual:
      return *left != *right;
    case Op::Less:
      return *left < *right;
    case Op::LessOrEqual:
      return *left <= *right;
    case Op::Greater:
      return *left > *right;
    default:
      return *left >= *right;
  }
}

std::optional<int> Fold::number(Condition const& condition, std::size_t index) const {
  auto const& node = condition.nodes[index];
  if (node.op == Op::Number) return node.number;
  if (node.op == Op::AgeMonths) return born_ ? std::optional(born_->age_months(day_)) : std::nullopt;
  if (node.op != Op::Count) return std::nullopt;
  if (!node.period) return steps_[node.index].times;
  auto const& recent = steps_[node.index].recent;
  auto const first = std::partition_point(recent.begin(), recent.end(), [&](base::Date d) { return node.period->after(d) < day_; });
  return static_cast<int>(recent.end() - first);
}

std::optional<std::string_view> Fold::text(Condition const& condition, std::size_t index) const {
  auto const& node = condition.nodes[index];
  if (node.op == Op::String) return node.string;
  if (node.op == Op::Outcome && steps_[node.index].last_outcome) return *steps_[node.index].last_outcome;
  if (node.op == Op::GroupType && group_type_) return *group_type_;
  return std::nullopt;
}

}  // namespace vlechtwerk::domain::stappenplan
