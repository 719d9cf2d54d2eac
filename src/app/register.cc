// The register: organisations, people and their accounts; a child that comes, moves, gets a mentor and parents, and is erased.
#include <algorithm>
#include <array>
#include <set>

#include "app/account.h"
#include "app/around.h"
#include "app/erasure.h"
#include "app/faces.h"
#include "app/use_cases.h"
#include "app/words.h"
#include "domain/entry_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;

namespace {

constexpr std::size_t kMostParents = 8;
constexpr int kOldestChildMonths = 18 * 12;

auto asks(Caller const& caller, Action action) {
  return [&caller, action](ReadTx const& tx) { return allow(tx, caller, action); };
}

template <class Row, class Id>
Row const* find_row(std::vector<Row> const& rows, Id id) {
  auto const at = std::find_if(rows.begin(), rows.end(), [&](Row const& row) { return row.id == id; });
  return at == rows.end() ? nullptr : &*at;
}

tl::unexpected<base::Error> choose_organisation() {
  return base::fail(ErrorKind::InvalidInput, "no_organisation", {N_("Kies een organisatie."), {}}, "organisation");
}
tl::unexpected<base::Error> choose_location() {
  return base::fail(ErrorKind::InvalidInput, "no_location", {N_("Kies een locatie van deze organisatie."), {}}, "location");
}
tl::unexpected<base::Error> choose_group() { return base::fail(ErrorKind::InvalidInput, "no_group", {N_("Kies een groep."), {}}, "group"); }
tl::unexpected<base::Error> choose_mentor() {
  return base::fail(ErrorKind::InvalidInput, "no_mentor", {N_("Kies een mentor die nu bij deze organisatie werkt."), {}}, "mentor");
}
tl::unexpected<base::Error> not_there() {
  return base::fail(ErrorKind::NotFound, "not_there", {N_("Dit is er niet, of je mag het niet zien."), {}});
}

bool is_group_type(std::string_view code) {
  static constexpr std::array kTypes = {"regular", "plus", "bso", "peuterspeelzaal", "observatiegroep"};
  return std::find(kTypes.begin(), kTypes.end(), code) != kTypes.end();
}

bool is_education(std::string_view code) {
  static constexpr std::array kLevels = {"", "mbo2", "mbo3", "mbo4", "hbo", "wo"};
  return std::find(kLevels.begin(), kLevels.end(), code) != kLevels.end();
}

Result<std::monostate> check_employment(std::optional<int> fte_hundredths, std::string const& education) {
  if (fte_hundredths && (*fte_hundredths < 0 || *fte_hundredths > 150))
    return base::fail(ErrorKind::InvalidInput, "no_fte", {N_("Schrijf een deel van 1, zoals 0,89."), {}}, "fte");
  if (!is_education(education))
    return base::fail(ErrorKind::InvalidInput, "no_education", {N_("Kies een opleiding uit de lijst."), {}}, "education");
  return std::monostate{};
}

Result<std::monostate> check_lrk(std::string const& lrk) {
  if (lrk.size() > 20 || lrk.find_first_not_of("0123456789 ") != std::string::npos)
    return base::fail(ErrorKind::InvalidInput, "no_lrk", {N_("Een LRK-nummer heeft alleen cijfers. Kijk het na."), {}}, "lrk");
  return std::monostate{};
}

bool is_mentor(ReadTx const& tx, AccountId account, OrganisationId organisation, Instant now) {
  auto const rows = tx.memberships_of(account, now);
  return std::any_of(rows.begin(), rows.end(),
                     [&](MembershipRow const& row) { return row.role == Role::PedagogischMedewerker && row.organisation == organisation; });
}

/// Ids of the entries that one form makes follow from the form's own, so that a form sent twice is one write; they sort in the order of the
/// form.
EntryId derived(EntryId form, std::size_t index) {
  for (auto byte = form.uuid.bytes.rbegin(); index != 0 && byte != form.uuid.bytes.rend(); ++byte) {
    index += *byte;
    *byte = static_cast<std::uint8_t>(index & 0xff);
    index >>= 8;
  }
  return form;
}

std::string card_binding(std::string_view field, PartnerCardId card) { return "partner_card." + std::string(field) + ":" + card.text(); }

Bytes sealed_card_text(Context& context, Private const& text, base::SecretBytes const& key, std::string_view field, PartnerCardId card) {
  auto const& words = text.reveal();
  return journal::wrap(std::span(reinterpret_cast<std::uint8_t const*>(words.data()), words.size()), key, card_binding(field, card),
                       context.random);
}

Private card_text(Bytes const& sealed, base::SecretBytes const& key, std::string_view field, PartnerCardId card) {
  auto const words = journal::unwrap(sealed, key, card_binding(field, card));
  return words ? Private(std::string(words->reveal().begin(), words->reveal().end())) : Private();
}

}  // namespace

