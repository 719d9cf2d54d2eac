#include "store/db/connection.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "store/db/backup.h"
#include "store/db/lock_file.h"
#include "store/db/migrations.h"
#include "store/db/read_pool.h"
#include "store/support.h"

namespace vlechtwerk::store {
namespace {

using Kind = DatabaseError::Kind;
using testing::create;

/// The kind of the error that `work` throws; nullopt when it throws none.
template <class Work>
std::optional<Kind> error_kind(Work&& work) {
  try {
    work();
  } catch (DatabaseError const& error) {
    return error.kind();
  }
  return std::nullopt;
}

std::int64_t count(Connection& db, std::string_view table) {
  auto const rows = db.query(fmt::format("select count(*) from {}", table));
  return rows.only().integer(0);
}

class DbConnection : public testing::EngineTest {
 protected:
  DbConnection() : db(open()) {
    create(db,
           "create table leaf (id @bigint@ primary key, name text, body @blob@, size @double@, born_on text) @strict@;"
           "create table twig (id @bigint@ primary key, leaf @bigint@ not null references leaf (id)) @strict@");
  }
  Connection db;
};
ON_BOTH_ENGINES(DbConnection);

TEST_P(DbConnection, EveryTypeComesBackAsItWentIn) {
  base::SystemRandom random;
  auto const id = base::Uuid::v4(random);
  auto const text = std::string("Zoë 'and' \"é\" $1 \xF0\x9F\x8C\xBF");
  db.execute("insert into leaf (id, name, body, size, born_on) values ($1, $2, $3, $4, $5)", std::int64_t{-9'007'199'254'740'993}, text, id,
             0.1, base::Date::of(2024, 2, 29));
  auto const rows = db.query("select id, name, body, size, born_on from leaf");
  auto const row = rows.only();
  EXPECT_EQ(row.integer(0), -9'007'199'254'740'993);
  EXPECT_EQ(row.instant(0), base::Instant{-9'007'199'254'740'993});
  EXPECT_EQ(row.text(1), text);
  EXPECT_EQ(row.uuid(2), id);
  EXPECT_EQ(row.real(3), 0.1);
  EXPECT_EQ(row.date(4), base::Date::of(2024, 2, 29));
}

TEST_P(DbConnection, AnEmptyTextAndAnEmptyBlobAreNotNull) {
  db.execute("insert into leaf (id, name, body) values ($1, $2, $3)", 1, std::string_view(), std::span<std::uint8_t const>());
  auto const rows = db.query("select name, body, size from leaf");
  EXPECT_EQ(rows.only().text(0), "");
  EXPECT_TRUE(rows.only().blob(1).empty());
  EXPECT_TRUE(rows.only().is_null(2));
}

TEST_P(DbConnection, AnEmptyOptionalIsNullAndAFullOneIsItsValue) {
  db.execute("insert into leaf (id, name, body, size) values ($1, $2, $3, $4)", 1, std::optional<std::string>(), nullptr,
             std::optional<double>(2.5));
  auto const rows = db.query("select name, body, size from leaf where size = $1", std::optional<double>(2.5));
  EXPECT_EQ(rows.only().maybe<&Row::text>(0), std::nullopt);
  EXPECT_EQ(rows.only().maybe<&Row::uuid>(1), std::nullopt);
  EXPECT_EQ(rows.only().maybe<&Row::real>(2), 2.5);
}

TEST_P(DbConnection, ParametersMayStandInAnyOrderAndTwice) {
  auto const rows = db.query("select cast($2 as text), cast($1 as text), cast($2 as text)", "a", "b");
  EXPECT_EQ(rows.only().text(0) + rows.only().text(1) + rows.only().text(2), "bab");
}

TEST_P(DbConnection, ACellOfAnotherTypeIsRefused) {
  db.execute("insert into leaf (id, name) values ($1, $2)", 2, "oak");
  auto const rows = db.query("select id, name from leaf");
  EXPECT_EQ(error_kind([&] { (void)rows.only().text(0); }), Kind::Other);
  EXPECT_EQ(error_kind([&] { (void)rows.only().integer(1); }), Kind::Other);
  EXPECT_EQ(error_kind([&] { (void)rows.only().flag(0); }), Kind::Other);
  EXPECT_EQ(error_kind([&] { (void)rows.only().date(1); }), Kind::Other);
  EXPECT_EQ(error_kind([&] { (void)rows.only().integer(2); }), Kind::Other);
  EXPECT_EQ(rows.only().integer(0), 2);
}

TEST_P(DbConnection, ATextWithAZeroByteIsRefused) {
  EXPECT_EQ(error_kind([&] { db.execute("insert into leaf (id, name) values ($1, $2)", 1, std::string_view("a\0b", 3)); }), Kind::Other);
  EXPECT_EQ(count(db, "leaf"), 0);
}

TEST_P(DbConnection, ErrorsSayTheirKindAndNoValue) {
  db.execute("insert into leaf (id, name) values ($1, $2)", 1, "secretname");
  EXPECT_EQ(error_kind([&] { db.execute("insert into leaf (id) values ($1)", 1); }), Kind::Unique);
  EXPECT_EQ(error_kind([&] { db.execute("insert into twig (id, leaf) values ($1, $2)", 1, 99); }), Kind::ForeignKey);
  EXPECT_EQ(error_kind([&] { db.query("select nothing from leaf"); }), Kind::Other);
  create(db, "create unique index leaf_name on leaf (name)");
  try {
    db.execute("insert into leaf (id, name) values ($1, $2)", 2, "secretname");
    FAIL();
  } catch (DatabaseError const& error) {
    EXPECT_EQ(error.kind(), Kind::Unique);
    EXPECT_EQ(std::string(error.what()).find("secretname"), std::string::npos) << error.what();
  }
}

TEST_P(DbConnection, ChangedRowsAreCountedAndReadRowsAreNot) {
  EXPECT_EQ(db.execute("insert into leaf (id) values ($1), ($2)", 1, 2), 2);
  EXPECT_EQ(db.execute("select id from leaf"), 0);
  EXPECT_EQ(db.execute("insert into leaf (id) values ($1) on conflict do nothing", 1), 0);
  EXPECT_EQ(db.execute("update leaf set name = $1 where id > $2", "x", 0), 2);
  EXPECT_EQ(db.execute("delete from leaf where id = $1", 7), 0);
}

TEST_P(DbConnection, ReturningTellsWhetherARowIsNew) {
  auto const sql = "insert into leaf (id) values ($1) on conflict do nothing returning id";
  EXPECT_EQ(db.query(sql, 5).size(), 1U);
  EXPECT_EQ(db.query(sql, 5).size(), 0U);
}

TEST_P(DbConnection, AKeptStatementSeesWhatAnotherConnectionWrote) {
  auto reader = open(Mode::Reader);
  EXPECT_EQ(count(reader, "leaf"), 0);
  db.execute("insert into leaf (id) values ($1)", 1);
  EXPECT_EQ(count(reader, "leaf"), 1);
}

TEST_P(DbConnection, AReadTransactionSeesOneSnapshot) {
  auto reader = open(Mode::Reader);
  reader.begin_read();
  EXPECT_EQ(count(reader, "leaf"), 0);
  db.execute("insert into leaf (id) values ($1)", 1);
  EXPECT_EQ(count(reader, "leaf"), 0);
  reader.rollback();
  EXPECT_EQ(count(reader, "leaf"), 1);
}

TEST_P(DbConnection, AReaderCannotWrite) {
  auto reader = open(Mode::Reader);
  EXPECT_TRUE(error_kind([&] { reader.execute("insert into leaf (id) values ($1)", 1); }));
  reader.begin_read();
  EXPECT_TRUE(error_kind([&] { reader.execute("insert into leaf (id) values ($1)", 1); }));
  reader.rollback();
  EXPECT_EQ(count(db, "leaf"), 0);
}

TEST_P(DbConnection, AReadTransactionEndsAtItsLimit) {
  db.execute("insert into leaf (id) values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
  auto reader = open(Mode::Reader);
  reader.begin_read(std::chrono::milliseconds(50));
  EXPECT_EQ(error_kind([&] {
              reader.query("select count(*) from leaf a, leaf b, leaf c, leaf d, leaf e, leaf f, leaf g, leaf h, leaf i, leaf j");
            }),
            Kind::TooLong);
  reader.rollback();
  reader.begin_read(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(error_kind([&] { count(reader, "leaf"); }), Kind::TooLong);
  reader.rollback();
  EXPECT_EQ(count(reader, "leaf"), 10);
}

TEST_P(DbConnection, ASavepointUndoesItsPartOnly) {
  db.begin();
  db.execute("insert into leaf (id) values ($1)", 1);
  {
    Savepoint const refused(db);
    db.execute("insert into leaf (id) values ($1)", 2);
  }
  {
    Savepoint kept(db);
    db.execute("insert into leaf (id) values ($1)", 3);
    Savepoint inner(db);
    db.execute("insert into leaf (id) values ($1)", 4);
    inner.undo();
    kept.keep();
  }
  db.commit();
  auto const rows = db.query("select id from leaf order by id");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].integer(0), 1);
  EXPECT_EQ(rows[1].integer(0), 3);
}

TEST_P(DbConnection, AfterAFailedStatementOnlyUndoingGoesOn) {
  db.begin();
  db.execute("insert into leaf (id) values ($1)", 1);
  EXPECT_EQ(error_kind([&] { db.execute("insert into leaf (id) values ($1)", 1); }), Kind::Unique);
  EXPECT_EQ(error_kind([&] { db.execute("insert into leaf (id) values ($1)", 2); }), Kind::Other);
  EXPECT_EQ(error_kind([&] { db.commit(); }), Kind::Other);
  EXPECT_EQ(count(db, "leaf"), 0);
  db.begin();
  {
    Savepoint const part(db);
    EXPECT_EQ(error_kind([&] { db.execute("insert into twig (id, leaf) values ($1, $2)", 1, 99); }), Kind::ForeignKey);
  }
  db.execute("insert into leaf (id) values ($1)", 2);
  db.commit();
  EXPECT_EQ(count(db, "leaf"), 1);
}

TEST_P(DbConnection, ATransactionThatTheCodeEndedItselfIsNoLongerTrusted) {
  db.begin();
  db.execute("commit");
  EXPECT_FALSE(db.in_transaction());
  EXPECT_EQ(error_kind([&] { db.execute("insert into leaf (id) values ($1)", 1); }), Kind::Other);
  EXPECT_EQ(error_kind([&] { db.commit(); }), Kind::Other);
  EXPECT_EQ(count(db, "leaf"), 0);
}

TEST_P(DbConnection, ACheckedStatementIsNotRun) {
  db.check("delete from leaf where id = $1");
  EXPECT_EQ(error_kind([&] { db.check("delete from leave where id = $1"); }), Kind::Other);
}

TEST(SqliteFile, OnlyItsOwnerMayReadIt) {
  auto const directory = std::filesystem::path(::testing::TempDir()) / fmt::format("vlechtwerk-private-{}", ::getpid());
  std::filesystem::create_directory(directory);
  {
    auto db = Connection::open_sqlite(directory / "a.db", {.secure_delete = true});
    db.run_script("create table leaf (id integer primary key)");
    for (auto const* const name : {"a.db", "a.db-wal", "a.db-shm"}) {
      EXPECT_EQ(std::filesystem::status(directory / name).permissions(),
                std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    auto const secure = db.query("pragma secure_delete");
    EXPECT_EQ(secure.only().integer(0), 1);
  }
  std::filesystem::remove_all(directory);
}

TEST(SqliteFile, ATextInDoubleQuotesIsAColumnAndNothingElse) {
  auto const path = std::filesystem::path(::testing::TempDir()) / fmt::format("vlechtwerk-quotes-{}.db", ::getpid());
  {
    auto db = Connection::open_sqlite(path);
    EXPECT_EQ(error_kind([&] { db.query("select \"oak\""); }), Kind::Other);
    EXPECT_EQ(error_kind([&] { db.query("select 1; select 2"); }), Kind::Other);
    EXPECT_EQ(error_kind([&] { db.query("select ?1", 1); }), Kind::Other);
    EXPECT_EQ(error_kind([&] { db.query("select $2", 1); }), Kind::Other);
  }
  for (auto const* const end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
}

TEST(SqliteFile, AReaderLeavesTheWalToTheWriter) {
  auto const path = std::filesystem::path(::testing::TempDir()) / fmt::format("vlechtwerk-wal-{}.db", ::getpid());
  {
    auto writer = std::make_optional(Connection::open_sqlite(path));
    writer->run_script("create table leaf (id integer primary key); insert into leaf values (1)");
    EXPECT_GT(writer->wal_bytes(), 0);
    auto reader = std::make_optional(Connection::open_sqlite(path, {.mode = Mode::Reader}));
    EXPECT_EQ(count(*reader, "leaf"), 1);
    EXPECT_TRUE(error_kind([&] { reader->checkpoint(true); }));
    auto const before = std::filesystem::file_size(path.string() + "-wal");
    EXPECT_GT(before, 0U);
    writer->checkpoint(true);
    EXPECT_EQ(std::filesystem::file_size(path.string() + "-wal"), 0U);
    writer->execute("insert into leaf values (2)");
    writer.reset();
    reader.reset();
    EXPECT_GT(std::filesystem::file_size(path.string() + "-wal"), 0U);
  }
  for (auto const* const end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
}

class DbReadPool : public testing::EngineTest {
 protected:
  DbReadPool() : db(open()) { create(db, "create table leaf (id @bigint@ primary key) @strict@"); }
  Connection db;
};
ON_BOTH_ENGINES(DbReadPool);

TEST_P(DbReadPool, ARefusalOfOneReadLeavesTheReaderFitForTheNext) {
  ReadPool pool([&] { return open(Mode::Reader); }, {.connections = 1});
  EXPECT_THROW(pool.with_read([](Connection&) -> int { throw std::runtime_error("no"); }), std::runtime_error);
  EXPECT_TRUE(error_kind([&] { pool.with_read([](Connection& reader) { reader.query("select nothing from leaf"); }); }));
  db.execute("insert into leaf (id) values ($1)", 1);
  EXPECT_EQ(pool.with_read([](Connection& reader) { return count(reader, "leaf"); }), 1);
}

TEST_P(DbReadPool, NoMoreReadersThanAllowedReadAtOnce) {
  ReadPool pool([&] { return open(Mode::Reader); }, {.connections = 1, .wait = std::chrono::milliseconds(20)});
  pool.with_read([&](Connection&) { EXPECT_EQ(error_kind([&] { pool.with_read([](Connection&) {}); }), Kind::Busy); });
  pool.with_read([](Connection&) {});
}

class DbMigration : public testing::EngineTest {};
ON_BOTH_ENGINES(DbMigration);

constexpr std::array<Migration, 2> two_steps{{{1, "leaf", "create table leaf (id @identity@, body @blob@, size @double@) @strict@"},
                                              {2, "twig", "create table twig (id @blob@ primary key) @strict_by_key@"}}};

TEST_P(DbMigration, StepsAreTakenOnce) {
  auto db = open();
  EXPECT_EQ(schema_number(db), 0);
  EXPECT_EQ(migrate(db, std::span(two_steps).first(1), {7}).value(), 1);
  EXPECT_EQ(migrate(db, two_steps, {8}).value(), 1);
  EXPECT_EQ(migrate(db, two_steps, {9}).value(), 0);
  EXPECT_EQ(schema_number(db), 2);
  db.execute("insert into leaf (body) values ($1)", std::vector<std::uint8_t>{0, 255});
  EXPECT_EQ(count(db, "twig"), 0);
}

TEST_P(DbMigration, AStepThatFailsLeavesNothingAndCanBeTakenAgain) {
  auto db = open();
  std::array const broken{two_steps[0], Migration{2, "twig", "create table twig (id @bigint@) @strict@; insert into nowhere values (1)"}};
  EXPECT_TRUE(error_kind([&] { (void)migrate(db, broken, {7}); }));
  EXPECT_EQ(schema_number(db), 1);
  EXPECT_EQ(migrate(db, two_steps, {8}).value(), 1);
}

TEST_P(DbMigration, ANewerSchemaIsRefused) {
  auto db = open();
  ASSERT_TRUE(migrate(db, two_steps, {7}));
  auto const refused = migrate(db, std::span(two_steps).first(1), {8});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "schema_newer");
}

TEST_P(DbMigration, ASchemaWithOtherStepsIsRefused) {
  auto db = open();
  ASSERT_TRUE(migrate(db, two_steps, {7}));
  std::array const other{Migration{1, "branch", "select 1"}, two_steps[1]};
  auto const refused = migrate(db, other, {8});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "schema_differs");
}

TEST(MigrationText, WordsAndBlocksFollowTheEngine) {
  EXPECT_EQ(migration_text("a @blob@@postgresql@ p @bigint@@end@@sqlite@ s@end@ z", Engine::Postgresql), "a bytea p bigint z");
  EXPECT_EQ(migration_text("a @blob@@postgresql@ p @bigint@@end@@sqlite@ s@end@ z", Engine::Sqlite), "a blob s z");
}

TEST(MigrationText, WhatCannotBeReadIsRefused) {
  for (auto const* const text :
       {"@blub@", "@blob", "@sqlite@ a", "a @end@", "@sqlite@ @postgresql@ @end@ @end@", "@sqlite@ @blub@ @end@"}) {
    EXPECT_THROW(migration_text(text, Engine::Postgresql), base::WorldError) << text;
  }
}

class DataDirectory : public ::testing::Test {
 protected:
  DataDirectory() : path(std::filesystem::path(::testing::TempDir()) / fmt::format("vlechtwerk-lock-{}", ::getpid())) {
    std::filesystem::create_directory(path);
  }
  ~DataDirectory() override { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

TEST_F(DataDirectory, OneHoldsTheLockAndTheOtherIsToldWho) {
  auto first = LockFile::acquire(path);
  ASSERT_TRUE(first);
  auto const second = LockFile::acquire(path);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "data_directory_locked");
  ASSERT_EQ(second.error().message.args.size(), 1U);
  EXPECT_EQ(second.error().message.args[0].second, std::to_string(::getpid()));
}

TEST_F(DataDirectory, AfterTheFirstEndsTheOtherMayHaveIt) {
  { ASSERT_TRUE(LockFile::acquire(path)); }
  EXPECT_TRUE(LockFile::acquire(path));
}

TEST_F(DataDirectory, WithoutADirectoryThereIsNoLock) { EXPECT_THROW((void)LockFile::acquire(path / "none"), base::WorldError); }

class PostgresqlOnly : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::getenv("VLECHTWERK_TEST_POSTGRESQL")) GTEST_SKIP() << "VLECHTWERK_TEST_POSTGRESQL is not set";
  }
  Connection open() { return Connection::open_postgresql(testing::PostgresqlServer::get().conninfo()); }
};

TEST_F(PostgresqlOnly, RowLevelSecurityShowsTheTenantOfTheTransactionOnly) {
  auto db = open();
  db.run_script(
      "drop schema if exists public cascade; create schema public; create table leaf (tenant bytea);"
      "alter table leaf enable row level security; alter table leaf force row level security;"
      "create policy own on leaf using (tenant = decode(current_setting('vlechtwerk.tenant', true), 'hex'))");
  base::SystemRandom random;
  auto const ours = base::Uuid::v4(random);
  auto const theirs = base::Uuid::v4(random);
  for (auto const& tenant : {ours, theirs}) {
    db.begin();
    db.set_tenant(tenant);
    db.execute("insert into leaf (tenant) values ($1)", tenant);
    db.commit();
  }
  db.begin();
  db.set_tenant(ours);
  auto const rows = db.query("select tenant from leaf");
  EXPECT_EQ(rows.only().uuid(0), ours);
  EXPECT_TRUE(error_kind([&] { db.execute("insert into leaf (tenant) values ($1)", theirs); }));
  db.rollback();
  EXPECT_EQ(count(db, "leaf"), 0);
  EXPECT_EQ(error_kind([&] { db.set_tenant(ours); }), Kind::Other);
}

TEST_F(PostgresqlOnly, ALostConnectionIsLostUntilItConnectsAgain) {
  auto db = open();
  EXPECT_EQ(db.query("select cast($1 as bigint)", 1).size(), 1U);
  EXPECT_EQ(error_kind([&] { db.query("select pg_terminate_backend(pg_backend_pid())"); }), Kind::Lost);
  EXPECT_TRUE(db.is_lost());
  EXPECT_EQ(error_kind([&] { db.query("select cast($1 as bigint)", 1); }), Kind::Lost);
  db.reconnect();
  EXPECT_EQ(db.query("select cast($1 as bigint)", 1).size(), 1U);
}

TEST_F(PostgresqlOnly, AServerThatDoesNotAnswerInTimeIsLost) {
  auto db = Connection::open_postgresql(testing::PostgresqlServer::get().conninfo(), {.reply_limit = std::chrono::milliseconds(100)});
  EXPECT_EQ(error_kind([&] { db.query("select pg_sleep(30)"); }), Kind::Lost);
  db.reconnect();
  EXPECT_EQ(db.query("select 1").size(), 1U);
}

TEST_F(PostgresqlOnly, ACommitThatComesWithAWarningIsNotSaved) {
  auto db = open();
  db.run_script(
      "drop schema if exists public cascade; create schema public; create table leaf (id bigint);"
      "create function warn() returns trigger language plpgsql as $$ begin raise warning 'cut short'; return null; end $$;"
      "create constraint trigger late after insert on leaf deferrable initially deferred for each row execute function warn()");
  db.begin();
  db.execute("insert into leaf (id) values ($1)", 1);
  EXPECT_EQ(error_kind([&] { db.commit(); }), Kind::Lost);
  db.begin();
  db.execute("delete from leaf");
  db.commit();
}

TEST_F(PostgresqlOnly, ASumOfIntegersNeedsACast) {
  auto db = open();
  EXPECT_EQ(error_kind([&] { db.query("select sum(x) from (values (cast(1 as bigint))) as t (x)"); }), Kind::Other);
  auto const rows = db.query("select cast(sum(x) as bigint) from (values (cast(1 as bigint))) as t (x)");
  EXPECT_EQ(rows.only().integer(0), 1);
}

}  // namespace
}  // namespace vlechtwerk::store
