#include "base/secret.h"

#include <strings.h>

#include <cstring>

namespace vlechtwerk::base {

void wipe(void* data, std::size_t size) noexcept {
  if (size > 0) explicit_bzero(data, size);
}

bool SecretBytes::same_as(SecretBytes const& other) const noexcept {
  if (bytes_.size() != other.bytes_.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < bytes_.size(); ++i) difference |= static_cast<unsigned>(bytes_[i] ^ other.bytes_[i]);
  return difference == 0;
}

}  // namespace vlechtwerk::base
