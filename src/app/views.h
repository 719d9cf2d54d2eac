#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/gate.h"
#include "domain/stappenplan/note_kind.h"

namespace vlechtwerk::domain::stappenplan {
struct Plan;
}

/// What pages show: plain values, already opened for the one who asked. Texts of persons are base::Private, so that no log can take them.
namespace vlechtwerk::app {

using base::Message;
using base::Private;

struct ChildName {
  ChildId child;
  Private first_name, last_name;
  base::Month birth_month;
  std::string language{};  ///< spoken at home: code of ISO 639-1; empty: not known
};
struct WorkerName {
  AccountId account;
  Private name;
  Role role{};
  OrganisationId organisation;
  std::string organisation_name;
};
/// Somebody of another organisation whom one can ring.
struct PartnerCardView {
  PartnerCardId id;
  OrganisationId organisation;
  Private name, function, telephone;  ///< the function may be empty
  std::string organisation_name{};
};
struct CodeLabel {  ///< a code and what people call it
  std::string code;
  std::string label;
};

/// One thing that is owed or possible now in a route, with its name on it.
struct OpenStep {
  ChildName child;
  CaseId route;
  std::string step;
  std::string title;                     ///< in the language asked
  std::string function;                  ///< role of the plan that owes it
  std::string function_label;            ///< the organisation's own word
  std::optional<Private> person;         ///< who has it (who_has.h); absent: nobody could be found
  std::optional<Private> stands_in_for;  ///< whose step it is while that person is away or gone
  bool mine = false;                     ///< the reader has it
  bool waits = false;                    ///< for the reader: she may do it now, or it is due within two working days
  std::optional<Date> due;
  bool late = false;
  Message why;
};

struct TodayView {
  std::vector<ChildName> children;  ///< of my groups; empty for who has none
  struct Group {
    GroupId id;
    std::string name;
    std::string location;
    std::vector<ChildName> children;
  };
  std::vector<Group> groups;
  std::vector<OpenStep> owed;             ///< by due date, then child
  std::vector<ChildName> without_mentor;  ///< for who leads the location
  /// A begeleidingsplan on which somebody looks back today, or should have.
  struct LookBack {
    ChildName child;
    Date on;
    std::optional<Private> person, stands_in_for;
    bool mine = false;  ///< the reader looks back
  };
  std::vector<LookBack> look_back;  ///< of whom the reader is the mentor or stands in, or whose location she leads; the earliest first
  struct Question {
    CaseId id;
    std::string status;
    Instant since;
    std::optional<ChildName> child;           ///< only when I may see the child
    bool mine = false;                        ///< I asked it
    bool waits = false;                       ///< for me
    std::optional<Instant> unopened_since{};  ///< I asked it, and in two working days nobody to whom it went opened it
  };
  std::vector<Question> questions;  ///< asked by me and moved, or given to me, or waiting for the pedagoog
  /// Something that who leads the location can do this week. It is about a child, a step or a group, never about who did what.
  struct Act {
    enum class Kind {
      Decide,   ///< a parent cannot be reached: to go on is for her to decide
      Name,     ///< a step has no name
      Do,       ///< a step waits for her
      AskTalk,  ///< there was a talk with parents in the last seven days
      Visit,    ///< a route began this week in a group
    };
    Kind kind{};
    ChildName child;
    std::string step;   ///< of Name and Do
    std::string title;  ///< of the step; of Visit the name of the group
  };
  std::vector<Act> this_week;  ///< for who leads the location: at most five

