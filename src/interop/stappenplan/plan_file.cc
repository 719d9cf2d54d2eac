#include "interop/stappenplan/plan_file.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <tuple>

namespace vlechtwerk::interop {
/// The TOML library asserts what some broken files do not keep, such as a table header that ends at once. A wrong file must never stop the
/// program.
struct BrokenToml {};
[[noreturn]] static void broken_toml() { throw BrokenToml(); }
}  // namespace vlechtwerk::interop
#define TOML_ASSERT(expression) (static_cast<bool>(expression) ? void() : vlechtwerk::interop::broken_toml())
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "domain/stappenplan/condition.h"
#include "domain/stappenplan/note_kind.h"
#include "domain/stappenplan/soundness.h"
#include "interop/stappenplan/file_places.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::Message;
using base::N_;
using Severity = Diagnostic::Severity;

/// A word of the file with the place where it stands.
struct Word {
  std::string text;
  Position at;
};

using Keys = std::initializer_list<std::string_view>;

bool is_id(std::string_view text) {
  auto const lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && lower(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return lower(c) || c == '_' || (c >= '0' && c <= '9'); });
}

bool is_language(std::string_view text) {
  return (text.size() == 2 || text.size() == 3) && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class Reader {
 public:
  Reader(std::string_view text, std::string const& file) : text_(text), file_(file), places_(text) {}

  ParsedPlan read() {
    try {
      // Outside strings toml++ 3.3 takes what comes of some characters (é, Ö, Greek) for impossible and goes on without knowing where, so
      // it gets to see them only when they stand in strings and comments of a file that is TOML without them.
      static_cast<void>(toml::parse(places_.in_ascii()));
      if (auto const stray = places_.stray_character()) {
        error(*stray, {N_("Dit teken staat alleen tussen aanhalingstekens."), {}});
        return finish();
      }
      read_top(toml::parse(text_));
    } catch (toml::parse_error const& wrong) {
      Position const at{static_cast<int>(std::max(1U, wrong.source().begin.line)),
                        static_cast<int>(std::max(1U, wrong.source().begin.column))};
      bool const twice = wrong.description().find("redefine") != std::string_view::npos;
      // The library tells of a key that comes twice at its value; the wrong word is the key.
      error(twice ? places_.key_before(at) : at, twice ? Message{N_("Dit staat er twee keer. Haal er één weg."), {}} : no_toml());
    } catch (BrokenToml const&) {
      error({}, no_toml());
    }
    return finish();
  }

 private:
  static Message no_toml() { return {N_("Dit is geen TOML. Kijk hier naar haken, aanhalingstekens, komma's en regels."), {}}; }

  ParsedPlan finish() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](Diagnostic const& a, Diagnostic const& b) { return std::tie(a.line, a.column) < std::tie(b.line, b.column); });
    ParsedPlan result;
    result.diagnostics = std::move(found_);
    if (!has_errors(result.diagnostics)) {
      plan_.link();
      result.plan = std::move(plan_);
    }
    return result;
  }

  // ---- places

  void tell(Severity severity, Position at, Message message) {
    found_.push_back({severity, file_, at.line, at.column, std::move(message)});
  }
  void error(Position at, Message message) { tell(Severity::Error, at, std::move(message)); }

  static Position place(toml::source_region const& source) {
    return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
  }
  static Position place(toml::node const& node) { return place(node.source()); }
  static Position place(toml::key const& key) { return place(key.source()); }

  static Position place_of_key(toml::table const& table, std::string_view key) {
    auto const found = table.find(key);
    return found == table.end() ? place(table) : place(found->first);
  }

  Position inside(toml::node const& node, std::size_t offset = 0) const { return places_.inside(place(node), offset); }

  // ---- values

  void check_keys(toml::table const& table, Keys known, Keys needed) {
    for (auto const& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
        error(place(key),
              {N_("De sleutel '{key}' bestaat hier niet. Kijk of het woord goed gespeld is."), {{"key", std::string(key.str())}}});
      }
    }
    for (auto const key : needed) {
      if (!table.contains(key))
        error(place_or_start(table), {N_("Hier mist '{key}'. Schrijf deze regel erbij."), {{"key", std::string(key)}}});
    }
  }

  static Position place_or_start(toml::table const& table) {
    auto const at = place(table);
    return at.line < 1 || at.column < 1 ? Position{} : at;
  }

  /// `what_to_write`: a sentence that says which kind of value belongs here.
  void wrong_type(toml::node const& node, Message what_to_write) { error(place(node), std::move(what_to_write)); }

  std::optional<Word> word_of(toml::node const& node) {
    if (auto const* value = node.as_string()) return Word{value->get(), inside(node)};
    wrong_type(node, {N_("Schrijf hier tekst tussen aanhalingstekens."), {}});
    return std::nullopt;
  }

  std::optional<Word> word_at(toml::table const& table, std::string_view key) {
    auto const* node = table.get(key);
    return node ? word_of(*node) : std::nullopt;
  }

  std::vector<Word> words_at(toml::table const& table, std::string_view key) {
    std::vector<Word> words;
    auto const* node = table.get(key);
    if (!node) return words;
    auto const* array = node->as_array();
    if (!array) {
      wrong_type(*node, {N_("Schrijf hier een lijst, zoals [\"een\", \"twee\"]."), {}});
      return words;
    }
    for (auto const& item : *array) {
      if (auto word = word_of(item)) words.push_back(std::move(*word));
    }
    return words;
  }

  bool bool_at(toml::table const& table, std::string_view key) {
    auto const* node = table.get(key);
    if (!node) return false;
    if (auto const* value = node->as_boolean()) return value->get();
    wrong_type(*node, {N_("Schrijf hier true of false."), {}});
    return false;
  }

  /// A whole number from 1 (or from `least`) to 999 999.
  std::optional<int> number_at(toml::table const& table, std::string_view key, std::int64_t least = 1) {
    auto const* node = table.get(key);
    if (!node) return std::nullopt;
    auto const* value = node->as_integer();
    if (value && value->get() >= least && value->get() <= 999'999) return static_cast<int>(value->get());
    wrong_type(*node, {N_("Schrijf hier een heel getal vanaf {least}."), {{"least", std::to_string(least)}}});
    return std::nullopt;
  }

  sp::Text text_of(toml::node const& node, bool english_wanted = true) {
    sp::Text text;
    if (auto const* plain = node.as_string()) {
      text.nl = plain->get();
    } else if (auto const* table = node.as_table()) {
      for (auto const& [key, value] : *table) {
        if (!is_language(key.str())) {
          error(place(key), {N_("'{key}' is geen taal. Schrijf bijvoorbeeld nl, en of pl."), {{"key", std::string(key.str())}}});
        } else if (auto word = word_of(value)) {
          (key.str() == "nl" ? text.nl : key.str() == "en" ? text.en : text.others[std::string(key.str())]) = std::move(word->text);
        }
      }
      if (!table->contains("nl")) error(place(node), {N_("Hier mist de Nederlandse tekst. Schrijf er nl = \"…\" bij."), {}});
    } else {
      wrong_type(node, {N_("Schrijf hier tekst, of een tabel met talen."), {}});
      return text;
    }
    if (english_wanted && text.en.empty()) {
      tell(Severity::Warning, place(node), {N_("Deze tekst heeft geen Engels. Schrijf er en = \"…\" bij."), {}});
    }
    return text;
  }

  sp::Text text_at(toml::table const& table, std::string_view key, bool english_wanted = true) {
    auto const* node = table.get(key);
    return node ? text_of(*node, english_wanted) : sp::Text{};
  }

  std::optional<sp::Text> optional_text_at(toml::table const& table, std::string_view key) {
    auto const* node = table.get(key);
    return node ? std::optional(text_of(*node)) : std::nullopt;
  }

  std::string plain_at(toml::table const& table, std::string_view key) { return word_at(table, key).value_or(Word{}).text; }

  std::optional<sp::Duration> duration_at(toml::table const& table, std::string_view key, bool working = false) {
    auto const word = word_at(table, key);
    if (!word) return std::nullopt;
    auto duration = sp::Duration::parse(word->text);
    if (!duration) {
      error(word->at, {N_("'{duration}' is geen tijdsduur. Schrijf bijvoorbeeld P7D, P6W of P3M."), {{"duration", word->text}}});
    } else if (working && word->text.find_first_of("YMW") != std::string::npos) {
      error(word->at, {N_("Werkdagen tel je alleen in dagen. Schrijf bijvoorbeeld P10D, of haal working_days weg."), {}});
    } else {
      duration->working = working;
    }
    return duration;
  }

  /// The tables under [[key]]; anything else is told.
  std::vector<toml::table const*> tables(toml::table const& top, std::string_view key) {
    std::vector<toml::table const*> list;
    auto const* node = top.get(key);
    if (!node) return list;
    auto const* array = node->as_array();
    if (!array) {
      wrong_type(*node, {N_("Schrijf [[{key}]] met dubbele haken."), {{"key", std::string(key)}}});
      return list;
    }
    for (auto const& item : *array) {
      if (auto const* table = item.as_table()) {
        list.push_back(table);
      } else {
        wrong_type(item, {N_("Schrijf [[{key}]] met dubbele haken."), {{"key", std::string(key)}}});
      }
    }
    return list;
  }

  // ---- names

  /// The id of a table, told when it is badly spelled or taken. `space`: ids of one space may not be the same.
  std::string id_of(toml::table const& table, std::string_view space) {
    auto const word = word_at(table, "id");
    if (!word) return {};
    if (!is_id(word->text)) {
      error(word->at, {N_("'{id}' kan geen id zijn. Gebruik kleine letters, cijfers en _, met eerst een letter."), {{"id", word->text}}});
    } else if (!ids_.emplace(std::string(space), word->text).second) {
      error(word->at, {N_("De id '{id}' bestaat al. Kies een andere."), {{"id", word->text}}});
    }
    return word->text;
  }

  template <class List>
  static std::optional<std::size_t> find(List const& list, std::string_view id) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].id == id) return i;
    }
    return std::nullopt;
  }

  void unknown(Position at, std::string_view id) {
    error(at, {N_("'{id}' bestaat niet in dit stappenplan. Kies een id uit dit bestand."), {{"id", std::string(id)}}});
  }

  template <class List>
  std::optional<std::size_t> resolve(List const& list, std::optional<Word> const& word) {
    if (!word) return std::nullopt;
    auto const index = find(list, word->text);
    if (!index) unknown(word->at, word->text);
    return index;
  }

  template <class List>
  std::vector<std::size_t> resolve(List const& list, std::vector<Word> const& words) {
    std::vector<std::size_t> indices;
    for (auto const& word : words) {
      if (auto const index = resolve(list, std::optional(word))) indices.push_back(*index);
    }
    return indices;
  }

  void check_role(Word const& word) {
    if (word.text == "ouder" || word.text == "jeugdzorgcoach" || find(plan_.roles, word.text)) return;
    error(word.at, {N_("De rol '{role}' bestaat niet. Zet haar bij [roles] of kies een andere."), {{"role", word.text}}});
  }

  std::vector<std::string> roles_at(toml::table const& table, std::string_view key) {
    std::vector<std::string> roles;
    for (auto const& word : words_at(table, key)) {
      check_role(word);
      roles.push_back(word.text);
    }
    return roles;
  }

  std::string role_at(toml::table const& table, std::string_view key) {
    auto const word = word_at(table, key);
    if (word) check_role(*word);
    return word ? word->text : std::string();
  }

  /// `step`, `step:outcome`, or with `milestones` a milestone.
  std::optional<sp::OnPart> on_part(Word const& word, bool milestones) {
    auto const colon = word.text.find(':');
    auto const id = std::string_view(word.text).substr(0, colon);
    auto const step = find(plan_.steps, id);
    if (!step) {
      auto const milestone = milestones && colon == std::string::npos ? find(plan_.milestones, id) : std::nullopt;
      if (milestone) return sp::OnPart{sp::OnPart::Kind::Milestone, *milestone, 0};
      unknown(word.at, id);
      return std::nullopt;
    }
    if (colon == std::string::npos) return sp::OnPart{sp::OnPart::Kind::Step, *step, 0};
    auto const outcome = plan_.steps[*step].outcome(std::string_view(word.text).substr(colon + 1));
    if (!outcome) {
      error({word.at.line, word.at.column + static_cast<int>(colon) + 1},
            {N_("De uitkomst '{outcome}' bestaat niet bij deze stap. Kies een uitkomst van de stap."),
             {{"outcome", word.text.substr(colon + 1)}}});
      return std::nullopt;
    }
    return sp::OnPart{sp::OnPart::Kind::StepOutcome, *step, *outcome};
  }

  std::vector<sp::OnPart> on_parts_at(toml::table const& table, std::string_view key) {
    std::vector<sp::OnPart> parts;
    for (auto const& word : words_at(table, key)) {
      if (auto const part = on_part(word, true)) {
        parts.push_back(*part);
      } else {
        unresolved_ = true;
      }
    }
    return parts;
  }

  std::optional<sp::Condition> condition_at(toml::table const& table, std::string_view key) {
    auto const* node = table.get(key);
    if (!node) return std::nullopt;
    auto const word = word_of(*node);
    if (!word) return std::nullopt;
    sp::ConditionNames const names{
        [&](std::string_view id) { return find(plan_.steps, id); }, [&](std::string_view id) { return find(plan_.rules, id); },
        [&](std::string_view id) { return find(plan_.milestones, id); }, [&](std::string_view id) { return find(plan_.acts, id); },
        [&](std::size_t step, std::string_view outcome) { return plan_.steps[step].outcome(outcome).has_value(); }};
    auto condition = sp::parse_condition(word->text, names);
    if (condition) return std::move(*condition);
    error(inside(*node, condition.error().offset), condition.error().message);
    return std::nullopt;
  }

  // ---- the tables of section 2

  void read_top(toml::table const& top) {
    check_keys(top, {"format", "id",       "version", "title", "organisation", "source", "calendar",  "starts_with", "roles",   "notes",
                     "acts",   "outcomes", "meeting", "stage", "step",         "rule",   "milestone", "escalation",  "refusal", "decision"},
               {"format", "id", "version", "title"});
    if (auto const format = number_at(top, "format"); format && *format != 1) {
      error(place(*top.get("format")), {N_("Dit programma leest alleen format = 1. Pas het getal aan of werk het programma bij."), {}});
    }
    if (auto const word = word_at(top, "id")) {
      plan_.id = word->text;
      // The id of a plan may be a file name: hyphens are allowed there.
      auto spelled = word->text;
      std::replace(spelled.begin(), spelled.end(), '-', '_');
      if (!is_id(spelled))
        error(word->at, {N_("'{id}' kan geen id zijn. Gebruik kleine letters, cijfers en -, met eerst een letter."), {{"id", word->text}}});
    }
    plan_.version = number_at(top, "version").value_or(1);
    plan_.title = text_at(top, "title");
    plan_.organisation = text_at(top, "organisation", false).nl;
    plan_.source = plain_at(top, "source");
    if (auto const word = word_at(top, "calendar"); word && word->text != "nl") {
      error(word->at, {N_("De kalender '{calendar}' bestaat niet. Alleen nl kan."), {{"calendar", word->text}}});
    }
    read_labels(top, "roles", plan_.roles);
    read_labels(top, "notes", plan_.notes);
    read_acts(top);
    read_labels(top, "outcomes", plan_.outcomes);
    if (!top.contains("outcomes")) plan_.outcomes = sp::default_route_outcomes();
    for (auto const* table : tables(top, "meeting")) read_meeting(*table);

    // First everything that has a name, so that the order of the file does not matter; then what points to names.
    auto const stages = tables(top, "stage");
    auto const steps = tables(top, "step");
    auto const milestones = tables(top, "milestone");
    auto const rules = tables(top, "rule");
    for (auto const* table : stages) name_stage(*table);
    for (auto const* table : steps) name_step(*table);
    for (auto const* table : milestones) {
      check_keys(*table, {"id", "title", "when"}, {"id", "title", "when"});
      plan_.milestones.push_back({id_of(*table, "step"), text_at(*table, "title"), {}});
    }
    for (auto const* table : rules) plan_.rules.push_back(named_rule(*table));

    plan_.starts_with = resolve(plan_.steps, words_at(top, "starts_with"));
    for (std::size_t i = 0; i < stages.size(); ++i) {
      plan_.stages[i].after = on_parts_at(*stages[i], "after");
      plan_.stages[i].exit = condition_at(*stages[i], "exit");
    }
    for (std::size_t i = 0; i < steps.size(); ++i) read_step(*steps[i], i);
    for (std::size_t i = 0; i < milestones.size(); ++i)
      plan_.milestones[i].when = condition_at(*milestones[i], "when").value_or(sp::Condition{});
    for (std::size_t i = 0; i < rules.size(); ++i) read_rule(*rules[i], plan_.rules[i]);
    for (auto const* table : tables(top, "escalation")) read_escalation(*table);
    for (auto const* table : tables(top, "refusal")) read_refusal(*table);
    for (auto const* table : tables(top, "decision")) read_decision(*table);
    check_whole(top, {stages, steps, rules});
  }

  toml::table const* table_at(toml::table const& top, std::string_view key) {
    auto const* node = top.get(key);
    if (!node) return nullptr;
    if (auto const* table = node->as_table()) return table;
    wrong_type(*node, {N_("Schrijf [{key}] met regels eronder."), {{"key", std::string(key)}}});
    return nullptr;
  }

  void check_id_key(toml::key const& key) {
    if (!is_id(key.str())) {
      error(place(key),
            {N_("'{id}' kan geen id zijn. Gebruik kleine letters, cijfers en _, met eerst een letter."), {{"id", std::string(key.str())}}});
    }
  }

  /// The library sorts keys by letter; people chose the order of their roles and outcomes.
  static std::vector<std::pair<toml::key const*, toml::node const*>> in_file_order(toml::table const& table) {
    std::vector<std::pair<toml::key const*, toml::node const*>> entries;
    for (auto const& [key, value] : table) entries.emplace_back(&key, &value);
    std::sort(entries.begin(), entries.end(), [](auto const& a, auto const& b) {
      auto const at_a = place(*a.first);
      auto const at_b = place(*b.first);
      return std::tie(at_a.line, at_a.column) < std::tie(at_b.line, at_b.column);
    });
    return entries;
  }

  void read_labels(toml::table const& top, std::string_view key, std::vector<sp::Label>& labels) {
    auto const* table = table_at(top, key);
    if (!table) return;
    for (auto const& [id, value] : in_file_order(*table)) {
      check_id_key(*id);
      labels.push_back({std::string(id->str()), text_of(*value)});
    }
  }

  void read_acts(toml::table const& top) {
    auto const* table = table_at(top, "acts");
    if (!table) return;
    for (auto const& [key, value] : in_file_order(*table)) {
      check_id_key(*key);
      sp::Act act;
      act.id = std::string(key->str());
      auto const* form = value->as_table();
      if (form && !form->contains("nl")) {
        check_keys(*form, {"text", "needs", "child_from", "valid", "recipient", "unreachable_may"}, {"text"});
        act.text = text_at(*form, "text");
        if (auto const word = word_at(*form, "needs")) {
          act.needs_one = word->text == "one";
          if (word->text != "one" && word->text != "all") error(word->at, {N_("Schrijf bij needs \"all\" of \"one\"."), {}});
        }
        act.child_from = number_at(*form, "child_from", 0);
        act.valid = duration_at(*form, "valid");
        act.recipient = plain_at(*form, "recipient");
        act.unreachable_may = bool_at(*form, "unreachable_may");
      } else {
        act.text = text_of(*value);
      }
      plan_.acts.push_back(std::move(act));
    }
  }

  void read_meeting(toml::table const& table) {
    check_keys(table, {"id", "title", "every", "per", "with"}, {"id", "title", "every"});
    sp::Meeting meeting;
    meeting.id = id_of(table, "meeting");
    meeting.title = text_at(table, "title");
    meeting.every = duration_at(table, "every").value_or(sp::Duration{});
    if (auto const word = word_at(table, "per")) {
      meeting.per = word->text;
      if (word->text != "group" && word->text != "location") error(word->at, {N_("Schrijf bij per \"group\" of \"location\"."), {}});
    }
    meeting.with = roles_at(table, "with");
    plan_.meetings.push_back(std::move(meeting));
  }

  void name_stage(toml::table const& table) {
    check_keys(table, {"id", "title", "after", "exit"}, {"id", "title"});
    plan_.stages.push_back({id_of(table, "stage"), text_at(table, "title"), {}, {}});
  }

  void name_step(toml::table const& table) {
    check_keys(table,
               {"id",           "title",     "by",       "stage",         "with",        "may_join", "at",       "after", "after_any",
                "when",         "exit",      "required", "discretionary", "repeat",      "max",      "every",    "min",   "within",
                "working_days", "excluded",  "parents",  "asks",          "toestemming", "subject",  "outcomes", "note",  "records",
                "informal",     "four_eyes", "waive_by", "because",       "source",      "assumed"},
               {"id", "title", "by"});
    sp::Step step;
    step.id = id_of(table, "step");
    step.title = text_at(table, "title");
    if (auto const* node = table.get("outcomes")) read_outcomes(*node, step);
    plan_.steps.push_back(std::move(step));
  }

  void read_outcomes(toml::node const& node, sp::Step& step) {
    if (auto const* list = node.as_array()) {
      for (auto const& item : *list) {
        auto const word = word_of(item);
        if (!word) continue;
        if (!is_id(word->text))
          error(word->at,
                {N_("'{id}' kan geen id zijn. Gebruik kleine letters, cijfers en _, met eerst een letter."), {{"id", word->text}}});
        if (step.outcome(word->text)) error(word->at, {N_("De id '{id}' bestaat al. Kies een andere."), {{"id", word->text}}});
        tell(Severity::Warning, word->at,
             {N_("De uitkomst '{outcome}' heeft geen woorden. Schrijf {example}."),
              {{"outcome", word->text}, {"example", "outcomes = { " + word->text + " = \"…\" }"}}});
        step.outcomes.push_back({word->text, {word->text, {}, {}}});
      }
    } else if (auto const* table = node.as_table()) {
      for (auto const& [key, value] : in_file_order(*table)) {
        check_id_key(*key);
        step.outcomes.push_back({std::string(key->str()), text_of(*value)});
      }
    } else {
      wrong_type(node, {N_("Schrijf hier een lijst of een tabel met uitkomsten."), {}});
    }
  }

  void read_step(toml::table const& table, std::size_t index) {
    auto& step = plan_.steps[index];
    step.by = roles_at(table, "by");
    if (auto const* by = table.get("by"); by && by->is_array() && step.by.empty()) {
      error(place(*by), {N_("Niemand mag deze stap doen. Zet bij by ten minste één rol."), {}});
    }
    step.stage = resolve(plan_.stages, word_at(table, "stage"));
    step.with = roles_at(table, "with");
    step.may_join = roles_at(table, "may_join");
    step.at = resolve(plan_.meetings, word_at(table, "at"));
    step.after = on_parts_at(table, "after");
    step.after_any = on_parts_at(table, "after_any");
    step.when = condition_at(table, "when").value_or(sp::Condition{});
    step.exit = condition_at(table, "exit");
    step.required = bool_at(table, "required");
    step.discretionary = bool_at(table, "discretionary");
    read_repeat(table, step);
    step.max = number_at(table, "max");
    bool const working = bool_at(table, "working_days");
    step.every = duration_at(table, "every", working);
    step.min = duration_at(table, "min", working);
    step.within = duration_at(table, "within", working);
    if (step.every) step.repeat = sp::Repeat::Always;
    step.excluded = bool_at(table, "excluded");
    if (auto const word = word_at(table, "parents")) {
      step.parents = word->text == "talk" ? sp::Parents::Talk : sp::Parents::Informed;
      if (word->text != "talk" && word->text != "informed") error(word->at, {N_("Schrijf bij parents \"talk\" of \"informed\"."), {}});
    }
    read_permission(table, step);
    read_notes(table, step);
    if (auto const* records = table.get("records")) {
      if (auto const* list = records->as_array()) {
        for (auto const& item : *list) step.records.push_back(text_of(item));
      } else {
        wrong_type(*records, {N_("Schrijf hier een lijst, zoals [\"een\", \"twee\"]."), {}});
      }
    }
    step.informal = bool_at(table, "informal");
    step.four_eyes = resolve(plan_.steps, word_at(table, "four_eyes"));
    step.waive_by = roles_at(table, "waive_by");
    step.because = optional_text_at(table, "because");
    step.source = plain_at(table, "source");
    step.assumed = bool_at(table, "assumed");
  }

  void read_repeat(toml::table const& table, sp::Step& step) {
    auto const* node = table.get("repeat");
    if (!node) return;
    auto const* word = node->as_string();
    if (auto const* value = node->as_boolean()) {
      step.repeat = value->get() ? sp::Repeat::Always : sp::Repeat::No;
    } else if (word && word->get() == "each") {
      step.repeat = sp::Repeat::Each;
    } else if (word) {
      error(inside(*node), {N_("Schrijf hier true, false of \"each\"."), {}});
    } else {
      wrong_type(*node, {N_("Schrijf hier true, false of \"each\"."), {}});
    }
  }

  void read_permission(toml::table const& table, sp::Step& step) {
    auto const act_index = [&](Word const& word) {
      auto const index = find(plan_.acts, word.text);
      if (!index)
        error(word.at, {N_("De toestemming '{act}' bestaat niet. Zet haar bij [acts] of kies een andere."), {{"act", word.text}}});
      return index;
    };
    for (auto const& word : words_at(table, "asks")) {
      if (auto const act = act_index(word)) step.asks.push_back(*act);
    }
    if (auto const word = word_at(table, "toestemming")) step.toestemming = act_index(*word);
    if (auto const word = word_at(table, "subject")) {
      if (word->text == "group") step.subject = sp::Subject::Group;
      if (word->text == "worker") step.subject = sp::Subject::Worker;
      if (word->text != "child" && word->text != "group" && word->text != "worker") {
        error(word->at, {N_("Schrijf bij subject \"child\", \"group\" of \"worker\"."), {}});
      }
    }
  }

  void read_notes(toml::table const& table, sp::Step& step) {
    for (auto const& word : words_at(table, "note")) {
      if (!is_id(word.text)) {
        error(word.at, {N_("'{id}' kan geen id zijn. Gebruik kleine letters, cijfers en _, met eerst een letter."), {{"id", word.text}}});
      } else if (word.text == sp::positive_note) {
        error(word.at, {N_("Een positieve notitie opent geen route en zet geen stap. Haal '{kind}' weg."), {{"kind", word.text}}});
      } else if (auto const [first, is_new] = steps_of_note_.emplace(word.text, step.id); !is_new) {
        error(word.at, {N_("Een notitie '{kind}' hoort al bij stap '{step}'. Haal haar bij één van beide weg."),
                        {{"kind", word.text}, {"step", first->second}}});
      } else if (!sp::is_common_note_kind(word.text) && !find(plan_.notes, word.text)) {
        tell(Severity::Warning, word.at,
             {N_("De soort notitie '{kind}' heeft geen woorden. Schrijf onder [notes] {example}."),
              {{"kind", word.text}, {"example", word.text + " = \"…\""}}});
      }
      step.note.push_back(word.text);
    }
  }

  // ---- rules

  sp::Rule named_rule(toml::table const& table) {
    check_keys(table, {"id", "rule", "when", "min", "within", "working_days", "because", "owner", "source", "assumed"}, {"id", "rule"});
    sp::Rule rule;
    rule.id = id_of(table, "step");
    return rule;
  }

  void read_rule(toml::table const& table, sp::Rule& rule) {
    bool const working = bool_at(table, "working_days");
    rule.when = condition_at(table, "when").value_or(sp::Condition{});
    rule.min = duration_at(table, "min", working);
    rule.within = duration_at(table, "within", working);
    rule.because = optional_text_at(table, "because");
    rule.owner = role_at(table, "owner");
    rule.source = plain_at(table, "source");
    rule.assumed = bool_at(table, "assumed");
    auto const* node = table.get("rule");
    if (!node) return;
    auto const word = word_of(*node);
    if (!word) return;
    rule.text = word->text;
    read_template(*node, word->text, rule);
  }

  void read_template(toml::node const& node, std::string const& text, sp::Rule& rule) {
    auto const open = text.find('(');
    auto const close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close < open ||
        text.find_first_not_of(" \t", close + 1) != std::string::npos) {
      error(inside(node), {N_("Schrijf een regel als sjabloon(a, b), bijvoorbeeld response(strookje, bespreken)."), {}});
      return;
    }
    auto const [name, name_at] = trimmed(text, 0, open);
    auto const* found = sp::find_template(name);
    if (!found) {
      error(inside(node, name_at),
            {N_("Het sjabloon '{template}' bestaat niet. Kijk of het woord goed gespeld is."), {{"template", name}}});
      return;
    }
    rule.kind = found->kind;
    std::vector<std::pair<std::string, std::size_t>> arguments;
    for (std::size_t from = open + 1; from <= close;) {
      auto const comma = std::min(text.find(',', from), close);
      arguments.push_back(trimmed(text, from, comma));
      from = comma + 1;
    }
    auto const steps = static_cast<std::size_t>(found->steps);
    bool const counted = found->number && arguments.size() == steps + 1;
    if (arguments.size() != steps && !counted) {
      error(inside(node, name_at), {N_("'{template}' vraagt een ander aantal stappen. Schrijf er {number}."),
                                    {{"template", name}, {"number", std::to_string(steps)}}});
      return;
    }
    for (std::size_t i = 0; i < steps; ++i) {
      auto const& [argument, offset] = arguments[i];
      auto const part = on_part({argument, inside(node, offset)}, false);
      if (part) rule.steps.push_back(*part);
      unresolved_ = unresolved_ || !part;
      if (part && found->plain_steps && part->kind != sp::OnPart::Kind::Step) {
        error(inside(node, offset), {N_("'{template}' kent alleen stappen, geen uitkomsten. Haal de uitkomst weg."), {{"template", name}}});
      }
    }
    if (counted) {
      auto const& [argument, offset] = arguments.back();
      bool const whole = !argument.empty() && argument.size() < 5 && argument.find_first_not_of("0123456789") == std::string::npos;
      rule.n = whole ? std::stoi(argument) : 0;
      if (rule.n < 1) error(inside(node, offset), {N_("Schrijf hier een heel getal vanaf 1."), {}});
    }
  }

  static std::pair<std::string, std::size_t> trimmed(std::string const& text, std::size_t from, std::size_t end) {
    while (from < end && (text[from] == ' ' || text[from] == '\t')) ++from;
    while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
    return {text.substr(from, end - from), from};
  }

  // ---- the rest

  void read_escalation(toml::table const& table) {
    check_keys(table, {"of", "after", "to", "title", "source", "assumed"}, {"of", "after", "to"});
    sp::Escalation escalation;
    if (auto const word = word_at(table, "of")) {
      escalation.step = find(plan_.steps, word->text);
      escalation.rule = find(plan_.rules, word->text);
      if (!escalation.step && !escalation.rule) unknown(word->at, word->text);
    }
    escalation.after = duration_at(table, "after").value_or(sp::Duration{});
    escalation.to = role_at(table, "to");
    escalation.title = optional_text_at(table, "title");
    plan_.escalations.push_back(std::move(escalation));
  }

  void read_refusal(toml::table const& table) {
    check_keys(table, {"act", "then", "because", "source", "assumed"}, {"act", "then"});
    sp::Refusal refusal;
    if (auto const word = word_at(table, "act")) {
      auto const act = find(plan_.acts, word->text);
      if (!act)
        error(word->at, {N_("De toestemming '{act}' bestaat niet. Zet haar bij [acts] of kies een andere."), {{"act", word->text}}});
      refusal.act = act.value_or(0);
    }
    refusal.then = resolve(plan_.steps, words_at(table, "then"));
    refusal.because = optional_text_at(table, "because");
    plan_.refusals.push_back(std::move(refusal));
  }

  void read_decision(toml::table const& table) {
    check_keys(table, {"id", "title", "hit", "inputs", "rows", "source", "assumed"}, {"id", "title", "hit", "inputs", "rows"});
    sp::Decision decision;
    decision.id = id_of(table, "decision");
    decision.title = text_at(table, "title");
    if (auto const word = word_at(table, "hit")) {
      if (word->text == "U" || word->text == "F" || word->text == "C") {
        decision.hit = word->text[0];
      } else {
        error(word->at, {N_("Schrijf bij hit \"U\", \"F\" of \"C\"."), {}});
      }
    }
    for (auto& word : words_at(table, "inputs")) decision.inputs.push_back(std::move(word.text));
    for (auto const* row : tables(table, "rows")) {
      sp::DecisionRow read;
      for (auto const& [key, value] : *row) {
        if (key.str() == "to" || key.str() == "within" || key.str() == "say") continue;
        if (std::find(decision.inputs.begin(), decision.inputs.end(), key.str()) == decision.inputs.end()) {
          error(place(key),
                {N_("De sleutel '{key}' bestaat hier niet. Kijk of het woord goed gespeld is."), {{"key", std::string(key.str())}}});
        } else if (auto word = word_of(value)) {
          read.inputs.emplace_back(std::string(key.str()), std::move(word->text));
        }
      }
      read.to = roles_at(*row, "to");
      read.within = duration_at(*row, "within");
      read.say = optional_text_at(*row, "say");
      decision.rows.push_back(std::move(read));
    }
    plan_.decisions.push_back(std::move(decision));
  }

  /// The tables of the lists, to find the place of what is wrong with the plan as a whole.
  struct Tables {
    std::vector<toml::table const*> stages, steps, rules;
  };

  void check_whole(toml::table const& top, Tables const& lists) {
    for (auto const& problem : sp::problems(plan_, !unresolved_)) {
      using Of = sp::Problem::Of;
      auto const& table = problem.of == Of::Plan    ? top
                          : problem.of == Of::Stage ? *lists.stages[problem.index]
                          : problem.of == Of::Step  ? *lists.steps[problem.index]
                                                    : *lists.rules[problem.index];
      error(place_of(table, problem), problem.message);
    }
  }

  Position place_of(toml::table const& table, sp::Problem const& problem) const {
    auto const* node = table.get(problem.key);
    if (!node) return place(table);
    auto const* list = node->as_array();
    if (problem.item && list && *problem.item < list->size()) return inside((*list)[*problem.item]);
    auto const* word = node->as_string();
    if (problem.key == std::string_view("rule") && word) return inside(*node, trimmed(word->get(), 0, word->get().size()).second);
    return place_of_key(table, problem.key);
  }

  std::string_view text_;
  std::string const& file_;
  FilePlaces places_;
  std::vector<Diagnostic> found_;
  std::set<std::pair<std::string, std::string>> ids_;
  std::map<std::string, std::string> steps_of_note_;  ///< by kind of note
  bool unresolved_ = false;
  sp::Plan plan_;
};

