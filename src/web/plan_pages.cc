#include <algorithm>

#include "domain/retention.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Plan van aanpak: write, change together, look back; and what a route does as a whole: it ends, stands still, goes on, gets a newer plan.
namespace vlechtwerk::web {
namespace {

base::Result<app::ChildView> opened_child(Visit& visit) {
  return app::see_child(visit.app(), visit.caller(), visit.path_id<domain::ChildId>("id"), visit.lang());
}

/// A begeleidingsplan belongs to the child; every other plan van aanpak to its route.
std::string kind_of(Visit const& visit, Typed const& typed, app::PlanVanAanpakView const* current) {
  if (typed.fields.has("kind")) return typed.text("kind");
  if (visit.request.query.text("kind") == "begeleidingsplan") return "begeleidingsplan";
  return current ? current->kind : "plan";
}

bool is_of_child(Visit const& visit, Typed const& typed) { return kind_of(visit, typed, nullptr) == "begeleidingsplan"; }

app::PlanVanAanpakView const* current_plan(app::ChildView const& view, bool of_child) {
  auto const* plan = of_child ? &view.begeleidingsplan : view.route ? &view.route->plan_van_aanpak : nullptr;
  return plan && *plan ? &**plan : nullptr;
}

/// The sentence why nothing can be done here, if so.
std::optional<Message> hindrance(app::ChildView const& view, app::Action action, bool needs_route = true) {
  auto const* may = permitted(view.permitted, action);
  if (may && !may->allowed) return may->reason;
  if (needs_route && !view.route) return Message{N_("Dit kind heeft nu geen route. Begin met: Ik maak me zorgen."), {}};
  return std::nullopt;
}

constexpr std::string_view kOfTheAge = "hoort_bij_de_leeftijd";

std::string day_value(std::optional<Date> day) { return day ? day->text() : std::string(); }

http::Response plan_form(Visit& visit, app::ChildView const& view, Typed const& typed, std::string const& follows, Html const& above) {
  auto const id = view.name.child;
  bool const of_child = is_of_child(visit, typed);
  auto const* current = current_plan(view, of_child);
  Html fields;
  hidden_id(fields, visit, typed);
  if (of_child) {
    hidden(fields, "kind", "begeleidingsplan");
  } else {
    hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : view.route->route.text());
    radio_tiles(fields, visit, typed, "kind", visit.tr("Wat voor plan is het?"),
                {{"plan", plan_kind_words(visit, "plan")}, {"actieplan", plan_kind_words(visit, "actieplan")}},
                kind_of(visit, typed, current));
  }
  hidden(fields, "follows", follows);
  for (auto const& part : plan_parts()) {
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
            .label = of_child ? N_("Op welke dag kijken jullie terug?") : N_("Tot welke dag proberen we dit?"),
            .optional = of_child,
            .value = current    ? day_value(of_child ? current->look_back_on : current->until)
                     : of_child ? std::string()
                                : visit.today.plus_days(42).text()});
  Html body;
  child_heading(body, visit, view.name, of_child ? N_("Begeleidingsplan") : N_("Plan van aanpak"));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr, [] { return R"({slot above})"; }, "above"_a = above);
  form(body, visit, typed, "plan", url("/kind/{}/plan", id), fields, N_("Bewaar het plan"), child_url(id));
  return page(
      visit,
      {of_child ? visit.tr("Begeleidingsplan") : visit.tr("Plan van aanpak"),
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
            for (auto const& part : plan_parts()) {
              if (auto const text = typed.text(part.name); !text.empty()) row("label"_a = visit.tr(part.label), "text"_a = text);
            }
          },
      "by"_a = theirs.by,
      "theirs"_a =
          [&](auto row) {
            for (auto const& part : plan_parts()) {
              if (auto const& text = theirs.*part.text; !text.empty()) row("label"_a = visit.tr(part.label), "text"_a = text);
            }
          });
  for (auto const& part : plan_parts()) {
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
  bool const of_child = is_of_child(visit, typed);
  if (auto const reason = hindrance(*view, app::Action::WritePlanVanAanpak, !of_child))
    return not_now(visit, typed, view->name, of_child ? N_("Begeleidingsplan") : N_("Plan van aanpak"), *reason);
  auto const* current = current_plan(*view, of_child);
  return plan_form(visit, *view, typed,
                   typed.fields.has("follows") ? typed.text("follows")
                   : current                   ? current->entry.text()
                                               : std::string(),
                   {});
}

