#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// An IDX file: the length along each axis, and the values, of 1 or 4 bytes.
struct Idx {
  std::vector<std::uint32_t> sizes{};
  int bytes = 1;
  Bytes values{};
};

/// Reads an IDX file of bytes with `least` to `most` axes, plain or gzipped; with one axis, labels,
/// also one of integers with 2 axes, as QMNIST's.
///
/// Layout: 0, 0, type (8: bytes, 12: integers), number of axes; each length, 4 bytes, big-endian;
/// the values, big-endian.
[[gnu::cold]] ANGKA_INLINE std::optional<Idx> try_read_idx(const std::filesystem::path& path,
                                                           std::size_t least, std::size_t most,
                                                           Fault& fault);

/// The writers that QMNIST's labels tell of: of each row of eight integers (class, series, writer,
/// index, NIST's class, global index, duplicate, unused), the third. The rows must begin with
/// `labels`, image by image; there may be more of them.
///
/// Source: C. Yadav and L. Bottou, Cold Case: The Lost MNIST Digits, 2019, and QMNIST's README.
[[gnu::cold]] ANGKA_INLINE std::vector<int> idx_writers(const std::filesystem::path& path,
                                                        std::span<const int> labels);

}  // namespace detail

/// Reads a labelled set of images from two IDX files as MNIST has them, plain or gzipped (which of
/// the two is told by the bytes): grey images, which are count x rows x columns, or images of
/// several channels, count x channels x rows x columns. Of labels of several integers, as QMNIST
/// has them, the first is taken as the label, and of eight the third as the writer.
///
/// `classes`: how many there are, named "0", "1", ...; 0 takes the largest label and one more.
/// Raises FileError for anything but two whole files that belong together.
[[gnu::cold]] ANGKA_INLINE Dataset load_idx(const std::filesystem::path& images,
                                            const std::filesystem::path& labels, int classes = 0);

/// The bytes of an IDX file of images, and of one of their labels: what load_idx reads. Class names
/// aren't in them.
///
/// Raises SettingError for a label that isn't a byte.
/// Example: `write_file_atomically("images", encode_idx_images(train));
/// write_file_atomically("labels", encode_idx_labels(train)); load_idx("images", "labels").pixels
/// == train.pixels`
[[gnu::cold]] ANGKA_INLINE Bytes encode_idx_images(const Dataset& data);
[[gnu::cold]] ANGKA_INLINE Bytes encode_idx_labels(const Dataset& data);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/data/gzip.hpp>
#include <angka/data/labelled_images.hpp>
#include <array>
#include <limits>

