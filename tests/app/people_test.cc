// The people around a child and the people who do the work: facts of parents, who has a step, who is away, what is told at the door.
#include "app/people.h"

#include <gtest/gtest.h>

#include "app/vocabulary.h"
#include "app/who_has.h"

namespace vlechtwerk::app::testing {
namespace {

class People : public Story {
 protected:
  ChildView seen(Person const& who, ChildId one) {
    auto view = see_child(context, as(who), one, "nl");
    EXPECT_TRUE(view.has_value()) << view.error().code;
    return view.value_or(ChildView{});
  }
  std::string parent_named(ChildId one, std::string const& name, std::function<std::string(ParentView const&)> const& fact) {
    for (auto const& parent : seen(joke, one).parents)
      if (parent.name.reveal() == name) return fact(parent);
    return "nobody";
  }
  static std::string facts(ParentView const& one) {
    auto const flag = [](bool yes, char const* word) { return yes ? std::string(" ") + word : std::string(); };
    return one.kind + flag(one.gezag, "gezag") + flag(one.informed, "informed") + flag(one.collects, "collects") + " " + one.language;
  }
  ParentForm foster_parent() {
    ParentForm form{Private("Pleegmoeder Pia"), {}, false};
    form.kind = "pleegouder";
    form.language = "pl";
    form.telephone = Private("06 12345678");
    return form;
  }
  /// The name that stands on a step, as the reader sees it.
  std::string who_does(Person const& reader, ChildId one, std::string const& step) {
    auto const view = seen(reader, one);
    for (auto const& row : view.route.value().steps)
      if (row.id == step)
        return (row.person ? row.person->reveal() : "nobody") + (row.stands_in_for ? " for " + row.stands_in_for->reveal() : std::string());
    return "no such step";
  }
  std::string takes(Person const& who, CaseId route, std::string const& step, Person const& to) {
    pass(1);
    return outcome(assign_step(context, as(who), {id(), route, step, to.account}));
  }
  std::string away(Person const& says, Person const& who, char const* first, char const* last) {
    return outcome(record_absence(context, as(says), {who.account, on(first), on(last)}));
  }
  std::set<std::string> told_at_the_door(Person const& who) {
    std::set<std::string> names;
    auto const view = see_pickup(context, as(who), "nl");
    EXPECT_TRUE(view.has_value()) << view.error().code;
    if (view)
      for (auto const& one : view->children) names.insert(one.name.first_name.reveal());
    return names;
  }
  PickupView::Child at_the_door(Person const& who, ChildId one) {
    auto const view = see_pickup(context, as(who), "nl");
    if (view)
      for (auto const& row : view->children)
        if (row.name.child == one) return row;
    ADD_FAILURE() << "the child is not on the list";
    return {};
  }
};
ON_BOTH_ENGINES(People);

// ---------------------------------------------------------------- who stands around the child

TEST_P(People, FourFactsOfAPersonStandApart) {
  ASSERT_EQ(outcome(link_parent(context, as(joke), id(), noor, foster_parent())), "ok");
  EXPECT_EQ(parent_named(noor, "Pleegmoeder Pia", facts), "pleegouder informed collects pl");
  EXPECT_EQ(parent_named(noor, "Pleegmoeder Pia", [](auto const& one) { return one.telephone.reveal(); }), "06 12345678");
  ParentForm father{Private("Vader Ver Weg"), Private("vader"), true};
  father.informed = father.collects = false;
  ASSERT_EQ(outcome(link_parent(context, as(joke), id(), noor, father)), "ok");
  EXPECT_EQ(parent_named(noor, "Vader Ver Weg", facts), "ouder gezag nl") << "gezag says nothing about the rest";
}

TEST_P(People, AFosterParentWithoutGezagDecidesNothing) {
  auto const pia = id();
  ASSERT_EQ(outcome(link_parent(context, as(joke), pia, noor, foster_parent())), "ok");
  route_opened(sanne, noor);
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, PersonId{pia.uuid}, kPedagoogLooks, "given"))), "no_gezag");
  said(sanne, noor, kPedagoogLooks, "given");
  pass(1);
  EXPECT_TRUE(see_child(context, as(marijke), noor, "nl")) << "nobody waits for who has no gezag";
}

