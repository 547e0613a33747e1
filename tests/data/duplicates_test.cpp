#include <doctest/doctest.h>

#include <angka/core/random.hpp>
#include <angka/data/duplicates.hpp>
#include <angka/data/sheet.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

using angka::Dataset;
using angka::Twins;

namespace {

/// Every `step`-th bundled digit.
Dataset some_digits(std::size_t step) {
  static const Dataset all = angka::load_sheet(ANGKA_SOURCE_DIR "/examples/digits/data/digits.png");
  Dataset some;
  some.shape = all.shape;
  for (std::size_t i = 0; i < all.size(); i += step) {
    const auto image = angka::DataView(all).image(i);
    some.pixels.insert(some.pixels.end(), image.begin(), image.end());
    some.labels.push_back(all.labels[i]);
  }
  return some;
}

/// Pearson's correlation from its definition.
double correlate(const Dataset& data, std::size_t a, std::size_t b) {
  const auto x = angka::DataView(data).image(a), y = angka::DataView(data).image(b);
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / static_cast<double>(x.size());
    mean_y += y[i] / static_cast<double>(x.size());
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xy / std::sqrt(xx * yy);
}

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Pairs pairs(const std::vector<Twins>& twins) {
  Pairs pairs;
  for (const Twins& t : twins) pairs.emplace_back(t.first, t.second);
  return pairs;
}

/// A copy of image `i` at the end, each pixel changed by change(pixel).
template <class Change>
void plant(Dataset& data, std::size_t i, Change change) {
  for (std::size_t p = 0; p < static_cast<std::size_t>(data.shape.size()); ++p) {
    const std::uint8_t pixel = data.pixels[i * static_cast<std::size_t>(data.shape.size()) + p];
    data.pixels.push_back(static_cast<std::uint8_t>(change(int{pixel})));
  }
  data.labels.push_back(data.labels[i]);
}

}  // namespace

TEST_CASE("duplicates: exactly the pairs that comparing all with all finds") {
  const Dataset data = some_digits(13);
  for (const double least : {0.85, 0.95}) {
    Pairs expected;
    for (std::uint32_t a = 0; a < data.size(); ++a)
      for (std::uint32_t b = a + 1; b < data.size(); ++b)
        if (correlate(data, a, b) >= least) expected.emplace_back(a, b);
    CHECK(expected.size() > 10);
    const auto found = angka::find_duplicates(data, least, 100000);
    CHECK(pairs(found.near) == expected);
    CHECK(found.exact.empty());
    CHECK(found.complete);
    for (const Twins& twins : found.near)
      CHECK(twins.correlation == doctest::Approx(correlate(data, twins.first, twins.second)));
  }
}

TEST_CASE("duplicates: planted copies are found, and nothing else") {
  Dataset data = some_digits(23);
  const auto count = static_cast<std::uint32_t>(data.size());
  CHECK(angka::find_duplicates(data).near.empty());
  angka::Random random({7}, angka::Purpose::test);
  plant(data, 100, [](int pixel) { return pixel; });
  plant(data, 5, [](int pixel) { return pixel / 2 + 40; });  // paler, on grey
  plant(data, 200,
        [&](int pixel) { return std::min(255, pixel + static_cast<int>(random.below(17))); });
  plant(data, 100, [](int pixel) { return pixel; });
  plant(data, 60, [](int pixel) { return 255 - pixel; });  // another image altogether
  const auto found = angka::find_duplicates(data);
  CHECK(pairs(found.exact) == Pairs{{100, count}, {100, count + 3}});
  CHECK(pairs(found.near) == Pairs{{5, count + 1}, {200, count + 2}});
  CHECK(found.near[0].correlation > 0.999);
  CHECK(found.near[1].correlation > 0.99);
  CHECK(found.near[1].correlation < 1);
}

TEST_CASE("duplicates: images of any shape, blank ones, and views") {
  for (const angka::Shape shape : {angka::Shape{1, 1, 40}, {1, 40, 1}, {3, 5, 7}, {1, 2, 2}}) {
    CAPTURE(to_string(shape));
    Dataset data;
    data.shape = shape;
    const auto size = static_cast<std::size_t>(shape.size());
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t p = 0; p < size; ++p)  // a light pixel at another place of each
        data.pixels.push_back(p == i ? 250 : static_cast<std::uint8_t>(p % 2));
      data.labels.push_back(0);
    }
    plant(data, 1, [](int pixel) { return pixel / 2 + 3; });
    for (const int blank : {9, 10, 9}) {
      data.pixels.insert(data.pixels.end(), size, static_cast<std::uint8_t>(blank));
      data.labels.push_back(0);
    }
    const auto found = angka::find_duplicates(data);
    CHECK(pairs(found.near) == Pairs{{1, 3}});
    CHECK(pairs(found.exact) == Pairs{{4, 6}});
    const std::vector<std::uint32_t> index{3, 0, 6, 1};
    CHECK(pairs(angka::find_duplicates(data.select(index)).near) == Pairs{{0, 3}});
  }
}

TEST_CASE("duplicates: many are found up to a limit, which is told") {
  Dataset data;
  data.shape = {1, 4, 4};
  for (int i = 0; i < 100; ++i)  // all nearly the same
    for (int p = 0; p < 16; ++p)
      data.pixels.push_back(static_cast<std::uint8_t>(p * 10 + (p == 3   ? i % 50
                                                                : p == 5 ? i / 50
                                                                         : 0)));
  data.labels.assign(100, 0);
  const auto all = angka::find_duplicates(data, 0.9);
  CHECK(all.near.size() == 100 * 99 / 2);
  CHECK(all.complete);
  const auto some = angka::find_duplicates(data, 0.9, 100);
  CHECK(some.near.size() == 100);
  CHECK_FALSE(some.complete);
  CHECK(angka::find_duplicates(data, 0.9, 100 * 99 / 2).complete);
}

TEST_CASE("duplicates: settings that can't be used are refused") {
  const Dataset data = some_digits(500);
  CHECK_THROWS_AS(angka::find_duplicates(data, 0.4), angka::SettingError);
  CHECK_THROWS_AS(angka::find_duplicates(data, 1.1), angka::SettingError);
  CHECK_THROWS_AS(angka::find_duplicates(angka::DataView{}), angka::SettingError);
}
