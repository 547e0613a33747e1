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
#include <angka/io/onnx_folding.hpp>
#include <angka/io/onnx_joins.hpp>
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

/// Reads node by node.
class Translator : public Joins {
 public:
  using Joins::Joins;

  ModelSteps run() {
    take_input();
    for (const StoredNode& each : model_.nodes) {
      node_ = &each;
      translate();
    }
    node_ = nullptr;
    finish();
    return {std::move(net_), of_bytes_, std::move(notes_)};
  }

 private:
  void translate() {
    if (!node_->domain.empty() && node_->domain != "ai.onnx") refuse("operators of ONNX itself");
    bool any_data = false;
    for (std::size_t i = 0; i < node_->inputs.size(); ++i) any_data |= is_data(i);
    if (node_->type == "Shape" && any_data)
      return set_constant(Folding(*node_, {}, left_).shape_of(grouped(0).dims));
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
    expect(type != "Swish" || number("alpha", 1) == 1, "Swish with alpha 1");
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
    else if (is({"Selu"}))
      selu();
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
    else if (is({"Split"}))
      split();
    else if (is({"Gather"}))
      gather();
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

  // The end.

  void finish() {
    std::vector<int> outputs;
    for (const std::string& name : model_.outputs) outputs.push_back(output(name));
    // As `write_onnx` has it, the first may be all others side by side.
    const int first = outputs[0];
    const bool joined = outputs.size() > 1 && made_by(first, "concat") &&
                        step_of(first).inputs() == std::vector(outputs.begin() + 1, outputs.end());
    if (joined) outputs.erase(outputs.begin());
    for (int& each : outputs) each = logits(each);
    if (joined) {
      net_.steps.push_back(step_of(first));
      net_.steps.back().input = outputs[0];
      net_.steps.back().others.assign(outputs.begin() + 1, outputs.end());
    }
    output_ = joined                ? static_cast<int>(net_size())
              : outputs.size() == 1 ? outputs[0]
                                    : side_by_side(outputs);
    merge();
    normalize();
    keep_alive();
  }

  int output(const std::string& name) {
    const auto found = data_.find(name);
    if (found == data_.end())
      raise(FileError(file_, "an output that follows from the image", '"' + shown(name) + '"'));
    const Data& output = found->second;
    if (output.channels_last && !shape(output).flat())
      note("The model's output has its channels last, the network's first.");
    return output.value;
  }
  /// What a Softmax that makes an output reads.
  int logits(int value) {
    if (!made_by(value, "softmax") && !made_by(value, "log_softmax")) return value;
    note(std::string(made_by(value, "softmax") ? "Softmax" : "LogSoftmax") +
         " at the end is left out, since losses take what it reads: outputs are logits.");
    return step_of(value).input;
  }
  /// Several outputs as one row.
  int side_by_side(const std::vector<int>& outputs) {
    StepDescription all{.kind = "concat", .position = "outputs"};
    std::int64_t size = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const Shape shape = shape_of_value(outputs[i]), row{shape.size(), 1, 1};
      int flat = outputs[i];
      if (!shape.flat()) {
        net_.steps.push_back({.kind = "flatten",
                              .position = "outputs",
                              .input = flat,
                              .input_shape = shape,
                              .output_shape = row});
        flat = static_cast<int>(net_size());
      }
      if (i == 0) {
        all.input = flat;
        all.input_shape = row;
      } else {
        all.others.push_back(flat);
      }
      size += row.channels;
    }
    if (size > std::int64_t{most_values})
      raise(FileError(file_, "outputs of fewer numbers", std::to_string(size)));
    all.output_shape = {static_cast<int>(size), 1, 1};
    note("Outputs lie in one row, one behind the other: " + words_of(outputs) + '.');
    net_.steps.push_back(std::move(all));
    return static_cast<int>(net_size());
  }
  std::string words_of(const std::vector<int>& outputs) const {
    std::string words;
    for (std::size_t i = 0; i < outputs.size(); ++i)
      words += (i > 0 ? ", " : "") + shown(model_.outputs[i]) + " (" +
               to_string(shape_of_value(outputs[i])) + ')';
    return words;
  }

  /// How often each value is read on the way to the output; those that aren't, 0 times.
  std::vector<int> uses() const {
    std::vector<int> count(net_size() + 1);
    count[static_cast<std::size_t>(output_)] = 1;
    for (std::size_t value = net_size(); value > 0; --value)
      if (count[value] > 0)
        for (const int input : step_of(static_cast<int>(value)).inputs())
          ++count[static_cast<std::size_t>(input)];
    return count;
  }
  std::size_t net_size() const { return net_.steps.size(); }

