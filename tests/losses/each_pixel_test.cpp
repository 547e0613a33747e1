#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/losses/check_loss.hpp>
#include <angka/losses/each_pixel.hpp>
#include <cmath>
#include <cstddef>
#include <formula.hpp>
#include <numeric>
#include <vector>

#include <recorded/layers.hpp>

namespace {

using namespace angka;

constexpr std::size_t row_count = 21, pixels = 8;

/// -1 to 2.
std::vector<float> classes() {
  std::vector<float> result;
  for (const int label : formula::labels(9, row_count * pixels, 4))
    result.push_back(float(label - 1));
  return result;
}

template <int Classes, class L>
double difference(const recorded::Loss& recorded, const EachPixel<Classes, L>& loss,
                  const std::vector<float>& targets) {
  using Pack = Lanes<double>;
  constexpr std::size_t lanes = Pack::count, outputs = Classes * pixels;
  const DataView data{.count = row_count, .targets = targets.data(), .target_size = pixels};
  const std::vector<float> logits = formula::values(1, row_count * outputs);
  double weight = 0, sum = 0;
  for (std::size_t i = 0; i < row_count; ++i) weight += detail::weight_of(loss, data, i);
  std::vector<double> gradient(row_count * outputs);
  for (std::size_t first = 0; first < row_count; first += lanes) {
    std::vector<std::uint32_t> positions(std::min(lanes, row_count - first));
    std::iota(positions.begin(), positions.end(), std::uint32_t(first));
    Pack wanted[outputs], output[outputs], slope[outputs];
    const auto truth = detail::pack_truth<double>(data, positions, nullptr, wanted);
    for (std::size_t o = 0; o < outputs; ++o) {
      output[o] = Pack(0.0);
      for (std::size_t lane = 0; lane < positions.size(); ++lane)
        output[o].set(int(lane), 4 * double(logits[(first + lane) * outputs + o]));
    }
    sum += loss.gradient(output, outputs, truth, 1 / weight, slope);
    for (std::size_t o = 0; o < outputs; ++o)
      for (std::size_t lane = 0; lane < positions.size(); ++lane)
        gradient[(first + lane) * outputs + o] = slope[o][int(lane)];
  }
  return std::max(
      std::abs(sum / weight - recorded.loss) / recorded.loss,
      formula::difference(formula::summary(gradient), recorded.gradient, gradient.size()));
}

TEST_CASE("a loss of each pixel does as PyTorch's of N x C x H x W") {
  const std::vector<float> some = classes();
  std::vector<float> all = some, two = some;
  for (float& label : all) label = std::max(label, 0.0f);
  for (float& label : two) label = std::min(label, 1.0f);
  CHECK(difference(recorded::pixels, EachPixel<3, CrossEntropy>{}, all) < 1e-10);
  CHECK(difference(
            recorded::pixels_weighted,
            EachPixel<3, CrossEntropy>{{.label_smoothing = 0.1f, .class_weights = {0.5f, 2, 1}}},
            some) < 1e-10);
  CHECK(difference(recorded::pixels_binary, EachPixel<1, BinaryCrossEntropy>{}, two) < 1e-10);
}

TEST_CASE("it keeps the contract of a loss") {
  CHECK(check_loss(EachPixel<2, CrossEntropy>{}, 6, TruthKind::targets).message == "");
}

/// Noise, and in each image a bright bar, upright (class 1) or lying (class 2).
FloatDataset bars(int count) {
  FloatDataset data{.shape = {1, 8, 8}};
  Random random(seed(1), Purpose::test);
  for (int i = 0; i < count; ++i) {
    const int kind = 1 + i % 2, at = 1 + int(random.below(6));
    for (int p = 0; p < 64; ++p) {
      const bool bar = (kind == 1 ? p % 8 : p / 8) == at;
      data.pixels.push_back(random.uniform(0, 0.4f) + (bar ? 0.5f : 0.0f));
      data.targets.push_back(float(bar ? kind : p == 0 ? -1 : 0));
    }
  }
  return data;
}

TEST_CASE("a network learns the class of each pixel, and pixels are counted") {
  using Net = Network<Input<1, 8, 8>, Conv2D<6, 5, Same>, ReLU, Conv2D<3, 5, Same>>;
  using Loss = EachPixel<3, CrossEntropy>;
  const FloatDataset data = bars(64);
  Model<Net, Loss, Adam> model{seed(1), {{.class_weights = {1, 2, 2}}}, {.learning_rate = 0.02f}};
  const History history = model.fit(data, {.epochs = 15, .batch_size = 16, .validation = data},
                                    augment(GaussianNoise{0.01f}, Rotate{0}));
  REQUIRE(history);
  CHECK(std::isnan(history.epochs.back().train_accuracy));  // no labels of whole images

  const Evaluation found = model.evaluate(data);
  CHECK(found.accuracy() > 0.97);
  CHECK(found.classes() == 3);
  CHECK(found.confusion().mean_iou() > 0.9);
  CHECK(found.loss() == doctest::Approx(history.epochs.back().validation_loss).epsilon(1e-6));

  std::int64_t known = 0, correct = 0, both = 0, either = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto said = Loss::labels(model.predict(DataView(data).image<float>(i)).values());
    REQUIRE(said.size() == 64);
    for (std::size_t p = 0; p < 64; ++p) {
      const int label = int(data.targets[i * 64 + p]);
      if (label < 0) continue;
      ++known;
      correct += said[p] == label;
      both += said[p] == 2 && label == 2;
      either += said[p] == 2 || label == 2;
    }
  }
  CHECK(found.total() == known);
  CHECK(found.correct() == correct);
  CHECK(found.confusion().iou(2) == double(both) / double(either));

