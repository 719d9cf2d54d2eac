#include "web/pages.h"

#include <cstdio>
#include <cstdlib>

#include "http/security.h"
#include "web/handlers.h"

namespace vlechtwerk::web {
namespace {

using app::Action;
constexpr auto kGet = http::Method::Get;
constexpr auto kPost = http::Method::Post;
constexpr auto kAnybody = Door::Anybody;
constexpr auto kHalfWay = Door::HalfWay;
constexpr auto kMember = Door::Member;

// name, method, pattern, what it asks of the gate; who may come; what does it; where a form that failed stands
constexpr Route kRoutes[] = {
    {{"begin", kGet, "/", Action::ReadPublic}, kAnybody, show_home},
    {{"gezond", kGet, "/gezond", Action::ReadPublic}, kAnybody, show_health},
    {{"bestand", kGet, "/static/{version}/{file}", Action::ReadPublic}, kAnybody, show_static_file},
    {{"taal", kPost, "/taal", Action::ReadPublic}, kAnybody, save_language},
    {{"herkomst", kGet, "/herkomst", Action::ReadPublic}, kAnybody, show_provenance},
    {{"dit_niet", kGet, "/dit-niet", Action::ReadPublic}, kAnybody, show_what_not},
    {{"stappenplannen", kGet, "/stappenplannen", Action::ReadPublic}, kAnybody, show_plans},
    {{"stappenplan.lezen", kGet, "/stappenplannen/{plan}", Action::ReadPublic}, kAnybody, show_plan},
    {{"stappenplan.tekening", kGet, "/stappenplannen/{plan}/tekening", Action::ReadPublic}, kAnybody, show_plan_drawing},
    {{"rondleiding", kGet, "/rondleiding", Action::ReadPublic}, kAnybody, show_tour_begin},
    {{"rondleiding.stop", kPost, "/rondleiding/stop", Action::ReadPublic}, kAnybody, save_tour_end},
    {{"rondleiding.toon", kGet, "/rondleiding/{nummer}", Action::ReadPublic}, kAnybody, show_tour_stop},
    {{"rondleiding.kijk", kPost, "/rondleiding/{nummer}", Action::LogIn}, kAnybody, save_tour_stop},

    {{"inloggen.toon", kGet, "/inloggen", Action::LogIn}, kAnybody, show_login},
    {{"inloggen", kPost, "/inloggen", Action::LogIn}, kAnybody, save_login, show_login},
    {{"inloggen.demo", kPost, "/inloggen/demo", Action::LogIn}, kAnybody, save_demo_login, show_login},
    {{"inloggen.brief.toon", kGet, "/inloggen/brief", Action::LogIn}, kAnybody, show_letter_login},
    {{"inloggen.brief", kPost, "/inloggen/brief", Action::LogIn}, kAnybody, save_letter_login, show_letter_login},
    {{"inloggen.code.toon", kGet, "/inloggen/code", Action::LogIn}, kHalfWay, show_second_factor},
    {{"inloggen.code", kPost, "/inloggen/code", Action::LogIn}, kHalfWay, save_second_factor, show_second_factor},
    {{"inloggen.wachtwoord.toon", kGet, "/inloggen/wachtwoord", Action::LogIn}, kHalfWay, show_password},
    {{"inloggen.wachtwoord", kPost, "/inloggen/wachtwoord", Action::LogIn}, kHalfWay, save_password, show_password},
    {{"inloggen.tweede", kGet, "/inloggen/tweede", Action::LogIn}, kHalfWay, show_choose_factor},
    {{"inloggen.app.toon", kGet, "/inloggen/app", Action::LogIn}, kHalfWay, show_app},
    {{"inloggen.app", kPost, "/inloggen/app", Action::LogIn}, kHalfWay, save_app, show_app},
    {{"inloggen.kaart", kPost, "/inloggen/kaart", Action::LogIn}, kHalfWay, save_card, show_choose_factor},
    {{"inloggen.kies.toon", kGet, "/inloggen/kies", Action::ManageOwnSession}, kHalfWay, show_memberships},
    {{"inloggen.kies", kPost, "/inloggen/kies", Action::ManageOwnSession}, kHalfWay, save_membership, show_memberships},
    {{"uitloggen", kPost, "/uitloggen", Action::ManageOwnSession}, kHalfWay, save_logout},

    {{"vandaag", kGet, "/vandaag", Action::SeeToday}, kMember, show_today},
    {{"kinderen", kGet, "/kinderen", Action::ListChildren}, kMember, show_children},
    {{"zoek.toon", kGet, "/zoek", Action::ListChildren}, kMember, show_search},
    {{"zoek", kPost, "/zoek", Action::ListChildren}, kMember, search, show_search},
    {{"hulp", kGet, "/hulp", Action::SeeHelp}, kMember, show_help},
    {{"hulp.rol", kGet, "/hulp/{rol}", Action::SeeHelp}, kMember, show_help_of_role},
    {{"ophalen", kGet, "/ophalen", Action::SeePickup}, kMember, show_pickup},
    {{"ophalen.verteld", kPost, "/ophalen/{id}/verteld", Action::InformParents}, kMember, save_told, show_pickup},
    {{"afwezig.toon", kGet, "/afwezig", Action::ManageAbsence}, kMember, show_absence},
    {{"afwezig", kPost, "/afwezig", Action::ManageAbsence}, kMember, save_absence, show_absence},
    {{"afwezig.zoek", kPost, "/afwezig/zoek", Action::ManageAbsence}, kMember, search_colleague, show_absence},
    {{"afwezig.einde", kPost, "/afwezig/einde", Action::ManageAbsence}, kMember, save_absence_end, show_absence},
    {{"vervanger", kPost, "/afwezig/vervanger", Action::ChooseStandIn}, kMember, save_stand_in, show_absence},
    {{"wat_wacht", kGet, "/wat-wacht", Action::SeeWaitingList}, kMember, show_waiting_list},
    {{"berichten.toon", kGet, "/berichten", Action::ManageMessages}, kMember, show_messages},
    {{"berichten", kPost, "/berichten", Action::ManageMessages}, kMember, save_messages, show_messages},
    {{"foto.toon", kGet, "/mijn-foto", Action::ManageFace}, kMember, show_my_face},
    {{"foto", kPost, "/mijn-foto", Action::ManageFace}, kMember, save_my_face, show_my_face},
    {{"foto.weg", kPost, "/mijn-foto/weg", Action::ManageFace}, kMember, remove_my_face, show_my_face},
    {{"gezicht", kGet, "/gezicht/{account}", Action::SeeWhomToAsk}, kMember, show_face},
    {{"noteer", kGet, "/noteer", Action::ListChildren}, kMember, show_note_children},
    {{"notitie.toon", kGet, "/kind/{id}/notitie", Action::RecordNote}, kMember, show_note},
    {{"notitie", kPost, "/kind/{id}/notitie", Action::RecordNote}, kMember, save_note, show_note},
    {{"ongedaan", kPost, "/ongedaan", Action::WithdrawOwnEntry}, kMember, save_undo},

    {{"bij_wie", kGet, "/bij-wie", Action::SeeWhomToAsk}, kMember, show_whom_to_ask},
    {{"ons_plan", kGet, "/ons-stappenplan", Action::SeeOurPlan}, kMember, show_our_plan},
    {{"ons_plan.tekening", kGet, "/ons-stappenplan/tekening", Action::SeeOurPlan}, kMember, show_our_plan_picture},
    {{"ons_plan.bestand", kGet, "/ons-stappenplan/bestand", Action::SeeOurPlan}, kMember, show_our_plan_file},
    {{"ons_plan.stap.toon", kGet, "/ons-stappenplan/stap/{id}", Action::ChangeOurPlan}, kMember, show_change_step},
    {{"ons_plan.stap", kPost, "/ons-stappenplan/stap/{id}", Action::ChangeOurPlan}, kMember, save_change_step, show_change_step},
    {{"ons_plan.afspraak.toon", kGet, "/ons-stappenplan/afspraak/{id}", Action::ChangeOurPlan}, kMember, show_change_rule},
    {{"ons_plan.afspraak", kPost, "/ons-stappenplan/afspraak/{id}", Action::ChangeOurPlan}, kMember, save_change_rule, show_change_rule},
    {{"ons_plan.woorden.toon", kGet, "/ons-stappenplan/woorden", Action::ChangeOurPlan}, kMember, show_own_words},
    {{"ons_plan.woorden", kPost, "/ons-stappenplan/woorden", Action::ChangeOurPlan}, kMember, save_own_words, show_own_words},
    {{"ons_plan.toestemmingen.toon", kGet, "/ons-stappenplan/toestemmingen", Action::ChangeOurPlan}, kMember, show_permissions},
    {{"ons_plan.toestemmingen", kPost, "/ons-stappenplan/toestemmingen", Action::ChangeOurPlan},
     kMember,
     save_permissions,
     show_permissions},
    {{"ons_plan.aan", kPost, "/ons-stappenplan/aan/{id}", Action::ChangeOurPlan}, kMember, save_switch_on, show_our_plan},
    {{"ons_plan.weg", kPost, "/ons-stappenplan/weg", Action::ChangeOurPlan}, kMember, save_discard, show_our_plan},
    {{"ons_plan.gevolgen", kGet, "/ons-stappenplan/gevolgen", Action::ChangeOurPlan}, kMember, show_plan_effect},
    {{"ons_plan.vaststellen", kPost, "/ons-stappenplan/vaststellen", Action::ChangeOurPlan}, kMember, save_adopt_plan, show_plan_effect},
    {{"ons_plan.nieuw", kPost, "/ons-stappenplan/nieuw", Action::ChangeOurPlan}, kMember, save_take_plan, show_our_plan},
    {{"ons_plan.houden", kPost, "/ons-stappenplan/houden", Action::ChangeOurPlan}, kMember, save_keep_plan, show_our_plan},
    {{"wie_doet_wat", kGet, "/wie-doet-wat", Action::SeeWhomToAsk}, kMember, show_roles},
    {{"ouderblad", kGet, "/wie-doet-wat/ouders", Action::SeeWhomToAsk}, kMember, show_parents_sheet},

    {{"kind", kGet, "/kind/{id}", Action::SeeChild}, kMember, show_child},
    {{"route", kGet, "/kind/{id}/route", Action::SeeChild}, kMember, show_route},
    {{"plaatje", kGet, "/kind/{id}/plaatje", Action::SeeChild}, kMember, show_route_picture},
    {{"gezien", kGet, "/kind/{id}/gezien", Action::SeeWhoSaw}, kMember, show_who_saw},
    {{"zorg.toon", kGet, "/kind/{id}/zorg", Action::OpenRoute}, kMember, show_worry},
    {{"zorg", kPost, "/kind/{id}/zorg", Action::OpenRoute}, kMember, save_worry, show_worry},
    {{"stap.toon", kGet, "/kind/{id}/stap/{step}", Action::DoStep}, kMember, show_step},
    {{"stap", kPost, "/kind/{id}/stap/{step}", Action::DoStep}, kMember, save_step, show_step},
    {{"overslaan.toon", kGet, "/kind/{id}/stap/{step}/overslaan", Action::WaiveStep}, kMember, show_waive},
    {{"overslaan", kPost, "/kind/{id}/stap/{step}/overslaan", Action::WaiveStep}, kMember, save_waive, show_waive},
    {{"overnemen.toon", kGet, "/kind/{id}/stap/{step}/overnemen", Action::AssignStep}, kMember, show_take_over},
    {{"overnemen", kPost, "/kind/{id}/stap/{step}/overnemen", Action::AssignStep}, kMember, save_take_over, show_take_over},
    {{"toestemming.toon", kGet, "/kind/{id}/toestemming", Action::RecordToestemming}, kMember, show_toestemming},
    {{"toestemming", kPost, "/kind/{id}/toestemming", Action::RecordToestemming}, kMember, save_toestemming, show_toestemming},
    {{"poging.toon", kGet, "/kind/{id}/poging", Action::RecordAttempt}, kMember, show_attempt},
    {{"poging", kPost, "/kind/{id}/poging", Action::RecordAttempt}, kMember, save_attempt, show_attempt},
    {{"ouders.toon", kGet, "/kind/{id}/ouders", Action::InformParents}, kMember, show_inform},
    {{"ouders", kPost, "/kind/{id}/ouders", Action::InformParents}, kMember, save_inform, show_inform},
    {{"plan.toon", kGet, "/kind/{id}/plan", Action::WritePlanVanAanpak}, kMember, show_plan_van_aanpak},
    {{"plan", kPost, "/kind/{id}/plan", Action::WritePlanVanAanpak}, kMember, save_plan_van_aanpak, show_plan_van_aanpak},
    {{"plan.eerder", kGet, "/kind/{id}/plan/eerder", Action::SeeChild}, kMember, show_plan_versions},
    {{"terugkijken.toon", kGet, "/kind/{id}/plan/terugkijken", Action::EvaluatePlanVanAanpak}, kMember, show_evaluate},
    {{"terugkijken", kPost, "/kind/{id}/plan/terugkijken", Action::EvaluatePlanVanAanpak}, kMember, save_evaluate, show_evaluate},
    {{"afsluiten.toon", kGet, "/kind/{id}/afsluiten", Action::CloseRoute}, kMember, show_close},
    {{"afsluiten", kPost, "/kind/{id}/afsluiten", Action::CloseRoute}, kMember, save_close, show_close},
    {{"pauze.toon", kGet, "/kind/{id}/pauze", Action::PauseRoute}, kMember, show_pause},
    {{"pauze", kPost, "/kind/{id}/pauze", Action::PauseRoute}, kMember, save_pause, show_pause},
    {{"verder.toon", kGet, "/kind/{id}/verder", Action::ResumeRoute}, kMember, show_resume},
    {{"verder", kPost, "/kind/{id}/verder", Action::ResumeRoute}, kMember, save_resume, show_resume},
    {{"heropenen.toon", kGet, "/kind/{id}/heropenen", Action::ReopenRoute}, kMember, show_reopen},
    {{"heropenen", kPost, "/kind/{id}/heropenen", Action::ReopenRoute}, kMember, save_reopen, show_reopen},
    {{"overgaan.toon", kGet, "/kind/{id}/overgaan", Action::AdoptPlan}, kMember, show_adopt},
    {{"overgaan", kPost, "/kind/{id}/overgaan", Action::AdoptPlan}, kMember, save_adopt, show_adopt},

    {{"vragen", kGet, "/vragen", Action::SeeHulpvraag}, kMember, show_inbox},
    {{"hulpvraag", kGet, "/vragen/{id}", Action::SeeHulpvraag}, kMember, show_question},
    {{"vraag.toon", kGet, "/vraag", Action::AskHulpvraag}, kMember, show_ask},
    {{"vraag", kPost, "/vraag", Action::AskHulpvraag}, kMember, save_ask, show_ask},
    {{"vraag.kind.toon", kGet, "/kind/{id}/vraag", Action::AskHulpvraag}, kMember, show_ask},
    {{"vraag.kind", kPost, "/kind/{id}/vraag", Action::AskHulpvraag}, kMember, save_ask, show_ask},
    {{"geef.toon", kGet, "/vragen/{id}/geef", Action::AssignHulpvraag}, kMember, show_assign},
    {{"geef", kPost, "/vragen/{id}/geef", Action::AssignHulpvraag}, kMember, save_assign, show_assign},
    {{"antwoord.toon", kGet, "/vragen/{id}/antwoord", Action::AnswerHulpvraag}, kMember, show_answer},
    {{"antwoord", kPost, "/vragen/{id}/antwoord", Action::AnswerHulpvraag}, kMember, save_answer, show_answer},
    {{"bevestig.toon", kGet, "/vragen/{id}/bevestig", Action::ConfirmHulpvraag}, kMember, show_confirm},
    {{"bevestig", kPost, "/vragen/{id}/bevestig", Action::ConfirmHulpvraag}, kMember, save_confirm, show_confirm},

    {{"inrichten", kGet, "/inrichten", Action::SeeRegister}, kMember, show_register},
    {{"organisatie.toon", kGet, "/inrichten/organisatie", Action::ManageRegister}, kMember, show_add_organisation},
    {{"organisatie", kPost, "/inrichten/organisatie", Action::ManageRegister}, kMember, save_add_organisation, show_add_organisation},
    {{"stappenplan.toon", kGet, "/inrichten/stappenplan", Action::ManageRegister}, kMember, show_choose_plan},
    {{"stappenplan", kPost, "/inrichten/stappenplan", Action::ManageRegister}, kMember, save_choose_plan, show_choose_plan},
    {{"locatie.toon", kGet, "/inrichten/locatie", Action::ManageRegister}, kMember, show_add_location},
    {{"locatie", kPost, "/inrichten/locatie", Action::ManageRegister}, kMember, save_add_location, show_add_location},
    {{"groep.toon", kGet, "/inrichten/groep", Action::ManageRegister}, kMember, show_add_group},
    {{"groep", kPost, "/inrichten/groep", Action::ManageRegister}, kMember, save_add_group, show_add_group},
    {{"locatie.wijzig.toon", kGet, "/inrichten/locatie/{id}", Action::ManageRegister}, kMember, show_location},
    {{"locatie.wijzig", kPost, "/inrichten/locatie/{id}", Action::ManageRegister}, kMember, save_location, show_location},
    {{"sluiting.toon", kGet, "/inrichten/sluiting", Action::ManageRegister}, kMember, show_add_closing},
    {{"sluiting", kPost, "/inrichten/sluiting", Action::ManageRegister}, kMember, save_add_closing, show_add_closing},
    {{"sluiting.geen", kPost, "/inrichten/geen-sluiting", Action::ManageRegister}, kMember, save_no_closings, show_add_closing},
    {{"sluiting.wijzig.toon", kGet, "/inrichten/sluiting/{id}", Action::ManageRegister}, kMember, show_closing},
    {{"sluiting.wijzig", kPost, "/inrichten/sluiting/{id}", Action::ManageRegister}, kMember, save_closing, show_closing},
    {{"sluiting.weg", kPost, "/inrichten/sluiting/{id}/weg", Action::ManageRegister}, kMember, save_remove_closing},
    {{"kaart.toon", kGet, "/inrichten/kaart", Action::ManageRegister}, kMember, show_add_card},
    {{"kaart", kPost, "/inrichten/kaart", Action::ManageRegister}, kMember, save_add_card, show_add_card},
    {{"kaart.wijzig.toon", kGet, "/inrichten/kaart/{id}", Action::ManageRegister}, kMember, show_partner_card},
    {{"kaart.wijzig", kPost, "/inrichten/kaart/{id}", Action::ManageRegister}, kMember, save_partner_card, show_partner_card},
    {{"kaart.weg", kPost, "/inrichten/kaart/{id}/weg", Action::ManageRegister}, kMember, save_remove_card},
    {{"deelproject.toon", kGet, "/inrichten/deelproject", Action::ManageRegister}, kMember, show_add_deelproject},
    {{"deelproject", kPost, "/inrichten/deelproject", Action::ManageRegister}, kMember, save_add_deelproject, show_add_deelproject},
    {{"deelproject.wijzig.toon", kGet, "/inrichten/deelproject/{id}", Action::ManageRegister}, kMember, show_deelproject},
    {{"deelproject.wijzig", kPost, "/inrichten/deelproject/{id}", Action::ManageRegister}, kMember, save_deelproject, show_deelproject},
    {{"deelproject.weg", kPost, "/inrichten/deelproject/{id}/weg", Action::ManageRegister}, kMember, save_remove_deelproject},
    {{"inlezen.toon", kGet, "/inrichten/inlezen", Action::ImportRegister}, kMember, show_import},
    {{"inlezen", kPost, "/inrichten/inlezen", Action::ImportRegister}, kMember, save_import_look, show_import},
    {{"inlezen.bewaar", kPost, "/inrichten/inlezen/bewaar", Action::ImportRegister}, kMember, save_import, show_import},
    {{"sjabloon", kGet, "/inrichten/inlezen/sjabloon/{soort}", Action::ImportRegister}, kMember, show_import_template},
    {{"mensen", kGet, "/inrichten/mensen", Action::SeeRegister}, kMember, show_people},
    {{"mensen.zoek", kPost, "/inrichten/mensen", Action::SeeRegister}, kMember, search_people, show_people},
    {{"mens.toon", kGet, "/inrichten/mens", Action::ManageAccounts}, kMember, show_add_worker},
    {{"mens", kPost, "/inrichten/mens", Action::ManageAccounts}, kMember, save_add_worker, show_add_worker},
    {{"mens.code", kPost, "/inrichten/mens/{id}/code", Action::ManageAccounts}, kMember, save_new_code},
    {{"mens.foto", kPost, "/inrichten/mens/{id}/foto", Action::RemoveFace}, kMember, remove_face_of_other},
    {{"werk.toon", kGet, "/inrichten/werk/{id}", Action::ManageAccounts}, kMember, show_employment},
    {{"werk", kPost, "/inrichten/werk/{id}", Action::ManageAccounts}, kMember, save_employment, show_employment},
    {{"mens.einde", kPost, "/inrichten/werk/{id}/einde", Action::ManageAccounts}, kMember, save_end_membership},
    {{"functie.toon", kGet, "/inrichten/werk/{id}/functie", Action::ManageAccounts}, kMember, show_functions},
    {{"functie", kPost, "/inrichten/werk/{id}/functie", Action::ManageAccounts}, kMember, save_functions, show_functions},
    {{"kind.nieuw.toon", kGet, "/inrichten/kind", Action::RegisterChild}, kMember, show_register_child},
    {{"kind.nieuw", kPost, "/inrichten/kind", Action::RegisterChild}, kMember, save_register_child, show_register_child},
    {{"beheer", kGet, "/kind/{id}/beheer", Action::ManageChild}, kMember, show_manage_child},
    {{"mentor", kPost, "/kind/{id}/beheer/mentor", Action::ManageChild}, kMember, save_mentor, show_manage_child},
    {{"plaats", kPost, "/kind/{id}/beheer/groep", Action::ManageChild}, kMember, save_place, show_manage_child},
    {{"plaats.einde.toon", kGet, "/kind/{id}/beheer/groep/{entry}", Action::ManageChild}, kMember, show_end_placement},
    {{"plaats.einde", kPost, "/kind/{id}/beheer/groep/{entry}", Action::ManageChild}, kMember, save_end_placement, show_end_placement},
    {{"ouder", kPost, "/kind/{id}/beheer/ouder", Action::ManageChild}, kMember, save_parent, show_manage_child},
    {{"ouder.wijzig.toon", kGet, "/kind/{id}/beheer/ouder/{person}", Action::ManageChild}, kMember, show_change_parent},
    {{"ouder.wijzig", kPost, "/kind/{id}/beheer/ouder/{person}", Action::ManageChild}, kMember, save_change_parent, show_change_parent},
    {{"wissen.toon", kGet, "/kind/{id}/wissen", Action::EraseChild}, kMember, show_erase_child},
    {{"wissen", kPost, "/kind/{id}/wissen", Action::EraseChild}, kMember, save_erase_child, show_erase_child},
};

std::optional<app::SessionCookie> cookie_of(http::Request const& request) {
  auto const text = request.cookies.get(kSessionCookie);
  return text ? app::SessionCookie::parse(*text) : std::nullopt;
}

Visit visit_of(Site const& site, Route const& route, http::Request const& request) {
  auto const now = site.web.clock.now();
  auto cookie = cookie_of(request);
  std::optional<app::Session> session;
  // A static file must not cost a look into the store.
  if (cookie && route.handle != show_static_file && route.handle != show_health) session = app::find_session(site.web.app, *cookie, now);
  i18n::Translator const tr(language_of(request, session));
  return Visit{site, request, &route, now, base::amsterdam_day(now), tr, std::move(cookie), std::move(session), {}};
}

http::Response closed_door(Visit& visit, Typed const& typed) {
  auto const& request = visit.request;
  if (request.method == http::Method::Post && visit.route->show && visit.route->door == Door::Member)
    return show_login_keeping(visit, typed);
  if (visit.session) return go_to(visit, unfinished(*visit.session).value_or(url("/vandaag")));
  auto const wanted = request.method == http::Method::Post ? std::nullopt : place_to_go(request.target);
  return go_to(visit, wanted ? url("/inloggen?verder={}", wanted->text()) : url("/inloggen"));
}

http::Response answer(Site const& site, Route const& route, http::Request const& request) {
  bool const posted = request.method == http::Method::Post;
  if (posted && !http::same_origin(request)) return error_page(site, request, 403, "cross_site");
  auto visit = visit_of(site, route, request);
  Typed typed;
  if (posted) typed.fields = request.form();
  auto const token = typed.text("bewijs");
  typed.fields.remove("bewijs");
  bool const open = route.door == Door::Anybody ||
                    (visit.session && (route.door == Door::HalfWay ? is_due(*visit.session, request.path) : !unfinished(*visit.session)));
  if (!open) return closed_door(visit, typed);
  if (posted && route.door != Door::Anybody && !http::same_token(form_token(*visit.session, route.rule.name), token)) {
    // Another session than the one in which the page was made: nothing is done, and what was typed is shown again.
    if (!route.show) return go_to(visit, url("/vandaag"));
    typed.remark = Message{N_("Je was opnieuw ingelogd. Er is nog niets bewaard. Kijk je tekst na en bewaar nog een keer."), {}};
    typed.status = 403;
    return again(visit, std::move(typed));
  }
  return route.handle(visit, typed);
}

}  // namespace

std::span<Route const> routes() { return kRoutes; }

Route const* route_of_page(std::string_view pattern) {
  for (auto const& route : kRoutes)
    if (route.rule.method == kGet && route.rule.pattern == pattern) return &route;
  return nullptr;
}

std::span<RouteRule const> route_table() {
  static std::vector<RouteRule> const table = [] {
    std::vector<RouteRule> rules;
    for (auto const& route : kRoutes) rules.push_back(route.rule);
    return rules;
  }();
  return table;
}

http::Router make_router(WebContext context) {
  auto const site = std::make_shared<Site const>(std::move(context));
  http::Router router;
  for (auto const& route : kRoutes) {
    router.add(route.rule.method, std::string(route.rule.pattern), std::string(route.rule.name),
               [site, &route](http::Request const& request) { return answer(*site, route, request); });
  }
  router.on_error(
      [site](http::Request const& request, int status, std::string const& code) { return error_page(*site, request, status, code); });
  if (router.routes().size() != route_table().size()) {
    std::fputs("a route of the pages has no row in the table\n", stderr);
    std::abort();
  }
  return router;
}

}  // namespace vlechtwerk::web
