#include <algorithm>
#include <tuple>

#include "store/many.h"
#include "store/mentored.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

constexpr std::array<std::string_view, 8> kOrganisationKinds{"kinderopvang", "jeugdzorg", "other",    "jgz",
                                                             "cjg",          "school",    "gemeente", "onderzoek"};

Statement const kTenantRow(Place::Main, "select tenant, name from tenant where tenant = $1");
Statement const kOrganisations(
    Place::Main,
    "select organisation, name, kind, plan, without_closings from organisation where tenant = $1 order by organisation nulls last");
Statement const kOrganisation(
    Place::Main, "select organisation, name, kind, plan, without_closings from organisation where tenant = $1 and organisation = $2");
Statement const kLocations(
    Place::Main, "select location, organisation, name, lrk, stand_in from location where tenant = $1 order by location nulls last");
Statement const kGroups(Place::Main,
                        "select child_group, location, organisation, name, group_type from child_group where tenant = $1 "
                        "order by child_group nulls last");
Statement const kGroup(
    Place::Main, "select child_group, location, organisation, name, group_type from child_group where tenant = $1 and child_group = $2");
ListStatement const kSomeGroups(
    Place::Main, "select child_group, location, organisation, name, group_type from child_group where tenant = $1 and child_group", 2);
Statement const kGroupsAt(Place::Main,
                          "select child_group, location, organisation, name, group_type from child_group where tenant = $1 and "
                          "location = $2 order by child_group nulls last");
Statement const kCountGroups(Place::Main, "select count(*) from child_group where tenant = $1 and location = $2");
Statement const kGroupsOf(
    Place::Main,
    "select distinct g.child_group, g.location, g.organisation, g.name, g.group_type from group_worker w "
    "join child_group g on g.tenant = w.tenant and g.child_group = w.child_group "
    "where w.tenant = $1 and w.account = $2 and w.from_us <= $3 and $3 < w.until_us order by g.child_group nulls last");
/// What read_membership() reads.
std::string const kMembershipRows =
    "select membership, account, organisation, role, location, from_us, until_us, functions, fte_hundredths, education from membership ";
Statement const kMemberships(
    Place::Main,
    kMembershipRows + "where tenant = $1 and from_us <= $2 and $2 < until_us order by account nulls last, membership nulls last");
Statement const kEndedMemberships(Place::Main,
                                  kMembershipRows +
                                      "where tenant = $1 and until_us <= $2 order by account nulls last, membership nulls last");
Statement const kMembership(Place::Main, kMembershipRows + "where tenant = $1 and membership = $2 and from_us <= $3 and $3 < until_us");
Statement const kMembershipsOf(Place::Main, kMembershipRows + "where tenant = $1 and account = $2 and from_us <= $3 and $3 < until_us");
Statement const kEndedMembershipsOf(Place::Main, kMembershipRows + "where tenant = $1 and account = $2 and until_us <= $3");
Statement const kGroupWorkers(Place::Main,
                              "select account, child_group, from_us, until_us from group_worker "
                              "where tenant = $1 and from_us <= $2 and $2 < until_us "
                              "order by account nulls last, child_group nulls last, from_us nulls last");
ListStatement const kAbsences(Place::Main, "select account, from_us, until_us from absence where tenant = $1 and until_us > $2 and account",
                              3, " order by account nulls last, from_us nulls last");
Statement const kAllAbsences(Place::Main, "select account, from_us, until_us from absence where tenant = $1 and until_us > $2");
Statement const kMembersOfLocation(Place::Main, kMembershipRows +
                                                    "where tenant = $1 and organisation = $2 and location = $3 and from_us <= $4 and "
                                                    "$4 < until_us");
Statement const kMembersOfAllLocations(Place::Main, kMembershipRows +
                                                        "where tenant = $1 and organisation = $2 and location is null and from_us <= $3 "
                                                        "and $3 < until_us");
