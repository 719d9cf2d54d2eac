#include "store/maintenance.h"

#include <fmt/format.h>

#include "store/audit_chain.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

constexpr std::int64_t kEntriesAtOnce = 500;
constexpr std::size_t kCasesAtOnce = 20;

Statement const kHead(Place::Main, "select seq, hash from chain_head where tenant = $1");
Statement const kEntries(
    Place::Main,
    "select e.seq, e.case_version, e.recorded_us, e.header, e.sealed, e.hash, e.entry, e.case_id, k.key_id, k.wrap_version, "
    "k.wrapped from entry e left join content_key k on k.tenant = e.tenant and k.entry = e.entry "
    "where e.tenant = $1 and e.seq > $2 and e.seq <= $3 order by e.seq nulls last limit $4");
Statement const kEntriesBeyond(Place::Main, "select count(*) from entry where tenant = $1 and seq > $2");
Statement const kAuditHeads(Place::Main, "select server, seq, hash from audit_head where tenant = $1 order by server nulls last");
Statement const kAuditRows(Place::Main,
                           std::string("select seq, hash, ") + kAuditColumns +
                               " from audit where tenant = $1 and server = $2 and seq > $3 and seq <= $4 order by seq nulls last limit $5");
Statement const kAuditChildren(Place::Main,
                               "select seq, child from audit_child where tenant = $1 and server = $2 and seq > $3 and seq <= $4 "
                               "order by seq nulls last, ordinal nulls last");
Statement const kAuditRowsBeyond(Place::Main, "select count(*) from audit where tenant = $1 and server = $2 and seq > $3");

Statement const kChildrenAfter(Place::Main,
                               "select distinct child from case_head where tenant = $1 and child > $2 order by child nulls last limit $3");
Statement const kQuestionsAfter(Place::Main,
                                "select case_id from case_head where tenant = $1 and case_kind = 3 and child is null and case_id > $2 "
                                "order by case_id nulls last limit $3");

Statement const kErasedChildren(Place::Main,
                                "select child from child where tenant = $1 and erased_us is not null order by child nulls last");

/// A projection table: its columns in the order of the dump, the letters of their types (b blob, t text, i integer), its key.
struct Table {
  std::string name, columns, types, order;
  Statement dump, clear;
  Table(std::string table, std::string list, std::string letters, std::string key)
      : name(std::move(table)),
        columns(std::move(list)),
        types(std::move(letters)),
        order(std::move(key)),
        dump(Place::Main, "select " + columns + " from " + name + " where tenant = $1 order by " + order),
        clear(Place::Main, "delete from " + name + " where tenant = $1") {}
};

Table const kTables[] = {
    {"child", "child, registered, birth_month, group_type, registered_us, erased_us", "bbttii", "child nulls last"},
    {"child_in_group", "child, entry, child_group, location, organisation, from_us, until_us, days", "bbbbbiii",
     "child nulls last, entry nulls last, from_us nulls last"},
    {"mentor", "child, entry, account, from_us, until_us", "bbbii", "child nulls last, entry nulls last, from_us nulls last"},
    {"child_person", "child, entry, person, gezag, from_us, until_us", "bbbiii", "child nulls last, entry nulls last, from_us nulls last"},
    {"toestemming_in_force", "child, act, recipient, from_us, until_us", "bttii",
     "child nulls last, act nulls last, recipient nulls last, from_us nulls last"},
    {"route",
     "route, child, plan, plan_version, status, opened_on, closed_on, outcome, engine_version, next_change_on, plan_van_aanpak, folded, "
     "writer",
     "bbtittttitbbb", "route nulls last"},
    {"obligation", "route, ordinal, child, step, role, rule, since_on, due_on, escalation", "bibttttti",
     "route nulls last, ordinal nulls last"},
    {"step_holder", "route, step, child, account, entry, since_us", "btbbbi", "route nulls last, step nulls last"},
    {"timeline", "entry, case_id, child, kind, occurred_us, withdrawn", "bbbtii", "entry nulls last"},
    {"hulpvraag",
     "hulpvraag, asked_entry, child, asked_by, child_group, organisation, informal, assigned_to, status, asked_us, changed_us, "
     "waits_for",
     "bbbbbbibtiit", "hulpvraag nulls last"},
    {"hulpvraag_open", "hulpvraag, child, account, from_us, until_us", "bbbii",
     "hulpvraag nulls last, account nulls last, from_us nulls last"},
};

