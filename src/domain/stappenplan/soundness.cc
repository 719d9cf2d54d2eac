#include "domain/stappenplan/soundness.h"

#include <algorithm>
#include <deque>
#include <set>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

using base::Message;
using base::N_;
using Of = Problem::Of;

bool complete_rule(Rule const& rule) { return rule.steps.size() == static_cast<std::size_t>(info(rule.kind).steps); }

// ---- keys that do not go together

void check_step(Plan const& plan, std::size_t index, std::vector<Problem>& out) {
  auto const& step = plan.steps[index];
  auto const free_step = [&](char const* key, bool there) {
    if (!step.discretionary || !there) return;
    out.push_back(
        {Of::Step, index, key, {}, {N_("'{key}' kan niet bij een vrije stap. Haal het weg, of haal discretionary weg."), {{"key", key}}}});
  };
  free_step("required", step.required);
  free_step("within", step.within.has_value());
  free_step("every", step.every.has_value());
  if (step.subject != Subject::Child && step.toestemming) {
    out.push_back(
        {Of::Step, index, "toestemming", {}, {N_("Deze stap gaat niet over een kind. Haal toestemming weg, of pas subject aan."), {}}});
  }
}

void check_rule(Plan const& plan, std::size_t index, std::vector<Problem>& out) {
  auto const& rule = plan.rules[index];
  auto const& form = info(rule.kind);
  auto const no_term = [&](char const* key, bool there) {
    if (!there) return;
    out.push_back({Of::Rule,
                   index,
                   key,
                   {},
                   {N_("'{template}' heeft geen termijn. Haal '{key}' weg."), {{"template", std::string(form.name)}, {"key", key}}}});
  };
  no_term("within", !form.within && rule.within);
  no_term("min", !form.min && rule.min);
  if (!form.within || !complete_rule(rule)) return;
  // co_existence owes either of its steps, the other templates the last one.
  for (std::size_t i = rule.kind == Template::CoExistence ? 0 : rule.steps.size() - 1; i < rule.steps.size(); ++i) {
    auto const& owed = plan.steps[rule.steps[i].index];
    if (!owed.discretionary) continue;
    out.push_back(
        {Of::Rule,
         index,
         "rule",
         {},
         {N_("Deze regel eist een vrije stap. Haal discretionary weg bij '{step}', of haal de regel weg."), {{"step", owed.id}}}});
  }
}

// ---- steps that no run can reach

/// Why a step cannot be reached yet, and the steps of which one would have to be done.
struct Hindrance {
  Problem::Of of = Of::Step;
  std::size_t index = 0;
  char const* key = "";
  std::optional<std::size_t> item;
  std::vector<std::size_t> waits_for;
};

class Reach {
 public:
  explicit Reach(Plan const& plan) : plan_(plan), reachable_(plan.steps.size(), false) {}

