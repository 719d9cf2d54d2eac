// What a person sees: today, what waits, and the children.
#include <limits>
#include <set>
#include <tuple>

#include "app/messages.h"
#include "app/use_cases.h"
#include "app/waiting.h"
#include "app/words.h"
#include "domain/entry_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

std::vector<ChildId> my_children(ReadTx const& tx, Caller const& caller) {
  std::set<ChildId> out;
  for (auto const relation : relations_of(caller.actor.role))
    for (auto const& hit : tx.related_children(relation, caller.actor.account, caller.now)) out.insert(hit.child);
  return {out.begin(), out.end()};
}

std::vector<ChildId> still_mine(ReadTx const& tx, Caller const& caller, std::vector<ChildId> children) {
  auto const relations = relations_of(caller.actor.role);
  std::erase_if(children, [&](ChildId child) {
    return std::none_of(relations.begin(), relations.end(),
                        [&](Relation relation) { return tx.related(relation, caller.actor.account, child, caller.now).has_value(); });
  });
  return children;
}

void fold_what_is_due(Context& context, Caller const& caller, std::vector<ChildId> const& children) {
  auto const today = base::amsterdam_day(caller.now);
  std::vector<ChildId> due;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { due = tx.children_to_refold(children, today); });
  for (auto const child : due) write_for(context, caller, [&](WriteTx& tx) { refold_child(context, tx, child, today); });
}

