#include "app/gate.h"

#include <array>

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;

tl::unexpected<base::Error> not_there() {
  return base::fail(ErrorKind::NotFound, "not_there", {N_("Dit is er niet, of je mag het niet zien."), {}});
}

namespace {

// Who stands where to a child, as rows of the table below use it.
std::vector<Relation> const kGroupStaff = {Relation::WorksOnGroup, Relation::MentorOf, Relation::LeadsLocation};
std::vector<Relation> const kStaffAndPedagoog = {Relation::WorksOnGroup, Relation::MentorOf, Relation::LeadsLocation,
                                                 Relation::PedagoogAllowed};
std::vector<Relation> const kAllAround = {Relation::WorksOnGroup,    Relation::MentorOf,   Relation::LeadsLocation,
                                          Relation::PedagoogAllowed, Relation::CoachAsked, Relation::CoachesGroup};
std::vector<Relation> const kMentorAndLeading = {Relation::MentorOf, Relation::LeadsLocation};
std::vector<Relation> const kLeading = {Relation::LeadsLocation};
std::vector<Relation> const kNobody = {};

std::vector<Role> const kAnyRole = {};
std::vector<Role> const kWorkers = {Role::PedagogischMedewerker, Role::Leidinggevende};
// A plan may name a colleague with an extra task, or the leidinggevende: a question that was given to her is hers.
std::vector<Role> const kWhoPassesOn = {Role::Pedagoog, Role::PedagogischCoach, Role::PedagogischMedewerker, Role::Leidinggevende};
std::vector<Role> const kWhoAnswers = {Role::Pedagoog, Role::Jeugdzorgcoach, Role::PedagogischCoach, Role::PedagogischMedewerker,
                                       Role::Leidinggevende};
std::vector<Role> const kWithChildren = {Role::PedagogischMedewerker, Role::Leidinggevende, Role::Pedagoog, Role::Jeugdzorgcoach,
                                         Role::PedagogischCoach};
// Whom a plan can name.
std::vector<Role> const kColleagues = {Role::PedagogischMedewerker, Role::Leidinggevende, Role::Pedagoog, Role::Jeugdzorgcoach,
                                       Role::PedagogischCoach,      Role::Projectleider,  Role::Beheerder};

std::vector<Role> const kWhoReadsThePlan = {Role::PedagogischMedewerker, Role::Leidinggevende,   Role::Pedagoog,
                                            Role::Jeugdzorgcoach,        Role::PedagogischCoach, Role::Projectleider};

std::vector<ActionRule> make_table() {
  using enum Action;
  auto const none = ObjectKind::None;
  auto const child = ObjectKind::Child;
  auto const question = ObjectKind::Hulpvraag;
  return {
      // action, code, object, class of data, purpose, relations to the child, roles, writes
      {LogIn, "log_in", none, "none", "access", kNobody, kAnyRole, true},
      {ReadPublic, "read_public", none, "none", "access", kNobody, kAnyRole, false},
      {ManageOwnSession, "manage_own_session", none, "none", "access", kNobody, kAnyRole, true},
      {SeeToday, "see_today", none, "names", "care", kNobody, kAnyRole, false},
      {SeeHelp, "see_help", none, "none", "access", kNobody, kAnyRole, false},
      {ListChildren, "list_children", none, "names", "care", kNobody, kWithChildren, false},
      {SeeWhomToAsk, "see_whom_to_ask", none, "names", "care", kNobody, kWithChildren, false},
      {SeeOurPlan, "see_our_plan", none, "none", "care", kNobody, kWhoReadsThePlan, false},
      {ChangeOurPlan, "change_our_plan", none, "none", "administration", kNobody, {Role::Pedagoog, Role::Leidinggevende}, true},
      {SeeWaitingList, "see_waiting_list", none, "names", "care", kNobody, kWorkers, false},
      {ManageMessages, "manage_messages", none, "none", "access", kNobody, kWithChildren, true},
      {ManageFace, "manage_face", none, "none", "access", kNobody, kColleagues, true},
      {SeePickup, "see_pickup", none, "notes", "care", kNobody, kWorkers, false},
      {SeeChild, "see_child", child, "route", "care", kAllAround, kAnyRole, false},
      {RecordNote, "record_note", child, "notes", "care", kStaffAndPedagoog, kAnyRole, true},
      {WithdrawOwnEntry, "withdraw_own_entry", child, "notes", "care", kAllAround, kAnyRole, true},
      {OpenRoute, "open_route", child, "route", "care", kGroupStaff, kAnyRole, true},
      {DoStep, "do_step", child, "route", "care", kAllAround, kAnyRole, true},
      {WaiveStep, "waive_step", child, "route", "care", kGroupStaff, kAnyRole, true},
      {AssignStep, "assign_step", child, "route", "care", kAllAround, kAnyRole, true},
      {RecordToestemming, "record_toestemming", child, "toestemming", "care", kGroupStaff, kAnyRole, true},
      {RecordAttempt, "record_attempt", child, "toestemming", "care", kStaffAndPedagoog, kAnyRole, true},
      {InformParents, "inform_parents", child, "route", "care", kStaffAndPedagoog, kAnyRole, true},
      {WritePlanVanAanpak, "write_plan_van_aanpak", child, "route", "care", kStaffAndPedagoog, kAnyRole, true},
      {EvaluatePlanVanAanpak, "evaluate_plan_van_aanpak", child, "route", "care", kStaffAndPedagoog, kAnyRole, true},
      {CloseRoute, "close_route", child, "route", "care", kGroupStaff, kAnyRole, true},
      {PauseRoute, "pause_route", child, "route", "care", kMentorAndLeading, kAnyRole, true},
      {ResumeRoute, "resume_route", child, "route", "care", kMentorAndLeading, kAnyRole, true},
      {ReopenRoute, "reopen_route", child, "route", "care", kMentorAndLeading, kAnyRole, true},
      {AdoptPlan, "adopt_plan", child, "route", "care", kMentorAndLeading, kAnyRole, true},
      {SeeWhoSaw, "see_who_saw", child, "access", "accountability", kLeading, kAnyRole, false},
      {AskHulpvraag, "ask_hulpvraag", none, "hulpvraag", "care", kGroupStaff, kWorkers, true},
      {SeeHulpvraag, "see_hulpvraag", question, "hulpvraag", "care", kNobody, kWithChildren, false},
      {AssignHulpvraag, "assign_hulpvraag", question, "hulpvraag", "care", kNobody, kWhoPassesOn, true},
      {AnswerHulpvraag, "answer_hulpvraag", question, "hulpvraag", "care", kNobody, kWhoAnswers, true},
      {ConfirmHulpvraag, "confirm_hulpvraag", question, "hulpvraag", "care", kNobody, kWorkers, true},
      {RegisterChild,
       "register_child",
       ObjectKind::Location,
       "names",
       "administration",
       kNobody,
       {Role::Leidinggevende, Role::Beheerder},
       true},
      {ManageChild, "manage_child", child, "names", "administration", kLeading, kAnyRole, true},
      {EraseChild, "erase_child", child, "names", "administration", kLeading, kAnyRole, true},
      {ManageAbsence, "manage_absence", none, "register", "administration", kNobody, kWithChildren, true},
      {ChooseStandIn, "choose_stand_in", ObjectKind::Location, "register", "administration", kNobody, {Role::Leidinggevende}, true},
      {RemoveFace, "remove_face", none, "register", "administration", kNobody, {Role::Leidinggevende, Role::Beheerder}, true},
      {SeeRegister,
       "see_register",
       ObjectKind::Tenant,
       "register",
       "administration",
       kNobody,
       {Role::Leidinggevende, Role::Beheerder},
       false},
      {ManageRegister, "manage_register", ObjectKind::Tenant, "register", "administration", kNobody, {Role::Beheerder}, true},
      {ManageAccounts, "manage_accounts", ObjectKind::Tenant, "register", "administration", kNobody, {Role::Beheerder}, true},
      {ImportRegister, "import_register", ObjectKind::Tenant, "names", "administration", kNobody, {Role::Beheerder}, true},
  };
}

std::vector<ActionRule> const& table() {
  static std::vector<ActionRule> const rows = make_table();
  return rows;
}

/// The gate role that stands behind a relation: an actor uses only the relations of the membership that was chosen at log-in.
Role role_behind(Relation relation) {
  switch (relation) {
    case Relation::WorksOnGroup:
    case Relation::MentorOf:
      return Role::PedagogischMedewerker;
    case Relation::LeadsLocation:
      return Role::Leidinggevende;
    case Relation::PedagoogAllowed:
      return Role::Pedagoog;
    case Relation::CoachAsked:
      return Role::Jeugdzorgcoach;
    case Relation::CoachesGroup:
      return Role::PedagogischCoach;
  }
  return Role::Beheerder;
}

tl::unexpected<base::Error> not_your_role() {
  return base::fail(ErrorKind::NotAllowed, "not_your_role", {N_("Dit hoort niet bij jouw rol. Vraag het je leidinggevende."), {}});
}

tl::unexpected<base::Error> not_of_your_locations() {
  return base::fail(ErrorKind::NotAllowed, "not_your_role",
                    {N_("Het stappenplan geldt op elke locatie. De pedagoog verandert het, of wie alle locaties leidt."), {}});
}

bool has(std::vector<Role> const& roles, Role role) { return roles.empty() || std::find(roles.begin(), roles.end(), role) != roles.end(); }

/// The membership that was chosen at log-in, if it is in force now.
std::optional<MembershipRow> membership_now(ReadTx const& tx, Caller const& caller) {
  for (auto const& row : tx.memberships_of(caller.actor.account, caller.now))
    if (row.id == caller.actor.membership && row.role == caller.actor.role) return row;
  return std::nullopt;
}

}  // namespace

