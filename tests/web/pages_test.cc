#include <algorithm>
#include <set>

#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

TEST(RouteTable, HasOneRowForEveryRouteOfTheRouter) {
  Site site(false);
  ASSERT_EQ(site.router->routes().size(), route_table().size());
  std::set<std::string> names;
  for (std::size_t i = 0; i < route_table().size(); ++i) {
    EXPECT_EQ(site.router->routes()[i].name, route_table()[i].name);
    EXPECT_EQ(site.router->routes()[i].pattern, route_table()[i].pattern);
    EXPECT_TRUE(names.emplace(route_table()[i].name).second) << route_table()[i].name;
  }
}

TEST(RouteTable, NeedsNoSessionOnlyForWhatIsPublic) {
  Site site(false);
  Browser stranger(site);
  for (auto const& rule : route_table()) {
    if (rule.action == app::Action::LogIn || rule.action == app::Action::ReadPublic) continue;
    std::string path(rule.pattern);
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) path.replace(at, path.find('}') - at + 1, "x");
    auto const& response = rule.method == http::Method::Get ? stranger.get(path).response : stranger.post(path, {{"text", "a"}}).response;
    bool const sent_away = response.status == 303 && response.headers.text("Location").starts_with("/inloggen");
    EXPECT_TRUE(sent_away || response.status == 401) << rule.name << ": " << response.status;
  }
}

TEST(Health, SaysOkWithoutASession) {
  Site site(false);
  EXPECT_EQ(Browser(site).get("/gezond").html(), "ok\n");
}

TEST(Health, SaysWhatIsWrong) {
  Site site(false);
  site.health = base::fail(base::ErrorKind::Busy, "full", {"De schijf is vol.", {}});
  Browser browser(site);
  EXPECT_EQ(browser.get("/gezond").response.status, 503);
  EXPECT_TRUE(browser.says("De schijf is vol."));
}

