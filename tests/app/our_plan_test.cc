// The stappenplan of an organisation: a draft that changes nothing for children, agreed on as the next version, and routes that keep
// theirs.
#include "app/our_plan.h"

#include <gtest/gtest.h>

#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

namespace sp = domain::stappenplan;

class OurPlan : public Story {
 protected:
  static sp::Edit term(std::string const& step, std::optional<std::string> const& period) {
    return {"within", sp::Term{step, sp::Term::Which::Within, period}};
  }
  static sp::Edit title(std::string const& step, std::string const& dutch) {
    return {"title_nl", sp::OwnWords{"step/" + step + "/title", {{"nl", dutch}}}};
  }
  OurPlanView seen(Person const& who) {
    auto view = see_our_plan(context, as(who), "nl");
    EXPECT_TRUE(view.has_value()) << view.error().code;
    return view.value_or(OurPlanView{});
  }
  void changed(Person const& who, PlanLibrary::Edits const& edits) {
    auto const problems = change_our_plan(context, as(who), {seen(who).revision(), edits});
    ASSERT_TRUE(problems.has_value()) << problems.error().code;
    EXPECT_TRUE(problems->empty());
  }
  std::int64_t adopted(Person const& who) {
    auto const version = adopt_our_plan(context, as(who), seen(who).revision());
    EXPECT_TRUE(version.has_value()) << version.error().code;
    return version.value_or(0);
  }
  std::string stored_text(std::int64_t version) {
    return read([&](ReadTx const& tx) { return tx.plan(kPlan, version).value_or(PlanRow{}).text; });
  }
  bool is_asked(CaseId route, ChildId child, std::string const& step) {
    auto const view = see_child(context, as(sanne), child, "nl");
    EXPECT_TRUE(view && view->route && view->route->route == route);
    return std::any_of(view->route->steps.begin(), view->route->steps.end(), [&](auto const& one) { return one.id == step; });
  }
};
ON_BOTH_ENGINES(OurPlan);

TEST_P(OurPlan, ADraftIsOnlySeenByWhoChangesThePlanAndIsOfNoRoute) {
  changed(marijke, {title("strookje", "Briefje invullen"), term("werkbespreking_strookjes", "P4W")});
  auto const view = seen(marijke);
  ASSERT_TRUE(view.draft.has_value());
  EXPECT_EQ(view.shown().steps[0].title.nl, "Briefje invullen");
  EXPECT_EQ(view.draft->by.reveal(), "Marijke Bos");
  EXPECT_EQ(view.plan->steps[0].title.nl, "Strookje invullen");
  EXPECT_FALSE(seen(sanne).draft.has_value());
  EXPECT_TRUE(seen(sanne).may_not_change.has_value());
  auto const route = route_opened(sanne, noor);
  EXPECT_TRUE(is_asked(route, noor, "strookje"));
  EXPECT_EQ(see_child(context, as(sanne), noor, "nl")->route->steps[0].title, "Strookje invullen");
}

TEST_P(OurPlan, ASecondChangeGoesOnWithTheDraftAndOneThatTakesEverythingBackLeavesNone) {
  changed(marijke, {title("strookje", "Briefje invullen")});
  auto const first = seen(marijke).revision();
  changed(marijke, {term("werkbespreking_strookjes", "P4W")});
  EXPECT_EQ(seen(marijke).revision(), first + 1);
  changed(marijke, {term("werkbespreking_strookjes", "P4W")});
  EXPECT_EQ(seen(marijke).revision(), first + 1) << "nothing was changed";
  changed(marijke, {term("werkbespreking_strookjes", "P6W"), title("strookje", "Strookje invullen")});
  EXPECT_FALSE(seen(marijke).draft.has_value());
}

TEST_P(OurPlan, WhoDoesNotChangeThePlanIsRefusedAndThatIsWrittenDown) {
  for (auto const* who : {&sanne, &joke, &anita, &kees}) {
    EXPECT_EQ(outcome(change_our_plan(context, as(*who), {0, {title("strookje", "X")}})), "not_your_role");
    EXPECT_EQ(audit().front().outcome, "refused:not_your_role");
    EXPECT_EQ(audit().front().action, "change_our_plan");
    EXPECT_EQ(outcome(adopt_our_plan(context, as(*who), 0)), "not_your_role");
    EXPECT_EQ(outcome(discard_plan_draft(context, as(*who), 0)), "not_your_role");
    EXPECT_EQ(outcome(see_plan_effect(context, as(*who), "nl")), "not_your_role");
  }
  EXPECT_EQ(outcome(see_our_plan(context, as(kees), "nl")), "not_your_role");
  EXPECT_EQ(outcome(see_our_plan(context, as(anita), "nl")), "no_plan");
  auto const leader = person("Els Vink", Role::Leidinggevende, opvang);
  changed(leader, {title("strookje", "Briefje")});
  EXPECT_EQ(audit().front().outcome, "done");
}

