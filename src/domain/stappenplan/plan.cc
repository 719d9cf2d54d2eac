#include "domain/stappenplan/plan.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace vlechtwerk::domain::stappenplan {
namespace {

constexpr std::array<TemplateInfo, 24> rule_templates{{
    {"response", Template::Response, 2, false, true, true},
    {"alternate_response", Template::AlternateResponse, 2, false, true, true},
    {"chain_response", Template::ChainResponse, 2, false, true, true},
    {"succession", Template::Succession, 2, false, true, true},
    {"alternate_succession", Template::AlternateSuccession, 2, false, true, true},
    {"chain_succession", Template::ChainSuccession, 2, false, true, true},
    {"responded_existence", Template::RespondedExistence, 2, false, true},
    {"co_existence", Template::CoExistence, 2, false, true},
    {"existence", Template::Existence, 1, true, true},
    {"exactly", Template::Exactly, 1, true, true},
    {"precedence", Template::Precedence},
    {"alternate_precedence", Template::AlternatePrecedence},
    {"chain_precedence", Template::ChainPrecedence},
    {"absence", Template::Absence, 1, true},
    {"not_succession", Template::NotSuccession},
    {"not_co_existence", Template::NotCoExistence},
    {"choice", Template::Choice},
    {"exclusive_choice", Template::ExclusiveChoice},
    {"init", Template::Init, 1},
    {"end", Template::End, 1},
    {"condition", Template::Condition, 2, false, false, true},
    {"include", Template::Include, 2, false, false, false, true, false},
    {"exclude", Template::Exclude, 2, false, false, false, true, false},
    {"blocks_while_owed", Template::BlocksWhileOwed, 2, false, false, false, true, false},
}};

template <class List>
std::optional<std::size_t> index_of(List const& list, std::string_view id) {
  auto const found = std::find_if(list.begin(), list.end(), [&](auto const& item) { return item.id == id; });
  return found == list.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - list.begin()));
}

}  // namespace

std::optional<std::size_t> Step::outcome(std::string_view outcome_id) const { return index_of(outcomes, outcome_id); }

TemplateInfo const* find_template(std::string_view name) {
  auto const found = std::find_if(rule_templates.begin(), rule_templates.end(), [&](auto const& t) { return t.name == name; });
  return found == rule_templates.end() ? nullptr : &*found;
}

TemplateInfo const& info(Template kind) { return rule_templates[static_cast<std::size_t>(kind)]; }

std::optional<std::size_t> Plan::step(std::string_view step_id) const { return index_of(steps, step_id); }
std::optional<std::size_t> Plan::act(std::string_view act_id) const { return index_of(acts, act_id); }

std::string Plan::role_label(std::string_view role, std::string_view lang) const {
  auto const found = index_of(roles, role);
  return found ? roles[*found].text.in(lang) : std::string(role);
}

std::vector<std::size_t> Plan::steps_for_note(std::string_view kind) const {
  std::vector<std::size_t> found;
  if (kind == positive_note) return found;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (std::find(steps[i].note.begin(), steps[i].note.end(), kind) != steps[i].note.end()) found.push_back(i);
  }
  return found;
}

bool Plan::may_start_with(std::size_t step) const {
  return starts_with.empty() || std::find(starts_with.begin(), starts_with.end(), step) != starts_with.end();
}

std::vector<Label> default_route_outcomes() {
  return {{"hoort_bij_de_leeftijd", {"Hoort bij de leeftijd", "Belongs to the age", {}}},
          {"opgelost", {"Het gaat goed", "All is well", {}}},
          {"begeleiding_binnen", {"Wij gaan zelf verder", "We go on ourselves", {}}},
          {"externe_hulp", {"Hulp van buiten", "Help from outside", {}}},
          {"externe_hulp_thuis", {"Hulp van buiten, thuis", "Help from outside, at home", {}}},
          {"externe_hulp_diagnostiek", {"Hulp van buiten, onderzoek", "Help from outside, diagnostics", {}}},
          {"externe_hulp_observatie", {"Hulp van buiten, observatie", "Help from outside, observation", {}}},
          {"externe_hulp_behandeling", {"Hulp van buiten, behandeling", "Help from outside, treatment", {}}},
          {"vertrokken", {"Weg bij onze opvang", "Left our childcare", {}}},
          {"gestopt", {"Gestopt", "Stopped", {}}}};
}

std::vector<Unreachable> unreachable_steps(Plan const& plan) {
  std::vector<bool> reachable(plan.steps.size(), false);
  auto const met = [&](OnPart const& part) { return part.kind == OnPart::Kind::Milestone || reachable[part.index]; };
  auto const blocked = [&](std::size_t index) -> std::optional<Unreachable> {
    auto const& step = plan.steps[index];
    for (std::size_t i = 0; i < step.after.size(); ++i) {
      if (!met(step.after[i])) return Unreachable{index, Unreachable::Where::After, i};
    }
    if (!step.after_any.empty() && std::none_of(step.after_any.begin(), step.after_any.end(), met)) {
      return Unreachable{index, Unreachable::Where::AfterAny, 0};
    }
    if (step.stage) {
      auto const& after = plan.stages[*step.stage].after;
      for (std::size_t i = 0; i < after.size(); ++i) {
        if (!met(after[i])) return Unreachable{index, Unreachable::Where::StageAfter, i};
      }
    }
    return std::nullopt;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      if (!reachable[i] && !blocked(i)) changed = reachable[i] = true;
    }
  }
  // Which unreachable steps a step waits for: what is left is a cycle or hangs on one.
  auto const waits_for = [&](std::size_t index) {
    std::vector<std::size_t> found;
    auto const collect = [&](std::vector<OnPart> const& parts) {
      for (auto const& part : parts) {
        if (!met(part)) found.push_back(part.index);
      }
    };
    collect(plan.steps[index].after);
    collect(plan.steps[index].after_any);
    if (plan.steps[index].stage) collect(plan.stages[*plan.steps[index].stage].after);
    return found;
  };
  std::vector<Unreachable> all;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    if (reachable[i]) continue;
    auto one = *blocked(i);
    std::vector<bool> seen(plan.steps.size(), false);
    auto open = waits_for(i);
    while (!open.empty() && !seen[i]) {
      auto const next = open.back();
      open.pop_back();
      if (seen[next]) continue;
      seen[next] = true;
      for (auto const further : waits_for(next)) open.push_back(further);
    }
    one.cycle = seen[i];
    all.push_back(one);
  }
  return all;
}

std::string day_in(base::Date day, std::string_view lang) {
  constexpr std::array<char const*, 12> dutch{"januari", "februari", "maart",     "april",   "mei",      "juni",
                                              "juli",    "augustus", "september", "oktober", "november", "december"};
  constexpr std::array<char const*, 12> english{"January", "February", "March",     "April",   "May",      "June",
                                                "July",    "August",   "September", "October", "November", "December"};
  if (lang != "nl" && lang != "en") return day.text();
  auto const ymd = day.ymd();
  auto const month = static_cast<unsigned>(ymd.month()) - 1;
  return fmt::format("{} {} {}", static_cast<unsigned>(ymd.day()), lang == "nl" ? dutch[month] : english[month],
                     static_cast<int>(ymd.year()));
}

}  // namespace vlechtwerk::domain::stappenplan
