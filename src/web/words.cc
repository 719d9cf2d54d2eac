#include "web/words.h"

#include <algorithm>

#include "web/form.h"

namespace vlechtwerk::web {
namespace {

/// The first letter of the first and of the last name.
std::string initials(Private const& name) {
  auto const& text = name.reveal();
  auto const letter = [&](std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return text.substr(at, end - at);
  };
  if (text.empty()) return {};
  auto const last = text.rfind(' ');
  return letter(0) + (last == std::string::npos || last + 1 >= text.size() ? std::string() : letter(last + 1));
}

}  // namespace

void face(Html& out, Visit const& visit, Private const& name, std::optional<Url> const& picture) {
  render(
      out, visit.tr,
      [] {
        return R"({when pictured}<img class="vlecht-person__face" src="{src}" alt="" width="48" height="48">{/when}{unless pictured}<span
class="vlecht-person__face" aria-hidden="true">{letters}</span>{/unless})";
      },
      "pictured"_a = picture.has_value(), "src"_a = picture.value_or(url("/bij-wie")), "letters"_a = initials(name));
}

std::optional<Url> face_url(domain::AccountId account, std::optional<Instant> changed, std::optional<domain::ChildId> about) {
  if (!changed) return std::nullopt;
  return about ? url("/gezicht/{}?v={}&kind={}", account, changed->us, *about) : url("/gezicht/{}?v={}", account, changed->us);
}

Private told(Visit const& visit, Private const& text) {
  return visit.site.web.demo ? Private(std::string(visit.tr.sentence(text.reveal()))) : text;
}

std::string age_of(Visit const& visit, app::ChildName const& child) {
  return i18n::age_text(child.birth_month.age_months(visit.today), visit.tr);
}

std::string due_words(Visit const& visit, std::optional<Date> due, bool late) {
  if (!due) return {};
  auto const day = i18n::day_text(*due, visit.today, visit.tr);
  return late ? visit.tr("wacht sinds {day}", {{"day", day}}) : visit.tr("het liefst voor {day}", {{"day", day}});
}

void not_opened(Html& out, Visit const& visit, std::optional<Instant> unopened_since) {
  if (!unopened_since) return;
  render(
      out, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph">{t:Nog niet geopend sinds {moment}. Vraag het iemand anders of bel.} <a
class="utrecht-link utrecht-link--html-a" href="/bij-wie">{t:Bij wie moet ik zijn?}</a></p>)";
      },
      "moment"_a = i18n::moment_text(*unopened_since, visit.today, visit.tr));
}

std::string question_status(Visit const& visit, std::string_view status) {
  if (status == "asked") return visit.tr("De pedagoog of de pedagogisch coach leest je vraag.");
  if (status == "assigned") return visit.tr("Iemand denkt met je mee.");
  if (status == "answered") return visit.tr("Er is een adviestip. Schrijf hem op in je eigen woorden.");
  return visit.tr("Deze vraag is klaar.");
}

std::vector<std::pair<std::string, char const*>> pause_reasons() {
  return {{"vakantie", N_("Het kind of de groep is op vakantie")},
          {"kind_afwezig", N_("Het kind komt een tijd niet")},
          {"ouders_vragen_rust", N_("De ouders vragen om rust")},
          {"wacht_op_ander", N_("We wachten op iemand buiten de opvang")},
          {"anders", N_("Iets anders")}};
}

std::vector<std::pair<std::string, char const*>> reopen_reasons() {
  return {{"zorg_terug", N_("De zorg is terug")},
          {"te_vroeg", N_("We rondden te vroeg af")},
          {"nieuw_gezien", N_("We zagen iets nieuws dat hierbij hoort")},
          {"vergissing", N_("Het afronden was een vergissing")}};
}

std::vector<std::pair<std::string, char const*>> waive_reasons() {
  return {{"al_gebeurd", N_("We deden het al op een andere manier")},
          {"niet_nodig", N_("Het is nu niet nodig")},
          {"ouders_willen_niet", N_("De ouders willen het niet")},
          {"past_niet_bij_kind", N_("Het past niet bij dit kind")},
          {"geen_tijd", N_("Er is geen tijd")},
          {"anders", N_("Iets anders")}};
}

