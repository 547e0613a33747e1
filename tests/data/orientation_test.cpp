#include <angka/data/image.hpp>
#include <angka/data/jpeg.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/exif.hpp"
#include "data/recorded_images.hpp"
#include "files.hpp"

using namespace angka;

namespace {

Image decoded(const Bytes& file) {
  detail::Fault fault;
  const auto image = detail::try_decode_image(file, {}, fault);
  CAPTURE(fault.found);
  REQUIRE(image);
  return *image;
}

struct Recorded {
  int width, height;
  Bytes pixels;
};

/// What Pillow 12's ImageOps.exif_transpose makes of {10, 20, 30}, {40, 50, 60} with orientation 1,
/// 2, ..., 8.
const Recorded transposed[] = {
    {3, 2, {10, 20, 30, 40, 50, 60}}, {3, 2, {30, 20, 10, 60, 50, 40}},
    {3, 2, {60, 50, 40, 30, 20, 10}}, {3, 2, {40, 50, 60, 10, 20, 30}},
    {2, 3, {10, 40, 20, 50, 30, 60}}, {2, 3, {40, 10, 50, 20, 60, 30}},
    {2, 3, {60, 30, 50, 20, 40, 10}}, {2, 3, {30, 60, 20, 50, 10, 40}},
};

}  // namespace

TEST_CASE("an orientation mark turns and mirrors a PNG as it says") {
  const Image stored{.width = 3, .height = 2, .channels = 1, .pixels = {10, 20, 30, 40, 50, 60}};
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (const bool little : {false, true}) {
      CAPTURE(orientation);
      const Image image = decoded(exif::png_with(stored, exif::mark(orientation, little)));
      const Recorded& expected = transposed[orientation - 1];
      CHECK(image.width == expected.width);
      CHECK(image.height == expected.height);
      CHECK(image.pixels == expected.pixels);
    }
}

TEST_CASE("an orientation mark turns a JPEG, every channel of it") {
  for (const auto& recorded : recorded::images) {
    if (std::string(recorded.name).rfind("jpeg", 0) != 0) continue;
    CAPTURE(std::string(recorded.name));
    const std::string bytes = from_hex(recorded.file);
    const Bytes file(bytes.begin(), bytes.end());
    const Image stored = decoded(file), image = decoded(exif::jpeg_with(file, exif::mark(6, true)));
    REQUIRE(image.width == stored.height);
    REQUIRE(image.height == stored.width);
    REQUIRE(image.channels == stored.channels);
    for (int c = 0; c < image.channels; ++c)
      for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
          REQUIRE(
              image.pixels[static_cast<std::size_t>((c * image.height + y) * image.width + x)] ==
              stored.pixels[static_cast<std::size_t>(
                  (c * stored.height + stored.height - 1 - x) * stored.width + y)]);
  }
}

TEST_CASE("a second segment of EXIF data that tells no orientation leaves the first one's") {
  for (const auto& recorded : recorded::images) {
    if (std::string(recorded.name) != "jpeg grey") continue;
    const std::string bytes = from_hex(recorded.file);
    const Bytes file(bytes.begin(), bytes.end());
    const Image turned = decoded(exif::jpeg_with(file, exif::mark(6, true)));
    CHECK(turned.pixels != decoded(file).pixels);
    const Bytes silent{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0};
    CHECK(decoded(exif::jpeg_with(exif::jpeg_with(file, silent), exif::mark(6, true))).pixels ==
          turned.pixels);
  }
}

TEST_CASE("EXIF data that are damaged or tell no orientation leave an image as it is stored") {
  const Image stored{.width = 3, .height = 2, .channels = 1, .pixels = {10, 20, 30, 40, 50, 60}};
  const Bytes sound = exif::mark(6, true);
  for (std::size_t size = 0; size < 22; ++size)
    CHECK(decoded(exif::png_with(stored, {sound.begin(), sound.begin() + static_cast<int>(size)}))
              .pixels == stored.pixels);
  for (const int none : {0, 9, 200})
    CHECK(decoded(exif::png_with(stored, exif::mark(none, false))).pixels == stored.pixels);
  for (std::size_t i = 0; i < sound.size(); ++i) {  // whatever is wrong, an image of six pixels
    Bytes damaged = sound;
    damaged[i] = 0xFF;
    CHECK(decoded(exif::png_with(stored, damaged)).pixels.size() == 6);
  }
}

TEST_CASE("strokes on transparency are seen: light ones over black, dark ones over white") {
  const auto shown = [](int stroke) {
    Bytes pixels;
    for (int i = 0; i < 16; ++i) {
      const bool ink = i == 5 || i == 6;
      for (int c = 0; c < 3; ++c) pixels.push_back(static_cast<std::uint8_t>(ink ? stroke : 77));
      pixels.push_back(ink ? 255 : 0);
    }
    return detail::over_paper(pixels.data(), 4, 4, 4);
  };
  const Image light = shown(250), dark = shown(10);
  CHECK(light.pixels[5] == 250);
  CHECK(light.pixels[0] == 0);
  CHECK(dark.pixels[5] == 10);
  CHECK(dark.pixels[0] == 255);
}

TEST_CASE("a JPEG without its metadata shows the same, the same way up, and tells nothing else") {
  for (const auto& recorded : recorded::images) {
    if (std::string(recorded.name).rfind("jpeg", 0) != 0) continue;
    CAPTURE(std::string(recorded.name));
    const std::string bytes = from_hex(recorded.file);
    const Bytes file(bytes.begin(), bytes.end());
    for (int orientation = 1; orientation <= 8; ++orientation) {
      Bytes data = exif::mark(orientation, orientation % 2 == 0);
      for (const char letter : std::string("KAMERA"))
        data.push_back(static_cast<Bytes::value_type>(letter));
      Bytes telling = exif::jpeg_with(file, data);
      const std::string comment("\xFF\xFE\0\6BUDI", 8);
      telling.insert(telling.begin() + 2, comment.begin(), comment.end());
      for (const char letter : std::string("behind"))
        telling.push_back(static_cast<Bytes::value_type>(letter));
      const Bytes bare = detail::without_metadata(telling);
      const std::string text(bare.begin(), bare.end());
      for (const char* word : {"KAMERA", "BUDI", "behind"})
        CHECK(text.find(word) == std::string::npos);
      CHECK((text.find("Exif") == std::string::npos) == (orientation == 1));
      CHECK(decoded(bare).pixels == decoded(telling).pixels);
      CHECK(detail::without_metadata(bare) == bare);
    }
    for (std::size_t size = 2; size + 1 < file.size(); size += 7)  // one that breaks off
      CHECK(detail::without_metadata(std::span(file).first(size)).empty());
  }
}
