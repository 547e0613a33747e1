#pragma once

#include <angka/layers/flatten.hpp>

namespace angka::inline ANGKA_ISA {

/// The same numbers in the same order as an image of another shape.
///
/// Shapes: any of `Channels` x `Height` x `Width` numbers -> Channels x Height x Width.
/// Same as torch.nn.Unflatten(1, (Channels, Height, Width)).
/// Example: `Network<Input<1, 4, 6>, Dense<32>, Reshape<2, 4, 4>>::output == Shape{2, 4, 4}`
template <int Channels, int Height, int Width>
struct Reshape {
  static constexpr const char* kind = "reshape";
  static constexpr Shape shape{Channels, Height, Width};
  static_assert(Channels > 0 && Height > 0 && Width > 0, "angka: Reshape needs a positive shape");
  /// What fits has as many numbers.
  static constexpr Shape needs(Shape in) {
    if (in.size() == shape.size()) return in;
    return {in.channels == shape.size() ? 0 : shape.size(), 1, 1};
  }

  template <Shape In>
  struct Bind : detail::Copy<In, shape> {
    static constexpr bool reorders = true;  ///< the numbers' places in an image are others
  };
};

}  // namespace angka::inline ANGKA_ISA
