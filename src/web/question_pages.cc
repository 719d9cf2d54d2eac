#include <algorithm>

#include "app/whom_to_ask.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Questions: ask, hand on, answer with an adviestip, confirm in one's own words.
namespace vlechtwerk::web {
namespace {

base::Result<app::HulpvraagView> opened_question(Visit& visit) {
  return app::see_hulpvraag(visit.app(), visit.caller(), visit.path_id<domain::CaseId>("id"), visit.lang());
}

/// Who asks, about what, and the question itself.
void question_head(Html& out, Visit const& visit, app::HulpvraagView const& view, char const* title) {
  render(
      out, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vragen">{t:Terug naar Vragen}</a>
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="vlecht-soft">{t:Vraag van {by}} · {when_text}{when grouped} · {group}{/when}{when informal} ·
{t:gevraagd toen zij er was}{/when}</p>
{when about}<p class="utrecht-paragraph">{t:Het gaat over} <a class="utrecht-link utrecht-link--html-a" href="{child_link}">{child}
</a>.</p>{/when}
{when unseen}<p class="utrecht-paragraph">{t:De vraag gaat over een kind. Jij kunt dat kind niet zien.}</p>{/when}
<div class="vlecht-sheet"><p class="vlecht-words">{question}</p></div>)";
      },
      "title"_a = visit.tr(title), "by"_a = view.asked_by, "when_text"_a = i18n::moment_text(view.asked_at, visit.today, visit.tr),
      "grouped"_a = !view.group_name.empty(), "group"_a = view.group_name, "informal"_a = view.informal, "about"_a = view.child.has_value(),
      "child_link"_a = view.child ? child_url(view.child->child) : url("/vragen"),
      "child"_a = view.child ? view.child->first_name : Private(), "unseen"_a = view.about_child && !view.child,
      "question"_a = told(visit, view.question));
}

http::Response closed_question(Visit& visit, Typed const& typed, app::HulpvraagView const& view, Message const& reason) {
  Html body;
  question_head(body, visit, view, N_("Vraag"));
  render(
      body, visit.tr, [] { return R"(<p class="vlecht-not-now">{reason}</p>)"; }, "reason"_a = reason);
  kept_words(body, visit, typed);
  return page(visit, {visit.tr("Vraag"), Place::Questions, {}, true}, body, typed.status);
}

std::string readers_of_question(Visit const& visit, bool about_child) {
  return about_child ? visit.tr("Jij, wie je kiest en wie daarna meedenkt, kunnen dit lezen. Ook collega's rond dit kind.")
                     : visit.tr("Jij, wie je kiest en wie daarna meedenkt, kunnen dit lezen.");
}

std::string readers_of_answer(Visit const& visit, bool about_child) {
  return about_child ? visit.tr("Wie de vraag stelde en wie meedenkt, kunnen dit lezen. Ook collega's rond dit kind.")
                     : visit.tr("Wie de vraag stelde en wie meedenkt, kunnen dit lezen.");
}

Url ask_url(std::optional<domain::ChildId> child) { return child ? url("/kind/{}/vraag", *child) : url("/vraag"); }

std::string who_words(Visit const& visit, app::WorkerName const& worker) {
  return worker.name.reveal() + ", " + visit.tr(role_word(worker.role)) + " (" + worker.organisation_name + ")";
}

/// `Pedagoog: Marijke Bos`, and what the plan says about going there.
std::string reader_words(Visit const& visit, app::AskedFunction const& one) {
  auto const words = function_words(visit, one.function, one.label) + ": " + one.person->name.reveal();
  return one.say.empty() ? words : words + ". " + one.say + ".";
}

constexpr std::string_view kInformal = "informeel";

std::optional<domain::ChildId> asked_child(Visit const& visit) {
  if (visit.request.param("id").empty()) return std::nullopt;
  return visit.path_id<domain::ChildId>("id");
}

}  // namespace

