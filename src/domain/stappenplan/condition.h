#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/stappenplan/duration.h"

namespace vlechtwerk::domain::stappenplan {

/// What a node of a condition is. The comparisons and the connectives have two operands (`left`, `right`), Not has `left`.
enum class Op {
  Or,
  And,
  Not,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Number,
  String,
  Done,
  Outcome,
  Count,
  Toestemming,
  Refused,
  OverdueStep,
  OverdueRule,
  Reached,
  AgeMonths,
  GroupType,
};

struct ConditionNode {
  Op op{};
  std::size_t left = 0;
  std::size_t right = 0;
  std::size_t index = 0;           ///< of the step, rule, milestone or act that the atom names
  int number = 0;                  ///< of Op::Number
  std::string string;              ///< of Op::String
  std::optional<Duration> period;  ///< of Op::Count, when it looks back over a period
  bool operator==(ConditionNode const&) const = default;
};

/// A condition, read and with its names resolved. No nodes: always true.
struct Condition {
  std::vector<ConditionNode> nodes;
  std::size_t root = 0;
  std::string text;  ///< as the plan has it
  bool operator==(Condition const&) const = default;
  [[nodiscard]] bool always() const { return nodes.empty(); }
};

/// How a condition finds what its names mean. Each answers nullopt for a name that the plan lacks.
struct ConditionNames {
  std::function<std::optional<std::size_t>(std::string_view)> step, rule, milestone, act;
  std::function<bool(std::size_t step, std::string_view outcome)> has_outcome;
};

/// What is wrong in a text, and at which byte of it the wrong word begins.
struct TextError {
  std::size_t offset = 0;
  base::Message message;
};

/// Reads a condition (stappenplan.md section 2). Stops at the first error.
tl::expected<Condition, TextError> parse_condition(std::string_view text, ConditionNames const& names);

}  // namespace vlechtwerk::domain::stappenplan
