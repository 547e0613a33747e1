#pragma once

#include <algorithm>
#include <angka/layers/layer.hpp>
#include <angka/network/network.hpp>
#include <array>
#include <cstddef>

namespace angka::inline ANGKA_ISA::detail {

/// What the compiler knows of training a network on a batch: the segments behind which all packs
/// wait for each other, where a step's statistics lie, and who adds up which gradient.
template <class Net>
struct BatchFacts {
  using T = typename Net::Scalar;
  using Architecture = ArchitectureOf<Net>;
  static constexpr int size = Architecture::size;
  template <int I>
  using StepAt = typename Architecture::template StepAt<I>;
  template <int I>
  using BoundAt = typename Architecture::template BoundAt<I>;

  static constexpr std::size_t padded_trained = Architecture::template padded_trained<T>;

  static const auto& plan() {
    static const auto plan = Architecture::template plan<T>(true);
    return plan;
  }

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
  static constexpr std::size_t most_statistics = [] {
    std::size_t most = 0;
    Architecture::for_each_step(
        [&]<int I>() { most = std::max(most, std::size_t{statistics_of<I>()}); });
    return most;
  }();

  /// Whether packs add up step I's gradient, in their group's memory.
  template <int I>
  static constexpr bool gradient_by_packs =
      !BatchGradientLayer<BoundAt<I>> && !CouplingLayer<BoundAt<I>> &&
      parameter_count<BoundAt<I>>() > 0;
  /// Where it lies there.
  static constexpr std::array<std::size_t, size + 1> group_offset = [] {
    std::array<std::size_t, size + 1> offset{};
    Architecture::for_each_step([&]<int I>() {
      offset[I + 1] =
          offset[I] + (gradient_by_packs<I> ? std::size_t{parameter_count<BoundAt<I>>()} : 0);
    });
    return offset;
  }();
  static constexpr std::size_t group_size = (group_offset[size] + 63) / 64 * 64;

  /// How many jobs, for any thread, finish step I's gradient when all packs are done.
  template <int I>
  static constexpr int finish_jobs() {
    if constexpr (BatchGradientLayer<BoundAt<I>>)
      return BoundAt<I>::batch_gradient_parts;
    else
      return gradient_by_packs<I> ? 1 : 0;
  }
  static constexpr int all_finish_jobs = [] {
    int count = 0;
    Architecture::for_each_step([&]<int I>() { count += finish_jobs<I>(); });
    return count;
  }();
};

}  // namespace angka::inline ANGKA_ISA::detail
