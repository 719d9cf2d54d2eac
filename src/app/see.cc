// What a person sees of one child.
#include <set>
#include <tuple>

#include "app/around.h"
#include "app/use_cases.h"
#include "app/words.h"
#include "domain/entry_kind.h"
#include "domain/retention.h"
#include "domain/stappenplan/replay.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

std::vector<ParentView> parents_of(Context& context, ReadTx const& tx, ChildProjection const& child, Instant now) {
  std::vector<ParentView> out;
  auto const entries = entries_by_id(tx, child.person, [](ChildPersonRow const& row) { return row.entry; });
  for (auto const& row : child.person) {
    if (!(row.from <= now && now < row.until)) continue;
    auto const entry = entries.find(row.entry);
    auto const contents = entry == entries.end() ? std::nullopt : open_entry(context, entry->second);
    ParentView parent{row.person, {}, {}, row.gezag};
    if (contents) {
      auto const text = [&](std::string_view name) { return std::string(contents->get(name)); };
      bool const first_form = entry->second.header.content_version < 2;
      parent.name = base::Private(text("name"));
      parent.relation = base::Private(text(first_form ? "relation" : "relation_words"));
      if (!first_form) {
        parent.kind = text("relation");
        parent.informed = text("informed") == "ja";
        parent.collects = text("collects") == "ja";
        parent.language = text("language");
        parent.telephone = base::Private(text("telephone"));
      }
    }
    out.push_back(std::move(parent));
  }
  return out;
}

namespace {

constexpr int kTimelinePage = 20;

/// Where the child is, and where it will be.
void add_places(ReadTx const& tx, ChildProjection const& child, Instant now, ChildView& out) {
  auto const locations = tx.locations();
  for (auto const& row : child.in_group) {
    auto const group = row.until > now ? tx.group(row.group) : std::nullopt;
    if (!group) continue;
    PlacementView view{row.entry, row.group, group->name, {}, base::amsterdam_day(row.from), {}, row.days, row.location};
    for (auto const& location : locations)
      if (location.id == row.location) view.location_name = location.name;
    if (row.until != kNoEnd) view.until = base::amsterdam_day({row.until.us - 1});
    if (row.from <= now) {
      out.group_name += (out.group_name.empty() ? "" : ", ") + group->name;
      out.location_name = view.location_name;
    }
    out.placements.push_back(std::move(view));
  }
}

}  // namespace

void add_attempts(Context& context, ReadTx const& tx, ChildId child, std::vector<ToestemmingView>& acts, WorkerNames& worker) {
  auto tried = tx.few_of_kind(child, kind::kToestemmingUnreachable);
  std::reverse(tried.begin(), tried.end());
  for (auto const& [row, entry] : tried) {
    if (!entry) continue;
    auto const& header = entry->header;
    auto const on = journal::day_of(header.occurred);
    auto const contents = open_entry(context, *entry);
    for (auto& act : acts)
      for (auto& word : act.words) {
        if (act.act != header.act || !word.person || journal::subject_of(*word.person) != header.subject) continue;
        bool const answered = word.word != "none" && word.word != "unreachable";
        if (answered && on <= *word.on) continue;
        word.attempts.push_back(
            {on, header.reason, base::Private(contents ? std::string(contents->get("how")) : std::string()), worker(header.actor)});
      }
  }
}

namespace {

std::string word_of(plan_engine::EventKind word) {
  using enum plan_engine::EventKind;
  return word == ToestemmingGiven       ? "given"
         : word == ToestemmingRefused   ? "refused"
         : word == ToestemmingWithdrawn ? "withdrawn"
                                        : "unreachable";
}

}  // namespace

