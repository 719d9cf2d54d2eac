#include <algorithm>

#include "web/handlers.h"
#include "web/register.h"
#include "web/template/template.h"

// Inrichten: a location with its stand-in, closing days, cards of people outside, deelprojecten, and how much somebody works.
namespace vlechtwerk::web {
namespace {

/// Opens the register, or what a form chooses from, for a page of the beheerder; the answer instead when it is not for this person.
struct OpenedPage {
  std::optional<http::Response> answer;
  app::RegisterView view;
};
OpenedPage open_for_beheerder(Visit& visit, std::optional<app::ChoicesPart> const& part = {}) {
  OpenedPage out;
  out.answer = not_for_you(visit);
  if (out.answer) return out;
  auto view = part ? opened_choices(visit, *part) : opened_register(visit);
  if (view)
    out.view = std::move(*view);
  else
    out.answer = refused(visit, view.error());
  return out;
}

template <class T>
http::Response saved_or_again(Visit& visit, Typed typed, base::Result<T> const& result) {
  return result ? go_to(visit, url("/inrichten?klaar=1")) : again(visit, std::move(typed), result.error());
}

template <class T>
http::Response removed(Visit& visit, base::Result<T> const& result) {
  return result ? go_to(visit, url("/inrichten?klaar=1")) : refused(visit, result.error());
}

}  // namespace

http::Response show_location(Visit& visit, Typed const& typed) {
  auto const id = visit.path_id<domain::LocationId>("id");
  auto opened = open_for_beheerder(visit, app::ChoicesPart{.location = id, .people = app::ChoicesPart::People::OfLocation});
  if (opened.answer) return std::move(*opened.answer);
  auto const& view = opened.view;
  auto const at = std::find_if(view.locations.begin(), view.locations.end(), [&](auto const& one) { return one.id == id; });
  if (at == view.locations.end()) return error_page(visit.site, visit.request, 404, "no_location");
  std::vector<Choice> people = {{"", visit.tr("Nog niemand")}};
  for (auto const& worker : view.workers) {
    bool const here = std::any_of(worker.memberships.begin(), worker.memberships.end(),
                                  [&](auto const& one) { return one.organisation == at->organisation; });
    if (here && !worker.disabled) people.push_back({worker.account.text(), worker.name.reveal()});
  }
  // In a large house those of the location are there to choose from; who it is now may work elsewhere.
  auto const is_now = [&](Choice const& one) { return at->stand_in && one.value == at->stand_in->text(); };
  if (at->stand_in && std::none_of(people.begin(), people.end(), is_now))
    people.push_back({at->stand_in->text(), visit.tr("Wie het nu is")});
  Html fields;
  text_box(fields, visit, typed, {.name = "name", .label = N_("Naam van de locatie"), .value = at->name});
  text_box(fields, visit, typed, {.name = "lrk", .label = N_("LRK-nummer"), .optional = true, .value = at->lrk});
  select_box(fields, visit, typed,
             {.name = "stand_in",
              .label = N_("Wie neemt over als iemand weg is?"),
              .hint = N_("Stappen van wie er niet is, gaan naar deze persoon."),
              .value = at->stand_in ? at->stand_in->text() : std::string()},
             people);
  return setup_page(visit, typed, N_("Een locatie veranderen"), "locatie.wijzig", url("/inrichten/locatie/{}", id), fields,
                    N_("Bewaar locatie"), {N_("Een organisatie heeft een of meer locaties. Groepen maak je daarna.")});
}

http::Response save_location(Visit& visit, Typed const& typed) {
  return saved_or_again(visit, typed,
                        app::change_location(visit.app(), visit.caller(),
                                             {visit.path_id<domain::LocationId>("id"), typed.text("name"), typed.text("lrk"),
                                              domain::AccountId::parse(typed.text("stand_in"))}));
}

namespace {

/// `now`: the closing days that are changed; null for new ones.
void closing_fields(Html& fields, Visit const& visit, Typed const& typed, app::RegisterView const& view, app::ClosingRow const* now) {
  text_box(
      fields, visit, typed,
      {.name = "name", .label = N_("Hoe heet het?"), .hint = N_("Bijvoorbeeld: kerstvakantie."), .value = now ? now->name : std::string()});
  date_box(fields, visit, typed,
           {.name = "from", .label = N_("Eerste dag dat jullie dicht zijn"), .value = now ? now->from.text() : std::string()});
  date_box(fields, visit, typed,
           {.name = "until",
            .label = N_("Laatste dag dat jullie dicht zijn"),
            .optional = true,
            .value = now ? now->until.text() : std::string()});
  select_box(fields, visit, typed,
             {.name = "organisation", .label = N_("Bij welke organisatie?"), .value = now ? now->organisation.text() : std::string()},
             organisations_of(view));
  select_box(fields, visit, typed,
             {.name = "location", .label = N_("Op welke locatie?"), .value = now && now->location ? now->location->text() : std::string()},
             locations_of(view, visit.tr("Alle locaties")));
}

http::Response put_closing(Visit& visit, Typed typed, std::optional<domain::ClosingId> id) {
  auto const organisation = id_field<domain::OrganisationId>(typed, "organisation");
  auto const from = date_field(typed, "from"), until = date_field(typed, "until");
  if (!from && !typed.mistake("from")) typed.wrong("from", {N_("Vul de eerste dag in."), {}});
  if (!id || !typed.mistakes.empty()) return again(visit, std::move(typed));
  return saved_or_again(visit, typed,
                        app::put_closing(visit.app(), visit.caller(),
                                         {*id, *organisation, domain::LocationId::parse(typed.text("location")), *from,
                                          until.value_or(*from), typed.text("name")}));
}

}  // namespace

http::Response show_add_closing(Visit& visit, Typed const& typed) {
  auto opened = open_for_beheerder(visit);
  if (opened.answer) return std::move(*opened.answer);
  Html fields, above;
  hidden_id(fields, visit, typed);
  closing_fields(fields, visit, typed, opened.view, nullptr);
  if (opened.view.closings.empty()) {
    render(
        above, visit.tr,
        [] {
          return R"(<div class="vlecht-sheet"><p
class="utrecht-paragraph utrecht-paragraph--distanced">{t:Zijn jullie het hele jaar open, behalve op feestdagen?}</p>
{slot none}</div>)";
        },
        "none"_a =
            [&](Html& out) {
              button_form(out, visit, "sluiting.geen", url("/inrichten/geen-sluiting"), {}, N_("Zeg: wij hebben er geen"), false);
            });
  }
  return setup_page(visit, typed, N_("Sluitingsdagen toevoegen"), "sluiting", url("/inrichten/sluiting"), fields,
                    N_("Bewaar sluitingsdagen"),
                    {N_("Op een dag dat jullie dicht zijn, loopt geen termijn door."),
                     N_("Feestdagen zoals Kerst en Koningsdag weet Vlechtwerk al bij werkdagen.")},
                    above);
}

