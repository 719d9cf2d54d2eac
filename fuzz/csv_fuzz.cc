// Any bytes as a table of a spreadsheet: nothing crashes, every row has its cells, every text is UTF-8, and a mistake names its line.
#include <cstdlib>

#include "base/utf8.h"
#include "interop/csv/import.h"

namespace {

template <class Row>
void check(vlechtwerk::interop::Table const& table, vlechtwerk::interop::Imported<Row> const& imported) {
  for (auto const& error : imported.errors)
    if (error.line < 2 && table.rows.front().line >= 2) std::abort();
  for (auto const& row : imported.rows)
    if (row.line == 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vlechtwerk::interop;
  auto const table = read_table({reinterpret_cast<char const*>(data), size});
  if (!table) {
    for (auto const& [name, value] : table.error().message.args)
      if (value.empty()) std::abort();
    return 0;
  }
  if (table->rows.empty() || table->names.empty()) std::abort();
  for (auto const& row : table->rows) {
    if (row.cells.size() != table->names.size()) std::abort();
    for (auto const& cell : row.cells)
      if (!vlechtwerk::base::valid_utf8(cell)) std::abort();
  }
  if (auto const match = match_columns(*table, ImportKind::Children)) check(*table, read_children(*table, *match));
  if (auto const match = match_columns(*table, ImportKind::Parents)) check(*table, read_parents(*table, *match));
  if (auto const match = match_columns(*table, ImportKind::Groups)) check(*table, read_groups(*table, *match));
  if (auto const match = match_columns(*table, ImportKind::Staff)) check(*table, read_staff(*table, *match));
  if (auto const match = match_columns(*table, ImportKind::Closings)) check(*table, read_closings(*table, *match));
  if (auto const match = match_columns(*table, ImportKind::Organisations)) check(*table, read_organisations(*table, *match));
  auto const text = table_text(*table);
  if (text.size() > kMostTableBytes) return 0;
  auto const again = read_table(text);
  if (!again || again->names != table->names || again->rows.size() != table->rows.size()) std::abort();
  for (std::size_t at = 0; at < table->rows.size(); ++at)
    if (again->rows[at].line != table->rows[at].line || again->rows[at].cells != table->rows[at].cells) std::abort();
  return 0;
}
