#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "journal_fixture.h"

namespace vlechtwerk::journal {
namespace {

using namespace fixture;

/// Where each field begins: its tag, its length in two bytes, its value.
std::vector<std::pair<std::uint8_t, Bytes>> fields_of(Bytes const& bytes) {
  std::vector<std::pair<std::uint8_t, Bytes>> fields;
  for (std::size_t at = 1; at < bytes.size();) {
    std::size_t const size = bytes[at + 1] + 256U * bytes[at + 2];
    fields.emplace_back(bytes[at],
                        Bytes(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + 3 + size)));
    at += 3 + size;
  }
  return fields;
}

Bytes joined(std::vector<std::pair<std::uint8_t, Bytes>> const& fields) {
  Bytes bytes{1};
  for (auto const& [tag, field] : fields) bytes.insert(bytes.end(), field.begin(), field.end());
  return bytes;
}

template <class Id>
Id random_id() {
  Id id;
  for (auto& byte : id.uuid.bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
  id.uuid.bytes[0] |= 1;
  return id;
}

std::string random_code() {
  return *rc::gen::resize(
      64, rc::gen::suchThat(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcdefghijklmnopqrstuvwxyz0123456789_."))),
                            [](std::string const& text) { return text.size() <= 64; }));
}

base::Date random_date() { return base::Date::of(1900, 1, 1).plus_days(*rc::gen::inRange(0, 400'000)); }

Header random_header() {
  auto const sometimes = [] { return *rc::gen::arbitrary<bool>(); };
  Header h;
  h.id = random_id<domain::EntryId>();
  h.tenant = random_id<domain::TenantId>();
  h.subject = {static_cast<SubjectKind>(*rc::gen::inRange(1, 6)), random_id<domain::ChildId>().uuid};
  h.case_id = random_id<domain::CaseId>();
  h.case_kind = static_cast<CaseKind>(*rc::gen::inRange(1, 6));
  h.kind = std::string(*rc::gen::elementOf(domain::entry_kind::kAll));
  if (sometimes())
    h.occurred = random_date();
  else
    h.occurred = base::Instant{*rc::gen::inRange<std::int64_t>(-2'000'000'000'000'000, 30'000'000'000'000'000)};
  h.role = static_cast<domain::Role>(*rc::gen::inRange(0, 9));
  h.actor = random_id<domain::AccountId>();
  h.organisation = random_id<domain::OrganisationId>();
  if (sometimes()) h.location = random_id<domain::LocationId>();
  if (sometimes()) h.group = random_id<domain::GroupId>();
  if (sometimes()) h.device = random_id<domain::DeviceId>();
  for (auto* code : {&h.function, &h.step, &h.outcome, &h.reason, &h.rule, &h.act, &h.plan, &h.group_type}) *code = random_code();
  h.plan_version = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  if (sometimes()) h.from = random_date();
  if (sometimes()) h.until = std::max(random_date(), h.from.value_or(base::Date::of(1900, 1, 1)));
  if (sometimes()) h.minutes = *rc::gen::inRange(0, 525'601);
  if (sometimes()) h.birth_month = base::Month{*rc::gen::inRange(1900, 3000), static_cast<unsigned>(*rc::gen::inRange(1, 13))};
  if (sometimes()) h.nature = static_cast<Nature>(*rc::gen::inRange(1, 4));
  for (int i = *rc::gen::inRange(0, 33); i > 0; --i) h.of.push_back(random_id<domain::EntryId>());
  for (int i = *rc::gen::inRange(0, 17); i > 0; --i) h.with.push_back("a" + random_code().substr(0, 63));
  if (sometimes() && !h.of.empty()) {
    h.kind = domain::entry_kind::kEventCorrected;
    h.set = {6, 14, 30};
  }
  if (sometimes()) {
    h.content_version = *rc::gen::inRange(1, 100);
    h.key_id = random_id<domain::ChildId>().uuid;
    h.content_key_hash = random_id<domain::ChildId>().uuid.bytes;
  }
  return h;
}

std::string refusal(base::Result<Bytes> const& result) { return result ? "" : result.error().field; }
std::string refusal(base::Result<Header> const& result) { return result ? "" : result.error().field; }

TEST(Header, EveryHeaderReadsBackAsItWas) {
  setenv("RC_PARAMS", fmt::format("max_success={}", cases(1000)).c_str(), 0);
  EXPECT_TRUE(rc::check("decode(encode(h)) == h", [] {
    auto const header = random_header();
    auto const bytes = encode(header);
    RC_ASSERT(bytes.has_value());
    auto const back = decode(*bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == header);
    RC_ASSERT(*encode(*back) == *bytes);
  }));
}

TEST(Header, BytesThatWereChangedAreRefusedOrAreAnotherHeaderInItsOneForm) {
  std::mt19937_64 dice(7);
  auto const bytes = *encode(full());
  for (int i = 0; i < cases(1000); ++i) {
    auto hostile = bytes;
    for (auto n = dice() % 3; n < 3; ++n) hostile[dice() % hostile.size()] = static_cast<std::uint8_t>(dice());
    if (dice() % 4 == 0) hostile.resize(dice() % hostile.size());
    if (auto const read = decode(hostile)) {
      EXPECT_EQ(*encode(*read), hostile);
    }
  }
}

TEST(Header, WithoutARequiredFieldIsRefusedWithItsName) {
  auto const fields = fields_of(*encode(full()));
  ASSERT_EQ(fields.size(), 32U);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto some = fields;
    some.erase(some.begin() + static_cast<std::ptrdiff_t>(i));
    auto const read = decode(joined(some));
    auto const name = field_name(fields[i].first);
    if (i < 9) {
      EXPECT_EQ(refusal(read), name);
    } else {
      // A set needs an `of`, and the three fields of the contents come together.
      bool const needed = name == "of" || name == "contents" || name == "key_id" || name == "content_key_hash";
      EXPECT_EQ(read.has_value(), !needed) << name;
    }
  }
}

TEST(Header, FieldsOutOfOrderOrTwiceAreRefused) {
  auto const fields = fields_of(*encode(full()));
  for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
    auto swapped = fields;
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_FALSE(decode(joined(swapped)));
    auto twice = fields;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), fields[i]);
    EXPECT_FALSE(decode(joined(twice)));
  }
}

TEST(Header, AnUnknownTagOrFormatIsRefusedAndAKnownOneIsNot) {
  auto bytes = *encode(full());
  ASSERT_TRUE(decode(bytes));
  auto newer = bytes;
  newer[0] = 2;
  EXPECT_EQ(refusal(decode(newer)), "format");
  for (auto const tag : Bytes{0, 33, 34, 200}) {
    auto more = bytes;
    more.insert(more.end(), {tag, 1, 0, 7});
    EXPECT_EQ(refusal(decode(more)), "unknown");
  }
  EXPECT_FALSE(decode({}));
}

TEST(Header, NothingThatAPersonTypesFitsInACode) {
  std::vector<std::pair<std::string, std::string Header::*>> const codes{
      {"kind", &Header::kind},       {"function", &Header::function}, {"step", &Header::step},
      {"outcome", &Header::outcome}, {"reason", &Header::reason},     {"rule", &Header::rule},
      {"act", &Header::act},         {"plan", &Header::plan},         {"group_type", &Header::group_type},
  };
  for (auto const& [name, code] : codes) {
    for (auto const& typed : std::vector<std::string>{"bijt veel", "Sem", "zo\xc3\xab", "a/b", "a\n", std::string(65, 'a')}) {
      auto h = full();
      h.*code = typed;
      EXPECT_EQ(refusal(encode(h)), name) << typed;
    }
    auto h = note();
    h.*code = "a_code.2-b";
    EXPECT_TRUE(encode(h)) << name;
  }
  for (auto const* typed : {"Sem de Vries", "", "caf\xc3\xa9"}) {
    auto h = full();
    h.with = {"mentor", typed};
    EXPECT_EQ(refusal(encode(h)), "with") << typed;
  }
}

TEST(Header, WhatIsOutOfRangeIsRefusedWithItsName) {
  auto const refused = [](auto change) {
    auto h = full();
    change(h);
    return refusal(encode(h));
  };
  EXPECT_EQ(refused([](Header&) {}), "");
  EXPECT_EQ(refused([](Header& h) { h.id = {}; }), "id");
  EXPECT_EQ(refused([](Header& h) { h.tenant = {}; }), "tenant");
  EXPECT_EQ(refused([](Header& h) { h.subject.kind = SubjectKind{6}; }), "subject");
  EXPECT_EQ(refused([](Header& h) { h.case_kind = CaseKind{0}; }), "case");
  EXPECT_EQ(refused([](Header& h) { h.occurred = base::Instant{std::numeric_limits<std::int64_t>::max()}; }), "occurred");
  EXPECT_EQ(refused([](Header& h) { h.role = domain::Role{9}; }), "role");
  EXPECT_EQ(refused([](Header& h) { h.actor = {}; }), "actor");
  EXPECT_EQ(refused([](Header& h) { h.organisation = {}; }), "organisation");
  EXPECT_EQ(refused([](Header& h) { h.location = domain::LocationId{}; }), "location");
  EXPECT_EQ(refused([](Header& h) { h.plan_version = -1; }), "plan_version");
  EXPECT_EQ(refused([](Header& h) { h.until = base::Date::of(2026, 2, 28); }), "until");
  EXPECT_EQ(refused([](Header& h) { h.minutes = -1; }), "minutes");
  EXPECT_EQ(refused([](Header& h) { h.birth_month = base::Month{2023, 13}; }), "birth_month");
  EXPECT_EQ(refused([](Header& h) { h.nature = Nature{4}; }), "nature");
  EXPECT_EQ(refused([](Header& h) { h.of.resize(33, h.of[0]); }), "of");
  EXPECT_EQ(refused([](Header& h) { h.with.resize(17, "mentor"); }), "with");
  EXPECT_EQ(refused([](Header& h) { h.key_id.reset(); }), "key_id");
  EXPECT_EQ(refused([](Header& h) { h.content_key_hash.reset(); }), "content_key_hash");
}

TEST(Correction, LaysOverFactsAndNeverOverWhoWroteAboutWhom) {
  for (auto const* field : {"occurred", "step", "outcome", "from", "minutes", "of", "contents"})
    EXPECT_TRUE(correctable_tag(field)) << field;
  for (auto const* field :
       {"id", "tenant", "subject", "case", "kind", "role", "actor", "organisation", "device", "set", "key_id", "nonsense"})
    EXPECT_FALSE(correctable_tag(field)) << field;
  auto h = full();
  h.set = {14, 14};
  EXPECT_EQ(refusal(encode(h)), "set");
  h.set = {3};
  EXPECT_EQ(refusal(encode(h)), "set");
  h.set = {14};
  EXPECT_TRUE(encode(h));
  h.kind = domain::entry_kind::kStepDone;
  EXPECT_EQ(refusal(encode(h)), "set");
}

TEST(Day, OfAMomentIsTheDayInAmsterdamAndOfADayItself) {
  EXPECT_EQ(day_of(*base::parse_instant("2026-07-01T22:30:00Z")).text(), "2026-07-02");
  EXPECT_EQ(day_of(base::Date::of(2026, 7, 1)).text(), "2026-07-01");
}

}  // namespace
}  // namespace vlechtwerk::journal
