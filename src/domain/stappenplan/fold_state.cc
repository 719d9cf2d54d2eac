// What a fold shows: the state of section 3 and the sentences that explain it.
#include <algorithm>
#include <tuple>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

using base::Message;
using base::N_;

std::string const& State::step_id(Plan const& plan, std::size_t step) const {
  return step < plan.steps.size() ? plan.steps[step].id : gone[step - plan.steps.size()];
}

Fold Fold::on(base::Date today) const {
  auto now = *this;
  if (today > now.day_) now.advance(today);
  return now;
}

State Fold::state(base::Date today, std::string_view lang, Reasons reasons) const {
  auto const now = on(today);
  auto shown = now.snapshot(lang, reasons);
  shown.next_change_on = now.next_change(reasons == Reasons::None ? shown : now.snapshot({}, Reasons::None));
  return shown;
}

State Fold::state_now(base::Date today, std::string_view lang, Reasons reasons) const {
  return today > day_ ? on(today).snapshot(lang, reasons) : snapshot(lang, reasons);
}

State Fold::snapshot(std::string_view lang, Reasons reasons) const {
  State state;
  state.status = closed_on_ ? RouteStatus::Closed : paused_ ? RouteStatus::Paused : RouteStatus::Open;
  state.gone = gone_;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    StepState step;
    step.status = status(i);
    if (step.status == StepStatus::Done) step.since = steps_[i].done_since;
    if (step.status == StepStatus::Waived) step.since = steps_[i].waived_on;
    if (step.status == StepStatus::Enabled) step.since = steps_[i].enabled_since;
    step.breaks = breaks(i);
    state.steps.push_back(std::move(step));
    if (needs_handling(i)) state.closing_needs.push_back(i);
  }
  std::vector<std::pair<int, Obligation>> owed;
  for (auto const& one : owed_) {
    if (!is_owed(one)) continue;
    owed.emplace_back(one.rule, show(one));
    each_escalation(one, [&](Duration const& after, std::string const& role) {
      auto const from = counted(*one.due, after);
      if (day_ < from || stands_still(from)) return;
      auto const [rule, first] = owed.back();
      owed.emplace_back(rule, Obligation{first.step, role, from, std::nullopt, first.rule, first.event, false, true});
    });
  }
  std::stable_sort(owed.begin(), owed.end(), [](auto const& one, auto const& other) {
    auto const& [rule, a] = one;
    auto const& [other_rule, b] = other;
    return std::tuple(a.step, a.since, !a.due, a.due, rule) < std::tuple(b.step, b.since, !b.due, b.due, other_rule);
  });
  for (auto& [rule, one] : owed) state.obligations.push_back(std::move(one));
  for (std::size_t i = 0; i < steps_.size() && reasons != Reasons::None; ++i) {
    bool const open = state.steps[i].status == StepStatus::Enabled ||
                      std::any_of(state.obligations.begin(), state.obligations.end(), [&](auto const& one) { return one.step == i; });
    if (open || reasons == Reasons::OfAllSteps) state.steps[i].why = why(i, lang);
  }
  for (std::size_t i = 0; i < milestones_.size(); ++i) {
    if (milestones_[i]) state.milestones.push_back({i, *milestones_[i]});
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) state.verdicts.push_back(verdict(i));
  state.deviations = deviations_;
  std::stable_sort(state.deviations.begin(), state.deviations.end(),
                   [](Deviation const& a, Deviation const& b) { return std::tie(a.on, a.event) < std::tie(b.on, b.event); });
  return state;
}

std::optional<std::string> Fold::rule_of(Owed const& owed) const {
  if (owed.kept) return owed.kept->rule;
  if (owed.rule < 0) return std::nullopt;
  auto const index = static_cast<std::size_t>(owed.rule);
  return index < plan_->rules.size() ? plan_->rules[index].id : parents_informed_rule;
}

std::optional<std::string> Fold::event_of(Owed const& owed) const {
  return owed.event ? std::optional(std::string(names_[*owed.event])) : std::nullopt;
}

std::string Fold::role_of(Owed const& owed) const {
  if (owed.kept) return owed.kept->role;
  auto const rule = static_cast<std::size_t>(owed.rule);
  bool const has_owner = owed.rule >= 0 && rule < plan_->rules.size() && !plan_->rules[rule].owner.empty();
  return has_owner ? plan_->rules[rule].owner : plan_->steps[owed.step].by.front();
}

constexpr std::optional<Duration> none;

