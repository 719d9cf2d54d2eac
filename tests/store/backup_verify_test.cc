#include <atomic>
#include <fstream>
#include <set>
#include <thread>

#include "store/maintenance.h"
#include "store/ports_support.h"

namespace vlechtwerk::store::testing {
namespace {

class Verify : public PortsTest {
 protected:
  /// A tenant with notes about two children and some audit rows; gives the notes.
  std::vector<journal::SealedEntry> fill(Database& store, app::KeyStore& keys, House const& house, int count = 6) {
    std::vector<journal::SealedEntry> notes;
    std::vector<ChildId> const children{fresh<ChildId>(), fresh<ChildId>()};
    for (int i = 0; i < count; ++i) {
      auto const& child = children[static_cast<std::size_t>(i) % 2];
      notes.push_back(note(keys, house, child));
      auto row = audit_row(house, child);
      row.list = children;
      store.write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
        tx.append(notes.back(), minute(i));
        tx.audit(row);
      });
    }
    return notes;
  }
  ChildId child_of(journal::SealedEntry const& entry) { return ChildId{entry.header.subject.id}; }

  /// Changes the database behind the store's back.
  template <class... Args>
  void tamper(std::unique_ptr<Database>& store, std::string const& sql, Args const&... args) {
    store.reset();
    {
      auto db = raw_connection();
      ASSERT_EQ(db.execute(sql, args...), 1) << sql;
    }
    store = open_store();
  }
};
ON_BOTH_ENGINES(Verify);

TEST_P(Verify, AnUntouchedJournalIsWholeAlsoWhenContentsAndKeysAreGone) {
  auto const store = open_store();
  auto const keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  auto const notes = fill(*store, *keys, house);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.remove_contents(notes[0].header.id); });
  keys->destroy(house.tenant, journal::subject_of(child_of(notes[1])), minute(9));
  auto const verified = verify(*store, house.tenant, signed_heads(*store, *keys, minute(9)), keys->signing_keys().public_key);
  EXPECT_EQ(verified.broken, std::vector<std::string>{});
  EXPECT_EQ(verified.entries, 6);
  EXPECT_EQ(verified.audit_rows, 6);
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    EXPECT_FALSE(tx.entry(notes[0].header.id)->content_key);
    EXPECT_TRUE(tx.entry(notes[1].header.id)->content_key);
  });
  EXPECT_FALSE(keys->find_subject_key(house.tenant, journal::subject_of(child_of(notes[1])))) << "so its contents cannot be opened";
}

TEST_P(Verify, EveryChangedColumnIsFoundAtItsPlace) {
  auto store = open_store();
  auto const keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  auto const notes = fill(*store, *keys, house);
  Bytes flipped = notes[2].sealed;
  flipped[30] ^= 1;
  tamper(store, "update entry set sealed = $1 where entry = $2", flipped, notes[2].header.id);
  auto const at_three = verify(*store, house.tenant);
  ASSERT_EQ(at_three.broken.size(), 1U);
  EXPECT_NE(at_three.broken[0].find("entry 3"), std::string::npos) << at_three.broken[0];
  tamper(store, "update entry set sealed = $1 where entry = $2", notes[2].sealed, notes[2].header.id);
  EXPECT_TRUE(verify(*store, house.tenant).broken.empty());

  auto header = notes[3].header_bytes;
  header[header.size() - 1] ^= 1;
  tamper(store, "update entry set header = $1 where entry = $2", header, notes[3].header.id);
  EXPECT_NE(verify(*store, house.tenant).broken.at(0).find("entry 4"), std::string::npos);
  tamper(store, "update entry set header = $1 where entry = $2", notes[3].header_bytes, notes[3].header.id);

  tamper(store, "update entry set recorded_us = recorded_us + 1 where entry = $1", notes[4].header.id);
  EXPECT_NE(verify(*store, house.tenant).broken.at(0).find("entry 5"), std::string::npos);
  tamper(store, "update entry set recorded_us = recorded_us - 1 where entry = $1", notes[4].header.id);

  // Filed under another case: the hash does not cover the column, the header does.
  tamper(store, "update entry set case_id = $2 where entry = $1", notes[4].header.id, fresh<CaseId>());
  EXPECT_NE(verify(*store, house.tenant).broken.at(0).find("entry 5"), std::string::npos);
  tamper(store, "update entry set case_id = $2 where entry = $1", notes[4].header.id, notes[4].header.case_id);

  tamper(store, "update audit set outcome = 'done' where tenant = $1 and seq = 2", house.tenant);
  EXPECT_NE(verify(*store, house.tenant).broken.at(0).find("audit-1 row 2"), std::string::npos);
  tamper(store, "update audit set outcome = 'seen' where tenant = $1 and seq = 2", house.tenant);

  tamper(store, "delete from audit_child where tenant = $1 and seq = 4 and ordinal = 1", house.tenant);
  EXPECT_NE(verify(*store, house.tenant).broken.at(0).find("audit-1 row 4"), std::string::npos);
}