std::string note_words(Visit const& visit, app::TimelineItem const& note) {
  return note.label.empty() ? visit.tr(domain::stappenplan::note_words(nullptr, note.code, visit.lang())) : note.label;
}

std::string plan_kind_words(Visit const& visit, std::string_view kind) {
  if (kind == "begeleidingsplan") return visit.tr("Begeleidingsplan");
  return kind == "actieplan" ? visit.tr("Actieplan") : visit.tr("Plan van aanpak");
}

std::vector<PlanPart> const& plan_parts() {
  using View = app::PlanVanAanpakView;
  static std::vector<PlanPart> const parts = {{"goal", N_("Wat willen we bereiken?"), &View::goal, false},
                                              {"approach", N_("Wat gaan we doen?"), &View::approach, false},
                                              {"why", N_("Waarom doen we dit zo?"), &View::why, true},
                                              {"strengths", N_("Wat gaat al goed?"), &View::strengths, true},
                                              {"interest", N_("Wat vindt het kind leuk?"), &View::interest, true},
                                              {"for_whom", N_("Voor wie is dit het fijnst?"), &View::for_whom, true},
                                              {"who", N_("Wie doet wat?"), &View::who, true},
                                              {"parents_part", N_("Wat doen de ouders?"), &View::parents_part, true},
                                              {"evaluation", N_("Hoe en met wie kijken we terug?"), &View::evaluation, true}};
  return parts;
}

void plan_texts(Html& out, Visit const& visit, app::PlanVanAanpakView const& plan) {
  render(
      out, visit.tr,
      [] {
        return R"(<dl class="utrecht-data-list utrecht-data-list--rows">{each parts}<div class="utrecht-data-list__item"><dt
class="utrecht-data-list__item-key">{label}</dt><dd
class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd vlecht-words">{text}</dd></div>{/each}</dl>)";
      },
      "parts"_a =
          [&](auto row) {
            for (auto const& part : plan_parts())
              if (auto const& text = plan.*part.text; !text.empty()) row("label"_a = visit.tr(part.label), "text"_a = text);
          });
}

std::string reason_words(Visit const& visit, std::vector<std::pair<std::string, char const*>> const& reasons, std::string_view code) {
  for (auto const& [known, words] : reasons) {
    if (known == code) return visit.tr(words);
  }
  return {};
}

std::string plan_outcome(Visit const& visit, std::string_view outcome) {
  if (outcome == "past_nog") return visit.tr("Het plan past nog.");
  if (outcome == "past_niet_meer") return visit.tr("Het plan past niet meer.");
  return outcome == "genoeg" ? visit.tr("Het helpt genoeg.") : visit.tr("Het helpt nog niet genoeg.");
}

Instant asked_before(Visit const& visit) {
  auto const text = visit.request.query.text("voor");
  bool const digits = !text.empty() && text.size() < 18 && text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? Instant{std::stoll(text)} : app::kNoEnd;
}

std::size_t asked_page(Visit const& visit) {
  auto const text = visit.request.query.text("blad");
  bool const digits = !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos;
  auto const number = digits ? std::stoull(text) : 1;
  return number == 0 ? 0 : number - 1;
}

Url child_url(domain::ChildId child) { return url("/kind/{}", child); }

std::string who_words(Visit const& visit, std::optional<Private> const& person, std::optional<Private> const& stands_in_for) {
  if (!person) return {};
  if (!stands_in_for) return person->reveal();
  return visit.tr("{name} (vervangt {other})", {{"name", person->reveal()}, {"other", stands_in_for->reveal()}});
}

std::string relation_words(Visit const& visit, app::ParentView const& person) {
  if (!person.relation.empty()) return person.relation.reveal();
  if (person.kind == "ouder") return visit.tr("ouder");
  if (person.kind == "pleegouder") return visit.tr("pleegouder");
  if (person.kind == "voogd") return visit.tr("voogd van een instelling");
  return {};
}

