#include "app/terminal.h"

#include "app/account.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;

namespace {

Result<AccountRow> account_named(Context& context, Private const& login) {
  auto const hash = login_hash(context, login);
  std::optional<AccountRow> account;
  context.store.read_global([&](GlobalTx const& tx) { account = tx.account_by_login(hash); });
  if (!account)
    return base::fail(ErrorKind::NotFound, "no_account", {N_("Er is geen account met de inlognaam {login}."), {{"login", login.reveal()}}});
  return std::move(*account);
}

/// The row is durable before the act: what was done without being written down would be seen by nobody.
void audit_account(Context& context, AccountRow const& account, std::string const& type, Instant now) {
  std::vector<TenantId> tenants;
  context.store.read_global([&](GlobalTx const& tx) { tenants = tx.tenants_of(account.id); });
  for (auto const tenant : tenants) audit_command_line(context, tenant, Action::ManageAccounts, type, account.id.uuid, now);
}

}  // namespace

void audit_command_line(Context& context, TenantId tenant, Action action, std::string const& type, std::optional<base::Uuid> object,
                        Instant now, std::function<void(AuditRow&)> const& adjust) {
  Caller const caller{{{}, tenant, {}, Role::Beheerder, {}, {}, {}}, now, "cli"};
  auto row = audit_row(context, caller, action, {"command_line", kNoEnd}, {std::nullopt, type, object}, "done");
  if (adjust) adjust(row);
  write_for(context, caller, [&](WriteTx& tx) { tx.audit(row); });
}

void audit_command_line(Store& store, base::Random& random, TenantId tenant, Action action, Instant now,
                        std::function<void(AuditRow&)> const& adjust) {
  Caller const caller{{{}, tenant, {}, Role::Beheerder, {}, {}, {}}, now, "cli"};
  auto row = audit_row(random, caller, action, {"command_line", kNoEnd}, {}, "done");
  adjust(row);
  store.write(tenant, Lane::People, "", [&](WriteTx& tx) { tx.audit(row); });
}

PlanSource stored_plans(Store& store, PlanLibrary& library, TenantId tenant) {
  std::map<std::pair<std::string, std::int64_t>, std::shared_ptr<PlanLibrary::Plan const>> plans;
  store.read(tenant, [&](ReadTx const& tx) {
    for (auto const& row : tx.plans())
      if (auto plan = library.read(row.text)) plans[{row.plan, row.version}] = *plan;
  });
  return [plans = std::move(plans)](std::string const& plan, std::int64_t version) {
    auto const at = plans.find({plan, version});
    return at == plans.end() ? nullptr : at->second;
  };
}

std::vector<ListedAccount> list_accounts(Context& context, Instant now) {
  std::vector<TenantRow> tenants;
  context.store.read_global([&](GlobalTx const& tx) { tenants = tx.tenants(); });
  std::vector<ListedAccount> out;
  for (auto const& tenant : tenants) {
    audit_command_line(context, tenant.id, Action::SeeRegister, "", std::nullopt, now);
    std::vector<AccountRow> rows;
    context.store.read_global([&](GlobalTx const& tx) { rows = tx.accounts_of(tenant.id); });
    for (auto const& row : rows)
      out.push_back({row.id, account_login(context, row), row.password_hash.empty(), row.disabled && *row.disabled <= now, closed(row)});
  }
  return out;
}

Result<Private> hand_out_code(Context& context, Private const& login, bool recovery, Instant now) {
  auto const account = account_named(context, login);
  if (!account) return tl::unexpected(account.error());
  bool const anew = recovery && account->second_factor != SecondFactor::None;
  auto const letter = make_letter(context, account->id, anew ? CodePurpose::Recovery : CodePurpose::FirstLogin, now);
  audit_account(context, *account, anew ? "recovery_code" : "code", now);
  context.store.write_global([&](GlobalWriteTx& tx) { tx.put(letter.row); });
  return letter.code;
}

Result<std::int64_t> end_codes(Context& context, Private const& login, Instant now) {
  auto const account = account_named(context, login);
  if (!account) return tl::unexpected(account.error());
  audit_account(context, *account, "ended_codes", now);
  std::int64_t ended = 0;
  context.store.write_global([&](GlobalWriteTx& tx) { ended = tx.end_letters(account->id, now); });
  return ended;
}

namespace {

Result<AccountId> set_disabled(Context& context, Private const& login, std::optional<Instant> since, Instant now) {
  auto const account = account_named(context, login);
  if (!account) return tl::unexpected(account.error());
  audit_account(context, *account, since ? "disabled_account" : "enabled_account", now);
  context.store.write_global([&](GlobalWriteTx& tx) {
    auto row = tx.account(account->id);
    if (!row) return;
    row->disabled = since;
    tx.update(*row);
    if (since) tx.end_sessions_of(row->id);
  });
  return account->id;
}

}  // namespace

Result<AccountId> disable_account(Context& context, Private const& login, Instant now) { return set_disabled(context, login, now, now); }

Result<AccountId> enable_account(Context& context, Private const& login, Instant now) {
  return set_disabled(context, login, std::nullopt, now);
}

}  // namespace vlechtwerk::app
