// "Bij wie moet ik zijn?" and the formal routes of a question: each of the ten plans sends it where it says.
#include <gtest/gtest.h>

#include "app/vocabulary.h"
#include "app/whom_to_ask.h"

namespace vlechtwerk::app::testing {
namespace {

class WhomToAsk : public Story {
 protected:
  /// From now on the house follows this plan.
  void follow(std::string const& plan) {
    std::ifstream in(std::string(VLECHTWERK_SOURCE_DIR) + "/stappenplannen/" + plan + ".toml", std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    write([&](WriteTx& tx) {
      tx.put(PlanRow{plan, read_plan_file(text.str())->version, text.str()});
      tx.set_organisation_plan(opvang, plan);
    });
  }
  void give_function(Person& who, std::string const& function) {
    who.membership.functions = {function};
    write([&](WriteTx& tx) { tx.put(who.membership); });
  }
  void leaves(Person const& who) {
    auto row = who.membership;
    row.until = now;
    write([&](WriteTx& tx) { tx.put(row); });
  }
  bool in_inbox(Person const& who, CaseId question) {
    auto const inbox = see_inbox(context, as(who), "nl");
    return inbox && std::any_of(inbox->begin(), inbox->end(), [&](HulpvraagView const& one) { return one.id == question; });
  }
  std::vector<AskedFunction> readers(std::optional<ChildId> child = {}) {
    auto const found = who_reads_questions(context, as(sanne), child, "nl");
    EXPECT_TRUE(found.has_value());
    return found.value_or(std::vector<AskedFunction>{});
  }
  WhomToAskView answer(QuestionForm const& form) {
    auto const view = see_whom_to_ask(context, as(sanne), form, "nl");
    EXPECT_TRUE(view.has_value()) << view.error().code;
    return view.value_or(WhomToAskView{});
  }
  AskForm to(std::string const& function, std::optional<ChildId> about = {}) {
    auto form = a_question(about);
    form.function = function;
    return form;
  }
};
ON_BOTH_ENGINES(WhomToAsk);

TEST_P(WhomToAsk, EachOfTheTenPlansSendsAQuestionWhereItSays) {
  leaves(bert);
  pass(1);
  give_function(fatima, "pedagogisch_specialist");
  struct Line {
    std::string plan, first, name;
    Person* who;
  };
  std::vector<Line> const lines = {{"van-veldhuizen-stichting", "Pedagogisch adviseur", "Marijke Bos", &marijke},
                                   {"kindercentrum-prinses-amalia", "Zorgcoördinator", "Marijke Bos", &marijke},
                                   {"kinderdam-plusgroep", "Coach van Horizon", "Anita Kok", &anita},
                                   {"kinderdam-reguliere-groep", "Coach van Horizon", "Anita Kok", &anita},
                                   {"ska-amersfoort", "Pedagogisch specialist", "Fatima El Amrani", &fatima},
                                   {"partou-amsterdam", "Stafmedewerker", "Marijke Bos", &marijke},
                                   {"kinderopvang-den-helder", "Pedagoog", "Marijke Bos", &marijke},
                                   {"speelwerk-kinderopvang", "Medewerker van Yorneo", "Anita Kok", &anita},
                                   {"speelwerk-peuterspeelzaal", "Medewerker van Yorneo", "Anita Kok", &anita},
                                   {"b4kids-leiden", "Pedagogische staf", "Marijke Bos", &marijke}};
  for (auto const& line : lines) {
    follow(line.plan);
    auto const found = readers();
    ASSERT_FALSE(found.empty()) << line.plan;
    EXPECT_EQ(found.front().label, line.first) << line.plan;
    EXPECT_EQ(found.front().person->name.reveal(), line.name) << line.plan;
    auto const question = asked(sanne, to(found.front().function));
    EXPECT_FALSE(see_hulpvraag(context, as(sanne), question, "nl")->informal);
    for (auto const* who : {&marijke, &anita, &fatima, &joke}) EXPECT_EQ(in_inbox(*who, question), who == line.who) << line.plan;
    pass(60);
  }
}

TEST_P(WhomToAsk, OnTheBsoOfSkaTheCoachIsAskedDirectly) {
  follow("ska-amersfoort");
  give_function(fatima, "pedagogisch_specialist");
  EXPECT_EQ(readers().front().function, "pedagogisch_specialist");
  write([&](WriteTx& tx) { tx.put(GroupRow{wadlopers, zeester, opvang, "Wadlopers", "bso"}); });
  EXPECT_EQ(readers().front().function, "jeugdzorgcoach");
}

TEST_P(WhomToAsk, AColleagueWithAnExtraTaskAnswersOrPassesOnWhatWasGivenToHerAndNothingElse) {
  follow("ska-amersfoort");
  give_function(fatima, "pedagogisch_specialist");
  auto const question = asked(sanne, to("pedagogisch_specialist"));
  auto const another = asked(sanne, to("leidinggevende"));
  pass(60);
  EXPECT_EQ(outcome(answer_hulpvraag(context, as(fatima), {id(), another, Private("tip")})), "not_there");
  EXPECT_EQ(outcome(assign_hulpvraag(context, as(joke), {id(), question, anita.account, {}})), "not_there");
  EXPECT_EQ(outcome(assign_hulpvraag(context, as(fatima), {id(), question, anita.account, {}})), "ok");
  EXPECT_TRUE(in_inbox(anita, question));
  EXPECT_EQ(outcome(answer_hulpvraag(context, as(joke), {id(), another, Private("tip")})), "ok");
}

TEST_P(WhomToAsk, AFunctionThatNobodyHasIsNotOfferedAndCannotBeAsked) {
  follow("ska-amersfoort");
  EXPECT_NE(readers().front().function, "pedagogisch_specialist");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), to("pedagogisch_specialist"))), "nobody");
}

