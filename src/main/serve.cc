#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <filesystem>
#include <iostream>

#include "embedded/provenance.h"
#include "embedded/static_files.h"
#include "http/server.h"
#include "main/control.h"
#include "main/health.h"
#include "main/post.h"
#include "main/world.h"
#include "platform/local_authority.h"
#include "web/pages.h"

namespace vlechtwerk {

using base::N_;

namespace {

/// One line per request: id, method, name of the route, status, time. Never a path, a name or a text (tests/conventions).
void log_line(http::LogLine const& line) {
  auto const text = fmt::format("{} {} {} {} {}us{}{}\n", line.request_id, line.method, line.route.empty() ? "-" : line.route, line.status,
                                line.microseconds, line.code.empty() ? "" : " " + line.code, line.detail.empty() ? "" : " " + line.detail);
  std::fputs(text.c_str(), stderr);
}

constexpr std::int64_t kHeadsEvery = 600;  // seconds between two looks whether the heads of the day are there

/// A server that cannot put its heads away goes on: they are a witness, and people are at work.
void add_heads_of_the_day(cli::World& world, cli::Options const& options) {
  try {
    world.maintenance.add_heads_of_the_day(options.heads.empty() ? options.data / "heads.txt" : options.heads);
  } catch (std::exception const& error) {
    auto const text = fmt::format("vlechtwerk: the signed heads of today were not written: {}\n", error.what());
    std::fputs(text.c_str(), stderr);
  }
}

}  // namespace

int serve(cli::Shell& shell, cli::Options const& options) {
  auto const mail_server = read_mail_options(options);
  if (!mail_server) return cli::complain(shell, options, mail_server.error());
  auto world = shell.open(options, false);
  if (!world) return cli::complain(shell, options, world.error());
  auto& context = *(*world)->context;

  http::Throttle throttle;
  web::WebContext web{context,
                      *(*world)->clock,
                      context.random,
                      throttle,
                      embedded::static_files(),
                      "0.1.0",
                      context.demo,
                      {},
                      {},
                      embedded::provenance()[0].text(),
                      {}};
  if (context.demo)
    for (auto const& person : cli::demo_people())
      web.demo_logins.push_back({person.login, person.name, person.role, person.organisation, person.try_this});
  bool told = false;
  if (context.demo) context.store.read_global([&](app::GlobalTx const& tx) { told = !tx.setting(cli::kStorySetting).empty(); });
  if (told)
    for (auto const& stop : cli::demo_tour()) web.tour.push_back({stop.login, stop.place, stop.title, stop.look, stop.try_this});
  std::vector<Room> rooms{{Room::For::Data, options.data}};
  if (auto const keys = keys_directory(options)) rooms.push_back({Room::For::Keys, *keys});
  for (auto const& directory : options.backups) rooms.push_back({Room::For::Backups, directory});
  web.mails = mail_server->has_value();
  Health health(context.store, *(*world)->clock, options.data, std::move(rooms));
  web.health = [&health] { return health.look(); };
  auto router = web::make_router(web);
  router.on_log(log_line);

  http::ServerConfig config;
  config.address = options.listen;
  config.port = static_cast<std::uint16_t>(options.port);
  config.unix_socket = options.unix_socket;
  config.trusted_proxies = options.trusted_proxies;
  config.allowed_hosts = options.hosts;
  if (!options.certificate.empty()) config.tls = http::TlsFiles{options.certificate, options.certificate_key};
  if (options.tls && !config.tls) {
    auto const authority =
        platform::make_local_authority(options.data / "tls", {options.listen, "localhost", "127.0.0.1"}, (*world)->clock->now());
    config.tls = http::TlsFiles{authority.certificate.string(), authority.key.string()};
    shell.out << shell.translate(
                     {N_("Laat een tablet dit certificaat vertrouwen: {place}"), {{"place", authority.authority_certificate.string()}}},
                     options.language)
              << "\n    " << authority.fingerprint << '\n';
  }

  // Signals are taken by this thread alone.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  http::Server server(config, router, log_line);
  if (auto const started = server.start(); !started) return cli::complain(shell, options, started.error());
  shell.out << shell.translate({N_("Vlechtwerk draait op {address}"),
                                {{"address", config.unix_socket.empty()
                                                 ? fmt::format("{}://{}:{}", config.tls ? "https" : "http", options.listen, server.port())
                                                 : config.unix_socket}}},
                               options.language)
            << '\n';
  if (context.demo) {
    shell.out << shell.translate({N_("Log in met één tik als:"), {}}, options.language) << '\n';
    for (auto const& person : cli::demo_people())
      shell.out << "    " << person.name << " – " << person.login << " (" << person.organisation << ")\n";
  }
  shell.out.flush();

  std::optional<Post> post;
  auto& maintenance = (*world)->maintenance;
  maintenance.mail = {N_("Er is geen mailserver ingesteld. Wat wacht, staat alleen op de schermen."), {}};
  if (auto const& mail = *mail_server) {
    maintenance.mail = {N_("Mail gaat via {host}, poort {port}, uit naam van {from}."),
                        {{"host", mail->host}, {"port", std::to_string(mail->port)}, {"from", mail->from}}};
    post.emplace(context, *(*world)->clock, shell, *mail, options.address);
    maintenance.send_test_mail = [&](base::Private const& to, std::string const& lang) { return post->send_test(to, lang); };
  }
  Control const control(options.data, **world, shell);
  // Until a signal; now and then the opened keys that are too old are wiped, also when nobody uses the server, and the heads are signed.
  timespec const while_idle{20, 0};
  base::Instant heads_due;
  do {
    maintenance.forget_old_keys();
    if (auto const now = (*world)->clock->now(); heads_due <= now) {
      heads_due = now.plus_seconds(kHeadsEvery);
      add_heads_of_the_day(**world, options);
    }
  } while (sigtimedwait(&signals, nullptr, &while_idle) < 0);
  server.stop();
  return 0;
}

}  // namespace vlechtwerk
