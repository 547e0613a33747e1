#pragma once

// Nodes of an ONNX model that are layers of the library.

#include <angka/core/definitions.hpp>

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/io/onnx_parts.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// Activations, windows, dense layers and normalizations.
class Layers : public Parts {
 protected:
  using Parts::Parts;

  // Activations.

  void gelu() {
    expect(text("approximate", "none") == "none", "Gelu as it is, not approximated by tanh");
    set_each("gelu");
  }
  void prelu() {
    const Data from = image(0);
    const Constant slopes = constant(1);
    const auto channels = static_cast<std::size_t>(shape(from).channels);
    expect(per_channel(slopes.dims, from), "a slope for each channel");
    set(add("prelu", from, from.dims, {tensor("weight", list(1, channels))}));
  }
  void softmax() {
    const Data from = data(0);
    const auto rank = static_cast<std::int64_t>(from.rank());
    std::int64_t axis = integer("axis", model_.opset >= 13 ? -1 : 1);
    if (axis < 0) axis += rank;
    // Before opset 13 it was over all axes from this one on.
    const bool last = axis == rank - 1 || (axis == 1 && shape(from).flat());
    const bool over_channels = axis == static_cast<std::int64_t>(from.channel_axis());
    expect(over_channels && (last || model_.opset >= 13) && !flattened_otherwise(from),
           "Softmax over the channels");
    set(add(node_->type == "Softmax" ? "softmax" : "log_softmax", from, from.dims));
  }
  /// Softplus as PyTorch has it: x itself where x is large.
  void threshold() {
    if (node_->type == "Greater") {
      const std::vector<double> from = constant(1).values;  // there, Softplus is x to 3e-7
      expect(from.size() == 1 && from[0] >= 15, supported);
      return set_each("greater");
    }
    const bool fits = is_data(0) && is_data(1) && is_data(2) && made_by(data(0).value, "greater") &&
                      made_by(data(2).value, "softplus") &&
                      step_of(data(0).value).input == data(1).value &&
                      step_of(data(2).value).input == data(1).value;
    expect(fits, supported);
    set(data(2));
  }

  // Layers with weights.

