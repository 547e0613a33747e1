#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

template <int Channels>
using Twice = Sequence<Conv2D<Channels, 3, Same>, ReLU, Conv2D<Channels, 3, Same>, ReLU>;
/// What was there beside what comes back from `Below`, at half the size.
template <int Channels, class Below>
using Level =
    Sequence<Twice<Channels>,
             Branches<Concat, Sequence<>,
                      Sequence<MaxPool2D<2>, Below, ConvTranspose2D<Channels, 2, Stride<2>>>>,
             Twice<Channels>>;

/// A small U-Net, 1 x 64 x 64 -> 3 classes of each pixel: 120,699 parameters. Its loss:
/// `EachPixel<3, CrossEntropy>`.
/// Ronneberger, Fischer, Brox: U-Net (2015, arXiv 1505.04597).
///
/// Otherwise than published: a level less, an eighth of the channels, and padded.
using UNet = Network<Input<1, 64, 64>, Level<8, Level<16, Level<32, Twice<64>>>>, Conv2D<3, 1>>;

}  // namespace zoo