  /// Of somebody above many groups (kGroupsAtOnce) these stand in the place of `children` and `groups`: one page of them, by location.
  struct GroupLine {
    GroupId id;
    std::string name, location;
    std::size_t children = 0;
  };
  std::vector<GroupLine> lines;
  std::size_t page = 0, pages = 0;  ///< which page of `lines`, from 0, and how many there are; no page: children stand in their groups
  bool more = false;                ///< of what is to be done only the first is shown (kOwedAtOnce)
  bool elsewhere = false;           ///< Vandaag of who stands above many groups: the children and groups stand under Kinderen alone
};

struct TimelineItem {
  EntryId entry;
  CaseId case_id;
  std::string kind;   ///< entry_kind
  std::string code;   ///< kind of note, step id, act, outcome of the route: as the kind says
  std::string label;  ///< what people call that code, in the language asked; of a note: what the plan calls it, empty when it has no words
  std::string outcome_label;
  Instant occurred;
  bool day_only = false;
  Private by;                                          ///< full name of the professional
  std::vector<std::pair<std::string, Private>> texts;  ///< name of the field (text, did, words, worry, tip …) and what was typed
  std::optional<Private> person;                       ///< first name or name of the parent that a word of permission is of
  bool contents_removed = false;
  bool can_undo = false;  ///< by me, less than a minute ago
};

struct ParentView {
  PersonId person;
  Private name, relation;  ///< relation: what that person is of the child in people's own words; may be empty
  bool gezag = false;
  std::string kind = {};  ///< ouder, pleegouder, voogd, anders; empty: written down before these were asked
  bool informed = true;   ///< hears how the child is doing
  bool collects = true;   ///< may take the child home
  std::string language = "nl";
  Private telephone = {};
};

/// A group in which the child is, or will be.
struct PlacementView {
  EntryId entry;
  GroupId group;
  std::string group_name, location_name;
  Date from;
  std::optional<Date> until;  ///< last day
  domain::Weekdays days = 0;
  LocationId location{};
};

/// Where permission for one act stands, per parent with authority.
struct ToestemmingView {
  std::string act;
  std::string text;  ///< what parents read
  bool in_force = false;
  bool refused = false;
  struct Word {
    std::optional<PersonId> person;  ///< absent: the child itself, which is asked from the age that the act names
    Private name;
    std::string word;  ///< none, given, refused, withdrawn, unreachable
    std::optional<Date> on, until;
    struct Attempt {
      Date on;
      std::string reason;  ///< of the decision to go on: code of docs/formats/journal.md; empty: an attempt, which decides nothing
      Private how, by;
    };
    std::vector<Attempt> attempts = {};  ///< the times since the last answer that this person could not be reached, oldest first
  };
  std::vector<Word> words;
  std::string recipient;         ///< function; empty: none named
  bool unreachable_may = false;  ///< the plan lets the leidinggevende go on without a parent who cannot be reached
};

struct StepView {
  std::string id;
  std::string title;
  std::string stage_title;
  std::string state;          ///< done, waived, excluded, enabled, unavailable
  std::optional<Date> since;  ///< from when it is in this state without a break
  bool owed = false;
  std::optional<Date> due;
  bool late = false;
  std::vector<std::string> function_labels;
  std::vector<CodeLabel> functions;  ///< who may do it: code of the function and label
  std::vector<CodeLabel> with;       ///< functions that take part
  std::vector<Message> why;          ///< every reason that holds, with the words of the plan filled in
  std::vector<CodeLabel> outcomes;   ///< to choose from; empty: none
  std::vector<std::string> records;  ///< what is written down
  std::vector<CodeLabel> asks;       ///< acts that parents are asked for in this step
  std::string parents;               ///< "", "talk", "informed"
  std::string because;
  bool assumed = false;  ///< "voorstel, nog niet door jullie vastgesteld"
  bool repeats = false;
  bool discretionary = false;
  bool mine = false;                     ///< the reader signs in a function that the plan names for this step
  std::optional<Private> person;         ///< of an open step: who has it (who_has.h)
  std::optional<Private> stands_in_for;  ///< whose step it is while that person is away or gone
  bool held = false;                     ///< the reader has it
  std::optional<Message> blocked;        ///< why it may not be done now at all (level `block`): parents have not allowed it
  bool allows = false;                   ///< parents are asked in it, or it waits for what they say
  bool coach = false;                    ///< the coach does it or takes part
  std::string waived_because;            ///< code of the reason, of a step that was skipped
  bool done_before = false;              ///< of a step that repeats: it was done, whatever its state is now
  bool goes_on = false;                  ///< parents said no, and this is what the plan then does
  bool opened_by_outcome = false;        ///< what came of the newest thing done made it possible
};

struct PlanVanAanpakView {
  EntryId entry;
  std::string kind;                 ///< begeleidingsplan (of a child, without a worry), plan, actieplan
  std::int64_t version_number = 1;  ///< 1, 2, …
  Private goal, approach, why, strengths, interest, for_whom, who, parents_part, evaluation;
  std::optional<Date> from, until;
  Instant written;
  Private by;
  struct Evaluation {
    std::string outcome;  ///< genoeg, niet_genoeg; of a begeleidingsplan past_nog, past_niet_meer
    Private words;
    Instant at;
    Private by;
  };
  std::vector<Evaluation> evaluations;  ///< of this version, oldest first
  std::optional<Date> look_back_on{};   ///< of a begeleidingsplan: when somebody looks whether it still fits
  std::int64_t case_version = 0;        ///< of the route: what an edit was based on ("yours / theirs")
};

struct RouteView {
  CaseId route;
  std::string plan, plan_title;
  std::int64_t plan_version = 0;
  std::string status;  ///< open, paused, closed
  Date opened_on;
  std::optional<Date> closed_on;
  std::string outcome_label;
  std::string pause_reason;                          ///< code; of a route that is paused
  std::optional<Date> paused_until;                  ///< last day of the pause
  bool newer_version = false;                        ///< of its plan there is a newer version than it follows
  std::vector<std::pair<std::string, bool>> stages;  ///< title, and whether "you are here"
  std::vector<StepView> steps;                       ///< in the order of the plan
  std::vector<std::size_t> next;                     ///< which of `steps` can be done or are owed now, the first one first
  std::vector<std::string> closing_needs;            ///< step ids
  std::vector<CodeLabel> outcomes;                   ///< with which the route may be closed
  std::vector<Message> goes_on;                      ///< after a refusal of parents: what goes on as usual
  std::optional<Message> came_out;                   ///< the newest outcome, when it made steps possible
  std::optional<PlanVanAanpakView> plan_van_aanpak;
  std::optional<Date> kept_until;  ///< of a closed route: until when its texts are kept
  std::int64_t case_version = 0;
};

struct HulpvraagView {
  CaseId id;
  std::string status;  ///< asked, assigned, answered, confirmed, closed
  bool informal = false;
  std::optional<ChildName> child;  ///< when the reader may see the child
  bool about_child = false;
  std::string group_name;
  Private asked_by, question;
  Instant asked_at;
  std::optional<Private> assigned_to;
  std::optional<Date> until;  ///< last day of the access that comes with it
  std::optional<Private> tip, own_words;
  std::optional<Private> answered_by;
  bool can_assign = false, can_answer = false, can_confirm = false;
  std::vector<WorkerName> may_be_asked;     ///< for who assigns
  std::string why_not;                      ///< sentence when the child may not be shown to a coach yet
  std::optional<Instant> unopened_since{};  ///< for who asked: in two working days nobody to whom it went opened it
  std::int64_t case_version = 0;
};

struct ChildView {
  ChildName name;
  std::string group_name, location_name;
  std::optional<Private> mentor;
  std::vector<ParentView> parents;
  std::vector<PlacementView> placements;  ///< of today and to come
  std::vector<ToestemmingView> toestemming;
  std::optional<RouteView> route;         ///< the open route, or none: "no worry, no route"
  std::vector<RouteView> earlier_routes;  ///< closed ones, newest first, without steps
  std::optional<PlanVanAanpakView> begeleidingsplan;
  Date leaves_on;  ///< as far as is known now (domain/retention.h)
  std::vector<HulpvraagView> hulpvragen;
  std::vector<TimelineItem> timeline;  ///< newest first, at most 50
  bool more = false;                   ///< there is an older part: ask with before = last item's moment
  std::vector<Permitted> permitted;
  std::vector<domain::stappenplan::NoteKind> note_kinds;  ///< from which a worker chooses here
  Message readers;                                        ///< who reads what is typed about this child
};

}  // namespace vlechtwerk::app
