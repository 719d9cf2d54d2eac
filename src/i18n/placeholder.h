#pragma once
#include <cstddef>
#include <string_view>

namespace vlechtwerk::i18n {

constexpr bool is_name_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

constexpr std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') {
    ++at;
  }
  return at;
}

constexpr std::size_t skip_name(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_char(text[at])) {
    ++at;
  }
  return at;
}

inline constexpr std::size_t broken_placeholder = static_cast<std::size_t>(-1);

/// Reads the placeholder that begins at `text[at] == '{'` and returns the place after its closing brace, or `broken_placeholder`.
/// Calls `found(name, format)` for it and for every one inside its branches; `format` is empty for `{name}`, or `plural`, `select` …
/// for `{name, plural, one {…} other {…}}`.
template <class Found>
constexpr std::size_t read_placeholder(std::string_view text, std::size_t at, Found&& found, int depth = 0) {
  auto const name_begin = skip_spaces(text, at + 1);
  auto const name_end = skip_name(text, name_begin);
  at = skip_spaces(text, name_end);
  if (name_end == name_begin || at >= text.size() || depth > 4) {
    return broken_placeholder;
  }
  auto const name = text.substr(name_begin, name_end - name_begin);
  if (text[at] == '}') {
    found(name, std::string_view{});
    return at + 1;
  }
  if (text[at] != ',') {
    return broken_placeholder;
  }
  auto const format_begin = skip_spaces(text, at + 1);
  at = skip_name(text, format_begin);
  found(name, text.substr(format_begin, at - format_begin));
  // The branches: words, each followed by a message between braces.
  while (at < text.size() && text[at] != '}') {
    if (text[at] != '{') {
      ++at;
      continue;
    }
    for (++at; at < text.size() && text[at] != '}';) {
      if (text[at] == '{') {
        at = read_placeholder(text, at, found, depth + 1);
        if (at == broken_placeholder) {
          return at;
        }
      } else {
        ++at;
      }
    }
    if (at >= text.size()) {
      return broken_placeholder;
    }
    ++at;
  }
  return at < text.size() ? at + 1 : broken_placeholder;
}

/// Calls `found(name, format)` for every placeholder of a sentence. False when a brace is never closed or has no name.
template <class Found>
constexpr bool each_placeholder(std::string_view text, Found&& found) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '{') {
      at = read_placeholder(text, at, found);
      if (at == broken_placeholder) {
        return false;
      }
    } else {
      ++at;
    }
  }
  return true;
}

/// True when the sentence chooses words by number or kind, which only ICU MessageFormat can do.
constexpr bool has_choice(std::string_view text) {
  bool choice = false;
  each_placeholder(text, [&](std::string_view, std::string_view format) { choice = choice || !format.empty(); });
  return choice;
}

}  // namespace vlechtwerk::i18n
