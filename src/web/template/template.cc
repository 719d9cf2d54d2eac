#include "web/template/template.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace vlechtwerk::web {

struct HtmlWriter {
  static std::string& of(Html& html) { return html.text_; }
};

namespace {

/// The bytes of the UTF-8 character at `at` that must not reach a page as it is: NUL, or a control of direction. 0 when it may.
std::size_t dangerous_bytes(std::string_view text, std::size_t at) {
  auto const c = text[at];
  if (c == '\0') {
    return 1;
  }
  if (c != '\xE2' || at + 2 >= text.size()) {
    return 0;
  }
  auto const second = text[at + 1];
  auto const third = static_cast<unsigned char>(text[at + 2]);
  bool const turns = (second == '\x80' && third >= 0xAA && third <= 0xAE) || (second == '\x81' && third >= 0xA6 && third <= 0xA9);
  return turns ? 3 : 0;
}

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  // Of nearly every byte one look tells that it may stay.
  static constexpr auto looked_at = [] {
    std::array<bool, 256> table{};
    for (char const c : std::string_view("&<>\"'\0\xE2", 7)) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();
  std::size_t plain = 0;
  for (std::size_t at = 0;;) {
    at = static_cast<std::size_t>(
        std::find_if(text.begin() + at, text.end(), [](char c) { return looked_at[static_cast<unsigned char>(c)]; }) - text.begin());
    if (at == text.size()) break;
    auto const replaced = entity(text[at]);
    auto const skipped = replaced.empty() ? dangerous_bytes(text, at) : 1;
    if (skipped == 0) {
      ++at;
      continue;
    }
    out.append(text, plain, at - plain);
    out += text[at] == '\0' ? std::string_view("\xEF\xBF\xBD") : replaced;
    at += skipped;
    plain = at;
  }
  out.append(text, plain);
}

namespace detail {
namespace {

Value const* find(Frame const& frame, std::string_view name) {
  for (Frame const* in = &frame; in != nullptr; in = in->outer) {
    for (std::size_t i = 0; i < in->count; ++i) {
      // Most names differ in their length or in how they begin.
      auto const& one = in->values[i].name;
      if (one.size() == name.size() && one.front() == name.front() && one == name) {
        return &in->values[i];
      }
    }
  }
  return nullptr;
}

/// The value as text; numbers are written into `digits`, messages into `room`.
std::string_view text_of(Frame const& frame, Value const& value, std::span<char> digits, std::string& room) {
  switch (value.shape) {
    case Shape::Number: {
      auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value.number).ptr;
      return {digits.data(), static_cast<std::size_t>(end - digits.data())};
    }
    case Shape::Message:
      room = (*frame.tr)(*static_cast<base::Message const*>(value.object));
      return room;
    default:
      return value.text;
  }
}

void write_value(Frame const& frame, Value const& value) {
  auto& out = HtmlWriter::of(*frame.out);
  if (value.shape == Shape::Html) {
    out += static_cast<Html const*>(value.object)->text();
    return;
  }
  std::array<char, 24> digits{};
  std::string room;
  append_escaped(out, text_of(frame, value, digits, room));
}

void write_sentence(Frame const& frame, Piece const& piece) {
  auto& out = HtmlWriter::of(*frame.out);
  auto const sentence = frame.tr->sentence(piece.text, piece.meaning);
  if (sentence.find('{') != std::string_view::npos && i18n::has_choice(sentence)) {
    std::vector<i18n::Argument> arguments;
    i18n::each_placeholder(sentence, [&](std::string_view name, std::string_view) {
      if (auto const* value = find(frame, name); value != nullptr && value->shape != Shape::Html) {
        std::array<char, 24> digits{};
        std::string room;
        arguments.emplace_back(name, text_of(frame, *value, digits, room));
      }
    });
    append_escaped(out, frame.tr->fill(sentence, arguments));
    return;
  }
  // A translation is not trusted either: it can place the arguments, not bring markup.
  for (std::size_t at = 0; at < sentence.size();) {
    auto const open = sentence.find('{', at);
    append_escaped(out, sentence.substr(at, open - at));
    if (open == std::string_view::npos) {
      break;
    }
    auto const close = std::min(sentence.find('}', open), sentence.size() - 1);
    auto const* value = find(frame, sentence.substr(open + 1, close - open - 1));
    if (value != nullptr && (value->shape != Shape::Html || piece.context == Context::Text)) {
      write_value(frame, *value);
    } else {
      append_escaped(out, sentence.substr(open, close - open + 1));
    }
    at = close + 1;
  }
}

}  // namespace

void write_pieces(Frame const& frame, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    auto const& piece = frame.pieces[at];
    if (piece.kind == PieceKind::Literal) {
      HtmlWriter::of(*frame.out) += piece.text;
      continue;
    }
    if (piece.kind == PieceKind::Sentence) {
      write_sentence(frame, piece);
      at = piece.next - 1;
      continue;
    }
    if (piece.kind == PieceKind::End) {
      continue;
    }
    auto const& value = *find(frame, piece.text);  // check_fields() saw that it is there
    if (piece.kind == PieceKind::Field || (piece.kind == PieceKind::Slot && value.shape == Shape::Html)) {
      write_value(frame, value);
    } else if (value.shape == Shape::Callable) {
      value.call(value.object, frame);
      at = piece.kind == PieceKind::Slot ? at : piece.next;
    } else if ((value.number != 0) != (piece.kind == PieceKind::When)) {
      at = piece.next;  // a condition that does not hold
    }
  }
}

}  // namespace detail
}  // namespace vlechtwerk::web
