#pragma once

#include <string>
#include <vector>

#include <angka/angka.hpp>
#include <angka/core/random.hpp>

// Networks that between them have every layer of the library, and every option of theirs that a
// file has to tell.

/// A layer of somebody's own, with settings of each kind: y = +-factor 2^doublings / divisor x.
struct Times {
  float factor = 1;
  double divisor = 1;
  int doublings = 0;
  bool negative = false;

  static constexpr void settings(auto& layer, auto visit) {
    visit("factor", layer.factor);
    visit("divisor", layer.divisor);
    visit("doublings", layer.doublings);
    visit("negative", layer.negative);
  }
  template <class T>
  angka::Lanes<T> scale() const {
    const double product = double(factor) / divisor * double(1 << doublings);
    return angka::Lanes<T>(static_cast<T>(negative ? -product : product));
  }

  template <angka::Shape In>
  struct Bind : angka::Layer<In> {
    template <class T>
    static void forward(const Times& times, const angka::Forward<T>& pass) {
      for (int i = 0; i < In.size(); ++i) pass.output[i] = times.scale<T>() * pass.input[i];
    }
    template <class T>
    static void backward(const Times& times, const angka::Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i)
        pass.input_gradient[i] = times.scale<T>() * pass.output_gradient[i];
    }
  };
};

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

/// Every option of a window, at odd and even sizes.
using Pools = angka::Network<angka::Input<2, 17, 16>,
                             angka::MaxPool2D<2, angka::Stride<1>, angka::Dilation<2>>,
                             angka::AveragePool2D<3, angka::Stride<2>, angka::Dilation<2>>,
                             angka::Conv2D<4, 3, angka::Same, angka::Dilation<2>, angka::Groups<2>>,
                             angka::MaxPool2D<3, angka::Stride<2>, angka::Padding<1>>,
                             angka::AveragePool2D<2, angka::Stride<1>, angka::Padding<1>>,
                             angka::Conv2D<4, 3, angka::Padding<2>, angka::Dilation<2>,
                                           angka::Stride<2>, angka::Groups<4>, angka::NoBias>,
                             angka::Dense<3>>;
using SamePools =
    angka::Network<angka::Input<2, 9, 8>, angka::MaxPool2D<3, angka::Same, angka::Stride<2>>,
                   angka::AveragePool2D<2, angka::Same, angka::Stride<1>>,
                   angka::AveragePool2D<3, angka::Same, angka::Stride<2>>,
                   angka::MaxPool2D<2, angka::Same, angka::Stride<1>>,
                   angka::Conv2D<2, 2, angka::Same>, angka::AveragePool2D<2, angka::Same>,
                   angka::Dense<3>>;

/// Windows that aren't square, and convolutions by other names.
using Rectangles = angka::Network<
    angka::Input<2, 12, 15>,
    angka::Conv2D<4, angka::Kernel{3, 2}, angka::Same, angka::Stride<1, 2>>,
    angka::MaxPool2D<angka::Kernel{1, 2}, angka::Dilation<1, 2>, angka::Stride<2, 1>>,
    angka::DepthwiseConv2D<angka::Kernel{1, 3}, angka::Padding<0, 2>, angka::DepthMultiplier<2>>,
    angka::ReLU, angka::SeparableConv2D<3, 3, angka::Dilation<1, 2>, angka::Padding<2, 1>>,
    angka::AveragePool2D<angka::Kernel{2, 3}, angka::Padding<1, 0>, angka::Stride<1, 2>>,
    angka::Dense<3>>;

/// Branches, joined in each way, in one another, of images and of flat values.
using Joins = angka::Network<
    angka::Input<2, 6, 7>, angka::Conv2D<3, 3, angka::Same>,
    angka::Branches<angka::Concat, angka::Sequence<>,
                    angka::Sequence<angka::Conv2D<2, 3, angka::Same>, angka::ELU>,
                    angka::MaxPool2D<3, angka::Stride<1>, angka::Same>>,
    angka::Branches<angka::Multiply, angka::GlobalAveragePool2D,
                    angka::Residual<angka::Conv2D<8, 1>, angka::LeakyReLU>,
                    angka::Sequence<angka::GlobalMaxPool2D, angka::Dense<8>, angka::Sigmoid>>,
    angka::MaxPool2D<2>, angka::Flatten, angka::Dense<4>,
    angka::Branches<angka::Add, angka::Sequence<>, angka::Tanh, angka::Dense<4>>,
    angka::Branches<angka::Concat, angka::Dense<2>, angka::Sequence<>>, angka::Dense<3>>;
