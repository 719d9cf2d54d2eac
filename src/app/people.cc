#include "app/people.h"

#include <algorithm>

#include "app/around.h"
#include "app/who_has.h"
#include "app/words.h"
#include "domain/entry_kind.h"
#include "domain/stappenplan/replay.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

namespace {

bool hands_on(Caller const& caller, ChildProjection const& child) {
  return caller.actor.role == Role::Leidinggevende || mentor_now(child, caller.now) == caller.actor.account;
}

/// The members who stand in a relation to the child; each account once.
std::vector<MembershipRow> members_around(ReadTx const& tx, ChildProjection const& child, Instant now) {
  std::vector<MembershipRow> near, out;
  auto const add = [&](std::vector<MembershipRow> const& rows) { near.insert(near.end(), rows.begin(), rows.end()); };
  for (auto const& place : child.in_group)
    if (place.from <= now && now < place.until) add(tx.members_at(place.organisation, place.location, now));
  if (auto const mentor = mentor_now(child, now)) add(tx.memberships_of(*mentor, now));
  for (auto const& open : child.hulpvraag_open)
    if (open.from <= now && now < open.until) add(tx.memberships_of(open.account, now));
  for (auto const& row : near) {
    if (std::any_of(out.begin(), out.end(), [&](MembershipRow const& one) { return one.account == row.account; })) continue;
    auto const relations = relations_of(row.role);
    if (std::any_of(relations.begin(), relations.end(),
                    [&](Relation relation) { return tx.related(relation, row.account, child.child, now).has_value(); }))
      out.push_back(row);
  }
  return out;
}

/// The open route of the child, with the step; nullopt when there is none.
struct OpenRouteStep {
  RouteRow row;
  std::shared_ptr<plan_engine::Plan const> plan;
  std::size_t step = 0;
};
std::optional<OpenRouteStep> open_step(Context& context, ReadTx const& tx, ChildProjection const& child, std::string const& step) {
  for (auto const& row : child.route) {
    if (row.status == "closed") continue;
    auto const plan = context.plans.get(tx, row.plan, row.plan_version);
    auto const index = plan ? (*plan)->step(step) : std::nullopt;
    if (index) return OpenRouteStep{row, *plan, *index};
  }
  return std::nullopt;
}

std::string function_of(OpenRouteStep const& one) {
  auto const& step = one.plan->steps[one.step];
  for (auto const& owed : one.row.obligations)
    if (owed.step == step.id && !owed.escalation) return owed.role;
  return step.by.empty() ? std::string() : step.by.front();
}

}  // namespace

// ---------------------------------------------------------------- who has a step

Result<AssignView> see_assign(Context& context, Caller const& caller, ChildId child, std::string const& step, std::string_view lang) {
  if (auto const allowed = record_view(context, caller, Action::AssignStep, child); !allowed) return tl::unexpected(allowed.error());
  Result<AssignView> answer = not_there();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    if (auto const still = allow(tx, caller, Action::AssignStep, child); !still) {
      answer = tl::unexpected(still.error());
      return;
    }
    auto const facts = tx.child(child);
    auto const found = facts ? open_step(context, tx, *facts, step) : std::nullopt;
    if (!found) return;
    WorkerNames worker(context);
    auto const who = WhoHasNow(tx, caller.now)(step_of_child(*facts, found->row, step, function_of(*found), caller.now));
    AssignView view{open_name(context, tx, child), found->row.route, step, found->plan->steps[found->step].title.in(lang), {}, {}, {}, {}};
    if (who.account) view.has = worker(*who.account);
    if (who.stands_in_for) view.stands_in_for = worker(*who.stands_in_for);
    view.mine = who.account == caller.actor.account;
    if (hands_on(caller, *facts))
      for (auto const& row : members_around(tx, *facts, caller.now))
        if (row.account != caller.actor.account)
          view.colleagues.push_back({row.account, worker(row.account), row.role, row.organisation, {}});
    answer = std::move(view);
  });
  return answer;
}

