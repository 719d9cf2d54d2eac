#include <algorithm>

#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// A worry opens a route; a step is done or skipped; what parents say; telling parents.
namespace vlechtwerk::web {
namespace {

using Opened = base::Result<app::ChildView>;

Opened open_child(Visit& visit) { return app::see_child(visit.app(), visit.caller(), visit.path_id<domain::ChildId>("id"), visit.lang()); }

/// The sentence why this person cannot do this, when that is so.
std::optional<Message> forbidden(app::ChildView const& view, app::Action action) {
  auto const* may = permitted(view.permitted, action);
  return may && !may->allowed ? std::optional(may->reason) : std::nullopt;
}

Message no_route() { return {N_("Dit kind heeft nu geen route. Begin met: Ik maak me zorgen."), {}}; }

app::StepView const* find_step(app::ChildView const& view, std::string const& id) {
  if (!view.route) return nullptr;
  for (auto const& step : view.route->steps) {
    if (step.id == id) return &step;
  }
  return nullptr;
}

std::vector<Choice> words_of_parents(Visit const& visit) { return {{"given", visit.tr("Zegt ja")}, {"refused", visit.tr("Zegt nee")}}; }

std::vector<Choice> choices_of(std::vector<app::CodeLabel> const& labels) {
  std::vector<Choice> choices;
  for (auto const& one : labels) choices.push_back({one.code, one.label});
  return choices;
}

/// In the place of the id of a parent: the child itself.
constexpr std::string_view kTheChild = "child";

/// Is the child itself asked for this act, or for one of them? From an age that the plan names.
bool asks_the_child(app::ChildView const& view, std::optional<std::string> const& act = std::nullopt) {
  for (auto const& one : view.toestemming) {
    if (act && one.act != *act) continue;
    for (auto const& word : one.words) {
      if (!word.person) return true;
    }
  }
  return false;
}

std::string answer_name(app::CodeLabel const& act, std::string_view person) { return "answer." + act.code + "." + std::string(person); }

}  // namespace

http::Response show_worry(Visit& visit, Typed const& typed) {
  auto const view = open_child(visit);
  if (!view) return refused(visit, view.error());
  if (auto const reason = forbidden(*view, app::Action::OpenRoute))
    return not_now(visit, typed, view->name, N_("Ik maak me zorgen"), *reason);
  if (view->route)
    return not_now(visit, typed, view->name, N_("Ik maak me zorgen"),
                   {N_("Er is al een route voor dit kind. Schrijf je zorg op als notitie."), {}});
  auto const id = view->name.child;
  Html fields;
  hidden_id(fields, visit, typed);
  hidden_id(fields, visit, typed, "route");
  text_area(fields, visit, typed,
            {.name = "worry",
             .label = N_("Waar maak je je zorgen over?"),
             .hint = N_("Een of twee zinnen is genoeg."),
             .readers = visit.tr(view->readers)});
  std::vector<Choice> notes = {{"", visit.tr("Geen notitie")}};
  for (auto const& item : view->timeline) {
    if (item.kind != "note.recorded" || item.code == "positief" || item.contents_removed || notes.size() > 5) continue;
    std::string start;
    for (auto const& [field, text] : item.texts) {
      if (field == "text") start = text.reveal();
    }
    if (start.size() > 80) {
      std::size_t end = 80;
      while (end > 0 && (static_cast<unsigned char>(start[end]) & 0xC0) == 0x80) --end;
      start = start.substr(0, end) + "…";
    }
    notes.push_back(
        {item.entry.text(), note_words(visit, item) + ", " + i18n::moment_text(item.occurred, visit.today, visit.tr) + ": " + start});
  }
  if (notes.size() > 1) radio_tiles(fields, visit, typed, "note", visit.tr("Begon het met een notitie?"), notes, notes[1].value);
  Html body;
  child_heading(body, visit, view->name, N_("Ik maak me zorgen"));
  mistakes_on_top(body, visit, typed);
  render(body, visit.tr, [] {
    return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Goed dat je het zegt. Er begint nu een route met stappen. Je staat er niet alleen voor.}</p>)";
  });
  form(body, visit, typed, "zorg", url("/kind/{}/zorg", id), fields, N_("Begin de route"), child_url(id));
  return page(visit,
              {visit.tr("Ik maak me zorgen"),
               Place::Children,
               {N_("Een route helpt je om stap voor stap te kijken wat dit kind nodig heeft."), N_("Je hoeft niets zeker te weten."),
                N_("De route kan ook eindigen met: hoort bij de leeftijd.")},
               true},
              body, typed.status);
}

