#include "app/project.h"

#include <map>
#include <set>

#include "domain/entry_kind.h"
#include "domain/stappenplan/replay.h"
#include "domain/toestemming.h"

namespace vlechtwerk::app {

namespace {

namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

/// Does the entry still stand, when withdrawals (and withdrawals of those) are looked at?
class Withdrawals {
 public:
  explicit Withdrawals(std::span<FoldEntry const> entries) {
    for (auto const& entry : entries)
      if (entry.header.kind == kind::kEventWithdrawn)
        for (auto const& of : entry.header.of) by_target_[of].push_back(entry.header.id);
  }
  [[nodiscard]] bool withdrawn(EntryId id, int depth = 0) const {
    auto const at = by_target_.find(id);
    if (at == by_target_.end() || depth > 32) return false;
    return std::any_of(at->second.begin(), at->second.end(), [&](EntryId by) { return !withdrawn(by, depth + 1); });
  }

 private:
  std::map<EntryId, std::vector<EntryId>> by_target_;
};

/// Rule 2: by day; within a day the timed ones by their moment, then those of which only the day is known.
bool earlier(FoldEntry const& a, FoldEntry const& b) {
  auto const a_day = journal::day_of(a.header.occurred);
  auto const b_day = journal::day_of(b.header.occurred);
  if (a_day != b_day) return a_day < b_day;
  if (a.header.occurred.index() != b.header.occurred.index()) return std::holds_alternative<Instant>(a.header.occurred);
  auto const at = moment_of(a.header.occurred);
  auto const bt = moment_of(b.header.occurred);
  if (at != bt) return at < bt;
  if (a.position.recorded_at != b.position.recorded_at) return a.position.recorded_at < b.position.recorded_at;
  return a.header.id < b.header.id;
}

bool is_word(std::string_view entry_kind) { return entry_kind.starts_with("toestemming."); }

/// The person of a word of permission: the child itself, or somebody around it.
std::string person_key(journal::Subject const& subject) {
  return subject.kind == journal::SubjectKind::Child ? std::string("child") : subject.id.text();
}

/// Words that weigh nothing: that somebody tried to reach a parent, and a decision to go on without one who said no. Who said no was
/// reached: that stands until that parent says otherwise.
std::set<EntryId> weightless_words(std::span<FoldEntry const> settled_entries) {
  std::set<EntryId> out;
  std::set<std::pair<std::string, std::string>> said_no;  // act and person
  for (auto const& [position, header] : settled_entries) {
    if (!is_word(header.kind)) continue;
    std::pair const about(header.act, person_key(header.subject));
    if (header.kind != kind::kToestemmingUnreachable) {
      if (header.kind == kind::kToestemmingGiven)
        said_no.erase(about);
      else
        said_no.insert(about);
    } else if (header.reason.empty() || said_no.contains(about)) {
      out.insert(header.id);
    }
  }
  return out;
}

Instant start_of(journal::Header const& header) {
  return header.from ? base::amsterdam_midnight(*header.from) : moment_of(header.occurred);
}

Instant end_of(journal::Header const& header) { return header.until ? base::amsterdam_midnight(header.until->plus_days(1)) : kNoEnd; }

/// Ends what is still open among `rows` at `moment`; what would then never have been is taken out.
template <class Row>
void end_open(std::vector<Row>& rows, Instant moment) {
  for (auto& row : rows)
    if (row.until > moment) row.until = moment;
  std::erase_if(rows, [](Row const& row) { return row.from >= row.until; });
}

plan_engine::When when_of(journal::Occurred const& occurred) {
  if (auto const* moment = std::get_if<Instant>(&occurred)) return plan_engine::When::at(*moment);
  return plan_engine::When::on(std::get<Date>(occurred));
}

std::optional<std::string> said(std::string const& text) { return text.empty() ? std::nullopt : std::optional(text); }

std::optional<plan_engine::EventKind> engine_kind(std::string_view entry_kind) {
  using enum plan_engine::EventKind;
  static std::map<std::string_view, plan_engine::EventKind> const kinds = {
      {kind::kToestemmingGiven, ToestemmingGiven},
      {kind::kToestemmingRefused, ToestemmingRefused},
      {kind::kToestemmingWithdrawn, ToestemmingWithdrawn},
      {kind::kToestemmingUnreachable, ToestemmingUnreachable},
      {kind::kParentsInformed, ParentsInformed},
      {kind::kRouteOpened, RouteOpened},
      {kind::kStepStarted, StepStarted},
      {kind::kStepDone, StepDone},
      {kind::kStepWaived, StepWaived},
      {kind::kRoutePaused, RoutePaused},
      {kind::kRouteResumed, RouteResumed},
      {kind::kRouteClosed, RouteClosed},
      {kind::kRouteReopened, RouteReopened},
      {kind::kPlanAdopted, PlanAdopted},
  };
  auto const at = kinds.find(entry_kind);
  return at == kinds.end() ? std::nullopt : std::optional(at->second);
}

plan_engine::Event engine_event(FoldEntry const& entry, plan_engine::EventKind event_kind) {
  auto const& header = entry.header;
  plan_engine::Event event;
  event.id = header.id.text();
  event.kind = event_kind;
  event.fields.at = when_of(header.occurred);
  event.fields.recorded = plan_engine::When::at(entry.position.recorded_at);
  event.fields.actor = header.actor.text();
  event.fields.role = header.function.empty() ? std::string(domain::code(header.role)) : header.function;
  event.fields.step = said(header.step);
  event.fields.outcome = said(header.outcome);
  event.fields.reason = said(header.reason);
  event.fields.rule = said(header.rule);
  event.fields.act = said(header.act);
  event.fields.from = header.from;
  event.fields.until = header.until;
  if (!header.with.empty()) event.fields.with = header.with;
  if (!header.of.empty()) {
    std::vector<std::string> answers;
    for (auto const& of : header.of) answers.push_back(of.text());
    event.fields.answers = std::move(answers);
  }
  if (is_word(header.kind)) event.fields.gezagdrager = person_key(header.subject);
  event.fields.plan = said(header.plan);
  if (header.plan_version != 0) event.fields.version = static_cast<int>(header.plan_version);
  return event;
}

/// Adds what an entry is to the route that was opened on `opened`. Facts of the child are no part of it: those are told all together.
/// `plan_at` gives the plan that the route follows when an event happens.
template <class PlanAt>
void add_events(std::vector<plan_engine::Event>& out, FoldEntry const& entry, CaseId route, std::optional<Date> opened, bool opened_with,
                PlanAt const& plan_at) {
  auto const& header = entry.header;
  auto const event_kind = engine_kind(header.kind);
  if (header.case_id == route) {
    if (event_kind) out.push_back(engine_event(entry, *event_kind));
    return;
  }
  if (header.case_kind != journal::CaseKind::Child) return;
  auto const day = journal::day_of(header.occurred);
  bool const from_start = (opened && day >= *opened) || opened_with;
  if (is_word(header.kind)) out.push_back(engine_event(entry, *event_kind));
  if (header.kind == kind::kParentsInformed && from_start) out.push_back(engine_event(entry, *event_kind));
  if (header.kind == kind::kNoteRecorded && from_start) {
    auto event = engine_event(entry, plan_engine::EventKind::StepDone);
    event.fields.outcome.reset();
    event.fields.answers.reset();
    // A note that opened the route happened before it, perhaps on an earlier day; it is the route's first event (rule 5).
    if (opened && day < *opened) event.fields.at = plan_engine::When::on(*opened);
    plan_engine::Plan const& plan = plan_at(event);
    for (auto const step : plan.steps_for_note(header.outcome)) {
      event.fields.step = plan.steps[step].id;
      out.push_back(event);
    }
  }
}

/// A pause with a last day ends by itself on the day after, unless somebody paused or resumed the route before that.
void add_ends_of_pauses(std::vector<plan_engine::Event>& out, std::span<FoldEntry const> entries, CaseId route) {
  std::optional<plan_engine::Event> end;
  auto const settle_end = [&](std::optional<Date> before) {
    if (end && (!before || end->day() <= *before)) out.push_back(*end);
    end.reset();
  };
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    if (header.case_id != route || (header.kind != kind::kRoutePaused && header.kind != kind::kRouteResumed)) continue;
    settle_end(journal::day_of(header.occurred));
    if (header.kind != kind::kRoutePaused || !header.until) continue;
    end = engine_event(entry, plan_engine::EventKind::RouteResumed);
    end->id += "/until";
    // At the first moment of that day: whatever else happens on it comes after.
    end->fields.at = plan_engine::When::at(base::amsterdam_midnight(header.until->plus_days(1)));
    end->fields.from.reset();
    end->fields.until.reset();
  }
  settle_end(std::nullopt);
}

}  // namespace