Result<EntryId> assign_step(Context& context, Caller const& caller, AssignStepForm const& form) {
  auto const child = child_of(context, caller, Action::AssignStep, form.route);
  if (!child) return tl::unexpected(child.error());
  auto header = header_about(context, caller, form.id, *child, form.route, journal::CaseKind::Route, kind::kStepAssigned);
  header.subject = journal::subject_of(form.to);
  header.step = form.step;
  auto const entry = journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<EntryId>(context, caller, Action::AssignStep, *child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "step";
    object.object = form.id.uuid;
    if (!tx.entry(form.id)) {
      auto const facts = tx.child(*child);
      auto const found = open_step(context, tx, *facts, form.step);
      if (!found || found->row.route != form.route)
        return base::fail(ErrorKind::Refused, "no_open_step", {N_("Deze stap loopt niet meer. Kijk bij dit kind wat er nu staat."), {}});
      if (form.to != caller.actor.account) {
        if (!hands_on(caller, *facts))
          return base::fail(ErrorKind::NotAllowed, "only_mentor",
                            {N_("De mentor of de leidinggevende geeft een stap aan een collega. Jij kunt hem zelf overnemen."), {}}, "to");
        auto const around = members_around(tx, *facts, caller.now);
        if (std::none_of(around.begin(), around.end(), [&](MembershipRow const& row) { return row.account == form.to; }))
          return base::fail(ErrorKind::InvalidInput, "no_colleague", {N_("Kies een collega die met dit kind werkt."), {}}, "to");
      }
    }
    auto const added = append_once(context, tx, caller, *entry);
    if (!added) return tl::unexpected(added.error());
    if (*added) fold_on(context, tx, *child, entry->header, caller.now);
    return form.id;
  });
}

// ---------------------------------------------------------------- away

bool leads(Caller const& caller, MembershipRow const& row) {
  return caller.actor.role == Role::Leidinggevende && row.organisation == caller.actor.organisation &&
         (!caller.actor.location || row.location == caller.actor.location);
}

namespace {

bool speaks_for(ReadTx const& tx, Caller const& caller, AccountId account) {
  if (account == caller.actor.account) return true;
  auto const rows = tx.memberships_of(account, caller.now);
  return std::any_of(rows.begin(), rows.end(), [&](MembershipRow const& row) { return leads(caller, row); });
}

/// Who can do the steps of workers of this location.
bool can_stand_in(MembershipRow const& row, LocationRow const& location) {
  return (row.role == Role::PedagogischMedewerker || row.role == Role::Leidinggevende) && row.organisation == location.organisation &&
         (!row.location || row.location == location.id);
}

void add_once(std::vector<WorkerName>& to, WorkerNames& worker, MembershipRow const& row) {
  if (std::none_of(to.begin(), to.end(), [&](WorkerName const& one) { return one.account == row.account; }))
    to.push_back({row.account, worker(row.account), row.role, row.organisation, {}});
}

auto asks_for_absence(Caller const& caller) {
  return [&caller](ReadTx const& tx) { return allow(tx, caller, Action::ManageAbsence); };
}

}  // namespace

