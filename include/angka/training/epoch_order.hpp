#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/random.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// The order in which an epoch sees the images of a view. An image that the view names several
/// times is told apart by which of its occurrences in the epoch it is: 0, 1, 2, ...
/// Example: `EpochOrder order(train); order.draw(true, seed(1), 0); order.positions(0, 8).size() ==
/// 8`
class EpochOrder {
 public:
  explicit EpochOrder(const DataView& data);

  void draw(bool shuffle, Seed seed, std::uint32_t epoch);

  std::size_t size() const { return positions_.size(); }
  /// The images from number `first` of the order on: their places in the view's arrays.
  std::span<const std::uint32_t> positions(std::size_t first, std::size_t count) const {
    return std::span(positions_).subspan(first, count);
  }
  /// Likewise which occurrence each is; empty where no image occurs twice.
  std::span<const std::uint32_t> occurrences(std::size_t first, std::size_t count) const {
    if (occurrences_.empty()) return {};
    return std::span(occurrences_).subspan(first, count);
  }

 private:
  DataView data_;
  std::vector<std::uint32_t> positions_, occurrences_, seen_;
};

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE EpochOrder::EpochOrder(const DataView& data) : data_(data), positions_(data.size()) {
  if (!data.index || data.empty()) return;
  seen_.resize(std::size_t{*std::max_element(data.index, data.index + data.size())} + 1);
  bool repeats = false;
  for (std::size_t i = 0; i < data.size(); ++i) repeats |= seen_[data.index[i]]++ > 0;
  if (repeats)
    occurrences_.resize(data.size());
  else
    seen_ = {};
}

ANGKA_INLINE void EpochOrder::draw(bool shuffle, Seed seed, std::uint32_t epoch) {
  for (std::size_t i = 0; i < positions_.size(); ++i)
    positions_[i] = static_cast<std::uint32_t>(data_.position(i));
  if (shuffle) Random(seed, Purpose::shuffle, epoch).shuffle(std::span(positions_));
  if (occurrences_.empty()) return;
  std::fill(seen_.begin(), seen_.end(), 0u);
  for (std::size_t i = 0; i < positions_.size(); ++i) occurrences_[i] = seen_[positions_[i]]++;
}

}  // namespace angka::inline ANGKA_ISA

#endif
