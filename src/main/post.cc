#include "main/post.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace vlechtwerk {

using base::ErrorKind;
using base::N_;

namespace {

constexpr std::chrono::minutes kEvery{1};

void log_line(std::string const& text) { std::fputs(("vlechtwerk: " + text + "\n").c_str(), stderr); }

/// http:// or https:// and no blank; a slash at the end is dropped.
std::optional<std::string> typed_address(std::string address) {
  auto const scheme = address.starts_with("https://") ? 8U : address.starts_with("http://") ? 7U : 0U;
  while (address.ends_with('/')) address.pop_back();
  auto const good = [](char c) { return c > ' ' && c <= '~'; };
  if (scheme == 0 || address.size() <= scheme || !std::ranges::all_of(address, good)) return std::nullopt;
  return address;
}

}  // namespace

base::Result<std::optional<platform::MailServer>> read_mail_options(cli::Options const& options) {
  if (options.smtp.empty()) return std::nullopt;
  if (!typed_address(options.address))
    return base::fail(ErrorKind::InvalidInput, "address",
                      {N_("Schrijf achter --address wat mensen typen, zoals https://vlechtwerk.deboot.nl."), {}});
  auto server =
      platform::read_mail_server({options.smtp, options.smtp_from, options.smtp_login, options.smtp_authority, options.smtp_plain});
  if (!server) return tl::unexpected(server.error());
  return std::move(*server);
}

/// The mails of one minute.
class Post::Round final : public app::Mailer {
 public:
  Round(Post const& post, std::stop_token const& stop) : post_(post), stop_(stop) {}

  base::Result<std::monostate> send(app::Mail const& mail) override {
    auto const say = [&](base::Message const& message) { return post_.shell_.translate(message, mail.lang); };
    platform::PlainMail words{mail.to, say(mail.subject), {}};
    for (auto const& paragraph : mail.text) words.text += (words.text.empty() ? "" : "\n") + say(paragraph) + "\n";
    auto sent = platform::send_mail(post_.server_, words, post_.clock_.now(), post_.context_.random, stop_);
    if (!sent) (platform::is_about_the_server(sent.error()) ? trouble : refused) = sent.error().code;
    return sent;
  }

  std::string trouble, refused;  ///< codes of what went wrong with the server, and with one mail

 private:
  Post const& post_;
  std::stop_token const& stop_;
};

Post::Post(app::Context& context, base::Clock const& clock, cli::Shell const& shell, platform::MailServer server, std::string address)
    : context_(context),
      clock_(clock),
      shell_(shell),
      server_(std::move(server)),
      address_(typed_address(std::move(address)).value_or("")),
      thread_([this](std::stop_token const& stop) { work(stop); }) {}

base::Result<std::monostate> Post::send_test(base::Private const& to, std::string const& lang) {
  auto const say = [&](base::Message const& message) { return shell_.translate(message, lang); };
  platform::PlainMail const mail{to, say({N_("Proefmail van Vlechtwerk"), {}}),
                                 say({N_("De mailserver werkt. Deze mail is een proef."), {}})};
  return platform::send_mail(server_, mail, clock_.now(), context_.random, thread_.get_stop_token());
}

void Post::work(std::stop_token const& stop) {
  std::mutex mutex;
  std::condition_variable_any minute;
  while (!stop.stop_requested()) {
    Round round(*this, stop);
    bool sent = false;
    try {
      sent = app::send_mails(context_, round, address_, clock_.now()).sent > 0;
    } catch (std::exception const& error) {
      round.trouble = error.what();
    }
    if (stop.stop_requested()) return;
    tell(round.trouble, sent);
    if (!round.refused.empty() && !std::exchange(told_refused_, true))
      log_line("the mail server does not take one of the mails: " + round.refused);
    std::unique_lock lock(mutex);
    minute.wait_for(lock, stop, kEvery, [] { return false; });
  }
}

void Post::tell(std::string const& trouble, bool sent) {
  if (!trouble.empty() && trouble != told_) log_line("no mails go out: " + trouble);
  if (trouble.empty() && sent && !told_.empty()) log_line("mails go out again");
  if (!trouble.empty() || sent) told_ = trouble;
}

}  // namespace vlechtwerk
