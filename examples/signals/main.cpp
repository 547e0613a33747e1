// Signals of 128 values, of four kinds, and a network with kernels of 1 x 5 that tells them apart.
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <cmath>
#include <iostream>

#include "../zoo/signals.hpp"
using namespace angka;

/// A wave of some period from some place on, in noise.
FloatDataset waves(int count) {
  FloatDataset data{.shape = {1, 1, 128}, .classes = {"sine", "square", "saw", "noise"}};
  Random random(seed(1), Purpose::search);
  for (int i = 0; i < count; ++i) {
    const float period = random.uniform(12, 40), from = random.uniform(0, period);
    for (int t = 0; t < 128; ++t) {
      const float place = std::fmod(from + static_cast<float>(t), period) / period;  // in [0, 1)
      const float sine = std::sin(6.2831853f * place);
      const float wave[] = {sine, sine > 0 ? 0.8f : -0.8f, 2 * place - 1, random.uniform(-1, 1)};
      data.pixels.push_back(wave[i % 4] + random.uniform(-0.7f, 0.7f));
    }
    data.labels.push_back(i % 4);
  }
  return data;
}

int main() {
  const FloatDataset all = waves(2000);
  const Split split = stratified_split(all, 0.2, seed(42));
  const DataView train = all.select(split.train), test = all.select(split.held_out);
  Model<zoo::Signals, CrossEntropy, Adam> model{seed(42), {}, {.learning_rate = 3e-3f}};
  model.network.normalization = measure(train);
  model.fit(train, {.epochs = 10, .batch_size = 32, .schedule = OneCycle{}});
  std::cout << summary<zoo::Signals>() << model.evaluate(test, all.classes);
}
