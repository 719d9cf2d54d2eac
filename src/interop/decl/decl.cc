#include "interop/decl/decl.h"

#include <fmt/format.h>

#include <optional>
#include <set>

namespace vlechtwerk::interop {
namespace {

using base::Message;
using base::N_;
using domain::stappenplan::OnPart;
using domain::stappenplan::Plan;
using domain::stappenplan::Rule;
using domain::stappenplan::Template;

/// One template as readers of .decl know it. A rule of ours may take two: no reader at hand judges Succession, Co-Existence and their
/// negations themselves, and each of those is by definition the two (or the one) that stand here.
struct Constraint {
  std::string_view name;
  bool second_activates = false;  ///< b is the activation and a the target
  bool swapped = false;           ///< stands as [b, a]
  bool takes_term = false;        ///< a term means the same in both
};

std::vector<Constraint> constraints_of(Template kind) {
  constexpr Constraint response{"Response", false, false, true}, precedence{"Precedence", true};
  constexpr Constraint alternate_response{"Alternate Response", false, false, true}, alternate_precedence{"Alternate Precedence", true};
  constexpr Constraint chain_response{"Chain Response", false, false, true}, chain_precedence{"Chain Precedence", true};
  switch (kind) {
    case Template::Response:
      return {response};
    case Template::AlternateResponse:
      return {alternate_response};
    case Template::ChainResponse:
      return {chain_response};
    case Template::Succession:
      return {response, precedence};
    case Template::AlternateSuccession:
      return {alternate_response, alternate_precedence};
    case Template::ChainSuccession:
      return {chain_response, chain_precedence};
    case Template::RespondedExistence:
      return {{"Responded Existence"}};
    case Template::CoExistence:
      return {{"Responded Existence"}, {"Responded Existence", false, true}};
    case Template::Existence:
      return {{"Existence", false, false, true}};
    case Template::Exactly:
      return {{"Exactly"}};
    case Template::Precedence:
    case Template::Condition:
      return {precedence};
    case Template::AlternatePrecedence:
      return {alternate_precedence};
    case Template::ChainPrecedence:
      return {chain_precedence};
    case Template::Absence:
      return {{"Absence"}};
    case Template::NotSuccession:
      return {{"Not Response"}};
    case Template::NotCoExistence:
      return {{"Not Responded Existence"}};
    case Template::Choice:
      return {{"Choice"}};
    case Template::ExclusiveChoice:
      return {{"Exclusive Choice"}};
    case Template::Init:
      return {{"Init"}};
    case Template::End:
      return {{"End"}};
    case Template::Include:
    case Template::Exclude:
    case Template::BlocksWhileOwed:
      return {};
  }
  return {};
}

bool has_outcome(Rule const& rule) {
  for (auto const& part : rule.steps)
    if (part.kind == OnPart::Kind::StepOutcome) return true;
  return false;
}

/// `who` is A, the activation, or T, the target.
std::string data_condition(Plan const& plan, OnPart const& part, char who) {
  if (part.kind != OnPart::Kind::StepOutcome) return "";
  return fmt::format("{}.outcome is {}", who, plan.steps[part.index].outcomes[part.outcome].id);
}

/// Only whole days of the calendar have a length that is always the same.
std::optional<std::string> term_of(Rule const& rule) {
  if (!rule.within || rule.within->months != 0 || rule.within->working) return std::nullopt;
  return fmt::format("0,{},d", rule.within->days);
}

/// A blank stands before every bar, also behind an empty part: readers split the line there.
std::string line_of(Plan const& plan, Rule const& rule, Constraint const& one) {
  auto const term = one.takes_term ? term_of(rule).value_or("") : "";
  auto const& a = rule.steps.front();
  if (rule.steps.size() == 1) {
    bool const counted = rule.kind == Template::Exactly || (domain::stappenplan::info(rule.kind).number && rule.n > 1);
    return fmt::format("{}{}[{}] |{} |{}\n", one.name, counted ? std::to_string(rule.n) : "", plan.steps[a.index].id,
                       data_condition(plan, a, 'A'), term);
  }
  auto const& first = one.swapped ? rule.steps[1] : a;
  auto const& second = one.swapped ? a : rule.steps[1];
  auto const& activation = one.second_activates ? second : first;
  auto const& target = one.second_activates ? first : second;
  return fmt::format("{}[{}, {}] |{} |{} |{}\n", one.name, plan.steps[first.index].id, plan.steps[second.index].id,
                     data_condition(plan, activation, 'A'), data_condition(plan, target, 'T'), term);
}

/// Why the rule has no line at all; nullopt when it has.
std::optional<Message> left_out(Rule const& rule) {
  if (constraints_of(rule.kind).empty())
    return Message{N_("Regel '{rule}' staat niet in de uitvoer: Declare kent '{text}' niet."), {{"rule", rule.id}, {"text", rule.text}}};
  if (!rule.when.always()) return Message{N_("Regel '{rule}' staat niet in de uitvoer: Declare kent geen when."), {{"rule", rule.id}}};
  // One condition on the data would then count for both steps.
  if ((rule.kind == Template::Choice || rule.kind == Template::ExclusiveChoice) && has_outcome(rule))
    return Message{N_("Regel '{rule}' staat niet in de uitvoer: Declare kent bij een keuze geen uitkomst."), {{"rule", rule.id}}};
  return std::nullopt;
}

void tell_what_is_lost(Rule const& rule, std::vector<Message>& lost) {
  auto const say = [&](char const* msgid) { lost.push_back({msgid, {{"rule", rule.id}}}); };
  if (rule.kind == Template::Condition) say(N_("Regel '{rule}' oordeelt in de uitvoer alleen achteraf. Daar heet zij Precedence."));
  if (rule.within) {
    bool takes_term = false;
    for (auto const& one : constraints_of(rule.kind)) takes_term = takes_term || one.takes_term;
    if (takes_term && term_of(rule))
      say(N_("De termijn van regel '{rule}' telt in de uitvoer per 24 uur, niet per dag van de kalender."));
    else
      say(N_("De termijn van regel '{rule}' staat niet in de uitvoer: Declare kan die niet zeggen."));
  }
  if (rule.min) say(N_("De min van regel '{rule}' staat niet in de uitvoer: Declare kent die niet."));
  if (!rule.owner.empty()) say(N_("De owner van regel '{rule}' staat niet in de uitvoer: Declare kent die niet."));
}

}  // namespace

Decl write_decl(Plan const& plan) {
  Decl out;
  std::vector<std::string> outcomes;
  std::set<std::string_view> known;
  for (auto const& step : plan.steps) {
    out.text += fmt::format("activity {}\n", step.id);
    if (!step.outcomes.empty()) out.text += fmt::format("bind {}: outcome\n", step.id);
    for (auto const& outcome : step.outcomes)
      if (known.insert(outcome.id).second) outcomes.push_back(outcome.id);
  }
  if (!outcomes.empty()) out.text += fmt::format("outcome: {}\n", fmt::join(outcomes, ", "));
  for (auto const& rule : plan.rules) {
    if (auto why = left_out(rule)) {
      out.lost.push_back(std::move(*why));
      continue;
    }
    for (auto const& one : constraints_of(rule.kind)) out.text += line_of(plan, rule, one);
    tell_what_is_lost(rule, out.lost);
  }
  return out;
}

}  // namespace vlechtwerk::interop
