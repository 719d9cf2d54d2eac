#include "interop/xes/xes.h"

#include <fmt/format.h>

#include <array>

#include "base/date.h"

namespace vlechtwerk::interop {
namespace {

/// How many bytes the character at the start of `text` takes when XML 1.0 may hold it (its production Char); 0 when it may not, or when
/// the bytes are no UTF-8.
std::size_t xml_character(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
  std::uint32_t code = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  bool const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < smallest[size] || surrogate || code == 0xfffe || code == 0xffff || code > 0x10ffff ? 0 : size;
}

std::string element(std::string_view type, std::string_view key, std::string_view value) {
  return fmt::format("<{} key=\"{}\" value=\"{}\"/>", type, xml_attribute(key), xml_attribute(value));
}

std::string elements(Attributes const& attributes, std::string_view indent) {
  std::string out;
  for (auto const& [key, value] : attributes) {
    out += indent;
    if (auto const* text = std::get_if<std::string>(&value))
      out += element("string", key, *text);
    else if (auto const* number = std::get_if<std::int64_t>(&value))
      out += element("int", key, std::to_string(*number));
    else
      out += element("boolean", key, std::get<bool>(value) ? "true" : "false");
    out += '\n';
  }
  return out;
}

/// The parts stand in the order that the schema fixes: extensions, globals, classifiers, attributes, traces. Each key of a classifier is
/// global; the values there are only examples of what every trace or event has.
constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
    <string key="org:role" value="unknown"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="ActivityAndTransition" scope="event" keys="concept:name lifecycle:transition"/>
  <classifier name="Role" scope="event" keys="org:role"/>
  <string key="lifecycle:model" value="standard"/>
)";

}  // namespace

std::string log_time(base::Instant at) { return base::instant_text(at).substr(0, 19) + "Z"; }

std::string xml_attribute(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto const size = xml_character(text.substr(at));
    auto const character = text.substr(at, std::max<std::size_t>(size, 1));
    at += character.size();
    if (size == 0)
      out += "\uFFFD";
    else if (character == "&")
      out += "&amp;";
    else if (character == "<")
      out += "&lt;";
    else if (character == ">")
      out += "&gt;";
    else if (character == "\"")
      out += "&quot;";
    else if (size == 1 && character[0] < ' ')  // a reader would make a blank of it
      out += fmt::format("&#{};", static_cast<int>(character[0]));
    else
      out += character;
  }
  return out;
}

std::string write_xes(EventLog const& log) {
  std::string out(kHead);
  for (auto const& trace : log.traces) {
    out += "  <trace>\n    " + element("string", "concept:name", trace.id) + '\n' + elements(trace.attributes, "    ");
    for (auto const& event : trace.events) {
      out += "    <event>\n";
      out += "      " + element("string", "concept:name", event.activity) + '\n';
      out += "      " + element("string", "lifecycle:transition", event.transition) + '\n';
      out += "      " + element("date", "time:timestamp", log_time(event.at)) + '\n';
      out += "      " + element("string", "org:role", event.role) + '\n';
      out += elements(event.attributes, "      ") + "    </event>\n";
    }
    out += "  </trace>\n";
  }
  return out + "</log>\n";
}

}  // namespace vlechtwerk::interop
