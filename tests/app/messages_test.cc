// Messages: nothing or one mail a day, within her hours, without a name; and what stands on screens and on paper without any mail.
#include <gtest/gtest.h>

#include "app/messages.h"
#include "app/people.h"
#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

/// Keeps what it is handed.
class Box final : public Mailer {
 public:
  base::Result<std::monostate> send(Mail const& mail) override {
    if (while_sending) std::exchange(while_sending, nullptr)();
    if (broken) return base::fail(ErrorKind::Busy, "down", {});
    mails.push_back(mail);
    return std::monostate{};
  }
  std::vector<Mail> mails;
  bool broken = false;
  std::function<void()> while_sending;
};

class Messages : public Story {
 protected:
  Box box;

  MessageSetting a_setting() {
    MessageSetting out;
    out.wants = true;
    out.address = Private("anita@voorbeeld.nl");
    return out;
  }
  void wants_mail(Person const& who) { ASSERT_EQ(outcome(save_message_setting(context, as(who), a_setting())), "ok"); }
  void wants_mail(Person const& who, MessageSetting const& setting) {
    ASSERT_EQ(outcome(save_message_setting(context, as(who), setting)), "ok");
  }
  MailRound round() { return send_mails(context, box, "https://vlecht.voorbeeld.nl", now); }
  int mailed_at(Instant when) {
    now = when;
    return round().sent;
  }
  /// A question that waits for the coach.
  CaseId asks_anita() {
    auto const question = asked(sanne, informally(anita, {}));
    pass(60);
    return question;
  }
  void answers(CaseId question) { ASSERT_EQ(outcome(answer_hulpvraag(context, as(anita), {id(), question, Private("een tip")})), "ok"); }
  TodayView today(Person const& who) {
    auto view = see_today(context, as(who), "nl");
    EXPECT_TRUE(view.has_value());
    return view.value_or(TodayView{});
  }
  /// Since when the asker is told that her question is not open; empty when she is not told so.
  std::optional<Instant> told_unopened(Person const& who, CaseId question) {
    for (auto const& one : today(who).questions)
      if (one.id == question) return one.unopened_since;
    return std::nullopt;
  }
  std::multiset<std::string> week(Person const& who) {
    std::multiset<std::string> out;
    static constexpr std::array kWords = {"decide", "name", "do", "ask", "visit"};
    for (auto const& act : today(who).this_week)
      out.insert(std::string(kWords[static_cast<std::size_t>(act.kind)]) + " " + act.child.first_name.reveal());
    return out;
  }
};
ON_BOTH_ENGINES(Messages);

// ---------------------------------------------------------------- when a mail comes

TEST_P(Messages, ComeToWhoWantsThemAndToNobodyElse) {
  asks_anita();
  EXPECT_EQ(round().sent, 0) << "nobody said that she wants mail";
  wants_mail(anita);
  EXPECT_EQ(round().sent, 1);
  EXPECT_EQ(box.mails.at(0).to.reveal(), "anita@voorbeeld.nl");
  auto off = a_setting();
  off.wants = false;
  wants_mail(anita, off);
  pass_days(1);
  EXPECT_EQ(round().sent, 0);
}

TEST_P(Messages, ComeWithinHerHoursOnHerDaysAndNotOutside) {
  asks_anita();
  auto setting = a_setting();
  setting.days = 0b01010;  // Tuesday and Thursday
  setting.from_minute = 9 * 60 + 30;
  setting.until_minute = 12 * 60;
  wants_mail(anita, setting);
  EXPECT_EQ(mailed_at(at("2026-03-09", 10)), 0) << "a Monday";
  EXPECT_EQ(mailed_at(at("2026-03-10", 9, 29)), 0);
  EXPECT_EQ(mailed_at(at("2026-03-10", 12)), 0);
  EXPECT_EQ(mailed_at(at("2026-03-11", 10)), 0);
  EXPECT_EQ(mailed_at(at("2026-03-12", 11, 59)), 1);
  EXPECT_EQ(mailed_at(at("2026-03-17", 9, 30)), 1);
}

