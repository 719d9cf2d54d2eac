// The whole gate against a table written by hand, from the words of the architecture and of the screens: who stands where to a child, and
// what each may do there.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

class Gate : public Story {
 protected:
  /// One place in which an account stands to a child, whatever its role. Each role is tried in it.
  struct Situation {
    std::string name;
    std::map<Role, std::string> expected;  ///< the relation that then holds; a role that is not named stands in none
    Person who(Role role) const {
      auto out = person;
      out.membership.role = role;
      return out;
    }
    Person person;
    ChildId child;
  };

  /// The words: what the relation opens.
  static std::set<std::string> opened_by(std::string const& action) {
    static std::set<std::string> const staff{"works_on_group", "mentor_of", "leads_location"};
    static std::set<std::string> const staff_and_pedagoog{"works_on_group", "mentor_of", "leads_location", "pedagoog_allowed"};
    static std::set<std::string> const everybody{"works_on_group",   "mentor_of",   "leads_location",
                                                 "pedagoog_allowed", "coach_asked", "coaches_group"};
    static std::set<std::string> const mentor_and_leading{"mentor_of", "leads_location"};
    static std::set<std::string> const leading{"leads_location"};
    static std::map<std::string, std::set<std::string>> const table{
        {"see_child", everybody},
        {"record_note", staff_and_pedagoog},
        {"withdraw_own_entry", everybody},
        {"open_route", staff},
        {"do_step", everybody},
        {"waive_step", staff},
        {"assign_step", everybody},
        {"record_toestemming", staff},
        {"record_attempt", staff_and_pedagoog},
        {"inform_parents", staff_and_pedagoog},
        {"write_plan_van_aanpak", staff_and_pedagoog},
        {"evaluate_plan_van_aanpak", staff_and_pedagoog},
        {"close_route", staff},
        {"pause_route", mentor_and_leading},
        {"resume_route", mentor_and_leading},
        {"reopen_route", mentor_and_leading},
        {"adopt_plan", mentor_and_leading},
        {"see_who_saw", leading},
        {"ask_hulpvraag", staff},
        {"manage_child", leading},
        {"erase_child", leading},
        // About no child: asked about one, the answer is no.
        {"log_in", {}},
        {"read_public", {}},
        {"manage_own_session", {}},
        {"see_today", {}},
        {"see_help", {}},
        {"list_children", {}},
        {"see_whom_to_ask", {}},
        {"see_pickup", {}},
        {"see_waiting_list", {}},
        {"manage_messages", {}},
        {"manage_face", {}},
        {"remove_face", {}},
        {"see_our_plan", {}},
        {"change_our_plan", {}},
        {"manage_absence", {}},
        {"choose_stand_in", {}},
        {"see_hulpvraag", {}},
        {"assign_hulpvraag", {}},
        {"answer_hulpvraag", {}},
        {"confirm_hulpvraag", {}},
        {"register_child", {}},
        {"see_register", {}},
        {"manage_register", {}},
        {"manage_accounts", {}},
        {"import_register", {}},
    };
    auto const at = table.find(action);
    if (at == table.end()) {
      ADD_FAILURE() << "the table of this test lacks " << action;
      return {};
    }
    return at->second;
  }

  static std::vector<Role> all_roles() {
    std::vector<Role> out;
    for (auto const& [role, code] : domain::kRoleCodes) out.push_back(role);
    return out;
  }

  void asked_informally(Person const& coach, ChildId about, Date until) {
    auto form = informally(coach, about, until);
    form.id = id();
    asked(sanne, form);
  }
};
ON_BOTH_ENGINES(Gate);

