#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/denormals.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/packing.hpp>
#include <angka/layers/initializer.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/architecture.hpp>
#include <angka/network/layer_settings.hpp>
#include <angka/network/layer_training.hpp>
#include <angka/network/single_pass.hpp>
#include <angka/network/tensors.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// A convolutional network as one static type: shapes, parameters and their layout are known to the
/// compiler. Holds the layers' settings and one array of parameters; can predict, by itself.
///
/// `T`: float or double. `InputShape`: Input<channels, height, width>. `Layers`: specifications.
/// Errors, at compile time: a layer that doesn't fit the shape that reaches it.
/// Example: `Network<Input<1, 28, 28>, Conv2D<6, 5>, ReLU, MaxPool2D<2>, Dense<10>> net{seed(42)};`
template <class T, class InputShape, class... Layers>
class BasicNetwork {
  using Architecture = detail::Architecture<true, InputShape, Layers...>;

 public:
  using Scalar = T;
  template <class Other>
  using With = BasicNetwork<Other, InputShape, Layers...>;

  static constexpr Shape input = Architecture::input;
  static constexpr Shape output = Architecture::output;
  static constexpr std::size_t outputs = static_cast<std::size_t>(output.size());
  static constexpr int parameter_count = Architecture::trained;

  /// Draws the initial weights.
  explicit BasicNetwork(Seed seed = {})
      : parameters_(Architecture::template padded_trained<T> + Architecture::state +
                    Lanes<T>::count) {
    initialize(seed);
  }

  /// Layer number I of the list: `net.layer<3>().rate = 0.2f`.
  template <int I>
  auto& layer() {
    return layer(At<I>{});
  }
  template <int I>
  const auto& layer() const {
    return layer(At<I>{});
  }
  /// The first layer of a type: `net.layer<Dropout>().rate = 0.2f`.
  template <class L>
  L& layer() {
    if constexpr (constexpr int i = index_of<L>(); i < static_cast<int>(sizeof...(Layers)))
      return layer<i>();
  }
  template <class L>
  const L& layer() const {
    if constexpr (constexpr int i = index_of<L>(); i < static_cast<int>(sizeof...(Layers)))
      return layer<i>();
  }

  /// The layer that stands at a position, which may lie in a block: `net.layer(At<3, -1, 0>{})` is
  /// the first of layer 3's main branch.
  template <int... Index>
  auto& layer(At<Index...> position) {
    return detail::settings_at(layers_, position);
  }
  template <int... Index>
  const auto& layer(At<Index...> position) const {
    return detail::settings_at(layers_, position);
  }

  /// Calls visit(layer) for each layer, those in blocks included: `net.for_each_layer([](auto&
  /// layer) { if constexpr (requires { layer.initializer; }) layer.initializer = he_normal; })`.
  template <class Visit>
  void for_each_layer(Visit&& visit) {
    detail::for_each_layer(layers_, At<>{}, [&](auto& layer, auto) { visit(layer); });
  }

  /// Freezes a layer, or all from one to another: training leaves its parameters, the optimizer's
  /// state of them and running statistics as they are, and runs it as in prediction (BatchNorm by
  /// its running statistics, no Dropout), as PyTorch does by `requires_grad_(False)` and `eval()`.
  /// No gradient is computed that only frozen layers would need. A block is frozen with all in it;
  /// `At<>` is the whole network. Checkpoints keep what is frozen, `rate` and `decay`; files of
  /// models and weights don't.
  ///
  /// Errors: SettingError for a name that no layer has, and for layers the wrong way round.
  /// Example: `Net net; net.freeze<At<0>, At<1>>(); net.freeze("2"); net.unfreeze<At<>>();`
  template <class First, class Last = First>
  void freeze() {
    freeze(name_of<First>(), name_of<Last>());
  }
  /// The same by what files call a layer: "0", "3.main.0".
  void freeze(std::string_view layer) { freeze(layer, layer); }
  void freeze(std::string_view first, std::string_view last) {
    change_training(first, last, "freeze", [](LayerTraining& its, double) { its.frozen = true; });
  }
  /// Layers are trained again.
  template <class First, class Last = First>
  void unfreeze() {
    unfreeze(name_of<First>(), name_of<Last>());
  }
  void unfreeze(std::string_view layer) { unfreeze(layer, layer); }
  void unfreeze(std::string_view first, std::string_view last) {
    change_training(first, last, "unfreeze",
                    [](LayerTraining& its, double) { its.frozen = false; });
  }

