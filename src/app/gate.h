#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "app/caller.h"

/// The one gate (architecture.md section 5): what may be done stands in one table; the default is no.
namespace vlechtwerk::app {

/// Everything that a person can ask of the product. A route of the web layer names exactly one; a test compares both lists.
enum class Action {
  // without a session
  LogIn,
  ReadPublic,  ///< static files, the log-in page, health
  // any session
  ManageOwnSession,  ///< log out, language, choose a membership
  SeeToday,
  SeeHelp,
  // a child
  ListChildren,
  SeeWhomToAsk,    ///< "Bij wie moet ik zijn?" and who does what
  SeeOurPlan,      ///< the stappenplan of the own organisation
  ChangeOurPlan,   ///< its draft, and the next version
  SeeWaitingList,  ///< what waits, per group and child: to print
  ManageMessages,  ///< when a message may come: one's own setting
  ManageFace,      ///< a small picture of oneself
  SeePickup,       ///< "Bij het ophalen": what parents are to be told today
  SeeChild,
  RecordNote,
  WithdrawOwnEntry,  ///< "Ongedaan maken", within one minute, own entry only
  OpenRoute,
  DoStep,
  WaiveStep,
  AssignStep,  ///< who has a step from now on
  RecordToestemming,
  RecordAttempt,  ///< that a parent was not reached; decides nothing
  InformParents,
  WritePlanVanAanpak,
  EvaluatePlanVanAanpak,
  CloseRoute,
  PauseRoute,
  ResumeRoute,
  ReopenRoute,
  AdoptPlan,  ///< a route goes on with a newer version of its plan
  SeeWhoSaw,
  // a question
  AskHulpvraag,
  SeeHulpvraag,
  AssignHulpvraag,
  AnswerHulpvraag,
  ConfirmHulpvraag,
  // the register
  RegisterChild,
  ManageChild,  ///< groups, mentor, parents of a child
  EraseChild,
  ManageAbsence,  ///< days on which somebody is not at work: one's own; of others who leads their location
  ChooseStandIn,  ///< who does the steps of colleagues of a location who are away
  RemoveFace,     ///< a photo of somebody else that should not be there
  SeeRegister,    ///< organisations, locations, groups, people
  ManageRegister,
  ManageAccounts,
  ImportRegister,  ///< children, parents, groups, staff and closing days from the table of a planning package
};

/// What an action is about, as far as the gate must know it.
enum class ObjectKind { None, Child, Hulpvraag, Location, Tenant };

struct ActionRule {
  Action action{};
  std::string_view code;  ///< in audit rows and in the matrix; stable
  ObjectKind object{};
  std::string_view fields_class;          ///< class of data that it opens: none, names, notes, route, toestemming, hulpvraag, register
  std::string_view purpose;               ///< code; why the law lets us (docs/security/threat-model.md)
  std::vector<Relation> child_relations;  ///< any one of these opens it; for ObjectKind::Child
  std::vector<Role> roles;                ///< the actor's membership must have one of these; empty: any role
  bool writes = false;
};

/// The whole table, in the order of Action.
std::span<ActionRule const> action_table();
ActionRule const& rule_of(Action action);
std::string_view code(Action action);

/// The answer of the gate. `rule` goes into the audit row.
struct Allowed {
  std::string rule;
  Instant until = kNoEnd;  ///< when it stops to hold, as far as known
};

/// May this actor do this to this child now? Reads only relations and memberships; knows no rule of permission of its own.
base::Result<Allowed> allow(ReadTx const& tx, Caller const& caller, Action action, ChildId child);
/// The same for a question: its asker, who it was given to, and (while nobody has it) who it waits for in its organisation; where it names
/// a child, who it was given to must also stand in a relation to that child.
base::Result<Allowed> allow(ReadTx const& tx, Caller const& caller, Action action, HulpvraagRow const& hulpvraag);
/// The same for what is about no child: the role decides, and for a location its place.
base::Result<Allowed> allow(ReadTx const& tx, Caller const& caller, Action action, std::optional<LocationId> location = std::nullopt);

/// Whether the gate can say yes to this role at all, to some child, question or place; for pages that explain what a role does.
bool may_ever(Action action, Role role);

/// The relations that a role may stand in: an actor uses only those of the membership that was chosen at log-in.
std::vector<Relation> relations_of(Role role);

/// What is foreign is not there: no difference between something that does not exist and something that this person may not know of.
tl::unexpected<base::Error> not_there();

/// A thing on a page that a person might want to do: allowed, or the sentence that says who can, or what comes first.
struct Permitted {
  Action action{};
  bool allowed = false;
  base::Message reason;  ///< empty when allowed
};
std::vector<Permitted> permitted_actions(ReadTx const& tx, Caller const& caller, ChildId child);

}  // namespace vlechtwerk::app