Result<AbsencesView> see_absences(Context& context, Caller const& caller, std::function<bool(Private const& name)> const& named) {
  AbsencesView view;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  bool const leading = caller.actor.role == Role::Leidinggevende;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    view = {};
    allowed = allow(tx, caller, Action::ManageAbsence);
    if (!allowed) return;
    WorkerNames worker(context);
    view.many = leading && tx.count_members(caller.actor.organisation, caller.now) > kPeopleShown;
    std::vector<MembershipRow> members;
    if (leading && (!view.many || named)) members = tx.members_of(caller.actor.organisation, caller.now);
    if (view.many && named) std::erase_if(members, [&](MembershipRow const& row) { return !named(worker(row.account)); });
    std::vector<LocationRow> mine;
    for (auto const& location : tx.locations())
      if (leading && location.organisation == caller.actor.organisation &&
          (!caller.actor.location || *caller.actor.location == location.id))
        mine.push_back(location);
    for (auto const& row : members)
      if (leads(caller, row) && row.account != caller.actor.account) add_once(view.colleagues, worker, row);
    std::vector<AccountId> people{caller.actor.account};
    for (auto const& one : view.colleagues) people.push_back(one.account);
    auto absent = view.many ? tx.absences(caller.now) : tx.absences(people, caller.now);
    // Of a large house whoever is away is found first, and then whether the caller leads her.
    if (view.many) std::erase_if(absent, [&](AbsenceRow const& row) { return !speaks_for(tx, caller, row.account); });
    for (auto const& row : absent)
      view.absences.push_back({row.account, worker(row.account), row.from, base::amsterdam_day(row.from),
                               base::amsterdam_day({row.until.us - 1}), row.account == caller.actor.account});
    for (auto const& location : mine) {
      AbsencesView::Location one{location.id, location.name, tx.stand_in(location.id), {}};
      auto rows = members;
      if (view.many && one.stand_in)
        for (auto& row : tx.memberships_of(*one.stand_in, caller.now)) rows.push_back(std::move(row));
      for (auto const& row : rows)
        if (can_stand_in(row, location)) add_once(one.choices, worker, row);
      view.locations.push_back(std::move(one));
    }
  });
  // A list of colleagues or a search leaves a line, as does a try that was refused; one's own days are nobody else's.
  if (leading || named || !allowed)
    write_for(context, caller, [&](WriteTx& tx) {
      tx.audit(audit_row(context, caller, Action::ManageAbsence, allowed ? *allowed : Allowed{}, {},
                         allowed ? "seen" : "refused:" + allowed.error().code));
    });
  if (!allowed) return tl::unexpected(allowed.error());
  std::stable_sort(view.absences.begin(), view.absences.end(), [](auto const& a, auto const& b) { return a.from < b.from; });
  return view;
}

Result<AccountId> record_absence(Context& context, Caller const& caller, AbsenceForm const& form) {
  auto const today = base::amsterdam_day(caller.now);
  return perform<AccountId>(
      context, caller, Action::ManageAbsence, asks_for_absence(caller), [&](WriteTx& tx, AuditObject& object) -> Result<AccountId> {
        object.type = "account";
        object.object = form.account.uuid;
        if (!speaks_for(tx, caller, form.account))
          return base::fail(ErrorKind::NotAllowed, "not_yours",
                            {N_("Dit kan deze collega zelf, of de leidinggevende van haar locatie."), {}}, "account");
        if (form.last < form.first)
          return base::fail(ErrorKind::InvalidInput, "until_before", {N_("De laatste dag ligt voor de eerste."), {}}, "last");
        if (form.last < today)
          return base::fail(ErrorKind::InvalidInput, "over", {N_("Deze dagen zijn al voorbij. Kies vandaag of een latere dag."), {}},
                            "last");
        if (form.first < today.plus_months(-24) || form.last > today.plus_months(24))
          return base::fail(ErrorKind::InvalidInput, "strange_day", {N_("Deze dag ligt te ver weg. Kijk het jaartal na."), {}}, "last");
        tx.put(AbsenceRow{form.account, base::amsterdam_midnight(form.first), base::amsterdam_midnight(form.last.plus_days(1))});
        return form.account;
      });
}

Result<AccountId> end_absence(Context& context, Caller const& caller, AccountId account, Instant from) {
  return perform<AccountId>(context, caller, Action::ManageAbsence, asks_for_absence(caller),
                            [&](WriteTx& tx, AuditObject& object) -> Result<AccountId> {
                              object.type = "account";
                              object.object = account.uuid;
                              if (!speaks_for(tx, caller, account)) return not_there();
                              for (auto row : tx.absences({account}, caller.now)) {
                                if (row.from != from) continue;
                                row.until = std::max(row.from, caller.now);
                                tx.put(row);
                                return account;
                              }
                              return not_there();
                            });
}