Instant moment_of(journal::Occurred const& occurred) {
  if (auto const* moment = std::get_if<Instant>(&occurred)) return *moment;
  return base::amsterdam_midnight(std::get<Date>(occurred));
}

std::vector<FoldEntry> settled(std::span<FoldEntry const> entries) {
  Withdrawals const withdrawals(entries);
  std::vector<FoldEntry> out;
  out.reserve(entries.size());
  std::vector<FoldEntry> corrections;
  for (auto const& entry : entries) {
    if (entry.header.kind == kind::kEventWithdrawn || withdrawals.withdrawn(entry.header.id)) continue;
    (entry.header.kind == kind::kEventCorrected ? corrections : out).push_back(entry);
  }
  std::sort(corrections.begin(), corrections.end(), earlier);
  for (auto const& correction : corrections)
    for (auto& entry : out)
      if (!correction.header.of.empty() && entry.header.id == correction.header.of.front()) journal::lay(entry.header, correction.header);
  // Mostly they happened as they were written down, and an entry is large to move.
  if (!std::is_sorted(out.begin(), out.end(), earlier)) std::sort(out.begin(), out.end(), earlier);
  return out;
}

std::size_t RouteStory::know(Plan const& plan) {
  auto const known = plans();
  for (std::size_t i = 0; i < known.size(); ++i)
    if (known[i].id == plan.id && known[i].version == plan.version) return i;
  auto more = std::make_shared<std::vector<Plan>>(known.begin(), known.end());
  more->push_back(plan);
  all_ = std::move(more);
  return all_->size() - 1;
}

