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
  int run(std::vector<std::string> const& args, std::string const& input = {}) {
    out_.str({});
    err_.str({});
    std::istringstream in(input);
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
  EXPECT_NE(out_.str().find("  - Praten\n    Wie: Medewerker.\n    Na: Kijken.\n    Binnen 1 week.\n"), std::string::npos) << out_.str();
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(out_.str().find("replay"), std::string::npos);
  for (auto const* word : {"nonsens", "verdicts", "decide"}) {
    EXPECT_EQ(run({word}), 1);
    EXPECT_NE(err_.str(), "");
  }
}

TEST_F(StappenplanCommand, ShowDrawsEveryStepOfAShippedPlanAndPrintsASheetForParents) {
  std::string const shipped = VLECHTWERK_SOURCE_DIR "/stappenplannen/kinderopvang-den-helder.toml";
  ASSERT_EQ(run({"show", shipped, "--svg"}), 0);
  auto const drawing = out_.str();
  EXPECT_EQ(drawing.find("<svg "), 0U);
  EXPECT_TRUE(drawing.ends_with("</svg>\n"));
  for (auto const* word : {"Strookje invullen", "Gesprek met ouders", "Alleen met toestemming", "Met de coach", "Na 1"}) {
    EXPECT_NE(drawing.find(word), std::string::npos) << word;
  }
  ASSERT_EQ(run({"show", shipped, "--html", "--lang", "en"}), 0);
  auto const page = out_.str();
  EXPECT_EQ(page.find("<!DOCTYPE html>"), 0U);
  EXPECT_NE(page.find("@page{size:A4"), std::string::npos);
  EXPECT_NE(page.find("<svg "), std::string::npos);
  EXPECT_NE(page.find("<section class=\"sheet\">", page.find("</svg>")), std::string::npos);
  EXPECT_EQ(run({"check", shipped, "--svg"}), 1);
}

TEST_F(StappenplanCommand, WhatAPersonTypedCannotBecomeMarkup) {
  auto const hostile = file("hostile.toml",
                            "format = 1\nid = \"p\"\nversion = 1\ntitle = \"<script>&\"\n[roles]\npm = \"<b>\"\n"
                            "[[step]]\nid = \"a\"\ntitle = \"</svg><i>\"\nby = [\"pm\"]\nbecause = \"\\\"<u>\"\n");
  for (auto const* form : {"--svg", "--html"}) {
    ASSERT_EQ(run({"show", hostile, form}), 0);
    for (auto const* mark : {"<script>", "<b>", "<i>", "<u>"}) EXPECT_EQ(out_.str().find(mark), std::string::npos) << mark;
  }
}

TEST_F(StappenplanCommand, VerdictsJudgesATraceOnEachLine) {
  auto const traces = "\na\nab\nba\naba\nxaxby\n";
  EXPECT_EQ(run({"verdicts", "--rule", "response(a,b)"}, traces), 0) << err_.str();
  EXPECT_EQ(out_.str(), "cs\ncv\ncs\ncv\ncv\ncs\n");
  EXPECT_EQ(run({"verdicts", "--rule", "precedence(a,b)"}, traces), 0);
  EXPECT_EQ(out_.str(), "cs\nps\nps\npv\nps\nps\n");
  EXPECT_EQ(run({"verdicts", "--rule", "existence(a, 2)", "--accept"}, traces), 0);
  EXPECT_EQ(out_.str(), "0\n0\n0\n0\n1\n0\n");
  EXPECT_EQ(run({"verdicts", "--rule", "chain_precedence(a,b)"}, "axb\nab\n"), 0);
  EXPECT_EQ(out_.str(), "pv\ncs\n");
}

TEST_F(StappenplanCommand, VerdictsRefusesWhatIsNoRuleWithAVerdict) {
  for (auto const* wrong : {"respons(a,b)", "response(a)", "init(a,b)", "include(a,b)", "response(a,b", "absence(a,0)", "a\"\n[x"}) {
    EXPECT_EQ(run({"verdicts", "--rule", wrong}, "a\n"), 1) << wrong;
    EXPECT_EQ(out_.str(), "") << wrong;
    EXPECT_NE(err_.str(), "") << wrong;
  }
}

