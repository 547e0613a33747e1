#include "../../bench/corruptions/corruptions.hpp"

#include <doctest/doctest.h>
#include <augment/reference.hpp>
#include <recorded/canny.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace angka;
using corruptions::Digit;

namespace {

Digit digit_of(const TestImage& image) {
  Digit digit;
  std::copy(image.pixels.begin(), image.pixels.end(), digit.begin());
  return digit;
}
TestImage image_of(const Digit& digit) {
  return {corruptions::shape, {digit.begin(), digit.end()}};
}
Digit filled(int value) { return digit_of(blank(corruptions::shape, value)); }

Random random_of(std::uint32_t item) { return {seed(3), Purpose::test, 0, item}; }

Digit made(Digit (*corruption)(const Digit&, Random&), const Digit& digit, std::uint32_t item = 0) {
  Random random = random_of(item);
  return corruption(digit, random);
}

TEST_CASE("a corruption follows from seed, kind and item, and changes the digit") {
  const Digit digit = digit_of(letter());
  std::vector<std::string> names;
  for (std::size_t number = 0; number < corruptions::all.size(); ++number) {
    const std::string name = corruptions::all[number].name;
    CAPTURE(name);
    names.push_back(name);
    const auto of = [&](std::uint64_t from, std::uint32_t item) {
      return corruptions::corrupted(number, digit, seed(from), item);
    };
    CHECK(of(1, 0) != digit);
    CHECK(of(1, 0) == of(1, 0));
    bool items_differ = false, seeds_differ = false;
    for (std::uint32_t item = 1; item < 10; ++item) {
      items_differ |= of(1, item) != of(1, 0);
      seeds_differ |= of(2, item) != of(1, item);
    }
    const bool random =
        name != "scale" && name != "brightness" && name != "stripe" && name != "canny_edges";
    CHECK(items_differ == random);
    CHECK(seeds_differ == random);
  }
  CHECK(names == std::vector<std::string>{"shot_noise", "impulse_noise", "glass_blur",
                                          "motion_blur", "shear", "scale", "rotate", "brightness",
                                          "translate", "stripe", "fog", "spatter", "dotted_line",
                                          "zigzag", "canny_edges"});
}

/// Every item is one of these warps, and each of them happens.
void check_warps(Digit (*corruption)(const Digit&, Random&),
                 const std::vector<std::function<::Point(double, double)>>& sources) {
  std::vector<int> counts(sources.size());
  for (std::uint32_t item = 0; item < 40; ++item) {
    const TestImage found = image_of(made(corruption, digit_of(letter()), item));
    for (std::size_t i = 0; i < sources.size(); ++i)
      counts[i] += warp_error(found, letter(), sources[i]) < 1;
  }
  int sum = 0;
  for (const int count : counts) {
    CHECK(count > 0);
    sum += count;
  }
  CHECK(sum == 40);
}

TEST_CASE("shear, scale, rotate and translate are a naive warp's") {
  const auto sheared = [](double by) {
    return [by](double x, double y) { return ::Point{x + by * y, y}; };
  };
  check_warps(corruptions::shear, {sheared(0.4), sheared(-0.4)});
  check_warps(corruptions::scale, {[](double x, double y) { return ::Point{x / 0.7, y / 0.7}; }});
  const auto turned = [](double by) {
    return [c = std::cos(by), s = std::sin(by)](double x, double y) {
      return ::Point{c * x - s * y, s * x + c * y};
    };
  };
  check_warps(corruptions::rotate, {turned(0.4), turned(-0.4)});
  const auto moved = [](double right, double down) {
    return [=](double x, double y) { return ::Point{x - right, y - down}; };
  };
  check_warps(corruptions::translate, {moved(3, 3), moved(-3, 3), moved(3, -3), moved(-3, -3)});
}

TEST_CASE("shot noise is Poisson's, as far as white lets it") {
  for (const int level : {17, 85, 170, 255}) {
    CAPTURE(level);
    const double mean = 3 * level / 255.0;
    std::array<double, 4> chance{std::exp(-mean)};
    for (int k = 1; k < 3; ++k)
      chance[static_cast<std::size_t>(k)] =
          std::exp(-mean) * std::pow(mean, k) / std::tgamma(k + 1);
    chance[3] = 1 - chance[0] - chance[1] - chance[2];

    std::array<int, 4> counts{};
    constexpr int items = 200;
    for (std::uint32_t item = 0; item < items; ++item)
      for (const int byte : made(corruptions::shot_noise, filled(level), item)) {
        REQUIRE(byte % 85 == 0);
        ++counts[static_cast<std::size_t>(byte / 85)];
      }
    constexpr double all = items * 28 * 28;
    double sum = 0, squares = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      CAPTURE(k);
      CHECK(std::abs(counts[k] / all - chance[k]) <=
            4 * std::sqrt(chance[k] * (1 - chance[k]) / all) + 1 / all);
      sum += counts[k] * double(k);
      squares += counts[k] * double(k * k);
    }
    if (level == 17) {  // where hardly any is more than white: mean and variance are the same
      CHECK(sum / all == doctest::Approx(mean).epsilon(0.05));
      CHECK(squares / all - sum * sum / all / all == doctest::Approx(mean).epsilon(0.05));
    }
  }
  CHECK(made(corruptions::shot_noise, filled(0)) == filled(0));
}

