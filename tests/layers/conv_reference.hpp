#pragma once

#include <angka/core/random.hpp>
#include <angka/layers/conv.hpp>
#include <cstddef>
#include <layers/reference.hpp>
#include <trial.hpp>

/// A convolution on an image: channels, height, width, filters, kernel, modifiers.
template <int C, int H, int W, int Filters, int Kernel, class... Modifiers>
struct Case {
  using Layer = angka::Conv2D<Filters, Kernel, Modifiers...>;
  using Image = angka::Input<C, H, W>;
  static constexpr int filters = Filters;

  static reference::Window window() {
    return reference::window<Modifiers...>(Image::shape, Kernel, 1);
  }
};

/// The number of outputs and gradients in which a layer differs from its twin, on small whole
/// numbers, for which sums in any order are exact. Two full packs and a part of one.
template <class Case, class T>
int differences() {
  using namespace angka;
  Trial<T, typename Case::Image, typename Case::Layer> trial;
  Random random(seed(7), Purpose::test);
  const auto next = [&] { return static_cast<int>(random.below(9)) - 4; };
  const auto images = static_cast<std::size_t>(2 * Lanes<T>::count + 1);
  trial.draw(images, next);
  for (T& parameter : trial.net.parameters()) parameter = static_cast<T>(next());
  trial.run();

  const reference::Window w = Case::window();
  const auto pixels = static_cast<std::size_t>(w.height() * w.width());
  const std::span<const T> parameters = trial.net.parameters();
  const std::size_t weights = parameters.size() - (w.bias ? Case::filters : 0);
  reference::Numbers output(trial.output.size()), input_gradient(trial.input_gradient.size()),
      parameter_gradient(parameters.size());
  if (output.size() != images * Case::filters * pixels) return -1;
  for (std::size_t image = 0; image < images; ++image) {
    const std::size_t x = image * trial.inputs, y = image * trial.outputs;
    for (std::size_t o = 0; w.bias && o < trial.outputs; ++o) {
      output[y + o] = static_cast<std::int64_t>(parameters[weights + o / pixels]);
      parameter_gradient[weights + o / pixels] += static_cast<std::int64_t>(trial.slope[y + o]);
    }
    reference::for_each_product(w, Case::filters, [&](int out, int weight, int in) {
      const std::size_t o = y + std::size_t(out), p = std::size_t(weight), i = x + std::size_t(in);
      const auto slope = static_cast<std::int64_t>(trial.slope[o]);
      output[o] +=
          static_cast<std::int64_t>(parameters[p]) * static_cast<std::int64_t>(trial.input[i]);
      input_gradient[i] += static_cast<std::int64_t>(parameters[p]) * slope;
      parameter_gradient[p] += static_cast<std::int64_t>(trial.input[i]) * slope;
    });
  }
  return count_differences(trial.output, output) + count_differences(trial.predicted, output) +
         count_differences(trial.input_gradient, input_gradient) +
         count_differences(trial.parameter_gradient, parameter_gradient);
}
