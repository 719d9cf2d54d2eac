#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/random.h"

namespace vlechtwerk::base {

/// The 16 bytes of a UUID (RFC 9562), without saying of what. Use `Id<Tag>`; this type is for storage and encoding.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(Uuid const&) const = default;

  /// True for the all-zero value, which is never the id of anything.
  [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
  /// Lower-case text form, 36 characters.
  [[nodiscard]] std::string text() const;
  /// Reads the 36-character form (either case). Anything else is nullopt.
  static std::optional<Uuid> parse(std::string_view text);
  /// Exactly 16 bytes, else nullopt.
  static std::optional<Uuid> from_bytes(std::span<std::uint8_t const> bytes);
  /// UUIDv7: 48 bits of milliseconds since 1970, the rest random. Sorts by time of making.
  static Uuid v7(Instant now, Random& random);
  /// UUIDv4: random; for whatever must not tell when it was made (architecture.md section 3).
  static Uuid v4(Random& random);
};

/// An id that says in its type what it is the id of; two kinds of id do not mix.
template <class Tag>
struct Id {
  Uuid uuid;
  auto operator<=>(Id const&) const = default;

  [[nodiscard]] bool is_nil() const { return uuid.is_nil(); }
  [[nodiscard]] std::string text() const { return uuid.text(); }
  [[nodiscard]] std::span<std::uint8_t const> bytes() const { return uuid.bytes; }
  static std::optional<Id> parse(std::string_view text) {
    auto uuid = Uuid::parse(text);
    return uuid ? std::optional<Id>(Id{*uuid}) : std::nullopt;
  }
  static Id make(Instant now, Random& random) { return Id{Uuid::v7(now, random)}; }
  static Id make_random(Random& random) { return Id{Uuid::v4(random)}; }
};

}  // namespace vlechtwerk::base

template <>
struct std::hash<vlechtwerk::base::Uuid> {
  std::size_t operator()(vlechtwerk::base::Uuid const& uuid) const noexcept;
};
template <class Tag>
struct std::hash<vlechtwerk::base::Id<Tag>> {
  std::size_t operator()(vlechtwerk::base::Id<Tag> const& id) const noexcept { return std::hash<vlechtwerk::base::Uuid>{}(id.uuid); }
};
