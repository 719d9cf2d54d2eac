#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "app/project.h"
#include "domain/entry_kind.h"
#include "store/entry_rows.h"
#include "store/many.h"
#include "store/mentored.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

namespace kind = domain::entry_kind;

// ---------------------------------------------------------------- texts

Statement const kChild(
    Place::Main,
    "select registered, birth_month, group_type, registered_us, erased_us, look_back_on from child where tenant = $1 and child = $2");
ListStatement const kChildNames(Place::Main, "select child, registered, birth_month from child where tenant = $1 and child", 2);
Statement const kInGroup(Place::Main,
                         "select entry, child_group, location, organisation, from_us, until_us, days from child_in_group "
                         "where tenant = $1 and child = $2");
Statement const kMentor(Place::Main, "select entry, account, from_us, until_us from mentor where tenant = $1 and child = $2");
Statement const kPerson(Place::Main, "select entry, person, gezag, from_us, until_us from child_person where tenant = $1 and child = $2");
Statement const kToestemming(Place::Main,
                             "select act, recipient, from_us, until_us from toestemming_in_force where tenant = $1 and child = $2");
std::string const kRouteColumns =
    "select route, child, plan, plan_version, status, opened_on, closed_on, outcome, engine_version, next_change_on, plan_van_aanpak, "
    "folded, writer from route ";
std::string const kHolderColumns = "select route, step, account, entry, since_us from step_holder ";
std::string const kHolderOrder = " order by route nulls last, step nulls last";
Statement const kHolders(Place::Main, kHolderColumns + "where tenant = $1 and child = $2" + kHolderOrder);
Statement const kHoldersOfRoute(Place::Main, kHolderColumns + "where tenant = $1 and route = $2" + kHolderOrder);
ListStatement const kOpenHolders(Place::Main, kHolderColumns + "where tenant = $1 and child", 2, kHolderOrder);
std::string const kObligationColumns = "select route, step, role, rule, since_on, due_on, escalation, ordinal from obligation ";
Statement const kRoutes(Place::Main, kRouteColumns + "where tenant = $1 and child = $2");
Statement const kObligations(Place::Main, kObligationColumns + "where tenant = $1 and child = $2");
Statement const kObligationsOfRoute(Place::Main, kObligationColumns + "where tenant = $1 and route = $2 order by ordinal nulls last");
ListStatement const kOpenRoutes(Place::Main, kRouteColumns + "where tenant = $1 and status <> 'closed' and child", 2,
                                " order by opened_on nulls last, route nulls last");
Statement const kOpenRoutesOfPlan(Place::Main, kRouteColumns +
                                                   "where tenant = $1 and plan = $2 and status <> 'closed' "
                                                   "order by opened_on nulls last, route nulls last");
ListStatement const kOpenObligations(Place::Main, kObligationColumns + "where tenant = $1 and child", 2);
ListStatement const kWithoutMentor(
    Place::Main,
    "select c.child from child c where c.tenant = $1 and not exists (select 1 from mentor w "
    "join membership m on m.tenant = w.tenant and m.account = w.account "
    "join child_in_group g on g.tenant = w.tenant and g.child = w.child and g.organisation = m.organisation "
    "where w.tenant = $1 and w.child = c.child and w.from_us <= $2 and $2 < w.until_us and m.role = 'pedagogisch_medewerker' "
    "and m.from_us <= $2 and $2 < m.until_us and g.from_us <= $2 and $2 < g.until_us) and c.child",
    3, " order by c.child nulls last");
ListStatement const kToRefold(Place::Main,
                              "select distinct child from route where tenant = $1 and status <> 'closed' "
                              "and (next_change_on <= $2 or engine_version <> $3) and child",
                              4, " order by child nulls last");
/// The same of a whole tenant, which are few on a day: the engine's version is asked for in three parts, so that the index finds each.
Statement const kAllToRefold(Place::Main,
                             "select child from route where tenant = $1 and status <> 'closed' and engine_version = $2 and "
                             "next_change_on <= $3");
