#pragma once
#include <string>

#include "store/transaction.h"

/// How an entry with its contents stands in an answer.
namespace vlechtwerk::store {

/// The columns that read_entry() reads, of `e` and of its content key; `from`: more columns, and a join in which `e` is the entry.
inline std::string entry_columns(std::string const& from) {
  return "select e.seq, e.case_version, e.recorded_us, e.header, e.sealed, k.key_id, k.wrap_version, k.wrapped" + from +
         " left join content_key k on k.tenant = e.tenant and k.entry = e.entry ";
}
/// How many they are.
inline constexpr std::size_t kEntryColumnCount = 8;

/// The first four columns, which need no key.
app::FoldEntry read_fold_entry(Row const& row);
app::StoredEntry read_entry(Row const& row);

}  // namespace vlechtwerk::store
