// The story's people: invented, and marked so. Everything is written by the same use cases that people use, at moments in the past, so the
// demo cannot show what the product does not do.
#include <iostream>

#include "app/login.h"
#include "app/people.h"
#include "base/date.h"
#include "cli/people/tell.h"
#include "cli/world.h"

namespace vlechtwerk::cli {

using base::N_;
using base::Private;

namespace {

constexpr char const* kChildcare = "Kinderopvang Den Helder (voorbeeld)";
constexpr char const* kYouthCare = "Parlan (voorbeeld)";
constexpr char const* kPlan = "kinderopvang-den-helder";

/// Somebody who can act, at a moment that the story names.
struct Who {
  app::Actor actor;
};

class Telling {
 public:
  Telling(World& world, app::Instant now) : context_(*world.context), now_(now) {}

  app::Caller as(Who const& who, int days, int hour, int minute = 0) {
    return {who.actor, story_moment(now_, days, hour * 60 + minute), "demo"};
  }
  app::EntryId id(app::Caller const& caller) { return app::EntryId::make(caller.now, context_.random); }
  app::CaseId new_case(app::Caller const& caller) { return app::CaseId::make(caller.now, context_.random); }

  /// A step of the story that fails is a mistake of the program: it stops with the code of the error.
  template <class T>
  T must(base::Result<T> result, char const* what) {
    if (!result) throw base::WorldError(std::string("the demo cannot be told: ") + what + ": " + result.error().code);
    return std::move(*result);
  }

  void note(Who const& who, int days, int hour, app::ChildId child, std::string kind, std::string text, std::string did = "") {
    auto const caller = as(who, days, hour);
    must(app::record_note(
             context_, caller,
             {id(caller), child, std::move(kind), std::nullopt, std::nullopt, Private(std::move(text)), Private(std::move(did))}),
         "note");
  }
  void step(Who const& who, int days, int hour, app::CaseId route, std::string const& step, std::string outcome = "",
            std::string words = "", std::vector<app::ToestemmingForm> answers = {}) {
    auto const caller = as(who, days, hour);
    app::StepForm form;
    form.id = id(caller);
    form.route = route;
    form.step = step;
    form.outcome = std::move(outcome);
    form.words = Private(std::move(words));
    form.answers = std::move(answers);
    for (auto& answer : form.answers) answer.id = id(caller);
    must(app::do_step(context_, caller, form), step.c_str());
  }
  app::CaseId open(Who const& who, int days, int hour, app::ChildId child, std::string worry) {
    auto const caller = as(who, days, hour);
    app::OpenRouteForm form{id(caller), new_case(caller), child, std::nullopt, Private(std::move(worry))};
    return must(app::open_route(context_, caller, form), "open route");
  }
  /// The parents' answer to an act, of each parent with gezag.
  std::vector<app::ToestemmingForm> answers(Who const& who, app::ChildId child, std::string const& act,
                                            std::vector<std::string> const& words) {
    std::vector<app::ToestemmingForm> out;
    context_.store.read(who.actor.tenant, [&](app::ReadTx const& tx) {
      auto const facts = tx.child(child);
      std::size_t next = 0;
      for (auto const& person : facts->person)
        if (person.gezag && next < words.size())
          out.push_back({{}, child, person.person, act, words[next++], std::nullopt, std::nullopt, Private(N_("Gezegd in het gesprek."))});
    });
    return out;
  }
  app::Context& context() { return context_; }

