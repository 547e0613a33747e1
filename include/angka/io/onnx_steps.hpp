#pragma once

// The nodes of an ONNX model as the steps of a network.

#include <angka/core/definitions.hpp>
#include <angka/io/description.hpp>
#include <angka/io/onnx_file.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// What a model computes, whose pixels may be 0 to 255 or numbers as they are.
struct ModelSteps {
  NetworkDescription net{};  ///< whose steps' positions are nodes in words
  bool of_bytes = false;     ///< the model divides pixels of 0 to 255 itself
  std::vector<std::string> notes{};
};

/// The steps from a model's image to its output. At most `limit` numbers are made of those that
/// the file holds. Raises FileError, which names the node, for what the library has no layer for.
ANGKA_INLINE ModelSteps steps_of(const StoredModel& model, const std::string& file,
                                 std::size_t limit);

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/io/network_source.hpp>
#include <angka/io/onnx_constants.hpp>
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// A value that follows from the image, as a node's input or output.
struct Data {
  int value = 0;  ///< as StepDescription counts them
  Dims dims{};    ///< the batch first
  bool channels_last = false;

  std::size_t rank() const { return dims.size(); }
  std::size_t channel_axis() const { return channels_last ? rank() - 1 : 1; }
  /// Of an image's rows, or of its columns.
  std::size_t spatial_axis(std::size_t i) const { return (channels_last ? 1 : 2) + i; }
};

class Translator {
 public:
  Translator(const StoredModel& model, const std::string& file, std::size_t limit)
      : model_(model), file_(file), left_(limit) {}

  ModelSteps run() {
    take_input();
    for (const StoredNode& each : model_.nodes) {
      node_ = &each;
      translate();
    }
    node_ = nullptr;
    finish();
    return std::move(result_);
  }

 private:
  static constexpr const char* supported = "operators that the library has layers for";
  static constexpr int most_pixels = 1 << 15;  ///< down, and across
  static constexpr std::size_t most_values = std::size_t{1} << 26;

  static std::string shown(std::string_view name) { return printable(name.substr(0, 200)); }
  /// "node "/conv1/Conv" (Conv)".
  std::string node_words() const {
    const std::string& name = !node_->name.empty()      ? node_->name
                              : !node_->outputs.empty() ? node_->outputs[0]
                                                        : node_->name;
    return "node \"" + shown(name) + "\" (" +
           shown(node_->type) + ')';
  }
  [[noreturn]] void refuse(const std::string& expected) const {
    raise(FileError(file_, expected, node_words()));
  }
  void expect(bool holds, const char* expected) const {
    if (!holds) refuse(expected);
  }

  void take_input() {
    std::vector<const StoredInput*> inputs;
    for (const StoredInput& each : model_.inputs)
      if (!model_.tensors.count(each.name)) inputs.push_back(&each);
    const auto fail = [&](const std::string& expected, const std::string& found) {
      raise(FileError(file_, expected, found));
    };
    if (inputs.size() != 1 || model_.outputs.size() != 1)
      fail("a model of one input and one output",
           std::to_string(inputs.size()) + " and " + std::to_string(model_.outputs.size()));
    Dims dims = inputs[0]->dims;
    std::string sizes;
    for (const std::int64_t size : dims)
      sizes += (sizes.empty() ? "" : " x ") + (size > 0 ? std::to_string(size) : "?");
    const bool known =
        dims.size() >= 2 && dims.size() <= 4 &&
        std::all_of(dims.begin() + 1, dims.end(), [](std::int64_t size) { return size > 0; });
    if (!known) fail("an input of batch x channels x height x width", "one of " + sizes);
    if (dims[0] < 1) dims[0] = 1;
    batch_ = dims[0];
    const auto shape = shape_of({0, dims, false});
    if (!shape) fail("images of at most 32768 x 32768 pixels", sizes);
    net().input = *shape;
    data_[inputs[0]->name] = {0, dims, false};
  }

  // Values, and what is known of them.

