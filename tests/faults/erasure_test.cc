// What is left of an erased child for whoever holds everything but its key: database, every backup of it, key store and master key.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "domain/entry_kind.h"
#include "faults/driver/mix.h"
#include "store/support.h"

namespace vlechtwerk::faults {
namespace {

using store::Engine;

class ErasedChild : public store::testing::EngineTest {
 protected:
  std::unique_ptr<World> open_world() {
    Places places;
    places.data = (directory() / "data").string();
    if (GetParam() == Engine::Postgresql) {
      if (!schema_made_) open().run_script("drop schema if exists keys cascade; create schema keys");
      schema_made_ = true;
      places.database = store::testing::PostgresqlServer::get().conninfo();
      places.keys = places.database + " options='-c search_path=keys'";
    }
    return std::make_unique<World>(places, [](std::string const&) {});
  }

  static ChildId register_child(World& world, House const& house) {
    auto const now = world.clock.now();
    app::RegisterChildForm form;
    form.id = EntryId::make(now, world.random);
    form.child = ChildId::make(now, world.random);
    form.first_name = Private(first_name_of(form.child));
    form.last_name = Private(last_name_of(form.child));
    form.born_on = base::amsterdam_day(now).plus_days(-900);
    form.group = house.groups.front();
    form.parents = {{Private(parent_of(form.child)), Private("moeder"), true}};
    EXPECT_TRUE(app::register_child(*world.context, {house.leader, now, "test"}, form));
    for (int i = 0; i < 3; ++i) {
      auto const id = EntryId::make(now, world.random);
      EXPECT_TRUE(app::record_note(*world.context, {house.workers.front(), world.clock.now(), "test"},
                                   {id, form.child, "opvallend", std::nullopt, std::nullopt, Private(text_of(id)), Private()}));
    }
    return form.child;
  }

  /// Everything sealed in the stream of a child, its content keys with it: what a backup of the database holds.
  static std::vector<app::StoredEntry> sealed_of(World& world, House const& house, ChildId child) {
    std::vector<app::StoredEntry> out;
    store::for_each_entry(*world.database, house.tenant, [&](app::StoredEntry const& entry) {
      if (entry.header.case_id == domain::case_of(child) && !entry.sealed.empty()) out.push_back(entry);
    });
    return out;
  }

  /// Every subject key that the key store still gives, of whomever the journal names.
  static std::vector<journal::SubjectKey> all_keys(World& world, House const& house) {
    std::set<journal::Subject> subjects;
    store::for_each_entry(*world.database, house.tenant, [&](app::StoredEntry const& entry) { subjects.insert(entry.header.subject); });
    std::vector<journal::SubjectKey> out;
    for (auto const& subject : subjects)
      if (auto key = world.keys->find_subject_key(house.tenant, subject)) out.push_back(*key);
    return out;
  }

  static int opened_by(std::vector<journal::SubjectKey> const& keys, std::vector<app::StoredEntry> const& entries) {
    int count = 0;
    for (auto const& entry : entries)
      for (auto const& key : keys)
        if (entry.content_key && journal::open(entry.header_bytes, entry.sealed, *entry.content_key, key)) ++count;
    return count;
  }

 private:
  bool schema_made_ = false;
};
ON_BOTH_ENGINES(ErasedChild);

TEST_P(ErasedChild, OpensNowhereWithDatabaseBackupKeyStoreAndMasterKey) {
  auto world = open_world();
  auto const house = make_house(*world);
  auto const erased = register_child(*world, house);
  auto const other = register_child(*world, house);
  auto const backup = sealed_of(*world, house, erased);
  auto const backup_of_other = sealed_of(*world, house, other);
  ASSERT_GE(backup.size(), 5U);  // registered, a parent, three notes
  ASSERT_EQ(opened_by(all_keys(*world, house), backup), static_cast<int>(backup.size()));

  auto const now = world->clock.now();
  ASSERT_TRUE(app::erase_child(*world->context, {house.leader, now, "test"}, EntryId::make(now, world->random), erased));

  EXPECT_EQ(opened_by(all_keys(*world, house), backup), 0);
  world.reset();
  world = open_world();  // what another process with the master key sees
  auto const keys = all_keys(*world, house);
  EXPECT_EQ(opened_by(keys, backup), 0);
  EXPECT_EQ(opened_by(keys, sealed_of(*world, house, erased)), 0);
  EXPECT_EQ(opened_by(keys, backup_of_other), static_cast<int>(backup_of_other.size()));
  EXPECT_TRUE(store::verify(*world->database, house.tenant).broken.empty());
}

TEST_P(ErasedChild, GetsNoNewKeyAndNoNewNote) {
  auto world = open_world();
  auto const house = make_house(*world);
  auto const erased = register_child(*world, house);
  auto const now = world->clock.now();
  ASSERT_TRUE(app::erase_child(*world->context, {house.leader, now, "test"}, EntryId::make(now, world->random), erased));

  EXPECT_FALSE(world->keys->subject_key(house.tenant, journal::subject_of(erased)));
  auto const id = EntryId::make(now, world->random);
  EXPECT_FALSE(app::record_note(*world->context, {house.workers.front(), now, "test"},
                                {id, erased, "opvallend", std::nullopt, std::nullopt, Private(text_of(id)), Private()}));
}

/// All bytes of the key store: its file and what stands beside it.
std::string bytes_of_key_store(std::filesystem::path const& directory) {
  std::string out;
  for (auto const& file : std::filesystem::directory_iterator(directory))
    if (file.path().filename().string().starts_with("keys.sqlite")) {
      std::ifstream in(file.path(), std::ios::binary);
      out.append(std::istreambuf_iterator<char>(in), {});
    }
  return out;
}

TEST(KeyStoreFile, HoldsNotEvenTheWrappedKeyOfAnErasedChild) {
  auto const directory = std::filesystem::path(testing::TempDir()) / ("vlechtwerk-erased-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  base::SystemRandom random;
  base::SystemClock const clock;
  auto const tenant = app::TenantId::make(clock.now(), random);
  auto const child = journal::subject_of(ChildId::make(clock.now(), random));
  {
    auto const keys = store::open_key_store(directory / "keys.sqlite", master_key(), random, clock);
    keys->create_tenant(tenant);
    ASSERT_TRUE(keys->subject_key(tenant, child));
  }
  std::string wrapped;
  {
    auto db = store::Connection::open_sqlite(directory / "keys.sqlite");
    auto const rows = db.query("select wrapped from subject_key where subject = $1", child.id);
    auto const bytes = rows.only().blob(0);
    wrapped.assign(bytes.begin(), bytes.end());
  }
  ASSERT_NE(bytes_of_key_store(directory).find(wrapped), std::string::npos);

  auto const keys = store::open_key_store(directory / "keys.sqlite", master_key(), random, clock);
  keys->destroy(tenant, child, clock.now());
  EXPECT_EQ(bytes_of_key_store(directory).find(wrapped), std::string::npos);  // while it is open, its log beside it
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace vlechtwerk::faults
