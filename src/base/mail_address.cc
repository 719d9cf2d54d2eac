#include "base/mail_address.h"

#include <algorithm>

namespace vlechtwerk::base {

namespace {

/// Parts between dots, none empty, of letters, digits and `signs`.
bool is_dotted(std::string_view text, std::string_view signs) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [&](char c) {
    return c == '.' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  });
}

}  // namespace

bool is_mail_address(std::string_view text) {
  constexpr std::size_t kLongest = 254, kLongestLocal = 64;
  auto const at = text.find('@');  // far too late when there is none
  if (at > kLongestLocal || text.size() > kLongest) return false;
  auto const local = text.substr(0, at), domain = text.substr(at + 1);
  return is_dotted(local, "!#$%&'*+-/=?^_`{|}~") && is_dotted(domain, "-");
}

}  // namespace vlechtwerk::base
