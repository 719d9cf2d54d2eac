#include <sys/random.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/instant.h"
#include "base/random.h"

namespace vlechtwerk::base {

Instant SystemClock::now() const {
  auto const since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    auto const got = getrandom(out.data(), out.size(), 0);
    if (got <= 0) {
      std::fputs("the system gives no random bytes\n", stderr);
      std::abort();
    }
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace vlechtwerk::base
