// The register as it is shown: places and people, what may be chosen, one member.
#include <algorithm>
#include <map>
#include <set>

#include "app/account.h"
#include "app/faces.h"
#include "app/register_parts.h"
#include "domain/entry_kind.h"

namespace vlechtwerk::app {

namespace kind = domain::entry_kind;

std::vector<CodeLabel> functions_for(Context& context, std::vector<OrganisationRow> const& organisations, std::vector<PlanRow> const& plans,
                                     OrganisationId id, std::string_view lang) {
  std::set<std::string> used;
  for (auto const& one : organisations)
    if (one.id == id && !one.plan.empty()) used = {one.plan};
  if (used.empty())
    for (auto const& one : organisations) used.insert(one.plan);
  // Versions come in ascending order: the newest is read last.
  std::map<std::string, PlanRow const*> newest;
  for (auto const& row : plans)
    if (used.contains(row.plan)) newest[row.plan] = &row;
  std::vector<CodeLabel> out;
  for (auto const& [code, row] : newest) {
    auto const plan = context.plans.read(row->text);
    if (!plan) continue;
    for (auto const& role : (*plan)->roles) {
      bool const told = std::any_of(out.begin(), out.end(), [&](CodeLabel const& one) { return one.code == role.id; });
      if (!told && role.id != "mentor" && role.id != domain::code(Role::Ouder)) out.push_back({role.id, role.text.in(lang)});
    }
  }
  return out;
}

bool is_bare(Context& context, Caller const& caller) {
  bool bare = false;
  if (caller.actor.role == Role::Beheerder)
    context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
      auto const locations = tx.locations();
      bare = std::all_of(locations.begin(), locations.end(), [&](LocationRow const& one) { return tx.groups_at(one.id).empty(); });
    });
  return bare;
}

namespace {

/// What stands on the list of what is still needed.
constexpr Role kNeededRoles[] = {Role::PedagogischMedewerker, Role::Leidinggevende, Role::Pedagoog, Role::Jeugdzorgcoach};

/// Who keeps the whole register; the others see what is of their own organisation.
bool keeps_it(Caller const& caller) { return caller.actor.role == Role::Beheerder; }

/// Of the organisations and locations those that the caller may know.
void add_own_places(ReadTx const& tx, Caller const& caller, RegisterView& view) {
  view.organisations = tx.organisations();
  view.locations = tx.locations();
  if (keeps_it(caller)) return;
  std::erase_if(view.organisations, [&](OrganisationRow const& row) { return row.id != caller.actor.organisation; });
  std::erase_if(view.locations, [&](LocationRow const& row) { return row.organisation != caller.actor.organisation; });
}

/// Whether there are groups, children and notes in the locations of the view. It stops at the first that has all.
void add_what_there_is(ReadTx const& tx, Caller const& caller, RegisterView& view) {
  for (auto const& location : view.locations)
    for (auto const& group : tx.groups_at(location.id)) {
      view.has_groups = true;
      for (auto const child : tx.children_in_group(group.id, caller.now)) {
        view.has_children = true;
        auto const lines = tx.timeline(child, kNoEnd, 20);
        view.has_notes =
            std::any_of(lines.begin(), lines.end(), [](TimelineEntry const& one) { return one.row.kind == kind::kNoteRecorded; });
        if (view.has_notes) return;
      }
    }
}

std::vector<AccountId> accounts_in(std::vector<MembershipRow> const& rows) {
  std::set<AccountId> out;
  for (auto const& row : rows) out.insert(row.account);
  return {out.begin(), out.end()};
}

/// Of the locations of the view, and of the people whom the caller may know.
bool is_large(Context& context, ReadTx const& tx, Caller const& caller, RegisterView const& view) {
  std::size_t groups = 0, people = 0;
  for (auto const& location : view.locations)
    if ((groups += tx.count_groups(location.id)) > kGroupsShown) return true;
  if (keeps_it(caller))
    context.store.read_global([&](GlobalTx const& global) { people = global.account_count(caller.actor.tenant); });
  else
    people = tx.count_members(caller.actor.organisation, caller.now);
  return people > kPeopleShown;
}

/// Who works here is no class of data about children: one row for each time it is opened, and for each time it is refused.
void record_register(Context& context, Caller const& caller, Result<Allowed> const& allowed, AuditObject const& object = {}) {
  write_for(context, caller, [&](WriteTx& tx) {
    tx.audit(audit_row(context, caller, Action::SeeRegister, allowed ? *allowed : Allowed{}, object,
                       allowed ? "seen" : "refused:" + allowed.error().code));
  });
}

RegisterView::Worker opened_worker(Context& context, Caller const& caller, AccountRow const& account, bool with_login) {
  return {account.id,
          account_name(context, account),
          with_login ? account_login(context, account) : Private(),
          account.password_hash.empty(),
          account.disabled && *account.disabled <= caller.now ? account.disabled : std::nullopt,
          {},
          {},
          {},
          false};
}

/// Notes who has a photo that the caller may remove.
void add_faces(ReadTx const& tx, Caller const& caller, RegisterView& view) {
  std::vector<AccountId> accounts;
  for (auto const& worker : view.workers)
    if (may_remove_face(caller, worker.memberships)) accounts.push_back(worker.account);
  auto const with_face = tx.with_face(accounts);
  for (auto& worker : view.workers) worker.face = std::find(with_face.begin(), with_face.end(), worker.account) != with_face.end();
}

/// Titles of plans, and the functions of each organisation of the view.
void add_plans(Context& context, std::vector<OrganisationRow> const& organisations, std::vector<PlanRow> const& plans,
               std::string_view lang, RegisterView& view) {
  // Versions come in ascending order: the newest has the last word on the title.
  std::map<std::string, std::string> titles;
  for (auto const& row : plans)
    if (auto const plan = context.plans.read(row.text)) titles[row.plan] = (*plan)->title.in(lang);
  for (auto const& [code, title] : titles) view.plans.push_back({code, title});
  for (auto const& one : view.organisations) view.functions[one.id] = functions_for(context, organisations, plans, one.id, lang);
}

}  // namespace

