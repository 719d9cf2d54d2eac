#include <algorithm>
#include <deque>

#include "app/our_plan.h"
#include "domain/stappenplan/note_kind.h"
#include "interop/stappenplan/plan_difference.h"
#include "interop/stappenplan/plan_words.h"
#include "interop/stappenplan/show.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/plan_reading.h"
#include "web/template/template.h"

// Ons stappenplan: read it, change it in a draft, look what that changes for children, and agree on it.
namespace vlechtwerk::web {
namespace {

namespace sp = domain::stappenplan;

base::Result<app::OurPlanView> opened_plan(Visit& visit) { return app::see_our_plan(visit.app(), visit.caller(), visit.lang()); }

sp::Rule const* rule_of(sp::Plan const& plan, std::string_view id) {
  auto const at = std::find_if(plan.rules.begin(), plan.rules.end(), [&](auto const& one) { return one.id == id; });
  return at == plan.rules.end() ? nullptr : &*at;
}

/// Why this person cannot change the plan now, if so.
std::optional<Message> no_change(app::OurPlanView const& view) {
  if (view.may_not_change) return view.may_not_change;
  if (view.is_shared) return Message{N_("Een andere organisatie volgt dit plan ook. Vraag de beheerder om een eigen plan."), {}};
  return std::nullopt;
}

Url change_url(app::OurPlanView const& view, std::string const& key) {
  return view.shown().step(key) ? url("/ons-stappenplan/stap/{}", key) : url("/ons-stappenplan/afspraak/{}", key);
}

void hidden_revision(Html& fields, Typed const& typed, std::int64_t revision) {
  hidden(fields, "revision", typed.fields.has("revision") ? typed.text("revision") : std::to_string(revision));
}

std::int64_t revision_of(Typed const& typed) {
  auto const text = typed.text("revision");
  bool const number = !text.empty() && text.size() < 15 && text.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::stoll(text) : -1;
}

/// The page instead of the plan, or of a form, with the reason.
http::Response fixed_page(Visit& visit, Message const& reason, int status = 200) {
  Html body;
  back_link(body, visit, url("/wie-doet-wat"), visit.tr("Wie doet wat"));
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Ons stappenplan}</h1>
<p class="utrecht-paragraph">{reason}</p>)";
      },
      "reason"_a = visit.tr(reason));
  return page(visit,
              {visit.tr("Ons stappenplan"),
               Place::Questions,
               {N_("Hier staat waarom dit nu niet kan. Er staat ook bij wie het kan, of wat eerst komt.")},
               true},
              body, status);
}

// ---------------------------------------------------------------- reading

/// What the draft changes, in sentences: of each item that is otherwise its head, and under it what comes and goes.
void changes_part(Html& out, Visit const& visit, app::OurPlanView const& view) {
  auto const lines = interop::plan_difference(*view.plan, *view.draft->plan, visit.lang(), translate_for(visit));
  auto const is_head = [](std::string const& line) { return !line.starts_with(' '); };
  render(
      out, visit.tr,
      [] {
        return R"({when same}<p class="utrecht-paragraph">{t:Er verandert niets aan wat je hier leest.}</p>{/when}
{each items}<p class="utrecht-paragraph"><b>{head}</b></p><ul class="utrecht-unordered-list">{each lines}<li
class="utrecht-unordered-list__item">{line}</li>{/each}</ul>{/each})";
      },
      "same"_a = lines.empty(),
      "items"_a =
          [&](auto row) {
            for (auto head = lines.begin(); head != lines.end();) {
              auto const next = std::find_if(head + 1, lines.end(), is_head);
              row(
                  "head"_a = *head, "lines"_a = [&](auto inside) {
                    for (auto line = head + 1; line != next; ++line) inside("line"_a = line->substr(line->find_first_not_of(' ')));
                  });
              head = next;
            }
          });
}

void draft_part(Html& out, Visit const& visit, app::OurPlanView const& view) {
  Html revision;
  hidden(revision, "revision", std::to_string(view.draft->revision));
  render(
      out, visit.tr,
      [] {
        return R"(
<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Dit is nog een concept}</h2>
<p class="utrecht-paragraph">{t:Voor de kinderen geldt versie {version}, tot jullie het concept vaststellen.}
{t:Laatst veranderd door {name}, {moment}.}</p>
{when outdated}<p class="utrecht-paragraph">{t:Er is intussen een nieuwere versie. Gooi dit concept weg en begin opnieuw.}</p>{/when}
<h3 class="utrecht-heading-3">{t:Dit is anders}</h3>{slot changes}
<div class="vlecht-actions">{unless outdated}<a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="/ons-stappenplan/gevolgen">{t:Kijk wat er verandert}</a>{/unless}{slot discard}</div></section>)";
      },
      "version"_a = view.version, "name"_a = view.draft->by, "moment"_a = i18n::moment_text(view.draft->changed, visit.today, visit.tr),
      "outdated"_a = view.draft->outdated, "changes"_a = [&](Html& inside) { changes_part(inside, visit, view); },
      "discard"_a =
          [&](Html& inside) {
            button_form(inside, visit, "ons_plan.weg", url("/ons-stappenplan/weg"), revision, N_("Gooi het concept weg"));
          });
}

