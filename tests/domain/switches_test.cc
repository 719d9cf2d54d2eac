// Cadence, escalation, and what switches steps on and off (rules 7, 13, 15 and 17).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

TEST(Every, IsOwedFromTheOpeningAndThenFromEachDoing) {
  Route route(plan_of(two_steps("after = [\"a\"]\nevery = \"P3M\"")));
  route.opened("2026-03-01");
  EXPECT_EQ(route.owed("2026-03-01"), Lines{});
  route.done("2026-03-02", "a");
  EXPECT_EQ(route.owed("2026-06-02"), Lines{"b - 2026-03-02 2026-06-02 -"});
  route.done("2026-05-20", "b");
  EXPECT_EQ(route.owed("2026-06-03"), Lines{"b - 2026-05-20 2026-08-20 -"});
  EXPECT_TRUE(route.enabled("2026-05-20", "b"));
  EXPECT_EQ(route.on("2026-05-20").next_change_on, day("2026-08-21"));
  EXPECT_EQ(route.deviations("2026-08-21"), Lines{"overdue b - 2026-08-21"});
}

TEST(Every, WaivingATurnEndsThatTurnAndTheLastOfAFixedNumberIsTheEnd) {
  Route route(plan_of(step("b", "every = \"P1M\"\nmax = 2")));
  route.opened("2026-03-01");
  route.waived("2026-03-10", "b");
  EXPECT_EQ(route.owed("2026-03-10"), Lines{"b - 2026-03-10 2026-04-10 -"});
  route.done("2026-04-01", "b");
  EXPECT_EQ(route.owed("2026-04-01"), Lines{"b - 2026-04-01 2026-05-01 -"});
  route.done("2026-05-01", "b");
  EXPECT_EQ(route.owed("2026-09-01"), Lines{});
  EXPECT_EQ(route.status("2026-05-01", "b"), Done);
}

TEST(Escalation, AsksOneMorePersonOnTheDayWhileItIsStillOpen) {
  Route route(plan_of(two_steps("repeat = true") + rule("response(a, b)", "within = \"P7D\"") + escalation));
  route.done("2026-03-02", "a");
  EXPECT_EQ(route.owed("2026-03-15"), Lines{"b regel 2026-03-02 2026-03-09 e1 overdue"});
  EXPECT_EQ(route.on("2026-03-10").next_change_on, day("2026-03-16"));
  EXPECT_EQ(route.owed("2026-03-16"), (Lines{"b regel 2026-03-02 2026-03-09 e1 overdue", "b regel 2026-03-16 - e1 to mentor"}));
  route.done("2026-03-17", "b");
  EXPECT_EQ(route.owed("2026-03-17"), Lines{});
  EXPECT_EQ(route.deviations("2026-03-17"), Lines{"overdue b e1 2026-03-10"});
}

TEST(Escalation, DoesNotComeWhenTheStepIsDoneInTime) {
  Route route(plan_of(two_steps("repeat = true") + rule("response(a, b)", "within = \"P7D\"") + escalation));
  route.done("2026-03-02", "a");
  route.done("2026-03-09", "b");
  EXPECT_EQ(route.owed("2026-03-30"), Lines{});
}

TEST(Escalation, OfAStepIsOfItsOwnTermAndOfNoOtherStep) {
  Route route(plan_of(step("a", "within = \"P7D\"") + step("b", "within = \"P7D\"") +
                      "[[escalation]]\nof = \"b\"\nafter = \"P0D\"\nto = \"mentor\"\n"));
  route.opened("2026-03-02");
  EXPECT_EQ(route.owed("2026-03-09"),
            (Lines{"a - 2026-03-02 2026-03-09 -", "b - 2026-03-02 2026-03-09 -", "b - 2026-03-09 - - to mentor"}));
}

TEST(RespondedExistence, IsOwedOnceAndOnlyWhenTheOtherWasNotDoneBefore) {
  Route after(plan_of(two_steps("repeat = true") + rule("responded_existence(a, b)", "within = \"P7D\"")));
  after.done("2026-03-02", "a");
  after.done("2026-03-03", "a");
  EXPECT_EQ(after.owed("2026-03-03"), Lines{"b regel 2026-03-02 2026-03-09 e1"});
  after.done("2026-03-04", "b");
  after.done("2026-03-05", "a");
  EXPECT_EQ(after.owed("2026-03-05"), Lines{});
  Route before(plan_of(two_steps("repeat = true") + rule("responded_existence(a, b)", "within = \"P7D\"")));
  before.done("2026-03-01", "b");
  before.done("2026-03-02", "a");
  EXPECT_EQ(before.owed("2026-03-02"), Lines{});
  EXPECT_EQ(before.on("2026-03-02").verdicts[0], Verdict::PermanentlySatisfied);
}

