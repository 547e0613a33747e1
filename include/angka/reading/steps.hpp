#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <angka/data/pixels.hpp>
#include <angka/reading/components.hpp>

namespace angka::inline ANGKA_ISA {

/// One step from photograph to digit, to look at.
/// Example: `PhotographSteps steps; read_digits(page, judge, {}, &steps); steps[0].name == "grey"`
struct PhotographStep {
  std::string name{};
  Image image{};
};
using PhotographSteps = std::vector<PhotographStep>;

namespace reading {

/// Draws the outline of a box in red, where it lies in the image of three channels.
inline void draw_box(Image& image, const Extent& box) {
  constexpr std::array<std::uint8_t, 3> red{255, 0, 0};
  const int thickness = 1 + std::max(image.width, image.height) / 600;
  const Extent outer{std::max(0, box.left - thickness), std::max(0, box.top - thickness),
                     std::min(image.width, box.right + thickness),
                     std::min(image.height, box.bottom + thickness)};
  for (int y = outer.top; y < outer.bottom; ++y)
    for (int x = outer.left; x < outer.right; ++x)
      if (x < box.left || x >= box.right || y < box.top || y >= box.bottom)
        for (std::size_t c = 0; c < 3; ++c)
          image.pixels[c * image.plane() +
                       static_cast<std::size_t>(std::ptrdiff_t{y} * image.width + x)] = red[c];
}

/// Grey images of one size side by side, ten in a row, each pixel `zoom` pixels wide.
inline Image side_by_side(const std::vector<Image>& images, int zoom) {
  constexpr int most = 10, gap = 4;
  const int count = static_cast<int>(images.size()), columns = std::min(count, most);
  if (count == 0) return {};
  const int width = zoom * images[0].width + gap, height = zoom * images[0].height + gap;
  Image sheet{.width = columns * width - gap, .height = (count + most - 1) / most * height - gap};
  sheet.pixels.assign(sheet.plane(), 128);
  for (int i = 0; i < count; ++i) {
    const Image& image = images[static_cast<std::size_t>(i)];
    for (int y = 0; y < zoom * image.height; ++y)
      for (int x = 0; x < zoom * image.width; ++x)
        sheet.pixels[static_cast<std::size_t>((i / most * height + y) * sheet.width +
                                              i % most * width + x)] =
            image.pixels[static_cast<std::size_t>(y / zoom * image.width + x / zoom)];
  }
  return sheet;
}

}  // namespace reading

}  // namespace angka::inline ANGKA_ISA
