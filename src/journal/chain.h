#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/secret.h"
#include "journal/seal.h"

namespace vlechtwerk::journal {

/// What the writer adds to an entry when it takes it in.
struct Position {
  std::int64_t seq = 0;           ///< from 1, without gaps, per tenant
  std::int64_t case_version = 0;  ///< from 1, without gaps, per case
  base::Instant recorded_at;
};

/// BLAKE2b-256 over (previous hash, seq, case version, recorded_at, canonical header, sealed bytes); lengths are bound in. The first entry
/// follows the all-zero hash.
Hash256 link(Hash256 const& previous, Position const& position, std::span<std::uint8_t const> header_bytes,
             std::span<std::uint8_t const> sealed);

/// Walks a chain from its start (or from a known head) without any key, and names the first entry that does not fit.
class Verifier {
 public:
  explicit Verifier(Hash256 const& start = {}, std::int64_t last_seq = 0) : head_(start), seq_(last_seq) {}
  /// False when this entry breaks the chain: a gap, a wrong hash, a header that cannot be read or names another tenant,
  /// sealed bytes where the header has no contents. Then `why()` says it.
  bool next(domain::TenantId tenant, Position const& position, std::span<std::uint8_t const> header_bytes,
            std::span<std::uint8_t const> sealed, Hash256 const& stored_hash);
  [[nodiscard]] Hash256 const& head() const { return head_; }
  [[nodiscard]] std::int64_t seq() const { return seq_; }
  [[nodiscard]] std::string const& why() const { return why_; }  ///< English, for a terminal; no contents

 private:
  Hash256 head_;
  std::int64_t seq_;
  std::string why_;
};

/// The head of a chain at a moment, to be signed and exported: without an exported head a cut-off tail cannot be seen.
struct Head {
  std::string chain;  ///< "journal" or "audit-<server number>"
  domain::TenantId tenant;
  std::int64_t seq = 0;
  Hash256 hash{};
  base::Instant at;
  bool operator==(Head const&) const = default;
};

struct SigningKeys {
  base::SecretBytes secret;  ///< Ed25519, 64 bytes
  Bytes public_key;          ///< 32 bytes
};
SigningKeys make_signing_keys(base::Random& random);
/// One line of text without a line end: the head, its public key and its signature (docs/formats/journal.md).
std::string sign(Head const& head, SigningKeys const& keys);
/// Reads such a line; nullopt when it is not one or the signature is not that of its public key.
struct SignedHead {
  Head head;
  Bytes public_key;
};
std::optional<SignedHead> read_signed_head(std::string_view line);

}  // namespace vlechtwerk::journal