Statement const kAllOfOlderEngine(Place::Main, "select child from route where tenant = $1 and status <> 'closed' and engine_version < $2");
Statement const kAllOfNewerEngine(Place::Main, "select child from route where tenant = $1 and status <> 'closed' and engine_version > $2");
Statement const kAllWithRoute(Place::Main, "select child from route where tenant = $1 and status <> 'closed'");
std::string const kHulpvraagColumns =
    "select hulpvraag, asked_entry, child, asked_by, child_group, organisation, informal, assigned_to, status, asked_us, changed_us, "
    "waits_for from hulpvraag ";
std::string const kHulpvraagOrder = " order by asked_us nulls last, hulpvraag nulls last";
Statement const kHulpvraag(Place::Main, kHulpvraagColumns + "where tenant = $1 and hulpvraag = $2");
Statement const kHulpvraagOfChild(Place::Main, kHulpvraagColumns + "where tenant = $1 and child = $2" + kHulpvraagOrder);
Statement const kHulpvraagAskedBy(Place::Main, kHulpvraagColumns + "where tenant = $1 and asked_by = $2" + kHulpvraagOrder);
Statement const kHulpvraagAssignedTo(Place::Main, kHulpvraagColumns + "where tenant = $1 and assigned_to = $2" + kHulpvraagOrder);
Statement const kHulpvraagWaiting(Place::Main, kHulpvraagColumns +
                                                   "where tenant = $1 and organisation = $2 and status = 'asked' and informal = 0" +
                                                   kHulpvraagOrder);
Statement const kHulpvraagOpen(Place::Main,
                               "select hulpvraag, account, from_us, until_us from hulpvraag_open where tenant = $1 and child = $2 "
                               "order by from_us nulls last, hulpvraag nulls last, account nulls last");
/// What read_timeline_entry() reads.
std::string const kTimelineRows = entry_columns(
                                      ", t.entry, t.case_id, t.kind, t.occurred_us, t.withdrawn from timeline t "
                                      "left join entry e on e.tenant = t.tenant and e.entry = t.entry") +
                                  "where t.tenant = $1 and t.child = $2 and t.withdrawn = 0 ";
std::string const kNewestFirst = "order by t.occurred_us desc nulls last, t.entry desc nulls last";
/// Left out here, before their entries are read.
std::string not_of_the_register() {
  std::string out;
  for (auto const one : {kind::kChildRegistered, kind::kChildPlaced, kind::kMentorAssigned, kind::kPersonLinked})
    out += "and t.kind <> '" + std::string(one) + "' ";
  return out;
}
Statement const kTimeline(Place::Main, kTimelineRows + not_of_the_register() + "and t.occurred_us < $3 " + kNewestFirst + " limit $4");
/// The words of the index are written out, so that it is found.
Statement const kFewOfKind(Place::Main,
                           kTimelineRows +
                               "and t.kind in ('plan_van_aanpak.written', 'plan_van_aanpak.evaluated', 'toestemming.unreachable') "
                               "and t.kind = $3 " +
                               kNewestFirst);
ListStatement const kToLookBack(Place::Main, "select child, look_back_on from child where tenant = $1 and look_back_on <= $2 and child", 3);
Statement const kAllToLookBack(
    Place::Main, "select child, look_back_on from child where tenant = $1 and look_back_on is not null and look_back_on <= $2");
Statement const kCurrentGroups(Place::Main,
                               "select child_group from child_in_group "
                               "where tenant = $1 and child = $2 and from_us <= $3 and $3 < until_us");
Statement const kChildrenInGroup(Place::Main,
                                 "select distinct child from child_in_group "
                                 "where tenant = $1 and child_group = $2 and from_us <= $3 and $3 < until_us order by child nulls last");
Statement const kChildrenWithHash(Place::Main,
                                  "select child from child_hash where tenant = $1 and keyed_hash = $2 order by child nulls last");
Statement const kPutChildHash(Place::Main,
                              "insert into child_hash (tenant, child, keyed_hash) values ($1, $2, $3) "
                              "on conflict (tenant, child) do update set keyed_hash = excluded.keyed_hash");
