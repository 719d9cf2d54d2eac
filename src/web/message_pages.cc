#include "app/messages.h"

#include "web/form.h"
#include "web/handlers.h"
#include "web/words.h"

// Berichten: whether a mail may come, and when. And the sheet of what waits, for the wall.
namespace vlechtwerk::web {
namespace {

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

/// `08:00`, or `8:00`; the seconds that some browsers add are left out.
std::optional<int> minute_of(std::string const& text) {
  auto const colon = text.find(':');
  auto const digits = [](std::string const& part) {
    return !part.empty() && part.size() <= 2 && part.find_first_not_of("0123456789") == std::string::npos;
  };
  if (colon == std::string::npos) return std::nullopt;
  auto const hour = text.substr(0, colon), minute = text.substr(colon + 1, 2);
  if (!digits(hour) || !digits(minute) || std::stoi(hour) > 23 || std::stoi(minute) > 59) return std::nullopt;
  return std::stoi(hour) * 60 + std::stoi(minute);
}

/// The setting as a form shows it: what was typed, or else what is kept.
Typed filled(Typed const& typed, app::MessageSetting const& setting) {
  if (!typed.fields.empty()) return typed;
  auto out = typed;
  out.fields.add("wants", setting.wants ? "ja" : "nee");
  out.fields.add("address", setting.address.reveal());
  for (std::size_t i = 0; i < domain::kWeekdayCodes.size(); ++i)
    if (setting.days & domain::weekday(i)) out.fields.add("days", std::string(domain::kWeekdayCodes[i]));
  out.fields.add("from", clock_text(setting.from_minute));
  out.fields.add("until", clock_text(setting.until_minute));
  out.fields.add("lang", setting.lang);
  return out;
}

}  // namespace

http::Response show_messages(Visit& visit, Typed const& given) {
  auto const setting = app::see_message_setting(visit.app(), visit.caller(), visit.lang());
  if (!setting) return refused(visit, setting.error());
  auto const typed = filled(given, *setting);
  Html body, fields;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vandaag">{t:Terug naar Vandaag}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Berichten}</h1>
<p class="utrecht-paragraph utrecht-paragraph--distanced">
{t:Wil je een mail als er iets op je wacht? Hoogstens één per dag, binnen jouw uren.}
{t:Er staat geen naam in, en niets over een kind.}</p>
{when paper}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Hier is nog geen mailserver. Je keuze blijft bewaard.}
{t:Op Vandaag zie je altijd wat er wacht.}</p>{/when}
{when done}<div class="utrecht-alert utrecht-alert--ok" role="status"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{t:Bewaard.}</p></div></div>{/when})";
      },
      "paper"_a = !visit.site.web.mails, "done"_a = visit.request.query.has("klaar"));
  mistakes_on_top(body, visit, typed);
  radio_tiles(fields, visit, typed, "wants", visit.tr("Wil je berichten per mail?"),
              {{"ja", visit.tr("Ja, mail mij")}, {"nee", visit.tr("Nee, liever niet")}});
  text_box(fields, visit, typed,
           {.name = "address",
            .label = N_("Je mailadres"),
            .hint = N_("Wil je geen mail? Dan bewaren we je adres niet."),
            .readers = visit.tr("Alleen jij ziet dit adres."),
            .optional = true,
            .autocomplete = "email"},
           "email");
  weekday_tiles(fields, visit, typed, visit.tr("Op welke dagen mag het?"));
  text_box(fields, visit, typed, {.name = "from", .label = N_("Vanaf hoe laat?")}, "time");
  text_box(fields, visit, typed, {.name = "until", .label = N_("Tot hoe laat?")}, "time");
  radio_tiles(fields, visit, typed, "lang", visit.tr("In welke taal?"), {{"nl", visit.tr("Nederlands")}, {"en", visit.tr("Engels")}});
  form(body, visit, typed, "berichten", url("/berichten"), fields, N_("Bewaar mijn keuze"));
  return page(visit,
              {visit.tr("Berichten"),
               Place::Today,
               {N_("Je krijgt niets, of hoogstens één mail per dag."), N_("Na twee berichten over hetzelfde wordt het stil."),
                N_("Op je eerste werkdag van de week staat alles wat wacht nog één keer in de mail."),
                N_("Niemand anders ziet wat jij hier kiest.")},
               true},
              body, typed.status);
}

