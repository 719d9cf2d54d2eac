#include <algorithm>
#include <set>

#include "i18n/names.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Vandaag, Kinderen, Noteer.
namespace vlechtwerk::web {
namespace {

/// A name is typed in a form that is posted: it stands in no address and in no log. `to_note`: to write about who is found.
void search_form(Html& out, Visit const& visit, Typed const& typed, bool to_note = false) {
  Html fields;
  if (to_note) hidden(fields, "noteer", "1");
  text_box(fields, visit, typed, {.name = "naam", .label = N_("Zoek op voornaam"), .optional = true, .autocomplete = "off"});
  form(out, visit, typed, "zoek", url("/zoek"), fields, N_("Zoek"));
}

void search_heading(Html& out, Visit const& visit) {
  render(out, visit.tr, [] { return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Zoek een kind}</h1>)"; });
}

Head search_head(Visit const& visit) {
  return {visit.tr("Zoek een kind"),
          Place::Children,
          {N_("Typ een voornaam, of een deel ervan. Hoofdletters en accenten maken niet uit."),
           N_("Je vindt alleen kinderen die je mag zien.")},
          true};
}

/// One page of the groups that somebody stands above, each a link to its children.
void group_lines(Html& out, Visit const& visit, app::TodayView const& view, bool to_note) {
  auto const page_link = [&](std::size_t number) { return to_note ? url("/noteer?blad={}", number) : url("/kinderen?blad={}", number); };
  render(
      out, visit.tr,
      [] {
        return R"({each places}<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{location}</h2><ul
class="vlecht-cards">{each groups}<li class="vlecht-card"><a class="vlecht-card__name" href="{link}">{name}</a><span
class="vlecht-card__about">{t:{count, plural, one {Eén kind} other {# kinderen}}}</span></li>{/each}</ul></section>{/each}
{when paged}<p class="utrecht-paragraph">{when earlier}<a class="utrecht-link utrecht-link--html-a"
href="{before}">{t:Eerdere groepen}</a> · {/when}{t:Bladzijde {page} van {pages}}{when later} · <a
class="utrecht-link utrecht-link--html-a" href="{after}">{t:Meer groepen}</a>{/when}</p>{/when})";
      },
      "paged"_a = view.pages > 1, "page"_a = view.page + 1, "pages"_a = view.pages, "earlier"_a = view.page > 0,
      "later"_a = view.page + 1 < view.pages, "before"_a = page_link(view.page), "after"_a = page_link(view.page + 2),
      "places"_a =
          [&](auto row) {
            for (auto first = view.lines.begin(); first != view.lines.end();) {
              auto const last = std::find_if(first, view.lines.end(), [&](auto const& one) { return one.location != first->location; });
              row(
                  "location"_a = first->location, "groups"_a = [&](auto group_row) {
                    for (auto line = first; line != last; ++line)
                      group_row("link"_a = to_note ? url("/noteer?groep={}", line->id) : url("/kinderen?groep={}", line->id),
                                "name"_a = line->name, "count"_a = static_cast<int>(line->children));
                  });
              first = last;
            }
          });
}

/// On Vandaag of who stands above many groups: the way to a child, and not the children.
void way_to_children(Html& out, Visit const& visit) {
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Kinderen}</h2>{slot search}<p
class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a" href="/kinderen">{t:Bekijk alle kinderen}</a></p></section>)";
      },
      "search"_a = [&](Html& inside) { search_form(inside, visit, {}); });
}

void groups_of_children(Html& out, Visit const& visit, app::TodayView const& view, bool to_note) {
  if (view.elsewhere) return way_to_children(out, visit);
  if (view.pages > 0) return group_lines(out, visit, view, to_note);
  render(
      out, visit.tr,
      [] {
        return R"({each groups}
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{name} <span class="vlecht-soft">{location}</span></h2>
{slot cards}{when none}<p class="utrecht-paragraph">{t:Er staan nog geen kinderen in deze groep.}</p>{/when}</section>{/each})";
      },
      "groups"_a =
          [&](auto row) {
            for (auto const& group : view.groups) {
              row(
                  "name"_a = group.name, "location"_a = group.location, "none"_a = group.children.empty(), "cards"_a = [&](Html& inside) {
                    if (!group.children.empty()) child_cards(inside, visit, group.children, to_note);
                  });
            }
          });
  // Children around whom I stand without working on their group.
  std::vector<app::ChildName> others;
  for (auto const& child : view.children) {
    bool grouped = false;
    for (auto const& group : view.groups) {
      grouped =
          grouped || std::any_of(group.children.begin(), group.children.end(), [&](auto const& one) { return one.child == child.child; });
    }
    if (!grouped) others.push_back(child);
  }
  if (!others.empty()) {
    render(
        out, visit.tr,
        [] {
          return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Kinderen waar jij bij helpt}</h2>{slot cards}
</section>)";
        },
        "cards"_a = [&](Html& inside) { child_cards(inside, visit, others, to_note); });
  }
  if (view.groups.empty() && others.empty()) {
    render(out, visit.tr, [] {
      return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Er zijn nu geen kinderen die jij kunt zien.}</p>)";
    });
  }
}

