// needs: vlechtwerk_interop
// Any bytes as a stappenplan: nothing crashes, there is a plan exactly when there is no error, and every place lies in the file.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "interop/stappenplan/plan_file.h"
#include "interop/stappenplan/show.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vlechtwerk::interop;
  auto const parsed = parse_plan({reinterpret_cast<char const*>(data), size}, "p.toml");
  if (parsed.plan.has_value() == has_errors(parsed.diagnostics)) __builtin_trap();
  for (auto const& one : parsed.diagnostics) {
    if (one.line < 1 || one.column < 1) __builtin_trap();
    (void)one.text(in_dutch);
  }
  if (parsed.plan) (void)show_plan(*parsed.plan, "en", in_dutch);
  return 0;
}
