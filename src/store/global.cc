#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

constexpr std::array<std::string_view, 3> kSecondFactors{"none", "totp", "card"};
constexpr std::array<std::string_view, 3> kCodePurposes{"first_login", "card", "recovery"};

Statement const kTenants(Place::Main, "select tenant, name from tenant order by tenant nulls last");
Statement const kPutTenant(Place::Main,
                           "insert into tenant (tenant, name) values ($1, $2) on conflict (tenant) do update set name = excluded.name");
Statement const kBeginChain(Place::Main, "insert into chain_head (tenant, seq, hash) values ($1, 0, $2) on conflict (tenant) do nothing");
Statement const kBeginAuditChain(Place::Main,
                                 "insert into audit_head (tenant, server, seq, hash) values ($1, $2, 0, $3) "
                                 "on conflict (tenant, server) do nothing");

std::string const kAccountColumns =
    "select a.account, a.login_hash, a.name_sealed, a.login_sealed, a.password_hash, a.second_factor, a.totp_sealed, a.totp_last_step, "
    "a.language, a.beheerder_of_server, a.disabled_us, coalesce(f.failures, 0) "
    "from account a left join failed_log_in f on f.account = a.account ";
Statement const kAccount(Place::Main, kAccountColumns + "where a.account = $1");
Statement const kAccountByLogin(Place::Main, kAccountColumns + "where a.login_hash = $1");
Statement const kAccountsOf(Place::Main,
                            kAccountColumns +
                                "join account_tenant t on t.account = a.account where t.tenant = $1 order by a.account nulls last");
Statement const kSomeAccountsOf(Place::Main, kAccountColumns +
                                                 "join account_tenant t on t.account = a.account where t.tenant = $1 and t.account > $2 "
                                                 "order by t.account nulls last limit $3");
Statement const kAccountCount(Place::Main, "select count(*) from account_tenant where tenant = $1");
Statement const kInsertAccount(
    Place::Main,
    "insert into account (account, login_hash, name_sealed, login_sealed, password_hash, second_factor, totp_sealed, "
    "totp_last_step, language, beheerder_of_server, disabled_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
    "on conflict (login_hash) do nothing returning account");
Statement const kUpdateAccount(
    Place::Main,
    "update account set login_hash = $2, name_sealed = $3, login_sealed = $4, password_hash = $5, second_factor = $6, "
    "totp_sealed = $7, totp_last_step = $8, language = $9, beheerder_of_server = $10, disabled_us = $11 "
    "where account = $1");
Statement const kCountFailedLogIn(Place::Main,
                                  "insert into failed_log_in (account, failures) select account, 1 from account where account = $1 "
                                  "on conflict (account) do update set failures = failed_log_in.failures + 1");
Statement const kForgetFailedLogIns(Place::Main, "delete from failed_log_in where account = $1");
Statement const kTenantsOf(Place::Main, "select tenant from account_tenant where account = $1 order by tenant nulls last");
Statement const kLink(Place::Main, "insert into account_tenant (account, tenant) values ($1, $2) on conflict (account, tenant) do nothing");

std::string const kSessionColumns =
    "select id_hash, account, tenant, membership, second_factor_done, sealed, created_us, seen_us, expires_us from session ";
Statement const kSession(Place::Main, kSessionColumns + "where id_hash = $1");
Statement const kSessionsOf(Place::Main, kSessionColumns + "where account = $1 order by created_us nulls last, id_hash nulls last");
Statement const kPutSession(
    Place::Main,
    "insert into session (id_hash, account, tenant, membership, second_factor_done, sealed, created_us, seen_us, expires_us) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id_hash) do update set account = excluded.account, "
    "tenant = excluded.tenant, membership = excluded.membership, second_factor_done = excluded.second_factor_done, "
    "sealed = excluded.sealed, created_us = excluded.created_us, seen_us = excluded.seen_us, "
    "expires_us = excluded.expires_us");
Statement const kEndSession(Place::Main, "delete from session where id_hash = $1");
Statement const kEndSessionsOf(Place::Main, "delete from session where account = $1");

Statement const kCode(Place::Main,
                      "select account, purpose, code_hash, expires_us, used_us from code where account = $1 and code_hash = $2");
Statement const kPutCode(Place::Main,
                         "insert into code (account, code_hash, purpose, expires_us, used_us) values ($1, $2, $3, $4, $5) "
                         "on conflict (account, code_hash) do update set purpose = excluded.purpose, expires_us = excluded.expires_us, "
                         "used_us = excluded.used_us");
Statement const kUseCode(Place::Main, "update code set used_us = $3 where account = $1 and code_hash = $2 and used_us is null");
Statement const kEndLetters(
    Place::Main,
    "update code set used_us = $2 where account = $1 and purpose in ('first_login', 'recovery') and used_us is null and expires_us > $2");

Statement const kSetting(Place::Main, "select value from store_info where name = $1");
Statement const kPutSetting(Place::Main,
                            "insert into store_info (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value");

app::AccountRow read_account(Row const& row) {
  return {row.id<AccountId>(0),
          row.blob(1),
          row.blob(2),
          row.blob(3),
          row.text(4),
          from_code<app::SecondFactor>(kSecondFactors, row.text(5)),
          row.blob(6),
          row.integer(7),
          row.text(8),
          row.flag(9),
          row.maybe<&Row::instant>(10),
          row.integer(11)};
}

