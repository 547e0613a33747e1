#include <angka/training/mixing.hpp>

#include <angka/angka.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "training/quadrants.hpp"

using namespace angka;

namespace {

constexpr int lanes = Lanes<double>::count;
constexpr Shape shape{.channels = 2, .height = 7, .width = 5};

/// A pack of images, each of one grey, mixed; with what is true of them.
struct Mixed {
  std::vector<Lanes<double>> pixels =
      std::vector<Lanes<double>>(static_cast<std::size_t>(shape.size()), Lanes<double>(0.0));
  std::vector<Lanes<double>> targets = std::vector<Lanes<double>>(lanes, Lanes<double>(0.0));
  std::vector<int> labels = std::vector<int>(lanes);
  int count;

  Mixed(const Mixing& mixing, int of, std::uint32_t first, std::uint32_t epoch = 3) : count(of) {
    std::vector<std::uint32_t> samples(lanes);
    std::iota(samples.begin(), samples.end(), first);
    std::iota(labels.begin(), labels.end(), 0);
    for (Lanes<double>& pixel : pixels)
      for (int lane = 0; lane < count; ++lane) pixel.set(lane, grey(lane));
    const detail::PackMixture<double> mixture(mixing, {seed(5), epoch, samples.data(), count},
                                              shape);
    mixture.mix_images(shape, pixels.data());
    Truth<double> truth{.labels = labels.data(), .count = count};
    mixture.mix_truth(truth, lanes, targets.data());
    CHECK(truth.targets == targets.data());
  }
  static double grey(int lane) { return lane + 1; }
  int partner(int lane) const { return (lane + 1) % count; }
  double share(int lane) const { return targets[static_cast<std::size_t>(partner(lane))][lane]; }
  /// The mean over the image of what it took of its partner.
  double shown(int lane) const {
    double sum = 0;
    for (const Lanes<double>& pixel : pixels)
      sum += (pixel[lane] - grey(lane)) / (grey(partner(lane)) - grey(lane));
    return sum / shape.size();
  }
};

TEST_CASE("mixing: an image takes as much of the next one as its truth does, at most half") {
  for (const Mixing mixing : {Mixing{.mixup = 0.4}, Mixing{.cutmix = 1}, Mixing{0.4, 1}})
    for (int count = 2; count <= lanes; ++count)
      for (std::uint32_t first = 0; first < 50; ++first) {
        const Mixed mixed(mixing, count, 100 * first);
        for (int lane = 0; lane < count; ++lane) {
          CHECK(mixed.share(lane) >= 0);
          CHECK(mixed.share(lane) <= 0.6);  // a rectangle's sides are rounded
          CHECK(mixed.shown(lane) == doctest::Approx(mixed.share(lane)).epsilon(1e-12));
          double total = 0;
          for (const Lanes<double>& target : mixed.targets) total += target[lane];
          CHECK(total == doctest::Approx(1).epsilon(1e-12));
        }
        for (int lane = count; lane < lanes; ++lane)
          for (const Lanes<double>& pixel : mixed.pixels) CHECK(pixel[lane] == 0);
      }
}

TEST_CASE("mixing: cutmix shows a rectangle of the next image, the same in all channels") {
  int cut = 0, all = 0;
  for (std::uint32_t first = 0; first < 100; ++first) {
    const Mixed mixed({.cutmix = 1}, lanes, 100 * first);
    for (int lane = 0; lane < lanes; ++lane, ++all) {
      int top = shape.height, bottom = 0, left = shape.width, right = 0, count = 0;
      for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) {
          const auto at = static_cast<std::size_t>(y * shape.width + x);
          const double pixel = mixed.pixels[at][lane];
          REQUIRE(pixel == mixed.pixels[at + static_cast<std::size_t>(shape.pixels())][lane]);
          if (pixel == Mixed::grey(lane)) continue;
          REQUIRE(pixel == Mixed::grey(mixed.partner(lane)));
          top = std::min(top, y), bottom = std::max(bottom, y + 1);
          left = std::min(left, x), right = std::max(right, x + 1);
          ++count;
        }
      if (count > 0) CHECK(count == (bottom - top) * (right - left));
      cut += count > 0;
    }
  }
  CHECK(cut > all / 2);
}

TEST_CASE("mixing: mixup's shares are distributed as Beta(alpha, alpha), folded at a half") {
  // scipy.stats.beta(a, a): mean of min(l, 1 - l), and the probability of l < 0.1 or l > 0.9.
  struct Case {
    double alpha, mean, below;
  };
  for (const Case& known : {Case{0.2, 0.10119024764757609, 2 * 0.33668978},
                            Case{0.4, 0.16024243831300572, 2 * 0.23973916}, Case{1, 0.25, 0.2}}) {
    const int draws = 20000;
    double sum = 0, below = 0;
    for (int i = 0; i < draws; ++i) {
      Random random(seed(1), Purpose::test, 0, static_cast<std::uint32_t>(i));
      const double part = symmetric_beta(random, known.alpha), s = std::min(part, 1 - part);
      sum += s;
      below += s < 0.1;
    }
    CAPTURE(known.alpha);
    CHECK(std::abs(sum / draws - known.mean) < 0.005);
    CHECK(std::abs(below / draws - known.below) < 0.015);
  }
  double sum = 0;
  int images = 0;
  for (std::uint32_t first = 0; first < 2000; ++first) {
    const Mixed mixed({.mixup = 0.4}, lanes, 100 * first);
    for (int lane = 0; lane < lanes; ++lane, ++images) sum += mixed.share(lane);
  }
  CHECK(std::abs(sum / images - 0.16024243831300572) < 0.01);
  Random random(seed(1), Purpose::test);
  for (int i = 0; i < 20; ++i) CHECK(std::isfinite(symmetric_beta(random, 1e-3)));
}

