#include "http/server.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <ctime>
#include <set>
#include <thread>

#include "base/random.h"
#include "http/handlers.h"

namespace vlechtwerk::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Socket = asio::generic::stream_protocol::socket;
using base::ErrorKind;
using base::N_;

template <class T = void>
using Task = asio::awaitable<T>;

constexpr auto sweep_interval = std::chrono::milliseconds(100);
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t linger_bytes = 1'000'000;
constexpr std::size_t joined_body = 16'384;  // up to here header and body go out as one piece, which is one TLS record

auto giving(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

std::string http_date() {
  auto const now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  static constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string head_of(Response const& response, bool keep_alive, std::string const& date) {
  auto head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nConnection: {}\r\n", response.status, status_phrase(response.status), date,
                          keep_alive ? "keep-alive" : "close");
  auto const line = [&](std::string_view name, std::string_view value) { head.append(name).append(": ").append(value).append("\r\n"); };
  if (!response.content_type.empty()) line("Content-Type", response.content_type);
  bool const has_body = response.status != 204 && response.status != 304;
  if (has_body && !response.headers.has("Content-Length")) line("Content-Length", std::to_string(response.body.size()));
  for (auto const& [name, value] : response.headers) line(name, value);
  for (auto const& cookie : response.set_cookies) line("Set-Cookie", cookie);
  return head += "\r\n";
}

/// The same address has one spelling: IPv4 within IPv6 becomes IPv4.
std::string address_text(asio::ip::address const& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

struct Server::Impl {
  /// What the sweeper knows of one connection; it lives in the coroutine that serves it.
  struct Connection {
    Connection(Impl& the_server, Socket the_socket, std::string the_peer, bool is_trusted)
        : server(the_server), socket(std::move(the_socket)), peer(std::move(the_peer)), trusted(is_trusted) {
      server.connections.insert(this);
      server.connection_count = server.connections.size();
      wait_for_request(server.config.limits.header_time);
    }
    Connection(Connection const&) = delete;
    ~Connection() {
      server.connections.erase(this);
      server.connection_count = server.connections.size();
      count_body(0);
    }

    enum class Phase { Idle, Receiving, Answering };
    void enter(Phase next, Clock::duration limit) {
      phase = next;
      since = Clock::now();
      deadline = since + limit;
    }
    void wait_for_request(Clock::duration limit) { enter(Phase::Idle, limit); }
    void handling() {
      phase = Phase::Answering;
      deadline = Clock::time_point::max();
    }
    /// Keeps the server's sum of bodies that are not answered yet right.
    void count_body(std::size_t bytes) {
      server.body_bytes = server.body_bytes - counted_body + bytes;
      counted_body = bytes;
    }
    /// The pending read or write fails, and with it the coroutine ends.
    void cut() {
      error_code ignored;
      socket.close(ignored);
    }

    Impl& server;
    Socket socket;
    std::string peer;  ///< address without port
    bool trusted;      ///< a proxy whose forwarded headers count
    Phase phase = Phase::Idle;
    Clock::time_point since;
    Clock::time_point deadline;
    std::size_t counted_body = 0;
  };
  using Phase = Connection::Phase;

  Impl(ServerConfig the_config, Router const& the_router, Log the_log)
      : config(std::move(the_config)), router(the_router), log(std::move(the_log)) {}

  base::Result<void> start();
  base::Result<void> load_tls();
  template <class Acceptor>
  Task<> accept(Acceptor& acceptor);
  Task<> sweep();
  Task<> serve(Socket socket, std::string peer, bool trusted);
  template <class Stream>
  Task<> talk(Connection& connection, Stream& stream);
  template <class Stream>
  Task<bool> send(Connection& connection, Stream& stream, Response response, bool keep_alive);
  template <class Stream>
  Task<> say_goodbye(Connection& connection, Stream& stream);
  template <class Stream>
  Task<> linger(Connection& connection, Stream& stream);
  Task<Response> answer(Request request);
  void forget_forwarded_unless_trusted(Connection const& connection, Request& request) const;
  bool host_allowed(Request const& request) const;
  Response refusal(Request request, int status, std::string const& code);
  bool make_room();
  void begin_drain();
  std::string next_id() { return fmt::format("{:08x}{:08x}", id_prefix, id_counter++); }
  std::string const& date() {
    if (auto const now = std::time(nullptr); now != date_second) {
      date_second = now;
      date_line = http_date();
    }
    return date_line;
  }

  ServerConfig config;
  Router const& router;
  Log log;
  asio::io_context io{1};
  std::optional<asio::ssl::context> tls;
  std::optional<asio::ip::tcp::acceptor> tcp;
  std::optional<asio::local::stream_protocol::acceptor> local;
  std::optional<Handlers> handlers;
  std::thread io_thread;
  std::uint16_t port = 0;
  bool proxies_only = false;

  // Only the thread of the sockets touches these.
  std::set<Connection*> connections;
  std::size_t body_bytes = 0;
  std::size_t in_handlers = 0;
  bool draining = false;
  Clock::time_point drain_end;
  std::uint32_t id_prefix = 0;
  std::uint32_t id_counter = 0;
  std::time_t date_second = 0;
  std::string date_line;

  std::atomic<std::size_t> connection_count{0};
};

base::Result<void> Server::Impl::load_tls() {
  tls.emplace(asio::ssl::context::tls_server);
  auto* const native = tls->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Idle connections give their 34 KB of buffers back.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  error_code error;
  if (SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) throw base::WorldError("OpenSSL lacks the ciphers of TLS 1.2");
  tls->use_certificate_chain_file(config.tls->certificate, error);
  if (error)
    return base::fail(ErrorKind::InvalidInput, "tls_files",
                      {N_("Het certificaat in {file} konden we niet lezen."), {{"file", config.tls->certificate}}});
  tls->use_private_key_file(config.tls->key, asio::ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(native) != 1) {
    return base::fail(ErrorKind::InvalidInput, "tls_files",
                      {N_("De sleutel in {file} hoort niet bij het certificaat."), {{"file", config.tls->key}}});
  }
  return {};
}

base::Result<void> Server::Impl::start() {
  std::array<std::uint8_t, 4> seed{};
  base::SystemRandom().fill(seed);
  for (auto const byte : seed) id_prefix = id_prefix << 8U | byte;
  if (config.tls) {
    if (auto loaded = load_tls(); !loaded) return loaded;
  }
  error_code error;
  if (!config.unix_socket.empty()) {
    struct stat existing {};
    // A socket file outlives a server that was killed; anything else at that path is not ours to remove.
    if (::stat(config.unix_socket.c_str(), &existing) == 0 && S_ISSOCK(existing.st_mode)) ::unlink(config.unix_socket.c_str());
    local.emplace(io);
    local->open(asio::local::stream_protocol(), error);
    if (!error) local->bind(config.unix_socket, error);
    if (!error) local->listen(asio::socket_base::max_listen_connections, error);
    if (error)
      return base::fail(ErrorKind::InvalidInput, "listen", {N_("Op {place} kunnen we niet luisteren."), {{"place", config.unix_socket}}});
    ::chmod(config.unix_socket.c_str(), 0660);
  } else {
    auto const address = asio::ip::make_address(config.address == "localhost" ? "127.0.0.1" : config.address, error);
    if (error)
      return base::fail(ErrorKind::InvalidInput, "address", {N_("Dit is geen netwerkadres: {place}."), {{"place", config.address}}});
    if (!config.tls && !address.is_loopback()) {
      if (config.trusted_proxies.empty()) {
        return base::fail(ErrorKind::Refused, "tls_needed",
                          {N_("Zonder certificaat luisteren we alleen op dit apparaat. Geef een certificaat op, of een proxy."), {}});
      }
      proxies_only = true;
    }
    asio::ip::tcp::endpoint const endpoint(address, config.port);
    tcp.emplace(io);
    tcp->open(endpoint.protocol(), error);
    if (!error) tcp->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) tcp->bind(endpoint, error);
    if (!error) tcp->listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return base::fail(ErrorKind::InvalidInput, "listen",
                        {N_("Op {place} kunnen we niet luisteren."), {{"place", fmt::format("{}:{}", config.address, config.port)}}});
    }
    port = tcp->local_endpoint().port();
  }
  handlers.emplace(static_cast<std::size_t>(config.handler_threads), std::thread::hardware_concurrency() + 1);
  if (tcp) asio::co_spawn(io, accept(*tcp), asio::detached);
  if (local) asio::co_spawn(io, accept(*local), asio::detached);
  asio::co_spawn(io, sweep(), asio::detached);
  io_thread = std::thread([this] { io.run(); });
  return {};
}

