// The laws of stappenplan.md section 4 that concern the fold, over routes that nobody thought of.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <random>

#include "domain/stappenplan/fold.h"
#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

/// 1,000 cases, or as many as VLECHTWERK_CASES asks for.
template <class Law>
bool holds_always(char const* law, Law const& check) {
  static bool const set = [] {
    auto const* cases = std::getenv("VLECHTWERK_CASES");
    return ::setenv("RC_PARAMS", ("max_success=" + std::string(cases ? cases : "1000")).c_str(), 0) == 0;
  }();
  return set && rc::check(law, check);
}

/// A plan that uses everything the fold carries out. `terms`: with what makes things overdue.
Plan everything(bool terms) {
  auto const within = [&](char const* duration, char const* more = "") {
    return terms ? "within = \"" + std::string(duration) + "\"\n" + more : std::string();
  };
  return plan_of(
      "[[stage]]\nid = \"later\"\ntitle = \"Later\"\nafter = [\"zien\"]\nexit = 'outcome(kijken) = \"klaar\"'\n"
      "[[milestone]]\nid = \"vaak\"\ntitle = \"Vaak\"\nwhen = 'count(zien, \"P2W\") >= 3'\n" +
          step("zien", "repeat = true\noutcomes = { ja = \"Ja\", nee = \"Nee\" }") +
          step("praten", "after = [\"zien\"]\nrepeat = \"each\"\nparents = \"talk\"\n" + within("P5D", "working_days = true\n")) +
          step("overleg", "after = [\"zien:ja\"]\nrequired = true\nmin = \"P2D\"\n" + within("P1M")) +
          step("kijken",
               "by = [\"pedagoog\"]\nstage = \"later\"\ntoestemming = \"kijken\"\nrepeat = true\nmax = 2\nparents = \"informed\"\n"
               "outcomes = { klaar = \"Klaar\", verder = \"Verder\" }\n" +
                   within("P10D")) +
          step("delen", "after_any = [\"vaak\", \"kijken\"]\ntoestemming = \"tiener\"\nfour_eyes = \"overleg\"\n") +
          step("zonder", "after = [\"zien\"]\nrepeat = \"each\"\n" + within("P3W")) +
          step("ronde", (terms ? "every = \"P3W\"" : "repeat = true") + std::string("\nafter = [\"zien\"]\nexcluded = true\nmax = 3\n")) +
          step("jong", "when = 'age_months < 145 and not done(jong)'\nexit = 'count(zien) > 6'\ndiscretionary = true\n") +
          (terms ? step("herinneren", "when = 'overdue(praten) or overdue(regel)'\nrepeat = true\n") : std::string()) +
          rule("response(zien, praten)", terms ? "within = \"P7D\"\nmin = \"P1D\"" : "") +
          "[[rule]]\nid = \"eerst\"\nrule = \"precedence(overleg, delen)\"\nwhen = 'age_months > 100'\n"
          "[[rule]]\nid = \"erbij\"\nrule = \"include(zien, ronde)\"\n[[rule]]\nid = \"eraf\"\nrule = \"exclude(overleg, ronde)\"\n"
          "[[rule]]\nid = \"wacht\"\nrule = \"blocks_while_owed(zien, delen)\"\n"
          "[[rule]]\nid = \"pas_na\"\nrule = \"condition(zien:nee, zonder)\"\nmin = \"P1D\"\n"
          "[[rule]]\nid = \"ooit\"\nrule = \"responded_existence(zien, ronde)\"\n" +
          (terms ? "within = \"P9D\"\n[[escalation]]\nof = \"ooit\"\nafter = \"P4D\"\nto = \"mentor\"\n"
                   "[[escalation]]\nof = \"overleg\"\nafter = \"P1M\"\nto = \"pedagoog\"\n"
                 : "") +
          "[[rule]]\nid = \"telkens\"\nrule = \"alternate_succession(zien, praten)\"\nwhen = 'count(zien) > 1'\n" +
          "[[rule]]\nid = \"drie\"\nrule = \"existence(zien, 3)\"\n" + (terms ? "within = \"P30D\"\n" : "") +
          "[[refusal]]\nact = \"kijken\"\nthen = [\"zonder\"]\n",
      "starts_with = [\"zien\", \"jong\"]\n");
}

