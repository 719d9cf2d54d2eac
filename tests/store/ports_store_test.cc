#include <atomic>
#include <thread>

#include "store/ports_support.h"

namespace vlechtwerk::store::testing {
namespace {

class Ports : public PortsTest {};
ON_BOTH_ENGINES(Ports);

TEST_P(Ports, EveryStatementIsTakenByTheEngine) {
  auto const store = open_store();
  EXPECT_NO_THROW(store->check_statements());
  EXPECT_NO_THROW(open_keys()->check_statements());
  EXPECT_GT(Statement::all().size(), 100U);
}

TEST_P(Ports, AStoreIsOpenedAgainAndKeepsItsSettings) {
  open_store()->write_global([](app::GlobalWriteTx& tx) { tx.put_setting("demo", "1"); });
  open_store()->read_global([](app::GlobalTx const& tx) {
    EXPECT_EQ(tx.setting("demo"), "1");
    EXPECT_EQ(tx.setting("server"), "");
  });
}

std::string refusal_of_a_second(std::function<std::unique_ptr<Database>()> const& open) {
  try {
    open();
    return "ok";
  } catch (StoreRefused const& refused) {
    return refused.error().code;
  }
}

TEST_P(Ports, ASecondServerWithTheSameNumberIsRefusedUntilTheFirstEnds) {
  auto first = open_store(1);
  EXPECT_EQ(refusal_of_a_second([&] { return open_store(1); }),
            GetParam() == Engine::Sqlite ? "data_directory_locked" : "server_number_taken");
  EXPECT_EQ(refusal_of_a_second([&] { return open_store(2); }), GetParam() == Engine::Sqlite ? "data_directory_locked" : "ok");
  first.reset();
  EXPECT_EQ(refusal_of_a_second([&] { return open_store(1); }), "ok");
}

TEST_P(Ports, AServerWhoseConnectionEndedTakesItsNumberAgainUnlessAnotherHasIt) {
  if (GetParam() == Engine::Sqlite) return;
  auto const cut = [&] {
    raw_connection().query(
        "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vlechtwerk server 1' and "
        "datname = current_database()) as cut");
  };
  auto const writes = [](Database& store) { store.write_global([](app::GlobalWriteTx& tx) { tx.put_setting("demo", "1"); }); };
  auto const first = open_store(1);
  cut();
  EXPECT_NO_THROW(writes(*first));
  EXPECT_EQ(refusal_of_a_second([&] { return open_store(1); }), "server_number_taken");
  cut();
  auto second = open_store(1);
  EXPECT_THROW(writes(*first), base::WorldError);
  EXPECT_NO_THROW(writes(*second));
  second.reset();
  EXPECT_NO_THROW(writes(*first));
}

TEST_P(Ports, ManyReadsThatEachLookUpAnAccountDoNotWaitForEachOther) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  std::atomic<int> inside = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i)
    threads.emplace_back([&] {
      try {
        store->read(tenant, [&](app::ReadTx const&) {
          // All readers that there are stand here at the same time before the first looks further.
          ++inside;
          for (int wait = 0; wait < 200 && inside < 4; ++wait) std::this_thread::sleep_for(std::chrono::milliseconds(1));
          store->read_global([&](app::GlobalTx const& tx) { done += tx.setting("demo").empty() ? 1 : 0; });
        });
      } catch (base::WorldError const&) {
        // no reader came free: counted as not done
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 12);
}

TEST_P(Ports, ASchemaThatIsNewerIsRefused) {
  open_store();
  raw_connection().query("insert into migration (number, name, applied_us) values (99, 'later', 0)");
  try {
    open_store();
    FAIL() << "a newer schema was opened";
  } catch (StoreRefused const& refused) {
    EXPECT_EQ(refused.error().code, "schema_newer");
  }
}

TEST_P(Ports, WhoHasAPhotoIsFoundAmongMany) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  std::vector<AccountId> accounts;
  for (int i = 0; i < 90; ++i) accounts.push_back(fresh<AccountId>());
  std::sort(accounts.begin(), accounts.end());
  std::vector<AccountId> const pictured{accounts[0], accounts[41], accounts[89]};
  store->write(tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    for (auto const one : pictured) tx.put(app::FaceRow{one, minute(0), {1}});
    tx.put(app::FaceRow{fresh<AccountId>(), minute(0), {1}});
  });
  store->read(tenant, [&](app::ReadTx const& tx) {
    auto found = tx.with_face(accounts);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, pictured);
    EXPECT_EQ(tx.with_face({accounts[41], accounts[1]}), std::vector{accounts[41]});
    EXPECT_TRUE(tx.with_face({}).empty());
  });
}

TEST_P(Ports, TheRegisterReadsBackWhatWasPut) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const account = fresh<AccountId>();
  app::MembershipRow membership{fresh<MembershipId>(), account, house.organisation, Role::Pedagoog, house.location, minute(0), minute(10)};
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.put(membership);
    tx.put(app::GroupWorkerRow{account, house.group, minute(0), minute(10)});
    tx.set_organisation_plan(house.organisation, "stappenplan");
    EXPECT_EQ(tx.memberships(minute(0)).size(), 1U);
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    EXPECT_EQ(tx.tenant_row()->name, "Vlechtstad");
    ASSERT_EQ(tx.organisations().size(), 1U);
    EXPECT_EQ(tx.organisation(house.organisation)->plan, "stappenplan");
    EXPECT_FALSE(tx.organisation(fresh<OrganisationId>()));
    ASSERT_EQ(tx.locations().size(), 1U);
    EXPECT_EQ(tx.locations()[0].name, "Beekstraat");
    EXPECT_EQ(tx.groups().size(), 1U);
    EXPECT_EQ(tx.group(house.group)->group_type, "regular");
    EXPECT_EQ(tx.memberships_of(account, minute(9)).at(0).location, house.location);
    EXPECT_TRUE(tx.memberships_of(account, minute(10)).empty()) << "the end does not belong to it";
    EXPECT_TRUE(tx.memberships(minute(-1)).empty());
    EXPECT_EQ(tx.groups_of(account, minute(0)).size(), 1U);
    EXPECT_TRUE(tx.groups_of(account, minute(10)).empty());
    EXPECT_EQ(tx.group_workers(minute(0)).size(), 1U);
    EXPECT_EQ(tx.groups({house.group, fresh<GroupId>()}).at(0).name, tx.group(house.group)->name);
    EXPECT_EQ(tx.groups({house.group, fresh<GroupId>()}).size(), 1U);
    EXPECT_EQ(tx.groups_at(house.location).size(), 1U);
    EXPECT_TRUE(tx.groups_at(fresh<LocationId>()).empty());
    EXPECT_EQ(tx.count_groups(house.location), 1U);
    EXPECT_EQ(tx.count_groups(fresh<LocationId>()), 0U);
    EXPECT_EQ(tx.membership(membership.id, minute(9))->account, account);
    EXPECT_FALSE(tx.membership(membership.id, minute(10)));
    EXPECT_FALSE(tx.membership(membership.id, minute(-1)));
    EXPECT_FALSE(tx.membership(fresh<MembershipId>(), minute(9)));
    EXPECT_EQ(tx.members_of(house.organisation, minute(0)).at(0).account, account);
    EXPECT_TRUE(tx.members_of(house.organisation, minute(10)).empty());
    EXPECT_TRUE(tx.has_member(house.organisation, Role::Pedagoog, minute(9)));
    EXPECT_FALSE(tx.has_member(house.organisation, Role::Pedagoog, minute(10)));
    EXPECT_FALSE(tx.has_member(house.organisation, Role::Leidinggevende, minute(9)));
    EXPECT_TRUE(tx.ended_memberships_of(account, minute(9)).empty());
    EXPECT_EQ(tx.ended_memberships_of(account, minute(10)).size(), 1U);
  });
  membership.until = minute(5);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.put(membership); });
  store->read(house.tenant, [&](app::ReadTx const& tx) { EXPECT_TRUE(tx.memberships(minute(5)).empty()); });
}

