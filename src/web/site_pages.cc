#include "http/security.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/template/template.h"

// What is no page: the beginning, static files, health, language, undo.
namespace vlechtwerk::web {

http::Response show_home(Visit& visit, Typed const&) { return go_to(visit, url("/vandaag")); }

http::Response show_static_file(Visit& visit, Typed const&) {
  auto const name = visit.request.param("file");
  for (auto const& [path, file] : visit.site.files) {
    if (path != name) continue;
    auto response = http::static_file(visit.request, file);
    // A page of another version of the program asks for its own file, which we do not have: ours, but not to keep.
    if (visit.request.param("version") != visit.site.static_version) response.headers.set("Cache-Control", "no-cache");
    return response;
  }
  return error_page(visit.site, visit.request, 404, "no_file");
}

http::Response show_health(Visit& visit, Typed const&) {
  if (visit.site.web.health) {
    if (auto const healthy = visit.site.web.health(); !healthy) {
      auto response = http::text(visit.tr(healthy.error().message) + "\n", 503);
      response.headers.set("Retry-After", "5");
      return response;
    }
  }
  return http::text("ok\n");
}

http::Response save_language(Visit& visit, Typed const& typed) {
  auto const lang = i18n::lang_of(typed.text("taal")).value_or(i18n::Lang::Nl);
  if (visit.session && visit.cookie) (void)app::set_language(visit.app(), *visit.cookie, i18n::tag(lang), visit.now);
  visit.set_cookies.push_back(http::set_cookie(kLanguageCookie, i18n::tag(lang), http::SameSite::Lax, 31'536'000));
  return go_to(visit, place_to_go(typed.text("terug")).value_or(url("/vandaag")));
}

http::Response save_undo(Visit& visit, Typed const& typed) {
  auto const id = domain::EntryId::parse(typed.text("id"));
  auto const entry = domain::EntryId::parse(typed.text("entry"));
  auto const back = place_to_go(typed.text("terug")).value_or(url("/vandaag"));
  if (!id || !entry) return error_page(visit.site, visit.request, 400, "bad_id");
  if (auto const undone = app::undo(visit.app(), visit.caller(), *id, *entry); !undone) {
    Html body;
    render(
        body, visit.tr,
        [] {
          return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Terugdraaien lukt niet meer}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">{reason}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Wat je bewaarde, staat er nog. Schrijf een nieuwe notitie als iets niet klopt.}</p>
<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action vlecht-actions__main" href="{back}">{t:Ga terug}</a>
</div>)";
        },
        "reason"_a = undone.error().message, "back"_a = back);
    return page(visit, {visit.tr("Terugdraaien lukt niet meer"), Place::None, {}, true}, body, 409);
  }
  return go_to(visit, back);
}

}  // namespace vlechtwerk::web
