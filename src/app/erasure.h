#pragma once
#include <set>

#include "app/use_cases.h"

/// Erasing a child, and finishing an erasure that was broken off between its entry in the journal and the last key.
namespace vlechtwerk::app {

/// How old a backup of the key store may get, in days (architecture.md section 4).
inline constexpr int kOldestBackupDays = 30;

/// What must lose its key when this child is erased: the child, and every person who was linked to it. A person is made with the entry that
/// links it to this child, so nobody of them is linked to another.
std::set<journal::Subject> subjects_to_erase(ReadTx const& tx, ChildId child);
/// True when a child that was erased still has keys: the erasure was broken off, and finish_erasure() must be called.
bool keys_are_left(Context& context, TenantId tenant, ChildId child);
/// Destroys the keys that are left of a child that was erased. Fails as NotFound when the child was not erased.
Result<Erased> finish_erasure(Context& context, TenantId tenant, ChildId child, Instant now);

}  // namespace vlechtwerk::app
