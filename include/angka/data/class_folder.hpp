#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/data/file_tree.hpp>
#include <angka/data/image.hpp>
#include <angka/data/load_report.hpp>
#include <angka/data/resize.hpp>

namespace angka::inline ANGKA_ISA {

/// Cuts out the digit that a picture in the folder of a class shows; std::nullopt: there is no ink.
using FindDigit =
    std::function<std::optional<Image>(const Image& picture, const std::string& class_name)>;

/// How the images of a class folder become a data set.
struct ClassFolder {
  Shape shape{.channels = 1, .height = 28, .width = 28};  ///< 3 channels keep colours
  /// If given, each image is a clean digit (see clean_digit), or a photograph in which this finds
  /// one: `digit_of_class` of reading/labelled.hpp, with a network that judges.
  FindDigit photographs{};
  Fit fit = Fit::stretch;
  std::uint8_t fill = 0;  ///< around an image that is padded
  std::vector<std::string>
      classes{};  ///< if any: the classes; the folder may lack some, not add one
  ImageLimits limits{};
  bool strict = false;  ///< what can't be used is an error, not left out
};

namespace detail {

/// As load_class_folder, of a folder in `tree`.
[[gnu::cold]] ANGKA_INLINE Dataset load_class_tree(const FileTree& tree,
                                                   const std::filesystem::path& folder,
                                                   const ClassFolder& options, LoadReport& result);

}  // namespace detail

/// Reads a folder, or a zip file of one, with one sub-folder a class: PNG, JPEG, BMP and PGM
/// images, each brought to the asked shape. Classes and images come in the order of their names'
/// bytes.
///
/// Hidden entries, folders within a class, what is not a regular file, what can't be decoded and
/// photographs without ink are left out, counted and named in `report`; the data set's card, which
/// may lie beside the sub-folders, is not. Links are followed, one level deep.
/// Raises FileError for a folder without two classes, a class without an image, a class name that
/// is not plain UTF-8 or not among the asked classes; if `strict`, for what else would be left out
/// of a class.
/// Of photographs/0/page.png and photographs/6/page.png.
/// Example: `load_class_folder("photographs").classes == std::vector<std::string>{"0", "6"}`
[[gnu::cold]] ANGKA_INLINE Dataset load_class_folder(const std::filesystem::path& folder,
                                                     const ClassFolder& options = {},
                                                     LoadReport* report = nullptr);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/data/clean_digit.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

ANGKA_INLINE Dataset load_class_tree(const FileTree& tree, const std::filesystem::path& folder,
                                     const ClassFolder& options, LoadReport& result) {
  const bool given = !options.classes.empty();
  Dataset data;
  data.shape = options.shape;
  data.classes = options.classes;
  for (const auto& class_folder : tree.entries(folder)) {
    if (class_folder.filename() == card_file_name) continue;
    if (is_hidden(class_folder) || is_systems(class_folder) || !tree.is_folder(class_folder)) {
      result.skip(class_folder, "not a class folder");
      continue;
    }
    const std::string name = class_folder.filename().string();
    if (printable(std::string_view(name)) != name)
      raise(FileError(printable(class_folder), "a class name in UTF-8 without control characters",
                      "another"));
    const auto found = std::find(data.classes.begin(), data.classes.end(), name);
    if (given && found == data.classes.end())
      raise(FileError(printable(class_folder), "only classes that the training set has",
                      "another one"));
    const auto label = static_cast<int>(found - data.classes.begin());
    if (!given) data.classes.push_back(name);

    const std::size_t before = data.size();
    for (const auto& file : tree.entries(class_folder)) {
      if (is_hidden(file)) {
        result.skip(file, "hidden");
        continue;
      }
      Fault fault;
      std::optional<Image> image;
      if (auto bytes = tree.read(file, options.limits.file_bytes, fault))
        image = try_decode_image(*std::move(bytes), options.limits, fault);
      if (image && options.photographs && !clean_digit(*image)) {
        image = options.photographs(*image, name);
        if (image)
          ++result.photographs;
        else
          fault = {a_digit, "no ink"};
      }
      if (!image) {
        const std::string why = "expected " + fault.expected + ", found " + fault.found;
        if (is_systems(file)) {
          result.skip(file, why);
          continue;
        }
        if (options.strict) raise(FileError(printable(file), fault.expected, fault.found));
        result.leave_out(file, why);
        continue;
      }
      if (options.shape.channels == 1 && in_colour(*image)) ++result.greyed;
      const Image fitted = fit_to(*std::move(image), options.shape, options.fit, options.fill);
      data.pixels.insert(data.pixels.end(), fitted.pixels.begin(), fitted.pixels.end());
      data.labels.push_back(label);
      result.files.push_back(file.string());
      ++result.loaded;
    }
    if (!given && data.size() == before)
      raise(FileError(printable(class_folder), "at least one image", "none"));
  }
  if (data.classes.size() < 2 && !given)
    raise(FileError(printable(folder), "at least two sub-folders, one a class",
                    std::to_string(data.classes.size())));
  if (data.empty()) raise(FileError(printable(folder), "at least one image", "none"));
  return data;
}

}  // namespace detail

ANGKA_INLINE Dataset load_class_folder(const std::filesystem::path& folder,
                                       const ClassFolder& options, LoadReport* report) {
  LoadReport own;
  return detail::load_class_tree(detail::FileTree(folder), folder, options, report ? *report : own);
}

}  // namespace angka::inline ANGKA_ISA

#endif