http::Response save_messages(Visit& visit, Typed const& given) {
  auto typed = given;
  auto const from = minute_of(typed.text("from")), until = minute_of(typed.text("until"));
  if (!from) typed.wrong("from", {N_("Kies een tijd, zoals 08:00."), {}});
  if (!until) typed.wrong("until", {N_("Kies een tijd, zoals 17:00."), {}});
  if (!typed.mistakes.empty()) return again(visit, std::move(typed));
  auto address = typed.text("address");
  address.erase(0, address.find_first_not_of(' '));
  address.erase(address.find_last_not_of(' ') + 1);
  auto const saved = app::save_message_setting(visit.app(), visit.caller(),
                                               {.wants = typed.text("wants") == "ja",
                                                .address = Private(address),
                                                .days = weekdays_of(typed),
                                                .from_minute = *from,
                                                .until_minute = *until,
                                                .lang = typed.text("lang")});
  return saved ? go_to(visit, url("/berichten?klaar=1")) : again(visit, std::move(typed), saved.error());
}

// ---------------------------------------------------------------- on paper

namespace {

void lines_of_group(Html& out, Visit const& visit, app::WaitingListView::Group const& group) {
  if (group.lines.empty()) {
    render(out, visit.tr, [] { return R"(<p class="utrecht-paragraph">{t:Hier wacht nu niets.}</p>)"; });
    return;
  }
  render(
      out, visit.tr,
      [] {
        return R"(<div class="vlecht-table-room" tabindex="0" role="region" aria-label="{t:Wat er wacht: {name}}"><table
class="utrecht-table utrecht-table--distanced"><thead class="utrecht-table__header"><tr class="utrecht-table__row"><th
class="utrecht-table__header-cell" scope="col">{t:Kind}</th><th class="utrecht-table__header-cell" scope="col">{t:Wat}</th><th
class="utrecht-table__header-cell" scope="col">{t:Wanneer}</th><th class="utrecht-table__header-cell" scope="col">{t:Wie}</th></tr></thead>
<tbody class="utrecht-table__body">{each lines}<tr class="utrecht-table__row"><th class="utrecht-table__cell" scope="row">{child}</th><td
class="utrecht-table__cell">{what}</td><td class="utrecht-table__cell">{day}</td><td class="utrecht-table__cell">{who}</td></tr>{/each}
</tbody></table></div>)";
      },
      "name"_a = group.name,
      "lines"_a =
          [&](auto row) {
            for (auto const& line : group.lines) {
              auto const who = who_words(visit, line.person, line.stands_in_for);
              row("child"_a = line.child.first_name,
                  "what"_a = line.title.empty() ? visit.tr("Terugkijken op het begeleidingsplan") : line.title,
                  "day"_a = due_words(visit, line.due, line.late), "who"_a = who.empty() ? visit.tr("nog geen naam") : who);
            }
          });
}

}  // namespace

http::Response show_waiting_list(Visit& visit, Typed const&) {
  auto const view = app::see_waiting_list(visit.app(), visit.caller(), visit.lang());
  if (!view) return refused(visit, view.error());
  Html body;
  render(
      body, visit.tr,
      [] {
        return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="/vandaag">{t:Terug naar Vandaag}</a><h1
class="utrecht-heading-1 utrecht-heading-1--distanced">{t:Wat er wacht}</h1><p class="vlecht-soft">{day}</p>
<p class="utrecht-paragraph vlecht-on-screen">{t:Hang dit blad op waar ouders niet komen. Haal het vorige blad weg.}</p>
{slot button}{when none}<p class="utrecht-paragraph utrecht-paragraph--distanced">{t:Er zijn nu geen kinderen die jij kunt zien.}</p>{/when}
{each groups}<section{when next} class="vlecht-new-sheet"{/when}><h2 class="utrecht-heading-2 utrecht-heading-2--distanced">{name} <span
class="vlecht-soft">{location}</span></h2>{slot lines}</section>{/each})";
      },
      "day"_a = i18n::full_day_text(visit.today, visit.tr), "none"_a = view->groups.empty(),
      "button"_a = [&](Html& out) { print_button(out, visit); },
      "groups"_a =
          [&](auto row) {
            bool next = false;
            for (auto const& group : view->groups)
              row(
                  "next"_a = std::exchange(next, true), "name"_a = group.name, "location"_a = group.location,
                  "lines"_a = [&](Html& out) { lines_of_group(out, visit, group); });
          });
  return page(visit,
              {visit.tr("Wat er wacht"),
               Place::Today,
               {N_("Per groep en per kind staat hier wat er wacht, voor wanneer en bij wie."),
                N_("Print het voor de teamkamer. Het werkt ook zonder mail.")}},
              body);
}

}  // namespace vlechtwerk::web
