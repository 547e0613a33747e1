#include <angka/report/dot_plot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

using namespace angka;

namespace {

/// From where to where a row of pixels is blue.
std::pair<int, int> blue_part(const Image& image, int y) {
  int from = image.width, to = -1;
  for (int x = 0; x < image.width; ++x) {
    const auto at = static_cast<std::size_t>(y * image.width + x);
    if (image.pixels[at] > 40 || image.pixels[2 * image.plane() + at] < 150) continue;
    from = std::min(from, x);
    to = std::max(to, x);
  }
  return {from, to};
}

}  // namespace

TEST_CASE("a dot plot: intervals lie on one scale, each dot where its value is") {
  const DotPlot plot{.rows = {{"first", 0.9, {0.8, 1.0}}, {"second", 0.65, {0.6, 0.8}}},
                     .percent = true};
  const Image image = draw(plot);
  CHECK(image.width == plot.width);
  CHECK(image.height == plot.height());
  const int first = DotPlot::top + DotPlot::row_height / 2, second = first + DotPlot::row_height;
  const auto [first_low, first_high] = blue_part(image, first);
  const auto [second_low, second_high] = blue_part(image, second);
  CHECK(std::abs(first_low - second_high) <= 3);  // both 0.8
  CHECK(std::abs((first_high - first_low) - (second_high - second_low)) <= 2);
  // Off the line only the dot is blue, and the ends' bars.
  const int unit = (first_high - first_low) / 4;  // 0.05
  const auto is_dot = [&](int x, int y) {
    const auto at = static_cast<std::size_t>((y - 4) * image.width + x);
    return image.pixels[at] < 40 && image.pixels[2 * image.plane() + at] > 150;
  };
  CHECK(is_dot(first_low + 2 * unit, first));
  CHECK(!is_dot(first_low + unit, first));
  CHECK(is_dot(second_low + unit, second));
  CHECK(!is_dot(second_low + 2 * unit, second));
}
