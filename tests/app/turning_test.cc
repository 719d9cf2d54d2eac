// What a route does as a whole: it stands still and goes on, is opened again, and goes over to a newer version of its plan.
#include <gtest/gtest.h>

#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

/// One worry, one call within a week; the second version asks for a letter in the place of the call, and a look back.
std::string calling_plan(int version) {
  std::string const head =
      "format = 1\nid = \"bellen\"\nversion = " + std::to_string(version) +
      "\ntitle = \"Bellen\"\n[roles]\npedagogisch_medewerker = \"Medewerker\"\nmentor = \"Mentor\"\n"
      "aandachtsfunctionaris = \"Aandachtsfunctionaris\"\npedagogisch_coach = \"Coach in huis\"\n"
      "[acts.coach]\ntext = \"De coach in huis kijkt mee\"\nrecipient = \"pedagogisch_coach\"\n"
      "[[step]]\nid = \"zorg\"\ntitle = \"Zorg\"\nby = [\"pedagogisch_medewerker\", \"mentor\"]\n"
      "note = [\"strookje\"]\nrepeat = true\n"
      "[[step]]\nid = \"nagaan\"\ntitle = \"Nagaan\"\nby = [\"aandachtsfunctionaris\"]\nafter = [\"zorg\"]\nwithin = \"P30D\"\n";
  auto const step = [](std::string const& id, std::string const& title) {
    return "[[step]]\nid = \"" + id + "\"\ntitle = \"" + title + "\"\nby = [\"mentor\"]\nafter = [\"zorg\"]\nwithin = \"P7D\"\n";
  };
  return version == 1 ? head + step("bellen", "Bellen") : head + step("schrijven", "Brief schrijven");
}

class Turning : public Story {
 protected:
  CaseId route;

  void follows(std::string const& plan, std::int64_t version, std::string const& text) {
    write([&](WriteTx& tx) {
      tx.put(PlanRow{plan, version, text});
      tx.put(OrganisationRow{opvang, "Opvang", OrganisationKind::Kinderopvang, plan});
    });
  }
  /// Noor has a route of the plan above, on which the mentor owes a call by 16 March.
  void call_is_owed() {
    follows("bellen", 1, calling_plan(1));
    route = route_opened(sanne, noor, noted(sanne, noor));
    pass(60);
  }
  void newer_version() { follows("bellen", 2, calling_plan(2)); }

  ChildView seen(Person const& who, ChildId child) {
    auto view = see_child(context, as(who), child, "nl");
    EXPECT_TRUE(view.has_value()) << view.error().code;
    return view.value_or(ChildView{});
  }
  std::string status() {
    auto const view = seen(sanne, noor);
    return view.route ? view.route->status : "none";
  }
  /// What the mentor owes, as her first screen shows it.
  std::set<std::string> owed(Person const& who) {
    std::set<std::string> out;
    auto const view = see_today(context, as(who), "nl");
    for (auto const& one : view->owed) out.insert(one.step + " " + (one.due ? one.due->text() : "-") + (one.late ? " late" : ""));
    return out;
  }
  std::string pauses(Person const& who, std::optional<Date> until = {}, std::string const& reason = "vakantie") {
    auto const made = outcome(pause_route(context, as(who), {id(), route, reason, until}));
    pass(60);
    return made;
  }
  std::string resumes(Person const& who) {
    auto const made = outcome(resume_route(context, as(who), id(), route));
    pass(60);
    return made;
  }
  std::string reopens(Person const& who, std::string const& reason = "zorg_terug") {
    auto const made = outcome(reopen_route(context, as(who), {id(), route, reason}));
    pass(60);
    return made;
  }
  std::string adopts(Person const& who, std::int64_t version) {
    auto const made = outcome(adopt_plan(context, as(who), {id(), route, version}));
    pass(60);
    return made;
  }
  void closed() {
    ASSERT_EQ(outcome(close_route(context, as(sanne), {id(), route, "opgelost", {}}, true)), "ok");
    pass(60);
  }
  void rebuild_changes_nothing() {
    auto const before = dump();
    rebuild(base::amsterdam_day(now));
    EXPECT_EQ(dump(), before);
  }
  Person colleague() { return person("Lot Klein", Role::PedagogischMedewerker, opvang, zeester, {wadlopers}); }
};
ON_BOTH_ENGINES(Turning);

