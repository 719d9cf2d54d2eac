// When a step may be done and by whom (rules 6 to 13 and 24): what may, and what may not.
#include <gtest/gtest.h>

#include "domain/stappenplan/fold.h"
#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

TEST(Step, IsEnabledOnceWhatItWaitsForHappenedAndNotBefore) {
  Route route(plan_of(two_steps("after = [\"a:ja\"]")));
  route.done("2026-03-02", "a", "nee");
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  EXPECT_EQ(route.why("2026-03-02", "b"), Lines{"Eerst moet 'a' de uitkomst 'Ja' hebben."});
  route.done("2026-03-03", "a", "ja");
  route.done("2026-03-04", "a", "nee");
  EXPECT_TRUE(route.enabled("2026-03-04", "b"));
  EXPECT_EQ(route.why("2026-03-04", "b"), Lines{"'a' had op 3 maart 2026 de uitkomst 'Ja'."});
}

TEST(Step, OneOfSeveralIsEnoughForAfterAnyButNoneIsNot) {
  Route route(plan_of(step("a") + step("c") + step("b", "after_any = [\"a\", \"c\"]")));
  route.opened("2026-03-01");
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  route.done("2026-03-02", "c");
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
}

TEST(Step, AConditionMustHoldNowAndIsNotRemembered) {
  Route route(plan_of(two_steps("when = 'outcome(a) = \"ja\"'")));
  route.done("2026-03-02", "a", "ja");
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
  route.done("2026-03-03", "a", "nee");
  EXPECT_FALSE(route.enabled("2026-03-03", "b"));
}

TEST(Step, ConditionsReadCountsAgesAndGroups) {
  Route route(plan_of(step("a", "repeat = true\noutcomes = { x = \"X\" }") + step("vaak", "when = 'count(a, \"P7D\") >= 2'") +
                      step("oud", "when = 'age_months >= 36 and not done(oud)'") +
                      step("plus", "when = 'group_type = \"plus\" or group_type = \"bso\"'") +
                      step("onbekend", "when = 'not (outcome(a) = \"x\")'")));
  route.child("2026-04-20", {"p1"}, "2023-05").fields.group_type = "bso";
  route.done("2026-04-20", "a");
  route.done("2026-04-24", "a");
  EXPECT_TRUE(route.enabled("2026-04-27", "vaak"));
  EXPECT_FALSE(route.enabled("2026-04-28", "vaak"));
  EXPECT_FALSE(route.enabled("2026-04-30", "oud"));
  EXPECT_TRUE(route.enabled("2026-05-01", "oud"));
  EXPECT_TRUE(route.enabled("2026-05-01", "plus"));
  EXPECT_TRUE(route.enabled("2026-05-01", "onbekend"));
}

TEST(Step, OutOfTurnIsRecordedCountsAndIsADeviation) {
  Route route(plan_of(two_steps("after = [\"a\"]")));
  route.done("2026-03-02", "b");
  EXPECT_EQ(route.status("2026-03-02", "b"), Done);
  EXPECT_EQ(route.deviations("2026-03-02"), Lines{"not_enabled b e1 2026-03-02"});
  Route in_turn(plan_of(two_steps("after = [\"a\"]")));
  in_turn.done("2026-03-02", "a");
  in_turn.done("2026-03-02", "b");
  EXPECT_EQ(in_turn.deviations("2026-03-02"), Lines{});
}

TEST(Step, OpensAtOnceButIsEnabledOnlyAfterItsShortestTime) {
  Route route(plan_of(two_steps("after = [\"a\"]\nmin = \"P3D\"\nwithin = \"P7D\"")));
  route.done("2026-03-02", "a");
  EXPECT_EQ(route.owed("2026-03-04"), Lines{"b - 2026-03-02 2026-03-09 -"});
  EXPECT_FALSE(route.enabled("2026-03-04", "b"));
  EXPECT_EQ(route.on("2026-03-02").next_change_on, day("2026-03-05"));
  EXPECT_TRUE(route.enabled("2026-03-05", "b"));
  EXPECT_EQ(route.step(route.on("2026-03-06"), "b").since, day("2026-03-05"));
}

