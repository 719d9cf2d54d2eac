#include "journal/contents.h"

#include <stdexcept>

#include "base/utf8.h"
#include "journal/bytes.h"

namespace vlechtwerk::journal {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kMostBytes = std::size_t{1} << 20;

tl::unexpected<base::Error> unfit(char const* code) {
  return base::fail(base::ErrorKind::InvalidInput, code, {base::N_("De tekst van deze regel kan niet worden gelezen."), {}});
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
    if (!base::valid_utf8(text)) return unfit("journal.contents.utf8");
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