std::vector<ToestemmingView> toestemming_of(RouteNow const& route, ChildProjection const& child, ChildName const& name,
                                            std::vector<ParentView> const& parents, Instant now, std::string_view lang) {
  std::vector<ToestemmingView> out;
  for (std::size_t index = 0; index < route.plan->acts.size(); ++index) {
    auto const& act = route.plan->acts[index];
    ToestemmingView view;
    view.act = act.id;
    view.text = act.text.in(lang);
    view.recipient = act.recipient;
    view.unreachable_may = act.unreachable_may;
    for (auto const& row : child.toestemming) view.in_force = view.in_force || (row.act == act.id && row.from <= now && now < row.until);
    auto const add = [&](std::optional<PersonId> person, base::Private const& called) {
      ToestemmingView::Word word{person, called, "none", std::nullopt, std::nullopt};
      if (auto const* said = route.fold.word(index, person ? person->text() : "child"))
        word = {person, called, word_of(said->kind), said->on, said->until};
      view.refused = view.refused || word.word == "refused" || word.word == "withdrawn";
      view.words.push_back(std::move(word));
    };
    for (auto const& parent : parents)
      if (parent.gezag) add(parent.person, parent.name);
    if (act.child_from && child.birth_month.age_months(base::amsterdam_day(now)) >= 12 * *act.child_from)
      add(std::nullopt, name.first_name);
    out.push_back(std::move(view));
  }
  return out;
}

namespace {

std::string state_word(plan_engine::StepStatus status) {
  using enum plan_engine::StepStatus;
  switch (status) {
    case Done:
      return "done";
    case Waived:
      return "waived";
    case Excluded:
      return "excluded";
    case Enabled:
      return "enabled";
    case Unavailable:
      return "unavailable";
  }
  return "";
}

std::vector<CodeLabel> labels(std::vector<plan_engine::Label> const& from, std::string_view lang) {
  std::vector<CodeLabel> out;
  out.reserve(from.size());
  for (auto const& label : from) out.push_back({label.id, label.text.in(lang)});
  return out;
}

bool has(std::vector<std::string> const& functions, std::string_view function) {
  return std::find(functions.begin(), functions.end(), function) != functions.end();
}

/// The reasons as people read them: a condition is written for a machine. That it holds need not be told; that it does not is told without
/// it.
std::vector<Message> in_plain_words(std::vector<Message> why) {
  constexpr std::string_view kHolds = "De voorwaarde klopt: {condition}.", kDoesNot = "De voorwaarde klopt nu niet: {condition}.";
  std::erase_if(why, [&](Message const& one) { return one.msgid == kHolds; });
  for (auto& one : why)
    if (one.msgid == kDoesNot) one = {N_("Deze stap past nu niet bij dit kind."), {}};
  return why;
}

/// Takes the reasons of the step out of `route`.
StepView step_view(RouteNow& route, std::size_t index, std::vector<std::string> const& functions, Instant at, std::string_view lang) {
  auto const& plan = *route.plan;
  auto const& state = route.state;
  auto const& step = plan.steps[index];
  auto& now = route.state.steps[index];
  StepView view;
  view.id = step.id;
  view.title = step.title.in(lang);
  if (step.stage) view.stage_title = plan.stages[*step.stage].title.in(lang);
  view.state = state_word(now.status);
  view.since = now.since;
  for (auto const& owed : state.obligations)
    if (owed.step == index) {
      view.owed = true;
      if (owed.due && (!view.due || *owed.due < *view.due)) view.due = owed.due;
      view.late = view.late || owed.overdue;
    }
  view.functions.reserve(step.by.size());
  view.function_labels.reserve(step.by.size());
  for (auto const& function : step.by) {
    view.functions.push_back({function, plan.role_label(function, lang)});
    view.function_labels.push_back(view.functions.back().label);
  }
  view.with.reserve(step.with.size() + step.may_join.size());
  for (auto const* list : {&step.with, &step.may_join})
    for (auto const& function : *list) view.with.push_back({function, plan.role_label(function, lang)});
  view.why = in_plain_words(std::move(now.why));
  view.outcomes = labels(step.outcomes, lang);
  for (auto const& record : step.records) view.records.push_back(record.in(lang));
  for (auto const act : step.asks) view.asks.push_back({plan.acts[act].id, plan.acts[act].text.in(lang)});
  view.parents = step.parents == plan_engine::Parents::Talk ? "talk" : step.parents == plan_engine::Parents::Informed ? "informed" : "";
  if (step.because) view.because = step.because->in(lang);
  view.assumed = step.assumed;
  view.repeats = step.repeat != plan_engine::Repeat::No;
  view.discretionary = step.discretionary;
  view.allows = step.toestemming.has_value() || !step.asks.empty();
  for (auto const* list : {&step.by, &step.with}) view.coach = view.coach || has(*list, domain::code(Role::Jeugdzorgcoach));
  for (auto const& function : functions)
    for (auto const* list : {&step.by, &step.with, &step.may_join})
      view.mine = view.mine || std::find(list->begin(), list->end(), function) != list->end();
  if (step.toestemming || step.four_eyes) {
    plan_engine::Event doing;
    doing.id = "offered";
    doing.kind = plan_engine::EventKind::StepDone;
    doing.fields.at = plan_engine::When::at(at);
    doing.fields.step = step.id;
    view.blocked = route.fold.refusal(doing, lang);
  }
  return view;
}

RouteView route_view(RouteNow& now, std::vector<std::string> const& functions, Instant at, std::string_view lang) {
  auto const& plan = *now.plan;
  auto const& state = now.state;
  RouteView view;
  view.route = now.row.route;
  view.plan = plan.id;
  view.plan_title = plan.title.in(lang);
  view.plan_version = plan.version;
  view.status = state.status == plan_engine::RouteStatus::Paused ? "paused" : "open";
  view.opened_on = now.row.opened_on;
  view.steps.reserve(plan.steps.size());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) view.steps.push_back(step_view(now, i, functions, at, lang));
  // "You are here": the stage of the newest thing done, or the first.
  std::optional<std::size_t> here;
  std::optional<Date> newest;
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    if (plan.steps[i].stage && state.steps[i].status == plan_engine::StepStatus::Enabled && state.steps[i].since &&
        (!newest || *state.steps[i].since >= *newest)) {
      newest = state.steps[i].since;
      here = plan.steps[i].stage;
    }
  for (std::size_t i = 0; i < plan.stages.size(); ++i) view.stages.emplace_back(plan.stages[i].title.in(lang), here ? *here == i : i == 0);
  for (auto const index : state.closing_needs) view.closing_needs.push_back(plan.steps[index].id);
  view.outcomes = labels(route_outcomes(plan), lang);
  for (auto const& refusal : plan.refusals) {
    bool any = false;
    for (auto const then : refusal.then)
      if (state.steps[then].status == plan_engine::StepStatus::Enabled) any = view.steps[then].goes_on = true;
    if (!any) continue;
    view.goes_on.push_back(refusal.because ? Message{"{because}", {{"because", refusal.because->in(lang)}}}
                                           : Message{N_("Zegt een ouder nee? Dan gaat de gewone zorg gewoon door."), {}});
  }
  return view;
}

