// A plan changed by a form: only the lines that are touched become different, what is read back is what was asked, and a wrong change is
// told at its field.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "domain/stappenplan/note_kind.h"
#include "interop/stappenplan/change_plan.h"
#include "interop/stappenplan/plan_difference.h"
#include "interop/stappenplan/plan_file.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;

struct ShippedPlan {
  std::string name, text;
  sp::Plan plan;
};

std::vector<ShippedPlan> shipped_plans_to_edit() {
  std::vector<ShippedPlan> out;
  for (auto const& entry : std::filesystem::directory_iterator(VLECHTWERK_SOURCE_DIR "/stappenplannen")) {
    if (entry.path().extension() != ".toml") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    auto parsed = parse_plan(text, entry.path().filename().string());
    out.push_back({entry.path().filename().string(), text, std::move(parsed.plan.value())});
  }
  return out;
}

std::vector<std::string> lines_to_compare(std::string const& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    auto const end = std::min(text.find('\n', from), text.size() - 1) + 1;
    lines.push_back(text.substr(from, end - from));
    from = end;
  }
  return lines;
}

/// How many lines went and how many came, between the lines that both texts begin and end with.
struct Touched {
  std::size_t gone = 0, come = 0;
};
Touched touched(std::string const& before, std::string const& after) {
  auto const a = lines_to_compare(before), b = lines_to_compare(after);
  std::size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  return {a.size() - head - tail, b.size() - head - tail};
}

/// The heads of a difference: which items are otherwise.
std::vector<std::string> items_in(std::vector<std::string> const& difference) {
  std::vector<std::string> out;
  for (auto const& line : difference)
    if (!line.starts_with("  ")) out.push_back(line);
  return out;
}

std::string first_problem(sp::ChangedFile const& changed) {
  if (changed) return "no problem";
  auto const& one = changed.error().front();
  return one.field + ": " + in_dutch(one.message);
}

std::string part_words(sp::Plan const& plan, sp::OnPart const& part) {
  if (part.kind == sp::OnPart::Kind::Milestone) return plan.milestones[part.index].id;
  auto const& step = plan.steps[part.index];
  return part.kind == sp::OnPart::Kind::Step ? step.id : step.id + ":" + step.outcomes[part.outcome].id;
}
std::vector<std::string> part_list(sp::Plan const& plan, std::vector<sp::OnPart> const& parts) {
  std::vector<std::string> out;
  for (auto const& part : parts) out.push_back(part_words(plan, part));
  return out;
}

std::vector<std::string> act_list(sp::Plan const& plan, std::vector<std::size_t> const& acts) {
  std::vector<std::string> out;
  for (auto const act : acts) out.push_back(plan.acts[act].id);
  return out;
}

