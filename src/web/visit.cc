#include "web/visit.h"

#include <algorithm>
#include <cctype>

#include "http/form.h"
#include "http/security.h"
#include "web/form.h"
#include "web/template/template.h"

namespace vlechtwerk::web {
namespace {

bool one_of(Role role, std::initializer_list<Role> roles) { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

/// The places that this person can use; empty before the log-in is complete.
void places(Html& out, Visit const& visit, Place here) {
  if (!visit.session || !visit.session->actor) return;
  auto const role = visit.role();
  bool const around_children = one_of(role, {Role::PedagogischMedewerker, Role::Leidinggevende, Role::Pedagoog});
  bool const reads = around_children || role == Role::Jeugdzorgcoach || role == Role::PedagogischCoach;
  bool const sets_up = one_of(role, {Role::Leidinggevende, Role::Beheerder});
  auto const& v = visit.site.static_version;
  render(
      out, visit.tr,
      [] {
        return R"(
<nav class="vlecht-places" aria-label="{t:Plekken}"><ul>{each places}
<li><a href="{link}"{when here} aria-current="page"{/when}><svg aria-hidden="true"><use href="{icon}"/></svg>{name}</a></li>{/each}
</ul></nav>)";
      },
      "places"_a =
          [&](auto row) {
            auto const add = [&](bool shown, Place place, Url const& link, Url const& icon, char const* name) {
              if (shown) row("link"_a = link, "here"_a = place == here, "icon"_a = icon, "name"_a = visit.tr(name));
            };
            add(true, Place::Today, url("/vandaag"), url("/static/{}/places.svg#vandaag", v), N_("Vandaag"));
            add(around_children, Place::Note, url("/noteer"), url("/static/{}/places.svg#noteer", v), N_("Noteer"));
            add(reads, Place::Children, url("/kinderen"), url("/static/{}/places.svg#kinderen", v), N_("Kinderen"));
            add(reads, Place::Questions, url("/vragen"), url("/static/{}/places.svg#vraag", v), N_("Vraag"));
            add(sets_up && !around_children, Place::Setup, url("/inrichten"), url("/static/{}/places.svg#kinderen", v), N_("Inrichten"));
          });
}

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): made whole, in one place
struct Frame {
  Site const& site;
  http::Request const& request;
  i18n::Translator tr;
  Visit const* visit = nullptr;
  bool first_time = false;  ///< of this page for this role: the first sentences of its help stand on top
};

/// Three letters or digits for this page and role: an FNV-1a hash, so that they stay the same when pages are added. Two pages that share a
/// mark cost somebody one explanation.
std::string mark_of(std::string_view route, Role role) {
  std::uint32_t hash = 2'166'136'261;
  for (auto const c : std::string(route) + ":" + std::string(domain::code(role)))
    hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
  std::string mark;
  for (int i = 0; i < 3; ++i, hash /= 36) mark += "0123456789abcdefghijklmnopqrstuvwxyz"[hash % 36];
  return mark;
}

/// Whether this browser shows the page to this role for the first time; remembers it for a year.
bool first_time(Visit& visit) {
  constexpr std::size_t kMostMarks = 300;
  if (!visit.session || !visit.session->actor || !visit.route || visit.request.method != http::Method::Get) return false;
  std::string seen(visit.request.cookies.get(kSeenCookie).value_or(""));
  bool const sound =
      seen.size() % 3 == 0 && std::all_of(seen.begin(), seen.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)); });
  if (!sound || seen.size() > 3 * kMostMarks) seen.clear();
  auto const mark = mark_of(visit.route->rule.name, visit.role());
  for (std::size_t at = 0; at < seen.size(); at += 3)
    if (seen.compare(at, 3, mark) == 0) return false;
  visit.set_cookies.push_back(http::set_cookie(kSeenCookie, seen + mark, http::SameSite::Lax, 31'536'000));
  return true;
}

