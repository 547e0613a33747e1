#pragma once

#include <angka/augment/pipeline.hpp>
#include <angka/losses/loss.hpp>
#include <angka/optimizers/optimizer.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Whether a loss that makes probabilities of logits gets probabilities.
template <class LossType, class Layer>
constexpr bool activates_twice() {
  if constexpr (requires { LossType::takes_logits&& Layer::gives_probabilities; })
    return LossType::takes_logits && Layer::gives_probabilities;
  else
    return false;
}

template <class LossType, class OptimizerType>
struct CheckParts {
  static constexpr bool swapped = Loss<OptimizerType> && Optimizer<LossType>;
  static_assert(!swapped, "angka: loss and optimizer are swapped: Model<Network, Loss, Optimizer>");
  static_assert(swapped || Loss<LossType>,
                "angka: the second of Model<Network, Loss, Optimizer> is no Loss: see "
                "angka/losses/loss.hpp for what that has (see LossType)");
  static_assert(swapped || Optimizer<OptimizerType>,
                "angka: the third of Model<Network, Loss, Optimizer> is no Optimizer: see "
                "angka/optimizers/optimizer.hpp for what that has (see OptimizerType)");
};
template <class... More>
inline constexpr bool begins_with_pipeline = false;
template <class First, class... Rest>
inline constexpr bool begins_with_pipeline<First, Rest...> = AugmentationPipeline<First>;

}  // namespace angka::inline ANGKA_ISA::detail