TEST_CASE("impulse noise: 17% are black or white, as often") {
  int black = 0, white = 0;
  constexpr int items = 200, all = items * 28 * 28;
  for (std::uint32_t item = 0; item < items; ++item)
    for (const int byte : made(corruptions::impulse_noise, filled(100), item)) {
      black += byte == 0;
      white += byte == 255;
      REQUIRE((byte == 0 || byte == 255 || byte == 100));
    }
  const double tolerance = 4 * std::sqrt(all * 0.085);
  CHECK(std::abs(black - all * 0.085) < tolerance);
  CHECK(std::abs(white - all * 0.085) < tolerance);
}

/// The mean of ink's squared distance from its centre, along x and y.
::Point spread(const TestImage& image) {
  const Moments m = moments(image);
  ::Point sum;
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      sum.x += image.at(y, x) * std::pow(x - m.center.x, 2);
      sum.y += image.at(y, x) * std::pow(y - m.center.y, 2);
    }
  return {sum.x / m.mass, sum.y / m.mass};
}

TEST_CASE("glass blur keeps the ink where it is and spreads it like its parts") {
  TestImage square = blank(corruptions::shape);
  for (int y = 12; y < 16; ++y)
    for (int x = 12; x < 16; ++x) square.at(y, x) = 255;
  ::Point before = spread(square), sum;
  constexpr int items = 200;
  for (std::uint32_t item = 0; item < items; ++item) {
    const TestImage found = image_of(made(corruptions::glass_blur, digit_of(square), item));
    const Moments m = moments(found);
    CHECK(m.mass == doctest::Approx(moments(square).mass).epsilon(0.02));
    CHECK(std::hypot(m.center.x - 13.5, m.center.y - 13.5) < 0.8);
    sum.x += spread(found).x / items, sum.y += spread(found).y / items;
  }
  // Two Gaussians of variance 0.49 and what changing places adds: a pixel takes part in one
  // exchange a round, which moves it by 0 or 1, and sometimes in the next one, too.
  CHECK(sum.x - before.x == doctest::Approx(2 * 0.49 + 1.22).epsilon(0.05));
  CHECK(sum.y - before.y == doctest::Approx(2 * 0.49 + 1.22).epsilon(0.05));
}

