#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vlechtwerk::interop {

struct Position {
  int line = 1;
  int column = 1;  ///< in characters
};

/// Where things stand in the text of a TOML file, closer than its reader tells.
class FilePlaces {
 public:
  /// `text` must outlive the places.
  explicit FilePlaces(std::string_view text);

  /// Where byte `offset` of the value of a string that begins at `string` stands: after the quotes, with escapes and line breaks taken as
  /// they are written. `string` itself when no string stands there.
  [[nodiscard]] Position inside(Position string, std::size_t offset = 0) const;
  /// The byte at which this place begins; the end of the text when it has no such line.
  [[nodiscard]] std::size_t byte_of(Position at) const;
  /// The place of a byte of the text.
  [[nodiscard]] Position position_of(std::size_t byte) const;
  /// The key before a value, when it has no quotes; else the value itself.
  [[nodiscard]] Position key_before(Position value) const;
  /// Of a file that is TOML, the first character that is not ASCII and stands in no string and no comment, where TOML has no place for it.
  [[nodiscard]] std::optional<Position> stray_character() const;
  /// The text with an x for every character that is not ASCII: the same things at the same places.
  [[nodiscard]] std::string in_ascii() const;

 private:
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace vlechtwerk::interop