namespace {

std::vector<TodayView::Group> by_group(ReadTx const& tx, Caller const& caller, std::vector<ChildName> const& names) {
  // Only the groups of these children: a house may have a thousand others.
  std::map<GroupId, TodayView::Group> groups;
  auto const locations = names.empty() ? std::vector<LocationRow>{} : tx.locations();
  auto const location_name = [&](LocationId id) {
    auto const at = std::find_if(locations.begin(), locations.end(), [&](LocationRow const& row) { return row.id == id; });
    return at == locations.end() ? std::string() : at->name;
  };
  for (auto const& name : names)
    for (auto const id : tx.current_groups(name.child, caller.now)) {
      auto const [at, fresh] = groups.try_emplace(id);
      if (auto const row = fresh ? tx.group(id) : std::nullopt) at->second = {row->id, row->name, location_name(row->location), {}};
      at->second.children.push_back(name);
    }
  std::vector<TodayView::Group> out;
  for (auto& [id, group] : groups) out.push_back(std::move(group));
  return out;
}

/// `mine`: the functions of the membership that was chosen.
bool owes(Caller const& caller, std::vector<std::string> const& mine, std::string const& function, std::optional<AccountId> mentor,
          WhoHas const& who) {
  if (function == domain::code(caller.actor.role) || std::find(mine.begin(), mine.end(), function) != mine.end()) return true;
  if (who.account == caller.actor.account) return true;
  if (caller.actor.role == Role::Leidinggevende) return true;
  return function == "mentor" && caller.actor.role == Role::PedagogischMedewerker && mentor == caller.actor.account;
}

bool is_late(plan_engine::State const& state, ObligationRow const& owed) {
  return std::any_of(state.obligations.begin(), state.obligations.end(), [&](plan_engine::Obligation const& one) {
    return one.overdue && one.since == owed.since && one.due == owed.due && one.rule.value_or("") == owed.rule && one.role == owed.role;
  });
}

/// A child that is to be shown; its name is laid in when that is known to stand in the audit log.
ChildName nameless(ChildId child) { return {child, {}, {}, {}}; }

bool is_late(OwedNow const& one, Date today) {
  return one.paused ? is_late(one.paused->state, one.owed) : one.owed.due && *one.owed.due < today;
}

/// By day, at most `most` steps; `more`: there are others. Who has a step is only looked up for as many as are shown.
std::vector<OpenStep> owed_steps(Context& context, ReadTx const& tx, Caller const& caller, std::vector<RouteRow> const& routes,
                                 std::string_view lang, std::size_t most, bool& more) {
  auto const today = base::amsterdam_day(caller.now);
  WorkerNames worker(context);
  std::vector<std::string> mine;
  for (auto const& membership : tx.memberships_of(caller.actor.account, caller.now))
    if (membership.id == caller.actor.membership) mine = membership.functions;
  std::set<std::pair<CaseId, std::string>> told;
  std::vector<OpenStep> out;
  each_owed(context, tx, caller, routes, [&](OwedNow const& now) {
    auto const& owed = now.owed;
    if (!owes(caller, mine, owed.role, mentor_now(now.child, caller.now), now.who)) return true;
    // What two notes ask is one thing to do.
    if (told.emplace(now.route.route, owed.step).second && told.size() > most) {
      more = true;
      return false;
    }
    OpenStep one{nameless(now.route.child),
                 now.route.route,
                 owed.step,
                 now.step.title.in(lang),
                 owed.role,
                 now.plan.role_label(owed.role, lang),
                 {},
                 {},
                 now.who.account == caller.actor.account,
                 now.waits,
                 owed.due,
                 is_late(now, today),
                 {}};
    name_it(one, now.who, worker);
    one.why = {N_("Dit hoort bij het stappenplan."), {}};
    for (auto const& rule : now.plan.rules)
      if (rule.id == owed.rule && rule.because) one.why = {"{because}", {{"because", rule.because->in(lang)}}};
    if (owed.rule.empty() && now.step.because) one.why = {"{because}", {{"because", now.step.because->in(lang)}}};
    if (owed.rule == plan_engine::parents_informed_rule) one.why = {N_("Ouders moeten dit nog van jullie horen."), {}};
    out.push_back(std::move(one));
    return true;
  });
  return out;
}

/// Begeleidingsplannen whose day to look back has come, of whom the caller is the mentor or stands in, or whose location she leads.
/// The earliest first, at most `most`; `more`: there are others.
std::vector<TodayView::LookBack> looks_back(Context& context, ReadTx const& tx, Caller const& caller, std::vector<ChildId> const& children,
                                            std::size_t most, bool& more) {
  WorkerNames worker(context);
  std::vector<TodayView::LookBack> out;
  for (auto const& now : looks_back_now(tx, caller, children)) {
    bool const mine = now.who.account == caller.actor.account;
    if (caller.actor.role != Role::Leidinggevende && !mine) continue;
    if (out.size() == most) {
      more = true;
      break;
    }
    TodayView::LookBack one{nameless(now.child), now.on, {}, {}, mine};
    name_it(one, now.who, worker);
    out.push_back(std::move(one));
  }
  return out;
}

/// A child of a question that the caller may not see is not named.
void add_questions(ReadTx const& tx, Caller const& caller, TodayView& view) {
  for (auto const& now : questions_now(tx, caller)) {
    TodayView::Question question{now.row.hulpvraag, now.row.status, now.row.changed_at, std::nullopt,
                                 now.mine,          now.waits,      now.unopened_since};
    if (now.row.child && !still_mine(tx, caller, {*now.row.child}).empty()) question.child = nameless(*now.row.child);
    view.questions.push_back(std::move(question));
  }
}

/// Children of whom the caller leads the location, in order; of more than `most` at least so many and one.
std::vector<ChildId> without_mentor(ReadTx const& tx, Caller const& caller, std::size_t most) {
  auto const found = [&](std::size_t limit) {
    return tx.children_without_mentor(tx.led_maybe_without_mentor(caller.actor.account, caller.now, limit), caller.now);
  };
  constexpr auto kEvery = std::numeric_limits<std::size_t>::max();
  if (most == kEvery) return found(kEvery);
  auto out = found(2 * most + 1);
  return out.size() > most ? out : found(kEvery);
}

constexpr std::size_t kActsOfAWeek = 5;
constexpr int kAfterATalk = 7;  // days

/// Whether an act waits for a parent who was tried to be reached, without whom the plan lets the leidinggevende go on.
bool waits_for_who_is_not_reached(Context& context, ReadTx const& tx, Caller const& caller, RouteRow const& route, std::string_view lang) {
  auto const child = tx.child(route.child);
  auto const now = child ? route_now(context, tx, route, base::amsterdam_day(caller.now)) : tl::unexpected(base::Error{});
  if (!now) return false;
  auto acts = toestemming_of(*now, *child, nameless(route.child), parents_of(context, tx, *child, caller.now), caller.now, lang);
  WorkerNames worker(context);
  add_attempts(context, tx, route.child, acts, worker);
  return std::any_of(acts.begin(), acts.end(), [](ToestemmingView const& act) {
    return act.unreachable_may && !act.in_force && !act.refused &&
           std::any_of(act.words.begin(), act.words.end(), [](auto const& word) { return word.word == "none" && !word.attempts.empty(); });
  });
}

std::vector<TodayView::Act> acts_of_this_week(Context& context, ReadTx const& tx, Caller const& caller, std::vector<RouteRow> const& routes,
                                              std::vector<OpenStep> const& owed, std::string_view lang) {
  using enum TodayView::Act::Kind;
  auto const today = base::amsterdam_day(caller.now);
  auto const monday = today.plus_days(1 - static_cast<int>(std::chrono::weekday(today.days).iso_encoding()));
  std::map<TodayView::Act::Kind, std::vector<TodayView::Act>> found;
  // Of a child one line of a kind: the pages that it leads to say the rest.
  auto const add = [&](TodayView::Act act) {
    auto& same = found[act.kind];
    if (std::none_of(same.begin(), same.end(), [&](auto const& one) { return one.child.child == act.child.child && one.step == act.step; }))
      same.push_back(std::move(act));
  };
  for (auto const& step : owed) {
    if (!step.person) add({Name, step.child, step.step, step.title});
    if (step.waits) add({Do, step.child, step.step, step.title});
  }
  std::vector<ChildId> with_route;
  std::map<CaseId, RouteRow const*> by_id;
  std::set<GroupId> visited;
  for (auto const& route : routes) {
    with_route.push_back(route.child);
    by_id.emplace(route.route, &route);
    if (route.opened_on < monday) continue;
    for (auto const id : tx.current_groups(route.child, caller.now))
      if (auto const group = visited.insert(id).second ? tx.group(id) : std::nullopt) add({Visit, nameless(route.child), {}, group->name});
  }
  for (auto const& route : routes)
    if (!tx.few_of_kind(route.child, kind::kToestemmingUnreachable).empty() &&
        waits_for_who_is_not_reached(context, tx, caller, route, lang))
      add({Decide, nameless(route.child), {}, {}});
  for (auto const& entry : tx.entries_of_kind(with_route, kind::kStepDone, base::amsterdam_midnight(today.plus_days(-kAfterATalk)))) {
    auto const& header = entry.header;
    auto const route = by_id.find(header.case_id);
    if (header.actor == caller.actor.account || route == by_id.end()) continue;
    auto const plan = context.plans.get(tx, route->second->plan, route->second->plan_version);
    auto const* step = plan ? step_of(context, tx, **plan, header.step) : nullptr;
    if (step && step->parents == plan_engine::Parents::Talk) add({AskTalk, nameless(route->second->child), {}, {}});
  }
  // The first of every kind, then the second: no kind hides another.
  std::vector<TodayView::Act> out;
  for (std::size_t place = 0; place < kActsOfAWeek; ++place)
    for (auto& [which, acts] : found)
      if (place < acts.size() && out.size() < kActsOfAWeek) out.push_back(std::move(acts[place]));
  return out;
}

/// What there is to do, of each kind at most `most`; without the names of children. `children`: of the caller, in order, at least those
/// with an open route and those on whose plan somebody looks back.
void add_what_to_do(Context& context, ReadTx const& tx, Caller const& caller, std::vector<ChildId> const& children, std::string_view lang,
                    std::size_t most, TodayView& view) {
  auto const routes = tx.open_routes(children);
  view.owed = owed_steps(context, tx, caller, routes, lang, most, view.more);
  view.look_back = looks_back(context, tx, caller, children, most, view.more);
  if (caller.actor.role == Role::Leidinggevende)
    for (auto const child : view.elsewhere ? without_mentor(tx, caller, most) : tx.children_without_mentor(children, caller.now)) {
      if (view.without_mentor.size() == most) {
        view.more = true;
        break;
      }
      view.without_mentor.push_back(nameless(child));
    }
  add_questions(tx, caller, view);
  if (caller.actor.role == Role::Leidinggevende) view.this_week = acts_of_this_week(context, tx, caller, routes, view.owed, lang);
}

/// The children of whom something is told, each once.
std::vector<ChildId> told_of(TodayView const& view) {
  std::set<ChildId> out;
  for (auto const& one : view.owed) out.insert(one.child.child);
  for (auto const& one : view.look_back) out.insert(one.child.child);
  for (auto const& one : view.without_mentor) out.insert(one.child);
  for (auto const& one : view.this_week) out.insert(one.child.child);
  for (auto const& one : view.questions)
    if (one.child) out.insert(one.child->child);
  return {out.begin(), out.end()};
}

/// Lays the names in. What is about a child that is not among them goes out.
void lay_names(std::vector<ChildName> const& names, TodayView& view) {
  std::map<ChildId, ChildName const*> known;
  for (auto const& name : names) known.emplace(name.child, &name);
  auto const named = [&](ChildName& child) {
    auto const at = known.find(child.child);
    if (at != known.end()) child = *at->second;
    return at != known.end();
  };
  std::erase_if(view.owed, [&](OpenStep& one) { return !named(one.child); });
  std::erase_if(view.look_back, [&](TodayView::LookBack& one) { return !named(one.child); });
  std::erase_if(view.without_mentor, [&](ChildName& one) { return !named(one); });
  std::erase_if(view.this_week, [&](TodayView::Act& one) { return !named(one.child); });
  for (auto& one : view.questions)
    if (one.child && !named(*one.child)) one.child.reset();
}

/// The children around whom this person stands, and the groups through which.
struct Reach {
  std::vector<RelatedPlace> places;  ///< in order, each once; a question stands on no group
  std::vector<ChildId> children;     ///< my_children()
  std::size_t groups = 0;
  bool cut = false;  ///< there are others
};
/// `limit`: how many places are read of each relation.
Reach reach_of(ReadTx const& tx, Caller const& caller, std::size_t limit = std::numeric_limits<std::size_t>::max()) {
  Reach out;
  for (auto const relation : relations_of(caller.actor.role))
    if (relation == Relation::CoachAsked) {
      for (auto const& hit : tx.related_children(relation, caller.actor.account, caller.now)) out.children.push_back(hit.child);
    } else {
      auto const places = tx.related_places(relation, caller.actor.account, caller.now, limit);
      out.cut = out.cut || places.size() == limit;
      out.places.insert(out.places.end(), places.begin(), places.end());
    }
  auto const once = [](auto& rows) {
    if (!std::is_sorted(rows.begin(), rows.end())) std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  };
  once(out.places);
  for (std::size_t i = 0; i < out.places.size(); ++i) {
    out.groups += i == 0 || out.places[i].group != out.places[i - 1].group;
    out.children.push_back(out.places[i].child);
  }
  once(out.children);
  return out;
}

bool is_many(Reach const& reach, std::size_t children) { return reach.groups > kGroupsAtOnce && reach.children.size() > children; }

/// So many places tell in nearly every house that it is a large one.
constexpr std::size_t kPlacesAtFirst = 100;

/// Whether Vandaag leaves the children to Kinderen: told by the first of them, when these are enough.
bool is_elsewhere(ReadTx const& tx, Caller const& caller) {
  auto const first = reach_of(tx, caller, kPlacesAtFirst);
  return is_many(first, kChildrenOnToday) || (first.cut && is_many(reach_of(tx, caller), kChildrenOnToday));
}

/// Of the children of this person those with an open route, and those on whose begeleidingsplan somebody looks back; in order.
std::vector<ChildId> my_children_with_work(ReadTx const& tx, Caller const& caller) {
  std::set<ChildId> out;
  for (auto const relation : relations_of(caller.actor.role))
    for (auto const child : tx.related_with_work(relation, caller.actor.account, caller.now, base::amsterdam_day(caller.now)))
      out.insert(child);
  return {out.begin(), out.end()};
}

/// As people look for it: by location, and `Uiltjes 10` after `Uiltjes 2`.
std::tuple<std::string, std::string, unsigned long, GroupId> place_in_list(TodayView::GroupLine const& line) {
  auto const digits = line.name.find_last_not_of("0123456789") + 1;
  auto const number = line.name.substr(digits, 9);
  return {line.location, line.name.substr(0, digits), number.empty() ? 0 : std::stoul(number), line.id};
}

void add_lines(ReadTx const& tx, Reach const& reach, std::size_t page, TodayView& view) {
  std::map<GroupId, std::size_t> counts;
  for (auto const& place : reach.places) ++counts[place.group];
  std::vector<GroupId> ids;
  for (auto const& [id, count] : counts) ids.push_back(id);
  std::map<LocationId, std::string> locations;
  for (auto const& row : tx.locations()) locations.emplace(row.id, row.name);
  std::map<decltype(place_in_list({})), TodayView::GroupLine> all;
  for (auto& row : tx.groups(ids)) {
    TodayView::GroupLine line{row.id, std::move(row.name), locations[row.location], counts[row.id]};
    auto key = place_in_list(line);
    all.emplace(std::move(key), std::move(line));
  }
  view.pages = std::max<std::size_t>(1, (all.size() + kGroupsOnPage - 1) / kGroupsOnPage);
  view.page = std::min(page, view.pages - 1);
  auto first = std::next(all.begin(), static_cast<std::ptrdiff_t>(view.page * kGroupsOnPage));
  for (; first != all.end() && view.lines.size() < kGroupsOnPage; ++first) view.lines.push_back(std::move(first->second));
}

Result<Allowed> allowed_or_recorded(Context& context, Caller const& caller, Action action, Result<Allowed> allowed,
                                    AuditObject const& object = {}) {
  if (!allowed)
    write_for(context, caller,
              [&](WriteTx& tx) { tx.audit(audit_row(context, caller, action, {}, object, "refused:" + allowed.error().code)); });
  return allowed;
}

/// The children that a list shows in full, once the look stands in the audit log.
Result<std::vector<ChildId>> children_to_list(Context& context, Caller const& caller, Action action) {
  std::vector<ChildId> children;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, action);
    if (allowed) children = my_children(tx, caller);
  });
  if (auto const ok = allowed_or_recorded(context, caller, action, allowed); !ok) return tl::unexpected(ok.error());
  fold_what_is_due(context, caller, children);
  record_list(context, caller, action, children);
  return children;
}