namespace angka::inline ANGKA_ISA {

namespace detail {

ANGKA_INLINE std::optional<Idx> try_read_idx(const std::filesystem::path& path, std::size_t least,
                                             std::size_t most, Fault& fault) {
  constexpr auto most_bytes = std::min<std::uintmax_t>(std::uintmax_t{1} << 32, PTRDIFF_MAX);
  const std::size_t longest = 4 + 4 * std::max<std::size_t>(most, 2);
  auto bytes = try_read_file(path, most_bytes, fault);
  if (!bytes) return std::nullopt;
  const bool gzip = is_gzip(*bytes);
  const auto start =
      gzip ? gunzip(*bytes, longest, fault)
           : Bytes(bytes->begin(),
                   bytes->begin() + static_cast<std::ptrdiff_t>(std::min(longest, bytes->size())));
  if (!start) return std::nullopt;

  const std::string kind = std::string("an IDX file of bytes with ") +
                           (most == 1 ? "1 axis (labels), or of integers with 2 (QMNIST's)"
                                      : "3 axes (grey images) or 4 (several channels)");
  if (start->size() < 4)
    return fail(fault, kind, "only " + std::to_string(start->size()) + " bytes");
  if ((*start)[0] != 0 || (*start)[1] != 0) return fail(fault, kind, "another kind of file");
  const bool integers = most == 1 && (*start)[2] == 12;
  if (!integers && (*start)[2] != 8)
    return fail(fault, kind, "type " + std::to_string((*start)[2]));
  const std::size_t axes = (*start)[3], header = 4 + 4 * axes;
  if (integers ? axes != 2 : axes < least || axes > most)
    return fail(fault, kind, std::to_string(axes) + " axes");
  if (start->size() < header) return fail(fault, kind, "a header that breaks off");

  Idx idx;
  idx.bytes = integers ? 4 : 1;
  std::uintmax_t count = static_cast<std::uintmax_t>(idx.bytes);
  for (std::size_t i = 0; i < axes; ++i) {
    idx.sizes.push_back(big_endian(*start, 4 + 4 * i, 4));
    if (idx.sizes.back() == 0) return fail(fault, "at least one along each axis", "none");
    count *= idx.sizes.back();  // below 2^64: both factors are below 2^32
    if (count > most_bytes)
      return fail(fault, "at most " + std::to_string(most_bytes) + " bytes", "a header with more");
  }
  const std::size_t whole = header + static_cast<std::size_t>(count);
  if (gzip) bytes = gunzip(*bytes, whole + 1, fault);
  if (!bytes) return std::nullopt;
  if (bytes->size() != whole)
    return fail(fault, "the " + std::to_string(whole) + " bytes that the header tells of",
                gzip && bytes->size() > whole ? "more" : std::to_string(bytes->size()));
  bytes->erase(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(header));
  idx.values = *std::move(bytes);
  return idx;
}

[[gnu::cold]] inline Idx read_idx(const std::filesystem::path& path, std::size_t least,
                                  std::size_t most) {
  Fault fault;
  auto idx = try_read_idx(path, least, most, fault);
  if (!idx) raise(FileError(printable(path), fault.expected, fault.found));
  return *std::move(idx);
}

[[gnu::cold]] inline Bytes idx_header(std::span<const std::size_t> sizes) {
  Bytes file{0, 0, 8, static_cast<std::uint8_t>(sizes.size())};
  for (const std::size_t size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8)
      file.push_back(static_cast<std::uint8_t>(size >> shift));
  return file;
}

/// How many values each label of a file has.
inline std::size_t label_width(const Idx& labels) {
  return labels.sizes.size() > 1 ? labels.sizes[1] : 1;
}

/// Value `k` of label `i`, which must be at most `most`.
[[gnu::cold]] inline int label_value(const Idx& labels, std::size_t i, std::size_t k, int most,
                                     const std::filesystem::path& path) {
  const std::size_t at = (i * label_width(labels) + k) * static_cast<std::size_t>(labels.bytes);
  const std::uint32_t value = big_endian(labels.values, at, labels.bytes);
  if (value > static_cast<std::uint32_t>(most))
    raise(FileError(printable(path),
                    (k == 0 ? "labels of 0 to " : "writers of 0 to ") + std::to_string(most),
                    std::to_string(value)));
  return static_cast<int>(value);
}

inline constexpr std::size_t qmnist_width = 8, qmnist_writer = 2;  ///< of QMNIST's labels

/// The writers of the first `count` of QMNIST's labels.
[[gnu::cold]] inline std::vector<int> label_writers(const Idx& labels, std::size_t count,
                                                    const std::filesystem::path& path) {
  std::vector<int> writers;
  for (std::size_t i = 0; i < count; ++i)
    writers.push_back(label_value(labels, i, qmnist_writer, std::numeric_limits<int>::max(), path));
  return writers;
}

ANGKA_INLINE std::vector<int> idx_writers(const std::filesystem::path& path,
                                          std::span<const int> labels) {
  const Idx rows = read_idx(path, 1, 1);
  bool fit = label_width(rows) == qmnist_width && rows.sizes[0] >= labels.size();
  for (std::size_t i = 0; fit && i < labels.size(); ++i)
    fit = label_value(rows, i, 0, most_label, path) == labels[i];
  if (!fit)
    raise(FileError(printable(path),
                    "labels of eight integers that begin with those of the " +
                        std::to_string(labels.size()) + " images",
                    "others"));
  return label_writers(rows, labels.size(), path);
}

}  // namespace detail

ANGKA_INLINE Dataset load_idx(const std::filesystem::path& images,
                              const std::filesystem::path& labels, int classes) {
  const detail::Idx truth = detail::read_idx(labels, 1, 1);
  detail::Idx pictures = detail::read_idx(images, 3, 4);
  const std::size_t count = truth.sizes[0];
  const std::vector<std::uint32_t>& sizes = pictures.sizes;
  if (sizes[0] != count)
    raise(FileError(detail::printable(images),
                    std::to_string(count) + " images, one for each label of " +
                        detail::printable(labels.filename()),
                    std::to_string(sizes[0])));
  const std::uint32_t channels = sizes.size() == 4 ? sizes[1] : 1;
  const std::uint32_t height = sizes[sizes.size() - 2], width = sizes.back();
  if (height > 32768 || width > 32768)
    raise(FileError(detail::printable(images), "images of at most 32768 x 32768 pixels",
                    std::to_string(height) + " x " + std::to_string(width)));
  if (sizes.size() == 4 && (channels == 1 || channels > (1u << 30) / height / width))
    raise(FileError(
        detail::printable(images),
        "3 axes (grey images) or several channels, in all at most 1073741824 bytes",
        std::to_string(channels) + " x " + std::to_string(height) + " x " + std::to_string(width)));

  std::vector<int> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(detail::label_value(truth, i, 0, detail::most_label, labels));
  Dataset data =
      detail::labelled_images({.channels = static_cast<int>(channels),
                               .height = static_cast<int>(height),
                               .width = static_cast<int>(width)},
                              std::move(pictures.values), std::move(values), classes, labels);
  if (detail::label_width(truth) == detail::qmnist_width)
    data.writers = detail::label_writers(truth, count, labels);
  return data;
}

ANGKA_INLINE Bytes encode_idx_images(const Dataset& data) {
  std::vector<std::size_t> sizes{data.size()};
  if (data.shape.channels > 1) sizes.push_back(static_cast<std::size_t>(data.shape.channels));
  sizes.push_back(static_cast<std::size_t>(data.shape.height));
  sizes.push_back(static_cast<std::size_t>(data.shape.width));
  Bytes file = detail::idx_header(sizes);
  file.insert(file.end(), data.pixels.begin(), data.pixels.end());
  return file;
}

ANGKA_INLINE Bytes encode_idx_labels(const Dataset& data) {
  Bytes file = detail::idx_header(std::array{data.size()});
  for (const int label : data.labels) {
    if (label < 0 || label > 255)
      raise(SettingError("IDX files take labels of 0 to 255, not " + std::to_string(label)));
    file.push_back(static_cast<std::uint8_t>(label));
  }
  return file;
}

}  // namespace angka::inline ANGKA_ISA

#endif
