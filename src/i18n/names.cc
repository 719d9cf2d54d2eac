#include "i18n/names.h"

#include <array>
#include <memory>

#include <unicode/coll.h>
#include <unicode/stsearch.h>

#include "base/result.h"

namespace vlechtwerk::i18n {
namespace {

/// A collator may not be shared between threads.
icu::Collator& dutch_collator() {
  thread_local auto const collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("nl"), status));
    if (U_SUCCESS(status)) {
      made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    }
    if (U_FAILURE(status)) {
      throw base::WorldError("ICU has no collation data");
    }
    return made;
  }();
  return *collator;  // NOLINT(clang-analyzer-cplusplus.NewDelete): it is kept until the program ends
}

/// The name without the small words in front: those that begin with a small letter or an apostrophe, as long as a word follows.
std::string_view without_small_words(std::string_view name) {
  while (!name.empty() && ((name[0] >= 'a' && name[0] <= 'z') || name[0] == '\'')) {
    auto const space = name.find(' ');
    if (space == std::string_view::npos || space + 1 == name.size()) {
      break;
    }
    name.remove_prefix(space + 1);
  }
  return name;
}

void append_key(std::string& out, std::string_view text) {
  auto const unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  auto& collator = dutch_collator();
  std::array<std::uint8_t, 256> room{};
  auto const size = collator.getSortKey(unicode, room.data(), static_cast<std::int32_t>(room.size()));
  auto const needed = static_cast<std::size_t>(size);
  if (needed <= room.size()) {
    out.append(room.begin(), room.begin() + size);
    return;
  }
  std::vector<std::uint8_t> more(needed);
  collator.getSortKey(unicode, more.data(), size);
  out.append(more.begin(), more.end());
}

}  // namespace

std::string name_order(std::string_view name) {
  std::string key;
  append_key(key, without_small_words(name));  // ends with a zero byte, so a shorter name comes first
  append_key(key, name);
  return key;
}

bool name_holds(std::string_view name, std::string_view part) {
  auto const unicode = [](std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  };
  if (part.empty()) return true;
  if (name.empty()) return false;
  thread_local auto const collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RuleBasedCollator> made(dynamic_cast<icu::RuleBasedCollator*>(dutch_collator().clone()));
    if (!made) throw base::WorldError("ICU has no collation data");
    made->setAttribute(UCOL_STRENGTH, UCOL_PRIMARY, status);
    made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_OFF, status);
    return made;
  }();
  UErrorCode status = U_ZERO_ERROR;
  icu::StringSearch search(unicode(part), unicode(name), collator.get(), nullptr, status);
  return U_SUCCESS(status) && search.first(status) != USEARCH_DONE && U_SUCCESS(status);
}

}  // namespace vlechtwerk::i18n