Result<RegisterView> see_register(Context& context, Caller const& caller, std::string_view lang, bool pages) {
  RegisterView view;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  std::vector<MembershipRow> memberships, ended;
  std::vector<GroupWorkerRow> works;
  std::vector<PlanRow> plans;
  bool const all = keeps_it(caller);
  std::vector<OrganisationRow> organisations;
  auto const elsewhere = [&](auto const& row) { return !all && row.organisation != caller.actor.organisation; };
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::SeeRegister);
    if (!allowed) return;
    view.tenant = tx.tenant_row().value_or(TenantRow{});
    organisations = tx.organisations();
    add_own_places(tx, caller, view);
    plans = tx.plans();
    view.closings = tx.closings();
    std::erase_if(view.closings, elsewhere);
    view.cards = cards_of(context, tx);
    view.deelprojecten = tx.deelprojecten();
    add_what_there_is(tx, caller, view);
    for (auto const role : kNeededRoles)
      if (std::any_of(view.organisations.begin(), view.organisations.end(),
                      [&](OrganisationRow const& one) { return tx.has_member(one.id, role, caller.now); }))
        view.roles.insert(role);
    view.many = pages && is_large(context, tx, caller, view);
    if (view.many) return;
    view.groups = tx.groups();
    std::erase_if(view.groups, elsewhere);
    memberships = tx.memberships(caller.now);
    std::erase_if(memberships, elsewhere);
    if (all) ended = tx.ended_memberships(caller.now);
    works = tx.group_workers(caller.now);
  });
  record_register(context, caller, allowed);
  if (!allowed) return tl::unexpected(allowed.error());
  add_plans(context, organisations, plans, lang, view);
  if (view.many) return view;

  std::vector<AccountRow> accounts;
  context.store.read_global([&](GlobalTx const& tx) { accounts = tx.accounts_of(caller.actor.tenant); });
  for (auto const& account : accounts) {
    auto const of_this = [&](auto const& row) { return row.account == account.id; };
    if (!all && std::none_of(memberships.begin(), memberships.end(), of_this)) continue;
    // Under which name somebody logs in is for who hands out the letters.
    auto worker = opened_worker(context, caller, account, all);
    std::copy_if(memberships.begin(), memberships.end(), std::back_inserter(worker.memberships), of_this);
    std::copy_if(ended.begin(), ended.end(), std::back_inserter(worker.ended), of_this);
    for (auto const& row : works)
      if (of_this(row))
        if (auto const* group = find_row(view.groups, row.group)) worker.groups.push_back(*group);
    view.workers.push_back(std::move(worker));
  }
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { add_faces(tx, caller, view); });
  return view;
}

