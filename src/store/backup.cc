#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <fstream>

#include "store/copy.h"
#include "store/db/backup.h"
#include "store/maintenance.h"
#include "store/schema.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {

using base::N_;

namespace {

namespace fs = std::filesystem;

constexpr char const* kPlaceTaken = N_("Op de plek van bestemming staan al gegevens. Terugzetten gaat alleen naar een lege plek.");
constexpr std::string_view kBackedUp = "backed_up_us";  // in store_info: the moment of the newest backup of this database

Statement const kBackupStamp(Place::Main, "select value from store_info where name = $1");
Statement const kTenantHeads(Place::Main,
                             "select c.tenant, c.seq, c.hash from tenant t join chain_head c on c.tenant = t.tenant where c.tenant = $1");
Statement const kEveryTenant(Place::Main, "select tenant from tenant order by tenant nulls last");
Statement const kForgetNumbers(Place::Main, "delete from outside_number where tenant = $1 and target = $2");
Statement const kForgetHash(Place::Main, "delete from child_hash where tenant = $1 and child = $2");

base::Error refusal(base::ErrorKind kind, std::string code, char const* msgid, std::vector<std::pair<std::string, std::string>> args = {}) {
  return {kind, std::move(code), {msgid, std::move(args)}, {}};
}

void make_durable(fs::path const& path, int flags) {
  int const file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) throw base::WorldError(fmt::format("cannot open what was written: error {}", errno));
  int const result = ::fsync(file);
  int const error = errno;
  ::close(file);
  if (result != 0) throw base::WorldError(fmt::format("a sync failed: error {}", error));
}

void make_directory_durable(fs::path const& directory) { make_durable(directory.empty() ? "." : directory, O_RDONLY | O_DIRECTORY); }

/// Copies a file that nobody writes; the copy is readable by its owner only and durable.
void copy_durably(fs::path const& from, fs::path const& to) {
  int const made = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) throw base::WorldError(fmt::format("cannot create a copy: error {}", errno));
  ::close(made);
  if (!fs::copy_file(from, to, fs::copy_options::overwrite_existing)) throw base::WorldError("a file could not be copied");
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
  make_durable(to, O_RDWR);
  make_directory_durable(to.parent_path());
}

void write_durably(fs::path const& path, std::string const& text) {
  int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw base::WorldError(fmt::format("cannot create {}: error {}", path.filename().string(), errno));
  auto const written = ::write(file, text.data(), text.size());
  ::close(file);
  if (written != static_cast<ssize_t>(text.size())) throw base::WorldError("cannot write " + path.filename().string());
  make_durable(path, O_RDWR);
  make_directory_durable(path.parent_path());
}

bool empty_or_absent(fs::path const& directory) {
  return !fs::exists(directory) || (fs::is_directory(directory) && fs::is_empty(directory));
}

void make_private_directory(fs::path const& directory) {
  if (!empty_or_absent(directory))
    throw StoreRefused(refusal(base::ErrorKind::Conflict, "backup_place_taken", N_("In map {path} staat al iets. Kies een lege map."),
                               {{"path", directory.string()}}));
  fs::create_directories(directory);
  fs::permissions(directory, fs::perms::owner_all);
}

/// What was put down so far; taken away again at the end, but for what is kept.
class Footprint {
 public:
  Footprint() = default;
  Footprint(Footprint const&) = delete;
  Footprint& operator=(Footprint const&) = delete;
  ~Footprint() {
    std::error_code ignored;
    for (auto const& path : files_)
      for (auto const* const suffix : {"", "-wal", "-shm"}) fs::remove(path.string() + suffix, ignored);
  }
  void add(fs::path const& path) { files_.push_back(path); }
  void keep(fs::path const& path) { std::erase(files_, path); }

 private:
  std::vector<fs::path> files_;
};

std::int64_t backup_stamp(Connection& db) {
  auto const rows = db.query(kBackupStamp, kBackedUp);
  if (rows.empty()) return 0;
  auto const text = rows.only().text(0);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The database in a file, when all its pages hang together.
std::optional<Connection> open_when_whole(fs::path const& path) {
  try {
    auto db = Connection::open_sqlite(path);
    auto const answer = db.query("pragma quick_check");
    if (answer.size() == 1 && answer[0].text(0) == "ok") return db;
  } catch (DatabaseError const& error) {
    if (error.kind() != DatabaseError::Kind::Other && error.kind() != DatabaseError::Kind::Io) throw;
  }
  return std::nullopt;
}

/// The PostgreSQL databases that the plan names get the rows of the files; both are looked at before one is touched.
base::Result<void> fill_databases(RestorePlan const& plan, Connection& database) {
  struct Fill {
    Connection to;
    Connection* from;
    Place place;
  };
  std::vector<Fill> fills;
  std::optional<Connection> keys;
  if (!plan.database.empty()) fills.push_back({Connection::open_postgresql(plan.database), &database, Place::Main});
  if (!plan.keys.empty()) {
    keys.emplace(Connection::open_sqlite(plan.keys_file));
    fills.push_back({Connection::open_postgresql(plan.keys), &*keys, Place::Keys});
  }
  for (auto& fill : fills) {
    bring_up_to_date(*fill.from, fill.place);
    bring_up_to_date(fill.to, fill.place);
    if (has_rows(fill.to, *fill.from, fill.place))
      return tl::unexpected(refusal(base::ErrorKind::Conflict, "restore_place_taken", kPlaceTaken));
  }
  for (auto& fill : fills) fill_from(fill.to, *fill.from, fill.place);
  return {};
}

}  // namespace

