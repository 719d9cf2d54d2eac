#pragma once
// The pages on a real store in a folder of their own, and a browser in process: it keeps cookies, finds forms and sends them as a person
// would.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "app/login.h"
#include "app/use_cases.h"
#include "base/random.h"
#include "http/form.h"
#include "interop/stappenplan/change_plan.h"
#include "interop/stappenplan/plan_file.h"
#include "platform/lookup.h"
#include "platform/password.h"
#include "platform/picture.h"
#include "platform/second_factor.h"
#include "store/key_store.h"
#include "store/store.h"
#include "web/pages.h"

namespace vlechtwerk::web::testing {

class SetClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override { return now_; }
  void set(base::Instant now) { now_ = now; }
  void pass(std::int64_t seconds) { now_ = now_.plus_seconds(seconds); }

 private:
  base::Instant now_ = base::amsterdam_instant(base::Date::of(2026, 3, 9), 10 * 60);
};

/// As the real one to its users, without the seconds that a slow hash takes.
class QuickHasher final : public app::PasswordHasher {
 public:
  std::string hash(base::Private const& password, base::SecretBytes const&) override { return "quick:" + password.reveal(); }
  bool verify(base::Private const& password, base::SecretBytes const&, std::string_view stored) override {
    return stored == "quick:" + password.reveal();
  }
  [[nodiscard]] bool needs_rehash(std::string_view) const override { return false; }
};