  /// Two numbers, down and across, of an attribute that may be of one axis; each at most `most`.
  std::array<int, 2> two(const char* name, int usual, std::size_t axes, int least) const {
    const StoredAttribute* its = attribute(name);
    if (!its || its->integers.empty()) return {axes == 1 ? std::max(least, 0) : usual, usual};
    expect(its->integers.size() == axes, "a number for each axis of the image");
    std::array<int, 2> result{axes == 1 ? std::max(least, 0) : 0, 0};
    for (std::size_t i = 0; i < axes; ++i) {
      expect(its->integers[i] >= least && its->integers[i] <= most_pixels,
             "strides, dilations and padding of at most 32768");
      result[2 - axes + i] = static_cast<int>(its->integers[i]);
    }
    return result;
  }
  std::array<int, 4> pads(std::size_t axes) const {
    const StoredAttribute* its = attribute("pads");
    if (!its || its->integers.empty()) return {};
    expect(its->integers.size() == 2 * axes, "padding before and after each axis of the image");
    std::array<int, 4> result{};
    for (std::size_t i = 0; i < 2 * axes; ++i) {
      expect(its->integers[i] >= 0 && its->integers[i] <= most_pixels,
             "strides, dilations and padding of at most 32768");
      result[axes == 1 ? 1 + 2 * i : i] = static_cast<int>(its->integers[i]);
    }
    return result;
  }
  static int extent(const StepDescription& step, std::size_t axis) {
    return step.dilation[axis] * (step.kernel[axis] - 1) + 1;
  }
  /// Reads what windows have in common: strides, dilations and padding; `kernel` is known.
  StepDescription window(const char* kind, const Data& from, std::size_t axes) const {
    StepDescription step{.kind = kind, .input = from.value, .input_shape = shape(from)};
    step.stride = two("strides", 1, axes, 1);
    step.dilation = two("dilations", 1, axes, 1);
    step.padding = pads(axes);
    return step;
  }
  void check_kernel(const StepDescription& step) const {
    for (std::size_t axis = 0; axis < 2; ++axis)
      expect(step.kernel[axis] >= 1 && step.kernel[axis] <= most_pixels &&
                 step.dilation[axis] <= most_pixels / step.kernel[axis],
             "windows of at most 32768 pixels");
  }
  static std::int64_t padded(const StepDescription& step, std::size_t axis) {
    const int size = axis == 0 ? step.input_shape.height : step.input_shape.width;
    return std::int64_t{size} + step.padding[axis] + step.padding[axis + 2];
  }
  /// How many windows there are along an axis, once `auto_pad` has become padding.
  std::int64_t windows(StepDescription& step, std::size_t axis) const {
    const int size = axis == 0 ? step.input_shape.height : step.input_shape.width;
    const int stride = step.stride[axis], reach = extent(step, axis);
    const std::string border = text("auto_pad", "NOTSET");
    if (border.starts_with("SAME")) {
      const int count = (size + stride - 1) / stride;
      const int total = std::max(0, (count - 1) * stride + reach - size);
      step.padding[axis] = border == "SAME_LOWER" ? total - total / 2 : total / 2;
      step.padding[axis + 2] = total - step.padding[axis];
      return count;
    }
    if (border == "VALID") step.padding[axis] = step.padding[axis + 2] = 0;
    const std::int64_t room = padded(step, axis) - reach;
    if (room < 0) return 0;
    if (!step.ceil) return room / stride + 1;
    const std::int64_t last = (room + stride - 1) / stride;
    return last * stride < size + step.padding[axis] ? last + 1 : last;
  }
  /// The sizes of an output: `down` counts where the image has rows.
  Dims dims_of(const Data& from, std::int64_t channels, std::int64_t down,
               std::int64_t across) const {
    Dims dims{from.dims[0], channels, down, across};
    if (from.rank() == 3) dims.erase(dims.begin() + 2);
    return dims;
  }
  /// Output sizes of a window's layer; tells find_window as shapes, too.
  Dims window_dims(StepDescription& step, const Data& from, std::int64_t channels) const {
    const std::int64_t down = windows(step, 0), across = windows(step, 1);
    Dims dims = dims_of(from, channels, down, across);
    const auto its = shape_of({0, dims, false});
    expect(down >= 1 && across >= 1 && its, "windows that fit the image");
    step.output_shape = *its;
    return dims;
  }