std::optional<RouteStory> route_story(std::span<FoldEntry const> entries, CaseId route, PlanSource const& plans,
                                      std::vector<plan_engine::Fold::Halt> closed) {
  std::shared_ptr<plan_engine::Plan const> first;
  std::optional<Date> opened;
  std::set<EntryId> opened_with;
  for (auto const& entry : entries)
    if (entry.header.case_id == route && entry.header.kind == kind::kRouteOpened) {
      if (!opened) first = plans(entry.header.plan, entry.header.plan_version);
      opened = journal::day_of(entry.header.occurred);
      opened_with.insert(entry.header.of.begin(), entry.header.of.end());
    }
  if (!first) return std::nullopt;
  RouteStory story(first);
  story.closed = std::move(closed);
  auto& out = story.events;
  std::vector<std::pair<plan_engine::Event, std::size_t>> adoptions;
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    if (header.case_id != route || header.kind != kind::kPlanAdopted) continue;
    if (auto const plan = plans(header.plan, header.plan_version))
      adoptions.emplace_back(engine_event(entry, plan_engine::EventKind::PlanAdopted), story.know(*plan));
  }
  auto const plan_at = [&](plan_engine::Event const& event) -> plan_engine::Plan const& {
    std::size_t followed = 0;
    for (auto const& [adoption, plan] : adoptions)
      if (plan_engine::before(adoption, event)) followed = plan;
    return story.plans()[followed];
  };
  // Facts: each time that a fact of the child changes, the engine is told all of them.
  std::vector<std::string> gezag;
  std::optional<base::Month> born;
  std::string group_type;
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    if (header.kind != kind::kChildRegistered && header.kind != kind::kPersonLinked) continue;
    if (header.kind == kind::kChildRegistered) {
      born = header.birth_month;
      group_type = header.group_type;
    } else {
      auto const person = header.subject.id.text();
      std::erase(gezag, person);
      if (header.outcome == "gezag") gezag.push_back(person);
    }
    auto event = engine_event(entry, plan_engine::EventKind::ChildRegistered);
    event.fields.gezagdragers = gezag;
    event.fields.born = born;
    event.fields.group_type = said(group_type);
    out.push_back(std::move(event));
  }
  auto const weightless = weightless_words(entries);
  for (auto const& entry : entries)
    if (!weightless.contains(entry.header.id)) add_events(out, entry, route, opened, opened_with.contains(entry.header.id), plan_at);
  add_ends_of_pauses(out, entries, route);
  return story;
}

