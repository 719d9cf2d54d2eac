// needs: vlechtwerk_domain
// Any bytes as a condition: nothing crashes, and an error points into the text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/stappenplan/condition.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vlechtwerk::domain::stappenplan;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const one = [](std::string_view name) { return name.size() == 1 ? std::optional<std::size_t>(0) : std::nullopt; };
  ConditionNames const names{one, one, one, one, [](std::size_t, std::string_view outcome) { return outcome == "x"; }};
  auto const condition = parse_condition(text, names);
  if (!condition && condition.error().offset > size) __builtin_trap();
  if (condition && condition->root >= condition->nodes.size()) __builtin_trap();
  return 0;
}