TEST(Step, ThatIsClosedAgainOwesNothingAndStartsAnewWhenItOpensAgain) {
  Route route(plan_of(two_steps("when = 'outcome(a) = \"ja\"'\nwithin = \"P7D\"")));
  route.done("2026-03-02", "a", "ja");
  route.done("2026-03-04", "a", "nee");
  EXPECT_EQ(route.owed("2026-03-20"), Lines{});
  route.done("2026-03-10", "a", "ja");
  EXPECT_EQ(route.owed("2026-03-10"), Lines{"b - 2026-03-10 2026-03-17 -"});
}

TEST(Step, BeforeOneOfTheFirstStepsIsDoneOnlyThoseAreEnabled) {
  Route route(plan_of(step("a", "repeat = true") + step("b"), "starts_with = [\"a\"]\n"));
  route.opened("2026-03-02");
  EXPECT_TRUE(route.enabled("2026-03-02", "a"));
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  EXPECT_EQ(route.why("2026-03-02", "b"), Lines{"De route begint met: 'a'."});
  route.done("2026-03-03", "a");
  EXPECT_TRUE(route.enabled("2026-03-03", "b"));
}

TEST(Repeat, AnOrdinaryStepIsDoneAfterOnceAndARepeatingOneStaysOpen) {
  Route route(plan_of(step("a") + step("b", "repeat = true") + step("c", "repeat = true\nmax = 2")));
  for (auto const* id : {"a", "b", "c"}) route.done("2026-03-02", id);
  EXPECT_EQ(route.status("2026-03-02", "a"), Done);
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
  EXPECT_TRUE(route.enabled("2026-03-02", "c"));
  route.done("2026-03-03", "c");
  EXPECT_EQ(route.status("2026-03-03", "c"), Done);
}

TEST(Repeat, EachWaitsForANewOccasion) {
  Route route(plan_of(two_steps("after = [\"a\"]\nrepeat = \"each\"")));
  route.done("2026-03-02", "a");
  route.done("2026-03-03", "b");
  EXPECT_FALSE(route.enabled("2026-03-03", "b"));
  EXPECT_EQ(route.why("2026-03-03", "b"), Lines{"Gedaan op 3 maart 2026. Deze stap kan weer na een nieuwe aanleiding."});
  route.done("2026-03-04", "a");
  EXPECT_TRUE(route.enabled("2026-03-04", "b"));
}

TEST(Repeat, ADoingThatNamesWhatItAnswersLeavesTheRestOpen) {
  Route route(plan_of(two_steps("after = [\"a\"]\nrepeat = \"each\"\nwithin = \"P7D\"")));
  route.done("2026-03-02", "a");
  route.done("2026-03-03", "a");
  EXPECT_EQ(route.owed("2026-03-03"), (Lines{"b - 2026-03-02 2026-03-09 -", "b - 2026-03-03 2026-03-10 e2"}));
  route.done("2026-03-04", "b").fields.answers = Lines{"e2"};
  EXPECT_TRUE(route.enabled("2026-03-04", "b"));
  EXPECT_EQ(route.owed("2026-03-04"), Lines{"b - 2026-03-02 2026-03-09 -"});
  route.done("2026-03-05", "b");
  EXPECT_EQ(route.owed("2026-03-05"), Lines{});
}

TEST(Exit, WhileItIsTrueTheStepIsGoneAndWhatItOwedDoesNotComeBack) {
  Route route(plan_of(two_steps("after = [\"a\"]\nexit = 'outcome(a) = \"nee\"'") + rule("response(a, b)", "within = \"P7D\"")));
  route.done("2026-03-02", "a", "ja");
  EXPECT_EQ(route.owed("2026-03-02").size(), 1U);
  route.done("2026-03-03", "a", "nee");
  EXPECT_FALSE(route.enabled("2026-03-03", "b"));
  EXPECT_EQ(route.owed("2026-03-03"), Lines{});
  EXPECT_EQ(route.on("2026-03-03").verdicts[0], Verdict::CurrentlySatisfied);
  route.done("2026-03-04", "a", "ja");
  EXPECT_TRUE(route.enabled("2026-03-04", "b"));
  EXPECT_EQ(route.owed("2026-03-04"), Lines{"b regel 2026-03-04 2026-03-11 e3"});
}

