#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
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
#include <angka/data/writers.hpp>

namespace angka::inline ANGKA_ISA {

/// Cuts out the digit that a picture in the folder of a class shows; std::nullopt: there is no ink.
using FindDigit =
    std::function<std::optional<Image>(const Image& picture, const std::string& class_name)>;

/// What becomes of a file in the folder of a class.
struct PreparedImage {
  Image image{};                    ///< as the data set has it; empty: the file is left out
  bool photograph = false;          ///< whether the digit had to be found
  bool coloured = false;            ///< whether it turned grey
  std::string expected{}, found{};  ///< why it is left out
};

/// One of `count` such files, the first has number 0.
struct FileOfClass {
  std::span<const std::uint8_t> bytes{};  ///< until it is prepared
  std::string_view class_name{};
  std::size_t number = 0, count = 0;
};

/// Gives what becomes of a file: what `prepare` makes of it, or what is known from before.
using Remember = std::function<PreparedImage(const FileOfClass& file,
                                             const std::function<PreparedImage()>& prepare)>;

/// Does `task` for 0 to `count` - 1, perhaps several at a time.
using RunTasks =
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& task)>;

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
  bool strict = false;                         ///< what can't be used is an error, not left out
  FindWriter writer_of{};                      ///< if given, tells who wrote each file
  std::vector<std::string> without_writers{};  ///< whose images are left out: no consent, say
  Remember remember{};                         ///< if given, is asked of each file
  RunTasks run{};  ///< if given, prepares files; what is called for them must bear that, then
};

