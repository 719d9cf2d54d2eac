#include "cli/stappenplan.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <span>

#include "base/date.h"
#include "domain/stappenplan/decision.h"
#include "domain/stappenplan/replay.h"
#include "interop/decl/decl.h"
#include "interop/stappenplan/journal_lines.h"
#include "interop/stappenplan/plan_difference.h"
#include "interop/stappenplan/plan_file.h"
#include "interop/stappenplan/show.h"
#include "interop/stappenplan/state_json.h"

namespace vlechtwerk::cli {
namespace {

using base::Message;
using base::N_;

struct Options {
  std::vector<std::string> files;
  std::optional<std::string> journal;
  std::optional<std::string> today;
  std::optional<std::string> table;
  std::optional<std::string> rule;
  std::string lang = "nl";
  bool accept = false;
  bool svg = false;
  bool html = false;
  bool help = false;
};

class Command {
 public:
  Command(std::istream& in, std::ostream& out, std::ostream& err, interop::Translate const& translate)
      : in_(in), out_(out), err_(err), translate_(translate) {}

  int run(std::vector<std::string> const& args) {
    if (args.empty() || args[0] == "--help" || args[0] == "-h") return help(args.empty());
    auto const& word = args[0];
    if (word != "check" && word != "show" && word != "decl" && word != "replay" && word != "difference" && word != "verdicts" &&
        word != "decide") {
      return fail({N_("'{word}' bestaat niet. Kies check, show, decl, replay, difference, verdicts of decide."), {{"word", word}}});
    }
    auto const options = read_options(args, word);
    if (!options) return 1;
    if (options->help) return help(false);
    if (word == "verdicts") return verdicts(*options);
    if (options->files.empty()) return fail({N_("Noem het bestand van het stappenplan."), {}});
    if (word == "check") return check(*options);
    if (word == "decl") return decl(*options);
    if (word == "decide") return decide(*options);
    if (word == "difference") return difference(*options);
    return word == "show" ? show(*options) : replay(*options);
  }

 private:
  int fail(Message const& message) {
    err_ << translate_(message) << '\n';
    return 1;
  }

  int help(bool as_error) {
    (as_error ? err_ : out_) << translate_(
                                    {N_("Gebruik: vlechtwerk stappenplan OPDRACHT\n"
                                        "  check BESTAND…                  kijkt of een stappenplan klopt\n"
                                        "  show BESTAND [--svg|--html] [--lang nl|en]\n"
                                        "                                  toont het stappenplan: zinnen, een tekening of om te printen\n"
                                        "  decl BESTAND [--lang nl|en]     toont de regels in de taal van Declare\n"
                                        "  replay BESTAND… --journal J.jsonl --today JJJJ-MM-DD [--lang nl|en]\n"
                                        "                                  toont waar een route staat, als JSON\n"
                                        "  difference OUD NIEUW [--journal J.jsonl] [--today JJJJ-MM-DD] [--lang nl|en]\n"
                                        "                                  zegt wat anders wordt, ook voor deze route\n"
                                        "  verdicts --rule 'response(a,b)' [--accept] < TRACES\n"
                                        "                                  zegt per regel letters: ps, cs, cv of pv\n"
                                        "  decide BESTAND --table ID VRAAG=ANTWOORD…\n"
                                        "                                  zegt bij wie je moet zijn"),
                                     {}})
                             << '\n';
    return as_error ? 1 : 0;
  }

