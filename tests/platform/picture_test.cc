// A photo becomes a small square of points and nothing else; what cannot become one is refused with a sentence.
#include "platform/picture.h"

#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <fstream>
#include <memory>
#include <sstream>

namespace vlechtwerk::platform {
namespace {

std::string kept_photo(std::string const& name) {
  std::ifstream in(std::string(VLECHTWERK_SOURCE_DIR) + "/fuzz/corpus/jpeg/" + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

std::string photo_of(int width, int height) {
  std::vector<unsigned char> const points(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 90);
  auto* const handle = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  EXPECT_EQ(tjCompress2(handle, points.data(), width, 0, height, TJPF_GRAY, &bytes, &size, TJSAMP_GRAY, 50, 0), 0);
  std::string out(reinterpret_cast<char*>(bytes), size);
  tjFree(bytes);
  tjDestroy(handle);
  return out;
}

struct Square {
  int width = 0, height = 0;
  std::vector<unsigned char> points;
  [[nodiscard]] bool red_at(int x, int y) const {
    auto const at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
    return points[at] > 150 && points[at + 2] < 100;
  }
};

Square shown(std::vector<std::uint8_t> const& jpeg) {
  Square out;
  int sampling = 0, colours = 0;
  auto* const handle = tjInitDecompress();
  EXPECT_EQ(tjDecompressHeader3(handle, jpeg.data(), jpeg.size(), &out.width, &out.height, &sampling, &colours), 0);
  out.points.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
  EXPECT_EQ(tjDecompress2(handle, jpeg.data(), jpeg.size(), out.points.data(), out.width, 0, out.height, TJPF_RGB, 0), 0);
  tjDestroy(handle);
  return out;
}

std::string went_with(std::string const& photo) {
  auto const made = JpegPictures().face(photo);
  return made ? "ok" : made.error().code;
}

TEST(Picture, IsTheMiddleOfThePhotoInASquare) {
  for (auto const& photo : {kept_photo("halves.jpg"), kept_photo("grey.jpg"), kept_photo("progressive.jpg"), photo_of(2'000, 700)}) {
    auto const made = JpegPictures().face(photo);
    ASSERT_TRUE(made.has_value()) << made.error().code;
    auto const square = shown(*made);
    EXPECT_EQ(square.width, 192);
    EXPECT_EQ(square.height, 192);
    EXPECT_LT(made->size(), 20'000U);
  }
  auto const halves = shown(*JpegPictures().face(kept_photo("halves.jpg")));
  EXPECT_TRUE(halves.red_at(20, 20) && halves.red_at(20, 170));
  EXPECT_FALSE(halves.red_at(170, 20) || halves.red_at(170, 170));
}

TEST(Picture, StandsUprightHoweverTheCameraWasHeld) {
  auto const photo = kept_photo("halves-turned-with-place.jpg");
  auto const orientation = photo.find(std::string("\x12\x01\x03\0\x01\0\0\0", 8)) + 8;
  ASSERT_EQ(photo[orientation], 6);
  // Where the left half of what was stored stands: 2 and 3 are right, 5 and 6 above, 7 and 8 below.
  std::tuple<char, bool, bool> const sides[] = {{1, true, true},  {2, false, false}, {3, false, false}, {4, true, true},
                                                {5, true, false}, {6, true, false},  {7, false, true},  {8, false, true}};
  for (auto const& [held, left_above, left_below] : sides) {
    auto turned = photo;
    turned[orientation] = held;
    auto const made = JpegPictures().face(turned);
    ASSERT_TRUE(made.has_value());
    auto const square = shown(*made);
    EXPECT_EQ(square.red_at(20, 20), left_above) << int{held};
    EXPECT_EQ(square.red_at(20, 170), left_below) << int{held};
    EXPECT_NE(square.red_at(held <= 4 ? 170 : 20, held <= 4 ? 20 : 170), square.red_at(20, 20)) << int{held};
  }
}

TEST(Picture, KnowsNoPlaceAndNoCamera) {
  auto const photo = kept_photo("halves-turned-with-place.jpg");
  ASSERT_NE(photo.find("Canarycamera"), std::string::npos);
  ASSERT_NE(photo.find("52.957N"), std::string::npos);
  auto const made = JpegPictures().face(photo);
  ASSERT_TRUE(made.has_value());
  std::string const bytes(made->begin(), made->end());
  for (auto const* word : {"Canary", "52.957N", "Exif"}) EXPECT_EQ(bytes.find(word), std::string::npos) << word;
}

TEST(Picture, WhatIsNoPhotoOrNotWholeIsRefusedWithASentence) {
  auto const whole = kept_photo("progressive.jpg");
  EXPECT_EQ(went_with(whole), "ok");
  EXPECT_EQ(went_with(""), "no_photo");
  EXPECT_EQ(went_with("\xFF"), "not_a_jpeg");
  EXPECT_EQ(went_with(kept_photo("not-a-jpeg")), "not_a_jpeg") << "a PNG, whatever its name";
  EXPECT_EQ(went_with(kept_photo("cut-off.jpg")), "photo_broken");
  EXPECT_EQ(went_with("\xFF\xD8\xFF"), "photo_broken");
  EXPECT_EQ(went_with(kept_photo("print.jpg")), "photo_print");
  for (std::size_t size = 4; size < whole.size() - 2; size += 7) EXPECT_EQ(went_with(whole.substr(0, size)), "photo_broken") << size;
  auto const error = JpegPictures().face("").error();
  EXPECT_EQ(error.field, "photo");
}

TEST(Picture, WhatIsTooLargeIsRefusedBeforeItIsRead) {
  // The frame header says how large it is; nothing of that size follows it.
  auto const of_size = [](int width, int height) {
    auto photo = photo_of(80, 80);
    auto const frame = photo.find("\xFF\xC0");
    photo[frame + 5] = static_cast<char>(height >> 8);
    photo[frame + 6] = static_cast<char>(height & 255);
    photo[frame + 7] = static_cast<char>(width >> 8);
    photo[frame + 8] = static_cast<char>(width & 255);
    return photo;
  };
  EXPECT_EQ(went_with(of_size(65'500, 65'500)), "photo_points");
  EXPECT_EQ(went_with(of_size(8'001, 80)), "photo_points");
  EXPECT_EQ(went_with(of_size(80, 8'001)), "photo_points");
  EXPECT_EQ(went_with(of_size(6'000, 4'001)), "photo_points");
  EXPECT_EQ(went_with(of_size(6'000, 4'000)), "photo_broken") << "small enough, and then not there";
  EXPECT_EQ(went_with(photo_of(8'000, 64)), "ok");
  EXPECT_EQ(went_with(photo_of(63, 300)), "photo_small");
  EXPECT_EQ(went_with(photo_of(80, 80) + std::string(4'000'000, '\0')), "photo_bytes");
}

/// A grey photo of 80 by 80 points in so many scans, each in order (ITU T.81, annex G): one of the means, the others of nothing.
std::string photo_in_scans(int scans) {
  auto const segment = [](char marker, std::string const& body) {
    auto const size = body.size() + 2;
    return std::string{'\xFF', marker, static_cast<char>(size >> 8), static_cast<char>(size & 255)} + body;
  };
  auto const scan = [&](int from, int until, int bits, std::string const& points) {
    return segment('\xDA', {1, 1, 0, static_cast<char>(from), static_cast<char>(until), static_cast<char>(bits)}) + points;
  };
  auto const table = [&](char number, char symbol) {  // one symbol, the code of it one bit
    return segment('\xC4', std::string(1, number) + '\x01' + std::string(15, '\0') + symbol);
  };
  auto out = "\xFF\xD8" + segment('\xDB', std::string(1, '\0') + std::string(64, '\x10')) +
             segment('\xC2', {8, 0, 80, 0, 80, 1, 1, 0x11, 0}) + table('\0', '\0') + table('\x10', '\x60');
  out += scan(0, 0, 0, std::string(12, '\0') + '\x0F');  // a hundred blocks
  for (int i = 1; i < scans; ++i) {
    int const coefficient = (i - 1) % 63 + 1;
    out += scan(coefficient, coefficient, i <= 63 ? 0x01 : 0x10, "\x49");  // "64 + 36 blocks of nothing"
  }
  return out + "\xFF\xD9";
}

TEST(Picture, APhotoInVeryManyScansIsRefused) {
  EXPECT_EQ(went_with(photo_in_scans(64)), "ok");
  EXPECT_EQ(went_with(photo_in_scans(65)), "photo_broken");
  EXPECT_EQ(went_with(photo_in_scans(120)), "photo_broken");
}

}  // namespace
}  // namespace vlechtwerk::platform