std::string const kWithFunction = " and (role <> 'pedagogisch_medewerker' or functions is not null)";
Statement const kFunctionsOfLocation(Place::Main, kMembersOfLocation.text() + kWithFunction);
Statement const kFunctionsOfAllLocations(Place::Main, kMembersOfAllLocations.text() + kWithFunction);
Statement const kMembersOf(Place::Main, kMembershipRows + "where tenant = $1 and organisation = $2 and from_us <= $3 and $3 < until_us");
Statement const kAccountsOf(Place::Main,
                            "select account from membership where tenant = $1 and organisation = $2 and from_us <= $3 and $3 < until_us");
Statement const kHasMember(Place::Main,
                           "select membership from membership where tenant = $1 and organisation = $2 and role = $3 and from_us <= $4 "
                           "and $4 < until_us limit $5");
Statement const kLongestElsewhere(Place::Main, kMembershipRows +
                                                   "where tenant = $1 and role = $2 and organisation <> $3 and from_us <= $4 and "
                                                   "$4 < until_us order by from_us nulls last, account nulls last, membership nulls last "
                                                   "limit $5");
Statement const kWorkersOf(Place::Main,
                           "select account, child_group, from_us, until_us from group_worker "
                           "where tenant = $1 and child_group = $2 and from_us <= $3 and $3 < until_us");
Statement const kStandIn(Place::Main, "select stand_in from location where tenant = $1 and location = $2");
Statement const kPutAbsence(Place::Main,
                            "insert into absence (tenant, account, from_us, until_us) values ($1, $2, $3, $4) "
                            "on conflict (tenant, account, from_us) do update set until_us = excluded.until_us");
Statement const kStandIns(Place::Main, "select location, stand_in from location where tenant = $1 order by location nulls last");
Statement const kPutStandIn(Place::Main, "update location set stand_in = $3 where tenant = $1 and location = $2");
Statement const kPlans(Place::Main,
                       "select plan, version, text from plan_file where tenant = $1 order by plan nulls last, version nulls last");
Statement const kPlan(Place::Main, "select plan, version, text from plan_file where tenant = $1 and plan = $2 and version = $3");
Statement const kNewestPlan(Place::Main, "select max(version) from plan_file where tenant = $1 and plan = $2");

Statement const kPutOrganisation(
    Place::Main,
    "insert into organisation (tenant, organisation, name, kind, plan, without_closings) values ($1, $2, $3, $4, $5, $6) "
    "on conflict (tenant, organisation) do update set name = excluded.name, kind = excluded.kind, plan = excluded.plan, "
    "without_closings = excluded.without_closings");
Statement const kPutLocation(Place::Main,
                             "insert into location (tenant, location, organisation, name, lrk, stand_in) values ($1, $2, $3, $4, $5, $6) "
                             "on conflict (tenant, location) do update set organisation = excluded.organisation, name = excluded.name, "
                             "lrk = excluded.lrk, stand_in = excluded.stand_in");
Statement const kPutGroup(
    Place::Main,
    "insert into child_group (tenant, child_group, location, organisation, name, group_type) values ($1, $2, $3, $4, $5, $6) "
    "on conflict (tenant, child_group) do update set location = excluded.location, organisation = excluded.organisation, "
    "name = excluded.name, group_type = excluded.group_type");
Statement const kPutMembership(
    Place::Main,
    "insert into membership (tenant, membership, account, organisation, role, location, from_us, until_us, functions, fte_hundredths, "
    "education) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (tenant, membership) do update set "
    "account = excluded.account, organisation = excluded.organisation, role = excluded.role, location = excluded.location, "
    "from_us = excluded.from_us, until_us = excluded.until_us, functions = excluded.functions, "
    "fte_hundredths = excluded.fte_hundredths, education = excluded.education");
Statement const kNoteMentoredBy(Place::Main, std::string(kNoteMentored) +
                                                 "where tenant = $1 and child in (select w.child from mentor w where w.tenant = $1 and "
                                                 "w.account = $2)");
Statement const kPutGroupWorker(Place::Main,
                                "insert into group_worker (tenant, account, child_group, from_us, until_us) values ($1, $2, $3, $4, $5) "
                                "on conflict (tenant, account, child_group, from_us) do update set until_us = excluded.until_us");
Statement const kPutPlan(Place::Main,
                         "insert into plan_file (tenant, plan, version, text) values ($1, $2, $3, $4) "
                         "on conflict (tenant, plan, version) do nothing returning version");
