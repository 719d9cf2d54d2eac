#pragma once
// Checked templates. The text is a captureless lambda in the call, so the compiler reads it; a wrong template does not compile, and the
// error holds a sentence with the name of the field.
//
//   render(out, tr, [] { return R"(
//     <h2>{t:Notities over {name}}</h2>
//     <ul>{each notes}<li class="note{when fresh} note--fresh{/when}"><a href="{link}">{day}</a></li>{/each}</ul>
//     {unless any}<p>{t:Er zijn nog geen notities.}</p>{/unless}
//     {slot footer})"; },
//     "name"_a = child.name,
//     "any"_a = !notes.empty(),
//     "notes"_a = [&](auto row) {
//       for (auto const& note : notes) {
//         row("link"_a = url("/notitie/{}", note.id), "day"_a = day_text(note.day, tr), "fresh"_a = note.fresh);
//       }
//     },
//     "footer"_a = [&](Html& page) { footer(page, tr); });
//
// {name}            text, a whole number, base::Private (revealed here), base::Message (translated here); escaped for where it stands
// href="{name}"     and src, action, formaction …: a Url, at the beginning of the value, nothing else
// {each name}…{/each}      a callable; it calls its `row` once for every repetition, with the fields of one row
// {when name}…{/when}      a bool (the block sees the fields around it), or a callable that calls its `row` at most once
// {unless name}…{/unless}  a bool
// {slot name}       Html, or a callable that renders into the Html& it gets
// {t:Zin met {naam}}       a Dutch sentence on one line, shown in the language of the reader; plural as in ICU MessageFormat;
//                          Html as argument puts markup (a link) inside a sentence. {t@knop:Open} tells two meanings apart.
// {{                a brace
// Blocks may stand in the text, between attributes and inside a quoted attribute. Inside a block the fields around it are visible too.
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "base/result.h"
#include "base/secret.h"
#include "i18n/translator.h"
#include "web/template/html.h"
#include "web/template/parse.h"
#include "web/template/url.h"

namespace vlechtwerk::web {

template <std::size_t size>
struct FieldName {
  char text[size]{};
  consteval FieldName(char const (&literal)[size]) {
    for (std::size_t i = 0; i < size; ++i) {
      text[i] = literal[i];
    }
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text, size - 1}; }
};

/// A field and its value; views the value, so it lives only within the call of render().
template <FieldName name, class T>
struct Given {
  T const& value;
};

template <FieldName name>
struct Field {
  template <class T>
  // NOLINTNEXTLINE(misc-unconventional-assign-operator): gives a field its value in a list of arguments
  constexpr Given<name, T> operator=(T const& value) const {
    return {value};
  }
};

template <FieldName name>
consteval Field<name> operator""_a() {
  return {};
}

namespace detail {

enum class Shape : unsigned char { Text, Number, Flag, Html, Url, Message, Callable, Unfit };

template <class T>
consteval Shape shape_of() {
  if constexpr (std::same_as<T, bool>) {
    return Shape::Flag;
  } else if constexpr (std::integral<T> && !std::same_as<T, char>) {
    return Shape::Number;
  } else if constexpr (std::same_as<T, Html>) {
    return Shape::Html;
  } else if constexpr (std::same_as<T, Url>) {
    return Shape::Url;
  } else if constexpr (std::same_as<T, base::Message>) {
    return Shape::Message;
  } else if constexpr (std::same_as<T, base::Private> || std::convertible_to<T const&, std::string_view>) {
    return Shape::Text;
  } else {
    return std::is_class_v<T> ? Shape::Callable : Shape::Unfit;
  }
}

struct FieldShape {
  std::string_view name;
  Shape shape;
};

struct Frame;

/// A field at run time, without its type.
struct Value {
  std::string_view name;
  Shape shape{};
  std::string_view text;
  std::int64_t number = 0;
  void const* object = nullptr;
  void (*call)(void const* object, Frame const& frame) = nullptr;
};

/// The fields in sight while pieces are written: those of this block, then those around it.
struct Frame {
  Html* out;
  i18n::Translator const* tr;
  Piece const* pieces;
  Value const* values;
  std::size_t count;
  Frame const* outer;
};

void write_pieces(Frame const& frame, std::size_t begin, std::size_t end);

/// A sentence for the programmer, as a template argument so that the compiler prints it.
struct Complaint {
  char text[200]{};
  [[nodiscard]] constexpr bool none() const { return text[0] == 0; }
};

/// The fields of a call checked against the pieces from `begin` to `end`.
constexpr Complaint check_fields(std::span<Piece const> pieces, std::size_t begin, std::size_t end, std::span<FieldShape const> own,
                                 std::span<FieldShape const> visible);
constexpr Complaint check_template(TemplateFault fault);

template <class Text>
inline constexpr auto roomy_template = parse_template<most_pieces(std::string_view(Text{}()))>(std::string_view(Text{}()));

template <class Text>
inline constexpr auto pieces_of = [] {
  std::array<Piece, roomy_template<Text>.count> pieces{};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    pieces[i] = roomy_template<Text>.pieces[i];
  }
  return pieces;
}();

