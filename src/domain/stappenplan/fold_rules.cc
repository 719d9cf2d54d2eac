// The rules of a plan over the trace of what was done (stappenplan.md, the table of templates). Each rule knows of the past only its mark.
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

using enum RuleMark::Bit;

bool wants_first_before(Template kind) {
  return kind == Template::Precedence || kind == Template::AlternatePrecedence || kind == Template::ChainPrecedence ||
         kind == Template::Succession || kind == Template::AlternateSuccession || kind == Template::ChainSuccession ||
         kind == Template::Condition;
}

bool owes_at_the_start(Template kind) { return kind == Template::Existence || kind == Template::Exactly; }

}  // namespace

/// The start of the route: what a rule owes from there on.
void Fold::begin() {
  begun_ = true;
  for (std::size_t i = 0; i < rules_.size(); ++i) begin_rule(i);
}

void Fold::begin_rule(std::size_t index) {
  auto const& rule = plan_->rules[index];
  if (!owes_at_the_start(rule.kind) || !truth(rule.when)) return;
  rules_[index].set(AskedOnce, true);
  if (rules_[index].times < rule.n) owe_for(index, 0, std::nullopt);
}

/// A waiver is not in the trace, but a waived first step satisfies precedence and its kinds.
void Fold::count_waiver(std::size_t step) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const& rule = plan_->rules[i];
    if (!wants_first_before(rule.kind) || !rule.steps[0].is(step)) continue;
    if (!rules_[i].has(First)) rules_[i].first_on = day_;
    for (auto const bit : {First, Armed, JustFirst}) rules_[i].set(bit, true);
  }
}

/// Is something of this rule still open, apart from what a doing of its second step today would answer?
bool Fold::open(std::size_t rule, bool answered_now) const {
  return owed_.may_be_of_rule(rule) && std::any_of(owed_.begin(), owed_.end(), [&](Owed const& owed) {
           return owed.of_rule(rule) && !(answered_now && day_ >= owed.answer_from) && !is_hidden(owed);
         });
}

/// Would the next doing, of which is known whether it is the rule's first and its second step, violate the rule for good? `asked`: its
/// `when` holds at that doing; `answers`: it answers what is open and that has not been taken off yet.
bool Fold::violates(std::size_t index, bool is_a, bool is_b, bool asked, bool answers) const {
  auto const& rule = plan_->rules[index];
  auto const& mark = rules_[index];
  if (auto const bit = violates_without(rule.kind)) return is_b && asked && (mark.bits & bit) == 0;
  switch (rule.kind) {
    case Template::Condition:
      return is_b && asked && !mark.has(First) && !steps_[rule.steps[0].index].excluded;
    case Template::AlternateResponse:
      return is_a && asked && open(index, answers && is_b);
    case Template::AlternateSuccession:
      return (is_b && asked && !mark.has(Armed)) || (is_a && asked && open(index, answers && is_b));
    case Template::ChainResponse:
      return mark.has(JustOwed) && open(index, answers && is_b);
    case Template::ChainSuccession:
      return (is_b && asked && !mark.has(JustFirst)) || (mark.has(JustOwed) && open(index, answers && is_b));
    case Template::Absence:
      return is_a && asked && mark.times + 1 >= rule.n;
    case Template::Exactly:
      return is_a && mark.has(AskedOnce) && mark.times + 1 > rule.n;
    case Template::NotSuccession:
      return is_b && mark.has(First);
    case Template::NotCoExistence:
    case Template::ExclusiveChoice:
      return (mark.has(First) || (is_a && asked)) && (mark.has(Second) || is_b);
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
  if (mark.has(Violated)) return PermanentlyViolated;
  // Closing answers nothing: what was open then keeps the rule unsatisfied, although nobody owes it any more.
  if (info(kind).within && open(index, false)) return CurrentlyViolated;
  switch (kind) {
    case Template::Precedence:
    case Template::Condition:
      return mark.has(First) ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::RespondedExistence:
      return mark.has(Second) || mark.has(AskedOnce) ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::CoExistence:
      return (mark.has(First) && mark.has(Second)) || mark.has(AskedOnce) ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::Existence:
      return begun_ ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::Exactly:
      return begun_ && !mark.has(AskedOnce) ? PermanentlySatisfied : CurrentlySatisfied;
    case Template::Choice:
      return mark.has(First) || mark.has(Second) ? PermanentlySatisfied : CurrentlyViolated;
    case Template::ExclusiveChoice:
      return mark.has(First) || mark.has(Second) ? CurrentlySatisfied : CurrentlyViolated;
    case Template::Init:
      return doings_ > 0 ? PermanentlySatisfied : CurrentlyViolated;
    case Template::End:
      return mark.has(JustFirst) ? CurrentlySatisfied : CurrentlyViolated;
    case Template::Include:
    case Template::Exclude:
    case Template::BlocksWhileOwed:
      return PermanentlySatisfied;
    default:
      return CurrentlySatisfied;
  }
}

std::string Fold::trace() const {
  std::string out(doings_ > 0 ? "+" : "-");
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const& mark = rules_[i];
    out += std::to_string(std::min(mark.times, plan_->rules[i].n + 1));
    for (bool const known : {mark.has(First), mark.has(Second), mark.has(Armed), mark.has(JustFirst), mark.has(JustOwed),
                             mark.has(AskedOnce), mark.has(Violated), open(i, false)}) {
      out += known ? '1' : '0';
    }
    out += ' ';
  }
  return out;
}

std::vector<std::size_t> Fold::breaks(std::size_t index) const {
  std::vector<std::size_t> broken;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (info(plan_->rules[i].kind).judged && !rules_[i].has(Violated) && breaks_rule(i, index)) broken.push_back(i);
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
    doing.fields.step = plan_->steps[step].id;
    if (outcome) doing.fields.outcome = plan_->steps[step].outcomes[*outcome].id;
    tried.apply(doing);
    return tried.rules_[index].has(Violated);
  };
  if (!violated_with(std::nullopt)) return false;
  return std::all_of(rule.steps.begin(), rule.steps.end(), [&](OnPart const& part) {
    return part.kind != OnPart::Kind::StepOutcome || part.index != step || violated_with(part.outcome);
  });
}

}  // namespace vlechtwerk::domain::stappenplan
