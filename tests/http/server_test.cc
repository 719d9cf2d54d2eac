#include "http/server.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/un.h>

#include <atomic>
#include <filesystem>

#include "wire.h"

namespace vlechtwerk::http {
namespace {

using namespace std::chrono_literals;

std::string const good_request = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A server with small deadlines and a few routes.
struct House {
  explicit House(ServerConfig config = quick_config()) : server(add_routes(config), router) {
    auto const started = server.start();
    EXPECT_TRUE(started) << started.error().code;
  }
  static ServerConfig quick_config() {
    ServerConfig config;
    config.limits.header_time = 600ms;
    config.limits.body_time = 600ms;
    config.limits.idle_time = 10s;
    config.drain_time = 3s;
    config.handler_threads = 8;
    return config;
  }
  ServerConfig add_routes(ServerConfig config) {
    router.add(Method::Get, "/hello", "hello",
               [](Request const& request) { return text("hello " + request.remote + (request.secure ? " secure" : "")); });
    router.add(Method::Post, "/echo", "echo", [](Request const& request) { return text(request.form().text("a")); });
    router.add(Method::Get, "/slow", "slow", [this](Request const&) {
      ++entered;
      std::this_thread::sleep_for(5ms);
      while (held) std::this_thread::sleep_for(1ms);
      return text("slow");
    });
    router.add(Method::Get, "/large", "large", [](Request const&) { return text(std::string(3'000'000, 'x')); });
    return config;
  }
  Wire connect() { return Wire(server.port()); }

