#include <angka/angka.hpp>
#include <angka/augment/digit_augmentation.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>

#include <benchmark/benchmark.h>

#include "../support/nets.hpp"

namespace {

/// An epoch of training on one thread; its time without augmentation by that with it is the part
/// of the speed that is kept.
template <class Net>
void fit(benchmark::State& state, const angka::DigitAugmentation& pipeline) {
  static const angka::Dataset digits = angka::load_data(ANGKA_DIGITS).train;
  angka::Model<Net, angka::CrossEntropy, angka::AdamW> model(angka::seed(1), {},
                                                             {.learning_rate = 1e-3f});
  model.network.normalization = measure(digits);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        model.fit(digits, {.epochs = 1, .batch_size = 128, .threads = 1}, pipeline));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(digits.size()));
}

template <class Net>
bool add(const std::string& net) {
  using angka::DigitAugmentation;
  for (const auto& [name, pipeline] : {std::pair("none", DigitAugmentation()),
                                       {"light", DigitAugmentation::light()},
                                       {"strong", DigitAugmentation::strong()}})
    benchmark::RegisterBenchmark(
        (net + "/fit, augmentation: " + name).c_str(),
        [pipeline = pipeline](benchmark::State& state) { fit<Net>(state, pipeline); });
  return true;
}

[[maybe_unused]] const bool added[] = {add<LeNet5>("lenet5"), add<Small>("small")};

}  // namespace
