#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace vlechtwerk::domain::stappenplan {

/// An event that a fold must be able to name later: a place in its EventNames.
struct EventName {
  std::uint32_t place = 0;
};

/// The ids of the events that a fold still names, each written down once. What nothing names any more is forgotten from time to time, so
/// that this grows with what is owed and not with the journal; its room is used again.
class EventNames {
 public:
  EventName add(std::string const& id) {
    if (count_ == ids_.size()) {
      ids_.reserve(least_room);
      ids_.emplace_back();
    }
    ids_[count_] = id;
    return {static_cast<std::uint32_t>(count_++)};
  }
  [[nodiscard]] std::string const& operator[](EventName name) const { return ids_[name.place]; }

  /// Is it time to forget?
  [[nodiscard]] bool full() const { return count_ >= room_; }
  /// `each_name` calls what it is given with a reference to every name that stays, in the same order each time it is asked.
  template <class EachName>
  void forget_others(EachName const& each_name) {
    places_.assign(count_, 0);
    each_name([&](EventName const& name) { places_[name.place] = 1; });
    std::size_t stay = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (places_[i] == 0) continue;
      if (stay != i) std::swap(ids_[stay], ids_[i]);
      places_[i] = static_cast<std::uint32_t>(stay++);
    }
    each_name([&](EventName& name) { name.place = places_[name.place]; });
    count_ = stay;
    room_ = std::max(least_room, 2 * stay);
  }

 private:
  static constexpr std::size_t least_room = 32;
  std::vector<std::string> ids_;  ///< beyond count_: room that is used again
  std::size_t count_ = 0;
  std::size_t room_ = least_room;
  std::vector<std::uint32_t> places_;  ///< while forgetting: where each comes to stand
};

}  // namespace vlechtwerk::domain::stappenplan
