#include <string>

#include <benchmark/benchmark.h>

#include "../support/counters.hpp"
#include "../support/net_work.hpp"
#include "../support/nets.hpp"

namespace {

/// Whole training steps on 128 images: forward, loss, backward, update. `head_alone`: all but the
/// last layer are frozen.
template <class Net, class Optimizer>
void train(benchmark::State& state, int threads, Optimizer optimizer, bool head_alone = false) {
  constexpr int images = 128;
  Net net;
  if (head_alone) {
    net.template freeze<angka::At<>>();
    net.unfreeze(angka::summary<Net>().layers.back().position);
  }
  angka::ThreadPool pool(threads);
  Trainer<Net, Optimizer> trainer(net, pool, images, optimizer);
  const Batch batch(images);
  const double limit = fma_limit(pool, 5);
  // A tiny rate: the weights stay where they are, so that every step is the same work.
  for (auto _ : state) benchmark::DoNotOptimize(trainer.step(batch, 1e-6f));
  const bool counted = !head_alone && !net_uses_winograd<Net>();
  count_work(state, images, counted ? images * multiply_adds<Net>(true) : 0, limit);
}

template <class Net>
bool add(const std::string& net) {
  const auto add_with = [&](int threads, auto optimizer) {
    auto* added = benchmark::RegisterBenchmark(
        (net + "/training step, " + optimizer.name + ", threads: " + std::to_string(threads))
            .c_str(),
        [=](benchmark::State& state) { train<Net>(state, threads, optimizer); });
    if (threads > 1) added->UseRealTime();
  };
  add_with(1, angka::SGD{.momentum = 0.9f});
  add_with(1, angka::Adam{});
  benchmark::RegisterBenchmark(
      (net + "/training step of the last layer alone, SGD, threads: 1").c_str(),
      [](benchmark::State& state) { train<Net>(state, 1, angka::SGD{.momentum = 0.9f}, true); });
  const int all = angka::hardware_threads();
  if (all > 1) add_with(all, angka::SGD{.momentum = 0.9f});
  return true;
}

[[maybe_unused]] const bool added[] = {add<LeNet5>("lenet5"), add<Small>("small"),
                                       add<ResidualNet>("residual"), add<VGG>("vgg")};

}  // namespace
