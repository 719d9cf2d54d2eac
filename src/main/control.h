#pragma once
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/world.h"

namespace vlechtwerk {

/// The way in for other commands while a server holds the store: a unix socket in the data directory (mode 0600), one command at a time.
/// The words of the command line go in; what it prints and its exit code come out. Nobody but the owner of the directory can reach it.
class Control {
 public:
  /// `world` and `shell` must outlive it. Throws WorldError when the socket cannot be made.
  Control(std::filesystem::path const& data, cli::World& world, cli::Shell const& shell);
  ~Control();

 private:
  void serve();
  std::filesystem::path path_;
  cli::World& world_;
  cli::Shell const& shell_;
  int listener_ = -1;
  std::thread thread_;
};

/// Lets the server that holds `data` run a command. Nullopt: there is no server, run it here.
std::optional<int> ask_server(std::filesystem::path const& data, std::vector<std::string> const& words, std::ostream& out,
                              std::ostream& err);

}  // namespace vlechtwerk
