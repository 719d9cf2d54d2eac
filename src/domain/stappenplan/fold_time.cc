// What the days do by themselves: terms, pauses, periods that are counted back (stappenplan.md rules 16 to 19).
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

void Fold::advance(base::Date target) {
  while (wake_ <= target) {
    auto const next = next_candidate();
    wake_ = next.value_or(kLastDay);
    if (!next || *next > target) break;
    pass_day(*next);
  }
  day_ = std::max(day_, target);  // on the other days time changes nothing
}

void Fold::pass_day(base::Date day) {
  day_ = day;
  if (!begun_ && start_ && day_ >= *start_) begin();
  mark_overdue();
  settle_openings();
}

std::optional<base::Date> Fold::next_candidate() const {
  std::optional<base::Date> first;
  auto const offer = [&](base::Date day) {
    if (day > day_ && (!first || day < *first)) first = day;
  };
  if (start_) offer(*start_);
  for (auto const& persons : words_) {
    for (auto const& [person, word] : persons) {
      offer(word.from);
      if (word.until) offer(word.until->plus_days(1));
    }
  }
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i].opened) offer(enabled_from(i));
  }
  for (auto const& owed : owed_) {
    if (!owed.due) continue;
    offer(owed.due->plus_days(1));
    each_escalation(owed, [&](Duration const& after, std::string const&) { offer(counted(*owed.due, after)); });
  }
  for (auto const& window : links_->windows) {
    auto const& recent = steps_[window.first].recent;
    auto const counted = std::partition_point(recent.begin(), recent.end(), [&](base::Date d) { return window.second.after(d) < day_; });
    if (counted != recent.end()) offer(window.second.after(*counted).plus_days(1));
  }
  if (born_) {
    for (int const age : links_->ages) offer(base::Date::of(born_->year, born_->month, 1).plus_months(age));
    // A comparison with an age can change on the first of a month, up to the greatest number that it can be compared with.
    auto const ymd = day_.ymd();
    auto const next_month = base::Date::of(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), 1).plus_months(1);
    auto const& greatest = links_->greatest_number;
    if (greatest && born_->age_months(next_month) <= *greatest + doings_ + 1) offer(next_month);
  }
  return first && *first <= kLastDay ? first : std::nullopt;
}

std::optional<base::Date> Fold::next_change(State const& now) const {
  auto future = *this;
  for (auto next = future.next_candidate(); next; next = future.next_candidate()) {
    future.pass_day(*next);
    if (future.snapshot({}, Reasons::None) != now) return next;
  }
  return std::nullopt;
}

void Fold::halt() {
  if (!halted_since_) halted_since_ = day_;
}

/// The days that stood still are over: what had not passed before them moves (rule 18). A closed route that was paused stays paused.
void Fold::go_on() {
  if (!halted_since_ || paused_ || closed_on_) return;
  auto const since = *halted_since_;
  halted_since_.reset();
  if (since == day_) return;
  // One stretch of days for what overlaps: a day that both the pause and a closing take counts once.
  Halt pause{since, day_};
  std::erase_if(halts_, [&](Halt const& halt) {
    if (halt.until < pause.from || pause.until < halt.from) return false;
    pause = {std::min(pause.from, halt.from), std::max(pause.until, halt.until)};
    return true;
  });
  halts_.insert(std::upper_bound(halts_.begin(), halts_.end(), pause, [](Halt const& a, Halt const& b) { return a.from < b.from; }), pause);
  owed_.change_each([&](Owed& owed) {
    if (owed.due && *owed.due >= since) owed.due = counted(owed.since, *term_of(owed));
    if (auto const& min = min_of(owed)) owed.answer_from = counted(owed.since, *min);
  });
}

/// The day that lies a period after `start`, the days that stood still not counted. Those that stand still now count as if they did not:
/// until when is not known yet.
base::Date Fold::counted_with_halts(base::Date start, Duration const& duration) const {
  auto day = duration.after(start);
  for (auto const& halt : halts_) {
    if (day < halt.from || halt.until <= start) continue;
    // Of the days that are counted, those from the halt on are counted again after it.
    auto const first = std::max(halt.from, start.plus_days(1));
    int left = 0;
    for (auto one = first; one <= day; one = one.plus_days(1)) left += !duration.working || is_working_day(one) ? 1 : 0;
    auto const last_still = std::max(halt.until.plus_days(-1), start);
    if (left > 0) day = Duration{0, left, duration.working}.after(last_still);
    if (left == 0 && day < halt.until) day = halt.until;
  }
  return day;
}

/// What no period reaches any more is never counted again: a fold does not grow with the years.
void Fold::remember_doing(std::size_t index, Event const& event) {
  auto& mark = steps_[index];
  if (links_->steps[index].actor_matters) mark.last_actor = event.fields.actor;
  if (links_->steps[index].outcome_matters) mark.last_outcome = event.fields.outcome;
  auto const counts = [&](base::Date doing) {
    return std::any_of(links_->windows.begin(), links_->windows.end(),
                       [&](auto const& window) { return window.first == index && window.second.after(doing) >= day_; });
  };
  mark.recent.push_back(day_);
  mark.recent.erase(mark.recent.begin(), std::find_if(mark.recent.begin(), mark.recent.end(), counts));
}

}  // namespace vlechtwerk::domain::stappenplan
