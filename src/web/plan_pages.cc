#include <algorithm>

#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Plan van aanpak: write, change together, look back; and the end of a route.
namespace vlechtwerk::web {
namespace {

base::Result<app::ChildView> opened_child(Visit& visit) {
  return app::see_child(visit.app(), visit.caller(), visit.path_id<domain::ChildId>("id"), visit.lang());
}

/// The sentence why nothing can be done here, if so.
std::optional<Message> hindrance(app::ChildView const& view, app::Action action) {
  auto const* may = permitted(view.permitted, action);
  if (may && !may->allowed) return may->reason;
  if (!view.route) return Message{N_("Dit kind heeft nu geen route. Begin met: Ik maak me zorgen."), {}};
  return std::nullopt;
}

struct PlanPart {
  char const* name;
  char const* label;
  Private app::PlanVanAanpakView::*text;
  bool optional;
};
constexpr PlanPart kParts[] = {
    {"goal", N_("Wat willen we bereiken?"), &app::PlanVanAanpakView::goal, false},
    {"approach", N_("Wat gaan we doen?"), &app::PlanVanAanpakView::approach, false},
    {"strengths", N_("Wat gaat al goed?"), &app::PlanVanAanpakView::strengths, true},
    {"interest", N_("Wat vindt het kind leuk?"), &app::PlanVanAanpakView::interest, true},
    {"who", N_("Wie doet wat?"), &app::PlanVanAanpakView::who, true},
    {"parents_part", N_("Wat doen de ouders?"), &app::PlanVanAanpakView::parents_part, true},
};

std::string day_value(std::optional<Date> day) { return day ? day->text() : std::string(); }

http::Response plan_form(Visit& visit, app::ChildView const& view, Typed const& typed, std::string const& follows, Html const& above) {
  auto const id = view.name.child;
  auto const& current = view.route->plan_van_aanpak;
  Html fields;
  hidden_id(fields, visit, typed);
  hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : view.route->route.text());
  hidden(fields, "follows", follows);
  for (auto const& part : kParts) {
    text_area(fields, visit, typed,
              {.name = part.name,
               .label = part.label,
               .readers = visit.tr(view.readers),
               .optional = part.optional,
               .value = current ? ((*current).*part.text).reveal() : std::string()},
              3);
  }
  date_box(fields, visit, typed,
           {.name = "from", .label = N_("Vanaf welke dag?"), .value = current ? day_value(current->from) : visit.today.text()});
  date_box(fields, visit, typed,
           {.name = "until",
            .label = N_("Tot welke dag proberen we dit?"),
            .value = current ? day_value(current->until) : visit.today.plus_days(42).text()});
  Html body;
  child_heading(body, visit, view.name, N_("Plan van aanpak"));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr, [] { return R"({slot above})"; }, "above"_a = above);
  form(body, visit, typed, "plan", url("/kind/{}/plan", id), fields, N_("Bewaar het plan"), child_url(id));
  return page(
      visit,
      {visit.tr("Plan van aanpak"),
       Place::Children,
       {N_("Begin met wat dit kind al kan en leuk vindt."), N_("Maak het klein: één ding dat jullie samen gaan doen."),
        N_("Spreek af tot wanneer jullie het proberen."), N_("Schreef een collega tegelijk? Dan zie je beide teksten naast elkaar.")}},
      body, typed.status);
}

