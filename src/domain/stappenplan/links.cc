#include "domain/stappenplan/links.h"

#include <algorithm>

namespace vlechtwerk::domain::stappenplan {
namespace {

/// A rule of these looks at every doing, whatever the step.
bool looks_at_all(Template kind) {
  return kind == Template::ChainResponse || kind == Template::ChainSuccession || kind == Template::ChainPrecedence ||
         kind == Template::Init || kind == Template::End;
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

Links::Links(Plan const& plan)
    : listeners(plan.steps.size()),
      touched(plan.steps.size()),
      rules(plan.steps.size()),
      conditions(plan.steps.size()),
      blocks(plan.steps.size()),
      refusals(plan.steps.size()) {
  auto const once = [](Indices& list, std::size_t index) {
    if (list.empty() || list.back() != index) list.push_back(index);
  };
  std::vector<Reasons> reasons;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    ids_.emplace_back(step.id);
    reasons.emplace_back(plan, i);
    for (auto const* parts : {&step.after, &step.after_any}) {
      for (auto const& part : *parts) {
        if (part.kind != OnPart::Kind::Milestone) once(listeners[part.index], i);
      }
    }
  }
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    auto const& rule = plan.rules[r];
    if (looks_at_all(rule.kind)) {
      for (auto& list : rules) list.push_back(r);
    } else {
      for (auto const& part : rule.steps) once(rules[part.index], r);
    }
    if (rule.steps.size() < 2) continue;
    auto const second = rule.steps[1].index;
    auto& reason = reasons[second];
    if (rule.kind == Template::Condition || rule.kind == Template::BlocksWhileOwed) {
      // What blocks can be owed or hidden in many ways, and a step that is not part of the route holds nothing back.
      reason.all = true;
      if (rule.steps[1].is(second)) (rule.kind == Template::Condition ? conditions : blocks)[second].push_back(r);
    }
    if (rule.kind == Template::Include || rule.kind == Template::Exclude) reason.steps.push_back(rule.steps[0].index);
  }
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    if (reasons[i].all) {
      for (auto& list : touched) once(list, i);
    } else {
      for (auto const step : reasons[i].steps) once(touched[step], i);
    }
  }
  for (std::size_t r = 0; r < plan.refusals.size(); ++r) {
    for (auto const step : plan.refusals[r].then) once(refusals[step], r);
  }
}

std::size_t Links::step(std::string_view id) const {
  return static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
}

}  // namespace vlechtwerk::domain::stappenplan