/// Another version of it: steps and rules that both have, that only one has, and that mean something else.
Plan another_version() {
  auto plan = plan_of(step("zien", "repeat = true\noutcomes = { nee = \"Nee\" }") +
                      step("praten", "after = [\"zien:nee\"]\nrepeat = \"each\"\nwithin = \"P3D\"") +
                      step("nieuw", "within = \"P1M\"\nmin = \"P2D\"\ntoestemming = \"kijken\"") + step("ronde", "every = \"P2W\"") +
                      rule("precedence(nieuw, praten)") +
                      "[[rule]]\nid = \"telkens\"\nrule = \"alternate_response(zien, praten)\"\nwithin = \"P9D\"\n"
                      "[[rule]]\nid = \"drie\"\nrule = \"existence(nieuw)\"\nwithin = \"P9D\"\n"
                      "[[rule]]\nid = \"ooit\"\nrule = \"responded_existence(zien, ronde)\"\n"
                      "[[rule]]\nid = \"nooit\"\nrule = \"absence(zien, 4)\"\n"
                      "[[escalation]]\nof = \"telkens\"\nafter = \"P2D\"\nto = \"mentor\"\n");
  plan.version = 2;
  return plan;
}

/// An event out of four numbers: any day of a spring, any kind that the fold carries out.
Event event_of(std::string id, unsigned kind, unsigned on, unsigned what, unsigned more) {
  static std::array<char const*, 10> const steps{"zien",   "praten", "overleg", "kijken",     "delen",
                                                 "zonder", "ronde",  "jong",    "herinneren", "nieuw"};
  static std::array<char const*, 5> const outcomes{"ja", "nee", "klaar", "verder", "onbekend"};
  static std::array<char const*, 4> const persons{"p1", "p2", "child", "oma"};
  Event event;
  event.id = std::move(id);
  auto const date = day("2026-02-01").plus_days(static_cast<int>(on % 90));
  event.fields.at = more % 3 == 0 ? When::on(date) : When::at(base::amsterdam_instant(date, static_cast<int>(more % 1440)));
  switch (kind % 14) {
    case 0:
      event.kind = EventKind::ChildRegistered;
      event.fields.gezagdragers = what % 2 == 0 ? Lines{"p1", "p2"} : Lines{"p1"};
      event.fields.born = base::Month{2014, 1 + what % 12};
      break;
    case 1:
    case 2:
      event.kind = more % 4 == 0   ? EventKind::ToestemmingRefused
                   : more % 7 == 0 ? EventKind::ToestemmingWithdrawn
                                   : EventKind::ToestemmingGiven;
      event.fields.act = what % 2 == 0 ? "kijken" : "tiener";
      event.fields.gezagdrager = persons[more % persons.size()];
      if (more % 5 == 0) event.fields.until = date.plus_days(static_cast<int>(what % 40));
      break;
    case 3:
      event.kind = EventKind::ParentsInformed;
      break;
    case 4:
      event.kind = EventKind::StepWaived;
      event.fields.step = steps[what % steps.size()];
      break;
    case 5:
      event.kind = more % 6 == 0 ? EventKind::RouteClosed : more % 6 == 1 ? EventKind::RouteOpened : EventKind::StepStarted;
      event.fields.step = steps[what % steps.size()];
      break;
    case 6:
      event.kind = more % 2 == 0 ? EventKind::Withdrawn : EventKind::Corrected;
      event.of = "e" + std::to_string(what % 20);
      event.set.at = When::on(date.plus_days(static_cast<int>(what % 9) - 4));
      break;
    case 7:
      event.kind = more % 3 == 0 ? EventKind::RoutePaused : more % 3 == 1 ? EventKind::RouteResumed : EventKind::RouteReopened;
      break;
    case 8:
      event.kind = more % 2 == 0 ? EventKind::PlanAdopted : EventKind::StepDone;
      event.fields.step = steps[what % steps.size()];
      event.fields.version = 1 + static_cast<int>(what % 2);
      break;
    default:
      event.kind = EventKind::StepDone;
      event.fields.step = steps[what % steps.size()];
      event.fields.outcome = outcomes[more % outcomes.size()];
      event.fields.actor = more % 2 == 0 ? "w1" : "w2";
      if (more % 11 == 0) event.fields.answers = Lines{"e" + std::to_string(more % 15)};
  }
  return event;
}

