#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/pixels.hpp>
#include <angka/reading/candidates.hpp>
#include <angka/reading/centring.hpp>
#include <angka/reading/reading.hpp>
#include <angka/reading/ready_made.hpp>
#include <angka/reading/working.hpp>

namespace angka::inline ANGKA_ISA {
namespace reading {

/// A plane with more rows above and below, each column's of the median of the border near it: a
/// stroke that reaches the border ends there, and light that falls off goes on.
inline Plane with_rows(const Plane& plane, int margin) {
  Plane result(plane.width, plane.height + 2 * margin);
  std::copy(plane.values.begin(), plane.values.end(), result.row(margin));
  const int reach = std::max(1, plane.width / 4);
  std::vector<float> near;
  for (const bool below : {false, true}) {
    const float* border = plane.row(below ? plane.height - 1 : 0);
    for (int x = 0; x < plane.width; ++x) {
      const int r = std::min({reach, x, plane.width - 1 - x});
      near.assign(border + x - r, border + x + r + 1);
      const float paper = quantile(near, 0.5);
      for (int y = 0; y < margin; ++y) result.row(below ? margin + plane.height + y : y)[x] = paper;
    }
  }
  return result;
}

/// A picture with a margin of what its border shows.
inline Image with_margin(const Image& image, int margin) {
  Image result{.width = image.width + 2 * margin,
               .height = image.height + 2 * margin,
               .channels = image.channels};
  for (int c = 0; c < image.channels; ++c) {
    Plane plane(image.width, image.height);
    std::copy_n(image.pixels.begin() + static_cast<std::ptrdiff_t>(c) * std::ssize(plane.values),
                plane.size(), plane.values.begin());
    plane = transposed(with_rows(transposed(with_rows(plane, margin)), margin));
    for (const float value : plane.values)
      result.pixels.push_back(static_cast<std::uint8_t>(value));
  }
  return result;
}

/// How much a candidate suggests itself as the one digit of its picture, whatever it looks like: by
/// how many readings of what is ink see it, and by its size. 0: no digit has its shape.
inline double prominence(const Candidate& one, const std::vector<Candidate>& all,
                         const Extent& picture) {
  constexpr int most_votes = 6;
  const int width = one.box.width(), height = one.box.height();
  if (width > 3 * height) return 0;
  std::uint32_t sources = 0;
  for (const Candidate& other : all)
    if (other.light == one.light && overlap(one.box, other.box) > 0.7) sources |= other.sources;
  double value = std::min(std::popcount(sources), most_votes) *
                 std::sqrt(static_cast<double>(height) * std::max(width, height / 3));
  if (one.joined || one.cut) value *= 0.8;
  if (width > 2 * height) value *= 0.3;
  const int borders = (one.box.left <= picture.left + 1) + (one.box.top <= picture.top + 1) +
                      (one.box.right >= picture.right - 1) + (one.box.bottom >= picture.bottom - 1);
  return borders > 1 ? 0.3 * value : value;  // an edge of the paper
}

/// The mean of the contrast that a candidate's ink has.
inline float mean_contrast(const Candidate& one, const Plane& contrast) {
  float sum = 0;
  for (int y = 0; y < one.box.height(); ++y)
    for (int x = 0; x < one.box.width(); ++x)
      if (one.row(y)[x] != 0) sum += contrast.row(one.box.top + y)[one.box.left + x];
  return sum / static_cast<float>(std::max(1, one.area));
}

/// A candidate's ink in its greys, 0 to 1, up to `reach` pixels beyond what was taken for ink.
/// `contrast`: the picture's.
inline Plane grey_ink(const Candidate& one, const Plane& contrast, int reach) {
  constexpr float edge = 0.4f;  // about where a blurred outline was before the blur
  const Extent box{std::max(0, one.box.left - reach), std::max(0, one.box.top - reach),
                   std::min(contrast.width, one.box.right + reach),
                   std::min(contrast.height, one.box.bottom + reach)};
  Plane ink = cropped(contrast, box.left, box.top, box.width(), box.height());
  Plane own(box.width(), box.height());
  std::vector<float> inside;
  for (int y = 0; y < one.box.height(); ++y)
    for (int x = 0; x < one.box.width(); ++x) {
      if (one.row(y)[x] == 0) continue;
      const int column = x + one.box.left - box.left, row = y + one.box.top - box.top;
      inside.push_back(ink.row(row)[column]);
      for (int v = std::max(0, row - reach); v <= std::min(row + reach, own.height - 1); ++v)
        for (int u = std::max(0, column - reach); u <= std::min(column + reach, own.width - 1); ++u)
          own.row(v)[u] = 1;
    }
  std::vector<float> values = sampled(contrast);
  const float paper = quantile(values, 0.5);
  // Full is not the darkest, which is noise; what lies beyond is cut, as in MNIST's strokes.
  const float full = std::max(1.0f, quantile(inside, 0.6) - paper);
  Extent bounds{ink.width, ink.height, 0, 0};
  for (int y = 0; y < ink.height; ++y)
    for (int x = 0; x < ink.width; ++x) {
      float& value = ink.row(y)[x];
      value = own.row(y)[x] * std::clamp((value - paper) / full, 0.0f, 1.0f);
      if (value > edge) bounds.include({x, y, x + 1, y + 1});
    }
  if (bounds.right == 0) return ink_of(one);
  return cropped(ink, bounds.left, bounds.top, bounds.width(), bounds.height());
}

/// A digit that is cut out of a picture, with what it was found in.
struct CutDigit {
  static constexpr int margin = 16;  ///< around the picture, of what its border shows
  Plane contrast{};    ///< of the picture at the working size, with a margin: see contrast()
  Candidate chosen{};  ///< its ink, in the same places
  Plane ink{};         ///< the same in its greys, 0 to 1
  ReadDigit digit{};
};

/// The digit that a class's name tells by its only numeral ("7", "digit_7", "7-tujuh"); else -1.
inline int digit_named(const std::string& name) {
  const auto is_numeral = [](char c) { return c >= '0' && c <= '9'; };
  const auto first = std::find_if(name.begin(), name.end(), is_numeral);
  return std::count_if(name.begin(), name.end(), is_numeral) == 1 ? *first - '0' : -1;
}

/// The image at `index`; raises SettingError if it isn't 28 x 28 grey pixels.
inline DigitPixels digit_pixels(const Dataset& digits, std::size_t index) {
  if (digits.shape != Shape{1, 28, 28})
    raise(SettingError("digits as MNIST's are of 1 x 28 x 28, not of " + to_string(digits.shape)));
  DigitPixels pixels{};
  std::copy_n(digits.pixels.begin() + static_cast<std::ptrdiff_t>(index * pixels.size()),
              pixels.size(), pixels.begin());
  return pixels;
}

}  // namespace reading

/// What labelled_digit does, with the steps that it takes.
template <DigitJudge Judge>
std::optional<reading::CutDigit> cut_labelled_digit(const Image& image, int label, Judge&& judge,
                                                    const ReadingOptions& options = {
                                                        .working_side = 600}) {
  using namespace reading;
  constexpr double of_any = 0.2, of_none = 0.01;  // what a candidate's ink counts for
  constexpr double least_prominence = 40;         // of six readings: a digit 8 pixels high
  constexpr int margin = CutDigit::margin;
  check_working_side("labelled_digit", options.working_side);
  if (label < -1 || label > 9)
    raise(SettingError("labelled_digit: label must be 0 to 9, or -1, is " + std::to_string(label)));
  if (image.empty()) return std::nullopt;
  const Working working = working_image(image, options.working_side);
  const Image framed = with_margin(working.image, margin);
  const Extent picture{margin, margin, margin + working.image.width, margin + working.image.height};
  std::vector<Candidate> all = candidates(framed);
  const std::vector<Glimpse> glimpses = glimpses_of(all);
  const std::vector<Judgement> judgements = judge(std::span<const Glimpse>(glimpses));
  const std::vector<Plane> planes = colours(framed);
  Plane dark = contrast(planes, false).most, light = contrast(planes, true).most;
  std::size_t best = 0;
  double most = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double prominent = prominence(all[i], all, picture);
    if (prominent < least_prominence) continue;
    const Judgement& says = judgements[i];
    const double any = *std::max_element(says.begin(), says.begin() + 10);
    const double known = label < 0 ? any : says[static_cast<std::size_t>(label)];
    double value = prominent * mean_contrast(all[i], all[i].light ? light : dark) *
                   (known + of_any * any + of_none);
    if (label == 1 && all[i].goes_on > most_going_on) value *= 0.2;
    if (value > most) most = value, best = i;
  }
  if (most <= 0) return std::nullopt;
  CutDigit cut{.contrast = std::move(all[best].light ? light : dark),
               .chosen = std::move(all[best])};
  const Candidate& chosen = cut.chosen;
  const int reach = std::max(1, static_cast<int>(std::lround(1 / working.pixel)));
  const Extent box{chosen.box.left - margin, chosen.box.top - margin, chosen.box.right - margin,
                   chosen.box.bottom - margin};
  const auto likeliest = std::max_element(judgements[best].begin(), judgements[best].begin() + 10);
  cut.ink = grey_ink(chosen, cut.contrast, reach);
  cut.digit = {.box = original(box, working, image),
               .label = label < 0 ? static_cast<int>(likeliest - judgements[best].begin()) : label,
               .probabilities = judgements[best],
               .pixels = centred(with_strokes(cut.ink)),
               .light = chosen.light};
  return cut;
}

