#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <thread>

#include "base/waiting.h"
#include "store/db/backend.h"

namespace vlechtwerk::store {

namespace {

// Type numbers of PostgreSQL; they are the same in every version.
constexpr Oid bool_type = 16, bytea_type = 17, name_type = 19, int8_type = 20, int2_type = 21, int4_type = 23, text_type = 25,
              float4_type = 700, float8_type = 701, varchar_type = 1043, void_type = 2278;

/// Keys of advisory locks are one space for all programs on a database: ours begin with the letters "vlecht".
constexpr std::int64_t kServerNumbers = 0x766c'6563'6874'0000;
constexpr auto kPatience = std::chrono::seconds(3);

Oid type_number(Type type) {
  switch (type) {
    case Type::Null:
      return 0;  // the server finds out
    case Type::Integer:
      return int8_type;
    case Type::Real:
      return float8_type;
    case Type::Text:
      return text_type;
    case Type::Blob:
      return bytea_type;
  }
  return 0;
}

DatabaseError::Kind kind_of(std::string_view state) {
  using Kind = DatabaseError::Kind;
  if (state == "23505") return Kind::Unique;
  if (state == "23503") return Kind::ForeignKey;
  if (state == "40001" || state == "40P01" || state == "55P03") return Kind::Busy;
  if (state == "53100") return Kind::Full;
  if (state == "53200") return Kind::Memory;
  if (state == "58030") return Kind::Io;
  if (state == "57014") return Kind::TooLong;
  if (state.starts_with("57P") || state.starts_with("08")) return Kind::Lost;
  return Kind::Other;
}

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;
struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

std::string_view field(PGresult const* result, int which) {
  char const* const text = PQresultErrorField(result, which);
  return text ? text : "";
}

template <class Integer>
Integer from_network(char const* bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) value = static_cast<Integer>((value << 8) | static_cast<unsigned char>(bytes[i]));
  return value;
}

std::array<char, 8> to_network(std::uint64_t value) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>((value >> (56 - 8 * i)) & 0xff);
  return bytes;
}

class Postgresql final : public Backend {
 public:
  Postgresql(std::string const& conninfo, PostgresqlOptions const& options) : options_(options) {
    // What stands before dbname is a default, which the conninfo may change; the name may not be another.
    std::array<char const*, 6> const names{"connect_timeout", "tcp_user_timeout", "keepalives_idle", "dbname", "application_name", nullptr};
    std::array<char const*, 6> const values{"5", "10000", "10", conninfo.c_str(), options.name.c_str(), nullptr};
    connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
    if (!connection_) throw DatabaseError(DatabaseError::Kind::Memory, "postgresql: no memory for a connection");
    begin_session();
  }

  Engine engine() const override { return Engine::Postgresql; }

