#pragma once

// What the compiler knows of a network: its steps, and where their parameters and values lie.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/shape.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/plan.hpp>
#include <angka/network/sequence.hpp>
#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace angka::inline ANGKA_ISA {

/// The shape of a network's input images: `Channels` x `Height` x `Width`.
/// Example: `Input<1, 28, 28>::shape == Shape{1, 28, 28}`
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
  /// The shapes of several inputs, if there are several.
  static constexpr auto inputs = [] {
    if constexpr (requires { Input::shapes; })
      return Input::shapes;
    else
      return std::array<Shape, 0>{};
  }();
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

  /// Where the values that a step reads begin in the list of those of all steps.
  static constexpr auto& input_begin = detail::input_begin<Steps>;
  using PlanType = Plan<size, input_begin[size]>;

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

  // A network's one array holds the trained parameters, zeros that fill the last register, and the
  // statistics.
  template <class T>
  static constexpr std::size_t padded_trained = static_cast<std::size_t>(round_up(trained,
                                                                                  Lanes<T>::count));
  /// Where step I's trained parameters begin in that array, and its statistics.
  template <int I>
  static constexpr std::size_t trained_begin() {
    return static_cast<std::size_t>(trained_offset[I]);
  }
  template <int I, class T>
  static constexpr std::size_t state_begin() {
    return padded_trained<T> + static_cast<std::size_t>(state_offset[I]);
  }

  /// The shape of each value (input, then the steps' outputs) before an image was flattened into
  /// it.
  static constexpr std::array<Shape, size + 1> unflattened = [] {
    std::array<Shape, size + 1> shape{input};
    for_each_step([&]<int I>() {
      using Bound = BoundAt<I>;
      constexpr bool keeps_order = Bound::input.size() == Bound::output.size() &&
                                   (Bound::parameters.size() == 0 || CouplingLayer<Bound> ||
                                    requires { Bound::keeps_order; }) &&
                                   !requires {
        Bound::reorders;
      };
      shape[I + 1] = keeps_order ? shape[StepAt<I>::from] : Bound::output;
    });
    return shape;
  }();
  /// Whether the values that blocks join were flattened alike, or not at all.
  static constexpr bool flattened_alike = [] {
    bool alike = true;
    std::array<Shape, size + 1> shape{input};
    for_each_step([&]<int I>() {
      using Step = StepAt<I>;
      shape[I + 1] = Step::Bound::output;
      if constexpr (Step::joins) {
        const auto all = [&](auto&& is) {
          return std::all_of(Step::inputs.begin(), Step::inputs.end(), is);
        };
        alike &= all([&](std::size_t value) { return unflattened[value] == shape[value]; }) ||
                 (!SideBySideJoin<typename Step::Bound> && all([&](std::size_t value) {
                   return unflattened[value] == unflattened[Step::from];
                 }));
      }
    });
    return alike;
  }();

  template <class T>
  static constexpr std::array<StepFacts, size> facts() {
    std::array<StepFacts, size> facts{};
    for_each_step([&]<int I>() {
      using Bound = BoundAt<I>;
      facts[I] = {.inputs = int{StepAt<I>::inputs.size()},
                  .input_size = Bound::input.size(),
                  .output_size = Bound::output.size(),
                  .kept = kept_lanes<Bound, T>(),
                  .forward_workspace = forward_workspace_lanes<Bound, T>(),
                  .backward_workspace = backward_workspace_lanes<Bound, T>(),
                  .in_place = Bound::in_place,
                  .uses_input = Bound::uses_input,
                  .uses_output = Bound::uses_output,
                  .batch_gradient = BatchGradientLayer<Bound>,
                  .side_by_side = SideBySideJoin<Bound>};
    });
    return facts;
  }

  template <class T>
  static constexpr PlanType plan(bool training) {
    return make_plan(facts<T>(), inputs_of<Steps>, training);
  }

  /// The plan of a single image, in numbers instead of lanes; each value has room for a register
  /// beyond its end, so that none lies side by side with another. `shared`: each share of a layer's
  /// work has a workspace of its own.
  template <class T>
  static constexpr PlanType single_plan(bool shared = false) {
    constexpr int lanes = Lanes<T>::count;
    auto single = facts<T>();
    for_each_step([&]<int I>() {
      single[I].input_size = round_up(single[I].input_size, lanes) + lanes;
      single[I].output_size = round_up(single[I].output_size, lanes) + lanes;
      single[I].forward_workspace =
          round_up(single_workspace<BoundAt<I>, typename StepAt<I>::Settings, T>(), lanes) *
          (shared ? single_shares<BoundAt<I>, T>() : 1);
      single[I].side_by_side = false;
    });
    return make_plan(single, inputs_of<Steps>, false);
  }
};

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
