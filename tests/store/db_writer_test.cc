#include "store/db/writer.h"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "store/db/backup.h"
#include "store/support.h"

namespace vlechtwerk::store {
namespace {

/// Outcomes of asynchronous jobs, in the order in which they were submitted.
class Outcomes {
 public:
  Writer::Done next() {
    auto outcome = std::make_shared<std::promise<void>>();
    futures_.push_back(outcome->get_future());
    return [outcome](std::exception_ptr const& error) { error ? outcome->set_exception(error) : outcome->set_value(); };
  }
  /// Waits for outcome `i`: "saved" or the text or kind of what was thrown.
  std::string operator[](std::size_t i) {
    try {
      futures_[i].get();
      return "saved";
    } catch (DatabaseError const& error) {
      return "database error " + std::to_string(static_cast<int>(error.kind()));
    } catch (WriterStopped const&) {
      return "stopped";
    } catch (std::exception const& error) {
      return error.what();
    }
  }
  [[nodiscard]] std::size_t size() const { return futures_.size(); }

 private:
  std::vector<std::future<void>> futures_;
};

std::string database_error(DatabaseError::Kind kind) { return "database error " + std::to_string(static_cast<int>(kind)); }

/// Holds the writer in a job until it is let go, so that what is submitted meanwhile waits together.
class Gate {
 public:
  explicit Gate(Writer& writer) {
    writer.submit(
        Lane::People, "gate",
        [this](Connection&) {
          entered_.set_value();
          open_.get_future().wait();
        },
        [this](std::exception_ptr const&) { left_.set_value(); });
    entered_.get_future().wait();
  }
  void let_go() { open_.set_value(); }
  ~Gate() { left_.get_future().wait(); }

