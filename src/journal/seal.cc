#include "journal/seal.h"

#include <stdexcept>

#include "journal/sodium.h"

namespace vlechtwerk::journal {
namespace {

constexpr std::size_t kKeySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kKeySize == 32 && kNonceSize == 24 && kTagSize == 16);

using Span = std::span<std::uint8_t const>;

/// Nonce and ciphertext.
Bytes encrypt(Span plain, base::SecretBytes const& key, Span bound, base::Random& random) {
  sodium_ready();
  if (key.reveal().size() != kKeySize) throw std::logic_error("a key has 32 bytes");
  Bytes out(kNonceSize + plain.size() + kTagSize);
  random.fill(std::span(out).first(kNonceSize));
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonceSize, nullptr, plain.data(), plain.size(), bound.data(), bound.size(),
                                             nullptr, out.data(), key.reveal().data());
  return out;
}

std::optional<base::SecretBytes> decrypt(Span cipher, base::SecretBytes const& key, Span bound) {
  sodium_ready();
  if (key.reveal().size() != kKeySize || cipher.size() < kNonceSize + kTagSize) return std::nullopt;
  auto const body = cipher.subspan(kNonceSize);
  std::vector<std::uint8_t> plain(body.size() - kTagSize);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, body.data(), body.size(), bound.data(), bound.size(),
                                                 cipher.data(), key.reveal().data()) != 0)
    return std::nullopt;
  return base::SecretBytes(std::move(plain));
}

base::SecretBytes random_key(base::Random& random) {
  std::vector<std::uint8_t> key(kKeySize);
  random.fill(key);
  return base::SecretBytes(std::move(key));
}

/// Commits the header to one content key: the cipher alone lets somebody make bytes that open under two keys.
Hash128 hash_of_key(base::SecretBytes const& key) {
  sodium_ready();
  Hash128 hash;
  crypto_generichash(hash.data(), hash.size(), key.reveal().data(), key.reveal().size(), nullptr, 0);
  return hash;
}

/// What a wrapped content key is bound to: the entry, its subject, the key above it and the count of wraps.
std::string content_key_binding(Header const& header, base::Uuid const& key_id, std::int64_t wrap_version) {
  std::string out;
  out.reserve(200);
  out += "content_key ";
  for (auto const& part : {header.tenant.text(), header.id.text(), std::to_string(static_cast<int>(header.subject.kind)),
                           header.subject.id.text(), key_id.text()})
    (out += part) += ' ';
  return out += std::to_string(wrap_version);
}

}  // namespace

base::Result<SealedEntry> seal(Header header, Contents const& contents, SubjectKey const& key, base::Random& random) {
  if (contents.empty()) return seal_open(std::move(header));
  if (auto const fit = check(contents); !fit) return tl::unexpected(fit.error());
  auto const content_key = random_key(random);
  if (header.content_version == 0) header.content_version = 1;
  header.key_id = key.key_id;
  header.content_key_hash = hash_of_key(content_key);
  auto header_bytes = encode(header);
  if (!header_bytes) return tl::unexpected(header_bytes.error());

  base::SecretBytes const plain(encode(contents));
  SealedEntry entry;
  entry.sealed = encrypt(plain.reveal(), content_key, *header_bytes, random);
  WrappedKey wrapped{key.key_id, 1, {}};
  wrapped.bytes = wrap(content_key.reveal(), key.key, content_key_binding(header, wrapped.key_id, wrapped.wrap_version), random);
  entry.content_key = std::move(wrapped);
  entry.header = std::move(header);
  entry.header_bytes = std::move(*header_bytes);
  return entry;
}

base::Result<SealedEntry> seal_open(Header header) {
  header.content_version = 0;
  header.key_id.reset();
  header.content_key_hash.reset();
  auto header_bytes = encode(header);
  if (!header_bytes) return tl::unexpected(header_bytes.error());
  return SealedEntry{std::move(header), std::move(*header_bytes), {}, std::nullopt};
}

std::optional<Contents> open(std::span<std::uint8_t const> header_bytes, std::span<std::uint8_t const> sealed,
                             WrappedKey const& content_key, SubjectKey const& key) {
  auto const header = decode(header_bytes);
  return header ? open(*header, header_bytes, sealed, content_key, key) : std::nullopt;
}

std::optional<Contents> open(Header const& header, std::span<std::uint8_t const> header_bytes, std::span<std::uint8_t const> sealed,
                             WrappedKey const& content_key, SubjectKey const& key) {
  if (header.content_version == 0 || content_key.key_id != key.key_id) return std::nullopt;
  auto const opened = unwrap(content_key.bytes, key.key, content_key_binding(header, content_key.key_id, content_key.wrap_version));
  if (!opened || hash_of_key(*opened) != *header.content_key_hash) return std::nullopt;
  auto const plain = decrypt(sealed, *opened, header_bytes);
  if (!plain) return std::nullopt;
  auto contents = decode_contents(plain->reveal());
  return contents ? std::optional(std::move(*contents)) : std::nullopt;
}

Bytes wrap(std::span<std::uint8_t const> secret, base::SecretBytes const& key, std::string_view binding, base::Random& random) {
  return encrypt(secret, key, bytes_of(binding), random);
}

std::optional<base::SecretBytes> unwrap(std::span<std::uint8_t const> wrapped, base::SecretBytes const& key, std::string_view binding) {
  return decrypt(wrapped, key, bytes_of(binding));
}

}  // namespace vlechtwerk::journal
