// Trains one of the digit classifier's nets from weights that are drawn in each way that is common,
// and judges on images that were held out from training. For arguments see initializers.sh.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <angka/angka.hpp>
#include <angka/data/file.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>

#include "../examples/digits/nets/any_optimizer.hpp"
#include "../examples/digits/nets/recipes.hpp"
#include "support/nets.hpp"

namespace {

using namespace angka;

struct Case {
  const char* name;
  Initializer convolution, dense, output;  ///< `output`: of the last layer
};
constexpr Initializer torch_weights{.scale = torch_uniform.scale, .fan = Initializer::Fan::in};
constexpr std::array<Case, 7> cases{{
    {"He normal, last layer Glorot uniform", he_normal, he_normal, glorot_uniform},
    {"He normal by fan_out, dense Glorot uniform", he_normal_fan_out, glorot_uniform,
     glorot_uniform},
    {"Glorot uniform", glorot_uniform, glorot_uniform, glorot_uniform},
    {"LeCun normal", lecun_normal, lecun_normal, lecun_normal},
    {"He uniform", he_uniform, he_uniform, he_uniform},
    {"1 / sqrt(fan_in) uniform, biases 0", torch_weights, torch_weights, torch_weights},
    {"1 / sqrt(fan_in) uniform", torch_uniform, torch_uniform, torch_uniform},
}};

/// Who wrote each image: the third of the eight integers that QMNIST's file of labels has an
/// image.
std::vector<std::uint32_t> read_writers(const std::string& path, std::size_t images) {
  const std::vector<std::uint8_t> file = read_file(path, 100 << 20);
  if (file.size() < 12 + images * 32) raise(Error(path + " has fewer images than the data"));
  std::vector<std::uint32_t> writers(images);
  for (std::size_t i = 0; i < images; ++i)
    for (std::size_t byte = 0; byte < 4; ++byte)
      writers[i] = writers[i] << 8 | file[12 + i * 32 + 8 + byte];
  return writers;
}

/// Holds out all images of as many writers, drawn at random, as make a sixth of the data.
Split split_by_writer(const std::vector<std::uint32_t>& writers, Seed seed) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> images;
  for (std::uint32_t i = 0; i < writers.size(); ++i) images[writers[i]].push_back(i);
  std::vector<std::uint32_t> order;
  for (const auto& writer : images) order.push_back(writer.first);
  Random(seed, Purpose::split).shuffle(std::span(order));
  Split split;
  for (const std::uint32_t writer : order) {
    auto& part = split.held_out.size() < writers.size() / 6 ? split.held_out : split.train;
    part.insert(part.end(), images[writer].begin(), images[writer].end());
  }
  Random(seed, Purpose::split, 1).shuffle(std::span(split.train));  // a part of it is a fair one
  return split;
}

/// Ten convolutions without normalisation, where weights that start too small or too large show.
template <int Stride_>
using Conv = Conv2D<16, 3, Same, Stride<Stride_>>;
using Plain = Network<Input<1, 28, 28>, Conv<2>, ReLU, Conv<1>, ReLU, Conv<1>, ReLU, Conv<1>, ReLU,
                      Conv<1>, ReLU, Conv<2>, ReLU, Conv<1>, ReLU, Conv<1>, ReLU, Conv<1>, ReLU,
                      Conv<1>, ReLU, Dense<10>>;

