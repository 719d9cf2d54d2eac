#include "platform/picture.h"

#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <span>

#include "base/waiting.h"

namespace vlechtwerk::platform {

using base::ErrorKind;
using base::N_;

namespace {

constexpr std::size_t kMostBytes = 4'000'000;
constexpr int kMostSide = 8'000, kLeastSide = 64;
constexpr std::int64_t kMostPoints = 24'000'000;
constexpr int kMostScans = 64;  // what browsers and cameras make has about ten
constexpr int kQuality = 85;
constexpr int kSide = app::kFaceSide, kChannels = 3;

tl::unexpected<base::Error> refused(std::string code, char const* sentence) {
  return base::fail(ErrorKind::InvalidInput, std::move(code), {sentence, {}}, "photo");
}

struct End {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, End>;

/// A number of `size` bytes; 0 past the end, which no number that we look for is.
std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size, bool little = false) {
  if (at > bytes.size() || size > bytes.size() - at) return 0;
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out = out << 8U | static_cast<unsigned char>(bytes[at + (little ? size - 1 - i : i)]);
  return out;
}

/// How the camera was held, 1 to 8 (Exif 2.32, tag 274): the one thing of the photo besides its points that is used. 1: upright.
int orientation_of(std::string_view exif) {
  if (!exif.starts_with(std::string_view("Exif\0\0", 6))) return 1;
  auto const tiff = exif.substr(6);
  bool const little = tiff.starts_with("II");
  std::size_t const directory = number(tiff, 4, 4, little);
  auto const count = number(tiff, directory, 2, little);
  for (std::size_t i = 0; i < count; ++i) {
    auto const entry = directory + 2 + i * 12;
    if (number(tiff, entry, 2, little) != 274) continue;
    auto const value = number(tiff, entry + 8, 2, little);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

/// What the segments of a JPEG (ITU T.81, annex B) say that turbojpeg does not.
struct Outline {
  int orientation = 1;
  int scans = 0;
};
Outline outline_of(std::string_view photo) {
  constexpr std::uint32_t kEndOfImage = 0xD9, kStartOfScan = 0xDA, kApplication1 = 0xE1;
  Outline out;
  std::size_t at = 2;
  while (at + 4 <= photo.size()) {
    auto const marker = number(photo, at, 2);
    if (marker < 0xFF01 || marker == 0xFFFF) {  // points, not a marker
      ++at;
      continue;
    }
    auto const kind = marker & 0xFFU;
    if (kind == kEndOfImage) break;
    if (kind == 0x01 || (kind >= 0xD0 && kind <= 0xD8)) {  // those without a length
      at += 2;
      continue;
    }
    auto const size = std::max<std::size_t>(2, number(photo, at + 2, 2));
    if (kind == kStartOfScan) ++out.scans;
    if (kind == kApplication1 && out.orientation == 1) out.orientation = orientation_of(photo.substr(at + 4, size - 2));
    at += 2 + size;
  }
  return out;
}

/// The point of a square as it was stored that stands at (x, y) when the picture is upright.
std::pair<int, int> stored_at(int orientation, int x, int y) {
  constexpr int kLast = kSide - 1;
  switch (orientation) {
    case 2:
      return {kLast - x, y};
    case 3:
      return {kLast - x, kLast - y};
    case 4:
      return {x, kLast - y};
    case 5:
      return {y, x};
    case 6:
      return {y, kLast - x};
    case 7:
      return {kLast - y, kLast - x};
    case 8:
      return {kLast - y, x};
    default:
      return {x, y};
  }
}

/// The middle of an image, upright, each point the mean of those that it stands for.
std::vector<std::uint8_t> middle_of(std::vector<std::uint8_t> const& image, int width, int height, int orientation) {
  auto const side = std::min(width, height);
  auto const left = (width - side) / 2, top = (height - side) / 2;
  std::vector<std::uint8_t> out;
  out.reserve(std::size_t{kSide} * kSide * kChannels);
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x) {
      auto const [u, v] = stored_at(orientation, x, y);
      auto const from_x = u * side / kSide, from_y = v * side / kSide;
      auto const to_x = std::max(from_x + 1, (u + 1) * side / kSide), to_y = std::max(from_y + 1, (v + 1) * side / kSide);
      for (int channel = 0; channel < kChannels; ++channel) {
        int sum = 0;
        for (int row = top + from_y; row < top + to_y; ++row)
          for (int column = left + from_x; column < left + to_x; ++column)
            sum += image[(static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column)) * kChannels +
                         static_cast<std::size_t>(channel)];
        out.push_back(static_cast<std::uint8_t>(sum / ((to_x - from_x) * (to_y - from_y))));
      }
    }
  return out;
}

std::vector<std::uint8_t> as_jpeg(std::vector<std::uint8_t> const& square) {
  struct Free {
    void operator()(unsigned char* bytes) const { tjFree(bytes); }
  };
  Handle const handle(tjInitCompress());
  unsigned char* made = nullptr;
  unsigned long size = 0;
  auto const result =
      handle ? tjCompress2(handle.get(), square.data(), kSide, 0, kSide, TJPF_RGB, &made, &size, TJSAMP_420, kQuality, 0) : -1;
  std::unique_ptr<unsigned char, Free> const bytes(made);
  if (result != 0) throw base::WorldError("no memory for a picture");
  return {bytes.get(), bytes.get() + size};
}

}  // namespace

base::Result<std::vector<std::uint8_t>> JpegPictures::face(std::string_view photo) const {
  if (photo.empty()) return refused("no_photo", N_("Kies eerst een foto."));
  if (photo.size() > kMostBytes) return refused("photo_bytes", N_("Deze foto is te groot. Kies er een van hoogstens 4 MB."));
  if (!photo.starts_with("\xFF\xD8\xFF"))
    return refused("not_a_jpeg", N_("Dit bestand is geen JPEG-foto. Kies een foto waarvan de naam eindigt op .jpg."));
  base::Waiting const waiting;  // others need not wait for it
  std::lock_guard const alone(one_at_a_time_);
  auto const* bytes = reinterpret_cast<unsigned char const*>(photo.data());
  Handle const handle(tjInitDecompress());
  if (!handle) throw base::WorldError("no memory for a picture");
  int width = 0, height = 0, sampling = 0, colours = 0;
  auto const broken = [] { return refused("photo_broken", N_("Deze foto is niet heel. Maak of kies een andere foto.")); };
  if (tjDecompressHeader3(handle.get(), bytes, photo.size(), &width, &height, &sampling, &colours) != 0 || width < 1 || height < 1)
    return broken();
  if (width > kMostSide || height > kMostSide || std::int64_t{width} * height > kMostPoints)
    return refused("photo_points", N_("Deze foto heeft te veel beeldpunten. Maak hem kleiner, of kies een andere foto."));
  if (width < kLeastSide || height < kLeastSide) return refused("photo_small", N_("Deze foto is te klein. Kies een grotere foto."));
  if (colours == TJCS_CMYK || colours == TJCS_YCCK)
    return refused("photo_print", N_("Deze foto is gemaakt voor drukwerk. Bewaar hem als gewone JPEG en kies hem opnieuw."));
  auto const outline = outline_of(photo);
  if (outline.scans > kMostScans) return broken();
  // The library makes a photo up to eight times smaller while it reads: most points are never made.
  int count = 0;
  auto const* const factors = tjGetScalingFactors(&count);
  int made_width = width, made_height = height;
  for (auto const& factor : std::span(factors, static_cast<std::size_t>(count))) {
    auto const smaller_width = TJSCALED(width, factor), smaller_height = TJSCALED(height, factor);
    if (smaller_width < made_width && std::min(smaller_width, smaller_height) >= kSide) {
      made_width = smaller_width;
      made_height = smaller_height;
    }
  }
  std::vector<std::uint8_t> image(static_cast<std::size_t>(made_width) * static_cast<std::size_t>(made_height) * kChannels);
  if (tjDecompress2(handle.get(), bytes, photo.size(), image.data(), made_width, 0, made_height, TJPF_RGB,
                    TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
    return broken();
  return as_jpeg(middle_of(image, made_width, made_height, outline.orientation));
}

}  // namespace vlechtwerk::platform
