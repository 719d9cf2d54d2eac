#include <array>

#include "web/handlers.h"
#include "web/register.h"
#include "web/words.h"

// A child comes, gets a mentor, a group, parents; and is erased when the law says so.
namespace vlechtwerk::web {
namespace {

constexpr int kParentRows = 4;

/// The names of the fields of one person in a form.
struct ParentNames {
  char const *name, *relation, *gezag, *kind, *informed, *collects, *language, *telephone;
};
constexpr std::array<ParentNames, kParentRows> kParents{
    {{"parent1_name", "parent1_relation", "parent1_gezag", "parent1_kind", "parent1_informed", "parent1_collects", "parent1_language",
      "parent1_telephone"},
     {"parent2_name", "parent2_relation", "parent2_gezag", "parent2_kind", "parent2_informed", "parent2_collects", "parent2_language",
      "parent2_telephone"},
     {"parent3_name", "parent3_relation", "parent3_gezag", "parent3_kind", "parent3_informed", "parent3_collects", "parent3_language",
      "parent3_telephone"},
     {"parent4_name", "parent4_relation", "parent4_gezag", "parent4_kind", "parent4_informed", "parent4_collects", "parent4_language",
      "parent4_telephone"}}};
/// Of a form about one person. An error of a use case about one person names its fields so.
constexpr ParentNames kPerson{"name", "relation", "gezag", "kind", "informed", "collects", "language", "telephone"};

std::vector<Choice> mentors_of(Visit const& visit, app::RegisterView const& view) {
  std::vector<Choice> mentors = {{"", visit.tr("Nog niemand")}};
  for (auto const& worker : view.workers) {
    bool const works = std::any_of(worker.memberships.begin(), worker.memberships.end(),
                                   [](auto const& one) { return one.role == Role::PedagogischMedewerker; });
    if (works && !worker.disabled) mentors.push_back({worker.account.text(), worker.name.reveal()});
  }
  return mentors;
}

std::vector<Choice> language_choices(Visit const& visit) {
  std::vector<Choice> languages;
  for (auto const& [code, name] : languages_of_parents()) languages.push_back({code, visit.tr(name)});
  return languages;
}

/// `now`: what stands there until somebody types something else.
void parent_fields(Html& out, Visit const& visit, Typed const& typed, ParentNames const& names, std::string const& readers,
                   app::ParentView const& now = {{}, {}, {}, true, "ouder"}) {
  text_box(out, visit, typed,
           {.name = names.name,
            .label = N_("Naam van de ouder"),
            .readers = readers,
            .optional = true,
            .autocomplete = "off",
            .value = now.name.reveal()});
  radio_tiles(out, visit, typed, names.kind, visit.tr("Wie is dit voor het kind?"),
              {{"ouder", visit.tr("ouder")},
               {"pleegouder", visit.tr("pleegouder")},
               {"voogd", visit.tr("voogd van een instelling")},
               {"anders", visit.tr("iemand anders")}},
              now.kind.empty() ? "ouder" : now.kind);
  text_box(out, visit, typed,
           {.name = names.relation,
            .label = N_("Wat is die persoon van het kind?"),
            .hint = N_("Bijvoorbeeld: moeder, vader, oma."),
            .readers = readers,
            .optional = true,
            .autocomplete = "off",
            .value = now.relation.reveal()});
  check_tile(out, visit, typed, names.gezag, visit.tr("Deze ouder heeft gezag"), now.gezag);
  check_tile(out, visit, typed, names.informed, visit.tr("Deze persoon hoort hoe het met het kind gaat"), now.informed);
  check_tile(out, visit, typed, names.collects, visit.tr("Deze persoon mag het kind ophalen"), now.collects);
  select_box(out, visit, typed, {.name = names.language, .label = N_("In welke taal praten jullie?"), .value = now.language},
             language_choices(visit));
  text_box(out, visit, typed,
           {.name = names.telephone,
            .label = N_("Telefoon"),
            .readers = readers,
            .optional = true,
            .autocomplete = "off",
            .value = now.telephone.reveal()},
           "tel");
}

app::ParentForm parent_of(Typed const& typed, ParentNames const& names) {
  app::ParentForm form{typed.words(names.name), typed.words(names.relation), typed.ticked(names.gezag)};
  if (typed.fields.has(names.kind)) form.kind = typed.text(names.kind);
  form.informed = typed.ticked(names.informed);
  form.collects = typed.ticked(names.collects);
  if (typed.fields.has(names.language)) form.language = typed.text(names.language);
  form.telephone = typed.words(names.telephone);
  return form;
}

void day_fields(Html& out, Visit const& visit, Typed const& typed) {
  weekday_tiles(out, visit, typed, visit.tr("Op welke dagen komt het kind?"));
}

std::string days_words(Visit const& visit, domain::Weekdays days) {
  std::string out;
  for (std::size_t i = 0; i < domain::kWeekdayCodes.size(); ++i)
    if (days & domain::weekday(i)) out += (out.empty() ? "" : ", ") + visit.tr(kWeekdayWords[i]);
  return out.empty() ? visit.tr("dagen niet bekend") : out;
}

std::string readers_of_names(Visit const& visit) { return visit.tr("Wie met dit kind werkt, kan dit lezen."); }

}  // namespace

namespace {

/// The page before the form of a location with many groups: the groups, each a link to the form.
http::Response choose_group(Visit& visit, app::RegisterView const& view, domain::LocationId location) {
  auto groups = view.groups;
  by_name(groups);
  Html body;
  setup_heading(body, visit, N_("Een kind toevoegen"));
  render(
      body, visit.tr,
      [] {
        return R"(<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:In welke groep?}</h2><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{each groups}<li class="utrecht-unordered-list__item"><a
class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a></li>{/each}</ul>)";
      },
      "groups"_a =
          [&](auto row) {
            for (auto const& one : groups)
              row("link"_a = url("/inrichten/kind?locatie={}&groep={}", location, one.id), "name"_a = one.name);
          });
  return page(visit,
              {visit.tr("Een kind toevoegen"),
               Place::Setup,
               {N_("Er zijn veel groepen en mensen. Kies daarom eerst de groep van het kind.")},
               true},
              body);
}

}  // namespace

