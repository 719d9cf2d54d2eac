#include "http/request.h"

#include <algorithm>

#include "http/form.h"
#include "http/security.h"

namespace vlechtwerk::http {
namespace {

using base::ErrorKind;
using base::N_;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

tl::unexpected<base::Error> bad_address(std::string code) {
  return base::fail(ErrorKind::InvalidInput, std::move(code), {N_("Dit adres konden we niet lezen."), {}});
}

/// The path as pages and the gate see it: one spelling per place, so that nothing slips past a check by another spelling.
base::Result<std::string> read_path(std::string_view raw) {
  if (!raw.starts_with('/')) return bad_address("target_form");
  auto path = percent_decode(raw, false);
  if (!path) return bad_address("path_escape");
  if (!valid_utf8(*path)) return bad_address("path_utf8");
  for (char const c : *path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\') return bad_address("path_characters");
  }
  // An escaped slash would make two segments out of one after the decoding.
  if (std::count(path->begin(), path->end(), '/') != std::count(raw.begin(), raw.end(), '/')) return bad_address("path_escaped_slash");
  std::string_view rest = std::string_view(*path).substr(1);
  while (!rest.empty()) {
    auto const end = rest.find('/');
    auto const segment = rest.substr(0, end);
    if (segment.empty() || segment == "." || segment == "..") return bad_address("path_segment");
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return std::move(*path);
}

base::Result<void> read_form(Request& request) {
  auto const content_type = request.headers.text("Content-Type");
  auto const kind = std::string_view(content_type).substr(0, content_type.find(';'));
  if (CaselessName::same(kind, "application/x-www-form-urlencoded")) {
    auto fields = parse_urlencoded(request.body);
    if (!fields) return tl::unexpected(fields.error());
    request.form_fields = std::move(*fields);
  } else if (CaselessName::same(kind, "multipart/form-data")) {
    auto boundary = multipart_boundary(content_type);
    if (!boundary)
      return base::fail(ErrorKind::InvalidInput, "multipart_boundary",
                        {N_("Dit formulier konden we niet lezen. Probeer het opnieuw."), {}});
    MultipartReader reader(std::move(*boundary), {});
    if (auto fed = reader.feed(request.body); !fed) return fed;
    auto form = reader.finish();
    if (!form) return tl::unexpected(form.error());
    request.form_fields = std::move(form->fields);
    request.uploads = std::move(form->uploads);
  }
  return {};
}

}  // namespace

bool CaselessName::same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

Method method_of(std::string_view name) {
  if (name == "GET") return Method::Get;
  if (name == "HEAD") return Method::Head;
  if (name == "POST") return Method::Post;
  return Method::Other;
}

std::string_view method_text(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Head:
      return "HEAD";
    case Method::Post:
      return "POST";
    case Method::Other:
      break;
  }
  return "OTHER";
}

base::Result<void> derive(Request& request) {
  request.method = method_of(request.method_name);
  request.cookies = parse_cookies(request.headers);
  std::string_view const target = request.target;
  auto const question = std::min(target.find('?'), target.size());
  auto path = read_path(target.substr(0, question));
  if (!path) return tl::unexpected(path.error());
  request.path = std::move(*path);
  auto query = parse_urlencoded(target.substr(std::min(question + 1, target.size())));
  if (!query) return tl::unexpected(query.error());
  request.query = std::move(*query);
  if (request.method == Method::Post) return read_form(request);
  return {};
}

Request get_request(std::string target) {
  Request request;
  request.target = std::move(target);
  request.headers = {{"Host", "localhost"}, {"Sec-Fetch-Site", "same-origin"}};
  request.remote = "127.0.0.1";
  return request;
}

Request post_request(std::string target, Fields const& form) {
  auto request = get_request(std::move(target));
  request.method_name = "POST";
  request.method = Method::Post;
  request.headers.add("Origin", "http://localhost");
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = write_urlencoded(form);
  return request;
}

}  // namespace vlechtwerk::http