Result<LocationId> choose_stand_in(Context& context, Caller const& caller, LocationId location, std::optional<AccountId> stand_in) {
  return perform<LocationId>(
      context, caller, Action::ChooseStandIn, [&](ReadTx const& tx) { return allow(tx, caller, Action::ChooseStandIn, location); },
      [&](WriteTx& tx, AuditObject& object) -> Result<LocationId> {
        object.type = "location";
        object.object = location.uuid;
        auto const locations = tx.locations();
        auto const at = std::find_if(locations.begin(), locations.end(), [&](LocationRow const& row) { return row.id == location; });
        auto const rows = stand_in ? tx.memberships_of(*stand_in, caller.now) : std::vector<MembershipRow>{};
        if (stand_in && std::none_of(rows.begin(), rows.end(), [&](MembershipRow const& row) { return can_stand_in(row, *at); }))
          return base::fail(ErrorKind::InvalidInput, "no_stand_in", {N_("Kies iemand die op deze locatie werkt."), {}}, "stand_in");
        tx.put(StandInRow{location, stand_in});
        return location;
      });
}

// ---------------------------------------------------------------- at the door

namespace {

/// Few days have more; of one that has, up to kNotesOfADay are read.
constexpr std::size_t kFewOfADay = 4;
constexpr int kNotesOfADay = 60;
/// A talk that is further away needs no word at the door yet.
constexpr int kDaysAhead = 7;

/// What is told at the door, in passing; a worry is told in a talk, and that is a step.
bool is_told_at_the_door(std::string_view note_kind) { return note_kind == plan_engine::positive_note || note_kind == "opvallend"; }

/// The groups that the reader can choose from, or of many only the one that she asks for; and which of them she gets.
void add_groups(ReadTx const& tx, Caller const& caller, std::optional<GroupId> asked, PickupView& view) {
  bool const leading = caller.actor.role == Role::Leidinggevende;
  auto locations = tx.locations();
  std::erase_if(locations, [&](LocationRow const& row) {
    return row.organisation != caller.actor.organisation || (caller.actor.location && *caller.actor.location != row.id);
  });
  auto rows = leading ? std::vector<GroupRow>{} : tx.groups_of(caller.actor.account, caller.now);
  auto count = rows.size();
  for (auto const& location : locations)
    if (leading) count += tx.count_groups(location.id);
  view.many = count > kGroupsAtOnce;
  if (leading && view.many && asked) {
    if (auto row = tx.group(*asked)) rows.push_back(std::move(*row));
  } else if (leading) {
    for (auto const& location : locations)
      for (auto& row : tx.groups_at(location.id)) rows.push_back(std::move(row));
  }
  if (view.many && asked) std::erase_if(rows, [&](GroupRow const& row) { return row.id != *asked; });
  for (auto const& row : rows)
    for (auto const& location : locations)
      if (location.id == row.location) view.groups.push_back({row.id, row.name, location.name});
  for (auto const& one : view.groups)
    if (!view.group && (asked ? *asked == one.id : !view.many)) view.group = one.id;
}

std::vector<PickupView::Step> steps_to_tell(Context& context, ReadTx const& tx, ChildProjection const& child, Date today,
                                            std::string_view lang) {
  std::vector<PickupView::Step> out;
  for (auto const& route : child.route) {
    auto const plan = route.status == "closed" ? base::Result<std::shared_ptr<plan_engine::Plan const>>(tl::unexpect, base::Error{})
                                               : context.plans.get(tx, route.plan, route.plan_version);
    if (!plan) continue;
    for (auto const& owed : route.obligations) {
      auto const index = (*plan)->step(owed.step);
      if (!index || owed.escalation || (owed.due && *owed.due > today.plus_days(kDaysAhead))) continue;
      auto const& step = (*plan)->steps[*index];
      bool const hears = owed.rule == plan_engine::parents_informed_rule;
      if (!hears && step.parents == plan_engine::Parents::None) continue;
      if (std::any_of(out.begin(), out.end(), [&](PickupView::Step const& one) { return one.step == step.id; })) continue;
      out.push_back(
          {step.id, step.title.in(lang), !hears && step.parents == plan_engine::Parents::Talk, owed.due, owed.due && *owed.due < today});
    }
  }
  return out;
}

/// What was noted today and parents did not hear yet.
void add_notes(Context& context, ReadTx const& tx, Caller const& caller, ChildProjection const& child, std::string_view lang,
               PickupView::Child& out) {
  auto const midnight = base::amsterdam_midnight(base::amsterdam_day(caller.now));
  auto timeline = tx.timeline(child.child, kNoEnd, static_cast<int>(kFewOfADay));
  if (timeline.size() == kFewOfADay && timeline.back().row.occurred >= midnight) timeline = tx.timeline(child.child, kNoEnd, kNotesOfADay);
  std::vector<StoredEntry const*> notes;
  for (auto const& [row, entry] : timeline) {
    if (row.occurred < midnight) break;
    if (row.kind == kind::kParentsInformed) {
      out.told = true;
      break;
    }
    if (entry && row.kind == kind::kNoteRecorded && is_told_at_the_door(entry->header.outcome)) notes.push_back(&*entry);
  }
  auto const plan = notes.empty() ? nullptr : plan_followed(context, tx, caller, child);
  for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
    auto const& kind_of_note = (*note)->header.outcome;
    if (auto const contents = open_entry(context, **note))
      out.notes.push_back({plan_engine::note_words(plan.get(), kind_of_note, lang), base::Private(std::string(contents->get("text"))),
                           kind_of_note == plan_engine::positive_note});
  }
  std::stable_partition(out.notes.begin(), out.notes.end(), [](PickupView::Note const& note) { return note.positive; });
}

