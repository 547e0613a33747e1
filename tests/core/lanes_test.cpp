#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/random.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace angka;

/// Numbers on both sides of 0, from the smallest to `largest`, thick around 1.
template <class T>
std::vector<T> numbers(double largest) {
  std::vector<T> result;
  for (double size = 1e-30; size < largest; size *= 1.37)
    for (const double sign : {-1.0, 1.0}) result.push_back(T(sign * size));
  Random random(seed(2), Purpose::test);
  const auto range = static_cast<float>(std::min(largest, 12.0));
  for (int i = 0; i < 20000; ++i) result.push_back(T(random.uniform(-range, range)));
  return result;
}

/// The largest |found - expected| / unit(expected), and that every lane agrees.
template <class T, class Found, class Expected, class Unit>
double worst(const std::vector<T>& numbers, Found&& found, Expected&& expected, Unit&& unit) {
  double result = 0;
  for (const T x : numbers) {
    const Lanes<T> y = found(Lanes<T>(x));
    const double right = static_cast<double>(expected(static_cast<long double>(x)));
    for (int lane = 0; lane < Lanes<T>::count; ++lane)
      if (!(std::abs(double(y[lane]) - right) / unit(right) <= result))
        result = std::abs(double(y[lane]) - right) / unit(right);
  }
  return result;
}

/// Units in the last place.
template <class T>
double last_place(double x) {
  const double size = std::max(std::abs(x), double(std::numeric_limits<T>::min()));
  return std::ldexp(double(std::numeric_limits<T>::epsilon()), std::ilogb(size));
}
template <class T>
double last_place_of_1(double) {
  return double(std::numeric_limits<T>::epsilon());
}

TEST_CASE_TEMPLATE("elementary functions are as exact as they say", T, float, double) {
  const double largest = sizeof(T) == 4 ? 1e30 : 1e300;
  CHECK(worst(
            numbers<T>(largest), [](Lanes<T> x) { return tanh(x); },
            [](long double x) { return std::tanh(x); }, last_place<T>) < 4);
  CHECK(worst(
            numbers<T>(largest), [](Lanes<T> x) { return erf(x); },
            [](long double x) { return std::erf(x); }, last_place_of_1<T>) < 4);
  CHECK(worst(
            numbers<T>(1), [](Lanes<T> x) { return erf(x); },
            [](long double x) { return std::erf(x); }, last_place<T>) < 8);
  CHECK(worst(
            numbers<T>(largest), [](Lanes<T> x) { return sigmoid(x); },
            [](long double x) { return 1 / (1 + std::exp(-x)); }, last_place_of_1<T>) < 4);
  CHECK(worst(
            numbers<T>(60), [](Lanes<T> x) { return sigmoid(x); },
            [](long double x) { return 1 / (1 + std::exp(-x)); }, last_place<T>) < 8);
  CHECK(worst(
            numbers<T>(80), [](Lanes<T> x) { return exp(x); },
            [](long double x) { return std::exp(x); }, last_place<T>) < 4);
  CHECK(worst(
            numbers<T>(largest), [](Lanes<T> x) { return log(abs(x)); },
            [](long double x) { return std::log(std::abs(x)); },
            [](double x) { return std::max(last_place<T>(x), last_place_of_1<T>(x)); }) < 4);
  CHECK(worst(
            numbers<T>(largest), [](Lanes<T> x) { return sqrt(abs(x)); },
            [](long double x) { return std::sqrt(std::abs(x)); }, last_place<T>) < 4);
}

TEST_CASE_TEMPLATE("functions that go to 1 reach it, and never go beyond", T, float, double) {
  for (const double x : {20.0, 100.0, 1e4, 1e30}) {
    CHECK(tanh(Lanes<T>(T(x)))[0] == 1);
    CHECK(tanh(Lanes<T>(T(-x)))[0] == -1);
    CHECK(erf(Lanes<T>(T(x)))[0] == 1);
    CHECK(erf(Lanes<T>(T(-x)))[0] == -1);
    CHECK(sigmoid(Lanes<T>(T(x + 30)))[0] == 1);
    CHECK(double(sigmoid(Lanes<T>(T(-x - 70)))[0]) < 1e-30);
  }
  for (const T x : numbers<T>(1e4)) {
    CHECK_UNARY(std::abs(tanh(Lanes<T>(x))[0]) <= 1);
    CHECK_UNARY(std::abs(erf(Lanes<T>(x))[0]) <= 1);
    CHECK_UNARY(sigmoid(Lanes<T>(x))[0] <= 1);
  }
}

/// Lanes with a number of their own each.
template <class T>
Lanes<T> counted(T first, T step) {
  Lanes<T> lanes(T(0));
  for (int i = 0; i < Lanes<T>::count; ++i) lanes.set(i, first + T(i) * step);
  return lanes;
}

TEST_CASE_TEMPLATE("each lane is computed by itself", T, float, double) {
  constexpr int count = Lanes<T>::count;
  const Lanes<T> a = counted<T>(-3, 1), b = counted<T>(5, -2), c = counted<T>(7, 3);
  Lanes<T> d = a;
  d += b;
  d -= c;
  d *= a;
  for (int i = 0; i < count; ++i) {
    const T x = T(i) - 3, y = 5 - 2 * T(i), z = 7 + 3 * T(i);
    CHECK((a + b)[i] == x + y);
    CHECK((a - b)[i] == x - y);
    CHECK((a * b)[i] == x * y);
    CHECK((a / c)[i] == x / z);
    CHECK((-a)[i] == -x);
    CHECK(d[i] == (x + y - z) * x);
    CHECK(fma(a, b, c)[i] == x * y + z);
    CHECK(min(a, b)[i] == std::min(x, y));
    CHECK(max(a, b)[i] == std::max(x, y));
    CHECK(abs(a)[i] == std::abs(x));
    CHECK(where_less(a, b, c, d)[i] == (x < y ? z : d[i]));
    CHECK(where_equal(a, Lanes<T>(T(-2)), c, d)[i] == (x == -2 ? z : d[i]));
  }
  T sum = 0;
  for (int i = 0; i < count; ++i) sum += c[i];
  CHECK(c.sum() == sum);
}

TEST_CASE_TEMPLATE("lanes are read, written, and turned from rows into columns", T, float, double) {
  constexpr int count = Lanes<T>::count;
  alignas(64) T numbers[3 * count + 1];
  for (int i = 0; i <= 3 * count; ++i) numbers[i] = T(i);
  CHECK(Lanes<T>::load(numbers + count)[count - 1] == T(2 * count - 1));
  const Lanes<T> lanes = Lanes<T>::load_unaligned(numbers + 1);
  CHECK(lanes[0] == 1);
  lanes.store(numbers);
  CHECK(numbers[count - 1] == T(count));
  lanes.store_unaligned(numbers + 1);
  CHECK(numbers[1] == 1);
  CHECK(scalars(&lanes)[count - 1] == T(count));

  Lanes<T> rows[count];
  for (int r = 0; r < count; ++r) rows[r] = counted<T>(T(100 * r), 1);
  Lanes<T>::transpose(rows);
  for (int r = 0; r < count; ++r)
    for (int i = 0; i < count; ++i) CHECK(rows[r][i] == T(100 * i + r));
}

TEST_CASE_TEMPLATE("finite numbers are told from the others", T, float, double) {
  using Limits = std::numeric_limits<T>;
  for (const T x : {T(0), T(-1), Limits::max(), Limits::lowest(), Limits::denorm_min()})
    CHECK(finite(x));
  for (const T x : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()})
    CHECK_FALSE(finite(x));
}

}  // namespace
