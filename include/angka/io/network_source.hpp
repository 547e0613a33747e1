#pragma once

#include <string>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/io/description.hpp>
#include <angka/kernels/window.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// A network's static type as text, and what a file of a network of that type holds.
struct NetworkSource {
  std::string type{};                    ///< "angka::Network<...>", a layer a line
  std::vector<NamedTensor> tensors{};    ///< as export_tensors names them
  std::vector<NamedSetting> settings{};  ///< as export_settings names them
  std::vector<std::string> layers{};     ///< as layer_texts has them
};

/// The window of a layer whose kernel, stride, dilation and groups are those of `step`, and whose
/// windows begin where those of `step` do and are as many; false where no modifiers make it.
ANGKA_INLINE bool find_window(const StepDescription& step, Window& window);

/// The steps as nested blocks: where values part and join again, each between two points,
/// there is a Residual or Branches. `file` is what errors call the network, and the steps'
/// positions say where in it they come from; `tensors` are named "anything.weight".
///
/// Errors: FileError for steps that aren't nested so, or that no layer does.
ANGKA_INLINE NetworkSource network_source(NetworkDescription net, const std::string& file);

}  // namespace angka::inline ANGKA_ISA::detail

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/layers/pool.hpp>
#include <angka/network/sequence.hpp>
#include <angka/network/summary.hpp>
#include <array>
#include <cstddef>
#include <map>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE bool find_window(const StepDescription& step, Window& window) {
  const bool enlarges = step.kind == "conv_transpose";
  const bool pools = step.kind == "max_pool" || step.kind == "average_pool";
  const int in[] = {step.input_shape.height, step.input_shape.width};
  const int out[] = {step.output_shape.height, step.output_shape.width};
  const auto axis_of = [&](std::size_t i) {
    return WindowAxis{
        .kernel = step.kernel[i], .stride = step.stride[i], .dilation = step.dilation[i]};
  };
  const auto fits = [&](std::size_t i, const WindowAxis& axis) {
    const int before = axis.padding_before(enlarges ? out[i] : in[i]);
    return axis.valid() && before == step.padding[i] && (!pools || valid_pool(axis)) &&
           (enlarges ? axis.enlarged(in[i]) : axis.output(in[i])) == out[i];
  };
  const bool padded = step.padding[0] > 0 || step.padding[1] > 0;
  const bool averages = step.kind == "average_pool" && padded;
  enum How { inside, same, beyond };
  const auto found = [&](How how) {
    if (averages && step.counts_padding == (how == same)) return false;
    std::array<WindowAxis, 2> axes{axis_of(0), axis_of(1)};
    for (std::size_t i = 0; i < 2; ++i) {
      axes[i].same = how == same;
      axes[i].ceil = how == beyond;
      if (how != same) axes[i].padding = step.padding[i];
      if (enlarges && how == inside) axes[i].output_padding = out[i] - axes[i].enlarged(in[i]);
      if (!fits(i, axes[i])) return false;
    }
    window = {.rows = axes[0], .columns = axes[1], .groups = step.groups};
    return true;
  };
  if (padded && !enlarges && step.stride == std::array{1, 1} && found(same)) return true;
  if (found(inside)) return true;
  if (pools && step.ceil && found(beyond)) return true;
  return found(same) || (pools && found(beyond));
}

namespace source {

/// A layer, or a block of branches of layers.
struct Layer {
  std::string type{};   ///< without angka::, of a block what stands before its branches
  std::string words{};  ///< as layer_texts has them, without the position
  std::vector<std::string> tensors{};
  std::vector<NamedSetting> settings{};
  std::vector<std::vector<Layer>> branches{};
};

/// Arguments of a template.
class Arguments {
 public:
  Arguments& add(const std::string& text) {
    text_ += (text_.empty() ? "" : ", ") + text;
    return *this;
  }
  Arguments& add(int number) { return add(std::to_string(number)); }
  Arguments& add_kernel(int height, int width) {
    if (height == width) return add(height);
    return add("angka::Kernel{" + std::to_string(height) + ", " + std::to_string(width) + '}');
  }
  /// One number or two.
  Arguments& add_sides(int down, int across) {
    add(down);
    return across == down ? *this : add(across);
  }
  Arguments& modify(const char* name) { return add(std::string("angka::") + name); }
  Arguments& modify(const char* name, const Arguments& arguments) {
    return add(arguments.of(std::string("angka::") + name));
  }
  std::string of(const std::string& name) const {
    return text_.empty() ? name : name + '<' + text_ + '>';
  }