/// The children with their names, in their groups; gives them back in order.
std::vector<ChildId> add_children(Context& context, ReadTx const& tx, Caller const& caller, TodayView& view) {
  auto children = my_children(tx, caller);
  view.children = open_names(context, tx, children);
  view.groups = by_group(tx, caller, view.children);
  return children;
}

}  // namespace

Result<TodayView> see_today(Context& context, Caller const& caller, std::string_view lang, bool all) {
  TodayView view;
  bool elsewhere = false;
  std::vector<ChildId> children;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::SeeToday);
    if (!allowed) return;
    elsewhere = is_elsewhere(tx, caller);
    children = elsewhere ? my_children_with_work(tx, caller) : my_children(tx, caller);
  });
  if (auto const ok = allowed_or_recorded(context, caller, Action::SeeToday, allowed); !ok) return tl::unexpected(ok.error());
  fold_what_is_due(context, caller, children);
  constexpr auto kEvery = std::numeric_limits<std::size_t>::max();
  if (elsewhere) {
    context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
      view = {};
      view.elsewhere = true;
      add_what_to_do(context, tx, caller, children, lang, all ? kEvery : kOwedAtOnce, view);
    });
    // What is shown is little of what there is: it was chosen first, and is recorded, then named.
    auto const told = told_of(view);
    record_list(context, caller, Action::SeeToday, told);
    context.store.read(caller.actor.tenant,
                       [&](ReadTx const& tx) { lay_names(open_names(context, tx, still_mine(tx, caller, told)), view); });
    return view;
  }
  record_list(context, caller, Action::SeeToday, children);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    view = {};
    // Once more on this snapshot: what ended since is not shown.
    auto const still = add_children(context, tx, caller, view);
    add_what_to_do(context, tx, caller, still, lang, kEvery, view);
    lay_names(view.children, view);
  });
  return view;
}