TEST_P(Verify, ACutTailIsSeenAgainstAnExportedHead) {
  auto store = open_store();
  auto const keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  fill(*store, *keys, house);
  auto const exported = signed_heads(*store, *keys, minute(9));
  ASSERT_EQ(exported.size(), 2U);
  store.reset();
  {
    auto db = raw_connection();
    db.execute("delete from content_key where entry in (select entry from entry where seq = 6)");
    db.execute("delete from entry where seq = 6");
  }
  store = open_store();
  EXPECT_NE(verify(*store, house.tenant).broken.at(0).find("entry 6"), std::string::npos) << "the head names more";
  tamper(store, "update chain_head set seq = 5, hash = (select hash from entry where seq = 5) where tenant = $1", house.tenant);
  EXPECT_TRUE(verify(*store, house.tenant).broken.empty()) << "without an exported head nothing can be seen";
  auto const verified = verify(*store, house.tenant, exported, keys->signing_keys().public_key);
  ASSERT_EQ(verified.broken.size(), 1U);
  EXPECT_NE(verified.broken[0].find("exported up to 6"), std::string::npos);
  EXPECT_FALSE(verify(*store, house.tenant, exported, Bytes(32, 1)).broken.empty()) << "signed by somebody else";
}

TEST_P(Verify, TheExportHandsOutEveryEntryInOrder) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>();
  store->write(house.tenant, app::Lane::Bulk, "s", [&](app::WriteTx& tx) {
    for (int i = 0; i < 1203; ++i) tx.append(open_note(house, child), kMorning);
  });
  std::int64_t seen = 0;
  for_each_entry(*store, house.tenant, [&](app::StoredEntry const& entry) { EXPECT_EQ(entry.position.seq, ++seen); });
  EXPECT_EQ(seen, 1203);
  EXPECT_EQ(verify(*store, house.tenant).entries, 1203);
}

// ---------------------------------------------------------------- rebuild

/// A fold that is easy to check: the last entry of the child, and a line for each.
app::ChildProjection fold_child(ChildId child, std::vector<app::FoldEntry> const& entries) {
  app::ChildProjection p;
  p.child = child;
  p.registered = entries.front().header.id;
  p.birth_month = {2023, 5};
  p.group_type = "regular";
  p.registered_at = entries.front().position.recorded_at;
  for (auto const& entry : entries)
    p.timeline.push_back({entry.header.id, entry.header.case_id, entry.header.kind, entry.position.recorded_at, false});
  return p;
}
app::QuestionProjection fold_question(CaseId id, std::vector<app::FoldEntry> const& entries) {
  app::QuestionProjection p;
  p.hulpvraag = {id,           entries.front().header.id,
                 std::nullopt, entries.front().header.actor,
                 GroupId{},    entries.front().header.organisation,
                 true,         std::nullopt,
                 "asked",      kMorning,
                 kMorning};
  p.timeline = {{entries.front().header.id, id, entries.front().header.kind, kMorning, false}};
  return p;
}

