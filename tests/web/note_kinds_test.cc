// The kinds of note of an organisation, in its own words, where a worker chooses and reads them; and the form that gives the words.
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

std::string const kStrookje = "strookje = { nl = \"Strookje\", en = \"Slip\" }\n";

/// The labels of the kinds in the form of a note, in their order.
std::string kinds_on(std::string const& html) {
  std::string out;
  for (auto at = html.find("name=\"kind\""); at != std::string::npos; at = html.find("name=\"kind\"", at + 1)) {
    auto const tag = html.rfind('<', at);
    out += (out.empty() ? "" : " ") + attribute(std::string_view(html).substr(tag, html.find('>', tag) - tag), "value");
  }
  return out;
}

void follow_another_plan(Site& site, std::string const& name) {
  auto const text = whole_file(std::filesystem::path(VLECHTWERK_SOURCE_DIR) / "stappenplannen" / (name + ".toml"));
  site.store().write(site.tenant, app::Lane::Bulk, "test", [&](app::WriteTx& tx) {
    tx.put(app::PlanRow{name, 1, text});
    tx.set_organisation_plan(site.opvang, name);
  });
}

void note_of_kind(Browser& browser, app::ChildId child, std::string const& kind, std::string const& text) {
  auto const page = page_of(child, "/notitie");
  browser.get(page).send(page, {{"text", text}, {"kind", kind}});
}

TEST(KindsOfNote, BeginWithAStrookjeInDenHelderAndNotWithAnotherPlan) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get(page_of(site.noor, "/notitie"));
  EXPECT_EQ(kinds_on(sanne.html()), "strookje positief opvallend niet_pluis stil_kind onverzorgd");
  EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("kind"), "opvallend");
  follow_another_plan(site, "algemeen");
  sanne.get(page_of(site.noor, "/notitie"));
  EXPECT_EQ(kinds_on(sanne.html()), "positief opvallend niet_pluis stil_kind onverzorgd observatie");
  EXPECT_FALSE(sanne.says("Strookje"));
  EXPECT_TRUE(sanne.says("Observatie"));
}

TEST(KindsOfNote, ThatAreOfferedNoMoreKeepTheirWordInTheStory) {
  Site site;
  Browser sanne(site, "sanne");
  note_of_kind(sanne, site.noor, "strookje", "Zij beet.");
  follow_another_plan(site, "algemeen");
  EXPECT_TRUE(sanne.get(page_of(site.noor)).says("Strookje"));
  sanne.get(page_of(site.noor, "/zorg"));
  EXPECT_TRUE(sanne.says("Strookje, ") && sanne.says(": Zij beet."));
}

TEST(KindsOfNote, AreCalledInThePlansOwnWordsWhichNoCatalogueTranslates) {
  Site site;
  site.put_next_version(kStrookje, kStrookje + "positief = \"Stil kind\"\ngele_kaart = { nl = \"Gele kaart\", en = \"Yellow card\" }\n");
  Browser sanne(site, "sanne");
  EXPECT_TRUE(sanne.get(page_of(site.noor, "/notitie")).says("Gele kaart"));
  EXPECT_FALSE(sanne.says("Iets moois"));
  note_of_kind(sanne, site.noor, "gele_kaart", "Zij liep weg.");
  EXPECT_TRUE(sanne.says("Gele kaart") && sanne.says("Zij liep weg."));
  sanne.send("/taal", {});
  sanne.get(page_of(site.noor));
  EXPECT_TRUE(sanne.says("Yellow card"));
  sanne.get(page_of(site.noor, "/notitie"));
  EXPECT_EQ(kinds_on(sanne.html()), "strookje positief opvallend niet_pluis stil_kind onverzorgd gele_kaart");
  EXPECT_TRUE(sanne.says("Stil kind") && sanne.says("Quiet child")) << "the words of the plan, and those of the product";
}

TEST(KindsOfNote, ThatNobodyKnowsComeBackWithASentenceAndTheText) {
  Site site;
  Browser sanne(site, "sanne");
  note_of_kind(sanne, site.noor, "gele_kaart", "Zij liep weg.");
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_TRUE(sanne.says("Kies wat voor notitie dit is."));
  EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("text"), "Zij liep weg.");
}

