#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/shape.hpp>
#include <angka/layers/modifiers.hpp>
#include <angka/layers/settings.hpp>
#include <angka/network/sequence.hpp>
#include <angka/network/summary.hpp>

namespace angka::inline ANGKA_ISA {

/// One step of a network, for those who run it elsewhere. Value 0 is the image, value v what step
/// v - 1 makes.
struct StepDescription {
  /// As the layer names it: conv, conv_transpose, dense, batch_norm, group_norm, instance_norm,
  /// layer_norm, relu, leaky_relu, prelu, relu6, elu, gelu, silu, sigmoid, hard_sigmoid,
  /// hard_swish, softplus, mish, tanh, softmax, max_pool, average_pool, adaptive_average_pool,
  /// adaptive_max_pool, global_max_pool, global_average_pool, zero_pad, crop, channel_pad,
  /// channel_slice, channel_shuffle, upsample_nearest, upsample_bilinear, flatten, reshape, dropout,
  /// spatial_dropout and feature_noise (which do nothing in prediction), add, concat, multiply, or
  /// what a layer of somebody's own calls itself.
  std::string kind{};
  std::string position{};     ///< as LayerSummary::position
  int input = 0;              ///< the value that it reads
  std::vector<int> others{};  ///< what add, concat and multiply join with it
  Shape input_shape{};
  Shape output_shape{};
  std::vector<std::string> tensors{};    ///< what it reads of NetworkDescription::tensors
  std::vector<NamedSetting> settings{};  ///< as the layer names them: "epsilon"

  // conv, conv_transpose (whose padding is what is cut off) and pooling
  std::array<int, 2> kernel{};                      ///< height, width; 0, 0: has no window
  std::array<int, 2> stride{1, 1}, dilation{1, 1};  ///< down, across
  int groups = 1;  ///< of conv, conv_transpose, group_norm and channel_shuffle
  std::array<int, 4> padding{};         ///< top, left, bottom, right; of zero_pad and crop, too
  int channels_before = 0;              ///< channel_slice: left out before; channel_pad: added
  std::array<int, 2> output_padding{};  ///< conv_transpose: added below and to the right
  bool ceil = false;                    ///< pooling: a last window may end beyond image and padding
  bool counts_padding = false;          ///< average_pool: the mean is over the padding's zeros, too

  /// Whether it does nothing in prediction.
  bool only_trains() const {
    return kind == "dropout" || kind == "spatial_dropout" || kind == "feature_noise";
  }
  /// All values that it reads: `input` and, of a join, the others.
  std::vector<int> inputs() const {
    std::vector<int> all{input};
    all.insert(all.end(), others.begin(), others.end());
    return all;
  }
  /// The setting of this name. Raises SettingError where there is none.
  double setting(std::string_view name) const {
    for (const NamedSetting& each : settings)
      if (each.name == name) return each.value;
    raise(SettingError("layer " + position + ", " + kind + ": names no setting " +
                       std::string(name)));
  }
};

/// A network as plain data: a list of steps and the tensors that they read.
struct NetworkDescription {
  Shape input{};
  std::vector<Shape> inputs{};  ///< of several (`Inputs`), one behind the other in value 0
  Normalization normalization{};
  std::vector<StepDescription> steps{};
  std::vector<NamedTensor> tensors{};
};

namespace detail {

inline void describe_window(StepDescription& step, const Window& window) {
  const auto after = [](const WindowAxis& axis, int size) {
    const int reach = (axis.output(size) - 1) * axis.stride + axis.extent();
    const int before = axis.padding_before(size);
    return axis.same ? std::max(0, reach - size - before) : before;
  };
  const WindowAxis &rows = window.rows, &columns = window.columns;
  const int height = step.input_shape.height, width = step.input_shape.width;
  if (step.kind == "conv_transpose") {
    // What lies before and after the image when each pixel has been spread.
    const auto cut = [](const WindowAxis& axis, int in, int out, bool first) {
      const int before = axis.padding_before(out);
      return first ? before : (in - 1) * axis.stride + axis.extent() - before - out;
    };
    const Shape &in = step.input_shape, &out = step.output_shape;
    const int below = cut(rows, in.height, out.height, false);
    const int right = cut(columns, in.width, out.width, false);
    step.padding = {cut(rows, in.height, out.height, true), cut(columns, in.width, out.width, true),
                    std::max(0, below), std::max(0, right)};
    step.output_padding = {std::max(0, -below), std::max(0, -right)};
  } else {
    step.padding = {rows.padding_before(height), columns.padding_before(width), after(rows, height),
                    after(columns, width)};
  }
  step.kernel = {rows.kernel, columns.kernel};
  step.stride = {rows.stride, columns.stride};
  step.dilation = {rows.dilation, columns.dilation};
  step.groups = window.groups;
  step.ceil = rows.ceil;
}

/// What a layer says of itself: `kind`, its settings and, if it has one, its `window`.
template <class Bound, class Layer>
void describe_layer(StepDescription& step, const Layer& layer) {
  if constexpr (requires { std::string(Layer::kind); }) {
    step.kind = Layer::kind;
    each_setting(layer, [&](const char* name, const auto& value) {
      step.settings.push_back({name, setting_value(value)});
    });
    if constexpr (HasWindow<Bound, Layer>) describe_window(step, window_of<Bound, Layer>());
    if constexpr (requires { Layer::groups; }) step.groups = Layer::groups;
    if constexpr (requires { Layer::border; })
      step.padding = {Layer::border.top, Layer::border.left, Layer::border.bottom,
                      Layer::border.right};
    if constexpr (requires { Layer::channels; }) step.channels_before = Layer::channels[0];
    if constexpr (requires { Layer::counts_padding; }) step.counts_padding = Layer::counts_padding;
  } else {
    raise(SettingError("layer " + step.position + ", " + type_name<Layer>() +
                       ", can't be described: it names no `kind`"));
  }
}

}  // namespace detail

/// The steps of `net` in prediction, in an order in which they can be run, and its tensors.
///
/// Raises SettingError for settings or a normalization that can't be used and, with its name, for a
/// layer that names no `kind`.
/// Example: `describe(net).steps[1].kind == "leaky_relu"`
template <class Net>
NetworkDescription describe(const Net& net) {
  net.check();
  constexpr auto& inputs = detail::UnfusedOf<Net>::inputs;
  NetworkDescription result{.input = Net::input,
                            .inputs = {inputs.begin(), inputs.end()},
                            .normalization = net.normalization,
                            .tensors = net.export_tensors()};
  detail::UnfusedOf<Net>::for_each_step([&]<int I>() {
    using Step = typename detail::UnfusedOf<Net>::template StepAt<I>;
    using Position = typename Step::Position;
    StepDescription step{.position = detail::position_name(Position{}),
                         .input = Step::from,
                         .input_shape = Step::Bound::input,
                         .output_shape = Step::Bound::output};
    for (std::size_t i = 1; i < Step::inputs.size(); ++i) step.others.push_back(Step::inputs[i]);
    for (const Parameter& parameter : Step::Bound::parameters)
      step.tensors.push_back(step.position + '.' + parameter.name);
    detail::describe_layer<typename Step::Bound>(step, net.layer(Position{}));
    result.steps.push_back(std::move(step));
  });
  return result;
}

}  // namespace angka::inline ANGKA_ISA
