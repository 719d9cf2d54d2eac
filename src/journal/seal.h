#pragma once
#include <optional>

#include "base/random.h"
#include "base/secret.h"
#include "journal/contents.h"

namespace vlechtwerk::journal {

/// A key that wraps content keys: it belongs to one subject and stands, itself wrapped, in the key store.
struct SubjectKey {
  base::Uuid key_id;
  base::SecretBytes key;  ///< 32 bytes
};

/// A content key, wrapped for the subject of its entry. `wrap_version` counts re-wraps (rotation of the key above).
struct WrappedKey {
  base::Uuid key_id;  ///< of the subject key
  std::int64_t wrap_version = 1;
  Bytes bytes;  ///< nonce (24) and sealed key
  bool operator==(WrappedKey const&) const = default;
};

/// An entry as a client hands it to the writer: header fixed, contents sealed with the header bound in. The writer adds sequence number,
/// case version, recorded_at and the previous hash (chain.h).
struct SealedEntry {
  Header header;  ///< as encoded in header_bytes
  Bytes header_bytes;
  Bytes sealed;  ///< nonce (24) and XChaCha20-Poly1305 of the contents; empty when there are none
  std::optional<WrappedKey> content_key;
};

/// Seals `contents` under a fresh random content key, completes the header (content_version, key_id, content_key_hash), encodes it, and
/// wraps the content key for the subject. A content_version of 0 becomes 1. Contents that are empty are not sealed, and `key` is not used.
/// Fails when the header cannot be encoded or check() refuses the contents. A key that has not 32 bytes is a programmer's error:
/// std::logic_error.
base::Result<SealedEntry> seal(Header header, Contents const& contents, SubjectKey const& key, base::Random& random);
/// The same for an entry without contents.
base::Result<SealedEntry> seal_open(Header header);

/// Opens the contents. Nullopt when the key is not the right one or a byte of header, contents or wrapped key was changed.
std::optional<Contents> open(std::span<std::uint8_t const> header_bytes, std::span<std::uint8_t const> sealed,
                             WrappedKey const& content_key, SubjectKey const& key);
/// The same for who has decoded the header already: `header` is what `header_bytes` hold.
std::optional<Contents> open(Header const& header, std::span<std::uint8_t const> header_bytes, std::span<std::uint8_t const> sealed,
                             WrappedKey const& content_key, SubjectKey const& key);

/// Wraps `secret` under `key` with XChaCha20-Poly1305 and a random nonce in front; `binding` (what it is, of whom, which version) is
/// bound in. For subject keys under the tenant's key, the tenant's key under the master key, and fields of ordinary tables.
Bytes wrap(std::span<std::uint8_t const> secret, base::SecretBytes const& key, std::string_view binding, base::Random& random);
/// Nullopt when the key or the binding is another one, or a byte was changed.
std::optional<base::SecretBytes> unwrap(std::span<std::uint8_t const> wrapped, base::SecretBytes const& key, std::string_view binding);

}  // namespace vlechtwerk::journal
