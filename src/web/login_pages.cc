#include <algorithm>

#include "http/form.h"
#include "http/security.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/template/template.h"

// Logging in, in its steps: name and password, or the code of a letter; second factor; which work.
namespace vlechtwerk::web {
namespace {

// A form that was sent when nobody was logged in any more travels along in hidden fields of every step.
constexpr std::string_view kKeptPath = "bewaar_pad";
constexpr std::string_view kKeptField = "bewaar.";

void carried(Html& out, Visit const& visit, Typed const& typed) {
  for (auto const& [name, value] : typed.fields) {
    if (name == kKeptPath || name.starts_with(kKeptField)) hidden(out, name, value);
  }
  auto const further = typed.fields.has("verder") ? typed.text("verder") : visit.request.query.text("verder");
  if (auto const place = place_to_go(further)) hidden(out, "verder", place->text());
}

bool keeps(Typed const& typed) { return typed.fields.has(kKeptPath); }

void kept_notice(Html& out, Visit const& visit, Typed const& typed) {
  if (!keeps(typed)) return;
  render(out, visit.tr, [] {
    return R"(
<div class="utrecht-alert utrecht-alert--info" role="status"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{t:Je was te lang weg, dus je bent uitgelogd. Je tekst is er nog. Log in, dan kun je hem bewaren.}</p></div>
</div>)";
  });
}

/// The values of the {names} of a pattern, when the path fits it.
std::optional<std::map<std::string, std::string>> fits(std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string> values;
  while (!pattern.empty() && !path.empty()) {
    auto const take = [](std::string_view& rest) {
      rest.remove_prefix(1);
      auto const end = std::min(rest.find('/'), rest.size());
      auto const word = rest.substr(0, end);
      rest.remove_prefix(end);
      return word;
    };
    auto const wanted = take(pattern), given = take(path);
    if (wanted.starts_with('{')) {
      if (given.empty()) return std::nullopt;
      values[std::string(wanted.substr(1, wanted.size() - 2))] = std::string(given);
    } else if (wanted != given) {
      return std::nullopt;
    }
  }
  return pattern.empty() && path.empty() ? std::optional(values) : std::nullopt;
}

/// The form that was kept, shown as it was, for the person who is logged in now. Nothing is saved.
std::optional<http::Response> kept_form(Visit& visit, Typed const& typed) {
  auto const path = typed.text(kKeptPath);
  for (auto const& route : routes()) {
    if (route.rule.method != http::Method::Post || !route.show || route.door != Door::Member) continue;
    auto const params = fits(route.rule.pattern, path);
    if (!params) continue;
    http::Request request = http::get_request(path);
    request.path = path;
    request.params = *params;
    request.route = std::string(route.rule.name);
    request.request_id = visit.request.request_id;
    request.secure = visit.request.secure;
    Typed kept;
    for (auto const& [name, value] : typed.fields) {
      if (name.starts_with(kKeptField)) kept.fields.add(name.substr(kKeptField.size()), value);
    }
    kept.remark = Message{N_("Je bent weer ingelogd. Je tekst staat er nog. Kijk hem na en bewaar hem."), {}};
    Visit inner{visit.site, request, &route, visit.now, visit.today, visit.tr, visit.cookie, visit.session, visit.set_cookies};
    return route.show(inner, kept);
  }
  return std::nullopt;
}

Handler page_of(Url const& place) {
  auto const* route = route_of_page(place.text());
  return route ? route->handle : show_login;
}

/// One step of the log-in was done: the new cookie, and on to the next.
http::Response step_on(Visit& visit, Typed const& typed, app::LoggedIn const& logged_in) {
  visit.set_cookies.push_back(http::set_cookie(kSessionCookie, logged_in.cookie.text(), http::SameSite::Lax));
  visit.cookie = logged_in.cookie;
  visit.session = app::find_session(visit.app(), logged_in.cookie, visit.now);
  if (!visit.session) return go_to(visit, url("/inloggen"));
  visit.tr = i18n::Translator(language_of(visit.request, visit.session));
  auto const next = unfinished(*visit.session);
  auto const wanted = place_to_go(typed.text("verder"));
  if (!next) {
    if (keeps(typed)) {
      if (auto response = kept_form(visit, typed)) return std::move(*response);
    }
    return go_to(visit, wanted.value_or(url("/vandaag")));
  }
  if (keeps(typed)) {
    Typed carry;
    for (auto const& [name, value] : typed.fields) {
      if (name == kKeptPath || name.starts_with(kKeptField)) carry.fields.add(name, value);
    }
    return page_of(*next)(visit, carry);
  }
  return go_to(visit, wanted ? *local_url(next->text() + "?verder=" + http::percent_encode(wanted->text())) : *next);
}

/// One place where secrets are tried: the throttle is asked first and told afterwards.
http::Response try_secret(Visit& visit, Typed const& typed, std::string const& account, auto const& attempt) {
  auto& throttle = visit.site.web.throttle;
  if (auto const wait = throttle.wait_seconds(visit.request.remote, account, visit.now); wait > 0) {
    Typed waiting = typed;
    waiting.status = 429;
    waiting.wrong({}, {N_("Het ging een paar keer mis. Wacht {seconds} seconden en probeer het dan nog een keer."),
                       {{"seconds", std::to_string(wait)}}});
    auto response = visit.route->show(visit, waiting);
    response.headers.set("Retry-After", std::to_string(wait));
    return response;
  }
  auto const result = attempt();
  if (!result) {
    throttle.failed(visit.request.remote, account, visit.now);
    return again(visit, typed, result.error());
  }
  throttle.succeeded(account);
  return step_on(visit, typed, *result);
}

void heading(Html& out, Visit const& visit, char const* title, char const* lead) {
  render(
      out, visit.tr,
      [] {
        return R"(<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{lead}</p>)";
      },
      "title"_a = visit.tr(title), "lead"_a = visit.tr(lead));
}

}  // namespace

