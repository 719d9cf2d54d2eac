#include "interop/stappenplan/plan_difference.h"

#include <algorithm>

#include "interop/stappenplan/plan_words.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::N_;

/// Everything that can be compared, in order: an item with the title of its section.
struct Placed {
  PlanItem item;
  std::string section;
};

std::vector<Placed> items_of(PlanWords const& words) {
  std::vector<Placed> items;
  for (auto const& section : words.for_staff()) {
    auto const title = section.title.empty() ? words.say({N_("Begin van de route"), {}}) : section.title;
    if (!section.lines.empty()) items.push_back({{title, section.lines, section.key}, {}});
    for (auto const& item : section.items) items.push_back({item, section.title});
  }
  return items;
}

Placed const* find(std::vector<Placed> const& items, std::string const& key) {
  auto const found = std::find_if(items.begin(), items.end(), [&](Placed const& one) { return one.item.key == key; });
  return found == items.end() ? nullptr : &*found;
}

bool contains(std::vector<std::string> const& lines, std::string const& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

std::vector<std::string> plan_difference(sp::Plan const& from, sp::Plan const& to, std::string_view lang, Translate const& translate) {
  PlanWords const before(from, lang, translate);
  PlanWords const after(to, lang, translate);
  auto const old_items = items_of(before);
  auto const new_items = items_of(after);
  std::vector<std::string> out;
  auto const tell = [&](base::Message const& message) { out.push_back(translate(message)); };
  for (auto const& [item, section] : new_items) {
    auto const* const old = find(old_items, item.key);
    if (!old) {
      tell({N_("Nieuw: {title}"), {{"title", item.title}}});
      for (auto const& line : item.lines) out.push_back("  " + line);
      continue;
    }
    std::vector<std::string> changes;
    auto const change = [&](base::Message const& message) { changes.push_back("  " + translate(message)); };
    if (old->item.title != item.title) change({N_("Dit was: {title}"), {{"title", old->item.title}}});
    if (old->section != section) change({N_("Dit staat nu bij: {stage}"), {{"stage", section}}});
    for (auto const& line : old->item.lines) {
      if (!contains(item.lines, line)) change({N_("Weg: {line}"), {{"line", line}}});
    }
    for (auto const& line : item.lines) {
      if (!contains(old->item.lines, line)) change({N_("Erbij: {line}"), {{"line", line}}});
    }
    if (changes.empty()) continue;
    tell({N_("Anders: {title}"), {{"title", item.title}}});
    out.insert(out.end(), changes.begin(), changes.end());
  }
  for (auto const& [item, section] : old_items) {
    if (!find(new_items, item.key)) tell({N_("Vervalt: {title}"), {{"title", item.title}}});
  }
  return out;
}

}  // namespace vlechtwerk::interop
