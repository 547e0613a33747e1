#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "../support/counters.hpp"
#include "../support/net_work.hpp"
#include "../support/nets.hpp"

namespace {

/// Prediction of `images` images; 1 image is told one by one, as a robot asks.
template <class Net>
void predict(benchmark::State& state, int images, int threads) {
  const Net net;
  angka::ThreadPool pool(threads);
  Predictor<Net> predictor(net, pool);
  const Batch batch(images);
  std::vector<float> outputs(static_cast<std::size_t>(images) * Net::outputs);
  const double limit = fma_limit(pool, 5);
  for (auto _ : state) {
    predictor.run(batch, images, outputs.data());
    benchmark::ClobberMemory();
  }
  count_work(state, images, !net_uses_winograd<Net>() ? images * multiply_adds<Net>(false) : 0,
             limit);
}

template <class Net>
bool add(const std::string& net) {
  const auto add_with = [&](int images, int threads) {
    auto* added = benchmark::RegisterBenchmark(
        (net + "/predict, images: " + std::to_string(images) +
         ", threads: " + std::to_string(threads))
            .c_str(),
        [=](benchmark::State& state) { predict<Net>(state, images, threads); });
    if (threads > 1) added->UseRealTime();
  };
  for (const int images : {1, 16, 128}) add_with(images, 1);
  if (const int all = angka::hardware_threads(); all > 1) add_with(1, all);
  return true;
}

[[maybe_unused]] const bool added[] = {add<LeNet5>("lenet5"), add<Small>("small"),
                                       add<ResidualNet>("residual"), add<VGG>("vgg")};

}  // namespace