/// Cuts the connection that waits longest for its request to come; false when all are being answered.
bool Server::Impl::make_room() {
  Connection* oldest = nullptr;
  for (auto* const connection : connections) {
    if (connection->phase == Phase::Answering || !connection->socket.is_open()) continue;
    if (oldest == nullptr || connection->since < oldest->since) oldest = connection;
  }
  if (oldest != nullptr) oldest->cut();
  return oldest != nullptr;
}

template <class Acceptor>
Task<> Server::Impl::accept(Acceptor& acceptor) {
  asio::steady_timer pause(io);
  while (acceptor.is_open()) {
    error_code error;
    auto socket = co_await acceptor.async_accept(giving(error));
    if (error == asio::error::operation_aborted || draining) co_return;
    if (error) {
      // Most likely no file descriptor is left: waiting beats spinning.
      make_room();
      pause.expires_after(sweep_interval);
      co_await pause.async_wait(giving(error));
      continue;
    }
    if (connections.size() >= config.limits.connections && !make_room()) continue;
    std::string peer = "unix";
    bool trusted = true;
    if constexpr (std::is_same_v<Acceptor, asio::ip::tcp::acceptor>) {
      auto const endpoint = socket.remote_endpoint(error);
      if (error) continue;
      peer = address_text(endpoint.address());
      trusted = std::find(config.trusted_proxies.begin(), config.trusted_proxies.end(), peer) != config.trusted_proxies.end();
      if (proxies_only && !trusted && !endpoint.address().is_loopback()) continue;
      socket.set_option(asio::ip::tcp::no_delay(true), error);
    }
    asio::co_spawn(io, serve(std::move(socket), std::move(peer), trusted), [this](std::exception_ptr const& failure) {
      // One connection may run out of memory; the others go on.
      if (failure && log) log({"", "", "", 0, "connection_failed", "", 0});
    });
  }
}

