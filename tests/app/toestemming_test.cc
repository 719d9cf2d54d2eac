// The rule of permission stands in two places: as intervals that the gate compares with, and in the engine that opens steps. On whole days
// they must say the same, whatever was said by whom.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>

#include "app/project.h"
#include "domain/entry_kind.h"
#include "domain/stappenplan/replay.h"
#include "domain/toestemming.h"
#include "interop/stappenplan/plan_file.h"

namespace vlechtwerk::app {
namespace {

namespace engine = domain::stappenplan;

/// 300 cases, or as many as VLECHTWERK_CASES asks for.
template <class Law>
bool always(char const* law, Law const& check) {
  static bool const set = [] {
    auto const* cases = std::getenv("VLECHTWERK_CASES");
    return ::setenv("RC_PARAMS", ("max_success=" + std::string(cases ? cases : "300")).c_str(), 0) == 0;
  }();
  return set && rc::check(law, check);
}

/// One step for each kind of act; it is enabled on the days on which the engine holds the act for permitted.
std::shared_ptr<engine::Plan const> plan_of_acts() {
  static auto const plan = [] {
    std::string text =
        "format = 1\nid = \"proef\"\nversion = 1\ntitle = \"Proef\"\n[roles]\npedagoog = \"Pedagoog\"\n[acts]\n"
        "allen = { text = \"Allen\", recipient = \"pedagoog\" }\n"
        "een = { text = \"Een\", needs = \"one\", recipient = \"pedagoog\" }\n"
        "tiener = { text = \"Tiener\", child_from = 12, recipient = \"pedagoog\" }\n"
        "een_tiener = { text = \"Een\", needs = \"one\", child_from = 12, recipient = \"pedagoog\" }\n"
        "bereik = { text = \"Bereik\", unreachable_may = true, recipient = \"pedagoog\" }\n"
        "kort = { text = \"Kort\", valid = \"P2W\", recipient = \"pedagoog\" }\n";
    for (auto const* act : {"allen", "een", "tiener", "een_tiener", "bereik", "kort"})
      text += "[[step]]\nid = \"stap_" + std::string(act) + "\"\ntitle = \"Stap\"\nby = [\"pedagoog\"]\nrepeat = true\ntoestemming = \"" +
              act + "\"\n";
    auto parsed = interop::parse_plan(text, "proef");
    if (!parsed.plan) throw std::runtime_error(parsed.diagnostics.front().message.msgid);
    return std::make_shared<engine::Plan const>(std::move(*parsed.plan));
  }();
  return plan;
}

/// Entries of one child and its route, told in days only.
class Days {
 public:
  Days() {
    auto& registered = add(domain::entry_kind::kChildRegistered, 0);
    registered.header.birth_month = base::Month{2014, 3};  // twelve in March 2026
    auto& opened = add(domain::entry_kind::kRouteOpened, 0);
    opened.header.case_id = route;
    opened.header.case_kind = journal::CaseKind::Route;
    opened.header.plan = "proef";
    opened.header.plan_version = 1;
  }
  FoldEntry& add(std::string_view entry_kind, int day) {
    FoldEntry entry;
    entry.header.id.uuid.bytes[15] = static_cast<std::uint8_t>(entries.size() + 1);
    entry.header.case_id = domain::case_of(child);
    entry.header.case_kind = journal::CaseKind::Child;
    entry.header.subject = journal::subject_of(child);
    entry.header.kind = entry_kind;
    entry.header.occurred = first.plus_days(day);
    entry.header.role = Role::PedagogischMedewerker;
    entry.position = {static_cast<std::int64_t>(entries.size() + 1), 1,
                      base::amsterdam_midnight(first).plus_seconds(static_cast<int>(entries.size()))};
    entries.push_back(std::move(entry));
    return entries.back();
  }
  static PersonId person(int number) {
    PersonId out;
    out.uuid.bytes[0] = static_cast<std::uint8_t>(number + 1);
    return out;
  }

