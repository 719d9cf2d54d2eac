#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "i18n/catalogue.h"
#include "i18n/names.h"
#include "i18n/people.h"
#include "i18n/placeholder.h"
#include "i18n/translator.h"

namespace vlechtwerk::i18n {
namespace {

using base::Date;

Translator const dutch(Lang::Nl);
Translator const english(Lang::En);

Catalogue po(std::string_view text) { return Catalogue::read(text).value(); }

TEST(Catalogue, ReadsContextsCommentsEscapesAndStringsOverSeveralLines) {
  auto const catalogue =
      po("# a remark\nmsgid \"\"\nmsgstr \"Language: en\\n\"\n\n#: src/a.cc\nmsgid \"\"\n\"Ja \"\n\"en \\\"nee\\\"\"\nmsgstr "
         "\"Yes\\n\"\n\"and no\"\n\n"
         "msgctxt \"knop\"\nmsgid \"Open\"\nmsgstr \"Open it\"\nmsgid \"Open\"\nmsgstr \"Still open\"\r\n");
  EXPECT_EQ(catalogue.size(), 3u);
  ASSERT_TRUE(catalogue.find("Ja en \"nee\""));
  EXPECT_EQ(*catalogue.find("Ja en \"nee\""), "Yes\nand no");
  EXPECT_EQ(*catalogue.find("Open", "knop"), "Open it");
  EXPECT_EQ(*catalogue.find("Open"), "Still open");
  EXPECT_FALSE(catalogue.find("Open", "titel"));
}

TEST(Catalogue, LeavesOutWhatIsFuzzyEmptyOrObsolete) {
  auto const catalogue = po(
      "#, fuzzy\nmsgid \"a\"\nmsgstr \"x\"\n\nmsgid \"b\"\nmsgstr \"\"\n\n#~ msgid \"c\"\n#~ msgstr \"x\"\n\nmsgid \"d\"\nmsgstr \"x\"\n");
  EXPECT_EQ(catalogue.size(), 1u);
  EXPECT_TRUE(catalogue.find("d"));
}

TEST(Catalogue, NamesTheLineThatItCannotRead) {
  for (std::string_view wrong :
       {"msgid \"a\"\nrubbish \"b\"\n", "msgid \"a\"\nmsgstr b\n", "msgid \"a\"\nmsgstr \"\\q\"\n", "msgid \"a\"\nmsgstr \"b\"c\"\n",
        "msgid \"a\"\nmsgstr \"\n", "msgid \"a\"\nmsgstr \"\\\"\n", "\nmsgstr \"a\"\n"}) {
    auto const read = Catalogue::read(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().message.args.at(0).second, "2") << wrong;
  }
  EXPECT_FALSE(Catalogue::read("\"a\""));
}

TEST(Catalogue, OfEnglishIsBuiltIn) {
  EXPECT_EQ(built_in_catalogue(Lang::Nl).size(), 0u);
  EXPECT_GT(built_in_catalogue(Lang::En).size(), 20u);
}

TEST(Language, IsKnownByItsTagOnly) {
  EXPECT_EQ(lang_of("en"), Lang::En);
  EXPECT_FALSE(lang_of("EN"));
  EXPECT_FALSE(lang_of(""));
}

TEST(Translator, SpeaksEnglishAndShowsDutchWhereATranslationIsMissing) {
  auto const catalogue = po("msgid \"Groep {group}\"\nmsgstr \"The {group} group\"\n");
  Translator const tr(Lang::En, catalogue);
  EXPECT_EQ(tr("Groep {group}", {{"group", "Vlinders"}}), "The Vlinders group");
  EXPECT_EQ(tr("Kind {name}", {{"name", "Noor"}}), "Kind Noor");
  EXPECT_EQ(tr(base::Message{"Groep {group}", {{"group", "Vlinders"}}}), "The Vlinders group");
}

TEST(Translator, PutsInArgumentsAsTheyAre) {
  EXPECT_EQ(dutch("{a} en {b}", {{"a", "{b}"}, {"b", 3}}), "{b} en 3");
  EXPECT_EQ(dutch("{a} en {c} en {", {{"a", "<b>"}}), "<b> en {c} en {");
}

TEST(Translator, ChoosesWordsByNumberAndKind) {
  constexpr auto notes = "{n, plural, =0 {geen notities} one {# notitie} other {# notities}} over {name}";
  EXPECT_EQ(dutch(notes, {{"n", 0}, {"name", "Noor"}}), "geen notities over Noor");
  EXPECT_EQ(dutch(notes, {{"n", 1}, {"name", "1200"}}), "1 notitie over 1200");
  EXPECT_EQ(dutch(notes, {{"n", 1200}, {"name", "{n}"}}), "1.200 notities over {n}");
  EXPECT_EQ(dutch("{who, select, ouder {de ouder} other {de mentor}} belt", {{"who", "ouder"}}), "de ouder belt");
  EXPECT_EQ(english("{n, plural, one {# maand} other {# maanden}}", {{"n", 2}}), "2 months");
}

TEST(Translator, NeverFailsOnAPatternThatMakesNoSense) {
  EXPECT_EQ(dutch("{n, plural, one {x}}", {{"n", 2}}), "{n, plural, one {x}}");
  EXPECT_EQ(dutch("{n, nonsense, other {x}} {", {{"n", "a"}}), "{n, nonsense, other {x}} {");
}

TEST(Placeholder, IsFoundAlsoInsideBranches) {
  std::string names;
  EXPECT_TRUE(each_placeholder("{a} {n, plural, one {x {b}} other {c}}",
                               [&](auto name, auto kind) { names += std::string(name) + "," + std::string(kind) + ";"; }));
  EXPECT_EQ(names, "a,;n,plural;b,;");
  for (std::string_view open : {"{", "{a", "{}", "{a b}", "{n, plural, one {x}", "{n, plural, one {{}}}"}) {
    EXPECT_FALSE(each_placeholder(open, [](auto, auto) {})) << open;
  }
}

TEST(Day, IsSaidAsPeopleSayIt) {
  auto const today = Date::of(2026, 3, 9);
  EXPECT_EQ(full_day_text(today, dutch), "maandag 9 maart 2026");
  EXPECT_EQ(full_day_text(today, english), "Monday 9 March 2026");
  EXPECT_EQ(day_text(today, today, dutch), "vandaag");
  EXPECT_EQ(day_text(today.plus_days(-1), today, english), "yesterday");
  EXPECT_EQ(day_text(today.plus_days(1), today, dutch), "morgen");
  EXPECT_EQ(day_text(today.plus_days(2), today, dutch), "11 maart");
  EXPECT_EQ(month_text({2026, 10}, dutch), "oktober 2026");
}

TEST(Day, CarriesItsYearOnlyWhenThatIsNotThisYear) {
  EXPECT_EQ(day_text(Date::of(2025, 12, 31), Date::of(2026, 1, 2), dutch), "31 december 2025");
  EXPECT_EQ(day_text(Date::of(2026, 1, 31), Date::of(2026, 12, 1), english), "31 January");
  EXPECT_EQ(day_text(Date::of(2025, 12, 31), Date::of(2026, 1, 1), dutch), "gisteren");
}

TEST(Moment, HasTheClockOfAmsterdam) {
  auto const today = Date::of(2026, 7, 2);
  EXPECT_EQ(moment_text(*base::parse_instant("2026-07-01T22:05:00Z"), today, dutch), "vandaag, 0:05");
  EXPECT_EQ(moment_text(*base::parse_instant("2026-03-09T13:05:00Z"), today, english), "9 March, 14:05");
}

TEST(Age, IsSaidInYearsAndMonths) {
  EXPECT_EQ(age_text(-1, dutch), "jonger dan een maand");
  EXPECT_EQ(age_text(1, dutch), "1 maand");
  EXPECT_EQ(age_text(11, dutch), "11 maanden");
  EXPECT_EQ(age_text(12, dutch), "1 jaar");
  EXPECT_EQ(age_text(27, dutch), "2 jaar en 3 maanden");
  EXPECT_EQ(age_text(25, english), "2 years and 1 month");
}

TEST(Duration, GoesFromDaysToWeeksToMonths) {
  EXPECT_EQ(duration_text(1, dutch), "1 dag");
  EXPECT_EQ(duration_text(13, dutch), "13 dagen");
  EXPECT_EQ(duration_text(14, dutch), "2 weken");
  EXPECT_EQ(duration_text(60, dutch), "8 weken");
  EXPECT_EQ(duration_text(61, dutch), "2 maanden");
  EXPECT_EQ(duration_text(21, english), "3 weeks");
}

TEST(Names, StandInTheOrderOfDutchReaders) {
  std::vector<std::string> names{"Zoë", "van der Berg", "Émile", "Bos", "emma", "'t Hart", "Adam", "Berg", "", "de"};
  sort_by_name(names, [](auto const& name) { return name; });
  EXPECT_EQ(names, (std::vector<std::string>{"", "Adam", "Berg", "van der Berg", "Bos", "de", "Émile", "emma", "'t Hart", "Zoë"}));
}

TEST(Names, AreFoundByAPartWithoutCaseAndAccents) {
  EXPECT_TRUE(name_holds("Zoë", "zoe"));
  EXPECT_TRUE(name_holds("Anne-Sophie", "soph"));
  EXPECT_TRUE(name_holds("Noor", "NÓ"));
  EXPECT_TRUE(name_holds("Noor", ""));
  EXPECT_FALSE(name_holds("Noor", "Noortje"));
  EXPECT_FALSE(name_holds("", "a"));
  EXPECT_FALSE(name_holds("Daan", "n a"));
  EXPECT_TRUE(
      name_holds("a\xff"
                 "b",
                 "b"))
      << "broken bytes are no reason to stop";
}

TEST(Names, MayBeOfAnyLengthAndHoldAnyBytes) {
  EXPECT_LT(name_order(std::string(400, 'a')), name_order(std::string(400, 'b')));
  EXPECT_EQ(name_order("\xff\xfe"), name_order("\xff\xfe"));
}

/// A small source tree of its own for tools/extract_messages.
struct ExtractionFixture : testing::Test {
  std::filesystem::path root;
  void SetUp() override {
    root = std::filesystem::temp_directory_path() / ("vlechtwerk_extract_" + std::to_string(::getpid()));
    std::filesystem::create_directories(root / "src");
    std::filesystem::create_directories(root / "locale");
  }
  void TearDown() override { std::filesystem::remove_all(root); }
  void write(std::string const& path, std::string const& text) const { std::ofstream(root / path) << text; }
  [[nodiscard]] bool check() const { return run("--check --root " + root.string()); }
  static bool run(std::string const& arguments) {
    return std::system((std::string("python3 " VLECHTWERK_SOURCE_DIR "/tools/extract_messages ") + arguments + " > /dev/null").c_str()) ==
           0;
  }
};

TEST_F(ExtractionFixture, IsContentWhenEverySentenceIsTranslated) {
  write("src/a.cc", "// tr(\"geen zin\")\nf(N_(\"Ja, \"\n \"{n} keer\"), R\"x(<p>{t:Dag {name}}</p>{t@knop:Open}{{t:nee})x\");");
  write("locale/en.po",
        "msgid \"Ja, {n} keer\"\nmsgstr \"Yes, {n} times\"\n\nmsgid \"Dag {name}\"\nmsgstr \"Hello {name}\"\n\n"
        "msgctxt \"knop\"\nmsgid \"Open\"\nmsgstr \"Open\"\n");
  EXPECT_TRUE(check());
}

TEST_F(ExtractionFixture, RefusesAGapAnOtherPlaceholderAFuzzyEntryAndAnUnusedOne) {
  write("src/a.cc", "tr(\"Dag {name}\")");
  for (auto const* wrong : {"", "msgid \"Dag {name}\"\nmsgstr \"\"\n", "msgid \"Dag {name}\"\nmsgstr \"Hello {naam}\"\n",
                            "#, fuzzy\nmsgid \"Dag {name}\"\nmsgstr \"Hello {name}\"\n",
                            "msgid \"Dag {name}\"\nmsgstr \"Hello {name}\"\n\nmsgid \"Oud\"\nmsgstr \"Old\"\n"}) {
    write("locale/en.po", wrong);
    EXPECT_FALSE(check()) << wrong;
  }
}

TEST_F(ExtractionFixture, RefusesLongSentencesAndWordsToAvoid) {
  write("src/a.cc", "tr(\"Dit kind heeft een hoge risicoscore.\")");
  write("locale/en.po", "msgid \"Dit kind heeft een hoge risicoscore.\"\nmsgstr \"x\"\n");
  EXPECT_FALSE(check());
  std::string const long_sentence =
      "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien";
  for (bool const too_long : {false, true}) {
    auto const sentence = long_sentence + (too_long ? " negentien" : "");
    write("src/a.cc", "tr(\"" + sentence + "\")");
    write("locale/en.po", "msgid \"" + sentence + "\"\nmsgstr \"x\"\n");
    EXPECT_EQ(check(), !too_long);
  }
}

TEST_F(ExtractionFixture, TakesOverTranslationsFromOtherFiles) {
  write("src/a.cc", "tr(\"Dag {name}\")");
  write("locale/en.po", "");
  write("more.po", "msgid \"Dag {name}\"\nmsgstr \"Hello {name}\"\n");
  EXPECT_TRUE(run("--root " + root.string() + " --merge " + (root / "more.po").string()));
  EXPECT_TRUE(check());
}

}  // namespace
}  // namespace vlechtwerk::i18n