http::Response save_plan_van_aanpak(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  bool const of_child = is_of_child(visit, typed);
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = of_child ? std::optional(domain::CaseId{}) : id_field<domain::CaseId>(typed, "route");
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
                                    .until = until,
                                    .why = typed.words("why"),
                                    .for_whom = typed.words("for_whom"),
                                    .evaluation = typed.words("evaluation"),
                                    .child = of_child ? std::optional(child) : std::nullopt,
                                    .kind = typed.fields.has("kind") ? typed.text("kind") : "plan"};
  auto const written = app::write_plan_van_aanpak(visit.app(), visit.caller(), form);
  if (!written) return again(visit, std::move(typed), written.error());
  if (written->entry) return saved(visit, child_url(child), *written->entry);
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  if ((!of_child && !view->route) || !written->theirs) return again(visit, std::move(typed));
  return both_sides(visit, *view, std::move(typed), written->theirs->theirs);
}

http::Response show_plan_versions(Visit& visit, Typed const&) {
  auto const view = app::see_plan_versions(visit.app(), visit.caller(), visit.path_id<domain::ChildId>("id"));
  if (!view) return refused(visit, view.error());
  Html body;
  child_heading(body, visit, view->child, N_("Alle versies van het plan"));
  render(
      body, visit.tr,
      [] {
        return R"({when none}<p class="utrecht-paragraph">{t:Er is nog geen plan van aanpak.}</p>{/when}
{each versions}<section class="vlecht-sheet"><h2 class="utrecht-heading-3">{kind}</h2><p
class="vlecht-soft">{t:versie {number} van {by}, {day}}</p>{slot texts}</section>{/each})";
      },
      "none"_a = view->versions.empty(),
      "versions"_a =
          [&](auto row) {
            for (auto const& plan : view->versions)
              row(
                  "kind"_a = plan_kind_words(visit, plan.kind), "number"_a = plan.version_number, "by"_a = plan.by,
                  "day"_a = i18n::moment_text(plan.written, visit.today, visit.tr),
                  "texts"_a = [&](Html& inside) { plan_texts(inside, visit, plan); });
          });
  return page(visit,
              {visit.tr("Alle versies van het plan"),
               Place::Children,
               {N_("De nieuwste versie staat bovenaan."), N_("Een oude versie verandert nooit meer.")},
               true},
              body);
}

