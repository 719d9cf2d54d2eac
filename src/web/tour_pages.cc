#include <charconv>

#include "http/security.h"
#include "web/form.h"
#include "web/handlers.h"
#include "web/template/template.h"

// The tour of a demo store: one story, looked at by those who work on it. Without demo data these pages are not there.
namespace vlechtwerk::web {
namespace {

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// The stop that the path names, counted from 1; nullptr when it is none.
TourStop const* stop_of_path(Visit const& visit) {
  auto const at = number(visit.request.param("nummer"));
  auto const& tour = visit.site.web.tour;
  return at && *at >= 1 && *at <= tour.size() ? &tour[*at - 1] : nullptr;
}

DemoLogin const* person_of(Visit const& visit, TourStop const& stop) {
  for (auto const& person : visit.site.web.demo_logins)
    if (person.login == stop.login) return &person;
  return nullptr;
}

http::Response not_here(Visit& visit) { return error_page(visit.site, visit.request, 404, "no_tour"); }

http::Response end_of_tour(Visit& visit) {
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Dit was de rondleiding}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">
{t:Kijk nu zelf rond. Je kunt alles proberen: de kinderen en mensen bestaan niet.}</p>
<ul class="vlecht-screens">
<li><a class="utrecht-link utrecht-link--html-a" href="/stappenplannen">{t:De stappenplannen}</a></li>
<li><a class="utrecht-link utrecht-link--html-a" href="/herkomst">{t:Waar komt dit vandaan?}</a></li>
<li><a class="utrecht-link utrecht-link--html-a" href="/dit-niet">{t:Dit doet Vlechtwerk niet}</a></li></ul>
{slot people})";
      },
      "people"_a = [&](Html& inside) { demo_people(inside, visit, {}); });
  visit.set_cookies.push_back(http::set_cookie(kTourCookie, "", http::SameSite::Lax, 0));
  auto const title = visit.tr("Dit was de rondleiding");
  return page(visit, {title, Place::None, {}, true}, body);
}

}  // namespace

std::optional<std::size_t> tour_stop(Site const& site, http::Request const& request) {
  auto const cookie = site.web.tour.empty() ? std::nullopt : request.cookies.get(kTourCookie);
  auto const at = cookie ? number(*cookie) : std::nullopt;
  return at && *at >= 1 && *at <= site.web.tour.size() ? at : std::nullopt;
}

http::Response show_tour_begin(Visit& visit, Typed const&) {
  return visit.site.web.tour.empty() ? not_here(visit) : go_to(visit, url("/rondleiding/1"));
}

http::Response show_tour_stop(Visit& visit, Typed const&) {
  auto const& tour = visit.site.web.tour;
  if (!tour.empty() && number(visit.request.param("nummer")) == tour.size() + 1) return end_of_tour(visit);
  auto const* stop = stop_of_path(visit);
  auto const* person = stop ? person_of(visit, *stop) : nullptr;
  if (!person) return not_here(visit);
  auto const at = static_cast<int>(stop - tour.data()) + 1;
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<p class="vlecht-soft">{t:Rondleiding, {at} van {count}}</p>
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">{look}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Je kijkt mee als {name}, {role} bij {organisation}.}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Op het scherm:} {try_this}</p>
<form method="post" action="{action}" class="vlecht-actions">
<button class="utrecht-button utrecht-button--primary-action vlecht-actions__main" type="submit">{t:Kijk mee als {name}}</button></form>
<p class="utrecht-paragraph"><a class="utrecht-link utrecht-link--html-a" href="{next}">{t:Sla dit scherm over}</a></p>)";
      },
      "at"_a = at, "count"_a = static_cast<int>(tour.size()), "title"_a = visit.tr(stop->title), "look"_a = visit.tr(stop->look),
      "name"_a = person->name, "role"_a = visit.tr(role_word(person->role)), "organisation"_a = person->organisation,
      "try_this"_a = visit.tr(stop->try_this), "action"_a = url("/rondleiding/{}", at), "next"_a = url("/rondleiding/{}", at + 1));
  return page(visit, {visit.tr("Rondleiding"), Place::None, {}, true}, body);
}

http::Response save_tour_stop(Visit& visit, Typed const&) {
  auto const* stop = stop_of_path(visit);
  if (!stop) return not_here(visit);
  auto const logged_in = demo_log_in(visit, Private(stop->login));
  if (!logged_in) return refused(visit, logged_in.error());
  visit.set_cookies.push_back(http::set_cookie(kSessionCookie, logged_in->cookie.text(), http::SameSite::Lax));
  visit.set_cookies.push_back(http::set_cookie(kTourCookie, visit.request.param("nummer"), http::SameSite::Lax));
  return go_to(visit, place_to_go(stop->place).value_or(url("/vandaag")));
}

http::Response save_tour_end(Visit& visit, Typed const& typed) {
  visit.set_cookies.push_back(http::set_cookie(kTourCookie, "", http::SameSite::Lax, 0));
  return go_to(visit, place_to_go(typed.text("terug")).value_or(url("/vandaag")));
}

}  // namespace vlechtwerk::web