void demo_people(Html& out, Visit const& visit, Typed const& typed) {
  auto const& people = visit.site.web.demo_logins;
  if (!visit.site.web.demo || people.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<section class="vlecht-sheet"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{t:Kijk mee als …}</h2>
<p class="vlecht-soft">{t:Dit is een proef. Kies iemand, dan ben je meteen binnen.}</p>
{when tour}<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a"
href="/rondleiding">{t:Volg de rondleiding: één verhaal in {count} schermen}</a></p>{/when}
<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a"
href="/stappenplannen">{t:Lees de stappenplannen van de verslagen}</a></p>
<form method="post" action="/inloggen/demo">{slot carried}<ul class="vlecht-visitors">{each people}<li><button
class="utrecht-button utrecht-button--secondary-action" type="submit" name="login" value="{login}">{name}</button>
<p><strong>{role}, {organisation}</strong> {try_this}</p></li>{/each}</ul></form>
</section>)";
      },
      "tour"_a = !visit.site.web.tour.empty(), "count"_a = static_cast<int>(visit.site.web.tour.size()),
      "carried"_a = [&](Html& inside) { carried(inside, visit, typed); },
      "people"_a =
          [&](auto row) {
            for (auto const& one : people)
              row("login"_a = one.login, "name"_a = one.name, "role"_a = visit.tr(role_word(one.role)), "organisation"_a = one.organisation,
                  "try_this"_a = visit.tr(one.try_this));
          });
}

base::Result<app::LoggedIn> demo_log_in(Visit& visit, Private const& login) {
  auto const logged_in = app::demo_log_in(visit.app(), login, visit.now);
  if (logged_in) (void)app::set_language(visit.app(), logged_in->cookie, visit.lang(), visit.now);
  return logged_in;
}

std::optional<Url> unfinished(app::Session const& session) {
  if (session.must_set_password) return url("/inloggen/wachtwoord");
  if (session.must_set_second_factor) return url("/inloggen/tweede");
  if (!session.second_factor_done) return url("/inloggen/code");
  if (!session.actor) return url("/inloggen/kies");
  return std::nullopt;
}

bool is_due(app::Session const& session, std::string_view path) {
  auto const next = unfinished(session);
  if (path == "/uitloggen") return true;
  if (path == "/inloggen/kies") return !next || next->text() == path;
  if (!next) return false;
  bool const second = next->text() == "/inloggen/tweede" && (path == "/inloggen/app" || path == "/inloggen/kaart");
  return next->text() == path || second;
}

