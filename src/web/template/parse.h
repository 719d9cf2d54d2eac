#pragma once
#include <array>
#include <cstddef>
#include <string_view>

#include "i18n/placeholder.h"

namespace vlechtwerk::web {

/// Where in the markup a piece stands; decides what may be put there.
enum class Context : unsigned char { Text, Attribute, UrlAttribute };

/// `Literal` text, `Field` {name}, `Slot` {slot name}, `Each` {each name}, `When` {when name}, `Unless` {unless name}, `End` of a block,
/// `Sentence` {t:…}, followed by one `Argument` for every placeholder in it.
enum class PieceKind : unsigned char { Literal, Field, Slot, Each, When, Unless, End, Sentence, Argument };

struct Piece {
  PieceKind kind{};
  Context context{};
  std::string_view text;     ///< the literal, the name, or the Dutch sentence
  std::string_view meaning;  ///< of a sentence {t@meaning:…}: which of its meanings
  std::size_t next = 0;      ///< of a block: its End; of a sentence: the piece after its arguments
};

/// What is wrong with a template: a sentence and the part of the template that it is about. No `what`: nothing is wrong.
struct TemplateFault {
  std::string_view what;
  std::string_view where;
};

/// No template of `text` has more pieces than this: every piece but the last begins at or ends with a brace.
constexpr std::size_t most_pieces(std::string_view text) {
  std::size_t braces = 0;
  for (char const c : text) {
    braces += c == '{' ? 1u : 0u;
  }
  return 2 * braces + 1;
}

template <std::size_t capacity>
struct ParsedTemplate {
  std::array<Piece, capacity> pieces{};
  std::size_t count = 0;
  TemplateFault fault;
};

namespace detail {

enum class Spot : unsigned char { Text, TagOpen, TagName, InTag, AttributeName, AfterBlock, AfterEquals, Unquoted, Quoted, Comment, Raw };
enum class AttributeKind : unsigned char { None, Plain, Url, Code };

/// Follows the markup, one character at a time, only as far as needed to know where a value would land.
struct Markup {
  Spot spot = Spot::Text;
  AttributeKind attribute = AttributeKind::None;  ///< of the name that was last read, until its value is complete
  char quote = 0;
  bool value_began = false;
  std::string_view raw_element{};
  std::size_t name_begin = 0;
  bool operator==(Markup const& other) const = default;
};

constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr bool same_word(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if ((a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] + 32) : a[i]) != lower[i]) {
      return false;
    }
  }
  return true;
}

template <std::size_t n>
constexpr bool is_one_of(std::string_view word, std::array<std::string_view, n> const& words) {
  for (auto const candidate : words) {
    if (same_word(word, candidate)) {
      return true;
    }
  }
  return false;
}

constexpr AttributeKind kind_of_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 12> urls{"href", "src",  "action",   "formaction", "poster",     "cite",
                                                  "data", "ping", "manifest", "background", "xlink:href", "codebase"};
  // What a browser runs or reads as a document, as style or as a list of addresses.
  constexpr std::array<std::string_view, 4> code{"style", "srcdoc", "srcset", "imagesrcset"};
  if ((name.size() > 2 && same_word(name.substr(0, 2), "on")) || is_one_of(name, code)) {
    return AttributeKind::Code;
  }
  return is_one_of(name, urls) ? AttributeKind::Url : AttributeKind::Plain;
}

constexpr bool has_raw_text(std::string_view element) {
  return is_one_of(element, std::array<std::string_view, 7>{"script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext"});
}

/// The name of an element or attribute ends before `at`.
constexpr void end_name(Markup& markup, std::string_view text, std::size_t at) {
  auto const name = text.substr(markup.name_begin, at - markup.name_begin);
  if (markup.spot == Spot::TagName) {
    markup.raw_element = has_raw_text(name) ? name : std::string_view{};
  } else {
    markup.attribute = kind_of_attribute(name);
  }
  markup.spot = Spot::InTag;
}

