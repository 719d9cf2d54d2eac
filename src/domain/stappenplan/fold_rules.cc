// The rules of a plan over the trace of what was done (stappenplan.md, the table of templates). Each rule knows of the past only its mark.
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

bool owes_after_each(Template kind) {
  return kind == Template::Response || kind == Template::AlternateResponse || kind == Template::ChainResponse ||
         kind == Template::Succession || kind == Template::AlternateSuccession || kind == Template::ChainSuccession;
}

bool wants_first_before(Template kind) {
  return kind == Template::Precedence || kind == Template::AlternatePrecedence || kind == Template::ChainPrecedence ||
         kind == Template::Succession || kind == Template::AlternateSuccession || kind == Template::ChainSuccession ||
         kind == Template::Condition;
}

bool owes_at_the_start(Template kind) { return kind == Template::Existence || kind == Template::Exactly; }

/// A doing of the first step for which `when` is not true is none for these. For the others `when` is read elsewhere, or only when it owes.
bool looks_at_first_when(Template kind) {
  switch (kind) {
    case Template::Absence:
    case Template::NotSuccession:
    case Template::NotCoExistence:
    case Template::Choice:
    case Template::ExclusiveChoice:
    case Template::End:
      return true;
    default:
      return false;
  }
}

}  // namespace

/// The start of the route: what a rule owes from there on.
void Fold::begin() {
  begun_ = true;
  for (std::size_t i = 0; i < rules_.size(); ++i) begin_rule(i);
}

void Fold::begin_rule(std::size_t index) {
  auto const& rule = plan_->rules[index];
  if (!owes_at_the_start(rule.kind) || !truth(rule.when)) return;
  rules_[index].asked_once = true;
  if (rules_[index].times < rule.n) owe_for(index, 0, std::nullopt);
}

void Fold::owe_for(std::size_t index, std::size_t part, std::optional<std::string> event) {
  auto const& rule = plan_->rules[index];
  Owed owed;
  owed.step = rule.steps[part].index;
  owed.rule = static_cast<int>(index);
  owed.term = rule.within;
  owed.min = rule.min;
  owed.event = std::move(event);
  owed.of_first = part == 0;
  owe(std::move(owed));
}

void Fold::judge_rules(std::size_t step, Event const& event) {
  auto const outcome = event.fields.outcome ? plan_->steps[step].outcome(*event.fields.outcome) : std::nullopt;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const& parts = plan_->rules[i].steps;
    judge(i, parts[0].is_done_by(step, outcome), parts.size() > 1 && parts[1].is_done_by(step, outcome), step, event);
  }
}

/// One doing of `step`; is it the first step of the rule, the second?
void Fold::judge(std::size_t index, bool is_a, bool is_b, std::size_t step, Event const& event) {
  auto const& rule = plan_->rules[index];
  auto& mark = rules_[index];
  if (rule.kind == Template::Include || rule.kind == Template::Exclude) {
    if (is_a && truth(rule.when)) steps_[rule.steps[1].index].excluded = rule.kind == Template::Exclude;
    return;
  }
  if (!info(rule.kind).judged) return;
  answer_rule(index, is_a, is_b, event);
  bool const asked = (is_a || is_b || rule.kind == Template::Init) && truth(rule.when);
  if (!mark.violated && violates(index, is_a, is_b, asked, false)) {
    mark.violated = true;
    deviate(DeviationKind::Violated, step, rule.id, event.id, day_);
  }

  mark.just_owed = owes_after_each(rule.kind) && is_a && asked;
  if (mark.just_owed) owe_for(index, 1, event.id);
  bool const both_once = rule.kind == Template::CoExistence;
  if ((both_once || rule.kind == Template::RespondedExistence) && asked && !mark.asked_once && is_a != is_b) {
    bool const missing = is_a ? !mark.second : both_once && !mark.first;
    if (missing) owe_for(index, is_a ? 1 : 0, event.id);
    mark.asked_once = missing;
  }

  bool const counts = is_a && (asked || !looks_at_first_when(rule.kind));
  if (counts) {
    ++mark.times;
    if (!mark.first) mark.first_on = day_;
    mark.first = true;
  }
  mark.second = mark.second || is_b;
  mark.armed = is_a || (mark.armed && !is_b);
  mark.just_first = counts;
}

/// Ends what the rule owes and this doing answers (rule 15).
void Fold::answer_rule(std::size_t index, bool is_a, bool is_b, Event const& event) {
  if (!is_a && !is_b) return;
  auto const& rule = plan_->rules[index];
  bool const enough = !owes_at_the_start(rule.kind) || rules_[index].times + 1 >= rule.n;
  auto const& named = event.fields.answers;
  std::erase_if(owed_, [&](Owed const& owed) {
    if (!owed.of_rule(index) || owed.kept || day_ < owed.answer_from || !(owed.of_first ? is_a && enough : is_b)) return false;
    return !named || !owed.event || std::find(named->begin(), named->end(), *owed.event) != named->end();
  });
}

/// A waiver is not in the trace, but a waived first step satisfies precedence and its kinds.
void Fold::count_waiver(std::size_t step) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const& rule = plan_->rules[i];
    if (!wants_first_before(rule.kind) || !rule.steps[0].is(step)) continue;
    if (!rules_[i].first) rules_[i].first_on = day_;
    rules_[i].first = rules_[i].armed = rules_[i].just_first = true;
  }
}

