#include "domain/stappenplan/condition.h"

#include <array>
#include <utility>

namespace vlechtwerk::domain::stappenplan {
namespace {

using base::Message;
using base::N_;

enum class Kind { Truth, Number, String };

/// Conditions of people are short; the limit keeps a hostile file from using up the stack.
constexpr int deepest = 60;
constexpr std::size_t most_nodes = 500;

struct Part {
  std::size_t node = 0;
  Kind kind = Kind::Truth;
  std::size_t offset = 0;
};

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  Parser(std::string_view text, ConditionNames const& names) : text_(text), names_(names) {}

  tl::expected<Condition, TextError> read() {
    auto const part = either(0);
    if (!error_ && part.kind != Kind::Truth) {
      fail(part.offset, {N_("Dit is geen vraag met ja of nee. Maak er een vergelijking van, zoals count(stap) > 2."), {}});
    }
    skip();
    if (!error_ && at_ < text_.size()) {
      fail(at_, {N_("Hier hoort de voorwaarde op te houden. Zet 'and' of 'or' tussen twee delen."), {}});
    }
    if (error_) return tl::unexpected(*error_);
    condition_.root = part.node;
    condition_.text = std::string(text_);
    return std::move(condition_);
  }

 private:
  // Each level of binding, loosest first.
  Part either(int depth) {
    return chain(depth, "or", Op::Or, [&] { return both(depth); });
  }
  Part both(int depth) {
    return chain(depth, "and", Op::And, [&] { return negation(depth); });
  }

  template <class Next>
  Part chain(int depth, std::string_view word, Op op, Next next) {
    if (depth > deepest) {
      fail(at_, {N_("Deze voorwaarde heeft te veel haakjes in elkaar. Maak haar korter."), {}});
      return {};
    }
    auto left = next();
    while (!error_ && take_word(word)) {
      auto const right = next();
      if (error_) break;
      need_truth(left);
      need_truth(right);
      left = {add({op, left.node, right.node, 0, 0, {}, {}}), Kind::Truth, left.offset};
    }
    return left;
  }

  Part negation(int depth) {
    skip();
    auto const offset = at_;
    bool negate = false;
    while (take_word("not")) negate = !negate;
    bool const any = at_ != offset;
    auto part = comparison(depth);
    if (error_ || !any) return part;
    need_truth(part);
    part.offset = offset;
    if (negate) part.node = add({Op::Not, part.node, 0, 0, 0, {}, {}});
    return part;
  }

  Part comparison(int depth) {
    auto const left = atom(depth);
    if (error_) return left;
    skip();
    auto const offset = at_;
    auto const op = take_operator();
    if (!op) return left;
    auto const right = atom(depth);
    if (error_) return left;
    if (left.kind == Kind::Truth || right.kind == Kind::Truth || left.kind != right.kind) {
      fail(offset, {N_("Deze twee kun je niet vergelijken. Vergelijk een getal met een getal of een tekst met een tekst."), {}});
    } else if (left.kind == Kind::String && *op != Op::Equal && *op != Op::NotEqual) {
      fail(offset, {N_("Vergelijk teksten alleen met = of !=."), {}});
    } else {
      known_outcome(left, right);
      known_outcome(right, left);
    }
    return {add({*op, left.node, right.node, 0, 0, {}, {}}), Kind::Truth, left.offset};
  }

  void known_outcome(Part asked, Part word) {
    auto const& atom = condition_.nodes[asked.node];
    auto const& value = condition_.nodes[word.node];
    if (atom.op == Op::Outcome && value.op == Op::String && !names_.has_outcome(atom.index, value.string)) {
      fail(word.offset + 1,
           {N_("De uitkomst '{outcome}' bestaat niet bij deze stap. Kies een uitkomst van de stap."), {{"outcome", value.string}}});
    }
  }

  Part atom(int depth) {
    skip();
    auto const offset = at_;
    if (at_ == text_.size()) {
      fail(at_, {N_("Hier mist een deel van de voorwaarde. Vul het aan."), {}});
      return {};
    }
    if (text_[at_] == '(') {
      ++at_;
      auto const part = either(depth + 1);
      expect(')');
      return {part.node, part.kind, offset};
    }
    if (digit(text_[at_])) {
      int number = 0;
      while (at_ < text_.size() && digit(text_[at_])) {
        if (number > 9999) {
          fail(offset, {N_("Dit getal is te groot. Kies een getal tot 99999."), {}});
          return {};
        }
        number = number * 10 + (text_[at_++] - '0');
      }
      return {add({Op::Number, 0, 0, 0, number, {}, {}}), Kind::Number, offset};
    }
    if (text_[at_] == '"') {
      auto text = quoted();
      return {add({Op::String, 0, 0, 0, 0, std::move(text), {}}), Kind::String, offset};
    }
    return call(offset, word());
  }

  Part call(std::size_t offset, std::string_view name) {
    if (name == "age_months") return {add({Op::AgeMonths, 0, 0, 0, 0, {}, {}}), Kind::Number, offset};
    if (name == "group_type") return {add({Op::GroupType, 0, 0, 0, 0, {}, {}}), Kind::String, offset};
    if (name == "done") return {named(Op::Done, names_.step), Kind::Truth, offset};
    if (name == "outcome") return {named(Op::Outcome, names_.step), Kind::String, offset};
    if (name == "reached") return {named(Op::Reached, names_.milestone), Kind::Truth, offset};
    if (name == "toestemming") return {act(Op::Toestemming), Kind::Truth, offset};
    if (name == "refused") return {act(Op::Refused), Kind::Truth, offset};
    if (name == "overdue") return {overdue(), Kind::Truth, offset};
    if (name == "count") return {count(), Kind::Number, offset};
    fail(offset, {N_("'{word}' kent een voorwaarde niet. Kijk of het woord goed gespeld is."), {{"word", std::string(name)}}});
    return {};
  }