Statement const kRemoveChildHash(Place::Main, "delete from child_hash where tenant = $1 and child = $2");

Statement const kRemoveOutsideNumbers(Place::Main, "delete from outside_number where tenant = $1 and target = $2");
Statement const kClearInGroup(Place::Main, "delete from child_in_group where tenant = $1 and child = $2");
Statement const kClearMentor(Place::Main, "delete from mentor where tenant = $1 and child = $2");
Statement const kClearPerson(Place::Main, "delete from child_person where tenant = $1 and child = $2");
Statement const kClearToestemming(Place::Main, "delete from toestemming_in_force where tenant = $1 and child = $2");
Statement const kClearObligations(Place::Main, "delete from obligation where tenant = $1 and route = $2");
Statement const kClearHolders(Place::Main, "delete from step_holder where tenant = $1 and route = $2");
Statement const kClearRoute(Place::Main, "delete from route where tenant = $1 and route = $2");
Statement const kClearHulpvraagOpen(Place::Main, "delete from hulpvraag_open where tenant = $1 and child = $2");
Statement const kTimelineOfChild(Place::Main,
                                 "select entry, case_id, kind, occurred_us, withdrawn from timeline where tenant = $1 and child = $2");
Statement const kClearTimeline(Place::Main, "delete from timeline where tenant = $1 and entry = $2");
Statement const kClearQuestion(Place::Main, "delete from hulpvraag where tenant = $1 and hulpvraag = $2");

Statement const kInsertChild(
    Place::Main,
    "insert into child (tenant, child, registered, birth_month, group_type, registered_us, erased_us, look_back_on) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant, child) do update set registered = excluded.registered, "
    "birth_month = excluded.birth_month, group_type = excluded.group_type, registered_us = excluded.registered_us, "
    "erased_us = excluded.erased_us, look_back_on = excluded.look_back_on");
