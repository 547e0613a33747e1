#pragma once

#include <algorithm>
#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The windows of an adaptive pool, of images of shape `In`, that makes `Height` x `Width` of them.
template <Shape In, int Height, int Width>
struct AdaptivePool : Layer<In, Shape{In.channels, Height, Width}> {
  static constexpr bool uses_input = false;
  static constexpr bool uses_output = false;

  struct Part {
    int from = 0, to = 0;

    int size() const { return to - from; }
  };
  static constexpr Part part(int i, int of, int pixels) {
    const auto at = [&](int k, int up) {
      return static_cast<int>((std::int64_t{k} * pixels + up) / of);
    };
    return {at(i, 0), at(i + 1, of - 1)};
  }

  /// Calls visit(output, rows, columns, where the channel begins) for each.
  template <class Visit>
  static void for_each_window(Visit&& visit) {
    for (int c = 0, out = 0; c < In.channels; ++c)
      for (int r = 0; r < Height; ++r)
        for (int q = 0; q < Width; ++q)
          visit(out++, part(r, Height, In.height), part(q, Width, In.width), c * In.pixels());
  }
};

}  // namespace detail

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
  struct Bind : detail::AdaptivePool<In, size.height, size.width> {
    using Windows = detail::AdaptivePool<In, size.height, size.width>;
    using Part = typename Windows::Part;

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
      Windows::for_each_window([&](int out, const Part& rows, const Part& columns, int plane) {
        const Lanes<T> slope = Lanes<T>(share<T>(rows, columns)) * pass.output_gradient[out];
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c)
            pass.input_gradient[plane + r * In.width + c] += slope;
      });
    }

   private:
    template <class T>
    static T share(const Part& rows, const Part& columns) {
      return T(1) / T(rows.size() * columns.size());
    }

    /// `V`: a number of one image, or of several.
    template <class T, class V>
    static void pool(const V* from, V* to) {
      Windows::for_each_window([&](int out, const Part& rows, const Part& columns, int plane) {
        V sum(T(0));
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c) sum += from[plane + r * In.width + c];
        to[out] = sum * V(share<T>(rows, columns));
      });
    }
  };
};

/// The largest values of as many windows as wanted, whatever the image's size; the windows are
/// those of AdaptiveAveragePool2D. Where several are largest, the first takes the gradient.
///
/// Shapes: C x H x W -> C x H' x W'. `Size`: H' and W', or one number for both.
/// Same as torch.nn.AdaptiveMaxPool2d.
/// Example: `Network<Input<3, 7, 10>, AdaptiveMaxPool2D<2, 3>>::output == Shape{3, 2, 3}`
template <int... Size>
struct AdaptiveMaxPool2D {
  static_assert(detail::OneOrTwo<Size...> && ((Size > 0) && ...),
                "angka: AdaptiveMaxPool2D takes a positive height and width, or one for both");
  static constexpr const char* kind = "adaptive_max_pool";
  static constexpr Kernel size = detail::sides(Size...);

  template <Shape In>
  struct Bind : detail::AdaptivePool<In, size.height, size.width> {
    using Windows = detail::AdaptivePool<In, size.height, size.width>;
    using Part = typename Windows::Part;
    static constexpr int kept = Windows::output.size();  ///< which of the channel's pixels it was

    template <class T>
    static void forward(const AdaptiveMaxPool2D&, const Forward<T>& pass) {
      Windows::for_each_window([&](int out, const Part& rows, const Part& columns, int plane) {
        const int first = rows.from * In.width + columns.from;
        Lanes<T> top = pass.input[plane + first], which{T(first)};
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c) {
            const int pixel = r * In.width + c;
            const Lanes<T> x = pass.input[plane + pixel];
            which = where_less(top, x, Lanes<T>(T(pixel)), which);
            top = max(top, x);
          }
        pass.output[out] = top;
        if (pass.kept) pass.kept[out] = which;
      });
    }

    template <class T>
    static void forward_single(const AdaptiveMaxPool2D&, const SingleForward<T>& pass) {
      Windows::for_each_window([&](int out, const Part& rows, const Part& columns, int plane) {
        T top = pass.input[plane + rows.from * In.width + columns.from];
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c)
            top = std::max(top, pass.input[plane + r * In.width + c]);
        pass.output[out] = top;
      });
    }

    template <class T>
    static void backward(const AdaptiveMaxPool2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      const Lanes<T> zero(T(0));
      for (int i = 0; i < In.size(); ++i) pass.input_gradient[i] = zero;
      Windows::for_each_window([&](int out, const Part& rows, const Part& columns, int plane) {
        for (int r = rows.from; r < rows.to; ++r)
          for (int c = columns.from; c < columns.to; ++c) {
            const int pixel = r * In.width + c;
            pass.input_gradient[plane + pixel] +=
                where_equal(pass.kept[out], Lanes<T>(T(pixel)), pass.output_gradient[out], zero);
          }
      });
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
