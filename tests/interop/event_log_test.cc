// The routes of a journal as a log for research: what is in it, and above all what is not.
#include <gtest/gtest.h>

#include <set>

#include "cli/event_log.h"
#include "domain/entry_kind.h"
#include "interop/csv/csv.h"
#include "interop/stappenplan/plan_file.h"
#include "interop/xes/xes.h"

namespace vlechtwerk::cli {
namespace {

namespace kind = domain::entry_kind;
using interop::EventLog;
using interop::LogEvent;
using interop::LogTrace;
using Header = decltype(app::FoldEntry::header);
using CaseKind = decltype(Header::case_kind);
using SubjectKind = decltype(Header::subject.kind);

/// Different every time, the same in every run.
class CountingUp final : public base::Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = static_cast<std::uint8_t>((next_ = next_ * 1103515245U + 12345U) >> 16U);
  }

 private:
  std::uint32_t next_ = 1;
};

/// A journal that a test writes line by line.
class LogOf : public ::testing::Test {
 protected:
  app::FoldEntry& add(app::CaseId case_id, CaseKind case_kind, app::ChildId child, std::string_view entry_kind, std::string_view at) {
    auto& entry = journal.emplace_back();
    entry.header.id = app::EntryId::make_random(random);
    entry.header.subject = {SubjectKind::Child, child.uuid};
    entry.header.case_id = case_id;
    entry.header.case_kind = case_kind;
    entry.header.kind = entry_kind;
    if (auto const day = base::Date::parse(at))
      entry.header.occurred = *day;
    else
      entry.header.occurred = *base::parse_instant(at);
    entry.header.role = domain::Role::PedagogischMedewerker;
    entry.header.actor = app::AccountId::make_random(random);
    entry.header.device = domain::DeviceId::make_random(random);
    entry.header.group = app::GroupId::make_random(random);
    entry.position.seq = static_cast<std::int64_t>(journal.size());
    return entry;
  }
  app::FoldEntry& of_child(std::string_view entry_kind, std::string_view at) {
    return add(app::CaseId{noor.uuid}, CaseKind::Child, noor, entry_kind, at);
  }
  app::FoldEntry& of_route(std::string_view entry_kind, std::string_view at) {
    auto& entry = add(route, CaseKind::Route, noor, entry_kind, at);
    if (entry_kind == kind::kRouteOpened) {
      entry.header.plan = "p";
      entry.header.plan_version = 1;
      entry.header.location = strand;
    }
    return entry;
  }
  EventLog log() {
    Headers const headers{journal, [](std::string const& plan, std::int64_t) {
                            auto parsed = interop::parse_plan(
                                "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\n[roles]\npm = \"Medewerker\"\n"
                                "[[step]]\nid = \"opschrijven\"\ntitle = \"O\"\nby = [\"pm\"]\nnote = [\"strookje\"]\nrepeat = true\n"
                                "[[step]]\nid = \"praten\"\ntitle = \"P\"\nby = [\"pm\"]\n",
                                "plan");
                            return plan == "p" ? std::make_shared<domain::stappenplan::Plan const>(*parsed.plan) : nullptr;
                          }};
    return event_log({&headers, 1}, random);
  }
  LogTrace only_trace() {
    auto made = log();
    EXPECT_EQ(made.traces.size(), 1U);
    return made.traces.empty() ? LogTrace{} : std::move(made.traces.front());
  }
  std::vector<std::string> activities() {
    std::vector<std::string> out;
    for (auto const& event : only_trace().events) out.push_back(event.activity);
    return out;
  }

  CountingUp random;
  app::ChildId noor = app::ChildId::make_random(random);
  app::CaseId route = app::CaseId::make_random(random);
  app::LocationId strand = app::LocationId::make_random(random);
  std::vector<app::FoldEntry> journal;
};

std::string attribute_of(interop::Attributes const& attributes, std::string_view key) {
  for (auto const& [name, value] : attributes)
    if (name == key) return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : "there";
  return "";
}

