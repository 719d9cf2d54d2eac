// What people do around one child: a note, a route with its steps, the parents' words, a plan, an ending, taking back.
#include <gtest/gtest.h>

#include "app/people.h"
#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

class AboutChild : public Story {
 protected:
  ChildView seen(Person const& who, ChildId child, Instant before = kNoEnd) {
    auto view = see_child(context, as(who), child, "nl", before);
    EXPECT_TRUE(view.has_value()) << view.error().code;
    return view.value_or(ChildView{});
  }
  std::string text_of(Person const& who, ChildId child, EntryId entry, std::string const& field) {
    auto const view = seen(who, child);
    for (auto const& item : view.timeline)
      if (item.entry == entry)
        for (auto const& [name, text] : item.texts)
          if (name == field) return text.reveal();
    return {};
  }
  std::string state_of(Person const& who, ChildId child, std::string const& step) {
    auto const view = seen(who, child);
    if (view.route)
      for (auto const& one : view.route->steps)
        if (one.id == step) return one.state;
    return "no route";
  }
  std::int64_t entries_of(ChildId child) {
    return read([&](ReadTx const& tx) { return static_cast<std::int64_t>(tx.entries_of_child(child).size()); });
  }
  /// A route of Noor on its way: the slip was discussed and there is a worry.
  CaseId worried() {
    auto const route = route_opened(sanne, noor, noted(sanne, noor));
    pass(60);
    done(sanne, route, "werkbespreking_strookjes", "zorg");
    pass(60);
    return route;
  }
  /// The mentor talks with the parents, and takes their answers in that step.
  base::Result<EntryId> talk(CaseId route, std::vector<std::string> const& words) {
    auto form = a_step(route, "gesprek_ouders");
    for (std::size_t i = 0; i < words.size(); ++i) form.answers.push_back(a_word(noor, noors[i], kPedagoogLooks, words[i]));
    auto const made = do_step(context, as(sanne), form);
    pass(60);
    return made;
  }
};
ON_BOTH_ENGINES(AboutChild);

// ---------------------------------------------------------------- notes

TEST_P(AboutChild, ANoteIsReadBackByWhoMayReadIt) {
  auto const form = a_note(noor, "opvallend", "bouwt elke dag een toren");
  ASSERT_TRUE(record_note(context, as(sanne), form).has_value());
  EXPECT_EQ(text_of(joke, noor, form.id, "text"), "bouwt elke dag een toren");
  EXPECT_EQ(outcome(see_child(context, as(fatima), noor, "nl")), "not_there");
}

TEST_P(AboutChild, OnlyWhoStandsAroundTheChildWritesANote) {
  auto const before = entries_of(noor);
  for (auto const* who : {&fatima, &piet, &marijke, &anita, &kees})
    EXPECT_EQ(outcome(record_note(context, as(*who), a_note(noor))), "not_there");
  EXPECT_EQ(entries_of(noor), before);
  EXPECT_EQ(outcome(record_note(context, as(joke), a_note(noor))), "ok");
}

TEST_P(AboutChild, ANoteSentTwiceIsOneNoteAndAnotherTextUnderItsIdIsRefused) {
  auto form = a_note(noor, "positief", "lachte om de eend");
  ASSERT_TRUE(record_note(context, as(sanne), form).has_value());
  auto const once = dump();
  pass(30);
  EXPECT_EQ(outcome(record_note(context, as(sanne), form)), "ok");
  EXPECT_EQ(dump(), once);
  form.text = Private("lachte om de hond");
  auto const other = record_note(context, as(sanne), form);
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().kind, ErrorKind::Conflict);
  form.text = Private("lachte om de eend");
  form.kind = "opvallend";
  EXPECT_EQ(outcome(record_note(context, as(sanne), form)), "id_reused");
  form.kind = "positief";
  EXPECT_EQ(outcome(record_note(context, as(joke), form)), "id_reused") << "the note of a colleague is not mine";
  EXPECT_EQ(dump(), once);
}

TEST_P(AboutChild, ANoteOfTomorrowIsRefusedAndOneOfYesterdayStandsOnItsDay) {
  auto form = a_note(noor);
  form.occurred = journal::Occurred(Instant{now.us + 1});
  EXPECT_EQ(outcome(record_note(context, as(sanne), form)), "in_future");
  form.occurred = journal::Occurred(base::amsterdam_day(now).plus_days(1));
  EXPECT_EQ(outcome(record_note(context, as(sanne), form)), "in_future");
  form.occurred = journal::Occurred(now);
  EXPECT_EQ(outcome(record_note(context, as(sanne), form)), "ok");
  auto late = a_note(noor);
  late.occurred = journal::Occurred(base::amsterdam_day(now).plus_days(-1));
  ASSERT_EQ(outcome(record_note(context, as(sanne), late)), "ok");
  EXPECT_TRUE(seen(sanne, noor).timeline.at(1).day_only);
}

TEST_P(AboutChild, HostileTextComesBackByteForByte) {
  std::string const big(1'000'000, 'x');
  for (std::string const& text : {std::string("<script>alert(1)</script>&amp;'\"--;"), std::string("\xF0\x9F\xA6\x86 \xE2\x80\xAE rtl"),
                                  std::string("a\0b", 3), std::string("regel\r\n\tregel"), big}) {
    auto const form = a_note(noor, "opvallend", text);
    ASSERT_EQ(outcome(record_note(context, as(sanne), form)), "ok") << text.size();
    EXPECT_TRUE(text_of(sanne, noor, form.id, "text") == text) << text.size();
    pass(1);
  }
}

