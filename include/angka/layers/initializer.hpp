#pragma once

#include <angka/core/random.hpp>
#include <cmath>
#include <cstdint>
#include <span>

namespace angka::inline ANGKA_ISA {

/// How a layer's weights start. By default He's normal distribution in front of a rectifier (ReLU
/// and its kin), else Glorot's uniform one.
///
/// He: variance 2 / fan_in. Glorot: variance 2 / (fan_in + fan_out). Uniform on [-a, a] with
/// a = sqrt(3 variance).
///
/// Source: He et al. 2015 (arXiv 1502.01852); Glorot and Bengio 2010 (AISTATS).
struct Initializer {
  enum class Kind { by_activation, he_normal, he_uniform, glorot_normal, glorot_uniform, constant };
  Kind kind = Kind::by_activation;
  float value = 0;  ///< of `constant`

  /// Fills `weights` with numbers that follow from `random` alone.
  template <class T>
  void fill(std::span<T> weights, int fan_in, int fan_out, bool before_rectifier,
            Random random) const {
    Kind chosen = kind;
    if (chosen == Kind::by_activation)
      chosen = before_rectifier ? Kind::he_normal : Kind::glorot_uniform;
    const bool he = chosen == Kind::he_normal || chosen == Kind::he_uniform;
    const bool normal = chosen == Kind::he_normal || chosen == Kind::glorot_normal;
    const auto deviation = static_cast<float>(std::sqrt(2.0 / (he ? fan_in : fan_in + fan_out)));
    const float bound = std::sqrt(3.0f) * deviation;
    for (T& weight : weights) {
      if (chosen == Kind::constant)
        weight = static_cast<T>(value);
      else
        weight =
            static_cast<T>(normal ? deviation * random.normal() : random.uniform(-bound, bound));
    }
  }
};

inline constexpr Initializer he_normal{Initializer::Kind::he_normal};
inline constexpr Initializer he_uniform{Initializer::Kind::he_uniform};
inline constexpr Initializer glorot_normal{Initializer::Kind::glorot_normal};
inline constexpr Initializer glorot_uniform{Initializer::Kind::glorot_uniform};
constexpr Initializer constant(float value) { return {Initializer::Kind::constant, value}; }

}  // namespace angka::inline ANGKA_ISA
