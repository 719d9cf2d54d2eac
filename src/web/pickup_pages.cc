#include <algorithm>

#include "app/people.h"
#include "i18n/names.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// "Bij het ophalen": for one hand, with a child on the other arm.
namespace vlechtwerk::web {
namespace {

/// The names of those who pass `test`, with the language where it is not Dutch.
template <class Test>
std::string names_of(Visit const& visit, app::PickupView::Child const& child, Test const& test) {
  std::string out;
  for (auto const& person : child.people) {
    if (!test(person)) continue;
    out += (out.empty() ? "" : ", ") + person.name.reveal();
    if (person.language != "nl") out += " (" + language_words(visit, person.language) + ")";
  }
  return out;
}

/// Who hears it and who takes the child home; somebody who hears nothing is only named as such.
void people_at_the_door(Html& out, Visit const& visit, app::PickupView::Child const& child, bool to_tell) {
  auto const hears = names_of(visit, child, [](app::ParentView const& one) { return one.informed; });
  auto const hears_not = names_of(visit, child, [](app::ParentView const& one) { return !one.informed; });
  auto const collects_not = names_of(visit, child, [](app::ParentView const& one) { return !one.collects; });
  render(
      out, visit.tr,
      [] {
        return R"({when told}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Vertel het aan: {hears}}</p>{/when}
{when silent}<p class="vlecht-not-now">{t:Vertel niets aan: {hears_not}}</p>{/when}
{when stays}<p class="vlecht-not-now">{t:Mag niet ophalen: {collects_not}}</p>{/when})";
      },
      "told"_a = to_tell && !hears.empty(), "hears"_a = hears, "silent"_a = !hears_not.empty(), "hears_not"_a = hears_not,
      "stays"_a = !collects_not.empty(), "collects_not"_a = collects_not);
}

void one_child(Html& out, Visit const& visit, app::PickupView const& view, app::PickupView::Child const& child) {
  bool const must_hear = std::any_of(child.steps.begin(), child.steps.end(), [](auto const& step) { return !step.talk; });
  auto const id = child.name.child;
  render(
      out, visit.tr,
      [] {
        return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced"><a
class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a></h2>
{each notes}<p class="vlecht-soft">{kind}</p><p class="vlecht-words">{text}</p>{/each}
{each steps}<p class="utrecht-paragraph utrecht-paragraph--distanced">
{when talk}{t:Maak een afspraak, of praat nu:} {/when}{unless talk}{t:Dit horen ouders nog:}
{/unless}<a class="utrecht-link utrecht-link--html-a" href="{step}">{title}</a>{when due} <span class="vlecht-soft">{day}</span>{/when}
</p>{/each}
{slot people}{slot tell}</section>)";
      },
      "link"_a = child_url(id), "name"_a = child.name.first_name,
      "notes"_a =
          [&](auto row) {
            for (auto const& note : child.notes) row("kind"_a = visit.tr(note.kind), "text"_a = told(visit, note.text));
          },
      "steps"_a =
          [&](auto row) {
            for (auto const& step : child.steps) {
              auto const day = due_words(visit, step.due, step.late);
              row("talk"_a = step.talk, "step"_a = url("/kind/{}/stap/{}", id, step.step), "title"_a = step.title, "due"_a = !day.empty(),
                  "day"_a = day);
            }
          },
      "people"_a = [&](Html& inside) { people_at_the_door(inside, visit, child, true); },
      "tell"_a =
          [&](Html& inside) {
            // A talk is a step of its own; what was said in passing is one press.
            if (child.notes.empty() && !must_hear) return;
            Html fields;
            hidden(fields, "id", visit.fresh_uuid().text());
            hidden(fields, "group", view.group->text());
            render(
                inside, visit.tr,
                [] {
                  return R"(<form method="post" action="{action}"><input type="hidden" name="bewijs" value="{token}">{slot fields}
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--secondary-action vlecht-actions__main"
type="submit">{t:Verteld}<span class="vlecht-visually-hidden"> {name}</span></button></div></form>)";
                },
                "action"_a = url("/ophalen/{}/verteld", id), "token"_a = form_token(*visit.session, "ophalen.verteld"), "fields"_a = fields,
                "name"_a = child.name.first_name);
          });
}

void the_others(Html& out, Visit const& visit, std::vector<app::PickupView::Child const*> const& children) {
  if (children.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Niets meer te vertellen}</h2>
<ul class="utrecht-unordered-list">{each children}<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{name}</a>{when told} <span class="vlecht-soft">{t:verteld}</span>{/when}{slot people}</li>{/each}</ul></section>)";
      },
      "children"_a =
          [&](auto row) {
            for (auto const* child : children)
              row(
                  "link"_a = child_url(child->name.child), "name"_a = child->name.first_name, "told"_a = child->told,
                  "people"_a = [&](Html& inside) { people_at_the_door(inside, visit, *child, false); });
          });
}

