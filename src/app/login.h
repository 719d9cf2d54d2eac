#pragma once
#include "app/context.h"
#include "app/views.h"

/// Log-in and sessions. A password is compared in one place, which throttles (the web layer hands in the address).
namespace vlechtwerk::app {

using base::Result;

/// The cookie: id and secret, each 32 random bytes, base64url, joined by a dot. The database holds a hash of the id and nothing of the
/// secret.
struct SessionCookie {
  base::SecretBytes id, secret;
  [[nodiscard]] std::string text() const;
  static std::optional<SessionCookie> parse(std::string_view text);
};

/// What a request with a cookie finds.
struct Session {
  Bytes id_hash;
  AccountId account;
  Private name;
  std::string language;
  bool second_factor_done = false;
  bool must_set_password = false;  ///< came in with a first-login code
  bool must_set_second_factor = false;
  std::optional<Actor> actor;  ///< absent until a membership was chosen, or when it ended
  std::string organisation_name;
  std::string csrf_token;  ///< keyed hash of the session's secret: a token per form adds its name
};

struct LoginForm {
  Private login, password;
};
enum class NextStep { SecondFactor, SetPassword, SetSecondFactor, ChooseMembership, Done };
struct LoggedIn {
  SessionCookie cookie;  ///< a new session at every step up: never the one from before
  NextStep next{};
};
/// `throttle_key` may be refused earlier by the web layer's throttle. Takes the same path and time for a name that does not exist.
Result<LoggedIn> log_in(Context& context, LoginForm const& form, Instant now);
/// A code from a letter (first login, recovery) in the place of a password.
Result<LoggedIn> log_in_with_code(Context& context, Private const& login, Private const& code, Instant now);
Result<LoggedIn> second_factor(Context& context, SessionCookie const& cookie, Private const& code, Instant now);
Result<LoggedIn> set_password(Context& context, SessionCookie const& cookie, Private const& password, Instant now);

struct TotpOffer {
  Private secret_text;  ///< for typing over
  std::string qr_svg;
};
/// A fresh secret, kept sealed in the session until a code proves that the app has it.
Result<TotpOffer> offer_totp(Context& context, SessionCookie const& cookie, Instant now);
Result<LoggedIn> accept_totp(Context& context, SessionCookie const& cookie, Private const& code, Instant now);
/// A printed card of ten codes, each good once; shown this one time.
struct Card {
  std::vector<Private> codes;
  LoggedIn logged_in;
};
Result<Card> make_card(Context& context, SessionCookie const& cookie, Instant now);

struct MembershipChoice {
  TenantId tenant;
  MembershipId membership;
  Role role{};
  std::string tenant_name, organisation_name;
};
Result<std::vector<MembershipChoice>> memberships(Context& context, SessionCookie const& cookie, Instant now);
Result<LoggedIn> choose_membership(Context& context, SessionCookie const& cookie, TenantId tenant, MembershipId membership, Instant now);

/// Nullopt when there is no such session, it ended, idled out (one hour) or is older than twelve hours, or its account is disabled.
std::optional<Session> find_session(Context& context, SessionCookie const& cookie, Instant now);
void log_out(Context& context, SessionCookie const& cookie);
Result<std::monostate> set_language(Context& context, SessionCookie const& cookie, std::string_view language, Instant now);

/// Demo stores only: logs in as this account without a password. Fails on every other store.
Result<LoggedIn> demo_log_in(Context& context, Private const& login, Instant now);

/// Makes the first administrator of an empty store: account, tenant, membership beheerder; and the code for the first log-in.
struct FirstAdministrator {
  TenantId tenant;
  AccountId account;
  Private code;
};
Result<FirstAdministrator> make_first_administrator(Context& context, std::string const& tenant_name, std::string const& organisation_name,
                                                    Private const& login, Private const& name, Instant now);

}  // namespace vlechtwerk::app
