#include <algorithm>
#include <array>

#include "i18n/names.h"
#include "web/handlers.h"
#include "web/register.h"
#include "web/words.h"

// Inrichten: organisations, locations, groups, people; a checklist that shows what comes next.
namespace vlechtwerk::web {
namespace {

struct Task {
  bool done = false;
  char const* title;
  char const* why;
  Url link;
  char const* button;
  bool mine = true;            ///< this person may do it
  std::optional<Url> table{};  ///< where the same comes in from a table
};

/// The first day, in its order. What stands in the register says what is done, so it can be left and taken up again.
std::vector<Task> tasks_of(Visit const& visit, app::RegisterView const& view) {
  bool const beheerder = visit.role() == Role::Beheerder;
  auto const anybody = [&](Role role) { return view.roles.contains(role); };
  bool const plan = std::any_of(view.organisations.begin(), view.organisations.end(),
                                [](auto const& one) { return one.kind == app::OrganisationKind::Kinderopvang && !one.plan.empty(); });
  bool const childcare = std::any_of(view.organisations.begin(), view.organisations.end(),
                                     [](auto const& one) { return one.kind == app::OrganisationKind::Kinderopvang; });
  bool const without_closings =
      std::any_of(view.organisations.begin(), view.organisations.end(), [](auto const& one) { return one.without_closings; });
  bool const partner = view.organisations.size() > 1 || !view.cards.empty();
  auto const table = [](char const* kind) { return url("/inrichten/inlezen?soort={}", kind); };
  return {
      {childcare, N_("Jullie organisatie"), N_("Hier horen locaties, mensen en kinderen bij."), url("/inrichten/organisatie"),
       N_("Voeg een organisatie toe"), beheerder},
      {!view.locations.empty(), N_("Een locatie"), N_("Een locatie is een gebouw waar kinderen komen."), url("/inrichten/locatie"),
       N_("Voeg een locatie toe"), beheerder, table("groepen")},
      {view.has_groups, N_("Een groep"), N_("Kinderen en medewerkers horen bij een groep."), url("/inrichten/groep"),
       N_("Voeg een groep toe"), beheerder, table("groepen")},
      {!view.closings.empty() || without_closings, N_("Sluitingsdagen"), N_("Op een dag dat jullie dicht zijn, loopt geen termijn door."),
       url("/inrichten/sluiting"), N_("Voeg sluitingsdagen toe"), beheerder, table("sluitingsdagen")},
      {anybody(Role::PedagogischMedewerker), N_("Een pedagogisch medewerker"), N_("Zij schrijft notities en is mentor."),
       url("/inrichten/mens"), N_("Voeg iemand toe"), beheerder, table("medewerkers")},
      {anybody(Role::Leidinggevende), N_("Een leidinggevende"), N_("De leidinggevende ziet de kinderen van de locatie."),
       url("/inrichten/mens"), N_("Voeg iemand toe"), beheerder, table("medewerkers")},
      {view.has_children, N_("Kinderen en hun ouders"), N_("Een ouder met gezag beslist mee over toestemming."), url("/inrichten/kind"),
       N_("Voeg een kind toe"), true, table("kinderen")},
      {plan, N_("Een stappenplan"), N_("Het stappenplan zegt wie wat doet na een zorg."), url("/inrichten/stappenplan"),
       N_("Kies een stappenplan"), beheerder},
      {anybody(Role::Pedagoog), N_("Een pedagoog"), N_("De pedagoog leest de vragen als eerste."), url("/inrichten/mens"),
       N_("Voeg iemand toe"), beheerder, table("medewerkers")},
      {anybody(Role::Jeugdzorgcoach) || partner, N_("Een coach van de jeugdhulp"),
       N_("De coach denkt mee en geeft adviestips. Heeft de coach geen account? Maak dan een kaartje."), url("/inrichten/mens"),
       N_("Voeg iemand toe"), beheerder, table("medewerkers")},
      {view.has_notes, N_("De eerste notitie"), N_("Een medewerker logt in met haar brief, en tikt op Noteer."), url("/inrichten#mensen"),
       N_("Kijk wie al een brief heeft"), true},
  };
}

/// The functions that a member can have.
std::vector<app::CodeLabel> functions_of(app::RegisterView const& view, app::MembershipRow const& member) {
  auto const at = view.functions.find(member.organisation);
  return at == view.functions.end() ? std::vector<app::CodeLabel>{} : at->second;
}

/// Those that she has, in the words of the plan.
std::string function_words(app::RegisterView const& view, app::MembershipRow const& member) {
  std::string out;
  for (auto const& code : member.functions) {
    auto label = code;
    for (auto const& one : functions_of(view, member)) {
      if (one.code == code) label = one.label;
    }
    out += (out.empty() ? "" : ", ") + label;
  }
  return out;
}

char const* kind_word(app::OrganisationKind kind) {
  switch (kind) {
    case app::OrganisationKind::Kinderopvang:
      return N_("kinderopvang");
    case app::OrganisationKind::Jeugdzorg:
      return N_("jeugdhulp");
    case app::OrganisationKind::Other:
      return N_("andere organisatie");
    case app::OrganisationKind::Jgz:
      return N_("jeugdgezondheidszorg (JGZ)");
    case app::OrganisationKind::Cjg:
      return N_("centrum voor jeugd en gezin (CJG)");
    case app::OrganisationKind::School:
      return N_("school");
    case app::OrganisationKind::Gemeente:
      return N_("gemeente");
    case app::OrganisationKind::Onderzoek:
      return N_("onderzoek");
  }
  return "";
}

constexpr std::array<std::pair<std::string_view, app::OrganisationKind>, 8> kKinds{{{"kinderopvang", app::OrganisationKind::Kinderopvang},
                                                                                    {"jeugdzorg", app::OrganisationKind::Jeugdzorg},
                                                                                    {"jgz", app::OrganisationKind::Jgz},
                                                                                    {"cjg", app::OrganisationKind::Cjg},
                                                                                    {"school", app::OrganisationKind::School},
                                                                                    {"gemeente", app::OrganisationKind::Gemeente},
                                                                                    {"onderzoek", app::OrganisationKind::Onderzoek},
                                                                                    {"other", app::OrganisationKind::Other}}};

std::vector<Choice> kind_choices(Visit const& visit) {
  std::vector<Choice> choices;
  for (auto const& [code, kind] : kKinds) choices.push_back({std::string(code), visit.tr(kind_word(kind))});
  return choices;
}

void people_table(Html& out, Visit const& visit, app::RegisterView const& view) {
  bool const manages = visit.role() == Role::Beheerder;
  render(
      out, visit.tr,
      [] {
        return R"(<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:Mensen}"><table
class="utrecht-table utrecht-table--distanced">
<thead class="utrecht-table__header"><tr class="utrecht-table__row"><th class="utrecht-table__header-cell" scope="col">{t:Naam}</th><th
class="utrecht-table__header-cell" scope="col">{t:Werk}</th><th class="utrecht-table__header-cell" scope="col">{t:Groepen}
</th>{when manages}<th class="utrecht-table__header-cell" scope="col">{t:Doen}</th>{/when}</tr></thead>
<tbody class="utrecht-table__body">{each people}<tr class="utrecht-table__row"><td class="utrecht-table__cell"><b>{name}</b><br><span
class="vlecht-soft">{login}{when waiting} · {t:nog niet ingelogd}{/when}{when disabled} · {t:gestopt}{/when}</span>{slot photo}</td>
<td class="utrecht-table__cell">{each work}{when manages}<a class="utrecht-link utrecht-link--html-a"
href="{link}">{role}</a>{/when}{unless manages}{role}{/unless}, {organisation}{when signs}
({functions}){/when}{when measured}<br><span class="vlecht-soft">{measured_words}</span>{/when}<br>{/each}</td><td
class="utrecht-table__cell">{groups}
</td>{when manages}<td class="utrecht-table__cell">{slot buttons}</td>{/when}</tr>{/each}</tbody></table></div>)";
      },
      "manages"_a = manages,
      "people"_a =
          [&](auto row) {
            for (auto const& worker : view.workers) {
              if (worker.memberships.empty()) continue;
              std::string groups;
              for (auto const& group : worker.groups) groups += (groups.empty() ? "" : ", ") + group.name;
              row(
                  "name"_a = worker.name, "login"_a = worker.login, "waiting"_a = worker.waiting_for_first_login,
                  "disabled"_a = worker.disabled.has_value(), "groups"_a = groups,
                  "photo"_a =
                      [&](Html& inside) {
                        if (worker.face)
                          button_form(inside, visit, "mens.foto", url("/inrichten/mens/{}/foto", worker.account), {},
                                      N_("Haal de foto weg"));
                      },
                  "work"_a =
                      [&](auto work_row) {
                        for (auto const& one : worker.memberships) {
                          auto const functions = function_words(view, one);
                          std::string measured = one.fte_hundredths ? fte_text(one.fte_hundredths) + " fte" : std::string();
                          for (auto const& level : education_choices(visit))
                            if (!one.education.empty() && level.value == one.education)
                              measured += (measured.empty() ? "" : ", ") + level.label;
                          work_row("link"_a = url("/inrichten/werk/{}", one.id), "role"_a = visit.tr(role_word(one.role)),
                                   "organisation"_a = organisation_name(view, one.organisation), "signs"_a = !functions.empty(),
                                   "functions"_a = functions, "measured"_a = manages && !measured.empty(), "measured_words"_a = measured);
                        }
                      },
                  "buttons"_a =
                      [&](Html& inside) {
                        button_form(inside, visit, "mens.code", url("/inrichten/mens/{}/code", worker.account), {},
                                    N_("Maak een nieuwe brief"));
                        for (auto const& one : worker.memberships) {
                          if (!functions_of(view, one).empty()) {
                            render(
                                inside, visit.tr,
                                [] { return R"(<a class="utrecht-button utrecht-button--subtle" href="{link}">{t:Kies een functie}</a>)"; },
                                "link"_a = url("/inrichten/werk/{}/functie", one.id));
                          }
                          if (one.id != visit.session->actor->membership) {
                            button_form(inside, visit, "mens.einde", url("/inrichten/werk/{}/einde", one.id), {}, N_("Stop dit werk"));
                          }
                        }
                      });
            }
          });
}

/// Work that ended and accounts that are off, since when: folded, as who looks here mostly looks for somebody who is there.
void stopped_people(Html& out, Visit const& visit, app::RegisterView const& view) {
  if (visit.role() != Role::Beheerder) return;
  auto const stopped =
      std::count_if(view.workers.begin(), view.workers.end(), [](auto const& worker) { return worker.disabled || !worker.ended.empty(); });
  if (stopped == 0) return;
  auto const day = [&](base::Instant moment) { return i18n::day_text(base::amsterdam_day(moment), visit.today, visit.tr); };
  render(
      out, visit.tr,
      [] {
        return R"(<details class="vlecht-more"><summary>{t:Gestopt of uitgezet: {count}}</summary><ul
class="utrecht-unordered-list">{each people}<li class="utrecht-unordered-list__item"><b>{name}</b> <span class="vlecht-soft">{login}</span>
{when disabled}<br>{t:kan niet inloggen, sinds {since}}{/when}{each ended}<br>{role}, {organisation}: {t:gestopt, sinds {day}}{/each}
</li>{/each}</ul></details>)";
      },
      "count"_a = stopped,
      "people"_a =
          [&](auto row) {
            for (auto const& worker : view.workers) {
              if (!worker.disabled && worker.ended.empty()) continue;
              row(
                  "name"_a = worker.name, "login"_a = worker.login, "disabled"_a = worker.disabled.has_value(),
                  "since"_a = worker.disabled ? day(*worker.disabled) : std::string(), "ended"_a = [&](auto ended_row) {
                    for (auto const& one : worker.ended) {
                      ended_row("role"_a = visit.tr(role_word(one.role)), "organisation"_a = organisation_name(view, one.organisation),
                                "day"_a = day(one.until));
                    }
                  });
            }
          });
}