/// What an earlier version of the plan asked and somebody still owes stands behind the steps of this one: it can be done or skipped.
void add_gone_steps(Context& context, ReadTx const& tx, RouteNow const& now, RouteView& route, std::string_view lang) {
  for (auto const& owed : now.state.obligations) {
    if (owed.step < now.plan->steps.size()) continue;
    auto const& id = now.state.step_id(*now.plan, owed.step);
    auto const* step = step_of(context, tx, *now.plan, id);
    if (!step || std::any_of(route.steps.begin(), route.steps.end(), [&](StepView const& one) { return one.id == id; })) continue;
    StepView view;
    view.id = id;
    view.title = step->title.in(lang);
    view.state = "enabled";
    view.owed = true;
    view.due = owed.due;
    view.late = owed.overdue;
    for (auto const& function : step->by) {
      view.functions.push_back({function, now.plan->role_label(function, lang)});
      view.function_labels.push_back(view.functions.back().label);
    }
    view.why = {{N_("Deze stap hoort bij een eerdere versie van het stappenplan. Doe hem nog, of sla hem over."), {}}};
    view.outcomes = labels(step->outcomes, lang);
    route.steps.push_back(std::move(view));
  }
}

/// What only the entries of the route tell: why it stands still, why a step was skipped, and what the newest outcome made possible.
void add_reasons(ReadTx const& tx, RouteNow const& now, RouteView& route, Date today, std::string_view lang) {
  auto const& plan = *now.plan;
  plan_engine::OnPart newest;  // what came of the newest thing done
  for (auto const& entry : settled(tx.entries_of_case(route.route))) {
    auto const& header = entry.header;
    if (header.kind == kind::kRoutePaused && route.status == "paused" && journal::day_of(header.occurred) <= today) {
      route.pause_reason = header.reason;
      route.paused_until = header.until;
    }
    auto const step = header.step.empty() ? std::nullopt : plan.step(header.step);
    if (!step) continue;
    if (header.kind == kind::kStepWaived) route.steps[*step].waived_because = header.reason;
    if (header.kind != kind::kStepDone) continue;
    route.steps[*step].done_before = true;
    route.steps[*step].waived_because.clear();  // skipped, and done after all
    auto const outcome = plan.steps[*step].outcome(header.outcome);
    newest = {outcome ? plan_engine::OnPart::Kind::StepOutcome : plan_engine::OnPart::Kind::Step, *step, outcome.value_or(0)};
  }
  if (newest.kind != plan_engine::OnPart::Kind::StepOutcome) return;
  auto const holds = [&](std::vector<plan_engine::OnPart> const& parts) {
    return std::find(parts.begin(), parts.end(), newest) != parts.end();
  };
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    auto const asked = [&](plan_engine::Rule const& rule) {
      return rule.steps.size() == 2 && rule.steps[0] == newest && rule.steps[1].is(i);
    };
    bool const follows = holds(step.after) || holds(step.after_any) || (step.stage && holds(plan.stages[*step.stage].after));
    bool const owed = route.steps[i].owed && std::any_of(plan.rules.begin(), plan.rules.end(), asked);
    route.steps[i].opened_by_outcome = (follows && route.steps[i].state == "enabled") || owed;
  }
  auto const& step = plan.steps[newest.index];
  if (std::any_of(route.steps.begin(), route.steps.end(), [](StepView const& one) { return one.opened_by_outcome; }))
    route.came_out = {N_("{step}: {outcome}. Daarom komt nu dit."),
                      {{"step", step.title.in(lang)}, {"outcome", step.outcomes[newest.outcome].text.in(lang)}}};
}

