#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>

#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA {
namespace detail {

/// From `start` to `end` along half a cosine while `part` goes from 0 to 1.
inline double cosine(double start, double end, double part) {
  return end + (start - end) * (1 + std::cos(3.14159265358979323846 * part)) / 2;
}

}  // namespace detail

/// How far training has come.
struct Progress {
  std::int64_t step = 0;   ///< 0 is the first
  std::int64_t steps = 1;  ///< of the whole training
  std::int64_t steps_per_epoch = 1;
  std::span<const double> validation_losses{};  ///< of the epochs that are done, if measured

  std::int64_t epoch() const { return step / std::max<std::int64_t>(1, steps_per_epoch); }
  /// The part of all steps that is done, in [0, 1].
  double part() const {
    return std::min(
        1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
  }
};

/// The learning rate stays as it is.
struct ConstantSchedule {
  static constexpr const char* name = "constant";
  void check() const {}
  double factor(const Progress&) const { return 1; }
};

/// The learning rate is multiplied by `gamma` every so many epochs.
///
///     gamma^floor(epoch / every_epochs)
///
/// Source: as torch.optim.lr_scheduler.StepLR of PyTorch 1.13, stepped once an epoch.
struct StepDecay {
  int every_epochs = 5;  ///< 1 or above
  double gamma = 0.1;    ///< above 0

  static constexpr const char* name = "step";
  void check() const {
    expect_setting(every_epochs >= 1, "StepDecay", "every_epochs", "1 or above", every_epochs);
    expect_setting(gamma > 0, "StepDecay", "gamma", "above 0", gamma);
  }
  double factor(const Progress& progress) const {
    return std::pow(gamma, static_cast<double>(progress.epoch() / every_epochs));
  }
};

/// The learning rate is multiplied by `gamma` every epoch.
///
///     gamma^epoch
///
/// Source: as torch.optim.lr_scheduler.ExponentialLR of PyTorch 1.13, stepped once an epoch.
struct ExponentialDecay {
  double gamma = 0.9;  ///< above 0

  static constexpr const char* name = "exponential";
  void check() const { expect_setting(gamma > 0, "ExponentialDecay", "gamma", "above 0", gamma); }
  double factor(const Progress& progress) const {
    return std::pow(gamma, static_cast<double>(progress.epoch()));
  }
};

/// The learning rate falls along half a cosine, step by step, over the whole training.
///
///     minimum + (1 - minimum) (1 + cos(pi step / steps)) / 2
///
/// `minimum`: a part of the learning rate.
/// Source: Loshchilov, Hutter: SGDR (ICLR 2017); as torch.optim.lr_scheduler.CosineAnnealingLR of
/// PyTorch 1.13 with T_max = steps and eta_min = minimum x learning rate, stepped every step.
struct CosineDecay {
  double minimum = 0;  ///< in [0, 1]

  static constexpr const char* name = "cosine";
  void check() const {
    expect_setting(minimum >= 0 && minimum <= 1, "CosineDecay", "minimum", "in [0, 1]", minimum);
  }
  double factor(const Progress& progress) const {
    return detail::cosine(1, minimum, progress.part());
  }
};

/// The learning rate falls along a power of what is left, step by step; a line by default.
///
///     minimum + (1 - minimum) (1 - step / steps)^power
///
/// Source: with minimum 0 as torch.optim.lr_scheduler.PolynomialLR of PyTorch 2.13 with total_iters
/// = steps, stepped every step.
struct PolynomialDecay {
  double power = 1;    ///< above 0
  double minimum = 0;  ///< in [0, 1]: a part of the learning rate

  static constexpr const char* name = "polynomial";
  void check() const {
    expect_setting(power > 0, "PolynomialDecay", "power", "above 0", power);
    expect_setting(minimum >= 0 && minimum <= 1, "PolynomialDecay", "minimum", "in [0, 1]",
                   minimum);
  }
  double factor(const Progress& progress) const {
    return minimum + (1 - minimum) * std::pow(1 - progress.part(), power);
  }
};

/// The learning rate falls along half a cosine, step by step, again and again: over the first
/// `epochs`, then each time over `longer` times as many.
///
/// Source: Loshchilov, Hutter: SGDR (ICLR 2017); as
/// torch.optim.lr_scheduler.CosineAnnealingWarmRestarts of PyTorch 2.13 with T_0 = epochs x steps
/// an epoch, T_mult = longer and eta_min = minimum x learning rate, stepped every step.
struct WarmRestarts {
  int epochs = 5;      ///< 1 or above
  int longer = 2;      ///< 1 or above
  double minimum = 0;  ///< in [0, 1]: a part of the learning rate