Task<> Server::Impl::sweep() {
  asio::steady_timer timer(io);
  while (!draining || !connections.empty()) {
    timer.expires_after(sweep_interval);
    error_code ignored;
    co_await timer.async_wait(giving(ignored));
    handlers->relieve();
    auto const now = Clock::now();
    for (auto* const connection : connections) {
      if (connection->deadline <= now || (draining && drain_end <= now)) connection->cut();
    }
  }
}

void Server::Impl::begin_drain() {
  draining = true;
  drain_end = Clock::now() + config.drain_time;
  error_code ignored;
  if (tcp) tcp->close(ignored);
  if (local) {
    local->close(ignored);
    ::unlink(config.unix_socket.c_str());
  }
  for (auto* const connection : connections) {
    if (connection->phase == Phase::Idle) connection->cut();
  }
}

Task<> Server::Impl::serve(Socket socket, std::string peer, bool trusted) {
  Connection connection(*this, std::move(socket), std::move(peer), trusted);
  if (!tls) {
    co_await talk(connection, connection.socket);
    co_return;
  }
  asio::ssl::stream<Socket&> stream(connection.socket, *tls);
  error_code error;
  co_await stream.async_handshake(asio::ssl::stream_base::server, giving(error));
  if (error) co_return;
  co_await talk(connection, stream);
}

