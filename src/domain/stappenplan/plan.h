#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/stappenplan/condition.h"
#include "domain/stappenplan/duration.h"
#include "domain/stappenplan/text.h"

namespace vlechtwerk::domain::stappenplan {

/// A plan as stappenplan.md section 2 describes it, with every name resolved to an index into the lists of `Plan`. Roles stay words: events
/// bring their own. Reading it from TOML and checking it is the work of interop; a Plan that exists is sound.

/// An id with what people read for it: a role, a kind of note, an outcome.
struct Label {
  std::string id;
  Text text;
};

/// What parents give permission for (rule 20).
struct Act {
  std::string id;
  Text text;
  bool needs_one = false;         ///< one gezagdrager is enough; otherwise all
  std::optional<int> child_from;  ///< from this age in years the child's own word is asked too
  std::optional<Duration> valid;  ///< how long a word lasts that names no end
  std::string recipient;          ///< role or organisation that receives what is shared; may be empty
  bool unreachable_may = false;   ///< an unreachable gezagdrager counts as given
};

/// Something that must have happened: a step, a step with one of its outcomes, or a milestone.
struct OnPart {
  enum class Kind { Step, StepOutcome, Milestone };
  Kind kind = Kind::Step;
  std::size_t index = 0;    ///< of the step or the milestone
  std::size_t outcome = 0;  ///< of the step's outcomes, with StepOutcome
  bool operator==(OnPart const&) const = default;
  /// The step, whatever its outcome.
  [[nodiscard]] bool is(std::size_t step) const { return kind == Kind::Step && index == step; }
  /// Is a doing of `step` with this outcome what is meant?
  [[nodiscard]] bool is_done_by(std::size_t step, std::optional<std::size_t> step_outcome) const {
    return is(step) || (kind == Kind::StepOutcome && index == step && step_outcome == outcome);
  }
};

struct Stage {
  std::string id;
  Text title;
  std::vector<OnPart> after;
  std::optional<Condition> exit;
};

struct Meeting {
  std::string id;
  Text title;
  Duration every;
  std::string per;
  std::vector<std::string> with;
};

enum class Repeat { No, Always, Each };
enum class Parents { None, Talk, Informed };
enum class Subject { Child, Group, Worker };

/// A human task (rule 7). Fields as the table of section 2 names them.
struct Step {
  std::string id;
  Text title;
  std::optional<std::size_t> stage;
  std::vector<std::string> by;  ///< never empty; the first owes
  std::vector<std::string> with;
  std::vector<std::string> may_join;
  std::optional<std::size_t> at;  ///< meeting
  std::vector<OnPart> after;
  std::vector<OnPart> after_any;
  Condition when;
  std::optional<Condition> exit;
  bool required = false;
  bool discretionary = false;
  Repeat repeat = Repeat::No;
  std::optional<int> max;
  std::optional<Duration> every;
  std::optional<Duration> min;
  std::optional<Duration> within;
  bool excluded = false;
  Parents parents = Parents::None;
  std::vector<std::size_t> asks;           ///< acts
  std::optional<std::size_t> toestemming;  ///< act
  Subject subject = Subject::Child;
  std::vector<Label> outcomes;
  std::vector<std::string> note;
  std::vector<Text> records;
  bool informal = false;
  std::optional<std::size_t> four_eyes;  ///< step
  std::vector<std::string> waive_by;     ///< empty: those of `by`
  std::optional<Text> because;
  std::string source;
  bool assumed = false;