TEST(RespondedExistence, OnAConditionIsAskedAtTheFirstDoingForWhichItHolds) {
  Route route(plan_of(two_steps("repeat = true") + rule("responded_existence(a, b)", "when = 'count(a) >= 2'")));
  route.done("2026-03-02", "a");
  EXPECT_EQ(route.owed("2026-03-02"), Lines{});
  route.done("2026-03-03", "a");
  EXPECT_EQ(route.owed("2026-03-03"), Lines{"b regel 2026-03-03 - e2"});
}

TEST(CoExistence, OwesTheOneThatIsMissing) {
  Route route(plan_of(two_steps("repeat = true") + rule("co_existence(a, b)", "within = \"P7D\"")));
  route.done("2026-03-02", "b");
  EXPECT_EQ(route.owed("2026-03-02"), Lines{"a regel 2026-03-02 2026-03-09 e1"});
  route.done("2026-03-03", "a");
  EXPECT_EQ(route.owed("2026-03-03"), Lines{});
}

TEST(Existence, IsOwedFromTheStartUntilItWasDoneOftenEnough) {
  Route route(plan_of(two_steps("repeat = true") + rule("existence(a, 2)", "within = \"P14D\"")));
  route.opened("2026-03-02");
  route.done("2026-03-03", "a");
  EXPECT_EQ(route.owed("2026-03-03"), Lines{"a regel 2026-03-02 2026-03-16 -"});
  route.done("2026-03-04", "a");
  EXPECT_EQ(route.owed("2026-03-04"), Lines{});
  EXPECT_EQ(route.on("2026-03-04").verdicts[0], Verdict::PermanentlySatisfied);
}

TEST(AlternateResponse, IsLostWhenTheNextOccasionComesBeforeTheAnswerButNotAfterAWaiver) {
  auto const plan = plan_of(two_steps("repeat = true") + rule("alternate_response(a, b)", "within = \"P7D\""));
  Route lost(plan);
  lost.done("2026-03-02", "a");
  EXPECT_EQ(lost.step(lost.on("2026-03-02"), "a").breaks, std::vector<std::size_t>{0});
  lost.done("2026-03-03", "a");
  EXPECT_EQ(lost.deviations("2026-03-03"), Lines{"violated a e2 2026-03-03"});
  EXPECT_EQ(lost.owed("2026-03-03"), (Lines{"b regel 2026-03-02 2026-03-09 e1", "b regel 2026-03-03 2026-03-10 e2"}));
  Route waived(plan);
  waived.done("2026-03-02", "a");
  waived.waived("2026-03-02", "b");
  waived.done("2026-03-03", "a");
  EXPECT_EQ(waived.deviations("2026-03-03"), Lines{});
}

TEST(Choice, IsUnsatisfiedUntilOneOfBothIsDone) {
  Route route(plan_of(two_steps("") + rule("choice(a, b)")));
  route.opened("2026-03-02");
  EXPECT_EQ(route.on("2026-03-02").verdicts[0], Verdict::CurrentlyViolated);
  EXPECT_EQ(route.owed("2026-03-02"), Lines{});
  route.done("2026-03-03", "b");
  EXPECT_EQ(route.on("2026-03-03").verdicts[0], Verdict::PermanentlySatisfied);
}

TEST(BlocksWhileOwed, KeepsTheStepBackAsLongAsSomethingIsOpenAndNoLonger) {
  Route route(plan_of(step("a") + step("praten", "repeat = true") + step("coach", "within = \"P7D\"") +
                      "[[rule]]\nid = \"owes\"\nrule = \"response(a, praten)\"\n" + rule("blocks_while_owed(praten, coach)")));
  route.opened("2026-03-01");
  EXPECT_TRUE(route.enabled("2026-03-01", "coach"));
  route.done("2026-03-02", "a");
  EXPECT_EQ(route.status("2026-03-02", "coach"), Unavailable);
  EXPECT_EQ(route.why("2026-03-02", "coach"), Lines{"Eerst moet 'praten' klaar zijn. Daar staat nog iets open."});
  // It stays opened: its own term runs on.
  EXPECT_EQ(route.owed("2026-03-02"), (Lines{"praten owes 2026-03-02 - e2", "coach - 2026-03-01 2026-03-08 -"}));
  route.done("2026-03-03", "praten");
  EXPECT_TRUE(route.enabled("2026-03-03", "coach"));
}

