// When what the small story tells happened, at whatever hour it is told.
#include <gtest/gtest.h>

#include "base/date.h"
#include "cli/world.h"

namespace vlechtwerk::cli {
namespace {

auto const today = base::Date::of(2026, 11, 23);
base::Instant at(int minute) { return base::amsterdam_instant(today, minute); }

TEST(StoryMoment, AtNoonTheMorningIsWhereItWasAndTheAfternoonIsTwoMinutesAgo) {
  auto const noon = at(12 * 60);
  EXPECT_EQ(story_moment(noon, 0, 10 * 60), at(10 * 60));
  EXPECT_EQ(story_moment(noon, 0, 15 * 60), noon.plus_seconds(-120));
  EXPECT_EQ(story_moment(noon, 1, 15 * 60), base::amsterdam_instant(today.plus_days(-1), 15 * 60));
}

TEST(StoryMoment, JustAfterMidnightWhatHappenedTodayIsOfTodayAndNotLaterThanNow) {
  for (auto const seconds : {0, 1, 60, 119, 120, 121}) {
    auto const now = base::amsterdam_midnight(today).plus_seconds(seconds);
    auto const moment = story_moment(now, 0, 10 * 60);
    EXPECT_EQ(base::amsterdam_day(moment), today) << seconds;
    EXPECT_LE(moment, now) << seconds;
  }
}

}  // namespace
}  // namespace vlechtwerk::cli