http::Response show_register_child(Visit& visit, Typed const& typed) {
  auto const location = asked_location(visit, typed, visit.session->actor->location);
  auto const group = domain::GroupId::parse(typed.fields.has("group") ? typed.text("group") : visit.request.query.text("groep"));
  auto const view = opened_choices(visit, {.location = location, .people = app::ChoicesPart::People::OfGroup, .group = group});
  if (!view) return refused(visit, view.error());
  if (view->many && !location)
    return choose_location(visit, *view, N_("Een kind toevoegen"),
                           [](domain::LocationId id) { return url("/inrichten/kind?locatie={}", id); });
  auto const chosen = std::find_if(view->groups.begin(), view->groups.end(), [&](auto const& one) { return one.id == group; });
  if (view->by_group && chosen == view->groups.end()) return choose_group(visit, *view, *location);
  Html fields, body;
  auto const readers = readers_of_names(visit);
  hidden_id(fields, visit, typed);
  hidden_id(fields, visit, typed, "child");
  if (view->many) hidden(fields, "locatie", location->text());
  text_box(fields, visit, typed, {.name = "first_name", .label = N_("Voornaam"), .readers = readers, .autocomplete = "off"});
  text_box(fields, visit, typed, {.name = "last_name", .label = N_("Achternaam"), .readers = readers, .autocomplete = "off"});
  date_box(fields, visit, typed, {.name = "born_on", .label = N_("Geboren op")});
  auto languages = language_choices(visit);
  languages.insert(languages.begin(), {"", visit.tr("Weet ik niet")});
  select_box(fields, visit, typed, {.name = "language", .label = N_("Welke taal spreekt dit kind thuis?"), .optional = true}, languages);
  if (view->by_group) {
    hidden(fields, "group", group->text());
    render(
        fields, visit.tr,
        [] {
          return R"(<p class="utrecht-paragraph">{t:Groep:} <b>{name}</b> <a class="utrecht-link utrecht-link--html-a"
href="{other}">{t:Kies een andere groep}</a></p>)";
        },
        "name"_a = chosen->name, "other"_a = url("/inrichten/kind?locatie={}", *location));
  } else {
    select_box(fields, visit, typed, {.name = "group", .label = N_("In welke groep?")}, groups_of(*view));
  }
  date_box(fields, visit, typed, {.name = "from", .label = N_("Vanaf welke dag?"), .value = visit.today.text()});
  day_fields(fields, visit, typed);
  select_box(fields, visit, typed,
             {.name = "mentor",
              .label = N_("Wie is de mentor?"),
              .hint = view->by_group ? N_("Hier staat wie op deze groep werkt. Een ander kies je later, bij het kind.") : nullptr},
             mentors_of(visit, *view));
  for (int i = 0; i < kParentRows; ++i) {
    auto const& names = kParents[static_cast<std::size_t>(i)];
    bool const opened = i < 1 || !typed.text(names.name).empty();
    render(
        fields, visit.tr,
        [] {
          return R"(<details class="vlecht-more"{when opened} open{/when}><summary>{t:Ouder {number}}</summary>{slot parent}</details>)";
        },
        "opened"_a = opened, "number"_a = i + 1, "parent"_a = [&](Html& out) { parent_fields(out, visit, typed, names, readers); });
  }
  if (typed.code.find("twin") != std::string::npos || typed.ticked("knows_twin")) {
    check_tile(fields, visit, typed, "knows_twin", visit.tr("Dit is echt een ander kind met dezelfde naam."));
  }
  render(body, visit.tr, [] {
    return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/inrichten">{t:Terug naar Inrichten}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Een kind toevoegen}</h1>)";
  });
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "kind.nieuw", url("/inrichten/kind"), fields, N_("Bewaar dit kind"), url("/inrichten"));
  return page(visit,
              {visit.tr("Een kind toevoegen"),
               Place::Setup,
               {N_("Vul in wat je weet. De rest kan later."), N_("Er begint geen route. Die begint pas bij een zorg."),
                N_("Een ouder met gezag beslist mee over toestemming.")},
               true},
              body, typed.status);
}

