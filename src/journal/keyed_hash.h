#pragma once
#include <span>
#include <string_view>

#include "base/secret.h"
#include "journal/header.h"

namespace vlechtwerk::journal {

/// BLAKE2b-256 of `purpose` and `data` under `key` (32 to 64 bytes, else std::logic_error); lengths are bound in. The purpose keeps the
/// hashes of one key for different uses apart.
Hash256 keyed_hash(base::SecretBytes const& key, std::string_view purpose, std::span<std::uint8_t const> data = {});

}  // namespace vlechtwerk::journal
