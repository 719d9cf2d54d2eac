#pragma once
// A fresh database for each test, on each engine that is at hand. SQLite always is; PostgreSQL when VLECHTWERK_TEST_POSTGRESQL holds the
// connection of a superuser, for example "postgresql://?host=/tmp/x&user=postgres&dbname=postgres". A database of its own is made
// there, owned by a role that is not a superuser, because a superuser walks past row level security.
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/db/connection.h"
#include "store/db/migrations.h"

namespace vlechtwerk::store::testing {

inline std::vector<Engine> engines_at_hand() {
  std::vector<Engine> engines{Engine::Sqlite};
  if (std::getenv("VLECHTWERK_TEST_POSTGRESQL")) engines.push_back(Engine::Postgresql);
  return engines;
}

/// The PostgreSQL database of this run of the tests.
class PostgresqlServer {
 public:
  static PostgresqlServer& get() {
    static PostgresqlServer server;
    return server;
  }
  /// Logs in as the role that owns the database.
  [[nodiscard]] std::string conninfo() const { return with({{"dbname", name_}, {"user", owner_}, {"password", "only for tests"}}); }
  /// Logs in as the superuser, in the same database.
  [[nodiscard]] std::string superuser_conninfo() const { return with({{"dbname", name_}}); }
  void drop() {
    auto admin = Connection::open_postgresql(with({}));
    admin.query("drop database if exists " + name_ + " with (force)");
    admin.query("drop role if exists " + owner_);
  }

 private:
  PostgresqlServer() : name_("vlechtwerk_test_" + std::to_string(::getpid())), owner_(name_ + "_owner") {
    drop();
    auto admin = Connection::open_postgresql(with({}));
    admin.query("create role " + owner_ + " login nosuperuser nobypassrls password 'only for tests'");
    admin.query("create database " + name_ + " owner " + owner_ + " template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
  }
  [[nodiscard]] static std::string with(std::map<std::string, std::string> values) {
    auto* const options = PQconninfoParse(std::getenv("VLECHTWERK_TEST_POSTGRESQL"), nullptr);
    if (!options) throw std::runtime_error("VLECHTWERK_TEST_POSTGRESQL cannot be read");
    for (auto const* option = options; option->keyword; ++option) {
      if (option->val) values.emplace(option->keyword, option->val);
    }
    PQconninfoFree(options);
    std::string text;
    for (auto const& [key, value] : values) text += key + "='" + value + "' ";
    return text;
  }
  std::string name_, owner_;
};

/// Base of every test that runs on both engines; name the suite and write ON_BOTH_ENGINES(Suite) below it.
class EngineTest : public ::testing::TestWithParam<Engine> {
 public:
  static std::map<Engine, int>& runs() {
    static std::map<Engine, int> counts;
    return counts;
  }

 protected:
  EngineTest() : directory_(make_directory()) {
    ++runs()[GetParam()];
    if (GetParam() == Engine::Postgresql) {
      auto db = Connection::open_postgresql(PostgresqlServer::get().conninfo());
      db.run_script("drop schema if exists public cascade; create schema public");
    }
  }
  ~EngineTest() override { std::filesystem::remove_all(directory_); }

  /// A further connection to the database of this test. On SQLite at most one writer at a time.
  Connection open(Mode mode = Mode::Writer) const {
    if (GetParam() == Engine::Sqlite) return Connection::open_sqlite(file(), {.mode = mode});
    return Connection::open_postgresql(PostgresqlServer::get().conninfo(), {.mode = mode});
  }
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "test.db"; }
  [[nodiscard]] std::filesystem::path const& directory() const { return directory_; }

  static std::filesystem::path make_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "vlechtwerk-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
    return name;
  }

 private:
  std::filesystem::path directory_;
};

inline std::string engine_name(::testing::TestParamInfo<Engine> const& info) {
  return info.param == Engine::Sqlite ? "Sqlite" : "Postgresql";
}

/// Runs a text written with the words of migrations/README.md.
inline void create(Connection& db, std::string_view text) { db.run_script(migration_text(text, db.engine())); }

/// Tells after all tests how many ran on each engine; both must be the same.
class EqualCounts : public ::testing::Environment {
 public:
  void TearDown() override {
    auto& runs = EngineTest::runs();
    std::cout << "tests on SQLite: " << runs[Engine::Sqlite] << ", on PostgreSQL: " << runs[Engine::Postgresql] << "\n";
    if (!std::getenv("VLECHTWERK_TEST_POSTGRESQL")) return;
    if (::testing::GTEST_FLAG(filter) == "*") {
      EXPECT_EQ(runs[Engine::Sqlite], runs[Engine::Postgresql]);
    }
    PostgresqlServer::get().drop();
  }
};
inline auto* const equal_counts = ::testing::AddGlobalTestEnvironment(new EqualCounts);

}  // namespace vlechtwerk::store::testing

#define ON_BOTH_ENGINES(Suite)                                                                              \
  INSTANTIATE_TEST_SUITE_P(On, Suite, ::testing::ValuesIn(::vlechtwerk::store::testing::engines_at_hand()), \
                           ::vlechtwerk::store::testing::engine_name)
