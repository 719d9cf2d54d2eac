// Skipping a step and closing a route (rules 12, 14 and 25).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

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

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