Statement const kPlanDraft(Place::Main,
                           "select organisation, plan, begun_from, revision, text, changed_by, changed_us, offered from plan_draft "
                           "where tenant = $1 and organisation = $2");
Statement const kPutPlanDraft(
    Place::Main,
    "insert into plan_draft (tenant, organisation, plan, begun_from, revision, text, changed_by, changed_us, offered) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant, organisation) do update set plan = excluded.plan, "
    "begun_from = excluded.begun_from, revision = excluded.revision, text = excluded.text, changed_by = excluded.changed_by, "
    "changed_us = excluded.changed_us, offered = excluded.offered");
Statement const kRemovePlanDraft(Place::Main, "delete from plan_draft where tenant = $1 and organisation = $2");
Statement const kAnsweredPlan(Place::Main,
                              "select version from plan_answered where tenant = $1 and organisation = $2 and plan = $3 and version = $4");
Statement const kPutAnsweredPlan(Place::Main,
                                 "insert into plan_answered (tenant, organisation, plan, version) values ($1, $2, $3, $4) "
                                 "on conflict (tenant, organisation, plan, version) do nothing");
Statement const kClosings(Place::Main,
                          "select closing, organisation, location, from_on, until_on, name from closing where tenant = $1 "
                          "order by from_on nulls last, closing nulls last");
Statement const kPutClosing(
    Place::Main,
    "insert into closing (tenant, closing, organisation, location, from_on, until_on, name) values ($1, $2, $3, $4, $5, $6, $7) "
    "on conflict (tenant, closing) do update set organisation = excluded.organisation, location = excluded.location, "
    "from_on = excluded.from_on, until_on = excluded.until_on, name = excluded.name");
Statement const kRemoveClosing(Place::Main, "delete from closing where tenant = $1 and closing = $2");
Statement const kUnfoldOfOrganisation(Place::Main,
                                      "update route set engine_version = 0 where tenant = $1 and status <> 'closed' and child in "
                                      "(select child from child_in_group where tenant = $1 and organisation = $2)");
Statement const kUnfoldOfLocation(Place::Main,
                                  "update route set engine_version = 0 where tenant = $1 and status <> 'closed' and child in "
                                  "(select child from child_in_group where tenant = $1 and organisation = $2 and location = $3)");
Statement const kPartnerCards(Place::Main,
                              "select partner_card, organisation, name_sealed, function_sealed, telephone_sealed from partner_card "
                              "where tenant = $1 order by partner_card nulls last");
Statement const kPutPartnerCard(
    Place::Main,
    "insert into partner_card (tenant, partner_card, organisation, name_sealed, function_sealed, telephone_sealed) "
    "values ($1, $2, $3, $4, $5, $6) on conflict (tenant, partner_card) do update set organisation = excluded.organisation, "
    "name_sealed = excluded.name_sealed, function_sealed = excluded.function_sealed, telephone_sealed = excluded.telephone_sealed");
Statement const kRemovePartnerCard(Place::Main, "delete from partner_card where tenant = $1 and partner_card = $2");
Statement const kDeelprojecten(Place::Main, "select deelproject, name from deelproject where tenant = $1 order by deelproject nulls last");
Statement const kDeelprojectGroups(Place::Main,
                                   "select deelproject, child_group from deelproject_group where tenant = $1 "
                                   "order by deelproject nulls last, child_group nulls last");
Statement const kPutDeelproject(Place::Main,
                                "insert into deelproject (tenant, deelproject, name) values ($1, $2, $3) "
                                "on conflict (tenant, deelproject) do update set name = excluded.name");
Statement const kPutDeelprojectGroup(Place::Main,
                                     "insert into deelproject_group (tenant, deelproject, child_group) values ($1, $2, $3) "
                                     "on conflict (tenant, deelproject, child_group) do nothing");
Statement const kClearDeelproject(Place::Main, "delete from deelproject_group where tenant = $1 and deelproject = $2");
Statement const kRemoveDeelproject(Place::Main, "delete from deelproject where tenant = $1 and deelproject = $2");
Statement const kOutsideNumber(Place::Main, "select target from outside_number where tenant = $1 and kind = $2 and keyed_hash = $3");
Statement const kOutsideNumbers(Place::Main,
                                "select target from outside_number where tenant = $1 and kind = $2 order by keyed_hash nulls last");