struct NoScope {
  static constexpr std::array<FieldShape, 0> visible{};
};

template <class Outer, class... Givens>
struct Scope;
template <class Outer, FieldName... names, class... T>
struct Scope<Outer, Given<names, T>...> {
  static constexpr std::array<FieldShape, sizeof...(T)> own{
      FieldShape{std::string_view(names.text, sizeof(names.text) - 1), shape_of<T>()}...};
  static constexpr auto visible = [] {
    std::array<FieldShape, sizeof...(T) + Outer::visible.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] = i < own.size() ? own[i] : Outer::visible[i - own.size()];
    }
    return all;
  }();
};

/// The slot or block called `name` between `begin` and `end`, or `end`.
constexpr std::size_t find_callable(std::span<Piece const> pieces, std::size_t begin, std::size_t end, std::string_view name) {
  for (; begin < end; ++begin) {
    auto const kind = pieces[begin].kind;
    if (pieces[begin].text == name && (kind == PieceKind::Slot || kind == PieceKind::Each || kind == PieceKind::When)) {
      return begin;
    }
  }
  return end;
}

template <class Text, std::size_t begin, std::size_t end, class Outer, class... Givens>
void render_block(Html& out, i18n::Translator const& tr, Frame const* outer, Givens const&... givens);

/// What a callable of `each` or `when` gets: writes its block once.
template <class Text, std::size_t block, class Around>
struct Row {
  Frame const& frame;
  template <FieldName... names, class... T>
  void operator()(Given<names, T> const&... givens) const {
    render_block<Text, block + 1, pieces_of<Text>[block].next, Around>(*frame.out, *frame.tr, &frame, givens...);
  }
};

template <class Text, std::size_t begin, std::size_t end, class Here, FieldName name, class T>
Value value_of(Given<name, T> const& given) {
  constexpr auto shape = shape_of<T>();
  Value value{std::string_view(name.text, sizeof(name.text) - 1), shape, {}, 0, &given.value, nullptr};
  if constexpr (std::same_as<T, base::Private>) {
    value.text = given.value.reveal();
  } else if constexpr (shape == Shape::Text) {
    value.text = given.value;
  } else if constexpr (shape == Shape::Url) {
    value.text = given.value.text();
  } else if constexpr (shape == Shape::Number || shape == Shape::Flag) {
    value.number = static_cast<std::int64_t>(given.value);
  } else if constexpr (shape == Shape::Callable) {
    constexpr auto index = find_callable(pieces_of<Text>, begin, end, name.view());
    if constexpr (index != end && pieces_of<Text>[index].kind == PieceKind::Slot) {
      value.call = [](void const* object, Frame const& frame) { (*static_cast<T const*>(object))(*frame.out); };
    } else if constexpr (index != end) {
      value.call = [](void const* object, Frame const& frame) { (*static_cast<T const*>(object))(Row<Text, index, Here>{frame}); };
    }
  }
  return value;
}

/// Stops the build with the sentence in its argument.
template <Complaint complaint>
struct TemplateError {
  static_assert(complaint.none(), "this template and its fields do not fit; the sentence between TemplateError< and > says what to change");
};

template <class Text, std::size_t begin, std::size_t end, class Outer, class... Givens>
void render_block(Html& out, i18n::Translator const& tr, Frame const* outer, Givens const&... givens) {
  using Here = Scope<Outer, Givens...>;
  constexpr auto complaint = check_fields(pieces_of<Text>, begin, end, Here::own, Here::visible);
  (void)sizeof(TemplateError<complaint>);
  if constexpr (complaint.none()) {
    std::array<Value, sizeof...(Givens)> const values{value_of<Text, begin, end, Here>(givens)...};
    write_pieces({&out, &tr, pieces_of<Text>.data(), values.data(), values.size(), outer}, begin, end);
  }
}

}  // namespace detail

