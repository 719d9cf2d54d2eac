#include "domain/stappenplan/note_kind.h"

#include <gtest/gtest.h>

#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

Plan plan_with_notes(std::vector<std::vector<std::string>> const& of_steps, std::vector<Label> own = {}) {
  Plan plan;
  for (auto const& kinds : of_steps) {
    plan.steps.emplace_back();
    plan.steps.back().note = kinds;
  }
  plan.notes = std::move(own);
  return plan;
}

std::string offered(Plan const* plan) {
  std::string out;
  for (auto const& one : note_kinds(plan, "nl")) out += (out.empty() ? "" : " ") + one.id;
  return out;
}

/// What a reader sees, and whether a catalogue has a say in it.
std::string said(base::Message const& message) {
  return message.args.empty() ? "product: " + message.msgid : message.msgid == "{words}" ? "plan: " + message.args[0].second : "neither";
}

std::string const five = "positief opvallend niet_pluis stil_kind onverzorgd";

TEST(NoteKinds, OfAHouseWithoutAPlanAreTheFiveOfEveryHouse) { EXPECT_EQ(offered(nullptr), five); }

TEST(NoteKinds, OfAPlanThatNamesNoOtherAreTheFiveToo) {
  auto const plan = plan_with_notes({{"niet_pluis", "opvallend"}, {}});
  EXPECT_EQ(offered(&plan), five);
}

TEST(NoteKinds, BeginWithAStrookjeOnlyWhereThePlanNamesIt) {
  auto const by_step = plan_with_notes({{"onverzorgd", "strookje"}});
  auto const by_words = plan_with_notes({}, {{"strookje", {"Briefje", {}, {}}}});
  for (auto const* plan : {&by_step, &by_words}) EXPECT_EQ(offered(plan), "strookje " + five);
}

TEST(NoteKinds, EndWithAnObservatieAndThePlansOwnOnesEachOnce) {
  auto const plan = plan_with_notes({{"kaart", "observatie"}, {"blauwe_map", "stil_kind"}},
                                    {{"gele_kaart", {"Gele kaart", {}, {}}}, {"kaart", {"Kaart", {}, {}}}});
  EXPECT_EQ(offered(&plan), five + " observatie gele_kaart kaart blauwe_map");
  auto const without = plan_with_notes({{"kaart"}});
  EXPECT_EQ(offered(&without), five + " kaart");
}

TEST(NoteKinds, AreCommonOrNamedByThePlanOrUnknown) {
  auto const plan = plan_with_notes({{"blauwe_map"}}, {{"gele_kaart", {"Gele kaart", {}, {}}}});
  for (auto const* kind : {"strookje", "positief", "opvallend", "niet_pluis", "stil_kind", "onverzorgd", "observatie"}) {
    EXPECT_TRUE(is_common_note_kind(kind)) << kind;
    EXPECT_FALSE(names_note(plan, kind)) << kind;
  }
  for (auto const* kind : {"gele_kaart", "blauwe_map"}) {
    EXPECT_FALSE(is_common_note_kind(kind)) << kind;
    EXPECT_TRUE(names_note(plan, kind)) << kind;
  }
  for (auto const* kind : {"", "rode_kaart", "Strookje"}) EXPECT_FALSE(is_common_note_kind(kind) || names_note(plan, kind)) << kind;
}

TEST(NoteWords, AreThePlansAsTheyAreAndElseTheProducts) {
  auto const plan = plan_with_notes({{"blauwe_map"}}, {{"positief", {"Parel", "Pearl", {}}}, {"gele_kaart", {"Stil kind", {}, {}}}});
  EXPECT_EQ(said(note_words(&plan, "positief", "nl")), "plan: Parel");
  EXPECT_EQ(said(note_words(&plan, "positief", "en")), "plan: Pearl");
  EXPECT_EQ(said(note_words(nullptr, "positief", "nl")), "product: Iets moois");
  EXPECT_EQ(said(note_words(&plan, "gele_kaart", "en")), "plan: Stil kind") << "it is no sentence of the catalogue here";
  EXPECT_EQ(said(note_words(&plan, "stil_kind", "en")), "product: Stil kind");
  EXPECT_EQ(said(note_words(&plan, "strookje", "nl")), "product: Strookje") << "also where it is offered no more";
  EXPECT_EQ(said(note_words(&plan, "blauwe_map", "nl")), "plan: Blauwe map") << "without words its id is read";
  EXPECT_EQ(said(note_words(nullptr, "gele_kaart", "nl")), "plan: Gele kaart");
}

TEST(NoteKindId, IsMadeOfTheWordsThatPeopleUse) {
  EXPECT_EQ(note_kind_id("Gele kaart"), "gele_kaart");
  EXPECT_EQ(note_kind_id(" Ouder - kind (2) "), "ouder_kind_2");
  EXPECT_EQ(note_kind_id("2e kaart"), "soort_2e_kaart");
  EXPECT_EQ(note_kind_id("Co\xC3\xABxist"), "coxist");
  for (auto const* words : {"", "  ", "\xD8\xA7", "!?"}) EXPECT_EQ(note_kind_id(words), "soort") << words;
  EXPECT_EQ(note_kind_id(std::string(39, 'a') + " b"), std::string(39, 'a'));
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan
