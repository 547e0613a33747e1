#pragma once

#include <algorithm>
#include <angka/kernels/pooling.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>
#include <limits>

namespace angka::inline ANGKA_ISA {

namespace detail {

template <Window W, Shape In>
inline constexpr Shape pooled{In.channels, W.rows.output(In.height), W.columns.output(In.width)};

constexpr bool valid_pool(const WindowAxis& axis) {
  return axis.valid() && 2 * axis.padding <= axis.kernel &&
         (axis.dilation == 1 || (axis.padding == 0 && !axis.same));
}
template <Window W>
constexpr bool valid_pool() {
  return W.groups == 1 && valid_pool(W.rows) && valid_pool(W.columns);
}

}  // namespace detail

/// The largest value of each window.
///
/// y[c, r, q] = max over u, v of x[c, r s - p + u d, q s - p + v d], pixels outside left out. Where
/// several are largest, the first takes the gradient.
///
/// Shapes: C x H x W -> C x H' x W', H' as for Conv2D. `Size`: height and width of the window, one
/// number or `Kernel{height, width}`. `Modifiers`: `Stride<S>` (default `Size`), `Padding<P>`,
/// `Dilation<D>`, each with one number or two (down, across), `Same`, `CeilMode`.
/// Same as torch.nn.MaxPool2d, keras.layers.MaxPool2D.
/// Example: `Network<Input<1, 8, 8>, MaxPool2D<2>>::output == Shape{1, 4, 4}`
template <detail::KernelSize auto Size, class... Modifiers>
struct MaxPool2D {
  static constexpr const char* kind = "max_pool";
  static constexpr detail::Window window =
      detail::window<detail::about_pools, Modifiers...>(detail::sides(Size), detail::sides(Size));
  static_assert(detail::valid_pool<window>(),
                "angka: MaxPool2D needs a positive size, stride and dilation, padding of at most "
                "half the size, and no padding where it is dilated");
  static constexpr Shape needs(Shape in) {
    return {in.channels, window.rows.smallest(), window.columns.smallest()};
  }

  template <Shape In>
  struct Bind : Layer<In, detail::pooled<window, In>> {
    static constexpr Shape output = detail::pooled<window, In>;
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr int kept = output.size();  ///< which of the window's pixels was largest

    template <class T>
    static void forward(const MaxPool2D&, const Forward<T>& pass) {
      Lanes<T> which(T(0));
      int last = -1;
      detail::for_each_window<window, In, output>([&](int out, int k, int in) {
        const Lanes<T> x = pass.input[in];
        if (out != last) {
          pass.output[out] = x;
          which = Lanes<T>(T(k));
          last = out;
        } else {
          which = where_less(pass.output[out], x, Lanes<T>(T(k)), which);
          pass.output[out] = max(pass.output[out], x);
        }
        if (pass.kept) pass.kept[out] = which;
      });
    }

    template <class T>
    static void forward_single(const MaxPool2D&, const SingleForward<T>& pass) {
      detail::max_pool_single<window, In, output>(pass.input, pass.output);
    }

    template <class T>
    static void backward(const MaxPool2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      const Lanes<T> zero(T(0));
      for (int i = 0; i < In.size(); ++i) pass.input_gradient[i] = zero;
      detail::for_each_window<window, In, output>([&](int out, int k, int in) {
        pass.input_gradient[in] +=
            where_equal(pass.kept[out], Lanes<T>(T(k)), pass.output_gradient[out], zero);
      });
    }
  };
};

/// The mean of each window.
///
/// y[c, r, q] = sum over the window of x / (pixels of the window); padding counts as zeros, as in
/// PyTorch. With `Same` only pixels of the image are counted, as in Keras; never those beyond the
/// padding.
///
/// Shapes: C x H x W -> C x H' x W', H' as for Conv2D. `Size`: height and width of the window, one
/// number or `Kernel{height, width}`. `Modifiers`: `Stride<S>` (default `Size`), `Padding<P>`,
/// `Dilation<D>`, each with one number or two (down, across), `Same`, `CeilMode`.
/// Same as torch.nn.AvgPool2d, keras.layers.AveragePooling2D.
/// Example: `Network<Input<1, 8, 8>, AveragePool2D<2>>::output == Shape{1, 4, 4}`
template <detail::KernelSize auto Size, class... Modifiers>
struct AveragePool2D {
  static constexpr const char* kind = "average_pool";
  static constexpr detail::Window window =
      detail::window<detail::about_pools, Modifiers...>(detail::sides(Size), detail::sides(Size));
  static constexpr bool counts_padding = !window.rows.same;
  static_assert(detail::valid_pool<window>(),
                "angka: AveragePool2D needs a positive size and stride, and padding of at most "
                "half the window");
  static constexpr Shape needs(Shape in) {
    return {in.channels, window.rows.smallest(), window.columns.smallest()};
  }

