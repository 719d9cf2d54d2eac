#pragma once
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace vlechtwerk::http {

/// How fast the waits grow: the first `free_tries` failures cost nothing, then each doubles the wait, from one second up.
struct ThrottleRule {
  int free_tries = 5;
  int longest_wait = 900;       ///< seconds
  int forgotten_after = 3'600;  ///< seconds without a failure after which the count begins anew
};

/// Slows down guessing of secrets (passwords, codes, PINs, links) per address and per account. One object serves the whole program and may
/// be used by several threads. Not a lockout: an account waits at most a minute, since anybody can fail on purpose in its name; an
/// address waits up to a quarter of an hour. Memory is bounded: when full, the entry with the fewest failures and then the oldest goes.
class Throttle {
 public:
  explicit Throttle(std::size_t most_entries = 20'000, ThrottleRule per_address = {20, 900, 3'600},
                    ThrottleRule per_account = {5, 60, 3'600});

  /// Seconds until a try is allowed, 0 = now. Ask before the secret is looked at. An empty account counts per address only.
  [[nodiscard]] int wait_seconds(std::string_view address, std::string_view account, base::Instant now) const;
  void failed(std::string_view address, std::string_view account, base::Instant now);
  /// Forgets the account's failures and keeps the address's: a guesser with one account of their own may not wash the address clean.
  void succeeded(std::string_view account);
  [[nodiscard]] std::size_t entries() const;

 private:
  struct Entry {
    int failures = 0;
    base::Instant last;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;
  [[nodiscard]] static int wait(Entries const& entries, ThrottleRule const& rule, std::string const& key, base::Instant now);
  void count(Entries& entries, ThrottleRule const& rule, std::string const& key, base::Instant now) const;

  std::size_t most_entries_;
  ThrottleRule address_rule_;
  ThrottleRule account_rule_;
  mutable std::mutex mutex_;
  Entries addresses_;
  Entries accounts_;
};

}  // namespace vlechtwerk::http
