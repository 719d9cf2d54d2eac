#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/gate.h"
#include "base/embedded_file.h"
#include "base/instant.h"
#include "http/router.h"
#include "http/throttle.h"

/// The pages: requests in, HTML out. They know the use cases and nothing of SQL, keys or sockets.
namespace vlechtwerk::web {

/// A person of a demo store: one tap on the log-in page.
struct DemoLogin {
  std::string login;
  std::string name;
  domain::Role role{};
  std::string organisation;
  char const* try_this = "";  ///< Dutch msgid: what there is to try as this person
};

/// One screen of the tour of a demo store, looked at by one of its people. The words are Dutch msgids.
struct TourStop {
  std::string login;
  std::string place;  ///< path of the screen
  char const* title;
  char const* look;      ///< what it shows, and why it is so
  char const* try_this;  ///< what to do there
};

/// What the pages are handed. The references outlive the router; every part may be used by several threads.
struct WebContext {
  app::Context& app;
  base::Clock& clock;
  base::Random& random;
  http::Throttle& throttle;
  std::span<base::EmbeddedFile const> static_files;  ///< `static/app.css` …; served under /static/<version>/
  std::string version;                               ///< of the build: letters, digits, `.` and `-`
  bool demo = false;                                 ///< a demo store: the band "voorbeeldgegevens" and the list of people
  std::vector<DemoLogin> demo_logins;
  std::vector<TourStop> tour;   ///< empty when the story that it tells is not in this store
  std::string_view provenance;  ///< docs/herkomst.md
  /// Whether the program can do its work now, for /gezond: the sentence of the error is for the one who keeps the server.
  std::function<base::Result<void>()> health;
  bool mails = false;  ///< the server was given a mail server
};

/// One route with what it asks of the gate: the name is that of the log, the action that of the action table.
struct RouteRule {
  std::string_view name;
  http::Method method{};
  std::string_view pattern;
  app::Action action{};
};

/// Every route of the pages, in order. A page that is not in this table does not exist.
std::span<RouteRule const> route_table();

/// All pages. Stops the program when a route stands in the router without a row in the table.
http::Router make_router(WebContext context);

}  // namespace vlechtwerk::web
