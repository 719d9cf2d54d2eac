#pragma once
#include <span>
#include <string_view>

#include "domain/stappenplan/plan_edit.h"

namespace vlechtwerk::interop {

/// Lays the edits into a plan file and checks what comes of it, as `check` does. What is wrong is told at the field of the edit that wrote
/// the line; when the error stands elsewhere, at the field of the only edit that wrote anything, else at none.
domain::stappenplan::ChangedFile change_plan(std::string_view text, std::span<domain::stappenplan::Edit const> edits);

}  // namespace vlechtwerk::interop
