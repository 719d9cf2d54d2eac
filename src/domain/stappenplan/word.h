#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace vlechtwerk::domain::stappenplan {

/// The same as `a == b`, for the words of a plan: an event compares a few, most of 2 to 16 letters, and then a call costs more than
/// looking.
[[gnu::always_inline]] inline bool same_word(std::string_view a, std::string_view b) {
  auto const ends_are_the_same = [&]<class Number>(Number) {  // the first letters and the last; these may overlap
    auto const read = [](char const* at) {
      Number letters;
      std::memcpy(&letters, at, sizeof letters);
      return letters;
    };
    auto const last = a.size() - sizeof(Number);
    return read(a.data()) == read(b.data()) && read(a.data() + last) == read(b.data() + last);
  };
  if (a.size() != b.size()) return false;
  if (a.size() > 16) return a == b;
  if (a.size() >= 8) return ends_are_the_same(std::uint64_t{});
  if (a.size() >= 4) return ends_are_the_same(std::uint32_t{});
  if (a.size() >= 2) return ends_are_the_same(std::uint16_t{});
  return a.empty() || a.front() == b.front();
}

/// Is the word one of a short list, such as the roles of a step?
[[gnu::always_inline]] inline bool contains(std::vector<std::string> const& list, std::string_view word) {
  for (auto const& one : list) {
    if (same_word(one, word)) return true;
  }
  return false;
}

}  // namespace vlechtwerk::domain::stappenplan