TEST_P(Ports, AnAbsenceIsThereUntilItEndsAndCanEndSooner) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store)), elsewhere = make_house(*store, make_tenant(*store));
  app::AbsenceRow const ill{fresh<AccountId>(), minute(0), minute(10)}, away{fresh<AccountId>(), minute(20), minute(30)};
  auto const put = [&](app::AbsenceRow const& row) {
    store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.put(row); });
  };
  auto const standing = [&](House const& in, Instant now) {
    std::vector<app::AbsenceRow> rows;
    store->read(in.tenant, [&](app::ReadTx const& tx) { rows = tx.absences({ill.account, away.account, fresh<AccountId>()}, now); });
    std::sort(rows.begin(), rows.end(), [](auto const& a, auto const& b) { return a.from < b.from; });
    return rows;
  };
  put(ill);
  put(away);
  EXPECT_EQ(standing(house, minute(0)), (std::vector{ill, away}));
  EXPECT_EQ(standing(house, {minute(10).us - 1}), (std::vector{ill, away}));
  EXPECT_EQ(standing(house, minute(10)), std::vector{away});
  EXPECT_TRUE(standing(elsewhere, minute(0)).empty());
  put({ill.account, ill.from, minute(5)});
  EXPECT_EQ(standing(house, minute(5)), std::vector{away});
}

TEST_P(Ports, AnOrganisationHasOneDraftOfItsPlanAndAnswersAVersionOnce) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const worker = fresh<AccountId>();
  auto const draft = [&] {
    std::optional<app::PlanDraftRow> row;
    store->read(house.tenant, [&](app::ReadTx const& tx) { row = tx.plan_draft(house.organisation); });
    return row;
  };
  auto const write = [&](std::function<void(app::WriteTx&)> const& work) { store->write(house.tenant, app::Lane::People, "s", work); };
  EXPECT_FALSE(draft().has_value());
  write([&](app::WriteTx& tx) { tx.put(app::PlanDraftRow{house.organisation, "plan", 1, 1, "een", worker, minute(1), 3}); });
  EXPECT_EQ(draft()->offered, 3);
  write([&](app::WriteTx& tx) { tx.put(app::PlanDraftRow{house.organisation, "plan", 1, 2, "twee", worker, minute(2)}); });
  ASSERT_TRUE(draft().has_value());
  EXPECT_EQ(draft()->text, "twee");
  EXPECT_EQ(draft()->revision, 2);
  EXPECT_EQ(draft()->changed, minute(2));
  EXPECT_FALSE(draft()->offered.has_value());
  write([&](app::WriteTx& tx) { tx.remove_plan_draft(house.organisation); });
  EXPECT_FALSE(draft().has_value());
  auto const answered = [&](std::int64_t version) {
    bool yes = false;
    store->read(house.tenant, [&](app::ReadTx const& tx) { yes = tx.answered_plan(house.organisation, "plan", version); });
    return yes;
  };
  for (int i = 0; i < 2; ++i) write([&](app::WriteTx& tx) { tx.put_answered_plan(house.organisation, "plan", 2); });
  EXPECT_TRUE(answered(2));
  EXPECT_FALSE(answered(3));
}

TEST_P(Ports, WhoWorksNearALocationIsFoundWithoutTheRestOfTheTenant) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  auto const house = make_house(*store, tenant), other = make_house(*store, tenant);
  auto const member = [&](House const& in, Role role, std::optional<LocationId> location, int from, int until) {
    auto const account = fresh<AccountId>();
    store->write(tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
      tx.put(app::MembershipRow{fresh<MembershipId>(), account, in.organisation, role, location, minute(from), minute(until)});
      if (location) tx.put(app::GroupWorkerRow{account, in.group, minute(from), minute(until)});
    });
    return account;
  };
  auto const here = member(house, Role::PedagogischMedewerker, house.location, 0, 9);
  auto const everywhere = member(house, Role::Pedagoog, std::nullopt, 0, 9);
  member(other, Role::PedagogischMedewerker, other.location, 0, 9);
  auto const late = member(other, Role::Pedagoog, std::nullopt, 2, 9), early = member(other, Role::Pedagoog, std::nullopt, 1, 5);
  store->read(tenant, [&](app::ReadTx const& tx) {
    auto const accounts = [&](Instant now) {
      std::set<AccountId> out;
      for (auto const& row : tx.members_at(house.organisation, house.location, now)) out.insert(row.account);
      return out;
    };
    EXPECT_EQ(accounts(minute(8)), (std::set{here, everywhere}));
    EXPECT_TRUE(accounts(minute(9)).empty());
    ASSERT_EQ(tx.workers_of(house.group, minute(8)).size(), 1U);
    EXPECT_EQ(tx.workers_of(house.group, minute(8))[0].account, here);
    EXPECT_TRUE(tx.workers_of(house.group, minute(9)).empty());
    auto const elsewhere = [&](Role role, Instant now) {
      auto const row = tx.longest_elsewhere(role, house.organisation, now);
      return row ? std::optional(row->account) : std::nullopt;
    };
    EXPECT_EQ(elsewhere(Role::Pedagoog, minute(3)), early);
    EXPECT_EQ(elsewhere(Role::Pedagoog, minute(5)), late);
    EXPECT_EQ(elsewhere(Role::Jeugdzorgcoach, minute(3)), std::nullopt);
  });
}