http::Response save_worry(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::OpenRouteForm const form{*id, *route, child, domain::EntryId::parse(typed.text("note")), typed.words("worry")};
  auto const opened = app::open_route(visit.app(), visit.caller(), form);
  return opened ? saved(visit, child_url(child), *id) : again(visit, std::move(typed), opened.error());
}

http::Response show_step(Visit& visit, Typed const& typed) {
  auto const view = open_child(visit);
  if (!view) return refused(visit, view.error());
  auto const* step = find_step(*view, visit.request.param("step"));
  if (!view->route) return not_now(visit, typed, view->name, N_("Stap"), no_route());
  if (!step) return error_page(visit.site, visit.request, 404, "no_step");
  auto const id = view->name.child;
  auto const* may = permitted(view->permitted, app::Action::DoStep);
  bool const allowed = !may || may->allowed;
  auto const due = due_words(visit, step->due, step->late);
  std::string who;
  for (auto const& label : step->function_labels) who += (who.empty() ? "" : ", ") + label;
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="{back}">{t:Terug naar {name}}</a>
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="vlecht-soft">{name} · {stage}{when by} · {who}{/when}{when due} · {day}{/when}</p>
{when assumed}<p class="vlecht-soft">{t:Deze stap is een voorstel. Jullie hebben hem nog niet vastgesteld.}</p>{/when}
{each why}<p class="utrecht-paragraph">{sentence}</p>{/each}{when reasoned}<p class="utrecht-paragraph">{because}</p>{/when}
{when writes}<p class="utrecht-paragraph">{t:Hier schrijf je op:}</p><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{each records}<li class="utrecht-unordered-list__item">{record}
</li>{/each}</ul>{/when})";
      },
      "back"_a = child_url(id), "name"_a = view->name.first_name, "title"_a = step->title, "stage"_a = step->stage_title,
      "by"_a = !who.empty(), "who"_a = who, "due"_a = !due.empty(), "day"_a = due, "assumed"_a = step->assumed,
      "why"_a =
          [&](auto row) {
            for (auto const& sentence : step->why) row("sentence"_a = sentence);
          },
      "reasoned"_a = !step->because.empty(), "because"_a = step->because,
      "writes"_a =
          [&](auto block) {
            if (step->records.empty()) return;
            block("records"_a = [&](auto row) {
              for (auto const& record : step->records) row("record"_a = record);
            });
          });
  mistakes_on_top(body, visit, typed);
  if (!allowed) {
    render(
        body, visit.tr, [] { return R"(<p class="vlecht-not-now">{reason}</p>)"; }, "reason"_a = may->reason);
    kept_words(body, visit, typed);
    return page(visit, {step->title, Place::Children, {}, true}, body, typed.status);
  }
  if (step->blocked) {
    // Nothing to fill in: it would be refused. First the parents, then the step.
    render(
        body, visit.tr,
        [] {
          return R"(<p class="vlecht-not-now">{reason}</p><div class="vlecht-actions"><a
class="utrecht-button utrecht-button--secondary-action" href="{ask}">{t:Leg vast wat ouders zeggen}</a></div>)";
        },
        "reason"_a = *step->blocked, "ask"_a = url("/kind/{}/toestemming", id));
    kept_words(body, visit, typed);
    return page(visit, {step->title, Place::Children, {}, true}, body, typed.status);
  }
  if (step->state == "unavailable" || step->state == "excluded") {
    render(body, visit.tr, [] {
      return R"(<p class="vlecht-not-now">{t:Deze stap is nog niet aan de beurt. Deed je hem toch al? Schrijf het hier gewoon op.}</p>)";
    });
  }
  Html fields;
  hidden_id(fields, visit, typed);
  hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : view->route->route.text());
  if (!step->outcomes.empty()) radio_tiles(fields, visit, typed, "outcome", visit.tr("Wat kwam eruit?"), choices_of(step->outcomes));
  for (auto const& act : step->asks) {
    auto const ask = [&](std::string_view person, Private const& called) {
      auto const name = answer_name(act, person);
      hidden_id(fields, visit, typed, "id." + name);
      auto const* records = permitted(view->permitted, app::Action::RecordToestemming);
      auto words = records && records->allowed ? words_of_parents(visit) : std::vector<Choice>{};
      words.insert(words.begin(), Choice{"", visit.tr("Nog niet gevraagd")});
      if (person != kTheChild) words.push_back({std::string(app::kNotReached), visit.tr("Niet bereikt")});
      radio_tiles(fields, visit, typed, name, visit.tr("{parent}: {act}", {{"parent", called.reveal()}, {"act", act.label}}), words);
    };
    for (auto const& parent : view->parents) {
      if (parent.gezag) ask(parent.person.text(), parent.name);
    }
    if (asks_the_child(*view, act.code)) ask(kTheChild, view->name.first_name);
  }
  text_area(fields, visit, typed, {.name = "words", .label = N_("Hoe ging het?"), .readers = visit.tr(view->readers), .optional = true});
  date_box(fields, visit, typed, {.name = "on", .label = N_("Op welke dag?"), .value = visit.today.text()});
  if (!step->with.empty()) check_tiles(fields, visit, typed, "with", visit.tr("Wie was erbij?"), choices_of(step->with));
  if (step->functions.size() > 1) {
    radio_tiles(fields, visit, typed, "function", visit.tr("Als wie deed je dit?"), choices_of(step->functions),
                step->functions.front().code);
  } else if (step->functions.size() == 1) {
    hidden(fields, "function", step->functions.front().code);
  }
  form(body, visit, typed, "stap", url("/kind/{}/stap/{}", id, step->id), fields, N_("Bewaar deze stap"), child_url(id));
  auto const* waive = permitted(view->permitted, app::Action::WaiveStep);
  if (waive && waive->allowed && step->state != "done") {
    render(
        body, visit.tr,
        [] {
          return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a"
href="{skip}">{t:Sla deze stap over}</a></p>)";
        },
        "skip"_a = url("/kind/{}/stap/{}/overslaan", id, step->id));
  }
  return page(visit,
              {step->title,
               Place::Children,
               {N_("Schrijf op hoe de stap ging. Eén zin is genoeg."), N_("Vraag je iets aan ouders? Leg dan per ouder vast wat die zegt."),
                N_("Past de stap niet? Sla hem over en zeg waarom.")},
               true},
              body, typed.status);
}

