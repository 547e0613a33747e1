#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/shape.hpp>
#include <angka/layers/layers.hpp>
#include <angka/layers/sequence.hpp>
#include <angka/summary.hpp>

namespace angka::inline ANGKA_ISA {

/// One step of a network, for those who run it elsewhere. Value 0 is the image, value v what step
/// v - 1 makes.
struct StepDescription {
  /// conv, dense, batch_norm, relu, leaky_relu, elu, gelu, silu, sigmoid, tanh, softmax, max_pool,
  /// average_pool, global_max_pool, global_average_pool, flatten, dropout (which does nothing in
  /// prediction) or add.
  std::string kind{};
  std::string position{};  ///< as LayerSummary::position
  int input = 0;           ///< the value that it reads
  int other = -1;          ///< the value that `add` adds to it
  Shape input_shape{};
  Shape output_shape{};
  std::vector<std::string> tensors{};  ///< what it reads of NetworkDescription::tensors

  // conv and pooling
  int kernel = 0;  ///< 0: has no window
  int stride = 1;
  int dilation = 1;
  int groups = 1;
  std::array<int, 4> padding{};  ///< top, left, bottom, right
  bool counts_padding = false;   ///< average_pool: the mean is over the padding's zeros, too

  float constant = 0;  ///< batch_norm: epsilon; leaky_relu: negative slope; elu: alpha
};

/// A network as plain data: a list of steps and the tensors that they read.
struct NetworkDescription {
  Shape input{};
  Normalization normalization{};
  std::vector<StepDescription> steps{};
  std::vector<NamedTensor> tensors{};
};

namespace detail {

inline void describe_window(StepDescription& step, const char* kind, const Window& window) {
  const auto after = [&](int size, int before) {
    const int reach = (window.output(size) - 1) * window.stride + window.extent();
    return window.same ? std::max(0, reach - size - before) : before;
  };
  const int top = window.padding_before(step.input_shape.height);
  const int left = window.padding_before(step.input_shape.width);
  step.kind = kind;
  step.kernel = window.kernel;
  step.stride = window.stride;
  step.dilation = window.dilation;
  step.groups = window.groups;
  step.padding = {top, left, after(step.input_shape.height, top),
                  after(step.input_shape.width, left)};
}

template <class Layer>
void describe_layer(StepDescription& step, const Layer&) {
  raise(SettingError("layer " + step.position + ", " + type_name<Layer>() +
                     ", can't be described: it is none of the library's"));
}
template <int Filters, int Kernel, class... Modifiers>
void describe_layer(StepDescription& step, const Conv2D<Filters, Kernel, Modifiers...>& layer) {
  describe_window(step, "conv", layer.window);
}
template <int Size, class... Modifiers>
void describe_layer(StepDescription& step, const MaxPool2D<Size, Modifiers...>& layer) {
  describe_window(step, "max_pool", layer.window);
}
template <int Size, class... Modifiers>
void describe_layer(StepDescription& step, const AveragePool2D<Size, Modifiers...>& layer) {
  describe_window(step, "average_pool", layer.window);
  step.counts_padding = !layer.window.same;
}
template <int Units, class... Modifiers>
void describe_layer(StepDescription& step, const Dense<Units, Modifiers...>&) {
  step.kind = "dense";
}
template <class... Branches>
void describe_layer(StepDescription& step, const Residual<Branches...>&) {
  step.kind = "add";
}
inline void describe_layer(StepDescription& step, const BatchNorm& layer) {
  step.kind = "batch_norm";
  step.constant = layer.epsilon;
}
inline void describe_layer(StepDescription& step, const LeakyReLU& layer) {
  step.kind = "leaky_relu";
  step.constant = layer.negative_slope;
}
inline void describe_layer(StepDescription& step, const ELU& layer) {
  step.kind = "elu";
  step.constant = layer.alpha;
}
inline void describe_layer(StepDescription& step, const ReLU&) { step.kind = "relu"; }
inline void describe_layer(StepDescription& step, const GELU&) { step.kind = "gelu"; }
inline void describe_layer(StepDescription& step, const SiLU&) { step.kind = "silu"; }
inline void describe_layer(StepDescription& step, const Sigmoid&) { step.kind = "sigmoid"; }
inline void describe_layer(StepDescription& step, const Tanh&) { step.kind = "tanh"; }
inline void describe_layer(StepDescription& step, const Softmax&) { step.kind = "softmax"; }
inline void describe_layer(StepDescription& step, const Flatten&) { step.kind = "flatten"; }
inline void describe_layer(StepDescription& step, const Dropout&) { step.kind = "dropout"; }
inline void describe_layer(StepDescription& step, const GlobalMaxPool2D&) {
  step.kind = "global_max_pool";
}
inline void describe_layer(StepDescription& step, const GlobalAveragePool2D&) {
  step.kind = "global_average_pool";
}

}  // namespace detail

/// The steps of `net` in prediction, in an order in which they can be run, and its tensors.
///
/// Raises SettingError, with its name, for a layer that is none of the library's.
template <class Net>
NetworkDescription describe(const Net& net) {
  NetworkDescription result{
      .input = Net::input, .normalization = net.normalization, .tensors = net.export_tensors()};
  Net::Unfused::for_each_step([&]<int I>() {
    using Step = typename Net::Unfused::template StepAt<I>;
    using Position = typename Step::Position;
    StepDescription step{.position = detail::position_name(Position{}),
                         .input = Step::from,
                         .other = Step::skip,
                         .input_shape = Step::Bound::input,
                         .output_shape = Step::Bound::output};
    for (const Parameter& parameter : Step::Bound::parameters)
      step.tensors.push_back(step.position + '.' + parameter.name);
    detail::describe_layer(step, net.layer(Position{}));
    result.steps.push_back(std::move(step));
  });
  return result;
}

}  // namespace angka::inline ANGKA_ISA
