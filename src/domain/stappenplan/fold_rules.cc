// The rules of a plan over the trace of what was done (stappenplan.md, the table of templates). Each rule knows of the past only its mark.
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

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
  rules_[index].asked_once = true;
  if (rules_[index].times < rule.n) owe_for(index, 0, std::nullopt);
}

void Fold::owe_for(std::size_t index, std::size_t part, std::optional<EventName> event) {
  auto const& rule = plan_->rules[index];
  owe({.step = rule.steps[part].index, .rule = static_cast<int>(index), .event = event, .of_first = part == 0}, rule.within, rule.min);
}

void Fold::judge_rules(Links::OfDoing const& doing, std::size_t step, Event const& event) {
  for (auto const& concern : std::span(doing.rules).subspan(doings_ == 0 ? 0 : doing.firsts)) {
    auto const index = concern.rule;
    auto& mark = rules_[index];
    if (concern.may_answer && owed_.may_be_of_rule(index)) answer_rule(concern, event);
    bool const asked = concern.asks && (concern.always || truth(plan_->rules[index].when));
    if (concern.switches) {
      if (asked) steps_[plan_->rules[index].steps[1].index].excluded = concern.kind == Template::Exclude;
      continue;
    }
    if (concern.may_violate && !mark.violated && violates(index, concern.is_first, concern.is_second, asked, false)) {
      mark.violated = true;
      deviate(DeviationKind::Violated, step, event, &plan_->rules[index].id);
    }

    mark.just_owed = concern.owes_each && asked;
    if (mark.just_owed) owe_for(index, 1, newest_->id);
    if (concern.owes_once && asked && !mark.asked_once) {
      mark.asked_once = concern.is_first ? !mark.second : !mark.first;
      if (mark.asked_once) owe_for(index, concern.is_first ? 1 : 0, newest_->id);
    }

    bool const counts = concern.is_first && (asked || concern.counts_always);
    mark.times += counts;
    if (counts && !mark.first) mark.first_on = day_;
    mark.first |= counts;
    mark.second |= concern.is_second;
    mark.armed = concern.is_first | (mark.armed & !concern.is_second);
    mark.just_first = counts;
  }
}

/// Ends what the rule owes and this doing answers (rule 15).
void Fold::answer_rule(Links::Concern const& concern, Event const& event) {
  auto const index = concern.rule;
  bool const enough = !owes_at_the_start(concern.kind) || rules_[index].times + 1 >= plan_->rules[index].n;
  auto const& named = event.fields.answers;
  owed_.end_if([&](Owed const& owed) {
    if (!owed.of_rule(index) || owed.kept || day_ < owed.answer_from) return false;
    if (!(owed.of_first ? concern.is_first && enough : concern.is_second)) return false;
    return !named || !owed.event || std::find(named->begin(), named->end(), names_[*owed.event]) != named->end();
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
  return owed_.may_be_of_rule(rule) && std::any_of(owed_.begin(), owed_.end(), [&](Owed const& owed) {
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

std::string Fold::trace() const {
  std::string out(doings_ > 0 ? "+" : "-");
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const& mark = rules_[i];
    out += std::to_string(std::min(mark.times, plan_->rules[i].n + 1));
    for (bool const known :
         {mark.first, mark.second, mark.armed, mark.just_first, mark.just_owed, mark.asked_once, mark.violated, open(i, false)}) {
      out += known ? '1' : '0';
    }
    out += ' ';
  }
  return out;
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
    tried.take(doing);
    tried.do_step(step, doing);
    return tried.rules_[index].violated;
  };
  if (!violated_with(std::nullopt)) return false;
  return std::all_of(rule.steps.begin(), rule.steps.end(), [&](OnPart const& part) {
    return part.kind != OnPart::Kind::StepOutcome || part.index != step || violated_with(part.outcome);
  });
}

}  // namespace vlechtwerk::domain::stappenplan
