// What a worker writes down about a child: a note, a word of the parents, that they were told; and taking back what was just saved.
#include <algorithm>
#include <array>

#include "app/around.h"
#include "app/use_cases.h"
#include "app/words.h"
#include "domain/entry_kind.h"
#include "domain/stappenplan/note_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;
namespace plan_engine = domain::stappenplan;

namespace {

/// A note may be written long before it arrives, so the common kinds are taken wherever the child is; an own kind where the plan names it.
bool knows_kind(Context& context, Caller const& caller, NoteForm const& form) {
  if (plan_engine::is_common_note_kind(form.kind)) return true;
  bool known = false;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const child = tx.child(form.child);
    auto const plan = child ? plan_followed(context, tx, caller, *child) : nullptr;
    known = plan && plan_engine::names_note(*plan, form.kind);
  });
  return known;
}

}  // namespace

Result<EntryId> record_note(Context& context, Caller const& caller, NoteForm const& form) {
  if (auto ok = check_text(form.text, "text", true); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_text(form.did, "did", false); !ok) return tl::unexpected(ok.error());
  if (auto const may = ask_first(context, caller, Action::RecordNote, form.child); !may) return tl::unexpected(may.error());
  if (!knows_kind(context, caller, form))
    return base::fail(ErrorKind::InvalidInput, "unknown_kind", {N_("Kies wat voor notitie dit is."), {}}, "kind");
  auto header =
      header_about(context, caller, form.id, form.child, domain::case_of(form.child), journal::CaseKind::Child, kind::kNoteRecorded);
  header.outcome = form.kind;
  header.nature = form.nature;
  if (form.occurred) {
    header.occurred = *form.occurred;
    if (moment_of(header.occurred) > caller.now)
      return base::fail(ErrorKind::InvalidInput, "in_future", {N_("Dit moment moet nog komen. Kies een eerder moment."), {}}, "occurred");
  }
  journal::Contents contents{{{"text", form.text.reveal()}}};
  if (!form.did.empty()) contents.texts["did"] = form.did.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<EntryId>(context, caller, Action::RecordNote, form.child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "note";
    object.object = form.id.uuid;
    auto const added = append_once(context, tx, caller, *entry);
    if (!added) return tl::unexpected(added.error());
    if (!*added) return form.id;
    fold_on(context, tx, form.child, entry->header, caller.now);
    return form.id;
  });
}

namespace {

std::optional<std::string_view> word_kind(std::string_view word) {
  if (word == "given") return kind::kToestemmingGiven;
  if (word == "refused") return kind::kToestemmingRefused;
  if (word == "withdrawn") return kind::kToestemmingWithdrawn;
  if (word == "unreachable" || word == kNotReached) return kind::kToestemmingUnreachable;
  return std::nullopt;
}

bool is_unreachable_reason(std::string_view code) {
  static constexpr std::array<std::string_view, 4> kReasons = {"reageert_niet", "geen_contactgegevens", "kan_niet", "anders"};
  return std::find(kReasons.begin(), kReasons.end(), code) != kReasons.end();
}

/// What the act asks: the newest plan that knows it says so, as for the gate (project.h).
std::optional<plan_engine::Act> act_of(Context& context, ReadTx const& tx, ChildProjection const& child, std::string const& act) {
  for (auto route = child.route.rbegin(); route != child.route.rend(); ++route) {
    auto const plan = context.plans.get(tx, route->plan, route->plan_version);
    if (auto const index = plan ? (*plan)->act(act) : std::nullopt) return (*plan)->acts[*index];
  }
  return std::nullopt;
}

/// Whether this person said no to the act, at last, on that moment or before.
bool said_no(ReadTx const& tx, ChildId child, journal::Header const& about) {
  bool no = false;
  for (auto const& [position, header] : settled(tx.entries_of_child(child))) {
    if (header.act != about.act || header.subject != about.subject || !header.kind.starts_with("toestemming.")) continue;
    if (header.kind != kind::kToestemmingUnreachable && moment_of(header.occurred) <= moment_of(about.occurred))
      no = header.kind != kind::kToestemmingGiven;
  }
  return no;
}

/// The leidinggevende goes on without the word of a parent: only where the plan allows it, and never past a no.
Result<std::monostate> check_decision(ReadTx const& tx, ChildId child, std::optional<plan_engine::Act> const& act,
                                      journal::Header const& header) {
  if (!act || !act->unreachable_may)
    return base::fail(ErrorKind::Refused, "word_needed",
                      {N_("Jullie stappenplan vraagt hier het antwoord van elke ouder. Schrijf op dat jullie het probeerden."), {}},
                      "word");
  if (said_no(tx, child, header))
    return base::fail(ErrorKind::Refused, "said_no", {N_("Deze ouder zei nee. Dat blijft zo, tot deze ouder zelf iets anders zegt."), {}},
                      "word");
  return std::monostate{};
}

}  // namespace