TEST_P(Gate, EveryActionRoleAndRelationAnswersAsTheTableWrittenByHand) {
  // Children: quiet has no word of parents; open has both words; over had them, and they were withdrawn.
  write([&](WriteTx& tx) {
    tx.put(PlanRow{kPlan, plan_version() + 1,
                   next_version(plan_text(), "[acts.meekijken_coach]",
                                "[acts.meekijken_in_huis]\ntext = \"De coach in huis kijkt mee\"\nrecipient = \"pedagogisch_coach\"\n"
                                "[acts.meekijken_coach]")});
  });
  auto const mentor = id<AccountId>();
  auto const works_on = [&](ChildId one) { return one; };
  auto const quiet = child("Quiet", "Kind", wadlopers);
  auto const allowed = child("Open", "Kind", wadlopers, sanne.account);
  auto const over = child("Over", "Kind", wadlopers, sanne.account);
  now = at("2026-03-02", 9);
  for (auto const one : {allowed, over}) {
    route_opened(sanne, one);
    said(sanne, one, kPedagoogLooks, "given");
    said(sanne, one, kCoachLooks, "given");
    said(sanne, one, "meekijken_in_huis", "given");
  }

  std::vector<Situation> situations;
  auto const add = [&](std::string name, ChildId about, std::map<Role, std::string> expected, AccountId account,
                       OrganisationId organisation, std::optional<LocationId> location, std::vector<GroupId> groups, Instant until = kNoEnd,
                       Instant work_until = kNoEnd) {
    // One membership of each role, so that only the role differs; the caller chooses one.
    Situation situation{std::move(name), std::move(expected), {tenant, account, {}}, about};
    situation.person.membership = {MembershipId{}, account, organisation, Role::Ouder, location, {0}, until};
    write([&](WriteTx& tx) {
      for (auto const group : groups) tx.put(GroupWorkerRow{account, group, {0}, work_until});
    });
    situations.push_back(std::move(situation));
  };
  auto const somebody = [&] { return id<AccountId>(); };
  using enum Role;
  add("own group", works_on(quiet), {{PedagogischMedewerker, "works_on_group"}, {Leidinggevende, "leads_location"}}, somebody(), opvang,
      zeester, {wadlopers});
  add("another group of the location", quiet, {{Leidinggevende, "leads_location"}}, somebody(), opvang, zeester, {zeehonden});
  add("mentor, at another location", noor, {{PedagogischMedewerker, "mentor_of"}}, mentor, opvang, schelp, {});
  add("the whole organisation", quiet, {{Leidinggevende, "leads_location"}}, somebody(), opvang, std::nullopt, {});
  add("another location", quiet, {}, somebody(), opvang, schelp, {kwallen});
  add("another organisation", quiet, {}, somebody(), jeugdhulp, std::nullopt, {});
  add("toestemming in force", allowed, {{Pedagoog, "pedagoog_allowed"}, {Leidinggevende, "leads_location"}}, somebody(), opvang,
      std::nullopt, {});
  add("toestemming withdrawn", over, {{Leidinggevende, "leads_location"}}, somebody(), opvang, std::nullopt, {});
  add("toestemming in force, another location", allowed, {}, somebody(), opvang, schelp, {});
  add("toestemming in force, another organisation", allowed, {}, somebody(), jeugdhulp, std::nullopt, {});
  auto const coach = somebody(), coach_over = somebody(), coach_late = somebody();
  std::map<Role, std::string> const on_the_group{{PedagogischMedewerker, "works_on_group"},
                                                 {Leidinggevende, "leads_location"},
                                                 {Pedagoog, "pedagoog_allowed"},
                                                 {PedagogischCoach, "coaches_group"}};
  add("own group, toestemming in force", allowed, on_the_group, somebody(), opvang, zeester, {wadlopers});
  add("own group, toestemming withdrawn", over, {{PedagogischMedewerker, "works_on_group"}, {Leidinggevende, "leads_location"}}, somebody(),
      opvang, zeester, {wadlopers});
  add("another group, toestemming in force", allowed, {{Leidinggevende, "leads_location"}, {Pedagoog, "pedagoog_allowed"}}, somebody(),
      opvang, zeester, {zeehonden});
  add("coach asked, toestemming in force", allowed, {{Jeugdzorgcoach, "coach_asked"}}, coach, jeugdhulp, std::nullopt, {});
  add("coach asked, toestemming withdrawn", over, {}, coach_over, jeugdhulp, std::nullopt, {});
  add("coach asked, the last day is over", allowed, {}, coach_late, jeugdhulp, std::nullopt, {});
  add("the child moved to another location", finn, {}, somebody(), opvang, zeester, {zeehonden});
  auto const stopped = at("2026-03-06", 18);
  add("the work on the group ended", quiet, {{Leidinggevende, "leads_location"}}, somebody(), opvang, zeester, {wadlopers}, kNoEnd,
      stopped);
  add("the membership ended", quiet, {}, somebody(), opvang, zeester, {wadlopers}, stopped);

  // What the situations tell of happened in use cases, where they exist.
  std::map<AccountId, Role> coaches{{coach, Jeugdzorgcoach}, {coach_over, Jeugdzorgcoach}, {coach_late, Jeugdzorgcoach}};
  for (auto const& [account, role] : coaches) {
    auto const one = member(account, role, jeugdhulp, {}, {}, {0}, at("2026-03-02", 10));
    asked_informally(one, account == coach_over ? over : allowed, account == coach_late ? on("2026-03-05") : on("2026-04-01"));
  }
  pass(3600);
  said(sanne, over, kPedagoogLooks, "withdrawn");
  said(sanne, over, kCoachLooks, "withdrawn");
  said(sanne, over, "meekijken_in_huis", "withdrawn");
  write([&](WriteTx& tx) {
    tx.put(MembershipRow{id<MembershipId>(), mentor, opvang, PedagogischMedewerker, schelp, {0}, at("2026-03-03", 0)});
  });
  ASSERT_TRUE(assign_mentor(context, as(joke), id(), noor, mentor).has_value());
  ASSERT_TRUE(place_child(context, as(joke), id(), finn, kwallen, on("2026-03-04")).has_value());
  // Another tenant, with the same words as here.
  auto const here = tenant;
  auto const elsewhere = new_tenant();
  tenant = elsewhere;
  auto const organisation = fresh<OrganisationId>();
  write([&](WriteTx& tx) { tx.put(OrganisationRow{organisation, "Elders", OrganisationKind::Kinderopvang, ""}); });
  tenant = here;

  now = at("2026-03-09", 10);
  int cells = 0, yes = 0;
  auto const compare = [&](Situation const& situation, Role role, TenantId in, std::string const& relation) {
    for (auto const& rule : action_table()) {
      auto const caller = as(situation.who(role));
      base::Result<Allowed> answer{tl::unexpect, base::Error{}};
      store->read(in, [&](ReadTx const& tx) { answer = allow(tx, caller, rule.action, situation.child); });
      bool const expected = !relation.empty() && opened_by(std::string(rule.code)).contains(relation);
      ++cells;
      yes += expected ? 1 : 0;
      auto const cell = situation.name + " / " + std::string(domain::code(role)) + " / " + std::string(rule.code);
      if (expected)
        EXPECT_EQ(answer ? answer->rule : answer.error().code, relation) << cell;
      else
        EXPECT_EQ(outcome(answer), "not_there") << cell;
    }
  };
  for (auto& situation : situations) {
    for (auto const role : all_roles()) {
      auto& row = situation.person.membership;
      row.id = id<MembershipId>();
      auto mine = row;
      mine.role = role;
      write([&](WriteTx& tx) { tx.put(mine); });
      auto const at_role = situation.expected.find(role);
      compare(situation, role, tenant, at_role == situation.expected.end() ? std::string() : at_role->second);
      // The same person, who says to be of the other tenant: nothing of this one is there.
      compare(situation, role, elsewhere, {});
      mine.until = now;
      write([&](WriteTx& tx) { tx.put(mine); });
    }
  }
  // Who works elsewhere only, with the same role.
  for (auto const role : all_roles()) {
    Situation stranger{"works in the other tenant", {}, {elsewhere, id<AccountId>(), {}}, quiet};
    stranger.person.membership = {id<MembershipId>(), stranger.person.account, organisation, role, std::nullopt, {0}, kNoEnd};
    store->write(elsewhere, Lane::Bulk, "test", [&](WriteTx& tx) { tx.put(stranger.person.membership); });
    compare(stranger, role, elsewhere, {});
    compare(stranger, role, tenant, {});
    stranger.child = id<ChildId>();
    stranger.name = "a child that nobody knows";
    compare(stranger, role, tenant, {});
  }
  std::cout << "gate, about a child: " << cells << " cells, " << yes << " allowed\n";
  EXPECT_GT(yes, 100);
}

