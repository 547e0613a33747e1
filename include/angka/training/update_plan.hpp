#pragma once

// Which parameters of a network are updated how.

#include <angka/core/definitions.hpp>
#include <angka/network/layer_training.hpp>
#include <angka/network/tensors.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// Whether a tensor isn't of one axis and doesn't scale or shift what a normalization gives.
inline bool is_weight(const Parameter& parameter) {
  return parameter.rank > 1 && parameter.fill == Fill::weights;
}

/// Parameters that lie side by side and are updated alike.
struct UpdateRun {
  std::size_t begin = 0, end = 0;
  double rate = 1, decay = 1;
  std::int64_t missed = 0;  ///< updates that were made while they were frozen
};

class UpdatePlan {
 public:
  /// Whether it was made for these layers.
  bool follows(const std::vector<LayerTraining>& layers, bool weights_alone) const {
    return known_ && layers == layers_ && weights_alone == weights_alone_;
  }
  /// From now on parameters are updated as the `layers` of their network say, of which decay leaves
  /// tensors of one axis, biases and what scales, alone if `weights_alone`. The parameters of step
  /// i begin at trained[i]. `decays`: whether the optimizer does.
  [[gnu::cold]] ANGKA_INLINE void follow(const std::vector<LayerTraining>& layers,
                                         bool weights_alone, bool decays,
                                         const std::vector<TensorPlace>& tensors,
                                         std::span<const int> trained);

  /// Whether all parameters are updated alike; else, how those are that aren't frozen.
  bool alike() const { return alike_; }
  const std::vector<UpdateRun>& runs() const { return runs_; }

  /// An update was made.
  void step() {
    for (std::size_t i = 0; i < layers_.size(); ++i)
      if (layers_[i].frozen) ++missed_[i];
  }
  /// Of each step of the network, how many updates were made while it was frozen, or none.
  const std::vector<std::int64_t>& missed() const { return missed_; }
  void restore(const std::vector<std::int64_t>& missed) {
    missed_ = missed;
    known_ = false;
  }

 private:
  bool known_ = false, weights_alone_ = false, alike_ = true;
  std::vector<LayerTraining> layers_{};
  std::vector<std::int64_t> missed_{};
  std::vector<UpdateRun> runs_{};
};

}  // namespace angka::inline ANGKA_ISA::detail

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE void UpdatePlan::follow(const std::vector<LayerTraining>& layers, bool weights_alone,
                                     bool decays, const std::vector<TensorPlace>& tensors,
                                     std::span<const int> trained) {
  const auto any = [&](auto what) { return std::any_of(layers.begin(), layers.end(), what); };
  if (!decays && weights_alone)
    raise(SettingError("fit: decay_weights_alone needs an optimizer with weight_decay"));
  if (!decays && any([](const LayerTraining& its) { return its.decay != 1; }))
    raise(SettingError("fit: decay of a layer needs an optimizer with weight_decay"));
  layers_ = layers;
  weights_alone_ = weights_alone;
  known_ = true;
  if (any([](const LayerTraining& its) { return its.frozen; })) missed_.resize(layers.size());
  alike_ = layers.empty() && missed_.empty() && !weights_alone;
  runs_.clear();
  std::size_t step = 0;
  for (const TensorPlace& tensor : tensors) {
    if (!tensor.parameter.trained) continue;
    while (static_cast<std::size_t>(trained[step + 1]) <= tensor.begin) ++step;
    const LayerTraining its = layers.empty() ? LayerTraining{} : layers[step];
    if (its.frozen) continue;
    const UpdateRun run{.begin = tensor.begin,
                        .end = tensor.begin + static_cast<std::size_t>(tensor.parameter.size()),
                        .rate = its.rate,
                        .decay = weights_alone && !is_weight(tensor.parameter) ? 0 : its.decay,
                        .missed = missed_.empty() ? 0 : missed_[step]};
    if (!runs_.empty() && runs_.back().end == run.begin && runs_.back().rate == run.rate &&
        runs_.back().decay == run.decay && runs_.back().missed == run.missed)
      runs_.back().end = run.end;
    else
      runs_.push_back(run);
  }
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
