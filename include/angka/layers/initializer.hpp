#pragma once

#include <angka/core/random.hpp>
#include <cmath>
#include <cstdint>
#include <span>

namespace angka::inline ANGKA_ISA {

/// How a layer's weights start, and its biases: at random, with mean 0 and variance scale / fan.
///
/// Convolutions start with `he_normal_fan_out`, as torchvision's residual networks, dense layers
/// with `glorot_uniform`, as Keras'; docs/initializers.md compares them with the others below.
/// Uniform on [-a, a] has a = sqrt(3 variance).
///
/// Source: Glorot and Bengio 2010 (AISTATS); He et al. 2015 (arXiv 1502.01852); LeCun et al. 1998
/// (Efficient BackProp).
/// Example: `net.layer<0>().initializer = he_normal; net.initialize(seed(1));`
struct Initializer {
  enum class Distribution { uniform, normal, constant };
  enum class Fan {
    in,      ///< how many inputs reach an output
    out,     ///< how many outputs an input reaches
    average  ///< the mean of both
  };

  Distribution distribution = Distribution::uniform;
  float scale = 1;  ///< a constant's value
  Fan fan = Fan::average;
  bool biases = false;  ///< drawn as the weights are; else 0

  /// Fills `values` with numbers that follow from `random` alone.
  template <class T>
  void fill(std::span<T> values, int fan_in, int fan_out, Random random) const {
    const double count = fan == Fan::in    ? fan_in
                         : fan == Fan::out ? fan_out
                                           : (fan_in + fan_out) / 2.0;
    const auto deviation = static_cast<float>(std::sqrt(scale / count));
    const float bound = std::sqrt(3.0f) * deviation;
    for (T& value : values) {
      if (distribution == Distribution::constant)
        value = static_cast<T>(scale);
      else
        value =
            static_cast<T>(distribution == Distribution::normal ? deviation * random.normal()
                                                                : random.uniform(-bound, bound));
    }
  }
};

inline constexpr Initializer glorot_uniform{};
inline constexpr Initializer glorot_normal{.distribution = Initializer::Distribution::normal};
inline constexpr Initializer he_uniform{.scale = 2, .fan = Initializer::Fan::in};
inline constexpr Initializer he_normal{
    .distribution = Initializer::Distribution::normal, .scale = 2, .fan = Initializer::Fan::in};
/// As wide from layer to layer as `he_normal`, and narrower where channels become more.
inline constexpr Initializer he_normal_fan_out{
    .distribution = Initializer::Distribution::normal, .scale = 2, .fan = Initializer::Fan::out};
inline constexpr Initializer lecun_uniform{.fan = Initializer::Fan::in};
inline constexpr Initializer lecun_normal{.distribution = Initializer::Distribution::normal,
                                          .fan = Initializer::Fan::in};
/// Weights and biases within 1 / sqrt(fan_in): torch.nn.Conv2d's and torch.nn.Linear's default.
inline constexpr Initializer torch_uniform{
    .scale = 1.0f / 3, .fan = Initializer::Fan::in, .biases = true};
constexpr Initializer constant(float value) {
  return {.distribution = Initializer::Distribution::constant, .scale = value};
}

}  // namespace angka::inline ANGKA_ISA
