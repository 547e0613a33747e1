#pragma once

#include <algorithm>
#include <angka/core/definitions.hpp>
#include <angka/layers/settings.hpp>
#include <angka/network/layer_training.hpp>
#include <angka/network/network.hpp>
#include <angka/network/sequence.hpp>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What one layer of a network costs.
struct LayerSummary {
  std::string position{};  ///< "3" or, in a block, "3.main.0"
  std::string layer{};     ///< as it was specified: "Conv2D<6, 5, Same>", "Dropout(rate=0.2)"
  Shape output{};
  int parameters = 0;              ///< trained ones
  std::int64_t multiply_adds = 0;  ///< of one image's forward pass
};

/// What a network costs, layer by layer.
struct Summary {
  Shape input{};
  std::vector<LayerSummary> layers{};
  int parameters = 0;              ///< trained ones
  std::int64_t multiply_adds = 0;  ///< of one image's forward pass
  std::size_t training_bytes = 0;  ///< activations and gradients of one image while training
  std::size_t predict_bytes = 0;   ///< activations of one image in prediction
};

namespace detail {

/// The name of a type as the compiler spells it, with `space` for the library's namespace.
template <class T>
std::string type_name(std::string_view space = "") {
#if defined(__GNUC__)
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("T = ") + 4);
  text = text.substr(0, text.find_first_of(";]"));
#else
  std::string_view text = "layer";
#endif
  std::string name;
  const auto skipped = [&](std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
  };
  while (!text.empty()) {
    if (skipped("angka::")) {
      skipped(ANGKA_TEXT(ANGKA_ISA) "::");  // g++ spells inline namespaces
      name += space;
      continue;
    }
    if (text.starts_with('{') && (name.ends_with('<') || name.ends_with(' ')))
      name += std::string(space) + "Kernel";  // clang++ 14 leaves it out
    if (!text.starts_with(" >")) name += text.front();  // g++ writes "> >"
    text.remove_prefix(1);
  }
  return name;
}

/// What a table calls a step: the layer as it was specified, or what a block ends in.
template <class Step>
std::string layer_words() {
  if constexpr (!Step::joins)
    return type_name<typename Step::Settings>();
  else
    return Step::Settings::kind == std::string("add") ? "sum" : Step::Settings::kind;
}

/// The shortest text from which this number, bool or integer is read again.
template <class Value>
std::string number_text(Value value) {
  if constexpr (std::is_same_v<Value, bool>) {
    return value ? "true" : "false";
  } else {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
  }
}

[[gnu::cold]] ANGKA_INLINE std::string with_separators(std::int64_t number);
[[gnu::cold]] ANGKA_INLINE std::string training_words(const LayerTraining& training);

/// The window of a layer: its own or, where that depends on the image, that of the bound layer.
template <class Bound, class Layer>
concept HasWindow = requires { Bound::window; } || requires { Layer::window; };
template <class Bound, class Layer>
constexpr Window window_of() {
  if constexpr (requires { Bound::window; })
    return Bound::window;
  else
    return Layer::window;
}

/// " kernel=5 stride=2 same": a window in words, for `layer_texts`.
[[gnu::cold]] ANGKA_INLINE std::string window_words(const Window& window);

/// What the network takes and what each of its layers is, in words that no compiler makes and later
/// versions keep: "1 x 28 x 28", "conv kernel=5 same", and in a block where it stands, "1.main.0
/// relu". Layers that name no kind are "own".
template <class Net>
std::vector<std::string> layer_texts() {
  std::vector<std::string> texts{to_string(Net::input)};
  UnfusedOf<Net>::for_each_step([&]<int I>() {
    using Step = typename UnfusedOf<Net>::template StepAt<I>;
    using Layer = typename Step::Settings;
    std::string text = position_name(typename Step::Position{}) + ' ';
    if (text.find('.') == text.npos) text.clear();
    if constexpr (requires { std::string(Layer::kind); })
      text += Layer::kind;
    else
      text += "own";
    constexpr int branches = branches_of<Layer>;
    if constexpr (branches > 0) text += " branches=" + std::to_string(branches);
    if constexpr (HasWindow<typename Step::Bound, Layer>) {
      text += window_words(window_of<typename Step::Bound, Layer>());
    }
    if constexpr (requires { Layer::groups; }) text += " groups=" + std::to_string(Layer::groups);
    if constexpr (requires { Layer::border; }) {
      const auto& [top, bottom, left, right] = Layer::border;
      for (const int side : {top, bottom, left, right}) text += ' ' + std::to_string(side);
    }
    if constexpr (requires { Layer::channels; })
      for (const int number : Layer::channels) text += ' ' + std::to_string(number);
    texts.push_back(text);
  });
  return texts;
}

}  // namespace detail

