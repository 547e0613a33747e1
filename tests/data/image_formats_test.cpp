#include <angka/data/image.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "data/recorded_formats.hpp"
#include "files.hpp"

using namespace angka;

namespace {

#if defined(ANGKA_WEBP)
constexpr bool reads_webp = true;
#else
constexpr bool reads_webp = false;
#endif
#if defined(ANGKA_HEIC)
constexpr bool reads_heic = true;
#else
constexpr bool reads_heic = false;
#endif

Bytes bytes_of(const char* hex) {
  const std::string bytes = from_hex(hex);
  return {bytes.begin(), bytes.end()};
}

/// Why a file is refused; empty if it isn't.
std::string refusal_of(const Bytes& file, const ImageLimits& limits = {}) {
  detail::Fault fault;
  if (detail::try_decode_image(file, limits, fault)) return {};
  CHECK_FALSE(fault.expected.empty());
  CHECK_FALSE(fault.found.empty());
  return "expected " + fault.expected + ", found " + fault.found;
}

void check_format(std::span<const recorded::ImageFile> images, ImageFormat format, int worst) {
  for (const auto& recorded : images) {
    INFO(std::string(recorded.name));
    const Bytes file = bytes_of(recorded.file), pixels = bytes_of(recorded.pixels);
    CHECK(image_format(file) == format);
    detail::Fault fault;
    const auto image = detail::try_decode_image(file, {}, fault);
    CAPTURE(fault.found);
    REQUIRE(image);
    CHECK(image->width == recorded.width);
    CHECK(image->height == recorded.height);
    CHECK(image->channels == recorded.channels);
    REQUIRE(image->pixels.size() == pixels.size());
    const bool exact = std::string(recorded.name).find("lossless") != std::string::npos;
    int farthest = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i)
      farthest = std::max(farthest, std::abs(image->pixels[i] - pixels[i]));
    CHECK(farthest <= (exact ? 0 : worst));

    // Limits hold before anything is decoded; what breaks off is refused.
    const int side = std::max(recorded.width, recorded.height);
    const auto plane = static_cast<std::size_t>(recorded.width * recorded.height);
    CHECK(refusal_of(file, {.side = side}).empty());
    CHECK_FALSE(refusal_of(file, {.side = side - 1}).empty());
    CHECK(refusal_of(file, {.pixels = plane}).empty());
    CHECK_FALSE(refusal_of(file, {.pixels = plane - 1}).empty());
    for (std::size_t size = 0; size < file.size(); ++size) {
      CAPTURE(size);
      CHECK_FALSE(refusal_of(Bytes(file.begin(), file.begin() + std::ptrdiff_t(size))).empty());
    }
  }
}

}  // namespace

TEST_CASE("WebP pictures have the pixels that were put into them, turned once") {
  if (reads_webp) {
    check_format(recorded::webp, ImageFormat::webp, 24);
    CHECK(refusal_of(bytes_of(recorded::webp_animation)) ==
          "expected a still WebP picture, found an animation");
  } else {
    CHECK(refusal_of(bytes_of(recorded::webp[0].file)).find("`dwebp FILE -o FILE.png`") !=
          std::string::npos);
  }
}

TEST_CASE("HEIC pictures have the pixels that were put into them, turned once") {
  if (reads_heic)
    check_format(recorded::heic, ImageFormat::heic, 24);
  else
    CHECK(refusal_of(bytes_of(recorded::heic[0].file)).find("`heif-convert FILE FILE.png`") !=
          std::string::npos);
}

TEST_CASE("pictures and documents that aren't read are named, with what makes a PNG of them") {
  const auto names = [](const std::string& start, const char* name, const char* command) {
    CAPTURE(start);
    const std::string text = refusal_of(Bytes(start.begin(), start.end()));
    CHECK(text.find(name) != std::string::npos);
    CHECK(text.find(command) != std::string::npos);
  };
  names({"II*\0\x08\0\0\0", 8}, "a TIFF", "`convert FILE FILE.png`");
  names({"MM\0*\0\0\0\x08", 8}, "a TIFF", "`convert FILE FILE.png`");
  names("GIF89a", "a GIF", "`convert FILE FILE.png`");
  names("%PDF-1.7", "a PDF", "`pdftoppm -png -r 300 FILE FILE`");
  const std::string film(
      "\0\0\0\x18"
      "ftypisom",
      12);
  CHECK(image_format(Bytes(film.begin(), film.end())) == ImageFormat::none);
}