/// Is something of this rule still open, apart from what a doing of its second step today would answer?
bool Fold::open(std::size_t rule, bool answered_now) const {
  return std::any_of(owed_.begin(), owed_.end(), [&](Owed const& owed) {
    return owed.of_rule(rule) && !(answered_now && day_ >= owed.answer_from) && !is_hidden(owed);
  });
}

/// Would the next doing, of which is known whether it is the rule's first and its second step, violate the rule for good? `asked`: its
/// `when` holds at that doing; `answers`: it answers what is open and that has not been taken off yet.
bool Fold::violates(std::size_t index, bool is_a, bool is_b, bool asked, bool answers) const {
  auto const& rule = plan_->rules[index];
  auto const& mark = rules_[index];
  switch (rule.kind) {
    case Template::Precedence:
    case Template::Succession:
      return is_b && asked && !mark.first;
    case Template::Condition:
      return is_b && asked && !mark.first && !steps_[rule.steps[0].index].excluded;
    case Template::AlternatePrecedence:
      return is_b && asked && !mark.armed;
    case Template::ChainPrecedence:
      return is_b && asked && !mark.just_first;
    case Template::AlternateResponse:
      return is_a && asked && open(index, answers && is_b);
    case Template::AlternateSuccession:
      return (is_b && asked && !mark.armed) || (is_a && asked && open(index, answers && is_b));
    case Template::ChainResponse:
      return mark.just_owed && open(index, answers && is_b);
    case Template::ChainSuccession:
      return (is_b && asked && !mark.just_first) || (mark.just_owed && open(index, answers && is_b));
    case Template::Absence:
      return is_a && asked && mark.times + 1 >= rule.n;
    case Template::Exactly:
      return is_a && mark.asked_once && mark.times + 1 > rule.n;
    case Template::NotSuccession:
      return is_b && mark.first;
    case Template::NotCoExistence:
    case Template::ExclusiveChoice:
      return (mark.first || (is_a && asked)) && (mark.second || is_b);
    case Template::Init:
      return doings_ == 0 && asked && !is_a;
    default:
      return false;
  }
}

Verdict Fold::verdict(std::size_t index) const {
  auto const& mark = rules_[index];
  auto const kind = plan_->rules[index].kind;
  using enum Verdict;
  if (mark.violated) return PermanentlyViolated;
  // Closing answers nothing: what was open then keeps the rule unsatisfied, although nobody owes it any more.
  if (info(kind).within && open(index, false)) return CurrentlyViolated;
  switch (kind) {
    case Template::Precedence:
    case Template::Condition:
      return mark.first ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::RespondedExistence:
      return mark.second || mark.asked_once ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::CoExistence:
      return (mark.first && mark.second) || mark.asked_once ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::Existence:
      return begun_ ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::Exactly:
      return begun_ && !mark.asked_once ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::Choice:
      return mark.first || mark.second ? PermanentlySatisfied : CurrentlyViolated;
    case Template::ExclusiveChoice:
      return mark.first || mark.second ? CurrentlySatisfied : CurrentlyViolated;
    case Template::Init:
      return doings_ > 0 ? PermanentlySatisfied : CurrentlyViolated;
    case Template::End:
      return mark.just_first ? CurrentlySatisfied : CurrentlyViolated;
    case Template::Include:
    case Template::Exclude:
    case Template::BlocksWhileOwed:
      return PermanentlySatisfied;
    default:
      return CurrentlySatisfied;
  }
}

std::vector<std::size_t> Fold::breaks(std::size_t index) const {
  std::vector<std::size_t> broken;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (info(plan_->rules[i].kind).judged && !rules_[i].violated && breaks_rule(i, index)) broken.push_back(i);
  }
  return broken;
}

/// Would doing the step now violate the rule for good, whatever its outcome?
bool Fold::breaks_rule(std::size_t index, std::size_t step) const {
  auto const& rule = plan_->rules[index];
  auto const violated_with = [&](std::optional<std::size_t> outcome) {
    bool const is_a = rule.steps[0].is_done_by(step, outcome);
    bool const is_b = rule.steps.size() > 1 && rule.steps[1].is_done_by(step, outcome);
    if (rule.when.always() || (!is_a && !is_b && rule.kind != Template::Init)) return violates(index, is_a, is_b, true, true);
    // `when` is read when the step has been done, so it is asked of a fold in which it has.
    auto tried = *this;
    Event doing;
    doing.kind = EventKind::StepDone;
    doing.fields.at = When::on(day_);
    if (outcome) doing.fields.outcome = plan_->steps[step].outcomes[*outcome].id;
    tried.do_step(step, doing);
    return tried.rules_[index].violated;
  };
  if (!violated_with(std::nullopt)) return false;
  return std::all_of(rule.steps.begin(), rule.steps.end(), [&](OnPart const& part) {
    return part.kind != OnPart::Kind::StepOutcome || part.index != step || violated_with(part.outcome);
  });
}

}  // namespace vlechtwerk::domain::stappenplan