TEST(Excluded, AStepComesInAndGoesOutAndWhatARuleOwesComesBackWithItsOwnDate) {
  Route route(plan_of(step("in", "repeat = true") + step("uit", "repeat = true") + step("b", "excluded = true\nwithin = \"P2D\"") +
                      "[[rule]]\nid = \"erin\"\nrule = \"include(in, b)\"\n[[rule]]\nid = \"eruit\"\nrule = \"exclude(uit, b)\"\n" +
                      rule("response(in, b)", "within = \"P7D\"")));
  route.opened("2026-03-01");
  EXPECT_EQ(route.status("2026-03-01", "b"), StepStatus::Excluded);
  route.done("2026-03-02", "in");
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
  EXPECT_EQ(route.owed("2026-03-02"), (Lines{"b - 2026-03-02 2026-03-04 -", "b regel 2026-03-02 2026-03-09 e2"}));
  route.done("2026-03-03", "uit");
  EXPECT_EQ(route.status("2026-03-03", "b"), StepStatus::Excluded);
  EXPECT_EQ(route.owed("2026-03-20"), Lines{});
  EXPECT_EQ(route.deviations("2026-03-20"), Lines{});
  EXPECT_EQ(route.on("2026-03-20").verdicts[2], Verdict::CurrentlySatisfied);
  route.done("2026-03-05", "in");
  EXPECT_EQ(route.owed("2026-03-05"),
            (Lines{"b regel 2026-03-02 2026-03-09 e2", "b - 2026-03-05 2026-03-07 -", "b regel 2026-03-05 2026-03-12 e4"}));
}

TEST(Excluded, AStepThatWasDoneStaysDone) {
  Route route(plan_of(step("uit") + step("b") + "[[rule]]\nid = \"eruit\"\nrule = \"exclude(uit, b)\"\n"));
  route.done("2026-03-01", "b");
  route.done("2026-03-02", "uit");
  EXPECT_EQ(route.status("2026-03-02", "b"), Done);
}

TEST(Condition, OpensTheStepOnceTheOtherIsDoneWaivedOrOutOfTheRoute) {
  auto const plan = plan_of(step("a") + step("b", "within = \"P7D\"") + step("uit") + rule("condition(a, b)") +
                            "[[rule]]\nid = \"eruit\"\nrule = \"exclude(uit, a)\"\n");
  Route done(plan);
  done.opened("2026-03-01");
  EXPECT_EQ(done.status("2026-03-01", "b"), Unavailable);
  EXPECT_EQ(done.owed("2026-03-01"), Lines{});
  EXPECT_EQ(done.step(done.on("2026-03-01"), "b").breaks, std::vector<std::size_t>{0});
  done.done("2026-03-02", "a");
  EXPECT_TRUE(done.enabled("2026-03-02", "b"));
  EXPECT_EQ(done.why("2026-03-02", "b"), Lines{"'a' is gedaan op 2 maart 2026."});
  Route waived(plan);
  waived.waived("2026-03-02", "a");
  EXPECT_TRUE(waived.enabled("2026-03-02", "b"));
  Route without(plan);
  without.done("2026-03-02", "uit");
  EXPECT_TRUE(without.enabled("2026-03-02", "b"));
  without.done("2026-03-02", "b");
  EXPECT_EQ(without.deviations("2026-03-02"), Lines{});
}

TEST(Condition, WithAShortestTimeCountsFromTheFirstDoing) {
  Route route(plan_of(two_steps("within = \"P7D\"") + rule("condition(a, b)", "min = \"P3D\"")));
  route.done("2026-03-02", "a");
  route.done("2026-03-04", "a");
  EXPECT_FALSE(route.enabled("2026-03-04", "b"));
  EXPECT_EQ(route.owed("2026-03-04"), Lines{"b - 2026-03-02 2026-03-09 -"});
  EXPECT_TRUE(route.enabled("2026-03-05", "b"));
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