 private:
  std::string text_{};
};

inline constexpr std::pair<const char*, const char*> plain_layers[] = {
    {"relu", "ReLU"},
    {"leaky_relu", "LeakyReLU"},
    {"prelu", "PReLU"},
    {"relu6", "ReLU6"},
    {"elu", "ELU"},
    {"gelu", "GELU"},
    {"silu", "SiLU"},
    {"sigmoid", "Sigmoid"},
    {"hard_sigmoid", "HardSigmoid"},
    {"hard_swish", "HardSwish"},
    {"softplus", "Softplus"},
    {"mish", "Mish"},
    {"tanh", "Tanh"},
    {"softmax", "Softmax"},
    {"batch_norm", "BatchNorm"},
    {"instance_norm", "InstanceNorm"},
    {"layer_norm", "LayerNorm"},
    {"global_max_pool", "GlobalMaxPool2D"},
    {"global_average_pool", "GlobalAveragePool2D"},
    {"flatten", "Flatten"},
    {"dropout", "Dropout"},
    {"spatial_dropout", "SpatialDropout"},
    {"feature_noise", "FeatureNoise"},
};

class Maker {
 public:
  Maker(NetworkDescription net, const std::string& file) : net_(std::move(net)), file_(file) {}

  NetworkSource make() {
    const int count = static_cast<int>(net_.steps.size());
    if (count == 0) raise(FileError(file_, "a network of at least one layer", "none"));
    check_size();
    share_prefixes();
    find_dominators();
    const std::vector<Layer> layers = chain(count, 0, 0);
    result_.type = "angka::Network<";
    if (net_.inputs.empty()) {
      result_.type += input(net_.input);
    } else {
      std::string each;
      for (const Shape& one : net_.inputs) each += (each.empty() ? "" : ", ") + input(one);
      result_.type += "angka::Inputs<" + each + '>';
    }
    result_.layers.push_back(to_string(net_.input));
    for (const NamedTensor& tensor : net_.tensors) tensors_[tensor.name] = &tensor;
    put(layers, "", "");
    result_.type += list(layers, 4) + '>';
    return std::move(result_);
  }

 private:
  static std::string input(const Shape& its) {
    return Arguments().add(its.channels).add(its.height).add(its.width).of("angka::Input");
  }
  const StepDescription& maker_of(int value) const {
    return net_.steps[static_cast<std::size_t>(value) - 1];
  }
  [[noreturn]] void refuse(const std::string& expected, const StepDescription& step) const {
    raise(FileError(file_, expected, step.position));
  }

  [[noreturn]] void refuse_more(const char* things, const StepDescription& step) const {
    refuse("at most " + std::to_string(ANGKA_MOST_LAYERS) + things, step);
  }
  /// Each step is a layer, or a sum of one branch more; what has too many isn't looked at closer.
  void check_size() const {
    if (net_.steps.size() > 2 * std::size_t{ANGKA_MOST_LAYERS})
      refuse_more(" layers", net_.steps.back());
    for (const StepDescription& step : net_.steps)
      if (step.others.size() >= std::size_t{ANGKA_MOST_LAYERS}) refuse_more(" branches", step);
  }

