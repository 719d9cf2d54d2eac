#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/stappenplan/event.h"
#include "domain/stappenplan/links.h"
#include "domain/stappenplan/owed.h"
#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/rule_mark.h"
#include "domain/stappenplan/state.h"

namespace vlechtwerk::domain::stappenplan {

/// The marking of one route while its events go by, in total order. The cost of an event does not depend on how many came before it, only
/// on the size of the plan, on what is still owed, and on the days that pass on which something changes by itself.
///
/// Between two events the fold visits exactly the days on which time alone changes something; `next_change_on` walks the same days, so the
/// two can never disagree.
class Fold {
 public:
  /// Days that count for no due date: from `from` on, no longer on `until` (rule 18).
  struct Halt {
    base::Date from;
    base::Date until;
  };

  /// `plan` must outlive the fold. `start` is the first day of the route (rule 5); without one nothing opens. `closings`: days on which the
  /// place of the child is closed, in order and apart from each other, known beforehand.
  Fold(Plan const& plan, std::optional<base::Date> start, std::vector<Halt> closings = {});

  /// Takes the next event. Precondition: not before any event taken so far (order of rule 2), and settled (event.h).
  void apply(Event const& event);

  /// The fold of a route that from `by` on follows `next`, which must outlive it: done, waived, permissions, milestones and occurrences
  /// carry over by id, what is owed stays owed (rule 4). `past`: all events before `by`. The caller applies `by` to the answer.
  [[nodiscard]] Fold adopted(Plan const& next, std::span<Event const> past, Event const& by) const;

  /// Why `event`, offered as the next one, may not be accepted (level `block`: permission and four_eyes); absent when it may. `lang` is the
  /// language of the plan's own words in the sentence.
  [[nodiscard]] std::optional<base::Message> refusal(Event const& event, std::string_view lang) const;

  /// Would `event` come after every event taken so far (order of rule 2)? Only then may it be the next one.
  [[nodiscard]] bool comes_after_all(Event const& event) const;

  /// Everything that the events made of this fold, for restored(); equal for equal events, whatever the day.
  [[nodiscard]] std::string saved() const;
  /// The fold that was saved, to go on from. Nullopt when `bytes` are not of a fold of this plan: fold the events anew.
  static std::optional<Fold> restored(Plan const& plan, std::string_view bytes);

  /// The last word of a person on an act of permission; null when there was none. `until` with the term of the act applied.
  struct Word {
    EventKind kind{};
    base::Date on;
    base::Date from;
    std::optional<base::Date> until;
  };
  [[nodiscard]] Word const* word(std::size_t act, std::string const& person) const;

  /// How a rule of the plan stands after the events so far. Costs no memory.
  [[nodiscard]] Verdict verdict(std::size_t rule) const;

  /// What the rules know of the trace so far: equal for traces that go on alike, permissions, waivers and terms left aside.
  [[nodiscard]] std::string trace() const;

  /// Does every step stand as a look at all of them would have it? An event looks only at what it can touch, so this must always be true.
  [[nodiscard]] bool settled() const;

  /// Where the route stands on `today`, no further event arriving. A day before the last event gives the state on the day of that event.
  [[nodiscard]] State state(base::Date today, std::string_view lang, Reasons reasons = Reasons::OfAllSteps) const;

  /// The same, but it does not look ahead: next_change_on is absent.
  [[nodiscard]] State state_now(base::Date today, std::string_view lang, Reasons reasons) const;

 private:
  struct StepMark {
    int times = 0;                                      ///< done
    base::Date last_on;                                 ///< day of the latest doing
    std::vector<base::Date> recent;                     ///< days of doings that a condition still counts in a period, in order
    std::vector<std::optional<base::Date>> outcome_on;  ///< per outcome of the step, the latest doing with it
    std::optional<std::string> last_outcome;            ///< of the latest doing, where it matters (Links)
    std::optional<std::string> last_actor;              ///< the same
    std::optional<base::Date> waived_on;
    std::vector<EventName> unanswered;  ///< occurrences of on-parts that no doing has answered, for a step that repeats
    bool opened = false;
    base::Date opened_on;
    bool handled = false;  ///< done or waived since it was opened
    bool enabled = false;
    base::Date enabled_since;
    base::Date done_since;
    bool contact_since_doing = false;  ///< parents heard of it after the latest doing
    bool excluded = false;
  };