TEST_P(Ports, ALocationNamesAStandInOrNobody) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const named = [&] {
    std::vector<app::StandInRow> rows;
    store->read(house.tenant, [&](app::ReadTx const& tx) { rows = tx.stand_ins(); });
    EXPECT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().location, house.location);
    return rows.front().account;
  };
  auto const put = [&](std::optional<AccountId> account) {
    store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.put(app::StandInRow{house.location, account}); });
  };
  EXPECT_EQ(named(), std::nullopt);
  auto const account = fresh<AccountId>();
  put(account);
  EXPECT_EQ(named(), account);
  put(std::nullopt);
  EXPECT_EQ(named(), std::nullopt);
}

TEST_P(Ports, AChildIsWithoutMentorWhenNobodyInItsOrganisationIs) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto p = full_projection(house, fresh<ChildId>());
  auto const worker = p.mentor[0].account;
  auto const without = [&](Instant now) {
    std::vector<ChildId> rows;
    store->read(house.tenant, [&](app::ReadTx const& tx) { rows = tx.children_without_mentor({p.child, fresh<ChildId>()}, now); });
    return !rows.empty();
  };
  auto const member = [&](Role role, Instant until) {
    store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
      tx.replace(p);
      tx.put(app::MembershipRow{MembershipId{worker.uuid}, worker, house.organisation, role, {}, minute(0), until});
    });
  };
  member(Role::PedagogischMedewerker, minute(20));
  EXPECT_FALSE(without({minute(20).us - 1}));
  EXPECT_TRUE(without(minute(20))) << "the mentor does not work here any more";
  member(Role::Leidinggevende, minute(20));
  EXPECT_TRUE(without(minute(19))) << "a mentor is a worker";
  p.mentor.clear();
  member(Role::PedagogischMedewerker, minute(20));
  EXPECT_TRUE(without(minute(19)));
}

TEST_P(Ports, AGroupCannotStandAtTheLocationOfAnotherOrganisation) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  EXPECT_THROW(store->write(house.tenant, app::Lane::People, "s",
                            [&](app::WriteTx& tx) {
                              tx.put(app::GroupRow{fresh<GroupId>(), house.location, fresh<OrganisationId>(), "Uilen", "bso"});
                            }),
               DatabaseError);
}

TEST_P(Ports, APlanVersionIsNeverChanged) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  auto const put = [&](std::int64_t version, std::string const& text) {
    store->write(tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.put(app::PlanRow{"stappenplan", version, text}); });
  };
  put(1, "een");
  put(1, "een");
  put(2, "twee");
  EXPECT_THROW(put(1, "anders"), base::WorldError);
  store->read(tenant, [&](app::ReadTx const& tx) {
    EXPECT_EQ(tx.plans().size(), 2U);
    EXPECT_EQ(tx.plan("stappenplan", 1)->text, "een");
    EXPECT_EQ(tx.newest_plan_version("stappenplan"), 2);
    EXPECT_FALSE(tx.newest_plan_version("ander"));
  });
}

TEST_P(Ports, AccountsSessionsAndCodesReadBack) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  app::AccountRow account{fresh<AccountId>(), {9, 9}, {1}, {2}, "hash", app::SecondFactor::Totp, {3}, 77, "nl", true, std::nullopt};
  app::SessionRow session{{5, 5}, account.id, tenant, std::nullopt, true, {4}, minute(0), minute(1), minute(2)};
  app::CodeRow code{account.id, app::CodePurpose::Recovery, {6, 6}, minute(9), std::nullopt};
  store->write_global([&](app::GlobalWriteTx& tx) {
    EXPECT_TRUE(tx.insert(account));
    auto other = account;
    other.id = fresh<AccountId>();
    EXPECT_FALSE(tx.insert(other)) << "the login name exists";
    tx.link(account.id, tenant);
    tx.link(account.id, tenant);
    tx.put(session);
    tx.put(code);
    account.disabled = minute(3);
    account.password_hash = "other";
    tx.update(account);
  });
  store->read_global([&](app::GlobalTx const& tx) {
    EXPECT_EQ(tx.tenants().size(), 1U);
    EXPECT_EQ(tx.account(account.id)->password_hash, "other");
    EXPECT_EQ(tx.account(account.id)->disabled, minute(3));
    EXPECT_EQ(tx.account_by_login({9, 9})->totp_last_step, 77);
    EXPECT_TRUE(tx.account_by_login({9, 9})->beheerder_of_server);
    EXPECT_FALSE(tx.account_by_login({9}));
    EXPECT_EQ(tx.tenants_of(account.id), std::vector{tenant});
    EXPECT_EQ(tx.accounts_of(tenant).size(), 1U);
    EXPECT_EQ(tx.account_count(tenant), 1U);
    EXPECT_EQ(tx.some_accounts_of(tenant, {}, 1).size(), 1U);
    EXPECT_TRUE(tx.some_accounts_of(tenant, tx.accounts_of(tenant)[0].id, 1).empty()) << "after the last";
    EXPECT_EQ(tx.session({5, 5})->tenant, tenant);
    EXPECT_FALSE(tx.session({5, 5})->membership);
    EXPECT_EQ(tx.sessions_of(account.id).size(), 1U);
    EXPECT_EQ(tx.code(account.id, {6, 6})->purpose, app::CodePurpose::Recovery);
  });
  store->write_global([&](app::GlobalWriteTx& tx) {
    EXPECT_TRUE(tx.use(code, minute(4)));
    EXPECT_FALSE(tx.use(code, minute(4))) << "a code works once";
    tx.end_session({5, 5});
    EXPECT_FALSE(tx.session({5, 5}));
    tx.put(session);
    tx.end_sessions_of(account.id);
    EXPECT_TRUE(tx.sessions_of(account.id).empty());
  });
}