/// What an organisation is, and which plan it follows.
std::string about_organisation(Visit const& visit, app::RegisterView const& view, app::OrganisationRow const& organisation) {
  std::string plan = organisation.plan;
  for (auto const& one : view.plans) {
    if (one.code == organisation.plan) plan = one.label;
  }
  return visit.tr(kind_word(organisation.kind)) + (plan.empty() ? "" : " · " + plan);
}

void place_tree(Html& out, Visit const& visit, app::RegisterView const& view) {
  render(
      out, visit.tr,
      [] {
        return R"(<ul class="utrecht-unordered-list utrecht-unordered-list--distanced">{each organisations}<li
class="utrecht-unordered-list__item"><b>{name}</b> <span class="vlecht-soft">{about}</span>
<ul class="utrecht-unordered-list">{each locations}<li class="utrecht-unordered-list__item">{when manages}<a
class="utrecht-link utrecht-link--html-a" href="{link}">{location}</a>{/when}{unless manages}{location}{/unless}{when grouped}: {groups}
{/when}</li>{/each}</ul></li>{/each}</ul>)";
      },
      "organisations"_a =
          [&](auto row) {
            for (auto const& organisation : view.organisations) {
              row(
                  "name"_a = organisation.name, "about"_a = about_organisation(visit, view, organisation),
                  "locations"_a = [&](auto location_row) {
                    for (auto const& location : view.locations) {
                      if (location.organisation != organisation.id) continue;
                      std::string groups;
                      for (auto const& group : view.groups) {
                        if (group.location == location.id) groups += (groups.empty() ? "" : ", ") + group.name;
                      }
                      location_row("manages"_a = visit.role() == Role::Beheerder, "link"_a = url("/inrichten/locatie/{}", location.id),
                                   "location"_a = location.name, "grouped"_a = !groups.empty(), "groups"_a = groups);
                    }
                  });
            }
          });
}