void owed_steps(Html& out, Visit const& visit, app::TodayView const& view) {
  if (view.owed.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Dit staat klaar}</h2><ol class="vlecht-steps">{each steps}
<li class="vlecht-step vlecht-step--child"><p class="vlecht-step__name"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{child}: {title}</a></p>
<p class="vlecht-step__who">{who}{when due} · {day}{/when}{unless mine} · <a class="utrecht-link utrecht-link--html-a"
href="{take}">{t:Neem jij hem over?}<span class="vlecht-visually-hidden"> {child}: {title}</span></a>{/unless}</p>
<p class="vlecht-step__why">{why}</p></li>{/each}</ol></section>)";
      },
      "steps"_a =
          [&](auto row) {
            // What two notes ask is one thing to do; the nearest day comes first.
            std::set<std::pair<app::CaseId, std::string>> told;
            for (auto const& step : view.owed) {
              if (!told.emplace(step.route, step.step).second) continue;
              auto const day = due_words(visit, step.due, step.late);
              row("link"_a = url("/kind/{}/stap/{}", step.child.child, step.step), "child"_a = step.child.first_name,
                  "title"_a = step.title, "who"_a = step.person ? who_words(visit, step.person, step.stands_in_for) : step.function_label,
                  "due"_a = !day.empty(), "day"_a = day, "mine"_a = step.mine,
                  "take"_a = url("/kind/{}/stap/{}/overnemen", step.child.child, step.step), "why"_a = step.why);
            }
          });
}

void looks_back(Html& out, Visit const& visit, app::TodayView const& view) {
  if (view.look_back.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Past het plan nog?}</h2><ol class="vlecht-steps">{each plans}
<li class="vlecht-step vlecht-step--child"><p class="vlecht-step__name"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{t:{child}: kijk terug op het begeleidingsplan}</a></p>
<p class="vlecht-step__who">{who}{when named} · {/when}{day}</p>
<p class="vlecht-step__why">{t:Jullie spraken af om op deze dag te kijken of het plan nog past.}</p></li>{/each}</ol></section>)";
      },
      "plans"_a =
          [&](auto row) {
            for (auto const& one : view.look_back) {
              auto const who = who_words(visit, one.person, one.stands_in_for);
              row("link"_a = url("/kind/{}/plan/terugkijken?kind=begeleidingsplan", one.child.child), "child"_a = one.child.first_name,
                  "who"_a = who, "named"_a = !who.empty(),
                  "day"_a = one.on < visit.today ? due_words(visit, one.on, true) : i18n::day_text(one.on, visit.today, visit.tr));
            }
          });
}

void without_mentor(Html& out, Visit const& visit, app::TodayView const& view) {
  if (view.without_mentor.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Kinderen zonder mentor}</h2><p
class="utrecht-paragraph">{t:Elk kind heeft een mentor. Tot die er is, komen de stappen bij jou.}</p>
<ul class="utrecht-unordered-list utrecht-unordered-list--distanced">{each children}<li
class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{name}</a></li>{/each}</ul></section>)";
      },
      "children"_a =
          [&](auto row) {
            for (auto const& child : view.without_mentor)
              row("link"_a = url("/kind/{}/beheer", child.child), "name"_a = child.first_name.reveal() + " " + child.last_name.reveal());
          });
}

