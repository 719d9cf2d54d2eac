#include <algorithm>

#include "app/whom_to_ask.h"
#include "interop/stappenplan/plan_words.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Bij wie moet ik zijn? One answer with a name; and from the same plan who does what, on a screen and on paper.
namespace vlechtwerk::web {
namespace {

namespace sp = domain::stappenplan;

/// What a topic of a plan is called. A plan may have topics of its own: those are shown as they are written.
std::string topic_words(Visit const& visit, std::string const& topic) {
  static std::vector<std::pair<std::string_view, char const*>> const known = {
      {"mijn_handelen", N_("Over mij, of over de groep")},
      {"eigen_handelen", N_("Over mij, of over de groep")},
      {"groep_of_mijn_handelen", N_("Over mij, of over de groep")},
      {"zorg_om_kind", N_("Over een kind")},
      {"kind", N_("Over een kind")},
      {"gedrag", N_("Over het gedrag van een kind")},
      {"plan_helpt_niet", N_("Over een plan dat nog niet helpt")},
      {"gesprek_met_ouders", N_("Over een gesprek met ouders")},
      {"ouders", N_("Over een gesprek met ouders")},
      {"thuis", N_("Over hoe het thuis gaat")},
      {"andere_hulp", N_("Over andere hulp")},
      {"welke_hulp", N_("Over andere hulp")},
      {"steun_voor_kind_of_ouders", N_("Over steun voor een kind of de ouders")},
      {"praktisch", N_("Over iets praktisch, of het moet nu")},
      {"anders", N_("Iets anders, of ik weet het niet")},
      {"", N_("Iets anders, of ik weet het niet")}};
  for (auto const& [code, words] : known)
    if (code == topic) return visit.tr(words);
  auto words = topic;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string group_type_words(Visit const& visit, std::string const& type) {
  static std::vector<std::pair<std::string_view, char const*>> const known = {{"regular", N_("Gewone groep")},
                                                                              {"plus", N_("Plusgroep")},
                                                                              {"bso", N_("BSO")},
                                                                              {"peuterspeelzaal", N_("Peuterspeelzaal")},
                                                                              {"observatiegroep", N_("Observatiegroep")}};
  for (auto const& [code, words] : known)
    if (code == type) return visit.tr(words);
  return visit.tr("Een andere groep");
}

std::string label_of(Visit const& visit, app::AskedFunction const& one) { return function_words(visit, one.function, one.label); }

/// Where a sheet with people goes. What leaves the house shows no pictures.
enum class Seen { ByColleagues, ByParents };

void person(Html& out, Visit const& visit, app::AskedFunction const& one, std::optional<domain::ChildId> about = {},
            Seen seen = Seen::ByColleagues) {
  render(
      out, visit.tr,
      [] {
        return R"(<div class="vlecht-person">{slot face}<div><b>{name}</b><br>{label}
{when elsewhere} · {organisation}{/when}</div></div>)";
      },
      "face"_a =
          [&](Html& inside) {
            face(inside, visit, one.person->name,
                 seen == Seen::ByColleagues ? face_url(one.person->account, one.face, about) : std::nullopt);
          },
      "name"_a = who_words(visit, one.person->name, one.stands_in_for), "label"_a = label_of(visit, one),
      "elsewhere"_a = one.person->role == Role::Jeugdzorgcoach, "organisation"_a = one.person->organisation_name);
}

/// Why there is no name, and what to do then.
std::string without_name(Visit const& visit, app::AskedFunction const& one) {
  auto const label = label_of(visit, one);
  if (one.function == domain::code(Role::PedagogischMedewerker)) return visit.tr("Vraag een collega van je groep.");
  if (one.function == "mentor") return visit.tr("Kies hieronder het kind. Dan staat hier wie de mentor is.");
  if (one.instead)
    return visit.tr("{label}: dat is nu niemand. {name} weet bij wie je dan kunt zijn.",
                    {{"label", label}, {"name", one.instead->reveal()}});
  return visit.tr("{label}: dat is nu niemand. Vraag het je leidinggevende.", {{"label", label}});
}

bool asks_questions(Visit const& visit) { return visit.role() == Role::PedagogischMedewerker || visit.role() == Role::Leidinggevende; }

Url ask_url(std::optional<app::ChildName> const& child, std::string_view to) {
  return child ? url("/kind/{}/vraag?aan={}", child->child, to) : url("/vraag?aan={}", to);
}

/// Whom a question can be put to on paper, in Vlechtwerk: who works on the group and the mentor are asked at the table.
bool answers_in_writing(app::AskedFunction const& one) {
  return one.person && one.function != "mentor" && one.function != domain::code(Role::PedagogischMedewerker);
}

/// The way that the form of a question begins with.
std::string_view way_to(app::AskedFunction const& one) {
  if (one.formal) return one.function;
  return one.function == domain::code(Role::Jeugdzorgcoach) ? "informeel" : "";
}

void answer_part(Html& out, Visit const& visit, app::WhomToAskView const& view) {
  auto const& first = view.answer.front();
  auto const about = view.child ? std::optional(view.child->child) : std::nullopt;
  auto const title =
      first.person ? visit.tr("Je bent bij {name} aan het goede adres", {{"name", first.person->name.reveal()}}) : label_of(visit, first);
  render(
      out, visit.tr,
      [] {
        return R"(<section class="vlecht-sheet" role="status"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{title}</h2>
{when named}{slot face}{/when}{unless named}<p class="utrecht-paragraph">{nobody}</p>{/unless}
{when said}<p class="utrecht-paragraph">{say}.</p>{/when}
<div class="vlecht-actions">{when writes}<a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="{ask}">{t:Stel je vraag}</a>{/when}</div>
{unless writes}<p class="utrecht-paragraph">{t:Loop even langs, of bel.}</p>{/unless}
{when more}<p class="vlecht-soft">{t:Kan ook:}</p>{each others}{when known}{slot who}{/when}{unless known}<p
class="utrecht-paragraph">{words}</p>{/unless}{/each}{/when}</section>)";
      },
      "title"_a = title, "named"_a = first.person.has_value(), "face"_a = [&](Html& inside) { person(inside, visit, first, about); },
      "nobody"_a = without_name(visit, first), "said"_a = !first.say.empty(), "say"_a = first.say,
      "writes"_a = asks_questions(visit) && answers_in_writing(first), "ask"_a = ask_url(view.child, way_to(first)),
      "more"_a = view.answer.size() > 1,
      "others"_a =
          [&](auto row) {
            for (std::size_t i = 1; i < view.answer.size(); ++i) {
              auto const& one = view.answer[i];
              bool const known = one.person.has_value();
              row(
                  "known"_a = known,
                  "who"_a =
                      [&](Html& inside) {
                        if (known) person(inside, visit, one, about);
                      },
                  "words"_a = known ? std::string() : without_name(visit, one));
            }
          });
}

/// The two ways of a question of the worker herself: as the plan has it, and in passing.
void ways_part(Html& out, Visit const& visit, app::WhomToAskView const& view) {
  bool const coach = view.coach && view.coach->person;
  render(
      out, visit.tr,
      [] {
        return R"(<div class="vlecht-sides"><section class="vlecht-side"><h2 class="utrecht-heading-3">{t:Langs de vaste weg}</h2>
{when steps}<ol class="vlecht-all-steps">{each formal}<li>{title} <span class="vlecht-soft">{who}</span></li>{/each}</ol>{/when}
{unless steps}<p class="utrecht-paragraph">{t:Schrijf je vraag op. Wie hem leest, staat erbij.}</p>{/unless}</section>
<section class="vlecht-side vlecht-side--theirs"><h2 class="utrecht-heading-3">{t:Of even tussendoor}</h2>
{each informal}<p class="utrecht-paragraph">{title} <span class="vlecht-soft">{who}</span></p>{/each}
<p class="utrecht-paragraph">{when coach}{t:Is {name} in huis? Vraag het dan meteen.}
{/when}{t:Zet daarna in één zin neer wat je vroeg.}</p>
{when asks}<a class="utrecht-button utrecht-button--secondary-action" href="{ask}">{t:Zet het neer}</a>{/when}</section></div>)";
      },
      "steps"_a = !view.formal.empty(),
      "formal"_a =
          [&](auto row) {
            for (auto const& step : view.formal) row("title"_a = step.code, "who"_a = step.label);
          },
      "informal"_a =
          [&](auto row) {
            for (auto const& step : view.informal) row("title"_a = step.code, "who"_a = step.label);
          },
      "coach"_a = coach, "name"_a = coach ? view.coach->person->name : Private(), "asks"_a = asks_questions(visit) && coach,
      "ask"_a = ask_url(view.child, "informeel"));
}

