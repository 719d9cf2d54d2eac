// The register as it is changed: organisations, places, cards, people and their accounts.
#include <algorithm>
#include <array>

#include "app/account.h"
#include "app/register_parts.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;

namespace {

tl::unexpected<base::Error> choose_organisation() {
  return base::fail(ErrorKind::InvalidInput, "no_organisation", {N_("Kies een organisatie."), {}}, "organisation");
}
tl::unexpected<base::Error> choose_location() {
  return base::fail(ErrorKind::InvalidInput, "no_location", {N_("Kies een locatie van deze organisatie."), {}}, "location");
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

}  // namespace vlechtwerk::app
