// needs: vlechtwerk_journal
// A header that decode() takes has no other encoding than the bytes it came from.
#include <algorithm>
#include <cstdlib>

#include "journal/header.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const header = vlechtwerk::journal::decode({data, size});
  if (!header) return 0;
  auto const again = vlechtwerk::journal::encode(*header);
  if (!again || !std::equal(again->begin(), again->end(), data, data + size)) std::abort();
  static_cast<void>(vlechtwerk::journal::day_of(header->occurred).text());
  return 0;
}
