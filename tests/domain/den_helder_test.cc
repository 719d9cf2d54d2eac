// The route of Kinderopvang Den Helder (SP-7) from the first slip to the end, told twice: parents say yes, parents say no.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "route.h"

namespace vlechtwerk::domain::stappenplan::testing {
namespace {

Plan den_helder() {
  std::ifstream file(VLECHTWERK_SOURCE_DIR "/stappenplannen/kinderopvang-den-helder.toml");
  return std::move(*interop::parse_plan(std::string(std::istreambuf_iterator<char>(file), {}), "den-helder").plan);
}

Lines enabled_steps(Route const& route, State const& state) {
  Lines ids;
  for (std::size_t i = 0; i < state.steps.size(); ++i) {
    if (state.steps[i].status == StepStatus::Enabled) ids.push_back(route.plans[0].steps[i].id);
  }
  return ids;
}

Lines done_steps(Route const& route, State const& state) {
  Lines ids;
  for (std::size_t i = 0; i < state.steps.size(); ++i) {
    if (state.steps[i].status == StepStatus::Done) ids.push_back(route.plans[0].steps[i].id);
  }
  return ids;
}

/// From the slip to the talk in which parents are asked, everybody in their own role and on time.
Route until_the_talk() {
  Route route(den_helder());
  route.child("2026-03-02T10:15:00+01:00", {"moeder", "vader"});
  route.done("2026-03-02T10:20:00+01:00", "strookje").fields.role = "pedagogisch_medewerker";
  route.done("2026-03-03", "strookje_bespreken").fields.role = "pedagogisch_medewerker";
  route.done("2026-03-19", "werkbespreking_strookjes", "zorg").fields.role = "pedagogisch_medewerker";
  route.done("2026-03-24", "gesprek_ouders").fields.role = "mentor";
  return route;
}

TEST(DenHelder, ASlipOpensTheRouteAndAsksForATalkAndTheNextMeeting) {
  Route route(den_helder());
  route.done("2026-03-02", "strookje");
  EXPECT_EQ(enabled_steps(route, route.on("2026-03-02")),
            (Lines{"strookje", "zorg_opmerken", "strookje_bespreken", "werkbespreking_strookjes", "hulpvraag"}));
  EXPECT_EQ(route.owed("2026-03-02"), (Lines{"strookje_bespreken strookje_naar_ouders 2026-03-02 2026-03-09 e1",
                                             "werkbespreking_strookjes - 2026-03-02 2026-04-13 -"}));
}

TEST(DenHelder, AQuietChildComesToTheMeetingWithoutATalkForEachNote) {
  Route route(den_helder());
  route.opened("2026-03-02");
  EXPECT_EQ(enabled_steps(route, route.on("2026-03-02")), (Lines{"strookje", "zorg_opmerken"}));
  route.done("2026-03-02", "zorg_opmerken");
  EXPECT_EQ(route.owed("2026-03-02"), Lines{"werkbespreking_strookjes - 2026-03-02 2026-04-13 -"});
}

TEST(DenHelder, AfterTheTalkThePedagogueWaitsForTheYesOfBothAndForTheList) {
  auto route = until_the_talk();
  route.yes("2026-03-24", "moeder", "observatie_pedagoog");
  route.done("2026-03-30", "focus_op_kinderen").fields.role = "mentor";
  EXPECT_FALSE(route.enabled("2026-03-30", "pedagoog_observeert"));
  route.yes("2026-03-31", "vader", "observatie_pedagoog");
  EXPECT_EQ(
      route.why("2026-03-31", "pedagoog_observeert"),
      (Lines{"'Zorg met ouders bespreken, toestemming vragen' is gedaan op 24 maart 2026.",
             "'Focus op kinderen invullen' is gedaan op 30 maart 2026.", "Ouders gaven toestemming: De pedagoog kijkt mee naar uw kind."}));
}

TEST(DenHelder, TheWholeStoryWithParentsWhoSayYesEndsWithNothingOwedAndNoDeviation) {
  auto route = until_the_talk();
  route.yes("2026-03-24", "moeder", "observatie_pedagoog");
  route.yes("2026-03-25", "vader", "observatie_pedagoog");
  route.done("2026-03-30", "focus_op_kinderen").fields.role = "mentor";
  route.done("2026-04-07", "pedagoog_observeert", "coach").fields.role = "pedagoog";
  EXPECT_EQ(route.owed("2026-04-07"), Lines{"gesprek_na_observatie observatie_naar_ouders 2026-04-07 2026-04-21 e9"});
  EXPECT_EQ(route.on("2026-04-07").closing_needs, std::vector<std::size_t>{*route.plans[0].step("gesprek_na_observatie")});
  route.done("2026-04-10", "gesprek_na_observatie").fields.role = "mentor";
  route.yes("2026-04-10", "moeder", "meekijken_coach");
  route.yes("2026-04-10", "vader", "meekijken_coach");
  route.done("2026-04-14", "actieplan", "parlan").fields.role = "pedagoog";
  EXPECT_TRUE(route.enabled("2026-04-14", "begeleiding_coach"));
  EXPECT_EQ(route.owed("2026-04-14"), Lines{"evaluatie - 2026-04-14 2026-05-26 -"});
  route.done("2026-04-21", "begeleiding_coach").fields.role = "jeugdzorgcoach";
  route.done("2026-05-19", "evaluatie", "niet_genoeg").fields.role = "mentor";
  EXPECT_TRUE(route.enabled("2026-05-19", "actieplan"));
  EXPECT_EQ(route.owed("2026-05-19"), Lines{"evaluatie parents_informed 2026-05-19 2026-05-26 e15"});
  route.informed("2026-05-20");
  route.done("2026-05-21", "actieplan", "intern").fields.role = "mentor";
  route.informed("2026-06-10");
  route.done("2026-06-18", "evaluatie", "genoeg").fields.role = "mentor";
  route.closed("2026-06-18").fields.outcome = "begeleiding_binnen";

  auto const state = route.offered("2026-09-01");
  EXPECT_EQ(state.status, RouteStatus::Closed);
  EXPECT_EQ(done_steps(route, state), (Lines{"gesprek_ouders", "focus_op_kinderen", "pedagoog_observeert", "gesprek_na_observatie"}));
  EXPECT_EQ(enabled_steps(route, state), Lines{});
  EXPECT_TRUE(state.obligations.empty());
  EXPECT_TRUE(state.closing_needs.empty());
  EXPECT_TRUE(state.refused.empty());
  EXPECT_EQ(Route::deviations(route.plans[0], state), Lines{});
  EXPECT_EQ(state.verdicts,
            (std::vector<Verdict>{Verdict::CurrentlySatisfied, Verdict::CurrentlySatisfied, Verdict::PermanentlySatisfied}));
  EXPECT_EQ(state.next_change_on, std::nullopt);
}

TEST(DenHelder, WhenAParentSaysNoTheGroupGoesOnAndNobodyObserves) {
  auto route = until_the_talk();
  route.yes("2026-03-24", "moeder", "observatie_pedagoog");
  route.no("2026-03-26", "vader", "observatie_pedagoog");
  route.done("2026-03-30", "pedagoog_observeert").fields.role = "pedagoog";
  auto const refused = route.offered("2026-03-30");
  ASSERT_EQ(refused.refused.size(), 1U);
  EXPECT_EQ(interop::in_dutch(refused.refused[0].why), "Een ouder met gezag zei nee tegen: De pedagoog kijkt mee naar uw kind.");
  EXPECT_EQ(enabled_steps(route, refused), (Lines{"strookje", "zorg_opmerken", "focus_op_kinderen", "verder_in_groep", "hulpvraag"}));

  route.events.pop_back();
  route.done("2026-04-01", "verder_in_groep").fields.role = "mentor";
  auto const state = route.on("2026-04-02");
  EXPECT_EQ(route.owed("2026-04-02"), Lines{"evaluatie - 2026-04-01 2026-05-13 -"});
  // Asking again is allowed six weeks after the no, and never owed.
  EXPECT_EQ(state.next_change_on, day("2026-05-07"));
  EXPECT_TRUE(route.enabled("2026-05-07", "opnieuw_vragen"));
  route.done("2026-05-07", "opnieuw_vragen").fields.role = "mentor";
  route.yes("2026-05-08", "vader", "observatie_pedagoog");
  EXPECT_FALSE(route.enabled("2026-05-08", "opnieuw_vragen"));
  route.done("2026-05-09", "focus_op_kinderen").fields.role = "mentor";
  EXPECT_TRUE(route.enabled("2026-05-09", "pedagoog_observeert"));
  EXPECT_EQ(route.deviations("2026-05-09"), Lines{});
}

TEST(DenHelder, TheWorkersOwnQuestionNeedsNoWordOfParents) {
  auto route = until_the_talk();
  route.no("2026-03-26", "vader", "observatie_pedagoog");
  route.done("2026-03-27", "hulpvraag").fields.role = "pedagogisch_medewerker";
  EXPECT_TRUE(route.enabled("2026-03-27", "begeleiding_medewerker"));
  EXPECT_FALSE(route.enabled("2026-03-27", "begeleiding_coach"));
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan::testing
