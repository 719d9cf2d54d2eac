// The question of a professional: by way of the pedagoog or informally, with or without a child, from asking to her own words.
#include <gtest/gtest.h>

#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

class Question : public Story {
 protected:
  HulpvraagView view(Person const& who, CaseId question) {
    auto const found = see_hulpvraag(context, as(who), question, "nl");
    EXPECT_TRUE(found.has_value()) << found.error().code;
    return found.value_or(HulpvraagView{});
  }
  bool in_inbox(Person const& who, CaseId question) {
    auto const inbox = see_inbox(context, as(who), "nl");
    EXPECT_TRUE(inbox.has_value());
    return std::any_of(inbox->begin(), inbox->end(), [&](HulpvraagView const& one) { return one.id == question; });
  }
  bool opens(Person const& who, ChildId child) { return see_child(context, as(who), child, "nl").has_value(); }
  std::string answered(Person const& who, CaseId question) {
    return outcome(answer_hulpvraag(context, as(who), {id(), question, Private("ga naast haar zitten")}));
  }
  std::string confirmed(Person const& who, CaseId question) {
    return outcome(confirm_hulpvraag(context, as(who), id(), question, Private("ik ga naast haar zitten")));
  }
  std::string assigned(Person const& who, CaseId question, Person const& to, std::optional<Date> until = {}) {
    return outcome(assign_hulpvraag(context, as(who), {id(), question, to.account, until}));
  }
};
ON_BOTH_ENGINES(Question);

TEST_P(Question, WithoutAChildNeedsNoToestemmingAndGoesByWayOfThePedagoog) {
  auto const question = asked(sanne, a_question());
  EXPECT_TRUE(in_inbox(marijke, question));
  for (auto const* who : {&fatima, &joke, &anita, &kees}) EXPECT_EQ(outcome(see_hulpvraag(context, as(*who), question, "nl")), "not_there");
  EXPECT_EQ(assigned(anita, question, anita), "not_there");
  EXPECT_EQ(assigned(marijke, question, fatima), "no_coach");
  EXPECT_EQ(assigned(marijke, question, anita, base::amsterdam_day(now).plus_days(-1)), "until_before");
  EXPECT_EQ(assigned(marijke, question, anita), "ok");
  pass(60);
  EXPECT_TRUE(in_inbox(anita, question));
  EXPECT_FALSE(in_inbox(marijke, question));
  EXPECT_EQ(answered(bert, question), "not_there");
  EXPECT_EQ(confirmed(sanne, question), "moved") << "there is no answer yet";
  EXPECT_EQ(answered(anita, question), "ok");
  pass(60);
  EXPECT_EQ(view(sanne, question).tip->reveal(), "ga naast haar zitten");
  EXPECT_EQ(view(sanne, question).answered_by->reveal(), "Anita Kok");
  EXPECT_EQ(confirmed(anita, question), "not_there") << "she confirms it who asked";
  EXPECT_EQ(confirmed(sanne, question), "ok");
  EXPECT_EQ(view(sanne, question).own_words->reveal(), "ik ga naast haar zitten");
  EXPECT_EQ(answered(anita, question), "moved");
  EXPECT_EQ(confirmed(sanne, question), "moved");
}

TEST_P(Question, TheInboxHoldsAllThatWaitsAndWhatIsDoneAPageAtATime) {
  auto const first = asked(sanne, a_question());
  for (std::size_t i = 0; i < kInboxPage + 3; ++i) {
    pass(60);
    auto const question = asked(sanne, a_question());
    ASSERT_EQ(answered(marijke, question), "ok");
    pass(60);
    ASSERT_EQ(confirmed(sanne, question), "ok");
  }
  auto const newest = see_inbox(context, as(sanne), "nl").value();
  ASSERT_EQ(newest.size(), kInboxPage + 1) << "the oldest still waits, so it stands there too";
  EXPECT_EQ(newest.back().id, first);
  EXPECT_TRUE(waits(newest.back()));
  auto const last_done = newest[kInboxPage - 1];
  EXPECT_FALSE(waits(last_done));
  auto const older = see_inbox(context, as(sanne), "nl", last_done.asked_at).value();
  EXPECT_EQ(older.size(), 3U);
  for (auto const& one : older) EXPECT_LT(one.asked_at, last_done.asked_at);
}

TEST_P(Question, OnlyWorkersAskAndAboutTheirOwnChildren) {
  for (auto const* who : {&marijke, &anita, &kees}) EXPECT_EQ(outcome(ask_hulpvraag(context, as(*who), a_question())), "not_your_role");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(fatima), a_question(noor))), "not_there");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), informally(fatima, {}))), "no_coach");
  auto form = a_question();
  form.question = Private("  ");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), form)), "empty");
}

