#include "main/control.h"

#include "store/store.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <iostream>
#include <sstream>

namespace vlechtwerk {

namespace {

// A message is its length in decimal, a line end, and the bytes. Both sides are this program.

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}
bool send_message(int socket, std::string const& bytes) { return send_all(socket, std::to_string(bytes.size()) + '\n' + bytes); }

std::optional<std::string> read_message(int socket) {
  std::size_t size = 0;
  for (char c = 0; ::recv(socket, &c, 1, 0) == 1 && c != '\n';) {
    if (c < '0' || c > '9' || size > 100'000'000) return std::nullopt;
    size = size * 10 + static_cast<std::size_t>(c - '0');
  }
  std::string out(size, '\0');
  for (std::size_t at = 0; at < size;) {
    auto const got = ::recv(socket, out.data() + at, size - at, 0);
    if (got <= 0) return std::nullopt;
    at += static_cast<std::size_t>(got);
  }
  return out;
}

sockaddr_un address_of(std::filesystem::path const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

/// The server's own world, lent to a command.
struct LentWorld final : cli::World {
  explicit LentWorld(cli::World const& of) {
    context = of.context;
    clock = of.clock;
    maintenance = of.maintenance;
  }
};

}  // namespace

Control::Control(std::filesystem::path const& data, cli::World& world, cli::Shell const& shell)
    : path_(data / "control.sock"), world_(world), shell_(shell) {
  auto const address = address_of(path_);
  if (path_.native().size() >= sizeof(address.sun_path)) return;  // a longer path cannot be a socket: commands then ask to stop the server
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::unlink(path_.c_str());  // left behind by a server that was killed; the lock of the directory says that it is gone
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0 ||
      ::chmod(path_.c_str(), 0600) != 0 || ::listen(listener_, 4) != 0)
    throw base::WorldError("cannot listen on the control socket");
  thread_ = std::thread([this] { serve(); });
}

Control::~Control() {
  if (listener_ < 0) return;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
  ::unlink(path_.c_str());
}

void Control::serve() {
  for (;;) {
    int const peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (peer < 0) return;
    timeval const patience{5, 0};
    ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    if (auto const words = read_message(peer)) {
      std::vector<std::string> parts{"vlechtwerk"};
      for (std::size_t at = 0; at < words->size();) {
        auto const end = words->find('\0', at);
        parts.push_back(words->substr(at, end - at));
        at = end + 1;
      }
      std::vector<char const*> argv;
      for (auto const& part : parts) argv.push_back(part.c_str());
      std::ostringstream out, err;
      int code = 1;
      auto const parsed = cli::parse_options(static_cast<int>(argv.size()), argv.data());
      if (parsed.options) {
        cli::Shell shell{
            [this](cli::Options const&, bool) -> base::Result<std::unique_ptr<cli::World>> { return std::make_unique<LentWorld>(world_); },
            [this](cli::Options const&, std::function<void(cli::Envelopes const&)> const& use) -> base::Result<void> {
              auto& context = *world_.context;
              use({context.store, context.random, world_.clock->now(), context.plans, world_.maintenance.entries});
              return {};
            },
            [this](cli::Options const&, std::vector<std::string> const& heads) -> base::Result<cli::Maintenance::Verified> {
              return world_.maintenance.verify(heads);
            },
            shell_.shipped_plans,
            shell_.translate,
            shell_.recovery_text,
            shell_.restore,
            out,
            err};
        try {
          code = cli::run_command(shell, *parsed.options);
        } catch (store::StoreRefused const& refused) {
          err << shell_.translate(refused.error().message, parsed.options->language) << '\n';
        } catch (base::WorldError const& error) {
          err << "vlechtwerk: " << error.what() << '\n';
          code = 2;
        }
      }
      send_message(peer, std::to_string(code)) && send_message(peer, out.str()) && send_message(peer, err.str());
    }
    ::close(peer);
  }
}

std::optional<int> ask_server(std::filesystem::path const& data, std::vector<std::string> const& words, std::ostream& out,
                              std::ostream& err) {
  auto const address = address_of(data / "control.sock");
  int const server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (server < 0 || ::connect(server, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0) {
    if (server >= 0) ::close(server);
    return std::nullopt;
  }
  std::string packed;
  for (auto const& word : words) (packed += word) += '\0';
  std::optional<std::string> code, printed, complained;
  if (send_message(server, packed) && (code = read_message(server)) && (printed = read_message(server))) complained = read_message(server);
  ::close(server);
  if (!complained) {
    err << "vlechtwerk: the server stopped before the command was done\n";
    return 2;
  }
  out << *printed;
  err << *complained;
  int result = 2;  // stays when the answer is no number
  std::string_view const digits = *code;
  std::from_chars(digits.data(), digits.data() + digits.size(), result);
  return result;
}

}  // namespace vlechtwerk
