#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/id.h"
#include "store/db/error.h"
#include "store/db/value.h"

struct sqlite3;

namespace vlechtwerk::store {

enum class Engine { Sqlite, Postgresql };
/// Exactly one connection to an SQLite file writes and checkpoints: SQLite before 3.51.3 can corrupt a WAL database when two do so at
/// the same moment. All others are readers, which cannot write even when asked to.
enum class Mode { Writer, Reader };

struct SqliteOptions {
  Mode mode = Mode::Writer;
  bool secure_delete = false;  ///< deleted content is overwritten with zeros; for the key store
  std::chrono::milliseconds busy_timeout{2000};
  std::string vfs = {};  ///< another file layer than the system's; tests inject faults with it
};

struct PostgresqlOptions {
  Mode mode = Mode::Writer;
  std::string name = "vlechtwerk";  ///< under which the server lists the connection (application_name)
  /// At most one session in the database has this number, also after it connected again. One that another holds is waited for a while,
  /// as the server needs a moment to notice that a program was killed; then: Taken.
  std::optional<std::int64_t> sole = {};
  /// A statement or a commit that takes longer ends in closing the connection (kind Lost). Nothing is ever cancelled: a cancelled
  /// synchronous commit would report success.
  std::chrono::milliseconds reply_limit{30'000};
};

class Backend;

/// One connection to one database, used by one thread at a time. The SQL text is the same for both engines, arguments are $1 … $n.
/// Every statement is prepared once per connection and kept under its text; texts are constants in the code, values are arguments.
/// All functions throw DatabaseError.
class Connection {
 public:
  /// Opens (a writer: creates, readable by the owner only) the file with WAL, synchronous=FULL, foreign keys on, no memory map, no
  /// automatic checkpoint and an untrusted schema. Each setting is read back; one that does not hold throws.
  static Connection open_sqlite(std::filesystem::path const& path, SqliteOptions const& options = {});
  /// `conninfo` is a URI or keywords as libpq reads them. Throws as well when the server does not keep what it confirms
  /// (fsync, full_page_writes or synchronous_commit off) or when the database is not UTF-8 with the C collation.
  static Connection open_postgresql(std::string const& conninfo, PostgresqlOptions const& options = {});

  explicit Connection(std::unique_ptr<Backend> backend);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  [[nodiscard]] Engine engine() const;

  /// Runs one statement and gives all its rows.
  template <class... Args>
  Rows query(std::string_view sql, Args const&... args) {
    std::array<Argument, sizeof...(Args)> const list{Argument(args)...};
    return run(sql, list);
  }
  /// The same with arguments whose number only the data knows: for copying whole tables.
  Rows query_with(std::string_view sql, std::span<Argument const> args) { return run(sql, args); }
  /// Runs one statement and gives the number of rows that it inserted, updated or deleted.
  template <class... Args>
  std::int64_t execute(std::string_view sql, Args const&... args) {
    return query(sql, args...).changed();
  }
  /// Prepares the statement and throws when the engine does not take it; runs nothing. For the test of all texts and for `doctor`.
  void check(std::string_view sql);
  /// Runs a text of several statements without arguments (a migration). Forgets all prepared statements.
  void run_script(std::string const& text);

  /// Begins a transaction that may write; on SQLite it takes the write lock at once.
  void begin();
  /// Begins a transaction that sees one snapshot and may not write. After `limit` each statement throws TooLong.
  void begin_read(std::chrono::milliseconds limit = std::chrono::seconds(5));
  /// Returns when the transaction is durable. Throws when it is not, or when that is not sure; the transaction is over either way.
  void commit();
  /// Ends the transaction without keeping anything. Does nothing when none is open.
  void rollback();
  /// True between begin and commit or rollback, as long as no error has ended or spoiled the transaction. While a transaction is
  /// begun but spoiled, every statement throws: nothing can slip out of it into a commit of its own.
  [[nodiscard]] bool in_transaction() const;

  /// Makes the rows of one tenant visible until the end of the transaction (row level security compares with
  /// `current_setting('vlechtwerk.tenant')`, 32 hexadecimal digits). SQLite has no such thing: nothing happens.
  void set_tenant(base::Uuid const& tenant);

  /// Connects again after the kind Lost, with all prepared statements forgotten. Not inside a transaction. SQLite: does nothing.
  void reconnect();
  /// True after an error of kind Lost, until reconnect.
  [[nodiscard]] bool is_lost() const;

  /// Copies the WAL into the SQLite file; on a writer, outside a transaction. `truncate` waits for readers and then makes the WAL
  /// empty, so that nothing of a deleted row stays in it; throws Busy when readers do not end within the busy timeout.
  /// PostgreSQL: does nothing.
  void checkpoint(bool truncate = false);
  /// Size of the WAL in bytes after the last commit; 0 on PostgreSQL.
  [[nodiscard]] std::int64_t wal_bytes() const;

  /// The handle of SQLite; null on PostgreSQL. Only for the files of this folder.
  [[nodiscard]] sqlite3* sqlite_handle() const;

 private:
  friend class Savepoint;
  Rows run(std::string_view sql, std::span<Argument const> args);
  std::unique_ptr<Backend> backend_;
};

/// A part of a transaction that can be undone alone: what a refused act did, while the audit row stays. Undone at the end of the
/// scope unless kept. Savepoints nest.
class Savepoint {
 public:
  explicit Savepoint(Connection& db);
  Savepoint(Savepoint const&) = delete;
  Savepoint& operator=(Savepoint const&) = delete;
  /// Undoes when neither keep nor undo was called. When that fails, the transaction is spoiled and cannot be committed.
  ~Savepoint();
  void keep();
  void undo();

 private:
  Connection& db_;
  bool open_ = true;
};

}  // namespace vlechtwerk::store
