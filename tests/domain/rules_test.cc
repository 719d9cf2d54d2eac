// One pair or more per rule of the stappenplan that is carried out: what may, and what may not.
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

constexpr auto Done = StepStatus::Done;
constexpr auto Waived = StepStatus::Waived;
constexpr auto Unavailable = StepStatus::Unavailable;

std::string two_steps(std::string const& keys_of_b) {
  return step("a", "outcomes = { ja = \"Ja\", nee = \"Nee\" }\nrepeat = true") + step("b", keys_of_b);
}

// ---- order and what counts (rules 2, 3, 5)

TEST(Order, OnOneDayTimedEventsComeBeforeEventsOfWhichOnlyTheDayIsKnown) {
  Route route(plan_of(two_steps("after = [\"a\"]")));
  route.done("2026-03-02", "b");
  route.done("2026-03-02T10:00:00+01:00", "a");
  EXPECT_EQ(route.deviations("2026-03-02"), Lines{});
}

TEST(Order, AmongEventsOfADayAWordOfParentsComesBeforeAStepWhateverTheirIds) {
  Route route(plan_of(step("a", "toestemming = \"kijken\"")));
  route.done("2026-03-02", "a");
  route.yes("2026-03-02", "p1");
  route.child("2026-03-02", {"p1"});
  EXPECT_EQ(route.offered("2026-03-02").refused.size(), 0U);
  EXPECT_EQ(route.status("2026-03-02", "a"), Done);
}

TEST(Order, WhatHappensLaterThanTodayDoesNotCountYet) {
  Route route(plan_of(step("a") + step("b")));
  route.done("2026-03-02", "b");
  route.done("2026-03-05", "a");
  EXPECT_NE(route.status("2026-03-04", "a"), Done);
  EXPECT_EQ(route.status("2026-03-05", "a"), Done);
}

TEST(Correction, TheLastOneWinsPerKeyAndWorksOnThePast) {
  Route route(plan_of(two_steps("after = [\"a:ja\"]")));
  route.done("2026-03-02", "a", "nee");
  EXPECT_FALSE(route.enabled("2026-03-09", "b"));
  Fields to_ja;
  to_ja.outcome = "ja";
  route.corrected("2026-03-05", "e1", to_ja);
  EXPECT_TRUE(route.enabled("2026-03-09", "b"));
  Fields later;
  later.at = When::on(day("2026-03-04"));
  route.corrected("2026-03-06", "e1", later);
  EXPECT_EQ(route.step(route.on("2026-03-09"), "b").since, day("2026-03-04"));
}

TEST(Correction, OneThatArrivesBeforeItsEventWaitsForIt) {
  Route route(plan_of(two_steps("after = [\"a:ja\"]")));
  Fields to_ja;
  to_ja.outcome = "ja";
  route.corrected("2026-03-01", "e2", to_ja);
  route.done("2026-03-02", "a", "nee");
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
}

TEST(Withdrawal, TakesAnEventOutAndIsUndoneByWithdrawingIt) {
  Route route(plan_of(two_steps("after = [\"a\"]")));
  route.opened("2026-03-01");
  route.done("2026-03-02", "a");
  route.withdrawn("2026-03-03", "e2");
  EXPECT_FALSE(route.enabled("2026-03-09", "b"));
  route.withdrawn("2026-03-04", "e3");
  EXPECT_TRUE(route.enabled("2026-03-09", "b"));
}

TEST(Route, RegistrationAloneGivesNoNextStep) {
  Route route(plan_of(step("a", "within = \"P7D\"")));
  route.child("2026-03-02", {"p1"});
  EXPECT_EQ(route.status("2026-03-09", "a"), Unavailable);
  EXPECT_EQ(route.owed("2026-03-09"), Lines{});
  route.opened("2026-03-04");
  EXPECT_TRUE(route.enabled("2026-03-09", "a"));
  EXPECT_EQ(route.owed("2026-03-09"), Lines{"a - 2026-03-04 2026-03-11 -"});
}

