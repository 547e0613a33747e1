#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/label.hpp>
#include <angka/core/packing.hpp>
#include <angka/losses/loss.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/metrics/tally.hpp>
#include <angka/training/threads.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// One pack of images, what is true of them and what a network makes of them.
template <class T>
struct PackOutput {
  int group = 0;          ///< of `max_groups`; packs of one come one after the other
  std::size_t first = 0;  ///< number of the first image
  Truth<T> truth{};
  Lanes<T>* output = nullptr;
};

/// A network's outputs for the images of a data set, and what they say under a loss.
template <class Net, class LossType>
class Outputs {
  using T = typename Net::Scalar;
  static constexpr std::size_t lanes = Lanes<T>::count, groups = max_groups;
  static constexpr int output_count = static_cast<int>(Net::outputs);

 public:
  Outputs(const Net& net, const LossType& loss) : net_(&net), loss_(&loss) {}

  /// Whether outputs stand for the targets of `data`, not for labels.
  static bool regresses(const DataView& data) { return is_regression<LossType>() && data.targets; }
  /// Whether they stand for the labels of its images.
  static bool says_labels(const DataView& data) {
    return data.labels && !regresses(data) && !is_of_pixels<LossType>;
  }
  /// How many threads can have work on so many images at once.
  static int useful_threads(std::size_t images) {
    return static_cast<int>(std::min(groups, (images + lanes - 1) / lanes));
  }

  /// Calls work(PackOutput) for each pack of `data`.
  template <class Work>
  void for_each_pack(ThreadPool& pool, const DataView& data, Work&& work) const {
    walk(pool, data, &work, [](void* called, const PackOutput<T>& pack) {
      (*static_cast<std::remove_reference_t<Work>*>(called))(pack);
    });
  }

  /// What the model says of all images: its outputs, activated, image by image.
  std::vector<T> activated(ThreadPool& pool, const DataView& data) const {
    std::vector<T> result(data.size() * Net::outputs);
    for_each_pack(pool, data, [&](const PackOutput<T>& pack) {
      detail::activate(*loss_, pack.output, output_count);
      T* to = result.data() + pack.first * Net::outputs;
      for (int lane = 0; lane < pack.truth.count; ++lane)
        for (std::size_t o = 0; o < Net::outputs; ++o) *to++ = pack.output[o][lane];
    });
    return result;
  }

  /// The labels that the model says.
  std::vector<int> labels(ThreadPool& pool, const DataView& data) const {
    std::vector<int> result(data.size());
    for_each_pack(pool, data, [&](const PackOutput<T>& pack) {
      detail::activate(*loss_, pack.output, output_count);
      for (int lane = 0; lane < pack.truth.count; ++lane)
        result[pack.first + static_cast<std::size_t>(lane)] =
            predicted_label(output_count, [&](int o) { return pack.output[o][lane]; });
    });
    return result;
  }

  /// Loss and accuracy.
  Tally measure(ThreadPool& pool, const DataView& data) const {
    std::array<Tally, groups> parts{};
    for_each_pack(pool, data, [&](const PackOutput<T>& pack) {
      Tally part{.images = pack.truth.count, .loss = loss_of(pack)};
      for (std::size_t i = pack.first; i < pack.first + std::size_t(pack.truth.count); ++i)
        part.weight += weight_of(*loss_, data, data.position(i));
      detail::activate(*loss_, pack.output, output_count);
      part.correct = count_correct(pack.output, output_count, pack.truth);
      parts[static_cast<std::size_t>(pack.group)] += part;
    });
    Tally total;
    for (const Tally& part : parts) total += part;
    return total;
  }

