#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <protozero/pbf_writer.hpp>

#include <angka/core/bytes.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/shape.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/io/description.hpp>
#include <angka/io/onnx_fields.hpp>
#include <angka/version.hpp>

namespace angka::inline ANGKA_ISA {
namespace detail::onnx {

using Writer = protozero::pbf_writer;
using Names = std::vector<std::string>;

struct Attribute {
  std::string name;
  std::variant<float, int, std::string, std::vector<int>> value;
};

inline std::string numbered(const char* name, std::size_t i) {
  return name + ('_' + std::to_string(i));
}
/// The values which a network ends in side by side, each of which is an output, too.
inline std::vector<int> outputs_of(const NetworkDescription& net) {
  if (net.steps.empty() || net.steps.back().kind != "concat") return {};
  return net.steps.back().inputs();
}

/// Writes the nodes of a graph, one after the other, and the tensors that they read.
class GraphWriter {
 public:
  GraphWriter(Writer& graph, const NetworkDescription& net, float white)
      : graph_(graph), white_(white) {
    for (const NamedTensor& tensor : net.tensors) write(tensor);
    const auto& [mean, deviation] = net.normalization;
    const bool several = !net.inputs.empty();
    std::string pixels = several ? in_a_row(net.inputs) : "image";
    if (!each_is(mean, 0)) pixels = add("Sub", {pixels, per_channel("mean", mean, several)});
    if (!each_is(deviation, 1 / white))
      pixels = add("Div", {pixels, per_channel("deviation", deviation, several)});
    results_.push_back({pixels, net.input, several});
    for (const StepDescription& step : net.steps) {
      position_ = step.position;
      results_.push_back(run(step));
    }
    position_ = "output";
    write_output(results_.back(), "output");
    const std::vector<int> outputs = outputs_of(net);
    for (std::size_t i = 0; i < outputs.size(); ++i)
      write_output(results_[static_cast<std::size_t>(outputs[i])], numbered("output", i));
  }

 private:
  /// What a step made. ONNX knows flat values, N x size, and images, N x channels x height x width.
  struct Result {
    std::string name;
    Shape shape;
    bool is_flat;
  };

