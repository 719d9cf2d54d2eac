// Every organisation has its own kinds of note: what is offered, taken, and read back, by the plan that the child follows.
#include <gtest/gtest.h>

#include "app/our_plan.h"
#include "app/people.h"
#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

constexpr char const* kOtherPlan =
    "format = 1\nid = \"anders\"\nversion = 1\ntitle = \"Anders\"\n[roles]\npedagogisch_medewerker = \"Medewerker\"\n"
    "[notes]\ngele_kaart = { nl = \"Gele kaart\", en = \"Yellow card\" }\npositief = \"Parel\"\n"
    "[[step]]\nid = \"kijken\"\ntitle = \"Kijken\"\nby = [\"pedagogisch_medewerker\"]\nnote = [\"gele_kaart\", \"observatie\"]\nrepeat = "
    "true\n";

class NoteKinds : public Story {
 protected:
  std::string offered(ChildId child) {
    std::string out;
    auto const view = see_child(context, as(sanne), child, "nl");
    EXPECT_TRUE(view.has_value());
    for (auto const& one : view->note_kinds) out += (out.empty() ? "" : " ") + one.id;
    return out;
  }
  /// The organisation follows this plan from now on; none: an empty text.
  void follows(std::string const& text) {
    write([&](WriteTx& tx) {
      if (text.empty()) return tx.set_organisation_plan(opvang, "");
      auto const plan = read_plan_file(text).value();
      tx.put(PlanRow{plan.id, plan.version, text});
      tx.set_organisation_plan(opvang, plan.id);
    });
  }
  std::string sent(ChildId child, std::string const& note_kind) {
    pass(1);
    return outcome(record_note(context, as(sanne), a_note(child, note_kind)));
  }
  /// Code and own words of the newest note.
  std::string newest(ChildId child, std::string const& lang = "nl") {
    auto const view = see_child(context, as(sanne), child, lang);
    for (auto const& item : view->timeline)
      if (item.kind == kind::kNoteRecorded) return item.code + ": " + item.label;
    return {};
  }
  std::string const five = "positief opvallend niet_pluis stil_kind onverzorgd";
};
ON_BOTH_ENGINES(NoteKinds);

TEST_P(NoteKinds, AreThoseOfThePlanThatTheOrganisationFollowsNow) {
  EXPECT_EQ(offered(noor), "strookje " + five);
  follows(kOtherPlan);
  EXPECT_EQ(offered(noor), five + " observatie gele_kaart");
  follows({});
  EXPECT_EQ(offered(noor), five);
}

TEST_P(NoteKinds, OfAChildWithAnOpenRouteAreThoseOfThePlanOfThatRoute) {
  route_opened(sanne, noor);
  follows(kOtherPlan);
  EXPECT_EQ(offered(noor), "strookje " + five);
  EXPECT_EQ(sent(noor, "gele_kaart"), "unknown_kind");
}

TEST_P(NoteKinds, OfThePlanAreTakenAndOthersAreNot) {
  EXPECT_EQ(sent(noor, "gele_kaart"), "unknown_kind");
  follows(kOtherPlan);
  EXPECT_EQ(sent(noor, "gele_kaart"), "ok");
  EXPECT_EQ(sent(noor, "rode_kaart"), "unknown_kind");
  EXPECT_EQ(outcome(record_note(context, as(sanne), a_note(finn, "rode_kaart"))), "not_there") << "who may not see a child hears no more";
  follows({});
  EXPECT_EQ(sent(noor, "gele_kaart"), "unknown_kind");
}

TEST_P(NoteKinds, ThatAreCommonAreTakenWhateverThePlanSays) {
  follows({});
  for (auto const* common : {"positief", "opvallend", "niet_pluis", "strookje", "onverzorgd", "stil_kind", "observatie"})
    EXPECT_EQ(sent(noor, common), "ok") << common;
}

TEST_P(NoteKinds, OfThePlanOpenARouteAndCarryOutTheirStep) {
  follows(kOtherPlan);
  auto const route = route_opened(sanne, noor, noted(sanne, noor, "gele_kaart"));
  auto const times = [&] {
    std::size_t count = 0;
    store->read(tenant, [&](ReadTx const& tx) {
      auto const story = route_story(settled(tx.entries_of_child(noor)), route, source(tx));
      auto const state = domain::stappenplan::replay(story->plans(), story->events, base::amsterdam_day(now));
      count = static_cast<std::size_t>(
          std::count_if(story->events.begin(), story->events.end(), [](auto const& event) { return event.fields.step == "kijken"; }));
      EXPECT_EQ(state.steps.at(0).status, domain::stappenplan::StepStatus::Enabled) << "it repeats";
      EXPECT_TRUE(state.deviations.empty());
    });
    return count;
  };
  EXPECT_EQ(times(), 1U);
  EXPECT_EQ(sent(noor, "gele_kaart"), "ok");
  EXPECT_EQ(times(), 2U);
  EXPECT_EQ(sent(noor, "positief"), "ok");
  EXPECT_EQ(times(), 2U) << "a positive note moves nothing, whatever it is called";
}

TEST_P(NoteKinds, AreCalledByTheWordsOfThePlanAndByNoneWhereItHasNone) {
  follows(kOtherPlan);
  ASSERT_EQ(sent(noor, "gele_kaart"), "ok");
  EXPECT_EQ(newest(noor), "gele_kaart: Gele kaart");
  EXPECT_EQ(newest(noor, "en"), "gele_kaart: Yellow card");
  ASSERT_EQ(sent(noor, "positief"), "ok");
  EXPECT_EQ(newest(noor), "positief: Parel");
  EXPECT_EQ(newest(noor, "en"), "positief: Parel");
  auto const door = see_pickup(context, as(sanne), "en");
  ASSERT_TRUE(door && !door->children.empty() && !door->children[0].notes.empty());
  EXPECT_EQ(door->children[0].notes[0].kind.args, (decltype(Message::args){{"words", "Parel"}}));
  follows({});
  EXPECT_EQ(newest(noor), "positief: ");
}

TEST_P(NoteKinds, GetOwnWordsInADraftThatCountsFromTheVersionThatIsAgreedOn) {
  ASSERT_EQ(sent(noor, "strookje"), "ok");
  EXPECT_EQ(newest(noor), "strookje: Strookje");
  PlanLibrary::Edits const edits{{"note_strookje_nl", domain::stappenplan::OwnWords{"notes/strookje", {{"nl", "Briefje"}}}},
                                 {"note_positief_nl", domain::stappenplan::OwnWords{"notes/positief", {{"nl", "Parel"}}}}};
  auto const problems = change_our_plan(context, as(marijke), {0, edits});
  ASSERT_TRUE(problems && problems->empty());
  EXPECT_EQ(newest(noor), "strookje: Strookje") << "a draft is of no child";
  ASSERT_TRUE(adopt_our_plan(context, as(marijke), see_our_plan(context, as(marijke), "nl")->revision()));
  EXPECT_EQ(newest(noor), "strookje: Briefje");
  EXPECT_EQ(offered(noor), "strookje " + five);
}

}  // namespace
}  // namespace vlechtwerk::app::testing
