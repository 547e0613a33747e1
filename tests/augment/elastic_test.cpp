#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

/// What one displacement field does to two ramps shows the field itself, where it stays within.
struct Displacement {
  TestImage right, down;
  static constexpr int size = 64, slope = 4;

  Displacement(float alpha, float sigma, std::uint32_t item)
      : right(blank({1, size, size})), down(right) {
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x) {
        right.at(y, x) = static_cast<std::uint8_t>(std::min(255, x * slope));
        down.at(y, x) = static_cast<std::uint8_t>(std::min(255, y * slope));
      }
    const auto pipeline = augment(Elastic{alpha, sigma});
    right = augmented(pipeline, right, {seed(11), 0, item});
    down = augmented(pipeline, down, {seed(11), 0, item});
  }
  double x(int row, int column) const { return double(right.at(row, column)) / slope - column; }
  double y(int row, int column) const { return double(down.at(row, column)) / slope - row; }
};

double gaussian(int distance, double sigma) {
  return std::exp(-distance * distance / (2 * sigma * sigma)) /
         (sigma * std::sqrt(2 * 3.14159265358979));
}

TEST_CASE("displacements are noise of the size and smoothness that alpha and sigma say") {
  const double alpha = 34, sigma = 4;
  double sum_x = 0, sum_y = 0, squares_x = 0, squares_y = 0, product = 0, neighbours = 0, far = 0;
  int count = 0;
  for (std::uint32_t item = 0; item < 300; ++item) {
    const Displacement field(34, 4, item);
    for (int y = 20; y < 44; y += 8)
      for (int x = 20; x < 44; x += 8) {
        sum_x += field.x(y, x);
        sum_y += field.y(y, x);
        squares_x += field.x(y, x) * field.x(y, x);
        squares_y += field.y(y, x) * field.y(y, x);
        product += field.x(y, x) * field.y(y, x);
        neighbours += field.x(y, x) * field.x(y, x + 6);
        far += field.x(y, x) * field.x(y + 20, x);
        ++count;
      }
  }
  // Uniform noise in [-1, 1] has the variance 1/3; smoothing multiplies it by the sum of the
  // squared weights, in both directions; what is d pixels away shares exp(-d^2 / (4 sigma^2)).
  double weights = 0;
  for (int i = -30; i <= 30; ++i) weights += std::pow(gaussian(i, sigma), 2);
  const double variance = alpha * alpha / 3 * weights * weights;
  CHECK(variance == doctest::Approx(1.9).epsilon(0.01));  // 1.4 pixels
  CHECK(std::abs(sum_x / count) < 0.15);
  CHECK(std::abs(sum_y / count) < 0.15);
  CHECK(squares_x / count == doctest::Approx(variance).epsilon(0.12));
  CHECK(squares_y / count == doctest::Approx(variance).epsilon(0.12));
  CHECK(std::abs(product / count) < 0.12 * variance);
  CHECK(neighbours / count == doctest::Approx(variance * std::exp(-36 / 64.0)).epsilon(0.15));
  CHECK(std::abs(far / count) < 0.12 * variance);
}

TEST_CASE("smoothing agrees with a convolution in double") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{1, 7, 45}, Shape{1, 1, 1}, Shape{1, 50, 3}})
    for (const double sigma : {0.5, 1.3, 4.0, 32.0}) {
      AugmentationWorkspace workspace(shape);
      const detail::Scratch scratch = detail::scratch_of(workspace);
      Random random(seed(2), Purpose::test);
      std::vector<double> values;
      for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x) {
          scratch.framed.row(y)[x] = random.uniform(-1, 1);
          values.push_back(double{scratch.framed.row(y)[x]});
        }
        // Whatever an earlier image left behind.
        for (int x = shape.width; x < scratch.plain.stride; ++x) scratch.framed.row(y)[x] = 1e6f;
      }
      const int radius = static_cast<int>(std::ceil(3 * sigma));
      double total = 0;
      for (int i = -radius; i <= radius; ++i) total += gaussian(i, sigma);
      double worst = 0;
      int taken = 0;
      detail::smooth(scratch, detail::Gaussian(sigma), [&](int y, int x, Lanes<float> found) {
        for (int lane = 0; lane < Lanes<float>::count && x + lane < shape.width; ++lane, ++taken) {
          double expected = 0;
          for (int v = 0; v < shape.height; ++v)
            for (int u = 0; u < shape.width; ++u)
              if (std::abs(v - y) <= radius && std::abs(u - x - lane) <= radius)
                expected += values[static_cast<std::size_t>(v * shape.width + u)] *
                            gaussian(v - y, sigma) * gaussian(u - x - lane, sigma);
          worst = std::max(worst, std::abs(expected / (total * total) - double{found[lane]}));
        }
      });
      CAPTURE(sigma);
      CHECK(taken == shape.pixels());
      CHECK(worst < 1e-6);
    }
}

TEST_CASE("bending is the same in each channel") {
  const TestImage one = noise({1, 20, 30});
  TestImage three = blank({3, 20, 30});
  for (std::size_t i = 0; i < three.pixels.size(); ++i)
    three.pixels[i] = one.pixels[i % one.pixels.size()];
  const auto pipeline = augment(Elastic{20, 3});
  const TestImage bent = augmented(pipeline, one, {seed(1), 2, 3});
  CHECK(bent != one);
  const TestImage all = augmented(pipeline, three, {seed(1), 2, 3});
  for (std::size_t i = 0; i < all.pixels.size(); ++i)
    REQUIRE(all.pixels[i] == bent.pixels[i % bent.pixels.size()]);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Elastic{}) == "");
  CHECK(complaint(Elastic{34, 4}) == "");
  CHECK(complaint(Elastic{-1}) == "Elastic: alpha must be within [0, 1000], not -1");
  CHECK(complaint(Elastic{34, 0}) == "Elastic: sigma must be within [0.5, 32], not 0");
  CHECK(complaint(Elastic{34, 33}) != "");
  CHECK(complaint(Elastic{std::nanf("")}) != "");
}

}  // namespace