Statement const kPutOutsideNumber(Place::Main,
                                  "insert into outside_number (tenant, kind, keyed_hash, target) values ($1, $2, $3, $4) "
                                  "on conflict (tenant, kind, keyed_hash) do update set target = excluded.target");
Statement const kSetOrganisationPlan(Place::Main, "update organisation set plan = $3 where tenant = $1 and organisation = $2");

app::OrganisationRow read_organisation(Row const& row) {
  return {row.id<OrganisationId>(0), row.text(1), from_code<app::OrganisationKind>(kOrganisationKinds, row.text(2)), row.text(3),
          !row.is_null(4) && row.flag(4)};
}

app::GroupRow read_group(Row const& row) {
  return {row.id<GroupId>(0), row.id<LocationId>(1), row.id<OrganisationId>(2), row.text(3), row.text(4)};
}

/// Functions stand in one column, a blank between them: codes have none. Null: none.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto const end = std::min(text.find(' '), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}
std::optional<std::string> text_of(std::vector<std::string> const& words) {
  std::string out;
  for (auto const& word : words) out += (out.empty() ? "" : " ") + word;
  return out.empty() ? std::nullopt : std::optional(out);
}

app::MembershipRow read_membership(Row const& row) {
  return {row.id<app::MembershipId>(0),
          row.id<AccountId>(1),
          row.id<OrganisationId>(2),
          role_of(row.text(3)),
          row.maybe<&Row::id<LocationId>>(4),
          row.instant(5),
          row.instant(6),
          row.is_null(7) ? std::vector<std::string>() : words_of(row.text(7)),
          row.is_null(8) ? std::nullopt : std::optional(static_cast<int>(row.integer(8))),
          row.is_null(9) ? std::string() : row.text(9)};
}

/// By account.
std::vector<app::MembershipRow> people_of(Rows const& rows) {
  return all_by([](auto const& row) { return std::tie(row.account, row.id); }, rows, read_membership);
}

/// Those of the location, and then those of all locations of its organisation.
std::vector<app::MembershipRow> people_at(Connection& db, Statement const& of_location, Statement const& of_all_locations, TenantId tenant,
                                          OrganisationId organisation, LocationId location, Instant now) {
  auto out = people_of(db.query(of_location, tenant, organisation, location, now));
  for (auto& row : people_of(db.query(of_all_locations, tenant, organisation, now))) out.push_back(std::move(row));
  return out;
}

app::PlanRow read_plan(Row const& row) { return {row.text(0), row.integer(1), row.text(2)}; }

}  // namespace

std::optional<app::TenantRow> Transaction::tenant_row() const {
  return maybe_one(db_.query(kTenantRow, tenant_), [](Row const& row) { return app::TenantRow{row.id<TenantId>(0), row.text(1)}; });
}

std::vector<app::OrganisationRow> Transaction::organisations() const { return all(db_.query(kOrganisations, tenant_), read_organisation); }

std::vector<app::LocationRow> Transaction::locations() const {
  return all(db_.query(kLocations, tenant_), [](Row const& row) {
    return app::LocationRow{row.id<LocationId>(0), row.id<OrganisationId>(1), row.text(2), row.is_null(3) ? std::string() : row.text(3),
                            row.maybe<&Row::id<AccountId>>(4)};
  });
}

std::vector<app::GroupRow> Transaction::groups() const { return all(db_.query(kGroups, tenant_), read_group); }

std::optional<app::GroupRow> Transaction::group(GroupId id) const { return maybe_one(db_.query(kGroup, tenant_, id), read_group); }

std::vector<app::GroupRow> Transaction::groups(std::vector<GroupId> const& ids) const {
  std::vector<app::GroupRow> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.push_back(read_group(row));
  };
  query_list(db_, kSomeGroups, ids, take, tenant_);
  return out;
}

std::vector<app::GroupRow> Transaction::groups_at(LocationId location) const {
  return all(db_.query(kGroupsAt, tenant_, location), read_group);
}

