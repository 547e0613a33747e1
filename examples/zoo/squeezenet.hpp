#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

/// Few channels, of which kernels of 1 x 1 and 3 x 3 pixels make `Expand` each.
template <int Squeeze, int Expand>
using Fire = Sequence<Conv2D<Squeeze, 1>, ReLU,
                      Branches<Concat, Conv2D<Expand, 1>, Conv2D<Expand, 3, Same>>, ReLU>;

/// The fire modules of SqueezeNet 1.1 for small images, 3 x 32 x 32 -> 10: 727,626 parameters.
/// Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer: SqueezeNet (2016, arXiv 1602.07360).
///
/// Otherwise than published: the first convolution keeps the size, and is padded.
using SqueezeNet = Network<Input<3, 32, 32>, Conv2D<64, 3, Same>, ReLU, MaxPool2D<3, Stride<2>>,  //
                           Fire<16, 64>, Fire<16, 64>, MaxPool2D<3, Stride<2>>,                   //
                           Fire<32, 128>, Fire<32, 128>, MaxPool2D<3, Stride<2>>,                 //
                           Fire<48, 192>, Fire<48, 192>, Fire<64, 256>, Fire<64, 256>,            //
                           Dropout, Conv2D<10, 1>, ReLU, GlobalAveragePool2D>;

}  // namespace zoo
