#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/packing.hpp>
#include <angka/network/network.hpp>
#include <angka/training/augmented_images.hpp>
#include <angka/training/threads.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
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
template <class Net>
class TrainingStep {
  using T = typename Net::Scalar;
  using Architecture = detail::ArchitectureOf<Net>;
  static constexpr int size = Architecture::size;
  static constexpr std::size_t padded_trained = Architecture::template padded_trained<T>;
  static constexpr int outputs = Net::output.size();
  template <int I>
  using StepAt = typename Architecture::template StepAt<I>;
  template <int I>
  using BoundAt = typename Architecture::template BoundAt<I>;

 public:
  static constexpr int max_groups = 8;

  /// How many threads can have work on batches of so many images at once.
  static int useful_threads(int batch_size) {
    return std::min(max_groups, std::max({packs_for<T>(batch_size), all_finish_jobs(),
                                          static_cast<int>(padded_trained / chunk)}));
  }

  /// `batch_size`: the largest batch to come; a smaller one moves running statistics less.
  TrainingStep(ThreadPool& pool, int batch_size)
      : pool_(&pool),
        largest_batch_(batch_size),
        max_packs_(packs_for<T>(batch_size)),
        slots_(static_cast<std::size_t>(coupled ? max_packs_ : pool.size()) * slot_size()),
        batch_(static_cast<std::size_t>(max_packs_) * batch_lanes()),
        targets_(static_cast<std::size_t>(pool.size()) * Net::outputs),
        running_(static_cast<std::size_t>(Architecture::state)),
        group_gradients_(static_cast<std::size_t>(std::min(max_groups, max_packs_)) * group_size),
        gradient_(padded_trained),
        parts_(static_cast<std::size_t>(max_packs_) * most_statistics()),
        statistics_(2 * statistics_offset[size]),
        pack_loss_(static_cast<std::size_t>(max_packs_)),
        pack_correct_(static_cast<std::size_t>(max_packs_)),
        squares_(padded_trained / chunk + 1) {}

  /// Computes loss and gradient for the images at `positions` of `data` (places in its arrays);
  /// `net` changes only in its running statistics, and not where loss or gradient aren't finite or
  /// something throws.
  template <class LossType>
  GradientResult run(Net& net, const LossType& loss, const DataView& data,
                     std::span<const std::uint32_t> positions, Seed seed, std::uint32_t epoch) {
    static constexpr NoAugmentation as_they_are;
    AugmentedImages<NoAugmentation, T> images(as_they_are, data, pool_->size());
    return run(net, loss, data, positions, seed, epoch, images);
  }
  /// The same; `pack_input` packs the images, as AugmentedImages does. `occurrences`: which of its
  /// occurrences in the epoch each image is; empty where all are the first.
  template <class LossType, class PackInput>
  GradientResult run(Net& net, const LossType& loss, const DataView& data,
                     std::span<const std::uint32_t> positions, Seed seed, std::uint32_t epoch,
                     PackInput& pack_input, std::span<const std::uint32_t> occurrences = {}) {
    images_ = static_cast<int>(positions.size());
    packs_ = packs_for<T>(images_);
    groups_ = std::min(max_groups, packs_);
    scale_ = detail::PixelScale<T>(net.normalization, data);
    double total_weight = 0;
    for (const std::uint32_t position : positions)
      total_weight += loss.weight(data.labels ? data.labels[position] : -1);
    const Batch<LossType> batch{
        net, loss, data, positions, static_cast<T>(1 / total_weight), seed, epoch, occurrences};
    std::copy_n(net.state().data() + padded_trained, running_.size(), running_.begin());
    forward_phases(batch, pack_input);
    backward_phases(batch);
    finish_gradients();

    GradientResult result{};
    for (int pack = 0; pack < packs_; ++pack) {
      result.loss += pack_loss_[static_cast<std::size_t>(pack)];
      result.correct += pack_correct_[static_cast<std::size_t>(pack)];
    }
    result.loss /= total_weight;
    result.weight = total_weight;
    result.norm = norm();
    if (finite(result.loss) && finite(result.norm))
      std::copy(running_.begin(), running_.end(), net.state().data() + padded_trained);
    return result;
  }

