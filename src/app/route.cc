// A route: opened by a person, carried on step by step, closed with an outcome.
#include <algorithm>
#include <array>

#include "app/around.h"
#include "app/use_cases.h"
#include "app/words.h"
#include "domain/entry_kind.h"
#include "domain/stappenplan/replay.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

Result<CaseId> open_route(Context& context, Caller const& caller, OpenRouteForm const& form) {
  if (auto ok = check_text(form.worry, "worry", !form.note); !ok) return tl::unexpected(ok.error());
  if (auto const may = ask_first(context, caller, Action::OpenRoute, form.child); !may) return tl::unexpected(may.error());
  auto header = header_about(context, caller, form.id, form.child, form.route, journal::CaseKind::Route, kind::kRouteOpened);
  Result<std::monostate> ready{};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const place = place_of(tx, form.child, caller.now);
    auto const organisation = tx.organisation(place.organisation.value_or(caller.actor.organisation));
    auto const version = newest_version_followed(tx, organisation);
    if (!version) {
      ready = base::fail(ErrorKind::Refused, "no_plan",
                         {N_("Jullie organisatie heeft nog geen stappenplan gekozen. De beheerder kan dat doen."), {}});
      return;
    }
    header.plan = organisation->plan;
    header.plan_version = *version;
  });
  if (!ready) return tl::unexpected(ready.error());
  if (form.note) header.of = {*form.note};
  journal::Contents contents;
  if (!form.worry.empty()) contents.texts["worry"] = form.worry.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<CaseId>(context, caller, Action::OpenRoute, form.child, [&](WriteTx& tx, AuditObject& object) -> Result<CaseId> {
    object.type = "route";
    object.object = form.route.uuid;
    if (auto const seen = tx.entry(form.id); !seen) {
      // A child has at most one open route (rule 5).
      if (!tx.open_routes({form.child}).empty())
        return base::fail(ErrorKind::Conflict, "route_open",
                          {N_("Voor dit kind loopt al een route. Kijk bij dit kind waar die staat."), {}});
      if (form.note) {
        auto const note = tx.entry(*form.note);
        if (!note || note->header.case_id != domain::case_of(form.child) || note->header.kind != kind::kNoteRecorded)
          return base::fail(ErrorKind::InvalidInput, "no_note", {N_("Kies een notitie van dit kind."), {}}, "note");
        if (note->header.outcome == plan_engine::positive_note)
          return base::fail(ErrorKind::InvalidInput, "positive_note",
                            {N_("Een positieve notitie opent geen route. Kies een andere notitie."), {}}, "note");
      }
    }
    // A new route begins a stream of its own: nothing is written into one that exists.
    auto const added = append_once(context, tx, caller, *entry, 0);
    if (!added) return tl::unexpected(added.error());
    if (*added) refold_child(context, tx, form.child, base::amsterdam_day(caller.now));
    return form.route;
  });
}

