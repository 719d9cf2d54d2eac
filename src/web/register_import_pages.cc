#include <algorithm>
#include <array>

#include "interop/csv/import.h"
#include "web/handlers.h"
#include "web/register.h"
#include "web/template/template.h"

// Inlezen: the table of a planning package, shown as what it would change, and taken in when a person says so. The file travels in the form
// and is never stored.
namespace vlechtwerk::web {
namespace {

using interop::ImportKind;

struct KindOfTable {
  std::string_view word;  ///< in addresses and names of files
  ImportKind kind;
  char const* label;
};
constexpr std::array<KindOfTable, 5> kTables{{{"groepen", ImportKind::Groups, N_("Locaties en groepen")},
                                              {"medewerkers", ImportKind::Staff, N_("Medewerkers")},
                                              {"kinderen", ImportKind::Children, N_("Kinderen")},
                                              {"ouders", ImportKind::Parents, N_("Ouders")},
                                              {"sluitingsdagen", ImportKind::Closings, N_("Sluitingsdagen")}}};

KindOfTable const* table_named(std::string_view word) {
  auto const at = std::find_if(kTables.begin(), kTables.end(), [&](auto const& one) { return one.word == word; });
  return at == kTables.end() ? nullptr : &*at;
}

/// What somebody sent: the table as text in UTF-8, and how its columns were matched.
struct Sent {
  KindOfTable const* kind = nullptr;
  std::optional<domain::OrganisationId> organisation;
  std::string text;
  std::optional<interop::Table> table;
  std::optional<interop::ColumnMatch> match;
  interop::ImportedTable rows;
};

/// Reads it as far as it goes; what is wrong goes into `typed`.
Sent read_sent(Visit const& visit, Typed& typed) {
  Sent sent;
  sent.kind = table_named(typed.text("soort"));
  if (!sent.kind) typed.wrong("soort", {N_("Kies wat er in de tabel staat."), {}});
  sent.organisation = id_field<domain::OrganisationId>(typed, "organisation");
  sent.text = typed.text("tabel");
  for (auto const& upload : visit.request.uploads)
    if (upload.field == "bestand" && !upload.bytes.empty()) sent.text = upload.bytes;
  if (sent.text.empty()) typed.wrong("bestand", {N_("Kies een bestand, of plak de tabel in het vak."), {}});
  if (!typed.mistakes.empty()) return sent;
  auto table = interop::read_table(sent.text);
  if (!table) {
    typed.wrong("bestand", table.error().message);
    return sent;
  }
  sent.table = std::move(*table);
  sent.text = interop::table_text(*sent.table);
  std::map<std::string, std::string> given;
  for (auto const& [name, value] : typed.fields)
    if (name.starts_with("kolom.") && value != "?") given[name.substr(6)] = value;
  auto match = interop::match_columns(*sent.table, sent.kind->kind, given);
  if (!match) {
    typed.wrong("kolommen", match.error().message);
    return sent;
  }
  sent.match = std::move(*match);
  sent.rows = interop::read_imported(*sent.table, *sent.match);
  return sent;
}

/// The file and how it was read, carried to the next page.
void carry(Html& out, Sent const& sent, Typed const& typed) {
  hidden(out, "soort", std::string(sent.kind->word));
  hidden(out, "organisation", sent.organisation->text());
  render(
      out, i18n::Translator(i18n::Lang::Nl),
      [] {
        return R"(<textarea name="tabel" hidden>
{text}</textarea>)";
      },
      "text"_a = Private(sent.text));
  for (auto const& [name, value] : typed.fields)
    if (name.starts_with("kolom.")) hidden(out, name, value);
}

/// For each field the column that is read for it; to be chosen otherwise.
void columns_form(Html& out, Visit const& visit, Typed const& typed, Sent const& sent, bool opened) {
  Html fields;
  hidden(fields, "soort", std::string(sent.kind->word));
  hidden(fields, "organisation", sent.organisation->text());
  render(
      fields, visit.tr,
      [] {
        return R"(<textarea name="tabel" hidden>
{text}</textarea>)";
      },
      "text"_a = Private(sent.text));
  auto const& all = interop::fields_of(sent.kind->kind);
  for (auto const& field : all) {
    std::vector<Choice> choices = {{"?", visit.tr("Vanzelf, op naam")}, {"", visit.tr("Niet inlezen")}};
    for (auto const& name : sent.table->names)
      if (!name.empty()) choices.push_back({name, name});
    std::string chosen = "?";
    if (sent.match) {
      auto const at = sent.match->columns.find(field.code);
      chosen = at == sent.match->columns.end() ? "" : sent.table->names[at->second];
    } else if (typed.fields.has("kolom." + field.code)) {
      chosen = typed.text("kolom." + field.code);
    }
    auto const name = "kolom." + field.code;
    select_box(fields, visit, {}, {.name = name.c_str(), .label = field.name, .optional = !field.required, .value = chosen}, choices);
  }
  render(
      out, visit.tr,
      [] {
        return R"(<details class="vlecht-more" id="kolommen"{when opened} open{/when}><summary>{t:Welke kolom is wat?}</summary>
<form method="post" action="/inrichten/inlezen" novalidate><input type="hidden" name="bewijs" value="{token}">{slot fields}
<div class="vlecht-actions"><button
class="utrecht-button utrecht-button--{when opened}primary{/when}{unless opened}secondary{/unless}-action"
type="submit">{t:Lees opnieuw met deze kolommen}</button></div></form></details>)";
      },
      "opened"_a = opened, "token"_a = form_token(*visit.session, "inlezen"), "fields"_a = fields);
}

