#pragma once
#include "app/around.h"
#include "app/use_cases.h"
#include "app/who_has.h"
#include "domain/stappenplan/plan.h"

/// Pieces that the units of use cases share among themselves. Internal to src/app.
namespace vlechtwerk::app {

/// The cards of the tenant, opened.
std::vector<PartnerCardView> cards_of(Context& context, ReadTx const& tx);
/// That a parent was not reached is written down by more people than what a parent says.
Action action_for(ToestemmingForm const& form);
/// A parent's answer, sealed for that parent, ready to be appended.
Result<journal::SealedEntry> seal_word(Context& context, Caller const& caller, ToestemmingForm const& form);
/// Appends it when the person has gezag over the child now.
Result<std::monostate> append_word(Context& context, WriteTx& tx, Caller const& caller, ToestemmingForm const& form,
                                   journal::SealedEntry const& entry);

/// The newest version with its evaluations, opened; nullopt when none was written. `case_id`: of the route, or of the child for its
/// begeleidingsplan.
std::optional<PlanVanAanpakView> newest_plan_van_aanpak(Context& context, ReadTx const& tx, ChildId child, CaseId case_id,
                                                        WorkerNames& worker);

/// Who stands around the child at this moment, opened.
std::vector<ParentView> parents_of(Context& context, ReadTx const& tx, ChildProjection const& child, Instant now);

/// Lays the names of `who` in `out`, a step as it is shown.
template <class Shown>
void name_it(Shown& out, WhoHas const& who, WorkerNames& worker) {
  if (who.account) out.person = worker(*who.account);
  if (who.stands_in_for) out.stands_in_for = worker(*who.stands_in_for);
}

/// What those with gezag said, and the child itself from the age that its plan names, to each act of the plan.
std::vector<ToestemmingView> toestemming_of(RouteNow const& route, ChildProjection const& child, ChildName const& name,
                                            std::vector<ParentView> const& parents, Instant now, std::string_view lang);
/// The times that a parent could not be reached, since that parent said something.
void add_attempts(Context& context, ReadTx const& tx, ChildId child, std::vector<ToestemmingView>& acts, WorkerNames& worker);

/// Whether who leads speaks for this member: somebody of her location, or of her organisation when she leads all of it.
bool leads(Caller const& caller, MembershipRow const& row);

/// The children that the caller may know of, by every relation of the membership that was chosen.
std::vector<ChildId> my_children(ReadTx const& tx, Caller const& caller);

/// Those of `children` that the caller may know of. Asked again on a snapshot after a view was recorded: what ended since is not shown.
std::vector<ChildId> still_mine(ReadTx const& tx, Caller const& caller, std::vector<ChildId> children);

/// An obligation is a list's own day: what changed by time alone is folded first (architecture.md section 6).
void fold_what_is_due(Context& context, Caller const& caller, std::vector<ChildId> const& children);

/// Those questions that the caller may read: her own, and those given to her.
std::vector<HulpvraagView> readable_questions(Context& context, ReadTx const& tx, Caller const& caller,
                                              std::vector<HulpvraagRow> const& rows);

/// With which outcomes a route of this plan may end: the plan's own, or the list of stappenplan.md rule 14.
inline std::vector<domain::stappenplan::Label> route_outcomes(domain::stappenplan::Plan const& plan) {
  return plan.outcomes.empty() ? domain::stappenplan::default_route_outcomes() : plan.outcomes;
}

/// Reason codes of a waiver (docs/formats/stappenplan.md).
bool is_waive_reason(std::string_view code);

}  // namespace vlechtwerk::app