std::string hex(std::span<std::uint8_t const> bytes) { return fmt::format("{:02x}", fmt::join(bytes, "")); }

std::string cell(Row const& row, std::size_t column, char type) {
  if (row.is_null(column)) return "-";
  if (type == 'b') return hex(row.blob(column));
  return type == 't' ? row.text(column) : std::to_string(row.integer(column));
}

/// A head that somebody kept, and what the chain has at its place.
class KeptHeads {
 public:
  KeptHeads(TenantId tenant, std::vector<std::string> const& lines, Bytes const& public_key, std::vector<std::string>& broken) {
    for (auto const& line : lines) {
      auto const read = journal::read_signed_head(line);
      if (!read || read->public_key != public_key) {
        broken.emplace_back("an exported head is not signed with the key of this store");
      } else if (read->head.tenant == tenant) {
        heads_.push_back(read->head);
      }
    }
  }
  /// Compares the chain at `seq`; gives the sentence when it differs.
  [[nodiscard]] std::string differs(std::string const& chain, std::int64_t seq, journal::Hash256 const& hash) const {
    for (auto const& head : heads_)
      if (head.chain == chain && head.seq == seq && head.hash != hash)
        return fmt::format("{} {}: its hash is not the one of the exported head of {}", chain, seq, base::instant_text(head.at));
    return {};
  }
  [[nodiscard]] std::string beyond(std::string const& chain, std::int64_t last) const {
    for (auto const& head : heads_)
      if (head.chain == chain && head.seq > last)
        return fmt::format("{} {}: missing; the chain ends at {} and was exported up to {}", chain, last + 1, last, head.seq);
    return {};
  }

 private:
  std::vector<journal::Head> heads_;
};

std::string audit_chain_name(std::int64_t server) { return fmt::format("audit-{}", server); }

struct ChainEnd {
  std::int64_t seq = 0;
  journal::Hash256 hash{};
};

/// The sentence about the first entry that is wrong, or an empty one.
std::string verify_journal(Database& store, TenantId tenant, KeptHeads const& kept, std::int64_t& count) {
  std::optional<ChainEnd> end;
  journal::Verifier verifier;
  std::string broken;
  while (!end || (verifier.seq() < end->seq && broken.empty())) {
    store.read_rows(tenant, [&](Connection& db) {
      if (!end) {
        auto const heads = db.query(kHead, tenant);
        if (heads.empty()) {
          broken = "journal: its head is missing";
          end = ChainEnd{};
          return;
        }
        end = ChainEnd{heads.only().integer(0), hash_of(heads.only().blob(1))};
        auto const beyond = db.query(kEntriesBeyond, tenant, end->seq);
        if (beyond.only().integer(0) > 0) broken = fmt::format("journal entry {}: stands beyond the head", end->seq + 1);
      }
      auto const rows = db.query(kEntries, tenant, verifier.seq(), end->seq, kEntriesAtOnce);
      if (rows.empty() && verifier.seq() < end->seq) broken = fmt::format("journal entry {}: missing", verifier.seq() + 1);
      for (auto const row : rows) {
        auto const header_bytes = row.blob(3);
        journal::Hash256 stored{};
        auto const hash = row.blob(5);
        if (hash.size() == stored.size()) std::copy(hash.begin(), hash.end(), stored.begin());
        auto const number = verifier.seq() + 1;
        if (!verifier.next(tenant, {row.integer(0), row.integer(1), row.instant(2)}, header_bytes, row.blob(4), stored)) {
          broken = "journal " + verifier.why();
          return;
        }
        auto const header = journal::decode(header_bytes);
        if (header->id.uuid != row.uuid(6) || header->case_id.uuid != row.uuid(7)) {
          broken = fmt::format("journal entry {}: it is filed under another id or case than its header says", number);
          return;
        }
        if (auto sentence = kept.differs("journal", number, stored); !sentence.empty()) {
          broken = std::move(sentence);
          return;
        }
        ++count;
      }
    });
  }
  if (broken.empty() && verifier.head() != end->hash) broken = fmt::format("journal entry {}: the head has another hash", end->seq);
  if (broken.empty()) broken = kept.beyond("journal", end->seq);
  return broken;
}

