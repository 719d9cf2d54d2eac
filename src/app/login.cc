// Who comes in: name and password or the code of a letter, then a second factor, then the membership to work in.
#include "app/login.h"

#include <algorithm>

#include "app/account.h"
#include "journal/keyed_hash.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
using base::SecretBytes;

namespace {

// NIST SP 800-63B-4 section 2.2.3 asks at most an hour of rest and a day in all; a working day in childcare is at most twelve hours.
constexpr std::int64_t kIdleSeconds = 3'600;
constexpr std::int64_t kLongestSeconds = std::int64_t{12} * 3'600;
constexpr std::int64_t kSeenSeconds = 60;
constexpr std::int64_t kLetterSeconds = std::int64_t{7} * 86'400;
constexpr int kCardCodes = 10;
constexpr std::size_t kSecretSize = 32;

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

// ---------------------------------------------------------------- the cookie

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kHalfSize = 43;  // 32 bytes in base64url, without padding

std::string base64url(std::span<std::uint8_t const> bytes) {
  std::string out;
  unsigned bits = 0, held = 0;
  for (auto const byte : bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 6; bits -= 6) out += kBase64Url[(held >> (bits - 6)) & 63];
    held &= (1U << bits) - 1;
  }
  if (bits > 0) out += kBase64Url[(held << (6 - bits)) & 63];
  return out;
}

/// Exactly the text that base64url() makes of 32 bytes.
std::optional<SecretBytes> read_half(std::string_view text) {
  if (text.size() != kHalfSize) return std::nullopt;
  Bytes out;
  unsigned bits = 0, held = 0;
  for (char const c : text) {
    auto const value = kBase64Url.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 6) | static_cast<unsigned>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(held >> bits));
    }
    held &= (1U << bits) - 1;
  }
  if (held != 0) return std::nullopt;
  return SecretBytes(std::move(out));
}

SecretBytes random_secret(Context& context) {
  Bytes bytes(kSecretSize);
  context.random.fill(bytes);
  return SecretBytes(std::move(bytes));
}

/// The id is as long as a key and as random as one, so it can be the key of its own hash.
Bytes id_hash_of(SessionCookie const& cookie) {
  auto const hash = journal::keyed_hash(cookie.id, "session.id");
  return {hash.begin(), hash.end()};
}

// ---------------------------------------------------------------- what a session keeps for itself

/// Wrapped by the secret half of the cookie: the database shows nothing of it, and a cookie whose secret is wrong opens no session.
struct Kept {
  bool set_password = false;       ///< came in with the code of a letter
  bool new_second_factor = false;  ///< the letter was for somebody who lost the second factor
  SecretBytes totp;                ///< offered, not yet proven
};

std::string session_binding(Bytes const& id_hash) { return "session:" + base64url(id_hash); }

Bytes seal_kept(Context& context, Kept const& kept, SessionCookie const& cookie) {
  Bytes plain{static_cast<std::uint8_t>((kept.set_password ? 1 : 0) | (kept.new_second_factor ? 2 : 0))};
  plain.insert(plain.end(), kept.totp.reveal().begin(), kept.totp.reveal().end());
  SecretBytes const secret(std::move(plain));
  return journal::wrap(secret.reveal(), cookie.secret, session_binding(id_hash_of(cookie)), context.random);
}

std::optional<Kept> open_kept(Bytes const& sealed, SessionCookie const& cookie) {
  auto const plain = journal::unwrap(sealed, cookie.secret, session_binding(id_hash_of(cookie)));
  if (!plain || plain->empty()) return std::nullopt;
  auto const& bytes = plain->reveal();
  return Kept{(bytes[0] & 1) != 0, (bytes[0] & 2) != 0, SecretBytes(Bytes(bytes.begin() + 1, bytes.end()))};
}

/// A session that holds, with its account as it is now.
struct Opened {
  SessionRow row;
  AccountRow account;
  Kept kept;
};

bool ended(SessionRow const& row, Instant now) { return now >= row.expires || now >= row.seen.plus_seconds(kIdleSeconds); }
bool disabled(AccountRow const& account, Instant now) { return account.disabled && *account.disabled <= now; }

