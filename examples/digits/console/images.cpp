#include "images.hpp"

#include <algorithm>
#include <iostream>
#include <string_view>

#include "output.hpp"

namespace {

/// A rectangle of an image's pixels.
struct Frame {
  int top = 0, left = 0, bottom = 0, right = 0;  ///< bottom and right not included
};

int grey(std::span<const std::uint8_t> image, const angka::Shape& shape, int y, int x) {
  int sum = 0;
  for (int c = 0; c < shape.channels; ++c)
    sum += image[static_cast<std::size_t>((c * shape.height + y) * shape.width + x)];
  return sum / shape.channels;
}

/// What of the images is above `empty` in any of them, or the whole.
Frame common_frame(const angka::DataView& data, std::span<const std::uint32_t> shown, int empty) {
  const angka::Shape& shape = data.shape;
  Frame frame{shape.height, shape.width, 0, 0};
  for (const std::uint32_t i : shown)
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x)
        if (grey(data.image(i), shape, y, x) > empty) {
          frame = {std::min(frame.top, y), std::min(frame.left, x), std::max(frame.bottom, y + 1),
                   std::max(frame.right, x + 1)};
        }
  return frame.bottom > frame.top ? frame : Frame{0, 0, shape.height, shape.width};
}

}  // namespace

angka::Image to_image(const angka::DataView& data, std::size_t i) {
  const auto pixels = data.image(i);
  return {data.shape.width, data.shape.height, data.shape.channels, {pixels.begin(), pixels.end()}};
}

std::size_t find_image(const angka::DataView& data, int label, std::size_t index) {
  std::size_t i = 0;
  for (; i < data.size(); ++i)
    if (data.label(i) == label && index-- == 0) break;
  return i;
}

void print_shades(const angka::Dataset& data, std::span<const std::uint32_t> shown) {
  const angka::DataView view = data;
  const Frame frame = common_frame(view, shown, 25);
  const auto width = static_cast<std::size_t>(frame.right - frame.left) + 2;
  const std::size_t abreast = std::max<std::size_t>(1, 80 / width);
  constexpr std::string_view ramp = " .:-=+*#%@";
  for (std::size_t first = 0; first < shown.size(); first += abreast) {
    const auto row = shown.subspan(first, std::min(abreast, shown.size() - first));
    std::string line;
    for (const std::uint32_t i : row)
      line += left(data.classes[static_cast<std::size_t>(data.labels[i])] + ':', width);
    std::cout << line << '\n';
    for (int y = frame.top; y < frame.bottom; y += 2) {
      line.clear();
      for (const std::uint32_t i : row) {
        for (int x = frame.left; x < frame.right; ++x) {
          const int upper = grey(view.image(i), data.shape, y, x);
          const int lower =
              y + 1 < frame.bottom ? grey(view.image(i), data.shape, y + 1, x) : upper;
          line += ramp[static_cast<std::size_t>(upper + lower) * ramp.size() / 511];
        }
        line += "  ";
      }
      std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
    }
    std::cout << '\n';
  }
}

void print_pixels(const angka::DataView& data, std::size_t image, const Texts& t) {
  const auto number = static_cast<std::uint32_t>(image);
  const Frame frame = common_frame(data, std::span(&number, 1), 0);
  std::cout << fill(t.pixel_frame, frame.top, frame.bottom - 1, frame.left, frame.right - 1,
                    data.shape.height, data.shape.width)
            << '\n';
  const auto rows = pixel_rows(data, image);
  for (int y = frame.top; y < frame.bottom; ++y) {
    const auto& row = rows[static_cast<std::size_t>(y)];
    for (int x = frame.left; x < frame.right; ++x)
      std::cout << right(std::to_string(row[static_cast<std::size_t>(x)]), 4);
    std::cout << '\n';
  }
  std::cout << '\n';
}

std::vector<std::vector<int>> pixel_rows(const angka::DataView& data, std::size_t image) {
  std::vector<std::vector<int>> rows(static_cast<std::size_t>(data.shape.height));
  for (int y = 0; y < data.shape.height; ++y)
    for (int x = 0; x < data.shape.width; ++x)
      rows[static_cast<std::size_t>(y)].push_back(grey(data.image(image), data.shape, y, x));
  return rows;
}