TEST_F(LogOf, ARouteHoldsItsStepsAndWhatHappenedToItsChildMeanwhile) {
  auto const note = of_child(kind::kNoteRecorded, "2026-03-01T09:00:00Z").header.id;
  journal.back().header.outcome = "strookje";
  of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z").header.of = {note};
  of_route(kind::kStepStarted, "2026-03-03T09:00:00Z").header.step = "praten";
  auto& done = of_route(kind::kStepDone, "2026-03-03T10:00:00Z").header;
  done.step = "praten";
  done.outcome = "zorg";
  done.function = "mentor";
  of_child(kind::kToestemmingGiven, "2026-03-04").header.act = "meekijken";
  of_route(kind::kRouteClosed, "2026-03-05T10:00:00Z");
  EXPECT_EQ(activities(),
            (std::vector<std::string>{"route.opened", "opschrijven", "praten", "praten", "toestemming.given", "route.closed"}));
  auto const events = only_trace().events;
  EXPECT_EQ(events[1].at, events[0].at) << "the note that opened it is the first thing on the route";
  EXPECT_EQ(attribute_of(events[1].attributes, "note"), "strookje");
  EXPECT_EQ(attribute_of(events[1].attributes, "outcome"), "");
  EXPECT_EQ(events[2].transition, "start");
  EXPECT_EQ(events[2].role, "pedagogisch_medewerker");
  EXPECT_EQ(events[3].transition, "complete");
  EXPECT_EQ(events[3].role, "mentor");
  EXPECT_EQ(attribute_of(events[3].attributes, "outcome"), "zorg");
  EXPECT_EQ(attribute_of(events[4].attributes, "act"), "meekijken");
  EXPECT_EQ(attribute_of(events[4].attributes, "day_only"), "there");
  EXPECT_EQ(attribute_of(events[3].attributes, "day_only"), "");
}

TEST_F(LogOf, ARouteDoesNotHoldWhatHappenedBeforeOrAfterIt) {
  of_child(kind::kToestemmingGiven, "2026-03-01").header.act = "meekijken";
  of_child(kind::kNoteRecorded, "2026-03-01").header.outcome = "strookje";
  of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z");
  of_child(kind::kNoteRecorded, "2026-03-03").header.outcome = "positief";
  of_route(kind::kRouteClosed, "2026-03-05T10:00:00Z");
  of_child(kind::kNoteRecorded, "2026-03-06").header.outcome = "strookje";
  EXPECT_EQ(activities(), (std::vector<std::string>{"route.opened", "route.closed"}));
}

TEST_F(LogOf, WhatWasWithdrawnIsGoneAndWhatWasCorrectedStandsAsItIsNow) {
  of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z");
  auto const first = of_route(kind::kStepDone, "2026-03-03T09:00:00Z").header.id;
  journal.back().header.step = "praten";
  auto const second = of_route(kind::kStepWaived, "2026-03-04T09:00:00Z").header.id;
  journal.back().header.step = "opschrijven";
  of_route(kind::kEventWithdrawn, "2026-03-05T09:00:00Z").header.of = {first};
  auto& correction = of_route(kind::kEventCorrected, "2026-03-05T09:00:00Z").header;
  correction.of = {second};
  correction.set = {14};
  correction.step = "praten";
  auto const events = only_trace().events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[1].activity, "praten");
  EXPECT_EQ(events[1].transition, "manualskip");
}

TEST_F(LogOf, ARouteThatWasWithdrawnAndOneOfAnErasedChildAreNotThere) {
  auto const opening = of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z").header.id;
  EXPECT_EQ(log().traces.size(), 1U);
  of_route(kind::kEventWithdrawn, "2026-03-03T09:00:00Z").header.of = {opening};
  EXPECT_EQ(log().traces.size(), 0U);
  journal.pop_back();
  of_child(kind::kChildErased, "2026-03-04T09:00:00Z");
  EXPECT_EQ(log().traces.size(), 0U);
}