/// People outside without an account: they are rung.
void cards_part(Html& out, Visit const& visit, app::WhomToAskView const& view) {
  if (view.cards.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Mensen buiten die je kunt bellen}</h2>
<div class="vlecht-people">{each cards}<div class="vlecht-person">{slot face}<div>
<b>{name}</b><br>{when does}{function} · {/when}{organisation}<br>{when rings}<a class="utrecht-link utrecht-link--html-a"
href="{number}">{telephone}<span class="vlecht-visually-hidden"> {t:bellen met {name}}</span></a>{/when}{unless rings}{telephone}{/unless}
</div></div>{/each}</div></section>)";
      },
      "cards"_a =
          [&](auto row) {
            for (auto const& one : view.cards) {
              auto const number = telephone_url(one.telephone.reveal());
              row(
                  "face"_a = [&](Html& inside) { face(inside, visit, one.name, {}); }, "name"_a = one.name,
                  "does"_a = !one.function.empty(), "function"_a = one.function, "organisation"_a = one.organisation_name,
                  "rings"_a = number.has_value(), "number"_a = number.value_or(url("/bij-wie")), "telephone"_a = one.telephone);
            }
          });
}

void questions_part(Html& out, Visit const& visit, app::WhomToAskView const& view, Typed const& asked) {
  Html fields;
  std::vector<Choice> topics;
  for (auto const& topic : view.topics) topics.push_back({topic, topic_words(visit, topic)});
  radio_tiles(fields, visit, asked, "vraag", visit.tr("Waar gaat je vraag over?"), topics);
  if (!view.children.empty()) {
    std::vector<Choice> children = {{"", visit.tr("Niet over één kind")}};
    auto names = view.children;
    by_first_name(names);
    for (auto const& child : names) children.push_back({child.child.text(), child.first_name.reveal() + " " + child.last_name.reveal()});
    select_box(fields, visit, asked, {.name = "kind", .label = N_("Over welk kind?"), .optional = true}, children);
  }
  if (!view.group_types.empty()) {
    std::vector<Choice> types;
    for (auto const& type : view.group_types) types.push_back({type, group_type_words(visit, type)});
    radio_tiles(fields, visit, asked, "groep", visit.tr("In wat voor groep?"), types);
  }
  render(
      out, visit.tr,
      [] {
        return R"(<form method="get" action="/bij-wie">{slot fields}<div class="vlecht-actions"><button
class="utrecht-button{when again} utrecht-button--secondary-action{/when}{unless again}
utrecht-button--primary-action vlecht-actions__main{/unless}" type="submit">{t:Zoek bij wie je moet zijn}</button></div></form>)";
      },
      "fields"_a = fields, "again"_a = !view.answer.empty());
}

}  // namespace

