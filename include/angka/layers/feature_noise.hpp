#pragma once

#include <angka/layers/dropout.hpp>

namespace angka::inline ANGKA_ISA {

/// In training whole channels are set to 0 with probability `rate`, the others are scaled by
/// 1 / (1 - rate); in prediction nothing changes. Shape kept.
///
/// What is dropped follows from what Dropout's does. Same as torch.nn.Dropout2d,
/// keras.layers.SpatialDropout2D.
/// Source: Tompson et al. 2015 (arXiv 1411.4280).
/// Example: `Network<Input<1, 8, 8>, Conv2D<4, 3>, SpatialDropout, Dense<3>> net;
/// net.layer<SpatialDropout>().rate = 0.2f;`
struct SpatialDropout {
  float rate = 0.5f;  ///< in [0, 1)

  static constexpr const char* kind = "spatial_dropout";
  static constexpr void settings(auto& layer, auto visit) { visit("rate", layer.rate); }
  void check() const { detail::check_rate("SpatialDropout", rate); }

  template <Shape In>
  struct Bind : detail::Copy<In, In> {
    static constexpr int kept = In.channels;  ///< the factor of each channel

    template <class T>
    static void forward(const SpatialDropout& dropout, const Forward<T>& pass) {
      if (!pass.training) {
        detail::draw_none(kept, pass);
        return detail::Copy<In, In>::forward(dropout, pass);
      }
      detail::draw_dropped(dropout.rate, In.channels, pass);
      for (int i = 0; i < In.size(); ++i)
        pass.output[i] = pass.input[i] * pass.kept[i / In.pixels()];
    }
    template <class T>
    static void backward(const SpatialDropout&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i)
        pass.input_gradient[i] = pass.output_gradient[i] * pass.kept[i / In.pixels()];
    }
  };
};

/// In training a random number of mean 0 is added to each value; in prediction nothing changes.
/// Shape kept. (`GaussianNoise` is the augmentation of images.)
///
/// What is added follows from what Dropout's does. Same as keras.layers.GaussianNoise.
/// Example: `Network<Input<1, 8, 8>, Conv2D<4, 3>, FeatureNoise, Dense<3>> net;
/// net.layer<FeatureNoise>().deviation = 0.2f;`
struct FeatureNoise {
  float deviation = 0.1f;  ///< standard deviation of a normal distribution; 0 or more, finite

  static constexpr const char* kind = "feature_noise";
  static constexpr void settings(auto& layer, auto visit) { visit("deviation", layer.deviation); }
  void check() const {
    if (!finite(deviation) || !(deviation >= 0))
      raise(SettingError("FeatureNoise: deviation must be 0 or more, is " +
                         std::to_string(deviation)));
  }

  template <Shape In>
  struct Bind : detail::Copy<In, In> {
    template <class T>
    static void forward(const FeatureNoise& noise, const Forward<T>& pass) {
      detail::Copy<In, In>::forward(noise, pass);
      if (!pass.training) return;
      detail::for_each_random(pass, [&](int lane, Random random) {
        for (int i = 0; i < In.size(); ++i)
          scalars(pass.output)[i * Lanes<T>::count + lane] +=
              static_cast<T>(noise.deviation * random.normal());
      });
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