  /// Of an event what the order looks at.
  struct Newest {
    // Written out: clang 14 sees no default of a member before the end of the class around it.
    Newest() : kind{} {}
    EventName id;
    EventKind kind;  // NOLINT(modernize-use-default-member-init)
    std::optional<When> at;
    std::optional<When> recorded;
  };

  // time
  void advance(base::Date target);
  void pass_day(base::Date day);
  [[nodiscard]] std::optional<base::Date> next_candidate() const;
  [[nodiscard]] std::optional<base::Date> next_change(State const& now) const;

  // events
  void take(Event const& event);
  void forget_names();
  void register_child(Event const& event);
  void hear_word(Event const& event);
  void contact();
  void take_in(Event const& event, std::size_t step);
  void do_step(std::size_t index, Event const& event);
  void answer(std::size_t index, Links::OfStep const& links, StepMark& mark, Event const& event);
  void answer_own_term(std::size_t index, Event const& event);
  void answer_kept(std::size_t step, Event const& event);
  void waive(std::size_t index, Event const& event);
  void end_gone(Event const& event);
  void end_owed(std::size_t step, Event const& event);
  void close(Event const& event);
  void halt();
  void go_on();
  void occur_milestone(std::size_t milestone);
  void occur_for(std::size_t listener);
  bool reach_milestones();
  void deviate(DeviationKind kind, std::size_t step, Event const& event, std::string const* rule = nullptr);
  void owe(Owed&& owed, std::optional<Duration> const& term, std::optional<Duration> const& min = {});
  /// The next turn of a step with `every`, counted from the one that was just done or waived.
  void owe_again(std::size_t index) {
    auto const& every = plan_->steps[index].every;
    if (every && steps_[index].opened && !finished(links_->steps[index], steps_[index])) owe({.step = index, .rule = Owed::cadence}, every);
  }

  // rules
  void begin();
  void begin_rule(std::size_t index);
  void judge_rules(Links::OfDoing const& doing, std::size_t step, Event const& event);
  void judge(Links::Concern const& concern, std::size_t step, Event const& event);
  void follow(Links::Concern const& concern, RuleMark& mark);
  void answer_rule(Links::Concern const& concern, Event const& event);
  void count_waiver(std::size_t step);
  void owe_for(std::size_t rule, std::size_t part, std::optional<EventName> event);
  [[nodiscard]] bool violates(Links::Concern const& concern, bool asked) const;
  [[nodiscard]] bool violates(std::size_t index, bool is_a, bool is_b, bool asked, bool answers) const;
  [[nodiscard]] bool open(std::size_t rule, bool answered_now) const;
  [[nodiscard]] bool breaks_rule(std::size_t rule, std::size_t step) const;