/// The children who come to the group on this day, as far as is known.
std::vector<ChildId> who_come(ReadTx const& tx, Caller const& caller, GroupId group) {
  auto const today = base::amsterdam_day(caller.now);
  std::vector<ChildId> out;
  for (auto const child : still_mine(tx, caller, tx.children_in_group(group, caller.now))) {
    auto const places = tx.standing(child).in_group;
    if (std::any_of(places.begin(), places.end(), [&](InGroupRow const& row) {
          return row.group == group && row.from <= caller.now && caller.now < row.until && domain::may_come_on(row.days, today);
        }))
      out.push_back(child);
  }
  return out;
}

}  // namespace

Result<PickupView> see_pickup(Context& context, Caller const& caller, std::string_view lang, std::optional<GroupId> group) {
  PickupView view;
  std::vector<ChildId> children;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::SeePickup);
    if (!allowed) return;
    view = {};
    add_groups(tx, caller, group, view);
    if (view.group) children = who_come(tx, caller, *view.group);
  });
  if (!allowed) {
    write_for(context, caller,
              [&](WriteTx& tx) { tx.audit(audit_row(context, caller, Action::SeePickup, {}, {}, "refused:" + allowed.error().code)); });
    return tl::unexpected(allowed.error());
  }
  if (group && !view.group) return not_there();
  if (!view.group) return view;
  fold_what_is_due(context, caller, children);
  record_list(context, caller, Action::SeePickup, children);
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const today = base::amsterdam_day(caller.now);
    // Once more on this snapshot: what ended since is not shown, and nobody is whose view was not written down.
    auto const still = who_come(tx, caller, *view.group);
    for (auto& name : open_names(context, tx, children)) {
      if (std::find(still.begin(), still.end(), name.child) == still.end()) continue;
      auto const facts = tx.child(name.child);
      PickupView::Child one{std::move(name), {}, {}, {}, false};
      add_notes(context, tx, caller, *facts, lang, one);
      one.steps = steps_to_tell(context, tx, *facts, today, lang);
      one.people = parents_of(context, tx, *facts, caller.now);
      view.children.push_back(std::move(one));
    }
  });
  return view;
}

}  // namespace vlechtwerk::app
