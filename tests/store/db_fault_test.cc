#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "store/db/writer.h"
#include "store/fault_vfs.h"
#include "store/key_store.h"
#include "store/support.h"

namespace vlechtwerk::store {
namespace {

using testing::Fault;
using testing::fault;

struct Failure {
  char const* name;
  Fault::Call call;
  int code;
  bool lasting;
};

/// In memory where that exists: the faults are made above the disk, and thousands of real syncs would only take time.
std::filesystem::path memory_directory(char const* name) {
  auto const directory =
      (std::filesystem::exists("/dev/shm") ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path()) /
      fmt::format("vlechtwerk-{}-{}", name, ::getpid());
  std::filesystem::remove_all(directory);
  std::filesystem::create_directory(directory);
  return directory;
}

/// One database, one writer on the failing file layer, rounds of jobs that wait together, and what was acknowledged of them.
class FaultyWriter {
 public:
  FaultyWriter() : directory_(memory_directory("fault")) {
    auto db = Connection::open_sqlite(file(), {.vfs = testing::fault_vfs::name()});
    // A page cache this small spills into the WAL in the middle of a transaction.
    db.run_script("pragma cache_size = 8; create table leaf (id integer primary key, body blob not null) strict");
    writer_ = std::make_unique<Writer>(std::move(db), WriterOptions{.checkpoint_bytes = 48 << 10, .truncate_bytes = 96 << 10},
                                       [this](std::string const&) { ++told_to_stop; });
  }
  ~FaultyWriter() {
    fault.clear();
    writer_.reset();
    std::filesystem::remove_all(directory_);
  }

  /// Five rounds of eight jobs; what was submitted in a round waits together.
  void work() {
    std::vector<std::pair<std::int64_t, std::future<void>>> outcomes;
    for (std::int64_t round = 0; round < 5; ++round) {
      for (std::int64_t i = 0; i < 8; ++i) {
        auto const id = round * 8 + i;
        auto outcome = std::make_shared<std::promise<void>>();
        outcomes.emplace_back(id, outcome->get_future());
        try {
          writer_->submit(Lane::People, "s", job(id),
                          [outcome](std::exception_ptr const& error) { error ? outcome->set_exception(error) : outcome->set_value(); });
        } catch (WriterStopped const&) {
          outcomes.pop_back();
        }
      }
      for (auto& [id, outcome] : outcomes) {
        if (!outcome.valid()) continue;
        try {
          outcome.get();
          acknowledged.insert(id);
        } catch (base::WorldError const&) {
          ++refused;
        }
      }
    }
  }
  void submit(Writer::Job work) { writer_->submit(Lane::People, "s", std::move(work)); }
  bool one_more() {
    try {
      writer_->submit(Lane::People, "s", job(1000));
      acknowledged.insert(1000);
      return true;
    } catch (WriterStopped const&) {
      return false;
    }
  }
  void close() { writer_.reset(); }
  /// What is in the file, and the verdict of SQLite on the file.
  std::set<std::int64_t> stored(Mode mode) {
    auto db = Connection::open_sqlite(file(), {.mode = mode});
    auto const check = db.query("pragma integrity_check");
    EXPECT_EQ(check.only().text(0), "ok");
    std::set<std::int64_t> ids;
    auto const rows = db.query("select id from leaf order by id");
    for (auto const row : rows) ids.insert(row.integer(0));
    return ids;
  }

  std::set<std::int64_t> acknowledged;
  int refused = 0;
  std::atomic<int> told_to_stop = 0;

