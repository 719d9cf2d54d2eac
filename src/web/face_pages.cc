#include "app/faces.h"

#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Mijn foto: a small picture of oneself; and the picture of somebody.
namespace vlechtwerk::web {

http::Response show_my_face(Visit& visit, Typed const& typed) {
  auto const own = app::see_own_face(visit.app(), visit.caller());
  if (!own) return refused(visit, own.error());
  auto const done = visit.request.query.text("klaar");
  Html body, fields;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vandaag">{t:Terug naar Vandaag}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Mijn foto}</h1>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Met een foto weten collega's wie jij bent. Het hoeft niet.}
{t:Zonder foto staan er je letters.}</p>
{when kept}<div class="utrecht-alert utrecht-alert--ok" role="status"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{t:Bewaard.}</p></div></div>{/when}
{when gone}<div class="utrecht-alert utrecht-alert--ok" role="status"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{t:Je foto is weg.}</p></div></div>{/when})";
      },
      "kept"_a = done == "1", "gone"_a = done == "weg");
  // The photo before it stays.
  mistakes_on_top(body, visit, typed, N_("Dit lukte nog niet"), N_("Er is niets veranderd."));
  file_box(fields, visit, typed,
           {.name = "photo",
            .label = N_("Kies een foto"),
            .hint = N_("Een JPEG van hoogstens 4 MB. We bewaren alleen het midden, klein."),
            .readers = visit.tr("Collega's zien je foto bij: Bij wie moet ik zijn?")},
           "image/jpeg");
  render(
      body, visit.tr,
      [] {
        return R"(<div class="vlecht-person">{slot face}<div><b>{name}</b><br>{when has}{t:Zo zien collega's je.}{/when}{unless has}
{t:Je hebt nog geen foto.}{/unless}</div></div>
<form method="post" action="/mijn-foto" enctype="multipart/form-data" data-photo="{side}" novalidate><input type="hidden" name="bewijs"
value="{token}">
{slot fields}<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
type="submit">{t:Bewaar mijn foto}</button></div></form>
{when has}{slot remove}{/when})";
      },
      "face"_a = [&](Html& out) { face(out, visit, visit.session->name, face_url(visit.session->account, *own, {})); },
      "name"_a = visit.session->name, "has"_a = own->has_value(), "token"_a = form_token(*visit.session, "foto"), "fields"_a = fields,
      // Twice as large as what is kept: the server makes it small once more.
      "side"_a = 2 * app::kFaceSide,
      "remove"_a = [&](Html& out) { button_form(out, visit, "foto.weg", url("/mijn-foto/weg"), {}, N_("Haal mijn foto weg")); });
  return page(visit,
              {visit.tr("Mijn foto"),
               Place::Today,
               {N_("Alleen jij zet een foto neer, en alleen van jezelf."), N_("Waar en wanneer hij is gemaakt, bewaren we niet."),
                N_("Haal je hem weg? Dan is hij meteen weg."), N_("Stop je met werken hier? Dan verdwijnt je foto ook."),
                N_("Staat er een kind op? Dan haalt je leidinggevende of de beheerder de foto weg.")},
               true},
              body, typed.status);
}

http::Response save_my_face(Visit& visit, Typed const& given) {
  std::string_view photo;
  for (auto const& upload : visit.request.uploads)
    if (upload.field == "photo") photo = upload.bytes;
  auto const saved = app::save_face(visit.app(), visit.caller(), photo);
  return saved ? go_to(visit, url("/mijn-foto?klaar=1")) : again(visit, given, saved.error());
}

http::Response remove_my_face(Visit& visit, Typed const& given) {
  auto const removed = app::remove_face(visit.app(), visit.caller());
  return removed ? go_to(visit, url("/mijn-foto?klaar=weg")) : again(visit, given, removed.error());
}

http::Response remove_face_of_other(Visit& visit, Typed const&) {
  auto const removed = app::remove_face_of(visit.app(), visit.caller(), visit.path_id<domain::AccountId>("id"));
  return removed ? go_to(visit, url("/inrichten?klaar=1")) : refused(visit, removed.error());
}

http::Response show_face(Visit& visit, Typed const&) {
  auto const picture = app::see_face(visit.app(), visit.caller(), visit.path_id<domain::AccountId>("account"),
                                     domain::ChildId::parse(visit.request.query.text("kind")));
  if (!picture) return refused(visit, picture.error());
  http::Response response;
  response.content_type = "image/jpeg";
  response.body.assign(picture->begin(), picture->end());
  // The address holds the moment of the picture, so another one is another address. An hour: a tablet of the group has many users.
  response.headers.set("Cache-Control", "private, max-age=3600");
  return response;
}

}  // namespace vlechtwerk::web
