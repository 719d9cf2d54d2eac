#pragma once
#include <map>
#include <string>
#include <string_view>

namespace vlechtwerk::domain::stappenplan {

/// A text of a plan that a person reads. Dutch is always there; other languages by their code ("en", "pl").
struct Text {
  std::string nl;
  std::string en;
  std::map<std::string, std::string> others;
  bool operator==(Text const&) const = default;

  /// The text in `lang`, in Dutch when the plan has no such translation.
  [[nodiscard]] std::string const& in(std::string_view lang) const {
    if (lang == "en" && !en.empty()) return en;
    auto const found = others.find(std::string(lang));
    return found == others.end() ? nl : found->second;
  }
};

}  // namespace vlechtwerk::domain::stappenplan
