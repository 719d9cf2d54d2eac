// Bij wie moet ik zijn, who does what, and the picture of a route, as pages.
#include <gtest/gtest.h>

#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

TEST(WhomPages, OneAnswerHasANameAFaceAndAWayToAsk) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get("/bij-wie");
  EXPECT_TRUE(sanne.says("Waar gaat je vraag over?"));
  EXPECT_FALSE(sanne.says("aan het goede adres"));
  sanne.get("/bij-wie?vraag=mijn_handelen");
  EXPECT_TRUE(sanne.says("Je bent bij Marijke Bos aan het goede adres"));
  EXPECT_TRUE(sanne.says(">MB<"));
  EXPECT_TRUE(sanne.says("href=\"/vraag?aan=pedagoog\""));
  EXPECT_TRUE(sanne.says("Langs de vaste weg") && sanne.says("Of even tussendoor"));
  sanne.get("/bij-wie?vraag=zorg_om_kind&kind=" + site.noor.text());
  EXPECT_TRUE(sanne.says("Je bent bij Sanne de Wit aan het goede adres"));
}

TEST(WhomPages, WhoAsksNoQuestionsHereHasNoButtonForIt) {
  Site site;
  Browser marijke(site, "marijke");
  marijke.get("/bij-wie?vraag=praktisch");
  EXPECT_TRUE(marijke.says("Je bent bij Joke Visser aan het goede adres"));
  EXPECT_FALSE(marijke.says("href=\"/vraag?aan="));
  EXPECT_TRUE(marijke.says("Loop even langs, of bel."));
}

TEST(WhomPages, TheQuestionGoesToWhomTheAnswerNamed) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get("/vraag?aan=leidinggevende");
  auto const fields = form_on(sanne.html(), "/vraag");
  EXPECT_EQ(fields.text("function"), "leidinggevende");
  sanne.send("/vraag", {{"question", "Mag de tafel verplaatst?"}});
  EXPECT_TRUE(sanne.says("Joke Visser denkt mee."));
  Browser joke(site, "joke");
  EXPECT_TRUE(joke.get("/vragen").says("Mag de tafel verplaatst?"));
  Browser marijke(site, "marijke");
  EXPECT_FALSE(marijke.get("/vragen").says("Mag de tafel verplaatst?"));
}

TEST(WhomPages, TheMemoSaysOfEveryStepWhoDoesItAndWhatParentsHear) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get("/wie-doet-wat");
  EXPECT_TRUE(sanne.says("Pedagoog observeert") && sanne.says("doet dit") && sanne.says("zeggen ja of nee"));
  sanne.get("/wie-doet-wat/ouders");
  EXPECT_TRUE(sanne.says("U mag altijd ja of nee zeggen."));
  EXPECT_FALSE(sanne.says("Focus op kinderen invullen")) << "parents have no part in it";
}

TEST(WhomPages, ThePictureOfARouteSaysWhereItIsAndHasNoStyleOfItsOwn) {
  Site site;
  Browser sanne(site, "sanne");
  EXPECT_EQ(sanne.get(page_of(site.noor, "/plaatje")).response.status, 404);
  sanne.get(page_of(site.noor, "/zorg"));
  sanne.send(page_of(site.noor, "/zorg"), {{"worry", "Noor is stil."}});
  sanne.get(page_of(site.noor));
  EXPECT_TRUE(sanne.says("Alle stappen van de route"));
  sanne.get(page_of(site.noor, "/route"));
  EXPECT_TRUE(sanne.says("De route als plaatje") && sanne.says("hier zijn jullie nu"));
  sanne.get(page_of(site.noor, "/plaatje"));
  EXPECT_EQ(sanne.response.content_type, "image/svg+xml");
  EXPECT_TRUE(sanne.says("class=\"stap stap--here\"") && sanne.says("Hier zijn jullie nu"));
  EXPECT_FALSE(sanne.says("style"));
}

