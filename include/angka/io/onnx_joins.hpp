#pragma once

// Nodes of an ONNX model that join values, or add and multiply numbers.

#include <angka/core/definitions.hpp>

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/io/onnx_layers.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// Add, Sub, Mul, Div, Sum and Concat, and activations of what was scaled and shifted.
class Joins : public Layers {
 protected:
  using Layers::Layers;

  /// What is done to each channel.
  struct Line {
    std::vector<double> scale{}, shift{};
  };

  static bool all_are(const std::vector<double>& values, double wanted) {
    return std::count(values.begin(), values.end(), wanted) == std::ssize(values);
  }
  static bool all_near(const std::vector<double>& values, double wanted) {
    return std::all_of(values.begin(), values.end(),
                       [&](double each) { return std::abs(each - wanted) < 1e-6; });
  }
  void arithmetic() {
    const std::string& type = node_->type;
    if (is_data(0) && is_data(1)) {
      if (type == "Add") return join("add");
      expect(type == "Mul", supported);
      return product();
    }
    const std::size_t which = is_data(0) ? 0 : 1;
    const Data from = data(which);
    expect(which == 0 || type != "Div", supported);
    if (const Constant numbers = constant(1 - which); !per_channel(numbers.dims, from))
      return each_value(from, numbers);
    const auto channels = static_cast<std::size_t>(shape(from).channels);
    const std::vector<double> by = list(1 - which, channels);
    Line line{std::vector<double>(channels, 1), std::vector<double>(channels)};
    for (std::size_t c = 0; c < channels; ++c) {
      if (type == "Mul") line.scale[c] = by[c];
      if (type == "Div") line.scale[c] = 1 / by[c];
      if (type == "Add") line.shift[c] = by[c];
      if (type == "Sub") line.shift[c] = which == 0 ? -by[c] : by[c];
      if (type == "Sub" && which == 1) line.scale[c] = -1;
    }
    set(add_line(from, std::move(line)));
  }
  Data add_line(const Data& from, Line line) {
    const bool scales = !all_are(line.scale, 1), shifts = !all_are(line.shift, 0);
    if (!scales && !shifts) return from;
    if (from.value > 0) {
      StepDescription before = step_of(from.value);
      if (before.kind == "twice_gelu" && !shifts && all_near(line.scale, 0.5)) {
        before.kind = "gelu";
        return add(std::move(before), from.dims, from.channels_last);
      }
      if (!shifts && all_near(line.scale, 1 / 6.0)) {
        if (is_line(from.value, 6, 0) && made_by(before.input, "hard_swish"))
          return {before.input, from.dims, from.channels_last};
        if (before.kind == "relu6" && is_line(before.input, 1, 3)) {
          before = {.kind = "hard_sigmoid", .input = step_of(before.input).input};
          return add(std::move(before), from.dims, from.channels_last);
        }
      }
    }
    StepDescription step{.kind = "line", .input = from.value};
    const Data made = add(std::move(step), from.dims, from.channels_last);
    lines_[made.value] = std::move(line);
    return made;
  }
  Data line_of(const Data& from, double scale, double shift) {
    const auto channels = static_cast<std::size_t>(shape(from).channels);
    charge(2 * channels);
    return add_line(from, {std::vector(channels, scale), std::vector(channels, shift)});
  }
  /// alpha x + beta between 0 and 1, by the layer that does so with x / 6 + 1 / 2.
  void hard_sigmoid() {
    Data from = data(0);
    const double alpha{number("alpha", 0.2f)}, beta{number("beta", 0.5f)};
    const bool same = std::abs(alpha - 1 / 6.0) < 1e-6 && beta == 0.5;
    expect(std::abs(alpha) <= 30 && std::abs(beta) <= 30, "HardSigmoid of at most 30 x + 30");
    if (!same) from = line_of(from, 6 * alpha, 6 * beta - 3);
    set(add("hard_sigmoid", from, from.dims));
  }
  /// Limits other than those of ReLU and ReLU6 are moved there and back.
  void clip() {
    const auto bound = [&](std::size_t i, const char* name, float usual) {
      if (has_input(i)) {
        const Constant its = constant(i);
        expect(its.values.size() == 1, "Clip by one number");
        return its.values[0];
      }
      return static_cast<double>(number(name, usual));
    };
    constexpr float largest = std::numeric_limits<float>::max();
    const double low = bound(1, "min", -largest), high = bound(2, "max", largest);
    const bool below = low <= -largest, above = high >= largest;  // without that limit
    if (low == 0 && high == 6) return set_each("relu6");
    if (low == 0 && above) return set_each("relu");
    const Data from = data(0);
    if (below && above) return set(from);
    expect((below || std::abs(low) <= 30) && (above || std::abs(high) <= 30) && high - low > 1e-3,
           "Clip at limits of at most 30");
    const double scale = above ? 1 : below ? -1 : 6 / (high - low), end = below ? high : low;
    const Data moved = line_of(from, scale, -end * scale);
    const Data clipped = add(below || above ? "relu" : "relu6", moved, from.dims);
    set(line_of(clipped, 1 / scale, end));
  }
  void selu() {
    const Data from = data(0);
    const double gamma{number("gamma", 1.05070102f)};
    const Data inner = add("elu", from, from.dims, {}, {{"alpha", number("alpha", 1.67326319f)}});
    set(line_of(inner, gamma, 0));
  }
  /// The weight and the bias of each value that LayerNorm has.
  void each_value(const Data& from, const Constant& numbers) {
    const std::string& type = node_->type;
    const Shape its = shape(from);
    const bool weighs = type == "Mul" && made_by(from.value, "group_norm") &&
                        step_of(from.value).groups == 1 && plain(step_of(from.value));
    const bool shifts =
        type == "Add" && made_by(from.value, "layer_norm") && unshifted(step_of(from.value));
    Dims sizes(from.dims.begin() + 1, from.dims.end());
    bool whole = numbers.dims == sizes;
    sizes.insert(sizes.begin(), 1);
    whole |= numbers.dims == sizes;
    expect((weighs || shifts) && whole && !from.channels_last,
           "one number for all values, or one for each channel");
    StepDescription step = step_of(from.value);
    const std::vector<std::size_t> sides{std::size_t(its.channels), std::size_t(its.height),
                                         std::size_t(its.width)};
    std::vector<NamedTensor> tensors;
    if (weighs) {
      step.kind = "layer_norm";
      step.tensors.clear();
      tensors.push_back(tensor("weight", numbers.values, sides));
      tensors.push_back(tensor("bias", std::vector<double>(numbers.values.size()), sides));
    } else {
      step.tensors.pop_back();  // the weight it shares with the step that it was
      tensors.push_back(tensor("bias", numbers.values, sides));
    }
    set(add(std::move(step), from.dims, false, tensors));
  }

