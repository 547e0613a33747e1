#include <angka/reading/photograph.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/data/sheet.hpp>
#include <cmath>
#include <utility>
#include <vector>

#include "data/photograph_generator.hpp"

using namespace angka;
using synthetic::Canvas;

namespace {

const Dataset& bundled_digits() {
  static const Dataset digits = load_sheet(ANGKA_SOURCE_DIR "/examples/digits/data/digits.png");
  return digits;
}

/// The first bundled image of a digit.
synthetic::Digit digit_of(int label) {
  const Dataset& data = bundled_digits();
  const auto at = std::find(data.labels.begin(), data.labels.end(), label) - data.labels.begin();
  return {data.pixels.data() + at * 784, 784};
}

Image picture(const Canvas& canvas) {
  Image image{.width = canvas.width, .height = canvas.height, .channels = 3};
  for (const auto& plane : canvas.planes)
    for (const float value : plane)
      image.pixels.push_back(std::uint8_t(255 * std::clamp(value, 0.0f, 1.0f) + 0.5f));
  return image;
}

struct Written {
  int label;
  float x, y, height;
};

/// A page with digits in ink of 0.2 on paper of 0.9, or the reverse; and where the ink is.
std::pair<Image, std::vector<synthetic::Extent>> page(int width, int height,
                                                      const std::vector<Written>& digits,
                                                      bool light = false) {
  const float paper = light ? 0.2f : 0.9f, step = light ? 0.7f : -0.7f;
  Canvas canvas(width, height, {paper, paper, paper});
  std::vector<synthetic::Extent> boxes;
  for (const Written& one : digits)
    boxes.push_back(draw_digit(canvas, digit_of(one.label),
                               {.x = one.x, .y = one.y, .height = one.height, .sharpness = 0.5f},
                               {step, step, step}));
  Random random(seed(7), Purpose::test);
  synthetic::add_noise(canvas, 0.01f, random);
  return {picture(canvas), boxes};
}

/// Of two boxes, what they share over what they cover.
double shared(const FoundDigit& found, const synthetic::Extent& box) {
  const double across =
      std::min(found.left + found.width, box.right) - std::max(found.left, box.left);
  const double down = std::min(found.top + found.height, box.bottom) - std::max(found.top, box.top);
  const double both = across > 0 && down > 0 ? across * down : 0;
  return both / (double(found.width) * found.height +
                 double(box.right - box.left) * (box.bottom - box.top) - both);
}

/// How alike two digits are: their pixels' correlation.
double likeness(const DigitPixels& a, synthetic::Digit b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
  return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("digits are found where they are, line by line and from the left") {
  const std::vector<Written> written{{3, 60, 60, 60},  {1, 130, 66, 60},  {4, 200, 72, 60},
                                     {0, 50, 160, 60}, {7, 120, 155, 60}, {5, 210, 165, 50},
                                     {8, 250, 150, 60}};
  const std::vector<int> lines{0, 0, 0, 1, 1, 1, 1};
  for (const bool light : {false, true}) {
    CAPTURE(light);
    const auto [image, boxes] = page(300, 220, written, light);
    for (const Ink ink : {Ink::find, light ? Ink::light : Ink::dark}) {
      const auto found = find_digits(image, {.ink = ink});
      REQUIRE(found.size() == written.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i].line == lines[i]);
        CHECK(shared(found[i], boxes[i]) > 0.75);
        CHECK(likeness(found[i].pixels, digit_of(written[i].label)) > 0.85);
      }
    }
  }
}

TEST_CASE("straight strokes one above the other are digits, not a rule") {
  Image image{.width = 200, .height = 220, .pixels = std::vector<std::uint8_t>(200 * 220, 230)};
  for (const auto& [top, bottom] : {std::pair{30, 90}, {130, 190}})
    for (int y = top; y < bottom; ++y)
      for (int x = 97; x < 100; ++x) image.pixels[std::size_t(y * 200 + x)] = 40;
  const auto found = find_digits(image);
  REQUIRE(found.size() == 2);
  CHECK(found[0].line == 0);
  CHECK(found[1].line == 1);
}