  Router router;
  std::atomic<bool> held = false;
  std::atomic<int> entered = 0;
  Server server;
};

std::string post_of(std::string const& body) {
  return "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Sends the bytes on a connection of their own; the status of the answer, 0 when there was none. The server must close.
int status_and_close(House& house, std::string const& bytes) {
  auto wire = house.connect();
  wire.send(bytes);
  bool closed = false;
  auto const answer = wire.rest(&closed);
  EXPECT_TRUE(closed) << bytes.substr(0, 100);
  return status_of(answer);
}

TEST(Server, AnswersManyRequestsOnOneConnection) {
  House house;
  auto wire = house.connect();
  for (int i = 0; i < 20; ++i) {
    wire.send(good_request);
    EXPECT_TRUE(wire.answer().ends_with("\r\n\r\nhello 127.0.0.1"));
    wire.send(post_of("a=%C3%AB" + std::to_string(i)));
    EXPECT_TRUE(wire.answer().ends_with("ë" + std::to_string(i)));
  }
  wire.send(good_request + good_request);
  EXPECT_EQ(status_of(wire.answer()), 200);
  EXPECT_EQ(status_of(wire.answer()), 200);
}

TEST(Server, AnswersCarryTheSecurityHeaders) {
  House house;
  auto wire = house.connect();
  wire.send(good_request);
  auto const answer = wire.answer();
  for (auto const* field : {"\r\nContent-Security-Policy: default-src 'none'", "\r\nX-Content-Type-Options: nosniff\r\n",
                            "\r\nCache-Control: no-store\r\n", "\r\nDate: ", "\r\nConnection: keep-alive\r\n"}) {
    EXPECT_NE(answer.find(field), std::string::npos) << field;
  }
}

TEST(Server, HeadHasTheLengthAndNotTheBody) {
  House house;
  auto wire = house.connect();
  wire.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  auto const answer = wire.rest();
  EXPECT_NE(answer.find("Content-Length: 15\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(Server, ALargeAnswerArrivesWhole) {
  House house;
  auto wire = house.connect();
  wire.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_GT(wire.answer().size(), 3'000'000U);
}

TEST(Server, WaitsWithABodyUntilTheClientMaySend) {
  House house;
  auto wire = house.connect();
  wire.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: "
      "application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(wire.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  wire.send("a=1");
  EXPECT_EQ(status_of(wire.answer()), 200);
}

TEST(Server, RefusesWhatIsMalformedAndCloses) {
  House house;
  std::string const post = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
  std::string const get = "GET /hello HTTP/1.1\r\n";
  std::vector<std::string> const probes = {
      post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\na=1",
      post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
      post + "Content-Length: +24\r\n\r\n",
      post + "Content-Length: -5\r\n\r\n",
      post + "Content-Length : 3\r\n\r\na=1",
      "GET /hello HTTP/1.1\nHost: localhost\n\n",
      get + "Host: localhost\r\nX: a" + std::string(1, '\0') + "b\r\n\r\n",
      post + "Content-Length: 18446744073709551617\r\n\r\n",
      "GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n",
      get + "Host: localhost\r\nX: a\r\n folded\r\n\r\n",
      get + "\r\n",
      get + "Host: localhost\r\nHost: localhost\r\n\r\n",
      get + "Host: localhost\r\nX: a\rSet-Cookie: b\r\n\r\n",
      "GET /hello%0d%0aX:y HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      post_of("a=%ff"),
      post_of("a=\xff"),
      post_of("a=%00"),
      "\x16\x03\x01\x02",
      "garbage\r\n\r\n",
  };
  for (auto const& probe : probes) EXPECT_EQ(status_and_close(house, probe), 400) << probe;
  for (auto const* method : {"PUT", "DELETE", "TRACE", "OPTIONS", "FOO"}) {
    EXPECT_EQ(status_and_close(house, std::string(method) + " /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405) << method;
  }
  auto wire = house.connect();
  wire.send(good_request);
  EXPECT_EQ(status_of(wire.answer()), 200);
}

TEST(Server, RefusesWhatIsTooLargeWithoutKeepingIt) {
  House house;
  auto const before = resident_megabytes();
  std::string const post = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
  EXPECT_EQ(status_and_close(house, post + "Content-Length: 1073741824\r\n\r\n" + std::string(100'000, 'x')), 413);
  EXPECT_EQ(status_and_close(house, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(10'000'000, 'x')), 431);
  std::string many = "GET /hello HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 10'000; ++i) many += "X: y\r\n";
  EXPECT_EQ(status_and_close(house, many + "\r\n"), 431);
  std::string chunks = post + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 160; ++i) chunks += "10000\r\n" + std::string(65'536, 'x') + "\r\n";
  EXPECT_EQ(status_and_close(house, chunks), 413);
  std::string fields;
  for (int i = 0; i < 490'000; ++i) fields += "a&";
  EXPECT_EQ(status_and_close(house, post_of(fields)), 413);
  for (int i = 0; i < 510'000; ++i) fields += "a&";
  EXPECT_EQ(status_and_close(house, post_of(fields)), 413);
  EXPECT_LT(resident_megabytes() - before, 100);
  auto wire = house.connect();
  wire.send(good_request);
  EXPECT_EQ(status_of(wire.answer()), 200);
}

TEST(Server, CutsAHeaderAndABodyThatComeTooSlowly) {
  House house;
  auto slow_header = house.connect();
  auto slow_body = house.connect();
  auto honest = house.connect();
  slow_body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n");
  // Each byte comes in time for an idle limit; only a limit on the whole header ends this.
  for (char const c : good_request.substr(0, 12)) {
    slow_header.send(std::string(1, c));
    slow_body.send("x");
    honest.send(good_request);
    EXPECT_EQ(status_of(honest.answer()), 200);
    std::this_thread::sleep_for(90ms);
  }
  bool closed = false;
  slow_header.rest(&closed, 300ms);
  EXPECT_TRUE(closed);
  slow_body.rest(&closed, 300ms);
  EXPECT_TRUE(closed);
}

TEST(Server, AConnectionThatSaysNothingIsCutAndOneThatWaitsBetweenRequestsIsNot) {
  House house;
  auto silent = house.connect();
  auto waiting = house.connect();
  waiting.send(good_request);
  EXPECT_EQ(status_of(waiting.answer()), 200);
  bool closed = false;
  silent.rest(&closed, 1'500ms);
  EXPECT_TRUE(closed);
  waiting.send(good_request);
  EXPECT_EQ(status_of(waiting.answer()), 200);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryIsTheProductsOwn = false;  // a sanitizer keeps notes beside each piece of memory
#else
constexpr bool kMemoryIsTheProductsOwn = true;
#endif

TEST(Server, AThousandIdleConnectionsAreAllServed) {
  House house;
  auto const before = resident_megabytes();
  std::vector<Wire> wires;
  for (int i = 0; i < 1'000; ++i) {
    wires.push_back(house.connect());
    wires.back().send(good_request);
    ASSERT_EQ(status_of(wires.back().answer()), 200) << i;
  }
  EXPECT_EQ(house.server.connections(), 1'000U);
  if (kMemoryIsTheProductsOwn) {
    EXPECT_LT(resident_megabytes() - before, 60);
  }
  for (auto& wire : wires) {
    wire.send(good_request);
    ASSERT_EQ(status_of(wire.answer()), 200);
  }
}

TEST(Server, WhenFullTheOneThatWaitsLongestMakesRoom) {
  auto config = House::quick_config();
  config.limits.connections = 10;
  config.limits.header_time = 30s;
  House house(config);
  auto early = house.connect();
  early.send(good_request);
  EXPECT_EQ(status_of(early.answer()), 200);
  std::vector<Wire> crowd;
  for (int i = 0; i < 30; ++i) crowd.push_back(house.connect());
  auto late = house.connect();
  late.send(good_request);
  EXPECT_EQ(status_of(late.answer()), 200);
  bool closed = false;
  early.rest(&closed);
  EXPECT_TRUE(closed);
  EXPECT_LE(house.server.connections(), 11U);
}

TEST(Server, SixtyFourConnectionsWithASleepingHandlerAreAllAnswered) {
  auto config = House::quick_config();
  config.handler_threads = 64;
  House house(config);
  std::atomic<int> answered = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 64; ++i) {
    clients.emplace_back([&] {
      auto wire = house.connect();
      for (int k = 0; k < 50; ++k) {
        wire.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        if (wire.answer().ends_with("slow")) ++answered;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(answered, 64 * 50);
}

TEST(Server, WhenTheQueueIsFullItSaysTryLater) {
  auto config = House::quick_config();
  config.handler_threads = 1;
  config.limits.queued = 1;
  House house(config);
  house.held = true;
  std::vector<Wire> wires;
  for (int i = 0; i < 3; ++i) {
    wires.push_back(house.connect());
    wires.back().send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  int busy = 0;
  for (auto& wire : wires) {
    auto const answer = wire.answer(500ms);
    if (status_of(answer) != 503) continue;
    ++busy;
    EXPECT_NE(answer.find("\r\nRetry-After: 5\r\n"), std::string::npos);
  }
  EXPECT_EQ(busy, 1);
  house.held = false;
}

TEST(Server, BodiesThatNeverEndAreBoundedOverAllConnections) {
  auto config = House::quick_config();
  config.limits.unfinished_bodies = 500'000;
  config.limits.body_time = 10s;
  House house(config);
  std::vector<Wire> wires;
  for (int i = 0; i < 6; ++i) {
    wires.push_back(house.connect());
    wires.back().send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n" + std::string(100'000, 'x'));
  }
  int refused = 0;
  for (auto& wire : wires) refused += status_of(wire.answer(500ms)) == 503 ? 1 : 0;
  EXPECT_GE(refused, 1);
  EXPECT_LT(refused, 6);
}

TEST(Server, StopAnswersAHalfSentPostAndClosesTheIdle) {
  House house;
  std::vector<Wire> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(house.connect());
    idle.back().send(good_request);
    EXPECT_EQ(status_of(idle.back().answer()), 200);
  }
  house.held = true;
  auto running = house.connect();
  running.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
  auto half = house.connect();
  auto const post = post_of("a=whole");
  half.send(post.substr(0, post.size() - 3));
  while (house.entered == 0) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(50ms);
  std::thread stopping([&] { house.server.stop(); });
  bool closed = false;
  for (auto& wire : idle) {
    wire.rest(&closed);
    EXPECT_TRUE(closed);
  }
  EXPECT_FALSE(house.connect().connected());
  half.send(post.substr(post.size() - 3));
  auto const answer = half.answer();
  EXPECT_TRUE(answer.ends_with("whole")) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  house.held = false;
  EXPECT_TRUE(running.answer().ends_with("slow"));
  stopping.join();
}

TEST(Server, StopDoesNotWaitForAClientThatNeverFinishes) {
  auto config = House::quick_config();
  config.drain_time = 300ms;
  config.limits.body_time = 60s;
  House house(config);
  auto half = house.connect();
  half.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\na");
  std::this_thread::sleep_for(50ms);
  house.server.stop();
  EXPECT_EQ(house.server.connections(), 0U);
}

TEST(Server, OnlyTheNamesItKnowsAreAHost) {
  auto config = House::quick_config();
  config.allowed_hosts = {"vlechtwerk.example"};
  House house(config);
  auto const status = [&](std::string const& host) {
    auto wire = house.connect();
    wire.send("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return status_of(wire.answer());
  };
  for (auto const* good : {"Vlechtwerk.example", "vlechtwerk.example:8443", "localhost:1", "127.0.0.1", "[::1]"})
    EXPECT_EQ(status(good), 200) << good;
  for (auto const* bad : {"evil.example", "vlechtwerk.example.evil", "127.0.0.2"}) EXPECT_EQ(status(bad), 400) << bad;
}

TEST(Server, ForwardedHeadersCountFromATrustedProxyOnly) {
  std::string const forwarded =
      "GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n\r\n";
  House open;
  auto stranger = open.connect();
  stranger.send(forwarded);
  EXPECT_TRUE(stranger.answer().ends_with("\r\n\r\nhello 127.0.0.1"));
  auto config = House::quick_config();
  config.trusted_proxies = {"127.0.0.1"};
  House behind(config);
  auto proxy = behind.connect();
  proxy.send(forwarded);
  auto const answer = proxy.answer();
  EXPECT_TRUE(answer.ends_with("hello 203.0.113.9 secure"));
  EXPECT_NE(answer.find("Strict-Transport-Security"), std::string::npos);
}

TEST(Server, WithoutTlsItListensOnThisMachineOnly) {
  Router router;
  auto const code = [&](ServerConfig const& config) {
    Server server(config, router);
    auto const started = server.start();
    return started ? "" : started.error().code;
  };
  EXPECT_EQ(code({.address = "0.0.0.0"}), "tls_needed");
  EXPECT_EQ(code({.address = "0.0.0.0", .trusted_proxies = {"10.0.0.1"}}), "");
  EXPECT_EQ(code({.address = "::1"}), "");
  EXPECT_EQ(code({.address = "nonsense"}), "address");
  EXPECT_EQ(code({.tls = TlsFiles{"/nonexistent", "/nonexistent"}}), "tls_files");
  House house;
  EXPECT_EQ(code({.port = house.server.port()}), "listen");
}

TEST(Server, AUnixSocketServesAProxy) {
  auto config = House::quick_config();
  config.unix_socket = (std::filesystem::temp_directory_path() / ("vlechtwerk-test-" + std::to_string(::getpid()))).string();
  House house(config);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  config.unix_socket.copy(address.sun_path, sizeof address.sun_path - 1);
  int const client = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::connect(client, static_cast<sockaddr const*>(static_cast<void const*>(&address)), sizeof address), 0);
  std::string const request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n";
  ASSERT_EQ(::send(client, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  std::string answer(4'096, '\0');
  answer.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(client, answer.data(), answer.size(), 0))));
  ::close(client);
  EXPECT_TRUE(answer.ends_with("hello 203.0.113.9"));
  house.server.stop();
  EXPECT_FALSE(std::filesystem::exists(config.unix_socket));
}

/// A key and a certificate that it signed itself, in a directory that goes away again.
struct TestCertificate {
  TestCertificate() : folder(std::filesystem::temp_directory_path() / ("vlechtwerk-tls-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder);
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
    X509_set_pubkey(certificate, key);
    unsigned char const name[] = "localhost";
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, name, -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_sign(certificate, key, EVP_sha256());
    files = {(folder / "certificate.pem").string(), (folder / "key.pem").string()};
    std::FILE* out = std::fopen(files.certificate.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    out = std::fopen(files.key.c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  ~TestCertificate() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  TlsFiles files;
};

/// What the server answers over TLS of at most this version; empty when there is no handshake.
std::string over_tls(std::uint16_t port, int version, std::string const& request) {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, version);
  SSL_CTX_set_max_proto_version(context, version);
  int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket, static_cast<sockaddr const*>(static_cast<void const*>(&address)), sizeof address), 0);
  SSL* const ssl = SSL_new(context);
  SSL_set_fd(ssl, socket);
  std::string answer;
  if (SSL_connect(ssl) == 1) {
    SSL_write(ssl, request.data(), static_cast<int>(request.size()));
    char bytes[4'096];
    for (int size = 0; (size = SSL_read(ssl, bytes, sizeof bytes)) > 0;) answer.append(bytes, static_cast<std::size_t>(size));
    EXPECT_EQ(SSL_get_error(ssl, 0), SSL_ERROR_ZERO_RETURN) << "the end of the answer must be signed too";
  }
  SSL_free(ssl);
  ::close(socket);
  SSL_CTX_free(context);
  return answer;
}

TEST(ServerTls, SpeaksTheTwoNewestVersionsAndNoOlder) {
  TestCertificate const certificate;
  auto config = House::quick_config();
  config.address = "0.0.0.0";
  config.tls = certificate.files;
  House house(config);
  std::string const request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto const answer = over_tls(house.server.port(), version, request);
    EXPECT_TRUE(answer.ends_with("hello 127.0.0.1 secure")) << answer;
    EXPECT_NE(answer.find("Strict-Transport-Security"), std::string::npos);
  }
  EXPECT_EQ(over_tls(house.server.port(), TLS1_1_VERSION, request), "");
  auto plain = house.connect();
  plain.send(good_request);
  EXPECT_NE(status_of(plain.rest()), 200);
}

}  // namespace
}  // namespace vlechtwerk::http
