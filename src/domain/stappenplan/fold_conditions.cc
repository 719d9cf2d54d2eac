// What a condition of the plan says of the route now.
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

bool Fold::truth(Condition const& condition, std::size_t index) const {
  auto const& node = condition.nodes[index];
  switch (node.op) {
    case Op::Or:
      return truth(condition, node.left) || truth(condition, node.right);
    case Op::And:
      return truth(condition, node.left) && truth(condition, node.right);
    case Op::Not:
      return !truth(condition, node.left);
    case Op::Done:
      return steps_[node.index].times > 0;
    case Op::Toestemming:
      return in_force(node.index, day_);
    case Op::Refused:
      return refused(node.index, day_);
    case Op::Reached:
      return milestones_[node.index].has_value();
    case Op::OverdueStep:
    case Op::OverdueRule:
      return std::any_of(owed_.begin(), owed_.end(), [&](Owed const& owed) {
        bool const asked = node.op == Op::OverdueStep ? owed.step == node.index : owed.rule == static_cast<int>(node.index);
        return asked && is_overdue(owed);
      });
    default:
      break;
  }
  // A comparison with something unknown is false.
  if (auto const left = text(condition, node.left), right = text(condition, node.right); left && right) {
    return node.op == Op::NotEqual ? *left != *right : *left == *right;
  }
  auto const left = number(condition, node.left);
  auto const right = number(condition, node.right);
  if (!left || !right) return false;
  switch (node.op) {
    case Op::Equal:
      return *left == *right;
    case Op::NotEqual:
      return *left != *right;
    case Op::Less:
      return *left < *right;
    case Op::LessOrEqual:
      return *left <= *right;
    case Op::Greater:
      return *left > *right;
    default:
      return *left >= *right;
  }
}

std::optional<int> Fold::number(Condition const& condition, std::size_t index) const {
  auto const& node = condition.nodes[index];
  if (node.op == Op::Number) return node.number;
  if (node.op == Op::AgeMonths) return born_ ? std::optional(born_->age_months(day_)) : std::nullopt;
  if (node.op != Op::Count) return std::nullopt;
  if (!node.period) return steps_[node.index].times;
  auto const& recent = steps_[node.index].recent;
  auto const first = std::partition_point(recent.begin(), recent.end(), [&](base::Date d) { return node.period->after(d) < day_; });
  return static_cast<int>(recent.end() - first);
}

std::optional<std::string_view> Fold::text(Condition const& condition, std::size_t index) const {
  auto const& node = condition.nodes[index];
  if (node.op == Op::String) return node.string;
  if (node.op == Op::Outcome && steps_[node.index].last_outcome) return *steps_[node.index].last_outcome;
  if (node.op == Op::GroupType && group_type_) return *group_type_;
  return std::nullopt;
}

}  // namespace vlechtwerk::domain::stappenplan
