#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

constexpr char const* kHostile[] = {
    "Noor lachte \xF0\x9F\x98\x80\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 en zwaaide.",
    "\xD8\xA7\xD9\x84\xD8\xB7\xD9\x81\xD9\x84 \xD9\x8A\xD9\x84\xD8\xB9\xD8\xA8",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"'>&lt;b&gt; &amp;amp; {{naam}} {t:Vandaag} ${x}",
    "</textarea></form><form action=/uitloggen>",
    "regel een\r\n\r\nregel twee",
};

void write_note(Browser& browser, app::ChildId child, std::string const& text) {
  browser.get(page_of(child, "/notitie")).send(page_of(child, "/notitie"), {{"text", text}});
}

TEST(Note, IsOnThePageOfTheChildAfterSaving) {
  Site site;
  Browser sanne(site, "sanne");
  write_note(sanne, site.noor, "Noor bouwde een toren.");
  EXPECT_TRUE(sanne.where().starts_with(page_of(site.noor)));
  EXPECT_TRUE(sanne.says("Noor bouwde een toren."));
  EXPECT_TRUE(sanne.says("Maak ongedaan"));
}

TEST(Note, ComesBackIntactAndInertWhateverWasTyped) {
  Site site;
  Browser sanne(site, "sanne");
  for (auto const* text : kHostile) {
    write_note(sanne, site.noor, text);
    EXPECT_TRUE(sanne.says(text)) << text;
    EXPECT_EQ(sanne.html().find("<script>alert"), std::string::npos);
    EXPECT_EQ(sanne.html().find("<img src=x"), std::string::npos);
    EXPECT_EQ(sanne.html().find("<form action=/uitloggen"), std::string::npos);
  }
}

TEST(Note, WithoutTextIsNotSavedAndKeepsTheRest) {
  Site site;
  Browser sanne(site, "sanne");
  for (auto const* text : kHostile) {
    sanne.get(page_of(site.noor, "/notitie")).send(page_of(site.noor, "/notitie"), {{"text", ""}, {"did", text}, {"kind", "positief"}});
    EXPECT_EQ(sanne.response.status, 400);
    auto const kept = form_on(sanne.html(), page_of(site.noor, "/notitie"));
    EXPECT_EQ(kept.text("did"), text);
    EXPECT_EQ(kept.text("kind"), "positief");
    EXPECT_NE(sanne.html().find("id=\"text-fout\""), std::string::npos);
    EXPECT_NE(sanne.html().find("role=\"alert\""), std::string::npos);
  }
  EXPECT_FALSE(sanne.get(page_of(site.noor)).says("onerror"));
}

TEST(Note, PressedTwiceIsWrittenOnce) {
  Site site;
  Browser sanne(site, "sanne");
  auto fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  fields.set("text", "Eenmaal gezien.");
  EXPECT_EQ(sanne.post(page_of(site.noor, "/notitie"), fields).response.status, 303);
  EXPECT_EQ(sanne.post(page_of(site.noor, "/notitie"), fields).response.status, 303);
  auto const html = sanne.get(page_of(site.noor)).html();
  auto const first = html.find("Eenmaal gezien.");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(html.find("Eenmaal gezien.", first + 1), std::string::npos);
}

