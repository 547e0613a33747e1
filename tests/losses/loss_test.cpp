#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/random.hpp>
#include <angka/losses/binary_cross_entropy.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/loss.hpp>
#include <angka/losses/mean_squared_error.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace angka;

static_assert(Loss<CrossEntropy> && Loss<MeanSquaredError> && Loss<BinaryCrossEntropy>);
static_assert(Loss<CrossEntropy, double> && !Loss<int>);

/// One pack of `count` images with `Outputs` random outputs, labels and targets each.
template <class T, int Outputs>
struct Pack {
  std::vector<Lanes<T>> output = std::vector<Lanes<T>>(Outputs, Lanes<T>(T(0)));
  std::vector<Lanes<T>> gradient = std::vector<Lanes<T>>(Outputs, Lanes<T>(T(77)));
  std::vector<Lanes<T>> targets = std::vector<Lanes<T>>(Outputs, Lanes<T>(T(0)));
  std::vector<int> labels{};
  Truth<T> truth{};

  Pack(int count, bool with_targets) {
    Random random(seed(4), Purpose::test);
    for (int lane = 0; lane < Lanes<T>::count; ++lane)
      for (std::size_t o = 0; o < Outputs; ++o) {
        // What lies in unused lanes must not matter.
        output[o].set(lane, lane < count ? T(random.uniform(-3, 3)) : T(1e4));
        targets[o].set(lane, T(random.uniform()));
      }
    for (int i = 0; i < count; ++i)
      labels.push_back(static_cast<int>(random.below(std::max(2, Outputs))));
    truth = {.labels = labels.data(), .count = count};
    if (with_targets) truth = {.targets = targets.data(), .count = count};
  }
  template <class L>
  double loss(const L& loss, T scale = 1) {
    return loss.gradient(output.data(), Outputs, truth, scale, gradient.data());
  }
  double target(int lane, int o) const {
    if (truth.targets) return double(targets[std::size_t(o)][lane]);
    return labels[std::size_t(lane)] == (Outputs == 1 ? 1 : o) ? 1 : 0;
  }
  double at(int lane, int o) const { return double(output[std::size_t(o)][lane]); }
};

// The definitions, for one image, from functions of the standard library.

template <class P>
double naive(const CrossEntropy& loss, const P& pack, int lane, int outputs) {
  double sum = 0, result = 0;
  for (int c = 0; c < outputs; ++c) sum += std::exp(pack.at(lane, c));
  for (int c = 0; c < outputs; ++c) {
    const double smoothing = double(loss.label_smoothing);
    const double q = (1 - smoothing) * pack.target(lane, c) + smoothing / outputs;
    const double w = loss.class_weights.empty() ? 1.0 : double(loss.class_weights[std::size_t(c)]);
    result -= q * w * std::log(std::exp(pack.at(lane, c)) / sum);
  }
  return result;
}
template <class P>
double naive(const MeanSquaredError&, const P& pack, int lane, int outputs) {
  double result = 0;
  for (int o = 0; o < outputs; ++o)
    result += std::pow(pack.at(lane, o) - pack.target(lane, o), 2) / outputs;
  return result;
}
template <class P>
double naive(const BinaryCrossEntropy&, const P& pack, int lane, int outputs) {
  double result = 0;
  for (int o = 0; o < outputs; ++o) {
    const double p = 1 / (1 + std::exp(-pack.at(lane, o))), t = pack.target(lane, o);
    result -= (t * std::log(p) + (1 - t) * std::log(1 - p)) / outputs;
  }
  return result;
}

