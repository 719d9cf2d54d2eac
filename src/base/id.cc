#include "base/id.h"

#include <cstring>

namespace vlechtwerk::base {

std::string Uuid::text() const {
  // Two digits at a time: a page writes an id some hundred times.
  static constexpr auto kHexOfByte = [] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<std::array<char, 2>, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) table[byte] = {digits[byte >> 4], digits[byte & 15]};
    return table;
  }();
  std::string out(36, '-');
  char* at = out.data();
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) ++at;
    std::memcpy(at, kHexOfByte[bytes[i]].data(), 2);
    at += 2;
  }
  return out;
}

namespace {
int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      if (text[at++] != '-') return std::nullopt;
    }
    int const high = hex_digit(text[at]);
    int const low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return out;
}

std::optional<Uuid> Uuid::from_bytes(std::span<std::uint8_t const> from) {
  if (from.size() != 16) return std::nullopt;
  Uuid out;
  std::memcpy(out.bytes.data(), from.data(), 16);
  return out;
}

Uuid Uuid::v4(Random& random) {
  Uuid out;
  random.fill(out.bytes);
  out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x40);
  out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
  return out;
}

Uuid Uuid::v7(Instant now, Random& random) {
  Uuid out = v4(random);
  auto const ms = static_cast<std::uint64_t>(now.us / 1000);
  for (int i = 0; i < 6; ++i) out.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
  out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x70);
  return out;
}

}  // namespace vlechtwerk::base

std::size_t std::hash<vlechtwerk::base::Uuid>::operator()(vlechtwerk::base::Uuid const& uuid) const noexcept {
  // The last eight bytes are random in both versions that we make.
  std::uint64_t tail = 0;
  std::memcpy(&tail, uuid.bytes.data() + 8, 8);
  return static_cast<std::size_t>(tail);
}