  /// A flat value that was made an image of 1 x 1 x channels is one of channels, beside another
  /// whose channels come last.
  Data beside(const Data& other, Data value) const {
    if (!other.channels_last || value.channels_last || !made_by(value.value, "reshape"))
      return value;
    const int flat = step_of(value.value).input;
    const Shape before = shape_of_value(flat), after = shape(value);
    if (!before.flat() || after != Shape{1, 1, before.channels}) return value;
    return {flat, value.dims, true};
  }
  void check_joined(const Data& a, const Data& b) const {
    expect(a.channels_last == b.channels_last && a.rank() == b.rank(),
           "branches whose values lie alike");
  }
  void join(const char* kind) {
    Data first = data(0);
    for (std::size_t i = 1; i < node_->inputs.size(); ++i) {
      const Data& other = data(i);
      check_joined(first, other);
      expect(first.dims == other.dims && shape(first) == shape(other), "branches of one shape");
      StepDescription step{.kind = kind, .input = first.value, .others = {other.value}};
      first = add(std::move(step), first.dims, first.channels_last);
    }
    set(first);
  }
  void sum() {
    for (std::size_t i = 0; i < node_->inputs.size(); ++i) data(i);
    join("add");
  }
  void product() {
    const Data a = beside(data(1), data(0)), b = beside(data(0), data(1));
    check_joined(a, b);
    for (const bool swapped : {false, true}) {
      const Data &x = swapped ? b : a, &y = swapped ? a : b;
      if (const char* kind = gated(x.value, y.value)) {
        const bool whole = std::string_view(kind) == "gelu";  // x is half of what it reads
        const bool sixfold = std::string_view(kind) == "hard_swish" && made_by(y.value, "relu6");
        StepDescription step{.kind = kind, .input = whole ? step_of(x.value).input : x.value};
        const Data made = add(std::move(step), x.dims, x.channels_last);
        return set(sixfold ? line_of(made, 6, 0) : made);
      }
    }
    const Shape first = shape(a), second = shape(b);
    const bool scales =
        first.channels == second.channels && (first == second || first.flat() || second.flat());
    expect(scales, "branches of one shape, or a factor for each channel");
    StepDescription step{.kind = "multiply", .input = a.value, .others = {b.value}};
    set(add(std::move(step), first.pixels() >= second.pixels() ? a.dims : b.dims, a.channels_last));
  }
  /// The activation that x times y is, if y follows from x.
  const char* gated(int x, int y) const {
    if (y == 0) return nullptr;
    const StepDescription& factor = step_of(y);
    if (factor.kind == "sigmoid" && factor.input == x) return "silu";
    if (factor.kind == "hard_sigmoid" && factor.input == x) return "hard_swish";
    if (factor.kind == "relu6" && is_line(factor.input, 1, 3) &&
        step_of(factor.input).input == x)
      return "hard_swish";  // six times
    if (factor.kind == "tanh" && made_by(factor.input, "softplus") &&
        step_of(factor.input).input == x)
      return "mish";
    // 1 + erf(x / sqrt(2))
    if (!is_line(y, 1, 1) || !made_by(factor.input, "erf")) return nullptr;
    const int scaled = step_of(factor.input).input;
    if (!is_line(scaled, 0.70710678118654752, 0)) return nullptr;
    if (step_of(scaled).input == x) return "twice_gelu";
    return is_line(x, 0.5, 0) && step_of(x).input == step_of(scaled).input ? "gelu" : nullptr;
  }
  bool is_line(int value, double scale, double shift) const {
    if (!made_by(value, "line")) return false;
    const Line& line = lines_.at(value);
    return all_near(line.scale, scale) && all_near(line.shift, shift);
  }
  void concat() {
    const Data first = data(0);
    std::int64_t axis = integer("axis", 1);
    if (axis < 0) axis += static_cast<std::int64_t>(first.rank());
    expect(axis == static_cast<std::int64_t>(first.channel_axis()) && !flattened_otherwise(first),
           "Concat of channels");
    const auto at = static_cast<std::size_t>(axis);
    StepDescription step{.kind = "concat", .input = first.value};
    Dims dims = first.dims;
    for (std::size_t i = 1; i < node_->inputs.size(); ++i) {
      const Data& other = data(i);
      check_joined(first, other);
      Dims its = other.dims;
      expect(its[at] < std::int64_t{most_values}, "branches of one height and width");
      dims[at] += its[at];
      its[at] = first.dims[at];
      expect(its == first.dims, "branches of one height and width");
      step.others.push_back(other.value);
    }
    if (step.others.empty()) return set(first);
    if (is_whole_input(step)) return set({0, std::move(dims), false});
    set(add(std::move(step), std::move(dims), first.channels_last));
  }

  /// Whether a row of several inputs is put together again.
  bool is_whole_input(const StepDescription& step) const {
    int end = 0;
    const auto follows = [&](int value) {
      while (made_by(value, "reshape") || made_by(value, "flatten")) value = step_of(value).input;
      if (!made_by(value, "channel_slice") || step_of(value).input != 0 ||
          step_of(value).channels_before != end)
        return false;
      end += step_of(value).output_shape.channels;
      return true;
    };
    return !net_.inputs.empty() && shape_of_value(step.input).flat() && follows(step.input) &&
           std::all_of(step.others.begin(), step.others.end(), follows) &&
           end == net_.input.channels;
  }

  std::map<int, Line> lines_{};  ///< what each step "line" does
};

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
