#pragma once

#include <algorithm>
#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>
#include <array>
#include <cstddef>
#include <type_traits>

namespace angka::inline ANGKA_ISA {

/// Each pixel is as its nearest one in the smaller image. The default.
struct Nearest {};
/// Pixels are means of their four nearest ones in the smaller image, by distance.
struct Bilinear {};

/// Enlarges images: C x H x W -> C x S H x S W.
///
/// Nearest: y[c, r, q] = x[c, floor(r / S), floor(q / S)]. Bilinear: x at (r + 1/2) / S - 1/2, and
/// likewise across, between pixels' centres; beyond the outermost centres x is as there.
/// `Scale`: S, or `Kernel{down, across}`. `Mode`: `Nearest` or `Bilinear`.
/// Same as torch.nn.Upsample (align_corners=False), keras.layers.UpSampling2D.
/// Example: `Network<Input<3, 4, 5>, UpSample2D<2>>::output == Shape{3, 8, 10}`
template <detail::KernelSize auto Scale, class Mode = Nearest>
struct UpSample2D {
  static constexpr Kernel scale = detail::sides(Scale);
  static constexpr bool bilinear = std::is_same_v<Mode, Bilinear>;
  static_assert(scale.height > 0 && scale.width > 0, "angka: UpSample2D needs a positive scale");
  static_assert(bilinear || std::is_same_v<Mode, Nearest>,
                "angka: UpSample2D is Nearest or Bilinear (see Mode)");
  static constexpr const char* kind = bilinear ? "upsample_bilinear" : "upsample_nearest";

  template <Shape In>
  struct Bind : Layer<In, Shape{In.channels, In.height* scale.height, In.width* scale.width}> {
    static constexpr Shape output{In.channels, In.height* scale.height, In.width* scale.width};
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;

    template <class T>
    static void forward(const UpSample2D&, const Forward<T>& pass) {
      enlarge<T>(pass.input, pass.output);
    }
    template <class T>
    static void forward_single(const UpSample2D&, const SingleForward<T>& pass) {
      enlarge<T>(pass.input, pass.output);
    }

    template <class T>
    static void backward(const UpSample2D&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i) pass.input_gradient[i] = Lanes<T>(T(0));
      for_each_pixel([&](int out, const Place& row, const Place& column, int plane) {
        const Lanes<T> slope = pass.output_gradient[out];
        for_each_part<T>(row, column, plane, [&](int in, T weight) {
          pass.input_gradient[in] += Lanes<T>(weight) * slope;
        });
      });
    }

   private:
    /// Where a row or column of the larger image lies in the smaller one.
    struct Place {
      int first = 0, second = 0;
      double part = 0;  ///< of the second
    };
    static constexpr Place place(int at, int factor, int size) {
      if (!bilinear) return {at / factor, at / factor, 0};
      const int doubled = 2 * at + 1 - factor;  // of 2 factor parts of a pixel
      if (doubled <= 0) return {0, 0, 0};
      const int first = std::min(doubled / (2 * factor), size - 1);
      return {first, std::min(first + 1, size - 1), double(doubled % (2 * factor)) / (2 * factor)};
    }
    template <int Size, int Factor>
    static constexpr auto places = [] {
      std::array<Place, static_cast<std::size_t>(Size * Factor)> all{};
      for (int i = 0; i < Size * Factor; ++i)
        all[static_cast<std::size_t>(i)] = place(i, Factor, Size);
      return all;
    }();

    template <class Visit>
    static void for_each_pixel(Visit&& visit) {
      for (int c = 0, out = 0; c < In.channels; ++c)
        for (const Place& row : places<In.height, scale.height>)
          for (const Place& column : places<In.width, scale.width>)
            visit(out++, row, column, c * In.pixels());
    }
    template <class T, class Visit>
    static void for_each_part(const Place& row, const Place& column, int plane, Visit&& visit) {
      const int above = plane + row.first * In.width, below = plane + row.second * In.width;
      if (!bilinear) return visit(above + column.first, T(1));
      const T down = static_cast<T>(row.part), across = static_cast<T>(column.part);
      visit(above + column.first, (1 - down) * (1 - across));
      visit(above + column.second, (1 - down) * across);
      visit(below + column.first, down * (1 - across));
      visit(below + column.second, down * across);
    }

    /// Rounded alike for one image and for several.
    template <class T>
    static Lanes<T> add_product(T weight, Lanes<T> x, Lanes<T> sum) {
      return fma(Lanes<T>(weight), x, sum);
    }
    template <class T>
    static T add_product(T weight, T x, T sum) {
      return add_product(weight, Lanes<T>(x), Lanes<T>(sum))[0];
    }
    /// `V`: a number of one image, or of several.
    template <class T, class V>
    static void enlarge(const V* from, V* to) {
      for_each_pixel([&](int out, const Place& row, const Place& column, int plane) {
        if (!bilinear) {
          to[out] = from[plane + row.first * In.width + column.first];
        } else {
          V sum(T(0));
          for_each_part<T>(row, column, plane,
                           [&](int in, T weight) { sum = add_product(weight, from[in], sum); });
          to[out] = sum;
        }
      });
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
