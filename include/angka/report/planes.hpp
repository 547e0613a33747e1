#pragma once

// Filters, activations and gradients as pictures: positive numbers red, negative ones blue.

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/shape.hpp>
#include <angka/data/pixels.hpp>
#include <angka/report/canvas.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// The largest magnitude of some numbers; 0 of none.
/// Example: `largest_magnitude(std::vector<float>{1, -3, 2}) == 3`
inline double largest_magnitude(std::span<const float> values) {
  double most = 0;
  for (const float value : values) most = std::max(most, std::abs(double{value}));
  return most;
}

/// White for 0, red for `most` and above, blue for -`most` and below.
/// Example: `signed_color(0, 1).green == 255`
inline Color signed_color(double value, double most) {
  const double part = most > 0 ? std::clamp(value / most, -1.0, 1.0) : 0;
  const Color full = part > 0 ? Color{178, 24, 43} : Color{33, 102, 172};
  const auto mix = [&](std::uint8_t c) {
    return static_cast<std::uint8_t>(std::lround(255 + std::abs(part) * (c - 255)));
  };
  return {mix(full.red), mix(full.green), mix(full.blue)};
}

/// Numbers row by row, `width` in a row, as a picture of `signed_color`.
/// Example: `signed_picture(std::vector<float>(6), 3, 1).height == 2`
inline Image signed_picture(std::span<const float> values, int width, double most) {
  Image image{.width = width, .height = static_cast<int>(values.size()) / width, .channels = 3};
  image.pixels.resize(3 * values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Color color = signed_color(double{values[i]}, most);
    image.pixels[i] = color.red;
    image.pixels[values.size() + i] = color.green;
    image.pixels[2 * values.size() + i] = color.blue;
  }
  return image;
}

/// A picture of each channel of `activations`, or of a `saliency`; all on one scale.
///
/// `shape`: that of the values, `activation_shape`. Errors: SettingError for another number of
/// them. Example: `plane_pictures(std::vector<float>(24), {2, 3, 4}).size() == 2`
inline std::vector<Image> plane_pictures(std::span<const float> values, const Shape& shape) {
  if (values.size() != static_cast<std::size_t>(shape.size()))
    raise(SettingError("plane_pictures: " + std::to_string(values.size()) +
                       " values for a shape of " + std::to_string(shape.size())));
  const double most = largest_magnitude(values);
  const auto plane = static_cast<std::size_t>(shape.height * shape.width);
  std::vector<Image> pictures;
  for (std::size_t first = 0; first < values.size(); first += plane)
    pictures.push_back(signed_picture(values.subspan(first, plane), shape.width, most));
  return pictures;
}

/// A picture of each filter of a convolution and each of its input channels (filter 0: channel 0,
/// channel 1, ...; filter 1: ...), all on one scale.
///
/// `weights`: of four axes, as `named_tensors` gives a convolution's. Errors: SettingError for
/// other tensors.
/// Example: `filter_pictures({.name = "0.weight", .shape = {6, 1, 5, 5}, .values =
/// std::vector<float>(150)}).size() == 6`
inline std::vector<Image> filter_pictures(const NamedTensor& weights) {
  if (weights.shape.size() != 4)
    raise(SettingError("filter_pictures: tensor " + weights.name + " has " +
                       std::to_string(weights.shape.size()) + " axes, not 4"));
  const auto axis = [&](std::size_t a) { return static_cast<int>(weights.shape[a]); };
  return plane_pictures(weights.values, {axis(0) * axis(1), axis(2), axis(3)});
}

/// Pictures side by side, `columns` in a row and each pixel `scale` wide, on one.
/// Example: `tiled({picture, picture, picture}, 2, 4).width > 8 * picture.width`
inline Image tiled(const std::vector<Image>& pictures, int columns, int scale = 1) {
  constexpr int gap = 4;
  int width = 0, height = 0;
  for (const Image& each : pictures) {
    width = std::max(width, scale * each.width + gap);
    height = std::max(height, scale * each.height + gap);
  }
  const int count = static_cast<int>(pictures.size());
  columns = std::clamp(columns, 1, std::max(1, count));
  Canvas canvas(columns * width + gap, (count + columns - 1) / columns * height + gap);
  for (int i = 0; i < count; ++i)
    canvas.picture(gap + i % columns * width, gap + i / columns * height,
                   pictures[static_cast<std::size_t>(i)], scale);
  return std::move(canvas.image);
}

}  // namespace angka::inline ANGKA_ISA