http::Response show_whom_to_ask(Visit& visit, Typed const&) {
  Typed asked;
  asked.fields = visit.request.query;
  app::QuestionForm const form{asked.text("vraag"), asked.text("groep"), domain::ChildId::parse(asked.text("kind"))};
  auto const view = app::see_whom_to_ask(visit.app(), visit.caller(), form, visit.lang());
  if (!view) return refused(visit, view.error());
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Bij wie moet ik zijn?}</h1>
{slot answer}{slot questions}{slot ways}{slot cards}
<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a" href="/wie-doet-wat">{t:Bekijk wie wat doet}</a></p>)";
      },
      "answer"_a =
          [&](Html& out) {
            if (!view->answer.empty()) answer_part(out, visit, *view);
          },
      "questions"_a = [&](Html& out) { questions_part(out, visit, *view, asked); },
      "ways"_a = [&](Html& out) { ways_part(out, visit, *view); }, "cards"_a = [&](Html& out) { cards_part(out, visit, *view); });
  return page(visit,
              {visit.tr("Bij wie moet ik zijn?"),
               Place::Questions,
               {N_("Kies waar je vraag over gaat. Dan staat er één naam bij."), N_("Die naam komt uit jullie stappenplan."),
                N_("Weet je het niet? Vraag het altijd aan je leidinggevende.")},
               true},
              body);
}

