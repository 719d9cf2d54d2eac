#include <algorithm>

#include "domain/entry_kind.h"
#include "interop/stappenplan/show.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// The page of a child: the route with "je bent hier", the next steps, permission, plan, questions, the story; and who looked.
namespace vlechtwerk::web {
namespace {

namespace kind = domain::entry_kind;

std::string who_of(Visit const& visit, app::ChildView const& view, app::StepView const& step) {
  auto who = who_words(visit, step.person, step.stands_in_for);
  if (!who.empty()) return who;
  for (auto const& function : step.functions) {
    // By default a step of the mentor carries the mentor's own name.
    auto const& label = function.code == "mentor" && view.mentor ? view.mentor->reveal() : function.label;
    who += (who.empty() ? "" : visit.tr(" of ")) + label;
  }
  return who;
}

void step_in_full(Html& out, Visit const& visit, app::ChildView const& view, app::StepView const& step) {
  auto const due = due_words(visit, step.due, step.late);
  auto const who = who_of(visit, view, step);
  auto const id = view.name.child;
  render(
      out, visit.tr,
      [] {
        return R"(
<li class="vlecht-step vlecht-step--child"><p class="vlecht-step__name">{title}{when assumed} <span
class="vlecht-soft">{t:(voorstel, nog niet door jullie vastgesteld)}</span>{/when}</p>
<p class="vlecht-step__who">{who}{when due} · {day}{/when}</p>{each why}<p class="vlecht-step__why">{sentence}</p>{/each}
<div class="vlecht-actions">{slot do}{when over}<a class="utrecht-button utrecht-button--subtle"
href="{take}">{t:Neem jij hem over?}</a>{/when}{when waive}<a
class="utrecht-button utrecht-button--subtle" href="{skip}">{t:Sla over}</a>{/when}
</div></li>)";
      },
      "title"_a = step.title, "assumed"_a = step.assumed, "who"_a = who, "due"_a = !due.empty(), "day"_a = due,
      "why"_a =
          [&](auto row) {
            for (auto const& sentence : step.why) row("sentence"_a = sentence);
            if (step.why.empty() && !step.because.empty()) row("sentence"_a = Message{"{because}", {{"because", step.because}}});
          },
      "do"_a =
          [&](Html& inside) {
            // Who comes from outside the group does her own steps; the names above say who does this one.
            bool const outside =
                visit.role() == Role::Pedagoog || visit.role() == Role::Jeugdzorgcoach || visit.role() == Role::PedagogischCoach;
            if (outside && !step.mine) return;
            action_link(inside, visit, permitted(view.permitted, app::Action::DoStep), url("/kind/{}/stap/{}", id, step.id),
                        N_("Doe deze stap"));
          },
      "over"_a =
          [&] {
            auto const* may = permitted(view.permitted, app::Action::AssignStep);
            return !step.held && may && may->allowed;
          }(),
      "take"_a = url("/kind/{}/stap/{}/overnemen", id, step.id),
      "waive"_a =
          [&] {
            auto const* may = permitted(view.permitted, app::Action::WaiveStep);
            return may && may->allowed;
          }(),
      "skip"_a = url("/kind/{}/stap/{}/overslaan", id, step.id));
}

std::string state_words(Visit const& visit, app::StepView const& step) {
  if (step.state == "done") return visit.tr("gedaan");
  if (step.state == "waived") return visit.tr("overgeslagen");
  if (step.state == "enabled") return visit.tr("kan nu");
  if (step.state == "excluded") return visit.tr("niet nodig");
  return step.done_before ? visit.tr("gedaan, kan later weer") : visit.tr("later");
}

/// Where parents and the coach come into a step.
std::string part_words(Visit const& visit, app::StepView const& step) {
  std::string out;
  auto const add = [&](bool so, char const* words) {
    if (so) out += (out.empty() ? "" : " · ") + visit.tr(words);
  };
  add(step.parents == "talk", N_("gesprek met ouders"));
  add(step.parents == "informed", N_("ouders horen dit"));
  add(step.allows, N_("ouders zeggen ja of nee"));
  add(step.coach, N_("met de coach"));
  return out;
}

/// Why a step is possible, done, skipped or not possible yet, in sentences.
std::string why_words(Visit const& visit, app::StepView const& step) {
  std::string out;
  for (auto const& sentence : step.why) out += (out.empty() ? "" : " ") + visit.tr(sentence);
  if (!step.waived_because.empty())
    out += " " + visit.tr("Overgeslagen, omdat: {reason}.", {{"reason", reason_words(visit, waive_reasons(), step.waived_because)}});
  return out;
}

/// The route as a list: what the picture shows, for who reads it or hears it.
void all_steps(Html& out, Visit const& visit, app::ChildView const& view) {
  auto const id = view.name.child;
  render(
      out, visit.tr,
      [] {
        return R"(<ol class="vlecht-all-steps">{each all}<li id="stap-{id}"{when here} aria-current="step"{/when}><a
class="utrecht-link utrecht-link--html-a" href="{link}">{title}</a> <span class="vlecht-soft">{state}{when here} ·
{t:hier zijn jullie nu}{/when}{when who} · {name}{/when}{when due} · {day}{/when}{when part} · {parts}{/when}</span>{when told}<br><span
class="vlecht-step__why">{why}</span>{/when}</li>{/each}</ol>)";
      },
      "all"_a =
          [&](auto row) {
            auto const& steps = view.route->steps;
            for (std::size_t i = 0; i < steps.size(); ++i) {
              auto const& step = steps[i];
              bool const over = step.state == "done" || step.state == "waived";
              auto const who = over ? std::string() : who_of(visit, view, step);
              auto const due = due_words(visit, step.due, step.late);
              auto const parts = part_words(visit, step);
              auto const why = why_words(visit, step);
              row("id"_a = step.id, "here"_a = !view.route->next.empty() && view.route->next.front() == i,
                  "link"_a = url("/kind/{}/stap/{}", id, step.id), "title"_a = step.title, "state"_a = state_words(visit, step),
                  "who"_a = !who.empty(), "name"_a = who, "due"_a = !due.empty(), "day"_a = due, "part"_a = !parts.empty(),
                  "parts"_a = parts, "told"_a = !why.empty(), "why"_a = why);
            }
          });
}