TEST_P(Question, NamesAChildOnlyWhenParentsSaidYesForWhoWillReadIt) {
  route_opened(sanne, noor);
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), a_question(noor))), "permission_missing");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), informally(anita, noor))), "permission_missing");
  said(sanne, noor, kPedagoogLooks, "given");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), informally(anita, noor))), "permission_missing")
      << "a yes for the pedagoog is none for the coach";
  auto const question = asked(sanne, a_question(noor));
  EXPECT_EQ(assigned(marijke, question, anita), "permission_missing");
  EXPECT_FALSE(view(marijke, question).why_not.empty());
  pass(60);
  said(sanne, noor, kCoachLooks, "given");
  EXPECT_TRUE(view(marijke, question).why_not.empty());
  EXPECT_FALSE(opens(anita, noor));
  EXPECT_EQ(assigned(marijke, question, anita), "ok");
  EXPECT_TRUE(opens(anita, noor));
  EXPECT_FALSE(opens(bert, noor));
  EXPECT_EQ(view(anita, question).child->first_name.reveal(), "Noor");
}

TEST_P(Question, InformallyGoesStraightToTheCoachWhoIsInTheHouse) {
  route_opened(sanne, noor);
  said(sanne, noor, kCoachLooks, "given");
  auto const form = informally(anita, noor);
  auto const question = asked(sanne, form);
  EXPECT_EQ(asked(sanne, form), question) << "sent twice";
  EXPECT_FALSE(in_inbox(marijke, question));
  EXPECT_TRUE(in_inbox(anita, question));
  EXPECT_TRUE(view(sanne, question).informal);
  EXPECT_EQ(view(sanne, question).until, base::amsterdam_day(now).plus_days(28));
  EXPECT_TRUE(opens(anita, noor));
  pass(60);
  ASSERT_EQ(answered(anita, question), "ok");
  EXPECT_TRUE(opens(anita, noor)) << "until it is confirmed";
  pass(60);
  ASSERT_EQ(confirmed(sanne, question), "ok");
  EXPECT_FALSE(opens(anita, noor));
}

TEST_P(Question, InformallyEndsTodayOrLaterAndNotBefore) {
  route_opened(sanne, noor);
  said(sanne, noor, kCoachLooks, "given");
  auto const today = base::amsterdam_day(now);
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), informally(anita, noor, today.plus_days(-1)))), "until_before");
  EXPECT_FALSE(opens(anita, noor));
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), informally(anita, noor, today))), "ok");
  EXPECT_TRUE(opens(anita, noor));
}

TEST_P(Question, IsAskedFromAGroupOnWhichTheAskerWorksOrThatSheLeads) {
  auto const from = [&](Person const& who, GroupId group) {
    auto form = a_question();
    form.group = group;
    return outcome(ask_hulpvraag(context, as(who), form));
  };
  EXPECT_EQ(from(sanne, wadlopers), "ok");
  EXPECT_EQ(from(sanne, zeehonden), "no_group");
  EXPECT_EQ(from(joke, zeehonden), "ok");
  EXPECT_EQ(from(joke, kwallen), "no_group");
  EXPECT_EQ(from(sanne, id<GroupId>()), "no_group");
}

TEST_P(Question, WithAnotherTextUnderTheSameIdIsAConflict) {
  auto form = a_question();
  auto const question = asked(sanne, form);
  form.question = Private("iets heel anders");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), form)), "id_reused");
  EXPECT_EQ(view(sanne, question).question.reveal(), "hoe help ik dit kind?");
}

TEST_P(Question, OfAnotherPersonIsNotTakenOver) {
  auto const question = asked(sanne, a_question());
  auto form = a_question();
  form.hulpvraag = question;
  auto const taken = ask_hulpvraag(context, as(fatima), form);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().kind, ErrorKind::Conflict);
  EXPECT_EQ(view(sanne, question).asked_by.reveal(), "Sanne de Wit");
}

TEST_P(Question, IsTakenBackWithinAMinuteAndThenIsNowhere) {
  auto const form = a_question();
  auto const question = asked(sanne, form);
  ASSERT_EQ(outcome(undo(context, as(sanne), id(), form.id)), "ok");
  EXPECT_FALSE(in_inbox(marijke, question));
  EXPECT_FALSE(in_inbox(sanne, question));
  EXPECT_EQ(answered(marijke, question), "not_there");
  auto const before = dump();
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(dump(), before);
}

TEST_P(Question, OfWhichParentsTakeBackTheirYesShowsTheChildToNobodyElse) {
  route_opened(sanne, noor);
  said(sanne, noor, kCoachLooks, "given");
  auto const question = asked(sanne, informally(anita, noor));
  pass(60);
  said(sanne, noor, kCoachLooks, "withdrawn");
  EXPECT_FALSE(opens(anita, noor));
  EXPECT_FALSE(in_inbox(anita, question));
  EXPECT_EQ(answered(anita, question), "not_there");
  EXPECT_TRUE(in_inbox(sanne, question));
}

}  // namespace
}  // namespace vlechtwerk::app::testing