/// Collects the places of all values of a file.
class PlaceReader {
 public:
  explicit PlaceReader(std::string_view text) : places_(text) {}

  sp::ValuePlaces read(toml::table const& top) {
    in_table(top, {});
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::size_t byte(toml::source_position const& at) const {
    return places_.byte_of({static_cast<int>(at.line), static_cast<int>(at.column)});
  }

  /// Gives where it ends.
  std::size_t add(toml::node const& node, std::string const& path, std::optional<std::size_t> key) {
    auto const begin = byte(node.source().begin);
    sp::ValuePlace place{key.value_or(begin), begin, byte(node.source().end)};
    if (auto const* word = node.as_string()) place.text = word->get();
    if (auto const* table = node.as_table()) place.end = std::max(place.end, in_table(*table, path + "/"));
    if (auto const* list = node.as_array()) place.end = std::max(place.end, in_list(*list, path));
    found_[path] = place;
    return place.end;
  }

  std::size_t in_table(toml::table const& table, std::string const& prefix) {
    std::size_t end = 0;
    for (auto const& [key, value] : table) end = std::max(end, add(value, prefix + std::string(key.str()), byte(key.source().begin)));
    return end;
  }

  std::size_t in_list(toml::array const& list, std::string const& path) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      auto const* table = list[i].as_table();
      auto const id = table ? (*table)["id"].value<std::string>() : std::nullopt;
      end = std::max(end, add(list[i], path + "/" + id.value_or(std::to_string(i)), std::nullopt));
    }
    return end;
  }

  FilePlaces places_;
  sp::ValuePlaces found_;
};

}  // namespace

std::optional<sp::ValuePlaces> value_places(std::string_view text) {
  try {
    return PlaceReader(text).read(toml::parse(text));
  } catch (toml::parse_error const&) {
    return std::nullopt;
  } catch (BrokenToml const&) {
    return std::nullopt;
  }
}

ParsedPlan parse_plan(std::string_view text, std::string const& file) { return Reader(text, file).read(); }

}  // namespace vlechtwerk::interop