namespace {

using Cells = std::vector<std::string>;

/// What each role does in a step, in the order of `roles`; the last cell is that of the parents.
Cells cells_of(Visit const& visit, sp::Plan const& plan, sp::Step const& step, std::vector<app::AskedFunction> const& roles) {
  auto const in = [](std::vector<std::string> const& list, std::string const& role) {
    return std::find(list.begin(), list.end(), role) != list.end();
  };
  auto const index = plan.step(step.id);
  Cells cells;
  for (auto const& role : roles) {
    bool const hears = std::any_of(plan.escalations.begin(), plan.escalations.end(), [&](sp::Escalation const& one) {
      auto const about = one.step ? *one.step : plan.rules[*one.rule].steps.back().index;
      return one.to == role.function && about == index;
    });
    cells.push_back(in(step.by, role.function)         ? visit.tr("doet dit")
                    : in(step.with, role.function)     ? visit.tr("doet mee")
                    : in(step.may_join, role.function) ? visit.tr("mag erbij")
                    : hears                            ? visit.tr("hoort het als het wacht")
                                                       : std::string());
  }
  std::string parents;
  auto const add = [&](bool so, std::string const& words) {
    if (so) parents += (parents.empty() ? "" : ", ") + words;
  };
  add(step.parents == sp::Parents::Talk, visit.tr("praten mee"));
  add(step.parents == sp::Parents::Informed, visit.tr("horen het"));
  add(step.toestemming || !step.asks.empty(), visit.tr("zeggen ja of nee"));
  cells.push_back(parents);
  return cells;
}

void roles_table(Html& out, Visit const& visit, app::RolesView const& view) {
  auto const& plan = *view.plan;
  render(
      out, visit.tr,
      [] {
        return R"(<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:Wie doet wat}"><table
class="utrecht-table utrecht-table--distanced"><caption class="utrecht-table__caption">{plan}</caption><thead
class="utrecht-table__header"><tr class="utrecht-table__row"><th class="utrecht-table__header-cell" scope="col">{t:Stap}</th>
{each roles}<th class="utrecht-table__header-cell" scope="col">{label}</th>{/each}<th class="utrecht-table__header-cell"
scope="col">{t:Ouders}</th></tr></thead><tbody class="utrecht-table__body">{each steps}<tr class="utrecht-table__row"><th
class="utrecht-table__cell" scope="row">{title}</th>{each cells}<td class="utrecht-table__cell">{does}</td>{/each}</tr>{/each}
</tbody></table></div>)";
      },
      "plan"_a = plan.title.in(visit.lang()),
      "roles"_a =
          [&](auto row) {
            for (auto const& role : view.roles) row("label"_a = label_of(visit, role));
          },
      "steps"_a =
          [&](auto row) {
            for (auto const& step : plan.steps) {
              row(
                  "title"_a = step.title.in(visit.lang()), "cells"_a = [&](auto cell) {
                    for (auto const& does : cells_of(visit, plan, step, view.roles)) cell("does"_a = does);
                  });
            }
          });
}

