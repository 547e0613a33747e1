#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include <angka/core/lanes.hpp>
#include <angka/optimizers/adagrad.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/elastic_net.hpp>
#include <angka/optimizers/lion.hpp>
#include <angka/optimizers/nadam.hpp>
#include <angka/optimizers/radam.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/sgd.hpp>

namespace {

using namespace angka;

/// One step over the parameters of LeNet-5 and of the net `small`.
template <class O>
void step(benchmark::State& state, O optimizer) {
  constexpr std::size_t lanes = Lanes<float>::count;
  const std::size_t size = (static_cast<std::size_t>(state.range(0)) + lanes - 1) / lanes * lanes;
  std::vector<std::vector<Lanes<float>>> arrays(2 + O::slots,
                                                std::vector<Lanes<float>>(size / lanes, 0.0f));
  for (auto& gradient : arrays[1]) gradient = 0.01f;
  std::array<float*, O::slots> slots;
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i] = scalars(arrays[2 + i].data());
  const std::span<float> parameters(scalars(arrays[0].data()), size);
  const std::span<const float> gradients(scalars(arrays[1].data()), size);
  std::int64_t count = 0;
  for (auto _ : state) {
    optimizer.update(++count, 1e-6f, parameters, gradients, slots);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(step, Adagrad, Adagrad{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, Nadam, Nadam{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, RAdam, RAdam{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, Lion, Lion{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, ElasticNet_Adam, ElasticNet<Adam>{Adam{}, 1e-5f, 1e-5f})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, SGD, SGD{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, SGD_momentum, SGD{.momentum = 0.9f})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, Adam, Adam{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, AdamW, AdamW{})->Arg(61706)->Arg(421642);
BENCHMARK_CAPTURE(step, RMSprop, RMSprop{})->Arg(61706)->Arg(421642);

}  // namespace