namespace {

/// The event as the engine would see it, once stored.
plan_engine::Event offered(journal::Header const& header, Instant now) {
  plan_engine::Event event;
  event.id = header.id.text();
  event.kind = header.kind == kind::kStepWaived ? plan_engine::EventKind::StepWaived : plan_engine::EventKind::StepDone;
  if (auto const* moment = std::get_if<Instant>(&header.occurred))
    event.fields.at = plan_engine::When::at(*moment);
  else
    event.fields.at = plan_engine::When::on(std::get<Date>(header.occurred));
  event.fields.recorded = plan_engine::When::at(now);
  event.fields.actor = header.actor.text();
  event.fields.role = header.function;
  event.fields.step = header.step;
  if (!header.outcome.empty()) event.fields.outcome = header.outcome;
  if (!header.with.empty()) event.fields.with = header.with;
  return event;
}

tl::unexpected<base::Error> route_is_closed() {
  return base::fail(ErrorKind::Refused, "route_closed", {N_("Deze route is afgesloten."), {}});
}

/// The function in which the caller signs: the one named, when it is hers; else the first of the step's that is; else the gate role's.
std::string signing(ReadTx const& tx, Caller const& caller, ChildProjection const& child, plan_engine::Step const& step,
                    std::string const& named) {
  auto const mine = functions_of(tx, caller, child);
  auto const has = [&](std::string const& function) { return std::find(mine.begin(), mine.end(), function) != mine.end(); };
  if (!named.empty() && has(named)) return named;
  for (auto const& function : step.by)
    if (has(function)) return function;
  return std::string(domain::code(caller.actor.role));
}

/// The step of the plan that the route follows; one of an earlier version only while somebody owes it.
plan_engine::Step const* owed_step(Context& context, ReadTx const& tx, RouteNow const& now, std::string_view step) {
  auto const asks = [&](auto const& owed) { return now.state.step_id(*now.plan, owed.step) == step; };
  bool const owed = std::any_of(now.state.obligations.begin(), now.state.obligations.end(), asks);
  return owed || now.plan->step(step) ? step_of(context, tx, *now.plan, step) : nullptr;
}

/// Finds the step that the header names, and fills in the plan and the function in which the caller signs (`named`, when she has it).
Result<plan_engine::Step> sign(Context& context, Caller const& caller, journal::Header& header, ChildId child, std::string const& named) {
  Result<plan_engine::Step> step = base::fail(ErrorKind::NotFound, "no_step", {N_("Deze stap staat niet in het stappenplan."), {}});
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const now = route_now(context, tx, header.case_id, base::amsterdam_day(caller.now));
    if (!now) {
      step = tl::unexpected(now.error());
      return;
    }
    auto const facts = tx.child(child);
    auto const* found = owed_step(context, tx, *now, header.step);
    if (!facts || !found) return;
    step = *found;
    header.function = signing(tx, caller, *facts, *step, named);
    header.plan = now->plan->id;
    header.plan_version = now->plan->version;
  });
  return step;
}

}  // namespace

Result<EntryId> do_step(Context& context, Caller const& caller, StepForm const& form) {
  auto const child = child_of(context, caller, Action::DoStep, form.route);
  if (!child) return tl::unexpected(child.error());
  if (auto ok = check_text(form.words, "words", false); !ok) return tl::unexpected(ok.error());
  auto const on = happened(caller, form.on);
  if (!on) return tl::unexpected(on.error());
  auto const today = base::amsterdam_day(caller.now);

  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kStepDone);
  header.occurred = *on;
  header.step = form.step;
  header.outcome = form.outcome;
  header.with = form.with;
  auto const step = sign(context, caller, header, *child, form.function);
  if (!step) return tl::unexpected(step.error());
  if (!step->outcomes.empty() && !step->outcome(form.outcome))
    return base::fail(ErrorKind::InvalidInput, "no_outcome", {N_("Kies wat eruit kwam."), {}}, "outcome");
  if (step->outcomes.empty() && !form.outcome.empty())
    return base::fail(ErrorKind::InvalidInput, "no_outcome", {N_("Deze stap kent geen uitkomsten."), {}}, "outcome");

  journal::Contents contents;
  if (!form.words.empty()) contents.texts["words"] = form.words.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  std::vector<journal::SealedEntry> words;
  for (auto const& answer : form.answers) {
    if (answer.child != *child) return not_there();
    auto word = seal_word(context, caller, answer);
    if (!word) return tl::unexpected(word.error());
    words.push_back(std::move(*word));
  }

  return perform_on<EntryId>(context, caller, Action::DoStep, *child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "step";
    object.object = form.id.uuid;
    auto const now = route_now(context, tx, form.route, today);
    if (!now) return tl::unexpected(now.error());
    if (!tx.entry(form.id)) {
      if (now->state.status == plan_engine::RouteStatus::Closed) return route_is_closed();
      if (auto const no = refused_now(context, tx, *now, offered(header, caller.now)))
        return base::fail(ErrorKind::Refused, "permission_missing", *no);
    }
    auto const added = append_once(context, tx, caller, *entry);
    if (!added) return tl::unexpected(added.error());
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (auto const may = allow(tx, caller, action_for(form.answers[i]), *child); !may) return tl::unexpected(may.error());
      if (auto ok = append_word(context, tx, caller, form.answers[i], words[i]); !ok) return tl::unexpected(ok.error());
    }
    if (!words.empty())
      refold_child(context, tx, *child, today);
    else if (*added)
      fold_on(context, tx, *child, entry->header, caller.now);
    return form.id;
  });
}

bool is_waive_reason(std::string_view code) {
  static constexpr std::array kReasons = {"al_gebeurd", "niet_nodig", "ouders_willen_niet", "past_niet_bij_kind", "geen_tijd", "anders"};
  return std::find(kReasons.begin(), kReasons.end(), code) != kReasons.end();
}