  /// Where values are put side by side that another step has put so already, with more behind
  /// them, its output is read: DenseNet as blocks in blocks.
  void share_prefixes() {
    std::map<std::vector<int>, int> known;
    for (std::size_t i = 0; i < net_.steps.size(); ++i) {
      StepDescription& step = net_.steps[i];
      if (step.kind != "concat") continue;
      const std::vector<int> inputs = step.inputs();
      for (std::size_t size = inputs.size() - 1; size > 1; --size) {
        const auto same = known.find({inputs.begin(), inputs.begin() + std::ptrdiff_t(size)});
        if (same == known.end()) continue;
        step.input = same->second;
        step.others.assign(inputs.begin() + std::ptrdiff_t(size), inputs.end());
        break;
      }
      known.emplace(inputs, static_cast<int>(i) + 1);
    }
  }

  /// The last value that all ways to each value pass.
  void find_dominators() {
    dominator_.assign(net_.steps.size() + 1, 0);
    depth_.assign(net_.steps.size() + 1, 0);
    uses_.assign(net_.steps.size() + 1, 0);
    seen_.assign(net_.steps.size() + 1, false);
    for (std::size_t value = 1; value <= net_.steps.size(); ++value) {
      const std::vector<int> inputs = net_.steps[value - 1].inputs();
      int common = inputs.front();
      for (const int input : inputs) {
        ++uses_[static_cast<std::size_t>(input)];
        common = nearest(common, input);
      }
      dominator_[value] = common;
      depth_[value] = depth_[static_cast<std::size_t>(common)] + 1;
    }
  }
  int nearest(int a, int b) const {
    while (a != b) {
      int& deeper = depth_[std::size_t(a)] > depth_[std::size_t(b)] ? a : b;
      deeper = dominator_[static_cast<std::size_t>(deeper)];
    }
    return a;
  }
  void see(int value) {
    if (seen_[static_cast<std::size_t>(value)])
      refuse("branches that begin at one value and end in one, with no way from one to another",
             maker_of(value));
    seen_[static_cast<std::size_t>(value)] = true;
  }

  /// What a join reads; of sums of sums, each of two values, all.
  std::vector<int> joined_by(int value) {
    const StepDescription& step = maker_of(value);
    std::vector<int> inputs = step.inputs();
    while (inputs.front() > 0 && step.kind != "concat") {
      const auto first = static_cast<std::size_t>(inputs.front());
      const StepDescription& inner = maker_of(inputs.front());
      if (inner.kind != step.kind || uses_[first] != 1 ||
          dominator_[first] != dominator_[static_cast<std::size_t>(value)])
        break;
      see(inputs.front());
      inputs.erase(inputs.begin());
      const std::vector<int> more = inner.inputs();
      inputs.insert(inputs.begin(), more.begin(), more.end());
    }
    return inputs;
  }

  /// The layers from one value to another, which dominates it.
  std::vector<Layer> chain(int value, int from, int nested) {
    constexpr int most_nested = 64;
    std::vector<Layer> layers;
    while (value != from) {
      see(value);
      const StepDescription& step = maker_of(value);
      if (nested == most_nested)
        refuse("at most " + std::to_string(most_nested) + " blocks in one another", step);
      if (++count_ > ANGKA_MOST_LAYERS) refuse_more(" layers", step);
      const int before = dominator_[static_cast<std::size_t>(value)];
      if (step.others.empty()) {
        const bool flattens = step.kind == "flatten" || step.kind == "reshape";
        if (!flattens || layers.empty() || layers.back().words != "dense")  // which reads any shape
          layers.push_back(layer_of(step));
      } else {
        Layer block{.words = step.kind};
        const std::vector<int> inputs = joined_by(value);
        branches_ += inputs.size();
        if (branches_ > std::size_t{ANGKA_MOST_LAYERS}) refuse_more(" branches", step);
        for (const int input : inputs) block.branches.push_back(chain(input, before, nested + 1));
        begin_block(block, step);
        layers.push_back(std::move(block));
      }
      value = before;
    }
    std::reverse(layers.begin(), layers.end());
    return layers;
  }

