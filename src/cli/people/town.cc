#include "cli/people/town.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include "cli/people/route.h"

namespace vlechtwerk::cli::people {
namespace {

struct Place {
  std::string_view plan;
  char const *house, *location, *group_type, *coach_house;
};

constexpr Place kPlaces[] = {
    {"kinderopvang-den-helder", "Kinderopvang Den Helder (voorbeeld)", "De Zandloper", "regular", "Parlan (voorbeeld)"},
    {"van-veldhuizen-stichting", "Van Veldhuizen Stichting (voorbeeld)", "De Kade", "plus", "Stek (voorbeeld)"},
    {"kindercentrum-prinses-amalia", "Kindercentrum Prinses Amalia (voorbeeld)", "De Lindehof", "plus", "Stek (voorbeeld)"},
    {"kinderdam-plusgroep", "KindeRdam, plusgroepen (voorbeeld)", "De Havenkant", "plus", "Horizon (voorbeeld)"},
    {"kinderdam-reguliere-groep", "KindeRdam, reguliere groepen (voorbeeld)", "De Maashoek", "regular", "Horizon (voorbeeld)"},
    {"ska-amersfoort", "SKA (voorbeeld)", "De Eemboog", "regular", "Trajectum (voorbeeld)"},
    {"partou-amsterdam", "Partou (voorbeeld)", "De Amstelboog", "regular", "'t Kabouterhuis (voorbeeld)"},
    {"speelwerk-kinderopvang", "Speelwerk, kinderopvang (voorbeeld)", "De Veenwolk", "regular", "Yorneo (voorbeeld)"},
    {"speelwerk-peuterspeelzaal", "Speelwerk, peuterspeelzalen (voorbeeld)", "De Heideroos", "peuterspeelzaal", "Yorneo (voorbeeld)"},
    {"b4kids-leiden", "B4Kids (voorbeeld)", "De Rijnboot", "regular", "Cardea (voorbeeld)"},
};

constexpr char const* kGroups[] = {"Zeesterren", "Garnalen",  "Vlinders",  "Egels",  "Kikkers",  "Uiltjes",
                                   "Bijtjes",    "Eekhoorns", "Dolfijnen", "Mussen", "Konijnen", "Otters"};

constexpr char const* kFirstNames[] = {"Noor",    "Daan",   "Yusuf", "Lotte", "Mees",   "Sofia", "Emma",  "Sem",   "Amira", "Luuk",
                                       "Zoë",     "Finn",   "Fatih", "Julia", "Bram",   "Aya",   "Thijs", "Nina",  "Omar",  "Liv",
                                       "Jesse",   "Maryam", "Stijn", "Hanna", "Ravi",   "Saar",  "Milan", "Elif",  "Teun",  "Anna",
                                       "Ibrahim", "Fenna",  "Jip",   "Leyla", "Gijs",   "Eva",   "Kofi",  "Roos",  "Siem",  "Olena",
                                       "Pim",     "Yara",   "Tijn",  "Iza",   "Levi",   "Tess",  "Adam",  "Fleur", "Bilal", "Guusje",
                                       "Noah",    "Wies",   "Kaan",  "Merel", "Jayden", "Puck",  "Rayan", "Lieke", "Dylan", "Vera"};

constexpr char const* kParentNames[] = {"Linda",  "Tom",    "Esther", "Elif",   "Murat",  "Anne",  "Kim",    "Joris",  "Maria",    "Ahmed",
                                        "Sandra", "Peter",  "Nadia",  "Jeroen", "Agnes",  "Ruben", "Hatice", "Mark",   "Svetlana", "Dennis",
                                        "Priya",  "Wouter", "Samira", "Bas",    "Ingrid", "Kwame", "Petra",  "Hassan", "Eline",    "Rob"};

constexpr char const* kLastNames[] = {"Bakker",     "Postma",  "Yilmaz",  "de Boer", "van Dijk",  "Kowalska",    "Jansen",   "de Vries",
                                      "El Idrissi", "Visser",  "Smit",    "Kaya",    "Mulder",    "van Leeuwen", "Bos",      "Peters",
                                      "Hendriks",   "Dekker",  "Koster",  "Ramdin",  "Verhoeven", "Schouten",    "Demir",    "van Vliet",
                                      "Prins",      "Blom",    "Huisman", "Kuipers", "Postel",    "Amrani",      "Veenstra", "de Graaf",
                                      "Nowak",      "Brouwer", "Timmer",  "Osei",    "Willems",   "Maas",        "Dijkstra", "Scholten"};

constexpr char const* kWorkerNames[] = {"Sanne",    "Fatima",  "Joke",  "Marijke", "Anita",   "Petra",  "Naima",   "Ilse",
                                        "Carla",    "Wendy",   "Mieke", "Soraya",  "Jolanda", "Bianca", "Marloes", "Tineke",
                                        "Rachida",  "Ellen",   "Gea",   "Monique", "Hilde",   "Emine",  "Corrie",  "Saskia",
                                        "Brigitte", "Chantal", "Nel",   "Aisha",   "Willeke", "Denise"};

/// A colleague may do the step as well; a second pair of eyes must stay another's.
bool can_be_taken_over(Plan const& plan, std::string const& code) {
  auto const index = plan.step(code);
  if (!index) return false;
  auto const& step = plan.steps[*index];
  bool const watched = std::any_of(plan.steps.begin(), plan.steps.end(), [&](auto const& one) { return one.four_eyes == index; });
  return std::find(step.by.begin(), step.by.end(), "pedagogisch_medewerker") != step.by.end() && !step.four_eyes && !watched;
}

/// The dice of a child start at its number; what else there is has streams far above them.
constexpr std::uint64_t kHouses = 1ULL << 40, kQuestions = 2ULL << 40, kAbsences = 3ULL << 40;
/// What came into the story later has dice of its own, so that the rest of a child stays as it was.
constexpr std::uint64_t kDays = 4ULL << 40, kTakers = 5ULL << 40;

std::string lower(std::string_view name) {
  std::string out;
  for (char const c : name) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

class Builder {
 public:
  Builder(Wish const& wish, std::vector<std::shared_ptr<Plan const>> const& plans) : wish_(wish) {
    Dice dice(wish.seed, kHouses);
    for (auto const& place : kPlaces) town_.houses.push_back(house(dice, place, plans));
    for (auto const& one : town_.houses) waivers_.push_back(waiver_share(*one.plan));
  }

  Town build() {
    for (int i = 0; i < wish_.children; ++i) town_.threads.push_back(child(static_cast<std::size_t>(i)));
    questions();
    absences();
    return std::move(town_);
  }

 private:
  Worker worker(Dice& dice, std::string_view given = {}, std::string_view last = {}) {
    std::string const first(given.empty() ? dice.one_of(kWorkerNames) : given);
    std::string const family(last.empty() ? dice.one_of(kLastNames) : last);
    // The people of the small demo keep their log-in names, which the log-in page offers.
    return {first + " " + family, given.empty() ? lower(first) + "." + std::to_string(++workers_) : lower(first)};
  }

  House house(Dice& dice, Place const& place, std::vector<std::shared_ptr<Plan const>> const& plans) {
    House out;
    bool const told = town_.houses.empty();
    auto const known = [&](char const* first, char const* last) { return told ? worker(dice, first, last) : worker(dice); };
    out.name = place.house;
    out.location = place.location;
    out.group_type = place.group_type;
    out.coach_house = place.coach_house;
    for (auto const& plan : plans)
      if (plan->id == place.plan) out.plan = plan;
    if (!out.plan) throw base::WorldError("a plan of the demo is missing: " + std::string(place.plan));
    out.leader = known("Joke", "Visser");
    out.pedagoog = known("Marijke", "Bos");
    out.coach = known("Anita", "Kok");
    auto const first = dice.below(static_cast<int>(std::size(kGroups)));
    for (int i = 0; i < wish_.groups; ++i) {
      auto const number = static_cast<std::size_t>(first) + static_cast<std::size_t>(i);
      House::Group group;
      group.name = kGroups[number % std::size(kGroups)];
      if (static_cast<std::size_t>(i) >= std::size(kGroups))
        group.name += " " + std::to_string(static_cast<std::size_t>(i) / std::size(kGroups) + 1);
      group.workers[0] = i == 0 ? known("Sanne", "de Wit") : worker(dice);
      group.workers[1] = i == 0 ? known("Fatima", "El Amrani") : worker(dice);
      out.groups.push_back(std::move(group));
    }
    return out;
  }

  // ---------------------------------------------------------------- a child

  Thread child(std::size_t number) {
    Dice dice(wish_.seed, number + 1);
    Thread out;
    out.house = number % town_.houses.size();
    out.group = (number / town_.houses.size()) % static_cast<std::size_t>(wish_.groups);
    out.mentor = static_cast<std::size_t>(dice.below(2));
    auto const& house = town_.houses[out.house];
    Child child;
    child.first_name = dice.one_of(kFirstNames);
    child.last_name = dice.one_of(kLastNames);
    bool const older = house.group_type == "peuterspeelzaal";
    // On the last day nobody is four yet, and everybody has been there for some weeks at least.
    child.born = wish_.until.plus_days(-dice.between(older ? 790 : 200, 1450));
    auto const old_enough = child.born.plus_days(older ? 735 : dice.between(84, 150));
    child.from = working_day(std::max(wish_.from, old_enough));
    auto const relation = [&] { return dice.chance(0.55) ? "moeder" : "vader"; };
    child.parents.push_back({dice.one_of(kParentNames) + (" " + child.last_name), relation()});
    if (dice.chance(0.75)) child.parents.push_back({dice.one_of(kParentNames) + (" " + std::string(dice.one_of(kLastNames))), relation()});
    auto const roll = dice.below(100);
    child.temper = roll < 60 ? Temper::Steady : roll < 85 ? Temper::Busy : Temper::Quiet;
    child.days = days_of_week(number);
    out.child = std::move(child);
    live(dice, out);
    hand_over(number, out);
    return out;
  }

  /// Two or three days for most children, from Monday to Friday.
  domain::Weekdays days_of_week(std::size_t number) const {
    Dice dice(wish_.seed, kDays + number);
    auto const roll = dice.below(100);
    auto left = roll < 5 ? 1 : roll < 45 ? 2 : roll < 80 ? 3 : roll < 95 ? 4 : 5;
    domain::Weekdays out = 0;
    while (left > 0) {
      auto const day = domain::weekday(static_cast<std::size_t>(dice.below(5)));
      left -= (out & day) == 0 ? 1 : 0;
      out |= day;
    }
    return dice.chance(kDaysUnknown) ? 0 : out;
  }

  /// The first working day from `day` on, on which the child comes.
  static Date day_in_group(Child const& child, Date day) {
    day = working_day(day);
    while (!domain::may_come_on(child.days, day)) day = working_day(day.plus_days(1));
    return day;
  }

  /// Some steps of the mentor are done by the colleague of the group, who takes them over just before.
  void hand_over(std::size_t number, Thread& thread) const {
    Dice dice(wish_.seed, kTakers + number);
    auto const& plan = *town_.houses[thread.house].plan;
    std::vector<Happening> out;
    out.reserve(thread.happenings.size());
    for (auto& one : thread.happenings) {
      if (one.what == What::Step && one.who == Who::Mentor && can_be_taken_over(plan, one.code) && dice.chance(kTakenOver)) {
        Happening taken;
        taken.day = one.day;
        taken.minute = one.minute;
        taken.who = one.who = Who::Colleague;
        taken.what = What::TakeOver;
        taken.code = one.code;
        out.push_back(std::move(taken));
      }
      out.push_back(std::move(one));
    }
    thread.happenings = std::move(out);
    one_after_the_other(thread);
  }

  static bool is_worried_about(Dice& dice, Temper temper, double years) {
    double const in_two_years = temper == Temper::Busy ? 0.30 : temper == Temper::Quiet ? 0.28 : 0.07;
    return dice.chance(std::min(0.6, in_two_years * years / 2));
  }

  static int days_unnoticed(Dice& dice, Temper temper) {
    switch (temper) {
      case Temper::Quiet:
        return dice.between(60, 150);
      case Temper::Busy:
        return dice.between(3, 21);
      case Temper::Steady:
        break;
    }
    return dice.between(7, 35);
  }

  void live(Dice& dice, Thread& thread) {
    auto& child = *thread.child;
    auto const days = child.from.days_until(wish_.until);
    if (days < 2) return;
    Names const names{child.first_name, playmate(dice, child.first_name), first_name_of(child.parents.front())};
    std::optional<Date> opened, closed;
    if (is_worried_about(dice, child.temper, days / 365.0)) {
      auto const began = child.from.plus_days(dice.below(days));
      auto const noticed = working_day(std::max(began.plus_days(days_unnoticed(dice, child.temper)), child.from.plus_days(3)));
      if (noticed < wish_.until) {
        child.worry_began = began;
        thread.happenings = walk(dice, {town_.houses[thread.house].plan, noticed, child.temper, child.parents.size(), names, wish_.language,
                                        waivers_[thread.house]});
        opened = noticed;
        closed = thread.happenings.back().day;
        std::erase_if(thread.happenings, [&](Happening const& one) { return one.day > wish_.until; });
      }
    }
    ordinary_notes(dice, thread, names, opened, closed, days);
    std::stable_sort(thread.happenings.begin(), thread.happenings.end(),
                     [](Happening const& a, Happening const& b) { return std::pair(a.day, a.minute) < std::pair(b.day, b.minute); });
    one_after_the_other(thread);
  }

  /// No two things at the same minute: their order is then told by nothing but their ids.
  static void one_after_the_other(Thread& thread) {
    for (std::size_t i = 1; i < thread.happenings.size(); ++i) {
      auto const& before = thread.happenings[i - 1];
      auto& now = thread.happenings[i];
      if (before.day == now.day) now.minute = std::max(now.minute, before.minute + 1);
    }
  }

  /// What is written of any child, with or without a route. While one runs only what is good: a worry then belongs to the route.
  void ordinary_notes(Dice& dice, Thread& thread, Names const& names, std::optional<Date> opened, std::optional<Date> closed, int days) {
    auto const temper = thread.child->temper;
    int const a_year = temper == Temper::Quiet ? 4 : temper == Temper::Busy ? 11 : 8;
    auto const expected = a_year * days / 365.0;
    auto const count = static_cast<int>(expected) + (dice.chance(expected - static_cast<int>(expected)) ? 1 : 0);
    for (int i = 0; i < count; ++i) {
      auto const day = day_in_group(*thread.child, thread.child->from.plus_days(1 + dice.below(days)));
      auto const roll = dice.below(100);
      Happening note;
      note.day = day;
      note.minute = dice.between(8 * 60, 17 * 60 + 30);
      note.what = What::Note;
      note.who = dice.chance(0.6) ? Who::Mentor : Who::Colleague;
      note.code = roll < 70 ? "positief" : roll < 84 ? "opvallend" : roll < 91 ? "niet_pluis" : roll < 99 ? "observatie" : "onverzorgd";
      if ((opened && day >= *opened && day <= *closed) || (temper == Temper::Quiet && (!opened || day < *opened))) note.code = "positief";
      note.text = say(dice, words_for_note(note.code), wish_.language, names);
      if (dice.chance(0.35)) note.text += " " + say(dice, note.code == "positief" ? Say::AfterGood : Say::After, wish_.language, names);
      if (note.code != "positief" && note.code != "observatie" && dice.chance(0.5))
        note.second = say(dice, Say::Did, wish_.language, names);
      // The day on which a route opens is for that worry: nothing comes between the note and the route.
      if (day <= wish_.until && day != opened) thread.happenings.push_back(std::move(note));
    }
  }

  static std::string playmate(Dice& dice, std::string const& child) {
    std::string name = dice.one_of(kFirstNames);
    while (name == child) name = dice.one_of(kFirstNames);
    return name;
  }
  static std::string first_name_of(Parent const& parent) { return parent.name.substr(0, parent.name.find(' ')); }

  // ---------------------------------------------------------------- questions that name no child

  /// The questions about a child are informal all of them, because only the coach in the house may then know the child; the others make up
  /// for it, so that kInformal of all is.
  void questions() {
    int about_children = 0;
    for (auto const& thread : town_.threads)
      for (auto const& one : thread.happenings) about_children += one.what == What::Ask ? 1 : 0;
    auto const days = wish_.from.days_until(wish_.until);
    int const others = std::max(3 * about_children, static_cast<int>(0.35 * wish_.children * days / 365.0) + 1);
    double const informal = std::max(0.0, (kInformal * (about_children + others) - about_children) / others);
    Dice dice(wish_.seed, kQuestions);
    int told = 0;
    for (int i = 0; i < others; ++i) {
      // Spread evenly, so that also a small town keeps the share.
      bool const is_informal = static_cast<int>(informal * (i + 1)) > told;
      told += is_informal ? 1 : 0;
      town_.threads.push_back(question(dice, is_informal, days));
    }
  }

  Thread question(Dice& dice, bool informal, int days) {
    Thread out;
    out.house = static_cast<std::size_t>(dice.below(static_cast<int>(town_.houses.size())));
    out.group = static_cast<std::size_t>(dice.below(wish_.groups));
    out.mentor = static_cast<std::size_t>(dice.below(2));
    auto day = working_day(wish_.from.plus_days(dice.below(days + 1)));
    auto const add = [&](What what, Who who, Say words) {
      if (day > wish_.until) return;
      Happening one;
      one.day = day;
      one.minute = dice.between(9 * 60, 17 * 60);
      one.who = who;
      one.what = what;
      one.informal = informal;
      if (what != What::Assign) one.text = say(dice, words, wish_.language, {});
      out.happenings.push_back(std::move(one));
    };
    auto const later = [&](int least, int most) { day = working_day(day.plus_days(dice.between(least, most))); };
    bool const to_coach = informal || dice.chance(0.6);
    add(What::Ask, Who::Mentor, Say::Question);
    if (!informal && to_coach) {
      later(1, 4);
      add(What::Assign, Who::Pedagoog, {});
    }
    later(1, 8);
    add(What::Answer, to_coach ? Who::Coach : Who::Pedagoog, Say::Tip);
    if (dice.chance(0.8)) {
      later(2, 14);
      add(What::Confirm, Who::Mentor, Say::OwnWords);
    }
    return out;
  }

  // ---------------------------------------------------------------- who is away

  /// Three times a year somebody of a group is away for one to ten working days; sooner back when she then does something all the same.
  /// Also in the two weeks to come.
  void absences() {
    using Worker = std::tuple<std::size_t, std::size_t, std::size_t>;
    std::set<std::pair<Worker, Date>> at_work;
    for (auto const& thread : town_.threads)
      for (auto const& one : thread.happenings)
        if (one.who == Who::Mentor || one.who == Who::Colleague)
          at_work.insert({{thread.house, thread.group, one.who == Who::Mentor ? thread.mentor : 1 - thread.mentor}, one.day});
    auto const days = wish_.from.days_until(wish_.until) + 14;
    for (std::size_t house = 0; house < town_.houses.size(); ++house)
      for (std::size_t group = 0; group < town_.houses[house].groups.size(); ++group)
        for (std::size_t worker = 0; worker < 2; ++worker) {
          Dice dice(wish_.seed, kAbsences + (house << 20 | group << 4 | worker));
          Date free = wish_.from;
          for (int i = 0, times = 3 * days / 365 + 1; i < times; ++i) {
            auto const part = days / times;
            auto const first = working_day(std::max(free, wish_.from.plus_days(i * part + dice.below(std::max(1, part - 14)))));
            auto last = first.plus_days(-1);
            for (auto left = dice.between(1, 10); left > 0; --left) {
              auto const next = working_day(last.plus_days(1));
              if (at_work.contains({{house, group, worker}, next})) break;
              last = next;
            }
            if (last < first) continue;
            free = last.plus_days(2);
            town_.absences.push_back({house, group, worker, std::clamp(first.plus_days(-3), wish_.from, wish_.until), first, last});
          }
        }
    std::stable_sort(town_.absences.begin(), town_.absences.end(), [](Absence const& a, Absence const& b) { return a.told < b.told; });
  }

  Wish const& wish_;
  Town town_;
  std::vector<double> waivers_;
  int workers_ = 0;
};

}  // namespace

Town make_town(Wish const& wish, std::vector<std::shared_ptr<Plan const>> const& plans) { return Builder(wish, plans).build(); }

}  // namespace vlechtwerk::cli::people
