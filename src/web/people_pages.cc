#include <algorithm>

#include "app/people.h"
#include "i18n/names.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Who has a step, who is away and who then does it, and a parent who was not reached.
namespace vlechtwerk::web {
namespace {

std::vector<Choice> choices_of(std::vector<app::WorkerName> workers) {
  by_name(workers);
  std::vector<Choice> out;
  for (auto const& one : workers) out.push_back({one.account.text(), one.name.reveal()});
  return out;
}

/// Who was chosen; where nobody can be chosen, oneself.
std::optional<domain::AccountId> chosen_or_me(Visit const& visit, Typed const& typed, std::string_view name) {
  if (!typed.fields.has(name)) return visit.caller().actor.account;
  return domain::AccountId::parse(typed.text(name));
}

}  // namespace

std::vector<std::pair<std::string, char const*>> unreachable_reasons() {
  return {{"reageert_niet", N_("De ouder reageert niet")},
          {"geen_contactgegevens", N_("We hebben geen nummer of adres")},
          {"kan_niet", N_("De ouder kan nu niet antwoorden")},
          {"anders", N_("Iets anders")}};
}

void attempts_to_reach(Html& out, Visit const& visit, app::ToestemmingView const& act) {
  for (auto const& word : act.words) {
    if (word.attempts.empty()) continue;
    bool const no = word.word == "refused" || word.word == "withdrawn";
    bool const decided = act.unreachable_may && word.word == "unreachable";
    render(
        out, visit.tr,
        [] {
          return R"(<p class="utrecht-paragraph">{t:{name} was niet te bereiken:}</p><ul class="utrecht-unordered-list">{each times}<li
class="utrecht-unordered-list__item">{day}{when because}: {reason}{/when}{when told}: {how}{/when} <span class="vlecht-soft">{by}</span>
</li>{/each}</ul><p class="utrecht-paragraph">
{when decided}{t:De leidinggevende besloot om zonder dit antwoord verder te gaan.}{/when}
{when may}{t:Lukt het niet? Dan besluit de leidinggevende of het zonder dit antwoord kan.}{/when}
{when no}{t:{name} zei nee. Dat blijft zo, tot {name} zelf iets anders zegt.}{/when}
{when needed}{t:Alleen {name} kan hier zelf ja zeggen. Lukt dat niet? Bespreek met de pedagoog wat wel kan.}{/when}</p>)";
        },
        "name"_a = word.name,
        "times"_a =
            [&](auto row) {
              for (auto const& one : word.attempts)
                row("day"_a = i18n::day_text(one.on, visit.today, visit.tr), "because"_a = !one.reason.empty(),
                    "reason"_a = reason_words(visit, unreachable_reasons(), one.reason), "told"_a = !one.how.empty(), "how"_a = one.how,
                    "by"_a = one.by);
            },
        "decided"_a = decided, "no"_a = no, "may"_a = !no && !decided && act.unreachable_may, "needed"_a = !no && !act.unreachable_may);
  }
}

void attempts_so_far(Html& out, Visit const& visit, app::ChildView const& view) {
  for (auto const& act : view.toestemming) {
    if (std::none_of(act.words.begin(), act.words.end(), [](auto const& word) { return !word.attempts.empty(); })) continue;
    render(
        out, visit.tr, [] { return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-3">{act}</h2>{slot times}</section>)"; },
        "act"_a = act.text, "times"_a = [&](Html& inside) { attempts_to_reach(inside, visit, act); });
  }
}