  std::vector<Problem> problems() {
    std::vector<Problem> out;
    bool const can_start = plan_.starts_with.empty() || std::any_of(plan_.starts_with.begin(), plan_.starts_with.end(),
                                                                    [&](std::size_t step) { return hindrances(step).empty(); });
    if (!can_start) {
      out.push_back({Of::Plan, 0, "starts_with", {}, {N_("Geen van deze stappen kan de eerste zijn. Haal weg waar ze op wachten."), {}}});
      return out;
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < reachable_.size(); ++i) {
        if (!reachable_[i] && hindrances(i).empty()) changed = reachable_[i] = true;
      }
    }
    for (std::size_t i = 0; i < reachable_.size(); ++i) {
      if (reachable_[i]) continue;
      auto const first = hindrances(i).front();
      auto const args = std::vector<std::pair<std::string, std::string>>{{"step", plan_.steps[i].id}};
      out.push_back({first.of, first.index, first.key, first.item, sentence(i, first, args)});
    }
    return out;
  }

 private:
  [[nodiscard]] Message sentence(std::size_t step, Hindrance const& first, std::vector<std::pair<std::string, std::string>> args) const {
    if (first.key == std::string_view("excluded")) {
      return {N_("'{step}' komt nooit in de route. Schrijf een regel include, of haal excluded weg."), std::move(args)};
    }
    if (waits_for_itself(step)) return {N_("'{step}' wacht op zichzelf en kan nooit beginnen. Haal deze voorwaarde weg."), std::move(args)};
    return {N_("'{step}' is nooit te bereiken. Verander waar deze stap op wacht."), std::move(args)};
  }

  [[nodiscard]] bool met(OnPart const& part) const { return part.kind == OnPart::Kind::Milestone || reachable_[part.index]; }

  [[nodiscard]] std::vector<Hindrance> hindrances(std::size_t index) const {
    auto const& step = plan_.steps[index];
    std::vector<Hindrance> out;
    if (step.excluded) {
      std::vector<std::size_t> by;
      for (auto const& rule : plan_.rules) {
        if (rule.kind == Template::Include && complete_rule(rule) && rule.steps[1].is(index)) by.push_back(rule.steps[0].index);
      }
      if (std::none_of(by.begin(), by.end(), [&](std::size_t one) { return reachable_[one]; })) {
        out.push_back({Of::Step, index, "excluded", {}, by});
      }
    }
    auto const every_one = [&](Problem::Of of, std::size_t owner, std::vector<OnPart> const& parts) {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!met(parts[i])) out.push_back({of, owner, "after", i, {parts[i].index}});
      }
    };
    every_one(Of::Step, index, step.after);
    if (!step.after_any.empty() &&
        std::none_of(step.after_any.begin(), step.after_any.end(), [&](auto const& part) { return met(part); })) {
      Hindrance all{Of::Step, index, "after_any", 0, {}};
      for (auto const& part : step.after_any) all.waits_for.push_back(part.index);
      out.push_back(std::move(all));
    }
    if (step.stage) every_one(Of::Stage, *step.stage, plan_.stages[*step.stage].after);
    for (std::size_t i = 0; i < plan_.rules.size(); ++i) {
      auto const& rule = plan_.rules[i];
      if (rule.kind != Template::Condition || !complete_rule(rule) || !rule.steps[1].is(index) || !rule.when.always()) continue;
      if (!met(rule.steps[0]) && !can_be_out(rule.steps[0].index)) out.push_back({Of::Rule, i, "rule", {}, {rule.steps[0].index}});
    }
    return out;
  }

  /// A step that is not part of the route holds nothing back.
  [[nodiscard]] bool can_be_out(std::size_t step) const {
    return plan_.steps[step].excluded || std::any_of(plan_.rules.begin(), plan_.rules.end(), [&](Rule const& rule) {
             return rule.kind == Template::Exclude && complete_rule(rule) && rule.steps[1].is(step) && reachable_[rule.steps[0].index];
           });
  }

  /// By way of steps that cannot be reached either.
  [[nodiscard]] bool waits_for_itself(std::size_t step) const {
    std::vector<bool> seen(reachable_.size(), false);
    std::vector<std::size_t> open{step};
    while (!open.empty()) {
      auto const next = open.back();
      open.pop_back();
      for (auto const& hindrance : hindrances(next)) {
        for (auto const further : hindrance.waits_for) {
          if (!seen[further]) open.push_back(further);
          seen[further] = true;
        }
      }
    }
    return seen[step];
  }

  Plan const& plan_;
  std::vector<bool> reachable_;
};

// ---- rules that no run can satisfy together

/// How much is tried, in steps and rules that are looked at; beyond that nothing is said. A hostile file must not keep anybody waiting.
constexpr std::size_t most_work = 3'000'000;

/// Only the rules at `chosen`, over steps that may always be done.
Plan bare_plan(Plan const& plan, std::vector<std::size_t> const& chosen) {
  Plan bare;
  for (auto const& step : plan.steps) {
    Step one;
    one.id = step.id;
    one.by = {""};
    one.outcomes = step.outcomes;
    one.repeat = Repeat::Always;
    bare.steps.push_back(std::move(one));
  }
  for (auto const index : chosen) {
    Rule rule;
    rule.id = plan.rules[index].id;
    rule.kind = plan.rules[index].kind;
    rule.steps = plan.rules[index].steps;
    rule.n = plan.rules[index].n;
    bare.rules.push_back(std::move(rule));
  }
  return bare;
}