/// "groep, dagen": what changes, in the language of the reader.
std::string joined(Visit const& visit, std::vector<Message> const& words) {
  std::string out;
  for (auto const& one : words) out += (out.empty() ? "" : ", ") + visit.tr(one);
  return out;
}

void lines_of(Html& out, Visit const& visit, char const* title, app::ImportPlan const& plan, app::ImportState state) {
  auto const count = plan.count(state);
  if (count == 0) return;
  render(
      out, visit.tr,
      [] {
        return R"(<details class="vlecht-more"{when few} open{/when}><summary>{title}: {count}</summary><ul
class="utrecht-unordered-list utrecht-unordered-list--distanced">{each lines}<li class="utrecht-unordered-list__item">{t:Regel {line}}:
<b>{what}</b>{when reasoned} <span class="vlecht-soft">{why}</span>{/when}</li>{/each}</ul></details>)";
      },
      "few"_a = count <= 40, "title"_a = visit.tr(title), "count"_a = count,
      "lines"_a =
          [&](auto row) {
            for (auto const& line : plan.lines)
              if (line.state == state)
                row("line"_a = line.line, "what"_a = line.what, "reasoned"_a = !line.why.empty(), "why"_a = joined(visit, line.why));
          });
}

void mistakes_of(Html& out, Visit const& visit, std::vector<interop::LineError> const& errors) {
  if (errors.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(<section class="utrecht-alert utrecht-alert--error"><div class="utrecht-alert__content">
<h2 class="utrecht-heading-2">{t:Niet goed ingevuld: {count}}</h2><ul class="utrecht-unordered-list">{each errors}<li
class="utrecht-unordered-list__item">{error}</li>{/each}</ul><p class="utrecht-paragraph">{t:De andere regels gaan gewoon door.}</p>
</div></section>)";
      },
      "count"_a = errors.size(),
      "errors"_a =
          [&](auto row) {
            for (auto const& one : errors) row("error"_a = one.message);
          });
}

void gone_of(Html& out, Visit const& visit, std::vector<app::ImportGone> const& gone) {
  if (gone.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(<details class="vlecht-more" open><summary>{t:Staat niet meer in het bestand: {count}}</summary>
<p class="utrecht-paragraph">{t:Hier verandert niets aan. Is iemand echt weg? Doe dat zelf, op de eigen pagina.}</p><ul
class="utrecht-unordered-list">{each gone}<li class="utrecht-unordered-list__item">{who}</li>{/each}</ul></details>)";
      },
      "count"_a = gone.size(),
      "gone"_a =
          [&](auto row) {
            for (auto const& one : gone) {
              Message who{"{name}", {{"name", one.name.reveal()}}};
              if (one.born)
                who = {N_("Een kind van {group}, geboren in {month}"),
                       {{"group", one.group}, {"month", i18n::month_text(*one.born, visit.tr)}}};
              else if (one.line != 0)
                who = {N_("Een ouder van het kind op regel {line}"), {{"line", std::to_string(one.line)}}};
              row("who"_a = one.born || one.line != 0 ? Private(visit.tr(who)) : one.name);
            }
          });
}

std::string marks_of(app::ImportPlan const& plan) {
  std::string out;
  for (auto const& line : plan.lines)
    if (line.state == app::ImportState::New || line.state == app::ImportState::Changed) out += (out.empty() ? "" : " ") + line.mark();
  return out;
}

std::vector<char const*> import_help() {
  return {N_("Een tabel maak je met een spreadsheet of met je planningspakket."),
          N_("Je ziet eerst wat er verandert. Pas als jij het zegt, wordt het bewaard."),
          N_("Lees je later een nieuwe tabel in? Dan wordt alleen bewaard wat nieuw of anders is."),
          N_("Een kind dat niet in de tabel staat, blijft gewoon staan."), N_("Het bestand zelf bewaren we nooit.")};
}

}  // namespace

