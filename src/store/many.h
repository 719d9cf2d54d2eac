#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "store/db/connection.h"
#include "store/statement.h"

/// Lists of ids as arguments of a statement.
namespace vlechtwerk::store {

/// A text that asks for ids: `before` in ($from, …) `after`, for one, a few and many of them. A shorter list is filled up with the id of
/// nobody, which costs a look each, hence the steps.
struct ListStatement {
  Statement one, few, many;
  ListStatement(Place place, std::string const& before, std::size_t from, std::string const& after = {})
      : one(place, before + places(from, 1) + after),
        few(place, before + places(from, kFew) + after),
        many(place, before + places(from, kMany) + after) {}

  static constexpr std::size_t kFew = 6, kMany = 40;

 private:
  static std::string places(std::size_t from, std::size_t count) {
    std::string out = " in (";
    for (std::size_t i = 0; i < count; ++i) out += fmt::format("{}${}", i == 0 ? "" : ", ", from + i);
    return out + ")";
  }
};

/// Calls `use` with the rows of the ids, portion by portion. `first`: the arguments before them.
template <class Id, class Use, class... First>
void query_list(Connection& db, ListStatement const& text, std::vector<Id> const& ids, Use const& use, First const&... first) {
  auto const ask = [&]<std::size_t size>(Statement const& statement, std::span<Id const> some, std::array<Id, size> portion) {
    std::copy(some.begin(), some.end(), portion.begin());
    use(std::apply([&](auto const&... id) { return db.query(statement, first..., id...); }, portion));
  };
  for (std::span<Id const> left(ids); !left.empty();) {
    auto const some = left.first(std::min(left.size(), ListStatement::kMany));
    left = left.subspan(some.size());
    if (some.size() == 1)
      ask(text.one, some, std::array<Id, 1>{});
    else if (some.size() <= ListStatement::kFew)
      ask(text.few, some, std::array<Id, ListStatement::kFew>{});
    else
      ask(text.many, some, std::array<Id, ListStatement::kMany>{});
  }
}

}  // namespace vlechtwerk::store
