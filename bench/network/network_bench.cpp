#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "../support/counters.hpp"
#include "../support/net_work.hpp"
#include "../support/nets.hpp"

namespace {

/// Prediction of `images` images by one thread; 1 image is told one by one, as a robot asks.
template <class Net>
void predict(benchmark::State& state, int images) {
  const Net net;
  angka::ThreadPool pool(1);
  Predictor<Net> predictor(net, pool);
  const Batch batch(images);
  std::vector<float> outputs(static_cast<std::size_t>(images) * Net::outputs);
  const double limit = fma_limit_of_one_thread();
  for (auto _ : state) {
    predictor.run(batch, images, outputs.data());
    benchmark::ClobberMemory();
  }
  const bool rated = images == 1 || !net_uses_winograd<Net>();
  count_work(state, images, rated ? images * multiply_adds<Net>(false) : 0, limit);
}

template <class Net>
bool add(const std::string& net) {
  for (const int images : {1, 16, 128})
    benchmark::RegisterBenchmark(
        (net + "/predict " + std::to_string(images) + (images == 1 ? " image" : " images")).c_str(),
        [=](benchmark::State& state) { predict<Net>(state, images); });
  return true;
}

[[maybe_unused]] const bool added[] = {add<LeNet5>("lenet5"), add<Small>("small"),
                                       add<ResidualNet>("residual")};

}  // namespace