  ChildId const child{{{9}}};
  CaseId const route{{{7}}};
  base::Date const first = base::Date::of(2026, 2, 1);
  std::vector<FoldEntry> entries;
};

/// What was said and who had gezag: at most thirty things within sixty days, around both the birthday and the change of the clock.
void fill(Days& days) {
  auto const many = *rc::gen::inRange(1, 30);
  for (int i = 0; i < many; ++i) {
    auto const day = *rc::gen::inRange(0, 70);
    auto const who = *rc::gen::inRange(0, 4);
    auto const what = *rc::gen::inRange(0, 8);
    if (what < 2) {
      if (who == 3) continue;
      auto& linked = days.add(domain::entry_kind::kPersonLinked, day);
      linked.header.subject = journal::subject_of(Days::person(who));
      linked.header.outcome = *rc::gen::inRange(0, 4) == 0 ? "geen_gezag" : "gezag";
      continue;
    }
    static constexpr std::string_view kWords[] = {domain::entry_kind::kToestemmingGiven,     domain::entry_kind::kToestemmingGiven,
                                                  domain::entry_kind::kToestemmingGiven,     domain::entry_kind::kToestemmingRefused,
                                                  domain::entry_kind::kToestemmingWithdrawn, domain::entry_kind::kToestemmingUnreachable};
    auto& word = days.add(kWords[what - 2], day);
    // Without a reason it is an attempt, which says nothing.
    if (word.header.kind == domain::entry_kind::kToestemmingUnreachable && *rc::gen::inRange(0, 3) != 0) word.header.reason = "anders";
    if (who != 3) word.header.subject = journal::subject_of(Days::person(who));
    word.header.act = *rc::gen::elementOf(std::vector<std::string>{"allen", "een", "tiener", "een_tiener", "bereik", "kort"});
    if (*rc::gen::inRange(0, 3) == 0) word.header.from = days.first.plus_days(day + *rc::gen::inRange(-5, 20));
    if (*rc::gen::inRange(0, 3) == 0) word.header.until = days.first.plus_days(day + *rc::gen::inRange(0, 30));
  }
}

/// Compares the two on every day; throws (as rapidcheck wants it) at the first that differs.
int compare(Days const& days, bool at_noon_too) {
  auto const plan = plan_of_acts();
  auto const source = [&](std::string const&, std::int64_t) { return plan; };
  int in_force = 0;
  auto const projection = project_child(days.child, days.entries, source, days.first);
  auto const events = route_story(settled(days.entries), days.route, [&](auto const&, auto) { return plan; })->events;
  for (int n = 0; n <= 120; ++n) {
    auto const day = days.first.plus_days(n);
    auto const state = engine::evaluate(std::span(plan.get(), 1), events, day);
    for (auto const& act : plan->acts) {
      bool const enabled = state.steps[*plan->step("stap_" + act.id)].status == engine::StepStatus::Enabled;
      std::vector<Instant> moments{base::amsterdam_midnight(day), {base::amsterdam_midnight(day.plus_days(1)).us - 1}};
      if (at_noon_too) moments.push_back(base::amsterdam_instant(day, 720));
      for (auto const moment : moments) {
        bool const holds = std::any_of(projection.toestemming.begin(), projection.toestemming.end(),
                                       [&](auto const& row) { return row.act == act.id && row.from <= moment && moment < row.until; });
        in_force += holds ? 1 : 0;
        if (holds != enabled) {
          RC_LOG() << act.id << " on " << day.text() << " at " << base::instant_text(moment) << ": engine " << enabled << ", intervals "
                   << holds << "\n";
          for (auto const& entry : settled(days.entries))
            RC_LOG() << journal::day_of(entry.header.occurred).text() << " " << entry.header.kind << " " << entry.header.act << " "
                     << entry.header.outcome << " " << int(entry.header.subject.id.bytes[0]) << " "
                     << (entry.header.from ? entry.header.from->text() : "-") << " "
                     << (entry.header.until ? entry.header.until->text() : "-") << "\n";
        }
        RC_ASSERT(holds == enabled);
      }
    }
  }
  return in_force;
}

TEST(Toestemming, OnWholeDaysTheIntervalsOfTheGateAndTheEngineAgree) {
  int in_force = 0;
  EXPECT_TRUE(always("the intervals of toestemming hold on the days on which the engine opens the step", [&] {
    Days days;
    fill(days);
    in_force += compare(days, true);
  }));
  EXPECT_GT(in_force, 0) << "the words of this test must permit something now and then";
}

TEST(Toestemming, TheIntervalsAreDisjointInOrderAndNotEmpty) {
  EXPECT_TRUE(always("intervals", [] {
    Days days;
    fill(days);
    auto const plan = plan_of_acts();
    auto const projection = project_child(
        days.child, days.entries, [&](auto const&, auto) { return plan; }, days.first);
    ToestemmingInForceRow const* last = nullptr;
    for (auto const& row : projection.toestemming) {
      RC_ASSERT(row.from < row.until);
      if (last && last->act == row.act) RC_ASSERT(last->until < row.from);
      last = &row;
    }
  }));
}

TEST(Toestemming, OfAChildOfTwelveItsOwnWordIsAskedFromTheFirstDayOfItsMonth) {
  Days days;
  days.add(domain::entry_kind::kPersonLinked, 0).header.subject = journal::subject_of(Days::person(0));
  days.entries.back().header.outcome = "gezag";
  auto& yes = days.add(domain::entry_kind::kToestemmingGiven, 0);
  yes.header.subject = journal::subject_of(Days::person(0));
  yes.header.act = "tiener";
  auto const plan = plan_of_acts();
  auto const source = [&](auto const&, auto) { return plan; };
  auto rows = project_child(days.child, days.entries, source, days.first).toestemming;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].until, base::amsterdam_midnight(base::Date::of(2026, 3, 1)));
  auto& own = days.add(domain::entry_kind::kToestemmingGiven, 30);
  own.header.act = "tiener";
  rows = project_child(days.child, days.entries, source, days.first).toestemming;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].from, base::amsterdam_midnight(days.first.plus_days(30)));
  EXPECT_EQ(rows[1].until, kNoEnd);
}

}  // namespace
}  // namespace vlechtwerk::app