/// Why a route stands still, and until when.
std::string pause_words(Visit const& visit, app::RouteView const& route) {
  auto const reason = reason_words(visit, pause_reasons(), route.pause_reason);
  auto words = reason.empty() ? std::string() : visit.tr("{reason}.", {{"reason", reason}});
  if (route.paused_until)
    words += (words.empty() ? "" : " ") + visit.tr("Tot en met {day}, daarna gaat hij vanzelf verder.",
                                                   {{"day", i18n::day_text(*route.paused_until, visit.today, visit.tr)}});
  return words;
}

void route_part(Html& out, Visit const& visit, app::ChildView const& view) {
  auto const& route = *view.route;
  auto const id = view.name.child;
  // After a no of parents: first what goes on as usual, then what comes next.
  std::vector<app::StepView const*> goes_on, next;
  for (auto const index : route.next) {
    auto const& step = route.steps[index];
    auto& part = step.goes_on ? goes_on : next;
    if (part.size() < 2) part.push_back(&step);
  }
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:De route}</h2><p class="vlecht-soft">{plan} · {t:sinds {day}}</p>
<ol class="vlecht-route" aria-label="{t:De route}">{each stages}<li{when here} aria-current="step"{/when}><span>{stage}{when here} <span
class="vlecht-visually-hidden">{t:(hier zijn we nu)}</span>{/when}</span></li>{/each}</ol>
{when still}<p class="utrecht-paragraph"><b>{t:De route staat stil.}</b> {pause}</p>{/when}
{when newer}<p class="utrecht-paragraph">{t:Er is een nieuwe versie van dit stappenplan.}</p>{/when}
{when turns}<div class="vlecht-actions">{slot turn}</div>{/when}
{when no}<div class="vlecht-goes-on"><h3 class="utrecht-heading-3 utrecht-heading-3--distanced">{t:Wat gewoon doorgaat}</h3>
{each goes_on}<p class="utrecht-paragraph">{sentence}</p>{/each}<ol class="vlecht-steps">{slot usual}</ol></div>{/when}
<h3 class="utrecht-heading-3 utrecht-heading-3--distanced">{t:Wat nu komt}</h3>
{when came}<p class="utrecht-paragraph">{came_out}</p>{/when}
{when any}<ol class="vlecht-steps">{slot steps}</ol>{/when}{unless any}<p class="utrecht-paragraph">{t:Er staat nu niets klaar.}
</p>{/unless}
<p><a class="utrecht-link utrecht-link--html-a" href="{whole}">{t:Alle stappen van de route}</a></p>
<div class="vlecht-actions">{slot close}</div></section>)";
      },
      "plan"_a = route.plan_title, "day"_a = i18n::day_text(route.opened_on, visit.today, visit.tr),
      "stages"_a =
          [&](auto row) {
            for (auto const& [title, here] : route.stages) row("stage"_a = title, "here"_a = here);
          },
      "still"_a = route.status == "paused", "pause"_a = pause_words(visit, route), "newer"_a = route.newer_version,
      "turns"_a = route.status == "paused" || route.newer_version,
      "turn"_a =
          [&](Html& inside) {
            if (route.status == "paused")
              action_link(inside, visit, permitted(view.permitted, app::Action::ResumeRoute), url("/kind/{}/verder", id),
                          N_("Ga verder met de route"));
            if (route.newer_version)
              action_link(inside, visit, permitted(view.permitted, app::Action::AdoptPlan), url("/kind/{}/overgaan", id),
                          N_("Bekijk wat er verandert"));
          },
      "goes_on"_a =
          [&](auto row) {
            for (auto const& sentence : route.goes_on) row("sentence"_a = sentence);
          },
      "no"_a = !goes_on.empty(),
      "usual"_a =
          [&](Html& inside) {
            for (auto const* step : goes_on) step_in_full(inside, visit, view, *step);
          },
      "came"_a = route.came_out.has_value(), "came_out"_a = route.came_out.value_or(Message{}), "any"_a = !next.empty(),
      "steps"_a =
          [&](Html& inside) {
            for (auto const* step : next) step_in_full(inside, visit, view, *step);
          },
      "whole"_a = url("/kind/{}/route", id),
      "close"_a =
          [&](Html& inside) {
            action_link(inside, visit, permitted(view.permitted, app::Action::CloseRoute), url("/kind/{}/afsluiten", id),
                        N_("Rond de route af"));
            auto const* pause = permitted(view.permitted, app::Action::PauseRoute);
            // Who cannot do this misses nothing that the work of today needs: no button, and no sentence in its place.
            if (pause && pause->allowed && route.status == "open")
              action_link(inside, visit, pause, url("/kind/{}/pauze", id), N_("Zet de route even stil"));
          });
}

