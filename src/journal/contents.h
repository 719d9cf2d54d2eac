#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "journal/header.h"

namespace vlechtwerk::journal {

/// What is sealed: named texts (names, what was seen, a goal). Names are codes of a kind of entry; values are what a person typed,
/// valid UTF-8, kept byte for byte, at most 1 MiB together.
struct Contents {
  std::map<std::string, std::string, std::less<>> texts;

  [[nodiscard]] bool empty() const { return texts.empty(); }
  /// The text under `name`, or an empty one.
  [[nodiscard]] std::string_view get(std::string_view name) const {
    auto const at = texts.find(name);
    return at == texts.end() ? std::string_view() : std::string_view(at->second);
  }
  bool operator==(Contents const&) const = default;
};

/// Whether the contents can be sealed: every name a code (header.h), every value UTF-8, together at most 1 MiB.
base::Result<void> check(Contents const& contents);
/// Canonical bytes: the same contents always give the same bytes. Contents that check() refuses are a programmer's error: std::logic_error.
Bytes encode(Contents const& contents);
/// Reads only what encode() makes.
base::Result<Contents> decode_contents(std::span<std::uint8_t const> bytes);

}  // namespace vlechtwerk::journal
