#include "cli/people/route.h"

#include <algorithm>
#include <sstream>

#include "cli/people/stories.h"

namespace vlechtwerk::cli::people {
namespace {

using namespace domain::stappenplan;

// ---------------------------------------------------------------- a story becomes a list of things to do

struct Item {
  What what = What::Step;
  std::size_t step = 0;  ///< of the plan; of Inform: which step the parents hear of
  std::optional<std::size_t> outcome;
  std::vector<std::size_t> asks;
  bool refused = false;
  // filled in when the days are chosen
  Date day;
  bool waived = false;
};

struct Story {
  std::vector<Item> items;
  std::string ends_with;
};

Stories const& stories_of(Plan const& plan) {
  auto const all = all_stories();
  auto const found = std::find_if(all.begin(), all.end(), [&](Stories const& one) { return one.plan == plan.id; });
  if (found == all.end()) throw base::WorldError("there are no stories for the plan " + plan.id);
  return *found;
}

std::size_t step_of(Plan const& plan, std::string_view id) {
  auto const index = plan.step(id);
  if (!index) throw base::WorldError("a story of " + plan.id + " names a step that the plan lacks: " + std::string(id));
  return *index;
}

/// Reads a story (stories.h) and lets the parents answer and the worker choose on the way.
class Reader {
 public:
  Reader(Dice& dice, Plan const& plan, std::string_view text) : dice_(dice), plan_(plan), words_(std::string(text)) {}

  Story read() {
    part(true);
    return std::move(story_);
  }

 private:
  /// Up to a mark that ends a part; gives that mark.
  char part(bool counts) {
    for (std::string word; words_ >> word;) {
      if (word == "[") {
        bool const yes = !refused_;
        if (part(counts && yes) != '|') continue;
        part(counts && !yes);
      } else if (word == "{") {
        bool const informal = counts && dice_.chance(kInformal);
        part(counts && !informal);
        part(counts && informal);
      } else if (word.size() == 1) {
        return word[0];
      } else if (counts) {
        take(word);
      }
    }
    return 0;
  }

  void take(std::string const& word) {
    if (word[0] == '=') {
      if (story_.ends_with.empty()) story_.ends_with = word.substr(1);
      return;
    }
    auto const ask = word.find('?');
    auto const done = word.substr(0, ask);
    auto const colon = done.find(':');
    Item item;
    item.step = step_of(plan_, done.substr(0, colon));
    if (colon != std::string::npos) item.outcome = plan_.steps[item.step].outcome(done.substr(colon + 1));
    if (ask != std::string::npos) {
      item.asks.push_back(plan_.act(word.substr(ask + 1)).value());
      item.refused = refused_ = dice_.chance(kRefused);
    }
    story_.items.push_back(item);
    if (plan_.steps[item.step].parents == Parents::Informed) story_.items.push_back({What::Inform, item.step, {}, {}, false, {}, false});
  }