Result<PeopleView> see_people(Context& context, Caller const& caller, std::string_view lang, PeoplePart const& part) {
  PeopleView out;
  auto& house = out.house;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  std::vector<OrganisationRow> organisations;
  std::vector<PlanRow> plans;
  auto of = part.organisation;
  if (!of && !keeps_it(caller)) of = caller.actor.organisation;
  std::vector<AccountId> here;  // of the place that is asked for
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    house = {};
    allowed = allow(tx, caller, Action::SeeRegister);
    if (!allowed) return;
    organisations = tx.organisations();
    add_own_places(tx, caller, house);
    auto const* location = part.location ? find_row(house.locations, *part.location) : nullptr;
    if ((part.location && !location) || (of && !find_row(house.organisations, *of))) {
      allowed = not_there();
      return;
    }
    plans = tx.plans();
    if (location) {
      house.groups = tx.groups_at(location->id);
      here = accounts_in(tx.members_at(location->organisation, location->id, caller.now));
    } else if (of) {
      here = accounts_in(tx.members_of(*of, caller.now));
    }
  });
  AuditObject const object = part.location       ? AuditObject{{}, "location", part.location->uuid}
                             : part.organisation ? AuditObject{{}, "organisation", part.organisation->uuid}
                                                 : AuditObject{};
  record_register(context, caller, allowed, object);
  if (!allowed) return tl::unexpected(allowed.error());
  add_plans(context, organisations, plans, lang, house);

  // One more than a page holds tells that there is another.
  bool const of_a_place = part.location || of;
  std::vector<AccountRow> accounts;
  context.store.read_global([&](GlobalTx const& tx) {
    accounts.clear();
    if (!of_a_place) {
      accounts = part.named ? tx.accounts_of(caller.actor.tenant) : tx.some_accounts_of(caller.actor.tenant, part.after, kPeopleShown + 1);
      return;
    }
    for (auto const id : here)
      if (part.named || (part.after < id && accounts.size() <= kPeopleShown))
        if (auto row = tx.account(id)) accounts.push_back(std::move(*row));
  });
  if (part.named) std::erase_if(accounts, [&](AccountRow const& row) { return !part.named(account_name(context, row)); });
  if (!part.named && accounts.size() > kPeopleShown) {
    accounts.erase(accounts.begin() + kPeopleShown, accounts.end());
    out.after = accounts.back().id;
  }
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    house.workers.clear();
    auto const elsewhere = [&](auto const& row) { return !keeps_it(caller) && row.organisation != caller.actor.organisation; };
    for (auto const& account : accounts) {
      auto worker = opened_worker(context, caller, account, keeps_it(caller));
      worker.memberships = tx.memberships_of(account.id, caller.now);
      std::erase_if(worker.memberships, elsewhere);
      if (!keeps_it(caller) && worker.memberships.empty()) continue;
      if (keeps_it(caller)) worker.ended = tx.ended_memberships_of(account.id, caller.now);
      worker.groups = tx.groups_of(account.id, caller.now);
      std::erase_if(worker.groups, elsewhere);
      house.workers.push_back(std::move(worker));
    }
    add_faces(tx, caller, house);
  });
  return out;
}