TEST_P(Gate, WhatIsAboutNoChildHangsOnTheRoleAndThePlace) {
  using enum Role;
  std::vector<Role> const all = all_roles();
  std::map<std::string, std::vector<Role>> const table{
      {"log_in", all},
      {"read_public", all},
      {"manage_own_session", all},
      {"see_today", all},
      {"see_help", all},
      {"list_children", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}},
      {"see_whom_to_ask", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}},
      {"see_pickup", {PedagogischMedewerker, Leidinggevende}},
      {"see_waiting_list", {PedagogischMedewerker, Leidinggevende}},
      {"manage_messages", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}},
      {"manage_face", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach, Projectleider, Beheerder}},
      {"see_our_plan", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach, Projectleider}},
      {"change_our_plan", {Leidinggevende, Pedagoog}},
      {"manage_absence", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}},
      {"choose_stand_in", {Leidinggevende}},
      {"remove_face", {Leidinggevende, Beheerder}},
      {"ask_hulpvraag", {PedagogischMedewerker, Leidinggevende}},
      {"register_child", {Leidinggevende, Beheerder}},
      {"see_register", {Leidinggevende, Beheerder}},
      {"manage_register", {Beheerder}},
      {"manage_accounts", {Beheerder}},
      {"import_register", {Beheerder}},
  };
  int cells = 0;
  for (auto const role : all) {
    auto const at_zeester = person("Iemand", role, opvang, zeester);
    auto const ended_at_zeester = person("Iemand", role, opvang, zeester, {}, {0}, now);
    auto const everywhere = person("Iemand", role, opvang);
    auto const ended_everywhere = person("Iemand", role, opvang, {}, {}, {0}, now);
    for (auto const& rule : action_table()) {
      // The plan is of every location: who works at one does not change it.
      bool const of_all = rule.action == Action::ChangeOurPlan;
      auto const& one = of_all ? everywhere : at_zeester;
      auto const& ended = of_all ? ended_everywhere : ended_at_zeester;
      auto const at_code = table.find(std::string(rule.code));
      bool const expected = at_code != table.end() && std::count(at_code->second.begin(), at_code->second.end(), role) > 0;
      auto const ask = [&](Person const& who, std::optional<LocationId> location, Instant when) {
        ++cells;
        return read([&](ReadTx const& tx) { return std::optional(allow(tx, as(who, when), rule.action, location)); })->has_value();
      };
      auto const cell = std::string(domain::code(role)) + " / " + std::string(rule.code);
      EXPECT_EQ(ask(one, zeester, now), expected) << cell;
      EXPECT_FALSE(ask(ended, zeester, now)) << cell;
      EXPECT_EQ(ask(ended, zeester, {now.us - 1}), expected) << cell << ", one microsecond before the end";
      bool const anywhere = rule.object != ObjectKind::Location || role == Beheerder;
      EXPECT_EQ(ask(one, schelp, now), expected && anywhere) << cell << ", another location";
    }
  }
  auto const of_one_location = read([&](ReadTx const& tx) { return std::optional(allow(tx, as(joke), Action::ChangeOurPlan)); });
  EXPECT_FALSE(of_one_location->has_value());
  EXPECT_EQ(of_one_location->error().kind, ErrorKind::NotAllowed);
  std::cout << "gate, about no child: " << cells << " cells\n";
}

