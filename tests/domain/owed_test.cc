// What is owed, until when, and how a rule is judged (rules 15, 16, 19 and 27).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

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

/// a, then so many doings of something else that the fold has long forgotten which events these were.
Route long_ago(std::string const& keys_of_b, std::string const& rules = {}) {
  Route route(plan_of(two_steps(keys_of_b) + step("c", "repeat = true") + rules));
  route.done("2026-03-02", "a");
  for (int i = 0; i < 100; ++i) route.done("2026-03-03", "c");
  route.done("2026-03-04", "a");
  for (int i = 0; i < 100; ++i) route.done("2026-03-05", "c");
  return route;
}

TEST(Response, AnOccasionOfLongAgoMayBeNamed) {
  auto route = long_ago("repeat = true", rule("response(a, b)"));
  EXPECT_EQ(route.owed("2026-03-05"), (Lines{"b regel 2026-03-02 - e1", "b regel 2026-03-04 - e102"}));
  route.done("2026-03-06", "b").fields.answers = Lines{"e1"};
  EXPECT_EQ(route.owed("2026-03-06"), Lines{"b regel 2026-03-04 - e102"});
}

TEST(Response, AStepWaitsForEveryOccasionOfLongAgo) {
  auto route = long_ago("after = [\"a\"]\nrepeat = \"each\"");
  route.done("2026-03-06", "b").fields.answers = Lines{"e102"};
  EXPECT_TRUE(route.enabled("2026-03-06", "b"));
  route.done("2026-03-07", "b").fields.answers = Lines{"e1"};
  EXPECT_FALSE(route.enabled("2026-03-07", "b"));
}

TEST(EventNames, OnlyWhatIsStillNamedStays) {
  EventNames names;
  std::vector<EventName> kept{names.add("eerste")};
  std::string last;
  for (int i = 0; !names.full(); ++i) kept.push_back(names.add(last = std::to_string(i)));
  kept = {kept.back(), kept.front()};
  names.forget_others([&](auto const& each) {
    for (auto& name : kept) each(name);
  });
  EXPECT_FALSE(names.full());
  auto const next = names.add("volgende");
  EXPECT_EQ(names[kept[0]], last);
  EXPECT_EQ(names[kept[1]], "eerste");
  EXPECT_EQ(names[next], "volgende");
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

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
