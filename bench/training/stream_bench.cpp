#include <angka/angka.hpp>
#include <angka/data/load.hpp>
#include <angka/training/batch_source.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "../support/nets.hpp"

namespace {

/// Images in memory that come as a stream.
struct Streamed {
  using Pixel = std::uint8_t;
  const angka::Dataset& data;

  angka::Shape shape() const { return data.shape; }
  std::size_t size() const { return data.size(); }
  void read(const angka::SourceBatch<Pixel>& batch) const {
    const auto begin = static_cast<std::ptrdiff_t>(batch.first);
    std::copy_n(data.pixels.begin() + begin * data.shape.size(), batch.pixels.size(),
                batch.pixels.begin());
    std::copy_n(data.labels.begin() + begin, batch.count, batch.labels.begin());
  }
};

/// An epoch of LeNet-5 on one thread, of images that lie in memory and of the same as a stream,
/// which another thread reads.
void fit(benchmark::State& state, bool streamed) {
  static const angka::Dataset digits = angka::load_data(ANGKA_DIGITS).train;
  angka::Model<LeNet5, angka::CrossEntropy, angka::SGD> model(angka::seed(1));
  const angka::FitOptions options{.epochs = 1, .batch_size = 128, .threads = 1, .shuffle = false};
  Streamed source{digits};
  for (auto _ : state)
    benchmark::DoNotOptimize(streamed ? model.fit_stream(source, options)
                                      : model.fit(digits, options));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(digits.size()));
}
BENCHMARK_CAPTURE(fit, in_memory, false)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fit, stream, true)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