TEST_P(Ports, AProjectionReadsBackAndIsReplacedWhole) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>();
  auto const p = full_projection(house, child);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(p); });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const read = tx.child(child);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->registered, p.registered);
    EXPECT_EQ(read->birth_month, p.birth_month);
    EXPECT_EQ(read->in_group.at(0).group, house.group);
    EXPECT_EQ(read->in_group.at(0).days, 21);
    EXPECT_EQ(read->mentor.at(0).account, p.mentor[0].account);
    EXPECT_TRUE(read->person.at(0).gezag);
    EXPECT_EQ(read->toestemming.at(0).recipient, "pedagoog");
    ASSERT_EQ(read->route.size(), 1U);
    ASSERT_EQ(read->route[0].obligations.size(), 2U);
    EXPECT_EQ(read->route[0].obligations[0].step, "gesprek");
    EXPECT_EQ(read->route[0].obligations[0].due, p.route[0].obligations[0].due);
    EXPECT_TRUE(read->route[0].obligations[1].escalation);
    EXPECT_EQ(read->route[0].plan_van_aanpak, p.route[0].plan_van_aanpak);
    EXPECT_EQ(read->route[0].writer, p.route[0].writer);
    EXPECT_EQ(read->route[0].holders, p.route[0].holders);
    EXPECT_EQ(tx.open_routes({child}), p.route);
    EXPECT_EQ(read->hulpvraag.at(0).assigned_to, p.hulpvraag[0].assigned_to);
    EXPECT_EQ(read->hulpvraag_open.at(0).account, p.hulpvraag_open[0].account);

    auto const line = tx.timeline(child, app::kNoEnd, 10);
    ASSERT_EQ(line.size(), 2U) << "what was withdrawn is left out";
    EXPECT_EQ(line[0].row.kind, "route.opened");
    EXPECT_EQ(tx.timeline(child, line[0].row.occurred, 10).size(), 1U);
    EXPECT_EQ(tx.timeline(child, app::kNoEnd, 1).size(), 1U);

    EXPECT_EQ(tx.current_groups(child, minute(59)), std::vector{house.group});
    EXPECT_TRUE(tx.current_groups(child, minute(60)).empty());
    EXPECT_EQ(tx.children_in_group(house.group, minute(0)), std::vector{child});
    EXPECT_EQ(tx.hulpvraag(p.hulpvraag[0].hulpvraag)->status, "assigned");
    EXPECT_EQ(tx.hulpvraag_asked_by(p.hulpvraag[0].asked_by).size(), 1U);
    EXPECT_EQ(tx.hulpvraag_assigned_to(*p.hulpvraag[0].assigned_to).size(), 1U);
    EXPECT_TRUE(tx.hulpvraag_waiting(house.organisation).empty());
    EXPECT_FALSE(tx.child(fresh<ChildId>()));
  });

  app::ChildProjection bare;
  bare.child = child;
  bare.registered = p.registered;
  bare.birth_month = p.birth_month;
  bare.group_type = "bso";
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.replace(bare);
    tx.add_timeline(child, p.timeline[0]);
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const read = tx.child(child);
    EXPECT_EQ(read->group_type, "bso");
    EXPECT_TRUE(read->in_group.empty() && read->mentor.empty() && read->person.empty() && read->toestemming.empty() &&
                read->route.empty() && read->hulpvraag.empty() && read->hulpvraag_open.empty());
    EXPECT_EQ(tx.timeline(child, app::kNoEnd, 10).size(), 1U);
    EXPECT_TRUE(tx.open_routes({child}).empty());
  });
}

TEST_P(Ports, WhatStandsInTheRegisterIsNoPartOfTheStory) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>();
  app::TimelineRow const told{fresh<EntryId>(), domain::case_of(child), "note.recorded", minute(0), false};
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.add_timeline(child, told);
    for (auto const* kind : {"child.registered", "child.placed", "mentor.assigned", "person.linked"})
      tx.add_timeline(child, {fresh<EntryId>(), domain::case_of(child), kind, minute(1), false});
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const lines = tx.timeline(child, app::kNoEnd, 1);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].row, told);
  });
}

TEST_P(Ports, RowsComeInTheirOrderAndNotInThatOfWriting) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  base::Uuid first, second;
  first.bytes[15] = 1;
  second.bytes[15] = 2;
  auto const account = fresh<AccountId>();
  auto p = full_projection(house, fresh<ChildId>());
  p.in_group = {{EntryId{second}, house.group, house.location, house.organisation, minute(0), minute(30)},
                {EntryId{first}, house.group, house.location, house.organisation, minute(30), minute(60)}};
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.replace(p);
    for (auto const& id : {second, first})
      tx.put(app::MembershipRow{MembershipId{id}, account, house.organisation, Role::Pedagoog, {}, minute(0), minute(9)});
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    EXPECT_EQ(tx.child(p.child)->in_group, p.in_group) << "by their beginning";
    EXPECT_EQ(tx.standing(p.child).in_group, p.in_group);
    EXPECT_EQ(tx.standing(p.child).mentor, p.mentor);
    EXPECT_TRUE(tx.standing(fresh<ChildId>()).in_group.empty());
    auto const mine = tx.memberships_of(account, minute(1));
    ASSERT_EQ(mine.size(), 2U);
    EXPECT_EQ(mine[0].id.uuid, first);
    auto const here = tx.members_at(house.organisation, house.location, minute(1));
    ASSERT_EQ(here.size(), 2U);
    EXPECT_EQ(here[0].id.uuid, first);
  });
}

