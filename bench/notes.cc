// Durable notes per second through the whole use case (gate, seal, journal, projections, audit, commit) with 1, 8 and 64 writers, beside
// one commit per note, and beside what the disk and SQLite can do without us.
// usage: bench_notes [directory] [seconds per figure]
#include <fcntl.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

#include "faults/driver/mix.h"

namespace vlechtwerk::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr int kChildren = 40;

double seconds_since(SteadyClock::time_point start) { return std::chrono::duration<double>(SteadyClock::now() - start).count(); }

/// Seconds of processor that a thread has used.
double cpu_of(clockid_t clock) {
  timespec at{};
  clock_gettime(clock, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
}

/// Bytes that this process has handed to the system to write.
double bytes_written() {
  std::ifstream in("/proc/self/io");
  std::string name;
  for (double value = 0; in >> name >> value;)
    if (name == "wchar:") return value;
  return 0;
}

/// Times per second that `work` runs within `seconds`, by one thread.
template <class Work>
double rate(double seconds, Work work) {
  auto const start = SteadyClock::now();
  std::int64_t done = 0;
  for (; seconds_since(start) < seconds; ++done) work();
  return static_cast<double>(done) / seconds_since(start);
}

double syncs_per_second(fs::path const& file, double seconds) {
  int const fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) throw std::runtime_error("cannot open " + file.string());
  std::string const block(4096, 'x');
  constexpr int blocks = 1024;
  auto const put = [&](int number) {
    if (pwrite(fd, block.data(), block.size(), static_cast<off_t>(number) * 4096) != 4096) throw std::runtime_error("cannot write");
  };
  for (int i = 0; i < blocks; ++i) put(i);
  fdatasync(fd);
  int next = 0;
  auto const result = rate(seconds, [&] {
    put(next++ % blocks);
    fdatasync(fd);
  });
  close(fd);
  return result;
}

/// Rows per second into one table with `batch` rows per commit.
double inserts_per_second(fs::path const& file, int batch, double seconds) {
  auto db = store::Connection::open_sqlite(file);
  db.run_script("drop table if exists note; create table note (id blob primary key, body text not null) strict, without rowid");
  base::SystemRandom random;
  base::SystemClock clock;
  std::string const body(200, 'x');
  return batch * rate(seconds, [&] {
           db.begin();
           for (int i = 0; i < batch; ++i)
             db.execute("insert into note (id, body) values ($1, $2)", base::Uuid::v7(clock.now(), random), body);
           db.commit();
           if (db.wal_bytes() > (4 << 20)) db.checkpoint();
         });
}

/// The house of the tests of faults with children in it.
struct Street {
  faults::House house;
  std::vector<app::ChildId> children;  ///< the even ones in the first group, the odd ones in the second
};

Street make_street(fs::path const& directory) {
  faults::World world({directory.string(), {}, {}}, {});
  Street street{faults::make_house(world), {}};
  for (int i = 0; i < kChildren; ++i) {
    auto const place = static_cast<std::size_t>(i % 2);
    app::Caller const caller{street.house.leader, world.clock.now(), "setup"};
    app::RegisterChildForm form;
    form.id = app::EntryId::make(caller.now, world.random);
    form.child = app::ChildId::make(caller.now, world.random);
    form.first_name = base::Private(faults::first_name_of(form.child));
    form.last_name = base::Private(faults::last_name_of(form.child));
    form.born_on = base::amsterdam_day(caller.now).plus_days(-900);
    form.group = street.house.groups[place];
    form.mentor = street.house.workers[place].account;
    form.parents = {{base::Private(faults::parent_of(form.child)), base::Private("moeder"), true}};
    if (auto const made = app::register_child(*world.context, caller, form); !made) throw std::runtime_error(made.error().code);
    street.children.push_back(form.child);
  }
  return street;
}

/// The product on that store, with the writer's options that a measurement asks for.
struct Product {
  Product(fs::path const& directory, store::WriterOptions const& writer) {
    store::StoreOptions options;
    options.writer = writer;
    database = store::open_sqlite_store(directory, std::move(options));
    keys = store::open_key_store(directory / "keys.sqlite", faults::master_key(), random, clock);
    context.emplace(app::Context{*database, *keys, random, passwords, rules, totp, qr_code, codes, lookup, plans, access, false});
  }
  base::SystemClock clock;
  base::SystemRandom random;
  platform::Argon2idHasher passwords{1};
  platform::StandardPasswordRules rules;
  platform::OathTotp totp;
  platform::SvgQrCode qr_code;
  platform::CrockfordCodes codes;
  platform::Blake2bLookupHashes lookup;
  app::PlanLibrary plans{[](std::string_view) { return base::fail(base::ErrorKind::NotFound, "no_plan", {}); }};
  app::AccessWindow access;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::Keys> keys;
  std::optional<app::Context> context;
};

struct Figures {
  double per_second = 0;
  double p50 = 0, p99 = 0;                     ///< milliseconds until it was durable
  double writer_cpu = 0, process_cpu = 0;      ///< microseconds per note: the writer's thread, the whole process
  double grown = 0, written = 0, journal = 0;  ///< bytes per note: of the database, handed to the disk; bytes of the WAL at the end
};

