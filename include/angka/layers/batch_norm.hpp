#pragma once

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/layers/layer.hpp>
#include <array>
#include <cmath>
#include <string>

namespace angka::inline ANGKA_ISA {

/// Batch normalisation of each channel.
///
/// y = weight (x - mean) / sqrt(variance + epsilon) + bias, with mean and variance over all pixels
/// of all images of the batch in training, and the running ones in prediction. Running values
/// follow as r <- (1 - momentum) r + momentum b; for the variance b is the unbiased estimate. The
/// last batch of an epoch, where it is smaller, moves them by its share of a whole one: the
/// variance of one image or two would otherwise weigh as much as that of all others. (PyTorch and
/// Keras have no such rule; whole batches do as theirs.)
///
/// Shape kept. Parameters: weight, bias, running_mean, running_var, each one a channel.
/// Same as torch.nn.BatchNorm2d and BatchNorm1d.
/// Source: Ioffe, Szegedy 2015 (arXiv 1502.03167).
/// Example: `Network<Input<1, 8, 8>, Conv2D<4, 3, NoBias>, BatchNorm, ReLU, Dense<3>> net;`
struct BatchNorm {
  float epsilon = 1e-5f;  ///< above 0
  float momentum = 0.1f;  ///< in [0, 1]: the weight of the new batch

  static constexpr const char* kind = "batch_norm";
  static constexpr void settings(auto& layer, auto visit) {
    visit("epsilon", layer.epsilon);
    visit("momentum", layer.momentum);
  }
  void check() const {
    if (!finite(epsilon) || !(epsilon > 0))
      raise(SettingError("BatchNorm: epsilon must be above 0, is " + std::to_string(epsilon)));
    if (!finite(momentum) || !(momentum >= 0 && momentum <= 1))
      raise(SettingError("BatchNorm: momentum must be in [0, 1], is " + std::to_string(momentum)));
  }

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_output = false;
    static constexpr int channels = In.channels;
    static constexpr auto parameters = [] {
      const auto one_a_channel = [](const char* name, Fill fill, bool trained) {
        return Parameter{.name = name,
                         .shape = {channels, 1, 1, 1},
                         .fill = fill,
                         .trained = trained,
                         .per_input = true};
      };
      return std::array{one_a_channel("weight", Fill::one, true),
                        one_a_channel("bias", Fill::zero, true),
                        one_a_channel("running_mean", Fill::zero, false),
                        one_a_channel("running_var", Fill::one, false)};
    }();
    /// What each pack contributes to the batch's statistics, and what forward and backward then
    /// read: two numbers a channel each.
    static constexpr int statistics = 2 * channels;
    /// A single value has no variance.
    static constexpr int fewest_images = In.pixels() > 1 ? 1 : 2;

    template <class T>
    static void forward(const BatchNorm& norm, const Forward<T>& pass) {
      for (int c = 0; c < channels; ++c) {
        const double mean =
            pass.training ? pass.statistics[2 * c] : static_cast<double>(pass.state[c]);
        const double factor = pass.training ? pass.statistics[2 * c + 1]
                                            : inverse_deviation(norm, pass.state[channels + c]);
        const Lanes<T> shift(static_cast<T>(mean));
        const Lanes<T> scale(static_cast<T>(static_cast<double>(pass.parameters[c]) * factor));
        const Lanes<T> bias(pass.parameters[channels + c]);
        for (int p = c * In.pixels(); p < (c + 1) * In.pixels(); ++p)
          pass.output[p] = fma(pass.input[p] - shift, scale, bias);
      }
    }

    template <class T>
    static void forward_single(const BatchNorm& norm, const SingleForward<T>& pass) {
      constexpr int lanes = Lanes<T>::count;
      for (int c = 0; c < channels; ++c) {
        const double factor = inverse_deviation(norm, pass.state[channels + c]);
        const Lanes<T> shift(pass.state[c]);
        const Lanes<T> scale(static_cast<T>(static_cast<double>(pass.parameters[c]) * factor));
        const Lanes<T> bias(pass.parameters[channels + c]);
        // What is written behind a channel, the next one's values replace.
        for (int p = c * In.pixels(); p < (c + 1) * In.pixels(); p += lanes)
          fma(Lanes<T>::load_unaligned(pass.input + p) - shift, scale, bias)
              .store_unaligned(pass.output + p);
      }
    }

    /// Mean and sum of squared deviations of each channel over one pack.
    template <class T>
    ANGKA_APART static void pack_statistics(const Lanes<T>* input, int images, double* part) {
      for (int c = 0; c < channels; ++c) {
        const Lanes<T>* x = input + c * In.pixels();
        Lanes<T> sum(T(0)), squares(T(0));
        for (int p = 0; p < In.pixels(); ++p) sum += x[p];
        const double mean = first_lanes(sum, images) / (double(images) * In.pixels());
        const Lanes<T> shift(static_cast<T>(mean));
        Lanes<T> rest(T(0));
        for (int p = 0; p < In.pixels(); ++p) {
          const Lanes<T> deviation = x[p] - shift;
          rest += deviation;
          squares = fma(deviation, deviation, squares);
        }
        const double correction = first_lanes(rest, images) / (double(images) * In.pixels());
        part[2 * c] = static_cast<double>(static_cast<T>(mean)) + correction;
        part[2 * c + 1] =
            first_lanes(squares, images) - correction * correction * double(images) * In.pixels();
      }
    }