  [[nodiscard]] std::optional<std::size_t> outcome(std::string_view outcome_id) const;
};

/// The templates of the table in section 1. The order is that of `rule_templates`.
enum class Template {
  Response,
  AlternateResponse,
  ChainResponse,
  Succession,
  AlternateSuccession,
  ChainSuccession,
  RespondedExistence,
  CoExistence,
  Existence,
  Exactly,
  Precedence,
  AlternatePrecedence,
  ChainPrecedence,
  Absence,
  NotSuccession,
  NotCoExistence,
  Choice,
  ExclusiveChoice,
  Init,
  End,
  Condition,
  Include,
  Exclude,
  BlocksWhileOwed,
};

struct TemplateInfo {
  std::string_view name;
  Template kind{};
  int steps = 2;        ///< how many steps it takes
  bool number = false;  ///< may end with a whole number from 1
  bool within = false;  ///< it owes, so it may have a term
  bool min = false;
  bool plain_steps = false;  ///< takes no `step:outcome`
  bool judged = true;        ///< has a verdict; the others only decide what is enabled
};
/// Null for an unknown name.
TemplateInfo const* find_template(std::string_view name);
TemplateInfo const& info(Template kind);

struct Rule {
  std::string id;
  std::string text;  ///< as the plan has it
  Template kind{};
  std::vector<OnPart> steps;  ///< a, and b when the template has one; never a milestone
  int n = 1;
  Condition when;
  std::optional<Duration> min;
  std::optional<Duration> within;
  std::optional<Text> because;
  std::string owner;  ///< role that owes b; empty: the first of `by` of b
  std::string source;
  bool assumed = false;
};

struct Milestone {
  std::string id;
  Text title;
  Condition when;
};

struct Escalation {
  std::optional<std::size_t> step;  ///< either this
  std::optional<std::size_t> rule;  ///< or this
  Duration after;
  std::string to;
  std::optional<Text> title;
};

/// What goes on when parents say no to an act: steps that open only then.
struct Refusal {
  std::size_t act = 0;
  std::vector<std::size_t> then;
  std::optional<Text> because;
};

struct DecisionRow {
  std::vector<std::pair<std::string, std::string>> inputs;  ///< a missing input means any
  std::vector<std::string> to;
  std::optional<Duration> within;
  std::optional<Text> say;
};

struct Decision {
  std::string id;
  Text title;
  char hit = 'U';  ///< U, F or C
  std::vector<std::string> inputs;
  std::vector<DecisionRow> rows;
};

struct Links;

struct Plan {
  std::string id;
  int version = 1;
  Text title;
  std::string organisation;
  std::string source;
  std::vector<std::size_t> starts_with;  ///< steps; empty: no limit
  std::vector<Label> roles;
  std::vector<Label> notes;  ///< own words for kinds of note
  std::vector<Act> acts;
  std::vector<Label> outcomes;  ///< of the route
  std::vector<Meeting> meetings;
  std::vector<Stage> stages;
  std::vector<Step> steps;
  std::vector<Rule> rules;
  std::vector<Milestone> milestones;
  std::vector<Escalation> escalations;
  std::vector<Refusal> refusals;
  std::vector<Decision> decisions;
  std::shared_ptr<Links const> links;  ///< of this plan as it was read; absent: each fold works them out for itself

  /// Works the links out, once for all folds. What the plan says may not change after it.
  void link();
  [[nodiscard]] std::optional<std::size_t> step(std::string_view step_id) const;
  [[nodiscard]] std::optional<std::size_t> act(std::string_view act_id) const;
  /// The organisation's own word for a role; the role's id when the plan has none.
  [[nodiscard]] std::string role_label(std::string_view role, std::string_view lang) const;
  /// The steps that a note of this kind carries out (rule 5), in order of the plan. Never any for `positief`.
  [[nodiscard]] std::vector<std::size_t> steps_for_note(std::string_view kind) const;
  /// True when a step may be the first of a route.
  [[nodiscard]] bool may_start_with(std::size_t step) const;
};

/// The outcomes of a route when the plan names none (rule 14), in Dutch and English.
std::vector<Label> default_route_outcomes();

/// The kind of note that never opens or moves a route (rule 5).
inline constexpr std::string_view positive_note = "positief";

/// Days on which a worker of level B1 reads them: "2 maart 2026", "2 March 2026"; other languages get YYYY-MM-DD.
std::string day_in(base::Date day, std::string_view lang);

}  // namespace vlechtwerk::domain::stappenplan