Statement const kNoteMentoredChild(Place::Main, std::string(kNoteMentored) + "where tenant = $1 and child = $2");
Statement const kInsertInGroup(
    Place::Main,
    "insert into child_in_group (tenant, child, entry, child_group, location, organisation, from_us, until_us, days) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
Statement const kInsertMentor(Place::Main,
                              "insert into mentor (tenant, child, entry, account, from_us, until_us) values ($1, $2, $3, $4, $5, $6)");
Statement const kInsertPerson(Place::Main,
                              "insert into child_person (tenant, child, entry, person, gezag, from_us, until_us) "
                              "values ($1, $2, $3, $4, $5, $6, $7)");
Statement const kInsertToestemming(Place::Main,
                                   "insert into toestemming_in_force (tenant, child, act, recipient, from_us, until_us) "
                                   "values ($1, $2, $3, $4, $5, $6)");
Statement const kInsertRoute(Place::Main,
                             "insert into route (tenant, route, child, plan, plan_version, status, opened_on, closed_on, outcome, "
                             "engine_version, next_change_on, plan_van_aanpak, folded, writer) "
                             "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
Statement const kUpdateRoute(Place::Main,
                             "update route set plan = $3, plan_version = $4, status = $5, opened_on = $6, closed_on = $7, outcome = $8, "
                             "engine_version = $9, next_change_on = $10, plan_van_aanpak = $11, folded = $12, writer = $13 "
                             "where tenant = $1 and route = $2");
Statement const kInsertObligation(Place::Main,
                                  "insert into obligation (tenant, route, ordinal, child, step, role, rule, since_on, due_on, escalation) "
                                  "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
Statement const kInsertHolder(Place::Main,
                              "insert into step_holder (tenant, route, step, child, account, entry, since_us) "
                              "values ($1, $2, $3, $4, $5, $6, $7)");
Statement const kInsertHulpvraag(
    Place::Main,
    "insert into hulpvraag (tenant, hulpvraag, asked_entry, child, asked_by, child_group, organisation, informal, "
    "assigned_to, status, asked_us, changed_us, waits_for) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
Statement const kInsertHulpvraagOpen(Place::Main,
                                     "insert into hulpvraag_open (tenant, hulpvraag, child, account, from_us, until_us) "
                                     "values ($1, $2, $3, $4, $5, $6)");
Statement const kInsertTimeline(Place::Main,
                                "insert into timeline (tenant, entry, case_id, child, kind, occurred_us, withdrawn) "
                                "values ($1, $2, $3, $4, $5, $6, $7)");

// ---------------------------------------------------------------- rows

base::Month month_of(std::string const& text) {
  auto const month = base::Month::parse(text);
  if (!month) unreadable("a month of birth");
  return *month;
}

app::RouteRow read_route(Row const& row) {
  return {row.id<CaseId>(0),
          row.id<ChildId>(1),
          row.text(2),
          row.integer(3),
          row.text(4),
          row.date(5),
          row.maybe<&Row::date>(6),
          row.text(7),
          row.integer(8),
          row.maybe<&Row::date>(9),
          {},
          row.maybe<&Row::id<EntryId>>(10),
          row.is_null(11) ? Bytes{} : row.blob(11),
          row.maybe<&Row::id<AccountId>>(12),
          {}};
}

app::ObligationRow read_obligation(Row const& row) {
  return {row.id<CaseId>(0), row.text(1), row.text(2), row.text(3), row.date(4), row.maybe<&Row::date>(5), row.flag(6)};
}

/// Lays each obligation in its route, in their order; those of other routes are passed over.
std::vector<app::RouteRow> with_obligations(std::vector<app::RouteRow> routes, Rows const& obligations) {
  std::unordered_map<CaseId, app::RouteRow*> by_id;
  for (auto& route : routes) by_id.emplace(route.route, &route);
  auto rows = all(obligations, [](Row const& row) { return row; });
  std::sort(rows.begin(), rows.end(), [](Row const& a, Row const& b) { return a.integer(7) < b.integer(7); });
  for (auto const& row : rows) {
    auto const at = by_id.find(row.id<CaseId>(0));
    if (at != by_id.end()) at->second->obligations.push_back(read_obligation(row));
  }
  return routes;
}

app::StepHolderRow read_holder(Row const& row) { return {row.text(1), row.id<AccountId>(2), row.id<EntryId>(3), row.instant(4)}; }

std::vector<app::RouteRow> with_holders(std::vector<app::RouteRow> routes, Rows const& holders) {
  for (auto const row : holders)
    for (auto& route : routes)
      if (route.route == row.id<CaseId>(0)) route.holders.push_back(read_holder(row));
  return routes;
}

app::HulpvraagRow read_hulpvraag(Row const& row) {
  return {row.id<CaseId>(0),
          row.id<EntryId>(1),
          row.maybe<&Row::id<ChildId>>(2),
          row.id<AccountId>(3),
          row.id<GroupId>(4),
          row.id<OrganisationId>(5),
          row.flag(6),
          row.maybe<&Row::id<AccountId>>(7),
          row.text(8),
          row.instant(9),
          row.instant(10),
          row.is_null(11) ? domain::Role::Pedagoog : role_of(row.text(11))};
}

app::TimelineRow read_timeline(Row const& row, std::size_t first = 0) {
  return {row.id<EntryId>(first), row.id<CaseId>(first + 1), row.text(first + 2), row.instant(first + 3), row.flag(first + 4)};
}

constexpr auto by_beginning = [](auto const& row) { return std::tie(row.from, row.entry); };

std::optional<Bytes> maybe_bytes(Bytes const& bytes) { return bytes.empty() ? std::nullopt : std::optional(bytes); }

/// Null is the pedagoog, as in rows from before there was a choice.
std::optional<std::string_view> waits_for(app::HulpvraagRow const& row) {
  return row.waits_for == domain::Role::Pedagoog ? std::nullopt : std::optional(domain::code(row.waits_for));
}

void insert_hulpvraag(Connection& db, TenantId tenant, app::HulpvraagRow const& row) {
  db.execute(kInsertHulpvraag, tenant, row.hulpvraag, row.asked_entry, row.child, row.asked_by, row.group, row.organisation, row.informal,
             row.assigned_to, row.status, row.asked_at, row.changed_at, waits_for(row));
}

void insert_timeline(Connection& db, TenantId tenant, std::optional<ChildId> child, app::TimelineRow const& row) {
  db.execute(kInsertTimeline, tenant, row.entry, row.case_id, child, row.kind, row.occurred, row.withdrawn);
}

}  // namespace

app::Standing Transaction::standing(ChildId child) const {
  app::Standing out;
  out.in_group = all_by(by_beginning, db_.query(kInGroup, tenant_, child), [](Row const& row) {
    return app::InGroupRow{row.id<EntryId>(0),
                           row.id<GroupId>(1),
                           row.id<LocationId>(2),
                           row.id<OrganisationId>(3),
                           row.instant(4),
                           row.instant(5),
                           row.is_null(6) ? 0 : row.integer(6)};
  });
  out.mentor = all_by(by_beginning, db_.query(kMentor, tenant_, child), [](Row const& row) {
    return app::MentorRow{row.id<EntryId>(0), row.id<AccountId>(1), row.instant(2), row.instant(3)};
  });
  return out;
}

std::optional<app::ChildProjection> Transaction::child(ChildId id) const {
  auto const facts = db_.query(kChild, tenant_, id);
  if (facts.empty()) return std::nullopt;
  auto const row = facts.only();
  app::ChildProjection out;
  out.child = id;
  out.registered = row.id<EntryId>(0);
  out.birth_month = month_of(row.text(1));
  out.group_type = row.text(2);
  out.registered_at = row.instant(3);
  out.erased = row.maybe<&Row::instant>(4);
  out.look_back_on = row.maybe<&Row::date>(5);
  static_cast<app::Standing&>(out) = standing(id);
  out.person = all_by(by_beginning, db_.query(kPerson, tenant_, id), [](Row const& r) {
    return app::ChildPersonRow{r.id<EntryId>(0), r.id<PersonId>(1), r.flag(2), r.instant(3), r.instant(4)};
  });
  auto const by_act = [](auto const& r) { return std::tie(r.act, r.recipient, r.from); };
  out.toestemming = all_by(by_act, db_.query(kToestemming, tenant_, id), [](Row const& r) {
    return app::ToestemmingInForceRow{r.text(0), r.text(1), r.instant(2), r.instant(3)};
  });
  auto const by_opening = [](auto const& r) { return std::tie(r.opened_on, r.route); };
  out.route = with_obligations(all_by(by_opening, db_.query(kRoutes, tenant_, id), read_route), db_.query(kObligations, tenant_, id));
  out.route = with_holders(std::move(out.route), db_.query(kHolders, tenant_, id));
  out.hulpvraag = all(db_.query(kHulpvraagOfChild, tenant_, id), read_hulpvraag);
  out.hulpvraag_open = all(db_.query(kHulpvraagOpen, tenant_, id), [&](Row const& r) {
    return app::HulpvraagOpenRow{r.id<CaseId>(0), id, r.id<AccountId>(1), r.instant(2), r.instant(3)};
  });
  return out;
}

namespace {
app::TimelineEntry read_timeline_entry(Row const& row) {
  return {read_timeline(row, kEntryColumnCount), row.is_null(0) ? std::nullopt : std::optional(read_entry(row))};
}
}  // namespace

std::vector<app::TimelineEntry> Transaction::timeline(ChildId child, Instant before, int limit) const {
  return all(db_.query(kTimeline, tenant_, child, before, static_cast<std::int64_t>(limit)), read_timeline_entry);
}

std::vector<app::TimelineEntry> Transaction::few_of_kind(ChildId child, std::string_view kind) const {
  return all(db_.query(kFewOfKind, tenant_, child, kind), read_timeline_entry);
}

std::vector<std::pair<ChildId, app::Date>> Transaction::to_look_back(std::vector<ChildId> const& children, app::Date today) const {
  std::vector<std::pair<ChildId, app::Date>> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.emplace_back(row.id<ChildId>(0), row.date(1));
  };
  if (children.size() > kAskAll) {
    take(db_.query(kAllToLookBack, tenant_, today));
    std::vector<ChildId> found;
    for (auto const& one : out) found.push_back(one.first);
    auto const mine = found_among(children, std::move(found));
    std::erase_if(out, [&](auto const& one) { return !std::binary_search(mine.begin(), mine.end(), one.first); });
  } else {
    query_list(db_, kToLookBack, children, take, tenant_, today);
  }
  std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return std::tie(a.second, a.first) < std::tie(b.second, b.first); });
  return out;
}