TEST_P(Gate, AQuestionIsOpenToWhoAskedItWhoHasItAndWhileItWaitsToThePedagoog) {
  using enum Role;
  route_opened(sanne, noor);
  auto const nobody = id<AccountId>();
  // The four doors of a question, for: who asked, who was given it, and the pedagoog of the organisation while nobody has it.
  std::map<std::string, std::map<std::string, std::set<Role>>> const table{
      {"asked",
       {{"see_hulpvraag", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}},
        {"confirm_hulpvraag", {PedagogischMedewerker, Leidinggevende}}}},
      {"given",
       {{"see_hulpvraag", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}},
        {"assign_hulpvraag", {PedagogischMedewerker, Leidinggevende, Pedagoog, PedagogischCoach}},
        {"answer_hulpvraag", {PedagogischMedewerker, Leidinggevende, Pedagoog, Jeugdzorgcoach, PedagogischCoach}}}},
      {"waiting for the pedagogisch coach",
       {{"see_hulpvraag", {PedagogischCoach}}, {"assign_hulpvraag", {PedagogischCoach}}, {"answer_hulpvraag", {PedagogischCoach}}}},
      {"waiting", {{"see_hulpvraag", {Pedagoog}}, {"assign_hulpvraag", {Pedagoog}}, {"answer_hulpvraag", {Pedagoog}}}},
      {"waiting elsewhere", {}},
      {"given to another", {}},
  };
  int cells = 0;
  for (auto const role : all_roles()) {
    auto const one = person("Iemand", role, opvang);
    for (auto const& [where, doors] : table) {
      for (bool const about_child : {false, true}) {
        HulpvraagRow row;
        row.hulpvraag = id<CaseId>();
        row.organisation = where == "waiting elsewhere" ? jeugdhulp : opvang;
        row.asked_by = where == "asked" ? one.account : nobody;
        if (where == "waiting for the pedagogisch coach") row.waits_for = PedagogischCoach;
        if (where == "given") row.assigned_to = one.account;
        if (where == "given to another" || where == "asked") row.assigned_to = nobody;
        if (about_child) row.child = noor;
        for (auto const& rule : action_table()) {
          auto const door = doors.find(std::string(rule.code));
          bool expected = door != doors.end() && door->second.contains(role);
          // Nobody said yes for Noor: of those who did not ask, only who leads the location knows the child.
          if (about_child && where != "asked") expected = expected && role == Leidinggevende;
          auto const answer = read([&](ReadTx const& tx) { return std::optional(allow(tx, as(one), rule.action, row)); });
          ++cells;
          EXPECT_EQ(answer->has_value(), expected)
              << where << " / " << domain::code(role) << " / " << rule.code << (about_child ? " / about a child" : "");
        }
      }
    }
  }
  std::cout << "gate, questions: " << cells << " cells\n";
}