TEST_P(Ports, OnlyWhatDiffersIsWrittenAndTheRestStaysAsItIs) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto p = full_projection(house, fresh<ChildId>()), neighbour = full_projection(house, fresh<ChildId>());
  auto const expect_read_back = [&](std::string const& after) {
    store->read(house.tenant, [&](app::ReadTx const& tx) {
      auto const read = tx.child(p.child).value();
      EXPECT_EQ(read.in_group, p.in_group) << after;
      EXPECT_EQ(read.mentor, p.mentor) << after;
      EXPECT_EQ(read.person, p.person) << after;
      EXPECT_EQ(read.toestemming, p.toestemming) << after;
      EXPECT_EQ(read.route, p.route) << after;
      EXPECT_EQ(read.hulpvraag, p.hulpvraag) << after;
      EXPECT_EQ(read.hulpvraag_open, p.hulpvraag_open) << after;
      std::vector<app::TimelineRow> standing(p.timeline.rbegin(), p.timeline.rend());
      std::erase_if(standing, [](app::TimelineRow const& row) { return row.withdrawn; });
      std::vector<app::TimelineRow> told;
      for (auto const& line : tx.timeline(p.child, app::kNoEnd, 10)) told.push_back(line.row);
      EXPECT_EQ(told, standing) << after;
      EXPECT_EQ(tx.child(neighbour.child).value().route, neighbour.route) << after;
    });
  };
  auto const replace = [&](std::string const& after) {
    store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(p); });
    expect_read_back(after);
  };
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(neighbour); });
  replace("the first time");
  replace("the same again");
  p.timeline[0].withdrawn = true;
  replace("a withdrawn entry");
  p.timeline.push_back({fresh<EntryId>(), domain::case_of(p.child), "note.recorded", minute(9), false});
  p.mentor.push_back({fresh<EntryId>(), fresh<AccountId>(), minute(8), minute(9)});
  replace("a row more");
  p.in_group[0].until = minute(7);
  p.toestemming[0].until = minute(7);
  p.hulpvraag_open[0].until = minute(7);
  p.hulpvraag[0].status = "answered";
  p.route[0].obligations.pop_back();
  replace("rows that changed");
  p.route[0].obligations.push_back({p.route[0].route, "meekijken", "pedagoog", "", p.route[0].opened_on, std::nullopt, false});
  p.route[0].folded = {7};
  p.route[0].holders.push_back({"meekijken", fresh<AccountId>(), fresh<EntryId>(), minute(9)});
  p.route[0].next_change_on.reset();
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.update(p.route[0]); });
  expect_read_back("one route");
  // What an older engine judged is folded anew before a list is read, whatever the day.
  auto const early = base::Date::of(2000, 1, 1);
  store->read(house.tenant, [&](app::ReadTx const& tx) { EXPECT_TRUE(tx.children_to_refold({p.child}, early).empty()); });
  --p.route[0].engine_version;
  replace("a route of an older engine");
  store->read(house.tenant, [&](app::ReadTx const& tx) { EXPECT_EQ(tx.children_to_refold({p.child}, early), std::vector{p.child}); });
  p.route.clear();
  replace("a route that is no more");
}

TEST_P(Ports, ListsOfManyChildrenKeepTheOrderThatWasAsked) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  std::vector<ChildId> children;
  for (int i = 0; i < 95; ++i) children.push_back(fresh<ChildId>());
  store->write(house.tenant, app::Lane::Bulk, "s", [&](app::WriteTx& tx) {
    for (auto const& child : children) tx.replace(full_projection(house, child));
  });
  std::reverse(children.begin(), children.end());
  auto asked = children;
  asked.insert(asked.begin() + 50, fresh<ChildId>());
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const names = tx.child_names(asked);
    ASSERT_EQ(names.size(), children.size());
    for (std::size_t i = 0; i < children.size(); ++i) EXPECT_EQ(names[i].child, children[i]);
    auto const routes = tx.open_routes(asked);
    EXPECT_EQ(routes.size(), children.size());
    EXPECT_EQ(routes[0].obligations.size(), 2U);
    auto const day = base::Date::of(2026, 1, 19);
    EXPECT_EQ(tx.children_to_refold(asked, day).size(), children.size());
    EXPECT_TRUE(tx.children_to_refold(asked, day.plus_days(-1)).empty());
    EXPECT_TRUE(tx.child_names({}).empty());
  });
}

TEST_P(Ports, ALongListIsAnsweredAsItsMembersOneByOne) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const day = base::Date::of(2026, 1, 19);
  std::vector<ChildId> children;
  std::vector<AccountId> people;
  for (int i = 0; i < 60; ++i) {
    children.push_back(fresh<ChildId>());
    people.push_back(fresh<AccountId>());
  }
  store->write(house.tenant, app::Lane::Bulk, "s", [&](app::WriteTx& tx) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      auto p = full_projection(house, children[i]);
      p.look_back_on = i % 3 == 0 ? std::optional(day.plus_days(static_cast<int>(i % 5) - 2)) : std::nullopt;
      if (i % 4 == 0) p.route[0].next_change_on = day.plus_days(1);
      if (i % 7 == 0) p.route[0].engine_version = app::kEngineVersion + 1;
      if (i % 11 == 0) p.route[0].engine_version = 0;
      if (i % 5 == 0) p.route[0].status = "closed";
      tx.replace(p);
      if (i % 6 == 0) tx.put(app::AbsenceRow{people[i], minute(0), minute(static_cast<int>(i))});
    }
  });
  // Of the last ones nothing is asked.
  children.resize(50);
  people.resize(50);
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    std::vector<ChildId> to_refold;
    std::vector<std::pair<ChildId, app::Date>> to_look_back;
    std::vector<CaseId> routes;
    std::vector<app::AbsenceRow> absences;
    auto const add = [](auto& all, auto const& some) { all.insert(all.end(), some.begin(), some.end()); };
    for (auto const& child : children) {
      add(to_refold, tx.children_to_refold({child}, day));
      add(to_look_back, tx.to_look_back({child}, day));
      for (auto const& route : tx.open_routes({child})) routes.push_back(route.route);
    }
    for (auto const& one : people) add(absences, tx.absences({one}, minute(7)));
    std::vector<CaseId> all_routes;
    for (auto const& route : tx.open_routes(children)) all_routes.push_back(route.route);
    auto const sorted = [](auto rows) {
      std::sort(rows.begin(), rows.end());
      return rows;
    };
    EXPECT_EQ(sorted(tx.children_to_refold(children, day)), sorted(to_refold));
    EXPECT_EQ(sorted(tx.to_look_back(children, day)), sorted(to_look_back));
    EXPECT_EQ(sorted(all_routes), sorted(routes));
    EXPECT_EQ(tx.absences(people, minute(7)).size(), absences.size());
    EXPECT_GT(to_refold.size(), 10U) << "there is something to find";
    EXPECT_GT(to_look_back.size(), 5U);
    EXPECT_GT(absences.size(), 5U);
  });
}

TEST_P(Ports, AQuestionWithoutAChildWaitsForThePedagoog) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  app::QuestionProjection p;
  p.hulpvraag = {fresh<CaseId>(), fresh<EntryId>(), std::nullopt, fresh<AccountId>(), GroupId{}, house.organisation,
                 false,           std::nullopt,     "asked",      minute(0),          minute(0)};
  p.timeline = {{fresh<EntryId>(), p.hulpvraag.hulpvraag, "hulpvraag.asked", minute(0), false}};
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.replace(p);
    tx.replace(p);
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    ASSERT_EQ(tx.hulpvraag_waiting(house.organisation).size(), 1U);
    EXPECT_TRUE(tx.hulpvraag_waiting(house.organisation)[0].group.is_nil());
    EXPECT_TRUE(tx.hulpvraag_waiting(fresh<OrganisationId>()).empty());
  });
  p.hulpvraag.informal = true;
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(p); });
  store->read(house.tenant, [&](app::ReadTx const& tx) { EXPECT_TRUE(tx.hulpvraag_waiting(house.organisation).empty()); });
}

