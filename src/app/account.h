#pragma once
#include "app/perform.h"

/// What log-in and register share about accounts. Internal to src/app.
namespace vlechtwerk::app {

/// Longest name of a person, an organisation, a location or a group, in bytes.
inline constexpr std::size_t kMostName = 200;

/// After so many failed log-ins in a row only the code of a letter opens an account (NIST SP 800-63B-4 section 3.2.2, OWASP ASVS 6.3).
inline constexpr std::int64_t kMostFailedLogIns = 100;
inline bool closed(AccountRow const& account) { return account.failed_log_ins >= kMostFailedLogIns; }

/// The hash by which an account is found.
Bytes login_hash(Context& context, base::Private const& login);
/// An account without a password, its name and login name sealed; not stored yet.
AccountRow make_account(Context& context, base::Private const& login, base::Private const& name, Instant now);
/// The login name, opened.
base::Private account_login(Context& context, AccountRow const& account);

/// The code of a letter: good once, for seven days. FirstLogin sets a password; Recovery sets a second factor anew as well.
struct Letter {
  base::Private code;
  CodeRow row;  ///< to be stored
};
Letter make_letter(Context& context, AccountId account, CodePurpose purpose, Instant now);

}  // namespace vlechtwerk::app
