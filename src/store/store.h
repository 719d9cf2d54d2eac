#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/ports.h"
#include "store/db/connection.h"
#include "store/db/lock_file.h"
#include "store/db/read_pool.h"
#include "store/db/writer.h"

namespace vlechtwerk::store {

struct StoreOptions {
  std::int64_t server = 1;  ///< number of this server; its audit rows form a chain of their own, so no two running servers share one
  ReadPoolOptions readers;
  WriterOptions writer;
  /// Called once when the writer stops for good because a sync failed: the server must exit. The text is for the log.
  Writer::Stopped stopped = [](std::string const&) {};
};

/// The store cannot be opened as it is, and a person can do something about it. `what()` is for the log.
class StoreRefused : public base::WorldError {
 public:
  explicit StoreRefused(base::Error error);
  [[nodiscard]] base::Error const& error() const { return error_; }

 private:
  base::Error error_;
};

/// The ports on a database, and the way in for what looks at the whole of it (maintenance.h).
class Database final : public app::Store {
 public:
  Database(std::function<Connection(Mode)> const& open, StoreOptions options, std::optional<LockFile> lock);

  void read(app::TenantId tenant, std::function<void(app::ReadTx const&)> const& work) override;
  void write(app::TenantId tenant, app::Lane lane, std::string const& session, std::function<void(app::WriteTx&)> const& work) override;
  void read_global(std::function<void(app::GlobalTx const&)> const& work) override;
  void write_global(std::function<void(app::GlobalWriteTx&)> const& work) override;

  [[nodiscard]] Engine engine() const { return engine_; }
  [[nodiscard]] std::int64_t server() const { return server_; }
  /// A connection of its own that reads: for a snapshot that lasts longer than the readers of pages allow.
  [[nodiscard]] Connection reader() const { return open_(Mode::Reader); }
  /// Prepares every SQL text on a reader and throws DatabaseError when the engine does not take one. For a test and for `doctor`.
  void check_statements();

  /// For maintenance: one snapshot of one tenant, and a bulk job of one tenant, on the connection itself.
  void read_rows(app::TenantId tenant, std::function<void(Connection&)> const& work);
  void write_rows(app::TenantId tenant, Lane lane, std::string const& session, std::function<void(Connection&)> const& work);
  [[nodiscard]] Writer& writer() { return *writer_; }

 private:
  std::optional<LockFile> lock_;  ///< first in, last out
  std::function<Connection(Mode)> open_;
  std::int64_t server_;
  Engine engine_{};
  std::unique_ptr<ReadPool> readers_;
  /// A page looks up names of accounts while it reads its tenant: from connections of their own, so that pages never wait for each other's.
  std::unique_ptr<ReadPool> global_readers_;
  std::unique_ptr<Writer> writer_;
};

/// Opens (or makes) the database in `directory` and brings its schema up to date. The directory is locked until the store is destroyed,
/// because exactly one connection in the world may write. Throws StoreRefused: another process holds the directory, or the schema is
/// newer than this program; DatabaseError for all else.
std::unique_ptr<Database> open_sqlite_store(std::filesystem::path const& directory, StoreOptions options = {});

/// The same on PostgreSQL, where another server with this number is kept out until the store is destroyed or the program ends. Refused as
/// well: a role that is superuser or may bypass row-level security, because the wall between tenants would be paper.
std::unique_ptr<Database> open_postgresql_store(std::string const& conninfo, StoreOptions options = {});

/// Name of the database file in a data directory.
inline constexpr char const* kDatabaseFile = "vlechtwerk.sqlite";

}  // namespace vlechtwerk::store
