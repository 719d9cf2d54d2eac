#include "journal/contents.h"

#include <stdexcept>

#include "journal/bytes.h"

namespace vlechtwerk::journal {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kMostBytes = std::size_t{1} << 20;

tl::unexpected<base::Error> unfit(char const* code) {
  return base::fail(base::ErrorKind::InvalidInput, code, {base::N_("De tekst van deze regel kan niet worden gelezen."), {}});
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    auto const first = byte(i);
    if (first < 0x80) {
      ++i;
      continue;
    }
    std::size_t const more = first >= 0xc2 && first <= 0xdf   ? 1U
                             : first >= 0xe0 && first <= 0xef ? 2U
                             : first >= 0xf0 && first <= 0xf4 ? 3U
                                                              : 0U;
    if (more == 0 || text.size() - i <= more) return false;
    for (std::size_t k = 1; k <= more; ++k)
      if ((byte(i + k) & 0xc0) != 0x80) return false;
    auto const second = byte(i + 1);
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) ||
        (first == 0xf4 && second > 0x8f))
      return false;
    i += more + 1;
  }
  return true;
}

}  // namespace

base::Result<void> check(Contents const& contents) {
  std::size_t size = 0;
  for (auto const& [name, text] : contents.texts) {
    size += name.size() + text.size();
    if (size > kMostBytes)
      return base::fail(base::ErrorKind::TooLarge, "journal.contents.size", {base::N_("Deze tekst is te lang. Maak hem korter."), {}},
                        name);
    if (!is_code(name)) return unfit("journal.contents.name");
    if (!is_utf8(text)) return unfit("journal.contents.utf8");
  }
  return {};
}

Bytes encode(Contents const& contents) {
  if (auto const fit = check(contents); !fit) throw std::logic_error(fit.error().code);
  Bytes out{kFormat};
  for (auto const& [name, text] : contents.texts) {
    put_little(out, name.size(), 1);
    out.insert(out.end(), name.begin(), name.end());
    put_little(out, text.size(), 4);
    out.insert(out.end(), text.begin(), text.end());
  }
  return out;
}

base::Result<Contents> decode_contents(std::span<std::uint8_t const> bytes) {
  Reader reader(bytes);
  if (reader.number(1) != kFormat) return unfit("journal.contents.format");
  Contents contents;
  while (!reader.done()) {
    auto const name_size = reader.number(1);
    auto const name = name_size ? reader.take(*name_size) : std::nullopt;
    auto const text_size = name ? reader.number(4) : std::nullopt;
    auto const text = text_size ? reader.take(*text_size) : std::nullopt;
    if (!text) return unfit("journal.contents.length");
    if (!contents.texts.empty() && text_of(*name) <= contents.texts.rbegin()->first) return unfit("journal.contents.order");
    contents.texts.emplace_hint(contents.texts.end(), text_of(*name), text_of(*text));
  }
  if (auto const fit = check(contents); !fit) return tl::unexpected(fit.error());
  return contents;
}

}  // namespace vlechtwerk::journal
