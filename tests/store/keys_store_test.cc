#include "store/ports_support.h"

namespace vlechtwerk::store::testing {
namespace {

class KeyStore : public PortsTest {
 protected:
  TenantId const tenant = fresh<TenantId>();
  journal::Subject const child = journal::subject_of(fresh<ChildId>());
};
ON_BOTH_ENGINES(KeyStore);

bool same(journal::SubjectKey const& a, journal::SubjectKey const& b) { return a.key_id == b.key_id && a.key.same_as(b.key); }

TEST_P(KeyStore, ASubjectKeepsItsKeyAcrossAnOpening) {
  auto keys = open_keys();
  keys->create_tenant(tenant);
  keys->create_tenant(tenant);
  EXPECT_FALSE(keys->find_subject_key(tenant, child));
  auto const made = keys->subject_key(tenant, child);
  ASSERT_TRUE(made);
  EXPECT_TRUE(same(*made, *keys->subject_key(tenant, child)));
  EXPECT_FALSE(same(*made, *keys->subject_key(tenant, journal::subject_of(fresh<ChildId>()))));
  auto const account = keys->service_key("account"), lookup = keys->tenant_service_key(tenant, "child_lookup");
  auto const signing = keys->signing_keys();
  keys.reset();
  keys = open_keys();
  EXPECT_TRUE(same(*made, *keys->find_subject_key(tenant, child)));
  EXPECT_TRUE(account.same_as(keys->service_key("account")));
  EXPECT_FALSE(account.same_as(keys->service_key("code")));
  EXPECT_TRUE(lookup.same_as(keys->tenant_service_key(tenant, "child_lookup")));
  EXPECT_EQ(signing.public_key, keys->signing_keys().public_key);
  EXPECT_TRUE(signing.secret.same_as(keys->signing_keys().secret));
}

TEST_P(KeyStore, ATenantThatWasNotMadeHasNoKeys) {
  auto const keys = open_keys();
  EXPECT_THROW(keys->subject_key(tenant, child), base::WorldError);
  EXPECT_THROW(keys->tenant_service_key(tenant, "register"), base::WorldError);
}

TEST_P(KeyStore, AnotherMasterKeyIsRefused) {
  open_keys();
  try {
    open_keys(base::SecretBytes(std::vector<std::uint8_t>(32, 8)));
    FAIL() << "a wrong master key was taken";
  } catch (StoreRefused const& refused) {
    EXPECT_EQ(refused.error().code, "wrong_master_key");
  }
  EXPECT_NO_THROW(open_keys());
}

TEST_P(KeyStore, ADestroyedKeyNeverComesBack) {
  auto keys = open_keys();
  keys->create_tenant(tenant);
  auto const other = journal::subject_of(fresh<ChildId>());
  auto const made = *keys->subject_key(tenant, child);
  keys->subject_key(tenant, other);
  keys->destroy(tenant, child, minute(1));
  EXPECT_FALSE(keys->find_subject_key(tenant, child)) << "also not from memory";
  EXPECT_FALSE(keys->subject_key(tenant, child));
  keys->destroy(tenant, child, minute(2));
  ASSERT_EQ(keys->erased().size(), 1U);
  EXPECT_EQ(keys->erased()[0], (Keys::Erased{tenant, child, minute(1)}));
  EXPECT_TRUE(keys->find_subject_key(tenant, other));
  keys.reset();
  EXPECT_FALSE(open_keys()->subject_key(tenant, child));
  auto db = keys_connection();
  auto const left = db.query("select subject from subject_key");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].uuid(0), other.id);
}

TEST_P(KeyStore, AWrappedKeyThatIsMovedToAnotherSubjectDoesNotOpen) {
  auto const other = journal::subject_of(fresh<ChildId>());
  {
    auto const keys = open_keys();
    keys->create_tenant(tenant);
    keys->subject_key(tenant, child);
    keys->subject_key(tenant, other);
  }
  {
    auto db = keys_connection();
    auto const rows = db.query("select key_id, wrapped from subject_key where subject = $1", other.id);
    db.execute("update subject_key set key_id = $1, wrapped = $2 where subject = $3", rows.only().uuid(0), rows.only().blob(1), child.id);
  }
  auto const keys = open_keys();
  EXPECT_THROW(keys->find_subject_key(tenant, child), base::WorldError);
  EXPECT_TRUE(keys->find_subject_key(tenant, other));
}

