#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

/// A loss in which images of label l count `weight(l)` times.
template <class Base>
struct Weighted : Base {
  double weight(int label) const { return label < 0 ? 1 : 0.25 + 2 * label; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    double loss = 0;
    for (int lane = 0; lane < truth.count; ++lane) {
      std::vector<Lanes<T>> one(std::size_t(outputs), Lanes<T>(T(0)));
      for (int o = 0; o < outputs; ++o) one[std::size_t(o)].set(0, output[o][lane]);
      const Truth<T> its{.labels = truth.labels + lane, .count = 1};
      loss += weight(truth.labels[lane]) *
              Base::gradient(one.data(), outputs, its, scale, static_cast<Lanes<T>*>(nullptr));
    }
    if (to) std::fill_n(to, outputs, Lanes<T>(T(0)));  // Nothing is to be learnt here.
    return loss;
  }
};

// What an image's loss is and which label its outputs say, from the definitions.

double weight_of(const CrossEntropy& loss, int label) {
  return loss.class_weights.empty() ? 1.0 : double(loss.class_weights[std::size_t(label)]);
}
template <class Base>
double weight_of(const Weighted<Base>&, int label) {
  return 0.25 + 2 * label;
}
template <class L>
double weight_of(const L&, int) {
  return 1;
}
double naive_loss(const CrossEntropy&, const std::vector<double>& z, int label) {
  double sum = 0;
  for (const double value : z) sum += std::exp(value);
  return std::log(sum) - z[std::size_t(label)];
}
double target(const std::vector<double>& z, std::size_t o, int label) {
  return z.size() == 1 ? label : int(o) == label;
}
double naive_loss(const MeanSquaredError&, const std::vector<double>& z, int label) {
  double sum = 0;
  for (std::size_t o = 0; o < z.size(); ++o) sum += std::pow(z[o] - target(z, o, label), 2);
  return sum / double(z.size());
}
double naive_loss(const BinaryCrossEntropy&, const std::vector<double>& z, int label) {
  double sum = 0;
  for (std::size_t o = 0; o < z.size(); ++o)
    sum += std::log(1 + std::exp(z[o])) - target(z, o, label) * z[o];
  return sum / double(z.size());
}
double threshold(const MeanSquaredError&) { return 0.5; }
double threshold(const BinaryCrossEntropy&) { return 0; }
double threshold(const CrossEntropy&) { return 0; }

template <class Net, class LossType>
void check(const LossType& loss) {
  // So small a rate that no weight moves.
  Model<Net, LossType, SGD> model{seed(8), loss, SGD{.learning_rate = 1e-30f}};
  constexpr int classes = Net::outputs == 1 ? 2 : 4;
  Dataset data = quadrants(53);
  for (std::size_t i = 0; i < data.size(); ++i) data.labels[i] %= classes;
  // Outputs around the threshold, whatever the initial weights.
  for (float& parameter : model.network.parameters()) parameter *= 3;
  if (Net::outputs == 1) {
    std::vector<float> sorted;
    typename Net::Workspace workspace;
    for (std::size_t i = 0; i < data.size(); ++i)
      sorted.push_back(model.network.predict(DataView(data).image(i), workspace)[0]);
    std::sort(sorted.begin(), sorted.end());
    // Half of them lie below 0, none so near that rounding decides, a part between 0 and 0.5.
    const std::size_t half = sorted.size() / 2;
    model.network.parameters().back() -= (sorted[half - 1] + sorted[half]) / 2;
  }

  const History history = model.fit(
      data, {.epochs = 1, .batch_size = 20, .threads = 2, .validation = data, .shuffle = false});
  REQUIRE(history.epochs.size() == 1);
  const EpochResult& epoch = history.epochs[0];
  const Evaluation evaluation = model.evaluate(data);

  double sum = 0, weights = 0;
  int correct = 0, predicted = 0, between = 0;
  typename Net::Workspace workspace;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto raw = model.network.predict(DataView(data).image(i), workspace);
    const std::vector<double> z(raw.begin(), raw.end());
    const int label = data.labels[i];
    sum += weight_of(loss, label) * naive_loss(loss, z, label);
    weights += weight_of(loss, label);
    const int said = z.size() == 1 ? z[0] > threshold(loss)
                                   : int(std::max_element(z.begin(), z.end()) - z.begin());
    correct += said == label;
    between += z[0] > 0 && z[0] < 0.5;
    predicted += model.predict(DataView(data).image(i)).label == label;
  }
  CHECK(between > 0);  // where the thresholds of the losses differ
  CHECK(correct > 5);
  CHECK(correct < 50);
  CHECK(epoch.loss == doctest::Approx(sum / weights).epsilon(1e-5));
  CHECK(epoch.validation_loss == doctest::Approx(sum / weights).epsilon(1e-5));
  CHECK(evaluation.loss() == doctest::Approx(sum / weights).epsilon(1e-5));
  CHECK(epoch.train_accuracy == correct / 53.0);
  CHECK(epoch.validation_accuracy == correct / 53.0);
  CHECK(evaluation.accuracy() == correct / 53.0);
  CHECK(predicted == correct);
}

using One = Network<Input<1, 6, 6>, Dense<1>>;
using Several = Network<Input<1, 6, 6>, Dense<4>>;

TEST_CASE("fit, evaluate and predict tell the same loss and labels") {
  check<Several>(CrossEntropy{});
  check<Several>(CrossEntropy{.class_weights = {5, 0.1f, 1, 2}});
  check<One>(MeanSquaredError{});
  check<Several>(MeanSquaredError{});
  check<One>(BinaryCrossEntropy{});
  check<Several>(BinaryCrossEntropy{});
}

TEST_CASE("so they do with a loss of one's own that weighs images") {
  check<One>(Weighted<MeanSquaredError>{});
  check<Several>(Weighted<BinaryCrossEntropy>{});
}

TEST_CASE("outputs that aren't finite say no label, and all agree that it is wrong") {
  Model<Several, MeanSquaredError, SGD> model{seed(8)};
  model.network.parameters().back() = std::numeric_limits<float>::quiet_NaN();
  Dataset data = quadrants(20);
  for (int& label : data.labels) label = 0;
  CHECK(model.evaluate(data).accuracy() == 0);
  CHECK(model.predict(DataView(data).image(0)).label == -1);
}

}  // namespace
