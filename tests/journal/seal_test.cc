#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "journal_fixture.h"

namespace vlechtwerk::journal {
namespace {

using namespace fixture;

Contents const kWords{{{"did", "Bouwde een toren."}, {"text", "Zo\xc3\xab lachte weer."}}};

SubjectKey other_key() {
  auto key = key_of_child();
  key.key = base::SecretBytes(std::vector<std::uint8_t>(32, 9));
  return key;
}

TEST(Contents, ReadBackByteForByte) {
  setenv("RC_PARAMS", fmt::format("max_success={}", cases(1000)).c_str(), 0);
  EXPECT_TRUE(rc::check("decode_contents(encode(c)) == c", [] {
    Contents contents;
    for (int i = *rc::gen::inRange(0, 8); i > 0; --i) {
      auto const letters = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0x20, 0x7ff));
      std::string text;
      for (int const point : letters)
        text += point < 0x80 ? std::string(1, static_cast<char>(point))
                             : std::string{static_cast<char>(0xc0 | (point >> 6)), static_cast<char>(0x80 | (point & 0x3f))};
      contents.texts[fmt::format("name_{}", *rc::gen::inRange(0, 100))] = text;
    }
    auto const bytes = encode(contents);
    auto const back = decode_contents(bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == contents);
  }));
}

TEST(Contents, ThatWereChangedAreRefusedOrAreOtherContentsInTheirOneForm) {
  std::mt19937_64 dice(8);
  auto const bytes = encode(kWords);
  for (int i = 0; i < cases(1000); ++i) {
    auto hostile = bytes;
    hostile[dice() % hostile.size()] = static_cast<std::uint8_t>(dice());
    if (dice() % 4 == 0) hostile.resize(dice() % hostile.size());
    if (auto const read = decode_contents(hostile)) {
      EXPECT_EQ(encode(*read), hostile);
    }
  }
}

TEST(Contents, MayHoldEveryTextInUtf8AndNoOtherBytes) {
  for (std::string const good : {"", "a", "\xc3\xab", "\xe2\x82\xac", "\xf0\x9f\x99\x82"}) EXPECT_TRUE(check({{{"text", good}}}));
  for (std::string const bad :
       {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "a\x80", "\xf0\x80\x80\x80"})
    EXPECT_FALSE(check({{{"text", bad}}})) << bad;
  EXPECT_FALSE(check({{{"Sem de Vries", "text"}}}));
  EXPECT_TRUE(check({{{"text", std::string((1U << 20) - 4, 'a')}}}));
  EXPECT_EQ(check({{{"text", std::string((1U << 20) - 3, 'a')}}}).error().kind, base::ErrorKind::TooLarge);
}

TEST(Sealed, OpensWithTheKeyOfItsSubject) {
  base::SystemRandom random;
  auto const entry = seal(note(), kWords, key_of_child(), random);
  ASSERT_TRUE(entry);
  EXPECT_EQ(open(entry->header_bytes, entry->sealed, *entry->content_key, key_of_child()), kWords);
  EXPECT_EQ(entry->header, *decode(entry->header_bytes));
  EXPECT_EQ(entry->header.content_version, 1);
  EXPECT_EQ(entry->header.key_id, key_of_child().key_id);
}

TEST(Sealed, DoesNotOpenWithAnotherKeyOrUnderAnotherHeader) {
  base::SystemRandom random;
  auto const entry = *seal(note(), kWords, key_of_child(), random);
  EXPECT_FALSE(open(entry.header_bytes, entry.sealed, *entry.content_key, other_key()));
  auto key = key_of_child();
  key.key_id = uuid("01890a5d-ac96-7b60-95a6-b2c3d4e5f6ff");
  EXPECT_FALSE(open(entry.header_bytes, entry.sealed, *entry.content_key, key));

  auto header = entry.header;
  header.outcome = "gesprek";
  EXPECT_FALSE(open(*encode(header), entry.sealed, *entry.content_key, key_of_child()));
  auto const second = *seal(note(), kWords, key_of_child(), random);
  EXPECT_FALSE(open(second.header_bytes, entry.sealed, *entry.content_key, key_of_child()));
  EXPECT_FALSE(open(second.header_bytes, second.sealed, *entry.content_key, key_of_child()));
}