  /// Multiplies the learning rate of a layer, or of all from one to another, by `factor`, 0 or
  /// above, as PyTorch does for a group of parameters with a learning rate of its own.
  ///
  /// Errors: SettingError, as of `freeze`.
  /// Example: `Net net; net.rate<At<0>, At<1>>(0.1); net.rate("2", 2);`
  template <class First, class Last = First>
  void rate(double factor) {
    rate(name_of<First>(), name_of<Last>(), factor);
  }
  void rate(std::string_view layer, double factor) { rate(layer, layer, factor); }
  void rate(std::string_view first, std::string_view last, double factor) {
    expect_setting(factor >= 0, "network", "rate", "0 or above", factor);
    change_training(
        first, last, "rate", [](LayerTraining& its, double by) { its.rate = by; }, factor);
  }
  /// The same for the optimizer's weight decay, and ElasticNet's penalty.
  template <class First, class Last = First>
  void decay(double factor) {
    decay(name_of<First>(), name_of<Last>(), factor);
  }
  void decay(std::string_view layer, double factor) { decay(layer, layer, factor); }
  void decay(std::string_view first, std::string_view last, double factor) {
    expect_setting(factor >= 0, "network", "decay", "0 or above", factor);
    change_training(
        first, last, "decay", [](LayerTraining& its, double by) { its.decay = by; }, factor);
  }

  /// How each step of the network is trained; empty where all are trained alike.
  const std::vector<LayerTraining>& layer_training() const { return training_; }
  void layer_training(std::vector<LayerTraining> steps) {
    if (!steps.empty() && steps.size() != Architecture::size)
      raise(SettingError("layer_training: " + std::to_string(steps.size()) +
                         " steps, the network has " + std::to_string(Architecture::size)));
    detail::check_training(steps);
    training_ = std::move(steps);
  }

  /// The trained parameters, layer by layer; then zeros that fill the last register.
  std::span<T> parameters() { return {parameters_.data(), Architecture::trained}; }
  std::span<const T> parameters() const { return {parameters_.data(), Architecture::trained}; }
  /// Trained parameters and running statistics: all that makes up the network's state.
  std::span<T> state() { return parameters_; }
  std::span<const T> state() const { return parameters_; }

  /// Draws the weights and biases anew, by each layer's `initializer`; running statistics 0 and 1.
  void initialize(Seed seed) {
    Architecture::for_each_step([&]<int I>() {
      using Step = typename Architecture::template StepAt<I>;
      const auto& its = layer(typename Step::Position{});
      Initializer initializer{};
      if constexpr (requires { its.initializer; }) initializer = its.initializer;
      if constexpr (Step::Bound::parameters.size() > 0)
        initialize(Step::Bound::parameters, Architecture::template trained_begin<I>(),
                   Architecture::template state_begin<I, T>(), initializer, seed, I);
    });
  }

  /// Raises a SettingError where a layer's settings or the normalization can't be used.
  void check() const {
    detail::check_layers(layers_);
    normalization.check(input.channels);
  }

  /// Memory for the predictions of one thread.
  class Workspace {
   public:
    Workspace() : memory_(static_cast<std::size_t>(Single::plan.slot_size)) {}

   private:
    friend BasicNetwork;
    AlignedArray<T> memory_;
  };

  /// The outputs for one image of bytes (0..255; channel, row, column), normalised by
  /// `normalization`; they lie in the workspace, until the next call. Allocates nothing; any number
  /// of threads may call it, each with a workspace. Errors: SettingError for another size of image
  /// and for settings that can't be used.
  std::span<T, outputs> predict(std::span<const std::uint8_t> image, Workspace& workspace) const {
    return predict<std::uint8_t>(image, workspace);
  }
  /// The same for an image of numbers; a byte stands for byte / 255.
  std::span<T, outputs> predict(std::span<const float> image, Workspace& workspace) const {
    return predict<float>(image, workspace);
  }

  /// Memory for the predictions of the threads of a pool, one image after the other.
  class SharedWorkspace {
   public:
    SharedWorkspace() : memory_(size()) {}

   private:
    friend BasicNetwork;
    static constexpr std::size_t size() {
      return static_cast<std::size_t>(Architecture::template single_plan<T>(true).slot_size);
    }
    AlignedArray<T> memory_;
  };

