#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

/// Kernels of 1 x 1, 3 x 3 and 5 x 5 pixels side by side, the larger ones of fewer channels.
template <int One, int Reduce3, int Three, int Reduce5, int Five, int Pooled>
using Inception = Branches<Concat, Sequence<Conv2D<One, 1>, ReLU>,
                           Sequence<Conv2D<Reduce3, 1>, ReLU, Conv2D<Three, 3, Same>, ReLU>,
                           Sequence<Conv2D<Reduce5, 1>, ReLU, Conv2D<Five, 5, Same>, ReLU>,
                           Sequence<MaxPool2D<3, Stride<1>, Same>, Conv2D<Pooled, 1>, ReLU>>;

/// The first blocks of GoogLeNet (3a, 3b, 4a) for small images, 3 x 32 x 32 -> 10: 908,906
/// parameters.
/// Szegedy et al.: Going deeper with convolutions (2014, arXiv 1409.4842).
using GoogLeNet = Network<Input<3, 32, 32>, Conv2D<64, 3, Same>, ReLU, MaxPool2D<2>,  //
                          Inception<64, 96, 128, 16, 32, 32>,                         //
                          Inception<128, 128, 192, 32, 96, 64>, MaxPool2D<2>,         //
                          Inception<192, 96, 208, 16, 48, 64>,                        //
                          GlobalAveragePool2D, Dropout, Dense<10>>;

}  // namespace zoo
