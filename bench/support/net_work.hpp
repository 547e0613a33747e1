#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <angka/angka.hpp>

#include "winograd.hpp"

/// Multiply-adds for one image: of forward alone, or of a training step (forward, the gradients by
/// weights, and by inputs except the network's own).
template <class Net>
constexpr double multiply_adds(bool training) {
  using Architecture = angka::detail::ArchitectureOf<Net>;
  double sum = 0;
  Architecture::for_each_step([&]<int I>() {
    using Step = typename Architecture::template StepAt<I>;
    const int passes = !training ? 1 : Step::from == 0 ? 2 : 3;
    sum += passes * static_cast<double>(Step::Bound::multiply_adds);
  });
  return sum;
}

/// Whether any layer multiplies less than its `multiply_adds`, so that a rate would mean nothing.
template <class Net>
constexpr bool net_uses_winograd() {
  using Architecture = angka::detail::ArchitectureOf<Net>;
  bool any = false;
  Architecture::for_each_step(
      [&]<int I>() { any |= uses_winograd<typename Architecture::template BoundAt<I>>(); });
  return any;
}

/// A batch of images in memory, with a label or target values each.
struct Batch {
  std::vector<float> images{};
  std::vector<int> labels{};
  std::vector<float> targets{};
  std::vector<std::uint32_t> positions{};

  explicit Batch(int count, int pixels = 784, int classes = 10) {
    angka::Random random(angka::seed(1), angka::Purpose::test);
    for (int i = 0; i < count * pixels; ++i) images.push_back(random.uniform());
    for (int i = 0; i < count; ++i) labels.push_back(i % classes);
    number(labels.size());
  }
  Batch(std::vector<float> pixels, std::vector<int> truth)
      : images(std::move(pixels)), labels(std::move(truth)) {
    number(labels.size());
  }
  Batch(std::size_t count, std::vector<float> pixels, std::vector<float> wanted)
      : images(std::move(pixels)), targets(std::move(wanted)) {
    number(count);
  }
  angka::DataView view(angka::Shape shape) const {
    angka::DataView data{.shape = shape, .count = positions.size(), .values = images.data()};
    if (!labels.empty()) data.labels = labels.data();
    if (!targets.empty()) {
      data.targets = targets.data();
      data.target_size = static_cast<int>(targets.size() / positions.size());
    }
    return data;
  }

 private:
  void number(std::size_t count) {
    positions.resize(count);
    std::iota(positions.begin(), positions.end(), 0u);
  }
};

/// Training steps as Model::fit makes them: the gradient, then the optimizer's update in chunks
/// that any thread may take.
template <class Net, class Optimizer, class Loss = angka::CrossEntropy>
class Trainer {
 public:
  Trainer(Net& net, angka::ThreadPool& pool, int batch_size, Optimizer optimizer)
      : net_(&net), pool_(&pool), step_(pool, batch_size), optimizer_(optimizer) {
    for (auto& slot : slots_)
      slot = angka::AlignedArray<float>(
          angka::detail::ArchitectureOf<Net>::template padded_trained<float>);
  }

  /// Sets the optimizer back to its beginning.
  void reset() {
    count_ = 0;
    for (auto& slot : slots_) std::fill(slot.begin(), slot.end(), 0.0f);
  }

  /// One step on the whole batch; the loss before it.
  double step(const Batch& batch, float rate) {
    constexpr std::size_t chunk = angka::TrainingStep<Net>::chunk,
                          size = angka::detail::ArchitectureOf<Net>::template padded_trained<float>;
    const double loss =
        step_.run(*net_, loss_, batch.view(Net::input), batch.positions, angka::seed(1), 0).loss;
    ++count_;
    pool_->run(static_cast<int>((size + chunk - 1) / chunk), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t length = std::min(chunk, size - first);
      std::array<float*, Optimizer::slots> slots{};
      for (std::size_t s = 0; s < slots.size(); ++s) slots[s] = slots_[s].data() + first;
      optimizer_.template update<float>(count_, rate, net_->state().subspan(first, length),
                                        step_.gradient().subspan(first, length), slots);
    });
    return loss;
  }

 private:
  Net* net_;
  angka::ThreadPool* pool_;
  angka::TrainingStep<Net> step_;
  Optimizer optimizer_;
  Loss loss_{};
  std::array<angka::AlignedArray<float>, Optimizer::slots> slots_;
  std::int64_t count_ = 0;
};

/// The outputs for the first images of a batch; one image is asked for as a robot does.
template <class Net>
class Predictor {
  static constexpr int lanes = angka::Lanes<float>::count;
  static constexpr auto outputs_of_one = static_cast<int>(Net::outputs);

 public:
  Predictor(const Net& net, angka::ThreadPool& pool)
      : net_(&net), pool_(&pool), packs_(static_cast<std::size_t>(pool.size())) {}

  void run(const Batch& batch, int images, float* outputs) {
    if (images == 1) {
      const std::span<const float> image(batch.images.data(), std::size_t{Net::input.size()});
      const auto output = pool_->size() == 1 ? net_->predict(image, single_)
                                             : net_->predict(image, shared_, *pool_);
      std::copy(output.begin(), output.end(), outputs);
      return;
    }
    const angka::DataView view = batch.view(Net::input);
    const angka::detail::PixelScale<float> scale(net_->normalization, view);
    pool_->run((images + lanes - 1) / lanes, [&](int pack, int thread) {
      const int first = pack * lanes, count = std::min(lanes, images - first);
      const auto positions =
          std::span(batch.positions)
              .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
      const auto* output = net_->predict_pack(
          packs_[static_cast<std::size_t>(thread)],
          [&](angka::Lanes<float>* to) { angka::detail::pack_images(view, positions, scale, to); });
      for (int lane = 0; lane < count; ++lane)
        for (int o = 0; o < outputs_of_one; ++o)
          outputs[(first + lane) * outputs_of_one + o] = output[o][lane];
    });
  }

 private:
  const Net* net_;
  angka::ThreadPool* pool_;
  typename Net::Workspace single_;
  typename Net::SharedWorkspace shared_;
  std::vector<typename Net::PackWorkspace> packs_;
};
