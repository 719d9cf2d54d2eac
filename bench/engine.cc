// Events per second that one core folds, for a plan of twelve rules and journals of growing length, and for the long names that events of
// the product have; what a verdict costs; what they allocate. The events are made before the clock starts.
// usage: bench_engine [seconds per figure [row]]; with a row (1 to 6) only that one, so that callgrind counts one kind of journal
#include <time.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "domain/stappenplan/fold.h"
#include "interop/stappenplan/plan_file.h"

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (auto* const place = std::malloc(size)) return place;
  throw std::bad_alloc();
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace vlechtwerk::bench {
namespace {

namespace sp = domain::stappenplan;

constexpr char const* plan_text = R"(format = 1
id = "meten"
version = 1
title = "Meten"
[roles]
pm = "Medewerker"
mentor = "Mentor"
[[step]]
id = "strookje"
title = "Strookje"
by = ["pm"]
repeat = true
[[step]]
id = "praten"
title = "Praten"
by = ["pm"]
after = ["strookje"]
repeat = "each"
parents = "talk"
[[step]]
id = "bespreken"
title = "Bespreken"
by = ["pm"]
after = ["strookje"]
repeat = "each"
within = "P6W"
outcomes = { zorg = "Zorg", volgen = "Volgen" }
[[step]]
id = "gesprek"
title = "Gesprek"
by = ["mentor"]
after = ["bespreken:zorg"]
repeat = "each"
parents = "talk"
[[step]]
id = "overleg"
title = "Overleg"
by = ["pm"]
repeat = true
[[step]]
id = "plan"
title = "Plan"
by = ["mentor"]
after = ["gesprek"]
repeat = "each"
[[step]]
id = "uitvoeren"
title = "Uitvoeren"
by = ["pm"]
after = ["plan"]
repeat = "each"
[[step]]
id = "terugkijken"
title = "Terugkijken"
by = ["mentor"]
after = ["uitvoeren"]
repeat = "each"
required = true
parents = "talk"
)";

constexpr std::array<char const*, 12> rules{"response(strookje, praten)",
                                            "response(bespreken:zorg, gesprek)",
                                            "precedence(bespreken, gesprek)",
                                            "alternate_response(plan, terugkijken)",
                                            "responded_existence(strookje, overleg)",
                                            "choice(overleg, gesprek)",
                                            "succession(gesprek, plan)",
                                            "precedence(plan, uitvoeren)",
                                            "response(uitvoeren, terugkijken)",
                                            "existence(strookje)",
                                            "init(strookje)",
                                            "alternate_precedence(plan, terugkijken)"};

constexpr std::array<char const*, 9> round{"strookje", "praten",    "overleg",     "bespreken", "gesprek",
                                           "plan",     "uitvoeren", "terugkijken", "overleg"};

sp::Plan twelve_rules() {
  std::string text = plan_text;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    std::string const rule = rules[i];
    bool const owes = rule.starts_with("response") || rule.starts_with("alternate_response") || rule.starts_with("succession");
    text += "[[rule]]\nid = \"regel" + std::to_string(i) + "\"\nrule = \"" + rule + "\"\n" + (owes ? "within = \"P14D\"\n" : "");
  }
  auto parsed = interop::parse_plan(text, "bench");
  for (auto const& one : parsed.diagnostics) {
    if (one.severity == interop::Diagnostic::Severity::Error) std::fprintf(stderr, "%s\n", one.text(interop::in_dutch).c_str());
  }
  return std::move(parsed.plan.value());
}

constexpr std::array<char const*, 3> workers{"019a0000-0000-7000-8000-00000000000a", "019a0000-0000-7000-8000-00000000000b",
                                             "019a0000-0000-7000-8000-00000000000c"};

enum class Names { Short, OfTheProduct };

