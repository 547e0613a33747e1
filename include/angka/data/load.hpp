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
#include <angka/data/cifar.hpp>
#include <angka/data/class_folder.hpp>
#include <angka/data/csv.hpp>
#include <angka/data/idx.hpp>
#include <angka/data/numpy.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/sheet.hpp>
#include <angka/data/writers.hpp>

namespace angka::inline ANGKA_ISA {

/// What `load_data` may be told beside the path.
struct LoadOptions {
  /// What images are brought to; without it IDX files, tables, arrays and CIFAR-10's keep their
  /// own, the others become 1 x 28 x 28. So pictures in colour turn grey, unless a shape of 3
  /// channels is asked for; then grey ones get three equal channels. What keeps its own shape is
  /// never changed: another one is an error.
  std::optional<Shape> shape{};
  FindDigit photographs{};  ///< if given, class folders hold photographs: see ClassFolder
  Fit fit = Fit::stretch;   ///< of the images in class folders
  std::uint8_t fill = 0;    ///< around an image that is padded
  int tile_width = 20;      ///< of a sheet
  int tile_height = 20;
  int sheet_classes = 10;
  ImageLimits limits{};
  bool strict = false;                         ///< of class folders: see ClassFolder
  FindWriter writer_of{};                      ///< likewise
  std::vector<std::string> without_writers{};  ///< likewise
  Remember remember{};                         ///< likewise
  RunTasks run{};                              ///< likewise
};

enum class DataKind { idx, class_folder, sheet, csv, numpy, cifar };

/// A data set and where it came from.
struct DataSource {
  DataKind kind = DataKind::idx;
  Dataset train{};
  std::optional<Dataset> test{};  ///< where the source has one
  std::string description{};      ///< "IDX files, 60000 images and 10000 for the test"
  std::size_t files = 1;          ///< that the images are from, of other than class folders
  LoadReport report{};
  /// The names of those whose numbers are the `writers` of both sets, as the files tell them:
  /// people may be known by them, so that they don't belong into what is given away.
  std::vector<std::string> writers{};