template <class Stream>
Task<> Server::Impl::talk(Connection& connection, Stream& stream) {
  auto const& limits = config.limits;
  std::array<char, 4'096> bytes{};
  RequestReader reader(limits.request);
  using State = RequestReader::State;
  bool first = true;
  for (;;) {
    connection.wait_for_request(first ? limits.header_time : limits.idle_time);
    first = false;
    Request refused;
    refused.secure = tls.has_value();
    auto seen = State::Idle;
    auto state = reader.feed({});
    for (;;) {
      if (seen == State::Idle && state == State::Header) connection.enter(Phase::Receiving, limits.header_time);
      if (seen != State::Body && state == State::Body) {
        connection.enter(Phase::Receiving, limits.body_time);
        if (reader.expects_continue()) {
          error_code error;
          co_await asio::async_write(stream, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), giving(error));
        }
      }
      seen = state;
      if (state == State::Done || state == State::Refused) break;
      error_code error;
      auto const size = co_await stream.async_read_some(asio::buffer(bytes), giving(error));
      if (error) co_return;
      state = reader.feed({bytes.data(), size});
      connection.count_body(reader.body_bytes());
      if (body_bytes > limits.unfinished_bodies) {
        reader = RequestReader(limits.request);
        connection.count_body(0);
        co_await send(connection, stream, refusal(refused, 503, "bodies_full"), false);
        co_await linger(connection, stream);
        co_return;
      }
    }
    if (state == State::Refused) {
      co_await send(connection, stream, refusal(refused, reader.status(), reader.code()), false);
      co_await linger(connection, stream);
      co_return;
    }
    bool keep_alive = reader.keep_alive();
    auto request = reader.take();
    request.request_id = next_id();
    request.secure = tls.has_value();
    forget_forwarded_unless_trusted(connection, request);
    if (!host_allowed(request)) {
      co_await send(connection, stream, refusal(refused, 400, "host_not_allowed"), false);
      co_await linger(connection, stream);
      co_return;
    }
    connection.handling();
    auto response = co_await answer(std::move(request));
    connection.count_body(0);
    // What cannot be read as a request may be half of an attack: its connection is not used again.
    if (draining || response.status == 400 || response.status == 413) keep_alive = false;
    if (!co_await send(connection, stream, std::move(response), keep_alive)) co_return;
    if (!keep_alive) {
      co_await say_goodbye(connection, stream);
      co_return;
    }
  }
}

Task<Response> Server::Impl::answer(Request request) {
  auto const room = static_cast<std::size_t>(config.handler_threads) + config.limits.queued;
  if (in_handlers >= room) co_return refusal(std::move(request), 503, "busy");
  struct Place {
    explicit Place(std::size_t& counter) : taken(counter) { ++taken; }
    Place(Place const&) = delete;
    ~Place() { --taken; }
    std::size_t& taken;
  } const place(in_handlers);
  co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(std::exception_ptr, Response)>(
      [this, &request](auto done) {
        auto const shared = std::make_shared<decltype(done)>(std::move(done));
        handlers->run([this, &request, shared] {
          std::exception_ptr failure;
          Response response;
          try {
            response = router.handle(std::move(request));
          } catch (...) {
            failure = std::current_exception();
          }
          asio::post(io,
                     [shared, failure, response = std::move(response)]() mutable { std::move (*shared)(failure, std::move(response)); });
        });
      },
      asio::use_awaitable);
}

