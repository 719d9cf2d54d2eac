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

TEST(Help, ASheetHoldsWhatItsRoleMayDoAndNothingElse) {
  Site site;
  Browser sanne(site, "sanne"), kees(site, "kees");
  EXPECT_EQ(sanne.get("/hulp").response.headers.text("Location"), "/hulp/pedagogisch_medewerker");
  sanne.get("/hulp/pedagogisch_medewerker");
  EXPECT_TRUE(sanne.says("Schrijf op wat je ziet"));
  EXPECT_FALSE(sanne.says("Lees tabellen in"));
  kees.get("/hulp/beheerder");
  EXPECT_TRUE(kees.says("Lees tabellen in"));
  EXPECT_FALSE(kees.says("Schrijf op wat je ziet"));
  EXPECT_EQ(kees.get("/hulp/onderzoeker").response.status, 404);
  EXPECT_EQ(kees.get("/hulp/koning").response.status, 404);
}

TEST(Help, TheFirstTimeThatARoleOpensAPageItsHintsStandOnTopAndNeverAgain) {
  Site site;
  Browser sanne(site, "sanne");
  auto const hinted = [&](char const* path) { return sanne.get(path).html().find("vlecht-hint") != std::string::npos; };
  EXPECT_TRUE(hinted("/kinderen"));
  EXPECT_FALSE(hinted("/kinderen"));
  EXPECT_TRUE(hinted("/vandaag")) << "another page";
  EXPECT_FALSE(hinted("/vandaag"));
  EXPECT_FALSE(hinted("/kinderen"));
  sanne.become("joke");
  EXPECT_TRUE(hinted("/kinderen")) << "another role";
}

TEST(Search, FindsByAPartOfTheFirstNameWhomOneMaySeeAndNobodyElse) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get("/kinderen").send("/zoek", {{"naam", " nóó "}});
  EXPECT_TRUE(sanne.says("Eén kind gevonden."));
  EXPECT_TRUE(sanne.says("Noor"));
  EXPECT_EQ(sanne.get("/zoek").html().find("Noor"), std::string::npos) << "nothing is remembered";
  sanne.get("/kinderen").send("/zoek", {{"naam", "Finn"}});
  EXPECT_TRUE(sanne.says("Er is geen kind met deze voornaam dat jij mag zien."));
  sanne.get("/kinderen").send("/zoek", {{"naam", "  "}});
  EXPECT_TRUE(sanne.says("Typ een naam, of een deel ervan."));
}

}  // namespace
}  // namespace vlechtwerk::web::testing
