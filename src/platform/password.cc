#include "platform/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/waiting.h"
#include "platform/keyed_hash.h"

namespace vlechtwerk::platform {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} * 1024 * 1024;

constexpr std::size_t kShortestWithSecondFactor = 8;
constexpr std::size_t kShortestAlone = 15;
constexpr std::size_t kMostBytes = 1024;

/// Holds one place among the hashes that may work at once.
class Place {
 public:
  explicit Place(std::counting_semaphore<>& free) : free_(free) { free_.acquire(); }
  ~Place() { free_.release(); }
  Place(Place const&) = delete;
  Place& operator=(Place const&) = delete;

 private:
  base::Waiting const waiting_;  ///< others need not wait for a hash: it takes a hundred times as long as a page
  std::counting_semaphore<>& free_;
};

base::SecretBytes peppered(base::Private const& password, base::SecretBytes const& pepper) {
  std::array<std::string_view, 1> const parts{password.reveal()};
  return base::SecretBytes(keyed_hash("password", parts, pepper));
}

/// libsodium reads a stored hash from a buffer of this size that ends in NUL.
std::optional<std::array<char, crypto_pwhash_STRBYTES>> as_buffer(std::string_view stored) {
  std::array<char, crypto_pwhash_STRBYTES> buffer{};
  if (stored.size() >= buffer.size()) return std::nullopt;
  std::memcpy(buffer.data(), stored.data(), stored.size());
  return buffer;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0; }

void remove_all(std::string& text, std::string_view word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) text.erase(at, word.size());
}

/// Also with digits or signs put behind it, which is the change that everybody makes.
bool is_common(std::string const& password) {
  auto stem = std::string_view(password);
  while (!stem.empty() && !is_letter(stem.back())) stem.remove_suffix(1);
  for (auto const one : common_passwords())
    if (one == password || (!stem.empty() && one == stem)) return true;
  return false;
}

tl::unexpected<base::Error> refuse(std::string code, base::Message message) {
  return base::fail(base::ErrorKind::InvalidInput, "password." + std::move(code), std::move(message), "password");
}

}  // namespace

Argon2idHasher::Argon2idHasher(unsigned at_once) : free_(std::max(1U, at_once)) { sodium_ready(); }

std::string Argon2idHasher::hash(base::Private const& password, base::SecretBytes const& pepper) {
  auto const secret = peppered(password, pepper);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  Place const place(free_);
  if (crypto_pwhash_str_alg(out.data(), reinterpret_cast<char const*>(secret.reveal().data()), secret.reveal().size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw base::WorldError("no memory to hash a password");
  return out.data();
}

bool Argon2idHasher::verify(base::Private const& password, base::SecretBytes const& pepper, std::string_view stored) {
  auto const buffer = as_buffer(stored);
  if (!buffer) return false;
  auto const secret = peppered(password, pepper);
  Place const place(free_);
  return crypto_pwhash_str_verify(buffer->data(), reinterpret_cast<char const*>(secret.reveal().data()), secret.reveal().size()) == 0;
}

bool Argon2idHasher::needs_rehash(std::string_view stored) const {
  auto const buffer = as_buffer(stored);
  return !buffer || crypto_pwhash_str_needs_rehash(buffer->data(), kPasses, kMemory) != 0;
}

base::Result<void> StandardPasswordRules::check(base::Private const& password, bool has_second_factor, std::string_view login_name) const {
  auto const& text = password.reveal();
  if (text.size() > kMostBytes) return refuse("too_long", {base::N_("Dit wachtwoord is te lang. Kies een korter wachtwoord."), {}});
  auto const shortest = has_second_factor ? kShortestWithSecondFactor : kShortestAlone;
  if (characters(text) < shortest)
    return refuse("too_short", {base::N_("Kies een wachtwoord van minstens {number} tekens. Een zinnetje werkt goed."),
                                {{"number", std::to_string(shortest)}}});
  auto rest = lower(text);
  if (is_common(rest))
    return refuse("common", {base::N_("Veel mensen gebruiken dit wachtwoord. Kies een wachtwoord dat niemand raadt."), {}});
  remove_all(rest, "vlechtwerk");
  // A name of three letters stands in many words by chance.
  if (auto const name = lower(login_name); name.size() >= 4) {
    remove_all(rest, name);
    remove_all(rest, std::string_view(name).substr(0, std::max<std::size_t>(4, name.find('@'))));
  }
  if (characters(rest) < kShortestWithSecondFactor)
    return refuse("context", {base::N_("Je naam of de naam van dit programma is te makkelijk te raden. Kies andere woorden."), {}});
  return {};
}

}  // namespace vlechtwerk::platform