std::vector<std::pair<std::string, char const*>> const& languages_of_parents() {
  static std::vector<std::pair<std::string, char const*>> const all = {
      {"nl", N_("Nederlands")}, {"en", N_("Engels")},   {"ar", N_("Arabisch")}, {"de", N_("Duits")},     {"es", N_("Spaans")},
      {"fa", N_("Farsi")},      {"fr", N_("Frans")},    {"pl", N_("Pools")},    {"pt", N_("Portugees")}, {"ro", N_("Roemeens")},
      {"so", N_("Somalisch")},  {"ti", N_("Tigrinya")}, {"tr", N_("Turks")},    {"uk", N_("Oekraïens")}, {"zh", N_("Chinees")}};
  return all;
}

void person_facts(Html& out, Visit const& visit, app::ParentView const& person) {
  std::vector<std::string> facts;
  if (auto const relation = relation_words(visit, person); !relation.empty()) facts.push_back(relation);
  if (person.gezag) facts.push_back(visit.tr("ouder met gezag"));
  if (!person.gezag && person.informed && person.kind == "pleegouder") facts.push_back(visit.tr("beslist niet mee"));
  if (!person.informed) facts.push_back(visit.tr("hoort niets over het kind"));
  if (!person.collects) facts.push_back(visit.tr("mag niet ophalen"));
  if (person.language != "nl") facts.push_back(language_words(visit, person.language));
  if (!person.telephone.empty()) facts.push_back(person.telephone.reveal());
  std::string said;
  for (auto const& fact : facts) said += (said.empty() ? "" : " · ") + fact;
  render(
      out, visit.tr, [] { return R"(<span class="vlecht-soft">{facts}</span>)"; }, "facts"_a = said);
}

std::string language_words(Visit const& visit, std::string const& code) {
  for (auto const& [one, name] : languages_of_parents())
    if (one == code) return visit.tr(name);
  return code;
}

std::string function_words(Visit const& visit, std::string const& function, std::string const& label) {
  if (!label.empty()) return label;
  auto const role = domain::role_from_code(function);
  auto words = role ? visit.tr(role_word(*role)) : function;
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

void child_cards(Html& out, Visit const& visit, std::vector<app::ChildName> children, bool to_note) {
  by_first_name(children);
  render(
      out, visit.tr,
      [] {
        return R"(<ul class="vlecht-cards">{each children}
<li class="vlecht-card"><a class="vlecht-card__name" href="{link}">{name}</a><span class="vlecht-card__about">{age}</span></li>{/each}
</ul>)";
      },
      "children"_a =
          [&](auto row) {
            for (auto const& child : children) {
              // Two children with one first name in a list: the last name tells them apart.
              auto const twins =
                  std::count_if(children.begin(), children.end(), [&](auto const& one) { return one.first_name == child.first_name; });
              auto const name = child.first_name.reveal() + (twins > 1 ? " " + child.last_name.reveal() : "");
              row("link"_a = to_note ? url("/kind/{}/notitie", child.child) : child_url(child.child), "name"_a = name,
                  "age"_a = age_of(visit, child));
            }
          });
}

void print_button(Html& out, Visit const& visit) {
  render(out, visit.tr, [] {
    return R"(<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
type="button" data-print hidden>{t:Print dit blad}</button></div>)";
  });
}

void child_heading(Html& out, Visit const& visit, app::ChildName const& child, char const* title) {
  render(
      out, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="{back}">{t:Terug naar {name}}</a>
<h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{title}</h1>
<p class="vlecht-soft">{name} · {age}</p>)";
      },
      "back"_a = child_url(child.child), "name"_a = child.first_name, "title"_a = visit.tr(title), "age"_a = age_of(visit, child));
}

http::Response not_now(Visit& visit, Typed const& typed, app::ChildName const& child, char const* title, Message const& reason) {
  Html body;
  child_heading(body, visit, child, title);
  render(
      body, visit.tr, [] { return R"(<p class="vlecht-not-now">{reason}</p>)"; }, "reason"_a = reason);
  kept_words(body, visit, typed);
  render(
      body, visit.tr,
      [] {
        return R"(<div class="vlecht-actions"><a class="utrecht-button utrecht-button--primary-action" href="{back}">{t:Ga terug}</a>
</div>)";
      },
      "back"_a = child_url(child.child));
  return page(
      visit,
      {visit.tr(title), Place::Children, {N_("Hier staat waarom dit nu niet kan. Er staat ook bij wie het kan, of wat eerst komt.")}, true},
      body, typed.status);
}

}  // namespace vlechtwerk::web