TEST_P(People, AWrongFactIsNamedByItsField) {
  auto const refused = [&](auto change) {
    auto form = foster_parent();
    change(form);
    auto const made = link_parent(context, as(joke), id(), noor, form);
    return made ? "ok" : made.error().field + ":" + made.error().code;
  };
  EXPECT_EQ(refused([](ParentForm&) {}), "ok");
  EXPECT_EQ(refused([](ParentForm& form) { form.kind = "buurman"; }), "kind:no_relation");
  EXPECT_EQ(refused([](ParentForm& form) { form.kind = "anders"; }), "relation:no_relation");
  EXPECT_EQ(refused([](ParentForm& form) {
              form.kind = "anders";
              form.relation = Private("buurvrouw");
            }),
            "ok");
  EXPECT_EQ(refused([](ParentForm& form) { form.language = "Nederlands"; }), "language:no_language");
}

TEST_P(People, WhatIsChangedOfAPersonHoldsFromThatMomentAndSheStaysTheSamePerson) {
  ASSERT_EQ(parent_named(noor, "Ouder 1 Jansen", facts), "ouder gezag informed collects nl");
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  pass(60);
  ParentForm form{Private("Ouder 1 Jansen-Prins"), Private("moeder"), true};
  form.collects = false;
  form.language = "tr";
  auto const change = id();
  for (int sent = 0; sent < 2; ++sent) ASSERT_EQ(outcome(change_parent(context, as(joke), change, noor, noors[0], form)), "ok");
  EXPECT_EQ(parent_named(noor, "Ouder 1 Jansen-Prins", facts), "ouder gezag informed tr");
  EXPECT_EQ(seen(joke, noor).parents.size(), 2U);
  pass(60);
  EXPECT_TRUE(see_child(context, as(marijke), noor, "nl")) << "her yes is still hers";
  form.gezag = false;
  ASSERT_EQ(outcome(change_parent(context, as(joke), id(), noor, noors[0], form)), "ok");
  EXPECT_EQ(parent_named(noor, "Ouder 1 Jansen-Prins", facts), "ouder informed tr");
  pass(60);
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, "given"))), "no_gezag");
}

TEST_P(People, AStrangerIsNotChangedIntoAParentAndOthersChangeNobody) {
  ParentForm const form{Private("Iemand"), Private(""), true};
  EXPECT_EQ(outcome(change_parent(context, as(joke), id(), noor, parents_of(finn)[0], form)), "not_there");
  for (auto const* who : {&sanne, &fatima, &piet, &marijke, &kees})
    EXPECT_EQ(outcome(change_parent(context, as(*who), id(), noor, noors[0], form)), "not_there");
  EXPECT_EQ(seen(joke, noor).parents.size(), 2U);
}

TEST_P(People, WhatWasWrittenInTheFirstFormIsStillRead) {
  auto const person = id<PersonId>();
  journal::Header header;
  header.kind = kind::kPersonLinked;
  header.subject = journal::subject_of(person);
  header.outcome = "gezag";
  header.id = id();
  header.tenant = tenant;
  header.actor = joke.account;
  header.role = Role::Leidinggevende;
  header.organisation = opvang;
  header.case_id = domain::case_of(noor);
  header.case_kind = journal::CaseKind::Child;
  header.occurred = now;
  auto const key = keys->subject_key(tenant, header.subject);
  auto const entry = journal::seal(header, {{{"name", "Oma Toos"}, {"relation", "oma"}}}, *key, random);
  ASSERT_EQ(entry->header.content_version, 1);
  write([&](WriteTx& tx) {
    tx.append(*entry, now);
    tx.replace(project_child(noor, tx.entries_of_child(noor), source(tx), base::amsterdam_day(now)));
  });
  EXPECT_EQ(parent_named(noor, "Oma Toos", facts), " gezag informed collects nl");
  EXPECT_EQ(parent_named(noor, "Oma Toos", [](auto const& one) { return one.relation.reveal(); }), "oma");
}

TEST_P(People, PermissionForOneOfTwinsOpensNothingOfTheOther) {
  auto const bo = child("Bo", "Prins", wadlopers, sanne.account), bas = child("Bas", "Prins", wadlopers, sanne.account);
  for (auto const one : {bo, bas}) route_opened(sanne, one);
  said(sanne, bo, kPedagoogLooks, "given");
  pass(1);
  EXPECT_TRUE(see_child(context, as(marijke), bo, "nl"));
  EXPECT_EQ(outcome(see_child(context, as(marijke), bas, "nl")), "not_there");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), a_word(bas, parents_of(bo)[0], kPedagoogLooks, "given"))), "no_gezag")
      << "a word for the one is no word for the other";
}

