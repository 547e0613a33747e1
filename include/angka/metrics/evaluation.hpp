#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/label.hpp>
#include <angka/metrics/accuracy.hpp>
#include <angka/metrics/calibration.hpp>
#include <angka/metrics/confusion.hpp>
#include <angka/metrics/regression.hpp>
#include <angka/metrics/tally.hpp>

namespace angka::inline ANGKA_ISA {

/// How good a classifier is, or a regression, counted image by image. Allocates on construction
/// alone; a copy a thread, merged in a fixed order, gives the same figures for any number of
/// threads. A regression has a loss and `regression()`, no classes, and no accuracy.
///
/// Example: `Evaluation e(10); e.add(label, probabilities); std::cout << e;`
class Evaluation {
 public:
  static constexpr int max_k = 5;

  /// `class_names`: one a class, or none for "0", "1", ...
  explicit Evaluation(int classes, std::vector<std::string> class_names = {});

  /// Of a regression.
  explicit Evaluation(Regression regression)
      : confusion_(1), names_(1), regression_(std::move(regression)) {}

  /// Counts one image of a regression, with its loss times its `weight`.
  template <class T>
  void add(std::span<const T> outputs, std::span<const T> targets, double loss, double weight) {
    if (!regression_) raise(SettingError("Evaluation: a classifier's has no targets"));
    regression_->add(outputs, targets);
    tally_ += {.images = 1, .loss = loss, .weight = weight};
  }
  /// Counts one image of class `label` in [0, classes) for which the network gave `probabilities`,
  /// one a class. The first of the largest is what it was read as. If any isn't finite, the image
  /// was read as nothing and is wrong. `loss` is the loss of this image, times its `weight`.
  ///
  /// Raises a SettingError if the label or the number of probabilities doesn't fit the classes.
  void add(int label, std::span<const float> probabilities, double loss = 0, double weight = 1);
  void add(int label, std::span<const double> probabilities, double loss = 0, double weight = 1);
  /// Adds what `other`, of as many classes or outputs, has counted.
  void merge(const Evaluation& other);
  /// Forgets what was counted.
  void clear() {
    confusion_.clear();
    calibration_ = {};
    ranks_ = {};
    tally_ = {};
    if (regression_) regression_->clear();
  }

  /// The errors of a regression; none of a classifier.
  const std::optional<Regression>& regression() const { return regression_; }

  int classes() const { return regression_ ? 0 : confusion_.classes(); }
  const std::string& class_name(int c) const { return names_[static_cast<std::size_t>(c)]; }

  std::int64_t total() const { return tally_.images; }
  std::int64_t correct() const { return tally_.correct; }
  /// correct / total, 0 of nothing, and not a number for a regression.
  double accuracy() const { return regression_ ? detail::no_accuracy : tally_.accuracy(); }
  /// Where the true accuracy lies with 95% confidence, if the images were drawn at random.
  Interval accuracy_interval() const {
    return wilson_interval(correct(), regression_ ? 0 : total());
  }
  /// The part of the images whose class was among the `k` likeliest, k = 1..5; of equally likely
  /// classes the first come first.
  double top_k_accuracy(int k) const {
    if (regression_) return detail::no_accuracy;
    std::int64_t hits = 0;
    for (int rank = 0; rank < std::min(k, max_k); ++rank)
      hits += ranks_[static_cast<std::size_t>(rank)];
    return detail::ratio(static_cast<double>(hits), static_cast<double>(total()));
  }
  /// The mean loss: the sum of loss x weight by that of the weights.
  double loss() const { return tally_.mean_loss(); }

  const ConfusionMatrix& confusion() const { return confusion_; }
  /// How many of class `truth` were read as `predicted`.
  std::int64_t confusion(int truth, int predicted) const {
    return confusion_.count(truth, predicted);
  }
  std::int64_t support(int c) const { return confusion_.support(c); }
  double precision(int c) const { return confusion_.scores(c).precision; }
  double recall(int c) const { return confusion_.scores(c).recall; }
  double f1(int c) const { return confusion_.scores(c).f1; }
  ClassScores macro_average() const { return confusion_.macro_average(); }
  ClassScores weighted_average() const { return confusion_.weighted_average(); }

  /// Its bins, for a plot; images read as nothing are in none of them.
  const Calibration& calibration() const { return calibration_; }
  double calibration_error() const { return calibration_.error(); }

 private:
  template <class T>
  void count(int label, std::span<const T> p, double loss, double weight);

  void expect_count(const char* what, std::size_t count) const;

  ConfusionMatrix confusion_;
  Calibration calibration_;
  std::array<std::int64_t, max_k> ranks_{};  ///< images whose class came first, second, ...
  Tally tally_{};
  std::vector<std::string> names_;
  std::optional<Regression> regression_{};
};

/// Prints a report of plain text: accuracy with its interval, the confusion matrix (of at most 30
/// classes), and precision, recall and F1 of each class and on average.
[[gnu::cold]] ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const Evaluation& e);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <angka/metrics/text.hpp>

