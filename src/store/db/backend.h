#pragma once
// What an engine must offer to Connection. Only the units of this folder include it.
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/db/connection.h"

namespace vlechtwerk::store {

class Backend {
 public:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;
  virtual ~Backend() = default;
  [[nodiscard]] virtual Engine engine() const = 0;
  virtual Rows run(std::string_view sql, std::span<Argument const> args) = 0;
  virtual void check(std::string_view sql) = 0;
  virtual void run_script(std::string const& text) = 0;
  virtual void begin() = 0;
  virtual void begin_read(std::chrono::milliseconds limit) = 0;
  virtual void commit() = 0;
  /// One statement that steers the transaction; a constant.
  virtual void control(char const* statement) = 0;
  /// What the engine itself believes: a transaction is open, though a statement in it may have failed.
  [[nodiscard]] virtual bool transaction_open() const = 0;
  virtual void set_deadline(Deadline deadline) = 0;
  virtual void reconnect() = 0;
  [[nodiscard]] virtual bool is_lost() const = 0;
  virtual void checkpoint(bool truncate) = 0;
  [[nodiscard]] virtual std::int64_t wal_bytes() const = 0;
  [[nodiscard]] virtual sqlite3* sqlite_handle() const = 0;

  // The transaction as Connection sees it.
  bool begun = false;    ///< between begin and commit or rollback
  bool failed = false;   ///< a statement failed: only undoing a savepoint, or a rollback, goes on from here
  bool spoiled = false;  ///< only a rollback goes on from here
  Deadline deadline;
};

/// At most so many prepared statements per connection; the texts are constants, so this is a guard against texts that are not.
inline constexpr std::size_t most_prepared = 1024;

std::unique_ptr<Backend> make_sqlite(std::filesystem::path const& path, SqliteOptions const& options);
std::unique_ptr<Backend> make_postgresql(std::string const& conninfo, PostgresqlOptions const& options);

}  // namespace vlechtwerk::store
