#pragma once

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <angka/core/shape.hpp>

namespace angka::inline ANGKA_ISA {

/// Images and what is known about each, without owning them: what `fit` and `evaluate` read.
///
/// Pixels are either `bytes` (0..255) or `values`, image after image, each in the order channel,
/// row, column. The truth about each is a label (0, 1, ..., classes - 1) or `target_size` target
/// values. With `index`, the view is the images that it names, in its order.
struct DataView {
  Shape shape{};
  std::size_t count = 0;
  const std::uint8_t* bytes = nullptr;
  const float* values = nullptr;
  const int* labels = nullptr;
  const float* targets = nullptr;
  int target_size = 0;
  const std::uint32_t* index = nullptr;

  std::size_t size() const { return count; }
  bool empty() const { return count == 0; }

  /// Where image `i` of the view lies in the arrays.
  std::size_t position(std::size_t i) const { return index ? index[i] : i; }
  int label(std::size_t i) const { return labels[position(i)]; }
  std::span<const std::uint8_t> image(std::size_t i) const {
    const auto size = static_cast<std::size_t>(shape.size());
    return {bytes + position(i) * size, size};
  }
};

namespace detail {

/// A container that goes away with the expression that holds it, and what points into it dangles.
template <class C>
concept TemporaryOwner = !std::is_lvalue_reference_v<C> &&
                         !std::ranges::enable_borrowed_range<std::remove_const_t<C>>;

}  // namespace detail

/// Labelled images of one shape, as bytes, owned.
struct Dataset {
  Shape shape{};
  std::vector<std::uint8_t> pixels{};  ///< image after image: channel, row, column
  std::vector<int> labels{};           ///< index into `classes`, one an image
  std::vector<std::string> classes{};  ///< class names; for digits "0", "1", ..., "9"

  std::size_t size() const { return labels.size(); }
  bool empty() const { return labels.empty(); }
  /// All images; the data set must outlive the view.
  operator DataView() const& {
    return {.shape = shape, .count = size(), .bytes = pixels.data(), .labels = labels.data()};
  }
  /// The images at `index`, which must outlive the view, as the data set must.
  DataView select(std::span<const std::uint32_t> index) const& {
    DataView view = *this;
    view.count = index.size();
    view.index = index.data();
    return view;
  }

  operator DataView() const&& = delete;  // give the data set a name: its view points into it
  DataView select(std::span<const std::uint32_t>) const&& = delete;  // likewise
  template <detail::TemporaryOwner Index>
  DataView select(Index&&) const& = delete;  // give the index a name: the view points into it
};

}  // namespace angka::inline ANGKA_ISA
