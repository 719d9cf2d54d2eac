#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/stappenplan/text.h"

namespace vlechtwerk::domain::stappenplan {

struct Plan;

/// A kind of note (rule 5) and what people read for it: the words of a plan as they are, or else a sentence of the catalogue.
struct NoteKind {
  std::string id;
  base::Message words;
};

/// Whether this is one of the seven kinds that are known everywhere, whatever the plan says.
bool is_common_note_kind(std::string_view kind);
/// Whether the plan names this kind: in [notes], or in the `note` of a step.
bool names_note(Plan const& plan, std::string_view kind);

/// From which a worker chooses where this plan is followed; null: no plan was chosen. The five of every house, in a fixed order; `strookje`
/// before them, and `observatie` and the plan's own kinds behind them, where the plan names them.
std::vector<NoteKind> note_kinds(Plan const* plan, std::string_view lang);

/// The plan's own words for a kind; null when it has none.
Text const* own_note_words(Plan const& plan, std::string_view kind);
/// Those words, or else the product's; of a kind without any its id, as people would write it. `plan` may be null.
base::Message note_words(Plan const* plan, std::string_view kind, std::string_view lang);

/// The id of a new kind that people call so: its letters a to z and digits, small, with `_` for what stands between; at most 40 of them.
std::string note_kind_id(std::string_view words);

}  // namespace vlechtwerk::domain::stappenplan