  /// The gradient of the last run, laid out as the network's parameters, padded with zeros.
  std::span<const T> gradient() const { return gradient_; }
  std::span<T> gradient() { return gradient_; }

  /// The position of the first layer with a gradient that isn't finite; "" if there is none.
  std::string not_finite() const {
    std::string name;
    Architecture::for_each_step([&]<int I>() {
      for (int p = Architecture::trained_offset[I];
           name.empty() && p < Architecture::trained_offset[I + 1]; ++p)
        if (!finite(gradient_[static_cast<std::size_t>(p)]))
          name = detail::position_name(typename StepAt<I>::Position{});
    });
    return name;
  }

  /// Parameters are updated in chunks of this many, by any thread.
  static constexpr std::size_t chunk = 4096;

 private:
  template <class LossType>
  struct Batch {
    Net& net;
    const LossType& loss;
    const DataView& data;
    std::span<const std::uint32_t> positions;
    T scale;
    Seed seed;
    std::uint32_t epoch;
    std::span<const std::uint32_t> occurrences;
  };

  static const auto& plan() {
    static const auto plan = Architecture::template plan<T>(true);
    return plan;
  }
  static std::size_t slot_size() { return static_cast<std::size_t>(plan().slot_size); }
  static std::size_t batch_lanes() { return static_cast<std::size_t>(plan().batch_size); }

  // Layers that couple the batch cut the network into segments; segment s is the steps from
  // border[s] to border[s + 1].
  static constexpr int couplings = [] {
    int count = 0;
    Architecture::for_each_step([&]<int I>() { count += CouplingLayer<BoundAt<I>>; });
    return count;
  }();
  static constexpr bool coupled = couplings > 0;
  static constexpr std::array<int, couplings + 2> border = [] {
    std::array<int, couplings + 2> border{};
    std::size_t next = 1;
    Architecture::for_each_step([&]<int I>() {
      if (CouplingLayer<BoundAt<I>>) border[next++] = I;
    });
    border[next] = size;
    return border;
  }();

  template <int I>
  static constexpr int statistics_of() {
    if constexpr (CouplingLayer<BoundAt<I>>)
      return BoundAt<I>::statistics;
    else
      return 0;
  }
  static constexpr std::array<std::size_t, size + 1> statistics_offset = [] {
    std::array<std::size_t, size + 1> offset{};
    Architecture::for_each_step(
        [&]<int I>() { offset[I + 1] = offset[I] + std::size_t{statistics_of<I>()}; });
    return offset;
  }();
  static constexpr std::size_t most_statistics() {
    std::size_t most = 0;
    Architecture::for_each_step(
        [&]<int I>() { most = std::max(most, std::size_t{statistics_of<I>()}); });
    return most;
  }

  /// Whether packs add up step I's gradient, in their group's memory.
  template <int I>
  static constexpr bool gradient_by_packs =
      !BatchGradientLayer<BoundAt<I>> && !CouplingLayer<BoundAt<I>> &&
      parameter_count<BoundAt<I>>() > 0;
  static constexpr std::array<std::size_t, size + 1> group_offset = [] {
    std::array<std::size_t, size + 1> offset{};
    Architecture::for_each_step([&]<int I>() {
      offset[I + 1] =
          offset[I] + (gradient_by_packs<I> ? std::size_t{parameter_count<BoundAt<I>>()} : 0);
    });
    return offset;
  }();
  static constexpr std::size_t group_size = (group_offset[size] + 63) / 64 * 64;

  int first_pack(int group) const { return group * packs_ / groups_; }

