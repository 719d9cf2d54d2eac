#include <gtest/gtest.h>

#include "journal_fixture.h"

namespace vlechtwerk::journal {
namespace {

using namespace fixture;

/// The first entry that breaks the chain, as the verifier names it; 0 when it holds.
int first_broken(std::vector<Row> const& rows) {
  Verifier verifier;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (verifier.next(note().tenant, rows[i].position, rows[i].header, rows[i].sealed, rows[i].hash)) continue;
    EXPECT_EQ(verifier.why().rfind(fmt::format("entry {}: ", i + 1), 0), 0U) << verifier.why();
    return static_cast<int>(i + 1);
  }
  return 0;
}

/// Whether the chain is whole and still holds what was signed.
bool holds(std::vector<Row> const& rows, Head const& head) {
  return first_broken(rows) == 0 &&
         std::any_of(rows.begin(), rows.end(), [&](Row const& row) { return row.position.seq == head.seq && row.hash == head.hash; });
}

void flip(Row& row, std::mt19937_64& dice) {
  auto const bit = static_cast<std::uint8_t>(1U << (dice() % 8));
  auto const number = std::int64_t{1} << (dice() % 63);
  switch (dice() % 6) {
    case 0:
      row.position.seq ^= number;
      break;
    case 1:
      row.position.case_version ^= number;
      break;
    case 2:
      row.position.recorded_at.us ^= number;
      break;
    case 3:
      row.hash[dice() % row.hash.size()] ^= bit;
      break;
    case 4:
      if (!row.sealed.empty()) {
        row.sealed[dice() % row.sealed.size()] ^= bit;
        break;
      }
      [[fallthrough]];
    default:
      row.header[dice() % row.header.size()] ^= bit;
  }
}

TEST(Chain, AsWrittenHolds) {
  base::SystemRandom random;
  EXPECT_EQ(first_broken(chain_of(200, random)), 0);
}

TEST(Chain, EveryFlipDeletionSwapAndInsertionIsFoundAtItsPlace) {
  base::SystemRandom random;
  std::mt19937_64 dice(20260302);
  auto const rows = chain_of(200, random);
  auto const tries = cases(1000);
  for (int n = 0; n < tries; ++n) {
    auto changed = rows;
    auto i = dice() % rows.size();
    auto j = dice() % (rows.size() - 1);
    if (j >= i) ++j;  // another one than i
    auto expected = i + 1;
    switch (n % 5) {
      case 0:
        flip(changed[i], dice);
        break;
      case 1:
        // The last one is a tail: only a signed head shows that it is gone.
        if (i == rows.size() - 1) i = j;
        expected = i + 1;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      case 2:
        std::swap(changed[i], changed[j]);
        expected = std::min(i, j) + 1;
        break;
      case 3:
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), rows[j]);
        break;
      default: {
        // A forger who knows how links are made: what he puts in fits, what follows does not.
        auto forged = rows[j];
        forged.position = rows[i].position;
        forged.hash = link(i == 0 ? Hash256{} : rows[i - 1].hash, forged.position, forged.header, forged.sealed);
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), forged);
        expected = i + 2;
      }
    }
    ASSERT_EQ(first_broken(changed), static_cast<int>(expected)) << "change " << n;
  }
}

TEST(Chain, ACutTailIsFoundAgainstASignedHeadAndOnlyThen) {
  base::SystemRandom random;
  auto rows = chain_of(200, random);
  auto const keys = make_signing_keys(random);
  auto const line = sign({"journal", note().tenant, 200, rows.back().hash, {1'772'442'900'000'000}}, keys);
  auto const signed_head = read_signed_head(line);
  ASSERT_TRUE(signed_head);
  EXPECT_TRUE(holds(rows, signed_head->head));
  rows.pop_back();
  EXPECT_EQ(first_broken(rows), 0);
  EXPECT_FALSE(holds(rows, signed_head->head));
}

TEST(Chain, AWhollyRewrittenOneIsFoundAgainstASignedHeadAndOnlyThen) {
  base::SystemRandom random;
  auto const rows = chain_of(200, random);
  auto const head = read_signed_head(sign({"journal", note().tenant, 150, rows[149].hash, {1}}, make_signing_keys(random)));
  auto const rewritten = chain_of(200, random);
  EXPECT_TRUE(holds(rows, head->head));
  EXPECT_EQ(first_broken(rewritten), 0);
  EXPECT_FALSE(holds(rewritten, head->head));
}

TEST(Chain, OfAnotherTenantIsRefused) {
  base::SystemRandom random;
  auto const rows = chain_of(1, random);
  Verifier verifier;
  EXPECT_FALSE(
      verifier.next({uuid("01890a5d-ac96-7ab2-80e2-4536629c9000")}, rows[0].position, rows[0].header, rows[0].sealed, rows[0].hash));
  EXPECT_TRUE(verifier.next(note().tenant, rows[0].position, rows[0].header, rows[0].sealed, rows[0].hash));
}

TEST(Chain, GoesOnFromAKnownHead) {
  base::SystemRandom random;
  auto const rows = chain_of(5, random);
  Verifier verifier(rows[2].hash, 3);
  EXPECT_TRUE(verifier.next(note().tenant, rows[3].position, rows[3].header, rows[3].sealed, rows[3].hash));
  EXPECT_EQ(verifier.seq(), 4);
  EXPECT_EQ(verifier.head(), rows[3].hash);
  EXPECT_FALSE(Verifier(rows[1].hash, 3).next(note().tenant, rows[3].position, rows[3].header, rows[3].sealed, rows[3].hash));
}

TEST(SignedHead, ReadsBackAndAnyOtherCharacterIsRefused) {
  base::SystemRandom random;
  auto const keys = make_signing_keys(random);
  Head const head{"audit-7", note().tenant, 12, {1, 2, 3}, {1'772'442'900'000'001}};
  auto const line = sign(head, keys);
  auto const read = read_signed_head(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->head, head);
  EXPECT_EQ(read->public_key, keys.public_key);
  for (std::size_t i = 0; i < line.size(); ++i) {
    for (char const c : {'0', 'f', ' ', '-', 'A'}) {
      auto changed = line;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(read_signed_head(changed)) << i << c;
    }
  }
  EXPECT_FALSE(read_signed_head(line + ' '));
  EXPECT_FALSE(read_signed_head(""));
}

}  // namespace
}  // namespace vlechtwerk::journal