  /// The same by the threads of a pool, a ThreadPool that nobody else uses meanwhile. At most four
  /// get work: they share convolutions (Conv2D) of 500,000 multiply-adds or more and dense layers
  /// of 125,000. The outputs are the same, bit by bit. It pays if images follow each other closely,
  /// since threads that have waited for longer than some 50 microseconds sleep.
  template <class Pool>
  std::span<T, outputs> predict(std::span<const std::uint8_t> image, SharedWorkspace& workspace,
                                Pool& pool) const {
    return predict<std::uint8_t, Pool>(image, workspace, &pool);
  }
  template <class Pool>
  std::span<T, outputs> predict(std::span<const float> image, SharedWorkspace& workspace,
                                Pool& pool) const {
    return predict<float, Pool>(image, workspace, &pool);
  }

  /// Memory for the predictions of one thread, a pack of images at once.
  class PackWorkspace {
   public:
    PackWorkspace() : memory_(static_cast<std::size_t>(pack_plan.slot_size)) {}

   private:
    friend BasicNetwork;
    AlignedArray<Lanes<T>> memory_;
  };

  /// The outputs for up to Lanes<T>::count images at once, output by output in lanes;
  /// `fill(Lanes<T>* input)` writes the images. Allocates nothing. Valid until the next call.
  template <class Fill>
  Lanes<T>* predict_pack(PackWorkspace& workspace, Fill&& fill) const {
    fill(workspace.memory_.data() + pack_plan.value[0].offset);
    return forward_pack(workspace.memory_.data());
  }

  /// How pixels become the network's input.
  Normalization normalization{};

  /// All parameters as files hold them, named "position.name" ("0.weight", "3.main.0.bias").
  /// `export_tensors<double>()` doesn't round a network of double.
  template <class Value = float>
  std::vector<BasicNamedTensor<Value>> export_tensors(
      WeightLayout layout = WeightLayout::pytorch) const {
    return detail::tensors_at<Value>(places(), layout, parameters_.data());
  }

  /// Takes over all parameters by name, in any order. Raises an Error that names the tensor where
  /// one is missing, unknown or of another shape; then nothing has changed.
  void import_tensors(std::span<const NamedTensor> tensors,
                      WeightLayout layout = WeightLayout::pytorch) {
    take_tensors(tensors, layout);
  }
  void import_tensors(std::span<const BasicNamedTensor<double>> tensors,
                      WeightLayout layout = WeightLayout::pytorch) {
    take_tensors(tensors, layout);
  }

  /// All settings of layers, named "position.name" ("2.negative_slope", "3.main.1.rate").
  std::vector<NamedSetting> export_settings() const { return detail::settings_of(layers_); }

  /// Takes over settings by name; those that aren't named stay. Raises a SettingError where the
  /// network has none of a name or can't use a value; then nothing has changed.
  void import_settings(std::span<const NamedSetting> settings) {
    layers_ = detail::with_settings(layers_, settings);
  }

 private:
  using Single = detail::SinglePass<Architecture, T>;
  static constexpr auto pack_plan = Architecture::template plan<T>(false);

  /// Apart, so that it is compiled once for all who call it.
  [[gnu::noinline]] Lanes<T>* forward_pack(Lanes<T>* memory) const {
    const FlushDenormals flush;
    Architecture::for_each_step([&]<int I>() {
      using Step = typename Architecture::template StepAt<I>;
      const auto value = [&](std::size_t number) {
        return memory + pack_plan.value[number].offset;
      };
      if constexpr (Step::joins)
        detail::run_join<Step>(value(I + 1), value);
      else
        detail::forward<typename Step::Bound>(
            layer(typename Step::Position{}),
            Forward<T>{.parameters = parameters_.data() + Architecture::template trained_begin<I>(),
                       .input = value(Step::from),
                       .output = value(I + 1),
                       .workspace = memory + pack_plan.forward_workspace[I].offset,
                       .state = parameters_.data() + Architecture::template state_begin<I, T>(),
                       .position = I});
    });
    return memory + pack_plan.value[Architecture::size].offset;
  }

