#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vlechtwerk::http {

/// Names of form fields, query fields and cookies: every byte counts.
struct ExactName {
  static bool same(std::string_view a, std::string_view b) { return a == b; }
};

/// Names of header fields: ASCII letters compare without case.
struct CaselessName {
  static bool same(std::string_view a, std::string_view b);
};

/// Names with values in the order in which they came; a name may come more than once.
template <class Name>
class NamedValues {
 public:
  using Item = std::pair<std::string, std::string>;
  NamedValues() = default;
  NamedValues(std::initializer_list<Item> items) : items_(items) {}

  void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
  /// Replaces every value of the name by this one.
  void set(std::string name, std::string value) {
    remove(name);
    add(std::move(name), std::move(value));
  }
  void remove(std::string_view name) {
    std::erase_if(items_, [&](Item const& item) { return Name::same(item.first, name); });
  }
  /// The first value of the name; a view into this object.
  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const {
    for (auto const& item : items_) {
      if (Name::same(item.first, name)) return item.second;
    }
    return std::nullopt;
  }
  /// The first value of the name, or an empty text.
  [[nodiscard]] std::string text(std::string_view name) const { return std::string(get(name).value_or("")); }
  [[nodiscard]] bool has(std::string_view name) const { return get(name).has_value(); }
  /// Every value of the name, in order; views into this object.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (auto const& item : items_) {
      if (Name::same(item.first, name)) values.push_back(item.second);
    }
    return values;
  }
  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  bool operator==(NamedValues const&) const = default;

 private:
  std::vector<Item> items_;
};

using Fields = NamedValues<ExactName>;
using Headers = NamedValues<CaselessName>;

}  // namespace vlechtwerk::http