  Result run(const StepDescription& step) {
    const Result& from = results_[static_cast<std::size_t>(step.input)];
    const auto each = [&](const std::string& name) {
      return Result{name, step.output_shape, from.is_flat};
    };
    const auto image_to = [&](const std::string& name) {
      return Result{name, step.output_shape, false};
    };
    const std::string& kind = step.kind;
    if (kind == "relu") return each(add("Relu", {from.name}));
    if (kind == "leaky_relu")
      return each(add("LeakyRelu", {from.name}, {setting("alpha", step, "negative_slope")}));
    if (kind == "elu") return each(add("Elu", {from.name}, {setting("alpha", step, "alpha")}));
    if (kind == "sigmoid") return each(add("Sigmoid", {from.name}));
    if (kind == "tanh") return each(add("Tanh", {from.name}));
    if (kind == "softmax") return each(add("Softmax", {from.name}, {{"axis", 1}}));
    if (kind == "silu") return each(add("Mul", {from.name, add("Sigmoid", {from.name})}));
    if (kind == "gelu") return each(gelu(from.name));
    if (kind == "relu6") return each(add("Clip", {from.name, scalar("zero", 0), scalar("six", 6)}));
    if (kind == "hard_sigmoid") return each(hard_sigmoid(from.name));
    if (kind == "hard_swish") return each(add("Mul", {from.name, hard_sigmoid(from.name)}));
    if (kind == "softplus") return each(add("Softplus", {from.name}));
    if (kind == "mish")
      return each(add("Mul", {from.name, add("Tanh", {add("Softplus", {from.name})})}));
    if (kind == "prelu") return each(add("PRelu", {from.name, slopes(step, from)}));
    if (step.only_trains()) return each(from.name);
    if (kind == "reshape") return image_to(add("Reshape", {from.name, sizes(step.output_shape)}));
    if (kind == "zero_pad") return image_to(padded(image(from), step.padding));
    if (kind == "crop") return image_to(crop(step, image(from)));
    if (kind == "channel_slice") return each(channel_slice(step, from.name));
    if (kind == "channel_pad") return image_to(channel_pad(step, image(from)));
    if (kind == "channel_shuffle") return image_to(channel_shuffle(step, image(from)));
    if (kind == "upsample_nearest" || kind == "upsample_bilinear")
      return image_to(upsample(step, image(from)));
    if (kind == "flatten") return {flat(from), step.output_shape, true};
    if (kind == "dense")
      return {add("Gemm", inputs(step, flat(from)), {{"transB", 1}}), step.output_shape, true};
    if (kind == "conv")
      return image_to(add("Conv", inputs(step, image(from)), convolution(step, step.groups)));
    if (kind == "conv_transpose") {
      std::vector<Attribute> attributes = convolution(step, step.groups);
      attributes.push_back({"output_padding", ints(step.output_padding)});
      return image_to(add("ConvTranspose", inputs(step, image(from)), attributes));
    }
    if (kind == "max_pool")
      return image_to(add("MaxPool", {image(from)}, dilated_window(with_ceil(step))));
    if (kind == "average_pool") return image_to(average_pool(step, image(from)));
    if (kind == "adaptive_average_pool") return image_to(adaptive_pool(step, image(from)));
    if (kind == "adaptive_max_pool") return image_to(adaptive_max(step, image(from)));
    if (kind == "global_max_pool") return image_to(add("GlobalMaxPool", {image(from)}));
    if (kind == "global_average_pool") return image_to(add("GlobalAveragePool", {image(from)}));
    if (kind == "batch_norm")
      return image_to(add("BatchNormalization", inputs(step, image(from)),
                          {setting("epsilon", step, "epsilon")}));
    if (kind == "instance_norm")
      return image_to(add("InstanceNormalization", inputs(step, image(from)),
                          {setting("epsilon", step, "epsilon")}));
    if (kind == "group_norm" || kind == "layer_norm") return image_to(normalized(step, from.name));
    if (kind == "add") return image_to(by_twos(step, "Add"));
    if (kind == "multiply") return image_to(by_twos(step, "Mul"));
    if (kind == "concat") return image_to(add("Concat", images(step), {{"axis", 1}}));
    raise(SettingError("layer " + step.position + ": ONNX has no counterpart of " + kind));
  }

  void write_output(const Result& value, const std::string& name) {
    write_node("Identity", {value.shape.flat() ? flat(value) : value.name}, name, {});
  }
  /// Several inputs as the network reads them.
  std::string in_a_row(const std::vector<Shape>& inputs) {
    Names rows;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      rows.push_back(flat({numbered("input", i), inputs[i], inputs[i].flat()}));
    return add("Concat", rows, {{"axis", 1}});
  }
  std::string channel_slice(const StepDescription& step, const std::string& input) {
    const int begin = step.channels_before;
    return add("Slice", {input, integers({begin}), integers({begin + step.output_shape.channels}),
                         integers({1})});
  }
  std::string channel_pad(const StepDescription& step, const std::string& input) {
    const int before = step.channels_before;
    const int after = step.output_shape.channels - step.input_shape.channels - before;
    return add("Pad", {input, integers({0, before, 0, 0, 0, after, 0, 0})});
  }
  /// A table of channels, a group a row, read column by column.
  std::string channel_shuffle(const StepDescription& step, const std::string& input) {
    const Shape& shape = step.input_shape;
    const std::string table =
        add("Reshape",
            {input, integers({-1, step.groups, shape.channels / step.groups, shape.pixels()})});
    return add("Reshape",
               {add("Transpose", {table}, {{"perm", std::vector{0, 2, 1, 3}}}), sizes(shape)});
  }