Result<EntryId> waive_step(Context& context, Caller const& caller, WaiveForm const& form) {
  auto const child = child_of(context, caller, Action::WaiveStep, form.route);
  if (!child) return tl::unexpected(child.error());
  if (!is_waive_reason(form.reason))
    return base::fail(ErrorKind::InvalidInput, "no_reason", {N_("Kies waarom jullie deze stap overslaan."), {}}, "reason");
  if (auto ok = check_text(form.words, "words", false); !ok) return tl::unexpected(ok.error());
  auto const today = base::amsterdam_day(caller.now);
  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kStepWaived);
  header.step = form.step;
  header.reason = form.reason;
  if (auto const step = sign(context, caller, header, *child, form.function); !step) return tl::unexpected(step.error());
  journal::Contents contents;
  if (!form.words.empty()) contents.texts["words"] = form.words.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<EntryId>(context, caller, Action::WaiveStep, *child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "step";
    object.object = form.id.uuid;
    auto const now = route_now(context, tx, form.route, today);
    if (!now) return tl::unexpected(now.error());
    if (now->state.status == plan_engine::RouteStatus::Closed && !tx.entry(form.id)) return route_is_closed();
    auto const added = append_once(context, tx, caller, *entry);
    if (!added) return tl::unexpected(added.error());
    if (*added) fold_on(context, tx, *child, entry->header, caller.now);
    return form.id;
  });
}

namespace {

/// The newest version of the plan van aanpak of a route, or (a child's own stream) of its begeleidingsplan.
std::optional<EntryId> newest_version(ReadTx const& tx, ChildId child, CaseId case_id) {
  std::optional<EntryId> newest;
  std::int64_t version = 0;
  for (auto const& [row, entry] : tx.plans_written(child))
    if (entry && row.case_id == case_id && entry->position.case_version > version) {
      version = entry->position.case_version;
      newest = row.entry;
    }
  return newest;
}

bool is_open(ReadTx const& tx, ChildId child, CaseId route) {
  auto const facts = tx.child(child);
  return facts && std::any_of(facts->route.begin(), facts->route.end(),
                              [&](RouteRow const& row) { return row.route == route && row.status != "closed"; });
}

}  // namespace

Result<Written> write_plan_van_aanpak(Context& context, Caller const& caller, PlanVanAanpakForm const& form) {
  auto const child = form.child ? ask_first(context, caller, Action::WritePlanVanAanpak, *form.child)
                                : child_of(context, caller, Action::WritePlanVanAanpak, form.route);
  if (!child) return tl::unexpected(child.error());
  bool const known = form.child ? form.kind == "begeleidingsplan" : form.kind == "plan" || form.kind == "actieplan";
  if (!known) return base::fail(ErrorKind::InvalidInput, "no_kind", {N_("Kies wat voor plan het is."), {}}, "kind");
  std::pair<std::string_view, Private const*> const fields[] = {{"goal", &form.goal},
                                                                {"approach", &form.approach},
                                                                {"why", &form.why},
                                                                {"strengths", &form.strengths},
                                                                {"interest", &form.interest},
                                                                {"for_whom", &form.for_whom},
                                                                {"who", &form.who},
                                                                {"parents_part", &form.parents_part},
                                                                {"evaluation", &form.evaluation}};
  journal::Contents contents;
  for (auto const& [name, text] : fields) {
    if (auto ok = check_text(*text, name, name == "goal" || name == "approach", 100'000); !ok) return tl::unexpected(ok.error());
    if (!text->empty()) contents.texts[std::string(name)] = text->reveal();
  }
  if (form.from && form.until && *form.until < *form.from)
    return base::fail(ErrorKind::InvalidInput, "until_before", {N_("De laatste dag ligt voor de eerste."), {}}, "until");
  auto const case_id = form.child ? domain::case_of(*child) : form.route;
  auto header = header_about(context, caller, form.id, *child, case_id, form.child ? journal::CaseKind::Child : journal::CaseKind::Route,
                             kind::kPlanVanAanpakWritten);
  if (form.kind != "plan") header.outcome = form.kind;
  header.from = form.from;
  header.until = form.until;
  if (form.follows) header.of = {*form.follows};
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  auto const saved =
      perform_on<EntryId>(context, caller, Action::WritePlanVanAanpak, *child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
        object.type = "plan_van_aanpak";
        object.object = form.id.uuid;
        if (!tx.entry(form.id)) {
          if (!form.child && !is_open(tx, *child, form.route)) return route_is_closed();
          if (newest_version(tx, *child, case_id) != form.follows)
            return base::fail(ErrorKind::Conflict, "theirs",
                              {N_("Iemand anders veranderde dit plan ook. Hieronder staan jouw tekst en hun tekst."), {}});
        }
        auto const added = append_once(context, tx, caller, *entry);
        if (!added) return tl::unexpected(added.error());
        if (*added) fold_on(context, tx, *child, entry->header, caller.now);
        return form.id;
      });
  if (saved) return Written{*saved, std::nullopt};
  if (saved.error().code != "theirs") return tl::unexpected(saved.error());
  std::optional<PlanVanAanpakView> theirs;
  WorkerNames worker(context);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { theirs = newest_plan_van_aanpak(context, tx, *child, case_id, worker); });
  if (!theirs) return tl::unexpected(saved.error());
  return Written{std::nullopt, TheirsView{std::move(*theirs)}};
}

