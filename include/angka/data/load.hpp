#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/class_folder.hpp>
#include <angka/data/idx.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/sheet.hpp>

namespace angka::inline ANGKA_ISA {

/// What `load_data` may be told beside the path.
struct LoadOptions {
  /// What images are brought to; without it IDX files keep their own, the others become 1 x 28
  /// x 28. So pictures in colour turn grey, unless a shape of 3 channels is asked for; then grey
  /// ones get three equal channels. IDX files are never changed: another shape is an error.
  std::optional<Shape> shape{};
  FindDigit photographs{};  ///< if given, class folders hold photographs: see ClassFolder
  Fit fit = Fit::stretch;   ///< of the images in class folders
  std::uint8_t fill = 0;    ///< around an image that is padded
  int tile_width = 20;      ///< of a sheet
  int tile_height = 20;
  int sheet_classes = 10;
  ImageLimits limits{};
  bool strict = false;  ///< of class folders: see ClassFolder
};

enum class DataKind { idx, class_folder, sheet };

/// A data set and where it came from.
struct DataSource {
  DataKind kind = DataKind::idx;
  Dataset train{};
  std::optional<Dataset> test{};  ///< where the source has one
  std::string description{};      ///< "IDX files, 60000 images and 10000 for the test"
  LoadReport report{};            ///< of class folders and sheets

  const std::vector<std::string>& classes() const { return train.classes; }
};

/// Reads labelled images, finding out by looking what is at `path`: a folder with IDX files under
/// MNIST's names (plain or .gz), a folder with one sub-folder a class (or with `train` and perhaps
/// `test` that are such folders), or one image that is a sheet of tiles. Pictures in colour turn
/// grey, which `report` and `description` tell, unless `options.shape` has 3 channels.
///
/// Raises FileError, SettingError.
/// Of photographs/0/page.png and photographs/6/page.png.
/// Example: `load_data("photographs").description == "class folders, 2 images"`
[[gnu::cold]] ANGKA_INLINE DataSource load_data(const std::filesystem::path& path,
                                                const LoadOptions& options = {});

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <system_error>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The file of a set in a folder, under one of the names that MNIST's files have; else empty.
[[gnu::cold]] inline std::filesystem::path idx_file(const std::filesystem::path& folder,
                                                    const std::string& set,
                                                    const std::string& content) {
  for (const char* joint : {"-", "."})
    for (const char* ending : {"", ".gz"}) {
      auto path = folder / (set + joint + content + "-ubyte" + ending);
      if (std::error_code error; std::filesystem::exists(path, error)) return path;
    }
  return {};
}

/// The two files of a set, if either is there; raises if only one is.
[[gnu::cold]] inline std::optional<std::pair<std::filesystem::path, std::filesystem::path>>
idx_pair(const std::filesystem::path& folder, const std::string& set) {
  auto images = idx_file(folder, set + "-images", "idx3");
  if (images.empty()) images = idx_file(folder, set + "-images", "idx4");  // several channels
  const auto labels = idx_file(folder, set + "-labels", "idx1");
  if (images.empty() && labels.empty()) return std::nullopt;
  if (images.empty() || labels.empty())
    raise(FileError(printable(folder),
                    set + "-images-idx3-ubyte and " + set +
                        "-labels-idx1-ubyte, each as it is or "
                        "with .gz",
                    "only the " + std::string(images.empty() ? "labels" : "images")));
  return std::pair(images, labels);
}

[[gnu::cold]] inline bool has_folders(const std::filesystem::path& folder) {
  const auto entries = folder_entries(folder);
  return std::any_of(entries.begin(), entries.end(), [](const std::filesystem::path& entry) {
    std::error_code error;
    return !is_hidden(entry) && !is_systems(entry) && std::filesystem::is_directory(entry, error);
  });
}

[[gnu::cold]] inline DataSource load_idx_folder(const std::filesystem::path& folder,
                                                const LoadOptions& options) {
  DataSource source;
  const auto train = idx_pair(folder, "train");
  const auto test = idx_pair(folder, "t10k");
  if (!train)
    raise(FileError(printable(folder), "train-images-idx3-ubyte", "only the test set's files"));
  source.train = load_idx(train->first, train->second);
  const Shape shape = options.shape.value_or(source.train.shape);
  if (source.train.shape != shape)
    raise(FileError(printable(train->first), "images of " + to_string(shape),
                    to_string(source.train.shape)));
  if (test) {
    const auto classes = static_cast<int>(source.train.classes.size());
    source.test = load_idx(test->first, test->second, classes);
    if (source.test->shape != shape)
      raise(FileError(printable(test->first), "images of " + to_string(shape),
                      to_string(source.test->shape)));
  }
  return source;
}

[[gnu::cold]] inline DataSource load_class_folders(const std::filesystem::path& folder,
                                                   const LoadOptions& options) {
  std::error_code error;
  const auto train = folder / "train";
  const auto test = folder / "test";
  // A class may be called "train" too; then it holds images, not folders.
  const bool parted = std::filesystem::is_directory(train, error) && has_folders(train);
  ClassFolder how{.photographs = options.photographs,
                  .fit = options.fit,
                  .fill = options.fill,
                  .limits = options.limits,
                  .strict = options.strict};
  how.shape = options.shape.value_or(how.shape);
  DataSource source;
  source.kind = DataKind::class_folder;
  source.train = load_class_folder(parted ? train : folder, how, &source.report);
  if (parted && std::filesystem::is_directory(test, error)) {
    how.classes = source.train.classes;
    source.test = load_class_folder(test, how, &source.report);
  }
  return source;
}

}  // namespace detail

ANGKA_INLINE DataSource load_data(const std::filesystem::path& path, const LoadOptions& options) {
  std::error_code error;
  DataSource source;
  std::string form;
  if (!std::filesystem::is_directory(path, error)) {
    if (!std::filesystem::is_regular_file(path, error))
      raise(FileError(detail::printable(path), "a folder of data or a sheet of tiles",
                      detail::file_kind(path)));
    Sheet sheet{.tile_width = options.tile_width,
                .tile_height = options.tile_height,
                .classes = options.sheet_classes,
                .limits = options.limits};
    sheet.shape = options.shape.value_or(sheet.shape);
    source.kind = DataKind::sheet;
    source.train = load_sheet(path, sheet, &source.report);
    form = "sheet of tiles";
  } else if (detail::idx_pair(path, "train") || detail::idx_pair(path, "t10k")) {
    source = detail::load_idx_folder(path, options);
    form = "IDX files";
  } else if (detail::has_folders(path)) {
    source = detail::load_class_folders(path, options);
    form = "class folders";
  } else {
    raise(FileError(detail::printable(path),
                    "IDX files with MNIST's names, one sub-folder a class, or an image file",
                    "a folder with none of them"));
  }
  source.description = form + ", " + std::to_string(source.train.size()) + " images";
  if (source.test)
    source.description += " and " + std::to_string(source.test->size()) + " for the test";
  if (source.report.greyed > 0)
    source.description +=
        ", " + std::to_string(source.report.greyed) + " turned from colour to grey";
  return source;
}

}  // namespace angka::inline ANGKA_ISA

#endif
