#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/training/threads.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// How many numbers a parameter an optimizer keeps.
template <class OptimizerType>
constexpr std::size_t slots_of() {
  if constexpr (Optimizer<OptimizerType>) return OptimizerType::slots;
  return 0;
}

/// An optimizer's state for `size` parameters, and their updates.
template <class OptimizerType, class T>
class Updates {
 public:
  explicit Updates(std::size_t size) {
    for (auto& slot : slots_) slot = AlignedArray<T>(size);
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
      std::array<T*, OptimizerType::slots> state{};
      for (std::size_t slot = 0; slot < state.size(); ++slot)
        state[slot] = slots_[slot].data() + first;
      optimizer.template update<T>(step, static_cast<T>(rate), weights.subspan(first, count), part,
                                   state);
    });
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
  std::array<AlignedArray<T>, slots_of<OptimizerType>()> slots_;
};

}  // namespace angka::inline ANGKA_ISA::detail