/// Every edit of the form that says what the plan says already.
std::vector<sp::Edit> edits_that_change_nothing(sp::Plan const& plan) {
  std::vector<sp::Edit> out;
  auto const say = [&](std::string const& of, sp::Text const& text) {
    out.push_back({"words", sp::OwnWords{of, {{"nl", text.nl}, {"en", text.en}}}});
  };
  auto const term = [&](std::string const& of, sp::Term::Which which, std::optional<sp::Duration> const& period) {
    out.push_back({"term", sp::Term{of, which, period ? std::optional(period->text()) : std::nullopt}});
  };
  for (auto const& one : plan.roles) say("roles/" + one.id, one.text);
  for (auto const& one : sp::note_kinds(&plan, "nl")) {
    auto const* own = sp::own_note_words(plan, one.id);
    say("notes/" + one.id, own ? *own : sp::Text{});
  }
  for (auto const& one : plan.acts) {
    say("acts/" + one.id, one.text);
    out.push_back(
        {"terms", sp::ActTerms{one.id, one.needs_one, one.unreachable_may, one.valid ? std::optional(one.valid->text()) : std::nullopt}});
  }
  for (auto const& one : plan.meetings) say("meeting/" + one.id + "/title", one.title);
  for (auto const& one : plan.stages) say("stage/" + one.id + "/title", one.title);
  for (auto const& one : plan.steps) {
    auto const path = "step/" + one.id;
    say(path + "/title", one.title);
    if (one.because) say(path + "/because", *one.because);
    for (auto const& outcome : one.outcomes) say(path + "/outcomes/" + outcome.id, outcome.text);
    for (std::size_t i = 0; i < one.records.size(); ++i) say(path + "/records/" + std::to_string(i), one.records[i]);
    term(one.id, sp::Term::Which::Within, one.within);
    term(one.id, sp::Term::Which::Every, one.every);
    term(one.id, sp::Term::Which::Min, one.min);
    out.push_back({"repeat", sp::Repeating{one.id, one.repeat}});
    out.push_back({"by", sp::People{one.id, sp::People::Which::By, one.by}});
    out.push_back({"with", sp::People{one.id, sp::People::Which::With, one.with}});
    out.push_back({"may_join", sp::People{one.id, sp::People::Which::MayJoin, one.may_join}});
    out.push_back({"note", sp::Notes{one.id, one.note}});
    out.push_back({"toestemming", sp::Permission{one.id, one.toestemming ? std::optional(plan.acts[*one.toestemming].id) : std::nullopt}});
    out.push_back({"asks", sp::Asking{one.id, act_list(plan, one.asks)}});
    out.push_back({"after", sp::Order{one.id, sp::Order::Which::After, part_list(plan, one.after)}});
    out.push_back({"after_any", sp::Order{one.id, sp::Order::Which::AfterAny, part_list(plan, one.after_any)}});
    out.push_back({"protocol", sp::OwnProtocol{one.id, ""}});
    out.push_back({"on", sp::Switch{one.id, true}});
    if (!one.assumed) out.push_back({"confirm", sp::Confirm{one.id}});
  }
  for (auto const& one : plan.rules) {
    term(one.id, sp::Term::Which::Within, one.within);
    if (!one.assumed) out.push_back({"confirm", sp::Confirm{one.id}});
  }
  out.push_back({"version", sp::NextVersion{plan.version}});
  return out;
}

/// An edit that changes something, with the title of what it changes; empty: words that stand in several places.
struct Offered {
  sp::Edit edit;
  std::string item;
  std::size_t lines = 1;  ///< at most as many lines go or come
};

