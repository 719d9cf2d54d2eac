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

namespace {

/// The plan that a plan.adopted names, when it is among those that are known. A version alone is one of the plan that is followed.
std::optional<std::size_t> named_plan(std::span<Plan const> plans, Plan const& followed, Event const& event) {
  auto const& id = event.fields.plan.value_or(followed.id);
  auto const found = std::find_if(plans.begin(), plans.end(), [&](Plan const& plan) {
    return plan.id == id && (event.fields.version ? plan.version == *event.fields.version : &plan == &followed || id != followed.id);
  });
  return found == plans.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - plans.begin()));
}

}  // namespace

void Follower::apply(Event const& event) {
  if (event.kind == EventKind::PlanAdopted) {
    auto const next = named_plan(plans_, plan(), event);
    if (next && *next != followed_) {
      fold_ = fold_.adopted(plans_[*next], past_, event);
      followed_ = *next;
    }
  }
  fold_.apply(event);
  if (plans_.size() > 1) past_.push_back(event);
}

State Follower::state(base::Date today, std::string_view lang) const {
  auto state = fold_.state(today, lang);
  state.followed = followed_;
  return state;
}

State evaluate(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang) {
  auto const settled = settle(events, today);
  Follower route(plans, start_of(settled));
  for (auto const& event : settled) route.apply(event);
  return route.state(today, lang);
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
  Follower route(plans, start_of(settled));
  for (auto event = settled.begin(); event != place; ++event) route.apply(*event);
  return route.fold().refusal(*place, lang);
}

State replay(std::span<Plan const> plans, std::span<Event const> events, base::Date today, std::string_view lang) {
  std::vector<Event> offered(events.begin(), events.end());
  std::sort(offered.begin(), offered.end(), before);
  std::vector<Event> accepted;
  std::vector<RefusedEvent> refused;
  // As long as nothing is corrected, one fold that goes along can judge; after that each judgement looks at the whole past anew.
  Follower along(plans, std::nullopt);
  bool plain_past = true;
  std::set<std::string_view> seen;
  for (auto const& event : offered) {
    if (event.day() > today || !seen.insert(event.id).second) continue;
    plain_past = plain_past && !corrects(event);
    if (may_be_refused(along.plan(), event) || !plain_past) {
      auto const why = plain_past ? along.fold().refusal(event, lang) : would_refuse(plans, accepted, event, lang);
      if (why) {
        refused.push_back({event.id, event.fields.step, *why});
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

std::optional<base::Message> missing_plan(std::span<Plan const> plans, Event const& event) {
  if (event.kind != EventKind::PlanAdopted || named_plan(plans, plans.front(), event)) return std::nullopt;
  return base::Message{base::N_("De route gaat over op stappenplan '{plan}' versie {version}. Noem ook het bestand daarvan."),
                       {{"plan", event.fields.plan.value_or(plans.front().id)},
                        {"version", event.fields.version ? std::to_string(*event.fields.version) : "?"}}};
}

std::vector<base::Message> difference(std::span<Plan const> plans, std::span<Event const> events, Event const& adoption, base::Date today,
                                      std::string_view lang) {
  using base::N_;
  std::vector<Event> with(events.begin(), events.end());
  with.push_back(adoption);
  auto const now = evaluate(plans, events, today, lang);
  auto const then = evaluate(plans, with, today, lang);
  auto const& from = plans[now.followed];
  auto const& to = plans[then.followed];
  std::vector<base::Message> out;
  if (now.followed == then.followed) return out;
  auto const about = [&](Plan const& plan, std::size_t step) {
    return std::vector<std::pair<std::string, std::string>>{{"step", plan.steps[step].title.in(lang)}};
  };
  for (std::size_t i = 0; i < to.steps.size(); ++i) {
    auto const before = from.step(to.steps[i].id);
    bool const can = then.steps[i].status == StepStatus::Enabled;
    bool const could = before && now.steps[*before].status == StepStatus::Enabled;
    if (!before) out.push_back({N_("'{step}' komt erbij."), about(to, i)});
    if (can && !could) out.push_back({N_("'{step}' kan dan meteen."), about(to, i)});
    if (could && !can) out.push_back({N_("'{step}' kan dan niet meer."), about(to, i)});
  }
  for (std::size_t i = 0; i < from.steps.size(); ++i) {
    if (!to.step(from.steps[i].id)) out.push_back({N_("'{step}' vervalt."), about(from, i)});
  }
  for (auto const& owed : then.obligations) {
    bool const known = std::any_of(now.obligations.begin(), now.obligations.end(), [&](Obligation const& one) {
      return now.step_id(from, one.step) == then.step_id(to, owed.step) && one.since == owed.since && one.due == owed.due &&
             one.rule == owed.rule && one.event == owed.event;
    });
    if (known || owed.step >= to.steps.size()) continue;
    auto args = about(to, owed.step);
    if (!owed.due) {
      out.push_back({N_("'{step}' hoort dan gedaan te worden."), args});
      continue;
    }
    args.emplace_back("date", day_in(*owed.due, lang));
    out.push_back({N_("'{step}' hoort dan gedaan te zijn op {date}."), args});
  }
  return out;
}

}  // namespace vlechtwerk::domain::stappenplan
