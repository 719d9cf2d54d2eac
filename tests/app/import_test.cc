// The table of a planning package: what would change is shown first, only that is taken in, and nobody is ended by a file.
#include "app/import.h"
#include "app/support.h"

namespace vlechtwerk::app::testing {
namespace {

class Import : public House {
 protected:
  using Children = std::vector<domain::ImportedChild>;
  using Parents = std::vector<domain::ImportedParent>;
  using Staff = std::vector<domain::ImportedWorker>;
  using Groups = std::vector<domain::ImportedGroup>;
  using Closings = std::vector<domain::ImportedClosing>;

  ImportFile file(domain::ImportedRows rows) const { return {opvang, std::move(rows)}; }
  static domain::ImportedChild a_row(std::size_t line, std::string const& number, std::string const& first = "Lotte",
                                     std::string const& group = "Wadlopers", domain::WeekDays days = {true, true}) {
    domain::ImportedChild row;
    row.line = line;
    row.number = number;
    row.first_name = Private(first);
    row.last_name = Private("Visser");
    row.born_on = on("2023-11-02");
    row.group = group;
    row.days = days;
    return row;
  }
  static domain::ImportedParent a_parent(std::size_t line, std::string const& number, std::string const& name, bool gezag = true,
                                         std::string const& relation = "moeder") {
    return {line, number, Private(name), Private(relation), gezag, ""};
  }
  static domain::ImportedWorker a_worker_row(std::size_t line, std::string const& login, std::vector<std::string> groups = {"Wadlopers"}) {
    domain::ImportedWorker row;
    row.line = line;
    row.name = Private("Noortje van Dam");
    row.login = Private(login);
    row.role = Role::PedagogischMedewerker;
    row.location = "De Zeester";
    row.groups = std::move(groups);
    row.fte_hundredths = 89;
    row.education = "mbo4";
    return row;
  }

  /// The marks of all lines, in order.
  std::string planned(domain::ImportedRows rows) {
    auto const plan = plan_import(real, as(kees), file(std::move(rows)));
    if (!plan) return plan.error().code;
    std::string out;
    for (auto const& line : plan->lines) out += (out.empty() ? "" : " ") + line.mark();
    return out;
  }
  std::string taken(domain::ImportedRows rows, std::optional<std::set<std::string>> const& confirmed = std::nullopt) {
    pass(1);
    auto done = apply_import(real, as(kees), file(std::move(rows)), confirmed);
    if (!done) return done.error().code;
    letters_ = std::move(done->letters);
    why_.clear();
    for (auto const& line : done->refused) why_.push_back(std::to_string(line.line) + " " + line.why.front().msgid);
    return std::to_string(done->added) + " new, " + std::to_string(done->changed) + " changed, " + std::to_string(done->same) + " same, " +
           std::to_string(done->left) + " left";
  }
  std::vector<ChildId> children_of(GroupId group) {
    return read([&](ReadTx const& tx) { return tx.children_in_group(group, now); });
  }
  std::string first_name(ChildId child) {
    auto const view = see_child(real, as(joke), child, "nl");
    return view ? view->name.first_name.reveal() : view.error().code;
  }
  /// The child of the group that this test took in: the newest.
  ChildId newest(GroupId group) { return children_of(group).back(); }
  std::string days_of(ChildId child) {
    return read([&](ReadTx const& tx) {
      auto const facts = tx.child(child);
      std::string out;
      for (auto const& place : facts.value().in_group)
        if (place.until > now) out += (out.empty() ? "" : " ") + tx.entry(place.entry)->header.outcome;
      return out;
    });
  }
  std::size_t with_gezag(ChildId child) {
    return read([&](ReadTx const& tx) {
      std::size_t count = 0;
      auto const facts = tx.child(child);
      for (auto const& row : facts.value().person) count += row.gezag && row.until > now ? 1U : 0U;
      return count;
    });
  }
  std::int64_t entries() {
    std::int64_t seq = 0;
    store->read_rows(tenant, [&](store::Connection& db) {
      for (auto const row : db.query("select seq from chain_head where tenant = $1", tenant)) seq = row.integer(0);
    });
    return seq;
  }