TEST(OwnWords, OfANoteAreSavedInTheDraftAndTouchOneLine) {
  Site site;
  Browser marijke(site, "marijke");
  auto const file = [&](char const* query = "") { return marijke.get(std::string("/ons-stappenplan/bestand") + query).html(); };
  auto const before = file();
  marijke.get("/ons-stappenplan/woorden").send("/ons-stappenplan/woorden", {});
  EXPECT_FALSE(marijke.says("Dit is nog een concept")) << "nothing was changed";
  marijke.get("/ons-stappenplan/woorden");
  EXPECT_TRUE(marijke.says("Notitie: Strookje") && marijke.says("Notitie: Iets moois"));
  EXPECT_FALSE(marijke.says("Notitie: Observatie"));
  marijke.send("/ons-stappenplan/woorden", {{"note_strookje_nl", "Briefje"}, {"note_positief_nl", "Parel"}});
  EXPECT_TRUE(marijke.says("Dit is nog een concept") && marijke.says("Erbij: Onze eigen woorden: Briefje, Parel."));
  auto expected = before;
  expected.replace(expected.find(kStrookje), kStrookje.size(), "strookje = { nl = \"Briefje\", en = \"Slip\" }\npositief = \"Parel\"\n");
  EXPECT_EQ(file("?concept=1"), expected);
}

TEST(OwnWords, OfANoteInEnglishAloneComeBackAtTheirField) {
  Site site;
  Browser marijke(site, "marijke");
  marijke.get("/ons-stappenplan/woorden").send("/ons-stappenplan/woorden", {{"note_positief_en", "Pearl"}});
  EXPECT_TRUE(marijke.says("Hier hoort een Nederlandse tekst."));
  EXPECT_EQ(form_on(marijke.html(), "/ons-stappenplan/woorden").text("note_positief_en"), "Pearl");
}

TEST(OwnWords, MakeANewKindOfNoteOnceItsPlanIsAgreedOn) {
  Site site;
  Browser marijke(site, "marijke"), sanne(site, "sanne");
  auto const page = std::string("/ons-stappenplan/woorden");
  for (auto const* taken : {"Strookje", "niet_pluis"}) {
    marijke.get(page).send(page, {{"new_note_nl", taken}});
    EXPECT_TRUE(marijke.says("Deze soort notitie is er al. Kies een ander woord.")) << taken;
  }
  marijke.get(page).send(page, {{"new_note_nl", "Gele kaart"}, {"new_note_en", "Yellow card"}});
  EXPECT_TRUE(marijke.says("Erbij: Onze eigen woorden: Strookje, Gele kaart."));
  EXPECT_FALSE(sanne.get(page_of(site.noor, "/notitie")).says("Gele kaart"));
  marijke.get(page).send(page, {{"new_note_nl", "gele kaart"}});
  EXPECT_TRUE(marijke.says("Deze soort notitie is er al. Kies een ander woord."));
  marijke.get("/ons-stappenplan/gevolgen").send("/ons-stappenplan/vaststellen", {});
  EXPECT_TRUE(sanne.get(page_of(site.noor, "/notitie")).says("Gele kaart"));
  note_of_kind(sanne, site.noor, "gele_kaart", "Zij liep weg.");
  EXPECT_TRUE(sanne.says("Gele kaart") && sanne.says("Zij liep weg."));
}

TEST(AStep, TakesOtherKindsOfNoteInTheDraftButNotOneOfAnotherStep) {
  Site site;
  Browser marijke(site, "marijke");
  auto const page = std::string("/ons-stappenplan/stap/strookje");
  auto fields = form_on(marijke.get(page).html(), page);
  EXPECT_EQ(fields.all("note").size(), 2U);
  fields.add("note", "stil_kind");
  marijke.post(page, fields);
  EXPECT_TRUE(marijke.says("Een notitie 'stil_kind' hoort al bij stap")) << marijke.response.status;
  fields.set("note", "strookje");
  marijke.post(page, fields).follow();
  EXPECT_TRUE(marijke.says("Erbij: Een notitie van deze soort telt als deze stap: Strookje.")) << marijke.html();
}

}  // namespace
}  // namespace vlechtwerk::web::testing