  void begin_block(Layer& block, const StepDescription& step) const {
    auto& all = block.branches;
    const auto passes = [](const std::vector<Layer>& branch) { return branch.empty(); };
    const auto identities = std::count_if(all.begin(), all.end(), passes);
    if (step.kind == "add" && all.size() == 2 && identities < 2) {
      block.type = "Residual";
      if (identities == 1) all.erase(std::find_if(all.begin(), all.end(), passes));
      return;
    }
    block.type = "Branches";
    block.words += " branches=" + std::to_string(all.size());
  }

  Layer layer_of(const StepDescription& step) const {
    Layer layer{.words = step.kind, .tensors = step.tensors, .settings = step.settings};
    const bool bias = step.tensors.size() > 1;
    const Shape &in = step.input_shape, &out = step.output_shape;
    for (const auto& [kind, name] : plain_layers)
      if (step.kind == kind) layer.type = name;
    Arguments arguments;
    if (!layer.type.empty()) return layer;
    if (step.kind == "dense") {
      arguments.add(out.size());
      if (!bias) arguments.modify("NoBias");
      layer.type = arguments.of("Dense");
    } else if (step.kind == "group_norm") {
      layer.type = arguments.add(step.groups).of("GroupNorm");
      layer.words += " groups=" + std::to_string(step.groups);
    } else if (step.kind == "zero_pad" || step.kind == "crop") {
      const auto [top, left, bottom, right] = step.padding;
      for (const int side : {top, bottom, left, right}) layer.words += ' ' + std::to_string(side);
      if (top == bottom && left == right)
        arguments.add_sides(top, left);
      else
        arguments.add(top).add(bottom).add(left).add(right);
      layer.type = arguments.of(step.kind == "crop" ? "Crop2D" : "ZeroPad2D");
    } else if (step.kind == "channel_slice" || step.kind == "channel_pad") {
      const bool pads = step.kind == "channel_pad";
      const int before = step.channels_before;
      const int second = pads ? out.channels - in.channels - before : out.channels;
      layer.words += ' ' + std::to_string(before) + ' ' + std::to_string(second);
      layer.type = arguments.add(before).add(second).of(pads ? "ChannelPad" : "ChannelSlice");
    } else if (step.kind == "channel_shuffle") {
      layer.words += " groups=" + std::to_string(step.groups);
      layer.type = arguments.add(step.groups).of("ChannelShuffle");
    } else if (step.kind == "upsample_nearest" || step.kind == "upsample_bilinear") {
      arguments.add_kernel(out.height / in.height, out.width / in.width);
      if (step.kind == "upsample_bilinear") arguments.modify("Bilinear");
      layer.type = arguments.of("UpSample2D");
    } else if (step.kind == "reshape") {
      layer.type = arguments.add(out.channels).add(out.height).add(out.width).of("Reshape");
    } else if (step.kind == "adaptive_average_pool" || step.kind == "adaptive_max_pool") {
      const bool means = step.kind == "adaptive_average_pool";
      layer.type = arguments.add_sides(out.height, out.width)
                       .of(means ? "AdaptiveAveragePool2D" : "AdaptiveMaxPool2D");
    } else if (step.kind == "conv" || step.kind == "conv_transpose" || step.kind == "max_pool" ||
               step.kind == "average_pool") {
      windowed(layer, step, bias);
    } else {
      refuse("what a layer of the library does", step);
    }
    return layer;
  }

