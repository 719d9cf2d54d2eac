// When access begins and ends: to the microsecond, on the days on which the clock changes too.
#include <gtest/gtest.h>

#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

class AccessInTime : public Story {
 protected:
  bool may_see(Person const& who, ChildId child, Instant when) {
    return read([&](ReadTx const& tx) { return std::optional(allow(tx, as(who, when), Action::SeeChild, child)); })->has_value();
  }
  static Instant before(Instant moment) { return {moment.us - 1}; }
  void expect_until(Person const& who, ChildId child, Instant end) {
    EXPECT_TRUE(may_see(who, child, before(end)));
    EXPECT_FALSE(may_see(who, child, end));
  }
  void expect_from(Person const& who, ChildId child, Instant begin) {
    EXPECT_FALSE(may_see(who, child, before(begin)));
    EXPECT_TRUE(may_see(who, child, begin));
  }
};
ON_BOTH_ENGINES(AccessInTime);

TEST_P(AccessInTime, ACoachSeesTheChildFromTheQuestionToTheEndOfTheLastDayAlsoWhenTheClockChanges) {
  struct Case {
    char const* asked;
    char const* last_day;
    char const* end_utc;  ///< the start of the next day in Amsterdam
  };
  for (auto const& one :
       {Case{"2026-03-09", "2026-03-20", "2026-03-20T23:00:00Z"},
        // Summer time begins on 29 March at 2, winter time on 25 October at 3.
        Case{"2026-03-09", "2026-03-28", "2026-03-28T23:00:00Z"}, Case{"2026-03-09", "2026-03-29", "2026-03-29T22:00:00Z"},
        Case{"2026-10-01", "2026-10-24", "2026-10-24T22:00:00Z"}, Case{"2026-10-01", "2026-10-25", "2026-10-25T23:00:00Z"}}) {
    auto const kid = child("Kind", one.last_day, wadlopers);
    now = at(one.asked, 9);
    route_opened(sanne, kid);
    said(sanne, kid, kCoachLooks, "given");
    pass(3600);
    asked(sanne, informally(anita, kid, on(one.last_day)));
    expect_from(anita, kid, now);
    expect_until(anita, kid, *base::parse_instant(one.end_utc));
    EXPECT_FALSE(may_see(bert, kid, now));
  }
}

TEST_P(AccessInTime, ToestemmingThatEndsOnADayLastsToTheEndOfIt) {
  for (auto const& [last_day, end_utc] :
       {std::pair{"2026-03-29", "2026-03-29T22:00:00Z"}, std::pair{"2026-10-25", "2026-10-25T23:00:00Z"}}) {
    auto const kid = child("Kind", last_day, wadlopers);
    now = at("2026-03-09", 9);
    route_opened(sanne, kid);
    for (auto const parent : parents_of(kid)) {
      auto word = a_word(kid, parent, kPedagoogLooks, "given");
      word.until = on(last_day);
      ASSERT_TRUE(record_toestemming(context, as(sanne), word).has_value());
    }
    expect_from(marijke, kid, now);
    expect_until(marijke, kid, *base::parse_instant(end_utc));
  }
}

TEST_P(AccessInTime, AWordThatCountsFromALaterDayBeginsWithThatDay) {
  route_opened(sanne, noor);
  for (auto const parent : noors) {
    journal::Header word;
    word.kind = kind::kToestemmingGiven;
    word.subject = journal::subject_of(parent);
    word.case_id = domain::case_of(noor);
    word.case_kind = journal::CaseKind::Child;
    word.act = kPedagoogLooks;
    word.from = on("2026-03-29");
    by_hand(sanne, word, noor);
  }
  EXPECT_FALSE(may_see(marijke, noor, now));
  expect_from(marijke, noor, *base::parse_instant("2026-03-28T23:00:00Z"));
}

TEST_P(AccessInTime, ParentsWhoTakeBackTheirYesEndItAtThatInstant) {
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  said(sanne, noor, kCoachLooks, "given");
  pass(60);
  asked(sanne, informally(anita, noor));
  pass(3600);
  auto const word = a_word(noor, noors[1], kCoachLooks, "withdrawn");
  ASSERT_TRUE(record_toestemming(context, as(sanne), word).has_value());
  expect_until(anita, noor, now);
  EXPECT_TRUE(may_see(marijke, noor, now)) << "the other act stands";
  pass(60);
  ASSERT_TRUE(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, "refused")).has_value());
  expect_until(marijke, noor, now);
  // A yes after that opens it again, from then on.
  pass(60);
  ASSERT_TRUE(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, "given")).has_value());
  expect_from(marijke, noor, now);
}

TEST_P(AccessInTime, AnAnswerConfirmedEndsTheQuestionAtThatInstant) {
  route_opened(sanne, noor);
  said(sanne, noor, kCoachLooks, "given");
  auto const question = asked(sanne, informally(anita, noor));
  pass(60);
  ASSERT_TRUE(answer_hulpvraag(context, as(anita), {id(), question, Private("tip")}).has_value());
  pass(60);
  ASSERT_TRUE(confirm_hulpvraag(context, as(sanne), id(), question, Private("zo doe ik het")).has_value());
  expect_until(anita, noor, now);
}

