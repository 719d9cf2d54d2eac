#pragma once
#include <algorithm>
#include <array>

#include "app/ports.h"
#include "store/db/connection.h"

/// The ports on one connection, inside one transaction that somebody else begins and ends.
namespace vlechtwerk::store {

using app::AccountId;
using app::CaseId;
using app::ChildId;
using app::ClosingId;
using app::DeelprojectId;
using app::EntryId;
using app::GroupId;
using app::Instant;
using app::LocationId;
using app::OrganisationId;
using app::PartnerCardId;
using app::PersonId;
using app::TenantId;
using journal::Bytes;

/// One tenant. A reader is handed it as ReadTx; its connection refuses to write as well.
class Transaction final : public app::WriteTx {
 public:
  /// `server`: whose audit chain rows go to.
  Transaction(Connection& db, TenantId tenant, std::int64_t server) : db_(db), tenant_(tenant), server_(server) {}

  [[nodiscard]] TenantId tenant() const override { return tenant_; }

  // register.cc
  [[nodiscard]] std::optional<app::TenantRow> tenant_row() const override;
  [[nodiscard]] std::vector<app::OrganisationRow> organisations() const override;
  [[nodiscard]] std::vector<app::LocationRow> locations() const override;
  [[nodiscard]] std::vector<app::GroupRow> groups() const override;
  [[nodiscard]] std::optional<app::GroupRow> group(GroupId id) const override;
  [[nodiscard]] std::vector<app::GroupRow> groups(std::vector<GroupId> const& ids) const override;
  [[nodiscard]] std::vector<app::GroupRow> groups_at(LocationId location) const override;
  [[nodiscard]] std::size_t count_groups(LocationId location) const override;
  [[nodiscard]] std::optional<app::OrganisationRow> organisation(OrganisationId id) const override;
  [[nodiscard]] std::vector<app::MembershipRow> memberships(Instant now) const override;
  [[nodiscard]] std::vector<app::MembershipRow> ended_memberships(Instant now) const override;
  [[nodiscard]] std::optional<app::MembershipRow> membership(app::MembershipId id, Instant now) const override;
  [[nodiscard]] std::vector<app::MembershipRow> memberships_of(AccountId account, Instant now) const override;
  [[nodiscard]] std::vector<app::MembershipRow> ended_memberships_of(AccountId account, Instant now) const override;
  [[nodiscard]] std::vector<app::GroupRow> groups_of(AccountId account, Instant now) const override;
  [[nodiscard]] std::vector<app::GroupWorkerRow> group_workers(Instant now) const override;
  [[nodiscard]] std::vector<app::AbsenceRow> absences(std::vector<AccountId> const& of, Instant now) const override;
  [[nodiscard]] std::vector<app::AbsenceRow> absences(Instant now) const override;
  [[nodiscard]] std::vector<app::StandInRow> stand_ins() const override;
  [[nodiscard]] std::optional<AccountId> stand_in(LocationId location) const override;
  [[nodiscard]] std::vector<app::MembershipRow> members_at(OrganisationId organisation, LocationId location, Instant now) const override;
  [[nodiscard]] std::vector<app::MembershipRow> functions_at(OrganisationId organisation, LocationId location, Instant now) const override;
  [[nodiscard]] std::vector<app::MembershipRow> members_of(OrganisationId organisation, Instant now) const override;
  [[nodiscard]] std::size_t count_members(OrganisationId organisation, Instant now) const override;
  [[nodiscard]] bool has_member(OrganisationId organisation, domain::Role role, Instant now) const override;
  [[nodiscard]] std::optional<app::MembershipRow> longest_elsewhere(domain::Role role, OrganisationId other_than,
                                                                    Instant now) const override;
  [[nodiscard]] std::vector<app::GroupWorkerRow> workers_of(GroupId group, Instant now) const override;
  [[nodiscard]] std::vector<app::ClosingRow> closings() const override;
  [[nodiscard]] std::vector<app::PartnerCardRow> partner_cards() const override;
  [[nodiscard]] std::vector<app::DeelprojectRow> deelprojecten() const override;
  [[nodiscard]] std::optional<base::Uuid> outside_number(std::string_view kind, Bytes const& keyed_hash) const override;
  [[nodiscard]] std::vector<base::Uuid> outside_numbers(std::string_view kind) const override;
  [[nodiscard]] std::vector<app::PlanRow> plans() const override;
  [[nodiscard]] std::optional<app::PlanRow> plan(std::string_view plan, std::int64_t version) const override;
  [[nodiscard]] std::optional<app::PlanDraftRow> plan_draft(OrganisationId organisation) const override;
  [[nodiscard]] bool answered_plan(OrganisationId organisation, std::string_view plan, std::int64_t version) const override;
  [[nodiscard]] std::optional<std::int64_t> newest_plan_version(std::string_view plan) const override;
  void put(app::OrganisationRow const& row) override;
  void put(app::LocationRow const& row) override;
  void put(app::GroupRow const& row) override;
  void put(app::MembershipRow const& row) override;
  void put(app::GroupWorkerRow const& row) override;
  void put(app::AbsenceRow const& row) override;
  void put(app::StandInRow const& row) override;
  void put(app::PlanRow const& row) override;
  void put(app::PlanDraftRow const& row) override;
  void remove_plan_draft(OrganisationId organisation) override;
  void put_answered_plan(OrganisationId organisation, std::string_view plan, std::int64_t version) override;
  void put(app::ClosingRow const& row) override;
  void remove(ClosingId id) override;
  void put(app::PartnerCardRow const& row) override;
  void remove(PartnerCardId id) override;
  void put(app::DeelprojectRow const& row) override;
  void remove(DeelprojectId id) override;
  void put_outside_number(std::string_view kind, Bytes const& keyed_hash, base::Uuid const& target) override;
  void unfold_routes(OrganisationId organisation, std::optional<LocationId> location) override;
  void set_organisation_plan(OrganisationId organisation, std::string const& plan) override;