  /// All that can be counted image by image; `nothing` has counted none yet.
  Evaluation evaluate(ThreadPool& pool, const DataView& data, Evaluation nothing) const {
    // A single output is the probability of label 1.
    constexpr std::size_t values = std::max<std::size_t>(2, Net::outputs);
    std::vector<Evaluation> parts(groups, std::move(nothing));
    std::vector<T> rows(groups * 2 * values);
    for_each_pack(pool, data, [&](const PackOutput<T>& pack) {
      const Truth<T>& truth = pack.truth;
      const double loss_each = loss_of(pack) / truth.count;
      detail::activate(*loss_, pack.output, output_count);
      const auto g = static_cast<std::size_t>(pack.group);
      T *found = rows.data() + g * 2 * values, *wanted = found + values;
      const auto weight_in = [&](int lane) {
        return weight_of(*loss_, data, data.position(pack.first + std::size_t(lane)));
      };
      if constexpr (is_of_pixels<LossType>) {
        double weight = 0;
        for (int lane = 0; lane < truth.count; ++lane) weight += weight_in(lane);
        return add_pixels(pack, loss_each * truth.count, weight, found, parts[g]);
      }
      for (int lane = 0; lane < truth.count; ++lane) {
        for (std::size_t o = 0; o < Net::outputs; ++o) found[o] = pack.output[o][lane];
        const double weight = weight_in(lane);
        if constexpr (is_regression<LossType>()) {
          if (truth.targets) {
            for (std::size_t o = 0; o < Net::outputs; ++o) wanted[o] = truth.targets[o][lane];
            parts[g].add(std::span<const T>(found, Net::outputs),
                         std::span<const T>(wanted, Net::outputs), loss_each, weight);
            continue;
          }
        }
        if constexpr (Net::outputs == 1) {
          found[1] = found[0];
          found[0] = T(1) - found[1];
        }
        parts[g].add(truth.labels[lane], std::span<const T>(found, values), loss_each, weight);
      }
    });
    for (std::size_t group = 1; group < groups; ++group) parts[0].merge(parts[group]);
    return std::move(parts[0]);
  }

 private:
  /// Apart, so that it is compiled once for all kinds of work.
  [[gnu::noinline]] void walk(ThreadPool& pool, const DataView& data, void* work,
                              void (*call)(void*, const PackOutput<T>&)) const {
    const PixelScale<T> scale(net_->normalization, data);
    const std::size_t packs = (data.size() + lanes - 1) / lanes;
    std::vector<typename Net::PackWorkspace> workspaces(static_cast<std::size_t>(pool.size()));
    AlignedArray<Lanes<T>> targets(static_cast<std::size_t>(pool.size()) * Net::outputs);
    pool.run(static_cast<int>(groups), [&](int group, int thread) {
      const auto g = static_cast<std::size_t>(group), t = static_cast<std::size_t>(thread);
      for (std::size_t pack = g * packs / groups; pack < (g + 1) * packs / groups; ++pack) {
        std::array<std::uint32_t, lanes> positions{};
        const std::size_t first = pack * lanes, count = std::min(lanes, data.size() - first);
        for (std::size_t i = 0; i < count; ++i)
          positions[i] = static_cast<std::uint32_t>(data.position(first + i));
        const std::span<const std::uint32_t> used(positions.data(), count);
        int labels[lanes];
        const Truth<T> truth = pack_truth(data, used, labels, targets.data() + t * Net::outputs);
        Lanes<T>* output = net_->predict_pack(
            workspaces[t], [&](Lanes<T>* to) { pack_images(data, used, scale, to); });
        call(work, PackOutput<T>{group, first, truth, output});
      }
    });
  }

  /// Counts the pixels of a pack whose label is known, which share its loss and weight.
  static void add_pixels(const PackOutput<T>& pack, double loss, double weight, T* found,
                         Evaluation& to) {
    constexpr std::size_t pixels = places<LossType>(Net::outputs), classes = Net::outputs / pixels;
    const auto visit = [&](auto&& work) {
      for (int lane = 0; lane < pack.truth.count; ++lane)
        for (std::size_t p = 0; p < pixels; ++p)
          if (const T label = pack.truth.targets[p][lane]; label >= 0)
            work(p, lane, static_cast<int>(label));
    };
    double known = 0;
    visit([&](std::size_t, int, int) { ++known; });
    visit([&](std::size_t p, int lane, int label) {
      for (std::size_t c = 0; c < classes; ++c) found[c] = pack.output[c * pixels + p][lane];
      if constexpr (classes == 1) {
        found[1] = found[0];
        found[0] = T(1) - found[1];
      }
      to.add(label, std::span<const T>(found, std::max<std::size_t>(2, classes)), loss / known,
             weight / known);
    });
  }

  /// The sum of loss x weight over a pack.
  double loss_of(const PackOutput<T>& pack) const {
    return loss_->gradient(static_cast<const Lanes<T>*>(pack.output), output_count, pack.truth,
                           T(0), static_cast<Lanes<T>*>(nullptr));
  }

  const Net* net_;
  const LossType* loss_;
};

}  // namespace angka::inline ANGKA_ISA::detail
