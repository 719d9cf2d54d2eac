#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace vlechtwerk::domain::stappenplan {

/// An event that a fold must be able to name later: a place in its EventNames.
struct EventName {
  std::uint32_t place = 0;
};

/// The ids of the events that a fold still names, each written down once, one after another in one piece of memory. What nothing names any
/// more is forgotten from time to time, so that this grows with what is owed and not with the journal; its room is used again.
class EventNames {
 public:
  [[gnu::always_inline]] EventName add(std::string_view id) {
    auto const end = in_use_ + id.size();
    if (end > letters_.size()) make_room(end, id.size());
    std::copy(id.begin(), id.end(), letters_.data() + in_use_);
    in_use_ = end;
    ends_.push_back(end);
    return {static_cast<std::uint32_t>(ends_.size() - 1)};
  }
  /// Stands until the next add() or forget_others().
  [[nodiscard]] std::string_view operator[](EventName name) const {
    auto const begin = name.place == 0 ? 0 : ends_[name.place - 1];
    return {letters_.data() + begin, ends_[name.place] - begin};
  }

  /// Is it time to forget?
  [[nodiscard]] bool full() const { return ends_.size() >= room_; }
  /// `each_name` calls what it is given with a reference to every name that stays, in the same order each time it is asked.
  template <class EachName>
  void forget_others(EachName const& each_name) {
    places_.assign(ends_.size(), 0);
    each_name([&](EventName const& name) { places_[name.place] = 1; });
    std::uint32_t stay = 0;
    std::size_t begin = 0;
    in_use_ = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      auto const end = ends_[i];
      if (places_[i] != 0) {
        std::copy(letters_.data() + begin, letters_.data() + end, letters_.data() + in_use_);
        in_use_ += end - begin;
        ends_[stay] = in_use_;
        places_[i] = stay++;
      }
      begin = end;
    }
    each_name([&](EventName& name) { name.place = places_[name.place]; });
    ends_.resize(stay);
    room_ = std::max(least_room, std::size_t{2} * stay);
  }

 private:
  static constexpr std::size_t least_room = 128;

  /// At first for a short route, of ids of this length.
  [[gnu::noinline]] void make_room(std::size_t letters, std::size_t length) {
    letters_.resize(std::max(2 * letters, least_room / 2 * length));
    ends_.reserve(least_room / 2);
  }

  std::vector<char> letters_;  ///< beyond in_use_: room that is used again
  std::size_t in_use_ = 0;
  std::vector<std::size_t> ends_;  ///< of each id in letters_
  std::size_t room_ = least_room;
  std::vector<std::uint32_t> places_;  ///< while forgetting: where each comes to stand
};

}  // namespace vlechtwerk::domain::stappenplan