Result<EntryId> evaluate_plan_van_aanpak(Context& context, Caller const& caller, EvaluateForm const& form) {
  auto const child = form.child ? ask_first(context, caller, Action::EvaluatePlanVanAanpak, *form.child)
                                : child_of(context, caller, Action::EvaluatePlanVanAanpak, form.route);
  if (!child) return tl::unexpected(child.error());
  if (form.child && form.outcome != "past_nog" && form.outcome != "past_niet_meer")
    return base::fail(ErrorKind::InvalidInput, "no_outcome", {N_("Kies of het plan nog past."), {}}, "outcome");
  if (!form.child && form.outcome != "genoeg" && form.outcome != "niet_genoeg")
    return base::fail(ErrorKind::InvalidInput, "no_outcome", {N_("Kies of het genoeg hielp."), {}}, "outcome");
  if (form.child && form.until && *form.until <= base::amsterdam_day(caller.now))
    return base::fail(ErrorKind::InvalidInput, "until_before", {N_("Kies een dag na vandaag om weer te kijken."), {}}, "until");
  if (auto ok = check_text(form.words, "words", false); !ok) return tl::unexpected(ok.error());
  auto const case_id = form.child ? domain::case_of(*child) : form.route;
  auto header = header_about(context, caller, form.id, *child, case_id, form.child ? journal::CaseKind::Child : journal::CaseKind::Route,
                             kind::kPlanVanAanpakEvaluated);
  header.outcome = form.outcome;
  if (form.child) header.until = form.until;
  header.of = {form.plan_van_aanpak};
  journal::Contents contents;
  if (!form.words.empty()) contents.texts["words"] = form.words.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<EntryId>(context, caller, Action::EvaluatePlanVanAanpak, *child,
                             [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
                               object.type = "plan_van_aanpak";
                               object.object = form.plan_van_aanpak.uuid;
                               auto const written = tx.entry(form.plan_van_aanpak);
                               if (!written || written->header.case_id != case_id || written->header.kind != kind::kPlanVanAanpakWritten)
                                 return base::fail(ErrorKind::NotFound, "not_there", {N_("Dit plan van aanpak is er niet."), {}});
                               auto const added = append_once(context, tx, caller, *entry);
                               if (!added) return tl::unexpected(added.error());
                               if (*added) fold_on(context, tx, *child, entry->header, caller.now);
                               return form.id;
                             });
}