  const std::vector<std::string>& classes() const { return train.classes; }
};

/// Reads labelled images, finding out by looking what is at `path`: IDX files under MNIST's names
/// (plain or .gz, perhaps with a data set's own name before them, as EMNIST's and QMNIST's);
/// train.csv and perhaps test.csv; NumPy's arrays (see load_numpy); CIFAR-10's binary files, also
/// in their folder `cifar-10-batches-bin`; one sub-folder a class, perhaps within `train` and
/// `test`, or `training` and `testing`. They may be the files of a folder, or one of them may be
/// named; classes and arrays may lie in a zip file. Or one image that is a sheet of tiles.
///
/// Pictures in colour turn grey, which `report` and `description` tell, unless `options.shape` has
/// 3 channels. EMNIST's images lie transposed and are set right. What other programs' files are,
/// and how to convert them, is told.
///
/// Who wrote the images is known of class folders as load_class_folder tells, and by QMNIST's
/// labels of eight integers: of its own images, and of MNIST's, beside whose files, or in a folder
/// `qmnist` beside them, its labels may lie.
/// Raises FileError, SettingError.
/// Of photographs/0/page.png and photographs/6/page.png.
/// Example: `load_data("photographs").description == "class folders, 2 images"`
[[gnu::cold]] ANGKA_INLINE DataSource load_data(const std::filesystem::path& path,
                                                const LoadOptions& options = {});

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/data/foreign_format.hpp>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <system_error>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// A file's name, cut where it says which set it belongs to: "emnist-digits-", "train",
/// "-images-idx3-ubyte.gz".
struct SetName {
  std::string data_set{};
  std::string set{};
  std::string rest{};
};

/// The parts of a name that ends in a set, "train", "test" or "t10k", and one of `rests`.
[[gnu::cold]] inline std::optional<SetName> set_name(
    const std::string& name, std::initializer_list<std::string_view> rests) {
  for (const std::string_view rest : rests)
    for (const std::string_view set : {"train", "test", "t10k"})
      if (name.ends_with(rest))
        if (const std::string_view before(name.data(), name.size() - rest.size());
            before.ends_with(set))
          return SetName{std::string(before.substr(0, before.size() - set.size())),
                         std::string(set), std::string(rest)};
  return std::nullopt;
}

[[gnu::cold]] inline std::optional<SetName> idx_name(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return set_name(
      name, {"-images-idx3-ubyte", "-images-idx4-ubyte", "-labels-idx1-ubyte", "-labels-idx2-int",
             "-images.idx3-ubyte", "-images.idx4-ubyte", "-labels.idx1-ubyte", "-labels.idx2-int"});
}

[[gnu::cold]] inline std::optional<SetName> csv_name(const std::filesystem::path& path) {
  return set_name(path.filename().string(), {".csv"});
}

/// The file of a set in a folder, under one of the names that MNIST's files have; else empty.
[[gnu::cold]] inline std::filesystem::path idx_file(const std::filesystem::path& folder,
                                                    const std::string& set,
                                                    std::initializer_list<const char*> contents) {
  for (const char* content : contents)
    for (const char* joint : {"-", "."})
      for (const char* ending : {"", ".gz"}) {
        auto path = folder / (set + joint + content + ending);
        if (std::error_code error; std::filesystem::exists(path, error)) return path;
      }
  return {};
}

/// Whether a file is QMNIST's labels beside MNIST's images.
[[gnu::cold]] inline bool tells_writers(const std::filesystem::path& folder, const SetName& name) {
  return name.data_set == "qmnist-" && name.rest.starts_with("-labels") &&
         !idx_file(folder, "train-images", {"idx3-ubyte"}).empty();
}

/// What stands before the set in the names of a folder's files, which must agree; none of them may
/// have such a name.
[[gnu::cold]] inline std::optional<std::string> data_set_name(
    const std::filesystem::path& folder,
    std::optional<SetName> (*split)(const std::filesystem::path&)) {
  std::optional<std::string> found;
  for (const auto& path : folder_entries(folder)) {
    const auto name = is_hidden(path) ? std::nullopt : split(path);
    if (!name || tells_writers(folder, *name)) continue;
    if (found && *found != name->data_set)
      raise(FileError(printable(folder), "the files of one data set (give one of its files)",
                      "those of '" + printable(std::string_view(*found)) + "' and '" +
                          printable(std::string_view(name->data_set)) + "'"));
    found = name->data_set;
  }
  return found;
}

/// The two files of a set, if either is there; raises if only one is.
[[gnu::cold]] inline std::optional<std::pair<std::filesystem::path, std::filesystem::path>>
idx_pair(const std::filesystem::path& folder, const std::string& set) {
  const auto images = idx_file(folder, set + "-images", {"idx3-ubyte", "idx4-ubyte"});
  const auto labels = idx_file(folder, set + "-labels", {"idx1-ubyte", "idx2-int"});
  if (images.empty() && labels.empty()) return std::nullopt;
  if (images.empty() || labels.empty())
    raise(FileError(printable(folder),
                    set + "-images-idx3-ubyte and " + set +
                        "-labels-idx1-ubyte, each as it is or "
                        "with .gz",
                    "only the " + std::string(images.empty() ? "labels" : "images")));
  return std::pair(images, labels);
}

/// Takes the images of a set as they are: those of EMNIST set right, their shape that asked for.
[[gnu::cold]] inline Dataset take_set(Dataset data, const std::string& data_set,
                                      const std::filesystem::path& path,
                                      const std::optional<Shape>& shape, LoadReport& report) {
  if (data_set.starts_with("emnist")) {
    transpose(data);
    report.transposed += data.size();
  }
  if (shape && data.shape != *shape)
    raise(FileError(printable(path), "images of " + to_string(*shape), to_string(data.shape)));
  report.loaded += data.size();
  return data;
}

[[gnu::cold]] inline bool has_folders(const FileTree& tree, const std::filesystem::path& folder) {
  const auto entries = own_entries(tree, folder);
  return std::any_of(entries.begin(), entries.end(),
                     [&](const std::filesystem::path& entry) { return tree.is_folder(entry); });
}

[[gnu::cold]] inline bool has_arrays(const FileTree& tree, const std::filesystem::path& folder) {
  const auto entries = own_entries(tree, folder);
  return std::any_of(entries.begin(), entries.end(), [](const std::filesystem::path& entry) {
    return entry.extension() == ".npy";
  });
}

/// Gives the images of one of MNIST's sets the writers that QMNIST's labels tell, where these are.
[[gnu::cold]] inline void take_writers(Dataset& data, const std::filesystem::path& folder,
                                       const std::string& set) {
  for (const auto& place : {folder, folder / "qmnist"})
    if (const auto labels = idx_file(place, "qmnist-" + set + "-labels", {"idx2-int"});
        !labels.empty()) {
      data.writers = idx_writers(labels, data.labels);
      return;
    }
}

[[gnu::cold]] inline DataSource load_idx_folder(const std::filesystem::path& folder,
                                                const std::string& data_set,
                                                const LoadOptions& options) {
  DataSource source;
  const auto train = idx_pair(folder, data_set + "train");
  auto test = idx_pair(folder, data_set + "t10k");
  if (!test) test = idx_pair(folder, data_set + "test");
  if (!train)
    raise(FileError(printable(folder), data_set + "train-images-idx3-ubyte",
                    "only the test set's files"));
  source.files = test ? 4 : 2;
  source.train = take_set(load_idx(train->first, train->second), data_set, train->first,
                          options.shape, source.report);
  if (test)
    source.test =
        take_set(load_idx(test->first, test->second, static_cast<int>(source.classes().size())),
                 data_set, test->first, source.train.shape, source.report);
  if (data_set.empty()) {
    take_writers(source.train, folder, "train");
    if (source.test) take_writers(*source.test, folder, "test");
  }
  const Dataset* const sets[] = {&source.train, source.test ? &*source.test : nullptr};
  const bool known = std::any_of(std::begin(sets), std::end(sets), [](const Dataset* data) {
    return data && !data->writers.empty();
  });
  for (const Dataset* data : sets)
    for (std::size_t i = 0; known && data && i < data->size(); ++i)
      source.report.written_by.push_back(data->writers.empty() ? ""
                                                               : std::to_string(data->writers[i]));
  return source;
}

/// A table, and the one for the test if that isn't empty. A test without labels, as Kaggle's, is
/// left out.
[[gnu::cold]] inline DataSource load_tables(const std::filesystem::path& train,
                                            const std::filesystem::path& test,
                                            const LoadOptions& options) {
  const auto named = csv_name(train);
  const std::string data_set = named ? named->data_set : "";
  DataSource source;
  source.kind = DataKind::csv;
  source.train = take_set(load_csv(train), data_set, train, options.shape, source.report);
  if (test.empty()) return source;
  source.files = 2;
  Fault fault;
  auto data = try_load_csv(test, static_cast<int>(source.classes().size()), fault);
  if (data)
    source.test = take_set(*std::move(data), data_set, test, source.train.shape, source.report);
  else if (fault.expected == label_column && !options.strict)
    source.report.leave_out(test, "expected " + fault.expected + ", found " + fault.found);
  else
    raise(FileError(printable(test), fault.expected, fault.found));
  return source;
}

[[gnu::cold]] inline DataSource load_class_folders(const FileTree& tree,
                                                   const std::filesystem::path& folder,
                                                   const LoadOptions& options) {
  // A class may be called "train" too; then it holds images, not folders.
  std::filesystem::path train = folder, test;
  for (const char* name : {"training", "train"})
    if (tree.is_folder(folder / name) && has_folders(tree, folder / name)) train = folder / name;
  if (train != folder)
    for (const char* name : {"testing", "test"})
      if (tree.is_folder(folder / name)) test = folder / name;
  ClassFolder how{.photographs = options.photographs,
                  .fit = options.fit,
                  .fill = options.fill,
                  .limits = options.limits,
                  .strict = options.strict,
                  .writer_of = options.writer_of,
                  .without_writers = options.without_writers,
                  .remember = options.remember,
                  .run = options.run};
  how.shape = options.shape.value_or(how.shape);
  DataSource source;
  source.kind = DataKind::class_folder;
  source.train = load_class_tree(tree, train, how, source.report);
  if (!test.empty()) {
    how.classes = source.train.classes;
    source.test = load_class_tree(tree, test, how, source.report);
  }
  return source;
}

/// The arrays of a .npz file, or of a folder of .npy files.
[[gnu::cold]] inline DataSource load_arrays(const FileTree& tree,
                                            const std::filesystem::path& folder,
                                            const LoadOptions& options) {
  NumpySets sets = load_npy_sets(tree, folder);
  DataSource source;
  source.kind = DataKind::numpy;
  source.files = sets.test ? 4 : 2;
  source.train = take_set(std::move(sets.train), {}, folder, options.shape, source.report);
  if (sets.test)
    source.test = take_set(*std::move(sets.test), {}, folder, source.train.shape, source.report);
  return source;
}

/// A zip file of a folder, perhaps within others, which holds sub-folders or arrays.
[[gnu::cold]] inline DataSource load_zip(const std::filesystem::path& path,
                                         const LoadOptions& options) {
  const FileTree tree(path);
  std::filesystem::path folder = path;
  for (auto entries = own_entries(tree, folder); entries.size() == 1 && tree.is_folder(entries[0]);
       entries = own_entries(tree, folder))
    folder = entries[0];
  DataSource source;
  if (has_folders(tree, folder)) {
    source = load_class_folders(tree, folder, options);
  } else if (has_arrays(tree, folder)) {
    source = load_arrays(tree, folder, options);
    source.files = 1;
  } else {
    raise(FileError(printable(path),
                    "a zip file with one sub-folder a class, or with NumPy's arrays",
                    "one of something else: if it is data, unpack it first"));
  }
  return source;
}

/// Whether a file has the name of one of CIFAR-10's.
[[gnu::cold]] inline bool is_cifar(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name == "test_batch.bin" || (name.starts_with("data_batch_") && name.ends_with(".bin"));
}

/// The folder with CIFAR-10's files, which is this one or in it; else empty.
[[gnu::cold]] inline std::filesystem::path cifar_folder(const FileTree& tree,
                                                        const std::filesystem::path& folder) {
  for (const auto& place : {folder, folder / "cifar-10-batches-bin"})
    if (tree.is_folder(place)) {
      const auto entries = own_entries(tree, place);
      if (std::any_of(entries.begin(), entries.end(), is_cifar)) return place;
    }
  return {};
}

[[gnu::cold]] inline DataSource load_cifar(const std::filesystem::path& folder,
                                           const LoadOptions& options) {
  DataSource source;
  source.kind = DataKind::cifar;
  std::vector<std::filesystem::path> files;
  for (const char* number : {"1", "2", "3", "4", "5"})
    files.push_back(folder / (std::string("data_batch_") + number + ".bin"));
  source.train = take_set(load_cifar10(files), {}, folder, options.shape, source.report);
  source.files = files.size();
  std::error_code error;
  if (const auto test = folder / "test_batch.bin"; std::filesystem::exists(test, error)) {
    ++source.files;
    source.test = take_set(load_cifar10({test}), {}, test, source.train.shape, source.report);
  }
  return source;
}

/// The .npz or .zip file of a folder, if it has one such file.
[[gnu::cold]] inline std::filesystem::path only_archive(const FileTree& tree,
                                                        const std::filesystem::path& folder) {
  std::filesystem::path found;
  for (const auto& entry : own_entries(tree, folder))
    if (entry.extension() == ".npz" || entry.extension() == ".zip") {
      if (!found.empty()) return {};
      found = entry;
    }
  return found;
}

/// The first bytes of a file, fewer if it has no more; none of what isn't a file.
[[gnu::cold]] inline Bytes beginning(const std::filesystem::path& path) {
  if (std::error_code error; !std::filesystem::is_regular_file(path, error)) return {};
  Bytes bytes(512);
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace detail

ANGKA_INLINE DataSource load_data(const std::filesystem::path& path, const LoadOptions& options) {
  using namespace detail;
  std::error_code error;
  DataSource source;
  if (!std::filesystem::is_directory(path, error)) {
    if (!std::filesystem::is_regular_file(path, error))
      raise(FileError(printable(path), "a folder of data or a sheet of tiles", file_kind(path)));
    const Bytes start = beginning(path);
    if (const std::string foreign = foreign_format(path, start); !foreign.empty())
      raise(FileError(printable(path), "data in a format that is read", foreign));
    if (const auto name = idx_name(path)) {
      source = load_idx_folder(path.parent_path(), name->data_set, options);
    } else if (path.extension() == ".csv" || path.extension() == ".CSV") {
      source = load_tables(path, {}, options);
    } else if (is_cifar(path)) {
      source = load_cifar(path.parent_path(), options);
    } else if (is_zip(start)) {
      source = load_zip(path, options);
    } else if (path.extension() == ".npy") {
      const auto folder = path.has_parent_path() ? path.parent_path() : ".";
      source = load_arrays(FileTree(folder), folder, options);
    } else {
      Sheet sheet{.tile_width = options.tile_width,
                  .tile_height = options.tile_height,
                  .classes = options.sheet_classes,
                  .limits = options.limits};
      sheet.shape = options.shape.value_or(sheet.shape);
      source.kind = DataKind::sheet;
      source.train = load_sheet(path, sheet, &source.report);
    }
  } else if (const auto idx = data_set_name(path, idx_name)) {
    source = load_idx_folder(path, *idx, options);
  } else if (const FileTree tree(path); !cifar_folder(tree, path).empty()) {
    source = load_cifar(cifar_folder(tree, path), options);
  } else if (has_folders(tree, path)) {
    source = load_class_folders(tree, path, options);
  } else if (const auto tables = data_set_name(path, csv_name)) {
    const auto train = path / (*tables + "train.csv"), test = path / (*tables + "test.csv");
    source = load_tables(train, std::filesystem::exists(test, error) ? test : "", options);
  } else if (has_arrays(tree, path)) {
    source = load_arrays(tree, path, options);
  } else if (const auto archive = only_archive(tree, path); !archive.empty()) {
    source = load_zip(archive, options);
  } else {
    for (const auto& entry : own_entries(tree, path))
      if (const std::string foreign = foreign_format(entry, beginning(entry)); !foreign.empty())
        raise(FileError(printable(entry), "data in a format that is read", foreign));
    raise(FileError(printable(path),
                    "IDX files with MNIST's names, train.csv, x_train.npy, one sub-folder a class, "
                    "or an image file",
                    "a folder with none of them"));
  }
  source.writers =
      number_writers(source.report.written_by, source.train, source.test ? &*source.test : nullptr);
  constexpr const char* forms[] = {"IDX files", "class folders", "sheet of tiles",
                                   "CSV",       "NumPy arrays",  "CIFAR-10"};
  source.description = forms[static_cast<int>(source.kind)] +
                       (", " + std::to_string(source.train.size())) + " images";
  if (source.test)
    source.description += " and " + std::to_string(source.test->size()) + " for the test";
  if (source.report.transposed > 0)
    source.description += ", set right: they lay transposed, as EMNIST's";
  if (source.report.greyed > 0)
    source.description +=
        ", " + std::to_string(source.report.greyed) + " turned from colour to grey";
  return source;
}

}  // namespace angka::inline ANGKA_ISA

#endif