void link_to_all(Html& out, Visit const& visit, app::TodayView const& view) {
  if (!view.more) return;
  render(out, visit.tr, [] {
    return R"(<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="/vandaag?alles=1">{t:Bekijk alles wat klaarstaat}</a></p>)";
  });
}

void moved_questions(Html& out, Visit const& visit, app::TodayView const& view) {
  if (view.questions.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Vragen}</h2><ol class="vlecht-timeline">{each questions}
<li class="vlecht-timeline__item vlecht-timeline__item--cooperation"><span class="vlecht-timeline__when">{since}</span>
<p class="vlecht-timeline__what"><a class="utrecht-link utrecht-link--html-a" href="{link}">{about}</a></p><p class="vlecht-soft">{status}
</p>{slot unopened}</li>{/each}</ol></section>)";
      },
      "questions"_a =
          [&](auto row) {
            for (auto const& question : view.questions) {
              row(
                  "since"_a = i18n::moment_text(question.since, visit.today, visit.tr), "link"_a = url("/vragen/{}", question.id),
                  "about"_a =
                      question.child ? visit.tr("Vraag over {child}", {{"child", question.child->first_name.reveal()}}) : visit.tr("Vraag"),
                  "status"_a = question.mine                   ? question_status(visit, question.status)
                               : question.status == "asked"    ? visit.tr("Deze vraag wacht op jou.")
                               : question.status == "assigned" ? visit.tr("Deze vraag wacht op een antwoord.")
                                                               : visit.tr("Deze vraag heeft een antwoord."),
                  "unopened"_a = [&](Html& inside) { not_opened(inside, visit, question.unopened_since); });
            }
          });
}

/// How much waits for the reader, in one line; nothing when nothing does.
void what_waits(Html& out, Visit const& visit, app::TodayView const& view) {
  // Of what is not shown nobody looked whose it is.
  if (view.more) return;
  auto const waits = [](auto const& one) { return one.waits; };
  std::set<std::pair<app::CaseId, std::string>> owed;
  for (auto const& step : view.owed)
    if (step.waits) owed.emplace(step.route, step.step);
  auto const questions = std::count_if(view.questions.begin(), view.questions.end(), waits);
  auto const steps = static_cast<std::ptrdiff_t>(owed.size()) +
                     std::count_if(view.look_back.begin(), view.look_back.end(), [](auto const& one) { return one.mine; });
  if (questions + steps == 0) return;
  auto const* msgid = steps == 0 ? N_("{questions, plural, one {Er wacht één vraag op je.} other {Er wachten # vragen op je.}}")
                      : questions == 0
                          ? N_("{steps, plural, one {Er wacht één stap op je.} other {Er wachten # stappen op je.}}")
                          : N_("Er wachten {questions, plural, one {één vraag} other {# vragen}} en {steps, plural, one {één stap} "
                               "other {# stappen}} op je.");
  Message const said{msgid, {{"questions", std::to_string(questions)}, {"steps", std::to_string(steps)}}};
  render(
      out, visit.tr, [] { return R"(<p class="utrecht-paragraph">{said}</p>)"; }, "said"_a = said);
}

