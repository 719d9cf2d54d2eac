#include "store/db/connection.h"

#include <fmt/format.h>

#include "store/db/backend.h"

namespace vlechtwerk::store {

namespace {

constexpr char const* set_savepoint = "savepoint vlechtwerk_part";
constexpr char const* keep_savepoint = "release savepoint vlechtwerk_part";
constexpr char const* undo_savepoint = "rollback to savepoint vlechtwerk_part";

[[noreturn]] void refuse(char const* why) { throw DatabaseError(DatabaseError::Kind::Other, why); }

/// Runs one call on the engine and keeps in mind what a failure of it means for the transaction around it.
template <class Call>
decltype(auto) watched(Backend& backend, Call&& call) {
  try {
    return call();
  } catch (DatabaseError const& error) {
    backend.failed = backend.begun;
    backend.spoiled = backend.spoiled || (backend.begun && (error.ends_transaction() || !backend.transaction_open()));
    throw;
  } catch (...) {
    backend.spoiled = backend.begun;
    throw;
  }
}

void forget_transaction(Backend& backend) {
  backend.begun = backend.failed = backend.spoiled = false;
  if (backend.deadline) {
    backend.deadline.reset();
    backend.set_deadline(std::nullopt);
  }
}

void require_usable(Backend const& backend) {
  if (!backend.begun) return;
  if (backend.spoiled || !backend.transaction_open()) refuse("the transaction has ended by an error; only a rollback is possible");
  if (backend.failed) refuse("a statement has failed; only undoing the savepoint or the transaction is possible");
  if (backend.deadline && std::chrono::steady_clock::now() >= *backend.deadline) {
    throw DatabaseError(DatabaseError::Kind::TooLong, "the read transaction passed its time limit");
  }
}

void require_outside(Backend const& backend) {
  if (backend.begun) refuse("not inside a transaction");
}

}  // namespace

Connection Connection::open_sqlite(std::filesystem::path const& path, SqliteOptions const& options) {
  return Connection(make_sqlite(path, options));
}

Connection Connection::open_postgresql(std::string const& conninfo, PostgresqlOptions const& options) {
  return Connection(make_postgresql(conninfo, options));
}

Connection::Connection(std::unique_ptr<Backend> backend) : backend_(std::move(backend)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Engine Connection::engine() const { return backend_->engine(); }
bool Connection::is_lost() const { return backend_->is_lost(); }
std::int64_t Connection::wal_bytes() const { return backend_->wal_bytes(); }
sqlite3* Connection::sqlite_handle() const { return backend_->sqlite_handle(); }

Rows Connection::run(std::string_view sql, std::span<Argument const> args) {
  require_usable(*backend_);
  for (auto const& arg : args) {
    // PostgreSQL cannot store it, so SQLite may not either.
    if (arg.type() == Type::Text && arg.bytes().find('\0') != std::string_view::npos) refuse("a text argument holds a zero byte");
  }
  return watched(*backend_, [&] { return backend_->run(sql, args); });
}

void Connection::check(std::string_view sql) {
  require_usable(*backend_);
  watched(*backend_, [&] { backend_->check(sql); });
}

void Connection::run_script(std::string const& text) {
  require_usable(*backend_);
  watched(*backend_, [&] { backend_->run_script(text); });
}

void Connection::begin() {
  require_outside(*backend_);
  if (backend_->transaction_open()) backend_->control("rollback");
  backend_->begin();
  backend_->begun = true;
}

void Connection::begin_read(std::chrono::milliseconds limit) {
  require_outside(*backend_);
  if (backend_->transaction_open()) backend_->control("rollback");
  backend_->begin_read(limit);
  backend_->begun = true;
  backend_->deadline = std::chrono::steady_clock::now() + limit;
  backend_->set_deadline(backend_->deadline);
}

void Connection::commit() {
  if (!backend_->begun) refuse("no transaction to commit");
  if (backend_->failed || backend_->spoiled || !backend_->transaction_open()) {
    rollback();
    refuse("a statement of the transaction failed, so nothing of it was kept");
  }
  try {
    backend_->commit();
  } catch (...) {
    try {
      rollback();
    } catch (DatabaseError const&) {
      // Told is what went wrong first; the next begin tries again to end what is open.
    }
    throw;
  }
  forget_transaction(*backend_);
}

void Connection::rollback() {
  forget_transaction(*backend_);
  if (!backend_->is_lost() && backend_->transaction_open()) backend_->control("rollback");
}

bool Connection::in_transaction() const { return backend_->begun && !backend_->spoiled && backend_->transaction_open(); }

void Connection::set_tenant(base::Uuid const& tenant) {
  if (engine() != Engine::Postgresql) return;
  if (!in_transaction()) refuse("a tenant is set inside a transaction");
  std::string digits;
  for (auto const byte : tenant.bytes) digits += fmt::format("{:02x}", byte);
  query("select set_config('vlechtwerk.tenant', $1, true)", digits);
}

void Connection::reconnect() {
  require_outside(*backend_);
  backend_->reconnect();
}

void Connection::checkpoint(bool truncate) {
  require_outside(*backend_);
  backend_->checkpoint(truncate);
}

Savepoint::Savepoint(Connection& db) : db_(db) {
  if (!db.in_transaction()) refuse("a savepoint lies inside a transaction");
  require_usable(*db.backend_);
  watched(*db_.backend_, [&] { db_.backend_->control(set_savepoint); });
}

Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    undo();
  } catch (...) {
    db_.backend_->spoiled = true;
  }
}

void Savepoint::keep() {
  require_usable(*db_.backend_);
  watched(*db_.backend_, [&] { db_.backend_->control(keep_savepoint); });
  open_ = false;
}

void Savepoint::undo() {
  open_ = false;
  if (!db_.in_transaction()) refuse("the transaction has ended by an error");
  watched(*db_.backend_, [&] {
    db_.backend_->control(undo_savepoint);
    db_.backend_->control(keep_savepoint);
  });
  db_.backend_->failed = false;
}

}  // namespace vlechtwerk::store
