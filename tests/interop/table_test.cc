// CSV as spreadsheets export it: read as it was meant, or refused by line and column.
#include "interop/csv/table.h"

#include <gtest/gtest.h>

namespace vlechtwerk::interop {
namespace {

using Lines = std::vector<std::vector<std::string>>;

Lines lines_in(std::string_view text) {
  auto const table = read_table(text);
  if (!table) {
    ADD_FAILURE() << table.error().code;
    return {};
  }
  Lines out{table->names};
  for (auto const& row : table->rows) out.push_back(row.cells);
  return out;
}

/// Code, line and column of a refusal, as far as it has them.
std::string refusal_of(std::string_view text) {
  auto const table = read_table(text);
  if (table) return "read";
  auto out = table.error().code;
  for (auto const& [name, value] : table.error().message.args)
    if (name == "line" || name == "column") out += " " + value;
  return out;
}

Lines const kTwo{{"naam", "groep"}, {"Noor", "Zee"}};

TEST(CsvTable, IsTheSameWithEverySeparatorLineEndAndMark) {
  for (std::string const separator : {";", ",", "\t"})
    for (std::string const end : {"\n", "\r\n", "\r"})
      for (std::string const mark : {"", "\xEF\xBB\xBF"})
        for (std::string const last : {"", end.c_str()})
          EXPECT_EQ(lines_in(mark + "naam" + separator + "groep" + end + "Noor" + separator + "Zee" + last), kTwo) << separator << end;
}

TEST(CsvTable, FollowsTheFirstLineThatNamesTheSeparatorAndOnlyThatOne) {
  EXPECT_EQ(lines_in("sep=,\r\nnaam,groep\r\nNoor,Zee"), kTwo);
  EXPECT_EQ(lines_in("sep=;\nna,am;groep\nNoor;Zee"), (Lines{{"na,am", "groep"}, {"Noor", "Zee"}}));
  EXPECT_EQ(lines_in("sep=x;b\n1;2"), (Lines{{"sep=x", "b"}, {"1", "2"}}));
}

TEST(CsvTable, KeepsInQuotesWhatWouldEndACellOutsideThem) {
  EXPECT_EQ(lines_in("a;b\r\n\"een;twee\r\ndrie\";\"zei \"\"dag\"\"\"\r\n"), (Lines{{"a", "b"}, {"een;twee\ndrie", "zei \"dag\""}}));
  EXPECT_EQ(lines_in("\"a,b\",c\n1,2"), (Lines{{"a,b", "c"}, {"1", "2"}}));
  EXPECT_EQ(lines_in("a;b\n5\" breed;x"), (Lines{{"a", "b"}, {"5\" breed", "x"}}));
}

TEST(CsvTable, LeavesNamesThatBeginWithAnApostropheAlone) {
  EXPECT_EQ(lines_in("naam;a\n'van 't Hof;=1+1"), (Lines{{"naam", "a"}, {"'van 't Hof", "=1+1"}}));
}

TEST(CsvTable, KnowsTheLineOnWhichARowBegins) {
  auto const table = read_table("a;b\r\n\"1\r\n1\";2\r\n\r\n;\r\n3;4\r\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].line, 2U);
  EXPECT_EQ(table->rows[1].line, 6U);
}

TEST(CsvTable, FillsUpAShortRowAndRefusesALongOne) {
  EXPECT_EQ(lines_in("a;b;c\n1"), (Lines{{"a", "b", "c"}, {"1", "", ""}}));
  EXPECT_EQ(lines_in("a;b;;\n1;2;;;"), (Lines{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(refusal_of("a;b\n1;2\n1;2;3"), "table_cells 3");
}

TEST(CsvTable, TakesWhatIsNoUtf8ForWindows1252) {
  auto const table = read_table("naam;prijs\nRen\xE9;\x80 5 \x96 \x91n\x92");
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->converted);
  EXPECT_EQ(table->rows[0].cells, (std::vector<std::string>{"René", "€ 5 – ‘n’"}));
  EXPECT_FALSE(read_table("naam;b\nRené;2")->converted);
}

TEST(CsvTable, TrimsNoBreakSpacesToo) { EXPECT_EQ(lines_in("a ; b\n\xC2\xA0 1\xC2\xA0; 2 "), (Lines{{"a", "b"}, {"1", "2"}})); }

TEST(CsvTable, RefusesWhatIsNeitherUtf8NorWindows1252) {
  EXPECT_EQ(refusal_of("naam;b\nRené;x\nIda;ab\xE9"), "table_encoding 3 7") << "damaged UTF-8 is not read as Ã©";
  EXPECT_EQ(refusal_of("naam;b\nAb\x81;x"), "table_encoding 2 3");
  EXPECT_EQ(refusal_of("\xFF\xFEn\0a\0"), "table_utf16");
}

TEST(CsvTable, RefusesAQuoteThatNeverEndsWhereItBegan) {
  EXPECT_EQ(refusal_of("a;b\n1;2\né;\"3\n4;5\n"), "table_quote 3 3");
  EXPECT_EQ(refusal_of("a;b\n\"1\"2;3"), "table_after_quote 2 4");
}

TEST(CsvTable, RefusesCharactersThatNobodyTypes) {
  EXPECT_EQ(refusal_of(std::string_view("a;b\n1;2\0003", 9)), "table_character 2 4");
  EXPECT_EQ(refusal_of("a;b\n1;\"\x1B[1m\""), "table_character 2 4");
}

TEST(CsvTable, RefusesWhatHasNoRows) {
  for (auto const* nothing : {"", "\xEF\xBB\xBF", "\r\n\r\n", "naam;groep\n", "naam;groep\n;;\n", "sep=;\nnaam\n"})
    EXPECT_EQ(refusal_of(nothing), "table_empty") << nothing;
}

TEST(CsvTable, RefusesWhatIsTooLarge) {
  EXPECT_EQ(refusal_of(std::string(kMostTableBytes + 1, 'a')), "table_too_large");
  EXPECT_EQ(refusal_of("a" + std::string(kMostTableColumns, ';') + "\n1"), "table_too_large 1");
  std::string rows = "a\n";
  for (std::size_t i = 0; i < kMostTableRows; ++i) rows += "1\n";
  EXPECT_EQ(refusal_of(rows), "read");
  EXPECT_EQ(refusal_of(rows + "1\n"), "table_too_large");
}

}  // namespace
}  // namespace vlechtwerk::interop
