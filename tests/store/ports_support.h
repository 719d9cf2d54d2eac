#pragma once
// A store and a key store on the engine of the test, and small words to fill them with.
#include <algorithm>

#include "app/project.h"
#include "base/random.h"
#include "domain/entry_kind.h"
#include "store/audit_chain.h"
#include "store/key_store.h"
#include "store/schema.h"
#include "store/statement.h"
#include "store/store.h"
#include "store/support.h"

namespace vlechtwerk::store::testing {

using app::AccountId;
using app::CaseId;
using app::ChildId;
using app::EntryId;
using app::GroupId;
using app::Instant;
using app::LocationId;
using app::MembershipId;
using app::OrganisationId;
using app::PersonId;
using app::Role;
using app::TenantId;
using journal::Bytes;

/// 2026-01-05 09:00 UTC, and minutes after it.
inline constexpr Instant kMorning{1'767'603'600'000'000};
inline Instant minute(int n) { return kMorning.plus_seconds(60L * n); }

class StandingClock final : public base::Clock {
 public:
  [[nodiscard]] Instant now() const override { return at; }
  Instant at = kMorning;
};

class PortsTest : public EngineTest {
 protected:
  base::SystemRandom random;
  StandingClock clock;
  base::SecretBytes master{std::vector<std::uint8_t>(32, 7)};

  template <class Id>
  Id fresh() {
    return Id::make(kMorning, random);
  }

  [[nodiscard]] std::string keys_conninfo() const { return PostgresqlServer::get().conninfo() + " options='-c search_path=keys'"; }

  std::unique_ptr<Database> open_store(std::int64_t server = 1) {
    StoreOptions options;
    options.server = server;
    if (GetParam() == Engine::Sqlite) return open_sqlite_store(directory() / "data", std::move(options));
    return open_postgresql_store(PostgresqlServer::get().conninfo(), std::move(options));
  }

  std::unique_ptr<Keys> open_keys() { return open_keys(master); }
  std::unique_ptr<Keys> open_keys(base::SecretBytes const& with) {
    if (GetParam() == Engine::Sqlite) return open_key_store(directory() / "keys.sqlite", with, random, clock);
    if (!keys_schema_) {
      open().run_script("drop schema if exists keys cascade; create schema keys");
      keys_schema_ = true;
    }
    return open_key_store_postgresql(keys_conninfo(), with, random, clock);
  }
  /// A connection beside the key store, which must be closed.
  Connection keys_connection() {
    return GetParam() == Engine::Sqlite ? Connection::open_sqlite(directory() / "keys.sqlite")
                                        : Connection::open_postgresql(keys_conninfo());
  }
  /// A connection beside the store, as whoever holds the database: on PostgreSQL the superuser. The store must be closed on SQLite.
  Connection raw_connection() {
    return GetParam() == Engine::Sqlite ? Connection::open_sqlite(directory() / "data" / kDatabaseFile)
                                        : Connection::open_postgresql(PostgresqlServer::get().superuser_conninfo());
  }

  TenantId make_tenant(Database& store, std::string const& name = "Vlechtstad") {
    auto const tenant = fresh<TenantId>();
    store.write_global([&](app::GlobalWriteTx& tx) { tx.put(app::TenantRow{tenant, name}); });
    return tenant;
  }

  /// One organisation with a location and a group.
  struct House {
    TenantId tenant;
    OrganisationId organisation;
    LocationId location;
    GroupId group;
  };
  House make_house(Database& store, TenantId tenant) {
    House const house{tenant, fresh<OrganisationId>(), fresh<LocationId>(), fresh<GroupId>()};
    store.write(tenant, app::Lane::People, "test", [&](app::WriteTx& tx) {
      tx.put(app::OrganisationRow{house.organisation, "De Wilg", app::OrganisationKind::Kinderopvang, ""});
      tx.put(app::LocationRow{house.location, house.organisation, "Beekstraat"});
      tx.put(app::GroupRow{house.group, house.location, house.organisation, "Egels", "regular"});
    });
    return house;
  }

  journal::Header header(House const& house, journal::Subject const& subject, CaseId case_id, journal::CaseKind case_kind,
                         std::string_view kind) {
    journal::Header header;
    header.id = fresh<EntryId>();
    header.tenant = house.tenant;
    header.subject = subject;
    header.case_id = case_id;
    header.case_kind = case_kind;
    header.kind = kind;
    header.occurred = kMorning;
    header.role = Role::PedagogischMedewerker;
    header.actor = AccountId{base::Uuid::v7(kMorning, random)};
    header.organisation = house.organisation;
    return header;
  }
  journal::Header note_header(House const& house, ChildId child) {
    return header(house, journal::subject_of(child), domain::case_of(child), journal::CaseKind::Child, domain::entry_kind::kNoteRecorded);
  }
  /// A note about a child, sealed under the child's key.
  journal::SealedEntry note(app::KeyStore& keys, House const& house, ChildId child, std::string const& text = "lacht veel") {
    auto const key = keys.subject_key(house.tenant, journal::subject_of(child));
    return *journal::seal(note_header(house, child), journal::Contents{{{"text", text}}}, *key, random);
  }
  journal::SealedEntry open_note(House const& house, ChildId child) { return *journal::seal_open(note_header(house, child)); }

  static app::Appended append(Database& store, TenantId tenant, journal::SealedEntry const& entry,
                              std::optional<std::int64_t> expected = {}) {
    auto outcome = app::Appended::CaseMoved;
    store.write(tenant, app::Lane::People, "test", [&](app::WriteTx& tx) { outcome = tx.append(entry, kMorning, expected); });
    return outcome;
  }

  /// A child with a row in every projection table.
  app::ChildProjection full_projection(House const& house, ChildId child) {
    app::ChildProjection p;
    p.child = child;
    p.registered = fresh<EntryId>();
    p.birth_month = {2023, 5};
    p.group_type = "regular";
    p.registered_at = kMorning;
    p.in_group = {{fresh<EntryId>(), house.group, house.location, house.organisation, minute(0), minute(60), 21}};
    p.mentor = {{fresh<EntryId>(), fresh<AccountId>(), minute(0), app::kNoEnd}};
    p.person = {{fresh<EntryId>(), fresh<PersonId>(), true, minute(0), app::kNoEnd}};
    p.toestemming = {{"share", "pedagoog", minute(1), minute(5)}};
    auto const route = fresh<CaseId>();
    auto const today = base::Date::of(2026, 1, 5);
    p.route = {{route,
                child,
                "stappenplan",
                2,
                "open",
                today,
                std::nullopt,
                "",
                app::kEngineVersion,
                today.plus_days(14),
                {{route, "gesprek", "mentor", "14d", today, today.plus_days(14), false},
                 {route, "kijken", "mentor", "", today, std::nullopt, true}},
                fresh<EntryId>(),
                {1, 0, 255},
                fresh<AccountId>(),
                {{"gesprek", fresh<AccountId>(), fresh<EntryId>(), minute(4)}}}};
    auto const question = fresh<CaseId>();
    p.hulpvraag = {{question, fresh<EntryId>(), child, fresh<AccountId>(), house.group, house.organisation, false, fresh<AccountId>(),
                    "assigned", minute(2), minute(3)}};
    p.hulpvraag_open = {{question, child, *p.hulpvraag[0].assigned_to, minute(3), app::kNoEnd}};
    p.timeline = {{fresh<EntryId>(), domain::case_of(child), "note.recorded", minute(1), false},
                  {fresh<EntryId>(), domain::case_of(child), "note.recorded", minute(2), true},
                  {fresh<EntryId>(), route, "route.opened", minute(3), false}};
    return p;
  }

  app::AuditRow audit_row(House const& house, std::optional<ChildId> child) {
    app::AuditRow row;
    row.id = fresh<EntryId>();
    row.at = kMorning;
    row.action = "see_child";
    row.outcome = "seen";
    row.actor = fresh<AccountId>();
    row.role = Role::PedagogischMedewerker;
    row.organisation = house.organisation;
    row.session = {1, 2, 3};
    row.child = child;
    row.object_type = "child";
    row.fields_class = "names";
    row.rule = "works_on_group";
    row.purpose = "care";
    row.request_id = "r1";
    return row;
  }

 private:
  bool keys_schema_ = false;
};

}  // namespace vlechtwerk::store::testing
