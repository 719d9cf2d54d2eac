// Who comes in, by which steps, and for how long.
#include <atomic>
#include <thread>

#include "app/support.h"
#include "app/terminal.h"

namespace vlechtwerk::app::testing {
namespace {

class LogIn : public House {};
ON_BOTH_ENGINES(LogIn);

// ---------------------------------------------------------------- the letter

TEST_P(LogIn, ALetterLeadsByWayOfAPasswordAndASecondFactorInside) {
  auto const noortje = worker("noortje");
  EXPECT_EQ(opens_letter(noortje), "password");
  EXPECT_TRUE(session()->must_set_password);
  EXPECT_FALSE(inside());
  EXPECT_EQ(sets_password(), "new second factor");
  EXPECT_TRUE(session()->must_set_second_factor);
  EXPECT_FALSE(inside());
  auto const codes_of_card = prints_card();
  EXPECT_EQ(codes_of_card.size(), 10U);
  auto const found = session();
  ASSERT_TRUE(found && found->actor);
  EXPECT_EQ(found->actor->account, noortje.account);
  EXPECT_EQ(found->actor->role, Role::PedagogischMedewerker);
  EXPECT_EQ(found->actor->location, zeester);
  EXPECT_EQ(found->actor->session, found->id_hash);
  EXPECT_EQ(found->organisation_name, "Opvang");
  EXPECT_EQ(found->name.reveal(), "Noortje van Dam");
}

TEST_P(LogIn, ALetterIsGoodOnce) {
  auto const noortje = worker("noortje");
  EXPECT_EQ(opens_letter(noortje), "password");
  EXPECT_EQ(opens_letter(noortje), "wrong_code");
}

TEST_P(LogIn, ALetterIsGoodForSevenDaysAndNoMomentLonger) {
  auto const early = worker("vroeg"), late = worker("laat");
  pass(7 * 86'400 - 1);
  EXPECT_EQ(opens_letter(early), "password");
  pass(1);
  EXPECT_EQ(opens_letter(late), "wrong_code");
}

TEST_P(LogIn, ALetterOfAnotherPersonOpensNothing) {
  auto const noortje = worker("noortje"), other = worker("ander");
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, other.code, now)), "wrong_code");
  EXPECT_EQ(went(log_in_with_code(real, Private("niemand"), other.code, now)), "wrong_code");
  EXPECT_EQ(opens_letter(other), "password");
}

TEST_P(LogIn, APasswordThatIsTooShortIsNotSet) {
  auto const noortje = worker("noortje");
  opens_letter(noortje);
  auto const refused = set_password(real, cookie, Private("kort"), now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "password");
  EXPECT_TRUE(account(noortje.account).password_hash.empty());
  EXPECT_EQ(sets_password(), "new second factor");
}

TEST_P(LogIn, APasswordIsNotChangedByASessionWithoutALetter) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  EXPECT_EQ(sets_password("een heel ander zinnetje"), "not_this_step");
  EXPECT_EQ(logs_in(noortje), "second factor");
}

TEST_P(LogIn, AFirstLetterDoesNotWalkAroundTheSecondFactor) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  auto const code = codes.make(1, random).front();
  store->write_global([&](GlobalWriteTx& tx) {
    tx.put(CodeRow{noortje.account,
                   CodePurpose::FirstLogin,
                   *codes.hash(CodePurpose::FirstLogin, code, keys->service_key("code")),
                   now.plus_seconds(60),
                   {}});
  });
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, code, now)), "second factor");
  EXPECT_FALSE(session()->must_set_password);
  EXPECT_EQ(sets_password("een heel ander zinnetje"), "not_this_step");
  EXPECT_EQ(gives(card[0]), "password");
  EXPECT_EQ(sets_password("een heel ander zinnetje"), "inside");
  EXPECT_EQ(logs_in(noortje), "wrong_login");
  EXPECT_EQ(logs_in(noortje, "een heel ander zinnetje"), "second factor");
}

