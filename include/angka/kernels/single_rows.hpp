#pragma once

// What the convolutions of a single image do with rows whose lanes are output channels: pool them,
// and write them to the planes of an image.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/kernels/pooling.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// `Pixels` pixels, whose lanes are channels, to a row of each of the first `channels` planes.
template <int Pixels, class T>
void store_channels(const Lanes<T>* row, int channels, T* output, int plane) {
  constexpr int lanes = Lanes<T>::count;
  const auto part = [&]<int Count>(int first) {
    Lanes<T> block[lanes];
    for (int p = 0; p < lanes; ++p) block[p] = p < Count ? row[first + p] : Lanes<T>(T(0));
    Lanes<T>::transpose(block);
    for (int c = 0; c < std::min(lanes, channels); ++c)
      if constexpr (Count == lanes)
        block[c].store_unaligned(output + c * plane + first);
      else
        std::copy_n(scalars(block + c), Count, output + c * plane + first);
  };
  for (int first = 0; first + lanes <= Pixels; first += lanes)
    part.template operator()<lanes>(first);
  constexpr int whole = Pixels / lanes * lanes;
  if constexpr (whole == Pixels)
    return;
  else if constexpr (whole > 0)
    part.template operator()<lanes>(Pixels - lanes);  // some pixels twice
  else
    part.template operator()<Pixels>(0);
}

/// P rows of `Columns` pixels, whose lanes are channels, pooled by windows of P x P side by side
/// (1: as they are) to a row of each of the first `channels` planes. The band is overwritten.
template <int P, int Columns, class T>
void pool_channels(Lanes<T>* band, int channels, T* output, int plane) {
  if constexpr (P > 1)
    pool_band<P, Columns>(band, band, static_cast<Lanes<T>*>(nullptr));  // behind what it reads
  store_channels<Columns / P>(band, channels, output, plane);
}

}  // namespace angka::inline ANGKA_ISA::detail
