// What a planning package knows, as typed rows: columns found by their names, and mistakes by line and column.
#include "interop/csv/import.h"

#include <gtest/gtest.h>

namespace vlechtwerk::interop {
namespace {

using base::Private;

Table table_of(std::string_view text) {
  auto table = read_table(text);
  if (!table) ADD_FAILURE() << table.error().code;
  return table.value_or(Table{});
}

std::string match_of(std::string_view text, ImportKind kind, std::map<std::string, std::string> const& given = {}) {
  auto const match = match_columns(table_of(text), kind, given);
  if (!match) {
    auto out = match.error().code;
    for (auto const& [name, value] : match.error().message.args) out += " " + value;
    return out;
  }
  std::string out;
  for (auto const& [code, column] : match->columns) out += (out.empty() ? "" : " ") + code + "=" + std::to_string(column);
  for (auto const& name : match->ignored) out += " -" + name;
  return out;
}

template <class Read>
auto read_with(Read read, ImportKind kind, std::string_view text) {
  auto const table = table_of(text);
  auto const match = match_columns(table, kind);
  if (!match) {
    ADD_FAILURE() << match.error().code;
    return decltype(read(table, ColumnMatch{})){};
  }
  return read(table, *match);
}
auto children(std::string_view text) { return read_with(read_children, ImportKind::Children, text); }
auto parents(std::string_view text) { return read_with(read_parents, ImportKind::Parents, text); }
auto groups(std::string_view text) { return read_with(read_groups, ImportKind::Groups, text); }
auto staff(std::string_view text) { return read_with(read_staff, ImportKind::Staff, text); }

/// "line column" of each mistake.
template <class Row>
std::vector<std::string> mistakes(Imported<Row> const& imported) {
  std::vector<std::string> out;
  for (auto const& one : imported.errors) {
    EXPECT_EQ(one.message.args[0].second, std::to_string(one.line));
    EXPECT_EQ(one.message.args[1].second, one.column);
    out.push_back(std::to_string(one.line) + " " + one.column);
  }
  return out;
}
using Mistakes = std::vector<std::string>;

std::string const kChildren = "Kindnummer;Roepnaam;Tussenvoegsel;Achternaam;Geb. datum;Stamgroep;Opvangdagen;Thuistaal\n";

TEST(CsvMatch, FindsColumnsByTheirUsualNamesInAnyCaseAndSpacing) {
  EXPECT_EQ(match_of("VOORNAAM;achter-naam;Geboorte datum;nr.;Groep;Huisarts\n1;2;3;4;5;6", ImportKind::Children),
            "born_on=2 first_name=0 group=4 last_name=1 number=3 -Huisarts");
  EXPECT_EQ(match_of("child id,first name,last name,date of birth,group\n1,2,3,4,5", ImportKind::Children),
            "born_on=3 first_name=1 group=4 last_name=2 number=0");
}

TEST(CsvMatch, FollowsWhatIsSaidBeforeWhatItFinds) {
  std::string const text = "nr;voornaam;naam 2;achternaam;geboren;groep\n1;2;3;4;5;6";
  EXPECT_EQ(match_of(text, ImportKind::Children, {{"last_name", "naam 2"}}),
            "born_on=4 first_name=1 group=5 last_name=2 number=0 -achternaam");
  EXPECT_EQ(match_of(text, ImportKind::Children, {{"language", "groep"}}), "import_missing groep");
  EXPECT_EQ(match_of(text, ImportKind::Children, {{"group", ""}}), "import_missing groep");
  EXPECT_EQ(match_of(text, ImportKind::Children, {{"shoe", "groep"}}), "import_field shoe");
  EXPECT_EQ(match_of(text, ImportKind::Children, {{"group", "Groep"}}), "import_column Groep") << "what is said is said exactly";
  EXPECT_EQ(match_of(text, ImportKind::Children, {{"group", "nr"}, {"number", "nr"}}), "import_twice nr");
}

TEST(CsvMatch, RefusesToChooseBetweenTwoColumnsOrToGoWithoutOne) {
  EXPECT_EQ(match_of("groep;Groepsnaam;locatie\n1;2;3", ImportKind::Groups), "import_twice groep Groepsnaam");
  EXPECT_EQ(match_of("groep;Groepsnaam;locatie\n1;2;3", ImportKind::Groups, {{"name", "groep"}}), "location=2 name=0 -Groepsnaam");
  EXPECT_EQ(match_of("groep\n1", ImportKind::Groups), "import_missing locatie");
}

TEST(CsvMatch, NamesEveryFieldOfEveryKindOnce) {
  for (auto const kind : {ImportKind::Children, ImportKind::Parents, ImportKind::Groups, ImportKind::Staff}) {
    std::string header, row;
    for (auto const& field : fields_of(kind)) {
      header += (header.empty() ? "" : ";") + std::string(field.name);
      row += "x;";
    }
    auto const match = match_columns(table_of(header + "\n" + row), kind);
    ASSERT_TRUE(match) << header;
    EXPECT_EQ(match->columns.size(), fields_of(kind).size()) << "what a screen calls a field is a name that is found";
    EXPECT_TRUE(match->ignored.empty());
  }
}

TEST(CsvChildren, AreReadWithTheirInfixDaysAndLanguage) {
  auto const read = children(kChildren + "17;Noor;van der;Berg;5-3-2023;Zeesterren;ma, di en do;Arabisch\n");
  EXPECT_EQ(mistakes(read), Mistakes{});
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0], (ImportedChild{2, "17", Private("Noor"), Private("van der Berg"), base::Date::of(2023, 3, 5), "Zeesterren", "",
                                         WeekDays{true, true, false, true, false, false, false}, "Arabisch"}));
}

