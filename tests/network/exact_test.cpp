#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/layers/activation.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/pool.hpp>
#include <cstddef>
#include <cstdint>
#include <layers/reference.hpp>
#include <trial.hpp>
#include <vector>

namespace {

using namespace angka;
using reference::Numbers;

// A whole training step in whole numbers, which sums in any order don't round: networks whose steps
// the engine fuses, against layers written down one by one.

/// One naive layer: reads `x`, writes `y`; then turns slopes by `y` into those by `x`, and adds to
/// those by its `parameters`, which begin at `first`.
struct Naive {
  enum Kind { convolution, max_pool, leaky, dense } kind;
  reference::Window window{};
  int outputs = 0;
  std::int64_t negative_slope = 0;

  Numbers forward(const Numbers& x, const std::int64_t* w) const {
    Numbers y;
    if (kind == leaky) {
      for (const std::int64_t value : x) y.push_back(value > 0 ? value : value * negative_slope);
    } else if (kind == max_pool) {
      for_each_maximum(x, [&](std::size_t top) { y.push_back(x[top]); });
    } else {
      const std::size_t size = std::size_t(outputs) * pixels();
      for (std::size_t o = 0; o < size; ++o) y.push_back(w[weights(x) + o / pixels()]);
      for_each_product(x,
                       [&](std::size_t o, std::size_t p, std::size_t i) { y[o] += w[p] * x[i]; });
    }
    return y;
  }
  Numbers backward(const Numbers& x, const std::int64_t* w, const Numbers& slope,
                   std::int64_t* gradient) const {
    Numbers result(x.size());
    if (kind == leaky) {
      for (std::size_t i = 0; i < x.size(); ++i)
        result[i] = slope[i] * (x[i] > 0 ? 1 : negative_slope);
    } else if (kind == max_pool) {
      std::size_t o = 0;
      for_each_maximum(x, [&](std::size_t top) { result[top] += slope[o++]; });
    } else {
      for (std::size_t o = 0; o < slope.size(); ++o)
        gradient[weights(x) + o / pixels()] += slope[o];
      for_each_product(x, [&](std::size_t o, std::size_t p, std::size_t i) {
        gradient[p] += x[i] * slope[o];
        result[i] += w[p] * slope[o];
      });
    }
    return result;
  }
  std::size_t parameters(const Numbers& x) const {
    return kind == convolution || kind == dense ? weights(x) + std::size_t(outputs) : 0;
  }

 private:
  std::size_t pixels() const {
    return kind == convolution ? std::size_t(window.height() * window.width()) : 1;
  }
  std::size_t weights(const Numbers& x) const {
    const auto inputs =
        kind == dense
            ? x.size()
            : std::size_t(window.taps() * window.input.channels / window.groups);
    return inputs * std::size_t(outputs);
  }
  template <class Visit>
  void for_each_product(const Numbers& x, Visit&& visit) const {
    if (kind == convolution)
      reference::for_each_product(window, outputs, [&](int o, int p, int i) {
        visit(std::size_t(o), std::size_t(p), std::size_t(i));
      });
    else
      for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t o = 0; o < std::size_t(outputs); ++o)
          visit(o, i * std::size_t(outputs) + o, i);
  }
  template <class Visit>
  void for_each_maximum(const Numbers& x, Visit&& visit) const {
    for (int c = 0; c < window.input.channels; ++c) {
      std::vector<std::vector<std::size_t>> places(std::size_t(window.height() * window.width()));
      window.for_each([&](int r, int q, int, int, int row, int column) {
        places[std::size_t(r * window.width() + q)].push_back(
            std::size_t((c * window.input.height + row) * window.input.width + column));
      });
      for (const auto& window_pixels : places)
        visit(*std::max_element(window_pixels.begin(), window_pixels.end(),
                                [&](std::size_t a, std::size_t b) { return x[a] < x[b]; }));
    }
  }
};