/// What somebody else saved meanwhile beside what was typed: both stand in the result until a person chooses.
http::Response both_sides(Visit& visit, app::ChildView const& view, Typed typed, app::PlanVanAanpakView const& theirs) {
  Html above;
  render(
      above, visit.tr,
      [] {
        return R"(
<div class="utrecht-alert utrecht-alert--info" role="alert" data-focus tabindex="-1"><div class="utrecht-alert__content"><h2
class="utrecht-heading-3">{t:Een collega schreef ook aan dit plan}</h2>
<p class="utrecht-paragraph">{t:Er is niets weg. Hieronder staan beide teksten. Maak er samen één plan van en bewaar het.}</p></div></div>
<div class="vlecht-sides"><section class="vlecht-side"><h2 class="utrecht-heading-3">{t:Jouw tekst}</h2>{each mine}<h3
class="utrecht-heading-3">{label}</h3><p class="vlecht-words">{text}</p>{/each}</section>
<section class="vlecht-side vlecht-side--theirs"><h2 class="utrecht-heading-3">{t:Tekst van {by}}</h2>{each theirs}<h3
class="utrecht-heading-3">{label}</h3><p class="vlecht-words">{text}</p>{/each}</section></div>)";
      },
      "mine"_a =
          [&](auto row) {
            for (auto const& part : kParts) {
              if (auto const text = typed.text(part.name); !text.empty()) row("label"_a = visit.tr(part.label), "text"_a = text);
            }
          },
      "by"_a = theirs.by,
      "theirs"_a =
          [&](auto row) {
            for (auto const& part : kParts) {
              if (auto const& text = theirs.*part.text; !text.empty()) row("label"_a = visit.tr(part.label), "text"_a = text);
            }
          });
  for (auto const& part : kParts) {
    auto const mine = typed.text(part.name);
    auto const& other = (theirs.*part.text).reveal();
    if (!other.empty() && other != mine) typed.fields.set(part.name, mine.empty() ? other : mine + "\n\n" + other);
  }
  typed.fields.remove("id");  // what will be saved is another text
  typed.status = 409;
  return plan_form(visit, view, typed, theirs.entry.text(), above);
}

}  // namespace

http::Response show_plan_van_aanpak(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  if (auto const reason = hindrance(*view, app::Action::WritePlanVanAanpak))
    return not_now(visit, typed, view->name, N_("Plan van aanpak"), *reason);
  auto const& current = view->route->plan_van_aanpak;
  return plan_form(visit, *view, typed,
                   typed.fields.has("follows") ? typed.text("follows")
                   : current                   ? current->entry.text()
                                               : std::string(),
                   {});
}

http::Response save_plan_van_aanpak(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  auto const from = date_field(typed, "from");
  auto const until = date_field(typed, "until");
  if (from && until && *until < *from) typed.wrong("until", {N_("De laatste dag ligt voor de eerste dag. Kies een latere dag."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::PlanVanAanpakForm const form{.id = *id,
                                    .route = *route,
                                    .follows = domain::EntryId::parse(typed.text("follows")),
                                    .goal = typed.words("goal"),
                                    .approach = typed.words("approach"),
                                    .strengths = typed.words("strengths"),
                                    .interest = typed.words("interest"),
                                    .who = typed.words("who"),
                                    .parents_part = typed.words("parents_part"),
                                    .from = from,
                                    .until = until};
  auto const written = app::write_plan_van_aanpak(visit.app(), visit.caller(), form);
  if (!written) return again(visit, std::move(typed), written.error());
  if (written->entry) return saved(visit, child_url(child), *written->entry);
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  if (!view->route || !written->theirs) return again(visit, std::move(typed));
  return both_sides(visit, *view, std::move(typed), written->theirs->theirs);
}

http::Response show_evaluate(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  if (auto const reason = hindrance(*view, app::Action::EvaluatePlanVanAanpak))
    return not_now(visit, typed, view->name, N_("Kijk terug op het plan"), *reason);
  if (!view->route->plan_van_aanpak) {
    return not_now(visit, typed, view->name, N_("Kijk terug op het plan"),
                   {N_("Er is nog geen plan van aanpak. Schrijf eerst een plan."), {}});
  }
  auto const id = view->name.child;
  auto const& plan = *view->route->plan_van_aanpak;
  Html fields;
  hidden_id(fields, visit, typed);
  hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : view->route->route.text());
  hidden(fields, "plan_van_aanpak", typed.fields.has("plan_van_aanpak") ? typed.text("plan_van_aanpak") : plan.entry.text());
  radio_tiles(fields, visit, typed, "outcome", visit.tr("Helpt het plan?"),
              {{"genoeg", visit.tr("Ja, genoeg")}, {"niet_genoeg", visit.tr("Nog niet genoeg")}});
  text_area(fields, visit, typed, {.name = "words", .label = N_("Wat merk je?"), .readers = visit.tr(view->readers), .optional = true});
  Html body;
  child_heading(body, visit, view->name, N_("Kijk terug op het plan"));
  render(
      body, visit.tr,
      [] {
        return R"(<div class="vlecht-sheet"><p class="vlecht-soft">{t:Wat willen we bereiken?}</p><p class="vlecht-words">{goal}</p><p
class="vlecht-soft">{t:Wat gaan we doen?}</p><p class="vlecht-words">{approach}</p></div>)";
      },
      "goal"_a = plan.goal, "approach"_a = plan.approach);
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "terugkijken", url("/kind/{}/plan/terugkijken", id), fields, N_("Bewaar wat je ziet"), child_url(id));
  return page(visit,
              {visit.tr("Kijk terug op het plan"),
               Place::Children,
               {N_("Kijk samen terug: collega's en ouders."), N_("Nog niet genoeg? Dan past de volgende stap misschien beter.")},
               true},
              body, typed.status);
}