/// Value and gradient of a loss, for every number of images in a pack.
template <class T, int Outputs, class L>
void check(const L& loss, bool with_targets = false) {
  const double tolerance = sizeof(T) == 4 ? 2e-5 : 1e-12;
  for (int count = 1; count <= Lanes<T>::count; ++count) {
    CAPTURE(count);
    Pack<T, Outputs> pack(count, with_targets);
    double expected = 0;
    for (int lane = 0; lane < count; ++lane) expected += naive(loss, pack, lane, Outputs);
    CHECK(pack.loss(loss, T(0.5)) == doctest::Approx(expected).epsilon(tolerance));
    // Not the same bits: the compiler may fuse other multiplications and additions.
    CHECK(loss.gradient(pack.output.data(), Outputs, pack.truth, T(0.5),
                        static_cast<Lanes<T>*>(nullptr)) ==
          doctest::Approx(expected).epsilon(tolerance));

    double worst = 0;
    for (int lane = 0; lane < Lanes<T>::count; ++lane)
      for (int o = 0; o < Outputs; ++o) {
        const double a = double(pack.gradient[std::size_t(o)][lane]);
        if (lane >= count) {
          CHECK(a == 0);
          continue;
        }
        Pack<double, Outputs> moved(1, with_targets);
        for (std::size_t k = 0; k < Outputs; ++k) {
          moved.output[k].set(0, pack.at(lane, int(k)));
          moved.targets[k].set(0, double(pack.targets[k][lane]));
        }
        moved.labels[0] = pack.labels[std::size_t(lane)];
        const double step = 1e-5;
        moved.output[std::size_t(o)].set(0, pack.at(lane, o) + step);
        double n = naive(loss, moved, 0, Outputs);
        moved.output[std::size_t(o)].set(0, pack.at(lane, o) - step);
        n = (n - naive(loss, moved, 0, Outputs)) / (2 * step) / 2;
        worst = std::max(worst, std::abs(a - n) / std::max({1e-3, std::abs(a), std::abs(n)}));
      }
    CHECK(worst < (sizeof(T) == 4 ? 1e-3 : 1e-6));
  }
}

TEST_CASE_TEMPLATE("losses and their gradients", T, float, double) {
  SUBCASE("CrossEntropy") { check<T, 5>(CrossEntropy{}); }
  SUBCASE("CrossEntropy with two classes") { check<T, 2>(CrossEntropy{}); }
  SUBCASE("CrossEntropy with smoothing") { check<T, 5>(CrossEntropy{.label_smoothing = 0.1f}); }
  SUBCASE("CrossEntropy with weights") {
    check<T, 4>(CrossEntropy{.class_weights = {0.5f, 2, 1, 3}});
  }
  SUBCASE("CrossEntropy with both") {
    check<T, 4>(CrossEntropy{.label_smoothing = 0.3f, .class_weights = {0.5f, 2, 1, 3}});
  }
  SUBCASE("CrossEntropy of targets") {
    check<T, 4>(CrossEntropy{}, true);
    check<T, 4>(CrossEntropy{.label_smoothing = 0.3f, .class_weights = {0.5f, 2, 1, 3}}, true);
  }
  SUBCASE("MeanSquaredError") {
    check<T, 5>(MeanSquaredError{});
    check<T, 1>(MeanSquaredError{});
    check<T, 3>(MeanSquaredError{}, true);
    check<T, 1>(MeanSquaredError{}, true);
  }
  SUBCASE("BinaryCrossEntropy") {
    check<T, 5>(BinaryCrossEntropy{});
    check<T, 1>(BinaryCrossEntropy{});
    check<T, 3>(BinaryCrossEntropy{}, true);
    check<T, 1>(BinaryCrossEntropy{}, true);
  }
}

TEST_CASE_TEMPLATE("losses of huge logits are exact, their gradients in range", T, float, double) {
  Pack<T, 3> pack(1, false);
  pack.labels[0] = 1;
  const auto logits = [&](double a, double b, double c) {
    pack.output[0].set(0, T(a));
    pack.output[1].set(0, T(b));
    pack.output[2].set(0, T(c));
  };
  logits(-1e38, 1e38, 0);
  CHECK(pack.loss(CrossEntropy{}) == 0);
  CHECK(pack.gradient[1][0] == 0);
  logits(0, -1e38, 0);
  CHECK(pack.loss(CrossEntropy{}) == doctest::Approx(1e38).epsilon(1e-6));
  CHECK(pack.gradient[0][0] == doctest::Approx(0.5));
  CHECK(pack.gradient[1][0] == -1);
  logits(1e38, 1e38, 1e38);
  CHECK(finite(pack.loss(CrossEntropy{})));
  logits(10000, 10001, 10002);
  CHECK(pack.loss(CrossEntropy{}) ==
        doctest::Approx(std::log(std::exp(-1) + 1 + std::exp(1))).epsilon(1e-6));

  logits(-1e38, 1e38, 0);
  CHECK(pack.loss(BinaryCrossEntropy{}) == doctest::Approx(std::log(2) / 3).epsilon(1e-6));
  CHECK(std::abs(double(pack.gradient[0][0])) < 1e-30);
  CHECK(pack.gradient[1][0] == 0);
  logits(1e38, -1e38, 0);
  CHECK(pack.loss(BinaryCrossEntropy{}) == doctest::Approx(2e38 / 3).epsilon(1e-6));
  CHECK(pack.gradient[1][0] == doctest::Approx(-1.0 / 3));
}

