#include "web/template/url.h"

#include <algorithm>
#include <array>

namespace vlechtwerk::web {
namespace {

constexpr auto kUnreserved = [] {
  std::array<bool, 256> table{};
  for (char const c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

}  // namespace

Url url_of_parts(std::string_view path, std::initializer_list<std::string_view> parts) {
  constexpr auto digits = "0123456789ABCDEF";
  std::string out;
  auto size = path.size();
  for (auto const part : parts) size += part.size();
  out.reserve(size);
  for (auto const part : parts) {
    auto const place = std::min(path.find("{}"), path.size());
    out += path.substr(0, place);
    path.remove_prefix(std::min(place + 2, path.size()));
    std::size_t plain = 0;
    for (std::size_t at = 0; at < part.size(); ++at) {
      auto const byte = static_cast<unsigned char>(part[at]);
      if (kUnreserved[byte]) continue;
      out += part.substr(plain, at - plain);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
      plain = at + 1;
    }
    out += part.substr(plain);
  }
  out += path;
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

std::optional<Url> telephone_url(std::string_view text) {
  std::string number;
  for (auto const c : text) {
    if ((c >= '0' && c <= '9') || (c == '+' && number.empty())) number += c;
  }
  if (number.size() < (number.starts_with('+') ? 4U : 3U)) return std::nullopt;
  return Url("tel:" + number);
}

}  // namespace vlechtwerk::web
