// A picture of oneself, as pages: Mijn foto, and the face beside a name.
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

std::string picture_on(std::string const& html) {
  auto const at = html.find("src=\"/gezicht/");
  return at == std::string::npos ? std::string() : unescaped(html.substr(at + 5, html.find('"', at + 5) - at - 5));
}

TEST(FacePages, ShePutsAPhotoThereColleaguesSeeItAndSheTakesItAway) {
  Site site;
  Browser marijke(site, "marijke"), sanne(site, "sanne");
  EXPECT_TRUE(marijke.get("/mijn-foto").says("Je hebt nog geen foto.") && marijke.says(">MB<"));
  EXPECT_FALSE(marijke.says("action=\"/mijn-foto/weg\""));
  EXPECT_EQ(picture_on(sanne.get("/bij-wie?vraag=mijn_handelen").html()), "");
  marijke.send_photo(a_photo());
  EXPECT_TRUE(marijke.says("Bewaard.") && marijke.says("Zo zien collega's je."));
  auto const own = picture_on(marijke.html());
  ASSERT_NE(own, "");
  auto const address = picture_on(sanne.get("/bij-wie?vraag=mijn_handelen").html());
  EXPECT_EQ(address, own);
  EXPECT_TRUE(sanne.says("alt=\"\"") && !sanne.says(">MB<"));
  EXPECT_EQ(picture_on(sanne.get("/wie-doet-wat").html()), own);
  EXPECT_EQ(picture_on(sanne.get("/wie-doet-wat/ouders").html()), "") << "that sheet leaves the house";
  sanne.get(address);
  EXPECT_EQ(sanne.response.status, 200);
  EXPECT_EQ(sanne.response.content_type, "image/jpeg");
  EXPECT_TRUE(sanne.html().starts_with("\xFF\xD8\xFF"));
  EXPECT_EQ(sanne.response.headers.text("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(sanne.response.headers.text("Cache-Control"), "private, max-age=3600");
  marijke.send_photo(a_photo("grey.jpg"));
  EXPECT_NE(picture_on(sanne.get("/bij-wie?vraag=mijn_handelen").html()), address) << "a browser asks for the new one";
  marijke.get("/mijn-foto").send("/mijn-foto/weg", {});
  EXPECT_TRUE(marijke.says("Je foto is weg.") && marijke.says("Je hebt nog geen foto."));
  EXPECT_EQ(picture_on(sanne.get("/bij-wie?vraag=mijn_handelen").html()), "");
  EXPECT_TRUE(sanne.says(">MB<"));
  EXPECT_EQ(sanne.get(address).response.status, 404);
}

TEST(FacePages, TheMentorOfAChildHasAFaceForWhoAsksAboutThatChild) {
  Site site;
  Browser(site, "sanne").send_photo(a_photo());
  Browser joke(site, "joke");
  auto const address = picture_on(joke.get("/bij-wie?vraag=zorg_om_kind&kind=" + site.noor.text()).html());
  ASSERT_NE(address, "");
  EXPECT_EQ(joke.get(address).response.status, 200);
  Browser fatima(site, "fatima");
  EXPECT_EQ(fatima.get(address).response.status, 404) << "not a child of hers";
  EXPECT_EQ(fatima.get("/gezicht/" + site.account("sanne").text()).response.status, 404);
}

TEST(FacePages, WhoLeadsHerLocationTakesAPhotoAwayThatShouldNotBeThere) {
  Site site;
  Browser sanne(site, "sanne"), marijke(site, "marijke"), joke(site, "joke"), kees(site, "kees");
  auto const way = [&](char const* login) { return "/inrichten/mens/" + site.account(login).text() + "/foto"; };
  EXPECT_FALSE(joke.get("/inrichten").says("Haal de foto weg"));
  sanne.send_photo(a_photo());
  marijke.send_photo(a_photo());
  joke.get("/inrichten");
  ASSERT_TRUE(joke.says(way("sanne")));
  EXPECT_FALSE(joke.says(way("marijke"))) << "she works at every location";
  EXPECT_EQ(picture_on(joke.html()), "") << "to take it away nobody needs to see it";
  joke.send(way("sanne"), {});
  EXPECT_TRUE(joke.says("Bewaard."));
  EXPECT_FALSE(joke.says(way("sanne")));
  EXPECT_TRUE(sanne.get("/mijn-foto").says("Je hebt nog geen foto."));
  EXPECT_TRUE(marijke.get("/mijn-foto").says("Zo zien collega's je."));
  kees.get("/inrichten").send(way("marijke"), {});
  EXPECT_TRUE(marijke.get("/mijn-foto").says("Je hebt nog geen foto."));
  EXPECT_FALSE(kees.get("/wie-doet-wat").says("Haal de foto weg"));
}

TEST(FacePages, WhatIsNoPhotoGetsASentenceAndChangesNothing) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.send_photo(a_photo());
  auto const before = picture_on(sanne.html());
  std::pair<std::string, char const*> const wrong[] = {{"", "Kies eerst een foto."},
                                                       {a_photo("not-a-jpeg"), "Dit bestand is geen JPEG-foto."},
                                                       {a_photo("cut-off.jpg"), "Deze foto is niet heel."},
                                                       {a_photo("print.jpg"), "Deze foto is gemaakt voor drukwerk."}};
  for (auto const& [photo, sentence] : wrong) {
    sanne.send_photo(photo);
    EXPECT_EQ(sanne.response.status, 400);
    EXPECT_TRUE(sanne.says(sentence) && sanne.says("Er is niets veranderd.")) << sentence;
    EXPECT_EQ(picture_on(sanne.html()), before);
  }
}

TEST(FacePages, AnAddressOfNothingIsNotThere) {
  Site site;
  Browser sanne(site, "sanne");
  for (auto const* target : {"/gezicht/x", "/gezicht/00000000-0000-0000-0000-000000000000?v=x&kind=y", "/gezicht/%00"})
    EXPECT_LT(sanne.get(target).response.status, 500) << target;
  EXPECT_EQ(sanne.get("/gezicht/x?v=1").response.status, 404);
}

}  // namespace
}  // namespace vlechtwerk::web::testing