/// Of a large house: each organisation and, when they are few, each location is a link to its groups and people.
void places_list(Html& out, Visit const& visit, app::RegisterView const& view) {
  bool const few = view.locations.size() <= app::kGroupsShown;
  render(
      out, visit.tr,
      [] {
        return R"(<ul class="utrecht-unordered-list utrecht-unordered-list--distanced">{each organisations}<li
class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a> <span
class="vlecht-soft">{about}</span><ul class="utrecht-unordered-list">{each locations}<li class="utrecht-unordered-list__item"><a
class="utrecht-link utrecht-link--html-a" href="{place}">{location}</a></li>{/each}</ul></li>{/each}</ul>)";
      },
      "organisations"_a =
          [&](auto row) {
            for (auto const& organisation : view.organisations)
              row(
                  "link"_a = url("/inrichten/mensen?organisatie={}", organisation.id), "name"_a = organisation.name,
                  "about"_a = about_organisation(visit, view, organisation), "locations"_a = [&](auto location_row) {
                    for (auto const& one : view.locations)
                      if (few && one.organisation == organisation.id)
                        location_row("place"_a = url("/inrichten/mensen?locatie={}", one.id), "location"_a = one.name);
                  });
          });
}

/// A name is typed in a form that is posted: it stands in no address and in no log.
void people_search(Html& out, Visit const& visit, Typed const& typed) {
  Html fields;
  text_box(fields, visit, typed, {.name = "naam", .label = N_("Zoek op naam"), .optional = true, .autocomplete = "off"});
  form(out, visit, typed, "mensen.zoek", url("/inrichten/mensen"), fields, N_("Zoek"));
}

/// Of a large house.
void ways_to_people(Html& out, Visit const& visit) {
  people_search(out, visit, {});
  render(out, visit.tr, [] {
    return R"(<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="/inrichten/mensen">{t:Bekijk alle mensen}</a></p>)";
  });
}

/// Closing days, cards of people outside and deelprojecten, each with its way to change it.
void more_of_the_house(Html& out, Visit const& visit, app::RegisterView const& view) {
  bool const manages = visit.role() == Role::Beheerder;
  auto const part = [&](char const* title, Url const& add, char const* button, auto const& rows) {
    render(
        out, visit.tr,
        [] {
          return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{title}</h2><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{each rows}<li class="utrecht-unordered-list__item">{when linked}<a
class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a>{/when}{unless linked}<b>{name}</b>{/unless} <span
class="vlecht-soft">{about}</span>{when manages}{slot remove}{/when}</li>{/each}</ul>{when manages}<div class="vlecht-actions"><a
class="utrecht-button utrecht-button--secondary-action" href="{add}">{button}</a></div>{/when}</section>)";
        },
        "title"_a = visit.tr(title), "manages"_a = manages, "add"_a = add, "button"_a = visit.tr(button), "rows"_a = rows);
  };
  auto const removing = [&](std::string_view route, Url const& action) {
    Html one;
    button_form(one, visit, route, action, {}, N_("Haal weg"));
    return one;
  };
  part(N_("Sluitingsdagen"), url("/inrichten/sluiting"), N_("Voeg sluitingsdagen toe"), [&](auto row) {
    for (auto const& one : view.closings) {
      if (one.until < visit.today) continue;
      auto const first_day = i18n::full_day_text(one.from, visit.tr);
      auto const days =
          one.from == one.until
              ? first_day
              : visit.tr({N_("{first} tot en met {last}"), {{"first", first_day}, {"last", i18n::full_day_text(one.until, visit.tr)}}});
      row("name"_a = one.name,
          "about"_a = days + ", " + (one.location ? location_name(view, *one.location) : organisation_name(view, one.organisation)),
          "linked"_a = manages, "link"_a = url("/inrichten/sluiting/{}", one.id),
          "remove"_a = removing("sluiting.weg", url("/inrichten/sluiting/{}/weg", one.id)));
    }
  });
  part(N_("Kaartjes van mensen buiten"), url("/inrichten/kaart"), N_("Voeg een kaartje toe"), [&](auto row) {
    for (auto const& one : view.cards) {
      auto const about = (one.function.empty() ? std::string() : one.function.reveal() + ", ") + organisation_name(view, one.organisation) +
                         ", " + one.telephone.reveal();
      row("name"_a = one.name, "about"_a = Private(about), "linked"_a = manages, "link"_a = url("/inrichten/kaart/{}", one.id),
          "remove"_a = removing("kaart.weg", url("/inrichten/kaart/{}/weg", one.id)));
    }
  });
  part(N_("Deelprojecten"), url("/inrichten/deelproject"), N_("Voeg een deelproject toe"), [&](auto row) {
    for (auto const& one : view.deelprojecten) {
      std::string groups;
      for (auto const& group : view.groups)
        if (std::find(one.groups.begin(), one.groups.end(), group.id) != one.groups.end())
          groups += (groups.empty() ? "" : ", ") + group.name;
      if (view.many)
        groups = visit.tr(N_("{count, plural, one {Eén groep} other {# groepen}}"), {{"count", static_cast<int>(one.groups.size())}});
      row("name"_a = one.name, "about"_a = groups, "linked"_a = manages, "link"_a = url("/inrichten/deelproject/{}", one.id),
          "remove"_a = removing("deelproject.weg", url("/inrichten/deelproject/{}/weg", one.id)));
    }
  });
}