TEST_P(LogIn, WhoLostTheSecondFactorGetsALetterThatSetsBothAnew) {
  auto const noortje = worker("noortje");
  auto const lost_card = first_time(noortje);
  auto const old_session = cookie;
  auto const letter = new_first_login_code(real, as(kees), noortje.account);
  ASSERT_TRUE(letter) << letter.error().code;
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, letter->first_login_code, now)), "password");
  EXPECT_TRUE(session(old_session)) << "until the new password stands, nothing has changed";
  EXPECT_EQ(sets_password("een heel ander zinnetje"), "new second factor");
  EXPECT_FALSE(session(old_session));
  auto const card = prints_card();
  EXPECT_TRUE(inside());
  EXPECT_EQ(logs_in(noortje, "een heel ander zinnetje"), "second factor");
  EXPECT_EQ(gives(lost_card[1]), "wrong_code") << "the card that was lost is out of use";
  EXPECT_EQ(gives(card[1]), "inside");
}

// ---------------------------------------------------------------- name and password

TEST_P(LogIn, ThePasswordAloneGivesNoActorOnARealStore) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  EXPECT_EQ(logs_in(noortje), "second factor");
  EXPECT_FALSE(session()->second_factor_done);
  EXPECT_FALSE(session()->actor);
  EXPECT_EQ(outcome(memberships(real, cookie, now)), "not_this_step");
  EXPECT_EQ(outcome(make_card(real, cookie, now)), "not_this_step") << "a second factor is not replaced by who has none";
}

TEST_P(LogIn, ThePasswordAloneIsEnoughOnADemoStore) {
  auto const noortje = worker("noortje");
  opens_letter(noortje);
  EXPECT_EQ(went(set_password(demo, cookie, Private(kPassword), now)), "inside");
  EXPECT_EQ(went(log_in(demo, {noortje.login, Private(kPassword)}, now)), "inside");
  EXPECT_TRUE(find_session(demo, cookie, now)->actor);
  EXPECT_FALSE(find_session(real, cookie, now)->actor) << "the same session on a real store is not inside";
}

TEST_P(LogIn, AWrongPasswordAndANameThatNobodyHasAreTheSame) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const tried = [&](std::string const& login) {
    auto const worked = fast.worked;
    auto const rows = audit().size();
    auto const result = log_in(real, {Private(login), Private("een verkeerd woord")}, now);
    return std::tuple(result.error(), fast.worked - worked, audit().size() - rows);
  };
  auto const wrong = tried("noortje");
  EXPECT_EQ(std::get<0>(wrong).code, "wrong_login");
  EXPECT_EQ(std::get<1>(wrong), 1);
  EXPECT_EQ(std::get<2>(wrong), 1U);
  EXPECT_EQ(tried("niemand"), wrong);
  worker("wacht nog");
  EXPECT_EQ(tried("wacht nog"), wrong);
}

TEST_P(LogIn, AnAccountThatHasNoPasswordYetIsNotOpenedByAnEmptyOne) {
  auto const noortje = worker("noortje");
  EXPECT_EQ(logs_in(noortje, ""), "wrong_login");
  EXPECT_EQ(logs_in(noortje, "none"), "wrong_login");
}

TEST_P(LogIn, APasswordIsHashedAnewOnlyWhenTheCostsChanged) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const before = account(noortje.account).password_hash;
  logs_in(noortje);
  EXPECT_EQ(account(noortje.account).password_hash, before);
  fast.cost = "2";
  logs_in(noortje, "verkeerd");
  EXPECT_EQ(account(noortje.account).password_hash, before);
  logs_in(noortje);
  EXPECT_TRUE(account(noortje.account).password_hash.starts_with("2"));
  EXPECT_EQ(logs_in(noortje), "second factor");
}

// ---------------------------------------------------------------- too many failures