// ---------------------------------------------------------------- groups

TEST_P(People, AChildIsInTwoGroupsAndLeavesOneAtTheEndOfItsLastDayThere) {
  ASSERT_EQ(outcome(place_child(context, as(joke), id(), noor, zeehonden, on("2026-03-09"), 0b00011, Placing::Beside)), "ok");
  EXPECT_TRUE(see_child(context, as(sanne), noor, "nl"));
  EXPECT_TRUE(see_child(context, as(fatima), noor, "nl"));
  auto const places = seen(joke, noor).placements;
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[1].days, 0b00011);
  EXPECT_EQ(places[1].group_name, "Zeehonden");
  auto const end = id();
  for (int sent = 0; sent < 2; ++sent)
    ASSERT_EQ(outcome(end_placement(context, as(joke), end, noor, places[1].entry, on("2026-03-20"))), "ok");
  auto const midnight = at("2026-03-21", 0);
  EXPECT_TRUE(see_child(context, as(fatima, {midnight.us - 1}), noor, "nl"));
  EXPECT_EQ(outcome(see_child(context, as(fatima, midnight), noor, "nl")), "not_there");
  EXPECT_TRUE(see_child(context, as(sanne, midnight), noor, "nl")) << "the other group stays";
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
}

TEST_P(People, APlacementEndsOnlyByWhoLeadsAndNotBeforeItBegan) {
  auto const place = seen(joke, noor).placements.at(0).entry;
  for (auto const* who : {&sanne, &fatima, &piet, &marijke, &kees})
    EXPECT_EQ(outcome(end_placement(context, as(*who), id(), noor, place, on("2026-03-20"))), "not_there");
  EXPECT_EQ(outcome(end_placement(context, as(joke), id(), noor, place, on("2026-01-04"))), "until_before");
  EXPECT_EQ(outcome(end_placement(context, as(joke), id(), noor, seen(joke, finn).placements.at(0).entry, on("2026-03-20"))), "no_group");
  EXPECT_FALSE(seen(joke, noor).placements.at(0).until);
}

TEST_P(People, WhoLeadsTheLocationSeesWhoHasNoMentor) {
  auto const without = [&](Person const& who) {
    std::set<std::string> names;
    auto const view = see_today(context, as(who), "nl");
    if (view)
      for (auto const& one : view->without_mentor) names.insert(one.first_name.reveal());
    return names;
  };
  EXPECT_EQ(without(joke), std::set<std::string>{"Finn"});
  EXPECT_EQ(without(piet), std::set<std::string>{"Mees"}) << "of her own location";
  EXPECT_TRUE(without(sanne).empty());
  ASSERT_EQ(outcome(assign_mentor(context, as(joke), id(), finn, fatima.account)), "ok");
  pass(1);
  EXPECT_TRUE(without(joke).empty());
}

// ---------------------------------------------------------------- who has a step

TEST_P(People, AStepOfTheMentorCarriesHerNameUntilAColleagueTakesItOver) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const talk = std::string("strookje_bespreken");
  EXPECT_EQ(who_does(joke, noor, talk), "Sanne de Wit");
  EXPECT_EQ(takes(colleague, route, talk, colleague), "ok");
  EXPECT_EQ(who_does(joke, noor, talk), "Els Prins");
  EXPECT_EQ(takes(sanne, route, talk, sanne), "ok");
  EXPECT_EQ(who_does(joke, noor, talk), "Sanne de Wit");
  EXPECT_EQ(takes(joke, route, talk, colleague), "ok") << "who leads hands it on";
  EXPECT_EQ(who_does(joke, noor, talk), "Els Prins");
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
}