std::string_view code(Relation relation) {
  switch (relation) {
    case Relation::WorksOnGroup:
      return "works_on_group";
    case Relation::MentorOf:
      return "mentor_of";
    case Relation::LeadsLocation:
      return "leads_location";
    case Relation::PedagoogAllowed:
      return "pedagoog_allowed";
    case Relation::CoachAsked:
      return "coach_asked";
    case Relation::CoachesGroup:
      return "coaches_group";
  }
  return "";
}

std::span<ActionRule const> action_table() { return table(); }
ActionRule const& rule_of(Action action) { return table()[static_cast<std::size_t>(action)]; }
std::string_view code(Action action) { return rule_of(action).code; }

bool may_ever(Action action, Role role) {
  auto const& rule = rule_of(action);
  bool const stands_by = std::any_of(rule.child_relations.begin(), rule.child_relations.end(),
                                     [&](Relation relation) { return role_behind(relation) == role; });
  return has(rule.roles, role) && (rule.object != ObjectKind::Child || stands_by);
}

base::Result<Allowed> allow(ReadTx const& tx, Caller const& caller, Action action, ChildId child) {
  auto const& rule = rule_of(action);
  if (!has(rule.roles, caller.actor.role) || !membership_now(tx, caller)) return not_there();
  for (auto const relation : rule.child_relations) {
    if (role_behind(relation) != caller.actor.role) continue;
    if (auto const hit = tx.related(relation, caller.actor.account, child, caller.now))
      return Allowed{std::string(code(relation)), hit->until};
  }
  return not_there();
}

