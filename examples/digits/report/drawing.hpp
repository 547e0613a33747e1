#pragma once

#include <string>

#include <angka/report/canvas.hpp>
#include <angka/report/plot.hpp>
#include <angka/report/svg.hpp>

#include "base64.hpp"
#include "console/print.hpp"
#include "document.hpp"

// What the figures of a report are drawn with.

namespace drawing {

using angka::Align;
using angka::Canvas;
using angka::Color;
using angka::Image;
using angka::SvgCanvas;

inline constexpr Color black{30, 30, 30}, dark{44, 44, 44}, blue{88, 150, 220}, red{228, 120, 96};
inline constexpr Color colors[] = {angka::series_colors[0], angka::series_colors[4],
                                   angka::series_colors[2]};
inline constexpr int letter = 19, small = 16;  // nine points, seven and a half

/// Draws twice: as PNG and as SVG.
template <class Draw>
Figure draw_both(const char* name, const std::string& caption, int width, int height, Draw draw) {
  Canvas canvas(width, height, print_scale);
  SvgCanvas svg(width, height);
  draw(canvas);
  draw(svg);
  return {name, caption, printed(canvas.image), svg.str(caption)};
}

/// A picture, each of its pixels `size` wide.
inline void place(Canvas& canvas, int x, int y, const Image& picture, int size) {
  canvas.picture(x, y, picture, size);
}
inline void place(SvgCanvas& svg, int x, int y, const Image& picture, int size) {
  const angka::Bytes png = encode_png(picture);
  svg.picture(x, y, size * picture.width, size * picture.height,
              "data:image/png;base64," + base64(std::string(png.begin(), png.end())));
}

/// Words with their middle at x.
template <class Surface>
void centred(Surface& surface, int x, int y, const std::string& words, int size, Color color) {
  surface.text(x, y, words, size, color, Align::middle);
}

/// An arrow to the right or down.
template <class Surface>
void arrow(Surface& surface, double x1, double y1, double x2, double y2, Color color) {
  constexpr double head = 9, half = 4.5;
  const bool down = y2 > y1;
  if (down)
    surface.line(x1, y1, x2, y2 - head, 1.6, color);
  else
    surface.line(x1, y1, x2 - head, y2, 1.6, color);
  surface.fill(
      {down ? std::vector<angka::Point>{{x2, y2}, {x2 - half, y2 - head}, {x2 + half, y2 - head}}
            : std::vector<angka::Point>{{x2, y2}, {x2 - head, y2 - half}, {x2 - head, y2 + half}}},
      color);
}

}  // namespace drawing