http::Response show_attempt(Visit& visit, Typed const& typed) {
  auto const view = app::see_child(visit.app(), visit.caller(), visit.path_id<domain::ChildId>("id"), visit.lang());
  if (!view) return refused(visit, view.error());
  auto const title = N_("Een ouder was niet te bereiken");
  if (auto const* may = permitted(view->permitted, app::Action::RecordAttempt); may && !may->allowed)
    return not_now(visit, typed, view->name, title, may->reason);
  auto const id = view->name.child;
  std::vector<Choice> parents, acts;
  for (auto const& parent : view->parents)
    if (parent.gezag) parents.push_back({parent.person.text(), parent.name.reveal()});
  for (auto const& act : view->toestemming) acts.push_back({act.act, act.text});
  if (parents.empty())
    return not_now(visit, typed, view->name, title,
                   {N_("Er staat nog geen ouder met gezag bij dit kind. De leidinggevende kan een ouder toevoegen."), {}});
  if (acts.empty())
    return not_now(visit, typed, view->name, title, {N_("Dit kind heeft nu geen route. Begin met: Ik maak me zorgen."), {}});
  Html fields, body;
  hidden_id(fields, visit, typed);
  radio_tiles(fields, visit, typed, "person", visit.tr("Welke ouder?"), parents,
              parents.size() == 1 ? parents.front().value : std::string());
  radio_tiles(fields, visit, typed, "act", visit.tr("Waar gaat het over?"), acts, acts.size() == 1 ? acts.front().value : std::string());
  text_area(fields, visit, typed,
            {.name = "how",
             .label = N_("Hoe probeerde je het?"),
             .hint = N_("Bijvoorbeeld: twee keer gebeld, een bericht gestuurd."),
             .readers = visit.tr(view->readers)},
            3);
  date_box(fields, visit, typed, {.name = "on", .label = N_("Op welke dag?"), .value = visit.today.text()});
  child_heading(body, visit, view->name, title);
  mistakes_on_top(body, visit, typed);
  attempts_so_far(body, visit, *view);
  form(body, visit, typed, "poging", url("/kind/{}/poging", id), fields, N_("Bewaar de poging"), child_url(id));
  return page(visit,
              {visit.tr(title),
               Place::Children,
               {N_("Schrijf elke keer op dat je een ouder niet bereikte."), N_("Er is dan nog niets besloten."),
                N_("Alleen de leidinggevende besluit of het zonder antwoord kan.")},
               true},
              body, typed.status);
}