std::optional<Opened> open_session(Context& context, SessionCookie const& cookie, Instant now) {
  if (cookie.id.reveal().size() != kSecretSize || cookie.secret.reveal().size() != kSecretSize) return std::nullopt;
  auto const id_hash = id_hash_of(cookie);
  std::optional<SessionRow> row;
  std::optional<AccountRow> account;
  context.store.read_global([&](GlobalTx const& tx) {
    row = tx.session(id_hash);
    if (row) account = tx.account(row->account);
  });
  if (!row || !account || ended(*row, now) || disabled(*account, now)) return std::nullopt;
  auto kept = open_kept(row->sealed, cookie);
  if (!kept) return std::nullopt;
  return Opened{std::move(*row), std::move(*account), std::move(*kept)};
}

tl::unexpected<base::Error> no_session() {
  return base::fail(ErrorKind::Unauthenticated, "no_session", {N_("Je bent uitgelogd. Log opnieuw in."), {}});
}
tl::unexpected<base::Error> not_this_step() {
  return base::fail(ErrorKind::Refused, "not_this_step", {N_("Deze stap is nu niet aan de beurt. Ga verder waar je was."), {}});
}
tl::unexpected<base::Error> wrong_login() {
  // An account that is closed after too many failures gets the same answer: the hint stands there for everybody.
  return base::fail(
      ErrorKind::InvalidInput, "wrong_login",
      {N_("Deze naam en dit wachtwoord horen niet bij elkaar. Lukt het steeds niet? Vraag je beheerder om een nieuwe brief."), {}},
      "password");
}
tl::unexpected<base::Error> wrong_code() {
  return base::fail(ErrorKind::InvalidInput, "wrong_code",
                    {N_("Deze code klopt niet, of hij is al gebruikt. Lukt het steeds niet? Vraag je beheerder om een nieuwe brief."), {}},
                    "code");
}

/// On a demo store nobody needs a second factor.
bool past_second_factor(Context const& context, AccountRow const& account, bool done) {
  return done || (context.demo && account.second_factor == SecondFactor::None);
}

/// What is still to be done; ChooseMembership when only that is left. A second factor that exists comes before all else, so that a letter
/// alone never walks around it.
NextStep next_step(Context const& context, AccountRow const& account, Kept const& kept, bool done) {
  bool const past = past_second_factor(context, account, done);
  if (!past && account.second_factor != SecondFactor::None && !kept.new_second_factor) return NextStep::SecondFactor;
  if (kept.set_password) return NextStep::SetPassword;
  if (!past) return NextStep::SetSecondFactor;
  return NextStep::ChooseMembership;
}

Result<Opened> at_step(Context& context, SessionCookie const& cookie, NextStep step, Instant now) {
  auto opened = open_session(context, cookie, now);
  if (!opened) return no_session();
  if (next_step(context, opened->account, opened->kept, opened->row.second_factor_done) != step) return not_this_step();
  return std::move(*opened);
}

// ---------------------------------------------------------------- memberships and the audit log

struct InTenant {
  TenantId tenant;
  MembershipRow membership;
};

std::vector<InTenant> memberships_everywhere(Context& context, AccountId account, Instant now) {
  std::vector<TenantId> tenants;
  context.store.read_global([&](GlobalTx const& tx) { tenants = tx.tenants_of(account); });
  std::vector<InTenant> out;
  for (auto const tenant : tenants)
    context.store.read(tenant, [&](ReadTx const& tx) {
      for (auto const& row : tx.memberships_of(account, now)) out.push_back({tenant, row});
    });
  return out;
}

Actor actor_of(TenantId tenant, MembershipRow const& row, Bytes session) {
  return {row.account, tenant, row.id, row.role, row.organisation, row.location, std::move(session)};
}

void audit_log_in(Context& context, Actor const& actor, Instant now) {
  Caller const caller{actor, now, ""};
  write_for(context, caller, [&](WriteTx& tx) {
    tx.audit(audit_row(context, caller, Action::LogIn, {"membership", kNoEnd}, {std::nullopt, "account", actor.account.uuid}, "done"));
  });
}