http::Response save_add_closing(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::ClosingId>(typed, "id");
  return put_closing(visit, std::move(typed), id);
}

http::Response show_closing(Visit& visit, Typed const& typed) {
  auto opened = open_for_beheerder(visit);
  if (opened.answer) return std::move(*opened.answer);
  auto const id = visit.path_id<domain::ClosingId>("id");
  auto const& all = opened.view.closings;
  auto const now = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.id == id; });
  if (now == all.end()) return error_page(visit.site, visit.request, 404, "no_closing");
  Html fields;
  closing_fields(fields, visit, typed, opened.view, &*now);
  return setup_page(visit, typed, N_("Sluitingsdagen veranderen"), "sluiting.wijzig", url("/inrichten/sluiting/{}", id), fields,
                    N_("Bewaar sluitingsdagen"), {N_("Wat nog open staat, krijgt de nieuwe dagen.")});
}

http::Response save_closing(Visit& visit, Typed const& typed) { return put_closing(visit, typed, visit.path_id<domain::ClosingId>("id")); }

http::Response save_no_closings(Visit& visit, Typed const&) { return removed(visit, app::say_no_closings(visit.app(), visit.caller())); }

http::Response save_remove_closing(Visit& visit, Typed const&) {
  return removed(visit, app::remove_closing(visit.app(), visit.caller(), visit.path_id<domain::ClosingId>("id")));
}

