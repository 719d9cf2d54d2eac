#include "domain/stappenplan/replay.h"

#include <algorithm>
#include <set>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

bool corrects(Event const& event) { return event.kind == EventKind::Corrected || event.kind == EventKind::Withdrawn; }

/// Facts, words of permission and contacts with parents alone make no route.
bool about_the_child(Event const& event) {
  switch (event.kind) {
    case EventKind::ChildRegistered:
    case EventKind::ToestemmingGiven:
    case EventKind::ToestemmingRefused:
    case EventKind::ToestemmingWithdrawn:
    case EventKind::ToestemmingUnreachable:
    case EventKind::ParentsInformed:
    case EventKind::Other:
      return true;
    default:
      return false;
  }
}

/// Only these can be refused; everything else is accepted without looking.
bool may_be_refused(Plan const& plan, Event const& event) {
  if (event.kind != EventKind::StepDone && event.kind != EventKind::StepStarted) return false;
  auto const step = plan.step(event.fields.step.value_or(""));
  return step && (plan.steps[*step].toestemming || plan.steps[*step].four_eyes);
}

}  // namespace

std::optional<base::Date> start_of(std::span<Event const> settled) {
  if (std::all_of(settled.begin(), settled.end(), about_the_child)) return std::nullopt;
  auto const opened = std::find_if(settled.begin(), settled.end(), [](Event const& event) { return event.kind == EventKind::RouteOpened; });
  return opened == settled.end() ? settled.front().day() : opened->day();
}

State evaluate(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang) {
  auto const settled = settle(events, today);
  Fold fold(plans.front(), start_of(settled));
  for (auto const& event : settled) fold.apply(event);
  return fold.state(today, lang);
}

std::optional<base::Message> would_refuse(std::span<Plan const> plans, std::span<Event const> events, Event const& offered,
                                          std::string_view lang) {
  std::vector<Event> all(events.begin(), events.end());
  std::erase_if(all, [&](Event const& event) { return event.id == offered.id; });
  all.push_back(offered);
  // Every day is looked at: what the order puts before the event is what counts.
  auto const settled = settle(all, kLastDay);
  auto const place = std::find_if(settled.begin(), settled.end(), [&](Event const& event) { return event.id == offered.id; });
  if (place == settled.end()) return std::nullopt;  // a withdrawal was waiting for it, or it only corrects
  Fold fold(plans.front(), start_of(settled));
  for (auto event = settled.begin(); event != place; ++event) fold.apply(*event);
  return fold.refusal(*place, lang);
}

State replay(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang) {
  std::vector<Event> offered(events.begin(), events.end());
  std::sort(offered.begin(), offered.end(), before);
  std::vector<Event> accepted;
  std::vector<RefusedEvent> refused;
  // As long as nothing is corrected, one fold that goes along can judge; after that each judgement looks at the whole past anew.
  Fold along(plans.front(), std::nullopt);
  bool plain_past = true;
  std::set<std::string_view> seen;
  for (auto const& event : offered) {
    if (event.day() > today || !seen.insert(event.id).second) continue;
    plain_past = plain_past && !corrects(event);
    if (may_be_refused(plans.front(), event) || !plain_past) {
      auto const why = plain_past ? along.refusal(event, lang) : would_refuse(plans, accepted, event, lang);
      if (why) {
        refused.push_back({event.id, plans.front().step(event.fields.step.value_or("")), *why});
        continue;
      }
    }
    accepted.push_back(event);
    if (plain_past) along.apply(event);
  }
  auto state = evaluate(plans, accepted, today, lang);
  state.refused = std::move(refused);
  return state;
}

std::optional<base::Message> not_carried_out(std::span<Plan const> plans, Event const& event) {
  using base::N_;
  switch (event.kind) {
    case EventKind::RoutePaused:
    case EventKind::RouteResumed:
      return base::Message{N_("Een pauze van de route wordt nog niet uitgevoerd. Haal deze regel weg."), {}};
    case EventKind::RouteReopened:
      return base::Message{N_("Een route heropenen wordt nog niet uitgevoerd. Haal deze regel weg."), {}};
    case EventKind::PlanAdopted: {
      bool const other_plan = event.fields.plan && *event.fields.plan != plans.front().id;
      bool const other_version = event.fields.version && *event.fields.version != plans.front().version;
      if (!other_plan && !other_version) return std::nullopt;
      return base::Message{N_("Overstappen op een ander stappenplan wordt nog niet uitgevoerd. Haal deze regel weg."), {}};
    }
    default:
      return std::nullopt;
  }
}

}  // namespace vlechtwerk::domain::stappenplan
