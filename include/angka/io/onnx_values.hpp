#pragma once

// What is known of the values of an ONNX model: who makes them, and how they lie.

#include <angka/core/definitions.hpp>

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/io/description.hpp>
#include <angka/io/network_source.hpp>
#include <angka/io/onnx_constants.hpp>
#include <angka/io/onnx_file.hpp>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// What is known of a model while its nodes are read, one after the other.
class Values {
 public:
  Values(const StoredModel& model, const std::string& file, std::size_t limit)
      : model_(model), file_(file), left_(limit) {}

 protected:
  static constexpr const char* supported = "operators that the library has layers for";
  static constexpr int most_pixels = 1 << 15;  ///< down, and across
  static constexpr std::size_t most_values = std::size_t{1} << 26;
  static constexpr std::size_t most_ends = 256;  ///< inputs, and outputs

  static std::string shown(std::string_view name) { return printable(name.substr(0, 200)); }
  /// "node "/conv1/Conv" (Conv)".
  std::string node_words() const {
    const std::string& name = !node_->name.empty()      ? node_->name
                              : !node_->outputs.empty() ? node_->outputs[0]
                                                        : node_->name;
    return "node \"" + shown(name) + "\" (" + shown(node_->type) + ')';
  }
  [[noreturn]] void refuse(const std::string& expected) const {
    raise(FileError(file_, expected, node_words()));
  }
  void expect(bool holds, const char* expected) const {
    if (!holds) refuse(expected);
  }

  /// Says it once.
  void note(const std::string& text) {
    if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(text);
  }

