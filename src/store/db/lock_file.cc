#include "store/db/lock_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace vlechtwerk::store {

using base::N_;

base::Result<LockFile> LockFile::acquire(std::filesystem::path const& directory) {
  auto const path = directory / "vlechtwerk.lock";
  LockFile lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (lock.file_ < 0) throw base::WorldError(fmt::format("the lock file cannot be opened: error {}", errno));
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw base::WorldError(fmt::format("the lock file cannot be locked: error {}", errno));
    std::array<char, 24> holder{};
    auto const size = ::pread(lock.file_, holder.data(), holder.size(), 0);
    return base::fail(base::ErrorKind::Busy, "data_directory_locked",
                      {N_("Een ander proces gebruikt deze gegevensmap al: nummer {process}."),
                       {{"process", std::string(holder.data(), size > 0 ? static_cast<std::size_t>(size) : 0)}}});
  }
  auto const process = std::to_string(::getpid());
  if (::ftruncate(lock.file_, 0) != 0 || ::pwrite(lock.file_, process.data(), process.size(), 0) != static_cast<ssize_t>(process.size())) {
    throw base::WorldError(fmt::format("the lock file cannot be written: error {}", errno));
  }
  return lock;
}

LockFile::~LockFile() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace vlechtwerk::store
