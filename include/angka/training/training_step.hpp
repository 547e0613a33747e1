#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/packing.hpp>
#include <angka/losses/loss.hpp>
#include <angka/metrics/accuracy.hpp>
#include <angka/network/network.hpp>
#include <angka/training/augmented_images.hpp>
#include <angka/training/batch_facts.hpp>
#include <angka/training/batch_memory.hpp>
#include <angka/training/mixing.hpp>
#include <angka/training/pack_pass.hpp>
#include <angka/training/threads.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What one training step found.
struct GradientResult {
  double loss = 0;    ///< mean over the batch
  double weight = 0;  ///< sum of the images' weights
  int correct = 0;    ///< images whose outputs say their label
  double norm = 0;    ///< Euclidean length of the gradient; not finite if any of it is not, or its
                      ///< square is beyond double's range
};

/// The gradient of a loss by all parameters of a network, for one batch after the other. Owns all
/// memory that a step needs; a step allocates nothing.
///
/// The batch is cut into packs, the packs into at most 8 groups; each group is one thread's work
/// and sums its packs in order, then the groups are summed in order. The result is the same for any
/// number of threads.
///
/// `Net`: a BasicNetwork.
/// Example: `ThreadPool pool; TrainingStep<Net> step(pool, 8); step.run(net, CrossEntropy{}, train,
/// positions, seed(1), 0).norm > 0`
template <class Net>
class TrainingStep {
  using T = typename Net::Scalar;
  using Facts = detail::BatchFacts<Net>;
  using Architecture = typename Facts::Architecture;
  template <int I>
  using BoundAt = typename Facts::template BoundAt<I>;
  template <class LossType>
  using Batch = detail::Batch<Net, LossType>;
  template <class LossType>
  using PackPass = detail::PackPass<Net, LossType>;

 public:
  /// Whether the network has running statistics, or another layer that needs all of a batch.
  static constexpr bool has_statistics = Facts::coupled;
  /// Parameters are updated in chunks of this many, by any thread.
  static constexpr std::size_t chunk = 4096;

  /// How many threads can have work on batches of so many images at once.
  static int useful_threads(int batch_size) {
    return std::min(detail::max_groups,
                    std::max({packs_for<T>(batch_size), Facts::all_finish_jobs,
                              static_cast<int>(Facts::padded_trained / chunk)}));
  }

  /// `batch_size`: the largest batch to come; a smaller one moves running statistics less.
  TrainingStep(ThreadPool& pool, int batch_size)
      : pool_(&pool),
        memory_(pool.size(), batch_size),
        squares_(Facts::padded_trained / chunk + 1) {}

  /// Computes loss and gradient for the images at `positions` of `data` (places in its arrays, and
  /// what `data.first` is more); `net` changes only in its running statistics, and not where loss
  /// or gradient aren't finite or something throws.
  template <class LossType>
  GradientResult run(Net& net, const LossType& loss, const DataView& data,
                     std::span<const std::uint32_t> positions, Seed seed, std::uint32_t epoch) {
    static constexpr NoAugmentation as_they_are;
    AugmentedImages<NoAugmentation, T> images(as_they_are, data, pool_->size());
    return run(net, loss, data, positions, seed, epoch, images);
  }
  /// The same; `pack_input` packs the images, as AugmentedImages does. `occurrences`: which of its
  /// occurrences in the epoch each image is; empty where all are the first. `mixing`: of the packed
  /// images.
  template <class LossType, class PackInput>
  GradientResult run(Net& net, const LossType& loss, const DataView& data,
                     std::span<const std::uint32_t> positions, Seed seed, std::uint32_t epoch,
                     PackInput& pack_input, std::span<const std::uint32_t> occurrences = {},
                     const Mixing& mixing = {}) {
    memory_.cut(static_cast<int>(positions.size()));
    memory_.follow(net.layer_training());
    double total_weight = 0;
    for (const std::uint32_t position : positions)
      total_weight += detail::weight_of(loss, data, position - data.first);
    const Batch<LossType> batch{
        net,  loss,  data,        positions, static_cast<T>(1 / total_weight),
        seed, epoch, occurrences, mixing};
    T* const running = net.state().data() + Facts::padded_trained;
    std::copy_n(running, memory_.running.size(), memory_.running.begin());
    forward_phases(batch, pack_input);
    backward_phases(batch);
    finish_gradients();

    GradientResult result{};
    for (int pack = 0; pack < memory_.packs; ++pack) {
      result.loss += memory_.pack_loss[static_cast<std::size_t>(pack)];
      result.correct += memory_.pack_correct[static_cast<std::size_t>(pack)];
    }
    result.loss = detail::ratio(result.loss, total_weight);
    result.weight = total_weight;
    result.norm = norm();
    if (finite(result.loss) && finite(result.norm))
      std::copy(memory_.running.begin(), memory_.running.end(), running);
    return result;
  }

