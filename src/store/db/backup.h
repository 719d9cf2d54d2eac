#pragma once
#include <filesystem>

#include "store/db/connection.h"
#include "store/db/writer.h"

namespace vlechtwerk::store {

/// Copies an SQLite database while it is in use, page by page through the connection that writes. That keeps the one-connection rule,
/// and writes made meanwhile through the same connection go into the copy as well, so it never starts over; `vacuum into` would hold
/// either the writer or a snapshot for as long as the copy takes. The copy is the state at its end. It appears under `path` (which is
/// overwritten) only when it and its directory entry are durable; until then it is `path` with ".partial". Throws DatabaseError or
/// WorldError, and then leaves no copy.
void backup_sqlite(Connection& writer, std::filesystem::path const& path);
/// The same beside a running server: a slice of 256 pages between every two batches.
void backup_sqlite(Writer& writer, std::filesystem::path const& path);

}  // namespace vlechtwerk::store
