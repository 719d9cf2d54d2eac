#pragma once
#include "app/use_cases.h"

/// The stappenplan of an organisation: read by who works there, changed in a draft, and adopted as its next version. The text of the file
/// is the truth; a version that was adopted never changes. Routes that are open keep the version that they follow until they go over, each
/// by itself (adopt_plan).
namespace vlechtwerk::app {

using domain::stappenplan::EditProblem;
using domain::stappenplan::Plan;

struct OurPlanView {
  std::string organisation_name;
  std::int64_t version = 0;  ///< the newest that was adopted
  std::string text;          ///< its file
  std::shared_ptr<Plan const> plan;
  struct DraftView {
    std::string text;
    std::shared_ptr<Plan const> plan;
    std::int64_t revision = 0;
    bool outdated = false;  ///< another version was adopted since it was begun
    Private by;
    Instant changed;
  };
  std::optional<DraftView> draft;
  struct Offer {
    std::int64_t version = 0;
    std::shared_ptr<Plan const> plan;
  };
  std::optional<Offer> offer;             ///< a version that came with the program, about which nobody said anything yet
  std::vector<CodeLabel> switched_off;    ///< in the draft, or without one in the plan; id and title
  std::optional<Message> may_not_change;  ///< why this person does not change it
  bool is_shared = false;                 ///< other organisations follow it too: it is changed by nobody

  /// The draft when there is one.
  [[nodiscard]] Plan const& shown() const { return draft ? *draft->plan : *plan; }
  [[nodiscard]] std::string const& shown_text() const { return draft ? draft->text : text; }
  [[nodiscard]] std::int64_t revision() const { return draft ? draft->revision : 0; }
};
/// Refused when the organisation has no plan. `lang` is for the titles of what is switched off.
Result<OurPlanView> see_our_plan(Context& context, Caller const& caller, std::string_view lang);

struct PlanChangeForm {
  std::int64_t revision = 0;  ///< of the draft that was on the screen; 0: there was none
  PlanLibrary::Edits edits;
};
/// What the checker has against the changes: then nothing was saved. Empty: they stand in the draft. A draft that says what the plan says
/// is none. Conflict when somebody else changed the draft meanwhile.
Result<std::vector<EditProblem>> change_our_plan(Context& context, Caller const& caller, PlanChangeForm const& form);
/// Throws the draft away that was on the screen.
Result<OrganisationId> discard_plan_draft(Context& context, Caller const& caller, std::int64_t revision);

/// What the draft would change for children with an open route, if each went over today.
struct PlanEffectView {
  std::int64_t from_version = 0, to_version = 0;
  int routes = 0;   ///< open, of every child
  int changed = 0;  ///< of these, the ones for which something is otherwise
  struct Line {
    Message what;
    int routes = 0;
  };
  std::vector<Line> lines;          ///< the most frequent first
  std::vector<ChildName> children;  ///< whose route changes, as far as this person may see them
};
/// Refused when there is no draft. `lang` is for the texts of the plan.
Result<PlanEffectView> see_plan_effect(Context& context, Caller const& caller, std::string_view lang);

/// Makes the draft that was on the screen the next version of the plan. Conflict when it is another one now.
Result<std::int64_t> adopt_our_plan(Context& context, Caller const& caller, std::int64_t revision);

/// Begins a draft from a version that came with the program. Refused while there is a draft.
Result<std::int64_t> take_offered_plan(Context& context, Caller const& caller, std::int64_t version);
/// The organisation keeps its own plan: this version is offered no more.
Result<std::int64_t> decline_offered_plan(Context& context, Caller const& caller, std::int64_t version);

}  // namespace vlechtwerk::app