http::Response choose_pickup_group(Visit& visit, app::PickupView const& view) {
  auto groups = view.groups;
  i18n::sort_by_name(groups, [](auto const& one) { return one.location + " " + one.name; });
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vandaag">{t:Terug naar Vandaag}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Bij het ophalen}</h1><p class="vlecht-soft">{day}</p>{slot notice}
<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Welke groep?}</h2><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{each groups}<li class="utrecht-unordered-list__item"><a
class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a> <span class="vlecht-soft">{location}</span></li>{/each}</ul>)";
      },
      "day"_a = i18n::full_day_text(visit.today, visit.tr), "notice"_a = [&](Html& out) { saved_notice(out, visit); },
      "groups"_a =
          [&](auto row) {
            for (auto const& one : groups)
              row("link"_a = url("/ophalen?groep={}", one.id), "name"_a = one.name, "location"_a = one.location);
          });
  return page(
      visit,
      {visit.tr("Bij het ophalen"), Place::Today, {N_("Kies eerst de groep. Dan staat er wat je vandaag aan ouders vertelt.")}, true},
      body);
}

}  // namespace

http::Response show_pickup(Visit& visit, Typed const& typed) {
  auto const asked = typed.fields.has("group") ? typed.text("group") : visit.request.query.text("groep");
  auto view = app::see_pickup(visit.app(), visit.caller(), visit.lang(), domain::GroupId::parse(asked));
  if (!view) return refused(visit, view.error());
  // A button for each group. Of many there is a list first, and then a way back to it.
  if (view->many && !view->group) return choose_pickup_group(visit, *view);
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vandaag">{t:Terug naar Vandaag}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Bij het ophalen}</h1><p class="vlecht-soft">{day}</p>{slot notice}
{when many}<p class="utrecht-paragraph utrecht-paragraph--distanced"><b>{group}</b> <a class="utrecht-link utrecht-link--html-a"
href="/ophalen">{t:Kies een andere groep}</a></p>{/when}{when choose}<div class="vlecht-actions">{each groups}<a
class="utrecht-button{when here} utrecht-button--secondary-action{/when}{unless here} utrecht-button--subtle{/unless}"
href="{link}"{when here} aria-current="page"{/when}>{name}</a>{/each}</div>{/when})";
      },
      "day"_a = i18n::full_day_text(visit.today, visit.tr), "notice"_a = [&](Html& out) { saved_notice(out, visit); },
      "many"_a = view->many, "group"_a = view->many ? view->groups.front().name + ", " + view->groups.front().location : std::string(),
      "choose"_a = !view->many && view->groups.size() > 1,
      "groups"_a =
          [&](auto row) {
            for (auto const& group : view->groups)
              row("link"_a = url("/ophalen?groep={}", group.id), "here"_a = group.id == view->group,
                  "name"_a = group.name + ", " + group.location);
          });
  mistakes_on_top(body, visit, typed);
  by_first_name(
      view->children, [](auto const& child) -> auto const& { return child.name; });
  std::vector<app::PickupView::Child const*> quiet;
  for (auto const& child : view->children) {
    if (child.notes.empty() && child.steps.empty())
      quiet.push_back(&child);
    else
      one_child(body, visit, *view, child);
  }
  the_others(body, visit, quiet);
  if (view->children.empty()) {
    render(body, visit.tr, [] {
      return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Er komen vandaag geen kinderen in deze groep.}</p>)";
    });
  }
  return page(visit,
              {visit.tr("Bij het ophalen"),
               Place::Today,
               {N_("Hier staat wat je vandaag aan ouders vertelt. Iets moois eerst."), N_("Tik op Verteld als je het gezegd hebt."),
                N_("Een zorg vertel je niet aan de deur. Maak daar een afspraak voor."),
                N_("Staat bij iemand dat die niets hoort? Vertel dan niets over het kind.")},
               true},
              body, typed.status);
}

http::Response save_told(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::inform_parents(visit.app(), visit.caller(), {*id, child, {}, {}});
  if (!entry) return again(visit, std::move(typed), entry.error());
  auto const group = domain::GroupId::parse(typed.text("group"));
  return saved(visit, group ? url("/ophalen?groep={}", *group) : url("/ophalen"), *entry);
}

}  // namespace vlechtwerk::web