TEST_P(LogIn, NinetyNineFailuresLeaveAnAccountOpenAndAHundredCloseIt) {
  auto const noortje = worker("noortje"), other = worker("ander");
  auto const card = first_time(noortje);
  auto const others_card = first_time(other);
  fails(noortje, 99);
  EXPECT_EQ(logs_in(noortje), "second factor");
  EXPECT_EQ(gives(card[0]), "inside");
  auto const still_here = cookie;
  fails(noortje, 100);
  EXPECT_EQ(logs_in(noortje), "wrong_login");
  EXPECT_TRUE(session(still_here)) << "who is at work is not put out by somebody who fails in her name";
  EXPECT_EQ(logs_in(other), "second factor");
  EXPECT_EQ(gives(others_card[0]), "inside") << "another account stays open";
  store.reset();
  store = open_store();
  Context after{*store, *keys, random, fast, rules, totp, qr, pictures, codes, lookup, plans, access, false};
  EXPECT_EQ(went(log_in(after, {noortje.login, Private(kPassword)}, now)), "wrong_login") << "a restart does not forget";
}

TEST_P(LogIn, AClosedAccountAnswersAsAnyWrongPasswordDoes) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const tried = [&](std::string const& login, std::string const& password) {
    auto const worked = fast.worked;
    auto const rows = audit().size();
    auto const result = log_in(real, {Private(login), Private(password)}, now);
    return std::tuple(result.error(), fast.worked - worked, audit().size() - rows, audit().front().outcome);
  };
  auto const wrong = tried("noortje", "een verkeerd woord");
  EXPECT_EQ(tried("niemand", kPassword), wrong);
  fails(noortje, 100);
  EXPECT_EQ(tried("noortje", kPassword), wrong);
  EXPECT_EQ(tried("noortje", "een verkeerd woord"), wrong);
}

TEST_P(LogIn, ALogInThatGoesWellBeginsTheCountAnewAndHalfOfOneDoesNot) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  fails(noortje, 60);
  EXPECT_EQ(logs_in(noortje), "second factor");
  EXPECT_EQ(account(noortje.account).failed_log_ins, 60) << "the password is half of it";
  EXPECT_EQ(gives(card[0]), "inside");
  EXPECT_EQ(account(noortje.account).failed_log_ins, 0);
  fails(noortje, 60);
  EXPECT_EQ(logs_in(noortje), "second factor");
}

TEST_P(LogIn, WhoKnowsThePasswordCannotGuessAtTheSecondFactorWithoutEnd) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(logs_in(noortje), "second factor");
    for (int k = 0; k < 10; ++k) EXPECT_EQ(gives(Private("00000-00000")), "wrong_code");
  }
  EXPECT_EQ(gives(card[0]), "wrong_code") << "the right one comes too late";
  EXPECT_EQ(logs_in(noortje), "wrong_login");
}

TEST_P(LogIn, OnlyTheCodeOfALetterOpensAClosedAccount) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  fails(noortje, 100);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(went(log_in_with_code(real, noortje.login, Private("00000-00000"), now)), "wrong_code");
  pass_days(400);
  EXPECT_EQ(logs_in(noortje), "wrong_login") << "time does not open it";
  auto const code = hand_out_code(real, noortje.login, false, now);
  ASSERT_TRUE(code);
  EXPECT_EQ(logs_in(noortje), "wrong_login") << "a code that was not used opens nothing";
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, *code, now)), "second factor");
  EXPECT_EQ(gives(card[0]), "password");
  EXPECT_EQ(sets_password("een heel ander zinnetje"), "inside");
  EXPECT_EQ(logs_in(noortje, "een heel ander zinnetje"), "second factor");
}

TEST_P(LogIn, WrongCodesOfLettersDoNotCloseAnAccount) {
  auto const noortje = worker("noortje");
  for (int i = 0; i < 120; ++i) went(log_in_with_code(real, noortje.login, Private("00000-00000"), now));
  EXPECT_EQ(account(noortje.account).failed_log_ins, 0);
  EXPECT_EQ(opens_letter(noortje), "password");
}

// ---------------------------------------------------------------- on the terminal of the server