double size_of(fs::path const& file) { return fs::exists(file) ? static_cast<double>(fs::file_size(file)) : 0; }

Figures measure(fs::path const& directory, Street const& street, int writers, std::size_t batch, double seconds) {
  store::WriterOptions options;
  options.batch_jobs = batch;
  Product product(directory, options);
  auto const file = directory / store::kDatabaseFile;
  auto const checkpoint = [&] {
    clockid_t clock{};
    product.database->writer().between_batches([&](store::Connection& db) {
      db.checkpoint(true);
      pthread_getcpuclockid(pthread_self(), &clock);
    });
    return clock;
  };
  auto const writer_clock = checkpoint();
  double const size = size_of(file), written = bytes_written();
  double const writer_cpu = cpu_of(writer_clock), process_cpu = cpu_of(CLOCK_PROCESS_CPUTIME_ID);
  auto const start = SteadyClock::now();
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(writers));
  std::atomic<bool> broken = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < writers; ++i) {
    threads.emplace_back([&, i] {
      auto& mine = waits[static_cast<std::size_t>(i)];
      // Each writer is somebody else's session: one session may not fill the queue.
      auto workers = street.house.workers;
      for (auto& worker : workers) worker.session = {static_cast<std::uint8_t>(i)};
      for (auto number = static_cast<std::size_t>(i); seconds_since(start) < seconds && !broken; number += 2) {
        app::Caller const caller{workers[number % 2], product.clock.now(), "bench"};
        auto const id = app::EntryId::make(caller.now, product.random);
        auto const asked = SteadyClock::now();
        try {
          if (!app::record_note(*product.context, caller,
                                {id, street.children[number % kChildren], "opvallend", std::nullopt, std::nullopt,
                                 base::Private(faults::text_of(id)), base::Private()}))
            broken = true;
        } catch (base::WorldError const&) {
          broken = true;
        }
        mine.push_back(seconds_since(asked) * 1e3);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  if (broken) throw std::runtime_error("a note was refused");
  double const took = seconds_since(start);
  Figures out;
  std::vector<double> all;
  for (auto const& mine : waits) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  auto const notes = static_cast<double>(all.size());
  auto const at = [&](double part) { return all[static_cast<std::size_t>(part * (notes - 1))]; };
  out.per_second = notes / took;
  out.p50 = at(0.5);
  out.p99 = at(0.99);
  out.writer_cpu = (cpu_of(writer_clock) - writer_cpu) / notes * 1e6;
  out.process_cpu = (cpu_of(CLOCK_PROCESS_CPUTIME_ID) - process_cpu) / notes * 1e6;
  out.written = (bytes_written() - written) / notes;
  out.journal = size_of(file.string() + "-wal");
  checkpoint();
  out.grown = (size_of(file) - size) / notes;
  return out;
}

void run(fs::path const& directory, double seconds) {
  fmt::print("raw, one thread, before: {:.0f} syncs of 4 KB/s", syncs_per_second(directory / "sync", seconds));
  for (int const batch : {1, 64})
    fmt::print(", {:.0f} SQLite rows/s at {} per commit", inserts_per_second(directory / fmt::format("raw{}.db", batch), batch, seconds),
               batch);
  fmt::print(
      "\n\n| writers | notes per commit, at most | notes/s | p50 ms | p99 ms | writer CPU us/note | process CPU us/note "
      "| database bytes/note | bytes written/note | WAL at the end, KB |\n|---|---|---|---|---|---|---|---|---|---|\n");
  auto const street = make_street(directory);
  double together = 0, alone = 0;
  for (int const writers : {1, 8, 64}) {
    for (std::size_t const batch : {store::WriterOptions{}.batch_jobs, std::size_t{1}}) {
      auto const f = measure(directory, street, writers, batch, seconds);
      fmt::print("| {} | {} | {:.0f} | {:.2f} | {:.2f} | {:.0f} | {:.0f} | {:.0f} | {:.0f} | {:.0f} |\n", writers, batch, f.per_second,
                 f.p50, f.p99, f.writer_cpu, f.process_cpu, f.grown, f.written, f.journal / 1024);
      std::fflush(stdout);
      (batch == 1 ? alone : together) = f.per_second;
    }
  }
  fmt::print("\nat 64 writers: {:.1f} times one commit per note\n", together / alone);
  fmt::print("raw, one thread, after: {:.0f} syncs of 4 KB/s\n", syncs_per_second(directory / "sync", seconds));
}

}  // namespace
}  // namespace vlechtwerk::bench

int main(int count, char** values) {
  auto place = std::filesystem::path(count > 1 ? values[1] : ".") / "bench-XXXXXX";
  auto name = place.string();
  if (!mkdtemp(name.data())) {
    std::perror(name.c_str());
    return 1;
  }
  int result = 0;
  try {
    vlechtwerk::bench::run(name, count > 2 ? std::atof(values[2]) : 3);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "bench_notes: %s\n", error.what());
    result = 1;
  }
  std::filesystem::remove_all(name);
  return result;
}
