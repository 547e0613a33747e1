#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// The data of a network of several inputs (`Inputs`): example i is the numbers of example i of
/// each view, one behind the other; a byte stands for the value byte / 255.
///
/// `inputs`: views of C1 x H1 x W1, C2 x H2 x W2, ... -> (C1 H1 W1 + C2 H2 W2 + ...) x 1 x 1.
/// Labels, targets and writers are those of the first view; a view knows no names of classes.
/// Raises SettingError for no view, and for views of different counts.
/// Example: `const FloatDataset a{.shape = {1, 1, 2}, .pixels = {1, 2}, .labels = {0}},
/// b{.shape = {1, 1, 1}, .pixels = {3}}; join_inputs({a, b}).pixels == std::vector<float>{1, 2, 3}`
ANGKA_INLINE FloatDataset join_inputs(const std::vector<DataView>& inputs);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <angka/core/errors.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE FloatDataset join_inputs(const std::vector<DataView>& inputs) {
  if (inputs.empty()) raise(SettingError("join_inputs: no inputs"));
  const DataView& first = inputs[0];
  FloatDataset all{.shape = {0, 1, 1}};
  for (const DataView& each : inputs) {
    if (each.size() != first.size())
      raise(SettingError("join_inputs: " + std::to_string(each.size()) + " examples beside " +
                         std::to_string(first.size())));
    all.shape.channels += each.shape.size();
  }
  all.pixels.reserve(static_cast<std::size_t>(all.shape.size()) * first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (const DataView& each : inputs) {
      if (each.values) {
        const auto values = each.image<float>(i);
        all.pixels.insert(all.pixels.end(), values.begin(), values.end());
      } else {
        for (const std::uint8_t pixel : each.image(i))
          all.pixels.push_back(static_cast<float>(pixel) / 255);
      }
    }
    if (first.labels) all.labels.push_back(first.label(i));
    if (first.writers) all.writers.push_back(first.writer(i));
    if (first.targets) {
      const auto target = first.target(i);
      all.targets.insert(all.targets.end(), target.begin(), target.end());
    }
  }
  return all;
}

}  // namespace angka::inline ANGKA_ISA

#endif