/// Appends the template to `out`. `text` is a lambda without captures that returns a string literal. Throws only what a callable throws.
template <class Text, FieldName... names, class... T>
void render(Html& out, i18n::Translator const& tr, Text, Given<names, T> const&... givens) {
  constexpr auto fault = detail::check_template(detail::roomy_template<Text>.fault);
  (void)sizeof(detail::TemplateError<fault>);
  if constexpr (fault.none()) {
    detail::render_block<Text, 0, detail::pieces_of<Text>.size(), detail::NoScope>(out, tr, nullptr, givens...);
  }
}

template <class Text, FieldName... names, class... T>
[[nodiscard]] Html render(i18n::Translator const& tr, Text text, Given<names, T> const&... givens) {
  Html out;
  render(out, tr, text, givens...);
  return out;
}

namespace detail {

constexpr Complaint complain(std::string_view before, std::string_view name, std::string_view after) {
  Complaint complaint;
  std::size_t at = 0;
  for (auto const part : {before, name, after}) {
    for (char const c : part) {
      if (at + 1 < sizeof(complaint.text)) {
        complaint.text[at++] = c;
      }
    }
  }
  return complaint;
}

constexpr Complaint check_template(TemplateFault fault) {
  if (fault.what.empty()) {
    return {};
  }
  auto const start = complain("this template has ", fault.what, ": '");
  return complain(start.text, fault.where, "'");
}

constexpr bool mentions(std::span<Piece const> pieces, std::size_t begin, std::size_t end, std::string_view name) {
  for (; begin < end; ++begin) {
    auto const kind = pieces[begin].kind;
    if (kind != PieceKind::Literal && kind != PieceKind::Sentence && kind != PieceKind::End && pieces[begin].text == name) {
      return true;
    }
  }
  return false;
}

/// Empty when a value of `shape` may stand at `piece`.
constexpr std::string_view objection(Piece const& piece, Shape shape) {
  bool const plain = shape == Shape::Text || shape == Shape::Number || shape == Shape::Message || shape == Shape::Url;
  switch (piece.kind) {
    case PieceKind::Field:
      if (piece.context == Context::UrlAttribute) {
        return shape == Shape::Url ? "" : "' stands in an address (href, src, action): give it a Url, made by url()";
      }
      return plain ? "" : shape == Shape::Html ? "' is Html: write {slot name}" : "' must be a text, a whole number, a Message or a Url";
    case PieceKind::Argument:
      return plain || (shape == Shape::Html && piece.context == Context::Text) ? "" : "' cannot be an argument of a sentence here";
    case PieceKind::Slot:
      return shape == Shape::Html || shape == Shape::Callable ? "" : "' is a slot: give it Html, or a callable that takes Html&";
    case PieceKind::Each:
      return shape == Shape::Callable ? "" : "' is a repetition: give it a callable that takes `auto row`";
    case PieceKind::When:
      return shape == Shape::Callable || shape == Shape::Flag ? ""
                                                              : "' is a condition: give it a bool, or a callable that takes `auto row`";
    case PieceKind::Unless:
      return shape == Shape::Flag ? "" : "' is a condition: give it a bool";
    default:
      return "";
  }
}

constexpr Complaint check_fields(std::span<Piece const> pieces, std::size_t begin, std::size_t end, std::span<FieldShape const> own,
                                 std::span<FieldShape const> visible) {
  for (std::size_t at = begin; at < end; ++at) {
    auto const& piece = pieces[at];
    if (piece.kind == PieceKind::Literal || piece.kind == PieceKind::Sentence || piece.kind == PieceKind::End) {
      continue;
    }
    std::size_t found = 0;
    while (found < visible.size() && visible[found].name != piece.text) {
      ++found;
    }
    if (found == visible.size()) {
      return complain("the template has a field '", piece.text, "' that is not given");
    }
    auto const shape = visible[found].shape;
    if (auto const reason = objection(piece, shape); !reason.empty()) {
      return complain("the field '", piece.text, reason);
    }
    if (shape == Shape::Callable) {
      if (found >= own.size()) {
        return complain("the callable '", piece.text, "' must be given with the fields of the block that it stands in");
      }
      if (find_callable(pieces, begin, end, piece.text) != at) {
        return complain("the callable '", piece.text, "' stands in the template twice; it can serve one place");
      }
      if (piece.kind != PieceKind::Slot) {
        at = piece.next;  // its fields are checked where `row` is called
      }
    }
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (!mentions(pieces, begin, end, own[i].name)) {
      return complain("the field '", own[i].name, "' is given, but this part of the template does not use it");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (own[i].name == own[j].name) {
        return complain("the field '", own[i].name, "' is given twice");
      }
    }
  }
  return {};
}

}  // namespace detail
}  // namespace vlechtwerk::web
