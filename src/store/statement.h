#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/db/connection.h"

namespace vlechtwerk::store {

/// In which of the two databases a statement runs.
enum class Place { Main, Keys };

/// One SQL text of the product. Making one enters it in the list that the lint, the test of both engines and `doctor` read, so a
/// text cannot be forgotten there. Only for constants with static life time.
class Statement {
 public:
  Statement(Place place, std::string text);
  /// A text that only one engine knows.
  Statement(Place place, Engine only, std::string text);
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;

  operator std::string_view() const { return text_; }
  [[nodiscard]] std::string const& text() const { return text_; }
  [[nodiscard]] Place place() const { return place_; }
  [[nodiscard]] std::optional<Engine> only() const { return only_; }

  /// All statements of the program.
  static std::vector<Statement const*> const& all();

 private:
  Place place_;
  std::optional<Engine> only_;
  std::string text_;
};

/// Prepares every statement of `place` on this connection; throws the first error, with the text of the statement.
void check_statements(Connection& db, Place place);

}  // namespace vlechtwerk::store
