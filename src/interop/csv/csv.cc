#include "interop/csv/csv.h"

namespace vlechtwerk::interop {
namespace {

std::string value_of(Attributes const& attributes, std::string_view key) {
  for (auto const& [name, value] : attributes) {
    if (name != key) continue;
    if (auto const* text = std::get_if<std::string>(&value)) return *text;
    if (auto const* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    return std::get<bool>(value) ? "true" : "false";
  }
  return "";
}

std::string line_of(std::vector<std::string> const& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
  return out + "\r\n";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  static constexpr std::string_view kStartsFormula = "=+-@\t\r\n";
  std::string cell(text);
  if (!cell.empty() && kStartsFormula.find(cell.front()) != std::string_view::npos) cell.insert(0, "'");
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (char const c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string write_csv(EventLog const& log) {
  std::vector<std::string> head{"case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp", "org:role"};
  head.insert(head.end(), log.event_keys.begin(), log.event_keys.end());
  for (auto const& key : log.trace_keys) head.push_back("case:" + key);
  std::string out = line_of(head);
  for (auto const& trace : log.traces)
    for (auto const& event : trace.events) {
      std::vector<std::string> cells{trace.id, event.activity, event.transition, log_time(event.at), event.role};
      for (auto const& key : log.event_keys) cells.push_back(value_of(event.attributes, key));
      for (auto const& key : log.trace_keys) cells.push_back(value_of(trace.attributes, key));
      out += line_of(cells);
    }
  return out;
}

}  // namespace vlechtwerk::interop
