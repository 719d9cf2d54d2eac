#include "store/schema.h"

#include "embedded/migrations.h"

namespace vlechtwerk::store {
namespace {

/// `migrations/0001_foundation.sql` is step 1 with the name foundation; the key store's files have keys_ in front.
std::vector<Migration> steps(std::string_view prefix) {
  std::vector<Migration> out;
  for (auto const& file : embedded::migrations()) {
    std::string_view name = file.path;
    name.remove_prefix(name.rfind('/') + 1);
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    if (name.size() < 10 || name[0] < '0' || name[0] > '9') continue;
    out.push_back({static_cast<std::int64_t>(out.size()) + 1,
                   name.substr(5, name.size() - 9),
                   {reinterpret_cast<char const*>(file.bytes.data()), file.bytes.size()}});
  }
  return out;
}

}  // namespace

std::vector<Migration> const& migrations_of(Place place) {
  static auto const main = steps("");
  static auto const keys = steps("keys_");
  return place == Place::Main ? main : keys;
}

}  // namespace vlechtwerk::store