http::Response show_login_keeping(Visit& visit, Typed const& typed) {
  Typed kept;
  kept.fields.add(std::string(kKeptPath), visit.request.path);
  for (auto const& [name, value] : typed.fields) kept.fields.add(std::string(kKeptField) + name, value);
  kept.status = 401;
  return show_login(visit, kept);
}

http::Response show_login(Visit& visit, Typed const& typed) {
  // Who is in already goes on, unless something was kept or went wrong.
  if (visit.session && typed.fields.empty() && !unfinished(*visit.session)) return go_to(visit, url("/vandaag"));
  Html fields;
  carried(fields, visit, typed);
  text_box(fields, visit, typed, {.name = "login", .label = N_("Gebruikersnaam"), .autocomplete = "username"});
  text_box(fields, visit, typed, {.name = "password", .label = N_("Wachtwoord"), .autocomplete = "current-password"}, "password");
  Html body;
  kept_notice(body, visit, typed);
  heading(body, visit, N_("Inloggen"), N_("Vlechtwerk is voor mensen die met en rond kinderen werken."));
  mistakes_on_top(body, visit, typed);
  demo_people(body, visit, typed);
  form(body, visit, typed, "inloggen", url("/inloggen"), fields, N_("Log in"));
  render(body, visit.tr, [] {
    return R"(
<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a"
href="/inloggen/brief">{t:Log in met de code uit je brief}</a></p>)";
  });
  return page(visit,
              {visit.tr("Inloggen"),
               Place::None,
               {N_("Vul je gebruikersnaam en je wachtwoord in."), N_("Daarna vragen we een code van je telefoon of je kaart."),
                N_("Kreeg je een brief? Gebruik dan eerst de code uit de brief."),
                N_("Kom je er niet in? Vraag je beheerder om een nieuwe brief.")},
               true},
              body, typed.status);
}

http::Response save_login(Visit& visit, Typed const& typed) {
  return try_secret(visit, typed, typed.text("login"), [&] {
    return app::log_in(visit.app(), {typed.words("login"), typed.words("password")}, visit.now);
  });
}

http::Response save_demo_login(Visit& visit, Typed const& typed) {
  auto const result = demo_log_in(visit, typed.words("login"));
  return result ? step_on(visit, typed, *result) : again(visit, typed, result.error());
}

http::Response show_letter_login(Visit& visit, Typed const& typed) {
  Html fields;
  carried(fields, visit, typed);
  text_box(fields, visit, typed, {.name = "login", .label = N_("Gebruikersnaam"), .autocomplete = "username"});
  text_box(fields, visit, typed,
           {.name = "code",
            .label = N_("Code uit de brief"),
            .hint = N_("Tien letters en cijfers. Hoofdletters maken niet uit."),
            .autocomplete = "one-time-code"});
  Html body;
  heading(body, visit, N_("De eerste keer inloggen"), N_("In je brief staan je gebruikersnaam en een code. De code werkt één keer."));
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "inloggen.brief", url("/inloggen/brief"), fields, N_("Ga verder"), url("/inloggen"));
  return page(visit, {visit.tr("De eerste keer inloggen"), Place::None, {}, true}, body, typed.status);
}

http::Response save_letter_login(Visit& visit, Typed const& typed) {
  return try_secret(visit, typed, typed.text("login"),
                    [&] { return app::log_in_with_code(visit.app(), typed.words("login"), typed.words("code"), visit.now); });
}

http::Response show_second_factor(Visit& visit, Typed const& typed) {
  Html fields;
  carried(fields, visit, typed);
  text_box(fields, visit, typed,
           {.name = "code",
            .label = N_("Code"),
            .hint = N_("Zes cijfers uit de app, of één code van je kaart."),
            .autocomplete = "one-time-code"});
  Html body;
  kept_notice(body, visit, typed);
  heading(body, visit, N_("Nog één stap"), N_("Zo weten we zeker dat jij het bent."));
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "inloggen.code", url("/inloggen/code"), fields, N_("Log in"));
  return page(visit, {visit.tr("Nog één stap"), Place::None, {}, true}, body, typed.status);
}

http::Response save_second_factor(Visit& visit, Typed const& typed) {
  return try_secret(visit, typed, visit.session->account.text(),
                    [&] { return app::second_factor(visit.app(), *visit.cookie, typed.words("code"), visit.now); });
}

