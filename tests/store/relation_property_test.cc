#include <random>
#include <regex>
#include <set>

#include "store/ports_support.h"

namespace vlechtwerk::store::testing {
namespace {

class Relations : public PortsTest {};
ON_BOTH_ENGINES(Relations);

struct Span {
  Instant from, until;
  [[nodiscard]] bool holds(Instant now) const { return from <= now && now < until; }
};

/// A small tenant in which everything begins and ends at one of four boundaries, and the same rows once more as plain lists.
struct RandomTenant {
  struct Member {
    AccountId account;
    OrganisationId organisation;
    Role role{};
    std::optional<LocationId> location;
    Span span;
  };
  struct Placed {
    ChildId child;
    GroupId group;
    LocationId location;
    OrganisationId organisation;
    Span span;
  };
  struct Linked {
    ChildId child;
    AccountId account;
    Span span;
  };
  struct Allowed {
    ChildId child;
    std::string recipient;
    Span span;
  };
  struct Works {
    AccountId account;
    GroupId group;
    Span span;
  };
  std::vector<AccountId> people;
  std::vector<ChildId> children;
  std::vector<Member> members;
  std::vector<Placed> placed;
  std::vector<Linked> mentors, asked;
  std::vector<Allowed> allowed;
  std::vector<Works> works;
  std::set<ChildId> with_work;  ///< an open route, or a plan to look back on

  [[nodiscard]] bool related(app::Relation relation, AccountId person, ChildId child, Instant now) const {
    auto const member = [&](Role role, auto const& more) {
      return std::any_of(members.begin(), members.end(),
                         [&](Member const& m) { return m.account == person && m.role == role && m.span.holds(now) && more(m); });
    };
    auto const in_place_of = [&](Member const& m, auto const& more) {
      return std::any_of(placed.begin(), placed.end(), [&](Placed const& p) {
        return p.child == child && p.span.holds(now) && p.organisation == m.organisation && (!m.location || m.location == p.location) &&
               more(p);
      });
    };
    auto const parents_allow = [&](std::string const& recipient) {
      return std::any_of(allowed.begin(), allowed.end(),
                         [&](Allowed const& a) { return a.child == child && a.recipient == recipient && a.span.holds(now); });
    };
    auto const linked = [&](std::vector<Linked> const& list) {
      return std::any_of(list.begin(), list.end(),
                         [&](Linked const& l) { return l.child == child && l.account == person && l.span.holds(now); });
    };
    auto const always = [](auto const&) { return true; };
    switch (relation) {
      case app::Relation::WorksOnGroup:
        return member(Role::PedagogischMedewerker, [&](Member const& m) {
          return in_place_of(m, [&](Placed const& p) {
            return std::any_of(works.begin(), works.end(),
                               [&](Works const& w) { return w.account == person && w.group == p.group && w.span.holds(now); });
          });
        });
      case app::Relation::MentorOf:
        return linked(mentors) && member(Role::PedagogischMedewerker, [&](Member const& m) {
                 return std::any_of(placed.begin(), placed.end(), [&](Placed const& p) {
                   return p.child == child && p.span.holds(now) && p.organisation == m.organisation;
                 });
               });
      case app::Relation::LeadsLocation:
        return member(Role::Leidinggevende, [&](Member const& m) { return in_place_of(m, always); });
      case app::Relation::PedagoogAllowed:
        return parents_allow("pedagoog") && member(Role::Pedagoog, [&](Member const& m) { return in_place_of(m, always); });
      case app::Relation::CoachAsked:
        return linked(asked) && parents_allow("jeugdzorgcoach") && member(Role::Jeugdzorgcoach, always);
      case app::Relation::CoachesGroup:
        return parents_allow("pedagogisch_coach") && member(Role::PedagogischCoach, [&](Member const& m) {
                 return in_place_of(m, [&](Placed const& p) {
                   return std::any_of(works.begin(), works.end(),
                                      [&](Works const& w) { return w.account == person && w.group == p.group && w.span.holds(now); });
                 });
               });
    }
    return false;
  }
};

TEST_P(Relations, TheCheckIsMembershipOfTheListAtEveryBoundaryOfEveryInterval) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  std::mt19937 dice(20260105);
  auto const roll = [&](std::size_t sides) { return static_cast<std::size_t>(dice() % sides); };
  auto const today = base::Date::of(2026, 1, 5);
  std::vector<Instant> const boundaries{minute(10), minute(20), minute(30), minute(40)};
  auto const span = [&]() -> Span {
    auto const from = roll(3);
    return {boundaries[from], roll(4) == 0 ? app::kNoEnd : boundaries[from + 1 + roll(3 - from)]};
  };
  std::vector<House> const houses{make_house(*store, tenant), make_house(*store, tenant)};

