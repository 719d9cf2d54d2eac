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
#include "domain/stappenplan/event_names.h"

namespace vlechtwerk::domain::stappenplan {

/// The seven days of rule 23: a proposal of the product.
inline constexpr std::optional<Duration> to_inform_parents{Duration{0, 7, false}};

/// What an obligation keeps of the version of the plan under which it arose (rule 4).
struct Kept {
  std::optional<std::string> rule;
  std::string role;
  std::optional<std::string> outcome;  ///< with which the step must be done
  std::optional<Duration> term;
  std::optional<Duration> min;
  std::vector<std::pair<Duration, std::string>> escalations;
};

/// One thing that somebody has to do, as a fold keeps it. Holds no words: it is made and moved for most doings.
struct Owed {
  static constexpr int own_term = -1;
  static constexpr int cadence = -2;    ///< the `every` of a step
  static constexpr int gone_rule = -3;  ///< a rule that the plan no longer has
  std::size_t step = 0;                 ///< from the number of steps on: one that the plan no longer has
  int rule = own_term;                  ///< one of those above, the index of a rule, or the number of rules for parents_informed
  int times = 1;                        ///< doings that are still needed, when it is kept from an earlier version
  base::Date since{};
  std::optional<base::Date> due{};
  base::Date answer_from{};  ///< a sooner doing does not answer
  std::optional<EventName> event{};
  bool of_first = false;  ///< the rule owes its first step, not its second
  bool marked_overdue = false;
  Kept const* kept = nullptr;  ///< belongs to the list in which it stands
  [[nodiscard]] bool of_rule(std::size_t index) const { return rule == static_cast<int>(index); }
  [[nodiscard]] bool of_step_itself() const { return rule == own_term || rule == cadence; }
};

/// What is owed on a route, in the order in which it arose. Knows at once of most rules that nothing of theirs is open, so that
/// an event that concerns no open obligation does not look at any.
class OwedList {
 public:
  [[nodiscard]] auto begin() const { return list_.begin(); }
  [[nodiscard]] auto end() const { return list_.end(); }

  void add(Owed const& owed) {
    list_.push_back(owed);
    note_rule(owed);
    note_due(owed);
  }
  /// Ends what `ends` is true of; it is asked once of each, in order, and may change what it is asked of.
  template <class Ends>
  [[gnu::always_inline]] void end_if(Ends const& ends) {
    auto stays = list_.begin();
    rules_ = 0;
    for (auto& owed : list_) {
      if (ends(owed)) continue;
      note_rule(owed);
      if (&*stays != &owed) *stays = owed;
      ++stays;
    }
    list_.erase(stays, list_.end());
    if (!kept_.empty()) note_kept();
  }
  template <class Change>
  void change_each(Change const& change) {
    rules_ = 0;
    first_due_ = kLastDay;
    for (auto& owed : list_) {
      change(owed);
      note_rule(owed);
      note_due(owed);
    }
    if (!kept_.empty()) note_kept();
  }
  template <class Each>
  void each_name(Each const& each) {
    for (auto& owed : list_) {
      if (owed.event) each(*owed.event);
    }
  }
  /// False: nothing is owed by the rule (numbered as in Owed).
  [[nodiscard]] bool may_be_of_rule(std::size_t rule) const { return (rules_ & bit(rule)) != 0; }
  [[nodiscard]] bool has_kept() const { return !kept_.empty(); }
  /// No due date that has not been marked as overdue lies before this day.
  [[nodiscard]] base::Date first_due() const { return first_due_; }

  [[nodiscard]] std::vector<Owed> const& list() const { return list_; }
  /// What obligations keep of earlier versions; each `Owed::kept` points to one of these.
  using KeptThings = std::vector<std::shared_ptr<Kept const>>;
  [[nodiscard]] KeptThings const& kept() const { return kept_; }
  void set(std::vector<Owed> list, KeptThings kept) {
    list_ = std::move(list);
    kept_ = std::move(kept);
    change_each([](Owed const&) {});
  }

 private:
  static std::uint64_t bit(std::size_t number) { return std::uint64_t{1} << (number % 64); }

  void note_rule(Owed const& owed) {
    if (owed.rule >= 0) rules_ |= bit(static_cast<std::size_t>(owed.rule));
  }
  void note_due(Owed const& owed) {
    if (owed.due && !owed.marked_overdue && *owed.due < first_due_) first_due_ = *owed.due;
  }
  void note_kept() {
    if (std::none_of(list_.begin(), list_.end(), [](Owed const& owed) { return owed.kept; })) kept_.clear();
  }

  std::vector<Owed> list_;
  KeptThings kept_;  ///< empty when nothing of the list keeps anything
  std::uint64_t rules_ = 0;
  base::Date first_due_ = kLastDay;
};

}  // namespace vlechtwerk::domain::stappenplan
