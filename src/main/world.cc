#include "main/world.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "app/erasure.h"
#include "app/terminal.h"
#include "domain/entry_kind.h"
#include "embedded/stappenplannen.h"
#include "interop/stappenplan/change_plan.h"
#include "interop/stappenplan/plan_file.h"
#include "platform/lookup.h"
#include "platform/password.h"
#include "platform/picture.h"
#include "platform/second_factor.h"
#include "store/key_store.h"
#include "store/maintenance.h"
#include "store/store.h"

namespace vlechtwerk {

using base::ErrorKind;
using base::N_;

namespace {

base::Result<app::PlanLibrary::Plan> read_plan(std::string_view text) {
  auto parsed = interop::parse_plan(text, "stappenplan");
  if (!parsed.plan) return base::fail(ErrorKind::InvalidInput, "plan_file", interop::first_error(parsed.diagnostics));
  return std::move(*parsed.plan);
}

domain::stappenplan::ChangedFile change_plan(std::string_view text, app::PlanLibrary::Edits const& edits) {
  return interop::change_plan(text, edits);
}

/// The whole content of a small file, or nullopt when it is not there.
std::optional<std::string> read_small(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Writes a small file that is there after a power cut, readable by its owner alone.
void write_small(std::filesystem::path const& path, std::string_view text) {
  auto const part = path.string() + ".part";
  int const file = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool good = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  if (file >= 0) good = close(file) == 0 && good;
  good = good && rename(part.c_str(), path.c_str()) == 0;
  if (int const directory = open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); directory >= 0) {
    good = fsync(directory) == 0 && good;
    close(directory);
  }
  if (!good) throw base::WorldError("cannot write " + path.string());
}

/// Where the parts of a store are. The two addresses stand in the file `where`, so that later commands need only --data.
struct Places {
  std::filesystem::path data, master_key;
  std::string database, keys;
};

Places places_of(cli::Options const& options) {
  Places out{options.data, options.master_key, options.database, options.keys};
  if (out.master_key.empty()) out.master_key = out.data / "master.key";
  if (auto const where = read_small(out.data / "where"); where) {
    std::istringstream lines(*where);
    std::string database, keys;
    std::getline(lines, database);
    std::getline(lines, keys);
    if (out.database.empty()) out.database = database;
    if (out.keys.empty()) out.keys = keys;
  }
  return out;
}

/// Where a new master key stands while it takes the place of the old one.
std::filesystem::path next_master_key(Places const& places) { return places.master_key.string() + ".new"; }

/// The last step of that: the file of the master key holds the new one, and its recovery sheet is not in a safe yet.
void take_next_master_key(Places const& places, base::SecretBytes const& fresh) {
  write_small(places.master_key, store::master_key_text(fresh).reveal() + "\n");
  std::error_code ignored;
  std::filesystem::remove(next_master_key(places), ignored);
  std::filesystem::remove(places.data / "recovery-sheet-confirmed", ignored);
}

bool is_address(std::string const& text) { return text.starts_with("postgresql://") || text.starts_with("postgres://"); }

class OpenedWorld final : public cli::World {
 public:
  OpenedWorld(cli::Options const& options, Places const& places, base::SecretBytes const& master)
      : access_(options.access_minutes), plans_(read_plan, change_plan, shipped_plans()) {
    auto const stopped = [](std::string const& why) {
      // Rule of the writer: a failed sync is not tried again. Nothing more is acknowledged; the next start recovers from the log.
      auto const line = "vlechtwerk: the disk failed, nothing more is saved: " + why + "\n";
      [[maybe_unused]] auto const written = ::write(2, line.data(), line.size());
      _exit(70);
    };
    store::StoreOptions store_options;
    store_options.stopped = stopped;
    store_ = is_address(places.database) ? store::open_postgresql_store(places.database, store_options)
                                         : store::open_sqlite_store(places.data, store_options);
    if (is_address(places.database) && !is_address(places.keys)) {
      auto lock = store::LockFile::acquire(places.data);
      if (!lock) throw store::StoreRefused(lock.error());
      lock_.emplace(std::move(*lock));
    }
    keys_ = is_address(places.keys)
                ? store::open_key_store_postgresql(places.keys, master, random_, system_clock_, stopped)
                : store::open_key_store(places.keys.empty() ? places.data / "keys.sqlite" : std::filesystem::path(places.keys), master,
                                        random_, system_clock_, stopped);
    bool demo = false;
    store_->read_global([&](app::GlobalTx const& tx) { demo = tx.setting("demo") == "1"; });
    context_.emplace(
        app::Context{*store_, *keys_, random_, passwords_, rules_, totp_, qr_code_, pictures_, codes_, lookup_, plans_, access_, demo});
    context = &*context_;
    clock = &system_clock_;
    wire_maintenance(places);
  }