TEST_P(Messages, DoNotComeOnAHolidayOrToWhoIsAway) {
  asks_anita();
  wants_mail(anita);
  EXPECT_EQ(mailed_at(at("2026-04-06", 10)), 0) << "Easter Monday";
  now = at("2026-04-07", 9);
  ASSERT_EQ(outcome(record_absence(context, as(anita), {anita.account, on("2026-04-07"), on("2026-04-08")})), "ok");
  EXPECT_EQ(mailed_at(at("2026-04-07", 10)), 0);
  EXPECT_EQ(mailed_at(at("2026-04-08", 10)), 0);
  EXPECT_EQ(mailed_at(at("2026-04-09", 10)), 1);
}

TEST_P(Messages, AreOneADayAtMost) {
  asks_anita();
  wants_mail(anita);
  EXPECT_EQ(round().sent, 1);
  asks_anita();
  for (int hour = 11; hour < 17; ++hour) EXPECT_EQ(mailed_at(at("2026-03-09", hour)), 0) << hour;
  EXPECT_EQ(mailed_at(at("2026-03-10", 8)), 1);
}

TEST_P(Messages, SayTheSameThingTwiceAndThenOnlyInTheFirstMailOfAWeek) {
  asks_anita();
  wants_mail(anita);
  EXPECT_EQ(mailed_at(at("2026-03-09", 11)), 1);
  EXPECT_EQ(mailed_at(at("2026-03-10", 11)), 1);
  for (auto const* day : {"2026-03-11", "2026-03-12", "2026-03-13"}) EXPECT_EQ(mailed_at(at(day, 11)), 0) << day;
  EXPECT_EQ(mailed_at(at("2026-03-16", 8)), 1) << "the overview";
  EXPECT_EQ(mailed_at(at("2026-03-17", 11)), 0);
  now = at("2026-03-17", 12);
  asks_anita();
  EXPECT_EQ(mailed_at(at("2026-03-18", 11)), 1);
  EXPECT_EQ(box.mails.back().text.front().args.front().second, "1") << "of the old one it is silent";
  EXPECT_EQ(mailed_at(at("2026-03-23", 11)), 1);
  EXPECT_EQ(box.mails.back().text.front().args.front().second, "2") << "the overview counts both";
}

TEST_P(Messages, OfAWeekInWhichNothingWaitsThereIsNone) {
  auto const question = asks_anita();
  wants_mail(anita);
  answers(question);
  for (auto const* day : {"2026-03-09", "2026-03-10", "2026-03-16"}) EXPECT_EQ(mailed_at(at(day, 11)), 0) << day;
}

TEST_P(Messages, LookAgainAfterAQuarterOfAnHourWhenNothingWaited) {
  wants_mail(anita);
  EXPECT_EQ(round().sent, 0);
  asks_anita();
  pass(13 * 60);
  EXPECT_EQ(round().sent, 0);
  pass(60);
  EXPECT_EQ(round().sent, 1);
}

TEST_P(Messages, ThatFailAreTriedAgainTheSameDayAndWereNotSaid) {
  asks_anita();
  wants_mail(anita);
  box.broken = true;
  EXPECT_EQ(round().failed, 1);
  box.broken = false;
  pass(14 * 60);
  EXPECT_EQ(round().sent, 0) << "not yet";
  pass(60);
  EXPECT_EQ(round().sent, 1);
  EXPECT_EQ(mailed_at(at("2026-03-10", 11)), 1) << "the one that failed was no nudge";
  EXPECT_EQ(mailed_at(at("2026-03-11", 11)), 0);
}

