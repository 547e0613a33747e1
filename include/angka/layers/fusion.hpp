#pragma once

// Neighbouring layers that run as one, with the same result: a convolution and the max pooling that
// follows it (large activations then never leave the cache), and max pooling in front of an
// activation that keeps order (which then runs on a quarter of the values).

#include <angka/layers/conv.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/pool.hpp>
#include <angka/layers/residual.hpp>
#include <concepts>

namespace angka::detail {

/// The largest of each P x P window of a band of P rows, and which of the window's pixels it is.
template <int P, int Columns, class T>
void pool_band(const Lanes<T>* band, Lanes<T>* output, Lanes<T>* which) {
  for (int x = 0; x < Columns / P; ++x) {
    Lanes<T> top = band[x * P], index(T(0));
    ANGKA_UNROLL
    for (int k = 1; k < P * P; ++k) {
      const Lanes<T> value = band[k / P * Columns + x * P + k % P];
      index = where_less(top, value, Lanes<T>(T(k)), index);
      top = max(top, value);
    }
    output[x] = top;
    if (which) which[x] = index;
  }
}

/// The gradient in front of P x P max pooling: each window's gradient at the pixel that was
/// largest.
template <int P, Shape In, class T>
void unpool(const Lanes<T>* gradient, const Lanes<T>* which, int channels, Lanes<T>* to) {
  constexpr int height = In.height / P, width = In.width / P;
  const Lanes<T> zero(T(0));
  for (int c = 0; c < channels; ++c, to += In.pixels()) {
    for (int y = 0; y < height; ++y, gradient += width, which += width) {
      for (int x = 0; x < width; ++x) {
        ANGKA_UNROLL
        for (int k = 0; k < P * P; ++k)
          to[(y * P + k / P) * In.width + x * P + k % P] =
              where_equal(which[x], Lanes<T>(T(k)), gradient[x], zero);
      }
      for (int r = 0; r < P; ++r)
        for (int x = width * P; x < In.width; ++x) to[(y * P + r) * In.width + x] = zero;
    }
    for (int p = height * P * In.width; p < In.pixels(); ++p) to[p] = zero;
  }
}

/// A convolution and the max pooling after it, whose windows don't overlap.
template <class Conv, class Pool>
struct ConvMaxPool {
  Initializer initializer{};

  template <Shape In>
  struct Bind : Layer<In, Pool::template Bind<Conv::template Bind<In>::output>::output> {
    using ConvBound = typename Conv::template Bind<In>;
    static constexpr Shape convolved = ConvBound::output;
    static constexpr Shape output = Pool::template Bind<convolved>::output;
    static constexpr ConvolutionShape S = ConvBound::convolution;
    static constexpr int P = Pool::window.kernel;
    static constexpr auto parameters = ConvBound::parameters;
    static constexpr std::int64_t multiply_adds = ConvBound::multiply_adds;
    static constexpr bool uses_output = false;
    static constexpr int kept = output.size();
    static constexpr Block block = choose_block(S.group_outputs, convolved.width, register_block);
    static constexpr int forward_workspace = block.outputs * P * convolved.width;
    static constexpr int backward_workspace = convolved.size();

    template <class Settings, class T>
    static void forward(const Settings&, const Forward<T>& pass) {
      constexpr auto taps = forward_taps<S>();
      constexpr int columns = convolved.width;
      const T* bias = Conv::window.bias ? pass.parameters + ConvBound::weight.size() : nullptr;
      for_each_channel_block<block.outputs>([&]<int Outputs>(int channel, int group) {
        const Operands<T> operands{.input = pass.input + group * S.group_inputs * In.pixels(),
                                   .channels = S.group_inputs,
                                   .input_plane = In.pixels(),
                                   .output_plane = P * columns};
        for (int y = 0; y < output.height; ++y) {
          for (int r = 0; r < P; ++r)
            convolve_row<T, taps, columns, Outputs, block.columns>(
                operands, pass.parameters + channel, bias ? bias + channel : nullptr,
                pass.workspace + r * columns, forward_rows<S>(y * P + r));
          for (int o = 0; o < Outputs; ++o) {
            const int row = ((channel + o) * output.height + y) * output.width;
            pool_band<P, columns>(pass.workspace + o * P * columns, pass.output + row,
                                  pass.kept ? pass.kept + row : nullptr);
          }
        }
      });
    }

