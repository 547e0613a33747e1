#pragma once

// Images for the tests of augmentation, and a slow warp in double to compare with.

#include <algorithm>
#include <angka/augment/pipeline.hpp>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using Bytes = std::vector<std::uint8_t>;

/// An image with its shape.
struct TestImage {
  angka::Shape shape{};
  Bytes pixels{};

  std::size_t place(int y, int x, int channel) const {
    return static_cast<std::size_t>((channel * shape.height + y) * shape.width + x);
  }
  std::uint8_t& at(int y, int x, int channel = 0) { return pixels[place(y, x, channel)]; }
  std::uint8_t at(int y, int x, int channel = 0) const { return pixels[place(y, x, channel)]; }
  /// Beyond the image: the background.
  int at(int y, int x, int channel, int background) const {
    if (y < 0 || x < 0 || y >= shape.height || x >= shape.width) return background;
    return at(y, x, channel);
  }
  friend bool operator==(const TestImage&, const TestImage&) = default;
};

inline TestImage blank(angka::Shape shape, int value = 0) {
  return {shape, Bytes(static_cast<std::size_t>(shape.size()), static_cast<std::uint8_t>(value))};
}

/// Every pixel at random.
inline TestImage noise(angka::Shape shape, std::uint32_t item = 0) {
  TestImage image = blank(shape);
  angka::Random random(angka::seed(7), angka::Purpose::test, 0, item);
  for (std::uint8_t& pixel : image.pixels) pixel = static_cast<std::uint8_t>(random.bits() & 255);
  return image;
}

/// Like an F, in a frame of background: no mirror image, no turn of it is the same.
inline TestImage letter(int size = 28) {
  TestImage image = blank({1, size, size});
  const auto part = [size](int twentyeighths) { return twentyeighths * size / 28; };
  for (int y = part(5); y < part(23); ++y)
    for (int x = part(8); x < part(20); ++x) {
      const bool stem = x < part(11);
      const bool top = y < part(8);
      const bool middle = y >= part(12) && y < part(15) && x < part(16);
      if (stem || top || middle) image.at(y, x) = 255;
    }
  return image;
}

template <class Pipeline>
TestImage augmented(const Pipeline& pipeline, const TestImage& image, angka::ImageKey key = {}) {
  TestImage result = blank(image.shape, 77);
  typename Pipeline::Workspace workspace(image.shape);
  pipeline.apply(image.shape, image.pixels.data(), result.pixels.data(), key, workspace);
  return result;
}

/// The same of numbers.
template <class Pipeline>
std::vector<float> augmented(const Pipeline& pipeline, const angka::Shape& shape,
                             const std::vector<float>& image, angka::ImageKey key = {}) {
  std::vector<float> result(image.size(), 77);
  typename Pipeline::Workspace workspace(shape);
  pipeline.apply(shape, image.data(), result.data(), key, workspace);
  return result;
}

struct Point {
  double x = 0, y = 0;
};

/// The value between pixels, by bilinear interpolation.
inline double between(const TestImage& image, Point at, int channel = 0, int background = 0) {
  const double left = std::floor(at.x), top = std::floor(at.y);
  const double right_part = at.x - left, down_part = at.y - top;
  const auto value = [&](int down, int right) {
    return static_cast<double>(image.at(static_cast<int>(top) + down,
                                        static_cast<int>(left) + right, channel, background));
  };
  return (1 - down_part) * ((1 - right_part) * value(0, 0) + right_part * value(0, 1)) +
         down_part * ((1 - right_part) * value(1, 0) + right_part * value(1, 1));
}

/// The largest difference between `found` and the image that has at each pixel what `image` has at
/// source(x, y); both are seen from the image's center.
template <class Source>
double warp_error(const TestImage& found, const TestImage& image, Source&& source,
                  int background = 0) {
  const angka::Shape& shape = image.shape;
  const double center_x = (shape.width - 1) / 2.0, center_y = (shape.height - 1) / 2.0;
  double worst = 0;
  for (int channel = 0; channel < shape.channels; ++channel)
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x) {
        Point from = source(x - center_x, y - center_y);
        from = {std::clamp(from.x + center_x, -2.0, shape.width + 1.0),
                std::clamp(from.y + center_y, -2.0, shape.height + 1.0)};
        const double expected = between(image, from, channel, background);
        worst = std::max(worst, std::abs(expected - found.at(y, x, channel, background)));
      }
  return worst;
}
/// Rounding to a byte, with room for the warp's single precision.
inline constexpr double rounding = 0.51;

struct Moments {
  double mass = 0;
  Point center{};
};
inline Moments moments(const TestImage& image) {
  Moments m;
  for (int y = 0; y < image.shape.height; ++y)
    for (int x = 0; x < image.shape.width; ++x) {
      const double ink = image.at(y, x, 0, 0);
      m.mass += ink;
      m.center.x += ink * x;
      m.center.y += ink * y;
    }
  m.center.x /= m.mass;
  m.center.y /= m.mass;
  return m;
}

/// What check() complains about; "" if nothing.
template <class Checked>
std::string complaint(const Checked& checked) {
  try {
    checked.check();
  } catch (const angka::SettingError& error) {
    return error.what();
  }
  return "";
}
