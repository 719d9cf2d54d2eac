#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <iostream>

#include "cli/stappenplan.h"
#include "i18n/translator.h"
#include "main/control.h"
#include "main/world.h"
#include "store/store.h"

namespace vlechtwerk {
namespace {

/// What a core dump or a world-readable file would give away stays out of both.
void close_the_curtains() {
  prctl(PR_SET_DUMPABLE, 0);
  rlimit const none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  umask(0077);
}

int run(int argc, char const* const* argv) {
  auto const parsed = cli::parse_options(argc, argv);
  if (!parsed.options) return parsed.exit_code;
  auto const& options = *parsed.options;
  auto const translate = [](base::Message const& message, std::string const& lang) {
    return i18n::translate(message, i18n::lang_of(lang).value_or(i18n::Lang::Nl));
  };
  if (options.command == "stappenplan") {
    std::string lang = "nl";
    for (std::size_t i = 0; i + 1 < options.rest.size(); ++i)
      if (options.rest[i] == "--lang") lang = options.rest[i + 1];
    return cli::stappenplan_command(options.rest, std::cin, std::cout, std::cerr,
                                    [&](base::Message const& message) { return translate(message, lang); });
  }
  cli::Shell shell{open_world, with_envelopes, verify_store, shipped_plans, translate, recovery_text, restore_world, std::cout, std::cerr};
  if (options.command == "serve") return serve(shell, options);
  if (options.command == "bench") return bench(shell, options);
  // A server that holds this store does the work itself, so that one process in the world writes.
  if (auto const code = ask_server(options.data, {argv + 1, argv + argc}, std::cout, std::cerr)) return *code;
  return cli::run_command(shell, options);
}

}  // namespace
}  // namespace vlechtwerk

int main(int argc, char** argv) {
  vlechtwerk::close_the_curtains();
  try {
    return vlechtwerk::run(argc, argv);
  } catch (vlechtwerk::store::StoreRefused const& refused) {
    std::cerr << vlechtwerk::i18n::translate(refused.error().message, vlechtwerk::i18n::Lang::Nl) << '\n';
    return 1;
  } catch (vlechtwerk::base::WorldError const& error) {
    // The world is broken: said once, in full, without personal data; nothing that was acknowledged is lost by it.
    std::cerr << "vlechtwerk: " << error.what() << '\n';
    return 2;
  }
}
