// The question of a professional to who can help: by way of the pedagoog, or informally to the coach who is in the house.
#include <algorithm>
#include <set>

#include "app/around.h"
#include "app/use_cases.h"
#include "app/waiting.h"
#include "app/whom_to_ask.h"
#include "app/words.h"
#include "domain/entry_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;

namespace {

constexpr int kDefaultDays = 28;

tl::unexpected<base::Error> no_such_question() {
  return base::fail(ErrorKind::NotFound, "not_there", {N_("Deze vraag is er niet, of je mag haar niet zien."), {}});
}

std::optional<Role> role_now(ReadTx const& tx, AccountId account, Instant now, std::initializer_list<Role> among) {
  for (auto const& row : tx.memberships_of(account, now))
    for (auto const role : among)
      if (row.role == role) return role;
  return std::nullopt;
}

/// A question that names a child goes to somebody outside the group only when parents allow that somebody to know it.
bool parents_allow(ReadTx const& tx, ChildId child, Role recipient, Instant now) {
  auto const facts = tx.child(child);
  if (!facts) return false;
  for (auto const& row : facts->toestemming)
    if (row.recipient == domain::code(recipient) && row.from <= now && now < row.until) return true;
  return false;
}

/// Whether this person may hear about the child: the group's own people know it, for all others parents said yes.
bool may_hear(ReadTx const& tx, ChildId child, AccountId account, Instant now) {
  if (auto const role = role_now(tx, account, now, {Role::Jeugdzorgcoach, Role::Pedagoog, Role::PedagogischCoach}))
    return parents_allow(tx, child, *role, now);
  for (auto const& row : tx.memberships_of(account, now))
    for (auto const relation : relations_of(row.role))
      if (tx.related(relation, account, child, now)) return true;
  return false;
}

tl::unexpected<base::Error> not_this_child() {
  return base::fail(ErrorKind::Refused, "permission_missing",
                    {N_("Deze collega kent dit kind niet. Stel je vraag zonder naam, of kies iemand anders."), {}}, "function");
}

tl::unexpected<base::Error> parents_first(Role recipient) {
  if (recipient == Role::Pedagoog)
    return base::fail(ErrorKind::Refused, "permission_missing",
                      {N_("De pedagoog mag dit kind nog niet kennen. Vraag het eerst aan de ouders, of stel je vraag zonder naam."), {}},
                      "child");
  return base::fail(ErrorKind::Refused, "permission_missing",
                    {N_("De coach mag dit kind nog niet kennen. Vraag het eerst aan de ouders, of stel je vraag zonder naam."), {}},
                    "child");
}

tl::unexpected<base::Error> last_day_is_over() {
  return base::fail(ErrorKind::InvalidInput, "until_before", {N_("De laatste dag is al voorbij."), {}}, "until");
}

/// Who reads the questions of an organisation first: its pedagoog, or its pedagogisch coach when its plan names her and no pedagoog.
Role first_reader(Context& context, ReadTx const& tx, OrganisationId id) {
  auto const plan = newest_plan_of(context, tx, id);
  auto const names = [&](Role role) {
    auto const& roles = plan->roles;
    return std::any_of(roles.begin(), roles.end(), [&](auto const& one) { return one.id == domain::code(role); });
  };
  return plan && names(Role::PedagogischCoach) && !names(Role::Pedagoog) ? Role::PedagogischCoach : Role::Pedagoog;
}

/// Whether the caller works on this group, or leads it.
bool is_own_group(ReadTx const& tx, Caller const& caller, GroupId id) {
  if (caller.actor.role == Role::Leidinggevende) {
    auto const group = tx.group(id);
    return group && group->organisation == caller.actor.organisation &&
           (!caller.actor.location || group->location == *caller.actor.location);
  }
  auto const mine = tx.groups_of(caller.actor.account, caller.now);
  return std::any_of(mine.begin(), mine.end(), [&](GroupRow const& row) { return row.id == id; });
}

journal::Header question_header(Caller const& caller, EntryId id, HulpvraagRow const& row, std::string_view entry_kind) {
  auto const subject = row.child ? journal::subject_of(*row.child) : journal::subject_of(row.asked_by);
  auto header = header_by(caller, id, subject, row.hulpvraag, journal::CaseKind::Question, entry_kind);
  if (!row.group.is_nil()) header.group = row.group;
  return header;
}

void fold_question(Context& context, WriteTx& tx, std::optional<ChildId> child, CaseId hulpvraag, Date today) {
  if (child)
    refold_child(context, tx, *child, today);
  else
    refold_question(tx, hulpvraag);
}

/// The question, when the caller may do this to it now; else a refusal that is audited, the same for a foreign question and for none. Asked
/// before anything is sealed.
Result<HulpvraagRow> find_question(Context& context, Caller const& caller, Action action, CaseId id) {
  std::optional<HulpvraagRow> row;
  bool allowed = false;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    row = tx.hulpvraag(id);
    allowed = row && allow(tx, caller, action, *row);
  });
  if (allowed) return *row;
  write_for(context, caller, [&](WriteTx& tx) {
    AuditObject const object{row ? row->child : std::nullopt, "hulpvraag", id.uuid};
    tx.audit(audit_row(context, caller, action, {}, object, "refused:not_there"));
  });
  return no_such_question();
}