/// Of every third step, beginning with step `from`: together the plans come by everything. In the long run of all steps.
std::vector<Offered> edits_that_change_something(sp::Plan const& plan, std::size_t from) {
  bool const every_step = std::getenv("VLECHTWERK_LONG") != nullptr;
  std::vector<Offered> out;
  auto const words = [](std::string of) {
    return sp::Edit{"words", sp::OwnWords{std::move(of), {{"nl", "Eigen \"woord\" é"}, {"en", "Own \\"}}}};
  };
  for (auto const& one : plan.roles) out.push_back({words("roles/" + one.id), {}});
  for (auto const& one : sp::note_kinds(&plan, "nl")) out.push_back({words("notes/" + one.id), {}, plan.notes.empty() ? 3U : 1U});
  for (auto const& one : plan.acts) {
    auto const valid = one.valid ? std::optional(one.valid->text()) : std::nullopt;
    out.push_back({words("acts/" + one.id), {}});
    auto const add = [&](bool needs_one, bool unreachable_may, std::optional<std::string> period, std::size_t lines) {
      out.push_back({{"terms", sp::ActTerms{one.id, needs_one, unreachable_may, std::move(period)}}, one.text.nl, lines});
    };
    add(!one.needs_one, one.unreachable_may, valid, 1);
    add(one.needs_one, !one.unreachable_may, valid, 1);
    add(one.needs_one, one.unreachable_may, "P11M", 1);
    add(!one.needs_one, !one.unreachable_may, "P11M", 3);
    if (valid) add(one.needs_one, one.unreachable_may, std::nullopt, 1);
  }
  for (auto const& one : plan.meetings) out.push_back({words("meeting/" + one.id + "/title"), {}});
  for (auto const& one : plan.stages) out.push_back({words("stage/" + one.id + "/title"), {}});
  for (std::size_t i = every_step ? 0 : from % 3; i < plan.steps.size(); i += every_step ? 1 : 3) {
    auto const& one = plan.steps[i];
    auto const path = "step/" + one.id;
    auto const add = [&](sp::Edit edit, std::size_t lines = 1) { out.push_back({std::move(edit), one.title.nl, lines}); };
    out.push_back({words(path + "/title"), {}});
    add(words(path + "/because"));
    if (!one.outcomes.empty()) out.push_back({words(path + "/outcomes/" + one.outcomes.back().id), {}});
    if (!one.records.empty()) add(words(path + "/records/0"));
    add({"note", sp::Notes{one.id, {"gele_kaart"}}});
    for (auto const& act : plan.acts) {
      bool const needed = one.toestemming && plan.acts[*one.toestemming].id == act.id;
      if (needed) add({"toestemming", sp::Permission{one.id, std::nullopt}});
      if (!needed) add({"toestemming", sp::Permission{one.id, act.id}});
      auto asked = act_list(plan, one.asks);
      if (std::erase(asked, act.id) == 0) asked.push_back(act.id);
      add({"asks", sp::Asking{one.id, asked}});
    }
    add({"within", sp::Term{one.id, sp::Term::Which::Within, "P9D"}});
    if (one.within) add({"within", sp::Term{one.id, sp::Term::Which::Within, std::nullopt}});
    add({"every", sp::Term{one.id, sp::Term::Which::Every, "P5M"}});
    add({"min", sp::Term{one.id, sp::Term::Which::Min, "P3D"}});
    for (auto const repeat : {sp::Repeat::No, sp::Repeat::Always, sp::Repeat::Each})
      if (repeat != one.repeat) add({"repeat", sp::Repeating{one.id, repeat}});
    auto roles = one.by;
    roles.push_back("jeugdzorgcoach");
    add({"by", sp::People{one.id, sp::People::Which::By, roles}});
    add({"with", sp::People{one.id, sp::People::Which::With, {"ouder", "jeugdzorgcoach"}}});
    add({"may_join", sp::People{one.id, sp::People::Which::MayJoin, {"ouder", "jeugdzorgcoach"}}});
    auto parts = part_list(plan, one.after);
    if (!parts.empty()) add({"after", sp::Order{one.id, sp::Order::Which::After, {}}});
    if (&one != &plan.steps.front()) {
      parts.push_back(plan.steps.front().id);
      add({"after", sp::Order{one.id, sp::Order::Which::After, parts}});
      add({"after_any", sp::Order{one.id, sp::Order::Which::AfterAny, {plan.steps.front().id}}});
    }
    add({"protocol", sp::OwnProtocol{one.id, "Protocol signaleren, blz. 4"}});
    if (one.assumed) add({"confirm", sp::Confirm{one.id}});
    out.push_back({{"off", sp::Switch{one.id, false}}, {}, 400});
  }
  for (auto const& one : plan.rules) {
    out.push_back({{"within", sp::Term{one.id, sp::Term::Which::Within, "P9D"}}, {}});
    if (one.assumed) out.push_back({{"confirm", sp::Confirm{one.id}}, {}});
    out.push_back({{"off", sp::Switch{one.id, false}}, {}, 400});
  }
  return out;
}

sp::ChangedFile changed_by(std::string const& text, sp::Edit const& edit) { return change_plan(text, std::vector{edit}); }

TEST(PlanEdit, EveryValueOfAPlanStandsWhereItsPlaceSays) {
  for (auto const& shipped : shipped_plans_to_edit()) {
    auto const places = value_places(shipped.text);
    ASSERT_TRUE(places) << shipped.name;
    std::size_t strings = 0;
    for (auto const& [path, place] : *places) {
      if (!place.text) continue;
      ++strings;
      auto const again = value_places("a = " + shipped.text.substr(place.begin, place.end - place.begin));
      ASSERT_TRUE(again) << shipped.name << ' ' << path;
      EXPECT_EQ(again->at("a").text, place.text) << shipped.name << ' ' << path;
    }
    EXPECT_GT(strings, 200U);
  }
}

TEST(PlanEdit, AnEditThatSaysWhatThePlanSaysGivesTheSameBytes) {
  for (auto const& shipped : shipped_plans_to_edit()) {
    auto const edits = edits_that_change_nothing(shipped.plan);
    auto const places = value_places(shipped.text).value();
    for (auto const& edit : edits) {
      auto const same = sp::lay_edits(shipped.text, shipped.plan, places, {&edit, 1});
      ASSERT_TRUE(same) << shipped.name << ' ' << in_dutch(same.error().front().message);
      EXPECT_TRUE(same->text == shipped.text) << shipped.name << ' ' << edit.field;
    }
    auto const same = change_plan(shipped.text, edits);
    ASSERT_TRUE(same);
    EXPECT_TRUE(*same == shipped.text) << shipped.name;
  }
}

