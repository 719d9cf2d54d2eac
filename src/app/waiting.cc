#include "app/waiting.h"

#include <algorithm>
#include <map>

#include "app/words.h"

namespace vlechtwerk::app {

namespace plan_engine = domain::stappenplan;

namespace {

constexpr int kSoon = 2;  // working days

/// The day that lies so many working days after `start`; days on which each of the places is closed are none.
Date working_days_after(ReadTx const& tx, Date start, int days, std::vector<InGroupRow> const& places) {
  auto const closed = closed_days(places, tx.closings());
  auto const is_closed = [&](Date day) {
    return std::any_of(closed.begin(), closed.end(), [&](auto const& halt) { return halt.from <= day && day < halt.until; });
  };
  auto day = start;
  while (days > 0) {
    day = day.plus_days(1);
    if (plan_engine::is_working_day(day) && !is_closed(day)) --days;
  }
  return day;
}

}  // namespace

namespace {

/// An open route with what is read of it once, when the first of what is owed in it is looked at.
struct OpenRoute {
  std::shared_ptr<plan_engine::Plan const> plan;
  Standing child;
  std::optional<RouteNow> stands;
};

}  // namespace

void each_owed(Context& context, ReadTx const& tx, Caller const& caller, std::vector<RouteRow> const& open_routes,
               std::function<bool(OwedNow const&)> const& use) {
  auto const today = base::amsterdam_day(caller.now);
  auto const soon = plan_engine::Duration{0, kSoon, true}.after(today);
  WhoHasNow who_has_it(tx, caller.now);
  std::vector<std::pair<RouteRow const*, ObligationRow const*>> by_day;
  for (auto const& route : open_routes)
    for (auto const& owed : route.obligations) by_day.emplace_back(&route, &owed);
  std::stable_sort(by_day.begin(), by_day.end(), [](auto const& a, auto const& b) {
    auto const &first = a.second->due, &second = b.second->due;
    if (first.has_value() != second.has_value()) return first.has_value();
    return first && *first < *second;
  });
  std::map<CaseId, OpenRoute> known;
  for (auto const& [row, obligation] : by_day) {
    auto const& route = *row;
    auto const& owed = *obligation;
    auto const [at, fresh] = known.try_emplace(route.route);
    auto& of = at->second;
    if (fresh) {
      if (auto plan = context.plans.get(tx, route.plan, route.plan_version)) of.plan = std::move(*plan);
      of.child = tx.standing(route.child);
    }
    auto const* step = of.plan ? step_of(context, tx, *of.plan, owed.step) : nullptr;
    if (!step) continue;
    auto const where_it_stands = [&]() -> RouteNow const* {
      if (!of.stands)
        if (auto found = route_now(context, tx, route, today)) of.stands = std::move(*found);
      return of.stands ? &*of.stands : nullptr;
    };
    // Asked last, and of what is due later only: it takes the fold.
    auto const may_be_done = [&] {
      auto const* now = where_it_stands();
      auto const index = now ? now->plan->step(owed.step) : std::nullopt;
      return index && now->state.steps[*index].status == plan_engine::StepStatus::Enabled;
    };
    bool const paused = route.status == "paused";
    OwedNow one{route,
                owed,
                of.child,
                *of.plan,
                *step,
                who_has_it(step_of_child(of.child, route, owed.step, owed.role, caller.now)),
                paused ? where_it_stands() : nullptr};
    one.waits = one.who.account == caller.actor.account && !paused &&
                (!owed.due || *owed.due <= soon || may_be_done() || *owed.due <= working_days_after(tx, today, kSoon, of.child.in_group));
    if (!use(one)) return;
  }
}

std::vector<LookBackNow> looks_back_now(ReadTx const& tx, Caller const& caller, std::vector<ChildId> const& children) {
  WhoHasNow who_has_it(tx, caller.now);
  std::vector<LookBackNow> out;
  for (auto const& [id, on] : tx.to_look_back(children, base::amsterdam_day(caller.now)))
    out.push_back({id, on, who_has_it(step_of_child(tx.standing(id), {}, {}, "mentor", caller.now))});
  return out;
}

std::optional<Instant> unopened_since(ReadTx const& tx, HulpvraagRow const& question, Instant now) {
  if (question.status != "asked" && question.status != "assigned") return std::nullopt;
  auto const asked_on = base::amsterdam_day(question.asked_at);
  auto const goes_by = [&](Date day) { return base::amsterdam_instant(day, base::amsterdam_minute(question.asked_at)) <= now; };
  // Most questions are fresh or opened: the closing days are read for the others.
  if (!goes_by(plan_engine::Duration{0, kSoon, true}.after(asked_on)) || tx.question_opened(question.hulpvraag)) return std::nullopt;
  auto const group = tx.group(question.group);
  InGroupRow place;
  place.organisation = question.organisation;
  if (group) place.location = group->location;
  if (!goes_by(working_days_after(tx, asked_on, kSoon, {place}))) return std::nullopt;
  return question.asked_at;
}

void note_opened(Context& context, Caller const& caller, std::vector<HulpvraagRow> const& shown) {
  std::vector<CaseId> fresh;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    fresh.clear();
    for (auto const& row : shown)
      if (row.asked_by != caller.actor.account && (row.status == "asked" || row.status == "assigned") && !tx.question_opened(row.hulpvraag))
        fresh.push_back(row.hulpvraag);
  });
  if (fresh.empty()) return;
  write_for(context, caller, [&](WriteTx& tx) {
    for (auto const one : fresh) tx.put_question_opened(one, caller.now);
  });
}

