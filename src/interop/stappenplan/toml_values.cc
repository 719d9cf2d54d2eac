#include "interop/stappenplan/toml_values.h"

#include <algorithm>
#include <tuple>

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::Message;
using base::N_;
using Severity = Diagnostic::Severity;

bool is_language(std::string_view text) {
  return (text.size() == 2 || text.size() == 3) && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

TomlValues::TomlValues(std::string_view text, std::string const& file) : text_(text), file_(file) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

void TomlValues::tell(Severity severity, Position at, Message message) {
  found_.push_back({severity, file_, at.line, at.column, std::move(message)});
}

Position TomlValues::place(toml::source_region const& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

Position TomlValues::place_of_key(toml::table const& table, std::string_view key) {
  auto const found = table.find(key);
  return found == table.end() ? place(table) : place(found->first);
}

Position TomlValues::inside(toml::node const& node, std::size_t offset) const {
  auto at = place(node);
  if (at.line < 1 || static_cast<std::size_t>(at.line) > line_starts_.size()) return at;
  auto byte = line_starts_[static_cast<std::size_t>(at.line) - 1];
  auto const character = [&](std::size_t from) {
    auto next = from + 1;
    while (next < text_.size() && (static_cast<unsigned char>(text_[next]) & 0xC0U) == 0x80U) ++next;
    return next;
  };
  for (int column = 1; column < at.column && byte < text_.size(); ++column) byte = character(byte);
  if (byte >= text_.size() || (text_[byte] != '"' && text_[byte] != '\'')) return at;
  bool const basic = text_[byte] == '"';
  bool const several_lines = text_.substr(byte, 3) == (basic ? "\"\"\"" : "'''");
  auto const step = [&] {
    if (text_[byte] == '\n') {
      ++at.line;
      at.column = 1;
      ++byte;
    } else {
      byte = character(byte);
      ++at.column;
    }
  };
  for (int i = several_lines ? 3 : 1; i > 0; --i) step();
  if (several_lines && byte < text_.size() && text_[byte] == '\r') step();
  if (several_lines && byte < text_.size() && text_[byte] == '\n') step();
  for (std::size_t passed = 0; passed < offset && byte < text_.size();) {
    if (basic && text_[byte] == '\\' && byte + 1 < text_.size()) {
      char const escape = text_[byte + 1];
      int const length = escape == 'u' ? 6 : escape == 'U' ? 10 : escape == 'x' ? 4 : 2;
      for (int i = 0; i < length && byte < text_.size(); ++i) step();
      ++passed;  // names and signs of conditions are one byte each, so this is exact where it matters
    } else {
      auto const from = byte;
      step();
      passed += byte - from;
    }
  }
  return at;
}

Position TomlValues::key_before(Position value) const {
  if (static_cast<std::size_t>(value.line) > line_starts_.size()) return value;
  auto const line = text_.substr(line_starts_[static_cast<std::size_t>(value.line) - 1]);
  auto const sign = line.substr(0, static_cast<std::size_t>(value.column) - 1).find_last_not_of(" \t");
  if (sign == std::string_view::npos || line[sign] != '=') return value;
  auto const last = line.substr(0, sign).find_last_not_of(" \t");
  if (last == std::string_view::npos) return value;
  auto const before = line.substr(0, last + 1).find_last_of(" \t{,");
  return {value.line, static_cast<int>(before == std::string_view::npos ? 1 : before + 2)};
}

void TomlValues::check_keys(toml::table const& table, Keys known, Keys needed) {
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

Position TomlValues::place_or_start(toml::table const& table) {
  auto const at = place(table);
  return at.line < 1 || at.column < 1 ? Position{} : at;
}

std::optional<Word> TomlValues::word_of(toml::node const& node) {
  if (auto const* value = node.as_string()) return Word{value->get(), inside(node)};
  wrong_type(node, {N_("Schrijf hier tekst tussen aanhalingstekens."), {}});
  return std::nullopt;
}

std::optional<Word> TomlValues::word_at(toml::table const& table, std::string_view key) {
  auto const* node = table.get(key);
  return node ? word_of(*node) : std::nullopt;
}

std::vector<Word> TomlValues::words_at(toml::table const& table, std::string_view key) {
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

bool TomlValues::bool_at(toml::table const& table, std::string_view key) {
  auto const* node = table.get(key);
  if (!node) return false;
  if (auto const* value = node->as_boolean()) return value->get();
  wrong_type(*node, {N_("Schrijf hier true of false."), {}});
  return false;
}

std::optional<int> TomlValues::number_at(toml::table const& table, std::string_view key, std::int64_t least) {
  auto const* node = table.get(key);
  if (!node) return std::nullopt;
  auto const* value = node->as_integer();
  if (value && value->get() >= least && value->get() <= 999'999) return static_cast<int>(value->get());
  wrong_type(*node, {N_("Schrijf hier een heel getal vanaf {least}."), {{"least", std::to_string(least)}}});
  return std::nullopt;
}

sp::Text TomlValues::text_of(toml::node const& node, bool english_wanted) {
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

sp::Text TomlValues::text_at(toml::table const& table, std::string_view key, bool english_wanted) {
  auto const* node = table.get(key);
  return node ? text_of(*node, english_wanted) : sp::Text{};
}

std::optional<sp::Text> TomlValues::optional_text_at(toml::table const& table, std::string_view key) {
  auto const* node = table.get(key);
  return node ? std::optional(text_of(*node)) : std::nullopt;
}

std::optional<sp::Duration> TomlValues::duration_at(toml::table const& table, std::string_view key, bool working) {
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

std::vector<toml::table const*> TomlValues::tables(toml::table const& top, std::string_view key) {
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

toml::table const* TomlValues::table_at(toml::table const& top, std::string_view key) {
  auto const* node = top.get(key);
  if (!node) return nullptr;
  if (auto const* table = node->as_table()) return table;
  wrong_type(*node, {N_("Schrijf [{key}] met regels eronder."), {{"key", std::string(key)}}});
  return nullptr;
}

std::vector<std::pair<toml::key const*, toml::node const*>> TomlValues::in_file_order(toml::table const& table) {
  std::vector<std::pair<toml::key const*, toml::node const*>> entries;
  for (auto const& [key, value] : table) entries.emplace_back(&key, &value);
  std::sort(entries.begin(), entries.end(), [](auto const& a, auto const& b) {
    auto const at_a = place(*a.first);
    auto const at_b = place(*b.first);
    return std::tie(at_a.line, at_a.column) < std::tie(at_b.line, at_b.column);
  });
  return entries;
}

}  // namespace vlechtwerk::interop