TEST_F(LogOf, NoIdOfTheJournalIsInItAndEveryExportHasOthers) {
  of_child(kind::kChildRegistered, "2026-01-02T09:00:00Z").header.birth_month = base::Month{2023, 5};
  of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z");
  of_child(kind::kToestemmingGiven, "2026-03-04").header.act = "meekijken";
  auto const first = log();
  auto const text = interop::write_xes(first) + interop::write_csv(first);
  for (auto const& entry : journal) {
    auto const& header = entry.header;
    for (auto const& id : {header.id.text(), header.subject.id.text(), header.case_id.text(), header.actor.text(), header.device->text(),
                           header.group->text(), strand.text()})
      EXPECT_EQ(text.find(id), std::string::npos);
  }
  EXPECT_EQ(text.find("2023-05"), std::string::npos) << "the month of birth";
  EXPECT_NE(first.traces[0].id, log().traces[0].id);
}

TEST_F(LogOf, ARouteIsMovedBackByWholeWeeksAndKeepsItsDurations) {
  of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z");
  of_route(kind::kStepDone, "2026-03-03T10:30:00Z").header.step = "praten";
  constexpr std::int64_t week = 7LL * 24 * 3600 * 1'000'000;
  std::set<std::int64_t> shifts;
  for (int i = 0; i < 50; ++i) {
    auto const events = only_trace().events;
    auto const shift = base::parse_instant("2026-03-02T09:00:00Z")->us - events[0].at.us;
    EXPECT_EQ(shift % week, 0);
    EXPECT_GE(shift, week);
    EXPECT_LE(shift, 52 * week);
    EXPECT_EQ(events[1].at.us - events[0].at.us, (24 * 60 + 90) * 60'000'000LL);
    shifts.insert(shift);
  }
  EXPECT_GT(shifts.size(), 10U);
}

TEST_F(LogOf, OnlyALocationWithTenRoutesHasANameOfItsOwn) {
  auto const routes_at = [&](app::LocationId location, int count) {
    for (int i = 0; i < count; ++i) {
      noor = app::ChildId::make_random(random);
      route = app::CaseId::make_random(random);
      of_route(kind::kRouteOpened, "2026-03-02T09:00:00Z").header.location = location;
    }
  };
  auto const names = [&] {
    std::map<std::string, int> out;
    for (auto const& trace : log().traces) ++out[attribute_of(trace.attributes, "location")];
    return out;
  };
  auto const duin = app::LocationId::make_random(random);
  routes_at(strand, 10);
  routes_at(duin, 12);
  EXPECT_EQ(names().size(), 2U);
  EXPECT_EQ(names().count("other"), 0U);
  routes_at(app::LocationId::make_random(random), 9);
  EXPECT_EQ(names()["other"], 19) << "nine alone could be told apart, so the next smallest goes with them";
  EXPECT_EQ(names().size(), 2U);
}

TEST(EventLogKeys, AreAllThatATraceOrAnEventMayCarry) {
  // A key that is not announced would be missing from the table without a word.
  EventLog log{{"t"}, {"e"}, {{"1", {{"t", std::string("x")}}, {{"a", "complete", {}, "r", {{"e", std::int64_t{5}}}}}}}};
  EXPECT_EQ(interop::write_csv(log),
            "case:concept:name,concept:name,lifecycle:transition,time:timestamp,org:role,e,case:t\r\n"
            "1,a,complete,1970-01-01T00:00:00Z,r,5,x\r\n");
}

TEST_F(LogOf, EveryKeyInItIsAnnounced) {
  auto& opened = of_route(kind::kRouteOpened, "2026-03-02").header;
  opened.nature = decltype(opened.nature)::value_type::Both;
  of_child(kind::kChildRegistered, "2026-01-02").header.group_type = "regular";
  auto& header = of_route(kind::kPlanAdopted, "2026-03-04").header;
  header.step = header.outcome = header.reason = header.rule = header.act = header.plan = "x";
  header.plan_version = 2;
  header.minutes = 5;
  header.with = {"mentor", "pedagoog"};
  auto const made = log();
  auto const announced = [](std::vector<std::string> const& keys, interop::Attributes const& attributes) {
    for (auto const& [key, value] : attributes) EXPECT_EQ(std::count(keys.begin(), keys.end(), key), 1) << key;
  };
  announced(made.trace_keys, made.traces[0].attributes);
  EXPECT_EQ(made.traces[0].attributes.size(), made.trace_keys.size());
  for (auto const& event : made.traces[0].events) announced(made.event_keys, event.attributes);
  EXPECT_EQ(made.traces[0].events[1].attributes.size(), made.event_keys.size() - 1) << "all but the kind of a note";
}

