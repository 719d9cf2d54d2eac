#include "domain/weekdays.h"

#include <gtest/gtest.h>

namespace vlechtwerk::domain {
namespace {

TEST(Weekdays, AreACodeInTheOrderOfTheWeekAndReadBack) {
  EXPECT_EQ(code_of(0), "");
  EXPECT_EQ(code_of(0b1010001), "ma.vr.zo");
  for (Weekdays days = 0; days < 128; ++days) EXPECT_EQ(weekdays_of(code_of(days)), days);
}

TEST(Weekdays, ThatAreWrittenOtherwiseAreNotKnown) {
  for (auto const* wrong : {"vr.ma", "ma.ma", "ma.", "maandag", "x", "ma,vr"}) EXPECT_EQ(weekdays_of(wrong), 0) << wrong;
}

TEST(Weekdays, SayWhetherAChildComesOnADay) {
  auto const monday = base::Date::of(2026, 3, 9);
  for (int i = 0; i < 14; ++i) {
    EXPECT_EQ(may_come_on(weekdays_of("ma.wo"), monday.plus_days(i)), i % 7 == 0 || i % 7 == 2) << i;
    EXPECT_TRUE(may_come_on(0, monday.plus_days(i))) << "of one whose days are not known it is not ruled out";
  }
  EXPECT_TRUE(may_come_on(weekdays_of("zo"), monday.plus_days(6)));
}

}  // namespace
}  // namespace vlechtwerk::domain