 private:
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "a.db"; }
  static Writer::Job job(std::int64_t id) {
    return [id](Connection& db) {
      std::vector<std::uint8_t> const body(3000, static_cast<std::uint8_t>(id));
      db.execute("insert into leaf (id, body) values ($1, $2)", id, body);
    };
  }
  std::filesystem::path directory_;
  std::unique_ptr<Writer> writer_;
};

class EveryFault : public ::testing::TestWithParam<Failure> {};
INSTANTIATE_TEST_SUITE_P(Of, EveryFault,
                         ::testing::Values(Failure{"AWriteOnAFullDisk", Fault::Call::Write, SQLITE_FULL, false},
                                           Failure{"AllWritesOnAFullDisk", Fault::Call::Write, SQLITE_FULL, true},
                                           Failure{"AWrite", Fault::Call::Write, SQLITE_IOERR_WRITE, false},
                                           Failure{"AllWrites", Fault::Call::Write, SQLITE_IOERR_WRITE, true},
                                           Failure{"ATruncation", Fault::Call::Truncate, SQLITE_IOERR_TRUNCATE, false},
                                           Failure{"AnAllocation", Fault::Call::Allocate, SQLITE_NOMEM, false},
                                           Failure{"AllAllocations", Fault::Call::Allocate, SQLITE_NOMEM, true}),
                         [](auto const& parameter) { return parameter.param.name; });

TEST_P(EveryFault, ExactlyTheUnacknowledgedAreMissingAndItGoesOnAfterwards) {
  ASSERT_TRUE(testing::memory_can_fail);
  auto const failure = GetParam();
  int met = 0, refused = 0;
  for (int n = 1;; ++n) {
    SCOPED_TRACE(n);
    FaultyWriter world;
    fault.arm(failure.call, n, failure.code, failure.lasting);
    world.work();
    bool const happened = fault.failed() > 0;
    fault.clear();
    refused += world.refused;
    EXPECT_EQ(world.stored(Mode::Reader), world.acknowledged);
    EXPECT_TRUE(world.one_more());
    EXPECT_EQ(world.told_to_stop, 0);
    EXPECT_EQ(world.stored(Mode::Reader), world.acknowledged);
    world.close();
    EXPECT_EQ(world.stored(Mode::Writer), world.acknowledged);
    if (!happened || HasFailure()) break;
    ++met;
  }
  std::cout << failure.name << ": failed at each of " << met << " calls, " << refused << " jobs refused\n";
  EXPECT_GT(met, 0);
}

TEST(HiddenFault, InsideASavepointStillEndsTheTransaction) {
  FaultyWriter world;
  EXPECT_THROW(world.submit([](Connection& db) {
    try {
      Savepoint const part(db);
      fault.arm(Fault::Call::Allocate, 1, SQLITE_NOMEM, true);
      db.query("select count(*) from leaf where id > $1", 0);
    } catch (DatabaseError const& error) {
      EXPECT_EQ(error.kind(), DatabaseError::Kind::Memory);
    }
    fault.clear();
  }),
               DatabaseError);
  EXPECT_TRUE(world.one_more());
}

TEST(EverySync, ThatFailsStopsTheWriterAndNothingAcknowledgedIsMissing) {
  int met = 0;
  for (int n = 1;; ++n) {
    SCOPED_TRACE(n);
    FaultyWriter world;
    fault.arm(Fault::Call::Sync, n, SQLITE_IOERR_FSYNC, false);
    world.work();
    bool const happened = fault.failed() > 0;
    fault.clear();
    EXPECT_EQ(world.one_more(), !happened);
    world.close();
    EXPECT_EQ(world.told_to_stop, happened ? 1 : 0);
    auto const stored = world.stored(Mode::Writer);
    EXPECT_TRUE(std::includes(stored.begin(), stored.end(), world.acknowledged.begin(), world.acknowledged.end()));
    if (!happened || HasFailure()) break;
    ++met;
  }
  std::cout << "syncs: failed at each of " << met << " calls\n";
  EXPECT_GT(met, 5);
}

/// A key store on the failing file layer: keys are made, and every third is destroyed. What was answered is kept to compare.
class FaultyKeys {
 public:
  FaultyKeys() : directory_(memory_directory("keys")) { open().create_tenant(tenant_); }
  ~FaultyKeys() {
    fault.clear();
    std::filesystem::remove_all(directory_);
  }
  void work() {
    auto keys = open();
    for (std::uint8_t i = 0; i < 12; ++i) {
      auto const one = subject(i);
      try {
        if (auto const key = keys.subject_key(tenant_, one)) made[one.id] = key->key.reveal();
        if (i % 3 == 2) {
          made.erase(one.id);  // from here on it may be gone, answered or not
          keys.destroy(tenant_, one, clock_.now());
          destroyed.insert(one.id);
        }
      } catch (base::WorldError const&) {
        ++refused;
      }
    }
  }
  /// What a new start finds: every key that was answered, and none that was said to be destroyed.
  void compare() {
    auto keys = open();
    for (std::uint8_t i = 0; i < 12; ++i) {
      auto const one = subject(i);
      auto const found = keys.find_subject_key(tenant_, one);
      if (made.contains(one.id)) {
        ASSERT_TRUE(found.has_value()) << "a key that was handed out is gone";
        EXPECT_EQ(found->key.reveal(), made[one.id]);
      }
      EXPECT_FALSE(destroyed.contains(one.id) && found) << "a key that was destroyed is back";
    }
  }

  std::map<base::Uuid, std::vector<std::uint8_t>> made;
  std::set<base::Uuid> destroyed;
  int refused = 0, told_to_stop = 0;

 private:
  Keys open() {
    return Keys([this] { return Connection::open_sqlite(directory_ / "keys.db", {.vfs = testing::fault_vfs::name()}); },
                base::SecretBytes(std::vector<std::uint8_t>(32, 7)), random_, clock_, [this](std::string const&) { ++told_to_stop; });
  }
  static journal::Subject subject(std::uint8_t number) {
    base::Uuid id;
    id.bytes[15] = static_cast<std::uint8_t>(number + 1);
    return {journal::SubjectKind::Child, id};
  }

  std::filesystem::path directory_;
  base::SystemRandom random_;
  base::SystemClock clock_;
  app::TenantId tenant_ = app::TenantId::make(clock_.now(), random_);
};

TEST(EverySyncOfTheKeyStore, ThatFailsStopsItAndNoKeyThatWasAnsweredIsMissing) {
  int met = 0;
  for (int n = 1;; ++n) {
    SCOPED_TRACE(n);
    FaultyKeys world;
    fault.arm(Fault::Call::Sync, n, SQLITE_IOERR_FSYNC, false);
    world.work();
    bool const happened = fault.failed() > 0;
    fault.clear();
    EXPECT_EQ(world.told_to_stop, happened ? 1 : 0);
    EXPECT_TRUE(!happened || n > 10 || world.refused > 1) << "it went on after a failed sync";
    world.compare();
    if (!happened || HasFailure()) break;
    ++met;
  }
  std::cout << "syncs of the key store: failed at each of " << met << " calls\n";
  EXPECT_GT(met, 10);
}

}  // namespace
}  // namespace vlechtwerk::store
