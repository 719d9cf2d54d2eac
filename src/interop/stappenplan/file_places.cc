#include "interop/stappenplan/file_places.h"

#include <algorithm>
#include <string>

namespace vlechtwerk::interop {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_ascii(char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; }
bool is_first_byte(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

FilePlaces::FilePlaces(std::string_view text) : text_(text) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

Position FilePlaces::inside(Position string, std::size_t offset) const {
  auto at = string;
  if (at.line < 1 || static_cast<std::size_t>(at.line) > line_starts_.size()) return at;
  auto byte = line_starts_[static_cast<std::size_t>(at.line) - 1];
  auto const character = [&](std::size_t from) {
    auto next = from + 1;
    while (next < text_.size() && (static_cast<unsigned char>(text_[next]) & 0xC0U) == 0x80U) ++next;
    return next;
  };
  for (int column = 1; column < at.column && byte < text_.size(); ++column) byte = character(byte);
  if (byte >= text_.size() || (text_[byte] != '"' && text_[byte] != '\'')) return at;
  bool const basic = text_[byte] == '"';
  bool const several_lines = text_.substr(byte, 3) == (basic ? "\"\"\"" : "'''");
  auto const step = [&] {
    if (text_[byte] == '\n') {
      ++at.line;
      at.column = 1;
      ++byte;
    } else {
      byte = character(byte);
      ++at.column;
    }
  };
  for (int i = several_lines ? 3 : 1; i > 0; --i) step();
  if (several_lines && byte < text_.size() && text_[byte] == '\r') step();
  if (several_lines && byte < text_.size() && text_[byte] == '\n') step();
  for (std::size_t passed = 0; passed < offset && byte < text_.size();) {
    if (basic && text_[byte] == '\\' && byte + 1 < text_.size()) {
      char const escape = text_[byte + 1];
      int const length = escape == 'u' ? 6 : escape == 'U' ? 10 : escape == 'x' ? 4 : 2;
      for (int i = 0; i < length && byte < text_.size(); ++i) step();
      ++passed;  // names and signs of conditions are one byte each, so this is exact where it matters
    } else {
      auto const from = byte;
      step();
      passed += byte - from;
    }
  }
  return at;
}

std::size_t FilePlaces::byte_of(Position at) const {
  if (at.line < 1 || static_cast<std::size_t>(at.line) > line_starts_.size()) return text_.size();
  auto byte = line_starts_[static_cast<std::size_t>(at.line) - 1];
  for (int column = 1; column < at.column && byte < text_.size(); ++column) {
    ++byte;
    while (byte < text_.size() && !is_first_byte(text_[byte])) ++byte;
  }
  return byte;
}

Position FilePlaces::position_of(std::size_t byte) const {
  auto const line = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte) - line_starts_.begin();
  auto const begin = line_starts_[static_cast<std::size_t>(line) - 1];
  auto const before = text_.substr(begin, byte - begin);
  return {static_cast<int>(line), static_cast<int>(std::count_if(before.begin(), before.end(), is_first_byte)) + 1};
}

Position FilePlaces::key_before(Position value) const {
  if (static_cast<std::size_t>(value.line) > line_starts_.size()) return value;
  auto const line = text_.substr(line_starts_[static_cast<std::size_t>(value.line) - 1]);
  auto const sign = line.substr(0, static_cast<std::size_t>(value.column) - 1).find_last_not_of(" \t");
  if (sign == std::string_view::npos || line[sign] != '=') return value;
  auto const last = line.substr(0, sign).find_last_not_of(" \t");
  if (last == std::string_view::npos) return value;
  auto const before = line.substr(0, last + 1).find_last_of(" \t{,");
  return {value.line, static_cast<int>(before == std::string_view::npos ? 1 : before + 2)};
}

std::string FilePlaces::in_ascii() const {
  auto const begin = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  std::string out(text_.substr(0, begin));
  for (char const c : text_.substr(begin)) {
    if (is_ascii(c))
      out += c;
    else if (is_first_byte(c))
      out += 'x';
  }
  return out;
}

std::optional<Position> FilePlaces::stray_character() const {
  auto const past = [&](std::string_view mark, std::size_t from, bool escapes) {
    for (auto at = from; at < text_.size(); ++at) {
      if (escapes && text_[at] == '\\')
        ++at;
      else if (text_.substr(at, mark.size()) == mark)
        return at + mark.size();
      else if (mark.size() == 1 && text_[at] == '\n')
        return at;  // a string that nobody closed ends with its line
    }
    return text_.size();
  };
  for (auto at = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0; at < text_.size();) {
    char const here = text_[at];
    if (here == '#') {
      at = std::min(text_.find('\n', at), text_.size());
    } else if (here == '"' || here == '\'') {
      bool const several_lines = text_.substr(at, 3) == std::string(3, here);
      auto const mark = text_.substr(at, several_lines ? 3 : 1);
      at = past(mark, at + mark.size(), here == '"');
    } else if (!is_ascii(here)) {
      return position_of(at);
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace vlechtwerk::interop
