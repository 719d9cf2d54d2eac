#include <gtest/gtest.h>

#include "domain/retention.h"

namespace vlechtwerk::domain {
namespace {

base::Date const kToday = base::Date::of(2026, 3, 9);
base::Month const kBorn{2023, 12};

TEST(Retention, AChildLeavesOnItsLastDayAndElseWhenItTurnsFour) {
  EXPECT_EQ(leaves_on(base::Date::of(2026, 8, 31), kBorn, "regular", kToday).text(), "2026-08-31");
  EXPECT_EQ(leaves_on(std::nullopt, kBorn, "regular", kToday).text(), "2027-12-01");
}

TEST(Retention, InTheBsoAChildLeavesWhenItTurnsThirteen) {
  EXPECT_EQ(leaves_on(std::nullopt, {2018, 5}, "bso", kToday).text(), "2031-05-01");
}

TEST(Retention, AChildThatIsOlderThanThatIsStillHereToday) { EXPECT_EQ(leaves_on(std::nullopt, {2018, 5}, "plus", kToday), kToday); }

TEST(Retention, TextsStayTwoYearsAfterLeavingUnlessTheWorryBelongedToTheAge) {
  auto const leaves = base::Date::of(2027, 12, 1);
  EXPECT_EQ(kept_until("opgelost", kToday, leaves).text(), "2029-12-01");
  EXPECT_EQ(kept_until("vertrokken", kToday, kToday).text(), "2028-03-09");
  EXPECT_EQ(kept_until("hoort_bij_de_leeftijd", kToday, leaves).text(), "2026-09-09");
}

}  // namespace
}  // namespace vlechtwerk::domain
