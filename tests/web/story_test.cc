#include "app/terminal.h"
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

/// The value of the first choice with this name.
std::string first_value(std::string const& html, std::string const& name) {
  auto const at = html.find("name=\"" + name + "\"");
  if (at == std::string::npos) return {};
  return attribute(std::string_view(html).substr(at, html.find('>', at) - at), "value");
}

void open_route(Site& site, Browser& sanne) {
  sanne.get(page_of(site.noor, "/zorg")).send(page_of(site.noor, "/zorg"), {{"worry", "Noor trekt zich terug."}});
  ASSERT_TRUE(sanne.says("De route")) << sanne.response.status;
}

void parents_say(Site& site, Browser& sanne, std::string const& act, std::string const& word) {
  auto const page = page_of(site.noor, "/toestemming");
  sanne.get(page);
  sanne.send(page, {{"act", act}, {"word", word}, {"how", "Bij het ophalen."}});
  ASSERT_TRUE(sanne.where().starts_with(page_of(site.noor) + "?")) << sanne.response.status;
}

TEST(Worry, OpensARouteThatShowsWhereItIs) {
  Site site;
  Browser sanne(site, "sanne");
  EXPECT_FALSE(sanne.get(page_of(site.noor)).says("aria-current=\"step\""));
  open_route(site, sanne);
  EXPECT_TRUE(sanne.says("aria-current=\"step\""));
  EXPECT_TRUE(sanne.says("Noor trekt zich terug."));
  EXPECT_FALSE(sanne.says("Ik maak me zorgen"));
}

TEST(Worry, WithoutWordsOpensNothing) {
  Site site;
  Browser sanne(site, "sanne");
  sanne.get(page_of(site.noor, "/zorg")).send(page_of(site.noor, "/zorg"), {{"worry", ""}});
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_FALSE(sanne.get(page_of(site.noor)).says("aria-current=\"step\""));
}

TEST(Step, TakesTheAnswerOfEachParent) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/stap/gesprek_ouders");
  sanne.get(page);
  auto const at = sanne.html().find("name=\"answer.observatie_pedagoog.");
  ASSERT_NE(at, std::string::npos);
  auto const answer = attribute(std::string_view(sanne.html()).substr(at - 1, 120), "name");
  sanne.send(page, {{answer, "given"}, {"words", "Een fijn gesprek."}});
  EXPECT_TRUE(sanne.says("Een fijn gesprek."));
  EXPECT_TRUE(sanne.says("Dit mag."));
}

TEST(Step, CanBeSkippedWithAReasonAndNotWithoutOne) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/stap/focus_op_kinderen/overslaan");
  sanne.get(page).send(page, {{"words", "Toelichting."}});
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_EQ(form_on(sanne.html(), page).text("words"), "Toelichting.");
  sanne.send(page, {{"reason", "niet_nodig"}});
  EXPECT_TRUE(sanne.says("Overgeslagen: "));
  sanne.get(page_of(site.noor, "/route"));
  EXPECT_TRUE(sanne.says("Overgeslagen, omdat: "));
}

TEST(Step, ThatTwoNotesAskForStandsOnceAmongWhatIsReadyWithTheNearestDay) {
  Site site;
  Browser first_day(site, "sanne");
  open_route(site, first_day);
  for (int day = 0; day < 2; ++day) {
    Browser sanne(site, "sanne");
    sanne.get(page_of(site.noor, "/notitie")).send(page_of(site.noor, "/notitie"), {{"text", "Stil."}, {"kind", "strookje"}});
    site.clock.pass(86'400);
  }
  Browser sanne(site, "sanne");
  auto const html = sanne.get("/vandaag").html();
  auto const first = html.find("/stap/strookje_bespreken");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(html.find("/stap/strookje_bespreken", first + 1), std::string::npos);
}

TEST(Step, ThatThePlanDoesNotKnowIsNotThere) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  EXPECT_EQ(sanne.get(page_of(site.noor, "/stap/bestaat_niet")).response.status, 404);
}