TEST_P(OurPlan, AWrongChangeComesBackWithTheSentenceOfTheCheckerAndIsNotSaved) {
  auto const problems = change_our_plan(context, as(marijke), {0, {{"by", sp::People{"strookje", sp::People::Which::By, {}}}}});
  ASSERT_TRUE(problems.has_value());
  ASSERT_EQ(problems->size(), 1U);
  EXPECT_EQ(problems->front().field, "by");
  EXPECT_GT(problems->front().line, 40);
  EXPECT_FALSE(seen(marijke).draft.has_value());
  EXPECT_EQ(outcome(change_our_plan(context, as(sanne), {0, {{"by", sp::People{"strookje", sp::People::Which::By, {}}}}})),
            "not_your_role");
}

TEST_P(OurPlan, OfTwoWhoChangeAtTheSameTimeTheSecondIsToldAndLosesNothing) {
  auto const leader = person("Els Vink", Role::Leidinggevende, opvang);
  changed(marijke, {title("strookje", "Briefje invullen")});
  EXPECT_EQ(outcome(change_our_plan(context, as(leader), {0, {term("werkbespreking_strookjes", "P4W")}})), "moved");
  EXPECT_EQ(outcome(adopt_our_plan(context, as(leader), 0)), "moved");
  EXPECT_EQ(outcome(discard_plan_draft(context, as(leader), 7)), "moved");
  EXPECT_EQ(outcome(change_our_plan(context, as(leader), {seen(leader).revision(), {term("werkbespreking_strookjes", "P4W")}})), "ok");
}

TEST_P(OurPlan, AdoptedItIsTheNextVersionAndRoutesKeepTheirOwnUntilTheyGoOver) {
  auto const route = route_opened(sanne, noor);
  done(sanne, route, "strookje");
  changed(marijke, {{"by", sp::People{"hulpvraag", sp::People::Which::By, {"pedagogisch_medewerker"}}}, term("strookje_bespreken", "P3D")});
  auto const version = adopted(marijke);
  EXPECT_EQ(version, plan_version() + 1);
  EXPECT_EQ(audit().front().object_type, "plan");
  EXPECT_EQ(stored_text(plan_version()), plan_text()) << "what was adopted before stays as it is";
  EXPECT_EQ(seen(sanne).version, version);
  EXPECT_FALSE(seen(marijke).draft.has_value());
  EXPECT_EQ(read_plan_file(stored_text(version))->version, version);
  auto const row = read([&](ReadTx const& tx) { return tx.open_routes({noor}).front(); });
  EXPECT_EQ(row.plan_version, plan_version());
  auto const adoption = see_adoption(context, as(sanne), noor, "nl");
  ASSERT_TRUE(adoption.has_value());
  EXPECT_EQ(adoption->to_version, version);
  EXPECT_EQ(outcome(adopt_our_plan(context, as(marijke), 0)), "no_draft");
}

TEST_P(OurPlan, TheEffectCountsEveryRouteAndNamesOnlyChildrenThatThisPersonMaySee) {
  auto const first = route_opened(sanne, noor);
  done(sanne, first, "strookje");
  auto const second = route_opened(fatima, finn);
  done(fatima, second, "strookje");
  EXPECT_EQ(outcome(see_plan_effect(context, as(marijke), "nl")), "no_draft");
  changed(marijke, {{"off", sp::Switch{"dag_de_zee", false}}, term("strookje_bespreken", "P3D")});
  auto const unseen = see_plan_effect(context, as(marijke), "nl");
  ASSERT_TRUE(unseen.has_value()) << unseen.error().code;
  EXPECT_EQ(unseen->routes, 2);
  EXPECT_EQ(unseen->changed, 2);
  ASSERT_FALSE(unseen->lines.empty());
  EXPECT_EQ(unseen->lines.front().routes, 2);
  EXPECT_TRUE(unseen->children.empty()) << "no parent said yes to the pedagoog";
  said(sanne, noor, kPedagoogLooks, "given");
  pass(60);
  auto const one = see_plan_effect(context, as(marijke), "nl");
  ASSERT_EQ(one->children.size(), 1U);
  EXPECT_EQ(one->children.front().child, noor);
  EXPECT_EQ(audit().front().action, "list_children") << "whose names are shown is written down";
  auto const leader = person("Els Vink", Role::Leidinggevende, opvang);
  EXPECT_EQ(see_plan_effect(context, as(leader), "nl")->children.size(), 2U);
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.open_routes({noor}).front(); }).plan_version, plan_version()) << "only looked at";
}