TEST(PlanEdit, APlanIsNotOtherwiseThanItself) {
  for (auto const& shipped : shipped_plans_to_edit())
    EXPECT_TRUE(plan_difference(shipped.plan, shipped.plan, "nl", in_dutch).empty()) << shipped.name;
}

TEST(PlanEdit, AnEditTouchesItsOwnLineAndIsReadBackAndNothingElseIs) {
  std::size_t from = 0;
  std::map<std::string, int> done, held_back;
  for (auto const& shipped : shipped_plans_to_edit()) {
    auto const places = value_places(shipped.text).value();
    for (auto const& [edit, item, lines] : edits_that_change_something(shipped.plan, from++)) {
      auto const draft = sp::lay_edits(shipped.text, shipped.plan, places, {&edit, 1});
      auto const to = draft ? parse_plan(draft->text, "after").plan : std::nullopt;
      if (!to) {
        ++held_back[edit.field];
        auto const wrong = changed_by(shipped.text, edit);
        ASSERT_FALSE(wrong);
        for (auto const& problem : wrong.error()) EXPECT_EQ(problem.field, edit.field) << shipped.name << ' ' << in_dutch(problem.message);
        continue;
      }
      ++done[edit.field];
      auto const* const changed = &draft->text;
      auto const difference = plan_difference(shipped.plan, *to, "nl", in_dutch);
      auto const sentence = shipped.name + ' ' + edit.field + ' ' + item + '\n' + (difference.empty() ? "" : difference.front());
      EXPECT_FALSE(*changed == shipped.text) << sentence;
      auto const [gone, come] = touched(shipped.text, *changed);
      EXPECT_LE(gone, lines) << sentence;
      EXPECT_LE(come, lines) << sentence;
      if (!item.empty()) {
        EXPECT_EQ(items_in(difference), std::vector{"Anders: " + item}) << sentence;
      }
      auto const again = sp::lay_edits(*changed, *to, value_places(*changed).value(), {&edit, 1});
      ASSERT_TRUE(again) << sentence << in_dutch(again.error().front().message);
      EXPECT_TRUE(again->text == *changed) << sentence;
    }
  }
  for (auto const* field : {"words", "within", "every", "min", "repeat", "by", "with", "may_join", "note", "toestemming", "asks", "terms",
                            "after", "after_any", "protocol", "off", "confirm"})
    EXPECT_GT(done[field], 10) << field;
  EXPECT_EQ(held_back["words"] + held_back["by"] + held_back["protocol"] + held_back["confirm"], 0);
}

TEST(PlanEdit, WhatIsSwitchedOffComesBackWithTheSameBytes) {
  for (auto const& shipped : shipped_plans_to_edit()) {
    int off = 0;
    for (auto const& step : shipped.plan.steps) {
      auto const without = changed_by(shipped.text, {"off", sp::Switch{step.id, false}});
      if (!without) continue;
      ++off;
      auto const read = parse_plan(*without, "without").plan;
      ASSERT_TRUE(read);
      EXPECT_FALSE(read->step(step.id));
      EXPECT_EQ(read->steps.size() + 1, shipped.plan.steps.size());
      auto const with = changed_by(*without, {"on", sp::Switch{step.id, true}});
      ASSERT_TRUE(with) << first_problem(with);
      bool const only_named = touched(shipped.text, *with).gone > 0;  // a list of others that named it has lost it
      if (!only_named) {
        EXPECT_TRUE(*with == shipped.text) << shipped.name << ' ' << step.id;
      }
      EXPECT_TRUE(parse_plan(*with, "with").plan->step(step.id));
    }
    EXPECT_GT(off, 0) << shipped.name;
  }
}

/// A small plan in which the spelling of a file matters.
std::string const odd_plan =
    "# Eigen plan\r\nformat = 1\r\nid = \"proef\"\r\nversion = 1   # telt op\r\ntitle = \"Proef\"\r\n[roles]\r\npm = \"Medewerker\"\r\n"
    "mentor = { nl = \"Mentor\", en = \"Mentor\" }\r\n\r\n"
    "[[step]]\r\n  id = \"kijken\"\r\n  title = 'Kijken'   # zo heet het\r\n  by   = [ \"pm\" ,\r\n    \"mentor\" ] # wie\r\n"
    "  assumed = true # nog bespreken\r\n\r\n# hierna praten\r\n[[step]]\r\nid = \"praten\"\r\ntitle.nl = \"Praten\"\r\nby = [\"pm\"]\r\n"
    "after = [\"kijken\"]\r\nwithin = \"P1W\"";

