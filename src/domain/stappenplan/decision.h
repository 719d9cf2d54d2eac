#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {

/// The rows of a table that fit the facts (rule 30), in order of the plan: of a table F the first, of a table C all of them, of a table U
/// the only one; that two fit is then a mistake of the plan and told as such. `facts`: input = value. A row that names an input that is
/// not among the facts does not fit. Fails when an input does not exist or when nothing fits.
base::Result<std::vector<DecisionRow const*>> decide(Decision const& decision, std::map<std::string, std::string> const& facts);

}  // namespace vlechtwerk::domain::stappenplan