Result<TodayView> list_children(Context& context, Caller const& caller, std::size_t page) {
  TodayView view;
  Reach reach;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::ListChildren);
    if (!allowed) return;
    reach = reach_of(tx, caller);
    view = {};
    if (is_many(reach, kChildrenAtOnce)) add_lines(tx, reach, page, view);
  });
  if (auto const ok = allowed_or_recorded(context, caller, Action::ListChildren, allowed); !ok) return tl::unexpected(ok.error());
  bool const lines = view.pages > 0;
  record_list(context, caller, Action::ListChildren, lines ? std::vector<ChildId>{} : reach.children);
  if (lines) return view;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { add_children(context, tx, caller, view); });
  return view;
}

Result<TodayView> list_group(Context& context, Caller const& caller, GroupId group) {
  std::vector<ChildId> children;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::ListChildren);
    if (allowed) children = still_mine(tx, caller, tx.children_in_group(group, caller.now));
  });
  if (allowed && children.empty()) allowed = not_there();
  if (auto const ok = allowed_or_recorded(context, caller, Action::ListChildren, allowed, {{}, "group", group.uuid}); !ok)
    return tl::unexpected(ok.error());
  record_list(context, caller, Action::ListChildren, children);
  TodayView view;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    view = {};
    view.children = open_names(context, tx, still_mine(tx, caller, children));
    auto const row = tx.group(group);
    if (!row) return;
    view.groups.push_back({row->id, row->name, {}, view.children});
    for (auto const& location : tx.locations())
      if (location.id == row->location) view.groups.back().location = location.name;
  });
  return view;
}

