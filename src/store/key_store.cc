#include "store/key_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "store/copy.h"
#include "store/db/backup.h"
#include "store/schema.h"
#include "store/statement.h"
#include "store/store.h"
#include "store/transaction.h"

namespace vlechtwerk::store {

using base::N_;

namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::int64_t kSlice = 500;
constexpr std::int64_t kCheckpointBytes = 1 << 20;

Statement const kInfo(Place::Keys, "select value from key_info where name = $1");
Statement const kPutInfo(Place::Keys,
                         "insert into key_info (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value");

Statement const kServiceKey(Place::Keys, "select master_version, wrapped from service_key where purpose = $1");
Statement const kServiceKeys(Place::Keys, "select purpose, master_version, wrapped from service_key order by purpose nulls last");
Statement const kInsertServiceKey(Place::Keys,
                                  "insert into service_key (purpose, master_version, wrapped) values ($1, $2, $3) "
                                  "on conflict (purpose) do nothing");
Statement const kRewrapServiceKey(Place::Keys, "update service_key set master_version = $2, wrapped = $3 where purpose = $1");

Statement const kSigningKey(Place::Keys, "select master_version, public_key, wrapped from signing_key where purpose = $1");
Statement const kInsertSigningKey(Place::Keys,
                                  "insert into signing_key (purpose, master_version, public_key, wrapped) values ($1, $2, $3, $4) "
                                  "on conflict (purpose) do nothing");
Statement const kRewrapSigningKey(Place::Keys, "update signing_key set master_version = $2, wrapped = $3 where purpose = $1");

Statement const kTenantKeys(
    Place::Keys, "select tenant, version, master_version, wrapped from tenant_key order by tenant nulls last, version nulls last");
Statement const kTenantKey(Place::Keys, "select version, master_version, wrapped from tenant_key where tenant = $1 and version = $2");
Statement const kTenantVersions(Place::Keys, "select version from tenant_key where tenant = $1 order by version nulls last");
Statement const kInsertTenantKey(Place::Keys,
                                 "insert into tenant_key (tenant, version, master_version, wrapped, made_us) values ($1, $2, $3, $4, $5) "
                                 "on conflict (tenant, version) do nothing");
Statement const kRewrapTenantKey(Place::Keys, "update tenant_key set master_version = $3, wrapped = $4 where tenant = $1 and version = $2");
Statement const kDropTenantKeys(Place::Keys, "delete from tenant_key where tenant = $1 and version < $2");
Statement const kLockTenantKey(Place::Keys, Engine::Postgresql, "select version from tenant_key where tenant = $1 for update");

Statement const kTenantServiceKey(Place::Keys, "select tenant_version, wrapped from tenant_service_key where tenant = $1 and purpose = $2");
Statement const kOldTenantServiceKeys(
    Place::Keys,
    "select purpose, tenant_version, wrapped from tenant_service_key where tenant = $1 and tenant_version < $2 "
    "order by purpose nulls last");
Statement const kInsertTenantServiceKey(Place::Keys,
                                        "insert into tenant_service_key (tenant, purpose, tenant_version, wrapped) values ($1, $2, $3, $4) "
                                        "on conflict (tenant, purpose) do nothing");
Statement const kRewrapTenantServiceKey(
    Place::Keys, "update tenant_service_key set tenant_version = $3, wrapped = $4 where tenant = $1 and purpose = $2");

Statement const kSubjectKey(
    Place::Keys, "select key_id, tenant_version, wrapped from subject_key where tenant = $1 and subject_kind = $2 and subject = $3");
Statement const kOldSubjectKeys(Place::Keys,
                                "select subject_kind, subject, key_id, tenant_version, wrapped from subject_key "
                                "where tenant = $1 and tenant_version < $2 order by subject_kind nulls last, subject nulls last limit $3");
Statement const kInsertSubjectKey(Place::Keys,
                                  "insert into subject_key (tenant, subject_kind, subject, key_id, tenant_version, wrapped, made_us) "
                                  "values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant, subject_kind, subject) do nothing");
Statement const kRewrapSubjectKey(
    Place::Keys, "update subject_key set tenant_version = $4, wrapped = $5 where tenant = $1 and subject_kind = $2 and subject = $3");
Statement const kDeleteSubjectKey(Place::Keys, "delete from subject_key where tenant = $1 and subject_kind = $2 and subject = $3");

Statement const kIsErased(Place::Keys, "select erased_us from erased_subject where tenant = $1 and subject_kind = $2 and subject = $3");
Statement const kErased(Place::Keys,
                        "select tenant, subject_kind, subject, erased_us from erased_subject "
                        "order by tenant nulls last, subject_kind nulls last, subject nulls last");
Statement const kInsertErased(Place::Keys,
                              "insert into erased_subject (tenant, subject_kind, subject, erased_us) values ($1, $2, $3, $4) "
                              "on conflict (tenant, subject_kind, subject) do nothing");

constexpr std::string_view kHeads = "heads";  // purpose of the signing key
constexpr std::string_view kCheck = "check";  // service key that tells a wrong master key
constexpr std::string_view kBackedUp = "backed_up_us";
constexpr std::string_view kMasterVersion = "master_version";

std::int64_t number_of(journal::SubjectKind kind) { return static_cast<std::int64_t>(kind); }

// What a wrapped key is, bound in: moved to another row it does not open (docs/formats/keys.md).
std::string service_binding(std::string_view purpose, std::int64_t master_version) {
  return fmt::format("service_key {} {}", purpose, master_version);
}
std::string signing_binding(std::string_view purpose, std::int64_t master_version) {
  return fmt::format("signing_key {} {}", purpose, master_version);
}
std::string tenant_binding(TenantId tenant, std::int64_t version, std::int64_t master_version) {
  return fmt::format("tenant_key {} {} {}", tenant.text(), version, master_version);
}
std::string tenant_service_binding(TenantId tenant, std::string_view purpose, std::int64_t tenant_version) {
  return fmt::format("tenant_service_key {} {} {}", tenant.text(), purpose, tenant_version);
}
std::string subject_binding(TenantId tenant, journal::Subject const& subject, base::Uuid const& key_id, std::int64_t tenant_version) {
  return fmt::format("subject_key {} {} {} {} {}", tenant.text(), number_of(subject.kind), subject.id.text(), key_id.text(),
                     tenant_version);
}

/// Under which an opened key of the whole server is kept: no tenant and no subject have this name.
KeyCache::Name name_of_service(std::string_view purpose) {
  base::Uuid name;
  if (purpose.size() > name.bytes.size()) throw std::logic_error("the purpose of a service key has at most 16 letters");
  std::copy(purpose.begin(), purpose.end(), name.bytes.begin());
  return {TenantId{}, {journal::SubjectKind{}, name}};
}

base::SecretBytes fresh_key(base::Random& random) {
  std::vector<std::uint8_t> bytes(kKeySize);
  random.fill(bytes);
  return base::SecretBytes(std::move(bytes));
}

base::SecretBytes opened(std::vector<std::uint8_t> const& wrapped, base::SecretBytes const& key, std::string_view binding) {
  auto secret = journal::unwrap(wrapped, key, binding);
  if (!secret) throw base::WorldError("a wrapped key of the key store does not open: it was changed or moved");
  return std::move(*secret);
}

std::vector<Keys::Erased> read_erased(Connection& db) {
  return all(db.query(kErased), [](Row const& row) {
    return Keys::Erased{row.id<TenantId>(0), {static_cast<journal::SubjectKind>(row.integer(1)), row.uuid(2)}, row.instant(3)};
  });
}

std::int64_t info(Connection& db, std::string_view name, std::int64_t otherwise) {
  auto const rows = db.query(kInfo, name);
  return rows.empty() ? otherwise : rows.only().integer(0);
}

void erase(Connection& db, TenantId tenant, journal::Subject const& subject, Instant now) {
  if (db.engine() == Engine::Postgresql) db.query(kLockTenantKey, tenant);
  db.execute(kInsertErased, tenant, number_of(subject.kind), subject.id, now);
  db.execute(kDeleteSubjectKey, tenant, number_of(subject.kind), subject.id);
}

Connection open_file(std::filesystem::path const& path, Mode mode = Mode::Writer) {
  SqliteOptions options;
  options.mode = mode;
  options.secure_delete = mode == Mode::Writer;
  return Connection::open_sqlite(path, options);
}

}  // namespace

