#include "domain/stappenplan/plan_edit.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "domain/stappenplan/duration.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

using base::Message;
using base::N_;

constexpr std::string_view kSwitchedOff = "#- ";
constexpr std::string_view kProtocol = "protocol: ";
constexpr std::string_view kBlank = " \t";

/// A string as TOML writes it.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    auto const code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (code < 0x20 || code == 0x7F) {
      constexpr std::string_view digits = "0123456789ABCDEF";
      out += "\\u00";
      out += digits[code / 16U];
      out += digits[code % 16U];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string list_of(std::vector<std::string> const& words) {
  std::string out = "[";
  for (auto const& word : words) out += (out.size() == 1 ? "" : ", ") + quoted(word);
  return out + "]";
}

/// A text in the languages that have words.
std::string text_of(std::map<std::string, std::string> const& words) {
  auto const of = [&](char const* lang) {
    auto const at = words.find(lang);
    return at == words.end() ? std::string() : at->second;
  };
  std::string out = "{ nl = " + quoted(of("nl"));
  bool only_dutch = true;
  for (auto const& [lang, said] : words) {
    if (lang == "nl" || said.empty()) continue;
    out += ", " + lang + " = " + quoted(said);
    only_dutch = false;
  }
  return only_dutch ? quoted(of("nl")) : out + " }";
}