  void take_input() {
    std::vector<const StoredInput*> inputs;
    for (const StoredInput& each : model_.inputs)
      if (!model_.tensors.count(each.name)) inputs.push_back(&each);
    const auto fail = [&](const std::string& expected, const std::string& found) {
      raise(FileError(file_, expected, found));
    };
    if (inputs.empty() || model_.outputs.empty())
      fail("a model of inputs and outputs",
           std::to_string(inputs.size()) + " and " + std::to_string(model_.outputs.size()));
    if (inputs.size() > most_ends) fail("at most 256 inputs", std::to_string(inputs.size()));
    if (model_.outputs.size() > most_ends)
      fail("at most 256 outputs", std::to_string(model_.outputs.size()));
    for (const StoredInput* each : inputs) {
      Dims dims = each->dims;
      std::string sizes;
      for (const std::int64_t size : dims)
        sizes += (sizes.empty() ? "" : " x ") + (size > 0 ? std::to_string(size) : "?");
      const bool known =
          dims.size() >= 2 && dims.size() <= 4 &&
          std::all_of(dims.begin() + 1, dims.end(), [](std::int64_t size) { return size > 0; });
      if (!known) fail("an input of batch x channels x height x width", "one of " + sizes);
      if (dims[0] < 1) dims[0] = 1;
      if (each == inputs[0]) batch_ = dims[0];
      const Data image{0, dims, channels_last(each->name, dims.size())};
      if (image.channels_last)
        note(
            "The model takes images of rows x columns x channels, the network of channels x rows x "
            "columns.");
      const auto shape = shape_of(image);
      if (!shape) fail("images of at most 32768 x 32768 pixels, and as many of each input", sizes);
      net_.inputs.push_back(*shape);
      data_[each->name] = image;
    }
    net_.input = net_.inputs[0];
    if (inputs.size() == 1) return net_.inputs.clear();
    take_parts(inputs);
  }
  /// Several inputs lie in one row, of which each is a part.
  void take_parts(const std::vector<const StoredInput*>& inputs) {
    std::int64_t all = 0;
    for (const Shape& each : net_.inputs) all += each.size();
    if (all > std::int64_t{most_values})
      raise(FileError(file_, "inputs of fewer numbers", std::to_string(all)));
    net_.input = {static_cast<int>(all), 1, 1};
    int begin = 0;
    std::string words;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const Shape shape = net_.inputs[i], row{shape.size(), 1, 1};
      words += (i > 0 ? ", " : "") + shown(inputs[i]->name) + " (" + to_string(shape) + ')';
      StepDescription step{.kind = "channel_slice",
                           .position = "input \"" + shown(inputs[i]->name) + '"',
                           .input_shape = net_.input,
                           .output_shape = row,
                           .channels_before = begin};
      begin += row.channels;
      net_.steps.push_back(step);
      if (!shape.flat()) {
        step.kind = "reshape";
        step.input = static_cast<int>(net_.steps.size());
        step.input_shape = row;
        step.output_shape = shape;
        step.channels_before = 0;
        net_.steps.push_back(step);
      }
      data_[inputs[i]->name].value = static_cast<int>(net_.steps.size());
    }
    note("Inputs lie in one row, one behind the other: " + words + '.');
  }
  /// Whether a model begins by moving the channels of the image in front, perhaps after numbers
  /// were added or multiplied.
  bool channels_last(std::string name, std::size_t rank) const {
    const Dims to_first = rank == 4 ? Dims{0, 3, 1, 2} : Dims{0, 2, 1};
    for (const StoredNode& each : model_.nodes) {
      if (std::find(each.inputs.begin(), each.inputs.end(), name) == each.inputs.end()) continue;
      static const std::set<std::string> of_each{"Cast", "Identity", "Add", "Sub", "Mul", "Div"};
      if (each.type == "Transpose") {
        const auto order = each.attributes.find("perm");
        return rank > 2 && order != each.attributes.end() && order->second.integers == to_first;
      }
      if (!of_each.count(each.type) || each.outputs.empty()) return false;
      name = each.outputs[0];
    }
    return false;
  }

  // Values, and what is known of them.

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
    return value == 0 ? net_.input : step_of(value).output_shape;
  }
  const StepDescription& step_of(int value) const {
    return net_.steps[static_cast<std::size_t>(value) - 1];
  }
  /// Whether a step of this kind makes the value.
  bool made_by(int value, const char* kind) const {
    return value > 0 && step_of(value).kind == kind;
  }
  bool has_input(std::size_t i) const {
    return i < node_->inputs.size() && !node_->inputs[i].empty();
  }
  bool is_data(std::size_t i) const { return has_input(i) && data_.count(node_->inputs[i]); }
  /// Its channels may be in groups, which adds an axis.
  const Data& grouped(std::size_t i) const {
    if (has_input(i)) check_known(node_->inputs[i]);
    expect(is_data(i), "a node that reads what follows from the image");
    return data_.at(node_->inputs[i]);
  }
  const Data& data(std::size_t i) const {
    const Data& its = grouped(i);
    expect(its.rank() <= 4, "batch x channels x height x width");
    return its;
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

  void charge(std::size_t count, const char* expected = "constants of fewer numbers") {
    expect(count <= left_, expected);
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
    Data made{static_cast<int>(net_.steps.size()) + 1, std::move(dims), channels_last};
    auto its = shape_of(made);
    if (flattened_otherwise(made)) its = shape_of_value(step.input);  // until weights fit its order
    expect(its.has_value(), "one image of at most 32768 x 32768 pixels for each image");
    step.position = node_words();
    // One node may make many steps, which take memory as numbers do.
    charge((sizeof(step) + step.position.size()) / sizeof(double), "a network of fewer steps");
    step.input_shape = shape_of_value(step.input);
    step.output_shape = *its;
    for (const NamedTensor& tensor : tensors) give(step, made.value, tensor);
    net_.steps.push_back(std::move(step));
    return made;
  }
  /// Has the step that makes a value read one more tensor.
  void give(StepDescription& step, int value, NamedTensor tensor) {
    tensor.name = std::to_string(value) + '.' + tensor.name;
    step.tensors.push_back(tensor.name);
    net_.tensors.push_back(std::move(tensor));
  }
  void set(Data made, std::size_t i = 0) {
    expect(i < node_->outputs.size(), "a node with an output");
    data_[node_->outputs[i]] = std::move(made);
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

  /// Whether numbers of these sizes are one for all, or one for each channel of a value.
  static bool per_channel(const Dims& dims, const Data& of) {
    const std::size_t count = count_of(dims, most_values);
    if (count == 1) return dims.size() <= of.rank();
    if (dims.size() > of.rank()) return false;
    const std::size_t before = of.rank() - dims.size(), axis = of.channel_axis();
    return axis >= before && dims[axis - before] == of.dims[axis] &&
           count == static_cast<std::size_t>(of.dims[axis]) && !flattened_otherwise(of);
  }
  /// Whether a layer has such windows.
  bool fits(const StepDescription& step) const {
    Window unused;
    return find_window(step, unused);
  }
  static bool flattened_otherwise(const Data& from) {
    return from.channels_last && from.rank() == 2;
  }
  const NamedTensor& tensor_of(const StepDescription& step, std::size_t i) const {
    const std::vector<NamedTensor>& all = net_.tensors;
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

  const StoredModel& model_;
  const std::string& file_;
  std::size_t left_;
  const StoredNode* node_ = nullptr;
  std::int64_t batch_ = 1;
  std::map<std::string, Data> data_{};
  std::map<std::string, Constant> constants_{};
  std::map<std::string, std::string> unknown_{};  ///< and who makes them
  NetworkDescription net_{};
  std::vector<std::string> notes_{};
};

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