/// What can be done now: what goes on after a no of parents, what waits too long, what the newest outcome asks, what is owed with the
/// earliest day in front; then what belongs to the stage where the route is, and what is done once before what may be done again and again.
void order_next(RouteView& route) {
  for (std::size_t i = 0; i < route.steps.size(); ++i)
    if (route.steps[i].state == "enabled" || route.steps[i].owed) route.next.push_back(i);
  auto const place = [&](std::size_t index) {
    auto const& step = route.steps[index];
    bool here = false;
    for (auto const& [title, is_here] : route.stages) here = here || (is_here && title == step.stage_title);
    return std::tuple(!(step.goes_on && !step.discretionary), !step.late, !(step.opened_by_outcome && !step.discretionary), !step.owed,
                      step.due.value_or(Date::of(2999, 1, 1)), !here, step.repeats, step.discretionary);
  };
  std::stable_sort(route.next.begin(), route.next.end(), [&](auto a, auto b) { return place(a) < place(b); });
  // One "you are here", in the stages as in the picture: where the first thing to do is.
  if (route.next.empty() || route.steps[route.next.front()].stage_title.empty()) return;
  for (auto& [title, here] : route.stages) here = title == route.steps[route.next.front()].stage_title;
}

/// Lays a name on each step that is open: that of who owes it, or may do it first.
void name_steps(ReadTx const& tx, Caller const& caller, ChildProjection const& child, RouteNow const& now, RouteView& view,
                WorkerNames& worker) {
  WhoHasNow who_has_it(tx, caller.now);
  for (auto& step : view.steps) {
    if (step.state != "enabled" && !step.owed) continue;
    std::string function = step.functions.empty() ? std::string() : step.functions.front().code;
    for (auto const& owed : now.state.obligations)
      if (now.state.step_id(*now.plan, owed.step) == step.id && !owed.escalation) function = owed.role;
    auto const who = who_has_it(step_of_child(child, now.row, step.id, function, caller.now));
    name_it(step, who, worker);
    step.held = who.account == caller.actor.account;
  }
}

