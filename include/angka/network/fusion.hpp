#pragma once

// Neighbouring layers that run as one, with the same result: a convolution and the max pooling that
// follows it (large activations then never leave the cache), and max pooling in front of an
// activation that keeps order (which then runs on a quarter of the values).

#include <angka/kernels/pooling.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/pool.hpp>
#include <angka/layers/residual.hpp>
#include <concepts>

namespace angka::inline ANGKA_ISA::detail {

/// A convolution and the max pooling after it, whose windows don't overlap.
template <class Conv, class Pool>
struct ConvMaxPool {
  /// The smallest image of which the convolution leaves a window to pool.
  static constexpr Shape needs(Shape in) {
    constexpr int P = Pool::window.rows.kernel;
    return {Conv::needs(in).channels, Conv::window.rows.smallest(P),
            Conv::window.columns.smallest(P)};
  }

  template <Shape In>
  struct Bind : Layer<In, Pool::template Bind<Conv::template Bind<In>::output>::output> {
    using ConvBound = typename Conv::template Bind<In>;
    static constexpr Shape convolved = ConvBound::output;
    static constexpr Shape output = Pool::template Bind<convolved>::output;
    static constexpr ConvolutionShape S = ConvBound::convolution;
    static constexpr int P = Pool::window.rows.kernel;
    static constexpr auto parameters = ConvBound::parameters;
    static constexpr std::int64_t multiply_adds = ConvBound::multiply_adds;
    static constexpr bool uses_output = false;
    static constexpr int kept = output.size();
    static constexpr Block block = choose_block(S.group_outputs, convolved.width, register_block);
    template <class T>
    using Winograd = typename ConvBound::template Winograd<T>;
    /// Whether a row of Winograd's tiles holds whole rows of windows.
    template <class T>
    static constexpr bool winograd = Winograd<T>::pays&& winograd_tile % P == 0;
    template <class T>
    static constexpr int band_lanes =
        (winograd<T> ? convolved.channels * winograd_tile : block.outputs * P) * convolved.width;
    template <class T>
    static constexpr int forward_workspace_lanes = band_lanes<T> + Winograd<T>::forward_workspace;
    template <class T>
    static constexpr int backward_workspace_lanes =
        convolved.size() + Winograd<T>::backward_workspace;

    template <class Settings, class T>
    static void forward(const Settings&, const Forward<T>& pass) {
      if constexpr (winograd<T>)
        forward_winograd(pass);
      else
        forward_direct(pass);
    }

    template <class T>
    static constexpr int single_workspace = SingleConvolution<S, P, T>::workspace;
    template <class Settings, class T, class Part = Whole>
    static void forward_single(const Settings&, const SingleForward<T>& pass, Part part = {}) {
      SingleConvolution<S, P, T>::run(
          pass.input, pass.parameters,
          Conv::window.bias ? pass.parameters + ConvBound::weight.size() : nullptr, pass.output,
          pass.workspace, part);
    }
    template <class T>
    static constexpr int single_shares = SingleConvolution<S, P, T>::shares;

    template <class Settings, class T>
    static void backward(const Settings&, const Backward<T>& pass) {
      if (Conv::window.bias && !pass.frozen)
        add_bias_gradient<output.pixels()>(pass.output_gradient, output.channels,
                                           pass.parameter_gradient + ConvBound::weight.size());
      if (Winograd<T>::pays || pass.input_gradient) {
        unpool<P, convolved>(pass.output_gradient, pass.kept, convolved.channels, pass.workspace);
        ConvBound::backward_without_bias(pass, pass.workspace, pass.workspace + convolved.size());
      } else {
        // Without a gradient to pass on, a few channels at a time stay in the cache.
        for_each_channel_block<weight_gradient_block<S>()>([&]<int Outputs>(int channel, int) {
          unpool<P, convolved>(pass.output_gradient + channel * output.pixels(),
                               pass.kept + channel * output.pixels(), Outputs, pass.workspace);
          convolve_backward_channels<S, Outputs>(pass.input, pass.workspace, channel,
                                                 pass.parameter_gradient);
        });
      }
    }

