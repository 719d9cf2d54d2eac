#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "store/db/connection.h"

/// Lists of ids as arguments of one statement.
namespace vlechtwerk::store {

/// So many ids go into one statement; a shorter list is filled up with the id of nobody.
constexpr std::size_t kMany = 40;

/// ` in ($from, … )` for kMany arguments.
inline std::string in_many(std::size_t from) {
  std::string out = " in (";
  for (std::size_t i = 0; i < kMany; ++i) out += fmt::format("{}${}", i == 0 ? "" : ", ", from + i);
  return out + ")";
}

template <class Id, class... First>
Rows query_many(Connection& db, std::string_view sql, std::array<Id, kMany> const& many, First const&... first) {
  return std::apply([&](auto const&... id) { return db.query(sql, first..., id...); }, many);
}

/// Calls `use` with the ids in portions.
template <class Id, class Use>
void in_portions(std::vector<Id> const& ids, Use const& use) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kMany) {
    std::array<Id, kMany> many{};
    std::copy_n(ids.begin() + static_cast<std::ptrdiff_t>(begin), std::min(kMany, ids.size() - begin), many.begin());
    use(many);
  }
}

}  // namespace vlechtwerk::store
