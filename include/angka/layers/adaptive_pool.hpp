#pragma once

#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

/// The means of as many windows as wanted, whatever the image's size.
///
/// y[c, r, q] = mean of x[c, floor(r H / H') .. ceil((r + 1) H / H') - 1, likewise across].
///
/// Shapes: C x H x W -> C x H' x W'. `Size`: H' and W', or one number for both.
/// Same as torch.nn.AdaptiveAvgPool2d.
/// Example: `Network<Input<3, 7, 10>, AdaptiveAveragePool2D<2, 3>>::output == Shape{3, 2, 3}`
template <int... Size>
struct AdaptiveAveragePool2D {
  static_assert(detail::OneOrTwo<Size...> && ((Size > 0) && ...),
                "angka: AdaptiveAveragePool2D takes a positive height and width, or one for both");
  static constexpr const char* kind = "adaptive_average_pool";
  static constexpr Kernel size = detail::sides(Size...);

  template <Shape In>
  struct Bind : Layer<In, Shape{In.channels, size.height, size.width}> {
    static constexpr Shape output{In.channels, size.height, size.width};
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;

    template <class T>
    static void forward(const AdaptiveAveragePool2D&, const Forward<T>& pass) {
      pool<T>(pass.input, pass.output);
    }
    template <class T>
    static void forward_single(const AdaptiveAveragePool2D&, const SingleForward<T>& pass) {
      pool<T>(pass.input, pass.output);
    }

    template <class T>
    static void backward(const AdaptiveAveragePool2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i) pass.input_gradient[i] = Lanes<T>(T(0));
      for_each_window<T>([&](int out, T share, const Part& rows, const Part& columns, int plane) {
        const Lanes<T> slope = Lanes<T>(share) * pass.output_gradient[out];
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c)
            pass.input_gradient[plane + r * In.width + c] += slope;
      });
    }

   private:
    struct Part {
      int from = 0, to = 0;
    };
    static constexpr Part part(int i, int of, int pixels) {
      const auto at = [&](int k, int up) {
        return static_cast<int>((std::int64_t{k} * pixels + up) / of);
      };
      return {at(i, 0), at(i + 1, of - 1)};
    }

    template <class T, class Visit>
    static void for_each_window(Visit&& visit) {
      for (int c = 0, out = 0; c < In.channels; ++c)
        for (int r = 0; r < output.height; ++r)
          for (int q = 0; q < output.width; ++q) {
            const Part rows = part(r, output.height, In.height);
            const Part columns = part(q, output.width, In.width);
            const int pixels = (rows.to - rows.from) * (columns.to - columns.from);
            visit(out++, T(1) / T(pixels), rows, columns, c * In.pixels());
          }
    }

    /// `V`: a number of one image, or of several.
    template <class T, class V>
    static void pool(const V* from, V* to) {
      for_each_window<T>([&](int out, T share, const Part& rows, const Part& columns, int plane) {
        V sum(T(0));
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c) sum += from[plane + r * In.width + c];
        to[out] = sum * V(share);
      });
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
