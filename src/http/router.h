#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace vlechtwerk::http {

using Handler = std::function<Response(Request const&)>;

/// Renders the page of a failure: 400, 404, 405, 413, 431, 500, 503. `code` is English and stable. Runs on the thread of the
/// sockets for requests that never became whole: it must not block and may find an empty request. It may throw (plain text follows).
using ErrorPage = std::function<Response(Request const&, int status, std::string const& code)>;

/// One line of the log per request. Holds no personal data: the name of the route, never its path or parameters.
struct LogLine {
  std::string request_id;
  std::string method;
  std::string route;  ///< name of the route, empty when none matched
  int status = 0;
  std::string code;    ///< of a failure, else empty
  std::string detail;  ///< a WorldError's text; of any other exception only its type, since its text may hold anything
  std::int64_t microseconds = 0;
};
using Log = std::function<void(LogLine const&)>;

struct RouteInfo {
  std::string name;
  Method method{};
  std::string pattern;
  bool operator==(RouteInfo const&) const = default;
};

/// Which handler answers which request. Filled at the start by one thread; after that `handle` may run on many threads at once.
class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  /// `pattern` is "/" or "/words/{name}/words": a segment is either text or one {name}. Text wins over a {name}. A name or a method with
  /// pattern that is there already, or a malformed pattern, is a programmer's error and stops the program.
  /// Method::Get answers HEAD too (the body is left out); Method::Head and Method::Other cannot be added.
  void add(Method method, std::string pattern, std::string name, Handler handler);
  void on_error(ErrorPage page) { error_page_ = std::move(page); }
  void on_log(Log log) { log_ = std::move(log); }

  /// Every route in the order of adding.
  [[nodiscard]] std::vector<RouteInfo> const& routes() const { return routes_; }

  /// Answers in process, without sockets. Derives path, form and the like first. Never throws: a WorldError of a handler becomes 503,
  /// any other exception 500. The answer carries the security headers.
  [[nodiscard]] Response handle(Request request) const;
  /// The page of a failure, with the security headers; for what fails before there is a whole request.
  [[nodiscard]] Response failure(Request const& request, int status, std::string const& code) const;

 private:
  struct Node;
  struct Outcome;
  [[nodiscard]] Outcome answer(Request& request) const;

  std::unique_ptr<Node> root_;
  std::vector<RouteInfo> routes_;
  ErrorPage error_page_;
  Log log_;
};

}  // namespace vlechtwerk::http