  NetworkDescription& net() { return result_.net; }
  /// The shape of a value, if it is one that the library has.
  std::optional<Shape> shape_of(const Data& data) const {
    if (data.rank() < 2 || data.rank() > 4 || data.dims[0] != batch_) return std::nullopt;
    if (count_of(data.dims, most_values * 64) > most_values * 64) return std::nullopt;
    std::int64_t sizes[] = {data.dims[data.channel_axis()], 1, 1};
    if (data.rank() == 4) sizes[1] = data.dims[data.spatial_axis(0)];
    if (data.rank() >= 3) sizes[2] = data.dims[data.spatial_axis(data.rank() - 3)];
    if (sizes[0] < 1 || sizes[1] < 1 || sizes[2] < 1 || sizes[1] > most_pixels ||
        sizes[2] > most_pixels ||
        count_of({sizes[0], sizes[1], sizes[2]}, most_values) > most_values)
      return std::nullopt;
    return Shape{static_cast<int>(sizes[0]), static_cast<int>(sizes[1]),
                 static_cast<int>(sizes[2])};
  }
  Shape shape(const Data& data) const { return shape_of_value(data.value); }
  Shape shape_of_value(int value) const {
    return value == 0 ? result_.net.input : step_of(value).output_shape;
  }
  const StepDescription& step_of(int value) const {
    return result_.net.steps[static_cast<std::size_t>(value) - 1];
  }
  /// Whether a step of this kind makes the value.
  bool made_by(int value, const char* kind) const {
    return value > 0 && step_of(value).kind == kind;
  }
  bool has_input(std::size_t i) const {
    return i < node_->inputs.size() && !node_->inputs[i].empty();
  }
  bool is_data(std::size_t i) const { return has_input(i) && data_.count(node_->inputs[i]); }
  const Data& data(std::size_t i) const {
    if (has_input(i)) check_known(node_->inputs[i]);
    expect(is_data(i), "a node that reads what follows from the image");
    return data_.at(node_->inputs[i]);
  }
  /// The same of values whose channels come first.
  const Data& image(std::size_t i) const {
    const Data& its = data(i);
    expect(!its.channels_last, "channels before rows and columns");
    return its;
  }

  const StoredAttribute* attribute(const char* name) const {
    const auto found = node_->attributes.find(name);
    return found == node_->attributes.end() ? nullptr : &found->second;
  }
  std::int64_t integer(const char* name, std::int64_t usual) const {
    const StoredAttribute* its = attribute(name);
    return its ? its->integer : usual;
  }
  float number(const char* name, float usual) const {
    const StoredAttribute* its = attribute(name);
    return its ? its->number : usual;
  }
  std::string text(const char* name, const char* usual) const {
    const StoredAttribute* its = attribute(name);
    return its && !its->text.empty() ? its->text : usual;
  }

  void charge(std::size_t count) {
    if (count > left_) refuse("constants of fewer numbers");
    left_ -= count;
  }
  /// Names the node that made a value which isn't known, if there is one.
  void check_known(const std::string& name) const {
    if (const auto found = unknown_.find(name); found != unknown_.end())
      raise(FileError(file_, supported, found->second));
  }
  bool is_constant(std::size_t i) const {
    if (!has_input(i)) return false;
    const std::string& name = node_->inputs[i];
    return constants_.count(name) || model_.tensors.count(name);
  }
  Constant constant(std::size_t i) {
    if (has_input(i)) check_known(node_->inputs[i]);
    expect(is_constant(i), "weights and sizes that don't follow from the image");
    const std::string& name = node_->inputs[i];
    if (const auto found = constants_.find(name); found != constants_.end()) {
      charge(found->second.values.size());
      return found->second;
    }
    const StoredTensor& stored = model_.tensors.at(name);
    charge(stored.element_size() ? stored.bytes.size() / stored.element_size() : 0);
    charge(stored.values.size());
    auto its = decode(stored);
    if (!its || !stored.external.empty())
      raise(FileError(file_,
                      "numbers of float, half, bfloat16, double or int for each of its sizes",
                      "tensor \"" + shown(name) + "\" of " + node_words()));
    return *std::move(its);
  }
  std::optional<std::vector<std::int64_t>> integers(std::size_t i, const char* name) {
    if (has_input(i)) return constant(i).integers();
    if (const StoredAttribute* its = attribute(name)) return its->integers;
    return std::nullopt;
  }

  // Making steps.

  /// A new step that reads `from`; its output has the sizes `dims`.
  Data add(const std::string& kind, const Data& from, Dims dims,
           const std::vector<NamedTensor>& tensors = {},
           const std::vector<NamedSetting>& settings = {}) {
    StepDescription step{.kind = kind, .input = from.value, .settings = settings};
    return add(std::move(step), std::move(dims), from.channels_last, tensors);
  }
  Data add(StepDescription step, Dims dims, bool channels_last,
           const std::vector<NamedTensor>& tensors = {}) {
    Data made{static_cast<int>(net().steps.size()) + 1, std::move(dims), channels_last};
    auto its = shape_of(made);
    if (flattened_otherwise(made)) its = shape_of_value(step.input);  // until weights fit its order
    expect(its.has_value(), "one image of at most 32768 x 32768 pixels for each image");
    step.position = node_words();
    step.input_shape = shape_of_value(step.input);
    step.output_shape = *its;
    for (NamedTensor tensor : tensors) {
      tensor.name = std::to_string(made.value) + '.' + tensor.name;
      step.tensors.push_back(tensor.name);
      net().tensors.push_back(std::move(tensor));
    }
    net().steps.push_back(std::move(step));
    return made;
  }
  void set(Data made) {
    expect(!node_->outputs.empty(), "a node with an output");
    data_[node_->outputs[0]] = std::move(made);
  }
  /// A step that works on each value alone.
  void set_each(const std::string& kind, const std::vector<NamedSetting>& settings = {}) {
    const Data from = data(0);
    set(add(kind, from, from.dims, {}, settings));
  }
  static NamedTensor tensor(const char* name, const std::vector<double>& values,
                            std::vector<std::size_t> its_shape = {}) {
    NamedTensor result{.name = name, .shape = std::move(its_shape)};
    if (result.shape.empty()) result.shape = {values.size()};
    for (const double value : values) result.values.push_back(static_cast<float>(value));
    return result;
  }
  static std::vector<std::size_t> sizes(const Dims& dims) { return {dims.begin(), dims.end()}; }
  /// A constant of so many numbers, or of one for all.
  std::vector<double> list(std::size_t i, std::size_t count) {
    std::vector<double> values = constant(i).values;
    if (values.size() == 1) {
      charge(count);
      values.resize(count, values[0]);
    }
    expect(values.size() == count, "a number for each channel");
    return values;
  }

