#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <string>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Net = Network<Input<1, 6, 6>, Conv2D<4, 3>, ReLU, Dense<4>>;
using Classifier = Model<Net, CrossEntropy, SGD>;

bool says(const History& history, const std::string& part) {
  CHECK(history.at_chance == !history.message.empty());
  CHECK(history.status == FitStatus::done);
  return history.message.find(part) != std::string::npos;
}

TEST_CASE("a training that ends at chance says so, one that doesn't is silent") {
  const Dataset train = quadrants(800), validation = quadrants(100, 2);
  for (const bool validated : {false, true}) {
    FitOptions options{.epochs = 6};
    if (validated) options.validation = validation;
    Classifier wild{seed(3), {}, SGD{.learning_rate = 50, .momentum = 0.9f}};
    CHECK(says(wild.fit(train, options), "for every image"));
    CHECK(wild.evaluate(train).accuracy() < 0.3);
    Classifier sound{seed(3), {}, SGD{.learning_rate = 0.1f, .momentum = 0.9f}};
    CHECK(sound.fit(train, options).message == "");
    CHECK(sound.evaluate(train).accuracy() > 0.7);
  }
}

TEST_CASE("that is judged by the weights that training ends with") {
  const Dataset train = quadrants(200);
  Classifier model{seed(3), {}, SGD{.learning_rate = 0.1f, .momentum = 0.9f}};
  // In the last epoch the network forgets everything.
  const History history = model.fit(train, {.epochs = 6, .validation = train, .restore_best = true},
                                    [&](const StepResult& step) {
                                      if (step.epoch == 6)
                                        for (float& weight : model.network.parameters()) weight = 0;
                                    });
  CHECK(history.best_epoch < 6);
  CHECK(history.message == "");
  model.optimizer.learning_rate = 1e-20f;
  for (float& weight : model.network.parameters()) weight = 0;
  CHECK(says(model.fit(train, {.epochs = 1}), "0 for every image"));
}

TEST_CASE("a rare class may be what a training is about") {
  // 5% of class 1: who always says 0 is right in 95%, and knows nothing.
  Dataset data = quadrants(2000);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const bool rare = i % 20 == 0;
    for (std::size_t p = 0; p < 36; ++p)
      data.pixels[36 * i + p] = static_cast<std::uint8_t>((i * 7 + p * 13) % 120 + 60 * rare);
    data.labels[i] = rare;
  }
  Classifier ignorant{seed(3), {}, SGD{.learning_rate = 1e-20f}};
  for (float& weight : ignorant.network.parameters()) weight = 0;
  CHECK(says(ignorant.fit(data, {.epochs = 1}), "0 for every image"));
  CHECK(ignorant.evaluate(data).accuracy() == 0.95);

  // With class weights it finds most of the rare ones, and names more than there are.
  Classifier model{seed(3), CrossEntropy{.class_weights = {1, 60, 1, 1}},
                   SGD{.learning_rate = 0.02f, .momentum = 0.9f}};
  const History history = model.fit(data, {.epochs = 5});
  const Evaluation found = model.evaluate(data);
  CAPTURE(found.accuracy());
  CHECK(found.recall(1) > 0.5);
  CHECK(history.message == "");
}

TEST_CASE("where there are no labels, or only one, nothing is judged") {
  Dataset data = quadrants(60);
  const std::vector<float> targets(60 * 4, 0.25f);
  DataView aimed = data;
  aimed.labels = nullptr;
  aimed.targets = targets.data();
  aimed.target_size = 4;
  Classifier model{seed(3)};
  CHECK(model.fit(aimed, {.epochs = 1}).message == "");
  for (int& label : data.labels) label = 2;
  CHECK(model.fit(data, {.epochs = 3}).message == "");
}

}  // namespace