TEST_P(LogIn, ARecoveryCodeFromTheTerminalSetsBothAnewAndAPlainOneThePasswordOnly) {
  auto const noortje = worker("noortje");
  auto const lost_card = first_time(noortje);
  auto const plain = hand_out_code(real, noortje.login, false, now);
  ASSERT_TRUE(plain);
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, *plain, now)), "second factor") << "the phone or card is still asked for";
  auto const recovery = hand_out_code(real, noortje.login, true, now);
  ASSERT_TRUE(recovery);
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, *recovery, now)), "password");
  EXPECT_EQ(sets_password("een heel ander zinnetje"), "new second factor");
  auto const card = prints_card();
  EXPECT_TRUE(inside());
  EXPECT_EQ(logs_in(noortje, "een heel ander zinnetje"), "second factor");
  EXPECT_EQ(gives(lost_card[0]), "wrong_code");
  EXPECT_EQ(gives(card[0]), "inside");
}

TEST_P(LogIn, CodesThatWereEndedOpenNothingAndTheCardStays) {
  auto const noortje = worker("noortje"), other = worker("ander");
  auto const card = first_time(noortje);
  auto const first = hand_out_code(real, noortje.login, false, now), second = hand_out_code(real, noortje.login, true, now);
  EXPECT_EQ(end_codes(real, noortje.login, now).value(), 2);
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, *first, now)), "wrong_code");
  EXPECT_EQ(went(log_in_with_code(real, noortje.login, *second, now)), "wrong_code");
  EXPECT_EQ(end_codes(real, noortje.login, now).value(), 0);
  EXPECT_EQ(opens_letter(other), "password") << "another's letter is left alone";
  logs_in(noortje);
  EXPECT_EQ(gives(card[0]), "inside");
}

TEST_P(LogIn, WhatIsDoneWithAccountsOnTheTerminalIsWrittenDown) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const newest = [&] {
    auto const row = audit().front();
    return std::tuple(row.action, row.object_type, row.rule, row.request_id, row.outcome);
  };
  using Row = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  hand_out_code(real, noortje.login, false, now);
  EXPECT_EQ(newest(), Row("manage_accounts", "code", "command_line", "cli", "done"));
  hand_out_code(real, noortje.login, true, now);
  EXPECT_EQ(newest(), Row("manage_accounts", "recovery_code", "command_line", "cli", "done"));
  end_codes(real, noortje.login, now);
  EXPECT_EQ(newest(), Row("manage_accounts", "ended_codes", "command_line", "cli", "done"));
  list_accounts(real, now);
  EXPECT_EQ(newest(), Row("see_register", "", "command_line", "cli", "done"));
  disable_account(real, noortje.login, now);
  EXPECT_EQ(newest(), Row("manage_accounts", "disabled_account", "command_line", "cli", "done"));
  EXPECT_EQ(logs_in(noortje), "wrong_login");
  enable_account(real, noortje.login, now);
  EXPECT_EQ(newest(), Row("manage_accounts", "enabled_account", "command_line", "cli", "done"));
  EXPECT_NE(logs_in(noortje), "wrong_login");
  EXPECT_EQ(outcome(enable_account(real, Private("niemand"), now)), "no_account");
  auto const rows = audit().size();
  EXPECT_EQ(outcome(hand_out_code(real, Private("niemand"), false, now)), "no_account");
  EXPECT_EQ(audit().size(), rows) << "nobody's account is nobody's business";
}

TEST_P(LogIn, TheListTellsWhichAccountsAreClosed) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const state = [&] {
    for (auto const& one : list_accounts(real, now))
      if (one.id == noortje.account) return std::tuple(one.login.reveal(), one.waiting_for_first_login, one.disabled, one.closed);
    return std::tuple(std::string(), true, true, true);
  };
  EXPECT_EQ(state(), std::tuple(std::string("noortje"), false, false, false));
  fails(noortje, 100);
  EXPECT_EQ(state(), std::tuple(std::string("noortje"), false, false, true));
}

// ---------------------------------------------------------------- the second factor

TEST_P(LogIn, ACodeOfTheCardIsGoodOnce) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  logs_in(noortje);
  EXPECT_EQ(gives(card[3]), "inside");
  logs_in(noortje);
  EXPECT_EQ(gives(card[3]), "wrong_code");
  EXPECT_FALSE(inside());
  EXPECT_EQ(gives(card[4]), "inside");
}

