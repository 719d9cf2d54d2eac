#pragma once
#include <mutex>

#include "app/ports_platform.h"

namespace vlechtwerk::platform {

/// Refuses before anything is decoded: what is larger than 4,000,000 bytes, 8,000 points on a side or 24,000,000 points, smaller than 64
/// points on a side, or comes in more than 64 scans. Refuses what is broken, cut off, or made for print (CMYK). A photo in grey is taken.
class JpegPictures final : public app::Pictures {
 public:
  [[nodiscard]] base::Result<std::vector<std::uint8_t>> face(std::string_view photo) const override;

 private:
  mutable std::mutex one_at_a_time_;  ///< a photo of many scans is whole in memory while it is read: 150 MB for the largest
};

}  // namespace vlechtwerk::platform
