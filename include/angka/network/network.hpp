#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/denormals.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/packing.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/layers/initializer.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/settings.hpp>
#include <angka/network/plan.hpp>
#include <angka/network/sequence.hpp>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// The shape of a network's input images: `Channels` x `Height` x `Width`.
template <int Channels, int Height, int Width>
struct Input {
  static_assert(Channels > 0 && Height > 0 && Width > 0,
                "angka: Input needs positive channels, height and width");
  static constexpr Shape shape{Channels, Height, Width};
};

namespace detail {

template <class I>
concept InputShaped = requires {
  { I::shape } -> std::convertible_to<Shape>;
};
template <class First>
constexpr Shape input_shape() {
  static_assert(InputShaped<First>,
                "angka: a Network begins with the shape of its images: Network<Input<channels, "
                "height, width>, layers...> (see First)");
  if constexpr (InputShaped<First>) return First::shape;
  return {};
}

/// What the compiler knows of a network: its steps, and where their parameters lie. With `Fuse`,
/// as they are run; else as they were written.
template <bool Fuse, class Input, class... Layers>
struct Architecture {
  using Root = Sequence<Layers...>;
  static_assert(layer_count<Root> <= ANGKA_MOST_LAYERS,
                "angka: more than ANGKA_MOST_LAYERS layers, which compilers don't take by default: "
                "define it as their number and compile with -ftemplate-depth=10000 and, with g++, "
                "-fconstexpr-ops-limit=1000000000, with clang++, -fconstexpr-steps=100000000");
  static constexpr Shape input = input_shape<Input>();
  using Flat = Flattened<Fuse, Root, input, 0, 1, At<>>;
  using Steps = typename Flat::Steps;
  static constexpr int size = Steps::size;
  static_assert(size > 0, "angka: a Network needs at least one layer");
  static constexpr Shape output = Flat::output;

  template <int I>
  using StepAt = typename Steps::template At<I>;
  template <int I>
  using BoundAt = typename StepAt<I>::Bound;

  /// Calls visit.template operator()<I>() for each step.
  template <class Visit>
  static constexpr void for_each_step(Visit&& visit) {
    for_steps<0, size>(visit);
  }
  /// The same for steps Begin .. End - 1, or in the order End - 1 .. Begin.
  template <int Begin, int End, class Visit>
  static constexpr void for_steps(Visit&& visit) {
    for_each_index<Begin, End>(visit);
  }
  template <int Begin, int End, class Visit>
  static constexpr void for_steps_backward(Visit&& visit) {
    for_each_index<End - 1, Begin - 1>(visit);
  }

  /// Where each step's trained parameters begin, and its statistics; the last entry is the total.
  static constexpr std::array<int, size + 1> trained_offset = [] {
    std::array<int, size + 1> offset{};
    for_each_step([&]<int I>() { offset[I + 1] = offset[I] + parameter_count<BoundAt<I>>(); });
    return offset;
  }();
  static constexpr std::array<int, size + 1> state_offset = [] {
    std::array<int, size + 1> offset{};
    for_each_step([&]<int I>() {
      offset[I + 1] =
          offset[I] + parameter_count<BoundAt<I>>(false) - parameter_count<BoundAt<I>>();
    });
    return offset;
  }();
  static constexpr int trained = trained_offset[size];
  static constexpr int state = state_offset[size];

  /// The shape of each value (input, then the steps' outputs) before an image was flattened into
  /// it.
  static constexpr std::array<Shape, size + 1> unflattened = [] {
    std::array<Shape, size + 1> shape{input};
    for_each_step([&]<int I>() {
      using Bound = BoundAt<I>;
      constexpr bool keeps_order = Bound::input.size() == Bound::output.size() &&
                                   (Bound::parameters.size() == 0 || CouplingLayer<Bound>);
      shape[I + 1] = keeps_order ? shape[StepAt<I>::from] : Bound::output;
    });
    return shape;
  }();
  /// Whether the values that blocks add were flattened alike.
  static constexpr bool flattened_alike = [] {
    bool alike = true;
    for_each_step([&]<int I>() {
      if constexpr (StepAt<I>::skip >= 0)
        alike &= unflattened[StepAt<I>::from] == unflattened[StepAt<I>::skip];
    });
    return alike;
  }();