/// On the screens of the tour: what to try here, and the way on.
void tour_bar(Html& out, Frame const& frame, std::string const& here) {
  auto const at = tour_stop(frame.site, frame.request);
  if (!at || here.starts_with("/rondleiding")) return;
  render(
      out, frame.tr,
      [] {
        return R"(
<aside class="vlecht-tour" aria-label="{t:Rondleiding}"><p><strong>{t:Rondleiding, {at} van {count}}</strong> {try_this}</p>
<p class="vlecht-tour__ways"><a class="utrecht-link utrecht-link--html-a" href="{next}">{t:Verder met de rondleiding}</a></p>
<form method="post" action="/rondleiding/stop"><input type="hidden" name="terug" value="{here}">
<button type="submit">{t:Stop de rondleiding}</button></form></aside>)";
      },
      "at"_a = static_cast<int>(*at), "count"_a = static_cast<int>(frame.site.web.tour.size()),
      "try_this"_a = frame.tr(frame.site.web.tour[*at - 1].try_this), "next"_a = url("/rondleiding/{}", static_cast<int>(*at + 1)),
      "here"_a = here);
}

std::string framed(Frame const& frame, Head const& head, Html const& body) {
  auto const& tr = frame.tr;
  auto const& v = frame.site.static_version;
  auto const& session = frame.visit ? frame.visit->session : std::optional<app::Session>();
  bool const member = session && session->actor;
  auto const other = tr.lang() == i18n::Lang::Nl ? i18n::Lang::En : i18n::Lang::Nl;
  bool const posted = frame.request.method == http::Method::Post;
  std::string const here = posted || !place_to_go(frame.request.target) ? frame.request.path : frame.request.target;
  Html html;
  render(
      html, tr,
      [] {
        return R"(<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Vlechtwerk</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{css}">
<script src="{js}" defer></script>
</head>
<body>
<a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#main">{t:Naar de inhoud}</a>
{when demo}<p class="vlecht-demo" role="note">{t:Dit zijn voorbeeldgegevens. De kinderen en mensen bestaan niet.}</p>{/when}
<header class="vlecht-header">
<a class="vlecht-header__home" href="/"><img class="vlecht-mark" src="{mark}" width="32" height="32" alt="">Vlechtwerk</a>
{when member}<span class="vlecht-header__where">{name}</span>{/when}
<div class="vlecht-header__tools">
{when setup}<a href="/inrichten">{t:Inrichten}</a>{/when}
<form method="post" action="/taal"><input type="hidden" name="taal" value="{other}"><input type="hidden" name="terug" value="{here}">
<button type="submit" lang="{other}">{other_name}</button></form>
{when known}<form method="post" action="/uitloggen"><input type="hidden" name="bewijs" value="{token}"><button type="submit">{t:Uitloggen}
</button></form>{/when}
</div>
</header>
{slot places}
{slot tour}
<main class="vlecht-main{when narrow} vlecht-main--narrow{/when}" id="main" tabindex="-1">
{when first_time}<aside class="vlecht-hint" aria-label="{t:Voor de eerste keer hier}">{each hints}<p>{sentence}</p>{/each}</aside>{/when}
{slot body}
{when helpful}<details class="vlecht-help"><summary>{t:Hoe werkt dit?}</summary>{each help}<p class="utrecht-paragraph">{sentence}
</p>{/each}</details>{/when}
</main>
<footer class="vlecht-footer"><p>{when member}{name}, {role}, {organisation} · {/when}Vlechtwerk {version} ·
{when member_help}<a class="utrecht-link utrecht-link--html-a" href="/hulp">{t:Zo werk je hier}</a> · {/when}
<a class="utrecht-link utrecht-link--html-a" href="/herkomst">{t:Waar komt dit vandaan?}</a> ·
<a class="utrecht-link utrecht-link--html-a" href="/dit-niet">{t:Dit doet Vlechtwerk niet}</a></p></footer>
</body>
</html>
)";
      },
      "lang"_a = i18n::tag(tr.lang()), "title"_a = head.title, "icon"_a = url("/static/{}/favicon.svg", v),
      "css"_a = url("/static/{}/app.css", v), "js"_a = url("/static/{}/app.js", v), "demo"_a = frame.site.web.demo,
      "mark"_a = url("/static/{}/mark.svg", v), "member"_a = member, "name"_a = session ? session->name : Private(),
      "role"_a = member ? tr(role_word(session->actor->role)) : std::string(),
      "organisation"_a = session ? session->organisation_name : std::string(),
      "setup"_a = member && session->actor->role == Role::Leidinggevende, "other"_a = i18n::tag(other), "here"_a = here,
      "other_name"_a = i18n::languages[static_cast<std::size_t>(other)].name, "known"_a = session.has_value(),
      "token"_a = session ? form_token(*session, "uitloggen") : std::string(),
      "places"_a =
          [&](Html& out) {
            if (frame.visit) places(out, *frame.visit, head.place);
          },
      "tour"_a = [&](Html& out) { tour_bar(out, frame, here); }, "narrow"_a = head.narrow, "body"_a = body,
      "helpful"_a = !head.help.empty(),
      "help"_a =
          [&](auto row) {
            for (auto const* sentence : head.help) row("sentence"_a = tr(sentence));
          },
      "first_time"_a = frame.first_time,
      "hints"_a =
          [&](auto row) {
            for (std::size_t i = 0; i < std::min<std::size_t>(3, head.help.size()); ++i) row("sentence"_a = tr(head.help[i]));
          },
      "member_help"_a = member, "version"_a = frame.site.web.version);
  return std::move(html).take();
}