TEST_P(Ports, AHashOfNamesFindsAChildAndGoesWithIt) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto p = full_projection(house, fresh<ChildId>());
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.replace(p);
    tx.put_child_hash(p.child, {1, 2});
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    EXPECT_EQ(tx.children_with_hash({1, 2}), std::vector{p.child});
    EXPECT_TRUE(tx.children_with_hash({1, 3}).empty());
  });
  p.erased = minute(1);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(p); });
  store->read(house.tenant, [&](app::ReadTx const& tx) { EXPECT_TRUE(tx.children_with_hash({1, 2}).empty()); });
}

TEST_P(Ports, WhoSawAChildNamesViewsAndListsButNoRefusals) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>(), other = fresh<ChildId>();
  auto view = audit_row(house, child), list = audit_row(house, std::nullopt), refusal = audit_row(house, child),
       elsewhere = audit_row(house, other);
  list.at = minute(1);
  list.action = "list_children";
  list.list = {other, child};
  refusal.outcome = "refused:no_relation";
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    for (auto const& row : {view, list, refusal, elsewhere}) tx.audit(row);
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const seen = tx.who_saw(child, 10);
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].action, "list_children");
    EXPECT_EQ(seen[1].actor, view.actor);
    EXPECT_EQ(tx.who_saw(child, 1).size(), 1U);
  });
}

TEST_P(Ports, WhatARefusedActDidIsUndoneAndTheAuditRowStays) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>();
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.nested([&] {
      tx.put_child_hash(child, {1});
      return false;
    });
    tx.nested([&] {
      tx.put_child_hash(child, {2});
      return true;
    });
    tx.audit(audit_row(house, child));
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    EXPECT_TRUE(tx.children_with_hash({1}).empty());
    EXPECT_EQ(tx.children_with_hash({2}).size(), 1U);
    EXPECT_EQ(tx.who_saw(child, 5).size(), 1U);
  });
}

TEST_P(Ports, AnExceptionUndoesTheWholeWriteAndReachesTheCaller) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  EXPECT_THROW(store->write(house.tenant, app::Lane::People, "s",
                            [&](app::WriteTx& tx) {
                              tx.put_child_hash(fresh<ChildId>(), {8});
                              throw std::logic_error("no");
                            }),
               std::logic_error);
  store->read(house.tenant, [&](app::ReadTx const& tx) { EXPECT_TRUE(tx.children_with_hash({8}).empty()); });
}

// ---------------------------------------------------------------- journal

TEST_P(Ports, AnEntryGetsItsPlaceAndReadsBackByteForByte) {
  auto const store = open_store();
  auto const keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  auto const child = fresh<ChildId>();
  auto const first = note(*keys, house, child, "huilt bij het brengen"), second = note(*keys, house, child);
  EXPECT_EQ(append(*store, house.tenant, first), app::Appended::New);
  EXPECT_EQ(append(*store, house.tenant, second, 1), app::Appended::New);
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const stored = tx.entry(first.header.id);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->position.seq, 1);
    EXPECT_EQ(stored->position.case_version, 1);
    EXPECT_EQ(stored->header, first.header);
    EXPECT_EQ(stored->header_bytes, first.header_bytes);
    EXPECT_EQ(stored->sealed, first.sealed);
    EXPECT_EQ(stored->content_key, first.content_key);
    EXPECT_EQ(tx.entry(second.header.id)->position.case_version, 2);
    EXPECT_EQ(tx.case_version(domain::case_of(child)), 2);
    EXPECT_EQ(tx.case_version(fresh<CaseId>()), 0);
    EXPECT_EQ(tx.entries_of_case(domain::case_of(child)).size(), 2U);
    EXPECT_FALSE(tx.entry(fresh<EntryId>()));
    auto const opened = journal::open(stored->header_bytes, stored->sealed, *stored->content_key,
                                      *keys->find_subject_key(house.tenant, journal::subject_of(child)));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->get("text"), "huilt bij het brengen");
  });
}

TEST_P(Ports, TheSameEntryIsSeenBeforeAlsoWhenItsCaseMovedOn) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>();
  auto const first = open_note(house, child), second = open_note(house, child), third = open_note(house, child);
  EXPECT_EQ(append(*store, house.tenant, first, 0), app::Appended::New);
  EXPECT_EQ(append(*store, house.tenant, first), app::Appended::SeenBefore);
  EXPECT_EQ(append(*store, house.tenant, second, 0), app::Appended::CaseMoved);
  EXPECT_EQ(append(*store, house.tenant, second, 1), app::Appended::New);
  EXPECT_EQ(append(*store, house.tenant, first, 0), app::Appended::SeenBefore);
  EXPECT_EQ(append(*store, house.tenant, third, 5), app::Appended::CaseMoved);
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const entries = tx.entries_of_child(child);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[1].position.seq, 2) << "what was not taken leaves no gap";
  });
}

TEST_P(Ports, TheEntriesOfAChildAreItsStreamItsRoutesAndItsQuestions) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const child = fresh<ChildId>(), other = fresh<ChildId>();
  auto const route = fresh<CaseId>(), question = fresh<CaseId>(), general = fresh<CaseId>();
  auto const worker = journal::subject_of(fresh<AccountId>());
  auto const put = [&](journal::Subject const& subject, CaseId case_id, journal::CaseKind kind, std::string_view what) {
    append(*store, house.tenant, *journal::seal_open(header(house, subject, case_id, kind, what)));
  };
  // The first entry of the stream of the child is about its mentor: the stream is the child's all the same.
  put(worker, domain::case_of(child), journal::CaseKind::Child, domain::entry_kind::kMentorAssigned);
  put(journal::subject_of(other), domain::case_of(other), journal::CaseKind::Child, domain::entry_kind::kChildRegistered);
  put(journal::subject_of(child), route, journal::CaseKind::Route, domain::entry_kind::kRouteOpened);
  put(journal::subject_of(child), question, journal::CaseKind::Question, domain::entry_kind::kHulpvraagAsked);
  put(worker, question, journal::CaseKind::Question, domain::entry_kind::kHulpvraagAssigned);
  put(worker, general, journal::CaseKind::Question, domain::entry_kind::kHulpvraagAsked);
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const entries = tx.entries_of_child(child);
    ASSERT_EQ(entries.size(), 4U);
    std::vector<std::int64_t> order;
    for (auto const& entry : entries) order.push_back(entry.position.seq);
    EXPECT_EQ(order, (std::vector<std::int64_t>{1, 3, 4, 5}));
    EXPECT_EQ(tx.child_of_case(question), child);
    EXPECT_EQ(tx.child_of_case(domain::case_of(child)), child);
    EXPECT_FALSE(tx.child_of_case(general));
    EXPECT_FALSE(tx.child_of_case(fresh<CaseId>()));
  });
}