  /// Makes of windows without padding on an image with a border (of zeros, which count in a mean,
  /// or of its outermost pixels, which change no maximum) windows with padding, where a layer has
  /// such.
  bool merge_border(StepDescription& step, const char* kind) const {
    if (!made_by(step.input, kind) || step.padding != std::array<int, 4>{}) return false;
    StepDescription merged = step;
    const StepDescription& border = step_of(step.input);
    merged.input = border.input;
    merged.input_shape = border.input_shape;
    merged.padding = border.padding;
    merged.counts_padding = step.kind == "average_pool";
    if (!fits(merged)) return false;
    step = std::move(merged);
    return true;
  }
  void convolution() {
    Data from = image(0);
    const bool enlarges = node_->type == "ConvTranspose";
    const std::size_t axes = from.rank() - 2;
    const Constant weight = constant(1);
    expect(from.rank() >= 3 && weight.dims.size() == from.rank() &&
               count_of(weight.dims, most_values) <= most_values && !weight.values.empty(),
           "weights for an image");
    StepDescription step = window(enlarges ? "conv_transpose" : "conv", from, axes);
    Dims its = weight.dims;
    if (axes == 1) its.insert(its.begin() + 2, 1);
    const std::int64_t channels = step.input_shape.channels, groups = integer("group", 1);
    expect(groups >= 1 && groups <= channels && channels % groups == 0, "groups of whole channels");
    const std::int64_t filters = enlarges ? its[1] * groups : its[0];
    expect(enlarges ? its[0] == channels : its[1] * groups == channels && filters % groups == 0,
           "weights for the channels of the image");
    expect(its[2] <= most_pixels && its[3] <= most_pixels, "windows of at most 32768 pixels");
    step.kernel = {static_cast<int>(its[2]), static_cast<int>(its[3])};
    step.groups = static_cast<int>(groups);
    check_kernel(step);
    std::vector<NamedTensor> tensors{tensor("weight", weight.values, sizes(its))};
    if (has_input(2)) tensors.push_back(tensor("bias", list(2, static_cast<std::size_t>(filters))));
    if (enlarges) return transposed(step, from, filters, tensors);
    Dims dims = window_dims(step, from, filters);
    if (!merge_border(step, "zero_pad") && !fits(step)) {
      const std::array<int, 4> border = step.padding;
      from = pad_to(from, border);
      step.input = from.value;
      step.input_shape = shape(from);
      step.padding = {};
    }
    set(add(std::move(step), std::move(dims), false, tensors));
  }
  void transposed(StepDescription step, const Data& from, std::int64_t filters,
                  const std::vector<NamedTensor>& tensors) {
    const std::array<int, 2> more = two("output_padding", 0, from.rank() - 2, 0);
    const std::string border = text("auto_pad", "NOTSET");
    expect(!attribute("output_shape") || attribute("output_shape")->integers.empty(),
           "ConvTranspose without output_shape");
    std::int64_t out[2] = {1, 1};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const int size = axis == 0 ? step.input_shape.height : step.input_shape.width;
      const std::int64_t whole = std::int64_t{size - 1} * step.stride[axis] + extent(step, axis);
      if (border.starts_with("SAME")) {
        const std::int64_t total = whole + more[axis] - std::int64_t{size} * step.stride[axis];
        expect(total >= 0 && total <= most_pixels, "padding of 0 or more");
        const auto half = static_cast<int>(total / 2), rest = static_cast<int>(total - total / 2);
        step.padding[axis] = border == "SAME_UPPER" ? half : rest;
        step.padding[axis + 2] = border == "SAME_UPPER" ? rest : half;
      }
      if (border == "VALID") step.padding[axis] = step.padding[axis + 2] = 0;
      out[axis] = whole + more[axis] - step.padding[axis] - step.padding[axis + 2];
      expect(out[axis] >= 1 && whole <= most_pixels, "windows that fit the image");
    }
    const auto dims_for = [&](std::int64_t down, std::int64_t across) {
      Dims dims = dims_of(from, filters, down, across);
      const auto its = shape_of({0, dims, false});
      expect(its.has_value(), "windows that fit the image");
      step.output_shape = *its;
      return dims;
    };
    Dims dims = dims_for(out[0], out[1]);
    if (fits(step)) return set(add(std::move(step), std::move(dims), false, tensors));
    std::array<int, 4> cut = step.padding;
    for (std::size_t axis = 0; axis < 2; ++axis) cut[axis + 2] -= more[axis];
    expect(cut[2] >= 0 && cut[3] >= 0, "padding as a layer of the library has it");
    step.padding = {};
    Dims whole = dims_for(out[0] + cut[0] + cut[2], out[1] + cut[1] + cut[3]);
    const Data enlarged = add(std::move(step), std::move(whole), false, tensors);
    set(bordered("crop", enlarged, cut, -1));
  }

  void pool() {
    Data from = image(0);
    expect(from.rank() >= 3, "an image");
    const bool averages = node_->type == "AveragePool";
    StepDescription step = window(averages ? "average_pool" : "max_pool", from, from.rank() - 2);
    step.kernel = two("kernel_shape", 0, from.rank() - 2, 1);
    check_kernel(step);
    step.ceil = integer("ceil_mode", 0) != 0;
    Dims dims = window_dims(step, from, step.input_shape.channels);
    expect(node_->outputs.size() < 2 || node_->outputs[1].empty(), "MaxPool without indices");
    if (made_by(from.value, "gather") && !averages && adaptive(step))
      return set(add(std::move(step), std::move(dims), false));
    step.counts_padding = averages && integer("count_include_pad", 0) != 0;
    if (!averages) {
      expect(merge_border(step, "edge_pad") || fits(step),
             "padding as a layer of the library has it");
      return set(add(std::move(step), std::move(dims), false));
    }
    if (merge_border(step, "zero_pad")) return set(add(std::move(step), std::move(dims), false));
    const bool uneven = step.padding[0] != step.padding[2] || step.padding[1] != step.padding[3];
    if (!fits(step) || (step.counts_padding && uneven)) {
      expect(step.counts_padding && !step.ceil, "padding as a layer of the library has it");
      from = pad_to(from, step.padding);
      step.input = from.value;
      step.input_shape = shape(from);
      step.padding = {};
    }
    set(add(std::move(step), std::move(dims), false));
  }

  void global_pool() {
    const Data from = data(0);
    expect(from.rank() >= 3, "an image");
    if (node_->type.starts_with("Global")) image(0);
    Dims dims = from.dims;
    std::set<std::int64_t> spatial;
    for (std::size_t i = 0; i < from.rank() - 2; ++i) {
      spatial.insert(static_cast<std::int64_t>(from.spatial_axis(i)));
      dims[from.spatial_axis(i)] = 1;
    }
    bool channels_last = from.channels_last;
    if (node_->type.starts_with("Reduce")) {
      const auto axes = integers(1, "axes");
      std::set<std::int64_t> over;
      for (const std::int64_t axis : axes.value_or(std::vector<std::int64_t>{}))
        over.insert(axis < 0 ? axis + static_cast<std::int64_t>(from.rank()) : axis);
      expect(over == spatial, "a mean or maximum over the rows and columns");
      if (integer("keepdims", 1) == 0) {
        dims = {from.dims[0], from.dims[from.channel_axis()]};
        channels_last = false;
      }
    }
    const bool means = node_->type == "GlobalAveragePool" || node_->type == "ReduceMean";
    StepDescription step{.kind = means ? "global_average_pool" : "global_max_pool",
                         .input = from.value};
    set(add(std::move(step), std::move(dims), channels_last));
  }

  /// Rows of means times the image times columns of means, as `write_onnx` has them.
  void adaptive_pool() {
    const bool rows = is_data(1);
    const Data from = image(rows ? 1 : 0);
    const Constant means = constant(rows ? 0 : 1);
    expect(from.rank() == 4 && means.dims.size() == 2, "a matrix of weights for flat values");
    const std::int64_t inputs = means.dims[rows ? 1 : 0], outputs = means.dims[rows ? 0 : 1];
    bool fit = inputs == from.dims[rows ? 2 : 3] && inputs <= most_pixels && outputs <= most_pixels;
    for (std::int64_t o = 0; fit && o < outputs; ++o)
      for (std::int64_t i = 0; i < inputs; ++i) {
        const std::int64_t begin = o * inputs / outputs;
        const std::int64_t end = ((o + 1) * inputs + outputs - 1) / outputs;
        const double wanted = i >= begin && i < end ? 1 / static_cast<double>(end - begin) : 0;
        const auto at = static_cast<std::size_t>(rows ? o * inputs + i : i * outputs + o);
        fit &= std::abs(means.values[at] - wanted) < 1e-6;
      }
    expect(fit && (rows || made_by(from.value, "row_means")),
           "a matrix of weights for flat values");
    Dims dims = from.dims;
    dims[rows ? 2 : 3] = outputs;
    StepDescription step{.kind = rows ? "row_means" : "adaptive_average_pool",
                         .input = rows ? from.value : step_of(from.value).input};
    set(add(std::move(step), std::move(dims), false));
  }

  void dense() {
    if (node_->type == "MatMul" && (is_data(1) || data(0).rank() == 4)) return adaptive_pool();
    const Data from = data(0);
    const bool general = node_->type == "Gemm";
    expect(from.rank() == 2 && (!general || integer("transA", 0) == 0),
           "a matrix of weights for flat values");
    Constant weight = constant(1);
    expect(weight.dims.size() == 2, "a matrix of weights for flat values");
    const bool by_output = general && integer("transB", 0) != 0;
    const auto inputs = static_cast<std::size_t>(weight.dims[by_output ? 1 : 0]);
    const auto outputs = static_cast<std::size_t>(weight.dims[by_output ? 0 : 1]);
    expect(inputs == static_cast<std::size_t>(shape(from).size()) && outputs > 0,
           "a weight for each value");
    // Values that were flattened with their channels last are read channel by channel.
    const Shape whole = shape(from);
    const bool reorders = from.channels_last;
    const auto pixels = static_cast<std::size_t>(whole.pixels());
    const auto channels = static_cast<std::size_t>(whole.channels);
    const double factor = general ? static_cast<double>(number("alpha", 1)) : 1;
    std::vector<double> values(weight.values.size());
    for (std::size_t o = 0; o < outputs; ++o)
      for (std::size_t i = 0; i < inputs; ++i) {
        const std::size_t there = reorders ? i % pixels * channels + i / pixels : i;
        values[o * inputs + i] =
            factor * weight.values[by_output ? o * inputs + there : there * outputs + o];
      }
    std::vector<NamedTensor> tensors{tensor("weight", values, {outputs, inputs})};
    if (general && has_input(2)) {
      std::vector<double> bias = list(2, outputs);
      for (double& value : bias) value *= static_cast<double>(number("beta", 1));
      tensors.push_back(tensor("bias", bias));
    }
    StepDescription step{.kind = "dense", .input = from.value};
    set(add(std::move(step), {from.dims[0], static_cast<std::int64_t>(outputs)}, false, tensors));
  }

  // Normalizations.

  NamedSetting epsilon() const { return {"epsilon", number("epsilon", 1e-5f)}; }
  void batch_norm() {
    const Data from = data(0);
    expect(integer("training_mode", 0) == 0 && !flattened_otherwise(from),
           "BatchNormalization of a trained network");
    const auto channels = static_cast<std::size_t>(shape(from).channels);
    const std::array names{"weight", "bias", "running_mean", "running_var"};
    std::vector<NamedTensor> tensors;
    for (std::size_t i = 0; i < 4; ++i) tensors.push_back(tensor(names[i], list(i + 1, channels)));
    // Of the running value; six digits are all that 1 - momentum has.
    const double kept = static_cast<double>(number("momentum", 0.9f));
    const double momentum = std::round((1 - kept) * 1e6) / 1e6;
    set(add("batch_norm", from, from.dims, tensors,
            {epsilon(), {"momentum", static_cast<double>(static_cast<float>(momentum))}}));
  }
  void normalization() {
    const Data from = image(0);
    const Shape its = shape(from);
    const auto channels = static_cast<std::size_t>(its.channels);
    if (node_->type == "LayerNormalization") {
      const std::int64_t axis = integer("axis", -1);
      expect(axis == 1 || axis == 1 - static_cast<std::int64_t>(from.rank()),
             "LayerNormalization over all values of an image");
      const auto size = static_cast<std::size_t>(its.size());
      std::vector<std::size_t> sides{size};
      if (!its.flat()) sides = {channels, std::size_t(its.height), std::size_t(its.width)};
      std::vector<double> bias(size);
      charge(size);
      if (has_input(2)) bias = list(2, size);
      return set(add("layer_norm", from, from.dims,
                     {tensor("weight", list(1, size), sides), tensor("bias", bias, sides)},
                     {epsilon()}));
    }
    const bool grouped = node_->type == "GroupNormalization";
    StepDescription step{.kind = grouped ? "group_norm" : "instance_norm",
                         .input = from.value,
                         .settings = {epsilon()}};
    std::vector<double> parameters[2];
    charge(2 * channels);
    const std::int64_t groups = grouped ? integer("num_groups", 1) : 1;
    expect(groups >= 1 && groups <= its.channels && its.channels % groups == 0,
           "groups of whole channels");
    step.groups = static_cast<int>(groups);
    for (std::size_t i = 0; i < 2; ++i) {
      // One a group before opset 21.
      const bool by_group = grouped && model_.opset < 21;
      const std::vector<double> those = list(i + 1, by_group ? std::size_t(groups) : channels);
      for (std::size_t c = 0; c < channels; ++c)
        parameters[i].push_back(those[by_group ? c / (channels / std::size_t(groups)) : c]);
    }
    set(add(std::move(step), from.dims, false,
            {tensor("weight", parameters[0]), tensor("bias", parameters[1])}));
  }
};

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