http::Response show_evaluate(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  bool const of_child = is_of_child(visit, typed);
  if (auto const reason = hindrance(*view, app::Action::EvaluatePlanVanAanpak, !of_child))
    return not_now(visit, typed, view->name, N_("Kijk terug op het plan"), *reason);
  auto const* current = current_plan(*view, of_child);
  if (!current) {
    return not_now(visit, typed, view->name, N_("Kijk terug op het plan"),
                   of_child ? Message{N_("Er is nog geen begeleidingsplan. Schrijf eerst een plan."), {}}
                            : Message{N_("Er is nog geen plan van aanpak. Schrijf eerst een plan."), {}});
  }
  auto const id = view->name.child;
  auto const& plan = *current;
  Html fields;
  hidden_id(fields, visit, typed);
  if (of_child)
    hidden(fields, "kind", "begeleidingsplan");
  else
    hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : view->route->route.text());
  hidden(fields, "plan_van_aanpak", typed.fields.has("plan_van_aanpak") ? typed.text("plan_van_aanpak") : plan.entry.text());
  if (of_child)
    radio_tiles(fields, visit, typed, "outcome", visit.tr("Past het plan nog bij dit kind?"),
                {{"past_nog", visit.tr("Ja, het past nog")}, {"past_niet_meer", visit.tr("Nee, we passen het aan")}});
  else
    radio_tiles(fields, visit, typed, "outcome", visit.tr("Helpt het plan?"),
                {{"genoeg", visit.tr("Ja, genoeg")}, {"niet_genoeg", visit.tr("Nog niet genoeg")}});
  text_area(fields, visit, typed, {.name = "words", .label = N_("Wat merk je?"), .readers = visit.tr(view->readers), .optional = true});
  if (of_child)
    date_box(fields, visit, typed,
             {.name = "until", .label = N_("Wanneer kijken jullie weer?"), .hint = N_("Dan staat het weer op Vandaag."), .optional = true});
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
  bool const of_child = is_of_child(visit, typed);
  auto const route = of_child ? std::optional(domain::CaseId{}) : id_field<domain::CaseId>(typed, "route");
  auto const plan = id_field<domain::EntryId>(typed, "plan_van_aanpak");
  auto const until = date_field(typed, "until");
  if (typed.text("outcome").empty())
    typed.wrong("outcome", of_child ? Message{N_("Kies of het plan nog past."), {}} : Message{N_("Kies of het plan helpt."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::EvaluateForm const form{
      *id, *route, *plan, typed.text("outcome"), typed.words("words"), of_child ? std::optional(child) : std::nullopt, until};
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
  auto const until = [&](std::string_view outcome) {
    return i18n::day_text(domain::kept_until(outcome, visit.today, view->leaves_on), visit.today, visit.tr);
  };
  bool const of_age = std::any_of(route.outcomes.begin(), route.outcomes.end(), [](auto const& one) { return one.code == kOfTheAge; });
  render(
      fields, visit.tr,
      [] {
        return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-3">{t:Hoe lang bewaren we dit?}</h2>
{when of_age}<p class="utrecht-paragraph">{t:Hoort het bij de leeftijd? Dan bewaren we notities en plan tot {soon}.}</p>{/when}
<p class="utrecht-paragraph">{t:Anders tot {later}: twee jaar nadat {name} weggaat.}</p>
<p class="vlecht-soft">{t:Gaat {name} eerder of later weg? Dan schuift die dag mee.}</p></section>)";
      },
      "of_age"_a = of_age, "soon"_a = until(kOfTheAge), "later"_a = until(""), "name"_a = view->name.first_name);
  form(body, visit, typed, "afsluiten", url("/kind/{}/afsluiten", id), fields, N_("Rond de route af"), child_url(id));
  return page(
      visit,
      {visit.tr("Rond de route af"),
       Place::Children,
       {N_("Kies hoe het nu gaat. Hoort bij de leeftijd is ook een goed einde."), N_("Tot die dag blijft alles te lezen bij dit kind.")},
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

namespace {

std::vector<Choice> choices_of(Visit const& visit, std::vector<std::pair<std::string, char const*>> const& reasons) {
  std::vector<Choice> choices;
  for (auto const& [code, words] : reasons) choices.push_back({code, visit.tr(words)});
  return choices;
}

void hidden_route(Html& fields, Typed const& typed, app::RouteView const& route) {
  hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : route.route.text());
}

/// A page about a route as a whole: the heading, a sentence and one form.
http::Response turning_page(Visit& visit, Typed const& typed, app::ChildView const& view, char const* title, Html const& about,
                            std::string_view route, Url const& action, Html const& fields, char const* button,
                            std::vector<char const*> help) {
  Html body;
  child_heading(body, visit, view.name, title);
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr, [] { return R"({slot about})"; }, "about"_a = about);
  form(body, visit, typed, route, action, fields, button, child_url(view.name.child));
  return page(visit, {visit.tr(title), Place::Children, std::move(help), true}, body, typed.status);
}

http::Response turned(Visit& visit, Typed typed, base::Result<domain::EntryId> const& entry) {
  return entry ? saved(visit, child_url(visit.path_id<domain::ChildId>("id")), *entry) : again(visit, std::move(typed), entry.error());
}

}  // namespace

http::Response show_pause(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  auto reason = hindrance(*view, app::Action::PauseRoute);
  if (!reason && view->route->status == "paused") reason = Message{N_("Deze route staat al stil."), {}};
  if (reason) return not_now(visit, typed, view->name, N_("Zet de route even stil"), *reason);
  Html fields, about;
  hidden_id(fields, visit, typed);
  hidden_route(fields, typed, *view->route);
  radio_tiles(fields, visit, typed, "reason", visit.tr("Waarom staat de route stil?"), choices_of(visit, pause_reasons()));
  date_box(fields, visit, typed,
           {.name = "until",
            .label = N_("Tot en met welke dag?"),
            .hint = N_("Op de dag erna gaat de route vanzelf verder."),
            .optional = true});
  render(about, visit.tr, [] {
    return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Zolang de route stilstaat, telt geen enkele dag mee. Stappen doen mag wel.}</p>)";
  });
  return turning_page(
      visit, typed, *view, N_("Zet de route even stil"), about, "pauze", url("/kind/{}/pauze", view->name.child), fields,
      N_("Zet de route stil"),
      {N_("Een pauze past bij vakantie, of als een kind een tijd niet komt."), N_("Kies je een dag? Dan vergeet niemand het kind.")});
}

