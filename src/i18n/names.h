#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vlechtwerk::i18n {

/// Bytes whose order is the order of the names for Dutch readers: accents and capitals come after letters, digits count as numbers, and the
/// small words in front of a surname (`van der Berg`, `'t Hart`) do not count unless all else is equal.
std::string name_order(std::string_view name);

/// Whether `part` stands somewhere in `name`; case and accents do not count. Nothing stands in every name.
bool name_holds(std::string_view name, std::string_view part);

/// Sorts `things` by the name that `name_of(thing)` gives; equal names keep their order.
template <class Thing, class NameOf>
void sort_by_name(std::vector<Thing>& things, NameOf name_of) {
  std::vector<std::pair<std::string, std::size_t>> order;
  order.reserve(things.size());
  for (auto const& thing : things) {
    order.emplace_back(name_order(name_of(thing)), order.size());
  }
  std::sort(order.begin(), order.end());
  std::vector<Thing> sorted;
  sorted.reserve(things.size());
  for (auto const& [key, index] : order) {
    sorted.push_back(std::move(things[index]));
  }
  things = std::move(sorted);
}

}  // namespace vlechtwerk::i18n