void offer_part(Html& out, Visit const& visit, app::OurPlanView const& view) {
  Html version;
  hidden(version, "version", std::to_string(view.offer->version));
  render(
      out, visit.tr,
      [] {
        return R"(
<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Er is een nieuwe versie van dit plan}</h2>
<p class="utrecht-paragraph">{t:Vlechtwerk heeft dit plan bijgewerkt. Neem je het over, dan wordt het een concept.}
{t:Wat jullie zelf veranderden, staat daar niet in.}</p>
<div class="vlecht-actions">{slot take}{slot keep}</div></section>)";
      },
      "take"_a =
          [&](Html& inside) {
            if (!view.draft)
              button_form(inside, visit, "ons_plan.nieuw", url("/ons-stappenplan/nieuw"), version, N_("Maak er een concept van"), false);
          },
      "keep"_a =
          [&](Html& inside) {
            button_form(inside, visit, "ons_plan.houden", url("/ons-stappenplan/houden"), version, N_("Houd ons eigen plan"));
          });
}

void off_part(Html& out, Visit const& visit, app::OurPlanView const& view, bool may) {
  Html revision;
  hidden(revision, "revision", std::to_string(view.revision()));
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Dit staat uit}</h2>
{each items}<div class="vlecht-sheet"><p class="utrecht-paragraph">{title}</p>{slot button}</div>{/each}</section>)";
      },
      "items"_a =
          [&](auto row) {
            for (auto const& one : view.switched_off) {
              row(
                  "title"_a = one.label, "button"_a = [&](Html& inside) {
                    if (may)
                      button_form(inside, visit, "ons_plan.aan", url("/ons-stappenplan/aan/{}", one.code), revision, N_("Zet weer aan"));
                  });
            }
          });
}

}  // namespace

http::Response show_our_plan(Visit& visit, Typed const& typed) {
  auto const view = opened_plan(visit);
  if (!view && view.error().code == "no_plan") return fixed_page(visit, view.error().message, typed.status);
  if (!view) return refused(visit, view.error());
  auto const reason = no_change(*view);
  auto const translate = translate_for(visit);
  interop::PlanWords const words(view->shown(), visit.lang(), translate);
  auto const sections = words.for_staff();
  auto const changed_on = [&](std::string const& key) -> std::optional<Url> {
    bool const known = view->shown().step(key) || rule_of(view->shown(), key);
    return known && !reason ? std::optional(change_url(*view, key)) : std::nullopt;
  };
  Html body;
  back_link(body, visit, url("/wie-doet-wat"), visit.tr("Wie doet wat"));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Ons stappenplan}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead">{title}. {t:Van {organisation}, versie {version}.}</p>
{when sourced}<p class="vlecht-soft">{t:Bron: {source}}</p>{/when}
{when fixed}<p class="utrecht-paragraph vlecht-soft">{reason}</p>{/when}
{slot offer}{slot draft}
<ul class="utrecht-unordered-list vlecht-on-screen">
{when may}<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="/ons-stappenplan/woorden">{t:Kies jullie eigen woorden}</a></li>
<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="/ons-stappenplan/toestemmingen">{t:Kies wat ouders toestaan, wie ja zegt en hoe lang}</a></li>{/when}
<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="/wie-doet-wat">{t:Bekijk het blad voor medewerkers}</a></li>
<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="/wie-doet-wat/ouders">{t:Bekijk het blad voor ouders}</a></li>
<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="/ons-stappenplan/bestand" download>{t:Download het bestand van versie {version}}</a></li>
{when drafted}<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="/ons-stappenplan/bestand?concept=1" download>{t:Download het bestand van het concept}</a></li>{/when}</ul>
<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:Ons stappenplan als tekening}"><img
class="vlecht-route-picture" src="/ons-stappenplan/tekening" loading="lazy" width="800"
alt="{t:Het stappenplan als tekening. Hieronder staat het in woorden.}"></div>{slot sections}{slot off})";
      },
      "title"_a = words.in(view->shown().title), "organisation"_a = view->organisation_name, "version"_a = view->version,
      "sourced"_a = !view->shown().source.empty(), "source"_a = view->shown().source, "fixed"_a = reason.has_value(),
      "reason"_a = reason ? visit.tr(*reason) : std::string(), "may"_a = !reason, "drafted"_a = view->draft.has_value(),
      "offer"_a =
          [&](Html& inside) {
            if (view->offer && !reason) offer_part(inside, visit, *view);
          },
      "draft"_a =
          [&](Html& inside) {
            if (view->draft) draft_part(inside, visit, *view);
          },
      "sections"_a =
          [&](Html& inside) {
            for (auto const& section : sections) plan_section(inside, visit, view->shown(), section, changed_on);
          },
      "off"_a =
          [&](Html& inside) {
            if (!view->switched_off.empty()) off_part(inside, visit, *view, !reason);
          });
  return page(visit,
              {visit.tr("Ons stappenplan"),
               Place::Questions,
               {N_("Dit is de afspraak van jullie organisatie: wie doet wat, en wanneer."),
                N_("Een voorstel komt van Vlechtwerk. Jullie stellen het zelf vast."),
                N_("Wat je verandert, is eerst een concept. Er gebeurt nog niets bij kinderen.")}},
              body, typed.status);
}

http::Response show_our_plan_picture(Visit& visit, Typed const&) {
  auto const view = opened_plan(visit);
  if (!view) return refused(visit, view.error());
  http::Response response;
  response.content_type = "image/svg+xml";
  response.body = interop::draw_plan(view->shown(), visit.lang(), translate_for(visit));
  return response;
}

http::Response show_our_plan_file(Visit& visit, Typed const&) {
  auto const view = opened_plan(visit);
  if (!view) return refused(visit, view.error());
  bool const draft = visit.request.query.has("concept");
  if (draft && !view->draft) return error_page(visit.site, visit.request, 404, "no_draft");
  auto const name = view->plan->id + "-" + (draft ? "concept" : std::to_string(view->version)) + ".toml";
  return http::attachment(name, "application/toml; charset=utf-8", draft ? view->draft->text : view->text);
}

// ---------------------------------------------------------------- changing

