#include "marks.hpp"

#include <algorithm>
#include <angka/data/resize.hpp>
#include <angka/report/canvas.hpp>
#include <cmath>

using angka::Canvas;
using angka::Image;

Image with_marks(const Image& picture, const std::vector<Mark>& marks) {
  constexpr int most = 2000;
  constexpr angka::Color read{0, 90, 200}, left_out{225, 110, 0}, white{255, 255, 255};
  const double scale = std::min(1.0, double{most} / std::max(picture.width, picture.height));
  const auto scaled = [scale](int length) { return static_cast<int>(std::lround(scale * length)); };
  Canvas canvas(std::max(1, scaled(picture.width)), std::max(1, scaled(picture.height)));
  canvas.image = to_rgb(resize(picture, canvas.image.width, canvas.image.height));
  const int longer = std::max(canvas.image.width, canvas.image.height);
  const int thickness = 1 + longer / 600;
  // Labels are a third as high as the digits are, all alike.
  int sum = 0, labels = 0;
  for (const Mark& mark : marks)
    if (!mark.text.empty()) sum += std::max(mark.box.width, mark.box.height), ++labels;
  const int size = std::max(10 + longer / 100, scaled(sum / std::max(1, labels)) / 2);
  const int gap = size / 10;
  for (const Mark& mark : marks) {
    const angka::Color color = mark.read ? read : left_out;
    const int left = scaled(mark.box.left) - thickness, top = scaled(mark.box.top) - thickness;
    const int width = scaled(mark.box.width) + 2 * thickness;
    const int height = scaled(mark.box.height) + 2 * thickness;
    canvas.rectangle(left, top, width, thickness, color);
    canvas.rectangle(left, top + height - thickness, width, thickness, color);
    canvas.rectangle(left, top, thickness, height, color);
    canvas.rectangle(left + width - thickness, top, thickness, height, color);
    if (mark.text.empty()) continue;
    // Above the digit where there is room.
    const int wide = Canvas::text_width(mark.text, size) + 2 * gap;
    const int high = Canvas::text_height(size) + 2 * gap;
    const int x = std::clamp(left, 0, std::max(0, canvas.image.width - wide));
    const int y = std::max(0, top - high);
    canvas.rectangle(x, y, wide, high, white, 0.75);
    canvas.text(x + gap, y + gap, mark.text, size, color);
  }
  return std::move(canvas.image);
}