  std::vector<ImportLetter> letters_;
  std::vector<std::string> why_;
};
ON_BOTH_ENGINES(Import);

// ---------------------------------------------------------------- who

TEST_P(Import, OnlyABeheerderTakesATableInAndATryIsWrittenDown) {
  for (auto const* who : {&sanne, &joke, &marijke, &anita}) {
    EXPECT_EQ(outcome(plan_import(real, as(*who), file(Children{a_row(2, "1")}))), "not_your_role");
    EXPECT_EQ(outcome(apply_import(real, as(*who), file(Children{a_row(2, "1")}))), "not_your_role");
    EXPECT_EQ(audit().front().action, "import_register");
    EXPECT_EQ(audit().front().outcome, "refused:not_your_role");
  }
  EXPECT_EQ(children_of(wadlopers).size(), 1U);
}

TEST_P(Import, LookingWritesNothingButARowInTheAuditLog) {
  auto const before = entries();
  EXPECT_EQ(planned(Children{a_row(2, "1")}), "2.0n");
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(audit().front().action, "import_register");
  EXPECT_EQ(audit().front().outcome, "seen");
}

// ---------------------------------------------------------------- children

TEST_P(Import, ANewChildComesInItsGroupOnItsDaysAndASecondTimeItIsThere) {
  EXPECT_EQ(taken(Children{a_row(2, "1")}), "1 new, 0 changed, 0 same, 0 left");
  auto const child = newest(wadlopers);
  EXPECT_EQ(first_name(child), "Lotte");
  EXPECT_EQ(days_of(child), "ma.di");
  EXPECT_EQ(audit().front().action, "see_child");
  auto const before = entries();
  EXPECT_EQ(taken(Children{a_row(2, "1")}), "0 new, 0 changed, 1 same, 0 left");
  EXPECT_EQ(entries(), before);
}

TEST_P(Import, ByItsNumberAChildMovesAndGetsAnotherNameAndOtherDays) {
  taken(Children{a_row(2, "1")});
  auto const child = newest(wadlopers);
  EXPECT_EQ(planned(Children{a_row(2, "1", "Lotje", "Zeehonden", {false, false, true})}), "2.0c");
  EXPECT_EQ(taken(Children{a_row(2, "1", "Lotje", "Zeehonden", {false, false, true})}), "0 new, 1 changed, 0 same, 0 left");
  EXPECT_EQ(first_name(child), "Lotje");
  EXPECT_EQ(days_of(child), "wo");
  EXPECT_EQ(newest(zeehonden), child);
  EXPECT_EQ(children_of(wadlopers).size(), 1U);
}

TEST_P(Import, TheLanguageOfAChildComesInChangesAndIsNotTakenAwayByAFileWithoutIt) {
  auto row = a_row(2, "1");
  row.language = "Turks";
  EXPECT_EQ(taken(Children{row}), "1 new, 0 changed, 0 same, 0 left");
  auto const child = newest(wadlopers);
  auto const language = [&] { return see_child(real, as(joke), child, "nl")->name.language; };
  EXPECT_EQ(language(), "tr");
  EXPECT_EQ(taken(Children{row}), "0 new, 0 changed, 1 same, 0 left");
  row.language = "";
  EXPECT_EQ(taken(Children{row}), "0 new, 0 changed, 1 same, 0 left");
  EXPECT_EQ(language(), "tr");
  row.first_name = Private("Lot");
  EXPECT_EQ(taken(Children{row}), "0 new, 1 changed, 0 same, 0 left");
  EXPECT_EQ(language(), "tr") << "another name takes nothing away";
  row.language = "nl";
  EXPECT_EQ(taken(Children{row}), "0 new, 1 changed, 0 same, 0 left");
  EXPECT_EQ(language(), "nl");
  row.language = "Klingon";
  EXPECT_EQ(taken(Children{row}), "0 new, 0 changed, 0 same, 1 left");
  EXPECT_EQ(why_.back(), "2 Schrijf de taal als nl, en, tr, ar, pl of uk.");
}

TEST_P(Import, AChildThatTheFileDoesNotNameIsToldWithoutItsNameAndStays) {
  taken(Children{a_row(2, "1"), a_row(3, "2", "Bram")});
  auto const plan = plan_import(real, as(kees), file(Children{a_row(2, "1")}));
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->gone.size(), 1U);
  EXPECT_TRUE(plan->gone[0].name.empty());
  EXPECT_EQ(plan->gone[0].group, "Wadlopers");
  EXPECT_EQ(plan->gone[0].born->text(), "2023-11");
  taken(Children{a_row(2, "1")});
  EXPECT_EQ(children_of(wadlopers).size(), 3U);
}

TEST_P(Import, AChildThatWasTypedInBeforeGetsTheNumberAndIsNotMadeTwice) {
  auto const noors_group = children_of(wadlopers).size();
  auto row = a_row(2, "17", "Noor");
  row.last_name = Private("Jansen");
  row.born_on = on("2023-05-17");
  row.days = {};
  EXPECT_EQ(taken(Children{row}), "0 new, 1 changed, 0 same, 0 left");
  EXPECT_EQ(taken(Children{row}), "0 new, 0 changed, 1 same, 0 left");
  EXPECT_EQ(children_of(wadlopers).size(), noors_group);
  row.number = "18";
  EXPECT_EQ(planned(Children{row}), "2.0r");
}

TEST_P(Import, ALineThatCannotBeIsLeftWithItsReasonAndTheOthersGoOn) {
  auto young = a_row(3, "2", "Bram");
  young.born_on = on("2031-01-01");
  EXPECT_EQ(taken(Children{a_row(2, "1", "Lotte", "Zeesterren"), young, a_row(4, "3", "Daan"), a_row(5, "4", "Daan")}),
            "1 new, 0 changed, 0 same, 3 left");
  EXPECT_EQ(why_, (std::vector<std::string>{"2 Er is geen groep {group}. Kijk de naam na, of lees eerst de groepen in.",
                                            "3 Kijk de geboortedag na. Deze kan niet kloppen.",
                                            "5 Dit kind staat ook op regel {line}, met een ander nummer."}));
}

TEST_P(Import, OnlyWhatWasConfirmedAndStillStandsAsItWasShownIsTakenIn) {
  Children const rows{a_row(2, "1"), a_row(3, "2", "Bram")};
  EXPECT_EQ(taken(rows, std::set<std::string>{"3.0n"}), "1 new, 0 changed, 0 same, 1 left");
  EXPECT_EQ(first_name(newest(wadlopers)), "Bram");
  // It was shown as a change and is new: something happened in between.
  EXPECT_EQ(taken(rows, std::set<std::string>{"2.0c"}), "0 new, 0 changed, 1 same, 1 left");
}

TEST_P(Import, BrokenOffTheSameFileGoesOnWhereItStopped) {
  Children rows;
  for (int i = 0; i < 60; ++i) rows.push_back(a_row(static_cast<std::size_t>(i) + 2, std::to_string(i), "Kind" + std::to_string(i)));
  Children const begun(rows.begin(), rows.begin() + 37);
  EXPECT_EQ(taken(begun), "37 new, 0 changed, 0 same, 0 left");
  EXPECT_EQ(taken(rows), "23 new, 0 changed, 37 same, 0 left");
  EXPECT_EQ(children_of(wadlopers).size(), 61U);
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
}

TEST_P(Import, AnErasedChildIsNotKnownByItsNumberAnyMore) {
  taken(Children{a_row(2, "1")});
  auto const child = newest(wadlopers);
  ASSERT_TRUE(erase_child(real, as(joke), id(), child));
  EXPECT_TRUE(read([](ReadTx const& tx) { return tx.outside_numbers("child"); }).empty());
  EXPECT_EQ(planned(Children{a_row(2, "1")}), "2.0n");
}

TEST_P(Import, TheNumberStandsNowhereInTheStore) {
  taken(Children{a_row(2, "kanarienummer")});
  store->read_rows(tenant, [&](store::Connection& db) {
    for (auto const row : db.query("select keyed_hash from outside_number where tenant = $1", tenant)) {
      auto const bytes = row.blob(0);
      EXPECT_EQ(bytes.size(), 32U);
      EXPECT_EQ(std::string(bytes.begin(), bytes.end()).find("kanarie"), std::string::npos);
    }
  });
}

// ---------------------------------------------------------------- parents

TEST_P(Import, ParentsComeWithRelationAndGezagAndChangeByTheirName) {
  taken(Children{a_row(2, "1")});
  auto const child = newest(wadlopers);
  EXPECT_EQ(planned(Parents{a_parent(2, "1", "Anne Visser"), a_parent(2, "1", "Oma Riet", false, "oma")}), "2.0n 2.1n");
  EXPECT_EQ(taken(Parents{a_parent(2, "1", "Anne Visser"), a_parent(2, "1", "Oma Riet", false, "oma")}),
            "2 new, 0 changed, 0 same, 0 left");
  EXPECT_EQ(with_gezag(child), 1U);
  EXPECT_EQ(taken(Parents{a_parent(2, "1", "Anne Visser", false), a_parent(2, "1", "Oma Riet", false, "oma")}),
            "0 new, 1 changed, 1 same, 0 left");
  EXPECT_EQ(with_gezag(child), 0U);
}

TEST_P(Import, AParentWithoutAKnownChildIsRefusedAndOneThatIsGoneStays) {
  taken(Children{a_row(2, "1")});
  EXPECT_EQ(taken(Parents{a_parent(2, "9", "Anne Visser")}), "0 new, 0 changed, 0 same, 1 left");
  taken(Parents{a_parent(2, "1", "Anne Visser")});
  auto const plan = plan_import(real, as(kees), file(Parents{a_parent(2, "1", "Bas Visser")}));
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->gone.size(), 1U);
  EXPECT_TRUE(plan->gone[0].name.empty());
  EXPECT_EQ(plan->gone[0].line, 2U);
  taken(Parents{a_parent(2, "1", "Bas Visser")});
  EXPECT_EQ(with_gezag(newest(wadlopers)), 2U);
}