TEST_P(People, AStepForSomebodyFromOutsideTheGroupCarriesHerNameToo) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  said(sanne, noor, kPedagoogLooks, "given");
  for (auto const* step : {"werkbespreking_strookjes", "gesprek_ouders", "focus_op_kinderen"}) {
    pass(60);
    done(sanne, route, step, step == std::string("werkbespreking_strookjes") ? "zorg" : "");
  }
  EXPECT_EQ(who_does(joke, noor, "pedagoog_observeert"), "Marijke Bos") << "the pedagoog of the organisation";
  person("Pedagoog Hier", Role::Pedagoog, opvang, zeester, {}, at("2026-03-08", 9));
  EXPECT_EQ(who_does(joke, noor, "pedagoog_observeert"), "Pedagoog Hier") << "who works at the location comes first";
  person("Pedagoog Daar", Role::Pedagoog, opvang, schelp);
  EXPECT_EQ(who_does(joke, noor, "pedagoog_observeert"), "Pedagoog Hier");
}

TEST_P(People, NobodyTakesAStepOfAChildThatIsNotHers) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const talk = std::string("strookje_bespreken");
  for (auto const* who : {&fatima, &piet, &marijke, &anita, &kees}) EXPECT_EQ(takes(*who, route, talk, *who), "not_there");
  EXPECT_EQ(who_does(joke, noor, talk), "Sanne de Wit");
}

TEST_P(People, OnlyTheMentorAndWhoLeadsHandAStepToSomebodyElseAndOnlyToWhoWorksWithTheChild) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const talk = std::string("strookje_bespreken");
  EXPECT_EQ(takes(colleague, route, talk, sanne), "only_mentor");
  EXPECT_EQ(takes(sanne, route, talk, fatima), "no_colleague");
  EXPECT_EQ(takes(joke, route, talk, anita), "no_colleague");
  EXPECT_EQ(takes(sanne, route, talk, colleague), "ok");
  EXPECT_EQ(takes(sanne, route, "geen_stap", sanne), "no_open_step");
  auto const offered = [&](Person const& who) {
    std::set<std::string> names;
    auto const view = see_assign(context, as(who), noor, talk, "nl");
    for (auto const& one : view->colleagues) names.insert(one.name.reveal());
    return names;
  };
  EXPECT_EQ(offered(sanne), (std::set<std::string>{"Els Prins", "Joke Visser"}));
  EXPECT_TRUE(offered(colleague).empty());
  ASSERT_TRUE(close_route(context, as(joke), {id(), route, "opgelost", {}}, true));
  EXPECT_EQ(takes(sanne, route, talk, sanne), "no_open_step");
}

TEST_P(People, TakingOverIsTakenBackWithinTheMinute) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const entry = id();
  ASSERT_TRUE(assign_step(context, as(colleague), {entry, route, "strookje_bespreken", colleague.account}));
  pass(30);
  ASSERT_EQ(outcome(undo(context, as(colleague), id(), entry)), "ok");
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Sanne de Wit");
}

TEST_P(People, AStepThatWasTakenOverStandsOnVandaagOfWhoHasIt) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const owed = [&](Person const& who) {
    std::string out;
    auto const view = see_today(context, as(who), "nl");
    for (auto const& one : view->owed)
      if (one.step == "strookje_bespreken") out += one.person->reveal() + (one.mine ? " (mine)" : "");
    return out;
  };
  EXPECT_EQ(owed(sanne), "Sanne de Wit (mine)");
  EXPECT_EQ(owed(joke), "Sanne de Wit");
  EXPECT_EQ(owed(colleague), "Sanne de Wit") << "it is a step of her role, too";
  EXPECT_EQ(owed(fatima), "") << "not of her child";
  ASSERT_EQ(takes(colleague, route, "strookje_bespreken", colleague), "ok");
  EXPECT_EQ(owed(colleague), "Els Prins (mine)");
  EXPECT_EQ(owed(sanne), "Els Prins") << "the mentor keeps seeing what is done for her child";
}

// ---------------------------------------------------------------- away

TEST_P(People, AnAbsenceMovesHerStepsFromTheFirstSecondOfTheFirstDayToTheEndOfTheLast) {
  route_opened(sanne, noor, noted(sanne, noor));
  auto const els = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  ASSERT_EQ(outcome(choose_stand_in(context, as(joke), zeester, els.account)), "ok");
  ASSERT_EQ(away(sanne, sanne, "2026-03-11", "2026-03-12"), "ok");
  std::pair<Instant, char const*> const moments[] = {{at("2026-03-10", 12), "Sanne de Wit"},
                                                     {{at("2026-03-11", 0).us - 1}, "Sanne de Wit"},
                                                     {at("2026-03-11", 0), "Els Prins for Sanne de Wit"},
                                                     {{at("2026-03-13", 0).us - 1}, "Els Prins for Sanne de Wit"},
                                                     {at("2026-03-13", 0), "Sanne de Wit"}};
  for (auto const& [moment, name] : moments) {
    now = moment;
    EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), name) << moment.us;
  }
}

