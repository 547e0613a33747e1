#pragma once

#include <algorithm>
#include <angka/kernels/dense.hpp>
#include <angka/kernels/outer_product.hpp>
#include <angka/layers/initializer.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>

namespace angka::inline ANGKA_ISA {

/// Fully connected layer; an image is read as one vector, channel by channel, row by row.
///
/// y[o] = b[o] + sum over i of w[i, o] x[i].
///
/// Shapes: C x H x W (C H W = n inputs) -> Units. `Units`: outputs. `Modifiers`: NoBias.
/// Parameters: weight n x Units (in files: Units, n), bias Units.
/// Same as torch.nn.Linear, keras.layers.Dense.
/// Example: `Network<Input<1, 28, 28>, Dense<10>>::parameter_count == 7850`
template <int Units, class... Modifiers>
struct Dense {
  static constexpr const char* kind = "dense";
  static_assert(Units > 0, "angka: Dense needs a positive number of units");
  static constexpr bool bias = detail::window<detail::About::bias, Modifiers...>({}, {}).bias;

  Initializer initializer = glorot_uniform;
  static constexpr void settings(auto&, auto) {}  // how weights began is no part of the result

  template <Shape In>
  struct Bind : Layer<In, Shape{Units, 1, 1}> {
    static constexpr bool uses_output = false;
    static constexpr int inputs = In.size();
    static constexpr Parameter weight{.name = "weight",
                                      .shape = {inputs, Units, 1, 1},
                                      .rank = 2,
                                      .file_axes = {1, 0, 2, 3},
                                      .fill = Fill::weights,
                                      .fan_in = inputs,
                                      .fan_out = Units,
                                      .per_input = true};
    static constexpr auto parameters = [] {
      if constexpr (bias)
        return std::array{weight, detail::bias_of(weight, Units)};
      else
        return std::array{weight};
    }();
    static constexpr std::int64_t multiply_adds = weight.size();

    /// Outputs of one image, in registers; the last one may be partly used.
    template <class T>
    static constexpr int vectors = (Units + Lanes<T>::count - 1) / Lanes<T>::count;
    /// Backward keeps the output gradient transposed: image by image, outputs in lanes.
    template <class T>
    static constexpr int kept_lanes = vectors<T>* Lanes<T>::count;

    template <class T>
    static void forward(const Dense&, const Forward<T>& pass) {
      detail::dense_product<inputs, Units, Units, 1>(
          pass.input, pass.parameters, bias ? pass.parameters + weight.size() : nullptr,
          pass.output);
    }

    template <class T, class Part = detail::Whole>
    static void forward_single(const Dense&, const SingleForward<T>& pass, Part part = {}) {
      detail::dense_single<inputs, Units>(pass.input, pass.parameters,
                                          bias ? pass.parameters + weight.size() : nullptr,
                                          pass.output, part);
    }
    /// Each weight is read for one multiply-add alone, which takes as long as four elsewhere.
    template <class T>
    static constexpr int single_shares = std::min(vectors<T>,
                                                  detail::shares_for(4 * multiply_adds));

    template <class T>
    static void backward(const Dense&, const Backward<T>& pass) {
      constexpr int lanes = Lanes<T>::count;
      T* transposed = scalars(pass.kept);
      for (int v = 0; v < vectors<T> && !pass.frozen; ++v) {
        for (int o = v * lanes; o < (v + 1) * lanes; ++o)
          for (int lane = 0; lane < lanes; ++lane)
            transposed[lane * vectors<T> * lanes + o] =
                o < Units ? scalars(pass.output_gradient)[o * lanes + lane] : T(0);
      }
      if (pass.input_gradient)
        detail::dense_product<Units, inputs, 1, Units>(pass.output_gradient, pass.parameters,
                                                       static_cast<const T*>(nullptr),
                                                       pass.input_gradient);
    }

    /// The batch phase falls into this many parts, to be done by any thread in any order.
    static constexpr int batch_gradient_parts = inputs >= 512 ? 16 : inputs >= 32 ? 4 : 1;

    template <class T>
    static void batch_gradient(const BatchGradient<T>& batch, int part) {
      constexpr int lanes = Lanes<T>::count;
      detail::outer_products<inputs, Units, false>(
          scalars(batch.input), batch.input_step * lanes, batch.kept, batch.kept_step, batch.packs,
          batch.parameter_gradient, inputs * part / batch_gradient_parts,
          inputs * (part + 1) / batch_gradient_parts);
      if (bias && part == 0) {
        T* gradient = batch.parameter_gradient + weight.size();
        for (int o = 0; o < Units; ++o) gradient[o] = 0;
        for (int pack = 0; pack < batch.packs; ++pack) {
          const T* g = scalars(batch.kept + static_cast<std::size_t>(pack) * batch.kept_step);
          for (int lane = 0; lane < lanes; ++lane)
            for (int o = 0; o < Units; ++o) gradient[o] += g[lane * vectors<T> * lanes + o];
        }
      }
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
