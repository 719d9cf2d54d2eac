// Durable jobs per second through the writer with 1, 8 and 64 submitters, beside one commit per job, in turns in one run.
// usage: writer_raw [directory] [seconds per figure]
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "store/db/writer.h"

using namespace vlechtwerk;
using namespace vlechtwerk::store;

namespace {

constexpr char const* insert = "insert into note (id, body) values ($1, $2)";

Connection fresh(std::filesystem::path const& file) {
  auto db = Connection::open_sqlite(file);
  db.run_script("drop table if exists note; create table note (id blob primary key, body text not null) strict, without rowid");
  return db;
}

/// Jobs per second when `submitters` threads call `job` for `seconds`.
template <class Job>
double rate(int submitters, double seconds, Job job) {
  std::atomic<std::int64_t> done = 0;
  std::vector<std::thread> threads;
  auto const start = std::chrono::steady_clock::now();
  auto const end = start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
  for (int i = 0; i < submitters; ++i) {
    threads.emplace_back([&, i] {
      auto const session = std::to_string(i);
      while (std::chrono::steady_clock::now() < end) {
        job(session);
        ++done;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return static_cast<double>(done) / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int count, char** values) {
  std::filesystem::path const directory = count > 1 ? values[1] : ".";
  double const seconds = count > 2 ? std::atof(values[2]) : 2;
  auto const file = directory / "writer_raw.db";
  std::string const body(200, 'x');
  base::SystemRandom random;
  auto const write = [&](Connection& db) { db.execute(insert, base::Uuid::v7(base::SystemClock().now(), random), body); };

  for (int const submitters : {1, 8, 64}) {
    double alone = 0, together = 0;
    {
      auto db = fresh(file);
      std::mutex turn;
      alone = rate(submitters, seconds, [&](std::string const&) {
        std::lock_guard const lock(turn);
        db.begin();
        write(db);
        db.commit();
        if (db.wal_bytes() > (4 << 20)) db.checkpoint();
      });
    }
    {
      Writer writer(fresh(file), {}, {});
      together = rate(submitters, seconds, [&](std::string const& session) { writer.submit(Lane::People, session, write); });
    }
    std::cout << submitters << " submitters: one commit per job " << std::lround(alone) << "/s, writer " << std::lround(together)
              << "/s, ratio " << std::round(together / alone * 10) / 10 << "\n";
  }
  for (auto const* const end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
}
