#pragma once

#include <algorithm>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/metrics/accuracy.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// How near outputs y come to target values t.
struct RegressionScores {
  double mae = 0;   ///< mean absolute error: the mean of |y - t|
  double rmse = 0;  ///< root mean squared error: the square root of the mean of (y - t)^2
  double r2 = 0;    ///< 1 - sum of (y - t)^2 / sum of (t - mean of t)^2; see Regression
};

/// The errors of a regression, counted image by image. Allocates on construction alone; a copy a
/// thread, merged in a fixed order, gives the same figures for any number of threads.
///
/// R2 is 1 where all is right, 0 for who always says the targets' mean, and below for what is
/// worse. Where all targets are equal it is 1 without errors and else 0, as scikit-learn's
/// r2_score.
///
/// Example: `Regression r(1); r.add<float>(outputs, targets); std::cout << r;`
class Regression {
 public:
  /// `output_names`: one an output, or none for "0", "1", ...
  ///
  /// Raises a SettingError unless `outputs` is 1 or above and the names are as many.
  explicit Regression(int outputs, std::vector<std::string> output_names = {});

  /// Counts one image. Raises a SettingError unless there are as many numbers as outputs.
  template <class T>
  void add(std::span<const T> outputs, std::span<const T> targets) {
    expect_count("outputs", outputs.size());
    expect_count("targets", targets.size());
    ++images_;
    for (std::size_t o = 0; o < sums_.size(); ++o) {
      const auto target = static_cast<double>(targets[o]);
      const double error = static_cast<double>(outputs[o]) - target;
      sums_[o].merge({std::abs(error), error * error, target, 0}, images_ - 1, 1);
    }
  }
  /// Adds what `other`, of as many outputs, has counted.
  void merge(const Regression& other);

  void clear() {
    std::fill(sums_.begin(), sums_.end(), Sums{});
    images_ = 0;
  }

  int outputs() const { return static_cast<int>(sums_.size()); }
  const std::string& output_name(int o) const { return names_[static_cast<std::size_t>(o)]; }
  std::int64_t images() const { return images_; }

  /// Of one output.
  RegressionScores scores(int o) const;
  /// Over all outputs: MAE and RMSE of all their values, and the mean of their R2.
  RegressionScores scores() const;

 private:
  /// Sums of errors, and mean of the targets with the sum of squared distances from it.
  struct Sums {
    double absolute = 0;
    double squared = 0;
    double mean = 0;
    double deviation = 0;

    /// Adds the sums of `more` images to those of `images`.
    /// Source: Chan, Golub, LeVeque 1983.
    void merge(const Sums& other, std::int64_t images, std::int64_t more) {
      const auto n = static_cast<double>(images), m = static_cast<double>(more);
      const double apart = other.mean - mean;
      absolute += other.absolute;
      squared += other.squared;
      mean += apart * m / (n + m);
      deviation += other.deviation + apart * apart * n * m / (n + m);
    }
  };

  void expect_count(const char* what, std::size_t count) const;

  std::vector<Sums> sums_;
  std::int64_t images_ = 0;
  std::vector<std::string> names_;
};

/// Prints the figures over all outputs, and of each (of at most 30).
[[gnu::cold]] ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const Regression& r);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <angka/metrics/text.hpp>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE Regression::Regression(int outputs, std::vector<std::string> output_names)
    : sums_(static_cast<std::size_t>(std::max(outputs, 0))), names_(std::move(output_names)) {
  if (outputs < 1)
    raise(SettingError("Regression: outputs must be 1 or above, not " + std::to_string(outputs)));
  if (names_.empty())
    for (int o = 0; o < outputs; ++o) names_.push_back(std::to_string(o));
  expect_count("output names", names_.size());
}

ANGKA_INLINE void Regression::expect_count(const char* what, std::size_t count) const {
  if (count != sums_.size())
    raise(SettingError("Regression: " + std::to_string(outputs()) + " outputs want as many " +
                       what + ", not " + std::to_string(count)));
}

ANGKA_INLINE void Regression::merge(const Regression& other) {
  expect_count("merged outputs", other.sums_.size());
  if (other.images_ == 0) return;
  for (std::size_t o = 0; o < sums_.size(); ++o)
    sums_[o].merge(other.sums_[o], images_, other.images_);
  images_ += other.images_;
}

ANGKA_INLINE RegressionScores Regression::scores(int o) const {
  const Sums& sums = sums_[static_cast<std::size_t>(o)];
  const auto n = static_cast<double>(images_);
  return {.mae = detail::ratio(sums.absolute, n),
          .rmse = std::sqrt(detail::ratio(sums.squared, n)),
          .r2 = sums.deviation > 0  ? 1 - sums.squared / sums.deviation
                : sums.squared == 0 ? 1
                                    : 0};
}

ANGKA_INLINE RegressionScores Regression::scores() const {
  RegressionScores mean;
  const double n = outputs();
  double squared = 0;
  for (int o = 0; o < outputs(); ++o) {
    const RegressionScores one = scores(o);
    mean.mae += one.mae / n;
    squared += one.rmse * one.rmse / n;
    mean.r2 += one.r2 / n;
  }
  mean.rmse = std::sqrt(squared);
  return mean;
}

ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const Regression& r) {
  using namespace detail;
  const RegressionScores all = r.scores();
  std::string lines = "MAE " + text::brief(all.mae) + ", RMSE " + text::brief(all.rmse) + ", R2 " +
                      text::fixed(all.r2, 4) + " (" + std::to_string(r.images()) + " images)\n";
  if (r.outputs() == 1 || r.outputs() > 30) return out << lines;
  std::size_t width = 6;
  for (int o = 0; o < r.outputs(); ++o)
    width = std::max(width, text::display_width(r.output_name(o)));
  const auto row = [&](const std::string& name, const std::string& mae, const std::string& rmse,
                       const std::string& r2) {
    lines += text::left(name, width) + text::right(mae, 11) + text::right(rmse, 11) +
             text::right(r2, 9) + "\n";
  };
  lines += "\n";
  row("output", "MAE", "RMSE", "R2");
  for (int o = 0; o < r.outputs(); ++o) {
    const RegressionScores one = r.scores(o);
    row(r.output_name(o), text::brief(one.mae), text::brief(one.rmse), text::fixed(one.r2, 4));
  }
  return out << lines;
}

}  // namespace angka::inline ANGKA_ISA

#endif
