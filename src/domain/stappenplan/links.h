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

  /// What a doing of one step, with one outcome, means to a rule.
  struct Concern {
    std::size_t rule = 0;
    Template kind{};
    bool is_first = false;      ///< it is the rule's first step
    bool is_second = false;     ///< it is the rule's second step
    bool switches = false;      ///< the rule only switches a step on or off
    bool asks = true;           ///< it asks something when `when` is true
    bool always = true;         ///< the rule has no `when`
    bool may_violate = false;   ///< it can violate the rule
    bool may_answer = false;    ///< it can answer what the rule owes
    bool owes_each = false;     ///< it makes an obligation each time
    bool owes_once = false;     ///< it can make one, once for a route
    bool counts_always = true;  ///< as a doing of the first step, also when `when` is not true
  };

  /// What a doing of one step, with one outcome, has to do with the rest of the plan.
  struct OfDoing {
    Indices listeners;           ///< steps that repeat and for which it is a new occasion
    std::vector<Concern> rules;  ///< that it concerns; those before the others that look only at the first doing of a route
    std::size_t firsts = 0;      ///< how many these are
  };

  /// What one step has to do with the rest of the plan.
  struct OfStep {
    std::vector<OfDoing> doings;  ///< without an outcome that the plan knows, then one for each outcome
    Indices touched;              ///< the steps that a doing of it can open or close, in order
    std::vector<OnPart> after;    ///< of the step and of its stage: all of them
    std::vector<OnPart> after_any;
    Indices conditions;         ///< the rules condition(…, step)
    Indices blocks;             ///< the rules blocks_while_owed(…, step)
    Indices refusals;           ///< the refusals after which it comes
    int doings_until_done = 0;  ///< after so many it is done; the greatest number: never
    bool repeats = false;
    bool repeats_each = false;
    bool owes_itself = false;       ///< it has a term or a cadence of its own
    bool only_after = true;         ///< on-parts alone decide whether it opens
    bool may_be_left = false;       ///< it or its stage has an exit
    bool may_have_to_wait = false;  ///< it need not be enabled on the day on which it opens
    bool may_start = true;          ///< it may be the first of a route

    [[nodiscard]] OfDoing const& doing(std::optional<std::size_t> outcome) const { return doings[outcome ? *outcome + 1 : 0]; }
  };
  std::vector<OfStep> steps;
  Indices every;     ///< of the steps
  Indices informed;  ///< the steps of which parents must hear before

  // What makes time matter.
  std::vector<std::pair<std::size_t, Duration>> windows;  ///< count(step, period)
  std::vector<int> ages;                                  ///< in months, at which a child is asked for its own word
  std::optional<int> greatest_number;                     ///< of the conditions; present when one looks at age_months
  bool doing_moves_time = false;  ///< a doing can bring nearer the day on which something changes, beside by what it owes and opens
  bool overdue_opens = false;     ///< a condition looks at what is overdue, so that one opening can lead to another

  /// The place of a step; the number of steps for an unknown one.
  [[nodiscard]] std::size_t step(std::string_view id) const { return slots_[slot(id)].step; }

 private:
  static OfDoing of_doing(Plan const& plan, std::size_t step, std::optional<std::size_t> outcome);
  void note_time(Condition const& condition);
  [[nodiscard]] std::size_t slot(std::string_view id) const;

  /// A step by what its id looks like, or the next that is free; as many as a power of two.
  struct Slot {
    std::string id;  ///< empty: free
    std::size_t step = 0;
  };
  std::vector<Slot> slots_;
};

/// Where an id stands, or would.
inline std::size_t Links::slot(std::string_view id) const {
  auto const mask = slots_.size() - 1;
  std::uint64_t looks = id.size();
  if (!id.empty()) looks |= static_cast<std::uint64_t>(id.front()) << 8 | static_cast<std::uint64_t>(id.back()) << 16;
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15;  // an odd number without pattern: what is alike falls apart
  for (auto at = (looks * spread >> 32) & mask;; at = (at + 1) & mask) {
    if (slots_[at].id.empty() || slots_[at].id == id) return at;
  }
}

}  // namespace vlechtwerk::domain::stappenplan