template <class Net>
void study(const Dataset& data, const std::vector<std::uint32_t>& writers, const Recipe& recipe,
           const std::string& optimizer, int seeds, std::size_t limit) {
  // What another optimizer wants; Adam alone is the plainest recipe.
  const double rate = optimizer == "sgd" ? 0.05 : recipe.learning_rate;
  const double decay = optimizer == recipe.optimizer ? recipe.weight_decay : 0;
  const double smoothing = optimizer == "adam" ? 0 : recipe.label_smoothing;
  std::array<std::vector<double>, cases.size()> errors, losses;
  for (int s = 1; s <= seeds; ++s) {
    const Seed seed{static_cast<std::uint64_t>(s)};
    Split split =
        writers.empty() ? stratified_split(data, 0.2, seed) : split_by_writer(writers, seed);
    if (limit < split.train.size()) split.train.resize(limit);
    const DataView train = data.select(split.train);
    for (std::size_t c = 0; c < cases.size(); ++c) {
      Model<Net, CrossEntropy, AnyOptimizer> model{
          seed,
          {.label_smoothing = static_cast<float>(smoothing), .class_weights = {}},
          make_optimizer(optimizer, rate, decay)};
      Net& net = model.network;
      net.normalization = measure(train);
      Initializer* last = nullptr;
      net.for_each_layer([&](auto& layer) {
        if constexpr (requires { layer.initializer; }) {
          last = &layer.initializer;
          *last = std::string_view(layer.kind) == "conv" ? cases[c].convolution : cases[c].dense;
        }
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(layer)>, Dropout>)
          layer.rate = static_cast<float>(recipe.dropout);
      });
      *last = cases[c].output;
      net.initialize(seed);
      const History history = model.fit(train, {.epochs = recipe.epochs,
                                                .batch_size = recipe.batch_size,
                                                .threads = 1,
                                                .schedule = OneCycle{}});
      model.loss.label_smoothing = 0;
      const auto result = model.evaluate(data.select(split.held_out), {}, 1);
      errors[c].push_back(100 * (1 - result.accuracy()));
      losses[c].push_back(result.loss());
      std::printf("seed %d, %s: error %.3f%%, loss %.5f, first epoch %.4f, %.1f s\n", s,
                  cases[c].name, errors[c].back(), losses[c].back(), history.epochs[0].loss,
                  history.seconds);
      std::fflush(stdout);
    }
  }

  // Differences to the first, seed by seed, since the seeds differ in more than the weights.
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
  };
  std::printf(
      "\n| %s, %d epochs, batches of %d, %d seeds | error | less than the first | loss |\n"
      "| --- | --: | --: | --: |\n",
      optimizer.c_str(), recipe.epochs, recipe.batch_size, seeds);
  for (std::size_t c = 0; c < cases.size(); ++c) {
    std::vector<double> less;
    for (std::size_t s = 0; s < errors[c].size(); ++s) less.push_back(errors[0][s] - errors[c][s]);
    double squares = 0;
    for (const double d : less) squares += (d - mean(less)) * (d - mean(less));
    const double n = static_cast<double>(less.size());
    std::printf("| %s | %.3f%% | %.3f ± %.3f | %.4f |\n", cases[c].name, mean(errors[c]),
                mean(less), n > 1 ? std::sqrt(squares / (n - 1) / n) : 0, mean(losses[c]));
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 7) {
    std::fprintf(stderr,
                 "usage: initializers DATA NET OPTIMIZER EPOCHS BATCH SEEDS [LIMIT [WRITERS]]\n");
    return 2;
  }
  const std::string net = arguments[2], optimizer = arguments[3];
  const int seeds = std::atoi(arguments[6]);
  const std::size_t limit =
      count > 7 ? static_cast<std::size_t>(std::atoll(arguments[7])) : SIZE_MAX;
  try {
    const Dataset data = load_data(arguments[1]).train;
    std::vector<std::uint32_t> writers;
    if (count > 8) writers = read_writers(arguments[8], data.size());
    const auto recipe = [&](const Recipe& few, const Recipe& many) {
      Recipe result = data.size() < 20000 ? few : many;
      result.epochs = std::atoi(arguments[4]);
      result.batch_size = std::atoi(arguments[5]);
      return result;
    };
    if (net == "lenet5")
      study<LeNet5>(data, writers, recipe(lenet5_few, lenet5_many), optimizer, seeds, limit);
    else if (net == "small")
      study<Small>(data, writers, recipe(small_few, small_many), optimizer, seeds, limit);
    else if (net == "residual")
      study<ResidualNet>(data, writers, recipe(residual_few, residual_many), optimizer, seeds,
                         limit);
    else
      study<Plain>(data, writers, recipe(small_few, small_many), optimizer, seeds, limit);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