std::vector<app::ReadTx::ChildNamesRow> Transaction::child_names(std::vector<ChildId> const& children) const {
  std::unordered_map<ChildId, ChildNamesRow> found;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows)
      found.emplace(row.id<ChildId>(0), ChildNamesRow{row.id<ChildId>(0), row.id<EntryId>(1), month_of(row.text(2))});
  };
  query_list(db_, kChildNames, children, take, tenant_);
  std::vector<ChildNamesRow> out;
  for (auto const child : children)
    if (auto const at = found.find(child); at != found.end()) out.push_back(at->second);
  return out;
}

std::vector<GroupId> Transaction::current_groups(ChildId child, Instant now) const {
  auto out = all(db_.query(kCurrentGroups, tenant_, child, now), [](Row const& row) { return row.id<GroupId>(0); });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<ChildId> Transaction::children_in_group(GroupId group, Instant now) const {
  return all(db_.query(kChildrenInGroup, tenant_, group, now), [](Row const& row) { return row.id<ChildId>(0); });
}

std::vector<app::RouteRow> Transaction::open_routes(std::vector<ChildId> const& children) const {
  std::vector<app::RouteRow> routes;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) routes.push_back(read_route(row));
  };
  auto const child_of = [](Row const& row) { return row.id<ChildId>(0); };
  if (children.size() > kAskAll)
    query_list(db_, kOpenRoutes, found_among(children, all(db_.query(kAllWithRoute, tenant_), child_of)), take, tenant_);
  else
    query_list(db_, kOpenRoutes, children, take, tenant_);
  std::vector<ChildId> with_route;
  for (auto const& route : routes) with_route.push_back(route.child);
  auto const lay = [&](Rows const& rows) { routes = with_obligations(std::move(routes), rows); };
  query_list(db_, kOpenObligations, with_route, lay, tenant_);
  auto const hold = [&](Rows const& rows) { routes = with_holders(std::move(routes), rows); };
  query_list(db_, kOpenHolders, with_route, hold, tenant_);
  return routes;
}