http::Response letter(Visit& visit, app::NewWorker const& made) {
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced vlecht-on-screen">{t:De brief is klaar}</h1>
<p class="utrecht-paragraph utrecht-paragraph--distanced vlecht-on-screen">
{t:Print de brief en geef hem zelf aan {name}. De code zie je maar één keer.}</p>{slot letter}
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--secondary-action"
type="button" data-print hidden>{t:Print de brief}</button>
<a class="utrecht-button utrecht-button--primary-action" href="/inrichten">{t:Ga verder met inrichten}</a></div>)";
      },
      "name"_a = made.name,
      "letter"_a =
          [&](Html& out) {
            letters(out, visit, {{made.name, made.login, made.first_login_code}});
          });
  return page(visit, {visit.tr("De brief is klaar"), Place::Setup, {}, true}, body);
}

}  // namespace

std::string organisation_name(app::RegisterView const& view, domain::OrganisationId id) {
  for (auto const& one : view.organisations) {
    if (one.id == id) return one.name;
  }
  return {};
}

std::string location_name(app::RegisterView const& view, domain::LocationId id) {
  for (auto const& one : view.locations) {
    if (one.id == id) return one.name;
  }
  return {};
}

base::Result<app::RegisterView> opened_register(Visit& visit) {
  auto view = app::see_register(visit.app(), visit.caller(), visit.lang(), true);
  if (view) by_name(view->workers);
  return view;
}

base::Result<app::RegisterView> opened_choices(Visit& visit, app::ChoicesPart const& part) {
  auto view = app::see_choices(visit.app(), visit.caller(), part);
  if (view) by_name(view->workers);
  return view;
}

std::optional<domain::LocationId> asked_location(Visit const& visit, Typed const& typed, std::optional<domain::LocationId> otherwise) {
  auto const text = typed.fields.has("locatie") ? typed.text("locatie") : visit.request.query.text("locatie");
  return text.empty() ? otherwise : domain::LocationId::parse(text);
}

http::Response choose_location(Visit& visit, app::RegisterView const& view, char const* title, Url (*form_at)(domain::LocationId),
                               std::optional<Url> const& all) {
  Html body;
  setup_heading(body, visit, title);
  render(
      body, visit.tr,
      [] {
        return R"(<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Op welke locatie?}</h2><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{when anywhere}<li class="utrecht-unordered-list__item"><a
class="utrecht-link utrecht-link--html-a" href="{everywhere}">{t:Alle locaties}</a></li>{/when}{each locations}<li
class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a> <span
class="vlecht-soft">{organisation}</span></li>{/each}</ul>)";
      },
      "anywhere"_a = all.has_value(), "everywhere"_a = all.value_or(url("/inrichten")),
      "locations"_a =
          [&](auto row) {
            for (auto const& one : view.locations)
              row("link"_a = form_at(one.id), "name"_a = one.name, "organisation"_a = organisation_name(view, one.organisation));
          });
  return page(visit, {visit.tr(title), Place::Setup, {N_("Er zijn veel groepen en mensen. Kies daarom eerst de locatie.")}, true}, body);
}

void other_locations(Html& out, Visit const& visit, app::RegisterView const& view, std::function<Url(domain::LocationId)> const& form_at) {
  render(
      out, visit.tr,
      [] {
        return R"(<details class="vlecht-more"><summary>{t:Groepen van een andere locatie}</summary><ul
class="utrecht-unordered-list">{each locations}<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{name}</a></li>{/each}</ul></details>)";
      },
      "locations"_a =
          [&](auto row) {
            for (auto const& one : view.locations) row("link"_a = form_at(one.id), "name"_a = one.name);
          });
}

std::optional<http::Response> not_for_you(Visit& visit) {
  if (visit.role() == Role::Beheerder) return std::nullopt;
  return error_page(visit.site, visit.request, 404, "not_your_role");
}

void setup_heading(Html& out, Visit const& visit, char const* title) {
  render(
      out, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/inrichten">{t:Terug naar Inrichten}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>)";
      },
      "title"_a = visit.tr(title));
}

http::Response setup_page(Visit& visit, Typed const& typed, char const* title, std::string_view route, Url const& action,
                          Html const& fields, char const* button, std::vector<char const*> help, Html const& above) {
  Html body;
  setup_heading(body, visit, title);
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr, [] { return R"({slot above})"; }, "above"_a = above);
  form(body, visit, typed, route, action, fields, button, url("/inrichten"));
  return page(visit, {visit.tr(title), Place::Setup, std::move(help), true}, body, typed.status);
}

http::Response first(Visit& visit, char const* title, Message const& reason, Url const& link, char const* button) {
  Html body;
  setup_heading(body, visit, title);
  render(
      body, visit.tr, [] { return R"(<p class="vlecht-not-now">{reason}</p><div class="vlecht-actions">{slot go}</div>)"; },
      "reason"_a = reason, "go"_a = [&](Html& out) { action_link(out, visit, nullptr, link, button, true); });
  return page(visit, {visit.tr(title), Place::Setup, {}, true}, body);
}

void letters(Html& out, Visit const& visit, std::vector<app::ImportLetter> const& people) {
  auto const host = visit.request.headers.get("Host").value_or("");
  auto const address = std::string(visit.request.secure ? "https://" : "http://") + std::string(host) + "/inloggen/brief";
  render(
      out, visit.tr,
      [] {
        return R"({each people}<article class="vlecht-sheet{when later} vlecht-new-sheet{/when}">
<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Welkom bij Vlechtwerk, {name}}</h2>
<p class="utrecht-paragraph">{t:Met deze brief log je de eerste keer in. De code werkt één keer en zeven dagen lang.}</p>
<dl class="utrecht-data-list utrecht-data-list--rows">
<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">{t:Adres}</dt><dd
class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{address}</dd></div>
<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">{t:Gebruikersnaam}</dt><dd
class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{login}</dd></div>
<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">{t:Code}</dt><dd
class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd"><code class="vlecht-code">{code}</code></dd></div></dl>
<ol class="utrecht-paragraph"><li>{t:Ga naar het adres en typ je gebruikersnaam en de code.}</li>
<li>{t:Kies een wachtwoord dat alleen jij weet.}</li><li>{t:Kies een app op je telefoon, of print een kaart met codes.}</li>
<li>{t:Gooi daarna deze brief weg.}</li></ol></article>{/each})";
      },
      "people"_a =
          [&](auto row) {
            for (auto const& one : people)
              row("later"_a = &one != &people.front(), "name"_a = one.name, "address"_a = address, "login"_a = one.login,
                  "code"_a = one.code);
          });
}

