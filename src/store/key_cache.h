#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "app/ports.h"

namespace vlechtwerk::store {

/// Opened keys of subjects and of the server, for at most 60 seconds, in memory that is locked as far as the system allows. Used by one
/// thread at a time.
class KeyCache {
 public:
  KeyCache();
  KeyCache(KeyCache const&) = delete;
  KeyCache& operator=(KeyCache const&) = delete;
  ~KeyCache();

  using Name = std::pair<app::TenantId, journal::Subject>;
  /// Nullopt when it is not kept, or was opened 60 seconds before `now`.
  [[nodiscard]] std::optional<journal::SubjectKey> find(Name const& name, app::Instant now);
  void keep(Name const& name, journal::SubjectKey const& key, app::Instant now);
  void forget(Name const& name);
  void forget_expired(app::Instant now);
  void clear();
  [[nodiscard]] bool locked() const { return locked_; }

 private:
  struct Kept {
    base::Uuid key_id;
    std::size_t slot = 0;
    app::Instant opened;
  };
  [[nodiscard]] std::uint8_t* at(std::size_t slot) const { return memory_ + slot * kKeySize; }

  static constexpr std::size_t kSlots = 4096;
  static constexpr std::size_t kKeySize = 32;
  std::uint8_t* memory_;  ///< kSlots keys
  bool locked_ = false;
  std::map<Name, Kept> kept_;
  std::deque<std::pair<app::Instant, Name>> by_age_;  ///< may name what was forgotten or opened again since
  std::vector<std::size_t> free_;
};

}  // namespace vlechtwerk::store
