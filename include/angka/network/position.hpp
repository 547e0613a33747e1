#pragma once

// Where layers stand in a list, and the way to them.

#include <angka/core/definitions.hpp>
#include <angka/core/isa.hpp>
#include <angka/layers/residual.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace angka::inline ANGKA_ISA {

/// Where a layer stands in a network: its index, and the way through blocks that hold it.
/// Example: `net.layer(At<1>{}).negative_slope = 0.1f;`
template <int... Index>
struct At {};

namespace detail {

inline constexpr int main_branch = -1;
inline constexpr int skip_branch = -2;

/// Calls visit.template operator()<I>() for I from Begin to End - 1, or down from Begin to End + 1.
template <int Begin, int End, class Visit>
constexpr void for_each_index(Visit&& visit) {
  constexpr int count = Begin < End ? End - Begin : Begin - End;
  if constexpr (count > 128) {  // of which compilers fold 256 at most
    constexpr int middle = (Begin + End) / 2;
    for_each_index<Begin, middle>(visit);
    for_each_index<middle, End>(visit);
  } else {
    [&]<int... I>(std::integer_sequence<int, I...>) {
      (visit.template operator()<(Begin < End ? Begin + I : Begin - I)>(), ...);
    }
    (std::make_integer_sequence<int, count>{});
  }
}

template <int... Index, int Next>
At<Index..., Next> below(At<Index...>, std::integral_constant<int, Next>);
template <class Position, int Next>
using Below = decltype(below(Position{}, std::integral_constant<int, Next>{}));

template <int I, class Tuple>
constexpr std::size_t index_in() {
  constexpr int count = static_cast<int>(std::tuple_size_v<Tuple>);
  static_assert(
      I >= 0 && I < count,
      "angka: a list of layers has no number I: it begins with 0, and a Residual's branches "
      "are -1 (main) and -2 (skip)");
  return I >= 0 && I < count ? I : 0;
}

/// The settings of the layer at a position below `layers`.
template <class... Layers>
constexpr auto& settings_at(Sequence<Layers...>& sequence, At<>) {
  return sequence;
}
template <class Block>
constexpr auto& settings_at(Block& layer, At<>) {
  return layer;
}
template <class Block, int First, int... Rest>
constexpr auto& settings_at(Block& block, At<First, Rest...>) {
  if constexpr (First == main_branch)
    return settings_at(block.main, At<Rest...>{});
  else if constexpr (First == skip_branch)
    return settings_at(block.skip, At<Rest...>{});
  else
    return settings_at(std::get<index_in<First, decltype(block.layers)>()>(block.layers),
                       At<Rest...>{});
}

/// How many layers a Sequence lists; -1: it is no Sequence.
template <class Layer>
inline constexpr int listed = -1;
template <class... Layers>
inline constexpr int listed<Sequence<Layers...>> = sizeof...(Layers);
template <class Layer>
inline constexpr bool is_block = false;
template <class... Branch>
inline constexpr bool is_block<Residual<Branch...>> = true;
/// How many branches a Branches has; -1: it is none.
template <class Layer>
inline constexpr int branches_of = -1;
template <class Join, class... Branch>
inline constexpr int branches_of<Branches<Join, Branch...>> = sizeof...(Branch);

/// Calls visit(layer, its position) for each layer of a list that stands at `position`; a block
/// comes after the layers in it.
template <class Layer, int... Index, class Visit>
constexpr void for_each_layer(Layer& layer, At<Index...> position, Visit&& visit) {
  using Named = std::remove_const_t<Layer>;
  constexpr int list = listed<Named> >= 0 ? listed<Named> : branches_of<Named>;
  if constexpr (list > 0)
    for_each_index<0, list>(
        [&]<int I>() { for_each_layer(std::get<I>(layer.layers), At<Index..., I>{}, visit); });
  if constexpr (is_block<Named>) {
    for_each_layer(layer.main, At<Index..., main_branch>{}, visit);
    for_each_layer(layer.skip, At<Index..., skip_branch>{}, visit);
  }
  if constexpr (listed<Named> < 0) visit(layer, position);
}

/// The indices of a position.
template <int... Index>
inline constexpr int indices[] = {Index..., 0};
template <int... Index>
constexpr std::span<const int> indices_of(At<Index...>) {
  return {indices<Index...>, sizeof...(Index)};
}

/// "3.main.0": what files and messages call a layer.
ANGKA_INLINE std::string position_name(std::span<const int> indices);
template <int... Index>
std::string position_name(At<Index...> position) {
  return position_name(indices_of(position));
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE std::string position_name(std::span<const int> indices) {
  std::string name;
  for (const int index : indices) {
    if (!name.empty()) name += '.';
    name += index == main_branch ? "main" : index == skip_branch ? "skip" : std::to_string(index);
  }
  return name;
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