/// Whether a refusal closes the account in the end. The code of a letter does not: it is long, lives a week, and opens a closed account.
enum class Counted { No, Yes };

/// One row for every refusal, whether the name exists or not, so that the time that it takes does not tell; the failure is counted in the
/// same commit. The row stands in the log of the account's first tenant; for a name that nobody has, in that of the first tenant of the
/// server, with nobody as actor.
void audit_refused(Context& context, std::optional<AccountRow> const& account, std::string const& code, Counted counted, Instant now) {
  std::optional<TenantId> tenant;
  context.store.read_global([&](GlobalTx const& tx) {
    auto const mine = tx.tenants_of(account ? account->id : AccountId{});
    auto const all = tx.tenants();
    if (!mine.empty())
      tenant = mine.front();
    else if (!all.empty())
      tenant = all.front().id;
  });
  if (!tenant) return;
  Caller caller;
  caller.now = now;
  if (account) caller.actor.account = account->id;
  context.store.write(*tenant, Lane::People, account ? account->id.text() : "log_in", [&](WriteTx& tx) {
    auto const rows = tx.memberships_of(caller.actor.account, now);
    if (!rows.empty()) caller.actor = actor_of(*tenant, rows.front(), {});
    AuditObject object{std::nullopt, "account", std::nullopt};
    if (account) object.object = account->id.uuid;
    tx.audit(audit_row(context, caller, Action::LogIn, {}, object, "refused:" + code));
    if (counted == Counted::Yes) tx.count_failed_log_in(caller.actor.account);
  });
}

// ---------------------------------------------------------------- from step to step

/// Where a step leads from, and what it changes.
struct Step {
  AccountRow account;  ///< as it will be after `change`
  Kept kept = {};
  bool second_factor_done = false;
  std::optional<SessionRow> before = std::nullopt;  ///< ended by this step; absent: a fresh log-in
  std::optional<InTenant> chosen = std::nullopt;    ///< absent: the only membership, if there is exactly one
  /// Looks first and writes then: when it fails, it wrote nothing.
  std::function<Result<std::monostate>(GlobalWriteTx&)> change = [](GlobalWriteTx&) { return std::monostate{}; };
};

Result<LoggedIn> take(Context& context, Step step, Instant now) {
  auto next = next_step(context, step.account, step.kept, step.second_factor_done);
  if (next == NextStep::ChooseMembership && !step.chosen) {
    auto const all = memberships_everywhere(context, step.account.id, now);
    if (all.size() == 1) step.chosen = all.front();
  }
  if (next == NextStep::ChooseMembership && step.chosen) next = NextStep::Done;

  SessionCookie const cookie{random_secret(context), random_secret(context)};
  SessionRow row;
  row.id_hash = id_hash_of(cookie);
  row.account = step.account.id;
  if (next == NextStep::Done) {
    row.tenant = step.chosen->tenant;
    row.membership = step.chosen->membership.id;
  }
  row.second_factor_done = step.second_factor_done;
  row.sealed = seal_kept(context, step.kept, cookie);
  // The twelve hours count from the password, not from the last step.
  row.created = step.before ? step.before->created : now;
  row.seen = now;
  row.expires = row.created.plus_seconds(kLongestSeconds);

  Result<std::monostate> written{};
  context.store.write_global([&](GlobalWriteTx& tx) {
    written = std::monostate{};
    if (step.before && !tx.session(step.before->id_hash)) {
      written = no_session();
      return;
    }
    written = step.change(tx);
    if (!written) return;
    if (step.before)
      tx.end_session(step.before->id_hash);
    else
      for (auto const& old : tx.sessions_of(row.account))
        if (ended(old, now)) tx.end_session(old.id_hash);
    tx.put(row);
  });
  if (!written) return tl::unexpected(written.error());
  if (next == NextStep::Done) audit_log_in(context, actor_of(step.chosen->tenant, step.chosen->membership, row.id_hash), now);
  return LoggedIn{cookie, next};
}