struct Sentences {
  char const* title;
  char const* happened;
  char const* to_do;
};
Sentences sentences_of(int status) {
  switch (status) {
    case 400:
      return {N_("Dit konden we niet lezen"), N_("Je browser stuurde iets dat wij niet begrijpen."),
              N_("Ga terug en probeer het nog een keer.")};
    case 403:
      return {N_("Dit kwam van een andere website"), N_("Om veilig te blijven, nemen we alleen formulieren van deze website aan."),
              N_("Open Vlechtwerk opnieuw en doe het daar.")};
    case 404:
      return {N_("Deze pagina is er niet"), N_("De pagina bestaat niet, of je mag deze niet zien."),
              N_("Kijk of de link klopt, of ga naar Vandaag.")};
    case 405:
      return {N_("Dit kan hier niet"), N_("Deze pagina werkt op een andere manier."), N_("Ga naar Vandaag en begin daar opnieuw.")};
    case 408:
      return {N_("Het duurde te lang"), N_("De verbinding was te traag om alles te ontvangen."),
              N_("Ga terug en probeer het nog een keer.")};
    case 413:
      return {N_("Dit is te groot"), N_("Je tekst, of het bestand dat je koos, is te groot om te bewaren."),
              N_("Ga terug met de knop van je browser: je tekst staat daar nog. Maak hem korter, of kies een kleiner bestand.")};
    case 429:
      return {N_("Even wachten"), N_("Er is te vaak iets geprobeerd."), N_("Wacht een minuut en probeer het dan nog een keer.")};
    case 431:
      return {N_("Dit konden we niet lezen"), N_("Je browser stuurde te veel gegevens mee."), N_("Sluit je browser en open hem opnieuw.")};
    case 503:
      return {N_("Bewaren lukt nu even niet"), N_("Vlechtwerk kan nu niet bij de gegevens."),
              N_("Wacht een minuut en probeer het nog een keer.")};
    default:
      return {N_("Er ging iets mis bij ons"), N_("Vlechtwerk heeft een fout gemaakt. Jij deed niets verkeerd."),
              N_("Probeer het nog een keer. Lukt het weer niet? Vertel het je beheerder.")};
  }
}

}  // namespace

Site::Site(WebContext context) : web(std::move(context)), provenance(read_provenance(web.provenance)) {
  std::string all;
  for (auto const& file : web.static_files) {
    std::string path(file.path);
    if (path.starts_with("static/")) path = path.substr(7);
    std::string type = "application/octet-stream";
    for (auto const& [end, name] : std::initializer_list<std::pair<char const*, char const*>>{{".css", "text/css; charset=utf-8"},
                                                                                              {".js", "text/javascript; charset=utf-8"},
                                                                                              {".svg", "image/svg+xml"},
                                                                                              {".woff2", "font/woff2"}}) {
      if (path.ends_with(end)) type = name;
    }
    if (type == "application/octet-stream") continue;  // checksums and notes are not for browsers
    files.emplace_back(path, http::StaticFile{type, std::string(file.text()), http::etag_of(file.text())});
    all += path + files.back().second.etag;
  }
  for (auto const& file : web.static_files)
    for (auto& [path, served] : files)
      if (file.path == "static/" + path + ".gz") served.gzip = file.text();
  static_version = http::etag_of(all).substr(1, 12);
}