TEST_P(Messages, OfTwoServersAtTheSameMomentOneIsSent) {
  asks_anita();
  wants_mail(anita);
  MailRound other;
  box.while_sending = [&] { other = round(); };
  EXPECT_EQ(round().sent, 1);
  EXPECT_EQ(other.sent, 0);
  EXPECT_EQ(box.mails.size(), 1U);
}

TEST_P(Messages, ThatAnotherServerClaimedMeanwhileAreNotSent) {
  for (auto const* coach : {&anita, &bert}) {
    asked(sanne, informally(*coach, {}));
    wants_mail(*coach);
  }
  pass(60);
  int claimed = 0;
  box.while_sending = [&] {
    store->write_global([&](GlobalWriteTx& tx) {
      claimed = 0;
      for (auto const* coach : {&anita, &bert}) claimed += tx.claim_mail(coach->account, base::amsterdam_day(now)) ? 1 : 0;
    });
  };
  EXPECT_EQ(round().sent, 1);
  EXPECT_EQ(claimed, 1) << "the one that is being sent was claimed by this server";
}

TEST_P(Messages, StopForThisRoundWhenTheServerIsDown) {
  std::vector<Person> coaches;
  for (int i = 0; i < 5; ++i) {
    coaches.push_back(person("Coach", Role::Jeugdzorgcoach, jeugdhulp));
    asked(sanne, informally(coaches.back(), {}));
    wants_mail(coaches.back());
  }
  pass(60);
  box.broken = true;
  EXPECT_EQ(round().failed, 3);
  box.broken = false;
  EXPECT_EQ(round().sent, 2) << "the others need not wait";
}

// ---------------------------------------------------------------- what it says

TEST_P(Messages, HoldCountsAndNoNameAndNoWordOfANote) {
  route_opened(sanne, noor, noted(sanne, noor));
  said(sanne, noor, kPedagoogLooks, "given");
  asked(sanne, a_question(noor));
  wants_mail(sanne);
  wants_mail(marijke);
  EXPECT_EQ(mailed_at(at("2026-03-12", 9)), 2);
  std::string all;
  for (auto const& mail : box.mails) {
    all += mail.subject.msgid;
    for (auto const& line : mail.text) {
      all += line.msgid;
      for (auto const& [name, value] : line.args) all += name + value;
    }
  }
  for (auto const* word :
       {"Noor", "Jansen", "Sanne", "Marijke", "Opvang", "Zeester", "Wadlopers", "strookje", "Strookje", "hoe help", "zorgen"})
    EXPECT_EQ(all.find(word), std::string::npos) << word;
  EXPECT_NE(all.find("https://vlecht.voorbeeld.nl/vandaag"), std::string::npos);
  EXPECT_NE(all.find("https://vlecht.voorbeeld.nl/berichten"), std::string::npos);
}

TEST_P(Messages, TellOfAStepToWhoHasItUntilItIsDoneOrAnothers) {
  auto const colleague = person("Els Prins", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  wants_mail(sanne);
  EXPECT_EQ(round().sent, 1);
  EXPECT_EQ(box.mails.at(0).text.at(0).args.at(0).second, "2");
  auto const steps = today(sanne).owed;
  ASSERT_EQ(steps.size(), 2U);
  for (auto const& step : steps) EXPECT_TRUE(step.mine && step.waits) << step.step;
  pass(60);
  done(sanne, route, "strookje_bespreken");
  ASSERT_EQ(outcome(assign_step(context, as(sanne), {id(), route, "werkbespreking_strookjes", colleague.account})), "ok");
  EXPECT_EQ(mailed_at(at("2026-03-10", 11)), 0);
  for (auto const& step : today(sanne).owed) EXPECT_FALSE(step.waits) << step.step;
  wants_mail(colleague);
  EXPECT_EQ(mailed_at(at("2026-03-10", 12)), 1);
}

TEST_P(Messages, AreSilentWhileARouteStandsStill) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  wants_mail(sanne);
  ASSERT_EQ(outcome(pause_route(context, as(sanne), {id(), route, "vakantie", {}})), "ok");
  pass(60);
  EXPECT_EQ(round().sent, 0);
  ASSERT_EQ(outcome(resume_route(context, as(sanne), id(), route)), "ok");
  pass(15 * 60);
  EXPECT_EQ(round().sent, 1);
}