// ---------------------------------------------------------------- opening

Keys::Keys(std::function<Connection()> const& open, base::SecretBytes master_key, base::Random& random, base::Clock const& clock,
           Stopped stopped)
    : db_(open()), master_(std::move(master_key)), random_(random), clock_(clock), on_stop_(std::move(stopped)) {
  if (master_.reveal().size() != kKeySize) throw base::WorldError("a master key has 32 bytes");
  bring_up_to_date(db_, Place::Keys);
  open_or_begin();
}

template <class Work>
auto Keys::unless_stopped(Work const& work) {
  if (stopped_) throw base::WorldError("the key store has stopped because a sync failed");
  try {
    return work();
  } catch (DatabaseError const& error) {
    if (error.kind() == DatabaseError::Kind::Sync) {
      stopped_ = true;
      if (on_stop_) on_stop_("a sync of the key store failed; nothing more is acknowledged");
    }
    throw;
  }
}

template <class Work>
auto Keys::in_transaction(Work const& work) {
  return unless_stopped([&] {
    if (db_.is_lost()) db_.reconnect();
    db_.begin();
    try {
      auto result = work();
      db_.commit();
      if (db_.wal_bytes() > kCheckpointBytes) db_.checkpoint();
      return result;
    } catch (...) {
      try {
        db_.rollback();
      } catch (DatabaseError const&) {
        // What went wrong first is told.
      }
      throw;
    }
  });
}

