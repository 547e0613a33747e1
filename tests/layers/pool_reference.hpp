#pragma once

#include <angka/core/random.hpp>
#include <angka/layers/pool.hpp>
#include <cstddef>
#include <layers/reference.hpp>
#include <limits>
#include <trial.hpp>
#include <type_traits>
#include <vector>

/// The pixels of one channel that each window reaches, row by row.
inline std::vector<std::vector<int>> pixels_of_windows(const reference::Window& w) {
  std::vector<std::vector<int>> windows(static_cast<std::size_t>(w.height() * w.width()));
  w.for_each([&](int y, int x, int, int, int row, int column) {
    windows[static_cast<std::size_t>(y * w.width() + x)].push_back(row * w.input.width + column);
  });
  return windows;
}

/// One channel: `x` to `y`, and the slopes by `y` to those by `x`. The first of the largest pixels
/// takes all.
inline void max_pool(const std::vector<std::vector<int>>& windows, const std::int64_t* x,
                     const std::int64_t* slope, std::int64_t* y, std::int64_t* gradient) {
  for (const std::vector<int>& window : windows) {
    int top = window.front();
    for (const int i : window)
      if (x[i] > x[top]) top = i;
    *y++ = x[top];
    gradient[top] += *slope++;
  }
}
/// The same for the mean of `count` pixels, or of as many as lie within the image if that is 0.
inline void mean_pool(const std::vector<std::vector<int>>& windows, std::int64_t count,
                      const std::int64_t* x, const std::int64_t* slope, std::int64_t* y,
                      std::int64_t* gradient) {
  for (const std::vector<int>& window : windows) {
    const std::int64_t divisor = count ? count : static_cast<std::int64_t>(window.size());
    for (const int i : window) {
      *y += x[i] / divisor;
      gradient[i] += *slope / divisor;
    }
    ++y, ++slope;
  }
}

template <int C, int H, int W, class Pool, auto Size, class... Modifiers>
struct Case {
  using Layer = Pool;
  using Image = angka::Input<C, H, W>;
  static constexpr bool maximum = std::is_same_v<Pool, angka::MaxPool2D<Size, Modifiers...>>;
  static reference::Window window() {
    return reference::window<Modifiers...>(Image::shape, reference::two(Size),
                                           reference::two(Size));
  }
};
template <int C, int H, int W, auto Size, class... Modifiers>
using Max = Case<C, H, W, angka::MaxPool2D<Size, Modifiers...>, Size, Modifiers...>;
template <int C, int H, int W, auto Size, class... Modifiers>
using Mean = Case<C, H, W, angka::AveragePool2D<Size, Modifiers...>, Size, Modifiers...>;

/// How many outputs and gradients of a pool differ from its twin's. Images have few different
/// values, so that the largest is often there twice; for means they are multiples of what they are
/// divided by, which makes them exact where that is a power of two.
template <class Case, class T>
int pool_differences() {
  const reference::Window w = Case::window();
  const int factor = Case::maximum ? 1 : 144 * 25;
  angka::Random random(angka::seed(8), angka::Purpose::test);
  Trial<T, typename Case::Image, typename Case::Layer> trial;
  trial.draw(static_cast<std::size_t>(2 * Lanes<T>::count + 1),
             [&] { return factor * (static_cast<int>(random.below(7)) - 3); });
  trial.run();

  const auto windows = pixels_of_windows(w);
  const reference::Numbers x(trial.input.begin(), trial.input.end());
  const reference::Numbers slope(trial.slope.begin(), trial.slope.end());
  reference::Numbers y(slope.size()), gradient(x.size());
  for (std::size_t plane = 0; plane * windows.size() < y.size(); ++plane) {
    const std::size_t from = plane * static_cast<std::size_t>(w.input.pixels());
    const std::size_t to = plane * windows.size();
    if (Case::maximum)
      max_pool(windows, &x[from], &slope[to], &y[to], &gradient[from]);
    else
      mean_pool(windows, w.same ? 0 : w.taps(), &x[from], &slope[to], &y[to], &gradient[from]);
  }
  const bool exact = Case::maximum || w.taps() == 4 || w.taps() == 16 || w.taps() == 2;
  const double tolerance = exact ? 0 : 1e5 * double(std::numeric_limits<T>::epsilon());
  return count_differences(trial.output, y, tolerance) +
         count_differences(trial.predicted, y, tolerance) +
         count_differences(trial.input_gradient, gradient, tolerance);
}
