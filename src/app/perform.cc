#include "app/perform.h"

#include "domain/entry_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;

AuditRow audit_row(base::Random& random, Caller const& caller, Action action, Allowed const& allowed, AuditObject const& object,
                   std::string outcome) {
  auto const& rule = rule_of(action);
  AuditRow row;
  row.id = EntryId::make(caller.now, random);
  row.at = caller.now;
  row.action = rule.code;
  row.outcome = std::move(outcome);
  row.actor = caller.actor.account;
  row.role = caller.actor.role;
  row.organisation = caller.actor.organisation;
  row.session = caller.actor.session;
  row.child = object.child;
  row.object_type = object.type;
  row.object = object.object;
  row.fields_class = rule.fields_class;
  row.rule = allowed.rule;
  row.purpose = rule.purpose;
  row.request_id = caller.request_id;
  return row;
}

void write_for(Context& context, Caller const& caller, std::function<void(WriteTx&)> const& work, Lane lane) {
  auto const repeats = context.access.take_repeats(caller.actor.tenant);
  try {
    context.store.write(caller.actor.tenant, lane, std::string(caller.actor.session.begin(), caller.actor.session.end()), [&](WriteTx& tx) {
      for (auto const& repeat : repeats) {
        auto const& rule = rule_of(Action::SeeChild);
        AuditRow row = audit_row(context, {repeat.actor, caller.now, caller.request_id}, Action::SeeChild, {repeat.rule, kNoEnd},
                                 {repeat.child, "", std::nullopt}, "seen");
        row.fields_class = repeat.fields_class.empty() ? std::string(rule.fields_class) : repeat.fields_class;
        row.repeats = repeat.count;
        tx.audit(row);
      }
      work(tx);
    });
  } catch (...) {
    context.access.give_back(repeats);
    throw;
  }
}

base::Result<ChildId> ask_first(Context& context, Caller const& caller, Action action, std::optional<ChildId> child) {
  base::Result<Allowed> allowed = not_there();
  if (child) context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { allowed = allow(tx, caller, action, *child); });
  if (allowed) return *child;
  write_for(context, caller, [&](WriteTx& tx) {
    tx.audit(audit_row(context, caller, action, {}, {child, "", std::nullopt}, "refused:" + allowed.error().code));
  });
  return tl::unexpected(allowed.error());
}

bool window_covers(Context& context, Caller const& caller, Action action, ChildId child, Allowed const& allowed) {
  return context.access.covered(caller.actor, child, rule_of(action).fields_class, allowed.rule, caller.now);
}

base::Result<Allowed> record_view(Context& context, Caller const& caller, Action action, ChildId child) {
  base::Result<Allowed> allowed{tl::unexpect, base::Error{}};
  auto const& rule = rule_of(action);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { allowed = allow(tx, caller, action, child); });
  if (allowed && window_covers(context, caller, action, child, *allowed)) return allowed;
  write_for(context, caller, [&](WriteTx& tx) {
    allowed = allow(tx, caller, action, child);
    // Of a refused view the child is named too: somebody tried.
    tx.audit(audit_row(context, caller, action, allowed ? *allowed : Allowed{}, {child, "", std::nullopt},
                       allowed ? "seen" : "refused:" + allowed.error().code));
  });
  if (allowed) context.access.opened(caller.actor, child, rule.fields_class, allowed->rule, caller.now);
  return allowed;
}

void record_list(Context& context, Caller const& caller, Action action, std::vector<ChildId> const& children) {
  if (children.empty()) return;
  auto const& rule = rule_of(action);
  std::string const by(rule.code);
  std::vector<ChildId> fresh;
  for (auto const child : children)
    if (!context.access.covered(caller.actor, child, rule.fields_class, by, caller.now)) fresh.push_back(child);
  if (fresh.empty()) return;
  write_for(context, caller, [&](WriteTx& tx) {
    AuditRow row = audit_row(context, caller, action, {"list", kNoEnd}, {}, "seen");
    row.list = fresh;
    tx.audit(row);
  });
  for (auto const child : fresh) context.access.opened(caller.actor, child, rule.fields_class, by, caller.now);
}