// ---------------------------------------------------------------- staff

TEST_P(Import, NewStaffGetsALetterWithWhichSheLogsInOnce) {
  EXPECT_EQ(taken(Staff{a_worker_row(2, "noortje")}), "1 new, 0 changed, 0 same, 0 left");
  ASSERT_EQ(letters_.size(), 1U);
  EXPECT_EQ(letters_[0].login.reveal(), "noortje");
  EXPECT_EQ(went(log_in_with_code(real, letters_[0].login, letters_[0].code, now)), "password");
  sets_password();
  EXPECT_NE(went(log_in_with_code(real, letters_[0].login, letters_[0].code, now)), "password");
  EXPECT_EQ(taken(Staff{a_worker_row(2, "noortje")}), "0 new, 0 changed, 1 same, 0 left");
  EXPECT_TRUE(letters_.empty());
}

TEST_P(Import, StaffThatIsThereGetsOtherGroupsAndLosesThoseThatTheFileDoesNotName) {
  taken(Staff{a_worker_row(2, "noortje")});
  EXPECT_EQ(taken(Staff{a_worker_row(2, "noortje", {"Zeehonden"})}), "0 new, 1 changed, 0 same, 0 left");
  auto const view = see_register(real, as(kees), "nl");
  ASSERT_TRUE(view);
  for (auto const& one : view->workers) {
    if (one.login != Private("noortje")) continue;
    ASSERT_EQ(one.groups.size(), 1U);
    EXPECT_EQ(one.groups[0].id, zeehonden);
    EXPECT_EQ(one.memberships.at(0).fte_hundredths, 89);
    EXPECT_EQ(one.memberships.at(0).education, "mbo4");
  }
}

