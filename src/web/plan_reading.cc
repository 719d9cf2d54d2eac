#include "web/plan_reading.h"

#include <algorithm>

#include "domain/stappenplan/plan_edit.h"
#include "interop/stappenplan/show.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/template/template.h"

// The plans that come with the program, for everybody to read: they hold nothing of an organisation that works with them.
namespace vlechtwerk::web {

namespace sp = domain::stappenplan;

interop::Translate translate_for(Visit const& visit) {
  return [&visit](Message const& message) { return visit.tr(message); };
}

namespace {

/// Where the report says so: of a step or a rule.
std::string source_of(sp::Plan const& plan, std::string const& key) {
  if (auto const step = plan.step(key)) return sp::source_and_protocol(plan.steps[*step].source).source;
  auto const rule = std::find_if(plan.rules.begin(), plan.rules.end(), [&](auto const& one) { return one.id == key; });
  return rule == plan.rules.end() ? std::string() : rule->source;
}

std::shared_ptr<sp::Plan const> shipped_plan(Visit const& visit, std::string const& id) {
  for (auto const& text : visit.app().plans.shipped())
    if (auto const plan = visit.app().plans.read(text); plan && (*plan)->id == id) return *plan;
  return nullptr;
}

http::Response not_there(Visit& visit) { return error_page(visit.site, visit.request, 404, "no_plan"); }

}  // namespace

void plan_section(Html& out, Visit const& visit, sp::Plan const& plan, interop::PlanSection const& section,
                  std::function<std::optional<Url>(std::string const& key)> const& change) {
  render(
      out, visit.tr,
      [] {
        return R"(
<section>{when titled}<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{title}</h2>{/when}
{each lines}<p class="utrecht-paragraph">{line}</p>{/each}
{each items}<section class="vlecht-sheet" id="{key}"><h3 class="utrecht-heading-3">{title}</h3>
<ul class="utrecht-unordered-list">{each said}<li class="utrecht-unordered-list__item">{line}</li>{/each}</ul>
{when sourced}<p class="vlecht-soft">{t:In het verslag: {source}}</p>{/when}
{when may}<p class="utrecht-paragraph vlecht-on-screen"><a class="utrecht-link utrecht-link--html-a" href="{change}">{t:Pas aan}<span
class="vlecht-visually-hidden">: {title}</span></a></p>{/when}</section>{/each}</section>)";
      },
      "titled"_a = !section.title.empty(), "title"_a = section.title,
      "lines"_a =
          [&](auto row) {
            for (auto const& line : section.lines) row("line"_a = line);
          },
      "items"_a =
          [&](auto row) {
            for (auto const& item : section.items) {
              auto const source = source_of(plan, item.key);
              auto const place = change(item.key);
              row(
                  "key"_a = item.key, "title"_a = item.title,
                  "said"_a =
                      [&](auto inside) {
                        for (auto const& line : item.lines) inside("line"_a = line);
                      },
                  "sourced"_a = !source.empty(), "source"_a = source, "may"_a = place.has_value(),
                  "change"_a = place.value_or(url("/stappenplannen")));
            }
          });
}

http::Response show_plans(Visit& visit, Typed const&) {
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:De stappenplannen}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">
{t:Elke organisatie in de verslagen had een eigen route. Zo staan ze in Vlechtwerk.}</p>
<ul class="vlecht-screens">{each plans}<li><a class="utrecht-link utrecht-link--html-a" href="{link}">{title}</a>
<span class="vlecht-soft">{t:{count, plural, one {één stap} other {# stappen}}}</span></li>{/each}</ul>)";
      },
      "plans"_a =
          [&](auto row) {
            for (auto const& text : visit.app().plans.shipped())
              if (auto const plan = visit.app().plans.read(text))
                row("link"_a = url("/stappenplannen/{}", (*plan)->id), "title"_a = (*plan)->title.in(visit.lang()),
                    "count"_a = static_cast<int>((*plan)->steps.size()));
          });
  return page(visit,
              {visit.tr("De stappenplannen"),
               Place::None,
               {N_("Kies een plan. Je ziet het als tekening en in zinnen."),
                N_("Bij elke stap staat waar het verslag dat zegt, of dat het een voorstel is.")},
               true},
              body);
}

http::Response show_plan(Visit& visit, Typed const&) {
  auto const plan = shipped_plan(visit, visit.request.param("plan"));
  if (!plan) return not_there(visit);
  auto const translate = translate_for(visit);
  interop::PlanWords const words(*plan, visit.lang(), translate);
  auto const sections = words.for_staff();
  Html body;
  back_link(body, visit, url("/stappenplannen"), visit.tr("De stappenplannen"));
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
{when sourced}<p class="vlecht-soft">{t:Bron: {source}}</p>{/when}
<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:Het stappenplan als tekening}"><img class="vlecht-route-picture"
src="{picture}" loading="lazy" width="800" alt="{t:Het stappenplan als tekening. Hieronder staat het in woorden.}"></div>{slot sections})";
      },
      "title"_a = words.in(plan->title), "sourced"_a = !plan->source.empty(), "source"_a = plan->source,
      "picture"_a = url("/stappenplannen/{}/tekening", plan->id),
      "sections"_a =
          [&](Html& out) {
            for (auto const& section : sections) plan_section(out, visit, *plan, section, [](std::string const&) { return std::nullopt; });
          });
  return page(visit,
              {words.in(plan->title),
               Place::None,
               {N_("De tekening leest van boven naar beneden. Een lijn zegt wat na wat komt."),
                N_("Een voorstel is van ons: daarover zegt het verslag niets.")}},
              body);
}

http::Response show_plan_drawing(Visit& visit, Typed const&) {
  auto const plan = shipped_plan(visit, visit.request.param("plan"));
  if (!plan) return not_there(visit);
  http::Response response;
  response.content_type = "image/svg+xml";
  response.body = interop::draw_plan(*plan, visit.lang(), translate_for(visit));
  return response;
}

}  // namespace vlechtwerk::web
