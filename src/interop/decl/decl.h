#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/stappenplan/plan.h"

namespace vlechtwerk::interop {

/// The rules of a plan in the text form of Declare (docs/formats/decl.md), and a sentence for each thing that this form cannot say.
struct Decl {
  std::string text;
  std::vector<base::Message> lost;  ///< in order of the plan; each names its rule
};
Decl write_decl(domain::stappenplan::Plan const& plan);

}  // namespace vlechtwerk::interop