TEST_P(Messages, TellWhoAskedThatThereIsAnAnswer) {
  auto const question = asks_anita();
  wants_mail(sanne);
  EXPECT_EQ(round().sent, 0);
  answers(question);
  pass(15 * 60);
  EXPECT_EQ(round().sent, 1);
  ASSERT_EQ(outcome(confirm_hulpvraag(context, as(sanne), id(), question, Private("ik doe het zo"))), "ok");
  pass_days(1);
  EXPECT_EQ(round().sent, 0);
}

TEST_P(Messages, GoToNobodyWhoLeftOrWhoseAccountIsClosed) {
  asks_anita();
  wants_mail(anita);
  auto membership = anita.membership;
  membership.until = now;
  write([&](WriteTx& tx) { tx.put(membership); });
  EXPECT_EQ(mailed_at(at("2026-03-09", 11)), 0);
  membership.until = kNoEnd;
  write([&](WriteTx& tx) { tx.put(membership); });
  store->write_global([&](GlobalWriteTx& tx) {
    auto row = tx.account(anita.account).value();
    row.disabled = now;
    tx.update(row);
  });
  EXPECT_EQ(mailed_at(at("2026-03-09", 12)), 0);
}

// ---------------------------------------------------------------- the setting

TEST_P(Messages, SettingIsKeptAndItsAddressIsSealed) {
  auto setting = a_setting();
  setting.days = 0b00101;
  setting.from_minute = 7 * 60;
  setting.until_minute = 13 * 60 + 15;
  setting.lang = "en";
  wants_mail(anita, setting);
  auto const kept = see_message_setting(context, as(anita), "nl").value();
  EXPECT_TRUE(kept.wants);
  EXPECT_EQ(kept.address.reveal(), "anita@voorbeeld.nl");
  EXPECT_EQ(kept.days, 0b00101);
  EXPECT_EQ(kept.from_minute, 7 * 60);
  EXPECT_EQ(kept.until_minute, 13 * 60 + 15);
  EXPECT_EQ(kept.lang, "en");
  std::optional<MessageSettingRow> row;
  store->read_global([&](GlobalTx const& tx) { row = tx.message_setting(anita.account); });
  std::string const bytes(row->address_sealed.begin(), row->address_sealed.end());
  EXPECT_EQ(bytes.find("voorbeeld"), std::string::npos);
  EXPECT_EQ(see_message_setting(context, as(bert), "nl")->wants, false) << "that of another is her own";
  setting.wants = false;
  wants_mail(anita, setting);
  EXPECT_TRUE(see_message_setting(context, as(anita), "nl")->address.empty()) << "an address that is not used is not kept";
}

TEST_P(Messages, SettingIsRefusedWithAClearSentenceWhenItCannotBe) {
  auto const saved = [&](auto const& change) {
    auto setting = a_setting();
    change(setting);
    return outcome(save_message_setting(context, as(anita), setting));
  };
  for (auto const* address : {"", "anita", "anita@", "@voorbeeld.nl", "a b@voorbeeld.nl", "anita@voorbeeld", "a@b@c.nl", "a@b..nl",
                              "a@b.nl\r\nBcc: c@d.nl", "anita@voorbeeld.nl,bert@voorbeeld.nl", "<a@b.nl>", "anit\xC3\xA1@voorbeeld.nl"})
    EXPECT_EQ(saved([&](MessageSetting& one) { one.address = Private(address); }), "no_address") << address;
  EXPECT_EQ(saved([&](MessageSetting& one) { one.address = Private(std::string(250, 'a') + "@b.nl"); }), "no_address");
  EXPECT_EQ(saved([](MessageSetting& one) { one.days = 0; }), "no_days");
  EXPECT_EQ(saved([](MessageSetting& one) { one.until_minute = one.from_minute; }), "no_hours");
  EXPECT_EQ(saved([](MessageSetting& one) { one.lang = "fr"; }), "no_language");
  EXPECT_EQ(saved([](MessageSetting& one) { one.address = Private("an.ita+werk@post.voorbeeld.nl"); }), "ok");
  EXPECT_EQ(outcome(save_message_setting(context, as(kees), a_setting())), "not_your_role") << "nothing ever waits for a beheerder";
  EXPECT_EQ(outcome(see_message_setting(context, as(kees), "nl")), "not_your_role");
}