  Dice& dice_;
  Plan const& plan_;
  std::istringstream words_;
  Story story_;
  bool refused_ = false;
};

bool is_of_coach(Step const& step) { return step.by.front() == "jeugdzorgcoach"; }

/// The coach may look at a child only after somebody asked her about it: her part of a story stands between the question and the tip.
void ask_the_coach(Plan const& plan, std::vector<Item>& items) {
  auto const hers = [&](Item const& item) { return item.what == What::Step && is_of_coach(plan.steps[item.step]); };
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto const& act = plan.steps[items[i].step].toestemming;
    if (!hers(items[i]) || !act || plan.acts[*act].recipient != "jeugdzorgcoach") continue;
    auto last = i;
    while (last + 1 < items.size() && hers(items[last + 1])) ++last;
    auto const at = [&](std::size_t index) { return items.begin() + static_cast<std::ptrdiff_t>(index); };
    auto const step = items[i].step;
    items.insert(at(last + 1), {Item{What::Answer, step, {}, {}, false, {}, false}, Item{What::Confirm, step, {}, {}, false, {}, false}});
    items.insert(at(i), Item{What::Ask, step, {}, {}, false, {}, false});
    return;
  }
}

// ---------------------------------------------------------------- when things are done

/// What is known of an item from what came before it in the story.
struct Timing {
  std::optional<Date> not_before;
  std::vector<Date> due;
  bool owed() const { return !due.empty(); }
};

bool does(Item const& item, OnPart const& part) {
  return item.what == What::Step && (item.waived ? part.is(item.step) : part.is_done_by(item.step, item.outcome));
}

/// Reads the sheet on the wall for the item at `at`: what has to be there first, and by when it should be done.
Timing timing_of(Plan const& plan, std::vector<Item> const& items, std::size_t at) {
  Timing out;
  auto const& item = items[at];
  auto const& step = plan.steps[item.step];
  auto const first_of = [&](Date day) { out.not_before = std::max(out.not_before.value_or(day), day); };
  auto const done_since = [&](std::size_t from) {
    return std::any_of(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(at), [&](Item const& one) {
      return one.what == What::Step && !one.waived && one.step == item.step && one.day >= items[from].day && &one > &items[from];
    });
  };
  if (item.what == What::Inform) {
    first_of(items[at - 1].day);
    out.due.push_back(items[at - 1].day.plus_days(7));
    return out;
  }
  if (item.what != What::Step) return out;
  bool again = false;
  for (std::size_t i = 0; i < at; ++i) {
    auto const& before = items[i];
    auto const opens = [&](std::vector<OnPart> const& parts) {
      return std::any_of(parts.begin(), parts.end(), [&](OnPart const& part) { return does(before, part); });
    };
    bool const on_part = opens(step.after) || opens(step.after_any) || (step.stage && opens(plan.stages[*step.stage].after));
    if (on_part) first_of(before.day);
    if (on_part && step.within && !done_since(i)) out.due.push_back(step.within->after(before.day));
    if (step.toestemming && std::find(before.asks.begin(), before.asks.end(), *step.toestemming) != before.asks.end()) first_of(before.day);
    again = again || (before.what == What::Step && before.step == item.step);
    // What is done again comes after all that followed the first time.
    if (again) first_of(before.day);
  }
  for (auto const& rule : plan.rules) {
    if (rule.steps.size() != 2 || !does(item, rule.steps[1])) continue;
    bool const once = rule.kind == Template::RespondedExistence;
    for (std::size_t i = 0; i < at; ++i) {
      if (items[i].waived || !does(items[i], rule.steps[0])) continue;
      first_of(items[i].day);
      bool const answered = once ? done_since(0) : done_since(i);
      if (rule.within && !answered) out.due.push_back(rule.within->after(items[i].day));
      if (once) break;
    }
  }
  return out;
}

/// May a person leave this out without the story turning into another one?
bool may_be_waived(Plan const& plan, Item const& item) {
  auto const& step = plan.steps[item.step];
  return item.what == What::Step && step.outcomes.empty() && step.asks.empty() && step.note.empty() && step.parents != Parents::Informed;
}

Date on_time(Dice& dice, Date from, Date until) {
  if (until <= from) return from;
  auto day = working_day(from.plus_days(dice.below(from.days_until(until) + 1)));
  while (day > until || !is_working_day(day)) day = day.plus_days(-1);
  return std::max(day, from);
}

void choose_days(Dice& dice, Plan const& plan, double waivers, Date noticed, std::vector<Item>& items) {
  Date previous = noticed;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto& item = items[i];
    auto const timing = timing_of(plan, items, i);
    if (i == 0) {
      item.day = noticed;
    } else if (!timing.owed()) {
      item.day = working_day(std::max(previous, timing.not_before.value_or(previous)).plus_days(dice.between(1, 5)));
    } else {
      auto const [soonest, latest] = std::minmax_element(timing.due.begin(), timing.due.end());
      auto const from = timing.not_before.value_or(noticed);
      item.waived = may_be_waived(plan, item) && dice.chance(waivers);
      // Of what is not waived a little more is late, so that it is kLate of everything.
      if (!item.waived && dice.chance(kLate / (1 - kWaived)))
        item.day = working_day(std::max(from, latest->plus_days(dice.between(1, 12))));
      else
        item.day = on_time(dice, from, *soonest);
    }
    previous = std::max(previous, item.day);
  }
}

/// Steps that come back every so often while the route is open, such as the kindbespreking.
void come_back(Dice& dice, Plan const& plan, std::vector<Item>& items) {
  auto const last = std::max_element(items.begin(), items.end(), [](Item const& a, Item const& b) { return a.day < b.day; })->day;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    auto const& step = plan.steps[i];
    if (!step.every) continue;
    auto from = items.front().day;
    for (auto due = step.every->after(from); due < last; due = step.every->after(from)) {
      bool const late = dice.chance(kLate / (1 - kWaived));
      auto day = late ? working_day(due.plus_days(dice.between(1, 12))) : on_time(dice, due.plus_days(-14), due);
      if (day > last) day = on_time(dice, due.plus_days(-14), due);
      Item item{What::Step, i, {}, {}, false, day, false};
      if (!step.outcomes.empty()) item.outcome = 0;
      items.push_back(item);
      from = day;
    }
  }
}