  // relations.cc
  [[nodiscard]] std::optional<app::RelationHit> related(app::Relation relation, AccountId person, ChildId child,
                                                        Instant now) const override;
  [[nodiscard]] std::vector<app::RelationHit> related_children(app::Relation relation, AccountId person, Instant now) const override;
  [[nodiscard]] std::vector<app::RelatedPlace> related_places(app::Relation relation, AccountId person, Instant now,
                                                              std::size_t limit) const override;
  [[nodiscard]] std::vector<ChildId> related_with_work(app::Relation relation, AccountId person, Instant now,
                                                       app::Date today) const override;
  [[nodiscard]] std::vector<ChildId> led_maybe_without_mentor(AccountId person, Instant now, std::size_t limit) const override;

  // entries.cc
  [[nodiscard]] std::optional<app::StoredEntry> entry(EntryId id) const override;
  [[nodiscard]] std::vector<app::StoredEntry> entries(std::vector<EntryId> const& ids) const override;
  [[nodiscard]] std::vector<app::FoldEntry> entries_of_child(ChildId child) const override;
  [[nodiscard]] std::vector<app::FoldEntry> entries_of_case(CaseId case_id) const override;
  [[nodiscard]] std::int64_t case_version(CaseId case_id) const override;
  [[nodiscard]] std::optional<ChildId> child_of_case(CaseId case_id) const override;
  app::Appended append(journal::SealedEntry const& entry, Instant recorded_at, std::optional<std::int64_t> expected_version) override;
  void remove_contents(EntryId id) override;

