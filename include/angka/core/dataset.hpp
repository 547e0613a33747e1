#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/shape.hpp>

namespace angka::inline ANGKA_ISA {

struct DataView;

namespace detail {

[[noreturn, gnu::cold]] ANGKA_INLINE void refuse_pixels();
[[noreturn, gnu::cold]] ANGKA_INLINE void refuse_count(std::size_t found, const char* what,
                                                       const DataView& view);
[[noreturn, gnu::cold]] ANGKA_INLINE void refuse_selected(std::size_t image, std::size_t images);

}  // namespace detail

/// Images and what is known about each, without owning them: what `fit` and `evaluate` read.
///
/// Pixels are either `bytes` (0..255) or `values`, which are any numbers, image after image, each
/// in the order channel, row, column. A byte stands for the value byte / 255. The truth about each
/// image is a label (0, 1, ..., classes - 1) or `target_size` target values; with both, a loss
/// takes the targets (such as a teacher's probabilities), and labels count what is right. With
/// `index`, the view is the images that it names, in its order.
struct DataView {
  Shape shape{};
  std::size_t count = 0;
  const std::uint8_t* bytes = nullptr;
  const float* values = nullptr;
  const int* labels = nullptr;
  const float* targets = nullptr;
  int target_size = 0;
  const int* writers = nullptr;  ///< who wrote each image, if that is known
  const std::uint32_t* index = nullptr;
  std::uint32_t first = 0;  ///< the image with which the arrays begin, in a stream's batch

  std::size_t size() const { return count; }
  bool empty() const { return count == 0; }

  /// Where image `i` of the view lies in the arrays.
  std::size_t position(std::size_t i) const { return index ? index[i] : i; }
  int label(std::size_t i) const { return labels[position(i)]; }
  int writer(std::size_t i) const { return writers[position(i)]; }
  /// The pixels of image `i`: `image(i)` are bytes, `image<float>(i)` are values.
  ///
  /// Raises SettingError where they are of the other kind.
  template <class Pixel = std::uint8_t>
  std::span<const Pixel> image(std::size_t i) const {
    const Pixel* all = pixels<Pixel>();
    if (!all) detail::refuse_pixels();
    const auto size = static_cast<std::size_t>(shape.size());
    return {all + position(i) * size, size};
  }
  /// `bytes` or, of float, `values`.
  template <class Pixel>
  const Pixel* pixels() const {
    static_assert(std::is_same_v<Pixel, std::uint8_t> || std::is_same_v<Pixel, float>,
                  "angka: pixels are std::uint8_t or float");
    if constexpr (std::is_same_v<Pixel, float>)
      return values;
    else
      return bytes;
  }
  /// The target values of image `i`.
  std::span<const float> target(std::size_t i) const {
    const auto size = static_cast<std::size_t>(target_size);
    return {targets + position(i) * size, size};
  }
};

namespace detail {

/// The pixel that stands for the value 1; 0 stands for 0.
template <class Pixel>
inline constexpr float white = std::is_same_v<Pixel, std::uint8_t> ? 255 : 1;

/// A container that goes away with the expression that holds it, and what points into it dangles.
template <class C>
concept TemporaryOwner =
    !std::is_lvalue_reference_v<C> && !std::ranges::enable_borrowed_range<std::remove_const_t<C>>;

}  // namespace detail

/// Images of one shape, owned, with a label or target values each, or neither.
///
/// `Pixel`: std::uint8_t or float; see Dataset and FloatDataset.
template <class Pixel>
struct BasicDataset {
  Shape shape{};
  std::vector<Pixel> pixels{};         ///< image after image: channel, row, column
  std::vector<int> labels{};           ///< index into `classes`, one an image
  std::vector<std::string> classes{};  ///< class names; for digits "0", "1", ..., "9"
  std::vector<float> targets{};        ///< of a regression: as many for each image
  std::vector<int> writers{};  ///< who wrote each image, one number a person; empty: not known

  std::size_t size() const {
    return labels.empty() ? pixels.size() / static_cast<std::size_t>(std::max(shape.size(), 1))
                          : labels.size();
  }
  bool empty() const { return size() == 0; }
  /// All images; the data set must outlive the view.
  ///
  /// Raises SettingError unless there are pixels, as many targets, and a writer if there are any,
  /// for each image.
  operator DataView() const& {
    DataView view{.shape = shape, .count = size()};
    const auto expect = [&](const char* what, std::size_t found, std::size_t each) {
      if (found != view.count * each) detail::refuse_count(found, what, view);
    };
    expect(" pixels for ", pixels.size(), static_cast<std::size_t>(shape.size()));
    if constexpr (std::is_same_v<Pixel, float>)
      view.values = pixels.data();
    else
      view.bytes = pixels.data();
    if (!labels.empty()) view.labels = labels.data();
    if (!writers.empty()) {
      expect(" writers for ", writers.size(), 1);
      view.writers = writers.data();
    }
    if (targets.empty()) return view;
    const std::size_t each = targets.size() / std::max<std::size_t>(view.count, 1);
    expect(" targets for ", targets.size(), each);
    view.targets = targets.data();
    view.target_size = static_cast<int>(each);
    return view;
  }
  /// The images at `index`, which must outlive the view, as the data set must.
  ///
  /// Raises SettingError where the conversion does, and for an image that there isn't.
  DataView select(std::span<const std::uint32_t> index) const& {
    DataView view = *this;
    for (const std::uint32_t i : index)
      if (i >= view.count) detail::refuse_selected(i, view.count);
    view.count = index.size();
    view.index = index.data();
    return view;
  }
  /// The pixels of image `i`.
  std::span<const Pixel> image(std::size_t i) const& {
    const auto size = static_cast<std::size_t>(shape.size());
    return {pixels.data() + i * size, size};
  }

  operator DataView() const&& = delete;  // give the data set a name: its view points into it
  DataView select(std::span<const std::uint32_t>) const&& = delete;  // likewise
  std::span<const Pixel> image(std::size_t) const&& = delete;        // likewise
  template <detail::TemporaryOwner Index>
  DataView select(Index&&) const& = delete;  // give the index a name: the view points into it
};

/// Images of bytes, 0 to 255.
using Dataset = BasicDataset<std::uint8_t>;
/// Images of numbers.
/// Example: `FloatDataset data{.shape = {1, 8, 8}, .pixels = values, .targets = heights};`
using FloatDataset = BasicDataset<float>;

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE void refuse_pixels() {
  raise(SettingError("the images' pixels are not of the kind that is asked for"));
}

ANGKA_INLINE void refuse_count(std::size_t found, const char* what, const DataView& view) {
  raise(SettingError(std::to_string(found) + what + std::to_string(view.count) + " images of " +
                     to_string(view.shape)));
}

ANGKA_INLINE void refuse_selected(std::size_t image, std::size_t images) {
  raise(SettingError("select: there is no image " + std::to_string(image) + " among " +
                     std::to_string(images)));
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