std::vector<Choice> organisations_of(app::RegisterView const& view) {
  std::vector<Choice> choices;
  for (auto const& one : view.organisations) choices.push_back({one.id.text(), one.name});
  return choices;
}

std::vector<Choice> locations_of(app::RegisterView const& view, std::string const& all) {
  std::vector<Choice> choices;
  if (!all.empty()) choices.push_back({"", all});
  for (auto const& one : view.locations) choices.push_back({one.id.text(), one.name + ", " + organisation_name(view, one.organisation)});
  return choices;
}

std::vector<Choice> groups_of(app::RegisterView const& view) {
  std::vector<Choice> choices;
  for (auto const& one : view.groups) choices.push_back({one.id.text(), one.name + ", " + location_name(view, one.location)});
  return choices;
}

std::vector<Choice> education_choices(Visit const& visit) {
  return {{"", visit.tr("Niet bekend")}, {"mbo2", "mbo 2"}, {"mbo3", "mbo 3"}, {"mbo4", "mbo 4"}, {"hbo", "hbo"}, {"wo", "wo"}};
}

std::optional<int> fte_field(Typed& typed) {
  auto const text = typed.text("fte");
  if (text.empty()) return std::nullopt;
  auto const point = text.find_first_of(",.");
  auto const whole = text.substr(0, point);
  auto decimals = point == std::string::npos ? std::string() : text.substr(point + 1);
  bool const digits = (whole + decimals).find_first_not_of("0123456789") == std::string::npos;
  if (digits && whole.size() == 1 && decimals.size() <= 2) {
    decimals.resize(2, '0');
    if (int const value = std::stoi(whole + decimals); value <= 150) return value;
  }
  typed.wrong("fte", {N_("Schrijf een deel van 1, zoals 0,89."), {}});
  return std::nullopt;
}

std::string fte_text(std::optional<int> hundredths) {
  if (!hundredths) return {};
  auto const part = std::to_string(100 + *hundredths % 100).substr(1);
  return std::to_string(*hundredths / 100) + "," + part;
}

http::Response show_register(Visit& visit, Typed const&) {
  auto const view = opened_register(visit);
  if (!view) return refused(visit, view.error());
  auto const tasks = tasks_of(visit, *view);
  auto const next = std::find_if(tasks.begin(), tasks.end(), [](Task const& one) { return !one.done; });
  bool const beheerder = visit.role() == Role::Beheerder;
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Inrichten}</h1>{slot notice}
{when list}<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:Wat nog nodig is}</h2>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Klaar: {count} van {total}. Stoppen mag. Dit lijstje weet waar je was.}</p>
<ol class="vlecht-steps">{each tasks}<li
class="vlecht-step{when later} vlecht-step--later{/when}"><p class="vlecht-step__name">{when done}<span aria-hidden="true">✓</span> <span
class="vlecht-visually-hidden">{t:klaar:}</span> {/when}{title}</p>{unless done}<p class="vlecht-step__why">{why}</p>{slot button}{/unless}
</li>{/each}</ol></section>{/when}
{when ready}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Alles staat klaar. Iedereen kan aan het werk.}</p>{/when}
<div class="vlecht-actions">{slot child}{when manages}<a class="utrecht-button utrecht-button--secondary-action"
href="/inrichten/mens">{t:Voeg iemand toe}</a><a class="utrecht-button utrecht-button--secondary-action"
href="/inrichten/groep">{t:Voeg een groep toe}</a><a class="utrecht-button utrecht-button--secondary-action"
href="/inrichten/locatie">{t:Voeg een locatie toe}</a><a class="utrecht-button utrecht-button--secondary-action"
href="/inrichten/organisatie">{t:Voeg een organisatie toe}</a><a class="utrecht-button utrecht-button--secondary-action"
href="/inrichten/inlezen">{t:Lees een tabel in}</a>{/when}</div>
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Plekken}</h2>{slot tree}</section>{slot more}
<section id="mensen"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Mensen}</h2>{slot people}{slot stopped}</section>)";
      },
      "notice"_a =
          [&](Html& out) {
            if (!visit.request.query.has("klaar")) return;
            render(out, visit.tr, [] {
              return R"(<div class="utrecht-alert utrecht-alert--ok" role="status"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{t:Bewaard.}</p></div></div>)";
            });
          },
      "list"_a = next != tasks.end(), "count"_a = std::count_if(tasks.begin(), tasks.end(), [](Task const& one) { return one.done; }),
      "total"_a = tasks.size(),
      "tasks"_a =
          [&](auto row) {
            for (auto const& task : tasks) {
              bool const now = next != tasks.end() && &task == &*next;
              row(
                  "later"_a = !now, "done"_a = task.done, "title"_a = visit.tr(task.title), "why"_a = visit.tr(task.why),
                  "button"_a = [&](Html& out) {
                    if (task.mine) {
                      action_link(out, visit, nullptr, task.link, task.button, now);
                      if (beheerder && task.table)
                        render(
                            out, visit.tr,
                            [] {
                              return R"(<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="{table}">{t:Of lees een tabel in}</a></p>)";
                            },
                            "table"_a = *task.table);
                    } else {
                      render(out, visit.tr, [] { return R"(<p class="vlecht-not-now">{t:Dit doet de beheerder.}</p>)"; });
                    }
                  });
            }
          },
      "ready"_a = next == tasks.end(),
      "child"_a =
          [&](Html& out) {
            if (view->has_groups) action_link(out, visit, nullptr, url("/inrichten/kind"), N_("Voeg een kind toe"), next == tasks.end());
          },
      "manages"_a = beheerder,
      "tree"_a =
          [&](Html& out) {
            if (view->many)
              places_list(out, visit, *view);
            else
              place_tree(out, visit, *view);
          },
      "more"_a = [&](Html& out) { more_of_the_house(out, visit, *view); },
      "people"_a =
          [&](Html& out) {
            if (view->many)
              ways_to_people(out, visit);
            else
              people_table(out, visit, *view);
          },
      "stopped"_a = [&](Html& out) { stopped_people(out, visit, *view); });
  return page(
      visit,
      {visit.tr("Inrichten"),
       Place::Setup,
       {N_("Hier maak je de opvang klaar: plekken, groepen, mensen en kinderen."),
        N_("Bovenaan staat wat nog moet. De volgorde mag je zelf kiezen."), N_("Elke nieuwe collega krijgt een brief met een code."),
        N_("Stopt iemand? Druk op: Stop dit werk. Dan kan die persoon meteen niets meer zien."),
        N_("Staat een kind op de foto van een collega? Haal die foto dan weg.")}},
      body);
}

