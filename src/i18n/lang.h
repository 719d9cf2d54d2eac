#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace vlechtwerk::i18n {

enum class Lang { Nl, En };

/// One row per language. `tag` is the BCP 47 tag (html lang, the cookie, the file locale/<tag>.po); `name` is how its speakers call it.
struct LangRow {
  Lang lang;
  std::string_view tag;
  std::string_view name;
};

inline constexpr std::array languages{LangRow{Lang::Nl, "nl", "Nederlands"}, LangRow{Lang::En, "en", "English"}};

constexpr std::string_view tag(Lang lang) { return languages[static_cast<std::size_t>(lang)].tag; }

/// Exactly a tag of the table; anything else is nullopt.
constexpr std::optional<Lang> lang_of(std::string_view tag) {
  for (auto const& row : languages) {
    if (row.tag == tag) {
      return row.lang;
    }
  }
  return std::nullopt;
}

}  // namespace vlechtwerk::i18n
