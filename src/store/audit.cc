#include "journal/bytes.h"
#include "store/audit_chain.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

Statement const kAuditHead(Place::Main, Engine::Sqlite, "select seq, hash from audit_head where tenant = $1 and server = $2");
Statement const kAuditHeadLocked(Place::Main, Engine::Postgresql,
                                 "select seq, hash from audit_head where tenant = $1 and server = $2 for update");
Statement const kBeginAudit(
    Place::Main, "insert into audit_head (tenant, server, seq, hash) values ($1, $2, 0, $3) on conflict (tenant, server) do nothing");
Statement const kMoveAuditHead(Place::Main, "update audit_head set seq = $3, hash = $4 where tenant = $1 and server = $2");
Statement const kInsertAudit(Place::Main,
                             std::string("insert into audit (tenant, server, seq, ") + kAuditColumns +
                                 ", hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
                                 "$19, $20)");
Statement const kInsertAuditChild(Place::Main, "insert into audit_child (tenant, server, seq, ordinal, child) values ($1, $2, $3, $4, $5)");
Statement const kWhoSaw(
    Place::Main,
    "select at_us, actor, role, organisation, action, fields_class, rule, id from audit "
    "where tenant = $1 and child = $2 and outcome in ('seen', 'done') "
    "union all select a.at_us, a.actor, a.role, a.organisation, a.action, a.fields_class, a.rule, a.id from audit_child c "
    "join audit a on a.tenant = c.tenant and a.server = c.server and a.seq = c.seq "
    "where c.tenant = $1 and c.child = $2 and a.outcome in ('seen', 'done') "
    "order by at_us desc nulls last, id desc nulls last limit $3");

constexpr std::uint8_t kAuditFormat = 1;

class AuditEncoder {
 public:
  explicit AuditEncoder() { out_.push_back(kAuditFormat); }
  void bytes(std::span<std::uint8_t const> value) {
    journal::put_little(out_, value.size(), 4);
    journal::put_bytes(out_, value);
  }
  void text(std::string_view value) { bytes({reinterpret_cast<std::uint8_t const*>(value.data()), value.size()}); }
  /// An absent id has length 0, a present one 16.
  void maybe_id(base::Uuid const* id) { bytes(id ? std::span<std::uint8_t const>(id->bytes) : std::span<std::uint8_t const>()); }
  void number(std::int64_t value) { journal::put_little(out_, static_cast<std::uint64_t>(value), 8); }
  journal::Bytes take() { return std::move(out_); }

 private:
  journal::Bytes out_;
};

}  // namespace

journal::Bytes audit_bytes(app::AuditRow const& row) {
  AuditEncoder encoder;
  encoder.bytes(row.id.bytes());
  encoder.text(row.action);
  encoder.text(row.outcome);
  encoder.bytes(row.actor.bytes());
  encoder.text(domain::code(row.role));
  encoder.bytes(row.organisation.bytes());
  encoder.bytes(row.session);
  encoder.maybe_id(row.child ? &row.child->uuid : nullptr);
  encoder.text(row.object_type);
  encoder.maybe_id(row.object ? &*row.object : nullptr);
  encoder.text(row.fields_class);
  encoder.text(row.rule);
  encoder.text(row.purpose);
  encoder.text(row.request_id);
  encoder.number(row.repeats);
  encoder.number(static_cast<std::int64_t>(row.list.size()));
  for (auto const& child : row.list) encoder.bytes(child.bytes());
  return encoder.take();
}

journal::Hash256 audit_link(journal::Hash256 const& previous, std::int64_t seq, app::AuditRow const& row) {
  return journal::link(previous, {seq, 0, row.at}, audit_bytes(row), {});
}

app::AuditRow read_audit(Row const& row, std::size_t first) {
  return {row.id<EntryId>(first),
          row.instant(first + 1),
          row.text(first + 2),
          row.text(first + 3),
          row.id<AccountId>(first + 4),
          role_of(row.text(first + 5)),
          row.id<OrganisationId>(first + 6),
          row.blob(first + 7),
          row.maybe<&Row::id<ChildId>>(first + 8),
          row.text(first + 9),
          row.maybe<&Row::uuid>(first + 10),
          row.text(first + 11),
          row.text(first + 12),
          row.text(first + 13),
          row.text(first + 14),
          row.integer(first + 15),
          {}};
}

std::vector<app::SeenRow> Transaction::who_saw(ChildId child, int limit) const {
  return all(db_.query(kWhoSaw, tenant_, child, static_cast<std::int64_t>(limit)), [](Row const& row) {
    return app::SeenRow{row.instant(0), row.id<AccountId>(1), role_of(row.text(2)), row.id<OrganisationId>(3),
                        row.text(4),    row.text(5),          row.text(6)};
  });
}

void Transaction::audit(app::AuditRow const& row) {
  auto const& head_text = db_.engine() == Engine::Sqlite ? kAuditHead : kAuditHeadLocked;
  auto heads = db_.query(head_text, tenant_, server_);
  if (heads.empty()) {
    db_.execute(kBeginAudit, tenant_, server_, span_of(journal::Hash256{}));
    heads = db_.query(head_text, tenant_, server_);
  }
  auto const seq = heads.only().integer(0) + 1;
  auto const hash = audit_link(hash_of(heads.only().blob(1)), seq, row);
  db_.execute(kInsertAudit, tenant_, server_, seq, row.id, row.at, row.action, row.outcome, row.actor, domain::code(row.role),
              row.organisation, row.session, row.child, row.object_type, row.object, row.fields_class, row.rule, row.purpose,
              row.request_id, row.repeats, span_of(hash));
  std::int64_t ordinal = 0;
  for (auto const& child : row.list) db_.execute(kInsertAuditChild, tenant_, server_, seq, ordinal++, child);
  db_.execute(kMoveAuditHead, tenant_, server_, seq, span_of(hash));
}

void Transaction::nested(std::function<bool()> const& work) {
  Savepoint part(db_);
  if (work())
    part.keep();
  else
    part.undo();
}

}  // namespace vlechtwerk::store
