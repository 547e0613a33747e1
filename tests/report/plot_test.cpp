#include <angka/data/image.hpp>
#include <angka/report/contact_sheet.hpp>
#include <angka/report/plot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "files.hpp"

using namespace angka;

namespace {

using Pixel = std::tuple<int, int, int>;

Pixel pixel(const Image& image, int x, int y) {
  const auto at = static_cast<std::size_t>(y * image.width + x);
  return {image.pixels[at], image.pixels[image.plane() + at], image.pixels[2 * image.plane() + at]};
}

/// The mean row of a column's pixels that are of the plot's first or second colour.
double height_of(const Image& image, int x, Pixel color) {
  double sum = 0, count = 0;
  for (int y = 0; y < image.height; ++y)
    if (pixel(image, x, y) == color) sum += y, ++count;
  return count > 0 ? sum / count : -1;
}

constexpr Pixel first{0, 90, 181}, second{220, 50, 32}, white{255, 255, 255};

}  // namespace

TEST_CASE("every character has a shape of its own") {
  std::set<std::string> shapes;
  for (int code = 32; code < 127; ++code) {
    std::string shape;
    for (int y = 0; y < detail::Font::height; ++y)
      for (int x = 0; x < detail::Font::width - 1; ++x)
        shape += detail::Font::dot(static_cast<char>(code), x, y) ? '#' : '.';
    CHECK((code == ' ') == (shape.find('#') == shape.npos));
    CHECK(shapes.insert(shape).second);
  }
}

TEST_CASE("text is drawn dot by dot, along and upwards") {
  const auto ink = [](const Canvas& canvas) {
    std::vector<std::pair<int, int>> dots;
    for (int y = 0; y < canvas.image.height; ++y)
      for (int x = 0; x < canvas.image.width; ++x)
        if (pixel(canvas.image, x, y) != white) dots.emplace_back(x, y);
    return dots;
  };
  Canvas along(20, 20), upwards(20, 20);
  along.text(2, 3, "L1", 1, {});
  upwards.text(3, 17, "L1", 1, {}, true);
  const auto dots = ink(along);
  REQUIRE(dots.size() == 11 + 10);  // L: 7 and 4; 1: 5 in the middle, 1 beside, 2 more, the foot 3
  for (int y = 3; y < 10; ++y) CHECK(pixel(along.image, 2, y) != white);
  for (int x = 2; x < 7; ++x) CHECK(pixel(along.image, x, 9) != white);
  CHECK(ink(upwards).size() == dots.size());
  for (const auto& [x, y] : dots)  // turned by a quarter to the left
    CHECK(pixel(upwards.image, y, 18 - x) != white);
  Canvas small(3, 3);
  small.text(-50, -2, "beyond all edges", 2, {});
  small.line(-10, -10, 20, 20, 1, {255, 0, 0});
  CHECK(pixel(small.image, 1, 1) == Pixel{255, 0, 0});
}

TEST_CASE("a plot's lines go through their points, in proportion") {
  Plot plot{.title = "t", .x_label = "x", .y_label = "y"};
  plot.series = {{.name = "a", .x = {0, 1, 2}, .y = {0, 10, 0}},
                 {.name = "b", .x = {0, 2}, .y = {0, 10}}};
  const Image image = draw(plot);
  CHECK(image.width == 960);
  CHECK(image.height == 640);
  // The peak of the first line is where the second is half as high.
  int peak = 0;
  double highest = image.height;
  for (int x = 0; x < image.width * 3 / 4; ++x)
    if (const double y = height_of(image, x, first); y >= 0 && y < highest) highest = y, peak = x;
  int left = 0;
  while (height_of(image, left, second) < 0) ++left;
  const double ground = height_of(image, left + 6, second);
  const double half = height_of(image, peak, second);
  CHECK(half == doctest::Approx((ground + highest) / 2).epsilon(0.02));
}