TEST_P(LogIn, ACodeOfSomebodyElsesCardIsNotGood) {
  auto const noortje = worker("noortje"), other = worker("ander");
  first_time(noortje);
  auto const card = first_time(other);
  logs_in(noortje);
  EXPECT_EQ(gives(card[0]), "wrong_code");
}

TEST_P(LogIn, AnAppIsLinkedByACodeThatItShows) {
  auto const noortje = worker("noortje");
  opens_letter(noortje);
  sets_password();
  auto const offer = offer_totp(real, cookie, now);
  ASSERT_TRUE(offer) << offer.error().code;
  EXPECT_EQ(outcome(accept_totp(real, cookie, Private("000000"), now)), "wrong_code");
  EXPECT_EQ(offer_totp(real, cookie, now)->secret_text, offer->secret_text) << "the page after a mistake shows what was scanned";
  EXPECT_EQ(went(accept_totp(real, cookie, app_code(offer->secret_text, now), now)), "inside");
  EXPECT_EQ(account(noortje.account).second_factor, SecondFactor::Totp);
  EXPECT_EQ(outcome(offer_totp(real, cookie, now)), "not_this_step");
}

TEST_P(LogIn, ACodeOfTheAppIsGoodOnce) {
  auto const noortje = worker("noortje");
  opens_letter(noortje);
  sets_password();
  auto const secret = offer_totp(real, cookie, now)->secret_text;
  went(accept_totp(real, cookie, app_code(secret, now), now));
  logs_in(noortje);
  EXPECT_EQ(gives(app_code(secret, now)), "wrong_code") << "it linked the app";
  pass(60);
  EXPECT_EQ(gives(app_code(secret, now)), "inside");
  logs_in(noortje);
  EXPECT_EQ(gives(app_code(secret, now)), "wrong_code");
  pass(30);
  EXPECT_EQ(gives(app_code(secret, now)), "inside");
}

TEST_P(LogIn, OfSeveralAtTheSameMomentWithOneCodeOneComesIn) {
  auto const noortje = worker("noortje"), other = worker("ander");
  opens_letter(noortje);
  sets_password();
  auto const secret = offer_totp(real, cookie, now)->secret_text;
  went(accept_totp(real, cookie, app_code(secret, now), now));
  auto const card = first_time(other);
  pass(60);
  auto const inside_at_once = [&](Worker const& who, Private const& code) {
    std::vector<SessionCookie> halfway;
    for (int i = 0; i < 6; ++i) {
      logs_in(who);
      halfway.push_back(cookie);
    }
    std::atomic<int> in = 0;
    std::vector<std::thread> threads;
    for (auto const& one : halfway)
      threads.emplace_back([&, one] {
        if (second_factor(real, one, code, now)) ++in;
      });
    for (auto& thread : threads) thread.join();
    return in.load();
  };
  EXPECT_EQ(inside_at_once(noortje, app_code(secret, now)), 1);
  EXPECT_EQ(inside_at_once(other, card[0]), 1);
}

TEST_P(LogIn, TheSecretOfTheAppStandsNowhereInClear) {
  auto const noortje = worker("noortje");
  opens_letter(noortje);
  sets_password();
  auto const secret = offer_totp(real, cookie, now)->secret_text;
  std::optional<SessionRow> row;
  store->read_global([&](GlobalTx const& tx) { row = tx.session(session()->id_hash); });
  went(accept_totp(real, cookie, app_code(secret, now), now));
  EXPECT_EQ(row->sealed.size(), 24U + 1 + 20 + 16) << "nonce, what is kept and the tag";
  EXPECT_EQ(account(noortje.account).totp_sealed.size(), 24U + 20 + 16);
}

// ---------------------------------------------------------------- the session

