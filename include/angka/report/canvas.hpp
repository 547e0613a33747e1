#pragma once

#include <algorithm>
#include <angka/data/pixels.hpp>
#include <angka/report/font.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

struct Color {
  std::uint8_t red = 0, green = 0, blue = 0;
};

/// Which part of a text stands at its position.
enum class Align { begin, middle, end };

/// A white picture to draw on; what lies beyond it isn't drawn. Positions and lengths are in units
/// of `scale` pixels, from the upper left corner.
/// Example: `Canvas canvas(40, 20); canvas.rectangle(0, 0, 10, 10, {255, 0, 0});
/// canvas.image.pixels[0] == 255`
class Canvas {
 public:
  Canvas(int width, int height, int scale = 1)
      : image{.width = scale * width, .height = scale * height, .channels = 3, .pixels = {}},
        scale_(scale) {
    image.pixels.assign(3 * image.plane(), 255);
  }

  Image image;

  void rectangle(int x, int y, int width, int height, Color color, double cover = 1) {
    const int s = scale_;
    for (int row = std::max(s * y, 0); row < std::min(s * (y + height), image.height); ++row)
      for (int column = std::max(s * x, 0); column < std::min(s * (x + width), image.width);
           ++column)
        blend(column, row, color, cover);
  }
  /// A line with round ends and smooth edges.
  void line(double x1, double y1, double x2, double y2, double width, Color color) {
    for (double* const length : {&x1, &y1, &x2, &y2, &width}) *length *= scale_;
    const double reach = width / 2 + 1, dx = x2 - x1, dy = y2 - y1;
    const double square = dx * dx + dy * dy;
    const auto from = [&](double a, double b) {
      return static_cast<int>(std::floor(std::max(std::min(a, b) - reach, 0.0)));
    };
    const auto to = [&](double a, double b, int end) {
      return static_cast<int>(std::ceil(std::min(std::max(a, b) + reach, end - 1.0)));
    };
    const int left = from(x1, x2), right = to(x1, x2, image.width);
    const int bottom = to(y1, y2, image.height);
    for (int y = from(y1, y2); y <= bottom; ++y) {
      double first = left, last = right;
      if (dy != 0) {  // a row's part of a leaning line
        const double middle = x1 + (y - y1) * dx / dy;
        const double half = reach * std::sqrt(square) / std::abs(dy);
        first = std::max(first, std::floor(middle - half));
        last = std::min(last, std::ceil(middle + half));
        if (first > last) continue;
      }
      for (int x = static_cast<int>(first); x <= last; ++x) {
        const double along =
            square > 0 ? std::clamp(((x - x1) * dx + (y - y1) * dy) / square, 0.0, 1.0) : 0.0;
        const double u = x - x1 - along * dx, v = y - y1 - along * dy;
        blend(x, y, color, std::clamp(width / 2 + 0.5 - std::sqrt(u * u + v * v), 0.0, 1.0));
      }
    }
  }
  void dot(double x, double y, double width, Color color) { line(x, y, x, y, width, color); }

