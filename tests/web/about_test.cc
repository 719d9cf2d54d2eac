#include <algorithm>
#include <set>

#include "web/provenance.h"
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

std::vector<Provenance> parts_of_the_reports() {
  return read_provenance(whole_file(std::filesystem::path(VLECHTWERK_SOURCE_DIR) / "docs/herkomst.md"));
}

TEST(Provenance, EveryPartAndEveryPlaceInTheReportsIsRead) {
  auto const parts = parts_of_the_reports();
  ASSERT_EQ(parts.size(), 45U);
  std::set<std::string> numbers;
  for (auto const& part : parts) {
    EXPECT_FALSE(part.title_nl.empty() || part.title_en.empty() || part.text_nl.empty() || part.text_en.empty()) << part.code;
    for (auto const& line : part.lines) {
      EXPECT_TRUE(numbers.insert(line.number).second) << line.number;
      EXPECT_EQ(line.lines.find_first_not_of("0123456789-"), std::string::npos) << line.number;
    }
  }
  EXPECT_EQ(numbers.size(), 459U);
}

TEST(Provenance, WhatIsNoPartIsLeftOut) {
  EXPECT_TRUE(read_provenance("").empty());
  EXPECT_TRUE(read_provenance("# Herkomst\n| staat | gebouwd |\n|").empty());
  auto const half = read_provenance("## F01 Mensen\n| staat |\n|| |\n| regels | A1, (3) | ");
  ASSERT_EQ(half.size(), 1U);
  EXPECT_TRUE(half[0].lines.empty());
}

TEST(About, AStrangerReadsWhereItComesFromAndWhatItNeverDoes) {
  Site site(false);
  Browser stranger(site);
  EXPECT_EQ(stranger.get("/herkomst").response.status, 200);
  EXPECT_TRUE(stranger.says("Waar komt dit vandaan?"));
  EXPECT_EQ(stranger.get("/dit-niet").response.status, 200);
  EXPECT_TRUE(stranger.says("Een kind krijgt geen cijfer, kleur of rangorde"));
}

TEST(Tour, DoesNotExistOnARealStore) {
  Site site(false);
  Browser stranger(site);
  for (auto const* path : {"/rondleiding", "/rondleiding/1", "/rondleiding/2"}) EXPECT_EQ(stranger.get(path).response.status, 404) << path;
  EXPECT_EQ(stranger.post("/rondleiding/1", {}).response.status, 404);
  EXPECT_EQ(stranger.get("/inloggen").html().find("/rondleiding"), std::string::npos);
}

}  // namespace
}  // namespace vlechtwerk::web::testing