TEST_CASE("motion blur trails off to the right, within 45 degrees of it") {
  double weights = 0, mean = 0, square = 0;
  for (int i = 0; i <= 10; ++i) {
    const double weight = std::exp(-i * i / 18.0);
    weights += weight, mean += weight * i, square += weight * i * i;
  }
  mean /= weights;
  const double variance = square / weights - mean * mean;
  TestImage spot = blank(corruptions::shape);
  for (int y = 13; y < 16; ++y)
    for (int x = 8; x < 11; ++x) spot.at(y, x) = 255;
  double steepest = 0;
  for (std::uint32_t item = 0; item < 50; ++item) {
    const TestImage found = image_of(made(corruptions::motion_blur, digit_of(spot), item));
    const Moments m = moments(found);
    const double right = m.center.x - 9, down = m.center.y - 14;
    CHECK(m.mass == doctest::Approx(moments(spot).mass).epsilon(0.03));
    CHECK(std::hypot(right, down) == doctest::Approx(mean).epsilon(0.03));
    CHECK(right > 0);
    steepest = std::max(steepest, std::abs(down / right));
    const ::Point wider = spread(found), narrow = spread(spot);
    // Bilinear interpolation spreads a little, too.
    CHECK(wider.x + wider.y - narrow.x - narrow.y ==
          doctest::Approx(variance + 0.15).epsilon(0.06));
  }
  CHECK(steepest < 1.02);
  CHECK(steepest > 0.8);
}

TEST_CASE("brightness and stripe, by pixel") {
  const TestImage image = noise(corruptions::shape);
  const TestImage light = image_of(made(corruptions::brightness, digit_of(image)));
  const TestImage striped = image_of(made(corruptions::stripe, digit_of(image)));
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      const int value = image.at(y, x);
      REQUIRE(light.at(y, x) == std::min(value + 128, 255));
      REQUIRE(striped.at(y, x) == (x < 7 || x > 20 ? 255 - value : value));
    }
}

TEST_CASE("clouds: from 0 to 1, without seams, each octave half as strong") {
  constexpr int size = corruptions::clouds_side;
  std::array<double, 4> squares{};  // of the differences at distances 4, 8, 16, 32
  double seam = 0;
  for (std::uint32_t item = 0; item < 4; ++item) {
    Random random = random_of(item);
    const std::vector<float> clouds = corruptions::clouds(random);
    CHECK(*std::min_element(clouds.begin(), clouds.end()) == 0);
    CHECK(*std::max_element(clouds.begin(), clouds.end()) == 1);
    const auto at = [&](int y, int x) {
      return double{clouds[static_cast<std::size_t>(y % size * size + x % size)]};
    };
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x)
        for (int k = 0; k < 4; ++k)
          squares[static_cast<std::size_t>(k)] += std::pow(at(y, x + (4 << k)) - at(y, x), 2);
      seam += std::pow(at(y, size - 2) - at(y, size + 2), 2);
    }
  }
  CHECK(seam * size < 2 * squares[0]);
  // Twice the distance, twice the difference, where an octave is half as strong as the one before;
  // the larger ones end, and those of a pixel are a plain mean's.
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(squares[k + 1] > 2.4 * squares[k]);
    CHECK(squares[k + 1] < 4 * squares[k]);
  }
}

TEST_CASE("fog: a quarter of the digit, and clouds of up to three quarters") {
  for (std::uint32_t item = 0; item < 5; ++item) {
    const Digit dark = made(corruptions::fog, filled(0), item);
    const Digit bright = made(corruptions::fog, filled(255), item);
    Random random = random_of(item);
    const std::vector<float> clouds = corruptions::clouds(random);
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x) {
        const double cloud = double{clouds[static_cast<std::size_t>(256 * y + x)]};
        REQUIRE(std::abs(dark[corruptions::at(y, x)] - 191.25 * cloud) < 0.501);
        REQUIRE(std::abs(bright[corruptions::at(y, x)] - 191.25 * cloud - 63.75) < 0.501);
      }
  }
}