namespace {

/// A form that is shown fresh begins with what the plan says; one that comes back keeps what was typed.
struct Fill {
  explicit Fill(Typed const& given) : typed(given), fresh(!given.fields.has("revision")) {}
  void operator()(std::string const& name, std::string const& value) {
    if (fresh) typed.fields.add(name, value);
  }
  Typed typed;
  bool fresh;
};

/// Names of fields that are made while a form is written. FieldText looks at them.
using Names = std::deque<std::string>;
char const* kept(Names& names, std::string name) { return names.emplace_back(std::move(name)).c_str(); }

/// Two boxes for one text, Dutch and English, in a group of their own.
void words_boxes(Html& out, Visit const& visit, Fill& fill, Names& names, std::string const& name, std::string const& legend,
                 sp::Text const& text, bool optional = false) {
  fill(name + "_nl", text.nl);
  fill(name + "_en", text.en);
  Html boxes;
  text_box(boxes, visit, fill.typed, {.name = kept(names, name + "_nl"), .label = N_("In het Nederlands"), .optional = optional});
  text_box(boxes, visit, fill.typed, {.name = kept(names, name + "_en"), .label = N_("In het Engels"), .optional = true});
  render(
      out, visit.tr, [] { return R"(<fieldset class="vlecht-fieldset"><legend>{legend}</legend>{slot boxes}</fieldset>)"; },
      "legend"_a = legend, "boxes"_a = boxes);
}

constexpr std::string_view kAsItIs = "=";

/// A number and what it counts. A term that is no whole number of days, weeks or months can only be kept.
void term_boxes(Html& out, Visit const& visit, Fill& fill, Names& names, interop::PlanWords const& words, std::string const& name,
                char const* label, std::optional<sp::Duration> const& term) {
  bool const mixed = term && term->months > 0 && term->days > 0;
  bool const weeks = term && term->days % 7 == 0 && term->days > 0 && !term->working;
  std::vector<Choice> units = {{"D", term && term->working ? visit.tr("werkdagen") : visit.tr("dagen")}};
  if (!term || !term->working) {
    units.push_back({"W", visit.tr("weken")});
    units.push_back({"M", visit.tr("maanden")});
  }
  if (mixed) units.push_back({std::string(kAsItIs), words.period(*term)});
  fill(name, !term || mixed     ? std::string()
             : term->months > 0 ? std::to_string(term->months)
             : weeks            ? std::to_string(term->days / 7)
                                : std::to_string(term->days));
  fill(name + "_unit", mixed ? std::string(kAsItIs) : term && term->months > 0 ? "M" : weeks ? "W" : "D");
  Html boxes;
  text_box(boxes, visit, fill.typed, {.name = kept(names, name), .label = N_("Hoeveel?"), .optional = true});
  select_box(boxes, visit, fill.typed, {.name = kept(names, name + "_unit"), .label = N_("Waarvan?")}, units);
  render(
      out, visit.tr, [] { return R"(<fieldset class="vlecht-fieldset"><legend>{legend}</legend>{slot boxes}</fieldset>)"; },
      "legend"_a = visit.tr(label), "boxes"_a = boxes);
}

void tiles(Html& out, Visit const& visit, Fill& fill, std::string const& name, char const* legend, std::vector<Choice> const& choices,
           std::vector<std::string> const& chosen) {
  for (auto const& one : chosen) fill(name, one);
  check_tiles(out, visit, fill.typed, name, visit.tr(legend), choices);
}

/// Tiles that are many: folded, with what the plan says now in the line that unfolds them.
void folded_tiles(Html& out, Visit const& visit, Fill& fill, std::string const& name, char const* legend,
                  std::vector<Choice> const& choices, std::vector<std::string> const& chosen, std::string const& now) {
  Html inside;
  tiles(inside, visit, fill, name, legend, choices, chosen);
  render(
      out, visit.tr,
      [] { return R"(<details class="vlecht-more"{when open} open{/when}><summary>{legend} {now}</summary>{slot inside}</details>)"; },
      "open"_a = fill.typed.mistake(name) != nullptr, "legend"_a = visit.tr(legend),
      "now"_a = now.empty() ? visit.tr("Nu: geen.") : visit.tr("Nu: {steps}.", {{"steps", now}}), "inside"_a = inside);
}

std::string part_code(sp::Plan const& plan, sp::OnPart const& part) {
  if (part.kind == sp::OnPart::Kind::Milestone) return plan.milestones[part.index].id;
  auto const& step = plan.steps[part.index];
  return part.kind == sp::OnPart::Kind::Step ? step.id : step.id + ":" + step.outcomes[part.outcome].id;
}
std::vector<std::string> part_codes(sp::Plan const& plan, std::vector<sp::OnPart> const& parts) {
  std::vector<std::string> out;
  for (auto const& part : parts) out.push_back(part_code(plan, part));
  return out;
}

/// Everything that a step can come after.
std::vector<Choice> part_choices(interop::PlanWords const& words, sp::Plan const& plan, std::string const& but) {
  std::vector<Choice> out;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    auto const add = [&](sp::OnPart const& part) { out.push_back({part_code(plan, part), words.name(part)}); };
    if (step.id != but) add({sp::OnPart::Kind::Step, i, 0});
    for (std::size_t outcome = 0; outcome < step.outcomes.size(); ++outcome) add({sp::OnPart::Kind::StepOutcome, i, outcome});
  }
  for (auto const& one : plan.milestones) out.push_back({one.id, words.in(one.title)});
  return out;
}