/// take() for a step at which a secret was tried: a refusal of it is audited.
Result<LoggedIn> take_with_secret(Context& context, Step step, Counted counted, Instant now) {
  std::optional<AccountRow> const account = step.account;
  auto logged_in = take(context, std::move(step), now);
  if (!logged_in && (logged_in.error().code == "wrong_code" || logged_in.error().code == "wrong_login"))
    audit_refused(context, account, logged_in.error().code, counted, now);
  return logged_in;
}

tl::unexpected<base::Error> refuse_code(Context& context, std::optional<AccountRow> const& account, Counted counted, Instant now) {
  audit_refused(context, account, "wrong_code", counted, now);
  return wrong_code();
}

std::optional<AccountRow> find_account(Context& context, Private const& login) {
  auto const hash = login_hash(context, login);
  std::optional<AccountRow> account;
  context.store.read_global([&](GlobalTx const& tx) { account = tx.account_by_login(hash); });
  return account;
}

bool usable(std::optional<CodeRow> const& row, CodePurpose purpose, Instant now) {
  return row && row->purpose == purpose && !row->used && now < row->expires;
}

// ---------------------------------------------------------------- second factors

std::string totp_binding(AccountId account) { return "account.totp:" + account.text(); }

SecretBytes factor_secret(Context& context, AccountRow const& account) {
  auto secret = journal::unwrap(account.totp_sealed, context.keys.service_key("account"), totp_binding(account.id));
  if (!secret) throw base::WorldError("the second factor of an account cannot be opened");
  return std::move(*secret);
}

/// The codes of a card hang on a random seed of the account: a new card, or an app instead, puts the card before it out of use.
SecretBytes card_key(Context& context, SecretBytes const& seed) {
  auto const key = journal::keyed_hash(context.keys.service_key("code"), "code.card", seed.reveal());
  return SecretBytes(Bytes(key.begin(), key.end()));
}

/// The account gets this second factor, unless it got one meanwhile in another window.
Result<std::monostate> set_factor(GlobalWriteTx& tx, AccountRow const& with, bool anew) {
  auto account = tx.account(with.id);
  if (!account || (account->second_factor != SecondFactor::None && !anew)) return not_this_step();
  account->second_factor = with.second_factor;
  account->totp_sealed = with.totp_sealed;
  account->totp_last_step = with.totp_last_step;
  tx.update(*account);
  return std::monostate{};
}

/// The part of the otpauth address that a person can type over, in groups of four.
Private secret_text(Private const& uri) {
  auto const& text = uri.reveal();
  auto const at = text.find("secret=");
  if (at == std::string::npos) return {};
  auto const secret = std::string_view(text).substr(at + 7, text.find('&', at) - at - 7);
  std::string out;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += ' ';
    out += secret[i];
  }
  return Private(std::move(out));
}

}  // namespace

// ---------------------------------------------------------------- accounts

Bytes login_hash(Context& context, Private const& login) {
  return context.lookup.login_name(login, context.keys.service_key("login_lookup"));
}

AccountRow make_account(Context& context, Private const& login, Private const& name, Instant now) {
  auto const key = context.keys.service_key("account");
  AccountRow row;
  row.id = AccountId::make(now, context.random);
  row.login_hash = login_hash(context, login);
  row.name_sealed = journal::wrap(bytes_of(name.reveal()), key, "account.name:" + row.id.text(), context.random);
  row.login_sealed = journal::wrap(bytes_of(login.reveal()), key, "account.login:" + row.id.text(), context.random);
  row.language = "nl";
  return row;
}

Private account_login(Context& context, AccountRow const& account) {
  auto const login = journal::unwrap(account.login_sealed, context.keys.service_key("account"), "account.login:" + account.id.text());
  return login ? Private(std::string(login->reveal().begin(), login->reveal().end())) : Private();
}

Letter make_letter(Context& context, AccountId account, CodePurpose purpose, Instant now) {
  Letter letter{context.codes.make(1, context.random).front(), {}};
  auto hash = context.codes.hash(purpose, letter.code, context.keys.service_key("code"));
  letter.row = {account, purpose, std::move(hash.value()), now.plus_seconds(kLetterSeconds), std::nullopt};
  return letter;
}