std::vector<ChildId> Transaction::children_without_mentor(std::vector<ChildId> const& children, Instant now) const {
  std::vector<ChildId> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.push_back(row.id<ChildId>(0));
  };
  query_list(db_, kWithoutMentor, children, take, tenant_, now);
  return out;
}

std::vector<app::RouteRow> Transaction::open_routes_of_plan(std::string_view plan) const {
  std::vector<app::RouteRow> routes;
  for (auto const row : db_.query(kOpenRoutesOfPlan, tenant_, plan)) routes.push_back(read_route(row));
  return routes;
}

std::vector<ChildId> Transaction::children_to_refold(std::vector<ChildId> const& among, app::Date today) const {
  std::vector<ChildId> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.push_back(row.id<ChildId>(0));
  };
  if (among.size() <= kAskAll) {
    query_list(db_, kToRefold, among, take, tenant_, today, app::kEngineVersion);
    return out;
  }
  take(db_.query(kAllToRefold, tenant_, app::kEngineVersion, today));
  take(db_.query(kAllOfOlderEngine, tenant_, app::kEngineVersion));
  take(db_.query(kAllOfNewerEngine, tenant_, app::kEngineVersion));
  return found_among(among, std::move(out));
}

std::optional<app::HulpvraagRow> Transaction::hulpvraag(CaseId id) const {
  return maybe_one(db_.query(kHulpvraag, tenant_, id), read_hulpvraag);
}

