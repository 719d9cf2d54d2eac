#include "platform/smtp.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "base/mail_address.h"

namespace vlechtwerk::platform {

using base::ErrorKind;
using base::N_;

namespace {

constexpr long kSecondsToConnect = 10;
constexpr long kSecondsInAll = 30;
constexpr int kSubmissionPort = 587;   // RFC 6409
constexpr int kSubmissionsPort = 465;  // RFC 8314

constexpr std::string_view kUnreachable = "mail.unreachable", kNoEncryption = "mail.no_encryption", kCertificate = "mail.certificate",
                           kLogin = "mail.login", kRefused = "mail.refused", kAddress = "mail.address", kStopped = "mail.stopped";

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string_view domain_of(std::string_view address) { return address.substr(address.find('@') + 1); }

// ---------------------------------------------------------------- what the administrator wrote

base::Result<MailServer> wrong(base::Message sentence) { return base::fail(ErrorKind::InvalidInput, "mail.options", std::move(sentence)); }

base::Result<MailServer> not_an_address_of_a_server() {
  return wrong(
      {N_("Schrijf de mailserver als smtp://mail.deboot.nl:587 of smtps://mail.deboot.nl. Naam en wachtwoord horen in een bestand, "
          "achter --smtp-login."),
       {}});
}

std::optional<std::string> part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return std::nullopt;
  std::string out = text;
  curl_free(text);
  return out;
}

bool is_this_machine(std::string const& host) {
  in_addr four{};
  return host == "localhost" || host == "[::1]" || (inet_pton(AF_INET, host.c_str(), &four) == 1 && ntohl(four.s_addr) >> 24U == 127);
}

bool everybody_may_read(std::filesystem::path const& path) {
  std::error_code ignored;
  return (std::filesystem::status(path, ignored).permissions() & std::filesystem::perms::others_read) != std::filesystem::perms::none;
}

// ---------------------------------------------------------------- words as mail carries them

std::string encoded_byte(char c) { return fmt::format("={:02X}", static_cast<unsigned>(static_cast<unsigned char>(c))); }

/// RFC 2045 6.7: lines of at most 76 characters, ASCII only.
std::string quoted_printable(std::string_view text) {
  constexpr std::size_t kLine = 75;  // and one sign when the line goes on
  std::string out;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char const c = text[at];
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    bool const ends_line = at + 1 == text.size() || text[at + 1] == '\n';
    bool const as_it_is = (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !ends_line);
    auto const piece = as_it_is ? std::string(1, c) : encoded_byte(c);
    if (column + piece.size() > kLine) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  }
  return out;
}

/// RFC 2047: whole characters in words of at most 75; what every mail program reads as it is stays.
std::string header_words(std::string_view text) {
  constexpr std::size_t kShort = 60, kWord = 75;
  constexpr std::string_view kBegin = "=?UTF-8?Q?", kEnd = "?=";
  if (text.size() <= kShort && text.find("=?") == std::string_view::npos &&
      std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }))
    return std::string(text);
  std::string out(kBegin);
  std::size_t word = kBegin.size();
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0U) == 0x80) ++size;
    std::string piece;
    for (char const c : text.substr(at, size)) piece += is_letter_or_digit(c) ? std::string(1, c) : c == ' ' ? "_" : encoded_byte(c);
    if (word + piece.size() + kEnd.size() > kWord) {
      out.append(kEnd).append("\r\n ").append(kBegin);
      word = kBegin.size();
    }
    out += piece;
    word += piece.size();
    at += size;
  }
  return out.append(kEnd);
}

