#pragma once

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <cmath>
#include <vector>

/// The largest |found - expected| / max(1, |expected|) of `value` and of `slope` over many x.
template <class T, class Activation, class Value, class Slope>
double worst(const Activation& activation, Value&& value, Slope&& slope) {
  std::vector<double> numbers{0, 1e-30, 1e30, 3e38};
  for (double x = 1e-6; x < 100; x *= 1.07) numbers.push_back(x);
  double result = 0;
  for (const double size : numbers)
    for (const double x : {size, -size}) {
      const angka::Lanes<T> in{T(x)};
      const angka::Lanes<T> y = activation.value(in);
      const auto compare = [&](angka::Lanes<T> found, double expected) {
        for (int lane = 0; lane < angka::Lanes<T>::count; ++lane) {
          const double error =
              std::abs(double(found[lane]) - expected) / std::max(1.0, std::abs(expected));
          if (!(error <= result)) result = error;
        }
      };
      compare(y, value(double(T(x))));
      if (x != 0) compare(activation.slope(in, y), slope(double(T(x))));
    }
  return result;
}
