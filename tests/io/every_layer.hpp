#pragma once

#include <vector>

#include <angka/angka.hpp>
#include <angka/core/random.hpp>

// Networks that between them have every layer of the library, and every option of theirs that a
// file has to tell.

using Windows = angka::Network<
    angka::Input<2, 9, 8>, angka::Conv2D<4, 3, angka::Same, angka::Stride<2>, angka::Groups<2>>,
    angka::BatchNorm, angka::LeakyReLU,
    angka::Residual<
        angka::Sequence<angka::Conv2D<6, 3, angka::Padding<1>, angka::NoBias>, angka::SiLU>,
        angka::Sequence<angka::Conv2D<6, 1>>>,
    angka::ELU, angka::MaxPool2D<2, angka::Stride<1>>,
    angka::AveragePool2D<3, angka::Stride<2>, angka::Padding<1>>, angka::GELU, angka::Flatten,
    angka::Dense<8>, angka::Tanh, angka::Dropout, angka::Dense<5, angka::NoBias>, angka::Softmax>;
using Dilated = angka::Network<angka::Input<2, 9, 8>, angka::Conv2D<4, 2, angka::Dilation<2>>,
                               angka::Sigmoid, angka::AveragePool2D<3, angka::Same>,
                               angka::Residual<angka::Conv2D<4, 3, angka::Same>, angka::ReLU>,
                               angka::GlobalMaxPool2D, angka::Dense<3>>;
using Uneven =
    angka::Network<angka::Input<1, 7, 10>, angka::Conv2D<3, 4, angka::Same, angka::Stride<3>>,
                   angka::MaxPool2D<2, angka::Same>, angka::GlobalAveragePool2D, angka::Dense<2>>;

/// A layer of somebody's own, which no file knows.
struct Twice {
  template <angka::Shape In>
  struct Bind : angka::Layer<In> {
    template <class T>
    static void forward(const Twice&, const angka::Forward<T>&) {}
    template <class T>
    static void backward(const Twice&, const angka::Backward<T>&) {}
  };
};

/// A network of random weights and settings, as if it had been trained.
template <class Net>
Net random_network() {
  using namespace angka;
  Net net;
  Random random(seed(3), Purpose::test);
  std::vector<NamedTensor> tensors = net.export_tensors();
  for (NamedTensor& tensor : tensors)
    for (float& value : tensor.values)
      value =
          tensor.name.ends_with("running_var") ? random.uniform(0.5f, 2) : random.uniform(-1, 1);
  net.import_tensors(tensors);
  net.normalization = {.mean = 0.25f, .standard_deviation = 0.3f};
  if (Net::input.channels == 2)
    net.normalization = {.mean = {0.25f, 0.5f}, .standard_deviation = {0.3f, 0.7f}};
  Net::Unfused::for_each_step([&]<int I>() {
    auto& layer = net.layer(typename Net::Unfused::template StepAt<I>::Position{});
    if constexpr (requires { layer.epsilon; }) layer.epsilon = 0.01f;
    if constexpr (requires { layer.negative_slope; }) layer.negative_slope = 0.3f;
    if constexpr (requires { layer.alpha; }) layer.alpha = 0.7f;
  });
  return net;
}