/// The shape of each later entry of a question: gate on the question, append, fold.
template <class Check>
Result<EntryId> add_to_question(Context& context, Caller const& caller, Action action, HulpvraagRow const& row,
                                journal::SealedEntry const& entry, Check const& check) {
  return perform<EntryId>(
      context, caller, action,
      [&](ReadTx const& tx) -> Result<Allowed> {
        auto const now = tx.hulpvraag(row.hulpvraag);
        if (!now) return no_such_question();
        return allow(tx, caller, action, *now);
      },
      [&](WriteTx& tx, AuditObject&) -> Result<EntryId> {
        if (!tx.entry(entry.header.id))
          if (Result<std::monostate> const ok = check(static_cast<ReadTx const&>(tx), *tx.hulpvraag(row.hulpvraag)); !ok)
            return tl::unexpected(ok.error());
        if (auto const added = append_once(context, tx, caller, entry); !added) return tl::unexpected(added.error());
        fold_question(context, tx, row.child, row.hulpvraag, base::amsterdam_day(caller.now));
        return entry.header.id;
      },
      {row.child, "hulpvraag", row.hulpvraag.uuid});
}

}  // namespace

Result<CaseId> ask_hulpvraag(Context& context, Caller const& caller, AskForm const& form) {
  if (auto ok = check_text(form.question, "question", true); !ok) return tl::unexpected(ok.error());
  if (form.child)
    if (auto const may = ask_first(context, caller, Action::AskHulpvraag, *form.child); !may) return tl::unexpected(may.error());
  auto const today = base::amsterdam_day(caller.now);
  if (form.informal && form.until && *form.until < today) return last_day_is_over();
  if (form.informal && !form.coach) return base::fail(ErrorKind::InvalidInput, "no_coach", {N_("Kies aan wie je het vroeg."), {}}, "coach");
  auto const subject = form.child ? journal::subject_of(*form.child) : journal::subject_of(caller.actor.account);
  auto header = header_by(caller, form.id, subject, form.hulpvraag, journal::CaseKind::Question, kind::kHulpvraagAsked);
  header.reason = form.informal ? "informeel" : "formeel";
  header.group = form.group;
  std::optional<Role> coach_role;
  auto reader = Role::Pedagoog;
  std::optional<AccountId> to = form.informal ? form.coach : std::nullopt;  ///< goes to this person; absent: who reads questions first
  bool somebody = true;
  bool own_group = true;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    if (form.child) {
      auto const place = place_of(tx, *form.child, caller.now);
      header.group = place.group;
      if (place.location) header.location = place.location;
    } else if (form.group) {
      own_group = is_own_group(tx, caller, *form.group);
    }
    if (!form.informal) reader = first_reader(context, tx, caller.actor.organisation);
    if (!form.informal && !form.function.empty()) {
      auto const pool = domain::role_from_code(form.function);
      bool const reads_all = pool == Role::Pedagoog || pool == Role::PedagogischCoach;
      if (reads_all) reader = *pool;
      somebody = false;
      for (auto const& one : formal_readers(context, tx, caller, form.child, "nl"))
        if (one.function == form.function) {
          somebody = true;
          if (!reads_all) to = one.person->account;
        }
    }
    if (form.coach) coach_role = role_now(tx, *form.coach, caller.now, {Role::Jeugdzorgcoach, Role::Pedagoog, Role::PedagogischCoach});
  });
  if (!own_group) return base::fail(ErrorKind::InvalidInput, "no_group", {N_("Kies een groep waar je werkt."), {}}, "group");
  if (!somebody)
    return base::fail(ErrorKind::InvalidInput, "nobody", {N_("Niemand heeft nu deze functie. Kies iemand anders."), {}}, "function");
  if (form.informal && !coach_role) return base::fail(ErrorKind::InvalidInput, "no_coach", {N_("Kies aan wie je het vroeg."), {}}, "coach");
  if (!to && reader != Role::Pedagoog) header.function = domain::code(reader);
  auto const entry = seal_for(context, header, {{{"question", form.question.reveal()}}});
  if (!entry) return tl::unexpected(entry.error());

  std::optional<journal::SealedEntry> given;
  if (to) {
    // The id follows from that of the question, so that a form sent twice is one write.
    EntryId given_id = form.id;
    given_id.uuid.bytes[15] ^= 0x01;
    auto giving =
        header_by(caller, given_id, journal::subject_of(*to), form.hulpvraag, journal::CaseKind::Question, kind::kHulpvraagAssigned);
    giving.of = {form.id};
    giving.until = form.until.value_or(today.plus_days(kDefaultDays));
    auto sealed = journal::seal_open(giving);
    if (!sealed) return tl::unexpected(sealed.error());
    given = std::move(*sealed);
  }
  return perform<CaseId>(
      context, caller, Action::AskHulpvraag,
      [&](ReadTx const& tx) -> Result<Allowed> {
        auto role = allow(tx, caller, Action::AskHulpvraag);
        if (!role || !form.child) return role;
        return allow(tx, caller, Action::AskHulpvraag, *form.child);
      },
      [&](WriteTx& tx, AuditObject&) -> Result<CaseId> {
        if (form.child && !tx.entry(form.id)) {
          auto const recipient = form.informal ? *coach_role : reader;
          if (!form.informal && to) {
            if (!may_hear(tx, *form.child, *to, caller.now))
              return form.function == domain::code(Role::Jeugdzorgcoach) ? parents_first(Role::Jeugdzorgcoach) : not_this_child();
          } else if (!parents_allow(tx, *form.child, recipient, caller.now)) {
            return parents_first(recipient);
          }
        }
        // A new question begins a stream of its own: nothing is written into one that exists.
        if (auto const added = append_once(context, tx, caller, *entry, 0); !added) return tl::unexpected(added.error());
        if (given)
          if (auto const added = append_once(context, tx, caller, *given); !added) return tl::unexpected(added.error());
        fold_question(context, tx, form.child, form.hulpvraag, today);
        return form.hulpvraag;
      },
      {form.child, "hulpvraag", form.hulpvraag.uuid});
}

