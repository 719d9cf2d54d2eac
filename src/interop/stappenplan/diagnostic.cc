#include "interop/stappenplan/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

namespace vlechtwerk::interop {

std::string in_dutch(base::Message const& message) {
  // One pass over the sentence, so that an argument that looks like a placeholder stays what it is.
  std::string out;
  std::string_view rest = message.msgid;
  while (!rest.empty()) {
    auto const open = rest.find('{');
    auto const close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) break;
    out += rest.substr(0, open);
    auto const name = rest.substr(open + 1, close - open - 1);
    auto const found = std::find_if(message.args.begin(), message.args.end(), [&](auto const& arg) { return arg.first == name; });
    out += found == message.args.end() ? rest.substr(open, close - open + 1) : std::string_view(found->second);
    rest.remove_prefix(close + 1);
  }
  return out.append(rest);
}

std::string Diagnostic::text(Translate const& translate) const {
  return fmt::format("{}:{}:{}: {}{}", file, line, column, severity == Severity::Error ? "" : "warning: ", translate(message));
}

bool has_errors(std::vector<Diagnostic> const& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](auto const& one) { return one.severity == Diagnostic::Severity::Error; });
}

base::Message const& first_error(std::vector<Diagnostic> const& diagnostics) {
  return std::find_if(diagnostics.begin(), diagnostics.end(),
                      [](Diagnostic const& one) { return one.severity == Diagnostic::Severity::Error; })
      ->message;
}

}  // namespace vlechtwerk::interop