http::Response show_inbox(Visit& visit, Typed const&) {
  auto const views = app::see_inbox(visit.app(), visit.caller(), visit.lang(), asked_before(visit));
  if (!views) return refused(visit, views.error());
  std::vector<std::int64_t> done;
  for (auto const& one : *views)
    if (!app::waits(one)) done.push_back(one.asked_at.us);
  bool const may_ask = visit.role() == Role::PedagogischMedewerker || visit.role() == Role::Leidinggevende;
  auto const works_with_children = [](Role role) {
    return role != Role::Projectleider && role != Role::Onderzoeker && role != Role::Beheerder && role != Role::Ouder;
  };
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Vragen}</h1>
{slot notice}
{when asks}<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="/vraag">{t:Stel je vraag}</a></div>{/when}
{when helps}<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a"
href="/bij-wie">{t:Bij wie moet ik zijn?}</a></p>{/when}{when asks}
<p class="vlecht-soft">{t:Gaat je vraag over een kind? Begin dan op de pagina van dit kind.}</p>{/when}
{when none}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Er zijn nu geen vragen.}</p>{/when}
<ol class="vlecht-timeline">{each questions}<li class="vlecht-timeline__item vlecht-timeline__item--cooperation"><span
class="vlecht-timeline__when">{when_text} · {by}</span>
<p class="vlecht-timeline__what"><a class="utrecht-link utrecht-link--html-a" href="{link}">{about}</a></p><p
class="vlecht-words">{question}</p><p class="vlecht-soft">{status}</p>{slot unopened}</li>{/each}</ol>
{when more}<p><a class="utrecht-link utrecht-link--html-a" href="{older}">{t:Lees oudere vragen}</a></p>{/when})";
      },
      "more"_a = done.size() == app::kInboxPage, "older"_a = url("/vragen?voor={}", done.empty() ? 0 : done.back()),
      "notice"_a = [&](Html& out) { saved_notice(out, visit); }, "asks"_a = may_ask, "helps"_a = works_with_children(visit.role()),
      "none"_a = views->empty(),
      "questions"_a =
          [&](auto row) {
            for (auto const& one : *views) {
              auto const status = one.can_answer && one.status != "answered" ? visit.tr("Deze vraag wacht op jou.")
                                  : one.can_assign && one.status == "asked"  ? visit.tr("Deze vraag wacht op jou.")
                                  : one.can_confirm || may_ask               ? question_status(visit, one.status)
                                  : one.status == "answered"                 ? visit.tr("Deze vraag heeft een antwoord.")
                                  : one.status == "asked"                    ? visit.tr("Deze vraag is nog van niemand.")
                                  : one.status == "assigned"                 ? visit.tr("Deze vraag wacht op een antwoord.")
                                                                             : visit.tr("Deze vraag is klaar.");
              row(
                  "when_text"_a = i18n::moment_text(one.asked_at, visit.today, visit.tr), "by"_a = one.asked_by,
                  "link"_a = url("/vragen/{}", one.id),
                  "about"_a = one.child ? visit.tr("Vraag over {child}", {{"child", one.child->first_name.reveal()}})
                                        : visit.tr("Vraag van {name}", {{"name", one.asked_by.reveal()}}),
                  "question"_a = told(visit, one.question), "status"_a = status,
                  "unopened"_a = [&](Html& inside) { not_opened(inside, visit, one.unopened_since); });
            }
          });
  return page(visit,
              {visit.tr("Vragen"),
               Place::Questions,
               {N_("Hier staan de vragen van jou en aan jou."), N_("Een vraag gaat eerst naar de pedagoog of de pedagogisch coach."),
                N_("Daarna denkt iemand met je mee en krijg je een adviestip."),
                N_("Schrijf de tip in je eigen woorden op. Dan is de vraag klaar.")}},
              body);
}

