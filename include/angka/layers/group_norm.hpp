#pragma once

#include <angka/core/errors.hpp>
#include <angka/layers/layer.hpp>
#include <array>
#include <string>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Sums are made in so many parts, value i in part i % sum_parts, alone as in a pack, so that both
/// round alike.
inline constexpr int sum_parts = 16;
template <class V>
V sum_of_parts(V (&part)[sum_parts]) {
  for (int step = sum_parts / 2; step > 0; step /= 2)
    for (int i = 0; i < step; ++i) part[i] = part[i] + part[i + step];
  return part[0];
}

/// What two sums over an image's values need of them: the values themselves, and their deviations'
/// squares.
struct Plain {
  template <class V>
  V operator()(V x, V sum) const {
    return sum + x;
  }
};
template <class Center>
struct Squared {
  Center center;
  template <class V>
  V operator()(V x, V sum) const {
    const V deviation = x - V(center);
    return fma(deviation, deviation, sum);
  }
};

/// Of several images.
template <class T, class Term>
Lanes<T> sum_of(const Lanes<T>* x, int count, Term term) {
  Lanes<T> part[sum_parts];
  for (Lanes<T>& each : part) each = Lanes<T>(T(0));
  int i = 0;
  for (; i + sum_parts <= count; i += sum_parts) {
    ANGKA_UNROLL
    for (int p = 0; p < sum_parts; ++p) part[p] = term(x[i + p], part[p]);
  }
  for (int p = 0; i + p < count; ++p) part[p] = term(x[i + p], part[p]);
  return sum_of_parts(part);
}
/// Of one image, in the same order.
template <class T, class Term>
T sum_of(const T* x, int count, Term term) {
  constexpr int lanes = Lanes<T>::count, vectors = sum_parts / lanes;
  Lanes<T> sum[vectors];
  for (Lanes<T>& each : sum) each = Lanes<T>(T(0));
  int i = 0;
  for (; i + sum_parts <= count; i += sum_parts) {
    ANGKA_UNROLL
    for (int v = 0; v < vectors; ++v)
      sum[v] = term(Lanes<T>::load_unaligned(x + i + v * lanes), sum[v]);
  }
  T part[sum_parts];
  for (int p = 0; p < sum_parts; ++p) part[p] = sum[p / lanes][p % lanes];
  for (int p = 0; i + p < count; ++p) part[p] = term(Lanes<T>(x[i + p]), Lanes<T>(part[p]))[0];
  return sum_of_parts(part);
}

/// Values of each of `Groups` runs of channels with mean 0 and variance 1, scaled and shifted; with
/// `EachValue` a weight and a bias for each value, else for each channel.
template <Shape In, int Groups, bool EachValue>
struct Normalized : Layer<In> {
  static_assert(sum_parts % Lanes<float>::count == 0 && sum_parts % Lanes<double>::count == 0);
  static constexpr bool uses_output = false;
  static constexpr bool keeps_order = true;
  static constexpr int kept = 2 * Groups;  ///< means and inverse deviations
  static constexpr int size = In.size() / Groups;
  static constexpr int run = EachValue ? 1 : In.pixels();  ///< values with one weight
  static constexpr int weights = In.size() / run;
  static constexpr auto parameters = [] {
    Parameter weight{.name = "weight",
                     .shape = {In.channels, 1, 1, 1},
                     .fill = Fill::one,
                     .per_input = !EachValue || In.flat()};
    if (EachValue && !In.flat()) {
      weight.shape = {In.channels, In.height, In.width, 1};
      weight.rank = 3;
    }
    Parameter bias = weight;
    bias.name = "bias";
    bias.fill = Fill::zero;
    return std::array{weight, bias};
  }();

  template <class Settings, class T>
  static void forward(const Settings& settings, const Forward<T>& pass) {
    for (int group = 0; group < Groups; ++group) {
      const Lanes<T>* x = pass.input + group * size;
      const Lanes<T> share(T(1) / T(size));
      const Lanes<T> mean = sum_of(x, size, Plain{}) * share;
      const Lanes<T> scale =
          inverse_deviation(settings, sum_of(x, size, Squared<Lanes<T>>{mean}) * share);
      if (pass.kept) {
        pass.kept[2 * group] = mean;
        pass.kept[2 * group + 1] = scale;
      }
      for (int i = 0; i < size; ++i) {
        const int w = (group * size + i) / run;
        pass.output[group * size + i] = fma(x[i] - mean, scale * Lanes<T>(pass.parameters[w]),
                                            Lanes<T>(pass.parameters[weights + w]));
      }
    }
  }

  template <class Settings, class T>
  static void forward_single(const Settings& settings, const SingleForward<T>& pass) {
    for (int group = 0; group < Groups; ++group) {
      const T* x = pass.input + group * size;
      const T share = T(1) / T(size), mean = sum_of(x, size, Plain{}) * share;
      const Lanes<T> scale =
          inverse_deviation(settings, Lanes<T>(sum_of(x, size, Squared<T>{mean}) * share));
      // What is written behind a run, the next one's values replace.
      constexpr int count = EachValue ? size : run;
      for (int first = 0; first < size; first += count)
        for (int i = first; i < first + count; i += Lanes<T>::count) {
          const int w = (group * size + (EachValue ? i : first)) / run;
          const auto weight = [&](int at) {
            return EachValue ? Lanes<T>::load_unaligned(pass.parameters + at)
                             : Lanes<T>(pass.parameters[at]);
          };
          fma(Lanes<T>::load_unaligned(x + i) - Lanes<T>(mean), scale * weight(w),
              weight(weights + w))
              .store_unaligned(pass.output + group * size + i);
        }
    }
  }