std::string a_child(std::string const& born, std::string const& days = "", std::string const& number = "1") {
  return "nummer;voornaam;achternaam;geboortedatum;groep;dagen\n" + number + ";Noor;Jansen;" + born + ";Zee;\"" + days + "\"\n";
}

TEST(CsvChildren, AreBornOnADayThatIsWrittenAsHereOrAsInTheStandard) {
  for (auto const* good : {"2023-03-05", "5-3-2023", "05-03-2023", "5/3/2023", "05.03.2023", "2023-03-05 00:00:00", "5-3-2023 0:00"}) {
    auto const read = children(a_child(good));
    ASSERT_EQ(read.rows.size(), 1U) << good;
    EXPECT_EQ(read.rows[0].born_on, base::Date::of(2023, 3, 5)) << good;
  }
  for (auto const* bad : {"3/15/2023", "30-2-2023", "5-3-23", "45291", "5 maart 2023", "5-3/2023", "2023-3", "--2023", "005-03-2023"}) {
    EXPECT_EQ(mistakes(children(a_child(bad))), Mistakes{"2 geboortedatum"}) << bad;
    EXPECT_TRUE(children(a_child(bad)).rows.empty());
  }
}

TEST(CsvChildren, ComeOnDaysInAnyUsualSpelling) {
  auto const days = [](std::string const& text) {
    auto const read = children(a_child("5-3-2023", text));
    std::string out;
    if (!read.rows.empty())
      for (bool const day : read.rows[0].days) out += day ? '1' : '0';
    return out;
  };
  EXPECT_EQ(days(""), "0000000");
  EXPECT_EQ(days("ma,di"), "1100000");
  EXPECT_EQ(days("Maandag / woensdag"), "1010000");
  EXPECT_EQ(days("ma t/m vr"), "1111100");
  EXPECT_EQ(days("ma-wo-vr"), "1010100");
  EXPECT_EQ(days("Mon, Tue and Sun"), "1100001");
  for (auto const* unclear : {"ma-vr", "vr t/m ma", "mandag", "3", "t/m vr"}) EXPECT_EQ(days(unclear), "") << unclear;
}

TEST(CsvChildren, HaveANumberOfTheirOwnAndEverythingThatIsNeeded) {
  std::string const head = "nummer;voornaam;achternaam;geboortedatum;groep\n";
  auto const read = children(head + "1;Noor;Jansen;5-3-2023;Zee\n1;Finn;Bos;6-3-2023;Zee\n;;;;Zee\n2;Bo;Vos;7-3-2023;Zee\n");
  EXPECT_EQ(mistakes(read), (Mistakes{"3 nummer", "4 nummer", "4 voornaam", "4 achternaam", "4 geboortedatum"}));
  ASSERT_EQ(read.rows.size(), 2U) << "one wrong line does not take the others along";
  EXPECT_EQ(read.rows[1].first_name, Private("Bo"));
}

TEST(CsvParents, AreAtMostTwoOnALineAndGezagIsSaid) {
  std::string const head = "kindnummer;ouder 1 naam;ouder 1 relatie;ouder 1 gezag;taal;ouder 2 naam;relatie ouder 2;gezag ouder 2\n";
  auto const read = parents(head + "17;Lotte;moeder;ja;nl;Karim;vader;Nee\n18;Ida;;J;;;;nee\n");
  EXPECT_EQ(mistakes(read), Mistakes{});
  EXPECT_EQ(read.rows, (std::vector<ImportedParent>{{2, "17", Private("Lotte"), Private("moeder"), true, "nl"},
                                                    {2, "17", Private("Karim"), Private("vader"), false, ""},
                                                    {3, "18", Private("Ida"), Private(""), true, ""}}));
  EXPECT_EQ(mistakes(parents(head + "17;Lotte;moeder;;nl;;;\n18;;;ja;;;;\n19;Ida;;ja;;;vader;\n20;Ida;;ja;;Karim;;misschien\n")),
            (Mistakes{"2 ouder 1 gezag", "3 ouder 1 naam", "4 ouder 2 naam", "5 gezag ouder 2"}));
}

TEST(CsvParents, AlsoComeOneOnALine) {
  auto const read = parents("kindnummer;naam;relatie;gezag\n17;Lotte;moeder;ja\n17;Karim;vader;nee\n");
  EXPECT_EQ(mistakes(read), Mistakes{});
  EXPECT_EQ(read.rows.size(), 2U);
}

