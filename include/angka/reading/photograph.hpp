#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/data/clean_digit.hpp>
#include <angka/data/pixels.hpp>
#include <angka/data/resize.hpp>
#include <angka/reading/centring.hpp>
#include <angka/reading/photograph/cutting.hpp>
#include <angka/reading/photograph/groups.hpp>
#include <angka/reading/photograph/rules.hpp>
#include <angka/reading/photograph/sighting.hpp>
#include <angka/reading/plane.hpp>
#include <angka/reading/steps.hpp>

namespace angka::inline ANGKA_ISA {

/// Whether digits are darker or lighter than what they are written on.
enum class Ink { find, dark, light };

struct PhotographOptions {
  Ink ink = Ink::find;
  int working_side = 1600;  ///< pixels; a photograph with a longer side is shrunk to it first
};

/// A digit in a photograph.
struct FoundDigit {
  int left = 0, top = 0, width = 0, height = 0;  ///< its box, in pixels of the photograph
  int line = 0;                                  ///< 0, 1, ... from above
  DigitPixels pixels{};                          ///< as MNIST would have it

  Image image() const { return {28, 28, 1, {pixels.begin(), pixels.end()}}; }
};

/// Finds the handwritten digits in a photograph or scan and makes each what MNIST's digits are: 28
/// x 28 pixels, light on black, fitted into 20 x 20 and centred by mass. They come line by line
/// from above, in a line from the left; none if nothing looks like a digit.
///
/// Uneven light, shadows, ruled and squared paper are evened out; the ink may be dark or light, but
/// is the same in all of a photograph. Digits must not touch, and be at least 10 pixels high. An
/// image that is already such a digit passes unchanged: see clean_digit.
///
/// `steps`: if given, takes a picture of each step. Raises SettingError for a working side under
/// 64 pixels.
///
///     for (const FoundDigit& digit : find_digits(read_image("note.jpg")))
///       std::cout << model.predict(digit.pixels).label;
inline std::vector<FoundDigit> find_digits(const Image& image,
                                           const PhotographOptions& options = {},
                                           PhotographSteps* steps = nullptr) {
  using namespace detail::photo;
  if (options.working_side < 64)
    raise(SettingError("find_digits: working_side must be 64 or above, is " +
                       std::to_string(options.working_side)));
  const auto show = [steps](const char* name, auto&& make) {
    if (steps) steps->push_back({name, make()});
  };
  if (image.empty()) return {};
  Image grey = to_grey(image);
  show("grey", [&] { return grey; });
  if (const auto pixels = clean_digit(grey)) {
    FoundDigit digit{.width = grey.width, .height = grey.height, .pixels = *pixels};
    show("digits", [&] { return side_by_side({digit.image()}, 4); });
    return {digit};
  }

  const auto shrink = [](int width, int height, int side) {
    return std::max(1.0, std::max(width, height) / static_cast<double>(side));
  };
  const auto shrunk = [](int length, double by) {
    return std::max(1, static_cast<int>(std::lround(length / by)));
  };
  const double scale = shrink(grey.width, grey.height, options.working_side);
  Plane plane = to_plane(grey);
  plane = softened(resized(plane, shrunk(plane.width, scale), shrunk(plane.height, scale)));
  remove_rules(plane);
  show("without-rules", [&] { return to_image(plane); });

  constexpr int overview_side = 800;  // enough to find a digit of 10 pixels in 1600, and fast
  const double overview_scale = shrink(plane.width, plane.height, overview_side);
  Plane overview =
      resized(plane, shrunk(plane.width, overview_scale), shrunk(plane.height, overview_scale));
  Sighting sighting;
  if (options.ink != Ink::light) look_at_scales(overview, false, sighting);
  invert(overview);
  if (options.ink != Ink::dark) look_at_scales(std::move(overview), true, sighting);
  if (sighting.digits.empty()) return {};
  show("ink", [&] { return to_image(sighting.ink, 0, 2 * sighting.threshold); });
  show("threshold", [&] { return to_image(above(sighting.ink, sighting.threshold), 0, 1); });

  if (sighting.light_ink) invert(plane);
  std::vector<FoundDigit> digits;
  std::vector<Image> cuttings;
  for (const Group& group : digit_groups(sighting)) {
    const Cutting cutting = cut_out(plane, group, sighting, overview_scale * sighting.shrink);
    if (cutting.empty()) continue;
    const auto place = [scale](double at, int most) {
      return std::clamp(static_cast<int>(std::lround(at * scale)), 0, most);
    };
    FoundDigit digit{.left = place(cutting.left, image.width - 1),
                     .top = place(cutting.top, image.height - 1),
                     .line = group.line,
                     .pixels = centred(with_strokes(cutting.ink))};
    digit.width = std::max(
        1, place(cutting.left + cutting.ink.width * cutting.pixel, image.width) - digit.left);
    digit.height = std::max(
        1, place(cutting.top + cutting.ink.height * cutting.pixel, image.height) - digit.top);
    digits.push_back(digit);
    if (steps)
      cuttings.push_back(fit_to(to_image(cutting.ink, 0, 1),
                                {.channels = 1, .height = 112, .width = 112}, Fit::pad));
  }
  show("boxes", [&] {
    Image boxes = to_rgb(grey);
    for (const FoundDigit& digit : digits)
      draw_box(boxes, {digit.left, digit.top, digit.left + digit.width, digit.top + digit.height});
    return boxes;
  });
  show("cut-out", [&] { return side_by_side(cuttings, 1); });
  show("digits", [&] {
    std::vector<Image> images;
    for (const FoundDigit& digit : digits) images.push_back(digit.image());
    return side_by_side(images, 4);
  });
  return digits;
}

/// The largest digit in a photograph, for those that show one.
inline std::optional<FoundDigit> find_digit(const Image& image,
                                            const PhotographOptions& options = {}) {
  const std::vector<FoundDigit> digits = find_digits(image, options);
  const auto largest = std::max_element(
      digits.begin(), digits.end(),
      [](const FoundDigit& a, const FoundDigit& b) { return a.height < b.height; });
  return largest == digits.end() ? std::nullopt : std::optional(*largest);
}

/// The largest digit as an image of 28 x 28: for `ClassFolder::photographs`.
inline std::optional<Image> photographed_digit(const Image& photograph) {
  const auto digit = find_digit(photograph);
  return digit ? std::optional(digit->image()) : std::nullopt;
}

}  // namespace angka::inline ANGKA_ISA
