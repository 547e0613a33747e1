#pragma once

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <angka/core/share.hpp>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

/// How a parameter starts: `weights` by the layer's initializer, and `biases` if it draws them.
enum class Fill { zero, one, weights, biases };

/// One tensor of a layer's parameters: its shape in memory and how files order its axes.
struct Parameter {
  const char* name = "";
  std::array<int, 4> shape{1, 1, 1, 1};      ///< in memory, the last axis contiguous
  int rank = 1;                              ///< how many axes of `shape` count
  std::array<int, 4> file_axes{0, 1, 2, 3};  ///< axis k in a file is axis file_axes[k] in memory
  Fill fill = Fill::zero;
  int fan_in = 1;       ///< inputs that reach one output
  int fan_out = 1;      ///< outputs that one input reaches
  bool trained = true;  ///< false: a statistic kept with the parameters, not touched by optimizers
  bool per_input = false;  ///< the first axis counts the layer's inputs, or their channels

  constexpr int size() const { return shape[0] * shape[1] * shape[2] * shape[3]; }
};

namespace detail {

/// The biases, one an output, that go with a layer's weights.
constexpr Parameter bias_of(const Parameter& weights, int outputs) {
  return {.name = "bias",
          .shape = {outputs, 1, 1, 1},
          .fill = Fill::biases,
          .fan_in = weights.fan_in,
          .fan_out = weights.fan_out};
}

}  // namespace detail

/// Which images a pack holds, for what is random per image.
struct PackImages {
  Seed seed{};
  std::uint32_t epoch = 0;
  const std::uint32_t* sample = nullptr;  ///< the image's number in the data set, one a lane
  int count = 0;                          ///< lanes in use; the others hold blank images
  /// Which of its occurrences in the epoch an image is, one a lane; null: each is the first.
  const std::uint32_t* occurrence = nullptr;

  /// The seed of what is random of the image in a lane:
  /// `Random(images.seed_of(lane), purpose, images.epoch, images.sample[lane], part)`.
  Seed seed_of(int lane) const {
    return occurrence ? seed_of_occurrence(seed, occurrence[lane]) : seed;
  }
};

/// What `forward` of a layer reads and writes, for one pack of images.
template <class T>
struct Forward {
  const T* parameters = nullptr;
  const Lanes<T>* input = nullptr;
  Lanes<T>* output = nullptr;
  Lanes<T>* kept = nullptr;       ///< what backward will need, `kept` lanes; null in prediction
  Lanes<T>* workspace = nullptr;  ///< `forward_workspace` lanes
  const T* state = nullptr;       ///< the parameters that are not trained
  const double* statistics = nullptr;  ///< of the whole batch, for layers that couple it
  bool training = false;  ///< not of a frozen layer, of which backward may read `kept` all the same
  PackImages images{};
  std::uint32_t position = 0;  ///< of the layer in the network
};

/// What `backward` of a layer reads and writes, for one pack of images.
template <class T>
struct Backward {
  const T* parameters = nullptr;
  const Lanes<T>* input = nullptr;   ///< as `forward` saw it; only if `uses_input`
  const Lanes<T>* output = nullptr;  ///< as `forward` wrote it; only if `uses_output`
  Lanes<T>* kept = nullptr;
  Lanes<T>* workspace = nullptr;  ///< `backward_workspace` lanes
  const double* statistics = nullptr;
  PackImages images{};
  const Lanes<T>* output_gradient = nullptr;
  Lanes<T>* input_gradient = nullptr;  ///< to write; null where nobody needs it
  T* parameter_gradient = nullptr;     ///< to add to; null where the batch phase does it
  bool frozen = false;                 ///< nobody needs parameter_gradient: it may be left out
};

/// What the batch phase of a layer reads and writes: all packs of the batch at once.
template <class T>
struct BatchGradient {
  const Lanes<T>* input = nullptr;
  std::size_t input_step = 0;  ///< lanes from one pack's input to the next one's
  const Lanes<T>* kept = nullptr;
  std::size_t kept_step = 0;
  int packs = 0;
  T* parameter_gradient = nullptr;  ///< to write
};

/// What `forward_single` of a layer reads and writes, for one image: channel, row, column. All
/// memory is aligned and has room for a register beyond its end.
template <class T>
struct SingleForward {
  const T* parameters = nullptr;
  const T* input = nullptr;
  T* output = nullptr;
  T* workspace = nullptr;  ///< `single_workspace` numbers
  const T* state = nullptr;
};

/// What a layer bound to its input shape starts from: it keeps the shape and has no parameters.
///
/// A specification (`ReLU`, `Conv2D<6, 5>`) is a plain struct of settings with a member template
/// `Bind<Shape>`; that is the bound layer, stateless, with these members:
/// - `input`, `output`: shapes of one image.
/// - `parameters`: an array of `Parameter`, in the order in which they lie in memory.
/// - `kept`: how many lanes of memory `forward` keeps for `backward`, besides input and output.
/// - `forward_workspace`, `backward_workspace`: lanes of memory for the duration of a call.
/// - `uses_input`, `uses_output`: whether `backward` reads them; what nobody reads is not kept.
/// - `in_place`: whether output may be the very memory of input, and their gradients likewise.
/// - `forward(settings, Forward<T>)` and `backward(settings, Backward<T>)` for one pack.
///
/// A specification with settings names them in `settings(layer, visit)` (layers/settings.hpp), and
/// may have `check()`, `needs(shape)` and `kind`, what it is to those who run networks elsewhere.
/// Example: `LayerFor<ReLU, Shape{1, 8, 8}> && ReLU::Bind<Shape{1, 8, 8}>::output == Shape{1, 8,
/// 8}`
template <Shape In, Shape Out = In>
struct Layer {
  static constexpr Shape input = In;
  static constexpr Shape output = Out;
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr int kept = 0;
  static constexpr int forward_workspace = 0;
  static constexpr int backward_workspace = 0;
  static constexpr bool uses_input = true;
  static constexpr bool uses_output = true;
  static constexpr bool in_place = false;
  static constexpr std::int64_t multiply_adds = 0;  ///< of one image's forward pass
};

