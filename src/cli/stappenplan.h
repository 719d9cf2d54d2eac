#pragma once
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::cli {

/// `vlechtwerk stappenplan …` (stappenplan.md section 3). `args` is what follows the word stappenplan; gives the exit code, 0 or 1. What
/// was asked for goes to `out`, errors and warnings to `err`. `translate` speaks the language of --lang; by default the Dutch sentences are
/// used as they are.
int stappenplan_command(std::vector<std::string> const& args, std::istream& in, std::ostream& out, std::ostream& err,
                        interop::Translate const& translate = interop::in_dutch);

}  // namespace vlechtwerk::cli
