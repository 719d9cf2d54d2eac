#include "http/reader.h"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/form.h"

namespace vlechtwerk::http {
namespace {

namespace beast = boost::beast::http;
using Parser = beast::request_parser<beast::string_body>;

// The least that can still come while a chunked body is not at its end: "0", CRLF, CRLF. With fewer bytes Beast 1.81 asserts when the last
// chunk comes in pieces, so it never sees fewer.
constexpr std::size_t least_chunked_rest = 5;

constexpr std::size_t pending_limit = 16'384;  // a line of chunk size or a trailer that is longer is no honest one

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<std::string> host_name(std::string_view host) {
  auto const colon = host.starts_with('[') ? host.find(':', std::min(host.find(']'), host.size())) : host.find(':');
  auto const name = host.substr(0, colon);
  auto const port = colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
  if (port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) return std::nullopt;
  if (name.empty() || name.size() > 253) return std::nullopt;
  bool const bracketed = name.front() == '[';
  if (bracketed && (name.back() != ']' || name.size() < 4)) return std::nullopt;
  std::string lower;
  for (std::size_t i = 0; i < name.size(); ++i) {
    char const c = name[i];
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool const bracket = bracketed && (i == 0 || i + 1 == name.size());
    bool const allowed = letter || is_digit(c) || c == '.' || (bracketed ? c == ':' : c == '-' || c == '_');
    if (!allowed && !bracket) return std::nullopt;
    lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return lower;
}

struct RequestReader::Impl {
  explicit Impl(ReaderLimits const& given) : limits(given) { begin(); }

  ReaderLimits limits;
  State state = State::Idle;
  std::string pending;      ///< bytes not given to the parser yet
  std::size_t scanned = 0;  ///< of `pending`, while in the header
  std::size_t lines = 0;
  std::optional<Parser> parser;
  Request request;
  bool expects_continue = false;
  bool keep_alive = false;
  int status = 0;
  std::string code;

  void begin() {
    state = State::Idle;
    scanned = 0;
    lines = 0;
    request = {};
    expects_continue = false;
    parser.emplace();
    parser->body_limit(limits.body_bytes);
    // The caps below are exact; the parser's own may not be the narrower one.
    parser->header_limit(static_cast<std::uint32_t>(limits.header_bytes + 1));
  }

  void refuse(int why_status, std::string why) {
    state = State::Refused;
    status = why_status;
    code = std::move(why);
    pending.clear();
    parser.reset();
  }

  void refuse(boost::beast::error_code const& error) {
    if (error == beast::error::body_limit) return refuse(413, "body_too_large");
    if (error == beast::error::header_limit) return refuse(431, "header_too_large");
    refuse(400, "malformed");
  }

  /// Looks at each new byte of the header once. True when the empty line has come; `scanned` is then the header's size.
  bool scan_header() {
    for (; scanned < pending.size(); ++scanned) {
      auto const c = static_cast<unsigned char>(pending[scanned]);
      char const before = scanned > 0 ? pending[scanned - 1] : '\0';
      if (scanned >= limits.header_bytes) return refuse(431, "header_too_large"), false;
      if (before == '\r' && c != '\n') return refuse(400, "line_end"), false;
      if (c == '\n') {
        if (before != '\r') return refuse(400, "line_end"), false;
        bool const empty_line = scanned >= 3 && pending[scanned - 2] == '\n';
        if (scanned == 1) return refuse(400, "malformed"), false;
        if (empty_line) {
          ++scanned;
          return true;
        }
        if (++lines > limits.header_fields + 1) return refuse(431, "too_many_fields"), false;
      } else if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7F) {
        return refuse(400, "control_character"), false;
      } else if ((c == ' ' || c == '\t') && before == '\n') {
        return refuse(400, "folded_line"), false;
      }
    }
    return false;
  }

  void read_header() {
    boost::beast::error_code error;
    parser->put(boost::asio::buffer(pending.data(), scanned), error);
    if (error && error != beast::error::need_more) return refuse(error);
    if (!parser->is_header_done()) return refuse(400, "malformed");
    pending.erase(0, scanned);
    check_header();
    if (state == State::Refused) return;
    state = parser->is_done() ? State::Done : State::Body;
  }

  /// Copies the header out before any trailer could add to it, and refuses what the parser lets pass.
  void check_header() {
    auto const& message = parser->get();
    for (auto const& field : message) {
      request.headers.add(std::string(field.name_string()), std::string(field.value()));
    }
    request.method_name = std::string(message.method_string());
    request.target = std::string(message.target());
    if (message.version() != 10 && message.version() != 11) return refuse(400, "http_version");
    auto const hosts = request.headers.all("Host");
    if (hosts.size() != 1 || !host_name(hosts.front())) return refuse(400, "host");
    auto const lengths = request.headers.all("Content-Length").size();
    auto const encodings = request.headers.all("Transfer-Encoding");
    if (lengths > 1 || (lengths == 1 && !encodings.empty())) return refuse(400, "two_lengths");
    bool const chunked = encodings.size() == 1 && CaselessName::same(encodings.front(), "chunked") && message.version() == 11;
    if (!encodings.empty() && !chunked) return refuse(400, "transfer_encoding");
    if (!request.target.starts_with('/')) return refuse(400, "target_form");
    if (method_of(request.method_name) == Method::Other) return refuse(405, "method_not_allowed");
    keep_alive = parser->keep_alive();
    expects_continue = message.version() == 11 && CaselessName::same(request.headers.get("Expect").value_or(""), "100-continue");
  }

  void read_body() {
    while (!pending.empty() && (!parser->chunked() || pending.size() >= least_chunked_rest)) {
      boost::beast::error_code error;
      auto const used = parser->put(boost::asio::buffer(pending), error);
      pending.erase(0, used);
      if (error && error != beast::error::need_more) return refuse(error);
      if (parser->is_done()) {
        state = State::Done;
        return;
      }
      if (error == beast::error::need_more || used == 0) break;
    }
    if (pending.size() > pending_limit) refuse(400, "malformed");
  }
};

RequestReader::RequestReader(ReaderLimits const& limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;
RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::feed(std::string_view bytes) {
  auto& self = *impl_;
  if (self.state == State::Refused) return self.state;
  self.pending += bytes;
  if (self.state == State::Idle && !self.pending.empty()) self.state = State::Header;
  if (self.state == State::Header && self.scan_header()) self.read_header();
  if (self.state == State::Body) self.read_body();
  return self.state;
}

RequestReader::State RequestReader::state() const { return impl_->state; }
std::size_t RequestReader::body_bytes() const { return impl_->parser ? impl_->parser->get().body().size() : 0; }
bool RequestReader::expects_continue() const { return impl_->expects_continue; }
bool RequestReader::keep_alive() const { return impl_->keep_alive; }
int RequestReader::status() const { return impl_->status; }
std::string const& RequestReader::code() const { return impl_->code; }

Request RequestReader::take() {
  auto request = std::move(impl_->request);
  request.method = method_of(request.method_name);
  request.body = std::move(impl_->parser->get().body());
  impl_->begin();
  return request;
}

}  // namespace vlechtwerk::http