TEST_P(AboutChild, ATextThatIsTooLongEmptyOrNoTextIsRefusedWithASentence) {
  EXPECT_EQ(outcome(record_note(context, as(sanne), a_note(noor, "opvallend", std::string((1 << 20) + 1, 'x')))), "too_long");
  EXPECT_EQ(outcome(record_note(context, as(sanne), a_note(noor, "opvallend", " \n"))), "empty");
  EXPECT_EQ(outcome(record_note(context, as(sanne), a_note(noor, "geheim"))), "unknown_kind");
  auto const broken = record_note(context, as(sanne), a_note(noor, "opvallend", "\xC3\x28"));
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().kind, ErrorKind::InvalidInput);
  auto both = a_note(noor, "opvallend", std::string(600'000, 'x'));
  both.did = Private(std::string(600'000, 'y'));
  auto const together = record_note(context, as(sanne), both);
  ASSERT_FALSE(together.has_value());
  EXPECT_EQ(together.error().kind, ErrorKind::TooLarge);
}

TEST_P(AboutChild, WhoMayNotWriteMakesNoKeyAndHearsNothingOfAnErasure) {
  auto const stranger = id<ChildId>();
  auto const gone = child("Weg", "Kind", zeehonden);
  ASSERT_TRUE(erase_child(context, as(joke), id(), gone).has_value());
  for (auto const one : {stranger, gone}) {
    EXPECT_EQ(outcome(record_note(context, as(sanne), a_note(one))), "not_there");
    EXPECT_EQ(outcome(open_route(context, as(sanne), {id(), id<CaseId>(), one, {}, Private("zorg")})), "not_there");
    EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), a_question(one))), "not_there");
    EXPECT_EQ(outcome(inform_parents(context, as(sanne), {id(), one, {}, Private("verteld")})), "not_there");
    auto const word = a_word(one, id<PersonId>(), kPedagoogLooks, "given");
    EXPECT_EQ(outcome(record_toestemming(context, as(sanne), word)), "not_there");
    EXPECT_FALSE(keys->find_subject_key(tenant, journal::subject_of(word.person.value())).has_value());
  }
  EXPECT_FALSE(keys->find_subject_key(tenant, journal::subject_of(stranger)).has_value());
}

// ---------------------------------------------------------------- the timeline

TEST_P(AboutChild, EveryNoteOfTheSameDayIsReachedByTurningThePage) {
  std::set<EntryId> written;
  for (int i = 0; i < 45; ++i) {
    auto form = a_note(noor, "positief");
    form.occurred = journal::Occurred(on("2026-03-02"));
    ASSERT_TRUE(record_note(context, as(sanne), form).has_value());
    written.insert(form.id);
  }
  std::set<EntryId> found;
  auto before = kNoEnd;
  for (int page = 0; page < 10; ++page) {
    auto const view = seen(sanne, noor, before);
    for (auto const& item : view.timeline) found.insert(item.entry);
    if (!view.more || view.timeline.empty()) break;
    before = view.timeline.back().occurred;
  }
  EXPECT_EQ(found, written);
}

// ---------------------------------------------------------------- a route

TEST_P(AboutChild, NoWorryNoRoute) {
  auto const view = seen(sanne, noor);
  EXPECT_FALSE(view.route.has_value());
  EXPECT_TRUE(see_today(context, as(sanne), "nl")->owed.empty());
}

TEST_P(AboutChild, APositiveNoteOpensNoRouteAndAWorryDoes) {
  OpenRouteForm form{id(), id<CaseId>(), noor, noted(sanne, noor, "positief"), {}};
  EXPECT_EQ(outcome(open_route(context, as(sanne), form)), "positive_note");
  EXPECT_FALSE(seen(sanne, noor).route.has_value());
  form.note = noted(sanne, noor, "niet_pluis");
  EXPECT_EQ(outcome(open_route(context, as(sanne), form)), "ok");
  EXPECT_TRUE(seen(sanne, noor).route.has_value());
}

TEST_P(AboutChild, AChildHasAtMostOneOpenRouteAndLaterAnotherOne) {
  auto const first = route_opened(sanne, noor);
  EXPECT_EQ(outcome(open_route(context, as(joke), {id(), id<CaseId>(), noor, {}, Private("zorg")})), "route_open");
  ASSERT_EQ(outcome(close_route(context, as(sanne), {id(), first, "opgelost", {}}, false)), "ok");
  pass(60);
  EXPECT_EQ(outcome(open_route(context, as(joke), {id(), id<CaseId>(), noor, {}, Private("zorg")})), "ok");
  auto const view = seen(sanne, noor);
  EXPECT_TRUE(view.route.has_value());
  EXPECT_EQ(view.earlier_routes.size(), 1U);
}

TEST_P(AboutChild, ARouteIsNotOpenedWithANoteOfAnotherChild) {
  auto const note = noted(fatima, finn);
  EXPECT_EQ(outcome(open_route(context, as(sanne), {id(), id<CaseId>(), noor, note, {}})), "no_note");
}

TEST_P(AboutChild, ANewRouteOrQuestionTakesNoStreamThatExists) {
  auto const mine = route_opened(sanne, noor);
  ASSERT_TRUE(close_route(context, as(sanne), {id(), mine, "opgelost", {}}, false).has_value());
  auto const theirs = route_opened(fatima, finn);
  auto const finns = entries_of(finn);
  for (auto const taken : {mine, theirs, domain::case_of(finn), domain::case_of(noor)}) {
    auto const route = open_route(context, as(sanne), {id(), taken, noor, {}, Private("zorg")});
    ASSERT_FALSE(route.has_value());
    EXPECT_EQ(route.error().kind, ErrorKind::Conflict);
    auto form = a_question();
    form.hulpvraag = taken;
    auto const question = ask_hulpvraag(context, as(sanne), form);
    ASSERT_FALSE(question.has_value());
    EXPECT_EQ(question.error().kind, ErrorKind::Conflict);
  }
  EXPECT_EQ(entries_of(finn), finns);
  // The same form sent again is the same route.
  OpenRouteForm const form{id(), id<CaseId>(), noor, {}, Private("zorg")};
  EXPECT_EQ(outcome(open_route(context, as(sanne), form)), "ok");
  EXPECT_EQ(outcome(open_route(context, as(sanne), form)), "ok");
}