std::vector<plan_engine::Fold::Halt> closed_days(std::span<InGroupRow const> in_group, std::span<ClosingRow const> closings) {
  auto const of_place = [](ClosingRow const& closing, InGroupRow const& placed) {
    return closing.organisation == placed.organisation && (!closing.location || *closing.location == placed.location);
  };
  std::set<Date> days;
  for (auto const& closing : closings)
    if (std::any_of(in_group.begin(), in_group.end(), [&](InGroupRow const& placed) { return of_place(closing, placed); }))
      for (auto day = closing.from; day <= closing.until; day = day.plus_days(1)) days.insert(day);
  std::vector<plan_engine::Fold::Halt> out;
  for (auto const day : days) {
    auto const noon = base::amsterdam_instant(day, 12 * 60);
    bool placed_somewhere = false, somewhere_open = false;
    for (auto const& placed : in_group) {
      if (noon < placed.from || placed.until <= noon) continue;
      placed_somewhere = true;
      somewhere_open = somewhere_open || std::none_of(closings.begin(), closings.end(), [&](ClosingRow const& closing) {
                         return closing.from <= day && day <= closing.until && of_place(closing, placed);
                       });
    }
    if (!placed_somewhere || somewhere_open) continue;
    if (!out.empty() && out.back().until == day)
      out.back().until = day.plus_days(1);
    else
      out.push_back({day, day.plus_days(1)});
  }
  return out;
}

FoldedRoute fold_route(RouteStory const& story, Date until) {
  auto const events = plan_engine::settle(story.events, until);
  plan_engine::Follower route(story.plans(), plan_engine::start_of(events), story.closed);
  for (auto const& event : events) route.apply(event);
  return {story.plan(static_cast<std::size_t>(&route.plan() - story.plans().data())), route.fold()};
}

std::optional<plan_engine::Fold> kept_fold(RouteRow const& row, plan_engine::Plan const& plan) {
  if (row.engine_version != kEngineVersion || row.folded.empty()) return std::nullopt;
  return plan_engine::Fold::restored(plan, {reinterpret_cast<char const*>(row.folded.data()), row.folded.size()});
}

bool of_begeleidingsplan(journal::Header const& header) {
  return header.case_kind == journal::CaseKind::Child &&
         (header.kind == kind::kPlanVanAanpakWritten || header.kind == kind::kPlanVanAanpakEvaluated);
}

namespace {

/// Lays down who has a step from this entry on; false when somebody took it over later already.
bool take_over(RouteRow& row, journal::Header const& header) {
  StepHolderRow const fresh{header.step, AccountId{header.subject.id}, header.id, moment_of(header.occurred)};
  auto const at = std::lower_bound(row.holders.begin(), row.holders.end(), fresh.step,
                                   [](StepHolderRow const& one, std::string const& step) { return one.step < step; });
  if (at == row.holders.end() || at->step != fresh.step) {
    row.holders.insert(at, fresh);
    return true;
  }
  if (fresh.since < at->since) return false;
  *at = fresh;
  return true;
}

/// `fold` has seen every event up to the day of the list; `state` is what is shown on it.
void show(RouteRow& row, plan_engine::Plan const& plan, plan_engine::Fold const& fold, plan_engine::State const& state) {
  using enum plan_engine::RouteStatus;
  row.plan = plan.id;
  row.plan_version = plan.version;
  row.status = state.status == Closed ? "closed" : state.status == Paused ? "paused" : "open";
  row.engine_version = kEngineVersion;
  if (state.status == Closed) return;
  auto const bytes = fold.saved();
  row.folded.assign(bytes.begin(), bytes.end());
  row.next_change_on = state.next_change_on;
  // Two notes of one day ask the same of the same person by the same day: that is one line in a list.
  row.obligations.clear();
  for (auto const& owed : state.obligations) {
    ObligationRow one{row.route, state.step_id(plan, owed.step), owed.role, owed.rule.value_or(""), owed.since, owed.due, owed.escalation};
    if (row.obligations.empty() || !(row.obligations.back() == one)) row.obligations.push_back(std::move(one));
  }
}

}  // namespace