TEST_F(StappenplanCommand, DecideSaysWhoToGoTo) {
  std::string const shipped = VLECHTWERK_SOURCE_DIR "/stappenplannen/b4kids-leiden.toml";
  EXPECT_EQ(run({"decide", shipped, "--table", "bij_wie", "vraag=mijn_handelen", "--lang", "en"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "[{\"to\":[\"jeugdzorgcoach\"],\"within\":null,\"say\":\"In the consultation round, without a child's name\"}]\n");
  EXPECT_EQ(run({"decide", shipped, "--table", "bij_wie"}), 0);
  EXPECT_EQ(out_.str(), "[{\"to\":[\"leidinggevende\"],\"within\":null,\"say\":\"Weet je het niet? Vraag het altijd\"}]\n");
  for (std::vector<std::string> const& wrong :
       {std::vector<std::string>{"--table", "weg"}, {"--table", "bij_wie", "kleur=rood"}, {"--table", "bij_wie", "vraag"}, {}}) {
    std::vector<std::string> args{"decide", shipped};
    args.insert(args.end(), wrong.begin(), wrong.end());
    EXPECT_EQ(run(args), 1);
    EXPECT_EQ(out_.str(), "");
  }
}

TEST_F(StappenplanCommand, DecideFollowsTheHitPolicyOfTheTable) {
  auto const with = [&](std::string const& hit) {
    return file(
        "table.toml",
        "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\n[roles]\npm = \"M\"\nmentor = \"N\"\n[[decision]]\nid = \"t\"\ntitle = \"T\"\n"
        "hit = \"" +
            hit + "\"\ninputs = [\"waar\"]\nrows = [{ waar = \"thuis\", to = [\"pm\"], within = \"P2W\" }, { to = [\"mentor\"] }]\n");
  };
  EXPECT_EQ(run({"decide", with("C"), "--table", "t", "waar=thuis"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "[{\"to\":[\"pm\"],\"within\":\"P14D\",\"say\":null},{\"to\":[\"mentor\"],\"within\":null,\"say\":null}]\n");
  EXPECT_EQ(run({"decide", with("F"), "--table", "t", "waar=thuis"}), 0);
  EXPECT_EQ(out_.str(), "[{\"to\":[\"pm\"],\"within\":\"P14D\",\"say\":null}]\n");
  EXPECT_EQ(run({"decide", with("U"), "--table", "t", "waar=thuis"}), 1);
  EXPECT_EQ(run({"decide", with("U"), "--table", "t", "waar=hier"}), 0);
}

TEST_F(StappenplanCommand, ReplayNeedsTheFileOfAPlanThatTheRouteGoesOverTo) {
  auto const journal = file("over.jsonl", first_line + "{\"id\":\"e2\",\"at\":\"2026-03-03\",\"kind\":\"plan.adopted\",\"version\":2}\n");
  EXPECT_EQ(run({"replay", plan(), "--journal", journal, "--today", "2026-03-10"}), 1);
  EXPECT_EQ(err_.str().find(journal + ":2:1: De route gaat over"), 0U) << err_.str();
  auto const second =
      file("second.toml",
           "format = 1\nid = \"p\"\nversion = 2\ntitle = \"P\"\n[roles]\npm = \"M\"\n[[step]]\nid = \"c\"\ntitle = \"C\"\nby = "
           "[\"pm\"]\n");
  EXPECT_EQ(run({"replay", plan(), second, "--journal", journal, "--today", "2026-03-10"}), 0) << err_.str();
  EXPECT_NE(out_.str().find("\"steps\":[{\"id\":\"c\",\"state\":\"enabled\""), std::string::npos);
  EXPECT_NE(out_.str().find("\"obligations\":[{\"step\":\"b\",\"role\":\"pm\""), std::string::npos);
}

TEST_F(StappenplanCommand, DifferenceTellsWhatAnotherPlanChangesAndForOneRouteWhatThatMeans) {
  auto const next = [&](std::string const& more) {
    return file("next.toml",
                "format = 1\nid = \"p\"\nversion = 2\ntitle = \"P\"\n[roles]\npm = \"Medewerker\"\nmentor = \"Mentor\"\n"
                "[[step]]\nid = \"b\"\ntitle = \"Praten\"\nby = [\"mentor\"]\nwithin = \"P14D\"\n" +
                    more);
  };
  auto const extra = std::string("[[step]]\nid = \"c\"\ntitle = \"Schrijven\"\nby = [\"pm\"]\nafter = [\"b\"]\n");
  ASSERT_EQ(run({"difference", plan(), next(extra)}), 0) << err_.str();
  EXPECT_EQ(out_.str(),
            "Het stappenplan\n"
            "  Anders: Praten\n"
            "    Weg: Wie: Medewerker.\n"
            "    Weg: Na: Kijken.\n"
            "    Weg: Binnen 1 week.\n"
            "    Erbij: Wie: Mentor.\n"
            "    Erbij: Binnen 2 weken.\n"
            "  Nieuw: Schrijven\n"
            "    Wie: Medewerker.\n"
            "    Na: Praten.\n"
            "  Vervalt: Kijken\n");

  auto const opened = file("open.jsonl", "{\"id\":\"e0\",\"at\":\"2026-03-02\",\"kind\":\"route.opened\"}\n");
  ASSERT_EQ(run({"difference", plan(), next(extra), "--journal", opened, "--today", "2026-03-04"}), 0) << err_.str();
  auto const route = out_.str().substr(out_.str().find("\n\n") + 2);
  EXPECT_EQ(route,
            "Deze route, als zij op 4 maart 2026 overgaat\n"
            "  'Praten' kan dan meteen.\n"
            "  'Schrijven' komt erbij.\n"
            "  'Kijken' vervalt.\n"
            "  'Praten' hoort dan gedaan te zijn op 18 maart 2026.\n");
}

TEST_F(StappenplanCommand, DifferenceOfAPlanWithItselfIsNothingAndWrongInputIsToldWithItsPlace) {
  auto const journal = file("j.jsonl", first_line);
  ASSERT_EQ(run({"difference", plan(), plan()}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "Het stappenplan\n  Er verandert niets.\n");
  auto const wrong = file("wrong.toml", "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\nwat = 1\n");
  EXPECT_EQ(run({"difference", plan(), wrong, "--journal", journal}), 1);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str().find(wrong + ":5:1: "), 0U) << err_.str();
  auto const broken = file("broken.jsonl", first_line + "{\"id\":\"x\"}\n");
  EXPECT_EQ(run({"difference", plan(), plan(), "--journal", broken}), 1);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str().find(broken + ":2:1: "), 0U) << err_.str();
  EXPECT_EQ(run({"difference", plan()}), 1);
  EXPECT_EQ(run({"difference", plan(), plan(), "--journal", file("empty.jsonl", "")}), 1);
}

TEST_F(StappenplanCommand, ShowTellsWhenAStageOpensAndWritesOneOfAPeriodAsOne) {
  auto const stages = file("stages.toml",
                           "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\n[roles]\npm = \"M\"\n[[stage]]\nid = \"s\"\n"
                           "title = \"Later\"\nafter = [\"a\"]\n[[step]]\nid = \"a\"\ntitle = \"Kijken\"\nby = [\"pm\"]\nwithin = \"P1M\"\n"
                           "[[step]]\nid = \"b\"\ntitle = \"Doen\"\nby = [\"pm\"]\nstage = \"s\"\nwithin = \"P2M1D\"\n");
  ASSERT_EQ(run({"show", stages}), 0) << err_.str();
  EXPECT_NE(out_.str().find("Later\nNa: Kijken.\n  - Doen\n"), std::string::npos) << out_.str();
  EXPECT_NE(out_.str().find("Binnen 1 maand."), std::string::npos) << out_.str();
  EXPECT_NE(out_.str().find("Binnen 2 maanden + 1 dag."), std::string::npos) << out_.str();
}

}  // namespace
}  // namespace vlechtwerk::interop
