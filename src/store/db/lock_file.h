#pragma once
#include <filesystem>
#include <utility>

#include "base/result.h"

namespace vlechtwerk::store {

/// The right to write in a data directory, held by one process at a time. It ends with the object or with the process, also when that
/// is killed; a file that was left behind locks nothing.
class LockFile {
 public:
  /// Locks `directory`/vlechtwerk.lock. Busy when another process (or another LockFile of this one) holds it; the message names its
  /// number. Throws WorldError when the file cannot be opened or locked.
  static base::Result<LockFile> acquire(std::filesystem::path const& directory);

  LockFile(LockFile&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  LockFile& operator=(LockFile&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~LockFile();

 private:
  explicit LockFile(int file) : file_(file) {}
  int file_;
};

}  // namespace vlechtwerk::store
