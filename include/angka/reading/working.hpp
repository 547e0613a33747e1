#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <angka/core/errors.hpp>
#include <angka/data/pixels.hpp>
#include <angka/data/resize.hpp>
#include <angka/reading/components.hpp>
#include <angka/reading/reading.hpp>

namespace angka::inline ANGKA_ISA::reading {

inline void check_working_side(const std::string& who, int side) {
  if (side < 64)
    raise(SettingError(who + ": working_side must be 64 or above, is " + std::to_string(side)));
}

/// The picture at the size that it is read at, and the size of its pixels in the original's.
/// Example: `const reading::Working half = reading::working_image(page, page.width / 2); half.pixel
/// == 2 && half.image.width == page.width / 2`
struct Working {
  Image image{};
  double pixel = 1;
};

inline Working working_image(const Image& image, int side) {
  constexpr int small = 150;
  const int longer = std::max(image.width, image.height);
  double scale = 1;
  if (longer > side)
    scale = double(side) / longer;
  else
    scale =
        std::min(std::min(image.width, image.height) < small ? 3.0 : 2.0, double(side) / longer);
  if (scale == 1) return {image, 1};
  const auto scaled = [scale](int length) {
    return std::max(1, static_cast<int>(std::lround(length * scale)));
  };
  return {resize(image, scaled(image.width), scaled(image.height)), 1 / scale};
}

/// A box of the picture that is read as one of the original's.
inline Box original(const Extent& box, const Working& working, const Image& image) {
  const auto place = [&](int at, int most) {
    return std::clamp(static_cast<int>(std::lround(at * working.pixel)), 0, most);
  };
  Box where{.left = place(box.left, image.width - 1), .top = place(box.top, image.height - 1)};
  where.width = std::max(1, place(box.right, image.width) - where.left);
  where.height = std::max(1, place(box.bottom, image.height) - where.top);
  return where;
}

}  // namespace angka::inline ANGKA_ISA::reading
