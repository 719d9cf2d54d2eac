#pragma once
#include "app/use_cases.h"

/// Who does what when somebody is away, and what parents hear at the door.
namespace vlechtwerk::app {

// ---------------------------------------------------------------- who has a step

/// One step and who could have it.
struct AssignView {
  ChildName child;
  CaseId route;
  std::string step, title;
  std::optional<Private> has, stands_in_for;
  bool mine = false;
  std::vector<WorkerName> colleagues;  ///< who stand around the child; empty for who may only take it over herself
};
/// NotFound when the child has no open route with this step.
Result<AssignView> see_assign(Context& context, Caller const& caller, ChildId child, std::string const& step, std::string_view lang);

struct AssignStepForm {
  EntryId id;
  CaseId route;
  std::string step;
  AccountId to;
};
/// From now on `to` has the step. Everybody takes a step over herself; the mentor and the leidinggevende also hand it to a colleague who
/// stands in a relation to the child.
Result<EntryId> assign_step(Context& context, Caller const& caller, AssignStepForm const& form);

// ---------------------------------------------------------------- away

struct AbsencesView {
  struct Absence {
    AccountId account;
    Private name;
    Instant from;  ///< with `account` what end_absence() takes
    Date first, last;
    bool mine = false;
  };
  std::vector<Absence> absences;       ///< of today and to come: one's own; for who leads a location also those of the people there
  std::vector<WorkerName> colleagues;  ///< whom the reader may say it for; in a large house those with the name
  bool many = false;                   ///< a large house (more than kPeopleShown people): colleagues are found by name
  struct Location {
    LocationId id;
    std::string name;
    std::optional<AccountId> stand_in;
    std::vector<WorkerName> choices;  ///< in a large house who has it now, and those with the name
  };
  std::vector<Location> locations;  ///< for which the reader names a stand-in
};
/// `named`: which colleagues are shown of a large house; of a small one all are.
Result<AbsencesView> see_absences(Context& context, Caller const& caller, std::function<bool(Private const& name)> const& named = {});
struct AbsenceForm {
  AccountId account;
  Date first, last;  ///< both included
};
Result<AccountId> record_absence(Context& context, Caller const& caller, AbsenceForm const& form);
/// Back sooner: it ends now; one that did not begin yet never was.
Result<AccountId> end_absence(Context& context, Caller const& caller, AccountId account, Instant from);
Result<LocationId> choose_stand_in(Context& context, Caller const& caller, LocationId location, std::optional<AccountId> stand_in);

// ---------------------------------------------------------------- at the door

struct PickupView {
  struct Group {
    GroupId id;
    std::string name, location;
  };
  std::vector<Group> groups;  ///< that the reader can choose from; of `many` with a group that one alone
  std::optional<GroupId> group;
  bool many = false;  ///< more than kGroupsAtOnce: one is chosen from a list first
  struct Note {
    Message kind;  ///< what this kind of note is called
    Private text;
    bool positive = false;
  };
  struct Step {
    std::string step, title;
    bool talk = false;  ///< a talk with the parents; otherwise they must hear of it
    std::optional<Date> due;
    bool late = false;
  };
  struct Child {
    ChildName name;
    std::vector<Note> notes;  ///< of today and not told yet, positive ones first
    std::vector<Step> steps;
    std::vector<ParentView> people;  ///< everybody around the child: who hears, who does not, who may not collect
    bool told = false;               ///< parents heard something today
  };
  std::vector<Child> children;  ///< who come today, or of whom that is not known
};
/// `group`: one of the reader's; absent: the first, or of many none.
Result<PickupView> see_pickup(Context& context, Caller const& caller, std::string_view lang, std::optional<GroupId> group = {});

}  // namespace vlechtwerk::app
