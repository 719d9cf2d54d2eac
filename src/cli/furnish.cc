// `init --from FOLDER`: a new store with everything that a planning package knows, from tables with fixed names.
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <sstream>

#include "app/import.h"
#include "app/login.h"
#include "cli/world.h"
#include "interop/csv/import.h"

namespace vlechtwerk::cli {

using base::ErrorKind;
using base::N_;
using interop::ImportKind;

namespace {

/// In the order in which they are taken in: each finds what it names in those before it.
constexpr std::array<std::pair<std::string_view, ImportKind>, 6> kFiles{{{"organisatie.csv", ImportKind::Organisations},
                                                                         {"locaties_en_groepen.csv", ImportKind::Groups},
                                                                         {"sluitingsdagen.csv", ImportKind::Closings},
                                                                         {"medewerkers.csv", ImportKind::Staff},
                                                                         {"kinderen.csv", ImportKind::Children},
                                                                         {"ouders.csv", ImportKind::Parents}}};

std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

/// One page of A4 for each person, to be printed and handed over.
std::string letters_page(Shell& shell, Options const& options, std::vector<app::ImportLetter> const& letters) {
  auto const say = [&](base::Message const& message) { return escaped(shell.translate(message, options.language)); };
  auto out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta "
      "charset=\"utf-8\"><title>{}</title><style>@page{{size:A4;margin:20mm}}body{{font:12pt/1.5 "
      "sans-serif;margin:2em}}article+article{{break-before:page}}code{{font-size:16pt}}</style></head><body>\n",
      options.language, say({N_("Brieven"), {}}));
  for (auto const& letter : letters)
    out += fmt::format(
        "<article><h1>{}</h1><p>{}</p><p>{}: <b>{}</b><br>{}: <b>{}</b><br>{}: "
        "<code>{}</code></p><ol><li>{}</li><li>{}</li><li>{}</li><li>{}</li>"
        "</ol></article>\n",
        say({N_("Welkom bij Vlechtwerk, {name}"), {{"name", letter.name.reveal()}}}),
        say({N_("Met deze brief log je de eerste keer in. De code werkt één keer en zeven dagen lang."), {}}), say({N_("Adres"), {}}),
        escaped(options.address + "/inloggen/brief"), say({N_("Gebruikersnaam"), {}}), escaped(letter.login.reveal()),
        say({N_("Code"), {}}), escaped(letter.code.reveal()), say({N_("Ga naar het adres en typ je gebruikersnaam en de code."), {}}),
        say({N_("Kies een wachtwoord dat alleen jij weet."), {}}),
        say({N_("Kies een app op je telefoon, of print een kaart met codes."), {}}), say({N_("Gooi daarna deze brief weg."), {}}));
  return out + "</body></html>\n";
}

/// Only for who made it: the codes in it open accounts.
bool write_private(std::filesystem::path const& path, std::string const& text) {
  std::ofstream out(path, std::ios::binary);
  std::error_code failed;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
  out << text;
  out.flush();
  return out.good() && !failed;
}

}  // namespace