Result<journal::SealedEntry> seal_word(Context& context, Caller const& caller, ToestemmingForm const& form) {
  auto const word = word_kind(form.word);
  if (!word) return base::fail(ErrorKind::InvalidInput, "unknown_word", {N_("Kies wat deze ouder zei."), {}}, "word");
  if (form.word == "unreachable" && caller.actor.role != Role::Leidinggevende)
    return base::fail(ErrorKind::NotAllowed, "only_leidinggevende",
                      {N_("Dat een ouder niet te bereiken is, legt de leidinggevende vast."), {}}, "word");
  if (form.word == "unreachable" && !is_unreachable_reason(form.reason))
    return base::fail(ErrorKind::InvalidInput, "no_reason", {N_("Kies waarom deze ouder niet bereikbaar is."), {}}, "reason");
  auto const on = happened(caller, form.on);
  if (!on) return tl::unexpected(on.error());
  if (form.until && *form.until < journal::day_of(*on))
    return base::fail(ErrorKind::InvalidInput, "until_before", {N_("De laatste dag ligt voor de dag van het antwoord."), {}}, "until");
  auto header = header_about(context, caller, form.id, form.child, domain::case_of(form.child), journal::CaseKind::Child, *word);
  if (form.person) header.subject = journal::subject_of(*form.person);
  header.occurred = *on;
  header.act = form.act;
  if (form.word != kNotReached) header.until = form.until;
  if (form.word == "unreachable") header.reason = form.reason;
  journal::Contents contents;
  if (!form.how.empty()) contents.texts["how"] = form.how.reveal();
  return seal_for(context, header, contents);
}

Result<std::monostate> append_word(Context& context, WriteTx& tx, Caller const& caller, ToestemmingForm const& form,
                                   journal::SealedEntry const& entry) {
  auto const child = tx.child(form.child);
  bool linked = false;
  for (auto const& row : child->person)
    linked = linked || (row.person == form.person && row.gezag && row.from <= caller.now && caller.now < row.until);
  auto const act = act_of(context, tx, *child, form.act);
  auto const asked_from = act ? act->child_from : std::nullopt;
  bool const child_asked = asked_from && child->birth_month.age_months(journal::day_of(entry.header.occurred)) >= 12 * *asked_from;
  if (!form.person && !child_asked)
    return base::fail(ErrorKind::InvalidInput, "child_not_asked",
                      {N_("Dit kind beslist hier nog niet zelf over mee. Leg vast wat de ouders zeggen."), {}}, "person");
  if (form.person && !linked) return base::fail(ErrorKind::InvalidInput, "no_gezag", {N_("Kies een ouder met gezag."), {}}, "person");
  if (form.word == "unreachable" && !tx.entry(form.id))
    if (auto ok = check_decision(tx, form.child, act, entry.header); !ok) return ok;
  auto const added = append_once(context, tx, caller, entry);
  if (!added) return tl::unexpected(added.error());
  return std::monostate{};
}

Action action_for(ToestemmingForm const& form) { return form.word == kNotReached ? Action::RecordAttempt : Action::RecordToestemming; }