TEST(Toestemming, ThatIsRefusedShowsWhatGoesOn) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  parents_say(site, sanne, "observatie_pedagoog", "refused");
  EXPECT_TRUE(sanne.says("Dit mag niet. Een ouder zei nee."));
}

TEST(Toestemming, NeedsAParentAnActAndAWord) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/toestemming");
  sanne.get(page).send(page, {{"how", "Aan de telefoon."}});
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_EQ(form_on(sanne.html(), page).text("how"), "Aan de telefoon.");
  EXPECT_TRUE(sanne.says("Kies wat de ouder zegt."));
}

TEST(Toestemming, ToGoOnWithoutAParentIsTheLeidinggevendesWithAReasonWhereThePlanAllowsIt) {
  Site site;
  site.put_next_version("recipient = \"pedagoog\"", "unreachable_may = true\nrecipient = \"pedagoog\"");
  Browser sanne(site, "sanne"), joke(site, "joke");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/toestemming");
  EXPECT_EQ(sanne.get(page).html().find("name=\"reason\""), std::string::npos);
  EXPECT_TRUE(sanne.says("Alleen de leidinggevende besluit dan of het zonder dit antwoord kan."));
  joke.get(page).send(page, {{"act", "observatie_pedagoog"}, {"word", "unreachable"}, {"how", "Drie keer gebeld."}});
  EXPECT_EQ(joke.response.status, 400);
  EXPECT_TRUE(joke.says("Kies waarom deze ouder niet bereikbaar is."));
  EXPECT_EQ(form_on(joke.html(), page).text("how"), "Drie keer gebeld.");
  joke.send(page, {{"reason", "reageert_niet"}});
  EXPECT_TRUE(joke.where().starts_with(page_of(site.noor) + "?")) << joke.response.status;
  EXPECT_TRUE(joke.says("Een ouder is niet bereikbaar"));
  EXPECT_TRUE(joke.says("De leidinggevende besloot om zonder dit antwoord verder te gaan."));
}

TEST(Toestemming, WhereThePlanNeedsEveryWordNobodyCanGoOnWithoutOne) {
  Site site;
  Browser sanne(site, "sanne"), joke(site, "joke");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/toestemming");
  EXPECT_EQ(joke.get(page).html().find("value=\"unreachable\""), std::string::npos);
  EXPECT_TRUE(joke.says("in jullie stappenplan is het woord van elke ouder nodig."));
  joke.send(page, {{"act", "observatie_pedagoog"}, {"word", "unreachable"}, {"reason", "kan_niet"}});
  EXPECT_EQ(joke.response.status, 409);
  EXPECT_TRUE(joke.says("Jullie stappenplan vraagt hier het antwoord van elke ouder."));
}

TEST(Attempt, OfAWorkerStandsAtTheActWithItsDayAndDecidesNothing) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/poging");
  EXPECT_TRUE(sanne.says("is nog niet gevraagd"));
  sanne.get(page).send(page, {{"act", "observatie_pedagoog"}, {"how", ""}});
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_TRUE(sanne.says("Vul dit veld in."));
  sanne.send(page, {{"act", "observatie_pedagoog"}, {"how", "Twee keer gebeld."}, {"on", "2026-03-08"}});
  EXPECT_TRUE(sanne.where().starts_with(page_of(site.noor) + "?")) << sanne.response.status << sanne.html();
  EXPECT_TRUE(sanne.says("is nog niet bereikt") && sanne.says("gisteren: Twee keer gebeld."));
  EXPECT_TRUE(sanne.says("Geprobeerd een ouder te bereiken"));
  EXPECT_TRUE(sanne.says("Dit mag nog niet."));
}