void whom_table(Html& out, Visit const& visit, app::RolesView const& view) {
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Bij wie moet ik zijn?}</h2>
<dl class="utrecht-data-list utrecht-data-list--rows utrecht-data-list--distanced">{each rows}<div class="utrecht-data-list__item"><dt
class="utrecht-data-list__item-key">{topic}{when typed} ({type}){/when}</dt><dd
class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{who}{when said}<br><span class="vlecht-soft">{say}
</span>{/when}</dd></div>{/each}</dl></section>)";
      },
      "rows"_a =
          [&](auto row) {
            for (auto const& one : view.rows) {
              std::string who;
              for (auto const& asked : one.going) {
                auto const label = label_of(visit, asked);
                who += (who.empty() ? "" : ", ") + (asked.person ? label + " (" + asked.person->name.reveal() + ")" : label);
              }
              auto const& say = one.going.front().say;
              row("topic"_a = topic_words(visit, one.topic), "typed"_a = !one.group_type.empty(),
                  "type"_a = group_type_words(visit, one.group_type), "who"_a = who, "said"_a = !say.empty(), "say"_a = say);
            }
          });
}

}  // namespace

http::Response show_roles(Visit& visit, Typed const&) {
  auto const view = app::see_roles(visit.app(), visit.caller(), visit.lang());
  if (!view) return refused(visit, view.error());
  Html body;
  back_link(body, visit, url("/bij-wie"), visit.tr("Bij wie moet ik zijn?"));
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Wie doet wat}</h1>
<div class="vlecht-people">{slot people}</div>{slot whom}
<section class="vlecht-new-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Bij elke stap}</h2>{slot table}</section>
{slot button}<p class="utrecht-paragraph vlecht-on-screen"><a class="utrecht-link utrecht-link--html-a"
href="/wie-doet-wat/ouders">{t:Bekijk het blad voor ouders}</a></p>
<p class="utrecht-paragraph vlecht-on-screen"><a class="utrecht-link utrecht-link--html-a"
href="/ons-stappenplan">{t:Bekijk ons stappenplan}</a></p>)";
      },
      "people"_a =
          [&](Html& out) {
            for (auto const& role : view->roles)
              if (role.person) person(out, visit, role);
          },
      "whom"_a = [&](Html& out) { whom_table(out, visit, *view); }, "table"_a = [&](Html& out) { roles_table(out, visit, *view); },
      "button"_a = [&](Html& out) { print_button(out, visit); });
  return page(visit,
              {visit.tr("Wie doet wat"),
               Place::Questions,
               {N_("Dit blad komt uit jullie stappenplan. Verandert het plan, dan verandert het blad mee."),
                N_("Print het en hang het op bij de groep.")}},
              body);
}

http::Response show_parents_sheet(Visit& visit, Typed const&) {
  auto const view = app::see_roles(visit.app(), visit.caller(), visit.lang());
  if (!view) return refused(visit, view.error());
  interop::Translate const translate = [&](Message const& message) { return visit.tr(message); };
  auto const items = interop::PlanWords(*view->plan, visit.lang(), translate).for_parents();
  Html body;
  back_link(body, visit, url("/wie-doet-wat"), visit.tr("Wie doet wat"));
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Voor ouders}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead">{t:Dit doen we als ons iets opvalt aan uw kind.}</p>
{each items}<section><h2 class="utrecht-heading-3 utrecht-heading-3--distanced">{title}</h2>{each lines}<p
class="utrecht-paragraph">{line}</p>{/each}</section>{/each}
<p class="utrecht-paragraph"><b>{t:U mag altijd ja of nee zeggen. U mag ook later van gedachten veranderen.}</b></p>
<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Wie u kunt tegenkomen}</h2><div class="vlecht-people">{slot people}</div>
{slot button})";
      },
      "items"_a =
          [&](auto row) {
            for (auto const& item : items) {
              row(
                  "title"_a = item.title, "lines"_a = [&](auto inside) {
                    for (auto const& line : item.lines) inside("line"_a = line);
                  });
            }
          },
      "people"_a =
          [&](Html& out) {
            for (auto const& role : view->roles)
              if (role.person) person(out, visit, role, {}, Seen::ByParents);
          },
      "button"_a = [&](Html& out) { print_button(out, visit); });
  return page(visit, {visit.tr("Voor ouders"), Place::Questions, {N_("Print dit blad en geef het mee, of hang het op bij de deur.")}, true},
              body);
}

}  // namespace vlechtwerk::web
