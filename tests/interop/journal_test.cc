#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/stappenplan.h"
#include "interop/stappenplan/journal_lines.h"

namespace vlechtwerk::interop {
namespace {

std::vector<std::string> journal_errors(std::string const& text) {
  std::vector<std::string> found;
  for (auto const& one : read_journal(text, "J.jsonl").diagnostics)
    found.push_back(std::to_string(one.line) + ":" + std::to_string(one.column));
  return found;
}

std::string const first_line = R"({"id":"e1","at":"2026-03-02","kind":"step.done","step":"a"})"
                               "\n";

TEST(Journal, ReadsEveryKeyOfAnEvent) {
  auto const journal =
      read_journal(R"({"id":"e1","at":"2026-03-02T10:15:00+01:00","recorded":"2026-03-03","kind":"child.registered",)"
                   R"("gezagdrager":["p1","p2"],"born":"2023-05-01","group_type":"plus"})"
                   "\n\n"
                   R"({"id":"e2","at":"2026-03-04","kind":"step.done","step":"a","by":"mentor",)"
                   R"("actor":"w1","outcome":"x","with":["pm"],"for":["e1"],"vreemd":{"a":[1]}})"
                   "\r\n"
                   R"({"id":"e3","at":"2026-03-05","kind":"event.corrected","of":"e2","set":{"at":"2026-03-01","outcome":"y"}})",
                   "J.jsonl");
  ASSERT_TRUE(journal.diagnostics.empty());
  ASSERT_EQ(journal.events.size(), 3U);
  EXPECT_EQ(journal.lines, (std::vector<int>{1, 3, 4}));
  auto const& child = journal.events[0];
  EXPECT_EQ(child.day().text(), "2026-03-02");
  EXPECT_TRUE(child.at().moment);
  EXPECT_EQ(child.fields.recorded->day.text(), "2026-03-03");
  EXPECT_EQ(child.fields.gezagdragers->size(), 2U);
  EXPECT_EQ(child.fields.born->text(), "2023-05");
  EXPECT_EQ(journal.events[1].fields.answers, std::vector<std::string>{"e1"});
  EXPECT_EQ(journal.events[2].of, "e2");
  EXPECT_EQ(journal.events[2].set.outcome, "y");
}

TEST(Journal, TheSameLineTwiceIsOneEventButOtherContentsAreAnError) {
  EXPECT_EQ(read_journal(first_line + R"({"kind":"step.done","id":"e1","at":"2026-03-02","step":"a"})", "J").events.size(), 1U);
  EXPECT_EQ(journal_errors(first_line + R"({"id":"e1","at":"2026-03-03","kind":"step.done","step":"a"})"), std::vector<std::string>{"2:7"});
}

TEST(Journal, TellsEachWrongLineAtTheWrongWord) {
  std::vector<std::pair<std::string, std::string>> const lines{
      {R"({"id":"e2","at":"2026-03-02T10:15:00","kind":"step.done","step":"a"})", "2:17"},
      {R"({"id":"é","at":"2026-02-30","kind":"step.done","step":"a"})", "2:16"},
      {R"({"id":"e2","at":"2026-03-02","kind":"step.gedaan","step":"a"})", "2:37"},
      {R"({"id":"e2","at":"2026-03-02","kind":"step.done"})", "2:1"},
      {R"(  {"at":"2026-03-02","kind":"step.done","step":"a"})", "2:3"},
      {R"({"id":5,"at":"2026-03-02","kind":"route.opened"})", "2:7"},
      {R"({"id":"e2","at":"2026-03-02","kind":"step.done","step":"a","with":"pm"})", "2:67"},
      {R"({"id":"e2","at":"2026-03-02","kind":"toestemming.given","act":"x","gezagdrager":["p1"]})", "2:81"},
      {R"({"id":"e2","at":"2026-03-02","kind":"event.corrected","of":"e1","set":{"kind":"x"}})", "2:79"},
      {R"({"id":"e2","at":"2026-03-02","kind":"event.withdrawn"})", "2:1"},
      {R"({"id":"e2","at":"2026-03-02",})", "2:30"},
      {R"([1])", "2:1"},
  };
  for (auto const& [line, at] : lines) EXPECT_EQ(journal_errors(first_line + line + "\n"), std::vector<std::string>{at}) << line;
}

class StappenplanCommand : public ::testing::Test {
 protected:
  StappenplanCommand() : folder_(std::filesystem::temp_directory_path() / ("stappenplan-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~StappenplanCommand() override { std::filesystem::remove_all(folder_); }

  std::string file(std::string const& name, std::string const& text) {
    auto const path = (folder_ / name).string();
    std::ofstream(path) << text;
    return path;
  }
  int run(std::vector<std::string> const& args) {
    out_.str({});
    err_.str({});
    std::istringstream in;
    return cli::stappenplan_command(args, in, out_, err_);
  }
  std::string plan() {
    return file("plan.toml",
                "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\n[roles]\npm = \"Medewerker\"\n"
                "[[step]]\nid = \"a\"\ntitle = { nl = \"Kijken\", en = \"Look\" }\nby = [\"pm\"]\n"
                "[[step]]\nid = \"b\"\ntitle = \"Praten\"\nby = [\"pm\"]\nafter = [\"a\"]\nwithin = \"P7D\"\n");
  }

  std::filesystem::path folder_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(StappenplanCommand, ReplayWritesTheStateWithAllItsKeys) {
  auto const journal = file("j.jsonl", first_line);
  ASSERT_EQ(run({"replay", plan(), "--journal", journal, "--today", "2026-03-10", "--lang", "en"}), 0) << err_.str();
  EXPECT_EQ(out_.str(),
            "{\"status\":\"open\",\"steps\":["
            "{\"id\":\"a\",\"state\":\"done\",\"since\":\"2026-03-02\",\"why\":[\"Gedaan op 2 March 2026.\"],\"breaks\":[]},"
            "{\"id\":\"b\",\"state\":\"enabled\",\"since\":\"2026-03-02\",\"why\":[\"'Look' is gedaan op 2 March 2026.\"],\"breaks\":[]}],"
            "\"obligations\":[{\"step\":\"b\",\"role\":\"pm\",\"since\":\"2026-03-02\",\"due\":\"2026-03-09\",\"rule\":null,\"event\":null,"
            "\"overdue\":true,\"escalation\":false}],\"milestones\":[],\"verdicts\":[],\"closing_needs\":[],"
            "\"deviations\":[{\"kind\":\"overdue\",\"step\":\"b\",\"rule\":null,\"event\":null,\"on\":\"2026-03-10\"}],\"refused\":[],"
            "\"next_change_on\":null}\n");
}

TEST_F(StappenplanCommand, AWrongJournalGivesExitOneAndNothingOnStdout) {
  auto const journal = file("j.jsonl", first_line + "{\"id\":\"x\"}\n");
  EXPECT_EQ(run({"replay", plan(), "--journal", journal, "--today", "2026-03-10"}), 1);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str().find(journal + ":2:1: "), 0U) << err_.str();
}

TEST_F(StappenplanCommand, CheckGivesZeroForASoundFileAndOneForAWrongOne) {
  EXPECT_EQ(run({"check", VLECHTWERK_SOURCE_DIR "/stappenplannen/kinderopvang-den-helder.toml"}), 0) << err_.str();
  EXPECT_EQ(run({"check", file("wrong.toml", "format = 1\n")}), 1);
  EXPECT_EQ(run({"check", (folder_ / "nergens.toml").string()}), 1);
}

TEST_F(StappenplanCommand, ShowTellsThePlanInSentencesAndHelpTellsHow) {
  ASSERT_EQ(run({"show", plan()}), 0);
  EXPECT_NE(out_.str().find("  - Praten\n    Wie: Medewerker.\n    Na: Kijken.\n    Binnen 7 dagen.\n"), std::string::npos) << out_.str();
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(out_.str().find("replay"), std::string::npos);
  for (auto const* word : {"verdicts", "decide", "nonsens"}) {
    EXPECT_EQ(run({word}), 1);
    EXPECT_NE(err_.str(), "");
  }
}

}  // namespace
}  // namespace vlechtwerk::interop