TEST(WhomPages, ABegeleidingsplanIsWrittenWithoutARouteAndItsVersionsAreRead) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get(page_of(site.noor, "/plan"));
  EXPECT_TRUE(sanne.says("Dit kind heeft nu geen route."));
  for (auto const* goal : {"Noor went rustig.", "Noor is gewend."}) {
    sanne.get(page_of(site.noor, "/plan?kind=begeleidingsplan"));
    sanne.send(page_of(site.noor, "/plan"), {{"goal", goal}, {"approach", "Een vaste plek."}, {"why", "Dat geeft rust."}});
    EXPECT_TRUE(sanne.says("Begeleidingsplan") && sanne.says(goal));
  }
  EXPECT_FALSE(sanne.says("Wat nu komt"));
  sanne.get(page_of(site.noor, "/plan/eerder"));
  EXPECT_TRUE(sanne.says("Noor went rustig.") && sanne.says("Noor is gewend."));
}

TEST(WhomPages, ABegeleidingsplanIsLookedBackOnFromVandaag) {
  Site site;
  Browser sanne(site, "sanne");
  auto const look = page_of(site.noor, "/plan/terugkijken");
  sanne.get(look + "?kind=begeleidingsplan");
  EXPECT_TRUE(sanne.says("Er is nog geen begeleidingsplan."));
  sanne.get(page_of(site.noor, "/plan?kind=begeleidingsplan"));
  sanne.send(page_of(site.noor, "/plan"), {{"goal", "Noor went rustig."}, {"approach", "Een vaste plek."}, {"until", "2026-03-09"}});
  EXPECT_TRUE(sanne.says("Tijd om terug te kijken: past dit plan nog?"));
  EXPECT_TRUE(sanne.get("/vandaag").says("Noor: kijk terug op het begeleidingsplan"));
  sanne.get(look + "?kind=begeleidingsplan");
  sanne.send(look, {{"words", "Ze zwaait."}});
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_TRUE(sanne.says("Kies of het plan nog past."));
  sanne.send(look, {{"outcome", "past_nog"}, {"until", "2026-09-01"}});
  EXPECT_TRUE(sanne.says("Het plan past nog.") && sanne.says("Ze zwaait.") && sanne.says("We kijken terug op 1 september."));
  EXPECT_FALSE(sanne.get("/vandaag").says("kijk terug op het begeleidingsplan"));
}

TEST(WhomPages, SomebodyOutsideWithoutAnAccountIsRungWithATap) {
  Site site;
  Browser kees(site, "kees"), sanne(site, "sanne");
  EXPECT_FALSE(sanne.get("/bij-wie").says("Mensen buiten die je kunt bellen"));
  kees.get("/inrichten/kaart").send("/inrichten/kaart", {{"name", "Wil Prins"}, {"function", "wijkcoach"}, {"telephone", "06 123 456 78"}});
  EXPECT_TRUE(sanne.get("/bij-wie").says("Mensen buiten die je kunt bellen") && sanne.says(">WP<"));
  EXPECT_TRUE(sanne.says("href=\"tel:0612345678\"") && sanne.says("06 123 456 78"));
}

TEST(Setup, ClosingDaysCanBeChangedOrThereAreNone) {
  Site site;
  Browser kees(site, "kees");
  auto const open = [&] { return kees.get("/inrichten").says("Op een dag dat jullie dicht zijn, loopt geen termijn door."); };
  EXPECT_TRUE(open());
  kees.get("/inrichten/sluiting");
  kees.send("/inrichten/geen-sluiting", {});
  EXPECT_FALSE(open()) << "they have none";
  kees.get("/inrichten/sluiting").send("/inrichten/sluiting", {{"name", "Kerst"}, {"from", "2026-12-24"}, {"until", "2026-12-31"}});
  EXPECT_TRUE(kees.says("Kerst"));
  EXPECT_FALSE(kees.get("/inrichten/sluiting").says("wij hebben er geen"));
  auto const& html = kees.get("/inrichten").html();
  auto const at = html.find("/inrichten/sluiting/");
  ASSERT_NE(at, std::string::npos);
  auto const change = html.substr(at, std::string("/inrichten/sluiting/").size() + 36);
  kees.get(change);
  EXPECT_EQ(form_on(kees.html(), change).text("until"), "2026-12-31");
  kees.send(change, {{"name", "Kerstvakantie"}, {"until", "2027-01-03"}});
  EXPECT_TRUE(kees.says("Kerstvakantie") && kees.says("3 januari 2027"));
  EXPECT_EQ(kees.get("/inrichten/sluiting/0190a1b2-0000-7000-8000-000000000000").response.status, 404);
}

