#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Dropping = Network<Input<1, 6, 6>, Dropout, Dense<4>>;
using Checked = Model<Dropping, CrossEntropy, SGD>;

/// What a SettingError says; "" where there is none.
template <class Work>
std::string refusal(Work&& work) {
  try {
    work();
  } catch (const SettingError& error) {
    return error.what();
  }
  return "";
}
bool says(const std::string& message, const std::string& part) {
  CAPTURE(message);
  CHECK(message.find('\n') == std::string::npos);
  return message.find(part) != std::string::npos;
}

TEST_CASE("options of fit that can't be used are refused before training") {
  const Dataset train = quadrants(20);
  Checked model;
  const std::vector<float> before(model.network.state().begin(), model.network.state().end());
  const auto refused = [&](const FitOptions& options) {
    return refusal([&] { model.fit(train, options); });
  };
  CHECK(refused({.epochs = 1}) == "");
  model.network.initialize(seed(0));
  CHECK(says(refused({.epochs = 0}), "epochs must be 1 or above, not 0"));
  CHECK(says(refused({.epochs = -3}), "epochs must be 1 or above, not -3"));
  CHECK(says(refused({.batch_size = 0}), "batch_size must be 1 or above, not 0"));
  CHECK(says(refused({.batch_size = -1}), "batch_size"));
  CHECK(says(refused({.threads = -1}), "threads"));
  CHECK(says(refused({.clip_norm = -1}), "clip_norm"));
  CHECK(says(refused({.clip_norm = std::numeric_limits<double>::quiet_NaN()}), "clip_norm"));
  CHECK(says(refused({.ema_decay = 1}), "ema_decay must be in [0, 1)"));
  CHECK(says(refused({.swa_from = -1}), "swa_from must be from 0 to epochs"));
  CHECK(says(refused({.epochs = 3, .swa_from = 4}), "swa_from must be from 0 to epochs"));
  CHECK(says(refused({.ema_decay = 0.9, .swa_from = 1}), "two averages"));
  CHECK(says(refused({.mixing = {.mixup = -1}}), "mixing.mixup must be in [0, 1]"));
  CHECK(says(refused({.mixing = {.cutmix = 1.5}}), "mixing.cutmix must be in [0, 1]"));
  CHECK(says(refused({.patience = -1}), "patience"));
  CHECK(refused({.patience = 2}) == "fit: patience needs validation data, whose loss it goes by");
  CHECK(refused({.restore_best = true}) ==
        "fit: restore_best needs validation data, whose loss it goes by");
  CHECK(refused({.epochs = 1, .validation = train, .patience = 2, .restore_best = true}) == "");
  model.network.initialize(seed(0));
  CHECK(says(refused({.schedule = StepDecay{.every_epochs = 0}}), "every_epochs"));
  const std::vector<float> after(model.network.state().begin(), model.network.state().end());
  CHECK(before == after);
}

TEST_CASE("settings of layers, loss and optimizer are checked where they are used") {
  const Dataset train = quadrants(20);
  CHECK(says(refusal([] {
               Checked{seed(1), CrossEntropy{.label_smoothing = 2}};
             }),
             "label_smoothing"));
  CHECK(says(refusal([] {
               Checked{seed(1), CrossEntropy{}, SGD{.learning_rate = 0}};
             }),
             "learning_rate"));
  // Settings that were changed since.
  const auto refused = [&](auto&& change) {
    Checked model;
    change(model);
    return refusal([&] { model.fit(train, {.epochs = 1}); });
  };
  CHECK(says(refused([](auto& m) { m.network.template layer<Dropout>().rate = 1; }), "Dropout"));
  CHECK(says(refused([](auto& m) { m.loss.class_weights = {1, 2}; }), "class_weights"));
  CHECK(says(refused([](auto& m) { m.optimizer.momentum = 1; }), "momentum"));
  CHECK(says(refused([](auto& m) { m.network.normalization.standard_deviation = 0; }),
             "standard_deviation"));
  CHECK(says(refused([](auto& m) {
               m.network.normalization.standard_deviation = std::numeric_limits<float>::quiet_NaN();
             }),
             "standard_deviation"));
  Checked model;
  model.network.layer<Dropout>().rate = 1;
  CHECK(says(refusal([&] { model.evaluate(train); }), "Dropout"));
  CHECK(says(refusal([&] { model.predict_batch(train); }), "Dropout"));
  CHECK(says(refusal([&] { model.predict(train.image(0)); }), "Dropout"));
  model.network.layer<Dropout>().rate = 0;
  model.loss.class_weights = {1, 2};
  CHECK(says(refusal([&] { model.evaluate(train); }), "class_weights"));
}