TEST_P(AboutChild, WithoutAPlanThatTheOrganisationChoseThereIsNoRoute) {
  write([&](WriteTx& tx) { tx.set_organisation_plan(opvang, ""); });
  EXPECT_EQ(outcome(open_route(context, as(sanne), {id(), id<CaseId>(), noor, {}, Private("zorg")})), "no_plan");
  EXPECT_EQ(outcome(open_route(context, as(fatima), {id(), id<CaseId>(), noor, {}, Private("zorg")})), "not_there");
}

TEST_P(AboutChild, ASlipCarriesOutItsStepAndTheParentsAreOwedATalk) {
  route_opened(sanne, noor, noted(sanne, noor));
  auto const owed = see_today(context, as(sanne), "nl")->owed;
  auto const talk_owed = std::find_if(owed.begin(), owed.end(), [](OpenStep const& one) { return one.step == "strookje_bespreken"; });
  ASSERT_NE(talk_owed, owed.end());
  EXPECT_EQ(talk_owed->due, on("2026-03-16"));
  EXPECT_FALSE(talk_owed->late);
  EXPECT_EQ(talk_owed->why.args.at(0).second, "Ouders horen van elk strookje.");
  pass_days(8);
  auto const later = see_today(context, as(sanne), "nl")->owed;
  EXPECT_TRUE(std::any_of(later.begin(), later.end(), [](OpenStep const& one) { return one.step == "strookje_bespreken" && one.late; }));
}

// ---------------------------------------------------------------- steps and the parents' words

TEST_P(AboutChild, AStepThatNeedsToestemmingIsRefusedWithoutItAndNothingIsStored) {
  auto const route = worried();
  auto const before = entries_of(noor);
  auto const was = dump();
  auto form = a_step(route, "pedagoog_observeert", "binnen");
  auto const refused = do_step(context, as(sanne), form);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
  EXPECT_EQ(refused.error().code, "permission_missing");
  EXPECT_EQ(entries_of(noor), before);
  EXPECT_EQ(dump(), was);
}

TEST_P(AboutChild, ParentsWhoSayYesOpenTheStepForThePedagoog) {
  auto const route = worried();
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "not_there");
  ASSERT_EQ(outcome(talk(route, {"given", "given"})), "ok");
  done(sanne, route, "focus_op_kinderen");
  EXPECT_EQ(state_of(marijke, noor, "pedagoog_observeert"), "enabled");
  done(marijke, route, "pedagoog_observeert", "binnen");
  EXPECT_EQ(state_of(sanne, noor, "pedagoog_observeert"), "done");
}

TEST_P(AboutChild, OneParentWhoSaysNoOpensTheOtherBranchAndThePedagoogStaysOut) {
  auto const route = worried();
  ASSERT_EQ(outcome(talk(route, {"given", "refused"})), "ok");
  EXPECT_EQ(state_of(sanne, noor, "verder_in_groep"), "enabled");
  EXPECT_EQ(state_of(sanne, noor, "pedagoog_observeert"), "unavailable");
  EXPECT_FALSE(seen(sanne, noor).route->goes_on.empty());
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "not_there");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "pedagoog_observeert", "binnen"))), "permission_missing");
  done(sanne, route, "verder_in_groep");
}

TEST_P(AboutChild, TheSameStepTwiceIsOneStepWithItsAnswersOnce) {
  auto const route = worried();
  auto form = a_step(route, "gesprek_ouders");
  form.answers = {a_word(noor, noors[0], kPedagoogLooks, "given"), a_word(noor, noors[1], kPedagoogLooks, "given")};
  ASSERT_EQ(outcome(do_step(context, as(sanne), form)), "ok");
  auto const entries = entries_of(noor);
  pass(10);
  EXPECT_EQ(outcome(do_step(context, as(sanne), form)), "ok");
  EXPECT_EQ(entries_of(noor), entries);
  form.words = Private("het ging anders");
  EXPECT_EQ(outcome(do_step(context, as(sanne), form)), "id_reused");
}

TEST_P(AboutChild, AnAnswerThatDoesNotFitTakesTheWholeStepWithIt) {
  auto const route = worried();
  auto const before = entries_of(noor);
  auto form = a_step(route, "gesprek_ouders");
  form.answers = {a_word(noor, noors[0], kPedagoogLooks, "given"), a_word(noor, id<PersonId>(), kPedagoogLooks, "given")};
  EXPECT_EQ(outcome(do_step(context, as(sanne), form)), "no_gezag");
  EXPECT_EQ(entries_of(noor), before);
  EXPECT_EQ(state_of(sanne, noor, "gesprek_ouders"), "enabled");
}

TEST_P(AboutChild, AStepTakesNoAnswersAboutAnotherChild) {
  auto const route = worried();
  auto const finns = parents_of(finn);
  auto const before = entries_of(finn);
  for (auto const other : {finn, id<ChildId>()}) {
    auto form = a_step(route, "gesprek_ouders");
    form.answers = {a_word(other, finns[0], kPedagoogLooks, "given")};
    auto const made = do_step(context, as(sanne), form);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().kind, ErrorKind::NotFound);
  }
  EXPECT_EQ(entries_of(finn), before);
}

