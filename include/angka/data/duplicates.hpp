#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA {

/// Two images of a view that are the same or nearly, by their numbers in it.
struct Twins {
  std::uint32_t first = 0;
  std::uint32_t second = 0;  ///< above `first`
  double correlation = 1;
};

struct Duplicates {
  std::vector<Twins> exact{};  ///< each image with the very pixels of another, and the first such
  std::vector<Twins> near{};   ///< pairs among the images that are left then
  bool complete = true;        ///< false: there are more near pairs
};

/// Finds images with the same pixels, and pairs whose pixels correlate by `least` or more: what
/// compression, a little noise, another brightness or contrast, or the eye's blink between two
/// shots leave of a copy. (A copy moved by a pixel correlates less than two different ones.)
/// Every such pair is found, up to `most`; an image of a single value has none.
///
/// Raises SettingError for a view without bytes and for `least` outside 0.5 to 1.
/// Example: `const Dataset three{.shape = {1, 1, 3}, .pixels = {0, 9, 1, 5, 5, 9, 0, 9, 1}};
/// find_duplicates(three).exact[0].second == 2`
ANGKA_INLINE Duplicates find_duplicates(const DataView& data, double least = 0.99,
                                        std::size_t most = 10000);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <string_view>
#include <unordered_map>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The correlation of the pixels of two images, -1 to 1; 0 if one of them is of a single value.
inline double correlation(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  std::int64_t sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::int64_t x = a[i], y = b[i];
    sum_a += x;
    sum_b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const auto centred = [n = static_cast<double>(a.size())](std::int64_t products, std::int64_t sum,
                                                           std::int64_t other) {
    return static_cast<double>(products) -
           static_cast<double>(sum) * static_cast<double>(other) / n;
  };
  const double scale = centred(aa, sum_a, sum_a) * centred(bb, sum_b, sum_b);
  return scale > 0 ? centred(ab, sum_a, sum_b) / std::sqrt(scale) : 0;
}

/// The lowest frequencies of an image that is brought to mean 0 and length 1, by the orthonormal
/// discrete cosine transform. So two images are at least as far apart as their sketches; and the
/// squared distance of such images is 2 - 2 correlation.
struct Sketch {
  static constexpr std::size_t side = 6, length = side * side;
  std::uint32_t image = 0;
  std::array<float, length> values{};
};

/// wave(k, x) = sqrt((k == 0 ? 1 : 2) / size) cos(pi k (2 x + 1) / (2 size)), for k < size.
inline std::vector<double> cosine_waves(std::size_t size) {
  std::vector<double> waves(Sketch::side * size);
  const auto n = static_cast<double>(size);
  for (std::size_t k = 0; k < std::min(Sketch::side, size); ++k)
    for (std::size_t x = 0; x < size; ++x)
      waves[k * size + x] =
          std::sqrt((k == 0 ? 1 : 2) / n) *
          std::cos(std::numbers::pi * static_cast<double>(k * (2 * x + 1)) / (2 * n));
  return waves;
}

/// Sketches of those of the images that have more than one value.
inline std::vector<Sketch> sketch(const DataView& data, std::span<const std::uint32_t> images) {
  // Channels lie below each other like more rows.
  const auto columns = static_cast<std::size_t>(data.shape.width);
  const std::size_t rows = static_cast<std::size_t>(data.shape.size()) / columns;
  const auto down = cosine_waves(rows), across = cosine_waves(columns);
  std::vector<Sketch> sketches;
  for (const std::uint32_t i : images) {
    const auto pixels = data.image(i);
    double sum = 0, squares = 0;
    std::array<double, Sketch::length> transform{};
    for (std::size_t y = 0; y < rows; ++y) {
      std::array<double, Sketch::side> row{};
      for (std::size_t x = 0; x < columns; ++x) {
        const double pixel = pixels[y * columns + x];
        sum += pixel;
        squares += pixel * pixel;
        if (pixel > 0)
          for (std::size_t v = 0; v < Sketch::side; ++v) row[v] += across[v * columns + x] * pixel;
      }
      for (std::size_t u = 0; u < Sketch::side; ++u)
        for (std::size_t v = 0; v < Sketch::side; ++v)
          transform[u * Sketch::side + v] += down[u * rows + y] * row[v];
    }
    const double spread = squares - sum * sum / static_cast<double>(pixels.size());
    if (spread < 0.5) continue;
    sketches.push_back({.image = i});
    for (std::size_t k = 1; k < Sketch::length; ++k)  // the first is the mean
      sketches.back().values[k] = static_cast<float>(transform[k] / std::sqrt(spread));
  }
  return sketches;
}

/// Sketches in blocks of similar ones, so that most blocks can be told to be far from another by
/// the ranges of their values: the leaves of a k-d tree.
class SketchBlocks {
 public:
  explicit SketchBlocks(std::vector<Sketch> sketches) {
    arrange(sketches);
    blocks_.resize((sketches.size() + Block::most - 1) / Block::most);
    for (std::size_t i = 0; i < sketches.size(); ++i) blocks_[i / Block::most].add(sketches[i]);
  }

