#pragma once

#include <angka/layers/branches.hpp>
#include <tuple>

namespace angka::inline ANGKA_ISA {

/// Layers one after the other, as one layer.
template <class... Layers>
struct Sequence {
  std::tuple<Layers...> layers{};
};

/// y = main(x) + x: a block of layers with a shortcut around it; both shapes must be equal. Where
/// main changes the shape, `Residual<Sequence<Main...>, Sequence<Skip...>>` is main(x) + skip(x).
/// Other joins, and more branches: `Branches`.
///
/// Source: He et al. 2015 (arXiv 1512.03385).
/// Example: `Network<Input<4, 8, 8>, Residual<Conv2D<4, 3, Same>, ReLU,
/// Conv2D<4, 3, Same>>>::output == Shape{4, 8, 8}`
template <class... Main>
struct Residual {
  static_assert(sizeof...(Main) > 0, "angka: a Residual needs at least one layer");
  static constexpr const char* kind = Add::kind;
  Sequence<Main...> main{};
  Sequence<> skip{};
  static constexpr void settings(auto&, auto) {}  // its layers name their own
};
template <class... Main, class... Skip>
struct Residual<Sequence<Main...>, Sequence<Skip...>> {
  static constexpr const char* kind = Add::kind;
  Sequence<Main...> main{};
  Sequence<Skip...> skip{};
  static constexpr void settings(auto&, auto) {}
};

}  // namespace angka::inline ANGKA_ISA
