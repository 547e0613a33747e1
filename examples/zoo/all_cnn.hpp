#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

template <int Filters, class... Modifiers>
using Conv = Sequence<Conv2D<Filters, 3, Modifiers...>, ReLU>;

/// All-CNN-C, a stride where others pool, 3 x 32 x 32 -> 10: 1,369,738 parameters.
/// Springenberg, Dosovitskiy, Brox, Riedmiller: Striving for simplicity (2015, arXiv 1412.6806).
///
/// The paper drops a fifth of the image's pixels: `net.layer<0>().rate = 0.2f`.
using AllCNN =
    Network<Input<3, 32, 32>, Dropout,                                                    //
            Conv<96, Same>, Conv<96, Same>, Conv<96, Stride<2>, Padding<1>>, Dropout,     //
            Conv<192, Same>, Conv<192, Same>, Conv<192, Stride<2>, Padding<1>>, Dropout,  //
            Conv<192>, Conv2D<192, 1>, ReLU, Conv2D<10, 1>, ReLU, GlobalAveragePool2D>;

}  // namespace zoo
