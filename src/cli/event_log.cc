#include "cli/event_log.h"

#include <fmt/format.h>

#include <iostream>
#include <set>

#include "app/terminal.h"
#include "domain/entry_kind.h"
#include "interop/csv/csv.h"
#include "interop/xes/xes.h"

namespace vlechtwerk::cli {
namespace {

namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

constexpr std::string_view kMergedLocation = "other";
constexpr std::uint32_t kWeeksOfAYear = 52;

/// Before what makes it strange: the true location and the true times.
struct Route {
  interop::LogTrace trace;
  std::optional<app::LocationId> location;
};

std::uint32_t random_number(base::Random& random) {
  std::array<std::uint8_t, 4> bytes{};
  random.fill(bytes);
  std::uint32_t out = 0;
  for (auto const byte : bytes) out = out << 8U | byte;
  return out;
}

/// The child that an entry belongs to; nullopt for those of no child.
std::optional<base::Uuid> child_of(auto const& header) {
  using Case = decltype(header.case_kind);
  if (header.case_kind == Case::Child) return header.case_id.uuid;
  if (header.case_kind == Case::Route) return header.subject.id;
  return std::nullopt;
}

/// Of which only the day is known stands behind the timed events of that day, as in the fold of a route (rule 2).
base::Instant logged_at(auto const& occurred) {
  if (auto const* moment = std::get_if<base::Instant>(&occurred)) return *moment;
  return base::amsterdam_midnight(std::get<base::Date>(occurred).plus_days(1)).plus_seconds(-1);
}

std::string transition_of(std::string_view entry_kind) {
  if (entry_kind == kind::kStepStarted) return "start";
  return entry_kind == kind::kStepWaived ? "manualskip" : "complete";
}

void add(interop::Attributes& attributes, char const* key, std::string const& text) {
  if (!text.empty()) attributes.emplace_back(key, text);
}

void add_plan(interop::Attributes& attributes, auto const& header) {
  add(attributes, "plan", header.plan);
  if (header.plan_version != 0) attributes.emplace_back("plan_version", header.plan_version);
}

/// `step`: the step of the plan that this carries out; empty when the event is none of a step.
interop::LogEvent event_of(app::FoldEntry const& entry, std::string const& step) {
  auto const& header = entry.header;
  interop::LogEvent event;
  event.activity = step.empty() ? header.kind : step;
  event.transition = transition_of(header.kind);
  event.at = logged_at(header.occurred);
  event.role = header.function.empty() ? std::string(domain::code(header.role)) : header.function;
  add(event.attributes, "kind", header.kind);
  if (step.empty()) add(event.attributes, "step", header.step);
  // The outcome of a note is its kind, never an outcome of the step.
  add(event.attributes, header.kind == kind::kNoteRecorded ? "note" : "outcome", header.outcome);
  add(event.attributes, "reason", header.reason);
  add(event.attributes, "rule", header.rule);
  add(event.attributes, "act", header.act);
  add(event.attributes, "with", fmt::format("{}", fmt::join(header.with, " ")));
  if (header.minutes) event.attributes.emplace_back("minutes", *header.minutes);
  if (header.kind == kind::kPlanAdopted) add_plan(event.attributes, header);
  if (std::holds_alternative<base::Date>(header.occurred)) event.attributes.emplace_back("day_only", true);
  return event;
}

bool is_of_a_step(std::string_view entry_kind) {
  return entry_kind == kind::kStepStarted || entry_kind == kind::kStepDone || entry_kind == kind::kStepWaived;
}

/// `entries`: all of one child, settled.
Route route_of(app::FoldEntry const& opening, std::vector<app::FoldEntry> const& entries, app::PlanSource const& plans) {
  auto const& opened = opening.header;
  Route route;
  route.location = opened.location;
  add_plan(route.trace.attributes, opened);
  std::string group_type;
  for (auto const& entry : entries)
    if (entry.header.kind == kind::kChildRegistered) group_type = entry.header.group_type;
  add(route.trace.attributes, "group_type", group_type);
  if (opened.nature) {
    constexpr std::array<char const*, 4> names{"", "internaliserend", "externaliserend", "both"};
    add(route.trace.attributes, "nature", names[static_cast<std::size_t>(*opened.nature)]);
  }

  // Without its plan a route has no steps, but the rest of its events.
  auto const found = [&](std::string const& plan, std::int64_t version) {
    auto out = plans(plan, version);
    return out ? out : std::make_shared<plan_engine::Plan const>();
  };
  std::multimap<std::string, plan_engine::Event> counted;
  auto const story = app::route_story(entries, opened.case_id, found);
  for (auto const& event : story->events)
    if (event.kind != plan_engine::EventKind::ChildRegistered) counted.emplace(event.id, event);
  bool open = false;
  for (auto const& entry : entries) {
    auto const& header = entry.header;
    auto& events = route.trace.events;
    if (header.case_id == opened.case_id) {
      open = header.kind != kind::kRouteClosed && (open || header.kind == kind::kRouteOpened || header.kind == kind::kRouteReopened);
      events.push_back(event_of(entry, is_of_a_step(header.kind) ? header.step : ""));
      continue;
    }
    // What happens to the child while no route is open is of no route; but for the note with which it was opened.
    bool const opened_with = std::find(opened.of.begin(), opened.of.end(), header.id) != opened.of.end();
    if (!open && !opened_with) continue;
    for (auto [at, end] = counted.equal_range(header.id.text()); at != end; ++at) {
      events.push_back(event_of(entry, header.kind == kind::kNoteRecorded ? at->second.fields.step.value_or("") : ""));
      events.back().at = std::max(events.back().at, logged_at(opened.occurred));
    }
  }
  std::stable_sort(route.trace.events.begin(), route.trace.events.end(), [](auto const& a, auto const& b) {
    return std::pair(a.at, a.activity != kind::kRouteOpened) < std::pair(b.at, b.activity != kind::kRouteOpened);
  });
  return route;
}

std::vector<Route> routes_of(Headers const& tenant) {
  std::map<base::Uuid, std::vector<app::FoldEntry>> children;
  for (auto const& entry : tenant.entries)
    if (auto const child = child_of(entry.header)) children[*child].push_back(entry);
  std::vector<Route> out;
  for (auto const& [child, raw] : children) {
    auto const entries = app::settled(raw);
    auto const is = [](std::string_view entry_kind) { return [=](app::FoldEntry const& one) { return one.header.kind == entry_kind; }; };
    if (std::any_of(entries.begin(), entries.end(), is(kind::kChildErased))) continue;
    for (auto const& entry : entries)
      if (is(kind::kRouteOpened)(entry)) out.push_back(route_of(entry, entries, tenant.plans));
  }
  return out;
}

/// What each location is called in this log. Merged are those with few routes, and so many more that the merged ones are no few.
std::map<std::optional<app::LocationId>, std::string> location_names(std::vector<Route> const& routes, base::Random& random) {
  std::map<std::optional<app::LocationId>, std::int64_t> counts;
  for (auto const& route : routes) ++counts[route.location];
  std::vector<std::pair<std::int64_t, std::optional<app::LocationId>>> by_count;
  // Where nobody knows the location, it comes first, as one of the merged.
  for (auto const& [location, count] : counts) by_count.emplace_back(location ? count : 0, location);
  std::sort(by_count.begin(), by_count.end());
  std::map<std::optional<app::LocationId>, std::string> out;
  std::int64_t merged = 0;
  for (auto const& [count, location] : by_count) {
    bool const few = count < kFewestRoutesOfALocation || (merged > 0 && merged < kFewestRoutesOfALocation);
    if (few) merged += counts[location];
    out[location] = few ? std::string(kMergedLocation) : base::Uuid::v4(random).text();
  }
  return out;
}

}  // namespace

interop::EventLog event_log(std::span<Headers const> tenants, base::Random& random) {
  std::vector<Route> routes;
  for (auto const& tenant : tenants)
    for (auto& route : routes_of(tenant)) routes.push_back(std::move(route));
  auto const names = location_names(routes, random);
  interop::EventLog log;
  log.trace_keys = {"plan", "plan_version", "group_type", "nature", "location"};
  log.event_keys = {"kind", "step", "note", "outcome", "reason", "rule", "act", "with", "minutes", "plan", "plan_version", "day_only"};
  for (auto& route : routes) {
    route.trace.id = base::Uuid::v4(random).text();
    add(route.trace.attributes, "location", names.at(route.location));
    auto const weeks = 1 + random_number(random) % kWeeksOfAYear;
    for (auto& event : route.trace.events) event.at = event.at.plus_seconds(-std::int64_t{7} * 24 * 3600 * weeks);
    log.traces.push_back(std::move(route.trace));
  }
  // The order of the children, too, would tell who is who.
  std::sort(log.traces.begin(), log.traces.end(), [](auto const& a, auto const& b) { return a.id < b.id; });
  return log;
}

int event_log_command(Shell& shell, Options const& options) {
  auto const done = shell.with_envelopes(options, [&](Envelopes const& envelopes) {
    std::vector<app::TenantId> ids;
    envelopes.store.read_global([&](app::GlobalTx const& tx) {
      for (auto const& row : tx.tenants()) ids.push_back(row.id);
    });
    std::vector<Headers> tenants;
    for (auto const tenant : ids) {
      app::audit_command_line(envelopes.store, envelopes.random, tenant, app::Action::SeeRegister, envelopes.now, [&](app::AuditRow& row) {
        row.action = options.log_format == LogFormat::Xes ? "export_journal_xes" : "export_journal_csv";
        row.fields_class = "route";
      });
      auto& headers = tenants.emplace_back();
      envelopes.entries(tenant, [&](app::StoredEntry const& entry) { headers.entries.push_back({entry.position, entry.header}); });
      headers.plans = app::stored_plans(envelopes.store, envelopes.plans, tenant);
    }
    auto const log = event_log(tenants, envelopes.random);
    shell.out << (options.log_format == LogFormat::Xes ? interop::write_xes(log) : interop::write_csv(log));
  });
  return done ? 0 : complain(shell, options, done.error());
}

}  // namespace vlechtwerk::cli