TEST(Route, TheNoteFromBeforeItsStartThatOpenedItIsNoDeviation) {
  Route route(plan_of(two_steps("after = [\"a\"]")));
  route.done("2026-03-02", "a");
  route.opened("2026-03-04");
  EXPECT_EQ(route.deviations("2026-03-04"), Lines{});
  EXPECT_EQ(route.step(route.on("2026-03-04"), "b").since, day("2026-03-04"));
}

// ---- steps (rules 7, 9, 11, 12, 13, 24)

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

// ---- obligations and rules (rules 15, 16, 19, 27)

TEST(Response, IsOwedForEveryOccasionUntilItIsAnswered) {
  Route route(plan_of(two_steps("repeat = true") + rule("response(a, b)", "within = \"P7D\"")));
  route.done("2026-03-02", "a");
  route.done("2026-03-04", "a");
  EXPECT_EQ(route.owed("2026-03-04"), (Lines{"b regel 2026-03-02 2026-03-09 e1", "b regel 2026-03-04 2026-03-11 e2"}));
  EXPECT_EQ(route.on("2026-03-04").verdicts[0], Verdict::CurrentlyViolated);
  route.done("2026-03-05", "b");
  EXPECT_EQ(route.owed("2026-03-05"), Lines{});
  EXPECT_EQ(route.on("2026-03-05").verdicts[0], Verdict::CurrentlySatisfied);
}

TEST(Response, ADoingThatNamesOccasionsAnswersOnlyThose) {
  Route route(plan_of(two_steps("repeat = true") + rule("response(a, b)")));
  route.done("2026-03-02", "a");
  route.done("2026-03-04", "a");
  route.done("2026-03-05", "b").fields.answers = Lines{"e1"};
  EXPECT_EQ(route.owed("2026-03-05"), Lines{"b regel 2026-03-04 - e2"});
}

TEST(Response, ASoonerDoingThanItsShortestTimeDoesNotAnswer) {
  Route route(plan_of(two_steps("repeat = true") + rule("response(a, b)", "min = \"P3D\"")));
  route.done("2026-03-02", "a");
  route.done("2026-03-04", "b");
  EXPECT_EQ(route.owed("2026-03-04").size(), 1U);
  route.done("2026-03-05", "b");
  EXPECT_EQ(route.owed("2026-03-05").size(), 0U);
}

TEST(Response, IsOwedOnlyWhenItsConditionHeldAtTheOccasion) {
  Route route(plan_of(two_steps("repeat = true") + rule("response(a:ja, b)", "when = 'count(a) >= 2'")));
  route.done("2026-03-02", "a", "ja");
  route.done("2026-03-03", "a", "nee");
  EXPECT_EQ(route.owed("2026-03-03"), Lines{});
  route.done("2026-03-04", "a", "ja");
  EXPECT_EQ(route.owed("2026-03-04"), Lines{"b regel 2026-03-04 - e3"});
}

TEST(Term, IsOverdueFromTheDayAfterAndOverdueNeverBlocks) {
  Route route(plan_of(two_steps("after = [\"a\"]\nwithin = \"P7D\"")));
  route.done("2026-03-02", "a");
  EXPECT_EQ(route.owed("2026-03-09"), Lines{"b - 2026-03-02 2026-03-09 -"});
  EXPECT_EQ(route.deviations("2026-03-09"), Lines{});
  EXPECT_EQ(route.on("2026-03-02").next_change_on, day("2026-03-10"));
  EXPECT_EQ(route.owed("2026-03-10"), Lines{"b - 2026-03-02 2026-03-09 - overdue"});
  EXPECT_TRUE(route.enabled("2026-03-10", "b"));
  route.done("2026-03-12", "b");
  EXPECT_EQ(route.owed("2026-03-12"), Lines{});
  EXPECT_EQ(route.deviations("2026-03-12"), Lines{"overdue b - 2026-03-10"});
}

