#include "store/store.h"

#include <fmt/format.h>
#include <thread>

#include "store/schema.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {

using base::N_;

namespace {

/// One server at a time writes to a tenant: what a use case read under the gate still holds when it appends.
Statement const kLockTenant(Place::Main, Engine::Postgresql, "select seq from chain_head where tenant = $1 for update");
Statement const kRole(Place::Main, Engine::Postgresql,
                      "select case when rolsuper or rolbypassrls then 1 else 0 end from pg_roles where rolname = current_user");

Lane lane_of(app::Lane lane) { return lane == app::Lane::People ? Lane::People : Lane::Bulk; }

void submit(Writer& writer, Lane lane, std::string const& session, Writer::Job job) {
  try {
    writer.submit(lane, session, std::move(job));
  } catch (QueueFull const& full) {
    throw app::QueueFull(full.what());
  }
}

void refuse_a_mighty_role(Connection& db) {
  if (db.engine() != Engine::Postgresql) return;
  auto const mighty = db.query(kRole);
  if (!mighty.only().flag(0)) return;
  throw StoreRefused(base::Error{
      base::ErrorKind::Refused,
      "role_too_mighty",
      {N_("De databaserol kan de muur tussen samenwerkingen omzeilen. Gebruik een rol zonder SUPERUSER en zonder BYPASSRLS."), {}},
      {}});
}

}  // namespace

StoreRefused::StoreRefused(base::Error error) : WorldError("the store is refused: " + error.code), error_(std::move(error)) {}

void bring_up_to_date(Connection& writer, Place place) {
  auto const done = migrate(writer, migrations_of(place), base::SystemClock().now());
  if (!done) throw StoreRefused(done.error());
}

Database::Database(std::function<Connection(Mode)> const& open, StoreOptions options, std::optional<LockFile> lock)
    : lock_(std::move(lock)), open_(open), server_(options.server) {
  auto connection = open(Mode::Writer);
  engine_ = connection.engine();
  refuse_a_mighty_role(connection);
  bring_up_to_date(connection, Place::Main);
  writer_ = std::make_unique<Writer>(std::move(connection), options.writer, std::move(options.stopped));
  readers_ = std::make_unique<ReadPool>([open] { return open(Mode::Reader); }, options.readers);
  global_readers_ = std::make_unique<ReadPool>([open] { return open(Mode::Reader); }, options.readers);
}

void Database::read_rows(app::TenantId tenant, std::function<void(Connection&)> const& work) {
  readers_->with_read([&](Connection& db) {
    db.set_tenant(tenant.uuid);
    work(db);
  });
}

void Database::write_rows(app::TenantId tenant, Lane lane, std::string const& session, std::function<void(Connection&)> const& work) {
  submit(*writer_, lane, session, [&](Connection& db) {
    db.set_tenant(tenant.uuid);
    if (db.engine() == Engine::Postgresql) db.query(kLockTenant, tenant);
    work(db);
  });
}

void Database::read(app::TenantId tenant, std::function<void(app::ReadTx const&)> const& work) {
  read_rows(tenant, [&](Connection& db) { work(Transaction(db, tenant, server_)); });
}

void Database::write(app::TenantId tenant, app::Lane lane, std::string const& session, std::function<void(app::WriteTx&)> const& work) {
  write_rows(tenant, lane_of(lane), session, [&](Connection& db) {
    Transaction tx(db, tenant, server_);
    work(tx);
  });
}

void Database::read_global(std::function<void(app::GlobalTx const&)> const& work) {
  global_readers_->with_read([&](Connection& db) { work(GlobalTransaction(db, server_)); });
}

void Database::write_global(std::function<void(app::GlobalWriteTx&)> const& work) {
  // Sign-ins have no session yet. A thread waits for one write at a time, so each counts as a session of its own.
  auto const thread = std::to_string(std::hash<std::thread::id>{}(std::this_thread::get_id()));
  submit(*writer_, Lane::People, thread, [&](Connection& db) {
    GlobalTransaction tx(db, server_);
    work(tx);
  });
}

void Database::check_statements() {
  readers_->with_read([](Connection& db) { store::check_statements(db, Place::Main); });
}

std::unique_ptr<Database> open_sqlite_store(std::filesystem::path const& directory, StoreOptions options) {
  std::filesystem::create_directories(directory);
  auto lock = LockFile::acquire(directory);
  if (!lock) throw StoreRefused(lock.error());
  auto const path = directory / kDatabaseFile;
  return std::make_unique<Database>(
      [path](Mode mode) {
        SqliteOptions sqlite;
        sqlite.mode = mode;
        return Connection::open_sqlite(path, sqlite);
      },
      std::move(options), std::move(*lock));
}

std::unique_ptr<Database> open_postgresql_store(std::string const& conninfo, StoreOptions options) {
  return std::make_unique<Database>(
      [conninfo, server = options.server](Mode mode) {
        PostgresqlOptions postgresql;
        postgresql.mode = mode;
        if (mode == Mode::Reader) return Connection::open_postgresql(conninfo, postgresql);
        postgresql.name = fmt::format("vlechtwerk server {}", server);
        postgresql.sole = server;
        try {
          return Connection::open_postgresql(conninfo, postgresql);
        } catch (DatabaseError const& error) {
          if (error.kind() != DatabaseError::Kind::Taken) throw;
          throw StoreRefused(base::Error{base::ErrorKind::Busy,
                                         "server_number_taken",
                                         {N_("Een andere server met nummer {number} gebruikt deze database al. Stop die eerst."),
                                          {{"number", std::to_string(server)}}},
                                         {}});
        }
      },
      std::move(options), std::nullopt);
}

}  // namespace vlechtwerk::store
