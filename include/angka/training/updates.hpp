#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/lanes.hpp>
#include <angka/network/network.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/training/threads.hpp>
#include <angka/training/update_plan.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// How many numbers a parameter an optimizer keeps.
template <class OptimizerType>
constexpr std::size_t slots_of() {
  if constexpr (Optimizer<OptimizerType>) return OptimizerType::slots;
  return 0;
}

template <class OptimizerType>
concept Decays = requires(OptimizerType& optimizer) {
  optimizer.weight_decay = 0;
};
/// An optimizer whose pull on the parameters themselves is multiplied by `factor`.
template <class OptimizerType>
OptimizerType with_decay(OptimizerType optimizer, double factor) {
  const auto multiply = [factor](auto& decay) {
    decay = static_cast<std::remove_reference_t<decltype(decay)>>(double(decay) * factor);
  };
  if constexpr (Decays<OptimizerType>) multiply(optimizer.weight_decay);
  if constexpr (requires { optimizer.l1 = optimizer.l2; }) {
    multiply(optimizer.l1);
    multiply(optimizer.l2);
  }
  return optimizer;
}

/// An optimizer's state for `size` parameters, and their updates.
template <class OptimizerType, class T>
class Updates {
  static constexpr std::size_t lanes = Lanes<T>::count;

 public:
  explicit Updates(std::size_t size) {
    for (auto& slot : slots_) slot = AlignedArray<T>(size);
  }

  /// From now on parameters are updated as their network says, of which decay leaves tensors of one
  /// axis alone if `weights_alone`.
  template <class Net>
  void follow(const Net& net, bool weights_alone) {
    if (!plan_.follows(net.layer_training(), weights_alone))
      plan_.follow(net.layer_training(), weights_alone, Decays<OptimizerType>,
                   tensor_places<ArchitectureOf<Net>, T>(), ArchitectureOf<Net>::trained_offset);
  }

  /// Makes update number `step` (1 is the first), in chunks that any thread may take; the gradient
  /// is scaled by `factor`, unless that is 1.
  void run(ThreadPool& pool, std::size_t chunk, const OptimizerType& optimizer, std::int64_t step,
           double rate, double factor, std::span<T> weights, std::span<T> gradient) {
    const std::size_t size = gradient.size();
    pool.run(static_cast<int>((size + chunk - 1) / chunk), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t count = std::min(chunk, size - first);
      const std::span<T> part = gradient.subspan(first, count);
      if (factor < 1)
        for (T& g : part) g *= static_cast<T>(factor);
      if (plan_.alike())
        update(optimizer, step, rate, weights, gradient, first, count);
      else
        update_runs(optimizer, step, rate, weights, gradient, first, first + count);
    });
    plan_.step();
  }

  const UpdatePlan& plan() const { return plan_; }
  std::vector<std::vector<T>> state() const {
    std::vector<std::vector<T>> state;
    for (const auto& slot : slots_) state.emplace_back(slot.begin(), slot.end());
    return state;
  }
  bool takes(const std::vector<std::vector<T>>& state) const {
    return std::equal(state.begin(), state.end(), slots_.begin(), slots_.end(),
                      [](const auto& a, const auto& b) { return a.size() == b.size(); });
  }
  void restore(const std::vector<std::vector<T>>& state, const std::vector<std::int64_t>& missed) {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot)
      std::copy(state[slot].begin(), state[slot].end(), slots_[slot].begin());
    plan_.restore(missed);
  }

 private:
  ANGKA_APART static void update(const OptimizerType& optimizer, std::int64_t step, double rate,
                                 std::span<T> weights, std::span<const T> gradient,
                                 std::array<T*, OptimizerType::slots> state) {
    optimizer.template update<T>(step, static_cast<T>(rate), weights, gradient, state);
  }
  void update(const OptimizerType& optimizer, std::int64_t step, double rate, std::span<T> weights,
              std::span<const T> gradient, std::size_t first, std::size_t count) {
    std::array<T*, OptimizerType::slots> state{};
    for (std::size_t slot = 0; slot < state.size(); ++slot)
      state[slot] = slots_[slot].data() + first;
    update(optimizer, step, rate, weights.subspan(first, count), gradient.subspan(first, count),
           state);
  }

  /// The runs' parts from `first` to `end`.
  ANGKA_APART void update_runs(const OptimizerType& given, std::int64_t step, double rate,
                               std::span<T> weights, std::span<const T> gradient, std::size_t first,
                               std::size_t end) {
    for (const UpdateRun& run : plan_.runs()) {
      const std::size_t from = std::max(first, run.begin), to = std::min(end, run.end);
      if (from >= to) continue;
      const OptimizerType optimizer = run.decay == 1 ? given : with_decay(given, run.decay);
      // Registers that lie within the run, and those of which a part does.
      const std::size_t begin = std::min((from + lanes - 1) / lanes * lanes, to);
      const std::size_t rest = std::max(begin, to / lanes * lanes);
      const auto part = [&](std::size_t a, std::size_t b) {
        if (a < b)
          update_part(optimizer, step - run.missed, rate * run.rate, weights, gradient, a, b);
      };
      part(from, begin);
      if (begin < rest)
        update(optimizer, step - run.missed, rate * run.rate, weights, gradient, begin,
               rest - begin);
      part(rest, to);
    }
  }
  /// Parameters from `a` to `b`, which lie in one register, of which the others stay.
  void update_part(const OptimizerType& optimizer, std::int64_t step, double rate,
                   std::span<T> weights, std::span<const T> gradient, std::size_t a,
                   std::size_t b) {
    constexpr std::size_t arrays = 2 + slots_of<OptimizerType>();
    alignas(64) T values[arrays][lanes] = {};
    std::array<T*, OptimizerType::slots> state{};
    for (std::size_t slot = 0; slot < state.size(); ++slot) {
      state[slot] = values[2 + slot];
      std::copy(slots_[slot].data() + a, slots_[slot].data() + b, state[slot]);
    }
    std::copy(weights.data() + a, weights.data() + b, values[0]);
    std::copy(gradient.data() + a, gradient.data() + b, values[1]);
    update(optimizer, step, rate, std::span<T>(values[0], lanes),
           std::span<const T>(values[1], lanes), state);
    std::copy_n(values[0], b - a, weights.data() + a);
    for (std::size_t slot = 0; slot < state.size(); ++slot)
      std::copy_n(state[slot], b - a, slots_[slot].data() + a);
  }

  std::array<AlignedArray<T>, slots_of<OptimizerType>()> slots_;
  UpdatePlan plan_{};
};

}  // namespace angka::inline ANGKA_ISA::detail
