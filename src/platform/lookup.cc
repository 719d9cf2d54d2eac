#include "platform/lookup.h"

#include <array>

#include "platform/keyed_hash.h"

namespace vlechtwerk::platform {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  auto const first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// The letter under the accent for U+00C0 to U+017F, in lower case; # stands for the Dutch ij as one sign.
constexpr std::string_view kUnderAccent =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii##jjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kUnderAccent.size() == 0x180 - 0xc0);

/// The letters of a name as two people might both have written it. Only for comparing; never shown.
std::string letters(std::string_view name) {
  auto const text = lower(name);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) out += text[i];
      continue;
    }
    bool const pair = byte >= 0xc3 && byte <= 0xcd && i + 1 < text.size();
    auto const point = pair ? (byte & 0x1fU) * 64U + (static_cast<unsigned char>(text[i + 1]) & 0x3fU) : 0U;
    if (point >= 0xc0 && point < 0x180) {
      auto const letter = kUnderAccent[point - 0xc0];
      if (letter == '#')
        out += "ij";
      else
        out += letter;
      ++i;
    } else if (point >= 0x300 && point < 0x370) {
      ++i;  // an accent that stands apart, behind its letter
    } else if (text.compare(i, 2, "\xe2\x80") == 0 && i + 2 < text.size()) {
      i += 2;  // typographic dashes and apostrophes
    } else {
      out += text[i];  // another script: as it is written
    }
  }
  return out;
}

}  // namespace

std::vector<std::uint8_t> Blake2bLookupHashes::login_name(base::Private const& name, base::SecretBytes const& key) const {
  auto const normal = lower(trimmed(name.reveal()));
  std::array<std::string_view, 1> const parts{normal};
  return keyed_hash("lookup.login_name", parts, key);
}

std::vector<std::uint8_t> Blake2bLookupHashes::child(base::Private const& first_name, base::Private const& last_name, base::Date born_on,
                                                     base::SecretBytes const& key) const {
  auto const first = letters(first_name.reveal());
  auto const last = letters(last_name.reveal());
  auto const born = born_on.text();
  std::array<std::string_view, 3> const parts{first, last, born};
  return keyed_hash("lookup.child", parts, key);
}

}  // namespace vlechtwerk::platform