http::Response save_register_child(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const child = id_field<domain::ChildId>(typed, "child");
  auto const group = domain::GroupId::parse(typed.text("group"));
  auto const born = date_field(typed, "born_on");
  auto const from = date_field(typed, "from");
  if (!born && !typed.mistake("born_on")) typed.wrong("born_on", {N_("Vul in op welke dag het kind geboren is."), {}});
  if (!group) typed.wrong("group", {N_("Kies een groep. Is er nog geen groep? Maak er dan eerst een."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::RegisterChildForm form{.id = *id,
                              .child = *child,
                              .first_name = typed.words("first_name"),
                              .last_name = typed.words("last_name"),
                              .born_on = *born,
                              .group = *group,
                              .from = from,
                              .mentor = domain::AccountId::parse(typed.text("mentor")),
                              .parents = {},
                              .knows_twin = typed.ticked("knows_twin"),
                              .days = weekdays_of(typed),
                              .language = typed.text("language")};
  for (auto const& names : kParents) {
    if (!typed.text(names.name).empty()) form.parents.push_back(parent_of(typed, names));
  }
  auto const made = app::register_child(visit.app(), visit.caller(), form);
  if (!made) return again(visit, std::move(typed), made.error());
  // A beheerder sees no children: she goes on with the next one.
  return go_to(visit, visit.role() == Role::Beheerder ? url("/inrichten?klaar=1") : child_url(*made));
}

namespace {

void placements_list(Html& out, Visit const& visit, app::ChildView const& view) {
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Groepen}</h2>
{when none}<p class="utrecht-paragraph">{t:Dit kind is in geen groep.}</p>{/when}
<ul class="utrecht-unordered-list utrecht-unordered-list--distanced">{each places}<li
class="utrecht-unordered-list__item">{group}, {location} <span
class="vlecht-soft">{days} · {t:vanaf {from}}{when ends} · {t:tot en met {until}}{/when}</span> <a class="utrecht-link utrecht-link--html-a"
href="{end}">{t:Stop in deze groep}<span class="vlecht-visually-hidden"> {group}</span></a></li>{/each}</ul></section>)";
      },
      "none"_a = view.placements.empty(),
      "places"_a =
          [&](auto row) {
            for (auto const& one : view.placements) {
              row("group"_a = one.group_name, "location"_a = one.location_name, "days"_a = days_words(visit, one.days),
                  "from"_a = i18n::day_text(one.from, visit.today, visit.tr), "ends"_a = one.until.has_value(),
                  "until"_a = one.until ? i18n::day_text(*one.until, visit.today, visit.tr) : std::string(),
                  "end"_a = url("/kind/{}/beheer/groep/{}", view.name.child, one.entry));
            }
          });
}