  Lanes<T>* at(detail::Place place, int pack, int thread) {
    const auto offset = static_cast<std::size_t>(place.offset);
    if (place.batch) return batch_.data() + static_cast<std::size_t>(pack) * batch_lanes() + offset;
    return slots_.data() + static_cast<std::size_t>(coupled ? pack : thread) * slot_size() + offset;
  }
  double* statistics(int step, bool backward = false) {
    const std::size_t count = statistics_offset[static_cast<std::size_t>(step) + 1] -
                              statistics_offset[static_cast<std::size_t>(step)];
    return statistics_.data() + 2 * statistics_offset[static_cast<std::size_t>(step)] +
           (backward ? count : 0);
  }
  template <int I>
  double* part(int pack) {
    return parts_.data() + static_cast<std::size_t>(pack) * std::size_t{statistics_of<I>()};
  }

  /// Calls work(pack, group, thread) for all packs, each group on one thread.
  template <class Work>
  void for_each_pack(Work&& work) {
    pool_->run(groups_, [&](int group, int thread) {
      for (int pack = first_pack(group); pack < first_pack(group + 1); ++pack)
        work(pack, group, thread);
    });
  }

  template <class B>
  static std::span<const std::uint32_t> positions(const B& batch, int pack) {
    const auto first = static_cast<std::size_t>(pack) * Lanes<T>::count;
    return batch.positions.subspan(
        first, std::min<std::size_t>(Lanes<T>::count, batch.positions.size() - first));
  }
  template <class B>
  static PackImages images(const B& batch, int pack) {
    const auto samples = positions(batch, pack);
    return {
        batch.seed, batch.epoch, samples.data(), static_cast<int>(samples.size()),
        batch.occurrences.empty() ? nullptr : batch.occurrences.data() + pack * Lanes<T>::count};
  }

  template <class B, class PackInput>
  void forward_phases(const B& batch, PackInput& pack_input) {
    detail::for_each_index<0, couplings + 1>([&]<int S>() {
      for_each_pack([&](int pack, int, int thread) {
        if constexpr (S == 0)
          pack_input(batch.data, images(batch, pack), thread, scale_,
                     at(plan().value[0], pack, thread));
        forward<border[S], border[S + 1]>(batch, pack, thread);
        if constexpr (S < couplings) {
          using Next = BoundAt<border[S + 1]>;
          Next::pack_statistics(at(plan().value[StepAt<border[S + 1]>::from], pack, thread),
                                images_in_pack<T>(pack, images_), part<border[S + 1]>(pack));
        } else if constexpr (!coupled) {
          // Without a barrier a pack goes through the whole network and back while it is in cache.
          backward_from_loss(batch, pack, thread);
        }
      });
      if constexpr (S < couplings) {
        constexpr int I = border[S + 1];
        BoundAt<I>::finish_statistics(detail::settings_of_step<I>(batch.net), part<I>(0), packs_, images_,
                                      running_.data() + Architecture::state_offset[I],
                                      statistics(I), double(images_) / largest_batch_);
      }
    });
  }

  template <class B>
  void backward_phases(const B& batch) {
    if constexpr (coupled)
      detail::for_each_index<couplings, -1>([&]<int S>() { backward_phase<S>(batch); });
  }

  /// Segment S backward: the coupling layer that ends it, then its steps, then the statistics that
  /// the coupling layer in front of it needs.
  template <int S, class B>
  void backward_phase(const B& batch) {
    for_each_pack([&](int pack, int, int thread) {
      if constexpr (S == couplings)
        backward_from_loss(batch, pack, thread);
      else
        backward<border[S] + (S > 0), border[S + 1] + 1>(batch, pack, thread);
      if constexpr (S > 0) {
        constexpr int I = border[S];
        BoundAt<I>::pack_gradient_statistics(backward_pass<I>(batch, pack, thread), part<I>(pack));
      }
    });
    if constexpr (S > 0) {
      constexpr int I = border[S];
      BoundAt<I>::finish_gradient_statistics(part<I>(0), packs_, images_,
                                             gradient_.data() + Architecture::trained_offset[I],
                                             statistics(I, true));
    }
  }

