#pragma once

#include <angka/core/shape.hpp>
#include <angka/layers/channels.hpp>
#include <angka/layers/reshape.hpp>
#include <angka/network/architecture.hpp>
#include <angka/network/sequence.hpp>
#include <array>
#include <cstddef>

namespace angka::inline ANGKA_ISA {

namespace detail {

template <std::size_t I, class... Each>
constexpr Shape input_of() {
  static_assert(I < sizeof...(Each), "angka: Inputs has no Part<I>: they are numbered from 0");
  return std::array<Shape, sizeof...(Each)>{Each::shape...}[I < sizeof...(Each) ? I : 0];
}

}  // namespace detail

/// Several inputs of a network, such as a picture and what was measured beside it: one row of
/// numbers, those of each input behind the other, which `join_inputs` makes of data.
///
/// `Each`: an Input for each; `Part<I>` begins the branch that reads input I in its own shape.
/// A normalization is of all numbers alike; ONNX has them as inputs of their own.
/// Example: `using Both = Inputs<Input<1, 28, 28>, Input<5, 1, 1>>; using Net =
/// Network<Both, Branches<Concat, Sequence<Both::Part<0>, Conv2D<8, 5>, ReLU, Dense<32>>,
/// Sequence<Both::Part<1>, Dense<8>>>, ReLU, Dense<10>>; Net::input == Shape{789, 1, 1}`
template <class... Each>
struct Inputs {
  static_assert(sizeof...(Each) > 0 && (detail::InputShaped<Each> && ...),
                "angka: Inputs needs the shape of each: Inputs<Input<1, 28, 28>, Input<5, 1, 1>>");
  static constexpr std::array<Shape, sizeof...(Each)> shapes{Each::shape...};
  static constexpr Shape shape{(Each::shape.size() + ...), 1, 1};

  /// Where the numbers of input `i` begin in the row.
  static constexpr int begin(std::size_t i) {
    int sum = 0;
    for (std::size_t before = 0; before < i; ++before) sum += shapes[before].size();
    return sum;
  }

  template <std::size_t I>
  using Part = Sequence<
      ChannelSlice<begin(I), detail::input_of<I, Each...>().size()>,
      Reshape<detail::input_of<I, Each...>().channels, detail::input_of<I, Each...>().height,
              detail::input_of<I, Each...>().width>>;
};

}  // namespace angka::inline ANGKA_ISA