namespace {

/// The page of one card: `now` is the one that is changed, null for a new one.
http::Response card_page(Visit& visit, Typed const& typed, app::RegisterView const& view, app::PartnerCardView const* now) {
  Html fields;
  auto const readers = visit.tr("Wie hier met kinderen werkt, kan dit lezen.");
  auto const stored = [&](Private app::PartnerCardView::*text) { return now ? (now->*text).reveal() : std::string(); };
  if (!now) hidden_id(fields, visit, typed);
  text_box(fields, visit, typed,
           {.name = "name",
            .label = N_("Voornaam en achternaam"),
            .readers = readers,
            .autocomplete = "off",
            .value = stored(&app::PartnerCardView::name)});
  select_box(fields, visit, typed,
             {.name = "organisation", .label = N_("Bij welke organisatie?"), .value = now ? now->organisation.text() : std::string()},
             organisations_of(view));
  text_box(fields, visit, typed,
           {.name = "function",
            .label = N_("Wat doet deze persoon?"),
            .readers = readers,
            .optional = true,
            .autocomplete = "off",
            .value = stored(&app::PartnerCardView::function)});
  text_box(fields, visit, typed,
           {.name = "telephone",
            .label = N_("Telefoonnummer"),
            .readers = readers,
            .autocomplete = "off",
            .value = stored(&app::PartnerCardView::telephone)},
           "tel");
  return setup_page(visit, typed, now ? N_("Een kaartje veranderen") : N_("Een kaartje toevoegen"), now ? "kaart.wijzig" : "kaart",
                    now ? url("/inrichten/kaart/{}", now->id) : url("/inrichten/kaart"), fields, N_("Bewaar kaartje"),
                    {N_("Een kaartje is voor iemand buiten, die niet inlogt."), N_("Het staat bij: Bij wie moet ik zijn?")});
}

http::Response put_card(Visit& visit, Typed typed, std::optional<domain::PartnerCardId> id) {
  auto const organisation = id_field<domain::OrganisationId>(typed, "organisation");
  if (!id || !typed.mistakes.empty()) return again(visit, std::move(typed));
  return saved_or_again(
      visit, typed,
      app::put_partner_card(visit.app(), visit.caller(),
                            {*id, *organisation, typed.words("name"), typed.words("function"), typed.words("telephone")}));
}

}  // namespace

http::Response show_add_card(Visit& visit, Typed const& typed) {
  auto opened = open_for_beheerder(visit);
  return opened.answer ? std::move(*opened.answer) : card_page(visit, typed, opened.view, nullptr);
}

http::Response save_add_card(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::PartnerCardId>(typed, "id");
  return put_card(visit, std::move(typed), id);
}

http::Response show_partner_card(Visit& visit, Typed const& typed) {
  auto opened = open_for_beheerder(visit);
  if (opened.answer) return std::move(*opened.answer);
  auto const id = visit.path_id<domain::PartnerCardId>("id");
  for (auto const& one : opened.view.cards)
    if (one.id == id) return card_page(visit, typed, opened.view, &one);
  return error_page(visit.site, visit.request, 404, "not_there");
}

http::Response save_partner_card(Visit& visit, Typed const& typed) {
  return put_card(visit, typed, visit.path_id<domain::PartnerCardId>("id"));
}

http::Response save_remove_card(Visit& visit, Typed const&) {
  return removed(visit, app::remove_partner_card(visit.app(), visit.caller(), visit.path_id<domain::PartnerCardId>("id")));
}

namespace {

/// The page of one deelproject: `now` is the one that is changed, null for a new one.
http::Response deelproject_page(Visit& visit, Typed typed, app::RegisterView const& view, std::optional<domain::LocationId> location,
                                app::DeelprojectRow const* now) {
  Html fields;
  if (!now) hidden_id(fields, visit, typed);
  if (view.many && location) hidden(fields, "locatie", location->text());
  if (now && typed.fields.empty())
    for (auto const group : now->groups) typed.fields.add("groups", group.text());
  text_box(fields, visit, typed, {.name = "name", .label = N_("Naam van het deelproject"), .value = now ? now->name : std::string()});
  check_tiles(fields, visit, typed, "groups", visit.tr("Welke groepen doen mee?"), groups_of(view));
  if (view.many && now)
    other_locations(fields, visit, view, [&](domain::LocationId one) { return url("/inrichten/deelproject/{}?locatie={}", now->id, one); });
  return setup_page(visit, typed, now ? N_("Een deelproject veranderen") : N_("Een deelproject toevoegen"),
                    now ? "deelproject.wijzig" : "deelproject",
                    now ? url("/inrichten/deelproject/{}", now->id) : url("/inrichten/deelproject"), fields, N_("Bewaar deelproject"),
                    view.many ? std::vector{N_("Een deelproject is een aantal groepen dat samen iets probeert."),
                                            N_("Doen er groepen van meer locaties mee? Bewaar eerst, en kies dan de volgende locatie.")}
                              : std::vector{N_("Een deelproject is een aantal groepen dat samen iets probeert.")});
}

http::Response put_deelproject(Visit& visit, Typed typed, std::optional<domain::DeelprojectId> id) {
  if (!id || !typed.mistakes.empty()) return again(visit, std::move(typed));
  app::DeelprojectRow form{*id, typed.text("name"), {}};
  for (auto const one : typed.fields.all("groups"))
    if (auto const group = domain::GroupId::parse(one)) form.groups.push_back(*group);
  return saved_or_again(visit, typed, app::put_deelproject(visit.app(), visit.caller(), form));
}

}  // namespace

