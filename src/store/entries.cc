#include "store/entry_rows.h"
#include "store/many.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

Statement const kEntry(Place::Main, entry_columns(" from entry e") + "where e.tenant = $1 and e.entry = $2");
ListStatement const kEntries(Place::Main, entry_columns(" from entry e") + "where e.tenant = $1 and e.entry", 2);
Statement const kEntriesOfChild(Place::Main,
                                "select e.seq, e.case_version, e.recorded_us, e.header from case_head h "
                                "join entry e on e.tenant = h.tenant and e.case_id = h.case_id where h.tenant = $1 and h.child = $2 "
                                "order by e.seq nulls last");
Statement const kEntriesOfCase(Place::Main,
                               "select seq, case_version, recorded_us, header from entry where tenant = $1 and case_id = $2 "
                               "order by case_version nulls last");
Statement const kCaseHead(Place::Main, "select version, child from case_head where tenant = $1 and case_id = $2");
Statement const kEntryIsThere(Place::Main, "select seq from entry where tenant = $1 and entry = $2");

// The ends of both chains that an entry lengthens: that of the tenant, and that of its case when it has one.
std::string const kHeadColumns =
    "select h.seq, h.hash, c.version from chain_head h left join case_head c on c.tenant = h.tenant and c.case_id = $2 "
    "where h.tenant = $1";
Statement const kHeads(Place::Main, Engine::Sqlite, kHeadColumns);
Statement const kHeadsLocked(Place::Main, Engine::Postgresql, kHeadColumns + " for update of h");
Statement const kInsertEntry(Place::Main,
                             "insert into entry (tenant, seq, entry, case_id, case_version, recorded_us, header, sealed, hash) "
                             "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant, entry) do nothing");
Statement const kMoveChainHead(Place::Main, "update chain_head set seq = $2, hash = $3 where tenant = $1");
Statement const kMoveCaseHead(Place::Main,
                              "insert into case_head (tenant, case_id, case_kind, child, version) values ($1, $2, $3, $4, $5) "
                              "on conflict (tenant, case_id) do update set version = excluded.version");
Statement const kInsertContentKey(Place::Main,
                                  "insert into content_key (tenant, entry, key_id, wrap_version, wrapped) values ($1, $2, $3, $4, $5)");
Statement const kRemoveContentKey(Place::Main, "delete from content_key where tenant = $1 and entry = $2");

/// Whom a stream is about, as its first entry tells.
std::optional<ChildId> child_of(journal::Header const& header) {
  if (header.case_kind == journal::CaseKind::Child) return ChildId{header.case_id.uuid};
  if (header.subject.kind == journal::SubjectKind::Child) return ChildId{header.subject.id};
  return std::nullopt;
}

}  // namespace

app::FoldEntry read_fold_entry(Row const& row) {
  auto header = journal::decode(row.bytes_of(3));
  if (!header) unreadable("the header of entry " + std::to_string(row.integer(0)));
  return {{row.integer(0), row.integer(1), row.instant(2)}, std::move(*header)};
}

app::StoredEntry read_entry(Row const& row) {
  auto fold = read_fold_entry(row);
  app::StoredEntry stored{fold.position, std::move(fold.header), row.blob(3), row.blob(4), std::nullopt};
  if (!row.is_null(5)) stored.content_key = journal::WrappedKey{row.uuid(5), row.integer(6), row.blob(7)};
  return stored;
}

std::optional<app::StoredEntry> Transaction::entry(EntryId id) const { return maybe_one(db_.query(kEntry, tenant_, id), read_entry); }

std::vector<app::StoredEntry> Transaction::entries(std::vector<EntryId> const& ids) const {
  std::vector<app::StoredEntry> out;
  auto const take = [&](Rows const& rows) {
    out.reserve(out.size() + rows.size());
    for (auto const row : rows) out.push_back(read_entry(row));
  };
  query_list(db_, kEntries, ids, take, tenant_);
  return out;
}

std::vector<app::FoldEntry> Transaction::entries_of_child(ChildId child) const {
  return all(db_.query(kEntriesOfChild, tenant_, child), read_fold_entry);
}

std::vector<app::FoldEntry> Transaction::entries_of_case(CaseId case_id) const {
  return all(db_.query(kEntriesOfCase, tenant_, case_id), read_fold_entry);
}

std::int64_t Transaction::case_version(CaseId case_id) const {
  auto const rows = db_.query(kCaseHead, tenant_, case_id);
  return rows.empty() ? 0 : rows.only().integer(0);
}

std::optional<ChildId> Transaction::child_of_case(CaseId case_id) const {
  auto const rows = db_.query(kCaseHead, tenant_, case_id);
  return rows.empty() ? std::nullopt : rows.only().maybe<&Row::id<ChildId>>(1);
}

app::Appended Transaction::append(journal::SealedEntry const& entry, Instant recorded_at, std::optional<std::int64_t> expected_version) {
  auto const& header = entry.header;
  if (header.tenant != tenant_) throw base::WorldError("an entry of another tenant was handed to the journal");
  auto const heads = db_.query(db_.engine() == Engine::Sqlite ? kHeads : kHeadsLocked, tenant_, header.case_id);
  if (heads.empty()) throw base::WorldError("this tenant has no journal");
  auto const head = heads.only();
  journal::Position const position{head.integer(0) + 1, head.maybe<&Row::integer>(2).value_or(0) + 1, recorded_at};
  if (expected_version && *expected_version + 1 != position.case_version)
    return db_.query(kEntryIsThere, tenant_, header.id).empty() ? app::Appended::CaseMoved : app::Appended::SeenBefore;

  auto const hash = journal::link(hash_of(head.blob(1)), position, entry.header_bytes, entry.sealed);
  auto const placed = db_.execute(kInsertEntry, tenant_, position.seq, header.id, header.case_id, position.case_version, recorded_at,
                                  entry.header_bytes, entry.sealed, span_of(hash));
  if (placed == 0) return app::Appended::SeenBefore;
  db_.execute(kMoveChainHead, tenant_, position.seq, span_of(hash));
  db_.execute(kMoveCaseHead, tenant_, header.case_id, static_cast<std::int64_t>(header.case_kind), child_of(header), position.case_version);
  if (entry.content_key)
    db_.execute(kInsertContentKey, tenant_, header.id, entry.content_key->key_id, entry.content_key->wrap_version,
                entry.content_key->bytes);
  return app::Appended::New;
}

void Transaction::remove_contents(EntryId id) { db_.execute(kRemoveContentKey, tenant_, id); }

}  // namespace vlechtwerk::store