Result<EntryId> record_toestemming(Context& context, Caller const& caller, ToestemmingForm const& form) {
  auto const action = action_for(form);
  if (auto ok = check_text(form.how, "how", form.word == kNotReached, 100'000); !ok) return tl::unexpected(ok.error());
  if (auto const may = ask_first(context, caller, action, form.child); !may) return tl::unexpected(may.error());
  auto const entry = seal_word(context, caller, form);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<EntryId>(context, caller, action, form.child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "toestemming";
    object.object = form.id.uuid;
    if (auto ok = append_word(context, tx, caller, form, *entry); !ok) return tl::unexpected(ok.error());
    refold_child(context, tx, form.child, base::amsterdam_day(caller.now));
    return form.id;
  });
}

Result<EntryId> inform_parents(Context& context, Caller const& caller, InformForm const& form) {
  auto const on = happened(caller, form.on);
  if (!on) return tl::unexpected(on.error());
  if (auto const may = ask_first(context, caller, Action::InformParents, form.child); !may) return tl::unexpected(may.error());
  auto header =
      header_about(context, caller, form.id, form.child, domain::case_of(form.child), journal::CaseKind::Child, kind::kParentsInformed);
  header.occurred = *on;
  journal::Contents contents;
  if (!form.words.empty()) contents.texts["words"] = form.words.reveal();
  auto const entry = seal_for(context, header, contents);
  if (!entry) return tl::unexpected(entry.error());
  return perform_on<EntryId>(context, caller, Action::InformParents, form.child, [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "parents_informed";
    object.object = form.id.uuid;
    auto const added = append_once(context, tx, caller, *entry);
    if (!added) return tl::unexpected(added.error());
    if (*added) fold_on(context, tx, form.child, entry->header, caller.now);
    return form.id;
  });
}

namespace {

/// What stands in the story can be taken back; the register is changed by a new entry, and what was taken back stays so.
bool can_be_taken_back(std::string_view entry_kind) {
  static constexpr std::array<std::string_view, 8> kStory = {"note.", "toestemming.", "parents.",         "route.",
                                                             "step.", "plan.",        "plan_van_aanpak.", "hulpvraag."};
  return std::any_of(kStory.begin(), kStory.end(), [&](std::string_view start) { return entry_kind.starts_with(start); });
}

}  // namespace

Result<EntryId> undo(Context& context, Caller const& caller, EntryId id, EntryId target) {
  std::optional<StoredEntry> entry, again;
  std::optional<ChildId> child;
  std::optional<HulpvraagRow> hulpvraag;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    again = tx.entry(id);
    entry = tx.entry(target);
    if (!entry) return;
    child = tx.child_of_case(entry->header.case_id);
    if (!child) hulpvraag = tx.hulpvraag(entry->header.case_id);
  });
  if (again && again->header.actor == caller.actor.account && again->header.kind == kind::kEventWithdrawn &&
      again->header.of == std::vector{target})
    return id;  // sent twice
  if (!entry || entry->header.actor != caller.actor.account || !can_be_taken_back(entry->header.kind) || (!child && !hulpvraag)) {
    write_for(context, caller, [&](WriteTx& tx) {
      AuditObject const object{child, "entry", target.uuid};
      tx.audit(audit_row(context, caller, Action::WithdrawOwnEntry, {}, object, "refused:not_there"));
    });
    return not_there();
  }
  if (caller.now > entry->position.recorded_at.plus_seconds(60))
    return base::fail(ErrorKind::Refused, "too_late", {N_("De minuut is voorbij. Schrijf een nieuwe notitie met wat er anders is."), {}});
  auto header = header_by(caller, id, entry->header.subject, entry->header.case_id, entry->header.case_kind, kind::kEventWithdrawn);
  header.of = {target};
  auto const sealed = journal::seal_open(header);
  if (!sealed) return tl::unexpected(sealed.error());
  auto const act = [&](WriteTx& tx, AuditObject& object) -> Result<EntryId> {
    object.type = "entry";
    object.object = target.uuid;
    auto const added = append_once(context, tx, caller, *sealed);
    if (!added) return tl::unexpected(added.error());
    if (!*added) return id;
    tx.remove_contents(target);
    if (child)
      refold_child(context, tx, *child, base::amsterdam_day(caller.now));
    else
      refold_question(tx, header.case_id);
    return id;
  };
  if (child) return perform_on<EntryId>(context, caller, Action::WithdrawOwnEntry, *child, act);
  return perform<EntryId>(
      context, caller, Action::WithdrawOwnEntry, [&](ReadTx const& tx) { return allow(tx, caller, Action::SeeHulpvraag, *hulpvraag); },
      act);
}

}  // namespace vlechtwerk::app