TEST_P(AboutChild, AStepIsKnownToThePlanAndHasItsOutcome) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "koffie_drinken"))), "no_step");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "werkbespreking_strookjes"))), "no_outcome");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "werkbespreking_strookjes", "geen_idee"))), "no_outcome");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "strookje_bespreken", "zorg"))), "no_outcome");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "werkbespreking_strookjes", "volgen"))), "ok");
  auto form = a_step(route, "strookje_bespreken");
  form.on = base::amsterdam_day(now).plus_days(1);
  EXPECT_EQ(outcome(do_step(context, as(sanne), form)), "in_future");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(id<CaseId>(), "strookje"))), "not_there");
  EXPECT_EQ(outcome(do_step(context, as(fatima), a_step(route, "strookje_bespreken"))), "not_there");
}

TEST_P(AboutChild, TheMentorSignsAsMentorAndAColleagueAsWorker) {
  auto const function_of = [&](EntryId entry) { return read([&](ReadTx const& tx) { return tx.entry(entry)->header.function; }); };
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const route = worried();
  EXPECT_EQ(function_of(done(sanne, route, "gesprek_ouders")), "mentor");
  EXPECT_EQ(function_of(done(colleague, route, "focus_op_kinderen")), "pedagogisch_medewerker");
  auto form = a_step(route, "strookje_bespreken");
  form.function = "mentor";
  ASSERT_TRUE(do_step(context, as(colleague), form).has_value());
  EXPECT_EQ(function_of(form.id), "pedagogisch_medewerker") << "nobody signs in a function that is not hers";
}

TEST_P(AboutChild, OnlyTheLeidinggevendeSaysThatAParentCannotBeReached) {
  plan_lets_go_on_without_a_word();
  route_opened(sanne, noor);
  auto const word = a_word(noor, noors[0], kPedagoogLooks, "unreachable");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), word)), "only_leidinggevende");
  EXPECT_EQ(outcome(record_toestemming(context, as(joke), word)), "ok");
}

TEST_P(AboutChild, AParentCannotBeReachedForAReasonFromTheList) {
  plan_lets_go_on_without_a_word();
  route_opened(sanne, noor);
  auto word = a_word(noor, noors[0], kPedagoogLooks, "unreachable");
  for (auto const* reason : {"", "geen zin", "niet_nodig"}) {
    word.reason = reason;
    EXPECT_EQ(outcome(record_toestemming(context, as(joke), word)), "no_reason") << reason;
  }
  word.reason = "geen_contactgegevens";
  EXPECT_EQ(outcome(record_toestemming(context, as(joke), word)), "ok");
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.entry(word.id)->header.reason; }), "geen_contactgegevens");
  auto given = a_word(noor, noors[0], kPedagoogLooks, "given");
  given.reason = "geen_contactgegevens";
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), given)), "ok");
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.entry(given.id)->header.reason; }), "") << "a yes needs none";
}

TEST_P(AboutChild, AChildSpeaksForItselfFromTheAgeThatTheActNamesAndNotBefore) {
  write([&](WriteTx& tx) {
    tx.put(PlanRow{kPlan, plan_version() + 1,
                   next_version(plan_text(), "recipient = \"pedagoog\"", "child_from = 12\nrecipient = \"pedagoog\"")});
  });
  RegisterChildForm form{.id = id(),
                         .child = id<ChildId>(),
                         .first_name = Private("Jet"),
                         .last_name = Private("Groen"),
                         .born_on = on("2014-03-01"),
                         .group = wadlopers,
                         .from = on("2026-01-05"),
                         .mentor = {},
                         .parents = {{Private("Ouder Groen"), Private("ouder"), true}},
                         .knows_twin = false};
  ASSERT_TRUE(register_child(context, as(kees), form).has_value());
  auto const jet = form.child;
  route_opened(sanne, jet);
  route_opened(sanne, noor);
  auto const own_word = [&](ChildId child, char const* which, char const* word) {
    return ToestemmingForm{id(), child, std::nullopt, which, word, {}, {}, Private("aan tafel")};
  };
  auto const pedagoog_sees = [&](ChildId child) {
    pass(60);
    return see_child(context, as(marijke), child, "nl").has_value();
  };
  said(sanne, jet, kPedagoogLooks, "given");
  EXPECT_FALSE(pedagoog_sees(jet)) << "at twelve, the child is asked too";
  auto const lines = [&](ChildId child) {
    std::vector<std::string> out;
    for (auto const& act : seen(sanne, child).toestemming)
      for (auto const& word : act.words)
        if (!word.person) out.push_back(act.act + " " + word.name.reveal() + " " + word.word);
    return out;
  };
  EXPECT_EQ(lines(jet), std::vector<std::string>{"observatie_pedagoog Jet none"}) << "beside the parents";
  EXPECT_TRUE(lines(noor).empty()) << "too young";
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), own_word(jet, kPedagoogLooks, "given"))), "ok");
  EXPECT_EQ(lines(jet), std::vector<std::string>{"observatie_pedagoog Jet given"});
  EXPECT_TRUE(pedagoog_sees(jet));
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), own_word(jet, kPedagoogLooks, "withdrawn"))), "ok");
  EXPECT_FALSE(pedagoog_sees(jet));
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), own_word(noor, kPedagoogLooks, "given"))), "child_not_asked") << "too young";
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), own_word(jet, kCoachLooks, "given"))), "child_not_asked") << "another act";
  EXPECT_EQ(outcome(record_toestemming(context, as(fatima), own_word(jet, kPedagoogLooks, "given"))), "not_there");
}

