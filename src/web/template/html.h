#pragma once
#include <string>
#include <string_view>

namespace vlechtwerk::web {

/// Markup that was rendered: the one type that is put in a page as it is. Only render() adds to it.
class Html {
 public:
  [[nodiscard]] std::string const& text() const { return text_; }
  [[nodiscard]] std::string take() && { return std::move(text_); }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  friend struct HtmlWriter;
  std::string text_;
};

/// Appends `text` so that it is inert between tags and within quotes: `& < > " '` become entities, NUL becomes U+FFFD, and the characters
/// that turn the direction of what follows (U+202A–U+202E, U+2066–U+2069) are left out.
void append_escaped(std::string& out, std::string_view text);

}  // namespace vlechtwerk::web