   private:
    template <class T>
    static const T* bias(const Forward<T>& pass) {
      return Conv::window.bias ? pass.parameters + ConvBound::weight.size() : nullptr;
    }
    /// Pools a band of `channels` channels with `plane` pixels each into row `y` of the output.
    template <class T>
    static void pool(const Forward<T>& pass, const Lanes<T>* band, int plane, int channel,
                     int channels, int y) {
      for (int c = 0; c < channels; ++c) {
        const int row = ((channel + c) * output.height + y) * output.width;
        pool_band<P, convolved.width>(band + c * plane, pass.output + row,
                                      pass.kept ? pass.kept + row : nullptr);
      }
    }

    template <class T>
    static void forward_winograd(const Forward<T>& pass) {
      using Kernel = typename Winograd<T>::ToOutput;
      constexpr int columns = convolved.width, plane = winograd_tile * columns;
      Kernel::run(pass.input, pass.parameters, pass.workspace + band_lanes<T>,
                  [&](int tile_row, int segment, const Lanes<T>* products) {
                    Kernel::transform_output(products, bias(pass), tile_row, segment,
                                             pass.workspace, plane);
                    if (segment + 1 < Kernel::segments) return;
                    for (int r = 0; r < winograd_tile / P; ++r) {
                      const int y = tile_row * (winograd_tile / P) + r;
                      if (y < output.height)
                        pool(pass, pass.workspace + r * P * columns, plane, 0, convolved.channels,
                             y);
                    }
                  });
    }

    template <class T>
    static void forward_direct(const Forward<T>& pass) {
      constexpr auto taps = forward_taps<S>();
      constexpr int columns = convolved.width, plane = P * columns;
      for_each_channel_block<block.outputs>([&]<int Outputs>(int channel, int group) {
        const Operands<T> operands{.input = pass.input + group * S.group_inputs * In.pixels(),
                                   .channels = S.group_inputs,
                                   .input_plane = In.pixels(),
                                   .output_plane = plane};
        for (int y = 0; y < output.height; ++y) {
          for (int r = 0; r < P; ++r)
            convolve_row<T, taps, columns, Outputs, block.columns>(
                operands, pass.parameters + channel,
                Conv::window.bias ? bias(pass) + channel : nullptr, pass.workspace + r * columns,
                forward_rows<S>(y * P + r));
          pool(pass, pass.workspace, plane, channel, Outputs, y);
        }
      });
    }

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
/// Max pooling whose windows are square and lie side by side.
template <class Pool>
concept SideBySide = Pool::window.rows == WindowAxis{.kernel = Pool::window.rows.kernel,
                                                     .stride = Pool::window.rows.kernel} &&
                     Pool::window.columns == Pool::window.rows;

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
template <int F, auto K, class... M, auto P, class... PM, class... Rest>
requires SideBySide<MaxPool2D<P, PM...>>
struct Fusion<Conv2D<F, K, M...>, MaxPool2D<P, PM...>, Rest...> {
  using Type =
      Fused<ConvMaxPool<Conv2D<F, K, M...>, MaxPool2D<P, PM...>>, void, Sequence<Rest...>, 0, 0, 2>;
};
template <int F, auto K, class... M, Monotone Activation, auto P, class... PM, class... Rest>
requires SideBySide<MaxPool2D<P, PM...>>
struct Fusion<Conv2D<F, K, M...>, Activation, MaxPool2D<P, PM...>, Rest...> {
  using Type = Fused<ConvMaxPool<Conv2D<F, K, M...>, MaxPool2D<P, PM...>>, Activation,
                     Sequence<Rest...>, 0, 1, 3>;
};
template <Monotone Activation, auto P, class... PM, class... Rest>
requires SideBySide<MaxPool2D<P, PM...>>
struct Fusion<Activation, MaxPool2D<P, PM...>, Rest...> {
  using Type = Fused<MaxPool2D<P, PM...>, Activation, Sequence<Rest...>, 1, 0, 2>;
};

}  // namespace angka::inline ANGKA_ISA::detail
