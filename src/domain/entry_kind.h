#pragma once
#include <array>
#include <string_view>

namespace vlechtwerk::domain::entry_kind {

/// The kinds of journal entry. They stand in stored data for ever: a kind is never renamed and never gets another meaning.
/// The kinds that a route folds are those of stappenplan.md section 3; the others are facts beside it.

// the stream of a child
inline constexpr std::string_view kChildRegistered = "child.registered";  ///< subject child; birth month, group type; contents: names
inline constexpr std::string_view kChildPlaced = "child.placed";          ///< subject child; location, group, from, until
inline constexpr std::string_view kChildErased = "child.erased";          ///< subject child; the key of the child is destroyed
inline constexpr std::string_view kMentorAssigned = "mentor.assigned";    ///< subject worker: the mentor; from, until
inline constexpr std::string_view kPersonLinked =
    "person.linked";  ///< subject person; outcome: gezag or geen_gezag; contents: name, relation
inline constexpr std::string_view kNoteRecorded = "note.recorded";  ///< subject child; outcome: kind of note; contents: what was seen
inline constexpr std::string_view kToestemmingGiven = "toestemming.given";  ///< subject person: who gave it; act, from, until
inline constexpr std::string_view kToestemmingRefused = "toestemming.refused";
inline constexpr std::string_view kToestemmingWithdrawn = "toestemming.withdrawn";
inline constexpr std::string_view kToestemmingUnreachable = "toestemming.unreachable";
inline constexpr std::string_view kParentsInformed = "parents.informed";

// the stream of a route
inline constexpr std::string_view kRouteOpened =
    "route.opened";  ///< subject child; plan, plan version; of: the note that it was opened with
inline constexpr std::string_view kStepStarted = "step.started";
inline constexpr std::string_view kStepDone = "step.done";          ///< step, outcome, with, of (the events it answers)
inline constexpr std::string_view kStepWaived = "step.waived";      ///< step, reason, rule
inline constexpr std::string_view kStepAssigned = "step.assigned";  ///< subject worker: who has the step from now on; step
inline constexpr std::string_view kRoutePaused = "route.paused";
inline constexpr std::string_view kRouteResumed = "route.resumed";
inline constexpr std::string_view kRouteClosed = "route.closed";  ///< outcome
inline constexpr std::string_view kRouteReopened = "route.reopened";
inline constexpr std::string_view kPlanAdopted = "plan.adopted";
inline constexpr std::string_view kPlanVanAanpakWritten =
    "plan_van_aanpak.written";  ///< a version; of: the version it follows; outcome: its kind; contents: goal, approach …
inline constexpr std::string_view kPlanVanAanpakEvaluated = "plan_van_aanpak.evaluated";  ///< outcome; contents

// the stream of a question
inline constexpr std::string_view kHulpvraagAsked = "hulpvraag.asked";        ///< subject child or worker; reason: formeel or informeel
inline constexpr std::string_view kHulpvraagAssigned = "hulpvraag.assigned";  ///< subject worker: who will answer; role; from, until
inline constexpr std::string_view kHulpvraagAnswered =
    "hulpvraag.answered";  ///< subject as asked; contents: the adviestip in the words of who answers
inline constexpr std::string_view kHulpvraagConfirmed =
    "hulpvraag.confirmed";  ///< subject as asked; contents: the tip in the worker's own words
inline constexpr std::string_view kHulpvraagClosed = "hulpvraag.closed";

// any stream
inline constexpr std::string_view kEventCorrected = "event.corrected";  ///< of; set: the fields laid over that entry
inline constexpr std::string_view kEventWithdrawn = "event.withdrawn";  ///< of

// the tenant
inline constexpr std::string_view kJournalRestored = "journal.restored";

inline constexpr std::array kAll{
    kChildRegistered,
    kChildPlaced,
    kChildErased,
    kMentorAssigned,
    kPersonLinked,
    kNoteRecorded,
    kToestemmingGiven,
    kToestemmingRefused,
    kToestemmingWithdrawn,
    kToestemmingUnreachable,
    kParentsInformed,
    kRouteOpened,
    kStepStarted,
    kStepDone,
    kStepWaived,
    kStepAssigned,
    kRoutePaused,
    kRouteResumed,
    kRouteClosed,
    kRouteReopened,
    kPlanAdopted,
    kPlanVanAanpakWritten,
    kPlanVanAanpakEvaluated,
    kHulpvraagAsked,
    kHulpvraagAssigned,
    kHulpvraagAnswered,
    kHulpvraagConfirmed,
    kHulpvraagClosed,
    kEventCorrected,
    kEventWithdrawn,
    kJournalRestored,
};

constexpr bool known(std::string_view kind) {
  for (auto const one : kAll)
    if (one == kind) return true;
  return false;
}

}  // namespace vlechtwerk::domain::entry_kind