void Keys::copy_and_truncate_wal() {
  unless_stopped([&] { db_.checkpoint(true); });
}

void Keys::open_or_begin() {
  in_transaction([&] {
    master_version_ = info(db_, kMasterVersion, 1);
    auto const rows = db_.query(kServiceKey, kCheck);
    if (rows.empty()) {
      auto const wrapped = journal::wrap(fresh_key(random_).reveal(), master_, service_binding(kCheck, master_version_), random_);
      db_.execute(kInsertServiceKey, kCheck, master_version_, wrapped);
    } else if (!journal::unwrap(rows.only().blob(1), master_, service_binding(kCheck, rows.only().integer(0)))) {
      throw StoreRefused(
          base::Error{base::ErrorKind::Refused,
                      "wrong_master_key",
                      {N_("Deze hoofdsleutel past niet op deze sleutelkast. Pak het herstelblad dat bij deze kast hoort."), {}},
                      {}});
    }
    return 0;
  });
}

std::unique_ptr<Keys> open_key_store(std::filesystem::path const& path, base::SecretBytes master_key, base::Random& random,
                                     base::Clock const& clock, Keys::Stopped stopped) {
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  return std::make_unique<Keys>([path] { return open_file(path); }, std::move(master_key), random, clock, std::move(stopped));
}

std::unique_ptr<Keys> open_key_store_postgresql(std::string const& conninfo, base::SecretBytes master_key, base::Random& random,
                                                base::Clock const& clock, Keys::Stopped stopped) {
  return std::make_unique<Keys>([conninfo] { return Connection::open_postgresql(conninfo); }, std::move(master_key), random, clock,
                                std::move(stopped));
}

// ---------------------------------------------------------------- keys under the master key

base::SecretBytes Keys::under_master(std::string_view binding, std::vector<std::uint8_t> const& wrapped) const {
  return opened(wrapped, master_, binding);
}

