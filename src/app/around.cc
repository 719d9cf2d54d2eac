#include "app/around.h"

#include "domain/entry_kind.h"
#include "domain/stappenplan/replay.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;

PlanSource plan_source(Context& context, ReadTx const& tx) {
  return [&context, &tx](std::string const& plan, std::int64_t version) -> std::shared_ptr<domain::stappenplan::Plan const> {
    auto found = context.plans.get(tx, plan, version);
    return found ? *found : nullptr;
  };
}

bool is_note_kind(std::string_view code) {
  static constexpr std::array kKinds = {"positief", "opvallend", "niet_pluis", "strookje", "onverzorgd", "stil_kind", "observatie"};
  return std::find(kKinds.begin(), kKinds.end(), code) != kKinds.end();
}

void refold_child(Context& context, WriteTx& tx, ChildId child, Date today) {
  auto const entries = tx.entries_of_child(child);
  tx.replace(project_child(child, entries, plan_source(context, tx), today));
}

void refold_question(WriteTx& tx, CaseId hulpvraag) {
  if (auto const projection = project_question(hulpvraag, tx.entries_of_case(hulpvraag))) tx.replace(*projection);
}

namespace {
tl::unexpected<base::Error> no_such_route() { return base::fail(ErrorKind::NotFound, "not_there", {N_("Deze route is er niet."), {}}); }
}  // namespace

base::Result<RouteNow> route_now(Context& context, ReadTx const& tx, CaseId route, Date today, std::string_view lang) {
  auto const child = tx.child_of_case(route);
  if (!child) return no_such_route();
  auto const entries = settled(tx.entries_of_child(*child));
  RouteNow out;
  bool found = false;
  for (auto const& entry : entries) {
    if (entry.header.case_id != route) continue;
    if (entry.header.kind == domain::entry_kind::kRouteOpened) {
      found = true;
      out.row.route = route;
      out.row.child = *child;
      out.row.plan = entry.header.plan;
      out.row.plan_version = entry.header.plan_version;
      out.row.opened_on = journal::day_of(entry.header.occurred);
    }
  }
  if (!found) return no_such_route();
  auto plan = context.plans.get(tx, out.row.plan, out.row.plan_version);
  if (!plan) return tl::unexpected(plan.error());
  out.plan = *plan;
  out.events = route_events(entries, route, *out.plan);
  out.state = domain::stappenplan::evaluate(std::span(out.plan.get(), 1), out.events, today, lang);
  using enum domain::stappenplan::RouteStatus;
  out.row.status = out.state.status == Open ? "open" : out.state.status == Paused ? "paused" : "closed";
  return out;
}

std::vector<std::string> functions_of(Caller const& caller, ChildProjection const& child) {
  std::vector<std::string> out{std::string(domain::code(caller.actor.role))};
  for (auto const& row : child.mentor)
    if (row.account == caller.actor.account && row.from <= caller.now && caller.now < row.until &&
        caller.actor.role == Role::PedagogischMedewerker)
      out.insert(out.begin(), "mentor");
  return out;
}

base::Result<ChildId> child_of(Context& context, Caller const& caller, Action action, CaseId case_id) {
  std::optional<ChildId> child;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { child = tx.child_of_case(case_id); });
  return ask_first(context, caller, action, child);
}

Place place_of(ReadTx const& tx, ChildId child, Instant now) {
  Place out;
  auto const groups = tx.current_groups(child, now);
  if (groups.empty()) return out;
  if (auto const group = tx.group(groups.front())) {
    out.group = group->id;
    out.location = group->location;
    out.organisation = group->organisation;
  }
  return out;
}

journal::Header header_about(Context& context, Caller const& caller, EntryId id, ChildId child, CaseId case_id, journal::CaseKind case_kind,
                             std::string_view kind) {
  auto header = header_by(caller, id, journal::subject_of(child), case_id, case_kind, kind);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const place = place_of(tx, child, caller.now);
    header.group = place.group;
    if (place.location) header.location = place.location;
  });
  return header;
}

base::Result<journal::Occurred> happened(Caller const& caller, std::optional<Date> on) {
  auto const today = base::amsterdam_day(caller.now);
  if (on && *on > today)
    return base::fail(ErrorKind::InvalidInput, "in_future", {N_("Deze dag moet nog komen. Kies vandaag of een eerdere dag."), {}}, "on");
  if (on && *on < Date::of(2000, 1, 1))
    return base::fail(ErrorKind::InvalidInput, "too_early", {N_("Deze dag is te lang geleden. Kijk het jaartal na."), {}}, "on");
  if (!on || *on == today) return journal::Occurred(caller.now);
  return journal::Occurred(*on);
}

std::vector<ChildName> open_names(Context& context, ReadTx const& tx, std::vector<ChildId> const& children) {
  std::vector<ChildName> out;
  for (auto const& row : tx.child_names(children)) {
    ChildName name{row.child, {}, {}, row.birth_month};
    if (auto const entry = tx.entry(row.registered))
      if (auto const contents = open_entry(context, *entry)) {
        name.first_name = base::Private(std::string(contents->get("first_name")));
        name.last_name = base::Private(std::string(contents->get("last_name")));
      }
    out.push_back(std::move(name));
  }
  return out;
}

ChildName open_name(Context& context, ReadTx const& tx, ChildId child) {
  auto names = open_names(context, tx, {child});
  return names.empty() ? ChildName{child, {}, {}, {}} : std::move(names.front());
}

base::Private WorkerNames::operator()(AccountId account) {
  if (auto const at = known_.find(account); at != known_.end()) return at->second;
  base::Private name;
  context_.store.read_global([&](GlobalTx const& tx) {
    if (auto const row = tx.account(account)) name = account_name(context_, *row);
  });
  return known_.emplace(account, name).first->second;
}

}  // namespace vlechtwerk::app
