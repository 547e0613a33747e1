#pragma once

#include <filesystem>
#include <optional>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/data/file_tree.hpp>

namespace angka::inline ANGKA_ISA {

/// What NumPy's files hold.
struct NumpySets {
  Dataset train{};
  std::optional<Dataset> test{};  ///< where there is one
};

namespace detail {

/// As load_numpy, of a folder in `tree`.
[[gnu::cold]] ANGKA_INLINE NumpySets load_npy_sets(const FileTree& tree,
                                                   const std::filesystem::path& folder);

}  // namespace detail

/// Reads labelled images from arrays called x_train, y_train and perhaps x_test, y_test, as Keras
/// has them (or train_images, train_labels, ...; or x and y, or images and labels, alone): from a
/// .npz file or a folder of .npy files.
///
/// Images are count x height x width, perhaps with 1 or 3 channels behind or before these; or count
/// x pixels of a square. Their values are 0..255, or parts of 1 where none is above 1, as
/// integers, float32 or float64, rounded; labels are whole numbers of 0 to 255, count or count x 1.
/// Raises FileError; also for arrays in Fortran's order and for objects.
/// Example: `const NumpySets mnist = load_numpy("mnist.npz"); mnist.train.shape == Shape{1, 28,
/// 28}`
[[gnu::cold]] ANGKA_INLINE NumpySets load_numpy(const std::filesystem::path& path);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/bytes.hpp>
#include <angka/data/labelled_images.hpp>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// An array of numbers, in the order of C.
struct NpyArray {
  std::vector<std::size_t> sizes{};
  char type = 'u';  ///< u or i: integers without or with a sign, f: floating point
  int bytes = 1;    ///< of each
  bool big_endian = false;
  std::size_t count = 1;
  std::size_t start = 0;
  Bytes file{};

  double operator[](std::size_t i) const {
    const std::size_t at = start + i * static_cast<std::size_t>(bytes);
    if (bytes == 1 && type == 'u') return file[at];
    std::uint64_t bits = 0;
    for (int b = 0; b < bytes; ++b)
      bits = bits << 8 | file[at + static_cast<std::size_t>(big_endian ? b : bytes - 1 - b)];
    if (type == 'f')
      return bytes == 8 ? std::bit_cast<double>(bits)
                        : double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))};
    if (type == 'u') return static_cast<double>(bits);
    const int above = 64 - 8 * bytes;
    return static_cast<double>(static_cast<std::int64_t>(bits << above) >> above);
  }
};

[[gnu::cold]] inline std::string to_text(const std::vector<std::size_t>& sizes) {
  std::string text;
  for (const std::size_t size : sizes) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text.empty() ? "a single number" : text;
}

/// Reads the header of a .npy file: a dictionary as Python writes it, which is
/// {'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }.
[[gnu::cold]] inline bool parse_npy_header(std::string_view text, NpyArray& array, Fault& fault) {
  const auto damaged = [&] {
    return fail(fault, "a sound header of a .npy file", "another"), false;
  };
  const auto skip = [&](std::string_view mark) {
    while (!text.empty() && (text[0] == ' ' || text[0] == '\n')) text.remove_prefix(1);
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(mark.size());
    return true;
  };
  const auto quoted = [&](std::string& word) {
    if (!skip("'")) return false;
    const std::size_t end = text.find('\'');
    if (end == std::string_view::npos) return false;
    word = text.substr(0, end);
    text.remove_prefix(end + 1);
    return true;
  };
  if (!skip("{")) return damaged();
  unsigned seen = 0;
  for (std::string key; !skip("}"); skip(",")) {
    if (!quoted(key) || !skip(":")) return damaged();
    if (key == "descr") {
      seen |= 1;
      std::string type;
      if (!quoted(type)) return fail(fault, "an array of numbers", "one of records"), false;
      const std::string_view known[] = {"u1", "u2", "u4", "u8", "i1", "i2",
                                        "i4", "i8", "f4", "f8", "b1"};
      const std::string_view name = std::string_view(type).substr(std::min<std::size_t>(
          type.size(), type.starts_with('<') || type.starts_with('>') || type.starts_with('|')));
      if (std::find(std::begin(known), std::end(known), name) == std::end(known))
        return fail(fault, "integers, float32 or float64",
                    name == "O"
                        ? "Python's objects"
                        : "type '" + printable(std::string_view(type).substr(0, 40)) + '\''),
               false;
      array.type = name[0] == 'b' ? 'u' : name[0];
      array.bytes = name[1] - '0';
      array.big_endian = type[0] == '>';
    } else if (key == "fortran_order") {
      seen |= 2;
      if (skip("True"))
        return fail(fault, "an array in C's order (numpy.ascontiguousarray makes one)",
                    "one in Fortran's order"),
               false;
      if (!skip("False")) return damaged();
    } else if (key == "shape") {
      seen |= 4;
      if (!skip("(")) return damaged();
      for (; !skip(")"); skip(",")) {
        skip("");
        std::size_t digits = 0, size = 0;
        while (digits < text.size() && digits < 15 && text[digits] >= '0' && text[digits] <= '9')
          size = 10 * size + static_cast<std::size_t>(text[digits++] - '0');
        if (digits == 0 || array.sizes.size() == 8) return damaged();
        array.sizes.push_back(size);
        text.remove_prefix(digits);
      }
    } else {
      return damaged();
    }
  }
  return seen == 7 || damaged();
}

