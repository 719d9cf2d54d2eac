#include "store/copy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <deque>

#include "store/db/backup.h"
#include "store/schema.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

constexpr std::size_t kRowsAtOnce = 1000;
constexpr auto kLongest = std::chrono::hours(24);

struct Column {
  std::string name;
  Type type{};
  bool key = false;
};
struct Table {
  std::string name;
  std::vector<Column> columns;
  bool of_tenant = false;  ///< its rows show themselves to one tenant at a time
};

Type type_of(std::string const& declared) {
  if (declared == "INTEGER" || declared == "integer") return Type::Integer;
  if (declared == "BLOB" || declared == "blob") return Type::Blob;
  if (declared == "REAL" || declared == "real") return Type::Real;
  return Type::Text;
}

/// The names of the tables in the order in which the migrations make them: what a row refers to comes before it.
std::vector<std::string> names_of_tables(Place place) {
  constexpr std::string_view kMakes = "create table ";
  std::vector<std::string> out;
  for (auto const& step : migrations_of(place))
    for (auto at = step.text.find(kMakes); at != std::string_view::npos; at = step.text.find(kMakes, at + 1)) {
      auto const name = step.text.substr(at + kMakes.size());
      out.emplace_back(name.substr(0, name.find(' ')));
    }
  return out;
}

std::vector<Table> tables_of(Connection& sqlite, Place place) {
  std::vector<Table> out;
  for (auto const& name : names_of_tables(place)) {
    Table table{name, {}, false};
    for (auto const column : sqlite.query("select name, type, pk from pragma_table_info($1) order by cid nulls last", name))
      table.columns.push_back({column.text(0), type_of(column.text(1)), column.integer(2) > 0});
    if (table.columns.empty()) throw base::WorldError("the schema has no table " + name);
    table.of_tenant = place == Place::Main && name != "tenant" && table.columns.front().name == "tenant";
    out.push_back(std::move(table));
  }
  return out;
}

template <class Part>
std::string list_of(std::vector<Column> const& columns, Part const& part) {
  std::string out;
  for (auto const& column : columns) {
    auto const text = part(column);
    if (!text.empty()) out += (out.empty() ? "" : ", ") + text;
  }
  return out;
}

/// The cells of a row as arguments of another statement. The arguments borrow from it.
class Cells {
 public:
  Cells(Table const& table, Row const& row) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      switch (table.columns[i].type) {
        case Type::Integer:
          arguments_.emplace_back(row.maybe<&Row::integer>(i));
          break;
        case Type::Real:
          arguments_.emplace_back(row.maybe<&Row::real>(i));
          break;
        case Type::Blob:
          arguments_.emplace_back(row.is_null(i) ? Argument(std::optional<std::vector<std::uint8_t>>())
                                                 : Argument(blobs_.emplace_back(row.blob(i))));
          break;
        default:
          arguments_.emplace_back(row.is_null(i) ? Argument(std::optional<std::string>()) : Argument(texts_.emplace_back(row.text(i))));
      }
    }
  }
  [[nodiscard]] std::vector<Argument> const& all() const { return arguments_; }
  [[nodiscard]] std::vector<Argument> key(Table const& table) const {
    std::vector<Argument> out;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (table.columns[i].key) out.push_back(arguments_[i]);
    return out;
  }

 private:
  std::deque<std::string> texts_;
  std::deque<std::vector<std::uint8_t>> blobs_;
  std::vector<Argument> arguments_;
};

/// Slice after slice in the order of the key. `tenant`: of this one only.
void copy_table(Connection& from, Connection& to, Table const& table, std::optional<TenantId> tenant) {
  auto const name = [](Column const& column) { return column.name; };
  auto const key = list_of(table.columns, [](Column const& column) { return column.key ? column.name : std::string(); });
  auto const order = list_of(table.columns, [](Column const& column) { return column.key ? column.name + " nulls last" : std::string(); });
  std::size_t number = tenant ? 1 : 0;
  auto const place = [&](Column const& column) { return column.key ? fmt::format("${}", ++number) : std::string(); };
  auto const begin = fmt::format("select {} from {}", list_of(table.columns, name), table.name);
  auto const end = fmt::format(" order by {} limit {}", order, kRowsAtOnce);
  auto const first = begin + (tenant ? " where tenant = $1" : "") + end;
  auto const next =
      begin + (tenant ? " where tenant = $1 and " : " where ") + fmt::format("({}) > ({})", key, list_of(table.columns, place)) + end;
  number = 0;
  auto const insert = fmt::format("insert into {} ({}) values ({})", table.name, list_of(table.columns, name),
                                  list_of(table.columns, [&](Column const&) { return fmt::format("${}", ++number); }));
  std::vector<Argument> arguments;
  if (tenant) arguments.emplace_back(*tenant);
  auto rows = from.query_with(first, arguments);
  while (!rows.empty()) {
    for (auto const row : rows) to.query_with(insert, Cells(table, row).all());
    Cells const last(table, rows[rows.size() - 1]);
    arguments.resize(tenant ? 1 : 0, Argument(nullptr));
    for (auto const& argument : last.key(table)) arguments.push_back(argument);
    rows = from.query_with(next, arguments);
  }
}

void copy_all(Connection& from, Connection& to, std::vector<Table> const& tables) {
  for (auto const& table : tables)
    if (!table.of_tenant) copy_table(from, to, table, std::nullopt);
  if (std::none_of(tables.begin(), tables.end(), [](Table const& table) { return table.of_tenant; })) return;
  for (auto const row : from.query("select tenant from tenant order by tenant nulls last")) {
    auto const tenant = row.id<TenantId>(0);
    from.set_tenant(tenant.uuid);
    to.set_tenant(tenant.uuid);
    for (auto const& table : tables)
      if (table.of_tenant) copy_table(from, to, table, tenant);
  }
}

/// Runs `work` between begin and commit of `to`, while `from` stands still.
template <class Work>
void in_both(Connection& from, Connection& to, Work const& work) {
  from.begin_read(kLongest);
  try {
    to.begin();
    work();
    to.commit();
  } catch (...) {
    for (auto* one : {&to, &from}) {
      try {
        one->rollback();
      } catch (DatabaseError const&) {
        // What went wrong first is told.
      }
    }
    throw;
  }
  from.rollback();
}

}  // namespace

void write_copy(Connection& from, std::filesystem::path const& path, Place place) {
  auto const partial = path.string() + ".copying";
  auto const discard = [&] {
    std::error_code ignored;
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(partial + suffix, ignored);
  };
  discard();
  try {
    {
      auto to = Connection::open_sqlite(partial);
      bring_up_to_date(to, place);
      auto const tables = tables_of(to, place);
      in_both(from, to, [&] { copy_all(from, to, tables); });
      to.checkpoint(true);
    }
    // Once more through the one function that puts a copy down durably, without a log beside it.
    auto whole = Connection::open_sqlite(partial);
    backup_sqlite(whole, path);
  } catch (...) {
    discard();
    throw;
  }
  discard();
}

bool has_rows(Connection& db, Connection& like, Place place) {
  auto const tables = tables_of(like, place);
  return std::any_of(tables.begin(), tables.end(), [&](Table const& table) {
    if (table.of_tenant) return false;
    auto const count = db.query(fmt::format("select count(*) from {}", table.name));
    return count.only().integer(0) > 0;
  });
}

void fill_from(Connection& to, Connection& from, Place place) {
  auto const tables = tables_of(from, place);
  in_both(from, to, [&] { copy_all(from, to, tables); });
}

}  // namespace vlechtwerk::store