/// In how much time it has to be done; absent when there is no day for it.
std::optional<Duration> const& Fold::term_of(Owed const& owed) const {
  if (owed.kept) return owed.kept->term;
  if (owed.rule == Owed::own_term) return plan_->steps[owed.step].within;
  if (owed.rule == Owed::cadence) return plan_->steps[owed.step].every;
  return owed.of_rule(rules_.size()) ? to_inform_parents : plan_->rules[static_cast<std::size_t>(owed.rule)].within;
}

std::optional<Duration> const& Fold::min_of(Owed const& owed) const {
  if (owed.kept) return owed.kept->min;
  return owed.rule < 0 || owed.of_rule(rules_.size()) ? none : plan_->rules[static_cast<std::size_t>(owed.rule)].min;
}

Obligation Fold::show(Owed const& owed) const {
  return {owed.step, role_of(owed), owed.since, owed.due, rule_of(owed), event_of(owed), is_overdue(owed), false};
}

// ---- why

std::string Fold::name(OnPart const& part, std::string_view lang) const {
  if (part.kind == OnPart::Kind::Milestone) return plan_->milestones[part.index].title.in(lang);
  auto const& step = plan_->steps[part.index];
  if (part.kind == OnPart::Kind::Step) return step.title.in(lang);
  return step.title.in(lang) + ": " + step.outcomes[part.outcome].text.in(lang);
}

Message Fold::met_words(OnPart const& part, std::string_view lang) const {
  if (part.kind == OnPart::Kind::Milestone) {
    return {N_("'{milestone}' is bereikt op {date}."), {{"milestone", name(part, lang)}, {"date", day_in(*milestones_[part.index], lang)}}};
  }
  auto const& mark = steps_[part.index];
  auto const& step = plan_->steps[part.index];
  if (part.kind == OnPart::Kind::StepOutcome) {
    return {N_("'{step}' had op {date} de uitkomst '{outcome}'."),
            {{"step", step.title.in(lang)},
             {"outcome", step.outcomes[part.outcome].text.in(lang)},
             {"date", day_in(*mark.outcome_on[part.outcome], lang)}}};
  }
  if (mark.times == 0) {
    return {N_("'{step}' is overgeslagen op {date}."), {{"step", step.title.in(lang)}, {"date", day_in(*mark.waived_on, lang)}}};
  }
  return {N_("'{step}' is gedaan op {date}."), {{"step", step.title.in(lang)}, {"date", day_in(mark.last_on, lang)}}};
}

Message Fold::unmet_words(OnPart const& part, std::string_view lang) const {
  if (part.kind == OnPart::Kind::Milestone) return {N_("Eerst moet '{milestone}' bereikt zijn."), {{"milestone", name(part, lang)}}};
  auto const& step = plan_->steps[part.index];
  if (part.kind == OnPart::Kind::StepOutcome) {
    return {N_("Eerst moet '{step}' de uitkomst '{outcome}' hebben."),
            {{"step", step.title.in(lang)}, {"outcome", step.outcomes[part.outcome].text.in(lang)}}};
  }
  return {N_("Eerst moet '{step}' gedaan zijn."), {{"step", step.title.in(lang)}}};
}

std::vector<Message> Fold::why(std::size_t index, std::string_view lang) const {
  auto const& mark = steps_[index];
  std::vector<Message> out;
  switch (status(index)) {
    case StepStatus::Done:
      out.push_back({N_("Gedaan op {date}."), {{"date", day_in(mark.last_on, lang)}}});
      break;
    case StepStatus::Waived:
      out.push_back({N_("Overgeslagen op {date}."), {{"date", day_in(*mark.waived_on, lang)}}});
      break;
    case StepStatus::Enabled:
      why_open(index, lang, out);
      break;
    case StepStatus::Excluded:
    case StepStatus::Unavailable:
      why_not(index, lang, out);
      break;
  }
  return out;
}

void Fold::why_open(std::size_t index, std::string_view lang, std::vector<Message>& out) const {
  auto const& step = plan_->steps[index];
  if (step.stage) {
    for (auto const& part : plan_->stages[*step.stage].after) out.push_back(met_words(part, lang));
  }
  for (auto const& part : step.after) out.push_back(met_words(part, lang));
  for (auto const& part : step.after_any) {
    if (met(part)) out.push_back(met_words(part, lang));
  }
  if (!step.when.always()) out.push_back({N_("De voorwaarde klopt: {condition}."), {{"condition", step.when.text}}});
  for (auto const& rule : plan_->rules) {
    if (rule.kind == Template::Condition && rule.steps[1].is(index) && met(rule.steps[0])) out.push_back(met_words(rule.steps[0], lang));
  }
  if (step.toestemming) out.push_back({N_("Ouders gaven toestemming: {act}."), {{"act", plan_->acts[*step.toestemming].text.in(lang)}}});
  for (auto const& refusal : plan_->refusals) {
    if (std::find(refusal.then.begin(), refusal.then.end(), index) != refusal.then.end()) {
      out.push_back({N_("Ouders zeiden nee tegen: {act}."), {{"act", plan_->acts[refusal.act].text.in(lang)}}});
    }
  }
  if (out.empty()) out.push_back({N_("Deze stap kan zolang de route open is."), {}});
}

