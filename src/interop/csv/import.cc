#include "interop/csv/import.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace vlechtwerk::interop {
namespace {

using base::ErrorKind;
using base::N_;
using base::Result;

constexpr std::array<std::string_view, 5> kGroupTypes{"regular", "plus", "bso", "peuterspeelzaal", "observatiegroep"};

/// A word as it is compared: letters and digits in lower case, without the accents that Dutch writes.
std::string plain(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 14> kAccents{{{"é", 'e'},
                                                                               {"ë", 'e'},
                                                                               {"è", 'e'},
                                                                               {"ê", 'e'},
                                                                               {"É", 'e'},
                                                                               {"Ë", 'e'},
                                                                               {"ï", 'i'},
                                                                               {"Ï", 'i'},
                                                                               {"ö", 'o'},
                                                                               {"ü", 'u'},
                                                                               {"á", 'a'},
                                                                               {"à", 'a'},
                                                                               {"ç", 'c'},
                                                                               {"ó", 'o'}}};
  std::string out;
  while (!text.empty()) {
    auto const accent = std::find_if(kAccents.begin(), kAccents.end(), [&](auto const& one) { return text.starts_with(one.first); });
    if (accent != kAccents.end()) {
      out += accent->second;
      text.remove_prefix(accent->first.size());
      continue;
    }
    char const c = text.front();
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      out += c;
    text.remove_prefix(1);
  }
  return out;
}

/// A field with the names that it has in exports, as `plain` writes them.
struct KnownField {
  ImportField field;
  std::set<std::string, std::less<>> names;
};

std::vector<KnownField> parent_fields() {
  std::vector<KnownField> out{{{"number", N_("nummer van het kind"), true},
                               {"nummer", "nr", "kindnummer", "kindnr", "kindid", "childid", "childnumber", "number", "extern",
                                "externnummer", "nummerkind", "klantnummer", "nummervanhetkind"}}};
  for (std::string const n : {"1", "2"}) {
    bool const first = n == "1";
    auto const both = [&](std::initializer_list<std::string> words) {
      std::set<std::string, std::less<>> names;
      for (auto const& parent : {"ouder" + n, "parent" + n, "verzorger" + n, "contactpersoon" + n})
        for (auto const& word : words) names.insert({parent + word, word + parent, word + "van" + parent});
      return names;
    };
    auto name = both({"naam", "name", "volledigenaam"});
    name.insert({"ouder" + n, "parent" + n, "verzorger" + n});
    auto relation = both({"relatie", "relation", "soort", "rol"});
    auto gezag = both({"gezag", "heeftgezag", "ouderlijkgezag", "authority"});
    auto language = both({"taal", "language", "voertaal"});
    if (first) {
      name.insert({"naam", "name", "naamouder", "oudernaam", "ouder", "parent", "parentname"});
      relation.insert({"relatie", "relation", "relatietotkind"});
      gezag.insert({"gezag", "heeftgezag", "ouderlijkgezag", "authority", "parentalauthority"});
      language.insert({"taal", "language", "voertaal", "thuistaal"});
    }
    out.push_back({{"parent" + n + "_name", first ? N_("naam van ouder 1") : N_("naam van ouder 2"), first}, std::move(name)});
    out.push_back({{"parent" + n + "_relation", first ? N_("relatie van ouder 1") : N_("relatie van ouder 2")}, std::move(relation)});
    out.push_back({{"parent" + n + "_gezag", first ? N_("gezag van ouder 1") : N_("gezag van ouder 2"), first}, std::move(gezag)});
    out.push_back({{"parent" + n + "_language", first ? N_("taal van ouder 1") : N_("taal van ouder 2")}, std::move(language)});
  }
  return out;
}

std::vector<KnownField> const& known_fields(ImportKind kind) {
  static std::map<ImportKind, std::vector<KnownField>> const known{
      {ImportKind::Children,
       {{{"number", N_("nummer van het kind"), true},
         {"nummer", "nr", "kindnummer", "kindnr", "kindid", "childid", "childnumber", "number", "externnummer", "klantnummer",
          "nummervanhetkind", "id"}},
        {{"first_name", N_("voornaam"), true}, {"voornaam", "roepnaam", "firstname", "givenname", "voornaamkind", "roepnaamkind"}},
        {{"infix", N_("tussenvoegsel")}, {"tussenvoegsel", "tussenvoegsels", "tussenv", "voorvoegsel", "infix", "prefix"}},
        {{"last_name", N_("achternaam"), true}, {"achternaam", "lastname", "surname", "familyname", "familienaam", "achternaamkind"}},
        {{"born_on", N_("geboortedatum"), true},
         {"geboortedatum", "gebdatum", "geborenop", "geboren", "dateofbirth", "birthdate", "dob", "bornon"}},
        {{"group", N_("groep"), true}, {"groep", "groepsnaam", "groepnaam", "stamgroep", "basisgroep", "group", "groupname"}},
        {{"location", N_("locatie")}, {"locatie", "locatienaam", "vestiging", "location", "locationname", "site"}},
        {{"days", N_("dagen")}, {"dagen", "opvangdagen", "dagdelen", "aanwezig", "aanwezigheid", "days", "attendance", "attendancedays"}},
        {{"language", N_("taal")}, {"taal", "thuistaal", "voertaal", "moedertaal", "language", "homelanguage"}}}},
      {ImportKind::Parents, parent_fields()},
      {ImportKind::Groups,
       {{{"name", N_("groep"), true}, {"groep", "groepsnaam", "groepnaam", "naam", "group", "groupname", "name"}},
        {{"location", N_("locatie"), true}, {"locatie", "locatienaam", "vestiging", "location", "locationname", "site"}},
        {{"group_type", N_("soort groep")}, {"soort", "soortgroep", "groepssoort", "type", "groepstype", "grouptype", "opvangsoort"}},
        {{"lrk", N_("LRK-nummer")}, {"lrk", "lrknummer", "lrkid", "registernummer", "lrknumber"}}}},
      {ImportKind::Staff,
       {{{"name", N_("naam"), true}, {"naam", "volledigenaam", "medewerker", "name", "fullname", "employee"}},
        {{"login", N_("gebruikersnaam"), true},
         {"gebruikersnaam", "inlognaam", "login", "username", "email", "emailadres", "mail", "mailadres", "loginname"}},
        {{"role", N_("rol"), true}, {"rol", "functie", "werk", "role", "function", "job", "jobtitle"}},
        {{"organisation", N_("organisatie")}, {"organisatie", "werkgever", "organisation", "organization", "employer"}},
        {{"location", N_("locatie")}, {"locatie", "vestiging", "location", "site"}},
        {{"group", N_("groep")}, {"groep", "groepen", "stamgroep", "group", "groups"}},
        {{"fte", N_("fte")}, {"fte", "deeltijdfactor", "dienstverband", "parttime", "parttimefactor"}},
        {{"education", N_("opleiding")}, {"opleiding", "opleidingsniveau", "niveau", "education", "educationlevel", "diploma"}}}},
      {ImportKind::Closings,
       {{{"from", N_("eerste dag"), true}, {"eerstedag", "van", "vanaf", "begin", "begindatum", "datum", "dag", "from", "start", "date"}},
        {{"until", N_("laatste dag")}, {"laatstedag", "tot", "totenmet", "tm", "eind", "einde", "einddatum", "until", "to", "end"}},
        {{"name", N_("naam"), true}, {"naam", "omschrijving", "reden", "name", "description", "reason"}},
        {{"location", N_("locatie")}, {"locatie", "locatienaam", "vestiging", "location", "locationname", "site"}}}},
      {ImportKind::Organisations,
       {{{"name", N_("naam"), true}, {"naam", "organisatie", "name", "organisation", "organization"}},
        {{"kind", N_("soort organisatie")}, {"soort", "soortorganisatie", "type", "kind"}},
        {{"plan", N_("stappenplan")}, {"stappenplan", "plan"}}}},
  };
  return known.at(kind);
}

tl::unexpected<base::Error> unmatched(std::string code, char const* sentence, std::vector<std::pair<std::string, std::string>> args,
                                      std::string field = {}) {
  return base::fail(ErrorKind::InvalidInput, std::move(code), {sentence, std::move(args)}, std::move(field));
}

/// The cells of one row by field, and what is wrong in them.
class Cells {
 public:
  Cells(Table const& table, ColumnMatch const& match, Table::Row const& row, std::vector<LineError>& errors)
      : table_(table), match_(match), row_(row), errors_(errors), before_(errors.size()) {}