TEST_P(LogIn, EveryStepGivesANewSessionAndEndsTheOneBefore) {
  auto const noortje = worker("noortje");
  std::vector<SessionCookie> before;
  opens_letter(noortje);
  before.push_back(cookie);
  sets_password();
  before.push_back(cookie);
  auto const card = prints_card();
  logs_in(noortje);
  before.push_back(cookie);
  gives(card[0]);
  EXPECT_TRUE(inside());
  for (auto const& old : before) EXPECT_FALSE(session(old));
}

TEST_P(LogIn, ACookieWithAnotherSecretOpensNothing) {
  first_time(worker("noortje"));
  auto other = cookie;
  other.secret = base::SecretBytes(Bytes(32, 7));
  EXPECT_FALSE(session(other));
  EXPECT_TRUE(session(cookie));
}

TEST_P(LogIn, ACookieReadsBackAndNothingElseDoes) {
  first_time(worker("noortje"));
  auto const text = cookie.text();
  auto const read_back = SessionCookie::parse(text);
  ASSERT_TRUE(read_back);
  EXPECT_TRUE(session(*read_back));
  EXPECT_FALSE(SessionCookie::parse(text + "A"));
  EXPECT_FALSE(SessionCookie::parse(text.substr(1)));
  EXPECT_FALSE(SessionCookie::parse(std::string(87, 'A')));
  EXPECT_FALSE(SessionCookie::parse("+" + text.substr(1)));
  auto last_bits = text;
  last_bits.back() = last_bits.back() == 'B' ? 'C' : 'B';
  EXPECT_FALSE(SessionCookie::parse(last_bits)) << "one session has one text";
}

TEST_P(LogIn, TheDatabaseHoldsNeitherHalfOfTheCookie) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  std::vector<SessionRow> rows;
  store->read_global([&](GlobalTx const& tx) { rows = tx.sessions_of(noortje.account); });
  ASSERT_EQ(rows.size(), 1U);
  auto const holds = [](Bytes const& column, Bytes const& part) {
    return std::search(column.begin(), column.end(), part.begin(), part.end()) != column.end();
  };
  for (auto const* column : {&rows[0].id_hash, &rows[0].sealed})
    for (auto const* half : {&cookie.id, &cookie.secret}) EXPECT_FALSE(holds(*column, half->reveal()));
}

TEST_P(LogIn, TwoSessionsHaveTwoTokensForTheirForms) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  auto const first = session()->csrf_token;
  logs_in(noortje);
  gives(card[0]);
  EXPECT_EQ(first.size(), 43U);
  EXPECT_NE(session()->csrf_token, first);
  EXPECT_EQ(session()->csrf_token, session()->csrf_token);
}

