#pragma once
#include <span>
#include <string>
#include <string_view>

#include "i18n/translator.h"

namespace vlechtwerk::i18n {

/// Fills in a sentence that chooses words by number or kind (ICU MessageFormat). A sentence that ICU cannot read comes back as it is.
std::string fill_choice(std::string_view sentence, std::span<Argument const> arguments, Lang lang);

}  // namespace vlechtwerk::i18n