/// Takes the character at `at`. False when what stands there could be read in two ways.
constexpr bool step(Markup& markup, std::string_view text, std::size_t at) {
  char const c = text[at];
  switch (markup.spot) {
    case Spot::Text:
      if (c == '<') {
        markup.spot = Spot::TagOpen;
        markup.name_begin = at + 1;
      }
      return true;
    case Spot::TagOpen:
      if (text.substr(at, 3) == "!--") {
        markup.spot = Spot::Comment;
      } else if (is_letter(c) || c == '/' || c == '!') {
        markup.spot = Spot::TagName;
      } else {
        return false;
      }
      return true;
    case Spot::TagName:
      if (is_space(c) || c == '>' || c == '/') {
        end_name(markup, text, at);
        break;
      }
      return true;
    case Spot::AfterBlock:
      if (!is_space(c) && c != '/' && c != '>') {
        return false;
      }
      markup.spot = Spot::InTag;
      break;
    case Spot::InTag:
      break;
    case Spot::AttributeName:
      if (is_space(c) || c == '>' || c == '/' || c == '=') {
        end_name(markup, text, at);
        break;
      }
      return c != '"' && c != '\'' && c != '<';
    case Spot::AfterEquals:
      if (c == '"' || c == '\'') {
        markup.spot = Spot::Quoted;
        markup.quote = c;
        markup.value_began = false;
      } else if (!is_space(c)) {
        markup.spot = Spot::Unquoted;
        return c != '>';
      }
      return true;
    case Spot::Unquoted:
      if (is_space(c) || c == '>') {
        markup.spot = Spot::InTag;
        markup.attribute = AttributeKind::None;
        break;
      }
      return c != '"' && c != '\'';
    case Spot::Quoted:
      if (c == markup.quote) {
        markup.spot = Spot::InTag;
        markup.attribute = AttributeKind::None;
        markup.quote = 0;
        markup.value_began = false;
      } else {
        markup.value_began = true;
      }
      return true;
    case Spot::Comment:
      if (c == '>' && at >= markup.name_begin + 5 && text.substr(at - 2, 2) == "--") {
        markup.spot = Spot::Text;
      }
      return true;
    case Spot::Raw:
      if (c == '<' && text.substr(at + 1, 1) == "/" && same_word(text.substr(at + 2, markup.raw_element.size()), markup.raw_element)) {
        markup.spot = Spot::TagOpen;
        markup.name_begin = at + 1;
      }
      return true;
  }
  // Between the attributes of a tag.
  if (c == '>') {
    markup.spot = markup.raw_element.empty() ? Spot::Text : Spot::Raw;
    markup.attribute = AttributeKind::None;
  } else if (c == '=') {
    markup.spot = Spot::AfterEquals;
    return markup.attribute != AttributeKind::None;
  } else if (!is_space(c) && c != '/') {
    markup.spot = Spot::AttributeName;
    markup.name_begin = at;
  }
  return true;
}

/// The markup at the edge of a block, which stands before `at`. A name ends there: none is glued together from two places.
constexpr Markup at_block_edge(Markup markup, std::string_view text, std::size_t at) {
  if (markup.spot == Spot::TagName || markup.spot == Spot::AttributeName) {
    end_name(markup, text, at);
    markup.spot = Spot::AfterBlock;
  }
  if (markup.spot != Spot::Quoted) {
    markup.attribute = AttributeKind::None;
  }
  markup.name_begin = 0;
  return markup;
}

/// Leaving a block out or repeating it must change nothing around it: true when it ends in the same part of the markup as it began.
constexpr bool is_whole(Markup begin, Markup end, bool repeated) {
  begin.value_began = end.value_began;
  if (begin.spot == Spot::Text) {
    begin.raw_element = end.raw_element;
  }
  if (!repeated && (begin.spot == Spot::InTag || begin.spot == Spot::AfterBlock) &&
      (end.spot == Spot::InTag || end.spot == Spot::AfterBlock)) {
    begin.spot = end.spot;
  }
  return begin == end;
}

}  // namespace detail