std::vector<QuestionNow> questions_now(ReadTx const& tx, Caller const& caller) {
  std::vector<QuestionNow> out;
  auto const add = [&](HulpvraagRow const& row, bool mine) {
    if (std::any_of(out.begin(), out.end(), [&](QuestionNow const& one) { return one.row.hulpvraag == row.hulpvraag; })) return;
    out.push_back({row, mine, !mine || row.status == "answered"});
    if (mine) out.back().unopened_since = unopened_since(tx, row, caller.now);
  };
  for (auto const& row : tx.hulpvraag_asked_by(caller.actor.account))
    if (row.status == "answered" || row.status == "asked" || row.status == "assigned") add(row, true);
  for (auto const& row : tx.hulpvraag_assigned_to(caller.actor.account))
    if ((row.status == "assigned" || row.status == "asked") && allow(tx, caller, Action::SeeHulpvraag, row)) add(row, false);
  if (caller.actor.role == Role::Pedagoog || caller.actor.role == Role::PedagogischCoach)
    for (auto const& row : tx.hulpvraag_waiting(caller.actor.organisation))
      if (allow(tx, caller, Action::SeeHulpvraag, row)) add(row, false);
  return out;
}

std::vector<Waiting> what_waits(Context& context, ReadTx const& tx, Caller const& caller) {
  std::vector<Waiting> out;
  auto const add = [&](Waiting::Kind kind, base::Uuid const& object, std::string const& what) {
    // What two notes ask is one thing to do.
    if (std::none_of(out.begin(), out.end(), [&](Waiting const& one) { return one.object == object && one.what == what; }))
      out.push_back({kind, object, what});
  };
  for (auto const& one : questions_now(tx, caller)) {
    if (one.waits) add(Waiting::Kind::Question, one.row.hulpvraag.uuid, one.mine ? "confirm" : "answer");
    if (one.unopened_since) add(Waiting::Kind::Unopened, one.row.hulpvraag.uuid, "unopened");
  }
  auto const children = my_children(tx, caller);
  each_owed(context, tx, caller, tx.open_routes(children), [&](OwedNow const& one) {
    if (one.waits) add(Waiting::Kind::Step, one.route.route.uuid, one.owed.step);
    return true;
  });
  for (auto const& one : looks_back_now(tx, caller, children))
    if (one.who.account == caller.actor.account) add(Waiting::Kind::Step, one.child.uuid, "look_back");
  return out;
}

}  // namespace vlechtwerk::app
