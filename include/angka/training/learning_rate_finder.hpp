#pragma once

#include <algorithm>
#include <angka/augment/pipeline.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/training/fit.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Which learning rates a range test tries.
struct LearningRateRange {
  double lowest = 1e-7;     ///< of the first step, above 0
  double highest = 10;      ///< of the last step, above lowest
  int steps = 100;          ///< 10 or above
  double smoothing = 0.98;  ///< in [0, 1): the part of the mean loss that a step keeps
};

/// One step of a range test.
struct RangeTestStep {
  double learning_rate = 0;
  double loss = 0;           ///< of the batch, before the step is made
  double smoothed_loss = 0;  ///< the moving mean of it and those before
};

/// What a range test found.
struct RangeTest {
  std::vector<RangeTestStep> steps{};
  double suggested = 0;    ///< a learning rate to train with; 0: no rate made the loss fall
  double diverged_at = 0;  ///< the rate at which the loss had grown too far; 0: none did
};

/// The learning rate range test as an observer of `fit`: from step to step the rate grows by the
/// same factor, until all steps are made or the smoothed loss is four times its lowest.
///
///     rate of step i = lowest (highest / lowest)^(i / (steps - 1))
///     m = smoothing m + (1 - smoothing) loss,  smoothed loss = m / (1 - smoothing^(i + 1))
///
/// Suggested is the rate at which the smoothed loss falls most steeply over log(rate), between the
/// first tenth of the steps and the lowest smoothed loss.
///
/// `fit` must train with `fit_options` and an optimizer of learning rate 1, and leaves weights that
/// are of no use; `find_learning_rate` sees to all of that.
/// Source: Smith: Cyclical Learning Rates for Training Neural Networks (WACV 2017). Range, steps,
/// smoothing and end are those of lr_find in fastai 2.7; the steepest fall anywhere, which others
/// suggest, is often in the noise of the first steps.
/// Example: `LearningRateFinder finder({.steps = 20}); Model<Net, CrossEntropy, SGD> other{seed(1),
/// {}, SGD{.learning_rate = 1}}; other.fit(train, finder.fit_options({}, 24), finder);
/// finder.result().steps.size() == 20`
class LearningRateFinder {
 public:
  /// Errors: SettingError for a range that can't be used.
  explicit LearningRateFinder(const LearningRateRange& range = {});

  /// Those of a training on so many images, but for its epochs, schedule, validation and average.
  FitOptions fit_options(FitOptions options, std::size_t images) const;

  /// Whether there is a step to come.
  bool operator()(const StepResult& step);

  RangeTest result() const;

 private:
  struct Rates : LearningRateRange {
    static constexpr const char* name = "range test";
    void check() const {}
    double factor(const Progress& progress) const { return at(progress.step); }
    double at(std::int64_t step) const {
      return lowest * std::pow(highest / lowest, static_cast<double>(step) / (steps - 1));
    }
  };

  bool diverged() const {
    return steps_.back().smoothed_loss - best_ > 3 * std::abs(best_);  // a loss may be below 0
  }

  Rates range_;
  std::vector<RangeTestStep> steps_{};
  double mean_ = 0, weight_ = 0, best_ = 0;
};

/// Tries the learning rates of `range` on a copy of `model`, which stays as it is: a step each,
/// with its optimizer, loss and network, on batches as `fit` makes them by `options` and
/// `pipeline`.
///
/// Errors: as `fit`; SettingError for a range that can't be used.
/// Example: `const RangeTest test = find_learning_rate(model, train, {.batch_size = 8}); if
/// (test.suggested > 0) model.optimizer.learning_rate = static_cast<float>(test.suggested);`
template <class ModelType, class Pipeline = NoAugmentation>
RangeTest find_learning_rate(const ModelType& model, const DataView& train,
                             const FitOptions& options = {}, const LearningRateRange& range = {},
                             const Pipeline& pipeline = {}) {
  LearningRateFinder finder(range);
  ModelType copy = model;
  copy.optimizer.learning_rate = 1;
  copy.fit(train, finder.fit_options(options, train.size()), pipeline, finder);
  return finder.result();
}

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE LearningRateFinder::LearningRateFinder(const LearningRateRange& range)
    : range_{range} {
  constexpr const char* name = "LearningRateRange";
  expect_setting(range.lowest > 0, name, "lowest", "above 0", range.lowest);
  expect_setting(range.highest > range.lowest, name, "highest", "above lowest", range.highest);
  expect_setting(range.steps >= 10, name, "steps", "10 or above", range.steps);
  expect_setting(range.smoothing >= 0 && range.smoothing < 1, name, "smoothing", "in [0, 1)",
                 range.smoothing);
  steps_.reserve(static_cast<std::size_t>(range.steps));
}

ANGKA_INLINE FitOptions LearningRateFinder::fit_options(FitOptions options,
                                                        std::size_t images) const {
  const auto batch = static_cast<std::size_t>(std::max(options.batch_size, 1)) *
                     static_cast<std::size_t>(std::max(options.accumulate, 1));
  const auto epoch = std::max<std::size_t>((images + batch - 1) / batch, 1);  // of so many steps
  options.epochs = static_cast<int>((static_cast<std::size_t>(range_.steps) + epoch - 1) / epoch);
  options.schedule = range_;
  options.validation = {};
  options.patience = 0;
  options.restore_best = options.resume = false;
  options.ema_decay = 0;
  options.swa_from = 0;
  return options;
}

ANGKA_INLINE bool LearningRateFinder::operator()(const StepResult& step) {
  mean_ += (1 - range_.smoothing) * (step.loss - mean_);
  weight_ += (1 - range_.smoothing) * (1 - weight_);
  const double smoothed = mean_ / weight_;
  best_ = steps_.empty() ? smoothed : std::min(best_, smoothed);
  steps_.push_back({step.learning_rate, step.loss, smoothed});
  return !diverged() && steps_.size() < static_cast<std::size_t>(range_.steps);
}

ANGKA_INLINE RangeTest LearningRateFinder::result() const {
  RangeTest test{.steps = steps_};
  if (steps_.empty()) return test;
  if (diverged())
    test.diverged_at = steps_.back().learning_rate;
  else if (steps_.size() < static_cast<std::size_t>(range_.steps))  // not finite: `fit` ended
    test.diverged_at = range_.at(static_cast<std::int64_t>(steps_.size()));

  const std::size_t first = static_cast<std::size_t>(range_.steps) / 10;
  std::size_t lowest = first;
  for (std::size_t i = first; i < steps_.size(); ++i)
    if (steps_[i].smoothed_loss < steps_[lowest].smoothed_loss) lowest = i;
  double steepest = 0;
  for (std::size_t i = first; i <= lowest && i + 1 < steps_.size(); ++i) {
    const double rise = steps_[i + 1].smoothed_loss - steps_[i - 1].smoothed_loss;
    if (rise >= steepest) continue;
    steepest = rise;
    test.suggested = steps_[i].learning_rate;
  }
  return test;
}

}  // namespace angka::inline ANGKA_ISA

#endif