  /// The inside of polygons, with smooth edges; one in another that turns the other way is a hole.
  void fill(std::vector<std::vector<Point>> polygons, Color color) {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (auto& polygon : polygons)
      for (Point& point : polygon) {
        point.x *= scale_, point.y *= scale_;
        left = std::min(left, std::floor(point.x)), right = std::max(right, std::ceil(point.x));
        top = std::min(top, std::floor(point.y)), bottom = std::max(bottom, std::ceil(point.y));
      }
    if (left >= right || right <= 0 || bottom <= 0 || left >= image.width || top >= image.height)
      return;
    const auto width = static_cast<std::size_t>(right - left) + 2;
    const auto height = static_cast<std::size_t>(bottom - top);
    changes_.assign(width * height, 0);
    for (const auto& polygon : polygons)
      for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point &from = polygon[i], &to = polygon[(i + 1) % polygon.size()];
        add_edge({from.x - left, from.y - top}, {to.x - left, to.y - top}, width);
      }
    for (std::size_t row = 0; row < height; ++row) {
      double cover = 0;
      for (std::size_t column = 0; column < width; ++column) {
        cover += changes_[row * width + column];
        if (std::abs(cover) > 1e-3)
          blend(static_cast<int>(left) + static_cast<int>(column),
                static_cast<int>(top) + static_cast<int>(row), color,
                std::min(std::abs(cover), 1.0));
      }
    }
  }

  static int text_width(std::string_view words, int size) {
    return static_cast<int>(std::ceil(size * detail::text_ems(words)));
  }
  /// Of capital letters.
  static int text_height(int size) {
    return static_cast<int>(std::lround(size * detail::capital_height));
  }
  /// Words in UTF-8, in letters of `size` an em; y is the top of capitals. Upwards: they run from
  /// below to above, x is the top of capitals.
  void text(int x, int y, std::string_view words, int size, Color color, Align align = Align::begin,
            bool upwards = false) {
    double pen = 0;
    if (align != Align::begin)
      pen = -size * detail::text_ems(words) / (align == Align::middle ? 2 : 1);
    const double unit = size / detail::font_em, baseline = text_height(size);
    const int pieces = 2 + size * scale_ / 12;
    while (!words.empty()) {
      const detail::Glyph& glyph = detail::glyph_of(detail::next_character(words));
      auto outline = detail::polygons(glyph, pieces);
      for (auto& polygon : outline)
        for (Point& point : polygon) {
          const double along = pen + unit * point.x, down = baseline - unit * point.y;
          point = upwards ? Point{x + down, y - along} : Point{x + along, y + down};
        }
      fill(std::move(outline), color);
      pen += unit * glyph.advance;
    }
  }
  /// A picture, each of its pixels `size` units wide.
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
  /// Lays `color` over a pixel; `cover` 0: not at all, 1: wholly.
  void blend(int x, int y, Color color, double cover) {
    if (x < 0 || y < 0 || x >= image.width || y >= image.height) return;
    const std::array<std::uint8_t, 3> over{color.red, color.green, color.blue};
    for (std::size_t c = 0; c < 3; ++c) {
      std::uint8_t& pixel = image.pixels[c * image.plane() + at(x, y, image.width)];
      pixel = static_cast<std::uint8_t>(std::lround(pixel + cover * (over[c] - pixel)));
    }
  }
  /// Adds to each pixel of `changes_` by how much an edge changes what is covered from there to the
  /// right: the area beside the edge, signed by its direction.
  void add_edge(Point from, Point to, std::size_t width) {
    if (from.y == to.y) return;
    const double sign = from.y < to.y ? 1 : -1;
    if (sign < 0) std::swap(from, to);
    const double slope = (to.x - from.x) / (to.y - from.y);
    for (double row = std::floor(from.y); row < to.y; ++row) {
      const double top = std::max(row, from.y), bottom = std::min(row + 1, to.y);
      // Rounding must not lead beyond the ends, which are within the line.
      const auto [least, most] = std::minmax(from.x, to.x);
      double left = std::clamp(from.x + slope * (top - from.y), least, most);
      double right = std::clamp(from.x + slope * (bottom - from.y), least, most);
      if (left > right) std::swap(left, right);
      double* const line = &changes_[static_cast<std::size_t>(row) * width];
      // The edge's part within each column, and how much of that column lies to its right.
      for (double column = std::floor(left); column <= right; ++column) {
        const double begin = std::max(left, column), end = std::min(right, column + 1);
        const double part = right > left ? (end - begin) / (right - left) : 1;
        const double change = sign * (bottom - top) * part;
        const double covered = column + 1 - (begin + end) / 2;
        line[static_cast<std::size_t>(column)] += change * covered;
        line[static_cast<std::size_t>(column) + 1] += change * (1 - covered);
        if (right == left) break;
      }
    }
  }

  int scale_;
  std::vector<double> changes_{};
};

}  // namespace angka::inline ANGKA_ISA
