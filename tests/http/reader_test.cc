#include "http/reader.h"

#include <gtest/gtest.h>

namespace vlechtwerk::http {
namespace {

using State = RequestReader::State;

std::string refusal_of(std::string_view bytes, ReaderLimits const& limits = {}) {
  RequestReader reader(limits);
  return reader.feed(bytes) == State::Refused ? std::to_string(reader.status()) + " " + reader.code() : "";
}

TEST(Reader, IsTheSameInPiecesOfAnySize) {
  std::string const bytes =
      "POST /a?b=c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\n my\r\n0\r\nX-Forwarded-For: "
      "6.6.6.6\r\n\r\n"
      "GET /next HTTP/1.1\r\nhost: h:80\r\nConnection: close\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RequestReader reader({});
    std::vector<Request> requests;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      auto state = reader.feed(std::string_view(bytes).substr(i, step));
      while (state == State::Done) {
        EXPECT_EQ(reader.keep_alive(), requests.empty());
        requests.push_back(reader.take());
        state = reader.feed({});
      }
      ASSERT_NE(state, State::Refused) << step << " " << reader.code();
    }
    ASSERT_EQ(requests.size(), 2U) << step;
    EXPECT_EQ(requests[0].body, "hello my");
    EXPECT_EQ(requests[0].target, "/a?b=c");
    EXPECT_FALSE(requests[0].headers.has("X-Forwarded-For")) << "a trailer must not become a header";
    EXPECT_EQ(requests[1].target, "/next");
    EXPECT_EQ(reader.state(), State::Idle);
  }
}

TEST(Reader, TheLastChunkMayComeByteByByte) {
  for (std::string const trailer : {"", "T: x\r\n"}) {
    RequestReader reader({});
    reader.feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (char const c : "0\r\n" + trailer + "\r\n") reader.feed(std::string(1, c));
    EXPECT_EQ(reader.state(), State::Done) << trailer;
  }
}

TEST(Reader, RefusesWhatTwoParsersCouldReadInTwoWays) {
  auto const get = [](std::string const& fields) { return "GET / HTTP/1.1\r\n" + fields + "\r\n"; };
  EXPECT_EQ(refusal_of(get("Host: h\r\n")), "");
  EXPECT_EQ(refusal_of(get("")), "400 host");
  EXPECT_EQ(refusal_of(get("Host: h\r\nHost: h\r\n")), "400 host");
  EXPECT_EQ(refusal_of(get("Host: a b\r\n")), "400 host");
  EXPECT_EQ(refusal_of(get("Host: h/x\r\n")), "400 host");
  EXPECT_EQ(refusal_of(get("Host: \r\n")), "400 host");
  EXPECT_EQ(refusal_of(get("Host: h\r\nX: a\r\n b\r\n")), "400 folded_line");
  EXPECT_EQ(refusal_of(get("Host: h\r\nX: a\rb\r\n")), "400 line_end");
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\nHost: h\n\n"), "400 line_end");
  EXPECT_EQ(refusal_of(get(std::string("Host: h\r\nX: a\0b\r\n", 17))), "400 control_character");
  EXPECT_EQ(refusal_of(get("Host: h\r\nX : a\r\n")), "400 malformed");
  EXPECT_EQ(refusal_of(get("Host: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n")), "400 malformed");
  EXPECT_EQ(refusal_of(get("Host: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n")), "400 two_lengths");
  EXPECT_EQ(refusal_of("GET / HTTP/9.9\r\nHost: h\r\n\r\n"), "400 malformed");
  EXPECT_EQ(refusal_of("GET / HTTP/1.2\r\nHost: h\r\n\r\n").substr(0, 3), "400");
  EXPECT_EQ(refusal_of("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n"), "400 target_form");
  EXPECT_EQ(refusal_of("DELETE / HTTP/1.1\r\nHost: h\r\n\r\n"), "405 method_not_allowed");
  EXPECT_EQ(refusal_of("get / HTTP/1.1\r\nHost: h\r\n\r\n"), "405 method_not_allowed");
  EXPECT_EQ(refusal_of("\r\n\r\n").substr(0, 3), "400");
  EXPECT_EQ(refusal_of("\x16\x03\x01").substr(0, 3), "400") << "TLS to a plain port";
}

TEST(Reader, RefusesLengthsThatAreNone) {
  auto const post = [](std::string const& fields) {
    return refusal_of("POST / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n24\r\nx").substr(0, 3);
  };
  EXPECT_EQ(post("Content-Length: 24\r\nTransfer-Encoding: chunked\r\n"), "400");
  EXPECT_EQ(post("Transfer-Encoding: chunked\r\nContent-Length: 24\r\n"), "400");
  EXPECT_EQ(post("Transfer-Encoding: xchunked\r\n"), "400");
  EXPECT_EQ(post("Transfer-Encoding: gzip, chunked\r\n"), "400");
  EXPECT_EQ(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400");
  EXPECT_EQ(post("Content-Length: +24\r\n"), "400");
  EXPECT_EQ(post("Content-Length: -5\r\n"), "400");
  EXPECT_EQ(post("Content-Length: 18446744073709551617\r\n"), "400");
  EXPECT_EQ(post("Content-Length: 10000000000\r\n"), "413");
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx").substr(0, 3), "400");
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX\r\n0\r\n\r\n").substr(0, 3), "400");
  EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n").substr(0, 3), "400");
}

TEST(Reader, HoldsItsBounds) {
  auto const fields = [](int count) {
    std::string text = "GET / HTTP/1.1\r\nHost: h\r\n";
    for (int i = 1; i < count; ++i) text += "X: y\r\n";
    return text + "\r\n";
  };
  EXPECT_EQ(refusal_of(fields(100)), "");
  EXPECT_EQ(refusal_of(fields(101)), "431 too_many_fields");
  auto const padded = [](std::size_t size) {
    std::string const begin = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    return begin + std::string(size - begin.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(refusal_of(padded(16'384)), "");
  EXPECT_EQ(refusal_of(padded(16'385)), "431 header_too_large");
  auto const chunked = [](std::string const& chunks) {
    return "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
  };
  EXPECT_EQ(refusal_of(chunked("4\r\nabcd\r\n0\r\n\r\n"), {.body_bytes = 4}), "");
  EXPECT_EQ(refusal_of(chunked("4\r\nabcd\r\n1\r\ne\r\n"), {.body_bytes = 4}), "413 body_too_large");
  EXPECT_EQ(refusal_of(chunked("1;" + std::string(100'000, 'x'))).substr(0, 3), "400");
}

TEST(Reader, KnowsTheHostWithoutItsPort) {
  EXPECT_EQ(host_name("Vlechtwerk.Example:8443"), "vlechtwerk.example");
  EXPECT_EQ(host_name("[::1]:80"), "[::1]");
  EXPECT_EQ(host_name("127.0.0.1"), "127.0.0.1");
  for (auto const* bad : {"", ":80", "a:b", "a:999999", "[::1", "[]", "a@b", "a,b", "a/b", "[::1]x"})
    EXPECT_EQ(host_name(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace vlechtwerk::http