  RandomTenant t;
  for (int i = 0; i < 15; ++i) t.people.push_back(fresh<AccountId>());
  for (int i = 0; i < 8; ++i) t.children.push_back(fresh<ChildId>());
  std::vector<Role> const roles{Role::PedagogischMedewerker, Role::Leidinggevende, Role::Pedagoog, Role::Jeugdzorgcoach,
                                Role::PedagogischCoach};
  for (std::size_t i = 0; i < t.people.size(); ++i) {
    for (int k = 0; k < 2; ++k) {
      auto const& house = houses[roll(2)];
      t.members.push_back(
          {t.people[i], house.organisation, roles[i % roles.size()], roll(2) ? std::optional(house.location) : std::nullopt, span()});
    }
    for (auto const& house : houses) t.works.push_back({t.people[i], house.group, span()});
  }
  store->write(tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    for (auto const& m : t.members)
      tx.put(app::MembershipRow{fresh<MembershipId>(), m.account, m.organisation, m.role, m.location, m.span.from, m.span.until});
    for (auto const& w : t.works) tx.put(app::GroupWorkerRow{w.account, w.group, w.span.from, w.span.until});
  });
  for (auto const& child : t.children) {
    auto p = full_projection(houses[0], child);
    p.in_group.clear();
    p.mentor.clear();
    p.toestemming.clear();
    p.hulpvraag_open.clear();
    for (int k = 0; k < 2; ++k) {
      auto const& house = houses[roll(2)];
      auto const placed = span();
      t.placed.push_back({child, house.group, house.location, house.organisation, placed});
      p.in_group.push_back({fresh<EntryId>(), house.group, house.location, house.organisation, placed.from, placed.until});
    }
    for (int k = 0; k < 3; ++k) {
      auto const mentor = span(), open = span();
      auto const person = t.people[roll(t.people.size())], coach = t.people[roll(t.people.size())];
      t.mentors.push_back({child, person, mentor});
      p.mentor.push_back({fresh<EntryId>(), person, mentor.from, mentor.until});
      t.asked.push_back({child, coach, open});
      p.hulpvraag_open.push_back({fresh<CaseId>(), child, coach, open.from, open.until});
    }
    for (std::string const recipient : {"pedagoog", "jeugdzorgcoach", "pedagogisch_coach", "iemand"}) {
      auto const given = span();
      t.allowed.push_back({child, recipient, given});
      p.toestemming.push_back({"share", recipient, given.from, given.until});
    }
    if (roll(2)) p.route.clear();
    p.look_back_on = roll(2) ? std::optional(today.plus_days(static_cast<int>(roll(2)))) : std::nullopt;
    if (p.look_back_on == today || std::any_of(p.route.begin(), p.route.end(), [](auto const& route) { return route.status != "closed"; }))
      t.with_work.insert(child);
    store->write(tenant, app::Lane::People, "s", [&](app::WriteTx& tx) { tx.replace(p); });
  }
  EXPECT_FALSE(t.with_work.empty());
  EXPECT_LT(t.with_work.size(), t.children.size());

