#pragma once
#include <vector>

#include "store/db/migrations.h"
#include "store/statement.h"

namespace vlechtwerk::store {

/// The steps of the schema of the store or of the key store (migrations/*.sql, built into the program).
std::vector<Migration> const& migrations_of(Place place);

/// Runs the steps that are missing. Throws StoreRefused when the schema is newer than this program.
void bring_up_to_date(Connection& writer, Place place);

}  // namespace vlechtwerk::store
