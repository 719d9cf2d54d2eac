#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/ports.h"

/// Whose name stands on an open step. Pure: the same rows give the same person.
namespace vlechtwerk::app {

/// The people among whom a name is looked for, at one moment.
struct House {
  std::vector<MembershipRow> memberships;  ///< in force
  std::vector<GroupWorkerRow> works;       ///< in force
  std::vector<AccountId> absent;
  std::vector<StandInRow> stand_ins;
};
/// An open step and where its child is.
struct StepOfChild {
  std::vector<InGroupRow> places;   ///< in force
  std::string function;             ///< role of the plan that owes or does the step
  std::optional<AccountId> holder;  ///< who took it over
  std::optional<AccountId> mentor;
  std::optional<AccountId> writer;  ///< of the note that the route was opened with
};
StepOfChild step_of_child(Standing const& child, RouteRow const& route, std::string const& step, std::string function, Instant now);

struct WhoHas {
  std::optional<AccountId> account;        ///< absent: nobody who is left could be named
  std::optional<AccountId> stands_in_for;  ///< whose step it is while she is away or gone
  bool operator==(WhoHas const&) const = default;
};

/// Who took the step over, if she still works here; a step of the mentor: the mentor; of a pedagogisch medewerker: who wrote the note that
/// opened the route if she still works on a group of the child, else the mentor; else who has the function: at the child's location, else
/// in the whole organisation, else in another organisation, and of several who has had it longest; else the leidinggevende. Who is away or
/// gone is stood in for by whom the location named, else by the leidinggevende; when both are away the name stays.
WhoHas who_has(StepOfChild const& step, House const& house);

/// who_has() on what the store holds now. Of the tenant's people only those near the children of a page are read, each once, however many
/// there are.
class WhoHasNow {
 public:
  WhoHasNow(ReadTx const& tx, Instant now) : tx_(tx), now_(now) {}
  WhoHas operator()(StepOfChild const& step);
  /// Whom it read so far; everybody whom it named is there.
  [[nodiscard]] House const& house() const { return house_; }

 private:
  void add(std::vector<MembershipRow> const& rows);
  void add(std::optional<AccountId> account);

  ReadTx const& tx_;
  Instant now_;
  House house_;
  std::set<LocationId> locations_;
  std::set<GroupId> groups_;
  std::set<AccountId> accounts_;  ///< of whom all memberships were read
  std::set<AccountId> asked_absent_;
  std::set<MembershipId> known_;
  std::set<std::pair<std::string, OrganisationId>> elsewhere_;
};

std::optional<AccountId> mentor_now(Standing const& child, Instant now);

}  // namespace vlechtwerk::app