  std::map<app::Relation, int> yes, no;
  std::size_t without_mentor = 0, certain = 0;
  for (auto const boundary : boundaries) {
    for (std::int64_t const shift : {-1, 0, 1}) {
      Instant const now{boundary.us + shift};
      store->read(tenant, [&](app::ReadTx const& tx) {
        for (auto const relation : app::kRelations) {
          for (auto const& person : t.people) {
            std::set<ChildId> listed;
            for (auto const& hit : tx.related_children(relation, person, now)) {
              EXPECT_TRUE(listed.insert(hit.child).second) << "a child is listed once";
              EXPECT_TRUE(hit.from <= now && now < hit.until);
            }
            std::set<ChildId> placed;
            for (auto const& place : tx.related_places(relation, person, now, 99)) {
              placed.insert(place.child);
              EXPECT_TRUE(std::any_of(t.placed.begin(), t.placed.end(), [&](RandomTenant::Placed const& p) {
                return p.child == place.child && p.group == place.group && p.location == place.location && p.span.holds(now);
              })) << static_cast<int>(relation);
            }
            EXPECT_EQ(placed, relation == app::Relation::CoachAsked ? std::set<ChildId>() : listed) << static_cast<int>(relation);
            EXPECT_LE(tx.related_places(relation, person, now, 1).size(), 1U);
            std::vector<ChildId> work;
            std::copy_if(listed.begin(), listed.end(), std::back_inserter(work),
                         [&](ChildId child) { return t.with_work.contains(child); });
            EXPECT_EQ(tx.related_with_work(relation, person, now, today), work) << static_cast<int>(relation);
            if (relation == app::Relation::LeadsLocation) {
              std::vector<ChildId> const children(listed.begin(), listed.end());
              auto const maybe = tx.led_maybe_without_mentor(person, now, 99);
              auto const alone = tx.children_without_mentor(children, now);
              EXPECT_EQ(tx.children_without_mentor(maybe, now), alone) << "nobody is missed";
              EXPECT_TRUE(std::includes(children.begin(), children.end(), maybe.begin(), maybe.end())) << "nor is anybody else there";
              EXPECT_LE(tx.led_maybe_without_mentor(person, now, 1).size(), 1U);
              without_mentor += alone.size();
              certain += children.size() - maybe.size();
            }
            for (auto const& child : t.children) {
              auto const hit = tx.related(relation, person, child, now);
              ASSERT_EQ(hit.has_value(), listed.count(child) == 1) << static_cast<int>(relation);
              ASSERT_EQ(hit.has_value(), t.related(relation, person, child, now)) << static_cast<int>(relation);
              ++(hit ? yes : no)[relation];
            }
          }
        }
      });
    }
  }
  EXPECT_GT(without_mentor, 0U);
  EXPECT_GT(certain, 0U);
  for (auto const relation : app::kRelations) {
    EXPECT_GT(yes[relation], 0) << "relation " << static_cast<int>(relation) << " never held";
    EXPECT_GT(no[relation], 0);
  }
}

TEST_P(Relations, AnInvitationOfACoachEndsAtTheInstantThatPermissionEnds) {
  auto const store = open_store();
  auto const house = make_house(*store, make_tenant(*store));
  auto const coach = fresh<AccountId>();
  auto p = full_projection(house, fresh<ChildId>());
  p.hulpvraag_open = {{p.hulpvraag[0].hulpvraag, p.child, coach, minute(1), app::kNoEnd}};
  p.toestemming = {{"share", "jeugdzorgcoach", minute(2), minute(8)}};
  store->write(house.tenant, app::Lane::People, "s", [&](app::WriteTx& tx) {
    tx.put(app::MembershipRow{fresh<MembershipId>(), coach, house.organisation, Role::Jeugdzorgcoach, std::nullopt, minute(0), minute(9)});
    tx.replace(p);
  });
  store->read(house.tenant, [&](app::ReadTx const& tx) {
    auto const last = tx.related(app::Relation::CoachAsked, coach, p.child, {minute(8).us - 1});
    ASSERT_TRUE(last);
    EXPECT_EQ(last->from, minute(2)) << "the latest of the beginnings";
    EXPECT_EQ(last->until, minute(8)) << "the earliest of the ends";
    EXPECT_FALSE(tx.related(app::Relation::CoachAsked, coach, p.child, minute(8)));
    EXPECT_FALSE(tx.related(app::Relation::PedagoogAllowed, coach, p.child, minute(5)));
  });
}