  template <class Find>
  std::size_t named(Op op, Find const& find) {
    expect('(');
    auto const index = resolve(find);
    expect(')');
    return add({op, 0, 0, index, 0, {}, {}});
  }

  template <class Find>
  std::size_t resolve(Find const& find) {
    skip();
    auto const offset = at_;
    auto const name = word();
    if (error_) return 0;
    auto const index = find(name);
    if (!index) fail(offset, {N_("'{word}' bestaat niet in dit stappenplan. Kies een id uit dit bestand."), {{"word", std::string(name)}}});
    return index.value_or(0);
  }

  std::size_t act(Op op) {
    expect('(');
    skip();
    auto const offset = at_;
    auto const name = quoted();
    auto const index = error_ ? std::nullopt : names_.act(name);
    if (!error_ && !index)
      fail(offset + 1, {N_("De toestemming '{act}' bestaat niet. Zet haar bij [acts] of kies een andere."), {{"act", name}}});
    expect(')');
    return add({op, 0, 0, index.value_or(0), 0, {}, {}});
  }

  std::size_t overdue() {
    bool is_rule = false;
    auto const find = [&](std::string_view name) {
      auto step = names_.step(name);
      is_rule = !step;
      return step ? step : names_.rule(name);
    };
    expect('(');
    auto const index = resolve(find);
    expect(')');
    return add({is_rule ? Op::OverdueRule : Op::OverdueStep, 0, 0, index, 0, {}, {}});
  }

  std::size_t count() {
    expect('(');
    auto const index = resolve(names_.step);
    std::optional<Duration> period;
    skip();
    if (!error_ && at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      skip();
      auto const offset = at_;
      auto const text = quoted();
      period = Duration::parse(text);
      if (!error_ && !period)
        fail(offset + 1, {N_("'{duration}' is geen tijdsduur. Schrijf bijvoorbeeld P7D, P6W of P3M."), {{"duration", text}}});
    }
    expect(')');
    return add({Op::Count, 0, 0, index, 0, {}, period});
  }

  std::optional<Op> take_operator() {
    constexpr std::array<std::pair<std::string_view, Op>, 6> operators{
        {{"!=", Op::NotEqual}, {"<=", Op::LessOrEqual}, {">=", Op::GreaterOrEqual}, {"=", Op::Equal}, {"<", Op::Less}, {">", Op::Greater}}};
    for (auto const& [sign, op] : operators) {
      if (text_.substr(at_).starts_with(sign)) {
        at_ += sign.size();
        return op;
      }
    }
    return std::nullopt;
  }

  bool take_word(std::string_view wanted) {
    skip();
    auto const rest = text_.substr(at_);
    if (!rest.starts_with(wanted)) return false;
    if (rest.size() > wanted.size() && (letter(rest[wanted.size()]) || digit(rest[wanted.size()]))) return false;
    at_ += wanted.size();
    return true;
  }

  std::string_view word() {
    skip();
    auto const first = at_;
    while (at_ < text_.size() && (letter(text_[at_]) || (at_ > first && digit(text_[at_])))) ++at_;
    if (at_ == first) fail(at_, {N_("Hier hoort een naam te staan, zoals done(stap) of age_months."), {}});
    return text_.substr(first, at_ - first);
  }

  std::string quoted() {
    skip();
    auto const first = at_;
    auto const end = at_ < text_.size() && text_[at_] == '"' ? text_.find('"', at_ + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      fail(first, {N_("Hier hoort een tekst tussen dubbele aanhalingstekens te staan."), {}});
      return {};
    }
    at_ = end + 1;
    return std::string(text_.substr(first + 1, end - first - 1));
  }

  void need_truth(Part part) {
    if (part.kind != Kind::Truth) {
      fail(part.offset, {N_("Dit is geen vraag met ja of nee. Maak er een vergelijking van, zoals count(stap) > 2."), {}});
    }
  }

  void expect(char sign) {
    skip();
    if (at_ < text_.size() && text_[at_] == sign) {
      ++at_;
    } else {
      fail(at_, {N_("Hier mist '{sign}'. Zet het teken erbij."), {{"sign", std::string(1, sign)}}});
    }
  }

  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }

  std::size_t add(ConditionNode node) {
    if (condition_.nodes.size() >= most_nodes) {
      fail(at_, {N_("Deze voorwaarde is te lang. Maak er twee stappen of een mijlpaal van."), {}});
      return 0;
    }
    condition_.nodes.push_back(std::move(node));
    return condition_.nodes.size() - 1;
  }

  /// Only the first error counts: what follows it is a consequence.
  void fail(std::size_t offset, Message message) {
    if (!error_) error_ = TextError{offset, std::move(message)};
  }

  std::string_view text_;
  ConditionNames const& names_;
  std::size_t at_ = 0;
  Condition condition_;
  std::optional<TextError> error_;
};

}  // namespace

tl::expected<Condition, TextError> parse_condition(std::string_view text, ConditionNames const& names) {
  return Parser(text, names).read();
}

}  // namespace vlechtwerk::domain::stappenplan
