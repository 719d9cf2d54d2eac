// What counts and in which order: corrections, withdrawals, where a route begins (stappenplan.md rules 2, 3, 5 and 26).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

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