TEST_CASE("data that doesn't fit the network is refused, with both shapes") {
  Checked model;
  const Dataset good = quadrants(20);
  const auto refused = [&](const DataView& data) {
    const std::string message = refusal([&] { model.fit(data, {.epochs = 1}); });
    CHECK(says(refusal([&] { model.fit(good, {.epochs = 1, .validation = data}); }),
               data.empty() ? "" : "validation data"));
    if (!data.empty()) CHECK(refusal([&] { model.evaluate(data); }) != "");
    return message;
  };
  DataView data = good;
  CHECK(refused(data.empty() ? good : DataView{}) == "training data: no images");
  data.shape = {1, 5, 6};
  CHECK(refused(data) == "training data: images are 1 x 5 x 6, the network takes 1 x 6 x 6");
  data = good;
  data.bytes = nullptr;
  CHECK(says(refused(data), "no pixels"));
  data = good;
  data.labels = nullptr;
  CHECK(says(refused(data), "neither labels nor targets"));
  const std::vector<float> targets(60);
  data.targets = targets.data();
  data.target_size = 3;
  CHECK(says(refused(data), "3 targets an image, the network has 4 outputs"));

  for (const int label : {-1, 4, 255}) {
    Dataset bad = good;
    bad.labels[7] = label;
    CHECK(refused(bad) == "training data: image 7 has label " + std::to_string(label) +
                              ", the network has 4 classes");
  }
}

TEST_CASE("labels need a value a class, not an image a class") {
  Dataset data = quadrants(20);
  for (int& label : data.labels) label %= 2;
  Model<Network<Input<1, 6, 6>, Conv2D<2, 3>>, CrossEntropy, SGD> model;
  const std::string expected =
      "training data: labels, but the network's output is 2 x 4 x 4, not one value a class: end it "
      "with Dense, GlobalAveragePool2D or, if each value is a class, Flatten";
  CHECK(refusal([&] { model.fit(data, {.epochs = 1}); }) == expected);
  CHECK(says(refusal([&] { model.evaluate(data); }), "not one value a class"));
  const std::vector<float> targets(20 * 32);
  DataView aimed = data;
  aimed.labels = nullptr;
  aimed.targets = targets.data();
  aimed.target_size = 32;
  CHECK(refusal([&] { model.fit(aimed, {.epochs = 1}); }) == "");
}

TEST_CASE("a network of one output has two classes") {
  Model<Network<Input<1, 6, 6>, Dense<1>>, BinaryCrossEntropy, SGD> model;
  Dataset data = quadrants(20);
  for (int& label : data.labels) label /= 2;
  CHECK(refusal([&] { model.fit(data, {.epochs = 1}); }) == "");
  data.labels[3] = 2;
  CHECK(says(refusal([&] { model.fit(data, {.epochs = 1}); }), "2 classes"));
  CHECK(says(refusal([] { Model<Network<Input<1, 6, 6>, Dense<1>>, CrossEntropy, SGD>{}; }),
             "needs at least 2 outputs"));
}

TEST_CASE("evaluate wants labels, and as many class names as classes") {
  const Checked model;
  const Dataset data = quadrants(20);
  CHECK(model.evaluate(data, {"a", "b", "c", "d"}).class_name(3) == "d");
  CHECK(says(refusal([&] { model.evaluate(data, {"a", "b"}); }), "2 class names"));
  const std::vector<float> targets(80);
  DataView unlabelled = data;
  unlabelled.labels = nullptr;
  unlabelled.targets = targets.data();
  unlabelled.target_size = 4;
  CHECK(says(refusal([&] { model.evaluate(unlabelled); }), "no labels"));
}

}  // namespace