  static Attribute setting(const char* name, const StepDescription& step, const char* its_name) {
    return {name,
            checked(static_cast<float>(step.setting(its_name)), step.position + '.' + its_name)};
  }
  static std::vector<int> ints(std::span<const int> values) {
    return {values.begin(), values.end()};
  }
  static std::vector<Attribute> window(const StepDescription& step) {
    return {{"kernel_shape", ints(step.kernel)},
            {"strides", ints(step.stride)},
            {"pads", ints(step.padding)}};
  }
  static std::vector<Attribute> dilated_window(const StepDescription& step) {
    std::vector<Attribute> attributes = window(step);
    attributes.push_back({"dilations", ints(step.dilation)});
    return attributes;
  }
  /// With padding for windows that end beyond it; engines don't agree on ceil_mode.
  static StepDescription with_ceil(StepDescription step) {
    const int in[] = {step.input_shape.height, step.input_shape.width};
    const int out[] = {step.output_shape.height, step.output_shape.width};
    for (std::size_t axis = 0; step.ceil && axis < 2; ++axis) {
      const int extent = step.dilation[axis] * (step.kernel[axis] - 1) + 1;
      const int reach = (out[axis] - 1) * step.stride[axis] + extent - step.padding[axis];
      step.padding[axis + 2] = std::max(step.padding[axis + 2], reach - in[axis]);
    }
    return step;
  }
  static std::vector<Attribute> convolution(const StepDescription& step, int groups) {
    std::vector<Attribute> attributes = dilated_window(step);
    attributes.push_back({"group", groups});
    return attributes;
  }

  static Names inputs(const StepDescription& step, const std::string& input) {
    Names names{input};
    names.insert(names.end(), step.tensors.begin(), step.tensors.end());
    return names;
  }

  /// x / 2 (1 + erf(x / sqrt(2))); Gelu itself came with opset 20.
  std::string gelu(const std::string& input) {
    const std::string scaled = add("Mul", {input, constant("sqrt_half", 0.70710678f)});
    const std::string half = add("Mul", {input, constant("half", 0.5f)});
    return add("Mul", {half, add("Add", {add("Erf", {scaled}), constant("one", 1)})});
  }

  std::string flat(const Result& value) {
    return value.is_flat ? value.name : add("Flatten", {value.name}, {{"axis", 1}});
  }
  /// All that a join reads.
  Names images(const StepDescription& step) {
    Names names;
    for (const int value : step.inputs())
      names.push_back(image(results_[static_cast<std::size_t>(value)]));
    return names;
  }
  /// A join of two by two.
  std::string by_twos(const StepDescription& step, const std::string& type) {
    const Names names = images(step);
    std::string result = names[0];
    for (std::size_t i = 1; i < names.size(); ++i) result = add(type, {result, names[i]});
    return result;
  }
  std::string image(const Result& value) {
    if (value.is_flat) {
      return add("Reshape", {value.name, sizes(value.shape)});
    }
    return value.name;
  }

  std::string sizes(const Shape& shape) {
    return integers({-1, shape.channels, shape.height, shape.width});
  }
  std::string hard_sigmoid(const std::string& input) {
    return add("HardSigmoid", {input}, {{"alpha", 1 / 6.0f}, {"beta", 0.5f}});
  }
  /// A slope for each channel, beside images.
  std::string slopes(const StepDescription& step, const Result& from) {
    const std::string& tensor = step.tensors.at(0);
    return from.is_flat ? tensor
                        : add("Reshape", {tensor, integers({step.input_shape.channels, 1, 1})});
  }
  /// Groups of an image as the channels of another; GroupNormalization came with opset 18.
  std::string normalized(const StepDescription& step, const std::string& input) {
    const auto groups = static_cast<std::size_t>(step.groups);
    for (const float value : {1.0f, 0.0f})
      write({.name = step.position + (value > 0 ? ".ones" : ".zeros"),
             .shape = {groups},
             .values = std::vector<float>(groups, value)});
    const std::string rows = add("Reshape", {input, integers({0, step.groups, -1})});
    const std::string alike =
        add("InstanceNormalization", {rows, step.position + ".ones", step.position + ".zeros"},
            {setting("epsilon", step, "epsilon")});
    const bool each_value = step.kind == "layer_norm";
    const Shape& shape = step.output_shape;
    const auto beside = [&](const std::string& tensor) {
      return add("Reshape", {tensor, integers({shape.channels, each_value ? shape.height : 1,
                                               each_value ? shape.width : 1})});
    };
    const std::string scaled =
        add("Mul", {add("Reshape", {alike, sizes(shape)}), beside(step.tensors.at(0))});
    return add("Add", {scaled, beside(step.tensors.at(1))});
  }
  std::string padded(const std::string& input, const std::array<int, 4>& border) {
    const auto [top, left, bottom, right] = border;
    return add("Pad", {input, integers({0, 0, top, left, 0, 0, bottom, right})});
  }
  std::string crop(const StepDescription& step, const std::string& input) {
    const int top = step.padding[0], left = step.padding[1];
    const Shape& out = step.output_shape;
    return add("Slice", {input, integers({top, left}),
                         integers({top + out.height, left + out.width}), integers({2, 3})});
  }
  std::string upsample(const StepDescription& step, const std::string& input) {
    const Shape &in = step.input_shape, &out = step.output_shape;
    const std::string scales = step.position + ".scales";
    write({.name = scales,
           .shape = {4},
           .values = {1, 1, static_cast<float>(out.height / in.height),
                      static_cast<float>(out.width / in.width)}});
    const bool nearest = step.kind == "upsample_nearest";
    std::vector<Attribute> how{
        {"mode", nearest ? "nearest" : "linear"},
        {"coordinate_transformation_mode", nearest ? "asymmetric" : "half_pixel"}};
    if (nearest) how.push_back({"nearest_mode", "floor"});
    return add("Resize", {input, "", scales}, how);
  }

