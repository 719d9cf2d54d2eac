#pragma once
#include "app/ports.h"
#include "store/db/value.h"

/// The second chain: audit rows, one chain per server and tenant (docs/formats/audit.md).
namespace vlechtwerk::store {

/// The bytes of a row that its hash covers. The moment and the sequence number are bound in by the chain itself.
journal::Bytes audit_bytes(app::AuditRow const& row);

/// The hash of a row that stands at `seq` after the hash `previous`.
journal::Hash256 audit_link(journal::Hash256 const& previous, std::int64_t seq, app::AuditRow const& row);

/// The columns that read_audit() wants, in its order; `list` is filled in by the caller.
inline constexpr char const* kAuditColumns =
    "id, at_us, action, outcome, actor, role, organisation, session, child, object_type, object, fields_class, rule, purpose, request_id, "
    "repeats";
app::AuditRow read_audit(Row const& row, std::size_t first);

}  // namespace vlechtwerk::store
