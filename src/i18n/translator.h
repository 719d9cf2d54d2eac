#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "i18n/catalogue.h"
#include "i18n/lang.h"

namespace vlechtwerk::i18n {

/// What stands in the place of `{name}`.
struct Argument {
  std::string_view name;
  std::string text;

  Argument(std::string_view name_, std::string_view text_) : name(name_), text(text_) {}
  Argument(std::string_view name_, std::integral auto number) : name(name_), text(std::to_string(number)) {}
};

/// Speaks one language. Call it `tr`, so that the extraction finds the sentences: tr("Groep {group}", {{"group", name}}).
/// The sentence is Dutch and its own id; without a translation the Dutch is shown. Copies are cheap.
class Translator {
 public:
  explicit Translator(Lang lang) : Translator(lang, built_in_catalogue(lang)) {}
  Translator(Lang lang, Catalogue const& catalogue) : lang_(lang), catalogue_(&catalogue) {}

  [[nodiscard]] Lang lang() const { return lang_; }
  /// The sentence in this language with its placeholders still in it.
  [[nodiscard]] std::string_view sentence(std::string_view msgid, std::string_view context = {}) const;
  /// The sentence with its arguments filled in. `{n, plural, one {# notitie} other {# notities}}` and `select` work as in ICU
  /// MessageFormat; a placeholder without argument stays as it is written. Not HTML: the reader of the result escapes it.
  [[nodiscard]] std::string operator()(std::string_view msgid, std::initializer_list<Argument> arguments = {}) const;
  [[nodiscard]] std::string operator()(base::Message const& message) const;
  /// Fills in a sentence that is already in this language.
  [[nodiscard]] std::string fill(std::string_view sentence, std::span<Argument const> arguments) const;

 private:
  Lang lang_;
  Catalogue const* catalogue_;
};

inline std::string translate(base::Message const& message, Lang lang) { return Translator(lang)(message); }

}  // namespace vlechtwerk::i18n