TEST_P(Verify, ARebuildMakesAllProjectionsAgainAndChangesNothing) {
  auto store = open_store();
  auto const keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store)), other = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>();
  append(*store, house.tenant, open_note(house, child));
  for (int i = 0; i < 44; ++i) append(*store, house.tenant, open_note(house, fresh<ChildId>()));
  auto const worker = journal::subject_of(fresh<AccountId>());
  append(*store, house.tenant,
         *journal::seal_open(header(house, worker, fresh<CaseId>(), journal::CaseKind::Question, domain::entry_kind::kHulpvraagAsked)));
  auto const foreign = full_projection(other, fresh<ChildId>());
  store->write(other.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(foreign); });
  auto const elsewhere = dump_projections(*store, other.tenant);

  Folds const folds{fold_child, fold_question};
  auto const first = rebuild(*store, house.tenant, folds);
  EXPECT_EQ(first.children, 45);
  EXPECT_EQ(first.questions, 1);
  auto const before = dump_projections(*store, house.tenant);
  EXPECT_EQ(std::count(before.begin(), before.end(), '\n'), 45 * 2 + 2);
  tamper(store, "update child set group_type = 'bso' where child = $1", child);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(full_projection(house, fresh<ChildId>())); });
  EXPECT_NE(dump_projections(*store, house.tenant), before);
  rebuild(*store, house.tenant, folds);
  EXPECT_EQ(dump_projections(*store, house.tenant), before);
  EXPECT_EQ(dump_projections(*store, other.tenant), elsewhere) << "another tenant is left alone";
  for (auto const* const table : {"child ", "child_in_group ", "mentor ", "child_person ", "toestemming_in_force ", "route ", "obligation ",
                                  "timeline ", "hulpvraag ", "hulpvraag_open ", "step_holder "})
    EXPECT_NE(("\n" + elsewhere).find(std::string("\n") + table), std::string::npos) << table;
}

// ---------------------------------------------------------------- backup and restore

class Backup : public Verify {
 protected:
  std::filesystem::path in(std::string const& name) { return directory() / name; }
  RestorePlan plan() { return {in("copy"), in("copy-keys") / kKeyStoreBackup, in("data-2"), in("keys-2.sqlite"), std::nullopt}; }
  /// Puts it back where this engine keeps its data.
  RestorePlan plan_for_this_engine() {
    auto out = plan();
    if (GetParam() == Engine::Sqlite) return out;
    open().run_script(
        "drop schema if exists again cascade; create schema again; "
        "drop schema if exists keys_again cascade; create schema keys_again");
    out.database = PostgresqlServer::get().conninfo() + " options='-c search_path=again'";
    out.keys = PostgresqlServer::get().conninfo() + " options='-c search_path=keys_again'";
    return out;
  }
  std::unique_ptr<Database> store_of(RestorePlan const& plan) {
    StoreOptions options;
    options.server = 2;  // the store that was copied is open still, in another schema of the same database
    return plan.database.empty() ? open_sqlite_store(plan.data_directory) : open_postgresql_store(plan.database, std::move(options));
  }
  std::unique_ptr<Keys> keys_of(RestorePlan const& plan) {
    return plan.keys.empty() ? open_key_store(plan.keys_file, master, random, clock)
                             : open_key_store_postgresql(plan.keys, master, random, clock);
  }
  /// A key store that is newer than the copies, as a file.
  std::filesystem::path newer_keys(Database& store, Keys& keys) {
    if (GetParam() == Engine::Sqlite) return directory() / "keys.sqlite";  // the one that the server has open
    backup(store, keys, in("newer"), in("newer-keys"), minute(30));
    return in("newer-keys") / kKeyStoreBackup;
  }
};
ON_BOTH_ENGINES(Backup);