namespace {

std::vector<WorkerName> who_answers(Context& context, ReadTx const& tx, Caller const& caller) {
  std::vector<WorkerName> out;
  WorkerNames worker(context);
  std::set<AccountId> seen;
  for (auto const& row : tx.memberships(caller.now)) {
    bool const of_the_house = row.role == Role::Pedagoog || row.role == Role::PedagogischCoach;
    bool const answers = row.role == Role::Jeugdzorgcoach || (of_the_house && row.organisation == caller.actor.organisation);
    if (!answers || row.account == caller.actor.account || !seen.insert(row.account).second) continue;
    auto const organisation = tx.organisation(row.organisation);
    out.push_back({row.account, worker(row.account), row.role, row.organisation, organisation ? organisation->name : ""});
  }
  return out;
}

}  // namespace

Result<std::vector<WorkerName>> who_can_be_asked(Context& context, Caller const& caller) {
  std::vector<WorkerName> out;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::AskHulpvraag);
    if (allowed) out = who_answers(context, tx, caller);
  });
  if (!allowed) return tl::unexpected(allowed.error());
  return out;
}

Result<EntryId> assign_hulpvraag(Context& context, Caller const& caller, AssignForm const& form) {
  auto const row = find_question(context, caller, Action::AssignHulpvraag, form.hulpvraag);
  if (!row) return tl::unexpected(row.error());
  auto const today = base::amsterdam_day(caller.now);
  if (form.until && *form.until < today) return last_day_is_over();
  auto header =
      header_by(caller, form.id, journal::subject_of(form.to), form.hulpvraag, journal::CaseKind::Question, kind::kHulpvraagAssigned);
  header.of = {row->asked_entry};
  header.until = form.until.value_or(today.plus_days(kDefaultDays));
  auto const entry = journal::seal_open(header);
  if (!entry) return tl::unexpected(entry.error());
  return add_to_question(
      context, caller, Action::AssignHulpvraag, *row, *entry, [&](ReadTx const& tx, HulpvraagRow const& now) -> Result<std::monostate> {
        if (now.status != "asked" && now.status != "assigned")
          return base::fail(ErrorKind::Conflict, "moved", {N_("Op deze vraag is al geantwoord."), {}});
        auto const role = role_now(tx, form.to, caller.now, {Role::Jeugdzorgcoach, Role::Pedagoog, Role::PedagogischCoach});
        if (!role) return base::fail(ErrorKind::InvalidInput, "no_coach", {N_("Kies een coach."), {}}, "to");
        if (now.child && !parents_allow(tx, *now.child, *role, caller.now)) return parents_first(*role);
        return std::monostate{};
      });
}