  template <class Settings, class T>
  static void backward(const Settings&, const Backward<T>& pass) {
    for (int group = 0; group < Groups; ++group) {
      const int begin = group * size, end = begin + size;
      const Lanes<T> mean = pass.kept[2 * group], scale = pass.kept[2 * group + 1];
      const auto normalized = [&](int i) { return (pass.input[i] - mean) * scale; };
      Lanes<T> slopes(T(0)), products(T(0));  // of the normalised values
      for (int first = begin; first < end; first += run) {
        Lanes<T> bias(T(0)), weight(T(0));
        for (int i = first; i < first + run; ++i) {
          bias += pass.output_gradient[i];
          weight = fma(pass.output_gradient[i], normalized(i), weight);
        }
        const int w = first / run;
        if (!pass.frozen) {
          pass.parameter_gradient[w] += weight.sum();
          pass.parameter_gradient[weights + w] += bias.sum();
        }
        slopes = fma(Lanes<T>(pass.parameters[w]), bias, slopes);
        products = fma(Lanes<T>(pass.parameters[w]), weight, products);
      }
      if (!pass.input_gradient) continue;
      const Lanes<T> share(T(1) / T(size));
      slopes *= share;
      products *= share;
      for (int i = begin; i < end; ++i)
        pass.input_gradient[i] =
            scale * (fma(Lanes<T>(pass.parameters[i / run]), pass.output_gradient[i], -slopes) -
                     normalized(i) * products);
    }
  }

 private:
  template <class Settings, class T>
  static Lanes<T> inverse_deviation(const Settings& settings, Lanes<T> variance) {
    return Lanes<T>(T(1)) / sqrt(variance + Lanes<T>(T(settings.epsilon)));
  }
};

inline void check_epsilon(const char* layer, float epsilon) {
  if (!finite(epsilon) || !(epsilon > 0))
    raise(SettingError(std::string(layer) + ": epsilon must be above 0, is " +
                       std::to_string(epsilon)));
}

}  // namespace detail

/// Normalisation of each image in groups of channels, which needs no other image.
///
/// y = weight[c] (x - mean) / sqrt(variance + epsilon) + bias[c], with mean and variance over all
/// pixels of the channel's group.
///
/// Shape kept. `Groups`: how many, each of as many neighbouring channels.
/// Parameters: weight, bias, each one a channel. Same as torch.nn.GroupNorm.
/// Source: Wu, He 2018 (arXiv 1803.08494).
/// Example: `Network<Input<1, 8, 8>, Conv2D<8, 3, NoBias>, GroupNorm<4>, ReLU, Dense<3>> net;`
template <int Groups>
struct GroupNorm {
  float epsilon = 1e-5f;  ///< above 0

  static_assert(Groups > 0, "angka: GroupNorm needs a positive number of groups");
  static constexpr const char* kind = "group_norm";
  static constexpr int groups = Groups;
  static constexpr void settings(auto& layer, auto visit) { visit("epsilon", layer.epsilon); }
  void check() const { detail::check_epsilon("GroupNorm", epsilon); }
  /// Channels that the groups divide.
  static constexpr Shape needs(Shape in) {
    return {(in.channels + Groups - 1) / Groups * Groups, 1, 1};
  }

  template <Shape In>
  using Bind = detail::Normalized<In, Groups, false>;
};

/// Normalisation of each channel of each image: a GroupNorm of as many groups as channels.
///
/// Shape kept. Parameters: weight, bias, each one a channel.
/// Same as torch.nn.InstanceNorm2d(C, affine=True).
/// Source: Ulyanov, Vedaldi, Lempitsky 2016 (arXiv 1607.08022).
/// Example: `Network<Input<1, 8, 8>, Conv2D<8, 3, NoBias>, InstanceNorm, ReLU, Dense<3>> net;`
struct InstanceNorm {
  float epsilon = 1e-5f;  ///< above 0

  static constexpr const char* kind = "instance_norm";
  static constexpr void settings(auto& layer, auto visit) { visit("epsilon", layer.epsilon); }
  void check() const { detail::check_epsilon("InstanceNorm", epsilon); }

  template <Shape In>
  using Bind = detail::Normalized<In, In.channels, false>;
};

/// Normalisation of all values of each image, with a weight and a bias for each of them.
///
/// Shape kept. Parameters: weight, bias, each of the shape of an image.
/// Same as torch.nn.LayerNorm((C, H, W)).
/// Source: Ba, Kiros, Hinton 2016 (arXiv 1607.06450).
/// Example: `Network<Input<1, 8, 8>, Dense<16>, LayerNorm, ReLU, Dense<3>> net;`
struct LayerNorm {
  float epsilon = 1e-5f;  ///< above 0

  static constexpr const char* kind = "layer_norm";
  static constexpr void settings(auto& layer, auto visit) { visit("epsilon", layer.epsilon); }
  void check() const { detail::check_epsilon("LayerNorm", epsilon); }

  template <Shape In>
  using Bind = detail::Normalized<In, 1, true>;
};

}  // namespace angka::inline ANGKA_ISA
