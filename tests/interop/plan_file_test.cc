#include "interop/stappenplan/plan_file.h"

#include <gtest/gtest.h>

namespace vlechtwerk::interop {
namespace {

/// Seven lines that are right; what a test adds begins on line 8.
std::string const sound_top =
    "format = 1\nid = \"proef\"\nversion = 1\ntitle = { nl = \"Proef\", en = \"Trial\" }\n[roles]\npm = { nl = \"Medewerker\", en = "
    "\"Worker\" }\n"
    "[acts]\n";
std::string const kijken = "kijken = { nl = \"Kijken\", en = \"Look\" }\n";  // line 8

std::string titled(std::string const& id, std::string const& keys) {
  return "[[step]]\nid = \"" + id + "\"\ntitle = { nl = \"T\", en = \"T\" }\nby = [\"pm\"]\n" + keys;
}

std::vector<std::string> places(std::string const& text, bool errors_only = true) {
  std::vector<std::string> found;
  for (auto const& one : parse_plan(text, "p.toml").diagnostics) {
    bool const error = one.severity == Diagnostic::Severity::Error;
    if (error || !errors_only) found.push_back(std::to_string(one.line) + ":" + std::to_string(one.column) + (error ? "" : " warning"));
  }
  return found;
}

struct WrongFile {
  char const* what;
  std::string body;
  std::vector<std::string> at;
};

TEST(Check, TellsEveryErrorAtTheWrongWord) {
  // The body begins on line 8 (the acts); a step called a takes the lines 9 to 12, its keys begin on line 13.
  std::vector<WrongFile> const files{
      {"nothing wrong", kijken + titled("a", ""), {}},
      {"unknown key", kijken + titled("a", "watnou = 1\n"), {"13:1"}},
      {"unknown key with letters outside ASCII before it",
       kijken + titled("a", "because = { nl = \"één\", en = \"é\", x = \"q\" }\n"),
       {"13:35"}},
      {"unknown role", kijken + titled("a", "with = [\"pm\", \"kok\"]\n"), {"13:16"}},
      {"unknown role after words outside ASCII", kijken + titled("a", "with = [\"één\", \"kok\"]\n"), {"13:10", "13:17"}},
      {"unknown step", kijken + titled("a", "after = [\"bestaat_niet\"]\n"), {"13:11"}},
      {"unknown outcome",
       kijken + titled("a", "outcomes = { x = { nl = \"X\", en = \"X\" } }\n") + titled("b", "after = [\"a:y\"]\n"),
       {"18:13"}},
      {"unknown act", kijken + titled("a", "toestemming = \"niets\"\nasks = [\"kijken\", \"wat\"]\n"), {"13:16", "14:20"}},
      {"unknown stage and meeting", kijken + titled("a", "stage = \"nergens\"\nat = \"nooit\"\n"), {"13:10", "14:7"}},
      {"duplicate id", kijken + titled("a", "") + titled("a", ""), {"14:7"}},
      {"id taken by a rule", kijken + titled("a", "repeat = true\n") + "[[rule]]\nid = \"a\"\nrule = \"response(a, a)\"\n", {"15:7"}},
      {"id with a capital", kijken + titled("A", ""), {"10:7"}},
      {"bad duration", kijken + titled("a", "within = \"P1D1W\"\nmin = \"7D\"\n"), {"13:11", "14:8"}},
      {"wrong type", kijken + titled("a", "repeat = 3\nrequired = \"ja\"\nmax = 0\n"), {"13:10", "14:12", "15:7"}},
      {"list that is a word", kijken + titled("a", "after = \"a\"\n"), {"13:9"}},
      {"missing key", kijken + "[[step]]\nid = \"a\"\ntitle = { nl = \"T\", en = \"T\" }\n", {"9:1"}},
      {"nobody may do it", kijken + "[[step]]\nid = \"a\"\ntitle = { nl = \"T\", en = \"T\" }\nby = []\n", {"12:6"}},
      {"working days with weeks", kijken + titled("a", "within = \"P2W\"\nworking_days = true\n"), {"13:11"}},
      {"a step that waits for itself",
       kijken + titled("a", "after = [\"b\"]\n") + titled("b", "after = [\"a\"]\n") + titled("c", "after = [\"b\"]\n"),
       {"13:11", "18:11", "23:11"}},
      {"a free step that is owed",
       kijken + titled("a", "discretionary = true\nwithin = \"P7D\"\n") + "[[rule]]\nid = \"r\"\nrule = \"response(a, a)\"\n",
       {"14:1", "17:9"}},
      {"within where the template has none",
       kijken + titled("a", "") + "[[rule]]\nid = \"r\"\nrule = \"precedence(a, a)\"\nwithin = \"P7D\"\nmin = \"P1D\"\n",
       {"16:1", "17:1"}},
      {"unknown template", kijken + titled("a", "") + "[[rule]]\nid = \"r\"\nrule = \"respons(a, a)\"\n", {"15:9"}},
      {"wrong number of steps", kijken + titled("a", "") + "[[rule]]\nid = \"r\"\nrule = \"response(a)\"\n", {"15:9"}},
      {"unknown step in a rule", kijken + titled("a", "") + "[[rule]]\nid = \"r\"\nrule = \"response(a, weg)\"\n", {"15:21"}},
      {"unknown name in a condition", kijken + titled("a", "when = 'done(a) and done(weg)'\n"), {"13:26"}},
      {"unknown outcome in a condition", kijken + titled("a", "when = 'outcome(a) = \"weg\"'\n"), {"13:23"}},
      {"escaped quotes in a condition", kijken + titled("a", "when = \"toestemming(\\\"weg\\\")\"\n"), {"13:23"}},
      {"a condition over two lines", kijken + titled("a", "when = '''\ndone(a)\nand weg'''\n"), {"15:5"}},
      {"two kinds compared", kijken + titled("a", "when = 'count(a) = \"x\"'\n"), {"13:18"}},
      {"a number is no condition", kijken + titled("a", "when = 'count(a)'\n"), {"13:9"}},
      {"permission on a step about a worker", kijken + titled("a", "subject = \"worker\"\ntoestemming = \"kijken\"\n"), {"14:1"}},
      {"a kind of note of two steps",
       kijken + titled("a", "note = [\"strookje\"]\n") + titled("b", "note = [\"stil_kind\", \"strookje\"]\n"),
       {"18:23"}},
      {"a positive note", kijken + titled("a", "note = [\"strookje\", \"positief\"]\n"), {"13:22"}},
      {"unknown act of a refusal", kijken + titled("a", "") + "[[refusal]]\nact = \"weg\"\nthen = [\"a\", \"b\"]\n", {"14:8", "15:15"}},
      {"a text without Dutch", kijken + titled("a", "because = { en = \"x\" }\n"), {"13:11"}},
      {"a decision with an unknown input and role",
       kijken + "[[decision]]\nid = \"d\"\ntitle = { nl = \"D\", en = \"D\" }\nhit = \"X\"\ninputs = [\"vraag\"]\nrows = [{ vraag = \"a\", "
                "wie = \"b\", to = [\"kok\"] }]\n",
       {"12:8", "14:24", "14:42"}},
      {"a step that is out of the route for good", kijken + titled("a", "excluded = true\n"), {"13:1"}},
      {"a step that only itself brings in",
       kijken + titled("a", "excluded = true\n") + "[[rule]]\nid = \"r\"\nrule = \"include(a, a)\"\n",
       {"13:1"}},
      {"a step that a reachable one brings in",
       kijken + titled("a", "excluded = true\n") + titled("b", "") + "[[rule]]\nid = \"r\"\nrule = \"include(b, a)\"\n",
       {}},
      {"two steps that each wait for the other by a rule",
       kijken + titled("a", "") + titled("b", "") +
           "[[rule]]\nid = \"r\"\nrule = \"condition(a, b)\"\n[[rule]]\nid = \"q\"\nrule = \"condition(b, a)\"\n",
       {"19:9", "22:9"}},
      {"a required step behind one that cannot be reached",
       kijken + titled("a", "excluded = true\n") + titled("b", "after = [\"a\"]\nrequired = true\n"),
       {"13:1", "18:11"}},
      {"a free step that co_existence may owe",
       kijken + titled("a", "discretionary = true\n") + titled("b", "") + "[[rule]]\nid = \"r\"\nrule = \"co_existence(a, b)\"\n",
       {"20:9"}},
      {"rules that no run can satisfy together",
       kijken + titled("a", "") + titled("b", "") +
           "[[rule]]\nid = \"r\"\nrule = \"existence(a)\"\n[[rule]]\nid = \"s\"\nrule = \"response(b, a)\"\n[[rule]]\nid = \"q\"\nrule = "
           "\" absence(a)\"\n",
       {"25:10"}},
      {"rules that only a longer run can satisfy",
       kijken + titled("a", "") + titled("b", "") +
           "[[rule]]\nid = \"r\"\nrule = \"existence(a, 2)\"\n[[rule]]\nid = \"s\"\nrule = \"alternate_succession(a, b)\"\n",
       {}},
      {"one rule that no run can satisfy",
       kijken + titled("a", "") + "[[rule]]\nid = \"q\"\nrule = \"existence(a)\"\n[[rule]]\nid = \"r\"\nrule = \"chain_response(a, a)\"\n",
       {"18:9"}},
      {"no TOML", kijken + "[[step]\n", {"9:8"}},
      {"a table header that ends at once", kijken + "[[\n", {"1:1"}},
      {"the same key twice", kijken + titled("a", "repeat = true\nrepeat = true\n"), {"14:1"}},
  };
  for (auto const& file : files) EXPECT_EQ(places(sound_top + file.body), file.at) << file.what;
}

TEST(Check, WarnsOfAKindOfNoteWithoutWordsAndOfNoOther) {
  auto const notes = [](std::string const& table, std::string const& kinds) {
    return parse_plan(sound_top + kijken + "[notes]\n" + table + titled("a", "note = [" + kinds + "]\n"), "p.toml");
  };
  auto const without = notes("", "\"stil_kind\", \"gele_kaart\"");
  ASSERT_TRUE(without.plan);
  ASSERT_EQ(without.diagnostics.size(), 1U);
  EXPECT_EQ(without.diagnostics[0].severity, Diagnostic::Severity::Warning);
  EXPECT_EQ(without.diagnostics[0].text(in_dutch),
            "p.toml:14:23: warning: De soort notitie 'gele_kaart' heeft geen woorden. Schrijf onder [notes] gele_kaart = \"…\".");
  auto const with = notes("gele_kaart = { nl = \"Gele kaart\", en = \"Yellow card\" }\n", "\"stil_kind\", \"gele_kaart\"");
  EXPECT_TRUE(with.diagnostics.empty());
  ASSERT_TRUE(with.plan);
  EXPECT_EQ(with.plan->steps_for_note("gele_kaart"), std::vector<std::size_t>{0});
  EXPECT_EQ(with.plan->notes.at(0).text.en, "Yellow card");
  for (auto const* common : {"strookje", "opvallend", "niet_pluis", "stil_kind", "onverzorgd", "observatie"})
    EXPECT_TRUE(notes("", '"' + std::string(common) + '"').diagnostics.empty()) << common;
}

TEST(Check, TellsAKindOfNoteThatCanBeNoIdAndOneThatIsPositiveButMayHaveWords) {
  EXPECT_EQ(places(sound_top + kijken + "[notes]\nGele_kaart = { nl = \"G\", en = \"G\" }\n" + titled("a", "")),
            std::vector<std::string>{"10:1"});
  std::string const pearl = "[notes]\npositief = { nl = \"Parel\", en = \"Pearl\" }\n";
  EXPECT_TRUE(places(sound_top + kijken + pearl + titled("a", ""), false).empty());
  EXPECT_EQ(places(sound_top + kijken + pearl + titled("a", "note = [\"positief\"]\n"), false), std::vector<std::string>{"15:10"});
}

TEST(Check, SaysWhereACharacterStandsThatNeedsQuotes) {
  auto const first = [](std::string const& text) {
    auto const parsed = parse_plan(text, "p.toml");
    return parsed.diagnostics.empty() ? std::string() : parsed.diagnostics.front().text(in_dutch);
  };
  std::string const sentence = ": Dit teken staat alleen tussen aanhalingstekens.";
  EXPECT_EQ(first("ϻ = 1"), "p.toml:1:1" + sentence);
  EXPECT_EQ(first("\xEF\xBB\xBFid = \"é\"\nnaam_é = 1\n"), "p.toml:2:6" + sentence);
  EXPECT_EQ(first("a = \"é \\\" é\" # é\nb = '''é\n' é'''\nc = \"é\"\né = 1\n"), "p.toml:5:1" + sentence);
  for (std::string const broken : {"ϻ", "a = é", "a =0\"ч\"\n", "a = \"niet dicht é\n d = é"})
    EXPECT_NE(first(broken).find("Dit is geen TOML"), std::string::npos) << broken;
  for (std::string const quoted :
       {"# é\n", "a = \"é \\\" é\"\n", "a = 'é \\'\n", "a = \"\"\"\né \" é\"\"\"\n", "a = '''é ' é'''\n", "\xEF\xBB\xBF"})
    EXPECT_EQ(first(quoted).find(sentence), std::string::npos) << quoted;
}

TEST(Check, SaysWhichRulesCannotGoTogether) {
  auto const parsed =
      parse_plan(sound_top + kijken + titled("a", "") + titled("b", "") +
                     "[[rule]]\nid = \"erbij\"\nrule = \"choice(a, b)\"\n[[rule]]\nid = \"los\"\nrule = \"response(a, b)\"\n"
                     "[[rule]]\nid = \"geen_a\"\nrule = \"absence(a)\"\n[[rule]]\nid = \"geen_b\"\nrule = \"absence(b)\"\n",
                 "p.toml");
  ASSERT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(parsed.diagnostics[0].text(in_dutch),
            "p.toml:28:9: Geen enkele route kan voldoen aan deze regel en aan 'erbij', 'geen_a'. Haal één van deze weg.");
}

TEST(Check, AFirstStepThatWaitsIsNoFirstStep) {
  auto const text = "starts_with = [\"b\"]\n" + sound_top + kijken + titled("a", "") + titled("b", "after = [\"a\"]\n");
  EXPECT_EQ(places(text), std::vector<std::string>{"1:1"});
}

TEST(Check, MissesTopKeysAtTheBeginningOfTheFile) {
  EXPECT_EQ(places("title = { nl = \"x\", en = \"x\" }\n"), (std::vector<std::string>{"1:1", "1:1", "1:1"}));
}

TEST(Check, WarnsOfTextsWithoutEnglishAndOutcomesWithoutWords) {
  auto const text = sound_top + kijken + titled("a", "outcomes = [\"x\"]\nbecause = \"Zo is het.\"\n");
  EXPECT_EQ(places(text, false), (std::vector<std::string>{"13:14 warning", "14:11 warning"}));
  auto const parsed = parse_plan(text, "p.toml");
  EXPECT_TRUE(parsed.plan);
  EXPECT_EQ(parsed.diagnostics[1].text(in_dutch), "p.toml:14:11: warning: Deze tekst heeft geen Engels. Schrijf er en = \"…\" bij.");
}

TEST(Check, ReadsWhatRepeatsByTheCalendarAndRulesOfEveryKind) {
  auto const parsed =
      parse_plan(sound_top + kijken + titled("a", "every = \"P3M\"\n") + "[[rule]]\nid = \"r\"\nrule = \"init(a)\"\n", "p.toml");
  ASSERT_TRUE(parsed.plan);
  EXPECT_TRUE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.plan->steps[0].repeat, domain::stappenplan::Repeat::Always);
}

}  // namespace
}  // namespace vlechtwerk::interop
