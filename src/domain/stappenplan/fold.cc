#include "domain/stappenplan/fold.h"

#include <algorithm>

#include "domain/stappenplan/event.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

bool took_part(std::vector<std::string> const& roles, Event const& event) {
  auto const& with = event.fields.with;
  return roles.empty() || (with && std::all_of(roles.begin(), roles.end(), [&](auto const& role) { return contains(*with, role); }));
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

// ---- the doing of a step
// What every doing passes through stands here and is inlined whatever the compiler would weigh: the calls cost as much as what they do.

[[gnu::always_inline]] inline void Fold::take(Event const& event) {
  if (names_.full()) forget_names();
  if (!newest_) newest_.emplace();
  newest_->id = names_.add(event.id);
  newest_->kind = event.kind;
  newest_->at = event.fields.at;
  newest_->recorded = event.fields.recorded;
}

[[gnu::always_inline]] inline void Fold::answer(std::size_t index, Links::OfStep const& links, StepMark& mark, Event const& event) {
  if (event.fields.answers) {
    std::erase_if(mark.unanswered, [&](EventName name) { return contains(*event.fields.answers, names_[name]); });
  } else {
    mark.unanswered.clear();
  }
  mark.handled = !links.repeats_each || mark.unanswered.empty();
  if (links.owes_itself || owed_.has_kept()) answer_own_term(index, event);
  if (owed_.has_kept()) answer_kept(index, event);
}

/// Ends what the rule owes and this doing answers (rule 15).
[[gnu::always_inline]] inline void Fold::answer_rule(Links::Concern const& concern, Event const& event) {
  auto const index = concern.rule;
  bool const answers_first = concern.is_first && (!concern.until_n || rules_[index].times + 1 >= plan_->rules[index].n);
  auto const& named = event.fields.answers;
  owed_.end_if([&](Owed const& owed) {
    if (!owed.of_rule(index) || owed.kept || day_ < owed.answer_from) return false;
    if (!(owed.of_first ? answers_first : concern.is_second)) return false;
    return !named || !owed.event || std::find(named->begin(), named->end(), names_[*owed.event]) != named->end();
  });
}

/// What the rule asks because of this doing.
[[gnu::always_inline]] inline void Fold::follow(Links::Concern const& concern, RuleMark& mark) {
  using enum Links::Then;
  if (concern.then == Include || concern.then == Exclude) {
    steps_[plan_->rules[concern.rule].steps[1].index].excluded = concern.then == Exclude;
    return;
  }
  if (concern.then == OweOnceForARoute) {
    if (mark.has(RuleMark::AskedOnce) || mark.has(concern.owes_first ? RuleMark::First : RuleMark::Second)) return;
    mark.set(RuleMark::AskedOnce, true);
  }
  owe_for(concern.rule, concern.owes_first ? 0 : 1, newest_->id);
}

/// Most rules ask of a doing only that something came before it: that stands in the mark.
[[gnu::always_inline]] inline bool Fold::violates(Links::Concern const& concern, bool asked) const {
  if (concern.violates_without != 0) return asked && (rules_[concern.rule].bits & concern.violates_without) == 0;
  return violates(concern.rule, concern.is_first, concern.is_second, asked, false);
}

/// In this order: what is open is answered, then judged, then comes what is new.
[[gnu::always_inline]] inline void Fold::judge(Links::Concern const& concern, std::size_t step, Event const& event) {
  auto const index = concern.rule;
  auto& mark = rules_[index];
  if (concern.may_answer && owed_.may_be_of_rule(index)) answer_rule(concern, event);
  bool const asked = concern.asks_when ? truth(plan_->rules[index].when) : concern.asks;
  if (concern.may_violate && !mark.has(RuleMark::Violated) && violates(concern, asked)) {
    mark.set(RuleMark::Violated, true);
    deviate(DeviationKind::Violated, step, event, &plan_->rules[index].id);
  }

  if (asked && concern.then != Links::Then::Nothing) follow(concern, mark);
  (asked ? concern.asked : concern.unasked).apply(mark, day_);
}

[[gnu::always_inline]] inline void Fold::judge_rules(Links::OfDoing const& doing, std::size_t step, Event const& event) {
  if (doings_ == 0) {
    for (auto const& concern : doing.rules_of_first) judge(concern, step, event);
  }
  for (auto const& concern : doing.rules) judge(concern, step, event);
}

[[gnu::always_inline]] inline void Fold::do_step(std::size_t index, Event const& event) {
  auto const& step = plan_->steps[index];
  auto const& links = links_->steps[index];
  auto& mark = steps_[index];
  auto const status_now = status(links, mark);
  // A step from before the start is the note that the route was opened with (rule 5); nothing was open yet, so nothing was out of turn.
  if (status_now != StepStatus::Enabled && status_now != StepStatus::Waived && (started() || !start_)) {
    deviate(DeviationKind::NotEnabled, index, event);
  }
  if (links.guarded && step.toestemming && !in_force(*step.toestemming, day_)) deviate(DeviationKind::PermissionMissing, index, event);
  if (event.fields.role && !contains(step.by, *event.fields.role)) deviate(DeviationKind::Role, index, event);
  if (links.guarded && !took_part(step.with, event)) deviate(DeviationKind::With, index, event);

  bool const informed =
      step.parents == Parents::Informed && mark.opened && mark.contact_since_doing && last_contact_ && *last_contact_ >= mark.opened_on;
  ++mark.times;
  mark.last_on = day_;
  if (links.remembered) remember_doing(index, event);
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
  for (auto const listener : doing.listeners) occur_for(listener);
}

// ---- which steps open or close

/// On-parts: what must have happened (rule 9).
[[gnu::always_inline]] inline bool Fold::is_led_to(Links::OfStep const& links) const {
  for (auto const& part : links.after) {
    if (!met(part)) return false;
  }
  return links.after_any.empty() || is_led_to_by_any(links);
}

/// Opened, as rule 7 says it: everything but `min`.
[[gnu::always_inline]] inline bool Fold::holds(std::size_t index, Links::OfStep const& links, StepMark const& mark) const {
  if (!started() || mark.excluded || !occasion(links, mark) || (links.may_be_left && is_left(index))) return false;
  if (links.only_after) return mark.opened || is_led_to(links);  // on-parts stay met
  return is_led_to(links) && is_let(index);
}

[[gnu::always_inline]] inline bool Fold::may_be_done_now(std::size_t index, Links::OfStep const& links, StepMark const& mark) const {
  if (!mark.opened || closed_on_) return false;
  if (links.enabled_when_open) return true;
  return (doings_ > 0 || links.may_start) && long_enough(index) && !is_blocked(index);
}

/// Did it open or close?
[[gnu::always_inline]] inline bool Fold::settle_opening(std::size_t index, Links::OfStep const& links, StepMark& mark) {
  if (links.may_be_left && is_left(index)) end_left(index);
  bool const now = holds(index, links, mark);
  if (now == mark.opened) return false;
  mark.opened = now;
  if (now) {
    mark.opened_on = day_;
    mark.handled = false;
    if (links.may_have_to_wait && enabled_from(index) > day_) wake_ = day_;
    if (links.owes_itself) owe_own_term(index);
  } else if (links.owes_itself || owed_.has_kept()) {
    end_own_term(index);
  }
  return true;
}

[[gnu::always_inline]] inline void Fold::settle_enabled(std::size_t index, Links::OfStep const& links, StepMark& mark) {
  bool const now = may_be_done_now(index, links, mark);
  if (now && !mark.enabled) mark.enabled_since = day_;
  mark.enabled = now;
}

/// Opening one step can open or close another, by way of overdue(); a plan that keeps itself turning is left after as many rounds as it has
/// steps.
[[gnu::always_inline]] inline void Fold::settle_openings(std::span<std::size_t const> which) {
  if (!links_->overdue_opens && !links_->owed_blocks) {  // what opens has nothing to say to the others
    for (auto const i : which) {
      auto const& links = links_->steps[i];
      auto& mark = steps_[i];
      settle_opening(i, links, mark);
      settle_enabled(i, links, mark);
    }
    return;
  }
  bool changed = true;
  auto const last_round = links_->overdue_opens ? steps_.size() : 0;
  for (std::size_t round = 0; changed && round <= last_round; ++round) {
    changed = false;
    for (auto const i : which) changed = settle_opening(i, links_->steps[i], steps_[i]) || changed;
  }
  for (auto const i : which) settle_enabled(i, links_->steps[i], steps_[i]);
}

void Fold::settle_openings() { settle_openings(links_->every); }

void Fold::apply(Event const& event) {
  take(event);
  if (event.day() > day_) advance(event.day());
  auto const step = event.fields.step ? links_->step(*event.fields.step) : Links::unknown;
  bool const doing = event.kind == EventKind::StepDone && step != Links::unknown;
  bool const first_doing = doings_ == 0;
  doing ? do_step(step, event) : take_in(event, step);
  bool const reached = !milestones_.empty() && reach_milestones();
  if (!doing || links_->doing_moves_time) wake_ = day_;
  settle_openings(doing && !first_doing && !reached ? links_->steps[step].touched : links_->every);
  mark_overdue();  // a refusal that was taken back can uncover what is late already
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
  newest.id = std::string(names_[newest_->id]);
  newest.kind = newest_->kind;
  newest.fields.at = newest_->at;
  newest.fields.recorded = newest_->recorded;
  return before(newest, event);
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

}  // namespace vlechtwerk::domain::stappenplan
