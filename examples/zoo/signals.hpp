#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

/// A network of signals of 128 values, 1 x 1 x 128 -> 4: 13,252 parameters.
/// After Kiranyaz, Ince, Gabbouj: Real-time patient-specific ECG classification by 1-D
/// convolutional neural networks (2016).
using Signals = Network<Input<1, 1, 128>, Conv1D<16, 5, Same>, ReLU, MaxPool1D<2>,  //
                        Conv1D<32, 5, Same>, ReLU, MaxPool1D<2>,                    //
                        Conv1D<64, 5, Same>, ReLU, GlobalAveragePool2D, Dense<4>>;

}  // namespace zoo
