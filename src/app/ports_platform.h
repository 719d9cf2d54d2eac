#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

// What the use cases ask of the outside world that is not storage; src/platform answers.
namespace vlechtwerk::app {

/// Slow, salted hashes of what a person can guess: passwords and PINs. May be used by several threads at once.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  /// The text to store. `pepper` is a key of the key store (32 to 64 bytes), so that the database alone gives nothing to guess at.
  /// Waits while as many hashes are at work as the machine has cores. Throws WorldError when there is no memory for it.
  virtual std::string hash(base::Private const& password, base::SecretBytes const& pepper) = 0;
  /// Takes as long for a wrong password as for the right one. For a name that nobody has: verify against the hash of a random password,
  /// so that time does not tell who has an account.
  virtual bool verify(base::Private const& password, base::SecretBytes const& pepper, std::string_view stored) = 0;
  /// True when `stored` was made with other costs than today's (or is no hash): hash again at the next successful log-in.
  [[nodiscard]] virtual bool needs_rehash(std::string_view stored) const = 0;
};

/// What a password must be (NIST SP 800-63B-4, OWASP ASVS 5.0 V6.2): length and not a known one; no rules about kinds of characters.
class PasswordRules {
 public:
  virtual ~PasswordRules() = default;
  /// At least 8 characters with a second factor and 15 without, at most 1,024 bytes, not one of the most used, and at least 8 characters
  /// besides the login name and the name of the program.
  [[nodiscard]] virtual base::Result<void> check(base::Private const& password, bool has_second_factor,
                                                 std::string_view login_name) const = 0;
};

/// Codes of an authenticator app: RFC 6238, SHA-1, six digits, steps of 30 seconds.
class Totp {
 public:
  virtual ~Totp() = default;
  /// The step that `code` belongs to: now, one before or one after. Nullopt when it is wrong, or when its step is not later than
  /// `last_used_step`. The caller stores the step as used in the same transaction in which it lets the person in. Blanks in `code` do not
  /// count.
  [[nodiscard]] virtual std::optional<std::int64_t> verify(base::SecretBytes const& secret, std::string_view code, base::Instant now,
                                                           std::optional<std::int64_t> last_used_step) const = 0;
  /// 20 random bytes.
  [[nodiscard]] virtual base::SecretBytes new_secret(base::Random& random) const = 0;
  /// The otpauth:// address that an app reads from a QR code. `label` is what the app shows as the account.
  [[nodiscard]] virtual base::Private otpauth_uri(std::string_view label, std::string_view issuer,
                                                  base::SecretBytes const& secret) const = 0;
};

class QrCode {
 public:
  virtual ~QrCode() = default;
  /// An `svg` element without style, script or text, black on white with its quiet zone; class `qr-code`. `text` is at most 1,024 bytes
  /// without NUL, else std::logic_error. Whoever cannot scan needs the text beside it: the drawing is hidden from screen readers.
  [[nodiscard]] virtual std::string svg(base::Private const& text) const = 0;
};

/// Both sides of the picture of a person, in points.
inline constexpr int kFaceSide = 192;

class Pictures {
 public:
  virtual ~Pictures() = default;
  /// A photo (a JPEG of any bytes) as a JPEG of kFaceSide by kFaceSide: upright, its middle, in red, green and blue. Nothing else of the
  /// photo is in it: no place, no moment, no camera, no smaller picture. Fails as InvalidInput with what to do. One is made at a time.
  [[nodiscard]] virtual base::Result<std::vector<std::uint8_t>> face(std::string_view photo) const = 0;
};

/// What a code lets a person do.
enum class CodePurpose {
  FirstLogin,  ///< on the invitation
  Card,        ///< one line of the printed card: instead of the app, once
  Recovery,    ///< handed over by a beheerder after the second factor is lost
};

/// Random codes on paper: ten characters, 50 bits, from an alphabet without I, L, O and U, written as `XXXXX-XXXXX`.
class OneTimeCodes {
 public:
  virtual ~OneTimeCodes() = default;
  [[nodiscard]] virtual std::vector<base::Private> make(int count, base::Random& random) const = 0;
  /// The 32 bytes to store or to look up; the code itself is not stored. A code made for one purpose has another hash for the other
  /// purposes. Case, blanks and dashes do not count, O reads as 0, I and L as 1. Nullopt when it cannot be a code. `key` is one of the key
  /// store (32 to 64 bytes). The caller removes the hash at its first use.
  [[nodiscard]] virtual std::optional<std::vector<std::uint8_t>> hash(CodePurpose purpose, base::Private const& code,
                                                                      base::SecretBytes const& key) const = 0;
};

/// Keyed hashes (32 bytes) by which a row is found without its name being stored. `key` is one of the key store (32 to 64 bytes).
class LookupHashes {
 public:
  virtual ~LookupHashes() = default;
  /// Blanks at both ends and the case of ASCII letters do not count.
  [[nodiscard]] virtual std::vector<std::uint8_t> login_name(base::Private const& name, base::SecretBytes const& key) const = 0;
  /// Finds a child that is registered twice. Case, accents, blanks, dashes, dots and apostrophes do not count.
  [[nodiscard]] virtual std::vector<std::uint8_t> child(base::Private const& first_name, base::Private const& last_name, base::Date born_on,
                                                        base::SecretBytes const& key) const = 0;
};

}  // namespace vlechtwerk::app
