#include "cli/stappenplan.h"

#include <fstream>
#include <iterator>
#include <optional>

#include "base/date.h"
#include "domain/stappenplan/replay.h"
#include "interop/decl/decl.h"
#include "interop/stappenplan/journal_lines.h"
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
  std::string lang = "nl";
  bool help = false;
};

class Command {
 public:
  Command(std::istream& in, std::ostream& out, std::ostream& err, interop::Translate const& translate)
      : in_(in), out_(out), err_(err), translate_(translate) {}

  int run(std::vector<std::string> const& args) {
    if (args.empty() || args[0] == "--help" || args[0] == "-h") return help(args.empty());
    auto const& word = args[0];
    if (word == "verdicts" || word == "decide")
      return fail({N_("'{word}' komt later. Nu kan: check, show, decl en replay."), {{"word", word}}});
    if (word != "check" && word != "show" && word != "decl" && word != "replay") {
      return fail({N_("'{word}' bestaat niet. Kies check, show, decl of replay."), {{"word", word}}});
    }
    auto const options = read_options(args, word == "replay");
    if (!options) return 1;
    if (options->help) return help(false);
    if (options->files.empty()) return fail({N_("Noem het bestand van het stappenplan."), {}});
    if (word == "check") return check(*options);
    if (word == "decl") return decl(*options);
    return word == "show" ? show(*options) : replay(*options);
  }

 private:
  int fail(Message const& message) {
    err_ << translate_(message) << '\n';
    return 1;
  }

  int help(bool as_error) {
    (as_error ? err_ : out_) << translate_({N_("Gebruik: vlechtwerk stappenplan OPDRACHT\n"
                                               "  check BESTAND…                  kijkt of een stappenplan klopt\n"
                                               "  show BESTAND [--lang nl|en]     toont het stappenplan in zinnen\n"
                                               "  decl BESTAND [--lang nl|en]     toont de regels in de taal van Declare\n"
                                               "  replay BESTAND… --journal J.jsonl --today JJJJ-MM-DD [--lang nl|en]\n"
                                               "                                  toont waar een route staat, als JSON"),
                                            {}})
                             << '\n';
    return as_error ? 1 : 0;
  }

  std::optional<Options> read_options(std::vector<std::string> const& args, bool replays) {
    Options options;
    for (std::size_t i = 1; i < args.size(); ++i) {
      auto const& arg = args[i];
      if (arg == "--help" || arg == "-h") {
        options.help = true;
      } else if (arg == "--svg" || arg == "--html") {
        fail({N_("'{word}' komt later. Nu toont show het stappenplan in zinnen."), {{"word", arg}}});
        return std::nullopt;
      } else if (arg == "--lang" || (replays && (arg == "--journal" || arg == "--today"))) {
        if (i + 1 == args.size()) {
          fail({N_("Na {option} mist een woord."), {{"option", arg}}});
          return std::nullopt;
        }
        auto const& value = args[++i];
        if (arg == "--lang") options.lang = value;
        if (arg == "--journal") options.journal = value;
        if (arg == "--today") options.today = value;
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
      out_ << interop::show_plan(*parsed->plan, options.lang, translate_);
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
    auto const text = read_file(*options.journal);
    if (!text) return 1;
    auto const journal = interop::read_journal(*text, *options.journal);
    tell(journal.diagnostics, true);
    if (!journal.diagnostics.empty()) return 1;
    for (std::size_t i = 0; i < journal.events.size(); ++i) {
      if (auto const why = domain::stappenplan::missing_plan(plans, journal.events[i])) {
        err_ << interop::Diagnostic{{}, *options.journal, journal.lines[i], 1, *why}.text(translate_) << '\n';
        return 1;
      }
    }
    auto const state = domain::stappenplan::replay(plans, journal.events, *today, options.lang);
    out_ << interop::state_json(state, plans[state.followed], translate_) << '\n';
    return 0;
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