std::vector<Event> any_journal() {
  auto const numbers = *rc::gen::container<std::vector<std::tuple<std::uint16_t, std::uint16_t, std::uint16_t, std::uint16_t>>>(
      rc::gen::tuple(rc::gen::inRange<std::uint16_t>(0, 14), rc::gen::inRange<std::uint16_t>(0, 90),
                     rc::gen::inRange<std::uint16_t>(0, 400), rc::gen::inRange<std::uint16_t>(0, 1440)));
  std::vector<Event> events;
  for (auto const& [kind, on, what, more] : numbers) events.push_back(event_of("e" + std::to_string(events.size()), kind, on, what, more));
  return events;
}

base::Date any_day() { return day("2026-02-01").plus_days(*rc::gen::inRange(0, 150)); }

State without_words(State state) {
  for (auto& step : state.steps) step.why.clear();
  state.next_change_on.reset();
  return state;
}

TEST(Law, AFoldThatIsAskedHalfwayAndGoesOnEqualsAFoldOfEverything) {
  std::vector<Plan> const plans{everything(true), another_version()};
  EXPECT_TRUE(holds_always("(a)", [&] {
    auto const events = any_journal();
    auto const today = any_day();
    auto const settled = settle(events, today);
    Follower route(plans, start_of(settled));
    for (auto const& event : settled) {
      (void)route.state(event.day(), "nl");
      route.apply(event);
      RC_ASSERT(route.fold().settled());
    }
    RC_ASSERT(route.state(today, "nl") == evaluate(plans, events, today));
  }));
}

TEST(Law, AFoldThatIsSavedAfterEveryEventGoesOnAsIfItNeverWas) {
  std::vector<Plan> const plans{everything(true), another_version()};
  EXPECT_TRUE(holds_always("(a)", [&] {
    auto const events = any_journal();
    auto const today = any_day();
    auto const settled = settle(events, today);
    Follower whole(plans, start_of(settled));
    auto kept = whole.fold();
    for (std::size_t i = 0; i < settled.size(); ++i) {
      auto const& event = settled[i];
      RC_ASSERT(kept.comes_after_all(event));
      auto const* const from = &whole.plan();
      whole.apply(event);
      if (&whole.plan() != from) kept = kept.adopted(whole.plan(), std::span(settled).first(i), event);
      kept.apply(event);
      RC_ASSERT(!kept.comes_after_all(event));
      auto const bytes = kept.saved();
      kept = Fold::restored(whole.plan(), bytes).value();
      RC_ASSERT(kept.saved() == bytes);
    }
    RC_ASSERT(kept.saved() == whole.fold().saved());
    RC_ASSERT(kept.state(today, "nl") == whole.fold().state(today, "nl"));
    // What was cut off, or is of another plan, is not taken for a fold.
    auto const bytes = kept.saved();
    auto const some = *rc::gen::inRange<std::size_t>(0, bytes.size());
    RC_ASSERT(!Fold::restored(whole.plan(), std::string_view(bytes).substr(0, some)));
    RC_ASSERT(!Fold::restored(plan_of(step("anders")), bytes));
  }));
}

