#include "architecture.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/number.hpp>
#include <angka/core/shape.hpp>
#include <angka/data/file.hpp>
#include <angka/layers/branches.hpp>
#include <angka/layers/modifiers.hpp>
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
    "conv, depthwise conv, conv transpose, dense, max pool, average pool, adaptive average pool, "
    "adaptive max pool, "
    "global max pool, global average pool, zero pad, crop, channel pad, channel slice, channel "
    "shuffle, upsample, reshape, flatten, batch norm, "
    "group norm, instance norm, layer norm, dropout, spatial dropout, noise, relu, relu6, leaky "
    "relu, prelu, elu, gelu, silu, sigmoid, hard sigmoid, hard swish, softplus, mish, tanh, "
    "residual, add, concat, multiply";

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

  /// The modifiers at the line's end, of those that a layer takes.
  std::string modifiers(angka::detail::Window& window, bool convolves, bool enlarges = false,
                        bool grouped = true) {
    std::string types;
    bool border = false, stride = false, dilation = false, groups = false, bias = false;
    bool beyond = false, ceil = false;
    const auto once = [&](bool& given) {
      if (std::exchange(given, true)) refuse_words();
    };
    while (!at_end()) {
      if (take({"same"})) {
        once(border);
        window.rows.same = window.columns.same = true;
        types += ", angka::Same";
      } else if (take({"valid"})) {
        once(border);
      } else if (take({"padding"})) {
        once(border);
        const Sides padding = sides(
            "P", 0,
            convolves ? Sides{28, 28} : Sides{window.rows.kernel / 2, window.columns.kernel / 2});
        window.rows.padding = padding.down, window.columns.padding = padding.across;
        types += ", angka::Padding<" + padding.text("") + '>';
      } else if (take({"stride"})) {
        once(stride);
        const Sides step = sides("S", 1, {28, 28});
        window.rows.stride = step.down, window.columns.stride = step.across;
        types += ", angka::Stride<" + step.text("") + '>';
      } else if (!convolves && take({"ceil"})) {
        once(ceil);
        window.rows.ceil = window.columns.ceil = true;
        types += ", angka::CeilMode";
      } else if (enlarges && take({"output", "padding"})) {
        once(beyond);
        const Sides more = sides("P", 0, {27, 27});
        window.rows.output_padding = more.down, window.columns.output_padding = more.across;
        types += ", angka::OutputPadding<" + more.text("") + '>';
      } else if (convolves && take({"dilation"})) {
        once(dilation);
        const Sides apart = sides("D", 1, {28, 28});
        window.rows.dilation = apart.down, window.columns.dilation = apart.across;
        types += ", angka::Dilation<" + apart.text("") + '>';
      } else if (convolves && grouped && take({"groups"})) {
        once(groups);
        window.groups = integer("G", 1, 4096);
        types += ", angka::Groups<" + std::to_string(window.groups) + '>';
      } else if (convolves && take({"no", "bias"})) {
        once(bias);
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

  /// `depthwise`: of each channel on its own.
  void convolution(Layers& into, std::string& type, bool depthwise) {
    usage_ = depthwise
                 ? "depthwise conv HxW [same|padding P] [stride S] [dilation D] [no bias]"
                 : "conv FILTERS HxW [same|padding P] [stride S] [dilation D] [groups G] [no bias]";
    const int channels = into.shape.channels;
    const int filters = depthwise ? channels : integer("FILTERS", 1, 4096);
    const Sides kernel = sides("K", 1, {28, 28});
    angka::detail::Window window{.rows = {.kernel = kernel.down},
                                 .columns = {.kernel = kernel.across}};
    const std::string rest = modifiers(window, true, false, !depthwise);
    if (depthwise) window.groups = channels;
    if (channels % window.groups != 0 || filters % window.groups != 0)
      refuse(fill(t_.groups_divide, channels, filters), shown_);
    into.shape = after(window, into.shape);
    into.shape.channels = filters;
    const std::int64_t weights = std::int64_t{filters} * (channels / window.groups) * window.taps();
    count(weights + (window.bias ? filters : 0), weights * into.shape.height * into.shape.width);
    type = (depthwise ? "DepthwiseConv2D<" : "Conv2D<" + std::to_string(filters) + ", ") +
           kernel_text(kernel) + rest + '>';
  }
  void transposed(Layers& into, std::string& type) {
    usage_ =
        "conv transpose FILTERS HxW [same|padding P] [stride S] [output padding P] [dilation D] "
        "[groups G] [no bias]";
    const int filters = integer("FILTERS", 1, 4096);
    const Sides kernel = sides("K", 1, {28, 28});
    angka::detail::Window window{.rows = {.kernel = kernel.down},
                                 .columns = {.kernel = kernel.across}};
    const std::string rest = modifiers(window, true, true);
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
    usage_ = std::string(words) + " HxW [same|padding P] [stride S] [ceil]";
    const Sides size = sides("N", 1, {28, 28});
    angka::detail::Window window{.rows = {.kernel = size.down, .stride = size.down},
                                 .columns = {.kernel = size.across, .stride = size.across}};
    const std::string rest = modifiers(window, false);
    if (!window.valid()) refuse_words();
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
    usage_ = std::string(words) + " HxW";
    angka::Shape& shape = into.shape;
    const Sides sides_of_one = sides("N", 0, {28, 28});
    const auto [down, across] = sides_of_one;
    if (sign < 0 && (2 * down >= shape.height || 2 * across >= shape.width))
      refuse(
          fill(t_.window_fits, std::to_string(shape.height) + " x " + std::to_string(shape.width)),
          shown_);
    resize(shape, shape.height + sign * 2 * down, shape.width + sign * 2 * across);
    type = std::string(name) + '<' + sides_of_one.text("") + '>';
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
      convolution(into, type, true);
    } else if (take({"conv"})) {
      convolution(into, type, false);
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