TEST_P(People, StandingInOpensNoChildAndBeingAwayClosesNone) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  ASSERT_EQ(outcome(choose_stand_in(context, as(joke), zeester, fatima.account)), "ok");
  ASSERT_EQ(away(sanne, sanne, "2026-03-09", "2026-03-09"), "ok");
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Fatima El Amrani for Sanne de Wit");
  EXPECT_EQ(outcome(see_child(context, as(fatima), noor, "nl")), "not_there") << "she does not work with this child";
  EXPECT_EQ(takes(fatima, route, "strookje_bespreken", fatima), "not_there");
  EXPECT_TRUE(see_child(context, as(sanne), noor, "nl"));
}

TEST_P(People, AStandInOfAChildThatMovedIsThatOfItsNewLocation) {
  route_opened(sanne, noor, noted(sanne, noor));
  auto const kwal = person("Kwallen Juf", Role::PedagogischMedewerker, opvang, schelp, {kwallen});
  ASSERT_EQ(outcome(choose_stand_in(context, as(joke), zeester, fatima.account)), "ok");
  ASSERT_EQ(outcome(choose_stand_in(context, as(piet), schelp, kwal.account)), "ok");
  ASSERT_EQ(away(sanne, sanne, "2026-03-09", "2026-04-09"), "ok");
  ASSERT_EQ(outcome(place_child(context, as(joke), id(), noor, kwallen, on("2026-03-29"))), "ok");
  auto const moves = *base::parse_instant("2026-03-28T23:00:00Z");
  now = {moves.us - 1};
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Fatima El Amrani for Sanne de Wit");
  now = moves;
  EXPECT_EQ(who_does(piet, noor, "strookje_bespreken"), "Kwallen Juf for Sanne de Wit");
  EXPECT_EQ(outcome(see_child(context, as(joke), noor, "nl")), "not_there");
}

TEST_P(People, WhoIsBackSoonerHasHerStepsAgainAtOnce) {
  route_opened(sanne, noor, noted(sanne, noor));
  ASSERT_EQ(away(sanne, sanne, "2026-03-09", "2026-03-20"), "ok");
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Joke Visser for Sanne de Wit") << "no stand-in was named";
  pass(60);
  auto const mine = see_absences(context, as(sanne))->absences;
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].last, on("2026-03-20"));
  EXPECT_EQ(outcome(end_absence(context, as(fatima), sanne.account, mine[0].from)), "not_there");
  EXPECT_EQ(outcome(end_absence(context, as(sanne), sanne.account, {mine[0].from.us + 1})), "not_there");
  ASSERT_EQ(outcome(end_absence(context, as(sanne), sanne.account, mine[0].from)), "ok");
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Sanne de Wit");
  EXPECT_TRUE(see_absences(context, as(sanne))->absences.empty());
}

TEST_P(People, AMentorWhoLeftIsStoodInForAndMayNoMore) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto gone = sanne.membership;
  gone.until = at("2026-03-10", 18);
  write([&](WriteTx& tx) { tx.put(gone); });
  now = {gone.until.us - 1};
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Sanne de Wit");
  EXPECT_EQ(outcome(assign_step(context, as(sanne), {id(), route, "strookje_bespreken", sanne.account})), "ok");
  now = gone.until;
  EXPECT_EQ(who_does(joke, noor, "strookje_bespreken"), "Joke Visser for Sanne de Wit");
  EXPECT_EQ(outcome(assign_step(context, as(sanne), {id(), route, "strookje_bespreken", sanne.account})), "not_there");
  EXPECT_EQ(see_today(context, as(joke), "nl")->without_mentor.size(), 2U) << "Finn, and Noor from now on";
}

