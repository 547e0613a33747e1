#include <array>
#include <string>

#include <benchmark/benchmark.h>

#include <angka/core/aligned_array.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/branches.hpp>

#include "../support/counters.hpp"

namespace {

using namespace angka;

/// A join of a pack of images whose branches end in these shapes.
template <class Join, Shape... Branch>
void work(benchmark::State& state, bool forward) {
  using Bound = typename Join::template Bind<Branch...>;
  using Pack = Lanes<float>;
  using Array = AlignedArray<Pack>;
  std::array values{Array(Branch.size())...}, gradients{Array(Branch.size())...};
  Array output(Bound::output.size());
  Random random(seed(1), Purpose::test);
  const auto fill = [&](Array& each) {
    for (std::size_t i = 0; i < each.size() * Pack::count; ++i)
      scalars(each.data())[i] = random.uniform(-1, 1);
  };
  fill(output);
  std::array<const Pack*, sizeof...(Branch)> inputs{};
  std::array<Pack*, sizeof...(Branch)> input_gradients{};
  for (std::size_t b = 0; b < values.size(); ++b) {
    fill(values[b]);
    inputs[b] = values[b].data();
    input_gradients[b] = gradients[b].data();
  }
  constexpr bool adds[sizeof...(Branch)] = {};
  for (auto _ : state) {
    if (forward)
      Bound::forward(JoinForward<Pack>{inputs.data(), output.data()});
    else
      Bound::backward(
          JoinBackward<float>{inputs.data(), output.data(), input_gradients.data(), adds});
    benchmark::ClobberMemory();
  }
  count_work(state, Pack::count);
}

template <class Join, Shape... Branch>
bool add_join(const std::string& name) {
  std::string on = name;
  ((on += (on == name ? " on " : ", ") + to_string(Branch)), ...);
  for (const bool forward : {true, false})
    benchmark::RegisterBenchmark(
        (on + (forward ? "/forward" : "/backward")).c_str(),
        [=](benchmark::State& state) { work<Join, Branch...>(state, forward); });
  return true;
}

[[maybe_unused]] const bool added[] = {
    add_join<Multiply, Shape{32, 14, 14}, Shape{32, 1, 1}>("squeeze and excitation/Multiply"),
    add_join<Multiply, Shape{64, 7, 7}, Shape{64, 1, 1}>("squeeze and excitation/Multiply"),
    add_join<Add, Shape{32, 14, 14}, Shape{32, 14, 14}>("residual/Add"),
    add_join<Concat, Shape{32, 14, 14}, Shape{16, 14, 14}>("densenet/Concat"),
};

}  // namespace