i18n::Lang language_of(http::Request const& request, std::optional<app::Session> const& session) {
  if (session) {
    if (auto const lang = i18n::lang_of(session->language)) return *lang;
  }
  if (auto const cookie = request.cookies.get(kLanguageCookie)) {
    if (auto const lang = i18n::lang_of(*cookie)) return *lang;
  }
  // The first language of the list that we speak; browsers put the dearest first.
  std::string_view list = request.headers.get("Accept-Language").value_or("");
  while (!list.empty()) {
    auto const end = std::min(list.find(','), list.size());
    auto word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (word.starts_with(' ')) word.remove_prefix(1);
    if (auto const lang = i18n::lang_of(word.substr(0, 2)); lang && (word.size() == 2 || word[2] == '-' || word[2] == ';')) return *lang;
  }
  return i18n::Lang::Nl;
}

std::string form_token(app::Session const& session, std::string_view form) {
  // 128 bits of SHA-256 over a keyed hash of the session and the name: neither can be found back from it, and a cut hash cannot be
  // lengthened.
  auto const tag = http::etag_of(session.csrf_token + "\n" + std::string(form));
  return tag.substr(1, tag.size() - 2);
}

char const* role_word(Role role) {
  switch (role) {
    case Role::PedagogischMedewerker:
      return N_("pedagogisch medewerker");
    case Role::Leidinggevende:
      return N_("leidinggevende");
    case Role::Pedagoog:
      return N_("pedagoog");
    case Role::Jeugdzorgcoach:
      return N_("coach van de jeugdhulp");
    case Role::PedagogischCoach:
      return N_("pedagogisch coach");
    case Role::Projectleider:
      return N_("projectleider");
    case Role::Onderzoeker:
      return N_("onderzoeker");
    case Role::Beheerder:
      return N_("beheerder");
    case Role::Ouder:
      return N_("ouder");
  }
  return "";
}

std::vector<std::string> words_in(http::Fields const& fields) {
  static constexpr std::string_view secret[] = {"password", "code", "bewijs", "login"};
  std::vector<std::string> out;
  for (auto const& [name, value] : fields) {
    bool const shown = std::find(std::begin(secret), std::end(secret), name) == std::end(secret);
    if (shown && !base::Uuid::parse(value) && value.find(' ') != std::string::npos) out.push_back(value);
  }
  return out;
}

http::Response page(Visit& visit, Head const& head, Html const& body, int status) {
  bool const first = status == 200 && !head.help.empty() && first_time(visit);
  auto response = http::html(framed({visit.site, visit.request, visit.tr, &visit, first}, head, body), status);
  response.set_cookies = visit.set_cookies;
  return response;
}

http::Response error_page(Site const& site, http::Request const& request, int status, std::string const&) {
  i18n::Translator const tr(language_of(request, std::nullopt));
  auto const words = sentences_of(status);
  bool const form = request.method == http::Method::Post && !request.form_fields.empty() && !request.path.starts_with("/inloggen");
  auto const again = local_url(request.path);
  Html body;
  render(
      body, tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">{happened} {to_do}</p>
{when kept}<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Je tekst is nog niet bewaard, maar staat hieronder. Er is niets weg.}</p>
<form method="post" action="{again}">{each hidden}<input type="hidden" name="{name}" value="{value}">{/each}
{each texts}<div class="vlecht-sheet"><p class="vlecht-words">{text}</p></div>{/each}
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
type="submit">{t:Probeer nog een keer}</button></div></form>{/when}
{unless kept}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Wat eerder bewaard is, is er nog.}</p>
<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="/vandaag">{t:Ga naar Vandaag}</a></div>{/unless}
{when traced}<p class="vlecht-soft">{t:Nummer voor de beheerder: {id}}</p>{/when})";
      },
      "title"_a = tr(words.title), "happened"_a = tr(words.happened), "to_do"_a = tr(words.to_do), "kept"_a = form && again.has_value(),
      "again"_a = again.value_or(url("/vandaag")),
      "hidden"_a =
          [&](auto row) {
            for (auto const& [name, value] : request.form_fields) row("name"_a = name, "value"_a = value);
          },
      "texts"_a =
          [&](auto row) {
            for (auto const& text : words_in(request.form_fields)) row("text"_a = text);
          },
      "traced"_a = !request.request_id.empty(), "id"_a = request.request_id);
  return http::html(framed({site, request, tr, nullptr}, {tr(words.title), Place::None, {}, true}, body), status);
}