TEST_P(OurPlan, WhatIsSwitchedOffIsListedAndComesBack) {
  changed(marijke, {{"off", sp::Switch{"dag_de_zee", false}}});
  auto const view = seen(marijke);
  ASSERT_EQ(view.switched_off.size(), 1U);
  EXPECT_EQ(view.switched_off.front().code, "dag_de_zee");
  EXPECT_EQ(view.switched_off.front().label, "Een dag in observatiegroep De Zee");
  changed(marijke, {{"", sp::Switch{"dag_de_zee", true}}});
  EXPECT_FALSE(seen(marijke).draft.has_value()) << "the same bytes as before";
}

TEST_P(OurPlan, APlanThatAnotherOrganisationFollowsIsChangedByNobody) {
  write([&](WriteTx& tx) { tx.set_organisation_plan(jeugdhulp, kPlan); });
  EXPECT_TRUE(seen(marijke).is_shared);
  EXPECT_EQ(outcome(change_our_plan(context, as(marijke), {0, {title("strookje", "X")}})), "shared_plan");
}

TEST_P(OurPlan, AVersionThatCameWithTheProgramIsOfferedUntilItIsTakenOrKeptOff) {
  auto const newer = next_version(plan_text(), "Strookje invullen", "Blaadje invullen");
  auto const version = plan_version() + 1;
  auto const change = [](std::string_view text, auto const& edits) { return interop::change_plan(text, edits); };
  PlanLibrary same(read_plan_file, change, {plan_text()}), library(read_plan_file, change, {newer});
  Context before{*store, *keys, random, hasher, rules, totp, qr, pictures, codes, lookup, same, access, false};
  Context after{*store, *keys, random, hasher, rules, totp, qr, pictures, codes, lookup, library, access, false};
  auto const offer = [&](Context& in, Person const& who) { return see_our_plan(in, as(who), "nl")->offer; };
  EXPECT_FALSE(offer(before, marijke).has_value()) << "the tenant has it";
  EXPECT_FALSE(offer(after, sanne).has_value());
  ASSERT_TRUE(offer(after, marijke).has_value());
  EXPECT_EQ(offer(after, marijke)->version, version);

  // Thrown away, it is offered again; agreed on, it is not: also when the own versions have run past its number.
  EXPECT_EQ(outcome(take_offered_plan(after, as(marijke), version)), "ok");
  EXPECT_EQ(outcome(take_offered_plan(after, as(marijke), version)), "draft");
  EXPECT_EQ(outcome(discard_plan_draft(after, as(marijke), seen(marijke).revision())), "ok");
  EXPECT_TRUE(offer(after, marijke).has_value());
  changed(marijke, {term("werkbespreking_strookjes", "P4W")});
  EXPECT_EQ(adopted(marijke), version);
  EXPECT_EQ(outcome(take_offered_plan(after, as(marijke), version)), "ok");
  EXPECT_EQ(outcome(adopt_our_plan(after, as(marijke), seen(marijke).revision())), "ok");
  EXPECT_FALSE(offer(after, marijke).has_value());
  EXPECT_EQ(seen(marijke).version, version + 1);
  EXPECT_EQ(seen(marijke).plan->steps[0].title.nl, "Blaadje invullen");
  EXPECT_EQ(outcome(take_offered_plan(after, as(marijke), version)), "no_offer");
}

TEST_P(OurPlan, WhoKeepsTheOwnPlanIsNotAskedAgain) {
  auto const newer = next_version(plan_text(), "Strookje invullen", "Blaadje invullen");
  auto const change = [](std::string_view text, auto const& edits) { return interop::change_plan(text, edits); };
  PlanLibrary library(read_plan_file, change, {newer});
  Context after{*store, *keys, random, hasher, rules, totp, qr, pictures, codes, lookup, library, access, false};
  EXPECT_EQ(outcome(decline_offered_plan(after, as(sanne), plan_version() + 1)), "not_your_role");
  EXPECT_EQ(outcome(decline_offered_plan(after, as(marijke), plan_version() + 1)), "ok");
  EXPECT_FALSE(see_our_plan(after, as(marijke), "nl")->offer.has_value());
  EXPECT_EQ(seen(marijke).version, plan_version());
}

}  // namespace
}  // namespace vlechtwerk::app::testing