// ---------------------------------------------------------------- the cookie

std::string SessionCookie::text() const { return base64url(id.reveal()) + '.' + base64url(secret.reveal()); }

std::optional<SessionCookie> SessionCookie::parse(std::string_view text) {
  if (text.size() != 2 * kHalfSize + 1 || text[kHalfSize] != '.') return std::nullopt;
  auto id = read_half(text.substr(0, kHalfSize));
  auto secret = read_half(text.substr(kHalfSize + 1));
  if (!id || !secret) return std::nullopt;
  return SessionCookie{std::move(*id), std::move(*secret)};
}

// ---------------------------------------------------------------- the steps

Result<LoggedIn> log_in(Context& context, LoginForm const& form, Instant now) {
  auto const account = find_account(context, form.login);
  auto const pepper = context.keys.service_key("password_pepper");
  bool right = false;
  if (account && !account->password_hash.empty())
    right = context.passwords.verify(form.password, pepper, account->password_hash);
  else
    static_cast<void>(context.passwords.hash(form.password, pepper));  // The same work for nothing: time does not tell who has an account.
  if (!right || disabled(*account, now) || closed(*account)) {
    audit_refused(context, account, "wrong_login", Counted::Yes, now);
    return wrong_login();
  }
  Step step{.account = *account};
  auto const fresh =
      context.passwords.needs_rehash(account->password_hash) ? context.passwords.hash(form.password, pepper) : account->password_hash;
  // The password alone ends the count only where it is all that is asked: a second factor could be guessed at without end otherwise.
  bool const inside = past_second_factor(context, *account, false);
  // Asked again in the commit that lets somebody in: of many tries at the same moment none gets past the last one that is allowed.
  step.change = [fresh, inside, old = account->password_hash, id = account->id](GlobalWriteTx& tx) -> Result<std::monostate> {
    auto row = tx.account(id);
    if (!row || closed(*row)) return wrong_login();
    if (inside) tx.forget_failed_log_ins(id);
    if (fresh != old && row->password_hash == old) {
      row->password_hash = fresh;
      tx.update(*row);
    }
    return std::monostate{};
  };
  return take_with_secret(context, std::move(step), Counted::Yes, now);
}

Result<LoggedIn> log_in_with_code(Context& context, Private const& login, Private const& code, Instant now) {
  auto const account = find_account(context, login);
  auto const key = context.keys.service_key("code");
  std::optional<CodeRow> found;
  for (auto const purpose : {CodePurpose::FirstLogin, CodePurpose::Recovery}) {
    auto const hash = context.codes.hash(purpose, code, key);
    if (!hash) continue;
    context.store.read_global([&](GlobalTx const& tx) {
      auto const row = tx.code(account ? account->id : AccountId{}, *hash);
      if (usable(row, purpose, now)) found = row;
    });
  }
  if (!account || !found || disabled(*account, now)) return refuse_code(context, account, Counted::No, now);
  Step step{.account = *account, .kept = {true, found->purpose == CodePurpose::Recovery, {}}};
  step.change = [row = *found, now](GlobalWriteTx& tx) -> Result<std::monostate> {
    if (!tx.use(row, now)) return wrong_code();
    tx.forget_failed_log_ins(row.account);
    return std::monostate{};
  };
  return take_with_secret(context, std::move(step), Counted::No, now);
}

