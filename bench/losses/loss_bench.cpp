#include <cstddef>

#include <benchmark/benchmark.h>

#include <angka/core/aligned_array.hpp>
#include <angka/core/random.hpp>
#include <angka/losses/binary_cross_entropy.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/each_pixel.hpp>
#include <angka/losses/focal.hpp>
#include <angka/losses/heads.hpp>
#include <angka/losses/hinge.hpp>
#include <angka/losses/huber.hpp>
#include <angka/losses/mean_squared_error.hpp>

#include "../support/counters.hpp"

namespace {

using namespace angka;

/// A loss of a pack of images and its gradient: by labels, or by targets.
template <class L>
void loss(benchmark::State& state, const L& its, int outputs, int targets) {
  using Pack = Lanes<float>;
  Random random(seed(1), Purpose::test);
  const auto fill = [&](AlignedArray<Pack>& values) {
    for (std::size_t i = 0; i < values.size() * Pack::count; ++i)
      scalars(values.data())[i] = random.uniform(0, 1);
  };
  AlignedArray<Pack> output(static_cast<std::size_t>(outputs)), gradient(output.size());
  AlignedArray<Pack> truth(static_cast<std::size_t>(targets));
  fill(output);
  fill(truth);
  int labels[Pack::count];
  for (int lane = 0; lane < Pack::count; ++lane) labels[lane] = lane % 10;
  const Truth<float> known{targets ? nullptr : labels, targets ? truth.data() : nullptr,
                           Pack::count};
  for (auto _ : state) {
    benchmark::DoNotOptimize(its.gradient(output.data(), outputs, known, 1.0f, gradient.data()));
    benchmark::ClobberMemory();
  }
  count_work(state, Pack::count);
}

BENCHMARK_CAPTURE(loss, CrossEntropy, CrossEntropy{}, 10, 0);
BENCHMARK_CAPTURE(loss, CrossEntropy_smoothed, CrossEntropy{.label_smoothing = 0.1f}, 10, 0);
BENCHMARK_CAPTURE(loss, BinaryCrossEntropy, BinaryCrossEntropy{}, 10, 0);
BENCHMARK_CAPTURE(loss, Focal, Focal{}, 10, 0);
BENCHMARK_CAPTURE(loss, KLDivergence, KLDivergence{}, 10, 10);
BENCHMARK_CAPTURE(loss, Hinge, Hinge{}, 10, 0);
BENCHMARK_CAPTURE(loss, MeanSquaredError, MeanSquaredError{}, 10, 10);
BENCHMARK_CAPTURE(loss, MeanAbsoluteError, MeanAbsoluteError{}, 10, 10);
BENCHMARK_CAPTURE(loss, Huber, Huber{}, 10, 10);
BENCHMARK_CAPTURE(loss, EachPixel, EachPixel<3, CrossEntropy>{}, 3 * 784, 784);
BENCHMARK_CAPTURE(loss, Heads, Heads<Head<10, CrossEntropy>, Head<2, MeanSquaredError>>{}, 12, 12);

}  // namespace
