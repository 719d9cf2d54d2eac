#pragma once
#include <filesystem>

#include "base/random.h"
#include "store/db/connection.h"

namespace vlechtwerk::store {

/// A table of small rows with nothing around it: what SQLite alone can do on a disk. For measuring.
class RawRows {
 public:
  /// Makes the file anew.
  explicit RawRows(std::filesystem::path const& file);
  /// Puts `count` rows in one commit, durable on return.
  void put(int count);

 private:
  Connection db_;
  base::SystemRandom random_;
  base::SystemClock clock_;
};

}  // namespace vlechtwerk::store
