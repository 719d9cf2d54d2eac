// A large house on its pages: lists to choose from, one group or location at a tap, people by the page.
#include "app/use_cases.h"
#include "base/random.h"
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

/// "De Zeester" with 22 groups more of two children each, and "De Schelp" with one; 45 people more.
struct LargeHouse : Site {
  std::vector<app::GroupId> groups;
  app::LocationId schelp;
  app::GroupId kwallen;

  LargeHouse() {
    auto const kees = caller("kees");
    schelp = *app::add_location(context(), kees, opvang, "De Schelp");
    kwallen = *app::add_group(context(), kees, schelp, "Kwallen", "regular");
    for (int i = 1; i <= 22; ++i) {
      groups.push_back(*app::add_group(context(), kees, zeester, "Groep " + std::to_string(i), "regular"));
      for (auto const* twin : {"Abel", "Bente"}) add_child(kees, twin + std::to_string(i), groups.back());
    }
    add_child(kees, "Mees", kwallen);
    for (int i = 1; i <= 45; ++i) add_worker(kees, "Werker " + std::to_string(i), i > 40 ? schelp : zeester);
  }

 private:
  void add_child(app::Caller const& by, std::string const& first, app::GroupId group) {
    app::RegisterChildForm form{.id = app::EntryId::make(clock.now(), dice_),
                                .child = app::ChildId::make(clock.now(), dice_),
                                .first_name = base::Private(first),
                                .last_name = base::Private("Dijk"),
                                .born_on = base::Date::of(2023, 12, 1),
                                .group = group,
                                .from = {},
                                .mentor = {},
                                .parents = {{base::Private("Lotte Dijk"), base::Private("moeder"), true}}};
    EXPECT_TRUE(app::register_child(context(), by, form).has_value());
  }
  void add_worker(app::Caller const& by, std::string const& name, app::LocationId location) {
    auto const made = app::add_worker(
        context(), by, {base::Private(name), base::Private(name), domain::Role::PedagogischMedewerker, opvang, location, {}});
    EXPECT_TRUE(made.has_value()) << made.error().code;
  }
  base::SystemRandom dice_;
};

