#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA {

/// An image whose label a network contradicts.
struct LabelIssue {
  std::uint32_t image = 0;
  int label = 0;       ///< the one given
  int likely = 0;      ///< the one that the network would give
  float of_label = 0;  ///< the probability of either
  float of_likely = 0;
  bool confident = false;  ///< as sure as the network is of the images that have the likely label
};

/// Labels that are probably wrong.
struct LabelIssues {
  std::vector<double> thresholds{};  ///< one a class; above 1: of a class without images
  std::vector<LabelIssue> ranked{};  ///< those most contradicted first: by of_label - of_likely
  std::size_t confident = 0;         ///< how many of them are: about so many labels are wrong
};

/// Finds labels that are probably wrong by confident learning: the probabilities of an image must
/// come from a network that wasn't trained on it, so from folds (see k_fold).
///
/// A class's threshold is the mean probability of the label among the images that have it. An
/// image's likely label is the most probable of those that reach their threshold, or of all if none
/// does; it is an issue if that isn't its label, and another is more probable.
/// `probabilities`: of one image after another, `classes` each.
/// Raises SettingError where these don't belong together, for a label that there isn't and a
/// probability that is no number of 0 to 1.
/// Source: Northcutt, Jiang, Chuang: Confident learning: estimating uncertainty in dataset labels
/// (Journal of Artificial Intelligence Research 70, 2021), 3.1.
/// Example: `const float says[] = {0.9f, 0.1f, 0.8f, 0.2f, 0.3f, 0.7f, 0.9f, 0.1f}; const int
/// given[] = {0, 0, 1, 1}; find_label_issues(says, given, 2).ranked[0].image == 3`
[[gnu::cold]] ANGKA_INLINE LabelIssues find_label_issues(std::span<const float> probabilities,
                                                         std::span<const int> labels, int classes);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/finite.hpp>
#include <string>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE LabelIssues find_label_issues(std::span<const float> probabilities,
                                           std::span<const int> labels, int classes) {
  const auto count = static_cast<std::size_t>(std::max(classes, 0));
  if (count < 2 || probabilities.size() / count != labels.size() ||
      probabilities.size() % count != 0)
    raise(SettingError("find_label_issues: " + std::to_string(labels.size()) + " labels of " +
                       std::to_string(classes) + " classes and " +
                       std::to_string(probabilities.size()) + " probabilities"));
  for (const int label : labels)
    if (label < 0 || label >= classes)
      raise(SettingError("find_label_issues: labels of 0 to " + std::to_string(classes - 1) +
                         ", not " + std::to_string(label)));
  for (const float p : probabilities)
    if (!finite(p) || p < 0 || p > 1.001f)
      raise(SettingError("find_label_issues: no probabilities"));

  LabelIssues result;
  std::vector<double> sums(count);
  std::vector<std::size_t> images(count);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto label = static_cast<std::size_t>(labels[i]);
    sums[label] += double{probabilities[i * count + label]};
    ++images[label];
  }
  constexpr double never = 2, rounding = 1e-6;
  for (std::size_t c = 0; c < count; ++c)
    result.thresholds.push_back(images[c] > 0 ? sums[c] / static_cast<double>(images[c]) : never);

  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto p = probabilities.subspan(i * count, count);
    std::size_t most = 0, likely = count;
    for (std::size_t c = 0; c < count; ++c) {
      if (p[c] > p[most]) most = c;
      if (double{p[c]} >= result.thresholds[c] - rounding && (likely == count || p[c] > p[likely]))
        likely = c;
    }
    const bool confident = likely < count;
    if (!confident) likely = most;
    const auto label = static_cast<std::size_t>(labels[i]);
    if (label == likely || p[label] == p[most]) continue;
    result.ranked.push_back({.image = static_cast<std::uint32_t>(i),
                             .label = labels[i],
                             .likely = static_cast<int>(likely),
                             .of_label = p[label],
                             .of_likely = p[likely],
                             .confident = confident});
    result.confident += confident;
  }
  std::stable_sort(result.ranked.begin(), result.ranked.end(),
                   [](const LabelIssue& a, const LabelIssue& b) {
                     return a.of_label - a.of_likely < b.of_label - b.of_likely;
                   });
  return result;
}

}  // namespace angka::inline ANGKA_ISA

#endif
