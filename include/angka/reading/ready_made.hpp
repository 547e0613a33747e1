#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <angka/data/clean_digit.hpp>
#include <angka/data/pixels.hpp>
#include <angka/reading/centring.hpp>
#include <angka/reading/ink.hpp>
#include <angka/reading/reading.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// The columns and rows of a grey image, light on dark, that hold more than faint ink.
inline Extent ink_box(std::span<const std::uint8_t> pixels, int width = 28, int height = 28) {
  constexpr int faint = 50;
  Extent box{width, height, 0, 0};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      if (pixels[static_cast<std::size_t>(width * y + x)] > faint)
        box.include({x, y, x + 1, y + 1});
  return box;
}

/// Whether a digit fills 20 x 20 pixels and has its centre of mass in the middle, as MNIST's have.
inline bool as_mnist(const DigitPixels& pixels) {
  const Extent box = ink_box(pixels);
  const int size = std::max(box.width(), box.height());
  double sum = 0, across = 0, down = 0;
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      const double value = pixels[static_cast<std::size_t>(28 * y + x)];
      sum += value, across += value * x, down += value * y;
    }
  return size >= 17 && size <= 22 && std::abs(across / sum - 14) < 1.5 &&
         std::abs(down / sum - 14) < 1.5;
}

/// The ink of a digit, 0 to 1; empty if it has none.
inline Plane ink_plane(std::span<const std::uint8_t> pixels, int width = 28, int height = 28) {
  const Extent box = ink_box(pixels, width, height);
  if (box.right == 0) return {};
  Plane plane(width, height);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    plane.values[i] = static_cast<float>(pixels[i]) / 255;
  return cropped(plane, box.left, box.top, box.width(), box.height());
}

/// A digit of 28 x 28 fitted and centred as MNIST's digits are; one without ink stays.
inline DigitPixels fitted(const DigitPixels& pixels) {
  const Plane ink = ink_plane(pixels);
  return ink.size() == 0 ? pixels : centred(ink);
}

/// What there is to see on an image of 28 x 28: the digit as it is and, if it doesn't lie as
/// MNIST's do, fitted and centred.
inline std::vector<Glimpse> glimpses_of(const DigitPixels& pixels) {
  std::vector<Glimpse> ways{{.ink = pixels}};
  const Plane ink = ink_plane(pixels);
  if (ink.size() == 0) return ways;
  const Glimpse centred = alone(ink);
  ways[0].around = centred.around;
  if (!as_mnist(pixels)) ways.push_back(centred);
  return ways;
}

/// The digit of an image of 28 x 28 that is clean (see clean_digit): as it is if it lies as MNIST's
/// digits do, or if the judge doesn't know it better when it is fitted and centred.
/// Example: `reading::ready_made(digit, judge)->label == 0 && not reading::ready_made(page, judge)`
template <DigitJudge Judge>
std::optional<ReadDigit> ready_made(const Image& image, Judge& judge) {
  const Image grey = to_grey(image);
  const auto pixels = clean_digit(grey);
  if (!pixels) return std::nullopt;
  const std::vector<Glimpse> ways = glimpses_of(*pixels);
  const std::vector<Judgement> judgements = judge(std::span<const Glimpse>(ways));
  const auto best = [&](std::size_t i) {
    return std::max_element(judgements[i].begin(), judgements[i].begin() + 10);
  };
  const std::size_t way = ways.size() == 2 && *best(1) > *best(0) && *best(1) > 0.5f;
  return ReadDigit{.box = {0, 0, image.width, image.height},
                   .label = static_cast<int>(best(way) - judgements[way].begin()),
                   .probabilities = judgements[way],
                   .pixels = ways[way].ink,
                   .light = !dark_on_light(grey.pixels, grey.height)};
}

}  // namespace angka::inline ANGKA_ISA::reading