void people_list(Html& out, Visit const& visit, app::ChildView const& view) {
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Mensen om dit kind}</h2>
<ul class="utrecht-unordered-list utrecht-unordered-list--distanced">{each people}<li
class="utrecht-unordered-list__item">{name} {slot facts} <a
class="utrecht-link utrecht-link--html-a" href="{change}">{t:Verander}<span class="vlecht-visually-hidden"> {name}</span></a></li>{/each}
</ul></section>)";
      },
      "people"_a =
          [&](auto row) {
            for (auto const& one : view.parents)
              row(
                  "name"_a = one.name, "facts"_a = [&](Html& inside) { person_facts(inside, visit, one); },
                  "change"_a = url("/kind/{}/beheer/ouder/{}", view.name.child, one.person));
          });
}

}  // namespace

http::Response show_manage_child(Visit& visit, Typed const& typed) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang());
  if (!view) return refused(visit, view.error());
  auto const* may = permitted(view->permitted, app::Action::ManageChild);
  Html body;
  child_heading(body, visit, view->name, N_("Mentor, groep en ouders"));
  mistakes_on_top(body, visit, typed);
  auto const& places = view->placements;
  auto const location =
      asked_location(visit, typed, places.empty() ? visit.session->actor->location : std::optional(places.front().location));
  // Of a location with many groups the mentor works on the group of the child, unless somebody asks for everybody.
  using People = app::ChoicesPart::People;
  bool const everybody = typed.fields.has("iedereen") || visit.request.query.has("iedereen");
  auto const here = std::find_if(places.begin(), places.end(), [&](auto const& one) { return one.location == location; });
  auto const registered = opened_choices(visit, {.location = location,
                                                 .people = everybody ? People::OfLocation : People::OfGroup,
                                                 .group = here == places.end() ? std::nullopt : std::optional(here->group)});
  if ((may && !may->allowed) || !registered) {
    render(
        body, visit.tr, [] { return R"(<p class="vlecht-not-now">{reason}</p>)"; },
        "reason"_a = may && !may->allowed ? may->reason : registered.error().message);
    return page(visit, {visit.tr("Mentor, groep en ouders"), Place::Children, {}, true}, body, typed.status);
  }
  auto const readers = readers_of_names(visit);
  auto const part = [&](char const* title, std::string_view route, Url const& action, Html const& fields, char const* button) {
    render(
        body, visit.tr,
        [] {
          return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{title}</h2><form
method="post" action="{action}" novalidate><input type="hidden" name="bewijs" value="{token}">{slot fields}<div class="vlecht-actions">
<button class="utrecht-button utrecht-button--secondary-action" type="submit">{button}</button></div></form></section>)";
        },
        "title"_a = visit.tr(title), "action"_a = action, "token"_a = form_token(*visit.session, route), "fields"_a = fields,
        "button"_a = visit.tr(button));
  };
  Html mentor, place, parent;
  hidden_id(mentor, visit, typed);
  if (registered->many && location) {
    hidden(mentor, "locatie", location->text());
    hidden(place, "locatie", location->text());
  }
  if (everybody) hidden(mentor, "iedereen", "1");
  select_box(mentor, visit, typed, {.name = "mentor", .label = N_("Wie is de mentor?")}, mentors_of(visit, *registered));
  if (registered->by_group && !everybody)
    render(
        mentor, visit.tr,
        [] {
          return R"(<p class="utrecht-paragraph">{t:Hier staat wie op de groep van dit kind werkt.} <a
class="utrecht-link utrecht-link--html-a" href="{all}">{t:Kies uit alle mensen van deze locatie}</a></p>)";
        },
        "all"_a = url("/kind/{}/beheer?locatie={}&iedereen=1", id, *location));
  part(N_("Mentor"), "mentor", url("/kind/{}/beheer/mentor", id), mentor, N_("Bewaar mentor"));
  hidden(place, "id", visit.fresh_uuid().text());
  select_box(place, visit, typed, {.name = "group", .label = N_("In welke groep?")}, groups_of(*registered));
  date_box(place, visit, typed, {.name = "from", .label = N_("Vanaf welke dag?"), .value = visit.today.text()});
  day_fields(place, visit, typed);
  check_tile(place, visit, typed, "beside", visit.tr("Het kind blijft ook in de groep waar het nu is"));
  if (registered->many)
    other_locations(place, visit, *registered, [&](domain::LocationId one) { return url("/kind/{}/beheer?locatie={}", id, one); });
  placements_list(body, visit, *view);
  part(N_("Een andere groep, of een groep erbij"), "plaats", url("/kind/{}/beheer/groep", id), place, N_("Bewaar groep"));
  people_list(body, visit, *view);
  hidden(parent, "id", visit.fresh_uuid().text());
  parent_fields(parent, visit, typed, kParents[0], readers);
  part(N_("Een ouder erbij"), "ouder", url("/kind/{}/beheer/ouder", id), parent, N_("Bewaar ouder"));
  render(
      body, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a"
href="{erase}">{t:Wis alles over dit kind}</a></p>)";
      },
      "erase"_a = url("/kind/{}/wissen", id));
  return page(visit,
              {visit.tr("Mentor, groep en ouders"),
               Place::Children,
               {N_("De mentor is het vaste gezicht voor ouders en kind."), N_("Een ouder met gezag beslist mee over toestemming.")},
               true},
              body, typed.status);
}

