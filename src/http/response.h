#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "http/fields.h"
#include "http/request.h"

namespace vlechtwerk::http {

/// One answer. The router adds the standard security headers, the server the length and the connection headers.
struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";  ///< empty = no Content-Type header
  std::string body;
  Headers headers;                       ///< `Cache-Control: no-store` is added unless it is set here
  std::vector<std::string> set_cookies;  ///< whole values of Set-Cookie, made by `set_cookie` of security.h
};

Response html(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response json(std::string body, int status = 200);
/// A file to keep: the browser saves it under `filename` (UTF-8) and never shows it.
Response attachment(std::string const& filename, std::string content_type, std::string bytes);
/// 303 to a place on this site. `location` begins with one '/' and is ASCII without control characters: anything else is a
/// programmer's error (std::logic_error), so that no value of a user can lead away from the site.
Response redirect(std::string location);

/// A file that is part of the program. Its URL changes with its contents (a hash in the name), so browsers keep it for ever.
struct StaticFile {
  std::string content_type;
  std::string bytes;
  std::string etag;       ///< of `etag_of(bytes)`
  std::string gzip = {};  ///< the same bytes compressed, for who accepts that; may be empty
};
/// A strong ETag with its quotes: the first 128 bits of SHA-256 in hex.
std::string etag_of(std::string_view bytes);
/// The file with a year of immutable cache, or 304 when the browser has it.
Response static_file(Request const& request, StaticFile const& file);
/// Gives the response its ETag; when the request names that one already, the answer is 304 without a body. For fragments that poll.
Response unless_same(Request const& request, Response response);

/// The standard phrase of a status, for the status line ("Not Found"); "Status" for one that we never send.
std::string_view status_phrase(int status);

}  // namespace vlechtwerk::http