  static constexpr const char* name = "warm-restarts";
  void check() const {
    expect_setting(epochs >= 1, "WarmRestarts", "epochs", "1 or above", epochs);
    expect_setting(longer >= 1, "WarmRestarts", "longer", "1 or above", longer);
    expect_setting(minimum >= 0 && minimum <= 1, "WarmRestarts", "minimum", "in [0, 1]", minimum);
  }
  double factor(const Progress& progress) const {
    std::int64_t length = std::max<std::int64_t>(1, epochs * progress.steps_per_epoch);
    std::int64_t step = progress.step;
    if (longer == 1) step %= length;
    while (step >= length) {
      step -= length;
      length *= longer;
    }
    return detail::cosine(1, minimum, static_cast<double>(step) / static_cast<double>(length));
  }
};

/// The learning rate is multiplied by `gamma` when the validation loss hasn't fallen for more than
/// `patience` epochs: it falls where it is below the lowest so far by `threshold` times that, or, if
/// `absolute`, by `threshold`. Then epochs aren't counted for `cooldown` epochs.
///
/// Needs validation data. What it does follows from the losses, and so a resumed training goes on as
/// it would have; with an average of the weights they are the average's.
/// Source: as torch.optim.lr_scheduler.ReduceLROnPlateau of PyTorch 2.13 with mode "min", factor =
/// gamma, min_lr = minimum x learning rate and eps 0, stepped with the loss once an epoch.
/// Example: `model.fit(train, {.epochs = 5, .validation = test, .schedule = ReduceOnPlateau{.patience
/// = 1}});`
struct ReduceOnPlateau {
  double gamma = 0.1;       ///< in (0, 1)
  int patience = 10;        ///< 0 or above
  double threshold = 1e-4;  ///< 0 or above
  bool absolute = false;
  int cooldown = 0;    ///< 0 or above
  double minimum = 0;  ///< in [0, 1]: a part of the learning rate

  static constexpr const char* name = "plateau";
  static constexpr bool needs_validation = true;
  void check() const {
    constexpr const char* owner = "ReduceOnPlateau";
    expect_setting(gamma > 0 && gamma < 1, owner, "gamma", "in (0, 1)", gamma);
    expect_setting(patience >= 0, owner, "patience", "0 or above", patience);
    expect_setting(threshold >= 0, owner, "threshold", "0 or above", threshold);
    expect_setting(cooldown >= 0, owner, "cooldown", "0 or above", cooldown);
    expect_setting(minimum >= 0 && minimum <= 1, owner, "minimum", "in [0, 1]", minimum);
  }
  double factor(const Progress& progress) const {
    double rate = 1, best = std::numeric_limits<double>::infinity();
    int bad = 0, cooling = 0;
    for (const double loss : progress.validation_losses) {
      ++bad;
      if (loss < (absolute ? best - threshold : best * (1 - threshold))) {
        best = loss;
        bad = 0;
      }
      if (cooling > 0) {
        --cooling;
        bad = 0;
      }
      if (bad <= patience) continue;
      rate = std::max(rate * gamma, minimum);
      cooling = cooldown;
      bad = 0;
    }
    return rate;
  }
};

/// The learning rate rises from 1 / div_factor of itself over the first part of the training, then
/// falls to 1 / (div_factor final_div_factor), along cosines, step by step. Momentum stays.
///
/// Source: Smith, Topin: Super-convergence (2018); as torch.optim.lr_scheduler.OneCycleLR of
/// PyTorch 1.13 with max_lr = learning rate, total_steps = steps and cycle_momentum=False.
/// Example: `model.fit(train, {.epochs = 5, .schedule = OneCycle{}});`
struct OneCycle {
  double pct_start = 0.3;         ///< the part of the steps that rise, in [0, 1]
  double div_factor = 25;         ///< 1 or above
  double final_div_factor = 1e4;  ///< 1 or above

