#include <angka/core/random.hpp>
#include <angka/data/image.hpp>
#include <angka/report/contact_sheet.hpp>
#include <angka/report/plot.hpp>
#include <angka/report/resolution.hpp>
#include <angka/report/svg.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
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

constexpr Pixel first{32, 116, 205}, second{220, 50, 32}, white{255, 255, 255};

}  // namespace

TEST_CASE("every character has a shape of its own, that FreeType draws alike") {
  std::set<std::string_view> outlines;
  char32_t last = 0;
  for (const detail::Glyph& glyph : detail::glyphs) {
    CHECK((glyph.code == 0 || glyph.code > last));
    last = glyph.code;
    CHECK((glyph.code == ' ') == glyph.outline.empty());
    CHECK(outlines.insert(glyph.outline).second);
  }
  // By Pillow, of DejaVu Sans at 200 pixels an em: the advance and the area in ems.
  struct Drawn {
    const char* text;
    double ems, area;
    int width, height;
  };
  for (const Drawn& drawn : std::vector<Drawn>{{"A", 0.685, 0.16093, 133, 146},
                                               {"g", 0.635, 0.17463, 98, 154},
                                               {"8", 0.635, 0.18469, 100, 151},
                                               {"é", 0.615, 0.15099, 101, 163},
                                               {"×", 0.84, 0.11181, 112, 113},
                                               {"97,5%", 3.175, 0.63727, 611, 171},
                                               {"Qµ", 1.42, 0.34786, 268, 190}}) {
    CAPTURE(drawn.text);
    CHECK(detail::text_ems(drawn.text) == doctest::Approx(drawn.ems).epsilon(0.01));
    Canvas canvas(1000, 400);
    canvas.text(100, 100, drawn.text, 200, {});
    double area = 0;
    int left = 1000, right = 0, top = 400, bottom = 0;
    for (int y = 0; y < 400; ++y)
      for (int x = 0; x < 1000; ++x) {
        const int ink = 255 - std::get<0>(pixel(canvas.image, x, y));
        area += ink / 255.0 / (200 * 200);
        if (ink < 128) continue;
        left = std::min(left, x), right = std::max(right, x);
        top = std::min(top, y), bottom = std::max(bottom, y);
      }
    CHECK(area == doctest::Approx(drawn.area).epsilon(0.02));
    CHECK(std::abs(right - left + 1 - drawn.width) <= 2);
    CHECK(std::abs(bottom - top + 1 - drawn.height) <= 2);
  }
}

TEST_CASE("text stands where it is put, along and upwards, and larger at a larger scale") {
  const auto ink = [](const Canvas& canvas) {
    std::set<std::pair<int, int>> dots;
    for (int y = 0; y < canvas.image.height; ++y)
      for (int x = 0; x < canvas.image.width; ++x)
        if (pixel(canvas.image, x, y) != white) dots.emplace(x, y);
    return dots;
  };
  Canvas along(40, 40), upwards(40, 40), large(40, 40, 2);
  along.text(4, 5, "L1", 20, {});
  upwards.text(5, 36, "L1", 20, {}, Align::begin, true);
  large.text(4, 5, "L1", 20, {});
  const auto dots = ink(along);
  REQUIRE(dots.size() > 50);
  for (const auto& [x, y] : dots) {
    CHECK(pixel(upwards.image, y, 39 - x) == pixel(along.image, x, y));  // a quarter to the left
    CHECK(y >= 4);  // the top of capitals is at 5
    CHECK(y < 5 + Canvas::text_height(20));
    CHECK(x >= 4);
    CHECK(x < 4 + Canvas::text_width("L1", 20));
  }
  CHECK(ink(upwards).size() == dots.size());
  CHECK(large.image.width == 80);
  const auto more = ink(large);
  CHECK(more.size() > 3 * dots.size());
  for (const auto& [x, y] : more)
    CHECK((x >= 8 && y >= 9 && y < 2 * (5 + Canvas::text_height(20))));

  Canvas middle(200, 20), end(200, 20);
  middle.text(100, 3, "middle", 16, {}, Align::middle);
  end.text(190, 3, "end", 16, {}, Align::end);
  const auto centred = ink(middle);
  CHECK(centred.begin()->first + centred.rbegin()->first == doctest::Approx(199).epsilon(0.02));
  CHECK(ink(end).rbegin()->first < 190);
  CHECK(ink(end).rbegin()->first > 185);

  Canvas small(3, 3);
  small.text(-50, -2, "beyond all edges, \xff\xf0\x9f\x99\x82 too", 20, {});
  small.line(-10, -10, 20, 20, 1, {255, 0, 0});
  CHECK(pixel(small.image, 1, 1) == Pixel{255, 0, 0});
}

TEST_CASE("a line covers each pixel by how near it is, at any slope and partly outside") {
  Random random(seed(1), Purpose::test);
  for (int i = 0; i < 200; ++i) {
    const auto place = [&] { return double(random.uniform(-20, 60)); };
    const double x1 = place(), y1 = place(), width = 1 + i % 5;
    const double x2 = i % 7 == 0 ? x1 : place(), y2 = i % 5 == 0 ? y1 + i * 1e-9 : place();
    Canvas canvas(40, 30);
    canvas.line(x1, y1, x2, y2, width, {});
    int wrong = 0;
    for (int y = 0; y < 30; ++y)
      for (int x = 0; x < 40; ++x) {
        double nearest = std::min(std::hypot(x - x1, y - y1), std::hypot(x - x2, y - y2));
        const double length = std::hypot(x2 - x1, y2 - y1);
        const double along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length;
        if (along > 0 && along < length)
          nearest = std::abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length;
        const double cover = std::clamp(width / 2 + 0.5 - nearest, 0.0, 1.0);
        wrong += std::abs(std::get<0>(pixel(canvas.image, x, y)) - 255 * (1 - cover)) > 0.501;
      }
    CAPTURE(i);
    CHECK(wrong == 0);
  }
}

