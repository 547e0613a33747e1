#include "architecture.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/number.hpp>
#include <angka/core/shape.hpp>
#include <angka/data/file.hpp>
#include <angka/layers/border.hpp>
#include <angka/layers/branches.hpp>
#include <angka/layers/modifiers.hpp>
#include <angka/layers/pool.hpp>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <sstream>
#include <utility>

#include "classifier.hpp"

namespace {

constexpr std::size_t most_bytes = 1 << 16;
constexpr int most_layers = 100;
constexpr int most_nested = 4;
constexpr std::int64_t most_parameters = 20'000'000;
constexpr std::int64_t most_products = 2'000'000'000;
constexpr int most_values = 4096 * 28 * 28;  // as a convolution makes at most

constexpr const char* every_layer =
    "conv, depthwise conv, separable conv, conv transpose, dense, max pool, average pool, adaptive "
    "average pool, adaptive max pool, global max pool, global average pool, zero pad, crop, "
    "channel pad, channel slice, channel shuffle, upsample, reshape, flatten, batch norm, group "
    "norm, instance norm, layer norm, dropout, spatial dropout, noise, relu, relu6, leaky relu, "
    "prelu, elu, gelu, silu, sigmoid, hard sigmoid, hard swish, softplus, mish, tanh, residual, "
    "add, concat, multiply";

/// The words of a line, in lower case and without its remark.
std::vector<std::string> words_of(std::string line) {
  line.resize(std::min(line.size(), line.find('#')));
  for (char& c : line) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// A list of layers: those of the network, or of a branch of a block.
struct Layers {
  std::string types{};
  angka::Shape shape = input_shape;
};

class Parser {
 public:
  Parser(const std::string& text, const std::string& name, const std::string& file,
         const Texts& texts)
      : t_(texts), file_(file), lines_(text) {
    net_.name = name;
    net_.text = text;
  }

  Architecture parse() {
    Layers all;
    while (next_line()) add_layer(all, 0);
    if (all.types.empty()) refuse(fill(t_.a_layer, every_layer), t_.nothing);
    net_.layers = std::move(all.types);
    net_.last_size = all.shape.size();
    return std::move(net_);
  }

 private:
  [[noreturn]] void refuse(const std::string& expected, const std::string& found) const {
    angka::raise(angka::FileError(fill(t_.line_of, file_, std::max(1, number_)), expected, found));
  }
  /// Where the words of the line aren't the layer's.
  [[noreturn]] void refuse_words() const { refuse(usage_, shown_); }

  bool next_line() {
    for (std::string line; std::getline(lines_, line);) {
      ++number_;
      words_ = words_of(line);
      at_ = 0;
      if (words_.empty()) continue;
      shown_.clear();
      for (const std::string& word : words_) shown_ += (shown_.empty() ? "" : " ") + word;
      shown_ = angka::detail::printable(std::string_view(shown_).substr(0, 80));
      return true;
    }
    return false;
  }
  bool take(std::initializer_list<const char*> words) {
    if (words.size() > words_.size() - at_) return false;
    if (!std::equal(words.begin(), words.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_)))
      return false;
    at_ += words.size();
    return true;
  }
  bool at_end() const { return at_ == words_.size(); }

  template <class Number>
  std::optional<Number> read(std::string_view word) const {
    Number number{};
    if (!angka::detail::read_number(word, number)) return std::nullopt;
    return number;
  }
  int within(const char* what, std::string_view word, int low, int high) const {
    const auto number = read<int>(word);
    if (!number) refuse_words();
    if (*number < low || *number > high)
      refuse(fill(t_.from_to, what, low, high), std::string(word.substr(0, 20)));
    return *number;
  }
  int integer(const char* what, int low, int high) {
    if (at_end()) refuse_words();
    return within(what, words_[at_++], low, high);
  }
  /// A size of one number or two, HxW; `high` for each of them. `text` is how C++ has it.
  struct Sides {
    int down = 1, across = 1;
    std::string text(const char* pair) const {
      return down == across ? std::to_string(down)
                            : pair + std::to_string(down) + ", " + std::to_string(across);
    }
  };
  static std::string kernel_text(Sides size) {
    return size.text("angka::Kernel{") + (size.down == size.across ? "" : "}");
  }
  Sides sides(const char* what, int low, Sides high) {
    if (at_end()) refuse_words();
    const std::string size = words_[at_++];
    const auto cross = std::min(size.find('x'), size.size());
    const int down = within(what, std::string_view(size).substr(0, cross), low, high.down);
    const auto across = std::string_view(size).substr(std::min(cross + 1, size.size()));
    return {down, within(what, cross < size.size() ? across : size, low, high.across)};
  }
  /// A value of 0 or more, below `high`; `usual` where there is none.
  void value(const char* what, float usual, float high) {
    float number = usual;
    if (!at_end()) {
      const auto word = words_[at_++];
      const auto given = read<float>(word);
      if (!given) refuse_words();
      if (!angka::finite(*given) || !(*given >= 0) || !(*given < high))
        refuse(fill(t_.from_below, what, 0, brief(high)), word.substr(0, 20));
      number = *given;
    }
    net_.values.push_back(number);
  }

  /// The modifiers at the line's end: those that are `about` what means something to the layer.
  std::string modifiers(angka::detail::Window& window, unsigned about) {
    using enum angka::detail::About;
    using angka::detail::WindowAxis;
    std::string types;
    unsigned given = 0;
    const auto says = [&](angka::detail::About what, std::initializer_list<const char*> words) {
      if (!(about & what) || !take(words)) return false;
      if (given & what) refuse_words();
      given |= what;
      return true;
    };
    const auto pair = [&](const char* name, const char* number, int WindowAxis::*its, int low,
                          Sides high) {
      const Sides size = sides(number, low, high);
      set(window, its, size.down, size.across);
      types += std::string(", angka::") + name + '<' + size.text("") + '>';
    };
    const auto one = [&](const char* name, const char* number, int& its) {
      its = integer(number, 1, 4096);
      types += std::string(", angka::") + name + '<' + std::to_string(its) + '>';
    };
    while (!at_end()) {
      if (says(padding, {"valid"})) continue;
      if (says(padding, {"same"})) {
        set(window, &WindowAxis::same, true);
        types += ", angka::Same";
      } else if (says(padding, {"padding"})) {
        pair("Padding", "P", &WindowAxis::padding, 0,
             about & bias ? Sides{28, 28}
                          : Sides{window.rows.kernel / 2, window.columns.kernel / 2});
      } else if (says(stride, {"stride"})) {
        pair("Stride", "S", &WindowAxis::stride, 1, {28, 28});
      } else if (says(ceil, {"ceil"})) {
        set(window, &WindowAxis::ceil, true);
        types += ", angka::CeilMode";
      } else if (says(enlarged, {"output", "padding"})) {
        pair("OutputPadding", "P", &WindowAxis::output_padding, 0, {27, 27});
      } else if (says(dilation, {"dilation"})) {
        pair("Dilation", "D", &WindowAxis::dilation, 1, {28, 28});
      } else if (says(groups, {"groups"})) {
        one("Groups", "G", window.groups);
      } else if (says(depth, {"depth"})) {
        one("DepthMultiplier", "M", window.multiplier);
      } else if (says(bias, {"no", "bias"})) {
        window.bias = false;
        types += ", angka::NoBias";
      } else {
        refuse_words();
      }
    }
    return types;
  }
  /// What a window leaves of an image.
  angka::Shape after(const angka::detail::Window& window, const angka::Shape& in) const {
    if (in.height < window.rows.smallest() || in.width < window.columns.smallest())
      refuse(fill(t_.window_fits, std::to_string(in.height) + " x " + std::to_string(in.width)),
             shown_);
    return {in.channels, window.rows.output(in.height), window.columns.output(in.width)};
  }
  [[noreturn]] void too_large() const {
    refuse(fill(t_.net_limits, most_layers, most_parameters / 1'000'000, most_products / 1'000'000),
           shown_);
  }
  void count(std::int64_t parameters, std::int64_t products) {
    net_.parameters += parameters;
    products_ += products;
    if (net_.parameters > most_parameters || products_ > most_products) too_large();
  }

  static angka::detail::Window window_of(Sides kernel, Sides stride) {
    return {.rows = {.kernel = kernel.down, .stride = stride.down},
            .columns = {.kernel = kernel.across, .stride = stride.across}};
  }
  void convolve(angka::Shape& shape, int filters, const angka::detail::Window& window) {
    if (shape.channels % window.groups != 0 || filters % window.groups != 0)
      refuse(fill(t_.groups_divide, shape.channels, filters), shown_);
    const std::int64_t weights =
        std::int64_t{filters} * (shape.channels / window.groups) * window.taps();
    shape = after(window, shape);
    shape.channels = filters;
    resize(shape, shape.height, shape.width);
    count(weights + (window.bias ? filters : 0), weights * shape.height * shape.width);
  }
  void convolution(Layers& into, std::string& type) {
    usage_ = "conv FILTERS HxW [same|padding P] [stride S] [dilation D] [groups G] [no bias]";
    const int filters = integer("FILTERS", 1, 4096);
    const Sides kernel = sides("K", 1, {28, 28});
    angka::detail::Window window = window_of(kernel, {1, 1});
    const std::string rest = modifiers(window, angka::detail::about_convolutions);
    convolve(into.shape, filters, window);
    type = "Conv2D<" + std::to_string(filters) + ", " + kernel_text(kernel) + rest + '>';
  }
  /// Of each channel on its own; `separable`: then one of 1 x 1 pixels that mixes them.
  void depthwise(bool separable, Layers& into, std::string& type) {
    usage_ = std::string(separable ? "separable conv FILTERS HxW" : "depthwise conv HxW") +
             " [same|padding P] [stride S] [dilation D] [depth M] [no bias]";
    const int filters = separable ? integer("FILTERS", 1, 4096) : 0;
    const Sides kernel = sides("K", 1, {28, 28});
    angka::detail::Window window = window_of(kernel, {1, 1});
    using enum angka::detail::About;
    const std::string rest = modifiers(window, angka::detail::about_windows | bias | depth);
    const bool biased = std::exchange(window.bias, window.bias && !separable);
    window.groups = into.shape.channels;
    const std::int64_t outputs = std::int64_t{window.groups} * window.multiplier;
    if (outputs > most_values) too_large();
    convolve(into.shape, static_cast<int>(outputs), window);
    if (separable) convolve(into.shape, filters, {.bias = biased});
    type = (separable ? "SeparableConv2D<" + std::to_string(filters) + ", "
                      : std::string("DepthwiseConv2D<")) +
           kernel_text(kernel) + rest + '>';
  }
  void transposed(Layers& into, std::string& type) {
    usage_ =
        "conv transpose FILTERS HxW [same|padding P] [stride S] [output padding P] [dilation D] "
        "[groups G] [no bias]";
    const int filters = integer("FILTERS", 1, 4096);
    const Sides kernel = sides("K", 1, {28, 28});
    angka::detail::Window window = window_of(kernel, {1, 1});
    using enum angka::detail::About;
    const std::string rest =
        modifiers(window, angka::detail::about_windows | enlarged | groups | bias);
    const angka::Shape in = into.shape;
    if (!window.valid()) refuse_words();
    if (in.channels % window.groups != 0 || filters % window.groups != 0)
      refuse(fill(t_.groups_divide, in.channels, filters), shown_);
    const int height = window.rows.enlarged(in.height), width = window.columns.enlarged(in.width);
    if (height < 1 || width < 1)
      refuse(fill(t_.window_fits, std::to_string(in.height) + " x " + std::to_string(in.width)),
             shown_);
    into.shape.channels = filters;
    resize(into.shape, height, width);
    const std::int64_t weights =
        std::int64_t{in.channels} * (filters / window.groups) * window.taps();
    count(weights + (window.bias ? filters : 0), weights * in.height * in.width);
    type = "ConvTranspose2D<" + std::to_string(filters) + ", " + kernel_text(kernel) + rest + '>';
  }
  void dense(Layers& into, std::string& type) {
    usage_ = "dense UNITS [no bias]";
    const int units = integer("UNITS", 1, 1'000'000);
    const bool bias = !take({"no", "bias"});
    const std::int64_t weights = std::int64_t{units} * into.shape.size();
    count(weights + (bias ? units : 0), weights);
    into.shape = {units, 1, 1};
    type = "Dense<" + std::to_string(units) + (bias ? ">" : ", angka::NoBias>");
  }
  void pool(const char* name, const char* words, Layers& into, std::string& type) {
    usage_ = std::string(words) + " HxW [same|padding P] [stride S] [dilation D] [ceil]";
    const Sides size = sides("N", 1, {28, 28});
    angka::detail::Window window = window_of(size, size);
    const std::string rest = modifiers(window, angka::detail::about_pools);
    if (!angka::detail::valid_pool(window.rows) || !angka::detail::valid_pool(window.columns))
      refuse_words();
    into.shape = after(window, into.shape);
    type = std::string(name) + '<' + kernel_text(size) + rest + '>';
  }
  void resize(angka::Shape& shape, int height, int width) {
    if (std::int64_t{shape.channels} * height * width > most_values) too_large();
    shape.height = height;
    shape.width = width;
  }
  /// `sign`: the border is added, or taken away by -1.
  void border(const char* name, const char* words, int sign, Layers& into, std::string& type) {
    usage_ = std::string(words) + " HxW or " + words + " TOP BOTTOM LEFT RIGHT";
    angka::Shape& shape = into.shape;
    angka::detail::Border its;
    if (words_.size() - at_ == 4) {
      for (int* side : {&its.top, &its.bottom, &its.left, &its.right}) *side = integer("N", 0, 28);
      type = std::to_string(its.top) + ", " + std::to_string(its.bottom) + ", " +
             std::to_string(its.left) + ", " + std::to_string(its.right);
    } else {
      const Sides both = sides("N", 0, {28, 28});
      its = angka::detail::border(both.down, both.across);
      type = both.text("");
    }
    if (sign < 0 && (its.rows() >= shape.height || its.columns() >= shape.width))
      refuse(
          fill(t_.window_fits, std::to_string(shape.height) + " x " + std::to_string(shape.width)),
          shown_);
    resize(shape, shape.height + sign * its.rows(), shape.width + sign * its.columns());
    type = std::string(name) + '<' + type + '>';
  }
  void channel_pad(Layers& into, std::string& type) {
    usage_ = "channel pad BEFORE AFTER";
    const int before = integer("BEFORE", 0, 4096), after = integer("AFTER", 0, 4096);
    into.shape.channels += before + after;
    resize(into.shape, into.shape.height, into.shape.width);
    type = "ChannelPad<" + std::to_string(before) + ", " + std::to_string(after) + '>';
  }
  void channel_slice(Layers& into, std::string& type) {
    usage_ = "channel slice FIRST COUNT";
    const int channels = into.shape.channels, first = integer("FIRST", 0, channels - 1);
    into.shape.channels = integer("COUNT", 1, channels - first);
    type =
        "ChannelSlice<" + std::to_string(first) + ", " + std::to_string(into.shape.channels) + '>';
  }
  /// Groups that divide the channels.
  int groups_of(int channels) {
    const int groups = integer("GROUPS", 1, 4096);
    if (channels % groups != 0) refuse(fill(t_.groups_divide, channels, channels), shown_);
    return groups;
  }
  void upsample(Layers& into, std::string& type) {
    usage_ = "upsample HxW [bilinear]";
    const Sides scale = sides("N", 1, {28, 28});
    resize(into.shape, into.shape.height * scale.down, into.shape.width * scale.across);
    type = "UpSample2D<" + kernel_text(scale) + (take({"bilinear"}) ? ", angka::Bilinear>" : ">");
  }
  void reshape(Layers& into, std::string& type) {
    usage_ = "reshape CHANNELS HEIGHT WIDTH";
    const int channels = integer("CHANNELS", 1, 1'000'000);
    const int height = integer("HEIGHT", 1, 1000), width = integer("WIDTH", 1, 1000);
    if (std::int64_t{channels} * height * width != into.shape.size())
      refuse(fill(t_.same_size, into.shape.size()), shown_);
    into.shape = {channels, height, width};
    type = "Reshape<" + std::to_string(channels) + ", " + std::to_string(height) + ", " +
           std::to_string(width) + '>';
  }
  void adaptive_pool(const std::string& its, const char* usage, Layers& into, std::string& type) {
    usage_ = usage;
    const Sides size = sides("N", 1, {28, 28});
    resize(into.shape, size.down, size.across);
    type = its + '<' + size.text("") + '>';
  }
  void count_layer() {
    if (++layers_ > most_layers) too_large();
  }

  /// The branches of a block up to its `end`. `word` begins each; in an `open` block the first has
  /// begun.
  std::vector<Layers> branches(const Layers& into, const char* word, bool open, std::size_t most,
                               int depth) {
    if (!at_end()) refuse_words();
    if (depth == most_nested) refuse(fill(t_.nested_blocks, most_nested), shown_);
    std::vector<Layers> all(open, Layers{.shape = into.shape});
    const int begin = number_;
    while (true) {
      if (!next_line()) refuse(fill(t_.end_of_block, begin), t_.nothing);
      const bool turns = take({word}) && all.size() < most && at_end();
      const bool ends = !turns && take({"end"}) && at_end();
      if (ends) return all;
      if (turns) {
        count_layer();
        all.push_back({.shape = into.shape});
      } else if (all.empty()) {
        refuse(word, shown_);
      } else {
        add_layer(all.back(), depth + 1);
      }
    }
  }
  static std::string sequence(const Layers& layers) {
    return ", angka::Sequence<" + layers.types + '>';
  }
  void residual(Layers& into, std::string& type, int depth) {
    usage_ = "residual";
    std::vector<Layers> all = branches(into, "shortcut", true, 2, depth);
    usage_ = "residual";
    for (const Layers& branch : all)
      if (branch.types.empty()) refuse(fill(t_.a_layer, every_layer), shown_);
    const bool plain = all.size() == 1;
    const angka::Shape shortcut = plain ? into.shape : all[1].shape;
    if (all[0].shape != shortcut)
      refuse(fill(t_.equal_shapes, to_string(shortcut)), to_string(all[0].shape));
    into.shape = shortcut;
    type = plain ? "Residual<" + all[0].types + '>'
                 : "Residual<" + sequence(all[0]).substr(2) + sequence(all[1]) + '>';
  }
  /// `add`, `concat` and `multiply`, of which `Join` says which shapes go together.
  template <class Join>
  void joined(const char* name, Layers& into, std::string& type, int depth) {
    const std::string usage = usage_ = Join::kind;
    const std::vector<Layers> all = branches(into, "branch", false, most_layers, depth);
    usage_ = usage;
    if (all.size() < 2) refuse("branch", shown_);
    std::vector<angka::Shape> shapes;
    type = std::string("Branches<angka::") + name;
    for (const Layers& branch : all) {
      shapes.push_back(branch.shape);
      type += sequence(branch);
    }
    type += '>';
    if (!Join::takes(shapes)) {
      std::string ends;
      for (const angka::Shape& shape : shapes)
        ends += (ends.empty() ? "" : ", ") + to_string(shape);
      refuse(t_.branches_fit, Join::kind + (": " + ends));
    }
    into.shape = Join::output(shapes);
    if (into.shape.size() > most_values) too_large();
  }

  void add_layer(Layers& into, int depth) {
    count_layer();
    std::string type;
    const auto plain = [&](const char* name, const char* usage) {
      type = name;
      usage_ = usage;
    };
    if (take({"conv", "transpose"})) {
      transposed(into, type);
    } else if (take({"depthwise", "conv"})) {
      depthwise(false, into, type);
    } else if (take({"separable", "conv"})) {
      depthwise(true, into, type);
    } else if (take({"conv"})) {
      convolution(into, type);
    } else if (take({"dense"})) {
      dense(into, type);
    } else if (take({"max", "pool"})) {
      pool("MaxPool2D", "max pool", into, type);
    } else if (take({"average", "pool"})) {
      pool("AveragePool2D", "average pool", into, type);
    } else if (take({"adaptive", "average", "pool"})) {
      adaptive_pool("AdaptiveAveragePool2D", "adaptive average pool HxW", into, type);
    } else if (take({"adaptive", "max", "pool"})) {
      adaptive_pool("AdaptiveMaxPool2D", "adaptive max pool HxW", into, type);
    } else if (take({"global", "max", "pool"})) {
      plain("GlobalMaxPool2D", "global max pool");
      into.shape = {into.shape.channels, 1, 1};
    } else if (take({"global", "average", "pool"})) {
      plain("GlobalAveragePool2D", "global average pool");
      into.shape = {into.shape.channels, 1, 1};
    } else if (take({"flatten"})) {
      plain("Flatten", "flatten");
      into.shape = {into.shape.size(), 1, 1};
    } else if (take({"batch", "norm"})) {
      plain("BatchNorm", "batch norm");
      count(2 * std::int64_t{into.shape.channels}, 0);
    } else if (take({"group", "norm"})) {
      usage_ = "group norm GROUPS";
      type = "GroupNorm<" + std::to_string(groups_of(into.shape.channels)) + '>';
      count(2 * std::int64_t{into.shape.channels}, 0);
    } else if (take({"instance", "norm"})) {
      plain("InstanceNorm", "instance norm");
      count(2 * std::int64_t{into.shape.channels}, 0);
    } else if (take({"layer", "norm"})) {
      plain("LayerNorm", "layer norm");
      count(2 * std::int64_t{into.shape.size()}, 0);
    } else if (take({"dropout"}) || take({"spatial", "dropout"})) {
      const bool spatial = words_[0] == "spatial";
      plain(spatial ? "SpatialDropout" : "Dropout",
            spatial ? "spatial dropout RATE" : "dropout RATE");
      if (at_end()) refuse_words();
      value("RATE", 0, 1);
      net_.dropout_rates.push_back(*read<double>(words_[at_ - 1]));
    } else if (take({"noise"})) {
      plain("FeatureNoise", "noise [DEVIATION]");
      value("DEVIATION", 0.1f, 1000);
    } else if (take({"zero", "pad"})) {
      border("ZeroPad2D", "zero pad", 1, into, type);
    } else if (take({"crop"})) {
      border("Crop2D", "crop", -1, into, type);
    } else if (take({"channel", "pad"})) {
      channel_pad(into, type);
    } else if (take({"channel", "slice"})) {
      channel_slice(into, type);
    } else if (take({"channel", "shuffle"})) {
      usage_ = "channel shuffle GROUPS";
      type = "ChannelShuffle<" + std::to_string(groups_of(into.shape.channels)) + '>';
    } else if (take({"upsample"})) {
      upsample(into, type);
    } else if (take({"reshape"})) {
      reshape(into, type);
    } else if (take({"relu6"})) {
      plain("ReLU6", "relu6");
    } else if (take({"prelu"})) {
      plain("PReLU", "prelu");
      count(into.shape.channels, 0);
    } else if (take({"hard", "sigmoid"})) {
      plain("HardSigmoid", "hard sigmoid");
    } else if (take({"hard", "swish"})) {
      plain("HardSwish", "hard swish");
    } else if (take({"softplus"})) {
      plain("Softplus", "softplus");
    } else if (take({"mish"})) {
      plain("Mish", "mish");
    } else if (take({"relu"})) {
      plain("ReLU", "relu");
    } else if (take({"leaky", "relu"})) {
      plain("LeakyReLU", "leaky relu [SLOPE]");
      value("SLOPE", 0.01f, 1000);
    } else if (take({"elu"})) {
      plain("ELU", "elu [ALPHA]");
      value("ALPHA", 1, 1000);
    } else if (take({"gelu"})) {
      plain("GELU", "gelu");
    } else if (take({"silu"})) {
      plain("SiLU", "silu");
    } else if (take({"sigmoid"})) {
      plain("Sigmoid", "sigmoid");
    } else if (take({"tanh"})) {
      plain("Tanh", "tanh");
    } else if (take({"residual"})) {
      residual(into, type, depth);
    } else if (take({"add"})) {
      joined<angka::Add>("Add", into, type, depth);
    } else if (take({"concat"})) {
      joined<angka::Concat>("Concat", into, type, depth);
    } else if (take({"multiply"})) {
      joined<angka::Multiply>("Multiply", into, type, depth);
    } else {
      refuse(fill(t_.a_layer, every_layer), shown_);
    }
    if (!at_end()) refuse_words();
    into.types += (into.types.empty() ? "angka::" : ", angka::") + type;
  }

  const Texts& t_;
  const std::string& file_;
  std::istringstream lines_;
  int number_ = 0;
  std::vector<std::string> words_;
  std::string shown_, usage_;
  std::size_t at_ = 0;
  int layers_ = 0;
  std::int64_t products_ = 0;
  Architecture net_{};
};

}  // namespace

Architecture parse_architecture(const std::string& text, const std::string& name,
                                const std::string& file, const Texts& texts) {
  if (text.size() > most_bytes)
    angka::raise(
        angka::FileError(file, std::to_string(most_bytes) + " bytes", std::to_string(text.size())));
  return Parser(text, name, file, texts).parse();
}

Architecture read_architecture(const std::string& path, const Texts& texts) {
  const angka::Bytes bytes = angka::read_file(path, most_bytes);
  return parse_architecture({bytes.begin(), bytes.end()},
                            angka::detail::printable(std::filesystem::path(path).stem()), path,
                            texts);
}