Result<EntryId> close_route(Context& context, Caller const& caller, CloseForm const& form, bool despite) {
  auto const child = child_of(context, caller, Action::CloseRoute, form.route);
  if (!child) return tl::unexpected(child.error());
  if (auto ok = check_text(form.words, "words", false); !ok) return tl::unexpected(ok.error());
  auto const today = base::amsterdam_day(caller.now);
  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kRouteClosed);
  header.outcome = form.outcome;
  journal::Contents contents;
  if (!form.words.empty()) contents.texts["words"] = form.words.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry)
    return tl::unexpected(entry.error().code == "journal.header.outcome" || form.outcome.empty()
                              ? base::Error{ErrorKind::InvalidInput, "no_outcome", {N_("Kies hoe de route eindigt."), {}}, "outcome"}
                              : entry.error());
  return perform_on<EntryId>(context, caller, Action::CloseRoute, *child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "route";
    object.object = form.route.uuid;
    auto const now = route_now(context, tx, form.route, today);
    if (!now) return tl::unexpected(now.error());
    if (!tx.entry(form.id)) {
      if (now->state.status == plan_engine::RouteStatus::Closed) return route_is_closed();
      auto const known = route_outcomes(*now->plan);
      if (std::none_of(known.begin(), known.end(), [&](auto const& label) { return label.id == form.outcome; }))
        return base::fail(ErrorKind::InvalidInput, "no_outcome", {N_("Kies hoe de route eindigt."), {}}, "outcome");
      if (!despite && !now->state.closing_needs.empty()) {
        std::string titles;
        for (auto const index : now->state.closing_needs) titles += (titles.empty() ? "" : ", ") + now->plan->steps[index].title.nl;
        return base::fail(ErrorKind::Refused, "closing_needs",
                          {N_("Dit staat nog open: {steps}. Doe het eerst, of sla het over met een reden."), {{"steps", titles}}});
      }
    }
    if (auto const added = append_once(context, tx, caller, *entry); !added) return tl::unexpected(added.error());
    refold_child(context, tx, *child, today);
    return form.id;
  });
}

// ---------------------------------------------------------------- standing still, going on, and a newer plan

namespace {

constexpr std::array<std::string_view, 5> kPauseReasons = {"kind_afwezig", "vakantie", "ouders_vragen_rust", "wacht_op_ander", "anders"};
constexpr std::array<std::string_view, 4> kReopenReasons = {"zorg_terug", "te_vroeg", "nieuw_gezien", "vergissing"};

template <class Reasons>
bool is_one_of(Reasons const& reasons, std::string_view code) {
  return std::find(reasons.begin(), reasons.end(), code) != reasons.end();
}

/// What a route does as a whole: the gate, then `check` on the route as it stands (it says why not), then the entry, then everything anew.
template <class Check>
Result<EntryId> turn_route(Context& context, Caller const& caller, Action action, ChildId child, journal::Header const& header,
                           Check const& check) {
  auto const entry = journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  auto const today = base::amsterdam_day(caller.now);
  return perform_on<EntryId>(context, caller, action, child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "route";
    object.object = header.case_id.uuid;
    auto const now = route_now(context, tx, header.case_id, today);
    if (!now) return tl::unexpected(now.error());
    if (!tx.entry(header.id))
      if (Result<std::monostate> const ok = check(static_cast<ReadTx const&>(tx), *now); !ok) return tl::unexpected(ok.error());
    if (auto const added = append_once(context, tx, caller, *entry); !added) return tl::unexpected(added.error());
    refold_child(context, tx, child, today);
    return header.id;
  });
}

}  // namespace

Result<EntryId> pause_route(Context& context, Caller const& caller, PauseForm const& form) {
  auto const child = child_of(context, caller, Action::PauseRoute, form.route);
  if (!child) return tl::unexpected(child.error());
  if (!is_one_of(kPauseReasons, form.reason))
    return base::fail(ErrorKind::InvalidInput, "no_reason", {N_("Kies waarom de route even stilstaat."), {}}, "reason");
  if (form.until && *form.until < base::amsterdam_day(caller.now))
    return base::fail(ErrorKind::InvalidInput, "until_before", {N_("De laatste dag is al voorbij."), {}}, "until");
  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kRoutePaused);
  header.reason = form.reason;
  header.until = form.until;
  return turn_route(context, caller, Action::PauseRoute, *child, header, [](ReadTx const&, RouteNow const& now) -> Result<std::monostate> {
    if (now.state.status == plan_engine::RouteStatus::Closed) return route_is_closed();
    if (now.state.status == plan_engine::RouteStatus::Paused)
      return base::fail(ErrorKind::Conflict, "paused", {N_("Deze route staat al stil."), {}});
    return std::monostate{};
  });
}

