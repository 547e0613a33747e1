#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// Places of at most `most` of the images, evenly chosen.
[[gnu::cold]] ANGKA_INLINE std::vector<std::uint32_t> sample_of(const DataView& data,
                                                                std::size_t most);

/// What there is to say if the labels that a network says are no better than guesses, else "".
/// Guesses have a mean recall of one by the number of classes that there are, within two standard
/// deviations. (Not by accuracy: with rare classes or class weights it may well be below that of
/// the commonest.)
[[gnu::cold]] ANGKA_INLINE std::string message_of_chance(const DataView& data,
                                                         const std::vector<int>& said);

}  // namespace angka::inline ANGKA_ISA::detail

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/metrics/tally.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE std::vector<std::uint32_t> sample_of(const DataView& data, std::size_t most) {
  std::vector<std::uint32_t> sample(std::min(most, data.size()));
  for (std::size_t i = 0; i < sample.size(); ++i)
    sample[i] = static_cast<std::uint32_t>(data.position(i * data.size() / sample.size()));
  return sample;
}

ANGKA_INLINE std::string message_of_chance(const DataView& data, const std::vector<int>& said) {
  std::vector<Tally> by_label;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const auto label = static_cast<std::size_t>(data.label(i));
    if (label >= by_label.size()) by_label.resize(label + 1);
    by_label[label] += {.images = 1, .correct = said[i] == data.label(i)};
  }
  std::erase_if(by_label, [](const Tally& its) { return its.images == 0; });
  const auto count = static_cast<double>(by_label.size());
  double recall = 0, variance = 0;
  for (const Tally& its : by_label) {
    recall += its.accuracy() / count;
    variance += (1 - 1 / count) / count / static_cast<double>(its.images) / (count * count);
  }
  if (count < 2 || recall > 1 / count + 2 * std::sqrt(variance)) return "";
  std::string message = "the network says labels no better than by guessing";
  if (std::count(said.begin(), said.end(), said.front()) == std::ptrdiff_t(said.size()))
    message += ": " + std::to_string(said.front()) + " for every image";
  return message;
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
