#include <angka/data/resize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <angka/core/random.hpp>

using namespace angka;

namespace {

Image noise(int width, int height, int channels) {
  Image image{.width = width, .height = height, .channels = channels};
  Random random(seed(3), Purpose::test, static_cast<std::uint32_t>(width),
                static_cast<std::uint32_t>(height));
  for (int i = 0; i < width * height * channels; ++i)
    image.pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
  return image;
}

double pixel(const Image& image, int c, int y, int x) {
  return image.pixels[static_cast<std::size_t>((c * image.height + y) * image.width + x)];
}

/// How much of input pixel `j` there is in output pixel `i`, from the definitions.
double weight(int from, int to, int i, int j) {
  const double scale = static_cast<double>(from) / to;
  if (from > to) {  // the part of the output pixel's interval that the input pixel covers
    const double low = std::max(i * scale, static_cast<double>(j));
    const double high = std::min((i + 1) * scale, j + 1.0);
    return std::max(0.0, high - low) / scale;
  }
  // a triangle around the centre; beyond the border lie copies of the outermost pixel
  const double centre = (i + 0.5) * scale;
  double sum = 0;
  for (int k = -2; k < from + 2; ++k)
    if (std::clamp(k, 0, from - 1) == j) sum += std::max(0.0, 1 - std::abs(centre - (k + 0.5)));
  return sum;
}

}  // namespace

TEST_CASE("resizing follows the definitions of area averaging and bilinear interpolation") {
  const std::array<std::array<int, 4>, 16> sizes = {{{20, 20, 28, 28},
                                                     {28, 28, 20, 20},
                                                     {7, 5, 7, 5},
                                                     {1, 1, 4, 3},
                                                     {4, 3, 1, 1},
                                                     {2, 2, 3, 5},
                                                     {10, 6, 5, 3},
                                                     {10, 6, 3, 4},
                                                     {3, 9, 8, 4},
                                                     {9, 3, 4, 8},
                                                     {1, 7, 5, 2},
                                                     {7, 1, 2, 5},
                                                     {64, 48, 28, 28},
                                                     {101, 3, 100, 4},
                                                     {100, 4, 101, 3},
                                                     {5, 5, 40, 40}}};
  for (const auto& size : sizes)
    for (const int channels : {1, 3}) {
      const int from_width = size[0], from_height = size[1], width = size[2], height = size[3];
      INFO(from_width << " x " << from_height << " to " << width << " x " << height);
      const Image image = noise(from_width, from_height, channels);
      const Image result = resize(image, width, height);
      REQUIRE(result.width == width);
      REQUIRE(result.height == height);
      REQUIRE(result.pixels.size() == static_cast<std::size_t>(width * height * channels));
      double worst = 0;
      for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
          for (int x = 0; x < width; ++x) {
            double exact = 0;
            for (int v = 0; v < from_height; ++v)
              for (int u = 0; u < from_width; ++u)
                exact += weight(from_height, height, y, v) * weight(from_width, width, x, u) *
                         pixel(image, c, v, u);
            worst = std::max(worst, std::abs(exact - pixel(result, c, y, x)));
          }
      CHECK(worst <= 0.5 + 1e-4);  // rounded to the nearest byte
    }
}

TEST_CASE("resizing keeps an image of the same size, and one that is all of one value") {
  const Image image = noise(13, 8, 3);
  CHECK(resize(image, 13, 8).pixels == image.pixels);
  for (int value = 0; value < 256; ++value) {
    Image flat{.width = 7, .height = 9, .channels = 1};
    flat.pixels.assign(63, static_cast<std::uint8_t>(value));
    for (const auto& [width, height] : {std::pair(3, 4), std::pair(11, 10), std::pair(5, 20)}) {
      const Image result = resize(flat, width, height);
      CHECK(std::count(result.pixels.begin(), result.pixels.end(), flat.pixels[0]) ==
            width * height);
    }
  }
}

TEST_CASE("a size that makes no sense is a setting error") {
  const Image image = noise(3, 3, 1);
  CHECK_THROWS_AS(resize(image, 0, 3), SettingError);
  CHECK_THROWS_AS(resize(image, 3, -1), SettingError);
  CHECK_THROWS_AS(resize({}, 3, 3), SettingError);
  CHECK_THROWS_AS(fit_to({}, {1, 3, 3}), SettingError);
  CHECK_THROWS_AS(fit_to(image, {2, 3, 3}), SettingError);
  CHECK_THROWS_AS(fit_to(image, {1, 0, 3}), SettingError);
}

TEST_CASE("fit_to stretches, or pads around the middle") {
  const Image tall = noise(5, 10, 1);
  CHECK(fit_to(tall, {1, 10, 10}).pixels == resize(tall, 10, 10).pixels);
  CHECK(fit_to(tall, {1, 10, 5}).pixels == tall.pixels);

  const Image padded = fit_to(tall, {1, 10, 10}, Fit::pad, 77);
  REQUIRE(padded.pixels.size() == 100);
  for (int y = 0; y < 10; ++y)
    for (int x = 0; x < 10; ++x)  // 2 columns on the left, 3 on the right
      CHECK(pixel(padded, 0, y, x) == (x >= 2 && x < 7 ? pixel(tall, 0, y, x - 2) : 77));

  const Image wide = noise(20, 4, 3);
  const Image small = fit_to(wide, {3, 10, 10}, Fit::pad);
  const Image inner = resize(wide, 10, 2);
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 10; ++y)
      for (int x = 0; x < 10; ++x)
        CHECK(pixel(small, c, y, x) == (y >= 4 && y < 6 ? pixel(inner, c, y - 4, x) : 0));
  CHECK(fit_to(noise(1000, 1, 1), {1, 8, 8}, Fit::pad).pixels.size() == 64);
}

TEST_CASE("fit_to turns colours to grey and the reverse") {
  const Image colour = noise(6, 6, 3);
  CHECK(fit_to(colour, {1, 6, 6}).pixels == to_grey(colour).pixels);
  CHECK(fit_to(to_grey(colour), {3, 6, 6}).pixels == to_rgb(to_grey(colour)).pixels);
}