Result<EntryId> answer_hulpvraag(Context& context, Caller const& caller, AnswerForm const& form) {
  if (auto ok = check_text(form.tip, "tip", true); !ok) return tl::unexpected(ok.error());
  auto const row = find_question(context, caller, Action::AnswerHulpvraag, form.hulpvraag);
  if (!row) return tl::unexpected(row.error());
  auto header = question_header(caller, form.id, *row, kind::kHulpvraagAnswered);
  header.of = {row->asked_entry};
  auto const entry = seal_for(context, header, {{{"tip", form.tip.reveal()}}});
  if (!entry) return tl::unexpected(entry.error());
  return add_to_question(context, caller, Action::AnswerHulpvraag, *row, *entry,
                         [](ReadTx const&, HulpvraagRow const& now) -> Result<std::monostate> {
                           if (now.status == "confirmed" || now.status == "closed")
                             return base::fail(ErrorKind::Conflict, "moved", {N_("Deze vraag is al afgerond."), {}});
                           return std::monostate{};
                         });
}

Result<EntryId> confirm_hulpvraag(Context& context, Caller const& caller, EntryId id, CaseId hulpvraag, Private const& own_words) {
  if (auto ok = check_text(own_words, "own_words", true); !ok) return tl::unexpected(ok.error());
  auto const row = find_question(context, caller, Action::ConfirmHulpvraag, hulpvraag);
  if (!row) return tl::unexpected(row.error());
  auto header = question_header(caller, id, *row, kind::kHulpvraagConfirmed);
  header.of = {row->asked_entry};
  auto const entry = seal_for(context, header, {{{"own_words", own_words.reveal()}}});
  if (!entry) return tl::unexpected(entry.error());
  return add_to_question(context, caller, Action::ConfirmHulpvraag, *row, *entry,
                         [](ReadTx const&, HulpvraagRow const& now) -> Result<std::monostate> {
                           if (now.status != "answered")
                             return base::fail(ErrorKind::Conflict, "moved", {N_("Er is nog geen antwoord om te bevestigen."), {}});
                           return std::monostate{};
                         });
}

// ---------------------------------------------------------------- reading

namespace {

HulpvraagView question_view(Context& context, ReadTx const& tx, Caller const& caller, HulpvraagRow const& row) {
  HulpvraagView view;
  WorkerNames worker(context);
  view.id = row.hulpvraag;
  view.status = row.status;
  view.informal = row.informal;
  view.about_child = row.child.has_value();
  if (row.child && allow(tx, caller, Action::SeeChild, *row.child)) view.child = open_name(context, tx, *row.child);
  if (auto const group = tx.group(row.group)) view.group_name = group->name;
  view.asked_by = worker(row.asked_by);
  view.asked_at = row.asked_at;
  if (row.assigned_to) view.assigned_to = worker(*row.assigned_to);
  for (auto const& entry : settled(tx.entries_of_case(row.hulpvraag))) {
    auto const& header = entry.header;
    if (header.kind == kind::kHulpvraagAssigned) view.until = header.until;
    auto const stored = header.content_version != 0 ? tx.entry(header.id) : std::nullopt;
    auto const contents = stored ? open_entry(context, *stored) : std::nullopt;
    if (!contents) continue;
    if (header.kind == kind::kHulpvraagAsked) view.question = Private(std::string(contents->get("question")));
    if (header.kind == kind::kHulpvraagAnswered) {
      view.tip = Private(std::string(contents->get("tip")));
      view.answered_by = worker(header.actor);
    }
    if (header.kind == kind::kHulpvraagConfirmed) view.own_words = Private(std::string(contents->get("own_words")));
  }
  bool const waits = row.status == "asked" || row.status == "assigned";
  view.can_assign = waits && allow(tx, caller, Action::AssignHulpvraag, row).has_value();
  view.can_answer = waits && allow(tx, caller, Action::AnswerHulpvraag, row).has_value();
  view.can_confirm = row.status == "answered" && allow(tx, caller, Action::ConfirmHulpvraag, row).has_value();
  view.case_version = tx.case_version(row.hulpvraag);
  if (row.asked_by == caller.actor.account) view.unopened_since = unopened_since(tx, row, caller.now);
  if (view.can_assign && row.child && !parents_allow(tx, *row.child, Role::Jeugdzorgcoach, caller.now))
    view.why_not = N_("De ouders zeiden nog geen ja tegen de coach. Je kunt wel zelf antwoorden.");
  return view;
}

}  // namespace