base::SecretBytes Keys::service_key(std::string_view purpose) {
  std::lock_guard const lock(mutex_);
  auto const now = clock_.now();
  auto const name = name_of_service(purpose);
  if (auto kept = cache_.find(name, now)) return std::move(kept->key);
  auto key = in_transaction([&] {
    auto rows = db_.query(kServiceKey, purpose);
    if (rows.empty()) {
      auto const wrapped = journal::wrap(fresh_key(random_).reveal(), master_, service_binding(purpose, master_version_), random_);
      db_.execute(kInsertServiceKey, purpose, master_version_, wrapped);
      rows = db_.query(kServiceKey, purpose);  // of two servers at the same moment one made it
    }
    return under_master(service_binding(purpose, rows.only().integer(0)), rows.only().blob(1));
  });
  cache_.keep(name, {base::Uuid{}, key}, now);
  return key;
}

journal::SigningKeys Keys::signing_keys() {
  std::lock_guard const lock(mutex_);
  return in_transaction([&] {
    auto rows = db_.query(kSigningKey, kHeads);
    if (rows.empty()) {
      auto const made = journal::make_signing_keys(random_);
      auto const wrapped = journal::wrap(made.secret.reveal(), master_, signing_binding(kHeads, master_version_), random_);
      db_.execute(kInsertSigningKey, kHeads, master_version_, made.public_key, wrapped);
      rows = db_.query(kSigningKey, kHeads);
    }
    auto const row = rows.only();
    return journal::SigningKeys{under_master(signing_binding(kHeads, row.integer(0)), row.blob(2)), row.blob(1)};
  });
}

void Keys::rotate_master_key(base::SecretBytes new_master_key) {
  if (new_master_key.reveal().size() != kKeySize) throw base::WorldError("a master key has 32 bytes");
  std::lock_guard const lock(mutex_);
  auto const version = master_version_ + 1;
  in_transaction([&] {
    for (auto const row : db_.query(kServiceKeys)) {
      auto const purpose = row.text(0);
      auto const key = under_master(service_binding(purpose, row.integer(1)), row.blob(2));
      db_.execute(kRewrapServiceKey, purpose, version,
                  journal::wrap(key.reveal(), new_master_key, service_binding(purpose, version), random_));
    }
    for (auto const row : db_.query(kSigningKey, kHeads)) {
      auto const key = under_master(signing_binding(kHeads, row.integer(0)), row.blob(2));
      db_.execute(kRewrapSigningKey, kHeads, version,
                  journal::wrap(key.reveal(), new_master_key, signing_binding(kHeads, version), random_));
    }
    for (auto const row : db_.query(kTenantKeys)) {
      auto const tenant = row.id<TenantId>(0);
      auto const key = under_master(tenant_binding(tenant, row.integer(1), row.integer(2)), row.blob(3));
      db_.execute(kRewrapTenantKey, tenant, row.integer(1), version,
                  journal::wrap(key.reveal(), new_master_key, tenant_binding(tenant, row.integer(1), version), random_));
    }
    db_.execute(kPutInfo, kMasterVersion, version);
    return 0;
  });
  copy_and_truncate_wal();
  master_ = std::move(new_master_key);
  master_version_ = version;
}

// ---------------------------------------------------------------- keys of a tenant

void Keys::create_tenant(TenantId tenant) {
  std::lock_guard const lock(mutex_);
  in_transaction([&] {
    if (!db_.query(kTenantVersions, tenant).empty()) return 0;
    auto const wrapped = journal::wrap(fresh_key(random_).reveal(), master_, tenant_binding(tenant, 1, master_version_), random_);
    db_.execute(kInsertTenantKey, tenant, std::int64_t{1}, master_version_, wrapped, clock_.now());
    return 0;
  });
}

