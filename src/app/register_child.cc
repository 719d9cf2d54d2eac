// A child comes, moves, gets a mentor and parents, and is erased.
#include <algorithm>
#include <array>
#include <set>

#include "app/account.h"
#include "app/erasure.h"
#include "app/register_parts.h"
#include "domain/entry_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;

namespace {

constexpr std::size_t kMostParents = 8;
constexpr int kOldestChildMonths = 18 * 12;

tl::unexpected<base::Error> choose_mentor() {
  return base::fail(ErrorKind::InvalidInput, "no_mentor", {N_("Kies een mentor die nu bij deze organisatie werkt."), {}}, "mentor");
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
