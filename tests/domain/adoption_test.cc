// Another version of the plan halfway a route (rule 4).
#include <gtest/gtest.h>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

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

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
