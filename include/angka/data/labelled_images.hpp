#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// The largest label that a file of numbers may have.
inline constexpr int most_label = 255;

/// What a pixel of a table or array of numbers is multiplied by, `most` being the largest of all:
/// they are 0..255, or, where none is above 1, parts of 1.
inline double pixel_scale(double most) { return most <= 1 ? 255 : 1; }

/// A data set of images and labels that were read apart, one for one, its classes named "0", "1",
/// ...: as many as are asked for or, if that is 0, as the largest label tells.
///
/// `path`: where the labels are from. Raises FileError where they don't belong to the images.
[[gnu::cold]] inline Dataset labelled_images(const Shape& shape, Bytes pixels,
                                             std::vector<int> labels, int classes,
                                             const std::filesystem::path& path) {
  Dataset data;
  data.shape = shape;
  data.pixels = std::move(pixels);
  if (const std::size_t images = data.size(); labels.size() != images || images == 0)
    raise(FileError(printable(path),
                    images == 0 ? "at least one image" : std::to_string(images) + " labels",
                    images == 0 ? "none" : std::to_string(labels.size())));
  const int largest = *std::max_element(labels.begin(), labels.end());
  if (classes > 0 && largest >= classes)
    raise(FileError(printable(path), "labels of 0 to " + std::to_string(classes - 1),
                    std::to_string(largest)));
  data.labels = std::move(labels);
  const int names = classes > 0 ? classes : largest + 1;
  for (int i = 0; i < names; ++i) data.classes.push_back(std::to_string(i));
  return data;
}

/// Swaps the rows and columns of all images.
[[gnu::cold]] inline void transpose(Dataset& data) {
  const auto height = static_cast<std::size_t>(data.shape.height);
  const auto width = static_cast<std::size_t>(data.shape.width);
  Bytes plane(height * width);
  for (std::size_t start = 0; start + plane.size() <= data.pixels.size(); start += plane.size()) {
    for (std::size_t y = 0; y < height; ++y)
      for (std::size_t x = 0; x < width; ++x)
        plane[x * height + y] = data.pixels[start + y * width + x];
    std::copy(plane.begin(), plane.end(), data.pixels.begin() + static_cast<std::ptrdiff_t>(start));
  }
  std::swap(data.shape.height, data.shape.width);
}

/// A name, its letters small.
[[gnu::cold]] inline std::string in_small_letters(std::string name) {
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name;
}

}  // namespace angka::inline ANGKA_ISA::detail
