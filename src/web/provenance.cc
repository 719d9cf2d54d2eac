#include "web/provenance.h"

#include <algorithm>

namespace vlechtwerk::web {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The parts of `text` between commas, trimmed; none of an empty text.
std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto const comma = std::min(text.find(','), text.size());
    if (auto const one = trimmed(text.substr(0, comma)); !one.empty()) out.emplace_back(one);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

void read_row(Provenance& part, std::string_view key, std::string_view value) {
  if (key == "nl") part.text_nl = value;
  if (key == "en") part.title_en = value;
  if (key == "text") part.text_en = value;
  if (key == "scherm") part.screens = listed(value);
  if (key == "test") part.tests = listed(value);
  if (key == "staat")
    part.state = value == "gebouwd" ? Provenance::State::Built : value == "deels" ? Provenance::State::Partly : Provenance::State::NotYet;
  if (key != "regels") return;
  for (auto const& one : listed(value)) {
    auto const open = one.find(" (");
    if (open != std::string::npos && one.back() == ')')
      part.lines.push_back({one.substr(0, open), one.substr(open + 2, one.size() - open - 3)});
  }
}

}  // namespace

std::vector<Provenance> read_provenance(std::string_view text) {
  std::vector<Provenance> parts;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("## F") && line.size() > 7) {
      parts.emplace_back();
      parts.back().code = line.substr(3, 3);
      parts.back().title_nl = line.substr(7);
    } else if (!parts.empty() && line.starts_with("| ") && line.ends_with("|")) {
      auto const second = line.find('|', 1);
      if (second + 1 >= line.size()) continue;
      read_row(parts.back(), trimmed(line.substr(1, second - 1)), trimmed(line.substr(second + 1, line.size() - second - 2)));
    }
  }
  return parts;
}

}  // namespace vlechtwerk::web