/// RFC 5322 3.3, in UTC: the clock of this server says nothing of where it stands.
std::string date_header(base::Instant now) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::chrono::sys_time<std::chrono::microseconds> const moment{std::chrono::microseconds(now.us)};
  auto const day = std::chrono::floor<std::chrono::days>(moment);
  std::chrono::year_month_day const date(day);
  std::chrono::hh_mm_ss const time(std::chrono::floor<std::chrono::seconds>(moment - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays.at(std::chrono::weekday(day).c_encoding()),
                     static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string random_word(base::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  std::string out;
  for (auto const byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

// ---------------------------------------------------------------- the line

struct EndHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct EndList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct EndUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

struct Upload {
  std::string_view left;
};

std::size_t read_upload(char* to, std::size_t size, std::size_t count, void* from) {
  auto& left = static_cast<Upload*>(from)->left;
  auto const some = std::min(size * count, left.size());
  std::memcpy(to, left.data(), some);
  left.remove_prefix(some);
  return some;
}

int stop_when_asked(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::stop_token const*>(stop)->stop_requested() ? 1 : 0;
}

tl::unexpected<base::Error> failed(std::string_view code, base::Message sentence) {
  return base::fail(ErrorKind::Busy, std::string(code), std::move(sentence));
}

/// `reply`: the last number that the server said, 0 when it said nothing.
tl::unexpected<base::Error> why(CURLcode result, long reply, MailServer const& server) {
  switch (result) {
    case CURLE_ABORTED_BY_CALLBACK:
      return failed(kStopped, {N_("De server stopt. De mail is niet verstuurd."), {}});
    case CURLE_USE_SSL_FAILED:
      return failed(kNoEncryption, {N_("De mailserver biedt geen versleuteling aan. Probeer smtps:// of een andere poort."), {}});
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      return failed(kCertificate,
                    {N_("Het certificaat van de mailserver is niet te vertrouwen. Noem met --smtp-authority wie het uitgaf."), {}});
    case CURLE_LOGIN_DENIED:
      return failed(kLogin, {N_("De mailserver weigert de gebruikersnaam of het wachtwoord."), {}});
    default:
      break;
  }
  // curl calls a refused sender, recipient or text a failure to send; the number tells.
  if (reply >= 400) return failed(kRefused, {N_("De mailserver weigerde de mail, met code {code}."), {{"code", std::to_string(reply)}}});
  return failed(kUnreachable, {N_("De mailserver {host} is niet te bereiken op poort {port}."),
                               {{"host", server.host}, {"port", std::to_string(server.port)}}});
}

}  // namespace

base::Result<MailServer> read_mail_server(MailServerOptions const& options) {
  std::unique_ptr<CURLU, EndUrl> const url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(), 0) != CURLUE_OK) return not_an_address_of_a_server();
  auto const scheme = part_of(url.get(), CURLUPART_SCHEME), host = part_of(url.get(), CURLUPART_HOST);
  bool const more =
      std::ranges::any_of(std::array{CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_QUERY, CURLUPART_FRAGMENT},
                          [&](CURLUPart part) { return part_of(url.get(), part).has_value(); });
  if (more || !scheme || !host || (*scheme != "smtp" && *scheme != "smtps") || part_of(url.get(), CURLUPART_PATH).value_or("/") != "/")
    return not_an_address_of_a_server();

  MailServer out;
  out.host = *host;
  out.port = *scheme == "smtps" ? kSubmissionsPort : kSubmissionPort;
  if (auto const port = part_of(url.get(), CURLUPART_PORT)) std::from_chars(port->data(), port->data() + port->size(), out.port);
  if (*scheme == "smtps" && options.plain) return wrong({N_("Kies smtps:// of --smtp-plain. Samen spreken ze elkaar tegen."), {}});
  bool const here = is_this_machine(out.host);
  out.line = *scheme == "smtps" ? MailServer::Line::Tls : options.plain || here ? MailServer::Line::Plain : MailServer::Line::StartTls;

  if (!base::is_mail_address(options.from)) return wrong({N_("Schrijf achter --smtp-from een mailadres, zoals vlechtwerk@deboot.nl."), {}});
  out.from = options.from;

  if (!options.login_file.empty()) {
    std::ifstream in(options.login_file);
    std::string password;
    if (!std::getline(in, out.user) || !std::getline(in, password) || out.user.empty() || password.empty())
      return wrong({N_("In {place} horen twee regels: de gebruikersnaam en het wachtwoord van de mailserver."),
                    {{"place", options.login_file.string()}}});
    out.password = base::Private(std::move(password));
    if (everybody_may_read(options.login_file))
      return wrong({N_("Iedereen op deze computer kan {place} lezen. Zet de rechten op 0600."), {{"place", options.login_file.string()}}});
    if (out.line == MailServer::Line::Plain && !here)
      return wrong({N_("Zo gaat het wachtwoord leesbaar over het net. Laat --smtp-plain of --smtp-login weg."), {}});
  }
  if (!options.authority_file.empty() && !std::ifstream(options.authority_file))
    return wrong({N_("Het bestand {place} is niet te lezen."), {{"place", options.authority_file.string()}}});
  out.authority_file = options.authority_file;
  return out;
}

std::string mail_on_the_line(std::string_view from, PlainMail const& mail, base::Instant now, base::Random& random) {
  std::string text = mail.text;
  std::erase(text, '\r');
  if (!text.ends_with('\n')) text += '\n';
  return fmt::format(
      "Date: {}\r\nFrom: Vlechtwerk <{}>\r\nTo: <{}>\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\nAuto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
      date_header(now), from, mail.to.reveal(), header_words(mail.subject), random_word(random), domain_of(from), quoted_printable(text));
}

bool is_about_the_server(base::Error const& error) { return error.code != kRefused && error.code != kAddress; }

base::Result<std::monostate> send_mail(MailServer const& server, PlainMail const& mail, base::Instant now, base::Random& random,
                                       std::stop_token const& stop) {
  if (!base::is_mail_address(mail.to.reveal()))
    return base::fail(ErrorKind::InvalidInput, std::string(kAddress), {N_("Schrijf een mailadres, zoals sanne@deboot.nl."), {}}, "to");
  static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  std::unique_ptr<CURL, EndHandle> const handle(ready ? curl_easy_init() : nullptr);
  std::unique_ptr<curl_slist, EndList> const to(curl_slist_append(nullptr, mail.to.reveal().c_str()));
  auto const text = mail_on_the_line(server.from, mail, now, random);
  Upload upload{text};

  auto result = handle && to ? CURLE_OK : CURLE_OUT_OF_MEMORY;
  // One option that is not taken, and nothing is sent: among them are those that keep the mail from who listens on the line.
  auto const set = [&](auto option, auto value) {
    if (result == CURLE_OK) result = curl_easy_setopt(handle.get(), option, value);
  };
  bool const tls = server.line == MailServer::Line::Tls;
  // What stands behind the last slash is the name by which we greet: the one that the mail shows anyway, not that of this machine.
  set(CURLOPT_URL, fmt::format("{}://{}:{}/{}", tls ? "smtps" : "smtp", server.host, server.port, domain_of(server.from)).c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");  // not even when the environment names one
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, kSecondsToConnect);
  set(CURLOPT_TIMEOUT, kSecondsInAll);
  set(CURLOPT_USE_SSL, static_cast<long>(server.line == MailServer::Line::Plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.authority_file.empty()) {
    set(CURLOPT_CAINFO, server.authority_file.c_str());
    set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));  // whom this system trusts does not vouch for it as well
  }
  if (!server.user.empty()) {
    set(CURLOPT_USERNAME, server.user.c_str());
    set(CURLOPT_PASSWORD, server.password.reveal().c_str());
  }
  set(CURLOPT_MAIL_FROM, server.from.c_str());
  set(CURLOPT_MAIL_RCPT, to.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, read_upload);
  set(CURLOPT_READDATA, static_cast<void*>(&upload));
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(text.size()));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, stop_when_asked);
  set(CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<void const*>(&stop)));
  if (result == CURLE_OK) result = curl_easy_perform(handle.get());
  if (result == CURLE_OK) return std::monostate{};
  long reply = 0;
  if (handle) curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
  return why(result, reply, server);
}

}  // namespace vlechtwerk::platform