TEST_P(Backup, WhatWasErasedStaysErasedAfterARestore) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  auto const notes = fill(*store, *keys, house);
  auto const erased_before = child_of(notes[0]), erased_after = child_of(notes[1]);
  auto const kept = note(*keys, house, fresh<ChildId>(), "blijft");
  append(*store, house.tenant, kept);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.put_child_hash(erased_after, {1, 2, 3}); });
  keys->destroy(house.tenant, journal::subject_of(erased_before), minute(8));
  backup(*store, *keys, in("copy"), in("copy-keys"), minute(10));
  for (auto const& file : {in("copy") / kDatabaseFile, in("copy") / kManifest, in("copy-keys") / kKeyStoreBackup})
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << file;
  EXPECT_THROW(backup(*store, *keys, in("copy"), in("copy-keys"), minute(11)), StoreRefused) << "a copy is not overwritten";
  keys->destroy(house.tenant, journal::subject_of(erased_after), minute(12));
  auto const later = note(*keys, house, child_of(kept), "na de kopie");
  append(*store, house.tenant, later);

  auto restore_plan = plan_for_this_engine();
  restore_plan.newer_keys = newer_keys(*store, *keys);
  auto const restored = restore(restore_plan);
  ASSERT_TRUE(restored) << restored.error().code;
  ASSERT_EQ(restored->heads.size(), 1U);
  EXPECT_EQ(restored->heads[0].seq, 7);
  ASSERT_EQ(restored->erased.size(), 1U);
  EXPECT_EQ(restored->erased[0].subject, journal::subject_of(erased_after));

  auto const again = store_of(restore_plan);
  auto const keys_again = keys_of(restore_plan);
  std::ifstream manifest(in("copy") / kManifest);
  std::vector<std::string> heads_of_manifest;
  for (std::string line; std::getline(manifest, line);)
    if (journal::read_signed_head(line)) heads_of_manifest.push_back(line);
  EXPECT_EQ(heads_of_manifest.size(), 2U);
  EXPECT_TRUE(verify(*again, house.tenant, heads_of_manifest, keys_again->signing_keys().public_key).broken.empty());
  EXPECT_FALSE(keys_again->find_subject_key(house.tenant, journal::subject_of(erased_before)));
  EXPECT_FALSE(keys_again->find_subject_key(house.tenant, journal::subject_of(erased_after)));
  again->read(house.tenant, [&](app::ReadTx const& tx) {
    EXPECT_TRUE(tx.children_with_hash({1, 2, 3}).empty());
    EXPECT_FALSE(tx.entry(later.header.id)) << "it came after the copy";
    auto const stored = tx.entry(kept.header.id);
    ASSERT_TRUE(stored);
    auto const key = keys_again->find_subject_key(house.tenant, kept.header.subject);
    ASSERT_TRUE(key);
    EXPECT_EQ(journal::open(stored->header_bytes, stored->sealed, *stored->content_key, *key)->get("text"), "blijft");
  });
}

TEST_P(Backup, EveryRowOfEveryTableComesBackInEitherEngine) {
  auto store = open_store();
  auto keys = open_keys();
  std::vector<TenantId> tenants;
  for (int i = 0; i < 2; ++i) {
    auto const house = make_house(*store, make_tenant(*store));
    tenants.push_back(house.tenant);
    keys->create_tenant(house.tenant);
    auto const notes = fill(*store, *keys, house, 40);
    auto const child = child_of(notes[0]);
    store->write(house.tenant, app::Lane::Bulk, "s", [&](app::WriteTx& tx) {
      for (int k = 0; k < 1203; ++k) tx.append(open_note(house, child), kMorning);
      tx.replace(full_projection(house, child));
      tx.put_child_hash(child, {1, 2, 3});
      tx.put(app::PlanRow{"plan", 1, "een tekst\nmet \"tekens\""});
    });
  }
  auto const facts = [&](Database& of) {
    std::string out;
    for (auto const tenant : tenants) {
      out += dump_projections(of, tenant);
      of.read(tenant, [&](app::ReadTx const& tx) {
        out += tx.plans().at(0).text + std::to_string(tx.children_with_hash({1, 2, 3}).size());
      });
    }
    for (auto const& head : heads(of, minute(50))) out += journal::sign(head, keys->signing_keys()) + "\n";
    return out;
  };
  backup(*store, *keys, in("copy"), in("copy-keys"), minute(10));
  auto const before = facts(*store);
  auto const into = [&](RestorePlan const& plan) {
    auto const restored = restore(plan);
    ASSERT_TRUE(restored) << restored.error().code;
    EXPECT_EQ(restore(plan).error().code, "restore_place_taken") << "nothing is put over something";
    auto const again = store_of(plan);
    auto const keys_again = keys_of(plan);
    EXPECT_EQ(facts(*again), before);
    for (auto const tenant : tenants) {
      auto const verified = verify(*again, tenant);
      EXPECT_EQ(verified.broken, std::vector<std::string>{});
      EXPECT_EQ(verified.entries, 1243);
      EXPECT_EQ(verified.audit_rows, 40);
      for_each_entry(*again, tenant, [&](app::StoredEntry const& entry) {
        if (!entry.content_key) return;
        auto const key = keys_again->find_subject_key(tenant, entry.header.subject);
        EXPECT_TRUE(key && journal::open(entry.header_bytes, entry.sealed, *entry.content_key, *key));
      });
    }
  };
  into(plan());
  if (GetParam() == Engine::Sqlite) return;
  std::filesystem::remove_all(in("data-2"));
  std::filesystem::remove(in("keys-2.sqlite"));
  into(plan_for_this_engine());
  EXPECT_FALSE(std::filesystem::exists(in("data-2") / kDatabaseFile)) << "no second copy is left beside the database";
  EXPECT_FALSE(std::filesystem::exists(in("keys-2.sqlite")));
}

