#pragma once
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace vlechtwerk::journal {

/// Appends `value` with its lowest byte first, in exactly `width` bytes.
inline void put_little(std::vector<std::uint8_t>& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// Reads an unsigned number of at most eight bytes, lowest byte first.
inline std::uint64_t little(std::span<std::uint8_t const> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
  return value;
}

inline void put_bytes(std::vector<std::uint8_t>& out, std::span<std::uint8_t const> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

inline std::string_view text_of(std::span<std::uint8_t const> bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

/// Takes bytes from the front and never reads past the end.
class Reader {
 public:
  explicit Reader(std::span<std::uint8_t const> bytes) : rest_(bytes) {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  std::optional<std::span<std::uint8_t const>> take(std::uint64_t size) {
    if (size > rest_.size()) return std::nullopt;
    auto const part = rest_.first(static_cast<std::size_t>(size));
    rest_ = rest_.subspan(part.size());
    return part;
  }
  /// A number of `width` bytes, lowest first.
  std::optional<std::uint64_t> number(int width) {
    auto const part = take(static_cast<std::uint64_t>(width));
    return part ? std::optional(little(*part)) : std::nullopt;
  }

 private:
  std::span<std::uint8_t const> rest_;
};

/// A word of a list, never what a person typed: lower-case letters, digits, `_`, `-` and `.`, 1 to 64 characters.
inline bool is_code(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  for (char const c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-')) return false;
  return true;
}

}  // namespace vlechtwerk::journal
