#pragma once
#include "app/login.h"
#include "app/project.h"

/// What whoever runs the server does with accounts on its terminal. Nobody is logged in there: the rows in the audit log, one in each
/// tenant of the account, name no actor; their rule is `command_line` and their request id `cli`.
namespace vlechtwerk::app {

/// Writes such a row. `type`: the object type; `object`: what it is about.
void audit_command_line(Context& context, TenantId tenant, Action action, std::string const& type, std::optional<base::Uuid> object,
                        Instant now, std::function<void(AuditRow&)> const& adjust = {});

/// The same where no key is at hand, about nothing in particular. Durable on return.
void audit_command_line(Store& store, base::Random& random, TenantId tenant, Action action, Instant now,
                        std::function<void(AuditRow&)> const& adjust);

/// The plans that a tenant stored, read now: for folds that are pure.
PlanSource stored_plans(Store& store, PlanLibrary& library, TenantId tenant);

struct ListedAccount {
  AccountId id;
  Private login;
  bool waiting_for_first_login = false, disabled = false;
  bool closed = false;  ///< by too many failed log-ins in a row: only the code of a letter opens it
};
/// Every account of every tenant; who is in two tenants stands there twice.
std::vector<ListedAccount> list_accounts(Context& context, Instant now);

/// A code that is good once, for seven days. `recovery`: it sets the second factor anew as well, for who lost it; of an account that has
/// none it sets only the password. Fails as NotFound.
Result<Private> hand_out_code(Context& context, Private const& login, bool recovery, Instant now);
/// Ends every code of a letter that is still open; codes of a card stay. Gives how many there were. Fails as NotFound.
Result<std::int64_t> end_codes(Context& context, Private const& login, Instant now);
/// Ends its sessions as well. Fails as NotFound.
Result<AccountId> disable_account(Context& context, Private const& login, Instant now);
/// The account may log in again, with the password and the second factor that it had. Fails as NotFound.
Result<AccountId> enable_account(Context& context, Private const& login, Instant now);

}  // namespace vlechtwerk::app