http::Response show_password(Visit& visit, Typed const& typed) {
  Html fields;
  carried(fields, visit, typed);
  text_box(fields, visit, typed,
           {.name = "password",
            .label = N_("Kies een wachtwoord"),
            .hint = N_("Minstens acht tekens. Een zinnetje werkt goed."),
            .autocomplete = "new-password"},
           "password");
  text_box(fields, visit, typed, {.name = "again", .label = N_("Nog een keer hetzelfde wachtwoord"), .autocomplete = "new-password"},
           "password");
  Html body;
  heading(body, visit, N_("Kies een wachtwoord"), N_("Alleen jij kent dit wachtwoord. Ook de beheerder ziet het niet."));
  mistakes_on_top(body, visit, typed);
  form(body, visit, typed, "inloggen.wachtwoord", url("/inloggen/wachtwoord"), fields, N_("Bewaar wachtwoord"));
  return page(visit, {visit.tr("Kies een wachtwoord"), Place::None, {}, true}, body, typed.status);
}

http::Response save_password(Visit& visit, Typed const& typed) {
  if (typed.text("password") != typed.text("again")) {
    Typed differs = typed;
    differs.wrong("again", {N_("De twee wachtwoorden zijn niet gelijk. Typ ze allebei nog een keer."), {}});
    return again(visit, std::move(differs));
  }
  auto const result = app::set_password(visit.app(), *visit.cookie, typed.words("password"), visit.now);
  return result ? step_on(visit, typed, *result) : again(visit, typed, result.error());
}

http::Response show_choose_factor(Visit& visit, Typed const& typed) {
  Html body;
  heading(body, visit, N_("Kies je tweede sleutel"),
          N_("Een wachtwoord alleen is niet genoeg. Kies een app op je telefoon, of een kaart op papier."));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr,
      [] {
        return R"(
<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:Een app op je telefoon}</h2><p
class="utrecht-paragraph">{t:De app geeft steeds een nieuwe code van zes cijfers.}</p>
<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action" href="/inloggen/app">{t:Kies de app}</a></div>
</section>
<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:Een kaart op papier}</h2><p
class="utrecht-paragraph">{t:Je print een kaart met tien codes. Elke code werkt één keer.}</p>
<div class="vlecht-actions">{slot card}</div></section>)";
      },
      "card"_a =
          [&](Html& inside) {
            Html fields;
            carried(fields, visit, typed);
            button_form(inside, visit, "inloggen.kaart", url("/inloggen/kaart"), fields, N_("Maak een kaart"), false);
          });
  return page(visit, {visit.tr("Kies je tweede sleutel"), Place::None, {}, true}, body, typed.status);
}

http::Response show_app(Visit& visit, Typed const& typed) {
  auto const offer = app::offer_totp(visit.app(), *visit.cookie, visit.now);
  if (!offer) return refused(visit, offer.error());
  // Of the drawing only its size and its path are taken: a page holds no markup that it did not write itself.
  auto const attribute = [&](std::string_view name) {
    auto const begin = offer->qr_svg.find(name);
    if (begin == std::string::npos) return std::string();
    auto const from = begin + name.size();
    return offer->qr_svg.substr(from, offer->qr_svg.find('"', from) - from);
  };
  Html fields;
  carried(fields, visit, typed);
  text_box(fields, visit, typed,
           {.name = "code", .label = N_("Code uit de app"), .hint = N_("Zes cijfers."), .autocomplete = "one-time-code"});
  Html body;
  heading(body, visit, N_("Koppel de app"), N_("Open de app op je telefoon en scan dit vierkant."));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr,
      [] {
        return R"(
<div class="vlecht-sheet vlecht-qr"><svg xmlns="http://www.w3.org/2000/svg" class="qr-code" width="240" height="240" viewBox="{box}"
aria-hidden="true" focusable="false" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path fill="#000"
d="{path}"/></svg></div>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Kun je niet scannen? Typ dan dit over in de app:} <b
class="vlecht-code">{secret}</b></p>)";
      },
      "box"_a = attribute("viewBox=\""), "path"_a = attribute(" d=\""), "secret"_a = offer->secret_text);
  form(body, visit, typed, "inloggen.app", url("/inloggen/app"), fields, N_("Koppel de app"), url("/inloggen/tweede"));
  return page(visit, {visit.tr("Koppel de app"), Place::None, {}, true}, body, typed.status);
}