Keys::TenantKey Keys::tenant_key(TenantId tenant, std::int64_t version) {
  auto const rows = db_.query(kTenantKey, tenant, version);
  if (rows.empty()) throw base::WorldError("the key store has no key of this tenant");
  auto const row = rows.only();
  return {version, under_master(tenant_binding(tenant, version, row.integer(1)), row.blob(2))};
}

Keys::TenantKey Keys::newest_tenant_key(TenantId tenant) {
  auto const versions = db_.query(kTenantVersions, tenant);
  if (versions.empty()) throw base::WorldError("the key store has no key of this tenant");
  return tenant_key(tenant, versions[versions.size() - 1].integer(0));
}

base::SecretBytes Keys::tenant_service_key(TenantId tenant, std::string_view purpose) {
  std::lock_guard const lock(mutex_);
  return in_transaction([&] {
    auto rows = db_.query(kTenantServiceKey, tenant, purpose);
    if (rows.empty()) {
      auto const above = newest_tenant_key(tenant);
      auto const wrapped =
          journal::wrap(fresh_key(random_).reveal(), above.key, tenant_service_binding(tenant, purpose, above.version), random_);
      db_.execute(kInsertTenantServiceKey, tenant, purpose, above.version, wrapped);
      rows = db_.query(kTenantServiceKey, tenant, purpose);
    }
    auto const version = rows.only().integer(0);
    return opened(rows.only().blob(1), tenant_key(tenant, version).key, tenant_service_binding(tenant, purpose, version));
  });
}

std::optional<journal::SubjectKey> Keys::read_subject_key(TenantId tenant, journal::Subject const& subject) {
  if (!db_.query(kIsErased, tenant, number_of(subject.kind), subject.id).empty()) return std::nullopt;
  auto const rows = db_.query(kSubjectKey, tenant, number_of(subject.kind), subject.id);
  if (rows.empty()) return std::nullopt;
  auto const row = rows.only();
  auto const key_id = row.uuid(0);
  auto const version = row.integer(1);
  return journal::SubjectKey{key_id,
                             opened(row.blob(2), tenant_key(tenant, version).key, subject_binding(tenant, subject, key_id, version))};
}

std::optional<journal::SubjectKey> Keys::find_subject_key(TenantId tenant, journal::Subject const& subject) {
  std::lock_guard const lock(mutex_);
  auto const now = clock_.now();
  if (auto kept = cache_.find({tenant, subject}, now)) return kept;
  auto key = in_transaction([&] { return read_subject_key(tenant, subject); });
  if (key) cache_.keep({tenant, subject}, *key, now);
  return key;
}

std::optional<journal::SubjectKey> Keys::subject_key(TenantId tenant, journal::Subject const& subject) {
  if (auto key = find_subject_key(tenant, subject)) return key;
  std::lock_guard const lock(mutex_);
  auto const now = clock_.now();
  auto key = in_transaction([&]() -> std::optional<journal::SubjectKey> {
    // Whoever destroys a key holds this lock, so that no key is made for a subject that is being erased.
    if (db_.engine() == Engine::Postgresql) db_.query(kLockTenantKey, tenant);
    if (!db_.query(kIsErased, tenant, number_of(subject.kind), subject.id).empty()) return std::nullopt;
    auto const above = newest_tenant_key(tenant);
    auto const key_id = base::Uuid::v7(now, random_);
    auto const wrapped =
        journal::wrap(fresh_key(random_).reveal(), above.key, subject_binding(tenant, subject, key_id, above.version), random_);
    db_.execute(kInsertSubjectKey, tenant, number_of(subject.kind), subject.id, key_id, above.version, wrapped, now);
    return read_subject_key(tenant, subject);
  });
  if (key) cache_.keep({tenant, subject}, *key, now);
  return key;
}

void Keys::destroy(TenantId tenant, journal::Subject const& subject, Instant now) {
  std::lock_guard const lock(mutex_);
  cache_.forget({tenant, subject});
  in_transaction([&] {
    erase(db_, tenant, subject, now);
    return 0;
  });
  copy_and_truncate_wal();
}