bool is_id_sign(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// Does a condition speak of the step or rule with this id?
bool speaks_of(std::string_view condition, std::string_view id) {
  for (auto at = condition.find(id); at != std::string_view::npos; at = condition.find(id, at + 1)) {
    bool const before = at > 0 && is_id_sign(condition[at - 1]);
    bool const after = at + id.size() < condition.size() && is_id_sign(condition[at + id.size()]);
    if (!before && !after) return true;
  }
  return false;
}

/// Lays edits over a text: collects what goes where, and writes it all at once.
class Pen {
 public:
  Pen(std::string_view text, Plan const& plan, ValuePlaces const& places) : text_(text), plan_(plan), places_(places) {}

  void lay(Edit const& edit) {
    field_ = edit.field;
    std::visit([&](auto const& what) { lay_one(what); }, edit.what);
  }

  tl::expected<Draft, std::vector<EditProblem>> finish() {
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    // What comes before a value that is replaced stands before it.
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](Change const& a, Change const& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
    Draft draft;
    std::size_t copied = 0;
    for (auto const& change : changes_) {
      draft.text += text_.substr(copied, change.begin - copied);
      draft.written.push_back({change.field, draft.text.size(), draft.text.size() + change.put.size()});
      draft.text += change.put;
      copied = change.end;
    }
    draft.text += text_.substr(copied);
    return draft;
  }

 private:
  struct Change {
    std::size_t begin = 0, end = 0;
    std::string put;
    std::string field;
  };
  using Keys = std::initializer_list<std::string_view>;

  void wrong(Message message) { problems_.push_back({field_, 0, 0, std::move(message)}); }
  void missing() { wrong({N_("Dit staat niet meer in het stappenplan. Laad de pagina opnieuw."), {}}); }

  [[nodiscard]] ValuePlace const* at(std::string const& path) const {
    auto const found = places_.find(path);
    return found == places_.end() ? nullptr : &found->second;
  }
  /// The path of a step or a rule.
  [[nodiscard]] std::string path_of(std::string const& id) const {
    for (auto const* kind : {"step/", "rule/"})
      if (at(kind + id)) return kind + id;
    return {};
  }

  [[nodiscard]] std::size_t line_begin(std::size_t from) const {
    auto const before = from == 0 ? std::string_view::npos : text_.rfind('\n', from - 1);
    return before == std::string_view::npos ? 0 : before + 1;
  }
  [[nodiscard]] std::size_t line_end(std::size_t from) const {  // behind the line break
    auto const found = text_.find('\n', from);
    return found == std::string_view::npos ? text_.size() : found + 1;
  }
  [[nodiscard]] std::string_view line_break() const { return text_.find("\r\n") == std::string_view::npos ? "\n" : "\r\n"; }
  /// What stands before the key on its line, when the key has a line of its own: blanks, or the beginning of a dotted key.
  [[nodiscard]] std::optional<std::string_view> own_line(ValuePlace const& place) const {
    auto const before = text_.substr(line_begin(place.key), place.key - line_begin(place.key));
    bool const own = before.find_first_not_of(kBlank) == std::string_view::npos || before.ends_with('.');
    return own ? std::optional(before) : std::nullopt;
  }

  void change(std::size_t begin, std::size_t end, std::string put) { changes_.push_back({begin, end, std::move(put), field_}); }

  void replace(ValuePlace const& place, std::string const& literal) {
    if (text_.substr(place.begin, place.end - place.begin) != literal) change(place.begin, place.end, literal);
  }

  /// A key that is not there yet, behind this one.
  void insert_behind(ValuePlace const& place, std::string_view key, std::string const& literal) {
    auto line = std::string(key) + " = " + literal;
    auto const before = own_line(place);
    if (!before) {
      change(place.end, place.end, ", " + line);
      return;
    }
    auto const behind = line_end(place.end);
    line = std::string(*before) + line;
    bool const last = behind == text_.size() && !text_.ends_with('\n');
    line = last ? std::string(line_break()) + line : line + std::string(line_break());
    change(behind, behind, line);
  }

  void put(std::string const& table, std::string_view key, std::string const& literal, Keys behind) {
    if (auto const* place = at(table + "/" + std::string(key))) {
      replace(*place, literal);
      return;
    }
    for (auto const one : behind) {
      if (auto const* place = at(table + "/" + std::string(one))) return insert_behind(*place, key, literal);
    }
    missing();
  }

  void drop(std::string const& path) {
    auto const* place = at(path);
    if (!place) return;
    if (own_line(*place)) {
      auto const rest = text_.find_first_not_of(kBlank, place->end);
      bool const remark = rest != std::string_view::npos && text_[rest] == '#';
      change(line_begin(place->key), remark ? rest : line_end(place->end), {});
      return;
    }
    auto begin = place->key, end = place->end;
    auto const before = text_.find_last_not_of(kBlank, begin - 1);
    auto const after = text_.find_first_not_of(kBlank, end);
    if (before != std::string_view::npos && text_[before] == ',') {
      begin = before;
    } else if (after != std::string_view::npos && text_[after] == ',') {
      end = std::min(text_.find_first_not_of(kBlank, after + 1), text_.size());
    }
    change(begin, end, {});
  }

  [[nodiscard]] std::vector<std::string> words_at(std::string const& path) const {
    std::vector<std::string> words;
    for (std::size_t i = 0;; ++i) {
      auto const* one = at(path + "/" + std::to_string(i));
      if (!one || !one->text) return words;
      words.push_back(*one->text);
    }
  }

  void put_list(std::string const& table, char const* key, std::vector<std::string> const& words, bool may_be_empty, Keys behind) {
    if (!at(table)) return missing();
    auto const path = table + "/" + key;
    if (words == words_at(path)) return;
    if (words.empty() && may_be_empty)
      drop(path);
    else
      put(table, key, list_of(words), behind);
  }

  // ---- one kind of edit after another

  void lay_one(OwnWords const& edit) {
    // An act is its sentence, or a table with the sentence as its text.
    if (edit.of.starts_with("acts/") && at(edit.of + "/text")) return lay_one(OwnWords{edit.of + "/text", edit.words});
    auto const slash = edit.of.rfind('/');
    auto const table = edit.of.substr(0, slash);
    auto const key = edit.of.substr(slash + 1);
    bool const note = table == "notes";
    bool const optional = key == "because" || note;
    auto const dutch = edit.words.find("nl");
    auto const* place = at(edit.of);
    bool const none = dutch == edit.words.end() ? !place : dutch->second.empty();
    bool const others = std::any_of(edit.words.begin(), edit.words.end(), [](auto const& one) { return !one.second.empty(); });
    if (!place && !note && (!optional || !at(table))) return missing();
    if (none && optional && !(note && others)) return drop(edit.of);
    if (none) return wrong({N_("Hier hoort een Nederlandse tekst."), {}});
    if (!place && note) return put_note(key, text_of(edit.words));
    if (!place) return put(table, key, text_of(edit.words), {"records", "outcomes", "repeat", "after_any", "after", "by", "rule"});
    if (place->text) {
      auto words = edit.words;
      words.emplace("nl", *place->text);
      bool const same = words.at("nl") == *place->text && text_of(words) == quoted(words.at("nl"));
      if (!same) replace(*place, text_of(words));
      return;
    }
    for (auto const& [lang, said] : edit.words) {
      if (auto const* old = at(edit.of + "/" + lang)) {
        if (old->text != said) replace(*old, quoted(said));
      } else if (!said.empty()) {
        insert_behind(last_in(edit.of), lang, quoted(said));
      }
    }
  }

  /// A line more in [notes]: behind the last one, or under its head. A table that is not there yet begins behind [roles], or at the end of
  /// the file: what follows a table always begins one of its own.
  void put_note(std::string const& kind, std::string const& literal) {
    constexpr std::string_view path = "notes/";
    auto const is_head = [&](ValuePlace const& place) { return text_.substr(place.begin).starts_with('['); };
    ValuePlace const* last = nullptr;
    for (auto one = places_.lower_bound(path); one != places_.end() && one->first.starts_with(path); ++one) {
      bool const direct = one->first.find('/', path.size()) == std::string::npos;
      if (direct && !is_head(one->second) && (!last || one->second.end > last->end)) last = &one->second;
    }
    if (last) return insert_behind(*last, kind, literal);
    auto const* own = at("notes");
    bool const headed = own && is_head(*own) && text_.find(']', own->begin) < text_.find('.', own->begin);
    auto const* roles = at("roles");
    auto const where = headed ? line_end(own->begin) : roles && is_head(*roles) ? line_end(roles->end) : text_.size();
    auto const nl = std::string(line_break());
    std::string lines;
    if (!notes_begun_ && where == text_.size() && !text_.ends_with('\n')) lines += nl;
    if (!notes_begun_ && !headed) lines += nl + "[notes]" + nl;
    notes_begun_ = true;
    change(where, where, lines + kind + " = " + literal + nl);
  }

  /// The value that comes last in a table.
  [[nodiscard]] ValuePlace const& last_in(std::string const& table) const {
    auto const prefix = table + "/";
    ValuePlace const* last = &places_.find(table)->second;
    bool found = false;
    for (auto one = places_.lower_bound(prefix); one != places_.end() && one->first.starts_with(prefix); ++one) {
      if (!found || one->second.end > last->end) last = &one->second;
      found = true;
    }
    return *last;
  }

  void lay_one(Term const& edit) {
    static constexpr std::array<char const*, 3> kKeys{"within", "every", "min"};
    auto const table = path_of(edit.of);
    if (table.empty()) return missing();
    auto const* key = kKeys[static_cast<std::size_t>(edit.which)];
    auto const path = table + "/" + key;
    if (!edit.period) return drop(path);
    auto const* old = at(path);
    auto const meant = Duration::parse(*edit.period);
    if (old && old->text && meant && Duration::parse(*old->text) == meant) return;
    put(table, key, quoted(*edit.period), {"repeat", "after_any", "after", "at", "by", "rule"});
  }

  void lay_one(Repeating const& edit) {
    auto const table = "step/" + edit.step;
    if (!at(table)) return missing();
    auto const* old = at(table + "/repeat");
    auto said = Repeat::No;
    if (old ? text_.substr(old->begin, old->end - old->begin) == "true" : at(table + "/every") != nullptr) said = Repeat::Always;
    if (old && old->text == "each") said = Repeat::Each;
    if (said == edit.repeat) return;
    if (at(table + "/every")) return wrong({N_("Deze stap komt steeds na een vaste tijd. Haal die tijd eerst weg."), {}});
    if (edit.repeat == Repeat::No)
      drop(table + "/repeat");
    else
      put(table, "repeat", edit.repeat == Repeat::Each ? quoted("each") : "true", {"after_any", "after", "at", "by"});
  }

  void lay_one(People const& edit) {
    static constexpr std::array<char const*, 3> kKeys{"by", "with", "may_join"};
    put_list("step/" + edit.step, kKeys[static_cast<std::size_t>(edit.which)], edit.roles, edit.which != People::Which::By, {"by"});
  }

  void lay_one(Notes const& edit) { put_list("step/" + edit.step, "note", edit.kinds, true, {"after_any", "after", "at", "by"}); }

  void lay_one(Permission const& edit) {
    auto const table = "step/" + edit.step;
    if (!at(table)) return missing();
    auto const* old = at(table + "/toestemming");
    if (!edit.act) return drop(table + "/toestemming");
    if (!old || old->text != edit.act) put(table, "toestemming", quoted(*edit.act), {"asks", "parents", "after_any", "after", "at", "by"});
  }

  void lay_one(Asking const& edit) {
    put_list("step/" + edit.step, "asks", edit.acts, true, {"parents", "after_any", "after", "at", "by"});
  }

  void lay_one(ActTerms const& edit) {
    auto const table = "acts/" + edit.act;
    auto const* act = at(table);
    if (!act) return missing();
    auto const* valid = at(table + "/valid");
    auto const is = [&](char const* key, std::string_view literal) {
      auto const* place = at(table + "/" + key);
      return place && text_.substr(place->begin, place->end - place->begin) == literal;
    };
    struct Key {
      char const* name;
      std::string literal;  // empty: it is not there
      bool same;
    };
    std::array<Key, 3> const keys{
        {{"needs", edit.needs_one ? quoted("one") : "", is("needs", quoted("one")) == edit.needs_one},
         {"unreachable_may", edit.unreachable_may ? "true" : "", is("unreachable_may", "true") == edit.unreachable_may},
         {"valid", edit.valid ? quoted(*edit.valid) : "",
          edit.valid ? valid && valid->text && Duration::parse(*valid->text) == Duration::parse(*edit.valid) : !valid}}};
    if (std::all_of(keys.begin(), keys.end(), [](Key const& key) { return key.same; })) return;
    if (at(table + "/text")) {
      for (auto const& key : keys) {
        if (key.same) continue;
        key.literal.empty() ? drop(table + "/" + key.name) : put(table, key.name, key.literal, {"text"});
      }
      return;
    }
    // The act is its sentence alone: a table comes around it.
    if (!act->text && text_[act->begin] != '{')
      return wrong({N_("In het bestand staat deze toestemming op losse regels. Verander dit daar."), {}});
    std::string behind;
    for (auto const& key : keys)
      if (!key.literal.empty()) behind += std::string(", ") + key.name + " = " + key.literal;
    change(act->begin, act->begin, "{ text = ");
    change(act->end, act->end, behind + " }");
  }

  void lay_one(Order const& edit) {
    put_list("step/" + edit.step, edit.which == Order::Which::After ? "after" : "after_any", edit.parts, true,
             {"at", "may_join", "with", "by"});
  }

  void lay_one(OwnProtocol const& edit) {
    auto const table = "step/" + edit.step;
    if (!at(table)) return missing();
    auto const* old = at(table + "/source");
    auto said = source_and_protocol(old && old->text ? *old->text : std::string());
    if (said.protocol == edit.protocol) return;
    if (!edit.protocol.empty()) said.source += (said.source.empty() ? "" : "; ") + std::string(kProtocol) + edit.protocol;
    if (said.source.empty())
      drop(table + "/source");
    else
      put(table, "source", quoted(said.source), {"because", "records", "outcomes", "repeat", "after_any", "after", "by"});
  }

  void lay_one(Confirm const& edit) {
    auto const table = path_of(edit.of);
    if (table.empty()) return missing();
    auto const* place = at(table + "/assumed");
    if (place && text_.substr(place->begin, place->end - place->begin) == "true") drop(table + "/assumed");
  }

  void lay_one(NextVersion const& edit) {
    auto const* place = at("version");
    if (!place) return missing();
    replace(*place, std::to_string(edit.version));
  }

  // ---- off and on

  void lay_one(Switch const& edit) {
    auto const table = path_of(edit.of);
    if (edit.on) {
      if (table.empty()) switch_on(edit.of);
      return;
    }
    if (table.empty()) {
      if (!find_switched_off(edit.of)) missing();
      return;
    }
    if (auto const others = builds_on(edit.of); !others.empty()) {
      wrong({N_("Dit hoort nog bij: {names}. Verander dat eerst."), {{"names", others}}});
      return;
    }
    leave_lists(edit.of);
    auto const* place = at(table);
    auto const end = line_end(place->end);
    for (auto line = line_begin(place->begin); line < end; line = line_end(line)) change(line, line, std::string(kSwitchedOff));
  }

  /// Takes the id out of lists that do without it.
  void leave_lists(std::string const& id) {
    auto const leave = [&](std::string const& path) {
      auto words = words_at(path);
      auto const old = words.size();
      std::erase(words, id);
      if (words.size() != old) replace(*at(path), list_of(words));
    };
    leave("starts_with");
    for (std::size_t i = 0; i < plan_.refusals.size(); ++i) leave("refusal/" + std::to_string(i) + "/then");
  }

  /// What cannot be without the step or rule, in words.
  [[nodiscard]] std::string builds_on(std::string const& id) const {
    std::string out;
    auto const name = [&](std::string const& title) { out += (out.empty() ? "'" : ", '") + title + "'"; };
    auto const step = plan_.step(id);
    auto const is_part = [&](OnPart const& part) { return step && part.kind != OnPart::Kind::Milestone && part.index == *step; };
    auto const is_in = [&](std::vector<OnPart> const& parts) { return std::any_of(parts.begin(), parts.end(), is_part); };
    auto const is_said = [&](std::optional<Condition> const& condition) { return condition && speaks_of(condition->text, id); };
    for (auto const& one : plan_.stages)
      if (is_in(one.after) || is_said(one.exit)) name(one.title.nl);
    for (auto const& one : plan_.steps) {
      if (one.id == id) continue;
      if (is_in(one.after) || is_in(one.after_any) || speaks_of(one.when.text, id) || is_said(one.exit) || (step && one.four_eyes == step))
        name(one.title.nl);
    }
    for (auto const& one : plan_.rules)
      if (one.id != id && (is_in(one.steps) || speaks_of(one.when.text, id))) name(one.because ? one.because->nl : one.text);
    for (auto const& one : plan_.milestones)
      if (speaks_of(one.when.text, id)) name(one.title.nl);
    for (auto const& one : plan_.escalations) {
      bool const of = step ? one.step == step : one.rule && plan_.rules[*one.rule].id == id;
      if (of) name(one.title ? one.title->nl : plan_.role_label(one.to, "nl"));
    }
    if (step && plan_.starts_with == std::vector{*step}) name(plan_.title.nl);
    for (auto const& one : plan_.refusals)
      if (step && one.then == std::vector{*step}) name(plan_.acts[one.act].text.nl);
    return out;
  }

  /// First and last byte of the lines that hold a table which is switched off.
  [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> find_switched_off(std::string const& id) const {
    std::size_t begin = 0;
    bool within = false, it = false;
    for (std::size_t line = 0; line < text_.size(); line = line_end(line)) {
      auto const here = text_.substr(line, line_end(line) - line);
      bool const off = here.starts_with(kSwitchedOff);
      bool const head = off && here.substr(kSwitchedOff.size()).starts_with("[[");
      if (within && (!off || head)) {
        if (it) return std::pair{begin, line};
        within = false;
      }
      if (head) {
        begin = line;
        within = true;
      }
      it = within && (it || is_id_line(here.substr(off ? kSwitchedOff.size() : 0), id));
    }
    return within && it ? std::optional(std::pair{begin, text_.size()}) : std::nullopt;
  }

  static bool is_id_line(std::string_view line, std::string const& id) {
    std::string bare;
    for (char const c : line)
      if (c != ' ' && c != '\t') bare += c;
    return bare.starts_with("id=\"" + id + "\"") || bare.starts_with("id='" + id + "'");
  }

  void switch_on(std::string const& id) {
    auto const lines = find_switched_off(id);
    if (!lines) return missing();
    for (auto line = lines->first; line < lines->second; line = line_end(line)) change(line, line + kSwitchedOff.size(), {});
  }

  std::string_view text_;
  Plan const& plan_;
  ValuePlaces const& places_;
  std::string field_;
  std::vector<Change> changes_;
  std::vector<EditProblem> problems_;
  bool notes_begun_ = false;  ///< an edit before this one put the first line of a table [notes]
};

}  // namespace

tl::expected<Draft, std::vector<EditProblem>> lay_edits(std::string_view text, Plan const& plan, ValuePlaces const& places,
                                                        std::span<Edit const> edits) {
  Pen pen(text, plan, places);
  for (auto const& edit : edits) pen.lay(edit);
  return pen.finish();
}

std::string all_switched_on(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
    auto line = text.substr(0, end);
    if (line.starts_with(kSwitchedOff)) line.remove_prefix(kSwitchedOff.size());
    out += line;
    text.remove_prefix(end);
  }
  return out;
}

SourceAndProtocol source_and_protocol(std::string const& source) {
  auto const at = source.starts_with(kProtocol) ? 0 : source.find("; " + std::string(kProtocol));
  if (at == std::string::npos) return {source, {}};
  return {source.substr(0, at), source.substr(source.find(kProtocol, at) + kProtocol.size())};
}

}  // namespace vlechtwerk::domain::stappenplan
