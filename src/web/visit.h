#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/login.h"
#include "app/use_cases.h"
#include "http/response.h"
#include "i18n/people.h"
#include "i18n/translator.h"
#include "web/pages.h"
#include "web/provenance.h"
#include "web/template/html.h"
#include "web/template/url.h"

/// One request on its way to a page, and the frame that all pages share.
namespace vlechtwerk::web {

using base::Date;
using base::Instant;
using base::Message;
using base::N_;
using base::Private;
using domain::Role;

/// What was typed in a form, and what is wrong with it. Empty for a page that is opened fresh.
struct Typed {
  struct Mistake {
    std::string field;  ///< name of the field it is about; empty: the form as a whole
    Message message;
  };
  http::Fields fields;
  std::vector<Mistake> mistakes;
  std::string code;               ///< code of the error that the use case gave
  std::optional<Message> remark;  ///< no mistake, but worth saying: "je was even weg"
  int status = 200;

  [[nodiscard]] std::string text(std::string_view name) const { return fields.text(name); }
  [[nodiscard]] Private words(std::string_view name) const { return Private(fields.text(name)); }
  [[nodiscard]] bool ticked(std::string_view name) const { return fields.has(name); }
  [[nodiscard]] Message const* mistake(std::string_view name) const;
  void wrong(std::string field, Message message) { mistakes.push_back({std::move(field), std::move(message)}); }
};

struct Visit;
/// Shows a page (GET; and again, with what was typed, when saving failed) or saves a form (POST).
using Handler = http::Response (*)(Visit& visit, Typed const& typed);

/// Who may come here: Anybody; HalfWay: a log-in that is under way or done; Member: logged in, in one membership.
enum class Door { Anybody, HalfWay, Member };

struct Route {
  RouteRule rule;
  Door door{};
  Handler handle = nullptr;
  Handler show = nullptr;  ///< of a form that is saved here: the page that it stands on
};
std::span<Route const> routes();
/// The page with this pattern; nullptr when there is none.
Route const* route_of_page(std::string_view pattern);

/// Facts of the program that are worked out once.
struct Site {
  explicit Site(WebContext context);
  WebContext web;
  std::string static_version;
  std::vector<std::pair<std::string, http::StaticFile>> files;
  std::vector<Provenance> provenance;
};

struct Visit {
  Site const& site;
  http::Request const& request;
  Route const* route = nullptr;
  Instant now;
  Date today;
  i18n::Translator tr;
  std::optional<app::SessionCookie> cookie;
  std::optional<app::Session> session;
  std::vector<std::string> set_cookies;

  [[nodiscard]] app::Context& app() const { return site.web.app; }
  [[nodiscard]] std::string_view lang() const { return i18n::tag(tr.lang()); }
  /// Only behind Door::Member.
  [[nodiscard]] app::Caller caller() const { return {session->actor.value(), now, request.request_id}; }
  [[nodiscard]] Role role() const { return session->actor.value().role; }
  [[nodiscard]] base::Uuid fresh_uuid() const { return base::Uuid::v7(now, site.web.random); }
  /// The id in the path under this name; nil when it is none, which no row ever has.
  template <class Id>
  [[nodiscard]] Id path_id(std::string const& name) const {
    return Id::parse(request.param(name)).value_or(Id{});
  }
};

enum class Place { None, Today, Note, Children, Questions, Setup };

/// The frame round a page. The sentences of `help` are Dutch msgids, at most five.
struct Head {
  std::string title;  ///< in the language of the reader
  Place place = Place::None;
  std::vector<char const*> help;
  bool narrow = false;
};
http::Response page(Visit& visit, Head const& head, Html const& body, int status = 200);
/// A page for something that failed, without session: it may be drawn on the thread of the sockets.
http::Response error_page(Site const& site, http::Request const& request, int status, std::string const& code);
/// What a failed read shows: foreign and absent look the same.
http::Response refused(Visit& visit, base::Error const& error);

/// The texts of a form that are words of a person, for a page that gives them back: no choices, no ids, no secrets.
std::vector<std::string> words_in(http::Fields const& fields);

/// The form again with what was typed and what is wrong.
http::Response again(Visit& visit, Typed typed, base::Error const& error);
http::Response again(Visit& visit, Typed typed);

/// A place that came from outside and to which a redirect may lead: local_url() in plain ASCII.
std::optional<Url> place_to_go(std::string_view text);
/// 303 to a page of ours.
http::Response go_to(Visit& visit, Url const& url);
/// 303 to `path` with the notice "bewaard" and, for one minute, "Maak ongedaan" for this entry.
http::Response saved(Visit& visit, Url const& path, domain::EntryId entry);
/// The notice that saved() asked for; nothing otherwise.
void saved_notice(Html& out, Visit& visit);

/// A token for a form of this session, kept in a hidden field. `form` is the name of the route that takes it.
std::string form_token(app::Session const& session, std::string_view form);

i18n::Lang language_of(http::Request const& request, std::optional<app::Session> const& session);
inline constexpr std::string_view kSessionCookie = "__Host-vlechtwerk";
inline constexpr std::string_view kLanguageCookie = "__Host-vlechtwerk-taal";
/// Which pages this browser has shown before, to whom in which role: their marks, three letters or digits each.
inline constexpr std::string_view kSeenCookie = "__Host-vlechtwerk-gezien";
inline constexpr std::string_view kTourCookie = "__Host-vlechtwerk-rondleiding";
/// The stop of the tour that this browser is at, counted from 1; nullopt without a tour.
std::optional<std::size_t> tour_stop(Site const& site, http::Request const& request);

char const* role_word(Role role);

}  // namespace vlechtwerk::web
