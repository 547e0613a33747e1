#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <cstdint>
#include <formula.hpp>
#include <recorded/weight_averaging.hpp>
#include <string>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Net = Network<Input<1, 6, 6>, Conv2D<4, 3, NoBias>, BatchNorm, ReLU, Conv2D<3, 3>, BatchNorm,
                    ReLU, Dense<4>>;

TEST_CASE("weights and running statistics are averaged as torch.optim.swa_utils does") {
  using namespace recorded;
  Model<Net, CrossEntropy, SGD, double> model{seed(1), {}, {.learning_rate = average_rate}};
  auto tensors = model.network.export_tensors<double>();
  REQUIRE(tensors.size() == average_tensors.size());
  std::uint32_t stream = 0;
  for (auto& tensor : tensors) {
    if (tensor.name.find("running") != std::string::npos) continue;
    const auto drawn = formula::parameter(stream++, tensor.name, tensor.shape);
    tensor.values.assign(drawn.begin(), drawn.end());
  }
  model.network.import_tensors(tensors);
  constexpr std::size_t images = average_images;
  const std::vector<float> values = formula::values(1000, images * 36);
  const std::vector<int> labels = formula::labels(1001, images, 4);
  const DataView data{
      .shape = {1, 6, 6}, .count = images, .values = values.data(), .labels = labels.data()};
  const History history = model.fit(data, {.epochs = average_epochs,
                                           .batch_size = average_batch,
                                           .validation = data,
                                           .swa_from = average_from,
                                           .shuffle = false});
  tensors = model.network.export_tensors<double>();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    CAPTURE(tensors[i].name);
    CHECK(tensors[i].shape == average_tensors[i].shape);
    REQUIRE(tensors[i].values.size() == average_tensors[i].values.size());
    for (std::size_t v = 0; v < tensors[i].values.size(); ++v)
      CHECK(tensors[i].values[v] ==
            doctest::Approx(average_tensors[i].values[v]).epsilon(1e-10).scale(1));
  }
  CHECK(history.epochs.back().validation_loss == doctest::Approx(average_loss).epsilon(1e-10));
  CHECK(model.training_state().averaged_epochs == average_epochs - average_from + 1);
}

using Dropping = Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, ReLU, Dropout, Dense<4>>;
using Classifier = Model<Dropping, CrossEntropy, Adam>;

Classifier make() { return Classifier{seed(6), {}, Adam{.learning_rate = 0.02f}}; }

std::vector<float> trained(const Classifier& model) {
  const auto weights = model.network.parameters();
  return {weights.begin(), weights.end()};
}

TEST_CASE("the average of epochs is that of the weights, which go on being trained as without it") {
  const Dataset train = quadrants(50), validation = quadrants(30, 2);
  FitOptions options{.epochs = 6, .batch_size = 20, .validation = validation};
  Classifier plain = make();
  std::vector<double> sum(trained(plain).size());
  plain.fit(train, options, [&](const EpochResult& epoch) {
    if (epoch.epoch < 4) return;
    CHECK(epoch.average_seconds == 0);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += double(trained(plain)[i]) / 3;
  });
  options.swa_from = 4;
  for (const int threads : {1, 2}) {
    CAPTURE(threads);
    options.threads = threads;
    Classifier model = make();
    std::vector<double> before;
    const History history = model.fit(train, options, [&](const EpochResult& epoch) {
      before.push_back(model.evaluate(validation).loss());
      CHECK((epoch.average_seconds > 0) == (epoch.epoch >= 4));
    });
    for (std::size_t i = 0; i < sum.size(); ++i)
      CHECK(double(trained(model)[i]) == doctest::Approx(sum[i]).epsilon(1e-5).scale(0.1));
    CHECK(model.training_state().weights == plain.training_state().weights);
    CHECK(model.training_state().shown == ShownWeights::average);
    // Up to the fourth epoch the weights themselves are measured, then the average, with statistics
    // of its own.
    for (std::size_t e = 0; e < 3; ++e)
      CHECK(history.epochs[e].validation_loss == doctest::Approx(before[e]));
    CHECK(history.epochs[5].validation_loss == doctest::Approx(model.evaluate(validation).loss()));
    CHECK(history.epochs[5].validation_loss != doctest::Approx(before[5]).epsilon(1e-4));
    static std::vector<float> first;
    if (first.empty()) first.assign(model.network.state().begin(), model.network.state().end());
    CHECK(std::vector<float>(model.network.state().begin(), model.network.state().end()) == first);
  }
}

TEST_CASE(
    "statistics of the average are those of the images, the last and smaller batch by its share") {
  // 65 images of one brightness each: the mean over batches of 64 and 1 is that of all images.
  Random random(seed(4), Purpose::test);
  std::vector<float> values;
  std::vector<int> labels;
  double mean = 0;
  for (int i = 0; i < 65; ++i) {
    values.push_back(3 + random.normal());
    labels.push_back(values.back() > 3);
    mean += double(values.back()) / 65;
  }
  const DataView data{
      .shape = {1, 1, 1}, .count = 65, .values = values.data(), .labels = labels.data()};
  Model<Network<Input<1, 1, 1>, BatchNorm, Dense<2>>, CrossEntropy, SGD> model{seed(1)};
  model.network.layer<BatchNorm>().momentum = 0;  // measured all the same
  model.fit(data, {.epochs = 1, .batch_size = 64, .swa_from = 1});
  CHECK(double(model.network.export_tensors()[2].values[0]) == doctest::Approx(mean).epsilon(1e-5));
  CHECK(model.network.layer<BatchNorm>().momentum == 0);
}

TEST_CASE("the best average is kept, and one that the next training doesn't ask for is forgotten") {
  const Dataset train = quadrants(50), validation = quadrants(30, 2);
  Classifier model = make();
  const FitOptions options{
      .epochs = 8, .batch_size = 20, .validation = validation, .swa_from = 2, .restore_best = true};
  const History history = model.fit(train, options);
  CHECK(model.evaluate(validation).loss() ==
        doctest::Approx(
            history.epochs[static_cast<std::size_t>(history.best_epoch) - 1].validation_loss));
  CHECK(model.training_state().averaged_epochs == 7);
  model.fit(train, {.epochs = 9, .batch_size = 20, .resume = true});
  CHECK(model.training_state().average_weights.empty());
  CHECK(model.training_state().averaged_epochs == 0);
}

}  // namespace