WentOn go_on(RouteRow& row, FoldEntry const& entry, plan_engine::Plan const& plan, Date today) {
  auto const& header = entry.header;
  // The rest changes who stands around the child, or what was folded.
  static std::set<std::string_view> const only_adds = {
      kind::kNoteRecorded, kind::kParentsInformed, kind::kStepStarted,          kind::kStepDone,
      kind::kStepWaived,   kind::kStepAssigned,    kind::kPlanVanAanpakWritten, kind::kPlanVanAanpakEvaluated};
  if (!only_adds.contains(header.kind)) return WentOn::No;
  std::vector<plan_engine::Event> events;
  add_events(events, entry, row.route, row.opened_on, false, [&](auto const&) -> plan_engine::Plan const& { return plan; });
  bool const newer_plan = header.case_id == row.route && header.kind == kind::kPlanVanAanpakWritten;
  if (newer_plan) row.plan_van_aanpak = header.id;
  // Who has a step is no event of the engine.
  if (header.case_id == row.route && header.kind == kind::kStepAssigned) return take_over(row, header) ? WentOn::Changed : WentOn::No;
  if (events.empty()) return newer_plan ? WentOn::Changed : WentOn::Nothing;
  auto fold = kept_fold(row, plan);
  if (!fold) return WentOn::No;
  for (auto const& event : events) {
    if (!fold->comes_after_all(event)) return WentOn::No;
    fold->apply(event);
  }
  show(row, plan, *fold, fold->state(today, "nl", plan_engine::Reasons::None));
  return WentOn::Changed;
}

namespace {

RouteRow project_route(ChildId child, FoldEntry const& opening, std::span<FoldEntry const> entries, PlanSource const& plans, Date today,
                       std::vector<plan_engine::Fold::Halt> const& closed) {
  RouteRow row;
  row.route = opening.header.case_id;
  row.child = child;
  row.plan = opening.header.plan;
  row.plan_version = opening.header.plan_version;
  row.status = "open";
  row.opened_on = journal::day_of(opening.header.occurred);
  row.engine_version = kEngineVersion;
  std::int64_t newest = 0;
  for (auto const& entry : entries) {
    if (entry.header.case_id != row.route) continue;
    if (entry.header.kind == kind::kRouteClosed) {
      row.status = "closed";
      row.closed_on = journal::day_of(entry.header.occurred);
      row.outcome = entry.header.outcome;
    }
    if (entry.header.kind == kind::kPlanVanAanpakWritten && entry.position.case_version > newest) {
      newest = entry.position.case_version;
      row.plan_van_aanpak = entry.header.id;
    }
    if (entry.header.kind == kind::kStepAssigned) take_over(row, entry.header);
  }
  row.writer = opening.header.actor;
  for (auto const& entry : entries)
    if (!opening.header.of.empty() && entry.header.id == opening.header.of.front()) row.writer = entry.header.actor;
  auto const story = route_story(entries, row.route, plans, closed);
  if (!story) return row;
  auto const now = fold_route(*story, today);
  show(row, *now.plan, now.fold, now.fold.state(today, "nl", plan_engine::Reasons::None));
  if (row.status != "closed") {  // a route that was reopened
    row.closed_on.reset();
    row.outcome.clear();
  }
  // What has a day of its own that must still come is not in the fold: until then the route is folded anew.
  for (auto const& event : story->events)
    if (event.day() > today) {
      row.folded.clear();
      if (row.status != "closed" && (!row.next_change_on || event.day() < *row.next_change_on)) row.next_change_on = event.day();
    }
  return row;
}

HulpvraagRow project_hulpvraag(FoldEntry const& asking, std::span<FoldEntry const> entries, std::vector<HulpvraagOpenRow>* open) {
  auto const& asked = asking.header;
  HulpvraagRow row;
  row.hulpvraag = asked.case_id;
  row.asked_entry = asked.id;
  if (asked.subject.kind == journal::SubjectKind::Child) row.child = ChildId{asked.subject.id};
  row.asked_by = asked.actor;
  row.group = asked.group.value_or(GroupId{});
  row.organisation = asked.organisation;
  row.informal = asked.reason == "informeel";
  row.waits_for = domain::role_from_code(asked.function).value_or(Role::Pedagoog);
  row.status = "asked";
  row.asked_at = row.changed_at = moment_of(asked.occurred);
  std::vector<HulpvraagOpenRow> rows;
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    if (header.case_id != row.hulpvraag || header.id == asked.id) continue;
    auto const at = moment_of(header.occurred);
    row.changed_at = std::max(row.changed_at, at);
    if (header.kind == kind::kHulpvraagAssigned) {
      end_open(rows, at);
      row.assigned_to = AccountId{header.subject.id};
      row.status = "assigned";
      if (row.child) {
        auto const first = header.from ? std::max(at, base::amsterdam_midnight(*header.from)) : at;
        rows.push_back({row.hulpvraag, *row.child, *row.assigned_to, first, end_of(header)});
      }
    } else if (header.kind == kind::kHulpvraagAnswered) {
      row.status = "answered";
    } else if (header.kind == kind::kHulpvraagConfirmed || header.kind == kind::kHulpvraagClosed) {
      row.status = header.kind == kind::kHulpvraagConfirmed ? "confirmed" : "closed";
      end_open(rows, at);
    }
  }
  if (open) open->insert(open->end(), rows.begin(), rows.end());
  return row;
}