http::Response show_add_deelproject(Visit& visit, Typed const& typed) {
  auto const location = asked_location(visit, typed, {});
  auto opened = open_for_beheerder(visit, app::ChoicesPart{.location = location});
  if (opened.answer) return std::move(*opened.answer);
  if (opened.view.many && !location)
    return choose_location(visit, opened.view, N_("Een deelproject toevoegen"),
                           [](domain::LocationId id) { return url("/inrichten/deelproject?locatie={}", id); });
  if (opened.view.groups.empty())
    return first(visit, N_("Een deelproject toevoegen"), {N_("Er is nog geen groep. Maak eerst een groep."), {}}, url("/inrichten/groep"),
                 N_("Voeg een groep toe"));
  return deelproject_page(visit, typed, opened.view, location, nullptr);
}

http::Response save_add_deelproject(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::DeelprojectId>(typed, "id");
  return put_deelproject(visit, std::move(typed), id);
}

http::Response show_deelproject(Visit& visit, Typed const& typed) {
  auto const location = asked_location(visit, typed, {});
  auto opened =
      open_for_beheerder(visit, app::ChoicesPart{.location = location, .deelproject = visit.path_id<domain::DeelprojectId>("id")});
  return opened.answer ? std::move(*opened.answer)
                       : deelproject_page(visit, typed, opened.view, location, &opened.view.deelprojecten.front());
}

http::Response save_deelproject(Visit& visit, Typed const& typed) {
  return put_deelproject(visit, typed, visit.path_id<domain::DeelprojectId>("id"));
}

http::Response save_remove_deelproject(Visit& visit, Typed const&) {
  return removed(visit, app::remove_deelproject(visit.app(), visit.caller(), visit.path_id<domain::DeelprojectId>("id")));
}

http::Response show_employment(Visit& visit, Typed const& typed) {
  if (auto elsewhere = not_for_you(visit)) return *elsewhere;
  auto const id = visit.path_id<domain::MembershipId>("id");
  auto const member = app::see_member(visit.app(), visit.caller(), id, visit.lang());
  if (!member) return refused(visit, member.error());
  Html fields, above;
  render(
      above, visit.tr, [] { return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced"><b>{name}</b>, {role}</p>)"; },
      "name"_a = member->name, "role"_a = visit.tr(role_word(member->row.role)));
  text_box(fields, visit, typed,
           {.name = "fte",
            .label = N_("Hoeveel werkt deze persoon?"),
            .hint = N_("In fte, bijvoorbeeld 0,89."),
            .optional = true,
            .value = fte_text(member->row.fte_hundredths)});
  select_box(fields, visit, typed, {.name = "education", .label = N_("Welke opleiding?"), .value = member->row.education},
             education_choices(visit));
  return setup_page(visit, typed, N_("Werk en opleiding"), "werk", url("/inrichten/werk/{}", id), fields, N_("Bewaar werk en opleiding"),
                    {N_("Hier staat wat iemand doet en hoeveel. Stopt iemand? Dan blijft staan wat zij schreef.")}, above);
}

http::Response save_employment(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const fte = fte_field(typed);
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  return saved_or_again(
      visit, typed,
      app::change_employment(visit.app(), visit.caller(), visit.path_id<domain::MembershipId>("id"), fte, typed.text("education")));
}

}  // namespace vlechtwerk::web
