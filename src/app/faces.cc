#include "app/faces.h"

#include "app/perform.h"
#include "app/whom_to_ask.h"
#include "app/words.h"

namespace vlechtwerk::app {

namespace {

std::string binding(Caller const& caller, AccountId account) { return "face.picture:" + caller.actor.tenant.text() + ":" + account.text(); }

AuditObject about(AccountId account) { return {std::nullopt, "account", account.uuid}; }

auto asks(Caller const& caller, Action action = Action::ManageFace) {
  return [&caller, action](ReadTx const& tx) { return allow(tx, caller, action); };
}

/// The gate, asked before work that takes long; a refusal is audited.
Result<Allowed> ask(Context& context, Caller const& caller, Action action, AccountId account) {
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { allowed = allow(tx, caller, action); });
  if (!allowed)
    write_for(context, caller,
              [&](WriteTx& tx) { tx.audit(audit_row(context, caller, action, {}, about(account), "refused:" + allowed.error().code)); });
  return allowed;
}

}  // namespace

Result<std::optional<Instant>> see_own_face(Context& context, Caller const& caller) {
  if (auto const allowed = ask(context, caller, Action::ManageFace, caller.actor.account); !allowed) return tl::unexpected(allowed.error());
  std::optional<Instant> changed;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { changed = tx.face_changed(caller.actor.account); });
  return changed;
}

Result<Instant> save_face(Context& context, Caller const& caller, std::string_view photo) {
  auto const account = caller.actor.account;
  if (auto const allowed = ask(context, caller, Action::ManageFace, account); !allowed) return tl::unexpected(allowed.error());
  auto const picture = context.pictures.face(photo);
  FaceRow row{account, caller.now, {}};
  if (picture) row.picture_sealed = journal::wrap(*picture, context.keys.service_key("account"), binding(caller, account), context.random);
  return perform<Instant>(
      context, caller, Action::ManageFace, asks(caller),
      [&](WriteTx& tx, AuditObject&) -> Result<Instant> {
        if (!picture) return tl::unexpected(picture.error());
        tx.put(row);
        return row.changed;
      },
      about(account));
}

Result<std::monostate> remove_face(Context& context, Caller const& caller) {
  return perform<std::monostate>(
      context, caller, Action::ManageFace, asks(caller),
      [&](WriteTx& tx, AuditObject&) -> Result<std::monostate> {
        tx.remove_face(caller.actor.account);
        return std::monostate{};
      },
      about(caller.actor.account));
}

bool may_remove_face(Caller const& caller, std::vector<MembershipRow> const& memberships) {
  return std::any_of(memberships.begin(), memberships.end(),
                     [&](MembershipRow const& row) { return caller.actor.role == Role::Beheerder || leads(caller, row); });
}

Result<std::monostate> remove_face_of(Context& context, Caller const& caller, AccountId account) {
  return perform<std::monostate>(
      context, caller, Action::RemoveFace, asks(caller, Action::RemoveFace),
      [&](WriteTx& tx, AuditObject&) -> Result<std::monostate> {
        if (!may_remove_face(caller, tx.memberships_of(account, caller.now))) return not_there();
        tx.remove_face(account);
        return std::monostate{};
      },
      about(account));
}

Result<std::vector<std::uint8_t>> see_face(Context& context, Caller const& caller, AccountId account, std::optional<ChildId> child) {
  bool const own = account == caller.actor.account;
  if (auto const allowed = ask(context, caller, own ? Action::ManageFace : Action::SeeWhomToAsk, account); !allowed)
    return tl::unexpected(allowed.error());
  std::optional<FaceRow> row;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    row = tx.face(account);
    if (row && !own && !is_named(context, tx, caller, account, child)) row.reset();
  });
  auto picture = row ? journal::unwrap(row->picture_sealed, context.keys.service_key("account"), binding(caller, account)) : std::nullopt;
  if (!picture) return not_there();
  return picture->reveal();
}

}  // namespace vlechtwerk::app