  std::optional<Options> read_options(std::vector<std::string> const& args, std::string const& word) {
    Options options;
    bool const replays = word == "replay" || word == "difference";
    auto const with_a_word = [&](std::string const& arg) {
      return arg == "--lang" || (replays && (arg == "--journal" || arg == "--today")) || (word == "decide" && arg == "--table") ||
             (word == "verdicts" && arg == "--rule");
    };
    for (std::size_t i = 1; i < args.size(); ++i) {
      auto const& arg = args[i];
      if (arg == "--help" || arg == "-h") {
        options.help = true;
      } else if (word == "show" && (arg == "--svg" || arg == "--html")) {
        (arg == "--svg" ? options.svg : options.html) = true;
      } else if (word == "verdicts" && arg == "--accept") {
        options.accept = true;
      } else if (with_a_word(arg)) {
        if (i + 1 == args.size()) {
          fail({N_("Na {option} mist een woord."), {{"option", arg}}});
          return std::nullopt;
        }
        auto const& value = args[++i];
        if (arg == "--lang") options.lang = value;
        if (arg == "--journal") options.journal = value;
        if (arg == "--today") options.today = value;
        if (arg == "--table") options.table = value;
        if (arg == "--rule") options.rule = value;
      } else if (arg.starts_with("--")) {
        fail({N_("De optie {option} bestaat niet."), {{"option", arg}}});
        return std::nullopt;
      } else {
        options.files.push_back(arg);
      }
    }
    if (options.lang != "nl" && options.lang != "en") {
      fail({N_("Kies bij --lang nl of en."), {}});
      return std::nullopt;
    }
    return options;
  }

  /// The bytes of a file, `-` being standard input. Absent, and told, when it cannot be read.
  std::optional<std::string> read_file(std::string const& name) {
    if (name == "-") return std::string(std::istreambuf_iterator<char>(in_), {});
    std::ifstream file(name, std::ios::binary);
    std::string text;
    if (file) text.assign(std::istreambuf_iterator<char>(file), {});
    if (!file || file.bad()) {
      fail({N_("Het bestand {file} is niet te lezen. Kijk of de naam klopt."), {{"file", name}}});
      return std::nullopt;
    }
    return text;
  }

  void tell(std::vector<interop::Diagnostic> const& diagnostics, bool warnings) {
    for (auto const& one : diagnostics) {
      if (warnings || one.severity == interop::Diagnostic::Severity::Error) err_ << one.text(translate_) << '\n';
    }
  }

  int check(Options const& options) {
    bool wrong = false;
    for (auto const& name : options.files) {
      auto const text = read_file(name);
      auto const parsed = text ? interop::parse_plan(*text, name) : interop::ParsedPlan{};
      tell(parsed.diagnostics, true);
      wrong = wrong || !parsed.plan;
    }
    return wrong ? 1 : 0;
  }

  std::optional<interop::ParsedPlan> read_plan(std::string const& name) {
    auto const text = read_file(name);
    if (!text) return std::nullopt;
    auto parsed = interop::parse_plan(*text, name);
    tell(parsed.diagnostics, false);
    return parsed.plan ? std::optional(std::move(parsed)) : std::nullopt;
  }

  int show(Options const& options) {
    for (auto const& name : options.files) {
      auto const parsed = read_plan(name);
      if (!parsed) return 1;
      auto const& plan = *parsed->plan;
      out_ << (options.html  ? interop::print_plan(plan, options.lang, translate_)
               : options.svg ? interop::draw_plan(plan, options.lang, translate_)
                             : interop::show_plan(plan, options.lang, translate_));
    }
    return 0;
  }

  /// Two plans in one model would be neither.
  int decl(Options const& options) {
    if (options.files.size() > 1) return fail({N_("Noem één stappenplan: één bestand wordt één model."), {}});
    auto const parsed = read_plan(options.files.front());
    if (!parsed) return 1;
    auto const made = interop::write_decl(*parsed->plan);
    out_ << made.text;
    for (auto const& one : made.lost) err_ << translate_(one) << '\n';
    return 0;
  }

