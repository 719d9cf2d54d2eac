#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"

namespace vlechtwerk::domain::stappenplan {

/// When something happened or was recorded: a moment, or only a day.
struct When {
  base::Date day;                       ///< Europe/Amsterdam
  std::optional<base::Instant> moment;  ///< absent: only the day is known
  auto operator<=>(When const&) const = default;

  static When on(base::Date day) { return {day, std::nullopt}; }
  static When at(base::Instant moment) { return {base::amsterdam_day(moment), moment}; }
  /// For comparing with a moment: a day counts from its midnight.
  [[nodiscard]] base::Instant instant() const { return moment ? *moment : base::amsterdam_midnight(day); }
};

enum class EventKind {
  ChildRegistered,
  RouteOpened,
  PlanAdopted,
  ToestemmingGiven,
  ToestemmingRefused,
  ToestemmingWithdrawn,
  ToestemmingUnreachable,
  ParentsInformed,
  StepStarted,
  StepDone,
  StepWaived,
  RoutePaused,
  RouteResumed,
  RouteClosed,
  RouteReopened,
  Corrected,
  Withdrawn,
  Other,  ///< a kind this program does not know: kept, opens nothing (rule 26)
};

/// What an event says; what is absent was not said. The same fields, laid over an event, are a correction (rule 3).
struct Fields {
  std::optional<When> at;
  std::optional<When> recorded;
  std::optional<std::string> actor;
  std::optional<std::string> role;  ///< of the actor: `by` in a journal
  std::optional<std::string> step;
  std::optional<std::string> outcome;
  std::optional<std::vector<std::string>> with;     ///< roles that took part
  std::optional<std::vector<std::string>> answers;  ///< ids of events that this doing answers: `for` in a journal
  std::optional<std::string> reason;
  std::optional<std::string> rule;
  std::optional<std::string> act;
  std::optional<std::string> gezagdrager;
  std::optional<base::Date> from;
  std::optional<base::Date> until;
  std::optional<std::vector<std::string>> gezagdragers;
  std::optional<base::Month> born;
  std::optional<std::string> group_type;
  std::optional<std::string> plan;
  std::optional<int> version;
  bool operator==(Fields const&) const = default;

  /// What `change` says wins; what it leaves out stays.
  void lay(Fields const& change);
};

/// One thing that happened on a route or to its child (rule 1). `fields.at` is always there.
struct Event {
  std::string id;
  EventKind kind = EventKind::Other;
  Fields fields;
  std::string of;  ///< Corrected, Withdrawn: the event that it is about
  Fields set;      ///< Corrected: what it lays over that event
  bool operator==(Event const&) const = default;

  [[nodiscard]] When const& at() const { return *fields.at; }
  [[nodiscard]] base::Date day() const { return fields.at->day; }
};

/// The total order of rule 2. Two events that are not the same never compare equal in both directions, unless they share their id.
bool before(Event const& a, Event const& b);

/// The last day that the files know: up to it everything counts.
inline constexpr base::Date kLastDay{std::chrono::sys_days(std::chrono::year(2999) / 12 / 31)};
/// No file knows a day as early as this.
inline constexpr base::Date kDayBeforeAll{std::chrono::sys_days(std::chrono::year(1899) / 12 / 31)};

/// The events as the fold may see them: each id once, in total order, withdrawn events gone and corrections laid over (rule 3), nothing
/// that is later than `today`. Corrections and withdrawals themselves are not in the answer. A correction of a correction or of a
/// withdrawal has no effect: one withdraws it and writes a new one. Withdrawals that withdraw each other in a circle all stand.
std::vector<Event> settle(std::span<Event const> events, base::Date today);

}  // namespace vlechtwerk::domain::stappenplan