std::size_t Transaction::count_groups(LocationId location) const {
  auto const rows = db_.query(kCountGroups, tenant_, location);
  return static_cast<std::size_t>(rows.only().integer(0));
}

std::optional<app::OrganisationRow> Transaction::organisation(OrganisationId id) const {
  return maybe_one(db_.query(kOrganisation, tenant_, id), read_organisation);
}

std::vector<app::MembershipRow> Transaction::memberships(Instant now) const {
  return all(db_.query(kMemberships, tenant_, now), read_membership);
}

std::vector<app::MembershipRow> Transaction::ended_memberships(Instant now) const {
  return all(db_.query(kEndedMemberships, tenant_, now), read_membership);
}

std::optional<app::MembershipRow> Transaction::membership(app::MembershipId id, Instant now) const {
  return maybe_one(db_.query(kMembership, tenant_, id, now), read_membership);
}

std::vector<app::MembershipRow> Transaction::memberships_of(AccountId account, Instant now) const {
  auto const by_id = [](auto const& row) { return row.id; };
  return all_by(by_id, db_.query(kMembershipsOf, tenant_, account, now), read_membership);
}

std::vector<app::MembershipRow> Transaction::ended_memberships_of(AccountId account, Instant now) const {
  auto const by_id = [](auto const& row) { return row.id; };
  return all_by(by_id, db_.query(kEndedMembershipsOf, tenant_, account, now), read_membership);
}

std::vector<app::GroupRow> Transaction::groups_of(AccountId account, Instant now) const {
  return all(db_.query(kGroupsOf, tenant_, account, now), read_group);
}

std::vector<app::GroupWorkerRow> Transaction::group_workers(Instant now) const {
  return all(db_.query(kGroupWorkers, tenant_, now), [](Row const& row) {
    return app::GroupWorkerRow{row.id<AccountId>(0), row.id<GroupId>(1), row.instant(2), row.instant(3)};
  });
}

std::vector<app::AbsenceRow> Transaction::absences(std::vector<AccountId> const& of, Instant now) const {
  std::vector<app::AbsenceRow> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.push_back({row.id<AccountId>(0), row.instant(1), row.instant(2)});
  };
  if (of.size() <= kAskAll) {
    query_list(db_, kAbsences, of, take, tenant_, now);
    return out;
  }
  out = absences(now);
  std::vector<AccountId> found;
  for (auto const& row : out) found.push_back(row.account);
  auto const mine = found_among(of, std::move(found));
  std::erase_if(out, [&](app::AbsenceRow const& row) { return !std::binary_search(mine.begin(), mine.end(), row.account); });
  std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return std::tie(a.account, a.from) < std::tie(b.account, b.from); });
  return out;
}

std::vector<app::AbsenceRow> Transaction::absences(Instant now) const {
  return all(db_.query(kAllAbsences, tenant_, now), [](Row const& row) {
    return app::AbsenceRow{row.id<AccountId>(0), row.instant(1), row.instant(2)};
  });
}

std::optional<AccountId> Transaction::stand_in(LocationId location) const {
  auto const rows = db_.query(kStandIn, tenant_, location);
  return rows.empty() ? std::nullopt : rows.only().maybe<&Row::id<AccountId>>(0);
}

std::vector<app::MembershipRow> Transaction::members_at(OrganisationId organisation, LocationId location, Instant now) const {
  return people_at(db_, kMembersOfLocation, kMembersOfAllLocations, tenant_, organisation, location, now);
}

std::vector<app::MembershipRow> Transaction::functions_at(OrganisationId organisation, LocationId location, Instant now) const {
  return people_at(db_, kFunctionsOfLocation, kFunctionsOfAllLocations, tenant_, organisation, location, now);
}

std::vector<app::MembershipRow> Transaction::members_of(OrganisationId organisation, Instant now) const {
  return people_of(db_.query(kMembersOf, tenant_, organisation, now));
}

std::size_t Transaction::count_members(OrganisationId organisation, Instant now) const {
  auto found = all(db_.query(kAccountsOf, tenant_, organisation, now), [](Row const& row) { return row.id<AccountId>(0); });
  std::sort(found.begin(), found.end());
  return static_cast<std::size_t>(std::unique(found.begin(), found.end()) - found.begin());
}