  /// Joins each step with the one before it, where nothing else reads that one's output and one
  /// layer does both.
  void merge() {
    const std::vector<int> count = uses();
    for (std::size_t value = 1; value <= net_size(); ++value) {
      StepDescription& step = net_.steps[value - 1];
      if (count[value] == 0 || step.input == 0 || count[std::size_t(step.input)] != 1) continue;
      if (step.kind == "line") merge_line(step, static_cast<int>(value));
      if (step.kind == "crop") merge_crop(step);
    }
  }
  /// A line of a line is one; the bias of a layer, or a normalization's weight, may be one.
  void merge_line(StepDescription& step, int value) {
    Line& line = lines_.at(value);
    StepDescription before = step_of(step.input);
    if (before.kind == "line") {
      const Line& first = lines_.at(step.input);
      for (std::size_t c = 0; c < line.scale.size(); ++c) {
        line.shift[c] += line.scale[c] * first.shift[c];
        line.scale[c] *= first.scale[c];
      }
      step.input = before.input;
      return;
    }
    const bool scales = !all_are(line.scale, 1), shifts = !all_are(line.shift, 0);
    const bool weighted =
        before.kind == "dense" || before.kind == "conv" || before.kind == "conv_transpose";
    before.position = step.position;
    before.output_shape = step.output_shape;
    if (weighted && before.tensors.size() == 1 && !scales) {
      give(before, value, tensor("bias", line.shift));
    } else if (before.kind == "group_norm" && scales != shifts &&
               (scales ? plain(before) : unshifted(before))) {
      NamedTensor weight = tensor_of(before, 0), bias = tensor_of(before, 1);
      weight.name = "weight", bias.name = "bias";
      before.tensors.clear();
      give(before, value, scales ? tensor("weight", line.scale) : weight);
      give(before, value, shifts ? tensor("bias", line.shift) : bias);
    } else {
      return;
    }
    step = std::move(before);
  }
  /// An enlarged image is cut off by its layer.
  void merge_crop(StepDescription& step) const {
    if (!made_by(step.input, "conv_transpose")) return;
    StepDescription cut = step_of(step.input);
    cut.position = step.position;
    cut.output_shape = step.output_shape;
    if (std::exchange(cut.padding, step.padding) == std::array<int, 4>{} && fits(cut)) step = cut;
  }

  /// The number of which `write_onnx` makes this one for bytes.
  static float of_one(float of_255) {
    const float near = of_255 / 255;
    for (const float each : {near, std::nextafter(near, 0.0f), std::nextafter(near, 2 * near)})
      if (255 * each == of_255) return each;
    return near;
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
      largest = std::max(largest, spread);
      mean.push_back(static_cast<float>(centre));
      deviation.push_back(static_cast<float>(spread));
    }
    // Pixels of 0 to 255 deviate by dozens, numbers by 1 or so.
    const bool of_bytes = largest > 10;
    for (std::vector<float>* numbers : {&mean, &deviation}) {
      if (of_bytes)
        for (float& number : *numbers) number = of_one(number);
      const float first = numbers->front();
      if (std::count(numbers->begin(), numbers->end(), first) == std::ssize(*numbers))
        numbers->resize(1);
      if (numbers->size() > std::size_t{PerChannel::max_size}) return;
    }
    of_bytes_ = of_bytes;
    net_.normalization = {.mean = PerChannel(std::span<const float>(mean)),
                          .standard_deviation = PerChannel(std::span<const float>(deviation))};
    for (StepDescription& step : net_.steps) {
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
      StepDescription& step = net_.steps[value - 1];
      const std::string& kind = step.kind;
      if (kind == "line") as_convolution(step, static_cast<int>(value));
      static const std::set<std::string> halves{
          "erf", "greater", "twice_gelu", "log_softmax", "edge_pad", "row_means", "gather"};
      if (halves.count(kind)) raise(FileError(file_, supported, step.position));
      step.input = number[static_cast<std::size_t>(step.input)];
      for (int& other : step.others) other = number[static_cast<std::size_t>(other)];
      read.insert(step.tensors.begin(), step.tensors.end());
      kept.push_back(std::move(step));
      number[value] = static_cast<int>(kept.size());
    }
    net_.steps = std::move(kept);
    std::erase_if(net_.tensors, [&](const NamedTensor& each) { return !read.count(each.name); });
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
    for (NamedTensor& each : tensors) give(step, value, std::move(each));
  }

  int output_ = 0;
  bool of_bytes_ = false;
};

ANGKA_INLINE ModelSteps steps_of(const StoredModel& model, const std::string& file,
                                 std::size_t limit) {
  return Translator(model, file, limit).run();
}

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
