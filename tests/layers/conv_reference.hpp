#pragma once

#include <angka/core/random.hpp>
#include <angka/layers/conv.hpp>
#include <cstddef>
#include <cstdint>
#include <layers/reference.hpp>
#include <span>
#include <trial.hpp>
#include <vector>

/// A convolution on an image: channels, height, width, filters, kernel, modifiers.
template <int C, int H, int W, int Filters, auto Size, class... Modifiers>
struct Case {
  using Layer = angka::Conv2D<Filters, Size, Modifiers...>;
  using Image = angka::Input<C, H, W>;
  static constexpr int filters = Filters;

  static reference::Window window() {
    return reference::window<Modifiers...>(Image::shape, reference::two(Size), {1, 1});
  }
};

/// A convolution's outputs and gradients, image by image, by plain loops over whole numbers.
struct Twin {
  reference::Numbers output, input_gradient, parameter_gradient;
};
template <class T>
Twin make_twin(const reference::Window& w, int filters, std::span<const T> parameters,
               const std::vector<float>& input, const std::vector<T>& slope) {
  const auto whole = [](auto value) { return static_cast<std::int64_t>(value); };
  const auto pixels = static_cast<std::size_t>(w.height() * w.width());
  const auto inputs = static_cast<std::size_t>(w.input.size());
  const auto outputs = static_cast<std::size_t>(filters) * pixels;
  const auto weights = parameters.size() - static_cast<std::size_t>(w.bias ? filters : 0);
  Twin twin{.output = reference::Numbers(slope.size()),
            .input_gradient = reference::Numbers(input.size()),
            .parameter_gradient = reference::Numbers(parameters.size())};
  for (std::size_t x = 0, y = 0; x < input.size(); x += inputs, y += outputs) {
    for (std::size_t o = 0; w.bias && o < outputs; ++o) {
      twin.output[y + o] = whole(parameters[weights + o / pixels]);
      twin.parameter_gradient[weights + o / pixels] += whole(slope[y + o]);
    }
    reference::for_each_product(w, filters, [&](int out, int weight, int in) {
      const std::size_t o = y + std::size_t(out), p = std::size_t(weight), i = x + std::size_t(in);
      twin.output[o] += whole(parameters[p]) * whole(input[i]);
      twin.input_gradient[i] += whole(parameters[p]) * whole(slope[o]);
      twin.parameter_gradient[p] += whole(input[i]) * whole(slope[o]);
    });
  }
  return twin;
}

/// A convolution that ran on small whole numbers: two full packs of images and a part of one.
template <class Case, class T>
auto run_case() {
  using namespace angka;
  Trial<T, typename Case::Image, typename Case::Layer> trial;
  Random random(seed(7), Purpose::test);
  const auto next = [&] { return static_cast<int>(random.below(9)) - 4; };
  trial.draw(static_cast<std::size_t>(2 * Lanes<T>::count + 1), next);
  for (T& parameter : trial.net.parameters()) parameter = static_cast<T>(next());
  trial.run();
  return trial;
}

/// The number of outputs and gradients in which a convolution differs from its twin. Sums of small
/// whole numbers are exact in any order.
template <class Case, class T>
int conv_differences() {
  const auto trial = run_case<Case, T>();
  const Twin twin =
      make_twin<T>(Case::window(), Case::filters, trial.net.parameters(), trial.input, trial.slope);
  return count_differences(trial.output, twin.output) +
         count_differences(trial.predicted, twin.output) +
         count_differences(trial.input_gradient, twin.input_gradient) +
         count_differences(trial.parameter_gradient, twin.parameter_gradient);
}
