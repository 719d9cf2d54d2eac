#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/reader.h"
#include "http/router.h"

namespace vlechtwerk::http {

struct TlsFiles {
  std::string certificate;  ///< path of a PEM file: our certificate, then those between it and the root
  std::string key;          ///< path of a PEM file without a passphrase
};

struct ServerLimits {
  ReaderLimits request;
  std::chrono::milliseconds header_time{10'000};  ///< from the first byte of a request (or the connection) to the end of its header
  std::chrono::milliseconds body_time{30'000};    ///< from there to the end of the body
  std::chrono::milliseconds idle_time{30'000};    ///< between two requests
  std::chrono::milliseconds write_time{30'000};   ///< for an answer, plus a second per 16 KB
  std::size_t connections = 2'000;                ///< when full, the one that waits longest for its request makes room
  std::size_t unfinished_bodies = 134'217'728;    ///< bytes of bodies that came in and are not answered yet, over all; beyond it 503
  std::size_t queued = 1'000;                     ///< whole requests that wait for a handler thread; beyond it 503
};

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 = any free port, see Server::port
  std::string unix_socket =
      {};  ///< path; when set the server listens there instead of on address and port, and trusts who connects as a proxy
  std::optional<TlsFiles> tls = {};
  ServerLimits limits = {};
  int handler_threads = 64;                       ///< handlers wait for the disk, so there are far more than processors
  std::chrono::milliseconds drain_time{10'000};   ///< what `stop` gives requests that are under way
  std::vector<std::string> trusted_proxies = {};  ///< addresses whose X-Forwarded-For and X-Forwarded-Proto are believed
  std::vector<std::string> allowed_hosts = {};    ///< names that Host may carry besides this machine's own; empty = any
};

/// HTTP/1.1 over TCP, TLS or a unix socket. One thread handles the sockets, a pool runs the router's handlers.
class Server {
 public:
  /// The router must outlive the server and not change while it runs.
  Server(ServerConfig config, Router const& router, Log log = {});
  /// Stops first.
  ~Server();

  /// Listens and returns. Codes: tls_needed (neither TLS nor loopback, unix socket or trusted proxies), tls_files, address, listen.
  /// Without TLS, on another address than loopback, only the trusted proxies are let in.
  base::Result<void> start();
  /// The port in use, after start; 0 with a unix socket.
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;
  /// Takes no new connections, answers what is under way within drain_time, and returns when all is quiet. A handler that runs is waited
  /// for without limit. May be called from any thread but a handler's, by one at a time, and more than once.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vlechtwerk::http
