#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include <angka/core/aligned_array.hpp>
#include <angka/core/packing.hpp>

#include "../support/counters.hpp"

namespace {

using namespace angka;

/// Images of 28 x 28 into lanes, normalised: bytes or numbers.
template <class Pixel>
void pack(benchmark::State& state, Pixel value) {
  constexpr std::size_t lanes = Lanes<float>::count, pixels = 784;
  const std::vector<Pixel> images(lanes * pixels, value);
  std::vector<const Pixel*> pointers;
  for (std::size_t i = 0; i < lanes; ++i) pointers.push_back(&images[i * pixels]);
  AlignedArray<Lanes<float>> packed(pixels);
  const detail::PixelScale<float> scale({}, double{detail::white<Pixel>});
  for (auto _ : state) {
    detail::pack<float, Pixel>(pointers, static_cast<int>(pixels), scale, packed.data());
    benchmark::ClobberMemory();
  }
  count_work(state, static_cast<double>(lanes));
}

BENCHMARK_CAPTURE(pack, bytes, std::uint8_t{1});
BENCHMARK_CAPTURE(pack, numbers, 1.0f);

}  // namespace
