// The people of the demo: the same seed gives the same town, and the engine, which the model never asks, counts the shares that
// docs/demo.md states.
#include "cli/people/town.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "cli/people/stories.h"
#include "domain/stappenplan/replay.h"
#include "interop/stappenplan/plan_file.h"

namespace vlechtwerk::cli::people {
namespace {

using namespace domain::stappenplan;

std::vector<std::shared_ptr<Plan const>> const& shipped() {
  static auto const plans = [] {
    std::vector<std::shared_ptr<Plan const>> out;
    for (auto const& one : all_stories()) {
      std::ifstream file(VLECHTWERK_SOURCE_DIR "/stappenplannen/" + std::string(one.plan) + ".toml");
      auto const parsed = interop::parse_plan(std::string(std::istreambuf_iterator<char>(file), {}), "plan");
      out.push_back(std::make_shared<Plan const>(parsed.plan.value()));
    }
    return out;
  }();
  return plans;
}

Date const kUntil = Date::of(2026, 3, 8);

Town town_of(int children, std::uint64_t seed, std::string const& language = "nl", int years = 2) {
  return make_town({children, 4, seed, kUntil.plus_days(1).plus_months(-12 * years), kUntil, language}, shipped());
}

/// Large enough for more than a thousand routes; made once.
Town const& large() {
  static Town const town = town_of(10'000, 7);
  return town;
}

bool has_route(Thread const& thread) {
  return std::any_of(thread.happenings.begin(), thread.happenings.end(), [](Happening const& one) { return one.what == What::OpenRoute; });
}

/// All that is told of a town, without its words when only the order of things matters.
std::string told(Town const& town, bool with_words = true) {
  std::ostringstream out;
  for (auto const& house : town.houses) out << house.name << house.leader.name << house.groups.front().workers[0].login << '\n';
  for (auto const& thread : town.threads) {
    out << thread.house << ' ' << thread.group << ' ' << thread.mentor << '\n';
    if (thread.child)
      out << thread.child->first_name << thread.child->last_name << thread.child->born.text() << domain::code_of(thread.child->days)
          << '\n';
    for (auto const& one : thread.happenings) {
      out << one.day.text() << ' ' << one.minute << ' ' << static_cast<int>(one.who) << static_cast<int>(one.what) << one.code
          << one.outcome << one.informal;
      for (auto const& answer : one.answers) out << answer.act << answer.parent << answer.given;
      if (with_words) out << one.text << one.second;
      out << '\n';
    }
  }
  for (auto const& one : town.absences)
    out << one.house << ' ' << one.group << ' ' << one.worker << ' ' << one.told.text() << one.first.text() << one.last.text() << '\n';
  return out.str();
}

// ---------------------------------------------------------------- from the model to the engine

std::string function_of(Happening const& one, Step const* step) {
  switch (one.who) {
    case Who::Leader:
      return "leidinggevende";
    case Who::Pedagoog:
      return "pedagoog";
    case Who::Coach:
      return "jeugdzorgcoach";
    default:
      bool const as_mentor = step && std::find(step->by.begin(), step->by.end(), "mentor") != step->by.end();
      return as_mentor ? "mentor" : "pedagogisch_medewerker";
  }
}

class Events {
 public:
  Events(Town const& town, Thread const& thread) : plan_(*town.houses[thread.house].plan) {
    auto& facts = add(EventKind::ChildRegistered, thread.child->from, 7 * 60);
    facts.fields.gezagdragers.emplace();
    for (std::size_t i = 0; i < thread.child->parents.size(); ++i) facts.fields.gezagdragers->push_back("p" + std::to_string(i));
    facts.fields.born = base::Month::of(thread.child->born);
    facts.fields.group_type = town.houses[thread.house].group_type;
    auto const opening =
        std::find_if(thread.happenings.begin(), thread.happenings.end(), [](Happening const& one) { return one.what == What::OpenRoute; });
    bool closed = false;
    for (auto one = opening - 1; one != thread.happenings.end() && !closed; ++one) {
      take(*one);
      closed = one->what == What::Close;
    }
  }
  std::vector<Event> list;

 private:
  Event& add(EventKind kind, Date day, int minute) {
    Event event;
    event.id = "e" + std::to_string(1000 + list.size());
    event.kind = kind;
    event.fields.at = When::at(base::amsterdam_instant(day, minute));
    list.push_back(event);
    return list.back();
  }
  Event& add(EventKind kind, Happening const& one) { return add(kind, one.day, one.minute); }

  void take(Happening const& one) {
    switch (one.what) {
      case What::Note:
        for (auto const step : plan_.steps_for_note(one.code)) do_step(one, plan_.steps[step].id);
        return;
      case What::OpenRoute:
        add(EventKind::RouteOpened, one);
        return;
      case What::Step:
        do_step(one, one.code);
        for (auto const& answer : one.answers) {
          auto& word = add(answer.given ? EventKind::ToestemmingGiven : EventKind::ToestemmingRefused, one);
          word.fields.act = answer.act;
          word.fields.gezagdrager = "p" + std::to_string(answer.parent);
        }
        return;
      case What::Waive: {
        auto& waived = add(EventKind::StepWaived, one);
        waived.fields.step = one.code;
        waived.fields.reason = one.outcome;
        waived.fields.role = function_of(one, &plan_.steps[plan_.step(one.code).value()]);
        return;
      }
      case What::Inform:
        add(EventKind::ParentsInformed, one);
        return;
      case What::Close:
        add(EventKind::RouteClosed, one).fields.outcome = one.outcome;
        return;
      default:
        return;
    }
  }
  void do_step(Happening const& one, std::string const& step) {
    auto& done = add(EventKind::StepDone, one);
    done.fields.step = step;
    done.fields.role = function_of(one, &plan_.steps[plan_.step(step).value()]);
    done.fields.actor = "w" + std::to_string(static_cast<int>(one.who));
    if (!one.outcome.empty()) done.fields.outcome = one.outcome;
    if (!one.with.empty()) done.fields.with = one.with;
  }

  Plan const& plan_;
};

/// What the engine says of the routes of a town: how the terms ended that were answered, left out or ran out.
struct Counted {
  int routes = 0, terms = 0, late = 0, waived = 0, refused_events = 0;
  std::map<DeviationKind, int> deviations;
  std::map<std::string, int> routes_of_plan;
  std::set<std::pair<std::string, Step const*>> by_another_role;
};

using Term = std::tuple<std::size_t, std::string, std::string, Date, Date>;

std::map<Term, bool> terms_in(State const& state) {
  std::map<Term, bool> out;
  for (auto const& owed : state.obligations)
    if (owed.due) out[{owed.step, owed.rule.value_or(""), owed.event.value_or(""), owed.since, *owed.due}] = owed.overdue;
  return out;
}

void count(Plan const& plan, std::vector<Event> const& given, Counted& out) {
  ++out.routes;
  ++out.routes_of_plan[plan.id];
  auto const final_state = replay(std::span(&plan, 1), given, kUntil);
  out.refused_events += static_cast<int>(final_state.refused.size());
  for (auto const& one : final_state.deviations) {
    ++out.deviations[one.kind];
    if (one.kind == DeviationKind::Role) out.by_another_role.insert({plan.id, &plan.steps[*one.step]});
  }
  auto const events = settle(given, kUntil);
  Fold fold(plan, start_of(events));
  for (auto const& event : events) {
    auto const before = terms_in(fold.state(event.day(), "nl"));
    fold.apply(event);
    auto const after = terms_in(fold.state(event.day(), "nl"));
    for (auto const& [term, overdue] : before) {
      if (after.contains(term)) continue;
      bool const answered = event.kind == EventKind::StepDone || event.kind == EventKind::ParentsInformed;
      bool const waived = event.kind == EventKind::StepWaived;
      if (!answered && !waived && !overdue) continue;
      ++out.terms;
      if (waived) ++out.waived;
      if (overdue) ++out.late;
    }
  }
  for (auto const& [term, overdue] : terms_in(fold.state(kUntil, "nl")))
    if (overdue) ++out.terms, ++out.late;
}

Counted const& counted() {
  static Counted const result = [] {
    Counted out;
    for (auto const& thread : large().threads)
      if (thread.child && has_route(thread)) count(*large().houses[thread.house].plan, Events(large(), thread).list, out);
    return out;
  }();
  return result;
}

double percent(int part, int whole) { return 100.0 * part / whole; }

// ---------------------------------------------------------------- what is true of a town

TEST(Town, IsTheSameForTheSameSeed) { EXPECT_EQ(told(town_of(300, 5)), told(town_of(300, 5))); }

TEST(Town, IsAnotherForAnotherSeed) { EXPECT_NE(told(town_of(300, 5)), told(town_of(300, 6))); }

TEST(Town, TellsTheSameInEnglish) {
  EXPECT_EQ(told(town_of(300, 5, "en"), false), told(town_of(300, 5), false));
  EXPECT_NE(told(town_of(300, 5, "en")), told(town_of(300, 5)));
}

TEST(Town, KeepsAChildAsItIsWhenMoreChildrenCome) {
  auto const small = town_of(20, 5), larger = town_of(40, 5);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(small.threads[i].child->first_name, larger.threads[i].child->first_name);
    EXPECT_EQ(small.threads[i].child->days, larger.threads[i].child->days);
    EXPECT_EQ(small.threads[i].happenings.size(), larger.threads[i].happenings.size());
  }
}

TEST(Town, MarksEveryOrganisationAsAnExample) {
  for (auto const& house : large().houses) {
    EXPECT_TRUE(house.name.ends_with(" (voorbeeld)")) << house.name;
    EXPECT_TRUE(house.coach_house.ends_with(" (voorbeeld)")) << house.coach_house;
  }
}

TEST(Town, HasMostChildrenWithoutARoute) {
  auto const children =
      std::count_if(large().threads.begin(), large().threads.end(), [](Thread const& one) { return one.child.has_value(); });
  EXPECT_EQ(children, 10'000);
  EXPECT_LT(counted().routes * 4, children);
}

TEST(Town, SeesAQuietChildLate) {
  std::map<Temper, std::vector<int>> days;
  for (auto const& thread : large().threads)
    for (auto const& one : thread.happenings)
      if (one.what == What::OpenRoute) days[thread.child->temper].push_back(thread.child->worry_began->days_until(one.day));
  auto const median = [&](Temper temper) {
    auto& list = days.at(temper);
    std::sort(list.begin(), list.end());
    return list[list.size() / 2];
  };
  EXPECT_GE(median(Temper::Quiet), 60);
  EXPECT_LE(median(Temper::Busy), 21);
}

TEST(Town, WritesNothingButGoodOfAQuietChildBeforeItIsSeen) {
  for (auto const& thread : large().threads) {
    if (!thread.child || thread.child->temper != Temper::Quiet || !has_route(thread)) continue;
    for (auto one = thread.happenings.begin(); (one + 1)->what != What::OpenRoute; ++one) EXPECT_EQ(one->code, "positief");
  }
}

TEST(Town, OpensARouteWithTheWorryThatWasJustWrittenDown) {
  // In this small town an ordinary note once came between the two.
  auto const town = town_of(600, 1, "nl", 1);
  for (auto const& thread : town.threads)
    for (std::size_t i = 0; i < thread.happenings.size(); ++i) {
      if (thread.happenings[i].what != What::OpenRoute) continue;
      ASSERT_GT(i, 0U);
      auto const& note = thread.happenings[i - 1];
      EXPECT_EQ(note.what, What::Note);
      EXPECT_FALSE(town.houses[thread.house].plan->steps_for_note(note.code).empty()) << note.code;
    }
}

TEST(Town, LetsNoTwoThingsOfAChildHappenAtTheSameMoment) {
  for (auto const& thread : large().threads)
    for (std::size_t i = 1; i < thread.happenings.size(); ++i) {
      auto const& a = thread.happenings[i - 1];
      auto const& b = thread.happenings[i];
      if (!thread.child) continue;
      EXPECT_LT(std::pair(a.day, a.minute), std::pair(b.day, b.minute));
      EXPECT_LT(b.minute, 24 * 60);
    }
}

TEST(Town, WritesAnOrdinaryNoteOnADayOnWhichTheChildComes) {
  int notes = 0;
  for (auto const& thread : large().threads) {
    if (!thread.child || has_route(thread)) continue;
    for (auto const& one : thread.happenings) {
      if (one.what != What::Note) continue;
      EXPECT_TRUE(domain::may_come_on(thread.child->days, one.day)) << one.day.text();
      ++notes;
    }
  }
  EXPECT_GT(notes, 10'000);
}

TEST(Town, LetsNobodyDoAnythingWhileSheIsAway) {
  auto const town = town_of(400, 7);
  std::map<std::tuple<std::size_t, std::size_t, std::size_t>, std::vector<Absence>> away;
  for (auto const& one : town.absences) {
    EXPECT_LE(one.first, one.last);
    EXPECT_LE(one.told, kUntil);
    away[{one.house, one.group, one.worker}].push_back(one);
  }
  EXPECT_GT(away.size(), 40U) << "of eighty workers";
  EXPECT_TRUE(std::any_of(town.absences.begin(), town.absences.end(), [](Absence const& one) { return one.last > kUntil; }))
      << "somebody is away when the town is opened";
  for (auto const& thread : town.threads)
    for (auto const& one : thread.happenings) {
      if (one.who != Who::Mentor && one.who != Who::Colleague) continue;
      auto const worker = one.who == Who::Mentor ? thread.mentor : 1 - thread.mentor;
      for (auto const& absence : away[{thread.house, thread.group, worker}])
        EXPECT_FALSE(absence.first <= one.day && one.day <= absence.last) << one.day.text();
    }
}

TEST(Town, SaysNothingTooLongAndLeavesNoPlaceOpen) {
  for (auto const* language : {"nl", "en"}) {
    auto const town = town_of(2000, 3, language);
    std::set<std::string> seen;
    for (auto const& thread : town.threads)
      for (auto const& one : thread.happenings)
        for (auto const& text : {one.text, one.second}) {
          EXPECT_EQ(text.find('{'), std::string::npos) << text;
          for (std::size_t at = 0; at < text.size();) {
            auto const end = std::min(text.find_first_of(".?!", at), text.size());
            auto const words =
                std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end), ' ') + 1;
            EXPECT_LE(words, 19) << text;
            at = end + 1;
          }
          for (auto const* word : {"risico", "score", "casus", "dossier", "melding", "stoornis", "autis", "ADHD"})
            EXPECT_EQ(text.find(word), std::string::npos) << text;
          seen.insert(text);
        }
    EXPECT_GT(seen.size(), 3000U);
  }
}

// ---------------------------------------------------------------- what the engine counts

TEST(Shares, AreCountedOverAThousandRoutesOfAllTenPlans) {
  EXPECT_GE(counted().routes, 1000);
  EXPECT_EQ(counted().routes_of_plan.size(), 10U);
  RecordProperty("terms", counted().terms);
  RecordProperty("late", counted().late);
  RecordProperty("waived", counted().waived);
  for (auto const& [plan, routes] : counted().routes_of_plan) EXPECT_GE(routes, 30) << plan;
}

TEST(Shares, OfTermsAreLateByAFifth) { EXPECT_NEAR(percent(counted().late, counted().terms), 100 * kLate, 2); }

TEST(Shares, OfTermsAreLeftOutByATwentieth) { EXPECT_NEAR(percent(counted().waived, counted().terms), 100 * kWaived, 2); }

TEST(Shares, OfActsAreRefusedByATwentieth) {
  int asked = 0, refused = 0;
  for (auto const& thread : large().threads)
    for (auto const& one : thread.happenings) {
      std::map<std::string, bool> no;
      for (auto const& answer : one.answers) no[answer.act] = no[answer.act] || !answer.given;
      for (auto const& [act, said_no] : no) {
        ++asked;
        refused += said_no ? 1 : 0;
      }
    }
  EXPECT_GE(asked, 400);
  EXPECT_NEAR(percent(refused, asked), 100 * kRefused, 2);
}

TEST(Shares, OfQuestionsAreInformalByThreeTenths) {
  int asked = 0, informal = 0;
  for (auto const& thread : large().threads)
    for (auto const& one : thread.happenings)
      if (one.what == What::Ask) {
        ++asked;
        informal += one.informal ? 1 : 0;
      }
  EXPECT_NEAR(percent(informal, asked), 100 * kInformal, 2);
}

TEST(Shares, OfTheWaysToTheCoachAreInformalByThreeTenthsWhereAPlanHasBoth) {
  // The formal step of each choice; the informal one is the step that the plan calls so.
  std::map<std::string, std::pair<std::string, std::string>> const formal = {{"van-veldhuizen-stichting", {"vraag_advies", "gedrag"}},
                                                                             {"kinderdam-plusgroep", {"vraag_aan_coach", ""}},
                                                                             {"kinderdam-reguliere-groep", {"vraag_aan_coach", ""}},
                                                                             {"partou-amsterdam", {"vraag_stafmedewerker", ""}}};
  int asked = 0, informal = 0;
  for (auto seed = 1U; seed <= 12; ++seed)
    for (auto const& town = town_of(10'000, seed); auto const& thread : town.threads) {
      auto const& plan = *town.houses[thread.house].plan;
      auto const way = formal.find(plan.id);
      if (way == formal.end()) continue;
      for (auto const& one : thread.happenings) {
        if (one.what != What::Step) continue;
        bool const is_informal = plan.steps[plan.step(one.code).value()].informal;
        asked += is_informal || (one.code == way->second.first && one.outcome == way->second.second) ? 1 : 0;
        informal += is_informal ? 1 : 0;
      }
    }
  EXPECT_GE(asked, 1000);
  EXPECT_NEAR(percent(informal, asked), 100 * kInformal, 2);
}

TEST(Shares, OfTheStepsOfAMentorAreTakenOverByATenth) {
  int steps = 0, taken = 0;
  for (auto const& thread : large().threads) {
    auto const& plan = *large().houses[thread.house].plan;
    for (std::size_t i = 0; i < thread.happenings.size(); ++i) {
      auto const& one = thread.happenings[i];
      if (one.what != What::Step) continue;
      bool const was_taken = i > 0 && thread.happenings[i - 1].what == What::TakeOver;
      auto const& step = plan.steps[plan.step(one.code).value()];
      bool const could = std::count(step.by.begin(), step.by.end(), "pedagogisch_medewerker") > 0 && !step.four_eyes;
      if (was_taken) {
        EXPECT_EQ(one.who, Who::Colleague);
        EXPECT_TRUE(could) << one.code;
        EXPECT_EQ(thread.happenings[i - 1].code, one.code);
      }
      if (was_taken || (could && one.who == Who::Mentor)) ++steps;
      taken += was_taken ? 1 : 0;
    }
  }
  EXPECT_GE(steps, 1000);
  EXPECT_NEAR(percent(taken, steps), 100 * kTakenOver, 2);
}

TEST(Shares, OfTheChildrenATenthHasNoDays) {
  int children = 0, unknown = 0;
  for (auto const& thread : large().threads) {
    if (!thread.child) continue;
    ++children;
    unknown += thread.child->days == 0 ? 1 : 0;
  }
  EXPECT_NEAR(percent(unknown, children), 100 * kDaysUnknown, 1);
}

TEST(Routes, AreAcceptedByTheEngineWithoutOneRefusal) { EXPECT_EQ(counted().refused_events, 0); }

TEST(Routes, FollowTheirPlanButForTheStatedShares) {
  for (auto const& [kind, times] : counted().deviations)
    if (kind != DeviationKind::Overdue && kind != DeviationKind::Role) ADD_FAILURE() << static_cast<int>(kind) << " x" << times;
}

TEST(Routes, AreSignedByAnotherRoleOnlyWhereNobodyOfThePlanCanSign) {
  for (auto const& [plan, step] : counted().by_another_role)
    for (auto const* role : {"pedagogisch_medewerker", "mentor", "leidinggevende"})
      EXPECT_EQ(std::count(step->by.begin(), step->by.end(), role), 0) << plan << ": " << step->id;
}

}  // namespace
}  // namespace vlechtwerk::cli::people