std::string verify_audit(Database& store, TenantId tenant, std::int64_t server, ChainEnd const& end, KeptHeads const& kept,
                         std::int64_t& count) {
  auto const chain = audit_chain_name(server);
  ChainEnd at;
  std::string broken;
  do {
    store.read_rows(tenant, [&](Connection& db) {
      auto const rows = db.query(kAuditRows, tenant, server, at.seq, end.seq, kEntriesAtOnce);
      if (rows.empty()) {
        if (at.seq < end.seq) broken = fmt::format("{} row {}: missing", chain, at.seq + 1);
        return;
      }
      std::map<std::int64_t, std::vector<ChildId>> lists;
      for (auto const row : db.query(kAuditChildren, tenant, server, at.seq, rows[rows.size() - 1].integer(0)))
        lists[row.integer(0)].push_back(row.id<ChildId>(1));
      for (auto const row : rows) {
        auto audit = read_audit(row, 2);
        audit.list = lists[row.integer(0)];
        auto const hash = audit_link(at.hash, at.seq + 1, audit);
        if (row.integer(0) != at.seq + 1 || row.blob(1) != Bytes(hash.begin(), hash.end())) {
          broken = fmt::format("{} row {}: its hash is not that of what is stored", chain, at.seq + 1);
          return;
        }
        at = {at.seq + 1, hash};
        if (auto sentence = kept.differs(chain, at.seq, hash); !sentence.empty()) {
          broken = std::move(sentence);
          return;
        }
        ++count;
      }
    });
  } while (broken.empty() && at.seq < end.seq);
  if (broken.empty() && at.hash != end.hash) broken = fmt::format("{} row {}: the head has another hash", chain, end.seq);
  if (broken.empty()) broken = kept.beyond(chain, end.seq);
  return broken;
}

std::vector<TenantId> all_tenants(Database& store) {
  std::vector<TenantId> out;
  store.read_global([&](app::GlobalTx const& tx) {
    out.clear();
    for (auto const& tenant : tx.tenants()) out.push_back(tenant.id);
  });
  return out;
}

}  // namespace

Verified verify(Database& store, TenantId tenant, std::vector<std::string> const& heads, Bytes const& public_key) {
  Verified result;
  KeptHeads const kept(tenant, heads, public_key, result.broken);
  auto const note = [&](std::string sentence) {
    if (!sentence.empty()) result.broken.push_back(std::move(sentence));
  };
  note(verify_journal(store, tenant, kept, result.entries));
  std::map<std::int64_t, ChainEnd> chains;
  store.read_rows(tenant, [&](Connection& db) {
    for (auto const row : db.query(kAuditHeads, tenant)) {
      ChainEnd const end{row.integer(1), hash_of(row.blob(2))};
      chains.emplace(row.integer(0), end);
      auto const beyond = db.query(kAuditRowsBeyond, tenant, row.integer(0), end.seq);
      if (beyond.only().integer(0) > 0)
        note(fmt::format("{} row {}: stands beyond the head", audit_chain_name(row.integer(0)), end.seq + 1));
    }
  });
  for (auto const& [server, end] : chains) note(verify_audit(store, tenant, server, end, kept, result.audit_rows));
  return result;
}

std::vector<journal::Head> heads(Database& store, Instant now) {
  std::vector<journal::Head> out;
  for (auto const tenant : all_tenants(store)) {
    store.read_rows(tenant, [&](Connection& db) {
      for (auto const row : db.query(kHead, tenant)) out.push_back({"journal", tenant, row.integer(0), hash_of(row.blob(1)), now});
      for (auto const row : db.query(kAuditHeads, tenant))
        out.push_back({audit_chain_name(row.integer(0)), tenant, row.integer(1), hash_of(row.blob(2)), now});
    });
  }
  return out;
}

