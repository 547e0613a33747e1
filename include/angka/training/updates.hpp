#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/lanes.hpp>
#include <angka/network/network.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/training/threads.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// How many numbers a parameter an optimizer keeps.
template <class OptimizerType>
constexpr std::size_t slots_of() {
  if constexpr (Optimizer<OptimizerType>) return OptimizerType::slots;
  return 0;
}

/// The places in a network's array of the trained tensors with one axis: biases, and what scales.
template <class Net>
[[gnu::cold]] std::vector<std::uint32_t> places_of_one_axis() {
  std::vector<std::uint32_t> places;
  for (const TensorPlace& tensor : tensor_places<ArchitectureOf<Net>, typename Net::Scalar>())
    if (tensor.parameter.trained && tensor.parameter.rank == 1)
      for (int i = 0; i < tensor.parameter.size(); ++i)
        places.push_back(static_cast<std::uint32_t>(tensor.begin) + static_cast<std::uint32_t>(i));
  return places;
}

template <class OptimizerType>
concept Decays = requires(OptimizerType& optimizer) {
  optimizer.weight_decay = 0;
};
/// An optimizer without any pull on the parameters themselves.
template <class OptimizerType>
OptimizerType without_decay(OptimizerType optimizer) {
  if constexpr (Decays<OptimizerType>) optimizer.weight_decay = 0;
  if constexpr (requires { optimizer.l1 = optimizer.l2; }) optimizer.l1 = optimizer.l2 = 0;
  return optimizer;
}

/// An optimizer's state for `size` parameters, and their updates.
template <class OptimizerType, class T>
class Updates {
 public:
  explicit Updates(std::size_t size) {
    for (auto& slot : slots_) slot = AlignedArray<T>(size);
  }

  /// From now on decay leaves the parameters at these places alone.
  void spare(std::vector<std::uint32_t> places) {
    spared_ = std::move(places);
    constexpr std::size_t lanes = Lanes<T>::count;
    const std::size_t size = (spared_.size() + lanes - 1) / lanes * lanes;
    for (auto* numbers : {&spared_weights_, &spared_gradient_}) *numbers = AlignedArray<T>(size);
    for (auto& slot : spared_slots_) slot = AlignedArray<T>(size);
  }

  /// Makes update number `step` (1 is the first), in chunks that any thread may take; the gradient
  /// is scaled by `factor`, unless that is 1.
  void run(ThreadPool& pool, std::size_t chunk, const OptimizerType& optimizer, std::int64_t step,
           double rate, double factor, std::span<T> weights, std::span<T> gradient) {
    const std::size_t size = gradient.size();
    if (!spared_.empty()) take_spared(weights);
    pool.run(static_cast<int>((size + chunk - 1) / chunk), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t count = std::min(chunk, size - first);
      const std::span<T> part = gradient.subspan(first, count);
      if (factor < 1)
        for (T& g : part) g *= static_cast<T>(factor);
      std::array<T*, OptimizerType::slots> state{};
      for (std::size_t slot = 0; slot < state.size(); ++slot)
        state[slot] = slots_[slot].data() + first;
      optimizer.template update<T>(step, static_cast<T>(rate), weights.subspan(first, count), part,
                                   state);
    });
    if (!spared_.empty()) update_spared(optimizer, step, rate, weights, gradient);
  }

  std::vector<std::vector<T>> state() const {
    std::vector<std::vector<T>> state;
    for (const auto& slot : slots_) state.emplace_back(slot.begin(), slot.end());
    return state;
  }
  bool takes(const std::vector<std::vector<T>>& state) const {
    return std::equal(state.begin(), state.end(), slots_.begin(), slots_.end(),
                      [](const auto& a, const auto& b) { return a.size() == b.size(); });
  }
  void restore(const std::vector<std::vector<T>>& state) {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot)
      std::copy(state[slot].begin(), state[slot].end(), slots_[slot].begin());
  }

 private:
  // Spared parameters are updated once more, from what they were, without decay.
  ANGKA_APART void take_spared(std::span<const T> weights) {
    for (std::size_t i = 0; i < spared_.size(); ++i) {
      spared_weights_[i] = weights[spared_[i]];
      for (std::size_t slot = 0; slot < slots_.size(); ++slot)
        spared_slots_[slot][i] = slots_[slot][spared_[i]];
    }
  }
  ANGKA_APART void update_spared(const OptimizerType& optimizer, std::int64_t step, double rate,
                                 std::span<T> weights, std::span<const T> gradient) {
    for (std::size_t i = 0; i < spared_.size(); ++i) spared_gradient_[i] = gradient[spared_[i]];
    std::array<T*, OptimizerType::slots> state{};
    for (std::size_t slot = 0; slot < state.size(); ++slot)
      state[slot] = spared_slots_[slot].data();
    without_decay(optimizer).template update<T>(step, static_cast<T>(rate),
                                                std::span<T>(spared_weights_),
                                                std::span<const T>(spared_gradient_), state);
    for (std::size_t i = 0; i < spared_.size(); ++i) {
      weights[spared_[i]] = spared_weights_[i];
      for (std::size_t slot = 0; slot < slots_.size(); ++slot)
        slots_[slot][spared_[i]] = spared_slots_[slot][i];
    }
  }

  std::array<AlignedArray<T>, slots_of<OptimizerType>()> slots_, spared_slots_;
  std::vector<std::uint32_t> spared_{};
  AlignedArray<T> spared_weights_{}, spared_gradient_{};
};

}  // namespace angka::inline ANGKA_ISA::detail