// ---------------------------------------------------------------- standing still

TEST_P(Turning, ARouteThatStandsStillOwesNothingLateAndGoesOnWithTheDaysOfThePauseAdded) {
  call_is_owed();
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-03-16"});
  ASSERT_EQ(pauses(sanne), "ok");
  EXPECT_EQ(status(), "paused");
  pass_days(20);
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-03-16"}) << "not late while it stands still";
  ASSERT_EQ(resumes(sanne), "ok");
  EXPECT_EQ(status(), "open");
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-04-04"});
}

TEST_P(Turning, WhatWasLateBeforeThePauseStaysLate) {
  call_is_owed();
  pass_days(10);
  ASSERT_EQ(pauses(sanne), "ok");
  pass_days(5);
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-03-16 late"});
}

TEST_P(Turning, APauseWithALastDayEndsByItselfAndNotBefore) {
  call_is_owed();
  ASSERT_EQ(pauses(joke, on("2026-03-20")), "ok");
  rebuild_changes_nothing();
  EXPECT_EQ(seen(sanne, noor).route->paused_until, on("2026-03-20"));
  EXPECT_EQ(seen(sanne, noor).route->pause_reason, "vakantie");
  now = at("2026-03-20", 23);
  EXPECT_EQ(status(), "paused");
  now = at("2026-03-21", 0);
  EXPECT_EQ(status(), "open") << "on the page of the child";
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-03-27"}) << "on the list";
  EXPECT_EQ(status(), "open");
}

TEST_P(Turning, APauseThatWasEndedEarlyDoesNotEndALaterOne) {
  call_is_owed();
  ASSERT_EQ(pauses(joke, on("2026-03-20")), "ok");
  pass_days(2);
  ASSERT_EQ(resumes(joke), "ok");
  ASSERT_EQ(pauses(joke, {}, "anders"), "ok");
  now = at("2026-03-25", 9);
  EXPECT_EQ(status(), "paused");
}

TEST_P(Turning, ARouteIsPausedAgainOnTheDayOnWhichAPauseEndedByItself) {
  call_is_owed();
  ASSERT_EQ(pauses(joke, on("2026-03-20")), "ok");
  now = at("2026-03-21", 9);
  ASSERT_EQ(pauses(joke), "ok");
  EXPECT_EQ(status(), "paused");
  pass_days(1);
  EXPECT_EQ(status(), "paused");
}

TEST_P(Turning, AStepIsDoneWhileTheRouteStandsStill) {
  call_is_owed();
  ASSERT_EQ(pauses(sanne, on("2026-03-20")), "ok");
  done(sanne, route, "bellen");
  EXPECT_TRUE(owed(sanne).empty());
}

TEST_P(Turning, OnlyTheMentorAndTheLeidinggevendeTurnARoute) {
  call_is_owed();
  auto const works_there = colleague();
  for (auto const& one : {works_there, fatima, kees, marijke, anita, piet}) {
    EXPECT_EQ(pauses(one), "not_there");
    EXPECT_EQ(resumes(one), "not_there");
    EXPECT_EQ(reopens(one), "not_there");
    EXPECT_EQ(adopts(one, 2), "not_there");
    EXPECT_EQ(outcome(see_adoption(context, as(one), noor, "nl")), "not_there");
  }
  EXPECT_EQ(status(), "open");
  EXPECT_EQ(pauses(sanne), "ok");
  EXPECT_EQ(resumes(joke), "ok");
}

TEST_P(Turning, APauseHasAReasonAndALastDayThatIsNotOver) {
  call_is_owed();
  EXPECT_EQ(pauses(sanne, {}, "zomaar"), "no_reason");
  EXPECT_EQ(pauses(sanne, {}, ""), "no_reason");
  EXPECT_EQ(pauses(sanne, on("2026-03-08")), "until_before");
  EXPECT_EQ(pauses(sanne, on("2026-03-09")), "ok");
  EXPECT_EQ(pauses(sanne), "paused") << "it stands still already";
  EXPECT_EQ(resumes(sanne), "ok");
  EXPECT_EQ(resumes(sanne), "not_paused");
}