TEST_CASE("polygons cover as much as they are large, and holes aren't covered") {
  const auto covered = [](std::vector<std::vector<Point>> polygons) {
    Canvas canvas(60, 60);
    canvas.fill(std::move(polygons), {});
    double sum = 0;
    for (std::size_t i = 0; i < canvas.image.plane(); ++i)
      sum += 1 - canvas.image.pixels[i] / 255.0;
    return sum;
  };
  CHECK(covered({{{10, 10}, {20, 10}, {20, 15}, {10, 15}}}) == doctest::Approx(50));
  CHECK(covered({{{10.25, 10.5}, {20.25, 10.5}, {20.25, 15.25}, {10.25, 15.25}}}) ==
        doctest::Approx(47.5).epsilon(0.01));
  CHECK(covered({{{5, 3}, {50, 20}, {12, 55}}}) ==
        doctest::Approx(0.5 * std::abs(45 * 52 - 7 * 17)).epsilon(0.01));
  CHECK(covered({{{5, 5}, {45, 5}, {45, 45}, {5, 45}}, {{15, 15}, {15, 25}, {25, 25}, {25, 15}}}) ==
        doctest::Approx(1500));
  CHECK(covered({{{-10, -10}, {10, -10}, {10, 10}, {-10, 10}}}) == doctest::Approx(100));
  // Corners on the border of what is covered, at which no edge may be rounded to the other side.
  Random random(seed(1), Purpose::test);
  const auto drawn = [&] { return double{random.uniform(0, 20)}; };
  for (int i = 0; i < 500; ++i) {
    const Point a{5, 5 + drawn()}, b{5 + drawn(), 5 + drawn()}, c{5 + drawn(), 5 + drawn()};
    const double area = std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
    CHECK(std::abs(covered({{a, b, c}}) - area) < 0.2);
  }
}

TEST_CASE("a plot's numbers are written as the caller writes them") {
  Plot plot;
  plot.series = {{.name = "a", .x = {0, 1}, .y = {0, 1}}};
  plot.number = [](double) { return std::string("M"); };
  Plot wider = plot;
  wider.number = [](double) { return std::string("MMMMM"); };
  const auto left = [](const Image& image) {
    int x = 0;
    while (height_of(image, x, first) < 0) ++x;
    return x;
  };
  CHECK(left(draw(wider)) - left(draw(plot)) == doctest::Approx(4 * 0.863 * 19).epsilon(0.05));
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

TEST_CASE("a logarithmic axis of many points is labelled with powers of ten, of few with theirs") {
  for (const int points : {41, 5}) {
    Plot plot{.log_x = true};
    plot.series = {{.name = ""}};
    for (int i = 0; i < points; ++i) {
      plot.series[0].x.push_back(0.003 * std::pow(10, 4.0 * i / (points - 1)));
      plot.series[0].y.push_back(100 + i);
    }
    SvgCanvas svg(plot.width, plot.height);
    draw(plot, svg);
    const std::string text = svg.str("");
    for (const char* label : {">0.01<", ">0.1<", ">1<", ">10<"})
      CHECK((text.find(label) != text.npos) == (points > 40));
    for (const char* label : {">0.003<", ">0.03<", ">0.3<", ">3<", ">30<"})
      CHECK((text.find(label) != text.npos) == (points < 40));
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

TEST_CASE("a series is seen on white paper as on a dark page") {
  // Contrast as WCAG 2.1 defines it, which asks 3 of graphics.
  const auto luminance = [](const Color& color) {
    const auto linear = [](int value) {
      const double part = value / 255.0;
      return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
  };
  const double paper = luminance({255, 255, 255}), night = luminance({0x14, 0x17, 0x1b});
  for (const Color& color : series_colors) {
    CAPTURE(int{color.red});
    CHECK((paper + 0.05) / (luminance(color) + 0.05) > 3);
    CHECK((luminance(color) + 0.05) / (night + 0.05) > 3);
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

TEST_CASE("a PNG file says how densely it is printed, and stays sound") {
  const Image image{2, 1, 1, {10, 20}};
  const Bytes plain = encode_png(image), printed = with_resolution(encode_png(image), 300);
  REQUIRE(printed.size() == plain.size() + 21);
  const Bytes chunk(printed.begin() + 33, printed.begin() + 33 + 21);
  // By Pillow: image.save(..., dpi=(300, 300)).
  CHECK(chunk == Bytes{0,    0, 0, 9,    'p',  'H', 'Y',  's',  0,    0,   0x2e,
                       0x23, 0, 0, 0x2e, 0x23, 1,   0x78, 0xa5, 0x3f, 0x76});
  const TemporaryFolder folder;
  std::ofstream(folder / "a.png", std::ios::binary)
      .write(reinterpret_cast<const char*>(printed.data()),
             static_cast<std::streamsize>(printed.size()));
  CHECK(read_image(folder / "a.png").pixels == image.pixels);
}