  /// Padding that counts is a node of its own: not every engine reads count_include_pad. Dilation
  /// came to AveragePool with opset 19; the mean is then a convolution of each channel.
  std::string average_pool(StepDescription step, const std::string& input) {
    std::string whole = input;
    const bool pads = step.padding != std::array<int, 4>{};
    const std::array<int, 4> border = step.padding;
    step = with_ceil(step);
    if (step.counts_padding && pads) {
      whole = padded(input, border);
      for (std::size_t side = 0; side < 4; ++side) step.padding[side] -= border[side];
    }
    if (step.dilation == std::array{1, 1}) return add("AveragePool", {whole}, window(step));
    if (step.ceil || (!step.counts_padding && pads))
      raise(
          SettingError("layer " + step.position +
                       ": ONNX (opset 13) has no dilated average pooling that leaves pixels out"));
    const int channels = step.input_shape.channels, pixels = step.kernel[0] * step.kernel[1];
    const std::string mean = step.position + ".mean";
    write(
        {.name = mean,
         .shape = {static_cast<std::size_t>(channels), 1, static_cast<std::size_t>(step.kernel[0]),
                   static_cast<std::size_t>(step.kernel[1])},
         .values = std::vector<float>(static_cast<std::size_t>(channels * pixels),
                                      1 / static_cast<float>(pixels))});
    return add("Conv", {whole, mean}, convolution(step, channels));
  }

  /// Rows of means times the image times columns of means.
  std::string adaptive_pool(const StepDescription& step, const std::string& input) {
    const auto means = [&](const char* name, int outputs, int inputs, bool transposed) {
      NamedTensor tensor{.name = step.position + name, .shape = {}, .values = {}};
      tensor.values.resize(static_cast<std::size_t>(outputs * inputs));
      for (int o = 0; o < outputs; ++o) {
        const int from = o * inputs / outputs, to = ((o + 1) * inputs + outputs - 1) / outputs;
        for (int i = from; i < to; ++i)
          tensor.values[static_cast<std::size_t>(transposed ? i * outputs + o : o * inputs + i)] =
              1 / static_cast<float>(to - from);
      }
      tensor.shape = {static_cast<std::size_t>(transposed ? inputs : outputs),
                      static_cast<std::size_t>(transposed ? outputs : inputs)};
      write(tensor);
      return tensor.name;
    };
    const Shape &in = step.input_shape, &out = step.output_shape;
    const std::string rows = means(".rows", out.height, in.height, false);
    const std::string columns = means(".columns", out.width, in.width, true);
    return add("MatMul", {add("MatMul", {rows, input}), columns});
  }

  /// Rows and columns are gathered so that all windows have one size: shorter ones have their last
  /// again.
  std::string adaptive_max(const StepDescription& step, std::string input) {
    const int ins[] = {step.input_shape.height, step.input_shape.width};
    const int outs[] = {step.output_shape.height, step.output_shape.width};
    std::array<int, 2> longest{};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const int in = ins[axis], out = outs[axis];
      const auto begin = [&](int o) { return o * in / out; };
      const auto end = [&](int o) { return ((o + 1) * in + out - 1) / out; };
      for (int o = 0; o < out; ++o) longest[axis] = std::max(longest[axis], end(o) - begin(o));
      if (in % out == 0) continue;
      std::vector<std::int64_t> places;
      for (int o = 0; o < out; ++o)
        for (int k = 0; k < longest[axis]; ++k)
          places.push_back(std::min(begin(o) + k, end(o) - 1));
      input = add("Gather", {input, integers(places)}, {{"axis", int(axis) + 2}});
    }
    return add("MaxPool", {input}, {{"kernel_shape", ints(longest)}, {"strides", ints(longest)}});
  }

