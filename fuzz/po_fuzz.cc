// Any bytes as a catalogue, and as a sentence with its placeholders: nothing crashes, and what cannot be read is an answer.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "i18n/catalogue.h"
#include "i18n/translator.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vlechtwerk::i18n;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const catalogue = Catalogue::read(text);
  if (!catalogue && catalogue.error().message.args.empty()) {
    __builtin_trap();
  }
  static Catalogue const none;
  (void)Translator(Lang::En, none)(text, {{"n", 2}, {"name", text}});
  return 0;
}