  void translate() {
    if (!node_->domain.empty() && node_->domain != "ai.onnx") refuse("operators of ONNX itself");
    bool any_data = false;
    for (std::size_t i = 0; i < node_->inputs.size(); ++i) any_data |= is_data(i);
    if (node_->type == "Shape" && any_data)
      return set_constant(Folding(*node_, {}, left_).shape_of(data(0).dims));
    if (!any_data) return fold_constants();
    operate();
  }
  void set_constant(std::optional<Constant> made) {
    expect(made.has_value() && !node_->outputs.empty(), "constants that fit, and not too many");
    charge(made->values.size());
    constants_[node_->outputs[0]] = *std::move(made);
  }
  void fold_constants() {
    std::vector<Constant> held;
    held.reserve(node_->inputs.size());
    std::vector<const Constant*> inputs;
    // What can't be folded may be of no use to the output; whoever reads it is refused.
    for (std::size_t i = 0; i < node_->inputs.size(); ++i)
      if (has_input(i) && !is_constant(i)) return;
    for (std::size_t i = 0; i < node_->inputs.size(); ++i) {
      if (has_input(i)) held.push_back(constant(i));
      inputs.push_back(has_input(i) ? &held.back() : nullptr);
    }
    Folded made = fold(*node_, inputs, left_);
    if (made.known) return set_constant(std::move(made.constant));
    for (const std::string& output : node_->outputs) unknown_.emplace(output, node_words());
  }