/// What people call the code of an entry: words of its plan, or of the product (then a sentence of the catalogue).
void label_item(TimelineItem& item, journal::Header const& header, plan_engine::Plan const* plan, std::string_view lang) {
  if (header.kind == kind::kNoteRecorded) {
    item.code = header.outcome;
    if (auto const* own = plan ? plan_engine::own_note_words(*plan, header.outcome) : nullptr) item.label = own->in(lang);
  }
  if (!header.step.empty()) {
    item.code = item.label = header.step;
    if (auto const index = plan ? plan->step(header.step) : std::nullopt) {
      auto const& step = plan->steps[*index];
      item.label = step.title.in(lang);
      if (auto const outcome = step.outcome(header.outcome)) item.outcome_label = step.outcomes[*outcome].text.in(lang);
    }
    if (header.kind == kind::kStepWaived) item.outcome_label = header.reason;  // its words are the page's
  }
  if (!header.act.empty()) {
    item.code = item.label = header.act;
    if (header.kind == kind::kToestemmingUnreachable && header.reason.empty()) item.code = kNotReached;
    if (auto const index = plan ? plan->act(header.act) : std::nullopt) item.label = plan->acts[*index].text.in(lang);
  }
  if (header.kind == kind::kRoutePaused || header.kind == kind::kRouteReopened) item.code = header.reason;
  if (header.kind == kind::kPlanAdopted) item.code = std::to_string(header.plan_version);
  if (header.kind == kind::kPlanVanAanpakWritten) item.code = header.outcome.empty() ? "plan" : header.outcome;
  if (header.kind == kind::kRouteClosed || header.kind == kind::kPlanVanAanpakEvaluated) {
    item.code = header.outcome;
    if (plan && header.kind == kind::kRouteClosed)
      for (auto const& label : route_outcomes(*plan))
        if (label.id == header.outcome) item.outcome_label = label.text.in(lang);
  }
}

std::vector<TimelineItem> timeline_of(Context& context, ReadTx const& tx, Caller const& caller, ChildProjection const& child,
                                      plan_engine::Plan const* followed, std::vector<ParentView> const& parents, Instant before,
                                      std::string_view lang, WorkerNames& worker, bool& more) {
  std::map<CaseId, std::shared_ptr<plan_engine::Plan const>> plans;
  std::shared_ptr<plan_engine::Plan const> newest;
  for (auto const& route : child.route)
    if (auto const plan = context.plans.get(tx, route.plan, route.plan_version)) newest = plans[route.route] = *plan;
  // A page ends between two moments, because the next one begins before a moment: many things may be known of one day only.
  std::vector<TimelineEntry> rows;
  std::size_t end = kTimelinePage;
  for (int limit = kTimelinePage + 1;; limit *= 2) {
    rows = tx.timeline(child.child, before, limit);
    while (end < rows.size() && rows[end].row.occurred == rows[end - 1].row.occurred) ++end;
    if (end < rows.size() || rows.size() < static_cast<std::size_t>(limit)) break;
  }
  more = end < rows.size();
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(std::min(end, rows.size())), rows.end());
  std::erase_if(rows, [](TimelineEntry const& one) { return !one.entry; });
  for (auto const& one : rows) worker.need(one.entry->header.actor);
  std::vector<TimelineItem> out;
  out.reserve(rows.size());
  for (auto const& [row, entry] : rows) {
    auto const& header = entry->header;
    TimelineItem item;
    item.entry = row.entry;
    item.case_id = row.case_id;
    item.kind = row.kind;
    item.occurred = row.occurred;
    item.day_only = std::holds_alternative<Date>(header.occurred);
    item.by = worker(header.actor);
    auto const own = plans.find(row.case_id);
    auto plan = own != plans.end() ? own->second : newest;
    // A step of before the route went over to a newer plan has its words in the plan of then.
    if (plan && header.plan == plan->id && header.plan_version != 0 && header.plan_version != plan->version)
      if (auto const then = context.plans.get(tx, header.plan, header.plan_version)) plan = *then;
    // A note is of no route: it is called as people call it now.
    label_item(item, header, header.kind == kind::kNoteRecorded ? followed : plan.get(), lang);
    // What was said in a question is read on the page of that question, by who may read it there.
    bool const in_question = header.case_kind == journal::CaseKind::Question;
    if (auto contents = in_question ? std::nullopt : open_entry(context, *entry)) {
      item.texts.reserve(contents->texts.size());
      for (auto& [name, text] : contents->texts) item.texts.emplace_back(name, base::Private(std::move(text)));
    } else {
      item.contents_removed = header.content_version != 0 && !in_question;
    }
    if (header.kind == kind::kStepAssigned) item.person = worker(AccountId{header.subject.id});
    if (header.subject.kind == journal::SubjectKind::Person)
      for (auto const& parent : parents)
        if (parent.person.uuid == header.subject.id) item.person = parent.name;
    item.can_undo = header.actor == caller.actor.account && caller.now <= entry->position.recorded_at.plus_seconds(60);
    out.push_back(std::move(item));
  }
  return out;
}