TEST(StaticFiles, AreKeptForAYearUnderTheirOwnVersionOnly) {
  Site site(false);
  Browser browser(site);
  auto const login = browser.get("/inloggen").html();
  auto const begin = login.find("/static/");
  auto const css = login.substr(begin, login.find('"', begin) - begin);
  auto const version = css.substr(8, css.find('/', 8) - 8);
  EXPECT_NE(browser.get("/static/" + version + "/app.css").response.headers.text("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(browser.get("/static/0/app.css").response.headers.text("Cache-Control"), "no-cache");
  EXPECT_EQ(browser.get("/static/0/passwd").response.status, 404);
}

TEST(Language, FollowsTheBrowserBeforeLogIn) {
  Site site(false);
  Browser browser(site);
  browser.say_languages("fr-FR, en;q=0.8, nl;q=0.5");
  EXPECT_NE(browser.get("/inloggen").html().find("<html lang=\"en\">"), std::string::npos);
  browser.say_languages("nl-NL,en;q=0.8");
  EXPECT_NE(browser.get("/inloggen").html().find("<html lang=\"nl\">"), std::string::npos);
}

TEST(Language, IsRememberedAfterTheSwitch) {
  Site site(false);
  Browser browser(site);
  browser.get("/inloggen?verder=%2Fvragen").send("/taal", {});
  EXPECT_EQ(browser.where(), "/inloggen?verder=%2Fvragen");
  EXPECT_NE(browser.html().find("<html lang=\"en\">"), std::string::npos);
}

TEST(LanguageWithSession, IsThatOfThePerson) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get("/vandaag").send("/taal", {});
  sanne.forget("__Host-vlechtwerk-taal");
  EXPECT_NE(sanne.get("/vandaag").html().find("<html lang=\"en\">"), std::string::npos);
}

TEST(LogIn, LeadsBackToTheWantedPage) {
  Site site;
  Browser browser(site);
  browser.get("/kinderen").follow();
  EXPECT_EQ(browser.where(), "/inloggen?verder=%2Fkinderen");
  browser.send("/inloggen", {{"login", "sanne"}, {"password", kPassword}});
  browser.send("/inloggen/code", {{"code", site.card_code("sanne")}});
  if (browser.where().starts_with("/inloggen/kies")) {
    auto fields = form_on(browser.html(), "/inloggen/kies");
    auto const at = browser.html().find("name=\"keuze\" value=\"") + 20 - 1;
    fields.set("keuze", browser.html().substr(at, 73));
    browser.post("/inloggen/kies", fields).follow();
  }
  EXPECT_EQ(browser.where(), "/kinderen");
}

TEST(LogIn, NeverLeadsToAnotherSite) {
  Site site(false);
  for (auto const* place : {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"}) {
    Browser browser(site);
    browser.get(std::string("/inloggen?verder=") + place);
    EXPECT_FALSE(form_on(browser.html(), "/inloggen").has("verder")) << place;
    browser.send("/inloggen",
                 {{"login", "kees"}, {"password", "fout fout fout fout"}, {"verder", http::percent_decode(place, false).value()}});
    EXPECT_FALSE(form_on(browser.html(), "/inloggen").has("verder")) << place;
  }
}

TEST(LogIn, RefusesAWrongPasswordAndKeepsTheName) {
  Site site;
  Browser browser(site);
  browser.get("/inloggen").send("/inloggen", {{"login", "sanne"}, {"password", "fout fout fout fout"}});
  EXPECT_NE(browser.response.status, 303);
  EXPECT_EQ(form_on(browser.html(), "/inloggen").text("login"), "sanne");
  EXPECT_EQ(browser.html().find("fout fout"), std::string::npos);
}

TEST(LogIn, WaitsAfterManyMistakes) {
  Site site;
  Browser browser(site);
  http::Fields const wrong{{"login", "sanne"}, {"password", "fout fout fout fout"}};
  for (int i = 0; i < 12 && browser.response.status != 429; ++i) browser.post("/inloggen", wrong);
  EXPECT_EQ(browser.response.status, 429);
  EXPECT_TRUE(browser.response.headers.has("Retry-After"));
  EXPECT_EQ(form_on(browser.html(), "/inloggen").text("login"), "sanne");
}

TEST(LogOut, EndsTheSession) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get("/vandaag").send("/uitloggen", {});
  EXPECT_EQ(sanne.get("/vandaag").response.status, 303);
}

TEST(ErrorPage, SaysThatNothingWasLost) {
  Site site(false);
  Browser browser(site);
  EXPECT_EQ(browser.get("/bestaat-niet").response.status, 404);
  EXPECT_TRUE(browser.says("Wat eerder bewaard is, is er nog."));
}

TEST(Page, HasOneHeadingLandmarksAndALanguage) {
  Site site;
  Browser sanne(site, "sanne");
  for (auto const& path :
       {std::string("/vandaag"), std::string("/kinderen"), std::string("/noteer"), std::string("/vragen"), std::string("/vraag"),
        page_of(site.noor), page_of(site.noor, "/notitie"), page_of(site.noor, "/zorg"), page_of(site.noor, "/vraag")}) {
    auto const& html = sanne.get(path).html();
    EXPECT_EQ(sanne.response.status, 200) << path;
    auto const count = [&](std::string const& piece) {
      int n = 0;
      for (auto at = html.find(piece); at != std::string::npos; at = html.find(piece, at + 1)) ++n;
      return n;
    };
    EXPECT_EQ(count("<h1"), 1) << path;
    EXPECT_EQ(count("<main"), 1) << path;
    EXPECT_EQ(count("<nav"), 1) << path;
    EXPECT_LE(count("primary-action"), 1) << path;
    EXPECT_EQ(count("utrecht-skip-link "), 1) << path;
    EXPECT_EQ(html.find(" style="), std::string::npos) << path;
    EXPECT_EQ(html.find("onclick"), std::string::npos) << path;
    EXPECT_LT(html.size(), 60'000U) << path;
  }
}

}  // namespace
}  // namespace vlechtwerk::web::testing
