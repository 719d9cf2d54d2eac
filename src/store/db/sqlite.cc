#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "store/db/backend.h"

namespace vlechtwerk::store {

namespace {

DatabaseError::Kind kind_of(int code) {
  using Kind = DatabaseError::Kind;
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Kind::Unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Kind::ForeignKey;
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
      return Kind::Sync;
    case SQLITE_IOERR_NOMEM:
      return Kind::Memory;
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Kind::Busy;
    case SQLITE_FULL:
      return Kind::Full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_PROTOCOL:
      return Kind::Io;
    case SQLITE_NOMEM:
      return Kind::Memory;
    case SQLITE_INTERRUPT:
      return Kind::TooLong;
    default:
      return Kind::Other;
  }
}

/// The message of SQLite is told where it can hold names of tables and columns only.
DatabaseError error_of(sqlite3* db, int code, bool while_preparing) {
  bool const names_only = while_preparing || (code & 0xff) == SQLITE_CONSTRAINT;
  return {kind_of(code), fmt::format("sqlite {}: {}", code, names_only && db ? sqlite3_errmsg(db) : sqlite3_errstr(code))};
}

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};

struct Statement {
  sqlite3_stmt* handle = nullptr;
  std::vector<std::size_t> argument;  ///< for each parameter of SQLite, in its order: which $n it is
  Statement() = default;
  Statement(Statement&& other) noexcept : handle(std::exchange(other.handle, nullptr)), argument(std::move(other.argument)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement() { sqlite3_finalize(handle); }
};

/// A statement that is not reset keeps its snapshot and stops the WAL from being emptied.
struct Reset {
  sqlite3_stmt* handle;
  ~Reset() {
    sqlite3_reset(handle);
    sqlite3_clear_bindings(handle);
  }
};

/// Of the end alone: the texts are long and few, and they are compared whole.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    constexpr std::size_t end = 48;
    return std::hash<std::string_view>{}(text.size() > end ? text.substr(text.size() - end) : text) ^ text.size();
  }
};

class Sqlite final : public Backend {
 public:
  Sqlite(std::filesystem::path const& path, SqliteOptions const& options) {
    // Counting every allocation takes a lock that all connections share.
    [[maybe_unused]] static int const configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    bool const writer = options.mode == Mode::Writer;
    if (writer) create_private(path);
    int const flags =
        (writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
    sqlite3* handle = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &handle, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
    db_.reset(handle);
    if (code != SQLITE_OK) throw error_of(handle, code, false);
    sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count()));
    for (int const option : {SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_TRUSTED_SCHEMA}) config(option, 0);
    config(SQLITE_DBCONFIG_DEFENSIVE, 1);
    // A reader that closes last may not tidy up either: that is a checkpoint.
    if (!writer) config(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);

