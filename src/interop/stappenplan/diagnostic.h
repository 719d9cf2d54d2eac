#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace vlechtwerk::interop {

/// Turns a sentence into the reader's language.
using Translate = std::function<std::string(base::Message const&)>;

/// The Dutch sentence with its arguments filled in, for who has no catalogue at hand.
std::string in_dutch(base::Message const& message);

/// Something to tell about a place in a file. Lines and columns count from 1, columns in characters.
struct Diagnostic {
  enum class Severity {
    Error,    ///< the file is wrong
    Warning,  ///< the file is right, but something is missing that people will miss
  };
  Severity severity = Severity::Error;
  std::string file;
  int line = 1;
  int column = 1;
  base::Message message;

  /// `file:line:column: sentence`; warnings have the word `warning` before the sentence.
  [[nodiscard]] std::string text(Translate const& translate) const;
};

bool has_errors(std::vector<Diagnostic> const& diagnostics);

/// Why a file could not be taken in. Precondition: one of `diagnostics` is an error.
base::Message const& first_error(std::vector<Diagnostic> const& diagnostics);

}  // namespace vlechtwerk::interop