namespace detail {

/// Why images of `without_writers` are left out.
inline constexpr const char* without_writer = "its writer's images are not used";

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
///
/// Who wrote the images is known where the sub-folders hold nothing but sub-folders, one a writer;
/// those above may be the writers', too, if only those below are called 0 to 9. Else the files'
/// names may tell: as `writer_of` knows, or w07_3_02.jpg if all begin like this. Writers are
/// numbered in the order of their names, shorter ones first.
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
#include <map>
#include <span>
#include <string_view>

namespace angka::inline ANGKA_ISA {

namespace detail {

struct ImageFile {
  std::filesystem::path path{};
  std::string writer{};
};

/// What is to be read of a class.
struct ClassFiles {
  std::filesystem::path folder{};  ///< one of those that hold it
  std::vector<ImageFile> files{};
};

/// Whether a folder is called 0, 1, ... or 9.
inline bool is_digit(const std::filesystem::path& folder) {
  const std::string name = folder.filename().string();
  return name.size() == 1 && name[0] >= '0' && name[0] <= '9';
}

/// Gives files the writers that their names begin with, if all do: w07_3_02.jpg.
[[gnu::cold]] inline void find_writers(std::map<std::string, ClassFiles>& classes) {
  const auto of_each = [&](auto&& use) {
    for (auto& [name, found] : classes)
      for (ImageFile& file : found.files)
        if (!is_systems(file.path) && !use(file)) return false;
    return true;
  };
  if (of_each([](ImageFile& file) { return !usual_writer(file.path).empty(); }))
    of_each([](ImageFile& file) {
      file.writer = usual_writer(file.path);
      return true;
    });
}

/// The files of each class, with their writers where folders or names tell them.
[[gnu::cold]] inline std::map<std::string, ClassFiles> class_files(
    const FileTree& tree, const std::filesystem::path& folder, bool find_names,
    LoadReport& result) {
  const auto all_folders = [&](const std::vector<std::filesystem::path>& entries) {
    return !entries.empty() &&
           std::all_of(entries.begin(), entries.end(),
                       [&](const std::filesystem::path& entry) { return tree.is_folder(entry); });
  };
  std::vector<std::filesystem::path> outer;
  for (const auto& entry : tree.entries(folder)) {
    if (entry.filename() == card_file_name) continue;
    if (is_hidden(entry) || is_systems(entry) || !tree.is_folder(entry))
      result.skip(entry, "not a class folder");
    else
      outer.push_back(entry);
  }
  const bool nested =
      !outer.empty() && std::all_of(outer.begin(), outer.end(), [&](const auto& entry) {
        return all_folders(own_entries(tree, entry));
      });
  bool digits_below = nested;
  for (std::size_t i = 0; digits_below && i < outer.size(); ++i)
    for (const auto& inner : own_entries(tree, outer[i]))
      digits_below = digits_below && is_digit(inner);
  const bool writers_above =
      digits_below &&
      !std::all_of(outer.begin(), outer.end(), [](const auto& entry) { return is_digit(entry); });

  std::map<std::string, ClassFiles> classes;
  const auto take = [&](const std::filesystem::path& class_folder,
                        const std::filesystem::path& images, const std::string& writer) {
    ClassFiles& found = classes[class_folder.filename().string()];
    if (found.folder.empty()) found.folder = class_folder;
    for (const auto& file : tree.entries(images))
      if (is_hidden(file))
        result.skip(file, "hidden");
      else
        found.files.push_back({file, writer});
  };
  for (const auto& entry : outer)
    if (!nested)
      take(entry, entry, "");
    else
      for (const auto& inner : own_entries(tree, entry))
        take(writers_above ? inner : entry, inner,
             (writers_above ? entry : inner).filename().string());
  if (!nested && find_names) find_writers(classes);
  return classes;
}

/// Whether a file is of a kind of pictures that can be read.
[[gnu::cold]] inline bool is_picture(const Bytes& file) {
  const ImageFormat format = image_format(file);
  return format != ImageFormat::none && format < ImageFormat::tiff;
}

/// Reads the picture in a file of a class.
[[gnu::cold]] inline PreparedImage prepared_image(Bytes bytes, const std::string& class_name,
                                                  const ClassFolder& options) {
  PreparedImage prepared;
  Fault fault;
  auto image = try_decode_image(std::move(bytes), options.limits, fault);
  if (image && options.photographs && !clean_digit(*image)) {
    image = options.photographs(*image, class_name);
    prepared.photograph = image.has_value();
    if (!image) fault = {a_digit, "no ink"};
  }
  if (image) {
    prepared.coloured = options.shape.channels == 1 && in_colour(*image);
    prepared.image = fit_to(*std::move(image), options.shape, options.fit, options.fill);
  }
  prepared.expected = std::move(fault.expected);
  prepared.found = std::move(fault.found);
  return prepared;
}

ANGKA_INLINE Dataset load_class_tree(const FileTree& tree, const std::filesystem::path& folder,
                                     const ClassFolder& options, LoadReport& result) {
  const bool given = !options.classes.empty();
  Dataset data;
  data.shape = options.shape;
  data.classes = options.classes;
  const auto files = class_files(tree, folder, !options.writer_of, result);
  std::size_t number = 0, count = 0;
  for (const auto& [name, its] : files) count += its.files.size();
  for (const auto& [name, its] : files) {
    const std::filesystem::path& class_folder = its.folder;
    if (printable(std::string_view(name)) != name)
      raise(FileError(printable(class_folder), "a class name in UTF-8 without control characters",
                      "another"));
    const auto found = std::find(data.classes.begin(), data.classes.end(), name);
    if (given && found == data.classes.end())
      raise(FileError(printable(class_folder), "only classes that the training set has",
                      "another one"));
    const auto label = static_cast<int>(found - data.classes.begin());
    if (!given) data.classes.push_back(name);

    struct Prepared {
      PreparedImage image{};
      std::string writer{};
      bool refused = false;
    };
    std::vector<Prepared> of_class(its.files.size());
    const auto prepare = [&, &class_name = name, &files_of_class = its.files](std::size_t i) {
      auto& [prepared, writer, refused] = of_class[i];
      const ImageFile& file = files_of_class[i];
      writer = file.writer;
      Fault fault;
      auto bytes = tree.read(file.path, options.limits.file_bytes, fault);
      if (options.writer_of && bytes && is_picture(*bytes)) writer = options.writer_of(file.path);
      const auto& without = options.without_writers;
      refused = std::find(without.begin(), without.end(), writer) != without.end();
      if (refused) return;
      const auto read = [&] { return prepared_image(*std::move(bytes), class_name, options); };
      if (!bytes)
        prepared = {.expected = std::move(fault.expected), .found = std::move(fault.found)};
      else if (options.remember)
        prepared = options.remember({*bytes, class_name, number + i, count}, read);
      else
        prepared = read();
    };
    if (options.run)
      options.run(of_class.size(), prepare);
    else
      for (std::size_t i = 0; i < of_class.size(); ++i) prepare(i);
    number += of_class.size();

    const std::size_t before = data.size();
    for (std::size_t i = 0; i < of_class.size(); ++i) {
      auto& [prepared, writer, refused] = of_class[i];
      const std::filesystem::path& file = its.files[i].path;
      if (refused) {
        result.leave_out(file, without_writer);
        continue;
      }
      if (prepared.image.empty()) {
        const std::string why = "expected " + prepared.expected + ", found " + prepared.found;
        if (is_systems(file)) {
          result.skip(file, why);
          continue;
        }
        if (options.strict) raise(FileError(printable(file), prepared.expected, prepared.found));
        result.leave_out(file, why);
        continue;
      }
      result.photographs += prepared.photograph;
      result.greyed += prepared.coloured;
      auto& pixels = prepared.image.pixels;
      data.pixels.insert(data.pixels.end(), pixels.begin(), pixels.end());
      pixels = {};
      data.labels.push_back(label);
      result.files.push_back(file.string());
      result.written_by.push_back(std::move(writer));
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
  LoadReport& result = report ? *report : own;
  const std::size_t before = result.written_by.size();
  Dataset data = detail::load_class_tree(detail::FileTree(folder), folder, options, result);
  detail::number_writers(std::span(result.written_by).subspan(before), data, nullptr);
  return data;
}

}  // namespace angka::inline ANGKA_ISA

#endif
