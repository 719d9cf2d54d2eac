#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "domain/stappenplan/plan.h"
#include "domain/weekdays.h"

/// A model of people: which children there are, what is seen of them, and how workers follow their plan, more or less. It knows no store,
/// no clock and not the engine of the plans: of a plan it reads the steps, their terms and the rules as a worker reads the sheet on the
/// wall.
namespace vlechtwerk::cli::people {

using base::Date;
using domain::stappenplan::Plan;

/// What the demo does differently from the sheet (docs/demo.md). Late and waived: of the terms; refused: of the acts that are asked;
/// informal: of the questions.
inline constexpr double kLate = 0.20;
inline constexpr double kWaived = 0.05;
inline constexpr double kRefused = 0.05;
inline constexpr double kInformal = 0.30;
/// Taken over: of the steps of a mentor that a colleague of the group may do as well. Days not known: of the children.
inline constexpr double kTakenOver = 0.10;
inline constexpr double kDaysUnknown = 0.10;

/// How a worry about a child shows: a busy child is seen within weeks, a quiet one after months.
enum class Temper { Steady, Busy, Quiet };

enum class Who { Mentor, Colleague, Leader, Pedagoog, Coach };

enum class What {
  Note,           ///< code: kind of note
  OpenRoute,      ///< with the note just before it
  Step,           ///< code: step; outcome, with, answers
  TakeOver,       ///< code: step, which this worker has from now on
  Waive,          ///< code: step; outcome: reason
  PlanVanAanpak,  ///< text: approach; second: goal
  Inform,         ///< parents are told
  Close,          ///< outcome: of the route
  Ask,            ///< a question, about the child when the thread has one; informal: straight to the coach
  Assign,         ///< the pedagoog hands it to the coach
  Answer,
  Confirm,
};

/// A parent's word on an act.
struct Answer {
  std::string act;
  bool given = true;
  std::size_t parent = 0;
  std::string how;
};

struct Happening {
  Date day;
  int minute = 0;  ///< wall clock in Amsterdam, since midnight; of one thread no two moments are the same
  Who who{};
  What what{};
  std::string code, outcome;
  std::vector<std::string> with;
  std::vector<Answer> answers;
  std::string text, second;
  std::optional<Temper> temper;  ///< of a worry that shows as busy or quiet
  bool informal = false;
};

struct Parent {
  std::string name, relation;
};

struct Child {
  std::string first_name, last_name;
  Date born, from;  ///< `from`: first day in the group
  std::vector<Parent> parents;
  domain::Weekdays days = 0;  ///< on which it comes; 0: nobody wrote that down
  Temper temper{};
  std::optional<Date> worry_began;  ///< of a child that gets a route; nobody wrote this day down
};

/// All that happens around one child, or one question that names no child, in order of time.
struct Thread {
  std::size_t house = 0, group = 0;
  std::size_t mentor = 0;  ///< which of the two workers of the group; asks the question when there is no child
  std::optional<Child> child;
  std::vector<Happening> happenings;
};

struct Worker {
  std::string name, login;
};

/// A worker of a group is not at work. On none of these days she does anything.
struct Absence {
  std::size_t house = 0, group = 0, worker = 0;
  Date told;  ///< when the leidinggevende writes it down
  Date first, last;
};

struct House {
  std::string name, location;
  std::shared_ptr<Plan const> plan;
  std::string group_type;
  std::string coach_house;  ///< organisation of the coach
  Worker leader, pedagoog, coach;
  struct Group {
    std::string name;
    Worker workers[2];
  };
  std::vector<Group> groups;
};

struct Wish {
  int children = 0;
  int groups = 4;  ///< per organisation
  std::uint64_t seed = 1;
  Date from, until;  ///< both included
  std::string language = "nl";
};

struct Town {
  std::vector<House> houses;
  std::vector<Thread> threads;
  std::vector<Absence> absences;  ///< in order of the day on which they are told
};

/// The ten organisations of the reports, which of `plans` each follows, and everything that happens. The same wish gives the same town; of
/// the plans all ten must be there.
Town make_town(Wish const& wish, std::vector<std::shared_ptr<Plan const>> const& plans);

}  // namespace vlechtwerk::cli::people
