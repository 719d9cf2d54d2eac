#pragma once
#include <string_view>
#include <vector>

#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {

/// What of a plan has to do with what, worked out once, so that an event costs what it touches and not the size of the plan. Looks at the
/// plan, which must outlive it.
struct Links {
  explicit Links(Plan const& plan);

  using Indices = std::vector<std::size_t>;
  std::vector<Indices> listeners;   ///< per step: the steps that have it among their on-parts
  std::vector<Indices> touched;     ///< per step: the steps that a doing of it can open or close, in order
  std::vector<Indices> rules;       ///< per step: the rules that a doing of it concerns
  std::vector<Indices> conditions;  ///< per step: the rules condition(…, step)
  std::vector<Indices> blocks;      ///< per step: the rules blocks_while_owed(…, step)
  std::vector<Indices> refusals;    ///< per step: the refusals after which it comes

  /// The place of a step; the number of steps for an unknown one.
  [[nodiscard]] std::size_t step(std::string_view id) const;

 private:
  std::vector<std::string_view> ids_;
};

}  // namespace vlechtwerk::domain::stappenplan
