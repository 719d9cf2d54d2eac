#include "platform/second_factor.h"

#include <fmt/format.h>
#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "platform/keyed_hash.h"

namespace vlechtwerk::platform {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr unsigned kDigits = 6;

// Crockford's base32: no I, L, O and U, so that nothing on paper can be taken for something else.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeSize = 10;

char const* as_chars(base::SecretBytes const& secret) { return reinterpret_cast<char const*>(secret.reveal().data()); }

std::string without_blanks(std::string_view text) {
  std::string out;
  for (char const c : text)
    if (c != ' ') out += c;
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (char const c : text) {
    bool const plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

std::string_view name_of(app::CodePurpose purpose) {
  switch (purpose) {
    case app::CodePurpose::Card:
      return "code.card";
    case app::CodePurpose::FirstLogin:
      return "code.first_login";
    case app::CodePurpose::Recovery:
      return "code.recovery";
  }
  throw std::logic_error("a purpose that does not exist");
}

/// The ten characters that a person meant; nullopt when it cannot be a code.
std::optional<std::string> normalised(std::string_view typed) {
  std::string out;
  for (char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (kAlphabet.find(c) == std::string_view::npos || out.size() == kCodeSize) return std::nullopt;
    out += c;
  }
  return out.size() == kCodeSize ? std::optional(out) : std::nullopt;
}

}  // namespace

OathTotp::OathTotp() {
  if (oath_init() != OATH_OK) throw base::WorldError("liboath cannot start");
}

std::optional<std::int64_t> OathTotp::verify(base::SecretBytes const& secret, std::string_view code, base::Instant now,
                                             std::optional<std::int64_t> last_used_step) const {
  auto const typed = without_blanks(code);
  if (typed.size() != kDigits || secret.empty()) return std::nullopt;
  auto const current = now.us / 1'000'000 / kStepSeconds;
  std::optional<std::int64_t> found;
  for (auto step = current - 1; step <= current + 1; ++step) {
    if (step < 0 || (last_used_step && step <= *last_used_step)) continue;
    std::array<char, kDigits + 1> right{};
    if (oath_totp_generate(as_chars(secret), secret.reveal().size(), step * kStepSeconds, kStepSeconds, 0, kDigits, right.data()) !=
        OATH_OK)
      throw base::WorldError("liboath made no code");
    if (sodium_memcmp(right.data(), typed.data(), kDigits) == 0 && !found) found = step;
  }
  return found;
}

base::SecretBytes OathTotp::new_secret(base::Random& random) const {
  std::vector<std::uint8_t> secret(20);
  random.fill(secret);
  return base::SecretBytes(std::move(secret));
}

base::Private OathTotp::otpauth_uri(std::string_view label, std::string_view issuer, base::SecretBytes const& secret) const {
  char* encoded = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(as_chars(secret), secret.reveal().size(), &encoded, &size) != OATH_OK) throw base::WorldError("no memory");
  std::string base32(encoded, size);
  base::wipe(encoded, size);
  std::free(encoded);                               // NOLINT(cppcoreguidelines-no-malloc): liboath made it
  while (base32.ends_with('=')) base32.pop_back();  // Apps want it without.
  return base::Private(fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits={3}&period={4}",
                                   percent_encoded(issuer), percent_encoded(label), base32, kDigits, kStepSeconds));
}

std::string SvgQrCode::svg(base::Private const& text) const {
  auto const& content = text.reveal();
  if (content.empty() || content.size() > 1024 || content.find('\0') != std::string::npos)
    throw std::logic_error("a QR code holds 1 to 1,024 bytes without NUL");
  struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
  };
  std::unique_ptr<QRcode, Free> const code(QRcode_encodeString8bit(content.c_str(), 0, QR_ECLEVEL_M));
  if (!code) throw base::WorldError("no memory for a QR code");
  constexpr int kQuiet = 4;  // modules of white that a scanner needs around it
  auto const width = code->width;
  std::string path;
  for (int y = 0; y < width; ++y) {
    for (int x = 0; x < width;) {
      int run = 0;
      while (x + run < width && (code->data[y * width + x + run] & 1) != 0) ++run;
      if (run > 0) path += fmt::format("M{} {}h{}v1h-{}z", x + kQuiet, y + kQuiet, run, run);
      x += run + 1;
    }
  }
  auto const side = width + 2 * kQuiet;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr-code\" viewBox=\"0 0 {0} {0}\" aria-hidden=\"true\" focusable=\"false\" "
      "shape-rendering=\"crispEdges\"><rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{1}\"/></svg>",
      side, path);
}

std::vector<base::Private> CrockfordCodes::make(int count, base::Random& random) const {
  std::vector<base::Private> codes;
  for (int i = 0; i < count; ++i) {
    std::array<std::uint8_t, kCodeSize> bytes{};
    random.fill(bytes);
    std::string code;
    for (auto const byte : bytes) {
      if (code.size() == kCodeSize / 2) code += '-';
      code += kAlphabet[byte % kAlphabet.size()];  // 256 is a multiple of 32: every character is as likely
    }
    codes.emplace_back(std::move(code));
  }
  return codes;
}

std::optional<std::vector<std::uint8_t>> CrockfordCodes::hash(app::CodePurpose purpose, base::Private const& code,
                                                              base::SecretBytes const& key) const {
  auto const meant = normalised(code.reveal());
  if (!meant) return std::nullopt;
  std::array<std::string_view, 1> const parts{*meant};
  return keyed_hash(name_of(purpose), parts, key);
}

}  // namespace vlechtwerk::platform