 private:
  app::Context& context_;
  app::Instant now_;
};

}  // namespace

base::Instant story_moment(base::Instant now, int days_ago, int minute_of_day) {
  auto const day = base::amsterdam_day(now).plus_days(-days_ago);
  auto const wanted = std::min(base::amsterdam_instant(day, minute_of_day), now.plus_seconds(-120));
  return std::max(wanted, base::amsterdam_midnight(day));
}

std::vector<DemoPerson> demo_people() {
  using domain::Role;
  return {
      {"sanne", "Sanne de Wit", Role::PedagogischMedewerker, kChildcare,
       N_("Zij is de mentor van Noor. Schrijf een notitie, en kijk wat er nu komt en waarom.")},
      {"fatima", "Fatima El Amrani", Role::PedagogischMedewerker, kChildcare,
       N_("Zij werkt op twee groepen. Kijk wat zij bij het ophalen vertelt, en aan wie.")},
      {"joke", "Joke Visser", Role::Leidinggevende, kChildcare,
       N_("Zij leidt de locatie. Kijk hoe het met Daan gaat, nu zijn moeder nee zei.")},
      {"marijke", "Marijke Bos", Role::Pedagoog, kChildcare, N_("Zij denkt mee. Zij ziet alleen een kind als de ouders dat goed vinden.")},
      {"anita", "Anita Kok", Role::Jeugdzorgcoach, kYouthCare,
       N_("Zij komt van een andere organisatie. Zij ziet vragen, en geen kinderen zonder toestemming.")},
      {"kees", "Kees Smit", Role::Beheerder, kChildcare, N_("Hij richt alles in. Over de kinderen kan hij niets lezen.")},
  };
}

std::vector<DemoStop> demo_tour() {
  return {
      {"sanne", "/vandaag", N_("De dag van Sanne"),
       N_("Dit ziet een medewerker als eerste: haar groep, en wat deze week van haar gevraagd wordt."),
       N_("Lees onder Deze week waarom iets gevraagd wordt. Tik daarna op Noteer, en probeer het.")},
      {"sanne", "/kinderen", N_("De route van Noor"),
       N_("Noor beet andere kinderen. Haar groep volgt het stappenplan van de eigen organisatie."),
       N_("Tik op Noor. Lees de volgende stap: wie, wanneer en waarom. Bekijk ook de route als plaatje.")},
      {"fatima", "/ophalen", N_("Bij het ophalen"), N_("Goed nieuws is even makkelijk als een zorg. Dit blad zegt wie wat mag horen."),
       N_("Kijk bij Mees: zijn pleegmoeder hoort over de dag, zijn vader niet.")},
      {"sanne", "/wie-doet-wat/ouders", N_("Het blad voor ouders"),
       N_("Ouders lezen hier wat er gebeurt, en waar zij ja of nee op zeggen. Het past op één vel."),
       N_("Lees waar ouders om toestemming gevraagd wordt. Print het als je wilt.")},
      {"marijke", "/kinderen", N_("De pedagoog denkt mee"),
       N_("De ouders van Noor zeiden ja. Daarom ziet Marijke Noor, en geen enkel ander kind."),
       N_("Tik op Noor en lees mee. De andere kinderen van de groep staan hier niet.")},
      {"anita", "/vragen", N_("Een vraag aan de coach"),
       N_("Sanne vroeg iets over haar groep, zonder naam van een kind. De coach gaf een tip."),
       N_("Open de vraag. Zo kort mag een vraag zijn, en zo snel komt er antwoord.")},
      {"joke", "/kinderen", N_("Een ouder zei nee"),
       N_("De moeder van Daan wil niet dat iemand meekijkt. De groep gaat zelf verder, en dat staat voorop."),
       N_("Tik op Daan. Lees eerst wat gewoon doorgaat, en dan wat nu niet kan.")},
      {"kees", "/inrichten", N_("Inrichten zonder kinderen te lezen"),
       N_("De beheerder zet organisaties, groepen en mensen klaar. Notities kan hij niet openen."),
       N_("Loop de lijst langs: zo begint een nieuwe organisatie.")},
  };
}

namespace {

/// The town of docs/demo.md instead of the small story.
int demo_town(Shell& shell, Options const& options, World& world) {
  auto const this_day = base::amsterdam_day(world.clock->now());
  auto const today = options.today.empty() ? this_day : base::Date::parse(options.today);
  if (!today || *today > this_day || *today < base::Date::of(2015, 1, 1))
    return complain(shell, options,
                    {base::ErrorKind::InvalidInput, "today", {N_("Noem een dag als 2026-03-09, niet later dan vandaag."), {}}, {}});
  auto const told = people::tell(
      shell, world,
      {options.children, options.groups, options.seed, today->plus_months(-12 * options.years), today->plus_days(-1), options.language});
  shell.out << shell.translate({N_("De voorbeeldgegevens staan erin: {children} kinderen, {people} medewerkers, {routes} routes."),
                                {{"children", std::to_string(told.children)},
                                 {"people", std::to_string(told.workers + 1)},
                                 {"routes", std::to_string(told.routes)}}},
                               options.language)
            << '\n';
  return 0;
}

}  // namespace

int demo_command(Shell& shell, Options const& options) {
  auto opened = shell.open(options, false);
  if (!opened) return complain(shell, options, opened.error());
  auto& world = **opened;
  auto& context = *world.context;
  if (!context.demo)
    return complain(shell, options,
                    {base::ErrorKind::Refused, "not_demo", {N_("Dit is een echte opslag. Voorbeeldgegevens komen er nooit in."), {}}, {}});
  bool told = false;
  context.store.read_global([&](app::GlobalTx const& tx) { told = !tx.tenants().empty(); });
  if (told) return complain(shell, options, {base::ErrorKind::Conflict, "told", {N_("De voorbeeldgegevens staan er al in."), {}}, {}});

  if (options.children > 0) return demo_town(shell, options, world);

  auto const now = world.clock->now();
  Telling tell(world, now);
  auto const first = tell.must(app::make_first_administrator(context, "Samenwerking Den Helder (voorbeeld)", kChildcare, Private("kees"),
                                                             Private("Kees Smit"), now.plus_seconds(std::int64_t{-100} * 86'400)),
                               "administrator");
  offer_plans(shell, world, first.tenant);

  auto const who = [&](app::AccountId account) {
    Who out;
    context.store.read(first.tenant, [&](app::ReadTx const& tx) {
      for (auto const& row : tx.memberships_of(account, now))
        out.actor = app::Actor{account, first.tenant, row.id, row.role, row.organisation, row.location, {}};
    });
    return out;
  };
  auto const kees = who(first.account);
  auto const admin = tell.as(kees, 95, 9);
  auto const childcare = kees.actor.organisation;
  context.store.write(first.tenant, app::Lane::Bulk, "demo", [&](app::WriteTx& tx) { tx.set_organisation_plan(childcare, kPlan); });
  auto const parlan = tell.must(app::add_organisation(context, admin, kYouthCare, app::OrganisationKind::Jeugdzorg, ""), "organisation");
  auto const location = tell.must(app::add_location(context, admin, childcare, "De Zandloper"), "location");
  auto const starfish = tell.must(app::add_group(context, admin, location, "Zeesterren", "regular"), "group");
  auto const shrimps = tell.must(app::add_group(context, admin, location, "Garnalen", "regular"), "group");
  auto const worker = [&](std::string const& login, domain::Role role, app::OrganisationId organisation,
                          std::optional<app::LocationId> place, std::vector<app::GroupId> groups) {
    std::string name;
    for (auto const& person : demo_people())
      if (person.login == login) name = person.name;
    return who(
        tell.must(app::add_worker(context, admin, {Private(name), Private(login), role, organisation, place, std::move(groups)}), "worker")
            .account);
  };
  using domain::Role;
  auto const sanne = worker("sanne", Role::PedagogischMedewerker, childcare, location, {starfish});
  auto const fatima = worker("fatima", Role::PedagogischMedewerker, childcare, location, {starfish, shrimps});
  auto const joke = worker("joke", Role::Leidinggevende, childcare, location, {});
  auto const marijke = worker("marijke", Role::Pedagoog, childcare, std::nullopt, {});
  auto const anita = worker("anita", Role::Jeugdzorgcoach, parlan, std::nullopt, {});

  auto const child = [&](std::string first_name, std::string last_name, int months, app::GroupId group, std::optional<Who> const& mentor,
                         std::vector<app::ParentForm> parents, domain::Weekdays days = 0) {
    auto const caller = tell.as(joke, 90, 10);
    app::RegisterChildForm form;
    form.id = tell.id(caller);
    form.child = app::ChildId::make(caller.now, context.random);
    form.first_name = Private(std::move(first_name));
    form.last_name = Private(std::move(last_name));
    form.born_on = base::amsterdam_day(now).plus_months(-months).plus_days(-9);
    form.group = group;
    if (mentor) form.mentor = mentor->actor.account;
    form.days = days;
    form.parents = std::move(parents);
    return tell.must(app::register_child(context, caller, form), "child");
  };
  auto const parent = [](char const* name, char const* relation) { return app::ParentForm{Private(name), Private(relation), true}; };
  auto const speaks = [](app::ParentForm form, char const* language) {
    form.language = language;
    return form;
  };
  // Around Mees: a father who hears nothing, a foster mother who hears how the day was and decides nothing, and who has gezag.
  auto far_away = parent("Joris van Dijk", "vader");
  far_away.gezag = far_away.informed = far_away.collects = false;
  app::ParentForm foster{Private("Ria Mulder"), Private("pleegmoeder"), false};
  foster.kind = "pleegouder";
  foster.telephone = Private("06 00000000");
  app::ParentForm hester{Private("Hester Blom (voogdij, voorbeeld)"), Private(), true};
  hester.kind = "voogd";
  hester.collects = false;
  auto const noor = child("Noor", "Bakker", 31, starfish, sanne, {parent("Linda Bakker", "moeder"), parent("Tom Bakker", "vader")});
  auto const daan = child("Daan", "Postma", 26, starfish, fatima, {parent("Esther Postma", "moeder")});
  auto const yusuf =
      child("Yusuf", "Yilmaz", 38, starfish, sanne, {speaks(parent("Elif Yilmaz", "moeder"), "tr"), parent("Murat Yilmaz", "vader")},
            domain::weekdays_of("ma.di.wo.do.vr"));
  auto const lotte = child("Lotte", "de Boer", 20, starfish, fatima, {parent("Anne de Boer", "moeder"), parent("Kim de Boer", "moeder")});
  auto const mees = child("Mees", "van Dijk", 14, shrimps, fatima, {far_away, foster, hester});
  auto const sofia = child("Sofia", "Kowalska", 29, shrimps, std::nullopt, {speaks(parent("Maria Kowalska", "moeder"), "pl")},
                           domain::weekdays_of("ma.wo"));

  // Noor: slips, a worry, parents who say yes, the pedagoog, an action plan.
  tell.note(sanne, 40, 11, noor, "positief", N_("Noor zong het hele opruimlied mee."));
  auto const noor_route = tell.open(sanne, 33, 13, noor, N_("Noor bijt andere kinderen als het druk wordt."));
  tell.note(sanne, 33, 16, noor, "strookje", N_("Noor beet Daan in zijn arm toen hij de pop pakte."),
            N_("Ik troostte Daan. Daarna ging ik met Noor even apart zitten."));
  tell.step(sanne, 33, 17, noor_route, "strookje_bespreken", "", N_("Moeder herkent het. Thuis bijt Noor haar broertje soms ook."));
  tell.note(fatima, 27, 10, noor, "strookje", N_("Bij het buitenspelen beet Noor weer, in de rij voor de glijbaan."));
  tell.step(sanne, 26, 17, noor_route, "strookje_bespreken", "", N_("Vader schrok. Hij wil graag meedenken."));
  tell.step(sanne, 20, 19, noor_route, "werkbespreking_strookjes", "zorg", N_("We zien het vooral als het druk is."));
  tell.step(sanne, 16, 17, noor_route, "gesprek_ouders", "", N_("Ouders zijn blij dat we het zeggen."),
            tell.answers(sanne, noor, "observatie_pedagoog", {"given", "given"}));

  // Daan: his mother says no; the group goes on by itself.
  tell.note(fatima, 21, 9, daan, "stil_kind", N_("Daan speelt al een week alleen in de bouwhoek. Hij praat bijna niet."));
  auto const daan_route = tell.open(fatima, 20, 13, daan, N_("Daan is sinds de zomer steeds stiller."));
  tell.note(fatima, 19, 15, daan, "strookje", N_("Daan zat de hele ochtend onder de tafel."));
  tell.step(fatima, 18, 17, daan_route, "strookje_bespreken", "", N_("Moeder zegt dat hij thuis gewoon praat."));
  tell.step(fatima, 14, 19, daan_route, "werkbespreking_strookjes", "zorg");
  tell.step(fatima, 12, 17, daan_route, "gesprek_ouders", "", N_("Moeder wil nu nog niet dat iemand meekijkt."),
            tell.answers(fatima, daan, "observatie_pedagoog", {"refused"}));

  tell.note(fatima, 2, 15, daan, "strookje", N_("Daan wilde niet mee naar buiten en kroop weg achter de kast."));
  tell.note(sanne, 1, 11, noor, "strookje", N_("Noor beet bijna, keek naar mij, en liep weg. Dat is nieuw!"),
            N_("Ik zei dat ik zag hoe knap dat was."));

  // The others: what most children are, without any route.
  tell.note(sanne, 6, 11, yusuf, "positief", N_("Yusuf hielp Lotte met haar jas, helemaal uit zichzelf."));
  tell.note(fatima, 5, 10, lotte, "positief", N_("Lotte liep vandaag los de hele gang door."));
  tell.note(fatima, 3, 15, mees, "niet_pluis", N_("Mees huilt anders dan anders. Ik weet nog niet wat het is."));
  tell.note(sanne, 1, 16, yusuf, "opvallend", N_("Yusuf wilde vandaag niet eten en niet aan tafel zitten."));

  // What parents hear at the door today.
  tell.note(sanne, 0, 10, noor, "positief", N_("Noor deelde haar druiven met Daan."));
  tell.note(fatima, 0, 11, mees, "positief", N_("Mees stapelde vijf blokken en klapte voor zichzelf."));
  tell.note(fatima, 0, 12, mees, "opvallend", N_("Mees at vandaag bijna niets."));

  // Who is away next week, and who does her steps then.
  auto const leading = tell.as(joke, 2, 9);
  tell.must(app::choose_stand_in(context, leading, location, sanne.actor.account), "stand-in");
  auto const today = base::amsterdam_day(now);
  tell.must(app::record_absence(context, tell.as(fatima, 2, 9), {fatima.actor.account, today.plus_days(7), today.plus_days(9)}), "absence");
  static_cast<void>(sofia);

  // A question that names no child, answered by the coach.
  {
    auto const asking = tell.as(sanne, 9, 13);
    app::AskForm ask{tell.id(asking),
                     tell.new_case(asking),
                     std::nullopt,
                     starfish,
                     true,
                     anita.actor.account,
                     std::nullopt,
                     Private(N_("Hoe houd ik het rustig als ik alleen sta met vijf peuters die naar buiten willen?"))};
    auto const question = tell.must(app::ask_hulpvraag(context, asking, ask), "question");
    auto const answering = tell.as(anita, 8, 9);
    tell.must(app::answer_hulpvraag(context, answering,
                                    {tell.id(answering), question,
                                     Private(N_("Zing hetzelfde lied bij de deur en laat twee kinderen de jassen uitdelen. Begin met de "
                                                "kinderen die het lastigst wachten."))}),
              "answer");
  }
  static_cast<void>(marijke);
  context.store.write_global([](app::GlobalWriteTx& tx) { tx.put_setting(kStorySetting, "1"); });
  shell.out << shell.translate({N_("De voorbeeldgegevens staan erin: {children} kinderen, {people} medewerkers."),
                                {{"children", "6"}, {"people", std::to_string(demo_people().size())}}},
                               options.language)
            << '\n';
  return 0;
}

}  // namespace vlechtwerk::cli
