#pragma once
#include <string_view>

namespace vlechtwerk::base {

/// True for local@domain in ASCII as every mail server takes it: nothing that could mean something else on the line (blanks, quotes,
/// brackets, a second @), at most 254 characters (RFC 5321 section 4.5.3.1).
bool is_mail_address(std::string_view text);

}  // namespace vlechtwerk::base
