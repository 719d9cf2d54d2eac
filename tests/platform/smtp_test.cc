#include "platform/smtp.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "platform/local_authority.h"

namespace vlechtwerk::platform {
namespace {

// ---------------------------------------------------------------- helpers

class CountingRandom final : public base::Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = next_++;
  }

 private:
  std::uint8_t next_ = 0;
};

class MailPlace : public testing::Test {
 protected:
  void SetUp() override {
    auto name = (std::filesystem::temp_directory_path() / "vlechtwerk-smtp-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    place_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(place_); }

  std::filesystem::path file(std::string const& name, std::string const& text, mode_t mode = 0600) {
    std::ofstream(place_ / name) << text;
    chmod((place_ / name).c_str(), mode);
    return place_ / name;
  }

  std::filesystem::path place_;
};

/// What a mail server of a test offers and answers.
struct Manners {
  bool greets = true;
  std::optional<LocalAuthority> tls = {};  ///< offers STARTTLS with this certificate
  std::string to_rcpt = "250 ok";
  std::string to_login = "235 welcome";
};

/// A mail server for one client at a time; it remembers every line that it got.
class TinyMailServer {
 public:
  explicit TinyMailServer(Manners manners = {}) : manners_(std::move(manners)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 4) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw base::WorldError("the test cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~TinyMailServer() {
    shutdown(listener_, SHUT_RDWR);
    if (int const peer = peer_; peer >= 0) shutdown(peer, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  [[nodiscard]] int port() const { return port_; }
  /// Everything that clients said, a line each; what came over TLS begins with "* ".
  std::string heard() {
    std::lock_guard const lock(mutex_);
    return heard_;
  }

 private:
  void serve() {
    for (int peer = -1; (peer = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      peer_ = peer;
      converse(peer);
      peer_ = -1;
      close(peer);
    }
  }

  void converse(int peer) {
    SSL_CTX* keys = nullptr;
    SSL* tls = nullptr;
    auto const say = [&](std::string text) {
      text += "\r\n";
      if (tls)
        SSL_write(tls, text.data(), static_cast<int>(text.size()));
      else
        send(peer, text.data(), text.size(), MSG_NOSIGNAL);
    };
    auto const hear = [&](std::string& line) {
      line.clear();
      for (char c = 0;;) {
        if ((tls ? SSL_read(tls, &c, 1) : static_cast<int>(recv(peer, &c, 1, 0))) != 1) return false;
        if (c == '\n') break;
        if (c != '\r') line += c;
      }
      std::lock_guard const lock(mutex_);
      heard_ += (tls ? "* " : "") + line + "\n";
      return true;
    };
    if (manners_.greets) say("220 tiny");
    std::string line;
    while (hear(line)) {
      if (line.starts_with("EHLO")) {
        if (manners_.tls && !tls) say("250-STARTTLS");
        say("250-AUTH PLAIN");
        say("250 tiny");
      } else if (line == "STARTTLS" && manners_.tls) {
        say("220 go on");
        keys = SSL_CTX_new(TLS_server_method());
        SSL_CTX_use_certificate_chain_file(keys, manners_.tls->certificate.c_str());
        SSL_CTX_use_PrivateKey_file(keys, manners_.tls->key.c_str(), SSL_FILETYPE_PEM);
        auto* const made = SSL_new(keys);
        SSL_set_fd(made, peer);
        tls = made;
        if (SSL_accept(made) != 1) break;
      } else if (line.starts_with("AUTH")) {
        say("334 ");
        hear(line);
        say(manners_.to_login);
      } else if (line.starts_with("RCPT")) {
        say(manners_.to_rcpt);
      } else if (line == "DATA") {
        say("354 go on");
        while (hear(line) && line != ".") {
        }
        say("250 taken");
      } else if (line == "QUIT") {
        say("221 bye");
        break;
      } else {
        say("250 ok");
      }
    }
    if (tls) SSL_free(tls);
    if (keys) SSL_CTX_free(keys);
  }

  Manners manners_;
  int listener_;
  int port_ = 0;
  std::atomic<int> peer_ = -1;
  std::mutex mutex_;
  std::string heard_;
  std::thread thread_;
};

PlainMail some_mail() { return {base::Private("sanne@deboot.test"), "Er wacht iets op je", "Er wacht een vraag op je.\n.\nCafé\n"}; }

MailServer server_at(int port, MailServer::Line line = MailServer::Line::Plain) {
  MailServer out;
  out.line = line;
  out.host = "127.0.0.1";
  out.port = port;
  out.from = "vlechtwerk@duinrand.test";
  return out;
}

base::Result<std::monostate> hand_over(MailServer const& server, PlainMail const& mail = some_mail(), std::stop_token const& stop = {}) {
  CountingRandom random;
  return send_mail(server, mail, base::SystemClock().now(), random, stop);
}

std::string code_of(base::Result<std::monostate> const& result) { return result ? "sent" : result.error().code; }
bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A text that was quoted-printable.
std::string unquoted(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r') continue;
    if (text[at] != '=') {
      out += text[at];
      continue;
    }
    auto const two = std::string(text.substr(at + 1, 2));
    if (two != "\r\n") out += static_cast<char>(std::stoi(two, nullptr, 16));
    at += 2;
  }
  return out;
}

std::string line_of(PlainMail const& mail) {
  CountingRandom random;
  return mail_on_the_line("vlechtwerk@duinrand.test", mail, {1'773'042'309'000'000}, random);
}

// ---------------------------------------------------------------- the text of a mail

TEST(Mail, HoldsTheAddressesAMomentARandomNumberAndTheWordsAndNothingElse) {
  EXPECT_EQ(line_of({base::Private("sanne@deboot.test"), "Er wacht iets op je", "Er wacht een vraag op je.\n\nCafé"}),
            "Date: Mon, 09 Mar 2026 07:45:09 +0000\r\n"
            "From: Vlechtwerk <vlechtwerk@duinrand.test>\r\n"
            "To: <sanne@deboot.test>\r\n"
            "Subject: Er wacht iets op je\r\n"
            "Message-ID: <000102030405060708090a0b0c0d0e0f@duinrand.test>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "Er wacht een vraag op je.\r\n\r\nCaf=C3=A9\r\n");
}

TEST(Mail, ASubjectCannotBecomeAHeader) {
  auto const text = line_of({base::Private("sanne@deboot.test"), "Hallo\r\nBcc: kees@deboot.test\nX: y", "Dag"});
  EXPECT_FALSE(has(text, "\nBcc"));
  EXPECT_FALSE(has(text, "\nX:"));
  EXPECT_TRUE(has(text, "Subject: =?UTF-8?Q?Hallo=0D=0ABcc=3A_kees"));
}

TEST(Mail, ALongSubjectIsFoldedBetweenCharacters) {
  std::string subject;
  for (int i = 0; i < 40; ++i) subject += "é ";
  auto const text = line_of({base::Private("sanne@deboot.test"), subject, "Dag"});
  auto const from = text.find("Subject: ") + 9;
  std::string folded = text.substr(from, text.find("\r\nMessage-ID") - from), together;
  for (std::size_t at = 0; at < folded.size();) {
    auto const end = std::min(folded.find("\r\n ", at), folded.size());
    auto const word = folded.substr(at, end - at);
    EXPECT_LE(word.size(), 75U);
    ASSERT_TRUE(word.starts_with("=?UTF-8?Q?") && word.ends_with("?=")) << word;
    auto const letters = unquoted(word.substr(10, word.size() - 12));
    EXPECT_NE(static_cast<unsigned char>(letters.front()) & 0xC0U, 0x80U) << "a word begins within a character";
    together += letters;
    at = end + 3;
  }
  std::ranges::replace(together, '_', ' ');
  EXPECT_EQ(together, subject);
}

TEST(Mail, TheTextComesBackAsItWasAndNoLineIsTooLong) {
  std::string words = "Een regel = twee regels \n.\n\tmet een staart\t\n";
  for (int i = 0; i < 60; ++i) words += "héél läng en wat meer, ";
  auto const text = line_of({base::Private("sanne@deboot.test"), "Dag", words});
  auto const body = text.substr(text.find("\r\n\r\n") + 4);
  EXPECT_EQ(unquoted(body), words + "\n");
  for (std::size_t at = 0; at < body.size();) {
    auto const end = body.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 76U);
    at = end + 2;
  }
  EXPECT_TRUE(std::ranges::all_of(body, [](char c) { return c == '\r' || c == '\n' || (c >= ' ' && c <= '~'); }));
}

// ---------------------------------------------------------------- what an administrator writes

TEST_F(MailPlace, AServerIsEncryptedUnlessItIsThisMachineOrTheOptionSaysSo) {
  auto const read = [](std::string const& url, bool plain = false) {
    return read_mail_server({url, "vlechtwerk@duinrand.test", {}, {}, plain});
  };
  auto const line = [&](std::string const& url, bool plain = false) {
    auto const server = read(url, plain);
    EXPECT_TRUE(server) << url;
    return server->line;
  };
  EXPECT_EQ(line("smtp://mail.duinrand.test"), MailServer::Line::StartTls);
  EXPECT_EQ(line("smtp://localhost.duinrand.test"), MailServer::Line::StartTls);
  EXPECT_EQ(line("smtp://10.0.0.127"), MailServer::Line::StartTls);
  EXPECT_EQ(line("smtps://mail.duinrand.test"), MailServer::Line::Tls);
  EXPECT_EQ(line("smtps://localhost"), MailServer::Line::Tls);
  EXPECT_EQ(line("smtp://mail.duinrand.test", true), MailServer::Line::Plain);
  for (auto const* here : {"smtp://localhost:25", "smtp://127.0.0.1:25", "smtp://[::1]:25"}) EXPECT_EQ(line(here), MailServer::Line::Plain);

  EXPECT_EQ(read("smtp://mail.duinrand.test")->port, 587);
  EXPECT_EQ(read("smtps://mail.duinrand.test")->port, 465);
  EXPECT_EQ(read("smtp://mail.duinrand.test:2525/")->port, 2525);
  for (auto const* bad : {"", "mail.duinrand.test", "http://mail.duinrand.test", "smtp://", "smtp://mail.duinrand.test/pad",
                          "smtp://sanne:geheim@mail.duinrand.test", "smtp://mail.duinrand.test?x", "smtp://mail.duinrand.test:99999"})
    EXPECT_FALSE(read(bad)) << bad;
  EXPECT_FALSE(read("smtps://mail.duinrand.test", true));
  EXPECT_FALSE(read_mail_server({"smtp://mail.duinrand.test", "Vlechtwerk", {}, {}}));
}

TEST_F(MailPlace, APasswordComesFromAFileThatNotEverybodyReadsAndNeverGoesOverANetInClear) {
  auto const read = [](std::string const& url, std::filesystem::path const& login, bool plain = false) {
    return read_mail_server({url, "vlechtwerk@duinrand.test", login, {}, plain});
  };
  auto const login = file("login", "vlechtwerk\ngeheim woord\n");
  auto const server = read("smtp://mail.duinrand.test", login);
  ASSERT_TRUE(server);
  EXPECT_EQ(server->user, "vlechtwerk");
  EXPECT_EQ(server->password.reveal(), "geheim woord");
  EXPECT_TRUE(read("smtp://localhost", login));
  EXPECT_FALSE(read("smtp://mail.duinrand.test", login, true));
  EXPECT_FALSE(read("smtp://mail.duinrand.test", file("open", "vlechtwerk\ngeheim\n", 0644)));
  EXPECT_FALSE(read("smtp://mail.duinrand.test", file("half", "vlechtwerk\n")));
  EXPECT_FALSE(read("smtp://mail.duinrand.test", place_ / "none"));
}

// ---------------------------------------------------------------- over the line

TEST(Smtp, HandsOverAMailAndGreetsByTheDomainThatTheMailShows) {
  TinyMailServer server;
  EXPECT_EQ(code_of(hand_over(server_at(server.port()))), "sent");
  auto const heard = server.heard();
  EXPECT_TRUE(heard.starts_with("EHLO duinrand.test\nMAIL FROM:<vlechtwerk@duinrand.test>")) << heard;
  EXPECT_TRUE(has(heard, "\nRCPT TO:<sanne@deboot.test>\nDATA\n")) << heard;
  EXPECT_TRUE(has(heard, "\nEr wacht een vraag op je.\n..\nCaf=C3=A9\n.\n")) << heard;
}

TEST(Smtp, HandsNothingOverInClearWhenEncryptionWasAskedForAndNotOffered) {
  TinyMailServer server;
  EXPECT_EQ(code_of(hand_over(server_at(server.port(), MailServer::Line::StartTls))), "mail.no_encryption");
  EXPECT_FALSE(has(server.heard(), "MAIL")) << server.heard();
}

TEST_F(MailPlace, ShowsPasswordAndMailOnlyToAServerThatIsTrusted) {
  auto const tls = make_local_authority(place_ / "tls", {"127.0.0.1"}, base::SystemClock().now());
  TinyMailServer server(Manners{.tls = tls});
  auto to = server_at(server.port(), MailServer::Line::StartTls);
  to.user = "vlechtwerk";
  to.password = base::Private("geheim");
  EXPECT_EQ(code_of(hand_over(to)), "mail.certificate");
  EXPECT_FALSE(has(server.heard(), "* ")) << server.heard();

  to.authority_file = tls.authority_certificate;
  EXPECT_EQ(code_of(hand_over(to)), "sent");
  auto const heard = server.heard();
  EXPECT_TRUE(has(heard, "\n* AUTH PLAIN")) << heard;
  EXPECT_TRUE(has(heard, "\n* MAIL FROM:<vlechtwerk@duinrand.test>")) << heard;
  EXPECT_FALSE(has(heard, "\nMAIL")) << heard;
}

TEST(Smtp, TellsARefusedMailFromAServerThatTakesNone) {
  {
    TinyMailServer server(Manners{.to_rcpt = "550 nobody of that name"});
    auto const refused = hand_over(server_at(server.port()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "mail.refused");
    EXPECT_FALSE(is_about_the_server(refused.error()));
    EXPECT_FALSE(has(server.heard(), "DATA"));
  }
  int port = 0;
  {
    TinyMailServer server(Manners{.to_login = "535 no"});
    auto to = server_at(port = server.port());
    to.user = "vlechtwerk";
    to.password = base::Private("fout");
    auto const refused = hand_over(to);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "mail.login");
    EXPECT_TRUE(is_about_the_server(refused.error()));
  }
  auto const away = hand_over(server_at(port));
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().code, "mail.unreachable");
  EXPECT_TRUE(is_about_the_server(away.error()));
}

TEST(Smtp, ConnectsToNobodyForAnAddressThatIsNone) {
  TinyMailServer server;
  auto mail = some_mail();
  mail.to = base::Private("sanne@deboot.test>\r\nRCPT TO:<kees@deboot.test");
  EXPECT_EQ(code_of(hand_over(server_at(server.port()), mail)), "mail.address");
  EXPECT_EQ(server.heard(), "");
}

TEST(Smtp, GivesUpOnASilentServerWhenAskedToStop) {
  TinyMailServer server(Manners{.greets = false});
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(code_of(hand_over(server_at(server.port()), some_mail(), stop.get_token())), "mail.stopped");
}

}  // namespace
}  // namespace vlechtwerk::platform
