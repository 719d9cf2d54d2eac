// Every route of the program against a table written by hand: who gets which answer. And what each role gets to read, by class of data.
#include <algorithm>
#include <iostream>
#include <set>

#include "app/faces.h"
#include "app/our_plan.h"
#include "web/support.h"
#include "web/visit.h"

namespace vlechtwerk::web::testing {
namespace {

using app::Action;
using base::Private;
using domain::Role;

/// The letters of the people, in the order of the columns of the table:
///   P pedagogisch medewerker of the group and mentor   F pedagogisch medewerker of another group   L leidinggevende of the location
///   D pedagoog whom parents allow to look              J jeugdzorgcoach who was asked and whom parents allow to look
///   C pedagogisch coach   R projectleider   O onderzoeker   B beheerder   U ouder
///   T leidinggevende of another tenant   X worked on the group and left   H gave her password and no code yet
///   N opened her letter and has no password yet   S has a password and no second factor yet   - nobody
constexpr std::string_view kColumns = "PFLDJCROBUTXHNS-";

/// The house of support.h with one person for every column, and something that happened.
class Town {
 public:
  Town() {
    auto const kees = site.caller("kees");
    auto const in_house = [&](char const* login, Role role) {
      // With a place and a group: it is the role that keeps the doors shut.
      site.person(kees, login, login, role, site.opvang, site.zeester, {site.wadlopers});
    };
    in_house("carla", Role::PedagogischCoach);
    in_house("rosa", Role::Projectleider);
    in_house("otto", Role::Onderzoeker);
    in_house("ursula", Role::Projectleider);
    in_house("xander", Role::PedagogischMedewerker);
    in_house("hilde", Role::PedagogischMedewerker);
    spare_ = site.person(kees, "spaar", "Spaar", Role::PedagogischMedewerker, site.opvang, site.zeester, {});
    for (auto row : memberships()) {  // parents get no account by the pages yet
      if (row.account != site.account("ursula")) continue;
      row.role = Role::Ouder;
      write([&](app::WriteTx& tx) { tx.put(row); });
    }
    make_other_tenant();
    log_in_everybody();
    for (auto const& row : memberships()) {
      if (row.account == site.account("xander")) done(app::end_membership(site.context(), kees, row.id));
    }
    auto const now = site.clock.now();
    cookies_['H'] = app::log_in(site.context(), {Private("hilde"), Private(kPassword)}, now)->cookie.text();
    cookies_['N'] = newcomer("nina").text();
    auto const sofie = newcomer("sofie");
    cookies_['S'] = app::set_password(site.context(), sofie, Private(kPassword), now)->cookie.text();
  }

  void log_in_everybody() {
    std::pair<char, char const*> const people[] = {{'P', "sanne"}, {'F', "fatima"}, {'L', "joke"}, {'D', "marijke"},
                                                   {'J', "anita"}, {'C', "carla"},  {'R', "rosa"}, {'O', "otto"},
                                                   {'B', "kees"},  {'U', "ursula"}, {'T', "theo"}, {'X', "xander"}};
    for (auto const& [letter, login] : people) {
      if (letter != 'X' || !cookies_.contains('X')) cookies_[letter] = site.session_of(login);
    }
  }

