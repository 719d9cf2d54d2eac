#include "http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/result.h"
#include "http/form.h"

namespace vlechtwerk::http {
namespace {

Router example_router() {
  Router router;
  router.add(Method::Get, "/", "home", [](Request const&) { return html("home"); });
  router.add(Method::Get, "/kind/{id}", "kind", [](Request const& request) { return html("kind " + request.param("id")); });
  router.add(Method::Get, "/kind/nieuw", "kind_new", [](Request const&) { return html("new"); });
  router.add(Method::Post, "/kind/{child}/notitie", "note_add", [](Request const& request) {
    return html(request.route + " " + request.param("child") + " " + request.form().text("tekst"));
  });
  router.add(Method::Get, "/broken", "broken", [](Request const&) -> Response { throw base::WorldError("disk full"); });
  router.add(Method::Get, "/bug", "bug", [](Request const&) -> Response { throw std::runtime_error("Sanne de Vries"); });
  router.add(Method::Get, "/split", "split", [](Request const&) {
    auto response = html("x");
    response.headers.add("X-Name", "a\r\nSet-Cookie: b");
    return response;
  });
  return router;
}

int status_of_get(Router const& router, std::string target) { return router.handle(get_request(std::move(target))).status; }

TEST(Router, FillsTheParametersOfThePattern) {
  auto const router = example_router();
  EXPECT_EQ(router.handle(get_request("/kind/7")).body, "kind 7");
  EXPECT_EQ(router.handle(get_request("/kind/Zo%C3%AB?x=1")).body, "kind Zoë");
  EXPECT_EQ(router.handle(post_request("/kind/7/notitie", {{"tekst", "a&b=ë\r\n+"}})).body, "note_add 7 a&b=ë\r\n+");
}

TEST(Router, TextWinsOverAParameter) { EXPECT_EQ(example_router().handle(get_request("/kind/nieuw")).body, "new"); }

TEST(Router, WhatIsNotThereIsNotFound) {
  auto const router = example_router();
  for (auto const* target : {"/nothing", "/kind", "/kind/", "/kind/7/", "/kind/7/notitie/8", "/Kind/7"})
    EXPECT_EQ(status_of_get(router, target), 404) << target;
}

TEST(Router, APathWithAnotherSpellingIsRefused) {
  auto const router = example_router();
  for (auto const* target : {"/kind//7", "/kind/../kind/7", "/kind/%2e%2e", "/kind/.", "/kind/a%2Fb", "/kind/a%00b", "/kind/%FF",
                             "/kind/%zz", "/kind/%1", "/kind\\7", "kind/7", "", "*", "http://x/kind/7", "/kind/7?a=%ff", "/kind/7?a=%"}) {
    EXPECT_EQ(status_of_get(router, target), 400) << target;
  }
}

TEST(Router, AnotherMethodIsToldWhichAreAllowed) {
  auto const router = example_router();
  auto const post = router.handle(post_request("/kind/7", {}));
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.headers.text("Allow"), "GET, HEAD");
  auto request = get_request("/kind/7/notitie");
  EXPECT_EQ(router.handle(request).headers.text("Allow"), "POST");
  request.method_name = "DELETE";
  EXPECT_EQ(router.handle(request).status, 405);
}

TEST(Router, HeadIsGetWithoutABody) {
  auto request = get_request("/kind/7");
  request.method_name = "HEAD";
  auto const response = example_router().handle(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.headers.text("Content-Length"), "6");
}

TEST(Router, ListsItsRoutesInOrder) {
  auto const router = example_router();
  ASSERT_EQ(router.routes().size(), 7U);
  EXPECT_EQ(router.routes()[3], (RouteInfo{"note_add", Method::Post, "/kind/{child}/notitie"}));
}

TEST(RouterDeath, TheSameRouteTwiceStopsTheProgram) {
  auto const nothing = [](Request const&) { return html(""); };
  auto router = example_router();
  EXPECT_DEATH(router.add(Method::Get, "/kind/{other}", "other", nothing), "two routes for GET /kind/\\{other\\}");
  EXPECT_DEATH(router.add(Method::Get, "/other", "kind", nothing), "two routes are named kind");
  EXPECT_DEATH(router.add(Method::Get, "/other/", "other", nothing), "malformed pattern");
  EXPECT_DEATH(router.add(Method::Get, "/a{b}", "other", nothing), "malformed pattern");
}

TEST(Router, ABrokenWorldIs503AndABugIs500AndTheLogKeepsTheSecret) {
  auto router = example_router();
  std::vector<LogLine> lines;
  router.on_log([&](LogLine const& line) { lines.push_back(line); });
  auto request = get_request("/broken");
  request.request_id = "r1";
  auto const broken = router.handle(request);
  EXPECT_EQ(broken.status, 503);
  EXPECT_TRUE(broken.headers.has("Retry-After"));
  EXPECT_EQ(status_of_get(router, "/bug"), 500);
  EXPECT_EQ(status_of_get(router, "/kind/Sanne"), 200);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].request_id, "r1");
  EXPECT_EQ(lines[0].route, "broken");
  EXPECT_EQ(lines[0].detail, "disk full");
  EXPECT_EQ(lines[1].status, 500);
  EXPECT_EQ(lines[1].detail, "std::runtime_error");
  EXPECT_EQ(lines[2].route, "kind");
}

