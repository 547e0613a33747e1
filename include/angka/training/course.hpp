#pragma once

#include <algorithm>
#include <angka/core/finite.hpp>
#include <angka/core/random.hpp>
#include <angka/metrics/tally.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/training/fit.hpp>
#include <angka/training/threads.hpp>
#include <angka/training/training_state.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// How far a training has come, and its best and average weights so far: what `fit` goes on from.
/// `weights` are always those of the network, which it doesn't keep.
template <class T>
class Course {
 public:
  explicit Course(Seed its_seed) : seed(its_seed) {}

  /// Takes up the last training, or begins a new one with the weights that the network has.
  void start(bool resume, std::span<T> weights) {
    if (resume) {
      if (shown(weights) != ShownWeights::trained)
        std::copy(last_.begin(), last_.end(), weights.begin());
    } else {
      if (tally.images > 0) ++epochs;  // An epoch that was broken off is over.
      history = {};
      best_loss_ = 0;
      best_ = {};
      average_ = {};
      averaged_epochs_ = 0;
      tally = {};
      epoch_seconds = 0;
    }
    last_ = {};
    history.status = FitStatus::done;
    history.message.clear();
    history.at_chance = false;
  }

  /// The number of the epoch at hand; 1 is the first.
  int epoch() const { return static_cast<int>(history.epochs.size()) + 1; }

  Progress progress(int of_epochs, std::size_t batch_size, std::size_t images) const {
    const auto in = [&](std::size_t count) {
      return static_cast<std::int64_t>((count + batch_size - 1) / batch_size);
    };
    return {.step = in(images) * static_cast<std::int64_t>(history.epochs.size()) +
                    in(std::min(static_cast<std::size_t>(tally.images), images)),
            .steps = in(images) * of_epochs,
            .steps_per_epoch = in(images)};
  }

  /// Whether there is another epoch to come.
  bool goes_on(const FitOptions& options) {
    const int done = static_cast<int>(history.epochs.size());
    if (history.status != FitStatus::done || done >= options.epochs) return false;
    if (options.patience > 0 && done > 0 && history.epochs.back().has_validation &&
        done - history.best_epoch >= options.patience)
      history.status = FitStatus::stopped;
    return history.status == FitStatus::done;
  }

  /// A moving average begins with the weights as they are; one of before that isn't asked for any
  /// more is over.
  void begin_average(const FitOptions& options, std::span<const T> weights) {
    const bool of_epochs = averaged_epochs_ > 0;
    if (options.ema_decay == 0 && (options.swa_from == 0 || !of_epochs)) average_ = {};
    if (options.swa_from == 0) averaged_epochs_ = 0;
    if (options.ema_decay > 0 && average_.empty()) average_.assign(weights.begin(), weights.end());
  }
  /// Takes the weights after a step into the average, which keeps `kept` of itself.
  void average(ThreadPool& pool, double kept, std::span<const T> weights) {
    constexpr std::size_t chunk = 1 << 14;
    const T part = static_cast<T>(1 - kept);
    pool.run(static_cast<int>((weights.size() + chunk - 1) / chunk), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t end = std::min(first + chunk, weights.size());
      for (std::size_t i = first; i < end; ++i) average_[i] += part * (weights[i] - average_[i]);
    });
  }
  /// Takes the weights after an epoch into the average, in which all epochs' count alike.
  void average_epoch(ThreadPool& pool, std::span<const T> weights) {
    if (averaged_epochs_++ == 0) average_.assign(weights.begin(), weights.end());
    average(pool, 1 - 1 / double(averaged_epochs_), weights);
  }
  /// Exchanges the weights and their average, if there is one.
  void exchange_average(std::span<T> weights) {
    std::swap_ranges(average_.begin(), average_.end(), weights.begin());
  }

  /// Ends an epoch with what it came to, and keeps the weights, or their average, if they are the
  /// best so far.
  void end_epoch(const EpochResult& result, std::span<const T> weights) {
    if (result.has_validation && finite(result.validation_loss) &&
        (history.best_epoch == 0 || result.validation_loss < best_loss_)) {
      best_loss_ = result.validation_loss;
      history.best_epoch = result.epoch;
      if (average_.empty())
        best_.assign(weights.begin(), weights.end());
      else
        best_ = average_;
    }
    history.epochs.push_back(result);
    ++epochs;
    tally = {};
    epoch_seconds = 0;
  }

  /// Gives the network other weights, if there are any; training would go on from those that it
  /// had.
  void show(ShownWeights which, std::span<T> weights) {
    const std::vector<T>& others = kept(which);
    if (others.empty()) return;
    shown_ = which;
    last_.assign(weights.begin(), weights.end());
    std::copy(others.begin(), others.end(), weights.begin());
  }
  /// Which weights `show` gave the network, if nobody gave it others since.
  ShownWeights shown(std::span<const T> weights) const {
    if (last_.empty() ||
        std::memcmp(kept(shown_).data(), weights.data(), weights.size_bytes()) != 0)
      return ShownWeights::trained;
    return shown_;
  }

  /// All of it, to be stored.
  TrainingState<T> state(std::span<const T> weights) const {
    TrainingState<T> state{.seed = seed,
                           .epochs = epochs,
                           .steps = steps,
                           .history = history,
                           .best_loss = best_loss_,
                           .best_weights = best_,
                           .average_weights = average_,
                           .averaged_epochs = averaged_epochs_,
                           .shown = shown(weights),
                           .tally = tally,
                           .epoch_seconds = epoch_seconds};
    if (state.shown != ShownWeights::trained)
      state.weights = last_;
    else
      state.weights.assign(weights.begin(), weights.end());
    return state;
  }
  void restore(TrainingState<T> state, std::span<T> weights) {
    seed = state.seed;
    epochs = state.epochs;
    steps = state.steps;
    history = std::move(state.history);
    best_loss_ = state.best_loss;
    best_ = std::move(state.best_weights);
    average_ = std::move(state.average_weights);
    averaged_epochs_ = state.averaged_epochs;
    last_ = {};
    tally = state.tally;
    epoch_seconds = state.epoch_seconds;
    std::copy(state.weights.begin(), state.weights.end(), weights.begin());
    show(state.shown, weights);
  }

  Seed seed;
  std::uint32_t epochs = 0;  ///< that the model was ever trained for
  std::int64_t steps = 0;
  History history{};         ///< of the last call of `fit`, with what follows
  Tally tally{};             ///< of the epoch that has begun
  double epoch_seconds = 0;  ///< that it took so far

 private:
  const std::vector<T>& kept(ShownWeights which) const {
    static const std::vector<T> none;
    return which == ShownWeights::best ? best_ : which == ShownWeights::average ? average_ : none;
  }

  double best_loss_ = 0;
  std::vector<T> best_{};     ///< the weights of the lowest validation loss
  std::vector<T> average_{};  ///< of the weights after each step, or after some epochs
  std::int64_t averaged_epochs_ = 0;
  std::vector<T> last_{};  ///< those that training goes on from while the network has others
  ShownWeights shown_ = ShownWeights::trained;
};

}  // namespace angka::inline ANGKA_ISA::detail
