// The JSON of the command line: journals in, states out. The only unit of this folder that knows the JSON library.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "interop/stappenplan/journal_lines.h"
#include "interop/stappenplan/state_json.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::Message;
using base::N_;
using nlohmann::json;
using nlohmann::ordered_json;

/// An event has two levels; this is room enough for keys that we ignore, and keeps hostile lines from nesting without end.
constexpr int deepest = 32;

constexpr std::array<std::pair<std::string_view, sp::EventKind>, 17> kinds{{
    {"child.registered", sp::EventKind::ChildRegistered},
    {"route.opened", sp::EventKind::RouteOpened},
    {"plan.adopted", sp::EventKind::PlanAdopted},
    {"toestemming.given", sp::EventKind::ToestemmingGiven},
    {"toestemming.refused", sp::EventKind::ToestemmingRefused},
    {"toestemming.withdrawn", sp::EventKind::ToestemmingWithdrawn},
    {"toestemming.unreachable", sp::EventKind::ToestemmingUnreachable},
    {"parents.informed", sp::EventKind::ParentsInformed},
    {"step.started", sp::EventKind::StepStarted},
    {"step.done", sp::EventKind::StepDone},
    {"step.waived", sp::EventKind::StepWaived},
    {"route.paused", sp::EventKind::RoutePaused},
    {"route.resumed", sp::EventKind::RouteResumed},
    {"route.closed", sp::EventKind::RouteClosed},
    {"route.reopened", sp::EventKind::RouteReopened},
    {"event.corrected", sp::EventKind::Corrected},
    {"event.withdrawn", sp::EventKind::Withdrawn},
}};

