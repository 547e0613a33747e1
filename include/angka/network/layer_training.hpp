#pragma once

// Which layers of a network training leaves as they are, and how fast it changes the others.

#include <angka/core/definitions.hpp>
#include <angka/core/isa.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// How a layer of a network is trained: see `freeze`, `rate` and `decay` of a network.
/// Example: `Net net; net.rate<At<0>>(0.1); net.layer_training()[0].rate == 0.1`
struct LayerTraining {
  bool frozen = false;
  double rate = 1;   ///< what the learning rate is multiplied by; 0 or above
  double decay = 1;  ///< what the optimizer's weight decay is multiplied by; 0 or above

  bool operator==(const LayerTraining&) const = default;
};

namespace detail {

/// Of layers, by their names and in order, those from `first` to `last`, each with all that is in
/// it: the numbers of the first and of the one behind the last. `what`: who asks.
///
/// Errors: SettingError for a layer that there isn't, or that stands in front of the first.
[[gnu::cold]] ANGKA_INLINE std::pair<std::size_t, std::size_t> layers_between(
    const std::vector<std::string>& names, std::string_view first, std::string_view last,
    const char* what);

/// Raises a SettingError for factors that can't be used.
[[gnu::cold]] ANGKA_INLINE void check_training(std::span<const LayerTraining> steps);

/// Finds out which steps are `frozen` and of which values the gradient is `wanted`: where a step is
/// frozen, of those that follow from a trained parameter, else of all but the images. `inputs`: the
/// values that the steps read, of step i from begin[i] on; it makes value i + 1, and its parameters
/// begin at trained[i]. Returns whether other steps are frozen than before.
ANGKA_INLINE bool follow_training(std::span<const LayerTraining> steps, std::span<const int> inputs,
                                  std::span<const int> begin, std::span<const int> trained,
                                  std::span<bool> frozen, std::span<bool> wanted);

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE std::pair<std::size_t, std::size_t> layers_between(
    const std::vector<std::string>& names, std::string_view first, std::string_view last,
    const char* what) {
  const auto within = [](std::string_view layer) {
    return [layer](const std::string& name) {
      return layer.empty() || name == layer || name.starts_with(std::string(layer) + '.');
    };
  };
  const auto begin = std::find_if(names.begin(), names.end(), within(first));
  const auto end = std::find_if(names.rbegin(), names.rend(), within(last)).base();
  if (begin == names.end() || end == names.begin())
    raise(SettingError(std::string(what) + ": the network has no layer " +
                       std::string(begin == names.end() ? first : last)));
  if (begin >= end)
    raise(SettingError(std::string(what) + ": layer " + std::string(first) +
                       " doesn't stand in front of layer " + std::string(last)));
  return {static_cast<std::size_t>(begin - names.begin()),
          static_cast<std::size_t>(end - names.begin())};
}

ANGKA_INLINE void check_training(std::span<const LayerTraining> steps) {
  for (const LayerTraining& step : steps) {
    expect_setting(step.rate >= 0, "network", "rate", "0 or above", step.rate);
    expect_setting(step.decay >= 0, "network", "decay", "0 or above", step.decay);
  }
}

ANGKA_INLINE bool follow_training(std::span<const LayerTraining> steps, std::span<const int> inputs,
                                  std::span<const int> begin, std::span<const int> trained,
                                  std::span<bool> frozen, std::span<bool> wanted) {
  bool others = false, any = false;
  for (std::size_t i = 0; i < frozen.size(); ++i) {
    const bool now = !steps.empty() && steps[i].frozen;
    others |= frozen[i] != now;
    any |= now;
    frozen[i] = now;
  }
  wanted[0] = false;
  for (std::size_t i = 0; i < frozen.size(); ++i) {
    wanted[i + 1] = !any || (!frozen[i] && trained[i + 1] > trained[i]);
    for (auto input = static_cast<std::size_t>(begin[i]);
         input < static_cast<std::size_t>(begin[i + 1]); ++input)
      wanted[i + 1] |= wanted[static_cast<std::size_t>(inputs[input])];
  }
  return others;
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
