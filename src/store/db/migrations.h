#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"
#include "store/db/connection.h"

namespace vlechtwerk::store {

/// One numbered step of the schema; migrations/README.md describes the text.
struct Migration {
  std::int64_t number = 0;  ///< 1, 2, 3 …
  std::string_view name;
  std::string_view text;
};

/// The text of a migration in the words of one engine. Throws WorldError for an unknown @token@ or a block that is not closed.
std::string migration_text(std::string_view text, Engine engine);

/// Brings the schema up to the last of `migrations` and gives the number of steps it took. Each step is one transaction that also
/// notes its number in the table `migration`, so it can be broken off and started again at any moment. `now` is noted beside it.
/// Refused, with nothing changed: a database whose schema is newer than the list, or in which a number has another name.
/// Throws DatabaseError. `migrations` must count 1, 2, 3 …
base::Result<int> migrate(Connection& writer, std::span<Migration const> migrations, base::Instant now);

/// The number of the last step that was taken; 0 for an empty database.
std::int64_t schema_number(Connection& db);

}  // namespace vlechtwerk::store
