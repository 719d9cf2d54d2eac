#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace vlechtwerk::web {

/// A place on this site: begins with one `/`, never names a scheme or a host; or a telephone number. The only value that href, src, action
/// … accept.
class Url {
 public:
  [[nodiscard]] std::string const& text() const { return text_; }
  bool operator==(Url const&) const = default;

 private:
  explicit Url(std::string text) : text_(std::move(text)) {}
  friend Url url_of_parts(std::string_view path, std::initializer_list<std::string_view> parts);
  friend std::optional<Url> local_url(std::string_view text);
  friend std::optional<Url> telephone_url(std::string_view text);
  std::string text_;
};

/// The fixed text of a Url: a literal that begins with `/` and has one `{}` for every part. Anything else does not compile.
template <std::size_t parts>
struct UrlPath {
  std::string_view text;
  consteval UrlPath(char const* literal) : text(literal) {
    if (text.empty() || text[0] != '/' || (text.size() > 1 && (text[1] == '/' || text[1] == '\\' || text[1] == '{'))) {
      throw "a Url begins with one slash and a fixed word";
    }
    std::size_t holes = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      holes += text[i] == '{' && text[i + 1] == '}' ? 1u : 0u;
    }
    if (holes != parts) {
      throw "a Url has one {} for every part";
    }
  }
};

/// Puts each part, percent-encoded (all but letters, digits and `-._~`), in the place of its `{}`. Use url() below.
Url url_of_parts(std::string_view path, std::initializer_list<std::string_view> parts);

inline std::string_view url_part(std::string_view part) { return part; }
inline std::string url_part(std::integral auto number) { return std::to_string(number); }
auto url_part(auto const& id) -> decltype(id.text()) { return id.text(); }

/// url("/kind/{}/notitie?dag={}", child.id, day): parts are texts, whole numbers, and whatever has text() (ids, days).
template <class... Parts>
Url url(UrlPath<sizeof...(Parts)> path, Parts const&... parts) {
  return url_of_parts(path.text, {std::string_view(url_part(parts))...});
}

/// A path that came from outside (where to go after logging in). nullopt for anything that could leave this site: another first
/// character than one `/`, a backslash, a control character, a space.
std::optional<Url> local_url(std::string_view text);
/// The telephone number that somebody typed, to be rung with a tap: its digits, and the + before them. Nullopt with less than three digits.
std::optional<Url> telephone_url(std::string_view text);

}  // namespace vlechtwerk::web
