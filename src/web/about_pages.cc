#include "web/handlers.h"
#include "web/provenance.h"
#include "web/template/template.h"
#include "web/words.h"

// What the product says about itself: where it comes from, and what it never does. Everybody may read both, also before logging in.
namespace vlechtwerk::web {
namespace {

char const* state_words(Provenance::State state) {
  switch (state) {
    case Provenance::State::Built:
      return N_("Gebouwd");
    case Provenance::State::Partly:
      return N_("Deels gebouwd");
    case Provenance::State::NotYet:
      break;
  }
  return N_("Nog niet gebouwd");
}

/// A link where the reader can open the screen (or can log in first), else the address alone.
void screen(Html& out, Visit const& visit, std::string const& pattern) {
  auto const* route = route_of_page(pattern);
  std::vector<Role> roles;
  for (auto const& [role, code] : domain::kRoleCodes)
    if (route && app::may_ever(route->rule.action, role)) roles.push_back(role);
  bool const mine = route && (!visit.session || !visit.session->actor || app::may_ever(route->rule.action, visit.session->actor->role));
  auto const place = mine && pattern.find('{') == std::string::npos ? local_url(pattern) : std::nullopt;
  render(
      out, visit.tr,
      [] {
        return R"(<li>{when linked}<a class="utrecht-link utrecht-link--html-a" href="{place}" lang="nl">{pattern}</a>{/when}
{unless linked}<code lang="nl">{pattern}</code>{/unless}{when role_bound} <span class="vlecht-soft">{t:voor: {roles}}</span>{/when}</li>)";
      },
      "linked"_a = place.has_value(), "place"_a = place.value_or(url("/herkomst")), "pattern"_a = pattern,
      "role_bound"_a = roles.size() < domain::kRoleCodes.size(),
      "roles"_a =
          [&] {
            std::string words;
            for (auto const role : roles) words += (words.empty() ? "" : ", ") + visit.tr(role_word(role));
            return words;
          }());
}

void part(Html& out, Visit const& visit, Provenance const& one) {
  bool const dutch = visit.tr.lang() == i18n::Lang::Nl;
  render(
      out, visit.tr,
      [] {
        return R"(
<section class="vlecht-sheet" id="{code}"><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{code} {title}</h2>
<p class="utrecht-paragraph"><strong>{state}.</strong> {text}</p>
{when shown}<ul class="vlecht-screens">{slot screens}</ul>{/when}
<details class="vlecht-more"><summary>{t:{count, plural, one {Eén plaats} other {# plaatsen}} in de verslagen}</summary>
<p class="utrecht-paragraph">{each lines}<span class="vlecht-line">{number} {t:regels {at}}</span> {/each}</p>
{when tested}<p class="utrecht-paragraph">{t:Getest in:} {each tests}<code>{file}</code> {/each}</p>{/when}
</details></section>)";
      },
      "code"_a = one.code, "title"_a = dutch ? one.title_nl : one.title_en, "state"_a = visit.tr(state_words(one.state)),
      "text"_a = dutch ? one.text_nl : one.text_en, "shown"_a = !one.screens.empty(),
      "screens"_a =
          [&](Html& inside) {
            for (auto const& pattern : one.screens) screen(inside, visit, pattern);
          },
      "count"_a = static_cast<int>(one.lines.size()),
      "lines"_a =
          [&](auto row) {
            for (auto const& line : one.lines) row("number"_a = line.number, "at"_a = line.lines);
          },
      "tested"_a = !one.tests.empty(),
      "tests"_a =
          [&](auto row) {
            for (auto const& file : one.tests) row("file"_a = file);
          });
}

struct Never {
  char const* title;
  char const* why;
};
/// Each is kept by something that a test reads, or by what was left out.
constexpr Never kNever[] = {
    {N_("Een kind krijgt geen cijfer, kleur of rangorde"),
     N_("Mensen schrijven op wat zij zien. Wat dat betekent, bespreken zij met elkaar en met ouders.")},
    {N_("Er wordt niets voorspeld en niets vastgesteld"),
     N_("Vlechtwerk zegt nooit wat een kind heeft. Het vertelt welke stap je eigen plan nu vraagt, en waarom.")},
    {N_("Medewerkers worden niet geteld of vergeleken"),
     N_("Er is geen lijst per medewerker. Wat openstaat, staat bij het kind en bij de groep.")},
    {N_("Er gaat niets naar buiten dat jullie niet zelf instelden"),
     N_("De gegevens staan op jullie eigen computer. Er zijn geen tellers, advertenties of bedrijven die meekijken.")},
    {N_("Er wordt niets over een kind gedeeld zonder ja van de ouders"),
     N_("Een pedagoog of coach ziet een kind pas als ouders met gezag dat goed vinden. Zeggen zij nee, dan helpt de groep zelf verder.")},
    {N_("Zwijgen beëindigt niets"),
     N_("Een kind verdwijnt niet uit beeld als een lijst opnieuw wordt ingelezen. Iemand beslist dat, met een reden.")},
    {N_("Kleine aantallen worden niet getoond"), N_("In een overzicht staat nooit een getal waaruit je één kind kunt herkennen.")},
    {N_("Lijsten van anderen zitten er niet in"),
     N_("KIJK!, ZO en andere instrumenten zijn van hun makers. Je legt vast dat je ze gebruikte, en wat je zag.")},
    {N_("De Meldcode volg je hier niet"),
     N_("Maak je je zorgen over de veiligheid van een kind? Volg dan de Meldcode, en bel bij gevaar 112.")},
    {N_("Het is geen chat en geen dagboek voor ouders"),
     N_("Het gesprek met ouders voer je zelf. Hier staat hoe het ging, en wat jullie afspraken.")},
};

}  // namespace

http::Response show_provenance(Visit& visit, Typed const&) {
  auto const& parts = visit.site.provenance;
  auto const count = [&](Provenance::State state) {
    return static_cast<int>(std::count_if(parts.begin(), parts.end(), [&](auto const& one) { return one.state == state; }));
  };
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Waar komt dit vandaan?}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">
{t:Twee verslagen beschrijven deze manier van werken. Wat erin staat, is hier in 45 onderdelen gelegd.}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Gebouwd: {built}. Deels gebouwd: {partly}. Nog niet gebouwd: {not_yet}.}
{t:R is het eindverslag van Rotterdam, uit 2013. A is de monitor van Alert4you, uit 2011.}</p>
<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a" href="/dit-niet">
{t:Lees wat Vlechtwerk niet doet}</a></p>
{slot parts})";
      },
      "built"_a = count(Provenance::State::Built), "partly"_a = count(Provenance::State::Partly),
      "not_yet"_a = count(Provenance::State::NotYet),
      "parts"_a =
          [&](Html& inside) {
            for (auto const& one : parts) part(inside, visit, one);
          });
  return page(visit,
              {visit.tr("Waar komt dit vandaan?"),
               Place::None,
               {N_("Bij elk onderdeel staat of het gebouwd is, en wat nog niet kan."),
                N_("Een link opent het scherm dat erop antwoordt. Sommige schermen zijn voor een andere rol."),
                N_("Open de plaatsen in de verslagen om te zien welke regels erbij horen.")}},
              body);
}

http::Response show_what_not(Visit& visit, Typed const&) {
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Dit doet Vlechtwerk niet}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">
{t:Wat een programma weglaat, is ook een keuze. Dit zijn de onze.}</p>
{each never}<h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{title}</h2>
<p class="utrecht-paragraph utrecht-paragraph--distanced">{why}</p>{/each}
<p class="utrecht-paragraph utrecht-paragraph--distanced"><a class="utrecht-link utrecht-link--html-a" href="/herkomst">
{t:Lees waar het wel vandaan komt}</a></p>)";
      },
      "never"_a =
          [&](auto row) {
            for (auto const& one : kNever) row("title"_a = visit.tr(one.title), "why"_a = visit.tr(one.why));
          });
  return page(visit, {visit.tr("Dit doet Vlechtwerk niet"), Place::None, {}, true}, body);
}

}  // namespace vlechtwerk::web