std::vector<Choice> role_choices(interop::PlanWords const& words, sp::Plan const& plan, sp::Step const& step) {
  std::vector<std::string> ids;
  auto const add = [&](std::string const& id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  for (auto const& role : plan.roles) add(role.id);
  for (auto const* list : {&step.by, &step.with, &step.may_join})
    for (auto const& id : *list) add(id);
  std::vector<Choice> out;
  for (auto const& id : ids) out.push_back({id, words.roles({id})});
  return out;
}

/// Every kind of note that can carry out a step.
std::vector<Choice> note_choices(Visit const& visit, sp::Plan const& plan) {
  std::vector<Choice> out;
  for (auto const& one : sp::note_kinds(&plan, visit.lang()))
    if (one.id != sp::positive_note) out.push_back({one.id, visit.tr(one.words)});
  return out;
}

std::vector<Choice> act_choices(interop::PlanWords const& words, sp::Plan const& plan) {
  std::vector<Choice> out;
  for (auto const& act : plan.acts) out.push_back({act.id, words.in(act.text)});
  return out;
}
std::vector<std::string> acts_asked(sp::Plan const& plan, sp::Step const& step) {
  std::vector<std::string> out;
  for (auto const act : step.asks) out.push_back(plan.acts[act].id);
  return out;
}

/// What parents allow before the step, and what they are asked in it.
void permission_boxes(Html& out, Visit const& visit, Fill& fill, interop::PlanWords const& words, sp::Plan const& plan,
                      sp::Step const& step) {
  auto const acts = act_choices(words, plan);
  if (acts.empty()) return;
  auto needed = acts;
  needed.insert(needed.begin(), {"", visit.tr("Niet nodig")});
  select_box(out, visit, fill.typed,
             {.name = "toestemming",
              .label = N_("Waarvoor zeggen ouders eerst ja?"),
              .optional = true,
              .value = step.toestemming ? plan.acts[*step.toestemming].id : std::string()},
             needed);
  std::string now;
  for (auto const act : step.asks) now += (now.empty() ? "" : ", ") + words.in(plan.acts[act].text);
  folded_tiles(out, visit, fill, "asks", N_("Waarvoor vraag je hier toestemming?"), acts, acts_asked(plan, step), now);
}

void confirm_and_off(Html& fields, Visit const& visit, Fill const& fill, bool assumed) {
  if (assumed) check_tile(fields, visit, fill.typed, "confirm", visit.tr("Dit is geen voorstel meer. Wij stellen het vast."));
  check_tile(fields, visit, fill.typed, "off", visit.tr("Zet dit uit. Het blijft in het bestand staan."));
  if (auto const* mistake = fill.typed.mistake("off"))
    render(
        fields, visit.tr,
        [] { return R"(<div class="utrecht-form-field-description utrecht-form-field-description--invalid">{mistake}</div>)"; },
        "mistake"_a = visit.tr(*mistake));
}

http::Response change_page(Visit& visit, Fill const& fill, std::string const& title, std::string_view route, Url const& action,
                           Html const& fields, std::vector<char const*> help) {
  Html body;
  back_link(body, visit, url("/ons-stappenplan"), visit.tr("Ons stappenplan"));
  render(
      body, visit.tr, [] { return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>)"; }, "title"_a = title);
  mistakes_on_top(body, visit, fill.typed);
  form(body, visit, fill.typed, route, action, fields, N_("Bewaar in het concept"), url("/ons-stappenplan"));
  return page(visit, {title, Place::Questions, std::move(help), true}, body, fill.typed.status);
}

/// Opens the plan for a form; the answer instead when there is no form for this person.
struct OpenedForm {
  std::optional<http::Response> answer;
  app::OurPlanView view;
};
OpenedForm open_to_change(Visit& visit) {
  OpenedForm out;
  auto view = opened_plan(visit);
  if (!view)
    out.answer = refused(visit, view.error());
  else if (view->may_not_change)
    out.answer = refused(visit, {base::ErrorKind::NotAllowed, "not_your_role", *view->may_not_change, {}});
  else if (auto const reason = no_change(*view))
    out.answer = fixed_page(visit, *reason);
  else
    out.view = std::move(*view);
  return out;
}

/// The same for a form that was sent. Who may not change the plan is refused by the use case, which writes that down.
OpenedForm open_to_save(Visit& visit, Typed const& typed) {
  auto out = open_to_change(visit);
  if (!out.answer) return out;
  auto const saved = app::change_our_plan(visit.app(), visit.caller(), {revision_of(typed), {}});
  if (!saved) out.answer = refused(visit, saved.error());
  return out;
}

/// Saves the edits of a form; what the checker says comes back at its field, with the line of the file.
http::Response saved_edits(Visit& visit, Typed typed, std::vector<sp::Edit> edits, Url const& back) {
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const problems = app::change_our_plan(visit.app(), visit.caller(), {revision_of(typed), std::move(edits)});
  if (!problems) {
    // Shown again with what was typed, the form is about the draft as it is now: who saves it once more has read that.
    if (auto const now = problems.error().code == "moved" ? opened_plan(visit) : tl::unexpected(problems.error()); now)
      typed.fields.set("revision", std::to_string(now->revision()));
    return again(visit, std::move(typed), problems.error());
  }
  if (problems->empty()) return go_to(visit, back);
  for (auto const& one : *problems) {
    auto const sentence = visit.tr(one.message);
    typed.wrong(one.field, one.line > 0 ? Message{N_("{sentence} Het gaat om regel {line} van het bestand."),
                                                  {{"sentence", sentence}, {"line", std::to_string(one.line)}}}
                                        : one.message);
  }
  return again(visit, std::move(typed));
}

std::vector<std::string> chosen(Typed const& typed, std::string const& name) {
  std::vector<std::string> out;
  for (auto const one : typed.fields.all(name)) out.emplace_back(one);
  return out;
}

/// The chosen ones in the order in which the plan has them; what is new comes behind.
std::vector<std::string> chosen_in_order(Typed const& typed, std::string const& name, std::vector<std::string> const& order) {
  auto rest = chosen(typed, name);
  std::vector<std::string> out;
  for (auto const& one : order)
    if (std::erase(rest, one) > 0) out.push_back(one);
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

std::string trimmed(std::string const& text) {
  auto const from = text.find_first_not_of(" \t\r\n");
  return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

/// Of a text that was not in the form nothing changes.
void words_edit(std::vector<sp::Edit>& edits, Typed const& typed, std::string const& name, std::string of) {
  if (!typed.fields.has(name + "_nl")) return;
  edits.push_back(
      {name + "_nl", sp::OwnWords{std::move(of), {{"nl", trimmed(typed.text(name + "_nl"))}, {"en", trimmed(typed.text(name + "_en"))}}}});
}

Message no_number() { return {N_("Schrijf hier een getal, bijvoorbeeld 6. Of laat het leeg."), {}}; }

/// The period of term_boxes; empty: none any more. Nullopt: it stays, or what was typed is no number.
std::optional<std::string> typed_period(Typed& typed, std::string const& name) {
  auto const number = trimmed(typed.text(name));
  auto const unit = typed.text(name + "_unit");
  if (unit == kAsItIs) return std::nullopt;
  if (number.size() > 3 || number.find_first_not_of("0123456789") != std::string::npos) {
    typed.wrong(name, no_number());
    return std::nullopt;
  }
  return number.empty() ? number : "P" + number + (unit.empty() ? "D" : unit);
}
std::optional<std::string> or_none(std::string period) { return period.empty() ? std::nullopt : std::optional(std::move(period)); }

void term_edit(std::vector<sp::Edit>& edits, Typed& typed, std::string const& name, std::string const& of, sp::Term::Which which) {
  if (auto period = typed_period(typed, name)) edits.push_back({name, sp::Term{of, which, or_none(std::move(*period))}});
}

void ticked_edits(std::vector<sp::Edit>& edits, Typed const& typed, std::string const& of) {
  if (typed.ticked("confirm")) edits.push_back({"confirm", sp::Confirm{of}});
}

/// Switching off stands alone: what else was typed would go with it.
std::optional<std::vector<sp::Edit>> off_edit(Typed const& typed, std::string const& of) {
  if (!typed.ticked("off")) return std::nullopt;
  return std::vector<sp::Edit>{{"off", sp::Switch{of, false}}};
}

}  // namespace

http::Response show_change_step(Visit& visit, Typed const& given) {
  auto opened = open_to_change(visit);
  if (opened.answer) return std::move(*opened.answer);
  auto const& plan = opened.view.shown();
  auto const at = plan.step(visit.request.param("id"));
  if (!at) return error_page(visit.site, visit.request, 404, "no_step");
  auto const& step = plan.steps[*at];
  auto const translate = translate_for(visit);
  interop::PlanWords const words(plan, visit.lang(), translate);
  Fill fill(given);
  Names names;
  Html fields;
  words_boxes(fields, visit, fill, names, "title", visit.tr("Hoe heet deze stap?"), step.title);
  words_boxes(fields, visit, fill, names, "because", visit.tr("Waarom is deze stap er?"), step.because.value_or(sp::Text{}), true);
  auto const roles = role_choices(words, plan, step);
  tiles(fields, visit, fill, "by", N_("Wie mag deze stap doen?"), roles, step.by);
  select_box(fields, visit, fill.typed, {.name = "first", .label = N_("Wie is als eerste aan zet?"), .value = step.by.front()}, roles);
  tiles(fields, visit, fill, "with", N_("Wie doet er mee?"), roles, step.with);
  tiles(fields, visit, fill, "may_join", N_("Wie mag erbij zijn?"), roles, step.may_join);
  auto const parts = part_choices(words, plan, step.id);
  folded_tiles(fields, visit, fill, "after", N_("Na welke stappen komt dit? Alle moeten gedaan zijn."), parts, part_codes(plan, step.after),
               words.names(step.after));
  folded_tiles(fields, visit, fill, "after_any", N_("Of na één van deze stappen?"), parts, part_codes(plan, step.after_any),
               words.names(step.after_any));
  permission_boxes(fields, visit, fill, words, plan, step);
  term_boxes(fields, visit, fill, names, words, "within", N_("Binnen welke tijd?"), step.within);
  term_boxes(fields, visit, fill, names, words, "min", N_("Niet eerder dan na welke tijd?"), step.min);
  term_boxes(fields, visit, fill, names, words, "every", N_("Steeds na welke tijd?"), step.every);
  folded_tiles(fields, visit, fill, "note", N_("Welke notities tellen als deze stap?"), note_choices(visit, plan), step.note,
               words.notes(step.note));
  fill("repeat", step.repeat == sp::Repeat::No ? "no" : step.repeat == sp::Repeat::Each ? "each" : "always");
  radio_tiles(fields, visit, fill.typed, "repeat", visit.tr("Hoe vaak kan deze stap?"),
              {{"no", visit.tr("Eén keer")},
               {"always", visit.tr("Zo vaak als nodig")},
               {"each", visit.tr("Elke keer opnieuw, na wat eraan voorafgaat")}});
  for (auto const& outcome : step.outcomes)
    words_boxes(fields, visit, fill, names, "outcome_" + outcome.id, visit.tr("Uitkomst: {outcome}", {{"outcome", words.in(outcome.text)}}),
                outcome.text);
  for (std::size_t i = 0; i < step.records.size(); ++i)
    words_boxes(fields, visit, fill, names, "record_" + std::to_string(i),
                visit.tr("Wat schrijf je op? {label}", {{"label", words.in(step.records[i])}}), step.records[i]);
  auto const source = sp::source_and_protocol(step.source);
  fill("protocol", source.protocol);
  text_box(
      fields, visit, fill.typed,
      {.name = "protocol", .label = N_("Jullie eigen protocol"), .hint = N_("De naam van het document, of de link."), .optional = true});
  confirm_and_off(fields, visit, fill, step.assumed);
  hidden_revision(fields, fill.typed, opened.view.revision());
  return change_page(visit, fill, words.in(step.title), "ons_plan.stap", url("/ons-stappenplan/stap/{}", step.id), fields,
                     {N_("Je verandert het concept. Bij kinderen gebeurt er nog niets."),
                      N_("Klopt iets niet, dan staat bij het veld wat je kunt doen.")});
}

http::Response save_change_step(Visit& visit, Typed const& given) {
  auto typed = given;
  auto opened = open_to_save(visit, typed);
  if (opened.answer) return std::move(*opened.answer);
  auto const& plan = opened.view.shown();
  auto const at = plan.step(visit.request.param("id"));
  if (!at) return error_page(visit.site, visit.request, 404, "no_step");
  auto const& step = plan.steps[*at];
  auto const path = "step/" + step.id;
  if (auto edits = off_edit(typed, step.id)) return saved_edits(visit, std::move(typed), std::move(*edits), url("/ons-stappenplan"));
  std::vector<sp::Edit> edits;
  words_edit(edits, typed, "title", path + "/title");
  words_edit(edits, typed, "because", path + "/because");
  using People = sp::People;
  auto by = chosen_in_order(typed, "by", step.by);
  if (auto const first = std::find(by.begin(), by.end(), typed.text("first")); first != by.end()) std::rotate(by.begin(), first, first + 1);
  edits.push_back({"by", People{step.id, People::Which::By, std::move(by)}});
  edits.push_back({"with", People{step.id, People::Which::With, chosen_in_order(typed, "with", step.with)}});
  edits.push_back({"may_join", People{step.id, People::Which::MayJoin, chosen_in_order(typed, "may_join", step.may_join)}});
  edits.push_back({"after", sp::Order{step.id, sp::Order::Which::After, chosen_in_order(typed, "after", part_codes(plan, step.after))}});
  edits.push_back(
      {"after_any", sp::Order{step.id, sp::Order::Which::AfterAny, chosen_in_order(typed, "after_any", part_codes(plan, step.after_any))}});
  edits.push_back({"note", sp::Notes{step.id, chosen_in_order(typed, "note", step.note)}});
  if (!plan.acts.empty()) {
    auto const act = typed.text("toestemming");
    edits.push_back({"toestemming", sp::Permission{step.id, act.empty() ? std::nullopt : std::optional(std::string(act))}});
    edits.push_back({"asks", sp::Asking{step.id, chosen_in_order(typed, "asks", acts_asked(plan, step))}});
  }
  term_edit(edits, typed, "within", step.id, sp::Term::Which::Within);
  term_edit(edits, typed, "min", step.id, sp::Term::Which::Min);
  term_edit(edits, typed, "every", step.id, sp::Term::Which::Every);
  auto const repeat = typed.text("repeat");
  auto const wanted = repeat == "each" ? sp::Repeat::Each : repeat == "always" ? sp::Repeat::Always : sp::Repeat::No;
  if (wanted != step.repeat) edits.push_back({"repeat", sp::Repeating{step.id, wanted}});
  for (auto const& outcome : step.outcomes) words_edit(edits, typed, "outcome_" + outcome.id, path + "/outcomes/" + outcome.id);
  for (std::size_t i = 0; i < step.records.size(); ++i)
    words_edit(edits, typed, "record_" + std::to_string(i), path + "/records/" + std::to_string(i));
  edits.push_back({"protocol", sp::OwnProtocol{step.id, trimmed(typed.text("protocol"))}});
  ticked_edits(edits, typed, step.id);
  return saved_edits(visit, std::move(typed), std::move(edits), url("/ons-stappenplan"));
}

http::Response show_change_rule(Visit& visit, Typed const& given) {
  auto opened = open_to_change(visit);
  if (opened.answer) return std::move(*opened.answer);
  auto const& plan = opened.view.shown();
  auto const* rule = rule_of(plan, visit.request.param("id"));
  if (!rule) return error_page(visit.site, visit.request, 404, "no_rule");
  auto const translate = translate_for(visit);
  interop::PlanWords const words(plan, visit.lang(), translate);
  Fill fill(given);
  Names names;
  Html fields;
  words_boxes(fields, visit, fill, names, "because", visit.tr("Waarom is deze afspraak er?"), rule->because.value_or(sp::Text{}), true);
  if (sp::info(rule->kind).within) term_boxes(fields, visit, fill, names, words, "within", N_("Binnen welke tijd?"), rule->within);
  confirm_and_off(fields, visit, fill, rule->assumed);
  hidden_revision(fields, fill.typed, opened.view.revision());
  return change_page(visit, fill, visit.tr("Een afspraak aanpassen"), "ons_plan.afspraak", url("/ons-stappenplan/afspraak/{}", rule->id),
                     fields, {N_("Een afspraak zegt wat na een stap hoort te gebeuren.")});
}

http::Response save_change_rule(Visit& visit, Typed const& given) {
  auto typed = given;
  auto opened = open_to_save(visit, typed);
  if (opened.answer) return std::move(*opened.answer);
  auto const* rule = rule_of(opened.view.shown(), visit.request.param("id"));
  if (!rule) return error_page(visit.site, visit.request, 404, "no_rule");
  if (auto edits = off_edit(typed, rule->id)) return saved_edits(visit, std::move(typed), std::move(*edits), url("/ons-stappenplan"));
  std::vector<sp::Edit> edits;
  words_edit(edits, typed, "because", "rule/" + rule->id + "/because");
  if (sp::info(rule->kind).within) term_edit(edits, typed, "within", rule->id, sp::Term::Which::Within);
  ticked_edits(edits, typed, rule->id);
  return saved_edits(visit, std::move(typed), std::move(edits), url("/ons-stappenplan"));
}

http::Response show_own_words(Visit& visit, Typed const& given) {
  auto opened = open_to_change(visit);
  if (opened.answer) return std::move(*opened.answer);
  auto const& plan = opened.view.shown();
  auto const translate = translate_for(visit);
  interop::PlanWords const words(plan, visit.lang(), translate);
  Fill fill(given);
  Names names;
  Html fields;
  for (auto const& one : plan.roles)
    words_boxes(fields, visit, fill, names, "role_" + one.id, visit.tr("Rol: {name}", {{"name", words.in(one.text)}}), one.text);
  for (auto const& one : sp::note_kinds(&plan, visit.lang())) {
    auto const* own = sp::own_note_words(plan, one.id);
    words_boxes(fields, visit, fill, names, "note_" + one.id, visit.tr("Notitie: {name}", {{"name", visit.tr(one.words)}}),
                own ? *own : sp::Text{}, true);
  }
  words_boxes(fields, visit, fill, names, "new_note", visit.tr("Een nieuwe soort notitie"), {}, true);
  for (auto const& one : plan.meetings)
    words_boxes(fields, visit, fill, names, "meeting_" + one.id, visit.tr("Overleg: {name}", {{"name", words.in(one.title)}}), one.title);
  for (auto const& one : plan.stages)
    words_boxes(fields, visit, fill, names, "stage_" + one.id, visit.tr("Fase: {name}", {{"name", words.in(one.title)}}), one.title);
  hidden_revision(fields, fill.typed, opened.view.revision());
  return change_page(visit, fill, visit.tr("Jullie eigen woorden"), "ons_plan.woorden", url("/ons-stappenplan/woorden"), fields,
                     {N_("Zo heten jullie functies, notities en overleggen overal in Vlechtwerk."),
                      N_("Laat je een notitie leeg? Dan geldt het gewone woord, of een eigen soort vervalt.")});
}

http::Response save_own_words(Visit& visit, Typed const& sent) {
  auto given = sent;
  auto opened = open_to_save(visit, given);
  if (opened.answer) return std::move(*opened.answer);
  auto const& plan = opened.view.shown();
  std::vector<sp::Edit> edits;
  for (auto const& one : plan.roles) words_edit(edits, given, "role_" + one.id, "roles/" + one.id);
  for (auto const& one : sp::note_kinds(&plan, visit.lang())) words_edit(edits, given, "note_" + one.id, "notes/" + one.id);
  if (!trimmed(given.text("new_note_nl")).empty() || !trimmed(given.text("new_note_en")).empty()) {
    auto const fresh = sp::note_kind_id(given.text("new_note_nl"));
    if (sp::is_common_note_kind(fresh) || sp::names_note(plan, fresh))
      given.wrong("new_note_nl", {N_("Deze soort notitie is er al. Kies een ander woord."), {}});
    words_edit(edits, given, "new_note", "notes/" + fresh);
  }
  for (auto const& one : plan.meetings) words_edit(edits, given, "meeting_" + one.id, "meeting/" + one.id + "/title");
  for (auto const& one : plan.stages) words_edit(edits, given, "stage_" + one.id, "stage/" + one.id + "/title");
  return saved_edits(visit, given, std::move(edits), url("/ons-stappenplan"));
}

http::Response show_permissions(Visit& visit, Typed const& given) {
  auto opened = open_to_change(visit);
  if (opened.answer) return std::move(*opened.answer);
  auto const& plan = opened.view.shown();
  if (plan.acts.empty()) return fixed_page(visit, {N_("In dit stappenplan wordt ouders nergens om toestemming gevraagd."), {}});
  auto const translate = translate_for(visit);
  interop::PlanWords const words(plan, visit.lang(), translate);
  Fill fill(given);
  Names names;
  Html fields;
  for (auto const& one : plan.acts) {
    auto const name = "act_" + one.id;
    Html boxes;
    words_boxes(boxes, visit, fill, names, name, visit.tr("Wat lezen ouders?"), one.text);
    fill(name + "_needs", one.needs_one ? "one" : "all");
    radio_tiles(boxes, visit, fill.typed, kept(names, name + "_needs"), visit.tr("Wie zegt ja?"),
                {{"all", visit.tr("Alle ouders met gezag")}, {"one", visit.tr("Eén ouder met gezag is genoeg")}});
    term_boxes(boxes, visit, fill, names, words, name + "_valid", N_("Hoe lang geldt een ja? Laat leeg: tot ouders het terugnemen."),
               one.valid);
    if (one.unreachable_may) fill(name + "_unreachable", "1");
    check_tile(boxes, visit, fill.typed, kept(names, name + "_unreachable"),
               visit.tr("Is een ouder niet te bereiken? Dan mag de leidinggevende beslissen, met een reden."));
    render(
        fields, visit.tr,
        [] {
          return R"(<section class="vlecht-sheet">
<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{title}</h2>{slot boxes}</section>)";
        },
        "title"_a = words.in(one.text), "boxes"_a = boxes);
  }
  hidden_revision(fields, fill.typed, opened.view.revision());
  return change_page(visit, fill, visit.tr("Toestemming van ouders"), "ons_plan.toestemmingen", url("/ons-stappenplan/toestemmingen"),
                     fields,
                     {N_("Wat ouders bij een toestemming lezen, verandert mee. Kijk de andere talen na in het bestand."),
                      N_("Een ja dat ouders al gaven, houdt de tijd die het toen kreeg.")});
}

http::Response save_permissions(Visit& visit, Typed const& given) {
  auto typed = given;
  auto opened = open_to_save(visit, typed);
  if (opened.answer) return std::move(*opened.answer);
  std::vector<sp::Edit> edits;
  for (auto const& one : opened.view.shown().acts) {
    auto const name = "act_" + one.id;
    words_edit(edits, typed, name, "acts/" + one.id);
    auto period = typed_period(typed, name + "_valid");
    if (period && sp::Duration::parse(*period) == sp::Duration{}) typed.wrong(name + "_valid", no_number());
    auto const now = one.valid ? std::optional(one.valid->text()) : std::nullopt;
    edits.push_back({name + "_needs", sp::ActTerms{one.id, typed.text(name + "_needs") == "one", typed.ticked(name + "_unreachable"),
                                                   period ? or_none(std::move(*period)) : now}});
  }
  return saved_edits(visit, std::move(typed), std::move(edits), url("/ons-stappenplan"));
}

http::Response save_switch_on(Visit& visit, Typed const& typed) {
  return saved_edits(visit, typed, {{"", sp::Switch{std::string(visit.request.param("id")), true}}}, url("/ons-stappenplan"));
}

http::Response save_discard(Visit& visit, Typed const& typed) {
  auto const done = app::discard_plan_draft(visit.app(), visit.caller(), revision_of(typed));
  return done ? go_to(visit, url("/ons-stappenplan")) : again(visit, typed, done.error());
}

// ---------------------------------------------------------------- agreeing

http::Response show_plan_effect(Visit& visit, Typed const& typed) {
  auto opened = open_to_change(visit);
  if (opened.answer) return std::move(*opened.answer);
  if (!opened.view.draft) return fixed_page(visit, {N_("Er is geen concept. Verander eerst iets in het plan."), {}});
  auto const effect = app::see_plan_effect(visit.app(), visit.caller(), visit.lang());
  if (!effect) return refused(visit, effect.error());
  Html out, fields;
  hidden_revision(fields, typed, opened.view.revision());
  back_link(out, visit, url("/ons-stappenplan"), visit.tr("Ons stappenplan"));
  mistakes_on_top(out, visit, typed);
  render(
      out, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Wat verandert er?}</h1>
<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:In het plan}</h2>{slot changes}</section>
<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Voor kinderen die nu een route hebben}</h2>
<p class="utrecht-paragraph">{t:{routes, plural, =0 {Nu loopt er geen route.} one {Nu loopt er 1 route.} other {Nu lopen er # routes.}}}
{t:{changed, plural, =0 {Bij geen kind verandert iets.} one {Bij 1 kind verandert iets.} other {Bij # kinderen verandert iets.}}}</p>
<ul class="utrecht-unordered-list">{each lines}<li class="utrecht-unordered-list__item">{sentence}
({t:{number, plural, one {bij 1 route} other {bij # routes}}})</li>{/each}</ul>
{when named}<p class="utrecht-paragraph">{t:Van deze kinderen mag jij de route zien:}</p>
<ul class="utrecht-unordered-list">{each children}<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="{link}">{name}</a></li>{/each}</ul>{/when}
<p class="utrecht-paragraph">{t:Elke route houdt haar eigen versie, tot de mentor of de leidinggevende overgaat bij dat kind.}
{t:Nieuwe routes volgen meteen de nieuwe versie.}</p></section>)";
      },
      "changes"_a = [&](Html& inside) { changes_part(inside, visit, opened.view); }, "routes"_a = effect->routes,
      "changed"_a = effect->changed,
      "lines"_a =
          [&](auto row) {
            for (auto const& line : effect->lines) row("sentence"_a = visit.tr(line.what), "number"_a = line.routes);
          },
      "named"_a = !effect->children.empty(),
      "children"_a =
          [&](auto row) {
            for (auto const& one : effect->children)
              row("link"_a = url("/kind/{}", one.child), "name"_a = one.first_name.reveal() + " " + one.last_name.reveal());
          });
  form(out, visit, typed, "ons_plan.vaststellen", url("/ons-stappenplan/vaststellen"), fields, N_("Stel het plan vast"),
       url("/ons-stappenplan"));
  return page(visit,
              {visit.tr("Wat verandert er?"),
               Place::Questions,
               {N_("Lees eerst wat er verandert. Daarna stel je het plan vast."), N_("Oude versies van het plan blijven bewaard.")},
               true},
              out, typed.status);
}

http::Response save_adopt_plan(Visit& visit, Typed const& typed) {
  auto const done = app::adopt_our_plan(visit.app(), visit.caller(), revision_of(typed));
  return done ? go_to(visit, url("/ons-stappenplan")) : again(visit, typed, done.error());
}

namespace {

template <class Answer>
http::Response answered(Visit& visit, Typed const& typed, Answer const& answer) {
  auto const text = typed.text("version");
  bool const number = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
  auto const done = answer(visit.app(), visit.caller(), number ? std::stoll(text) : 0);
  return done ? go_to(visit, url("/ons-stappenplan")) : again(visit, typed, done.error());
}

}  // namespace

http::Response save_take_plan(Visit& visit, Typed const& typed) { return answered(visit, typed, app::take_offered_plan); }
http::Response save_keep_plan(Visit& visit, Typed const& typed) { return answered(visit, typed, app::decline_offered_plan); }

}  // namespace vlechtwerk::web
