#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace vlechtwerk::interop {

/// What a spreadsheet exported: a row of names on top, and rows of text. Cells are UTF-8 without white space around them.
struct Table {
  struct Row {
    std::size_t line = 0;            ///< of the file, from 1, on which the row begins
    std::vector<std::string> cells;  ///< as many as there are names
  };
  std::vector<std::string> names;  ///< may hold empty and double ones
  std::vector<Row> rows;           ///< rows without any text are left out
  char separator = ';';            ///< comma, semicolon or tab
  bool converted = false;          ///< the file was Windows-1252 (of which Latin-1 is a part)
};

/// Bounds of a file; beyond them it is refused.
inline constexpr std::size_t kMostTableBytes = 10'000'000, kMostTableRows = 100'000, kMostTableColumns = 200;

/// Reads CSV as spreadsheets write it: a byte order mark or none; lines that end on CR LF, LF or CR; cells in quotes with line ends,
/// separators and doubled quotes; a first line `sep=;` or none. The separator is the one that splits the names into most. A file that is
/// not UTF-8 is taken for Windows-1252. Rows may be shorter than the names; cells beyond them must be empty.
/// A total function over hostile bytes. Errors are InvalidInput or TooLarge, and say line and column (in characters, from 1) where there
/// is one. Codes: table_empty, table_utf16, table_encoding, table_character, table_quote, table_after_quote, table_cells, table_too_large.
base::Result<Table> read_table(std::string_view bytes);

/// The same table as text that read_table() reads back: UTF-8 with semicolons, every line on its own number.
std::string table_text(Table const& table);

}  // namespace vlechtwerk::interop