std::vector<PartnerCardView> cards_of(Context& context, ReadTx const& tx) {
  std::vector<PartnerCardView> out;
  auto const rows = tx.partner_cards();
  if (rows.empty()) return out;
  auto const key = context.keys.tenant_service_key(tx.tenant(), "register");
  for (auto const& row : rows) {
    auto const organisation = tx.organisation(row.organisation);
    out.push_back({row.id, row.organisation, card_text(row.name_sealed, key, "name", row.id),
                   card_text(row.function_sealed, key, "function", row.id), card_text(row.telephone_sealed, key, "telephone", row.id),
                   organisation ? organisation->name : std::string()});
  }
  std::sort(out.begin(), out.end(),
            [](auto const& a, auto const& b) { return std::tie(a.name.reveal(), a.id) < std::tie(b.name.reveal(), b.id); });
  return out;
}

namespace {

/// The roles of the newest plan of the organisation; where it has none, of every plan that an organisation here follows. Without mentor:
/// that is said per child; and without the parents.
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

}  // namespace

// ---------------------------------------------------------------- who and where

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

Result<OrganisationId> add_organisation(Context& context, Caller const& caller, std::string const& name, OrganisationKind organisation_kind,
                                        std::string const& plan) {
  if (auto const ok = check_text(Private(name), "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  OrganisationRow const row{OrganisationId::make(caller.now, context.random), name, organisation_kind, plan};
  return perform<OrganisationId>(
      context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
      [&](WriteTx& tx, AuditObject& object) -> Result<OrganisationId> {
        object.type = "organisation";
        object.object = row.id.uuid;
        if (!plan.empty() && !tx.newest_plan_version(plan))
          return base::fail(ErrorKind::InvalidInput, "no_plan", {N_("Kies een stappenplan uit de lijst."), {}}, "plan");
        tx.put(row);
        return row.id;
      });
}

Result<OrganisationId> choose_plan(Context& context, Caller const& caller, OrganisationId organisation, std::string const& plan) {
  return perform<OrganisationId>(
      context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
      [&](WriteTx& tx, AuditObject& object) -> Result<OrganisationId> {
        object.type = "organisation";
        object.object = organisation.uuid;
        if (!tx.organisation(organisation))
          return base::fail(ErrorKind::InvalidInput, "no_organisation", {N_("Kies een organisatie uit de lijst."), {}}, "organisation");
        if (!tx.newest_plan_version(plan))
          return base::fail(ErrorKind::InvalidInput, "no_plan", {N_("Kies een stappenplan uit de lijst."), {}}, "plan");
        tx.set_organisation_plan(organisation, plan);
        return organisation;
      });
}

Result<LocationId> add_location(Context& context, Caller const& caller, OrganisationId organisation, std::string const& name,
                                std::string const& lrk) {
  if (auto const ok = check_text(Private(name), "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (auto const ok = check_lrk(lrk); !ok) return tl::unexpected(ok.error());
  LocationRow const row{LocationId::make(caller.now, context.random), organisation, name, lrk};
  return perform<LocationId>(context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
                             [&](WriteTx& tx, AuditObject& object) -> Result<LocationId> {
                               object.type = "location";
                               object.object = row.id.uuid;
                               if (!tx.organisation(organisation)) return choose_organisation();
                               tx.put(row);
                               return row.id;
                             });
}

Result<LocationId> change_location(Context& context, Caller const& caller, LocationForm const& form) {
  if (auto const ok = check_text(Private(form.name), "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (auto const ok = check_lrk(form.lrk); !ok) return tl::unexpected(ok.error());
  return perform<LocationId>(
      context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
      [&](WriteTx& tx, AuditObject& object) -> Result<LocationId> {
        object.type = "location";
        object.object = form.location.uuid;
        auto const locations = tx.locations();
        auto const* at = find_row(locations, form.location);
        if (!at) return not_there();
        if (form.stand_in) {
          auto const works = tx.memberships_of(*form.stand_in, caller.now);
          if (std::none_of(works.begin(), works.end(), [&](MembershipRow const& row) { return row.organisation == at->organisation; }))
            return base::fail(ErrorKind::InvalidInput, "no_stand_in", {N_("Kies iemand die nu bij deze organisatie werkt."), {}},
                              "stand_in");
        }
        tx.put(LocationRow{at->id, at->organisation, form.name, form.lrk, form.stand_in});
        return at->id;
      });
}

Result<ClosingId> put_closing(Context& context, Caller const& caller, ClosingForm const& form) {
  if (auto const ok = check_text(Private(form.name), "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (form.until < form.from)
    return base::fail(ErrorKind::InvalidInput, "until_before_from", {N_("De laatste dag komt voor de eerste. Draai ze om."), {}}, "until");
  if (form.from < Date::of(2000, 1, 1) || form.from.days_until(form.until) > 366 ||
      form.from > base::amsterdam_day(caller.now).plus_months(60))
    return base::fail(ErrorKind::InvalidInput, "strange_day", {N_("Deze dag ligt te ver weg. Kijk het jaartal na."), {}}, "from");
  return perform<ClosingId>(context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
                            [&](WriteTx& tx, AuditObject& object) -> Result<ClosingId> {
                              object.type = "closing";
                              object.object = form.id.uuid;
                              auto organisation = tx.organisation(form.organisation);
                              if (!organisation) return choose_organisation();
                              auto const locations = tx.locations();
                              auto const* location = form.location ? find_row(locations, *form.location) : nullptr;
                              if (form.location && (!location || location->organisation != form.organisation)) return choose_location();
                              auto const before = tx.closings();
                              if (auto const* row = find_row(before, form.id)) tx.unfold_routes(row->organisation, row->location);
                              if (organisation->without_closings) {
                                organisation->without_closings = false;
                                tx.put(*organisation);
                              }
                              tx.put(ClosingRow{form.id, form.organisation, form.location, form.from, form.until, form.name});
                              tx.unfold_routes(form.organisation, form.location);
                              return form.id;
                            });
}

namespace {

/// Takes something out of the register that is found by its id among `rows` of the transaction; `then` with the row that was there.
template <class Id, class Rows, class Then>
Result<Id> remove_from_register(Context& context, Caller const& caller, std::string_view type, Id id, Rows const& rows, Then const& then) {
  return perform<Id>(context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
                     [&](WriteTx& tx, AuditObject& object) -> Result<Id> {
                       object.type = type;
                       object.object = id.uuid;
                       auto const all = rows(tx);
                       auto const* row = find_row(all, id);
                       if (!row) return not_there();
                       tx.remove(id);
                       then(tx, *row);
                       return id;
                     });
}

}  // namespace

Result<ClosingId> remove_closing(Context& context, Caller const& caller, ClosingId closing) {
  return remove_from_register(
      context, caller, "closing", closing, [](WriteTx& tx) { return tx.closings(); },
      [](WriteTx& tx, ClosingRow const& row) { tx.unfold_routes(row.organisation, row.location); });
}

Result<std::monostate> say_no_closings(Context& context, Caller const& caller) {
  return perform<std::monostate>(context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
                                 [&](WriteTx& tx, AuditObject& object) -> Result<std::monostate> {
                                   object.type = "closing";
                                   auto const closings = tx.closings();
                                   for (auto row : tx.organisations()) {
                                     bool const has_some = std::any_of(closings.begin(), closings.end(),
                                                                       [&](ClosingRow const& one) { return one.organisation == row.id; });
                                     if (row.kind != OrganisationKind::Kinderopvang || has_some) continue;
                                     row.without_closings = true;
                                     tx.put(row);
                                   }
                                   return std::monostate{};
                                 });
}

Result<PartnerCardId> put_partner_card(Context& context, Caller const& caller, PartnerCardForm const& form) {
  if (auto const ok = check_text(form.name, "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (auto const ok = check_text(form.function, "function", false, kMostName); !ok) return tl::unexpected(ok.error());
  if (auto const ok = check_text(form.telephone, "telephone", true, kMostName); !ok) return tl::unexpected(ok.error());
  auto const key = context.keys.tenant_service_key(caller.actor.tenant, "register");
  PartnerCardRow const row{form.id, form.organisation, sealed_card_text(context, form.name, key, "name", form.id),
                           sealed_card_text(context, form.function, key, "function", form.id),
                           sealed_card_text(context, form.telephone, key, "telephone", form.id)};
  return perform<PartnerCardId>(context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
                                [&](WriteTx& tx, AuditObject& object) -> Result<PartnerCardId> {
                                  object.type = "partner_card";
                                  object.object = form.id.uuid;
                                  if (!tx.organisation(form.organisation)) return choose_organisation();
                                  tx.put(row);
                                  return form.id;
                                });
}

Result<PartnerCardId> remove_partner_card(Context& context, Caller const& caller, PartnerCardId card) {
  return remove_from_register(
      context, caller, "partner_card", card, [](WriteTx& tx) { return tx.partner_cards(); }, [](auto&...) {});
}

Result<DeelprojectId> put_deelproject(Context& context, Caller const& caller, DeelprojectRow const& form) {
  if (auto const ok = check_text(Private(form.name), "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  return perform<DeelprojectId>(
      context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
      [&](WriteTx& tx, AuditObject& object) -> Result<DeelprojectId> {
        object.type = "deelproject";
        object.object = form.id.uuid;
        if (form.groups.empty())
          return base::fail(ErrorKind::InvalidInput, "no_groups", {N_("Kies een of meer groepen die meedoen."), {}}, "groups");
        for (auto const group : form.groups)
          if (!tx.group(group)) return choose_group();
        tx.put(form);
        return form.id;
      });
}

Result<DeelprojectId> remove_deelproject(Context& context, Caller const& caller, DeelprojectId deelproject) {
  return remove_from_register(
      context, caller, "deelproject", deelproject, [](WriteTx& tx) { return tx.deelprojecten(); }, [](auto&...) {});
}

Result<GroupId> add_group(Context& context, Caller const& caller, LocationId location, std::string const& name,
                          std::string const& group_type) {
  if (auto const ok = check_text(Private(name), "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (!is_group_type(group_type))
    return base::fail(ErrorKind::InvalidInput, "no_group_type", {N_("Kies wat voor groep dit is."), {}}, "group_type");
  auto const id = GroupId::make(caller.now, context.random);
  return perform<GroupId>(context, caller, Action::ManageRegister, asks(caller, Action::ManageRegister),
                          [&](WriteTx& tx, AuditObject& object) -> Result<GroupId> {
                            object.type = "group";
                            object.object = id.uuid;
                            auto const locations = tx.locations();
                            auto const* at = find_row(locations, location);
                            if (!at) return choose_location();
                            tx.put(GroupRow{id, location, at->organisation, name, group_type});
                            return id;
                          });
}

// ---------------------------------------------------------------- people

Result<NewWorker> add_worker(Context& context, Caller const& caller, WorkerForm const& form) {
  if (auto const ok = check_text(form.name, "name", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (auto const ok = check_text(form.login, "login", true, kMostName); !ok) return tl::unexpected(ok.error());
  if (form.role == Role::Ouder)
    return base::fail(ErrorKind::InvalidInput, "no_role", {N_("Ouders krijgen nog geen account. Kies een andere rol."), {}}, "role");
  if (auto const ok = check_employment(form.fte_hundredths, form.education); !ok) return tl::unexpected(ok.error());
  bool taken = false, works_here = false;
  auto const hash = login_hash(context, form.login);
  context.store.read_global([&](GlobalTx const& tx) {
    auto const other = tx.account_by_login(hash);
    taken = other.has_value();
    if (!other) return;
    auto const tenants = tx.tenants_of(other->id);
    works_here = std::find(tenants.begin(), tenants.end(), caller.actor.tenant) != tenants.end();
  });
  auto const name_taken = [] {
    return base::fail(ErrorKind::InvalidInput, "login_taken", {N_("Deze gebruikersnaam is al van iemand. Kies een andere."), {}}, "login");
  };
  auto const account = make_account(context, form.login, form.name, caller.now);
  auto const letter = make_letter(context, account.id, CodePurpose::FirstLogin, caller.now);
  MembershipRow const membership{MembershipId::make(caller.now, context.random),
                                 account.id,
                                 form.organisation,
                                 form.role,
                                 form.location,
                                 caller.now,
                                 kNoEnd,
                                 {},
                                 form.fte_hundredths,
                                 form.education};
  auto const made = perform<MembershipId>(
      context, caller, Action::ManageAccounts, asks(caller, Action::ManageAccounts),
      [&](WriteTx& tx, AuditObject& object) -> Result<MembershipId> {
        object.type = "account";
        object.object = account.id.uuid;
        if (works_here)
          return base::fail(ErrorKind::InvalidInput, "login_taken",
                            {N_("Deze persoon staat al in de lijst. Een tweede rol geven kan in deze versie nog niet."), {}}, "login");
        if (taken) return name_taken();
        if (!tx.organisation(form.organisation)) return choose_organisation();
        auto const locations = tx.locations();
        auto const* location = form.location ? find_row(locations, *form.location) : nullptr;
        if (form.location && (!location || location->organisation != form.organisation)) return choose_location();
        for (auto const id : form.groups) {
          auto const group = tx.group(id);
          if (!group || group->organisation != form.organisation || (form.location && group->location != *form.location))
            return base::fail(ErrorKind::InvalidInput, "no_group", {N_("Kies groepen van deze locatie."), {}}, "groups");
        }
        tx.put(membership);
        for (auto const id : form.groups) tx.put(GroupWorkerRow{account.id, id, caller.now, kNoEnd});
        return membership.id;
      });
  if (!made) return tl::unexpected(made.error());
  // The account comes last: broken off before it, a membership of nobody stays behind, and the form can be sent again.
  bool inserted = false;
  context.store.write_global([&](GlobalWriteTx& tx) {
    inserted = tx.insert(account);
    if (!inserted) return;
    tx.link(account.id, caller.actor.tenant);
    tx.put(letter.row);
  });
  if (!inserted) return name_taken();
  return NewWorker{account.id, letter.code, form.name, form.login};
}

Result<MembershipId> choose_functions(Context& context, Caller const& caller, MembershipId membership, std::vector<std::string> functions) {
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  return perform<MembershipId>(
      context, caller, Action::ManageAccounts, asks(caller, Action::ManageAccounts),
      [&](WriteTx& tx, AuditObject& object) -> Result<MembershipId> {
        object.type = "functions";
        object.object = membership.uuid;
        auto const found = tx.membership(membership, caller.now);
        if (!found) return not_there();
        auto const known = functions_for(context, tx.organisations(), tx.plans(), found->organisation, "nl");
        for (auto const& one : functions)
          if (std::none_of(known.begin(), known.end(), [&](CodeLabel const& label) { return label.code == one; }))
            return base::fail(ErrorKind::InvalidInput, "no_function", {N_("Kies een functie uit het stappenplan."), {}}, "functions");
        auto row = *found;
        row.functions = functions;
        tx.put(row);
        return membership;
      });
}

namespace {
bool is_only_beheerder(ReadTx const& tx, Instant now) {
  auto const rows = tx.memberships(now);
  return std::count_if(rows.begin(), rows.end(), [](MembershipRow const& row) { return row.role == Role::Beheerder; }) == 1;
}
}  // namespace

Result<MembershipId> end_membership(Context& context, Caller const& caller, MembershipId membership) {
  std::optional<AccountId> account;
  auto ended = perform<MembershipId>(context, caller, Action::ManageAccounts, asks(caller, Action::ManageAccounts),
                                     [&](WriteTx& tx, AuditObject& object) -> Result<MembershipId> {
                                       object.type = "membership";
                                       object.object = membership.uuid;
                                       auto const found = tx.membership(membership, caller.now);
                                       if (!found) return not_there();
                                       if (found->role == Role::Beheerder && is_only_beheerder(tx, caller.now))
                                         return base::fail(ErrorKind::Refused, "last_beheerder",
                                                           {N_("Er moet altijd een beheerder zijn. Voeg eerst een tweede toe."), {}});
                                       account = found->account;
                                       auto row = *found;
                                       row.until = caller.now;
                                       tx.put(row);
                                       for (auto const& group : tx.groups_of(row.account, caller.now))
                                         for (auto work : tx.workers_of(group.id, caller.now)) {
                                           if (work.account != row.account || group.organisation != row.organisation) continue;
                                           work.until = caller.now;
                                           tx.put(work);
                                         }
                                       if (tx.memberships_of(row.account, caller.now).empty()) tx.remove_face(row.account);
                                       return membership;
                                     });
  if (!ended) return ended;
  // A session looks at its membership on every request, so this only clears up.
  context.store.write_global([&](GlobalWriteTx& tx) {
    for (auto const& session : tx.sessions_of(*account))
      if (session.membership == membership) tx.end_session(session.id_hash);
  });
  return ended;
}

Result<MembershipId> change_employment(Context& context, Caller const& caller, MembershipId membership, std::optional<int> fte_hundredths,
                                       std::string const& education) {
  if (auto const ok = check_employment(fte_hundredths, education); !ok) return tl::unexpected(ok.error());
  return perform<MembershipId>(context, caller, Action::ManageAccounts, asks(caller, Action::ManageAccounts),
                               [&](WriteTx& tx, AuditObject& object) -> Result<MembershipId> {
                                 object.type = "membership";
                                 object.object = membership.uuid;
                                 auto const found = tx.membership(membership, caller.now);
                                 if (!found) return not_there();
                                 auto row = *found;
                                 row.fte_hundredths = fte_hundredths;
                                 row.education = education;
                                 tx.put(row);
                                 return membership;
                               });
}

Result<NewWorker> new_first_login_code(Context& context, Caller const& caller, AccountId id) {
  std::optional<AccountRow> account;
  std::vector<TenantId> tenants;
  context.store.read_global([&](GlobalTx const& tx) {
    account = tx.account(id);
    tenants = tx.tenants_of(id);
  });
  bool const here = account && std::find(tenants.begin(), tenants.end(), caller.actor.tenant) != tenants.end();
  // Who lost the second factor comes in with the letter alone, and sets both anew: the beheerder vouches for who holds it.
  auto const purpose = account && account->second_factor != SecondFactor::None ? CodePurpose::Recovery : CodePurpose::FirstLogin;
  auto const letter = make_letter(context, id, purpose, caller.now);
  auto const allowed =
      perform<AccountId>(context, caller, Action::ManageAccounts, asks(caller, Action::ManageAccounts),
                         [&](WriteTx&, AuditObject& object) -> Result<AccountId> {
                           object.type = "code";
                           object.object = id.uuid;
                           if (!here) return not_there();
                           // A letter opens every work of a person, so one beheerder cannot hand it out for another's.
                           if (tenants.size() > 1)
                             return base::fail(ErrorKind::Refused, "elsewhere_too",
                                               {N_("Deze persoon werkt ook ergens anders. Vraag wie de server beheert om een code."), {}});
                           return id;
                         });
  if (!allowed) return tl::unexpected(allowed.error());
  context.store.write_global([&](GlobalWriteTx& tx) { tx.put(letter.row); });
  return NewWorker{id, letter.code, account_name(context, *account), account_login(context, *account)};
}

// ---------------------------------------------------------------- a child comes

namespace {

/// A code of ISO 639-1.
bool is_language(std::string const& code) {
  return code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// `prefix` tells the fields of several parents in one form apart: parent1_name.
Result<std::monostate> check_parent(ParentForm const& form, std::string const& prefix = {}) {
  static constexpr std::array<std::string_view, 4> kKinds = {"ouder", "pleegouder", "voogd", "anders"};
  if (auto ok = check_text(form.name, prefix + "name", true, kMostName); !ok) return ok;
  if (std::find(kKinds.begin(), kKinds.end(), form.kind) == kKinds.end())
    return base::fail(ErrorKind::InvalidInput, "no_relation", {N_("Kies wat deze persoon van het kind is."), {}}, prefix + "kind");
  if (form.kind == "anders" && form.relation.empty())
    return base::fail(ErrorKind::InvalidInput, "no_relation", {N_("Schrijf erbij wat deze persoon van het kind is."), {}},
                      prefix + "relation");
  if (!is_language(form.language))
    return base::fail(ErrorKind::InvalidInput, "no_language", {N_("Kies de taal van deze persoon uit de lijst."), {}}, prefix + "language");
  if (auto ok = check_text(form.telephone, prefix + "telephone", false, kMostName); !ok) return ok;
  return check_text(form.relation, prefix + "relation", false, kMostName);
}

Result<journal::SealedEntry> seal_parent(Context& context, journal::Header header, PersonId person, ParentForm const& form) {
  header.subject = journal::subject_of(person);
  header.outcome = form.gezag ? "gezag" : "geen_gezag";
  header.content_version = 2;
  auto const flag = [](bool yes) { return std::string(yes ? "ja" : "nee"); };
  journal::Contents contents{{{"name", form.name.reveal()},
                              {"relation", form.kind},
                              {"informed", flag(form.informed)},
                              {"collects", flag(form.collects)},
                              {"language", form.language}}};
  if (!form.relation.empty()) contents.texts["relation_words"] = form.relation.reveal();
  if (!form.telephone.empty()) contents.texts["telephone"] = form.telephone.reveal();
  return seal_for(context, header, contents);
}

/// Somebody new is known by the id of the entry that names her.
PersonId new_person(EntryId entry) { return PersonId{entry.uuid}; }

/// The first day in a group or with a mentor: a mistyped year is caught.
Result<std::monostate> check_first_day(Caller const& caller, Date day) {
  if (day < Date::of(2000, 1, 1) || day > base::amsterdam_day(caller.now).plus_months(12))
    return base::fail(ErrorKind::InvalidInput, "strange_day", {N_("Deze dag ligt te ver weg. Kijk het jaartal na."), {}}, "from");
  return std::monostate{};
}

Result<std::monostate> check_child(Caller const& caller, RegisterChildForm const& form) {
  auto const today = base::amsterdam_day(caller.now);
  if (auto ok = check_text(form.first_name, "first_name", true, kMostName); !ok) return ok;
  if (auto ok = check_text(form.last_name, "last_name", true, kMostName); !ok) return ok;
  if (form.born_on > today || form.born_on < today.plus_months(-kOldestChildMonths))
    return base::fail(ErrorKind::InvalidInput, "strange_birthday", {N_("Kijk de geboortedag na. Deze kan niet kloppen."), {}}, "born_on");
  if (form.from)
    if (auto ok = check_first_day(caller, *form.from); !ok) return ok;
  if (!form.language.empty() && !is_language(form.language))
    return base::fail(ErrorKind::InvalidInput, "no_language", {N_("Kies de taal uit de lijst."), {}}, "language");
  if (form.parents.size() > kMostParents)
    return base::fail(ErrorKind::InvalidInput, "many_parents", {N_("Vul hooguit acht ouders in."), {}}, "parents");
  for (std::size_t i = 0; i < form.parents.size(); ++i)
    if (auto ok = check_parent(form.parents[i], "parent" + std::to_string(i + 1) + "_"); !ok) return ok;
  return std::monostate{};
}

/// All entries that come with a new child, in order, sealed.
Result<std::vector<journal::SealedEntry>> seal_child(Context& context, Caller const& caller, RegisterChildForm const& form,
                                                     GroupRow const& group) {
  std::vector<Result<journal::SealedEntry>> made;
  auto const header = [&](std::size_t index, std::string_view entry_kind) {
    auto out = header_by(caller, derived(form.id, index), journal::subject_of(form.child), domain::case_of(form.child),
                         journal::CaseKind::Child, entry_kind);
    // Where the child is, also when a beheerder of another organisation writes it down.
    out.organisation = group.organisation;
    out.location = group.location;
    out.group = group.id;
    return out;
  };
  auto const from = form.from.value_or(base::amsterdam_day(caller.now));
  auto registered = header(0, kind::kChildRegistered);
  registered.birth_month = base::Month::of(form.born_on);
  registered.group_type = group.group_type;
  journal::Contents names{
      {{"first_name", form.first_name.reveal()}, {"last_name", form.last_name.reveal()}, {"born_on", form.born_on.text()}}};
  if (!form.language.empty()) names.texts["language"] = form.language;
  made.push_back(seal_for(context, registered, names));
  auto placed = header(1, kind::kChildPlaced);
  placed.from = from;
  placed.outcome = domain::code_of(form.days);
  made.push_back(journal::seal_open(placed));
  if (form.mentor) {
    auto mentor = header(2, kind::kMentorAssigned);
    mentor.subject = journal::subject_of(*form.mentor);
    mentor.from = from;
    made.push_back(journal::seal_open(mentor));
  }
  for (std::size_t i = 0; i < form.parents.size(); ++i) {
    auto const linked = header(3 + i, kind::kPersonLinked);
    made.push_back(seal_parent(context, linked, new_person(linked.id), form.parents[i]));
  }
  std::vector<journal::SealedEntry> out;
  for (auto& one : made) {
    if (!one) return tl::unexpected(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace

Result<ChildId> register_child(Context& context, Caller const& caller, RegisterChildForm const& form) {
  if (auto const ok = check_child(caller, form); !ok) return tl::unexpected(ok.error());
  std::optional<GroupRow> group;
  bool may = false;
  auto const ask = [&](ReadTx const& tx) {
    return allow(tx, caller, Action::RegisterChild, group ? std::optional(group->location) : std::nullopt);
  };
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    group = tx.group(form.group);
    may = group && ask(tx).has_value();
  });
  // Sealing makes keys: not for who may not do this. The gate is asked again below, and refuses in the audit log.
  std::vector<journal::SealedEntry> entries;
  Bytes hash;
  if (may) {
    auto sealed = seal_child(context, caller, form, *group);
    if (!sealed) return tl::unexpected(sealed.error());
    entries = std::move(*sealed);
    hash = context.lookup.child(form.first_name, form.last_name, form.born_on,
                                context.keys.tenant_service_key(caller.actor.tenant, "child_lookup"));
  }
  return perform<ChildId>(context, caller, Action::RegisterChild, ask, [&](WriteTx& tx, AuditObject& object) -> Result<ChildId> {
    object.child = form.child;
    object.type = "child";
    object.object = form.id.uuid;
    if (entries.empty()) return choose_group();
    if (!tx.entry(form.id)) {
      // A new child has a new id: nothing of another child can be written over this way.
      if (tx.case_version(domain::case_of(form.child)) != 0)
        return base::fail(ErrorKind::Conflict, "child_exists",
                          {N_("Dit formulier is al gebruikt voor een ander kind. Begin opnieuw."), {}});
      if (form.mentor && !is_mentor(tx, *form.mentor, group->organisation, caller.now)) return choose_mentor();
      if (!form.knows_twin && !tx.children_with_hash(hash).empty())
        return base::fail(ErrorKind::Conflict, "twin",
                          {N_("Er is al een kind met deze naam en geboortedag. Kijk eerst of het hetzelfde kind is."), {}});
    }
    bool fresh = false;
    for (auto const& entry : entries) {
      auto const added = append_once(context, tx, caller, entry);
      if (!added) return tl::unexpected(added.error());
      fresh = fresh || *added;
    }
    if (!fresh) return form.child;
    refold_child(context, tx, form.child, base::amsterdam_day(caller.now));
    tx.put_child_hash(form.child, hash);
    return form.child;
  });
}

// ---------------------------------------------------------------- a child is here

namespace {

/// Appends one entry about a child whose leidinggevende this is, and folds. `check` looks at the same snapshot, at the first time only.
template <class Check>
Result<EntryId> manage(Context& context, Caller const& caller, ChildId child, std::string_view object_type,
                       journal::SealedEntry const& entry, Check const& check) {
  return perform_on<EntryId>(context, caller, Action::ManageChild, child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = object_type;
    object.object = entry.header.id.uuid;
    if (!tx.entry(entry.header.id))
      if (Result<std::monostate> const ok = check(static_cast<ReadTx const&>(tx)); !ok) return tl::unexpected(ok.error());
    auto const added = append_once(context, tx, caller, entry);
    if (!added) return tl::unexpected(added.error());
    if (*added) refold_child(context, tx, child, base::amsterdam_day(caller.now));
    return entry.header.id;
  });
}

journal::Header child_header(Context& context, Caller const& caller, EntryId id, ChildId child, std::string_view entry_kind) {
  return header_about(context, caller, id, child, domain::case_of(child), journal::CaseKind::Child, entry_kind);
}

}  // namespace

Result<EntryId> assign_mentor(Context& context, Caller const& caller, EntryId id, ChildId child, AccountId mentor) {
  auto header = child_header(context, caller, id, child, kind::kMentorAssigned);
  header.subject = journal::subject_of(mentor);
  auto const entry = journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return manage(context, caller, child, "mentor", *entry, [&](ReadTx const& tx) -> Result<std::monostate> {
    if (!is_mentor(tx, mentor, place_of(tx, child, caller.now).organisation.value_or(caller.actor.organisation), caller.now))
      return choose_mentor();
    return std::monostate{};
  });
}

Result<EntryId> place_child(Context& context, Caller const& caller, EntryId id, ChildId child, GroupId group_id, Date from,
                            domain::Weekdays days, Placing placing) {
  if (auto const ok = check_first_day(caller, from); !ok) return tl::unexpected(ok.error());
  std::optional<GroupRow> group;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { group = tx.group(group_id); });
  auto header = header_by(caller, id, journal::subject_of(child), domain::case_of(child), journal::CaseKind::Child, kind::kChildPlaced);
  if (placing == Placing::Moves) header.reason = "verhuisd";
  header.outcome = domain::code_of(days);
  header.from = from;
  header.group = group_id;
  if (group) header.location = group->location;
  auto const entry = journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return manage(context, caller, child, "group", *entry, [&](ReadTx const&) -> Result<std::monostate> {
    // To another organisation a child does not move: there it is registered, with the parents.
    if (!group || group->organisation != caller.actor.organisation) return choose_group();
    return std::monostate{};
  });
}

Result<EntryId> end_placement(Context& context, Caller const& caller, EntryId id, ChildId child, EntryId placement, Date last) {
  if (auto ok = check_first_day(caller, last); !ok) return base::fail(ok.error().kind, ok.error().code, ok.error().message, "until");
  auto header = child_header(context, caller, id, child, kind::kEventCorrected);
  header.of = {placement};
  header.set = {*journal::correctable_tag("until")};
  header.until = last;
  auto const entry = journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return manage(context, caller, child, "group", *entry, [&](ReadTx const& tx) -> Result<std::monostate> {
    auto const facts = tx.child(child);
    auto const at = std::find_if(facts->in_group.begin(), facts->in_group.end(),
                                 [&](InGroupRow const& row) { return row.entry == placement && caller.now < row.until; });
    if (at == facts->in_group.end()) return choose_group();
    if (last < base::amsterdam_day(at->from))
      return base::fail(ErrorKind::InvalidInput, "until_before", {N_("De laatste dag ligt voor de eerste."), {}}, "until");
    return std::monostate{};
  });
}

Result<EntryId> link_parent(Context& context, Caller const& caller, EntryId id, ChildId child, ParentForm const& form) {
  if (auto const ok = check_parent(form); !ok) return tl::unexpected(ok.error());
  // Sealing makes a key for the person: not for who may not do this.
  bool may = false;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { may = allow(tx, caller, Action::ManageChild, child).has_value(); });
  auto const header = child_header(context, caller, id, child, kind::kPersonLinked);
  auto const entry = may ? seal_parent(context, header, new_person(id), form) : journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return manage(context, caller, child, "person", *entry, [&](ReadTx const&) -> Result<std::monostate> {
    if (!may) return not_there();
    return std::monostate{};
  });
}

Result<EntryId> change_parent(Context& context, Caller const& caller, EntryId id, ChildId child, PersonId person, ParentForm const& form) {
  if (auto const ok = check_parent(form); !ok) return tl::unexpected(ok.error());
  auto const stands_around = [&](ReadTx const& tx) {
    auto const facts = tx.child(child);
    return facts && std::any_of(facts->person.begin(), facts->person.end(), [&](ChildPersonRow const& row) {
             return row.person == person && row.from <= caller.now && caller.now < row.until;
           });
  };
  bool may = false;
  context.store.read(caller.actor.tenant,
                     [&](ReadTx const& tx) { may = allow(tx, caller, Action::ManageChild, child).has_value() && stands_around(tx); });
  auto const header = child_header(context, caller, id, child, kind::kPersonLinked);
  auto const entry = may ? seal_parent(context, header, person, form) : journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return manage(context, caller, child, "person", *entry, [&](ReadTx const& tx) -> Result<std::monostate> {
    if (!may || !stands_around(tx)) return not_there();
    return std::monostate{};
  });
}

// ---------------------------------------------------------------- a child is erased

Result<Erased> erase_child(Context& context, Caller const& caller, EntryId id, ChildId child) {
  std::set<journal::Subject> subjects;
  Instant at = caller.now;
  bool before = false;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const entry = tx.entry(id);
    before = entry && entry->header.kind == kind::kChildErased && entry->header.case_id == domain::case_of(child) &&
             entry->header.actor == caller.actor.account;
    if (!before) return;
    at = entry->position.recorded_at;
    subjects = subjects_to_erase(tx, child);
  });
  // Once erased nobody stands in a relation to the child any more. Sent again (the first was perhaps broken off before the keys were
  // destroyed), the keys are what is left to do.
  if (!before) {
    auto const entry = journal::seal_open(child_header(context, caller, id, child, kind::kChildErased));
    if (!entry) return tl::unexpected(entry.error());
    auto const written =
        perform_on<EntryId>(context, caller, Action::EraseChild, child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
          object.type = "child";
          object.object = id.uuid;
          if (auto const added = append_once(context, tx, caller, *entry); !added) return tl::unexpected(added.error());
          refold_child(context, tx, child, base::amsterdam_day(caller.now));
          subjects = subjects_to_erase(tx, child);
          return id;
        });
    if (!written) return tl::unexpected(written.error());
  }
  for (auto const& subject : subjects) context.keys.destroy(caller.actor.tenant, subject, at);
  return Erased{base::amsterdam_day(at).plus_days(kOldestBackupDays)};
}

}  // namespace vlechtwerk::app