// ---------------------------------------------------------------- who does it, and what they write

std::string kind_of_note(Dice& dice, Step const& step, Temper temper) {
  auto const knows = [&](char const* kind) { return std::find(step.note.begin(), step.note.end(), kind) != step.note.end(); };
  if (temper == Temper::Quiet && knows("stil_kind")) return "stil_kind";
  if (temper == Temper::Busy && knows("opvallend")) return "opvallend";
  if (knows("onverzorgd") && dice.chance(0.06)) return "onverzorgd";
  return knows("niet_pluis") && dice.chance(0.5) ? "niet_pluis" : step.note.front();
}

Say words_for_step(Step const& step, std::string_view outcome, bool refused) {
  auto const has = [&](std::string_view part) { return step.id.find(part) != std::string::npos; };
  bool const hard = outcome == "niet_genoeg" || outcome == "onvoldoende" || outcome == "blijft";
  if (has("terugkijken") || has("evaluatie")) return hard ? Say::BackHard : Say::BackGood;
  if (step.parents == Parents::Talk) return refused || outcome == "stroef" ? Say::HardTalk : Say::Talk;
  if (has("vraag") || has("bellen") || has("roepen")) return Say::Asking;
  if (is_of_coach(step) || has("advies") || step.subject == Subject::Worker) return Say::Help;
  if (has("bespreking") || has("vergadering") || has("overleg") || has("groepsgesprek") || has("delen") || has("bespreken"))
    return Say::Meeting;
  return has("plan") || has("aanpak") ? Say::Plan : Say::Step;
}

/// Is this the step in which the plan of the child itself is written?
bool writes_plan(Step const& step) {
  static constexpr std::string_view kSteps[] = {"plan_van_aanpak", "actieplan", "plan_bijstellen", "eigen_stappenplan", "aanpak_afspreken"};
  return std::find(std::begin(kSteps), std::end(kSteps), step.id) != std::end(kSteps);
}

/// Who of the house does a step: the first of `by` who may know this child.
Who doer(Step const& step, bool pedagoog_knows, bool coach_knows) {
  for (auto const& role : step.by) {
    if (role == "pedagogisch_medewerker" || role == "mentor") return Who::Mentor;
    if (role == "leidinggevende") return Who::Leader;
    if (role == "pedagoog" && pedagoog_knows) return Who::Pedagoog;
    if (role == "jeugdzorgcoach" && coach_knows) return Who::Coach;
  }
  return Who::Mentor;
}

class Teller {
 public:
  Teller(Dice& dice, RouteWish const& wish) : dice_(dice), wish_(wish), plan_(*wish.plan) {}