  template <class Position>
  static std::string name_of() {
    static_assert(sizeof(std::declval<BasicNetwork&>().layer(Position{})) > 0);
    return detail::position_name(Position{});
  }
  [[gnu::cold, gnu::noinline]] void change_training(std::string_view first, std::string_view last,
                                                    const char* what,
                                                    void (*change)(LayerTraining&, double),
                                                    double factor = 1) {
    std::vector<std::string> names;  // of what is fused with another, too
    detail::for_each_layer(layers_, At<>{}, [&](const auto&, auto position) {
      names.push_back(detail::position_name(position));
    });
    const std::pair chosen = detail::layers_between(names, first, last, what);
    training_.resize(Architecture::size);
    Architecture::for_each_step([&]<int I>() {
      const auto step =
          std::find(names.begin(), names.end(),
                    detail::position_name(typename Architecture::template StepAt<I>::Position{}));
      const auto number = static_cast<std::size_t>(step - names.begin());
      if (number >= chosen.first && number < chosen.second) change(training_[I], factor);
    });
    if (std::all_of(training_.begin(), training_.end(),
                    [](const LayerTraining& step) { return step == LayerTraining{}; }))
      training_.clear();
  }

  template <class L>
  static constexpr int index_of() {
    constexpr int first = [] {
      constexpr bool same[] = {std::is_same_v<L, Layers>..., true};
      int i = 0;
      while (!same[i]) ++i;
      return i;
    }();
    static_assert(first < static_cast<int>(sizeof...(Layers)),
                  "angka: the network has no such layer in its list (see L); one in a block is "
                  "layer(At<3, -1, 0>{}), the first of layer 3's main branch");
    return first;
  }

  [[noreturn, gnu::cold]] static void wrong_size(std::size_t values) {
    raise(SettingError("predict: an image of " + std::to_string(values) +
                       " values, the network takes " + to_string(input)));
  }

  template <class Pixel, class Pool = void, class Memory>
  std::span<T, outputs> predict(std::span<const Pixel> image, Memory& workspace,
                                Pool* pool = nullptr) const {
    if (image.size() != static_cast<std::size_t>(input.size())) wrong_size(image.size());
    check();
    const detail::PixelScale<T> scale(normalization, double{detail::white<Pixel>});
    return detail::SinglePass<Architecture, T, Pool>::run(
        layers_, parameters_.data(), parameters_.data() + Architecture::template padded_trained<T>,
        image, scale, workspace.memory_.data(), pool);
  }

  /// Apart, so that it is compiled once for all steps.
  [[gnu::cold, gnu::noinline]] void initialize(std::span<const Parameter> parameters,
                                               std::size_t trained, std::size_t state,
                                               const Initializer& initializer, Seed seed,
                                               int step) {
    detail::each_parameter(
        parameters, trained, state, [&](const Parameter& parameter, std::size_t begin, int number) {
          const auto values = this->state().subspan(begin, std::size_t(parameter.size()));
          if (parameter.fill == Fill::weights ||
              (parameter.fill == Fill::biases && initializer.biases))
            return initializer.fill(
                values, parameter.fan_in, parameter.fan_out,
                Random(seed, Purpose::initialize, 0, static_cast<std::uint32_t>(step),
                       static_cast<std::uint32_t>(number)));
          std::fill(values.begin(), values.end(), parameter.fill == Fill::one ? T(1) : T(0));
        });
  }

  static std::vector<detail::TensorPlace> places() {
    return detail::tensor_places<Architecture, T>();
  }

  template <class Value>
  void take_tensors(std::span<const BasicNamedTensor<Value>> tensors, WeightLayout layout) {
    if (layout == WeightLayout::keras && !Architecture::flattened_alike)
      raise(
          Error("a block joins a flattened image with other values; for Keras' order they would "
                "have to move"));
    detail::take_tensors(places(), tensors, layout, parameters_.data());
  }

  Sequence<Layers...> layers_{};
  AlignedArray<T> parameters_;
  std::vector<LayerTraining> training_{};
};

template <class InputShape, class... Layers>
using Network = BasicNetwork<float, InputShape, Layers...>;

namespace detail {

template <class T, class InputShape, class... Layers>
Architecture<true, InputShape, Layers...> architecture_of(
    const BasicNetwork<T, InputShape, Layers...>&);
template <class T, class InputShape, class... Layers>
Architecture<false, InputShape, Layers...> unfused_of(
    const BasicNetwork<T, InputShape, Layers...>&);
/// What the engine knows of a network: its steps as they are run, and as they were written.
template <class Net>
using ArchitectureOf = decltype(architecture_of(std::declval<const Net&>()));
template <class Net>
using UnfusedOf = decltype(unfused_of(std::declval<const Net&>()));

/// The settings of a network's step I.
template <int I, class Net>
auto& settings_of_step(Net& net) {
  return net.layer(typename ArchitectureOf<Net>::template StepAt<I>::Position{});
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