  void windowed(Layer& layer, const StepDescription& step, bool bias) const {
    Window window;
    if (!find_window(step, window)) refuse("padding as a layer of the library has it", step);
    layer.words += window_words(window);
    const bool pools = step.kind == "max_pool" || step.kind == "average_pool";
    const int filters = step.output_shape.channels;
    const bool depthwise =
        step.kind == "conv" && step.groups > 1 && step.groups == step.input_shape.channels;
    const WindowAxis &rows = window.rows, &columns = window.columns;
    Arguments arguments;
    const auto add = [&](const char* name, int WindowAxis::*number, Kernel usual) {
      if (rows.*number != usual.height || columns.*number != usual.width)
        arguments.modify(name, Arguments().add_sides(rows.*number, columns.*number));
    };
    if (!pools && !depthwise) arguments.add(filters);
    arguments.add_kernel(rows.kernel, columns.kernel);
    if (rows.same)
      arguments.modify("Same");
    else
      add("Padding", &WindowAxis::padding, {0, 0});
    add("Stride", &WindowAxis::stride, pools ? Kernel{rows.kernel, columns.kernel} : Kernel{1, 1});
    add("Dilation", &WindowAxis::dilation, {1, 1});
    add("OutputPadding", &WindowAxis::output_padding, {0, 0});
    if (rows.ceil) arguments.modify("CeilMode");
    if (depthwise && filters != step.groups)
      arguments.modify("DepthMultiplier", Arguments().add(filters / step.groups));
    if (!depthwise && step.groups != 1) arguments.modify("Groups", Arguments().add(step.groups));
    if (!pools && !bias) arguments.modify("NoBias");
    layer.type = arguments.of(depthwise                     ? "DepthwiseConv2D"
                              : step.kind == "conv"         ? "Conv2D"
                              : step.kind == "max_pool"     ? "MaxPool2D"
                              : step.kind == "average_pool" ? "AveragePool2D"
                                                            : "ConvTranspose2D");
  }

  /// ",\n    angka::ReLU" for each layer, at so many spaces.
  std::string list(const std::vector<Layer>& layers, std::size_t spaces) const {
    std::string text;
    const std::string line = ",\n" + std::string(spaces, ' ') + "angka::";
    for (const Layer& layer : layers) {
      text += line + layer.type;
      if (layer.branches.empty()) continue;
      text += '<';
      std::string within;
      if (layer.type == "Residual" && layer.branches.size() == 1)
        within = list(layer.branches[0], spaces + 4);
      else
        for (const std::vector<Layer>& branch : layer.branches) {
          const std::string layers_of_branch = list(branch, spaces + 8);
          within += line.substr(0, 2) + std::string(spaces + 4, ' ') + "angka::Sequence<" +
                    (layers_of_branch.empty() ? "" : layers_of_branch.substr(1)) + '>';
        }
      if (layer.type == "Branches")
        text += layer.words.starts_with("add")      ? "angka::Add"
                : layer.words.starts_with("concat") ? "angka::Concat"
                                                    : "angka::Multiply";
      else
        within.erase(0, 1);
      text += within + '>';
    }
    return text;
  }

  /// Puts tensors, settings and words of all layers into the result, by their positions.
  void put(const std::vector<Layer>& layers, const std::string& before, const std::string& space) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const Layer& layer = layers[i];
      const std::string position = before + std::to_string(i);
      for (std::size_t b = 0; b < layer.branches.size(); ++b) {
        const std::string number = std::to_string(b);
        const std::string name = layer.type != "Residual" ? number : b == 0 ? "main" : "skip";
        put(layer.branches[b], position + '.' + name + '.', " ");
      }
      for (const std::string& name : layer.tensors) {
        NamedTensor tensor = *tensors_.at(name);
        tensor.name = position + name.substr(name.rfind('.'));
        result_.tensors.push_back(std::move(tensor));
      }
      for (const NamedSetting& setting : layer.settings)
        result_.settings.push_back({position + '.' + setting.name, setting.value});
      result_.layers.push_back((space.empty() ? "" : position + space) + layer.words);
    }
  }

  NetworkDescription net_;
  const std::string& file_;
  std::vector<int> dominator_{}, depth_{}, uses_{};
  std::vector<bool> seen_{};
  int count_ = 0;
  std::size_t branches_ = 0;
  std::map<std::string, const NamedTensor*> tensors_{};
  NetworkSource result_{};
};

}  // namespace source

ANGKA_INLINE NetworkSource network_source(NetworkDescription net, const std::string& file) {
  return source::Maker(std::move(net), file).make();
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
