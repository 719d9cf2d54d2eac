#include "store/raw_rows.h"

#include "store/db/migrations.h"

namespace vlechtwerk::store {
namespace {

constexpr std::int64_t kCheckpointBytes = 4 << 20;

Connection open_anew(std::filesystem::path const& file) {
  std::filesystem::remove(file);
  return Connection::open_sqlite(file);
}

}  // namespace

RawRows::RawRows(std::filesystem::path const& file) : db_(open_anew(file)) {
  db_.run_script(migration_text("create table note (id @blob@ not null primary key, body text not null) @strict_by_key@", Engine::Sqlite));
}

void RawRows::put(int count) {
  static std::string const body(200, 'x');
  db_.begin();
  for (int i = 0; i < count; ++i) db_.execute("insert into note (id, body) values ($1, $2)", base::Uuid::v7(clock_.now(), random_), body);
  db_.commit();
  if (db_.wal_bytes() > kCheckpointBytes) db_.checkpoint();
}

}  // namespace vlechtwerk::store