  template <int Begin, int End, class B>
  void forward(const B& batch, int pack, int thread) {
    Architecture::template for_steps<Begin, End>([&]<int I>() {
      using Step = StepAt<I>;
      Lanes<T>* output = at(plan().value[I + 1], pack, thread);
      Step::Bound::forward(detail::settings_of_step<I>(batch.net),
                           Forward<T>{.parameters = batch.net.state().data() + Architecture::template trained_begin<I>(),
                                      .input = at(plan().value[Step::from], pack, thread),
                                      .output = output,
                                      .kept = at(plan().kept[I], pack, thread),
                                      .workspace = at(plan().forward_workspace[I], pack, thread),
                                      .state = batch.net.state().data() + Architecture::template state_begin<I, T>(),
                                      .statistics = statistics(I),
                                      .training = true,
                                      .images = images(batch, pack),
                                      .position = I});
      if constexpr (Step::skip >= 0)
        add(at(plan().value[Step::skip], pack, thread), Step::Bound::output.size(), output);
    });
  }

  template <class B>
  void backward_from_loss(const B& batch, int pack, int thread) {
    const Lanes<T>* output = at(plan().value[size], pack, thread);
    int labels[Lanes<T>::count];
    const Truth<T> truth =
        detail::pack_truth(batch.data, positions(batch, pack), labels,
                           targets_.data() + static_cast<std::size_t>(thread) * Net::outputs);
    Lanes<T>* gradient = at(plan().gradient[size], pack, thread);
    if (truth.labels) {  // The gradient's memory is free as yet.
      std::copy_n(output, outputs, gradient);
      batch.loss.activate(gradient, outputs);
    }
    pack_correct_[static_cast<std::size_t>(pack)] = detail::count_correct(gradient, outputs, truth);
    pack_loss_[static_cast<std::size_t>(pack)] =
        batch.loss.gradient(output, Net::outputs, truth, batch.scale, gradient);
    // The first pack of a group also begins the group's sums.
    const int group = group_of(pack);
    if (pack == first_pack(group)) std::fill_n(group_gradient(group), group_size, T(0));
    backward<border[couplings] + coupled, size>(batch, pack, thread);
  }

  template <int Begin, int End, class B>
  void backward(const B& batch, int pack, int thread) {
    Architecture::template for_steps_backward<Begin, End>([&]<int I>() {
      using Step = StepAt<I>;
      auto pass = backward_pass<I>(batch, pack, thread);
      Step::Bound::backward(detail::settings_of_step<I>(batch.net), pass);
      if (plan().adds_input_gradient[I] && pass.input_gradient)
        add(pass.input_gradient, Step::Bound::input.size(),
            at(plan().gradient[Step::from], pack, thread));
      if constexpr (Step::skip > 0) {
        Lanes<T>* skip = at(plan().gradient[Step::skip], pack, thread);
        if (plan().adds_skip_gradient[I])
          add(pass.output_gradient, Step::Bound::output.size(), skip);
        else
          std::copy_n(pass.output_gradient, Step::Bound::output.size(), skip);
      }
    });
  }

  template <int I, class B>
  Backward<T> backward_pass(const B& batch, int pack, int thread) {
    using Step = StepAt<I>;
    Lanes<T>* input_gradient = nullptr;
    if (Step::from > 0)
      input_gradient =
          at(plan().adds_input_gradient[I] ? plan().scratch[I] : plan().gradient[Step::from], pack,
             thread);
    return {.parameters = batch.net.state().data() + Architecture::template trained_begin<I>(),
            .input = at(plan().value[Step::from], pack, thread),
            .output = at(plan().value[I + 1], pack, thread),
            .kept = at(plan().kept[I], pack, thread),
            .workspace = at(plan().backward_workspace[I], pack, thread),
            .statistics = statistics(I),
            .images = images(batch, pack),
            .output_gradient = at(plan().gradient[I + 1], pack, thread),
            .input_gradient = input_gradient,
            .parameter_gradient =
                gradient_by_packs<I> ? group_gradient(group_of(pack)) + group_offset[I] : nullptr};
  }