Result<EntryId> resume_route(Context& context, Caller const& caller, EntryId id, CaseId route) {
  auto const child = child_of(context, caller, Action::ResumeRoute, route);
  if (!child) return tl::unexpected(child.error());
  auto const header = header_about(context, caller, id, *child, route, journal::CaseKind::Route, kind::kRouteResumed);
  return turn_route(context, caller, Action::ResumeRoute, *child, header, [](ReadTx const&, RouteNow const& now) -> Result<std::monostate> {
    if (now.state.status == plan_engine::RouteStatus::Closed) return route_is_closed();
    if (now.state.status != plan_engine::RouteStatus::Paused)
      return base::fail(ErrorKind::Conflict, "not_paused", {N_("Deze route staat niet stil."), {}});
    return std::monostate{};
  });
}

Result<EntryId> reopen_route(Context& context, Caller const& caller, ReopenForm const& form) {
  auto const child = child_of(context, caller, Action::ReopenRoute, form.route);
  if (!child) return tl::unexpected(child.error());
  if (!is_one_of(kReopenReasons, form.reason))
    return base::fail(ErrorKind::InvalidInput, "no_reason", {N_("Kies waarom de route weer opengaat."), {}}, "reason");
  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kRouteReopened);
  header.reason = form.reason;
  return turn_route(context, caller, Action::ReopenRoute, *child, header,
                    [&](ReadTx const& tx, RouteNow const& now) -> Result<std::monostate> {
                      if (now.state.status != plan_engine::RouteStatus::Closed)
                        return base::fail(ErrorKind::Conflict, "not_closed", {N_("Deze route is al open."), {}});
                      if (!tx.open_routes({*child}).empty())
                        return base::fail(ErrorKind::Conflict, "route_open",
                                          {N_("Voor dit kind loopt al een route. Kijk bij dit kind waar die staat."), {}});
                      return std::monostate{};
                    });
}

Result<AdoptionView> see_adoption(Context& context, Caller const& caller, ChildId child, std::string_view lang) {
  if (auto const may = ask_first(context, caller, Action::AdoptPlan, child); !may) return tl::unexpected(may.error());
  if (auto const seen = record_view(context, caller, Action::AdoptPlan, child); !seen) return tl::unexpected(seen.error());
  auto const today = base::amsterdam_day(caller.now);
  Result<AdoptionView> answer =
      base::fail(ErrorKind::Refused, "no_route", {N_("Dit kind heeft nu geen route. Begin met: Ik maak me zorgen."), {}});
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    if (auto const still = allow(tx, caller, Action::AdoptPlan, child); !still) {
      answer = tl::unexpected(still.error());
      return;
    }
    auto const open = tx.open_routes({child});
    if (open.empty()) return;
    auto const& row = open.front();
    auto story = story_of(context, tx, row);
    auto const newest = tx.newest_plan_version(row.plan).value_or(row.plan_version);
    auto const plan = context.plans.get(tx, row.plan, newest);
    if (!story || !plan) return;
    AdoptionView view{row.route, (*plan)->title.in(lang), row.plan_version, newest, {}};
    story->know(**plan);
    plan_engine::Event adoption;
    adoption.id = "offered";
    adoption.kind = plan_engine::EventKind::PlanAdopted;
    adoption.fields.at = plan_engine::When::at(caller.now);
    adoption.fields.plan = row.plan;
    adoption.fields.version = static_cast<int>(newest);
    view.changes = plan_engine::difference(story->plans(), story->events, adoption, today, lang);
    answer = std::move(view);
  });
  return answer;
}

Result<EntryId> adopt_plan(Context& context, Caller const& caller, AdoptForm const& form) {
  auto const child = child_of(context, caller, Action::AdoptPlan, form.route);
  if (!child) return tl::unexpected(child.error());
  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kPlanAdopted);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const facts = tx.child(*child);
    for (auto const& route : facts->route)
      if (route.route == form.route) header.plan = route.plan;
  });
  header.plan_version = form.version;
  return turn_route(
      context, caller, Action::AdoptPlan, *child, header, [&](ReadTx const& tx, RouteNow const& now) -> Result<std::monostate> {
        if (now.state.status == plan_engine::RouteStatus::Closed) return route_is_closed();
        auto const newest = tx.newest_plan_version(now.plan->id);
        if (now.plan->version >= form.version || newest != form.version)
          return base::fail(ErrorKind::Conflict, "moved",
                            {N_("Er is intussen een andere versie van het stappenplan. Lees eerst wat er nu verandert."), {}});
        return std::monostate{};
      });
}

}  // namespace vlechtwerk::app