TEST_P(AboutChild, OnlyAParentWithGezagSaysAWord) {
  route_opened(sanne, noor);
  auto const aunt = id();
  ASSERT_TRUE(link_parent(context, as(joke), aunt, noor, {Private("Tante Truus"), Private("tante"), false}).has_value());
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, {aunt.uuid}, kPedagoogLooks, "given"))), "no_gezag");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, parents_of(finn)[0], kPedagoogLooks, "given"))), "no_gezag");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, "misschien"))), "unknown_word");
  auto word = a_word(noor, noors[0], kPedagoogLooks, "given");
  word.until = on("2026-03-01");
  EXPECT_EQ(outcome(record_toestemming(context, as(sanne), word)), "until_before");
}

TEST_P(AboutChild, TheLastWordOfADayThatWasWrittenDownLaterIsTheOneOnThePage) {
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  pass_days(1);
  auto late = a_word(noor, noors[0], kPedagoogLooks, "withdrawn");
  late.on = on("2026-03-09");  // the day of the yes, of which no time is known: it comes after the timed words of that day
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), late)), "ok");
  auto const view = seen(sanne, noor);
  auto const& act = view.toestemming.at(0);
  ASSERT_EQ(act.act, kPedagoogLooks);
  EXPECT_FALSE(act.in_force);
  for (auto const& word : act.words) EXPECT_EQ(word.word, word.person == noors[0] ? "withdrawn" : "given");
  EXPECT_TRUE(act.refused);
}

TEST_P(AboutChild, AStepIsSkippedWithAReasonByWhoMaySkip) {
  auto const route = worried();
  WaiveForm form{id(), route, "gesprek_ouders", "al_gebeurd", {}, Private("gisteren al gesproken")};
  EXPECT_EQ(outcome(waive_step(context, as(fatima), form)), "not_there");
  form.reason = "geen_zin";
  EXPECT_EQ(outcome(waive_step(context, as(sanne), form)), "no_reason");
  form.reason = "al_gebeurd";
  form.step = "koffie_drinken";
  EXPECT_EQ(outcome(waive_step(context, as(sanne), form)), "no_step");
  form.step = "gesprek_ouders";
  EXPECT_EQ(outcome(waive_step(context, as(sanne), form)), "ok");
  EXPECT_EQ(state_of(sanne, noor, "gesprek_ouders"), "waived");
}

TEST_P(AboutChild, AStepThatParentsMustHearOfOwesThatUntilTheyHear) {
  auto const route = worried();
  ASSERT_EQ(outcome(talk(route, {"refused", "refused"})), "ok");
  pass_days(1);
  done(sanne, route, "verder_in_groep");
  pass_days(1);
  done(sanne, route, "evaluatie", "genoeg");
  auto const must_hear = [&] {
    auto const owed = see_today(context, as(sanne), "nl")->owed;
    return std::any_of(owed.begin(), owed.end(),
                       [](OpenStep const& one) { return one.why.msgid == "Ouders moeten dit nog van jullie horen."; });
  };
  EXPECT_TRUE(must_hear());
  pass(60);
  EXPECT_EQ(outcome(inform_parents(context, as(fatima), {id(), noor, {}, Private("verteld")})), "not_there");
  EXPECT_TRUE(must_hear());
  EXPECT_EQ(outcome(inform_parents(context, as(sanne), {id(), noor, {}, Private("verteld")})), "ok");
  EXPECT_FALSE(must_hear());
}

// ---------------------------------------------------------------- plan van aanpak

TEST_P(AboutChild, TwoPeopleWhoChangeOnePlanBothKeepTheirText) {
  auto const route = route_opened(sanne, noor);
  PlanVanAanpakForm form{id(), route, {}, Private("rustig wachten"), Private("samen oefenen"), {}, {}, {}, {}, {}, {}};
  auto const first = write_plan_van_aanpak(context, as(sanne), form);
  ASSERT_TRUE(first.has_value() && first->entry);
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), form)), "ok") << "sent twice";
  pass(60);
  auto jokes = form;
  jokes.id = id();
  jokes.follows = *first->entry;
  jokes.goal = Private("de tekst van Joke");
  ASSERT_TRUE(write_plan_van_aanpak(context, as(joke), jokes)->entry.has_value());
  pass(60);
  auto sannes = form;
  sannes.id = id();
  sannes.follows = *first->entry;
  sannes.goal = Private("de tekst van Sanne");
  auto const met = write_plan_van_aanpak(context, as(sanne), sannes);
  ASSERT_TRUE(met.has_value());
  EXPECT_FALSE(met->entry.has_value());
  ASSERT_TRUE(met->theirs.has_value());
  EXPECT_EQ(met->theirs->theirs.goal.reveal(), "de tekst van Joke");
  EXPECT_EQ(met->theirs->theirs.by.reveal(), "Joke Visser");
  EXPECT_EQ(seen(sanne, noor).route->plan_van_aanpak->goal.reveal(), "de tekst van Joke");
  sannes.follows = met->theirs->theirs.entry;
  ASSERT_TRUE(write_plan_van_aanpak(context, as(sanne), sannes)->entry.has_value());
  auto const plan = *seen(sanne, noor).route->plan_van_aanpak;
  EXPECT_EQ(plan.goal.reveal(), "de tekst van Sanne");
  EXPECT_EQ(plan.version_number, 3);
}

