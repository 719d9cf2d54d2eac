#include "http/security.h"

#include <algorithm>
#include <stdexcept>

namespace vlechtwerk::http {
namespace {

bool cookie_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
}

constexpr std::size_t most_cookies = 50;

}  // namespace

void add_security_headers(Response& response, bool secure) {
  static constexpr std::pair<char const*, char const*> standard[] = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
       "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; manifest-src 'self'; "
       "worker-src 'self'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Embedder-Policy", "require-corp"},
      // The tablet scans a QR code and signs in with a passkey; nothing else of the device is ours.
      {"Permissions-Policy",
       "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), geolocation=(), "
       "microphone=(), payment=(), usb=(), midi=(), accelerometer=(), gyroscope=(), browsing-topics=()"},
  };
  for (auto const& [name, value] : standard) response.headers.set(name, value);
  if (secure) response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  if (!response.headers.has("Cache-Control")) response.headers.add("Cache-Control", "no-store");
}

std::string set_cookie(std::string_view name, std::string_view value, SameSite same_site, std::optional<int> max_age_seconds) {
  if (!name.starts_with("__Host-") || !std::all_of(name.begin(), name.end(), cookie_character) ||
      !std::all_of(value.begin(), value.end(), cookie_character)) {
    throw std::logic_error("a cookie has characters that a cookie cannot hold");
  }
  std::string text = std::string(name) + "=" + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=";
  text += same_site == SameSite::Lax ? "Lax" : "Strict";
  if (max_age_seconds) text += "; Max-Age=" + std::to_string(*max_age_seconds);
  return text;
}

Fields parse_cookies(Headers const& headers) {
  Fields cookies;
  for (auto line : headers.all("Cookie")) {
    while (!line.empty()) {
      auto const end = std::min(line.find(';'), line.size());
      auto pair = line.substr(0, end);
      line.remove_prefix(std::min(end + 1, line.size()));
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      while (pair.ends_with(' ')) pair.remove_suffix(1);
      auto const equals = pair.find('=');
      if (equals == std::string_view::npos || equals == 0) continue;
      if (cookies.size() == most_cookies) return cookies;
      cookies.add(std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1)));
    }
  }
  return cookies;
}

bool same_origin(Request const& request) {
  bool const reads = request.method == Method::Get || request.method == Method::Head;
  if (auto const site = request.headers.get("Sec-Fetch-Site")) return *site == "same-origin" || (reads && *site == "none");
  auto const origin = request.headers.get("Origin");
  if (!origin) return reads;
  auto const host = request.headers.get("Host");
  return host && CaselessName::same(*origin, (request.secure ? "https://" : "http://") + std::string(*host));
}

bool same_token(std::string_view expected, std::string_view given) {
  if (expected.empty() || expected.size() != given.size()) return false;
  unsigned char volatile difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) difference = static_cast<unsigned char>(difference | (expected[i] ^ given[i]));
  return difference == 0;
}

}  // namespace vlechtwerk::http
