#pragma once
#include "app/perform.h"
#include "app/words.h"

/// What the units of the register share among themselves. Internal to src/app.
namespace vlechtwerk::app {

/// What the gate is asked before a change of the register.
inline auto asks(Caller const& caller, Action action) {
  return [&caller, action](ReadTx const& tx) { return allow(tx, caller, action); };
}

template <class Row, class Id>
Row const* find_row(std::vector<Row> const& rows, Id id) {
  auto const at = std::find_if(rows.begin(), rows.end(), [&](Row const& row) { return row.id == id; });
  return at == rows.end() ? nullptr : &*at;
}

inline tl::unexpected<base::Error> choose_group() {
  return base::fail(base::ErrorKind::InvalidInput, "no_group", {base::N_("Kies een groep."), {}}, "group");
}

/// The roles of the newest plan of the organisation; where it has none, of every plan that an organisation here follows. Without mentor:
/// that is said per child; and without the parents.
std::vector<CodeLabel> functions_for(Context& context, std::vector<OrganisationRow> const& organisations, std::vector<PlanRow> const& plans,
                                     OrganisationId id, std::string_view lang);

}  // namespace vlechtwerk::app