std::string odd_with(std::string const& from, std::string const& to) {
  auto text = odd_plan;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(PlanEdit, AnActThatIsASentenceBecomesATableWhenItGetsTerms) {
  auto const with_acts =
      odd_plan + "\r\n[acts]\r\nfilmen = 'We filmen uw kind' # film\r\nmeekijken = { nl = \"We kijken mee\", en = \"We look\" }\r\n";
  auto const made = [&](std::vector<sp::Edit> const& edits) {
    auto const changed = change_plan(with_acts, edits);
    return changed ? *changed : first_problem(changed);
  };
  auto const expected = [&](std::string const& from, std::string const& to) {
    auto text = with_acts;
    return text.replace(text.find(from), from.size(), to);
  };
  sp::Edit const terms{"terms", sp::ActTerms{"filmen", true, false, "P1Y"}};
  sp::Edit const words{"words", sp::OwnWords{"acts/filmen", {{"nl", "We filmen"}}}};
  EXPECT_EQ(made({terms}), expected("'We filmen uw kind'", "{ text = 'We filmen uw kind', needs = \"one\", valid = \"P1Y\" }"));
  for (auto const& both : {std::vector{terms, words}, std::vector{words, terms}})
    EXPECT_EQ(made(both), expected("'We filmen uw kind'", "{ text = \"We filmen\", needs = \"one\", valid = \"P1Y\" }"));
  EXPECT_EQ(made({{"terms", sp::ActTerms{"meekijken", false, true, std::nullopt}}}),
            expected("{ nl = \"We kijken mee\", en = \"We look\" }",
                     "{ text = { nl = \"We kijken mee\", en = \"We look\" }, unreachable_may = true }"));
  auto const plan = parse_plan(made({terms}), "proef").plan.value();
  EXPECT_TRUE(plan.acts[0].needs_one);
  EXPECT_EQ(plan.acts[0].valid->text(), "P12M");
}

TEST(PlanEdit, AnActOnLinesOfItsOwnKeepsItsTerms) {
  auto const text = odd_plan + "\r\n[acts.filmen]\r\nnl = \"We filmen uw kind\"\r\n";
  EXPECT_EQ(first_problem(change_plan(text, std::vector<sp::Edit>{{"terms", sp::ActTerms{"filmen", true, false, std::nullopt}}})),
            "terms: In het bestand staat deze toestemming op losse regels. Verander dit daar.");
  EXPECT_TRUE(change_plan(text, std::vector<sp::Edit>{{"terms", sp::ActTerms{"filmen", false, false, std::nullopt}}}));
}

TEST(PlanEdit, KeepsBlanksRemarksAndLineEndsOfTheFile) {
  struct Case {
    sp::Edit edit;
    std::string from, to;
  };
  std::vector<Case> const cases{
      {{"", sp::OwnWords{"step/kijken/title", {{"nl", "Zien"}}}}, "'Kijken'   # zo", "\"Zien\"   # zo"},
      {{"", sp::OwnWords{"step/kijken/title", {{"en", "Look"}}}}, "'Kijken'", "{ nl = \"Kijken\", en = \"Look\" }"},
      {{"", sp::OwnWords{"step/praten/title", {{"en", "Talk"}}}}, "\"Praten\"\r\n", "\"Praten\"\r\ntitle.en = \"Talk\"\r\n"},
      {{"", sp::OwnWords{"roles/mentor", {{"nl", "Vaste mentor"}, {"en", "Mentor"}}}}, "nl = \"Mentor\"", "nl = \"Vaste mentor\""},
      {{"", sp::People{"kijken", sp::People::Which::By, {"pm"}}}, "[ \"pm\" ,\r\n    \"mentor\" ]", "[\"pm\"]"},
      {{"", sp::People{"kijken", sp::People::Which::With, {"ouder"}}}, "] # wie\r\n", "] # wie\r\n  with = [\"ouder\"]\r\n"},
      {{"", sp::Confirm{"kijken"}}, "  assumed = true # nog bespreken", "# nog bespreken"},
      {{"", sp::Term{"praten", sp::Term::Which::Within, std::nullopt}}, "within = \"P1W\"", ""},
      {{"", sp::Term{"praten", sp::Term::Which::Within, "P7D"}}, "P1W", "P1W"},
      {{"", sp::OwnProtocol{"praten", "Ons boek"}},
       "by = [\"pm\"]\r\nafter = [\"kijken\"]\r\n",
       "by = [\"pm\"]\r\nafter = [\"kijken\"]\r\nsource = \"protocol: Ons boek\"\r\n"},
      {{"", sp::NextVersion{2}}, "version = 1   #", "version = 2   #"},
      {{"", sp::Switch{"praten", false}},
       odd_plan.substr(odd_plan.rfind("[[step]]")),
       "#- [[step]]\r\n#- id = \"praten\"\r\n#- title.nl = \"Praten\"\r\n#- by = [\"pm\"]\r\n#- after = [\"kijken\"]\r\n#- within = "
       "\"P1W\""},
  };
  for (auto const& one : cases) {
    auto const changed = changed_by(odd_plan, one.edit);
    ASSERT_TRUE(changed) << one.to << '\n' << first_problem(changed);
    EXPECT_EQ(*changed, odd_with(one.from, one.to));
  }
}

TEST(PlanEdit, WordsOfNotesComeInATableOfTheirOwnBehindTheRolesAndGoAgain) {
  auto const card = [](std::string const& dutch) {
    return sp::Edit{"note", sp::OwnWords{"notes/gele_kaart", {{"nl", dutch}, {"en", ""}}}};
  };
  auto const pearl = [](std::string const& dutch, std::string const& english = {}) {
    return sp::Edit{"note", sp::OwnWords{"notes/positief", {{"nl", dutch}, {"en", english}}}};
  };
  std::string const roles = "mentor = { nl = \"Mentor\", en = \"Mentor\" }\r\n", head = "\r\n[notes]\r\n";
  std::string const yellow = "gele_kaart = \"Gele kaart\"\r\n", shining = "positief = { nl = \"Parel\", en = \"Pearl\" }\r\n";
  auto const both = change_plan(odd_plan, std::vector{card("Gele kaart"), pearl("Parel", "Pearl")});
  ASSERT_TRUE(both) << first_problem(both);
  EXPECT_EQ(*both, odd_with(roles, roles + head + yellow + shining));
  auto const read = parse_plan(*both, "both").plan;
  ASSERT_EQ(read->notes.size(), 2U);
  EXPECT_EQ(read->notes[1].text.en, "Pearl");
  for (auto const& text : {odd_plan, *both})
    EXPECT_EQ(first_problem(changed_by(text, pearl("", "Pearl"))), "note: Hier hoort een Nederlandse tekst.");
  auto const without = change_plan(*both, std::vector{card(""), pearl("")});
  ASSERT_TRUE(without) << first_problem(without);
  EXPECT_EQ(*without, odd_with(roles, roles + head));
  auto const again = change_plan(*without, std::vector{card("Gele kaart"), pearl("Parel", "Pearl")});
  ASSERT_TRUE(again) << first_problem(again);
  EXPECT_EQ(*again, *both);
}

TEST(PlanEdit, WordsOfNotesFindTheirPlaceHoweverTheTableIsWritten) {
  sp::Edit const card{"note", sp::OwnWords{"notes/gele_kaart", {{"nl", "Gele kaart"}}}};
  std::string const line = "gele_kaart = \"Gele kaart\"";
  auto const changed = [&](std::string const& text) {
    auto const made = changed_by(text, card);
    EXPECT_TRUE(made) << text << first_problem(made);
    return made.value_or("");
  };
  auto const with = [](std::string const& notes) { return odd_with("[roles]", notes + "\r\n[roles]"); };
  EXPECT_EQ(changed(with("[notes]\r\npositief = \"Parel\" # mooi")), with("[notes]\r\npositief = \"Parel\" # mooi\r\n" + line));
  EXPECT_EQ(changed(with("notes = { positief = \"Parel\" }")), with("notes = { positief = \"Parel\", " + line + " }"));
  EXPECT_EQ(changed(with("notes.positief = \"Parel\"")), with("notes.positief = \"Parel\"\r\nnotes." + line));
  auto const of_its_own = parse_plan(changed(with("[notes.positief]\r\nnl = \"Parel\"")), "own").plan;
  ASSERT_TRUE(of_its_own);
  EXPECT_EQ(of_its_own->notes.size(), 2U);
  auto const inline_roles = odd_with("[roles]\r\npm = \"Medewerker\"\r\nmentor = { nl = \"Mentor\", en = \"Mentor\" }\r\n",
                                     "roles = { pm = \"Medewerker\", mentor = \"Mentor\" }\r\nsource = \"ons\"\r\n");
  EXPECT_EQ(changed(inline_roles), inline_roles + "\r\n\r\n[notes]\r\n" + line + "\r\n");
}

TEST(PlanEdit, SeveralEditsAreLaidAtOnce) {
  auto const changed = change_plan(odd_plan, std::vector<sp::Edit>{{"", sp::Term{"kijken", sp::Term::Which::Within, "P2D"}},
                                                                   {"", sp::Repeating{"kijken", sp::Repeat::Always}},
                                                                   {"", sp::OwnWords{"step/kijken/title", {{"nl", "Zien"}}}},
                                                                   {"", sp::Confirm{"kijken"}}});
  ASSERT_TRUE(changed) << first_problem(changed);
  auto const plan = parse_plan(*changed, "after").plan;
  EXPECT_EQ(plan->steps[0].title.nl, "Zien");
  EXPECT_EQ(plan->steps[0].within->days, 2);
  EXPECT_EQ(plan->steps[0].repeat, sp::Repeat::Always);
  EXPECT_FALSE(plan->steps[0].assumed);
}

TEST(PlanEdit, AWrongChangeIsHeldBackAtItsField) {
  struct Case {
    sp::Edit edit;
    std::string sentence;
    int line;
  };
  std::vector<Case> const cases{
      {{"who", sp::People{"kijken", sp::People::Which::By, {}}}, "Niemand mag deze stap doen. Zet bij by ten minste één rol.", 13},
      {{"who", sp::People{"kijken", sp::People::Which::By, {"kok"}}},
       "De rol 'kok' bestaat niet. Zet haar bij [roles] of kies een andere.",
       13},
      {{"term", sp::Term{"praten", sp::Term::Which::Within, "drie"}},
       "'drie' is geen tijdsduur. Schrijf bijvoorbeeld P7D, P6W of P3M.",
       23},
      {{"order", sp::Order{"kijken", sp::Order::Which::After, {"praten"}}}, {}, -1},
      {{"title", sp::OwnWords{"step/kijken/title", {{"nl", ""}}}}, "Hier hoort een Nederlandse tekst.", 0},
      {{"off", sp::Switch{"kijken", false}}, "Dit hoort nog bij: 'Praten'. Verander dat eerst.", 0},
      {{"gone", sp::Confirm{"weg"}}, "Dit staat niet meer in het stappenplan. Laad de pagina opnieuw.", 0},
  };
  for (auto const& one : cases) {
    auto const changed = changed_by(odd_plan, one.edit);
    ASSERT_FALSE(changed) << one.sentence;
    EXPECT_EQ(changed.error().front().field, one.edit.field);
    if (!one.sentence.empty()) {
      EXPECT_EQ(in_dutch(changed.error().front().message), one.sentence);
    }
    if (one.line >= 0) {
      EXPECT_EQ(changed.error().front().line, one.line) << one.sentence;
    }
  }
}

TEST(PlanEdit, OfSeveralEditsTheWrongOneIsNamed) {
  for (bool const first : {true, false}) {
    auto const wrong =
        change_plan(odd_plan, std::vector<sp::Edit>{{"title", sp::OwnWords{"step/kijken/title", {{"nl", "Zien"}}}},
                                                    {"with", sp::People{"kijken", sp::People::Which::With, {first ? "kok" : "ouder"}}},
                                                    {"term", sp::Term{"praten", sp::Term::Which::Within, first ? "P2W" : "drie"}},
                                                    {"version", sp::NextVersion{2}}});
    ASSERT_FALSE(wrong);
    ASSERT_EQ(wrong.error().size(), 1U);
    EXPECT_EQ(wrong.error().front().field, first ? "with" : "term");
  }
}

}  // namespace
}  // namespace vlechtwerk::interop