TEST(Term, CountsCalendarMonthsAndWorkingDays) {
  EXPECT_EQ(Duration::parse("P1M")->after(day("2025-01-31")), day("2025-02-28"));
  EXPECT_EQ((Duration{0, 1, true}.after(day("2026-03-06"))), day("2026-03-09"));
  // Good Friday is a working day, Easter Monday is not.
  EXPECT_EQ((Duration{0, 2, true}.after(day("2026-04-02"))), day("2026-04-07"));
  EXPECT_FALSE(is_working_day(day("2026-04-27")));
  EXPECT_FALSE(is_working_day(day("2026-05-14")));
  EXPECT_FALSE(is_working_day(day("2026-05-25")));
  EXPECT_TRUE(is_working_day(day("2026-05-04")));
  // On a Sunday the 27th moves to Saturday the 26th.
  EXPECT_TRUE(is_working_day(day("2031-04-28")));
  EXPECT_FALSE(Duration::parse("P1D1M"));
  EXPECT_FALSE(Duration::parse("P"));
  EXPECT_FALSE(Duration::parse("P1H"));
}

TEST(Precedence, IsViolatedForGoodByADoingTooEarlyAndTheStepSaysSoBefore) {
  Route route(plan_of(two_steps("repeat = true") + rule("precedence(a, b)")));
  route.opened("2026-03-01");
  EXPECT_EQ(route.step(route.on("2026-03-01"), "b").breaks, std::vector<std::size_t>{0});
  EXPECT_TRUE(route.step(route.on("2026-03-01"), "a").breaks.empty());
  route.done("2026-03-02", "b");
  route.done("2026-03-03", "b");
  EXPECT_EQ(route.deviations("2026-03-03"), Lines{"violated b e2 2026-03-02"});
  EXPECT_EQ(route.on("2026-03-03").verdicts[0], Verdict::PermanentlyViolated);
}

TEST(Precedence, IsSatisfiedForGoodOnceTheFirstIsDoneOrWaived) {
  Route done(plan_of(two_steps("repeat = true") + rule("precedence(a, b)")));
  done.done("2026-03-02", "a");
  EXPECT_EQ(done.on("2026-03-02").verdicts[0], Verdict::PermanentlySatisfied);
  Route waived(plan_of(two_steps("repeat = true") + rule("precedence(a, b)")));
  waived.waived("2026-03-02", "a");
  waived.done("2026-03-03", "b");
  EXPECT_EQ(waived.on("2026-03-03").verdicts[0], Verdict::PermanentlySatisfied);
}

// ---- cadence, escalation, and what switches steps on and off (rules 7, 13, 15, 17)

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

std::string const escalation = "[[escalation]]\nof = \"regel\"\nafter = \"P7D\"\nto = \"mentor\"\n";

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

// ---- waiver and closing (rules 12, 14, 25)

TEST(Waiver, EndsWhatIsOwedAndOpensWhatWaitsForTheStepButNotForItsOutcome) {
  Route route(
      plan_of(step("a", "within = \"P7D\"\noutcomes = { ja = \"Ja\" }") + step("b", "after = [\"a\"]") + step("c", "after = [\"a:ja\"]")));
  route.opened("2026-03-01");
  EXPECT_EQ(route.owed("2026-03-02").size(), 1U);
  route.waived("2026-03-02", "a").fields.role = "pm";
  EXPECT_EQ(route.owed("2026-03-20"), Lines{});
  EXPECT_EQ(route.status("2026-03-02", "a"), Waived);
  EXPECT_TRUE(route.enabled("2026-03-02", "b"));
  EXPECT_FALSE(route.enabled("2026-03-02", "c"));
  route.done("2026-03-03", "a");
  EXPECT_EQ(route.status("2026-03-03", "a"), Done);
  EXPECT_EQ(route.deviations("2026-03-03"), Lines{});
}

TEST(Waiver, OfOneRuleLeavesTheRestAndAnotherRoleIsADeviation) {
  Route route(plan_of(two_steps("after = [\"a\"]\nwithin = \"P7D\"\nwaive_by = [\"mentor\"]") + rule("response(a, b)")));
  route.done("2026-03-02", "a");
  auto& waiver = route.waived("2026-03-03", "b");
  waiver.fields.rule = "regel";
  waiver.fields.role = "pm";
  EXPECT_EQ(route.owed("2026-03-03"), Lines{"b - 2026-03-02 2026-03-09 -"});
  EXPECT_TRUE(route.enabled("2026-03-03", "b"));
  EXPECT_EQ(route.deviations("2026-03-03"), Lines{"role b e2 2026-03-03"});
}

