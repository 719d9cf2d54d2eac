// needs: vlechtwerk_journal
// Contents that decode_contents() takes have no other encoding than the bytes they came from.
#include <algorithm>
#include <cstdlib>

#include "journal/contents.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const contents = vlechtwerk::journal::decode_contents({data, size});
  if (!contents) return 0;
  auto const again = vlechtwerk::journal::encode(*contents);
  if (!std::equal(again.begin(), again.end(), data, data + size)) std::abort();
  return 0;
}