bool Transaction::has_member(OrganisationId organisation, domain::Role role, Instant now) const {
  return !db_.query(kHasMember, tenant_, organisation, domain::code(role), now, std::int64_t{1}).empty();
}

std::optional<app::MembershipRow> Transaction::longest_elsewhere(domain::Role role, OrganisationId other_than, Instant now) const {
  return maybe_one(db_.query(kLongestElsewhere, tenant_, domain::code(role), other_than, now, std::int64_t{1}), read_membership);
}

std::vector<app::GroupWorkerRow> Transaction::workers_of(GroupId group, Instant now) const {
  auto const by_account = [](auto const& row) { return std::tie(row.account, row.from); };
  return all_by(by_account, db_.query(kWorkersOf, tenant_, group, now), [](Row const& row) {
    return app::GroupWorkerRow{row.id<AccountId>(0), row.id<GroupId>(1), row.instant(2), row.instant(3)};
  });
}

std::vector<app::StandInRow> Transaction::stand_ins() const {
  return all(db_.query(kStandIns, tenant_), [](Row const& row) {
    return app::StandInRow{row.id<LocationId>(0), row.maybe<&Row::id<AccountId>>(1)};
  });
}

std::vector<app::ClosingRow> Transaction::closings() const {
  return all(db_.query(kClosings, tenant_), [](Row const& row) {
    return app::ClosingRow{row.id<ClosingId>(0), row.id<OrganisationId>(1), row.maybe<&Row::id<LocationId>>(2), row.date(3), row.date(4),
                           row.text(5)};
  });
}

std::vector<app::PartnerCardRow> Transaction::partner_cards() const {
  return all(db_.query(kPartnerCards, tenant_), [](Row const& row) {
    return app::PartnerCardRow{row.id<PartnerCardId>(0), row.id<OrganisationId>(1), row.blob(2), row.blob(3), row.blob(4)};
  });
}

std::vector<app::DeelprojectRow> Transaction::deelprojecten() const {
  auto out = all(db_.query(kDeelprojecten, tenant_), [](Row const& row) {
    return app::DeelprojectRow{row.id<DeelprojectId>(0), row.text(1), {}};
  });
  auto const rows = db_.query(kDeelprojectGroups, tenant_);
  for (auto const row : rows)
    for (auto& one : out)
      if (one.id == row.id<DeelprojectId>(0)) one.groups.push_back(row.id<GroupId>(1));
  return out;
}

std::optional<base::Uuid> Transaction::outside_number(std::string_view kind, Bytes const& keyed_hash) const {
  return maybe_one(db_.query(kOutsideNumber, tenant_, kind, keyed_hash), [](Row const& row) { return row.uuid(0); });
}

