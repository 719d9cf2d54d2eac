#include "store/many.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace vlechtwerk::store {
namespace {

Statement const kFace(Place::Main, "select account, changed_us, picture_sealed from face where tenant = $1 and account = $2");
Statement const kFaceChanged(Place::Main, "select changed_us from face where tenant = $1 and account = $2");
ListStatement const kWithFace(Place::Main, "select account from face where tenant = $1 and account", 2);
Statement const kPutFace(
    Place::Main,
    "insert into face (tenant, account, changed_us, picture_sealed) values ($1, $2, $3, $4) on conflict (tenant, account) "
    "do update set changed_us = excluded.changed_us, picture_sealed = excluded.picture_sealed");
Statement const kRemoveFace(Place::Main, "delete from face where tenant = $1 and account = $2");

}  // namespace

std::optional<app::FaceRow> Transaction::face(AccountId account) const {
  return maybe_one(db_.query(kFace, tenant_, account), [](Row const& row) {
    return app::FaceRow{row.id<AccountId>(0), row.instant(1), row.blob(2)};
  });
}

std::optional<Instant> Transaction::face_changed(AccountId account) const {
  return maybe_one(db_.query(kFaceChanged, tenant_, account), [](Row const& row) { return row.instant(0); });
}

std::vector<AccountId> Transaction::with_face(std::vector<AccountId> const& accounts) const {
  std::vector<AccountId> out;
  auto const take = [&](Rows const& rows) {
    for (auto const row : rows) out.push_back(row.id<AccountId>(0));
  };
  query_list(db_, kWithFace, accounts, take, tenant_);
  return out;
}

void Transaction::put(app::FaceRow const& row) { db_.execute(kPutFace, tenant_, row.account, row.changed, row.picture_sealed); }

void Transaction::remove_face(AccountId account) { db_.execute(kRemoveFace, tenant_, account); }

}  // namespace vlechtwerk::store
