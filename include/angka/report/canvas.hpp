#pragma once

#include <algorithm>
#include <angka/data/pixels.hpp>
#include <angka/report/font.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace angka::inline ANGKA_ISA {

struct Color {
  std::uint8_t red = 0, green = 0, blue = 0;
};

/// A white picture to draw on; what lies beyond it isn't drawn. Positions are in pixels, from the
/// upper left corner.
/// Example: `Canvas canvas(40, 20); canvas.rectangle(0, 0, 10, 10, {255, 0, 0});
/// canvas.image.pixels[0] == 255`
class Canvas {
 public:
  Canvas(int width, int height)
      : image{.width = width, .height = height, .channels = 3, .pixels = {}} {
    image.pixels.assign(3 * image.plane(), 255);
  }

  Image image;

  /// Lays `color` over a pixel; `cover` 0: not at all, 1: wholly.
  void blend(int x, int y, Color color, double cover = 1) {
    if (x < 0 || y < 0 || x >= image.width || y >= image.height) return;
    const std::array<std::uint8_t, 3> over{color.red, color.green, color.blue};
    for (std::size_t c = 0; c < 3; ++c) {
      std::uint8_t& pixel = image.pixels[c * image.plane() + at(x, y, image.width)];
      pixel = static_cast<std::uint8_t>(std::lround(pixel + cover * (over[c] - pixel)));
    }
  }
  void rectangle(int x, int y, int width, int height, Color color, double cover = 1) {
    for (int row = std::max(y, 0); row < std::min(y + height, image.height); ++row)
      for (int column = std::max(x, 0); column < std::min(x + width, image.width); ++column)
        blend(column, row, color, cover);
  }
  /// A line with round ends and smooth edges.
  void line(double x1, double y1, double x2, double y2, double width, Color color) {
    const double reach = width / 2 + 1, dx = x2 - x1, dy = y2 - y1;
    const double square = dx * dx + dy * dy;
    const auto from = [&](double a, double b) {
      return static_cast<int>(std::floor(std::max(std::min(a, b) - reach, 0.0)));
    };
    const auto to = [&](double a, double b, int end) {
      return static_cast<int>(std::ceil(std::min(std::max(a, b) + reach, end - 1.0)));
    };
    for (int y = from(y1, y2); y <= to(y1, y2, image.height); ++y)
      for (int x = from(x1, x2); x <= to(x1, x2, image.width); ++x) {
        const double along =
            square > 0 ? std::clamp(((x - x1) * dx + (y - y1) * dy) / square, 0.0, 1.0) : 0.0;
        const double distance = std::hypot(x - x1 - along * dx, y - y1 - along * dy);
        blend(x, y, color, std::clamp(width / 2 + 0.5 - distance, 0.0, 1.0));
      }
  }
  void dot(double x, double y, double width, Color color) { line(x, y, x, y, width, color); }

  static int text_width(std::string_view words, int size) {
    return static_cast<int>(words.size()) * detail::Font::width * size;
  }
  static int text_height(int size) { return detail::Font::height * size; }
  /// Words in ASCII; each dot of the font is `size` pixels wide. Upwards: they begin at the lower
  /// end of the column whose left edge is x.
  void text(int x, int y, std::string_view words, int size, Color color, bool upwards = false) {
    using detail::Font;
    for (std::size_t i = 0; i < words.size(); ++i)
      for (int row = 0; row < Font::height; ++row)
        for (int column = 0; column < Font::width - 1; ++column) {
          if (!Font::dot(words[i], column, row)) continue;
          const int along = (static_cast<int>(i) * Font::width + column) * size;
          if (upwards)
            rectangle(x + row * size, y - along - size, size, size, color);
          else
            rectangle(x + along, y + row * size, size, size, color);
        }
  }
  /// A picture, each of its pixels `size` pixels wide.
  void picture(int x, int y, const Image& other, int size) {
    for (int row = 0; row < other.height; ++row)
      for (int column = 0; column < other.width; ++column) {
        const auto channel = [&](int c) {
          const auto plane = static_cast<std::size_t>(std::min(c, other.channels - 1));
          return other.pixels[plane * other.plane() + at(column, row, other.width)];
        };
        rectangle(x + column * size, y + row * size, size, size,
                  {channel(0), channel(1), channel(2)});
      }
  }

 private:
  static std::size_t at(int x, int y, int width) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
};

}  // namespace angka::inline ANGKA_ISA
