// A route that goes on with another version of its plan, or with another plan (stappenplan.md rule 4).
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

template <class List>
std::optional<std::size_t> index_of(List const& list, std::string const& id) {
  auto const found = std::find_if(list.begin(), list.end(), [&](auto const& item) { return item.id == id; });
  return found == list.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - list.begin()));
}

}  // namespace

std::string const& Fold::step_id(std::size_t step) const {
  return step < steps_.size() ? plan_->steps[step].id : gone_[step - steps_.size()];
}

/// The place of a step in the other fold, where it gets one among what is gone when its plan does not have it.
std::size_t Fold::place_in(Fold& to, std::size_t step) const {
  auto const& id = step_id(step);
  if (auto const known = to.plan_->step(id)) return *known;
  auto const found = std::find(to.gone_.begin(), to.gone_.end(), id);
  auto const place = to.steps_.size() + static_cast<std::size_t>(found - to.gone_.begin());
  if (found == to.gone_.end()) to.gone_.push_back(id);
  return place;
}

Owed Fold::carried(Owed const& owed, Fold& to, OwedList::KeptThings& kept) const {
  auto out = owed;
  out.step = place_in(to, owed.step);
  if (owed.event) out.event = to.names_.add(names_[*owed.event]);
  bool const of_rule = owed.rule >= 0 && !owed.of_rule(rules_.size());
  auto const index = static_cast<std::size_t>(owed.rule);
  if (!owed.kept) {
    Kept now{rule_of(owed), role_of(owed), std::nullopt, term_of(owed), min_of(owed), {}};
    each_escalation(owed, [&](Duration const& after, std::string const& role) { now.escalations.emplace_back(after, role); });
    if (of_rule) {
      auto const& rule = plan_->rules[index];
      auto const& part = rule.steps[owed.of_first ? 0 : 1];
      if (part.kind == OnPart::Kind::StepOutcome) now.outcome = plan_->steps[part.index].outcomes[part.outcome].id;
      if (rule.kind == Template::Existence || rule.kind == Template::Exactly) out.times = rule.n - rules_[index].times;
    }
    kept.push_back(std::make_shared<Kept const>(std::move(now)));
    out.kept = kept.back().get();
  }
  if (owed.of_rule(rules_.size())) out.rule = static_cast<int>(to.rules_.size());
  if (of_rule || owed.rule == Owed::gone_rule) {
    auto const same = index_of(to.plan_->rules, out.kept->rule.value_or(""));
    out.rule = same ? static_cast<int>(*same) : Owed::gone_rule;
  }
  return out;
}

Fold Fold::adopted(Plan const& next, std::span<Event const> past, Event const& by) const {
  auto before = *this;
  if (by.day() > before.day_) before.advance(by.day());

  // What the new version would know of the past. What it would have owed and judged then is not kept.
  Fold after(next, start_, closings_);
  for (auto const& event : past) after.apply(event);
  if (before.day_ > after.day_) after.advance(before.day_);
  after.newest_ = before.newest_;
  if (newest_) after.newest_->id = after.names_.add(names_[newest_->id]);
  std::vector<Owed> owed;
  auto kept = before.owed_.kept();
  after.deviations_.clear();
  for (auto const& one : before.owed_) owed.push_back(before.carried(one, after, kept));
  after.owed_.set(std::move(owed), std::move(kept));
  for (auto deviation : before.deviations_) {
    if (deviation.step) deviation.step = before.place_in(after, *deviation.step);
    after.deviations_.push_back(std::move(deviation));
  }
  for (std::size_t i = 0; i < after.milestones_.size(); ++i) {
    auto const same = index_of(plan_->milestones, next.milestones[i].id);
    after.milestones_[i] = same ? before.milestones_[*same] : std::nullopt;
  }
  for (std::size_t i = 0; i < after.words_.size(); ++i) {
    if (auto const same = plan_->act(next.acts[i].id)) after.words_[i] = before.words_[*same];
  }
  for (std::size_t i = 0; i < after.rules_.size(); ++i) {
    auto& mark = after.rules_[i];
    auto const& rule = next.rules[i];
    auto const same = index_of(plan_->rules, rule.id);
    bool const as_it_was = same && plan_->rules[*same].text == rule.text;
    if (mark.has(RuleMark::Violated)) mark = {};
    mark.set(RuleMark::JustOwed, false);
    mark.set(RuleMark::AskedOnce, as_it_was && before.rules_[*same].has(RuleMark::AskedOnce));
    if (!as_it_was && after.begun_) after.begin_rule(i);
  }
  for (auto& step : after.steps_) {
    step.opened = false;
    step.enabled = false;
  }
  after.settle_openings();
  // A step that was open stays so; only what it owes counts from today.
  for (std::size_t i = 0; i < after.steps_.size(); ++i) {
    auto const same = plan_->step(next.steps[i].id);
    if (!same || !before.steps_[*same].opened || !after.steps_[i].opened) continue;
    after.steps_[i].opened_on = before.steps_[*same].opened_on;
    after.steps_[i].enabled = before.steps_[*same].enabled;
    after.steps_[i].enabled_since = before.steps_[*same].enabled_since;
  }
  after.wake_ = after.day_;
  return after;
}

}  // namespace vlechtwerk::domain::stappenplan