std::string word_of(Visit const& visit, app::ToestemmingView::Word const& word) {
  if (word.word == "given") return visit.tr("zegt ja");
  if (word.word == "refused") return visit.tr("zegt nee");
  if (word.word == "withdrawn") return visit.tr("trok het ja terug");
  if (word.word == "unreachable") return visit.tr("is niet bereikbaar");
  return word.attempts.empty() ? visit.tr("is nog niet gevraagd") : visit.tr("is nog niet bereikt");
}

void toestemming_part(Html& out, Visit const& visit, app::ChildView const& view) {
  if (view.toestemming.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Toestemming van ouders}</h2>
<dl class="utrecht-data-list utrecht-data-list--rows utrecht-data-list--distanced">{each acts}<div class="utrecht-data-list__item">
<dt class="utrecht-data-list__item-key">{act}</dt><dd
class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{state}{each words}<br><span class="vlecht-soft">{name}
{word}{when dated} · {day}{/when}</span>{/each}{slot attempts}</dd></div>{/each}</dl>
<div class="vlecht-actions">{slot change}</div></section>)";
      },
      "acts"_a =
          [&](auto row) {
            for (auto const& act : view.toestemming) {
              row(
                  "act"_a = act.text,
                  "state"_a = act.in_force  ? visit.tr("Dit mag.")
                              : act.refused ? visit.tr("Dit mag niet. Een ouder zei nee.")
                                            : visit.tr("Dit mag nog niet."),
                  "words"_a =
                      [&](auto word_row) {
                        for (auto const& word : act.words) {
                          word_row("name"_a = word.name, "word"_a = word_of(visit, word), "dated"_a = word.on.has_value(),
                                   "day"_a = word.on ? i18n::day_text(*word.on, visit.today, visit.tr) : std::string());
                        }
                      },
                  "attempts"_a = [&](Html& inside) { attempts_to_reach(inside, visit, act); });
            }
          },
      "change"_a =
          [&](Html& inside) {
            action_link(inside, visit, permitted(view.permitted, app::Action::RecordToestemming),
                        url("/kind/{}/toestemming", view.name.child), N_("Leg vast wat ouders zeggen"));
            if (auto const* attempt = permitted(view.permitted, app::Action::RecordAttempt); attempt && attempt->allowed)
              action_link(inside, visit, attempt, url("/kind/{}/poging", view.name.child), N_("Schrijf op wie je niet bereikte"));
          });
}

