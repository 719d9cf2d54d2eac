#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/stappenplan/duration.h"
#include "domain/stappenplan/event.h"

namespace vlechtwerk::domain::stappenplan {

/// What an obligation keeps of the version of the plan under which it arose (rule 4).
struct Kept {
  std::optional<std::string> rule;
  std::string role;
  std::optional<std::string> outcome;  ///< with which the step must be done
  std::optional<Duration> term;
  std::optional<Duration> min;
  std::vector<std::pair<Duration, std::string>> escalations;
};

/// One thing that somebody has to do, as a fold keeps it.
struct Owed {
  static constexpr int own_term = -1;
  static constexpr int cadence = -2;    ///< the `every` of a step
  static constexpr int gone_rule = -3;  ///< a rule that the plan no longer has
  std::size_t step = 0;                 ///< from the number of steps on: one that the plan no longer has
  int rule = own_term;                  ///< one of those above, the index of a rule, or the number of rules for parents_informed
  int times = 1;                        ///< doings that are still needed, when it is kept from an earlier version
  base::Date since;
  std::optional<base::Date> due;
  base::Date answer_from;  ///< a sooner doing does not answer
  std::optional<std::string> event;
  bool of_first = false;  ///< the rule owes its first step, not its second
  bool marked_overdue = false;
  std::shared_ptr<Kept const> kept;
  [[nodiscard]] bool of_rule(std::size_t index) const { return rule == static_cast<int>(index); }
  [[nodiscard]] bool of_step_itself() const { return rule == own_term || rule == cadence; }
};

/// What is owed on a route, in the order in which it arose. Knows at once of most steps and rules that nothing of theirs is open, so that
/// an event that concerns no open obligation does not look at any.
class OwedList {
 public:
  [[nodiscard]] auto begin() const { return list_.begin(); }
  [[nodiscard]] auto end() const { return list_.end(); }

  /// The answer may be filled in until the next call; note_due when it gets a due date.
  Owed& add(std::size_t step, int rule) {
    auto& owed = list_.emplace_back();
    owed.step = step;
    owed.rule = rule;
    note(owed);
    return owed;
  }
  void note_due(Owed const& owed) {
    if (owed.due && !owed.marked_overdue) first_due_ = std::min(first_due_, *owed.due);
  }
  /// Ends what `ends` is true of; it is asked once of each, in order, and may change what it is asked of.
  template <class Ends>
  void end_if(Ends const& ends) {
    if (std::erase_if(list_, ends) > 0) recount();
  }
  template <class Change>
  void change_each(Change const& change) {
    for (auto& owed : list_) change(owed);
    recount();
  }
  /// False: nothing is owed for the step.
  [[nodiscard]] bool may_be_of_step(std::size_t step) const { return (steps_ & bit(step)) != 0; }
  /// False: nothing is owed by the rule (numbered as in Owed).
  [[nodiscard]] bool may_be_of_rule(std::size_t rule) const { return (rules_ & bit(rule)) != 0; }
  [[nodiscard]] bool has_kept() const { return has_kept_; }
  /// No due date that has not been marked as overdue lies before this day.
  [[nodiscard]] base::Date first_due() const { return first_due_; }

  [[nodiscard]] std::vector<Owed> const& list() const { return list_; }
  void set(std::vector<Owed> list) {
    list_ = std::move(list);
    recount();
  }

 private:
  static std::uint64_t bit(std::size_t number) { return std::uint64_t{1} << (number % 64); }

  void note(Owed const& owed) {
    steps_ |= bit(owed.step);
    if (owed.rule >= 0) rules_ |= bit(static_cast<std::size_t>(owed.rule));
    has_kept_ = has_kept_ || owed.kept;
    note_due(owed);
  }
  void recount() {
    steps_ = rules_ = 0;
    has_kept_ = false;
    first_due_ = kLastDay;
    for (auto const& owed : list_) note(owed);
  }

  std::vector<Owed> list_;
  std::uint64_t steps_ = 0;
  std::uint64_t rules_ = 0;
  bool has_kept_ = false;
  base::Date first_due_ = kLastDay;
};

}  // namespace vlechtwerk::domain::stappenplan
