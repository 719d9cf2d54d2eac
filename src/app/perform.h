#pragma once
#include "app/context.h"
#include "journal/seal.h"

/// The shape of every use case that writes: gate, act and audit on one snapshot in one transaction; then commit; then answer.
/// Internal to src/app.
namespace vlechtwerk::app {

/// What the audit row says beside the rule: filled in by the act.
struct AuditObject {
  std::optional<ChildId> child;
  std::string type;
  std::optional<base::Uuid> object;
};

AuditRow audit_row(base::Random& random, Caller const& caller, Action action, Allowed const& allowed, AuditObject const& object,
                   std::string outcome);
inline AuditRow audit_row(Context& context, Caller const& caller, Action action, Allowed const& allowed, AuditObject const& object,
                          std::string outcome) {
  return audit_row(context.random, caller, action, allowed, object, std::move(outcome));
}

/// Store::write for this caller, with the counted repeats of views written along; what could not be written is counted again.
void write_for(Context& context, Caller const& caller, std::function<void(WriteTx&)> const& work, Lane lane = Lane::People);

/// Runs `act` in the writer. `ask` asks the gate on the same snapshot. When the gate or the act refuses, the act is rolled back to its
/// savepoint and the refusal is audited and committed. `act` may run twice: it must not touch anything but its transaction and its result.
/// `about` is what is known of the object before the act: a refusal names it too.
template <class T, class Ask, class Act>
base::Result<T> perform(Context& context, Caller const& caller, Action action, Ask const& ask, Act const& act,
                        AuditObject const& about = {}) {
  base::Result<T> answer{tl::unexpect, base::Error{}};
  write_for(context, caller, [&](WriteTx& tx) {
    AuditObject object = about;
    base::Result<Allowed> const allowed = ask(static_cast<ReadTx const&>(tx));
    if (!allowed) {
      answer = tl::unexpected(allowed.error());
      tx.audit(audit_row(context, caller, action, {}, object, "refused:" + allowed.error().code));
      return;
    }
    tx.nested([&] {
      answer = act(tx, object);
      return answer.has_value();
    });
    tx.audit(audit_row(context, caller, action, *allowed, object, answer ? "done" : "refused:" + answer.error().code));
  });
  return answer;
}

/// perform() for an action on a child: the gate is asked about that child.
template <class T, class Act>
base::Result<T> perform_on(Context& context, Caller const& caller, Action action, ChildId child, Act const& act) {
  return perform<T>(context, caller, action, [&](ReadTx const& tx) { return allow(tx, caller, action, child); }, act,
                    {child, "", std::nullopt});
}

/// The gate, asked before anything is sealed: sealing makes keys, and says whether a child was erased. A refusal is audited here. Without a
/// child (there is no such case) the answer is that of a foreign one.
base::Result<ChildId> ask_first(Context& context, Caller const& caller, Action action, std::optional<ChildId> child);

/// Whether an open window covers this view of a child, which `allowed` allows; then the repeat was counted.
bool window_covers(Context& context, Caller const& caller, Action action, ChildId child, Allowed const& allowed);

/// Makes sure that this view of a child stands in the audit log before the page leaves: covered by an open window, or a row that is durable
/// when this returns (the gate is asked again inside).
base::Result<Allowed> record_view(Context& context, Caller const& caller, Action action, ChildId child);
/// One row for a list that shows names; its children in the side table. A list is covered for ten minutes only when every child in it is.
void record_list(Context& context, Caller const& caller, Action action, std::vector<ChildId> const& children);

/// The header of an entry by this caller, about `subject`, in `case_id`; kind, occurred (now) and who are filled in.
journal::Header header_by(Caller const& caller, EntryId id, journal::Subject const& subject, CaseId case_id, journal::CaseKind case_kind,
                          std::string_view kind);

/// Seals contents for the header's subject. Refused (NotFound) when the subject was erased.
base::Result<journal::SealedEntry> seal_for(Context& context, journal::Header header, journal::Contents const& contents);
/// Opens the contents of an entry; nullopt when they were removed or the subject was erased.
std::optional<journal::Contents> open_entry(Context& context, StoredEntry const& entry);

/// Appends, or compares with what is there: the same id with the same header (but for its key, and its moment) and the same contents is the
/// same write seen again (true: new, false: seen before); anything else is a Conflict.
base::Result<bool> append_once(Context& context, WriteTx& tx, Caller const& caller, journal::SealedEntry const& entry,
                               std::optional<std::int64_t> expected_version = std::nullopt);

/// What an entry that was just appended changes of the projection of its child: the folds of its open routes go on with it, unless it comes
/// before something folded already or changes who stands around the child; then everything is folded anew.
void fold_on(Context& context, WriteTx& tx, ChildId child, journal::Header const& header, Instant recorded_at);
/// Folds everything of the child anew and writes its projection.
void refold_child(Context& context, WriteTx& tx, ChildId child, Date today);
void refold_question(WriteTx& tx, CaseId hulpvraag);

/// The name of an account, opened; `key` is the service key "account".
base::Private account_name(base::SecretBytes const& key, AccountRow const& account);
base::Private account_name(Context& context, AccountRow const& account);

/// A sentence for a field that must be filled in, or is too long (`most` in bytes).
base::Result<std::monostate> check_text(base::Private const& text, std::string_view field, bool required, std::size_t most = 1 << 20);

}  // namespace vlechtwerk::app