/// Cuts out the digit of a picture that is known to show one, as MNIST would have it: of all pieces
/// of ink the one that the judge takes most for `label` (0 to 9; -1: for any digit), and that is
/// large and clear. Whatever the judge says, something is cut out; std::nullopt if there is no ink.
///
/// Raises SettingError for a working side under 64 pixels, a label that there isn't.
template <DigitJudge Judge>
std::optional<ReadDigit> labelled_digit(const Image& image, int label, Judge&& judge,
                                        const ReadingOptions& options = {.working_side = 600}) {
  auto cut = cut_labelled_digit(image, label, judge, options);
  return cut ? std::optional(std::move(cut->digit)) : std::nullopt;
}

/// The same of a picture in a class folder, where the name of its class names the digit by its only
/// numeral: for `LoadOptions::photographs`.
/// Of photographs/0/page.png and photographs/6/page.png.
/// Example: `const auto find = [&](const Image& picture, const std::string& name) { return
/// digit_of_class(picture, name, judge); }; load_data("photographs", {.photographs =
/// find}).report.photographs == 2`
template <DigitJudge Judge>
std::optional<Image> digit_of_class(const Image& picture, const std::string& name, Judge&& judge) {
  const auto digit = labelled_digit(picture, reading::digit_named(name), judge);
  if (!digit) return std::nullopt;
  return Image{28, 28, 1, {digit->pixels.begin(), digit->pixels.end()}};
}