http::Response save_step(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  auto const on = date_field(typed, "on");
  if (on && *on > visit.today) typed.wrong("on", {N_("Deze dag moet nog komen. Kies vandaag of een dag ervoor."), {}});
  app::StepForm form;
  // Answers of parents: `answer.<act>.<person>`, each with an id of its own.
  for (auto const& [name, word] : given.fields) {
    if (!name.starts_with("answer.") || word.empty()) continue;
    auto const dot = name.rfind('.');
    auto const who = std::string_view(name).substr(dot + 1);
    auto const person = domain::PersonId::parse(who);
    auto const answer = id_field<domain::EntryId>(typed, "id." + name);
    if ((!person && who != kTheChild) || dot <= 7 || !answer) continue;
    form.answers.push_back(
        {.id = *answer, .child = child, .person = person, .act = name.substr(7, dot - 7), .word = word, .on = {}, .until = {}, .how = {}});
    if (on && *on != visit.today) form.answers.back().on = on;
  }
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  form.id = *id;
  form.route = *route;
  form.step = visit.request.param("step");
  form.function = typed.text("function");
  form.outcome = typed.text("outcome");
  for (auto const one : typed.fields.all("with")) form.with.emplace_back(one);
  if (on && *on != visit.today) form.on = on;
  form.words = typed.words("words");
  auto const entry = app::do_step(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_waive(Visit& visit, Typed const& typed) {
  auto const view = open_child(visit);
  if (!view) return refused(visit, view.error());
  auto const* step = find_step(*view, visit.request.param("step"));
  if (!view->route) return not_now(visit, typed, view->name, N_("Sla een stap over"), no_route());
  if (!step) return error_page(visit.site, visit.request, 404, "no_step");
  if (auto const reason = forbidden(*view, app::Action::WaiveStep))
    return not_now(visit, typed, view->name, N_("Sla een stap over"), *reason);
  auto const id = view->name.child;
  Html fields;
  hidden_id(fields, visit, typed);
  hidden(fields, "route", typed.fields.has("route") ? typed.text("route") : view->route->route.text());
  hidden(fields, "function", step->functions.empty() ? std::string() : step->functions.front().code);
  std::vector<Choice> reasons;
  for (auto const& [code, words] : waive_reasons()) reasons.push_back({code, visit.tr(words)});
  radio_tiles(fields, visit, typed, "reason", visit.tr("Overgeslagen, omdat …"), reasons);
  text_area(fields, visit, typed,
            {.name = "words", .label = N_("Vertel er iets bij"), .readers = visit.tr(view->readers), .optional = true}, 3);
  Html body;
  child_heading(body, visit, view->name, N_("Sla een stap over"));
  render(
      body, visit.tr, [] { return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:De stap:} <b>{title}</b></p>)"; },
      "title"_a = step->title);
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "overslaan", url("/kind/{}/stap/{}/overslaan", id, step->id), fields, N_("Sla deze stap over"), child_url(id));
  return page(visit,
              {visit.tr("Sla een stap over"),
               Place::Children,
               {N_("Overslaan mag. De reden helpt wie na jou komt."), N_("Je kunt de stap later toch nog doen.")},
               true},
              body, typed.status);
}