TEST_P(People, EachSaysItForHerselfAndWhoLeadsForHerLocation) {
  EXPECT_EQ(away(sanne, sanne, "2026-03-10", "2026-03-10"), "ok");
  EXPECT_EQ(away(joke, sanne, "2026-03-11", "2026-03-11"), "ok");
  EXPECT_EQ(away(anita, anita, "2026-03-11", "2026-03-11"), "ok");
  EXPECT_EQ(away(sanne, fatima, "2026-03-10", "2026-03-10"), "not_yours");
  EXPECT_EQ(away(piet, sanne, "2026-03-10", "2026-03-10"), "not_yours") << "leads another location";
  EXPECT_EQ(away(joke, anita, "2026-03-10", "2026-03-10"), "not_yours");
  EXPECT_EQ(away(kees, kees, "2026-03-10", "2026-03-10"), "not_your_role");
  EXPECT_EQ(away(sanne, sanne, "2026-03-10", "2026-03-09"), "until_before");
  EXPECT_EQ(away(sanne, sanne, "2026-03-01", "2026-03-08"), "over");
  EXPECT_EQ(away(sanne, sanne, "2026-03-10", "2226-03-10"), "strange_day");
  EXPECT_EQ(see_absences(context, as(sanne))->absences.size(), 2U);
  EXPECT_EQ(see_absences(context, as(joke))->absences.size(), 2U);
  EXPECT_TRUE(see_absences(context, as(fatima))->absences.empty()) << "the days of a colleague are not hers to read";
  EXPECT_TRUE(see_absences(context, as(piet))->absences.empty());
}

TEST_P(People, AStandInWorksAtTheLocationAndIsChosenByWhoLeadsIt) {
  EXPECT_EQ(outcome(choose_stand_in(context, as(joke), zeester, fatima.account)), "ok");
  EXPECT_EQ(see_absences(context, as(joke))->locations.at(0).stand_in, fatima.account);
  EXPECT_EQ(outcome(choose_stand_in(context, as(joke), zeester, anita.account)), "no_stand_in");
  EXPECT_EQ(outcome(choose_stand_in(context, as(joke), zeester, piet.account)), "no_stand_in") << "of another location";
  EXPECT_EQ(outcome(choose_stand_in(context, as(piet), zeester, fatima.account)), "not_there");
  for (auto const* who : {&sanne, &marijke, &kees})
    EXPECT_EQ(outcome(choose_stand_in(context, as(*who), zeester, fatima.account)), "not_your_role");
  EXPECT_EQ(see_absences(context, as(joke))->locations.at(0).stand_in, fatima.account);
  EXPECT_EQ(outcome(choose_stand_in(context, as(joke), zeester, std::nullopt)), "ok");
  EXPECT_EQ(see_absences(context, as(joke))->locations.at(0).stand_in, std::nullopt);
}

// ---------------------------------------------------------------- at the door

TEST_P(People, OfTodayPositiveNotesComeFirstAndAWorryIsNotToldAtTheDoor) {
  for (auto const* note_kind : {"opvallend", "niet_pluis", "strookje", "onverzorgd", "positief"}) {
    pass(60);
    auto const form = a_note(noor, note_kind, note_kind);
    ASSERT_TRUE(record_note(context, as(sanne), form));
  }
  auto yesterday = a_note(noor, "positief", "gisteren");
  yesterday.occurred = journal::Occurred(on("2026-03-08"));
  ASSERT_TRUE(record_note(context, as(sanne), yesterday));
  std::vector<std::string> texts;
  for (auto const& note : at_the_door(sanne, noor).notes) texts.push_back(note.text.reveal());
  EXPECT_EQ(texts, (std::vector<std::string>{"positief", "opvallend"}));
  pass(60);
  ASSERT_TRUE(inform_parents(context, as(sanne), {id(), noor, {}, {}}));
  EXPECT_TRUE(at_the_door(sanne, noor).notes.empty()) << "it was told";
  EXPECT_TRUE(at_the_door(sanne, noor).told);
  pass(60);
  ASSERT_TRUE(record_note(context, as(sanne), a_note(noor, "positief", "daarna")));
  EXPECT_EQ(at_the_door(sanne, noor).notes.size(), 1U) << "what was noted after that";
}

