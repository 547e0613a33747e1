#pragma once

#include <filesystem>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Puts the images of a file behind those of `data`: records of a byte, the label, below the number
/// of its classes, and an image of its shape.
[[gnu::cold]] ANGKA_INLINE void add_records(const std::filesystem::path& path, Dataset& data);

}  // namespace detail

/// Reads files of the binary version of CIFAR-10 (data_batch_1.bin, ...), one after the other:
/// records of 3073 bytes, which are a label, 0 to 9, and 3 x 32 x 32 pixels, red, green and blue.
///
/// Raises FileError for a file that isn't whole records, or has another label.
/// Source: Krizhevsky: Learning multiple layers of features from tiny images (2009).
/// Example: `write_file_atomically("batch.bin", std::string(3073, 3)); load_cifar10({"batch.bin"})
/// .classes[3] == "cat"`
[[gnu::cold]] ANGKA_INLINE Dataset load_cifar10(const std::vector<std::filesystem::path>& files);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <cstddef>
#include <cstdint>
#include <string>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE void detail::add_records(const std::filesystem::path& path, Dataset& data) {
  constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 30;
  const Bytes bytes = read_file(path, most_bytes);
  const auto size = static_cast<std::size_t>(data.shape.size()), record = size + 1;
  if (bytes.empty() || bytes.size() % record != 0)
    raise(FileError(printable(path), "records of " + std::to_string(record) + " bytes",
                    std::to_string(bytes.size()) + " bytes"));
  for (auto at = bytes.begin(); at != bytes.end(); at += static_cast<std::ptrdiff_t>(record)) {
    if (*at >= data.classes.size())
      raise(FileError(printable(path), "labels of 0 to " + std::to_string(data.classes.size() - 1),
                      std::to_string(*at)));
    data.labels.push_back(*at);
    data.pixels.insert(data.pixels.end(), at + 1, at + static_cast<std::ptrdiff_t>(record));
  }
}

ANGKA_INLINE Dataset load_cifar10(const std::vector<std::filesystem::path>& files) {
  Dataset data;
  data.shape = {3, 32, 32};
  data.classes = {"airplane", "automobile", "bird",  "cat",  "deer",
                  "dog",      "frog",       "horse", "ship", "truck"};
  for (const std::filesystem::path& file : files) detail::add_records(file, data);
  return data;
}

}  // namespace angka::inline ANGKA_ISA

#endif