void plan_sheet(Html& out, Visit const& visit, app::ChildView const& view, app::PlanVanAanpakView const& plan) {
  auto const id = view.name.child;
  bool const of_route = plan.kind != "begeleidingsplan";
  auto const* may_write = permitted(view.permitted, app::Action::WritePlanVanAanpak);
  render(
      out, visit.tr,
      [] {
        return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{kind}</h2>
<p class="vlecht-soft">{t:versie {number} van {by}, {day}}</p>{slot texts}
{when ends}<p class="utrecht-paragraph">{t:We proberen dit tot en met {until}.}</p>{/when}
{when looks}<p class="utrecht-paragraph utrecht-paragraph--distanced">{when now}
<b>{t:Tijd om terug te kijken: past dit plan nog?}</b>{/when}
{unless now}{t:We kijken terug op {look}.}{/unless}</p>{/when}
{each evaluations}<p class="utrecht-paragraph"><b>{outcome}</b> <span class="vlecht-soft">{by}, {day}</span></p><p
class="vlecht-words">{text}</p>{/each}
<div class="vlecht-actions">{slot write}{slot evaluate}</div>{when earlier}<p><a class="utrecht-link utrecht-link--html-a"
href="{versions}">{t:Lees eerdere versies}</a></p>{/when}</section>)";
      },
      "kind"_a = plan_kind_words(visit, plan.kind), "number"_a = plan.version_number, "by"_a = plan.by,
      "day"_a = i18n::moment_text(plan.written, visit.today, visit.tr), "texts"_a = [&](Html& inside) { plan_texts(inside, visit, plan); },
      "looks"_a = plan.look_back_on.has_value(), "now"_a = plan.look_back_on && *plan.look_back_on <= visit.today,
      "look"_a = plan.look_back_on ? i18n::day_text(*plan.look_back_on, visit.today, visit.tr) : std::string(),
      "ends"_a = of_route && plan.until.has_value(),
      "until"_a = plan.until ? i18n::day_text(*plan.until, visit.today, visit.tr) : std::string(),
      "evaluations"_a =
          [&](auto row) {
            for (auto const& one : plan.evaluations) {
              row("outcome"_a = plan_outcome(visit, one.outcome), "by"_a = one.by,
                  "day"_a = i18n::moment_text(one.at, visit.today, visit.tr), "text"_a = told(visit, one.words));
            }
          },
      "write"_a =
          [&](Html& inside) {
            action_link(inside, visit, may_write, of_route ? url("/kind/{}/plan", id) : url("/kind/{}/plan?kind=begeleidingsplan", id),
                        N_("Verander het plan"));
          },
      "evaluate"_a =
          [&](Html& inside) {
            action_link(inside, visit, permitted(view.permitted, app::Action::EvaluatePlanVanAanpak),
                        of_route ? url("/kind/{}/plan/terugkijken", id) : url("/kind/{}/plan/terugkijken?kind=begeleidingsplan", id),
                        N_("Kijk terug op het plan"));
          },
      "earlier"_a = plan.version_number > 1, "versions"_a = url("/kind/{}/plan/eerder", id));
}

void plan_part(Html& out, Visit const& visit, app::ChildView const& view) {
  if (view.begeleidingsplan) plan_sheet(out, visit, view, *view.begeleidingsplan);
  if (!view.route) return;
  if (view.route->plan_van_aanpak) return plan_sheet(out, visit, view, *view.route->plan_van_aanpak);
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Plan van aanpak}</h2>
<p class="utrecht-paragraph">{t:Er is nog geen plan van aanpak.}</p><div class="vlecht-actions">{slot write}</div></section>)";
      },
      "write"_a =
          [&](Html& inside) {
            action_link(inside, visit, permitted(view.permitted, app::Action::WritePlanVanAanpak), url("/kind/{}/plan", view.name.child),
                        N_("Schrijf een plan"));
          });
}

void questions_part(Html& out, Visit const& visit, app::ChildView const& view) {
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Vragen}</h2>
{each questions}<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a" href="{link}">{by}</a> <span
class="vlecht-soft">{status}</span></p>{/each}
<div class="vlecht-actions">{slot ask}</div></section>)";
      },
      "questions"_a =
          [&](auto row) {
            for (auto const& one : view.hulpvragen) {
              row("link"_a = url("/vragen/{}", one.id), "by"_a = visit.tr("Vraag van {name}", {{"name", one.asked_by.reveal()}}),
                  "status"_a = question_status(visit, one.status));
            }
          },
      "ask"_a =
          [&](Html& inside) {
            action_link(inside, visit, permitted(view.permitted, app::Action::AskHulpvraag), url("/kind/{}/vraag", view.name.child),
                        N_("Stel je vraag"));
          });
}

std::string with_reason(std::string what, std::string const& reason) { return reason.empty() ? what : what + ": " + reason; }