TEST_CASE("an empty page has no digits") {
  CHECK(find_digits({}).empty());
  CHECK(find_digits(page(200, 150, {}).first).empty());
  Image flat{.width = 90, .height = 60, .pixels = std::vector<std::uint8_t>(5400, 255)};
  CHECK(find_digits(flat).empty());
  CHECK(!find_digit(flat));
}

TEST_CASE("a clean digit passes bit for bit, a dark one inverted") {
  for (int label = 0; label < 10; ++label) {
    CAPTURE(label);
    const synthetic::Digit digit = digit_of(label);
    Image image{.width = 28, .height = 28, .pixels = {digit.begin(), digit.end()}};
    for (const Image& same : {image, to_rgb(image)}) {
      const auto found = find_digits(same);
      REQUIRE(found.size() == 1);
      CHECK(std::equal(digit.begin(), digit.end(), found[0].pixels.begin()));
      CHECK(found[0].width == 28);
    }
    invert(image.pixels);
    const auto found = find_digits(image);
    REQUIRE(found.size() == 1);
    CHECK(std::equal(digit.begin(), digit.end(), found[0].pixels.begin()));
  }
}

TEST_CASE("rules, a slope of light and a blur don't hide a digit") {
  Canvas canvas(240, 200, {0.9f, 0.9f, 0.9f});
  synthetic::draw_rules(canvas, 24, 5, 2, 0.05f, {-0.25f, -0.25f, -0.25f});
  const auto box =
      draw_digit(canvas, digit_of(2), {.x = 100, .y = 95, .height = 90}, {-0.6f, -0.6f, -0.6f});
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x)
      for (auto& plane : canvas.planes) plane[canvas.at(x, y)] *= 1 - 0.4f * float(x) / 240;
  synthetic::blur(canvas, 1);
  const auto found = find_digits(picture(canvas));
  REQUIRE(found.size() == 1);
  CHECK(shared(found[0], box) > 0.7);
  CHECK(likeness(found[0].pixels, digit_of(2)) > 0.85);
}

TEST_CASE("of several digits the largest is the one") {
  const auto [image, boxes] = page(260, 160, {{6, 60, 80, 50}, {9, 170, 80, 90}});
  const auto digit = find_digit(image);
  REQUIRE(digit);
  CHECK(shared(*digit, boxes[1]) > 0.75);
}

TEST_CASE("images of any size and content are borne") {
  Random random(seed(3), Purpose::test);
  for (const auto& size : {std::pair(1, 1),
                           {1, 2},
                           {2, 1},
                           {1, 3000},
                           {3000, 1},
                           {2, 2000},
                           {2000, 3},
                           {3, 3},
                           {28, 28},
                           {9, 64},
                           {64, 64},
                           {65, 70},
                           {1700, 20}})
    for (const int content : {0, 1, 2}) {
      const int width = size.first, height = size.second;
      CAPTURE(width);
      CAPTURE(height);
      CAPTURE(content);
      Image image{.width = width, .height = height};
      for (std::size_t i = 0; i < image.plane(); ++i)
        image.pixels.push_back(content == 2 ? std::uint8_t(random.below(256))
                                            : std::uint8_t(i % 2 ? 255 * content : 0));
      PhotographSteps steps;
      for (const FoundDigit& digit : find_digits(image, {}, &steps)) {
        CHECK(digit.left >= 0);
        CHECK(digit.top >= 0);
        CHECK(digit.left + digit.width <= width);
        CHECK(digit.top + digit.height <= height);
      }
      CHECK(steps.front().image.pixels == image.pixels);
    }
  CHECK_THROWS_AS(find_digits({}, {.working_side = 63}), SettingError);
}

