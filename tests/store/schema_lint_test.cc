#include <regex>
#include <set>

#include "store/ports_support.h"

namespace vlechtwerk::store::testing {
namespace {

/// Everything between `open` and its end, without comments.
std::string without_comments(std::string const& text) { return std::regex_replace(text, std::regex("--[^\n]*"), ""); }

std::string all_migrations() {
  std::string text;
  for (auto const place : {Place::Main, Place::Keys})
    for (auto const& step : migrations_of(place)) text += std::string(step.text) + "\n";
  return without_comments(text);
}

/// Tables whose rows belong to one tenant, by place.
std::set<std::string> tables_of_a_tenant() {
  static std::set<std::string> const global{"tenant",          "account",    "account_tenant", "session",     "code",       "failed_log_in",
                                            "account_message", "store_info", "key_info",       "service_key", "signing_key"};
  std::set<std::string> names;
  auto const text = all_migrations();
  static std::regex const table("create table (\\w+) \\(");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), table); at != std::sregex_iterator(); ++at)
    if (!global.count((*at)[1])) names.insert((*at)[1]);
  return names;
}

std::set<std::string> const kAllTablesOfATenant = tables_of_a_tenant();

/// What is wrong with a text of SQL; empty when nothing is.
std::string fault_in(std::string const& text) {
  static std::regex const table("(?:from|join|into|update) (\\w+)");
  static std::regex const tenant_is("(^|[ .])tenant = \\$1( |$|\\))");
  static std::regex const forbidden(
      "\\b(like|ilike|lower|upper|now|current_timestamp|rowid|oid|ctid|insert or|group by|glob|random|strftime|date|extract|interval)\\b"
      "|\\b(max|min)\\([^)]*,|\\bsum\\(|::|\\?");
  static std::regex const order("order by (.*?)( limit \\$\\d+)?$");
  std::size_t of_tenant = 0;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), table); at != std::sregex_iterator(); ++at)
    of_tenant += kAllTablesOfATenant.count((*at)[1]);
  if (of_tenant > 0) {
    bool const inserts = text.starts_with("insert into ");
    if (inserts && (text.find(" (tenant, ") == std::string::npos || text.find(" values ($1, ") == std::string::npos))
      return "an insert whose first column is not the tenant";
    if (!inserts && !std::regex_search(text, tenant_is)) return "no tenant = $1";
    static std::regex const joined("(\\w+)\\.tenant = (\\w+)\\.tenant");
    static std::regex const join("join (\\w+)");
    std::size_t joins = 0;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), join); at != std::sregex_iterator(); ++at)
      joins += kAllTablesOfATenant.count((*at)[1]);
    auto const ties =
        static_cast<std::size_t>(std::distance(std::sregex_iterator(text.begin(), text.end(), joined), std::sregex_iterator()));
    if (ties < joins) return "a join without the tenant";
  }
  if (std::regex_search(text, forbidden)) return "a word outside the subset";
  std::smatch found;
  if (std::regex_search(text, found, order)) {
    std::string const list = found[1];
    static std::regex const comma(", ");
    for (auto at = std::sregex_token_iterator(list.begin(), list.end(), comma, -1); at != std::sregex_token_iterator(); ++at)
      if (!at->str().ends_with("nulls last")) return "an order without nulls last";
  }
  return {};
}

/// Statements that look at all tenants on purpose; each is a decision.
bool is_for_the_whole_store(std::string const& text) {
  return text.find("from erased_subject order by") != std::string::npos ||  // the list that a restore applies
         text.find("from tenant_key order by") != std::string::npos;        // a new master key wraps every tenant's key
}

class SchemaLint : public EngineTest {};
ON_BOTH_ENGINES(SchemaLint);

TEST_P(SchemaLint, EveryStatementNamesItsTenantAndKeepsToTheSharedSubset) {
  ASSERT_GE(kAllTablesOfATenant.size(), 30U);
  std::size_t read = 0;
  for (auto const* statement : Statement::all()) {
    if (is_for_the_whole_store(statement->text())) continue;
    ++read;
    EXPECT_EQ(fault_in(statement->text()), "") << statement->text();
  }
  EXPECT_GT(read, 100U);
}

TEST_P(SchemaLint, PlantedFaultsAreFound) {
  EXPECT_EQ(fault_in("select seq from entry where tenant = $1 and seq > $2 order by seq nulls last limit $3"), "");
  for (auto const* wrong :
       {"select seq from entry where seq = $1", "select seq from entry where other_tenant = $1", "delete from child where child = $1",
        "update entry set hash = $2 where seq = $1", "insert into child_hash (child, tenant) values ($1, $2)",
        "select c.child from child c join mentor m on m.child = c.child where c.tenant = $1",
        "select seq from entry where tenant = $1 order by seq", "select seq from entry where tenant = $1 order by seq nulls last, hash",
        "select name from tenant where name like $1", "select max(seq, 1) from entry where tenant = $1", "select now()",
        "select value::text from store_info", "select sum(seq) from store_info"})
    EXPECT_NE(fault_in(wrong), "") << wrong;
}

TEST_P(SchemaLint, EveryKeyAndIndexOfATenantTableBeginsWithTheTenant) {
  auto const text = all_migrations();
  static std::regex const table("create table (\\w+) \\(([\\s\\S]*?)\n\\) @strict");
  std::size_t keys = 0;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), table); at != std::sregex_iterator(); ++at) {
    if (!kAllTablesOfATenant.count((*at)[1])) continue;
    std::string const body = (*at)[2];
    EXPECT_TRUE(body.starts_with("\n  tenant @blob@ not null")) << (*at)[1];
    static std::regex const key("(primary key|unique|foreign key) \\((\\w+)");
    for (auto k = std::sregex_iterator(body.begin(), body.end(), key); k != std::sregex_iterator(); ++k, ++keys)
      EXPECT_EQ((*k)[2], "tenant") << (*at)[1];
    static std::regex const reference("references (\\w+) \\((\\w+)");
    for (auto k = std::sregex_iterator(body.begin(), body.end(), reference); k != std::sregex_iterator(); ++k)
      EXPECT_EQ((*k)[2], "tenant") << (*at)[1];
  }
  EXPECT_GE(keys, 40U);
  static std::regex const index("create (?:unique )?index \\w+ on (\\w+) \\((\\w+)");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), index); at != std::sregex_iterator(); ++at)
    if (kAllTablesOfATenant.count((*at)[1])) {
      EXPECT_EQ((*at)[2], "tenant") << (*at)[1];
    }
}

}  // namespace
}  // namespace vlechtwerk::store::testing