TEST_P(Turning, WhatARouteDoesIsOneEntrySentTwiceAndStandsInTheAuditLogUnderItsOwnName) {
  call_is_owed();
  PauseForm const form{id(), route, "vakantie", {}};
  EXPECT_EQ(outcome(pause_route(context, as(sanne), form)), "ok");
  EXPECT_EQ(outcome(pause_route(context, as(sanne), form)), "ok");
  EXPECT_EQ(audit().front().action, "pause_route");
  EXPECT_TRUE(audit().front().names_child);
  auto const pauses_told = read([&](ReadTx const& tx) {
    auto const entries = tx.entries_of_case(route);
    return std::count_if(entries.begin(), entries.end(), [](FoldEntry const& one) { return one.header.kind == kind::kRoutePaused; });
  });
  EXPECT_EQ(pauses_told, 1);
  pass(60);
  ASSERT_EQ(resumes(sanne), "ok");
  EXPECT_EQ(audit().front().action, "resume_route");
  closed();
  ASSERT_EQ(reopens(sanne), "ok");
  EXPECT_EQ(audit().front().action, "reopen_route");
  newer_version();
  ASSERT_EQ(adopts(sanne, 2), "ok");
  EXPECT_EQ(audit().front().action, "adopt_plan");
  EXPECT_EQ(adopts(fatima, 2), "not_there");
  EXPECT_EQ(audit().front().outcome, "refused:not_there");
}

// ---------------------------------------------------------------- open again

TEST_P(Turning, AClosedRouteThatIsOpenedAgainGoesOnWhereItWas) {
  call_is_owed();
  closed();
  EXPECT_EQ(status(), "none");
  EXPECT_EQ(seen(sanne, noor).earlier_routes.size(), 1U);
  pass_days(10);
  EXPECT_TRUE(owed(sanne).empty());
  ASSERT_EQ(reopens(sanne), "ok");
  EXPECT_EQ(status(), "open");
  EXPECT_TRUE(seen(sanne, noor).earlier_routes.empty());
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-03-25"}) << "closed, it stood still";
  done(sanne, route, "bellen");
  EXPECT_TRUE(owed(sanne).empty());
}

TEST_P(Turning, ARouteIsNotOpenedAgainWithoutAReasonOrWhileOneIsOpen) {
  call_is_owed();
  EXPECT_EQ(reopens(sanne), "not_closed");
  closed();
  EXPECT_EQ(reopens(sanne, "zomaar"), "no_reason");
  route_opened(sanne, noor);
  pass(60);
  EXPECT_EQ(reopens(sanne), "route_open");
}

TEST_P(Turning, WhatARouteDidIsTakenBackWithinAMinute) {
  call_is_owed();
  newer_version();
  auto const taken_back = [&](EntryId entry) {
    pass(10);
    EXPECT_EQ(outcome(undo(context, as(sanne), id(), entry)), "ok");
    pass(10);
  };
  PauseForm const pause{id(), route, "anders", on("2026-03-20")};
  ASSERT_EQ(outcome(pause_route(context, as(sanne), pause)), "ok");
  EXPECT_EQ(status(), "paused");
  taken_back(pause.id);
  EXPECT_EQ(status(), "open");
  AdoptForm const adopt{id(), route, 2};
  ASSERT_EQ(outcome(adopt_plan(context, as(sanne), adopt)), "ok");
  EXPECT_EQ(seen(sanne, noor).route->plan_version, 2);
  taken_back(adopt.id);
  EXPECT_EQ(seen(sanne, noor).route->plan_version, 1);
  closed();
  ReopenForm const reopen{id(), route, "vergissing"};
  ASSERT_EQ(outcome(reopen_route(context, as(sanne), reopen)), "ok");
  EXPECT_EQ(status(), "open");
  taken_back(reopen.id);
  EXPECT_EQ(status(), "none");
}

// ---------------------------------------------------------------- a newer plan

