#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/ports_platform.h"
#include "base/secret.h"
#include "domain/entry_kind.h"
#include "domain/ids.h"
#include "domain/role.h"
#include "domain/weekdays.h"
#include "journal/chain.h"

/// What the use cases need of the world. `store` implements these on SQLite and PostgreSQL; nothing else knows SQL.
namespace vlechtwerk::app {

using base::Date;
using base::Instant;
using domain::AccountId;
using domain::CaseId;
using domain::ChildId;
using domain::ClosingId;
using domain::DeelprojectId;
using domain::EntryId;
using domain::GroupId;
using domain::LocationId;
using domain::MembershipId;
using domain::OrganisationId;
using domain::PartnerCardId;
using domain::PersonId;
using domain::Role;
using domain::TenantId;
using journal::Bytes;

/// Later than every moment: the end of what has no end. Intervals are [from, until).
inline constexpr Instant kNoEnd{253'402'300'800'000'000};  // 10000-01-01

// ---------------------------------------------------------------- rows of ordinary tables

struct TenantRow {
  TenantId id;
  std::string name;
};
/// Stored by code: a new kind comes last.
enum class OrganisationKind { Kinderopvang, Jeugdzorg, Other, Jgz, Cjg, School, Gemeente, Onderzoek };
struct OrganisationRow {
  OrganisationId id;
  std::string name;
  OrganisationKind kind{};
  std::string plan;         ///< id of the stappenplan that new routes follow; empty: none chosen yet
  bool without_closings{};  ///< they say that they have no closing days of their own
};
struct LocationRow {
  LocationId id;
  OrganisationId organisation;
  std::string name;
  std::string lrk{};                    ///< number in the Landelijk Register Kinderopvang; empty: not known
  std::optional<AccountId> stand_in{};  ///< who takes over here for who is away
};
/// No day of these counts for what is owed about a child that is placed there.
struct ClosingRow {
  ClosingId id;
  OrganisationId organisation;
  std::optional<LocationId> location;  ///< absent: every location of the organisation
  Date from, until;                    ///< both included
  std::string name;
};
/// Somebody of another organisation whom one can ring; sealed by KeyStore::tenant_service_key("register"), binding
/// "partner_card.<field>:<id>".
struct PartnerCardRow {
  PartnerCardId id;
  OrganisationId organisation;
  Bytes name_sealed, function_sealed, telephone_sealed;
};
/// A named set of groups that do something together for a while.
struct DeelprojectRow {
  DeelprojectId id;
  std::string name;
  std::vector<GroupId> groups{};
};
struct GroupRow {
  GroupId id;
  LocationId location;
  OrganisationId organisation;
  std::string name;
  std::string group_type;  ///< a code of stappenplan.md section 2: regular, plus, bso, peuterspeelzaal, observatiegroep
};
/// One gate role of one account in one organisation of one tenant.
struct MembershipRow {
  MembershipId id;
  AccountId account;
  OrganisationId organisation;
  Role role{};
  std::optional<LocationId> location;  ///< absent: every location of the organisation
  Instant from, until = kNoEnd;
  std::vector<std::string> functions = {};  ///< roles that plans name: who signs a step, never who may read; sorted, each once
  std::optional<int> fte_hundredths{};      ///< 0 to 150; absent: not known
  std::string education{};                  ///< mbo2, mbo3, mbo4, hbo, wo; empty: not known
};
struct GroupWorkerRow {
  AccountId account;
  GroupId group;
  Instant from, until = kNoEnd;
};
/// When somebody is not at work; why is nowhere.
struct AbsenceRow {
  AccountId account;
  Instant from, until;
  bool operator==(AbsenceRow const&) const = default;
};
/// Who does the steps of colleagues of this location who are away or gone; absent: nobody was named.
struct StandInRow {
  LocationId location;
  std::optional<AccountId> account;
};
/// A plan file as it was taken in. Immutable: a change is a new version.
struct PlanRow {
  std::string plan;
  std::int64_t version = 0;
  std::string text;  ///< the TOML file, byte for byte
};
/// What an organisation is changing of its plan and has not adopted.
struct PlanDraftRow {
  OrganisationId organisation;
  std::string plan;
  std::int64_t based_on = 0;  ///< the version that was the newest when it was begun
  std::int64_t revision = 0;  ///< counts the savings, from 1
  std::string text;
  AccountId changed_by;
  Instant changed;
  std::optional<std::int64_t> offered{};  ///< the version that came with the program and that it was begun from
};

/// Whether and when somebody wants a mail because something waits for her: one per account; who never said so has none.
struct MessageSettingRow {
  AccountId account;
  bool wants = false;
  Bytes address_sealed;  ///< by the account key, binding "account.address:<id>"
  domain::Weekdays days = 0;
  int from_minute = 0, until_minute = 0;  ///< of the day in Amsterdam; from before until
  std::string language;                   ///< "nl" or "en"
  std::optional<Date> mailed_on;          ///< the day of her last mail. Claimed by GlobalWriteTx alone: put() leaves it.
};
/// How often a mail counted something that waits for somebody.
struct NudgeRow {
  base::Uuid object;  ///< a question, a route or a child
  std::string what;   ///< answer, confirm, unopened, look_back, or the step of the route
  std::int64_t times = 0;
  bool operator==(NudgeRow const&) const = default;
};

/// A small picture of somebody, a JPEG of kFaceSide by kFaceSide points that she put there herself.
struct FaceRow {
  AccountId account;
  Instant changed;
  Bytes picture_sealed;  ///< by the account key, binding "face.picture:<tenant>:<account>"
};

enum class SecondFactor { None, Totp, Card };  ///< None only on a demo store, or until the first login is completed

struct AccountRow {
  AccountId id;
  Bytes login_hash;           ///< keyed hash of the login name; unique
  Bytes name_sealed;          ///< by the account key (KeyStore::service_key("account")), binding "account.name:<id>"
  Bytes login_sealed;         ///< the login name itself, same key, binding "account.login:<id>"
  std::string password_hash;  ///< empty: no password yet, only a first-login code
  SecondFactor second_factor{};
  Bytes totp_sealed;  ///< binding "account.totp:<id>"
  std::int64_t totp_last_step = 0;
  std::string language;              ///< "nl" or "en"
  bool beheerder_of_server = false;  ///< may make tenants
  std::optional<Instant> disabled;
  /// Log-ins that failed since the last one that went well. Counted by WriteTx and GlobalWriteTx alone: insert() and update() leave it.
  std::int64_t failed_log_ins = 0;
};

/// A session in two halves: the id (stored hashed) and a secret in the cookie that is never stored.
struct SessionRow {
  Bytes id_hash;
  AccountId account;
  std::optional<TenantId> tenant;  ///< absent until a membership was chosen
  std::optional<MembershipId> membership;
  bool second_factor_done = false;
  Bytes sealed;  ///< what the session must keep secret, wrapped by the cookie's half; may be empty
  Instant created, seen, expires;
};

struct CodeRow {
  AccountId account;
  CodePurpose purpose{};
  Bytes code_hash;
  Instant expires = kNoEnd;
  std::optional<Instant> used;
};

// ---------------------------------------------------------------- journal

struct StoredEntry {
  journal::Position position;
  journal::Header header;
  Bytes header_bytes;
  Bytes sealed;
  std::optional<journal::WrappedKey> content_key;  ///< absent: the entry has no contents, or they were removed
};

/// What a fold needs of an entry: everything but the letter.
struct FoldEntry {
  journal::Position position;
  journal::Header header;
};

enum class Appended { New, SeenBefore, CaseMoved };

// ---------------------------------------------------------------- projections (rows that `rebuild` makes again)

struct InGroupRow {
  EntryId entry;  ///< the entry that says so; part of the key
  GroupId group;
  LocationId location;
  OrganisationId organisation;
  Instant from, until = kNoEnd;
  domain::Weekdays days = 0;
  auto operator<=>(InGroupRow const&) const = default;
};
struct MentorRow {
  EntryId entry;
  AccountId account;
  Instant from, until = kNoEnd;
  auto operator<=>(MentorRow const&) const = default;
};
struct ChildPersonRow {
  EntryId entry;
  PersonId person;
  bool gezag = false;
  Instant from, until = kNoEnd;
  auto operator<=>(ChildPersonRow const&) const = default;
};
/// An interval in which parents allow `act` to `recipient` (a function of the plan, for example pedagoog or jeugdzorgcoach; empty when
/// the act names none). The rule of permission is applied by the fold; SQL knows from and until only.
struct ToestemmingInForceRow {
  std::string act, recipient;
  Instant from, until = kNoEnd;
  auto operator<=>(ToestemmingInForceRow const&) const = default;
};
struct ObligationRow {
  CaseId route;
  std::string step, role, rule;
  Date since;
  std::optional<Date> due;
  bool escalation = false;
  bool operator==(ObligationRow const&) const = default;
};
/// Who took over a step.
struct StepHolderRow {
  std::string step;
  AccountId account;
  EntryId entry;  ///< the entry that says so
  Instant since;
  bool operator==(StepHolderRow const&) const = default;
};
struct RouteRow {
  CaseId route;
  ChildId child;
  std::string plan;
  std::int64_t plan_version = 0;
  std::string status;  ///< open, paused, closed
  Date opened_on;
  std::optional<Date> closed_on;
  std::string outcome;  ///< code; empty while open
  std::int64_t engine_version = 0;
  std::optional<Date> next_change_on;  ///< first day after folded_on on which an obligation or state differs without a new event
  std::vector<ObligationRow> obligations;
  std::optional<EntryId> plan_van_aanpak;   ///< newest version in force
  Bytes folded;                             ///< while open: the engine's fold (Fold::saved) that the next event goes on from
  std::optional<AccountId> writer = {};     ///< who wrote the note that it was opened with, or else opened it
  std::vector<StepHolderRow> holders = {};  ///< in the order of their steps' codes
  bool operator==(RouteRow const&) const = default;
};
struct TimelineRow {
  EntryId entry;
  CaseId case_id;
  std::string kind;
  Instant occurred;  ///< of a day without a time: the start of that day
  bool withdrawn = false;
  bool operator==(TimelineRow const&) const = default;
};
/// A line of the timeline with the entry that it tells of; absent when that is not in the journal.
struct TimelineEntry {
  TimelineRow row;
  std::optional<StoredEntry> entry;
};
/// A question of a professional. `child` absent: it names no child and needs no permission of parents.
struct HulpvraagRow {
  CaseId hulpvraag;
  EntryId asked_entry;
  std::optional<ChildId> child;
  AccountId asked_by;
  GroupId group;  ///< nil when none
  OrganisationId organisation;
  bool informal = false;
  std::optional<AccountId> assigned_to;
  std::string status;  ///< asked, assigned, answered, confirmed, closed; withdrawn: its asking was taken back, nobody sees it
  Instant asked_at, changed_at;
  Role waits_for = Role::Pedagoog;  ///< who reads it while nobody has it: what the plan of the organisation said when it was asked
  bool operator==(HulpvraagRow const&) const = default;
};
/// While a question about a child is open, who was asked may see the child (together with permission in force).
struct HulpvraagOpenRow {
  CaseId hulpvraag;
  ChildId child;
  AccountId account;
  Instant from, until = kNoEnd;
  auto operator<=>(HulpvraagOpenRow const&) const = default;
};

/// Where a child is and was, and who is and was its mentor; each by its beginning.
struct Standing {
  std::vector<InGroupRow> in_group;
  std::vector<MentorRow> mentor;
};
/// Everything shown of a child that follows from its entries. Written whole.
struct ChildProjection : Standing {
  ChildId child;
  EntryId registered;  ///< the entry that holds the names, newest
  base::Month birth_month;
  std::string group_type;
  Instant registered_at;
  std::optional<Instant> erased;
  std::optional<Date> look_back_on;  ///< the begeleidingsplan: when somebody looks whether it still fits; absent: no plan, or no day
  std::vector<ChildPersonRow> person;
  std::vector<ToestemmingInForceRow> toestemming;
  std::vector<RouteRow> route;
  std::vector<HulpvraagRow> hulpvraag;
  std::vector<HulpvraagOpenRow> hulpvraag_open;
  std::vector<TimelineRow> timeline;
};
/// The same for a question that names no child.
struct QuestionProjection {
  HulpvraagRow hulpvraag;
  std::vector<TimelineRow> timeline;
};

// ---------------------------------------------------------------- relations and audit

/// The ways in which a person may stand to a child. Each is one SQL text with the inputs tenant, person, now; at most twelve.
enum class Relation {
  WorksOnGroup,     ///< membership pedagogisch_medewerker, works on a group where the child is placed
  MentorOf,         ///< membership pedagogisch_medewerker, mentor of a child that is placed in her organisation
  LeadsLocation,    ///< membership leidinggevende of the child's location (or of its whole organisation)
  PedagoogAllowed,  ///< membership pedagoog of the child's organisation, and toestemming in force for recipient pedagoog
  CoachAsked,  ///< membership jeugdzorgcoach, an open hulpvraag about the child given to this coach, and toestemming in force for recipient
               ///< jeugdzorgcoach
  CoachesGroup,  ///< membership pedagogisch_coach, works on a group where the child is placed, and toestemming in force for recipient
                 ///< pedagogisch_coach
};
inline constexpr Relation kRelations[] = {Relation::WorksOnGroup,    Relation::MentorOf,   Relation::LeadsLocation,
                                          Relation::PedagoogAllowed, Relation::CoachAsked, Relation::CoachesGroup};
std::string_view code(Relation relation);

struct RelationHit {
  ChildId child;
  Instant from, until;  ///< the interval around now in which the relation holds, as far as its rows tell
};

/// A child of a relation, in a group on which the relation stands: of a child in two groups there are two.
struct RelatedPlace {
  LocationId location;
  GroupId group;
  ChildId child;
  auto operator<=>(RelatedPlace const&) const = default;
};

struct AuditRow {
  EntryId id;
  Instant at;
  std::string action;   ///< code of the action table
  std::string outcome;  ///< done, refused:<code>, seen
  AccountId actor;
  Role role{};
  OrganisationId organisation;
  Bytes session;  ///< hash of the session id; empty for the command line
  std::optional<ChildId> child;
  std::string object_type;  ///< code; with object: what it was about
  std::optional<base::Uuid> object;
  std::string fields_class;  ///< class of data, code
  std::string rule;          ///< which rule allowed it: code of a relation, or "membership"
  std::string purpose;       ///< code
  std::string request_id;
  std::int64_t repeats = 0;   ///< views of the same inside the window that this row sums up
  std::vector<ChildId> list;  ///< the children of a list, in a side table
};
struct SeenRow {  ///< for "who saw this child"
  Instant at;
  AccountId actor;
  Role role{};
  OrganisationId organisation;
  std::string action, fields_class, rule;
};

// ---------------------------------------------------------------- transactions

/// One snapshot of one tenant. Every statement carries the tenant.
class ReadTx {
 public:
  virtual ~ReadTx() = default;
  [[nodiscard]] virtual TenantId tenant() const = 0;

  // register
  [[nodiscard]] virtual std::optional<TenantRow> tenant_row() const = 0;
  [[nodiscard]] virtual std::vector<OrganisationRow> organisations() const = 0;
  [[nodiscard]] virtual std::vector<LocationRow> locations() const = 0;
  [[nodiscard]] virtual std::vector<GroupRow> groups() const = 0;
  [[nodiscard]] virtual std::optional<GroupRow> group(GroupId id) const = 0;
  /// Those of `ids` that are there, in any order.
  [[nodiscard]] virtual std::vector<GroupRow> groups(std::vector<GroupId> const& ids) const = 0;
  [[nodiscard]] virtual std::vector<GroupRow> groups_at(LocationId location) const = 0;
  [[nodiscard]] virtual std::size_t count_groups(LocationId location) const = 0;
  [[nodiscard]] virtual std::optional<OrganisationRow> organisation(OrganisationId id) const = 0;
  [[nodiscard]] virtual std::vector<MembershipRow> memberships(Instant now) const = 0;  ///< of everybody, in force at `now`
  /// Of everybody, ended at `now` or before.
  [[nodiscard]] virtual std::vector<MembershipRow> ended_memberships(Instant now) const = 0;
  [[nodiscard]] virtual std::optional<MembershipRow> membership(MembershipId id, Instant now) const = 0;  ///< in force at `now`
  [[nodiscard]] virtual std::vector<MembershipRow> memberships_of(AccountId account, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<MembershipRow> ended_memberships_of(AccountId account, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<GroupRow> groups_of(AccountId account, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<GroupWorkerRow> group_workers(Instant now) const = 0;
  /// Those that end after `now`: of today and to come.
  [[nodiscard]] virtual std::vector<AbsenceRow> absences(std::vector<AccountId> const& of, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<AbsenceRow> absences(Instant now) const = 0;  ///< of everybody
  [[nodiscard]] virtual std::vector<StandInRow> stand_ins() const = 0;            ///< of every location
  [[nodiscard]] virtual std::optional<AccountId> stand_in(LocationId location) const = 0;
  /// In force at `now`: of the location, and of the whole organisation.
  [[nodiscard]] virtual std::vector<MembershipRow> members_at(OrganisationId organisation, LocationId location, Instant now) const = 0;
  /// Of members_at() whoever is no pedagogisch medewerker, or has a function too.
  [[nodiscard]] virtual std::vector<MembershipRow> functions_at(OrganisationId organisation, LocationId location, Instant now) const = 0;
  /// In force at `now`: of the whole organisation and of each of its locations.
  [[nodiscard]] virtual std::vector<MembershipRow> members_of(OrganisationId organisation, Instant now) const = 0;
  /// How many people are in force at `now` there, in any role.
  [[nodiscard]] virtual std::size_t count_members(OrganisationId organisation, Instant now) const = 0;
  /// Whether somebody has this role there at `now`.
  [[nodiscard]] virtual bool has_member(OrganisationId organisation, Role role, Instant now) const = 0;
  /// Who has had this role longest in an organisation other than this one.
  [[nodiscard]] virtual std::optional<MembershipRow> longest_elsewhere(Role role, OrganisationId other_than, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<GroupWorkerRow> workers_of(GroupId group, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<ClosingRow> closings() const = 0;  ///< by first day
  [[nodiscard]] virtual std::vector<PartnerCardRow> partner_cards() const = 0;
  [[nodiscard]] virtual std::vector<DeelprojectRow> deelprojecten() const = 0;
  /// What a planning package calls by the number with this keyed hash; `kind` is a code: child.
  [[nodiscard]] virtual std::optional<base::Uuid> outside_number(std::string_view kind, Bytes const& keyed_hash) const = 0;
  /// Everything of the kind that has a number, in the order of its id.
  [[nodiscard]] virtual std::vector<base::Uuid> outside_numbers(std::string_view kind) const = 0;
  [[nodiscard]] virtual std::vector<PlanRow> plans() const = 0;
  [[nodiscard]] virtual std::optional<PlanRow> plan(std::string_view plan, std::int64_t version) const = 0;
  [[nodiscard]] virtual std::optional<std::int64_t> newest_plan_version(std::string_view plan) const = 0;
  [[nodiscard]] virtual std::optional<PlanDraftRow> plan_draft(OrganisationId organisation) const = 0;
  /// Whether the organisation took over this version as it was shipped, or said that it keeps its own.
  [[nodiscard]] virtual bool answered_plan(OrganisationId organisation, std::string_view plan, std::int64_t version) const = 0;

  // relations; the check and the list are the same text, the check with `child = $n` added
  [[nodiscard]] virtual std::optional<RelationHit> related(Relation relation, AccountId person, ChildId child, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<RelationHit> related_children(Relation relation, AccountId person, Instant now) const = 0;
  /// The same children by the groups where they are, in any order, at most `limit`. None for CoachAsked, which stands on a question and no
  /// group.
  [[nodiscard]] virtual std::vector<RelatedPlace> related_places(Relation relation, AccountId person, Instant now,
                                                                 std::size_t limit) const = 0;
  /// Those of the same children, in order, who have a route that is not closed, or on whose begeleidingsplan somebody looks back `today` or
  /// should have: found from these routes and plans, however many other children there are.
  [[nodiscard]] virtual std::vector<ChildId> related_with_work(Relation relation, AccountId person, Instant now, Date today) const = 0;
  /// Children of LeadsLocation, in order, among whom everybody is who has no mentor (children_without_mentor); at most `limit` places.
  [[nodiscard]] virtual std::vector<ChildId> led_maybe_without_mentor(AccountId person, Instant now, std::size_t limit) const = 0;

  // journal
  [[nodiscard]] virtual std::optional<StoredEntry> entry(EntryId id) const = 0;
  /// Those of `ids` that are there, in any order.
  [[nodiscard]] virtual std::vector<StoredEntry> entries(std::vector<EntryId> const& ids) const = 0;
  /// In total order of the chain. All entries of the child's own stream, of its routes and of questions that name it.
  [[nodiscard]] virtual std::vector<FoldEntry> entries_of_child(ChildId child) const = 0;
  [[nodiscard]] virtual std::vector<FoldEntry> entries_of_case(CaseId case_id) const = 0;
  [[nodiscard]] virtual std::int64_t case_version(CaseId case_id) const = 0;  ///< 0: no such case
  [[nodiscard]] virtual std::optional<ChildId> child_of_case(CaseId case_id) const = 0;

  // projections
  [[nodiscard]] virtual std::optional<ChildProjection> child(
      ChildId id) const = 0;  ///< facts, in_group, mentor, person, toestemming, route, hulpvraag; no timeline
  /// Of child() what tells who does something about it. Nothing of a child that is not there.
  [[nodiscard]] virtual Standing standing(ChildId child) const = 0;
  /// Newest first, at most `limit`, from before `before` (kNoEnd: the newest). Withdrawn rows are left out, and entries of the register
  /// (registered, placed, mentor, person): they stand on a page by themselves and are no part of the story.
  [[nodiscard]] virtual std::vector<TimelineEntry> timeline(ChildId child, Instant before, int limit) const = 0;
  /// Everything of one of the kinds that are few among the notes of a child (plan_van_aanpak.written and .evaluated,
  /// toestemming.unreachable), newest first. Withdrawn rows are left out.
  [[nodiscard]] virtual std::vector<TimelineEntry> few_of_kind(ChildId child, std::string_view kind) const = 0;
  /// Every version of every plan van aanpak of the child.
  [[nodiscard]] std::vector<TimelineEntry> plans_written(ChildId child) const {
    return few_of_kind(child, domain::entry_kind::kPlanVanAanpakWritten);
  }
  /// The entry with the names of each, in the order asked; a child that is not there is left out.
  struct ChildNamesRow {
    ChildId child;
    EntryId registered;
    base::Month birth_month;
  };
  [[nodiscard]] virtual std::vector<ChildNamesRow> child_names(std::vector<ChildId> const& children) const = 0;
  [[nodiscard]] virtual std::vector<GroupId> current_groups(ChildId child, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<ChildId> children_in_group(GroupId group, Instant now) const = 0;
  /// Those of `children` without a mentor who works in the organisation where the child is.
  [[nodiscard]] virtual std::vector<ChildId> children_without_mentor(std::vector<ChildId> const& children, Instant now) const = 0;
  [[nodiscard]] virtual std::vector<RouteRow> open_routes(std::vector<ChildId> const& children) const = 0;
  /// Those of `children` of whom somebody looks back on the begeleidingsplan today or should have, with that day; the earliest first.
  [[nodiscard]] virtual std::vector<std::pair<ChildId, Date>> to_look_back(std::vector<ChildId> const& children, Date today) const = 0;
  /// Open routes anywhere in the tenant that follow a version of this plan, without what is owed in them.
  [[nodiscard]] virtual std::vector<RouteRow> open_routes_of_plan(std::string_view plan) const = 0;
  /// Open routes anywhere in the tenant whose next_change_on <= today: to be folded before a list of obligations is read.
  [[nodiscard]] virtual std::vector<ChildId> children_to_refold(std::vector<ChildId> const& among, Date today) const = 0;
  [[nodiscard]] virtual std::optional<HulpvraagRow> hulpvraag(CaseId id) const = 0;
  [[nodiscard]] virtual std::vector<HulpvraagRow> hulpvraag_asked_by(AccountId account) const = 0;
  [[nodiscard]] virtual std::vector<HulpvraagRow> hulpvraag_assigned_to(AccountId account) const = 0;
  /// Questions by the formal route that nobody took yet, of the organisation: the inbox of its pedagoog, or of its pedagogisch coach.
  [[nodiscard]] virtual std::vector<HulpvraagRow> hulpvraag_waiting(OrganisationId organisation) const = 0;
  /// Children whose names and day of birth hash alike (keyed), to find one registered twice.
  [[nodiscard]] virtual std::vector<ChildId> children_with_hash(Bytes const& keyed_hash) const = 0;

  /// What of this kind happened around these children since then, withdrawn entries left out; in any order.
  [[nodiscard]] virtual std::vector<FoldEntry> entries_of_kind(std::vector<ChildId> const& children, std::string_view kind,
                                                               Instant since) const = 0;

  // messages
  [[nodiscard]] virtual std::vector<NudgeRow> nudges(AccountId account) const = 0;
  /// When somebody to whom the question went opened it first.
  [[nodiscard]] virtual std::optional<Instant> question_opened(CaseId hulpvraag) const = 0;

  // faces
  [[nodiscard]] virtual std::optional<FaceRow> face(AccountId account) const = 0;
  /// When she put it there; absent: she has none.
  [[nodiscard]] virtual std::optional<Instant> face_changed(AccountId account) const = 0;
  /// Those of `accounts` who have one, in any order.
  [[nodiscard]] virtual std::vector<AccountId> with_face(std::vector<AccountId> const& accounts) const = 0;

  // audit
  [[nodiscard]] virtual std::vector<SeenRow> who_saw(ChildId child, int limit) const = 0;
};

/// A transaction of the writer. What it did is durable when Store::write returned, and not before.
class WriteTx : public ReadTx {
 public:
  // register; each insert-or-end is audited by the use case that asked for it
  virtual void put(OrganisationRow const& row) = 0;
  virtual void put(LocationRow const& row) = 0;
  virtual void put(GroupRow const& row) = 0;
  virtual void put(MembershipRow const& row) = 0;
  virtual void put(GroupWorkerRow const& row) = 0;
  virtual void put(AbsenceRow const& row) = 0;  ///< one with the same account and beginning gets this end
  virtual void put(StandInRow const& row) = 0;
  virtual void put(PlanRow const& row) = 0;  ///< a (plan, version) that exists with the same text is nothing; with another text a conflict:
                                             ///< returns by throwing base::WorldError
  virtual void put(PlanDraftRow const& row) = 0;  ///< in the place of the draft that the organisation had
  virtual void remove_plan_draft(OrganisationId organisation) = 0;
  virtual void put_answered_plan(OrganisationId organisation, std::string_view plan, std::int64_t version) = 0;
  virtual void put(ClosingRow const& row) = 0;
  virtual void remove(ClosingId id) = 0;
  virtual void put(PartnerCardRow const& row) = 0;
  virtual void remove(PartnerCardId id) = 0;
  virtual void put(DeelprojectRow const& row) = 0;  ///< written whole, its groups too
  virtual void remove(DeelprojectId id) = 0;
  virtual void put_outside_number(std::string_view kind, Bytes const& keyed_hash, base::Uuid const& target) = 0;
  /// Open routes of children that were ever placed here are folded anew before the next list. No location: of the whole organisation.
  virtual void unfold_routes(OrganisationId organisation, std::optional<LocationId> location) = 0;
  virtual void set_organisation_plan(OrganisationId organisation, std::string const& plan) = 0;

  /// Appends to the chain of the tenant under a lock on its head row, gives the entry its place, stores content key and case head.
  /// SeenBefore: an entry with this id exists (compare it); CaseMoved: `expected_version` was given and is not the case's version now.
  virtual Appended append(journal::SealedEntry const& entry, Instant recorded_at,
                          std::optional<std::int64_t> expected_version = std::nullopt) = 0;
  /// Removes the content key: the contents can never be opened again, the chain still verifies.
  virtual void remove_contents(EntryId id) = 0;
  virtual void put_child_hash(ChildId child, Bytes const& keyed_hash) = 0;

  virtual void replace(ChildProjection const& projection) = 0;
  virtual void replace(QuestionProjection const& projection) = 0;
  virtual void add_timeline(ChildId child, TimelineRow const& row) = 0;
  /// One route of a child, all else of the child staying as it is. The route must be there.
  virtual void update(RouteRow const& row) = 0;

  virtual void put(MessageSettingRow const& row) = 0;
  virtual void replace_nudges(AccountId account, std::vector<NudgeRow> const& rows) = 0;  ///< written whole
  /// The first moment stays.
  virtual void put_question_opened(CaseId hulpvraag, Instant at) = 0;

  virtual void put(FaceRow const& row) = 0;  ///< in the place of the one that she had
  virtual void remove_face(AccountId account) = 0;

  virtual void audit(AuditRow const& row) = 0;
  /// One more failed log-in of this account, in the commit of its audit row. An account that is not there counts for nothing.
  virtual void count_failed_log_in(AccountId account) = 0;
  /// Runs `work` in a savepoint; false from it rolls back to where it began.
  virtual void nested(std::function<bool()> const& work) = 0;
};

enum class Lane { People, Bulk };

/// Accounts, sessions, tenants: the few global tables. Reads are of the moment; writes are durable on return.
class GlobalTx {
 public:
  virtual ~GlobalTx() = default;
  [[nodiscard]] virtual std::vector<TenantRow> tenants() const = 0;
  [[nodiscard]] virtual std::optional<AccountRow> account(AccountId id) const = 0;
  [[nodiscard]] virtual std::optional<AccountRow> account_by_login(Bytes const& login_hash) const = 0;
  [[nodiscard]] virtual std::vector<TenantId> tenants_of(AccountId account) const = 0;
  [[nodiscard]] virtual std::vector<AccountRow> accounts_of(TenantId tenant) const = 0;
  /// By id, those after `after` (nil: from the first), at most `limit`.
  [[nodiscard]] virtual std::vector<AccountRow> some_accounts_of(TenantId tenant, AccountId after, std::size_t limit) const = 0;
  [[nodiscard]] virtual std::size_t account_count(TenantId tenant) const = 0;
  [[nodiscard]] virtual std::optional<SessionRow> session(Bytes const& id_hash) const = 0;
  [[nodiscard]] virtual std::vector<SessionRow> sessions_of(AccountId account) const = 0;
  [[nodiscard]] virtual std::optional<CodeRow> code(AccountId account, Bytes const& code_hash) const = 0;
  [[nodiscard]] virtual std::optional<MessageSettingRow> message_setting(AccountId account) const = 0;
  /// Of those who want mail, can log in, had none today, and of whom it is time to look again.
  [[nodiscard]] virtual std::vector<MessageSettingRow> message_settings_to_look_at(Instant now, Date today) const = 0;
  [[nodiscard]] virtual std::string setting(std::string_view name) const = 0;  ///< store_info: "demo", "server"; empty when absent
};
class GlobalWriteTx : public GlobalTx {
 public:
  virtual void put(TenantRow const& row) = 0;      ///< also its chain heads
  virtual bool insert(AccountRow const& row) = 0;  ///< false: the login name exists
  virtual void update(AccountRow const& row) = 0;
  virtual void link(AccountId account, TenantId tenant) = 0;
  virtual void put(SessionRow const& row) = 0;
  virtual void end_session(Bytes const& id_hash) = 0;
  virtual void end_sessions_of(AccountId account) = 0;
  virtual void put(CodeRow const& row) = 0;
  /// Marks a code as used; false when it was used already (two at the same moment: one wins).
  virtual bool use(CodeRow const& row, Instant now) = 0;
  /// Marks every code of a letter that is still open as used; codes of a card stay. Gives how many there were.
  virtual std::int64_t end_letters(AccountId account, Instant now) = 0;
  virtual void forget_failed_log_ins(AccountId account) = 0;
  /// The one mail of this day is ours; false when she had it already, or wants none any more.
  virtual bool claim_mail(AccountId account, Date today) = 0;
  /// It was not sent after all. `before`: the day of the mail before it.
  virtual void give_mail_back(AccountId account, std::optional<Date> before) = 0;
  virtual void look_later(AccountId account, Instant not_before) = 0;
  virtual void put_setting(std::string_view name, std::string_view value) = 0;
};

/// The database. All functions may be called by several threads. They throw base::WorldError when the world is broken; then nothing of
/// what they were asked is acknowledged. `work` may be run twice and must be repeatable; it does no I/O of its own and no hashing.
class Store {
 public:
  virtual ~Store() = default;
  virtual void read(TenantId tenant, std::function<void(ReadTx const&)> const& work) = 0;
  /// `session` bounds the share of one session in the queue (any text, for example the session's hash).
  virtual void write(TenantId tenant, Lane lane, std::string const& session, std::function<void(WriteTx&)> const& work) = 0;
  virtual void read_global(std::function<void(GlobalTx const&)> const& work) = 0;
  virtual void write_global(std::function<void(GlobalWriteTx&)> const& work) = 0;
};

/// Thrown by Store::write when the queue of a lane or session is full: answer 503 with Retry-After.
class QueueFull : public base::WorldError {
 public:
  using base::WorldError::WorldError;
};

// ---------------------------------------------------------------- key store

/// Keys, apart from the database (architecture.md section 4). Durable before it returns. Threads may share it. Opened keys are kept at
/// most 60 seconds.
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual void create_tenant(TenantId tenant) = 0;
  /// The key of a subject, made when it has none yet. Nullopt when the subject was erased.
  virtual std::optional<journal::SubjectKey> subject_key(TenantId tenant, journal::Subject const& subject) = 0;
  /// Nullopt when there is none, or it was destroyed.
  virtual std::optional<journal::SubjectKey> find_subject_key(TenantId tenant, journal::Subject const& subject) = 0;
  /// Destroys the key and writes the subject in the list of erased subjects. Final in this store; older backups die with their age.
  virtual void destroy(TenantId tenant, journal::Subject const& subject, Instant now) = 0;
  /// A key for one purpose of the whole server ("account", "login_lookup", "password_pepper", "code"), 32 bytes, made at first use.
  virtual base::SecretBytes service_key(std::string_view purpose) = 0;
  /// The same for one tenant ("child_lookup", "register").
  virtual base::SecretBytes tenant_service_key(TenantId tenant, std::string_view purpose) = 0;
  virtual journal::SigningKeys signing_keys() = 0;
};

}  // namespace vlechtwerk::app