// ---------------------------------------------------------------- a question that nobody opened

TEST_P(Messages, AQuestionThatIsNotOpenedInTwoWorkingDaysIsToldToWhoAskedAndToNobodyElse) {
  now = at("2026-03-13", 16);  // a Friday
  auto const question = asked(sanne, informally(anita, {}));
  wants_mail(sanne);
  now = at("2026-03-17", 15, 59);
  EXPECT_FALSE(told_unopened(sanne, question));
  EXPECT_EQ(round().sent, 0);
  now = at("2026-03-17", 16, 15);
  EXPECT_EQ(told_unopened(sanne, question), at("2026-03-13", 16));
  EXPECT_EQ(see_hulpvraag(context, as(sanne), question, "nl")->unopened_since, at("2026-03-13", 16));
  EXPECT_TRUE(told_unopened(sanne, question)) << "that she opens it herself says nothing";
  EXPECT_EQ(round().sent, 1);
  EXPECT_NE(box.mails.at(0).text.at(0).msgid.find("nog niet geopend"), std::string::npos);
  for (auto const* who : {&joke, &marijke, &anita}) EXPECT_FALSE(told_unopened(*who, question));
  EXPECT_TRUE(see_hulpvraag(context, as(anita), question, "nl"));
  EXPECT_FALSE(told_unopened(sanne, question)) << "she opened it";
}

TEST_P(Messages, AQuestionThatIsReadInTheInboxIsOpened) {
  auto const question = asked(sanne, a_question());
  ASSERT_TRUE(see_inbox(context, as(sanne), "nl"));
  pass_days(2);
  EXPECT_TRUE(told_unopened(sanne, question)) << "her own inbox is not that of who should read it";
  ASSERT_TRUE(see_inbox(context, as(marijke), "nl"));
  EXPECT_FALSE(told_unopened(sanne, question));
}

TEST_P(Messages, DaysOnWhichThePlaceIsClosedAreNoWorkingDaysOfAQuestion) {
  auto form = informally(anita, {});
  form.group = wadlopers;
  auto const question = asked(sanne, form);
  auto const closed = [&](std::optional<LocationId> location, char const* day) {
    write([&](WriteTx& tx) { tx.put(ClosingRow{id<ClosingId>(), opvang, location, on(day), on(day), "Studiedag"}); });
  };
  closed(schelp, "2026-03-10");
  now = at("2026-03-11", 11);
  EXPECT_TRUE(told_unopened(sanne, question)) << "another location is closed";
  closed(zeester, "2026-03-10");
  EXPECT_FALSE(told_unopened(sanne, question));
  now = at("2026-03-12", 11);
  EXPECT_TRUE(told_unopened(sanne, question));
}

// ---------------------------------------------------------------- on the screen

TEST_P(Messages, VandaagSaysOfAQuestionForWhomItWaits) {
  auto const question = asks_anita();
  EXPECT_TRUE(today(anita).questions.at(0).waits);
  EXPECT_FALSE(today(sanne).questions.at(0).waits);
  answers(question);
  EXPECT_TRUE(today(anita).questions.empty());
  EXPECT_TRUE(today(sanne).questions.at(0).waits);
}

