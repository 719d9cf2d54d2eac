#include "platform/keyed_hash.h"

#include <sodium.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace vlechtwerk::platform {

void sodium_ready() {
  static bool const ready = [] {
    if (sodium_init() < 0) {
      std::fputs("libsodium cannot start\n", stderr);
      std::abort();
    }
    return true;
  }();
  static_cast<void>(ready);
}

std::vector<std::uint8_t> keyed_hash(std::string_view purpose, std::span<std::string_view const> parts, base::SecretBytes const& key) {
  sodium_ready();
  auto const& bytes = key.reveal();
  if (bytes.size() < 32 || bytes.size() > crypto_generichash_KEYBYTES_MAX)
    throw std::logic_error("a key of a keyed hash has 32 to 64 bytes");
  std::vector<std::uint8_t> hash(32);
  crypto_generichash_state state;
  crypto_generichash_init(&state, bytes.data(), bytes.size(), hash.size());
  auto const add = [&](std::string_view text) {
    std::array<std::uint8_t, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i) size[i] = static_cast<std::uint8_t>(std::uint64_t{text.size()} >> (8 * i));
    crypto_generichash_update(&state, size.data(), size.size());
    crypto_generichash_update(&state, reinterpret_cast<std::uint8_t const*>(text.data()), text.size());
  };
  add(purpose);
  for (auto const part : parts) add(part);
  crypto_generichash_final(&state, hash.data(), hash.size());
  base::wipe(&state, sizeof state);
  return hash;
}

}  // namespace vlechtwerk::platform