http::Response save_app(Visit& visit, Typed const& typed) {
  return try_secret(visit, typed, visit.session->account.text(),
                    [&] { return app::accept_totp(visit.app(), *visit.cookie, typed.words("code"), visit.now); });
}

http::Response save_card(Visit& visit, Typed const& typed) {
  auto const card = app::make_card(visit.app(), *visit.cookie, visit.now);
  if (!card) return again(visit, typed, card.error());
  visit.set_cookies.push_back(http::set_cookie(kSessionCookie, card->logged_in.cookie.text(), http::SameSite::Lax));
  visit.session = app::find_session(visit.app(), card->logged_in.cookie, visit.now);
  auto const next = visit.session ? unfinished(*visit.session).value_or(url("/vandaag")) : url("/inloggen");
  Html body;
  heading(body, visit, N_("Jouw kaart met codes"), N_("Print deze kaart nu. We laten de codes maar één keer zien."));
  render(
      body, visit.tr,
      [] {
        return R"(
<ol class="vlecht-sheet vlecht-codes">{each codes}<li><code>{code}</code></li>{/each}</ol>
<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Elke code werkt één keer. Streep een code door als je hem gebruikt hebt. Bewaar de kaart niet bij je tablet.}</p>
<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="{next}">{t:Ik heb de kaart bewaard}</a>
<button class="utrecht-button utrecht-button--subtle" type="button" data-print hidden>{t:Print de kaart}</button></div>)";
      },
      "codes"_a =
          [&](auto row) {
            for (auto const& code : card->codes) row("code"_a = code);
          },
      "next"_a = next);
  return page(visit, {visit.tr("Jouw kaart met codes"), Place::None, {}, true}, body);
}

http::Response show_memberships(Visit& visit, Typed const& typed) {
  auto const choices = app::memberships(visit.app(), *visit.cookie, visit.now);
  if (!choices) return refused(visit, choices.error());
  Html body;
  kept_notice(body, visit, typed);
  heading(body, visit, N_("Waarvoor werk je nu?"),
          choices->empty() ? N_("Je hebt nog geen plek om te werken. Vraag het je beheerder.") : N_("Je ziet steeds één plek tegelijk."));
  mistakes_on_top(body, visit, typed);
  render(
      body, visit.tr,
      [] {
        return R"(
<form method="post" action="/inloggen/kies"><input type="hidden" name="bewijs" value="{token}">{slot carried}
<div class="vlecht-actions">{each choices}<button class="utrecht-button utrecht-button--secondary-action vlecht-actions__main"
type="submit" name="keuze" value="{tenant} {membership}">{organisation} · {role}</button>{/each}</div></form>)";
      },
      "token"_a = form_token(*visit.session, "inloggen.kies"), "carried"_a = [&](Html& inside) { carried(inside, visit, typed); },
      "choices"_a =
          [&](auto row) {
            for (auto const& one : *choices) {
              row("tenant"_a = one.tenant.text(), "membership"_a = one.membership.text(), "organisation"_a = one.organisation_name,
                  "role"_a = visit.tr(role_word(one.role)));
            }
          });
  return page(visit, {visit.tr("Waarvoor werk je nu?"), Place::None, {}, true}, body, typed.status);
}

http::Response save_membership(Visit& visit, Typed const& typed) {
  auto const choice = typed.text("keuze");
  auto const tenant = domain::TenantId::parse(choice.substr(0, std::min<std::size_t>(36, choice.size())));
  auto const membership = choice.size() > 37 ? domain::MembershipId::parse(choice.substr(37)) : std::nullopt;
  if (!tenant || !membership) {
    Typed unclear = typed;
    unclear.wrong({}, {N_("Kies waarvoor je nu werkt."), {}});
    return again(visit, std::move(unclear));
  }
  auto const result = app::choose_membership(visit.app(), *visit.cookie, *tenant, *membership, visit.now);
  return result ? step_on(visit, typed, *result) : again(visit, typed, result.error());
}

http::Response save_logout(Visit& visit, Typed const&) {
  app::log_out(visit.app(), *visit.cookie);
  visit.set_cookies.push_back(http::set_cookie(kSessionCookie, "", http::SameSite::Lax, 0));
  return go_to(visit, url("/inloggen"));
}

}  // namespace vlechtwerk::web
