#pragma once
#include <semaphore>
#include <span>

#include "app/ports_platform.h"

namespace vlechtwerk::platform {

/// Argon2id (19 MiB, two passes: OWASP Password Storage) over a hash of the password that is keyed with the pepper.
class Argon2idHasher final : public app::PasswordHasher {
 public:
  /// `at_once`: how many hashes may work at the same time, at least 1; each takes 19 MiB and one core.
  explicit Argon2idHasher(unsigned at_once);
  std::string hash(base::Private const& password, base::SecretBytes const& pepper) override;
  bool verify(base::Private const& password, base::SecretBytes const& pepper, std::string_view stored) override;
  [[nodiscard]] bool needs_rehash(std::string_view stored) const override;

 private:
  std::counting_semaphore<> free_;
};

class StandardPasswordRules final : public app::PasswordRules {
 public:
  [[nodiscard]] base::Result<void> check(base::Private const& password, bool has_second_factor, std::string_view login_name) const override;
};

/// The passwords that people choose most, in lower case. StandardPasswordRules also refuses them with digits or signs put behind.
std::span<std::string_view const> common_passwords();

}  // namespace vlechtwerk::platform