TEST_P(Backup, NoTableIsForgotten) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  fill(*store, *keys, house);
  auto const account = fresh<AccountId>();
  store->write_global([&](app::GlobalWriteTx& tx) {
    app::AccountRow row;
    row.id = account;
    row.login_hash = {1};
    row.language = "nl";
    tx.insert(row);
    tx.link(account, house.tenant);
    tx.put(app::CodeRow{account, app::CodePurpose::Card, {2}, kMorning, std::nullopt});
    tx.put(app::SessionRow{{3}, account, std::nullopt, std::nullopt, true, {}, kMorning, kMorning, kMorning});
  });
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.count_failed_log_in(account);
    tx.put(app::MembershipRow{fresh<MembershipId>(), account, house.organisation, Role::Beheerder, std::nullopt, kMorning});
    tx.put(app::GroupWorkerRow{account, house.group, kMorning});
    tx.put(app::AbsenceRow{account, kMorning, minute(9)});
    tx.put(app::PlanRow{"plan", 1, "tekst"});
    tx.put(app::PlanDraftRow{house.organisation, "plan", 1, 1, "tekst", account, kMorning});
    tx.put_answered_plan(house.organisation, "plan", 2);
    tx.put(app::MessageSettingRow{account, true, {1}, 31, 480, 1020, "nl", {}});
    tx.replace_nudges(account, {{fresh<CaseId>().uuid, "answer", 1}});
    tx.put_question_opened(fresh<CaseId>(), kMorning);
    tx.put(app::FaceRow{account, kMorning, {1}});
    tx.put_child_hash(fresh<ChildId>(), {1});
    tx.put_outside_number("child", {1}, fresh<ChildId>().uuid);
    auto const day = base::Date::of(2026, 12, 24);
    tx.put(app::ClosingRow{fresh<app::ClosingId>(), house.organisation, house.location, day, day, "Kerst"});
    tx.put(app::PartnerCardRow{fresh<app::PartnerCardId>(), house.organisation, {1}, {2}, {3}});
    tx.put(app::DeelprojectRow{fresh<app::DeelprojectId>(), "Rust", {house.group}});
    tx.replace(full_projection(house, fresh<ChildId>()));
  });
  keys->service_key("account");
  keys->tenant_service_key(house.tenant, "child_lookup");
  keys->signing_keys();
  keys->destroy(house.tenant, journal::subject_of(fresh<ChildId>()), kMorning);
  backup(*store, *keys, in("copy"), in("copy-keys"), minute(10));
  for (auto const& [path, places_kept] : {std::pair(in("copy") / kDatabaseFile, std::set<std::string>{"attachment", "device"}),
                                          std::pair(in("copy-keys") / kKeyStoreBackup, std::set<std::string>{"receiving_key"})}) {
    auto db = Connection::open_sqlite(path);
    for (auto const row : db.query("select name from sqlite_schema where type = 'table' and substr(name, 1, 7) <> 'sqlite_'")) {
      auto const rows = db.query("select count(*) from " + row.text(0));
      EXPECT_EQ(rows.only().integer(0) == 0, places_kept.contains(row.text(0))) << row.text(0);
    }
  }
}

