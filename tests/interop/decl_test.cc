// The rules of a plan in the words of Declare: what can be said is said with the same meaning, and what is lost is named.
#include <gtest/gtest.h>

#include "interop/decl/decl.h"
#include "interop/stappenplan/plan_file.h"

namespace vlechtwerk::interop {
namespace {

/// A plan of three steps, of which `a` has outcomes, and these rules.
domain::stappenplan::Plan plan_with(std::string const& rules) {
  auto parsed = parse_plan(
      "format = 1\nid = \"p\"\nversion = 1\ntitle = \"P\"\n[roles]\npm = \"Medewerker\"\nmentor = \"Mentor\"\n"
      "[[step]]\nid = \"a\"\ntitle = \"A\"\nby = [\"pm\"]\noutcomes = { zorg = \"Zorg\", goed = \"Goed\" }\n"
      "[[step]]\nid = \"b\"\ntitle = \"B\"\nby = [\"pm\"]\noutcomes = { goed = \"Goed\", later = \"Later\" }\n"
      "[[step]]\nid = \"c\"\ntitle = \"C\"\nby = [\"pm\"]\n" +
          rules,
      "plan");
  for (auto const& one : parsed.diagnostics)
    if (one.severity == Diagnostic::Severity::Error) ADD_FAILURE() << one.text(in_dutch);
  return std::move(*parsed.plan);
}

std::string rule_named_r(std::string const& rule, std::string const& more = "") {
  return "[[rule]]\nid = \"r\"\nrule = \"" + rule + "\"\n" + more;
}

/// What the rule becomes, without the activities.
std::string lines_of(std::string const& rule, std::string const& more = "") {
  return write_decl(plan_with(rule_named_r(rule, more))).text.substr(write_decl(plan_with("")).text.size());
}

std::vector<std::string> lost_of(std::string const& rule, std::string const& more) {
  std::vector<std::string> out;
  for (auto const& one : write_decl(plan_with(rule_named_r(rule, more))).lost) out.push_back(in_dutch(one));
  return out;
}

TEST(Decl, NamesEveryStepAndItsOutcomes) {
  auto const text = write_decl(plan_with("")).text;
  for (auto const* line : {"activity a\nbind a: outcome\n", "activity b\nbind b: outcome\n", "activity c\n", "\noutcome: "})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  EXPECT_EQ(text.find("bind c"), std::string::npos);
  EXPECT_EQ(text.find("goed"), text.rfind("goed")) << "an outcome of two steps stands there once";
}

TEST(Decl, SaysEachTemplateInTemplatesThatReadersJudge) {
  std::pair<char const*, char const*> const rules[] = {
      {"response(a, b)", "Response[a, b] | | |\n"},
      {"alternate_response(a, b)", "Alternate Response[a, b] | | |\n"},
      {"chain_response(a, b)", "Chain Response[a, b] | | |\n"},
      {"precedence(a, b)", "Precedence[a, b] | | |\n"},
      {"alternate_precedence(a, b)", "Alternate Precedence[a, b] | | |\n"},
      {"chain_precedence(a, b)", "Chain Precedence[a, b] | | |\n"},
      {"succession(a, b)", "Response[a, b] | | |\nPrecedence[a, b] | | |\n"},
      {"alternate_succession(a, b)", "Alternate Response[a, b] | | |\nAlternate Precedence[a, b] | | |\n"},
      {"chain_succession(a, b)", "Chain Response[a, b] | | |\nChain Precedence[a, b] | | |\n"},
      {"responded_existence(a, b)", "Responded Existence[a, b] | | |\n"},
      {"co_existence(a, b)", "Responded Existence[a, b] | | |\nResponded Existence[b, a] | | |\n"},
      {"not_succession(a, b)", "Not Response[a, b] | | |\n"},
      {"not_co_existence(a, b)", "Not Responded Existence[a, b] | | |\n"},
      {"choice(a, b)", "Choice[a, b] | | |\n"},
      {"exclusive_choice(a, b)", "Exclusive Choice[a, b] | | |\n"},
      {"existence(a)", "Existence[a] | |\n"},
      {"existence(a, 2)", "Existence2[a] | |\n"},
      {"absence(a, 3)", "Absence3[a] | |\n"},
      {"exactly(a)", "Exactly1[a] | |\n"},
      {"init(a)", "Init[a] | |\n"},
      {"end(a)", "End[a] | |\n"},
  };
  for (auto const& [rule, lines] : rules) {
    EXPECT_EQ(lines_of(rule), lines) << rule;
    EXPECT_TRUE(lost_of(rule, "").empty()) << rule;
  }
}

TEST(Decl, PutsAnOutcomeWithTheStepThatActivatesTheRule) {
  EXPECT_EQ(lines_of("response(a:zorg, b:later)"), "Response[a, b] |A.outcome is zorg |T.outcome is later |\n");
  EXPECT_EQ(lines_of("precedence(a:zorg, b:later)"), "Precedence[a, b] |A.outcome is later |T.outcome is zorg |\n");
  EXPECT_EQ(lines_of("co_existence(a:zorg, b)"),
            "Responded Existence[a, b] |A.outcome is zorg | |\nResponded Existence[b, a] | |T.outcome is zorg |\n");
  EXPECT_EQ(lines_of("absence(a:zorg, 2)"), "Absence2[a] |A.outcome is zorg |\n");
}

TEST(Decl, KeepsATermOfDaysAndSaysHowItCounts) {
  EXPECT_EQ(lines_of("response(a, b)", "within = \"P2W\"\n"), "Response[a, b] | | |0,14,d\n");
  EXPECT_EQ(lines_of("succession(a, b)", "within = \"P7D\"\n"), "Response[a, b] | | |0,7,d\nPrecedence[a, b] | | |\n");
  EXPECT_EQ(lines_of("existence(a, 2)", "within = \"P7D\"\n"), "Existence2[a] | |0,7,d\n");
  EXPECT_EQ(lost_of("response(a, b)", "within = \"P7D\"\n"),
            std::vector<std::string>{"De termijn van regel 'r' telt in de uitvoer per 24 uur, niet per dag van de kalender."});
}

TEST(Decl, LeavesOutATermThatDeclareWouldTakeForAnother) {
  std::pair<char const*, char const*> const rules[] = {{"response(a, b)", "within = \"P1M\"\n"},
                                                       {"response(a, b)", "within = \"P5D\"\nworking_days = true\n"},
                                                       {"responded_existence(a, b)", "within = \"P7D\"\n"},
                                                       {"exactly(a)", "within = \"P7D\"\n"}};
  for (auto const& [rule, within] : rules) {
    EXPECT_EQ(lines_of(rule, within), lines_of(rule)) << rule << within;
    EXPECT_EQ(lost_of(rule, within),
              std::vector<std::string>{"De termijn van regel 'r' staat niet in de uitvoer: Declare kan die niet zeggen."})
        << rule << within;
  }
}

TEST(Decl, LeavesOutARuleThatItCannotSayAndNamesIt) {
  std::pair<char const*, char const*> const rules[] = {{"response(a, b)", "when = \"count(c) > 1\"\n"},
                                                       {"choice(a:zorg, b)", ""},
                                                       {"include(a, b)", ""},
                                                       {"exclude(a, b)", ""},
                                                       {"blocks_while_owed(a, b)", ""}};
  for (auto const& [rule, more] : rules) {
    EXPECT_EQ(lines_of(rule, more), "") << rule;
    auto const lost = lost_of(rule, more);
    ASSERT_EQ(lost.size(), 1U) << rule;
    EXPECT_EQ(lost[0].rfind("Regel 'r' staat niet in de uitvoer", 0), 0U) << lost[0];
  }
}

TEST(Decl, KeepsARuleWithoutWhatItLosesAndNamesThat) {
  EXPECT_EQ(lines_of("response(a, b)", "min = \"P2D\"\nowner = \"mentor\"\n"), "Response[a, b] | | |\n");
  EXPECT_EQ(lost_of("response(a, b)", "min = \"P2D\"\nowner = \"mentor\"\n"),
            (std::vector<std::string>{"De min van regel 'r' staat niet in de uitvoer: Declare kent die niet.",
                                      "De owner van regel 'r' staat niet in de uitvoer: Declare kent die niet."}));
  EXPECT_EQ(lines_of("condition(a, b)"), "Precedence[a, b] | | |\n");
  EXPECT_EQ(lost_of("condition(a, b)", "").size(), 1U);
}

}  // namespace
}  // namespace vlechtwerk::interop