using InDouble = Network<Input<1, 6, 6>, Conv2D<4, 3>, ReLU, Dense<4>>::With<double>;

TEST_CASE("mixing: a training step is one on images and targets that were mixed before") {
  const Dataset data = quadrants(2 * lanes + 1);
  std::vector<std::uint32_t> positions(data.size());
  std::iota(positions.begin(), positions.end(), 0u);
  const Mixing mixing{.mixup = 0.5, .cutmix = 1};
  const std::uint32_t epoch = 2;

  FloatDataset mixed{.shape = data.shape, .labels = data.labels, .classes = data.classes};
  mixed.pixels.resize(data.pixels.size());
  mixed.targets.resize(4 * data.size());
  for (std::size_t first = 0; first < data.size(); first += lanes) {
    const std::size_t count = std::min<std::size_t>(lanes, data.size() - first);
    const auto to = [&](std::size_t i) { return i == count - 1 ? first : first + i + 1; };
    const detail::PackMixture<double> mixture(
        mixing, {seed(7), epoch, positions.data() + first, static_cast<int>(count)}, data.shape);
    for (std::size_t i = 0; i < count; ++i) {
      const int lane = static_cast<int>(i);
      for (int y = 0; y < 6; ++y)
        for (int x = 0; x < 6; ++x) {
          const bool inside = y >= mixture.top[lane] && y < mixture.bottom[lane] &&
                              x >= mixture.left[lane] && x < mixture.right[lane];
          const double part = inside ? mixture.strength[lane] : 0;
          const auto at = static_cast<std::size_t>(6 * y + x);
          mixed.pixels[36 * (first + i) + at] =
              static_cast<float>(((1 - part) * data.pixels[36 * (first + i) + at] +
                                  part * data.pixels[36 * to(i) + at]) /
                                 255);
        }
      float* target = mixed.targets.data() + 4 * (first + i);
      target[data.labels[first + i]] += static_cast<float>(1 - mixture.share[lane]);
      target[data.labels[to(i)]] += static_cast<float>(mixture.share[lane]);
    }
  }

  InDouble net(seed(1));
  ThreadPool pool(2);
  TrainingStep<InDouble> step(pool, static_cast<int>(data.size())),
      twin(pool, static_cast<int>(data.size()));
  const NoAugmentation none;
  AugmentedImages<NoAugmentation, double> images(none, data, 2);
  const CrossEntropy loss{.label_smoothing = 0.1f};
  const GradientResult found =
      step.run(net, loss, data, positions, seed(7), epoch, images, {}, mixing);
  const GradientResult expected = twin.run(net, loss, mixed, positions, seed(7), epoch);
  CHECK(found.loss == doctest::Approx(expected.loss).epsilon(1e-6));
  CHECK(found.correct == expected.correct);
  for (std::size_t i = 0; i < step.gradient().size(); ++i)
    CHECK(std::abs(step.gradient()[i] - twin.gradient()[i]) < 1e-6);
  const GradientResult unmixed = step.run(net, loss, data, positions, seed(7), epoch, images);
  CHECK(std::abs(unmixed.loss - expected.loss) > 1e-3);
}

TEST_CASE(
    "targets beside labels, such as a teacher's: the loss is theirs, labels count what is right") {
  Dataset data = quadrants(2 * lanes + 1);
  std::vector<std::uint32_t> positions(data.size());
  std::iota(positions.begin(), positions.end(), 0u);
  InDouble net(seed(1));
  ThreadPool pool(1);
  const auto run = [&](const Dataset& images) {
    TrainingStep<InDouble> step(pool, static_cast<int>(images.size()));
    const GradientResult found = step.run(net, CrossEntropy{}, images, positions, seed(7), 0);
    return std::pair(found, std::vector<double>(step.gradient().begin(), step.gradient().end()));
  };
  const auto labelled = run(data);
  Random random(seed(3), Purpose::test);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const float part = random.uniform(0, 0.5f);
    for (int c = 0; c < 4; ++c) data.targets.push_back(c == 3 ? 1 - part : c == 1 ? part : 0);
  }
  const auto both = run(data);
  data.labels.clear();
  const auto taught = run(data);
  CHECK(both.first.loss == taught.first.loss);
  CHECK(both.second == taught.second);
  CHECK(both.first.loss != labelled.first.loss);
  CHECK(both.first.correct == labelled.first.correct);
  CHECK(taught.first.correct == 0);
}

TEST_CASE("mixing: training is the same for any number of threads, and learns") {
  const Dataset train = quadrants(200), test = quadrants(100, 2);
  std::vector<float> weights[2];
  for (const int threads : {1, 2}) {
    Model<Network<Input<1, 6, 6>, Conv2D<4, 3>, ReLU, Dense<4>>, CrossEntropy, Adam> model{
        seed(1), {}, {.learning_rate = 0.01f}};
    CHECK(model.fit(train, {.epochs = 20,
                            .batch_size = 40,
                            .threads = threads,
                            .mixing = {.mixup = 0.2, .cutmix = 1}}));
    CHECK(model.evaluate(test).accuracy() > 0.9);
    weights[threads - 1].assign(model.network.state().begin(), model.network.state().end());
  }
  CHECK(weights[0] == weights[1]);
}

}  // namespace
