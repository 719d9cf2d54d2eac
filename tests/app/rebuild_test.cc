// What is shown follows from the journal alone: after any mix of use cases a rebuild changes nothing. And what was erased stays erased.
#include <gtest/gtest.h>

#include <random>

#include "app/erasure.h"
#include "app/people.h"
#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {
namespace {

class Rebuilding : public Story {
 protected:
  /// Lists of obligations are folded when somebody reads them: these three see every child.
  void everybody_looks() {
    for (auto const* who : {&joke, &piet, &anita}) ASSERT_TRUE(see_today(context, as(*who), "nl").has_value());
  }
  std::int64_t newest_version() {
    return read([](ReadTx const& tx) { return tx.newest_plan_version(kPlan).value(); });
  }
  /// The newest version in other words: by turns without and with a step that notes carry out, and that owes a talk.
  void put_next_version() {
    auto const newest = newest_version();
    auto const text = read([&](ReadTx const& tx) { return tx.plan(kPlan, newest)->text; });
    bool const with = text.find("note = [\"strookje\", \"onverzorgd\"]") != std::string::npos;
    std::string const one = "note = [\"strookje\", \"onverzorgd\"]", other = "note = [\"onverzorgd\"]";
    write([&](WriteTx& tx) { tx.put(PlanRow{kPlan, newest + 1, next_version(text, with ? one : other, with ? other : one)}); });
  }
  void expect_rebuild_changes_nothing(std::string const& when) {
    everybody_looks();
    auto const before = dump();
    rebuild(base::amsterdam_day(now));
    auto const after = dump();
    if (before != after) {
      std::istringstream old(before), fresh(after);
      std::string a, b;
      while (std::getline(old, a), std::getline(fresh, b), a == b && old && fresh) {
      }
      ADD_FAILURE() << when << "\n  before: " << a << "\n  after:  " << b;
    }
  }
};
ON_BOTH_ENGINES(Rebuilding);

TEST_P(Rebuilding, LeavesOutAQuestionWhoseAskingEntryIsMissing) {
  journal::Header header;
  header.kind = kind::kHulpvraagAssigned;
  header.subject = journal::subject_of(anita.account);
  header.case_id = id<CaseId>();
  header.case_kind = journal::CaseKind::Question;
  header.of = {id()};
  by_hand(marijke, header, noor);
  expect_rebuild_changes_nothing("a question of which only the assignment came through");
}

/// People who do something at random; most of it succeeds, some of it is refused, and neither may break anything.
class Crowd {
 public:
  explicit Crowd(std::uint32_t seed) : dice_(seed) {}
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(dice_() % sides); }
  template <class T>
  T one_of(std::vector<T> const& from) {
    return from[roll(from.size())];
  }

 private:
  std::mt19937 dice_;
};

