#pragma once
#include <string_view>

namespace vlechtwerk::base {

/// True when every byte belongs to a well-formed UTF-8 character (no surrogates, no overlong form, at most U+10FFFF).
bool valid_utf8(std::string_view text);

}  // namespace vlechtwerk::base