  template <class T>
  static constexpr std::array<StepFacts, size> facts() {
    std::array<StepFacts, size> facts{};
    for_each_step([&]<int I>() {
      using Bound = BoundAt<I>;
      facts[I] = {.from = StepAt<I>::from,
                  .skip = StepAt<I>::skip,
                  .input_size = Bound::input.size(),
                  .output_size = Bound::output.size(),
                  .kept = kept_lanes<Bound, T>(),
                  .forward_workspace = forward_workspace_lanes<Bound, T>(),
                  .backward_workspace = backward_workspace_lanes<Bound, T>(),
                  .in_place = Bound::in_place,
                  .uses_input = Bound::uses_input,
                  .uses_output = Bound::uses_output,
                  .batch_gradient = BatchGradientLayer<Bound>};
    });
    return facts;
  }

  template <class T>
  static constexpr Plan<size> plan(bool training) {
    return make_plan(facts<T>(), training);
  }

  /// The plan of a single image, in numbers instead of lanes; each value has room for a register
  /// beyond its end.
  template <class T>
  static constexpr Plan<size> single_plan() {
    constexpr int lanes = Lanes<T>::count;
    auto single = facts<T>();
    for_each_step([&]<int I>() {
      single[I].input_size = round_up(single[I].input_size, lanes) + lanes;
      single[I].output_size = round_up(single[I].output_size, lanes) + lanes;
      single[I].forward_workspace =
          round_up(single_workspace<BoundAt<I>, typename StepAt<I>::Settings, T>(), lanes);
    });
    return make_plan(single, false);
  }
};

/// Adds the shortcut of step I to its result, if it has one.
template <class Architecture, int I, class Value>
void add_skip(Value* memory, const Plan<Architecture::size>& plan) {
  using Step = typename Architecture::template StepAt<I>;
  if constexpr (Step::skip >= 0) {
    Value* result = memory + plan.value[I + 1].offset;
    const Value* skip = memory + plan.value[Step::skip].offset;
    for (int i = 0; i < Step::Bound::output.size(); ++i) result[i] += skip[i];
  }
}

/// A single image through a network, wherever its parameters lie.
template <class Architecture, class T>
struct SinglePass {
  static constexpr Plan<Architecture::size> plan = Architecture::template single_plan<T>();
  static constexpr std::size_t outputs = static_cast<std::size_t>(Architecture::output.size());

  /// `trained` and `state`: the parameters, each with room for a register beyond its end. `memory`:
  /// plan.slot_size numbers, aligned to a register; the result lies there.
  template <class Layers, class Pixel>
  static std::span<T, outputs> run(const Layers& layers, const T* trained, const T* state,
                                   std::span<const Pixel> image, const PixelScale<T>& scale,
                                   T* memory) {
    const FlushDenormals flush;  // as in `fit` and in a batch
    constexpr int lanes = Lanes<T>::count;
    const int plane_size = Architecture::input.size() / scale.planes;
    T* first = memory + plan.value[0].offset;
    const Pixel* from = image.data();
    for (int plane = 0; plane < scale.planes; ++plane, first += plane_size, from += plane_size) {
      for (int p = 0; p < plane_size; ++p) first[p] = static_cast<T>(from[p]);
      for (int p = 0; p < plane_size; p += lanes)
        scale(Lanes<T>::load_unaligned(first + p), plane).store_unaligned(first + p);
    }
    Architecture::for_each_step([&]<int I>() {
      using Step = typename Architecture::template StepAt<I>;
      forward_single<typename Step::Bound>(
          settings_at(layers, typename Step::Position{}),
          SingleForward<T>{.parameters = trained + Architecture::trained_offset[I],
                           .input = memory + plan.value[Step::from].offset,
                           .output = memory + plan.value[I + 1].offset,
                           .workspace = memory + plan.forward_workspace[I].offset,
                           .state = state + Architecture::state_offset[I]});
      add_skip<Architecture, I>(memory, plan);
    });
    return std::span<T, outputs>(memory + plan.value[Architecture::size].offset, outputs);
  }
};

}  // namespace detail