std::vector<base::Uuid> Transaction::outside_numbers(std::string_view kind) const {
  auto out = all(db_.query(kOutsideNumbers, tenant_, kind), [](Row const& row) { return row.uuid(0); });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<app::PlanRow> Transaction::plans() const { return all(db_.query(kPlans, tenant_), read_plan); }

std::optional<app::PlanRow> Transaction::plan(std::string_view plan, std::int64_t version) const {
  return maybe_one(db_.query(kPlan, tenant_, plan, version), read_plan);
}

std::optional<std::int64_t> Transaction::newest_plan_version(std::string_view plan) const {
  auto const rows = db_.query(kNewestPlan, tenant_, plan);
  return rows.only().maybe<&Row::integer>(0);
}

void Transaction::put(app::OrganisationRow const& row) {
  db_.execute(kPutOrganisation, tenant_, row.id, row.name, to_code(kOrganisationKinds, row.kind), row.plan, row.without_closings);
}

void Transaction::put(app::LocationRow const& row) {
  db_.execute(kPutLocation, tenant_, row.id, row.organisation, row.name, row.lrk, row.stand_in);
}

void Transaction::put(app::GroupRow const& row) {
  db_.execute(kPutGroup, tenant_, row.id, row.location, row.organisation, row.name, row.group_type);
}

void Transaction::put(app::MembershipRow const& row) {
  db_.execute(kPutMembership, tenant_, row.id, row.account, row.organisation, domain::code(row.role), row.location, row.from, row.until,
              text_of(row.functions), row.fte_hundredths ? std::optional<std::int64_t>(*row.fte_hundredths) : std::nullopt, row.education);
  db_.execute(kNoteMentoredBy, tenant_, row.account);
}

void Transaction::put(app::GroupWorkerRow const& row) {
  db_.execute(kPutGroupWorker, tenant_, row.account, row.group, row.from, row.until);
}

void Transaction::put(app::AbsenceRow const& row) { db_.execute(kPutAbsence, tenant_, row.account, row.from, row.until); }

void Transaction::put(app::StandInRow const& row) { db_.execute(kPutStandIn, tenant_, row.location, row.account); }

void Transaction::put(app::PlanRow const& row) {
  if (!db_.query(kPutPlan, tenant_, row.plan, row.version, row.text).empty()) return;
  auto const stored = plan(row.plan, row.version);
  if (!stored || stored->text != row.text)
    throw base::WorldError("plan " + row.plan + " version " + std::to_string(row.version) + " is stored with another text");
}

std::optional<app::PlanDraftRow> Transaction::plan_draft(OrganisationId organisation) const {
  return maybe_one(db_.query(kPlanDraft, tenant_, organisation), [](Row const& row) {
    return app::PlanDraftRow{row.id<OrganisationId>(0),
                             row.text(1),
                             row.integer(2),
                             row.integer(3),
                             row.text(4),
                             row.id<AccountId>(5),
                             row.instant(6),
                             row.is_null(7) ? std::nullopt : std::optional(row.integer(7))};
  });
}

bool Transaction::answered_plan(OrganisationId organisation, std::string_view plan, std::int64_t version) const {
  return !db_.query(kAnsweredPlan, tenant_, organisation, plan, version).empty();
}

void Transaction::put(app::PlanDraftRow const& row) {
  db_.execute(kPutPlanDraft, tenant_, row.organisation, row.plan, row.based_on, row.revision, row.text, row.changed_by, row.changed,
              row.offered);
}

void Transaction::remove_plan_draft(OrganisationId organisation) { db_.execute(kRemovePlanDraft, tenant_, organisation); }

void Transaction::put_answered_plan(OrganisationId organisation, std::string_view plan, std::int64_t version) {
  db_.execute(kPutAnsweredPlan, tenant_, organisation, plan, version);
}

void Transaction::put(app::ClosingRow const& row) {
  db_.execute(kPutClosing, tenant_, row.id, row.organisation, row.location, row.from, row.until, row.name);
}

void Transaction::remove(ClosingId id) { db_.execute(kRemoveClosing, tenant_, id); }

void Transaction::put(app::PartnerCardRow const& row) {
  db_.execute(kPutPartnerCard, tenant_, row.id, row.organisation, row.name_sealed, row.function_sealed, row.telephone_sealed);
}

void Transaction::remove(PartnerCardId id) { db_.execute(kRemovePartnerCard, tenant_, id); }

void Transaction::put(app::DeelprojectRow const& row) {
  db_.execute(kPutDeelproject, tenant_, row.id, row.name);
  db_.execute(kClearDeelproject, tenant_, row.id);
  for (auto const group : row.groups) db_.execute(kPutDeelprojectGroup, tenant_, row.id, group);
}

void Transaction::remove(DeelprojectId id) {
  db_.execute(kClearDeelproject, tenant_, id);
  db_.execute(kRemoveDeelproject, tenant_, id);
}

void Transaction::put_outside_number(std::string_view kind, Bytes const& keyed_hash, base::Uuid const& target) {
  db_.execute(kPutOutsideNumber, tenant_, kind, keyed_hash, target);
}

void Transaction::unfold_routes(OrganisationId organisation, std::optional<LocationId> location) {
  if (location)
    db_.execute(kUnfoldOfLocation, tenant_, organisation, *location);
  else
    db_.execute(kUnfoldOfOrganisation, tenant_, organisation);
}

void Transaction::set_organisation_plan(OrganisationId organisation, std::string const& plan) {
  db_.execute(kSetOrganisationPlan, tenant_, organisation, plan);
}

}  // namespace vlechtwerk::store
