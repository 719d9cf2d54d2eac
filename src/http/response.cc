#include "http/response.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "http/form.h"

namespace vlechtwerk::http {
namespace {

Response of_type(std::string content_type, std::string body, int status) {
  Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

/// If-None-Match: `*` or a list of ETags; a weak one counts as its strong form.
bool names_etag(std::string_view header, std::string_view etag) {
  if (header == "*") return true;
  for (auto found = header.find(etag); found != std::string_view::npos; found = header.find(etag, found + 1)) {
    bool const begins = found == 0 || header[found - 1] == ' ' || header[found - 1] == ',' || header[found - 1] == '/';
    auto const after = found + etag.size();
    if (begins && (after == header.size() || header[after] == ',' || header[after] == ' ')) return true;
  }
  return false;
}

void reduce_to_not_modified(Request const& request, Response& response, std::string_view etag) {
  auto const known = request.headers.get("If-None-Match");
  if (!known || !names_etag(*known, etag)) return;
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
}

}  // namespace

Response html(std::string body, int status) { return of_type("text/html; charset=utf-8", std::move(body), status); }
Response text(std::string body, int status) { return of_type("text/plain; charset=utf-8", std::move(body), status); }
Response json(std::string body, int status) { return of_type("application/json; charset=utf-8", std::move(body), status); }

Response attachment(std::string const& filename, std::string content_type, std::string bytes) {
  auto response = of_type(std::move(content_type), std::move(bytes), 200);
  response.headers.add("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encode(filename));
  return response;
}

Response redirect(std::string location) {
  // "//host" and "/\host" lead browsers to another site.
  bool inside = location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\");
  for (char const c : location) inside = inside && c > 0x20 && c < 0x7F;
  if (!inside) throw std::logic_error("a redirect to something that is not a place on this site");
  auto response = of_type("", "", 303);
  response.headers.add("Location", std::move(location));
  return response;
}

std::string etag_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::logic_error("SHA-256 is not there");
  std::string etag = "\"";
  for (std::size_t i = 0; i < 16; ++i) etag += fmt::format("{:02x}", digest[i]);
  return etag + "\"";
}

Response static_file(Request const& request, StaticFile const& file) {
  // An ETag names bytes as sent, so the compressed form has its own.
  bool const packed = !file.gzip.empty() && request.headers.get("Accept-Encoding").value_or("").find("gzip") != std::string_view::npos;
  auto const etag = packed ? file.etag.substr(0, file.etag.size() - 1) + "-gz\"" : file.etag;
  auto response = of_type(file.content_type, packed ? file.gzip : file.bytes, 200);
  if (packed) response.headers.add("Content-Encoding", "gzip");
  if (!file.gzip.empty()) response.headers.add("Vary", "Accept-Encoding");
  response.headers.add("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.add("ETag", etag);
  reduce_to_not_modified(request, response, etag);
  return response;
}

Response unless_same(Request const& request, Response response) {
  auto const etag = etag_of(response.body);
  response.headers.set("ETag", etag);
  reduce_to_not_modified(request, response, etag);
  return response;
}

std::string_view status_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

}  // namespace vlechtwerk::http
