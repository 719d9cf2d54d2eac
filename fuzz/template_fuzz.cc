// Any bytes as the text of a template, and as a value in one: the parser is total, and a value never adds a tag or a quote.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "web/template/template.h"

namespace {

void must(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vlechtwerk;
  using namespace vlechtwerk::web;
  std::string_view const text(reinterpret_cast<char const*>(data), size);

  auto const parsed = parse_template<64>(text);
  must(parsed.count <= 64);
  for (std::size_t at = 0; at < parsed.count; ++at) {
    auto const kind = parsed.pieces[at].kind;
    bool const spans = kind == PieceKind::Each || kind == PieceKind::When || kind == PieceKind::Unless || kind == PieceKind::Sentence;
    must(!spans || (parsed.pieces[at].next > at && parsed.pieces[at].next <= parsed.count));
  }

  static i18n::Catalogue const none;
  i18n::Translator const tr(i18n::Lang::Nl, none);
  auto const page = render(
                        tr, [] { return "<p title=\"{x}\">{t:Dag {x}}</p>"; }, "x"_a = text)
                        .take();
  for (char const sign : {'<', '>', '"', '\''}) {
    must(std::count(page.begin(), page.end(), sign) == (sign == '\'' ? 0 : 2));
  }
  if (auto const local = local_url(text)) {
    must(local->text().starts_with('/') && !local->text().starts_with("//"));
  }
  return 0;
}
