#include "i18n/choice.h"

#include <charconv>
#include <memory>
#include <unordered_map>
#include <vector>

#include <unicode/msgfmt.h>

#include "i18n/placeholder.h"

namespace vlechtwerk::i18n {
namespace {

/// Making a format costs far more than using one, and the sentences are a fixed set: each thread keeps those it has used.
icu::MessageFormat const* format_of(std::string_view sentence, Lang lang) {
  constexpr std::size_t most = 500;
  thread_local std::unordered_map<std::string, std::unique_ptr<icu::MessageFormat>> formats;
  auto key = std::string(tag(lang)) + ' ' + std::string(sentence);
  if (auto const found = formats.find(key); found != formats.end()) {
    return found->second.get();
  }
  if (formats.size() >= most) {
    formats.clear();
  }
  UErrorCode status = U_ZERO_ERROR;
  auto format = std::make_unique<icu::MessageFormat>(
      icu::UnicodeString::fromUTF8({sentence.data(), static_cast<std::int32_t>(sentence.size())}), icu::Locale(tag(lang).data()), status);
  if (U_FAILURE(status)) {
    format = nullptr;
  }
  return formats.emplace(std::move(key), std::move(format)).first->second.get();
}

std::string fill_by_icu(icu::MessageFormat const* format, std::string_view sentence, std::span<Argument const> arguments) {
  if (format == nullptr) {
    return std::string(sentence);
  }
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (auto const& argument : arguments) {
    bool counts = false;
    each_placeholder(sentence, [&](std::string_view name, std::string_view kind) {
      counts = counts || (name == argument.name && (kind == "plural" || kind == "selectordinal" || kind == "number"));
    });
    std::int64_t number = 0;
    auto const* end = argument.text.data() + argument.text.size();
    bool const is_number = counts && std::from_chars(argument.text.data(), end, number).ptr == end;
    names.push_back(icu::UnicodeString::fromUTF8({argument.name.data(), static_cast<std::int32_t>(argument.name.size())}));
    values.push_back(is_number ? icu::Formattable(number) : icu::Formattable(icu::UnicodeString::fromUTF8(argument.text)));
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
  if (U_FAILURE(status)) {
    return std::string(sentence);
  }
  std::string text;
  out.toUTF8String(text);
  return text;
}

bool is_small_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string fill_choice(std::string_view sentence, std::span<Argument const> arguments, Lang lang) {
  if (arguments.size() != 1 || !is_small_number(arguments[0].text)) return fill_by_icu(format_of(sentence, lang), sentence, arguments);
  // Ages and counts come back on every page: what was made of a sentence and one small number is kept, nothing of a person is in it.
  constexpr std::size_t most = 500;
  thread_local std::unordered_map<std::string, std::string> filled;
  auto key = std::string(tag(lang));
  for (auto const part : {std::string_view(arguments[0].name), std::string_view(arguments[0].text), sentence}) (key += ' ') += part;
  if (auto const found = filled.find(key); found != filled.end()) return found->second;
  if (filled.size() >= most) filled.clear();
  return filled.emplace(std::move(key), fill_by_icu(format_of(sentence, lang), sentence, arguments)).first->second;
}

}  // namespace vlechtwerk::i18n