TEST_P(People, AStepThatIsATalkWithParentsStandsAtTheDoorWhenItIsDueSoon) {
  auto const steps = [&] {
    std::string out;
    for (auto const& one : at_the_door(sanne, noor).steps) out += one.step + (one.talk ? " talk" : " informed") + (one.late ? " late" : "");
    return out;
  };
  EXPECT_EQ(steps(), "");
  route_opened(sanne, noor, noted(sanne, noor));
  EXPECT_EQ(steps(), "strookje_bespreken talk");
  pass_days(9);
  EXPECT_EQ(steps(), "strookje_bespreken talk late");
}

TEST_P(People, OnlyWhoComesThatDayStandsOnTheListAndWhoseDaysAreNotKnown) {
  // 9 March 2026 is a Monday.
  auto const on_days = [&](char const* name, domain::Weekdays days) {
    auto const one = child(name, "Dag", wadlopers);
    EXPECT_TRUE(place_child(context, as(joke), id(), one, wadlopers, on("2026-03-01"), days));
  };
  on_days("Maan", 0b0000001);
  on_days("Dins", 0b0000010);
  EXPECT_EQ(told_at_the_door(sanne), (std::set<std::string>{"Noor", "Maan"}));
  pass_days(1);
  EXPECT_EQ(told_at_the_door(sanne), (std::set<std::string>{"Noor", "Dins"}));
  EXPECT_EQ(told_at_the_door(fatima), std::set<std::string>{"Finn"}) << "her own group";
}

TEST_P(People, TheListAtTheDoorIsForTheGroupAndLeavesALine) {
  auto const list = [&](Person const& who, std::optional<GroupId> group = {}) {
    return outcome(see_pickup(context, as(who), "nl", group));
  };
  EXPECT_EQ(list(sanne), "ok");
  EXPECT_EQ(audit().front().action, "see_pickup");
  EXPECT_EQ(audit().front().fields_class, "notes");
  EXPECT_EQ(list(joke, zeehonden), "ok");
  EXPECT_EQ(list(sanne, zeehonden), "not_there");
  EXPECT_EQ(list(joke, kwallen), "not_there");
  for (auto const* who : {&marijke, &anita, &kees}) EXPECT_EQ(list(*who), "not_your_role");
}

// ---------------------------------------------------------------- a parent who cannot be reached

TEST_P(People, TheTimesThatAParentWasNotReachedStandAtTheActAndDecideNothing) {
  plan_lets_go_on_without_a_word();
  route_opened(sanne, noor);
  auto const attempts = [&] {
    std::string out;
    for (auto const& act : seen(sanne, noor).toestemming)
      for (auto const& word : act.words)
        for (auto const& one : word.attempts)
          out += act.act + " " + word.name.reveal() + " " + one.on.text() + " " + one.how.reveal() + " " + one.by.reveal() +
                 (one.reason.empty() ? "; " : " " + one.reason + "; ");
    return out;
  };
  EXPECT_EQ(attempts(), "");
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, noors[1], kPedagoogLooks, "given"))), "ok");
  for (auto const* day : {"2026-03-07", "2026-03-05"}) {
    auto word = a_word(noor, noors[0], kPedagoogLooks, "not_reached");
    word.on = on(day);
    word.how = Private("gebeld");
    EXPECT_EQ(outcome(record_toestemming(context, as(fatima), word)), "not_there");
    ASSERT_EQ(outcome(record_toestemming(context, as(sanne), word)), "ok");
    ASSERT_EQ(outcome(record_toestemming(context, as(sanne), word)), "ok") << "sent twice";
  }
  EXPECT_EQ(attempts(),
            "observatie_pedagoog Ouder 1 Jansen 2026-03-05 gebeld Sanne de Wit; "
            "observatie_pedagoog Ouder 1 Jansen 2026-03-07 gebeld Sanne de Wit; ");
  EXPECT_EQ(seen(sanne, noor).toestemming.at(0).words.at(0).word, "none");
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "not_there") << "that she was rung opens nothing";

  auto const decision = a_word(noor, noors[0], kPedagoogLooks, "unreachable");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), decision)), "only_leidinggevende");
  ASSERT_EQ(outcome(record_toestemming(context, as(joke), decision)), "ok");
  EXPECT_EQ(attempts().substr(attempts().rfind("observatie")),
            "observatie_pedagoog Ouder 1 Jansen 2026-03-09 aan de deur Joke Visser reageert_niet; ");
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "ok");
  ASSERT_EQ(outcome(record_toestemming(context, as(marijke), a_word(noor, noors[0], kPedagoogLooks, "not_reached"))), "ok")
      << "who tells parents may write down that she did not reach them";
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, "given"))), "ok");
  EXPECT_EQ(attempts(), "") << "the parent said yes after all";
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
}