TEST_P(Turning, WhatANewerPlanChangesIsToldBeforeAndNothingElseHappens) {
  call_is_owed();
  EXPECT_FALSE(seen(sanne, noor).route->newer_version);
  EXPECT_EQ(see_adoption(context, as(sanne), noor, "nl")->to_version, 1);
  EXPECT_TRUE(see_adoption(context, as(sanne), noor, "nl")->changes.empty());
  newer_version();
  EXPECT_TRUE(seen(sanne, noor).route->newer_version);
  auto const view = see_adoption(context, as(joke), noor, "nl");
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->from_version, 1);
  EXPECT_EQ(view->to_version, 2);
  std::set<std::string> told;
  for (auto const& one : view->changes) told.insert(one.msgid + " " + one.args.at(0).second);
  EXPECT_TRUE(told.contains("'{step}' komt erbij. Brief schrijven"));
  EXPECT_TRUE(told.contains("'{step}' vervalt. Bellen"));
  EXPECT_EQ(seen(sanne, noor).route->plan_version, 1);
  EXPECT_EQ(owed(sanne), std::set<std::string>{"bellen 2026-03-16"});
}

TEST_P(Turning, ARouteGoesOverToTheNewestVersionAndWhatWasOwedCanStillBeDone) {
  call_is_owed();
  newer_version();
  pass_days(1);
  ASSERT_EQ(adopts(joke, 2), "ok");
  EXPECT_EQ(owed(sanne), (std::set<std::string>{"bellen 2026-03-16", "schrijven 2026-03-17"}));
  auto const steps = seen(sanne, noor).route->steps;
  EXPECT_EQ(steps.back().id, "bellen") << "the newer plan lacks it, and it is still owed";
  rebuild_changes_nothing();
  noted(sanne, noor);
  rebuild_changes_nothing();
  done(sanne, route, "bellen");
  rebuild_changes_nothing();
  EXPECT_EQ(owed(sanne), std::set<std::string>{"schrijven 2026-03-17"});
  EXPECT_EQ(seen(sanne, noor).route->steps.back().id, "schrijven");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "bellen"))), "no_step") << "nobody owes it any more";
}

TEST_P(Turning, AStepThatOnlyTheOlderPlanHadCanBeSkippedWhileItIsOwed) {
  call_is_owed();
  newer_version();
  ASSERT_EQ(adopts(joke, 2), "ok");
  EXPECT_EQ(outcome(waive_step(context, as(sanne), {id(), route, "bellen", "niet_nodig", {}, {}})), "ok");
  EXPECT_EQ(owed(sanne), std::set<std::string>{"schrijven 2026-03-16"});
}

TEST_P(Turning, ARouteGoesOverOnlyToTheVersionThatWasRead) {
  call_is_owed();
  EXPECT_EQ(adopts(sanne, 1), "moved") << "it follows that one";
  EXPECT_EQ(adopts(sanne, 2), "moved") << "there is no such version";
  newer_version();
  auto third = calling_plan(2);
  third.replace(third.find("version = 2"), 11, "version = 3");
  follows("bellen", 3, third);
  EXPECT_EQ(adopts(sanne, 2), "moved") << "a newer one came";
  EXPECT_EQ(adopts(sanne, 3), "ok");
  closed();
  EXPECT_EQ(adopts(sanne, 3), "route_closed");
}

TEST_P(Turning, ANoteBeforeTheAdoptionCarriesOutTheStepOfThenAndOneAfterItThatOfNow) {
  follows("soort", 1,
          "format = 1\nid = \"soort\"\nversion = 1\ntitle = \"Soort\"\n[roles]\nmentor = \"Mentor\"\n"
          "[[step]]\nid = \"eerst\"\ntitle = \"Eerst\"\nby = [\"mentor\"]\nnote = [\"strookje\"]\n"
          "[[step]]\nid = \"later\"\ntitle = \"Later\"\nby = [\"mentor\"]\n");
  route = route_opened(sanne, noor, noted(sanne, noor));
  pass(60);
  follows("soort", 2,
          "format = 1\nid = \"soort\"\nversion = 2\ntitle = \"Soort\"\n[roles]\nmentor = \"Mentor\"\n"
          "[[step]]\nid = \"eerst\"\ntitle = \"Eerst\"\nby = [\"mentor\"]\n"
          "[[step]]\nid = \"later\"\ntitle = \"Later\"\nby = [\"mentor\"]\nnote = [\"strookje\"]\n");
  ASSERT_EQ(adopts(sanne, 2), "ok");
  auto const states = [&] {
    std::map<std::string, std::string> out;
    auto const view = seen(sanne, noor);
    for (auto const& step : view.route->steps) out[step.id] = step.state;
    return out;
  };
  EXPECT_EQ(states(), (std::map<std::string, std::string>{{"eerst", "done"}, {"later", "enabled"}}));
  noted(sanne, noor);
  EXPECT_EQ(states(), (std::map<std::string, std::string>{{"eerst", "done"}, {"later", "done"}}));
}

