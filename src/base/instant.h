#pragma once
#include <compare>
#include <cstdint>

namespace vlechtwerk::base {

/// A moment: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted. Intervals of instants are half open.
struct Instant {
  std::int64_t us = 0;
  auto operator<=>(Instant const&) const = default;
  [[nodiscard]] constexpr Instant plus_seconds(std::int64_t seconds) const { return {us + seconds * 1'000'000}; }
};

/// Where the present comes from. The core never asks; it is handed an Instant or a Date.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The clock of the machine.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

}  // namespace vlechtwerk::base