TEST(Closing, IsAlwaysAcceptedAndRequiredStepsThatWereOpenedAreDeviations) {
  Route route(plan_of(step("a", "required = true\nwithin = \"P7D\"") + step("b", "required = true\nafter = [\"a\"]")));
  route.opened("2026-03-01");
  EXPECT_EQ(route.on("2026-03-01").closing_needs, std::vector<std::size_t>{0});
  route.closed("2026-03-02");
  auto const state = route.on("2026-03-20");
  EXPECT_EQ(state.status, RouteStatus::Closed);
  EXPECT_EQ(route.deviations("2026-03-20"), Lines{"closed_with_open a e2 2026-03-02"});
  EXPECT_TRUE(state.obligations.empty());
  EXPECT_EQ(route.step(state, "a").status, Unavailable);
  EXPECT_EQ(state.next_change_on, std::nullopt);
}

TEST(Closing, WithEverythingDoneOrWaivedIsNoDeviation) {
  Route route(plan_of(step("a", "required = true") + step("b", "required = true\nrepeat = true")));
  route.waived("2026-03-01", "a");
  route.done("2026-03-01", "b");
  route.closed("2026-03-02");
  EXPECT_EQ(route.deviations("2026-03-02"), Lines{});
}

// ---- pause, reopening and another version (rules 4, 14, 18)

Plan with_a_term(std::string const& duration, std::string const& more = {}) {
  return plan_of(two_steps("repeat = true\n" + more) + rule("response(a, b)", "within = \"" + duration + "\"") + escalation);
}

TEST(Pause, MovesWhatHadNotPassedAndWhileItLastsNothingBecomesOverdue) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  route.tell(EventKind::RoutePaused, "2026-03-05");
  auto const still = route.on("2026-04-20");
  EXPECT_EQ(still.status, RouteStatus::Paused);
  EXPECT_EQ(still.next_change_on, std::nullopt);
  EXPECT_EQ(route.owed("2026-04-20"), Lines{"b regel 2026-03-02 2026-03-09 e1"});
  EXPECT_TRUE(route.enabled("2026-04-20", "b"));
  route.tell(EventKind::RouteResumed, "2026-03-10");
  EXPECT_EQ(route.owed("2026-03-14"), Lines{"b regel 2026-03-02 2026-03-14 e1"});
  EXPECT_EQ(route.deviations("2026-03-15"), Lines{"overdue b e1 2026-03-15"});
}

TEST(Pause, LeavesADueDateThatHadPassedAndASecondPauseMovesAgain) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  route.done("2026-03-09", "a");
  route.tell(EventKind::RoutePaused, "2026-03-10");
  route.tell(EventKind::RouteResumed, "2026-03-12");
  route.tell(EventKind::RoutePaused, "2026-03-13");
  route.tell(EventKind::RouteResumed, "2026-03-20");
  EXPECT_EQ(route.owed("2026-03-20"), (Lines{"b regel 2026-03-02 2026-03-09 e1 overdue", "b regel 2026-03-09 2026-03-25 e2"}));
}

TEST(Pause, ComesAfterTheMonthsAndCountsNoWorkingDays) {
  Route months(with_a_term("P1M"));
  months.done("2026-02-10", "a");
  months.tell(EventKind::RoutePaused, "2026-02-20");
  months.tell(EventKind::RouteResumed, "2026-02-25");
  EXPECT_EQ(months.owed("2026-02-25"), Lines{"b regel 2026-02-10 2026-03-15 e1"});
  Route working(plan_of(two_steps("repeat = true") + rule("response(a, b)", "within = \"P5D\"\nworking_days = true")));
  working.done("2026-03-06", "a");
  working.tell(EventKind::RoutePaused, "2026-03-10");
  working.tell(EventKind::RouteResumed, "2026-03-12");
  EXPECT_EQ(working.owed("2026-03-12"), Lines{"b regel 2026-03-06 2026-03-17 e1"});
}

