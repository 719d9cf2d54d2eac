// Whose name stands on an open step, as a table: who is in the house, who is away, and who it then is.
#include "app/who_has.h"

#include <gtest/gtest.h>

namespace vlechtwerk::app {
namespace {

/// Ids that a person can read: 1, 2, 3 …
template <class Id>
Id numbered(std::uint8_t number) {
  Id id;
  id.uuid.bytes[15] = number;
  return id;
}

OrganisationId const kOpvang = numbered<OrganisationId>(1), kJeugdhulp = numbered<OrganisationId>(2);
LocationId const kHier = numbered<LocationId>(1), kElders = numbered<LocationId>(2);
GroupId const kGroup = numbered<GroupId>(1), kOtherGroup = numbered<GroupId>(2);

// The people, each with one letter in the table.
enum Who : std::uint8_t { Nobody, Anna, Bea, Cor, Dina, Els, Fee, Gijs, Hans };

AccountId account(Who who) { return numbered<AccountId>(who); }

/// Anna and Bea work on the group of the child, Cor on another one. Dina leads the location, Els all of the organisation. Fee is the
/// pedagoog of all locations. Gijs and Hans are coaches; Hans longest.
House full_house() {
  House house;
  auto const member = [&](Who who, OrganisationId organisation, Role role, std::optional<LocationId> location, std::int64_t since) {
    house.memberships.push_back({numbered<MembershipId>(who), account(who), organisation, role, location, {since}, kNoEnd});
  };
  member(Anna, kOpvang, Role::PedagogischMedewerker, kHier, 10);
  member(Bea, kOpvang, Role::PedagogischMedewerker, kHier, 20);
  member(Cor, kOpvang, Role::PedagogischMedewerker, kHier, 5);
  member(Dina, kOpvang, Role::Leidinggevende, kHier, 30);
  member(Els, kOpvang, Role::Leidinggevende, std::nullopt, 1);
  member(Fee, kOpvang, Role::Pedagoog, std::nullopt, 10);
  member(Gijs, kJeugdhulp, Role::Jeugdzorgcoach, std::nullopt, 10);
  member(Hans, kJeugdhulp, Role::Jeugdzorgcoach, std::nullopt, 9);
  house.works = {{account(Anna), kGroup, {0}}, {account(Bea), kGroup, {0}}, {account(Cor), kOtherGroup, {0}}};
  house.stand_ins = {{kHier, std::nullopt}, {kElders, std::nullopt}};
  return house;
}

struct Case {
  char const* what;
  std::string function;
  Who holder, mentor, writer;
  std::vector<Who> absent, gone;
  Who stand_in;
  Who has, for_whom;
};

std::optional<AccountId> maybe(Who who) { return who == Nobody ? std::nullopt : std::optional(account(who)); }

StepOfChild step_of(Case const& one) {
  return {{{{}, kGroup, kHier, kOpvang, {0}, kNoEnd, 0}}, one.function, maybe(one.holder), maybe(one.mentor), maybe(one.writer)};
}

WhoHas answer(Case const& one, House house = full_house()) {
  for (auto const who : one.absent) house.absent.push_back(account(who));
  for (auto const who : one.gone) std::erase_if(house.memberships, [&](MembershipRow const& row) { return row.account == account(who); });
  house.stand_ins[0].account = maybe(one.stand_in);
  return who_has(step_of(one), house);
}

TEST(WhoHas, IsTheTableWrittenByHand) {
  std::string const mentor = "mentor", worker = "pedagogisch_medewerker", pedagoog = "pedagoog", coach = "jeugdzorgcoach";
  Case const table[] = {
      // what, function, holder, mentor, writer, absent, gone, stand-in: who has it, for whom
      {"a step of the mentor is the mentor's", mentor, Nobody, Anna, Bea, {}, {}, Nobody, Anna, Nobody},
      {"a child without mentor shows to who leads the location", mentor, Nobody, Nobody, Bea, {}, {}, Cor, Dina, Nobody},
      {"who took it over has it", mentor, Bea, Anna, Nobody, {}, {}, Nobody, Bea, Nobody},
      {"who took it over and left has it no more", mentor, Bea, Anna, Nobody, {}, {Bea}, Nobody, Anna, Nobody},
      {"who took it over and is away is stood in for", mentor, Bea, Anna, Nobody, {Bea}, {}, Cor, Cor, Bea},
      {"a step of a worker is the writer's", worker, Nobody, Anna, Bea, {}, {}, Nobody, Bea, Nobody},
      {"a writer who works on another group now gives it to the mentor", worker, Nobody, Anna, Cor, {}, {}, Nobody, Anna, Nobody},
      {"a writer who left gives it to the mentor", worker, Nobody, Anna, Bea, {}, {Bea}, Nobody, Anna, Nobody},
      {"a writer who is away is stood in for", worker, Nobody, Anna, Bea, {Bea}, {}, Cor, Cor, Bea},
      {"without writer and mentor it shows to who leads", worker, Nobody, Nobody, Nobody, {}, {}, Nobody, Dina, Nobody},
      {"the pedagoog of the organisation", pedagoog, Nobody, Anna, Bea, {}, {}, Nobody, Fee, Nobody},
      {"of two coaches who has been it longest", coach, Nobody, Anna, Bea, {}, {}, Nobody, Hans, Nobody},
      {"the other coach when that one left", coach, Nobody, Anna, Bea, {}, {Hans}, Nobody, Gijs, Nobody},
      {"who leads the location before who leads all of them", "leidinggevende", Nobody, Anna, Bea, {}, {}, Nobody, Dina, Nobody},
      {"a function that nobody has shows to who leads", "logopedist", Nobody, Anna, Bea, {}, {}, Nobody, Dina, Nobody},
      {"what parents do is seen to by who leads", "ouder", Nobody, Anna, Bea, {}, {}, Nobody, Dina, Nobody},
      {"a mentor who is away: the stand-in", mentor, Nobody, Anna, Nobody, {Anna}, {}, Bea, Bea, Anna},
      {"a mentor who left: the stand-in", mentor, Nobody, Anna, Nobody, {}, {Anna}, Bea, Bea, Anna},
      {"no stand-in was named: who leads", mentor, Nobody, Anna, Nobody, {Anna}, {}, Nobody, Dina, Anna},
      {"the stand-in is away too: who leads", mentor, Nobody, Anna, Nobody, {Anna, Bea}, {}, Bea, Dina, Anna},
      {"the stand-in left: who leads", mentor, Nobody, Anna, Nobody, {Anna}, {Bea}, Bea, Dina, Anna},
      {"the stand-in herself is away: who leads", mentor, Nobody, Bea, Nobody, {Bea}, {}, Bea, Dina, Bea},
      {"who leads the location is away: who leads all", mentor, Nobody, Anna, Nobody, {Anna, Dina}, {}, Nobody, Els, Anna},
      {"everybody is away: the name stays", mentor, Nobody, Anna, Nobody, {Anna, Dina, Els}, {}, Nobody, Anna, Nobody},
      {"she left and everybody is away: no name", mentor, Nobody, Anna, Nobody, {Dina, Els}, {Anna}, Nobody, Nobody, Nobody},
      {"who leads has it and is away: the stand-in", mentor, Nobody, Nobody, Nobody, {Dina}, {}, Cor, Cor, Dina},
  };
  for (auto const& one : table) EXPECT_EQ(answer(one), (WhoHas{maybe(one.has), maybe(one.for_whom)})) << one.what;
}

void give(House& house, std::uint8_t member, std::vector<std::string> functions) {
  for (auto& row : house.memberships)
    if (row.id == numbered<MembershipId>(member)) row.functions = functions;
}

TEST(WhoHas, LooksAtFunctionsNearTheChildBeforeFunctionsFarAway) {
  Case const one{"", "taalcoach", Nobody, Anna, Bea, {}, {}, Nobody, Nobody, Nobody};
  auto house = full_house();
  give(house, Gijs, {"taalcoach"});
  EXPECT_EQ(answer(one, house).account, account(Gijs)) << "in another organisation, when nobody here has it";
  give(house, Fee, {"speltherapeut", "taalcoach"});
  EXPECT_EQ(answer(one, house).account, account(Fee)) << "in the organisation";
  give(house, Bea, {"taalcoach"});
  EXPECT_EQ(answer(one, house).account, account(Bea)) << "at the location";
  give(house, Anna, {"taalcoach"});
  EXPECT_EQ(answer(one, house).account, account(Anna)) << "of two who has it longest";
}

TEST(WhoHas, NamesNobodyOfAnotherLocation) {
  Case const one{"", "taalcoach", Nobody, Nobody, Nobody, {}, {}, Nobody, Nobody, Nobody};
  auto house = full_house();
  house.memberships.push_back({numbered<MembershipId>(20), numbered<AccountId>(20), kOpvang, Role::Leidinggevende, kElders, {0}, kNoEnd});
  give(house, 20, {"taalcoach"});
  EXPECT_EQ(answer(one, house).account, account(Dina));
}

TEST(WhoHas, ForAChildAtTwoLocationsPeopleOfBothCount) {
  Case const one{"", "mentor", Nobody, Anna, Nobody, {Anna}, {}, Nobody, Nobody, Nobody};
  auto house = full_house();
  house.absent = {account(Anna)};
  house.stand_ins[1].account = account(Cor);
  auto step = step_of(one);
  EXPECT_EQ(who_has(step, house).account, account(Dina));
  step.places.push_back({{}, kOtherGroup, kElders, kOpvang, {0}, kNoEnd, 0});
  EXPECT_EQ(who_has(step, house), (WhoHas{account(Cor), account(Anna)}));
}

}  // namespace
}  // namespace vlechtwerk::app
