#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace vlechtwerk::base {

/// Overwrites memory in a way the compiler may not remove.
void wipe(void* data, std::size_t size) noexcept;

/// Bytes that must not be printed, compared in plain time or left in memory: keys, passwords, codes. There is no operator<< and no
/// formatter on purpose. Reading them is spelled `reveal()`, so that a review can find every place.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  SecretBytes(SecretBytes const&) = default;
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~SecretBytes() { wipe(bytes_.data(), bytes_.size()); }

  [[nodiscard]] std::vector<std::uint8_t> const& reveal() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  /// Takes time that depends on the lengths only.
  [[nodiscard]] bool same_as(SecretBytes const& other) const noexcept;

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Text of a person (a name, a note, a password) that must not reach a log: no operator<<, no formatter, no implicit conversion.
class Private {
 public:
  Private() = default;
  explicit Private(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] std::string const& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  bool operator==(Private const&) const = default;

 private:
  std::string text_;
};

}  // namespace vlechtwerk::base