inline std::string whole_file(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline constexpr char const* kPassword = "een heel lang wachtwoord 7";

/// Something that a person works in: one organisation for childcare with one group, one for youth care, and their people.
class Site {
 public:
  explicit Site(bool furnished = true) {
    static int number = 0;
    folder_ = std::filesystem::temp_directory_path() / ("vlechtwerk-web-" + std::to_string(getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(folder_);
    store_ = store::open_sqlite_store(folder_);
    keys_ = store::open_key_store(folder_ / "keys.sqlite", store::make_master_key(random_), random_, clock);
    context_.emplace(
        app::Context{*store_, *keys_, random_, hasher_, rules_, totp_, qr_, pictures_, codes_, lookup_, plans_, access_, false});
    auto const css = std::string_view("body{}");
    static base::EmbeddedFile const files[] = {{"static/app.css", {reinterpret_cast<std::uint8_t const*>(css.data()), css.size()}}};
    WebContext web{*context_, clock, random_, throttle_, files, "0.0.1", false, {}, {}, {}, [this] { return health; }};
    router.emplace(make_router(web));
    auto const first =
        app::make_first_administrator(*context_, "Samenwerking", "Opvang", base::Private("kees"), base::Private("Kees Smit"), clock.now());
    EXPECT_TRUE(first.has_value()) << first.error().code;
    tenant = first->tenant;
    administrator_code = first->code.reveal();
    auto const path = std::filesystem::path(VLECHTWERK_SOURCE_DIR) / "stappenplannen" / "kinderopvang-den-helder.toml";
    store_->write(tenant, app::Lane::Bulk, "test", [&](app::WriteTx& tx) {
      tx.put(app::PlanRow{"kinderopvang-den-helder", read_plan(whole_file(path))->version, whole_file(path)});
    });
    if (furnished) furnish();
  }
  ~Site() {
    router.reset();
    context_.reset();
    store_.reset();
    keys_.reset();
    std::filesystem::remove_all(folder_);
  }

  SetClock clock;
  base::Result<void> health;
  std::optional<http::Router> router;
  app::TenantId tenant;
  std::string administrator_code;
  app::ChildId noor, finn;  ///< Noor is in the group of sanne, Finn in that of fatima
  app::OrganisationId opvang;
  app::LocationId zeester;
  app::GroupId wadlopers, zeehonden;
  app::Context& context() { return *context_; }
  store::Database& store() { return *store_; }

  /// Logs in past the pages: a session in which everything is done.
  std::string session_of(std::string const& login) {
    auto const logged_in = logins_.find(login);
    EXPECT_NE(logged_in, logins_.end()) << login;
    auto step = app::log_in(*context_, {base::Private(login), base::Private(kPassword)}, clock.now());
    EXPECT_TRUE(step.has_value()) << login << ": " << step.error().code;
    if (step->next == app::NextStep::SecondFactor) {
      auto& codes = logged_in->second;
      EXPECT_FALSE(codes.empty());
      step = app::second_factor(*context_, step->cookie, codes.back(), clock.now());
      codes.pop_back();
      EXPECT_TRUE(step.has_value()) << step.error().code;
    }
    if (step->next == app::NextStep::ChooseMembership) {
      auto const choices = app::memberships(*context_, step->cookie, clock.now());
      EXPECT_TRUE(choices && !choices->empty());
      step = app::choose_membership(*context_, step->cookie, choices->front().tenant, choices->front().membership, clock.now());
    }
    return step->cookie.text();
  }
  std::string card_code(std::string const& login) {
    auto const code = logins_.at(login).back().reveal();
    logins_.at(login).pop_back();
    return code;
  }
  app::Caller caller(std::string const& login) {
    auto const cookie = app::SessionCookie::parse(session_of(login));
    auto const session = app::find_session(*context_, *cookie, clock.now());
    return {session->actor.value(), clock.now(), "test"};
  }
  app::AccountId account(std::string const& login) { return accounts_.at(login); }

  /// Somebody new, who has opened her letter and has a card of codes.
  app::AccountId person(app::Caller const& by, std::string const& login, std::string const& name, domain::Role role,
                        app::OrganisationId organisation, std::optional<app::LocationId> location, std::vector<app::GroupId> groups) {
    auto const made =
        app::add_worker(*context_, by, {base::Private(name), base::Private(login), role, organisation, location, std::move(groups)});
    EXPECT_TRUE(made.has_value()) << login << ": " << made.error().code;
    accounts_[login] = made->account;
    first_login(login, made->first_login_code);
    return made->account;
  }

  /// The plan of the house once more, as its next version; gives its number.
  /// `from` and `to`: other words in it.
  std::int64_t put_next_version(std::string const& from = {}, std::string const& to = {}) {
    std::int64_t next = 0;
    store_->write(tenant, app::Lane::Bulk, "test", [&](app::WriteTx& tx) {
      constexpr char const* plan = "kinderopvang-den-helder";
      auto const newest = tx.newest_plan_version(plan).value();
      next = newest + 1;
      auto text = tx.plan(plan, newest)->text;
      auto const line = "version = " + std::to_string(newest);
      text.replace(text.find(line), line.size(), "version = " + std::to_string(next));
      text.replace(text.find(from), from.size(), to);
      tx.put(app::PlanRow{plan, next, text});
    });
    return next;
  }

  /// A child registered by that person.
  app::ChildId child(app::Caller const& by, char const* first, char const* last, app::GroupId group, std::optional<app::AccountId> mentor) {
    app::RegisterChildForm form{.id = app::EntryId::make(clock.now(), random_),
                                .child = app::ChildId::make(clock.now(), random_),
                                .first_name = base::Private(first),
                                .last_name = base::Private(last),
                                .born_on = base::Date::of(2023, 12, 1),
                                .group = group,
                                .from = {},
                                .mentor = mentor,
                                .parents = {{base::Private("Lotte Jansen"), base::Private("moeder"), true}},
                                .knows_twin = false};
    auto const made = app::register_child(*context_, by, form);
    EXPECT_TRUE(made.has_value()) << made.error().code;
    return *made;
  }

 private:
  /// From the letter to a card of codes.
  void first_login(std::string const& login, base::Private const& code) {
    auto const now = clock.now();
    auto in = app::log_in_with_code(*context_, base::Private(login), code, now);
    ASSERT_TRUE(in.has_value()) << login << ": " << in.error().code;
    auto set = app::set_password(*context_, in->cookie, base::Private(kPassword), now);
    ASSERT_TRUE(set.has_value()) << login << ": " << set.error().code;
    auto card = app::make_card(*context_, set->cookie, now);
    ASSERT_TRUE(card.has_value()) << login << ": " << card.error().code;
    logins_[login] = card->codes;
  }
  void furnish() {
    using domain::Role;
    first_login("kees", base::Private(administrator_code));
    auto const kees = caller("kees");
    opvang = kees.actor.organisation;
    store_->write(tenant, app::Lane::Bulk, "test", [&](app::WriteTx& tx) { tx.set_organisation_plan(opvang, "kinderopvang-den-helder"); });
    auto const parlan = *app::add_organisation(*context_, kees, "Jeugdhulp", app::OrganisationKind::Jeugdzorg, "");
    zeester = *app::add_location(*context_, kees, opvang, "De Zeester");
    wadlopers = *app::add_group(*context_, kees, zeester, "Wadlopers", "regular");
    zeehonden = *app::add_group(*context_, kees, zeester, "Zeehonden", "regular");
    auto const sanne = person(kees, "sanne", "Sanne de Wit", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
    person(kees, "fatima", "Fatima El Amrani", Role::PedagogischMedewerker, opvang, zeester, {zeehonden});
    person(kees, "joke", "Joke Visser", Role::Leidinggevende, opvang, zeester, {});
    person(kees, "marijke", "Marijke Bos", Role::Pedagoog, opvang, std::nullopt, {});
    person(kees, "anita", "Anita Kok", Role::Jeugdzorgcoach, parlan, std::nullopt, {});
    noor = child(kees, "Noor", "Jansen", wadlopers, sanne);
    finn = child(kees, "Finn", "Bakker", zeehonden, std::nullopt);
  }
  static base::Result<app::PlanLibrary::Plan> read_plan(std::string_view text) {
    auto parsed = interop::parse_plan(text, "plan");
    if (!parsed.plan) return base::fail(base::ErrorKind::InvalidInput, "plan", parsed.diagnostics.front().message);
    return std::move(*parsed.plan);
  }

  std::filesystem::path folder_;
  base::SystemRandom random_;
  QuickHasher hasher_;
  platform::StandardPasswordRules rules_;
  platform::OathTotp totp_;
  platform::SvgQrCode qr_;
  platform::JpegPictures pictures_;
  platform::CrockfordCodes codes_;
  platform::Blake2bLookupHashes lookup_;
  app::PlanLibrary plans_{read_plan, [](std::string_view text, auto const& edits) { return interop::change_plan(text, edits); }};
  app::AccessWindow access_;
  http::Throttle throttle_;
  std::unique_ptr<store::Database> store_;
  std::unique_ptr<store::Keys> keys_;
  std::optional<app::Context> context_;
  std::map<std::string, std::vector<base::Private>> logins_;
  std::map<std::string, app::AccountId> accounts_;
};

inline std::string unescaped(std::string text) {
  for (auto const& [entity, sign] : std::initializer_list<std::pair<std::string, std::string>>{
           {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + sign.size()))
      text.replace(at, entity.size(), sign);
  }
  return text;
}

inline std::string attribute(std::string_view tag, std::string_view name) {
  auto const key = std::string(name) + "=\"";
  for (auto at = tag.find(key); at != std::string_view::npos; at = tag.find(key, at + 1)) {
    if (at > 0 && tag[at - 1] != ' ' && tag[at - 1] != '\n') continue;
    auto const from = at + key.size();
    return unescaped(std::string(tag.substr(from, tag.find('"', from) - from)));
  }
  return {};
}

/// What the browser would send for the form with this action: hidden fields, what is typed, what is chosen.
inline http::Fields form_on(std::string const& html, std::string const& action) {
  http::Fields fields;
  auto const begin = html.find("action=\"" + action + "\"");
  if (begin == std::string::npos) {
    ADD_FAILURE() << "no form for " << action;
    return fields;
  }
  auto const form = std::string_view(html).substr(begin, html.find("</form>", begin) - begin);
  for (auto at = form.find('<'); at != std::string_view::npos; at = form.find('<', at + 1)) {
    auto const tag = form.substr(at, form.find('>', at) - at);
    auto const name = attribute(tag, "name");
    if (name.empty()) continue;
    if (tag.starts_with("<input")) {
      auto const type = attribute(tag, "type");
      bool const chosen = tag.find(" checked") != std::string_view::npos;
      if ((type != "radio" && type != "checkbox") || chosen) fields.add(name, attribute(tag, "value"));
    } else if (tag.starts_with("<textarea")) {
      auto const from = form.find('>', at) + 2;  // the line break that the browser leaves out
      fields.add(name, unescaped(std::string(form.substr(from, form.find("</textarea>", from) - from))));
    } else if (tag.starts_with("<select")) {
      auto const options = form.substr(at, form.find("</select>", at) - at);
      auto const selected = options.find(" selected");
      auto const from = selected == std::string_view::npos ? options.find("<option") : options.rfind("<option", selected);
      fields.add(name, attribute(options.substr(from, options.find('>', from) - from), "value"));
    }
  }
  return fields;
}

/// A form with a file in the field "photo", as a browser sends it.
inline http::Request photo_request(std::string target, http::Fields const& fields, std::string const& photo) {
  auto request = http::post_request(std::move(target), http::Fields());
  request.headers.set("Content-Type", "multipart/form-data; boundary=grens");
  request.body.clear();
  for (auto const& [name, value] : fields)
    request.body += "--grens\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  request.body += "--grens\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"ik.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n" +
                  photo + "\r\n--grens--\r\n";
  return request;
}
inline std::string a_photo(std::string const& name = "halves.jpg") {
  return whole_file(std::filesystem::path(VLECHTWERK_SOURCE_DIR) / "fuzz" / "corpus" / "jpeg" / name);
}

/// One person at one device.
class Browser {
 public:
  explicit Browser(Site& site) : site_(site) {}
  Browser(Site& site, std::string const& login) : site_(site) { cookies_["__Host-vlechtwerk"] = site.session_of(login); }

  Browser& get(std::string const& target) { return ask(http::get_request(target)); }
  Browser& post(std::string const& target, http::Fields const& fields) { return ask(http::post_request(target, fields)); }
  /// Chooses a photo on "Mijn foto" and presses the button.
  Browser& send_photo(std::string const& photo) {
    get("/mijn-foto");
    ask(photo_request("/mijn-foto", form_on(html(), "/mijn-foto"), photo));
    return follow();
  }
  /// Fills in the form on the page that sends to `action`, and presses its button. Follows the redirect.
  Browser& send(std::string const& action, std::initializer_list<http::Fields::Item> typed) {
    auto fields = form_on(html(), action);
    for (auto const& [name, value] : typed) fields.set(name, value);
    post(action, fields);
    return follow();
  }
  Browser& follow() {
    for (int i = 0; i < 3 && response.status == 303; ++i) get(response.headers.text("Location"));
    return *this;
  }
  /// Somebody else takes this device.
  void become(std::string const& login) { cookies_["__Host-vlechtwerk"] = site_.session_of(login); }
  void forget(std::string const& cookie = "__Host-vlechtwerk") { cookies_.erase(cookie); }
  void say_languages(std::string languages) { languages_ = std::move(languages); }

  [[nodiscard]] std::string const& html() const { return response.body; }
  [[nodiscard]] bool says(std::string const& text) const { return unescaped(response.body).find(text) != std::string::npos; }
  [[nodiscard]] std::string where() const { return here_; }

  http::Response response;

 private:
  Browser& ask(http::Request request) {
    std::string cookies;
    for (auto const& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.headers.set("Cookie", cookies);
    if (!languages_.empty()) request.headers.set("Accept-Language", languages_);
    request.remote = "127.0.0.1";
    request.request_id = "r1";
    here_ = request.target;
    site_.clock.pass(1);  // nobody does two things in the same moment
    response = site_.router->handle(std::move(request));
    for (auto const& cookie : response.set_cookies) {
      auto const pair = cookie.substr(0, cookie.find(';'));
      auto const equals = pair.find('=');
      cookies_[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return *this;
  }

  Site& site_;
  std::map<std::string, std::string> cookies_;
  std::string languages_, here_;
};

inline std::string page_of(app::ChildId child, std::string const& rest = "") { return "/kind/" + child.text() + rest; }

}  // namespace vlechtwerk::web::testing
