#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace vlechtwerk::http {

/// Bounds of one request on the wire.
struct ReaderLimits {
  std::size_t header_bytes = 16'384;  ///< request line and all header lines
  std::size_t header_fields = 100;
  /// Far more than a text that can be saved, so that a text that is too long comes back in its form instead of being lost.
  std::size_t body_bytes = 4'000'000;
};

/// Reads HTTP/1.x requests from bytes in pieces of any size, without sockets or time. It refuses what two parsers could read in two ways
/// (the causes of request smuggling): bare LF, folded lines, control characters, doubled or mixed lengths, no or several Host fields.
/// After a refusal the connection has to be closed.
class RequestReader {
 public:
  enum class State {
    Idle,  ///< no byte of the next request has come
    Header,
    Body,     ///< the header is whole and accepted
    Done,     ///< `take` gives the request
    Refused,  ///< `status` and `code` say why
  };

  explicit RequestReader(ReaderLimits const& limits);
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;
  ~RequestReader();

  /// Takes the bytes; those behind the end of the request wait for the next one.
  State feed(std::string_view bytes);
  [[nodiscard]] State state() const;
  /// Bytes of the body so far, for a bound over all connections.
  [[nodiscard]] std::size_t body_bytes() const;
  /// In Body: the client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool expects_continue() const;
  /// After Done: whether another request may follow on this connection.
  [[nodiscard]] bool keep_alive() const;
  /// After Refused.
  [[nodiscard]] int status() const;
  [[nodiscard]] std::string const& code() const;
  /// After Done: the request with method name, target, headers and body; then begins on the next one with what is left.
  Request take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The host of a Host header without its port, lower case; nullopt when malformed.
std::optional<std::string> host_name(std::string_view host_header);

}  // namespace vlechtwerk::http
