#pragma once
#include <functional>

#include "i18n/names.h"
#include "web/template/template.h"
#include "web/visit.h"

/// How pages say things that come back on several of them.
namespace vlechtwerk::web {

/// What a person typed, as a page shows it. On a demo store the sentences of the story stand in the catalogue, for who reads English.
Private told(Visit const& visit, Private const& text);
std::string age_of(Visit const& visit, app::ChildName const& child);
/// `voor 12 maart`, or `wacht sinds 12 maart` when that day has passed; empty without a day.
std::string due_words(Visit const& visit, std::optional<Date> due, bool late);
/// For who asked: nobody opened the question, and what she can do. Nothing without a moment.
void not_opened(Html& out, Visit const& visit, std::optional<Instant> unopened_since);
/// One sentence for who asked the question.
std::string question_status(Visit const& visit, std::string_view status);
/// Why a route stands still, and why one that was closed goes on: the reasons of src/app/route.cc with their words, in the order of a form.
std::vector<std::pair<std::string, char const*>> pause_reasons();
std::vector<std::pair<std::string, char const*>> reopen_reasons();
/// The words of one of them; empty for a code that is not among them.
std::string reason_words(Visit const& visit, std::vector<std::pair<std::string, char const*>> const& reasons, std::string_view code);
/// Why a step was skipped.
std::vector<std::pair<std::string, char const*>> waive_reasons();
/// What this note of the timeline is called.
std::string note_words(Visit const& visit, app::TimelineItem const& note);
/// What a plan van aanpak of this kind is called.
std::string plan_kind_words(Visit const& visit, std::string_view kind);
/// The texts of a plan van aanpak that were written, each under what it answers.
struct PlanPart {
  char const* name;
  char const* label;
  Private app::PlanVanAanpakView::*text;
  bool optional;
};
std::vector<PlanPart> const& plan_parts();
void plan_texts(Html& out, Visit const& visit, app::PlanVanAanpakView const& plan);
std::string plan_outcome(Visit const& visit, std::string_view outcome);

/// Sorts things with a name by it.
template <class Thing>
void by_name(std::vector<Thing>& things) {
  i18n::sort_by_name(things, [](auto const& one) {
    if constexpr (std::is_same_v<decltype(one.name), Private>)
      return one.name.reveal();
    else
      return one.name;
  });
}

/// Sorts what has the name of a child by its first name, then by its last name.
template <class Thing, class NameOf = std::identity>
void by_first_name(std::vector<Thing>& things, NameOf name_of = {}) {
  i18n::sort_by_name(things, [&](Thing const& one) { return std::invoke(name_of, one).last_name.reveal(); });
  i18n::sort_by_name(things, [&](Thing const& one) { return std::invoke(name_of, one).first_name.reveal(); });
}
/// The cards of children by first name, each a link to the child, or to a new note about the child.
void child_cards(Html& out, Visit const& visit, std::vector<app::ChildName> children, bool to_note);

/// The button that prints a sheet; hidden where no script can print.
void print_button(Html& out, Visit const& visit);

/// A link back to the child, the title, and whom it is about.
void child_heading(Html& out, Visit const& visit, app::ChildName const& child, char const* title);

/// A page of one form that may not be used now: the reason, what was typed meanwhile, and the way back.
http::Response not_now(Visit& visit, Typed const& typed, app::ChildName const& child, char const* title, Message const& reason);

Url child_url(domain::ChildId child);
/// The moment before which the older part of a list is asked (`?voor=` microseconds); kNoEnd for the newest part.
Instant asked_before(Visit const& visit);
/// Which page of a list is asked, from 0 (`?blad=` from 1).
std::size_t asked_page(Visit const& visit);

/// `Anna`, or `Anna (vervangt Bea)`; empty when nobody has it.
std::string who_words(Visit const& visit, std::optional<Private> const& person, std::optional<Private> const& stands_in_for);

/// The picture of somebody whose name stands beside it; without one the first letters of her name.
void face(Html& out, Visit const& visit, Private const& name, std::optional<Url> const& picture);
/// Where the picture of this moment is; `about`: the child about which "Bij wie moet ik zijn?" names her. Nullopt without a moment.
std::optional<Url> face_url(domain::AccountId account, std::optional<Instant> changed, std::optional<domain::ChildId> about);

/// What somebody is of the child: in people's own words, or the word for the kind.
std::string relation_words(Visit const& visit, app::ParentView const& person);
/// The times that parents could not be reached for this act, and who decides then; nothing when nobody tried.
void attempts_to_reach(Html& out, Visit const& visit, app::ToestemmingView const& act);
/// The same for each act of the child, under its name.
void attempts_so_far(Html& out, Visit const& visit, app::ChildView const& view);

/// The facts of a person around a child, after the name.
void person_facts(Html& out, Visit const& visit, app::ParentView const& person);
/// What a function of a plan is called: `label`, the plan's own word, or that of the role when the plan has none.
std::string function_words(Visit const& visit, std::string const& function, std::string const& label);
/// Why the leidinggevende goes on without the word of a parent.
std::vector<std::pair<std::string, char const*>> unreachable_reasons();
/// Codes and names (msgids) of the languages that can be chosen, Dutch and English first.
std::vector<std::pair<std::string, char const*>> const& languages_of_parents();
/// The name of a language, in the language of the reader.
std::string language_words(Visit const& visit, std::string const& code);

}  // namespace vlechtwerk::web