TEST_P(Messages, TheWeekOfWhoLeadsHoldsActsAndOnlyOfHerLocation) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  EXPECT_EQ(week(joke), (std::multiset<std::string>{"visit Noor"}));
  EXPECT_TRUE(week(piet).empty()) << "of another location";
  EXPECT_TRUE(week(sanne).empty()) << "it is for who leads";
  pass(60);
  done(sanne, route, "strookje_bespreken");
  EXPECT_EQ(week(joke), (std::multiset<std::string>{"ask Noor", "visit Noor"}));
  pass_days(7);
  EXPECT_EQ(week(joke).count("visit Noor"), 0U) << "that was last week";
  pass_days(1);
  EXPECT_EQ(week(joke).count("ask Noor"), 0U) << "that was longer ago";
}

TEST_P(Messages, WhoLeadsIsNotAskedAboutHerOwnTalk) {
  auto const route = route_opened(joke, noor, noted(joke, noor));
  pass(60);
  done(joke, route, "strookje_bespreken");
  EXPECT_EQ(week(joke).count("ask Noor"), 0U);
}

TEST_P(Messages, AParentWhoIsNotReachedIsForWhoLeadsToDecideUntilSheDid) {
  plan_lets_go_on_without_a_word();
  route_opened(sanne, noor);
  EXPECT_EQ(week(joke).count("decide Noor"), 0U);
  pass(60);
  auto attempt = a_word(noor, noors[0], kPedagoogLooks, std::string(kNotReached));
  attempt.reason.clear();
  ASSERT_EQ(outcome(record_toestemming(context, as(sanne), attempt)), "ok");
  EXPECT_EQ(week(joke).count("decide Noor"), 1U);
  pass(60);
  ASSERT_EQ(outcome(record_toestemming(context, as(joke), a_word(noor, noors[0], kPedagoogLooks, "unreachable"))), "ok");
  EXPECT_EQ(week(joke).count("decide Noor"), 0U);
}

TEST_P(Messages, TheWeekIsFiveLinesAndNoKindHidesAnother) {
  for (int i = 0; i < 7; ++i) {
    auto const one = child("Kind" + std::to_string(i), "Bakker", wadlopers, sanne.account);
    pass(60);
    auto const route = route_opened(sanne, one, noted(sanne, one));
    pass(60);
    done(sanne, route, "strookje_bespreken");
  }
  auto const acts = week(joke);
  EXPECT_EQ(acts.size(), 5U);
  EXPECT_EQ(std::count_if(acts.begin(), acts.end(), [](auto const& one) { return one.starts_with("visit"); }), 1) << "a group once";
}

// ---------------------------------------------------------------- on paper

TEST_P(Messages, TheListForTheWallHoldsTheStepsOfTheReadersGroupsWithANameAndIsWrittenDown) {
  route_opened(sanne, noor, noted(sanne, noor));
  route_opened(fatima, finn, noted(fatima, finn));
  auto const list = see_waiting_list(context, as(sanne), "nl").value();
  EXPECT_EQ(audit().front().action, "see_waiting_list");
  ASSERT_EQ(list.groups.size(), 1U);
  EXPECT_EQ(list.groups[0].name, "Wadlopers");
  ASSERT_FALSE(list.groups[0].lines.empty());
  for (auto const& line : list.groups[0].lines) {
    EXPECT_EQ(line.child.first_name.reveal(), "Noor");
    EXPECT_FALSE(line.title.empty());
    EXPECT_TRUE(line.person);
  }
  EXPECT_EQ(see_waiting_list(context, as(joke), "nl")->groups.size(), 2U) << "who leads sees both groups";
  EXPECT_TRUE(see_waiting_list(context, as(piet), "nl")->groups.at(0).lines.empty());
  for (auto const* who : {&anita, &marijke, &kees}) EXPECT_EQ(outcome(see_waiting_list(context, as(*who), "nl")), "not_your_role");
}

}  // namespace
}  // namespace vlechtwerk::app::testing