TEST(Law, AnotherVersionMakesNothingWrongThatWasBeforeIt) {
  std::vector<Plan> const plans{everything(true), another_version()};
  EXPECT_TRUE(holds_always("(g)", [&] {
    auto events = any_journal();
    std::erase_if(events, [](Event const& event) { return event.kind == EventKind::PlanAdopted; });
    auto const today = any_day();
    auto const adopted_on = any_day();
    auto const earlier = [&](State const& state, Plan const& plan) {
      Lines lines;
      for (auto const& one : state.deviations) {
        if (one.kind == DeviationKind::Violated && one.on < adopted_on) {
          lines.push_back(state.step_id(plan, *one.step) + *one.rule + *one.event + one.on.text());
        }
      }
      return lines;
    };
    auto const without = evaluate(plans, events, today);
    Event adoption;
    adoption.id = "adoption";
    adoption.kind = EventKind::PlanAdopted;
    adoption.fields.at = When::on(adopted_on);
    adoption.fields.version = 2;
    events.push_back(adoption);
    auto const with = evaluate(plans, events, today);
    RC_ASSERT(earlier(with, plans[with.followed]) == earlier(without, plans[0]));
  }));
}

TEST(Law, TheOrderOfArrivalAndDuplicatesMakeNoDifference) {
  std::vector<Plan> const plans{everything(true), another_version()};
  EXPECT_TRUE(holds_always("(b)", [&] {
    auto const events = any_journal();
    auto const today = any_day();
    auto shuffled = events;
    auto const some = *rc::gen::inRange<std::size_t>(0, events.size() + 1);
    shuffled.insert(shuffled.end(), events.begin(), events.begin() + static_cast<std::ptrdiff_t>(some));
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
    RC_ASSERT(evaluate(plans, shuffled, today) == evaluate(plans, events, today));
    RC_ASSERT(replay(plans, shuffled, today) == replay(plans, events, today));
  }));
}

TEST(Law, TheStateChangesOnlyOnTheDayThatWasAnnouncedAndThenItDoes) {
  std::vector<Plan> const plans{everything(true), another_version()};
  EXPECT_TRUE(holds_always("(c)", [&] {
    auto today = any_day();
    auto const events = settle(any_journal(), today);  // no event arrives later
    auto const now = evaluate(plans, events, today);
    auto const before_words = without_words(now);
    auto const change = now.next_change_on;
    auto const last = change.value_or(today.plus_days(70));
    RC_ASSERT(last > today);
    for (int i = 0; i < 70 && today.plus_days(1) < last; ++i) {
      today = today.plus_days(1);
      auto const then = evaluate(plans, events, today);
      RC_ASSERT(without_words(then) == before_words);
      RC_ASSERT(then.next_change_on == change);
    }
    if (change) RC_ASSERT(!(without_words(evaluate(plans, events, *change)) == before_words));
  }));
}

TEST(Law, TermsNeverDecideWhetherAStepIsEnabled) {
  auto with_terms = everything(true);
  auto const without = everything(false);
  // The step that asks for overdue() is what terms are for; it is the last one.
  with_terms.steps.pop_back();
  with_terms.link();
  std::vector<Plan> const plans{with_terms};
  std::vector<Plan> const others{without};
  EXPECT_TRUE(holds_always("(e)", [&] {
    auto const events = any_journal();
    auto const today = any_day();
    auto const a = evaluate(plans, events, today);
    auto const b = evaluate(others, events, today);
    for (std::size_t i = 0; i < a.steps.size(); ++i) RC_ASSERT(a.steps[i] == b.steps[i]);
    RC_ASSERT(a.closing_needs == b.closing_needs);
  }));
}