/// What is owed on `today` of a route whose place is closed on `closings`, by its due date.
Lines due_with(Route const& route, std::vector<Fold::Halt> closings, std::string const& today) {
  auto const events = settle(route.events, day(today));
  Fold fold(route.plans[0], start_of(events), std::move(closings));
  for (auto const& event : events) fold.apply(event);
  Lines lines;
  for (auto const& one : Fold::restored(route.plans[0], fold.saved())->state(day(today), "nl").obligations)
    lines.push_back(one.due->text() + (one.overdue ? " overdue" : ""));
  return lines;
}

TEST(Closing, MovesWhatHadNotPassedFromTheDayOnThatItIsOwed) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  EXPECT_EQ(due_with(route, {}, "2026-03-03"), Lines{"2026-03-09"});
  EXPECT_EQ(due_with(route, {{day("2026-03-05"), day("2026-03-10")}}, "2026-03-03"), Lines{"2026-03-14"});
  EXPECT_EQ(due_with(route, {{day("2026-03-05"), day("2026-03-10")}}, "2026-03-14"), Lines{"2026-03-14"});
  EXPECT_EQ(due_with(route, {{day("2026-03-05"), day("2026-03-10")}}, "2026-03-15"), Lines{"2026-03-14 overdue"});
}

TEST(Closing, ThatBeganAfterTheDueDateMovesNothing) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  EXPECT_EQ(due_with(route, {{day("2026-03-10"), day("2026-03-20")}}, "2026-03-10"), Lines{"2026-03-09 overdue"});
}

TEST(Closing, ADayThatAPauseTakesTooCountsOnce) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  route.tell(EventKind::RoutePaused, "2026-03-05");
  route.tell(EventKind::RouteResumed, "2026-03-10");
  EXPECT_EQ(due_with(route, {{day("2026-03-08"), day("2026-03-12")}}, "2026-03-12"), Lines{"2026-03-16"});
  EXPECT_EQ(due_with(route, {{day("2026-03-06"), day("2026-03-08")}}, "2026-03-12"), Lines{"2026-03-14"});
}

TEST(Pause, WhatHappensInItCountsFromItsEnd) {
  Route route(with_a_term("P7D"));
  route.opened("2026-03-02");
  route.tell(EventKind::RoutePaused, "2026-03-05");
  route.done("2026-03-06", "a");
  route.tell(EventKind::RouteResumed, "2026-03-10");
  EXPECT_EQ(route.owed("2026-03-10"), Lines{"b regel 2026-03-06 2026-03-16 e3"});
}

TEST(Pause, HoldsBackTheShortestTimeAndTheEscalationButNotTheEndOfAPermission) {
  Route shortest(plan_of(two_steps("after = [\"a\"]\nmin = \"P3D\"")));
  shortest.done("2026-03-02", "a");
  shortest.tell(EventKind::RoutePaused, "2026-03-03");
  EXPECT_FALSE(shortest.enabled("2026-03-20", "b"));
  EXPECT_EQ(shortest.why("2026-03-20", "b"), Lines{"De route staat stil. Daarna kan deze stap na een tijd."});
  shortest.tell(EventKind::RouteResumed, "2026-03-06");
  EXPECT_FALSE(shortest.enabled("2026-03-07", "b"));
  EXPECT_TRUE(shortest.enabled("2026-03-08", "b"));
  Route late(with_a_term("P7D"));
  late.done("2026-03-02", "a");
  late.tell(EventKind::RoutePaused, "2026-03-11");
  EXPECT_EQ(late.owed("2026-03-30").size(), 1U);
  late.tell(EventKind::RouteResumed, "2026-03-14");
  EXPECT_EQ(late.owed("2026-03-18").size(), 1U);
  EXPECT_EQ(late.owed("2026-03-19").size(), 2U);
  // What came before a later pause stays where it was.
  late.tell(EventKind::RoutePaused, "2026-03-25");
  late.tell(EventKind::RouteResumed, "2026-03-28");
  EXPECT_EQ(late.owed("2026-03-28")[1], "b regel 2026-03-19 - e1 to mentor");
  Route permission(plan_of(step("a") + step("b", "toestemming = \"kijken\"")));
  permission.child("2026-03-01", {"p1"});
  permission.yes("2026-03-01", "p1").fields.until = day("2026-03-10");
  permission.tell(EventKind::RoutePaused, "2026-03-02");
  EXPECT_TRUE(permission.enabled("2026-03-10", "b"));
  EXPECT_FALSE(permission.enabled("2026-03-11", "b"));
}

