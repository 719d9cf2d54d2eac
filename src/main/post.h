#pragma once
#include <thread>

#include "app/messages.h"
#include "cli/world.h"
#include "platform/smtp.h"

namespace vlechtwerk {

/// The mail server that the options name, nullopt when they name none. Fails with a sentence; also when `--address` is no address.
base::Result<std::optional<platform::MailServer>> read_mail_options(cli::Options const& options);

/// Sends the mails that are due, at once and then every minute, in a thread of its own. What goes wrong is told once on stderr, and so is
/// that it goes well again; these lines hold no address and no name. The pages never wait for it.
class Post {
 public:
  /// What is handed in must outlive it. `address`: what people type to reach this server.
  Post(app::Context& context, base::Clock const& clock, cli::Shell const& shell, platform::MailServer server, std::string address);

  /// One mail that says that it is a test. Fails as platform::send_mail.
  base::Result<std::monostate> send_test(base::Private const& to, std::string const& lang);

 private:
  class Round;
  void work(std::stop_token const& stop);
  void tell(std::string const& trouble, bool sent);

  app::Context& context_;
  base::Clock const& clock_;
  cli::Shell const& shell_;
  platform::MailServer server_;
  std::string address_;
  std::string told_;           ///< the trouble that was told last and is not over; empty: none
  bool told_refused_ = false;  ///< once is enough: who wrote a wrong address stands in no log
  std::jthread thread_;        ///< last: the others are there as long as it works
};

}  // namespace vlechtwerk
