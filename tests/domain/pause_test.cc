// What a pause and reopening do to the days (rules 14 and 18).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

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

TEST(ClosedDays, MovesWhatHadNotPassedFromTheDayOnThatItIsOwed) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  EXPECT_EQ(due_with(route, {}, "2026-03-03"), Lines{"2026-03-09"});
  EXPECT_EQ(due_with(route, {{day("2026-03-05"), day("2026-03-10")}}, "2026-03-03"), Lines{"2026-03-14"});
  EXPECT_EQ(due_with(route, {{day("2026-03-05"), day("2026-03-10")}}, "2026-03-14"), Lines{"2026-03-14"});
  EXPECT_EQ(due_with(route, {{day("2026-03-05"), day("2026-03-10")}}, "2026-03-15"), Lines{"2026-03-14 overdue"});
}

TEST(ClosedDays, ThatBeganAfterTheDueDateMovesNothing) {
  Route route(with_a_term("P7D"));
  route.done("2026-03-02", "a");
  EXPECT_EQ(due_with(route, {{day("2026-03-10"), day("2026-03-20")}}, "2026-03-10"), Lines{"2026-03-09 overdue"});
}

TEST(ClosedDays, ADayThatAPauseTakesTooCountsOnce) {
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

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
