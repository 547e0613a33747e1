#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/random.hpp>

namespace angka::inline ANGKA_ISA {

/// Two parts of a data set, for `Dataset::select`: positions in its arrays, in rising order.
struct Split {
  std::vector<std::uint32_t> train{};
  std::vector<std::uint32_t> held_out{};
};

/// Parts a view so that `fraction` of each class is held out, at random.
///
/// Of a class of n images, fraction * n are held out, rounded up or down so that the total is
/// fraction * size, rounded; but at least one of each class is on either side where it has two.
///
/// Raises SettingError for a fraction outside (0, 1) or a view without labelled images.
/// Example: `const Split parts = stratified_split(train, 0.25, seed(1));
/// model.fit(train.select(parts.train), {.epochs = 1}); parts.held_out.size() == train.size() / 4`
[[gnu::cold]] ANGKA_INLINE Split stratified_split(const DataView& data, double fraction, Seed seed);

/// The same whatever the labels, which the images needn't have: for the targets of a regression.
///
/// Raises SettingError for a fraction outside (0, 1) or a view without images.
[[gnu::cold]] ANGKA_INLINE Split random_split(const DataView& data, double fraction, Seed seed);

/// Deals the images of each class to k parts, at random, each of which is held out once. The sizes
/// of the parts, and of each class within them, differ by at most one.
///
/// Raises SettingError for k below 2 or above the number of images, or a view without labelled
/// images.
[[gnu::cold]] ANGKA_INLINE std::vector<Split> k_fold(const DataView& data, int k, Seed seed);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <span>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The positions of each class's images, in an order that follows from the seed alone.
[[gnu::cold]] inline std::vector<std::vector<std::uint32_t>> shuffled_classes(const DataView& data,
                                                                              Seed seed) {
  if (data.empty() || !data.labels) raise(SettingError("a split by class needs labelled images"));
  std::map<int, std::vector<std::uint32_t>> by_label;
  for (std::size_t i = 0; i < data.size(); ++i)
    by_label[data.label(i)].push_back(static_cast<std::uint32_t>(data.position(i)));
  std::vector<std::vector<std::uint32_t>> classes;
  for (auto& [label, positions] : by_label) classes.push_back(std::move(positions));
  for (std::size_t c = 0; c < classes.size(); ++c)
    Random(seed, Purpose::split, 0, static_cast<std::uint32_t>(c)).shuffle(std::span(classes[c]));
  return classes;
}

/// Holds out `fraction` of each class, the given positions in their order.
[[gnu::cold]] inline Split split_classes(const std::vector<std::vector<std::uint32_t>>& classes,
                                         std::size_t images, double fraction) {
  // Shares are counted in units of 2^-32 images, so that they are the same on every machine.
  const auto part = static_cast<std::uint64_t>(std::llround(fraction * 0x1p32));
  const std::uint64_t total = (part * images + (std::uint64_t{1} << 31)) >> 32;
  const auto share = [&](std::size_t c) { return part * classes[c].size(); };
  std::vector<std::uint64_t> held(classes.size());
  std::vector<std::uint32_t> lost(classes.size());
  for (std::size_t c = 0; c < held.size(); ++c) {
    held[c] = share(c) >> 32;
    lost[c] = static_cast<std::uint32_t>(share(c));
  }
  // What rounding down leaves goes, one each, to the classes that lost most by it.
  const std::uint64_t left = total - std::accumulate(held.begin(), held.end(), std::uint64_t{0});
  for (std::size_t i = 0; i < left; ++i) {
    const auto most = std::max_element(lost.begin(), lost.end());
    ++held[static_cast<std::size_t>(most - lost.begin())];
    *most = 0;
  }

  Split split;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const std::size_t size = classes[c].size();
    const std::size_t out = size < 2 ? 0 : std::clamp<std::size_t>(held[c], 1, size - 1);
    const auto middle = classes[c].begin() + static_cast<std::ptrdiff_t>(out);
    split.held_out.insert(split.held_out.end(), classes[c].begin(), middle);
    split.train.insert(split.train.end(), middle, classes[c].end());
  }
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.held_out.begin(), split.held_out.end());
  return split;
}

[[gnu::cold]] inline void expect_fraction(double fraction) {
  // Numbers between 0 and 1 are those whose bits lie between; also with -ffast-math and NaN.
  if (std::bit_cast<std::uint64_t>(fraction) - 1 >= std::bit_cast<std::uint64_t>(1.0) - 1)
    raise(SettingError("the fraction held out must lie between 0 and 1, not be " +
                       std::to_string(fraction)));
}

}  // namespace detail

ANGKA_INLINE Split stratified_split(const DataView& data, double fraction, Seed seed) {
  detail::expect_fraction(fraction);
  return detail::split_classes(detail::shuffled_classes(data, seed), data.size(), fraction);
}

ANGKA_INLINE Split random_split(const DataView& data, double fraction, Seed seed) {
  detail::expect_fraction(fraction);
  if (data.empty()) raise(SettingError("a split needs images"));
  std::vector<std::uint32_t> positions;
  for (std::size_t i = 0; i < data.size(); ++i)
    positions.push_back(static_cast<std::uint32_t>(data.position(i)));
  Random(seed, Purpose::split).shuffle(std::span(positions));
  return detail::split_classes({std::move(positions)}, data.size(), fraction);
}

ANGKA_INLINE std::vector<Split> k_fold(const DataView& data, int k, Seed seed) {
  if (k < 2 || static_cast<std::size_t>(k) > data.size())
    raise(SettingError("the number of folds must be 2 to " + std::to_string(data.size()) +
                       " (the number of images), not " + std::to_string(k)));
  std::vector<Split> folds(static_cast<std::size_t>(k));
  std::size_t turn = 0;
  for (const auto& images : detail::shuffled_classes(data, seed))
    for (const std::uint32_t image : images) {
      for (std::size_t f = 0; f < folds.size(); ++f)
        (f == turn ? folds[f].held_out : folds[f].train).push_back(image);
      turn = (turn + 1) % folds.size();
    }
  for (Split& fold : folds) {
    std::sort(fold.train.begin(), fold.train.end());
    std::sort(fold.held_out.begin(), fold.held_out.end());
  }
  return folds;
}

}  // namespace angka::inline ANGKA_ISA

#endif
