#include "app/erasure.h"

#include <algorithm>

#include "app/terminal.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;

std::set<journal::Subject> subjects_to_erase(ReadTx const& tx, ChildId child) {
  std::set<journal::Subject> out{journal::subject_of(child)};
  for (auto const& entry : tx.entries_of_child(child))
    if (entry.header.subject.kind == journal::SubjectKind::Person) out.insert(entry.header.subject);
  return out;
}

bool keys_are_left(Context& context, TenantId tenant, ChildId child) {
  std::set<journal::Subject> subjects;
  context.store.read(tenant, [&](ReadTx const& tx) { subjects = subjects_to_erase(tx, child); });
  return std::any_of(subjects.begin(), subjects.end(),
                     [&](journal::Subject const& subject) { return context.keys.find_subject_key(tenant, subject).has_value(); });
}

Result<Erased> finish_erasure(Context& context, TenantId tenant, ChildId child, Instant now) {
  std::set<journal::Subject> subjects;
  bool erased = false;
  context.store.read(tenant, [&](ReadTx const& tx) {
    auto const row = tx.child(child);
    erased = row && row->erased;
    if (erased) subjects = subjects_to_erase(tx, child);
  });
  if (!erased) return base::fail(ErrorKind::NotFound, "not_erased", {N_("Dit kind is niet gewist."), {}});
  audit_command_line(context, tenant, Action::EraseChild, "child", child.uuid, now, [&](AuditRow& row) { row.child = child; });
  for (auto const& subject : subjects) context.keys.destroy(tenant, subject, now);
  return Erased{base::amsterdam_day(now).plus_days(kOldestBackupDays)};
}

}  // namespace vlechtwerk::app