base::Result<std::vector<FurnishFile>> read_furnishing(Shell& shell, Options const& options) {
  std::error_code failed;
  if (!std::filesystem::is_directory(options.from, failed))
    return base::fail(ErrorKind::NotFound, "no_folder", {N_("De map {place} is er niet."), {{"place", options.from.string()}}});
  std::string names;
  for (auto const& [name, kind] : kFiles) names += (names.empty() ? "" : ", ") + std::string(name);
  for (auto const& one : std::filesystem::directory_iterator(options.from, failed)) {
    auto const name = one.path().filename().string();
    bool const known = std::any_of(kFiles.begin(), kFiles.end(), [&](auto const& file) { return file.first == name; });
    if (one.path().extension() == ".csv" && !known)
      return base::fail(ErrorKind::InvalidInput, "unknown_file",
                        {N_("Het bestand {file} kennen we niet. Deze namen kunnen: {names}."), {{"file", name}, {"names", names}}});
  }
  std::vector<FurnishFile> out;
  std::size_t wrong = 0;
  auto const complain_about = [&](std::string_view name, std::size_t line, base::Message const& message) {
    ++wrong;
    shell.err << name << ':' << (line == 0 ? std::string() : std::to_string(line) + ":") << ' '
              << shell.translate(message, options.language) << '\n';
  };
  for (auto const& [name, kind] : kFiles) {
    std::ifstream in(options.from / name, std::ios::binary);
    if (!in) continue;
    std::ostringstream bytes;
    bytes << in.rdbuf();
    auto const table = interop::read_table(bytes.str());
    auto const match = table ? interop::match_columns(*table, kind) : tl::unexpected(table.error());
    if (!match) {
      complain_about(name, 0, match.error().message);
      continue;
    }
    auto read = interop::read_imported(*table, *match);
    for (auto const& error : read.errors) complain_about(name, error.line, error.message);
    out.push_back({std::string(name), std::move(read.rows)});
  }
  if (wrong != 0)
    return base::fail(
        ErrorKind::InvalidInput, "wrong_lines",
        {N_("{count, plural, one {Er is 1 regel fout.} other {Er zijn # regels fout.}} Er is nog niets gemaakt. Verbeter ze en "
            "begin opnieuw."),
         {{"count", std::to_string(wrong)}}});
  if (out.empty())
    return base::fail(ErrorKind::NotFound, "no_files",
                      {N_("In {place} staat geen bestand dat we kennen. Deze namen kunnen: {names}."),
                       {{"place", options.from.string()}, {"names", names}}});
  return out;
}

std::string furnished_name(std::vector<FurnishFile> const& files, std::string const& otherwise) {
  for (auto const& file : files)
    if (auto const* rows = std::get_if<std::vector<domain::ImportedOrganisation>>(&file.rows))
      for (auto const& row : *rows)
        if (row.kind == "kinderopvang") return row.name;
  return otherwise;
}

int furnish(Shell& shell, World& world, Options const& options, app::TenantId tenant, app::AccountId account,
            std::vector<FurnishFile> const& files) {
  auto& context = *world.context;
  auto const say = [&](base::Message const& message) { shell.out << shell.translate(message, options.language) << '\n'; };
  std::size_t left = 0;
  std::vector<app::ImportLetter> letters;
  for (auto const& file : files) {
    auto const now = world.clock->now();
    std::optional<app::Caller> caller;
    context.store.read(tenant, [&](app::ReadTx const& tx) {
      for (auto const& row : tx.memberships_of(account, now))
        caller = app::Caller{{account, tenant, row.id, row.role, row.organisation, row.location, {}}, now, "cli"};
    });
    if (!caller) return complain(shell, options, {ErrorKind::NotFound, "nobody", {N_("De eerste beheerder is er niet."), {}}, {}});
    auto const done = app::apply_import(context, *caller, {caller->actor.organisation, file.rows});
    if (!done) return complain(shell, options, done.error());
    for (auto const& line : done->refused)
      for (auto const& why : line.why) shell.err << file.name << ':' << line.line << ": " << shell.translate(why, options.language) << '\n';
    left += done->left;
    letters.insert(letters.end(), done->letters.begin(), done->letters.end());
    say({N_("{file}: {added} nieuw, {changed} veranderd, {same} stonden er al, {left} overgeslagen."),
         {{"file", file.name},
          {"added", std::to_string(done->added)},
          {"changed", std::to_string(done->changed)},
          {"same", std::to_string(done->same)},
          {"left", std::to_string(done->left)}}});
  }
  if (!letters.empty()) {
    auto const place = options.data / "brieven.html";
    if (!write_private(place, letters_page(shell, options, letters)))
      return complain(shell, options,
                      {ErrorKind::NotFound,
                       "no_letters",
                       {N_("De brieven konden niet geschreven worden in {place}."), {{"place", place.string()}}},
                       {}});
    say({N_("De brieven staan in {place}. Print ze, geef ze zelf, en wis daarna dit bestand."), {{"place", place.string()}}});
  }
  if (left != 0)
    return complain(shell, options,
                    {ErrorKind::InvalidInput,
                     "left",
                     {N_("De opslag is gemaakt. {count, plural, one {Eén regel is} other {# regels zijn}} overgeslagen. Verbeter dat "
                         "bestand, en lees het op het scherm in bij Inrichten."),
                      {{"count", std::to_string(left)}}},
                     {}});
  return 0;
}

}  // namespace vlechtwerk::cli
