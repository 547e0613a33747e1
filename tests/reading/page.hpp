#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <angka/reading/reader.hpp>

/// Drawn pages, and a judge that knows their shapes: bars are 1, boxes drawn as outlines are 0, and
/// hooks, down and then to the right, are 6.
struct Page {
  angka::Image image{};

  Page(int width, int height, int paper = 220)
      : image{.width = width, .height = height, .channels = 1} {
    image.pixels.assign(image.plane(), static_cast<std::uint8_t>(paper));
  }
  void fill(int left, int top, int width, int height, int value = 40) {
    for (int y = std::max(0, top); y < std::min(image.height, top + height); ++y)
      for (int x = std::max(0, left); x < std::min(image.width, left + width); ++x)
        at(x, y) = static_cast<std::uint8_t>(value);
  }
  void zero(int left, int top, int width, int height, int value = 40, int pen = 6) {
    fill(left, top, width, pen, value);
    fill(left, top + height - pen, width, pen, value);
    fill(left, top, pen, height, value);
    fill(left + width - pen, top, pen, height, value);
  }
  void hook(int left, int top, int width, int height, int value = 40, int pen = 6) {
    fill(left, top, pen, height, value);
    fill(left, top + height - pen, width, pen, value);
  }
  std::uint8_t& at(int x, int y) {
    return image.pixels[static_cast<std::size_t>(y * image.width + x)];
  }
};

inline std::vector<angka::Judgement> shape_judge(std::span<const angka::Glimpse> glimpses) {
  std::vector<angka::Judgement> result;
  for (const angka::Glimpse& glimpse : glimpses) {
    const angka::DigitPixels& image = glimpse.ink;
    int left = 28, right = 0, top = 28, bottom = 0;
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x)
        if (image[static_cast<std::size_t>(28 * y + x)] > 100)
          left = std::min(left, x), right = std::max(right, x + 1), top = std::min(top, y),
          bottom = y + 1;
    const int width = right - left, height = bottom - top;
    // Shares of ink at the sides' middle thirds and in the middle.
    const auto ink = [&](double x, double y) {
      const auto column = left + static_cast<int>(x * width),
                 row = top + static_cast<int>(y * height);
      return right > 0 &&
             image[static_cast<std::size_t>(28 * std::min(row, 27) + std::min(column, 27))] > 100;
    };
    const bool west = ink(0.05, 0.5), east = ink(0.93, 0.5), north = ink(0.5, 0.05),
               south = ink(0.5, 0.95), middle = ink(0.5, 0.5), corner = ink(0.93, 0.05);
    angka::Judgement judgement{};
    const int label = 3 * width < height                                       ? 1
                      : west && east && north && south && !middle && corner    ? 0
                      : west && !east && !north && south && !middle && !corner ? 6
                                                                               : 10;
    judgement.fill(0.001f);
    judgement[static_cast<std::size_t>(label)] = 0.99f;
    result.push_back(judgement);
  }
  return result;
}

/// What is read, lines separated by '/'.
inline std::string text_of(const angka::Reading& reading) {
  std::string text;
  int line = 0;
  for (const angka::ReadDigit& digit : reading.digits) {
    if (digit.line != line) text += '/';
    line = digit.line;
    text += static_cast<char>('0' + digit.label);
  }
  return text;
}
