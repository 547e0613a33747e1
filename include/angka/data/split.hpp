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

/// Parts a view so that about `fraction` of it, and of each class, is held out, and no writer has
/// images on both sides: how well a model reads people whom it hasn't seen.
///
/// Writers are dealt at random, each to the side that lacks most, then moved and exchanged while
/// that brings the classes' shares closer. A class that few people wrote may be missing on a side.
///
/// Raises SettingError for a fraction outside (0, 1), or a view without two known writers.
/// Example: `Dataset two{.shape = {1, 1, 1}, .pixels = {1, 2, 3}, .labels = {0, 1, 0}}; two.writers
/// = {7, 7, 8}; split_by_writer(two, 0.3, seed(1)).held_out == std::vector<std::uint32_t>{2}`
[[gnu::cold]] ANGKA_INLINE Split split_by_writer(const DataView& data, double fraction, Seed seed);

/// Deals the writers to k parts, likewise, each of which is held out once.
///
/// Raises SettingError for k below 2 or above the number of writers, or where none is known.
[[gnu::cold]] ANGKA_INLINE std::vector<Split> k_fold_by_writer(const DataView& data, int k,
                                                               Seed seed);

/// How many writers the images of a view have; 0: not known.
[[gnu::cold]] ANGKA_INLINE std::size_t count_writers(const DataView& data);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
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

namespace detail {

/// The images of one writer: where they are, and how many are of each class.
struct WriterImages {
  std::vector<std::uint32_t> positions{};
  std::vector<std::int64_t> counts{};
};

/// The writers of a view's images, in an order that follows from the seed alone.
[[gnu::cold]] inline std::vector<WriterImages> shuffled_writers(const DataView& data, Seed seed) {
  if (data.empty() || !data.writers)
    raise(SettingError("a split by writer needs images whose writers are known"));
  std::map<int, std::size_t> classes;
  for (std::size_t i = 0; i < data.size(); ++i)
    classes.emplace(data.labels ? data.label(i) : 0, classes.size());
  std::map<int, WriterImages> by_writer;
  for (std::size_t i = 0; i < data.size(); ++i) {
    WriterImages& its = by_writer[data.writer(i)];
    its.positions.push_back(static_cast<std::uint32_t>(data.position(i)));
    its.counts.resize(classes.size());
    ++its.counts[classes.at(data.labels ? data.label(i) : 0)];
  }
  std::vector<WriterImages> writers;
  for (auto& [number, its] : by_writer) writers.push_back(std::move(its));
  Random(seed, Purpose::split).shuffle(std::span(writers));
  return writers;
}

/// Deals writers to parts, in which `shares` of all images, and of each class, belong; the part of
/// each writer. None stays empty.
///
/// With n of a class's N images in a part whose share is s of S, the parts' sum of
/// (S n - s N)^2 / N over all classes is brought to where no writer's move, and of few no exchange
/// of two, makes it less. In whole numbers, so that it is the same on every machine.
[[gnu::cold]] inline std::vector<std::size_t> deal(const std::vector<WriterImages>& writers,
                                                   std::span<const std::int64_t> shares) {
  const std::size_t classes = writers.front().counts.size();
  const std::int64_t whole = std::accumulate(shares.begin(), shares.end(), std::int64_t{0});
  std::vector<std::int64_t> totals(classes);
  for (const WriterImages& writer : writers)
    for (std::size_t c = 0; c < classes; ++c) totals[c] += writer.counts[c];
  struct Part {
    std::vector<std::int64_t> excess{};  ///< S n - s N of each class
    std::size_t writers = 0;
  };
  std::vector<Part> parts;
  for (const std::int64_t share : shares) {
    parts.push_back({.excess = std::vector<std::int64_t>(classes)});
    for (std::size_t c = 0; c < classes; ++c) parts.back().excess[c] = -share * totals[c];
  }
  // How much the sum changes, by S, if a writer comes (sign = 1) or goes (-1).
  const auto change = [&](const Part& part, const WriterImages& writer, std::int64_t sign) {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < classes; ++c)
      sum += writer.counts[c] * (2 * sign * part.excess[c] + whole * writer.counts[c]) /
             std::max<std::int64_t>(totals[c], 1);
    return sum;
  };
  const auto put = [&](Part& part, const WriterImages& writer, std::int64_t sign) {
    for (std::size_t c = 0; c < classes; ++c) part.excess[c] += sign * whole * writer.counts[c];
    part.writers = sign > 0 ? part.writers + 1 : part.writers - 1;
  };
  const auto best_for = [&](const WriterImages& writer, bool only_empty) {
    std::size_t best = parts.size();
    std::int64_t least = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      if (only_empty && parts[p].writers > 0) continue;
      const std::int64_t its = change(parts[p], writer, 1);
      if (best == parts.size() || its < least) best = p, least = its;
    }
    return best;
  };
  std::vector<std::size_t> part_of;
  for (std::size_t w = 0; w < writers.size(); ++w) {
    const auto empty = static_cast<std::size_t>(std::count_if(
        parts.begin(), parts.end(), [](const Part& part) { return part.writers == 0; }));
    part_of.push_back(best_for(writers[w], writers.size() - w <= empty));
    put(parts[part_of.back()], writers[w], 1);
  }
  const auto move = [&](std::size_t w) {
    Part& from = parts[part_of[w]];
    if (from.writers == 1) return false;
    put(from, writers[w], -1);
    const std::size_t best = best_for(writers[w], false);
    const bool better = change(parts[best], writers[w], 1) < change(from, writers[w], 1);
    if (better) part_of[w] = best;
    put(parts[part_of[w]], writers[w], 1);
    return better;
  };
  const auto exchange = [&](std::size_t w, std::size_t v) {
    Part &a = parts[part_of[w]], &b = parts[part_of[v]];
    put(a, writers[w], -1);
    put(b, writers[v], -1);
    const bool better = change(b, writers[w], 1) + change(a, writers[v], 1) <
                        change(a, writers[w], 1) + change(b, writers[v], 1);
    if (better) std::swap(part_of[w], part_of[v]);
    put(parts[part_of[w]], writers[w], 1);
    put(parts[part_of[v]], writers[v], 1);
    return better;
  };
  // Exchanges are tried for all pairs, which is only worth it, and quick, where writers are few.
  constexpr std::size_t few = 1000;
  constexpr int most_rounds = 20;
  bool better = true;
  for (int round = 0; better && round < most_rounds; ++round) {
    better = false;
    for (std::size_t w = 0; w < writers.size(); ++w) better |= move(w);
    for (std::size_t w = 0; w < writers.size() && writers.size() <= few; ++w)
      for (std::size_t v = w + 1; v < writers.size(); ++v)
        if (part_of[w] != part_of[v]) better |= exchange(w, v);
  }
  return part_of;
}

