#include "http/router.h"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <typeinfo>

#include "http/security.h"

namespace vlechtwerk::http {
namespace {

[[noreturn]] void stop_program(std::string const& why) {
  fmt::print(stderr, "router: {}\n", why);
  std::abort();
}

std::string_view take_segment(std::string_view& rest) {
  auto const end = std::min(rest.find('/'), rest.size());
  auto const segment = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return segment;
}

std::string type_name(std::type_info const& type) {
  int status = 0;
  std::unique_ptr<char, decltype(&std::free)> const name(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : type.name();
}

struct Target {
  std::string route;
  std::vector<std::string> names;  ///< of the {params}, in order
  Handler handler;
};

bool fits_a_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// Text of a handler that would end a header line and begin another is a bug that no answer may carry out.
void check_headers(Response const& response) {
  bool clean = fits_a_line(response.content_type);
  for (auto const& [name, value] : response.headers) clean = clean && fits_a_line(name) && fits_a_line(value);
  for (auto const& cookie : response.set_cookies) clean = clean && fits_a_line(cookie);
  if (!clean) throw std::logic_error("a response header holds a line end");
}

/// HEAD gets the headers of GET, the length among them, and nothing more.
void leave_out_body(Request const& request, Response& response) {
  if (request.method_name != "HEAD" || response.headers.has("Content-Length")) return;
  response.headers.add("Content-Length", std::to_string(response.body.size()));
  response.body.clear();
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> words;
  std::unique_ptr<Node> any;
  std::map<Method, Target> targets;

  /// The node of a path; fills `values` with what stood at each {name}. Text is tried before {name}.
  Node const* find(std::string_view rest, std::vector<std::string>& values) const {
    if (rest.empty()) return targets.empty() ? nullptr : this;
    auto const segment = take_segment(rest);
    if (auto const word = words.find(segment); word != words.end()) {
      if (auto const* found = word->second->find(rest, values)) return found;
    }
    if (!any) return nullptr;
    values.emplace_back(segment);
    if (auto const* found = any->find(rest, values)) return found;
    values.pop_back();
    return nullptr;
  }
};

struct Router::Outcome {
  Response response;
  std::string code;
  std::string detail;
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::add(Method method, std::string pattern, std::string name, Handler handler) {
  if (method != Method::Get && method != Method::Post) stop_program("only GET and POST routes exist: " + name);
  if (!pattern.starts_with('/') || (pattern.size() > 1 && pattern.ends_with('/'))) stop_program("malformed pattern: " + pattern);
  for (auto const& route : routes_) {
    if (route.name == name) stop_program("two routes are named " + name);
  }
  Target target{name, {}, std::move(handler)};
  Node* node = root_.get();
  auto rest = std::string_view(pattern).substr(1);
  while (!rest.empty()) {
    auto const segment = take_segment(rest);
    bool const is_name = segment.starts_with('{') && segment.ends_with('}') && segment.size() > 2;
    if (segment.empty() || (!is_name && segment.find_first_of("{}") != std::string_view::npos))
      stop_program("malformed pattern: " + pattern);
    if (is_name) target.names.emplace_back(segment.substr(1, segment.size() - 2));
    auto& next = is_name ? node->any : node->words[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  if (!node->targets.emplace(method, std::move(target)).second)
    stop_program(fmt::format("two routes for {} {}", method_text(method), pattern));
  routes_.push_back({std::move(name), method, std::move(pattern)});
}

Response Router::failure(Request const& request, int status, std::string const& code) const {
  Response response;
  try {
    response = error_page_ ? error_page_(request, status, code) : text(fmt::format("{} {}\n", status, code), status);
    check_headers(response);
  } catch (...) {
    // The page of the failure failed itself; the bare fact still has to reach the reader.
    response = text(fmt::format("{} {}\n", status, code), status);
  }
  response.status = status;
  if (status == 503) response.headers.set("Retry-After", "5");
  if (status == 405 && !response.headers.has("Allow")) response.headers.add("Allow", "GET, HEAD, POST");
  add_security_headers(response, request.secure);
  leave_out_body(request, response);
  return response;
}

Router::Outcome Router::answer(Request& request) const {
  auto const failed = [&](int status, std::string code, std::string detail = {}) {
    auto page = failure(request, status, code);
    return Outcome{std::move(page), std::move(code), std::move(detail)};
  };
  if (auto derived = derive(request); !derived) {
    return failed(derived.error().kind == base::ErrorKind::TooLarge ? 413 : 400, derived.error().code);
  }
  std::vector<std::string> values;
  // "/x/" is not another spelling of "/x".
  auto const* node =
      request.path.size() > 1 && request.path.ends_with('/') ? nullptr : root_->find(std::string_view(request.path).substr(1), values);
  if (node == nullptr) return failed(404, "not_found");
  auto const target = node->targets.find(request.method == Method::Head ? Method::Get : request.method);
  if (target == node->targets.end()) {
    auto outcome = failed(405, "method_not_allowed");
    std::string allow;
    for (auto const& [method, unused] : node->targets) {
      allow += allow.empty() ? "" : ", ";
      allow += method == Method::Get ? "GET, HEAD" : method_text(method);
    }
    outcome.response.headers.set("Allow", std::move(allow));
    return outcome;
  }
  request.route = target->second.route;
  for (std::size_t i = 0; i < values.size(); ++i) request.params[target->second.names[i]] = std::move(values[i]);
  try {
    auto response = target->second.handler(request);
    add_security_headers(response, request.secure);
    check_headers(response);
    leave_out_body(request, response);
    return {std::move(response), {}, {}};
  } catch (base::WorldError const& error) {
    return failed(503, "world_broken", error.what());
  } catch (std::exception const& error) {
    return failed(500, "internal", type_name(typeid(error)));
  } catch (...) {
    return failed(500, "internal", "unknown");
  }
}

Response Router::handle(Request request) const {
  auto const begin = std::chrono::steady_clock::now();
  auto outcome = answer(request);
  auto& response = outcome.response;
  if (log_) {
    auto const took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count();
    // The method is text of the sender; only the known ones are fit for a log.
    log_({request.request_id, std::string(method_text(method_of(request.method_name))), request.route, response.status,
          std::move(outcome.code), std::move(outcome.detail), took});
  }
  return std::move(response);
}

}  // namespace vlechtwerk::http