namespace {

/// Which place the address asks for; a broken id is nobody's.
app::PeoplePart asked_people(Visit const& visit) {
  auto const& query = visit.request.query;
  app::PeoplePart part;
  if (query.has("locatie")) part.location = domain::LocationId::parse(query.text("locatie")).value_or(domain::LocationId{});
  if (query.has("organisatie"))
    part.organisation = domain::OrganisationId::parse(query.text("organisatie")).value_or(domain::OrganisationId{});
  part.after = domain::AccountId::parse(query.text("na")).value_or(domain::AccountId{});
  return part;
}

Url people_url(app::PeoplePart const& part, domain::AccountId after) {
  bool const first = after == domain::AccountId{};
  if (part.location)
    return first ? url("/inrichten/mensen?locatie={}", *part.location) : url("/inrichten/mensen?locatie={}&na={}", *part.location, after);
  if (part.organisation)
    return first ? url("/inrichten/mensen?organisatie={}", *part.organisation)
                 : url("/inrichten/mensen?organisatie={}&na={}", *part.organisation, after);
  return first ? url("/inrichten/mensen") : url("/inrichten/mensen?na={}", after);
}

/// What stands on the page of one location or organisation before its people.
void place_of_people(Html& out, Visit const& visit, app::RegisterView const& house, app::PeoplePart const& part) {
  render(
      out, visit.tr,
      [] {
        return R"({when grouped}<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Groepen}</h2><p
class="utrecht-paragraph">{groups}</p></section>{/when}{when manages}<p class="utrecht-paragraph"><a
class="utrecht-link utrecht-link--html-a" href="{change}">{t:Verander deze locatie}</a></p>{/when}
{when located}<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Locaties}</h2><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{each locations}<li class="utrecht-unordered-list__item"><a
class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a></li>{/each}</ul></section>{/when})";
      },
      "grouped"_a = !house.groups.empty(),
      "groups"_a =
          [&] {
            std::string names;
            for (auto const& one : house.groups) names += (names.empty() ? "" : ", ") + one.name;
            return names;
          }(),
      "manages"_a = part.location && visit.role() == Role::Beheerder,
      "change"_a = url("/inrichten/locatie/{}", part.location.value_or(domain::LocationId{})), "located"_a = part.organisation.has_value(),
      "locations"_a =
          [&](auto row) {
            for (auto const& one : house.locations)
              if (one.organisation == part.organisation) row("link"_a = url("/inrichten/mensen?locatie={}", one.id), "name"_a = one.name);
          });
}

std::vector<char const*> people_help() {
  return {N_("Hier staan de mensen die in Vlechtwerk werken. Zoek op een deel van de naam."),
          N_("Stopt iemand? Druk op: Stop dit werk. Dan kan die persoon meteen niets meer zien."),
          N_("Staat een kind op de foto van een collega? Haal die foto dan weg.")};
}

}  // namespace

http::Response show_people(Visit& visit, Typed const& typed) {
  auto const part = asked_people(visit);
  auto view = app::see_people(visit.app(), visit.caller(), visit.lang(), part);
  if (!view) return refused(visit, view.error());
  auto& house = view->house;
  by_name(house.workers);
  auto const title = part.location       ? location_name(house, *part.location)
                     : part.organisation ? organisation_name(house, *part.organisation)
                                         : visit.tr("Mensen");
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/inrichten">{t:Terug naar Inrichten}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>{slot mistakes}{slot search}{slot place}
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Mensen}</h2>{slot people}{slot stopped}</section>
{when paged}<p class="utrecht-paragraph">{when later}<a class="utrecht-link utrecht-link--html-a"
href="{first}">{t:Naar het begin}</a>{/when}{when both} · {/when}{when more}<a class="utrecht-link utrecht-link--html-a"
href="{next}">{t:Meer mensen}</a>{/when}</p>{/when})";
      },
      "title"_a = title, "mistakes"_a = [&](Html& out) { mistakes_on_top(out, visit, typed); },
      "search"_a =
          [&](Html& out) {
            if (!part.location && !part.organisation) people_search(out, visit, typed);
          },
      "place"_a = [&](Html& out) { place_of_people(out, visit, house, part); },
      "people"_a = [&](Html& out) { people_table(out, visit, house); }, "stopped"_a = [&](Html& out) { stopped_people(out, visit, house); },
      "paged"_a = view->after.has_value() || part.after != domain::AccountId{}, "later"_a = part.after != domain::AccountId{},
      "both"_a = view->after.has_value() && part.after != domain::AccountId{}, "more"_a = view->after.has_value(),
      "first"_a = people_url(part, domain::AccountId{}), "next"_a = people_url(part, view->after.value_or(domain::AccountId{})));
  return page(visit, {title, Place::Setup, people_help()}, body, typed.status);
}

