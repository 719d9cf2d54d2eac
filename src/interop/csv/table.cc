#include "interop/csv/table.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"

namespace vlechtwerk::interop {
namespace {

using base::ErrorKind;
using base::N_;
using base::Result;

struct Where {
  std::size_t line = 1, column = 1;
};

/// Where a byte of the text stands. CR LF is one line end; a byte inside a UTF-8 character is no column of its own.
Where place_of(std::string_view text, std::size_t at) {
  Where where;
  for (std::size_t i = 0; i < std::min(at, text.size()); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
      ++where.line;
      where.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80 && text[i] != '\r') {
      ++where.column;
    }
  }
  return where;
}

tl::unexpected<base::Error> refused(std::string code, char const* sentence, Where where) {
  return base::fail(ErrorKind::InvalidInput, std::move(code),
                    {sentence, {{"line", std::to_string(where.line)}, {"column", std::to_string(where.column)}}});
}

tl::unexpected<base::Error> refused(std::string code, char const* sentence) {
  return base::fail(ErrorKind::InvalidInput, std::move(code), {sentence, {}});
}

/// The characters of bytes 80 to 9F in Windows-1252; 0 where there is none. All above are their own numbers.
constexpr std::array<char16_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, char16_t character) {
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += static_cast<char>(0xC0 | (character >> 6));
    out += static_cast<char>(0x80 | (character & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (character >> 12));
    out += static_cast<char>(0x80 | ((character >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (character & 0x3F));
  }
}

/// The number of bytes of the well-formed character of more than one byte that begins at `at`; 0 when none does.
std::size_t long_character_at(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0xC2) return 0;
  for (std::size_t size = 2; size <= 4 && at + size <= text.size(); ++size)
    if (base::valid_utf8(text.substr(at, size))) return size;
  return 0;
}

/// From Windows-1252. A text with characters of UTF-8 in it is no such text but a damaged one: it would come out as "RenÃ©".
Result<std::string> from_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  bool has_utf8 = false;
  std::optional<std::size_t> alone, unknown;  // the first byte that is no UTF-8, and the first that is no character at all
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (auto const size = long_character_at(text, i); size > 0) {
      has_utf8 = true;
      i += size - 1;
      continue;
    }
    auto const byte = static_cast<unsigned char>(text[i]);
    auto const character = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : static_cast<char16_t>(byte);
    if (!alone && byte >= 0x80) alone = i;
    if (!unknown && byte >= 0x80 && character == 0) unknown = i;
    append_utf8(out, character);
  }
  if (!has_utf8 && !unknown) return out;
  return refused("table_encoding", N_("Regel {line}, teken {column} is niet te lezen. Bewaar het bestand opnieuw als CSV UTF-8."),
                 place_of(text, has_utf8 ? *alone : *unknown));
}

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  for (;;) {
    auto const before = text.size();
    while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(2);
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(2);
    if (text.size() == before) return text;
  }
}

/// Reads one record after the other of a text that is UTF-8.
class Records {
 public:
  Records(std::string_view text, char separator) : text_(text), separator_(separator) {}

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  Result<std::vector<std::string>> next() {
    std::vector<std::string> cells;
    for (;;) {
      if (cells.size() == kMostTableColumns)
        return base::fail(ErrorKind::TooLarge, "table_too_large",
                          {N_("Regel {line} heeft meer dan {most} kolommen. Haal weg wat niet nodig is."),
                           {{"line", std::to_string(line_)}, {"most", std::to_string(kMostTableColumns)}}});
      auto cell = next_cell();
      if (!cell) return tl::unexpected(cell.error());
      cells.emplace_back(trimmed(*cell));
      if (at_end()) return cells;
      if (text_[at_] == separator_) {
        ++at_;
        continue;
      }
      end_line();
      return cells;
    }
  }