TEST_P(LogIn, ASessionLivesThroughLessThanAnHourOfRest) {
  first_time(worker("noortje"));
  pass(3'599);
  EXPECT_TRUE(session());
  pass(3'599);
  EXPECT_TRUE(session());
  pass(3'600);
  EXPECT_FALSE(session());
}

TEST_P(LogIn, ASessionEndsTwelveHoursAfterItsFirstStep) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  logs_in(noortje);
  pass(1'800);
  EXPECT_EQ(gives(card[0]), "inside");
  for (int half_hours = 1; half_hours < 23; ++half_hours) {
    pass(1'800);
    ASSERT_TRUE(inside()) << half_hours;
  }
  pass(1'799);
  EXPECT_TRUE(inside());
  pass(1);
  EXPECT_FALSE(session());
}

TEST_P(LogIn, ThatASessionWasSeenIsWrittenOncePerMinute) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const seen = [&] {
    std::vector<SessionRow> rows;
    store->read_global([&](GlobalTx const& tx) { rows = tx.sessions_of(noortje.account); });
    return rows.at(0).seen;
  };
  auto const start = now;
  pass(59);
  EXPECT_TRUE(session());
  EXPECT_EQ(seen(), start);
  pass(1);
  EXPECT_TRUE(session());
  EXPECT_EQ(seen(), now);
}

TEST_P(LogIn, WhoLogsOutIsOut) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  auto const elsewhere = cookie;
  logs_in(noortje);
  gives(card[0]);
  log_out(real, cookie);
  EXPECT_FALSE(session());
  EXPECT_TRUE(session(elsewhere)) << "the other session stays";
}

TEST_P(LogIn, ADisabledAccountIsOutAtOnceAndStaysOut) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  EXPECT_TRUE(inside());
  change(noortje.account, [&](AccountRow& row) { row.disabled = now; });
  EXPECT_FALSE(session());
  EXPECT_EQ(logs_in(noortje), "wrong_login");
  EXPECT_EQ(audit().front().outcome, "refused:wrong_login");
}

TEST_P(LogIn, AnEndedMembershipLeavesNoActorAtOnce) {
  auto const noortje = worker("noortje");
  first_time(noortje);
  auto const membership = session()->actor->membership;
  ASSERT_TRUE(end_membership(real, as(kees), membership));
  EXPECT_FALSE(inside());
}

TEST_P(LogIn, ALanguageIsDutchOrEnglish) {
  first_time(worker("noortje"));
  EXPECT_EQ(session()->language, "nl");
  EXPECT_EQ(outcome(set_language(real, cookie, "en", now)), "ok");
  EXPECT_EQ(session()->language, "en");
  EXPECT_EQ(outcome(set_language(real, cookie, "fr", now)), "unknown_language");
  EXPECT_EQ(session()->language, "en");
}

// ---------------------------------------------------------------- the membership

TEST_P(LogIn, WhoHasTwoMembershipsChoosesOne) {
  auto const noortje = worker("noortje");
  auto const second = member(noortje.account, Role::Pedagoog, opvang);
  opens_letter(noortje);
  sets_password();
  prints_card();
  EXPECT_TRUE(session()->second_factor_done);
  EXPECT_FALSE(inside());
  auto const choices = memberships(real, cookie, now);
  ASSERT_TRUE(choices);
  ASSERT_EQ(choices->size(), 2U);
  EXPECT_EQ((*choices)[0].organisation_name, "Opvang");
  auto const unchosen = cookie;
  EXPECT_EQ(went(choose_membership(real, cookie, tenant, second.membership.id, now)), "inside");
  EXPECT_EQ(session()->actor->role, Role::Pedagoog);
  EXPECT_FALSE(session(unchosen));
}

TEST_P(LogIn, WhoseChosenMembershipEndsDoesNotSlipIntoTheOther) {
  auto const noortje = worker("noortje");
  auto second = member(noortje.account, Role::Pedagoog, opvang).membership;
  auto first = read([&](ReadTx const& tx) { return tx.memberships_of(noortje.account, now); }).at(0);
  if (first.id == second.id) first = read([&](ReadTx const& tx) { return tx.memberships_of(noortje.account, now); }).at(1);
  opens_letter(noortje);
  sets_password();
  auto const card = prints_card();
  for (auto* chosen : {&first, &second}) {
    logs_in(noortje);
    gives(card[chosen == &first ? 0 : 1]);
    EXPECT_EQ(went(choose_membership(real, cookie, tenant, chosen->id, now)), "inside");
    EXPECT_EQ(session()->actor->role, chosen->role);
    auto ended = *chosen;
    ended.until = now;
    write([&](WriteTx& tx) { tx.put(ended); });
    EXPECT_FALSE(inside());
    write([&](WriteTx& tx) { tx.put(*chosen); });
  }
}

TEST_P(LogIn, NobodyChoosesTheMembershipOfSomebodyElse) {
  auto const noortje = worker("noortje");
  member(noortje.account, Role::Pedagoog, opvang);
  opens_letter(noortje);
  sets_password();
  prints_card();
  EXPECT_EQ(went(choose_membership(real, cookie, tenant, kees.membership.id, now)), "no_membership");
  EXPECT_FALSE(inside());
}

// ---------------------------------------------------------------- the audit log

TEST_P(LogIn, BeingLetInAndBeingRefusedAreBothWrittenDown) {
  auto const noortje = worker("noortje");
  auto const card = first_time(noortje);
  EXPECT_EQ(audit().front().action, "log_in");
  EXPECT_EQ(audit().front().outcome, "done");
  EXPECT_EQ(audit().front().role, "pedagogisch_medewerker");
  logs_in(noortje);
  EXPECT_EQ(audit().front().outcome, "done") << "half a log-in is not one";
  gives(Private("000000"));
  EXPECT_EQ(audit().front().outcome, "refused:wrong_code");
  logs_in(noortje, "verkeerd");
  EXPECT_EQ(audit().front().outcome, "refused:wrong_login");
  went(log_in_with_code(real, noortje.login, Private("AAAAA-AAAAA"), now));
  EXPECT_EQ(audit().front().outcome, "refused:wrong_code");
}

// ---------------------------------------------------------------- demo and the first administrator

TEST_P(LogIn, SomebodyOfTheDemoIsInWithoutAPassword) {
  worker("noortje");
  EXPECT_EQ(went(demo_log_in(demo, Private("noortje"), now)), "inside");
  EXPECT_TRUE(find_session(demo, cookie, now)->actor);
  EXPECT_EQ(went(demo_log_in(demo, Private("niemand"), now)), "no_account");
}

TEST_P(LogIn, OnARealStoreNobodyIsInWithoutAPassword) {
  auto const noortje = worker("noortje");
  EXPECT_EQ(went(demo_log_in(real, noortje.login, now)), "not_demo");
  std::vector<SessionRow> rows;
  store->read_global([&](GlobalTx const& tx) { rows = tx.sessions_of(noortje.account); });
  EXPECT_TRUE(rows.empty());
}

/// A store in which nobody is yet.
class EmptyStore : public store::testing::PortsTest {
 protected:
  std::unique_ptr<store::Database> store = open_store();
  std::unique_ptr<store::Keys> keys = open_keys();
  FastHasher fast;
  platform::StandardPasswordRules rules;
  platform::OathTotp totp;
  platform::SvgQrCode qr;
  platform::JpegPictures pictures;
  platform::CrockfordCodes codes;
  platform::Blake2bLookupHashes lookup;
  PlanLibrary plans{read_plan_file};
  AccessWindow access;
  Context context{*store, *keys, random, fast, rules, totp, qr, pictures, codes, lookup, plans, access, false};
  Instant now = at("2026-03-09", 10);

  auto first(std::string const& login) {
    return make_first_administrator(context, "Den Helder", "Opvang", Private(login), Private("Kees Smit"), now);
  }
};
ON_BOTH_ENGINES(EmptyStore);

TEST_P(EmptyStore, TheFirstAdministratorComesInWithHisLetterAsBeheerder) {
  auto const made = first("kees");
  ASSERT_TRUE(made) << made.error().code;
  auto step = log_in_with_code(context, Private("kees"), made->code, now);
  ASSERT_TRUE(step) << step.error().code;
  step = set_password(context, step->cookie, Private(kPassword), now);
  ASSERT_TRUE(step) << step.error().code;
  auto const card = make_card(context, step->cookie, now);
  ASSERT_TRUE(card) << card.error().code;
  auto const session = find_session(context, card->logged_in.cookie, now);
  ASSERT_TRUE(session && session->actor);
  EXPECT_EQ(session->actor->role, Role::Beheerder);
  EXPECT_EQ(session->organisation_name, "Opvang");
}

TEST_P(EmptyStore, ThereIsOneFirstAdministrator) {
  EXPECT_EQ(outcome(first(" ")), "empty");
  EXPECT_EQ(outcome(first("kees")), "ok");
  EXPECT_EQ(outcome(first("jan")), "not_empty");
}

TEST_P(EmptyStore, ATryAtAnEmptyStoreIsRefusedLikeAnyOther) {
  EXPECT_EQ(outcome(log_in(context, {Private("kees"), Private(kPassword)}, now)), "wrong_login");
  EXPECT_EQ(outcome(log_in_with_code(context, Private("kees"), Private("AAAAA-AAAAA"), now)), "wrong_code");
}

}  // namespace
}  // namespace vlechtwerk::app::testing