http::Response search_people(Visit& visit, Typed const& asked) {
  auto typed = asked;
  auto const name = name_asked_for(typed);
  if (name.empty()) {
    typed.wrong("naam", {N_("Typ een naam, of een deel ervan."), {}});
    return again(visit, typed);
  }
  app::PeoplePart part;
  part.named = [&](Private const& one) { return i18n::name_holds(one.reveal(), name); };
  auto view = app::see_people(visit.app(), visit.caller(), visit.lang(), part);
  if (!view) return refused(visit, view.error());
  auto& workers = view->house.workers;
  by_name(workers);
  auto const found = workers.size();
  bool const more = found > app::kPeopleShown;
  if (more) workers.resize(app::kPeopleShown);
  Html body;
  setup_heading(body, visit, N_("Mensen"));
  people_search(body, visit, typed);
  render(
      body, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph" role="status">{when none}{t:Er is niemand met deze naam.}{/when}{when some}
{t:{count, plural, one {Eén mens gevonden.} other {# mensen gevonden.}}}{/when}{when more}
{t:Er zijn er meer. Typ een langer deel van de naam.}{/when}</p>{slot people}{slot stopped})";
      },
      "none"_a = found == 0, "some"_a = found > 0 && !more, "count"_a = static_cast<int>(found), "more"_a = more,
      "people"_a =
          [&](Html& out) {
            if (found > 0) people_table(out, visit, view->house);
          },
      "stopped"_a = [&](Html& out) { stopped_people(out, visit, view->house); });
  return page(visit, {visit.tr("Mensen"), Place::Setup, people_help()}, body);
}

http::Response show_add_organisation(Visit& visit, Typed const& typed) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const view = opened_register(visit);
  if (!view) return refused(visit, view.error());
  Html fields;
  text_box(fields, visit, typed, {.name = "name", .label = N_("Naam van de organisatie")});
  radio_tiles(fields, visit, typed, "kind", visit.tr("Wat voor organisatie is het?"), kind_choices(visit), "kinderopvang");
  std::vector<Choice> plans = {{"", visit.tr("Geen stappenplan")}};
  for (auto const& plan : view->plans) plans.push_back({plan.code, plan.label});
  select_box(
      fields, visit, typed,
      {.name = "plan", .label = N_("Welk stappenplan volgt deze organisatie?"), .value = plans.size() > 1 ? plans[1].value : std::string()},
      plans);
  return setup_page(visit, typed, N_("Een organisatie toevoegen"), "organisatie", url("/inrichten/organisatie"), fields,
                    N_("Bewaar organisatie"), {N_("Naam en soort zijn genoeg om te beginnen. De rest vul je later in.")});
}

http::Response save_add_organisation(Visit& visit, Typed const& typed) {
  auto kind = app::OrganisationKind::Other;
  for (auto const& [code, one] : kKinds)
    if (code == typed.text("kind")) kind = one;
  auto const plan = kind == app::OrganisationKind::Kinderopvang ? typed.text("plan") : std::string();
  auto const id = app::add_organisation(visit.app(), visit.caller(), typed.text("name"), kind, plan);
  return id ? go_to(visit, url("/inrichten?klaar=1")) : again(visit, typed, id.error());
}

http::Response show_choose_plan(Visit& visit, Typed const& typed) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const view = opened_register(visit);
  if (!view) return refused(visit, view.error());
  std::vector<Choice> plans;
  for (auto const& plan : view->plans) plans.push_back({plan.code, plan.label});
  Html fields;
  select_box(fields, visit, typed, {.name = "organisation", .label = N_("Bij welke organisatie?")}, organisations_of(*view));
  select_box(fields, visit, typed, {.name = "plan", .label = N_("Welk stappenplan volgt deze organisatie?")}, plans);
  return setup_page(visit, typed, N_("Een stappenplan kiezen"), "stappenplan", url("/inrichten/stappenplan"), fields,
                    N_("Kies stappenplan"),
                    {N_("Nieuwe routes volgen dit plan. Een route die al loopt, houdt haar eigen plan."),
                     N_("Een plan zegt ook bij wie je moet zijn, per onderwerp."),
                     N_("Heeft jullie plan een eigen onderwerp? Dan staat het op het scherm zoals het in het plan staat.")});
}

http::Response save_choose_plan(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const organisation = id_field<domain::OrganisationId>(typed, "organisation");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const id = app::choose_plan(visit.app(), visit.caller(), *organisation, typed.text("plan"));
  return id ? go_to(visit, url("/inrichten?klaar=1")) : again(visit, typed, id.error());
}

http::Response show_add_location(Visit& visit, Typed const& typed) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const view = opened_register(visit);
  if (!view) return refused(visit, view.error());
  Html fields;
  select_box(fields, visit, typed, {.name = "organisation", .label = N_("Bij welke organisatie?")}, organisations_of(*view));
  text_box(fields, visit, typed, {.name = "name", .label = N_("Naam van de locatie")});
  text_box(fields, visit, typed, {.name = "lrk", .label = N_("LRK-nummer"), .optional = true});
  return setup_page(visit, typed, N_("Een locatie toevoegen"), "locatie", url("/inrichten/locatie"), fields, N_("Bewaar locatie"),
                    {N_("Een organisatie heeft een of meer locaties. Groepen maak je daarna.")});
}

http::Response save_add_location(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const organisation = id_field<domain::OrganisationId>(typed, "organisation");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const id = app::add_location(visit.app(), visit.caller(), *organisation, typed.text("name"), typed.text("lrk"));
  return id ? go_to(visit, url("/inrichten?klaar=1")) : again(visit, std::move(typed), id.error());
}

http::Response show_add_group(Visit& visit, Typed const& typed) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const view = opened_register(visit);
  if (!view) return refused(visit, view.error());
  if (view->locations.empty())
    return first(visit, N_("Een groep toevoegen"), {N_("Er is nog geen locatie. Maak eerst een locatie."), {}}, url("/inrichten/locatie"),
                 N_("Voeg een locatie toe"));
  Html fields;
  select_box(fields, visit, typed, {.name = "location", .label = N_("Op welke locatie?")}, locations_of(*view));
  text_box(fields, visit, typed, {.name = "name", .label = N_("Naam van de groep")});
  radio_tiles(fields, visit, typed, "group_type", visit.tr("Wat voor groep is het?"),
              {{"regular", visit.tr("dagopvang")},
               {"plus", visit.tr("plusgroep")},
               {"bso", visit.tr("buitenschoolse opvang")},
               {"peuterspeelzaal", visit.tr("peuterspeelzaal")},
               {"observatiegroep", visit.tr("observatiegroep")}},
              "regular");
  return setup_page(visit, typed, N_("Een groep toevoegen"), "groep", url("/inrichten/groep"), fields, N_("Bewaar groep"),
                    {N_("Kinderen en medewerkers horen bij een groep. Van het soort groep hangt soms het stappenplan af.")});
}

http::Response save_add_group(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const location = id_field<domain::LocationId>(typed, "location");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const id = app::add_group(visit.app(), visit.caller(), *location, typed.text("name"), typed.text("group_type"));
  return id ? go_to(visit, url("/inrichten?klaar=1")) : again(visit, std::move(typed), id.error());
}

