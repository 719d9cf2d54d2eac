#include "domain/stappenplan/event.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace vlechtwerk::domain::stappenplan {
namespace {

/// Within a day, among events of which only the day is known (rule 2); corrections and withdrawals come last, they move nothing themselves.
int place_in_day(EventKind kind) {
  switch (kind) {
    case EventKind::ChildRegistered:
      return 0;
    case EventKind::PlanAdopted:
    case EventKind::RouteOpened:
      return 1;
    case EventKind::ToestemmingGiven:
    case EventKind::ToestemmingRefused:
    case EventKind::ToestemmingWithdrawn:
    case EventKind::ToestemmingUnreachable:
      return 2;
    case EventKind::ParentsInformed:
      return 3;
    case EventKind::StepStarted:
    case EventKind::StepDone:
    case EventKind::StepWaived:
      return 4;
    case EventKind::RoutePaused:
    case EventKind::RouteResumed:
    case EventKind::RouteClosed:
    case EventKind::RouteReopened:
      return 5;
    case EventKind::Corrected:
    case EventKind::Withdrawn:
    case EventKind::Other:
      return 6;
  }
  return 6;
}

bool about_another(Event const& event) { return event.kind == EventKind::Corrected || event.kind == EventKind::Withdrawn; }

template <class T>
void lay_one(std::optional<T>& value, std::optional<T> const& change) {
  if (change) value = change;
}

/// For each event whether it stands: nothing that stands withdraws it. A withdrawal is judged after everything that withdraws it.
std::vector<bool> standing(std::vector<Event> const& events) {
  std::unordered_map<std::string_view, std::size_t> place;
  for (std::size_t i = 0; i < events.size(); ++i) place.emplace(events[i].id, i);
  std::vector<int> waiting_for(events.size(), 0);
  std::vector<std::optional<std::size_t>> target(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].kind != EventKind::Withdrawn) continue;
    auto const found = place.find(events[i].of);
    if (found == place.end()) continue;
    target[i] = found->second;
    ++waiting_for[found->second];
  }
  std::vector<bool> stands(events.size(), true);
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (waiting_for[i] == 0) ready.push_back(i);
  }
  while (!ready.empty()) {
    auto const one = ready.back();
    ready.pop_back();
    if (!target[one]) continue;
    if (stands[one]) stands[*target[one]] = false;
    if (--waiting_for[*target[one]] == 0) ready.push_back(*target[one]);
  }
  return stands;
}

}  // namespace

void Fields::lay(Fields const& change) {
  lay_one(at, change.at);
  lay_one(recorded, change.recorded);
  lay_one(actor, change.actor);
  lay_one(role, change.role);
  lay_one(step, change.step);
  lay_one(outcome, change.outcome);
  lay_one(with, change.with);
  lay_one(answers, change.answers);
  lay_one(reason, change.reason);
  lay_one(rule, change.rule);
  lay_one(act, change.act);
  lay_one(gezagdrager, change.gezagdrager);
  lay_one(from, change.from);
  lay_one(until, change.until);
  lay_one(gezagdragers, change.gezagdragers);
  lay_one(born, change.born);
  lay_one(group_type, change.group_type);
  lay_one(plan, change.plan);
  lay_one(version, change.version);
}

bool before(Event const& a, Event const& b) {
  if (a.day() != b.day()) return a.day() < b.day();
  bool const a_day_only = !a.at().moment;
  bool const b_day_only = !b.at().moment;
  if (a_day_only != b_day_only) return b_day_only;
  auto const key = [](Event const& e) {
    auto const at = e.at().instant();
    auto const recorded = e.fields.recorded ? e.fields.recorded->instant() : at;
    return std::tuple(at, e.at().moment ? 0 : place_in_day(e.kind), recorded, std::string_view(e.id));
  };
  return key(a) < key(b);
}

std::vector<Event> settle(std::span<Event const> events, base::Date today) {
  std::vector<Event> known;
  known.reserve(events.size());
  for (auto const& event : events) {
    if (!about_another(event) || event.day() <= today) known.push_back(event);
  }
  std::sort(known.begin(), known.end(), before);
  // The same id twice is one event; equal ones stand beside each other unless their contents differ, which readers refuse.
  std::unordered_map<std::string, bool> seen;
  std::erase_if(known, [&](Event const& event) { return !seen.emplace(event.id, true).second; });

  if (std::any_of(known.begin(), known.end(), about_another)) {
    auto const stands = standing(known);
    std::unordered_map<std::string_view, std::size_t> place;
    for (std::size_t i = 0; i < known.size(); ++i) place.emplace(known[i].id, i);
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i].kind != EventKind::Corrected || !stands[i]) continue;
      auto const target = place.find(known[i].of);
      if (target != place.end() && !about_another(known[target->second])) known[target->second].fields.lay(known[i].set);
    }
    std::size_t i = 0;
    std::erase_if(known, [&](Event const& event) { return !stands[i++] || about_another(event); });
    std::sort(known.begin(), known.end(), before);
  }
  while (!known.empty() && known.back().day() > today) known.pop_back();
  return known;
}

}  // namespace vlechtwerk::domain::stappenplan