std::string what_happened(Visit const& visit, app::TimelineItem const& item) {
  auto const is = [&](std::string_view one) { return item.kind == one; };
  if (is(kind::kNoteRecorded)) return note_words(visit, item);
  if (is(kind::kStepDone)) return item.label;
  if (is(kind::kStepAssigned)) return visit.tr("Overgenomen: {step}", {{"step", item.label}});
  if (is(kind::kStepWaived)) return visit.tr("Overgeslagen: {step}", {{"step", item.label}});
  if (is(kind::kRouteOpened)) return visit.tr("Een zorg: de route begint");
  if (is(kind::kRouteClosed)) return visit.tr("De route is klaar");
  if (is(kind::kRoutePaused)) return with_reason(visit.tr("De route staat even stil"), reason_words(visit, pause_reasons(), item.code));
  if (is(kind::kRouteResumed)) return visit.tr("De route gaat verder");
  if (is(kind::kRouteReopened)) return with_reason(visit.tr("De route is weer open"), reason_words(visit, reopen_reasons(), item.code));
  if (is(kind::kPlanAdopted)) return visit.tr("Over op versie {version} van het stappenplan", {{"version", item.code}});
  if (is(kind::kToestemmingGiven)) return visit.tr("Een ouder zegt ja: {act}", {{"act", item.label}});
  if (is(kind::kToestemmingRefused)) return visit.tr("Een ouder zegt nee: {act}", {{"act", item.label}});
  if (is(kind::kToestemmingWithdrawn)) return visit.tr("Een ouder trekt het ja terug: {act}", {{"act", item.label}});
  if (is(kind::kToestemmingUnreachable) && item.code == app::kNotReached)
    return visit.tr("Geprobeerd een ouder te bereiken: {act}", {{"act", item.label}});
  if (is(kind::kToestemmingUnreachable)) return visit.tr("Een ouder is niet bereikbaar: {act}", {{"act", item.label}});
  if (is(kind::kParentsInformed)) return visit.tr("Verteld aan de ouders");
  if (is(kind::kPlanVanAanpakWritten))
    return item.code == "begeleidingsplan" ? visit.tr("Begeleidingsplan geschreven")
           : item.code == "actieplan"      ? visit.tr("Actieplan geschreven")
                                           : visit.tr("Plan van aanpak geschreven");
  if (is(kind::kPlanVanAanpakEvaluated)) return visit.tr("Teruggekeken op het plan");
  if (is(kind::kHulpvraagAsked)) return visit.tr("Een vraag gesteld");
  if (is(kind::kHulpvraagAssigned)) return visit.tr("De vraag is doorgegeven");
  if (is(kind::kHulpvraagAnswered)) return visit.tr("Een adviestip");
  if (is(kind::kHulpvraagConfirmed)) return visit.tr("De tip in eigen woorden");
  if (is(kind::kChildRegistered)) return visit.tr("Welkom in Vlechtwerk");
  if (is(kind::kChildPlaced)) return visit.tr("In een groep geplaatst");
  if (is(kind::kMentorAssigned)) return visit.tr("Een mentor gekregen");
  if (is(kind::kPersonLinked)) return visit.tr("Een ouder toegevoegd");
  return item.label.empty() ? visit.tr("Er is iets veranderd") : item.label;
}

bool around_the_child(std::string_view entry_kind) { return entry_kind.starts_with("note.") || entry_kind.starts_with("child."); }

void story(Html& out, Visit const& visit, app::ChildView const& view) {
  auto const& items = view.timeline;
  render(
      out, visit.tr,
      [] {
        return R"(<section><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Het verhaal}</h2>
{when none}<p class="utrecht-paragraph">{t:Er staat nog niets. Schrijf de eerste notitie, bijvoorbeeld over een mooi moment.}</p>{/when}
<ol class="vlecht-timeline">{each items}<li
class="vlecht-timeline__item{when child} vlecht-timeline__item--child{/when}{when together} vlecht-timeline__item--cooperation{/when}">
<span class="vlecht-timeline__when">{when_text} · {by}</span><p class="vlecht-timeline__what">{what}{when result} ·
{outcome}{/when}{when named} <span class="vlecht-soft">{person}</span>{/when}</p>
{each texts}{when did}<p class="vlecht-soft">{t:Wat deed je?}</p>{/when}
<p class="vlecht-words">{text}</p>{/each}{when removed}<p class="vlecht-soft">{t:De tekst is weggehaald.}</p>{/when}</li>{/each}</ol>
{when more}<p><a class="utrecht-link utrecht-link--html-a" href="{older}">{t:Lees wat daarvoor gebeurde}</a></p>{/when}</section>)";
      },
      "none"_a = items.empty(),
      "items"_a =
          [&](auto row) {
            for (auto const& item : items) {
              bool const together = item.kind.starts_with("hulpvraag.") || item.kind.starts_with("toestemming.");
              row(
                  "child"_a = around_the_child(item.kind), "together"_a = together,
                  "when_text"_a = item.day_only ? i18n::day_text(base::amsterdam_day(item.occurred), visit.today, visit.tr)
                                                : i18n::moment_text(item.occurred, visit.today, visit.tr),
                  "by"_a = item.by, "what"_a = what_happened(visit, item), "result"_a = !item.outcome_label.empty(),
                  "outcome"_a = item.kind == kind::kStepWaived ? reason_words(visit, waive_reasons(), item.outcome_label)
                                                               : visit.tr(item.outcome_label),
                  "named"_a = item.person.has_value(), "person"_a = item.person.value_or(Private()), "removed"_a = item.contents_removed,
                  "texts"_a = [&](auto text_row) {
                    // What was seen comes before what was done about it.
                    for (bool const done : {false, true}) {
                      for (auto const& [field, text] : item.texts) {
                        bool const did = field == "did";
                        if (did == done && !text.empty()) text_row("did"_a = did, "text"_a = told(visit, text));
                      }
                    }
                  });
            }
          },
      "more"_a = view.more, "older"_a = url("/kind/{}?voor={}", view.name.child, items.empty() ? 0 : items.back().occurred.us));
}

}  // namespace