  static constexpr const char* name = "one-cycle";
  void check() const {
    expect_setting(pct_start >= 0 && pct_start <= 1, "OneCycle", "pct_start", "in [0, 1]",
                   pct_start);
    expect_setting(div_factor >= 1, "OneCycle", "div_factor", "1 or above", div_factor);
    expect_setting(final_div_factor >= 1, "OneCycle", "final_div_factor", "1 or above",
                   final_div_factor);
  }
  double factor(const Progress& progress) const {
    const auto steps = static_cast<double>(progress.steps), last = steps - 1;
    const double step = std::min(static_cast<double>(progress.step), last);
    const double top = pct_start * steps - 1;  // the step of the highest rate; below 0: none rises
    const double first = 1 / div_factor;
    if (step < top) return detail::cosine(first, 1, step / top);
    if (step == top) return 1;
    return detail::cosine(1, first / final_div_factor, (step - top) / (last - top));
  }
};

/// What a Schedule is made of: one of the schedules above, or one of your own.
/// - `name`: what reports call it.
/// - `check()`: raises a SettingError where its settings can't be used.
/// - `factor(progress)`: what the optimizer's learning rate is multiplied by; follows from
///   `progress` alone.
template <class C>
concept LearningRateCurve = requires(const C& curve, const Progress& progress) {
  { C::name } -> std::convertible_to<const char*>;
  { curve.factor(progress) } -> std::convertible_to<double>;
  curve.check();
};

/// How the learning rate changes while training: a LearningRateCurve, behind a linear warm-up if
/// wanted. Converts from each of them.
///
///     warm-up: warmup_start + (1 - warmup_start) step / (warmup_epochs steps_per_epoch)
///
/// The curve counts its steps and epochs from the end of the warm-up; losses are those of all epochs.
/// Source: warm-up as torch.optim.lr_scheduler.LinearLR of PyTorch 1.13, joined by SequentialLR.
/// Example: `model.fit(train, {.schedule = {CosineDecay{}, 1.0}});` (one epoch of warm-up)
struct Schedule {
  double warmup_epochs = 0;    ///< 0 or above
  double warmup_start = 0.01;  ///< the first factor of the warm-up, in [0, 1]

  Schedule() : Schedule(ConstantSchedule{}) {}
  template <class C>
  requires(!std::same_as<C, Schedule>) && LearningRateCurve<C> Schedule(C curve,
                                                                        double warmup_epochs_ = 0,
                                                                        double warmup_start_ = 0.01)
      : warmup_epochs(warmup_epochs_),
  warmup_start(warmup_start_), name_(C::name), check_([curve] { curve.check(); }),
  factor_([curve](const Progress& progress) -> double { return curve.factor(progress); }) {
    if constexpr (requires { C::needs_validation; }) needs_validation_ = C::needs_validation;
  }

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    check_();
    expect_setting(warmup_epochs >= 0, "Schedule", "warmup_epochs", "0 or above", warmup_epochs);
    expect_setting(warmup_start >= 0 && warmup_start <= 1, "Schedule", "warmup_start", "in [0, 1]",
                   warmup_start);
  }

  const char* name() const { return name_; }
  /// Whether it goes by the losses of validation data.
  bool needs_validation() const { return needs_validation_; }

  /// What to multiply the optimizer's learning rate by at `progress`.
  double factor(const Progress& progress) const {
    const double warmup = std::round(warmup_epochs * static_cast<double>(progress.steps_per_epoch));
    const auto step = static_cast<double>(progress.step);
    if (step < warmup) return warmup_start + (1 - warmup_start) * step / warmup;
    Progress rest = progress;
    rest.step -= static_cast<std::int64_t>(warmup);
    rest.steps -= static_cast<std::int64_t>(warmup);
    return factor_(rest);
  }

 private:
  const char* name_;
  bool needs_validation_ = false;
  std::function<void()> check_;
  std::function<double(const Progress&)> factor_;
};

}  // namespace angka::inline ANGKA_ISA
