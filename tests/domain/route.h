#pragma once
// A route told in a test: a small plan in TOML and what happened, in the words of the people.
#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/stappenplan/replay.h"
#include "interop/stappenplan/diagnostic.h"
#include "interop/stappenplan/plan_file.h"

namespace vlechtwerk::domain::stappenplan::testing {

inline base::Date day(std::string const& text) { return *base::Date::parse(text); }

/// Roles pm, mentor, pedagoog; acts kijken (all), delen (one), tiener (the child's word from 12), bereik (unreachable may, valid half a
/// year).
inline Plan plan_of(std::string const& body, std::string const& top = {}) {
  auto const text =
      "format = 1\nid = \"proef\"\nversion = 1\ntitle = \"Proef\"\n" + top +
      "[roles]\npm = \"Medewerker\"\nmentor = \"Mentor\"\npedagoog = \"Pedagoog\"\n"
      "[acts]\nkijken = \"Kijken\"\ndelen = { text = \"Delen\", needs = \"one\" }\ntiener = { text = \"Tiener\", child_from = 12 }\n"
      "bereik = { text = \"Bereik\", unreachable_may = true, valid = \"P6M\" }\n" +
      body;
  auto parsed = interop::parse_plan(text, "proef.toml");
  for (auto const& one : parsed.diagnostics) {
    if (one.severity != interop::Diagnostic::Severity::Warning) throw std::runtime_error(one.text(interop::in_dutch));
  }
  return std::move(*parsed.plan);
}

/// [[step]] with `by = ["pm"]` unless the extra keys name another.
inline std::string step(std::string const& id, std::string const& keys = {}) {
  return "[[step]]\nid = \"" + id + "\"\ntitle = \"" + id + "\"\n" + (keys.starts_with("by =") ? "" : "by = [\"pm\"]\n") + keys + "\n";
}

inline std::string rule(std::string const& text, std::string const& keys = {}) {
  return "[[rule]]\nid = \"regel\"\nrule = \"" + text + "\"\n" + keys + "\n";
}

/// a, that repeats and says ja or nee, and b.
inline std::string two_steps(std::string const& keys_of_b) {
  return step("a", "outcomes = { ja = \"Ja\", nee = \"Nee\" }\nrepeat = true") + step("b", keys_of_b);
}

/// After seven days too late the mentor hears of `regel`.
inline std::string const escalation = "[[escalation]]\nof = \"regel\"\nafter = \"P7D\"\nto = \"mentor\"\n";

inline constexpr auto Done = StepStatus::Done;
inline constexpr auto Waived = StepStatus::Waived;
inline constexpr auto Unavailable = StepStatus::Unavailable;

class Route {
 public:
  explicit Route(Plan plan) : plans{std::move(plan)} {}

  /// Adds an event; its id is e1, e2, … in order of telling.
  Event& tell(EventKind kind, std::string const& when) {
    Event event;
    event.id = "e" + std::to_string(events.size() + 1);
    event.kind = kind;
    auto const at = base::Date::parse(when);
    event.fields.at = at ? When::on(*at) : When::at(base::parse_instant(when).value());
    events.push_back(event);
    return events.back();
  }
  Event& opened(std::string const& when) { return tell(EventKind::RouteOpened, when); }
  Event& child(std::string const& when, std::vector<std::string> gezagdragers, std::string const& born = "2023-05") {
    auto& event = tell(EventKind::ChildRegistered, when);
    event.fields.gezagdragers = std::move(gezagdragers);
    event.fields.born = base::Month::parse(born);
    return event;
  }
  Event& done(std::string const& when, std::string const& step_id, std::string const& outcome = {}) {
    auto& event = tell(EventKind::StepDone, when);
    event.fields.step = step_id;
    if (!outcome.empty()) event.fields.outcome = outcome;
    return event;
  }
  Event& waived(std::string const& when, std::string const& step_id) {
    auto& event = tell(EventKind::StepWaived, when);
    event.fields.step = step_id;
    event.fields.reason = "anders";
    return event;
  }
  Event& word(EventKind kind, std::string const& when, std::string const& person, std::string const& act = "kijken") {
    auto& event = tell(kind, when);
    event.fields.act = act;
    event.fields.gezagdrager = person;
    return event;
  }
  Event& yes(std::string const& when, std::string const& person, std::string const& act = "kijken") {
    return word(EventKind::ToestemmingGiven, when, person, act);
  }
  Event& no(std::string const& when, std::string const& person, std::string const& act = "kijken") {
    return word(EventKind::ToestemmingRefused, when, person, act);
  }
  Event& informed(std::string const& when) { return tell(EventKind::ParentsInformed, when); }
  Event& closed(std::string const& when) { return tell(EventKind::RouteClosed, when); }
  Event& withdrawn(std::string const& when, std::string const& of) {
    auto& event = tell(EventKind::Withdrawn, when);
    event.of = of;
    return event;
  }
  Event& corrected(std::string const& when, std::string const& of, Fields set) {
    auto& event = tell(EventKind::Corrected, when);
    event.of = of;
    event.set = std::move(set);
    return event;
  }

  [[nodiscard]] State on(std::string const& today) const { return evaluate(plans, events, day(today)); }
  [[nodiscard]] State offered(std::string const& today) const { return replay(plans, events, day(today)); }
  [[nodiscard]] StepState const& step(State const& state, std::string const& id) const { return state.steps[*plans[0].step(id)]; }
  [[nodiscard]] StepStatus status(std::string const& today, std::string const& id) const { return step(on(today), id).status; }
  [[nodiscard]] bool enabled(std::string const& today, std::string const& id) const { return status(today, id) == StepStatus::Enabled; }
  /// "step rule since due event", an absent part as -, one per obligation.
  [[nodiscard]] std::vector<std::string> owed(std::string const& today) const {
    std::vector<std::string> lines;
    auto const state = on(today);
    for (auto const& one : state.obligations) {
      lines.push_back(plans[0].steps[one.step].id + " " + one.rule.value_or("-") + " " + one.since.text() + " " +
                      (one.due ? one.due->text() : "-") + " " + one.event.value_or("-") + (one.overdue ? " overdue" : "") +
                      (one.escalation ? " to " + one.role : ""));
    }
    return lines;
  }
  /// The sentences of why, in Dutch.
  [[nodiscard]] std::vector<std::string> why(std::string const& today, std::string const& id) const {
    std::vector<std::string> lines;
    auto const state = on(today);
    for (auto const& reason : step(state, id).why) lines.push_back(interop::in_dutch(reason));
    return lines;
  }
  /// "kind step event on", one per deviation.
  [[nodiscard]] static std::vector<std::string> deviations(Plan const& plan, State const& state) {
    static constexpr char const* names[] = {"violated", "overdue", "not_enabled", "role", "with", "closed_with_open", "permission_missing"};
    std::vector<std::string> lines;
    for (auto const& one : state.deviations) {
      lines.push_back(std::string(names[static_cast<int>(one.kind)]) + " " + (one.step ? plan.steps[*one.step].id : "-") + " " +
                      one.event.value_or("-") + " " + one.on.text());
    }
    return lines;
  }
  [[nodiscard]] std::vector<std::string> deviations(std::string const& today) const { return deviations(plans[0], on(today)); }

  std::vector<Plan> plans;
  std::vector<Event> events;
};

using Lines = std::vector<std::string>;

}  // namespace vlechtwerk::domain::stappenplan::testing