/// Whether nine in ten of a set's images, 28 x 28 and light on dark, lie as MNIST's digits do: fill
/// 20 x 20 pixels and have their centre of mass in the middle.
inline bool lie_as_mnist(const Dataset& digits) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < digits.size(); ++i)
    count += reading::as_mnist(reading::digit_pixels(digits, i));
  return 10 * count >= 9 * digits.size();
}

/// A digit alone on an image of any size, light on dark, fitted and centred as MNIST's digits are;
/// black if there is no ink.
/// Example: `const DigitPixels fitted = fitted_digit(resize(zero(), 60, 90));
/// reading::as_mnist(fitted)`
inline DigitPixels fitted_digit(const Image& image) {
  const Image grey = to_grey(image);
  const reading::Plane ink = reading::ink_plane(grey.pixels, grey.width, grey.height);
  return ink.size() == 0 ? DigitPixels{} : reading::centred(reading::with_strokes(ink));
}

/// Fits and centres those of a set's images that don't lie as MNIST's digits do; how many those
/// were. The set decides whether that is wanted (see lie_as_mnist), not the image: a few of MNIST's
/// own lie otherwise.
inline std::size_t centre_digits(Dataset& digits) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const DigitPixels pixels = reading::digit_pixels(digits, i);
    if (reading::as_mnist(pixels)) continue;
    const DigitPixels centred = reading::fitted(pixels);
    std::copy(centred.begin(), centred.end(),
              digits.pixels.begin() + static_cast<std::ptrdiff_t>(i * centred.size()));
    ++count;
  }
  return count;
}

}  // namespace angka::inline ANGKA_ISA