TEST_P(WhomToAsk, AboutAChildItGoesToWhoKnowsItOrWhomParentsAllow) {
  follow("ska-amersfoort");
  give_function(fatima, "pedagogisch_specialist");
  route_opened(sanne, noor);
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), to("pedagogisch_specialist", noor))), "permission_missing") << "another group";
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), to("jeugdzorgcoach", noor))), "permission_missing");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), to("leidinggevende", noor))), "ok");
  said(sanne, noor, kCoachLooks, "given");
  EXPECT_EQ(outcome(ask_hulpvraag(context, as(sanne), to("jeugdzorgcoach", noor))), "ok");
}

TEST_P(WhomToAsk, TheAnswerIsANameOfTheFunctionThatThePlanNames) {
  auto const own = answer({"mijn_handelen", {}, {}});
  EXPECT_EQ(own.answer.front().person->name.reveal(), "Marijke Bos");
  EXPECT_EQ(answer({"zorg_om_kind", {}, noor}).answer.front().person->name.reveal(), "Sanne de Wit") << "the mentor";
  EXPECT_FALSE(answer({"zorg_om_kind", {}, {}}).answer.front().person.has_value()) << "of whom?";
  EXPECT_EQ(answer({"praktisch", {}, {}}).answer.front().person->name.reveal(), "Joke Visser");
  EXPECT_EQ(answer({"anders", {}, {}}).answer.front().person->name.reveal(), "Joke Visser");
  EXPECT_TRUE(answer({}).answer.empty());
}

TEST_P(WhomToAsk, WhereNobodyHasTheFunctionTheLeidinggevendeKnowsWhoThen) {
  leaves(marijke);
  pass(1);
  auto const first = answer({"mijn_handelen", {}, {}}).answer.front();
  EXPECT_FALSE(first.person.has_value());
  EXPECT_EQ(first.instead->reveal(), "Joke Visser");
}

TEST_P(WhomToAsk, ForeignChildrenAreNotThereAndTheBeheerderHasNoBusinessHere) {
  EXPECT_EQ(outcome(see_whom_to_ask(context, as(sanne), {"zorg_om_kind", {}, finn}, "nl")), "not_there");
  EXPECT_EQ(outcome(see_whom_to_ask(context, as(kees), {}, "nl")), "not_your_role");
  EXPECT_EQ(audit().front().outcome, "refused:not_your_role");
  answer({});
  EXPECT_EQ(audit().front().action, "see_whom_to_ask") << "a list with names of children";
}

TEST_P(WhomToAsk, TheMemoNamesEveryRoleOfThePlanAndWhoHasIt) {
  auto const view = see_roles(context, as(sanne), "nl");
  ASSERT_TRUE(view.has_value());
  std::map<std::string, std::string> named;
  for (auto const& role : view->roles) named[role.label] = role.person ? role.person->name.reveal() : "";
  EXPECT_EQ(named.at("Pedagoog"), "Marijke Bos");
  EXPECT_EQ(named.at("Mentor van het kind"), "") << "of each child another";
  EXPECT_EQ(named.size(), 5U);
  EXPECT_EQ(view->rows.size(), 5U);
}

}  // namespace
}  // namespace vlechtwerk::app::testing