TEST_CASE("spatter: drops of grey 63, the rest as it is") {
  int drops = 0;
  constexpr int items = 50;
  for (std::uint32_t item = 0; item < items; ++item) {
    const Digit on_black = made(corruptions::spatter, filled(0), item);
    const Digit on_white = made(corruptions::spatter, filled(255), item);
    for (std::size_t i = 0; i < on_black.size(); ++i) {
      if (on_black[i] == 0) {
        REQUIRE(on_white[i] == 255);
        continue;
      }
      ++drops;
      REQUIRE(on_black[i] >= 50);  // 0.8 * 63
      REQUIRE(on_black[i] <= 63);
      REQUIRE(std::abs(255 - on_white[i] - on_black[i] * 192 / 63.0) < 2.1);  // as opaque
    }
  }
  const double area = drops / (items * 28.0 * 28.0);
  CHECK(area > 0.03);
  CHECK(area < 0.2);
}

/// The middle of the ink in columns [begin, end), and how much there is.
Moments ink_of(const Digit& digit, int begin, int end) {
  TestImage part = image_of(digit);
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x)
      if (x < begin || x >= end) part.at(y, x) = 0;
  return moments(part);
}

TEST_CASE("dotted line: two columns of ink and two of nearly none, on a straight line") {
  int lines = 0;
  for (std::uint32_t item = 0; item < 40; ++item) {
    const Digit line = made(corruptions::dotted_line, filled(0), item);
    std::vector<Moments> dots;
    bool whole = true;
    for (int x = 1; x < 28; x += 4) {
      dots.push_back(ink_of(line, x, x + 4));
      whole = whole && dots.back().center.y > 2 && dots.back().center.y < 25;
      CHECK(ink_of(line, x + 3, x + 4).mass < 100);
    }
    if (!whole) continue;
    ++lines;
    for (std::size_t i = 0; i < dots.size(); ++i) {
      CHECK(dots[i].mass > 255 * 2.5);
      CHECK(dots[i].mass < 255 * 5.5);
      const double along = double(i) / double(dots.size() - 1);
      CHECK(std::abs(dots[i].center.x - (2.5 + 4.0 * double(i))) < 0.3);
      CHECK(std::abs(dots[i].center.y - (1 - along) * dots.front().center.y -
                     along * dots.back().center.y) < 0.3);
    }
  }
  CHECK(lines > 10);
}

TEST_CASE("zigzag: from left to right, 2 pixels to either side in turns") {
  int lines = 0;
  for (std::uint32_t item = 0; item < 60; ++item) {
    const Digit line = made(corruptions::zigzag, filled(0), item);
    const TestImage image = image_of(line);
    int top = 28, bottom = -1;
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x)
        if (image.at(y, x) > 0) top = std::min(top, y), bottom = std::max(bottom, y);
    CHECK(ink_of(line, 0, 1).mass == 0);
    CHECK(ink_of(line, 27, 28).mass == 0);
    if (top < 2 || bottom > 25) continue;  // not all of it can be seen
    ++lines;
    for (int x = 2; x <= 25; ++x) CHECK(ink_of(line, x, x + 1).mass > 200);
    // What lies between a peak below and two above it, or the other way round.
    for (int x = 8; x <= 16; x += 4) {
      const auto peak = [&](int at) { return ink_of(line, at, at + 1).center.y; };
      const double height = peak(x) - (peak(x - 4) + peak(x + 4)) / 2;
      CHECK((x / 4 % 2 == 0 ? -height : height) == doctest::Approx(4).epsilon(0.3));
    }
  }
  CHECK(lines > 10);
}

TEST_CASE("lines are added to the digit") {
  for (const auto corruption : {corruptions::dotted_line, corruptions::zigzag}) {
    const Digit grey = made(corruption, filled(100)), black = made(corruption, filled(0));
    for (std::size_t i = 0; i < grey.size(); ++i) REQUIRE(grey[i] == std::min(100 + black[i], 255));
  }
}

TEST_CASE("edges are OpenCV's") {
  for (const recorded::Edges& of : recorded::canny)
    CHECK(corruptions::edges(of.picture, recorded::canny_low, recorded::canny_high) == of.edges);
  const Digit digit = digit_of(letter());
  Random random = random_of(0);
  CHECK(made(corruptions::canny_edges, digit) ==
        corruptions::edges(corruptions::changed(digit, random, Blur{{1, 1}}), 25.5, 51));
}

}  // namespace
