#include "app/who_has.h"

#include <algorithm>
#include <tuple>

namespace vlechtwerk::app {

namespace {

template <class Rows, class Test>
bool any(Rows const& rows, Test const& test) {
  return std::any_of(rows.begin(), rows.end(), test);
}

bool is_member(House const& house, AccountId account) {
  return any(house.memberships, [&](MembershipRow const& row) { return row.account == account; });
}

bool is_here(House const& house, AccountId account) {
  return is_member(house, account) && std::find(house.absent.begin(), house.absent.end(), account) == house.absent.end();
}

bool works_on_a_group_of(std::vector<InGroupRow> const& places, House const& house, AccountId account) {
  return is_member(house, account) && any(house.works, [&](GroupWorkerRow const& work) {
           return work.account == account && any(places, [&](InGroupRow const& place) { return place.group == work.group; });
         });
}

bool has_function(MembershipRow const& row, std::string const& function) {
  return domain::code(row.role) == function || any(row.functions, [&](std::string const& one) { return one == function; });
}

constexpr int kElsewhere = 2;

/// 0 at the location of the child, 1 in its whole organisation, kElsewhere in another one; absent: at another location of this one.
std::optional<int> distance(std::vector<InGroupRow> const& places, MembershipRow const& row) {
  if (any(places, [&](InGroupRow const& place) { return row.location == place.location; })) return 0;
  if (!any(places, [&](InGroupRow const& place) { return row.organisation == place.organisation; })) return kElsewhere;
  return row.location ? std::nullopt : std::optional(1);
}

/// The nearest member who passes `test`; of several who has been it longest, then by id.
template <class Test>
std::optional<AccountId> nearest(std::vector<InGroupRow> const& places, House const& house, int farthest, Test const& test) {
  std::optional<std::tuple<int, Instant, AccountId>> best;
  for (auto const& row : house.memberships) {
    auto const far = distance(places, row);
    if (!far || *far > farthest || !test(row)) continue;
    std::tuple const one(*far, row.from, row.account);
    if (!best || one < *best) best = one;
  }
  return best ? std::optional(std::get<AccountId>(*best)) : std::nullopt;
}

template <class Test>
std::optional<AccountId> leidinggevende(StepOfChild const& step, House const& house, Test const& test) {
  return nearest(step.places, house, 1, [&](MembershipRow const& row) { return row.role == Role::Leidinggevende && test(row.account); });
}

std::optional<AccountId> first_choice(StepOfChild const& step, House const& house) {
  if (step.holder && is_member(house, *step.holder)) return step.holder;
  if (step.function == domain::code(Role::PedagogischMedewerker) && step.writer && works_on_a_group_of(step.places, house, *step.writer))
    return step.writer;
  if (step.function == "mentor" || step.function == domain::code(Role::PedagogischMedewerker)) return step.mentor;
  // What parents do is theirs; that it happens is seen to by who leads the location.
  if (step.function == domain::code(Role::Ouder)) return std::nullopt;
  return nearest(step.places, house, kElsewhere, [&](MembershipRow const& row) { return has_function(row, step.function); });
}

std::optional<AccountId> stand_in(StepOfChild const& step, House const& house, AccountId away) {
  auto const can = [&](AccountId account) { return account != away && is_here(house, account); };
  for (auto const& place : step.places)
    for (auto const& row : house.stand_ins)
      if (row.location == place.location && row.account && can(*row.account)) return row.account;
  return leidinggevende(step, house, can);
}

}  // namespace

StepOfChild step_of_child(Standing const& child, RouteRow const& route, std::string const& step, std::string function, Instant now) {
  StepOfChild out;
  for (auto const& place : child.in_group)
    if (place.from <= now && now < place.until) out.places.push_back(place);
  out.function = std::move(function);
  for (auto const& one : route.holders)
    if (one.step == step) out.holder = one.account;
  out.mentor = mentor_now(child, now);
  out.writer = route.writer;
  return out;
}

WhoHas who_has(StepOfChild const& step, House const& house) {
  auto const anybody = [](AccountId) { return true; };
  auto const whose = [&] {
    auto const first = first_choice(step, house);
    return first ? first : leidinggevende(step, house, anybody);
  }();
  if (!whose || is_here(house, *whose)) return {whose, std::nullopt};
  if (auto const instead = stand_in(step, house, *whose)) return {instead, whose};
  return {is_member(house, *whose) ? whose : std::nullopt, std::nullopt};
}

void WhoHasNow::add(std::vector<MembershipRow> const& rows) {
  std::vector<AccountId> fresh;
  for (auto const& row : rows) {
    if (known_.insert(row.id).second) house_.memberships.push_back(row);
    if (asked_absent_.insert(row.account).second) fresh.push_back(row.account);
  }
  for (auto const& row : tx_.absences(fresh, now_))
    if (row.from <= now_) house_.absent.push_back(row.account);
}

void WhoHasNow::add(std::optional<AccountId> account) {
  if (account && accounts_.insert(*account).second) add(tx_.memberships_of(*account, now_));
}

WhoHas WhoHasNow::operator()(StepOfChild const& step) {
  for (auto const& place : step.places) {
    if (locations_.insert(place.location).second) {
      // A pedagogisch medewerker without a function is named as holder, mentor or writer alone: those are asked for one by one.
      add(tx_.functions_at(place.organisation, place.location, now_));
      auto const instead = tx_.stand_in(place.location);
      house_.stand_ins.push_back({place.location, instead});
      add(instead);
    }
    if (groups_.insert(place.group).second)
      for (auto const& row : tx_.workers_of(place.group, now_)) house_.works.push_back(row);
    // Of another organisation one is enough: who would be named when nobody here has the role.
    auto const role = domain::role_from_code(step.function);
    bool const here = any(house_.memberships, [&](MembershipRow const& row) {
      auto const far = distance(step.places, row);
      return far && *far < kElsewhere && has_function(row, step.function);
    });
    if (role && role != Role::PedagogischMedewerker && !here && elsewhere_.emplace(step.function, place.organisation).second)
      if (auto const row = tx_.longest_elsewhere(*role, place.organisation, now_)) add(std::vector{*row});
  }
  for (auto const& account : {step.holder, step.mentor, step.writer}) add(account);
  return who_has(step, house_);
}

std::optional<AccountId> mentor_now(Standing const& child, Instant now) {
  for (auto const& row : child.mentor)
    if (row.from <= now && now < row.until) return row.account;
  return std::nullopt;
}

}  // namespace vlechtwerk::app
