// A picture of oneself: who may put it there, who may see it, and what is left when it is taken away.
#include "app/faces.h"

#include "app/vocabulary.h"
#include "app/whom_to_ask.h"

namespace vlechtwerk::app::testing {
namespace {

class Faces : public Story {
 protected:
  static std::string photo(std::string const& name = "halves.jpg") {
    std::ifstream in(std::string(VLECHTWERK_SOURCE_DIR) + "/fuzz/corpus/jpeg/" + name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  void has_face(Person const& who, std::string const& name = "halves.jpg") {
    pass(1);
    auto const saved = save_face(context, as(who), photo(name));
    ASSERT_TRUE(saved.has_value()) << saved.error().code;
  }
  std::string seen(Person const& by, Person const& whom, std::optional<ChildId> child = {}) {
    auto const picture = see_face(context, as(by), whom.account, child);
    return picture ? "seen" : picture.error().code;
  }
  std::optional<FaceRow> row_of(Person const& who) {
    return read([&](ReadTx const& tx) { return tx.face(who.account); });
  }
};
ON_BOTH_ENGINES(Faces);

TEST_P(Faces, SheAlonePutsItThereAndTakesItAwayAndBothAreInTheAuditLog) {
  EXPECT_FALSE(see_own_face(context, as(sanne))->has_value());
  EXPECT_EQ(seen(sanne, sanne), "not_there");
  has_face(sanne);
  EXPECT_EQ(audit().front().action + " " + audit().front().outcome, "manage_face done");
  EXPECT_EQ(see_own_face(context, as(sanne))->value(), now);
  EXPECT_EQ(seen(sanne, sanne), "seen");
  EXPECT_FALSE(see_own_face(context, as(fatima))->has_value()) << "hers, of nobody else";
  ASSERT_TRUE(remove_face(context, as(fatima)).has_value());
  EXPECT_EQ(seen(sanne, sanne), "seen") << "what another takes away is her own";
  ASSERT_TRUE(remove_face(context, as(sanne)).has_value());
  EXPECT_EQ(audit().front().action + " " + audit().front().outcome, "manage_face done");
  EXPECT_EQ(seen(sanne, sanne), "not_there");
  EXPECT_FALSE(row_of(sanne).has_value());
}

TEST_P(Faces, APhotoThatIsRefusedLeavesTheOneThatWasThere) {
  has_face(sanne);
  auto const before = see_face(context, as(sanne), sanne.account, {}).value();
  pass(1);
  auto const refused = save_face(context, as(sanne), photo("not-a-jpeg"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().field, "photo");
  EXPECT_EQ(audit().front().outcome, "refused:not_a_jpeg");
  EXPECT_EQ(see_face(context, as(sanne), sanne.account, {}).value(), before);
  has_face(sanne, "grey.jpg");
  EXPECT_NE(see_face(context, as(sanne), sanne.account, {}).value(), before);
}

TEST_P(Faces, IsSeenByWhomSheIsNamedToAndByNobodyElse) {
  for (auto const& one : {marijke, sanne, joke, fatima}) has_face(one);
  EXPECT_EQ(seen(sanne, marijke), "seen");
  EXPECT_EQ(seen(sanne, joke), "seen");
  EXPECT_EQ(seen(piet, marijke), "seen");
  EXPECT_EQ(seen(piet, joke), "not_there") << "she leads another location";
  EXPECT_EQ(seen(sanne, fatima), "not_there") << "a colleague whom no answer names";
  EXPECT_EQ(seen(joke, sanne, noor), "seen") << "the mentor of the child";
  EXPECT_EQ(seen(joke, sanne), "not_there") << "of whom?";
  EXPECT_EQ(seen(joke, sanne, finn), "not_there");
  EXPECT_EQ(seen(piet, sanne, noor), "not_there") << "a child that is not his";
  EXPECT_EQ(seen(kees, marijke), "not_your_role");
  EXPECT_EQ(audit().front().outcome, "refused:not_your_role");
}

TEST_P(Faces, StandsWithTheNameThatAnAnswerGives) {
  has_face(marijke);
  auto const view = see_whom_to_ask(context, as(sanne), {"mijn_handelen", {}, {}}, "nl");
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->answer.front().face, now);
  EXPECT_EQ(see_whom_to_ask(context, as(sanne), {"praktisch", {}, {}}, "nl")->answer.front().face, std::nullopt);
}

TEST_P(Faces, ThatShouldNotBeThereAreTakenAwayByWhoLeadsHerLocationOrKeepsTheRegister) {
  auto const gone = [&](Person const& by, Person const& whose) {
    auto const done = remove_face_of(context, as(by), whose.account);
    return done ? std::string(row_of(whose) ? "stays" : "gone") : done.error().code;
  };
  for (auto const& one : {sanne, marijke, anita, joke}) has_face(one);
  for (auto const& one : {fatima, marijke, anita}) EXPECT_EQ(gone(one, sanne), "not_your_role");
  EXPECT_EQ(audit().front().action + " " + audit().front().outcome, "remove_face refused:not_your_role");
  EXPECT_EQ(gone(sanne, sanne), "not_your_role") << "for her own there is another way";
  EXPECT_EQ(gone(piet, sanne), "not_there") << "he leads another location";
  EXPECT_EQ(audit().front().object_type, "account");
  EXPECT_EQ(gone(joke, marijke), "not_there") << "she works at every location";
  EXPECT_EQ(gone(joke, anita), "not_there") << "of another organisation";
  EXPECT_EQ(gone(joke, sanne), "gone");
  EXPECT_EQ(audit().front().action + " " + audit().front().outcome, "remove_face done");
  EXPECT_EQ(audit().front().object_type, "account");
  EXPECT_FALSE(see_own_face(context, as(sanne))->has_value());
  auto const whole = person("Leidt alles", Role::Leidinggevende, opvang);
  EXPECT_EQ(gone(whole, marijke), "gone");
  EXPECT_EQ(gone(kees, anita), "gone");
  EXPECT_EQ(gone(kees, anita), "gone") << "a second press";
  EXPECT_EQ(gone(kees, {tenant, fresh<AccountId>(), {}}), "not_there");
  EXPECT_TRUE(row_of(joke).has_value());
}

TEST_P(Faces, AreToldInTheRegisterToWhoMayTakeThemAway) {
  for (auto const& one : {sanne, marijke}) has_face(one);
  auto const told = [&](Person const& by) {
    auto const all = see_register(context, as(by), "nl").value();
    auto const page = see_people(context, as(by), "nl", {}).value();
    std::set<AccountId> in_all, by_page;
    for (auto const& worker : all.workers)
      if (worker.face) in_all.insert(worker.account);
    for (auto const& worker : page.house.workers)
      if (worker.face) by_page.insert(worker.account);
    EXPECT_EQ(in_all, by_page);
    return in_all;
  };
  EXPECT_EQ(told(kees), (std::set{sanne.account, marijke.account}));
  EXPECT_EQ(told(joke), std::set{sanne.account});
  EXPECT_TRUE(told(piet).empty());
}

TEST_P(Faces, OfAnotherTenantAreNotThere) {
  has_face(marijke);
  auto stranger = sanne, self = marijke;
  stranger.tenant = self.tenant = new_tenant();
  store->write(self.tenant, Lane::Bulk, "test", [&](WriteTx& tx) {
    tx.put(OrganisationRow{opvang, "Opvang elders", OrganisationKind::Kinderopvang, ""});
    for (auto* who : {&stranger, &self}) {
      who->membership.id = id<MembershipId>();
      who->membership.location = std::nullopt;
      tx.put(who->membership);
    }
  });
  EXPECT_EQ(seen(stranger, marijke), "not_there");
  EXPECT_EQ(seen(self, marijke), "not_there") << "in each tenant she decides anew";
  auto const row = row_of(marijke).value();
  store->write(stranger.tenant, Lane::Bulk, "test", [&](WriteTx& tx) { tx.put(row); });
  EXPECT_EQ(seen(self, marijke), "not_there") << "a row that was carried over does not open";
  EXPECT_EQ(seen(marijke, marijke), "seen");
  stranger.membership.id = fresh<MembershipId>();
  stranger.membership.role = Role::Beheerder;
  auto const theirs = sanne;
  has_face(theirs);
  store->write(stranger.tenant, Lane::Bulk, "test", [&](WriteTx& tx) { tx.put(stranger.membership); });
  ASSERT_TRUE(remove_face_of(context, as(stranger), theirs.account).has_value()) << "she works in both: in the stranger's there is none";
  EXPECT_TRUE(row_of(theirs).has_value());
  EXPECT_EQ(outcome(remove_face_of(context, as(stranger), joke.account)), "not_there");
}

TEST_P(Faces, IsSealedAndOpensForItsOwnAccountAndKeyOnly) {
  has_face(marijke);
  auto const row = row_of(marijke).value();
  std::string const stored(row.picture_sealed.begin(), row.picture_sealed.end());
  EXPECT_EQ(stored.find("JFIF"), std::string::npos);
  auto const put = [&](FaceRow const& changed) { write([&](WriteTx& tx) { tx.put(changed); }); };
  put({joke.account, now, row.picture_sealed});
  EXPECT_EQ(seen(sanne, joke), "not_there") << "the picture of somebody else";
  auto damaged = row;
  damaged.picture_sealed.back() ^= 1;
  put(damaged);
  EXPECT_EQ(seen(sanne, marijke), "not_there");
  auto other_key = row;
  std::vector<std::uint8_t> const picture{1, 2, 3};
  other_key.picture_sealed =
      journal::wrap(picture, keys->service_key("login_lookup"), "face.picture:" + tenant.text() + ":" + marijke.account.text(), random);
  put(other_key);
  EXPECT_EQ(seen(sanne, marijke), "not_there");
  put(row);
  EXPECT_EQ(seen(sanne, marijke), "seen");
}

TEST_P(Faces, OfWhoStopsWorkingHereIsGone) {
  has_face(marijke);
  has_face(joke);
  ASSERT_TRUE(end_membership(context, as(kees), marijke.membership.id).has_value());
  EXPECT_FALSE(row_of(marijke).has_value());
  EXPECT_TRUE(row_of(joke).has_value());
}

TEST_P(Faces, StayWhenProjectionsAreMadeAgain) {
  has_face(marijke);
  rebuild(base::amsterdam_day(now));
  EXPECT_EQ(seen(sanne, marijke), "seen");
}

}  // namespace
}  // namespace vlechtwerk::app::testing
