#include "http/security.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "http/throttle.h"

namespace vlechtwerk::http {
namespace {

Request bare_post(Headers headers, bool secure = false) {
  Request request;
  request.method = Method::Post;
  request.method_name = "POST";
  request.headers = std::move(headers);
  request.secure = secure;
  return request;
}

TEST(SecurityHeaders, StandOnEveryResponse) {
  auto response = html("x");
  add_security_headers(response, false);
  EXPECT_TRUE(response.headers.text("Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'; "));
  EXPECT_EQ(response.headers.text("Content-Security-Policy").find("unsafe"), std::string::npos);
  EXPECT_EQ(response.headers.text("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.text("Cache-Control"), "no-store");
  EXPECT_FALSE(response.headers.has("Strict-Transport-Security"));
  add_security_headers(response, true);
  EXPECT_TRUE(response.headers.has("Strict-Transport-Security"));
  EXPECT_EQ(response.headers.all("Content-Security-Policy").size(), 1U);
}

TEST(Cookie, IsBoundToThisHost) {
  EXPECT_EQ(set_cookie("__Host-v", "abc", SameSite::Lax), "__Host-v=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(set_cookie("__Host-v", "", SameSite::Strict, 0), "__Host-v=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
  EXPECT_THROW((void)set_cookie("v", "abc", SameSite::Lax), std::logic_error);
  EXPECT_THROW((void)set_cookie("__Host-v", "a;b", SameSite::Lax), std::logic_error);
}

TEST(Cookie, AnyHeaderIsRead) {
  EXPECT_EQ(parse_cookies({{"Cookie", "a=1; b=2=3;;  c ; =d;e="}, {"cookie", "a=4"}}),
            (Fields{{"a", "1"}, {"b", "2=3"}, {"e", ""}, {"a", "4"}}));
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "a=1;";
  EXPECT_EQ(parse_cookies({{"Cookie", many}}).size(), 50U);
}

TEST(Origin, AFormOnOurOwnPageMayChangeThings) {
  EXPECT_TRUE(same_origin(bare_post({{"Host", "h"}, {"Sec-Fetch-Site", "same-origin"}})));
  EXPECT_TRUE(same_origin(bare_post({{"Host", "h:8080"}, {"Origin", "http://h:8080"}})));
  EXPECT_TRUE(same_origin(bare_post({{"Host", "h"}, {"Origin", "https://h"}}, true)));
}

TEST(Origin, AFormElsewhereMayNot) {
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://h"}})));
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}, {"Sec-Fetch-Site", "same-site"}})));
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}, {"Sec-Fetch-Site", "none"}})));
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}, {"Origin", "null"}})));
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}, {"Origin", "http://h.evil"}})));
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}, {"Origin", "http://h"}}, true)));
  EXPECT_FALSE(same_origin(bare_post({{"Host", "h"}})));
}

TEST(Origin, AnAddressTypedInMayBeRead) {
  auto request = get_request("/");
  request.headers.set("Sec-Fetch-Site", "none");
  EXPECT_TRUE(same_origin(request));
  request.headers.set("Sec-Fetch-Site", "cross-site");
  EXPECT_FALSE(same_origin(request));
}

TEST(Token, IsTheSameOrNot) {
  EXPECT_TRUE(same_token("abc", "abc"));
  EXPECT_FALSE(same_token("abc", "abd"));
  EXPECT_FALSE(same_token("abc", "ab"));
  EXPECT_FALSE(same_token("", ""));
}

TEST(Throttle, WaitsDoubleAfterTheFreeTries) {
  Throttle throttle;
  base::Instant now{1'000'000'000};
  for (int i = 0; i < 4; ++i) throttle.failed("1.1.1.1", "anna", now);
  EXPECT_EQ(throttle.wait_seconds("1.1.1.1", "anna", now), 0);
  int const expected[] = {1, 2, 4, 8, 16, 32, 60, 60};
  for (int const wait : expected) {
    throttle.failed("1.1.1.1", "anna", now);
    EXPECT_EQ(throttle.wait_seconds("2.2.2.2", "anna", now), wait);
    EXPECT_EQ(throttle.wait_seconds("2.2.2.2", "anna", now.plus_seconds(wait)), 0);
  }
  EXPECT_EQ(throttle.wait_seconds("2.2.2.2", "bert", now), 0);
}

TEST(Throttle, SuccessFreesTheAccountAndNotTheAddress) {
  Throttle throttle;
  base::Instant const now{1'000'000'000};
  for (int i = 0; i < 25; ++i) throttle.failed("1.1.1.1", "anna", now);
  throttle.succeeded("anna");
  EXPECT_EQ(throttle.wait_seconds("2.2.2.2", "anna", now), 0);
  EXPECT_EQ(throttle.wait_seconds("1.1.1.1", "bert", now), 32);
}

TEST(Throttle, OneNetworkOfVersionSixIsOneAddress) {
  Throttle throttle;
  base::Instant const now{1'000'000'000};
  for (int i = 0; i < 25; ++i) throttle.failed("2001:db8:1:2::" + std::to_string(i), "", now);
  EXPECT_EQ(throttle.wait_seconds("2001:db8:1:2:ffff::1", "", now), 32);
  EXPECT_EQ(throttle.wait_seconds("2001:db8:1:3::1", "", now), 0);
}

TEST(Throttle, ForgetsAfterAnHourAndNeverGrowsPastItsBound) {
  Throttle throttle(100);
  base::Instant const now{1'000'000'000};
  for (int i = 0; i < 10; ++i) throttle.failed("1.1.1.1", "anna", now);
  for (int i = 0; i < 1'000; ++i) throttle.failed("a" + std::to_string(i), "b" + std::to_string(i), now);
  EXPECT_LE(throttle.entries(), 200U);
  EXPECT_EQ(throttle.wait_seconds("3.3.3.3", "anna", now), 32) << "a flood of new names must not wash an old one out";
  throttle.failed("3.3.3.3", "anna", now.plus_seconds(3'601));
  EXPECT_EQ(throttle.wait_seconds("3.3.3.3", "anna", now.plus_seconds(3'601)), 0);
}

}  // namespace
}  // namespace vlechtwerk::http
