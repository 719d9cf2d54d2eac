#include "store/db/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

namespace vlechtwerk::store {

namespace {

constexpr int slice_pages = 256;

[[noreturn]] void failed(std::string_view what, int code) {
  throw DatabaseError((code & 0xff) == SQLITE_FULL ? DatabaseError::Kind::Full : DatabaseError::Kind::Io,
                      fmt::format("backup: {}: error {}", what, code));
}

void make_durable(std::filesystem::path const& path, int flags) {
  int const file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) failed("cannot open what was written", errno);
  int const result = ::fsync(file);
  int const error = errno;
  ::close(file);
  if (result != 0) failed("a sync failed", error);
}

/// A copy under way. Used from whichever thread owns the writer's connection at that moment.
class Copy {
 public:
  Copy(Connection& writer, std::filesystem::path const& path) : path_(path), partial_(path.string() + ".partial") {
    if (!writer.sqlite_handle()) throw DatabaseError(DatabaseError::Kind::Other, "backup: not an SQLite database");
    std::filesystem::remove(partial_);
    int const file = ::open(partial_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) failed("cannot create the copy", errno);
    ::close(file);
    int code = sqlite3_open_v2(partial_.c_str(), &copy_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nullptr);
    // A copy that breaks off is thrown away, so it needs no journal; it is synced once, at its end.
    if (code == SQLITE_OK) code = sqlite3_exec(copy_, "pragma journal_mode = off; pragma synchronous = off", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) backup_ = sqlite3_backup_init(copy_, "main", writer.sqlite_handle(), "main");
    if (!backup_) {
      discard();
      failed("cannot begin", code);
    }
  }
  Copy(Copy const&) = delete;
  Copy& operator=(Copy const&) = delete;
  ~Copy() { discard(); }

  /// Copies some pages; true when all are there. On the thread of the writer's connection.
  bool step() {
    int const code = sqlite3_backup_step(backup_, slice_pages);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
    int const finished = sqlite3_backup_finish(std::exchange(backup_, nullptr));
    if (code != SQLITE_DONE) failed("copying failed", code);
    if (finished != SQLITE_OK) failed("ending failed", finished);
    return true;
  }

  void publish() {
    sqlite3_close(std::exchange(copy_, nullptr));
    make_durable(partial_, O_RDWR);
    std::filesystem::rename(partial_, path_);
    auto const directory = path_.parent_path();
    make_durable(directory.empty() ? "." : directory, O_RDONLY | O_DIRECTORY);
  }

 private:
  void discard() {
    sqlite3_backup_finish(std::exchange(backup_, nullptr));
    sqlite3_close(std::exchange(copy_, nullptr));
    std::error_code ignored;
    std::filesystem::remove(partial_, ignored);
  }

  std::filesystem::path path_, partial_;
  sqlite3* copy_ = nullptr;
  sqlite3_backup* backup_ = nullptr;
};

}  // namespace

void backup_sqlite(Connection& writer, std::filesystem::path const& path) {
  Copy copy(writer, path);
  while (!copy.step()) {
  }
  copy.publish();
}

void backup_sqlite(Writer& writer, std::filesystem::path const& path) {
  std::unique_ptr<Copy> copy;
  bool complete = false;
  while (!complete) {
    writer.between_batches([&](Connection& db) {
      try {
        if (!copy) copy = std::make_unique<Copy>(db, path);
        complete = copy->step();
      } catch (...) {
        copy.reset();
        throw;
      }
    });
  }
  copy->publish();
}

}  // namespace vlechtwerk::store