TEST_P(AboutChild, ABegeleidingsplanStandsWithTheChildWithoutAnyWorryAndBesideThePlanOfARoute) {
  PlanVanAanpakForm form{id(), {}, {}, Private("wennen"), Private("vaste plek"), {}, {}, {}, {}, {}, {}};
  form.kind = "begeleidingsplan";
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), form)), "not_there") << "of no child";
  form.child = noor;
  form.why = Private("het is nieuw");
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(fatima), form)), "not_there");
  auto wrong = form;
  wrong.kind = "actieplan";
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), wrong)), "no_kind");
  auto const first = write_plan_van_aanpak(context, as(sanne), form);
  ASSERT_TRUE(first && first->entry);
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), form)), "ok") << "sent twice";
  EXPECT_FALSE(seen(sanne, noor).route.has_value());
  EXPECT_EQ(seen(sanne, noor).begeleidingsplan->why.reveal(), "het is nieuw");
  pass(60);
  auto const route = route_opened(sanne, noor);
  PlanVanAanpakForm action{id(), route, {}, Private("rust"), Private("kleine tafel"), {}, {}, {}, {}, {}, {}};
  action.kind = "actieplan";
  ASSERT_TRUE(write_plan_van_aanpak(context, as(sanne), action)->entry);
  pass(60);
  form.id = id();
  form.follows = *first->entry;
  form.goal = Private("gewend");
  ASSERT_TRUE(write_plan_van_aanpak(context, as(sanne), form)->entry);
  auto const view = seen(sanne, noor);
  EXPECT_EQ(view.begeleidingsplan->version_number, 2);
  EXPECT_EQ(view.begeleidingsplan->goal.reveal(), "gewend");
  EXPECT_EQ(view.route->plan_van_aanpak->kind, "actieplan");
  EXPECT_EQ(view.route->plan_van_aanpak->version_number, 1);
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
}

TEST_P(AboutChild, ABegeleidingsplanIsLookedBackOnAndStandsOnVandaagOnItsDay) {
  PlanVanAanpakForm form{id(), {}, {}, Private("wennen"), Private("vaste plek"), {}, {}, {}, {}, {}, on("2026-03-11")};
  form.kind = "begeleidingsplan";
  form.child = noor;
  auto const first = write_plan_van_aanpak(context, as(sanne), form);
  ASSERT_TRUE(first && first->entry);
  auto const asked = [&](Person const& who) {
    std::string out;
    auto const view = see_today(context, as(who), "nl").value();
    for (auto const& one : view.look_back)
      out += one.child.first_name.reveal() + " " + one.on.text() + " " + (one.person ? one.person->reveal() : "-") + "; ";
    return out;
  };
  EXPECT_EQ(seen(sanne, noor).begeleidingsplan->look_back_on, on("2026-03-11"));
  EXPECT_EQ(asked(sanne), "") << "the day must still come";
  now = at("2026-03-11", 9);
  EXPECT_EQ(asked(sanne), "Noor 2026-03-11 Sanne de Wit; ");
  EXPECT_EQ(asked(joke), "Noor 2026-03-11 Sanne de Wit; ");
  EXPECT_EQ(asked(fatima), "") << "she does not know the child";
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  EXPECT_EQ(asked(colleague), "") << "it is the mentor's";
  EXPECT_EQ(outcome(record_absence(context, as(sanne), {sanne.account, on("2026-03-11"), on("2026-03-12")})), "ok");
  EXPECT_EQ(asked(joke), "Noor 2026-03-11 Joke Visser; ") << "the leidinggevende stands in";
  now = at("2026-03-13", 9);

  EvaluateForm look{id(), {}, *first->entry, "past_nog", Private("het went"), noor, on("2026-06-11")};
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(fatima), look)), "not_there");
  auto wrong = look;
  wrong.outcome = "genoeg";
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), wrong)), "no_outcome");
  wrong = look;
  wrong.until = on("2026-03-13");
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), wrong)), "until_before");
  wrong = look;
  wrong.child = finn;
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(fatima), wrong)), "not_there") << "the plan of another child";
  ASSERT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), look)), "ok");
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), look)), "ok") << "sent twice";
  EXPECT_EQ(asked(sanne), "");
  auto const plan = *seen(sanne, noor).begeleidingsplan;
  ASSERT_EQ(plan.evaluations.size(), 1U);
  EXPECT_EQ(plan.evaluations[0].outcome, "past_nog");
  EXPECT_EQ(plan.evaluations[0].words.reveal(), "het went");
  EXPECT_EQ(plan.look_back_on, on("2026-06-11"));
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
  ASSERT_EQ(outcome(undo(context, as(sanne), id(), look.id)), "ok");
  EXPECT_EQ(asked(sanne), "Noor 2026-03-11 Sanne de Wit; ") << "taken back: it is asked again";
}

TEST_P(AboutChild, ThePedagoogWritesAndLooksBackWhereParentsLetHerAndNotBefore) {
  PlanVanAanpakForm form{id(), {}, {}, Private("wennen"), Private("vaste plek"), {}, {}, {}, {}, {}, {}};
  form.kind = "begeleidingsplan";
  form.child = noor;
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(marijke), form)), "not_there");
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  pass(60);
  auto const written = write_plan_van_aanpak(context, as(marijke), form);
  ASSERT_TRUE(written && written->entry);
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(marijke), {id(), {}, *written->entry, "past_niet_meer", {}, noor, {}})), "ok");
  EXPECT_EQ(seen(sanne, noor).begeleidingsplan->look_back_on, std::nullopt);
}