 private:
  void wire_maintenance(Places const& places);

  base::SystemClock system_clock_;
  base::SystemRandom random_;
  platform::Argon2idHasher passwords_{std::max(1U, std::thread::hardware_concurrency())};
  platform::StandardPasswordRules rules_;
  platform::OathTotp totp_;
  platform::SvgQrCode qr_code_;
  platform::JpegPictures pictures_;
  platform::CrockfordCodes codes_;
  platform::Blake2bLookupHashes lookup_;
  app::AccessWindow access_;
  app::PlanLibrary plans_;
  std::optional<store::LockFile> lock_;
  std::unique_ptr<store::Database> store_;
  std::unique_ptr<store::Keys> keys_;
  std::optional<app::Context> context_;
};

std::vector<app::TenantId> tenants_of(store::Database& store) {
  std::vector<app::TenantId> out;
  store.read_global([&](app::GlobalTx const& tx) {
    for (auto const& row : tx.tenants()) out.push_back(row.id);
  });
  return out;
}

/// A head that was exported earlier speaks for itself: its line carries the public key under which it was signed.
cli::Maintenance::Verified verify_all(store::Database& store, std::vector<std::string> const& heads) {
  cli::Maintenance::Verified out;
  journal::Bytes public_key;
  if (!heads.empty()) {
    auto const first = journal::read_signed_head(heads.front());
    if (!first) return {0, {"the first line of the heads is not a signed head"}};
    public_key = first->public_key;
  }
  for (auto const tenant : tenants_of(store)) {
    auto const one = store::verify(store, tenant, heads, public_key);
    out.entries += one.entries + one.audit_rows;
    out.broken.insert(out.broken.end(), one.broken.begin(), one.broken.end());
  }
  return out;
}

void OpenedWorld::wire_maintenance(Places const& places) {
  maintenance.forget_old_keys = [this] { keys_->forget_expired(); };
  maintenance.verify = [this](std::vector<std::string> const& heads) { return verify_all(*store_, heads); };
  maintenance.rebuild = [this](base::Date today) {
    std::int64_t count = 0;
    for (auto const tenant : tenants_of(*store_)) {
      auto const source = app::stored_plans(*store_, plans_, tenant);
      std::vector<app::ClosingRow> closings;
      store_->read(tenant, [&](app::ReadTx const& tx) { closings = tx.closings(); });
      store::Folds const folds{
          [&](app::ChildId child, std::vector<app::FoldEntry> const& entries) {
            return app::project_child(child, entries, source, today, closings);
          },
          [](app::CaseId hulpvraag, std::vector<app::FoldEntry> const& entries) { return app::project_question(hulpvraag, entries); }};
      auto const done = store::rebuild(*store_, tenant, folds);
      count += done.children + done.questions;
    }
    return count;
  };
  maintenance.dump = [this] {
    std::string out;
    for (auto const tenant : tenants_of(*store_)) out += store::dump_projections(*store_, tenant);
    return out;
  };
  maintenance.backup = [this](std::filesystem::path const& to) {
    store::backup(*store_, *keys_, to / "database", to / "keys", system_clock_.now());
  };
  maintenance.signed_heads = [this] { return store::signed_heads(*store_, *keys_, system_clock_.now()); };
  maintenance.add_heads_of_the_day = [this](std::filesystem::path const& file) {
    store::add_heads_of_the_day(*store_, *keys_, file, system_clock_.now());
  };
  maintenance.rotate_tenant_key = [this](app::TenantId tenant) { keys_->rotate_tenant_key(tenant); };
  maintenance.rotate_master_key = [this, places] {
    auto const fresh = store::make_master_key(random_);
    auto text = store::master_key_text(fresh);
    // The new key is durable before anything is wrapped by it. Broken off after that, the next start finds it in this file.
    write_small(next_master_key(places), text.reveal() + "\n");
    keys_->rotate_master_key(fresh);
    take_next_master_key(places, fresh);
    return text;
  };
  maintenance.entries = [this](app::TenantId tenant, std::function<void(app::StoredEntry const&)> const& use) {
    store::for_each_entry(*store_, tenant, use);
  };
  maintenance.examine = [this, places] {
    std::vector<base::Message> out;
    store_->check_statements();
    keys_->check_statements();
    if (!keys_->memory_is_locked())
      out.push_back({N_("De sleutels in het geheugen kunnen op de schijf belanden. Zet de grens voor vergrendeld geheugen hoger."), {}});
    if (is_address(places.database) && is_address(places.keys))
      out.push_back(
          {N_("Zet de sleutels op een andere databaseserver dan de gegevens. Een kopie van de server heeft ze anders allebei."), {}});
    std::error_code ignored;
    if ((std::filesystem::status(places.data, ignored).permissions() & std::filesystem::perms(077)) != std::filesystem::perms::none)
      out.push_back({N_("Anderen op deze computer kunnen in {place} kijken. Zet de rechten op 0700."), {{"place", places.data.string()}}});
    if (!std::filesystem::exists(places.data / "recovery-sheet-confirmed", ignored))
      out.push_back({N_("Nog niemand bevestigde dat het herstelblad in een kluis ligt. Maak daarna het bestand {place}."),
                     {{"place", (places.data / "recovery-sheet-confirmed").string()}}});
    for (auto const tenant : tenants_of(*store_))
      for (auto const child : store::erased_children(*store_, tenant))
        if (app::keys_are_left(*context_, tenant, child))
          out.push_back({N_("Het wissen van kind {child} is afgebroken. Maak het af met vlechtwerk erase --child {child} --yes."),
                         {{"child", child.text()}}});
    for (auto const& line : maintenance.verify({}).broken) out.push_back({"{line}", {{"line", line}}});
    return out;
  };
}

base::Result<base::SecretBytes> master_key_in(std::filesystem::path const& path) {
  auto const text = read_small(path);
  if (!text)
    return base::fail(ErrorKind::NotFound, "no_master_key",
                      {N_("De hoofdsleutel is er niet: {place}. Zet hem terug van het herstelblad."), {{"place", path.string()}}});
  return store::read_master_key(*text);
}

/// Opens the store; when the master key was being replaced and the key store has the new one already, with that.
std::unique_ptr<cli::World> open_with(cli::Options const& options, Places const& places, base::SecretBytes const& master) {
  try {
    return std::make_unique<OpenedWorld>(options, places, master);
  } catch (store::StoreRefused const& refused) {
    auto const next = refused.error().code == "wrong_master_key" ? master_key_in(next_master_key(places)) : tl::unexpected(refused.error());
    if (!next) throw;
    auto world = std::make_unique<OpenedWorld>(options, places, *next);
    take_next_master_key(places, *next);
    return world;
  }
}

}  // namespace

base::Result<std::unique_ptr<cli::World>> open_world(cli::Options const& options, bool make) {
  auto const places = places_of(options);
  std::error_code ignored;
  bool const there = std::filesystem::exists(places.data / "where", ignored);
  if (make && (there || (std::filesystem::exists(places.data, ignored) && !std::filesystem::is_empty(places.data, ignored))))
    return base::fail(ErrorKind::Conflict, "exists",
                      {N_("In {place} staat al iets. Kies een lege map met --data."), {{"place", places.data.string()}}});
  if (!make && !there)
    return base::fail(ErrorKind::NotFound, "no_store",
                      {N_("In {place} is geen opslag. Maak er een met vlechtwerk init --data."), {{"place", places.data.string()}}});
  if (make) {
    if (!std::filesystem::create_directories(places.data, ignored) && !std::filesystem::is_directory(places.data, ignored))
      return base::fail(ErrorKind::InvalidInput, "data",
                        {N_("De map {place} kan niet worden gemaakt. Kies een andere met --data."), {{"place", places.data.string()}}});
    chmod(places.data.c_str(), 0700);
    base::SystemRandom random;
    if (!std::filesystem::exists(places.master_key, ignored))
      write_small(places.master_key, store::master_key_text(store::make_master_key(random)).reveal() + "\n");
  }
  // The directory was empty: what a making that failed left in it goes again, so that the next one finds it as it was.
  struct Undo {
    std::filesystem::path data;
    bool armed;
    ~Undo() {
      std::error_code error;
      if (armed)
        for (auto const& left : std::filesystem::directory_iterator(data, error)) std::filesystem::remove_all(left.path(), error);
    }
  } undo{places.data, make};
  auto const master = master_key_in(places.master_key);
  if (!master) return tl::unexpected(master.error());
  try {
    std::unique_ptr<cli::World> world = open_with(options, places, *master);
    // Last: a store without this file is one that was never finished.
    if (make) write_small(places.data / "where", places.database + "\n" + places.keys + "\n");
    undo.armed = false;
    return world;
  } catch (store::StoreRefused const& refused) {
    return tl::unexpected(refused.error());
  }
}

namespace {

/// The database alone, for what needs no key.
base::Result<void> with_database(cli::Options const& options, std::function<void(store::Database&)> const& use) {
  auto const places = places_of(options);
  std::error_code ignored;
  if (!std::filesystem::exists(places.data / "where", ignored)) return tl::unexpected(open_world(options, false).error());
  try {
    use(*(is_address(places.database) ? store::open_postgresql_store(places.database) : store::open_sqlite_store(places.data)));
    return {};
  } catch (store::StoreRefused const& refused) {
    return tl::unexpected(refused.error());
  }
}

}  // namespace

std::optional<std::filesystem::path> keys_directory(cli::Options const& options) {
  auto const places = places_of(options);
  if (is_address(places.keys)) return std::nullopt;
  return places.keys.empty() ? places.data : std::filesystem::absolute(places.keys).parent_path();
}

base::Result<cli::Maintenance::Verified> verify_store(cli::Options const& options, std::vector<std::string> const& heads) {
  cli::Maintenance::Verified out;
  auto const done = with_database(options, [&](store::Database& store) { out = verify_all(store, heads); });
  if (!done) return tl::unexpected(done.error());
  return out;
}

base::Result<void> with_envelopes(cli::Options const& options, std::function<void(cli::Envelopes const&)> const& use) {
  return with_database(options, [&](store::Database& store) {
    base::SystemRandom random;
    app::PlanLibrary plans(read_plan);
    use({store, random, base::SystemClock().now(), plans,
         [&](app::TenantId tenant, auto const& each) { store::for_each_entry(store, tenant, each); }});
  });
}

std::vector<std::string> shipped_plans() {
  std::vector<std::string> out;
  for (auto const& file : embedded::stappenplannen()) out.emplace_back(file.text());
  return out;
}

std::string recovery_text(cli::Options const& options) {
  auto const text = read_small(places_of(options).master_key);
  return text ? text->substr(0, text->find('\n')) : std::string();
}

base::Result<void> restore_world(cli::Options const& options) {
  auto const places = places_of(options);
  store::RestorePlan plan{options.from / "database", options.from / "keys" / store::kKeyStoreBackup, places.data,
                          places.data / "keys.sqlite", std::nullopt};
  if (!options.newer_keys.empty()) plan.newer_keys = options.newer_keys;
  if (is_address(places.database)) plan.database = places.database;
  if (is_address(places.keys))
    plan.keys = places.keys;
  else if (!places.keys.empty())
    plan.keys_file = places.keys;
  // The master key is in no backup: it comes from a file that the owner names, and is read before anything is touched.
  auto const master = master_key_in(places.master_key);
  if (!master) return tl::unexpected(master.error());
  auto const restored = store::restore(plan);
  if (!restored) return tl::unexpected(restored.error());
  if (!std::filesystem::exists(places.data / "master.key"))
    write_small(places.data / "master.key", store::master_key_text(*master).reveal() + "\n");
  write_small(places.data / "where", places.database + "\n" + places.keys + "\n");
  cli::Options here = options;
  here.master_key.clear();
  auto world = open_world(here, false);
  if (!world) return tl::unexpected(world.error());
  auto& context = *(*world)->context;
  auto const now = (*world)->clock->now();
  for (auto const& head : restored->heads) {
    // The tenant itself acts: nobody is logged in while a store is put back.
    journal::Header header;
    header.id = app::EntryId::make(now, context.random);
    header.tenant = head.tenant;
    header.subject = journal::subject_of(head.tenant);
    header.case_id = {head.tenant.uuid};
    header.case_kind = journal::CaseKind::Tenant;
    header.kind = domain::entry_kind::kJournalRestored;
    header.occurred = now;
    header.role = domain::Role::Beheerder;
    header.actor = {head.tenant.uuid};
    header.organisation = {head.tenant.uuid};
    auto const key = context.keys.subject_key(head.tenant, header.subject);
    if (!key) throw base::WorldError("the key store has no key of this tenant");
    auto const entry = journal::seal(header, {{{"head", journal::sign(head, context.keys.signing_keys())}}}, *key, context.random);
    if (!entry) return tl::unexpected(entry.error());
    context.store.write(head.tenant, app::Lane::People, "restore", [&](app::WriteTx& tx) { static_cast<void>(tx.append(*entry, now)); });
  }
  return {};
}

}  // namespace vlechtwerk