/// The sentence under every text field: who reads along changes with what parents allow.
Message readers_of(ChildProjection const& child, Instant now) {
  bool pedagoog = false;
  for (auto const& row : child.toestemming)
    pedagoog = pedagoog || (row.recipient == domain::code(Role::Pedagoog) && row.from <= now && now < row.until);
  bool coach = false;
  for (auto const& open : child.hulpvraag_open)
    if (open.from <= now && now < open.until)
      for (auto const& row : child.toestemming)
        for (auto const role : {Role::Jeugdzorgcoach, Role::PedagogischCoach})
          coach = coach || (row.recipient == domain::code(role) && row.from <= now && now < row.until);
  if (pedagoog && coach) return {N_("Wie op de groep werkt, de mentor, de leidinggevende, de pedagoog en de coach lezen dit."), {}};
  if (pedagoog) return {N_("Wie op de groep werkt, de mentor, de leidinggevende en de pedagoog lezen dit."), {}};
  if (coach) return {N_("Wie op de groep werkt, de mentor, de leidinggevende en de coach lezen dit."), {}};
  return {N_("Wie op de groep werkt, de mentor en de leidinggevende lezen dit."), {}};
}

/// The versions in this stream, oldest first.
std::vector<StoredEntry> plan_versions(ReadTx const& tx, ChildId child, CaseId case_id) {
  std::vector<StoredEntry> out;
  for (auto& [row, entry] : tx.plans_written(child))
    if (entry && row.case_id == case_id) out.push_back(std::move(*entry));
  std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return a.position.case_version < b.position.case_version; });
  return out;
}

PlanVanAanpakView opened_version(Context& context, StoredEntry const& entry, std::size_t number, WorkerNames& worker) {
  PlanVanAanpakView view;
  view.entry = entry.header.id;
  view.kind = entry.header.outcome.empty() ? "plan" : entry.header.outcome;
  view.version_number = static_cast<std::int64_t>(number);
  view.from = entry.header.from;
  view.until = entry.header.until;
  view.written = entry.position.recorded_at;
  view.by = worker(entry.header.actor);
  if (auto const contents = open_entry(context, entry)) {
    auto const take = [&](std::string_view name) { return base::Private(std::string(contents->get(name))); };
    view.goal = take("goal");
    view.approach = take("approach");
    view.why = take("why");
    view.strengths = take("strengths");
    view.interest = take("interest");
    view.for_whom = take("for_whom");
    view.who = take("who");
    view.parents_part = take("parents_part");
    view.evaluation = take("evaluation");
  }
  return view;
}

}  // namespace

std::optional<PlanVanAanpakView> newest_plan_van_aanpak(Context& context, ReadTx const& tx, ChildId child, CaseId case_id,
                                                        WorkerNames& worker) {
  auto const versions = plan_versions(tx, child, case_id);
  if (versions.empty()) return std::nullopt;
  auto view = opened_version(context, versions.back(), versions.size(), worker);
  view.case_version = tx.case_version(case_id);
  auto looked_back = tx.few_of_kind(child, kind::kPlanVanAanpakEvaluated);
  std::reverse(looked_back.begin(), looked_back.end());
  for (auto const& [row, entry] : looked_back)
    if (entry && entry->header.of == std::vector{view.entry}) {
      auto const contents = open_entry(context, *entry);
      view.evaluations.push_back({entry->header.outcome, base::Private(contents ? std::string(contents->get("words")) : std::string()),
                                  entry->position.recorded_at, worker(entry->header.actor)});
    }
  return view;
}