TEST(Router, AFailureHasThePageOfTheHookAndItsOwnStatus) {
  auto router = example_router();
  router.on_error(
      [](Request const&, int status, std::string const& code) { return html("page " + std::to_string(status) + " " + code, 200); });
  auto const response = router.handle(get_request("/nothing"));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "page 404 not_found");
  EXPECT_TRUE(response.headers.has("Content-Security-Policy"));
}

TEST(Router, APageOfFailureThatFailsLeavesTheBareFact) {
  auto router = example_router();
  router.on_error([](Request const&, int, std::string const&) -> Response { throw std::runtime_error("x"); });
  EXPECT_EQ(router.handle(get_request("/nothing")).body, "404 not_found\n");
}

TEST(Router, AHeaderThatHoldsALineEndNeverGoesOut) {
  auto const response = example_router().handle(get_request("/split"));
  EXPECT_EQ(response.status, 500);
  EXPECT_FALSE(response.headers.has("X-Name"));
}

TEST(Router, AFormThatIsNoUtf8IsRefusedWithACode) {
  auto router = example_router();
  std::string seen;
  router.on_error([&](Request const&, int, std::string const& code) {
    seen = code;
    return html("");
  });
  auto request = post_request("/kind/7/notitie", {});
  request.body = "tekst=%C3";
  EXPECT_EQ(router.handle(request).status, 400);
  EXPECT_EQ(seen, "form_utf8");
  request.body = "tekst=%C3%AB";
  EXPECT_EQ(router.handle(request).status, 200);
}

TEST(Router, AMillionFieldsAreTooMany) {
  auto request = post_request("/kind/7/notitie", {});
  for (int i = 0; i < 1'000'000; ++i) request.body += "a&";
  EXPECT_EQ(example_router().handle(request).status, 413);
}

TEST(Redirect, LeadsOnlyToPlacesOnThisSite) {
  EXPECT_EQ(redirect("/kind/7?a=b#c").headers.text("Location"), "/kind/7?a=b#c");
  for (auto const* away : {"//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nb", "/a b"}) {
    EXPECT_THROW((void)redirect(away), std::logic_error) << away;
  }
}

TEST(StaticFile, GoesCompressedToWhoAcceptsThatAndPlainToWhoDoesNot) {
  StaticFile const file{"text/css", "a{}", etag_of("a{}"), "packed"};
  auto request = get_request("/app.css");
  EXPECT_EQ(static_file(request, file).body, "a{}");
  EXPECT_FALSE(static_file(request, file).headers.has("Content-Encoding"));
  request.headers.set("Accept-Encoding", "gzip, br");
  auto const packed = static_file(request, file);
  EXPECT_EQ(packed.body, "packed");
  EXPECT_EQ(packed.headers.get("Content-Encoding"), "gzip");
  EXPECT_NE(packed.headers.get("ETag"), static_file(get_request("/app.css"), file).headers.get("ETag"));
}

TEST(StaticFile, IsKeptForEverAndNotSentTwice) {
  StaticFile const file{"text/css", "a{}", etag_of("a{}")};
  auto request = get_request("/x.css");
  auto const first = static_file(request, file);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.headers.text("Cache-Control"), "public, max-age=31536000, immutable");
  request.headers.add("If-None-Match", "\"other\", " + file.etag);
  auto const second = static_file(request, file);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.body, "");
  request.headers.set("If-None-Match", "\"other\"");
  EXPECT_EQ(static_file(request, file).status, 200);
}

TEST(Fragment, IsSentAgainOnlyWhenItChanged) {
  auto request = get_request("/live");
  auto const first = unless_same(request, html("one"));
  request.headers.add("If-None-Match", first.headers.text("ETag"));
  EXPECT_EQ(unless_same(request, html("one")).status, 304);
  EXPECT_EQ(unless_same(request, html("two")).status, 200);
}

}  // namespace
}  // namespace vlechtwerk::http