TEST_P(People, AnAttemptSaysHowAndIsOfAParentWithGezag) {
  route_opened(sanne, noor);
  auto word = a_word(noor, noors[0], kPedagoogLooks, "not_reached");
  word.how = Private(" ");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), word)), "empty");
  word = a_word(noor, parents_of(finn)[0], kPedagoogLooks, "not_reached");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), word)), "no_gezag");
  word = a_word(noor, noors[0], kPedagoogLooks, "not_reached");
  word.on = on("2026-03-10");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), word)), "in_future");
}

TEST_P(People, WhileAStepIsDoneAParentWhoWasNotReachedIsWrittenDownWithTheAnswerOfTheOther) {
  auto const route = route_opened(sanne, noor);
  auto form = a_step(route, "gesprek_ouders");
  form.answers = {a_word(noor, noors[1], kPedagoogLooks, "given"), a_word(noor, noors[0], kPedagoogLooks, "not_reached")};
  form.answers[1].how = {};
  ASSERT_EQ(outcome(do_step(context, as(sanne), form)), "ok");
  auto const words = seen(sanne, noor).toestemming.at(0).words;
  EXPECT_EQ(words.at(0).word, "none");
  EXPECT_EQ(words.at(0).attempts.size(), 1U);
  EXPECT_EQ(words.at(1).word, "given");
}

TEST_P(People, WithoutAPlanThatAllowsItNobodyGoesOnWithoutTheWordOfAParent) {
  route_opened(sanne, noor);
  EXPECT_EQ(outcome(record_toestemming(context, as(joke), a_word(noor, noors[0], kPedagoogLooks, "unreachable"))), "word_needed");
  EXPECT_EQ(outcome(record_toestemming(context, as(joke), a_word(noor, noors[0], kPedagoogLooks, "not_reached"))), "ok");
  EXPECT_FALSE(seen(joke, noor).toestemming.at(0).unreachable_may);
}

TEST_P(People, ANoStandsUntilThatParentSaysOtherwise) {
  plan_lets_go_on_without_a_word();
  route_opened(sanne, noor);
  auto const decide = [&] {
    pass(60);
    return outcome(record_toestemming(context, as(joke), a_word(noor, noors[0], kPedagoogLooks, "unreachable")));
  };
  auto const says = [&](std::string const& word) {
    pass(60);
    return outcome(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, word)));
  };
  auto const opens = [&] {
    pass(60);
    return outcome(see_child(context, as(marijke), noor, "nl"));
  };
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, noors[1], kPedagoogLooks, "given"))), "ok");
  for (auto const* no : {"refused", "withdrawn"}) {
    ASSERT_EQ(says(no), "ok");
    EXPECT_EQ(decide(), "said_no") << no;
    EXPECT_EQ(says("not_reached"), "ok") << "to try again is no harm";
    EXPECT_EQ(opens(), "not_there") << no;
    EXPECT_TRUE(seen(joke, noor).toestemming.at(0).refused) << no;
    ASSERT_EQ(says("given"), "ok");
    EXPECT_EQ(opens(), "ok");
    EXPECT_EQ(decide(), "ok") << "she said otherwise, and cannot be reached to say it again";
  }
}

TEST_P(People, ANoThatIsWrittenDownLateStandsBeforeTheDecisionToGoOnWithoutAWord) {
  plan_lets_go_on_without_a_word();
  route_opened(sanne, noor);
  now = at("2026-03-12", 10);
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, noors[1], kPedagoogLooks, "given"))), "ok");
  ASSERT_EQ(outcome(record_toestemming(context, as(joke), a_word(noor, noors[0], kPedagoogLooks, "unreachable"))), "ok");
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "ok");
  auto no = a_word(noor, noors[0], kPedagoogLooks, "refused");
  no.on = on("2026-03-11");
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), no)), "ok");
  pass(60);
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "not_there");
  EXPECT_TRUE(seen(joke, noor).toestemming.at(0).refused);
}

}  // namespace
}  // namespace vlechtwerk::app::testing