    template <class T>
    static constexpr int single_workspace =
        round_up(SingleConvolution<S, T>::workspace, 16) + convolved.channels* P* convolved.width;
    template <class Settings, class T>
    static void forward_single(const Settings&, const SingleForward<T>& pass) {
      using Single = SingleConvolution<S, T>;
      constexpr int plane = P * convolved.width;
      const T* image = Single::pad(pass.input, pass.workspace);
      T* band = pass.workspace + round_up(Single::workspace, 16);
      for (int y = 0; y < output.height; ++y) {
        for (int r = 0; r < P; ++r)
          Single::row(image, pass.parameters,
                      Conv::window.bias ? pass.parameters + ConvBound::weight.size() : nullptr,
                      y * P + r, band + r * convolved.width, plane);
        for (int c = 0; c < output.channels; ++c)
          pool_single<P>(band + c * plane, P, convolved.width,
                         pass.output + c * output.pixels() + y * output.width);
      }
    }

    template <class Settings, class T>
    static void backward(const Settings&, const Backward<T>& pass) {
      if (Conv::window.bias)
        add_bias_gradient<output.pixels()>(pass.output_gradient, output.channels,
                                           pass.parameter_gradient + ConvBound::weight.size());
      for_each_channel_block<weight_gradient_block<S>()>([&]<int Outputs>(int channel, int) {
        // Without a gradient to pass on, the next channels may use the same memory.
        Lanes<T>* gradient =
            pass.workspace + (pass.input_gradient ? channel * convolved.pixels() : 0);
        unpool<P, convolved>(pass.output_gradient + channel * output.pixels(),
                             pass.kept + channel * output.pixels(), Outputs, gradient);
        convolve_backward_channels<S, Outputs>(pass.input, gradient, channel,
                                               pass.parameter_gradient);
      });
      if (pass.input_gradient)
        convolve_backward_input<S>(pass.workspace, pass.parameters, pass.input_gradient);
    }

   private:
    /// Calls work.operator()<Outputs>(first channel, group).
    template <int BlockOutputs, class Work>
    static void for_each_channel_block(Work&& work) {
      for (int group = 0; group < S.window.groups; ++group)
        in_blocks<S.group_outputs, BlockOutputs>([&]<int Outputs>(int first) {
          work.template operator()<Outputs>(group * S.group_outputs + first, group);
        });
    }
  };
};

/// An activation with x < y => value(x) <= value(y), so that pooling may come first.
template <class Activation>
concept Monotone = requires {
  requires Activation::monotone;
};
/// Max pooling whose windows lie side by side.
template <class Pool>
concept SideBySide = Pool::window.stride == Pool::window.kernel&& Pool::window.dilation == 1 &&
                     Pool::window.padding == 0 && !Pool::window.same;

/// What the first layers of a list run as: `First`, then `Second` unless void; `Rest` follows.
/// `first` and `second` are their positions, counted from the list's beginning, `count` how many
/// layers they stand for.
template <class FirstLayer, class SecondLayer, class RestLayers, int FirstPosition,
          int SecondPosition, int Count>
struct Fused {
  using First = FirstLayer;
  using Second = SecondLayer;
  using Rest = RestLayers;
  static constexpr int first = FirstPosition, second = SecondPosition, count = Count;
};

template <class First, class... Rest>
struct Fusion {
  using Type = Fused<First, void, Sequence<Rest...>, 0, 0, 1>;
};
template <int F, int K, class... M, int P, class... PM, class... Rest>
requires SideBySide<MaxPool2D<P, PM...>>
struct Fusion<Conv2D<F, K, M...>, MaxPool2D<P, PM...>, Rest...> {
  using Type =
      Fused<ConvMaxPool<Conv2D<F, K, M...>, MaxPool2D<P, PM...>>, void, Sequence<Rest...>, 0, 0, 2>;
};
template <int F, int K, class... M, Monotone Activation, int P, class... PM, class... Rest>
requires SideBySide<MaxPool2D<P, PM...>>
struct Fusion<Conv2D<F, K, M...>, Activation, MaxPool2D<P, PM...>, Rest...> {
  using Type = Fused<ConvMaxPool<Conv2D<F, K, M...>, MaxPool2D<P, PM...>>, Activation,
                     Sequence<Rest...>, 0, 1, 3>;
};
template <Monotone Activation, int P, class... PM, class... Rest>
requires SideBySide<MaxPool2D<P, PM...>>
struct Fusion<Activation, MaxPool2D<P, PM...>, Rest...> {
  using Type = Fused<MaxPool2D<P, PM...>, Activation, Sequence<Rest...>, 1, 0, 2>;
};

}  // namespace angka::detail