  Rows run(std::string_view sql, std::span<Argument const> args) override {
    auto const& name = prepared(sql, args);
    std::vector<std::array<char, 8>> numbers(args.size());
    std::vector<char const*> values(args.size(), nullptr);
    std::vector<int> lengths(args.size(), 0);
    std::vector<int> const binary(args.size(), 1);
    for (std::size_t i = 0; i < args.size(); ++i) {
      auto const& arg = args[i];
      if (arg.is_null()) continue;
      switch (arg.type()) {
        case Type::Null:
          break;
        case Type::Integer:
          numbers[i] = to_network(static_cast<std::uint64_t>(arg.integer()));
          break;
        case Type::Real:
          numbers[i] = to_network(std::bit_cast<std::uint64_t>(arg.real()));
          break;
        case Type::Text:
        case Type::Blob:
          values[i] = arg.bytes().data() ? arg.bytes().data() : "";
          lengths[i] = static_cast<int>(arg.bytes().size());
          continue;
      }
      values[i] = numbers[i].data();
      lengths[i] = 8;
    }
    auto const result = answer(PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(args.size()), values.data(),
                                                   lengths.data(), binary.data(), 1));
    return rows_of(result.get());
  }

  void check(std::string_view sql) override {
    std::string const text(sql);
    answer(PQsendPrepare(connection_.get(), "", text.c_str(), 0, nullptr));
  }

  void run_script(std::string const& text) override {
    answer(PQsendQuery(connection_.get(), text.c_str()));
    if (!prepared_.empty()) {
      answer(PQsendQuery(connection_.get(), "deallocate all"));
      prepared_.clear();
    }
  }

  void begin() override { control("begin isolation level read committed read write"); }

  void begin_read(std::chrono::milliseconds limit) override {
    control("begin isolation level repeatable read read only");
    control(fmt::format("set local statement_timeout = {}", std::max<std::int64_t>(limit.count(), 1)).c_str());
  }

  void commit() override {
    warned_ = false;
    auto const result = answer(PQsendQuery(connection_.get(), "commit"));
    // A commit whose wait for the other server was cut short reports success with a warning; a failed transaction says ROLLBACK.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
      throw DatabaseError(DatabaseError::Kind::Other, "postgresql: the transaction was rolled back instead of committed");
    }
    if (warned_) throw DatabaseError(DatabaseError::Kind::Lost, "postgresql: the commit came with a warning, so it counts as not saved");
  }

  void control(char const* statement) override { answer(PQsendQuery(connection_.get(), statement)); }

  bool transaction_open() const override {
    auto const status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
  }

  void set_deadline(Deadline) override {}  // the server keeps the time of a statement, Connection that of the transaction

  void reconnect() override {
    prepared_.clear();
    lost_ = false;
    PQreset(connection_.get());
    begin_session();
  }

  bool is_lost() const override { return lost_; }
  void checkpoint(bool) override {}
  std::int64_t wal_bytes() const override { return 0; }
  sqlite3* sqlite_handle() const override { return nullptr; }

 private:
  void begin_session() {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      lost_ = true;
      throw DatabaseError(DatabaseError::Kind::Lost, "postgresql: no connection");
    }
    PQsetNoticeReceiver(
        connection_.get(),
        [](void* self, PGresult const* notice) {
          if (field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING") static_cast<Postgresql*>(self)->warned_ = true;
        },
        this);
    control("set client_min_messages = notice");  // the warning of a commit must come through
    control("set client_encoding = 'UTF8'");
    control("set timezone = 'UTC'");
    if (options_.mode == Mode::Reader) control("set default_transaction_read_only = on");
    setting("fsync", "on");
    setting("full_page_writes", "on");
    if (read_setting("synchronous_commit") == "off") unsuitable("synchronous_commit is off");
    setting("server_encoding", "UTF8");
    auto const collation = read_setting("lc_collate");
    if (collation != "C" && collation != "POSIX") unsuitable("the collation of the database is not C");
    if (options_.sole) take_number(*options_.sole);
  }

  /// An advisory lock: it goes with the session, and so with the program, however that ends.
  void take_number(std::int64_t number) {
    // A machine that lost its power says nothing: the server finds out within half a minute. On a unix socket there is nothing to find out.
    control("set tcp_keepalives_idle = 10");
    control("set tcp_keepalives_interval = 5");
    control("set tcp_keepalives_count = 3");
    std::array<Argument, 1> const key{Argument(kServerNumbers + number)};
    auto const until = std::chrono::steady_clock::now() + kPatience;
    auto const taken = [&] {
      auto const answer = run("select pg_try_advisory_lock($1)", key);
      return answer.only().flag(0);
    };
    while (!taken()) {
      if (std::chrono::steady_clock::now() >= until) {
        // Without its number this session may do nothing.
        lost_ = true;
        throw DatabaseError(DatabaseError::Kind::Taken, fmt::format("postgresql: another server has number {}", number));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  [[noreturn]] static void unsuitable(std::string_view why) {
    throw DatabaseError(DatabaseError::Kind::Other, fmt::format("postgresql: {}", why));
  }

  std::string read_setting(std::string_view name) {
    auto const result = answer(PQsendQuery(connection_.get(), fmt::format("show {}", name).c_str()));
    return PQntuples(result.get()) == 1 ? PQgetvalue(result.get(), 0, 0) : "";
  }

  void setting(std::string_view name, std::string_view wanted) {
    if (read_setting(name) != wanted) unsuitable(fmt::format("{} is not {}", name, wanted));
  }

  /// The name under which the statement is prepared. Other types of arguments make it another statement.
  std::string const& prepared(std::string_view sql, std::span<Argument const> args) {
    std::string key;
    key.reserve(sql.size() + args.size() + 1);
    for (auto const& arg : args) key += static_cast<char>('0' + static_cast<int>(arg.type()));
    key += ' ';
    key += sql;
    if (auto const found = prepared_.find(key); found != prepared_.end()) return found->second;
    if (prepared_.size() >= most_prepared) {
      control("deallocate all");
      prepared_.clear();
    }
    std::vector<Oid> types;
    for (auto const& arg : args) types.push_back(type_number(arg.type()));
    auto const name = fmt::format("s{}", ++named_);
    std::string const text(sql);
    answer(PQsendPrepare(connection_.get(), name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()));
    return prepared_.emplace(std::move(key), name).first->second;
  }

  /// Waits for the answer to what was just sent: the last result, when it is a success.
  Result answer(int sent) {
    if (lost_) throw DatabaseError(DatabaseError::Kind::Lost, "postgresql: the connection is lost");
    if (!sent) lose("a statement could not be sent");
    auto const limit = std::chrono::steady_clock::now() + options_.reply_limit;
    Result last;
    base::Waiting const waiting;
    for (;;) {
      while (PQisBusy(connection_.get())) wait_for_input(limit);
      Result next(PQgetResult(connection_.get()));
      if (!next) break;
      // The first failure is the cause; what follows it is not.
      if (!last || PQresultStatus(last.get()) != PGRES_FATAL_ERROR) last = std::move(next);
    }
    if (!last || PQstatus(connection_.get()) != CONNECTION_OK) lose("the connection ended");
    auto const status = PQresultStatus(last.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw error_of(last.get());
    return last;
  }

  void wait_for_input(std::chrono::steady_clock::time_point limit) {
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(limit - std::chrono::steady_clock::now()).count();
    if (left <= 0) lose("no answer in time");
    pollfd input{PQsocket(connection_.get()), POLLIN, 0};
    if (poll(&input, 1, static_cast<int>(left)) < 0 && errno != EINTR) lose("waiting for an answer failed");
    if (input.revents != 0 && !PQconsumeInput(connection_.get())) lose("the connection ended");
  }

  /// Closes the connection. Never a cancel: a cancelled commit would report success.
  [[noreturn]] void lose(std::string_view why) {
    lost_ = true;
    if (int const socket = PQsocket(connection_.get()); socket >= 0) ::shutdown(socket, SHUT_RDWR);
    throw DatabaseError(DatabaseError::Kind::Lost, fmt::format("postgresql: {}", why));
  }

  DatabaseError error_of(PGresult const* result) {
    auto const state = field(result, PG_DIAG_SQLSTATE);
    auto const kind = state.empty() ? DatabaseError::Kind::Other : kind_of(state);
    if (kind == DatabaseError::Kind::Lost) lost_ = true;
    auto text = fmt::format("postgresql {}", state);
    if (auto const constraint = field(result, PG_DIAG_CONSTRAINT_NAME); !constraint.empty())
      text += fmt::format(" constraint {}", constraint);
    if (auto const table = field(result, PG_DIAG_TABLE_NAME); !table.empty()) text += fmt::format(" table {}", table);
    // Only class 42 (syntax, names, types) speaks of the statement alone; other messages can hold values.
    if (state.starts_with("42")) text += fmt::format(": {}", field(result, PG_DIAG_MESSAGE_PRIMARY));
    return {kind, text};
  }

  static Rows rows_of(PGresult const* result) {
    auto const columns = static_cast<std::size_t>(PQnfields(result));
    Rows rows(columns);
    for (int row = 0; row < PQntuples(result); ++row) {
      rows.begin_row();
      for (int column = 0; column < static_cast<int>(columns); ++column) add_cell(rows, result, row, column);
    }
    if (char const* const changed = PQcmdTuples(const_cast<PGresult*>(result)); !is_select(result)) {
      rows.set_changed(std::strtoll(changed, nullptr, 10));
    }
    return rows;
  }

  /// PostgreSQL counts the rows of a select as well.
  static bool is_select(PGresult const* result) {
    return std::string_view(PQcmdStatus(const_cast<PGresult*>(result))).starts_with("SELECT");
  }

  static void add_cell(Rows& rows, PGresult const* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return rows.add_null();
    char const* const bytes = PQgetvalue(result, row, column);
    auto const text = std::string_view(bytes, static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
      case int8_type:
        return rows.add_integer(static_cast<std::int64_t>(from_network<std::uint64_t>(bytes)));
      case int4_type:
        return rows.add_integer(static_cast<std::int32_t>(from_network<std::uint32_t>(bytes)));
      case int2_type:
        return rows.add_integer(static_cast<std::int16_t>(from_network<std::uint16_t>(bytes)));
      case bool_type:
        return rows.add_integer(bytes[0] != 0 ? 1 : 0);
      case float8_type:
        return rows.add_real(std::bit_cast<double>(from_network<std::uint64_t>(bytes)));
      case float4_type:
        return rows.add_real(static_cast<double>(std::bit_cast<float>(from_network<std::uint32_t>(bytes))));
      case text_type:
      case varchar_type:
      case name_type:
        return rows.add_bytes(Type::Text, text);
      case bytea_type:
        return rows.add_bytes(Type::Blob, text);
      case void_type:
        return rows.add_null();
      default:
        unsuitable(fmt::format("column {} has type {}, which needs a cast", column, PQftype(result, column)));
    }
  }

  PostgresqlOptions options_;
  std::unique_ptr<PGconn, CloseConnection> connection_;
  std::unordered_map<std::string, std::string> prepared_;
  std::int64_t named_ = 0;
  bool lost_ = false;
  bool warned_ = false;
};

}  // namespace

std::unique_ptr<Backend> make_postgresql(std::string const& conninfo, PostgresqlOptions const& options) {
  return std::make_unique<Postgresql>(conninfo, options);
}

}  // namespace vlechtwerk::store
