#include <angka/core/errors.hpp>
#include <angka/metrics/principal_components.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

using angka::principal_components;
using doctest::Approx;

namespace {

std::vector<float> points() {
  std::vector<float> eighths{45,  -4,  -3, -1, -25, -25, -4, 2,  -13, -3,  6,  2,  21,  14, 6,  8,
                             15,  7,   6,  -3, -8,  10,  8,  7,  0,   -23, 10, 7,  -25, 14, 6,  -7,
                             -10, -12, 11, -1, -6,  -6,  -4, -4, 5,   19,  9,  -3, -28, -7, -5, -4};
  for (float& x : eighths) x /= 8;
  return eighths;
}

}  // namespace

TEST_CASE("principal components are what scikit-learn computes") {  // PCA(2), 1.9.1
  const auto found = principal_components(points(), 4, 2);
  const double directions[2][4] = {
      {0.9596376180408712, 0.2754078551130828, 0.0378744936524255, 0.042563812252037786},
      {-0.27261585690021034, 0.9447403383355976, 0.15133285362888185, -0.10121588363811139}};
  const double parts[] = {0.6633187227973801, 0.26290377530417014};
  const double mean[] = {-0.3020833333333333, -0.16666666666666666, 0.4791666666666667, 0.03125};
  const double projected[3][2] = {{5.557047787899559, -2.0441788452703693},
                                  {-3.5514998717419464, -2.1956060485923747},
                                  {-1.3073287261, 0.1826721635163057}};
  REQUIRE(found.directions.size() == 2);
  for (std::size_t d = 0; d < 2; ++d) {
    CHECK(found.parts[d] == Approx(parts[d]).epsilon(1e-9));
    for (std::size_t i = 0; i < 4; ++i)
      CHECK(found.directions[d][i] == Approx(directions[d][i]).epsilon(1e-9));
  }
  for (std::size_t i = 0; i < 4; ++i) CHECK(found.mean[i] == Approx(mean[i]).epsilon(1e-12));
  const std::vector<float> all = points();
  for (std::size_t row = 0; row < 3; ++row) {
    const auto at = found.project(std::span(all).subspan(4 * row, 4));
    for (std::size_t d = 0; d < 2; ++d) CHECK(at[d] == Approx(projected[row][d]).epsilon(1e-8));
  }
}

TEST_CASE("all components show the whole variance, at right angles") {
  const auto found = principal_components(points(), 4, 4);
  double whole = 0;
  for (const double part : found.parts) whole += part;
  CHECK(whole == Approx(1));
  for (std::size_t a = 0; a < 4; ++a)
    for (std::size_t b = 0; b < 4; ++b) {
      double product = 0;
      for (std::size_t i = 0; i < 4; ++i)
        product += found.directions[a][i] * found.directions[b][i];
      CHECK(std::abs(product - (a == b)) < 1e-12);
    }
}

TEST_CASE("components of points that are all alike, and what can't be asked") {
  const auto found = principal_components(std::vector<float>(6, 2.f), 3, 2);
  CHECK(found.parts == std::vector<double>{0, 0});
  CHECK_THROWS_AS(principal_components(points(), 5, 1), angka::SettingError);
  CHECK_THROWS_AS(principal_components(std::vector<float>(4, 2.f), 4, 1), angka::SettingError);
  CHECK_THROWS_AS(principal_components(points(), 4, 5), angka::SettingError);
  CHECK_THROWS_AS(principal_components(points(), 4, 0), angka::SettingError);
  CHECK_THROWS_AS(principal_components({}, 0, 0), angka::SettingError);
}