  /// Runs a batch forward, as `run` does, for the running statistics alone, of which those of this
  /// batch become the part `share`, in (0, 1]: 1 for the first batch of a mean over several, and so
  /// many of all images so far for each other one.
  template <class LossType, class PackInput>
  void measure_statistics(Net& net, const LossType& loss, const DataView& data,
                          std::span<const std::uint32_t> positions, Seed seed, std::uint32_t epoch,
                          PackInput& pack_input, std::span<const std::uint32_t> occurrences,
                          const Mixing& mixing, double share) {
    memory_.cut(static_cast<int>(positions.size()));
    memory_.follow(net.layer_training());
    const Batch<LossType> batch{net, loss, data, positions, T(0), seed, epoch, occurrences, mixing};
    T* const running = net.state().data() + Facts::padded_trained;
    std::copy_n(running, memory_.running.size(), memory_.running.begin());
    forward_phases(batch, pack_input, share);
    std::copy(memory_.running.begin(), memory_.running.end(), running);
  }

  /// The gradient of the last run, laid out as the network's parameters, padded with zeros.
  std::span<const T> gradient() const { return memory_.gradient; }
  std::span<T> gradient() { return memory_.gradient; }

  /// The gradient's Euclidean length; not finite if any of it is not, or its square is beyond
  /// double's range.
  double norm() {
    constexpr std::size_t size = Facts::padded_trained, chunks = (size + chunk - 1) / chunk;
    pool_->run(static_cast<int>(chunks), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t end = std::min(first + chunk, size);
      Lanes<T> sum(T(0));
      for (std::size_t p = first; p < end; p += Lanes<T>::count) {
        const Lanes<T> g = Lanes<T>::load(memory_.gradient.data() + p);
        sum = fma(g, g, sum);
      }
      squares_[static_cast<std::size_t>(job)] = static_cast<double>(sum.sum());
    });
    double total = 0;
    for (std::size_t job = 0; job < chunks; ++job) total += squares_[job];
    if (!finite(total)) {  // Squares leave T's range long before the gradient does.
      total = 0;
      for (const T g : memory_.gradient) total += static_cast<double>(g) * static_cast<double>(g);
    }
    return std::sqrt(total);
  }

  /// The position of the first layer with a gradient that isn't finite; "" if there is none.
  std::string not_finite() const {
    int p = 0;
    while (p < Architecture::trained && finite(memory_.gradient[static_cast<std::size_t>(p)])) ++p;
    std::span<const int> layer;
    Architecture::for_each_step([&]<int I>() {
      if (p >= Architecture::trained_offset[I] && p < Architecture::trained_offset[I + 1])
        layer = detail::indices_of(typename Facts::template StepAt<I>::Position{});
    });
    return detail::position_name(layer);
  }

 private:
  /// Calls work(PackPass of each pack), each group's on one thread.
  template <class LossType, class Work>
  void for_each_pack(const Batch<LossType>& batch, Work&& work) {
    pool_->run(memory_.groups, [&](int group, int thread) {
      const int end = memory_.first_pack(group + 1);
      for (int pack = memory_.first_pack(group); pack < end; ++pack)
        work(PackPass<LossType>{batch, memory_, batch.images_of(pack), pack, group, thread});
    });
  }

  /// All segments forward, one after the other: what a coupling layer needs of all packs is known
  /// when the segment in front of it is done. `measured`: the part that running statistics take of
  /// this batch, for which alone it is run; 0: by the layers' momentum, and on to the loss.
  template <class LossType, class PackInput>
  void forward_phases(const Batch<LossType>& batch, PackInput& pack_input, double measured = 0) {
    const detail::PixelScale<T> scale(batch.net.normalization, batch.data);
    detail::for_each_index<0, Facts::couplings + 1>([&]<int S>() {
      constexpr int begin = Facts::border[S], end = Facts::border[S + 1];
      if (S == Facts::couplings && measured > 0) return;
      for_each_pack(batch, [&](const PackPass<LossType>& pass) {
        if constexpr (S == 0) {
          Lanes<T>* const packed = pass.at(Facts::plan().value[0]);
          pack_input(batch.data, pass.images, pass.thread, scale, packed);
          if (!batch.mixing.off()) pass.mixture().mix_images(Net::input, packed);
        }
        pass.template forward<begin, end>();
        if constexpr (S < Facts::couplings) {
          if (!memory_.frozen[end])
            BoundAt<end>::pack_statistics(
                pass.at(Facts::plan().value[Facts::template StepAt<end>::from]),
                images_in_pack<T>(pass.pack, memory_.images),
                memory_.template part<end>(pass.pack));
        } else if constexpr (!Facts::coupled) {
          // Without a barrier a pack goes through the whole network and back while it is in cache.
          pass.backward_from_loss();
        }
      });
      if constexpr (S < Facts::couplings) {
        auto settings = detail::settings_of_step<end>(batch.net);
        T* const running = memory_.running.data() + Architecture::state_offset[end];
        if (memory_.frozen[end])
          return BoundAt<end>::running_statistics(settings, running, memory_.statistics(end));
        if (measured > 0) settings.momentum = 1;
        BoundAt<end>::finish_statistics(
            settings, memory_.template part<end>(0), memory_.packs, memory_.images, running,
            memory_.statistics(end),
            measured > 0 ? measured : double(memory_.images) / memory_.largest_batch);
      }
    });
  }

  template <class LossType>
  void backward_phases(const Batch<LossType>& batch) {
    if constexpr (Facts::coupled)
      detail::for_each_index<Facts::couplings, -1>([&]<int S>() { backward_phase<S>(batch); });
  }

  /// Segment S backward: the coupling layer that ends it, then its steps, then the statistics that
  /// the coupling layer in front of it needs.
  template <int S, class LossType>
  void backward_phase(const Batch<LossType>& batch) {
    constexpr int begin = Facts::border[S], end = Facts::border[S + 1];
    for_each_pack(batch, [&](const PackPass<LossType>& pass) {
      if constexpr (S == Facts::couplings)
        pass.backward_from_loss();
      else
        pass.template backward<begin + (S > 0), end + 1>();
      if constexpr (S > 0)
        if (!memory_.frozen[begin])
          BoundAt<begin>::pack_gradient_statistics(pass.template backward_of<begin>(),
                                                   memory_.template part<begin>(pass.pack));
    });
    if constexpr (S > 0)
      if (!memory_.frozen[begin])
        BoundAt<begin>::finish_gradient_statistics(
            memory_.template part<begin>(0), memory_.packs, memory_.images,
            memory_.gradient.data() + Architecture::trained_offset[begin],
            memory_.statistics(begin, true));
  }

  /// Sums the groups' gradients, and computes those that are made for the whole batch.
  void finish_gradients() {
    pool_->run(Facts::all_finish_jobs, [&](int job, int) {
      int first = 0;
      Architecture::for_each_step([&]<int I>() {
        constexpr int jobs = Facts::template finish_jobs<I>();
        if (job >= first && job < first + jobs) finish_gradient<I>(job - first);
        first += jobs;
      });
    });
  }

  template <int I>
  void finish_gradient([[maybe_unused]] int job) {
    T* to = memory_.gradient.data() + Architecture::trained_offset[I];
    if (memory_.frozen[I]) return;
    if constexpr (BatchGradientLayer<BoundAt<I>>) {
      const auto& plan = Facts::plan();
      BoundAt<I>::template batch_gradient<T>(
          {.input = memory_.at(plan.value[Facts::template StepAt<I>::from], 0, 0),
           .input_step = memory_.batch_lanes(),
           .kept = memory_.at(plan.kept[I], 0, 0),
           .kept_step = memory_.batch_lanes(),
           .packs = memory_.packs,
           .parameter_gradient = to},
          job);
    } else if constexpr (Facts::template gradient_by_packs<I>) {
      constexpr std::size_t first = Facts::group_offset[I];
      sum_groups(memory_.group_gradient(0) + first, Facts::group_offset[I + 1] - first, to);
    }
  }
  ANGKA_APART void sum_groups(const T* from, std::size_t count, T* to) const {
    for (std::size_t p = 0; p < count; ++p) {
      T sum = from[p];
      for (int group = 1; group < memory_.groups; ++group)
        sum += from[static_cast<std::size_t>(group) * Facts::group_size + p];
      to[p] = sum;
    }
  }

  ThreadPool* pool_;
  detail::BatchMemory<Net> memory_;
  std::vector<double> squares_;
};

}  // namespace angka::inline ANGKA_ISA