TEST_P(Ports, RemovedContentsAreGoneAndTheEntryStays) {
  auto const store = open_store();
  auto const keys = open_keys();
  auto const house = make_house(*store, make_tenant(*store));
  keys->create_tenant(house.tenant);
  auto const child = fresh<ChildId>();
  auto const removed = note(*keys, house, child), kept = note(*keys, house, child);
  append(*store, house.tenant, removed);
  append(*store, house.tenant, kept);
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.remove_contents(removed.header.id); });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const both = tx.entries({removed.header.id, fresh<EntryId>(), kept.header.id});
    ASSERT_EQ(both.size(), 2U) << "what is not there is left out";
    for (auto const& one : both) EXPECT_EQ(one.content_key.has_value(), one.header.id == kept.header.id);
    EXPECT_FALSE(tx.entry(removed.header.id)->content_key);
    EXPECT_EQ(tx.entry(removed.header.id)->sealed, removed.sealed);
    EXPECT_TRUE(tx.entry(kept.header.id)->content_key);
  });
}

TEST_P(Ports, AnEntryOfAnotherTenantIsNotTaken) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const other = make_tenant(*store, "Elders");
  EXPECT_THROW(append(*store, other, open_note(house, fresh<ChildId>())), base::WorldError);
}

TEST_P(Ports, ManyWritersAtOnceLeaveNoGapAndNoDouble) {
  // On PostgreSQL two servers write to one tenant; SQLite has one server, with one directory.
  auto const one = open_store(1);
  auto const second = GetParam() == Engine::Postgresql ? open_store(2) : nullptr;
  auto& two = second ? *second : *one;
  auto const house = make_house(*one, make_tenant(*one));
  auto const child = fresh<ChildId>();
  std::vector<journal::SealedEntry> entries;
  for (int i = 0; i < 60; ++i) entries.push_back(open_note(house, child));
  auto const write_all = [&](Database& store, std::string const& session) {
    for (auto const& entry : entries) {
      store.write(house.tenant, app::Lane::People, session, [&](app::WriteTx& tx) {
        tx.append(entry, kMorning);
        tx.audit([&] {
          auto row = audit_row(house, child);
          return row;
        }());
      });
    }
  };
  std::thread a([&] { write_all(*one, "a"); }), b([&] { write_all(two, "b"); });
  a.join();
  b.join();
  one->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const stored = tx.entries_of_child(child);
    ASSERT_EQ(stored.size(), entries.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
      EXPECT_EQ(stored[i].position.seq, static_cast<std::int64_t>(i) + 1);
      EXPECT_EQ(stored[i].position.case_version, static_cast<std::int64_t>(i) + 1);
    }
    EXPECT_EQ(tx.who_saw(child, 1000).size(), 2 * entries.size());
  });
}

// ---------------------------------------------------------------- the wall between tenants

TEST_P(Ports, NothingOfAnotherTenantIsEverListed) {
  auto const store = open_store();
  auto const theirs = make_house(*store, make_tenant(*store, "Elders"));
  auto const mine = make_tenant(*store, "Hier");
  auto const p = full_projection(theirs, fresh<ChildId>());
  auto const worker = fresh<AccountId>(), gone = fresh<AccountId>();
  auto const leads = fresh<MembershipId>();
  auto const entry = open_note(theirs, p.child);
  auto question = p.hulpvraag[0];
  question.hulpvraag = fresh<CaseId>();
  question.child = std::nullopt;
  question.status = "asked";
  question.assigned_to = std::nullopt;
  store->write(theirs.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.put(app::MembershipRow{leads, worker, theirs.organisation, Role::Leidinggevende, std::nullopt, minute(0)});
    tx.put(app::MembershipRow{fresh<MembershipId>(), gone, theirs.organisation, Role::Leidinggevende, std::nullopt, minute(0), minute(1)});
    tx.put(app::MembershipRow{
        fresh<MembershipId>(), p.mentor[0].account, theirs.organisation, Role::PedagogischMedewerker, {}, minute(0), minute(2)});
    tx.put(app::GroupWorkerRow{worker, theirs.group, minute(0)});
    tx.put(app::AbsenceRow{worker, minute(0), minute(9)});
    tx.put(app::StandInRow{theirs.location, worker});
    tx.put(app::PlanRow{"stappenplan", 1, "een"});
    tx.put(app::PlanDraftRow{theirs.organisation, "stappenplan", 1, 1, "twee", worker, minute(0)});
    tx.put_answered_plan(theirs.organisation, "stappenplan", 2);
    tx.replace_nudges(worker, {{question.hulpvraag.uuid, "answer", 1}});
    tx.put_question_opened(question.hulpvraag, minute(0));
    tx.put(app::FaceRow{worker, minute(0), {1}});
    tx.append(entry, kMorning);
    tx.replace(p);
    tx.replace(app::QuestionProjection{question, {{fresh<EntryId>(), question.hulpvraag, "hulpvraag.asked", minute(0), false}}});
    tx.put_child_hash(p.child, {1});
    tx.audit(audit_row(theirs, p.child));
  });
  auto const counts = [&](TenantId tenant) {
    std::vector<std::size_t> found;
    store->read(tenant, [&](app::ReadTx const& tx) {
      auto const now = minute(4);
      auto const d = base::Date::of(2026, 2, 1);
      auto const all_stand_ins = tx.stand_ins();
      found = {tx.organisations().size(),
               tx.locations().size(),
               tx.groups().size(),
               std::size_t{tx.group(theirs.group).has_value()},
               std::size_t{tx.organisation(theirs.organisation).has_value()},
               tx.memberships(now).size(),
               std::size_t{tx.membership(leads, now).has_value()},
               tx.memberships_of(worker, now).size(),
               tx.groups_of(worker, now).size(),
               tx.group_workers(now).size(),
               tx.plans().size(),
               std::size_t{tx.plan("stappenplan", 1).has_value()},
               std::size_t{tx.newest_plan_version("stappenplan").has_value()},
               std::size_t{tx.plan_draft(theirs.organisation).has_value()},
               std::size_t{tx.answered_plan(theirs.organisation, "stappenplan", 2)},
               tx.open_routes_of_plan(p.route.front().plan).size(),
               tx.related_children(app::Relation::LeadsLocation, worker, now).size(),
               tx.related_places(app::Relation::LeadsLocation, worker, now, 9).size(),
               tx.related_with_work(app::Relation::LeadsLocation, worker, now, d).size(),
               tx.count_members(theirs.organisation, now),
               tx.groups({theirs.group}).size(),
               tx.groups_at(theirs.location).size(),
               tx.count_groups(theirs.location),
               tx.members_of(theirs.organisation, now).size(),
               tx.functions_at(theirs.organisation, theirs.location, now).size(),
               std::size_t{tx.has_member(theirs.organisation, Role::Leidinggevende, now)},
               tx.ended_memberships_of(gone, now).size(),
               std::size_t{tx.related(app::Relation::LeadsLocation, worker, p.child, now).has_value()},
               std::size_t{tx.entry(entry.header.id).has_value()},
               tx.entries({entry.header.id}).size(),
               tx.entries_of_child(p.child).size(),
               tx.entries_of_case(domain::case_of(p.child)).size(),
               static_cast<std::size_t>(tx.case_version(domain::case_of(p.child))),
               std::size_t{tx.child_of_case(domain::case_of(p.child)).has_value()},
               std::size_t{tx.child(p.child).has_value()},
               tx.standing(p.child).in_group.size(),
               tx.standing(p.child).mentor.size(),
               tx.timeline(p.child, app::kNoEnd, 9).size(),
               tx.child_names({p.child}).size(),
               tx.current_groups(p.child, now).size(),
               tx.children_in_group(theirs.group, now).size(),
               tx.children_without_mentor({p.child}, now).size(),
               tx.absences({worker}, now).size(),
               tx.absences(now).size(),
               std::size_t{tx.stand_in(theirs.location).has_value()},
               tx.members_at(theirs.organisation, theirs.location, now).size(),
               std::size_t{tx.longest_elsewhere(Role::Leidinggevende, fresh<OrganisationId>(), now).has_value()},
               tx.workers_of(theirs.group, now).size(),
               static_cast<std::size_t>(
                   std::count_if(all_stand_ins.begin(), all_stand_ins.end(), [](auto const& one) { return one.account.has_value(); })),
               tx.open_routes({p.child}).size(),
               tx.children_to_refold({p.child}, d).size(),
               std::size_t{tx.hulpvraag(question.hulpvraag).has_value()},
               tx.hulpvraag_asked_by(question.asked_by).size(),
               tx.hulpvraag_assigned_to(*p.hulpvraag[0].assigned_to).size(),
               tx.hulpvraag_waiting(theirs.organisation).size(),
               tx.children_with_hash({1}).size(),
               tx.nudges(worker).size(),
               std::size_t{tx.question_opened(question.hulpvraag).has_value()},
               std::size_t{tx.face(worker).has_value()},
               std::size_t{tx.face_changed(worker).has_value()},
               tx.with_face({worker}).size(),
               tx.who_saw(p.child, 9).size()};
    });
    return found;
  };
  for (auto const count : counts(theirs.tenant)) EXPECT_GE(count, 1U) << "each list has something to show to its own tenant";
  for (auto const count : counts(mine)) EXPECT_EQ(count, 0U);
}