journal::Header header_by(Caller const& caller, EntryId id, journal::Subject const& subject, CaseId case_id, journal::CaseKind case_kind,
                          std::string_view kind) {
  journal::Header header;
  header.id = id;
  header.tenant = caller.actor.tenant;
  header.subject = subject;
  header.case_id = case_id;
  header.case_kind = case_kind;
  header.kind = kind;
  header.occurred = caller.now;
  header.role = caller.actor.role;
  header.actor = caller.actor.account;
  header.organisation = caller.actor.organisation;
  header.location = caller.actor.location;
  return header;
}

base::Result<journal::SealedEntry> seal_for(Context& context, journal::Header header, journal::Contents const& contents) {
  if (contents.empty()) return journal::seal_open(std::move(header));
  auto const key = context.keys.subject_key(header.tenant, header.subject);
  if (!key) return base::fail(ErrorKind::NotFound, "erased", {N_("De gegevens van dit kind zijn verwijderd."), {}});
  return journal::seal(std::move(header), contents, *key, context.random);
}

std::optional<journal::Contents> open_entry(Context& context, StoredEntry const& entry) {
  if (!entry.content_key) return std::nullopt;
  auto const key = context.keys.find_subject_key(entry.header.tenant, entry.header.subject);
  if (!key) return std::nullopt;
  return journal::open(entry.header, entry.header_bytes, entry.sealed, *entry.content_key, *key);
}

namespace {

/// The same write sent again differs in its key (sealed anew) and perhaps in its moment (the server's clock), and in nothing else.
journal::Header without_key(journal::Header header) {
  header.occurred = base::Instant{};
  header.key_id.reset();
  header.content_key_hash.reset();
  return header;
}

}  // namespace

base::Result<bool> append_once(Context& context, WriteTx& tx, Caller const& caller, journal::SealedEntry const& entry,
                               std::optional<std::int64_t> expected_version) {
  switch (tx.append(entry, caller.now, expected_version)) {
    case Appended::New:
      return true;
    case Appended::CaseMoved:
      return base::fail(ErrorKind::Conflict, "case_moved", {N_("Iemand anders heeft dit net veranderd. Kijk eerst wat er nu staat."), {}});
    case Appended::SeenBefore:
      break;
  }
  auto const stored = tx.entry(entry.header.id);
  bool same = stored && without_key(stored->header) == without_key(entry.header);
  if (same && (stored->content_key || entry.content_key)) {
    StoredEntry const sent{{}, entry.header, entry.header_bytes, entry.sealed, entry.content_key};
    same = stored->content_key.has_value() == entry.content_key.has_value() && open_entry(context, *stored) == open_entry(context, sent);
  }
  if (same) return false;
  return base::fail(ErrorKind::Conflict, "id_reused",
                    {N_("Deze notitie was al bewaard, met een andere tekst. Begin opnieuw met een leeg formulier."), {}});
}

base::Private account_name(Context& context, AccountRow const& account) {
  return account_name(context.keys.service_key("account"), account);
}

base::Private account_name(base::SecretBytes const& key, AccountRow const& account) {
  auto const name = journal::unwrap(account.name_sealed, key, "account.name:" + account.id.text());
  return name ? base::Private(std::string(name->reveal().begin(), name->reveal().end())) : base::Private();
}

base::Result<std::monostate> check_text(base::Private const& text, std::string_view field, bool required, std::size_t most) {
  auto const& value = text.reveal();
  if (required && value.find_first_not_of(" \t\r\n") == std::string::npos)
    return base::fail(ErrorKind::InvalidInput, "empty", {N_("Vul dit veld in."), {}}, std::string(field));
  if (value.size() > most)
    return base::fail(ErrorKind::TooLarge, "too_long", {N_("Deze tekst is te lang. Maak hem korter."), {}}, std::string(field));
  return std::monostate{};
}

}  // namespace vlechtwerk::app
