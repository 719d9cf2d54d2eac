#include "domain/stappenplan/note_kind.h"

#include <algorithm>
#include <array>

#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

using base::N_;

/// In the order in which they are offered.
struct CommonKind {
  std::string_view id;
  char const* words;
  bool of_every_house = true;
};
constexpr std::array<CommonKind, 7> common_kinds{{
    {"strookje", N_("Strookje"), false},
    {"positief", N_("Iets moois")},
    {"opvallend", N_("Iets opvallends")},
    {"niet_pluis", N_("Niet-pluis gevoel")},
    {"stil_kind", N_("Stil kind")},
    {"onverzorgd", N_("Niet goed verzorgd")},
    {"observatie", N_("Observatie"), false},
}};

CommonKind const* find_common(std::string_view kind) {
  auto const found = std::find_if(common_kinds.begin(), common_kinds.end(), [&](CommonKind const& one) { return one.id == kind; });
  return found == common_kinds.end() ? nullptr : &*found;
}

/// Text that no catalogue turns into something else.
base::Message as_it_is(std::string words) { return {"{words}", {{"words", std::move(words)}}}; }

}  // namespace

bool is_common_note_kind(std::string_view kind) { return find_common(kind) != nullptr; }

bool names_note(Plan const& plan, std::string_view kind) { return own_note_words(plan, kind) || !plan.steps_for_note(kind).empty(); }

std::vector<NoteKind> note_kinds(Plan const* plan, std::string_view lang) {
  std::vector<NoteKind> out;
  auto const add = [&](std::string_view id) {
    bool const there = std::any_of(out.begin(), out.end(), [&](NoteKind const& one) { return one.id == id; });
    if (!there) out.push_back({std::string(id), note_words(plan, id, lang)});
  };
  for (auto const& one : common_kinds)
    if (one.of_every_house || (plan && names_note(*plan, one.id))) add(one.id);
  if (!plan) return out;
  for (auto const& one : plan->notes) add(one.id);
  for (auto const& step : plan->steps)
    for (auto const& kind : step.note) add(kind);
  return out;
}

Text const* own_note_words(Plan const& plan, std::string_view kind) {
  auto const found = std::find_if(plan.notes.begin(), plan.notes.end(), [&](Label const& one) { return one.id == kind; });
  return found == plan.notes.end() ? nullptr : &found->text;
}

base::Message note_words(Plan const* plan, std::string_view kind, std::string_view lang) {
  if (auto const* own = plan ? own_note_words(*plan, kind) : nullptr) return as_it_is(own->in(lang));
  if (auto const* common = find_common(kind)) return {common->words, {}};
  if (kind.empty()) return {N_("Notitie"), {}};
  std::string words(kind);
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return as_it_is(std::move(words));
}

std::string note_kind_id(std::string_view words) {
  std::string id;
  for (char const c : words) {
    bool const capital = c >= 'A' && c <= 'Z';
    if (capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      id += capital ? static_cast<char>(c - 'A' + 'a') : c;
    else if (static_cast<unsigned char>(c) < 0x80 && !id.empty() && id.back() != '_')
      id += '_';
  }
  if (id.empty() || id[0] < 'a') id.insert(0, "soort_");
  id.resize(std::min<std::size_t>(id.size(), 40));
  while (id.back() == '_') id.pop_back();
  return id;
}

}  // namespace vlechtwerk::domain::stappenplan