void act_of_this_week(Visit const& visit, app::TodayView::Act const& act, auto const& row) {
  auto const child = act.child.first_name.reveal();
  auto const say = [&](Url const& link, std::string const& what, char const* why) {
    row("link"_a = link, "what"_a = what, "why"_a = visit.tr(why));
  };
  switch (act.kind) {
    using enum app::TodayView::Act::Kind;
    case Decide:
      return say(url("/kind/{}/toestemming", act.child.child), visit.tr("{child}: beslis of jullie verdergaan", {{"child", child}}),
                 N_("Een ouder was niet te bereiken. Alleen jij kunt dit beslissen."));
    case Name:
      return say(url("/kind/{}/stap/{}/overnemen", act.child.child, act.step),
                 visit.tr("{child}: kies wie dit doet: {step}", {{"child", child}, {"step", act.title}}),
                 N_("Bij deze stap staat nog geen naam."));
    case Do:
      return say(url("/kind/{}/stap/{}", act.child.child, act.step), child + ": " + act.title, N_("Deze stap wacht op jou."));
    case AskTalk:
      return say(child_url(act.child.child), visit.tr("Vraag hoe het gesprek over {child} ging", {{"child", child}}),
                 N_("Er was pas een gesprek met de ouders."));
    case Visit:
      return say(child_url(act.child.child), visit.tr("Kom eens kijken op de groep {group}", {{"group", act.title}}),
                 N_("Daar begon deze week een route."));
  }
}

/// What who leads the location can do. Nothing here says who did or did not do something.
void this_week(Html& out, Visit const& visit, app::TodayView const& view) {
  if (view.this_week.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Dit kun jij deze week doen}</h2><ol class="vlecht-steps">{each acts}
<li class="vlecht-step"><p class="vlecht-step__name"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{what}</a></p><p class="vlecht-step__why">{why}</p></li>{/each}</ol></section>)";
      },
      "acts"_a =
          [&](auto row) {
            for (auto const& act : view.this_week) act_of_this_week(visit, act, row);
          });
}

}  // namespace

http::Response show_today(Visit& visit, Typed const&) {
  // On the first day there is nothing to see here yet.
  if (app::is_bare(visit.app(), visit.caller())) return go_to(visit, url("/inrichten"));
  auto const view = app::see_today(visit.app(), visit.caller(), visit.lang(), visit.request.query.has("alles"));
  if (!view) return refused(visit, view.error());
  auto const role = visit.role();
  bool const notes = role == Role::PedagogischMedewerker || role == Role::Leidinggevende || role == Role::Pedagoog;
  bool const sets_up = role == Role::Beheerder;
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Vandaag}</h1><p class="vlecht-soft">{day}</p>
{slot notice}{slot waits}
{when notes}<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="/noteer">{t:Noteer wat je zag}</a>{when door}<a class="utrecht-button utrecht-button--secondary-action"
href="/ophalen">{t:Bij het ophalen}</a>{/when}</div>{/when}
{when setup}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Jij richt Vlechtwerk in. Kinderen en notities zie je niet.}</p>
<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="/inrichten">{t:Ga naar inrichten}</a></div>{/when}
<div class="vlecht-columns"><div>{slot week}{slot owed}{slot questions}{when quiet}<p
class="utrecht-paragraph utrecht-paragraph--distanced">{t:Er staat niets klaar. Fijne dag met de kinderen!}</p>{/when}</div>
<div>{slot groups}</div></div>
{when away}{when door}<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="/wat-wacht">{t:Print wat er wacht}</a></p>{/when}<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="/berichten">{t:Kies wanneer je bericht krijgt}</a></p><p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="/afwezig">{t:Ik ben er niet}</a></p>{/when}
{when pictured}<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a" href="/mijn-foto">{t:Mijn foto}</a></p>{/when})";
      },
      "door"_a = role == Role::PedagogischMedewerker || role == Role::Leidinggevende,
      "away"_a = notes || role == Role::Jeugdzorgcoach || role == Role::PedagogischCoach,
      "pictured"_a = app::may_ever(app::Action::ManageFace, role), "day"_a = i18n::full_day_text(visit.today, visit.tr), "notes"_a = notes,
      "setup"_a = sets_up, "notice"_a = [&](Html& out) { saved_notice(out, visit); },
      "waits"_a = [&](Html& out) { what_waits(out, visit, *view); }, "week"_a = [&](Html& out) { this_week(out, visit, *view); },
      "owed"_a =
          [&](Html& out) {
            owed_steps(out, visit, *view);
            looks_back(out, visit, *view);
            without_mentor(out, visit, *view);
            link_to_all(out, visit, *view);
          },
      "questions"_a = [&](Html& out) { moved_questions(out, visit, *view); },
      "quiet"_a = view->owed.empty() && view->look_back.empty() && view->questions.empty() && view->this_week.empty() && !sets_up,
      "groups"_a =
          [&](Html& out) {
            if (!sets_up) groups_of_children(out, visit, *view, false);
          });
  return page(visit,
              {visit.tr("Vandaag"),
               Place::Today,
               {N_("Hier begint je dag."), N_("Links staat wat klaarstaat, met de reden erbij."),
                N_("Tik op een kind om het verhaal te lezen."), N_("Met Noteer schrijf je op wat je zag. Dat duurt twintig tellen.")}},
              body);
}

