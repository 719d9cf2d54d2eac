#include <gtest/gtest.h>

#include "base/date.h"
#include "base/id.h"
#include "base/mail_address.h"
#include "base/secret.h"

namespace vlechtwerk::base {
namespace {

TEST(Date, AMonthAfterTheLastOfJanuaryIsTheLastOfFebruary) {
  EXPECT_EQ(Date::of(2025, 1, 31).plus_months(1).text(), "2025-02-28");
  EXPECT_EQ(Date::of(2024, 1, 31).plus_months(1).text(), "2024-02-29");
  EXPECT_EQ(Date::of(2025, 1, 31).plus_months(-2).text(), "2024-11-30");
}

TEST(Date, OnlyDaysThatExistAreRead) {
  EXPECT_TRUE(Date::parse("2024-02-29"));
  EXPECT_FALSE(Date::parse("2025-02-29"));
  EXPECT_FALSE(Date::parse("2025-2-9"));
  EXPECT_FALSE(Date::parse("2025-02-09 "));
}

TEST(Amsterdam, AnEveningInUtcIsTheNextDayInSummer) {
  EXPECT_EQ(amsterdam_day(*parse_instant("2026-07-01T22:30:00Z")).text(), "2026-07-02");
  EXPECT_EQ(amsterdam_day(*parse_instant("2026-01-01T22:30:00Z")).text(), "2026-01-01");
}

TEST(Amsterdam, MidnightAndDayAreEachOthersInverseAroundBothChangesOfTheClock) {
  for (int i = 0; i < 800; ++i) {
    auto const day = Date::of(2025, 1, 1).plus_days(i);
    auto const start = amsterdam_midnight(day);
    EXPECT_EQ(amsterdam_day(start), day);
    EXPECT_EQ(amsterdam_day({start.us - 1}), day.plus_days(-1));
  }
  EXPECT_EQ(instant_text(amsterdam_midnight(Date::of(2026, 3, 29))), "2026-03-28T23:00:00.000000Z");
  EXPECT_EQ(instant_text(amsterdam_midnight(Date::of(2026, 3, 30))), "2026-03-29T22:00:00.000000Z");
}

TEST(Amsterdam, TheSkippedHourMovesOnAndOfTheDoubleHourTheFirstIsMeant) {
  EXPECT_EQ(instant_text(amsterdam_instant(Date::of(2026, 3, 29), 150)), "2026-03-29T01:30:00.000000Z");
  EXPECT_EQ(instant_text(amsterdam_instant(Date::of(2026, 10, 25), 150)), "2026-10-25T00:30:00.000000Z");
}

TEST(Instant, ATimeWithoutOffsetIsNotATime) {
  EXPECT_FALSE(parse_instant("2026-03-02T10:15:00"));
  EXPECT_FALSE(parse_instant("2026-03-02T24:15:00Z"));
  ASSERT_TRUE(parse_instant("2026-03-02T10:15:00.25+01:00"));
  EXPECT_EQ(instant_text(*parse_instant("2026-03-02T10:15:00.25+01:00")), "2026-03-02T09:15:00.250000Z");
}

TEST(Month, AgeCountsWholeMonthsFromTheFirstDay) {
  EXPECT_EQ((Month{2023, 5}).age_months(Date::of(2026, 4, 30)), 35);
  EXPECT_EQ((Month{2023, 5}).age_months(Date::of(2026, 5, 1)), 36);
}

TEST(Id, VersionSevenSortsByTimeAndReadsBack) {
  SystemRandom random;
  auto const early = Uuid::v7({1'000'000'000}, random);
  auto const late = Uuid::v7({1'001'000'000}, random);
  EXPECT_LT(early, late);
  EXPECT_EQ(Uuid::parse(early.text()), early);
  EXPECT_EQ(early.bytes[6] >> 4, 7);
  EXPECT_FALSE(Uuid::parse("not an id"));
}

TEST(Secret, ComparesByValue) {
  EXPECT_TRUE(SecretBytes({1, 2}).same_as(SecretBytes({1, 2})));
  EXPECT_FALSE(SecretBytes({1, 2}).same_as(SecretBytes({1, 3})));
  EXPECT_FALSE(SecretBytes({1, 2}).same_as(SecretBytes({1})));
}

TEST(MailAddress, IsOneThatEveryServerTakes) {
  for (auto const* good : {"sanne@deboot.nl", "s.de-wit+groep@mail.deboot.nl", "beheer@localhost"})
    EXPECT_TRUE(is_mail_address(good)) << good;
  for (auto const* bad : {"", "sanne", "@deboot.nl", "sanne@", "sanne@@deboot.nl", "sanne@de boot.nl", "sanne@deboot..nl",
                          ".sanne@deboot.nl", "sanne@deboot.nl\r\nRCPT TO:<kees@deboot.nl>", "<sanne@deboot.nl>",
                          "sanne@deboot.nl,kees@deboot.nl", "\"s\"@deboot.nl", "sannë@deboot.nl", "sanne@deböot.nl"})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  EXPECT_FALSE(is_mail_address(std::string(65, 'a').append("@deboot.nl")));
}

}  // namespace
}  // namespace vlechtwerk::base
