#include "journal/keyed_hash.h"

#include <stdexcept>

#include "journal/bytes.h"
#include "journal/sodium.h"

namespace vlechtwerk::journal {

Hash256 keyed_hash(base::SecretBytes const& key, std::string_view purpose, std::span<std::uint8_t const> data) {
  sodium_ready();
  auto const& bytes = key.reveal();
  if (bytes.size() < 32 || bytes.size() > crypto_generichash_KEYBYTES_MAX)
    throw std::logic_error("a key of a keyed hash has 32 to 64 bytes");
  Bytes text;
  put_little(text, purpose.size(), 8);
  put_bytes(text, bytes_of(purpose));
  put_bytes(text, data);
  Hash256 hash;
  crypto_generichash(hash.data(), hash.size(), text.data(), text.size(), bytes.data(), bytes.size());
  base::wipe(text.data(), text.size());
  return hash;
}

}  // namespace vlechtwerk::journal