  std::vector<Happening> tell(std::vector<Item> const& items, std::string const& ends_with) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      tell(items[i]);
      if (i == 0) {
        auto& route = add(What::OpenRoute, Who::Mentor, items[i].day);
        route.text = words(wish_.temper == Temper::Quiet ? Say::QuietWorry : Say::Worry);
      }
    }
    auto const last = std::max_element(out_.begin(), out_.end(), [](Happening const& a, Happening const& b) { return a.day < b.day; })->day;
    auto& end = add(What::Close, Who::Mentor, working_day(last.plus_days(dice_.between(1, 7))));
    end.outcome = ends_with;
    end.text = words(Say::Closing);
    std::stable_sort(out_.begin(), out_.end(), [](Happening const& a, Happening const& b) { return a.day < b.day; });
    choose_minutes();
    return std::move(out_);
  }

 private:
  std::string words(Say what) { return say(dice_, what, wish_.language, wish_.names); }

  Happening& add(What what, Who who, Date day) {
    out_.push_back({});
    out_.back().what = what;
    out_.back().who = who;
    out_.back().day = day;
    return out_.back();
  }

  void tell(Item const& item) {
    switch (item.what) {
      case What::Inform:
        add(What::Inform, Who::Mentor, item.day).text = words(Say::Informed);
        return;
      case What::Ask: {
        auto& question = add(What::Ask, Who::Mentor, item.day);
        question.informal = true;
        question.text = words(Say::ChildQuestion);
        coach_knows_ = true;
        return;
      }
      case What::Answer:
        add(What::Answer, Who::Coach, item.day).text = words(Say::Tip);
        return;
      case What::Confirm:
        add(What::Confirm, Who::Mentor, item.day).text = words(Say::OwnWords);
        coach_knows_ = false;
        return;
      default:
        tell_step(item);
    }
  }

  void tell_step(Item const& item) {
    auto const& step = plan_.steps[item.step];
    if (!step.note.empty()) {
      auto& note = add(What::Note, dice_.chance(0.7) ? Who::Mentor : Who::Colleague, item.day);
      note.code = kind_of_note(dice_, step, wish_.temper);
      if (wish_.temper != Temper::Steady) note.temper = wish_.temper;
      note.text = words(words_for_note(note.code));
      if (dice_.chance(0.5)) note.text += " " + words(Say::After);
      if (dice_.chance(0.5)) note.second = words(Say::Did);
      return;
    }
    auto who = doer(step, pedagoog_knows_, coach_knows_);
    if (item.waived) {
      auto const left = left_out(dice_, wish_.language, wish_.names);
      auto& waived = add(What::Waive, who == Who::Leader ? who : Who::Mentor, item.day);
      waived.code = step.id;
      waived.outcome = left.reason;
      if (dice_.chance(0.6)) waived.text = left.words;
      return;
    }
    {
      auto& done = add(What::Step, who, item.day);
      done.code = step.id;
      if (item.outcome) done.outcome = step.outcomes[*item.outcome].id;
      done.with = step.with;
      done.text = words(words_for_step(step, done.outcome, item.refused));
      for (auto const act : item.asks) ask(done, act, item.refused);
    }
    if (writes_plan(step) && who == Who::Mentor) {
      auto& plan = add(What::PlanVanAanpak, who, item.day);
      plan.text = words(Say::Plan);
      plan.second = words(wish_.temper == Temper::Quiet ? Say::QuietWorry : Say::Worry);
    }
  }

  void ask(Happening& talk, std::size_t act, bool refused) {
    auto const who_says_no = static_cast<std::size_t>(dice_.below(static_cast<int>(wish_.parents)));
    for (std::size_t i = 0; i < wish_.parents; ++i) {
      bool const given = !refused || i != who_says_no;
      talk.answers.push_back({plan_.acts[act].id, given, i, words(given ? Say::Yes : Say::No)});
    }
    if (plan_.acts[act].recipient == "pedagoog" && !refused) pedagoog_knows_ = true;
  }

  /// From the morning on, one thing after the other, so that causes stay before what they bring.
  void choose_minutes() {
    for (std::size_t i = 0; i < out_.size(); ++i) {
      bool const first = i == 0 || out_[i - 1].day != out_[i].day;
      out_[i].minute = first ? dice_.between(9 * 60, 12 * 60) : out_[i - 1].minute + dice_.between(11, 43);
    }
  }

  Dice& dice_;
  RouteWish const& wish_;
  Plan const& plan_;
  std::vector<Happening> out_;
  bool pedagoog_knows_ = false, coach_knows_ = false;
};

}  // namespace

Say words_for_note(std::string_view kind) {
  if (kind == "positief") return Say::Positive;
  if (kind == "niet_pluis") return Say::NotRight;
  if (kind == "strookje") return Say::Strookje;
  if (kind == "onverzorgd") return Say::Uncared;
  if (kind == "stil_kind") return Say::Quiet;
  return kind == "observatie" ? Say::Observation : Say::Striking;
}

Date working_day(Date day) {
  while (!is_working_day(day)) day = day.plus_days(1);
  return day;
}

double waiver_share(Plan const& plan) {
  auto const& stories = stories_of(plan);
  double terms = 0, possible = 0;
  for (std::uint64_t i = 0; i < 40 * stories.told.size(); ++i) {
    Dice dice(0, i);
    auto items = Reader(dice, plan, stories.told[i % stories.told.size()]).read().items;
    for (std::size_t at = 0; at < items.size(); ++at) {
      items[at].day = Date::of(2001, 1, 1).plus_days(static_cast<int>(at));
      auto const count = static_cast<double>(timing_of(plan, items, at).due.size());
      terms += count;
      if (may_be_waived(plan, items[at])) possible += count;
    }
  }
  return possible == 0 ? 0 : std::min(0.5, kWaived * terms / possible);
}

std::vector<Happening> walk(Dice& dice, RouteWish const& wish) {
  auto const& plan = *wish.plan;
  auto const& stories = stories_of(plan);
  std::string_view text = dice.one_of(stories.told);
  // A quiet child does nothing that asks for a strookje: somebody must look.
  while (wish.temper == Temper::Quiet && text.starts_with("strookje")) text = dice.one_of(stories.told);
  auto story = Reader(dice, plan, text).read();
  ask_the_coach(plan, story.items);
  choose_days(dice, plan, wish.waivers, working_day(wish.noticed), story.items);
  come_back(dice, plan, story.items);
  return Teller(dice, wish).tell(story.items, story.ends_with);
}

}  // namespace vlechtwerk::cli::people