/// How SQLite would run a statement, one step per line. The values do not matter to the plan.
std::vector<std::string> sqlite_plan(Connection& db, std::string const& text) {
  std::vector<std::string> lines;
  auto const rows = db.query("explain query plan " + std::regex_replace(text, std::regex("\\$\\d+"), "x'00'"));
  for (auto const row : rows) lines.push_back(row.text(3));
  return lines;
}

/// The index of open routes alone: all of it is asked for.
bool is_of_few(std::string const& line) { return line.find("route_to_fold (tenant=?)") != std::string::npos; }

TEST_P(Relations, EveryRelationFindsItsRowsByAnIndexInBothDirections) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  std::size_t checked = 0;
  for (auto const* statement : Statement::all()) {
    auto const& text = statement->text();
    if (text.find(" from membership m join ") == std::string::npos) continue;
    ++checked;
    store->read_rows(tenant, [&](Connection& db) {
      if (GetParam() == Engine::Sqlite) {
        for (auto const& line : sqlite_plan(db, text)) {
          EXPECT_FALSE(line.starts_with("SCAN")) << line << "\n" << text;
          EXPECT_TRUE(!line.starts_with("SEARCH") || is_of_few(line) || line.find("(tenant=? AND ") != std::string::npos) << line << "\n"
                                                                                                                          << text;
        }
        return;
      }
      // Empty tables are read from front to end unless that is switched off; then a table without a fitting index shows itself.
      db.query("set local enable_seqscan = off");
      auto const asked = [&](auto const&... more) { return db.query("explain " + text, tenant, fresh<AccountId>(), kMorning, more...); };
      auto const has = [&](char const* part) { return text.find(part) != std::string::npos; };
      auto const rows = has("limit $4")    ? asked(std::int64_t{9})
                        : has("look_back") ? asked(base::Date::of(2026, 1, 5))
                        : has("$4")        ? asked(fresh<ChildId>())
                                           : asked();
      for (auto const row : rows) EXPECT_EQ(row.text(0).find("Seq Scan"), std::string::npos) << row.text(0);
    });
  }
  EXPECT_EQ(checked, 4 * std::size(app::kRelations)) << "the list, the check, those with work, of one those without mentor; and, but for "
                                                        "CoachAsked, the groups";
}

// SQLite 3.40 answers wrongly where it looks for a list of ids along an index whose next column has a bound: it then gives rows beyond
// the bound, and leaves out others. Seen with "w.from_us <= $3 and w.child in (select …)": a child of whom the person is not yet the
// mentor.
TEST_P(Relations, NoStatementIsAnsweredByTheScanForAListThatSqliteGetsWrong) {
  if (GetParam() == Engine::Postgresql) return;
  auto const store = open_store();
  auto const scans_for_a_list = [](Connection& db, std::string const& text) {
    auto const rows = db.query("explain " + std::regex_replace(text, std::regex("\\$\\d+"), "x'00'"));
    for (auto const row : rows)
      if (row.text(1) == "SeekScan") return true;
    return false;
  };
  store->read_rows(make_tenant(*store), [&](Connection& db) {
    for (auto const* statement : Statement::all()) {
      if (statement->place() != Place::Main || statement->only()) continue;
      EXPECT_FALSE(scans_for_a_list(db, statement->text())) << statement->text();
    }
    EXPECT_TRUE(scans_for_a_list(db,
                                 "select child from mentor where tenant = $1 and account = $2 and from_us <= $3 and child in "
                                 "(select r.child from route r where r.tenant = $1)"));
  });
}