TEST_P(Backup, OneThatIsMadeWhilePeopleWriteIsOneMoment) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  fill(*store, *keys, house);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) append(*store, house.tenant, open_note(house, fresh<ChildId>()));
  });
  backup(*store, *keys, in("copy"), in("copy-keys"), minute(10));
  stop = true;
  writer.join();
  ASSERT_TRUE(restore(plan()));
  auto const verified = verify(*open_sqlite_store(in("data-2")), house.tenant);
  EXPECT_EQ(verified.broken, std::vector<std::string>{});
  EXPECT_GE(verified.entries, 6);
}

// ---------------------------------------------------------------- the heads of the day

TEST_P(Backup, HeadsAreAddedOnceADay) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  fill(*store, *keys, house);
  auto const lines = [&] {
    std::ifstream file(in("heads"));
    std::vector<std::string> out;
    for (std::string line; std::getline(file, line);) out.push_back(line);
    return out;
  };
  EXPECT_TRUE(add_heads_of_the_day(*store, *keys, in("heads"), minute(0)));
  EXPECT_FALSE(add_heads_of_the_day(*store, *keys, in("heads"), minute(600))) << "the same day";
  EXPECT_EQ(lines().size(), 2U);
  fill(*store, *keys, house, 3);
  EXPECT_TRUE(add_heads_of_the_day(*store, *keys, in("heads"), minute(24 * 60)));
  ASSERT_EQ(lines().size(), 4U);
  auto const verified = verify(*store, house.tenant, lines(), keys->signing_keys().public_key);
  EXPECT_EQ(verified.broken, std::vector<std::string>{});
  tamper(store, "update chain_head set seq = 8, hash = (select hash from entry where seq = 8) where tenant = $1", house.tenant);
  EXPECT_FALSE(verify(*store, house.tenant, lines(), keys->signing_keys().public_key).broken.empty()) << "the newest head is missed";
}

TEST_P(Backup, HeadsFromBeforeANewMasterKeyStillHoldAfterIt) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  auto const notes = fill(*store, *keys, house);
  auto const before = signed_heads(*store, *keys, minute(9));
  keys->rotate_master_key(base::SecretBytes(Bytes(32, 9)));
  keys->rotate_tenant_key(house.tenant);
  auto const after = signed_heads(*store, *keys, minute(10));
  for (auto const* heads : {&before, &after})
    EXPECT_EQ(verify(*store, house.tenant, *heads, keys->signing_keys().public_key).broken, std::vector<std::string>{});
  auto const key = keys->find_subject_key(house.tenant, notes[0].header.subject);
  ASSERT_TRUE(key);
  EXPECT_TRUE(journal::open(notes[0].header_bytes, notes[0].sealed, *notes[0].content_key, *key));
}

TEST_P(Backup, AKeyStoreThatIsOlderThanTheDatabaseIsRefusedAndNothingIsLeft) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  fill(*store, *keys, house);
  backup(*store, *keys, in("old"), in("old-keys"), minute(10));
  backup(*store, *keys, in("copy"), in("copy-keys"), minute(20));
  auto mixed = plan();
  mixed.keys_backup = in("old-keys") / kKeyStoreBackup;
  auto const refused = restore(mixed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "restore_old_keys");
  EXPECT_TRUE(std::filesystem::is_empty(in("data-2")));
  EXPECT_FALSE(std::filesystem::exists(in("keys-2.sqlite")));

  auto other_way = plan();
  other_way.database_backup = in("old");
  EXPECT_TRUE(restore(other_way)) << "newer keys open older entries";
  EXPECT_EQ(restore(other_way).error().code, "restore_place_taken");
}

TEST_P(Backup, ADamagedOrMissingCopyIsRefused) {
  auto store = open_store();
  auto keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  fill(*store, *keys, house, 40);
  EXPECT_EQ(restore(plan()).error().code, "restore_missing");
  backup(*store, *keys, in("copy"), in("copy-keys"), minute(10));
  {
    std::fstream file(in("copy") / kDatabaseFile, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 8);
    std::string const zeros(static_cast<std::size_t>(4096) * 12, '\x55');
    file.write(zeros.data(), static_cast<std::streamsize>(zeros.size()));
  }
  auto const refused = restore(plan());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "restore_damaged");
  EXPECT_FALSE(std::filesystem::exists(in("data-2") / kDatabaseFile));
}

}  // namespace
}  // namespace vlechtwerk::store::testing
