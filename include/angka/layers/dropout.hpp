#pragma once

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/layers/layer.hpp>
#include <string>

namespace angka::inline ANGKA_ISA {

/// In training each value is set to 0 with probability `rate`, the others are scaled by
/// 1 / (1 - rate); in prediction nothing changes. Shape kept.
///
/// What is dropped follows from seed, epoch, image and position alone; of an image that occurs
/// several times in an epoch, from which occurrence it is, too.
/// Same as torch.nn.Dropout, keras.layers.Dropout.
/// Source: Srivastava et al. 2014 (JMLR 15).
/// Example: `Network<Input<1, 8, 8>, Dense<4>, Dropout, Dense<3>> net; net.layer<Dropout>().rate =
/// 0.2f;`
struct Dropout {
  float rate = 0.5f;  ///< in [0, 1)

  static constexpr const char* kind = "dropout";
  static constexpr void settings(auto& layer, auto visit) { visit("rate", layer.rate); }
  void check() const {
    if (!finite(rate) || !(rate >= 0 && rate < 1))
      raise(SettingError("Dropout: rate must be in [0, 1), is " + std::to_string(rate)));
  }

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr bool in_place = true;
    static constexpr int kept = In.size();  ///< the factor of each value

    template <class T>
    static void forward(const Dropout& dropout, const Forward<T>& pass) {
      if (!pass.training) {
        if (pass.output != pass.input) std::copy_n(pass.input, In.size(), pass.output);
        return;
      }
      draw(dropout.rate, pass);
      for (int i = 0; i < In.size(); ++i) pass.output[i] = pass.input[i] * pass.kept[i];
    }

    template <class T>
    static void forward_single(const Dropout&, const SingleForward<T>& pass) {
      if (pass.output != pass.input) std::copy_n(pass.input, In.size(), pass.output);
    }

    template <class T>
    static void backward(const Dropout&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i)
        pass.input_gradient[i] = pass.output_gradient[i] * pass.kept[i];
    }

   private:
    template <class T>
    static void draw(float rate, const Forward<T>& pass) {
      constexpr int lanes = Lanes<T>::count;
      const T scale = T(1) / (T(1) - T(rate));
      T* factor = scalars(pass.kept);
      for (int lane = 0; lane < lanes; ++lane) {
        if (lane >= pass.images.count) {
          for (int i = 0; i < In.size(); ++i) factor[i * lanes + lane] = 0;
          continue;
        }
        Random random(pass.images.seed_of(lane), Purpose::dropout, pass.images.epoch,
                      pass.images.sample[lane], pass.position);
        for (int i = 0; i < In.size(); ++i)
          factor[i * lanes + lane] = random.uniform() < rate ? T(0) : scale;
      }
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