  int replay(Options const& options) {
    if (!options.journal) return fail({N_("Noem het journaal met --journal."), {}});
    auto const today = base::Date::parse(options.today.value_or(""));
    if (!today) return fail({N_("Noem de dag met --today, bijvoorbeeld 2026-03-09."), {}});
    std::vector<domain::stappenplan::Plan> plans;
    bool readable = true;
    for (auto const& name : options.files) {
      auto parsed = read_plan(name);
      readable = readable && parsed;
      if (!parsed) continue;
      plans.push_back(std::move(*parsed->plan));
    }
    if (!readable) return 1;
    auto const events = read_events(*options.journal, plans);
    if (!events) return 1;
    auto const state = domain::stappenplan::replay(plans, *events, *today, options.lang);
    out_ << interop::state_json(state, plans[state.followed], translate_) << '\n';
    return 0;
  }

  /// The events of a journal that follows one of these plans. Absent, and told, when it is wrong.
  std::optional<std::vector<domain::stappenplan::Event>> read_events(std::string const& name,
                                                                     std::span<domain::stappenplan::Plan const> plans) {
    auto const text = read_file(name);
    if (!text) return std::nullopt;
    auto journal = interop::read_journal(*text, name);
    tell(journal.diagnostics, true);
    if (!journal.diagnostics.empty()) return std::nullopt;
    for (std::size_t i = 0; i < journal.events.size(); ++i) {
      if (auto const why = domain::stappenplan::missing_plan(plans, journal.events[i])) {
        err_ << interop::Diagnostic{{}, name, journal.lines[i], 1, *why}.text(translate_) << '\n';
        return std::nullopt;
      }
    }
    return std::move(journal.events);
  }

  int difference(Options const& options) {
    namespace sp = domain::stappenplan;
    if (options.files.size() != 2) return fail({N_("Noem twee stappenplannen: eerst het oude, dan het nieuwe."), {}});
    auto from = read_plan(options.files[0]);
    auto to = read_plan(options.files[1]);
    if (!from || !to) return 1;
    std::vector<sp::Plan> plans{std::move(*from->plan), std::move(*to->plan)};
    // Who tries a change out need not number it first.
    if (plans[0].id == plans[1].id && plans[0].version == plans[1].version) ++plans[1].version;
    std::vector<std::string> route;
    base::Date today;
    if (options.journal) {
      auto const events = read_events(*options.journal, plans);
      if (!events) return 1;
      auto const asked = base::Date::parse(options.today.value_or(""));
      if (options.today && !asked) return fail({N_("Noem de dag met --today, bijvoorbeeld 2026-03-09."), {}});
      if (!asked && events->empty()) return fail({N_("Dit journaal is leeg. Noem de dag met --today."), {}});
      today = asked ? *asked : std::max_element(events->begin(), events->end(), sp::before)->day();
      sp::Event adoption;
      adoption.id = "difference";
      adoption.kind = sp::EventKind::PlanAdopted;
      adoption.fields.at = sp::When::on(today);
      adoption.fields.plan = plans[1].id;
      adoption.fields.version = plans[1].version;
      for (auto const& one : sp::difference(plans, *events, adoption, today, options.lang)) route.push_back(translate_(one));
    }
    tell_part({N_("Het stappenplan"), {}}, interop::plan_difference(plans[0], plans[1], options.lang, translate_));
    if (options.journal) {
      out_ << '\n';
      tell_part({N_("Deze route, als zij op {date} overgaat"), {{"date", sp::day_in(today, options.lang)}}}, route);
    }
    return 0;
  }

  void tell_part(Message const& title, std::vector<std::string> const& lines) {
    out_ << translate_(title) << '\n';
    for (auto const& line : lines) out_ << "  " << line << '\n';
    if (lines.empty()) out_ << "  " << translate_({N_("Er verandert niets."), {}}) << '\n';
  }