  /// Calls found(image, other) for each pair of sketches whose squared distance is below `limit`,
  /// until it returns false.
  template <class Found>
  void close_pairs(float limit, Found found) const {
    for (std::size_t a = 0; a < blocks_.size(); ++a)
      for (std::size_t b = a; b < blocks_.size(); ++b) {
        const Block &block = blocks_[a], &other = blocks_[b];
        if (gap(block, other) > limit) continue;
        const auto gaps = block.gaps(other.low, other.high);
        for (std::size_t i = 0; i < block.count; ++i) {
          if (gaps[i] > limit) continue;
          const auto point = block.sketch(i);
          const auto distances = other.gaps(point, point);
          for (std::size_t j = a == b ? i + 1 : 0; j < other.count; ++j)
            if (distances[j] < limit && !found(block.images[i], other.images[j])) return;
        }
      }
  }

 private:
  using Values = std::array<float, Sketch::length>;

  struct Block {
    static constexpr std::size_t most = 32;
    std::size_t count = 0;
    std::array<std::uint32_t, most> images{};
    std::array<std::array<float, most>, Sketch::length> values{};
    Values low{}, high{};

    void add(const Sketch& sketch) {
      images[count] = sketch.image;
      for (std::size_t k = 0; k < Sketch::length; ++k) {
        const float value = values[k][count] = sketch.values[k];
        low[k] = count == 0 ? value : std::min(low[k], value);
        high[k] = count == 0 ? value : std::max(high[k], value);
      }
      ++count;
    }
    Values sketch(std::size_t i) const {
      Values sketch{};
      for (std::size_t k = 0; k < Sketch::length; ++k) sketch[k] = values[k][i];
      return sketch;
    }
    /// The squared distance of each sketch to the box between two corners.
    std::array<float, most> gaps(const Values& from, const Values& to) const {
      std::array<float, most> sums{};
      for (std::size_t k = 0; k < Sketch::length; ++k)
        for (std::size_t i = 0; i < most; ++i) {
          const float apart =
              std::max(std::max(from[k] - values[k][i], values[k][i] - to[k]), 0.0f);
          sums[i] += apart * apart;
        }
      return sums;
    }
  };

  /// The squared distance of the boxes around two blocks.
  static float gap(const Block& a, const Block& b) {
    float sum = 0;
    for (std::size_t k = 0; k < Sketch::length; ++k) {
      const float apart = std::max({0.0f, a.low[k] - b.high[k], b.low[k] - a.high[k]});
      sum += apart * apart;
    }
    return sum;
  }

  /// Halves the sketches by the value that varies most, and each half again.
  static void arrange(std::span<Sketch> sketches) {
    if (sketches.size() <= Block::most) return;
    std::size_t widest = 0;
    float most = -1;
    for (std::size_t k = 0; k < Sketch::length; ++k) {
      float sum = 0, squares = 0;
      for (const Sketch& sketch : sketches) {
        sum += sketch.values[k];
        squares += sketch.values[k] * sketch.values[k];
      }
      const float variance = squares - sum * sum / static_cast<float>(sketches.size());
      if (variance > most) {
        most = variance;
        widest = k;
      }
    }
    const std::size_t half = (sketches.size() / 2 + Block::most - 1) / Block::most * Block::most;
    std::nth_element(
        sketches.begin(), sketches.begin() + static_cast<std::ptrdiff_t>(half), sketches.end(),
        [widest](const Sketch& a, const Sketch& b) { return a.values[widest] < b.values[widest]; });
    arrange(sketches.first(half));
    arrange(sketches.subspan(half));
  }

  std::vector<Block> blocks_{};
};

}  // namespace detail

ANGKA_INLINE Duplicates find_duplicates(const DataView& data, double least, std::size_t most) {
  if (!data.bytes || !(least >= 0.5 && least <= 1))
    raise(SettingError("duplicates are sought in images of bytes, by a correlation of 0.5 to 1"));
  Duplicates result;
  std::vector<std::uint32_t> distinct;
  std::unordered_map<std::string_view, std::uint32_t> seen;
  for (std::uint32_t i = 0; i < data.size(); ++i) {
    const auto pixels = data.image(i);
    const std::string_view key(reinterpret_cast<const char*>(pixels.data()), pixels.size());
    const auto [place, fresh] = seen.emplace(key, i);
    if (fresh)
      distinct.push_back(i);
    else
      result.exact.push_back({.first = place->second, .second = i});
  }

  const auto limit = static_cast<float>(2 - 2 * least + 1e-4);  // and some for rounding
  const detail::SketchBlocks blocks(detail::sketch(data, distinct));
  blocks.close_pairs(limit, [&](std::uint32_t a, std::uint32_t b) {
    const double correlation = detail::correlation(data.image(a), data.image(b));
    if (correlation < least) return true;
    result.complete = result.near.size() < most;
    if (result.complete)
      result.near.push_back(
          {.first = std::min(a, b), .second = std::max(a, b), .correlation = correlation});
    return result.complete;
  });
  std::sort(result.near.begin(), result.near.end(), [](const Twins& a, const Twins& b) {
    return a.first != b.first ? a.first < b.first : a.second < b.second;
  });
  return result;
}

}  // namespace angka::inline ANGKA_ISA

#endif