bool satisfied(Fold const& fold, std::size_t rules) {
  for (std::size_t i = 0; i < rules; ++i) {
    auto const verdict = fold.verdict(i);
    if (verdict == Verdict::CurrentlyViolated || verdict == Verdict::PermanentlyViolated) return false;
  }
  return true;
}

bool lost(Fold const& fold, std::size_t rules) {
  for (std::size_t i = 0; i < rules; ++i) {
    if (fold.verdict(i) == Verdict::PermanentlyViolated) return true;
  }
  return false;
}

/// Looks through all runs, shortest first, for one that satisfies the rules. True also when `work` is used up before one is found.
bool can_be_satisfied(Plan const& plan, std::vector<std::size_t> const& chosen, std::size_t& work) {
  auto const bare = bare_plan(plan, chosen);
  auto const day = base::Date::of(2000, 1, 1);
  std::set<std::pair<std::size_t, std::string>> doings{};
  for (auto const& rule : bare.rules) {
    for (auto const& part : rule.steps) {
      doings.emplace(part.index, "");
      if (part.kind == OnPart::Kind::StepOutcome) doings.emplace(part.index, bare.steps[part.index].outcomes[part.outcome].id);
    }
  }
  // One more step, that no rule names.
  Plan with_other = bare;
  with_other.steps.push_back({});
  with_other.steps.back().by = {""};
  with_other.steps.back().repeat = Repeat::Always;
  doings.emplace(with_other.steps.size() - 1, "");

  Event opened;
  opened.kind = EventKind::RouteOpened;
  opened.fields.at = When::on(day);
  Fold start(with_other, day);
  start.apply(opened);
  std::deque<Fold> open{start};
  std::set<std::string> seen{start.trace()};
  auto const each = with_other.steps.size() + chosen.size();
  while (!open.empty() && work > 0) {
    auto const fold = std::move(open.front());
    open.pop_front();
    if (satisfied(fold, bare.rules.size())) return true;
    for (auto const& [step, outcome] : doings) {
      if (work < each) {
        work = 0;
        return true;
      }
      work -= each;
      Event doing;
      doing.kind = EventKind::StepDone;
      doing.fields.at = When::on(day);
      doing.fields.step = with_other.steps[step].id;
      if (!outcome.empty()) doing.fields.outcome = outcome;
      auto next = fold;
      next.apply(doing);
      if (!lost(next, bare.rules.size()) && seen.insert(next.trace()).second) open.push_back(std::move(next));
    }
  }
  return !open.empty();
}

void check_together(Plan const& plan, std::vector<Problem>& out) {
  auto work = most_work;
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < plan.rules.size(); ++i) {
    auto const& rule = plan.rules[i];
    if (!info(rule.kind).judged || !rule.when.always() || !complete_rule(rule)) continue;
    chosen.push_back(i);
    if (can_be_satisfied(plan, chosen, work)) continue;
    // Which of the earlier ones it cannot go together with: all that cannot be missed.
    for (std::size_t at = 0; at + 1 < chosen.size();) {
      std::vector<std::size_t> fewer;
      for (std::size_t k = 0; k < chosen.size(); ++k) {
        if (k != at) fewer.push_back(chosen[k]);
      }
      can_be_satisfied(plan, fewer, work) ? static_cast<void>(++at) : static_cast<void>(chosen = fewer);
    }
    std::string others;
    for (auto const other : chosen) {
      if (other != i) others += (others.empty() ? "'" : ", '") + plan.rules[other].id + "'";
    }
    auto const message = others.empty() ? Message{N_("Geen enkele route kan aan deze regel voldoen. Pas de regel aan."), {}}
                                        : Message{N_("Geen enkele route kan voldoen aan deze regel en aan {rules}. Haal één van deze weg."),
                                                  {{"rules", others}}};
    out.push_back({Of::Rule, i, "rule", {}, message});
    return;
  }
}

}  // namespace

std::vector<Problem> problems(Plan const& plan, bool complete) {
  std::vector<Problem> out;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) check_step(plan, i, out);
  for (std::size_t i = 0; i < plan.rules.size(); ++i) check_rule(plan, i, out);
  if (!complete) return out;
  auto const unreached = Reach(plan).problems();
  out.insert(out.end(), unreached.begin(), unreached.end());
  check_together(plan, out);
  return out;
}

}  // namespace vlechtwerk::domain::stappenplan