TEST(Law, WhatIsOfferedIsAcceptedOrRefusedAndNothingElse) {
  std::vector<Plan> const plans{everything(true), another_version()};
  EXPECT_TRUE(holds_always("(f)", [&] {
    auto const events = any_journal();
    auto const today = day("2026-06-30");
    auto const offered = replay(plans, events, today);
    std::vector<Event> accepted;
    for (auto const& event : events) {
      bool const refused =
          std::any_of(offered.refused.begin(), offered.refused.end(), [&](auto const& one) { return one.event == event.id; });
      if (!refused) accepted.push_back(event);
    }
    auto again = evaluate(plans, accepted, today);
    RC_ASSERT(again.refused.empty());
    again.refused = offered.refused;
    RC_ASSERT(again == offered);
  }));
}

/// A rule over doings of a, b and c, and what its definition says of a finished trace.
struct Definition {
  char const* rule;
  int accepted;  ///< of the 3,280 traces of length 0 to 7
  bool (*satisfied)(std::string const& trace);
};

bool has(std::string const& trace, char one) { return trace.find(one) != std::string::npos; }
int times(std::string const& trace, char one) { return static_cast<int>(std::count(trace.begin(), trace.end(), one)); }
bool answered(std::string const& t) { return !has(t, 'a') || (has(t, 'b') && t.rfind('a') < t.rfind('b')); }
bool preceded(std::string const& t) { return !has(t, 'b') || t.find('a') < t.find('b'); }
/// No second `one` before the `other` that comes between.
bool alternates(std::string const& t, char one, char other) {
  bool waits = false;
  for (char const c : t) {
    if (c == one && waits) return false;
    waits = (waits || c == one) && c != other;
  }
  return true;
}
bool chained(std::string const& t) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] == 'a' && (i + 1 == t.size() || t[i + 1] != 'b')) return false;
  }
  return true;
}
bool chained_back(std::string const& t) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] == 'b' && (i == 0 || t[i - 1] != 'a')) return false;
  }
  return true;
}
bool alternately_answered(std::string const& t) { return answered(t) && alternates(t, 'a', 'b'); }
bool alternately_preceded(std::string const& t) { return preceded(t) && alternates(t, 'b', 'a'); }

constexpr std::array<Definition, 25> definitions{{
    {"existence(a)", 3025, [](auto const& t) { return has(t, 'a'); }},
    {"existence(a, 2)", 2256, [](auto const& t) { return times(t, 'a') >= 2; }},
    {"existence(a, 3)", 1233, [](auto const& t) { return times(t, 'a') >= 3; }},
    {"absence(a)", 255, [](auto const& t) { return !has(t, 'a'); }},
    {"absence(a, 2)", 1024, [](auto const& t) { return times(t, 'a') < 2; }},
    {"exactly(a)", 769, [](auto const& t) { return times(t, 'a') == 1; }},
    {"exactly(a, 2)", 1023, [](auto const& t) { return times(t, 'a') == 2; }},
    {"init(a)", 1093, [](auto const& t) { return t.starts_with('a'); }},
    {"end(a)", 1093, [](auto const& t) { return t.ends_with('a'); }},
    {"choice(a, b)", 3272, [](auto const& t) { return has(t, 'a') || has(t, 'b'); }},
    {"exclusive_choice(a, b)", 494, [](auto const& t) { return has(t, 'a') != has(t, 'b'); }},
    {"responded_existence(a, b)", 3033, [](auto const& t) { return !has(t, 'a') || has(t, 'b'); }},
    {"co_existence(a, b)", 2786, [](auto const& t) { return has(t, 'a') == has(t, 'b'); }},
    {"not_co_existence(a, b)", 502, [](auto const& t) { return !has(t, 'a') || !has(t, 'b'); }},
    {"response(a, b)", 1644, answered},
    {"precedence(a, b)", 1644, preceded},
    {"condition(a, b)", 1644, preceded},
    {"succession(a, b)", 812, [](auto const& t) { return answered(t) && preceded(t); }},
    {"alternate_response(a, b)", 987, alternately_answered},
    {"alternate_precedence(a, b)", 987, alternately_preceded},
    {"alternate_succession(a, b)", 128, [](auto const& t) { return alternately_answered(t) && alternately_preceded(t); }},
    {"chain_response(a, b)", 696, chained},
    {"chain_precedence(a, b)", 696, chained_back},
    {"chain_succession(a, b)", 54, [](auto const& t) { return chained(t) && chained_back(t); }},
    {"not_succession(a, b)", 1024, [](auto const& t) { return !has(t, 'b') || !has(t, 'a') || t.rfind('b') < t.find('a'); }},
}};