TEST(Reopening, GoesOnWhereItWasAsAfterAPause) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  route.closed("2026-03-05");
  EXPECT_EQ(route.owed("2026-03-20"), Lines{});
  EXPECT_FALSE(route.enabled("2026-03-20", "b"));
  route.tell(EventKind::RouteReopened, "2026-03-10");
  EXPECT_EQ(route.on("2026-03-10").status, RouteStatus::Open);
  EXPECT_TRUE(route.enabled("2026-03-10", "b"));
  EXPECT_EQ(route.owed("2026-03-10"), Lines{"b regel 2026-03-02 2026-03-14 e1"});
}

TEST(Reopening, OfARouteThatWasPausedLeavesItPaused) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  route.tell(EventKind::RoutePaused, "2026-03-04");
  route.closed("2026-03-05");
  route.tell(EventKind::RouteReopened, "2026-03-10");
  EXPECT_EQ(route.on("2026-03-10").status, RouteStatus::Paused);
  route.tell(EventKind::RouteResumed, "2026-03-11");
  EXPECT_EQ(route.owed("2026-03-11"), Lines{"b regel 2026-03-02 2026-03-16 e1"});
}

Route with_versions(Plan first, Plan second) {
  Route route(std::move(first));
  second.version = 2;
  route.plans.push_back(std::move(second));
  return route;
}

/// "step role due rule" of what is owed, by the plan that is followed.
Lines owed_then(Route const& route, std::string const& today) {
  Lines lines;
  auto const state = route.on(today);
  for (auto const& one : state.obligations) {
    lines.push_back(state.step_id(route.plans[state.followed], one.step) + " " + one.role + " " + (one.due ? one.due->text() : "-") + " " +
                    one.rule.value_or("-"));
  }
  return lines;
}

TEST(Adoption, WhatIsOpenKeepsItsRuleDateOwnerAndEscalationAlsoWithoutTheStep) {
  auto route = with_versions(plan_of(step("a", "repeat = true") + step("b", "repeat = true\ntoestemming = \"kijken\"") +
                                     rule("response(a, b)", "within = \"P7D\"\nowner = \"mentor\"") + escalation),
                             plan_of(step("a", "repeat = true")));
  route.done("2026-03-02", "a");
  route.tell(EventKind::PlanAdopted, "2026-03-04").fields.version = 2;
  route.done("2026-03-05", "a");
  EXPECT_EQ(route.on("2026-03-05").followed, 1U);
  EXPECT_EQ(owed_then(route, "2026-03-05"), Lines{"b mentor 2026-03-09 regel"});
  EXPECT_EQ(owed_then(route, "2026-03-16"), (Lines{"b mentor 2026-03-09 regel", "b mentor - regel"}));
  auto done = route;
  done.done("2026-03-06", "b");
  EXPECT_EQ(owed_then(done, "2026-03-16"), Lines{});
  auto waived = route;
  waived.waived("2026-03-06", "b").fields.rule = "iets_anders";
  EXPECT_EQ(owed_then(waived, "2026-03-06").size(), 1U);
  waived.waived("2026-03-06", "b");
  EXPECT_EQ(owed_then(waived, "2026-03-16"), Lines{});
}