http::Response save_evaluate(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  auto const plan = id_field<domain::EntryId>(typed, "plan_van_aanpak");
  if (typed.text("outcome").empty()) typed.wrong("outcome", {N_("Kies of het plan helpt."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::EvaluateForm const form{*id, *route, *plan, typed.text("outcome"), typed.words("words")};
  auto const entry = app::evaluate_plan_van_aanpak(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_close(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  if (auto const reason = hindrance(*view, app::Action::CloseRoute))
    return not_now(visit, typed, view->name, N_("Rond de route af"), *reason);
  auto const id = view->name.child;
  auto const& route = *view->route;
  std::vector<app::StepView const*> needed;
  for (auto const& step : route.steps) {
    if (std::find(route.closing_needs.begin(), route.closing_needs.end(), step.id) != route.closing_needs.end()) needed.push_back(&step);
  }
  Html fields;
  hidden_id(fields, visit, typed);
  hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : route.route.text());
  std::vector<Choice> outcomes;
  for (auto const& one : route.outcomes) outcomes.push_back({one.code, one.label});
  radio_tiles(fields, visit, typed, "outcome", visit.tr("Hoe eindigt deze route?"), outcomes);
  text_area(fields, visit, typed,
            {.name = "words", .label = N_("Wat wil je erbij vertellen?"), .readers = visit.tr(view->readers), .optional = true});
  if (!needed.empty())
    check_tile(fields, visit, typed, "despite", visit.tr("Ik rond toch af. De open stappen blijven zichtbaar als niet gedaan."));
  Html body;
  child_heading(body, visit, view->name, N_("Rond de route af"));
  mistakes_on_top(body, visit, typed);
  if (!needed.empty()) {
    render(
        body, visit.tr,
        [] {
          return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-3">{t:Deze stappen staan nog open}</h2><p
class="utrecht-paragraph">{t:Doe ze eerst, of sla ze over met een reden.}</p>
<ul class="utrecht-unordered-list">{each steps}<li class="utrecht-unordered-list__item">{title}: <a
class="utrecht-link utrecht-link--html-a" href="{do}">{t:doe de stap}</a> · <a class="utrecht-link utrecht-link--html-a"
href="{skip}">{t:sla over}</a></li>{/each}</ul></section>)";
        },
        "steps"_a =
            [&](auto row) {
              for (auto const* step : needed) {
                row("title"_a = step->title, "do"_a = url("/kind/{}/stap/{}", id, step->id),
                    "skip"_a = url("/kind/{}/stap/{}/overslaan", id, step->id));
              }
            });
  }
  form(body, visit, typed, "afsluiten", url("/kind/{}/afsluiten", id), fields, N_("Rond de route af"), child_url(id));
  return page(visit,
              {visit.tr("Rond de route af"),
               Place::Children,
               {N_("Kies hoe het nu gaat. Hoort bij de leeftijd is ook een goed einde."), N_("Alles blijft te lezen bij dit kind.")},
               true},
              body, typed.status);
}

http::Response save_close(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  if (typed.text("outcome").empty()) typed.wrong("outcome", {N_("Kies hoe de route eindigt."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::CloseForm const form{*id, *route, typed.text("outcome"), typed.words("words")};
  auto const entry = app::close_route(visit.app(), visit.caller(), form, typed.ticked("despite"));
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

}  // namespace vlechtwerk::web