http::Response show_child(Visit& visit, Typed const&) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const before = asked_before(visit);
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang(), before, domain::stappenplan::Reasons::OfOpenSteps);
  if (!view) return refused(visit, view.error());
  bool const newest = before == app::kNoEnd;
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/kinderen">{t:Terug naar Kinderen}</a>
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{name}</h1>
<p class="vlecht-soft">{age} · {group}, {location}{when mentored} · {t:mentor {mentor}}{/when}
{when spoken} · {t:thuis: {language}}{/when}</p>
{slot notice}
<div class="vlecht-actions">{slot note}{slot worry}</div>
<div class="vlecht-columns"><div>{slot left}</div><div>{slot story}{slot quiet}</div></div>)";
      },
      "name"_a = view->name.first_name, "age"_a = age_of(visit, view->name), "group"_a = view->group_name,
      "location"_a = view->location_name, "mentored"_a = view->mentor.has_value(), "mentor"_a = view->mentor.value_or(Private()),
      "spoken"_a = !view->name.language.empty(), "language"_a = language_words(visit, view->name.language),
      "notice"_a = [&](Html& out) { saved_notice(out, visit); },
      "note"_a =
          [&](Html& out) {
            action_link(out, visit, permitted(view->permitted, app::Action::RecordNote), url("/kind/{}/notitie", id),
                        N_("Noteer wat je zag"), true);
          },
      "worry"_a =
          [&](Html& out) {
            if (!view->route)
              action_link(out, visit, permitted(view->permitted, app::Action::OpenRoute), url("/kind/{}/zorg", id),
                          N_("Ik maak me zorgen"));
          },
      "left"_a =
          [&](Html& out) {
            if (!newest) return;
            if (view->route) route_part(out, visit, *view);
            plan_part(out, visit, *view);
            questions_part(out, visit, *view);
            toestemming_part(out, visit, *view);
          },
      "story"_a = [&](Html& out) { story(out, visit, *view); },
      "quiet"_a =
          [&](Html& out) {
            render(
                out, visit.tr,
                [] {
                  return R"(<details class="vlecht-more"><summary>{t:Meer over {name}}</summary>
<h3 class="utrecht-heading-3 utrecht-heading-3--distanced">{t:Ouders}</h3><ul class="utrecht-unordered-list">{each parents}<li
class="utrecht-unordered-list__item">{parent} {slot facts}</li>{/each}</ul>
{when earlier}<h3 class="utrecht-heading-3 utrecht-heading-3--distanced">{t:Eerdere routes}</h3>{each routes}<p
class="utrecht-paragraph">{plan}: {outcome} <span class="vlecht-soft">{day}{when kept} · {t:we bewaren dit tot {until}}{/when}</span></p>
{/each}<div
class="vlecht-actions">{slot reopen}</div>{/when}
<div class="vlecht-actions">{slot links}</div></details>)";
                },
                "name"_a = view->name.first_name,
                "parents"_a =
                    [&](auto row) {
                      for (auto const& parent : view->parents)
                        row(
                            "parent"_a = parent.name, "facts"_a = [&](Html& inside) { person_facts(inside, visit, parent); });
                    },
                "earlier"_a =
                    [&](auto block) {
                      if (view->earlier_routes.empty()) return;
                      block(
                          "routes"_a =
                              [&](auto row) {
                                for (auto const& route : view->earlier_routes) {
                                  row("plan"_a = route.plan_title, "outcome"_a = route.outcome_label,
                                      "day"_a = route.closed_on ? i18n::day_text(*route.closed_on, visit.today, visit.tr) : std::string(),
                                      "kept"_a = route.kept_until.has_value(),
                                      "until"_a =
                                          route.kept_until ? i18n::day_text(*route.kept_until, visit.today, visit.tr) : std::string());
                                }
                              },
                          "reopen"_a =
                              [&](Html& inside) {
                                if (!view->route)
                                  action_link(inside, visit, permitted(view->permitted, app::Action::ReopenRoute),
                                              url("/kind/{}/heropenen", id), N_("Ga verder met een eerdere route"));
                              });
                    },
                "links"_a =
                    [&](Html& links) {
                      auto const* inform = permitted(view->permitted, app::Action::InformParents);
                      auto const* write = permitted(view->permitted, app::Action::WritePlanVanAanpak);
                      if (!view->begeleidingsplan && write && write->allowed)
                        action_link(links, visit, write, url("/kind/{}/plan?kind=begeleidingsplan", id),
                                    N_("Schrijf een begeleidingsplan"));
                      if (view->route) action_link(links, visit, inform, url("/kind/{}/ouders", id), N_("Vertel het de ouders"));
                      action_link(links, visit, permitted(view->permitted, app::Action::SeeWhoSaw), url("/kind/{}/gezien", id),
                                  N_("Bekijk wie dit las"));
                      action_link(links, visit, permitted(view->permitted, app::Action::ManageChild), url("/kind/{}/beheer", id),
                                  N_("Verander mentor, groep of ouders"));
                    });
          });
  return page(visit,
              {view->name.first_name.reveal(),
               Place::Children,
               {N_("Dit is het verhaal van dit kind, het nieuwste bovenaan."), N_("Maak je je zorgen? Dan begint een route met stappen."),
                N_("Bij elke stap staat wie het doet, wanneer en waarom."), N_("Je mag een stap overslaan. Zeg er dan bij waarom."),
                N_("Met de ouders praten kan altijd.")}},
              body);
}