TEST_P(Relations, NoStatementThatAsksForOneThingWalksAlongAllRowsOfATenant) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  std::size_t checked = 0;
  static std::regex const of_one("where (\\w\\.)?tenant = \\$1 and (\\w\\.)?\\w+ (= \\$2|in \\()");
  for (auto const* statement : Statement::all()) {
    auto const& text = statement->text();
    if (statement->place() != Place::Main || statement->only() || !std::regex_search(text, of_one)) continue;
    ++checked;
    if (GetParam() == Engine::Postgresql) continue;  // keeps statistics itself; it has the same indexes
    store->read_rows(tenant, [&](Connection& db) {
      for (auto const& line : sqlite_plan(db, text)) {
        EXPECT_FALSE(line.starts_with("SCAN ") && line.find("CONSTANT ROW") == std::string::npos) << line << "\n" << text;
        EXPECT_TRUE(is_of_few(line) || line.find("(tenant=?)") == std::string::npos) << line << "\n" << text;
      }
    });
  }
  EXPECT_GT(checked, 45U);
}

TEST_P(Relations, WhatFewOfManyChildrenNeedTodayIsFoundWithoutTheOthers) {
  if (GetParam() == Engine::Postgresql) return;  // keeps statistics itself; it has the same indexes
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  for (auto const& [words, index] :
       {std::pair("engine_version = $2 and next_change_on <= $3", "route_to_fold"), std::pair("and engine_version < $2", "route_to_fold"),
        std::pair("and engine_version > $2", "route_to_fold"),
        std::pair("look_back_on is not null and look_back_on <= $2", "child_to_look_back"),
        std::pair("from absence where tenant = $1 and until_us > $2", "absence_by_end"),
        std::pair("route where tenant = $1 and status <> 'closed'", "route_to_fold"),
        std::pair("k.mentored_from_us > $3) order by c.child nulls last limit $4", "child_mentored_until"),
        std::pair("k.mentored_from_us > $3) order by c.child nulls last limit $4", "child_mentored_from"),
        std::pair("k.mentored_from_us > $3) order by c.child nulls last limit $4", "c USING INDEX sqlite_autoindex_child_in_group_1"),
        std::pair("and t.recipient = 'pedagoog' and t.from_us <= $3 and $3 < t.until_us",
                  "COVERING INDEX toestemming_in_force_by_recipient"),
        std::pair("and t.recipient = 'pedagoog' and t.from_us <= $3 and $3 < t.until_us",
                  "c USING INDEX sqlite_autoindex_child_in_group_1"),
        std::pair("select c.location, c.child_group, c.child from membership m join child_in_group c on c.tenant = m.tenant where",
                  "COVERING INDEX child_in_group_by_location")}) {
    auto const is_it = [wanted = std::string_view(words)](Statement const* statement) {
      return statement->text().starts_with(wanted) || statement->text().ends_with(wanted);
    };
    auto const found = std::find_if(Statement::all().begin(), Statement::all().end(), is_it);
    ASSERT_NE(found, Statement::all().end()) << words;
    store->read_rows(tenant, [&, wanted = index](Connection& db) {
      std::string plan;
      for (auto const& line : sqlite_plan(db, (*found)->text())) plan += line + "\n";
      EXPECT_NE(plan.find(wanted), std::string::npos) << plan << (*found)->text();
      EXPECT_EQ(plan.find("SCAN "), std::string::npos) << plan;
    });
  }
}

TEST_P(Relations, WhatIsFewAmongTheNotesOfAChildIsFoundWithoutThem) {
  auto const store = open_store();
  auto const tenant = make_tenant(*store);
  auto const is_it = [](Statement const* statement) { return statement->text().find("t.kind in ('plan_van_aanpak") != std::string::npos; };
  auto const found = std::find_if(Statement::all().begin(), Statement::all().end(), is_it);
  ASSERT_NE(found, Statement::all().end());
  store->read_rows(tenant, [&](Connection& db) {
    if (GetParam() == Engine::Sqlite) {
      EXPECT_NE(sqlite_plan(db, (*found)->text()).front().find("timeline_of_few"), std::string::npos);
      return;
    }
    db.query("set local enable_seqscan = off");
    std::string plan;
    auto const rows = db.query("explain " + (*found)->text(), tenant, fresh<ChildId>(), "plan_van_aanpak.written");
    for (auto const row : rows) plan += row.text(0) + "\n";
    EXPECT_NE(plan.find("timeline_of_few"), std::string::npos) << plan;
  });
}

}  // namespace
}  // namespace vlechtwerk::store::testing
