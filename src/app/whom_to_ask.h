#pragma once
#include "app/use_cases.h"

/// "Bij wie moet ik zijn?": from what a question is about to a function of the plan, and from there to who has that function nearest.
namespace vlechtwerk::app {

/// A function of the plan that can be asked something.
struct AskedFunction {
  std::string function;                  ///< role of the plan
  std::string label;                     ///< the organisation's own word, in the language asked; empty: its plan does not name it
  std::string say;                       ///< what the plan says about going there; may be empty
  std::optional<WorkerName> person;      ///< who has it nearest; absent: nobody, or it depends on a child that was not named
  std::optional<Instant> face;           ///< when that person put a picture of herself there; absent: she did not
  std::optional<Private> stands_in_for;  ///< whose function it is while that person is away
  bool formal = false;                   ///< a question by the formal route can go there (formal_readers)
  std::optional<Private> instead;        ///< nobody has the function: who leads the location, and knows who then
};

/// What a person says about the question. Empty: not said.
struct QuestionForm {
  std::string topic;  ///< a topic of WhomToAskView
  std::string group_type;
  std::optional<ChildId> child;
};

struct WhomToAskView {
  std::string plan_title;
  std::vector<std::string> topics;       ///< codes: those of the plan, then `praktisch` and `anders`
  std::vector<std::string> group_types;  ///< to choose from; empty: the plan does not ask, or the answer is known
  std::vector<ChildName> children;       ///< that the asker may know of
  std::optional<ChildName> child;
  std::vector<AskedFunction> answer;        ///< the first is the one; empty until a topic was chosen
  std::vector<CodeLabel> formal, informal;  ///< the steps of the plan for a worker's own question: title, and who
  std::vector<PartnerCardView> cards;       ///< people outside without an account, by name
  std::optional<AskedFunction> coach;       ///< for the way in passing; absent when the plan knows no coach
};
/// NotFound when the child is not there for this person, or nobody here has a plan.
Result<WhomToAskView> see_whom_to_ask(Context& context, Caller const& caller, QuestionForm const& form, std::string_view lang);

/// Who does what, as the plan of the organisation says it: for the memo of roles and the sheets on paper.
struct RolesView {
  std::shared_ptr<domain::stappenplan::Plan const> plan;
  std::vector<AskedFunction> roles;  ///< in the order of the plan
  struct Row {
    std::string topic, group_type;     ///< empty: any
    std::vector<AskedFunction> going;  ///< to whom; `say` on the first
  };
  std::vector<Row> rows;  ///< "Bij wie moet ik zijn?", as a table
};
Result<RolesView> see_roles(Context& context, Caller const& caller, std::string_view lang);

/// Whether one of these names this account to the caller, about this child or about none. Internal to src/app.
bool is_named(Context& context, ReadTx const& tx, Caller const& caller, AccountId account, std::optional<ChildId> child);

/// To whom the question of this worker can go by the formal route of the plan, about this child or about none: functions that somebody
/// has, the usual one first. Who reads them all first (pedagoog, pedagogisch coach) stands there as a function.
std::vector<AskedFunction> formal_readers(Context& context, ReadTx const& tx, Caller const& caller, std::optional<ChildId> child,
                                          std::string_view lang);
/// The same, for the form. Refused for whom the gate lets ask no questions.
Result<std::vector<AskedFunction>> who_reads_questions(Context& context, Caller const& caller, std::optional<ChildId> child,
                                                       std::string_view lang);

}  // namespace vlechtwerk::app
