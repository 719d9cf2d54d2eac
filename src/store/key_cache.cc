#include "store/key_cache.h"

#include <sys/mman.h>

#include <numeric>

namespace vlechtwerk::store {
namespace {

constexpr std::int64_t kSeconds = 60;

}  // namespace

KeyCache::KeyCache() {
  void* const memory = ::mmap(nullptr, kSlots * kKeySize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw base::WorldError("no memory for opened keys");
  memory_ = static_cast<std::uint8_t*>(memory);
  locked_ = ::mlock(memory_, kSlots * kKeySize) == 0;
  // Where locking is not allowed, a core dump at least shall not hold them.
  ::madvise(memory_, kSlots * kKeySize, MADV_DONTDUMP);
  clear();
}

KeyCache::~KeyCache() {
  base::wipe(memory_, kSlots * kKeySize);
  ::munmap(memory_, kSlots * kKeySize);
}

std::optional<journal::SubjectKey> KeyCache::find(Name const& name, app::Instant now) {
  forget_expired(now);
  auto const found = kept_.find(name);
  if (found == kept_.end()) return std::nullopt;
  auto const* const key = at(found->second.slot);
  return journal::SubjectKey{found->second.key_id, base::SecretBytes(std::vector<std::uint8_t>(key, key + kKeySize))};
}

void KeyCache::keep(Name const& name, journal::SubjectKey const& key, app::Instant now) {
  forget(name);
  if (free_.empty()) clear();
  if (key.key.reveal().size() != kKeySize) return;
  auto const slot = free_.back();
  free_.pop_back();
  std::copy(key.key.reveal().begin(), key.key.reveal().end(), at(slot));
  kept_.emplace(name, Kept{key.key_id, slot, now});
  by_age_.emplace_back(now, name);
}

void KeyCache::forget(Name const& name) {
  auto const found = kept_.find(name);
  if (found == kept_.end()) return;
  base::wipe(at(found->second.slot), kKeySize);
  free_.push_back(found->second.slot);
  kept_.erase(found);
}

void KeyCache::forget_expired(app::Instant now) {
  // A clock that was set back would keep keys longer than a minute; what lies in the future is forgotten as well.
  while (!by_age_.empty() && (by_age_.front().first.plus_seconds(kSeconds) <= now || now < by_age_.front().first)) {
    auto const [opened, name] = by_age_.front();
    by_age_.pop_front();
    auto const found = kept_.find(name);
    if (found != kept_.end() && found->second.opened == opened) forget(name);
  }
}

void KeyCache::clear() {
  base::wipe(memory_, kSlots * kKeySize);
  kept_.clear();
  by_age_.clear();
  free_.resize(kSlots);
  std::iota(free_.begin(), free_.end(), std::size_t{0});
}

}  // namespace vlechtwerk::store