  // projections.cc
  [[nodiscard]] std::optional<app::ChildProjection> child(ChildId id) const override;
  [[nodiscard]] app::Standing standing(ChildId child) const override;
  [[nodiscard]] std::vector<app::TimelineEntry> timeline(ChildId child, Instant before, int limit) const override;
  [[nodiscard]] std::vector<app::TimelineEntry> few_of_kind(ChildId child, std::string_view kind) const override;
  [[nodiscard]] std::vector<std::pair<ChildId, app::Date>> to_look_back(std::vector<ChildId> const& children,
                                                                        app::Date today) const override;
  [[nodiscard]] std::vector<ChildNamesRow> child_names(std::vector<ChildId> const& children) const override;
  [[nodiscard]] std::vector<GroupId> current_groups(ChildId child, Instant now) const override;
  [[nodiscard]] std::vector<ChildId> children_in_group(GroupId group, Instant now) const override;
  [[nodiscard]] std::vector<ChildId> children_without_mentor(std::vector<ChildId> const& children, Instant now) const override;
  [[nodiscard]] std::vector<app::RouteRow> open_routes_of_plan(std::string_view plan) const override;
  [[nodiscard]] std::vector<app::RouteRow> open_routes(std::vector<ChildId> const& children) const override;
  [[nodiscard]] std::vector<ChildId> children_to_refold(std::vector<ChildId> const& among, app::Date today) const override;
  [[nodiscard]] std::optional<app::HulpvraagRow> hulpvraag(CaseId id) const override;
  [[nodiscard]] std::vector<app::HulpvraagRow> hulpvraag_asked_by(AccountId account) const override;
  [[nodiscard]] std::vector<app::HulpvraagRow> hulpvraag_assigned_to(AccountId account) const override;
  [[nodiscard]] std::vector<app::HulpvraagRow> hulpvraag_waiting(OrganisationId organisation) const override;
  [[nodiscard]] std::vector<ChildId> children_with_hash(Bytes const& keyed_hash) const override;
  void put_child_hash(ChildId child, Bytes const& keyed_hash) override;
  void replace(app::ChildProjection const& projection) override;
  void replace(app::QuestionProjection const& projection) override;
  void add_timeline(ChildId child, app::TimelineRow const& row) override;
  void update(app::RouteRow const& row) override;

  // messages.cc
  [[nodiscard]] std::vector<app::FoldEntry> entries_of_kind(std::vector<ChildId> const& children, std::string_view kind,
                                                            Instant since) const override;
  [[nodiscard]] std::vector<app::NudgeRow> nudges(AccountId account) const override;
  [[nodiscard]] std::optional<Instant> question_opened(CaseId hulpvraag) const override;
  void put(app::MessageSettingRow const& row) override;
  void replace_nudges(AccountId account, std::vector<app::NudgeRow> const& rows) override;
  void put_question_opened(CaseId hulpvraag, Instant at) override;

  // faces.cc
  [[nodiscard]] std::optional<app::FaceRow> face(AccountId account) const override;
  [[nodiscard]] std::optional<Instant> face_changed(AccountId account) const override;
  [[nodiscard]] std::vector<AccountId> with_face(std::vector<AccountId> const& accounts) const override;
  void put(app::FaceRow const& row) override;
  void remove_face(AccountId account) override;

  // audit.cc
  [[nodiscard]] std::vector<app::SeenRow> who_saw(ChildId child, int limit) const override;
  void audit(app::AuditRow const& row) override;
  void count_failed_log_in(AccountId account) override;
  void nested(std::function<bool()> const& work) override;

 private:
  void insert(app::RouteRow const& row);
  void insert_obligations(app::RouteRow const& row);
  void insert_holders(app::RouteRow const& row);

  Connection& db_;
  TenantId tenant_;
  std::int64_t server_;
};

/// The global tables.
class GlobalTransaction final : public app::GlobalWriteTx {
 public:
  GlobalTransaction(Connection& db, std::int64_t server) : db_(db), server_(server) {}