template <class Stream>
Task<bool> Server::Impl::send(Connection& connection, Stream& stream, Response response, bool keep_alive) {
  auto head = head_of(response, keep_alive, date());
  auto const extra = std::chrono::seconds(response.body.size() / 16'384);
  connection.enter(Phase::Answering, config.limits.write_time + extra);
  error_code error;
  if (response.body.size() <= joined_body) {
    head += response.body;
    co_await asio::async_write(stream, asio::buffer(head), giving(error));
  } else {
    std::array<asio::const_buffer, 2> const pieces = {asio::buffer(head), asio::buffer(response.body)};
    co_await asio::async_write(stream, pieces, giving(error));
  }
  co_return !error;
}

template <class Stream>
Task<> Server::Impl::say_goodbye(Connection& connection, Stream& stream) {
  connection.enter(Phase::Receiving, linger_time);
  if constexpr (!std::is_same_v<Stream, Socket>) {
    error_code ignored;
    co_await stream.async_shutdown(giving(ignored));
  }
}

/// Says that we are done and reads a little of what is still coming: closing with unread bytes would reset the connection, and the
/// client might never see the answer.
template <class Stream>
Task<> Server::Impl::linger(Connection& connection, Stream& stream) {
  co_await say_goodbye(connection, stream);
  error_code error;
  connection.socket.shutdown(asio::socket_base::shutdown_send, error);
  std::array<char, 4'096> bytes{};
  for (std::size_t total = 0; !error && total < linger_bytes;) {
    total += co_await connection.socket.async_read_some(asio::buffer(bytes), giving(error));
  }
}

void Server::Impl::forget_forwarded_unless_trusted(Connection const& connection, Request& request) const {
  request.remote = connection.peer;
  if (!connection.trusted) {
    for (auto const* name : {"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP"})
      request.headers.remove(name);
    return;
  }
  std::string chain;
  for (auto const part : request.headers.all("X-Forwarded-For")) chain += "," + std::string(part);
  // Each proxy adds at the end, so the last one that is no proxy of ours is the client; what stands before it anybody can invent.
  for (std::string_view rest = chain; !rest.empty();) {
    auto const comma = rest.rfind(',');
    error_code error;
    auto const address = asio::ip::make_address(std::string(trim(rest.substr(comma + 1))), error);
    if (error) break;
    request.remote = address_text(address);
    if (std::find(config.trusted_proxies.begin(), config.trusted_proxies.end(), request.remote) == config.trusted_proxies.end()) break;
    rest = rest.substr(0, comma);
  }
  if (auto const protocols = request.headers.all("X-Forwarded-Proto"); !protocols.empty()) {
    request.secure = CaselessName::same(protocols.back(), "https");
  }
}

bool Server::Impl::host_allowed(Request const& request) const {
  if (config.allowed_hosts.empty()) return true;
  auto const host = host_name(request.headers.text("Host"));
  if (host == "127.0.0.1" || host == "localhost" || host == "[::1]") return true;
  return std::any_of(config.allowed_hosts.begin(), config.allowed_hosts.end(),
                     [&](std::string const& allowed) { return CaselessName::same(allowed, *host); });
}

Response Server::Impl::refusal(Request request, int status, std::string const& code) {
  if (request.request_id.empty()) request.request_id = next_id();
  if (log) log({request.request_id, std::string(method_text(request.method)), "", status, code, "", 0});
  return router.failure(request, status, code);
}

Server::Server(ServerConfig config, Router const& router, Log log)
    : impl_(std::make_unique<Impl>(std::move(config), router, std::move(log))) {}

Server::~Server() { stop(); }

base::Result<void> Server::start() { return impl_->start(); }

std::uint16_t Server::port() const { return impl_->port; }

std::size_t Server::connections() const { return impl_->connection_count; }

void Server::stop() {
  if (!impl_->io_thread.joinable()) return;
  asio::post(impl_->io, [this] { impl_->begin_drain(); });
  impl_->io_thread.join();
  impl_->handlers.reset();
}

}  // namespace vlechtwerk::http