std::vector<std::string> signed_heads(Database& store, app::KeyStore& keys, Instant now) {
  auto const signing = keys.signing_keys();
  std::vector<std::string> lines;
  for (auto const& head : heads(store, now)) lines.push_back(journal::sign(head, signing));
  return lines;
}

std::vector<ChildId> erased_children(Database& store, TenantId tenant) {
  std::vector<ChildId> out;
  store.read_rows(tenant,
                  [&](Connection& db) { out = all(db.query(kErasedChildren, tenant), [](Row const& row) { return row.id<ChildId>(0); }); });
  return out;
}

Rebuilt rebuild(Database& store, TenantId tenant, Folds const& folds) {
  store.write_rows(tenant, Lane::Bulk, "rebuild", [&](Connection& db) {
    for (auto const& table : kTables) db.execute(table.clear, tenant);
  });
  Rebuilt done;
  // Works off the ids after `last` until none is left; a slice that runs twice counts once.
  auto const in_slices = [&](Statement const& next, std::int64_t& total, auto const& fold) {
    base::Uuid last;
    for (;;) {
      std::vector<base::Uuid> ids;
      store.write_rows(tenant, Lane::Bulk, "rebuild", [&](Connection& db) {
        ids = all(db.query(next, tenant, last, static_cast<std::int64_t>(kCasesAtOnce)), [](Row const& row) { return row.uuid(0); });
        Transaction tx(db, tenant, store.server());
        for (auto const& id : ids) fold(tx, id);
      });
      if (ids.empty()) return;
      total += static_cast<std::int64_t>(ids.size());
      last = ids.back();
    }
  };
  in_slices(kChildrenAfter, done.children,
            [&](Transaction& tx, base::Uuid const& id) { tx.replace(folds.child(ChildId{id}, tx.entries_of_child(ChildId{id}))); });
  in_slices(kQuestionsAfter, done.questions, [&](Transaction& tx, base::Uuid const& id) {
    if (auto const question = folds.question(CaseId{id}, tx.entries_of_case(CaseId{id}))) tx.replace(*question);
  });
  return done;
}

std::string dump_projections(Database& store, TenantId tenant) {
  std::string out;
  store.read_rows(tenant, [&](Connection& db) {
    out.clear();
    for (auto const& table : kTables) {
      for (auto const row : db.query(table.dump, tenant)) {
        out += table.name;
        for (std::size_t column = 0; column < table.types.size(); ++column) out += " " + cell(row, column, table.types[column]);
        out += "\n";
      }
    }
  });
  return out;
}

void for_each_entry(Database& store, TenantId tenant, std::function<void(app::StoredEntry const&)> const& use) {
  std::optional<std::int64_t> end;
  std::int64_t seq = 0;
  while (!end || seq < *end) {
    std::vector<app::StoredEntry> slice;
    store.read_rows(tenant, [&](Connection& db) {
      if (!end) {
        auto const rows = db.query(kHead, tenant);
        end = rows.empty() ? 0 : rows.only().integer(0);
      }
      slice = all(db.query(kEntries, tenant, seq, *end, kEntriesAtOnce), [](Row const& row) {
        auto header = journal::decode(row.blob(3));
        if (!header) unreadable("the header of entry " + std::to_string(row.integer(0)));
        app::StoredEntry entry{
            {row.integer(0), row.integer(1), row.instant(2)}, std::move(*header), row.blob(3), row.blob(4), std::nullopt};
        if (!row.is_null(8)) entry.content_key = journal::WrappedKey{row.uuid(8), row.integer(9), row.blob(10)};
        return entry;
      });
    });
    if (slice.empty()) return;
    for (auto const& entry : slice) use(entry);
    seq = slice.back().position.seq;
  }
}

}  // namespace vlechtwerk::store