  [[nodiscard]] std::vector<app::TenantRow> tenants() const override;
  [[nodiscard]] std::optional<app::AccountRow> account(AccountId id) const override;
  [[nodiscard]] std::optional<app::AccountRow> account_by_login(Bytes const& login_hash) const override;
  [[nodiscard]] std::vector<TenantId> tenants_of(AccountId account) const override;
  [[nodiscard]] std::vector<app::AccountRow> accounts_of(TenantId tenant) const override;
  [[nodiscard]] std::vector<app::AccountRow> some_accounts_of(TenantId tenant, AccountId after, std::size_t limit) const override;
  [[nodiscard]] std::size_t account_count(TenantId tenant) const override;
  [[nodiscard]] std::optional<app::SessionRow> session(Bytes const& id_hash) const override;
  [[nodiscard]] std::vector<app::SessionRow> sessions_of(AccountId account) const override;
  [[nodiscard]] std::optional<app::CodeRow> code(AccountId account, Bytes const& code_hash) const override;
  [[nodiscard]] std::optional<app::MessageSettingRow> message_setting(AccountId account) const override;
  [[nodiscard]] std::vector<app::MessageSettingRow> message_settings_to_look_at(Instant now, app::Date today) const override;
  [[nodiscard]] std::string setting(std::string_view name) const override;
  void put(app::TenantRow const& row) override;
  bool insert(app::AccountRow const& row) override;
  void update(app::AccountRow const& row) override;
  void link(AccountId account, TenantId tenant) override;
  void put(app::SessionRow const& row) override;
  void end_session(Bytes const& id_hash) override;
  void end_sessions_of(AccountId account) override;
  void put(app::CodeRow const& row) override;
  bool use(app::CodeRow const& row, Instant now) override;
  std::int64_t end_letters(AccountId account, Instant now) override;
  void forget_failed_log_ins(AccountId account) override;
  bool claim_mail(AccountId account, app::Date today) override;
  void give_mail_back(AccountId account, std::optional<app::Date> before) override;
  void look_later(AccountId account, Instant not_before) override;
  void put_setting(std::string_view name, std::string_view value) override;

 private:
  Connection& db_;
  std::int64_t server_;
};

/// All rows of an answer, each read by `read(Row)`.
template <class Read>
auto all(Rows const& rows, Read const& read) {
  std::vector<decltype(read(std::declval<Row>()))> out;
  out.reserve(rows.size());
  for (auto const row : rows) out.push_back(read(row));
  return out;
}

/// The same in the order of `key(row)`. An answer of a few rows is put in order here: a sort of its own costs SQLite more than the rows.
template <class Read, class Key>
auto all_by(Key const& key, Rows const& rows, Read const& read) {
  auto out = all(rows, read);
  std::sort(out.begin(), out.end(), [&](auto const& a, auto const& b) { return key(a) < key(b); });
  return out;
}

/// The row of an answer that has one or none.
template <class Read>
auto maybe_one(Rows const& rows, Read const& read) -> std::optional<decltype(read(std::declval<Row>()))> {
  if (rows.empty()) return std::nullopt;
  return read(rows.only());
}

/// Stored data is not what this program wrote.
[[noreturn]] inline void unreadable(std::string_view what) {
  throw DatabaseError(DatabaseError::Kind::Other, "stored data cannot be read: " + std::string(what));
}

/// A closed list of codes, as it stands in a column: the place in the list is the value of the enum.
template <class Enum, std::size_t N>
Enum from_code(std::array<std::string_view, N> const& codes, std::string const& text) {
  for (std::size_t i = 0; i < N; ++i)
    if (codes[i] == text) return static_cast<Enum>(i);
  unreadable("an unknown code");
}
template <class Enum, std::size_t N>
constexpr std::string_view to_code(std::array<std::string_view, N> const& codes, Enum value) {
  return codes[static_cast<std::size_t>(value)];
}
inline domain::Role role_of(std::string const& text) {
  auto const role = domain::role_from_code(text);
  if (!role) unreadable("an unknown role");
  return *role;
}
inline journal::Hash256 hash_of(std::vector<std::uint8_t> const& bytes) {
  journal::Hash256 hash;
  if (bytes.size() != hash.size()) unreadable("a hash");
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}
inline std::span<std::uint8_t const> span_of(journal::Hash256 const& hash) { return hash; }

}  // namespace vlechtwerk::store