TEST(CsvGroups, StandOnceInALocation) {
  auto const read = groups("groep;locatie;soort\nZee;Noord;KDV\nZee;Zuid;bso\nDuin;Noord;\nZee;Noord;plus\nBos;Noord;klas\n;Noord;\n");
  EXPECT_EQ(mistakes(read), (Mistakes{"5 groep", "6 soort", "7 groep"}));
  EXPECT_EQ(read.rows, (std::vector<ImportedGroup>{{2, "Zee", "Noord", "regular"}, {3, "Zee", "Zuid", "bso"}, {4, "Duin", "Noord", ""}}));
}

TEST(CsvStaff, AreReadWithRoleGroupsHoursAndEducation) {
  auto const read = staff(
      "naam,e-mail,functie,locatie,groepen,fte,opleiding\n"
      "Sanne de Wit,sanne@x.nl,Pedagogisch medewerker,Noord,\"Zee, Duin\",\"0,89\",MBO 3\n"
      "Joke Visser,joke@x.nl,Locatiemanager,,,1,\n");
  EXPECT_EQ(mistakes(read), Mistakes{});
  EXPECT_EQ(read.rows,
            (std::vector<ImportedWorker>{
                {2,
                 Private("Sanne de Wit"),
                 Private("sanne@x.nl"),
                 domain::Role::PedagogischMedewerker,
                 "",
                 "Noord",
                 {"Zee", "Duin"},
                 89,
                 "mbo3"},
                {3, Private("Joke Visser"), Private("joke@x.nl"), domain::Role::Leidinggevende, "", "", {}, 100, std::nullopt}}));
}

TEST(CsvStaff, WithAnUnknownRoleOrNumberAreRefusedByLine) {
  auto const read = staff(
      "naam;login;rol;fte;opleiding\nA;a;ouder;;\nB;b;coach;;\nC;c;pm;2;\nD;d;pm;32 uur;\nE;e;pm;0,895;\nF;f;pm;1,6;\nG;g;pm;;havo\n"
      "H;a;pm;;\nI;i;pm;0,8;hbo\n");
  EXPECT_EQ(mistakes(read), (Mistakes{"2 rol", "3 rol", "4 fte", "5 fte", "6 fte", "7 fte", "8 opleiding", "9 login"}));
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].fte_hundredths, 80);
}

TEST(CsvClosings, ADayAloneIsTheFirstAndTheLast) {
  auto const read = read_with(read_closings, ImportKind::Closings,
                              "eerste dag;laatste dag;naam;locatie\n24-12-2026;31-12-2026;Kerst;De Zeester\n15-5-2026;;Brug;\n");
  EXPECT_EQ(mistakes(read), Mistakes{});
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.rows[0].until, base::Date::of(2026, 12, 31));
  EXPECT_EQ(read.rows[0].location, "De Zeester");
  EXPECT_EQ(read.rows[1].until, base::Date::of(2026, 5, 15));
}

TEST(CsvClosings, TheLastDayDoesNotComeBeforeTheFirst) {
  auto const read = read_with(read_closings, ImportKind::Closings, "van;tot;naam\n2-1-2026;1-1-2026;Om\n1-1-2026;2-1-2026;Goed\n");
  EXPECT_EQ(mistakes(read), Mistakes{"2 tot"});
  EXPECT_EQ(read.rows.size(), 1U);
}

TEST(CsvOrganisations, AreOfAKnownKind) {
  auto const read = read_with(read_organisations, ImportKind::Organisations, "naam;soort\nA;JGZ\nB;winkel\nC;\n");
  EXPECT_EQ(mistakes(read), Mistakes{"3 soort"});
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.rows[0].kind, "jgz");
  EXPECT_EQ(read.rows[1].kind, "kinderopvang");
}

TEST(CsvTemplate, OfEachKindIsReadBackWithoutAMistake) {
  for (auto const kind : {ImportKind::Children, ImportKind::Parents, ImportKind::Groups, ImportKind::Staff, ImportKind::Closings,
                          ImportKind::Organisations}) {
    auto const text = import_template(kind);
    EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
    auto const table = table_of(text);
    auto const match = match_columns(table, kind);
    ASSERT_TRUE(match) << match.error().code;
    EXPECT_TRUE(match->ignored.empty());
    EXPECT_TRUE(read_imported(table, *match).errors.empty());
  }
}

TEST(CsvTable, WrittenAgainKeepsItsCellsAndItsLines) {
  auto const table = table_of("a;b\n\n\n1;\"twee \"\"en\"\"\r\ndrie\rvier\nvijf\"\r\n;x\n");
  auto const again = table_of(table_text(table));
  EXPECT_EQ(again.names, table.names);
  ASSERT_EQ(again.rows.size(), table.rows.size());
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    EXPECT_EQ(again.rows[at].line, table.rows[at].line);
    EXPECT_EQ(again.rows[at].cells, table.rows[at].cells);
  }
}

}  // namespace
}  // namespace vlechtwerk::interop