  /// A child with a route and a plan of which parents were asked nothing yet: only who works with it may know of it.
  void begin_quiet_story() {
    auto const one = child();
    child();  // of the same first name: then pages tell last names, too
    begin_story(one);
    name("calm", one);
    name("still", one);
    name("location", site.zeester);
    name("pedagoog", site.account("marijke"));
    name("mentor", site.account("fatima"));
    name("membership", memberships().front().id);
    name("closing", site.zeester);
    name("card", site.zeester);
    name("deelproject", site.zeester);
    for (auto const* key : {"waiting", "given", "answered"}) name(key, asked({}));
    done(app::record_note(site.context(), as('P'), {id(), one, "positief", {}, {}, Private("notitiekiem"), Private("gedaankiem")}));
    done(app::inform_parents(site.context(), as('P'), {id(), one, {}, Private("verteldkiem")}));
  }
  /// A child with a route, a plan and words of its parents; a child whose route is over; questions at every stage.
  void begin_scene() {
    auto const story = child(), calm = child();
    name("calm", calm);
    auto const over = open_route(calm);
    parents_allow(calm);
    done(app::close_route(site.context(), as('P'), {id(), over, "opgelost", {}}, true));
    name("over", over);
    auto const still = child();
    auto const still_route = open_route(still);
    parents_allow(still);
    done(app::pause_route(site.context(), as('P'), {id(), still_route, "vakantie", {}}));
    name("still", still);
    name("still_route", still_route);
    begin_story(story);
    parents_allow(story);
    auto const waiting = asked({}), given = asked({}), answered = asked({});
    name("waiting", waiting);
    name("given", given);
    name("answered", answered);
    for (auto const one : {given, answered}) done(app::assign_hulpvraag(site.context(), as('D'), {id(), one, site.account("anita"), {}}));
    done(app::answer_hulpvraag(site.context(), as('J'), {id(), answered, Private("tipkiem")}));
    auto const membership = app::MembershipId::make(site.clock.now(), random_);
    write([&](app::WriteTx& tx) {
      tx.put(app::MembershipRow{membership, spare_, site.opvang, Role::PedagogischMedewerker, site.zeester, site.clock.now()});
    });
    write([&](app::WriteTx& tx) { tx.put(app::AbsenceRow{spare_, {1}, site.clock.now().plus_seconds(86'400)}); });
    name("membership", membership);
    name("newest", site.put_next_version());
    write([&](app::WriteTx& tx) { tx.remove_plan_draft(site.opvang); });
    done(app::change_our_plan(site.context(), as('D'), {0, {{"off", domain::stappenplan::Switch{"dag_de_zee", false}}}}));
    name("revision", done(app::see_our_plan(site.context(), as('D'), "nl")).revision());
    name("worker", spare_);
    name("mentor", site.account("fatima"));
    name("pedagoog", site.account("marijke"));
    for (auto const column : {'D', 'F'}) done(app::save_face(site.context(), as(column), a_photo()));
    name("coach", site.account("anita"));
    name("group", site.wadlopers);
    name("group2", site.zeehonden);
    name("location", site.zeester);
    name("organisation", site.opvang);
    auto const closing = app::ClosingId::make(site.clock.now(), random_);
    auto const card = app::PartnerCardId::make(site.clock.now(), random_);
    auto const deelproject = app::DeelprojectId::make(site.clock.now(), random_);
    auto const day = base::Date::of(2026, 12, 24);
    done(app::put_closing(site.context(), as('B'), {closing, site.opvang, {}, day, day, "Kerst"}));
    done(app::put_partner_card(site.context(), as('B'), {card, site.opvang, Private("Kaartkiem"), Private("coach"), Private("06")}));
    done(app::put_deelproject(site.context(), as('B'), {deelproject, "Rust", {site.wadlopers}}));
    name("closing", closing);
    name("card", card);
    name("deelproject", deelproject);
    auto const note = id();
    done(app::record_note(site.context(), as('P'), {note, story, "positief", {}, {}, Private("notitiekiem"), Private("gedaankiem")}));
    name("note", note);
  }
  /// A worker in the register, and one who looked at the story and left.
  void begin_register() {
    auto const kees = as('B');
    site.person(kees, "inlogkiem", "Werkerkiem", Role::PedagogischMedewerker, site.opvang, site.zeester, {});
    auto const looker = site.person(kees, "kijker", "kijkerkiem", Role::PedagogischMedewerker, site.opvang, site.zeester, {site.wadlopers});
    done(app::see_child(site.context(), site.caller("kijker"), app::ChildId::parse(names_.at("story")).value(), "nl"));
    for (auto const& row : memberships()) {
      if (row.account == looker) done(app::end_membership(site.context(), as('B'), row.id));
    }
  }

  /// The text with its {names} filled in; {fresh} is another id each time.
  std::string filled(std::string text) {
    names_["fresh"] = base::Uuid::v7(site.clock.now(), random_).text();
    for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at)) {
      auto const end = text.find('}', at);
      auto const key = text.substr(at + 1, end - at - 1);
      EXPECT_TRUE(names_.contains(key)) << key;
      text.replace(at, end - at + 1, names_[key]);
    }
    return text;
  }

  std::optional<app::Session> session(char column) {
    if (!cookies_.contains(column)) return std::nullopt;
    return app::find_session(site.context(), app::SessionCookie::parse(cookies_.at(column)).value(), site.clock.now());
  }
  app::Caller as(char column) { return {session(column).value().actor.value(), site.clock.now(), "test"}; }

  http::Response ask(char column, RouteRule const& rule, std::string const& target, http::Fields fields) {
    if (auto const found = session(column); found && rule.method == http::Method::Post) fields.add("bewijs", form_token(*found, rule.name));
    auto request = rule.method == http::Method::Get ? http::get_request(target)
                   : fields.has("photo")            ? photo_request(target, fields, a_photo())
                                                    : http::post_request(target, fields);
    if (cookies_.contains(column)) request.headers.set("Cookie", "__Host-vlechtwerk=" + cookies_.at(column));
    // An address of its own each time: who guesses too often is a matter of another test.
    request.remote = "10.0." + std::to_string(asked_ / 250) + "." + std::to_string(asked_ % 250 + 1);
    ++asked_;
    request.request_id = "r1";
    site.clock.pass(1);
    return site.router->handle(std::move(request));
  }

  /// How many entries the journals of both tenants hold.
  std::int64_t entries() { return head(site.tenant) + head(elsewhere_); }
  /// The actions in the audit log since the last call, of both tenants.
  std::set<std::string> audited() {
    std::set<std::string> out;
    for (auto const tenant : {site.tenant, elsewhere_}) {
      site.store().read_rows(tenant, [&](store::Connection& db) {
        for (auto const row :
             db.query("select seq, action from audit where tenant = $1 and seq > $2 order by seq nulls last", tenant, audited_[tenant])) {
          audited_[tenant] = row.integer(0);
          out.insert(row.text(1));
        }
      });
    }
    return out;
  }

  Site site;

  /// Parents allow the pedagoog and the coach to look, and the coach is asked.
  void parents_allow(app::ChildId one) {
    for (auto const* act : {"observatie_pedagoog", "meekijken_coach"})
      done(app::record_toestemming(site.context(), as('P'), {id(), one, parent_of(one), act, "given", {}, {}, Private("hoekiem")}));
    site.clock.pass(1);
    asked(one, true, "kindvraagkiem");
    site.clock.pass(1);
  }

 private:
  template <class Id>
  void name(std::string const& key, Id id) {
    names_[key] = id.text();
  }
  void name(std::string const& key, std::int64_t number) { names_[key] = std::to_string(number); }
  template <class T>
  static T done(base::Result<T> const& result) {
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().code);
    return result ? *result : T{};
  }
  app::EntryId id() {
    site.clock.pass(1);  // nobody does two things in the same moment
    return app::EntryId::make(site.clock.now(), random_);
  }
  void write(std::function<void(app::WriteTx&)> const& work) { site.store().write(site.tenant, app::Lane::Bulk, "test", work); }
  std::vector<app::MembershipRow> memberships() {
    std::vector<app::MembershipRow> out;
    site.store().read(site.tenant, [&](app::ReadTx const& tx) { out = tx.memberships(site.clock.now()); });
    return out;
  }
  app::ChildId child() {
    app::RegisterChildForm const form{.id = id(),
                                      .child = app::ChildId::make(site.clock.now(), random_),
                                      .first_name = Private("Voornaamkiem"),
                                      .last_name = Private("Achternaamkiem" + std::to_string(++children_)),
                                      .born_on = base::Date::of(2023, 12, 1),
                                      .group = site.wadlopers,
                                      .from = {},
                                      .mentor = site.account("sanne"),
                                      .parents = {{Private("Oudernaamkiem"), Private("moeder"), true}},
                                      .knows_twin = false};
    return done(app::register_child(site.context(), as('B'), form));
  }
  app::CaseId asked(std::optional<app::ChildId> about, bool informal = false, char const* question = "vraagkiem") {
    app::AskForm form;
    form.id = id();
    form.hulpvraag = app::CaseId::make(site.clock.now(), random_);
    form.child = about;
    form.informal = informal;
    if (informal) form.coach = site.account("anita");
    form.question = Private(question);
    return done(app::ask_hulpvraag(site.context(), as('P'), form));
  }
  app::PersonId parent_of(app::ChildId one) {
    app::PersonId parent;
    site.store().read(site.tenant, [&](app::ReadTx const& tx) { parent = tx.child(one)->person.front().person; });
    return parent;
  }
  app::CaseId open_route(app::ChildId one) {
    return done(
        app::open_route(site.context(), as('P'), {id(), app::CaseId::make(site.clock.now(), random_), one, {}, Private("zorgkiem")}));
  }
  void begin_story(app::ChildId one) {
    auto& context = site.context();
    auto const route = open_route(one);
    auto const plan = done(app::write_plan_van_aanpak(
        context, as('P'), {id(), route, {}, Private("doelkiem"), Private("aanpakkiem"), {}, {}, {}, {}, {}, {}}));
    name("story", one);
    name("route", route);
    name("plan", plan.entry.value());
    name("parent", parent_of(one));
    site.store().read(site.tenant, [&](app::ReadTx const& tx) { name("placement", tx.child(one)->in_group.front().entry); });
  }
  void make_other_tenant() {
    auto const now = site.clock.now();
    elsewhere_ = app::TenantId::make(now, random_);
    site.context().keys.create_tenant(elsewhere_);
    site.store().write_global([&](app::GlobalWriteTx& tx) { tx.put(app::TenantRow{elsewhere_, "Elders"}); });
    auto const organisation = app::OrganisationId::make(now, random_);
    app::MembershipRow const beheerder{
        app::MembershipId::make(now, random_), app::AccountId::make(now, random_), organisation, Role::Beheerder, {}, {0}};
    site.store().write(elsewhere_, app::Lane::Bulk, "test", [&](app::WriteTx& tx) {
      tx.put(app::OrganisationRow{organisation, "Opvang elders", app::OrganisationKind::Kinderopvang, ""});
      tx.put(beheerder);
    });
    app::Actor const actor{beheerder.account, elsewhere_, beheerder.id, Role::Beheerder, organisation, {}, {}};
    site.person({actor, now, "test"}, "theo", "Theo Elders", Role::Leidinggevende, organisation, {}, {});
  }
  /// Somebody who has opened her letter and did no more.
  app::SessionCookie newcomer(char const* login) {
    auto const made =
        app::add_worker(site.context(), as('B'),
                        {Private(login), Private(login), Role::PedagogischMedewerker, site.opvang, site.zeester, {site.wadlopers}});
    return app::log_in_with_code(site.context(), Private(login), made->first_login_code, site.clock.now())->cookie;
  }
  std::int64_t head(app::TenantId tenant) {
    std::int64_t seq = 0;
    site.store().read_rows(tenant, [&](store::Connection& db) {
      for (auto const row : db.query("select seq from chain_head where tenant = $1", tenant)) seq = row.integer(0);
    });
    return seq;
  }

  base::SystemRandom random_;
  app::TenantId elsewhere_;
  app::AccountId spare_;
  std::map<char, std::string> cookies_;
  std::map<std::string, std::string> names_;
  std::map<app::TenantId, std::int64_t> audited_;
  int asked_ = 0, children_ = 0;
};

/// One line of the table: a route, what it asks of the gate, a request that is complete, and the answer for each column.
struct Line {
  std::string route, asks, target;
  std::vector<http::Fields::Item> fields;  ///< of a form: everything that is needed, so that only the gate can say no
  std::string expected;
};

/// The answers: v shown, with its form where the route has one; z shown without a form, with the reason; d done; n not there;
/// w the form again with what is wrong; b not allowed; g too late, gone; k log in first, the text is kept; i, c, p, s to the log-in: its
/// first page, the code, the password, the second factor; t to "Vandaag".
std::vector<Line> table() {
  http::Fields::Item const fresh{"id", "{fresh}"};
  return {
      {"begin", "read_public", "/", {}, "ttttt ttttt ttttt t"},
      {"gezond", "read_public", "/gezond", {}, "vvvvv vvvvv vvvvv v"},
      {"bestand", "read_public", "/static/0/app.css", {}, "vvvvv vvvvv vvvvv v"},
      {"taal", "read_public", "/taal", {{"taal", "nl"}}, "ttttt ttttt ttttt t"},
      {"herkomst", "read_public", "/herkomst", {}, "vvvvv vvvvv vvvvv v"},
      {"dit_niet", "read_public", "/dit-niet", {}, "vvvvv vvvvv vvvvv v"},
      {"stappenplannen", "read_public", "/stappenplannen", {}, "vvvvv vvvvv vvvvv v"},
      {"stappenplan.lezen", "read_public", "/stappenplannen/geen", {}, "nnnnn nnnnn nnnnn n"},
      {"stappenplan.tekening", "read_public", "/stappenplannen/geen/tekening", {}, "nnnnn nnnnn nnnnn n"},
      {"rondleiding", "read_public", "/rondleiding", {}, "nnnnn nnnnn nnnnn n"},
      {"rondleiding.stop", "read_public", "/rondleiding/stop", {}, "ttttt ttttt ttttt t"},
      {"rondleiding.toon", "read_public", "/rondleiding/1", {}, "nnnnn nnnnn nnnnn n"},
      {"rondleiding.kijk", "log_in", "/rondleiding/1", {{"login", "sanne"}}, "nnnnn nnnnn nnnnn n"},

      {"inloggen.toon", "log_in", "/inloggen", {}, "ttttt ttttt tvvvv v"},
      {"inloggen", "log_in", "/inloggen", {{"login", "{fresh}"}, {"password", "fout"}}, "wwwww wwwww wwwww w"},
      {"inloggen.demo", "log_in", "/inloggen/demo", {{"login", "sanne"}}, "bbbbb bbbbb bbbbb b"},
      {"inloggen.brief.toon", "log_in", "/inloggen/brief", {}, "vvvvv vvvvv vvvvv v"},
      {"inloggen.brief", "log_in", "/inloggen/brief", {{"login", "{fresh}"}, {"code", "fout"}}, "wwwww wwwww wwwww w"},
      {"inloggen.code.toon", "log_in", "/inloggen/code", {}, "ttttt ttttt tivps i"},
      {"inloggen.code", "log_in", "/inloggen/code", {{"code", "fout"}}, "ttttt ttttt tiwps i"},
      {"inloggen.wachtwoord.toon", "log_in", "/inloggen/wachtwoord", {}, "ttttt ttttt ticvs i"},
      {"inloggen.wachtwoord", "log_in", "/inloggen/wachtwoord", {{"password", "een"}, {"again", "ander"}}, "ttttt ttttt ticws i"},
      {"inloggen.tweede", "log_in", "/inloggen/tweede", {}, "ttttt ttttt ticpv i"},
      {"inloggen.app.toon", "log_in", "/inloggen/app", {}, "ttttt ttttt ticpv i"},
      {"inloggen.app", "log_in", "/inloggen/app", {{"code", "000000"}}, "ttttt ttttt ticpw i"},
      {"inloggen.kies.toon", "manage_own_session", "/inloggen/kies", {}, "vvvvv vvvvv vicps i"},

      {"vandaag", "see_today", "/vandaag", {}, "vvvvv vvvvv vicps i"},
      {"kinderen", "list_children", "/kinderen", {}, "vvvvv vnnnn vicps i"},
      {"noteer", "list_children", "/noteer", {}, "vvvvv vnnnn vicps i"},
      {"zoek.toon", "list_children", "/zoek", {}, "vvvvv vnnnn vicps i"},
      {"zoek", "list_children", "/zoek", {{"naam", "Noor"}}, "ddddd dnnnn dkkkk k"},
      {"hulp", "see_help", "/hulp", {}, "ddddd ddddd dicps i"},
      {"hulp.rol", "see_help", "/hulp/pedagoog", {}, "vvvvv vvvvv vicps i"},
      {"ophalen", "see_pickup", "/ophalen", {}, "vvvnn nnnnn vicps i"},
      {"ophalen.verteld", "inform_parents", "/ophalen/{story}/verteld", {fresh}, "dnddn nnnnn nkkkk k"},
      {"wat_wacht", "see_waiting_list", "/wat-wacht", {}, "vvvnn nnnnn vicps i"},
      {"berichten.toon", "manage_messages", "/berichten", {}, "vvvvv vnnnn vicps i"},
      {"berichten",
       "manage_messages",
       "/berichten",
       {{"wants", "ja"}, {"address", "a@b.nl"}, {"days", "ma"}, {"from", "08:00"}, {"until", "17:00"}, {"lang", "nl"}},
       "ddddd dnnnn dkkkk k"},
      {"foto.toon", "manage_face", "/mijn-foto", {}, "vvvvv vvnvn vicps i"},
      {"foto", "manage_face", "/mijn-foto", {{"photo", "ik.jpg"}}, "ddddd ddndn dkkkk k"},
      {"gezicht", "see_whom_to_ask", "/gezicht/{pedagoog}?v=1", {}, "vvvvn vnnnn nicps i"},
      {"gezicht", "see_whom_to_ask", "/gezicht/{mentor}", {}, "nvnnn nnnnn nicps i"},
      {"gezicht", "see_whom_to_ask", "/gezicht/{pedagoog}?kind={story}", {}, "vnvvv nnnnn nicps i"},
      {"foto.weg", "manage_face", "/mijn-foto/weg", {{"x", "1"}}, "ddddd ddndn dkkkk k"},
      {"afwezig.toon", "manage_absence", "/afwezig", {}, "vvvvv vnnnn vicps i"},
      {"afwezig", "manage_absence", "/afwezig", {{"first", "2026-06-01"}, {"last", "2026-06-02"}}, "ddddd dnnnn dkkkk k"},
      {"afwezig",
       "manage_absence",
       "/afwezig",
       {{"account", "{worker}"}, {"first", "2026-06-01"}, {"last", "2026-06-02"}},
       "bbdbb bnnnn bkkkk k"},
      {"afwezig.zoek", "manage_absence", "/afwezig/zoek", {{"naam", "Sanne"}}, "ddddd dnnnn dkkkk k"},
      {"afwezig.einde", "manage_absence", "/afwezig/einde", {{"account", "{worker}"}, {"from", "1"}}, "nndnn nnnnn nkkkk k"},
      {"vervanger", "choose_stand_in", "/afwezig/vervanger", {{"location", "{location}"}, {"stand_in", "{mentor}"}}, "bbdbb bnnnn nkkkk k"},
      {"notitie.toon", "record_note", "/kind/{story}/notitie", {}, "vnvvz nnnnn nicps i"},
      {"notitie", "record_note", "/kind/{story}/notitie", {fresh, {"text", "Zag iets."}, {"kind", "positief"}}, "dnddn nnnnn nkkkk k"},
      {"ongedaan", "withdraw_own_entry", "/ongedaan", {fresh, {"entry", "{note}"}, {"terug", "/kinderen"}}, "dgggg ggggg gicps i"},

      {"bij_wie", "see_whom_to_ask", "/bij-wie", {}, "vvvvv vnnnn nicps i"},
      {"bij_wie", "see_whom_to_ask", "/bij-wie?vraag=zorg_om_kind&kind={story}", {}, "vnvvv nnnnn nicps i"},
      {"ons_plan", "see_our_plan", "/ons-stappenplan", {}, "vvvvv vvnnn vicps i"},
      {"ons_plan.tekening", "see_our_plan", "/ons-stappenplan/tekening", {}, "vvvvn vvnnn nicps i"},
      {"ons_plan.bestand", "see_our_plan", "/ons-stappenplan/bestand", {}, "vvvvn vvnnn nicps i"},
      {"ons_plan.bestand", "see_our_plan", "/ons-stappenplan/bestand?concept=1", {}, "nnnvn nnnnn nicps i"},
      {"ons_plan.stap.toon", "change_our_plan", "/ons-stappenplan/stap/strookje", {}, "nnnvn nnnnn nicps i"},
      {"ons_plan.stap",
       "change_our_plan",
       "/ons-stappenplan/stap/strookje",
       {{"revision", "{revision}"}, {"title_nl", "Briefje"}, {"by", "mentor"}, {"repeat", "always"}},
       "nnndn nnnnn nkkkk k"},
      {"ons_plan.afspraak.toon", "change_our_plan", "/ons-stappenplan/afspraak/strookje_naar_ouders", {}, "nnnvn nnnnn nicps i"},
      {"ons_plan.afspraak",
       "change_our_plan",
       "/ons-stappenplan/afspraak/strookje_naar_ouders",
       {{"revision", "{revision}"}, {"within", "5"}, {"within_unit", "D"}},
       "nnndn nnnnn nkkkk k"},
      {"ons_plan.woorden.toon", "change_our_plan", "/ons-stappenplan/woorden", {}, "nnnvn nnnnn nicps i"},
      {"ons_plan.woorden",
       "change_our_plan",
       "/ons-stappenplan/woorden",
       {{"revision", "{revision}"}, {"role_mentor_nl", "Maatje"}},
       "nnndn nnnnn nkkkk k"},
      {"ons_plan.toestemmingen.toon", "change_our_plan", "/ons-stappenplan/toestemmingen", {}, "nnnvn nnnnn nicps i"},
      {"ons_plan.toestemmingen",
       "change_our_plan",
       "/ons-stappenplan/toestemmingen",
       {{"revision", "{revision}"}, {"act_observatie_pedagoog_nl", "De pedagoog kijkt mee"}, {"act_observatie_pedagoog_valid", "6"}},
       "nnndn nnnnn nkkkk k"},
      {"ons_plan.aan", "change_our_plan", "/ons-stappenplan/aan/dag_de_zee", {{"revision", "{revision}"}}, "bbbdb bbnnn gkkkk k"},
      {"ons_plan.weg", "change_our_plan", "/ons-stappenplan/weg", {{"revision", "{revision}"}}, "bbbdb bbnnn gkkkk k"},
      {"ons_plan.gevolgen", "change_our_plan", "/ons-stappenplan/gevolgen", {}, "nnnvn nnnnn nicps i"},
      {"ons_plan.vaststellen", "change_our_plan", "/ons-stappenplan/vaststellen", {{"revision", "{revision}"}}, "nnndn nnnnn nkkkk k"},
      // Nothing newer came with this program.
      {"ons_plan.nieuw", "change_our_plan", "/ons-stappenplan/nieuw", {{"version", "900"}}, "bbbgb bbnnn gkkkk k"},
      {"ons_plan.houden", "change_our_plan", "/ons-stappenplan/houden", {{"version", "900"}}, "bbbgb bbnnn gkkkk k"},
      {"wie_doet_wat", "see_whom_to_ask", "/wie-doet-wat", {}, "vvvvv vnnnn nicps i"},
      {"ouderblad", "see_whom_to_ask", "/wie-doet-wat/ouders", {}, "vvvvv vnnnn nicps i"},

      {"kind", "see_child", "/kind/{story}", {}, "vnvvv nnnnn nicps i"},
      {"route", "see_child", "/kind/{story}/route", {}, "vnvvv nnnnn nicps i"},
      {"plaatje", "see_child", "/kind/{story}/plaatje", {}, "vnvvv nnnnn nicps i"},
      {"plan.eerder", "see_child", "/kind/{story}/plan/eerder", {}, "vnvvv nnnnn nicps i"},
      {"gezien", "see_who_saw", "/kind/{story}/gezien", {}, "nnvnn nnnnn nicps i"},
      {"zorg.toon", "open_route", "/kind/{calm}/zorg", {}, "vnvzz nnnnn nicps i"},
      {"zorg", "open_route", "/kind/{calm}/zorg", {fresh, {"route", "{fresh}"}, {"worry", "Een zorg."}}, "dndnn nnnnn nkkkk k"},
      {"stap.toon", "do_step", "/kind/{story}/stap/gesprek_ouders", {}, "vnvvv nnnnn nicps i"},
      {"stap", "do_step", "/kind/{story}/stap/gesprek_ouders", {fresh, {"route", "{route}"}}, "dnddd nnnnn nkkkk k"},
      {"overslaan.toon", "waive_step", "/kind/{story}/stap/gesprek_ouders/overslaan", {}, "vnvzz nnnnn nicps i"},
      {"overslaan",
       "waive_step",
       "/kind/{story}/stap/gesprek_ouders/overslaan",
       {fresh, {"route", "{route}"}, {"reason", "anders"}},
       "dndnn nnnnn nkkkk k"},
      {"overnemen.toon", "assign_step", "/kind/{story}/stap/gesprek_ouders/overnemen", {}, "vnvvv nnnnn nicps i"},
      {"overnemen", "assign_step", "/kind/{story}/stap/gesprek_ouders/overnemen", {fresh, {"route", "{route}"}}, "dnddd nnnnn nkkkk k"},
      {"toestemming.toon", "record_toestemming", "/kind/{story}/toestemming", {}, "vnvzz nnnnn nicps i"},
      {"toestemming",
       "record_toestemming",
       "/kind/{story}/toestemming",
       {fresh, {"person", "{parent}"}, {"act", "observatie_pedagoog"}, {"word", "given"}},
       "dndnn nnnnn nkkkk k"},
      {"poging.toon", "record_attempt", "/kind/{story}/poging", {}, "vnvvz nnnnn nicps i"},
      {"poging",
       "record_attempt",
       "/kind/{story}/poging",
       {fresh, {"person", "{parent}"}, {"act", "observatie_pedagoog"}, {"how", "Gebeld."}},
       "dnddn nnnnn nkkkk k"},
      {"ouders.toon", "inform_parents", "/kind/{story}/ouders", {}, "vnvvz nnnnn nicps i"},
      {"ouders", "inform_parents", "/kind/{story}/ouders", {fresh, {"words", "Verteld."}}, "dnddn nnnnn nkkkk k"},
      {"plan.toon", "write_plan_van_aanpak", "/kind/{story}/plan", {}, "vnvvz nnnnn nicps i"},
      {"plan",
       "write_plan_van_aanpak",
       "/kind/{story}/plan",
       {fresh, {"route", "{route}"}, {"follows", "{plan}"}, {"goal", "Doel."}, {"approach", "Aanpak."}},
       "dnddn nnnnn nkkkk k"},
      {"terugkijken.toon", "evaluate_plan_van_aanpak", "/kind/{story}/plan/terugkijken", {}, "vnvvz nnnnn nicps i"},
      {"terugkijken",
       "evaluate_plan_van_aanpak",
       "/kind/{story}/plan/terugkijken",
       {fresh, {"route", "{route}"}, {"plan_van_aanpak", "{plan}"}, {"outcome", "genoeg"}},
       "dnddn nnnnn nkkkk k"},
      {"afsluiten.toon", "close_route", "/kind/{story}/afsluiten", {}, "vnvzz nnnnn nicps i"},
      {"afsluiten",
       "close_route",
       "/kind/{story}/afsluiten",
       {fresh, {"route", "{route}"}, {"outcome", "opgelost"}, {"despite", "1"}},
       "dndnn nnnnn nkkkk k"},
      {"pauze.toon", "pause_route", "/kind/{story}/pauze", {}, "vnvzz nnnnn nicps i"},
      {"pauze", "pause_route", "/kind/{story}/pauze", {fresh, {"route", "{route}"}, {"reason", "vakantie"}}, "dndnn nnnnn nkkkk k"},
      {"verder.toon", "resume_route", "/kind/{still}/verder", {}, "vnvzz nnnnn nicps i"},
      {"verder", "resume_route", "/kind/{still}/verder", {fresh, {"route", "{still_route}"}}, "dndnn nnnnn nkkkk k"},
      {"heropenen.toon", "reopen_route", "/kind/{calm}/heropenen", {}, "vnvzz nnnnn nicps i"},
      {"heropenen",
       "reopen_route",
       "/kind/{calm}/heropenen",
       {fresh, {"route", "{over}"}, {"reason", "zorg_terug"}},
       "dndnn nnnnn nkkkk k"},
      {"overgaan.toon", "adopt_plan", "/kind/{story}/overgaan", {}, "vnvzz nnnnn nicps i"},
      {"overgaan", "adopt_plan", "/kind/{story}/overgaan", {fresh, {"route", "{route}"}, {"version", "{newest}"}}, "dndnn nnnnn nkkkk k"},

      {"vragen", "see_hulpvraag", "/vragen", {}, "vvvvv vvvvv vicps i"},  // one's own questions: an empty list
      {"hulpvraag", "see_hulpvraag", "/vragen/{waiting}", {}, "vnnvn nnnnn nicps i"},
      {"hulpvraag", "see_hulpvraag", "/vragen/{given}", {}, "vnnnv nnnnn nicps i"},
      {"vraag.toon", "ask_hulpvraag", "/vraag", {}, "vvvnn nnnnn vicps i"},
      {"vraag", "ask_hulpvraag", "/vraag", {fresh, {"hulpvraag", "{fresh}"}, {"question", "Een vraag."}}, "dddnn nnnnn dkkkk k"},
      {"vraag.kind.toon", "ask_hulpvraag", "/kind/{story}/vraag", {}, "vnvnn nnnnn nicps i"},
      {"vraag.kind",
       "ask_hulpvraag",
       "/kind/{story}/vraag",
       {fresh, {"hulpvraag", "{fresh}"}, {"question", "Een vraag."}},
       "dndnn nnnnn nkkkk k"},
      {"geef.toon", "assign_hulpvraag", "/vragen/{waiting}/geef", {}, "znnvn nnnnn nicps i"},
      {"geef", "assign_hulpvraag", "/vragen/{waiting}/geef", {fresh, {"to", "{coach}"}}, "nnndn nnnnn nkkkk k"},
      {"antwoord.toon", "answer_hulpvraag", "/vragen/{given}/antwoord", {}, "znnnv nnnnn nicps i"},
      {"antwoord.toon", "answer_hulpvraag", "/vragen/{waiting}/antwoord", {}, "znnvn nnnnn nicps i"},
      {"antwoord", "answer_hulpvraag", "/vragen/{given}/antwoord", {fresh, {"tip", "Een tip."}}, "nnnnd nnnnn nkkkk k"},
      {"antwoord", "answer_hulpvraag", "/vragen/{waiting}/antwoord", {fresh, {"tip", "Een tip."}}, "nnndn nnnnn nkkkk k"},
      {"bevestig.toon", "confirm_hulpvraag", "/vragen/{answered}/bevestig", {}, "vnnnz nnnnn nicps i"},
      {"bevestig", "confirm_hulpvraag", "/vragen/{answered}/bevestig", {fresh, {"own_words", "Ik doe het."}}, "dnnnn nnnnn nkkkk k"},

      {"inrichten", "see_register", "/inrichten", {}, "nnvnn nnnvn vicps i"},
      {"organisatie.toon", "manage_register", "/inrichten/organisatie", {}, "nnnnn nnnvn nicps i"},
      {"organisatie", "manage_register", "/inrichten/organisatie", {{"name", "{fresh}"}, {"kind", "jeugdzorg"}}, "nnnnn nnndn nkkkk k"},
      {"stappenplan.toon", "manage_register", "/inrichten/stappenplan", {}, "nnnnn nnnvn nicps i"},
      {"stappenplan",
       "manage_register",
       "/inrichten/stappenplan",
       {{"organisation", "{organisation}"}, {"plan", "kinderopvang-den-helder"}},
       "nnnnn nnndn nkkkk k"},
      {"locatie.toon", "manage_register", "/inrichten/locatie", {}, "nnnnn nnnvn nicps i"},
      {"locatie",
       "manage_register",
       "/inrichten/locatie",
       {{"organisation", "{organisation}"}, {"name", "{fresh}"}},
       "nnnnn nnndn nkkkk k"},
      {"groep.toon", "manage_register", "/inrichten/groep", {}, "nnnnn nnnvn nicps i"},
      {"groep",
       "manage_register",
       "/inrichten/groep",
       {{"location", "{location}"}, {"name", "{fresh}"}, {"group_type", "regular"}},
       "nnnnn nnndn nkkkk k"},
      {"locatie.wijzig.toon", "manage_register", "/inrichten/locatie/{location}", {}, "nnnnn nnnvn nicps i"},
      {"locatie.wijzig", "manage_register", "/inrichten/locatie/{location}", {{"name", "De Zeester"}}, "nnnnn nnndn nkkkk k"},
      {"sluiting.toon", "manage_register", "/inrichten/sluiting", {}, "nnnnn nnnvn nicps i"},
      {"sluiting",
       "manage_register",
       "/inrichten/sluiting",
       {fresh, {"organisation", "{organisation}"}, {"name", "Kerst"}, {"from", "2026-12-24"}},
       "nnnnn nnndn nkkkk k"},
      {"sluiting.wijzig.toon", "manage_register", "/inrichten/sluiting/{closing}", {}, "nnnnn nnnvn nicps i"},
      {"sluiting.wijzig",
       "manage_register",
       "/inrichten/sluiting/{closing}",
       {{"organisation", "{organisation}"}, {"name", "Kerst"}, {"from", "2026-12-25"}},
       "nnnnn nnndn nkkkk k"},
      {"sluiting.geen", "manage_register", "/inrichten/geen-sluiting", {{"x", "1"}}, "nnnnn nnndn nkkkk k"},
      {"sluiting.weg", "manage_register", "/inrichten/sluiting/{closing}/weg", {{"x", "1"}}, "nnnnn nnndn nicps i"},
      {"kaart.toon", "manage_register", "/inrichten/kaart", {}, "nnnnn nnnvn nicps i"},
      {"kaart",
       "manage_register",
       "/inrichten/kaart",
       {fresh, {"organisation", "{organisation}"}, {"name", "Wil"}, {"telephone", "06"}},
       "nnnnn nnndn nkkkk k"},
      {"kaart.wijzig.toon", "manage_register", "/inrichten/kaart/{card}", {}, "nnnnn nnnvn nicps i"},
      {"kaart.wijzig",
       "manage_register",
       "/inrichten/kaart/{card}",
       {{"organisation", "{organisation}"}, {"name", "Wil"}, {"telephone", "06"}},
       "nnnnn nnndn nkkkk k"},
      {"kaart.weg", "manage_register", "/inrichten/kaart/{card}/weg", {{"x", "1"}}, "nnnnn nnndn nicps i"},
      {"deelproject.toon", "manage_register", "/inrichten/deelproject", {}, "nnnnn nnnvn nicps i"},
      {"deelproject", "manage_register", "/inrichten/deelproject", {fresh, {"name", "Rust"}, {"groups", "{group}"}}, "nnnnn nnndn nkkkk k"},
      {"deelproject.wijzig.toon", "manage_register", "/inrichten/deelproject/{deelproject}", {}, "nnnnn nnnvn nicps i"},
      {"deelproject.wijzig",
       "manage_register",
       "/inrichten/deelproject/{deelproject}",
       {{"name", "Rust"}, {"groups", "{group}"}},
       "nnnnn nnndn nkkkk k"},
      {"deelproject.weg", "manage_register", "/inrichten/deelproject/{deelproject}/weg", {{"x", "1"}}, "nnnnn nnndn nicps i"},
      {"inlezen.toon", "import_register", "/inrichten/inlezen", {}, "nnnnn nnnvn nicps i"},
      {"inlezen",
       "import_register",
       "/inrichten/inlezen",
       {{"soort", "groepen"}, {"organisation", "{organisation}"}, {"tabel", "groep;locatie\nEilanden;De Zeester\n"}},
       "nnnnn nnndn nkkkk k"},
      {"inlezen.bewaar",
       "import_register",
       "/inrichten/inlezen/bewaar",
       {{"soort", "groepen"}, {"organisation", "{organisation}"}, {"tabel", "groep;locatie\nEilanden;De Zeester\n"}, {"bevestigd", "2.0n"}},
       "nnnnn nnndn nkkkk k"},
      {"sjabloon", "import_register", "/inrichten/inlezen/sjabloon/kinderen", {}, "nnnnn nnnvn nicps i"},
      {"werk.toon", "manage_accounts", "/inrichten/werk/{membership}", {}, "nnnnn nnnvn nicps i"},
      {"werk", "manage_accounts", "/inrichten/werk/{membership}", {{"fte", "0,89"}, {"education", "hbo"}}, "nnnnn nnndn nkkkk k"},
      {"mensen", "see_register", "/inrichten/mensen", {}, "nnvnn nnnvn vicps i"},
      {"mensen.zoek", "see_register", "/inrichten/mensen", {{"naam", "Sanne"}}, "nndnn nnndn dkkkk k"},
      {"mens.toon", "manage_accounts", "/inrichten/mens", {}, "nnnnn nnnvn nicps i"},
      {"mens",
       "manage_accounts",
       "/inrichten/mens",
       {{"name", "Nieuw"}, {"login", "{fresh}"}, {"role", "pedagoog"}, {"organisation", "{organisation}"}},
       "nnnnn nnndn nkkkk k"},
      {"mens.code", "manage_accounts", "/inrichten/mens/{worker}/code", {{"x", "1"}}, "nnnnn nnndn nicps i"},
      {"mens.foto", "remove_face", "/inrichten/mens/{worker}/foto", {{"x", "1"}}, "nndnn nnndn nicps i"},
      {"mens.einde", "manage_accounts", "/inrichten/werk/{membership}/einde", {{"x", "1"}}, "nnnnn nnndn nicps i"},
      {"functie.toon", "manage_accounts", "/inrichten/werk/{membership}/functie", {}, "nnnnn nnnvn nicps i"},
      {"functie", "manage_accounts", "/inrichten/werk/{membership}/functie", {{"functions", "pedagoog"}}, "nnnnn nnndn nkkkk k"},
      {"kind.nieuw.toon", "register_child", "/inrichten/kind", {}, "nnvnn nnnvn vicps i"},
      {"kind.nieuw",
       "register_child",
       "/inrichten/kind",
       {fresh, {"child", "{fresh}"}, {"first_name", "Bo"}, {"last_name", "{fresh}"}, {"born_on", "2024-01-02"}, {"group", "{group}"}},
       "nndnn nnndn nkkkk k"},
      {"beheer", "manage_child", "/kind/{story}/beheer", {}, "znvzz nnnnn nicps i"},
      {"mentor", "manage_child", "/kind/{story}/beheer/mentor", {fresh, {"mentor", "{mentor}"}}, "nndnn nnnnn nkkkk k"},
      {"plaats", "manage_child", "/kind/{story}/beheer/groep", {fresh, {"group", "{group2}"}}, "nndnn nnnnn nkkkk k"},
      {"plaats.einde.toon", "manage_child", "/kind/{story}/beheer/groep/{placement}", {}, "znvzz nnnnn nicps i"},
      {"plaats.einde", "manage_child", "/kind/{story}/beheer/groep/{placement}", {fresh, {"until", "2026-06-01"}}, "nndnn nnnnn nkkkk k"},
      {"ouder.wijzig.toon", "manage_child", "/kind/{story}/beheer/ouder/{parent}", {}, "znvzz nnnnn nicps i"},
      {"ouder.wijzig", "manage_child", "/kind/{story}/beheer/ouder/{parent}", {fresh, {"name", "Oma"}}, "nndnn nnnnn nkkkk k"},
      {"ouder",
       "manage_child",
       "/kind/{story}/beheer/ouder",
       {fresh, {"parent1_name", "Opa"}, {"parent1_relation", "opa"}},
       "nndnn nnnnn nkkkk k"},
      {"wissen.toon", "erase_child", "/kind/{story}/wissen", {}, "znvzz nnnnn nicps i"},
      {"wissen", "erase_child", "/kind/{story}/wissen", {fresh, {"sure", "1"}}, "nndnn nnnnn nkkkk k"},

      // These use up the session that asks: with her card, S is on her way with another one.
      {"inloggen.kaart", "log_in", "/inloggen/kaart", {{"x", "1"}}, "ttttt ttttt ticpd i"},
      {"inloggen.kies", "manage_own_session", "/inloggen/kies", {{"keuze", "fout"}}, "wwwww wwwww wicpi i"},
      {"uitloggen", "manage_own_session", "/uitloggen", {{"x", "1"}}, "iiiii iiiii iiiii i"},
  };
}

std::string without_blanks(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

/// Whether the route shows a form: then its page has one that leads back to it (or, for the page of several forms, below it).
bool has_form(std::string const& route) { return route.ends_with(".toon") || route == "beheer"; }

std::string answer_of(Line const& line, RouteRule const& rule, std::string const& target, http::Response const& response) {
  auto const place = response.headers.text("Location");
  bool const posted = rule.method == http::Method::Post;
  switch (response.status) {
    case 200:
      if (posted || !has_form(line.route)) return posted ? "d" : "v";
      return response.body.find("action=\"" + target) != std::string::npos ? "v" : "z";
    case 303:
      if (place.starts_with("/inloggen/code")) return "c";
      if (place.starts_with("/inloggen/wachtwoord")) return "p";
      if (place.starts_with("/inloggen/tweede")) return "s";
      if (place.starts_with("/inloggen")) return "i";
      return place == "/vandaag" ? "t" : "d";
    case 400:
      return "w";
    case 401:
      return "k";
    case 403:
      return "b";
    case 404:
      return "n";
    case 409:
      return "g";
    default:
      return "[" + std::to_string(response.status) + "]";
  }
}

TEST(Matrix, HasEveryRouteWithTheActionThatItAsksOfTheGate) {
  std::map<std::string, std::string> by_hand;
  for (auto const& line : table()) by_hand[line.route] = line.asks;
  for (auto const& rule : route_table()) {
    auto const found = by_hand.find(std::string(rule.name));
    ASSERT_NE(found, by_hand.end()) << rule.name << " is new: a person must say in the table who may come there";
    EXPECT_EQ(found->second, app::code(rule.action)) << rule.name;
    by_hand.erase(found);
  }
  for (auto const& [route, asks] : by_hand) ADD_FAILURE() << route << " is gone";
}

TEST(Matrix, EveryRouteAnswersEverybodyAsTheTableWrittenByHand) {
  Town town;
  std::map<std::string, RouteRule> rules;
  for (auto const& rule : route_table()) rules[std::string(rule.name)] = rule;
  int cells = 0, yes = 0;
  for (auto const& line : table()) {
    auto const& rule = rules.at(line.route);
    bool const posted = rule.method == http::Method::Post;
    auto const expected = without_blanks(line.expected);
    ASSERT_EQ(expected.size(), kColumns.size()) << line.route;
    town.begin_scene();
    std::string answers;
    for (auto const column : kColumns) {
      auto const cell = std::string(1, column) + " " + line.route + " " + line.target;
      http::Fields fields;
      for (auto const& [name, value] : line.fields) fields.add(name, town.filled(value));
      auto const target = town.filled(line.target);
      auto const entries = town.entries();
      town.audited();
      auto const response = town.ask(column, rule, target, fields);
      auto const answer = answer_of(line, rule, target, response);
      auto const audited = town.audited();
      ++cells;
      answers += answer;
      EXPECT_LT(response.status, 500) << cell;
      // Who may see the child gets its page again when a form is refused; nobody else gets a word of it.
      bool const foreign = answer == "n" && (!posted || std::string_view("PLDJ").find(column) == std::string_view::npos);
      EXPECT_FALSE(foreign && response.body.find("kiem") != std::string::npos) << cell << " shows what is not there";
      if (answer == "d") {
        ++yes;
        town.begin_scene();
      } else {
        EXPECT_EQ(town.entries(), entries) << cell << " was refused and wrote";
      }
      // What a member sends to be kept is asked of the gate as the action of its route: the audit log names it, whatever the answer.
      bool const asks = posted && app::rule_of(rule.action).writes && std::string_view("icpskt").find(answer) == std::string_view::npos &&
                        rule.action != Action::LogIn && rule.action != Action::ManageOwnSession;
      EXPECT_TRUE(!asks || audited.contains(line.asks)) << cell << ": nobody asked the gate for " << line.asks;
    }
    EXPECT_EQ(answers, expected) << line.route << " " << line.target << "\n" << kColumns;
  }
  std::cout << "routes and people: " << cells << " cells, " << yes << " done\n";
  EXPECT_GT(yes, 40);
}

/// All that a person gets to read: every page of the table, and every page that a page leads to.
std::string everything_for(Town& town, char column) {
  std::map<std::string, RouteRule> rules;
  for (auto const& rule : route_table()) rules[std::string(rule.name)] = rule;
  std::vector<std::string> open;
  for (auto const& line : table())
    if (rules.at(line.route).method == http::Method::Get && line.asks != "log_in") open.push_back(town.filled(line.target));
  std::set<std::string> seen;
  std::string all;
  while (!open.empty()) {
    auto const target = open.back();
    open.pop_back();
    if (!target.starts_with('/') || target.starts_with("/static/") || !seen.insert(target).second) continue;
    auto const response = town.ask(column, rules.at("kind"), target, {});
    EXPECT_TRUE(response.status == 200 || response.status == 303 || response.status == 404) << column << " " << target;
    for (auto at = response.body.find("href=\""); at != std::string::npos; at = response.body.find("href=\"", at + 1))
      open.push_back(unescaped(response.body.substr(at + 6, response.body.find('"', at + 6) - at - 6)));
    all += response.body;
  }
  EXPECT_GT(seen.size(), 30U) << column;
  return all;
}

/// Which people read this text somewhere, as letters in the order of the columns.
std::string readers_of(std::map<char, std::string> const& pages, std::string const& text) {
  std::string readers;
  for (auto const column : kColumns)
    if (pages.contains(column) && pages.at(column).find(text) != std::string::npos) readers += column;
  return readers;
}

std::map<char, std::string> pages_of_everybody(Town& town) {
  std::map<char, std::string> pages;
  for (auto const column : kColumns) pages[column] = everything_for(town, column);
  return pages;
}

TEST(FieldClasses, EachRoleReadsItsOwnClassesAndNoOther) {
  Town town;
  town.begin_scene();
  town.begin_register();
  auto const pages = pages_of_everybody(town);
  // class of data, planted text, who may read it; nobody else may
  std::tuple<char const*, char const*, char const*> const classes[] = {
      {"names", "Voornaamkiem", "PLDJ"},
      {"names", "Achternaamkiem", "PLDJ"},
      {"names", "Oudernaamkiem", "PLDJ"},
      {"notes", "notitiekiem", "PLDJ"},
      {"notes", "gedaankiem", "PLDJ"},
      {"route", "zorgkiem", "PLDJ"},
      {"route", "doelkiem", "PLDJ"},
      {"route", "aanpakkiem", "PLDJ"},
      {"toestemming", "hoekiem", "PLDJ"},
      {"hulpvraag", "kindvraagkiem", "PJ"},
      {"hulpvraag", ">vraagkiem", "PDJ"},
      {"hulpvraag", "tipkiem", "PJ"},
      {"access", "Wie las dit?</h1>", "L"},
      {"access", "kijkerkiem", "LB"},  // who looked and left: a beheerder finds her among the
                                       // accounts only
      {"register", "inlogkiem", "B"},
      {"register", "Werkerkiem", "LB"},
      {"register", "Kaartkiem", "PFLDJCB"},
  };
  for (auto const& [name, planted, readers] : classes) EXPECT_EQ(readers_of(pages, planted), readers) << name << ": " << planted;
}

TEST(FieldClasses, BeforeParentsSaidAnythingOnlyWhoWorksWithTheChildReadsOfIt) {
  Town town;
  town.begin_quiet_story();
  auto const pages = pages_of_everybody(town);
  for (auto const* planted : {"Voornaamkiem", "Achternaamkiem", "Oudernaamkiem", "notitiekiem", "gedaankiem", "zorgkiem", "doelkiem",
                              "aanpakkiem", "verteldkiem"}) {
    EXPECT_EQ(readers_of(pages, planted), "PL") << planted;
  }
}

}  // namespace
}  // namespace vlechtwerk::web::testing