  template <Shape In>
  struct Bind : Layer<In, detail::pooled<window, In>> {
    static constexpr Shape output = detail::pooled<window, In>;
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;

    template <class T>
    static void forward(const AveragePool2D&, const Forward<T>& pass) {
      pool<T>(pass.input, pass.output);
    }
    template <class T>
    static void forward_single(const AveragePool2D&, const SingleForward<T>& pass) {
      pool<T>(pass.input, pass.output);
    }

    template <class T>
    static void backward(const AveragePool2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i) pass.input_gradient[i] = Lanes<T>(T(0));
      detail::for_each_window<window, In, output>([&](int out, int, int in) {
        pass.input_gradient[in] =
            fma(Lanes<T>(share<T>(out)), pass.output_gradient[out], pass.input_gradient[in]);
      });
    }

   private:
    /// `V`: a number of one image, or of several.
    template <class T, class V>
    static void pool(const V* from, V* to) {
      for (int i = 0; i < output.size(); ++i) to[i] = V(T(0));
      detail::for_each_window<window, In, output>(
          [&](int out, int, int in) { to[out] += from[in]; });
      for (int i = 0; i < output.size(); ++i) to[i] *= V(share<T>(i));
    }

    /// The window's rows or columns that count.
    static constexpr int inside(const detail::WindowAxis& axis, int position, int size) {
      const int margin = counts_padding ? axis.padding : 0;
      int count = 0;
      for (int k = 0; k < axis.kernel; ++k) {
        const int at = position * axis.stride - axis.padding_before(size) + k * axis.dilation;
        count += at >= -margin && at < size + margin;
      }
      return count;
    }
    template <class T>
    static T share(int out) {
      const bool whole = counts_padding && !window.rows.ceil;
      const int pixels = whole
                             ? window.taps()
                             : inside(window.rows, out / output.width % output.height, In.height) *
                                   inside(window.columns, out % output.width, In.width);
      return T(1) / T(pixels);
    }
  };
};

/// The mean of each channel. C x H x W -> C. Same as torch.nn.AdaptiveAvgPool2d(1).
struct GlobalAveragePool2D {
  static constexpr const char* kind = "global_average_pool";
  template <Shape In>
  struct Bind : Layer<In, Shape{In.channels, 1, 1}> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;

    template <class T>
    static void forward(const GlobalAveragePool2D&, const Forward<T>& pass) {
      pool<T>(pass.input, pass.output);
    }
    template <class T>
    static void forward_single(const GlobalAveragePool2D&, const SingleForward<T>& pass) {
      pool<T>(pass.input, pass.output);
    }

    template <class T>
    static void backward(const GlobalAveragePool2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int c = 0; c < In.channels; ++c)
        for (int p = 0; p < In.pixels(); ++p)
          pass.input_gradient[c * In.pixels() + p] = pass.output_gradient[c] * share<T>;
    }

   private:
    template <class T>
    static constexpr T share = T(1) / T(In.pixels());

    /// `V`: a number of one image, or of several.
    template <class T, class V>
    static void pool(const V* from, V* to) {
      for (int c = 0; c < In.channels; ++c) {
        V sum(T(0));
        for (int p = 0; p < In.pixels(); ++p) sum += *from++;
        to[c] = sum * V(share<T>);
      }
    }
  };
};

/// The largest value of each channel. C x H x W -> C. Same as torch.nn.AdaptiveMaxPool2d(1).
struct GlobalMaxPool2D {
  static constexpr const char* kind = "global_max_pool";
  template <Shape In>
  struct Bind : Layer<In, Shape{In.channels, 1, 1}> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr int kept = In.channels;  ///< which pixel was largest

    template <class T>
    static void forward(const GlobalMaxPool2D&, const Forward<T>& pass) {
      for (int c = 0; c < In.channels; ++c) {
        const Lanes<T>* x = pass.input + c * In.pixels();
        Lanes<T> top = x[0], which(T(0));
        for (int p = 1; p < In.pixels(); ++p) {
          which = where_less(top, x[p], Lanes<T>(T(p)), which);
          top = max(top, x[p]);
        }
        pass.output[c] = top;
        if (pass.kept) pass.kept[c] = which;
      }
    }

    template <class T>
    static void forward_single(const GlobalMaxPool2D&, const SingleForward<T>& pass) {
      for (int c = 0; c < In.channels; ++c) {
        const T* x = pass.input + c * In.pixels();
        pass.output[c] = *std::max_element(x, x + In.pixels());
      }
    }

    template <class T>
    static void backward(const GlobalMaxPool2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int c = 0; c < In.channels; ++c)
        for (int p = 0; p < In.pixels(); ++p)
          pass.input_gradient[c * In.pixels() + p] =
              where_equal(pass.kept[c], Lanes<T>(T(p)), pass.output_gradient[c], Lanes<T>(T(0)));
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