  int decide(Options const& options) {
    if (!options.table) return fail({N_("Noem de tabel met --table."), {}});
    auto const parsed = read_plan(options.files.front());
    if (!parsed) return 1;
    auto const& tables = parsed->plan->decisions;
    auto const table = std::find_if(tables.begin(), tables.end(), [&](auto const& one) { return one.id == *options.table; });
    if (table == tables.end()) return fail({N_("De tabel '{table}' staat niet in dit stappenplan."), {{"table", *options.table}}});
    std::map<std::string, std::string> facts;
    for (std::size_t i = 1; i < options.files.size(); ++i) {
      auto const& fact = options.files[i];
      auto const sign = fact.find('=');
      if (sign == std::string::npos) return fail({N_("Schrijf '{word}' als vraag=antwoord."), {{"word", fact}}});
      facts[fact.substr(0, sign)] = fact.substr(sign + 1);
    }
    auto const rows = domain::stappenplan::decide(*table, facts);
    if (!rows) return fail(rows.error().message);
    out_ << interop::rows_json(*rows, options.lang) << '\n';
    return 0;
  }

  int verdicts(Options const& options) {
    using domain::stappenplan::Verdict;
    if (!options.rule) return fail({N_("Noem de regel met --rule, zoals 'response(a,b)'."), {}});
    if (!options.files.empty())
      return fail({N_("'{word}' hoort hier niet. De letters komen van de invoer."), {{"word", options.files[0]}}});
    auto const parsed = interop::parse_plan(plan_of_letters(*options.rule), "--rule");
    if (!parsed.plan) return fail(interop::first_error(parsed.diagnostics));
    auto const& plan = *parsed.plan;
    if (!domain::stappenplan::info(plan.rules[0].kind).judged) {
      return fail({N_("'{template}' heeft geen oordeel. Kies een ander sjabloon."), {{"template", *options.rule}}});
    }
    auto const day = base::Date::of(2000, 1, 1);
    for (std::string trace; std::getline(in_, trace);) {
      if (trace.ends_with('\r')) trace.pop_back();
      domain::stappenplan::Fold fold(plan, day);
      domain::stappenplan::Event event;
      event.fields.at = domain::stappenplan::When::on(day);
      event.kind = domain::stappenplan::EventKind::RouteOpened;
      fold.apply(event);
      event.kind = domain::stappenplan::EventKind::StepDone;
      for (char const letter : trace) {
        event.fields.step = plan.step({&letter, 1}) ? std::string(1, letter) : "other";
        fold.apply(event);
      }
      auto const verdict = fold.verdict(0);
      bool const satisfied = verdict == Verdict::PermanentlySatisfied || verdict == Verdict::CurrentlySatisfied;
      constexpr std::array<char const*, 4> words{"ps", "cs", "cv", "pv"};
      out_ << (options.accept ? (satisfied ? "1" : "0") : words[static_cast<std::size_t>(verdict)]) << '\n';
    }
    return 0;
  }

  /// A plan in which every small letter is a step that may always be done, and one more for what the rule does not name.
  static std::string plan_of_letters(std::string const& rule) {
    std::string text = "format = 1\nid = \"letters\"\nversion = 1\ntitle = \"Letters\"\n[roles]\nrol = \"Rol\"\n";
    auto const add = [&](std::string const& id) {
      text += "[[step]]\nid = \"" + id + "\"\ntitle = \"" + id + "\"\nby = [\"rol\"]\nrepeat = true\n";
    };
    for (char letter = 'a'; letter <= 'z'; ++letter) add(std::string(1, letter));
    add("other");
    std::string quoted;
    for (char const c : rule) quoted += (c == '\\' || c == '"') ? std::string("\\") + c : std::string(1, c < ' ' && c >= 0 ? ' ' : c);
    return text + "[[rule]]\nid = \"regel\"\nrule = \"" + quoted + "\"\n";
  }

  std::istream& in_;
  std::ostream& out_;
  std::ostream& err_;
  interop::Translate const& translate_;
};

}  // namespace

int stappenplan_command(std::vector<std::string> const& args, std::istream& in, std::ostream& out, std::ostream& err,
                        interop::Translate const& translate) {
  return Command(in, out, err, translate).run(args);
}

}  // namespace vlechtwerk::cli
