#pragma once

#include <angka/layers/initializer.hpp>
#include <angka/layers/layer.hpp>
#include <array>

namespace angka::inline ANGKA_ISA {

/// y = x where x > 0, else weight[c] x, with a slope for each channel that is learned. Shape kept.
///
/// Parameters: weight, one a channel, 0.25 at first. Same as torch.nn.PReLU(C).
/// Source: He et al. 2015 (arXiv 1502.01852).
/// Example: `Network<Input<1, 8, 8>, Conv2D<4, 3>, PReLU, Dense<3>> net;`
struct PReLU {
  Initializer initializer = constant(0.25f);

  static constexpr const char* kind = "prelu";
  static constexpr void settings(auto&, auto) {}  // how slopes began is no part of the result

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_output = false;
    static constexpr bool keeps_order = true;
    static constexpr std::array parameters{Parameter{.name = "weight",
                                                     .shape = {In.channels, 1, 1, 1},
                                                     .fill = Fill::weights,
                                                     .per_input = true}};

    template <class T>
    static void forward(const PReLU&, const Forward<T>& pass) {
      for (int c = 0; c < In.channels; ++c)
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); ++i)
          pass.output[i] = value(pass.input[i], pass.parameters[c]);
    }

    template <class T>
    static void forward_single(const PReLU&, const SingleForward<T>& pass) {
      // What is written behind a channel, the next one's values replace.
      for (int c = 0; c < In.channels; ++c)
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); i += Lanes<T>::count)
          value(Lanes<T>::load_unaligned(pass.input + i), pass.parameters[c])
              .store_unaligned(pass.output + i);
    }

    template <class T>
    static void backward(const PReLU&, const Backward<T>& pass) {
      const Lanes<T> zero(T(0));
      for (int c = 0; c < In.channels; ++c) {
        const Lanes<T> weight(pass.parameters[c]);
        Lanes<T> sum = zero;
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); ++i) {
          const Lanes<T> slope = pass.output_gradient[i];
          if (!pass.frozen) sum = fma(min(pass.input[i], zero), slope, sum);
          if (pass.input_gradient)
            pass.input_gradient[i] = where_less(zero, pass.input[i], slope, weight * slope);
        }
        if (!pass.frozen) pass.parameter_gradient[c] += sum.sum();
      }
    }

   private:
    template <class T>
    static Lanes<T> value(Lanes<T> x, T weight) {
      return where_less(Lanes<T>(T(0)), x, x, Lanes<T>(weight) * x);
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