// ---------------------------------------------------------------- functions

TEST_P(Turning, WhoHasTheFunctionThatAPlanNamesSignsItsStepInThatFunction) {
  call_is_owed();
  auto const signed_as = [&](Person const& who) {
    auto const entry = done(who, route, "nagaan");
    pass(60);
    return read([&](ReadTx const& tx) { return tx.entry(entry)->header.function; });
  };
  auto const deviations = [&] {
    return read([&](ReadTx const& tx) {
      auto const story = route_story(settled(tx.entries_of_child(noor)), route, source(tx));
      auto const state = domain::stappenplan::evaluate(story->plans(), story->events, base::amsterdam_day(now));
      return std::count_if(state.deviations.begin(), state.deviations.end(),
                           [](auto const& one) { return one.kind == domain::stappenplan::DeviationKind::Role; });
    });
  };
  auto const lot = colleague();
  EXPECT_FALSE(owed(lot).contains("nagaan 2026-04-08"));
  EXPECT_EQ(signed_as(lot), "pedagogisch_medewerker");
  EXPECT_EQ(deviations(), 1);
  closed();
  route = route_opened(sanne, noor, noted(sanne, noor));
  pass(60);
  ASSERT_EQ(outcome(choose_functions(context, as(kees), lot.membership.id, {"aandachtsfunctionaris"})), "ok");
  EXPECT_TRUE(owed(lot).contains("nagaan 2026-04-08")) << "on her own first screen";
  auto const steps = seen(sanne, noor).route->steps;
  auto const step = std::find_if(steps.begin(), steps.end(), [](StepView const& one) { return one.id == "nagaan"; });
  ASSERT_TRUE(step->person);
  EXPECT_EQ(step->person->reveal(), "Lot Klein");
  EXPECT_EQ(signed_as(lot), "aandachtsfunctionaris");
  EXPECT_EQ(deviations(), 0);
}

TEST_P(Turning, OnlyTheBeheerderGivesAFunctionAndOnlyOneOfThePlan) {
  call_is_owed();
  auto const functions = [&] {
    for (auto const& row : read([&](ReadTx const& tx) { return tx.memberships_of(sanne.account, now); })) return row.functions;
    return std::vector<std::string>{};
  };
  EXPECT_EQ(outcome(choose_functions(context, as(joke), sanne.membership.id, {"aandachtsfunctionaris"})), "not_your_role");
  EXPECT_EQ(outcome(choose_functions(context, as(kees), sanne.membership.id, {"koning"})), "no_function");
  EXPECT_EQ(outcome(choose_functions(context, as(kees), sanne.membership.id, {"mentor"})), "no_function") << "that is said per child";
  EXPECT_EQ(outcome(choose_functions(context, as(kees), id<MembershipId>(), {})), "not_there");
  EXPECT_TRUE(functions().empty());
  EXPECT_EQ(outcome(choose_functions(context, as(kees), sanne.membership.id,
                                     {"pedagogisch_coach", "aandachtsfunctionaris", "aandachtsfunctionaris"})),
            "ok");
  EXPECT_EQ(functions(), (std::vector<std::string>{"aandachtsfunctionaris", "pedagogisch_coach"}));
  EXPECT_EQ(outcome(choose_functions(context, as(kees), sanne.membership.id, {})), "ok");
  EXPECT_TRUE(functions().empty());
}

