#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vlechtwerk::interop {
/// The TOML library asserts what some broken files do not keep, such as a table header that ends at once. A wrong file must never stop the
/// program.
struct BrokenToml {};
[[noreturn]] inline void broken_toml() { throw BrokenToml(); }
}  // namespace vlechtwerk::interop
#define TOML_ASSERT(expression) (static_cast<bool>(expression) ? void() : vlechtwerk::interop::broken_toml())
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "domain/stappenplan/duration.h"
#include "domain/stappenplan/text.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

struct Position {
  int line = 1;
  int column = 1;
};

/// A word of the file with the place where it stands.
struct Word {
  std::string text;
  Position at;
};

/// The values of a TOML file, each of the kind that is asked for. What is of another kind is told with its place, and then absent.
class TomlValues {
 public:
  /// `text` and `file` must outlive the values; `file` is only the name that diagnostics show.
  TomlValues(std::string_view text, std::string const& file);

 protected:
  using Keys = std::initializer_list<std::string_view>;

  void tell(Diagnostic::Severity severity, Position at, base::Message message);
  void error(Position at, base::Message message) { tell(Diagnostic::Severity::Error, at, std::move(message)); }

  static Position place(toml::source_region const& source);
  static Position place(toml::node const& node) { return place(node.source()); }
  static Position place(toml::key const& key) { return place(key.source()); }
  static Position place_of_key(toml::table const& table, std::string_view key);
  static Position place_or_start(toml::table const& table);
  /// Where byte `offset` of the value of a string stands in the file: after the quotes, with escapes and line breaks taken as they are
  /// written.
  [[nodiscard]] Position inside(toml::node const& node, std::size_t offset = 0) const;
  /// The library tells of a key that comes twice at its value; the wrong word is the key. Only keys without quotes are looked for.
  [[nodiscard]] Position key_before(Position value) const;

  void check_keys(toml::table const& table, Keys known, Keys needed);
  /// `what_to_write`: a sentence that says which kind of value belongs here.
  void wrong_type(toml::node const& node, base::Message what_to_write) { error(place(node), std::move(what_to_write)); }

  std::optional<Word> word_of(toml::node const& node);
  std::optional<Word> word_at(toml::table const& table, std::string_view key);
  std::vector<Word> words_at(toml::table const& table, std::string_view key);
  std::string plain_at(toml::table const& table, std::string_view key) { return word_at(table, key).value_or(Word{}).text; }
  bool bool_at(toml::table const& table, std::string_view key);
  /// A whole number from 1 (or from `least`) to 999 999.
  std::optional<int> number_at(toml::table const& table, std::string_view key, std::int64_t least = 1);
  std::optional<domain::stappenplan::Duration> duration_at(toml::table const& table, std::string_view key, bool working = false);
  domain::stappenplan::Text text_of(toml::node const& node, bool english_wanted = true);
  domain::stappenplan::Text text_at(toml::table const& table, std::string_view key, bool english_wanted = true);
  std::optional<domain::stappenplan::Text> optional_text_at(toml::table const& table, std::string_view key);
  toml::table const* table_at(toml::table const& top, std::string_view key);
  /// The tables under [[key]]; anything else is told.
  std::vector<toml::table const*> tables(toml::table const& top, std::string_view key);
  /// The library sorts keys by letter; people chose the order of their roles and outcomes.
  static std::vector<std::pair<toml::key const*, toml::node const*>> in_file_order(toml::table const& table);

  std::string_view text_;
  std::string const& file_;
  std::vector<Diagnostic> found_;

 private:
  std::vector<std::size_t> line_starts_;
};

}  // namespace vlechtwerk::interop
