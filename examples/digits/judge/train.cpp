// Trains the judge on MNIST and writes its weights.
//   train_judge MNIST OUT.safetensors [IMAGES [EPOCHS]]
#include <algorithm>
#include <angka/angka.hpp>
#include <angka/data/load.hpp>
#include <angka/io/weights.hpp>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "network.hpp"
#include "samples.hpp"

namespace {

/// Images first .. first + count - 1, made by all cores.
angka::Dataset make(const judge::Samples& samples, std::uint32_t first, std::uint32_t count) {
  const std::uint32_t parts = std::max(1u, std::thread::hardware_concurrency());
  std::vector<angka::Dataset> made(parts);
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < parts; ++i)
    threads.emplace_back([&, i] {
      const auto begin = static_cast<std::uint32_t>(std::uint64_t{count} * i / parts);
      const auto end = static_cast<std::uint32_t>(std::uint64_t{count} * (i + 1) / parts);
      made[i] = samples.make(first + begin, end - begin);
    });
  for (std::thread& thread : threads) thread.join();
  for (std::uint32_t i = 1; i < parts; ++i) {
    made[0].pixels.insert(made[0].pixels.end(), made[i].pixels.begin(), made[i].pixels.end());
    made[0].labels.insert(made[0].labels.end(), made[i].labels.begin(), made[i].labels.end());
  }
  return made[0];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::cerr << "usage: train_judge MNIST OUT.safetensors [IMAGES [EPOCHS]]\n";
    return 2;
  }
  const auto images = static_cast<std::uint32_t>(argc > 3 ? std::atoi(argv[3]) : 240000);
  const int epochs = argc > 4 ? std::atoi(argv[4]) : 8;
  const angka::DataSource mnist = angka::load_data(argv[1]);
  const angka::Dataset train = make({mnist.train, angka::seed(1)}, 0, images);
  const angka::Dataset test = make({*mnist.test, angka::seed(2)}, 0, 20000);
  angka::Model<JudgeNetwork, angka::CrossEntropy, angka::AdamW> model{
      angka::seed(1), {.label_smoothing = 0.02f}, {.learning_rate = 2e-3f}};
  model.network.normalization = judge_normalization;
  // The committed weights began so; the defaults may change.
  model.network.layer<0>().initializer = angka::he_normal;
  model.network.layer<4>().initializer = angka::he_normal;
  model.network.layer<8>().initializer = angka::he_normal;
  model.network.layer<13>().initializer = angka::he_normal;
  model.network.initialize(angka::seed(1));
  model.fit(train, {.epochs = epochs, .batch_size = 256, .schedule = {angka::OneCycle{}}},
            [&](const angka::EpochResult& epoch) {
              angka::save_weights(argv[2], model.network);
              std::cout << "epoch " << epoch.epoch << ": loss " << epoch.loss << ", "
                        << 100 * epoch.train_accuracy << "% right, " << epoch.seconds << " s\n"
                        << std::flush;
              return true;
            });
  model.loss.label_smoothing = 0;
  angka::save_weights(argv[2], model.network);
  std::cout << model.evaluate(test) << '\n';
  int clean = 0;
  const std::vector<float> read = model.predict_batch(*mnist.test);
  for (std::size_t i = 0; i < mnist.test->size(); ++i) {
    const auto first = read.begin() + static_cast<std::ptrdiff_t>(11 * i);
    clean += std::max_element(first, first + 10) - first == mnist.test->labels[i];
  }
  std::cout << "MNIST's test set: " << clean << " of " << mnist.test->size() << " right\n";
}