/// Rounds of a route that goes well, three doings on a day. Events of the product have ids of 36 letters, and an actor with such an id.
std::vector<sp::Event> journal(std::size_t length, Names names = Names::Short) {
  auto const start = base::Date::of(2000, 1, 3);
  std::vector<sp::Event> events(length);
  for (std::size_t i = 0; i < length; ++i) {
    auto& event = events[i];
    event.id = std::to_string(i);
    if (names == Names::OfTheProduct) {
      event.id = "019a0000-0000-7000-8000-" + std::to_string(100'000'000'000 + i);
      event.fields.actor = workers[i % workers.size()];
    }
    event.kind = sp::EventKind::StepDone;
    event.fields.at = sp::When::on(start.plus_days(static_cast<int>(i / 3)));
    event.fields.step = round[i % round.size()];
    event.fields.role =
        *event.fields.step == "gesprek" || *event.fields.step == "plan" || *event.fields.step == "terugkijken" ? "mentor" : "pm";
    if (*event.fields.step == "bespreken") event.fields.outcome = "zorg";
  }
  return events;
}

/// Seconds of processor that this program has used: other programs on the machine take nothing from it.
double processor_seconds() {
  timespec at{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
}

// Functions of their own, so that callgrind can count what they call: the applies alone, and with them the making of a fold.
[[gnu::noinline]] void apply_all(sp::Fold& fold, std::vector<sp::Event> const& events) {
  for (auto const& event : events) fold.apply(event);
}

[[gnu::noinline]] int fold_route(sp::Plan const& plan, std::vector<sp::Event> const& events) {
  sp::Fold fold(plan, events.front().day());
  apply_all(fold, events);
  int violated = 0;
  for (std::size_t i = 0; i < plan.rules.size(); ++i) violated += fold.verdict(i) == sp::Verdict::PermanentlyViolated ? 1 : 0;
  return violated;
}

void measure(sp::Plan const& plan, std::size_t length, Names names, double seconds) {
  auto const events = journal(length, names);
  double const start = processor_seconds();
  double folded = 0;
  std::size_t const before = allocations;
  int violated = 0;
  do {
    for (std::size_t again = 0; again < 1 + 10'000 / length; ++again) {  // so that asking for the time weighs nothing
      violated += fold_route(plan, events);
      folded += static_cast<double>(length);
    }
  } while ((processor_seconds() - start) < seconds);
  double const taken = (processor_seconds() - start);
  if (violated > 0) std::printf("a rule was violated: this measures something else\n");
  std::printf("| %zu%s | %.0f | %.0f | %.2f |\n", length, names == Names::Short ? "" : ", names of the product", folded / taken,
              taken / folded * 1e9, static_cast<double>(allocations - before) / folded);
}

void measure_verdicts(sp::Plan const& plan, double seconds) {
  sp::Fold fold(plan, base::Date::of(2000, 1, 3));
  for (auto const& event : journal(1000)) fold.apply(event);
  double const start = processor_seconds();
  std::size_t const before = allocations;
  double asked = 0;
  int open = 0;
  do {
    for (int again = 0; again < 1'000; ++again) {
      for (std::size_t i = 0; i < plan.rules.size(); ++i) open += fold.verdict(i) == sp::Verdict::CurrentlyViolated ? 1 : 0;
    }
    asked += 1'000 * static_cast<double>(plan.rules.size());
  } while ((processor_seconds() - start) < seconds);
  std::printf("\na verdict: %.1f ns, %zu allocations in %.0f verdicts (%s open)\n", (processor_seconds() - start) / asked * 1e9,
              allocations - before, asked, open > 0 ? "some" : "none");
}

}  // namespace
}  // namespace vlechtwerk::bench

int main(int argc, char** argv) {
  double const seconds = argc > 1 ? std::atof(argv[1]) : 1;
  auto const plan = vlechtwerk::bench::twelve_rules();
  std::printf("| events of a route | events/s on one core | ns/event | allocations/event |\n|---|---|---|---|\n");
  using vlechtwerk::bench::Names;
  constexpr std::array<std::pair<std::size_t, Names>, 6> rows{{{60, Names::Short},
                                                               {1'000, Names::Short},
                                                               {10'000, Names::Short},
                                                               {100'000, Names::Short},
                                                               {60, Names::OfTheProduct},
                                                               {1'000, Names::OfTheProduct}}};
  std::size_t const only = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (only == 0 || only == i + 1) vlechtwerk::bench::measure(plan, rows[i].first, rows[i].second, seconds);
  }
  if (only == 0) vlechtwerk::bench::measure_verdicts(plan, seconds / 4);
  return 0;
}