TEST(Question, GoesFromTheWorkerByThePedagoogToTheCoachAndBack) {
  Site site;
  Browser sanne(site, "sanne"), marijke(site, "marijke"), anita(site, "anita");
  open_route(site, sanne);
  parents_say(site, sanne, "observatie_pedagoog", "given");
  parents_say(site, sanne, "meekijken_coach", "given");
  EXPECT_EQ(anita.get(page_of(site.noor)).response.status, 404);
  auto const ask = page_of(site.noor, "/vraag");
  sanne.get(ask).send(ask, {{"question", "Hoe help ik Noor bij het afscheid?"}});
  ASSERT_TRUE(sanne.where().starts_with("/vragen/")) << sanne.response.status << sanne.html();
  auto const question = sanne.where().substr(0, 8 + 36);

  marijke.get("/vragen");
  EXPECT_TRUE(marijke.says("Hoe help ik Noor bij het afscheid?"));
  marijke.get(question + "/geef");
  marijke.send(question + "/geef", {{"to", site.account("anita").text()}});
  EXPECT_EQ(marijke.response.status, 200);

  EXPECT_EQ(anita.get(page_of(site.noor)).response.status, 200);
  anita.get(question + "/antwoord").send(question + "/antwoord", {{"tip", "Zwaai samen bij het raam."}});
  EXPECT_EQ(anita.response.status, 200) << anita.html();
  EXPECT_TRUE(anita.says("Zwaai samen bij het raam."));

  sanne.get(question + "/bevestig").send(question + "/bevestig", {{"own_words", "Ik ga met Noor zwaaien."}});
  EXPECT_TRUE(sanne.says("Ik ga met Noor zwaaien."));
  EXPECT_EQ(anita.get(page_of(site.noor)).response.status, 404);
}

TEST(Question, IsNotForWhoHasNothingToDoWithIt) {
  Site site;
  Browser sanne(site, "sanne"), fatima(site, "fatima");
  sanne.get("/vraag").send("/vraag", {{"question", "Een vraag zonder kind."}});
  ASSERT_TRUE(sanne.where().starts_with("/vragen/"));
  EXPECT_EQ(fatima.get(sanne.where().substr(0, 44)).response.status, 404);
}

TEST(PlanVanAanpak, ShowsBothTextsWhenTwoWrite) {
  Site site;
  Browser sanne(site, "sanne"), joke(site, "joke");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/plan");
  sanne.get(page).send(page, {{"goal", "Noor speelt mee."}, {"approach", "Samen beginnen."}});
  EXPECT_TRUE(sanne.says("Noor speelt mee."));
  sanne.get(page);
  joke.get(page).send(page, {{"goal", "Noor zegt gedag."}, {"approach", "Samen beginnen."}});
  EXPECT_TRUE(joke.says("Noor zegt gedag."));
  sanne.send(page, {{"goal", "Noor lacht bij binnenkomst."}, {"approach", "Samen beginnen."}});
  EXPECT_EQ(sanne.response.status, 409);
  EXPECT_TRUE(sanne.says("Jouw tekst"));
  EXPECT_TRUE(sanne.says("Tekst van Joke Visser"));
  auto const goal = form_on(sanne.html(), page).text("goal");
  EXPECT_NE(goal.find("Noor lacht bij binnenkomst."), std::string::npos);
  EXPECT_NE(goal.find("Noor zegt gedag."), std::string::npos);
  sanne.send(page, {});
  EXPECT_TRUE(sanne.says("Noor lacht bij binnenkomst."));
  EXPECT_TRUE(sanne.says("Noor zegt gedag."));
}

TEST(PlanVanAanpak, IsLookedBackOn) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/plan");
  sanne.get(page).send(page, {{"goal", "Noor speelt mee."}, {"approach", "Samen beginnen."}});
  sanne.get(page + "/terugkijken").send(page + "/terugkijken", {{"outcome", "genoeg"}, {"words", "Ze lacht weer."}});
  EXPECT_TRUE(sanne.says("Het helpt genoeg."));
  EXPECT_TRUE(sanne.says("Ze lacht weer."));
}

