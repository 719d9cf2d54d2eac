#include "store/db/migrations.h"

#include <fmt/format.h>

namespace vlechtwerk::store {

using base::N_;

namespace {

struct Word {
  std::string_view token, sqlite, postgresql;
};
constexpr std::array<Word, 7> words{{
    {"bigint", "integer", "bigint"},
    {"integer", "integer", "integer"},
    {"double", "real", "double precision"},
    {"blob", "blob", "bytea"},
    {"identity", "integer primary key", "bigint generated always as identity primary key"},
    {"strict", "strict", ""},
    {"strict_by_key", "strict, without rowid", ""},
}};

[[noreturn]] void unreadable(std::string_view what, std::string_view token) {
  throw base::WorldError(fmt::format("a migration has {} @{}@", what, token));
}

std::string_view word(std::string_view token, Engine engine) {
  for (auto const& known : words) {
    if (known.token == token) return engine == Engine::Sqlite ? known.sqlite : known.postgresql;
  }
  unreadable("an unknown token", token);
}

/// Two servers that start at the same moment take turns; on SQLite the transaction does that.
void take_turns(Connection& db) {
  if (db.engine() == Engine::Postgresql) db.query("select pg_advisory_xact_lock($1)", 0x766c65636874);
}

template <class Work>
void in_transaction(Connection& db, Work&& work) {
  db.begin();
  try {
    take_turns(db);
    work();
    db.commit();
  } catch (...) {
    try {
      db.rollback();
    } catch (DatabaseError const&) {
      // What went wrong first is told.
    }
    throw;
  }
}

}  // namespace

std::string migration_text(std::string_view text, Engine engine) {
  std::string out;
  std::string_view block;  // the engine of the block that is open
  while (!text.empty()) {
    auto const at = text.find('@');
    bool const wanted = block.empty() || block == (engine == Engine::Sqlite ? "sqlite" : "postgresql");
    if (wanted) out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    auto const end = text.find('@', at + 1);
    if (end == std::string_view::npos) unreadable("a token without end", text.substr(at + 1, 20));
    auto const token = text.substr(at + 1, end - at - 1);
    text.remove_prefix(end + 1);
    if (token == "sqlite" || token == "postgresql") {
      if (!block.empty()) unreadable("a block inside a block", token);
      block = token;
    } else if (token == "end") {
      if (block.empty()) unreadable("an end without a block", token);
      block = {};
    } else if (auto const replacement = word(token, engine); wanted) {
      out += replacement;
    }
  }
  if (!block.empty()) unreadable("a block without end", block);
  return out;
}

std::int64_t schema_number(Connection& db) {
  auto const known =
      db.query(db.engine() == Engine::Sqlite ? "select count(*) from sqlite_schema where type = 'table' and name = 'migration'"
                                             : "select case when to_regclass('migration') is null then 0 else 1 end");
  if (!known.only().flag(0)) return 0;
  auto const last = db.query("select coalesce(max(number), 0) from migration");
  return last.only().integer(0);
}

base::Result<int> migrate(Connection& writer, std::span<Migration const> migrations, base::Instant now) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].number != static_cast<std::int64_t>(i) + 1) throw base::WorldError("the migrations do not count 1, 2, 3 …");
  }
  base::Result<int> outcome = 0;
  in_transaction(writer, [&] {
    writer.run_script(migration_text(
        "create table if not exists migration (number @bigint@ primary key, name text not null, applied_us @bigint@ not null) @strict@",
        writer.engine()));
    auto const taken = writer.query("select number, name from migration order by number nulls last");
    for (auto const row : taken) {
      auto const number = row.integer(0);
      if (number > static_cast<std::int64_t>(migrations.size())) {
        outcome =
            base::fail(base::ErrorKind::Refused, "schema_newer",
                       {N_("Deze gegevens horen bij een nieuwere versie. Dit programma kent schema {known}, hier staat schema {found}."),
                        {{"known", std::to_string(migrations.size())}, {"found", std::to_string(schema_number(writer))}}});
        return;
      }
      if (row.text(1) != migrations[static_cast<std::size_t>(number - 1)].name) {
        outcome = base::fail(base::ErrorKind::Refused, "schema_differs",
                             {N_("Deze gegevens horen bij een ander programma. Stap {number} van het schema heet anders."),
                              {{"number", std::to_string(number)}}});
        return;
      }
    }
  });
  if (!outcome) return outcome;
  for (auto const& step : migrations) {
    auto const text = migration_text(step.text, writer.engine());
    in_transaction(writer, [&] {
      if (schema_number(writer) >= step.number) return;
      writer.run_script(text);
      writer.execute("insert into migration (number, name, applied_us) values ($1, $2, $3)", step.number, step.name, now);
      ++*outcome;
    });
  }
  return outcome;
}

}  // namespace vlechtwerk::store
