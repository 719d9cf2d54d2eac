#pragma once
#include <atomic>
#include <filesystem>
#include <mutex>
#include <vector>

#include "app/ports.h"
#include "base/instant.h"

namespace vlechtwerk {

/// What must have room on its disk.
struct Room {
  enum class For { Data, Keys, Backups } what{};
  std::filesystem::path directory;
};

/// Whether the server can do its work now: room on the disks, and a database that answers and saves. May be asked by several threads.
class Health {
 public:
  Health(app::Store& store, base::Clock& clock, std::filesystem::path data, std::vector<Room> rooms);

  /// The error is for the one who keeps the server. A success of saving holds for ten seconds, so that who asks all the time costs little.
  base::Result<void> look();

 private:
  [[nodiscard]] std::uintmax_t needed(Room const& room) const;
  base::Result<void> save_something();

  app::Store& store_;
  base::Clock& clock_;
  std::filesystem::path data_;
  std::vector<Room> rooms_;
  std::mutex saving_;
  std::atomic<std::int64_t> good_until_us_;
};

}  // namespace vlechtwerk