/// The column, in characters, of byte `offset` of a line.
int column_of(std::string_view line, std::size_t offset) {
  offset = std::min(offset, line.size());
  return 1 + static_cast<int>(std::count_if(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(offset),
                                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Where the value of `key` begins in a well-formed JSON object, `path` one key per level; the object's own begin when it is not there.
std::size_t place_of(std::string_view line, std::vector<std::string_view> const& path) {
  std::size_t level = 0;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '{' || line[i] == '[') ++depth;
    if (line[i] == '}' || line[i] == ']') --depth;
    if (line[i] != '"') continue;
    auto const first = i + 1;
    for (++i; i < line.size() && line[i] != '"'; ++i) {
      if (line[i] == '\\') ++i;
    }
    if (i >= line.size()) break;
    auto const name = line.substr(first, i - first);
    auto next = line.find_first_not_of(" \t", i + 1);
    if (depth != level + 1 || name != path[level] || next == std::string_view::npos || line[next] != ':') continue;
    next = line.find_first_not_of(" \t", next + 1);
    if (next == std::string_view::npos) break;
    if (++level == path.size()) return next;
    i = next - 1;
  }
  return 0;
}

/// What is wrong with a line, and the keys that lead to the place.
struct Wrong {
  std::vector<std::string_view> path;
  Message message;
};

/// Reads the keys of one object; the first thing that is wrong is kept.
class FieldReader {
 public:
  explicit FieldReader(json const& object, std::string_view parent = {}) : object_(object), parent_(parent) {}

  std::optional<std::string> word(char const* key) {
    auto const* value = get(key);
    if (!value) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    wrong(key, {N_("Schrijf hier tekst tussen aanhalingstekens."), {}});
    return std::nullopt;
  }

  std::optional<std::vector<std::string>> words(char const* key) {
    auto const* value = get(key);
    if (!value) return std::nullopt;
    if (value->is_array() && std::all_of(value->begin(), value->end(), [](json const& item) { return item.is_string(); })) {
      return value->get<std::vector<std::string>>();
    }
    wrong(key, {N_("Schrijf hier een lijst met teksten."), {}});
    return std::nullopt;
  }

  std::optional<int> number(char const* key) {
    auto const* value = get(key);
    if (!value) return std::nullopt;
    if (value->is_number_integer() && *value >= 1 && *value <= 999'999) return value->get<int>();
    wrong(key, {N_("Schrijf hier een heel getal vanaf 1."), {}});
    return std::nullopt;
  }

  std::optional<base::Date> date(char const* key) {
    auto const text = word(key);
    if (!text) return std::nullopt;
    auto const date = base::Date::parse(*text);
    if (!date) wrong(key, {N_("'{date}' is geen datum. Schrijf bijvoorbeeld 2026-03-02."), {{"date", *text}}});
    return date;
  }

  std::optional<sp::When> when(char const* key) {
    auto const text = word(key);
    if (!text) return std::nullopt;
    if (auto const day = base::Date::parse(*text)) return sp::When::on(*day);
    auto const moment = base::parse_instant(*text);
    // The calendar of the program runs from 1900 to 2999, seen from Amsterdam.
    if (moment && base::Date::parse(base::amsterdam_day(*moment).text())) return sp::When::at(*moment);
    wrong(key, {N_("'{time}' is geen datum, of een tijd zonder zone. Schrijf bijvoorbeeld 2026-03-02T10:15:00+01:00."), {{"time", *text}}});
    return std::nullopt;
  }

  std::optional<base::Month> month(char const* key) {
    auto const text = word(key);
    if (!text) return std::nullopt;
    if (auto const day = base::Date::parse(*text)) return base::Month::of(*day);
    auto const month = base::Month::parse(*text);
    if (!month) wrong(key, {N_("'{date}' is geen datum. Schrijf bijvoorbeeld 2026-03-02."), {{"date", *text}}});
    return month;
  }

  sp::Fields fields() {
    sp::Fields fields;
    fields.at = when("at");
    fields.recorded = when("recorded");
    fields.actor = word("actor");
    fields.role = word("by");
    fields.step = word("step");
    fields.outcome = word("outcome");
    fields.with = words("with");
    fields.answers = words("for");
    fields.reason = word("reason");
    fields.rule = word("rule");
    fields.act = word("act");
    // One key, two shapes: who spoke (a word of permission) or who they are (the facts of a child).
    if (auto const* value = get("gezagdrager"); value && value->is_array()) {
      fields.gezagdragers = words("gezagdrager");
    } else {
      fields.gezagdrager = word("gezagdrager");
    }
    fields.from = date("from");
    fields.until = date("until");
    fields.born = month("born");
    fields.group_type = word("group_type");
    fields.plan = word("plan");
    fields.version = number("version");
    return fields;
  }

  void need(char const* key, bool there) {
    if (!there && !object_.contains(key) && !wrong_)
      wrong_ = Wrong{{}, {N_("Op deze regel mist '{key}'. Schrijf het erbij."), {{"key", key}}}};
  }

  void wrong(std::string_view key, Message message) {
    if (wrong_) return;
    wrong_ = Wrong{{}, std::move(message)};
    if (!parent_.empty()) wrong_->path.push_back(parent_);
    wrong_->path.push_back(key);
  }

  [[nodiscard]] std::optional<Wrong> const& found() const { return wrong_; }

 private:
  json const* get(char const* key) const {
    auto const found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  json const& object_;
  std::string_view parent_;
  std::optional<Wrong> wrong_;
};

/// What an event of this kind cannot do without, beside id and at.
void need_fields(FieldReader& reader, sp::Event const& event) {
  auto const& fields = event.fields;
  switch (event.kind) {
    case sp::EventKind::ChildRegistered: {
      reader.need("gezagdrager", fields.gezagdragers.has_value());
      if (!fields.gezagdragers) reader.wrong("gezagdrager", {N_("Schrijf hier een lijst met teksten."), {}});
      break;
    }
    case sp::EventKind::ToestemmingGiven:
    case sp::EventKind::ToestemmingRefused:
    case sp::EventKind::ToestemmingWithdrawn:
    case sp::EventKind::ToestemmingUnreachable:
      reader.need("act", fields.act.has_value());
      reader.need("gezagdrager", fields.gezagdrager.has_value());
      if (!fields.gezagdrager) reader.wrong("gezagdrager", {N_("Schrijf hier tekst tussen aanhalingstekens."), {}});
      break;
    case sp::EventKind::StepStarted:
    case sp::EventKind::StepDone:
    case sp::EventKind::StepWaived:
      reader.need("step", fields.step.has_value());
      break;
    default:
      break;
  }
}

class JournalReader {
 public:
  explicit JournalReader(std::string const& file) : file_(file) {}

  void line(std::string_view text, int number) {
    int deepest_seen = 0;
    auto const watch = [&](int depth, json::parse_event_t, json&) {
      deepest_seen = std::max(deepest_seen, depth);
      return depth <= deepest;
    };
    json object;
    try {
      object = json::parse(text, watch);
    } catch (json::exception const& error) {
      auto const* at = dynamic_cast<json::parse_error const*>(&error);
      return error_at(number, column_of(text, at && at->byte > 0 ? at->byte - 1 : 0),
                      {N_("Deze regel is geen JSON. Kijk naar haken, komma's en aanhalingstekens."), {}});
    }
    auto const first = text.find_first_not_of(" \t");
    if (!object.is_object() || deepest_seen > deepest) {
      return error_at(number, column_of(text, first), {N_("Schrijf op deze regel één gebeurtenis tussen accolades."), {}});
    }
    FieldReader reader(object);
    sp::Event event;
    event.fields = reader.fields();
    auto const id = reader.word("id");
    auto const kind = reader.word("kind");
    reader.need("id", id.has_value());
    reader.need("at", event.fields.at.has_value());
    reader.need("kind", kind.has_value());
    if (id && id->empty()) reader.wrong("id", {N_("Een id mag niet leeg zijn. Schrijf hier een id."), {}});
    if (!event.fields.at) reader.wrong("at", {N_("Schrijf hier een datum of een tijd."), {}});
    if (!id) reader.wrong("id", {N_("Schrijf hier tekst tussen aanhalingstekens."), {}});
    auto const known = std::find_if(kinds.begin(), kinds.end(), [&](auto const& one) { return kind && one.first == *kind; });
    if (known == kinds.end()) {
      reader.wrong("kind", {N_("De soort '{kind}' bestaat niet. Kijk of het woord goed gespeld is."), {{"kind", kind.value_or("")}}});
    } else {
      event.kind = known->second;
      need_fields(reader, event);
    }
    auto found = reader.found();
    if (!found && (event.kind == sp::EventKind::Corrected || event.kind == sp::EventKind::Withdrawn)) found = read_about(object, event);
    if (found) {
      auto const offset = found->path.empty() ? first : std::max(first, place_of(text, found->path));
      return error_at(number, column_of(text, offset), found->message);
    }
    event.id = *id;
    auto const [place, is_new] = seen_.emplace(event.id, object);
    if (is_new) {
      journal_.events.push_back(std::move(event));
      journal_.lines.push_back(number);
    } else if (place->second != object) {
      error_at(number, column_of(text, place_of(text, {"id"})),
               {N_("De id '{id}' bestaat al met een andere inhoud. Kies een andere id."), {{"id", event.id}}});
    }
  }

  ParsedJournal finish() { return std::move(journal_); }

 private:
  static std::optional<Wrong> read_about(json const& object, sp::Event& event) {
    FieldReader reader(object);
    auto const of = reader.word("of");
    reader.need("of", of.has_value());
    if (!of) reader.wrong("of", {N_("Schrijf hier tekst tussen aanhalingstekens."), {}});
    event.of = of.value_or("");
    if (event.kind == sp::EventKind::Withdrawn || reader.found()) return reader.found();
    auto const set = object.find("set");
    reader.need("set", set != object.end());
    if (reader.found()) return reader.found();
    if (!set->is_object()) return Wrong{{"set"}, {N_("Schrijf hier tussen accolades wat er anders is."), {}}};
    FieldReader change(*set, "set");
    event.set = change.fields();
    for (auto const* fixed : {"id", "kind"}) {
      if (set->contains(fixed))
        change.wrong(fixed, {N_("'{key}' kan niet veranderen. Trek de gebeurtenis in en schrijf een nieuwe."), {{"key", fixed}}});
    }
    for (auto const& [key, value] : set->items()) {
      if (value.is_null())
        return Wrong{{"set"}, {N_("'{key}' kan niet leeg worden. Trek de gebeurtenis in en schrijf een nieuwe."), {{"key", key}}}};
    }
    return change.found();
  }

  void error_at(int line, int column, Message message) {
    journal_.diagnostics.push_back({Diagnostic::Severity::Error, file_, line, column, std::move(message)});
  }

  std::string const& file_;
  ParsedJournal journal_;
  std::unordered_map<std::string, json> seen_;
};

// ---- state

ordered_json day(std::optional<base::Date> const& date) { return date ? ordered_json(date->text()) : ordered_json(nullptr); }
ordered_json word(std::optional<std::string> const& text) { return text ? ordered_json(*text) : ordered_json(nullptr); }

char const* name(sp::RouteStatus status) {
  switch (status) {
    case sp::RouteStatus::Open:
      return "open";
    case sp::RouteStatus::Paused:
      return "paused";
    case sp::RouteStatus::Closed:
      return "closed";
  }
  return "";
}

char const* name(sp::StepStatus status) {
  switch (status) {
    case sp::StepStatus::Done:
      return "done";
    case sp::StepStatus::Waived:
      return "waived";
    case sp::StepStatus::Excluded:
      return "excluded";
    case sp::StepStatus::Enabled:
      return "enabled";
    case sp::StepStatus::Unavailable:
      return "unavailable";
  }
  return "";
}

char const* name(sp::Verdict verdict) {
  switch (verdict) {
    case sp::Verdict::PermanentlySatisfied:
      return "permanently_satisfied";
    case sp::Verdict::CurrentlySatisfied:
      return "currently_satisfied";
    case sp::Verdict::CurrentlyViolated:
      return "currently_violated";
    case sp::Verdict::PermanentlyViolated:
      return "permanently_violated";
  }
  return "";
}

char const* name(sp::DeviationKind kind) {
  switch (kind) {
    case sp::DeviationKind::Violated:
      return "violated";
    case sp::DeviationKind::Overdue:
      return "overdue";
    case sp::DeviationKind::NotEnabled:
      return "not_enabled";
    case sp::DeviationKind::Role:
      return "role";
    case sp::DeviationKind::With:
      return "with";
    case sp::DeviationKind::ClosedWithOpen:
      return "closed_with_open";
    case sp::DeviationKind::PermissionMissing:
      return "permission_missing";
  }
  return "";
}

}  // namespace

ParsedJournal read_journal(std::string_view text, std::string const& file) {
  JournalReader reader(file);
  int number = 1;
  for (std::size_t from = 0; from < text.size(); ++number) {
    auto const end = std::min(text.find('\n', from), text.size());
    auto line = text.substr(from, end - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != std::string_view::npos) reader.line(line, number);
    from = end + 1;
  }
  return reader.finish();
}

std::string state_json(sp::State const& state, sp::Plan const& plan, Translate const& translate) {
  auto const step_id = [&](std::optional<std::size_t> const& step) {
    return step ? ordered_json(state.step_id(plan, *step)) : ordered_json(nullptr);
  };
  auto out = ordered_json::object();
  out["status"] = name(state.status);
  auto& steps = out["steps"] = ordered_json::array();
  for (std::size_t i = 0; i < state.steps.size(); ++i) {
    auto const& step = state.steps[i];
    auto why = ordered_json::array();
    for (auto const& reason : step.why) why.push_back(translate(reason));
    auto breaks = ordered_json::array();
    for (auto const rule : step.breaks) breaks.push_back(plan.rules[rule].id);
    steps.push_back({{"id", plan.steps[i].id}, {"state", name(step.status)}, {"since", day(step.since)}, {"why", why}, {"breaks", breaks}});
  }
  auto& obligations = out["obligations"] = ordered_json::array();
  for (auto const& one : state.obligations) {
    obligations.push_back({{"step", state.step_id(plan, one.step)},
                           {"role", one.role},
                           {"since", one.since.text()},
                           {"due", day(one.due)},
                           {"rule", word(one.rule)},
                           {"event", word(one.event)},
                           {"overdue", one.overdue},
                           {"escalation", one.escalation}});
  }
  auto& milestones = out["milestones"] = ordered_json::array();
  for (auto const& one : state.milestones) milestones.push_back({{"id", plan.milestones[one.milestone].id}, {"on", one.on.text()}});
  auto& verdicts = out["verdicts"] = ordered_json::array();
  for (std::size_t i = 0; i < state.verdicts.size(); ++i) {
    if (!sp::info(plan.rules[i].kind).judged) continue;
    verdicts.push_back({{"rule", plan.rules[i].id}, {"verdict", name(state.verdicts[i])}});
  }
  auto& needs = out["closing_needs"] = ordered_json::array();
  for (auto const step : state.closing_needs) needs.push_back(plan.steps[step].id);
  auto& deviations = out["deviations"] = ordered_json::array();
  for (auto const& one : state.deviations) {
    deviations.push_back({{"kind", name(one.kind)},
                          {"step", step_id(one.step)},
                          {"rule", word(one.rule)},
                          {"event", word(one.event)},
                          {"on", one.on.text()}});
  }
  auto& refused = out["refused"] = ordered_json::array();
  for (auto const& one : state.refused) refused.push_back({{"event", one.event}, {"step", word(one.step)}, {"why", translate(one.why)}});
  out["next_change_on"] = day(state.next_change_on);
  return out.dump();
}

}  // namespace vlechtwerk::interop
