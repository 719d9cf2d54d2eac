// needs: vlechtwerk_journal
// No line is taken for a signed head unless it was signed: every change of a good one must be refused.
#include <algorithm>
#include <cstdlib>

#include "journal/chain.h"

namespace {

class NoRandom final : public vlechtwerk::base::Random {
 public:
  void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), std::uint8_t{5}); }
};

std::string const& good() {
  using namespace vlechtwerk;
  static std::string const line = [] {
    NoRandom random;
    return journal::sign(
        {"journal", *domain::TenantId::parse("01890a5d-ac96-7ab2-80e2-4536629c90de"), 7, {1, 2, 3}, {1'772'442'900'000'000}},
        journal::make_signing_keys(random));
  }();
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using vlechtwerk::journal::read_signed_head;
  static_cast<void>(read_signed_head({reinterpret_cast<char const*>(data), size}));
  // The first byte says where, the rest what is laid over the good line there.
  if (size < 2) return 0;
  auto changed = good();
  auto const at = data[0] % changed.size();
  changed.replace(at, size - 1, reinterpret_cast<char const*>(data + 1), size - 1);
  if (read_signed_head(changed).has_value() != (changed == good())) std::abort();
  return 0;
}
