#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

auto pen(double pixels, int background = 0) {
  auto pipeline = augment(PenThickness{{pixels, pixels}});
  pipeline.background = static_cast<std::uint8_t>(background);
  return pipeline;
}

/// The greatest (or smallest) value up to `steps` pixels away, counted along rows and columns.
TestImage extreme(const TestImage& image, int steps, bool greatest, int background = 0) {
  TestImage result = image;
  for (int channel = 0; channel < image.shape.channels; ++channel)
    for (int y = 0; y < image.shape.height; ++y)
      for (int x = 0; x < image.shape.width; ++x) {
        int most = image.at(y, x, channel);
        for (int v = -steps; v <= steps; ++v)
          for (int u = -steps; u <= steps; ++u) {
            if (std::abs(u) + std::abs(v) > steps) continue;
            const int value = image.at(y + v, x + u, channel, background);
            most = greatest ? std::max(most, value) : std::min(most, value);
          }
        result.at(y, x, channel) = static_cast<std::uint8_t>(most);
      }
  return result;
}

TEST_CASE("whole steps dilate and erode exactly") {
  for (const Shape shape : {Shape{2, 28, 28}, Shape{1, 9, 33}, Shape{1, 1, 5}, Shape{1, 16, 16}})
    for (const int steps : {1, 2, 3}) {
      const TestImage image = noise(shape);
      CHECK(augmented(pen(steps), image) == extreme(image, steps, true));
      CHECK(augmented(pen(-steps), image) == extreme(image, steps, false));
    }
}

TEST_CASE("dark ink on bright paper is ink all the same") {
  const TestImage image = noise({1, 14, 20});
  CHECK(augmented(pen(1, 255), image) == extreme(image, 1, false, 255));
  CHECK(augmented(pen(-1, 255), image) == extreme(image, 1, true, 255));
}

TEST_CASE("fractions lie between") {
  const TestImage image = noise({1, 28, 28});
  const TestImage whole = extreme(image, 1, true), second = extreme(image, 2, true);
  const TestImage found = augmented(pen(0.25), image), further = augmented(pen(1.5), image);
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      CHECK(std::abs(found.at(y, x) - (0.75 * image.at(y, x) + 0.25 * whole.at(y, x))) < rounding);
      CHECK(std::abs(further.at(y, x) - (0.5 * whole.at(y, x) + 0.5 * second.at(y, x))) < rounding);
    }
}

TEST_CASE("thicker strokes have more ink, thinner ones less, in either direction as often") {
  const TestImage image = letter();
  const double before = moments(image).mass;
  CHECK(moments(augmented(pen(0.5), image)).mass > 1.1 * before);
  CHECK(moments(augmented(pen(-0.5), image)).mass < 0.9 * before);
  int thicker = 0;
  for (std::uint32_t i = 0; i < 400; ++i)
    thicker += moments(augmented(augment(PenThickness{1}), image, {seed(1), 0, i})).mass > before;
  CHECK(std::abs(thicker - 200) < 50);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(PenThickness{1}) == "");
  CHECK(complaint(PenThickness{11}) == "PenThickness: pixels must be within [-10, 10], not 11");
}

}  // namespace
