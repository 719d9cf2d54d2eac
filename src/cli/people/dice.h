#pragma once
#include <cstdint>
#include <iterator>

namespace vlechtwerk::cli::people {

/// Chance from a seed, the same on every machine; the distributions of the standard library are not. Never for keys or ids: SplitMix64.
class Dice {
 public:
  /// `stream` tells apart what shares a seed: what one child does never moves another's dice.
  Dice(std::uint64_t seed, std::uint64_t stream) : state_(after(seed) ^ (stream * kStep)) {}

  /// 0 to `n` - 1; `n` at least 1.
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
  /// Both included.
  int between(int least, int most) { return least + below(most - least + 1); }
  bool chance(double p) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < p; }
  template <class List>
  auto const& one_of(List const& list) {
    return *std::next(std::begin(list), below(static_cast<int>(std::size(list))));
  }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15ULL;

  std::uint64_t next() {
    auto const number = after(state_);
    state_ += kStep;
    return number;
  }
  /// The number that follows this state.
  static std::uint64_t after(std::uint64_t state) {
    auto z = state + kStep;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace vlechtwerk::cli::people