namespace angka::inline ANGKA_ISA {

template <class T>
void Evaluation::count(int label, std::span<const T> p, double loss, double weight) {
  if (label < 0 || label >= classes())
    raise(SettingError("Evaluation: label must be in [0, " + std::to_string(classes()) + "), not " +
                       std::to_string(label)));
  expect_count("probabilities", p.size());
  const int predicted = largest(classes(), [&](int c) { return p[static_cast<std::size_t>(c)]; });
  tally_ += {.images = 1, .correct = predicted == label, .loss = loss, .weight = weight};
  confusion_.add(label, predicted);
  if (predicted == ConfusionMatrix::none) return;
  calibration_.add(static_cast<double>(p[static_cast<std::size_t>(predicted)]), predicted == label);

  const auto own = p.begin() + label;
  const auto ahead = std::count_if(p.begin(), own, [&](T other) { return other >= *own; }) +
                     std::count_if(own, p.end(), [&](T other) { return other > *own; });
  if (ahead < max_k) ++ranks_[static_cast<std::size_t>(ahead)];
}

ANGKA_INLINE Evaluation::Evaluation(int classes, std::vector<std::string> class_names)
    : confusion_(classes), names_(std::move(class_names)) {
  if (names_.empty())
    for (int c = 0; c < classes; ++c) names_.push_back(std::to_string(c));
  expect_count("class names", names_.size());
}

ANGKA_INLINE void Evaluation::merge(const Evaluation& other) {
  if (regression_.has_value() != other.regression_.has_value())
    raise(SettingError("Evaluation: a regression's can't be merged with a classifier's"));
  confusion_.merge(other.confusion_);
  calibration_.merge(other.calibration_);
  for (std::size_t k = 0; k < ranks_.size(); ++k) ranks_[k] += other.ranks_[k];
  tally_ += other.tally_;
  if (regression_) regression_->merge(*other.regression_);
}

ANGKA_INLINE void Evaluation::expect_count(const char* what, std::size_t count) const {
  if (count != static_cast<std::size_t>(classes()))
    raise(SettingError("Evaluation: " + std::to_string(classes()) + " classes want as many " +
                       what + ", not " + std::to_string(count)));
}

ANGKA_INLINE void Evaluation::add(int label, std::span<const float> probabilities, double loss,
                                  double weight) {
  count(label, probabilities, loss, weight);
}

ANGKA_INLINE void Evaluation::add(int label, std::span<const double> probabilities, double loss,
                                  double weight) {
  count(label, probabilities, loss, weight);
}

namespace detail {

/// Zeros are dots, so that the eye finds the mistakes.
[[gnu::cold]] inline std::string confusion_table(const Evaluation& e, std::size_t name_width) {
  const std::size_t width = std::max(name_width, std::to_string(e.total()).size()) + 1;
  const auto cell = [](std::int64_t n) { return n == 0 ? "." : std::to_string(n); };
  bool unread = false;
  for (int c = 0; c < e.classes(); ++c) unread |= e.confusion(c, ConfusionMatrix::none) > 0;

  std::string lines = text::left("", name_width);
  for (int c = 0; c < e.classes(); ++c) lines += text::right(e.class_name(c), width);
  lines += unread ? "  unread\n" : "\n";
  for (int truth = 0; truth < e.classes(); ++truth) {
    lines += text::left(e.class_name(truth), name_width);
    for (int c = 0; c < e.classes(); ++c) lines += text::right(cell(e.confusion(truth, c)), width);
    if (unread) lines += text::right(cell(e.confusion(truth, ConfusionMatrix::none)), 8);
    lines += "\n";
  }
  return lines;
}

[[gnu::cold]] inline std::string scores_row(const std::string& name, std::size_t name_width,
                                            ClassScores scores, std::int64_t support) {
  return text::left(name, name_width) + text::right(text::fixed(scores.precision, 4), 11) +
         text::right(text::fixed(scores.recall, 4), 9) + text::right(text::fixed(scores.f1, 4), 9) +
         text::right(std::to_string(support), 9) + "\n";
}

}  // namespace detail

ANGKA_INLINE std::ostream& operator<<(std::ostream& out, const Evaluation& e) {
  using namespace detail;
  if (e.regression()) return out << *e.regression() << "loss " << text::brief(e.loss()) << '\n';
  std::size_t width = 0;
  for (int c = 0; c < e.classes(); ++c)
    width = std::max(width, text::display_width(e.class_name(c)));

  const angka::Interval interval = e.accuracy_interval();  // detail has another
  std::string lines = "accuracy " + text::percent(e.accuracy()) + " (" +
                      std::to_string(e.correct()) + " of " + std::to_string(e.total()) +
                      "; 95% interval " + text::percent(interval.low) + " to " +
                      text::percent(interval.high) + ")\n";
  lines += "loss " + text::fixed(e.loss(), 4) + ", calibration error " +
           text::percent(e.calibration_error());
  for (int k : {2, 3, 5})
    if (k < e.classes())
      lines += ", top " + std::to_string(k) + " " + text::percent(e.top_k_accuracy(k));
  lines += "\n";
  if (e.classes() <= 30)
    lines +=
        "\nconfusion matrix (rows: true class, columns: read as)\n" + confusion_table(e, width);

  width = std::max<std::size_t>(width, 16);
  lines += "\n" + text::left("class", width) + "  precision   recall       f1  support\n";
  for (int c = 0; c < e.classes(); ++c)
    lines += scores_row(e.class_name(c), width, e.confusion().scores(c), e.support(c));
  lines += scores_row("macro average", width, e.macro_average(), e.total());
  lines += scores_row("weighted average", width, e.weighted_average(), e.total());
  return out << lines;
}

}  // namespace angka::inline ANGKA_ISA

#endif