TEST(PlanVanAanpak, ThatCannotBeSavedAnyMoreGivesTheTextBack) {
  Site site;
  Browser sanne(site, "sanne"), joke(site, "joke");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/plan"), close = page_of(site.noor, "/afsluiten");
  sanne.get(page);
  joke.get(close);
  joke.send(close, {{"outcome", first_value(joke.html(), "outcome")}, {"despite", "1"}});
  sanne.send(page, {{"goal", "Noor speelt mee."}, {"approach", "Samen beginnen."}});
  EXPECT_EQ(sanne.response.status, 409);
  EXPECT_TRUE(sanne.says("Dit schreef je. Het is niet bewaard."));
  EXPECT_TRUE(sanne.says("Noor speelt mee."));
  EXPECT_TRUE(sanne.says("Samen beginnen."));
  EXPECT_FALSE(sanne.get(page).says("Dit schreef je."));
}

TEST(Route, IsClosedWithAnOutcome) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/afsluiten");
  auto const outcome = first_value(sanne.get(page).html(), "outcome");
  ASSERT_FALSE(outcome.empty());
  sanne.send(page, {{"outcome", outcome}, {"words", "Het gaat goed."}, {"despite", "1"}});
  EXPECT_TRUE(sanne.says("De route is klaar")) << sanne.response.status;
  EXPECT_TRUE(sanne.says("Ik maak me zorgen"));
}

TEST(Route, IsNotClosedWithoutAnOutcome) {
  Site site;
  Browser sanne(site, "sanne");
  open_route(site, sanne);
  auto const page = page_of(site.noor, "/afsluiten");
  sanne.get(page).send(page, {{"words", "Toch maar niet."}});
  EXPECT_EQ(sanne.response.status, 400);
  EXPECT_EQ(form_on(sanne.html(), page).text("words"), "Toch maar niet.");
}

TEST(WhoSaw, IsForTheLeidinggevende) {
  Site site;
  Browser sanne(site, "sanne"), joke(site, "joke");
  sanne.get(page_of(site.noor));
  joke.get(page_of(site.noor, "/gezien"));
  EXPECT_EQ(joke.response.status, 200);
  EXPECT_TRUE(joke.says("Sanne de Wit"));
  EXPECT_EQ(sanne.get(page_of(site.noor, "/gezien")).response.status, 404);
}

TEST(Erasing, IsForTheLeidinggevendeWhoIsSure) {
  Site site;
  Browser joke(site, "joke"), sanne(site, "sanne");
  auto const page = page_of(site.noor, "/wissen");
  joke.get(page).send(page, {});
  EXPECT_EQ(joke.response.status, 400);
  EXPECT_EQ(sanne.get(page_of(site.noor)).response.status, 200);
  joke.get(page).send(page, {{"sure", "1"}});
  EXPECT_EQ(joke.response.status, 200);
  EXPECT_TRUE(joke.says("Alles is gewist"));
  EXPECT_EQ(sanne.get(page_of(site.noor)).response.status, 404);
}

TEST(EmptyStore, IsSetUpByItsFirstAdministrator) {
  Site site(false);
  Browser kees(site);
  kees.get("/inloggen/brief").send("/inloggen/brief", {{"login", "kees"}, {"code", site.administrator_code}});
  ASSERT_EQ(kees.where(), "/inloggen/wachtwoord") << kees.html();
  kees.send("/inloggen/wachtwoord", {{"password", kPassword}, {"again", "iets anders"}});
  EXPECT_EQ(kees.response.status, 400);
  kees.send("/inloggen/wachtwoord", {{"password", kPassword}, {"again", kPassword}});
  ASSERT_EQ(kees.where(), "/inloggen/tweede") << kees.html();
  EXPECT_TRUE(kees.get("/inloggen/app").says("viewBox"));
  kees.get("/inloggen/tweede").send("/inloggen/kaart", {});
  EXPECT_TRUE(kees.says("Jouw kaart met codes"));
  kees.get("/vandaag").follow();
  if (kees.where().starts_with("/inloggen/kies")) {
    auto choice = form_on(kees.html(), "/inloggen/kies");
    choice.set("keuze", first_value(kees.html(), "keuze"));
    kees.post("/inloggen/kies", choice).follow();
  }
  kees.get("/inrichten");
  ASSERT_EQ(kees.response.status, 200);
  EXPECT_TRUE(kees.says("Jullie organisatie"));
  kees.get("/inrichten/organisatie").send("/inrichten/organisatie", {{"name", "De Zeester"}});
  kees.get("/inrichten/locatie").send("/inrichten/locatie", {{"name", "Noord"}});
  EXPECT_TRUE(kees.says("Noord"));
  kees.get("/inrichten/groep").send("/inrichten/groep", {{"name", "Wadlopers"}});
  EXPECT_TRUE(kees.says("Wadlopers"));
  kees.get("/inrichten/mens")
      .send("/inrichten/mens", {{"name", "Sanne <b>de Wit"}, {"login", "sanne"}, {"role", "pedagogisch_medewerker"}});
  EXPECT_TRUE(kees.says("De brief is klaar")) << kees.html();
  EXPECT_TRUE(kees.says("Sanne <b>de Wit"));
  EXPECT_EQ(kees.html().find("<b>de Wit"), std::string::npos);
  kees.get("/inrichten/kind")
      .send("/inrichten/kind", {{"first_name", "Noor"},
                                {"last_name", "Jansen"},
                                {"born_on", "2023-12-01"},
                                {"parent1_name", "Lotte"},
                                {"parent1_relation", "moeder"}});
  EXPECT_EQ(kees.where(), "/inrichten?klaar=1") << kees.html();
}