namespace {

/// Only in a demo: how the route of this child would go on in another organisation. Nothing is kept of it.
void under_another_plan(Html& out, Visit& visit, app::ChildView const& view) {
  if (!visit.site.web.demo || !view.route) return;
  auto const asked = visit.request.query.text("plan");
  std::vector<std::shared_ptr<domain::stappenplan::Plan const>> plans;
  for (auto const& text : visit.app().plans.shipped())
    if (auto const plan = visit.app().plans.read(text); plan && (*plan)->id != view.route->plan) plans.push_back(*plan);
  auto const chosen = std::find_if(plans.begin(), plans.end(), [&](auto const& plan) { return plan->id == asked; });
  std::optional<app::RouteView> other;
  if (chosen != plans.end())
    if (auto found = app::see_route_under(visit.app(), visit.caller(), view.name.child, *chosen, visit.lang())) other = std::move(*found);
  render(
      out, visit.tr,
      [] {
        return R"(<section id="ander-plan"><h2
class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Met een ander stappenplan}</h2>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Kies een organisatie uit de verslagen. Je ziet wat daar nu zou komen.}
{t:Er verandert niets.}</p><ul class="vlecht-screens">{each plans}<li><a class="utrecht-link utrecht-link--html-a"
href="{link}"{when chosen} aria-current="true"{/when}>{title}</a></li>{/each}</ul>
{each other}<h3 class="utrecht-heading-3 utrecht-heading-3--distanced">{t:Wat nu zou komen bij: {title}}</h3><ol
class="vlecht-steps">{each steps}<li class="vlecht-step vlecht-step--child"><p class="vlecht-step__name">{step}</p><p
class="vlecht-step__who">{who}</p>{each why}<p class="vlecht-step__why">{sentence}</p>{/each}</li>{/each}</ol>{/each}</section>)";
      },
      "plans"_a =
          [&](auto row) {
            for (auto const& plan : plans)
              row("link"_a = url("/kind/{}/route?plan={}#ander-plan", view.name.child, plan->id), "chosen"_a = plan->id == asked,
                  "title"_a = plan->title.in(visit.lang()));
          },
      "other"_a =
          [&](auto part) {
            if (!other) return;
            part(
                "title"_a = other->plan_title, "steps"_a = [&](auto row) {
                  for (std::size_t i = 0; i < other->next.size() && i < 3; ++i) {
                    auto const& step = other->steps[other->next[i]];
                    row(
                        "step"_a = step.title, "who"_a = who_of(visit, view, step), "why"_a = [&](auto why) {
                          for (auto const& sentence : step.why) why("sentence"_a = sentence);
                        });
                  }
                });
          });
}

}  // namespace

