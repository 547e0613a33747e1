#include <string>

#include <benchmark/benchmark.h>

#include <angka/core/aligned_array.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/branches.hpp>

#include "../support/counters.hpp"

namespace {

using namespace angka;

/// A pack of images times one factor a channel, as squeeze and excitation ends.
template <Shape In>
void multiply(benchmark::State& state, bool forward) {
  using Bound = Multiply::Bind<In, Shape{In.channels, 1, 1}>;
  using Pack = Lanes<float>;
  AlignedArray<Pack> values(In.size()), factors(In.channels), output(In.size());
  AlignedArray<Pack> values_gradient(In.size()), factors_gradient(In.channels);
  Random random(seed(1), Purpose::test);
  for (AlignedArray<Pack>* each : {&values, &factors, &output})
    for (std::size_t i = 0; i < each->size() * Pack::count; ++i)
      scalars(each->data())[i] = random.uniform(-1, 1);
  const Pack* const inputs[] = {values.data(), factors.data()};
  Pack* const gradients[] = {values_gradient.data(), factors_gradient.data()};
  constexpr bool adds[] = {false, false};
  for (auto _ : state) {
    if (forward)
      Bound::forward(JoinForward<Pack>{inputs, output.data()});
    else
      Bound::backward(JoinBackward<float>{inputs, output.data(), gradients, adds});
    benchmark::ClobberMemory();
  }
  count_work(state, Pack::count);
}

template <Shape In>
bool add() {
  const std::string name = "squeeze and excitation/Multiply on " + to_string(In);
  for (const bool forward : {true, false})
    benchmark::RegisterBenchmark((name + (forward ? "/forward" : "/backward")).c_str(),
                                 [=](benchmark::State& state) { multiply<In>(state, forward); });
  return true;
}

[[maybe_unused]] const bool added[] = {add<Shape{32, 14, 14}>(), add<Shape{64, 7, 7}>()};

}  // namespace