std::vector<TimelineRow> project_timeline(std::span<FoldEntry const> raw, std::span<FoldEntry const> standing) {
  std::map<EntryId, FoldEntry const*> stands;
  for (auto const& entry : standing) stands[entry.header.id] = &entry;
  std::vector<TimelineRow> out;
  for (auto const& entry : raw) {
    if (entry.header.kind == kind::kEventWithdrawn || entry.header.kind == kind::kEventCorrected) continue;
    auto const at = stands.find(entry.header.id);
    auto const& header = at == stands.end() ? entry.header : at->second->header;
    out.push_back({header.id, header.case_id, header.kind, moment_of(header.occurred), at == stands.end()});
  }
  return out;
}

/// When somebody looks back on the begeleidingsplan: the day that its newest version names, or since then the newest look back.
std::optional<Date> look_back_on(ChildId child, std::span<FoldEntry const> entries) {
  std::optional<Date> out;
  std::int64_t newest = 0;
  for (auto const& [position, header] : entries) {
    if (header.case_id != domain::case_of(child) || position.case_version < newest || !of_begeleidingsplan(header)) continue;
    newest = position.case_version;
    out = header.until;
  }
  return out;
}

/// When parents allow which act: one list of intervals for each act that somebody said a word about.
std::vector<ToestemmingInForceRow> project_toestemming(std::span<FoldEntry const> entries, std::vector<domain::Gezag> const& gezag,
                                                       std::optional<base::Month> born,
                                                       std::vector<plan_engine::Plan const*> const& plans) {
  std::map<std::string, std::vector<domain::ToestemmingWord>> words;
  auto const weightless = weightless_words(entries);
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    if (!is_word(header.kind) || weightless.contains(header.id)) continue;
    using Kind = domain::ToestemmingWord::Kind;
    domain::ToestemmingWord word;
    word.person = person_key(header.subject);
    word.kind = header.kind == kind::kToestemmingGiven       ? Kind::Given
                : header.kind == kind::kToestemmingRefused   ? Kind::Refused
                : header.kind == kind::kToestemmingWithdrawn ? Kind::Withdrawn
                                                             : Kind::Unreachable;
    word.day = journal::day_of(header.occurred);
    if (auto const* moment = std::get_if<Instant>(&header.occurred)) word.moment = *moment;
    word.from = header.from;
    word.until = header.until;
    words[header.act].push_back(std::move(word));
  }
  std::vector<ToestemmingInForceRow> out;
  for (auto& [act_id, said_words] : words) {
    domain::ToestemmingTerms terms;
    std::string recipient;
    // The newest plan that knows the act says what it asks; without one every gezagdrager must agree and nobody is let in.
    for (auto const* plan : plans) {
      auto const index = plan->act(act_id);
      if (!index) continue;
      auto const& act = plan->acts[*index];
      terms = {act.needs_one, act.child_from, act.unreachable_may};
      recipient = act.recipient;
      if (act.valid)
        for (auto& word : said_words)
          if (!word.until) word.until = act.valid->after(word.from.value_or(word.day));
      break;
    }
    for (auto const& interval : domain::toestemming_in_force(terms, said_words, gezag, born, kNoEnd))
      out.push_back({act_id, recipient, interval.from, interval.until});
  }
  return out;
}

}  // namespace

