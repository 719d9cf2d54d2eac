#include "interop/stappenplan/change_plan.h"

#include <algorithm>

#include "interop/stappenplan/file_places.h"
#include "interop/stappenplan/plan_file.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;

/// The field of the edit that wrote the line of this diagnostic.
std::string field_of(Diagnostic const& wrong, sp::Draft const& draft, FilePlaces const& places) {
  auto const at = places.byte_of({wrong.line, wrong.column});
  std::string on_line, only;
  for (auto const& one : draft.written) {
    if (one.begin <= at && at < one.end) return one.field;
    bool const here = places.position_of(one.begin).line <= wrong.line && wrong.line <= places.position_of(one.end).line;
    if (here && on_line.empty()) on_line = one.field;
    only = &one == &draft.written.front() || only == one.field ? one.field : std::string();
  }
  return on_line.empty() ? only : on_line;
}

std::vector<sp::EditProblem> problems(std::vector<Diagnostic> const& diagnostics, sp::Draft const& draft) {
  FilePlaces const places(draft.text);
  std::vector<sp::EditProblem> out;
  for (auto const& one : diagnostics) {
    if (one.severity == Diagnostic::Severity::Error) out.push_back({field_of(one, draft, places), one.line, one.column, one.message});
  }
  return out;
}

}  // namespace

sp::ChangedFile change_plan(std::string_view text, std::span<sp::Edit const> edits) {
  auto const now = parse_plan(text, {});
  auto const places = value_places(text);
  if (!now.plan || !places) return tl::unexpected(problems(now.diagnostics, {std::string(text), {}}));
  auto draft = sp::lay_edits(text, *now.plan, *places, edits);
  if (!draft) return tl::unexpected(std::move(draft.error()));
  if (draft->text == text) return std::move(draft->text);
  auto const then = parse_plan(draft->text, {});
  if (!then.plan) return tl::unexpected(problems(then.diagnostics, *draft));
  return std::move(draft->text);
}

}  // namespace vlechtwerk::interop
