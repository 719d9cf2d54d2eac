#pragma once
#include <filesystem>

#include "store/db/connection.h"
#include "store/statement.h"

/// Copies whole databases between the engines: both have the same tables, because there is one text of the schema.
namespace vlechtwerk::store {

/// Makes `path`, an SQLite file that is readable by its owner only, with the schema of `place` and all rows of `from` (PostgreSQL) as they
/// are in one snapshot. It appears under its name only when it is durable. Not inside a transaction.
void write_copy(Connection& from, std::filesystem::path const& path, Place place);

/// Fills an empty PostgreSQL database with the rows of the SQLite database `from`, in one transaction: afterwards all are there or none.
/// Both have the schema of this program already.
void fill_from(Connection& to, Connection& from, Place place);

/// True when one of the global tables of this database has a row. `like`: an SQLite database with the same schema.
bool has_rows(Connection& db, Connection& like, Place place);

}  // namespace vlechtwerk::store
