#pragma once
#include "app/ports_platform.h"

namespace vlechtwerk::platform {

class Blake2bLookupHashes final : public app::LookupHashes {
 public:
  [[nodiscard]] std::vector<std::uint8_t> login_name(base::Private const& name, base::SecretBytes const& key) const override;
  [[nodiscard]] std::vector<std::uint8_t> child(base::Private const& first_name, base::Private const& last_name, base::Date born_on,
                                                base::SecretBytes const& key) const override;
};

}  // namespace vlechtwerk::platform