Result<LoggedIn> second_factor(Context& context, SessionCookie const& cookie, Private const& code, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::SecondFactor, now);
  if (!opened) return tl::unexpected(opened.error());
  auto const& account = opened->account;
  Step step{.account = account, .kept = opened->kept, .second_factor_done = true, .before = opened->row};
  if (closed(account)) return refuse_code(context, account, Counted::Yes, now);
  auto const secret = factor_secret(context, account);
  if (account.second_factor == SecondFactor::Totp) {
    auto const used = context.totp.verify(secret, code.reveal(), now, account.totp_last_step);
    if (!used) return refuse_code(context, account, Counted::Yes, now);
    step.change = [used = *used, account](GlobalWriteTx& tx) -> Result<std::monostate> {
      auto row = tx.account(account.id);
      // Two at the same moment with one code: the second finds its step used.
      if (!row || closed(*row) || row->totp_sealed != account.totp_sealed || row->totp_last_step >= used) return wrong_code();
      tx.forget_failed_log_ins(row->id);
      row->totp_last_step = used;
      tx.update(*row);
      return std::monostate{};
    };
  } else {
    auto const hash = context.codes.hash(CodePurpose::Card, code, card_key(context, secret));
    std::optional<CodeRow> row;
    if (hash) context.store.read_global([&](GlobalTx const& tx) { row = tx.code(account.id, *hash); });
    if (!usable(row, CodePurpose::Card, now)) return refuse_code(context, account, Counted::Yes, now);
    step.change = [row = *row, now](GlobalWriteTx& tx) -> Result<std::monostate> {
      auto const fresh = tx.account(row.account);
      if (!fresh || closed(*fresh) || !tx.use(row, now)) return wrong_code();
      tx.forget_failed_log_ins(row.account);
      return std::monostate{};
    };
  }
  return take_with_secret(context, std::move(step), Counted::Yes, now);
}

Result<LoggedIn> set_password(Context& context, SessionCookie const& cookie, Private const& password, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::SetPassword, now);
  if (!opened) return tl::unexpected(opened.error());
  // On a real store a second factor follows at once when there is none yet.
  bool const with_second_factor = !context.demo || opened->account.second_factor != SecondFactor::None;
  if (auto const ok = context.password_rules.check(password, with_second_factor, account_login(context, opened->account).reveal()); !ok)
    return tl::unexpected(ok.error());
  auto const hash = context.passwords.hash(password, context.keys.service_key("password_pepper"));
  Step step{.account = opened->account, .kept = opened->kept, .second_factor_done = opened->row.second_factor_done, .before = opened->row};
  step.kept.set_password = false;
  step.change = [hash, id = opened->account.id](GlobalWriteTx& tx) -> Result<std::monostate> {
    auto row = tx.account(id);
    if (!row) return no_session();
    row->password_hash = hash;
    tx.update(*row);
    // Whoever was in with the password before is out.
    tx.end_sessions_of(id);
    return std::monostate{};
  };
  return take(context, std::move(step), now);
}

Result<TotpOffer> offer_totp(Context& context, SessionCookie const& cookie, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::SetSecondFactor, now);
  if (!opened) return tl::unexpected(opened.error());
  auto kept = opened->kept;
  // A page that is shown again, after a mistake, shows what the app read already.
  if (kept.totp.empty()) {
    kept.totp = context.totp.new_secret(context.random);
    auto const sealed = seal_kept(context, kept, cookie);
    context.store.write_global([&](GlobalWriteTx& tx) {
      if (auto row = tx.session(opened->row.id_hash)) {
        row->sealed = sealed;
        tx.put(*row);
      }
    });
  }
  auto const uri = context.totp.otpauth_uri(account_login(context, opened->account).reveal(), "Vlechtwerk", kept.totp);
  return TotpOffer{secret_text(uri), context.qr_code.svg(uri)};
}

Result<LoggedIn> accept_totp(Context& context, SessionCookie const& cookie, Private const& code, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::SetSecondFactor, now);
  if (!opened) return tl::unexpected(opened.error());
  auto const& kept = opened->kept;
  auto const used = kept.totp.empty() ? std::nullopt : context.totp.verify(kept.totp, code.reveal(), now, std::nullopt);
  if (!used) return refuse_code(context, opened->account, Counted::No, now);
  auto account = opened->account;
  account.second_factor = SecondFactor::Totp;
  account.totp_sealed = journal::wrap(kept.totp.reveal(), context.keys.service_key("account"), totp_binding(account.id), context.random);
  account.totp_last_step = *used;
  Step step{.account = account, .kept = {}, .second_factor_done = true, .before = opened->row};
  step.change = [account, anew = kept.new_second_factor](GlobalWriteTx& tx) { return set_factor(tx, account, anew); };
  return take(context, std::move(step), now);
}

