#pragma once
#include <string>
#include <vector>

#include "web/visit.h"

/// The pieces of forms. Texts are Dutch msgids (N_); names of fields are those of the forms of src/app, so that an error finds its field.
namespace vlechtwerk::web {

struct FieldText {
  char const* name;
  char const* label;
  char const* hint = nullptr;
  std::string readers{};  ///< who can read it, in the language of the reader; empty: not a text about people
  std::string id{};       ///< of the element; empty: the name
  bool optional = false;
  char const* autocomplete = nullptr;
  std::string value{};  ///< shown when nothing was typed yet
};

void text_area(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, int rows = 4);
void text_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, char const* type = "text");
void date_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field);

/// A file to send; `accept` is what the browser offers. The form is one of multipart/form-data.
void file_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, char const* accept);

struct Choice {
  std::string value, label;  ///< the label is in the language of the reader
};
/// Large tiles. `name` may be made at run time; `preset` is chosen when nothing was typed.
void radio_tiles(Html& out, Visit const& visit, Typed const& typed, std::string const& name, std::string const& legend,
                 std::vector<Choice> const& choices, std::string const& preset = {});
void check_tiles(Html& out, Visit const& visit, Typed const& typed, std::string const& name, std::string const& legend,
                 std::vector<Choice> const& choices);
void check_tile(Html& out, Visit const& visit, Typed const& typed, std::string const& name, std::string const& label, bool preset = false);
/// Days of the week under the name "days", and what was chosen of them.
void weekday_tiles(Html& out, Visit const& visit, Typed const& typed, std::string const& legend);
domain::Weekdays weekdays_of(Typed const& typed);
inline constexpr std::array<char const*, 7> kWeekdayWords{N_("maandag"), N_("dinsdag"),  N_("woensdag"), N_("donderdag"),
                                                          N_("vrijdag"), N_("zaterdag"), N_("zondag")};
void select_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, std::vector<Choice> const& choices);

void hidden(Html& out, std::string const& name, std::string const& value);
/// A hidden field with the id of the entry that this form makes: a second press is the same write.
void hidden_id(Html& out, Visit const& visit, Typed const& typed, std::string const& name = "id");

/// What is wrong, on top of the form, with a link to each field; `head` before it, and `last` what became of what was sent.
void mistakes_on_top(Html& out, Visit const& visit, Typed const& typed, char const* head = N_("Er mist nog iets"),
                     char const* last = N_("Wat je typte, staat er nog."));

/// What was typed in a form that is not shown again, to copy it from; nothing when nothing was.
void kept_words(Html& out, Visit const& visit, Typed const& typed);

/// A form with its token. `route` is the name of the POST route; `button` a verb. `body` renders the fields; `back` is where "stop" leads.
void form(Html& out, Visit const& visit, Typed const& typed, std::string_view route, Url const& action, Html const& body,
          char const* button, std::optional<Url> const& back = std::nullopt);
/// A form of one button.
void button_form(Html& out, Visit const& visit, std::string_view route, Url const& action, Html const& hidden_fields, char const* button,
                 bool subtle = true);

/// Reads an id from a field; a missing or broken one is a mistake of whoever changed the form.
template <class Id>
std::optional<Id> id_field(Typed& typed, std::string_view name) {
  auto const id = Id::parse(typed.text(name));
  if (!id) typed.wrong({}, {N_("Er ging iets mis met dit formulier. Laad de pagina opnieuw en probeer het nog een keer."), {}});
  return id;
}
/// Reads a day; empty is nullopt, anything else that is no day is a mistake.
std::optional<Date> date_field(Typed& typed, std::string_view name);

/// The name, or the part of one, in the field of a search, without blanks around it; empty: none.
std::string name_asked_for(Typed const& typed);

/// A link as a button, or the sentence why it is not there.
void action_link(Html& out, Visit const& visit, app::Permitted const* permitted, Url const& url, char const* label, bool primary = false);
app::Permitted const* permitted(std::vector<app::Permitted> const& all, app::Action action);

/// A heading and, under it, words that a person typed.
void back_link(Html& out, Visit const& visit, Url const& url, std::string const& to);

}  // namespace vlechtwerk::web