namespace {

Date leaves_on(ChildProjection const& child, Date today) {
  std::optional<Date> last;
  bool ends = !child.in_group.empty();
  for (auto const& row : child.in_group) {
    ends = ends && row.until != kNoEnd;
    auto const day = base::amsterdam_day({row.until.us - 1});
    if (ends && (!last || day > *last)) last = day;
  }
  return domain::leaves_on(ends ? last : std::nullopt, child.birth_month, child.group_type, today);
}

/// For who may see the child on this snapshot, and whose view is recorded.
Result<ChildView> child_view(Context& context, ReadTx const& tx, Caller const& caller, ChildId id, std::string_view lang, Instant before,
                             Reasons reasons) {
  auto const today = base::amsterdam_day(caller.now);
  auto const child = tx.child(id);
  if (!child || child->erased) return not_there();
  ChildView view;
  WorkerNames worker(context);
  view.name = open_name(context, tx, id);
  add_places(tx, *child, caller.now, view);
  view.parents = parents_of(context, tx, *child, caller.now);
  auto const mentor = mentor_now(*child, caller.now);
  if (mentor) worker.need(*mentor);
  auto const followed = plan_followed(context, tx, caller, *child);
  view.note_kinds = plan_engine::note_kinds(followed.get(), lang);
  view.timeline = timeline_of(context, tx, caller, *child, followed.get(), view.parents, before, lang, worker, view.more);
  if (mentor) view.mentor = worker(*mentor);
  view.leaves_on = leaves_on(*child, today);
  view.begeleidingsplan = newest_plan_van_aanpak(context, tx, id, domain::case_of(id), worker);
  if (view.begeleidingsplan) view.begeleidingsplan->look_back_on = child->look_back_on;
  for (auto const& route : child->route) {
    if (route.status != "closed") {
      auto now = route_now(context, tx, route, today, reasons, lang);
      if (!now) continue;
      view.route = route_view(*now, functions_of(tx, caller, *child), caller.now, lang);
      add_gone_steps(context, tx, *now, *view.route, lang);
      add_reasons(tx, *now, *view.route, today, lang);
      order_next(*view.route);
      auto const newest = tx.newest_plan_version(now->plan->id);
      view.route->newer_version = newest && *newest > now->plan->version;
      if (route.plan_van_aanpak) view.route->plan_van_aanpak = newest_plan_van_aanpak(context, tx, id, route.route, worker);
      view.route->case_version = tx.case_version(route.route);
      view.toestemming = toestemming_of(*now, *child, view.name, view.parents, caller.now, lang);
      add_attempts(context, tx, id, view.toestemming, worker);
      name_steps(tx, caller, *child, *now, *view.route, worker);
    } else if (auto const plan = context.plans.get(tx, route.plan, route.plan_version)) {
      RouteView closed;
      closed.route = route.route;
      closed.plan_title = (*plan)->title.in(lang);
      closed.status = route.status;
      closed.opened_on = route.opened_on;
      closed.closed_on = route.closed_on;
      if (route.closed_on) closed.kept_until = domain::kept_until(route.outcome, *route.closed_on, view.leaves_on);
      for (auto const& label : route_outcomes(**plan))
        if (label.id == route.outcome) closed.outcome_label = label.text.in(lang);
      if (route.plan_van_aanpak) closed.plan_van_aanpak = newest_plan_van_aanpak(context, tx, id, route.route, worker);
      view.earlier_routes.insert(view.earlier_routes.begin(), std::move(closed));
    }
  }
  view.permitted = permitted_actions(tx, caller, id);
  view.readers = readers_of(*child, caller.now);
  view.hulpvragen = readable_questions(context, tx, caller, child->hulpvraag);
  return view;
}

/// Reads of a child what `read` reads, once the view stands in the audit log and the gate still allows it on the snapshot that is read.
template <class T, class Read>
Result<T> seen(Context& context, Caller const& caller, ChildId id, Read const& read) {
  std::optional<Result<T>> answer;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    answer.reset();
    auto const allowed = allow(tx, caller, Action::SeeChild, id);
    if (allowed && window_covers(context, caller, Action::SeeChild, id, *allowed)) answer = read(tx);
  });
  if (answer) return std::move(*answer);
  if (auto const allowed = record_view(context, caller, Action::SeeChild, id); !allowed) return tl::unexpected(allowed.error());
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    // The view was recorded on an earlier snapshot: whoever lost the relation since then sees nothing.
    auto const still = allow(tx, caller, Action::SeeChild, id);
    answer = still ? Result<T>(read(tx)) : tl::unexpected(still.error());
  });
  return std::move(*answer);
}

