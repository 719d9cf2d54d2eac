#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/fields.h"

namespace vlechtwerk::http {

enum class Method { Get, Head, Post, Other };

Method method_of(std::string_view name);
std::string_view method_text(Method method);

/// A file that came with a multipart form. Nothing in it is checked but its size and that its names are UTF-8.
struct Upload {
  std::string field;
  std::string filename;      ///< as the browser sent it; never a path to use
  std::string content_type;  ///< what the browser claims
  std::string bytes;
};

/// One request. The server (or a test) fills the first part; `Router::handle` derives the second part from it.
struct Request {
  std::string method_name = "GET";
  std::string target = "/";  ///< raw, as sent
  Headers headers;
  std::string body;
  std::string remote;      ///< address of the client without port; of a trusted proxy's client when there is one
  bool secure = false;     ///< the client speaks TLS, to us or to a trusted proxy
  std::string request_id;  ///< for logs and error pages; tells nothing about the person

  Method method = Method::Get;
  std::string path = "/";  ///< percent-decoded UTF-8; begins with '/', no control characters, no empty, "." or ".." segment
  Fields query;
  Fields cookies;
  Fields form_fields;
  std::vector<Upload> uploads;
  std::string route;                          ///< name of the route that matched, empty before
  std::map<std::string, std::string> params;  ///< values of the {names} in the route's pattern, never empty

  /// Fields of an urlencoded or multipart body; always valid UTF-8 without NUL. Other bodies give none.
  [[nodiscard]] Fields const& form() const { return form_fields; }
  /// The value of a {name} of the pattern, empty when the pattern has no such name.
  [[nodiscard]] std::string param(std::string const& name) const {
    auto const found = params.find(name);
    return found == params.end() ? std::string() : found->second;
  }
};

/// Fills method, path, query, cookies, form fields and uploads from what came in. An error is always the sender's (400 or 413).
base::Result<void> derive(Request& request);

/// A request as a browser on this machine would send it, for tests and for calls within the program.
Request get_request(std::string target);
/// The same with an urlencoded form and the headers of a form on our own page.
Request post_request(std::string target, Fields const& form);

}  // namespace vlechtwerk::http