http::Response show_question(Visit& visit, Typed const&) {
  auto const view = opened_question(visit);
  if (!view) return refused(visit, view.error());
  Html body;
  question_head(body, visit, *view, N_("Vraag"));
  saved_notice(body, visit);
  render(
      body, visit.tr,
      [] {
        return R"(
{slot unopened}{when given}<p class="utrecht-paragraph">{t:{name} denkt mee.}{when ends} {t:De laatste dag is {day}.}{/when}</p>{/when}
{when tipped}<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:Adviestip}</h2><p class="vlecht-words">{tip}</p><p
class="vlecht-soft">{tip_by}</p></section>{/when}
{when own}<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:In eigen woorden}</h2><p class="vlecht-words">{own_words}</p>
</section>{/when}
{when blocked}<p class="vlecht-not-now">{why_not}</p>{/when}
<div class="vlecht-actions">{slot buttons}</div>)";
      },
      "unopened"_a = [&](Html& out) { not_opened(out, visit, view->unopened_since); }, "given"_a = view->assigned_to.has_value(),
      "name"_a = view->assigned_to.value_or(Private()), "ends"_a = view->until.has_value(),
      "day"_a = view->until ? i18n::day_text(*view->until, visit.today, visit.tr) : std::string(), "tipped"_a = view->tip.has_value(),
      "tip"_a = told(visit, view->tip.value_or(Private())), "tip_by"_a = view->answered_by.value_or(Private()),
      "own"_a = view->own_words.has_value(), "own_words"_a = view->own_words.value_or(Private()), "blocked"_a = !view->why_not.empty(),
      "why_not"_a = visit.tr(Message{view->why_not, {}}),
      "buttons"_a =
          [&](Html& out) {
            bool primary = true;
            auto const add = [&](bool possible, Url const& link, char const* label) {
              if (possible) action_link(out, visit, nullptr, link, label, std::exchange(primary, false));
            };
            add(view->can_confirm, url("/vragen/{}/bevestig", view->id), N_("Schrijf de tip in je eigen woorden"));
            add(view->can_answer && !view->tip, url("/vragen/{}/antwoord", view->id), N_("Geef een adviestip"));
            add(view->can_assign, url("/vragen/{}/geef", view->id), N_("Geef de vraag aan iemand"));
          });
  return page(visit, {visit.tr("Vraag"), Place::Questions, {N_("Hier staat één vraag, met wat er tot nu toe gebeurde.")}}, body);
}

http::Response show_ask(Visit& visit, Typed const& typed) {
  auto const child = asked_child(visit);
  std::optional<app::ChildView> view;
  if (child) {
    auto seen = app::see_child(visit.app(), visit.caller(), *child, visit.lang());
    if (!seen) return refused(visit, seen.error());
    view = std::move(*seen);
  }
  auto people = app::who_can_be_asked(visit.app(), visit.caller());
  if (!people) return refused(visit, people.error());
  by_name(*people);
  Html fields;
  hidden_id(fields, visit, typed);
  hidden_id(fields, visit, typed, "hulpvraag");
  text_area(fields, visit, typed,
            {.name = "question",
             .label = N_("Wat is je vraag?"),
             .hint = child ? nullptr : N_("Noem geen namen van kinderen. Gaat het over een kind? Begin op de pagina van dit kind."),
             .readers = readers_of_question(visit, child.has_value())},
            5);
  std::vector<Choice> coaches = {{"", visit.tr("Kies iemand")}};
  for (auto const& worker : *people) {
    if (worker.role != Role::Pedagoog) coaches.push_back({worker.account.text(), who_words(visit, worker)});
  }
  auto const readers = app::who_reads_questions(visit.app(), visit.caller(), child, visit.lang());
  if (!readers) return refused(visit, readers.error());
  std::vector<Choice> ways;
  for (auto const& one : *readers) ways.push_back({one.function, reader_words(visit, one)});
  if (coaches.size() > 1) ways.push_back({std::string(kInformal), visit.tr("Ik vroeg het haar toen zij er was")});
  auto const wanted = visit.request.query.text("aan");
  if (!ways.empty()) {
    bool const known = std::any_of(ways.begin(), ways.end(), [&](Choice const& one) { return one.value == wanted; });
    radio_tiles(fields, visit, typed, "function", visit.tr("Aan wie stel je de vraag?"), ways, known ? wanted : ways.front().value);
  }
  if (coaches.size() > 1) {
    bool const informal = (typed.fields.has("function") ? typed.text("function") : wanted) == kInformal;
    render(
        fields, visit.tr,
        [] {
          return R"(<details class="vlecht-more"{when opened} open{/when}><summary>{t:Vroeg je het al? Kies wie}</summary>{slot who}
</details>)";
        },
        "opened"_a = informal || typed.mistake("coach"),
        "who"_a =
            [&](Html& more) {
              // One coach: then it is a press and a sentence.
              select_box(
                  more, visit, typed,
                  {.name = "coach", .label = N_("Wie vroeg je het?"), .value = coaches.size() == 2 ? coaches[1].value : std::string()},
                  coaches);
              if (child)
                date_box(more, visit, typed,
                         {.name = "until", .label = N_("Tot welke dag mag zij meekijken?"), .value = visit.today.plus_days(28).text()});
            });
  }
  Html body;
  if (view) {
    child_heading(body, visit, view->name, N_("Stel je vraag"));
  } else {
    render(body, visit.tr, [] {
      return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vragen">{t:Terug naar Vragen}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Stel je vraag}</h1>)";
    });
  }
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, child ? "vraag.kind" : "vraag", ask_url(child), fields, N_("Stel je vraag"),
       child ? child_url(*child) : url("/vragen"));
  return page(
      visit,
      {visit.tr("Stel je vraag"),
       Place::Questions,
       {N_("Elke vraag is goed, ook een kleine."), N_("Bij elke naam staat waarvoor je daar bent. Dat komt uit jullie stappenplan."),
        N_("Vroeg je het al aan de coach op de groep? Zet dat erbij. Dan telt die tip ook mee.")},
       true},
      body, typed.status);
}