  /// The name of a new tensor of these numbers.
  std::string integers(const std::vector<std::int64_t>& values) {
    std::vector<std::uint8_t> bytes;
    for (const std::int64_t value : values)
      append_little_endian(bytes, static_cast<std::uint64_t>(value));
    std::string name = "integers_" + std::to_string(count_);
    if (++lists_ > 1) name += '_' + std::to_string(lists_);
    write_tensor(name, {values.size()}, element_int64, bytes);
    return name;
  }

  /// The name of a tensor of one number, which is written once.
  std::string constant(const std::string& name, float value,
                       const std::vector<std::size_t>& shape = {1}) {
    if (std::find(constants_.begin(), constants_.end(), name) == constants_.end()) {
      write({.name = name, .shape = shape, .values = {value}});
      constants_.push_back(name);
    }
    return name;
  }
  /// The same of a number alone, which has no axis.
  std::string scalar(const std::string& name, float value) { return constant(name, value, {}); }

  static bool each_is(const PerChannel& numbers, float value) {
    return std::all_of(numbers.begin(), numbers.end(), [&](float n) { return n == value; });
  }

  /// What is subtracted from pixels, or divides them.
  std::string per_channel(const std::string& name, const PerChannel& numbers, bool is_flat) {
    NamedTensor tensor{.name = name, .shape = {1}, .values = {}};
    if (numbers.size() > 1) tensor.shape = {1, static_cast<std::size_t>(numbers.size())};
    if (numbers.size() > 1 && !is_flat) tensor.shape.resize(4, 1);
    for (const float number : numbers) tensor.values.push_back(white_ * number);
    write(tensor);
    return name;
  }

