#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/plan_edit.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// What became of a plan file. There is a plan exactly when there is no error; diagnostics stand in order of line, then column.
struct ParsedPlan {
  std::optional<domain::stappenplan::Plan> plan;
  std::vector<Diagnostic> diagnostics;
};

/// Reads and checks a stappenplan in TOML (docs/formats/stappenplan.md). `file` is only the name that diagnostics show.
ParsedPlan parse_plan(std::string_view text, std::string const& file);

/// Where every value of the file stands; absent when it is not TOML.
std::optional<domain::stappenplan::ValuePlaces> value_places(std::string_view text);

}  // namespace vlechtwerk::interop