http::Response show_route(Visit& visit, Typed const&) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const view = app::see_child(visit.app(), visit.caller(), id, visit.lang());
  if (!view) return refused(visit, view.error());
  Html body;
  child_heading(body, visit, view->name, N_("Alle stappen van de route"));
  render(
      body, visit.tr,
      [] {
        return R"({when none}<p class="utrecht-paragraph">{t:Dit kind heeft nu geen route.}</p>{/when}{each route}
<p class="vlecht-soft">{plan} · {t:sinds {day}}</p>{slot steps}
<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:De route als plaatje}</h2>
<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:De route als plaatje}"><img class="vlecht-route-picture"
src="{picture}" loading="lazy" width="800" alt="{t:De route als plaatje. Dezelfde stappen staan hierboven in een lijst.}"></div>{/each}
{slot other})";
      },
      "none"_a = !view->route,
      "route"_a =
          [&](auto part) {
            if (view->route)
              part(
                  "plan"_a = view->route->plan_title, "day"_a = i18n::day_text(view->route->opened_on, visit.today, visit.tr),
                  "steps"_a = [&](Html& inside) { all_steps(inside, visit, *view); }, "picture"_a = url("/kind/{}/plaatje", id));
          },
      "other"_a = [&](Html& out) { under_another_plan(out, visit, *view); });
  return page(visit,
              {visit.tr("Alle stappen van de route"),
               Place::Children,
               {N_("Hier staan alle stappen van het stappenplan, ook die van later."),
                N_("Bij elke stap staat of hij gedaan is, wie hem doet en waarom."), N_("Het plaatje laat zien waar jullie nu zijn.")}},
              body);
}

http::Response show_route_picture(Visit& visit, Typed const&) {
  auto const view = app::see_route_plan(visit.app(), visit.caller(), visit.path_id<domain::ChildId>("id"));
  if (!view) return refused(visit, view.error());
  using interop::StepMark;
  std::vector<StepMark> marks;
  for (std::size_t i = 0; i < view->states.size(); ++i) {
    auto const& state = view->states[i];
    marks.push_back(view->here == i      ? StepMark::Here
                    : state == "done"    ? StepMark::Done
                    : state == "waived"  ? StepMark::Waived
                    : state == "enabled" ? StepMark::Open
                                         : StepMark::Later);
  }
  http::Response response;
  response.content_type = "image/svg+xml";
  response.body = interop::draw_route(*view->plan, marks, visit.lang(), [&](Message const& message) { return visit.tr(message); });
  return response;
}

http::Response show_who_saw(Visit& visit, Typed const&) {
  auto const id = visit.path_id<domain::ChildId>("id");
  auto const rows = app::see_who_saw(visit.app(), visit.caller(), id);
  if (!rows) return refused(visit, rows.error());
  Html body;
  back_link(body, visit, child_url(id), visit.tr("dit kind"));
  render(
      body, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Wie las dit?}</h1>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Ouders mogen dit vragen. Geef ze dan deze lijst.}</p>
<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:Wie las dit?}"><table
class="utrecht-table utrecht-table--distanced">
<caption class="utrecht-table__caption">{t:Nieuwste bovenaan}</caption><thead class="utrecht-table__header"><tr
class="utrecht-table__row"><th class="utrecht-table__header-cell" scope="col">{t:Wanneer}</th><th class="utrecht-table__header-cell"
scope="col">{t:Wie}</th><th class="utrecht-table__header-cell" scope="col">{t:Rol}</th><th class="utrecht-table__header-cell"
scope="col">{t:Organisatie}</th></tr></thead>
<tbody class="utrecht-table__body">{each rows}<tr class="utrecht-table__row"><td class="utrecht-table__cell">{at}</td><td
class="utrecht-table__cell">{name}</td><td class="utrecht-table__cell">{role}</td><td class="utrecht-table__cell">{organisation}</td>
</tr>{/each}</tbody></table></div>
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action"
type="button" data-print hidden>{t:Print de lijst}</button></div>)";
      },
      "rows"_a =
          [&](auto row) {
            for (auto const& one : *rows) {
              row("at"_a = i18n::moment_text(one.at, visit.today, visit.tr), "name"_a = one.name, "role"_a = visit.tr(role_word(one.role)),
                  "organisation"_a = one.organisation);
            }
          });
  return page(visit, {visit.tr("Wie las dit?"), Place::Children, {N_("Elke keer dat iemand dit kind opent, komt er een regel bij.")}},
              body);
}

}  // namespace vlechtwerk::web
