#pragma once

// Runs layers in the engine on images of the test's choice, and shows what flowed in and out.

#include <algorithm>
#include <angka/network/network.hpp>
#include <angka/training/training_step.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <type_traits>
#include <vector>

using angka::Backward;
using angka::BasicNetwork;
using angka::DataView;
using angka::Forward;
using angka::Lanes;
using angka::Layer;
using angka::Shape;
using angka::ThreadPool;
using angka::TrainingStep;
using angka::Truth;

/// Passes its input on; writes down the gradient by it, image by image.
template <class T>
struct Probe {
  T* gradient = nullptr;

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;

    template <class U>
    static void forward(const Probe&, const Forward<U>& pass) {
      std::copy_n(pass.input, In.size(), pass.output);
    }
    template <class U>
    static void backward(const Probe& probe, const Backward<U>& pass) {
      if constexpr (std::is_same_v<T, U>)
        for (int lane = 0; lane < pass.images.count; ++lane)
          for (int i = 0; i < In.size(); ++i)
            probe.gradient[pass.images.sample[lane] * std::size_t{In.size()} + std::size_t(i)] =
                pass.output_gradient[i][lane];
    }
  };
};

/// A loss with the gradient `slope` by output, whatever the outputs, which it writes down.
template <class T>
struct Linear {
  const T* slope = nullptr;
  T* output = nullptr;

  void check(int) const {}
  double weight(int) const { return 1; }
  double gradient(const Lanes<T>* outputs, int count, const Truth<T>& truth, T,
                  Lanes<T>* to) const {
    double loss = 0;
    for (int o = 0; o < count; ++o) {
      to[o] = Lanes<T>(T(0));
      for (int lane = 0; lane < truth.count; ++lane) {
        const auto at = static_cast<std::size_t>(truth.labels[lane] * count + o);
        output[at] = outputs[o][lane];
        to[o].set(lane, slope[at]);
        loss += double(slope[at]) * double(output[at]);
      }
    }
    return loss;
  }
  void activate(Lanes<T>*, int) const {}
};

/// Layers, images and slopes of the loss by each output; `run` finds outputs and gradients. All
/// arrays lie image by image.
template <class T, class InputShape, class... Layers>
struct Trial {
  using Net = BasicNetwork<T, InputShape, Probe<T>, Layers...>;
  static constexpr std::size_t inputs = Net::input.size(), outputs = Net::output.size();

  Net net{};
  std::vector<float> input{};
  std::vector<T> slope{};
  std::vector<T> output{}, input_gradient{}, parameter_gradient{};
  std::vector<T> predicted{};  ///< one image at a time
  double loss = 0;

  /// Images and slopes from a function that gives the next number.
  template <class Next>
  void draw(std::size_t images, Next&& next) {
    input.resize(images * inputs);
    slope.resize(images * outputs);
    for (float& value : input) value = static_cast<float>(next());
    for (T& value : slope) value = static_cast<T>(next());
  }

  void run(ThreadPool& pool) {
    const std::size_t images = input.size() / inputs;
    output.assign(images * outputs, T(-999));
    input_gradient.assign(images * inputs, T(-999));
    net.template layer<0>().gradient = input_gradient.data();
    std::vector<int> labels(images);
    std::iota(labels.begin(), labels.end(), 0);
    std::vector<std::uint32_t> positions(images);
    std::iota(positions.begin(), positions.end(), 0u);
    TrainingStep<Net> step(pool, static_cast<int>(images));
    const DataView data{
        .shape = Net::input, .count = images, .values = input.data(), .labels = labels.data()};
    const Linear<T> linear{slope.data(), output.data()};
    loss = step.run(net, linear, data, positions, angka::seed(3), 1).loss * double(images);
    parameter_gradient.assign(step.gradient().begin(),
                              step.gradient().begin() + Net::parameter_count);
    predicted.clear();
    typename Net::Workspace workspace;
    for (std::size_t image = 0; image < images; ++image)
      for (const T value :
           net.predict(std::span<const float>(input).subspan(image * inputs, inputs), workspace))
        predicted.push_back(value);
  }
  void run() {
    ThreadPool pool(1);
    run(pool);
  }
};

/// How many of `found` differ from `expected` by more than `tolerance`.
template <class T>
int count_differences(const std::vector<T>& found, const std::vector<std::int64_t>& expected,
                      double tolerance = 0) {
  int count = found.size() != expected.size();
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i)
    count += !(std::abs(double(found[i]) - double(expected[i])) <= tolerance);
  return count;
}