/// Layers that change an image's shape, and the rarer activations.
using Resized =
    angka::Network<angka::Input<2, 6, 5>, angka::ZeroPad2D<1, 0, 2, 1>, angka::Conv2D<3, 3>,
                   angka::PReLU, angka::UpSample2D<2>, angka::HardSwish, angka::Crop2D<1, 2>,
                   angka::SpatialDropout, angka::UpSample2D<angka::Kernel{1, 3}, angka::Bilinear>,
                   angka::ReLU6, angka::FeatureNoise, angka::Dense<12>, angka::Softplus,
                   angka::PReLU, angka::Reshape<3, 2, 2>, angka::Mish,
                   angka::UpSample2D<2, angka::Bilinear>, angka::Conv2D<2, 1>, angka::HardSigmoid,
                   angka::Dense<3>>;

/// Pools whose last windows end beyond the image, and of any image's size.
using Ceiled =
    angka::Network<angka::Input<2, 12, 14>, angka::MaxPool2D<2, angka::Stride<3>, angka::CeilMode>,
                   angka::AveragePool2D<2, angka::CeilMode, angka::Stride<1>>, angka::UpSample2D<3>,
                   angka::AveragePool2D<3, angka::CeilMode, angka::Padding<1>, angka::Stride<2>>,
                   angka::AdaptiveAveragePool2D<4, 3>, angka::Dense<3>>;

/// The largest values of windows that divide the image, overlap, and are fewer than its rows.
using Adaptive =
    angka::Network<angka::Input<2, 8, 10>, angka::AdaptiveMaxPool2D<4, 7>, angka::Conv2D<2, 1>,
                   angka::AdaptiveMaxPool2D<3, 9>, angka::Dense<3>>;

/// Transposed convolutions.
using Enlarged = angka::Network<
    angka::Input<2, 4, 5>, angka::ConvTranspose2D<4, 3, angka::Stride<2>, angka::Same>, angka::ReLU,
    angka::ConvTranspose2D<6, angka::Kernel{2, 3}, angka::Stride<1, 2>, angka::Padding<1, 0>,
                           angka::OutputPadding<0, 1>, angka::Groups<2>, angka::NoBias>,
    angka::ConvTranspose2D<2, 2, angka::Stride<3>, angka::Same>,
    angka::ConvTranspose2D<1, 2, angka::Dilation<2>>, angka::Dense<3>>;

/// Normalisation of each image.
using Normalized =
    angka::Network<angka::Input<2, 6, 5>, angka::Conv2D<6, 3>, angka::GroupNorm<3>, angka::ReLU,
                   angka::LayerNorm, angka::Conv2D<3, 2>, angka::InstanceNorm, angka::Tanh,
                   angka::Dense<12>, angka::LayerNorm, angka::ReLU, angka::GroupNorm<4>,
                   angka::Dense<3>>;

/// Two inputs and two outputs, and channels that are dealt out, added and left out.
using Both = angka::Inputs<angka::Input<2, 6, 5>, angka::Input<7, 1, 1>>;
using Several = angka::Network<
    Both,
    angka::Branches<angka::Concat,
                    angka::Sequence<Both::Part<0>, angka::Conv2D<6, 3>, angka::ChannelShuffle<3>,
                                    angka::ReLU, angka::ChannelPad<1, 2>,
                                    angka::Branches<angka::Add, angka::ChannelSlice<0, 4>,
                                                    angka::ChannelSlice<5, 4>>,
                                    angka::Dense<3>>,
                    angka::Sequence<Both::Part<1>, angka::BatchNorm, angka::Dense<2>>>>;

/// With a layer that no other library knows, in a block.
using Own =
    angka::Network<angka::Input<3, 4, 4>, angka::Conv2D<4, 3>, angka::LeakyReLU,
                   angka::Residual<Times, angka::BatchNorm>, angka::Dropout, angka::Dense<3>>;

/// A layer of somebody's own, which names nothing.
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
  std::vector<NamedSetting> settings = net.export_settings();
  for (NamedSetting& setting : settings)
    setting.value = setting.name.ends_with("epsilon")     ? double{0.01f}
                    : setting.name.ends_with("doublings") ? 3
                    : setting.name.ends_with("negative")  ? 1
                                                          : double{random.uniform(0.1f, 0.9f)};
  net.import_settings(settings);
  return net;
}

/// All that predictions follow from, as bits and text.
template <class Net>
std::string all_of(const Net& net) {
  using namespace angka;
  std::string text(reinterpret_cast<const char*>(net.state().data()), net.state().size_bytes());
  for (const PerChannel& numbers : {net.normalization.mean, net.normalization.standard_deviation}) {
    for (const float number : numbers) text += ' ' + detail::number_text(number);
    text += ';';
  }
  for (const NamedSetting& setting : net.export_settings())
    text += setting.name + '=' + detail::number_text(setting.value) + ' ';
  return text;
}
