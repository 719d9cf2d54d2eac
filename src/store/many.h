#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <vector>

#include "store/db/connection.h"
#include "store/statement.h"

/// Lists of ids as arguments of a statement.
namespace vlechtwerk::store {

/// A text that asks for ids: `before` in ($from, …) `after`, for one and for many of them. A shorter list is filled up with the id of
/// nobody.
struct ListStatement {
  Statement one, many;
  ListStatement(Place place, std::string const& before, std::size_t from, std::string const& after = {})
      : one(place, before + places(from, 1) + after), many(place, before + places(from, kMany) + after) {}

  static constexpr std::size_t kMany = 40;
  /// So few are asked for one by one. SQLite sorts a list first, which takes as long as twenty questions; to PostgreSQL each question is
  /// a journey.
  static constexpr std::size_t few(Engine engine) { return engine == Engine::Sqlite ? 16 : 4; }

 private:
  static std::string places(std::size_t from, std::size_t count) {
    std::string out = " in (";
    for (std::size_t i = 0; i < count; ++i) out += fmt::format("{}${}", i == 0 ? "" : ", ", from + i);
    return out + ")";
  }
};

/// Of more ids than this it is cheaper to read whatever the tenant has of something rare, and to leave out what is of others.
inline constexpr std::size_t kAskAll = 40;

/// Those of `ids` that stand in `found`, each once, in order.
template <class Id>
std::vector<Id> found_among(std::vector<Id> ids, std::vector<Id> found) {
  std::sort(ids.begin(), ids.end());
  std::sort(found.begin(), found.end());
  std::vector<Id> out;
  std::set_intersection(ids.begin(), ids.end(), found.begin(), found.end(), std::back_inserter(out));
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Calls `use` with the rows of the ids, portion by portion. `first`: the arguments before them.
template <class Id, class Use, class... First>
void query_list(Connection& db, ListStatement const& text, std::vector<Id> const& ids, Use const& use, First const&... first) {
  if (ids.size() <= ListStatement::few(db.engine())) {
    for (auto const& id : ids) use(db.query(text.one, first..., id));
    return;
  }
  for (std::size_t begin = 0; begin < ids.size(); begin += ListStatement::kMany) {
    std::array<Id, ListStatement::kMany> portion{};
    auto const count = std::min(ListStatement::kMany, ids.size() - begin);
    std::copy_n(ids.begin() + static_cast<std::ptrdiff_t>(begin), count, portion.begin());
    use(std::apply([&](auto const&... id) { return db.query(text.many, first..., id...); }, portion));
  }
}

}  // namespace vlechtwerk::store