http::Response show_import(Visit& visit, Typed const& given) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const view = opened_register(visit);
  if (!view) return refused(visit, view.error());
  auto typed = given;
  Html body;
  setup_heading(body, visit, N_("Een tabel inlezen"));
  mistakes_on_top(body, visit, typed);
  // A table whose columns could not be found is not sent again: the columns are chosen here.
  if (auto const* mistake = typed.mistake("kolommen"); mistake) {
    Typed once = typed;
    once.mistakes.clear();
    if (auto const sent = read_sent(visit, once); sent.table) {
      columns_form(body, visit, typed, sent, true);
      return page(visit, {visit.tr("Een tabel inlezen"), Place::Setup, import_help(), true}, body, typed.status);
    }
  }
  std::vector<Choice> kinds;
  for (auto const& one : kTables) kinds.push_back({std::string(one.word), visit.tr(one.label)});
  Html fields;
  radio_tiles(fields, visit, typed, "soort", visit.tr("Wat staat er in de tabel?"), kinds,
              table_named(visit.request.query.text("soort")) ? visit.request.query.text("soort") : std::string("groepen"));
  std::vector<Choice> organisations;
  for (auto const& one : view->organisations)
    if (one.kind == app::OrganisationKind::Kinderopvang) organisations.push_back({one.id.text(), one.name});
  for (auto const& one : view->organisations)
    if (one.kind != app::OrganisationKind::Kinderopvang) organisations.push_back({one.id.text(), one.name});
  select_box(fields, visit, typed, {.name = "organisation", .label = N_("Van welke organisatie is de tabel?")}, organisations);
  render(fields, visit.tr, [] {
    return R"(<div class="utrecht-form-field utrecht-form-field--distanced"><label class="utrecht-form-label" for="bestand">
{t:Kies het bestand (CSV)}</label><input type="file" id="bestand" name="bestand" accept=".csv,.txt,text/csv"></div>)";
  });
  text_area(fields, visit, typed,
            {.name = "tabel",
             .label = N_("Of plak de tabel hier"),
             .hint = N_("Met de namen van de kolommen op de eerste regel."),
             .optional = true},
            4);
  render(
      body, visit.tr,
      [] {
        return R"(<section class="vlecht-sheet"><h2 class="utrecht-heading-2">{t:Een leeg voorbeeld}</h2>
<p class="utrecht-paragraph">{t:Download een voorbeeld en vul het in. De voorbeeldregel haal je weg.}</p><ul
class="utrecht-unordered-list">{each tables}<li class="utrecht-unordered-list__item"><a class="utrecht-link utrecht-link--html-a"
href="{link}" download>{label}</a></li>{/each}</ul></section>
<form method="post" action="/inrichten/inlezen" enctype="multipart/form-data" novalidate><input type="hidden" name="bewijs" value="{token}">
{slot fields}<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
type="submit">{t:Bekijk wat er verandert}</button></div></form>)";
      },
      "tables"_a =
          [&](auto row) {
            for (auto const& one : kTables)
              row("link"_a = url("/inrichten/inlezen/sjabloon/{}", one.word), "label"_a = visit.tr(one.label));
          },
      "token"_a = form_token(*visit.session, "inlezen"), "fields"_a = fields);
  return page(visit, {visit.tr("Een tabel inlezen"), Place::Setup, import_help(), true}, body, typed.status);
}

http::Response show_import_template(Visit& visit, Typed const&) {
  if (auto response = not_for_you(visit)) return std::move(*response);
  auto const* table = table_named(visit.request.param("soort"));
  if (!table) return error_page(visit.site, visit.request, 404, "no_template");
  return http::attachment(std::string(table->word) + ".csv", "text/csv; charset=utf-8", interop::import_template(table->kind));
}

