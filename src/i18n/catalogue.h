#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "i18n/lang.h"

namespace vlechtwerk::i18n {

/// The sentences of one language, by the Dutch sentence. Never changes after reading; shared by all threads.
class Catalogue {
 public:
  /// Reads the text of a .po file: comments, msgctxt, msgid, msgstr, strings over several lines, the usual escapes. Entries marked fuzzy,
  /// obsolete (#~), empty, or with gettext's own plural forms are left out; the header (empty msgid) is not a sentence.
  /// Fails on anything else, naming the line.
  static base::Result<Catalogue> read(std::string_view po);

  /// The translation, or nullptr when there is none. `context` tells two meanings of one Dutch sentence apart.
  [[nodiscard]] std::string const* find(std::string_view msgid, std::string_view context = {}) const;
  [[nodiscard]] std::size_t size() const { return sentences_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> sentences_;
};

/// The catalogue of `lang` that was built into the program; empty for Dutch, whose sentences are their own ids.
Catalogue const& built_in_catalogue(Lang lang);

}  // namespace vlechtwerk::i18n
