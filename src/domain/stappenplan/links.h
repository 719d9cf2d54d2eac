#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/rule_mark.h"
#include "domain/stappenplan/word.h"

namespace vlechtwerk::domain::stappenplan {

/// The bit of the mark without which a doing of the rule's second step violates it, for the rules of which that is all; 0 for others.
unsigned violates_without(Template kind);

/// What of a plan has to do with what, worked out once, so that an event costs what it touches and not the size of the plan. Holds nothing
/// of the plan itself, so it serves every copy of it.
struct Links {
  explicit Links(Plan const& plan);

  using Indices = std::vector<std::size_t>;

  /// What comes of a doing about which a rule asks something.
  enum class Then : std::uint8_t { Nothing, OweEachTime, OweOnceForARoute, Include, Exclude };

  /// What a doing of one step, with one outcome, means to a rule.
  struct Concern {
    std::size_t rule = 0;
    bool is_first = false;          ///< it is the rule's first step
    bool is_second = false;         ///< it is the rule's second step
    bool asks = true;               ///< it asks something
    bool asks_when = false;         ///< but only when the rule's `when` is true
    bool may_violate = false;       ///< it can violate the rule
    unsigned violates_without = 0;  ///< and does, when it asks and the mark lacks this bit; 0: more must be known (Fold::violates)
    bool may_answer = false;        ///< it can answer what the rule owes
    bool until_n = false;           ///< and then only the n-th doing of its first step does
    Then then = Then::Nothing;
    bool owes_first = false;  ///< what comes to be owed is the rule's first step, not its second
    RuleChange asked;         ///< what it makes of the mark when it asks and `when` is true
    RuleChange unasked;       ///< what it makes of it otherwise
  };

  /// What a doing of one step, with one outcome, has to do with the rest of the plan.
  struct OfDoing {
    Indices listeners;                    ///< steps that repeat and for which it is a new occasion
    std::vector<Concern> rules;           ///< that it concerns
    std::vector<Concern> rules_of_first;  ///< that it concerns only when it is the first doing of a route
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
    bool enabled_when_open = true;  ///< nothing else keeps it from being enabled, unless the route is closed
    bool guarded = false;           ///< a doing of it needs a permission or others who take part
    bool remembered = false;        ///< a doing of it is looked back on (Fold::remember_doing)
    bool outcome_matters = false;   ///< a condition asks for its latest outcome
    bool actor_matters = false;     ///< somebody else must do another step (four_eyes)

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
  bool owed_blocks = false;       ///< something owed can block a step, so that one opening can keep another from being enabled

  static constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();
  /// The place of a step, or `unknown`.
  [[nodiscard, gnu::always_inline]] inline std::size_t step(std::string_view id) const { return slots_[slot(id)].step; }

 private:
  static OfDoing of_doing(Plan const& plan, std::size_t step, std::optional<std::size_t> outcome);
  void note(Condition const& condition);
  [[nodiscard]] std::size_t slot(std::string_view id) const;

  /// A step by what its id looks like, or the next that is free; as many as a power of two.
  struct Slot {
    std::string id;  ///< empty: free
    std::size_t step = unknown;
  };
  std::vector<Slot> slots_;
  std::size_t last_slot_ = 0;
};

/// Where an id stands, or would.
[[gnu::always_inline]] inline std::size_t Links::slot(std::string_view id) const {
  std::uint64_t looks = id.size();
  if (!id.empty()) looks |= static_cast<std::uint64_t>(id.front()) << 8 | static_cast<std::uint64_t>(id.back()) << 16;
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15;  // an odd number without pattern: what is alike falls apart
  for (auto at = (looks * spread >> 32) & last_slot_;; at = (at + 1) & last_slot_) {
    auto const& there = slots_[at].id;
    if (same_word(there, id) || there.empty()) return at;
  }
}

}  // namespace vlechtwerk::domain::stappenplan
