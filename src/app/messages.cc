#include "app/messages.h"

#include <algorithm>

#include "app/waiting.h"
#include "app/words.h"
#include "base/mail_address.h"
#include "domain/stappenplan/duration.h"
#include "journal/seal.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
using base::Result;

namespace {

constexpr std::int64_t kMostNudges = 2;
/// When nothing was due, or the mail server failed.
constexpr std::int64_t kSecondsBetweenLooks = 15 * 60;
/// So many failures in a row are the server's: whoever is left is tried in a next round.
constexpr int kServerIsDown = 3;
constexpr int kMinutesOfADay = 24 * 60;

std::string binding(AccountId account) { return "account.address:" + account.text(); }

Private opened_address(base::SecretBytes const& key, MessageSettingRow const& row) {
  auto const address = journal::unwrap(row.address_sealed, key, binding(row.account));
  return address ? Private(std::string(address->reveal().begin(), address->reveal().end())) : Private();
}

/// Of a worker: a domain with a dot, which who types in a hurry forgets.
bool is_address(std::string const& text) { return base::is_mail_address(text) && text.find('.', text.find('@')) != std::string::npos; }

// ---------------------------------------------------------------- one round

Date monday_of(Date day) { return day.plus_days(1 - static_cast<int>(std::chrono::weekday(day.days).iso_encoding())); }

bool is_at_work(MessageSettingRow const& row, Date today, int minute) {
  return domain::may_come_on(row.days, today) && !domain::stappenplan::is_public_holiday(today) && row.from_minute <= minute &&
         minute < row.until_minute;
}

bool is_away(ReadTx const& tx, AccountId account, Instant now) {
  auto const rows = tx.absences({account}, now);
  return std::any_of(rows.begin(), rows.end(), [&](AbsenceRow const& row) { return row.from <= now; });
}

/// What waits for an account in one tenant, in all her memberships.
struct OfTenant {
  TenantId tenant;
  std::vector<Waiting> waiting;
  std::vector<NudgeRow> nudged;

  [[nodiscard]] std::int64_t times(Waiting const& one) const {
    for (auto const& row : nudged)
      if (row.object == one.object && row.what == one.what) return row.times;
    return 0;
  }
};

OfTenant look(Context& context, TenantId tenant, AccountId account, Instant now) {
  OfTenant out{tenant, {}, {}};
  std::vector<Caller> callers;
  context.store.read(tenant, [&](ReadTx const& tx) {
    callers.clear();
    if (is_away(tx, account, now)) return;
    for (auto const& row : tx.memberships_of(account, now))
      callers.push_back({{account, tenant, row.id, row.role, row.organisation, row.location, {}}, now, {}});
  });
  for (auto const& caller : callers) {
    std::vector<ChildId> children;
    context.store.read(tenant, [&](ReadTx const& tx) { children = my_children(tx, caller); });
    fold_what_is_due(context, caller, children);
  }
  if (callers.empty()) return out;
  context.store.read(tenant, [&](ReadTx const& tx) {
    out.waiting.clear();
    for (auto const& caller : callers)
      for (auto& one : what_waits(context, tx, caller))
        if (std::none_of(out.waiting.begin(), out.waiting.end(),
                         [&](Waiting const& other) { return other.object == one.object && other.what == one.what; }))
          out.waiting.push_back(std::move(one));
    out.nudged = tx.nudges(account);
  });
  return out;
}

/// Counts, and nothing else.
Mail mail_of(MessageSettingRow const& row, Private to, std::vector<OfTenant> const& tenants, bool overview, std::string_view address) {
  int questions = 0, unopened = 0, steps = 0;
  for (auto const& tenant : tenants)
    for (auto const& one : tenant.waiting) {
      if (!overview && tenant.times(one) >= kMostNudges) continue;
      ++(one.kind == Waiting::Kind::Question ? questions : one.kind == Waiting::Kind::Unopened ? unopened : steps);
    }
  Mail mail{std::move(to), row.language, {N_("Er wacht iets op je"), {}}, {}};
  auto const say = [&](int count, char const* msgid) {
    if (count > 0) mail.text.push_back({msgid, {{"count", std::to_string(count)}}});
  };
  say(questions, N_("{count, plural, one {Er wacht een vraag op je.} other {Er wachten # vragen op je.}}"));
  say(steps, N_("{count, plural, one {Er staat een stap voor je klaar.} other {Er staan # stappen voor je klaar.}}"));
  say(unopened, N_("{count, plural, one {Een vraag van jou is nog niet geopend. Vraag het iemand anders, of bel.} other {# vragen van jou "
                   "zijn nog niet geopend. Vraag het iemand anders, of bel.}}"));
  if (mail.text.empty()) return mail;
  mail.text.push_back({N_("Je vindt het op Vandaag: {address}"), {{"address", std::string(address) + "/vandaag"}}});
  mail.text.push_back(
      {N_("Geen berichten meer, of op een ander uur? Dat kies je hier: {address}"), {{"address", std::string(address) + "/berichten"}}});
  return mail;
}

/// What a mail counted was counted once more; what waits no longer is forgotten. `mailed`: there was a mail.
void count_nudges(Context& context, AccountId account, std::vector<OfTenant> const& tenants, bool mailed, bool overview) {
  for (auto const& one : tenants) {
    std::vector<NudgeRow> rows;
    for (auto const& waiting : one.waiting) {
      auto const before = one.times(waiting);
      auto const times = mailed && (overview || before < kMostNudges) ? before + 1 : before;
      if (times > 0) rows.push_back({waiting.object, waiting.what, times});
    }
    // Of who is away nothing was looked at. Without a mail only what waits no longer makes a difference.
    if (one.waiting.empty() && one.nudged.empty()) continue;
    if (!mailed && rows.size() == one.nudged.size()) continue;
    context.store.write(one.tenant, Lane::Bulk, {}, [&](WriteTx& tx) { tx.replace_nudges(account, rows); });
  }
}

}  // namespace

