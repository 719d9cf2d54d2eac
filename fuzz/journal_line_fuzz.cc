// needs: vlechtwerk_interop
// Any bytes as a journal, replayed over a small plan: nothing crashes, and asking twice gives the same answer.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/stappenplan/replay.h"
#include "interop/stappenplan/journal_lines.h"
#include "interop/stappenplan/plan_file.h"
#include "interop/stappenplan/state_json.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vlechtwerk;
  static auto const plans = [] {
    auto parsed = interop::parse_plan(
        "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\n[roles]\npm = \"M\"\n[acts]\nk = { text = \"K\", child_from = 12, valid = "
        "\"P6M\" }\n"
        "[[step]]\nid = \"a\"\ntitle = \"A\"\nby = [\"pm\"]\nrepeat = true\noutcomes = [\"x\"]\n"
        "[[step]]\nid = \"b\"\ntitle = \"B\"\nby = [\"pm\"]\nafter = [\"a:x\"]\nrepeat = \"each\"\nwithin = \"P7D\"\nworking_days = "
        "true\ntoestemming = \"k\"\n"
        "[[step]]\nid = \"c\"\ntitle = \"C\"\nby = [\"pm\"]\nwhen = 'count(a, \"P6W\") > 1 and age_months < 200'\nrequired = true\n"
        "[[rule]]\nid = \"r\"\nrule = \"response(a, b)\"\nwithin = \"P3D\"\n",
        "p.toml");
    return std::vector<domain::stappenplan::Plan>{std::move(*parsed.plan)};
  }();
  auto const journal = interop::read_journal({reinterpret_cast<char const*>(data), size}, "j.jsonl");
  if (!journal.diagnostics.empty()) return 0;
  for (auto const& event : journal.events) {
    if (domain::stappenplan::missing_plan(plans, event)) return 0;
  }
  auto const today = base::Date::of(2026, 6, 30);
  auto const state = domain::stappenplan::replay(plans, journal.events, today);
  if (!(state == domain::stappenplan::replay(plans, journal.events, today))) __builtin_trap();
  (void)interop::state_json(state, plans[0], interop::in_dutch);
  return 0;
}