TEST(Sealed, DoesNotOpenWhenAnyByteWasChanged) {
  base::SystemRandom random;
  auto const entry = *seal(note(), kWords, key_of_child(), random);
  for (std::size_t i = 0; i < entry.header_bytes.size(); ++i) {
    auto changed = entry.header_bytes;
    changed[i] ^= 1;
    EXPECT_FALSE(open(changed, entry.sealed, *entry.content_key, key_of_child())) << i;
  }
  for (std::size_t i = 0; i < entry.sealed.size(); ++i) {
    auto changed = entry.sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(open(entry.header_bytes, changed, *entry.content_key, key_of_child())) << i;
  }
  for (std::size_t i = 0; i < entry.content_key->bytes.size(); ++i) {
    auto changed = *entry.content_key;
    changed.bytes[i] ^= 1;
    EXPECT_FALSE(open(entry.header_bytes, entry.sealed, changed, key_of_child())) << i;
  }
  auto changed = *entry.content_key;
  changed.wrap_version = 2;
  EXPECT_FALSE(open(entry.header_bytes, entry.sealed, changed, key_of_child()));
  EXPECT_FALSE(open(entry.header_bytes, {}, *entry.content_key, key_of_child()));
}

TEST(Sealed, TheSameContentsTwiceAreDifferentBytes) {
  base::SystemRandom random;
  auto const one = *seal(note(), kWords, key_of_child(), random);
  auto const two = *seal(note(), kWords, key_of_child(), random);
  EXPECT_NE(one.sealed, two.sealed);
  EXPECT_NE(one.content_key->bytes, two.content_key->bytes);
  EXPECT_NE(one.header.content_key_hash, two.header.content_key_hash);
}

TEST(Sealed, NothingTypedStandsInTheBytesThatAreKept) {
  base::SystemRandom random;
  auto const entry = *seal(note(), {{{"text", "kanarie"}}}, key_of_child(), random);
  for (auto const* bytes : {&entry.header_bytes, &entry.sealed, &entry.content_key->bytes})
    EXPECT_EQ(std::string(bytes->begin(), bytes->end()).find("kanarie"), std::string::npos);
}

TEST(Sealed, AnEntryWithoutContentsHasNoKeyAndOneThatCannotBeEncodedIsRefused) {
  base::SystemRandom random;
  auto const entry = seal(full(), {}, {}, random);
  ASSERT_TRUE(entry);
  EXPECT_TRUE(entry->sealed.empty());
  EXPECT_FALSE(entry->content_key);
  EXPECT_EQ(entry->header.content_version, 0);
  auto bad = note();
  bad.step = "Sem de Vries";
  EXPECT_FALSE(seal(bad, kWords, key_of_child(), random));
  EXPECT_FALSE(seal_open(bad));
  EXPECT_FALSE(seal(note(), {{{"text", "\xff"}}}, key_of_child(), random));
  EXPECT_THROW(static_cast<void>(seal(note(), kWords, {key_of_child().key_id, {}}, random)), std::logic_error);
}

TEST(Wrap, OpensWithItsKeyAndItsBindingOnly) {
  base::SystemRandom random;
  std::vector<std::uint8_t> const secret{1, 2, 3};
  auto const wrapped = wrap(secret, key_of_child().key, "totp of account 1", random);
  ASSERT_TRUE(unwrap(wrapped, key_of_child().key, "totp of account 1"));
  EXPECT_EQ(unwrap(wrapped, key_of_child().key, "totp of account 1")->reveal(), secret);
  EXPECT_FALSE(unwrap(wrapped, key_of_child().key, "totp of account 2"));
  EXPECT_FALSE(unwrap(wrapped, other_key().key, "totp of account 1"));
  EXPECT_FALSE(unwrap({}, key_of_child().key, "totp of account 1"));
  EXPECT_NE(wrapped, wrap(secret, key_of_child().key, "totp of account 1", random));
}

}  // namespace
}  // namespace vlechtwerk::journal
