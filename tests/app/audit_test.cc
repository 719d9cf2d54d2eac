// What the audit log keeps: every act, every view once, every refusal with the act rolled back; and nobody's words.
#include <gtest/gtest.h>

#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

class Audit : public Story {
 protected:
  int rows(std::string const& action, std::string const& with_outcome) {
    auto const all = audit();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](Audited const& row) { return row.action == action && row.outcome == with_outcome; }));
  }
  std::vector<std::int64_t> repeats() {
    std::vector<std::int64_t> out;
    store->read_rows(tenant, [&](store::Connection& db) {
      out.clear();
      auto const found = db.query("select repeats from audit where tenant = $1 and repeats > 0 order by seq nulls last", tenant);
      for (auto const row : found) out.push_back(row.integer(0));
    });
    return out;
  }
};
ON_BOTH_ENGINES(Audit);

TEST_P(Audit, AViewIsWrittenOncePerWindowAndItsRepeatsWithTheNextCommit) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(see_child(context, as(sanne), noor, "nl").has_value());
  EXPECT_EQ(rows("see_child", "seen"), 1);
  EXPECT_TRUE(repeats().empty());
  ASSERT_TRUE(record_note(context, as(fatima), a_note(finn)).has_value());
  EXPECT_EQ(repeats(), std::vector<std::int64_t>{3}) << "with the next commit of anybody";
  EXPECT_EQ(rows("see_child", "seen"), 2);
  ASSERT_TRUE(record_note(context, as(fatima), a_note(finn)).has_value());
  EXPECT_EQ(repeats(), std::vector<std::int64_t>{3}) << "once";
}

TEST_P(Audit, TheWindowEndsAfterTenMinutesAndIsOfOneSessionChildAndRule) {
  ASSERT_TRUE(see_child(context, as(sanne), noor, "nl").has_value());
  now = {now.us + 599'999'999};
  ASSERT_TRUE(see_child(context, as(sanne), noor, "nl").has_value());
  EXPECT_EQ(rows("see_child", "seen"), 1);
  now = {now.us + 1};
  ASSERT_TRUE(see_child(context, as(sanne), noor, "nl").has_value());
  EXPECT_EQ(rows("see_child", "seen") - static_cast<int>(repeats().size()), 2);
  ASSERT_TRUE(see_child(context, as(joke), noor, "nl").has_value());
  auto other_session = as(sanne);
  other_session.actor.session = {1, 2, 3};
  ASSERT_TRUE(see_child(context, other_session, noor, "nl").has_value());
  EXPECT_EQ(rows("see_child", "seen") - static_cast<int>(repeats().size()), 4);
}

TEST_P(Audit, ACoveredViewIsStillAskedOfTheGate) {
  route_opened(sanne, noor);
  said(sanne, noor, kPedagoogLooks, "given");
  ASSERT_TRUE(see_child(context, as(marijke), noor, "nl").has_value());
  pass(60);
  said(sanne, noor, kPedagoogLooks, "withdrawn");
  EXPECT_EQ(outcome(see_child(context, as(marijke), noor, "nl")), "not_there");
  EXPECT_EQ(rows("see_child", "refused:not_there"), 1);
}

TEST_P(Audit, WithoutARowThereIsNoPage) {
  store->write_rows(tenant, store::Lane::Bulk, "test", [&](store::Connection& db) {
    // The head of this server's chain is taken away, so that no row can be added.
    db.execute("update audit_head set seq = 0 where tenant = $1", tenant);
  });
  EXPECT_THROW((void)see_child(context, as(sanne), noor, "nl"), base::WorldError);
  EXPECT_THROW((void)see_today(context, as(sanne), "nl"), base::WorldError);
  EXPECT_THROW((void)record_note(context, as(sanne), a_note(noor)), base::WorldError);
}

TEST_P(Audit, AListIsOneRowWithItsChildrenAndCountsForWhoSaw) {
  ASSERT_TRUE(list_children(context, as(sanne)).has_value());
  ASSERT_TRUE(list_children(context, as(sanne)).has_value());
  EXPECT_EQ(rows("list_children", "seen"), 1);
  ASSERT_TRUE(see_child(context, as(joke), noor, "nl").has_value());
  auto const who = see_who_saw(context, as(joke), noor);
  ASSERT_TRUE(who.has_value());
  std::set<std::string> names;
  for (auto const& row : *who) names.insert(row.name.reveal() + " " + row.action);
  EXPECT_TRUE(names.contains("Sanne de Wit list_children"));
  EXPECT_TRUE(names.contains("Joke Visser see_child"));
  EXPECT_EQ(outcome(see_who_saw(context, as(sanne), noor)), "not_there") << "that is for who leads the location";
  EXPECT_EQ(outcome(see_who_saw(context, as(piet), noor)), "not_there");
}