http::Response save_mentor(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const mentor = domain::AccountId::parse(typed.text("mentor"));
  if (!mentor) typed.wrong("mentor", {N_("Kies wie de mentor wordt."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::assign_mentor(visit.app(), visit.caller(), *id, child, *mentor);
  return entry ? go_to(visit, child_url(child)) : again(visit, std::move(typed), entry.error());
}

http::Response save_place(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const group = domain::GroupId::parse(typed.text("group"));
  auto const from = date_field(typed, "from");
  if (!group) typed.wrong("group", {N_("Kies een groep. Is er nog geen groep? Maak er dan eerst een."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const placing = typed.ticked("beside") ? app::Placing::Beside : app::Placing::Moves;
  auto const entry =
      app::place_child(visit.app(), visit.caller(), *id, child, *group, from.value_or(visit.today), weekdays_of(typed), placing);
  return entry ? go_to(visit, child_url(child)) : again(visit, std::move(typed), entry.error());
}

http::Response save_parent(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  if (typed.text(kParents[0].name).empty()) typed.wrong(kParents[0].name, {N_("Vul de naam van de ouder in."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::link_parent(visit.app(), visit.caller(), *id, child, parent_of(typed, kParents[0]));
  return entry ? go_to(visit, child_url(child)) : again(visit, std::move(typed), entry.error());
}

http::Response show_end_placement(Visit& visit, Typed const& typed) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const placement = visit.path_id<domain::EntryId>("entry");
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang());
  if (!view) return refused(visit, view.error());
  auto const* may = permitted(view->permitted, app::Action::ManageChild);
  if (may && !may->allowed) return not_now(visit, typed, view->name, N_("Stop in een groep"), may->reason);
  auto const at = std::find_if(view->placements.begin(), view->placements.end(), [&](auto const& one) { return one.entry == placement; });
  if (at == view->placements.end()) return error_page(visit.site, visit.request, 404, "no_placement");
  Html body, fields;
  child_heading(body, visit, view->name, N_("Stop in een groep"));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr, [] { return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">{group}, {location}</p>)"; },
      "group"_a = at->group_name, "location"_a = at->location_name);
  hidden_id(fields, visit, typed);
  date_box(fields, visit, typed, {.name = "until", .label = N_("Wat is de laatste dag?"), .value = visit.today.text()});
  form(body, visit, typed, "plaats.einde", url("/kind/{}/beheer/groep/{}", id, placement), fields, N_("Bewaar de laatste dag"),
       url("/kind/{}/beheer", id));
  return page(visit,
              {visit.tr("Stop in een groep"),
               Place::Children,
               {N_("Na de laatste dag ziet deze groep het kind niet meer."), N_("Een kind mag ook in een andere groep zijn.")},
               true},
              body, typed.status);
}

http::Response save_end_placement(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const last = date_field(typed, "until");
  if (!last && !typed.mistake("until")) typed.wrong("until", {N_("Kies de laatste dag."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::end_placement(visit.app(), visit.caller(), *id, child, visit.path_id<domain::EntryId>("entry"), *last);
  return entry ? go_to(visit, child_url(child)) : again(visit, std::move(typed), entry.error());
}

http::Response show_change_parent(Visit& visit, Typed const& typed) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const person = visit.path_id<domain::PersonId>("person");
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang());
  if (!view) return refused(visit, view.error());
  auto const* may = permitted(view->permitted, app::Action::ManageChild);
  if (may && !may->allowed) return not_now(visit, typed, view->name, N_("Verander een ouder"), may->reason);
  auto const at = std::find_if(view->parents.begin(), view->parents.end(), [&](auto const& one) { return one.person == person; });
  if (at == view->parents.end()) return error_page(visit.site, visit.request, 404, "no_person");
  Html body, fields;
  child_heading(body, visit, view->name, N_("Verander een ouder"));
  mistakes_on_top(body, visit, typed);
  hidden_id(fields, visit, typed);
  parent_fields(fields, visit, typed, kPerson, readers_of_names(visit), *at);
  form(body, visit, typed, "ouder.wijzig", url("/kind/{}/beheer/ouder/{}", id, person), fields, N_("Bewaar ouder"),
       url("/kind/{}/beheer", id));
  return page(visit,
              {visit.tr("Verander een ouder"),
               Place::Children,
               {N_("Gezag, horen hoe het gaat en ophalen staan los van elkaar."), N_("Een pleegouder zonder gezag hoort hoe het gaat."),
                N_("Wat hier eerst stond, blijft bewaard.")},
               true},
              body, typed.status);
}

http::Response save_change_parent(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  if (typed.text(kPerson.name).empty()) typed.wrong(kPerson.name, {N_("Vul de naam van de ouder in."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const person = visit.path_id<domain::PersonId>("person");
  auto const entry = app::change_parent(visit.app(), visit.caller(), *id, child, person, parent_of(typed, kPerson));
  return entry ? go_to(visit, child_url(child)) : again(visit, std::move(typed), entry.error());
}

http::Response show_erase_child(Visit& visit, Typed const& typed) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang());
  if (!view) return refused(visit, view.error());
  Html body, fields;
  child_heading(body, visit, view->name, N_("Wis alles over dit kind"));
  mistakes_on_top(body, visit, typed);
  auto const* may = permitted(view->permitted, app::Action::ManageChild);
  if (may && !may->allowed) {
    render(
        body, visit.tr, [] { return R"(<p class="vlecht-not-now">{reason}</p>)"; }, "reason"_a = may->reason);
  } else {
    render(body, visit.tr, [] {
      return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Alle namen en teksten over dit kind gaan weg. Dit kan niemand terugdraaien.}</p>)";
    });
    hidden_id(fields, visit, typed);
    check_tile(fields, visit, typed, "sure", visit.tr("Ik weet het zeker. De ouders weten het ook."));
    form(body, visit, typed, "wissen", url("/kind/{}/wissen", id), fields, N_("Wis alles over dit kind"), child_url(id));
  }
  return page(visit,
              {visit.tr("Wis alles over dit kind"),
               Place::Children,
               {N_("Wissen kan niet teruggedraaid worden. Wat over dit kind geschreven is, kan niemand daarna nog lezen.")},
               true},
              body, typed.status);
}

http::Response save_erase_child(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  if (!typed.ticked("sure")) typed.wrong("sure", {N_("Zet eerst een vinkje dat je het zeker weet."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const erased = app::erase_child(visit.app(), visit.caller(), *id, child);
  if (!erased) return again(visit, std::move(typed), erased.error());
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Alles is gewist}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">{t:In Vlechtwerk kan niemand de teksten nog lezen.}
{t:Op {day} zijn ook de laatste reservekopieën weg.}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Print deze pagina voor de ouders.}</p>
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--secondary-action"
type="button" data-print hidden>{t:Print deze pagina}</button><a class="utrecht-button utrecht-button--primary-action"
href="/kinderen">{t:Ga naar Kinderen}</a></div>)";
      },
      "day"_a = i18n::full_day_text(erased->complete_on, visit.tr));
  return page(visit, {visit.tr("Alles is gewist"), Place::Children, {}, true}, body);
}

}  // namespace vlechtwerk::web