std::vector<HulpvraagView> readable_questions(Context& context, ReadTx const& tx, Caller const& caller,
                                              std::vector<HulpvraagRow> const& rows) {
  std::vector<HulpvraagView> out;
  for (auto const& row : rows)
    if (allow(tx, caller, Action::SeeHulpvraag, row)) out.push_back(question_view(context, tx, caller, row));
  return out;
}

Result<HulpvraagView> see_hulpvraag(Context& context, Caller const& caller, CaseId id, std::string_view) {
  Result<HulpvraagView> answer{tl::unexpect, base::Error{}};
  std::optional<HulpvraagRow> row;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { row = tx.hulpvraag(id); });
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  write_for(context, caller, [&](WriteTx& tx) {
    allowed = row ? allow(tx, caller, Action::SeeHulpvraag, *row) : Result<Allowed>(no_such_question());
    AuditObject const object{row ? row->child : std::nullopt, "hulpvraag", id.uuid};
    tx.audit(audit_row(context, caller, Action::SeeHulpvraag, allowed ? *allowed : Allowed{}, object,
                       allowed ? "seen" : "refused:" + allowed.error().code));
  });
  if (!allowed) return no_such_question();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const now = tx.hulpvraag(id);
    auto const still = now ? allow(tx, caller, Action::SeeHulpvraag, *now) : Result<Allowed>(no_such_question());
    if (!still) {
      answer = tl::unexpected(still.error());
      return;
    }
    auto view = question_view(context, tx, caller, *now);
    if (view.can_assign)
      for (auto const& one : who_answers(context, tx, caller))
        if (one.role != Role::Pedagoog) view.may_be_asked.push_back(one);
    answer = std::move(view);
  });
  if (answer) note_opened(context, caller, {*row});
  return answer;
}

namespace {

bool waits(HulpvraagRow const& row, AccountId reader) {
  return row.status == "asked" || row.status == "assigned" || (row.status == "answered" && row.asked_by == reader);
}

}  // namespace

bool waits(HulpvraagView const& question) {
  return question.status == "asked" || question.status == "assigned" || (question.status == "answered" && question.can_confirm);
}

Result<std::vector<HulpvraagView>> see_inbox(Context& context, Caller const& caller, std::string_view, Instant before) {
  std::vector<HulpvraagView> out;
  std::vector<HulpvraagRow> shown;
  std::vector<ChildId> children;
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::SeeToday);
    if (!allowed) return;
    std::vector<HulpvraagRow> rows = tx.hulpvraag_asked_by(caller.actor.account);
    for (auto const& row : tx.hulpvraag_assigned_to(caller.actor.account)) rows.push_back(row);
    if (caller.actor.role == Role::Pedagoog || caller.actor.role == Role::PedagogischCoach)
      for (auto const& row : tx.hulpvraag_waiting(caller.actor.organisation)) rows.push_back(row);
    std::stable_sort(rows.begin(), rows.end(), [](HulpvraagRow const& a, HulpvraagRow const& b) { return a.asked_at > b.asked_at; });
    std::set<CaseId> seen;
    std::size_t done = 0;
    for (auto const& row : rows) {
      bool const waiting = waits(row, caller.actor.account);
      if (waiting ? before != kNoEnd : row.asked_at >= before || done == kInboxPage) continue;
      if (!seen.insert(row.hulpvraag).second || !allow(tx, caller, Action::SeeHulpvraag, row)) continue;
      if (!waiting) ++done;
      out.push_back(question_view(context, tx, caller, row));
      shown.push_back(row);
      if (row.child) children.push_back(*row.child);
    }
  });
  if (!allowed) return tl::unexpected(allowed.error());
  record_list(context, caller, Action::SeeHulpvraag, children);
  note_opened(context, caller, shown);
  return out;
}

}  // namespace vlechtwerk::app