bool add_heads_of_the_day(Database& store, app::KeyStore& keys, fs::path const& file, Instant now) {
  std::string text;
  std::optional<journal::SignedHead> last;
  {
    std::ifstream in(file);
    // What was witnessed before is never put away for what cannot be read now.
    if (!in && fs::exists(file)) throw base::WorldError("cannot read " + file.filename().string());
    for (std::string line; std::getline(in, line);) {
      if (auto head = journal::read_signed_head(line)) last = std::move(head);
      text += line + "\n";
    }
  }
  if (last && base::amsterdam_day(last->head.at) == base::amsterdam_day(now)) return false;
  for (auto const& line : signed_heads(store, keys, now)) text += line + "\n";
  auto const part = fs::path(file.string() + ".part");
  std::error_code ignored;
  fs::remove(part, ignored);
  write_durably(part, text);
  fs::rename(part, file);
  make_directory_durable(file.parent_path());
  return true;
}

void backup(Database& store, Keys& keys, fs::path const& database_directory, fs::path const& keys_directory, Instant now) {
  make_private_directory(database_directory);
  make_private_directory(keys_directory);
  store.write_global([&](app::GlobalWriteTx& tx) { tx.put_setting(kBackedUp, std::to_string(now.us)); });
  std::string manifest =
      fmt::format("vlechtwerk-backup-1\ntaken {}\nschema {}\n", base::instant_text(now), migrations_of(Place::Main).size());
  // Read before the copy, so the copy holds at least these.
  for (auto const& line : signed_heads(store, keys, now)) manifest += line + "\n";
  if (store.engine() == Engine::Sqlite) {
    backup_sqlite(store.writer(), database_directory / kDatabaseFile);
  } else {
    auto reader = store.reader();
    write_copy(reader, database_directory / kDatabaseFile, Place::Main);
  }
  write_durably(database_directory / kManifest, manifest);
  keys.backup(keys_directory / kKeyStoreBackup, now);
}

base::Result<Restored> restore(RestorePlan const& plan) {
  auto const source = plan.database_backup / kDatabaseFile;
  for (auto const& path : {source, plan.keys_backup})
    if (!fs::is_regular_file(path))
      return tl::unexpected(
          refusal(base::ErrorKind::Refused, "restore_missing", N_("Het bestand {path} ontbreekt."), {{"path", path.string()}}));
  if (plan.newer_keys && !fs::is_regular_file(*plan.newer_keys))
    return tl::unexpected(
        refusal(base::ErrorKind::Refused, "restore_missing", N_("Het bestand {path} ontbreekt."), {{"path", plan.newer_keys->string()}}));
  if (!empty_or_absent(plan.data_directory) || fs::exists(plan.keys_file))
    return tl::unexpected(refusal(base::ErrorKind::Conflict, "restore_place_taken", kPlaceTaken));
  fs::create_directories(plan.data_directory);
  fs::permissions(plan.data_directory, fs::perms::owner_all);
  if (plan.keys_file.has_parent_path()) fs::create_directories(plan.keys_file.parent_path());

  Footprint footprint;
  auto const database_file = plan.data_directory / kDatabaseFile;
  footprint.add(database_file);
  footprint.add(plan.keys_file);
  copy_durably(plan.keys_backup, plan.keys_file);
  copy_durably(source, database_file);

  auto whole = open_when_whole(database_file);
  if (!whole)
    return tl::unexpected(
        refusal(base::ErrorKind::Refused, "restore_damaged", N_("Deze reservekopie is beschadigd. Neem een andere kopie.")));
  auto& db = *whole;
  auto const facts = read_key_store_facts(plan.keys_file, Mode::Writer);
  if (facts.backed_up.us < backup_stamp(db))
    return tl::unexpected(refusal(base::ErrorKind::Refused, "restore_old_keys",
                                  N_("De sleutelkast is ouder dan de gegevens. Neem de sleutelkast van dezelfde dag of later.")));

  Restored restored;
  if (plan.newer_keys) {
    for (auto const& one : read_key_store_facts(*plan.newer_keys, Mode::Reader).erased)
      if (std::find(facts.erased.begin(), facts.erased.end(), one) == facts.erased.end()) restored.erased.push_back(one);
    erase_in_key_store(plan.keys_file, restored.erased);
  }
  db.begin();
  for (auto const& one : restored.erased)
    if (one.subject.kind == journal::SubjectKind::Child) {
      db.execute(kForgetHash, one.tenant, ChildId{one.subject.id});
      db.execute(kForgetNumbers, one.tenant, ChildId{one.subject.id});
    }
  db.commit();
  if (auto const filled = fill_databases(plan, db); !filled) return tl::unexpected(filled.error());
  auto const now = base::SystemClock().now();
  for (auto const tenant : db.query(kEveryTenant))
    for (auto const row : db.query(kTenantHeads, tenant.uuid(0)))
      restored.heads.push_back({"journal", row.id<TenantId>(0), row.integer(1), hash_of(row.blob(2)), now});
  // What went into PostgreSQL needs no file any more.
  whole.reset();
  if (plan.database.empty()) footprint.keep(database_file);
  if (plan.keys.empty()) footprint.keep(plan.keys_file);
  return restored;
}

}  // namespace vlechtwerk::store