TEST_P(Import, WhoIsNotInTheFileOfStaffIsToldAndStays) {
  auto const plan = plan_import(real, as(kees), file(Staff{a_worker_row(2, "noortje")}));
  ASSERT_TRUE(plan);
  std::set<std::string> gone;
  for (auto const& one : plan->gone) gone.insert(one.name.reveal());
  EXPECT_TRUE(gone.contains("Sanne de Wit"));
  EXPECT_FALSE(gone.contains("Kees Smit"));  // who takes the table in
  EXPECT_FALSE(gone.contains("Anita Kok"));  // works somewhere else
  auto const people = read([&](ReadTx const& tx) { return tx.memberships(now).size(); });
  taken(Staff{a_worker_row(2, "noortje")});
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.memberships(now).size(); }), people + 1);
}

TEST_P(Import, AnotherRoleIsAnotherMembershipAndNotForOneself) {
  auto const noortje = worker("noortje");
  auto row = a_worker_row(2, "noortje", {});
  row.role = Role::Leidinggevende;
  EXPECT_EQ(taken(Staff{row}), "0 new, 1 changed, 0 same, 0 left");
  auto const works = read([&](ReadTx const& tx) { return tx.memberships_of(noortje.account, now); });
  ASSERT_EQ(works.size(), 1U);
  EXPECT_EQ(works[0].role, Role::Leidinggevende);
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.groups_of(noortje.account, now).size(); }), 0U);
}

