// Permission of parents, and what parents must hear (rules 20 to 23).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

TEST(Toestemming, OfAllIsNeededAndOneIsNotEnough) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"kijken\"")));
  route.child("2026-03-01", {"p1", "p2"});
  route.done("2026-03-01", "a");
  route.yes("2026-03-02", "p1");
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  EXPECT_EQ(route.why("2026-03-02", "b"), Lines{"De toestemming van ouders is er nog niet, of is verlopen: Kijken."});
  route.yes("2026-03-03", "p2");
  EXPECT_TRUE(route.enabled("2026-03-03", "b"));
  EXPECT_EQ(route.why("2026-03-03", "b"), Lines{"Ouders gaven toestemming: Kijken."});
}

TEST(Toestemming, OfOneIsEnoughWhenTheActSaysSoButSomebodyMustBeKnown) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"delen\"")));
  route.done("2026-03-01", "a");
  route.yes("2026-03-02", "p1", "delen");
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  route.child("2026-03-03", {"p1", "p2"});
  EXPECT_TRUE(route.enabled("2026-03-03", "b"));
}

TEST(Toestemming, OfSomebodyWithoutGezagDoesNotCount) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"delen\"")));
  route.done("2026-03-01", "a");
  route.child("2026-03-01", {"p1"});
  route.yes("2026-03-02", "oma", "delen");
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
}

TEST(Toestemming, HoldsOnItsFirstAndLastDayAndNotOutside) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"kijken\"")));
  route.child("2026-03-01", {"p1"});
  route.done("2026-03-01", "a");
  auto& word = route.yes("2026-03-02", "p1");
  word.fields.from = day("2026-03-05");
  word.fields.until = day("2026-03-10");
  EXPECT_FALSE(route.enabled("2026-03-04", "b"));
  EXPECT_EQ(route.on("2026-03-04").next_change_on, day("2026-03-05"));
  EXPECT_TRUE(route.enabled("2026-03-05", "b"));
  EXPECT_TRUE(route.enabled("2026-03-10", "b"));
  EXPECT_EQ(route.on("2026-03-05").next_change_on, day("2026-03-11"));
  EXPECT_FALSE(route.enabled("2026-03-11", "b"));
}

TEST(Toestemming, AnUnreachableParentCountsOnlyWhereTheActAllowsItAndWordsLastAsLongAsTheActSays) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"bereik\"") + step("c", "toestemming = \"kijken\"")));
  route.child("2026-03-01", {"p1"});
  route.done("2026-03-01", "a");
  route.word(EventKind::ToestemmingUnreachable, "2026-03-02", "p1", "bereik");
  route.word(EventKind::ToestemmingUnreachable, "2026-03-02", "p1", "kijken");
  EXPECT_TRUE(route.enabled("2026-09-02", "b"));
  EXPECT_FALSE(route.enabled("2026-09-03", "b"));
  EXPECT_FALSE(route.enabled("2026-03-02", "c"));
}

TEST(Toestemming, FromTwelveOnTheChildIsAskedToo) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"tiener\"")));
  route.child("2026-03-01", {"p1"}, "2014-04");
  route.done("2026-03-01", "a");
  route.yes("2026-03-02", "p1", "tiener");
  EXPECT_TRUE(route.enabled("2026-03-31", "b"));
  EXPECT_FALSE(route.enabled("2026-04-01", "b"));
  EXPECT_EQ(route.on("2026-03-02").next_change_on, day("2026-04-01"));
  route.yes("2026-04-02", "child", "tiener");
  EXPECT_TRUE(route.enabled("2026-04-02", "b"));
}

TEST(Toestemming, DoingOrStartingWithoutItIsRefusedWithTheReason) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"kijken\"")));
  route.done("2026-03-01", "a");
  route.child("2026-03-01", {"p1"});
  route.done("2026-03-02", "b");
  route.tell(EventKind::StepStarted, "2026-03-02").fields.step = "b";
  auto const state = route.offered("2026-03-09");
  ASSERT_EQ(state.refused.size(), 2U);
  EXPECT_EQ(state.refused[0].event, "e3");
  EXPECT_EQ(interop::in_dutch(state.refused[0].why), "De toestemming van ouders is er nog niet, of is verlopen: Kijken.");
  EXPECT_EQ(route.step(state, "b").status, Unavailable);
  EXPECT_TRUE(state.deviations.empty());
}

TEST(Toestemming, ThatTurnsOutToBeMissingLaterIsADeviationAndTheStepStaysDone) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"kijken\"")));
  route.done("2026-03-01", "a");
  route.child("2026-03-01", {"p1"});
  route.yes("2026-03-02", "p1");
  route.done("2026-03-03", "b");
  route.withdrawn("2026-03-05", "e3");
  auto const state = route.offered("2026-03-09");
  EXPECT_TRUE(state.refused.empty());
  EXPECT_EQ(route.step(state, "b").status, Done);
  EXPECT_EQ(Route::deviations(route.plans[0], state), (Lines{"not_enabled b e4 2026-03-03", "permission_missing b e4 2026-03-03"}));
}

TEST(Refusal, OpensWhatGoesOnAndEndsWhatRestsOnTheYes) {
  Route route(plan_of(step("a") + step("b", "toestemming = \"kijken\"") + step("c", "after = [\"a\"]") +
                      rule("response(a, b)", "within = \"P7D\"") + "[[refusal]]\nact = \"kijken\"\nthen = [\"c\"]\n"));
  route.child("2026-03-01", {"p1", "p2"});
  route.done("2026-03-01", "a");
  EXPECT_EQ(route.owed("2026-03-01").size(), 1U);
  EXPECT_FALSE(route.enabled("2026-03-01", "c"));
  EXPECT_EQ(route.why("2026-03-01", "c"), Lines{"Deze stap is er alleen als ouders nee zeggen tegen: Kijken."});
  route.yes("2026-03-02", "p1");
  route.no("2026-03-02", "p2");
  EXPECT_TRUE(route.enabled("2026-03-02", "c"));
  EXPECT_EQ(route.why("2026-03-02", "b"), Lines{"Een ouder met gezag zei nee tegen: Kijken."});
  EXPECT_EQ(route.owed("2026-03-20"), Lines{});
  EXPECT_EQ(route.deviations("2026-03-20"), Lines{});
  route.yes("2026-03-20", "p2");
  EXPECT_FALSE(route.enabled("2026-03-20", "c"));
  EXPECT_TRUE(route.enabled("2026-03-20", "b"));
  EXPECT_EQ(route.owed("2026-03-20"), Lines{"b regel 2026-03-01 2026-03-08 e2 overdue"});
}

TEST(Parents, MustHearOfAStepUnlessTheyWereSpokenInBetween) {
  auto const plan = plan_of(step("a", "parents = \"informed\"") + step("gesprek", "parents = \"talk\"\nrepeat = true"));
  Route silent(plan);
  silent.opened("2026-03-01");
  silent.done("2026-03-02", "a");
  EXPECT_EQ(silent.owed("2026-03-02"), Lines{"a parents_informed 2026-03-02 2026-03-09 e2"});
  silent.done("2026-03-05", "gesprek");
  EXPECT_EQ(silent.owed("2026-03-05"), Lines{});
  Route spoken(plan);
  spoken.opened("2026-03-01");
  spoken.informed("2026-03-02");
  spoken.done("2026-03-03", "a");
  EXPECT_EQ(spoken.owed("2026-03-03"), Lines{});
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