  void operate() {
    const std::string& type = node_->type;
    const auto is = [&](std::initializer_list<const char*> types) {
      return std::find(types.begin(), types.end(), type) != types.end();
    };
    static const std::map<std::string, const char*> alike{
        {"Relu", "relu"}, {"Sigmoid", "sigmoid"},      {"Tanh", "tanh"}, {"Softplus", "softplus"},
        {"Mish", "mish"}, {"HardSwish", "hard_swish"}, {"Erf", "erf"},   {"Swish", "silu"}};
    if (const auto found = alike.find(type); found != alike.end())
      set_each(found->second);
    else if (is({"Identity", "Dropout", "Cast"}))
      alias();
    else if (is({"LeakyRelu"}))
      set_each("leaky_relu", {{"negative_slope", number("alpha", 0.01f)}});
    else if (is({"Elu"}))
      set_each("elu", {{"alpha", number("alpha", 1)}});
    else if (is({"Gelu"}))
      gelu();
    else if (is({"HardSigmoid"}))
      hard_sigmoid();
    else if (is({"Clip"}))
      clip();
    else if (is({"PRelu"}))
      prelu();
    else if (is({"Softmax", "LogSoftmax"}))
      softmax();
    else if (is({"Greater", "Where"}))
      threshold();
    else if (is({"Conv", "ConvTranspose"}))
      convolution();
    else if (is({"MaxPool", "AveragePool"}))
      pool();
    else if (is({"GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "ReduceMax"}))
      global_pool();
    else if (is({"Gemm", "MatMul"}))
      dense();
    else if (is({"BatchNormalization"}))
      batch_norm();
    else if (is({"InstanceNormalization", "LayerNormalization", "GroupNormalization"}))
      normalization();
    else if (is({"Flatten", "Reshape", "Squeeze", "Unsqueeze"}))
      reshape();
    else if (is({"Transpose"}))
      transpose();
    else if (is({"Add", "Sub", "Mul", "Div"}))
      arithmetic();
    else if (is({"Sum"}))
      sum();
    else if (is({"Concat"}))
      concat();
    else if (is({"Pad"}))
      pad();
    else if (is({"Slice"}))
      slice();
    else if (is({"Resize", "Upsample"}))
      resize();
    else
      refuse(supported);
  }

  void alias() {
    const std::int64_t to = integer("to", 1);
    expect(node_->type != "Cast" || to == 1 || to == 10 || to == 11 || to == 16,
           "numbers that stay numbers");
    set(data(0));
  }

  // Activations.

  void gelu() {
    expect(text("approximate", "none") == "none", "Gelu as it is, not approximated by tanh");
    set_each("gelu");
  }
  void hard_sigmoid() {
    const bool fits =
        std::abs(number("alpha", 0.2f) - 1 / 6.0f) < 1e-6f && number("beta", 0.5f) == 0.5f;
    expect(fits, "HardSigmoid of x / 6 + 1 / 2");
    set_each("hard_sigmoid");
  }
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
    if (low == 0 && high == 6) return set_each("relu6");
    expect(low == 0 && high >= largest, "Clip from 0 to 6, or from 0 on");
    set_each("relu");
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
    const bool flat = shape(from).flat() && model_.opset < 13 && axis == 1;
    expect(!flattened_otherwise(from) &&
               (flat || axis == static_cast<std::int64_t>(from.channel_axis())),
           "Softmax over the channels");
    set(add(node_->type == "Softmax" ? "softmax" : "log_softmax", from, from.dims));
  }
  /// Softplus as PyTorch has it: x itself where x is large.
  void threshold() {
    if (node_->type == "Greater") return set_each("greater");
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
  bool fits(const StepDescription& step) const {
    Window unused;
    return find_window(step, unused);
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
    if (!fits(step)) {
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
    step.counts_padding = averages && integer("count_include_pad", 0) != 0;
    if (!averages) {
      expect(fits(step), "padding as a layer of the library has it");
      return set(add(std::move(step), std::move(dims), false));
    }
    // Zeros that were put around the image count.
    if (made_by(from.value, "zero_pad") && step.padding[0] + step.padding[1] == 0) {
      StepDescription merged = step;
      const StepDescription& border = step_of(from.value);
      merged.input = border.input;
      merged.input_shape = border.input_shape;
      merged.padding = border.padding;
      merged.counts_padding = true;
      if (fits(merged)) return set(add(std::move(merged), std::move(dims), false));
    }
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

  void dense() {
    const Data from = data(0);
    const bool general = node_->type == "Gemm";
    expect(from.rank() == 2 && (!general || integer("transA", 0) == 0),
           "a matrix of weights for flat values");
    Constant weight = constant(1);
    expect(weight.dims.size() == 2, "a matrix of weights for flat values");
    const bool by_output = general && integer("transB", 0) != 0;
    const auto inputs = static_cast<std::size_t>(weight.dims[by_output ? 1 : 0]);
    const auto outputs = static_cast<std::size_t>(weight.dims[by_output ? 0 : 1]);
    expect(inputs == static_cast<std::size_t>(from.dims[1]) && outputs > 0,
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
  const NamedTensor& tensor_of(const StepDescription& step, std::size_t i) const {
    const std::vector<NamedTensor>& all = result_.net.tensors;
    return *std::find_if(all.begin(), all.end(),
                         [&](const auto& each) { return each.name == step.tensors[i]; });
  }
  bool each_is(const StepDescription& step, std::size_t i, float value) const {
    const std::vector<float>& values = tensor_of(step, i).values;
    return std::all_of(values.begin(), values.end(), [&](float each) { return each == value; });
  }
  /// Whether a normalization neither scales nor shifts.
  bool plain(const StepDescription& step) const { return each_is(step, 0, 1) && unshifted(step); }
  bool unshifted(const StepDescription& step) const { return each_is(step, 1, 0); }

  // Shapes.

  static bool flattened_otherwise(const Data& from) {
    return from.channels_last && from.rank() == 2;
  }
  void reshape() {
    const Data from = data(0);
    std::vector<Constant> held;
    std::vector<const Constant*> inputs{nullptr, nullptr};
    if (has_input(1)) {
      held.push_back(constant(1));
      inputs[1] = &held[0];
    }
    const auto dims = Folding(*node_, inputs, left_).new_dims(from.dims);
    expect(dims.has_value(), "a shape of as many values");
    set(reshaped(from, *dims));
  }
  Data reshaped(const Data& from, const Dims& dims) {
    const Shape before = shape(from);
    if (dims == from.dims) return from;
    // Without pixels, or with one channel, the order is the same.
    if (from.channels_last && (before.flat() || before.channels == 1)) {
      Data first{from.value, dims, false};
      const auto its = shape_of(first);
      expect(its.has_value(), "an image or flat values for each image");
      return *its == before ? first : add("reshape", first, dims);
    }
    if (from.channels_last) {
      expect(dims.size() == 2 && from.rank() > 2,
             "flat values of an image whose channels come last");
      Data flat{from.value, dims, true};
      return flat;  // as an image, until weights are put into its order
    }
    int source = from.value;
    while (made_by(source, "reshape") || made_by(source, "flatten")) source = step_of(source).input;
    const auto after = shape_of({0, dims, false});
    expect(after.has_value(), "an image or flat values for each image");
    if (*after == shape_of_value(source)) return {source, dims, false};
    if (const auto group_norm = normalized_groups(from.value, *after)) {
      StepDescription step = *group_norm;
      std::vector<double> ones(static_cast<std::size_t>(after->channels), 1), zeros(ones.size());
      return add(std::move(step), dims, false, {tensor("weight", ones), tensor("bias", zeros)});
    }
    StepDescription step{.kind = after->flat() ? "flatten" : "reshape", .input = source};
    return add(std::move(step), dims, false);
  }
  /// An InstanceNormalization of groups of channels as if each were a channel.
  std::optional<StepDescription> normalized_groups(int value, const Shape& after) const {
    if (!made_by(value, "instance_norm") || !plain(step_of(value))) return std::nullopt;
    const StepDescription& inner = step_of(value);
    if (!made_by(inner.input, "reshape")) return std::nullopt;
    const StepDescription& apart = step_of(inner.input);
    const int groups = inner.input_shape.channels;
    if (apart.input_shape != after || after.channels % groups != 0) return std::nullopt;
    return StepDescription{
        .kind = "group_norm", .input = apart.input, .settings = inner.settings, .groups = groups};
  }
  void transpose() {
    const Data from = data(0);
    const StoredAttribute* order = attribute("perm");
    const std::vector<std::int64_t> perm = order ? order->integers : std::vector<std::int64_t>{};
    Dims dims;
    for (const std::int64_t axis : perm) dims.push_back(from.dims[axis_of(from, axis)]);
    using Order = std::vector<std::int64_t>;
    const bool signal = perm == Order{0, 2, 1};  // which is its own reverse
    const bool to_last = perm == Order{0, 2, 3, 1} || (signal && !from.channels_last);
    const bool to_first = perm == Order{0, 3, 1, 2} || (signal && from.channels_last);
    expect((to_last || to_first) && dims.size() == from.rank(),
           "channels moved to the first axis or the last");
    if (from.value == 0 && !from.channels_last && (to_first || signal)) {
      // The image itself comes with its channels last.
      const auto its = shape_of({0, dims, false});
      expect(its && net().steps.empty(), "an image whose channels are moved first of all");
      net().input = *its;
      result_.notes.push_back(
          "The model takes images of rows x columns x channels, the network of channels x rows x "
          "columns.");
      return set({0, std::move(dims), false});
    }
    expect(to_last != from.channels_last, "channels moved to the first axis or the last");
    set({from.value, std::move(dims), to_last});
  }

  // Sums, products, and numbers that are added or multiplied.

  /// Whether numbers of these sizes are one for all, or one for each channel of a value.
  static bool per_channel(const Dims& dims, const Data& of) {
    const std::size_t count = count_of(dims, most_values);
    if (count == 1) return dims.size() <= of.rank();
    if (dims.size() > of.rank()) return false;
    const std::size_t before = of.rank() - dims.size(), axis = of.channel_axis();
    return axis >= before && dims[axis - before] == of.dims[axis] &&
           count == static_cast<std::size_t>(of.dims[axis]) && !flattened_otherwise(of);
  }
  /// What a step "line" does to each channel.
  struct Line {
    std::vector<double> scale{}, shift{};
  };
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
    const bool scales = !all_near(line.scale, 1), shifts = !all_near(line.shift, 0);
    if (from.value > 0) {
      StepDescription before = step_of(from.value);
      if (before.kind == "twice_gelu" && !shifts && all_near(line.scale, 0.5)) {
        before.kind = "gelu";
        return add(std::move(before), from.dims, from.channels_last);
      }
      if (!scales && takes_bias(before))
        return add(with_tensor(before, tensor("bias", line.shift)), from.dims, from.channels_last);
      if (before.kind == "group_norm" && scales != shifts &&
          (scales ? plain(before) : unshifted(before))) {
        NamedTensor bias = tensor_of(before, 1), weight = tensor_of(before, 0);
        before.tensors.clear();
        weight.name = "weight", bias.name = "bias";
        if (scales) weight = tensor("weight", line.scale);
        if (shifts) bias = tensor("bias", line.shift);
        return add(std::move(before), from.dims, from.channels_last, {weight, bias});
      }
    }
    StepDescription step{.kind = "line", .input = from.value};
    const Data made = add(std::move(step), from.dims, from.channels_last);
    lines_[made.value] = std::move(line);
    return made;
  }
  static bool takes_bias(const StepDescription& step) {
    return step.tensors.size() == 1 &&
           (step.kind == "dense" || step.kind == "conv" || step.kind == "conv_transpose");
  }
  /// The step with one more tensor; its others it shares with the step that it was.
  StepDescription with_tensor(StepDescription step, NamedTensor more) {
    more.name = std::to_string(net().steps.size() + 1) + '.' + more.name;
    step.tensors.push_back(more.name);
    net().tensors.push_back(std::move(more));
    return step;
  }
  /// The weight and the bias of each value that LayerNorm has.
  void each_value(const Data& from, const Constant& numbers) {
    const std::string& type = node_->type;
    const Shape its = shape(from);
    const bool weighs = type == "Mul" && made_by(from.value, "group_norm") &&
                        step_of(from.value).groups == 1 && plain(step_of(from.value));
    const bool shifts =
        type == "Add" && made_by(from.value, "layer_norm") && unshifted(step_of(from.value));
    const std::size_t rank = from.rank() - 1;
    const bool whole =
        numbers.dims.size() >= rank && numbers.values.size() == std::size_t(its.size());
    expect((weighs || shifts) && whole && !from.channels_last,
           "one number for all values, or one for each channel");
    StepDescription step = step_of(from.value);
    const std::vector<std::size_t> sides{std::size_t(its.channels), std::size_t(its.height),
                                         std::size_t(its.width)};
    if (weighs) {
      step.kind = "layer_norm";
      step.tensors.clear();
      step = with_tensor(step, tensor("weight", numbers.values, sides));
      step = with_tensor(step, tensor("bias", std::vector<double>(numbers.values.size()), sides));
    } else {
      step.tensors.pop_back();
      step = with_tensor(step, tensor("bias", numbers.values, sides));
    }
    set(add(std::move(step), from.dims, false));
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
    const Data a = data(0), b = data(1);
    check_joined(a, b);
    for (const bool swapped : {false, true}) {
      const Data &x = swapped ? b : a, &y = swapped ? a : b;
      if (const char* kind = gated(x.value, y.value)) {
        const bool whole = std::string_view(kind) == "gelu";  // x is half of what it reads
        StepDescription step{.kind = kind, .input = whole ? step_of(x.value).input : x.value};
        return set(add(std::move(step), x.dims, x.channels_last));
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
    set(add(std::move(step), std::move(dims), first.channels_last));
  }

  // Borders and sizes.

  /// Rows and columns added around an image (`sign` 1) or cut off (-1).
  Data bordered(const char* kind, const Data& from, const std::array<int, 4>& border, int sign) {
    if (border == std::array<int, 4>{}) return from;
    Dims dims = from.dims;
    for (std::size_t i = 0; i < from.rank() - 2; ++i) {
      const std::size_t side = from.rank() == 3 ? 1 : i;
      dims[from.spatial_axis(i)] += sign * (border[side] + border[side + 2]);
    }
    StepDescription step{.kind = kind, .input = from.value, .padding = border};
    return add(std::move(step), std::move(dims), from.channels_last);
  }
  Data pad_to(const Data& from, const std::array<int, 4>& border) {
    return bordered("zero_pad", from, border, 1);
  }
  /// `sides`: before and after each axis of a value. Nothing may lie beside the image's axes.
  std::array<int, 4> border_of(const Data& from, const std::vector<std::int64_t>& before,
                               const std::vector<std::int64_t>& after) const {
    std::array<int, 4> border{};
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      const bool none = before[axis] == 0 && after[axis] == 0;
      const std::size_t first = from.spatial_axis(0);
      const bool spatial = axis >= first && axis < first + from.rank() - 2;
      expect(none || spatial, "rows and columns alone to be added or cut off");
      if (none) continue;
      for (const std::int64_t side : {before[axis], after[axis]})
        expect(side >= 0 && side <= most_pixels, "rows and columns alone to be added or cut off");
      const std::size_t side = from.rank() == 3 ? 1 : axis - first;
      border[side] = static_cast<int>(before[axis]);
      border[side + 2] = static_cast<int>(after[axis]);
    }
    return border;
  }
  std::size_t axis_of(const Data& from, std::int64_t axis) const {
    const auto rank = static_cast<std::int64_t>(from.rank());
    expect(axis >= -rank && axis < rank, "axes of the value");
    return static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
  }
  void pad() {
    const Data from = data(0);
    const auto all = integers(1, "pads");
    const double filled = has_input(2) ? constant(2).values.at(0) : double(number("value", 0));
    expect(text("mode", "constant") == "constant" && filled == 0 && all, "Pad with zeros");
    std::vector<std::int64_t> axes;
    if (has_input(3)) axes = constant(3).integers();
    if (axes.empty())
      for (std::size_t axis = 0; axis < from.rank(); ++axis)
        axes.push_back(static_cast<std::int64_t>(axis));
    expect(all->size() == 2 * axes.size(), "padding before and after each axis of the image");
    std::vector<std::int64_t> before(from.rank()), after(from.rank());
    const bool cuts =
        std::any_of(all->begin(), all->end(), [](std::int64_t side) { return side < 0; });
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const std::size_t axis = axis_of(from, axes[i]);
      const auto size = [&](std::int64_t side) {
        expect(side >= -most_pixels && side <= most_pixels, "padding of at most 32768");
        return cuts ? -side : side;
      };
      before[axis] = size((*all)[i]);
      after[axis] = size((*all)[i + axes.size()]);
    }
    const std::array<int, 4> border = border_of(from, before, after);
    set(cuts ? bordered("crop", from, border, -1) : pad_to(from, border));
  }
  void slice() {
    const Data from = data(0);
    const auto starts = integers(1, "starts"), ends = integers(2, "ends"),
               steps = integers(4, "steps");
    auto axes = integers(3, "axes");
    expect(starts && ends && starts->size() == ends->size(), "where each axis is cut");
    if (!axes) {
      axes.emplace();
      for (std::size_t i = 0; i < starts->size(); ++i)
        axes->push_back(static_cast<std::int64_t>(i));
    }
    expect(axes->size() == starts->size(), "where each axis is cut");
    std::vector<std::int64_t> before(from.rank()), after(from.rank());
    for (std::size_t i = 0; i < starts->size(); ++i) {
      const std::size_t axis = axis_of(from, (*axes)[i]);
      const std::int64_t size = from.dims[axis];
      expect(!steps || (steps->size() > i && (*steps)[i] == 1), "Slice by steps of 1");
      const auto place = [&](std::int64_t at) {
        at = std::clamp(at, -size, size);
        return at < 0 ? at + size : at;
      };
      before[axis] = place((*starts)[i]);
      after[axis] = size - place((*ends)[i]);
    }
    set(bordered("crop", from, border_of(from, before, after), -1));
  }
  void resize() {
    const Data from = data(0);
    const bool older = node_->type == "Upsample";
    Dims dims = from.dims;
    const std::size_t at = older ? 1 : 2;
    if (has_input(at) && !constant(at).values.empty()) {
      const Constant scales = constant(at);
      expect(scales.values.size() == from.rank(), "a scale for each axis");
      for (std::size_t axis = 0; axis < from.rank(); ++axis) {
        const double scale = scales.values[axis];
        expect(scale >= 1 && scale <= most_pixels && scale == std::floor(scale),
               "images enlarged by whole numbers");
        dims[axis] *= static_cast<std::int64_t>(scale);
      }
    } else {
      expect(has_input(3), "a scale for each axis");
      dims = constant(3).integers();
    }
    expect(dims.size() == from.rank() && from.rank() >= 3, "a scale for each axis");
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      const bool still = axis == 0 || axis == from.channel_axis();
      expect(dims[axis] > 0 && dims[axis] % from.dims[axis] == 0 &&
                 (!still || dims[axis] == from.dims[axis]),
             "images enlarged by whole numbers");
    }
    const std::string mode = text("mode", "nearest");
    const std::string places =
        text("coordinate_transformation_mode", older ? "asymmetric" : "half_pixel");
    const std::string rounding = text("nearest_mode", older ? "floor" : "round_prefer_floor");
    const bool halves = places == "half_pixel" || places == "pytorch_half_pixel";
    const bool nearest = mode == "nearest" && ((places == "asymmetric" && rounding == "floor") ||
                                               (halves && rounding.starts_with("round")));
    expect(nearest || (mode == "linear" && halves),
           "the nearest pixel, or means between pixels' centres");
    set(add(nearest ? "upsample_nearest" : "upsample_bilinear", from, std::move(dims)));
  }

  // The end.

  void finish() {
    const auto found = data_.find(model_.outputs[0]);
    if (found == data_.end())
      raise(FileError(file_, "an output that follows from the image",
                      '"' + shown(model_.outputs[0]) + '"'));
    Data output = found->second;
    if (made_by(output.value, "softmax") || made_by(output.value, "log_softmax")) {
      const StepDescription& last = step_of(output.value);
      result_.notes.push_back(
          std::string(last.kind == "softmax" ? "Softmax" : "LogSoftmax") +
          " at the end is left out, since losses take what it reads: outputs are logits.");
      output.value = last.input;
    }
    if (output.channels_last && !shape(output).flat())
      result_.notes.push_back("The model's output has its channels last, the network's first.");
    output_ = output.value;
    merge_lines();
    normalize();
    keep_alive();
  }

  std::vector<int> inputs_of(int value) const {
    std::vector<int> inputs{step_of(value).input};
    const std::vector<int>& others = step_of(value).others;
    inputs.insert(inputs.end(), others.begin(), others.end());
    return inputs;
  }
  /// How often each value is read on the way to the output; those that aren't, 0 times.
  std::vector<int> uses() const {
    std::vector<int> count(net_size() + 1);
    count[static_cast<std::size_t>(output_)] = 1;
    for (std::size_t value = net_size(); value > 0; --value)
      if (count[value] > 0)
        for (const int input : inputs_of(static_cast<int>(value)))
          ++count[static_cast<std::size_t>(input)];
    return count;
  }
  std::size_t net_size() const { return result_.net.steps.size(); }

  /// A line of a line is one.
  void merge_lines() {
    const std::vector<int> count = uses();
    for (std::size_t i = 0; i < net_size(); ++i) {
      StepDescription& step = net().steps[i];
      const int inner = step.input;
      if (step.kind != "line" || !made_by(inner, "line") || count[std::size_t(inner)] != 1)
        continue;
      Line& line = lines_.at(static_cast<int>(i) + 1);
      const Line& first = lines_.at(inner);
      for (std::size_t c = 0; c < line.scale.size(); ++c) {
        line.shift[c] += line.scale[c] * first.shift[c];
        line.scale[c] *= first.scale[c];
      }
      step.input = step_of(inner).input;
    }
  }

  /// What is done to the image's numbers first of all becomes the network's normalization.
  void normalize() {
    const std::vector<int> count = uses();
    int only = 0;
    for (std::size_t value = 1; value <= net_size() && count[0] == 1; ++value)
      if (count[value] > 0 && step_of(static_cast<int>(value)).input == 0)
        only = static_cast<int>(value);
    if (!made_by(only, "line")) return;
    const Line& line = lines_.at(only);
    std::vector<float> mean, deviation;
    double largest = 0;
    for (std::size_t c = 0; c < line.scale.size(); ++c) {
      const double spread = 1 / line.scale[c], centre = -line.shift[c] / line.scale[c];
      if (!(spread > 1e-30 && spread < 1e30 && std::abs(centre) < 1e30)) return;
      largest = std::max({largest, spread, std::abs(centre)});
      mean.push_back(static_cast<float>(centre));
      deviation.push_back(static_cast<float>(spread));
    }
    // Of numbers from 0 to 1 both are at most 1.
    const bool of_bytes = largest > 1;
    for (std::vector<float>* numbers : {&mean, &deviation}) {
      if (of_bytes)
        for (float& number : *numbers) number /= 255;
      const float first = numbers->front();
      if (std::count(numbers->begin(), numbers->end(), first) == std::ssize(*numbers))
        numbers->resize(1);
      if (numbers->size() > std::size_t{PerChannel::max_size}) return;
    }
    result_.of_bytes = of_bytes;
    net().normalization = {.mean = PerChannel(std::span<const float>(mean)),
                           .standard_deviation = PerChannel(std::span<const float>(deviation))};
    for (StepDescription& step : net().steps) {
      if (step.input == only) step.input = 0;
      std::replace(step.others.begin(), step.others.end(), only, 0);
    }
    if (output_ == only) output_ = 0;
  }

  /// Steps that the output follows from, and lines as convolutions of each channel.
  void keep_alive() {
    const std::vector<int> count = uses();
    std::vector<StepDescription> kept;
    std::vector<int> number(net_size() + 1);
    std::set<std::string> read;
    for (std::size_t value = 1; value < number.size(); ++value) {
      if (count[value] == 0) continue;
      StepDescription& step = net().steps[value - 1];
      const std::string& kind = step.kind;
      if (kind == "line") as_convolution(step, static_cast<int>(value));
      if (kind == "erf" || kind == "greater" || kind == "twice_gelu" || kind == "log_softmax")
        raise(FileError(file_, supported, step.position));
      step.input = number[static_cast<std::size_t>(step.input)];
      for (int& other : step.others) other = number[static_cast<std::size_t>(other)];
      read.insert(step.tensors.begin(), step.tensors.end());
      kept.push_back(std::move(step));
      number[value] = static_cast<int>(kept.size());
    }
    net().steps = std::move(kept);
    std::erase_if(net().tensors, [&](const NamedTensor& each) { return !read.count(each.name); });
  }
  void as_convolution(StepDescription& step, int value) {
    const Line& line = lines_.at(value);
    const std::vector<double> zeros(line.shift.size());
    step.kind = "conv";
    step.kernel = {1, 1};
    step.groups = step.input_shape.channels;
    const auto channels = static_cast<std::size_t>(step.groups);
    std::vector<NamedTensor> tensors{tensor("weight", line.scale, {channels, 1, 1, 1})};
    if (line.shift != zeros) tensors.push_back(tensor("bias", line.shift));
    for (NamedTensor& each : tensors) {
      each.name = std::to_string(value) + '.' + each.name;
      step.tensors.push_back(each.name);
      net().tensors.push_back(std::move(each));
    }
  }

  const StoredModel& model_;
  const std::string& file_;
  std::size_t left_;
  const StoredNode* node_ = nullptr;
  std::int64_t batch_ = 1;
  int output_ = 0;
  std::map<std::string, Data> data_{};
  std::map<std::string, Constant> constants_{};
  std::map<std::string, std::string> unknown_{};  ///< and who makes them
  std::map<int, Line> lines_{};
  ModelSteps result_{};
};

ANGKA_INLINE ModelSteps steps_of(const StoredModel& model, const std::string& file,
                                 std::size_t limit) {
  return Translator(model, file, limit).run();
}

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