TEST_P(Rebuilding, ChangesNothingAfterAnyMixOfUseCases) {
  std::map<std::string, int> worked;
  // A mix is 160 use cases, so it counts for three hundred generated cases. The first three seeds are known to reach every use case.
  auto const* cases = std::getenv("VLECHTWERK_CASES");
  int const mixes = std::max(3, (cases ? std::atoi(cases) : 0) / 300);
  std::vector<ChildId> children{noor, finn, mees};
  std::vector<CaseId> routes, questions;
  std::vector<EntryId> entries;
  std::map<CaseId, ChildId> child_of_route;
  for (int seed = 1; seed <= mixes; ++seed) {
    Crowd crowd(static_cast<std::uint32_t>(seed));
    SCOPED_TRACE("seed " + std::to_string(seed));
    children.push_back(child("Kind", std::to_string(seed), crowd.one_of<GroupId>({wadlopers, zeehonden, kwallen})));
    auto const steps = (*plans.read(plan_text()))->steps;
    for (int i = 0; i < 160; ++i) {
      auto const who = crowd.one_of<Person>({sanne, fatima, joke, joke, piet, marijke, anita});
      auto const about = crowd.one_of(children);
      auto const day = base::amsterdam_day(now);
      auto const count = [&](std::string const& what, auto const& result) {
        if (result) ++worked[what];
        return result.has_value();
      };
      switch (crowd.roll(17)) {
        case 0: {
          auto form = a_note(about, crowd.one_of<std::string>({"positief", "opvallend", "strookje", "strookje", "onverzorgd"}));
          if (crowd.roll(3) == 0) form.occurred = journal::Occurred(day.plus_days(-static_cast<int>(crowd.roll(20))));
          if (crowd.roll(5) == 0) form.occurred = journal::Occurred(now.plus_seconds(-static_cast<int>(crowd.roll(100'000))));
          if (count("note", record_note(context, as(who), form))) entries.push_back(form.id);
          break;
        }
        case 1: {
          OpenRouteForm const form{id(), id<CaseId>(), about, {}, Private("zorg")};
          if (count("route", open_route(context, as(who), form))) {
            routes.push_back(form.route);
            entries.push_back(form.id);
          }
          break;
        }
        case 2:
        case 3:
        case 4: {
          if (routes.empty()) break;
          auto const& step = crowd.one_of(steps);
          auto form = a_step(crowd.one_of(routes), step.id, step.outcomes.empty() ? "" : crowd.one_of(step.outcomes).id);
          if (crowd.roll(3) == 0) form.on = day.plus_days(-static_cast<int>(crowd.roll(10)));
          if (count("step", do_step(context, as(who), form))) entries.push_back(form.id);
          break;
        }
        case 5:
          if (!routes.empty())
            count("waiver", waive_step(context, as(who), {id(), crowd.one_of(routes), crowd.one_of(steps).id, "niet_nodig", {}, {}}));
          break;
        case 6: {
          auto const parents = parents_of(about);
          if (parents.empty()) break;
          auto form = a_word(about, crowd.one_of(parents), crowd.one_of<std::string>({kPedagoogLooks, kCoachLooks}),
                             crowd.one_of<std::string>({"given", "given", "given", "refused", "withdrawn", "unreachable", "not_reached"}));
          if (crowd.roll(3) == 0) form.on = day.plus_days(-static_cast<int>(crowd.roll(10)));
          if (crowd.roll(3) == 0) form.until = day.plus_days(static_cast<int>(crowd.roll(40)));
          count("word", record_toestemming(context, as(who), form));
          break;
        }
        case 7: {
          auto form = crowd.roll(2) ? a_question(crowd.roll(2) ? std::optional(about) : std::nullopt)
                                    : informally(anita, crowd.roll(2) ? std::optional(about) : std::nullopt);
          if (count("question", ask_hulpvraag(context, as(who), form))) {
            questions.push_back(form.hulpvraag);
            entries.push_back(form.id);
          }
          break;
        }
        case 8:
          if (questions.empty()) break;
          count("assignment", assign_hulpvraag(context, as(marijke), {id(), crowd.one_of(questions), anita.account, {}}));
          count("answer", answer_hulpvraag(context, as(anita), {id(), crowd.one_of(questions), Private("tip")}));
          count("confirmation", confirm_hulpvraag(context, as(who), id(), crowd.one_of(questions), Private("zo")));
          break;
        case 9:
          if (!entries.empty()) count("taking back", undo(context, as(who), id(), entries.back()));
          break;
        case 10:
          if (!routes.empty())
            count("plan",
                  write_plan_van_aanpak(context, as(who),
                                        {id(), crowd.one_of(routes), {}, Private("doel"), Private("aanpak"), {}, {}, {}, {}, {}, {}}));
          break;
        case 11:
          if (!routes.empty())
            count("ending", close_route(context, as(who), {id(), crowd.one_of(routes), "opgelost", {}}, crowd.roll(2) == 0));
          break;
        case 12:
          count("move", place_child(context, as(who), id(), about, crowd.one_of<GroupId>({wadlopers, zeehonden, kwallen}),
                                    day.plus_days(static_cast<int>(crowd.roll(9)) - 4)));
          count("mentor", assign_mentor(context, as(who), id(), about, sanne.account));
          count("second group", place_child(context, as(who), id(), about, kwallen, day, 0b10101, Placing::Beside));
          if (!routes.empty())
            count("taking over", assign_step(context, as(joke), {id(), routes.back(), crowd.one_of(steps).id, joke.account}));
          break;
        case 13: {
          // A correction of something, by hand: another day, and for a note another kind.
          if (entries.empty()) break;
          auto const target = crowd.one_of(entries);
          auto const stored = read([&](ReadTx const& tx) { return tx.entry(target); });
          auto const of_child = read([&](ReadTx const& tx) { return tx.child_of_case(stored->header.case_id); });
          if (!of_child) break;
          journal::Header correction;
          correction.kind = kind::kEventCorrected;
          correction.of = {target};
          correction.case_id = stored->header.case_id;
          correction.case_kind = stored->header.case_kind;
          correction.occurred = now;
          correction.set = {journal::correctable_tag("occurred").value()};
          if (stored->header.kind == kind::kNoteRecorded) {
            correction.outcome = "strookje";
            correction.set.push_back(journal::correctable_tag("outcome").value());
            std::sort(correction.set.begin(), correction.set.end());
          }
          by_hand(joke, correction, *of_child);
          ++worked["correction"];
          break;
        }
        case 15: {
          if (routes.empty()) break;
          auto const route = crowd.one_of(routes);
          auto const leads = crowd.one_of<Person>({joke, joke, piet});
          auto const until = crowd.roll(2) ? std::optional(day.plus_days(static_cast<int>(crowd.roll(6)))) : std::nullopt;
          if (count("pause", pause_route(context, as(leads), {id(), route, "vakantie", until}))) break;
          if (count("resumption", resume_route(context, as(leads), id(), route))) break;
          ReopenForm const form{id(), route, "zorg_terug"};
          if (count("reopening", reopen_route(context, as(leads), form))) entries.push_back(form.id);
          break;
        }
        case 16: {
          if (routes.empty()) break;
          if (crowd.roll(4) == 0) put_next_version();
          AdoptForm const form{id(), crowd.one_of(routes), newest_version()};
          if (count("adoption", adopt_plan(context, as(joke), form))) entries.push_back(form.id);
          break;
        }
        case 14:
          if (crowd.roll(12) == 0) count("erasure", erase_child(context, as(who), id(), about));
          break;
      }
      now = now.plus_seconds(crowd.roll(6) == 0 ? 200'000 : 20);
    }
    expect_rebuild_changes_nothing("seed " + std::to_string(seed));
    auto const verified = store::verify(*store, tenant);
    EXPECT_TRUE(verified.broken.empty()) << verified.broken.front();
  }
  std::cout << "use cases that went through:";
  for (auto const& [what, times] : worked) std::cout << " " << what << " " << times;
  std::cout << "\n";
  for (auto const* what : {"note", "route", "step", "waiver", "word", "question", "plan", "ending", "move", "correction", "taking back",
                           "pause", "resumption", "reopening", "adoption", "second group", "taking over"})
    EXPECT_GT(worked[what], 0) << what;
}

TEST_P(Rebuilding, ARowThatANoteAddsIsTheRowThatAFoldMakes) {
  for (auto const* note_kind : {"positief", "strookje"}) {
    auto form = a_note(noor, note_kind);
    if (note_kind == std::string("positief")) form.occurred = journal::Occurred(on("2026-03-01"));
    ASSERT_TRUE(record_note(context, as(sanne), form).has_value());
    expect_rebuild_changes_nothing(note_kind);
  }
  route_opened(sanne, noor);
  ASSERT_TRUE(record_note(context, as(sanne), a_note(noor, "positief")).has_value());
  expect_rebuild_changes_nothing("with an open route");
}

TEST_P(Rebuilding, WhatAFoldThatGoesOnWritesIsWhatAFoldOfEverythingWrites) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const after = [&](std::string const& what, bool went_well = true) {
    ASSERT_TRUE(went_well) << what;
    expect_rebuild_changes_nothing(what);
    now = now.plus_seconds(60);
  };
  after("a route", true);
  after("a note that carries out a step", record_note(context, as(sanne), a_note(noor, "strookje")).has_value());
  after("a step", do_step(context, as(sanne), a_step(route, "strookje_bespreken")).has_value());
  after("a step with an outcome", do_step(context, as(sanne), a_step(route, "werkbespreking_strookjes", "zorg")).has_value());
  after("a step taken over", assign_step(context, as(joke), {id(), route, "gesprek_ouders", sanne.account}).has_value());
  after("the same step taken over again", assign_step(context, as(joke), {id(), route, "gesprek_ouders", joke.account}).has_value());
  after("a contact with parents", inform_parents(context, as(sanne), {id(), noor, {}, Private("gebeld")}).has_value());
  after("a waiver", waive_step(context, as(joke), {id(), route, "gesprek_ouders", "al_gebeurd", {}, {}}).has_value());
  PlanVanAanpakForm first{id(), route, {}, Private("doel"), Private("aanpak"), {}, {}, {}, {}, {}, {}};
  after("a plan van aanpak", write_plan_van_aanpak(context, as(sanne), first)->entry.has_value());
  after("its evaluation", evaluate_plan_van_aanpak(context, as(sanne), {id(), route, first.id, "niet_genoeg", {}}).has_value());
  PlanVanAanpakForm second{id(), route, first.id, Private("doel"), Private("anders"), {}, {}, {}, {}, {}, {}};
  after("a second version", write_plan_van_aanpak(context, as(sanne), second)->entry.has_value());
  auto late = a_note(noor, "strookje");
  late.occurred = journal::Occurred(base::amsterdam_day(now).plus_days(-2));
  after("a note of an earlier day", record_note(context, as(sanne), late).has_value());
  pass_days(3);
  after("a step days later", do_step(context, as(sanne), a_step(route, "verder_in_groep")).has_value());
  auto const kept = read([&](ReadTx const& tx) { return tx.open_routes({noor}).at(0).folded; });
  EXPECT_FALSE(kept.empty());
  after("a pause until a day",
        pause_route(context, as(sanne), {id(), route, "vakantie", base::amsterdam_day(now).plus_days(4)}).has_value());
  after("a note while it stands still", record_note(context, as(sanne), a_note(noor, "strookje")).has_value());
  pass_days(5);
  after("the end of the pause");
  EXPECT_FALSE(read([&](ReadTx const& tx) { return tx.open_routes({noor}).at(0).folded; }).empty()) << "the fold goes on again";
  after("a note after it", record_note(context, as(sanne), a_note(noor, "strookje")).has_value());
  put_next_version();
  after("another plan", adopt_plan(context, as(joke), {id(), route, newest_version()}).has_value());
  EXPECT_EQ(read([&](ReadTx const& tx) { return tx.open_routes({noor}).at(0).plan_version; }), newest_version());
  after("a note of a kind that only the older plan knew", record_note(context, as(sanne), a_note(noor, "strookje")).has_value());
  after("a step of the newer plan", do_step(context, as(sanne), a_step(route, "evaluatie", "niet_genoeg")).has_value());
  after("a pause", pause_route(context, as(sanne), {id(), route, "anders", {}}).has_value());
  after("a step while it stands still", do_step(context, as(sanne), a_step(route, "strookje_bespreken")).has_value());
  after("going on", resume_route(context, as(joke), id(), route).has_value());
  after("an ending", close_route(context, as(joke), {id(), route, "opgelost", {}}, true).has_value());
  after("opened again", reopen_route(context, as(joke), {id(), route, "te_vroeg"}).has_value());
  after("a step after that", do_step(context, as(sanne), a_step(route, "verder_in_groep")).has_value());
  after("an ending again", close_route(context, as(joke), {id(), route, "opgelost", {}}, true).has_value());
}

TEST_P(Rebuilding, ForEveryDayOfAYearTheListIsWhatTheEngineSays) {
  auto const evaluated = [&](ChildId one) {
    std::set<std::string> out;
    store->read(tenant, [&](ReadTx const& tx) {
      auto const entries = settled(tx.entries_of_child(one));
      auto const facts = tx.child(one);
      for (auto const& route : facts.value().route) {
        if (route.status == "closed") continue;
        auto const story = route_story(entries, route.route, source(tx));
        auto const state = domain::stappenplan::evaluate(story->plans(), story->events, base::amsterdam_day(now));
        for (auto const& owed : state.obligations)
          out.insert(state.step_id(story->plans()[state.followed], owed.step) + " " + owed.role + " " + owed.since.text() + " " +
                     (owed.due ? owed.due->text() : "-") + (owed.overdue ? " late" : ""));
      }
    });
    return out;
  };
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  auto const other = route_opened(fatima, finn, noted(fatima, finn));
  int days_with_work = 0;
  for (int day = 0; day < 366; ++day) {
    if (day == 3) done(sanne, route, "strookje_bespreken");
    if (day == 20) done(sanne, route, "werkbespreking_strookjes", "zorg");
    if (day == 25) done(fatima, other, "werkbespreking_strookjes", "volgen");
    if (day == 40) done(sanne, route, "gesprek_ouders");
    if (day == 41) said(sanne, noor, kPedagoogLooks, "refused");
    if (day == 60) done(sanne, route, "verder_in_groep");
    if (day == 200) done(sanne, route, "evaluatie", "niet_genoeg");
    if (day == 300) {
      ASSERT_TRUE(close_route(context, as(sanne), {id(), route, "opgelost", {}}, true).has_value());
    }
    auto const view = see_today(context, as(joke), "nl");
    ASSERT_TRUE(view.has_value());
    std::map<ChildId, std::set<std::string>> shown;
    for (auto const& one : view->owed) {
      auto const since = read([&](ReadTx const& tx) {
        for (auto const& open : tx.open_routes({one.child.child}))
          for (auto const& owed : open.obligations)
            if (owed.step == one.step && owed.due == one.due && owed.role == one.function) return owed.since;
        return Date{};
      });
      shown[one.child.child].insert(one.step + " " + one.function + " " + since.text() + " " + (one.due ? one.due->text() : "-") +
                                    (one.late ? " late" : ""));
      EXPECT_FALSE(one.why.msgid.empty());
    }
    for (auto const one : {noor, finn}) {
      auto const expected = evaluated(one);
      EXPECT_EQ(shown[one], expected) << base::amsterdam_day(now).text();
      days_with_work += expected.empty() ? 0 : 1;
    }
    pass_days(1);
  }
  EXPECT_GT(days_with_work, 200);
}

// ---------------------------------------------------------------- erasing

class Erasing : public Rebuilding {
 protected:
  std::set<std::string> texts_that_open() {
    std::set<std::string> out;
    store::for_each_entry(*store, tenant, [&](StoredEntry const& entry) {
      if (!entry.content_key) return;
      auto const key = keys->find_subject_key(tenant, entry.header.subject);
      if (!key) return;
      if (auto const contents = journal::open(entry.header_bytes, entry.sealed, *entry.content_key, *key))
        for (auto const& [name, text] : contents->texts) out.insert(text);
    });
    return out;
  }
};
ON_BOTH_ENGINES(Erasing);

TEST_P(Erasing, OfAChildLeavesNothingThatOpensAndEverythingElseAsItWas) {
  auto const route = route_opened(sanne, noor, noted(sanne, noor));
  said(sanne, noor, kPedagoogLooks, "given");
  said(sanne, noor, kCoachLooks, "given");
  ASSERT_TRUE(
      write_plan_van_aanpak(context, as(sanne), {id(), route, {}, Private("geheim doel"), Private("aanpak"), {}, {}, {}, {}, {}, {}})
          .has_value());
  auto const question = asked(sanne, informally(anita, noor));
  ASSERT_TRUE(answer_hulpvraag(context, as(anita), {id(), question, Private("geheime tip")}).has_value());
  ASSERT_TRUE(record_note(context, as(fatima), a_note(finn, "positief", "Finn lacht")).has_value());
  ASSERT_TRUE(texts_that_open().contains("geheim doel"));
  pass(60);
  EXPECT_EQ(outcome(erase_child(context, as(sanne), id(), noor)), "not_there") << "only who leads the location";
  EXPECT_EQ(outcome(erase_child(context, as(piet), id(), noor)), "not_there");
  ASSERT_TRUE(texts_that_open().contains("geheim doel"));
  auto const erasure = id();
  auto const erased = erase_child(context, as(joke), erasure, noor);
  ASSERT_TRUE(erased.has_value()) << erased.error().code;
  EXPECT_EQ(erased->complete_on, base::amsterdam_day(now).plus_days(30));

  auto const open = texts_that_open();
  for (auto const* gone :
       {"Noor", "Jansen", "geheim doel", "geheime tip", "Ouder 1 Jansen", "zat lang alleen", "aan de deur", "hoe help ik dit kind?"})
    EXPECT_FALSE(open.contains(gone)) << gone;
  EXPECT_TRUE(open.contains("Finn lacht"));
  auto const verified = store::verify(*store, tenant);
  EXPECT_TRUE(verified.broken.empty()) << verified.broken.front();
  expect_rebuild_changes_nothing("after the erasure");
  for (auto const* who : {&sanne, &joke, &marijke, &anita}) {
    for (auto const when : {now, now.plus_seconds(1), now.plus_seconds(86'400 * 20)}) {
      for (auto const relation : kRelations)
        EXPECT_FALSE(read([&](ReadTx const& tx) { return tx.related(relation, who->account, noor, when); }).has_value())
            << code(relation) << " of " << domain::code(who->membership.role);
      EXPECT_EQ(outcome(see_child(context, as(*who, when), noor, "nl")), "not_there");
    }
  }
  EXPECT_EQ(outcome(record_note(context, as(sanne), a_note(noor))), "not_there");
  EXPECT_EQ(outcome(erase_child(context, as(joke), erasure, noor)), "ok") << "sent twice";
}

TEST_P(Erasing, ThatWasBrokenOffBeforeTheKeysIsSeenAndCanBeFinished) {
  ASSERT_TRUE(record_note(context, as(sanne), a_note(noor, "positief", "Noor lacht")).has_value());
  ASSERT_TRUE(record_note(context, as(fatima), a_note(finn, "positief", "Finn lacht")).has_value());
  EXPECT_EQ(outcome(finish_erasure(context, tenant, finn, now)), "not_erased") << "only what was begun can be finished";
  EXPECT_TRUE(store::erased_children(*store, tenant).empty());
  // What stands there when the program stops between the entry and the keys.
  struct Stopped : KeyStore {
    explicit Stopped(KeyStore& of) : keys(of) {}
    void create_tenant(TenantId one) override { keys.create_tenant(one); }
    std::optional<journal::SubjectKey> subject_key(TenantId one, journal::Subject const& of) override { return keys.subject_key(one, of); }
    std::optional<journal::SubjectKey> find_subject_key(TenantId one, journal::Subject const& of) override {
      return keys.find_subject_key(one, of);
    }
    void destroy(TenantId, journal::Subject const&, Instant) override { throw base::WorldError("stopped"); }
    base::SecretBytes service_key(std::string_view of) override { return keys.service_key(of); }
    base::SecretBytes tenant_service_key(TenantId one, std::string_view of) override { return keys.tenant_service_key(one, of); }
    journal::SigningKeys signing_keys() override { return keys.signing_keys(); }
    KeyStore& keys;
  } stopped(*keys);
  Context before_the_keys{*store, stopped, random, hasher, rules, totp, qr, pictures, codes, lookup, plans, access, false};
  EXPECT_THROW(static_cast<void>(erase_child(before_the_keys, as(joke), id(), noor)), base::WorldError);
  EXPECT_TRUE(texts_that_open().contains("Noor lacht"));
  EXPECT_EQ(store::erased_children(*store, tenant), std::vector{noor});
  EXPECT_TRUE(keys_are_left(context, tenant, noor));
  auto const finished = finish_erasure(context, tenant, noor, now);
  ASSERT_TRUE(finished.has_value()) << finished.error().code;
  EXPECT_EQ(finished->complete_on, base::amsterdam_day(now).plus_days(30));
  EXPECT_FALSE(keys_are_left(context, tenant, noor));
  for (auto const* gone : {"Noor lacht", "Noor", "Ouder 1 Jansen"}) EXPECT_FALSE(texts_that_open().contains(gone)) << gone;
  EXPECT_TRUE(texts_that_open().contains("Finn lacht"));
  EXPECT_EQ(audit().front().action, "erase_child");
  EXPECT_EQ(audit().front().rule, "command_line");
}

TEST_P(Erasing, HoldsWhenAnOlderBackupComesBackBesideANewerKeyStore) {
  ASSERT_TRUE(record_note(context, as(sanne), a_note(noor, "positief", "Noor lacht")).has_value());
  ASSERT_TRUE(record_note(context, as(fatima), a_note(finn, "positief", "Finn lacht")).has_value());
  store::backup(*store, *keys, directory() / "backup", directory() / "backup-keys", now);
  pass(3600);
  ASSERT_TRUE(erase_child(context, as(joke), id(), noor).has_value());
  pass(3600);
  store::backup(*store, *keys, directory() / "newer", directory() / "newer-keys", now);
  store.reset();
  keys.reset();
  auto const restored = store::restore({directory() / "backup", directory() / "backup-keys" / store::kKeyStoreBackup, directory() / "again",
                                        directory() / "again-keys.sqlite", directory() / "newer-keys" / store::kKeyStoreBackup});
  ASSERT_TRUE(restored.has_value()) << restored.error().code;
  EXPECT_FALSE(restored->erased.empty());
  store = store::open_sqlite_store(directory() / "again");
  keys = store::open_key_store(directory() / "again-keys.sqlite", master, random, clock);
  auto const open = texts_that_open();
  EXPECT_FALSE(open.contains("Noor lacht"));
  EXPECT_FALSE(open.contains("Noor"));
  EXPECT_TRUE(open.contains("Finn lacht"));
  EXPECT_TRUE(store::verify(*store, tenant).broken.empty());
}

}  // namespace
}  // namespace vlechtwerk::app::testing
