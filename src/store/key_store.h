#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "app/ports.h"
#include "base/random.h"
#include "store/db/connection.h"
#include "store/key_cache.h"

namespace vlechtwerk::store {

/// The key store on SQLite or PostgreSQL: its own database, one connection, every wrapped key bound to its place (docs/formats/keys.md).
/// Whoever opens a key store file holds the lock of the data directory that it belongs to (store.h): two processes may not open it.
class Keys final : public app::KeyStore {
 public:
  /// Called once when a sync failed: what reached the disk is unknown, so nothing more is done here and the server must exit, as for the
  /// database (store.h). The text is for the log.
  using Stopped = std::function<void(std::string const&)>;

  /// `random` and `clock` must outlive it.
  Keys(std::function<Connection()> const& open, base::SecretBytes master_key, base::Random& random, base::Clock const& clock,
       Stopped stopped = {});

  void create_tenant(app::TenantId tenant) override;
  std::optional<journal::SubjectKey> subject_key(app::TenantId tenant, journal::Subject const& subject) override;
  std::optional<journal::SubjectKey> find_subject_key(app::TenantId tenant, journal::Subject const& subject) override;
  void destroy(app::TenantId tenant, journal::Subject const& subject, app::Instant now) override;
  base::SecretBytes service_key(std::string_view purpose) override;
  base::SecretBytes tenant_service_key(app::TenantId tenant, std::string_view purpose) override;
  journal::SigningKeys signing_keys() override;

  /// Wraps everything that hangs on the master key anew, in one transaction: broken off, nothing changed. From then on only the new key
  /// opens this store.
  void rotate_master_key(base::SecretBytes new_master_key);
  /// Makes a new key for the tenant and wraps everything under it anew, in slices. Broken off, the next call goes on where it stopped.
  void rotate_tenant_key(app::TenantId tenant);

  struct Erased {
    app::TenantId tenant;
    journal::Subject subject;
    app::Instant at;
    bool operator==(Erased const&) const = default;
  };
  /// The subjects whose key was destroyed, in order of tenant and subject.
  std::vector<Erased> erased();

  /// Wipes opened keys that are older than 60 seconds. Every use does so too; a server that may be idle calls it now and then.
  void forget_expired();
  /// False when the system did not let the cache be locked in memory: it may reach a swap file. For `doctor`.
  [[nodiscard]] bool memory_is_locked() const { return cache_.locked(); }

  /// Notes the moment in the store, then copies it to `path`, an SQLite file on both engines. The moment tells a restore how old it is.
  void backup(std::filesystem::path const& path, app::Instant now);
  /// Prepares every SQL text of the key store. For a test and for `doctor`.
  void check_statements();

 private:
  struct TenantKey {
    std::int64_t version = 0;
    base::SecretBytes key;
  };
  template <class Work>
  auto unless_stopped(Work const& work);
  template <class Work>
  auto in_transaction(Work const& work);
  void copy_and_truncate_wal();
  void open_or_begin();
  TenantKey tenant_key(app::TenantId tenant, std::int64_t version);
  TenantKey newest_tenant_key(app::TenantId tenant);
  std::optional<journal::SubjectKey> read_subject_key(app::TenantId tenant, journal::Subject const& subject);
  base::SecretBytes under_master(std::string_view binding, std::vector<std::uint8_t> const& wrapped) const;
  std::int64_t wrap_again(app::TenantId tenant, std::int64_t version);

  std::mutex mutex_;
  Connection db_;
  base::SecretBytes master_;
  std::int64_t master_version_ = 1;
  base::Random& random_;
  base::Clock const& clock_;
  KeyCache cache_;
  Stopped on_stop_;
  bool stopped_ = false;
};

/// Opens (or makes) the key store in the file `path`. Throws StoreRefused when the master key (32 bytes) is not the one of this store, or
/// its schema is newer than this program; DatabaseError for all else.
std::unique_ptr<Keys> open_key_store(std::filesystem::path const& path, base::SecretBytes master_key, base::Random& random,
                                     base::Clock const& clock, Keys::Stopped stopped = {});
/// The same in a PostgreSQL database of its own.
std::unique_ptr<Keys> open_key_store_postgresql(std::string const& conninfo, base::SecretBytes master_key, base::Random& random,
                                                base::Clock const& clock, Keys::Stopped stopped = {});

/// What can be read of a key store without the master key: for `restore`.
struct KeyStoreFacts {
  app::Instant backed_up;  ///< of the last backup that was begun; 0 when there was none
  std::vector<Keys::Erased> erased;
};
/// Reads them from a file; with Mode::Reader also from one that a server has open.
KeyStoreFacts read_key_store_facts(std::filesystem::path const& path, Mode mode);
/// Destroys the keys of these subjects in the file of a key store that nobody has open. For `restore`.
void erase_in_key_store(std::filesystem::path const& path, std::vector<Keys::Erased> const& erased);

base::SecretBytes make_master_key(base::Random& random);
/// The master key for the recovery sheet: 56 letters and digits in groups of four, with a check sum, without letters that look alike.
base::Private master_key_text(base::SecretBytes const& master_key);
/// Reads that text (either case, any blanks and dashes), or 64 hexadecimal digits. InvalidInput when it is neither, or when the check sum
/// says that a letter was copied wrong.
base::Result<base::SecretBytes> read_master_key(std::string_view text);

}  // namespace vlechtwerk::store
