#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace vlechtwerk::platform {

/// Prepares libsodium once. Stops the program when that fails: no log-in may be checked without it.
void sodium_ready();

/// BLAKE2b-256 of `purpose` and `parts`, each with its length, under `key` (32 to 64 bytes, else std::logic_error). The purpose keeps the
/// hashes of one key for different uses apart.
std::vector<std::uint8_t> keyed_hash(std::string_view purpose, std::span<std::string_view const> parts, base::SecretBytes const& key);

}  // namespace vlechtwerk::platform
