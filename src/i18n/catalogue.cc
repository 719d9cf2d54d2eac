#include "i18n/catalogue.h"

#include <array>

#include "embedded/locale.h"

namespace vlechtwerk::i18n {
namespace {

using base::ErrorKind;

constexpr char context_end = '\4';  // between context and msgid, as in gettext's own keys

std::string key_of(std::string_view msgid, std::string_view context) {
  std::string key(context);
  if (!context.empty()) {
    key += context_end;
  }
  return key.append(msgid);
}

std::string_view trimmed(std::string_view line) {
  auto const blank = " \t\r";
  auto const begin = line.find_first_not_of(blank);
  return begin == std::string_view::npos ? std::string_view{} : line.substr(begin, line.find_last_not_of(blank) - begin + 1);
}

/// Reads `"…"` to the end of the line and appends its text. False when it is not exactly that.
bool append_quoted(std::string& out, std::string_view line) {
  if (line.size() < 2 || line.front() != '"' || line.back() != '"') {
    return false;
  }
  line = line.substr(1, line.size() - 2);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      return false;
    }
    if (line[i] != '\\') {
      out += line[i];
      continue;
    }
    auto const escaped = ++i < line.size() ? line[i] : '\0';
    switch (escaped) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
        out += '\r';
        break;
      case '"':
      case '\\':
        out += escaped;
        break;
      default:
        return false;
    }
  }
  return true;
}

struct Entry {
  std::string context;
  std::string msgid;
  std::string msgstr;
  bool fuzzy = false;
  bool plural = false;
  bool has_msgid = false;
  bool has_msgstr = false;
};

}  // namespace

base::Result<Catalogue> Catalogue::read(std::string_view po) {
  Catalogue catalogue;
  Entry entry;
  std::string* field = nullptr;
  std::string unused;  // of msgid_plural and msgstr[1]
  auto const finish = [&] {
    if (entry.has_msgstr && !entry.fuzzy && !entry.plural && !entry.msgid.empty() && !entry.msgstr.empty()) {
      catalogue.sentences_.insert_or_assign(key_of(entry.msgid, entry.context), std::move(entry.msgstr));
    }
    entry = {};
    field = nullptr;
  };
  int line_number = 0;
  while (!po.empty()) {
    ++line_number;
    auto const end = po.find('\n');
    auto line = trimmed(po.substr(0, end));
    po = end == std::string_view::npos ? std::string_view{} : po.substr(end + 1);
    auto const keyword = line.substr(0, line.find_first_of(" \t\""));
    if (line.empty()) {
      finish();
      continue;
    }
    if (line.front() == '#') {
      if (entry.has_msgstr) {
        finish();
      }
      entry.fuzzy = entry.fuzzy || (line.starts_with("#,") && line.find("fuzzy") != std::string_view::npos);
      continue;
    }
    if (entry.has_msgstr && (keyword == "msgctxt" || keyword == "msgid")) {
      finish();
    }
    bool known = true;
    if (keyword == "msgctxt") {
      field = &entry.context;
    } else if (keyword == "msgid") {
      known = !entry.has_msgid;
      entry.has_msgid = true;
      field = &entry.msgid;
    } else if (keyword == "msgid_plural" || keyword.starts_with("msgstr[")) {
      entry.plural = true;
      entry.has_msgstr = keyword != "msgid_plural";
      field = &unused;
    } else if (keyword == "msgstr") {
      known = entry.has_msgid && !entry.has_msgstr;
      entry.has_msgstr = true;
      field = &entry.msgstr;
    } else {
      known = keyword.empty() && field != nullptr;
    }
    if (!known || !append_quoted(*field, trimmed(line.substr(keyword.size())))) {
      return base::fail(ErrorKind::InvalidInput, "po.unreadable",
                        {base::N_("Regel {line} van het taalbestand is niet te lezen."), {{"line", std::to_string(line_number)}}});
    }
  }
  finish();
  return catalogue;
}

std::string const* Catalogue::find(std::string_view msgid, std::string_view context) const {
  auto const found = context.empty() ? sentences_.find(msgid) : sentences_.find(key_of(msgid, context));
  return found == sentences_.end() ? nullptr : &found->second;
}

Catalogue const& built_in_catalogue(Lang lang) {
  static auto const catalogues = [] {
    std::array<Catalogue, languages.size()> all;
    for (auto const& file : embedded::locale()) {
      for (auto const& row : languages) {
        if (file.path == "locale/" + std::string(row.tag) + ".po") {
          // A file that was built in and cannot be read is a mistake of ours; a test reads it before anybody else does.
          all[static_cast<std::size_t>(row.lang)] = Catalogue::read(file.text()).value();
        }
      }
    }
    return all;
  }();
  return catalogues[static_cast<std::size_t>(lang)];
}

}  // namespace vlechtwerk::i18n
