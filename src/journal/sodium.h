#pragma once
#include <sodium.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

namespace vlechtwerk::journal {

/// Prepares libsodium once. Stops the program when that fails: nothing may be sealed without it.
inline void sodium_ready() {
  static bool const ready = [] {
    if (sodium_init() < 0) {
      std::fputs("libsodium cannot start\n", stderr);
      std::abort();
    }
    return true;
  }();
  static_cast<void>(ready);
}

/// The bytes of a text, as libsodium wants them.
inline std::span<std::uint8_t const> bytes_of(std::string_view text) {
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

}  // namespace vlechtwerk::journal
