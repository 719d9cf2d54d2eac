#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/ports.h"
#include "store/key_store.h"
#include "store/store.h"

/// What looks at a whole store: verify, rebuild, dump, export, backup and restore. Reads go in slices, so no snapshot is held for long.
namespace vlechtwerk::store {

// ---------------------------------------------------------------- verify

struct Verified {
  std::int64_t entries = 0, audit_rows = 0;
  std::vector<std::string> broken;  ///< English, for a terminal: the first entry or row of each chain that does not fit; empty: all is well
};
/// Walks the journal and every audit chain of a tenant from the start, without any key. `heads`: heads that were exported before (of any
/// tenant and chain; others are passed over): without one a tail that was cut off, or a chain that was written anew, cannot be seen.
/// Each line must be signed with `public_key`.
Verified verify(Database& store, app::TenantId tenant, std::vector<std::string> const& heads = {}, journal::Bytes const& public_key = {});

/// Where all chains of all tenants end now, each as one signed line.
std::vector<journal::Head> heads(Database& store, app::Instant now);
std::vector<std::string> signed_heads(Database& store, app::KeyStore& keys, app::Instant now);
/// Adds the signed heads to `file` (one line each), unless its last head is of the same day in Amsterdam. True: they were added, durably.
bool add_heads_of_the_day(Database& store, app::KeyStore& keys, std::filesystem::path const& file, app::Instant now);

// ---------------------------------------------------------------- for `doctor`

/// The children of a tenant that were erased.
std::vector<app::ChildId> erased_children(Database& store, app::TenantId tenant);

// ---------------------------------------------------------------- rebuild

struct Folds {
  std::function<app::ChildProjection(app::ChildId, std::vector<app::FoldEntry> const&)> child;
  /// Nullopt: of this question the asking is missing (an import brought a part of it), so nobody can be shown anything.
  std::function<std::optional<app::QuestionProjection>(app::CaseId, std::vector<app::FoldEntry> const&)> question;
};
struct Rebuilt {
  std::int64_t children = 0, questions = 0;
};
/// Deletes all projections of a tenant and folds them anew from the journal, in the bulk lane and in slices. While it runs, children that
/// were not reached yet are seen by nobody. Broken off, it is run again. `folds` run inside the writer and must be pure.
Rebuilt rebuild(Database& store, app::TenantId tenant, Folds const& folds);

/// All projection tables of a tenant, each ordered by its primary key, one line per row; the same text on both engines. For "a rebuild
/// changes nothing".
std::string dump_projections(Database& store, app::TenantId tenant);

// ---------------------------------------------------------------- export

/// Hands out every entry of a tenant in the order of its chain, read in slices, up to the head at the start.
void for_each_entry(Database& store, app::TenantId tenant, std::function<void(app::StoredEntry const&)> const& use);

// ---------------------------------------------------------------- backup and restore

inline constexpr char const* kKeyStoreBackup = "keys.sqlite";
inline constexpr char const* kManifest = "manifest";

/// Copies the database to `database_directory` first and the key store to `keys_directory` last, beside a running server. Both are made
/// when they are not there, and must be empty; they are two places because the two copies belong in two hands. Files are readable by the
/// owner only. The manifest (with the signed heads of all chains) stands beside the database. Both copies are SQLite files, whatever the
/// engine: of PostgreSQL every row is copied in one snapshot (copy.h). Throws StoreRefused: the directories are not empty.
void backup(Database& store, Keys& keys, std::filesystem::path const& database_directory, std::filesystem::path const& keys_directory,
            app::Instant now);

struct RestorePlan {
  std::filesystem::path database_backup;            ///< directory of a backup
  std::filesystem::path keys_backup;                ///< file of a key store
  std::filesystem::path data_directory;             ///< where to; empty or not there
  std::filesystem::path keys_file;                  ///< where to; not there
  std::optional<std::filesystem::path> newer_keys;  ///< the file of a newer key store, whose list of erased subjects is applied
  std::string database = {};  ///< an empty PostgreSQL database; then `data_directory` serves as a place to work in only
  std::string keys = {};      ///< the same for the key store and `keys_file`
};
struct Restored {
  std::vector<journal::Head> heads;  ///< of the journals: the caller appends `journal.restored` to each, as its first entry
  std::vector<Keys::Erased> erased;  ///< subjects that the newer key store has erased and this one had not; their keys are gone now
};
/// Puts a backup back. Refused (Conflict): a place or a database is not empty. Refused (Refused): the key store is older than the database
/// backup, so that keys of the newest entries are missing; a file is missing; the database is damaged. After a refusal both places are as
/// they were.
base::Result<Restored> restore(RestorePlan const& plan);

}  // namespace vlechtwerk::store
