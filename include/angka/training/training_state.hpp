#pragma once

#include <angka/core/named_setting.hpp>
#include <angka/core/random.hpp>
#include <angka/metrics/tally.hpp>
#include <angka/network/layer_training.hpp>
#include <angka/training/fit.hpp>
#include <cstdint>
#include <optional>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Which weights a network has after training.
enum class ShownWeights : int {
  trained,  ///< those that the next step would start from
  best,     ///< of the lowest validation loss
  average,  ///< of `ema_decay` or `swa_from`
};

/// All that training goes on from: what a checkpoint holds.
/// Example: `TrainingState<float> state = model.training_state(); model.restore(state);`
template <class T>
struct TrainingState {
  Seed seed{};
  std::uint32_t epochs = 0;  ///< that the model was ever trained for
  std::int64_t steps = 0;
  History history{};
  double best_loss = 0;                        ///< the lowest validation loss
  std::vector<T> weights{};                    ///< in memory order, running statistics included
  std::vector<std::vector<T>> optimizer{};     ///< its state, slot by slot
  std::vector<T> best_weights{};               ///< of the lowest validation loss, or none
  std::vector<T> average_weights{};            ///< of `ema_decay` or `swa_from`, or none
  std::int64_t averaged_epochs = 0;            ///< whose weights `swa_from` averaged
  ShownWeights shown = ShownWeights::trained;  ///< training goes on from `weights` all the same
  Tally tally{};             ///< of the epoch that has begun; no images between two epochs
  double epoch_seconds = 0;  ///< that it took so far
  std::optional<NetworkSettings> settings{};  ///< none: of the first checkpoints, which had none
  std::vector<LayerTraining> layers{};        ///< what is frozen, and rates; none: all are alike
  std::vector<std::int64_t> missed{};  ///< updates while a layer was frozen, step by step, or none
};

}  // namespace angka::inline ANGKA_ISA