TEST_CASE_TEMPLATE("a logit that is not a number makes the loss none", T, float, double) {
  Pack<T, 3> pack(1, false);
  pack.output[2].set(0, std::numeric_limits<T>::quiet_NaN());
  CHECK_FALSE(finite(pack.loss(CrossEntropy{})));
  CHECK_FALSE(finite(pack.loss(MeanSquaredError{})));
  CHECK_FALSE(finite(pack.loss(BinaryCrossEntropy{})));
}

TEST_CASE_TEMPLATE("outputs become probabilities", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-5 : 1e-13;
  Pack<T, 4> pack(Lanes<T>::count, false);
  const Pack<T, 4> logits = pack;
  CrossEntropy{}.activate(pack.output.data(), 4);
  for (int lane = 0; lane < Lanes<T>::count; ++lane) {
    double sum = 0;
    for (int o = 0; o < 4; ++o) sum += std::exp(logits.at(lane, o));
    for (int o = 0; o < 4; ++o)
      CHECK(pack.at(lane, o) ==
            doctest::Approx(std::exp(logits.at(lane, o)) / sum).epsilon(tolerance));
  }
  pack = logits;
  BinaryCrossEntropy{}.activate(pack.output.data(), 4);
  CHECK(pack.at(0, 2) == doctest::Approx(1 / (1 + std::exp(-logits.at(0, 2)))).epsilon(tolerance));
  pack = logits;
  MeanSquaredError{}.activate(pack.output.data(), 4);
  CHECK(pack.at(0, 2) == logits.at(0, 2));
}

TEST_CASE("unusable settings are refused") {
  const auto refused = [](const CrossEntropy& loss, int outputs) {
    try {
      loss.check(outputs);
    } catch (const SettingError& error) {
      return std::string(error.what()).find("CrossEntropy: ") == 0;
    }
    return false;
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK_FALSE(refused({.label_smoothing = 0.9f, .class_weights = {1, 2}}, 2));
  CHECK(refused({}, 1));
  CHECK(refused({.label_smoothing = -0.1f}, 2));
  CHECK(refused({.label_smoothing = 1}, 2));
  CHECK(refused({.temperature = 0}, 2));
  CHECK(refused({.target_weight = 1.5f}, 2));
  CHECK_FALSE(refused({.temperature = 4, .target_weight = 0}, 2));
  CHECK(refused({.label_smoothing = nan}, 2));
  CHECK(refused({.class_weights = {1, 2}}, 3));
  CHECK(refused({.class_weights = {1, 0}}, 2));
  CHECK(refused({.class_weights = {1, -1}}, 2));
  CHECK(refused({.class_weights = {nan, 1}}, 2));
  CHECK(refused({.class_weights = {infinity, 1}}, 2));
}

TEST_CASE("the mean over a batch counts images by their labels' weights") {
  const CrossEntropy loss{.class_weights = {0.5f, 2}};
  CHECK(loss.weight(0) == 0.5);
  CHECK(loss.weight(1) == 2);
  CHECK(loss.weight(-1) == 1);
  CHECK(CrossEntropy{}.weight(1) == 1);
  CHECK(MeanSquaredError{}.weight(1) == 1);
  CHECK(BinaryCrossEntropy{}.weight(1) == 1);
}

}  // namespace