tl::unexpected<base::Error> no_open_route() {
  return base::fail(ErrorKind::NotFound, "no_route", {N_("Dit kind heeft nu geen route. Begin met: Ik maak me zorgen."), {}});
}

}  // namespace

Result<ChildView> see_child(Context& context, Caller const& caller, ChildId id, std::string_view lang, Instant before, Reasons reasons) {
  return seen<ChildView>(context, caller, id, [&](ReadTx const& tx) { return child_view(context, tx, caller, id, lang, before, reasons); });
}

Result<PlanVersionsView> see_plan_versions(Context& context, Caller const& caller, ChildId id) {
  return seen<PlanVersionsView>(context, caller, id, [&](ReadTx const& tx) -> Result<PlanVersionsView> {
    PlanVersionsView view{open_name(context, tx, id), {}};
    WorkerNames worker(context);
    std::map<CaseId, std::vector<StoredEntry>> by_case;
    for (auto& [row, entry] : tx.plans_written(id)) by_case.try_emplace(row.case_id);
    for (auto& [case_id, versions] : by_case) {
      versions = plan_versions(tx, id, case_id);
      for (std::size_t i = 0; i < versions.size(); ++i) view.versions.push_back(opened_version(context, versions[i], i + 1, worker));
    }
    std::stable_sort(view.versions.begin(), view.versions.end(), [](auto const& a, auto const& b) { return a.written > b.written; });
    return view;
  });
}

Result<RoutePlanView> see_route_plan(Context& context, Caller const& caller, ChildId id) {
  return seen<RoutePlanView>(context, caller, id, [&](ReadTx const& tx) -> Result<RoutePlanView> {
    auto const today = base::amsterdam_day(caller.now);
    for (auto const& row : tx.open_routes({id})) {
      auto now = route_now(context, tx, row, today);
      if (!now) return tl::unexpected(now.error());
      auto route = route_view(*now, {}, caller.now, "nl");
      add_reasons(tx, *now, route, today, "nl");
      order_next(route);
      RoutePlanView view{now->plan, {}, {}};
      for (auto const& step : route.steps) view.states.push_back(step.state == "unavailable" && step.done_before ? "done" : step.state);
      if (!route.next.empty()) view.here = route.next.front();
      return view;
    }
    return no_open_route();
  });
}

Result<RouteView> see_route_under(Context& context, Caller const& caller, ChildId id, std::shared_ptr<plan_engine::Plan const> const& plan,
                                  std::string_view lang) {
  return seen<RouteView>(context, caller, id, [&](ReadTx const& tx) -> Result<RouteView> {
    auto const today = base::amsterdam_day(caller.now);
    auto const child = tx.child(id);
    for (auto const& row : tx.open_routes({id})) {
      auto const story = route_story(
          settled(tx.entries_of_child(id)), row.route, [&](auto const&...) { return plan; }, closed_days(child->in_group, tx.closings()));
      if (!story) continue;
      auto folded = fold_route(*story, today);
      auto state = folded.fold.state_now(today, lang, Reasons::OfOpenSteps);
      RouteNow now{row, std::move(folded.plan), std::move(folded.fold), std::move(state)};
      auto view = route_view(now, {}, caller.now, lang);
      order_next(view);
      return view;
    }
    return no_open_route();
  });
}

Result<std::vector<SeenView>> see_who_saw(Context& context, Caller const& caller, ChildId child) {
  if (auto const allowed = record_view(context, caller, Action::SeeWhoSaw, child); !allowed) return tl::unexpected(allowed.error());
  std::vector<SeenView> out;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    WorkerNames worker(context);
    // Of one person one line per day and kind of look: a parent asks who looked, not how often a page was opened.
    std::set<std::tuple<AccountId, Date, std::string>> told;
    for (auto const& row : tx.who_saw(child, 1'000)) {
      if (!told.emplace(row.actor, base::amsterdam_day(row.at), row.action).second) continue;
      auto const organisation = tx.organisation(row.organisation);
      out.push_back({row.at, worker(row.actor), row.role, organisation ? organisation->name : "", row.action, row.rule});
    }
  });
  return out;
}

}  // namespace vlechtwerk::app