    /// Merges the packs' parts (Chan et al. 1979), in order, and moves the running statistics.
    /// `share`: how much of a whole batch this is.
    template <class T>
    ANGKA_APART static void finish_statistics(const BatchNorm& norm, const double* parts, int packs,
                                              int images, T* state, double* result,
                                              double share = 1) {
      const double momentum = double(norm.momentum) * share;
      for (int c = 0; c < channels; ++c) {
        double count = 0, mean = 0, squares = 0;
        for (int pack = 0; pack < packs; ++pack) {
          const double* part = parts + pack * statistics + 2 * c;
          const double n = double(images_in_pack<T>(pack, images)) * In.pixels();
          const double delta = part[0] - mean;
          mean += delta * n / (count + n);
          squares += part[1] + delta * delta * count * n / (count + n);
          count += n;
        }
        const double variance = squares / count;
        const double unbiased = count > 1 ? squares / (count - 1) : variance;
        const auto move = [&](T& running, double value) {
          if (finite(value))
            running = static_cast<T>((1 - momentum) * double(running) + momentum * value);
        };
        move(state[c], mean);
        move(state[channels + c], unbiased);
        result[2 * c] = mean;
        result[2 * c + 1] = 1 / std::sqrt(variance + double(norm.epsilon));
      }
    }

    /// What forward and backward read where the running statistics stay as they are.
    template <class T>
    ANGKA_APART static void running_statistics(const BatchNorm& norm, const T* state,
                                               double* result) {
      for (int c = 0; c < channels; ++c) {
        result[2 * c] = static_cast<double>(state[c]);
        result[2 * c + 1] = inverse_deviation(norm, state[channels + c]);
      }
      std::fill_n(result + statistics, statistics, 0.0);
    }

    /// Sums of dy and dy x^ of each channel over one pack, x^ the normalised input.
    template <class T>
    ANGKA_APART static void pack_gradient_statistics(const Backward<T>& pass, double* part) {
      for (int c = 0; c < channels; ++c) {
        const Lanes<T> shift(static_cast<T>(pass.statistics[2 * c]));
        Lanes<T> sum(T(0)), product(T(0));
        for (int p = c * In.pixels(); p < (c + 1) * In.pixels(); ++p) {
          sum += pass.output_gradient[p];
          product = fma(pass.output_gradient[p], pass.input[p] - shift, product);
        }
        part[2 * c] = first_lanes(sum, pass.images.count);
        part[2 * c + 1] = first_lanes(product, pass.images.count) * pass.statistics[2 * c + 1];
      }
    }

    /// Writes the gradient by weight and bias, and the means that `backward` subtracts.
    template <class T>
    ANGKA_APART static void finish_gradient_statistics(const double* parts, int packs, int images,
                                                       T* parameter_gradient, double* result) {
      const double count = double(images) * In.pixels();
      for (int c = 0; c < channels; ++c) {
        double sum = 0, product = 0;
        for (int pack = 0; pack < packs; ++pack) {
          sum += parts[pack * statistics + 2 * c];
          product += parts[pack * statistics + 2 * c + 1];
        }
        parameter_gradient[c] = static_cast<T>(product);
        parameter_gradient[channels + c] = static_cast<T>(sum);
        result[2 * c] = sum / count;
        result[2 * c + 1] = product / count;
      }
    }

    /// dx = weight / deviation (dy - mean(dy) - x^ mean(dy x^)); lanes without an image get 0.
    template <class T>
    static void backward(const BatchNorm&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      const double* means = pass.statistics + statistics;
      Lanes<T> used(T(1));
      for (int lane = pass.images.count; lane < Lanes<T>::count; ++lane) used.set(lane, T(0));
      for (int c = 0; c < channels; ++c) {
        const double factor = pass.statistics[2 * c + 1];
        const Lanes<T> shift(static_cast<T>(pass.statistics[2 * c]));
        const Lanes<T> mean(static_cast<T>(means[2 * c]));
        const Lanes<T> slope(static_cast<T>(means[2 * c + 1] * factor));
        const Lanes<T> scale = used * Lanes<T>(static_cast<T>(double(pass.parameters[c]) * factor));
        for (int p = c * In.pixels(); p < (c + 1) * In.pixels(); ++p)
          pass.input_gradient[p] =
              scale * (pass.output_gradient[p] - mean - (pass.input[p] - shift) * slope);
      }
    }

   private:
    template <class T>
    static double inverse_deviation(const BatchNorm& norm, T variance) {
      return 1 / std::sqrt(static_cast<double>(variance) + static_cast<double>(norm.epsilon));
    }
    template <class T>
    static double first_lanes(Lanes<T> values, int images) {
      double sum = 0;
      for (int lane = 0; lane < images; ++lane) sum += double(values[lane]);
      return sum;
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