http::Response show_add_worker(Visit& visit, Typed const& typed) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const location = asked_location(visit, typed, visit.session->actor->location);
  auto const view = opened_choices(visit, {.location = location});
  if (!view) return refused(visit, view.error());
  if (view->many && !typed.fields.has("locatie") && !visit.request.query.has("locatie"))
    return choose_location(
        visit, *view, N_("Iemand toevoegen"), [](domain::LocationId id) { return url("/inrichten/mens?locatie={}", id); },
        url("/inrichten/mens?locatie=alle"));
  auto const chosen = std::find_if(view->locations.begin(), view->locations.end(), [&](auto const& one) { return one.id == location; });
  bool const at_one = view->many && chosen != view->locations.end();
  Html fields;
  if (view->many) hidden(fields, "locatie", at_one ? location->text() : "alle");
  auto const readers = visit.tr("De beheerder en de collega's kunnen dit lezen.");
  text_box(fields, visit, typed, {.name = "name", .label = N_("Voornaam en achternaam"), .readers = readers, .autocomplete = "off"});
  text_box(fields, visit, typed,
           {.name = "login",
            .label = N_("Gebruikersnaam"),
            .hint = N_("Bijvoorbeeld het e-mailadres van het werk."),
            .readers = visit.tr("Alleen deze persoon en de beheerder kunnen dit lezen."),
            .autocomplete = "off"});
  std::vector<Choice> roles;
  for (auto const role :
       {Role::PedagogischMedewerker, Role::Leidinggevende, Role::Pedagoog, Role::Jeugdzorgcoach, Role::PedagogischCoach, Role::Beheerder}) {
    roles.push_back({std::string(domain::code(role)), visit.tr(role_word(role))});
  }
  radio_tiles(fields, visit, typed, "role", visit.tr("Wat doet deze persoon?"), roles);
  select_box(fields, visit, typed,
             {.name = "organisation", .label = N_("Bij welke organisatie?"), .value = at_one ? chosen->organisation.text() : std::string()},
             organisations_of(*view));
  std::vector<Choice> locations = {{"", visit.tr("Alle locaties")}};
  for (auto const& one : view->locations) locations.push_back({one.id.text(), one.name});
  select_box(fields, visit, typed,
             {.name = "location", .label = N_("Op welke locatie?"), .value = at_one ? location->text() : std::string()}, locations);
  if (auto const groups = groups_of(*view); !groups.empty())
    check_tiles(fields, visit, typed, "groups", visit.tr("Op welke groepen werkt deze persoon?"), groups);
  text_box(fields, visit, typed,
           {.name = "fte", .label = N_("Hoeveel werkt deze persoon?"), .hint = N_("In fte, bijvoorbeeld 0,89."), .optional = true});
  select_box(fields, visit, typed, {.name = "education", .label = N_("Welke opleiding?")}, education_choices(visit));
  return setup_page(
      visit, typed, N_("Iemand toevoegen"), "mens", url("/inrichten/mens"), fields, N_("Maak de brief"),
      {N_("Kies wat deze persoon doet. Daarvan hangt af wat die persoon ziet."),
       N_("Een medewerker ziet alleen de kinderen van de eigen groepen."), N_("Na het bewaren krijg je een brief met een code.")});
}

http::Response save_add_worker(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const role = domain::role_from_code(typed.text("role"));
  auto const organisation = id_field<domain::OrganisationId>(typed, "organisation");
  auto const fte = fte_field(typed);
  if (!role) typed.wrong("role", {N_("Kies wat deze persoon doet."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::WorkerForm form{.name = typed.words("name"),
                       .login = typed.words("login"),
                       .role = *role,
                       .organisation = *organisation,
                       .location = domain::LocationId::parse(typed.text("location")),
                       .groups = {},
                       .fte_hundredths = fte,
                       .education = typed.text("education")};
  for (auto const one : typed.fields.all("groups")) {
    if (auto const group = domain::GroupId::parse(one)) form.groups.push_back(*group);
  }
  auto const made = app::add_worker(visit.app(), visit.caller(), form);
  return made ? letter(visit, *made) : again(visit, std::move(typed), made.error());
}

http::Response save_new_code(Visit& visit, Typed const&) {
  auto const account = visit.path_id<domain::AccountId>("id");
  auto const made = app::new_first_login_code(visit.app(), visit.caller(), account);
  if (!made) return refused(visit, made.error());
  return letter(visit, *made);
}

http::Response save_end_membership(Visit& visit, Typed const&) {
  auto const ended = app::end_membership(visit.app(), visit.caller(), visit.path_id<domain::MembershipId>("id"));
  return ended ? go_to(visit, url("/inrichten?klaar=1")) : refused(visit, ended.error());
}

http::Response show_functions(Visit& visit, Typed const& given) {
  if (auto elsewhere = not_for_you(visit)) return *elsewhere;
  auto const id = visit.path_id<domain::MembershipId>("id");
  auto const member = app::see_member(visit.app(), visit.caller(), id, visit.lang());
  if (!member) return refused(visit, member.error());
  auto typed = given;
  if (typed.fields.empty()) {
    for (auto const& one : member->row.functions) typed.fields.add("functions", one);
  }
  std::vector<Choice> choices;
  for (auto const& one : member->functions) choices.push_back({one.code, one.label});
  Html fields;
  check_tiles(fields, visit, typed, "functions", visit.tr("Functie van {name}", {{"name", member->name.reveal()}}), choices);
  return setup_page(visit, typed, N_("Functie"), "functie", url("/inrichten/werk/{}/functie", id), fields, N_("Bewaar de functie"),
                    {N_("Een functie zegt welke stappen van het stappenplan iemand doet."),
                     N_("Een functie geeft geen toegang tot kinderen. Dat doet de rol.")});
}

http::Response save_functions(Visit& visit, Typed const& given) {
  auto typed = given;
  std::vector<std::string> functions;
  for (auto const one : typed.fields.all("functions")) functions.emplace_back(one);
  auto const saved_for = app::choose_functions(visit.app(), visit.caller(), visit.path_id<domain::MembershipId>("id"), functions);
  return saved_for ? go_to(visit, url("/inrichten?klaar=1")) : again(visit, std::move(typed), saved_for.error());
}

}  // namespace vlechtwerk::web