  /// Engines don't agree on what comes of numbers that aren't finite.
  static float checked(float value, const std::string& name) {
    if (!finite(value)) raise(SettingError("ONNX: " + name + " isn't finite in float32"));
    return value;
  }
  void write(const NamedTensor& tensor) {
    std::vector<std::uint8_t> bytes;
    for (const float value : tensor.values)
      append_little_endian(bytes, std::bit_cast<std::uint32_t>(checked(value, tensor.name)));
    write_tensor(tensor.name, tensor.shape, element_float, bytes);
  }
  void write_tensor(const std::string& name, const std::vector<std::size_t>& shape, Element element,
                    const std::vector<std::uint8_t>& bytes) {
    Writer message(graph_, initializer);
    for (const std::size_t size : shape)
      message.add_int64(tensor_dims, static_cast<std::int64_t>(size));
    message.add_int32(tensor_element, element);
    message.add_string(tensor_name, name);
    message.add_bytes(tensor_data, reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }

  /// A node whose output has a name of its own, which is returned.
  std::string add(const std::string& type, const Names& inputs,
                  const std::vector<Attribute>& attributes = {}) {
    const std::string name = "value_" + std::to_string(count_);
    write_node(type, inputs, name, attributes);
    return name;
  }
  void write_node(const std::string& type, const Names& inputs, const std::string& output,
                  const std::vector<Attribute>& attributes) {
    lists_ = 0;
    Writer message(graph_, node);
    for (const std::string& input : inputs) message.add_string(node_input, input);
    message.add_string(node_output, output);
    message.add_string(node_name, position_ + '/' + type + '_' + std::to_string(count_++));
    message.add_string(node_type, type);
    for (const Attribute& attribute : attributes) {
      Writer its(message, node_attribute);
      its.add_string(attribute_name, attribute.name);
      if (const auto* number = std::get_if<float>(&attribute.value)) {
        its.add_float(attribute_float, *number);
        its.add_enum(attribute_type, is_float);
      } else if (const auto* integer = std::get_if<int>(&attribute.value)) {
        its.add_int64(attribute_int, *integer);
        its.add_enum(attribute_type, is_int);
      } else if (const auto* text = std::get_if<std::string>(&attribute.value)) {
        its.add_string(attribute_string, *text);
        its.add_enum(attribute_type, is_string);
      } else {
        for (const int value : std::get<std::vector<int>>(attribute.value))
          its.add_int64(attribute_ints, value);
        its.add_enum(attribute_type, is_ints);
      }
    }
  }

  Writer& graph_;
  float white_;
  std::vector<Result> results_{};
  Names constants_{};
  std::string position_ = "normalization";
  int count_ = 0;
  int lists_ = 0;  ///< of integers, for the next node
};

/// A value of so many images.
inline void write_value(Writer& graph, Graph tag, const std::string& name, const Shape& shape,
                        bool is_flat) {
  Writer value(graph, tag);
  value.add_string(value_name, name);
  Writer type(value, value_type), tensor(type, type_tensor);
  tensor.add_int32(type_element, element_float);
  Writer sizes(tensor, type_shape);
  Writer(sizes, shape_dimension).add_string(dimension_name, "N");
  std::vector<int> each{shape.channels, shape.height, shape.width};
  if (is_flat) each = {shape.size()};
  for (const int size : each) Writer(sizes, shape_dimension).add_int64(dimension_size, size);
}

}  // namespace detail::onnx

/// Writes a network in prediction as an ONNX model (opset 13), which other engines can run.
///
/// Its input, "image", are pixels as float32, N x channels x height x width, which the model
/// normalises itself; its output, "output", are N x outputs (N x channels x height x width, where a
/// pixel remains) as `predict` of the network has them. N is free. Several inputs are "input_0",
/// "input_1" and so on; where the network ends in `Branches<Concat, ...>`, "output_0", "output_1"
/// and so on are what each branch ends in. `metadata` is stored in the
/// model. `white`: the pixel that stands for the value 1; 255, as bytes have it, or 1 where the
/// network was trained on numbers. The same input makes the same bytes. An existing file is
/// replaced whole or not at all. All numbers are float32: those of a network of double are rounded.
///
/// Errors: SettingError, with its name, for a layer or an option that ONNX doesn't have and for a
/// number that isn't finite; FileError.
///
/// Source: the Open Neural Network Exchange's onnx.proto3 and its operators.
inline void write_onnx(const std::filesystem::path& path, const NetworkDescription& net,
                       const std::map<std::string, std::string>& metadata = {}, float white = 255) {
  namespace format = detail::onnx;
  std::string bytes;
  format::Writer model(bytes);
  model.add_int64(format::ir_version, 7);
  model.add_string(format::producer_name, "angka");
  model.add_string(format::producer_version, ANGKA_VERSION);
  format::Writer(model, format::opset_import).add_int64(format::opset_version, 13);
  {
    format::Writer graph(model, format::graph);
    graph.add_string(format::graph_name, "network");
    if (net.inputs.empty())
      format::write_value(graph, format::graph_input, "image", net.input, false);
    for (std::size_t i = 0; i < net.inputs.size(); ++i)
      format::write_value(graph, format::graph_input, format::numbered("input", i), net.inputs[i],
                          net.inputs[i].flat());
    const auto write_output = [&](const std::string& name, int value) {
      const Shape shape =
          value > 0 ? net.steps[static_cast<std::size_t>(value) - 1].output_shape : net.input;
      format::write_value(graph, format::graph_output, name, shape, shape.flat());
    };
    write_output("output", static_cast<int>(net.steps.size()));
    const std::vector<int> outputs = format::outputs_of(net);
    for (std::size_t i = 0; i < outputs.size(); ++i)
      write_output(format::numbered("output", i), outputs[i]);
    format::GraphWriter(graph, net, white);
  }
  for (const auto& [key, text] : metadata) {
    format::Writer property(model, format::metadata);
    property.add_string(format::property_key, key);
    property.add_string(format::property_value, text);
  }
  write_file_atomically(path, bytes);
}

/// The same of a network.
/// Example: `save_onnx("digits.onnx", model.network);`
template <class Net>
void save_onnx(const std::filesystem::path& path, const Net& net,
               const std::map<std::string, std::string>& metadata = {}, float white = 255) {
  write_onnx(path, describe(net), metadata, white);
}

}  // namespace angka::inline ANGKA_ISA
