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

std::optional<std::int64_t> newest_version_followed(ReadTx const& tx, std::optional<OrganisationRow> const& organisation) {
  return organisation && !organisation->plan.empty() ? tx.newest_plan_version(organisation->plan) : std::nullopt;
}

std::shared_ptr<domain::stappenplan::Plan const> newest_plan_of(Context& context, ReadTx const& tx, OrganisationId id) {
  auto const organisation = tx.organisation(id);
  auto const version = newest_version_followed(tx, organisation);
  return version ? plan_source(context, tx)(organisation->plan, *version) : nullptr;
}

std::shared_ptr<domain::stappenplan::Plan const> plan_followed(Context& context, ReadTx const& tx, Caller const& caller,
                                                               ChildProjection const& child) {
  for (auto const& route : child.route)
    if (route.status != "closed") return plan_source(context, tx)(route.plan, route.plan_version);
  auto const here = std::find_if(child.in_group.begin(), child.in_group.end(),
                                 [&](InGroupRow const& row) { return row.from <= caller.now && caller.now < row.until; });
  return newest_plan_of(context, tx, here == child.in_group.end() ? caller.actor.organisation : here->organisation);
}

void refold_child(Context& context, WriteTx& tx, ChildId child, Date today) {
  auto const entries = tx.entries_of_child(child);
  tx.replace(project_child(child, entries, plan_source(context, tx), today, tx.closings()));
}

void fold_on(Context& context, WriteTx& tx, ChildId child, journal::Header const& header, Instant recorded_at) {
  auto const today = base::amsterdam_day(recorded_at);
  if (of_begeleidingsplan(header)) return refold_child(context, tx, child, today);
  FoldEntry const entry{{0, 0, recorded_at}, header};
  auto const plans = plan_source(context, tx);
  for (auto& row : tx.open_routes({child})) {
    auto const plan = plans(row.plan, row.plan_version);
    auto const went = plan ? go_on(row, entry, *plan, today) : WentOn::No;
    if (went == WentOn::No) return refold_child(context, tx, child, today);
    if (went == WentOn::Changed) tx.update(row);
  }
  tx.add_timeline(child, {header.id, header.case_id, header.kind, moment_of(header.occurred), false});
}

void refold_question(WriteTx& tx, CaseId hulpvraag) {
  if (auto const projection = project_question(hulpvraag, tx.entries_of_case(hulpvraag))) tx.replace(*projection);
}

namespace {
tl::unexpected<base::Error> no_such_route() { return base::fail(ErrorKind::NotFound, "not_there", {N_("Deze route is er niet."), {}}); }
}  // namespace

std::optional<RouteStory> story_of(Context& context, ReadTx const& tx, RouteRow const& row) {
  auto const facts = tx.child(row.child);
  auto closed = facts ? closed_days(facts->in_group, tx.closings()) : std::vector<domain::stappenplan::Fold::Halt>();
  return route_story(settled(tx.entries_of_child(row.child)), row.route, plan_source(context, tx), std::move(closed));
}

base::Result<RouteNow> route_now(Context& context, ReadTx const& tx, CaseId route, Date today) {
  auto const child = tx.child_of_case(route);
  auto const facts = child ? tx.child(*child) : std::nullopt;
  if (!facts) return no_such_route();
  for (auto const& row : facts->route)
    if (row.route == route) return route_now(context, tx, row, today);
  return no_such_route();
}

base::Result<RouteNow> route_now(Context& context, ReadTx const& tx, RouteRow const& row, Date today, Reasons reasons,
                                 std::string_view lang) {
  auto plan = context.plans.get(tx, row.plan, row.plan_version);
  if (!plan) return tl::unexpected(plan.error());
  if (auto fold = kept_fold(row, **plan)) {
    auto state = fold->state_now(today, lang, reasons);
    return RouteNow{row, *plan, std::move(*fold), std::move(state)};
  }
  auto const story = story_of(context, tx, row);
  if (!story) return no_such_route();
  auto folded = fold_route(*story, today);
  auto state = folded.fold.state_now(today, lang, reasons);
  return RouteNow{row, std::move(folded.plan), std::move(folded.fold), std::move(state)};
}

std::optional<base::Message> refused_now(Context& context, ReadTx const& tx, RouteNow const& now,
                                         domain::stappenplan::Event const& offered) {
  if (now.fold.comes_after_all(offered)) return now.fold.refusal(offered, "nl");
  auto const story = story_of(context, tx, now.row);
  return story ? domain::stappenplan::would_refuse(story->plans(), story->events, offered) : std::nullopt;
}

domain::stappenplan::Step const* step_of(Context& context, ReadTx const& tx, domain::stappenplan::Plan const& plan, std::string_view step) {
  if (auto const index = plan.step(step)) return &plan.steps[*index];
  // The library keeps what it read, so the step stays where it is.
  for (auto version = plan.version - 1; version > 0; --version)
    if (auto const earlier = context.plans.get(tx, plan.id, version))
      if (auto const index = (*earlier)->step(step)) return &(*earlier)->steps[*index];
  return nullptr;
}

std::vector<std::string> functions_of(ReadTx const& tx, Caller const& caller, ChildProjection const& child) {
  std::vector<std::string> out{std::string(domain::code(caller.actor.role))};
  for (auto const& membership : tx.memberships_of(caller.actor.account, caller.now))
    if (membership.id == caller.actor.membership) out.insert(out.begin(), membership.functions.begin(), membership.functions.end());
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
  auto const rows = tx.child_names(children);
  auto const entries = entries_by_id(tx, rows, [](ReadTx::ChildNamesRow const& row) { return row.registered; });
  for (auto const& row : rows) {
    ChildName name{row.child, {}, {}, row.birth_month};
    if (auto const entry = entries.find(row.registered); entry != entries.end())
      if (auto const contents = open_entry(context, entry->second)) {
        name.first_name = base::Private(std::string(contents->get("first_name")));
        name.last_name = base::Private(std::string(contents->get("last_name")));
        name.language = std::string(contents->get("language"));
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
  if (!key_) key_ = context_.keys.service_key("account");
  needed_.insert(account);
  std::vector<AccountRow> rows;
  context_.store.read_global([&](GlobalTx const& tx) {
    rows.clear();
    for (auto const id : needed_)
      if (auto row = known_.contains(id) ? std::nullopt : tx.account(id)) rows.push_back(std::move(*row));
  });
  for (auto const& row : rows) known_.emplace(row.id, account_name(*key_, row));
  needed_.clear();
  return known_[account];
}

}  // namespace vlechtwerk::app