 private:
  std::promise<void> entered_, open_, left_;
};

Writer::Job insert_leaf(std::int64_t id) {
  return [id](Connection& db) { db.execute("insert into leaf (id) values ($1) on conflict do nothing", id); };
}

class DbWriter : public testing::EngineTest {
 protected:
  static Connection with_leaf(Connection db) {
    testing::create(db, "create table leaf (id @bigint@ primary key) @strict@");
    return db;
  }
  /// Unless a test is about time, a batch ends by its jobs alone: on a machine that is busy 20 ms pass within one.
  Writer make(WriterOptions options = {.batch_time = std::chrono::seconds(60)}) {
    return {with_leaf(open()), options, [this](std::string const&) { told_to_stop = true; }};
  }
  std::set<std::int64_t> stored() {
    auto reader = open(Mode::Reader);
    std::set<std::int64_t> ids;
    auto const rows = reader.query("select id from leaf order by id");
    for (auto const row : rows) ids.insert(row.integer(0));
    return ids;
  }
  std::atomic<bool> told_to_stop = false;
};
ON_BOTH_ENGINES(DbWriter);
using Ids = std::set<std::int64_t>;

TEST_P(DbWriter, WhatIsAcknowledgedIsThere) {
  auto writer = make();
  writer.submit(Lane::People, "s", insert_leaf(1));
  EXPECT_EQ(stored(), Ids({1}));
}

TEST_P(DbWriter, AJobThatThrowsIsUndoneAndTheOthersOfItsBatchAreKept) {
  auto writer = make();
  Outcomes outcome;
  {
    Gate gate(writer);
    writer.submit(Lane::People, "s", insert_leaf(1), outcome.next());
    writer.submit(
        Lane::People, "s",
        [](Connection& db) {
          db.execute("insert into leaf (id) values ($1)", 2);
          throw std::runtime_error("refused");
        },
        outcome.next());
    writer.submit(
        Lane::People, "s", [](Connection& db) { db.execute("insert into leaf (id) values ($1)", 1); }, outcome.next());
    writer.submit(Lane::People, "s", insert_leaf(4), outcome.next());
    gate.let_go();
  }
  EXPECT_EQ(outcome[0], "saved");
  EXPECT_EQ(outcome[1], "refused");
  EXPECT_EQ(outcome[2], database_error(DatabaseError::Kind::Unique));
  EXPECT_EQ(outcome[3], "saved");
  EXPECT_EQ(stored(), Ids({1, 4}));
}

TEST_P(DbWriter, AJobThatHidesItsErrorIsNotSaved) {
  auto writer = make();
  writer.submit(Lane::People, "s", insert_leaf(1));
  EXPECT_THROW(writer.submit(Lane::People, "s",
                             [](Connection& db) {
                               db.execute("insert into leaf (id) values ($1)", 2);
                               try {
                                 db.execute("insert into leaf (id) values ($1)", 1);
                               } catch (DatabaseError const&) {
                               }
                             }),
               DatabaseError);
  EXPECT_EQ(stored(), Ids({1}));
}

TEST_P(DbWriter, AJobThatEndsTheTransactionIsRefusedAndTheOthersAreRunOnceMore) {
  auto writer = make();
  Outcomes outcome;
  int runs_of_first = 0;
  {
    Gate gate(writer);
    writer.submit(
        Lane::People, "s", [&](Connection& db) { ++runs_of_first, insert_leaf(1)(db); }, outcome.next());
    writer.submit(
        Lane::People, "s", [](Connection& db) { db.execute("rollback"); }, outcome.next());
    writer.submit(Lane::People, "s", insert_leaf(3), outcome.next());
    gate.let_go();
  }
  EXPECT_EQ(outcome[0], "saved");
  EXPECT_EQ(outcome[1], database_error(DatabaseError::Kind::Other));
  EXPECT_EQ(outcome[2], "saved");
  EXPECT_EQ(runs_of_first, 2);
  EXPECT_EQ(stored(), Ids({1, 3}));
}

TEST_P(DbWriter, NothingOfABatchIsVisibleBeforeItsCommit) {
  auto writer = make();
  Ids seen{99};
  Outcomes outcome;
  {
    Gate gate(writer);
    writer.submit(Lane::People, "s", insert_leaf(1), outcome.next());
    writer.submit(
        Lane::People, "s", [&](Connection&) { seen = stored(); }, outcome.next());
    gate.let_go();
  }
  EXPECT_EQ(outcome[1], "saved");
  EXPECT_EQ(seen, Ids());
  EXPECT_EQ(stored(), Ids({1}));
}

TEST_P(DbWriter, AFullQueueRefusesAndALaneDoesNotFillTheOther) {
  auto writer = make({.people_queue = 2, .bulk_queue = 1, .session_queue = 2});
  Outcomes outcome;
  Gate gate(writer);
  writer.submit(Lane::People, "a", insert_leaf(1), outcome.next());
  writer.submit(Lane::People, "b", insert_leaf(2), outcome.next());
  EXPECT_THROW(writer.submit(Lane::People, "c", insert_leaf(3)), QueueFull);
  writer.submit(Lane::Bulk, "a", insert_leaf(4), outcome.next());
  EXPECT_THROW(writer.submit(Lane::Bulk, "b", insert_leaf(5)), QueueFull);
  gate.let_go();
  for (std::size_t i = 0; i < outcome.size(); ++i) EXPECT_EQ(outcome[i], "saved");
  EXPECT_EQ(stored(), Ids({1, 2, 4}));
}

TEST_P(DbWriter, OneSessionDoesNotFillTheQueueForTheOthers) {
  auto writer = make({.session_queue = 1});
  Outcomes outcome;
  Gate gate(writer);
  writer.submit(Lane::People, "a", insert_leaf(1), outcome.next());
  EXPECT_THROW(writer.submit(Lane::People, "a", insert_leaf(2)), QueueFull);
  writer.submit(Lane::People, "b", insert_leaf(3), outcome.next());
  gate.let_go();
  EXPECT_EQ(outcome[0], "saved");
  EXPECT_EQ(outcome[1], "saved");
  writer.submit(Lane::People, "a", insert_leaf(4));
  EXPECT_EQ(stored(), Ids({1, 3, 4}));
}

/// In how many transactions the jobs were run, read from what each of them saw of the jobs before it.
TEST_P(DbWriter, ABatchHoldsNoMoreThanItsJobsAndOneOfBulk) {
  auto writer = make({.batch_jobs = 4, .batch_time = std::chrono::seconds(60), .session_queue = 100});
  std::vector<std::size_t> committed;  // how many rows were durable when the job ran
  Outcomes outcome;
  {
    Gate gate(writer);
    for (int i = 0; i < 10; ++i) {
      writer.submit(
          i < 2 ? Lane::Bulk : Lane::People, "s",
          [&, i](Connection& db) {
            committed.push_back(stored().size());
            insert_leaf(i)(db);
          },
          outcome.next());
    }
    gate.let_go();
  }
  for (std::size_t i = 0; i < outcome.size(); ++i) EXPECT_EQ(outcome[i], "saved");
  // The gate's own batch takes three people (2, 3, 4); then bulk and four people; then bulk and the last one.
  EXPECT_EQ(committed, (std::vector<std::size_t>{0, 0, 0, 3, 3, 3, 3, 3, 8, 8}));
}

TEST_P(DbWriter, WorkBetweenBatchesFindsNoTransaction) {
  auto writer = make();
  bool open = true;
  writer.between_batches([&](Connection& db) { open = db.in_transaction(); });
  EXPECT_FALSE(open);
  EXPECT_THROW(writer.between_batches([](Connection&) { throw std::runtime_error("no"); }), std::runtime_error);
  writer.submit(Lane::People, "s", insert_leaf(1));
  EXPECT_EQ(stored(), Ids({1}));
}

TEST_P(DbWriter, TheEndFinishesWhatWaits) {
  Outcomes outcome;
  {
    auto writer = make();
    for (int i = 0; i < 20; ++i) writer.submit(Lane::People, "s", insert_leaf(i), outcome.next());
  }
  for (std::size_t i = 0; i < outcome.size(); ++i) EXPECT_EQ(outcome[i], "saved");
  EXPECT_EQ(stored().size(), 20U);
  EXPECT_FALSE(told_to_stop);
}

TEST_P(DbWriter, ManySubmittersAtOnceAreAllServed) {
  auto writer = make();
  std::vector<std::thread> submitters;
  for (int k = 0; k < 8; ++k) {
    submitters.emplace_back([&, k] {
      for (int i = 0; i < 25; ++i) writer.submit(i % 5 == 0 ? Lane::Bulk : Lane::People, std::to_string(k), insert_leaf(k * 100 + i));
    });
  }
  for (auto& submitter : submitters) submitter.join();
  EXPECT_EQ(stored().size(), 200U);
}

class SqliteWriter : public ::testing::Test {
 protected:
  SqliteWriter() : directory(std::filesystem::path(::testing::TempDir()) / fmt::format("vlechtwerk-writer-{}", ::getpid())) {
    std::filesystem::create_directory(directory);
  }
  ~SqliteWriter() override { std::filesystem::remove_all(directory); }
  std::filesystem::path directory;
};

TEST_F(SqliteWriter, TheWalStaysSmallWhileMuchIsWritten) {
  auto const path = directory / "a.db";
  auto db = Connection::open_sqlite(path);
  db.run_script("create table leaf (id integer primary key, body blob) strict");
  Writer writer(std::move(db), {.checkpoint_bytes = 64 << 10}, {});
  std::vector<std::uint8_t> const body(10'000, 7);
  for (int i = 0; i < 100; ++i) {
    writer.submit(Lane::People, "s", [&](Connection& c) { c.execute("insert into leaf (body) values ($1)", body); });
  }
  EXPECT_LT(std::filesystem::file_size(path.string() + "-wal"), 200U << 10);
  EXPECT_GT(std::filesystem::file_size(path), 700U << 10);
}

TEST_F(SqliteWriter, ABackupBesideWritesIsWholeAndHoldsWhatCameBeforeItsEnd) {
  auto db = Connection::open_sqlite(directory / "a.db");
  db.run_script("create table leaf (id integer primary key, body blob) strict");
  db.run_script(
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) insert into leaf select i, zeroblob(2000) from n");
  Writer writer(std::move(db), {}, {});
  std::atomic<bool> enough = false;
  std::atomic<std::int64_t> saved = 3000;
  std::thread submitter([&] {
    for (std::int64_t i = 3001; !enough; ++i) {
      writer.submit(Lane::People, "s", [i](Connection& c) { c.execute("insert into leaf (id) values ($1)", i); });
      saved = i;
    }
  });
  backup_sqlite(writer, directory / "copy.db");
  auto const saved_at_end = saved.load();
  enough = true;
  submitter.join();
  EXPECT_FALSE(std::filesystem::exists(directory / "copy.db.partial"));
  auto copy = Connection::open_sqlite(directory / "copy.db");
  auto const check = copy.query("pragma integrity_check");
  EXPECT_EQ(check.only().text(0), "ok");
  auto const rows = copy.query("select count(*), max(id) from leaf");
  EXPECT_EQ(rows.only().integer(0), rows.only().integer(1));
  EXPECT_GE(rows.only().integer(1), 3000);
  EXPECT_LE(rows.only().integer(1), saved_at_end + 1);
}

TEST_F(SqliteWriter, ABackupThatCannotBeWrittenLeavesNoCopyAndTheWriterAsItWas) {
  auto db = Connection::open_sqlite(directory / "a.db");
  db.run_script("create table leaf (id integer primary key) strict");
  EXPECT_THROW(backup_sqlite(db, directory / "none" / "copy.db"), base::WorldError);
  Writer writer(std::move(db), {}, {});
  EXPECT_THROW(backup_sqlite(writer, directory / "none" / "copy.db"), base::WorldError);
  writer.submit(Lane::People, "s", insert_leaf(1));
}

class PostgresqlWriter : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::getenv("VLECHTWERK_TEST_POSTGRESQL")) GTEST_SKIP() << "VLECHTWERK_TEST_POSTGRESQL is not set";
    auto db = open();
    db.run_script("drop schema if exists public cascade; create schema public; create table leaf (id bigint primary key)");
  }
  Connection open() { return Connection::open_postgresql(testing::PostgresqlServer::get().conninfo()); }
  std::int64_t count() {
    auto db = open();
    auto const rows = db.query("select count(*) from leaf");
    return rows.only().integer(0);
  }
};

