#include "web/template/url.h"

namespace vlechtwerk::web {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

Url url_of_parts(std::string_view path, std::initializer_list<std::string_view> parts) {
  constexpr auto digits = "0123456789ABCDEF";
  std::string out;
  auto part = parts.begin();
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (part == parts.end() || path.substr(i, 2) != "{}") {
      out += path[i];
      continue;
    }
    for (char const c : *part++) {
      if (is_unreserved(c)) {
        out += c;
      } else {
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
      }
    }
    ++i;
  }
  return Url(std::move(out));
}

std::optional<Url> local_url(std::string_view text) {
  if (text.empty() || text[0] != '/' || text.substr(0, 2) == "//") {
    return std::nullopt;
  }
  for (char const c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\\' || c == 0x7f) {
      return std::nullopt;
    }
  }
  return Url(std::string(text));
}

}  // namespace vlechtwerk::web
