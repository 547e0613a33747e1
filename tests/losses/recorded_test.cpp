#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/packing.hpp>
#include <angka/losses/binary_cross_entropy.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/focal.hpp>
#include <angka/losses/heads.hpp>
#include <angka/losses/hinge.hpp>
#include <angka/losses/huber.hpp>
#include <angka/losses/mean_squared_error.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <formula.hpp>
#include <numeric>
#include <span>
#include <vector>

#include <recorded/distillation.hpp>
#include <recorded/layers.hpp>

namespace {

using namespace angka;

constexpr std::size_t images = 21, outputs = 5;

/// The largest relative difference between a recorded loss of a batch, with its gradient, and what
/// is found pack by pack.
template <class T, class L>
double difference(const recorded::Loss& recorded, const L& loss,
                  const std::vector<float>& targets, bool labels_too) {
  constexpr std::size_t lanes = Lanes<T>::count;
  const std::vector<int> labels = formula::labels(7, images, outputs);
  DataView data{.count = images};
  if (targets.empty()) {
    data.labels = labels.data();
  } else {
    data.targets = targets.data();
    data.target_size = outputs;
    if (labels_too) data.labels = labels.data();
  }
  const std::vector<float> logits = formula::values(1, images * outputs);
  double weight = 0, sum = 0;
  for (std::size_t i = 0; i < images; ++i) weight += loss.weight(data.labels ? labels[i] : -1);
  std::vector<double> gradient(images * outputs);
  for (std::size_t first = 0; first < images; first += lanes) {
    std::vector<std::uint32_t> positions(std::min(lanes, images - first));
    std::iota(positions.begin(), positions.end(), std::uint32_t(first));
    int pack_labels[lanes];
    Lanes<T> pack_targets[outputs], output[outputs], slope[outputs];
    const auto truth = detail::pack_truth<T>(data, positions, pack_labels, pack_targets);
    for (std::size_t o = 0; o < outputs; ++o) {
      output[o] = Lanes<T>(T(0));
      for (std::size_t lane = 0; lane < positions.size(); ++lane)
        output[o].set(int(lane), T(4 * logits[(first + lane) * outputs + o]));
    }
    sum += loss.gradient(output, outputs, truth, T(1 / weight), slope);
    for (std::size_t o = 0; o < outputs; ++o)
      for (std::size_t lane = 0; lane < positions.size(); ++lane)
        gradient[(first + lane) * outputs + o] = double(slope[o][int(lane)]);
  }
  return std::max(
      std::abs(sum / weight - recorded.loss) / recorded.loss,
      formula::difference(formula::summary(gradient), recorded.gradient, gradient.size()));
}

TEST_CASE_TEMPLATE("losses do as PyTorch's", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-10;
  const auto check = [&](const recorded::Loss& recorded, const auto& loss,
                         const std::vector<float>& targets = {}, bool labels_too = false) {
    CHECK(difference<T>(recorded, loss, targets, labels_too) < tolerance);
  };
  const std::vector<float> weights{0.5f, 2, 1, 3, 0.25f};
  std::vector<float> targets = formula::values(8, images * outputs);
  for (float& target : targets) target = (target + 1) / 2;
  std::vector<float> shares = targets;
  for (float& share : shares) share /= 4;
  const auto cross_entropy = [](float smoothing, const std::vector<float>& class_weights = {}) {
    return CrossEntropy{.label_smoothing = smoothing, .class_weights = class_weights};
  };

  check(recorded::cross_entropy, CrossEntropy{});
  check(recorded::cross_entropy_smoothed, cross_entropy(0.1f));
  check(recorded::cross_entropy_weighted, cross_entropy(0, weights));
  check(recorded::cross_entropy_both, cross_entropy(0.3f, weights));
  check(recorded::cross_entropy_targets, cross_entropy(0.1f, weights), shares);
  check(recorded::mean_squared_error, MeanSquaredError{}, targets);
  check(recorded::mean_squared_error_labels, MeanSquaredError{});
  check(recorded::distilled, CrossEntropy{.temperature = 4, .target_weight = 0.75f}, shares, true);
  check(recorded::distilled_alone, CrossEntropy{.temperature = 4, .target_weight = 0.75f}, shares);
  check(recorded::distilled_smoothed,
        CrossEntropy{.label_smoothing = 0.25f, .temperature = 0.5f, .target_weight = 0.25f}, shares,
        true);
  check(recorded::huber, Huber{.delta = 0.7f}, targets);
  check(recorded::mean_absolute_error, MeanAbsoluteError{}, targets);
  check(recorded::kl_divergence, KLDivergence{}, shares);
  check(recorded::cross_entropy, KLDivergence{});
  check(recorded::focal, Focal{});
  check(recorded::focal_targets, Focal{.gamma = 1.5f}, shares);
  check(recorded::cross_entropy, Focal{.gamma = 0});
  Heads<Head<3, CrossEntropy>, Head<2, MeanSquaredError>> heads;
  heads.head<0>().loss.label_smoothing = 0.1f;
  heads.head<1>().weight = 0.25f;
  check(recorded::heads, heads, shares);
  check(recorded::hinge, Hinge{.margin = 0.8f});
  check(recorded::binary_cross_entropy, BinaryCrossEntropy{}, targets);
  check(recorded::binary_cross_entropy_labels, BinaryCrossEntropy{});
}

}  // namespace