namespace {

/// Of one group when the address names one, else of a page of the list of groups.
base::Result<app::TodayView> asked_children(Visit& visit) {
  auto const& query = visit.request.query;
  if (query.has("groep"))
    return app::list_group(visit.app(), visit.caller(), domain::GroupId::parse(query.text("groep")).value_or(domain::GroupId{}));
  return app::list_children(visit.app(), visit.caller(), asked_page(visit));
}

/// From one group back to all of them.
void back_to_groups(Html& out, Visit const& visit, Url const& place) {
  if (visit.request.query.has("groep")) back_link(out, visit, place, visit.tr("de groepen"));
}

}  // namespace

http::Response show_children(Visit& visit, Typed const&) {
  auto const view = asked_children(visit);
  if (!view) return refused(visit, view.error());
  Html body;
  render(
      body, visit.tr,
      [] { return R"({slot back}<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Kinderen}</h1>{slot search}{slot groups})"; },
      "back"_a = [&](Html& out) { back_to_groups(out, visit, url("/kinderen")); },
      "search"_a = [&](Html& out) { search_form(out, visit, {}); },
      "groups"_a = [&](Html& out) { groups_of_children(out, visit, *view, false); });
  return page(visit,
              {visit.tr("Kinderen"),
               Place::Children,
               {N_("Je ziet alleen kinderen waar jij mee werkt."), N_("Zie je groepen? Tik op een groep, of zoek een kind."),
                N_("Tik op een naam voor het verhaal van dit kind.")}},
              body);
}

http::Response show_search(Visit& visit, Typed const& typed) {
  if (!app::may_ever(app::Action::ListChildren, visit.role())) return error_page(visit.site, visit.request, 404, "not_your_role");
  Html body;
  search_heading(body, visit);
  mistakes_on_top(body, visit, typed);
  search_form(body, visit, typed);
  return page(visit, search_head(visit), body, typed.status);
}

http::Response search(Visit& visit, Typed const& asked) {
  auto typed = asked;
  auto const part = name_asked_for(typed);
  if (part.empty()) {
    typed.wrong("naam", {N_("Typ een naam, of een deel ervan."), {}});
    return again(visit, typed);
  }
  auto const found = app::find_children(visit.app(), visit.caller(),
                                        [&](Private const& first_name) { return i18n::name_holds(first_name.reveal(), part); });
  if (!found) return refused(visit, found.error());
  bool const to_note = typed.fields.has("noteer");
  Html body;
  search_heading(body, visit);
  search_form(body, visit, typed, to_note);
  render(
      body, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph" role="status">{when none}{t:Er is geen kind met deze voornaam dat jij mag zien.}{/when}
{unless none}{t:{count, plural, one {Eén kind gevonden.} other {# kinderen gevonden.}}}{/unless}</p>{slot cards})";
      },
      "none"_a = found->empty(), "count"_a = static_cast<int>(found->size()),
      "cards"_a =
          [&](Html& out) {
            if (!found->empty()) child_cards(out, visit, *found, to_note);
          });
  return page(visit, search_head(visit), body);
}

http::Response show_note_children(Visit& visit, Typed const&) {
  auto const view = asked_children(visit);
  if (!view) return refused(visit, view.error());
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"({slot back}<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Over wie gaat het?}</h1>{slot search}
{slot groups})";
      },
      "back"_a = [&](Html& out) { back_to_groups(out, visit, url("/noteer")); },
      "search"_a =
          [&](Html& out) {
            if (view->pages > 0) search_form(out, visit, {}, true);
          },
      "groups"_a = [&](Html& out) { groups_of_children(out, visit, *view, true); });
  return page(visit,
              {visit.tr("Noteer"),
               Place::Note,
               {N_("Tik op het kind. Schrijf wat je zag en bewaar het."), N_("Een mooi moment is net zo welkom als een zorg.")}},
              body);
}