Result<std::vector<ChildName>> find_children(Context& context, Caller const& caller,
                                             std::function<bool(Private const& first_name)> const& asked_for) {
  std::vector<ChildName> found;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::ListChildren);
    if (allowed) found = open_names(context, tx, my_children(tx, caller));
  });
  if (auto const ok = allowed_or_recorded(context, caller, Action::ListChildren, allowed); !ok) return tl::unexpected(ok.error());
  std::erase_if(found, [&](ChildName const& name) { return !asked_for(name.first_name); });
  std::vector<ChildId> children;
  for (auto const& name : found) children.push_back(name.child);
  record_list(context, caller, Action::ListChildren, children);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const still = still_mine(tx, caller, children);
    std::erase_if(found, [&](ChildName const& name) { return std::find(still.begin(), still.end(), name.child) == still.end(); });
  });
  return found;
}

Result<WaitingListView> see_waiting_list(Context& context, Caller const& caller, std::string_view lang) {
  WaitingListView view;
  if (auto const children = children_to_list(context, caller, Action::SeeWaitingList); !children) return tl::unexpected(children.error());
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const children = my_children(tx, caller);
    auto const names = open_names(context, tx, children);
    auto const today = base::amsterdam_day(caller.now);
    WorkerNames worker(context);
    std::map<ChildId, std::vector<WaitingListView::Line>> of_child;
    std::map<ChildId, ChildName> name_of;
    for (auto const& name : names) name_of.emplace(name.child, name);
    std::set<std::pair<CaseId, std::string>> told;
    each_owed(context, tx, caller, tx.open_routes(children), [&](OwedNow const& now) {
      if (!told.emplace(now.route.route, now.owed.step).second) return true;
      WaitingListView::Line line{name_of.at(now.route.child), now.step.title.in(lang), now.owed.due, is_late(now, today), {}, {}};
      name_it(line, now.who, worker);
      of_child[now.route.child].push_back(std::move(line));
      return true;
    });
    for (auto const& now : looks_back_now(tx, caller, children)) {
      WaitingListView::Line line{name_of.at(now.child), {}, now.on, now.on < today, {}, {}};
      name_it(line, now.who, worker);
      of_child[now.child].push_back(std::move(line));
    }
    view.groups.clear();
    for (auto const& group : by_group(tx, caller, names)) {
      WaitingListView::Group one{group.name, group.location, {}};
      for (auto const& child : group.children)
        for (auto const& line : of_child[child.child]) one.lines.push_back(line);
      // What has a day comes first, by that day.
      std::stable_sort(one.lines.begin(), one.lines.end(), [](auto const& a, auto const& b) {
        if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
        return a.due && *a.due < *b.due;
      });
      view.groups.push_back(std::move(one));
    }
  });
  return view;
}

}  // namespace vlechtwerk::app