TEST_P(AccessInTime, AQuestionPassedOnEndsTheAccessOfWhoHadIt) {
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  said(sanne, noor, kCoachLooks, "given");
  pass(60);
  auto const question = asked(sanne, a_question(noor));
  ASSERT_TRUE(assign_hulpvraag(context, as(marijke), {id(), question, marijke.account, {}}).has_value());
  pass(60);
  ASSERT_TRUE(assign_hulpvraag(context, as(marijke), {id(), question, anita.account, {}}).has_value());
  expect_from(anita, noor, now);
}

TEST_P(AccessInTime, AChildThatMovesIsOfTheNewGroupFromTheFirstDayThere) {
  ASSERT_TRUE(place_child(context, as(joke), id(), noor, kwallen, on("2026-03-29")).has_value());
  auto const moves = *base::parse_instant("2026-03-28T23:00:00Z");
  auto const kwal = person("Kwallen Juf", Role::PedagogischMedewerker, opvang, schelp, {kwallen});
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  expect_until(colleague, noor, moves);
  expect_until(joke, noor, moves);
  expect_from(kwal, noor, moves);
  expect_from(piet, noor, moves);
}

TEST_P(AccessInTime, WhoLeavesSeesNothingMoreAndWhoComesBackDoes) {
  auto const temp =
      person("Tijdelijk", Role::PedagogischMedewerker, opvang, zeester, {wadlopers}, at("2026-03-02", 8), at("2026-03-06", 18));
  expect_from(temp, noor, at("2026-03-02", 8));
  expect_until(temp, noor, at("2026-03-06", 18));
  auto const again = member(temp.account, Role::PedagogischMedewerker, opvang, zeester, {wadlopers}, at("2026-03-16", 8));
  EXPECT_FALSE(may_see(again, noor, before(at("2026-03-16", 8))));
  expect_from(again, noor, at("2026-03-16", 8));
}

TEST_P(AccessInTime, AnotherMentorTakesOverAtThatInstant) {
  auto const els = person("Els Prins", Role::PedagogischMedewerker, opvang, schelp);
  auto const jan = person("Jan Kuiper", Role::PedagogischMedewerker, opvang, schelp);
  ASSERT_TRUE(assign_mentor(context, as(joke), id(), noor, els.account).has_value());
  expect_from(els, noor, now);
  pass(3600);
  ASSERT_TRUE(assign_mentor(context, as(joke), id(), noor, jan.account).has_value());
  expect_until(els, noor, now);
  expect_from(jan, noor, now);
}

TEST_P(AccessInTime, TheCheckIsTheListForEveryPersonChildAndMomentOfTheStory) {
  // Everything that can begin and end, on moments of its own.
  auto const temp =
      person("Tijdelijk", Role::PedagogischMedewerker, opvang, zeester, {wadlopers}, at("2026-03-10", 8), at("2026-03-20", 18));
  std::vector<Instant> boundaries{at("2026-03-10", 8), at("2026-03-20", 18)};
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  said(sanne, noor, kCoachLooks, "given");
  pass_days(1);
  auto const question = asked(sanne, informally(anita, noor, on("2026-03-28")));
  boundaries.push_back(*base::parse_instant("2026-03-28T23:00:00Z"));
  asked(sanne, informally(bert, noor, on("2026-04-20")));
  boundaries.push_back(now);
  pass_days(2);
  ASSERT_TRUE(place_child(context, as(joke), id(), finn, kwallen, on("2026-03-29")).has_value());
  ASSERT_TRUE(answer_hulpvraag(context, as(anita), {id(), question, Private("tip")}).has_value());
  pass_days(2);
  ASSERT_TRUE(record_toestemming(context, as(sanne), a_word(noor, noors[0], kPedagoogLooks, "withdrawn")).has_value());
  boundaries.push_back(now);
  std::set<Instant> moments;
  for (auto const boundary : boundaries)
    for (auto const shift : {-1, 0, 1}) moments.insert({boundary.us + shift});
  ASSERT_GE(moments.size(), 12U);
  int cells = 0, holds = 0;
  for (auto const moment : moments) {
    for (Person const* who : std::initializer_list<Person const*>{&kees, &sanne, &fatima, &joke, &piet, &marijke, &anita, &bert, &temp}) {
      for (auto const relation : kRelations) {
        store->read(tenant, [&](ReadTx const& tx) {
          auto const list = tx.related_children(relation, who->account, moment);
          for (auto const one : {noor, finn, mees}) {
            auto const in_list = std::find_if(list.begin(), list.end(), [&](RelationHit const& hit) { return hit.child == one; });
            auto const check = tx.related(relation, who->account, one, moment);
            ++cells;
            holds += check ? 1 : 0;
            EXPECT_EQ(check.has_value(), in_list != list.end()) << code(relation) << " at " << base::instant_text(moment);
            if (!check) continue;
            EXPECT_TRUE(check->from <= moment && moment < check->until);
            EXPECT_EQ(check->until, in_list->until);
          }
        });
      }
    }
  }
  std::cout << "check and list: " << cells << " cells, " << holds << " hold\n";
  EXPECT_GT(holds, 50);
}

}  // namespace
}  // namespace vlechtwerk::app::testing