TEST_CASE("a logarithmic axis gives each power of ten as much room") {
  for (const bool log : {true, false}) {
    Plot plot;
    plot.log_x = log;
    plot.series = {{.name = "", .x = {1, 10, 100}, .y = {0, 2, 0}}};
    const Image image = draw(plot);
    int begin = image.width, end = 0, peak = 0;
    double highest = image.height;
    for (int x = 0; x < image.width; ++x) {
      const double y = height_of(image, x, first);
      if (y < 0) continue;
      begin = std::min(begin, x);
      end = x;
      if (y < highest) highest = y, peak = x;
    }
    const double part = double(peak - begin) / (end - begin);
    CHECK(part == doctest::Approx(log ? 0.5 : 9.0 / 99).epsilon(0.1));
  }
}

TEST_CASE("a plot of one point, and of none") {
  Plot single;
  single.series = {{.name = "", .x = {5}, .y = {0.5}}};
  const Image image = draw(single);
  int dots = 0;
  for (int x = 0; x < image.width; ++x) dots += height_of(image, x, first) >= 0;
  CHECK(dots > 0);
  CHECK(draw(Plot{}).pixels.size() == image.pixels.size());
}

TEST_CASE("a series without a line shows its points alone") {
  Plot plot;
  plot.series = {{.name = "", .x = {0, 1}, .y = {0, 1}, .line = false}};
  const auto coloured = [&] {
    const Image image = draw(plot);
    int columns = 0;
    for (int x = 0; x < image.width; ++x) columns += height_of(image, x, first) >= 0;
    return columns;
  };
  const int points = coloured();
  CHECK(points > 0);
  plot.series[0].line = true;
  CHECK(coloured() > 10 * points);
}

TEST_CASE("ticks are round numbers within the axis") {
  CHECK(detail::ticks(0, 1) == std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1});
  CHECK(detail::ticks(93.1, 99.2).front() == 94);
  for (const auto& [low, high] : {std::pair(0.0, 1.0), {97.1, 97.9}, {-5.0, 1e6}, {1e-6, 3e-6}}) {
    const auto ticks = detail::ticks(low, high);
    CHECK(ticks.size() >= 3);
    CHECK(ticks.size() <= 8);
    CHECK(ticks.front() >= low - 1e-9 * (high - low));
    CHECK(ticks.back() <= high + 1e-9 * (high - low));
  }
}

TEST_CASE("a contact sheet shows every picture, the first of a row apart") {
  ContactSheet sheet{"old", "new", {}};
  for (int row = 0; row < 3; ++row) {
    sheet.rows.emplace_back();
    for (int column = 0; column < 4; ++column)
      sheet.rows.back().push_back(
          {2, 2, 1, std::vector<std::uint8_t>(4, static_cast<std::uint8_t>(10 * row + column))});
  }
  const Image image = draw(sheet);
  std::vector<int> count(30);
  int first_right = 0, second_left = image.width;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const auto [red, green, blue] = pixel(image, x, y);
      if (red >= 30 || red != green || red != blue) continue;  // words and ground
      ++count[static_cast<std::size_t>(red)];
      if (red == 20) first_right = std::max(first_right, x);
      if (red == 21) second_left = std::min(second_left, x);
    }
  for (const int row : {0, 10, 20})
    for (int column = 0; column < 4; ++column)
      CHECK(count[static_cast<std::size_t>(row + column)] == 16);  // 2 x 2, twice as wide
  CHECK(second_left - first_right > 20);
}

TEST_CASE("pictures drawn survive a PNG file") {
  const TemporaryFolder folder;
  Plot plot{.title = "98%", .x_label = "x", .y_label = "y"};
  plot.series = {{.name = "a", .x = {0, 1}, .y = {0, 1}, .intervals = {{0, 0.1}, {0.8, 1}}}};
  const Image image = draw(plot);
  const Bytes file = encode_png(image);
  std::ofstream(folder / "plot.png", std::ios::binary)
      .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  CHECK(read_image(folder / "plot.png").pixels == image.pixels);
}