/// One split for each of the first `count` parts, which it holds out.
[[gnu::cold]] inline std::vector<Split> hold_out_parts(const std::vector<WriterImages>& writers,
                                                       const std::vector<std::size_t>& part_of,
                                                       std::size_t count) {
  std::vector<Split> splits(count);
  for (std::size_t s = 0; s < count; ++s) {
    for (std::size_t w = 0; w < writers.size(); ++w) {
      auto& side = part_of[w] == s ? splits[s].held_out : splits[s].train;
      side.insert(side.end(), writers[w].positions.begin(), writers[w].positions.end());
    }
    std::sort(splits[s].train.begin(), splits[s].train.end());
    std::sort(splits[s].held_out.begin(), splits[s].held_out.end());
  }
  return splits;
}

}  // namespace detail

ANGKA_INLINE Split split_by_writer(const DataView& data, double fraction, Seed seed) {
  detail::expect_fraction(fraction);
  const auto writers = detail::shuffled_writers(data, seed);
  if (writers.size() < 2) raise(SettingError("a split by writer needs two writers"));
  constexpr std::int64_t whole = 4096;
  const std::int64_t part = std::clamp<std::int64_t>(std::llround(fraction * whole), 1, whole - 1);
  const std::int64_t shares[] = {part, whole - part};
  return detail::hold_out_parts(writers, detail::deal(writers, shares), 1).front();
}

ANGKA_INLINE std::vector<Split> k_fold_by_writer(const DataView& data, int k, Seed seed) {
  const auto writers = detail::shuffled_writers(data, seed);
  if (k < 2 || static_cast<std::size_t>(k) > writers.size())
    raise(SettingError("the number of folds must be 2 to " + std::to_string(writers.size()) +
                       " (the number of writers), not " + std::to_string(k)));
  const std::vector<std::int64_t> shares(static_cast<std::size_t>(k), 1);
  return detail::hold_out_parts(writers, detail::deal(writers, shares), shares.size());
}

ANGKA_INLINE std::size_t count_writers(const DataView& data) {
  std::set<int> writers;
  for (std::size_t i = 0; data.writers && i < data.size(); ++i) writers.insert(data.writer(i));
  return writers.size();
}

}  // namespace angka::inline ANGKA_ISA

#endif