TEST_F(PostgresqlWriter, AConnectionThatIsLostInABatchCostsNobodyHisWrite) {
  Writer writer(open(), {}, {});
  Outcomes outcome;
  int runs = 0;
  {
    Gate gate(writer);
    writer.submit(Lane::People, "s", insert_leaf(1), outcome.next());
    writer.submit(
        Lane::People, "s",
        [&](Connection& db) {
          if (++runs == 1) db.query("select pg_terminate_backend(pg_backend_pid())");
          insert_leaf(2)(db);
        },
        outcome.next());
    writer.submit(Lane::People, "s", insert_leaf(3), outcome.next());
    gate.let_go();
  }
  for (std::size_t i = 0; i < outcome.size(); ++i) EXPECT_EQ(outcome[i], "saved");
  EXPECT_EQ(count(), 3);
}

TEST_F(PostgresqlWriter, AConnectionThatWasLostBetweenBatchesIsMadeAgain) {
  auto db = open();
  auto const rows = db.query("select pg_backend_pid()");
  auto const process = rows.only().integer(0);
  Writer writer(std::move(db), {}, {});
  writer.submit(Lane::People, "s", insert_leaf(1));
  open().query("select pg_terminate_backend(cast($1 as integer))", process);
  writer.submit(Lane::People, "s", insert_leaf(2));
  EXPECT_EQ(count(), 2);
}

TEST_F(PostgresqlWriter, AJobThatAlwaysLosesTheConnectionIsToldSoAndTheNextIsServed) {
  Writer writer(open(), {}, {});
  auto const deadly = [](Connection& db) { db.query("select pg_terminate_backend(pg_backend_pid())"); };
  try {
    writer.submit(Lane::People, "s", deadly);
    FAIL();
  } catch (DatabaseError const& error) {
    EXPECT_EQ(error.kind(), DatabaseError::Kind::Lost);
  }
  writer.submit(Lane::People, "s", insert_leaf(1));
  EXPECT_EQ(count(), 1);
}

TEST_F(PostgresqlWriter, ACommitWithAWarningIsNeverAcknowledged) {
  auto db = open();
  db.run_script(
      "create function warn() returns trigger language plpgsql as $$ begin raise warning 'cut short'; return null; end $$;"
      "create constraint trigger late after insert on leaf deferrable initially deferred for each row execute function warn()");
  Writer writer(std::move(db), {}, {});
  EXPECT_THROW(writer.submit(Lane::People, "s", [](Connection& c) { c.execute("insert into leaf (id) values ($1), ($2)", 1, 2); }),
               DatabaseError);
}

}  // namespace
}  // namespace vlechtwerk::store