base::Result<Allowed> allow(ReadTx const& tx, Caller const& caller, Action action, HulpvraagRow const& hulpvraag) {
  auto const membership = membership_now(tx, caller);
  if (!membership || !has(rule_of(action).roles, caller.actor.role) || hulpvraag.status == "withdrawn") return not_there();
  auto const& me = caller.actor.account;
  bool const asker = hulpvraag.asked_by == me;
  bool const given = hulpvraag.assigned_to == me;
  bool const waiting =
      !hulpvraag.assigned_to && caller.actor.role == hulpvraag.waits_for && hulpvraag.organisation == caller.actor.organisation;
  std::string rule;
  switch (action) {
    case Action::SeeHulpvraag:
      rule = asker ? "asked" : given ? "given" : waiting ? "waiting" : "";
      break;
    case Action::AssignHulpvraag:
      rule = waiting ? "waiting" : given ? "given" : "";
      break;
    case Action::AnswerHulpvraag:
      rule = given ? "given" : waiting ? "waiting" : "";
      break;
    case Action::ConfirmHulpvraag:
      rule = asker ? "asked" : "";
      break;
    default:
      break;
  }
  if (rule.empty()) return not_there();
  // A question about a child shows something of that child: who did not ask it must be allowed to know the child, too.
  if (hulpvraag.child && !asker) {
    if (auto const child = allow(tx, caller, Action::SeeChild, *hulpvraag.child); !child) return not_there();
  }
  return Allowed{rule, membership->until};
}