http::Response save_pause(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  auto const until = date_field(typed, "until");
  if (typed.text("reason").empty()) typed.wrong("reason", {N_("Kies waarom de route even stilstaat."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::PauseForm const form{*id, *route, typed.text("reason"), until};
  auto const entry = app::pause_route(visit.app(), visit.caller(), form);
  return turned(visit, std::move(typed), entry);
}

http::Response show_resume(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  auto reason = hindrance(*view, app::Action::ResumeRoute);
  if (!reason && view->route->status != "paused") reason = Message{N_("Deze route staat niet stil."), {}};
  if (reason) return not_now(visit, typed, view->name, N_("Ga verder met de route"), *reason);
  Html fields, about;
  hidden_id(fields, visit, typed);
  hidden_route(fields, typed, *view->route);
  render(about, visit.tr, [] {
    return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Vanaf vandaag tellen de dagen weer mee. Wat al open stond, krijgt de dagen van de pauze erbij.}</p>)";
  });
  return turning_page(visit, typed, *view, N_("Ga verder met de route"), about, "verder", url("/kind/{}/verder", view->name.child), fields,
                      N_("Ga verder met de route"), {});
}

http::Response save_resume(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::resume_route(visit.app(), visit.caller(), *id, *route);
  return turned(visit, std::move(typed), entry);
}

http::Response show_reopen(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  auto const* may = permitted(view->permitted, app::Action::ReopenRoute);
  std::optional<Message> reason;
  if (view->route) reason = Message{N_("Voor dit kind loopt al een route. Kijk bij dit kind waar die staat."), {}};
  if (!reason && view->earlier_routes.empty()) reason = Message{N_("Dit kind heeft geen route die klaar is."), {}};
  if (may && !may->allowed) reason = may->reason;
  if (reason) return not_now(visit, typed, view->name, N_("Ga verder met een eerdere route"), *reason);
  auto const& route = view->earlier_routes.front();
  Html fields, about;
  hidden_id(fields, visit, typed);
  hidden_route(fields, typed, route);
  radio_tiles(fields, visit, typed, "reason", visit.tr("Waarom gaan jullie verder?"), choices_of(visit, reopen_reasons()));
  render(
      about, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:De route van {day} eindigde met: {outcome}. Hij gaat verder waar hij was.}</p>)";
      },
      "day"_a = i18n::day_text(route.opened_on, visit.today, visit.tr), "outcome"_a = route.outcome_label);
  return turning_page(visit, typed, *view, N_("Ga verder met een eerdere route"), about, "heropenen",
                      url("/kind/{}/heropenen", view->name.child), fields, N_("Open de route weer"),
                      {N_("Gaat het om een andere zorg? Begin dan een nieuwe route.")});
}

http::Response save_reopen(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  if (typed.text("reason").empty()) typed.wrong("reason", {N_("Kies waarom de route weer opengaat."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::reopen_route(visit.app(), visit.caller(), {*id, *route, typed.text("reason")});
  return turned(visit, std::move(typed), entry);
}

http::Response show_adopt(Visit& visit, Typed const& typed) {
  auto const view = opened_child(visit);
  if (!view) return refused(visit, view.error());
  auto reason = hindrance(*view, app::Action::AdoptPlan);
  if (!reason && !view->route->newer_version) reason = Message{N_("Deze route volgt al de nieuwste versie van het stappenplan."), {}};
  if (reason) return not_now(visit, typed, view->name, N_("Wat verandert er voor dit kind?"), *reason);
  auto const adoption = app::see_adoption(visit.app(), visit.caller(), view->name.child, visit.lang());
  if (!adoption) return refused(visit, adoption.error());
  Html fields, about;
  hidden_id(fields, visit, typed);
  hidden_route(fields, typed, *view->route);
  // After a refusal the newest version stands here, with what it changes above it.
  hidden(fields, "version", std::to_string(adoption->to_version));
  render(
      about, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Er is een nieuwe versie van: {plan}.}
{t:Deze route volgt nu versie {from}. De nieuwste is versie {to}.}</p>
<section class="vlecht-sheet"><h2 class="utrecht-heading-3">{t:Dit verandert vandaag}</h2>
{when same}<p class="utrecht-paragraph">{t:Vandaag verandert er niets voor dit kind.}</p>{/when}
<ul class="utrecht-unordered-list">{each changes}<li class="utrecht-unordered-list__item">{sentence}</li>{/each}</ul></section>
<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Wat jullie deden en wat ouders zeiden, blijft staan. Wat nog open staat ook.}</p>)";
      },
      "plan"_a = adoption->plan_title, "from"_a = adoption->from_version, "to"_a = adoption->to_version,
      "same"_a = adoption->changes.empty(),
      "changes"_a =
          [&](auto row) {
            for (auto const& sentence : adoption->changes) row("sentence"_a = sentence);
          });
  return turning_page(visit, typed, *view, N_("Wat verandert er voor dit kind?"), about, "overgaan",
                      url("/kind/{}/overgaan", view->name.child), fields, N_("Ga over op de nieuwe versie"),
                      {N_("Een route houdt haar eigen versie van het plan, tot jullie overgaan.")});
}

http::Response save_adopt(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  auto const version = typed.text("version");
  bool const number = !version.empty() && version.size() < 10 && version.find_first_not_of("0123456789") == std::string::npos;
  if (!number) typed.wrong({}, {N_("Er ging iets mis met dit formulier. Laad de pagina opnieuw en probeer het nog een keer."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::adopt_plan(visit.app(), visit.caller(), {*id, *route, std::stoll(version)});
  return turned(visit, std::move(typed), entry);
}

}  // namespace vlechtwerk::web