http::Response refused(Visit& visit, base::Error const& error) {
  using base::ErrorKind;
  if (error.kind == ErrorKind::Unauthenticated) return go_to(visit, url("/inloggen"));
  int const status = error.kind == ErrorKind::InvalidInput ? 400
                     : error.kind == ErrorKind::Busy       ? 503
                     : error.kind == ErrorKind::TooLarge   ? 413
                                                           : 404;
  auto const words = sentences_of(status);
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">{happened} {to_do}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Wat eerder bewaard is, is er nog.}</p>
<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
href="/vandaag">{t:Ga naar Vandaag}</a></div>)";
      },
      "title"_a = visit.tr(words.title), "happened"_a = visit.tr(words.happened), "to_do"_a = visit.tr(words.to_do));
  return page(visit, {visit.tr(words.title), Place::None, {}, true}, body, status);
}

http::Response again(Visit& visit, Typed typed) {
  if (typed.status == 200 && !typed.mistakes.empty()) typed.status = 400;
  return visit.route->show(visit, typed);
}

http::Response again(Visit& visit, Typed typed, base::Error const& error) {
  using base::ErrorKind;
  switch (error.kind) {
    case ErrorKind::InvalidInput:
      typed.status = 400;
      break;
    case ErrorKind::NotAllowed:
      typed.status = 403;
      break;
    case ErrorKind::NotFound:
      typed.status = 404;
      break;
    case ErrorKind::TooLarge:
      typed.status = 413;
      break;
    case ErrorKind::Busy:
      typed.status = 503;
      break;
    default:
      typed.status = 409;
  }
  // The id was used for other words: what stands there now is something new.
  if (error.kind == ErrorKind::Conflict) typed.fields.remove("id");
  typed.code = error.code;
  typed.wrong(error.field, error.message);
  return again(visit, std::move(typed));
}

std::optional<Url> place_to_go(std::string_view text) {
  bool const ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  return ascii ? local_url(text) : std::nullopt;
}

http::Response go_to(Visit& visit, Url const& url) {
  auto response = http::redirect(url.text());
  response.set_cookies = visit.set_cookies;
  return response;
}

http::Response saved(Visit& visit, Url const& path, domain::EntryId entry) {
  auto const mark = path.text().find('?') == std::string::npos ? "?" : "&";
  auto const moment = std::to_string(visit.site.web.clock.now().us / 1'000'000);
  return go_to(visit, *local_url(path.text() + mark + "bewaard=" + entry.text() + "&om=" + moment));
}

void saved_notice(Html& out, Visit& visit) {
  auto const entry = domain::EntryId::parse(visit.request.query.text("bewaard"));
  auto const moment = visit.request.query.text("om");
  if (!entry || moment.empty() || moment.size() > 12 || moment.find_first_not_of("0123456789") != std::string::npos) return;
  auto const left = std::stoll(moment) + 60 - visit.now.us / 1'000'000;
  if (left <= 0 || left > 60) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<div class="vlecht-undo" role="status" data-seconds="{left}"><p>{t:Bewaard. Je hebt een minuut om het terug te draaien.}</p>{slot undo}
</div>)";
      },
      "left"_a = left,
      "undo"_a =
          [&](Html& inside) {
            Html fields;
            hidden(fields, "id", visit.fresh_uuid().text());
            hidden(fields, "entry", entry->text());
            hidden(fields, "terug", visit.request.path);
            button_form(inside, visit, "ongedaan", url("/ongedaan"), fields, N_("Maak ongedaan"));
          });
}

}  // namespace vlechtwerk::web