Result<Card> make_card(Context& context, SessionCookie const& cookie, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::SetSecondFactor, now);
  if (!opened) return tl::unexpected(opened.error());
  auto account = opened->account;
  auto const seed = random_secret(context);
  account.second_factor = SecondFactor::Card;
  account.totp_sealed = journal::wrap(seed.reveal(), context.keys.service_key("account"), totp_binding(account.id), context.random);
  account.totp_last_step = 0;
  auto codes = context.codes.make(kCardCodes, context.random);
  std::vector<CodeRow> rows;
  for (auto const& code : codes)
    rows.push_back({account.id, CodePurpose::Card, context.codes.hash(CodePurpose::Card, code, card_key(context, seed)).value(), kNoEnd,
                    std::nullopt});
  Step step{.account = account, .kept = {}, .second_factor_done = true, .before = opened->row};
  step.change = [account, rows, anew = opened->kept.new_second_factor](GlobalWriteTx& tx) -> Result<std::monostate> {
    if (auto set = set_factor(tx, account, anew); !set) return set;
    for (auto const& row : rows) tx.put(row);
    return std::monostate{};
  };
  auto logged_in = take(context, std::move(step), now);
  if (!logged_in) return tl::unexpected(logged_in.error());
  return Card{std::move(codes), std::move(*logged_in)};
}

Result<std::vector<MembershipChoice>> memberships(Context& context, SessionCookie const& cookie, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::ChooseMembership, now);
  if (!opened) return tl::unexpected(opened.error());
  std::vector<MembershipChoice> out;
  for (auto const& [tenant, row] : memberships_everywhere(context, opened->account.id, now))
    context.store.read(tenant, [&, tenant = tenant, row = row](ReadTx const& tx) {
      auto const name = tx.tenant_row();
      auto const organisation = tx.organisation(row.organisation);
      out.push_back({tenant, row.id, row.role, name ? name->name : "", organisation ? organisation->name : ""});
    });
  return out;
}

Result<LoggedIn> choose_membership(Context& context, SessionCookie const& cookie, TenantId tenant, MembershipId membership, Instant now) {
  auto const opened = at_step(context, cookie, NextStep::ChooseMembership, now);
  if (!opened) return tl::unexpected(opened.error());
  for (auto const& one : memberships_everywhere(context, opened->account.id, now))
    if (one.tenant == tenant && one.membership.id == membership) {
      Step step{
          .account = opened->account, .kept = opened->kept, .second_factor_done = opened->row.second_factor_done, .before = opened->row};
      step.chosen = one;
      return take(context, std::move(step), now);
    }
  return base::fail(ErrorKind::NotFound, "no_membership", {N_("Je werkt daar niet, of niet meer."), {}});
}

std::optional<Session> find_session(Context& context, SessionCookie const& cookie, Instant now) {
  auto const opened = open_session(context, cookie, now);
  if (!opened) return std::nullopt;
  auto const& row = opened->row;
  auto const& account = opened->account;
  if (now >= row.seen.plus_seconds(kSeenSeconds)) {
    bool still = false;
    context.store.write_global([&](GlobalWriteTx& tx) {
      // Read again: whatever else the session learned meanwhile stays, and an ended one stays ended.
      auto fresh = tx.session(row.id_hash);
      still = fresh.has_value();
      if (!fresh || fresh->seen >= now) return;
      fresh->seen = now;
      tx.put(*fresh);
    });
    if (!still) return std::nullopt;
  }

  auto const next = next_step(context, account, opened->kept, row.second_factor_done);
  Session session;
  session.id_hash = row.id_hash;
  session.account = account.id;
  session.name = account_name(context, account);
  session.language = account.language;
  session.second_factor_done = past_second_factor(context, account, row.second_factor_done);
  session.must_set_password = next == NextStep::SetPassword;
  session.must_set_second_factor = next == NextStep::SetSecondFactor;
  session.csrf_token = base64url(journal::keyed_hash(cookie.secret, "session.csrf"));
  if (next == NextStep::ChooseMembership && row.tenant && row.membership)
    context.store.read(*row.tenant, [&](ReadTx const& tx) {
      for (auto const& membership : tx.memberships_of(account.id, now)) {
        if (membership.id != *row.membership) continue;
        session.actor = actor_of(*row.tenant, membership, row.id_hash);
        if (auto const organisation = tx.organisation(membership.organisation)) session.organisation_name = organisation->name;
      }
    });
  return session;
}