/// Reads a template. Total: any text gives pieces or a fault. Used by the compiler for templates in the program, and by tests at run time.
template <std::size_t capacity>
constexpr ParsedTemplate<capacity> parse_template(std::string_view text) {
  using detail::Spot;
  ParsedTemplate<capacity> parsed;
  detail::Markup markup;
  constexpr std::size_t deepest = 8;
  std::array<std::size_t, deepest> open{};
  std::array<detail::Markup, deepest> edge{};
  std::size_t depth = 0;
  std::size_t literal = 0;

  auto const add = [&](Piece piece) {
    if (parsed.count < capacity) {
      parsed.pieces[parsed.count] = piece;
    }
    ++parsed.count;
  };
  auto const stop = [&](std::string_view what, std::string_view where) {
    parsed.count = 0;
    parsed.fault = {what, where.substr(0, 40)};
    return parsed;
  };
  auto const end_literal = [&](std::size_t end) {
    if (end > literal) {
      add({PieceKind::Literal, Context::Text, text.substr(literal, end - literal), {}, 0});
    }
  };

  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '{' || text.substr(at, 2) == "{{") {
      if (!detail::step(markup, text, at)) {
        return stop("markup that can be read in two ways", text.substr(at));
      }
      if (text[at] == '{') {
        end_literal(++at);
        literal = at + 1;
      }
      continue;
    }
    end_literal(at);
    auto inner = text.substr(at + 1);
    auto const word = [&](std::string_view start) {
      bool const yes = inner.substr(0, start.size()) == start;
      if (yes) {
        inner.remove_prefix(start.size());
      }
      return yes;
    };
    auto kind = PieceKind::Field;
    if (word("/")) {
      kind = PieceKind::End;
    } else if (word("each ")) {
      kind = PieceKind::Each;
    } else if (word("when ")) {
      kind = PieceKind::When;
    } else if (word("unless ")) {
      kind = PieceKind::Unless;
    } else if (word("slot ")) {
      kind = PieceKind::Slot;
    } else if (word("t:") || word("t@")) {
      kind = PieceKind::Sentence;
    }
    Piece piece{kind, Context::Text, {}, {}, 0};
    std::size_t close = 0;
    if (kind == PieceKind::Sentence) {
      auto sentence = inner;
      if (text[at + 2] == '@') {
        auto const colon = inner.find(':');
        if (colon == std::string_view::npos) {
          return stop("a sentence without colon after its meaning", text.substr(at));
        }
        piece.meaning = inner.substr(0, colon);
        sentence = inner.substr(colon + 1);
      }
      for (close = 0; close < sentence.size() && sentence[close] != '}' && sentence[close] != '\n';) {
        close = sentence[close] == '{' ? i18n::read_placeholder(sentence, close, [](auto, auto) {}) : close + 1;
      }
      if (close >= sentence.size() || sentence[close] != '}' || close == 0) {
        return stop("a sentence that is empty, not closed, or longer than a line", text.substr(at));
      }
      piece.text = sentence.substr(0, close);
      close += static_cast<std::size_t>(sentence.data() - text.data());
    } else {
      piece.text = inner.substr(0, i18n::skip_name(inner, 0));
      close = static_cast<std::size_t>(inner.data() - text.data()) + piece.text.size();
      if (piece.text.empty() || close >= text.size() || text[close] != '}') {
        return stop("a brace that is not closed, or has no name (a brace in the text is written {{)", text.substr(at));
      }
    }

    bool const is_block = kind == PieceKind::Each || kind == PieceKind::When || kind == PieceKind::Unless;
    if (is_block || kind == PieceKind::End) {
      if (markup.spot == Spot::TagOpen || markup.spot == Spot::AfterEquals || markup.spot == Spot::Unquoted ||
          markup.spot == Spot::Comment || markup.spot == Spot::Raw) {
        return stop("a block that begins or ends where no block can", piece.text);
      }
      if (markup.spot == Spot::Quoted && markup.attribute != detail::AttributeKind::Plain) {
        return stop("a block in an attribute that is an address or code", piece.text);
      }
      auto here = detail::at_block_edge(markup, text, at);
      if (is_block) {
        if (depth == deepest) {
          return stop("blocks nested too deep", piece.text);
        }
        open[depth] = parsed.count;
        edge[depth++] = here;
      } else {
        constexpr auto name_of = [](PieceKind block) -> std::string_view {
          return block == PieceKind::Each ? "each" : block == PieceKind::When ? "when" : "unless";
        };
        if (depth == 0 || parsed.count >= capacity || piece.text != name_of(parsed.pieces[open[depth - 1]].kind)) {
          return stop("an end without its block", piece.text);
        }
        auto& block = parsed.pieces[open[--depth]];
        if (!detail::is_whole(edge[depth], here, block.kind == PieceKind::Each)) {
          return stop("a block that ends in another part of the markup than it began", block.text);
        }
        block.next = parsed.count;
        if (edge[depth].spot == Spot::AfterBlock) {
          here.spot = Spot::AfterBlock;  // what stood before the block still stands there when it is left out
        }
      }
      markup = here;
    } else if (kind == PieceKind::Slot) {
      if (markup.spot != Spot::Text) {
        return stop("a slot inside a tag", piece.text);
      }
    } else {
      if (markup.spot == Spot::Raw || markup.spot == Spot::Comment) {
        return stop("a value in a script, a style or a comment", piece.text);
      }
      if (markup.spot != Spot::Text && markup.spot != Spot::Quoted) {
        return stop("a value in a tag, outside quotes", piece.text);
      }
      if (markup.spot == Spot::Quoted && markup.attribute == detail::AttributeKind::Code) {
        return stop("a value in an attribute that a browser runs (on*, style, srcdoc, srcset)", piece.text);
      }
      if (markup.spot == Spot::Quoted) {
        piece.context = markup.attribute == detail::AttributeKind::Url ? Context::UrlAttribute : Context::Attribute;
        if (piece.context == Context::UrlAttribute && (markup.value_began || kind == PieceKind::Sentence)) {
          return stop("an address is one Url, at the beginning of its attribute", piece.text);
        }
        markup.value_began = true;
      }
    }
    auto const index = parsed.count;
    add(piece);
    if (kind == PieceKind::Sentence) {
      // ICU gives plain text: a sentence that chooses words takes no markup as argument, just as an attribute does not.
      auto const room = i18n::has_choice(piece.text) ? Context::Attribute : piece.context;
      i18n::each_placeholder(piece.text, [&](std::string_view name, std::string_view) { add({PieceKind::Argument, room, name, {}, 0}); });
      if (index < capacity) {
        parsed.pieces[index].next = parsed.count;
      }
    }
    at = close;
    literal = close + 1;
  }
  end_literal(text.size());
  if (parsed.count > capacity) {
    return stop("more pieces than there is room for", {});
  }
  if (depth > 0) {
    return stop("a block that is never closed", parsed.pieces[open[depth - 1]].text);
  }
  if (markup.spot != Spot::Text) {
    return stop("the template ends inside a tag", text.substr(text.size() > 20 ? text.size() - 20 : 0));
  }
  return parsed;
}

}  // namespace vlechtwerk::web
