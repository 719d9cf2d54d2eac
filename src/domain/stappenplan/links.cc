#include "domain/stappenplan/links.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace vlechtwerk::domain::stappenplan {
namespace {

/// A rule of these looks at every doing, whatever the step.
bool looks_at_all(Template kind) {
  return kind == Template::ChainResponse || kind == Template::ChainSuccession || kind == Template::ChainPrecedence || kind == Template::End;
}

bool owes_after_each(Template kind) {
  return kind == Template::Response || kind == Template::AlternateResponse || kind == Template::ChainResponse ||
         kind == Template::Succession || kind == Template::AlternateSuccession || kind == Template::ChainSuccession;
}

bool owes_its_first(Template kind) { return kind == Template::Existence || kind == Template::Exactly || kind == Template::CoExistence; }

/// Can a doing of the rule's first, its second or another step violate it for good?
bool may_violate(Template kind, bool first, bool second) {
  switch (kind) {
    case Template::Response:
    case Template::RespondedExistence:
    case Template::CoExistence:
    case Template::Existence:
    case Template::Choice:
    case Template::End:
      return false;
    case Template::AlternateResponse:
    case Template::Absence:
    case Template::Exactly:
      return first;
    case Template::Precedence:
    case Template::AlternatePrecedence:
    case Template::ChainPrecedence:
    case Template::Succession:
    case Template::Condition:
    case Template::NotSuccession:
      return second;
    default:
      return true;
  }
}

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

/// What a doing of the rule's first, its second or another step makes of its mark.
RuleChange change(Template kind, bool first, bool second, bool asked) {
  using enum RuleMark::Bit;
  if (kind == Template::Include || kind == Template::Exclude) return {};  // they only switch a step on or off
  auto const when = [](bool is_so, unsigned bits) { return is_so ? bits : 0U; };
  bool const counts = first && (asked || !looks_at_first_when(kind));
  return {.stays = First | Second | AskedOnce | Violated | when(!second, Armed),
          .sets = when(counts, First | JustFirst) | when(first, Armed) | when(second, Second) |
                  when(first && asked && owes_after_each(kind), JustOwed),
          .counts = counts};
}

/// Which doings can open or close one step. When that is hard to say: all.
class Reasons {
 public:
  Reasons(Plan const& plan, std::size_t index) : all(plan.steps[index].exit.has_value()) {
    auto const& step = plan.steps[index];
    if (step.repeat == Repeat::Each) steps.push_back(index);  // it waits for the next occasion
    add(step.after);
    add(step.after_any);
    add(step.when);
    if (!step.stage) return;
    add(plan.stages[*step.stage].after);
    all = all || plan.stages[*step.stage].exit;
  }

  bool all = false;
  std::vector<std::size_t> steps;

 private:
  void add(std::vector<OnPart> const& parts) {
    for (auto const& part : parts) {
      if (part.kind == OnPart::Kind::Milestone) all = true;
      steps.push_back(part.index);
    }
  }

  /// Facts and permissions change with other events, after which every step is looked at.
  void add(Condition const& condition) {
    for (auto const& node : condition.nodes) {
      if (node.op == Op::Done || node.op == Op::Outcome || node.op == Op::Count) steps.push_back(node.index);
      if (node.op == Op::OverdueStep || node.op == Op::OverdueRule || node.op == Op::Reached) all = true;
    }
  }
};

}  // namespace

unsigned violates_without(Template kind) {
  switch (kind) {
    case Template::Precedence:
    case Template::Succession:
      return RuleMark::First;
    case Template::AlternatePrecedence:
      return RuleMark::Armed;
    case Template::ChainPrecedence:
      return RuleMark::JustFirst;
    default:
      return 0;
  }
}

