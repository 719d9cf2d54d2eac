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

/// Which doings can open or close one step. When that is hard to say: all.
class Reasons {
 public:
  Reasons(Plan const& plan, std::size_t index) : all(plan.steps[index].exit.has_value()), steps{index} {
    auto const& step = plan.steps[index];
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

Links::Links(Plan const& plan) : steps(plan.steps.size()) {
  auto const once = [](Indices& list, std::size_t index) {
    if (list.empty() || list.back() != index) list.push_back(index);
  };
  std::vector<Reasons> reasons;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    auto& own = steps[i];
    ids_.push_back(step.id);
    every.push_back(i);
    reasons.emplace_back(plan, i);
    if (step.repeat != Repeat::No) listen(plan, i);
    own.after = step.after;
    own.may_be_left = step.exit.has_value();
    own.only_after = step.when.always() && !step.toestemming;
    own.may_start = plan.may_start_with(i);
    own.may_have_to_wait = step.min.has_value();
    own.repeats_each = step.repeat == Repeat::Each;
    own.owes_itself = step.within || step.every;
    own.doings_until_done = step.repeat == Repeat::No ? 1 : step.max.value_or(std::numeric_limits<int>::max());
    if (step.stage) {
      auto const& stage = plan.stages[*step.stage];
      own.after.insert(own.after.end(), stage.after.begin(), stage.after.end());
      own.may_be_left = own.may_be_left || stage.exit;
    }
    if (step.parents == Parents::Informed) informed.push_back(i);
    note_time(step.when);
    if (step.exit) note_time(*step.exit);
  }
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    auto const& rule = plan.rules[r];
    note_time(rule.when);  // what doing a step would break depends on it
    concern(plan, r);
    if (rule.steps.size() < 2) continue;
    auto const second = rule.steps[1].index;
    auto& reason = reasons[second];
    if (rule.kind == Template::Condition || rule.kind == Template::BlocksWhileOwed) {
      // What blocks can be owed or hidden in many ways, and a step that is not part of the route holds nothing back.
      reason.all = true;
      auto& own = steps[second];
      if (rule.steps[1].is(second)) (rule.kind == Template::Condition ? own.conditions : own.blocks).push_back(r);
      if (rule.kind == Template::Condition) own.only_after = false;
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
    if (stage.exit) note_time(*stage.exit);
  }
  for (auto const& milestone : plan.milestones) note_time(milestone.when);
  for (auto const& act : plan.acts) {
    if (act.child_from) ages.push_back(12 * *act.child_from);
  }

  std::size_t room = 8;
  while (room < 4 * ids_.size()) room *= 2;
  slots_.assign(room, ids_.size());
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    auto& place = slots_[slot(ids_[i])];
    if (place == ids_.size()) place = i;
  }
}

/// A step that has both `a` and `a:x` among its on-parts hears a doing of a once.
void Links::listen(Plan const& plan, std::size_t listener) {
  auto const& step = plan.steps[listener];
  std::vector<OnPart> parts = step.after;
  parts.insert(parts.end(), step.after_any.begin(), step.after_any.end());
  for (auto const& part : parts) {
    if (part.kind == OnPart::Kind::Milestone) continue;
    auto& listeners = steps[part.index].listeners;
    auto const outcome = part.kind == OnPart::Kind::StepOutcome ? std::optional(part.outcome) : std::nullopt;
    if (!outcome) std::erase_if(listeners, [&](Listener const& one) { return one.step == listener; });
    if (std::any_of(listeners.begin(), listeners.end(),
                    [&](Listener const& one) { return one.step == listener && (!one.outcome || one.outcome == outcome); }))
      continue;
    listeners.push_back({listener, outcome});
  }
}

void Links::concern(Plan const& plan, std::size_t index) {
  auto const& rule = plan.rules[index];
  if (rule.kind == Template::BlocksWhileOwed) return;
  auto const none = OnPart{OnPart::Kind::Milestone, 0, 0};
  Concern const one{.rule = index,
                    .kind = rule.kind,
                    .always = rule.when.always(),
                    .owes = info(rule.kind).within,
                    .owes_after_each = owes_after_each(rule.kind),
                    .looks_at_all = looks_at_all(rule.kind) || rule.kind == Template::Init,
                    .first = rule.steps[0],
                    .second = rule.steps.size() > 1 ? rule.steps[1] : none};
  if (rule.kind == Template::Init) {
    firsts.push_back(one);
    return;
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    bool const named = std::any_of(rule.steps.begin(), rule.steps.end(), [&](OnPart const& part) { return part.index == i; });
    if (named || looks_at_all(rule.kind)) steps[i].rules.push_back(one);
  }
}

void Links::note_time(Condition const& condition) {
  bool looks_at_age = false;
  int greatest = 0;
  for (auto const& node : condition.nodes) {
    if (node.op == Op::Count && node.period) windows.emplace_back(node.index, *node.period);
    if (node.op == Op::OverdueStep || node.op == Op::OverdueRule) overdue_opens = true;
    if (node.op == Op::AgeMonths) looks_at_age = true;
    if (node.op == Op::Number) greatest = std::max(greatest, node.number);
  }
  if (looks_at_age) greatest_number = std::max(greatest_number.value_or(0), greatest);
  doing_moves_time = doing_moves_time || greatest_number || !windows.empty();
}

void Plan::link() { links = std::make_shared<Links const>(*this); }

std::size_t Links::step(std::string_view id) const { return slots_[slot(id)]; }

/// Where an id stands, or would.
std::size_t Links::slot(std::string_view id) const {
  auto const mask = slots_.size() - 1;
  auto looks = id.size();
  if (!id.empty()) looks += 7 * static_cast<unsigned char>(id.front()) + 31 * static_cast<unsigned char>(id.back());
  for (auto at = looks & mask;; at = (at + 1) & mask) {
    if (slots_[at] == ids_.size() || ids_[slots_[at]] == id) return at;
  }
}

}  // namespace vlechtwerk::domain::stappenplan