TEST_P(Audit, ARefusalIsWrittenWithTheChildAndTheActIsRolledBack) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const before = dump();
  auto const entries = read([&](ReadTx const& tx) { return tx.entries_of_child(noor).size(); });
  EXPECT_FALSE(record_note(context, as(fatima), a_note(noor)).has_value());
  EXPECT_EQ(audit().front().action, "record_note");
  EXPECT_EQ(audit().front().outcome, "refused:not_there");
  EXPECT_TRUE(audit().front().names_child) << "somebody tried";
  EXPECT_FALSE(do_step(context, as(sanne), a_step(route, "pedagoog_observeert", "binnen")).has_value());
  EXPECT_EQ(audit().front().action, "do_step");
  EXPECT_EQ(audit().front().outcome, "refused:permission_missing");
  EXPECT_TRUE(audit().front().names_child);
  EXPECT_FALSE(close_route(context, as(fatima), {id(), route, "opgelost", {}}, true).has_value());
  EXPECT_EQ(audit().front().outcome, "refused:not_there");
  EXPECT_FALSE(see_today(context, as(person("Weg", Role::Leidinggevende, opvang, {}, {}, {0}, now)), "nl").has_value());
  EXPECT_EQ(audit().front().action, "see_today");
  EXPECT_EQ(audit().front().outcome, "refused:not_your_role");
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.entries_of_child(noor).size(); }), entries);
}

TEST_P(Audit, WhatIsForeignAndWhatIsNotThereAnswerAlikeAndBothAreWritten) {
  auto const theirs = route_opened(fatima, finn);
  auto const nowhere = id<CaseId>();
  auto const plan = id();
  auto const answers = [&](CaseId route) {
    return std::vector{do_step(context, as(sanne), a_step(route, "strookje_bespreken")),
                       waive_step(context, as(sanne), {id(), route, "gesprek_ouders", "anders", {}, {}}),
                       evaluate_plan_van_aanpak(context, as(sanne), {id(), route, plan, "genoeg", {}}),
                       close_route(context, as(sanne), {id(), route, "opgelost", {}}, true)};
  };
  auto const rows_before = audit().size();
  auto const foreign = answers(theirs);
  auto const rows_of_foreign = audit().size() - rows_before;
  auto const missing = answers(nowhere);
  auto const rows_of_missing = audit().size() - rows_before - rows_of_foreign;
  for (std::size_t i = 0; i < foreign.size(); ++i) {
    ASSERT_FALSE(foreign[i].has_value() || missing[i].has_value());
    EXPECT_EQ(foreign[i].error(), missing[i].error()) << i;
    EXPECT_EQ(foreign[i].error().kind, ErrorKind::NotFound);
  }
  EXPECT_EQ(rows_of_foreign, foreign.size());
  EXPECT_EQ(rows_of_missing, missing.size());
}

TEST_P(Audit, NoNameAndNoTextStandsInAnyColumn) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  said(sanne, noor, kPedagoogLooks, "given");
  done(sanne, route, "strookje_bespreken");
  (void)do_step(context, as(sanne), a_step(route, "<script>", "Noor Jansen"));
  (void)record_note(context, as(sanne), a_note(noor, "Noor zat alleen"));
  (void)close_route(context, as(sanne), {id(), route, "Noor Jansen", {}}, true);
  (void)see_child(context, as(fatima), noor, "nl");
  asked(sanne, a_question());
  (void)see_today(context, as(joke), "nl");
  for (auto const& row : audit()) {
    for (auto const* column :
         {&row.action, &row.outcome, &row.object_type, &row.fields_class, &row.rule, &row.purpose, &row.role, &row.request_id}) {
      EXPECT_LE(column->size(), 64U) << *column;
      EXPECT_EQ(column->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_:."), std::string::npos) << *column;
      for (auto const* word : {"oor", "ansen", "zat", "script", "anne"}) EXPECT_EQ(column->find(word), std::string::npos) << *column;
    }
  }
  EXPECT_TRUE(store::verify(*store, tenant).broken.empty());
}

}  // namespace
}  // namespace vlechtwerk::app::testing