/// A convolutional network as one static type: shapes, parameters and their layout are known to the
/// compiler. Holds the layers' settings and one array of parameters; can predict, by itself.
///
/// `T`: float or double. `InputShape`: Input<channels, height, width>. `Layers`: specifications.
/// Errors, at compile time: a layer that doesn't fit the shape that reaches it.
/// Example: `Network<Input<1, 28, 28>, Conv2D<6, 5>, ReLU, MaxPool2D<2>, Dense<10>>`.
template <class T, class InputShape, class... Layers>
class BasicNetwork {
 public:
  using Scalar = T;
  using Architecture = detail::Architecture<true, InputShape, Layers...>;
  using Unfused = detail::Architecture<false, InputShape, Layers...>;
  template <class Other>
  using With = BasicNetwork<Other, InputShape, Layers...>;

  static constexpr Shape input = Architecture::input;
  static constexpr Shape output = Architecture::output;
  static constexpr std::size_t outputs = static_cast<std::size_t>(output.size());
  static constexpr int parameter_count = Architecture::trained;

  /// Draws the initial weights.
  explicit BasicNetwork(Seed seed = {})
      : parameters_(padded_trained + Architecture::state + Lanes<T>::count) {
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

  /// The trained parameters, layer by layer; then zeros that fill the last register.
  std::span<T> parameters() { return {parameters_.data(), Architecture::trained}; }
  std::span<const T> parameters() const { return {parameters_.data(), Architecture::trained}; }
  /// Trained parameters and running statistics: all that makes up the network's state.
  std::span<T> state() { return parameters_; }
  std::span<const T> state() const { return parameters_; }

  /// Draws the weights and biases anew, by each layer's `initializer`; running statistics 0 and 1.
  void initialize(Seed seed) {
    Architecture::for_each_step([&]<int I>() {
      each_parameter<I>([&](const Parameter& parameter, std::span<T> values, int number) {
        Initializer initializer{};
        if constexpr (requires { settings<I>().initializer; })
          initializer = settings<I>().initializer;
        if (parameter.fill == Fill::weights ||
            (parameter.fill == Fill::biases && initializer.biases))
          return initializer.fill(
              values, parameter.fan_in, parameter.fan_out,
              Random(seed, Purpose::initialize, 0, static_cast<std::uint32_t>(I),
                     static_cast<std::uint32_t>(number)));
        std::fill(values.begin(), values.end(), parameter.fill == Fill::one ? T(1) : T(0));
      });
    });
  }

  /// Raises a SettingError where a layer's settings or the normalization can't be used.
  void check() const {
    check(layers_);
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
    std::vector<BasicNamedTensor<Value>> tensors;
    Architecture::for_each_step([&]<int I>() {
      each_parameter<I>([&](const Parameter& parameter, std::span<const T> values, int) {
        auto tensor = describe<I, Value>(parameter, layout);
        in_file_order<I>(parameter, layout, [&](std::size_t at) {
          tensor.values.push_back(static_cast<Value>(values[at]));
        });
        tensors.push_back(std::move(tensor));
      });
    });
    return tensors;
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
  std::vector<NamedSetting> export_settings() const {
    std::vector<NamedSetting> settings;
    each_setting(layers_, [&](const std::string& name, const auto& value) {
      settings.push_back({name, detail::setting_value(value)});
    });
    return settings;
  }

  /// Takes over settings by name; those that aren't named stay. Raises a SettingError where the
  /// network has none of a name or can't use a value; then nothing has changed.
  void import_settings(std::span<const NamedSetting> settings) { layers_ = with(settings); }
  /// The layers with these settings; raises what `import_settings` would.
  Sequence<Layers...> with(std::span<const NamedSetting> settings) const {
    Sequence<Layers...> layers = layers_;
    std::vector<bool> taken(settings.size());
    each_setting(layers, [&](const std::string& name, auto& value) {
      for (std::size_t i = 0; i < settings.size(); ++i) {
        if (settings[i].name != name) continue;
        detail::set_setting(value, name, settings[i].value);
        taken[i] = true;
      }
    });
    for (std::size_t i = 0; i < settings.size(); ++i)
      if (!taken[i])
        raise(SettingError("setting " + settings[i].name + ": the network has none of that name"));
    check(layers);
    return layers;
  }
  void set_layers(const Sequence<Layers...>& layers) { layers_ = layers; }

  // What the training step reads.
  template <int I>
  auto& settings() {
    return layer(typename Architecture::template StepAt<I>::Position{});
  }
  template <int I>
  const auto& settings() const {
    return layer(typename Architecture::template StepAt<I>::Position{});
  }
  template <int I>
  const T* trained_of() const {
    return parameters_.data() + Architecture::trained_offset[I];
  }
  template <int I>
  const T* state_of() const {
    return parameters_.data() + padded_trained + Architecture::state_offset[I];
  }
  template <int I>
  T* state_of() {
    return parameters_.data() + padded_trained + Architecture::state_offset[I];
  }
  static constexpr std::size_t padded_trained =
      (static_cast<std::size_t>(Architecture::trained) + Lanes<T>::count - 1) / Lanes<T>::count *
      Lanes<T>::count;

 private:
  /// Apart, so that it is compiled once for all who call it.
  [[gnu::noinline]] Lanes<T>* forward_pack(Lanes<T>* memory) const {
    const FlushDenormals flush;
    Architecture::for_each_step([&]<int I>() {
      using Step = typename Architecture::template StepAt<I>;
      Lanes<T>* result = memory + pack_plan.value[I + 1].offset;
      Step::Bound::forward(settings<I>(),
                           Forward<T>{.parameters = trained_of<I>(),
                                      .input = memory + pack_plan.value[Step::from].offset,
                                      .output = result,
                                      .workspace = memory + pack_plan.forward_workspace[I].offset,
                                      .state = state_of<I>(),
                                      .position = I});
      detail::add_skip<Architecture, I>(memory, pack_plan);
    });
    return memory + pack_plan.value[Architecture::size].offset;
  }

  using Plan = detail::Plan<Architecture::size>;
  using Single = detail::SinglePass<Architecture, T>;
  static constexpr Plan pack_plan = Architecture::template plan<T>(false);

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

  template <class Pixel>
  std::span<T, outputs> predict(std::span<const Pixel> image, Workspace& workspace) const {
    if (image.size() != static_cast<std::size_t>(input.size())) wrong_size(image.size());
    check();
    const detail::PixelScale<T> scale(normalization, double{detail::white<Pixel>});
    return Single::run(layers_, parameters_.data(), parameters_.data() + padded_trained, image,
                       scale, workspace.memory_.data());
  }

  template <class Value>
  void take_tensors(std::span<const BasicNamedTensor<Value>> tensors, WeightLayout layout) {
    if (layout == WeightLayout::keras && !Architecture::flattened_alike)
      raise(
          Error("a Residual adds a flattened image to other values; for Keras' order they would "
                "have to move"));
    std::vector<const BasicNamedTensor<Value>*> found;
    Architecture::for_each_step([&]<int I>() {
      for (const Parameter& parameter : Architecture::template BoundAt<I>::parameters)
        found.push_back(&find_tensor(tensors, describe<I, Value>(parameter, layout)));
    });
    for (const auto& tensor : tensors)
      if (std::none_of(found.begin(), found.end(),
                       [&](const auto* known) { return known->name == tensor.name; }))
        raise(Error("tensor " + tensor.name + ": the network has none of that name"));
    std::size_t next = 0;
    Architecture::for_each_step([&]<int I>() {
      each_parameter<I>([&](const Parameter& parameter, std::span<T> values, int) {
        const auto& tensor = *found[next++];
        std::size_t from = 0;
        in_file_order<I>(parameter, layout, [&](std::size_t at) {
          values[at] = static_cast<T>(tensor.values[from++]);
        });
      });
    });
  }

  static void check(const Sequence<Layers...>& layers) {
    Architecture::for_each_step([&]<int I>() {
      const auto& layer =
          detail::settings_at(layers, typename Architecture::template StepAt<I>::Position{});
      if constexpr (requires { layer.check(); }) layer.check();
    });
  }

  /// Calls visit(name, setting) for each setting of all layers.
  template <class List, class Visit>
  static void each_setting(List& layers, Visit&& visit) {
    Unfused::for_each_step([&]<int I>() {
      using Position = typename Unfused::template StepAt<I>::Position;
      detail::each_setting(detail::settings_at(layers, Position{}),
                           [&](const char* name, auto& value) {
                             visit(detail::position_name(Position{}) + '.' + name, value);
                           });
    });
  }

  /// Calls visit(parameter, its values, its number within the layer).
  template <int I, class Self, class Visit>
  static void each_parameter_of(Self& self, Visit&& visit) {
    auto* trained = self.parameters_.data() + Architecture::trained_offset[I];
    auto* state = self.parameters_.data() + padded_trained + Architecture::state_offset[I];
    int number = 0;
    for (const Parameter& parameter : Architecture::template BoundAt<I>::parameters) {
      auto*& from = parameter.trained ? trained : state;
      visit(parameter, std::span(from, static_cast<std::size_t>(parameter.size())), number++);
      from += parameter.size();
    }
  }
  template <int I, class Visit>
  void each_parameter(Visit&& visit) {
    each_parameter_of<I>(*this, visit);
  }
  template <int I, class Visit>
  void each_parameter(Visit&& visit) const {
    each_parameter_of<I>(*this, visit);
  }

  /// Which axis in memory axis `axis` of a file is; Keras orders axes as memory does.
  static std::size_t memory_axis_of(const Parameter& parameter, WeightLayout layout,
                                    std::size_t axis) {
    return layout == WeightLayout::keras ? axis
                                         : static_cast<std::size_t>(parameter.file_axes[axis]);
  }

  template <int I, class Value>
  static BasicNamedTensor<Value> describe(const Parameter& parameter, WeightLayout layout) {
    BasicNamedTensor<Value> tensor{
        .name = detail::position_name(typename Architecture::template StepAt<I>::Position{}) + "." +
                parameter.name};
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(parameter.rank); ++axis)
      tensor.shape.push_back(
          static_cast<std::size_t>(parameter.shape[memory_axis_of(parameter, layout, axis)]));
    return tensor;
  }

  /// Visits the places of a parameter's values in memory, in the order of files.
  template <int I, class Visit>
  static void in_file_order(const Parameter& parameter, WeightLayout layout, Visit&& visit) {
    constexpr Shape image = Architecture::unflattened[Architecture::template StepAt<I>::from];
    const bool by_pixel =
        layout == WeightLayout::keras && parameter.per_input && parameter.shape[0] == image.size();
    std::array<int, 4> size{}, step{};
    for (std::size_t axis = 0; axis < 4; ++axis) {
      const std::size_t memory_axis = memory_axis_of(parameter, layout, axis);
      size[axis] = parameter.shape[memory_axis];
      step[axis] = 1;
      for (std::size_t later = memory_axis + 1; later < 4; ++later)
        step[axis] *= parameter.shape[later];
    }
    for (int a = 0; a < size[0]; ++a) {
      const int row = by_pixel ? a % image.channels * image.pixels() + a / image.channels : a;
      for (int b = 0; b < size[1]; ++b)
        for (int c = 0; c < size[2]; ++c)
          for (int d = 0; d < size[3]; ++d)
            visit(
                static_cast<std::size_t>(row * step[0] + b * step[1] + c * step[2] + d * step[3]));
    }
  }

  template <class Value>
  static const auto& find_tensor(std::span<const BasicNamedTensor<Value>> tensors,
                                 const BasicNamedTensor<Value>& wanted) {
    for (const auto& tensor : tensors) {
      if (tensor.name != wanted.name) continue;
      if (tensor.shape != wanted.shape)
        raise(Error("tensor " + wanted.name + ": expected shape " + shape_text(wanted.shape) +
                    ", found " + shape_text(tensor.shape)));
      std::size_t size = 1;
      for (const std::size_t axis : tensor.shape) size *= axis;
      if (tensor.values.size() != size)
        raise(Error("tensor " + wanted.name + ": expected " + std::to_string(size) +
                    " values, found " + std::to_string(tensor.values.size())));
      return tensor;
    }
    raise(Error("tensor " + wanted.name + " of shape " + shape_text(wanted.shape) + " is missing"));
  }
  static std::string shape_text(const std::vector<std::size_t>& shape) {
    std::string text = "[";
    for (const std::size_t size : shape)
      text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
  }

  Sequence<Layers...> layers_{};
  AlignedArray<T> parameters_;
};

template <class InputShape, class... Layers>
using Network = BasicNetwork<float, InputShape, Layers...>;

}  // namespace angka::inline ANGKA_ISA