  // what holds now
  void settle_openings();
  void settle_openings(std::span<std::size_t const> which);
  bool settle_opening(std::size_t index, Links::OfStep const& links, StepMark& mark);
  void settle_enabled(std::size_t index, Links::OfStep const& links, StepMark& mark);
  void end_left(std::size_t index);
  void end_own_term(std::size_t index);
  void owe_own_term(std::size_t index);
  void mark_overdue() {
    if (owed_.first_due() < day_) mark_those_overdue();
  }
  void mark_those_overdue();
  [[nodiscard]] bool holds(std::size_t index, Links::OfStep const& links, StepMark const& mark) const;
  [[nodiscard]] bool is_left(std::size_t index) const;
  [[nodiscard]] bool met(OnPart const& part) const;
  [[nodiscard]] bool is_led_to(Links::OfStep const& links) const;
  [[nodiscard]] bool is_led_to_by_any(Links::OfStep const& links) const;
  [[nodiscard]] bool is_let(std::size_t index) const;
  [[nodiscard]] static bool occasion(Links::OfStep const& links, StepMark const& mark);
  [[nodiscard]] static bool finished(Links::OfStep const& links, StepMark const& mark) { return mark.times >= links.doings_until_done; }
  [[nodiscard]] bool may_be_done_now(std::size_t index, Links::OfStep const& links, StepMark const& mark) const;
  [[nodiscard]] StepStatus status(std::size_t index) const { return status(links_->steps[index], steps_[index]); }
  [[nodiscard]] static StepStatus status(Links::OfStep const& links, StepMark const& mark);
  [[nodiscard]] bool is_hidden(Owed const& owed) const;
  [[nodiscard]] bool is_owed(Owed const& owed) const;
  [[nodiscard]] bool is_overdue(Owed const& owed) const;
  template <class Each>
  void each_escalation(Owed const& owed, Each const& each) const;
  [[nodiscard]] base::Date counted(base::Date start, Duration const& duration) const {
    return halts_.empty() ? duration.after(start) : counted_with_halts(start, duration);
  }
  [[nodiscard]] base::Date counted_with_halts(base::Date start, Duration const& duration) const;
  [[nodiscard]] bool stands_still(base::Date date) const { return halted_since_ && date >= *halted_since_; }
  [[nodiscard]] std::string const& step_id(std::size_t step) const;
  [[nodiscard]] std::optional<std::string> event_of(Owed const& owed) const;
  [[nodiscard]] std::string role_of(Owed const& owed) const;
  [[nodiscard]] std::optional<std::string> rule_of(Owed const& owed) const;
  [[nodiscard]] std::optional<Duration> const& term_of(Owed const& owed) const;
  [[nodiscard]] std::optional<Duration> const& min_of(Owed const& owed) const;
  [[nodiscard]] std::size_t place_in(Fold& to, std::size_t step) const;
  [[nodiscard]] Owed carried(Owed const& owed, Fold& to, OwedList::KeptThings& kept) const;
  [[nodiscard]] bool long_enough(std::size_t index) const;
  [[nodiscard]] bool kept_back(Rule const& condition) const;
  [[nodiscard]] bool is_blocked(std::size_t index) const;
  [[nodiscard]] bool blocks(Rule const& rule) const;
  [[nodiscard]] bool needs_handling(std::size_t index) const;
  [[nodiscard]] base::Date enabled_from(std::size_t index) const;
  [[nodiscard]] bool started() const { return begun_; }

  // permission
  [[nodiscard]] bool in_force(std::size_t act, base::Date day) const;
  [[nodiscard]] bool refused(std::size_t act, base::Date day) const;
  [[nodiscard]] bool child_asked(std::size_t act, base::Date day) const;
  [[nodiscard]] base::Message permission_reason(std::size_t act, base::Date day, std::string_view lang) const;

  // conditions
  [[nodiscard]] bool truth(Condition const& condition) const { return condition.always() || truth(condition, condition.root); }
  [[nodiscard]] bool truth(Condition const& condition, std::size_t node) const;
  [[nodiscard]] std::optional<int> number(Condition const& condition, std::size_t node) const;
  [[nodiscard]] std::optional<std::string_view> text(Condition const& condition, std::size_t node) const;
  void remember_doing(std::size_t index, Event const& event);

  /// What saved() writes and restored() reads, in one list; all else follows from the plan.
  template <class Self, class Archive>
  static void archive(Self& self, Archive& archive);

  // showing
  [[nodiscard]] State snapshot(std::string_view lang, Reasons reasons) const;
  [[nodiscard]] Fold on(base::Date today) const;
  [[nodiscard]] std::vector<base::Message> why(std::size_t index, std::string_view lang) const;
  void why_open(std::size_t index, std::string_view lang, std::vector<base::Message>& out) const;
  void why_not(std::size_t index, std::string_view lang, std::vector<base::Message>& out) const;
  [[nodiscard]] base::Message met_words(OnPart const& part, std::string_view lang) const;
  [[nodiscard]] base::Message unmet_words(OnPart const& part, std::string_view lang) const;
  [[nodiscard]] std::string name(OnPart const& part, std::string_view lang) const;
  [[nodiscard]] Obligation show(Owed const& owed) const;
  [[nodiscard]] std::vector<std::size_t> breaks(std::size_t index) const;