http::Response save_attempt(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const person = domain::PersonId::parse(typed.text("person"));
  auto const on = date_field(typed, "on");
  if (!person) typed.wrong("person", {N_("Kies welke ouder je niet bereikte."), {}});
  if (typed.text("act").empty()) typed.wrong("act", {N_("Kies waar het over gaat."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::ToestemmingForm const form{.id = *id,
                                  .child = child,
                                  .person = person,
                                  .act = typed.text("act"),
                                  .word = std::string(app::kNotReached),
                                  .on = on,
                                  .until = {},
                                  .how = typed.words("how")};
  auto const entry = app::record_toestemming(visit.app(), visit.caller(), form);
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_take_over(Visit& visit, Typed const& typed) {
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const step = visit.request.param("step");
  auto const view = app::see_assign(visit.app(), visit.caller(), child, step, visit.lang());
  if (!view) return refused(visit, view.error());
  Html body, fields;
  child_heading(body, visit, view->child, view->mine ? N_("Wie doet deze stap?") : N_("Neem jij hem over?"));
  mistakes_on_top(body, visit, typed);
  auto const who = who_words(visit, view->has, view->stands_in_for);
  render(
      body, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:De stap:} <b>{title}</b>{when who}<br>{t:Nu bij: {name}}
{/when}</p>)";
      },
      "title"_a = view->title, "who"_a = !who.empty(), "name"_a = who);
  if (view->mine && view->colleagues.empty()) {
    render(body, visit.tr, [] {
      return R"(<p class="vlecht-not-now">{t:Deze stap is al bij jou. De mentor of de leidinggevende kan hem aan een ander geven.}</p>)";
    });
    return page(visit, {view->title, Place::Children, {}, true}, body, typed.status);
  }
  hidden_id(fields, visit, typed);
  hidden(fields, "route", view->route.text());
  auto choices = choices_of(view->colleagues);
  if (!choices.empty()) {
    auto const me = visit.caller().actor.account.text();
    if (!view->mine) choices.insert(choices.begin(), {me, visit.tr("Ik doe het zelf")});
    radio_tiles(fields, visit, typed, "to", visit.tr("Wie doet deze stap?"), choices, choices.front().value);
  }
  form(body, visit, typed, "overnemen", url("/kind/{}/stap/{}/overnemen", child, step), fields,
       choices.empty() ? N_("Ja, ik neem hem over") : N_("Bewaar wie het doet"), child_url(child));
  return page(visit,
              {view->title,
               Place::Children,
               {N_("Bij elke open stap staat één naam."), N_("Neem je hem over? Dan staat jouw naam erbij, ook op Vandaag."),
                N_("De mentor en de leidinggevende kunnen een stap aan een collega geven.")},
               true},
              body, typed.status);
}

http::Response save_take_over(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = visit.path_id<domain::ChildId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const route = id_field<domain::CaseId>(typed, "route");
  auto const to = chosen_or_me(visit, typed, "to");
  if (!to) typed.wrong("to", {N_("Kies wie de stap doet."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::assign_step(visit.app(), visit.caller(), {*id, *route, visit.request.param("step"), *to});
  return entry ? saved(visit, child_url(child), *entry) : again(visit, std::move(typed), entry.error());
}

// ---------------------------------------------------------------- away

namespace {

/// A colleague of a large house is found by name; what is typed is posted and stands in no address.
void colleague_search(Html& out, Visit const& visit, Typed const& typed, std::string const& asked, std::size_t found) {
  Html fields;
  text_box(fields, visit, typed,
           {.name = "naam", .label = N_("Is het een collega? Zoek op naam"), .optional = true, .autocomplete = "off"});
  form(out, visit, typed, "afwezig.zoek", url("/afwezig/zoek"), fields, N_("Zoek"));
  if (asked.empty()) return;
  bool const more = found > app::kPeopleShown;
  render(
      out, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph" role="status">{when none}{t:Er is niemand met deze naam.}{/when}{when some}
{t:{count, plural, one {Eén mens gevonden.} other {# mensen gevonden.}}} {t:Kies hieronder wie je bedoelt.}{/when}{when more}
{t:Er zijn er meer. Typ een langer deel van de naam.}{/when}</p>)";
      },
      "none"_a = found == 0, "some"_a = found > 0 && !more, "count"_a = static_cast<int>(found), "more"_a = more);
}

}  // namespace

http::Response show_absence(Visit& visit, Typed const& typed) {
  // What was searched for comes along with a form that comes back, so that the same people stand in it.
  auto const asked = name_asked_for(typed);
  std::function<bool(app::Private const&)> named = [&](app::Private const& one) {
    return !asked.empty() && i18n::name_holds(one.reveal(), asked);
  };
  auto view = app::see_absences(visit.app(), visit.caller(), asked.empty() ? nullptr : named);
  if (!view) return refused(visit, view.error());
  auto const found = view->colleagues.size();
  by_name(view->colleagues);
  if (view->many && found > app::kPeopleShown) view->colleagues.resize(app::kPeopleShown);
  auto const asked_again = [&](Html& out) {
    if (view->many && !asked.empty()) hidden(out, "naam", asked);
  };
  Html body, fields;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vandaag">{t:Terug naar Vandaag}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Ik ben er niet}</h1>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Jouw stappen gaan dan zichtbaar naar wie voor je invalt.}
{t:Waarom je er niet bent, schrijf je nergens op.}</p>
{when done}<div class="utrecht-alert utrecht-alert--ok" role="status"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{t:Bewaard.}</p></div></div>{/when})";
      },
      "done"_a = visit.request.query.has("klaar"));
  mistakes_on_top(body, visit, typed);
  if (view->many) colleague_search(body, visit, typed, asked, found);
  asked_again(fields);
  if (!view->colleagues.empty()) {
    auto const me = visit.caller().actor.account.text();
    auto who = choices_of(view->colleagues);
    who.insert(who.begin(), {me, visit.tr("Ikzelf")});
    select_box(fields, visit, typed, {.name = "account", .label = N_("Wie is er niet?"), .value = me}, who);
  }
  date_box(fields, visit, typed, {.name = "first", .label = N_("Vanaf welke dag?"), .value = visit.today.text()});
  date_box(fields, visit, typed, {.name = "last", .label = N_("Tot en met welke dag?"), .value = visit.today.text()});
  form(body, visit, typed, "afwezig", url("/afwezig"), fields, N_("Bewaar deze dagen"));
  render(
      body, visit.tr,
      [] {
        return R"({when any}<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Wie er niet is}</h2>
<ul class="utrecht-unordered-list">{each absences}<li class="utrecht-unordered-list__item">{name}: {first} {t:tot en met} {last}
{slot back}</li>{/each}</ul></section>{/when})";
      },
      "any"_a = !view->absences.empty(),
      "absences"_a =
          [&](auto row) {
            for (auto const& one : view->absences)
              row(
                  "name"_a = one.name, "first"_a = i18n::day_text(one.first, visit.today, visit.tr),
                  "last"_a = i18n::day_text(one.last, visit.today, visit.tr), "back"_a = [&](Html& inside) {
                    Html which;
                    hidden(which, "account", one.account.text());
                    hidden(which, "from", std::to_string(one.from.us));
                    button_form(inside, visit, "afwezig.einde", url("/afwezig/einde"), which,
                                one.first > visit.today ? N_("Haal deze dagen weg")
                                : one.mine              ? N_("Ik ben er weer")
                                                        : N_("Is er weer"));
                  });
          });
  for (auto const& location : view->locations) {
    auto choices = choices_of(location.choices);
    choices.insert(choices.begin(), {"", visit.tr("Niemand: dan komt het bij de leidinggevende")});
    Html which;
    hidden(which, "location", location.id.text());
    asked_again(which);
    select_box(which, visit, typed,
               {.name = "stand_in",
                .label = N_("Wie valt in?"),
                .id = "stand_in-" + location.id.text(),
                .value = location.stand_in ? location.stand_in->text() : std::string()},
               choices);
    render(
        body, visit.tr,
        [] {
          return R"(<section class="vlecht-sheet"><h2
class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Wie valt in op {location}?}</h2>{slot form}</section>)";
        },
        "location"_a = location.name,
        "form"_a =
            [&](Html& inside) {
              button_form(inside, visit, "vervanger", url("/afwezig/vervanger"), which, N_("Bewaar wie invalt"), false);
            });
  }
  return page(visit,
              {visit.tr("Ik ben er niet"),
               Place::Today,
               {N_("Zeg hier van welke dag tot welke dag je er niet bent."), N_("Wie invalt, ziet je stappen met jouw naam erbij."),
                N_("De leidinggevende kiest wie invalt op een locatie.")},
               true},
              body, typed.status);
}