TEST_P(AboutChild, EarlierVersionsStayReadableForWhoMayReadTheChild) {
  auto const route = route_opened(sanne, noor);
  PlanVanAanpakForm form{id(), route, {}, Private("het eerste doel"), Private("aanpak"), {}, {}, {}, {}, {}, {}};
  auto const first = write_plan_van_aanpak(context, as(sanne), form);
  pass(60);
  form.id = id();
  form.follows = *first->entry;
  form.goal = Private("het tweede doel");
  ASSERT_TRUE(write_plan_van_aanpak(context, as(sanne), form)->entry);
  auto const versions = see_plan_versions(context, as(sanne), noor);
  ASSERT_TRUE(versions && versions->versions.size() == 2);
  EXPECT_EQ(versions->versions[0].goal.reveal(), "het tweede doel");
  EXPECT_EQ(versions->versions[1].goal.reveal(), "het eerste doel");
  EXPECT_EQ(versions->versions[1].version_number, 1);
  EXPECT_EQ(outcome(see_plan_versions(context, as(fatima), noor)), "not_there");
}

TEST_P(AboutChild, APlanIsEvaluatedByWhoMayAndOnlyAPlanOfThisRoute) {
  auto const route = route_opened(sanne, noor);
  auto const written =
      write_plan_van_aanpak(context, as(sanne), {id(), route, {}, Private("doel"), Private("aanpak"), {}, {}, {}, {}, {}, {}});
  ASSERT_TRUE(written.has_value());
  EvaluateForm form{id(), route, *written->entry, "genoeg", Private("het gaat goed")};
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(fatima), form)), "not_there");
  form.outcome = "prima";
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), form)), "no_outcome");
  form.outcome = "genoeg";
  form.plan_van_aanpak = noted(sanne, noor);
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), form)), "not_there");
  form.plan_van_aanpak = *written->entry;
  EXPECT_EQ(outcome(evaluate_plan_van_aanpak(context, as(sanne), form)), "ok");
  EXPECT_EQ(seen(sanne, noor).route->plan_van_aanpak->evaluations.at(0).words.reveal(), "het gaat goed");
}

TEST_P(AboutChild, APlanNeedsAGoalAndAnApproachAndAnOpenRoute) {
  auto const route = route_opened(sanne, noor);
  PlanVanAanpakForm form{id(), route, {}, Private(" "), Private("aanpak"), {}, {}, {}, {}, {}, {}};
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), form)), "empty");
  form.goal = Private("doel");
  form.from = on("2026-03-10");
  form.until = on("2026-03-09");
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), form)), "until_before");
  form.until = on("2026-04-09");
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(marijke), form)), "not_there");
  ASSERT_TRUE(close_route(context, as(sanne), {id(), route, "opgelost", {}}, false).has_value());
  EXPECT_EQ(outcome(write_plan_van_aanpak(context, as(sanne), form)), "route_closed");
}

// ---------------------------------------------------------------- the end of a route

TEST_P(AboutChild, ARouteClosesWhenNothingMustStillHappenOrDespiteIt) {
  auto const route = worried();
  ASSERT_EQ(outcome(talk(route, {"refused", "refused"})), "ok");
  done(sanne, route, "verder_in_groep");
  CloseForm form{id(), route, "begeleiding_binnen", Private("we gaan zelf verder")};
  auto const first = close_route(context, as(sanne), form, false);
  ASSERT_FALSE(first.has_value());
  EXPECT_EQ(first.error().code, "closing_needs");
  EXPECT_EQ(first.error().message.args.at(0).second, "Samen terugkijken");
  EXPECT_EQ(outcome(close_route(context, as(fatima), form, true)), "not_there");
  EXPECT_EQ(outcome(close_route(context, as(sanne), {id(), route, "zomaar", {}}, true)), "no_outcome");
  EXPECT_EQ(outcome(close_route(context, as(sanne), {id(), route, "", {}}, true)), "no_outcome");
  EXPECT_EQ(outcome(close_route(context, as(sanne), form, true)), "ok");
  EXPECT_EQ(outcome(close_route(context, as(sanne), form, true)), "ok") << "sent twice";
  EXPECT_EQ(outcome(close_route(context, as(sanne), {id(), route, "opgelost", {}}, true)), "route_closed");
  EXPECT_EQ(outcome(do_step(context, as(sanne), a_step(route, "evaluatie", "genoeg"))), "route_closed");
  EXPECT_EQ(outcome(waive_step(context, as(sanne), {id(), route, "evaluatie", "niet_nodig", {}, {}})), "route_closed");
  EXPECT_TRUE(see_today(context, as(sanne), "nl")->owed.empty());
}

TEST_P(AboutChild, AfterANoOfParentsWhatGoesOnAsUsualComesFirst) {
  auto const route = worried();
  EXPECT_TRUE(seen(sanne, noor).route->goes_on.empty());
  ASSERT_EQ(outcome(talk(route, {"given", "refused"})), "ok");
  auto const now_route = *seen(sanne, noor).route;
  EXPECT_EQ(now_route.goes_on.size(), 1U);
  auto const& first = now_route.steps.at(now_route.next.front());
  EXPECT_EQ(first.id, "verder_in_groep");
  EXPECT_TRUE(first.goes_on);
}

TEST_P(AboutChild, WhatCameOutSaysWhyItsStepsComeNow) {
  auto const route = worried();
  auto const after = *seen(sanne, noor).route;
  ASSERT_TRUE(after.came_out.has_value());
  EXPECT_EQ(after.came_out->args.at(1).second, "We maken ons zorgen");
  auto const opened = [&](std::string const& step) {
    auto const view = *seen(sanne, noor).route;
    return std::any_of(view.steps.begin(), view.steps.end(), [&](StepView const& one) { return one.id == step && one.opened_by_outcome; });
  };
  EXPECT_TRUE(opened("gesprek_ouders"));
  pass(60);
  ASSERT_EQ(outcome(talk(route, {"refused", "refused"})), "ok");
  EXPECT_FALSE(seen(sanne, noor).route->came_out.has_value()) << "the talk came after it";
  done(sanne, route, "verder_in_groep");
  pass(60);
  done(sanne, route, "evaluatie", "niet_genoeg");
  EXPECT_FALSE(opened("gesprek_ouders"));
}

