#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/training/mixing.hpp>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// How `Model::fit` trains.
/// Example: `model.fit(train, {.epochs = 2, .batch_size = 8, .validation = test, .restore_best =
/// true});`
struct FitOptions {
  int epochs = 5;        ///< 1 or above: how often each image is seen
  int batch_size = 128;  ///< 1 or above; the last batch of an epoch may be smaller
  /// 1 or above: so many batches are one update, by the mean of their gradients over all images, as
  /// one batch of them all would be, in the memory of a small one. BatchNorm's statistics are of
  /// each batch. A step is an update, to schedules and observers too.
  int accumulate = 1;
  int threads = 0;        ///< 0: as many as the machine runs at once
  DataView validation{};  ///< measured after each epoch, never trained on; may be empty
  Schedule schedule{};    ///< of the learning rate
  double clip_norm = 0;   ///< gradients longer than this are shortened to it; 0: never
  /// The optimizer's weight decay (and ElasticNet's penalty) leaves biases alone, and the weights of
  /// normalisation and other tensors of one axis.
  bool decay_weights_alone = false;
  /// In [0, 1): measure and end with a moving average of the weights and running statistics, of
  /// which a step keeps this part (0.999), fewer at the start: min(ema_decay, (1 + step) / (10 +
  /// step)). 0: with the weights themselves.
  double ema_decay = 0;
  /// In [0, epochs]: the epoch, 1 is the first, from which on the weights at the end of each are
  /// averaged, all alike, to be measured and ended with; 0: never. Running statistics of those are
  /// the mean over the epoch's batches, run forward once more as they were trained on. Wants a
  /// learning rate that doesn't fall to 0. Excludes ema_decay.
  /// Source: Izmailov et al. 2018 (arXiv 1803.05407); torch.optim.swa_utils, update_bn included.
  int swa_from = 0;
  Mixing mixing{};   ///< of each image with another one of its batch
  int patience = 0;  ///< stop after so many epochs without a lower validation loss; 0: never
  bool restore_best = false;  ///< end with the weights of the lowest validation loss; like patience
                              ///< it needs validation data
  bool shuffle = true;
  bool resume = false;  ///< go on where the last training, or that of a checkpoint, had come to
};

/// What an observer is told after each step.
struct StepResult {
  std::int64_t step = 0;   ///< 1 is the first of the training, which `resume` takes up
  std::int64_t steps = 0;  ///< of the whole training
  int epoch = 0;           ///< 1 is the first
  int images = 0;          ///< in this batch, or those of the update
  double loss = 0;
  double gradient_norm = 0;  ///< before clipping
  double learning_rate = 0;
};

/// What an observer is told after each epoch.
struct EpochResult {
  int epoch = 0;              ///< 1 is the first
  double loss = 0;            ///< mean over the epoch, while training
  double train_accuracy = 0;  ///< likewise; not a number without labels, as the other
  bool has_validation = false;
  double validation_loss = 0;
  double validation_accuracy = 0;
  double learning_rate = 0;    ///< of the last step
  double seconds = 0;          ///< of training, without validation
  double average_seconds = 0;  ///< of averaging the weights by `swa_from`, not in `seconds`
  double images_per_second = 0;
};

enum class FitStatus {
  done,         ///< all epochs
  stopped,      ///< early, after `patience` epochs without progress
  interrupted,  ///< an observer returned false
  not_finite,   ///< loss or gradient became infinite or not a number; `message` says where
};

/// What `fit` returns.
struct History {
  FitStatus status = FitStatus::done;
  std::string message{};  ///< of what went wrong, if anything
  std::vector<EpochResult> epochs{};
  int best_epoch = 0;  ///< of the lowest validation loss; 0 without validation data
  double seconds = 0;  ///< of the whole training, those before `resume` included
  /// The network that was trained says labels no better than by guessing, such as one for all
  /// images; `message` says so. Found by 512 images of the validation data, or else of those that
  /// were trained on.
  bool at_chance = false;

  explicit operator bool() const { return status != FitStatus::not_finite; }
};

/// "epoch 3: loss 0.1234, accuracy 97.12%, validation loss 0.1311, accuracy 96.80%, 0.5 s"
[[gnu::cold]] ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const EpochResult& e);
/// "epoch 1, step 12 of 400: loss 2.31, gradient norm 1.204, learning rate 0.001"
[[gnu::cold]] ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const StepResult& s);
/// A line for each epoch, and one that says how training ended.
[[gnu::cold]] ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const History& history);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <angka/core/finite.hpp>
#include <angka/metrics/text.hpp>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const EpochResult& e) {
  using namespace detail;
  const auto accuracy = [](double part) {
    return finite(part) ? ", accuracy " + text::percent(part) : "";
  };
  std::string line = "epoch " + std::to_string(e.epoch) + ": loss " + text::brief(e.loss) +
                     accuracy(e.train_accuracy);
  if (e.has_validation)
    line += ", validation loss " + text::brief(e.validation_loss) + accuracy(e.validation_accuracy);
  return out << line + ", " + text::fixed(e.seconds, 1) + " s";
}

ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const StepResult& s) {
  using namespace detail;
  return out << "epoch " + std::to_string(s.epoch) + ", step " + std::to_string(s.step) + " of " +
                    std::to_string(s.steps) + ": loss " + text::brief(s.loss) + ", gradient norm " +
                    text::brief(s.gradient_norm) + ", learning rate " +
                    text::brief(s.learning_rate);
}

ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const History& history) {
  for (const EpochResult& epoch : history.epochs) out << epoch << '\n';
  constexpr const char* ends[] = {"done", "stopped early", "interrupted", "not finite"};
  out << ends[static_cast<int>(history.status)] << " after "
      << detail::text::fixed(history.seconds, 1) << " s";
  if (history.best_epoch > 0) out << ", the best epoch was " << history.best_epoch;
  if (!history.message.empty()) out << ": " << history.message;
  return out << '\n';
}

}  // namespace angka::inline ANGKA_ISA

#endif
