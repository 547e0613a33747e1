#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/label.hpp>
#include <angka/losses/loss.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Raises a SettingError unless the targets of `data` are a class for each pixel of `output`, whose
/// channels stand for `classes`.
[[gnu::cold]] ANGKA_INLINE void check_pixels(const DataView& data, const std::string& name,
                                             Shape output, int classes);

}  // namespace detail

/// The loss of a network that says a class for each pixel (segmentation): l = sum over pixels of
/// w l(z, label) / sum of w, over all pixels of a batch, where w is the label's weight in
/// `LossType`, and 0 for pixels whose label isn't known.
///
/// The network's output is `Classes` x H x W, and an image has H x W targets: the number of each
/// pixel's class, row by row, or a negative number where it isn't known. `evaluate` counts pixels:
/// accuracy, confusion matrix and ConfusionMatrix::iou are over those that are known. With
/// BinaryCrossEntropy there may be one channel, of class 1. Same as torch.nn.CrossEntropyLoss of
/// N x C x H x W, with its weights and ignore_index.
///
/// Errors: SettingError where the network has another number of channels, for data without such
/// targets, and for what would move pixels away from their class: mixing, and an augmentation that
/// isn't on pixels alone. Example: `EachPixel<3, CrossEntropy> loss{{.class_weights = {1, 5, 5}}};
/// loss.check(3 * 64 * 64);`
template <int Classes, class LossType>
struct EachPixel {
  static_assert(Classes > 0, "angka: EachPixel needs a class at least");
  static constexpr const char* name = "EachPixel";
  static constexpr int pixel_classes = Classes;
  static constexpr bool takes_logits = requires { requires LossType::takes_logits; };
  LossType loss{};

  void check(int outputs) const {
    if (outputs % Classes != 0)
      raise(SettingError("EachPixel: " + std::to_string(outputs) + " outputs are no multiple of " +
                         std::to_string(Classes) + " classes"));
    loss.check(Classes);
  }
  void check_truth(const DataView& data, const std::string& of_data, Shape output) const {
    detail::check_pixels(data, of_data, output, Classes);
  }
  double weight(int) const { return 1; }
  /// Of an image's pixels, in the mean.
  double weight(std::span<const float> target) const {
    double sum = 0;
    for (const float label : target) sum += label < 0 ? 0 : loss.weight(static_cast<int>(label));
    return sum / static_cast<double>(target.size());
  }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    if (!truth.targets) raise(SettingError("EachPixel: wants the pixels' classes as targets"));
    const int pixels = outputs / Classes;
    double sum = 0;
    for (int p = 0; p < pixels; ++p)
      sum += of_pixel(output + p, pixels, truth.targets[p], truth.count, scale / T(pixels),
                      to ? to + p : nullptr);
    return sum / pixels;
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    const int pixels = outputs / Classes;
    for (int p = 0; p < pixels; ++p) {
      Lanes<T> z[Classes];
      for (int c = 0; c < Classes; ++c) z[c] = output[c * pixels + p];
      loss.activate(z, Classes);
      for (int c = 0; c < Classes; ++c) output[c * pixels + p] = z[c];
    }
  }

  /// The class of each pixel, of what `predict` says of an image; -1 where that isn't finite.
  template <class Values>
  static std::vector<int> labels(const Values& values) {
    std::vector<int> result(values.size() / std::size_t{Classes});
    for (std::size_t p = 0; p < result.size(); ++p)
      result[p] = predicted_label(
          Classes, [&](int c) { return values[static_cast<std::size_t>(c) * result.size() + p]; });
    return result;
  }

 private:
  /// Of one pixel of all images, whose values of a class lie `step` apart.
  template <class T>
  ANGKA_APART double of_pixel(const Lanes<T>* output, int step, Lanes<T> label, int count, T scale,
                              Lanes<T>* to) const {
    int known[Lanes<T>::count], images = 0;
    for (int lane = 0; lane < count; ++lane)
      if (label[lane] >= 0) known[images++] = lane;
    // The loss gets the images whose pixel is known, closed up.
    const auto close_up = [&](Lanes<T> values) {
      if (images == count) return values;
      Lanes<T> result(T(0));
      for (int i = 0; i < images; ++i) result.set(i, values[known[i]]);
      return result;
    };
    const Lanes<T> zero(T(0)), one(T(1)), own = close_up(label);
    Lanes<T> z[Classes], share[Classes], slope[Classes];
    for (int c = 0; c < Classes; ++c) {
      z[c] = close_up(output[c * step]);
      share[c] = where_equal(own, Lanes<T>(T(Classes == 1 ? 1 : c)), one, zero);
      slope[c] = zero;
    }
    const double sum = images == 0 ? 0
                                   : loss.gradient(static_cast<const Lanes<T>*>(z), Classes,
                                                   Truth<T>{.targets = share, .count = images},
                                                   scale, to ? slope : nullptr);
    for (int c = 0; to && c < Classes; ++c) {
      to[c * step] = images == count ? slope[c] : zero;
      if (images < count)
        for (int i = 0; i < images; ++i) to[c * step].set(known[i], slope[c][i]);
    }
    return sum;
  }
};

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE void check_pixels(const DataView& data, const std::string& name, Shape output,
                               int classes) {
  if (output.channels != classes)
    raise(SettingError("EachPixel: " + std::to_string(classes) +
                       " classes, but the network's output is " + to_string(output)));
  if (!data.targets || data.target_size != output.pixels())
    raise(SettingError(name + ": " + std::to_string(data.targets ? data.target_size : 0) +
                       " targets an image, EachPixel wants " + std::to_string(output.pixels()) +
                       ": the number of each pixel's class"));
  const int most = std::max(classes, 2) - 1;
  for (std::size_t i = 0; i < data.size(); ++i)
    for (const float label : data.target(i))
      if (!finite(label) || !(label < 0 || (label <= float(most) && label == float(int(label)))))
        raise(SettingError(name + ": image " + std::to_string(i) + " has a pixel of class " +
                           std::to_string(label) + ", classes are 0 to " + std::to_string(most)));
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