TEST_P(AboutChild, ASkippedStepKeepsItsReason) {
  auto const route = worried();
  ASSERT_EQ(outcome(waive_step(context, as(sanne), {id(), route, "gesprek_ouders", "al_gebeurd", {}, {}})), "ok");
  auto const now_route = *seen(sanne, noor).route;
  for (auto const& step : now_route.steps) EXPECT_EQ(step.waived_because, step.id == "gesprek_ouders" ? "al_gebeurd" : "");
}

TEST_P(AboutChild, AClosedRouteSaysUntilWhenItsTextsAreKept) {
  auto const route = route_opened(sanne, noor);
  ASSERT_TRUE(close_route(context, as(sanne), {id(), route, "hoort_bij_de_leeftijd", {}}, true).has_value());
  EXPECT_EQ(seen(sanne, noor).earlier_routes.front().kept_until, on("2026-09-09"));
  pass(60);
  auto const another = route_opened(sanne, noor);
  ASSERT_TRUE(close_route(context, as(sanne), {id(), another, "opgelost", {}}, true).has_value());
  EXPECT_EQ(seen(sanne, noor).earlier_routes.front().kept_until, on("2029-05-01")) << "four years old, and two years more";
}

TEST_P(AboutChild, ThePictureKnowsWhereTheRouteIs) {
  EXPECT_EQ(outcome(see_route_plan(context, as(sanne), noor)), "no_route");
  worried();
  auto const picture = see_route_plan(context, as(sanne), noor);
  ASSERT_TRUE(picture.has_value());
  auto const view = *seen(sanne, noor).route;
  EXPECT_EQ(picture->states.size(), view.steps.size());
  EXPECT_EQ(picture->here, view.next.front());
  EXPECT_EQ(outcome(see_route_plan(context, as(fatima), noor)), "not_there");
}

TEST_P(AboutChild, ASkippedStepKeepsNoRouteFromClosing) {
  auto const route = worried();
  ASSERT_EQ(outcome(talk(route, {"refused", "refused"})), "ok");
  done(sanne, route, "verder_in_groep");
  pass(60);
  ASSERT_EQ(outcome(waive_step(context, as(sanne), {id(), route, "evaluatie", "niet_nodig", {}, {}})), "ok");
  // The evaluation repeats: skipped, it is no longer owed, and still stands among what must happen.
  auto const owed = see_today(context, as(sanne), "nl")->owed;
  EXPECT_FALSE(std::any_of(owed.begin(), owed.end(), [](OpenStep const& one) { return one.step == "evaluatie"; }));
}

// ---------------------------------------------------------------- taking back

TEST_P(AboutChild, WithinAMinuteAnOwnNoteIsTakenBackAndItsTextIsGone) {
  auto const note = noted(sanne, noor);
  pass(60);
  EXPECT_EQ(outcome(undo(context, as(joke), id(), note)), "not_there") << "it is not hers";
  auto const taken_back = id();
  EXPECT_EQ(outcome(undo(context, as(sanne), taken_back, note)), "ok");
  EXPECT_EQ(outcome(undo(context, as(sanne), taken_back, note)), "ok") << "sent twice";
  auto const entry = read([&](ReadTx const& tx) { return tx.entry(note); });
  ASSERT_TRUE(entry.has_value());
  EXPECT_FALSE(entry->content_key.has_value());
  auto const timeline = seen(sanne, noor).timeline;
  EXPECT_TRUE(std::none_of(timeline.begin(), timeline.end(), [&](TimelineItem const& item) { return item.entry == note; }));
  EXPECT_TRUE(store::verify(*store, tenant).broken.empty());
}

TEST_P(AboutChild, AfterTheMinuteANoteStays) {
  auto const note = noted(sanne, noor);
  now = {now.us + 60'000'001};
  EXPECT_EQ(outcome(undo(context, as(sanne), id(), note)), "too_late");
  EXPECT_TRUE(read([&](ReadTx const& tx) { return tx.entry(note); })->content_key.has_value());
}

TEST_P(AboutChild, WhatIsTakenBackOfTheRegisterIsNothing) {
  auto const of_joke = child("Pim", "Dekker", zeehonden);
  auto const moved = id();
  ASSERT_TRUE(place_child(context, as(joke), moved, of_joke, wadlopers, base::amsterdam_day(now)).has_value());
  EXPECT_EQ(outcome(undo(context, as(joke), id(), moved)), "not_there") << "only what stands on the timeline is taken back there";
  auto const note = noted(sanne, of_joke);
  auto const back = id();
  ASSERT_EQ(outcome(undo(context, as(sanne), back, note)), "ok");
  EXPECT_EQ(outcome(undo(context, as(sanne), id(), back)), "not_there") << "taking back is not taken back: the text is gone";
}

TEST_P(AboutChild, TakingBackTheOpeningTakesBackTheRoute) {
  OpenRouteForm const form{id(), id<CaseId>(), noor, {}, Private("zorg")};
  ASSERT_TRUE(open_route(context, as(sanne), form).has_value());
  ASSERT_EQ(outcome(undo(context, as(sanne), id(), form.id)), "ok");
  EXPECT_FALSE(seen(sanne, noor).route.has_value());
  EXPECT_EQ(outcome(open_route(context, as(sanne), {id(), id<CaseId>(), noor, {}, Private("zorg")})), "ok");
}

}  // namespace
}  // namespace vlechtwerk::app::testing