namespace {

/// The groups that a form of a large house offers: of the location, and those of the deelproject that stand elsewhere.
void add_groups_to_choose(ReadTx const& tx, ChoicesPart const& part, RegisterView& view) {
  if (part.location) view.groups = tx.groups_at(*part.location);
  view.by_group = view.groups.size() > kGroupsShown;
  std::vector<GroupId> more;
  for (auto const& deelproject : view.deelprojecten)
    for (auto const group : deelproject.groups)
      if (!find_row(view.groups, group)) more.push_back(group);
  for (auto& row : tx.groups(more))
    if (find_row(view.locations, row.location)) view.groups.push_back(std::move(row));
}

/// The members that it offers: for who does not keep the whole register those of her own organisation.
std::vector<MembershipRow> members_to_choose(ReadTx const& tx, Caller const& caller, ChoicesPart const& part, RegisterView const& view) {
  using enum ChoicesPart::People;
  std::vector<MembershipRow> out;
  if (part.people == None) return out;
  auto const* location = part.location ? find_row(view.locations, *part.location) : nullptr;
  if (!view.many) {
    out = tx.memberships(caller.now);
  } else if (part.people == OfGroup && view.by_group) {
    auto const* group = part.group ? find_row(view.groups, *part.group) : nullptr;
    if (group)
      for (auto const& work : tx.workers_of(group->id, caller.now))
        for (auto& row : tx.memberships_of(work.account, caller.now)) out.push_back(std::move(row));
  } else if (location) {
    out = tx.members_at(location->organisation, location->id, caller.now);
  }
  std::erase_if(out, [&](MembershipRow const& row) { return !keeps_it(caller) && row.organisation != caller.actor.organisation; });
  return out;
}

}  // namespace

Result<RegisterView> see_choices(Context& context, Caller const& caller, ChoicesPart const& part) {
  RegisterView view;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  std::vector<MembershipRow> members;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    view = {};
    members.clear();
    allowed = allow(tx, caller, Action::SeeRegister);
    if (!allowed) return;
    add_own_places(tx, caller, view);
    if (part.deelproject) {
      view.deelprojecten = tx.deelprojecten();
      std::erase_if(view.deelprojecten, [&](DeelprojectRow const& row) { return row.id != *part.deelproject; });
    }
    if ((part.location && !find_row(view.locations, *part.location)) || (part.deelproject && view.deelprojecten.empty())) {
      allowed = not_there();
      return;
    }
    view.many = is_large(context, tx, caller, view);
    if (view.many) {
      add_groups_to_choose(tx, part, view);
    } else {
      view.groups = tx.groups();
      std::erase_if(view.groups, [&](GroupRow const& row) { return !find_row(view.locations, row.location); });
    }
    members = members_to_choose(tx, caller, part, view);
  });
  record_register(context, caller, allowed, part.location ? AuditObject{{}, "location", part.location->uuid} : AuditObject{});
  if (!allowed) return tl::unexpected(allowed.error());
  context.store.read_global([&](GlobalTx const& tx) {
    view.workers.clear();
    for (auto const id : accounts_in(members))
      if (auto const account = tx.account(id)) {
        auto worker = opened_worker(context, caller, *account, false);
        std::copy_if(members.begin(), members.end(), std::back_inserter(worker.memberships),
                     [&](MembershipRow const& row) { return row.account == id; });
        view.workers.push_back(std::move(worker));
      }
  });
  return view;
}

Result<MemberView> see_member(Context& context, Caller const& caller, MembershipId membership, std::string_view lang) {
  MemberView view;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::SeeRegister);
    if (!allowed) return;
    auto row = tx.membership(membership, caller.now);
    if (!row || (!keeps_it(caller) && row->organisation != caller.actor.organisation)) {
      allowed = not_there();
      return;
    }
    view.row = std::move(*row);
    view.name = WorkerNames(context)(view.row.account);
    view.functions = functions_for(context, tx.organisations(), tx.plans(), view.row.organisation, lang);
  });
  record_register(context, caller, allowed, {{}, "membership", membership.uuid});
  if (!allowed) return tl::unexpected(allowed.error());
  return view;
}

}  // namespace vlechtwerk::app
