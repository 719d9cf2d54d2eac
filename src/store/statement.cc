#include "store/statement.h"

#include <fmt/format.h>

namespace vlechtwerk::store {
namespace {

std::vector<Statement const*>& list() {
  static std::vector<Statement const*> statements;
  return statements;
}

}  // namespace

Statement::Statement(Place place, std::string text) : place_(place), text_(std::move(text)) { list().push_back(this); }

Statement::Statement(Place place, Engine only, std::string text) : place_(place), only_(only), text_(std::move(text)) {
  list().push_back(this);
}

std::vector<Statement const*> const& Statement::all() { return list(); }

void check_statements(Connection& db, Place place) {
  for (auto const* statement : Statement::all()) {
    if (statement->place() != place || (statement->only() && *statement->only() != db.engine())) continue;
    try {
      db.check(statement->text());
    } catch (DatabaseError const& error) {
      throw DatabaseError(error.kind(), fmt::format("{} in: {}", error.what(), statement->text()));
    }
  }
}

}  // namespace vlechtwerk::store
