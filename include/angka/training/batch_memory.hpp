#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/lanes.hpp>
#include <angka/network/layer_training.hpp>
#include <angka/network/plan.hpp>
#include <angka/training/batch_facts.hpp>
#include <angka/training/threads.hpp>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// All memory that training on batches of up to `batch_size` images needs, and how the batch at
/// hand is cut: into packs, the packs into at most 8 groups.
template <class Net>
class BatchMemory {
  using Facts = BatchFacts<Net>;
  using T = typename Net::Scalar;

 public:
  BatchMemory(int threads, int batch_size)
      : largest_batch(batch_size),
        running(static_cast<std::size_t>(Facts::Architecture::state)),
        gradient(Facts::padded_trained),
        pack_loss(static_cast<std::size_t>(packs_for<T>(batch_size))),
        pack_correct(pack_loss.size()),
        slots_((Facts::coupled ? pack_loss.size() : static_cast<std::size_t>(threads)) *
               slot_size()),
        batch_(pack_loss.size() * batch_lanes()),
        targets_(static_cast<std::size_t>(threads) * Net::outputs),
        group_gradients_(std::min(std::size_t{max_groups}, pack_loss.size()) * Facts::group_size),
        parts_(pack_loss.size() * Facts::most_statistics),
        statistics_(2 * Facts::statistics_offset[Facts::size]) {}

  void cut(int batch_size) {
    images = batch_size;
    packs = packs_for<T>(images);
    groups = std::min(max_groups, packs);
  }
  /// Trains each step as its network says now.
  void follow(std::span<const LayerTraining> steps) {
    using Steps = typename Facts::Architecture::Steps;
    if (follow_training(steps, inputs_of<Steps>, input_begin<Steps>,
                        Facts::Architecture::trained_offset, frozen, wanted))
      std::fill(gradient.begin(), gradient.end(), T(0));  // nobody writes that of frozen layers
  }
  int first_pack(int group) const { return group * packs / groups; }

  /// Lanes from one pack's values to the next one's, of what is kept until the batch is done.
  static std::size_t batch_lanes() { return static_cast<std::size_t>(Facts::plan().batch_size); }
  Lanes<T>* at(Place place, int pack, int thread) {
    const auto offset = static_cast<std::size_t>(place.offset);
    if (place.batch) return batch_.data() + static_cast<std::size_t>(pack) * batch_lanes() + offset;
    return slots_.data() + static_cast<std::size_t>(Facts::coupled ? pack : thread) * slot_size() +
           offset;
  }
  Lanes<T>* targets(int thread) {
    return targets_.data() + static_cast<std::size_t>(thread) * Net::outputs;
  }

  /// The statistics of a step over the whole batch, and of its gradient.
  double* statistics(int step, bool backward = false) {
    const auto s = static_cast<std::size_t>(step);
    const std::size_t count = Facts::statistics_offset[s + 1] - Facts::statistics_offset[s];
    return statistics_.data() + 2 * Facts::statistics_offset[s] + (backward ? count : 0);
  }
  /// A pack's part of step I's statistics.
  template <int I>
  double* part(int pack) {
    return parts_.data() +
           static_cast<std::size_t>(pack) * std::size_t{Facts::template statistics_of<I>()};
  }

  T* group_gradient(int group) {
    return group_gradients_.data() + static_cast<std::size_t>(group) * Facts::group_size;
  }

  int images = 0, packs = 0, groups = 0;
  int largest_batch;
  std::vector<T> running;    ///< the network's running statistics as this batch leaves them
  AlignedArray<T> gradient;  ///< laid out as the network's parameters, padded with zeros
  std::vector<double> pack_loss;
  std::vector<int> pack_correct;
  std::array<bool, Facts::size> frozen{};
  std::array<bool, Facts::size + 1> wanted{};  ///< whether anybody needs the gradient by a value

 private:
  static std::size_t slot_size() { return static_cast<std::size_t>(Facts::plan().slot_size); }

  AlignedArray<Lanes<T>> slots_, batch_, targets_;
  AlignedArray<T> group_gradients_;
  std::vector<double> parts_, statistics_;
};

}  // namespace angka::inline ANGKA_ISA::detail
