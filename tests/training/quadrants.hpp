#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/random.hpp>
#include <cstddef>
#include <cstdint>

/// 6 x 6 images of noise in which one quarter is brighter: the class, of four.
inline angka::Dataset quadrants(std::size_t count, std::uint64_t seed = 1) {
  angka::Dataset data{
      .shape = {1, 6, 6}, .pixels = {}, .labels = {}, .classes = {"a", "b", "c", "d"}};
  angka::Random random(angka::seed(seed), angka::Purpose::test);
  for (std::size_t i = 0; i < count; ++i) {
    const auto label = static_cast<int>(random.below(4));
    data.labels.push_back(label);
    for (int y = 0; y < 6; ++y)
      for (int x = 0; x < 6; ++x) {
        const bool bright = y / 3 * 2 + x / 3 == label;
        data.pixels.push_back(static_cast<std::uint8_t>(random.below(150) + (bright ? 60 : 0)));
      }
  }
  return data;
}