  [[nodiscard]] std::string text(std::string_view field) const {
    auto const at = match_.columns.find(std::string(field));
    return at == match_.columns.end() ? std::string() : row_.cells[at->second];
  }
  std::string needed(std::string_view field) {
    auto value = text(field);
    if (value.empty()) wrong(field, N_("Regel {line}, {column}: vul dit in."));
    return value;
  }
  base::Private secret(std::string_view field) const { return base::Private(text(field)); }
  base::Private needed_secret(std::string_view field) { return base::Private(needed(field)); }

  void wrong(std::string_view field, char const* sentence, std::vector<std::pair<std::string, std::string>> more = {}) {
    auto const at = match_.columns.find(std::string(field));
    auto const column = at == match_.columns.end() ? std::string(field) : table_.names[at->second];
    more.insert(more.begin(), {{"line", std::to_string(row_.line)}, {"column", column}});
    errors_.push_back({row_.line, column, {sentence, std::move(more)}});
  }
  /// Remembers a key that no two lines may share. `what` is empty when it was not filled in, which is another mistake.
  void once(std::map<std::string, std::size_t>& seen, std::string const& key, std::string_view field) {
    if (key.empty()) return;
    auto const [first, fresh] = seen.emplace(key, row_.line);
    if (!fresh)
      wrong(field, N_("Regel {line}, {column}: dit staat ook op regel {other}. Haal een van de twee weg."),
            {{"other", std::to_string(first->second)}});
  }
  [[nodiscard]] bool good() const { return errors_.size() == before_; }
  [[nodiscard]] std::size_t line() const { return row_.line; }

