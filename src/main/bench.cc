// Durable notes per second through the whole use case (gate, seal, journal, projections, audit, commit) with 1, 8 and 64 writers, beside
// one commit per note, and beside what the disk and SQLite can do without us.
#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <iostream>
#include <thread>

#include "main/world.h"
#include "platform/lookup.h"
#include "platform/password.h"
#include "platform/picture.h"
#include "platform/second_factor.h"
#include "store/key_store.h"
#include "store/raw_rows.h"
#include "store/store.h"

namespace vlechtwerk {
namespace {

using SteadyClock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr std::size_t kChildren = 40;

/// Set by Ctrl-C: the measuring stops, and what it made is removed.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): a signal handler reaches nothing else
std::atomic<bool> stopped = false;
void stop(int) { stopped = true; }
void go_on_unless_stopped() {
  if (stopped) throw std::runtime_error("stopped");
}

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
  for (; seconds_since(start) < seconds; ++done) {
    go_on_unless_stopped();
    work();
  }
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
  store::RawRows rows(file);
  return batch * rate(seconds, [&] { rows.put(batch); });
}

/// The product on a store of its own, with as many notes per commit as a measurement asks for. `address`: PostgreSQL; empty: SQLite.
struct Product {
  Product(fs::path const& directory, std::string const& address, base::SecretBytes const& master_key, std::size_t batch) {
    store::StoreOptions options;
    options.writer.batch_jobs = batch;
    fs::create_directories(directory);
    database = address.empty() ? store::open_sqlite_store(directory, std::move(options))
                               : store::open_postgresql_store(address, std::move(options));
    keys = store::open_key_store(directory / "keys.sqlite", master_key, random, clock);
    context.emplace(app::Context{*database, *keys, random, passwords, rules, totp, qr_code, pictures, codes, lookup, plans, access, false});
  }
  base::SystemClock clock;
  base::SystemRandom random;
  platform::Argon2idHasher passwords{1};
  platform::StandardPasswordRules rules;
  platform::OathTotp totp;
  platform::SvgQrCode qr_code;
  platform::JpegPictures pictures;
  platform::CrockfordCodes codes;
  platform::Blake2bLookupHashes lookup;
  app::PlanLibrary plans{[](std::string_view) { return base::fail(base::ErrorKind::NotFound, "no_plan", {}); }};
  app::AccessWindow access;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::Keys> keys;
  std::optional<app::Context> context;
};

/// A location with two groups, a worker on each, and children who are nobody.
struct Street {
  app::TenantId tenant;
  std::vector<app::Actor> workers;
  std::vector<app::ChildId> children;  ///< the even ones in the first group, the odd ones in the second
};

Street make_street(Product& product) {
  auto const now = product.clock.now();
  auto& random = product.random;
  Street street;
  street.tenant = app::TenantId::make(now, random);
  product.keys->create_tenant(street.tenant);
  product.database->write_global([&](app::GlobalWriteTx& tx) { tx.put(app::TenantRow{street.tenant, "bench"}); });
  auto const organisation = app::OrganisationId::make(now, random);
  auto const location = app::LocationId::make(now, random);
  auto const actor = [&](app::Role role) {
    return app::Actor{
        app::AccountId::make(now, random), street.tenant, app::MembershipId::make(now, random), role, organisation, location, {}};
  };
  auto const leader = actor(app::Role::Leidinggevende);
  street.workers = {actor(app::Role::PedagogischMedewerker), actor(app::Role::PedagogischMedewerker)};
  std::vector<app::GroupId> const groups{app::GroupId::make(now, random), app::GroupId::make(now, random)};
  product.database->write(street.tenant, app::Lane::Bulk, "bench", [&](app::WriteTx& tx) {
    tx.put(app::OrganisationRow{organisation, "bench", app::OrganisationKind::Kinderopvang, ""});
    tx.put(app::LocationRow{location, organisation, "bench"});
    for (auto const& one : {leader, street.workers[0], street.workers[1]})
      tx.put(app::MembershipRow{one.membership, one.account, organisation, one.role, location, now});
    for (std::size_t i = 0; i < groups.size(); ++i) {
      tx.put(app::GroupRow{groups[i], location, organisation, "bench", "regular"});
      tx.put(app::GroupWorkerRow{street.workers[i].account, groups[i], now});
    }
  });
  for (std::size_t i = 0; i < kChildren; ++i) {
    app::Caller const caller{leader, product.clock.now(), "bench"};
    app::RegisterChildForm form;
    form.id = app::EntryId::make(caller.now, random);
    form.child = app::ChildId::make(caller.now, random);
    form.first_name = base::Private("bench");
    form.last_name = base::Private(form.child.text());
    form.born_on = base::amsterdam_day(caller.now).plus_days(-900);
    form.group = groups[i % 2];
    form.mentor = street.workers[i % 2].account;
    form.parents = {{base::Private("bench"), base::Private(), true}};
    if (auto const made = app::register_child(*product.context, caller, form); !made) throw std::runtime_error(made.error().code);
    street.children.push_back(form.child);
  }
  return street;
}

struct Figures {
  double per_second = 0;
  double p50 = 0, p99 = 0;                     ///< milliseconds until it was durable
  double writer_cpu = 0, process_cpu = 0;      ///< microseconds per note: the writer's thread, the whole process
  double grown = 0, written = 0, journal = 0;  ///< bytes per note: of the database, handed to the disk; bytes of the WAL at the end
};

double size_of(fs::path const& file) { return fs::exists(file) ? static_cast<double>(fs::file_size(file)) : 0; }

Figures measure(Product& product, fs::path const& directory, Street const& street, int writers, double seconds) {
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
      auto workers = street.workers;
      for (auto& worker : workers) worker.session = {static_cast<std::uint8_t>(i)};
      for (auto number = static_cast<std::size_t>(i); (mine.empty() || seconds_since(start) < seconds) && !broken && !stopped;
           number += 2) {
        app::Caller const caller{workers[number % 2], product.clock.now(), "bench"};
        auto const id = app::EntryId::make(caller.now, product.random);
        auto const asked = SteadyClock::now();
        try {
          if (!app::record_note(*product.context, caller,
                                {id, street.children[number % kChildren], "opvallend", std::nullopt, std::nullopt,
                                 base::Private("Vandaag bouwde zij rustig een lange toren " + id.text()), base::Private()}))
            broken = true;
        } catch (base::WorldError const&) {
          broken = true;
        }
        mine.push_back(seconds_since(asked) * 1e3);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  go_on_unless_stopped();
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

void run(std::ostream& out, fs::path const& directory, std::string const& address, double seconds) {
  auto const syncs = [&] { return syncs_per_second(directory / "sync", seconds); };
  out << fmt::format("raw, one thread, before: {:.0f} syncs of 4 KB/s", syncs());
  for (int const batch : {1, 64})
    out << fmt::format(", {:.0f} SQLite rows/s at {} per commit",
                       inserts_per_second(directory / fmt::format("raw{}.db", batch), batch, seconds), batch);
  out << "\n\n| writers | notes per commit, at most | notes/s | p50 ms | p99 ms | writer CPU us/note | process CPU us/note "
         "| database bytes/note | bytes written/note | WAL at the end, KB |\n|---|---|---|---|---|---|---|---|---|---|\n";
  base::SystemRandom random;
  auto const master_key = store::make_master_key(random);
  std::size_t const as_served = store::WriterOptions{}.batch_jobs;
  std::optional<Street> street;
  double together = 0, alone = 0;
  for (int const writers : {1, 8, 64}) {
    for (std::size_t const batch : {as_served, std::size_t{1}}) {
      Product product(directory / "store", address, master_key, batch);
      if (!street) street = make_street(product);
      auto const f = measure(product, directory / "store", *street, writers, seconds);
      out << fmt::format("| {} | {} | {:.0f} | {:.2f} | {:.2f} | {:.0f} | {:.0f} | {:.0f} | {:.0f} | {:.0f} |", writers, batch,
                         f.per_second, f.p50, f.p99, f.writer_cpu, f.process_cpu, f.grown, f.written, f.journal / 1024)
          << std::endl;
      (batch == 1 ? alone : together) = f.per_second;
    }
  }
  out << fmt::format("\nat 64 writers: {:.1f} times one commit per note\nraw, one thread, after: {:.0f} syncs of 4 KB/s\n",
                     together / alone, syncs());
}

/// A folder of its own, gone at the end.
class Scratch {
 public:
  explicit Scratch(fs::path const& in) : name_((in / "vlechtwerk-bench-XXXXXX").string()), made_(mkdtemp(name_.data()) != nullptr) {}
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (made_) fs::remove_all(name_, ignored);
  }
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] fs::path path() const { return name_; }

 private:
  std::string name_;
  bool made_;
};

}  // namespace

int bench(cli::Shell& shell, cli::Options const& options) {
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  Scratch const scratch(options.dir);
  if (!scratch.made())
    return cli::complain(
        shell, options,
        {base::ErrorKind::InvalidInput,
         "dir",
         {base::N_("In {place} kan niet worden geschreven. Kies een andere map met --dir."), {{"place", options.dir.string()}}},
         {}});
  try {
    run(shell.out, scratch.path(), options.database, options.seconds);
  } catch (std::runtime_error const& error) {
    shell.err << "vlechtwerk: " << error.what() << '\n';
    return 2;
  }
  return 0;
}

}  // namespace vlechtwerk