 private:
  [[nodiscard]] bool ends_cell() const { return at_end() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r'; }

  void end_line() {
    at_ += text_.substr(at_, 2) == "\r\n" ? 2 : 1;
    ++line_;
  }

  tl::unexpected<base::Error> unfit_character() const {
    return refused("table_character", N_("Regel {line}, teken {column}: dit teken hoort niet in een tabel. Haal het weg."),
                   place_of(text_, at_));
  }
  [[nodiscard]] bool fits() const {
    auto const byte = static_cast<unsigned char>(text_[at_]);
    return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
  }

  Result<std::string> next_cell() {
    std::string cell;
    if (at_end() || text_[at_] != '"') {
      while (!ends_cell()) {
        if (!fits()) return unfit_character();
        cell += text_[at_++];
      }
      return cell;
    }
    auto const opened = at_++;
    for (;;) {
      if (at_end())
        return refused("table_quote",
                       N_("Regel {line}, teken {column}: hier begint een aanhalingsteken dat nergens eindigt. Haal het weg."),
                       place_of(text_, opened));
      char const c = text_[at_];
      if (c == '"') {
        ++at_;
        if (at_end() || text_[at_] != '"') break;
        cell += '"';
        ++at_;
      } else if (c == '\n' || c == '\r') {
        end_line();
        cell += '\n';
      } else {
        if (!fits()) return unfit_character();
        cell += c;
        ++at_;
      }
    }
    while (!ends_cell() && text_[at_] == ' ') ++at_;
    if (!ends_cell())
      return refused("table_after_quote",
                     N_("Regel {line}, teken {column}: hier staat nog tekst na een aanhalingsteken. Haal dat teken weg."),
                     place_of(text_, at_));
    return cell;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0, line_ = 1;
};

/// A first line that some spreadsheets write for each other.
std::optional<char> named_separator(std::string_view text) {
  if (!text.starts_with("sep=") || text.size() < 5) return std::nullopt;
  auto const rest = text.substr(5);
  bool const alone = rest.empty() || rest.front() == '\r' || rest.front() == '\n';
  return alone && std::string_view(";,\t").find(text[4]) != std::string_view::npos ? std::optional(text[4]) : std::nullopt;
}

/// The one that stands most often outside quotes in the first line; a semicolon, which Dutch spreadsheets write, wins a draw.
char guessed_separator(std::string_view text) {
  static constexpr std::string_view kSeparators = ";,\t";
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  for (char const c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (auto const which = kSeparators.find(c); which != std::string_view::npos) ++counts[which];
  }
  return kSeparators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

bool empty_row(std::vector<std::string> const& cells) {
  return std::all_of(cells.begin(), cells.end(), [](std::string const& cell) { return cell.empty(); });
}

}  // namespace

base::Result<Table> read_table(std::string_view bytes) {
  if (bytes.size() > kMostTableBytes)
    return base::fail(ErrorKind::TooLarge, "table_too_large",
                      {N_("Dit bestand is te groot. Er past {most} MB in. Verdeel het over meer bestanden."),
                       {{"most", std::to_string(kMostTableBytes / 1'000'000)}}});
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    return refused("table_utf16", N_("Dit bestand is bewaard als Unicode-tekst. Bewaar het opnieuw als CSV UTF-8."));
  Table table;
  std::string converted;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!base::valid_utf8(bytes)) {
    auto text = from_windows_1252(bytes);
    if (!text) return tl::unexpected(text.error());
    converted = std::move(*text);
    bytes = converted;
    table.converted = true;
  }
  auto const named = named_separator(bytes);
  table.separator = named ? *named : guessed_separator(bytes);
  Records records(bytes, table.separator);
  if (named) static_cast<void>(records.next());
  while (!records.at_end()) {
    auto const line = records.line();
    auto cells = records.next();
    if (!cells) return tl::unexpected(cells.error());
    if (empty_row(*cells)) continue;
    if (table.names.empty()) {
      while (cells->back().empty()) cells->pop_back();
      table.names = std::move(*cells);
      continue;
    }
    while (cells->size() > table.names.size() && cells->back().empty()) cells->pop_back();
    if (cells->size() > table.names.size())
      return base::fail(
          ErrorKind::InvalidInput, "table_cells",
          {N_("Regel {line} heeft {count} cellen, maar er zijn {most} kolommen. Kijk of er een aanhalingsteken mist."),
           {{"line", std::to_string(line)}, {"count", std::to_string(cells->size())}, {"most", std::to_string(table.names.size())}}});
    cells->resize(table.names.size());
    if (table.rows.size() == kMostTableRows)
      return base::fail(
          ErrorKind::TooLarge, "table_too_large",
          {N_("Dit bestand heeft meer dan {most} regels. Verdeel het over meer bestanden."), {{"most", std::to_string(kMostTableRows)}}});
    table.rows.push_back({line, std::move(*cells)});
  }
  if (table.rows.empty())
    return refused("table_empty", N_("In dit bestand staan geen regels. Op de eerste regel staan de namen van de kolommen."));
  return table;
}

std::string table_text(Table const& table) {
  std::string out;
  std::size_t line = 1;
  auto const add = [&](std::vector<std::string> const& cells) {
    for (std::size_t at = 0; at < cells.size(); ++at) {
      out += at == 0 ? "\"" : ";\"";
      auto const& cell = cells[at];
      for (std::size_t byte = 0; byte < cell.size(); ++byte) {
        if (cell[byte] == '"') out += '"';
        if (cell[byte] == '\n' || (cell[byte] == '\r' && cell.substr(byte, 2) != "\r\n")) ++line;
        out += cell[byte];
      }
      out += '"';
    }
    out += '\n';
    ++line;
  };
  add(table.names);
  for (auto const& row : table.rows) {
    for (; line < row.line; ++line) out += '\n';
    add(row.cells);
  }
  return out;
}

}  // namespace vlechtwerk::interop
