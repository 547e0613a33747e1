#pragma once

// A list of layers becomes a list of steps: each layer meets the shape that reaches it, blocks are
// flattened, and neighbours that can run as one are joined.

#include <algorithm>
#include <angka/network/fusion.hpp>
#include <angka/network/position.hpp>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <tuple>
#include <type_traits>

/// The layers that g++ and clang++ take in one network by default; see the static_assert of it.
#if !defined(ANGKA_MOST_LAYERS)
#define ANGKA_MOST_LAYERS 800
#endif

namespace angka::inline ANGKA_ISA::detail {

/// One step of a flattened network: reads the values `Inputs`, of which only what joins branches
/// has several, and writes the value that its number in the list + 1 names.
template <class BoundType, class SettingsType, class PositionType, int... Inputs>
struct Step {
  using Bound = BoundType;
  using Settings = SettingsType;
  using Position = PositionType;
  static constexpr std::array<int, sizeof...(Inputs)> inputs{Inputs...};
  static constexpr int from = inputs[0];
  static constexpr bool joins = sizeof...(Inputs) > 1;
};

template <class... StepTypes>
struct StepList {
  static constexpr int size = sizeof...(StepTypes);
  template <int I>
  using At = std::tuple_element_t<I, std::tuple<StepTypes...>>;
};

/// Where the values that each step reads begin in the list of those of all steps, and that list.
template <class Steps>
inline constexpr auto input_begin = nullptr;
template <class... StepTypes>
inline constexpr auto input_begin<StepList<StepTypes...>> = [] {
  std::array<int, sizeof...(StepTypes) + 1> begin{};
  std::size_t step = 0;
  for (const int count : std::initializer_list<int>{int{StepTypes::inputs.size()}...}) {
    begin[step + 1] = begin[step] + count;
    ++step;
  }
  return begin;
}();
template <class Steps>
inline constexpr auto inputs_of = nullptr;
template <class... StepTypes>
inline constexpr auto inputs_of<StepList<StepTypes...>> = [] {
  std::array<int, std::size_t{input_begin<StepList<StepTypes...>>.back()}> all{};
  auto to = all.begin();
  for (const std::span<const int> each :
       std::initializer_list<std::span<const int>>{StepTypes::inputs...})
    to = std::copy(each.begin(), each.end(), to);
  return all;
}();

template <class... A, class... B>
StepList<A..., B...> operator+(StepList<A...>, StepList<B...>);

/// How many layers there are, those in blocks included.
template <class Layer>
inline constexpr int layer_count = 1;
template <class... Layers>
inline constexpr int layer_count<Sequence<Layers...>> = [] {
  int sum = 0;
  for (const int count : {0, layer_count<Layers>...}) sum += count;
  return sum;
}();
template <class... Branch>
inline constexpr int layer_count<Residual<Branch...>> =
    1 + layer_count<decltype(Residual<Branch...>::main)> +
    layer_count<decltype(Residual<Branch...>::skip)>;
template <class Join, class... Branch>
inline constexpr int layer_count<Branches<Join, Branch...>> = 1 + layer_count<Sequence<Branch...>>;

// Errors of composition, in the words of the user: the names of the template parameters are read
// beside the values in the compiler's message.
template <class Position, class Layer>
struct NotALayer {
  static_assert(!std::is_same_v<Layer, Layer>,
                "angka: this is not a layer: it has no Bind<Shape> with forward and backward (see "
                "Position and Layer)");
};
template <class Position, class Layer, Shape Input, Shape Needed>
struct LayerDoesNotFit {
  static_assert(!std::is_same_v<Layer, Layer>,
                "angka: this layer does not fit the shape that reaches it (see Position, Layer, "
                "Input and the smallest that is Needed: channels, height, width)");
};
template <class Position, class Layer, Shape Main, Shape Skip>
struct ShapesDiffer {
  static_assert(!std::is_same_v<Layer, Layer>,
                "angka: the two branches of this Residual end in different shapes (see Position, "
                "Layer, Main and Skip: channels, height, width)");
};
template <class Position, class Join, Shape... Ends>
struct BranchesDiffer {
  static_assert(
      !std::is_same_v<Join, Join>,
      "angka: these branches end in shapes that don't go together (see Position, Join and "
      "Ends, the shapes: channels, height, width): Add wants one shape, Concat one height "
      "and width, Multiply one shape or channels x 1 x 1");
};

/// What stands in, so that no other errors follow, for what an error was reported of.
template <Shape In>
struct Refused : Layer<In> {
  static void forward(const auto&...) {}
  static void backward(const auto&...) {}
};

template <class Layer, Shape In>
constexpr Shape needed() {
  if constexpr (requires { Layer::needs(In); })
    return Layer::needs(In);
  else
    return {In.channels, 1, 1};
}
template <class Layer, Shape In>
constexpr bool fits() {
  constexpr Shape least = needed<Layer, In>();
  return In.channels == least.channels && In.height >= least.height && In.width >= least.width;
}

/// What a layer becomes when it meets shape `In` as value `From`, with `Next` values made so far:
/// `Steps`, `output` (shape), `last` (the value it ends in), `next`. With `Fuse`, neighbours that
/// can are run as one.
template <bool Fuse, class Layer, Shape In, int From, int Next, class Position>
struct Flattened {
  static constexpr auto bind() {
    if constexpr (!fits<Layer, In>()) {
      [[maybe_unused]] LayerDoesNotFit<Position, Layer, In, needed<Layer, In>()> error;
      return std::type_identity<Refused<In>>{};
    } else if constexpr (!LayerFor<Layer, In>) {
      [[maybe_unused]] NotALayer<Position, Layer> error;
      return std::type_identity<Refused<In>>{};
    } else {
      return std::type_identity<typename Layer::template Bind<In>>{};
    }
  }
  using Bound = typename decltype(bind())::type;
  using Steps = StepList<Step<Bound, Layer, Position, From>>;
  static constexpr Shape output = Bound::output;
  static constexpr int last = Next;
  static constexpr int next = Next + 1;
};
template <bool Fuse, Shape In, int From, int Next, class Position>
struct Flattened<Fuse, void, In, From, Next, Position> {
  using Steps = StepList<>;
  static constexpr Shape output = In;
  static constexpr int last = From;
  static constexpr int next = Next;
};

/// How the first layers of a list are run: fused if wanted and if they fit the shape.
template <bool Fuse, Shape In, class First, class... Rest>
constexpr auto choose_fusion() {
  using Alone = Fused<First, void, Sequence<Rest...>, 0, 0, 1>;
  if constexpr (!Fuse)
    return Alone{};
  else if constexpr (!fits<First, In>())
    return Alone{};
  else if constexpr (!fits<typename Fusion<First, Rest...>::Type::First, In>())
    return Alone{};
  else
    return typename Fusion<First, Rest...>::Type{};
}

/// The layers of a sequence, of which the first is number `Index`.
template <bool Fuse, class Layers, Shape In, int From, int Next, class Position, int Index>
struct Chain {
  using Steps = StepList<>;
  static constexpr Shape output = In;
  static constexpr int last = From;
  static constexpr int next = Next;
};
template <bool Fuse, class FirstLayer, class... Layers, Shape In, int From, int Next,
          class Position, int Index>
struct Chain<Fuse, Sequence<FirstLayer, Layers...>, In, From, Next, Position, Index> {
  using Group = decltype(choose_fusion<Fuse, In, FirstLayer, Layers...>());
  using First =
      Flattened<Fuse, typename Group::First, In, From, Next, Below<Position, Index + Group::first>>;
  using Second = Flattened<Fuse, typename Group::Second, First::output, First::last, First::next,
                           Below<Position, Index + Group::second>>;
  using Tail = Chain<Fuse, typename Group::Rest, Second::output, Second::last, Second::next,
                     Position, Index + Group::count>;
  using Steps = decltype(typename First::Steps{} + typename Second::Steps{} +
                         typename Tail::Steps{});
  static constexpr Shape output = Tail::output;
  static constexpr int last = Tail::last;
  static constexpr int next = Tail::next;
};

template <bool Fuse, class... Layers, Shape In, int From, int Next, class Position>
struct Flattened<Fuse, Sequence<Layers...>, In, From, Next, Position>
    : Chain<Fuse, Sequence<Layers...>, In, From, Next, Position, 0> {};

/// The branches of a block, flattened one after the other, each from the value `From`, and put
/// behind those that were `Done`.
template <bool Fuse, class Block, Shape In, int From, int Next, class Position, class Done,
          class... Branch>
struct Fork {
  using Ends = Done;
};
template <bool Fuse, class Block, Shape In, int From, int Next, class Position, class... Done,
          class Branch, class... Rest>
struct Fork<Fuse, Block, In, From, Next, Position, std::tuple<Done...>, Branch, Rest...> {
  static constexpr int number = sizeof...(Done);
  static constexpr int index = branches_of<Block> < 0 ? main_branch - number : number;
  using First = Flattened<Fuse, Branch, In, From, Next, Below<Position, index>>;
  using Ends = typename Fork<Fuse, Block, In, From, First::next, Position,
                             std::tuple<Done..., First>, Rest...>::Ends;
};

/// What a block becomes whose branches end so.
template <class Block, class Join, class Position, class Ends>
struct Joined;
template <class Block, class Join, class Position, class... Ends>
struct Joined<Block, Join, Position, std::tuple<Ends...>> {
  static constexpr auto bind() {
    constexpr std::array shapes{Ends::output...};
    if constexpr (Join::takes(shapes)) {
      return std::type_identity<typename Join::template Bind<Ends::output...>>{};
    } else {
      if constexpr (branches_of<Block> < 0) {
        [[maybe_unused]] ShapesDiffer<Position, Block, Ends::output...> error;
      } else {
        [[maybe_unused]] BranchesDiffer<Position, Join, Ends::output...> error;
      }
      return std::type_identity<Refused<shapes[0]>>{};
    }
  }
  using Bound = typename decltype(bind())::type;
  using Steps = decltype((typename Ends::Steps{} + ... +
                          StepList<Step<Bound, Block, Position, Ends::last...>>{}));
  static constexpr Shape output = Bound::output;
  static constexpr int last = std::max({Ends::next...});
  static constexpr int next = last + 1;
};

template <bool Fuse, class... Branch, Shape In, int From, int Next, class Position>
struct Flattened<Fuse, Residual<Branch...>, In, From, Next, Position>
    : Joined<Residual<Branch...>, Add, Position,
             typename Fork<Fuse, Residual<Branch...>, In, From, Next, Position, std::tuple<>,
                           decltype(Residual<Branch...>::main),
                           decltype(Residual<Branch...>::skip)>::Ends> {
  static_assert(Flattened::last > Next, "angka: a Residual needs at least one layer");
};
template <bool Fuse, class Join, class... Branch, Shape In, int From, int Next, class Position>
struct Flattened<Fuse, Branches<Join, Branch...>, In, From, Next, Position>
    : Joined<Branches<Join, Branch...>, Join, Position,
             typename Fork<Fuse, Branches<Join, Branch...>, In, From, Next, Position, std::tuple<>,
                           Branch...>::Ends> {};

}  // namespace angka::inline ANGKA_ISA::detail