/// Where the first link to something under `place` on the page leads.
std::string link_under(std::string const& html, std::string const& place) {
  auto const at = html.find("href=\"" + place);
  return at == std::string::npos ? std::string() : html.substr(at + 6, place.size() + 36);
}

TEST(Setup, ACardKeepsWhatItSaidUntilSomebodyChangesIt) {
  Site site;
  Browser kees(site, "kees");
  kees.get("/inrichten/kaart").send("/inrichten/kaart", {{"name", "Wil Smit"}, {"function", "Coach"}, {"telephone", "06 11"}});
  auto const card = link_under(kees.get("/inrichten").html(), "/inrichten/kaart/");
  ASSERT_FALSE(card.empty());
  EXPECT_EQ(form_on(kees.get(card).html(), card).text("name"), "Wil Smit");
  kees.send(card, {{"telephone", ""}});
  EXPECT_EQ(kees.response.status, 400);
  kees.send(card, {{"telephone", "06 22"}});
  kees.get("/inrichten");
  EXPECT_TRUE(kees.says("Wil Smit") && kees.says("06 22"));
  EXPECT_FALSE(kees.says("06 11"));
  EXPECT_EQ(kees.get("/inrichten/kaart/0190a1b2-0000-7000-8000-000000000000").response.status, 404);
}

TEST(Setup, ADeelprojectGetsOtherGroups) {
  Site site;
  Browser kees(site, "kees");
  kees.get("/inrichten/deelproject");
  kees.send("/inrichten/deelproject", {{"name", "Rust"}, {"groups", site.wadlopers.text()}});
  auto const deelproject = link_under(kees.get("/inrichten").html(), "/inrichten/deelproject/");
  ASSERT_FALSE(deelproject.empty());
  kees.get(deelproject);
  EXPECT_EQ(form_on(kees.html(), deelproject).all("groups"), (std::vector<std::string_view>{site.wadlopers.text()}));
  kees.send(deelproject, {{"name", "Rust en ruimte"}, {"groups", site.zeehonden.text()}});
  EXPECT_TRUE(kees.says("Rust en ruimte"));
  EXPECT_EQ(form_on(kees.get(deelproject).html(), deelproject).text("groups"), site.zeehonden.text());
}

TEST(Setup, TheLanguageThatAChildSpeaksAtHomeStandsAmongItsFactsWhenItIsKnown) {
  Site site;
  Browser joke(site, "joke");
  for (auto const& [first_name, language] : {std::pair{"Elif", "tr"}, {"Pim", ""}}) {
    joke.get("/inrichten/kind");
    joke.send("/inrichten/kind", {{"first_name", first_name},
                                  {"last_name", "Kaya"},
                                  {"born_on", "2024-01-02"},
                                  {"group", site.wadlopers.text()},
                                  {"language", language},
                                  {"parent1_name", "Hatice Kaya"}});
    EXPECT_TRUE(joke.says(std::string(">") + first_name + "<")) << joke.response.status;
    EXPECT_EQ(joke.says("thuis: Turks"), std::string(language) == "tr");
    EXPECT_EQ(joke.says("thuis:"), std::string(language) == "tr");
  }
}

TEST(WhomPages, ClosingSaysUntilWhenTextsAreKept) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get(page_of(site.noor, "/zorg"));
  sanne.send(page_of(site.noor, "/zorg"), {{"worry", "Noor is stil."}});
  sanne.get(page_of(site.noor, "/afsluiten"));
  EXPECT_TRUE(sanne.says("Hoort het bij de leeftijd? Dan bewaren we notities en plan tot 9 september."));
  EXPECT_TRUE(sanne.says("Anders tot 1 december 2029: twee jaar nadat Noor weggaat."));
}

}  // namespace
}  // namespace vlechtwerk::web::testing