TEST(SettingUp, ShowsWhoStoppedAndWhoseAccountIsOffToTheBeheerder) {
  Site site;
  Browser kees(site, "kees"), joke(site, "joke");
  EXPECT_FALSE(kees.get("/inrichten").says("Gestopt of uitgezet"));
  auto const end_of = [&](std::string const& login) {
    std::string path;
    site.store().read(site.tenant, [&](app::ReadTx const& tx) {
      for (auto const& row : tx.memberships(site.clock.now()))
        if (row.account == site.account(login)) path = "/inrichten/werk/" + row.id.text() + "/einde";
    });
    return path;
  };
  auto const ends = end_of("fatima");
  kees.send(ends, {});
  ASSERT_TRUE(app::disable_account(site.context(), base::Private("sanne"), site.clock.now()));
  kees.get("/inrichten");
  EXPECT_TRUE(kees.says("Gestopt of uitgezet: 2")) << kees.html();
  EXPECT_TRUE(kees.says("kan niet inloggen, sinds"));
  EXPECT_TRUE(kees.says("gestopt, sinds"));
  EXPECT_EQ(kees.html().find(ends), std::string::npos);
  EXPECT_NE(kees.html().find(end_of("sanne")), std::string::npos) << "who cannot log in still works here until somebody says otherwise";
  EXPECT_FALSE(joke.get("/inrichten").says("Gestopt of uitgezet"));
}

TEST(SettingUp, IsNotThereForAWorker) {
  Site site;
  Browser sanne(site, "sanne"), joke(site, "joke");
  for (auto const* page :
       {"/inrichten", "/inrichten/organisatie", "/inrichten/locatie", "/inrichten/groep", "/inrichten/mens", "/inrichten/kind"}) {
    EXPECT_EQ(sanne.get(page).response.status, 404) << page;
  }
  EXPECT_EQ(joke.get("/inrichten").response.status, 200);
  EXPECT_EQ(joke.get("/inrichten/mens").response.status, 404);
}

TEST(RegisteringAChild, KeepsWhatWasTypedWhenADayIsWrong) {
  Site site;
  Browser joke(site, "joke");
  joke.get("/inrichten/kind")
      .send("/inrichten/kind", {{"first_name", "Bo"}, {"last_name", "Visser"}, {"born_on", "2023-02-31"}, {"parent1_name", "Ouder"}});
  EXPECT_EQ(joke.response.status, 400);
  auto const kept = form_on(joke.html(), "/inrichten/kind");
  EXPECT_EQ(kept.text("first_name"), "Bo");
  EXPECT_EQ(kept.text("born_on"), "2023-02-31");
  EXPECT_EQ(kept.text("parent1_name"), "Ouder");
}

}  // namespace
}  // namespace vlechtwerk::web::testing
