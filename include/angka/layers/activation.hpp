#pragma once

#include <angka/core/errors.hpp>
#include <angka/layers/layer.hpp>
#include <string>

namespace angka::inline ANGKA_ISA {

/// A layer that applies a function to each value on its own. `Activation` has
/// `value(x)` and `slope(x, y)`, the derivative at x where y = value(x); where
/// `slope_from_output` is true, `slope` reads y alone.
template <class Activation, Shape In>
struct Elementwise : Layer<In> {
  static constexpr bool uses_input = !Activation::slope_from_output;
  static constexpr bool in_place = Activation::slope_from_output;

  template <class T>
  static void forward(const Activation& activation, const Forward<T>& pass) {
    for (int i = 0; i < In.size(); ++i) pass.output[i] = activation.value(pass.input[i]);
  }

  template <class T>
  static void forward_single(const Activation& activation, const SingleForward<T>& pass) {
    for (int i = 0; i < In.size(); i += Lanes<T>::count)
      activation.value(Lanes<T>::load(pass.input + i)).store(pass.output + i);
  }

  template <class T>
  static void backward(const Activation& activation, const Backward<T>& pass) {
    if (!pass.input_gradient) return;
    for (int i = 0; i < In.size(); ++i) {
      const Lanes<T> x = uses_input ? pass.input[i] : pass.output[i];
      pass.input_gradient[i] = pass.output_gradient[i] * activation.slope(x, pass.output[i]);
    }
  }
};

/// y = max(x, 0). Shape kept. Same as torch.nn.ReLU.
struct ReLU {
  static constexpr const char* kind = "relu";
  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<ReLU, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return max(x, Lanes<T>(T(0)));
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    return where_less(Lanes<T>(T(0)), y, Lanes<T>(T(1)), Lanes<T>(T(0)));
  }
};

/// y = x where x > 0, else negative_slope x. Shape kept. Same as torch.nn.LeakyReLU.
/// Example: `Network<Input<1, 8, 8>, Dense<4>, LeakyReLU> net;
/// net.layer<LeakyReLU>().negative_slope = 0.2f;`
struct LeakyReLU {
  float negative_slope = 0.01f;  ///< 0 or more, finite

  static constexpr const char* kind = "leaky_relu";
  static constexpr void settings(auto& layer, auto visit) {
    visit("negative_slope", layer.negative_slope);
  }
  void check() const {
    if (!finite(negative_slope) || !(negative_slope >= 0))
      raise(SettingError("LeakyReLU: negative_slope must be 0 or more, is " +
                         std::to_string(negative_slope)));
  }

  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<LeakyReLU, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return where_less(Lanes<T>(T(0)), x, x, Lanes<T>(T(negative_slope)) * x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    return where_less(Lanes<T>(T(0)), y, Lanes<T>(T(1)), Lanes<T>(T(negative_slope)));
  }
};

/// y = x where x > 0, else alpha (exp(x) - 1). Shape kept. Same as torch.nn.ELU.
///
/// Source: Clevert, Unterthiner, Hochreiter 2015 (arXiv 1511.07289).
struct ELU {
  float alpha = 1;  ///< 0 or more, finite

  static constexpr const char* kind = "elu";
  static constexpr void settings(auto& layer, auto visit) { visit("alpha", layer.alpha); }
  void check() const {
    if (!finite(alpha) || !(alpha >= 0))
      raise(SettingError("ELU: alpha must be 0 or more, is " + std::to_string(alpha)));
  }

  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<ELU, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    const Lanes<T> zero(T(0));
    return where_less(zero, x, x, Lanes<T>(T(alpha)) * (exp(min(x, zero)) - Lanes<T>(T(1))));
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    return where_less(Lanes<T>(T(0)), y, Lanes<T>(T(1)), y + Lanes<T>(T(alpha)));
  }
};

/// y = x Phi(x), Phi the normal distribution function. Shape kept. Same as torch.nn.GELU.
///
/// Source: Hendrycks, Gimpel 2016 (arXiv 1606.08415).
struct GELU {
  static constexpr const char* kind = "gelu";
  static constexpr bool slope_from_output = false;
  template <Shape In>
  using Bind = Elementwise<GELU, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return x * distribution(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T> x, Lanes<T>) const {
    const Lanes<T> density =
        Lanes<T>(T(0.3989422804014327)) * exp(Lanes<T>(T(-0.5)) * min(x * x, Lanes<T>(T(170))));
    const Lanes<T> bound(T(20));
    return fma(max(min(x, bound), -bound), density, distribution(x));
  }

 private:
  template <class T>
  static Lanes<T> distribution(Lanes<T> x) {
    const Lanes<T> half(T(0.5));
    return fma(half, erf(x * Lanes<T>(T(0.7071067811865476))), half);
  }
};

/// y = x sigmoid(x), also called Swish. Shape kept. Same as torch.nn.SiLU.
struct SiLU {
  static constexpr const char* kind = "silu";
  static constexpr bool slope_from_output = false;
  template <Shape In>
  using Bind = Elementwise<SiLU, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return max(x, Lanes<T>(T(-80))) * sigmoid(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T> x, Lanes<T> y) const {
    const Lanes<T> gate = sigmoid(x);
    return fma(y, Lanes<T>(T(1)) - gate, gate);
  }
};

/// y = 1 / (1 + exp(-x)). Shape kept. Same as torch.nn.Sigmoid.
struct Sigmoid {
  static constexpr const char* kind = "sigmoid";
  static constexpr bool gives_probabilities = true;
  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<Sigmoid, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return sigmoid(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    return y * (Lanes<T>(T(1)) - y);
  }
};

/// y = tanh(x). Shape kept. Same as torch.nn.Tanh.
struct Tanh {
  static constexpr const char* kind = "tanh";
  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<Tanh, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return tanh(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    return Lanes<T>(T(1)) - y * y;
  }
};

/// y[c] = exp(x[c]) / sum over channels k of exp(x[k]), at each pixel. Shape kept.
///
/// Not in front of CrossEntropy, which takes logits. Same as torch.nn.Softmax(dim=1).
struct Softmax {
  static constexpr const char* kind = "softmax";
  static constexpr bool gives_probabilities = true;

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool in_place = true;

    template <class T>
    static void forward(const Softmax&, const Forward<T>& pass) {
      constexpr int step = In.pixels();
      for (int p = 0; p < step; ++p) {
        Lanes<T> top = pass.input[p];
        for (int c = 1; c < In.channels; ++c) top = max(top, pass.input[c * step + p]);
        Lanes<T> sum(T(0));
        for (int c = 0; c < In.channels; ++c) {
          const Lanes<T> power = exp(pass.input[c * step + p] - top);
          pass.output[c * step + p] = power;
          sum += power;
        }
        const Lanes<T> scale = Lanes<T>(T(1)) / sum;
        for (int c = 0; c < In.channels; ++c) pass.output[c * step + p] *= scale;
      }
    }

    template <class T>
    static void backward(const Softmax&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      constexpr int step = In.pixels();
      for (int p = 0; p < step; ++p) {
        Lanes<T> mean(T(0));
        for (int c = 0; c < In.channels; ++c)
          mean = fma(pass.output[c * step + p], pass.output_gradient[c * step + p], mean);
        for (int c = 0; c < In.channels; ++c)
          pass.input_gradient[c * step + p] =
              pass.output[c * step + p] * (pass.output_gradient[c * step + p] - mean);
      }
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