// ---------------------------------------------------------------- the house

TEST_P(Import, GroupsMakeTheirLocationAndChangeTheirKind) {
  Groups rows{{2, "Meeuwen", "Het Anker", "regular", "123"}, {3, "Sternen", "Het Anker", "", ""}};
  EXPECT_EQ(taken(rows), "2 new, 0 changed, 0 same, 0 left");
  std::map<std::string, std::string> numbers, kinds;
  for (auto const& one : read([](ReadTx const& tx) { return tx.locations(); })) numbers[one.name] = one.lrk;
  EXPECT_EQ(numbers, (std::map<std::string, std::string>{{"De Zeester", ""}, {"De Schelp", ""}, {"Het Anker", "123"}}));
  rows[1].group_type = "plus";
  EXPECT_EQ(taken(rows), "0 new, 1 changed, 1 same, 0 left");
  for (auto const& one : read([](ReadTx const& tx) { return tx.groups(); })) kinds[one.name] = one.group_type;
  EXPECT_EQ(kinds["Sternen"], "plus");
  EXPECT_EQ(kinds["Meeuwen"], "regular");
}

TEST_P(Import, ClosingDaysComeInOnceAndForAPlaceThatIsThere) {
  Closings rows{{2, on("2026-12-24"), on("2026-12-31"), "Kerst", "De Zeester"}, {3, on("2026-05-15"), on("2026-05-15"), "Brug", ""}};
  EXPECT_EQ(taken(rows), "2 new, 0 changed, 0 same, 0 left");
  EXPECT_EQ(taken(rows), "0 new, 0 changed, 2 same, 0 left");
  rows[0].name = "Kerstvakantie";
  EXPECT_EQ(taken(rows), "0 new, 1 changed, 1 same, 0 left");
  rows[0].location = "Nergens";
  EXPECT_EQ(planned(rows), "2.0r 3.0s");
  EXPECT_EQ(read([](ReadTx const& tx) { return tx.closings().size(); }), 2U);
}

}  // namespace
}  // namespace vlechtwerk::app::testing