http::Response show_note(Visit& visit, Typed const& typed) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang());
  if (!view) return refused(visit, view.error());
  Html body;
  child_heading(body, visit, view->name, N_("Wat zag je?"));
  mistakes_on_top(body, visit, typed);
  if (auto const* may = permitted(view->permitted, app::Action::RecordNote); may && !may->allowed) {
    action_link(body, visit, may, child_url(id), N_("Noteer"));
    kept_words(body, visit, typed);
    return page(visit, {visit.tr("Noteer"), Place::Note, {}, true}, body, typed.status);
  }
  Html fields;
  hidden_id(fields, visit, typed);
  text_area(fields, visit, typed,
            {.name = "text",
             .label = N_("Wat zag of hoorde je?"),
             .hint = N_("Schrijf wat er gebeurde. Niet wat je ervan vindt."),
             .readers = visit.tr(view->readers)},
            5);
  std::vector<Choice> kinds;
  for (auto const& kind : view->note_kinds) kinds.push_back({kind.id, visit.tr(kind.words)});
  // Three taps and the typing: the most neutral kind is chosen already.
  radio_tiles(fields, visit, typed, "kind", visit.tr("Wat voor notitie is het?"), kinds, "opvallend");
  bool const opened = !typed.text("did").empty() || !typed.text("on").empty() || typed.mistake("on");
  render(
      fields, visit.tr,
      [] { return R"(<details class="vlecht-more"{when opened} open{/when}><summary>{t:Meer vertellen}</summary>{slot more}</details>)"; },
      "opened"_a = opened,
      "more"_a =
          [&](Html& more) {
            text_area(more, visit, typed,
                      {.name = "did", .label = N_("Wat deed jij?"), .readers = visit.tr(view->readers), .optional = true}, 3);
            date_box(more, visit, typed, {.name = "on", .label = N_("Was het eerder? Kies de dag"), .optional = true});
            radio_tiles(more, visit, typed, "nature", visit.tr("Wat past bij dit gedrag?"),
                        {{"", visit.tr("Weet ik niet")},
                         {"1", visit.tr("Naar binnen: stil, bang, verdrietig")},
                         {"2", visit.tr("Naar buiten: druk, boos, slaan")},
                         {"3", visit.tr("Allebei")}});
          });
  form(body, visit, typed, "notitie", url("/kind/{}/notitie", id), fields, N_("Bewaar notitie"), child_url(id));
  return page(
      visit,
      {visit.tr("Noteer"),
       Place::Note,
       {N_("Schrijf op wat je zag of hoorde, in gewone woorden."), N_("Een niet-pluisgevoel mag ook. Je hoeft het niet zeker te weten."),
        N_("Na het bewaren kun je het een minuut lang terugdraaien.")},
       true},
      body, typed.status);
}

http::Response save_note(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const on = date_field(typed, "on");
  if (on && *on > visit.today) typed.wrong("on", {N_("Deze dag moet nog komen. Kies vandaag of een dag ervoor."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::NoteForm form{.id = *id,
                     .child = child,
                     .kind = typed.text("kind"),
                     .nature = {},
                     .occurred = {},
                     .text = typed.words("text"),
                     .did = typed.words("did")};
  auto const nature = typed.text("nature");
  if (nature == "1") form.nature = journal::Nature::Internaliserend;
  if (nature == "2") form.nature = journal::Nature::Externaliserend;
  if (nature == "3") form.nature = journal::Nature::Both;
  if (on && *on != visit.today) form.occurred = *on;
  auto const entry = app::record_note(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

}  // namespace vlechtwerk::web