/// The layers of `Net` with output shapes, parameters, multiply-adds and memory.
/// Example: `std::cout << summary<LeNet5>();`
template <class Net>
Summary summary() {
  using Architecture = detail::ArchitectureOf<Net>;
  using T = typename Net::Scalar;
  Summary result{.input = Net::input};
  detail::UnfusedOf<Net>::for_each_step([&]<int I>() {
    using Step = typename detail::UnfusedOf<Net>::template StepAt<I>;
    result.layers.push_back({.position = detail::position_name(typename Step::Position{}),
                             .layer = detail::layer_words<Step>(),
                             .output = Step::Bound::output,
                             .parameters = parameter_count<typename Step::Bound>(),
                             .multiply_adds = Step::Bound::multiply_adds});
    result.parameters += result.layers.back().parameters;
    result.multiply_adds += result.layers.back().multiply_adds;
  });
  const auto training = Architecture::template plan<T>(true);
  const auto prediction = Architecture::template plan<T>(false);
  result.training_bytes =
      static_cast<std::size_t>(training.slot_size + training.batch_size) * sizeof(T);
  result.predict_bytes = static_cast<std::size_t>(prediction.slot_size) * sizeof(T);
  return result;
}

/// The same of a network, with the settings of its layers: "LeakyReLU(negative_slope=0.2)"; behind
/// them how they are trained: "frozen", "rate x 0.1", "decay x 2".
/// Example: `std::cout << summary(model.network);`
template <class Net>
Summary summary(const Net& net) {
  Summary result = summary<Net>();
  auto row = result.layers.begin();
  detail::for_each_layer(net.layer(At<>{}), At<>{}, [&](const auto& layer, auto) {
    std::string settings;
    detail::each_setting(layer, [&](const std::string& name, const auto& value) {
      settings += (settings.empty() ? "" : ", ") + name + '=' + detail::number_text(value);
    });
    if (!settings.empty()) row->layer += '(' + settings + ')';
    ++row;
  });
  const std::vector<LayerTraining>& training = net.layer_training();
  if (training.empty()) return result;
  detail::ArchitectureOf<Net>::for_each_step([&]<int I>() {
    using Step = typename detail::ArchitectureOf<Net>::template StepAt<I>;
    for (LayerSummary& layer : result.layers)
      if (layer.parameters > 0 &&
          layer.position == detail::position_name(typename Step::Position{}))
        layer.layer += detail::training_words(training[I]);
  });
  return result;
}

[[gnu::cold]] ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const Summary& summary);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

namespace detail {

ANGKA_INLINE std::string with_separators(std::int64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

ANGKA_INLINE std::string training_words(const LayerTraining& training) {
  if (training.frozen) return " frozen";
  std::string text;
  if (training.rate != 1) text += " rate x " + number_text(training.rate);
  if (training.decay != 1) text += " decay x " + number_text(training.decay);
  return text;
}

ANGKA_INLINE std::string window_words(const Window& window) {
  std::string text;
  const auto add = [&](const char* name, int WindowAxis::*number, int usual) {
    const int down = window.rows.*number, across = window.columns.*number;
    if (down == usual && across == usual) return;
    text += std::string(" ") + name + '=' + std::to_string(down);
    if (across != down) text += 'x' + std::to_string(across);
  };
  add("kernel", &WindowAxis::kernel, 0);
  add("stride", &WindowAxis::stride, 1);
  add("dilation", &WindowAxis::dilation, 1);
  add("output_padding", &WindowAxis::output_padding, 0);
  if (window.groups != 1) text += " groups=" + std::to_string(window.groups);
  if (window.rows.ceil) text += " ceil";
  if (window.rows.same)
    text += " same";
  else
    add("padding", &WindowAxis::padding, 0);
  return text;
}

}  // namespace detail

ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const Summary& summary) {
  std::vector<std::array<std::string, 5>> rows{
      {"", "layer", "output", "parameters", "multiply-adds"},
      {"", "input", to_string(summary.input), "", ""}};
  for (const LayerSummary& layer : summary.layers)
    rows.push_back({layer.position, layer.layer, to_string(layer.output),
                    detail::with_separators(layer.parameters),
                    detail::with_separators(layer.multiply_adds)});
  rows.push_back({"", "total", "", detail::with_separators(summary.parameters),
                  detail::with_separators(summary.multiply_adds)});
  std::array<std::size_t, 5> width{};
  for (const auto& row : rows)
    for (std::size_t c = 0; c < width.size(); ++c) width[c] = std::max(width[c], row[c].size());
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < width.size(); ++c) {
      const std::string space(width[c] - row[c].size(), ' ');
      line += (c >= 2 ? space + row[c] : row[c] + space) + (c + 1 < width.size() ? "  " : "");
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out << line << '\n';
  }
  return out << "memory of one image: "
             << detail::with_separators(static_cast<std::int64_t>(summary.training_bytes))
             << " bytes in training, "
             << detail::with_separators(static_cast<std::int64_t>(summary.predict_bytes))
             << " bytes in prediction\n";
}

}  // namespace angka::inline ANGKA_ISA

#endif
