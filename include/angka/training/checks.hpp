#pragma once

// What `fit`, `evaluate` and `predict_batch` refuse.

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/shape.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/layer_training.hpp>
#include <angka/network/position.hpp>
#include <angka/training/fit.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// Raises a SettingError for images that a network of `input` can't take. `name`: of the data.
[[gnu::cold]] ANGKA_INLINE void check_images(const DataView& data, const std::string& name,
                                             Shape input);

/// The same for labels and targets, of which a network has `output` and tells `classes`.
[[gnu::cold]] ANGKA_INLINE void check_truth(const DataView& data, const std::string& name,
                                            Shape output, std::size_t classes);

[[gnu::cold]] ANGKA_INLINE void check_options(const FitOptions& options);

/// Raises a SettingError where a layer needs larger batches than `images`, unless it is frozen.
template <class Architecture>
[[gnu::cold]] void check_batch(std::size_t images, const std::vector<LayerTraining>& layers) {
  std::size_t needed = 0;
  std::span<const int> layer;
  Architecture::for_each_step([&]<int I>() {
    using Step = typename Architecture::template StepAt<I>;
    if constexpr (requires { Step::Bound::fewest_images; })
      if (needed == 0 && images < std::size_t{Step::Bound::fewest_images} &&
          (layers.empty() || !layers[I].frozen)) {
        needed = std::size_t{Step::Bound::fewest_images};
        layer = indices_of(typename Step::Position{});
      }
  });
  if (needed > 0)
    raise(SettingError("fit: batches of " + std::to_string(needed) +
                       " images or more are needed by layer " + position_name(layer) +
                       ", whose statistics are over the batch"));
}

}  // namespace angka::inline ANGKA_ISA::detail

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE void check_images(const DataView& data, const std::string& name, Shape input) {
  if (data.empty()) raise(SettingError(name + ": no images"));
  if (!(data.shape == input))
    raise(SettingError(name + ": images are " + to_string(data.shape) + ", the network takes " +
                       to_string(input)));
  if (!data.bytes && !data.values) raise(SettingError(name + ": no pixels"));
}

ANGKA_INLINE void check_truth(const DataView& data, const std::string& name, Shape output,
                              std::size_t classes) {
  if (!data.labels && !data.targets) raise(SettingError(name + ": neither labels nor targets"));
  if (data.targets && data.target_size != output.size())
    raise(SettingError(name + ": " + std::to_string(data.target_size) +
                       " targets an image, the network has " + std::to_string(output.size()) +
                       " outputs"));
  if (!data.labels) return;
  if (output.pixels() > 1)
    raise(SettingError(name + ": labels, but the network's output is " + to_string(output) +
                       ", not one value a class: end it with Dense, GlobalAveragePool2D or, if "
                       "each value is a class, Flatten"));
  for (std::size_t i = 0; i < data.size(); ++i)
    if (data.label(i) < 0 || data.label(i) >= static_cast<int>(classes))
      raise(SettingError(name + ": image " + std::to_string(i) + " has label " +
                         std::to_string(data.label(i)) + ", the network has " +
                         std::to_string(classes) + " classes"));
}

ANGKA_INLINE void check_options(const FitOptions& options) {
  options.schedule.check();
  expect_setting(options.epochs >= 1, "fit", "epochs", "1 or above", options.epochs);
  expect_setting(options.batch_size >= 1, "fit", "batch_size", "1 or above", options.batch_size);
  expect_setting(options.accumulate >= 1, "fit", "accumulate", "1 or above", options.accumulate);
  expect_setting(options.threads >= 0, "fit", "threads", "0 or above", options.threads);
  expect_setting(options.clip_norm >= 0, "fit", "clip_norm", "0 or above", options.clip_norm);
  expect_setting(options.ema_decay >= 0 && options.ema_decay < 1, "fit", "ema_decay", "in [0, 1)",
                 options.ema_decay);
  expect_setting(options.swa_from >= 0 && options.swa_from <= options.epochs, "fit", "swa_from",
                 "from 0 to epochs", options.swa_from);
  if (options.ema_decay > 0 && options.swa_from > 0)
    raise(SettingError("fit: ema_decay and swa_from are two averages, of which there can be one"));
  for (const auto& [name, alpha] :
       {std::pair{"mixing.mixup", options.mixing.mixup}, {"mixing.cutmix", options.mixing.cutmix}})
    expect_setting(alpha >= 0 && alpha <= 1, "fit", name, "in [0, 1]", alpha);
  expect_setting(options.patience >= 0, "fit", "patience", "0 or above", options.patience);
  if (options.validation.empty() && options.schedule.needs_validation())
    raise(SettingError(std::string("fit: the schedule \"") + options.schedule.name() +
                       "\" needs validation data, whose loss it goes by"));
  if (options.validation.empty() && (options.patience > 0 || options.restore_best))
    raise(SettingError(std::string("fit: ") + (options.patience > 0 ? "patience" : "restore_best") +
                       " needs validation data, whose loss it goes by"));
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