  Plan const* plan_;
  std::shared_ptr<Links const> links_;
  std::optional<base::Date> start_;
  base::Date day_;
  base::Date wake_;  ///< on no day from day_ to before this does time alone change anything
  EventNames names_;
  std::optional<Newest> newest_;  ///< the one that is applied now, or was last
  std::vector<StepMark> steps_;
  std::vector<RuleMark> rules_;
  std::vector<std::optional<base::Date>> milestones_;
  OwedList owed_;
  std::vector<Deviation> deviations_;
  std::vector<std::map<std::string, Word>> words_;  ///< per act, the last word of each person
  std::vector<std::string> gezagdragers_;
  std::optional<base::Month> born_;
  std::optional<std::string> group_type_;
  std::optional<base::Date> closed_on_;
  bool paused_ = false;
  std::optional<base::Date> halted_since_;  ///< while paused or closed
  std::vector<Halt> closings_;
  std::vector<Halt> halts_;        ///< pauses that are over and all closings, in order and apart from each other
  std::vector<std::string> gone_;  ///< ids of steps that only an earlier version had and that something still names
  std::optional<base::Date> last_contact_;
  bool begun_ = false;  ///< the start of the route is today or has passed
  int doings_ = 0;
};

/// It arises today; the rest is counted from there.
[[gnu::always_inline]] inline void Fold::owe(Owed&& owed, std::optional<Duration> const& term, std::optional<Duration> const& min) {
  owed.since = day_;
  owed.answer_from = min ? counted(day_, *min) : day_;
  if (term) {
    owed.due = counted(day_, *term);
    wake_ = std::min(wake_, *owed.due);
  }
  owed_.add(owed);
}

[[gnu::always_inline]] inline void Fold::owe_for(std::size_t index, std::size_t part, std::optional<EventName> event) {
  auto const& rule = plan_->rules[index];
  owe({.step = rule.steps[part].index, .rule = static_cast<int>(index), .event = event, .of_first = part == 0}, rule.within, rule.min);
}

inline bool Fold::met(OnPart const& part) const {
  switch (part.kind) {
    case OnPart::Kind::Milestone:
      return milestones_[part.index].has_value();
    case OnPart::Kind::StepOutcome:
      return steps_[part.index].outcome_on[part.outcome].has_value();
    case OnPart::Kind::Step:
      return steps_[part.index].times > 0 || steps_[part.index].waived_on;
  }
  return false;
}

[[gnu::always_inline]] inline void Fold::occur_for(std::size_t listener) {
  auto const& links = links_->steps[listener];
  auto& mark = steps_[listener];
  if (!links.repeats || finished(links, mark)) return;
  mark.unanswered.push_back(newest_->id);
  if (links.repeats_each) mark.handled = false;
  if (!links.owes_itself || !mark.opened) return;
  auto const& within = plan_->steps[listener].within;
  if (within) owe({.step = listener, .rule = Owed::own_term, .event = newest_->id}, within);
}

inline void Fold::contact() {
  last_contact_ = day_;
  for (auto const i : links_->informed) steps_[i].contact_since_doing = true;
  if (owed_.may_be_of_rule(rules_.size())) owed_.end_if([&](Owed const& owed) { return owed.of_rule(rules_.size()); });
}

/// A step that repeats "each" waits after a doing until something leads to it again.
inline bool Fold::occasion(Links::OfStep const& links, StepMark const& mark) {
  return !links.repeats_each || mark.times == 0 || !mark.unanswered.empty();
}

inline StepStatus Fold::status(Links::OfStep const& links, StepMark const& mark) {
  if (finished(links, mark)) return StepStatus::Done;
  if (mark.waived_on && !links.repeats) return StepStatus::Waived;
  if (mark.excluded) return StepStatus::Excluded;
  return mark.enabled ? StepStatus::Enabled : StepStatus::Unavailable;
}

/// Calls `each` with the period and the role of every escalation of what is owed with a due date (rule 17).
template <class Each>
void Fold::each_escalation(Owed const& owed, Each const& each) const {
  if (!owed.due) return;
  if (owed.kept) {
    for (auto const& [after, role] : owed.kept->escalations) each(after, role);
    return;
  }
  for (auto const& one : plan_->escalations) {
    if (one.rule ? owed.of_rule(*one.rule) : one.step == owed.step) each(one.after, one.to);
  }
}

}  // namespace vlechtwerk::domain::stappenplan
