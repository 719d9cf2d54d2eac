#pragma once
#include "base/date.h"

namespace vlechtwerk::domain::stappenplan {

/// What a rule must know of the trace. Constant size: a verdict costs nothing. What is true or false stands in bits, so that a doing
/// changes all of them at once (RuleChange).
struct RuleMark {
  enum Bit : unsigned {
    First = 1,       ///< the first step happened; for precedence and its kinds a waiver counts too
    Second = 2,      ///< the second step happened
    Armed = 4,       ///< the first step happened after the latest doing of the second
    JustFirst = 8,   ///< the latest doing was the first step
    JustOwed = 16,   ///< the latest doing made an obligation
    AskedOnce = 32,  ///< what it asks once for a route it has asked
    Violated = 64,
  };
  int times = 0;  ///< doings of its first step that it looks at
  unsigned bits = 0;
  base::Date first_on;  ///< since when First

  [[nodiscard]] bool has(Bit bit) const { return (bits & bit) != 0; }
  void set(Bit bit, bool value) { bits = value ? bits | bit : bits & ~unsigned{bit}; }
};

/// What a doing makes of the mark of a rule: the bits that stay as they are, those that are set, the others go out.
struct RuleChange {
  unsigned stays = ~0U;
  unsigned sets = 0;
  bool counts = false;  ///< as a doing of the first step

  void apply(RuleMark& mark, base::Date day) const {
    mark.times += counts;
    if (counts && !mark.has(RuleMark::First)) mark.first_on = day;
    mark.bits = (mark.bits & stays) | sets;
  }
};

}  // namespace vlechtwerk::domain::stappenplan