TEST_P(KeyStore, AnOpenedKeyIsKeptForAMinuteAndNoLonger) {
  KeyCache cache;
  KeyCache::Name const name{tenant, child};
  journal::SubjectKey const key{base::Uuid::v4(random), base::SecretBytes(std::vector<std::uint8_t>(32, 3))};
  cache.keep(name, key, minute(0));
  ASSERT_TRUE(cache.find(name, minute(0).plus_seconds(59)));
  EXPECT_TRUE(same(key, *cache.find(name, minute(0).plus_seconds(59))));
  EXPECT_FALSE(cache.find(name, minute(1)));
  cache.keep(name, key, minute(1));
  cache.keep(name, key, minute(1).plus_seconds(30));
  EXPECT_TRUE(cache.find(name, minute(2).plus_seconds(10))) << "opened again, kept again";
  cache.forget(name);
  EXPECT_FALSE(cache.find(name, minute(2)));
  for (int i = 0; i < 5000; ++i) cache.keep({tenant, journal::subject_of(fresh<ChildId>())}, key, minute(3));
  cache.keep(name, key, minute(3));
  EXPECT_TRUE(cache.find(name, minute(3))) << "a full cache begins anew";
  EXPECT_FALSE(cache.find(name, minute(2))) << "a clock that was set back keeps nothing longer";
}

TEST_P(KeyStore, ANewMasterKeyOpensEverythingAndTheOldOneNothing) {
  base::SecretBytes const next(std::vector<std::uint8_t>(32, 9));
  auto keys = open_keys();
  keys->create_tenant(tenant);
  auto const made = *keys->subject_key(tenant, child);
  auto const account = keys->service_key("account");
  auto const signing = keys->signing_keys();
  keys->rotate_master_key(next);
  EXPECT_TRUE(account.same_as(keys->service_key("account")));
  keys.reset();
  EXPECT_THROW(open_keys(), StoreRefused);
  keys = open_keys(next);
  EXPECT_TRUE(same(made, *keys->find_subject_key(tenant, child)));
  EXPECT_TRUE(account.same_as(keys->service_key("account")));
  EXPECT_TRUE(signing.secret.same_as(keys->signing_keys().secret));
}

TEST_P(KeyStore, ANewTenantKeyWrapsEverythingUnderItAnewAndGoesOnWhereItStopped) {
  std::vector<journal::SubjectKey> made;
  std::vector<journal::Subject> subjects;
  auto keys = open_keys();
  keys->create_tenant(tenant);
  for (int i = 0; i < 20; ++i) {
    subjects.push_back(journal::subject_of(fresh<ChildId>()));
    made.push_back(*keys->subject_key(tenant, subjects.back()));
  }
  auto const lookup = keys->tenant_service_key(tenant, "child_lookup");
  keys->rotate_tenant_key(tenant);
  keys.reset();
  {
    auto db = keys_connection();
    auto const versions = db.query("select version from tenant_key");
    EXPECT_EQ(versions.only().integer(0), 2);
    EXPECT_TRUE(db.query("select subject from subject_key where tenant_version <> 2").empty());
    // As if a rotation had been broken off after its first step: a newer key stands beside the old one, nothing is wrapped by it.
    auto const key = journal::wrap(std::vector<std::uint8_t>(32, 5), master, "tenant_key " + tenant.text() + " 3 1", random);
    db.execute("insert into tenant_key (tenant, version, master_version, wrapped, made_us) values ($1, 3, 1, $2, 0)", tenant, key);
  }
  keys = open_keys();
  EXPECT_TRUE(same(made[0], *keys->find_subject_key(tenant, subjects[0]))) << "half way all keys still open";
  keys->rotate_tenant_key(tenant);
  keys.reset();
  {
    auto db = keys_connection();
    auto const versions = db.query("select version from tenant_key");
    EXPECT_EQ(versions.only().integer(0), 3) << "it did not begin another one";
  }
  keys = open_keys();
  for (std::size_t i = 0; i < made.size(); ++i) EXPECT_TRUE(same(made[i], *keys->find_subject_key(tenant, subjects[i])));
  EXPECT_TRUE(lookup.same_as(keys->tenant_service_key(tenant, "child_lookup")));
}

TEST_P(KeyStore, AMasterKeyOnPaperReadsBackAndAWrongLetterIsNoticed) {
  auto const key = make_master_key(random);
  auto const text = master_key_text(key).reveal();
  EXPECT_EQ(text.size(), 56U + 13U);
  ASSERT_TRUE(read_master_key(text));
  EXPECT_TRUE(read_master_key(text)->same_as(key));
  std::string sloppy;
  for (char const sign : text) sloppy += sign == '-' ? ' ' : sign == '0' ? 'O' : sign == '1' ? 'l' : static_cast<char>(std::toupper(sign));
  ASSERT_TRUE(read_master_key(sloppy + "\n"));
  EXPECT_TRUE(read_master_key(sloppy)->same_as(key));
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-') continue;
    auto wrong = text;
    wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
    ASSERT_FALSE(read_master_key(wrong)) << i;
    EXPECT_EQ(read_master_key(wrong).error().code, "master_key_check");
  }
  EXPECT_EQ(read_master_key("abc").error().code, "master_key_length");
  EXPECT_TRUE(read_master_key(std::string(64, '7'))->same_as(base::SecretBytes(std::vector<std::uint8_t>(32, 0x77))));
  EXPECT_FALSE(read_master_key(std::string(64, 'g')));
}

}  // namespace
}  // namespace vlechtwerk::store::testing