TEST(Note, OfAMegabyteIsSavedOrComesBackInItsFormWithASentence) {
  Site site;
  Browser sanne(site, "sanne");
  write_note(sanne, site.noor, std::string(900'000, 'a'));
  EXPECT_TRUE(sanne.says(std::string(900'000, 'a')));
  auto fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  std::string euros;
  for (int i = 0; i < 360'000; ++i) euros += "€";
  for (auto const& longer : {std::string(1'100'000, 'b'), std::string(3'500'000, 'c'), euros}) {
    fields.set("text", longer);
    sanne.post(page_of(site.noor, "/notitie"), fields);
    EXPECT_EQ(sanne.response.status, 413);
    EXPECT_TRUE(sanne.says("Deze tekst is te lang. Maak hem korter."));
    EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("text"), longer);
  }
  fields.set("text", std::string(4'100'000, 'd'));
  sanne.post(page_of(site.noor, "/notitie"), fields);
  EXPECT_EQ(sanne.response.status, 413);
  EXPECT_TRUE(sanne.says("je tekst staat daar nog"));
}

TEST(Note, WithABrokenIdIsRefusedWithASentence) {
  Site site;
  Browser sanne(site, "sanne");
  for (auto const* id : {"", "x", "00000000-0000-0000-0000-00000000000g", "' or 1=1 --"}) {
    sanne.get(page_of(site.noor, "/notitie")).send(page_of(site.noor, "/notitie"), {{"text", "Zinnetje."}, {"id", id}});
    EXPECT_EQ(sanne.response.status, 400) << id;
    EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("text"), "Zinnetje.");
  }
}

TEST(Note, OfTomorrowIsRefused) {
  Site site;
  Browser sanne(site, "sanne");
  for (auto const* day : {"2026-03-10", "2026-02-30", "morgen"}) {
    sanne.get(page_of(site.noor, "/notitie")).send(page_of(site.noor, "/notitie"), {{"text", "Zinnetje."}, {"on", day}});
    EXPECT_EQ(sanne.response.status, 400) << day;
    EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("on"), day);
  }
}

TEST(Note, AboutAForeignChildLooksLikeOneThatIsNotThere) {
  Site site;
  Browser sanne(site, "sanne");
  auto const fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  auto const nobody = app::ChildId::parse("01920000-0000-7000-8000-000000000001").value();
  for (auto const* rest :
       {"", "/notitie", "/zorg", "/toestemming", "/plan", "/afsluiten", "/vraag", "/gezien", "/beheer", "/wissen", "/stap/strookje"}) {
    EXPECT_EQ(sanne.get(page_of(site.finn, rest)).response.status, 404) << rest;
    auto const foreign = sanne.html();
    EXPECT_EQ(sanne.get(page_of(nobody, rest)).response.status, 404) << rest;
    EXPECT_EQ(sanne.html().size(), foreign.size()) << rest;
    EXPECT_EQ(foreign.find("Finn"), std::string::npos);
  }
  EXPECT_EQ(sanne.post(page_of(site.finn, "/notitie"), fields).response.status, 404);
}

TEST(Note, CanBeUndoneForAMinute) {
  Site site;
  Browser sanne(site, "sanne");
  write_note(sanne, site.noor, "Toch niet.");
  sanne.send("/ongedaan", {});
  EXPECT_FALSE(sanne.get(page_of(site.noor)).says("Toch niet."));
}

TEST(Note, CannotBeUndoneAfterAMinute) {
  Site site;
  Browser sanne(site, "sanne");
  write_note(sanne, site.noor, "Toch wel.");
  site.clock.pass(61);
  auto const fields = form_on(sanne.html(), "/ongedaan");
  sanne.post("/ongedaan", fields);
  EXPECT_EQ(sanne.response.status, 409);
  EXPECT_TRUE(sanne.get(page_of(site.noor)).says("Toch wel."));
}

TEST(FormToken, OfAnotherFormSavesNothingAndKeepsTheText) {
  Site site;
  Browser sanne(site, "sanne");
  auto fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  fields.set("text", "Met een vreemd bewijs.");
  fields.set("bewijs", form_on(sanne.html(), "/uitloggen").text("bewijs"));
  sanne.post(page_of(site.noor, "/notitie"), fields);
  EXPECT_EQ(sanne.response.status, 403);
  EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("text"), "Met een vreemd bewijs.");
  EXPECT_FALSE(sanne.get(page_of(site.noor)).says("Met een vreemd bewijs."));
}

TEST(FormToken, IsNotEnoughFromAnotherSite) {
  Site site;
  Browser sanne(site, "sanne");
  auto fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  fields.set("text", "Van elders.");
  auto request = http::post_request(page_of(site.noor, "/notitie"), fields);
  request.headers.set("Sec-Fetch-Site", "cross-site");
  request.headers.set("Cookie", "__Host-vlechtwerk=" + site.session_of("sanne"));
  EXPECT_EQ(site.router->handle(request).status, 403);
}

TEST(ExpiredSession, KeepsTheTextUntilItIsSaved) {
  Site site;
  Browser sanne(site, "sanne");
  auto fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  for (auto const* text : kHostile) {
    fields.set("text", text);
    site.clock.pass(13 * 3'600);
    sanne.post(page_of(site.noor, "/notitie"), fields);
    EXPECT_EQ(sanne.response.status, 401);
    sanne.send("/inloggen", {{"login", "sanne"}, {"password", kPassword}});
    sanne.send("/inloggen/code", {{"code", site.card_code("sanne")}});
    if (sanne.html().find("/inloggen/kies") != std::string::npos) {
      auto choice = form_on(sanne.html(), "/inloggen/kies");
      auto const at = sanne.html().find("name=\"keuze\" value=\"") + 19;
      choice.set("keuze", sanne.html().substr(at, 73));
      sanne.post("/inloggen/kies", choice);
    }
    EXPECT_EQ(sanne.response.status, 200);
    EXPECT_EQ(form_on(sanne.html(), page_of(site.noor, "/notitie")).text("text"), text);
    sanne.send(page_of(site.noor, "/notitie"), {});
    EXPECT_TRUE(sanne.says(text));
    fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  }
}

TEST(ExpiredSession, OfSomebodyElseShowsNoChild) {
  Site site;
  Browser sanne(site, "sanne");
  auto fields = form_on(sanne.get(page_of(site.noor, "/notitie")).html(), page_of(site.noor, "/notitie"));
  fields.set("text", "Van Sanne.");
  sanne.forget();
  sanne.post(page_of(site.noor, "/notitie"), fields);
  EXPECT_EQ(sanne.html().find("Noor"), std::string::npos);
  sanne.send("/inloggen", {{"login", "fatima"}, {"password", kPassword}});
  sanne.send("/inloggen/code", {{"code", site.card_code("fatima")}});
  EXPECT_EQ(sanne.html().find("Noor"), std::string::npos);
}

}  // namespace
}  // namespace vlechtwerk::web::testing