void Fold::why_not(std::size_t index, std::string_view lang, std::vector<Message>& out) const {
  auto const& step = plan_->steps[index];
  auto const& mark = steps_[index];
  if (closed_on_) out.push_back({N_("De route is gesloten op {date}."), {{"date", day_in(*closed_on_, lang)}}});
  if (!started()) out.push_back({N_("De route is nog niet begonnen."), {}});
  if (step.stage) {
    auto const& stage = plan_->stages[*step.stage];
    for (auto const& part : stage.after) {
      if (!met(part)) out.push_back(unmet_words(part, lang));
    }
    if (stage.exit && truth(*stage.exit))
      out.push_back({N_("'{stage}' is voorbij: {condition}."), {{"stage", stage.title.in(lang)}, {"condition", stage.exit->text}}});
  }
  for (auto const& part : step.after) {
    if (!met(part)) out.push_back(unmet_words(part, lang));
  }
  if (!step.after_any.empty() && std::none_of(step.after_any.begin(), step.after_any.end(), [&](auto const& part) { return met(part); })) {
    std::string names;
    for (auto const& part : step.after_any) names += (names.empty() ? "'" : ", '") + name(part, lang) + "'";
    out.push_back({N_("Eerst moet een van deze gebeurd zijn: {steps}."), {{"steps", names}}});
  }
  for (auto const& rule : plan_->rules) {
    if (rule.kind == Template::Condition && rule.steps[1].is(index) && kept_back(rule)) out.push_back(unmet_words(rule.steps[0], lang));
    if (rule.kind == Template::BlocksWhileOwed && rule.steps[1].is(index) && blocks(rule)) {
      out.push_back({N_("Eerst moet '{step}' klaar zijn. Daar staat nog iets open."), {{"step", name(rule.steps[0], lang)}}});
    }
  }
  if (mark.excluded) out.push_back({N_("Deze stap hoort nu niet bij de route."), {}});
  if (!occasion(links_->steps[index], mark)) {
    out.push_back({N_("Gedaan op {date}. Deze stap kan weer na een nieuwe aanleiding."), {{"date", day_in(mark.last_on, lang)}}});
  }
  if (!truth(step.when)) out.push_back({N_("De voorwaarde klopt nu niet: {condition}."), {{"condition", step.when.text}}});
  if (step.exit && truth(*step.exit)) out.push_back({N_("Deze stap is niet meer nodig: {condition}."), {{"condition", step.exit->text}}});
  if (step.toestemming && !in_force(*step.toestemming, day_)) out.push_back(permission_reason(*step.toestemming, day_, lang));
  for (auto const& refusal : plan_->refusals) {
    bool const concerned = std::find(refusal.then.begin(), refusal.then.end(), index) != refusal.then.end();
    if (concerned && !refused(refusal.act, day_)) {
      out.push_back({N_("Deze stap is er alleen als ouders nee zeggen tegen: {act}."), {{"act", plan_->acts[refusal.act].text.in(lang)}}});
    }
  }
  if (mark.opened && !long_enough(index) && stands_still(enabled_from(index))) {
    out.push_back({N_("De route staat stil. Daarna kan deze stap na een tijd."), {}});
  } else if (mark.opened && !long_enough(index))
    out.push_back({N_("Deze stap kan vanaf {date}."), {{"date", day_in(enabled_from(index), lang)}}});
  if (doings_ == 0 && !plan_->may_start_with(index)) {
    std::string names;
    for (auto const first : plan_->starts_with) names += (names.empty() ? "'" : ", '") + plan_->steps[first].title.in(lang) + "'";
    out.push_back({N_("De route begint met: {steps}."), {{"steps", names}}});
  }
}

Message Fold::permission_reason(std::size_t act, base::Date day, std::string_view lang) const {
  auto const args = std::vector<std::pair<std::string, std::string>>{{"act", plan_->acts[act].text.in(lang)}};
  if (gezagdragers_.empty()) return {N_("We weten nog niet wie de ouders met gezag zijn. Hun toestemming is nodig: {act}."), args};
  if (refused(act, day)) return {N_("Een ouder met gezag zei nee tegen: {act}."), args};
  return {N_("De toestemming van ouders is er nog niet, of is verlopen: {act}."), args};
}

}  // namespace vlechtwerk::domain::stappenplan
