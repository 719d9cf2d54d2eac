#pragma once
#include "app/ports_platform.h"

namespace vlechtwerk::platform {

class OathTotp final : public app::Totp {
 public:
  OathTotp();
  [[nodiscard]] std::optional<std::int64_t> verify(base::SecretBytes const& secret, std::string_view code, base::Instant now,
                                                   std::optional<std::int64_t> last_used_step) const override;
  [[nodiscard]] base::SecretBytes new_secret(base::Random& random) const override;
  [[nodiscard]] base::Private otpauth_uri(std::string_view label, std::string_view issuer, base::SecretBytes const& secret) const override;
};

class SvgQrCode final : public app::QrCode {
 public:
  [[nodiscard]] std::string svg(base::Private const& text) const override;
};

class CrockfordCodes final : public app::OneTimeCodes {
 public:
  [[nodiscard]] std::vector<base::Private> make(int count, base::Random& random) const override;
  [[nodiscard]] std::optional<std::vector<std::uint8_t>> hash(app::CodePurpose purpose, base::Private const& code,
                                                              base::SecretBytes const& key) const override;
};

}  // namespace vlechtwerk::platform