http::Response save_ask(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const child = asked_child(visit);
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const question = id_field<domain::CaseId>(typed, "hulpvraag");
  auto const until = date_field(typed, "until");
  bool const informal = typed.text("function") == kInformal;
  auto const coach = domain::AccountId::parse(typed.text("coach"));
  if (informal && !coach) typed.wrong("coach", {N_("Kies aan wie je het vroeg."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  app::AskForm form{.id = *id,
                    .hulpvraag = *question,
                    .child = child,
                    .group = {},
                    .informal = informal,
                    .coach = {},
                    .until = {},
                    .question = typed.words("question"),
                    .function = informal ? std::string() : typed.text("function")};
  if (informal) {
    form.coach = coach;
    if (child) form.until = until;
  }
  auto const asked = app::ask_hulpvraag(visit.app(), visit.caller(), form);
  return asked ? saved(visit, url("/vragen/{}", *asked), *id) : again(visit, std::move(typed), asked.error());
}

http::Response show_assign(Visit& visit, Typed const& typed) {
  auto view = opened_question(visit);
  if (!view) return refused(visit, view.error());
  if (!view->can_assign)
    return closed_question(visit, typed, *view, {N_("Wie de vraag kreeg, geeft hem door, zolang er geen antwoord is."), {}});
  if (view->may_be_asked.empty())
    return closed_question(visit, typed, *view, {N_("Er is nog geen coach in Vlechtwerk. De beheerder kan een coach toevoegen."), {}});
  by_name(view->may_be_asked);
  std::vector<Choice> people;
  for (auto const& worker : view->may_be_asked) people.push_back({worker.account.text(), who_words(visit, worker)});
  Html fields;
  hidden_id(fields, visit, typed);
  radio_tiles(fields, visit, typed, "to", visit.tr("Wie denkt mee?"), people, people.size() == 1 ? people.front().value : std::string());
  date_box(fields, visit, typed,
           {.name = "until",
            .label = N_("Wat is de laatste dag?"),
            .hint = N_("Na deze dag ziet de coach het kind niet meer."),
            .value = visit.today.plus_days(28).text()});
  Html body;
  question_head(body, visit, *view, N_("Geef de vraag aan iemand"));
  if (!view->why_not.empty()) {
    render(
        body, visit.tr, [] { return R"(<p class="vlecht-not-now">{why_not}</p>)"; }, "why_not"_a = visit.tr(Message{view->why_not, {}}));
  }
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "geef", url("/vragen/{}/geef", view->id), fields, N_("Geef de vraag"), url("/vragen/{}", view->id));
  return page(visit,
              {visit.tr("Geef de vraag aan iemand"),
               Place::Questions,
               {N_("Kies wie het beste kan meedenken."), N_("Die persoon ziet het kind alleen zolang de vraag loopt.")},
               true},
              body, typed.status);
}

http::Response save_assign(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const question = visit.path_id<domain::CaseId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  auto const to = domain::AccountId::parse(typed.text("to"));
  auto const until = date_field(typed, "until");
  if (!to) typed.wrong("to", {N_("Kies wie er meedenkt."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::assign_hulpvraag(visit.app(), visit.caller(), {*id, question, *to, until});
  return entry ? saved(visit, url("/vragen"), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_answer(Visit& visit, Typed const& typed) {
  auto const view = opened_question(visit);
  if (!view) return refused(visit, view.error());
  if (!view->can_answer) return closed_question(visit, typed, *view, {N_("Een tip geeft wie deze vraag kreeg."), {}});
  Html fields;
  hidden_id(fields, visit, typed);
  text_area(fields, visit, typed,
            {.name = "tip",
             .label = N_("Wat is je adviestip?"),
             .hint = N_("Kort en concreet: wat kan de collega morgen doen?"),
             .readers = readers_of_answer(visit, view->about_child)},
            5);
  Html body;
  question_head(body, visit, *view, N_("Geef een adviestip"));
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "antwoord", url("/vragen/{}/antwoord", view->id), fields, N_("Geef adviestip"), url("/vragen/{}", view->id));
  return page(visit,
              {visit.tr("Geef een adviestip"),
               Place::Questions,
               {N_("Schrijf één tip die morgen al kan."), N_("De collega schrijft hem daarna in eigen woorden op.")},
               true},
              body, typed.status);
}

http::Response save_answer(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const question = visit.path_id<domain::CaseId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::answer_hulpvraag(visit.app(), visit.caller(), {*id, question, typed.words("tip")});
  return entry ? saved(visit, url("/vragen/{}", question), *entry) : again(visit, std::move(typed), entry.error());
}

http::Response show_confirm(Visit& visit, Typed const& typed) {
  auto const view = opened_question(visit);
  if (!view) return refused(visit, view.error());
  if (!view->can_confirm) return closed_question(visit, typed, *view, {N_("Dit kan wie de vraag stelde, zodra er een tip is."), {}});
  Html fields;
  hidden_id(fields, visit, typed);
  text_area(fields, visit, typed,
            {.name = "own_words",
             .label = N_("Wat ga jij doen?"),
             .hint = N_("Schrijf de tip op zoals jij hem begrijpt."),
             .readers = readers_of_answer(visit, view->about_child)});
  Html body;
  question_head(body, visit, *view, N_("Schrijf de tip in je eigen woorden"));
  render(
      body, visit.tr,
      [] {
        return R"({when tipped}<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:Adviestip}</h2><p class="vlecht-words">{tip}
</p></section>{/when})";
      },
      "tipped"_a = view->tip.has_value(), "tip"_a = told(visit, view->tip.value_or(Private())));
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "bevestig", url("/vragen/{}/bevestig", view->id), fields, N_("Bewaar en rond af"), url("/vragen/{}", view->id));
  return page(visit,
              {visit.tr("Schrijf de tip in je eigen woorden"),
               Place::Questions,
               {N_("In je eigen woorden onthoud je een tip beter."), N_("Daarna is deze vraag klaar.")},
               true},
              body, typed.status);
}

http::Response save_confirm(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const question = visit.path_id<domain::CaseId>("id");
  auto const id = id_field<domain::EntryId>(typed, "id");
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const entry = app::confirm_hulpvraag(visit.app(), visit.caller(), *id, question, typed.words("own_words"));
  return entry ? saved(visit, url("/vragen/{}", question), *entry) : again(visit, std::move(typed), entry.error());
}

}  // namespace vlechtwerk::web