/// Tables of the main store that belong to a tenant: all that have a column tenant and are not among the global ones.
std::vector<std::string> tenant_tables() {
  std::vector<std::string> tables;
  std::string text;
  for (auto const& step : migrations_of(Place::Main)) text += step.text;
  for (auto at = text.find("create table "); at != std::string::npos; at = text.find("create table ", at + 1)) {
    auto const begin = at + std::string_view("create table ").size();
    auto const name = text.substr(begin, text.find(' ', begin) - begin);
    auto const body = text.substr(begin, text.find("\n) @", begin) - begin);
    bool const global = name == "tenant" || name == "account" || name == "account_tenant" || name == "session" || name == "failed_log_in";
    if (!global && body.find("\n  tenant @blob@") != std::string::npos) tables.push_back(name);
  }
  return tables;
}

TEST_P(Ports, ATextThatForgetsTheTenantStillReadsNothingOfAnotherOnPostgresql) {
  auto const store = open_store();
  auto const theirs = make_house(*store, make_tenant(*store, "Elders"));
  auto const mine = make_tenant(*store, "Hier");
  auto const p = full_projection(theirs, fresh<ChildId>());
  auto list = audit_row(theirs, p.child);
  list.list = {p.child};
  store->write(theirs.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.replace(p);
    tx.audit(list);
    tx.append(open_note(theirs, p.child), kMorning);
  });
  ASSERT_GE(tenant_tables().size(), 28U);
  auto const rows_seen = [&](TenantId tenant, std::string const& table) {
    std::size_t seen = 0;
    store->read_rows(tenant, [&](Connection& db) { seen = db.query("select tenant from " + table + " where tenant <> $1", mine).size(); });
    return seen;
  };
  std::size_t theirs_in_all = 0;
  for (auto const& table : tenant_tables()) {
    theirs_in_all += rows_seen(theirs.tenant, table);
    if (GetParam() == Engine::Postgresql) {
      EXPECT_EQ(rows_seen(mine, table), 0U) << table;
    }
  }
  EXPECT_GE(theirs_in_all, 15U) << "there is something to hide";
  if (GetParam() == Engine::Sqlite) return;
  // Without any tenant nothing is seen, and nothing can be written for another tenant.
  store->read_global([](app::GlobalTx const&) {});
  auto bare = open(Mode::Reader);
  for (auto const& table : tenant_tables()) {
    bare.begin_read();
    EXPECT_TRUE(bare.query("select tenant from " + table).empty()) << table;
    bare.rollback();
  }
  EXPECT_THROW(store->write_rows(mine, Lane::People, "s",
                                 [&](Connection& db) {
                                   db.execute("insert into child_hash (tenant, child, keyed_hash) values ($1, $2, $3)", theirs.tenant,
                                              p.child, Bytes{1});
                                 }),
               DatabaseError);
}

TEST_P(Ports, ARoleThatCouldBypassTheWallIsRefused) {
  if (GetParam() == Engine::Sqlite) {
    auto const store = open_store();
    EXPECT_THROW(open_store(), StoreRefused) << "on SQLite it is a second writer that is refused";
    return;
  }
  try {
    open_postgresql_store(PostgresqlServer::get().superuser_conninfo());
    FAIL() << "a superuser was let in";
  } catch (StoreRefused const& refused) {
    EXPECT_EQ(refused.error().code, "role_too_mighty");
  }
}

}  // namespace
}  // namespace vlechtwerk::store::testing
