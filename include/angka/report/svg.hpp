#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <angka/report/canvas.hpp>

namespace angka::inline ANGKA_ISA {

/// A text with what HTML and XML would take for markup replaced: in elements and in attributes.
inline std::string escape_markup(std::string_view text) {
  std::string result;
  for (const char c : text) switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  return result;
}

/// What a Canvas can draw, as an SVG picture that scales. Dark colours become the text colour of
/// the page around it, so that the picture goes with a light page and with a dark one.
/// Example: `SvgCanvas canvas(40, 20); canvas.dot(5, 5, 3, {255, 0, 0}); canvas.str("a
/// dot").starts_with("<svg")`
class SvgCanvas {
 public:
  SvgCanvas(int width, int height) : width_(width), height_(height) {}

  void rectangle(int x, int y, int width, int height, Color color, double cover = 1) {
    shapes_ += "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
               std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" fill=\"" +
               paint(color) + "\"";
    if (cover < 1) shapes_ += " fill-opacity=\"" + number(cover) + "\"";
    shapes_ += "/>\n";
  }
  void line(double x1, double y1, double x2, double y2, double width, Color color) {
    shapes_ += "<path d=\"M" + number(x1) + ' ' + number(y1) + 'L' + number(x2) + ' ' + number(y2) +
               "\" stroke=\"" + paint(color) + "\" stroke-width=\"" + number(width) + "\"/>\n";
  }
  void dot(double x, double y, double width, Color color) {
    shapes_ += "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"" +
               number(width / 2) + "\" fill=\"" + paint(color) + "\"/>\n";
  }

  /// The inside of polygons; one in another that turns the other way is a hole.
  void fill(const std::vector<std::vector<Point>>& polygons, Color color) {
    shapes_ += "<path d=\"";
    for (const auto& polygon : polygons) {
      for (std::size_t i = 0; i < polygon.size(); ++i)
        shapes_ += (i == 0 ? 'M' : 'L') + number(polygon[i].x) + ' ' + number(polygon[i].y);
      shapes_ += 'Z';
    }
    shapes_ += "\" fill=\"" + paint(color) + "\"/>\n";
  }
  /// A picture in a file's bytes, as "data:image/png;base64,...", say.
  void picture(int x, int y, int width, int height, std::string_view address) {
    shapes_ += "<image x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
               std::to_string(width) + "\" height=\"" + std::to_string(height) +
               "\" style=\"image-rendering:pixelated\" href=\"" + escape_markup(address) + "\"/>\n";
  }

  static int text_width(std::string_view words, int size) {
    return Canvas::text_width(words, size);
  }
  static int text_height(int size) { return Canvas::text_height(size); }
  /// In the Canvas' font where the reader has it, or one as wide.
  void text(int x, int y, std::string_view words, int size, Color color, Align align = Align::begin,
            bool upwards = false) {
    const int height = text_height(size);
    const auto at = upwards ? std::pair(x + height, y) : std::pair(x, y + height);
    shapes_ += "<text x=\"" + std::to_string(at.first) + "\" y=\"" + std::to_string(at.second) +
               "\" font-size=\"" + std::to_string(size) + "\" fill=\"" + paint(color) + "\"";
    if (align != Align::begin)
      shapes_ += align == Align::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
    if (upwards)
      shapes_ += " transform=\"rotate(-90 " + std::to_string(at.first) + ' ' +
                 std::to_string(at.second) + ")\"";
    shapes_ += '>' + escape_markup(words) + "</text>\n";
  }

  /// The picture; `name` is what a screen reader says of it.
  std::string str(std::string_view name) const {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + std::to_string(width_) +
           ' ' + std::to_string(height_) + "\" width=\"" + std::to_string(width_) +
           "\" role=\"img\" aria-label=\"" + escape_markup(name) +
           "\" font-family=\"DejaVu Sans, Verdana, sans-serif\" fill=\"none\" "
           "stroke-linecap=\"round\">\n" +
           shapes_ + "</svg>\n";
  }

 private:
  static std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    std::string result = text;
    if (result.ends_with(".0")) result.resize(result.size() - 2);
    return result;
  }
  static std::string paint(Color color) {
    constexpr int dark = 40;
    if (color.red < dark && color.green < dark && color.blue < dark) return "currentColor";
    char text[16];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", color.red, color.green, color.blue);
    return text;
  }

  int width_, height_;
  std::string shapes_;
};

}  // namespace angka::inline ANGKA_ISA
