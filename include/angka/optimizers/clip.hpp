#pragma once

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// What to multiply gradients by so that their norm doesn't pass `max_norm`.
///
///     min(1, max_norm / (norm + 1e-6))
///
/// `norm`: the Euclidean norm of all gradients together. `max_norm`: above 0.
/// Source: as torch.nn.utils.clip_grad_norm_ of PyTorch 1.13.
/// Example: `clip_factor(0.5, 1) == 1 && clip_factor(4, 1) < 0.26`
inline double clip_factor(double norm, double max_norm) {
  const double factor = max_norm / (norm + 1e-6);
  return factor < 1 ? factor : 1;
}

}  // namespace angka::inline ANGKA_ISA