ChildProjection project_child(ChildId child, std::span<FoldEntry const> raw, PlanSource const& plans, Date today,
                              std::span<ClosingRow const> closings) {
  auto const entries = settled(raw);
  ChildProjection out;
  out.child = child;
  bool registered = false;
  std::vector<domain::Gezag> gezag;
  std::vector<std::shared_ptr<plan_engine::Plan const>> held;
  std::vector<FoldEntry const*> openings;
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    auto const at = moment_of(header.occurred);
    if (header.kind == kind::kChildRegistered) {
      if (!registered) out.registered_at = at;
      registered = true;
      out.registered = header.id;
      if (header.birth_month) out.birth_month = *header.birth_month;
      out.group_type = header.group_type;
    } else if (header.kind == kind::kChildErased) {
      out.erased = at;
    } else if (header.kind == kind::kChildPlaced && header.group && header.location) {
      // "verhuisd": the child leaves the groups that it was in; otherwise this group comes beside them.
      if (header.reason == "verhuisd") end_open(out.in_group, start_of(header));
      out.in_group.push_back({header.id, *header.group, *header.location, header.organisation, start_of(header), end_of(header),
                              domain::weekdays_of(header.outcome)});
    } else if (header.kind == kind::kMentorAssigned) {
      end_open(out.mentor, start_of(header));
      out.mentor.push_back({header.id, AccountId{header.subject.id}, start_of(header), end_of(header)});
    } else if (header.kind == kind::kPersonLinked) {
      PersonId const person{header.subject.id};
      for (auto& row : out.person)
        if (row.person == person && row.until > at) row.until = at;
      std::erase_if(out.person, [](ChildPersonRow const& row) { return row.from >= row.until; });
      out.person.push_back({header.id, person, header.outcome == "gezag", at, end_of(header)});
    } else if (header.kind == kind::kRouteOpened) {
      openings.push_back(&entry);
    }
  }
  for (auto const& row : out.person)
    if (row.gezag) gezag.push_back({row.person.text(), row.from, row.until});
  if (out.erased) {
    end_open(out.in_group, *out.erased);
    end_open(out.mentor, *out.erased);
  }
  auto const closed = openings.empty() ? std::vector<plan_engine::Fold::Halt>() : closed_days(out.in_group, closings);
  for (auto const* opening : openings) out.route.push_back(project_route(child, *opening, entries, plans, today, closed));
  // Newest first: the plan that it follows speaks for what an act asks; then the one that it was opened with.
  std::vector<plan_engine::Plan const*> known;
  auto const know = [&](std::string const& plan, std::int64_t version) {
    auto found = plans(plan, version);
    if (!found) return;
    known.push_back(found.get());
    held.push_back(std::move(found));
  };
  for (std::size_t i = openings.size(); i-- > 0;) {
    auto const& opened = openings[i]->header;
    know(out.route[i].plan, out.route[i].plan_version);
    if (opened.plan != out.route[i].plan || opened.plan_version != out.route[i].plan_version) know(opened.plan, opened.plan_version);
  }
  out.toestemming = project_toestemming(entries, gezag, registered ? std::optional(out.birth_month) : std::nullopt, known);
  for (auto const& entry : entries)
    if (entry.header.kind == kind::kHulpvraagAsked) out.hulpvraag.push_back(project_hulpvraag(entry, entries, &out.hulpvraag_open));
  if (!out.erased) out.look_back_on = look_back_on(child, entries);
  if (out.erased) {
    end_open(out.hulpvraag_open, *out.erased);
    end_open(out.toestemming, *out.erased);
  }
  out.timeline = project_timeline(raw, entries);
  return out;
}

std::optional<QuestionProjection> project_question(CaseId hulpvraag, std::span<FoldEntry const> raw) {
  auto const entries = settled(raw);
  auto const asks = [&](FoldEntry const& entry) { return entry.header.kind == kind::kHulpvraagAsked && entry.header.case_id == hulpvraag; };
  auto const asking = std::find_if(entries.begin(), entries.end(), asks);
  if (asking != entries.end()) return QuestionProjection{project_hulpvraag(*asking, entries, nullptr), project_timeline(raw, entries)};
  auto const taken_back = std::find_if(raw.begin(), raw.end(), asks);
  if (taken_back == raw.end()) return std::nullopt;
  QuestionProjection out{project_hulpvraag(*taken_back, {}, nullptr), project_timeline(raw, entries)};
  out.hulpvraag.status = "withdrawn";
  return out;
}

}  // namespace vlechtwerk::app