TEST_CASE("components: as by flooding") {
  using namespace reading;
  Random random(seed(5), Purpose::test);
  for (int trial = 0; trial < 30; ++trial) {
    Plane plane(1 + int(random.below(20)), 1 + int(random.below(20)));
    for (float& value : plane.values) value = random.uniform();
    const Components parts = connected(plane, 0.6f);
    std::vector<int> labels(plane.size(), 0);
    int count = 0;
    for (int start = 0; start < int(plane.size()); ++start) {
      if (!(plane.values[std::size_t(start)] > 0.6f) || labels[std::size_t(start)]) continue;
      Component expected{.box = {plane.width, plane.height, 0, 0}, .label = ++count};
      std::vector<int> open{start};
      labels[std::size_t(start)] = count;
      while (!open.empty()) {
        const int at = open.back(), x = at % plane.width, y = at / plane.width;
        open.pop_back();
        ++expected.area;
        expected.box.include({x, y, x + 1, y + 1});
        for (int v = std::max(0, y - 1); v <= std::min(y + 1, plane.height - 1); ++v)
          for (int u = std::max(0, x - 1); u <= std::min(x + 1, plane.width - 1); ++u) {
            int& label = labels[std::size_t(v * plane.width + u)];
            if (label || !(plane.row(v)[u] > 0.6f)) continue;
            label = count;
            open.push_back(v * plane.width + u);
          }
      }
      REQUIRE(int(parts.found.size()) >= count);
      const Component& found = parts.found[std::size_t(count - 1)];
      CHECK(found.area == expected.area);
      CHECK(found.box.left == expected.box.left);
      CHECK(found.box.right == expected.box.right);
      CHECK(found.box.top == expected.box.top);
      CHECK(found.box.bottom == expected.box.bottom);
    }
    CHECK(int(parts.found.size()) == count);
    CHECK(parts.labels == labels);
  }
}

TEST_CASE("a closing is the smallest over windows of the largest over windows") {
  using namespace reading;
  Random random(seed(6), Purpose::test);
  for (const int window : {1, 2, 3, 5, 8, 30}) {
    CAPTURE(window);
    Plane plane(9, 13);
    for (float& value : plane.values) value = random.uniform(-50, 50);
    const Plane found = closed(plane, window);
    REQUIRE(found.width == 9);
    REQUIRE(found.height == 13);
    for (int y = 0; y < 13; ++y)
      for (int x = 0; x < 9; ++x) {
        float least = 1e9f;  // over the squares that hold the pixel, inside of the plane or not
        for (int top = y - window + 1; top <= y; ++top)
          for (int left = x - window + 1; left <= x; ++left) {
            float most = -1e9f;
            for (int v = std::max(0, top); v < std::min(13, top + window); ++v)
              for (int u = std::max(0, left); u < std::min(9, left + window); ++u)
                most = std::max(most, plane.row(v)[u]);
            least = std::min(least, most);
          }
        CHECK(found.row(y)[x] == least);
      }
  }
}

TEST_CASE("a digit is fitted into 20 x 20 and its mass lies on row and column 14") {
  using namespace reading;
  for (const auto& size : {std::pair(40, 80), {80, 40}, {7, 7}, {1, 60}, {60, 1}}) {
    const int width = size.first, height = size.second;
    CAPTURE(width);
    CAPTURE(height);
    Plane ink(width, height, 1);
    for (int y = 0; y < height / 3; ++y)  // lighter at the top
      for (int x = 0; x < width; ++x) ink.row(y)[x] = 0.3f;
    const DigitPixels pixels = centred(ink);
    double mass = 0, across = 0, down = 0;
    Extent box{28, 28, 0, 0};
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x) {
        const double value = pixels[std::size_t(28 * y + x)];
        mass += value, across += value * x, down += value * y;
        if (value > 0) box.include({x, y, x + 1, y + 1});
      }
    CHECK(std::abs(across / mass - 14) <= 0.5);
    CHECK(std::abs(down / mass - 14) <= 0.5);
    CHECK(std::max(box.width(), box.height()) == 20);
    const double longer = std::max(width, height), shorter = std::min(width, height);
    CHECK(std::abs(std::min(box.width(), box.height()) - std::max(1.0, 20 * shorter / longer)) <=
          0.5);
  }
}