std::vector<app::HulpvraagRow> Transaction::hulpvraag_asked_by(AccountId account) const {
  return all(db_.query(kHulpvraagAskedBy, tenant_, account), read_hulpvraag);
}

std::vector<app::HulpvraagRow> Transaction::hulpvraag_assigned_to(AccountId account) const {
  return all(db_.query(kHulpvraagAssignedTo, tenant_, account), read_hulpvraag);
}

std::vector<app::HulpvraagRow> Transaction::hulpvraag_waiting(OrganisationId organisation) const {
  auto out = all(db_.query(kHulpvraagWaiting, tenant_, organisation), read_hulpvraag);
  // Not asked of the database: it would walk along every question of the tenant that nobody has.
  std::erase_if(out, [](app::HulpvraagRow const& row) { return row.assigned_to.has_value(); });
  return out;
}

std::vector<ChildId> Transaction::children_with_hash(Bytes const& keyed_hash) const {
  return all(db_.query(kChildrenWithHash, tenant_, keyed_hash), [](Row const& row) { return row.id<ChildId>(0); });
}

void Transaction::put_child_hash(ChildId child, Bytes const& keyed_hash) { db_.execute(kPutChildHash, tenant_, child, keyed_hash); }

namespace {

/// Calls `write` with each of `rows` when they are not the rows that stand there, in whatever order; before it `clear`. Whether they
/// differ.
template <class T, class Clear, class Write>
bool where_different(std::vector<T> there, std::vector<T> rows, Clear const& clear, Write const& write) {
  std::sort(there.begin(), there.end());
  std::sort(rows.begin(), rows.end());
  if (there == rows) return false;
  if (!there.empty()) clear();
  for (auto const& row : rows) write(row);
  return true;
}

/// The same row by row, for what has a key of its own.
template <class T, class Key, class Remove, class Write>
void each_different(std::vector<T> const& there, std::vector<T> const& rows, Key const& key, Remove const& remove, Write const& write) {
  std::unordered_map<std::decay_t<decltype(key(rows.front()))>, T const*> left;
  for (auto const& row : there) left.emplace(key(row), &row);
  std::vector<T const*> fresh;
  for (auto const& row : rows) {
    auto const at = left.find(key(row));
    bool const same = at != left.end() && *at->second == row;
    if (!same) fresh.push_back(&row);
    if (same) left.erase(at);
  }
  // What goes, goes first: a row that changed comes back under the same key.
  for (auto const& [id, row] : left) remove(id);
  for (auto const* row : fresh) write(*row);
}

}  // namespace

void Transaction::insert(app::RouteRow const& row) {
  db_.execute(kInsertRoute, tenant_, row.route, row.child, row.plan, row.plan_version, row.status, row.opened_on, row.closed_on,
              row.outcome, row.engine_version, row.next_change_on, row.plan_van_aanpak, maybe_bytes(row.folded), row.writer);
  insert_obligations(row);
  insert_holders(row);
}

void Transaction::insert_obligations(app::RouteRow const& row) {
  std::int64_t ordinal = 0;
  for (auto const& owed : row.obligations)
    db_.execute(kInsertObligation, tenant_, row.route, ordinal++, row.child, owed.step, owed.role, owed.rule, owed.since, owed.due,
                owed.escalation);
}

void Transaction::insert_holders(app::RouteRow const& row) {
  for (auto const& one : row.holders)
    db_.execute(kInsertHolder, tenant_, row.route, one.step, row.child, one.account, one.entry, one.since);
}

void Transaction::update(app::RouteRow const& row) {
  db_.execute(kUpdateRoute, tenant_, row.route, row.plan, row.plan_version, row.status, row.opened_on, row.closed_on, row.outcome,
              row.engine_version, row.next_change_on, row.plan_van_aanpak, maybe_bytes(row.folded), row.writer);
  if (all(db_.query(kHoldersOfRoute, tenant_, row.route), read_holder) != row.holders) {
    db_.execute(kClearHolders, tenant_, row.route);
    insert_holders(row);
  }
  auto const there = all(db_.query(kObligationsOfRoute, tenant_, row.route), read_obligation);
  if (there == row.obligations) return;
  if (!there.empty()) db_.execute(kClearObligations, tenant_, row.route);
  insert_obligations(row);
}