/// Reads a .npy file of version 1, 2 or 3.
///
/// Layout: "\x93NUMPY", two bytes of version, the header's length (2 or 4 bytes, little-endian),
/// the header, the numbers (NEP 1).
[[gnu::cold]] inline std::optional<NpyArray> parse_npy(Bytes file, Fault& fault) {
  constexpr std::string_view magic = "\x93NUMPY";
  constexpr const char* kind = "a whole .npy file of version 1 to 3";
  if (file.size() < 12 || !std::equal(magic.begin(), magic.end(), file.begin(), [](char a, auto b) {
        return static_cast<std::uint8_t>(a) == b;
      }))
    return fail(fault, kind, "another kind of file");
  const int version = file[6];
  if (version < 1 || version > 3) return fail(fault, kind, "version " + std::to_string(version));
  const int length_bytes = version == 1 ? 2 : 4;
  NpyArray array;
  array.start = 8 + static_cast<std::size_t>(length_bytes);
  const auto length = little_endian<std::size_t>(file, 8, length_bytes);
  if (length > file.size() - array.start) return fail(fault, kind, "a header that breaks off");
  if (!parse_npy_header({reinterpret_cast<const char*>(file.data()) + array.start, length}, array,
                        fault))
    return std::nullopt;
  array.start += length;
  const std::size_t there = (file.size() - array.start) / static_cast<std::size_t>(array.bytes);
  for (const std::size_t size : array.sizes) {
    if (size == 0) return fail(fault, "at least one along each axis", to_text(array.sizes));
    if (size > there / array.count)
      return fail(fault, to_text(array.sizes) + " numbers, as the header tells", "fewer");
    array.count *= size;
  }
  if (file.size() - array.start != array.count * static_cast<std::size_t>(array.bytes))
    return fail(fault, to_text(array.sizes) + " numbers, as the header tells", "more bytes");
  array.file = std::move(file);
  return array;
}

/// How the axes of an array of images are understood.
struct NpyLayout {
  Shape shape{};
  bool channels_last = false;
};

[[gnu::cold]] inline std::optional<NpyLayout> npy_layout(const std::vector<std::size_t>& sizes,
                                                         Fault& fault) {
  constexpr std::size_t most_side = 32768;
  std::size_t channels = 1, height = 0, width = 0;
  bool last = false;
  if (sizes.size() == 2) {
    height = width =
        static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(sizes[1]))));
    if (height > most_side || height * width != sizes[1]) height = 0;
  } else if (sizes.size() == 3) {
    height = sizes[1], width = sizes[2];
  } else if (sizes.size() == 4) {
    last = sizes[3] == 1 || sizes[3] == 3;
    channels = last ? sizes[3] : sizes[1];
    height = sizes[last ? 1 : 2], width = sizes[last ? 2 : 3];
  }
  if (height < 1 || width < 1 || height > most_side || width > most_side ||
      (channels != 1 && channels != 3))
    return fail(fault, "images, count x height x width, perhaps with 1 or 3 channels",
                to_text(sizes));
  return NpyLayout{{.channels = static_cast<int>(channels),
                    .height = static_cast<int>(height),
                    .width = static_cast<int>(width)},
                   last};
}

[[gnu::cold]] inline std::optional<Bytes> npy_pixels(const NpyArray& array, const NpyLayout& layout,
                                                     Fault& fault) {
  double most = 0;
  for (std::size_t i = 0; i < array.count; ++i) {
    const double value = array[i];
    if (!(value >= 0 && value <= 255))
      return fail(fault, "pixels of 0 to 255, or parts of 1",
                  std::to_string(value) + " in image " +
                      std::to_string(i / (array.count / array.sizes[0]) + 1));
    most = std::max(most, value);
  }
  const double scale = pixel_scale(most);
  const auto channels = static_cast<std::size_t>(layout.channels_last ? layout.shape.channels : 1);
  const std::size_t plane = static_cast<std::size_t>(layout.shape.size()) / channels;
  Bytes pixels(array.count);
  for (std::size_t i = 0; i < array.count; ++i) {
    const std::size_t pixel = i / channels;  // with channels last
    const std::size_t to = (pixel / plane * channels + i % channels) * plane + pixel % plane;
    pixels[to] = static_cast<std::uint8_t>(std::lround(array[i] * scale));
  }
  return pixels;
}