Plan plan_of_rule(std::string const& text) {
  return plan_of(step("a", "repeat = true") + step("b", "repeat = true") + step("c", "repeat = true") + rule(text));
}

Verdict verdict_on(Fold const& fold) { return fold.state(day("2026-03-09"), "nl").verdicts[0]; }

Fold fold_of(Plan const& plan, std::string const& trace) {
  Fold fold(plan, day("2026-03-01"));
  (void)fold.state(day("2026-03-01"), "nl");
  int number = 0;
  for (char const letter : trace) {
    Event event;
    event.id = std::to_string(number);
    event.kind = EventKind::StepDone;
    event.fields.at = When::on(day("2026-03-01").plus_days(number++));
    event.fields.step = std::string(1, letter);
    fold.apply(event);
  }
  return fold;
}

std::vector<std::string> traces_up_to(std::size_t length) {
  std::vector<std::string> all{""};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].size() == length) break;
    for (char const letter : {'a', 'b', 'c'}) all.push_back(all[i] + letter);
  }
  return all;
}

bool satisfied(Verdict verdict) { return verdict == Verdict::PermanentlySatisfied || verdict == Verdict::CurrentlySatisfied; }

TEST(Law, EachRuleAcceptsExactlyTheTracesOfItsDefinition) {
  auto const traces = traces_up_to(7);
  ASSERT_EQ(traces.size(), 3280U);
  for (auto const& definition : definitions) {
    auto const plan = plan_of_rule(definition.rule);
    int accepted = 0;
    for (auto const& trace : traces) {
      bool const fits = satisfied(verdict_on(fold_of(plan, trace)));
      if (fits) ++accepted;
      ASSERT_EQ(fits, definition.satisfied(trace)) << definition.rule << " " << trace;
    }
    EXPECT_EQ(accepted, definition.accepted) << definition.rule;
  }
}

TEST(Law, AVerdictIsPermanentExactlyWhenNoContinuationChangesIt) {
  auto const traces = traces_up_to(3);
  for (auto const& definition : definitions) {
    auto const plan = plan_of_rule(definition.rule);
    for (auto const& trace : traces) {
      bool const now = definition.satisfied(trace);
      bool const stays =
          std::all_of(traces.begin(), traces.end(), [&](auto const& rest) { return definition.satisfied(trace + rest) == now; });
      auto const expected = now ? (stays ? Verdict::PermanentlySatisfied : Verdict::CurrentlySatisfied)
                                : (stays ? Verdict::PermanentlyViolated : Verdict::CurrentlyViolated);
      EXPECT_EQ(verdict_on(fold_of(plan, trace)), expected) << definition.rule << " " << trace;
    }
  }
}

TEST(Law, AStepSaysThatItBreaksARuleExactlyWhenDoingItViolatesItForGood) {
  for (auto const& definition : definitions) {
    auto const plan = plan_of_rule(definition.rule);
    for (auto const& trace : traces_up_to(4)) {
      auto const fold = fold_of(plan, trace);
      auto const state = fold.state(day("2026-03-09"), "nl");
      bool const lost = state.verdicts[0] == Verdict::PermanentlyViolated;
      for (std::size_t i = 0; i < 3; ++i) {
        bool const breaks = verdict_on(fold_of(plan, trace + static_cast<char>('a' + i))) == Verdict::PermanentlyViolated;
        EXPECT_EQ(!state.steps[i].breaks.empty(), breaks && !lost) << definition.rule << " " << trace << " then " << i;
      }
    }
  }
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