TEST(Adoption, DoneWaivedAndPermissionsCarryOverAndNewStepsCountFromThatDay) {
  auto route = with_versions(
      plan_of(step("a") + step("b") + step("c", "min = \"P3D\"")),
      plan_of(step("nieuw", "after = [\"a\"]\nwithin = \"P7D\"") + step("a") + step("b") + step("c", "min = \"P3D\"\nwithin = \"P7D\"") +
              step("met", "toestemming = \"kijken\"") + rule("response(a, nieuw)", "within = \"P1D\"")));
  route.child("2026-03-01", {"p1"});
  route.yes("2026-03-01", "p1");
  route.done("2026-03-02", "a");
  route.waived("2026-03-02", "b");
  route.tell(EventKind::PlanAdopted, "2026-03-20").fields.version = 2;
  auto const state = route.on("2026-03-20");
  auto const status = [&](char const* id) { return state.steps[*route.plans[1].step(id)].status; };
  EXPECT_EQ(status("a"), Done);
  EXPECT_EQ(status("b"), Waived);
  EXPECT_EQ(status("c"), StepStatus::Enabled);
  EXPECT_EQ(status("met"), StepStatus::Enabled);
  EXPECT_EQ(state.steps[*route.plans[1].step("c")].since, day("2026-03-04"));
  EXPECT_EQ(owed_then(route, "2026-03-20"), (Lines{"nieuw pm 2026-03-27 -", "c pm 2026-03-27 -"}));
}

TEST(Adoption, ARuleKnowsThePastButStartsAfreshWhenThePastWouldViolateIt) {
  auto const rules = rule("precedence(a, b)") + "[[rule]]\nid = \"zonder\"\nrule = \"absence(b)\"\n";
  auto const steps = step("a", "repeat = true") + step("b", "repeat = true");
  auto route = with_versions(plan_of(steps), plan_of(steps + rules));
  route.done("2026-03-01", "a");
  route.done("2026-03-02", "b");
  route.tell(EventKind::PlanAdopted, "2026-03-04").fields.version = 2;
  EXPECT_EQ(route.on("2026-03-04").verdicts, (std::vector<Verdict>{Verdict::PermanentlySatisfied, Verdict::CurrentlySatisfied}));
  EXPECT_EQ(route.deviations("2026-03-04"), Lines{});
  route.done("2026-03-05", "b");
  EXPECT_EQ(route.deviations("2026-03-05"), Lines{"violated b e4 2026-03-05"});
}

TEST(Adoption, OfAPlanThatIsNotThereIsToldAndChangesNothing) {
  Route route(plan_of(step("a")));
  route.done("2026-03-01", "a");
  auto& event = route.tell(EventKind::PlanAdopted, "2026-03-04");
  event.fields.version = 1;
  EXPECT_FALSE(missing_plan(route.plans, event));
  event.fields.version = 7;
  ASSERT_TRUE(missing_plan(route.plans, event));
  EXPECT_EQ(interop::in_dutch(*missing_plan(route.plans, event)),
            "De route gaat over op stappenplan 'proef' versie 7. Noem ook het bestand daarvan.");
  EXPECT_EQ(route.on("2026-03-04").followed, 0U);
}

TEST(Adoption, WhatWouldChangeIsTellableBeforehand) {
  auto route = with_versions(plan_of(step("a", "repeat = true") + step("weg") + step("b")),
                             plan_of(step("a", "repeat = true") + step("b", "after = [\"c\"]") + step("c", "within = \"P7D\"")));
  route.done("2026-03-01", "a");
  Event adoption;
  adoption.id = "x";
  adoption.kind = EventKind::PlanAdopted;
  adoption.fields.at = When::on(day("2026-03-04"));
  adoption.fields.version = 1;
  EXPECT_TRUE(difference(route.plans, route.events, adoption, day("2026-03-04")).empty());
  adoption.fields.version = 2;
  Lines lines;
  for (auto const& one : difference(route.plans, route.events, adoption, day("2026-03-04"))) lines.push_back(interop::in_dutch(one));
  EXPECT_EQ(lines, (Lines{"'b' kan dan niet meer.", "'c' komt erbij.", "'c' kan dan meteen.", "'weg' vervalt.",
                          "'c' hoort dan gedaan te zijn op 11 maart 2026."}));
}

// ---- permission of parents (rules 20 to 23)

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

TEST(OpenWorld, UnknownStepsAndOutcomesAreIgnored) {
  Route route(plan_of(two_steps("after = [\"a:ja\"]")));
  route.opened("2026-03-01");
  route.done("2026-03-02", "iets_anders");
  route.done("2026-03-02", "a", "misschien");
  EXPECT_FALSE(route.enabled("2026-03-02", "b"));
  EXPECT_EQ(route.deviations("2026-03-02"), Lines{});
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
