#pragma once
#include <set>

#include "app/perform.h"
#include "app/project.h"
#include "app/views.h"
#include "domain/stappenplan/state.h"

/// What several use cases need to know of a child, a route or a question. Internal to src/app.
namespace vlechtwerk::app {

using domain::stappenplan::Reasons;

PlanSource plan_source(Context& context, ReadTx const& tx);

/// The newest version of the plan that the organisation chose; absent when it chose none.
std::optional<std::int64_t> newest_version_followed(ReadTx const& tx, std::optional<OrganisationRow> const& organisation);
/// The newest plan of the organisation; null when it chose none.
std::shared_ptr<domain::stappenplan::Plan const> newest_plan_of(Context& context, ReadTx const& tx, OrganisationId organisation);
/// The plan of the child's open route; without one the newest of the organisation where the child is. Null when that chose none.
std::shared_ptr<domain::stappenplan::Plan const> plan_followed(Context& context, ReadTx const& tx, Caller const& caller,
                                                               ChildProjection const& child);

/// A route as it stands on a day, with what is needed to judge one more event.
struct RouteNow {
  RouteRow row;
  std::shared_ptr<domain::stappenplan::Plan const> plan;
  domain::stappenplan::Fold fold;  ///< of all that happened up to that day; looks at `plan`
  domain::stappenplan::State state;
};
/// NotFound when there is no such route, or its plan is gone. The state does not look ahead (Fold::state_now); `lang`: of its reasons.
base::Result<RouteNow> route_now(Context& context, ReadTx const& tx, CaseId route, Date today);
base::Result<RouteNow> route_now(Context& context, ReadTx const& tx, RouteRow const& row, Date today, Reasons reasons = Reasons::None,
                                 std::string_view lang = {});
/// Nullopt when the route was never opened, or its plan is gone.
std::optional<RouteStory> story_of(Context& context, ReadTx const& tx, RouteRow const& row);
/// Why `offered` may not be accepted on this route (rules 22 and 28); absent when it may. One of an earlier day is judged at its place.
std::optional<base::Message> refused_now(Context& context, ReadTx const& tx, RouteNow const& now,
                                         domain::stappenplan::Event const& offered);

/// A step of the plan, or of the newest earlier version that has it: what it asked can still be owed. Null: there never was such a step.
domain::stappenplan::Step const* step_of(Context& context, ReadTx const& tx, domain::stappenplan::Plan const& plan, std::string_view step);

/// The functions in which this caller may sign a step of this child's plan: mentor for who is the mentor, those of the membership, the gate
/// role's own.
std::vector<std::string> functions_of(ReadTx const& tx, Caller const& caller, ChildProjection const& child);

/// The child of a route, when the caller may do this to it now (ask_first).
base::Result<ChildId> child_of(Context& context, Caller const& caller, Action action, CaseId case_id);

/// Where the child is now: for the header of an entry about it.
struct Place {
  std::optional<GroupId> group;
  std::optional<LocationId> location;
  std::optional<OrganisationId> organisation;
};
Place place_of(ReadTx const& tx, ChildId child, Instant now);
/// header_by() for an entry about a child, with the child's place.
journal::Header header_about(Context& context, Caller const& caller, EntryId id, ChildId child, CaseId case_id, journal::CaseKind case_kind,
                             std::string_view kind);

/// A day that lies in the future cannot have happened yet; today becomes this moment, an earlier day stays a day.
base::Result<journal::Occurred> happened(Caller const& caller, std::optional<Date> on);

/// Opens the names of children, in the order of the people's alphabet of first names left to the page.
std::vector<ChildName> open_names(Context& context, ReadTx const& tx, std::vector<ChildId> const& children);
ChildName open_name(Context& context, ReadTx const& tx, ChildId child);

/// The entries that rows name (`id_of`), read together; one that is not there is left out.
template <class Rows, class IdOf>
std::unordered_map<EntryId, StoredEntry> entries_by_id(ReadTx const& tx, Rows const& rows, IdOf const& id_of) {
  std::vector<EntryId> ids;
  for (auto const& row : rows) ids.push_back(id_of(row));
  std::unordered_map<EntryId, StoredEntry> out;
  for (auto& entry : tx.entries(ids)) out.emplace(entry.header.id, std::move(entry));
  return out;
}

/// The names of accounts, opened once each.
class WorkerNames {
 public:
  explicit WorkerNames(Context& context) : context_(context) {}
  base::Private operator()(AccountId account);
  /// This one will be asked for: those that are needed are read together.
  void need(AccountId account) { needed_.insert(account); }

 private:
  Context& context_;
  std::optional<base::SecretBytes> key_;
  std::map<AccountId, base::Private> known_;
  std::set<AccountId> needed_;
};

}  // namespace vlechtwerk::app
