#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/packing.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/branches.hpp>
#include <angka/layers/layer.hpp>
#include <angka/losses/loss.hpp>
#include <angka/training/batch_memory.hpp>
#include <angka/training/mixing.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

/// What a batch is trained with.
template <class Net, class LossType>
struct Batch {
  using T = typename Net::Scalar;

  const Net& net;
  const LossType& loss;
  const DataView& data;
  std::span<const std::uint32_t> positions;
  T scale;
  Seed seed;
  std::uint32_t epoch;
  std::span<const std::uint32_t> occurrences;
  const Mixing& mixing;

  std::span<const std::uint32_t> positions_of(int pack) const {
    const auto first = static_cast<std::size_t>(pack) * Lanes<T>::count;
    return positions.subspan(first,
                             std::min<std::size_t>(Lanes<T>::count, positions.size() - first));
  }
  PackImages images_of(int pack) const {
    const auto samples = positions_of(pack);
    return {seed, epoch, samples.data(), static_cast<int>(samples.size()),
            occurrences.empty() ? nullptr : occurrences.data() + pack * Lanes<T>::count};
  }
};

/// One pack's way through the steps of a network and back, on one thread.
template <class Net, class LossType>
struct PackPass {
  using Facts = BatchFacts<Net>;
  using Architecture = typename Facts::Architecture;
  using T = typename Net::Scalar;
  template <int I>
  using StepAt = typename Facts::template StepAt<I>;

  const Batch<Net, LossType>& batch;
  BatchMemory<Net>& memory;
  PackImages images;
  int pack, group, thread;

  Lanes<T>* at(Place place) const { return memory.at(place, pack, thread); }
  PackMixture<T> mixture() const { return {batch.mixing, images, Net::input}; }

  /// Steps Begin .. End - 1.
  template <int Begin, int End>
  void forward() const {
    const auto& plan = Facts::plan();
    const T* parameters = batch.net.state().data();
    Architecture::template for_steps<Begin, End>([&]<int I>() {
      using Step = StepAt<I>;
      const auto value = [&](std::size_t number) { return at(plan.value[number]); };
      if constexpr (Step::joins)
        run_join<Step>(value(I + 1), value);
      else
        detail::forward<typename Step::Bound>(
            settings_of_step<I>(batch.net),
            Forward<T>{.parameters = parameters + Architecture::template trained_begin<I>(),
                       .input = value(Step::from),
                       .output = value(I + 1),
                       .kept = at(plan.kept[I]),
                       .workspace = at(plan.forward_workspace[I]),
                       .state = parameters + Architecture::template state_begin<I, T>(),
                       .statistics = memory.statistics(I),
                       .training = !memory.frozen[I],
                       .images = images,
                       .position = I});
    });
  }

  /// The loss and its gradient, then the steps of the last segment backward.
  void backward_from_loss() const {
    const auto& plan = Facts::plan();
    constexpr int outputs = static_cast<int>(Net::outputs);
    const Lanes<T>* output = at(plan.value[Facts::size]);
    int labels[Lanes<T>::count];
    Lanes<T>* const targets = memory.targets(thread);
    Truth<T> truth = pack_truth(batch.data, batch.positions_of(pack), labels, targets);
    if (!batch.mixing.off()) mixture().mix_truth(truth, outputs, targets);
    Lanes<T>* gradient = at(plan.gradient[Facts::size]);
    if (truth.labels) {  // The gradient's memory is free as yet.
      std::copy_n(output, outputs, gradient);
      detail::activate(batch.loss, gradient, outputs);
    }
    const auto p = static_cast<std::size_t>(pack);
    memory.pack_correct[p] = count_correct(gradient, outputs, truth);
    memory.pack_loss[p] = batch.loss.gradient(output, outputs, truth, batch.scale, gradient);
    // The first pack of a group also begins the group's sums.
    if (pack == memory.first_pack(group))
      std::fill_n(memory.group_gradient(group), Facts::group_size, T(0));
    backward<Facts::border[Facts::couplings] + Facts::coupled, Facts::size>();
  }

  /// Steps End - 1 .. Begin.
  template <int Begin, int End>
  void backward() const {
    const auto& plan = Facts::plan();
    Architecture::template for_steps_backward<Begin, End>([&]<int I>() {
      using Step = StepAt<I>;
      constexpr int first = Architecture::input_begin[I];
      if (!memory.wanted[I + 1]) return;
      if constexpr (Step::joins) {
        backward_of_join<I>(std::make_index_sequence<Step::inputs.size()>{});
      } else {
        auto pass = backward_of<I>();
        detail::backward<typename Step::Bound, Step::from == 0>(settings_of_step<I>(batch.net),
                                                                pass);
        if (plan.adds_gradient[first] && pass.input_gradient)
          pass_on(pass.input_gradient, Step::Bound::input.size(), true,
                  at(plan.gradient[Step::from]));
      }
    });
  }

  /// What step I's backward pass reads and writes.
  template <int I>
  Backward<T> backward_of() const {
    using Step = StepAt<I>;
    const auto& plan = Facts::plan();
    Lanes<T>* input_gradient = nullptr;
    if (memory.wanted[Step::from])
      input_gradient =
          at(plan.adds_gradient[Architecture::input_begin[I]] ? plan.scratch[I]
                                                              : plan.gradient[Step::from]);
    return {.parameters = batch.net.state().data() + Architecture::template trained_begin<I>(),
            .input = at(plan.value[Step::from]),
            .output = at(plan.value[I + 1]),
            .kept = at(plan.kept[I]),
            .workspace = at(plan.backward_workspace[I]),
            .statistics = memory.statistics(I),
            .images = images,
            .output_gradient = at(plan.gradient[I + 1]),
            .input_gradient = input_gradient,
            .parameter_gradient = Facts::template gradient_by_packs<I>
                                      ? memory.group_gradient(group) + Facts::group_offset[I]
                                      : nullptr,
            .frozen = memory.frozen[I]};
  }

 private:
  template <int I, std::size_t... B>
  void backward_of_join(std::index_sequence<B...>) const {
    using Step = StepAt<I>;
    const auto& plan = Facts::plan();
    const Lanes<T>* inputs[] = {at(plan.value[Step::inputs[B]])...};
    Lanes<T>* gradients[] = {memory.wanted[Step::inputs[B]] ? at(plan.gradient[Step::inputs[B]])
                                                            : nullptr...};
    join<typename Step::Bound>(
        JoinBackward<T>{.inputs = inputs,
                        .output_gradient = at(plan.gradient[I + 1]),
                        .input_gradients = gradients,
                        .adds = plan.adds_gradient.data() + Architecture::input_begin[I]});
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
