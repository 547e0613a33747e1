#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <array>
#include <cmath>

using namespace angka;

namespace {

/// Solves for the projection that takes four points to four others, by elimination.
struct Homography {
  std::array<double, 8> h{};

  Homography(const std::array<Point, 4>& from, const std::array<Point, 4>& to) {
    double a[8][9];
    for (std::size_t i = 0; i < 4; ++i) {
      const auto [x, y] = from[i];
      const auto [u, v] = to[i];
      const double rows[2][9] = {{x, y, 1, 0, 0, 0, -u * x, -u * y, u},
                                 {0, 0, 0, x, y, 1, -v * x, -v * y, v}};
      for (std::size_t k = 0; k < 2; ++k) std::copy_n(rows[k], 9, a[2 * i + k]);
    }
    for (int column = 0; column < 8; ++column) {
      int pivot = column;
      for (int row = column; row < 8; ++row)
        if (std::abs(a[row][column]) > std::abs(a[pivot][column])) pivot = row;
      std::swap(a[column], a[pivot]);
      for (int row = 0; row < 8; ++row) {
        if (row == column) continue;
        const double factor = a[row][column] / a[column][column];
        for (int k = column; k < 9; ++k) a[row][k] -= factor * a[column][k];
      }
    }
    for (std::size_t i = 0; i < 8; ++i) h[i] = a[i][8] / a[i][i];
  }
  Point operator()(double x, double y) const {
    const double w = h[6] * x + h[7] * y + 1;
    return {(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w};
  }
};

Point apply(const Projection& p, Point at) {
  const double w = p.m[2][0] * at.x + p.m[2][1] * at.y + p.m[2][2];
  return {(p.m[0][0] * at.x + p.m[0][1] * at.y + p.m[0][2]) / w,
          (p.m[1][0] * at.x + p.m[1][1] * at.y + p.m[1][2]) / w};
}

TEST_CASE("each corner moves inwards by up to distortion times half a side") {
  const Shape shape{1, 20, 40};
  const std::array<Point, 4> corners{Point{-20, -10}, Point{20, -10}, Point{20, 10},
                                     Point{-20, 10}};
  for (const float distortion : {0.1f, 0.6f}) {
    double most_x = 0, most_y = 0, sum = 0;
    for (std::uint32_t i = 0; i < 500; ++i) {
      Random random(seed(3), Purpose::augment, 0, i);
      const Projection source = Perspective{distortion}.source(random, shape);
      for (const Point corner : corners) {
        const Point moved = apply(source.adjugate(), corner);
        const double across = 1 - moved.x / corner.x, along = 1 - moved.y / corner.y;
        CHECK(across > -1e-6);
        CHECK(along > -1e-6);
        most_x = std::max(most_x, across);
        most_y = std::max(most_y, along);
        sum += across + along;
      }
    }
    const double greatest = distortion;
    CHECK(most_x < greatest + 1e-6);
    CHECK(most_y < greatest + 1e-6);
    CHECK(most_x > 0.99 * greatest);
    CHECK(most_y > 0.99 * greatest);
    CHECK(sum / 4000 == doctest::Approx(greatest / 2).epsilon(0.04));
  }
}

TEST_CASE("agrees with a warp in double by a projection solved from the corners") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{2, 20, 40}})
    for (std::uint32_t i = 0; i < 40; ++i) {
      const auto pipeline = augment(Perspective{i % 2 ? 0.6f : 0.2f});
      const ImageKey key{seed(5), 1, i};
      Random random(key.seed, Purpose::augment, key.epoch, key.sample, 0);
      random.uniform();  // whether it happens
      const Projection source = pipeline.get<Perspective>().source(random, shape);
      const double right = shape.width / 2.0, down = shape.height / 2.0;
      const std::array<Point, 4> corners{Point{-right, -down}, Point{right, -down},
                                         Point{right, down}, Point{-right, down}};
      std::array<Point, 4> moved;
      for (std::size_t k = 0; k < 4; ++k) moved[k] = apply(source.adjugate(), corners[k]);
      const TestImage image = noise(shape, i);
      CHECK(warp_error(augmented(pipeline, image, key), image, Homography(moved, corners)) <
            rounding + 0.1);
    }
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Perspective{}) == "");
  CHECK(complaint(Perspective{0.6f}) == "");
  CHECK(complaint(Perspective{0.7f}) == "Perspective: distortion must be within [0, 0.6], not 0.7");
  CHECK(complaint(Perspective{-0.1f}) != "");
}

}  // namespace