TEST_P(Turning, AFunctionOpensNoChild) {
  call_is_owed();
  ASSERT_EQ(outcome(choose_functions(context, as(kees), fatima.membership.id, {"aandachtsfunctionaris"})), "ok");
  EXPECT_EQ(outcome(see_child(context, as(fatima), noor, "nl")), "not_there");
  EXPECT_EQ(outcome(do_step(context, as(fatima), a_step(route, "nagaan"))), "not_there");
}

// ---------------------------------------------------------------- the coach of the house

class CoachOfTheHouse : public Turning {
 protected:
  Person carla = person("Carla Prins", Role::PedagogischCoach, opvang, zeester, {wadlopers});
};
ON_BOTH_ENGINES(CoachOfTheHouse);

TEST_P(CoachOfTheHouse, ReadsTheFormalQuestionWhenThePlanNamesHerAndNoPedagoog) {
  call_is_owed();
  said(sanne, noor, "coach", "given");
  auto const question = asked(sanne, a_question(noor));
  pass(60);
  EXPECT_EQ(see_inbox(context, as(carla), "nl")->size(), 1U);
  EXPECT_TRUE(see_inbox(context, as(marijke), "nl")->empty());
  EXPECT_EQ(outcome(answer_hulpvraag(context, as(marijke), {id(), question, Private("tip")})), "not_there");
  EXPECT_EQ(outcome(see_hulpvraag(context, as(carla), question, "nl")), "ok");
  EXPECT_EQ(outcome(answer_hulpvraag(context, as(carla), {id(), question, Private("tip")})), "ok");
}

TEST_P(CoachOfTheHouse, DoesNotGetTheFormalQuestionOfAPlanWithAPedagoog) {
  asked(sanne, a_question());
  EXPECT_TRUE(see_inbox(context, as(carla), "nl")->empty());
  EXPECT_EQ(see_inbox(context, as(marijke), "nl")->size(), 1U);
}

TEST_P(CoachOfTheHouse, SeesTheChildOfTheInformalQuestionWhileParentsAllowIt) {
  call_is_owed();
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), informally(carla, noor))), "permission_missing");
  said(sanne, noor, "coach", "given");
  auto const question = asked(sanne, informally(carla, noor));
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(carla), noor, "nl")), "ok");
  EXPECT_EQ(outcome(see_child(context, as(carla), finn, "nl")), "not_there");
  EXPECT_EQ(outcome(answer_hulpvraag(context, as(carla), {id(), question, Private("kijk eens mee")})), "ok");
  pass(60);
  said(sanne, noor, "coach", "withdrawn");
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(carla), noor, "nl")), "not_there");
}

TEST_P(CoachOfTheHouse, OfAnotherGroupReadsNoQuestionAboutTheChild) {
  call_is_owed();
  said(sanne, noor, "coach", "given");
  auto const question = asked(sanne, a_question(noor));
  auto const of_zeehonden = person("Cora Bakker", Role::PedagogischCoach, opvang, zeester, {zeehonden});
  pass(60);
  EXPECT_TRUE(see_inbox(context, as(of_zeehonden), "nl")->empty());
  EXPECT_EQ(outcome(see_hulpvraag(context, as(of_zeehonden), question, "nl")), "not_there");
  EXPECT_EQ(outcome(see_child(context, as(of_zeehonden), noor, "nl")), "not_there");
}

TEST_P(CoachOfTheHouse, OfAnotherHouseIsNotAskedAndSeesNothing) {
  call_is_owed();
  auto const elsewhere = person("Coach Elders", Role::PedagogischCoach, jeugdhulp);
  said(sanne, noor, "coach", "given");
  auto const offered = who_can_be_asked(context, as(sanne));
  EXPECT_TRUE(std::none_of(offered->begin(), offered->end(), [&](WorkerName const& one) { return one.account == elsewhere.account; }));
  EXPECT_TRUE(std::any_of(offered->begin(), offered->end(), [&](WorkerName const& one) { return one.account == carla.account; }));
  asked(sanne, informally(elsewhere, noor));
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(elsewhere), noor, "nl")), "not_there");
}

}  // namespace
}  // namespace vlechtwerk::app::testing