http::Response save_import_look(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const sent = read_sent(visit, typed);
  if (sent.table) typed.fields.set("tabel", sent.text);
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto const plan = app::plan_import(visit.app(), visit.caller(), {*sent.organisation, sent.rows.rows});
  if (!plan) return again(visit, std::move(typed), plan.error());
  auto const wanted = plan->count(app::ImportState::New) + plan->count(app::ImportState::Changed);
  Html body, fields;
  setup_heading(body, visit, N_("Dit verandert er"));
  carry(fields, sent, typed);
  hidden(fields, "bevestigd", marks_of(*plan));
  render(
      body, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">
{t:Nieuw: {fresh}. Verandert: {changed}. Blijft zo: {same}. Kan niet: {refused}.} {t:Er is nog niets bewaard.}</p>{slot mistakes}
{slot refused_lines}{slot changed_lines}{slot new_lines}{slot gone}
{when any}<form method="post" action="/inrichten/inlezen/bewaar"><input type="hidden" name="bewijs" value="{token}">{slot fields}
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action vlecht-actions__main"
type="submit">{t:Bewaar {count, plural, one {deze ene regel} other {deze # regels}}}</button><a
class="utrecht-button utrecht-button--subtle" href="/inrichten/inlezen">{t:Stop zonder bewaren}</a></div></form>{/when}
{unless any}<p class="vlecht-not-now">{t:Er is niets om te bewaren.}</p><div class="vlecht-actions"><a
class="utrecht-button utrecht-button--primary-action" href="/inrichten/inlezen">{t:Lees een andere tabel in}</a></div>{/unless}
{slot columns})";
      },
      "fresh"_a = plan->count(app::ImportState::New), "changed"_a = plan->count(app::ImportState::Changed),
      "same"_a = plan->count(app::ImportState::Same), "refused"_a = plan->count(app::ImportState::Refused) + sent.rows.errors.size(),
      "mistakes"_a = [&](Html& out) { mistakes_of(out, visit, sent.rows.errors); },
      "refused_lines"_a = [&](Html& out) { lines_of(out, visit, N_("Kan niet"), *plan, app::ImportState::Refused); },
      "changed_lines"_a = [&](Html& out) { lines_of(out, visit, N_("Verandert"), *plan, app::ImportState::Changed); },
      "new_lines"_a = [&](Html& out) { lines_of(out, visit, N_("Nieuw"), *plan, app::ImportState::New); },
      "gone"_a = [&](Html& out) { gone_of(out, visit, plan->gone); }, "any"_a = wanted > 0,
      "token"_a = form_token(*visit.session, "inlezen.bewaar"), "fields"_a = fields, "count"_a = wanted,
      "columns"_a = [&](Html& out) { columns_form(out, visit, typed, sent, false); });
  return page(visit, {visit.tr("Dit verandert er"), Place::Setup, import_help(), true}, body);
}

http::Response save_import(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const sent = read_sent(visit, typed);
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  std::set<std::string> confirmed;
  auto const marks = typed.text("bevestigd");
  for (std::size_t at = 0; at < marks.size();) {
    auto const end = std::min(marks.find(' ', at), marks.size());
    confirmed.insert(marks.substr(at, end - at));
    at = end + 1;
  }
  auto const done = app::apply_import(visit.app(), visit.caller(), {*sent.organisation, sent.rows.rows}, confirmed);
  if (!done) return again(visit, std::move(typed), done.error());
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<div class="vlecht-on-screen"><a class="utrecht-link utrecht-link--html-a vlecht-back" href="/inrichten">
{t:Terug naar Inrichten}</a><h1 class="utrecht-heading-1 utrecht-heading-1--distanced">{t:De tabel is ingelezen}</h1>
<p class="utrecht-paragraph utrecht-paragraph--lead utrecht-paragraph--distanced">
{t:Nieuw: {fresh}. Veranderd: {changed}. Bleef zo: {same}. Overgeslagen: {left}.}</p>{slot mistakes}
{when skipped}<ul class="utrecht-unordered-list utrecht-unordered-list--distanced">{each refused}<li class="utrecht-unordered-list__item">
{t:Regel {line}}: <b>{what}</b> <span class="vlecht-soft">{why}</span></li>{/each}</ul>{/when}
{when lettered}<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Print de brieven en geef ze zelf. De codes zie je maar één keer.}</p>{/when}
<div class="vlecht-actions">{when lettered}<button class="utrecht-button utrecht-button--primary-action"
type="button" data-print hidden>{t:Print de brieven}</button>{/when}<a
class="utrecht-button{when lettered} utrecht-button--secondary-action{/when}{unless lettered} utrecht-button--primary-action{/unless}"
href="/inrichten">{t:Ga verder met inrichten}</a><a class="utrecht-button utrecht-button--subtle"
href="/inrichten/inlezen">{t:Lees nog een tabel in}</a></div></div>{slot letters})";
      },
      "fresh"_a = done->added, "changed"_a = done->changed, "same"_a = done->same, "left"_a = done->left + sent.rows.errors.size(),
      "mistakes"_a = [&](Html& out) { mistakes_of(out, visit, sent.rows.errors); }, "skipped"_a = !done->refused.empty(),
      "refused"_a =
          [&](auto row) {
            for (auto const& line : done->refused) row("line"_a = line.line, "what"_a = line.what, "why"_a = joined(visit, line.why));
          },
      "lettered"_a = !done->letters.empty(), "letters"_a = [&](Html& out) { letters(out, visit, done->letters); });
  return page(visit, {visit.tr("De tabel is ingelezen"), Place::Setup, {}, true}, body);
}

}  // namespace vlechtwerk::web