/// A bound layer: see `Layer`.
template <class L, class Settings, class T = float>
concept BoundLayer = requires(const Settings& settings, const Forward<T>& forward,
                              const Backward<T>& backward) {
  { L::input } -> std::convertible_to<Shape>;
  { L::output } -> std::convertible_to<Shape>;
  L::parameters.size();
  { L::kept } -> std::convertible_to<int>;
  L::forward(settings, forward);
  L::backward(settings, backward);
};

/// How many packs hold `images` images, and how many of them are in pack number `pack`.
template <class T>
constexpr int packs_for(int images) {
  return (images + Lanes<T>::count - 1) / Lanes<T>::count;
}
template <class T>
constexpr int images_in_pack(int pack, int images) {
  return std::min(Lanes<T>::count, images - pack * Lanes<T>::count);
}

/// A specification, seen from an input shape: see `Layer`.
template <class S, Shape In>
concept LayerFor = BoundLayer<typename S::template Bind<In>, S>;

/// A layer whose gradient by parameters is computed at once for the whole batch, from `kept`.
template <class L>
concept BatchGradientLayer = requires {
  L::batch_gradient_parts;
};

/// A layer with a kernel of its own for a single image; others run as a pack with one image.
template <class L, class Settings, class T>
concept SingleLayer = requires(const Settings& settings, const SingleForward<T>& pass) {
  L::forward_single(settings, pass);
};

/// Into how many shares at most a layer cuts its work on a single image: `forward_single(settings,
/// pass, share)` does one of them, with a workspace of its own, `forward_single(settings, pass)`
/// all.
template <class L, class T>
constexpr int single_shares() {
  if constexpr (requires { L::template single_shares<T>; })
    return L::template single_shares<T>;
  else
    return 1;
}

/// A layer that needs statistics of the whole batch before it can go on (batch normalisation). Its
/// setting `momentum` is the weight of a new batch in its running ones.
template <class L>
concept CouplingLayer = requires {
  L::statistics;
};

/// How many lanes a layer keeps; where that depends on the scalar, it says so by `kept_lanes<T>`.
template <class L, class T>
constexpr int kept_lanes() {
  if constexpr (requires { L::template kept_lanes<T>; })
    return L::template kept_lanes<T>;
  else
    return L::kept;
}

/// The same for memory that a layer wants for the duration of a call.
template <class L, class T>
constexpr int forward_workspace_lanes() {
  if constexpr (requires { L::template forward_workspace_lanes<T>; })
    return L::template forward_workspace_lanes<T>;
  else
    return L::forward_workspace;
}
template <class L, class T>
constexpr int backward_workspace_lanes() {
  if constexpr (requires { L::template backward_workspace_lanes<T>; })
    return L::template backward_workspace_lanes<T>;
  else
    return L::backward_workspace;
}

namespace detail {

/// Numbers of memory that a layer needs to run on a single image.
template <class L, class Settings, class T>
constexpr int single_workspace() {
  static_assert(
      SingleLayer<L, Settings, T> || !requires { L::template single_workspace<T>; },
      "angka: a layer with single_workspace needs a forward_single without a Share, too");
  if constexpr (requires { L::template single_workspace<T>; })
    return L::template single_workspace<T>;
  else if constexpr (SingleLayer<L, Settings, T>)
    return 0;
  else
    return (L::input.size() + L::output.size() + forward_workspace_lanes<L, T>()) * Lanes<T>::count;
}

/// A layer's passes, compiled once for all steps of a network that are alike, in training and in
/// prediction.
template <class L, class Settings, class T>
ANGKA_APART void forward(const Settings& settings, const Forward<T>& pass) {
  L::forward(settings, pass);
}
/// `First`: nothing in front of the layer wants a gradient, which the compiler is then told.
template <class L, bool First, class Settings, class T>
ANGKA_APART void backward(const Settings& settings, const Backward<T>& given) {
  Backward<T> pass = given;
  if constexpr (First) pass.input_gradient = nullptr;
  L::backward(settings, pass);
}

/// Runs a layer on a single image, by its own kernel or as a pack of copies.
template <class L, class Settings, class T>
void forward_single(const Settings& settings, const SingleForward<T>& pass) {
  if constexpr (SingleLayer<L, Settings, T>) {
    L::forward_single(settings, pass);
  } else {
    auto* input = reinterpret_cast<Lanes<T>*>(pass.workspace);
    Lanes<T>* output = input + L::input.size();
    for (int i = 0; i < L::input.size(); ++i) input[i] = Lanes<T>(pass.input[i]);
    L::forward(settings, Forward<T>{.parameters = pass.parameters,
                                    .input = input,
                                    .output = output,
                                    .workspace = output + L::output.size(),
                                    .state = pass.state});
    for (int i = 0; i < L::output.size(); ++i)
      pass.output[i] = scalars(output)[i * Lanes<T>::count];
  }
}

}  // namespace detail

/// How many numbers all of a layer's parameters are, or those that are trained.
template <class L>
constexpr int parameter_count(bool trained_only = true) {
  int count = 0;
  for (const Parameter& parameter : L::parameters)
    if (parameter.trained || !trained_only) count += parameter.size();
  return count;
}

}  // namespace angka::inline ANGKA_ISA
