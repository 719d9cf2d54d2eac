#include "store/entry_rows.h"
#include "store/many.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

std::string const kSettingColumns =
    "select m.account, m.wants, m.address_sealed, m.days, m.from_minute, m.until_minute, m.language, m.mailed_on from account_message m ";
Statement const kMessageSetting(Place::Main, kSettingColumns + "where m.account = $1");
Statement const kSettingsToLookAt(Place::Main,
                                  kSettingColumns +
                                      "join account a on a.account = m.account where m.wants = 1 and m.not_before_us <= $1 and "
                                      "(m.mailed_on is null or m.mailed_on <> $2) and a.disabled_us is null order by m.account nulls last");
Statement const kPutMessageSetting(
    Place::Main,
    "insert into account_message (account, wants, address_sealed, days, from_minute, until_minute, language, not_before_us) "
    "values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict (account) do update set wants = excluded.wants, "
    "address_sealed = excluded.address_sealed, days = excluded.days, from_minute = excluded.from_minute, "
    "until_minute = excluded.until_minute, language = excluded.language, not_before_us = excluded.not_before_us");
Statement const kClaimMail(Place::Main,
                           "update account_message set mailed_on = $2 where account = $1 and wants = 1 and "
                           "(mailed_on is null or mailed_on <> $2)");
Statement const kGiveMailBack(Place::Main, "update account_message set mailed_on = $2 where account = $1");
Statement const kLookLater(Place::Main, "update account_message set not_before_us = $2 where account = $1");

Statement const kNudges(Place::Main, "select object, what, times from nudge where tenant = $1 and account = $2");
Statement const kClearNudges(Place::Main, "delete from nudge where tenant = $1 and account = $2");
Statement const kPutNudge(Place::Main, "insert into nudge (tenant, account, object, what, times) values ($1, $2, $3, $4, $5)");
Statement const kQuestionOpened(Place::Main, "select opened_us from question_opened where tenant = $1 and hulpvraag = $2");
Statement const kPutQuestionOpened(Place::Main,
                                   "insert into question_opened (tenant, hulpvraag, opened_us) values ($1, $2, $3) "
                                   "on conflict (tenant, hulpvraag) do nothing");

ListStatement const kEntriesOfKind(Place::Main,
                                   "select e.seq, e.case_version, e.recorded_us, e.header from timeline t "
                                   "join entry e on e.tenant = t.tenant and e.entry = t.entry "
                                   "where t.tenant = $1 and t.kind = $2 and t.occurred_us >= $3 and t.withdrawn = 0 and t.child",
                                   4);

app::MessageSettingRow read_setting(Row const& row) {
  return {row.id<AccountId>(0),
          row.flag(1),
          row.blob(2),
          row.integer(3),
          static_cast<int>(row.integer(4)),
          static_cast<int>(row.integer(5)),
          row.text(6),
          row.maybe<&Row::date>(7)};
}

}  // namespace

std::vector<app::FoldEntry> Transaction::entries_of_kind(std::vector<ChildId> const& children, std::string_view kind, Instant since) const {
  std::vector<app::FoldEntry> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.push_back(read_fold_entry(row));
  };
  query_list(db_, kEntriesOfKind, children, take, tenant_, kind, since);
  return out;
}

std::vector<app::NudgeRow> Transaction::nudges(AccountId account) const {
  return all(db_.query(kNudges, tenant_, account), [](Row const& row) { return app::NudgeRow{row.uuid(0), row.text(1), row.integer(2)}; });
}

std::optional<Instant> Transaction::question_opened(CaseId hulpvraag) const {
  return maybe_one(db_.query(kQuestionOpened, tenant_, hulpvraag), [](Row const& row) { return row.instant(0); });
}

void Transaction::put(app::MessageSettingRow const& row) {
  db_.execute(kPutMessageSetting, row.account, row.wants, row.address_sealed, row.days, row.from_minute, row.until_minute, row.language);
}

void Transaction::replace_nudges(AccountId account, std::vector<app::NudgeRow> const& rows) {
  db_.execute(kClearNudges, tenant_, account);
  for (auto const& row : rows) db_.execute(kPutNudge, tenant_, account, row.object, row.what, row.times);
}

void Transaction::put_question_opened(CaseId hulpvraag, Instant at) { db_.execute(kPutQuestionOpened, tenant_, hulpvraag, at); }

std::optional<app::MessageSettingRow> GlobalTransaction::message_setting(AccountId account) const {
  return maybe_one(db_.query(kMessageSetting, account), read_setting);
}

std::vector<app::MessageSettingRow> GlobalTransaction::message_settings_to_look_at(Instant now, app::Date today) const {
  return all(db_.query(kSettingsToLookAt, now, today), read_setting);
}

bool GlobalTransaction::claim_mail(AccountId account, app::Date today) { return db_.execute(kClaimMail, account, today) == 1; }

void GlobalTransaction::give_mail_back(AccountId account, std::optional<app::Date> before) { db_.execute(kGiveMailBack, account, before); }

void GlobalTransaction::look_later(AccountId account, Instant not_before) { db_.execute(kLookLater, account, not_before); }

}  // namespace vlechtwerk::store