MailRound send_mails(Context& context, Mailer& mailer, std::string_view address, Instant now) {
  auto const today = base::amsterdam_day(now);
  auto const minute = base::amsterdam_minute(now);
  std::vector<MessageSettingRow> settings;
  context.store.read_global([&](GlobalTx const& tx) { settings = tx.message_settings_to_look_at(now, today); });
  std::erase_if(settings, [&](MessageSettingRow const& row) { return !is_at_work(row, today, minute); });
  if (settings.empty()) return {};
  auto const key = context.keys.service_key("account");
  MailRound round;
  std::vector<AccountId> later;
  int failed_in_a_row = 0;
  for (auto const& row : settings) {
    if (failed_in_a_row == kServerIsDown) break;
    std::vector<TenantId> ids;
    context.store.read_global([&](GlobalTx const& tx) { ids = tx.tenants_of(row.account); });
    std::vector<OfTenant> tenants;
    for (auto const id : ids) tenants.push_back(look(context, id, row.account, now));
    // Her first mail of a week counts everything that waits, also what was passed over in silence.
    bool const overview = !row.mailed_on || *row.mailed_on < monday_of(today);
    auto const mail = mail_of(row, opened_address(key, row), tenants, overview, address);
    if (mail.text.empty()) {
      count_nudges(context, row.account, tenants, false, overview);
      later.push_back(row.account);
      continue;
    }
    bool ours = false;
    context.store.write_global([&](GlobalWriteTx& tx) { ours = tx.claim_mail(row.account, today); });
    if (!ours) continue;
    if (auto const sent = mailer.send(mail); !sent) {
      ++round.failed;
      ++failed_in_a_row;
      context.store.write_global([&](GlobalWriteTx& tx) {
        tx.give_mail_back(row.account, row.mailed_on);
        tx.look_later(row.account, now.plus_seconds(kSecondsBetweenLooks));
      });
      continue;
    }
    ++round.sent;
    failed_in_a_row = 0;
    count_nudges(context, row.account, tenants, true, overview);
  }
  if (!later.empty())
    context.store.write_global([&](GlobalWriteTx& tx) {
      for (auto const account : later) tx.look_later(account, now.plus_seconds(kSecondsBetweenLooks));
    });
  return round;
}

// ---------------------------------------------------------------- one's own setting

Result<MessageSetting> see_message_setting(Context& context, Caller const& caller, std::string_view lang) {
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { allowed = allow(tx, caller, Action::ManageMessages); });
  if (!allowed) {
    write_for(context, caller, [&](WriteTx& tx) {
      tx.audit(audit_row(context, caller, Action::ManageMessages, {}, {}, "refused:" + allowed.error().code));
    });
    return tl::unexpected(allowed.error());
  }
  std::optional<MessageSettingRow> row;
  context.store.read_global([&](GlobalTx const& tx) { row = tx.message_setting(caller.actor.account); });
  MessageSetting view;
  view.lang = lang;
  if (!row) return view;
  view = {row->wants, {}, row->days, row->from_minute, row->until_minute, row->language};
  if (row->wants) view.address = opened_address(context.keys.service_key("account"), *row);
  return view;
}

Result<std::monostate> save_message_setting(Context& context, Caller const& caller, MessageSetting const& form) {
  if (form.wants && !is_address(form.address.reveal()))
    return base::fail(ErrorKind::InvalidInput, "no_address",
                      {N_("Dit is geen mailadres. Typ het zoals naam@voorbeeld.nl, zonder spaties."), {}}, "address");
  if (form.days <= 0 || form.days > 0b1111111)
    return base::fail(ErrorKind::InvalidInput, "no_days", {N_("Kies op welke dagen er een bericht mag komen."), {}}, "days");
  if (form.from_minute < 0 || form.until_minute > kMinutesOfADay || form.from_minute >= form.until_minute)
    return base::fail(ErrorKind::InvalidInput, "no_hours", {N_("Het einde ligt na het begin. Kies andere uren."), {}}, "until");
  if (form.lang != "nl" && form.lang != "en") return base::fail(ErrorKind::InvalidInput, "no_language", {N_("Kies een taal."), {}}, "lang");
  MessageSettingRow row{caller.actor.account, form.wants, {}, form.days, form.from_minute, form.until_minute, form.lang, {}};
  if (form.wants) {
    auto const& text = form.address.reveal();
    auto const bytes = std::span(reinterpret_cast<std::uint8_t const*>(text.data()), text.size());
    row.address_sealed = journal::wrap(bytes, context.keys.service_key("account"), binding(row.account), context.random);
  }
  return perform<std::monostate>(
      context, caller, Action::ManageMessages, [&](ReadTx const& tx) { return allow(tx, caller, Action::ManageMessages); },
      [&](WriteTx& tx, AuditObject& object) -> Result<std::monostate> {
        object.type = "account";
        object.object = row.account.uuid;
        tx.put(row);
        if (!row.wants) tx.replace_nudges(row.account, {});
        return std::monostate{};
      });
}

}  // namespace vlechtwerk::app