  CHECK_THROWS_WITH_AS(model.fit(data, {}, augment(Rotate{5})),
                       "fit: mixing, and operations that move pixels, would leave the pixels' "
                       "labels where they were",
                       SettingError);
  CHECK_THROWS_AS(model.fit(data, {.mixing = {.cutmix = 1}}), SettingError);
  FloatDataset wrong = data;
  wrong.targets[70] = 3;
  CHECK_THROWS_WITH_AS(model.fit(wrong),
                       "training data: image 1 has a pixel of class 3.000000, classes are 0 to 2",
                       SettingError);
  wrong.targets.resize(64);
  CHECK_THROWS_WITH_AS(
      model.evaluate(wrong),
      "data: 1 targets an image, EachPixel wants 64: the number of each pixel's class",
      SettingError);
  ThreadPool pool(1);
  const std::vector<std::uint32_t> first{0};
  wrong.targets.clear();
  CHECK_THROWS_WITH_AS(
      TrainingStep<Net>(pool, 1).run(model.network, model.loss, wrong, first, seed(1), 0),
      "EachPixel: wants the pixels' classes as targets", SettingError);
  CHECK_THROWS_WITH_AS((EachPixel<3, CrossEntropy>{}.check(64)),
                       "EachPixel: 64 outputs are no multiple of 3 classes", SettingError);

  // Labels of whole images are no pixels'.
  FloatDataset labelled = data;
  labelled.labels.assign(data.size(), 0);
  const History same = model.fit(labelled, {.epochs = 1});
  CHECK(std::isnan(same.epochs.back().train_accuracy));
  CHECK_FALSE(same.at_chance);
  CHECK(model.evaluate(labelled).total() == known);

  // Where no pixel of a batch is known, nothing is learnt, and training goes on.
  FloatDataset unknown = data;
  for (float& label : unknown.targets) label = -1;
  for (const int batches : {1, 2}) {
    const History nothing =
        model.fit(unknown, {.epochs = 1, .batch_size = 16, .accumulate = batches});
    REQUIRE(nothing);
    CHECK(nothing.epochs.back().loss == 0);
  }
}

}  // namespace