[[gnu::cold]] inline std::optional<std::vector<int>> npy_labels(const NpyArray& array,
                                                                Fault& fault) {
  const std::vector<std::size_t>& sizes = array.sizes;
  if (sizes.empty() || array.count != sizes[0])
    return fail(fault, "one label an image (y.argmax(1) makes them of rows of 0 and 1)",
                to_text(sizes));
  std::vector<int> labels;
  for (std::size_t i = 0; i < array.count; ++i) {
    const double value = array[i];
    if (!(value >= 0 && value <= most_label && value == std::floor(value)))
      return fail(fault, "labels, whole numbers of 0 to 255",
                  std::to_string(value) + " for image " + std::to_string(i + 1));
    labels.push_back(static_cast<int>(value));
  }
  return labels;
}

/// The .npy files of a folder.
class NpyArrays {
 public:
  NpyArrays(const FileTree& tree, const std::filesystem::path& folder)
      : tree_(tree), folder_(folder), files_(tree.entries(folder)) {}

  /// The file of the array that bears one of these names, in small letters; empty if none does.
  std::filesystem::path find(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names)
      for (const std::filesystem::path& file : files_) {
        const std::string stem = in_small_letters(file.stem().string());
        if (stem == name && file.extension() == ".npy") return file;
      }
    return {};
  }

  /// Reads the array in a file and makes something of it by `use(array, fault)`.
  template <class Use>
  auto get(const std::filesystem::path& file, Use&& use) const {
    Fault fault;
    std::optional<NpyArray> array;
    if (auto bytes = tree_.read(file, most_data_bytes, fault))
      array = parse_npy(*std::move(bytes), fault);
    auto result = array ? use(*array, fault) : std::nullopt;
    if (!result) raise(FileError(printable(file), fault.expected, fault.found));
    return *std::move(result);
  }

  const std::filesystem::path& folder() const { return folder_; }

 private:
  const FileTree& tree_;
  std::filesystem::path folder_{};
  std::vector<std::filesystem::path> files_{};
};

/// The files of a set's images and labels, if they are there.
struct NpyPair {
  std::filesystem::path images{};
  std::filesystem::path labels{};
};

[[gnu::cold]] inline NpyPair npy_pair(const NpyArrays& arrays,
                                      std::initializer_list<std::string_view> images,
                                      std::initializer_list<std::string_view> labels) {
  NpyPair pair;  // g++ 11 leaks a list that breaks off
  pair.images = arrays.find(images);
  pair.labels = arrays.find(labels);
  return pair;
}

[[gnu::cold]] inline NpyPair npy_train(const NpyArrays& arrays) {
  NpyPair pair = npy_pair(arrays, {"x_train", "train_images", "train_x"},
                          {"y_train", "train_labels", "train_y"});
  if (pair.images.empty() && pair.labels.empty())
    pair = npy_pair(arrays, {"x", "images"}, {"y", "labels"});
  return pair;
}

[[gnu::cold]] inline Dataset load_npy_pair(const NpyArrays& arrays, const NpyPair& pair,
                                           int classes) {
  if (pair.images.empty() || pair.labels.empty())
    raise(FileError(printable(arrays.folder()),
                    "arrays called x_train, y_train and perhaps x_test, y_test",
                    pair.images.empty() ? pair.labels.empty() ? "none of them" : "only labels"
                                        : "only images"));
  auto labels = arrays.get(pair.labels, npy_labels);
  Shape shape;
  auto pixels = arrays.get(pair.images, [&](const NpyArray& array, Fault& fault) {
    const auto layout = npy_layout(array.sizes, fault);
    if (layout) shape = layout->shape;
    return layout ? npy_pixels(array, *layout, fault) : std::nullopt;
  });
  return labelled_images(shape, std::move(pixels), std::move(labels), classes, pair.labels);
}

ANGKA_INLINE NumpySets load_npy_sets(const FileTree& tree, const std::filesystem::path& folder) {
  const NpyArrays arrays(tree, folder);
  NumpySets sets;
  sets.train = load_npy_pair(arrays, npy_train(arrays), 0);
  const NpyPair test =
      npy_pair(arrays, {"x_test", "test_images", "test_x"}, {"y_test", "test_labels", "test_y"});
  if (!test.images.empty() || !test.labels.empty())
    sets.test = load_npy_pair(arrays, test, static_cast<int>(sets.train.classes.size()));
  return sets;
}

}  // namespace detail

ANGKA_INLINE NumpySets load_numpy(const std::filesystem::path& path) {
  return detail::load_npy_sets(detail::FileTree(path), path);
}

}  // namespace angka::inline ANGKA_ISA

#endif
