// Hostile cookies, hosts and addresses: total functions, and what comes out is within bounds.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/reader.h"
#include "http/security.h"

using namespace vlechtwerk::http;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const bytes(data, data + size);
  auto const cookies = parse_cookies({{"Cookie", bytes}});
  if (cookies.size() > 50) std::abort();
  for (auto const& [name, value] : cookies) {
    if (name.empty() || name.find(';') != std::string::npos || value.find(';') != std::string::npos) std::abort();
  }
  if (auto const host = host_name(bytes)) {
    for (char const c : *host) {
      if (c <= ' ' || c == '/' || c == '@' || (c >= 'A' && c <= 'Z')) std::abort();
    }
  }
  auto request = get_request(bytes);
  if (derive(request) && (request.path.find("..") == 0 || !request.path.starts_with('/'))) std::abort();
  request.headers.set("Origin", bytes);
  request.headers.remove("Sec-Fetch-Site");
  if (same_origin(request) && bytes != "http://localhost" && !CaselessName::same(bytes, "http://localhost")) std::abort();
  return 0;
}