TEST_P(Gate, APersonUsesOnlyTheMembershipThatWasChosen) {
  auto const both = person("Twee Banen", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const ended = member(both.account, Role::PedagogischMedewerker, jeugdhulp, {}, {}, {0}, now);
  auto const coach = member(both.account, Role::Jeugdzorgcoach, jeugdhulp);
  auto const answer = [&](Person const& who) {
    return outcome(*read([&](ReadTx const& tx) { return std::optional(allow(tx, as(who), Action::SeeChild, noor)); }));
  };
  EXPECT_EQ(answer(both), "ok");
  EXPECT_EQ(answer(coach), "not_there");
  EXPECT_EQ(answer(ended), "not_there");
}

TEST_P(Gate, AMissingButtonSaysWhoCanAndAnAllowedOneIsTheGatesOwnAnswer) {
  for (auto const* who : {&sanne, &fatima, &joke, &marijke, &anita, &kees}) {
    for (auto const one : {noor, finn, mees}) {
      auto const shown = read([&](ReadTx const& tx) { return permitted_actions(tx, as(*who), one); });
      for (auto const& permitted : shown) {
        auto const asked_again = read([&](ReadTx const& tx) { return std::optional(allow(tx, as(*who), permitted.action, one)); });
        EXPECT_EQ(permitted.allowed, asked_again->has_value()) << code(permitted.action);
        EXPECT_EQ(permitted.reason.msgid.empty(), permitted.allowed) << code(permitted.action);
      }
    }
  }
}

TEST(GateTable, StandsInTheOrderOfItsActionsWithOneCodeForEach) {
  std::set<std::string_view> seen;
  std::size_t index = 0;
  for (auto const& rule : action_table()) {
    EXPECT_EQ(static_cast<std::size_t>(rule.action), index++);
    EXPECT_TRUE(seen.insert(rule.code).second) << rule.code;
    EXPECT_EQ(rule.writes && rule.object == ObjectKind::Child && rule.child_relations.empty(), false) << rule.code;
  }
  EXPECT_EQ(index, static_cast<std::size_t>(Action::ImportRegister) + 1);
}

}  // namespace
}  // namespace vlechtwerk::app::testing
