// Bytes of a connection through the reader and the router: no crash, never 5xx, and the pieces in which bytes come change nothing.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/form.h"
#include "http/reader.h"
#include "http/router.h"

using namespace vlechtwerk::http;

namespace {

Router make_router() {
  Router router;
  router.add(Method::Get, "/", "home", [](Request const&) { return html("home"); });
  router.add(Method::Get, "/kind/{id}", "kind", [](Request const& request) {
    if (!valid_utf8(request.path) || request.param("id").empty() || request.param("id").find('/') != std::string::npos) std::abort();
    return html("kind");
  });
  router.add(Method::Post, "/notitie", "note", [](Request const& request) {
    for (auto const& [name, value] : request.form()) {
      if (!valid_utf8(name) || !valid_utf8(value)) std::abort();
    }
    return redirect("/");
  });
  return router;
}

/// What the connection came to: the requests one after another, then how it stands.
std::string outcome(std::string_view bytes, std::size_t step) {
  static Router const router = make_router();
  RequestReader reader({.header_bytes = 2'000, .header_fields = 20, .body_bytes = 3'000});
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += step) {
    auto state = reader.feed(bytes.substr(i, step));
    while (state == RequestReader::State::Done) {
      auto request = reader.take();
      text += request.method_name + " " + request.target + " " + request.body + "\n";
      auto const status = router.handle(std::move(request)).status;
      if (status >= 500) std::abort();
      text += std::to_string(status) + "\n";
      state = reader.feed({});
    }
    if (state == RequestReader::State::Refused) {
      if (reader.status() < 400 || reader.status() >= 500) std::abort();
      return text + std::to_string(reader.status());
    }
  }
  return text + (reader.state() == RequestReader::State::Idle ? "idle" : "waiting");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string const bytes(data + 1, data + size);
  if (outcome(bytes, bytes.size() + 1) != outcome(bytes, data[0] % 16 + 1U)) std::abort();
  return 0;
}