http::Response search_colleague(Visit& visit, Typed const& given) {
  auto typed = given;
  if (name_asked_for(typed).empty()) typed.wrong("naam", {N_("Typ een naam, of een deel ervan."), {}});
  return typed.mistakes.empty() ? show_absence(visit, typed) : again(visit, std::move(typed));
}

http::Response save_absence(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const account = chosen_or_me(visit, typed, "account");
  auto const first = date_field(typed, "first");
  auto const last = date_field(typed, "last");
  if (!account) typed.wrong("account", {N_("Kies wie er niet is."), {}});
  if (!first && !typed.mistake("first")) typed.wrong("first", {N_("Kies de eerste dag."), {}});
  if (!last && !typed.mistake("last")) typed.wrong("last", {N_("Kies de laatste dag."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const saved = app::record_absence(visit.app(), visit.caller(), {*account, *first, *last});
  return saved ? go_to(visit, url("/afwezig?klaar=1")) : again(visit, std::move(typed), saved.error());
}

http::Response save_absence_end(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const account = domain::AccountId::parse(typed.text("account"));
  auto const from = typed.text("from");
  bool const moment = !from.empty() && from.size() < 18 && from.find_first_not_of("0123456789") == std::string::npos;
  if (!account || !moment) {
    typed.wrong({}, {N_("Er ging iets mis met dit formulier. Laad de pagina opnieuw en probeer het nog een keer."), {}});
    return again(visit, std::move(typed));
  }
  auto const ended = app::end_absence(visit.app(), visit.caller(), *account, {std::stoll(from)});
  return ended ? go_to(visit, url("/afwezig?klaar=1")) : again(visit, std::move(typed), ended.error());
}

http::Response save_stand_in(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const location = domain::LocationId::parse(typed.text("location"));
  auto const account = domain::AccountId::parse(typed.text("stand_in"));
  if (!location || (!account && !typed.text("stand_in").empty())) {
    typed.wrong("stand_in", {N_("Kies iemand die op deze locatie werkt."), {}});
    return again(visit, std::move(typed));
  }
  auto const chosen = app::choose_stand_in(visit.app(), visit.caller(), *location, account);
  return chosen ? go_to(visit, url("/afwezig?klaar=1")) : again(visit, std::move(typed), chosen.error());
}

}  // namespace vlechtwerk::web
