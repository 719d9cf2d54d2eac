// Who stands above many groups: a list of groups first, one group at a tap, and of what is owed the first.
#include <gtest/gtest.h>

#include "app/people.h"
#include "app/vocabulary.h"
#include "app/words.h"

namespace vlechtwerk::app::testing {
namespace {

/// "De Zeester" has 45 groups more, each with one child.
class ManyGroups : public Story {
 protected:
  std::vector<GroupId> groups;
  std::vector<ChildId> children;

  ManyGroups() {
    for (int i = 0; i < 45; ++i) groups.push_back(fresh<GroupId>());
    write([&](WriteTx& tx) {
      for (std::size_t i = 0; i < groups.size(); ++i)
        tx.put(GroupRow{groups[i], zeester, opvang, "Groep " + std::to_string(i + 1), "regular"});
    });
    for (std::size_t i = 0; i < groups.size(); ++i) children.push_back(child("Kind " + std::to_string(i + 1), "Dijk", groups[i], {}, 1));
  }

  void change(ChildId child, std::function<void(ChildProjection&)> const& what) {
    write([&](WriteTx& tx) {
      auto facts = *tx.child(child);
      what(facts);
      tx.replace(facts);
    });
  }
  /// Whom the audit log says that this person was shown in a list.
  std::set<ChildId> told_of(Person const& who, std::string const& action) {
    std::set<ChildId> out;
    for (auto const child : read([&](ReadTx const& tx) { return my_children(tx, as(joke)); }))
      for (auto const& row : read([&](ReadTx const& tx) { return tx.who_saw(child, 1'000); }))
        if (row.actor == who.account && row.action == action) out.insert(child);
    return out;
  }
  static std::set<std::pair<CaseId, std::string>> steps_of(TodayView const& view) {
    std::set<std::pair<CaseId, std::string>> out;
    for (auto const& one : view.owed) out.emplace(one.route, one.step);
    return out;
  }
};
ON_BOTH_ENGINES(ManyGroups);

TEST_P(ManyGroups, AManagerSeesTheListByThePageAndNobodysName) {
  auto const first = list_children(context, as(joke)).value();
  EXPECT_TRUE(first.children.empty());
  EXPECT_TRUE(first.groups.empty());
  EXPECT_EQ(first.pages, 2U);
  ASSERT_EQ(first.lines.size(), kGroupsOnPage);
  auto const last = list_children(context, as(joke), 1).value();
  ASSERT_EQ(last.lines.size(), 7U) << "45, the Wadlopers and the Zeehonden are 47";
  EXPECT_EQ(first.lines[1].name, "Groep 2");
  EXPECT_EQ(first.lines[9].name, "Groep 10") << "as people look for it";
  EXPECT_EQ(last.lines.back().name, "Zeehonden");
  EXPECT_EQ(list_children(context, as(joke), 99).value().page, 1U) << "past the end is the last";
  std::set<std::string> names;
  for (auto const* view : {&first, &last})
    for (auto const& line : view->lines) {
      names.insert(line.name);
      EXPECT_EQ(line.location, "De Zeester");
      EXPECT_EQ(line.children, 1U) << line.name;
    }
  EXPECT_EQ(names.size(), 47U);
  EXPECT_TRUE(names.contains("Groep 45"));
  EXPECT_FALSE(names.contains("Kwallen")) << "of another location";
  EXPECT_TRUE(told_of(joke, "list_children").empty()) << "no child was shown";
}

TEST_P(ManyGroups, OneGroupIsOpenedAndIsWhatTheAuditLogTells) {
  auto const twin = child("Nog een", "Dijk", groups[3], {}, 1);
  auto const view = list_group(context, as(joke), groups[3]).value();
  ASSERT_EQ(view.groups.size(), 1U);
  EXPECT_EQ(view.groups[0].name, "Groep 4");
  EXPECT_EQ(view.groups[0].location, "De Zeester");
  EXPECT_EQ(view.groups[0].children.size(), 2U);
  EXPECT_EQ(told_of(joke, "list_children"), (std::set{children[3], twin}));
}

TEST_P(ManyGroups, AGroupOfAnotherLocationIsNotThere) {
  ASSERT_TRUE(list_group(context, as(piet), kwallen).has_value());
  EXPECT_EQ(outcome(list_group(context, as(joke), kwallen)), "not_there");
  EXPECT_EQ(audit().front().action, "list_children");
  EXPECT_EQ(audit().front().outcome, "refused:not_there");
  EXPECT_EQ(audit().front().object_type, "group");
  EXPECT_EQ(outcome(list_group(context, as(piet), groups[0])), "not_there");
  EXPECT_EQ(outcome(list_group(context, as(sanne), zeehonden)), "not_there") << "nor that of a colleague";
  EXPECT_EQ(outcome(list_group(context, as(joke), fresh<GroupId>())), "not_there");
  EXPECT_EQ(outcome(list_group(context, as(kees), groups[0])), "not_your_role");
}

TEST_P(ManyGroups, AWorkerSeesTheChildrenOfHerGroupAtOnce) {
  for (auto const& view : {list_children(context, as(sanne)).value(), see_today(context, as(sanne), "nl").value()}) {
    EXPECT_EQ(view.pages, 0U);
    ASSERT_EQ(view.groups.size(), 1U);
    EXPECT_EQ(view.groups[0].children.at(0).first_name, Private("Noor"));
  }
  // Many groups with few children in them fit on a page too.
  auto const pool = person("Invaller", Role::PedagogischMedewerker, opvang, zeester, {groups.begin(), groups.begin() + 20});
  EXPECT_EQ(list_children(context, as(pool)).value().groups.size(), 20U);
}

TEST_P(ManyGroups, AtTheDoorAGroupIsChosenFirstAndOnlyThatOneIsRead) {
  auto const list = see_pickup(context, as(joke), "nl").value();
  EXPECT_TRUE(list.many);
  EXPECT_EQ(list.groups.size(), 47U);
  EXPECT_FALSE(list.group.has_value());
  EXPECT_TRUE(list.children.empty());
  auto const view = see_pickup(context, as(joke), "nl", groups[3]).value();
  EXPECT_TRUE(view.many);
  ASSERT_EQ(view.groups.size(), 1U);
  EXPECT_EQ(view.groups[0].name, "Groep 4");
  EXPECT_EQ(view.groups[0].location, "De Zeester");
  EXPECT_EQ(told_of(joke, "see_pickup"), std::set{children[3]});
  EXPECT_EQ(outcome(see_pickup(context, as(joke), "nl", kwallen)), "not_there") << "of another location";
  EXPECT_EQ(outcome(see_pickup(context, as(joke), "nl", fresh<GroupId>())), "not_there");
  auto const few = see_pickup(context, as(sanne), "nl").value();
  EXPECT_FALSE(few.many);
  EXPECT_EQ(few.group, wadlopers);
  auto const pool = person("Invaller", Role::PedagogischMedewerker, opvang, zeester, {groups.begin(), groups.begin() + 20});
  EXPECT_EQ(see_pickup(context, as(pool), "nl")->groups.size(), 20U);
  auto const one = see_pickup(context, as(pool), "nl", groups[19]).value();
  EXPECT_EQ(one.group, groups[19]);
  EXPECT_EQ(one.groups.size(), 1U);
  EXPECT_EQ(outcome(see_pickup(context, as(pool), "nl", groups[20])), "not_there");
}

TEST_P(ManyGroups, AFormOffersTheGroupsOfOneLocationAndThePeopleOfOneGroup) {
  using People = ChoicesPart::People;
  auto const people = [&](ChoicesPart const& part) {
    std::set<AccountId> out;
    auto const view = see_choices(context, as(joke), part);
    EXPECT_TRUE(view.has_value());
    for (auto const& one : view->workers) out.insert(one.account);
    return out;
  };
  auto const nowhere = see_choices(context, as(joke), {.people = People::OfLocation}).value();
  EXPECT_TRUE(nowhere.many);
  EXPECT_TRUE(nowhere.groups.empty() && nowhere.workers.empty());
  EXPECT_EQ(nowhere.locations.size(), 2U);
  auto const at_zeester = see_choices(context, as(joke), {.location = zeester}).value();
  EXPECT_TRUE(at_zeester.by_group);
  EXPECT_EQ(at_zeester.groups.size(), 47U);
  EXPECT_TRUE(at_zeester.workers.empty()) << "no people were asked for";
  EXPECT_TRUE(people({.location = zeester, .people = People::OfGroup}).empty()) << "the group comes first";
  EXPECT_EQ(people({.location = zeester, .people = People::OfGroup, .group = wadlopers}), std::set{sanne.account});
  EXPECT_TRUE(people({.location = zeester, .people = People::OfGroup, .group = kwallen}).empty()) << "of another location";
  auto const all = people({.location = zeester, .people = People::OfLocation});
  EXPECT_TRUE(all.contains(sanne.account) && all.contains(fatima.account) && all.contains(marijke.account));
  EXPECT_FALSE(all.contains(piet.account) || all.contains(anita.account));
  auto const at_schelp = see_choices(context, as(joke), {.location = schelp, .people = People::OfGroup}).value();
  EXPECT_FALSE(at_schelp.by_group) << "one group: its people need no choice";
  EXPECT_TRUE(
      std::any_of(at_schelp.workers.begin(), at_schelp.workers.end(), [&](auto const& one) { return one.account == piet.account; }));
  EXPECT_EQ(outcome(see_choices(context, as(joke), {.location = fresh<LocationId>()})), "not_there");
  EXPECT_EQ(outcome(see_choices(context, as(sanne), {.location = zeester})), "not_your_role");
  EXPECT_EQ(audit().front().action + " " + audit().front().outcome, "see_register refused:not_your_role");
}

TEST_P(ManyGroups, AFormOfADeelprojectOffersItsOwnGroupsAndThoseOfTheLocation) {
  DeelprojectRow const rest{fresh<DeelprojectId>(), "Rust", {groups[0], kwallen}};
  ASSERT_TRUE(put_deelproject(context, as(kees), rest).has_value());
  auto const offered = [&](std::optional<LocationId> location) {
    std::set<GroupId> out;
    auto const view = see_choices(context, as(kees), {.location = location, .deelproject = rest.id}).value();
    EXPECT_EQ(view.deelprojecten.at(0).name, "Rust");
    for (auto const& one : view.groups) EXPECT_TRUE(out.insert(one.id).second) << "each once";
    return out;
  };
  EXPECT_EQ(offered({}), (std::set{groups[0], kwallen}));
  EXPECT_EQ(offered(schelp), (std::set{groups[0], kwallen}));
  EXPECT_EQ(offered(zeester).size(), 48U) << "its 47, and the Kwallen";
  EXPECT_EQ(outcome(see_choices(context, as(kees), {.deelproject = fresh<DeelprojectId>()})), "not_there");
}

TEST_P(ManyGroups, ASearchFindsInAllGroupsAndOnlyWhoIsFoundIsTold) {
  auto const found = find_children(context, as(joke), [](Private const& name) { return name.reveal().starts_with("Kind 4"); }).value();
  EXPECT_EQ(found.size(), 7U) << "4 and 40 to 45";
  EXPECT_EQ(told_of(joke, "list_children").size(), 7U);
  EXPECT_FALSE(told_of(joke, "list_children").contains(noor));
  EXPECT_TRUE(find_children(context, as(joke), [](Private const& name) { return name.reveal() == "Mees"; })->empty()) << "elsewhere";
  EXPECT_EQ(outcome(find_children(context, as(kees), [](Private const&) { return true; })), "not_your_role");
}

TEST_P(ManyGroups, TodayShowsTheFirstOfWhatIsOwedByDayAndTheRestWhenAsked) {
  std::vector<CaseId> routes;
  for (std::size_t i = 0; i < kOwedAtOnce + 2; ++i) {
    routes.push_back(route_opened(joke, children[children.size() - 1 - i], noted(joke, children[children.size() - 1 - i])));
    pass_days(1);
  }
  now = at("2026-03-09", 11);
  auto const all = see_today(context, as(joke), "nl", true).value();
  EXPECT_FALSE(all.more);
  EXPECT_GE(steps_of(all).size(), routes.size());
  auto const told_before = told_of(joke, "see_today").size();
  EXPECT_GT(told_before, kOwedAtOnce);
  auto elsewhere = person("Tweede", Role::Leidinggevende, opvang, zeester);
  auto const view = see_today(context, as(elsewhere), "nl").value();
  EXPECT_TRUE(view.more);
  ASSERT_EQ(steps_of(view).size(), kOwedAtOnce);
  for (std::size_t i = 0; i < view.owed.size(); ++i) {
    EXPECT_EQ(view.owed[i].due, all.owed[i].due) << "the same order, from the beginning";
    EXPECT_FALSE(view.owed[i].child.first_name.empty());
  }
  EXPECT_EQ(view.without_mentor.size(), kOwedAtOnce);
  EXPECT_FALSE(view.without_mentor[0].first_name.empty());
  EXPECT_TRUE(view.elsewhere);
  EXPECT_TRUE(view.children.empty() && view.groups.empty() && view.lines.empty());
  std::set<ChildId> shown;
  for (auto const& one : view.owed) shown.insert(one.child.child);
  for (auto const& one : view.without_mentor) shown.insert(one.child);
  for (auto const& one : view.this_week) shown.insert(one.child.child);
  EXPECT_EQ(told_of(elsewhere, "see_today"), shown) << "what was shown, and nobody else";
}

TEST_P(ManyGroups, WhatIsOwedAboutAChildOfAnotherLocationIsNobodyElsesOnToday) {
  auto const route = route_opened(piet, mees, noted(piet, mees));
  auto const has = [&](TodayView const& view) {
    return std::any_of(view.owed.begin(), view.owed.end(), [&](OpenStep const& one) { return one.route == route; });
  };
  EXPECT_TRUE(has(see_today(context, as(piet), "nl", true).value()));
  for (bool const all : {false, true}) {
    auto const view = see_today(context, as(joke), "nl", all).value();
    EXPECT_TRUE(view.elsewhere);
    EXPECT_FALSE(has(view));
  }
  EXPECT_FALSE(told_of(joke, "see_today").contains(mees));
  auto const ours = route_opened(joke, children[0], noted(joke, children[0]));
  auto const view = see_today(context, as(joke), "nl").value();
  EXPECT_TRUE(std::any_of(view.owed.begin(), view.owed.end(), [&](OpenStep const& one) { return one.route == ours; })) << "of hers it is";
}

TEST_P(ManyGroups, OnTodayThePedagoogSeesTheFirstOfWhatIsOwedAndTheChildrenUnderKinderen) {
  auto const few = see_today(context, as(marijke), "nl").value();
  EXPECT_FALSE(few.elsewhere);
  for (std::size_t i = 0; i < kChildrenOnToday + 1; ++i)
    change(children[i], [](ChildProjection& facts) { facts.toestemming = {{"bespreken", "pedagoog", {0}}}; });
  auto const view = see_today(context, as(marijke), "nl").value();
  EXPECT_TRUE(view.elsewhere);
  EXPECT_TRUE(view.children.empty());
  auto const list = list_children(context, as(marijke)).value();
  EXPECT_EQ(list.pages, 0U);
  EXPECT_EQ(list.children.size(), few.children.size() + kChildrenOnToday + 1);
  EXPECT_EQ(told_of(marijke, "see_today").size(), few.children.size()) << "what she saw before there were many";
}

TEST_P(ManyGroups, AMentorGoneAndAMentorInTheOtherOrganisationAreNone) {
  auto const one = person("Eva Mentor", Role::PedagogischMedewerker, opvang, zeester);
  auto const outside = person("Buiten Mentor", Role::PedagogischMedewerker, jeugdhulp);
  for (std::size_t i = 0; i < children.size(); ++i)
    change(children[i], [&](ChildProjection& facts) { facts.mentor = {{fresh<EntryId>(), i == 0 ? outside.account : one.account, {0}}}; });
  auto const alone = [&] {
    std::set<ChildId> out;
    auto const view = see_today(context, as(joke), "nl").value();
    for (auto const& child : view.without_mentor) out.insert(child.child);
    return out;
  };
  EXPECT_TRUE(alone().contains(children[0]));
  EXPECT_FALSE(alone().contains(children[1]));
  auto gone = one.membership;
  gone.until = now;
  write([&](WriteTx& tx) { tx.put(gone); });
  EXPECT_EQ(see_today(context, as(joke), "nl", true)->without_mentor.size(), children.size() + 1) << "and Finn";
}

}  // namespace
}  // namespace vlechtwerk::app::testing
