#include <gtest/gtest.h>

#include "journal_fixture.h"

namespace vlechtwerk::journal {
namespace {

using namespace fixture;

std::string hex_of(std::span<std::uint8_t const> bytes) {
  std::string out;
  for (auto const byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

/// The values of the worked example in the document: a line `name:`, then its lines of hex, indented.
std::map<std::string, std::string> values_in_document() {
  std::ifstream in(VLECHTWERK_SOURCE_DIR "/docs/formats/journal.md");
  std::map<std::string, std::string> values;
  std::string line, name;
  bool inside = false;
  while (std::getline(in, line)) {
    if (line.starts_with("```")) {
      inside = line == "```hex";
      name.clear();
    } else if (inside && line.ends_with(':')) {
      name = line.substr(0, line.size() - 1);
    } else if (inside && !name.empty() && line.starts_with("  ")) {
      auto const text = line.substr(2);
      values[name] += name == "signed head" && !values[name].empty() ? " " + text : text;
    }
  }
  return values;
}

TEST(Document, ShowsTheBytesThatTheProgramMakes) {
  CountingRandom random;
  auto const key = key_of_child();
  auto header = note();
  Contents const contents{{{"did", "Samen gespeeld."}, {"text", "Zo\xc3\xab lacht weer."}}};
  auto const entry = *seal(header, contents, key, random);
  Position const position{1, 1, *base::parse_instant("2026-03-02T09:16:00.000001Z")};
  auto const hash = link({}, position, entry.header_bytes, entry.sealed);
  auto const keys = make_signing_keys(random);

  std::map<std::string, std::string> const made{
      {"subject key", hex_of(key.key.reveal())},
      {"header", hex_of(entry.header_bytes)},
      {"contents", hex_of(encode(contents))},
      {"sealed", hex_of(entry.sealed)},
      {"wrapped content key", hex_of(entry.content_key->bytes)},
      {"hash", hex_of(hash)},
      {"signed head", sign({"journal", header.tenant, 1, hash, *base::parse_instant("2026-03-02T23:00:00Z")}, keys)},
  };
  auto const written = values_in_document();
  EXPECT_EQ(written.size(), made.size());
  for (auto const& [name, value] : made) {
    EXPECT_TRUE(written.contains(name)) << name;
    EXPECT_EQ(written.contains(name) ? written.at(name) : "", value) << name;
  }
}

TEST(Document, ListsEveryFieldWithItsTagAndEveryKindOfEntry) {
  std::ifstream in(VLECHTWERK_SOURCE_DIR "/docs/formats/journal.md");
  std::string const document(std::istreambuf_iterator<char>(in), {});
  for (std::uint8_t tag = 1; !field_name(tag).empty(); ++tag)
    EXPECT_NE(document.find(fmt::format("\n| {} | {} |", tag, field_name(tag))), std::string::npos) << field_name(tag);
  for (auto const kind : domain::entry_kind::kAll) EXPECT_NE(document.find(fmt::format("\n| {} |", kind)), std::string::npos) << kind;
}

}  // namespace
}  // namespace vlechtwerk::journal
