#include <sodium.h>

#include "journal/bytes.h"
#include "journal/sodium.h"
#include "store/key_store.h"

namespace vlechtwerk::store {

using base::N_;

namespace {

constexpr std::size_t kMasterKeySize = 32;
constexpr std::size_t kCheckSize = 3;                                    // 35 bytes are 56 signs of five bits, without a rest
constexpr std::string_view kSigns = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford: no i, l, o, u

std::array<std::uint8_t, kCheckSize> check_sum(std::span<std::uint8_t const> key) {
  journal::sodium_ready();
  constexpr std::string_view what = "vlechtwerk master key";
  std::array<std::uint8_t, 32> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, reinterpret_cast<std::uint8_t const*>(what.data()), what.size());
  crypto_generichash_update(&state, key.data(), key.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return {hash[0], hash[1], hash[2]};
}

tl::unexpected<base::Error> wrong_text(std::string code, char const* msgid) {
  return base::fail(base::ErrorKind::InvalidInput, std::move(code), {msgid, {}});
}

/// The value of a sign in base 32; letters that look like digits are read as those.
std::optional<unsigned> value_of(char sign) {
  char const lower = sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
  char const meant = lower == 'o' ? '0' : lower == 'i' || lower == 'l' ? '1' : lower;
  auto const at = kSigns.find(meant);
  return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

std::optional<unsigned> hex_value(char sign) {
  if (sign >= '0' && sign <= '9') return static_cast<unsigned>(sign - '0');
  if (sign >= 'a' && sign <= 'f') return static_cast<unsigned>(sign - 'a' + 10);
  if (sign >= 'A' && sign <= 'F') return static_cast<unsigned>(sign - 'A' + 10);
  return std::nullopt;
}

/// Reads signs of `bits` bits each; nullopt at a sign that is none.
template <class Value>
std::optional<std::vector<std::uint8_t>> bytes_from(std::string_view signs, unsigned bits, Value const& value) {
  std::vector<std::uint8_t> bytes;
  unsigned rest = 0, held = 0;
  for (char const sign : signs) {
    auto const five = value(sign);
    if (!five) return std::nullopt;
    rest = (rest << bits | *five) & 0xfff;
    held += bits;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<std::uint8_t>(rest >> held));
    }
  }
  return bytes;
}

}  // namespace

base::SecretBytes make_master_key(base::Random& random) {
  std::vector<std::uint8_t> bytes(kMasterKeySize);
  random.fill(bytes);
  return base::SecretBytes(std::move(bytes));
}

base::Private master_key_text(base::SecretBytes const& master_key) {
  auto bytes = master_key.reveal();
  for (auto const byte : check_sum(bytes)) bytes.push_back(byte);
  std::string text;
  unsigned rest = 0, held = 0, signs = 0;
  for (auto const byte : bytes) {
    rest = (rest << 8 | byte) & 0xfff;
    held += 8;
    while (held >= 5) {
      held -= 5;
      if (signs > 0 && signs % 4 == 0) text += '-';
      text += kSigns[rest >> held & 31];
      ++signs;
    }
  }
  base::wipe(bytes.data(), bytes.size());
  return base::Private(std::move(text));
}

base::Result<base::SecretBytes> read_master_key(std::string_view text) {
  std::string signs;
  for (char const sign : text)
    if (sign != '-' && sign != ' ' && sign != '\n' && sign != '\r' && sign != '\t') signs += sign;
  if (signs.size() == kMasterKeySize * 2) {
    auto bytes = bytes_from(signs, 4, hex_value);
    if (bytes) return base::SecretBytes(std::move(*bytes));
  }
  auto bytes = bytes_from(signs, 5, value_of);
  if (!bytes || bytes->size() != kMasterKeySize + kCheckSize || signs.size() != 56)
    return wrong_text("master_key_length", N_("Dit is geen hoofdsleutel. Neem alle 56 tekens van het herstelblad over."));
  auto const check = check_sum(std::span(*bytes).first(kMasterKeySize));
  if (!std::equal(check.begin(), check.end(), bytes->begin() + kMasterKeySize))
    return wrong_text("master_key_check", N_("In deze hoofdsleutel klopt een teken niet. Vergelijk hem nog eens met het herstelblad."));
  bytes->resize(kMasterKeySize);
  return base::SecretBytes(std::move(*bytes));
}

}  // namespace vlechtwerk::store