/// Only what differs is written: most of what stands of a child stays the same, and it has years of it.
void Transaction::replace(app::ChildProjection const& p) {
  auto const there = child(p.child).value_or(app::ChildProjection{});
  if (p.erased) {
    db_.execute(kRemoveChildHash, tenant_, p.child);
    db_.execute(kRemoveOutsideNumbers, tenant_, p.child);
  }
  db_.execute(kInsertChild, tenant_, p.child, p.registered, p.birth_month.text(), p.group_type, p.registered_at, p.erased, p.look_back_on);
  auto const clear = [&](Statement const& statement) { return [&] { db_.execute(statement, tenant_, p.child); }; };
  bool const moved = where_different(there.in_group, p.in_group, clear(kClearInGroup), [&](app::InGroupRow const& row) {
    db_.execute(kInsertInGroup, tenant_, p.child, row.entry, row.group, row.location, row.organisation, row.from, row.until,
                row.days == 0 ? std::nullopt : std::optional(row.days));
  });
  bool const handed_over = where_different(there.mentor, p.mentor, clear(kClearMentor), [&](app::MentorRow const& row) {
    db_.execute(kInsertMentor, tenant_, p.child, row.entry, row.account, row.from, row.until);
  });
  if (moved || handed_over) db_.execute(kNoteMentoredChild, tenant_, p.child);
  where_different(there.person, p.person, clear(kClearPerson), [&](app::ChildPersonRow const& row) {
    db_.execute(kInsertPerson, tenant_, p.child, row.entry, row.person, row.gezag, row.from, row.until);
  });
  where_different(there.toestemming, p.toestemming, clear(kClearToestemming), [&](app::ToestemmingInForceRow const& row) {
    db_.execute(kInsertToestemming, tenant_, p.child, row.act, row.recipient, row.from, row.until);
  });
  where_different(there.hulpvraag_open, p.hulpvraag_open, clear(kClearHulpvraagOpen), [&](app::HulpvraagOpenRow const& row) {
    db_.execute(kInsertHulpvraagOpen, tenant_, row.hulpvraag, row.child, row.account, row.from, row.until);
  });
  each_different(
      there.route, p.route, [](app::RouteRow const& row) { return row.route; },
      [&](CaseId route) {
        db_.execute(kClearRoute, tenant_, route);
        db_.execute(kClearObligations, tenant_, route);
        db_.execute(kClearHolders, tenant_, route);
      },
      [&](app::RouteRow const& row) { insert(row); });
  each_different(
      there.hulpvraag, p.hulpvraag, [](app::HulpvraagRow const& row) { return row.hulpvraag; },
      [&](CaseId hulpvraag) { db_.execute(kClearQuestion, tenant_, hulpvraag); },
      [&](app::HulpvraagRow const& row) { insert_hulpvraag(db_, tenant_, row); });
  each_different(
      all(db_.query(kTimelineOfChild, tenant_, p.child), [](Row const& row) { return read_timeline(row); }), p.timeline,
      [](app::TimelineRow const& row) { return row.entry; }, [&](EntryId entry) { db_.execute(kClearTimeline, tenant_, entry); },
      [&](app::TimelineRow const& row) { insert_timeline(db_, tenant_, p.child, row); });
}

void Transaction::replace(app::QuestionProjection const& p) {
  db_.execute(kClearQuestion, tenant_, p.hulpvraag.hulpvraag);
  insert_hulpvraag(db_, tenant_, p.hulpvraag);
  // The rows of a question only change and grow in number: what was taken back stays, as withdrawn.
  for (auto const& row : p.timeline) {
    db_.execute(kClearTimeline, tenant_, row.entry);
    insert_timeline(db_, tenant_, std::nullopt, row);
  }
}

void Transaction::add_timeline(ChildId child, app::TimelineRow const& row) { insert_timeline(db_, tenant_, child, row); }

}  // namespace vlechtwerk::store