std::vector<Keys::Erased> Keys::erased() {
  std::lock_guard const lock(mutex_);
  return in_transaction([&] { return read_erased(db_); });
}

std::int64_t Keys::wrap_again(TenantId tenant, std::int64_t version) {
  return in_transaction([&] {
    std::map<std::int64_t, base::SecretBytes> above;
    auto const key_of = [&](std::int64_t one) -> base::SecretBytes const& {
      auto const found = above.find(one);
      return found != above.end() ? found->second : above.emplace(one, tenant_key(tenant, one).key).first->second;
    };
    for (auto const row : db_.query(kOldTenantServiceKeys, tenant, version)) {
      auto const purpose = row.text(0);
      auto const key = opened(row.blob(2), key_of(row.integer(1)), tenant_service_binding(tenant, purpose, row.integer(1)));
      db_.execute(kRewrapTenantServiceKey, tenant, purpose, version,
                  journal::wrap(key.reveal(), key_of(version), tenant_service_binding(tenant, purpose, version), random_));
    }
    auto const rows = db_.query(kOldSubjectKeys, tenant, version, kSlice);
    for (auto const row : rows) {
      journal::Subject const subject{static_cast<journal::SubjectKind>(row.integer(0)), row.uuid(1)};
      auto const key_id = row.uuid(2);
      auto const key = opened(row.blob(4), key_of(row.integer(3)), subject_binding(tenant, subject, key_id, row.integer(3)));
      db_.execute(kRewrapSubjectKey, tenant, row.integer(0), subject.id, version,
                  journal::wrap(key.reveal(), key_of(version), subject_binding(tenant, subject, key_id, version), random_));
    }
    if (rows.empty()) db_.execute(kDropTenantKeys, tenant, version);
    return static_cast<std::int64_t>(rows.size());
  });
}

void Keys::rotate_tenant_key(TenantId tenant) {
  std::int64_t version = 0;
  {
    std::lock_guard const lock(mutex_);
    version = in_transaction([&] {
      auto const versions = db_.query(kTenantVersions, tenant);
      if (versions.empty()) throw base::WorldError("the key store has no key of this tenant");
      auto const newest = versions[versions.size() - 1].integer(0);
      if (versions.size() > 1) return newest;  // a rotation was broken off; it goes on
      auto const wrapped =
          journal::wrap(fresh_key(random_).reveal(), master_, tenant_binding(tenant, newest + 1, master_version_), random_);
      db_.execute(kInsertTenantKey, tenant, newest + 1, master_version_, wrapped, clock_.now());
      return newest + 1;
    });
  }
  for (;;) {
    std::lock_guard const lock(mutex_);
    if (wrap_again(tenant, version) > 0) continue;
    copy_and_truncate_wal();
    return;
  }
}

// ---------------------------------------------------------------- around it

void Keys::forget_expired() {
  std::lock_guard const lock(mutex_);
  cache_.forget_expired(clock_.now());
}

void Keys::backup(std::filesystem::path const& path, Instant now) {
  std::lock_guard const lock(mutex_);
  in_transaction([&] {
    db_.execute(kPutInfo, kBackedUp, now.us);
    return 0;
  });
  if (db_.engine() == Engine::Sqlite) return backup_sqlite(db_, path);
  write_copy(db_, path, Place::Keys);
}

void Keys::check_statements() {
  std::lock_guard const lock(mutex_);
  store::check_statements(db_, Place::Keys);
}

KeyStoreFacts read_key_store_facts(std::filesystem::path const& path, Mode mode) {
  auto db = open_file(path, mode);
  return {{info(db, kBackedUp, 0)}, read_erased(db)};
}

void erase_in_key_store(std::filesystem::path const& path, std::vector<Keys::Erased> const& erased) {
  auto db = open_file(path);
  db.begin();
  for (auto const& one : erased) erase(db, one.tenant, one.subject, one.at);
  db.commit();
  db.checkpoint(true);
}

}  // namespace vlechtwerk::store
