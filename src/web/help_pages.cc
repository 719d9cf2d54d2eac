#include "web/handlers.h"
#include "web/template/template.h"

// What a role does here, on one page that prints on one sheet. What stands on it is asked of the gate, so it cannot promise too much.
namespace vlechtwerk::web {
namespace {

/// Something to do, the screen that it is done on, and how.
struct Task {
  std::string_view page;
  char const* title;
  char const* how;
};
constexpr Task kTasks[] = {
    {"/vandaag", N_("Begin bij Vandaag"), N_("Daar staat wat klaarstaat, en waarom. Iets doen? Tik op de regel.")},
    {"/kind/{id}/notitie", N_("Schrijf op wat je ziet"),
     N_("Tik op Noteer en op het kind. Schrijf wat je zag en hoorde, ook als het mooi was.")},
    {"/zoek", N_("Zoek een kind"), N_("Typ bij Kinderen een deel van de voornaam. Je vindt wie jij mag zien.")},
    {"/ophalen", N_("Vertel het bij het ophalen"), N_("Daar staat wat je aan wie mag vertellen. Wat je vertelde, tik je aan.")},
    {"/kind/{id}/zorg", N_("Maak je je zorgen?"),
     N_("Open het kind en tik op Ik maak me zorgen. Je stappenplan begint, en je staat er niet alleen voor.")},
    {"/kind/{id}/stap/{step}", N_("Doe de volgende stap"), N_("Bij het kind staat wat nu komt, voor wie, voor wanneer en waarom.")},
    {"/kind/{id}/stap/{step}/overslaan", N_("Past een stap niet?"),
     N_("Sla hem over en schrijf waarom. Dat mag, en de route gaat verder.")},
    {"/kind/{id}/stap/{step}/overnemen", N_("Neem een stap over"),
     N_("Op elke open stap staat een naam. In twee tikken neemt een ander hem over.")},
    {"/kind/{id}/toestemming", N_("Leg vast wat ouders zeggen"),
     N_("Vraag het aan elke ouder met gezag. Nee zeggen mag altijd. De groep helpt dan zelf verder.")},
    {"/kind/{id}/plan", N_("Schrijf een plan"), N_("Schrijf wat je wilt bereiken, wat je gaat doen, en wanneer je terugkijkt.")},
    {"/vraag", N_("Stel je vraag"), N_("Over een kind, over ouders of over je eigen werk. Zonder naam van een kind mag ook.")},
    {"/bij-wie", N_("Bij wie moet je zijn?"), N_("Kies waar het over gaat. Je krijgt een naam, en een knop om het te vragen.")},
    {"/vragen/{id}/geef", N_("Geef een vraag door"), N_("Open de vraag en kies wie hem het beste kan beantwoorden.")},
    {"/vragen/{id}/antwoord", N_("Geef een adviestip"),
     N_("Schrijf kort wat iemand morgen kan proberen. Wie vroeg, zegt later in eigen woorden wat zij meeneemt.")},
    {"/kind/{id}/afsluiten", N_("Rond een route af"), N_("Kies hoe het eindigde. Je ziet meteen hoelang de teksten bewaard blijven.")},
    {"/kind/{id}/pauze", N_("Zet een route even stil"), N_("Kies waarom, en tot wanneer. Termijnen wachten mee.")},
    {"/kind/{id}/beheer", N_("Houd bij wie er om een kind staat"),
     N_("Mentor, groep, dagen en ouders. Elke ouder heeft eigen antwoorden.")},
    {"/kind/{id}/gezien", N_("Wie heeft dit gezien?"), N_("Bij een kind staat wie de gegevens opende. Ouders mogen dat vragen.")},
    {"/afwezig", N_("Ben je er niet?"), N_("Zeg van wanneer tot wanneer. Een reden vragen we niet. Je stappen gaan naar je vervanger.")},
    {"/berichten", N_("Een mail als er iets wacht?"), N_("Kies zelf of je dat wilt, en op welke uren. Er staat geen naam in.")},
    {"/inrichten", N_("Kijk hoe het is ingericht"), N_("Organisaties, locaties, groepen en mensen. Wat nog ontbreekt, staat bovenaan.")},
    {"/inrichten/mens", N_("Voeg een collega toe"), N_("Kies rol en groep, en print de brief. De code werkt zeven dagen, één keer.")},
    {"/inrichten/inlezen", N_("Lees tabellen in"), N_("Je ziet eerst wat er verandert. Daarna bewaar je het.")},
};

bool may(Role role, Task const& task) {
  auto const* route = route_of_page(task.page);
  return route && app::may_ever(route->rule.action, role);
}

/// A role with a sheet has more to do here than to look.
bool has_sheet(Role role) {
  return std::count_if(std::begin(kTasks), std::end(kTasks), [&](Task const& task) { return may(role, task); }) > 1;
}

}  // namespace

http::Response show_help(Visit& visit, Typed const&) { return go_to(visit, url("/hulp/{}", domain::code(visit.role()))); }

http::Response show_help_of_role(Visit& visit, Typed const&) {
  auto const role = domain::role_from_code(visit.request.param("rol"));
  if (!role || (!has_sheet(*role) && *role != visit.role())) return error_page(visit.site, visit.request, 404, "no_role");
  auto const word = visit.tr(role_word(*role));
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Zo werk je met Vlechtwerk: {role}}</h1>
<p class="utrecht-paragraph vlecht-on-screen">{t:Dit blad past op één vel. Print het voor wie nieuw is.}</p>
<dl class="vlecht-tasks">{each tasks}<div><dt>{title}</dt><dd>{how}</dd></div>{/each}</dl>
<p class="utrecht-paragraph">{t:Onder elke pagina staat Hoe werkt dit? Daar lees je meer over die pagina.}</p>
<nav class="vlecht-on-screen" aria-label="{t:Bladen van andere rollen}"><h2 class="utrecht-heading-2">{t:Bladen van andere rollen}</h2>
<ul class="vlecht-screens">{each others}<li><a class="utrecht-link utrecht-link--html-a" href="{link}">{name}</a></li>{/each}
</ul></nav>)";
      },
      "role"_a = word,
      "tasks"_a =
          [&](auto row) {
            for (auto const& task : kTasks)
              if (may(*role, task)) row("title"_a = visit.tr(task.title), "how"_a = visit.tr(task.how));
          },
      "others"_a =
          [&](auto row) {
            for (auto const& [other, code] : domain::kRoleCodes)
              if (other != *role && has_sheet(other)) row("link"_a = url("/hulp/{}", code), "name"_a = visit.tr(role_word(other)));
          });
  return page(visit, {visit.tr("Zo werk je met Vlechtwerk: {role}", {{"role", word}}), Place::None, {}}, body);
}

}  // namespace vlechtwerk::web
