// What pages say of messages: the setting, the line of what waits, a question that nobody opened, the week of who leads, the sheet.
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

void set_day(Site& site, int day, int hour) {
  site.clock.set(base::amsterdam_instant(base::Date::of(2026, 3, static_cast<unsigned>(day)), hour * 60));
}

std::string ask(Browser& browser) {
  browser.get("/vraag").send("/vraag", {{"question", "Hoe help ik een druk kind?"}});
  auto const at = browser.html().find("href=\"/vragen/");
  return at == std::string::npos ? "/vragen" : browser.html().substr(at + 6, browser.html().find('"', at + 6) - at - 6);
}

TEST(Messages, SettingComesBackAsItWasSavedAndSaysThatThereIsNoMailServer) {
  Site site;
  Browser anita(site, "anita");
  anita.get("/berichten");
  EXPECT_TRUE(anita.says("Hier is nog geen mailserver."));
  EXPECT_EQ(form_on(anita.html(), "/berichten").text("wants"), "nee");
  EXPECT_EQ(form_on(anita.html(), "/berichten").all("days").size(), 5U);
  anita.send("/berichten", {{"wants", "ja"}, {"address", " anita@voorbeeld.nl "}, {"days", "di"}, {"from", "7:30"}, {"until", "12:00"}});
  EXPECT_TRUE(anita.says("Bewaard."));
  auto const kept = form_on(anita.html(), "/berichten");
  EXPECT_EQ(kept.text("wants"), "ja");
  EXPECT_EQ(kept.text("address"), "anita@voorbeeld.nl");
  EXPECT_EQ(kept.all("days").size(), 1U);
  EXPECT_EQ(kept.text("days"), "di");
  EXPECT_EQ(kept.text("from"), "07:30");
  EXPECT_EQ(kept.text("until"), "12:00");
  EXPECT_FALSE(Browser(site, "marijke").get("/berichten").says("anita@voorbeeld.nl")) << "it is her own";
}

TEST(Messages, SettingThatCannotBeKeepsWhatWasTypedAndSaysWhatToDo) {
  Site site;
  Browser anita(site, "anita");
  std::pair<http::Fields::Item, char const*> const wrong[] = {{{"address", "anita"}, "Dit is geen mailadres."},
                                                              {{"from", "morgen"}, "Kies een tijd, zoals 08:00."},
                                                              {{"until", "25:00"}, "Kies een tijd, zoals 17:00."},
                                                              {{"until", "07:00"}, "Het einde ligt na het begin."}};
  for (auto const& [typed, sentence] : wrong) {
    anita.get("/berichten").send("/berichten", {{"wants", "ja"}, {"address", "anita@voorbeeld.nl"}, typed});
    EXPECT_EQ(anita.response.status, 400);
    EXPECT_TRUE(anita.says(sentence)) << sentence;
    EXPECT_EQ(form_on(anita.html(), "/berichten").text(typed.first), typed.second);
  }
  EXPECT_EQ(form_on(anita.get("/berichten").html(), "/berichten").text("wants"), "nee") << "nothing of it was kept";
}

TEST(Messages, VandaagSaysInOneLineHowMuchWaitsAndNothingWhenNothingDoes) {
  Site site;
  Browser sanne(site, "sanne");
  EXPECT_FALSE(Browser(site, "marijke").get("/vandaag").says("op je."));
  ask(sanne);
  EXPECT_TRUE(Browser(site, "marijke").get("/vandaag").says("Er wacht één vraag op je."));
  ask(sanne);
  EXPECT_TRUE(Browser(site, "marijke").get("/vandaag").says("Er wachten 2 vragen op je."));
  EXPECT_FALSE(sanne.get("/vandaag").says("op je.")) << "they wait for somebody else";
}

TEST(Messages, AQuestionThatIsNotOpenedIsToldWithSomethingToDoAndNotToWhoLeads) {
  Site site;
  Browser sanne(site, "sanne");
  ask(sanne);
  auto const told = std::string("Nog niet geopend sinds");
  EXPECT_FALSE(sanne.get("/vandaag").says(told));
  set_day(site, 11, 11);
  Browser later(site, "sanne");
  EXPECT_TRUE(later.get("/vandaag").says(told));
  EXPECT_NE(later.html().find("href=\"/bij-wie\""), std::string::npos);
  EXPECT_TRUE(later.get("/vragen").says(told));
  EXPECT_FALSE(Browser(site, "joke").get("/vandaag").says(told));
  Browser marijke(site, "marijke");
  EXPECT_FALSE(marijke.get("/vandaag").says(told));
  marijke.get("/vragen");
  EXPECT_FALSE(later.get("/vandaag").says(told)) << "she read it";
}

TEST(Messages, WhoLeadsReadsWhatSheCanDoAndNoNameOfAWorker) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get(page_of(site.noor, "/zorg")).send(page_of(site.noor, "/zorg"), {{"worry", "Noor is stil."}});
  Browser joke(site, "joke");
  EXPECT_TRUE(joke.get("/vandaag").says("Kom eens kijken op de groep Wadlopers"));
  auto const begin = joke.html().find("Dit kun jij deze week doen");
  ASSERT_NE(begin, std::string::npos);
  auto const section = joke.html().substr(begin, joke.html().find("</section>", begin) - begin);
  EXPECT_EQ(section.find("Sanne"), std::string::npos);
  EXPECT_FALSE(sanne.get("/vandaag").says("Dit kun jij deze week doen"));
}

TEST(Messages, TheSheetSaysPerGroupWhatWaitsForWhomAndForWhen) {
  Site site;
  Browser sanne(site, "sanne");
  EXPECT_TRUE(sanne.get("/wat-wacht").says("Hier wacht nu niets."));
  sanne.get(page_of(site.noor, "/notitie")).send(page_of(site.noor, "/notitie"), {{"text", "Noor zat lang alleen."}, {"kind", "strookje"}});
  sanne.get(page_of(site.noor, "/zorg")).send(page_of(site.noor, "/zorg"), {{"worry", "Noor is stil."}});
  sanne.get("/wat-wacht");
  EXPECT_TRUE(sanne.says("Wadlopers"));
  EXPECT_TRUE(sanne.says("Sanne de Wit"));
  EXPECT_FALSE(sanne.says("Noor is stil.")) << "no word of a note hangs on a wall";
  EXPECT_FALSE(sanne.says("Zeehonden")) << "of another group";
}

}  // namespace
}  // namespace vlechtwerk::web::testing