base::Result<Allowed> allow(ReadTx const& tx, Caller const& caller, Action action, std::optional<LocationId> location) {
  auto const& rule = rule_of(action);
  // What is about a child or a question is allowed for that child or question, or not at all.
  if (rule.object == ObjectKind::Child || rule.object == ObjectKind::Hulpvraag) return not_there();
  auto const membership = membership_now(tx, caller);
  if (!membership) return not_your_role();
  if (!has(rule.roles, caller.actor.role)) return not_your_role();
  if (rule.object == ObjectKind::Location && caller.actor.role != Role::Beheerder) {
    if (!location) return not_there();
    bool mine = membership->location == location;
    if (!membership->location)
      for (auto const& one : tx.locations()) mine = mine || (one.id == *location && one.organisation == membership->organisation);
    if (!mine) return not_there();
  }
  // A plan is of every location.
  if (action == Action::ChangeOurPlan && membership->location) return not_of_your_locations();
  return Allowed{"membership", membership->until};
}

std::vector<Relation> relations_of(Role role) {
  std::vector<Relation> out;
  for (auto const relation : kRelations)
    if (role_behind(relation) == role) out.push_back(relation);
  return out;
}

std::vector<Permitted> permitted_actions(ReadTx const& tx, Caller const& caller, ChildId child) {
  static constexpr std::array kOnPage = {
      Action::RecordNote,        Action::OpenRoute,     Action::DoStep,        Action::WaiveStep,          Action::AssignStep,
      Action::RecordToestemming, Action::RecordAttempt, Action::InformParents, Action::WritePlanVanAanpak, Action::EvaluatePlanVanAanpak,
      Action::CloseRoute,        Action::PauseRoute,    Action::ResumeRoute,   Action::ReopenRoute,        Action::AdoptPlan,
      Action::SeeWhoSaw,         Action::ManageChild,   Action::AskHulpvraag};
  // One question per relation, not one per action.
  std::vector<Relation> mine;
  for (auto const relation : relations_of(caller.actor.role))
    if (tx.related(relation, caller.actor.account, child, caller.now)) mine.push_back(relation);
  std::vector<Permitted> out;
  out.reserve(kOnPage.size());
  for (auto const action : kOnPage) {
    auto const& rule = rule_of(action);
    bool allowed = false;
    for (auto const relation : mine)
      allowed = allowed || std::find(rule.child_relations.begin(), rule.child_relations.end(), relation) != rule.child_relations.end();
    allowed = allowed && has(rule.roles, caller.actor.role);
    Permitted one{action, allowed, {}};
    if (!allowed)
      one.reason = rule.child_relations == kLeading ? base::Message{N_("Dit kan de leidinggevende van de locatie."), {}}
                   : rule.child_relations == kMentorAndLeading
                       ? base::Message{N_("Dit kan de mentor van dit kind, of de leidinggevende."), {}}
                       : base::Message{N_("Dit kan de mentor, of wie op de groep van dit kind werkt."), {}};
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace vlechtwerk::app
