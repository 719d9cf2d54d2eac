// The plans that come with the program, and the stories that were written by hand from the lines of their sources.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "domain/stappenplan/replay.h"
#include "interop/stappenplan/journal_lines.h"
#include "interop/stappenplan/plan_file.h"
#include "interop/stappenplan/state_json.h"

namespace vlechtwerk::interop {
namespace {

using nlohmann::json;
std::filesystem::path const shipped = VLECHTWERK_SOURCE_DIR "/stappenplannen";
std::filesystem::path const stories = VLECHTWERK_SOURCE_DIR "/examples/stappenplannen";

std::string contents(std::filesystem::path const& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> files_under(std::filesystem::path const& folder, std::string const& ending) {
  std::vector<std::filesystem::path> found;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

json with_state(json const& state, char const* wanted) {
  auto ids = json::array();
  for (auto const& step : state["steps"]) {
    if (step["state"] == wanted) ids.push_back(step["id"]);
  }
  return ids;
}

/// What `replay` says, with the keys of an expected file (examples/stappenplannen/README.md).
json told(json const& state) {
  json out{{"status", state["status"]}, {"closing_needs", state["closing_needs"]}};
  for (auto const* wanted : {"done", "waived", "excluded", "enabled"}) out[wanted] = with_state(state, wanted);
  for (auto const* list : {"owed", "milestones", "deviations", "refused"}) out[list] = json::array();
  for (auto const& one : state["obligations"]) {
    out["owed"].push_back({one["step"], one["role"], one["due"], one["rule"]});
    if (one["escalation"]) out["owed"].back().push_back("escalation");
  }
  for (auto const& one : state["milestones"]) out["milestones"].push_back({one["id"], one["on"]});
  for (auto const& one : state["deviations"]) out["deviations"].push_back({one["kind"], one["step"], one["rule"], one["on"]});
  for (auto const& one : state["refused"]) out["refused"].push_back(one["event"]);
  return out;
}

TEST(Story, EndsWhereItsSourceSays) {
  auto const expectations = files_under(stories, ".expected.json");
  EXPECT_GE(expectations.size(), 35U);
  for (auto const& path : expectations) {
    SCOPED_TRACE(path.string());
    auto const parsed = parse_plan(contents(shipped / (path.parent_path().filename().string() + ".toml")), "plan");
    auto name = path.string();
    auto const journal = read_journal(contents(name.substr(0, name.size() - std::string(".expected.json").size()) + ".jsonl"), "journal");
    ASSERT_TRUE(parsed.plan);
    ASSERT_TRUE(journal.diagnostics.empty());
    auto expected = json::parse(contents(path));
    std::vector const plans{*parsed.plan};
    auto const state = domain::stappenplan::replay(plans, journal.events, *base::Date::parse(expected["today"].get<std::string>()));
    auto const is = told(json::parse(state_json(state, plans[0], in_dutch)));
    expected.erase("tells");
    expected.erase("today");
    for (auto const& [key, value] : expected.items()) EXPECT_EQ(is[key], value) << key;
    EXPECT_EQ(is.size(), expected.size());
  }
}

TEST(ShippedPlan, HasNothingToTellAndASourceOrAProposalEverywhere) {
  auto const plans = files_under(shipped, ".toml");
  EXPECT_GE(plans.size(), 12U);
  for (auto const& path : plans) {
    SCOPED_TRACE(path.string());
    auto const parsed = parse_plan(contents(path), path.filename().string());
    // Every text has Dutch and English: a text without English is a warning.
    for (auto const& one : parsed.diagnostics) ADD_FAILURE() << one.text(in_dutch);
    ASSERT_TRUE(parsed.plan);
    for (auto const& step : parsed.plan->steps) EXPECT_TRUE(step.assumed || !step.source.empty()) << step.id;
    for (auto const& rule : parsed.plan->rules) EXPECT_TRUE(rule.assumed || !rule.source.empty()) << rule.id;
  }
}

TEST(ShippedPlan, OfDenHelderTakesEveryKindOfNoteThatTellsOfAWorryAndNoPositiveOne) {
  auto const parsed = parse_plan(contents(shipped / "kinderopvang-den-helder.toml"), "plan");
  for (auto const* kind : {"strookje", "niet_pluis", "stil_kind", "onverzorgd", "opvallend"}) {
    auto const steps = parsed.plan->steps_for_note(kind);
    ASSERT_EQ(steps.size(), 1U) << kind;
    EXPECT_TRUE(parsed.plan->may_start_with(steps[0])) << kind;
  }
  EXPECT_TRUE(parsed.plan->steps_for_note("positief").empty());
}

}  // namespace
}  // namespace vlechtwerk::interop