http::Response save_waive(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  if (typed.text("reason").empty()) typed.wrong("reason", {N_("Kies waarom je deze stap overslaat."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::WaiveForm const form{*id, *route, visit.request.param("step"), typed.text("reason"), typed.text("function"), typed.words("words")};
  auto const entry = app::waive_step(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_toestemming(Visit& visit, Typed const& typed) {
  auto const view = open_child(visit);
  if (!view) return refused(visit, view.error());
  if (auto const reason = forbidden(*view, app::Action::RecordToestemming))
    return not_now(visit, typed, view->name, N_("Wat zeggen de ouders?"), *reason);
  auto const id = view->name.child;
  std::vector<Choice> parents, acts;
  for (auto const& parent : view->parents) {
    if (parent.gezag) parents.push_back({parent.person.text(), parent.name.reveal()});
  }
  bool const parent_known = !parents.empty();
  if (asks_the_child(*view))
    parents.push_back({std::string(kTheChild), visit.tr("{name} zelf", {{"name", view->name.first_name.reveal()}})});
  for (auto const& act : view->toestemming) acts.push_back({act.act, act.text});
  if (!parent_known) {
    return not_now(visit, typed, view->name, N_("Wat zeggen de ouders?"),
                   {N_("Er staat nog geen ouder met gezag bij dit kind. De leidinggevende kan een ouder toevoegen."), {}});
  }
  if (acts.empty()) return not_now(visit, typed, view->name, N_("Wat zeggen de ouders?"), no_route());
  Html fields;
  hidden_id(fields, visit, typed);
  radio_tiles(fields, visit, typed, "person", asks_the_child(*view) ? visit.tr("Wie zei het?") : visit.tr("Welke ouder?"), parents,
              parents.size() == 1 ? parents.front().value : std::string());
  radio_tiles(fields, visit, typed, "act", visit.tr("Waar gaat het over?"), acts, acts.size() == 1 ? acts.front().value : std::string());
  auto words = words_of_parents(visit);
  words.push_back({"withdrawn", visit.tr("Trekt het ja terug")});
  // To go on without a word weighs more than one colleague's note, and has a reason.
  bool const may = std::any_of(view->toestemming.begin(), view->toestemming.end(), [](auto const& act) { return act.unreachable_may; });
  bool const decides = visit.role() == Role::Leidinggevende && may;
  if (decides) words.push_back({"unreachable", visit.tr("Is niet bereikbaar: ik besluit")});
  radio_tiles(fields, visit, typed, "word", visit.tr("Wat zegt deze ouder?"), words);
  if (decides) {
    std::vector<Choice> reasons = {{"", visit.tr("Kies een reden")}};
    for (auto const& [code, reason] : unreachable_reasons()) reasons.push_back({code, visit.tr(reason)});
    select_box(fields, visit, typed,
               {.name = "reason", .label = N_("Waarom is de ouder niet bereikbaar?"), .hint = N_("Vul dit alleen dan in.")}, reasons);
  }
  render(
      fields, visit.tr,
      [] {
        return R"(<p class="vlecht-soft">{when decides}{t:Jij besluit of het dan zonder dit antwoord kan. Bij sommige dingen mag dat niet.}
{/when}{when needed}{t:Zonder antwoord mag het niet: in jullie stappenplan is het woord van elke ouder nodig.}{/when}
{when asks}{t:Blijft het stil? Alleen de leidinggevende besluit dan of het zonder dit antwoord kan.}{/when}
<a class="utrecht-link utrecht-link--html-a" href="{attempt}">{t:Was een ouder niet te bereiken? Schrijf dat hier op.}</a></p>)";
      },
      "decides"_a = decides, "needed"_a = !may, "asks"_a = may && !decides, "attempt"_a = url("/kind/{}/poging", id));
  text_area(fields, visit, typed,
            {.name = "how",
             .label = N_("Hoe zei de ouder het?"),
             .hint = N_("Bijvoorbeeld: bij het ophalen, aan de telefoon."),
             .readers = visit.tr(view->readers),
             .optional = true},
            3);
  date_box(fields, visit, typed, {.name = "on", .label = N_("Op welke dag?"), .value = visit.today.text()});
  date_box(fields, visit, typed, {.name = "until", .label = N_("Geldt het tot een dag?"), .optional = true});
  Html body;
  child_heading(body, visit, view->name, N_("Wat zeggen de ouders?"));
  mistakes_on_top(body, visit, typed);
  attempts_so_far(body, visit, *view);
  form(body, visit, typed, "toestemming", url("/kind/{}/toestemming", id), fields, N_("Bewaar antwoord"), child_url(id));
  return page(visit,
              {visit.tr("Wat zeggen de ouders?"),
               Place::Children,
               {N_("Leg per ouder met gezag vast wat die zegt."), N_("Een ouder mag altijd nee zeggen, en mag een ja terugtrekken."),
                N_("Zegt een ouder nee? Dan gaat de gewone zorg gewoon door.")},
               true},
              body, typed.status);
}

http::Response save_toestemming(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  bool const child_itself = typed.text("person") == kTheChild;
  auto const person = domain::PersonId::parse(typed.text("person"));
  auto const on = date_field(typed, "on");
  auto const until = date_field(typed, "until");
  if (!person && !child_itself) typed.wrong("person", {N_("Kies welke ouder het zei."), {}});
  if (typed.text("act").empty()) typed.wrong("act", {N_("Kies waar het over gaat."), {}});
  if (typed.text("word").empty()) typed.wrong("word", {N_("Kies wat de ouder zegt."), {}});
  if (on && *on > visit.today) typed.wrong("on", {N_("Deze dag moet nog komen. Kies vandaag of een dag ervoor."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::ToestemmingForm form{.id = *id,
                            .child = child,
                            .person = person,
                            .act = typed.text("act"),
                            .word = typed.text("word"),
                            .on = {},
                            .until = until,
                            .how = typed.words("how"),
                            .reason = typed.text("reason")};
  if (on && *on != visit.today) form.on = on;
  auto const entry = app::record_toestemming(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_inform(Visit& visit, Typed const& typed) {
  auto const view = open_child(visit);
  if (!view) return refused(visit, view.error());
  if (auto const reason = forbidden(*view, app::Action::InformParents))
    return not_now(visit, typed, view->name, N_("Vertel het de ouders"), *reason);
  auto const id = view->name.child;
  Html fields;
  hidden_id(fields, visit, typed);
  text_area(fields, visit, typed, {.name = "words", .label = N_("Wat vertelde je de ouders?"), .readers = visit.tr(view->readers)});
  date_box(fields, visit, typed, {.name = "on", .label = N_("Op welke dag?"), .value = visit.today.text()});
  Html body;
  child_heading(body, visit, view->name, N_("Vertel het de ouders"));
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "ouders", url("/kind/{}/ouders", id), fields, N_("Bewaar wat je vertelde"), child_url(id));
  return page(visit,
              {visit.tr("Vertel het de ouders"),
               Place::Children,
               {N_("Schrijf kort op wat je de ouders vertelde."), N_("Zo weet elke collega wat de ouders al weten.")},
               true},
              body, typed.status);
}

http::Response save_inform(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const on = date_field(typed, "on");
  if (on && *on > visit.today) typed.wrong("on", {N_("Deze dag moet nog komen. Kies vandaag of een dag ervoor."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::InformForm form{.id = *id, .child = child, .on = {}, .words = typed.words("words")};
  if (on && *on != visit.today) form.on = on;
  auto const entry = app::inform_parents(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

}  // namespace vlechtwerk::web
