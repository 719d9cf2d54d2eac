#pragma once
// Faults below SQLite: a file layer whose n-th write, sync or truncation fails, and a memory whose n-th allocation fails.
#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string>

namespace vlechtwerk::store::testing {

/// Counts calls of one kind and fails the n-th, or the n-th and all that follow. Armed and read by the test's thread, used by the writer's.
class Fault {
 public:
  enum class Call { Write, Sync, Truncate, Allocate };

  /// Fails call number `at` (from 1) with `code`; `lasting`: and all later ones until clear.
  void arm(Call call, int at, int code, bool lasting) {
    call_ = call;
    code_ = code;
    lasting_ = lasting;
    failed_ = 0;
    left_ = at;
    armed_ = true;
  }
  void clear() { armed_ = false; }
  /// How many calls failed since arm.
  [[nodiscard]] int failed() const { return failed_; }

  /// The code with which this call must fail; SQLITE_OK to go on.
  int next(Call call) {
    if (!armed_ || call != call_) return SQLITE_OK;
    auto const left = --left_;
    if (left > 0 || (left < 0 && !lasting_)) return SQLITE_OK;
    ++failed_;
    return code_;
  }

 private:
  std::atomic<bool> armed_ = false;
  std::atomic<Call> call_{};
  std::atomic<int> code_ = 0;
  std::atomic<bool> lasting_ = false;
  std::atomic<int> failed_ = 0;
  std::atomic<int> left_ = 0;
};

inline Fault fault;

namespace fault_vfs {

/// A file of this layer; the file of the system's layer lies behind it in the same memory.
struct File {
  sqlite3_io_methods const* methods;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
inline File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
inline sqlite3_file* real(sqlite3_file* file) { return file_of(file).real(); }

inline sqlite3_vfs* system_layer() { return sqlite3_vfs_find("unix"); }

inline sqlite3_io_methods const methods{
    .iVersion = 2,
    .xClose = [](sqlite3_file* f) { return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK; },
    .xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, size, at); },
    .xWrite =
        [](sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
          int const code = fault.next(Fault::Call::Write);
          return code != SQLITE_OK ? code : real(f)->pMethods->xWrite(real(f), from, size, at);
        },
    .xTruncate =
        [](sqlite3_file* f, sqlite3_int64 size) {
          int const code = fault.next(Fault::Call::Truncate);
          return code != SQLITE_OK ? code : real(f)->pMethods->xTruncate(real(f), size);
        },
    .xSync =
        [](sqlite3_file* f, int flags) {
          int const code = fault.next(Fault::Call::Sync);
          return code != SQLITE_OK ? code : real(f)->pMethods->xSync(real(f), flags);
        },
    .xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    .xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
    .xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
    .xCheckReservedLock = [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    .xFileControl = [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); },
    .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    .xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    .xShmMap = [](sqlite3_file* f, int page, int size, int extend,
                  void volatile** out) { return real(f)->pMethods->xShmMap(real(f), page, size, extend, out); },
    .xShmLock = [](sqlite3_file* f, int offset, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); },
    .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    .xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

inline int open(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* out_flags) {
  real(file)->pMethods = nullptr;
  int const code = system_layer()->xOpen(system_layer(), name, real(file), flags, out_flags);
  file->pMethods = real(file)->pMethods ? &methods : nullptr;
  return code;
}

/// Registers the layer under the name "fault" and gives that name.
inline std::string name() {
  static sqlite3_vfs layer = [] {
    sqlite3_vfs copy = *system_layer();
    copy.szOsFile += static_cast<int>(sizeof(File));
    copy.zName = "fault";
    copy.xOpen = open;
    return copy;
  }();
  static int const registered = sqlite3_vfs_register(&layer, 0);
  if (registered != SQLITE_OK) throw std::runtime_error("the fault layer cannot be registered");
  return "fault";
}

}  // namespace fault_vfs

/// Puts the failing memory under SQLite. SQLite allows that only before its first use, so it is done when the program starts.
inline bool const memory_can_fail = [] {
  static sqlite3_mem_methods system_memory;
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory) != SQLITE_OK) return false;
  sqlite3_mem_methods memory = system_memory;
  memory.xMalloc = [](int size) -> void* { return fault.next(Fault::Call::Allocate) != SQLITE_OK ? nullptr : system_memory.xMalloc(size); };
  memory.xRealloc = [](void* old, int size) -> void* {
    return fault.next(Fault::Call::Allocate) != SQLITE_OK ? nullptr : system_memory.xRealloc(old, size);
  };
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) == SQLITE_OK;
}();

}  // namespace vlechtwerk::store::testing
