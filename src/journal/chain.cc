#include "journal/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "journal/bytes.h"
#include "journal/sodium.h"

namespace vlechtwerk::journal {
namespace {

constexpr std::string_view kHeadWord = "vlechtwerk-head-1";
constexpr std::size_t kSignatureSize = crypto_sign_BYTES;

std::string hex(std::span<std::uint8_t const> bytes) {
  std::string out;
  for (auto const byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

/// Lower-case digits only, exactly `size` bytes.
std::optional<Bytes> unhex(std::string_view text, std::size_t size) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  if (text.size() != size * 2) return std::nullopt;
  Bytes out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    auto const high = kDigits.find(text[i]);
    auto const low = kDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

bool is_chain_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

/// What is signed: the line up to and without the blank before the signature.
std::string signed_part(Head const& head, std::span<std::uint8_t const> public_key) {
  return fmt::format("{} {} {} {} {} {} {}", kHeadWord, head.chain, head.tenant.text(), head.seq, hex(head.hash),
                     base::instant_text(head.at), hex(public_key));
}

}  // namespace

Hash256 link(Hash256 const& previous, Position const& position, std::span<std::uint8_t const> header_bytes,
             std::span<std::uint8_t const> sealed) {
  sodium_ready();
  Bytes numbers;
  put_little(numbers, static_cast<std::uint64_t>(position.seq), 8);
  put_little(numbers, static_cast<std::uint64_t>(position.case_version), 8);
  put_little(numbers, static_cast<std::uint64_t>(position.recorded_at.us), 8);
  Bytes size_of_header;
  put_little(size_of_header, header_bytes.size(), 8);
  Bytes size_of_sealed;
  put_little(size_of_sealed, sealed.size(), 8);

  Hash256 hash;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  for (std::span<std::uint8_t const> const part :
       {std::span<std::uint8_t const>(previous), std::span<std::uint8_t const>(numbers), std::span<std::uint8_t const>(size_of_header),
        header_bytes, std::span<std::uint8_t const>(size_of_sealed), sealed})
    crypto_generichash_update(&state, part.data(), part.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

bool Verifier::next(domain::TenantId tenant, Position const& position, std::span<std::uint8_t const> header_bytes,
                    std::span<std::uint8_t const> sealed, Hash256 const& stored_hash) {
  auto const broken = [&](std::string_view what) {
    why_ = fmt::format("entry {}: {}", seq_ + 1, what);
    return false;
  };
  if (position.seq != seq_ + 1) return broken(fmt::format("the sequence goes on with {}", position.seq));
  if (position.case_version < 1) return broken("the version of its case is below 1");
  auto const header = decode(header_bytes);
  if (!header) return broken(fmt::format("its header cannot be read ({})", header.error().code));
  if (header->tenant != tenant) return broken("it belongs to another tenant");
  if (sealed.empty() != (header->content_version == 0)) return broken("its header and its contents do not belong together");
  if (link(head_, position, header_bytes, sealed) != stored_hash) return broken("its hash is not that of what is stored");
  head_ = stored_hash;
  seq_ = position.seq;
  return true;
}

SigningKeys make_signing_keys(base::Random& random) {
  sodium_ready();
  std::vector<std::uint8_t> seed(crypto_sign_SEEDBYTES);
  random.fill(seed);
  base::SecretBytes const kept(std::move(seed));
  std::vector<std::uint8_t> secret(crypto_sign_SECRETKEYBYTES);
  Bytes public_key(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_seed_keypair(public_key.data(), secret.data(), kept.reveal().data());
  return {base::SecretBytes(std::move(secret)), std::move(public_key)};
}

std::string sign(Head const& head, SigningKeys const& keys) {
  sodium_ready();
  if (!is_chain_name(head.chain)) throw std::logic_error("the name of a chain has lower-case letters, digits and - only");
  if (keys.secret.reveal().size() != crypto_sign_SECRETKEYBYTES) throw std::logic_error("a signing key has 64 bytes");
  auto const text = signed_part(head, keys.public_key);
  std::array<std::uint8_t, kSignatureSize> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(text).data(), text.size(), keys.secret.reveal().data());
  return text + ' ' + hex(signature);
}

std::optional<SignedHead> read_signed_head(std::string_view line) {
  sodium_ready();
  if (line.size() > 1024) return std::nullopt;
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at <= line.size();) {
    auto const end = std::min(line.find(' ', at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  if (words.size() != 8 || words[0] != kHeadWord || !is_chain_name(words[1])) return std::nullopt;
  auto const tenant = domain::TenantId::parse(words[2]);
  std::int64_t seq = 0;
  auto const [end, error] = std::from_chars(words[3].data(), words[3].data() + words[3].size(), seq);
  auto const hash = unhex(words[4], 32);
  auto const at = base::parse_instant(words[5]);
  auto const public_key = unhex(words[6], crypto_sign_PUBLICKEYBYTES);
  auto const signature = unhex(words[7], kSignatureSize);
  if (!tenant || error != std::errc() || end != words[3].data() + words[3].size() || seq < 0 || !hash || !at || !public_key || !signature)
    return std::nullopt;
  SignedHead out{{std::string(words[1]), *tenant, seq, {}, *at}, *public_key};
  std::copy(hash->begin(), hash->end(), out.head.hash.begin());
  // One head has one text: what reads the same but is written otherwise is refused.
  auto const text = signed_part(out.head, out.public_key);
  if (!line.starts_with(text)) return std::nullopt;
  if (crypto_sign_verify_detached(signature->data(), bytes_of(text).data(), text.size(), public_key->data()) != 0) return std::nullopt;
  return out;
}

}  // namespace vlechtwerk::journal