/// How many numbers of a training step differ from the naive layers', over batches of every size up
/// to three packs and one image, each with 1, 2 or 3 threads.
template <class T, class InputShape, class... Layers, class Set>
int differences(const std::vector<Naive>& layers, Set&& settings) {
  constexpr std::size_t most = 3 * Lanes<T>::count + 1;
  Trial<T, InputShape, Layers...> trial;
  settings(trial.net);
  Random random(seed(10), Purpose::test);
  trial.draw(most, [&] { return static_cast<int>(random.below(7)) - 3; });
  Numbers parameters;
  for (T& parameter : trial.net.parameters()) {
    parameters.push_back(static_cast<int>(random.below(4)) - 1);
    parameter = static_cast<T>(parameters.back());
  }
  const std::vector<float> inputs = trial.input;
  const std::vector<T> slopes = trial.slope;

  int result = 0;
  Numbers output, input_gradient, gradient(parameters.size());
  ThreadPool pools[] = {ThreadPool(1), ThreadPool(2), ThreadPool(3)};
  for (std::size_t images = 1; images <= most; ++images) {
    const std::size_t at = (images - 1) * trial.inputs, to = (images - 1) * trial.outputs;
    std::vector<Numbers> values{Numbers(inputs.begin() + std::ptrdiff_t(at),
                                        inputs.begin() + std::ptrdiff_t(at + trial.inputs))};
    std::vector<std::size_t> first{0};
    for (const Naive& layer : layers) {
      const std::size_t begin = first.back();
      first.push_back(begin + layer.parameters(values.back()));
      values.push_back(layer.forward(values.back(), parameters.data() + begin));
    }
    output.insert(output.end(), values.back().begin(), values.back().end());
    Numbers slope(slopes.begin() + std::ptrdiff_t(to),
                  slopes.begin() + std::ptrdiff_t(to + trial.outputs));
    for (std::size_t i = layers.size(); i-- > 0;)
      slope = layers[i].backward(values[i], parameters.data() + first[i], slope,
                                 gradient.data() + first[i]);
    input_gradient.insert(input_gradient.end(), slope.begin(), slope.end());

    trial.input.assign(inputs.begin(), inputs.begin() + std::ptrdiff_t(at + trial.inputs));
    trial.slope.assign(slopes.begin(), slopes.begin() + std::ptrdiff_t(to + trial.outputs));
    trial.run(pools[images % 3]);
    result += count_differences(trial.output, output);
    result += count_differences(trial.predicted, output);
    result += count_differences(trial.input_gradient, input_gradient);
    result += count_differences(trial.parameter_gradient, gradient);
  }
  return result;
}

reference::Window same(Shape shape, int kernel) {
  return {.input = shape, .kernel = reference::two(kernel), .same = true};
}
reference::Window valid(Shape shape, int kernel, int stride = 1, int groups = 1) {
  return {.input = shape,
          .kernel = reference::two(kernel),
          .stride = reference::two(stride),
          .groups = groups};
}

TEST_CASE_TEMPLATE("a LeNet's step is exact for batches of every size", T, float, double) {
  const std::vector<Naive> layers{{Naive::convolution, same({2, 9, 8}, 3), 3},
                                  {Naive::leaky},
                                  {Naive::max_pool, valid({3, 9, 8}, 2, 2)},
                                  {Naive::convolution, valid({3, 4, 4}, 3), 4},
                                  {Naive::leaky},
                                  {Naive::dense, {}, 5},
                                  {Naive::leaky},
                                  {Naive::dense, {}, 3}};
  CHECK(differences<T, Input<2, 9, 8>, Conv2D<3, 3, Same>, ReLU, MaxPool2D<2>, Conv2D<4, 3>, ReLU,
                    Dense<5>, ReLU, Dense<3>>(layers, [](auto&) {}) == 0);
}

TEST_CASE_TEMPLATE("pooling in front of, behind and without activations is exact", T, float,
                   double) {
  const std::vector<Naive> layers{{Naive::convolution, same({2, 10, 11}, 3), 4},
                                  {Naive::max_pool, valid({4, 10, 11}, 3, 3)},
                                  {Naive::leaky, {}, 0, 2},
                                  {Naive::max_pool, valid({4, 3, 3}, 2, 1)},
                                  {Naive::leaky},
                                  {Naive::max_pool, valid({4, 2, 2}, 2, 2)},
                                  {Naive::dense, {}, 2}};
  CHECK(differences<T, Input<2, 10, 11>, Conv2D<4, 3, Same>, MaxPool2D<3>, LeakyReLU,
                    MaxPool2D<2, Stride<1>>, ReLU, MaxPool2D<2>, Dense<2>>(
            layers, [](auto& net) { net.template layer<LeakyReLU>().negative_slope = 2; }) == 0);
}

TEST_CASE_TEMPLATE("convolutions in groups, pooled after an activation, are exact", T, float,
                   double) {
  const std::vector<Naive> layers{{Naive::convolution, valid({4, 7, 9}, 2, 1, 2), 6},
                                  {Naive::leaky, {}, 0, 2},
                                  {Naive::max_pool, valid({6, 6, 8}, 2, 2)},
                                  {Naive::convolution, same({6, 3, 4}, 3), 2},
                                  {Naive::max_pool, valid({2, 3, 4}, 2, 2)}};
  CHECK(differences<T, Input<4, 7, 9>, Conv2D<6, 2, Groups<2>>, LeakyReLU, MaxPool2D<2>,
                    Conv2D<2, 3, Same>, MaxPool2D<2>>(
            layers, [](auto& net) { net.template layer<LeakyReLU>().negative_slope = 2; }) == 0);
}

}  // namespace