  T* group_gradient(int group) {
    return group_gradients_.data() + static_cast<std::size_t>(group) * group_size;
  }
  int group_of(int pack) const {
    int group = 0;
    while (first_pack(group + 1) <= pack) ++group;
    return group;
  }

  static void add(const Lanes<T>* from, int count, Lanes<T>* to) {
    for (int i = 0; i < count; ++i) to[i] += from[i];
  }

  template <int I>
  static constexpr int finish_jobs() {
    if constexpr (BatchGradientLayer<BoundAt<I>>)
      return BoundAt<I>::batch_gradient_parts;
    else
      return gradient_by_packs<I> ? 1 : 0;
  }

  static constexpr int all_finish_jobs() {
    int count = 0;
    Architecture::for_each_step([&]<int I>() { count += finish_jobs<I>(); });
    return count;
  }

  /// Sums the groups' gradients, and computes those that are made for the whole batch.
  void finish_gradients() {
    pool_->run(all_finish_jobs(), [&](int job, int) {
      int first = 0;
      Architecture::for_each_step([&]<int I>() {
        if (job >= first && job < first + finish_jobs<I>()) finish_gradient<I>(job - first);
        first += finish_jobs<I>();
      });
    });
  }

  template <int I>
  void finish_gradient([[maybe_unused]] int job) {
    T* to = gradient_.data() + Architecture::trained_offset[I];
    if constexpr (BatchGradientLayer<BoundAt<I>>) {
      BoundAt<I>::template batch_gradient<T>({.input = at(plan().value[StepAt<I>::from], 0, 0),
                                              .input_step = batch_lanes(),
                                              .kept = at(plan().kept[I], 0, 0),
                                              .kept_step = batch_lanes(),
                                              .packs = packs_,
                                              .parameter_gradient = to},
                                             job);
    } else if constexpr (gradient_by_packs<I>) {
      const T* from = group_gradients_.data() + group_offset[I];
      for (std::size_t p = 0; p < group_offset[I + 1] - group_offset[I]; ++p) {
        T sum = from[p];
        for (int group = 1; group < groups_; ++group)
          sum += from[static_cast<std::size_t>(group) * group_size + p];
        to[p] = sum;
      }
    }
  }

  double norm() {
    const std::size_t chunks = (padded_trained + chunk - 1) / chunk;
    pool_->run(static_cast<int>(chunks), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t end = std::min(first + chunk, padded_trained);
      Lanes<T> sum(T(0));
      for (std::size_t p = first; p < end; p += Lanes<T>::count) {
        const Lanes<T> g = Lanes<T>::load(gradient_.data() + p);
        sum = fma(g, g, sum);
      }
      squares_[static_cast<std::size_t>(job)] = static_cast<double>(sum.sum());
    });
    double total = 0;
    for (std::size_t job = 0; job < chunks; ++job) total += squares_[job];
    if (!finite(total)) {  // Squares leave T's range long before the gradient does.
      total = 0;
      for (const T g : gradient_) total += static_cast<double>(g) * static_cast<double>(g);
    }
    return std::sqrt(total);
  }

  ThreadPool* pool_;
  int largest_batch_, max_packs_;
  AlignedArray<Lanes<T>> slots_, batch_, targets_;
  std::vector<T> running_;  ///< the network's running statistics as this step leaves them
  AlignedArray<T> group_gradients_, gradient_;
  std::vector<double> parts_, statistics_, pack_loss_;
  std::vector<int> pack_correct_;
  std::vector<double> squares_;
  detail::PixelScale<T> scale_;
  int images_ = 0, packs_ = 0, groups_ = 0;
};

}  // namespace angka::inline ANGKA_ISA