TEST(Stage, ItsStepsWaitForItAndLeaveWithIt) {
  Route route(plan_of("[[stage]]\nid = \"fase\"\ntitle = \"Fase\"\nafter = [\"a:ja\"]\nexit = 'outcome(a) = \"nee\"'\n" +
                      two_steps("stage = \"fase\"")));
  route.opened("2026-03-01");
  EXPECT_FALSE(route.enabled("2026-03-01", "b"));
  route.done("2026-03-02", "a", "ja");
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
  route.done("2026-03-03", "a", "nee");
  EXPECT_FALSE(route.enabled("2026-03-03", "b"));
}

TEST(Milestone, IsReachedOnceAndStaysReached) {
  Route route(plan_of("[[milestone]]\nid = \"paal\"\ntitle = \"Paal\"\nwhen = 'outcome(a) = \"ja\"'\n" + two_steps("after = [\"paal\"]")));
  route.done("2026-03-02", "a", "nee");
  EXPECT_TRUE(route.on("2026-03-02").milestones.empty());
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  route.done("2026-03-03", "a", "ja");
  route.done("2026-03-04", "a", "nee");
  EXPECT_EQ(route.on("2026-03-04").milestones, (std::vector<ReachedMilestone>{{0, day("2026-03-03")}}));
  EXPECT_TRUE(route.enabled("2026-03-04", "b"));
}

TEST(Milestone, CountsWhatWasDoneInItsPeriodAndNothingFromBeforeIt) {
  Route route(
      plan_of("[[milestone]]\nid = \"vaak\"\ntitle = \"Vaak\"\nwhen = 'count(a, \"P1W\") >= 2'\n" + two_steps("after = [\"vaak\"]")));
  route.done("2026-03-02", "a");
  route.done("2026-03-10", "a");
  EXPECT_FALSE(route.enabled("2026-03-10", "b"));
  route.done("2026-03-12", "a");
  EXPECT_TRUE(route.enabled("2026-03-12", "b"));
}

TEST(People, AnotherRoleIsADeviationAndTheRightOneIsNot) {
  Route route(plan_of(step("a", "by = [\"mentor\", \"pedagoog\"]\nrepeat = true\nwith = [\"pm\"]\nmay_join = [\"ouder\"]")));
  auto& right = route.done("2026-03-02", "a");
  right.fields.role = "pedagoog";
  right.fields.with = Lines{"pm"};
  EXPECT_EQ(route.deviations("2026-03-02"), Lines{});
  route.done("2026-03-03", "a").fields.role = "pm";
  EXPECT_EQ(route.deviations("2026-03-03"), (Lines{"role a e2 2026-03-03", "with a e2 2026-03-03"}));
}

TEST(People, FourEyesRefusesTheSameActorAndAnActorWithoutAName) {
  Route route(plan_of(step("a") + step("b", "four_eyes = \"a\"")));
  auto offered = route.done("2026-03-02", "b");
  route.events.clear();
  EXPECT_FALSE(would_refuse(route.plans, route.events, offered));
  route.done("2026-03-01", "a").fields.actor = "w1";
  offered.id = "x";
  EXPECT_TRUE(would_refuse(route.plans, route.events, offered));
  offered.fields.actor = "w1";
  EXPECT_TRUE(would_refuse(route.plans, route.events, offered));
  offered.fields.actor = "w2";
  EXPECT_FALSE(would_refuse(route.plans, route.events, offered));
}

TEST(People, AStoredFoldNamesWhoDidAStepOnlyWhenAnotherNeedsOtherEyes) {
  auto const plan = plan_of(step("a") + step("b", "four_eyes = \"a\""));
  Fold fold(plan, day("2026-03-01"));
  Route route(plan);
  route.done("2026-03-01", "a").fields.actor = "eerste-w";
  route.done("2026-03-02", "b").fields.actor = "tweede-w";
  for (auto const& event : route.events) fold.apply(event);
  EXPECT_NE(fold.saved().find("eerste-w"), std::string::npos);
  EXPECT_EQ(fold.saved().find("tweede-w"), std::string::npos);
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
