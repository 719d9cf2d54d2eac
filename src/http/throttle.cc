#include "http/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace vlechtwerk::http {
namespace {

/// An IPv6 customer owns a whole /64, so that is what counts as one address.
std::string address_key(std::string_view address) {
  in6_addr six{};
  auto text = std::string(address.substr(0, 64));
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six)) return text;
  std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), std::uint8_t{0});
  char out[INET6_ADDRSTRLEN] = {};
  inet_ntop(AF_INET6, &six, out, sizeof out);
  return out;
}

/// Names come from strangers, who may send long ones.
std::string account_key(std::string_view account) { return std::string(account.substr(0, 128)); }

constexpr std::int64_t second = 1'000'000;

}  // namespace

Throttle::Throttle(std::size_t most_entries, ThrottleRule per_address, ThrottleRule per_account)
    : most_entries_(most_entries), address_rule_(per_address), account_rule_(per_account) {}

int Throttle::wait(Entries const& entries, ThrottleRule const& rule, std::string const& key, base::Instant now) {
  auto const found = entries.find(key);
  if (found == entries.end() || found->second.failures < rule.free_tries) return 0;
  auto const doublings = std::min(found->second.failures - rule.free_tries, 20);
  auto const length = std::min<std::int64_t>(std::int64_t{1} << doublings, rule.longest_wait);
  auto const left = found->second.last.us + length * second - now.us;
  return left <= 0 ? 0 : static_cast<int>(std::min((left + second - 1) / second, length));
}

void Throttle::count(Entries& entries, ThrottleRule const& rule, std::string const& key, base::Instant now) const {
  auto found = entries.find(key);
  if (found == entries.end()) {
    if (entries.size() >= most_entries_) {
      entries.erase(std::min_element(entries.begin(), entries.end(), [](auto const& a, auto const& b) {
        return std::tie(a.second.failures, a.second.last) < std::tie(b.second.failures, b.second.last);
      }));
    }
    found = entries.emplace(key, Entry{}).first;
  } else if (now.us - found->second.last.us > rule.forgotten_after * second) {
    found->second.failures = 0;
  }
  ++found->second.failures;
  found->second.last = now;
}

int Throttle::wait_seconds(std::string_view address, std::string_view account, base::Instant now) const {
  std::lock_guard const lock(mutex_);
  auto const by_address = wait(addresses_, address_rule_, address_key(address), now);
  return account.empty() ? by_address : std::max(by_address, wait(accounts_, account_rule_, account_key(account), now));
}

void Throttle::failed(std::string_view address, std::string_view account, base::Instant now) {
  std::lock_guard const lock(mutex_);
  count(addresses_, address_rule_, address_key(address), now);
  if (!account.empty()) count(accounts_, account_rule_, account_key(account), now);
}

void Throttle::succeeded(std::string_view account) {
  std::lock_guard const lock(mutex_);
  accounts_.erase(account_key(account));
}

std::size_t Throttle::entries() const {
  std::lock_guard const lock(mutex_);
  return addresses_.size() + accounts_.size();
}

}  // namespace vlechtwerk::http
