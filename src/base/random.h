#pragma once
#include <cstdint>
#include <span>

namespace vlechtwerk::base {

/// Where random bytes come from. Keys, nonces and salts are always made with SystemRandom; only tests hand in another.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// The random source of the operating system (getrandom). Stops the program when the system has none: nothing that we
/// make is safe without it. May be used by several threads at once.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace vlechtwerk::base