void log_out(Context& context, SessionCookie const& cookie) {
  if (cookie.id.reveal().size() != kSecretSize) return;
  auto const id_hash = id_hash_of(cookie);
  context.store.write_global([&](GlobalWriteTx& tx) { tx.end_session(id_hash); });
}

Result<std::monostate> set_language(Context& context, SessionCookie const& cookie, std::string_view language, Instant now) {
  if (language != "nl" && language != "en")
    return base::fail(ErrorKind::InvalidInput, "unknown_language", {N_("Kies Nederlands of Engels."), {}}, "language");
  auto const opened = open_session(context, cookie, now);
  if (!opened) return no_session();
  context.store.write_global([&](GlobalWriteTx& tx) {
    if (auto row = tx.account(opened->account.id)) {
      row->language = language;
      tx.update(*row);
    }
  });
  return std::monostate{};
}

Result<LoggedIn> demo_log_in(Context& context, Private const& login, Instant now) {
  if (!context.demo) return base::fail(ErrorKind::NotAllowed, "not_demo", {N_("Dit kan alleen bij voorbeeldgegevens."), {}});
  auto const account = find_account(context, login);
  if (!account || disabled(*account, now)) return base::fail(ErrorKind::NotFound, "no_account", {N_("Deze persoon is er niet."), {}});
  return take(context, Step{.account = *account, .second_factor_done = true}, now);
}

Result<FirstAdministrator> make_first_administrator(Context& context, std::string const& tenant_name, std::string const& organisation_name,
                                                    Private const& login, Private const& name, Instant now) {
  for (auto const& [text, field] : {std::pair(Private(tenant_name), "tenant"), std::pair(Private(organisation_name), "organisation"),
                                    std::pair(login, "login"), std::pair(name, "name")})
    if (auto const ok = check_text(text, field, true, kMostName); !ok) return tl::unexpected(ok.error());
  bool empty = true;
  context.store.read_global([&](GlobalTx const& tx) {
    empty = true;
    for (auto const& tenant : tx.tenants()) empty = empty && tx.accounts_of(tenant.id).empty();
  });
  if (!empty)
    return base::fail(ErrorKind::Conflict, "not_empty", {N_("Er zijn al mensen in deze opslag. De eerste beheerder is er dus al."), {}});

  auto account = make_account(context, login, name, now);
  account.beheerder_of_server = true;
  auto const letter = make_letter(context, account.id, CodePurpose::FirstLogin, now);
  TenantRow const tenant{TenantId::make(now, context.random), tenant_name};
  OrganisationRow const organisation{OrganisationId::make(now, context.random), organisation_name, OrganisationKind::Kinderopvang, ""};
  MembershipRow const membership{
      MembershipId::make(now, context.random), account.id, organisation.id, Role::Beheerder, std::nullopt, now, kNoEnd};
  context.keys.create_tenant(tenant.id);
  // The account comes last: broken off before it, the store is still without people and this can be done again.
  context.store.write_global([&](GlobalWriteTx& tx) { tx.put(tenant); });
  Caller const caller{actor_of(tenant.id, membership, {}), now, ""};
  write_for(context, caller, [&](WriteTx& tx) {
    tx.put(organisation);
    tx.put(membership);
    tx.audit(audit_row(context, caller, Action::ManageAccounts, {"first_administrator", kNoEnd}, {std::nullopt, "account", account.id.uuid},
                       "done"));
  });
  context.store.write_global([&](GlobalWriteTx& tx) {
    if (!tx.insert(account)) throw base::WorldError("the login name of the first administrator exists");
    tx.link(account.id, tenant.id);
    tx.put(letter.row);
  });
  return FirstAdministrator{tenant.id, account.id, letter.code};
}

}  // namespace vlechtwerk::app
