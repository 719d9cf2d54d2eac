#include "domain/stappenplan/decision.h"

#include <algorithm>

namespace vlechtwerk::domain::stappenplan {

base::Result<std::vector<DecisionRow const*>> decide(Decision const& decision, std::map<std::string, std::string> const& facts) {
  using base::ErrorKind;
  using base::N_;
  for (auto const& [input, value] : facts) {
    if (std::find(decision.inputs.begin(), decision.inputs.end(), input) != decision.inputs.end()) continue;
    std::string known;
    for (auto const& one : decision.inputs) known += (known.empty() ? "" : ", ") + one;
    return base::fail(ErrorKind::InvalidInput, "decision_input",
                      {N_("De tabel '{table}' vraagt niet naar '{input}'. Kies uit: {inputs}."),
                       {{"table", decision.id}, {"input", input}, {"inputs", known}}});
  }
  std::vector<DecisionRow const*> fitting;
  for (auto const& row : decision.rows) {
    bool const fits = std::all_of(row.inputs.begin(), row.inputs.end(), [&](auto const& wanted) {
      auto const fact = facts.find(wanted.first);
      return fact != facts.end() && fact->second == wanted.second;
    });
    if (fits) fitting.push_back(&row);
  }
  if (fitting.empty()) {
    return base::fail(ErrorKind::NotFound, "decision_none",
                      {N_("Geen regel van de tabel '{table}' past hierbij. Kijk of de woorden kloppen."), {{"table", decision.id}}});
  }
  if (decision.hit == 'F') fitting.resize(1);
  if (decision.hit == 'U' && fitting.size() > 1) {
    return base::fail(ErrorKind::InvalidInput, "decision_several",
                      {N_("In de tabel '{table}' past meer dan één regel. Maak er hit = \"F\" of \"C\" van."), {{"table", decision.id}}});
  }
  return fitting;
}

}  // namespace vlechtwerk::domain::stappenplan