 private:
  Table const& table_;
  ColumnMatch const& match_;
  Table::Row const& row_;
  std::vector<LineError>& errors_;
  std::size_t before_;
};

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return value;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto const end = std::min(text.find_first_of(separators), text.size());
    auto part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// 31-12-2023, 31/12/2023, 31.12.2023 or 2023-12-31, with or without the midnight that spreadsheets add.
std::optional<base::Date> date_in(std::string_view text) {
  for (std::string_view const midnight : {" 00:00:00", " 00:00", " 0:00:00", " 0:00", "T00:00:00", "T00:00"})
    if (text.ends_with(midnight)) {
      text.remove_suffix(midnight.size());
      break;
    }
  if (auto const day = base::Date::parse(text)) return day;
  auto const separator = text.find_first_of("-/.");
  if (separator == std::string_view::npos) return std::nullopt;
  auto const second = text.find(text[separator], separator + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto const day = text.substr(0, separator), month = text.substr(separator + 1, second - separator - 1), year = text.substr(second + 1);
  if (day.empty() || day.size() > 2 || month.empty() || month.size() > 2 || year.size() != 4) return std::nullopt;
  auto const two = [](std::string_view part) { return (part.size() == 1 ? "0" : "") + std::string(part); };
  return base::Date::parse(std::string(year) + "-" + two(month) + "-" + two(day));
}

std::optional<bool> yes_or_no(std::string_view text) {
  auto const word = plain(text);
  for (auto const* yes : {"ja", "j", "yes", "y", "waar", "true", "1", "x"})
    if (word == yes) return true;
  for (auto const* no : {"nee", "n", "no", "onwaar", "false", "0"})
    if (word == no) return false;
  return std::nullopt;
}

std::optional<std::size_t> week_day(std::string_view text) {
  static constexpr std::array<std::array<std::string_view, 5>, 7> kDays{{{"ma", "maandag", "mon", "monday", "mo"},
                                                                         {"di", "dinsdag", "tue", "tuesday", "tu"},
                                                                         {"wo", "woensdag", "wed", "wednesday", "we"},
                                                                         {"do", "donderdag", "thu", "thursday", "th"},
                                                                         {"vr", "vrijdag", "fri", "friday", "fr"},
                                                                         {"za", "zaterdag", "sat", "saturday", "sa"},
                                                                         {"zo", "zondag", "sun", "sunday", "su"}}};
  auto const word = plain(text);
  for (std::size_t day = 0; day < kDays.size(); ++day)
    if (std::find(kDays[day].begin(), kDays[day].end(), word) != kDays[day].end()) return day;
  return std::nullopt;
}

/// "ma, di en do", "ma/di/do", "ma t/m vr". Two days with a dash could be a list and a range, so they are neither.
std::optional<WeekDays> days_in(std::string const& words) {
  WeekDays out{};
  for (std::string_view const until : {"t/m", "T/M", "tot en met"})
    if (auto const at = words.find(until); at != std::string::npos) {
      auto const first = week_day(std::string_view(words).substr(0, at)),
                 last = week_day(std::string_view(words).substr(at + until.size()));
      if (!first || !last || *last < *first) return std::nullopt;
      for (auto day = *first; day <= *last; ++day) out[day] = true;
      return out;
    }
  auto const parts = split(words, ",;/+& -\n");
  std::size_t named = 0;
  for (auto const& part : parts) {
    if (part == "en" || part == "and") continue;
    auto const day = week_day(part);
    if (!day) return std::nullopt;
    out[*day] = true;
    ++named;
  }
  if (named == 2 && words.find('-') != std::string::npos) return std::nullopt;
  return out;
}

std::optional<domain::Role> role_in(std::string_view text) {
  using domain::Role;
  static std::map<std::string, Role, std::less<>> const known{
      {"pedagogischmedewerker", Role::PedagogischMedewerker},
      {"pedagogischmedewerkster", Role::PedagogischMedewerker},
      {"pm", Role::PedagogischMedewerker},
      {"pmer", Role::PedagogischMedewerker},
      {"leidster", Role::PedagogischMedewerker},
      {"medewerker", Role::PedagogischMedewerker},
      {"groepsleiding", Role::PedagogischMedewerker},
      {"leidinggevende", Role::Leidinggevende},
      {"locatiemanager", Role::Leidinggevende},
      {"clustermanager", Role::Leidinggevende},
      {"manager", Role::Leidinggevende},
      {"pedagoog", Role::Pedagoog},
      {"pedagogischadviseur", Role::Pedagoog},
      {"jeugdzorgcoach", Role::Jeugdzorgcoach},
      {"coachjeugdhulp", Role::Jeugdzorgcoach},
      {"pedagogischcoach", Role::PedagogischCoach},
      {"beheerder", Role::Beheerder},
  };
  auto const found = known.find(plain(text));
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> group_type_in(std::string_view text) {
  static std::map<std::string, std::string, std::less<>> const words{{"dagopvang", "regular"},         {"kdv", "regular"},
                                                                     {"kinderdagverblijf", "regular"}, {"plusgroep", "plus"},
                                                                     {"buitenschoolseopvang", "bso"},  {"peuteropvang", "peuterspeelzaal"},
                                                                     {"psz", "peuterspeelzaal"}};
  auto const word = plain(text);
  if (std::find(kGroupTypes.begin(), kGroupTypes.end(), word) != kGroupTypes.end()) return word;
  auto const found = words.find(word);
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

/// 0,89 and 0.89 are 89; at most 1,50.
std::optional<int> fte_in(std::string_view text) {
  auto const point = text.find_first_of(",.");
  auto const whole = number_in(text.substr(0, point));
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (!whole || *whole > 1 || (point != std::string_view::npos && decimals.empty())) return std::nullopt;
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  if (decimals.size() > 2) return std::nullopt;
  decimals.resize(2, '0');
  auto const part = number_in(decimals);
  if (!part || *whole * 100 + *part > 150) return std::nullopt;
  return *whole * 100 + *part;
}

std::optional<std::string> education_in(std::string_view text) {
  static std::map<std::string, std::string, std::less<>> const known{
      {"mbo2", "mbo2"},       {"mboniveau2", "mbo2"}, {"niveau2", "mbo2"},    {"mbo3", "mbo3"},      {"mboniveau3", "mbo3"},
      {"niveau3", "mbo3"},    {"mbo4", "mbo4"},       {"mboniveau4", "mbo4"}, {"niveau4", "mbo4"},   {"hbo", "hbo"},
      {"hbobachelor", "hbo"}, {"wo", "wo"},           {"womaster", "wo"},     {"universiteit", "wo"}};
  auto const found = known.find(plain(text));
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> organisation_kind_in(std::string_view text) {
  static std::map<std::string, std::string, std::less<>> const known{
      {"kinderopvang", "kinderopvang"},
      {"opvang", "kinderopvang"},
      {"jeugdhulp", "jeugdzorg"},
      {"jeugdzorg", "jeugdzorg"},
      {"jgz", "jgz"},
      {"jeugdgezondheidszorg", "jgz"},
      {"cjg", "cjg"},
      {"centrumvoorjeugdengezin", "cjg"},
      {"school", "school"},
      {"gemeente", "gemeente"},
      {"onderzoek", "onderzoek"},
      {"anders", "other"},
      {"andere", "other"},
      {"other", "other"},
  };
  auto const found = known.find(plain(text));
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

template <class Row>
Imported<Row> read_rows(Table const& table, ColumnMatch const& match, auto const& read) {
  Imported<Row> out;
  for (auto const& row : table.rows) {
    Cells cells(table, match, row, out.errors);
    std::vector<Row> made = read(cells);
    if (cells.good()) std::move(made.begin(), made.end(), std::back_inserter(out.rows));
  }
  return out;
}

}  // namespace

std::vector<ImportField> const& fields_of(ImportKind kind) {
  static auto const all = [] {
    std::map<ImportKind, std::vector<ImportField>> out;
    for (auto const one : {ImportKind::Children, ImportKind::Parents, ImportKind::Groups, ImportKind::Staff, ImportKind::Closings,
                           ImportKind::Organisations})
      for (auto const& known : known_fields(one)) out[one].push_back(known.field);
    return out;
  }();
  return all.at(kind);
}

base::Result<ColumnMatch> match_columns(Table const& table, ImportKind kind, std::map<std::string, std::string> const& given) {
  auto const& fields = known_fields(kind);
  ColumnMatch match{kind, {}, {}};
  std::map<std::size_t, std::string> taken;  // column -> name of the field
  for (auto const& [code, name] : given) {
    auto const field =
        std::find_if(fields.begin(), fields.end(), [&wanted = code](KnownField const& one) { return one.field.code == wanted; });
    if (field == fields.end())
      return unmatched("import_field", N_("Er is geen veld {field}. Kies een veld uit de lijst."), {{"field", code}});
    if (name.empty()) continue;
    auto const column = std::find(table.names.begin(), table.names.end(), name);
    if (column == table.names.end())
      return unmatched("import_column", N_("In het bestand is geen kolom {column}. Kijk op de eerste regel."), {{"column", name}});
    auto const at = static_cast<std::size_t>(column - table.names.begin());
    if (!taken.emplace(at, code).second)
      return unmatched("import_twice", N_("Kolom {column} is voor twee velden gekozen. Kies er een."), {{"column", name}});
    match.columns[code] = at;
  }
  for (std::size_t at = 0; at < table.names.size(); ++at) {
    if (taken.contains(at)) continue;
    auto const name = plain(table.names[at]);
    auto const field = std::find_if(fields.begin(), fields.end(), [&](KnownField const& one) { return one.names.contains(name); });
    if (field == fields.end() || given.contains(field->field.code)) {
      if (!table.names[at].empty()) match.ignored.push_back(table.names[at]);
      continue;
    }
    auto const [first, fresh] = match.columns.emplace(field->field.code, at);
    if (!fresh)
      return unmatched("import_twice", N_("De kolommen {one} en {other} lijken hetzelfde. Kies zelf welke u bedoelt."),
                       {{"one", table.names[first->second]}, {"other", table.names[at]}});
  }
  for (auto const& known : fields)
    if (known.field.required && !match.columns.contains(known.field.code))
      return unmatched("import_missing",
                       N_("Er is geen kolom met deze naam: {field}. Zet die naam op de eerste regel, of wijs zelf een kolom aan."),
                       {{"field", known.field.name}}, known.field.code);
  return match;
}

Imported<ImportedChild> read_children(Table const& table, ColumnMatch const& match) {
  std::map<std::string, std::size_t> seen;
  return read_rows<ImportedChild>(table, match, [&](Cells& cells) {
    ImportedChild child;
    child.line = cells.line();
    child.number = cells.needed("number");
    cells.once(seen, child.number, "number");
    child.first_name = cells.needed_secret("first_name");
    auto const infix = cells.text("infix");
    child.last_name = base::Private((infix.empty() ? "" : infix + " ") + cells.needed("last_name"));
    if (auto const text = cells.needed("born_on"); !text.empty()) {
      auto const day = date_in(text);
      if (!day) cells.wrong("born_on", N_("Regel {line}, {column}: schrijf de dag als 31-12-2023."));
      child.born_on = day.value_or(base::Date{});
    }
    child.group = cells.needed("group");
    child.location = cells.text("location");
    auto const days = days_in(cells.text("days"));
    if (!days) cells.wrong("days", N_("Regel {line}, {column}: schrijf de dagen als: ma, di, do."));
    child.days = days.value_or(WeekDays{});
    child.language = cells.text("language");
    return std::vector{child};
  });
}

Imported<ImportedParent> read_parents(Table const& table, ColumnMatch const& match) {
  return read_rows<ImportedParent>(table, match, [&](Cells& cells) {
    std::vector<ImportedParent> parents;
    auto const number = cells.needed("number");
    for (std::string const prefix : {"parent1_", "parent2_"}) {
      auto const relation = cells.text(prefix + "relation"), gezag = cells.text(prefix + "gezag");
      if (cells.text(prefix + "name").empty()) {
        // Of the second a bare "nee" or a language without a name says nobody: an export writes it on every line.
        if (prefix == "parent1_") static_cast<void>(cells.needed(prefix + "name"));
        if (prefix == "parent2_" && !relation.empty()) static_cast<void>(cells.needed(prefix + "name"));
        continue;
      }
      auto const has_gezag = yes_or_no(gezag);
      // Who has gezag decides about permission, so nothing is taken for granted.
      if (!has_gezag) cells.wrong(prefix + "gezag", N_("Regel {line}, {column}: schrijf ja of nee."));
      parents.push_back({cells.line(), number, cells.secret(prefix + "name"), base::Private(relation), has_gezag.value_or(false),
                         cells.text(prefix + "language")});
    }
    return parents;
  });
}

Imported<ImportedGroup> read_groups(Table const& table, ColumnMatch const& match) {
  std::map<std::string, std::size_t> seen;
  return read_rows<ImportedGroup>(table, match, [&](Cells& cells) {
    ImportedGroup group{cells.line(), cells.needed("name"), cells.needed("location"), {}, cells.text("lrk")};
    if (!group.name.empty() && !group.location.empty()) cells.once(seen, group.location + '\n' + group.name, "name");
    if (auto const text = cells.text("group_type"); !text.empty()) {
      auto const type = group_type_in(text);
      if (!type)
        cells.wrong("group_type", N_("Regel {line}, {column}: schrijf dagopvang, plusgroep, bso, peuterspeelzaal of observatiegroep."));
      group.group_type = type.value_or("");
    }
    return std::vector{group};
  });
}

Imported<ImportedWorker> read_staff(Table const& table, ColumnMatch const& match) {
  std::map<std::string, std::size_t> seen;
  return read_rows<ImportedWorker>(table, match, [&](Cells& cells) {
    ImportedWorker worker;
    worker.line = cells.line();
    worker.name = cells.needed_secret("name");
    worker.login = cells.needed_secret("login");
    cells.once(seen, worker.login.reveal(), "login");
    if (auto const text = cells.needed("role"); !text.empty()) {
      auto const role = role_in(text);
      if (!role)
        cells.wrong("role", N_("Regel {line}, {column}: schrijf bijvoorbeeld pedagogisch medewerker, leidinggevende of pedagoog."));
      worker.role = role.value_or(domain::Role{});
    }
    worker.organisation = cells.text("organisation");
    worker.location = cells.text("location");
    worker.groups = split(cells.text("group"), ",;/\n");
    if (auto const text = cells.text("fte"); !text.empty()) {
      worker.fte_hundredths = fte_in(text);
      if (!worker.fte_hundredths) cells.wrong("fte", N_("Regel {line}, {column}: schrijf een deel van 1, zoals 0,89."));
    }
    if (auto const text = cells.text("education"); !text.empty()) {
      worker.education = education_in(text);
      if (!worker.education) cells.wrong("education", N_("Regel {line}, {column}: schrijf mbo 2, mbo 3, mbo 4, hbo of wo."));
    }
    return std::vector{worker};
  });
}

Imported<ImportedClosing> read_closings(Table const& table, ColumnMatch const& match) {
  return read_rows<ImportedClosing>(table, match, [&](Cells& cells) {
    ImportedClosing closing;
    closing.line = cells.line();
    auto const day = [&](std::string_view field, std::string const& text) {
      auto const found = date_in(text);
      if (!found && !text.empty()) cells.wrong(field, N_("Regel {line}, {column}: schrijf de dag als 31-12-2023."));
      return found.value_or(base::Date{});
    };
    closing.from = day("from", cells.needed("from"));
    auto const until = cells.text("until");
    closing.until = until.empty() ? closing.from : day("until", until);
    if (cells.good() && closing.until < closing.from)
      cells.wrong("until", N_("Regel {line}, {column}: de laatste dag komt voor de eerste. Draai ze om."));
    closing.name = cells.needed("name");
    closing.location = cells.text("location");
    return std::vector{closing};
  });
}

Imported<ImportedOrganisation> read_organisations(Table const& table, ColumnMatch const& match) {
  std::map<std::string, std::size_t> seen;
  return read_rows<ImportedOrganisation>(table, match, [&](Cells& cells) {
    ImportedOrganisation organisation{cells.line(), cells.needed("name"), "kinderopvang", cells.text("plan")};
    cells.once(seen, organisation.name, "name");
    if (auto const text = cells.text("kind"); !text.empty()) {
      auto const kind = organisation_kind_in(text);
      if (!kind)
        cells.wrong("kind",
                    N_("Regel {line}, {column}: schrijf kinderopvang, jeugdhulp, jgz, cjg, school, gemeente, onderzoek of anders."));
      organisation.kind = kind.value_or("");
    }
    return std::vector{organisation};
  });
}

ImportedTable read_imported(Table const& table, ColumnMatch const& match) {
  auto const made = [](auto imported) { return ImportedTable{std::move(imported.rows), std::move(imported.errors)}; };
  switch (match.kind) {
    case ImportKind::Children:
      return made(read_children(table, match));
    case ImportKind::Parents:
      return made(read_parents(table, match));
    case ImportKind::Groups:
      return made(read_groups(table, match));
    case ImportKind::Staff:
      return made(read_staff(table, match));
    case ImportKind::Closings:
      return made(read_closings(table, match));
    case ImportKind::Organisations:
      return made(read_organisations(table, match));
  }
  return {};
}

std::string import_template(ImportKind kind) {
  static std::map<ImportKind, std::string_view> const lines{
      {ImportKind::Children,
       "nummer;voornaam;tussenvoegsel;achternaam;geboortedatum;groep;locatie;dagen\r\n"
       "1001;Noor;de;Wit;31-12-2023;Wadlopers;De Zeester;ma, di, do\r\n"},
      {ImportKind::Parents,
       "nummer kind;ouder 1 naam;ouder 1 relatie;ouder 1 gezag;ouder 1 taal;ouder 2 naam;ouder 2 relatie;ouder 2 gezag;ouder 2 taal\r\n"
       "1001;Sam de Wit;ouder;ja;nl;Robin Kok;ouder;ja;nl\r\n"},
      {ImportKind::Groups, "locatie;groep;soort groep;LRK-nummer\r\nDe Zeester;Wadlopers;dagopvang;123456789\r\n"},
      {ImportKind::Staff,
       "naam;gebruikersnaam;rol;locatie;groep;fte;opleiding\r\n"
       "Kim Bakker;kim@voorbeeld.nl;pedagogisch medewerker;De Zeester;Wadlopers;0,89;mbo 4\r\n"},
      {ImportKind::Closings, "eerste dag;laatste dag;naam;locatie\r\n24-12-2026;31-12-2026;Kerstvakantie;De Zeester\r\n"},
      {ImportKind::Organisations, "naam;soort;stappenplan\r\nOpvang De Boot;kinderopvang;kinderopvang-den-helder\r\n"},
  };
  return "\xEF\xBB\xBF" + std::string(lines.at(kind));
}

}  // namespace vlechtwerk::interop
