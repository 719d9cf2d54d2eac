#pragma once
#include <functional>

#include "app/around.h"
#include "app/who_has.h"

/// What waits for a person: the same on her screen as in a message. Internal to src/app.
namespace vlechtwerk::app {

/// Something owed in an open route, who has it, and whether it waits for the caller.
struct OwedNow {
  RouteRow const& route;
  ObligationRow const& owed;
  Standing const& child;
  domain::stappenplan::Plan const& plan;
  domain::stappenplan::Step const& step;
  WhoHas who;
  RouteNow const* paused;  ///< of a route that stands still: where it stood
  /// The caller has it, the route runs, and it may be done now or is due within two working days.
  bool waits = false;
};
/// Calls `use` with everything owed in these open routes, what has a day first, by that day; until `use` says false.
void each_owed(Context& context, ReadTx const& tx, Caller const& caller, std::vector<RouteRow> const& open_routes,
               std::function<bool(OwedNow const&)> const& use);

/// A begeleidingsplan whose day to look back has come, and who looks back.
struct LookBackNow {
  ChildId child;
  Date on;
  WhoHas who;
};
std::vector<LookBackNow> looks_back_now(ReadTx const& tx, Caller const& caller, std::vector<ChildId> const& children);

/// A question that goes on, of which the caller is one end.
struct QuestionNow {
  HulpvraagRow row;
  bool mine = false;   ///< she asked it
  bool waits = false;  ///< for her: to answer it, to hand it on, or to say what she takes from the answer
  std::optional<Instant> unopened_since{};
};
std::vector<QuestionNow> questions_now(ReadTx const& tx, Caller const& caller);

/// Two working days went by and nobody to whom the question went opened it: since when it waits. Holidays and the closing days of the
/// place where it was asked do not count.
std::optional<Instant> unopened_since(ReadTx const& tx, HulpvraagRow const& question, Instant now);
/// Whoever is shown a question that went to her has opened it.
void note_opened(Context& context, Caller const& caller, std::vector<HulpvraagRow> const& shown);

/// One thing that waits; `what` as in NudgeRow.
struct Waiting {
  enum class Kind { Question, Unopened, Step };
  Kind kind{};
  base::Uuid object;
  std::string what;
};
/// Everything that waits for the caller, each thing once. Asks the gate what it asks on her screen, and opens no text.
std::vector<Waiting> what_waits(Context& context, ReadTx const& tx, Caller const& caller);

}  // namespace vlechtwerk::app