std::size_t times(std::string const& text, std::string const& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(ManyOnAPage, AManagerChoosesAGroupAndSeesItsChildren) {
  LargeHouse site;
  Browser joke(site, "joke");
  for (std::string const place : {"/kinderen", "/noteer"}) {
    joke.get(place);
    EXPECT_TRUE(joke.says("De Zeester") && joke.says("Groep 22") && joke.says("2 kinderen")) << place;
    EXPECT_FALSE(joke.says("Abel3") || joke.says("De Schelp")) << place;
    auto const group = place + "?groep=" + site.groups[2].text();
    ASSERT_TRUE(joke.says(group));
    joke.get(group);
    EXPECT_TRUE(joke.says("Abel3") && joke.says("Bente3") && joke.says("Terug naar de groepen")) << place;
    EXPECT_FALSE(joke.says("Abel4")) << place;
    EXPECT_EQ(joke.says("/notitie"), place == "/noteer");
    EXPECT_EQ(joke.get(place + "?groep=" + site.kwallen.text()).response.status, 404) << "of another location";
    EXPECT_EQ(joke.get(place + "?groep=geen").response.status, 404);
  }
  joke.get("/vandaag");
  EXPECT_FALSE(joke.says("?groep=")) << "what is to be done stands there, not the groups";
  EXPECT_TRUE(joke.says("Bekijk alle kinderen"));
  joke.send("/zoek", {{"naam", "abel17"}});
  EXPECT_TRUE(joke.says("Eén kind gevonden."));
}

TEST(ManyOnAPage, ASearchLooksInAllGroupsAndNoteerGoesOnToTheNote) {
  LargeHouse site;
  Browser joke(site, "joke");
  joke.get("/kinderen").send("/zoek", {{"naam", "abel17"}});
  EXPECT_TRUE(joke.says("Eén kind gevonden.") && joke.says("Abel17"));
  EXPECT_FALSE(joke.says("/notitie"));
  joke.get("/noteer").send("/zoek", {{"naam", "abel17"}});
  EXPECT_TRUE(joke.says("Abel17") && joke.says("/notitie"));
  joke.get("/kinderen").send("/zoek", {{"naam", "Mees"}});
  EXPECT_FALSE(joke.says("kind gevonden")) << "of another location";
}

TEST(ManyOnAPage, AWorkerSeesWhatSheSaw) {
  LargeHouse site;
  Browser sanne(site, "sanne");
  for (auto const* place : {"/vandaag", "/kinderen", "/noteer"}) {
    sanne.get(place);
    EXPECT_TRUE(sanne.says("Noor") && sanne.says("Wadlopers")) << place;
    EXPECT_FALSE(sanne.says("?groep=")) << place;
  }
  EXPECT_FALSE(sanne.get("/noteer").says("Zoek op voornaam"));
}

TEST(ManyOnAPage, TodayShowsTheFirstAndALinkToAll) {
  LargeHouse site;
  Browser joke(site, "joke");
  joke.get("/vandaag");
  EXPECT_EQ(times(joke.html(), "/beheer\""), app::kOwedAtOnce) << "children without a mentor";
  ASSERT_TRUE(joke.says("/vandaag?alles=1"));
  joke.get("/vandaag?alles=1");
  EXPECT_EQ(times(joke.html(), "/beheer\""), 45U) << "44 and Finn";
  EXPECT_FALSE(joke.says("Bekijk alles wat klaarstaat"));
}

TEST(ManyOnAPage, ALargeRegisterIsReadByLocationAndItsPeopleByThePage) {
  LargeHouse site;
  Browser kees(site, "kees");
  kees.get("/inrichten");
  EXPECT_FALSE(kees.says("Groep 7") || kees.says("Werker 7"));
  ASSERT_TRUE(kees.says("/inrichten/mensen?locatie=" + site.zeester.text()));
  kees.get("/inrichten/mensen?locatie=" + site.zeester.text());
  // Which of its 46 people are on the first page, their ids say, and these are made at random.
  EXPECT_TRUE(kees.says("Groep 7") && kees.says("Werker ") && kees.says("Verander deze locatie"));
  EXPECT_FALSE(kees.says("Kwallen") || kees.says("Werker 41"));
  EXPECT_LE(times(kees.html(), "/code\""), app::kPeopleShown);
  kees.get("/inrichten/mensen");
  EXPECT_EQ(times(kees.html(), "/code\""), app::kPeopleShown);
  ASSERT_TRUE(kees.says("Meer mensen"));
  auto const begin = kees.html().find("/inrichten/mensen?na=");
  ASSERT_NE(begin, std::string::npos);
  kees.get(kees.html().substr(begin, kees.html().find('"', begin) - begin));
  EXPECT_EQ(times(kees.html(), "/code\""), 51U - app::kPeopleShown) << "six of the house and 45";
  EXPECT_FALSE(kees.says("Meer mensen"));
  EXPECT_EQ(kees.get("/inrichten/mensen?locatie=geen").response.status, 404);
}

TEST(ManyOnAPage, PeopleAreFoundByNameAndTheNameStandsInNoAddress) {
  LargeHouse site;
  Browser kees(site, "kees");
  kees.get("/inrichten").send("/inrichten/mensen", {{"naam", "werker 4"}});
  EXPECT_EQ(times(kees.html(), "/code\""), 7U) << "4 and 40 to 45";
  EXPECT_TRUE(kees.says("7 mensen gevonden."));
  EXPECT_EQ(kees.where(), "/inrichten/mensen");
  kees.get("/inrichten").send("/inrichten/mensen", {{"naam", "werker"}});
  EXPECT_EQ(times(kees.html(), "/code\""), app::kPeopleShown);
  EXPECT_TRUE(kees.says("Er zijn er meer."));
  kees.get("/inrichten").send("/inrichten/mensen", {{"naam", " "}});
  EXPECT_TRUE(kees.says("Typ een naam, of een deel ervan."));
}

TEST(ManyOnAPage, FormsOfALargeHouseChooseTheLocationFirst) {
  LargeHouse site;
  Browser joke(site, "joke"), kees(site, "kees");
  joke.get("/inrichten/kind");
  EXPECT_TRUE(joke.says("Groep 7") && joke.says("In welke groep?")) << "she works at one location";
  EXPECT_FALSE(joke.says("Kwallen") || joke.says("Voornaam") || joke.says("Sanne de Wit"));
  auto const form_of_wadlopers = "/inrichten/kind?locatie=" + site.zeester.text() + "&groep=" + site.wadlopers.text();
  ASSERT_NE(unescaped(joke.html()).find(form_of_wadlopers), std::string::npos);
  joke.get(form_of_wadlopers);
  EXPECT_TRUE(joke.says("Voornaam") && joke.says("Sanne de Wit"));
  EXPECT_FALSE(joke.says("Groep 7") || joke.says("Werker 7")) << "only who works on the group is offered as a mentor";
  joke.send("/inrichten/kind", {{"first_name", "Bo"}, {"last_name", ""}, {"born_on", "2024-01-02"}});
  EXPECT_TRUE(joke.says("Wadlopers") && joke.says("Sanne de Wit") && joke.says("Er mist nog iets")) << "it comes back the same";
  joke.send("/inrichten/kind", {{"last_name", "Dijk"}, {"mentor", site.account("sanne").text()}});
  EXPECT_TRUE(joke.says("Bo") && joke.says("Wadlopers"));
  kees.get("/inrichten/kind");
  EXPECT_FALSE(kees.says("Groep 7"));
  kees.get("/inrichten/kind?locatie=" + site.schelp.text());
  EXPECT_TRUE(kees.says("Kwallen") && kees.says("Werker 41"));
  EXPECT_FALSE(kees.says("Groep 7") || kees.says("Werker 7"));
  EXPECT_EQ(form_on(kees.html(), "/inrichten/kind").text("locatie"), site.schelp.text()) << "so that it comes back the same";
  kees.get("/inrichten/mens?locatie=" + site.schelp.text());
  EXPECT_EQ(form_on(kees.html(), "/inrichten/mens").text("location"), site.schelp.text());
  EXPECT_FALSE(kees.says("Groep 7"));
  joke.get(page_of(site.noor, "/beheer"));
  EXPECT_TRUE(joke.says("Sanne de Wit") && joke.says("Groep 7") && joke.says("Kies uit alle mensen van deze locatie"));
  EXPECT_FALSE(joke.says("Werker 7"));
  joke.get(page_of(site.noor, "/beheer?iedereen=1"));
  EXPECT_TRUE(joke.says("Werker 7"));
  EXPECT_FALSE(joke.says("Werker 41") || joke.says("Kies uit alle mensen van deze locatie"));
  EXPECT_EQ(form_on(joke.html(), page_of(site.noor, "/beheer/mentor")).text("iedereen"), "1") << "so that it comes back the same";
  joke.get(page_of(site.noor, "/beheer?locatie=") + site.schelp.text());
  EXPECT_TRUE(joke.says("Kwallen") && joke.says("Werker 41")) << "for a child that moves";
}

TEST(ManyOnAPage, ADeelprojectIsFilledLocationByLocation) {
  LargeHouse site;
  Browser kees(site, "kees");
  kees.get("/inrichten/deelproject");
  EXPECT_TRUE(kees.says("Op welke locatie?"));
  EXPECT_FALSE(kees.says("Groep 7"));
  kees.get("/inrichten/deelproject?locatie=" + site.schelp.text());
  EXPECT_TRUE(kees.says("Kwallen"));
  EXPECT_FALSE(kees.says("Groep 7"));
  kees.send("/inrichten/deelproject", {{"name", "Rust"}});
  EXPECT_TRUE(kees.says("Kies een of meer groepen") && kees.says("Kwallen")) << "it comes back the same";
  kees.send("/inrichten/deelproject", {{"groups", site.kwallen.text()}});
  EXPECT_TRUE(kees.says("Rust") && kees.says("Eén groep"));
  auto const begin = kees.html().find("/inrichten/deelproject/");
  auto const page = kees.html().substr(begin, kees.html().find('"', begin) - begin);
  kees.get(page);
  EXPECT_TRUE(kees.says("Kwallen") && kees.says("Groepen van een andere locatie"));
  EXPECT_FALSE(kees.says("Groep 7"));
  kees.get(page + "?locatie=" + site.zeester.text());
  EXPECT_TRUE(kees.says("Kwallen") && kees.says("Groep 7"));
  auto fields = form_on(kees.html(), page);
  EXPECT_EQ(fields.all("groups").size(), 1U) << "what takes part is ticked";
  fields.add("groups", site.groups[6].text());
  kees.post(page, fields).follow();
  EXPECT_TRUE(kees.says("2 groepen"));
  EXPECT_EQ(kees.get("/inrichten/deelproject/" + site.kwallen.text()).response.status, 404);
}

TEST(ManyOnAPage, AnAdministratorOpensTheWorkOfOnePerson) {
  LargeHouse site;
  Browser kees(site, "kees");
  kees.get("/inrichten").send("/inrichten/mensen", {{"naam", "sanne"}});
  auto const html = kees.html();
  auto const begin = html.find("/inrichten/werk/");
  ASSERT_NE(begin, std::string::npos);
  auto const work = html.substr(begin, std::string_view("/inrichten/werk/").size() + 36);
  EXPECT_TRUE(kees.get(work).says("Sanne de Wit") && kees.says("Werk en opleiding"));
  EXPECT_TRUE(kees.get(work + "/functie").says("Functie van Sanne de Wit"));
  kees.get("/inrichten").send("/inrichten/mensen", {{"naam", "sanne"}});
  kees.send("/inrichten/mens/" + site.account("sanne").text() + "/code", {});
  EXPECT_TRUE(kees.says("De brief is klaar") && kees.says("Welkom bij Vlechtwerk, Sanne de Wit"));
}

TEST(ManyOnAPage, PeopleStandInTheOrderOfTheirNames) {
  LargeHouse site;
  Browser kees(site, "kees");
  kees.get("/inrichten").send("/inrichten/mensen", {{"naam", "werker 4"}});
  std::size_t last = 0;
  for (auto const* name : {"Werker 4<", "Werker 40<", "Werker 41<", "Werker 42<", "Werker 43<", "Werker 44<", "Werker 45<"}) {
    auto const at = kees.html().find(name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(at, last) << name;
    last = at;
  }
}

TEST(ManyOnAPage, AColleagueWhoIsAwayIsFoundByName) {
  LargeHouse site;
  Browser joke(site, "joke");
  joke.get("/afwezig");
  EXPECT_FALSE(joke.says("Werker 7") || joke.says("Wie is er niet?"));
  joke.send("/afwezig/zoek", {{"naam", "werker 7"}});
  ASSERT_TRUE(joke.says("Werker 7") && joke.says("Wie is er niet?") && joke.says("Eén mens gevonden."));
  EXPECT_FALSE(joke.says("Werker 8"));
  EXPECT_EQ(joke.where(), "/afwezig/zoek");
  auto const form = form_on(joke.html(), "/afwezig/vervanger");
  EXPECT_EQ(form.text("naam"), "werker 7") << "so that it comes back the same";
  joke.get("/afwezig").send("/afwezig/zoek", {{"naam", "werker 41"}});
  EXPECT_FALSE(joke.says("Wie is er niet?")) << "works at another location";
  EXPECT_TRUE(joke.says("Er is niemand met deze naam."));
  joke.get("/afwezig").send("/afwezig/zoek", {{"naam", " "}});
  EXPECT_TRUE(joke.says("Typ een naam, of een deel ervan."));
  // Who has days is told without a search.
  joke.get("/afwezig").send("/afwezig/zoek", {{"naam", "sanne"}});
  joke.send("/afwezig", {{"account", site.account("sanne").text()}});
  joke.get("/afwezig");
  EXPECT_TRUE(joke.says("Sanne de Wit") && joke.says("Is er weer"));
}

TEST(ManyOnAPage, AtTheDoorAManagerChoosesTheGroupFromAList) {
  LargeHouse site;
  Browser joke(site, "joke");
  joke.get("/ophalen");
  EXPECT_TRUE(joke.says("Welke groep?") && joke.says("Groep 22") && joke.says("/ophalen?groep=" + site.groups[2].text()));
  EXPECT_FALSE(joke.says("Abel1") || joke.says("Noor")) << "nobody's name before a group is chosen";
  EXPECT_LT(joke.html().find("Groep 2<"), joke.html().find("Groep 10<")) << "as people look for it";
  joke.get("/ophalen?groep=" + site.groups[2].text());
  EXPECT_TRUE(joke.says("Abel3") && joke.says("Kies een andere groep"));
  EXPECT_FALSE(joke.says("Abel4") || joke.says("Groep 22"));
  EXPECT_EQ(joke.get("/ophalen?groep=" + site.kwallen.text()).response.status, 404);
}

TEST(FewOnAPage, ChildrenStandByFirstNameForADutchReader) {
  Site site;
  auto const kees = site.caller("kees");
  for (auto const* name : {"Zoë", "Émile", "Bram", "anna", "Emma"}) site.child(kees, name, "Dijk", site.wadlopers, std::nullopt);
  Browser sanne(site, "sanne");
  for (auto const* page : {"/kinderen", "/noteer", "/ophalen", "/bij-wie"}) {
    auto const& html = sanne.get(page).html();
    std::vector<std::size_t> places;
    for (auto const* name : {"anna", "Bram", "Émile", "Emma", "Noor", "Zoë"}) places.push_back(html.rfind(name));
    EXPECT_LT(places.back(), html.size()) << page;
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end())) << page;
  }
}

TEST(FewOnAPage, ASmallRegisterIsOnOnePage) {
  Site site;
  Browser kees(site, "kees");
  kees.get("/inrichten");
  EXPECT_TRUE(kees.says("Wadlopers") && kees.says("Sanne de Wit"));
  EXPECT_FALSE(kees.says("Bekijk alle mensen"));
  EXPECT_TRUE(kees.get("/inrichten/kind").says("Wadlopers"));
  EXPECT_TRUE(kees.get("/inrichten/mens").says("Wadlopers"));
}

}  // namespace
}  // namespace vlechtwerk::web::testing