TEST(Csv, QuotesWhatWouldBreakALineAndNothingElse) {
  EXPECT_EQ(interop::csv_cell("plan van aanpak"), "plan van aanpak");
  EXPECT_EQ(interop::csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(interop::csv_cell("zei \"ja\""), "\"zei \"\"ja\"\"\"");
  EXPECT_EQ(interop::csv_cell("a\r\nb"), "\"a\r\nb\"");
  EXPECT_EQ(interop::csv_cell(""), "");
}

TEST(Csv, GivesASpreadsheetNoFormula) {
  for (std::string const start : {"=", "+", "-", "@", "\t"}) EXPECT_EQ(interop::csv_cell(start + "cmd"), "'" + start + "cmd");
  EXPECT_EQ(interop::csv_cell("=A1,B1"), "\"'=A1,B1\"");
  EXPECT_EQ(interop::csv_cell("\rx"), "\"'\rx\"");
  EXPECT_EQ(interop::csv_cell("2026-03-02"), "2026-03-02");
  EXPECT_EQ(interop::csv_cell("a=b"), "a=b");
}

TEST(Xes, WritesEachKindOfValueAsItsElement) {
  EventLog log{
      {}, {}, {{"1", {{"plan", std::string("<p>")}}, {{"a", "start", {}, "r", {{"minutes", std::int64_t{5}}, {"day_only", true}}}}}}};
  auto const text = interop::write_xes(log);
  auto const trace = text.substr(text.find("  <trace>\n"));
  EXPECT_EQ(
      trace,
      "  <trace>\n    <string key=\"concept:name\" value=\"1\"/>\n    <string key=\"plan\" value=\"&lt;p&gt;\"/>\n"
      "    <event>\n      <string key=\"concept:name\" value=\"a\"/>\n      <string key=\"lifecycle:transition\" value=\"start\"/>\n"
      "      <date key=\"time:timestamp\" value=\"1970-01-01T00:00:00Z\"/>\n      <string key=\"org:role\" value=\"r\"/>\n"
      "      <int key=\"minutes\" value=\"5\"/>\n      <boolean key=\"day_only\" value=\"true\"/>\n    </event>\n  </trace>\n</log>\n");
}

TEST(Xes, KeepsEveryCharacterThatXmlMayHold) {
  EXPECT_EQ(interop::xml_attribute("Zoë & <\"x\">"), "Zoë &amp; &lt;&quot;x&quot;&gt;");
  EXPECT_EQ(interop::xml_attribute("a\tb\r\n"), "a&#9;b&#13;&#10;") << "a reader would make blanks of them";
  for (std::string const kept : {"\u0080", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF"})
    EXPECT_EQ(interop::xml_attribute(kept), kept);
}

TEST(Xes, PutsAMarkInThePlaceOfWhatXmlMayNotHold) {
  std::string const mark = "\uFFFD";
  for (std::string const& wrong : {std::string(1, '\0'), std::string("\x01"), std::string("\x1f"), std::string("\uFFFE"),
                                   std::string("\uFFFF"), std::string("\x80"), std::string("\xff")})
    EXPECT_EQ(interop::xml_attribute("a" + wrong + "b").substr(0, 4), "a" + mark);
  EXPECT_EQ(interop::xml_attribute("a\xc3"), "a" + mark) << "cut off";
  EXPECT_EQ(interop::xml_attribute("\xc0\xaf"), mark + mark) << "longer than needed";
  EXPECT_EQ(interop::xml_attribute("\xe0\x9f\xbf"), mark + mark + mark) << "longer than needed";
  EXPECT_EQ(interop::xml_attribute("\xed\xa0\x80"), mark + mark + mark) << "half of a pair";
  EXPECT_EQ(interop::xml_attribute("\xf4\x90\x80\x80"), mark + mark + mark + mark) << "beyond the last character";
}

}  // namespace
}  // namespace vlechtwerk::cli
