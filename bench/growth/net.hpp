#pragma once

#include <angka/angka.hpp>

/// Two 3 x 3 convolutions of `Channels` channels at `Side` x `Side` pixels, and ten outputs.
template <int Channels, int Side>
using Growing =
    angka::Network<angka::Input<Channels, Side, Side>, angka::Conv2D<Channels, 3, angka::Same>,
                   angka::ReLU, angka::Conv2D<Channels, 3, angka::Same>, angka::ReLU,
                   angka::GlobalAveragePool2D, angka::Dense<10>>;
