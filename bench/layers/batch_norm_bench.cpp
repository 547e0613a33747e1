#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <angka/core/aligned_array.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/batch_norm.hpp>

#include "../support/counters.hpp"

namespace {

using namespace angka;

/// Both phases of a pack: its part of the statistics, then the values.
template <Shape In>
void run(benchmark::State& state, bool forward) {
  using Bound = BatchNorm::Bind<In>;
  using Pack = Lanes<float>;
  const BatchNorm norm;
  AlignedArray<Pack> input(In.size()), output(In.size()), slope(In.size()), gradient(In.size());
  AlignedArray<float> parameters(2 * In.channels), running(2 * In.channels);
  std::vector<double> part(Bound::statistics), statistics(2 * Bound::statistics);
  Random random(seed(1), Purpose::test);
  for (int i = 0; i < In.size() * Pack::count; ++i) {
    scalars(input.data())[i] = random.uniform(-1, 1);
    scalars(slope.data())[i] = random.uniform(-1, 1);
  }
  for (float& parameter : parameters) parameter = 1;
  Bound::pack_statistics(input.data(), Pack::count, part.data());
  Bound::template finish_statistics<float>(norm, part.data(), 1, Pack::count, running.data(),
                                           statistics.data());
  const Backward<float> backward{.parameters = parameters.data(),
                                 .input = input.data(),
                                 .statistics = statistics.data(),
                                 .images = {.count = Pack::count},
                                 .output_gradient = slope.data(),
                                 .input_gradient = gradient.data()};
  for (auto _ : state) {
    if (forward) {
      Bound::pack_statistics(input.data(), Pack::count, part.data());
      Bound::forward(norm, Forward<float>{.parameters = parameters.data(),
                                          .input = input.data(),
                                          .output = output.data(),
                                          .state = running.data(),
                                          .statistics = statistics.data(),
                                          .training = true});
    } else {
      Bound::pack_gradient_statistics(backward, part.data());
      Bound::backward(norm, backward);
    }
    benchmark::ClobberMemory();
  }
  count_work(state, Pack::count);
}

template <Shape In>
bool add() {
  const std::string name = "residual/BatchNorm on " + to_string(In);
  for (const bool forward : {true, false})
    benchmark::RegisterBenchmark((name + (forward ? "/forward" : "/backward")).c_str(),
                                 [=](benchmark::State& state) { run<In>(state, forward); });
  return true;
}

[[maybe_unused]] const bool added[] = {add<Shape{32, 14, 14}>(), add<Shape{64, 7, 7}>()};

}  // namespace