Links::Links(Plan const& plan) : steps(plan.steps.size()) {
  auto const once = [](Indices& list, std::size_t index) {
    if (list.empty() || list.back() != index) list.push_back(index);
  };
  std::vector<Reasons> reasons;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    auto& own = steps[i];
    every.push_back(i);
    reasons.emplace_back(plan, i);
    own.doings.push_back(of_doing(plan, i, std::nullopt));
    for (std::size_t outcome = 0; outcome < step.outcomes.size(); ++outcome) own.doings.push_back(of_doing(plan, i, outcome));
    own.after = step.after;
    own.after_any = step.after_any;
    own.may_be_left = step.exit.has_value();
    own.only_after = step.when.always() && !step.toestemming;
    own.may_start = plan.may_start_with(i);
    own.may_have_to_wait = step.min.has_value();
    own.repeats = step.repeat != Repeat::No;
    own.repeats_each = step.repeat == Repeat::Each;
    own.owes_itself = step.within || step.every;
    own.guarded = step.toestemming || !step.with.empty();
    own.doings_until_done = step.repeat == Repeat::No ? 1 : step.max.value_or(std::numeric_limits<int>::max());
    if (step.stage) {
      auto const& stage = plan.stages[*step.stage];
      own.after.insert(own.after.end(), stage.after.begin(), stage.after.end());
      own.may_be_left = own.may_be_left || stage.exit;
    }
    if (step.parents == Parents::Informed) informed.push_back(i);
    if (step.four_eyes) steps[*step.four_eyes].actor_matters = steps[*step.four_eyes].remembered = true;
    note(step.when);
    if (step.exit) note(*step.exit);
  }
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    auto const& rule = plan.rules[r];
    note(rule.when);  // what doing a step would break depends on it
    if (rule.steps.size() < 2) continue;
    auto const second = rule.steps[1].index;
    auto& reason = reasons[second];
    if (rule.kind == Template::Condition || rule.kind == Template::BlocksWhileOwed) {
      // What blocks can be owed or hidden in many ways, and a step that is not part of the route holds nothing back.
      reason.all = true;
      auto& own = steps[second];
      if (rule.steps[1].is(second)) (rule.kind == Template::Condition ? own.conditions : own.blocks).push_back(r);
      if (rule.kind == Template::Condition) own.only_after = false;
      if (rule.kind == Template::BlocksWhileOwed) owed_blocks = true;
      if (rule.kind == Template::Condition && rule.min) doing_moves_time = own.may_have_to_wait = true;
    }
    if (rule.kind == Template::Include || rule.kind == Template::Exclude) reason.steps.push_back(rule.steps[0].index);
  }
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    if (reasons[i].all) {
      for (auto& step : steps) once(step.touched, i);
    } else {
      for (auto const step : reasons[i].steps) once(steps[step].touched, i);
    }
  }
  for (std::size_t r = 0; r < plan.refusals.size(); ++r) {
    for (auto const step : plan.refusals[r].then) {
      once(steps[step].refusals, r);
      steps[step].only_after = false;
    }
  }
  for (auto const& stage : plan.stages) {
    if (stage.exit) note(*stage.exit);
  }
  for (auto const& milestone : plan.milestones) note(milestone.when);
  for (auto const& act : plan.acts) {
    if (act.child_from) ages.push_back(12 * *act.child_from);
  }

  for (auto& step : steps) step.enabled_when_open = step.may_start && !step.may_have_to_wait && step.blocks.empty();

  std::size_t room = 8;
  while (room < 4 * plan.steps.size()) room *= 2;
  slots_.resize(room);
  last_slot_ = room - 1;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto& free = slots_[slot(plan.steps[i].id)];
    if (free.id.empty()) free = {plan.steps[i].id, i};
  }
}

Links::OfDoing Links::of_doing(Plan const& plan, std::size_t index, std::optional<std::size_t> outcome) {
  OfDoing out;
  auto const is_meant = [&](OnPart const& part) { return part.is_done_by(index, outcome); };
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    if (step.repeat == Repeat::No) continue;
    if (std::any_of(step.after.begin(), step.after.end(), is_meant) ||
        std::any_of(step.after_any.begin(), step.after_any.end(), is_meant)) {
      out.listeners.push_back(i);
    }
  }
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    auto const& rule = plan.rules[r];
    auto const kind = rule.kind;
    bool const first = is_meant(rule.steps[0]);
    bool const second = rule.steps.size() > 1 && is_meant(rule.steps[1]);
    bool const switches = kind == Template::Include || kind == Template::Exclude;
    bool const concerned = switches ? first : first || second || looks_at_all(kind) || kind == Template::Init;
    if (!concerned || kind == Template::BlocksWhileOwed) continue;
    bool const asks = first || second || kind == Template::Init;
    auto then = Then::Nothing;
    if (kind == Template::Include) then = Then::Include;
    if (kind == Template::Exclude) then = Then::Exclude;
    if (first && owes_after_each(kind)) then = Then::OweEachTime;
    if ((kind == Template::RespondedExistence && first && !second) || (kind == Template::CoExistence && first != second)) {
      then = Then::OweOnceForARoute;
    }
    (kind == Template::Init ? out.rules_of_first : out.rules)
        .push_back({.rule = r,
                    .is_first = first,
                    .is_second = second,
                    .asks = asks,
                    .asks_when = asks && !rule.when.always(),
                    .may_violate = may_violate(kind, first, second),
                    .violates_without = violates_without(kind),
                    .may_answer = info(kind).within && (second || (first && owes_its_first(kind))),
                    .until_n = kind == Template::Existence || kind == Template::Exactly,
                    .then = then,
                    .owes_first = !first,
                    .asked = change(kind, first, second, true),
                    .unasked = change(kind, first, second, false)});
  }
  return out;
}

void Links::note(Condition const& condition) {
  bool looks_at_age = false;
  int greatest = 0;
  for (auto const& node : condition.nodes) {
    if (node.op == Op::Count && node.period) {
      windows.emplace_back(node.index, *node.period);
      steps[node.index].remembered = true;
    }
    if (node.op == Op::OverdueStep || node.op == Op::OverdueRule) overdue_opens = true;
    if (node.op == Op::Outcome) steps[node.index].outcome_matters = steps[node.index].remembered = true;
    if (node.op == Op::AgeMonths) looks_at_age = true;
    if (node.op == Op::Number) greatest = std::max(greatest, node.number);
  }
  if (looks_at_age) greatest_number = std::max(greatest_number.value_or(0), greatest);
  doing_moves_time = doing_moves_time || greatest_number || !windows.empty();
}

void Plan::link() { links = std::make_shared<Links const>(*this); }

}  // namespace vlechtwerk::domain::stappenplan