app::SessionRow read_session(Row const& row) {
  return {row.blob(0),
          row.id<AccountId>(1),
          row.maybe<&Row::id<TenantId>>(2),
          row.maybe<&Row::id<app::MembershipId>>(3),
          row.flag(4),
          row.blob(5),
          row.instant(6),
          row.instant(7),
          row.instant(8)};
}

}  // namespace

std::vector<app::TenantRow> GlobalTransaction::tenants() const {
  return all(db_.query(kTenants), [](Row const& row) { return app::TenantRow{row.id<TenantId>(0), row.text(1)}; });
}

std::optional<app::AccountRow> GlobalTransaction::account(AccountId id) const { return maybe_one(db_.query(kAccount, id), read_account); }

std::optional<app::AccountRow> GlobalTransaction::account_by_login(Bytes const& login_hash) const {
  return maybe_one(db_.query(kAccountByLogin, login_hash), read_account);
}

std::vector<TenantId> GlobalTransaction::tenants_of(AccountId account) const {
  return all(db_.query(kTenantsOf, account), [](Row const& row) { return row.id<TenantId>(0); });
}

std::vector<app::AccountRow> GlobalTransaction::accounts_of(TenantId tenant) const {
  return all(db_.query(kAccountsOf, tenant), read_account);
}

std::vector<app::AccountRow> GlobalTransaction::some_accounts_of(TenantId tenant, AccountId after, std::size_t limit) const {
  return all(db_.query(kSomeAccountsOf, tenant, after, static_cast<std::int64_t>(limit)), read_account);
}

std::size_t GlobalTransaction::account_count(TenantId tenant) const {
  auto const rows = db_.query(kAccountCount, tenant);
  return static_cast<std::size_t>(rows.only().integer(0));
}

std::optional<app::SessionRow> GlobalTransaction::session(Bytes const& id_hash) const {
  return maybe_one(db_.query(kSession, id_hash), read_session);
}

std::vector<app::SessionRow> GlobalTransaction::sessions_of(AccountId account) const {
  return all(db_.query(kSessionsOf, account), read_session);
}

std::optional<app::CodeRow> GlobalTransaction::code(AccountId account, Bytes const& code_hash) const {
  return maybe_one(db_.query(kCode, account, code_hash), [](Row const& row) {
    return app::CodeRow{row.id<AccountId>(0), from_code<app::CodePurpose>(kCodePurposes, row.text(1)), row.blob(2), row.instant(3),
                        row.maybe<&Row::instant>(4)};
  });
}

std::string GlobalTransaction::setting(std::string_view name) const {
  auto const rows = db_.query(kSetting, name);
  return rows.empty() ? std::string() : rows.only().text(0);
}

void GlobalTransaction::put(app::TenantRow const& row) {
  db_.set_tenant(row.id.uuid);
  db_.execute(kPutTenant, row.id, row.name);
  db_.execute(kBeginChain, row.id, span_of(journal::Hash256{}));
  db_.execute(kBeginAuditChain, row.id, server_, span_of(journal::Hash256{}));
}

bool GlobalTransaction::insert(app::AccountRow const& row) {
  return !db_.query(kInsertAccount, row.id, row.login_hash, row.name_sealed, row.login_sealed, row.password_hash,
                    to_code(kSecondFactors, row.second_factor), row.totp_sealed, row.totp_last_step, row.language, row.beheerder_of_server,
                    row.disabled)
              .empty();
}

void GlobalTransaction::update(app::AccountRow const& row) {
  db_.execute(kUpdateAccount, row.id, row.login_hash, row.name_sealed, row.login_sealed, row.password_hash,
              to_code(kSecondFactors, row.second_factor), row.totp_sealed, row.totp_last_step, row.language, row.beheerder_of_server,
              row.disabled);
}

void GlobalTransaction::link(AccountId account, TenantId tenant) { db_.execute(kLink, account, tenant); }

void GlobalTransaction::put(app::SessionRow const& row) {
  db_.execute(kPutSession, row.id_hash, row.account, row.tenant, row.membership, row.second_factor_done, row.sealed, row.created, row.seen,
              row.expires);
}

void GlobalTransaction::end_session(Bytes const& id_hash) { db_.execute(kEndSession, id_hash); }

void GlobalTransaction::end_sessions_of(AccountId account) { db_.execute(kEndSessionsOf, account); }

void GlobalTransaction::put(app::CodeRow const& row) {
  db_.execute(kPutCode, row.account, row.code_hash, to_code(kCodePurposes, row.purpose), row.expires, row.used);
}

bool GlobalTransaction::use(app::CodeRow const& row, Instant now) { return db_.execute(kUseCode, row.account, row.code_hash, now) == 1; }

std::int64_t GlobalTransaction::end_letters(AccountId account, Instant now) { return db_.execute(kEndLetters, account, now); }

void GlobalTransaction::forget_failed_log_ins(AccountId account) { db_.execute(kForgetFailedLogIns, account); }

void Transaction::count_failed_log_in(AccountId account) { db_.execute(kCountFailedLogIn, account); }

void GlobalTransaction::put_setting(std::string_view name, std::string_view value) { db_.execute(kPutSetting, name, value); }

}  // namespace vlechtwerk::store
