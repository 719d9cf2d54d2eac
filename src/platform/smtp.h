#pragma once
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

#include "base/instant.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

/// Hands mails to a mail server (RFC 5321). The only place that connects to anything but a database.
namespace vlechtwerk::platform {

/// How an administrator named a mail server.
struct MailServerOptions {
  std::string url;                       ///< smtp://host[:port] (port 587) or smtps://host[:port] (port 465)
  std::string from;                      ///< address that the mails come from
  std::filesystem::path login_file;      ///< two lines, user and password; empty: the server wants none
  std::filesystem::path authority_file;  ///< PEM of who vouches for the server; empty: whom this system trusts
  bool plain = false;                    ///< smtp:// without encryption
};

/// A mail server that mails can be handed to.
struct MailServer {
  enum class Line { StartTls, Tls, Plain } line{};
  std::string host;  ///< name or address; IPv6 in brackets
  int port = 0;
  std::string from;  ///< an address
  std::string user;  ///< empty: no login
  base::Private password;
  std::filesystem::path authority_file;
};

/// smtp:// is encrypted by STARTTLS and by nothing less, unless `plain` says otherwise or the server is this machine itself. A password
/// never goes over a net in clear. Fails as InvalidInput with what is wrong and what to do; the sentence repeats no password.
base::Result<MailServer> read_mail_server(MailServerOptions const& options);

/// A mail in words. One without a name in it stays so: nothing is added but the two addresses, a moment and a random number.
struct PlainMail {
  base::Private to;
  std::string subject;
  std::string text;  ///< UTF-8, lines end with \n
};

/// The mail as it goes over the line (RFC 5322, MIME). It says that a program sent it, and holds no name of this machine. Whatever the
/// subject or the text is, it cannot become a header.
std::string mail_on_the_line(std::string_view from, PlainMail const& mail, base::Instant now, base::Random& random);

/// True: at the moment no mail can go out. False: something is wrong with this one only.
bool is_about_the_server(base::Error const& error);

/// Hands over one mail, in half a minute at most; gives up when asked to stop. Fails with a code that begins with "mail." and a sentence
/// for who keeps the server; neither says to whom the mail was. A connection that breaks at the very end fails too, though the server may
/// have taken the mail. Throws nothing.
base::Result<std::monostate> send_mail(MailServer const& server, PlainMail const& mail, base::Instant now, base::Random& random,
                                       std::stop_token const& stop);

}  // namespace vlechtwerk::platform