    set_journal_mode(writer);
    pragma("synchronous", 2);
    pragma("foreign_keys", 1);
    pragma("mmap_size", 0);
    pragma("wal_autocheckpoint", 0);
    pragma("trusted_schema", 0);
    pragma("temp_store", 2);                    // in memory
    if (writer) pragma("cache_size", -16'384);  // KB: the pages that every note touches stay in memory
    if (options.secure_delete) pragma("secure_delete", 1);
    if (!writer) pragma("query_only", 1);
    auto const page_size = run("pragma page_size", {});
    page_size_ = page_size.only().integer(0);
    statements_.clear();
    sqlite3_wal_hook(
        handle,
        [](void* self, sqlite3*, char const*, int pages) {
          static_cast<Sqlite*>(self)->wal_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }

  Engine engine() const override { return Engine::Sqlite; }

  Rows run(std::string_view sql, std::span<Argument const> args) override {
    auto const& statement = prepared(sql);
    Reset const reset{statement.handle};
    bind(statement, args);
    auto const columns = static_cast<std::size_t>(sqlite3_column_count(statement.handle));
    Rows rows(columns);
    auto const changes_before = sqlite3_total_changes64(db_.get());
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW) {
      rows.begin_row();
      for (int column = 0; column < static_cast<int>(columns); ++column) add_cell(rows, statement.handle, column);
    }
    if (code != SQLITE_DONE) throw error_of(db_.get(), code, false);
    if (sqlite3_total_changes64(db_.get()) != changes_before) rows.set_changed(sqlite3_changes64(db_.get()));
    return rows;
  }

  void check(std::string_view sql) override { prepare(sql); }

  void run_script(std::string const& text) override {
    statements_.clear();
    int const code = sqlite3_exec(db_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw error_of(db_.get(), code, true);
  }

  void begin() override { control("begin immediate"); }
  void begin_read(std::chrono::milliseconds) override { control("begin"); }
  void commit() override { control("commit"); }
  void control(char const* statement) override { run(statement, {}); }
  bool transaction_open() const override { return sqlite3_get_autocommit(db_.get()) == 0; }

  void set_deadline(Deadline limit) override {
    limit_ = limit;
    if (!limit) {
      sqlite3_progress_handler(db_.get(), 0, nullptr, nullptr);
      return;
    }
    sqlite3_progress_handler(
        db_.get(), 10'000, [](void* self) { return std::chrono::steady_clock::now() >= *static_cast<Sqlite*>(self)->limit_ ? 1 : 0; },
        this);
  }

  void reconnect() override {}
  bool is_lost() const override { return false; }

  void checkpoint(bool truncate) override {
    int const mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    int const code = sqlite3_wal_checkpoint_v2(db_.get(), "main", mode, nullptr, nullptr);
    if (code != SQLITE_OK) throw error_of(db_.get(), code, false);
    if (truncate) wal_pages_ = 0;
  }

  std::int64_t wal_bytes() const override { return wal_pages_ * page_size_; }
  sqlite3* sqlite_handle() const override { return db_.get(); }

 private:
  /// SQLite gives the WAL and its index the rights of the file, so they are set once, before there is anything to read.
  static void create_private(std::filesystem::path const& path) {
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
      throw DatabaseError(errno == ENOSPC ? DatabaseError::Kind::Full : DatabaseError::Kind::Io,
                          fmt::format("the database file cannot be opened: error {}", errno));
    }
    ::close(file);
  }

  void config(int option, int value) {
    int now = -1;
    int const code = sqlite3_db_config(db_.get(), option, value, &now);
    if (code != SQLITE_OK || now != value) throw error_of(nullptr, code == SQLITE_OK ? SQLITE_ERROR : code, false);
  }

  void set_journal_mode(bool writer) {
    // Asking a reader sets nothing; it gives the mode that the writer chose.
    auto const rows = run(writer ? "pragma journal_mode = wal" : "pragma journal_mode", {});
    if (rows.only().text(0) != "wal") throw DatabaseError(DatabaseError::Kind::Other, "sqlite: journal_mode is not wal");
  }

  void pragma(std::string_view name, std::int64_t value) {
    run(fmt::format("pragma {} = {}", name, value), {});
    auto const rows = run(fmt::format("pragma {}", name), {});
    if (rows.size() != 1 || rows[0].integer(0) != value) {
      throw DatabaseError(DatabaseError::Kind::Other, fmt::format("sqlite: {} is not {}", name, value));
    }
  }

  Statement prepare(std::string_view sql) {
    Statement statement;
    char const* tail = nullptr;
    int const code =
        sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement.handle, &tail);
    if (code != SQLITE_OK) throw error_of(db_.get(), code, true);
    auto const rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
    if (!statement.handle || rest.find_first_not_of(" \t\n;") != std::string_view::npos) {
      throw DatabaseError(DatabaseError::Kind::Other, "sqlite: not exactly one statement");
    }
    // To SQLite $1 is a name, and its parameters are numbered by where they stand first.
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement.handle); ++i) {
      char const* const name = sqlite3_bind_parameter_name(statement.handle, i);
      std::size_t number = 0;
      if (name && name[0] == '$') number = std::strtoul(name + 1, nullptr, 10);
      if (number == 0) throw DatabaseError(DatabaseError::Kind::Other, "sqlite: a parameter is not written as $1, $2 …");
      statement.argument.push_back(number);
    }
    return statement;
  }

  Statement const& prepared(std::string_view sql) {
    if (auto const found = statements_.find(sql); found != statements_.end()) return found->second;
    if (statements_.size() >= most_prepared) statements_.clear();
    return statements_.emplace(std::string(sql), prepare(sql)).first->second;
  }

  void bind(Statement const& statement, std::span<Argument const> args) {
    int position = 0;
    for (auto const number : statement.argument) {
      ++position;
      if (number > args.size()) throw DatabaseError(DatabaseError::Kind::Other, "sqlite: fewer arguments than parameters");
      auto const& arg = args[number - 1];
      int code = SQLITE_OK;
      auto const bytes = arg.bytes();
      switch (arg.is_null() ? Type::Null : arg.type()) {
        case Type::Null:
          code = sqlite3_bind_null(statement.handle, position);
          break;
        case Type::Integer:
          code = sqlite3_bind_int64(statement.handle, position, arg.integer());
          break;
        case Type::Real:
          code = sqlite3_bind_double(statement.handle, position, arg.real());
          break;
        // An empty view may have no address, and binding no address is binding null.
        case Type::Text:
          code =
              sqlite3_bind_text64(statement.handle, position, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
          break;
        case Type::Blob:
          code = sqlite3_bind_blob64(statement.handle, position, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
          break;
      }
      if (code != SQLITE_OK) throw error_of(db_.get(), code, false);
    }
  }

  void add_cell(Rows& rows, sqlite3_stmt* handle, int column) {
    // Looked up once. To a connection of one thread (NOMUTEX) SQLite makes no difference between this value and a protected one.
    auto* const value = sqlite3_column_value(handle, column);
    auto const bytes = [&](void const* data) {
      auto const size = static_cast<std::size_t>(sqlite3_value_bytes(value));
      if (!data && size > 0) throw error_of(db_.get(), SQLITE_NOMEM, false);
      return size == 0 ? std::string_view() : std::string_view(static_cast<char const*>(data), size);
    };
    switch (sqlite3_value_type(value)) {
      case SQLITE_INTEGER:
        rows.add_integer(sqlite3_value_int64(value));
        break;
      case SQLITE_FLOAT:
        rows.add_real(sqlite3_value_double(value));
        break;
      case SQLITE_TEXT:
        rows.add_bytes(Type::Text, bytes(sqlite3_value_text(value)));
        break;
      case SQLITE_BLOB:
        rows.add_bytes(Type::Blob, bytes(sqlite3_value_blob(value)));
        break;
      default:
        rows.add_null();
        break;
    }
  }

  std::unique_ptr<sqlite3, CloseDatabase> db_;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
  Deadline limit_;
  std::int64_t page_size_ = 0;
  std::int64_t wal_pages_ = 0;
};

}  // namespace

std::unique_ptr<Backend> make_sqlite(std::filesystem::path const& path, SqliteOptions const& options) {
  return std::make_unique<Sqlite>(path, options);
}

}  // namespace vlechtwerk::store
