#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <sys/resource.h>

#include <angka/angka.hpp>
#include <angka/data/load.hpp>

#include "../support/nets.hpp"

/// FOLDER EPOCHS RATE THREADS SEED HELD_OUT: trains lenet5 on MNIST without its last HELD_OUT
/// images; prints seconds, the peak of memory in MB, and the accuracy on the images held out, or on
/// the test set where none are.
int main(int, char** arguments) {
  using namespace angka;
  const std::string folder = arguments[1];
  const Dataset data = load_data(folder).train;
  const auto held_out = static_cast<std::size_t>(std::atoi(arguments[6]));
  std::vector<std::uint32_t> order(data.size());
  std::iota(order.begin(), order.end(), 0u);
  const std::span<const std::uint32_t> all(order);

  Model<LeNet5, CrossEntropy, Adam> model{
      seed(static_cast<std::uint64_t>(std::atoi(arguments[5]))),
      {},
      {.learning_rate = static_cast<float>(std::atof(arguments[3]))}};
  model.network.normalization = {.mean = 0.1307f, .standard_deviation = 0.3081f};
  const History history =
      model.fit(data.select(all.first(data.size() - held_out)), {.epochs = std::atoi(arguments[2]),
                                                                 .batch_size = 128,
                                                                 .threads = std::atoi(arguments[4]),
                                                                 .schedule = OneCycle{}});
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const std::optional<Dataset> test = load_data(folder).test;
  const DataView judge = held_out > 0 ? data.select(all.last(held_out)) : DataView(*test);
  const double accuracy = model.evaluate(judge).accuracy();
  std::printf("%.3f %.1f %.4f\n", history.seconds, static_cast<double>(usage.ru_maxrss) / 1024,
              accuracy);
  return history ? 0 : 1;
}
