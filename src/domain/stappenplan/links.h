#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {

/// What of a plan has to do with what, worked out once, so that an event costs what it touches and not the size of the plan. Holds nothing
/// of the plan itself, so it serves every copy of it.
struct Links {
  explicit Links(Plan const& plan);

  using Indices = std::vector<std::size_t>;

  /// A step that repeats and for which a doing is a new occasion.
  struct Listener {
    std::size_t step = 0;
    std::optional<std::size_t> outcome;  ///< only a doing with it; absent: any doing
  };

  /// A rule that a doing of a step concerns.
  struct Concern {
    std::size_t rule = 0;
    Template kind{};
    bool always = true;  ///< it has no `when`
    bool owes = false;
    bool owes_after_each = false;
    bool looks_at_all = false;  ///< also at doings of neither of its steps
    OnPart first;
    OnPart second;  ///< of a rule over one step: a milestone, which no doing is
  };

  /// What one step has to do with the rest of the plan.
  struct OfStep {
    std::vector<Listener> listeners;
    Indices touched;             ///< the steps that a doing of it can open or close, in order
    std::vector<Concern> rules;  ///< that a doing of it concerns
    std::vector<OnPart> after;   ///< of the step and of its stage
    Indices conditions;          ///< the rules condition(…, step)
    Indices blocks;              ///< the rules blocks_while_owed(…, step)
    Indices refusals;            ///< the refusals after which it comes
    int doings_until_done = 0;   ///< after so many it is done; the greatest number: never
    bool repeats_each = false;
    bool owes_itself = false;       ///< it has a term or a cadence of its own
    bool only_after = true;         ///< on-parts alone decide whether it opens
    bool may_be_left = false;       ///< it or its stage has an exit
    bool may_have_to_wait = false;  ///< it need not be enabled on the day on which it opens
    bool may_start = true;          ///< it may be the first of a route
  };
  std::vector<OfStep> steps;
  Indices every;                ///< of the steps
  std::vector<Concern> firsts;  ///< rules that look at the first doing of a route, whatever the step
  Indices informed;             ///< the steps of which parents must hear before

  // What makes time matter.
  std::vector<std::pair<std::size_t, Duration>> windows;  ///< count(step, period)
  std::vector<int> ages;                                  ///< in months, at which a child is asked for its own word
  std::optional<int> greatest_number;                     ///< of the conditions; present when one looks at age_months
  bool doing_moves_time = false;  ///< a doing can bring nearer the day on which something changes, beside by what it owes and opens
  bool overdue_opens = false;     ///< a condition looks at what is overdue, so that one opening can lead to another

  /// The place of a step; the number of steps for an unknown one.
  [[nodiscard]] std::size_t step(std::string_view id) const;

 private:
  void listen(Plan const& plan, std::size_t listener);
  void concern(Plan const& plan, std::size_t rule);
  void note_time(Condition const& condition);
  [[nodiscard]] std::size_t slot(std::string_view id) const;

  std::vector<std::string> ids_;
  std::vector<std::size_t> slots_;  ///< a place in ids_ by what the id looks like, or where the next is free; a power of two
};

}  // namespace vlechtwerk::domain::stappenplan
