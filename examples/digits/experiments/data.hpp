#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <angka/core/random.hpp>
#include <angka/data/load.hpp>
#include <angka/data/split.hpp>

#include "console/options.hpp"

/// Labelled images as the nets take them: 28 x 28, light on dark.
struct Digits {
  angka::DataSource source;
  std::string name;          ///< the path, or "the bundled digits"
  std::string fingerprint;   ///< the same for the same training images, whatever the path
  std::size_t inverted = 0;  ///< images that were dark on light
  std::size_t coloured = 0;  ///< images that were in colour
  std::vector<angka::Shape> photographs{};  ///< their shapes, the smallest first
  std::string resized{};    ///< how images of another size were brought to the nets', if they were
  std::size_t centred = 0;  ///< images of class folders that were fitted and centred
  std::filesystem::path place{};  ///< where it is

  /// A file's name within the data, fit for any output.
  std::string within(const std::filesystem::path& file) const;
  const angka::Dataset& train() const { return source.train; }
  const std::vector<std::string>& classes() const { return source.classes(); }
  /// Whether the training images are MNIST's, in whatever form: the bundled digits are some of
  /// them.
  bool mnist_training() const;
  /// Whether they are MNIST as a whole.
  bool is_mnist() const;
};

/// The folder of the bundled digits: beside the source files, or below the folder where the program
/// was called.
std::filesystem::path bundled_folder();

/// Where the data at `path` is: that of the bundled digits, if it is empty.
std::filesystem::path data_place(const std::string& path);

/// Reads the data at `path`, or the bundled digits if it is empty, and brings it to the nets' size
/// as
/// --fit tells. `any_shape`: if it tells nothing, images of IDX files, tables and arrays keep their
/// size. Raises FileError.
Digits load_digits(const Options& options, const std::string& path, bool any_shape = false);

/// In what form the data was found.
const char* form_of(const angka::DataSource& source, const Texts& texts);

/// Prints where the data came from and what was done to it.
void describe(const Digits& digits, const Texts& texts);

inline constexpr std::size_t fewest_classes = 2, most_classes = 100;

/// Raises FileError for data of other numbers of classes than these.
void check_classes(const Digits& digits, const Texts& texts);

/// How many images there are of each class.
std::vector<std::size_t> count_classes(const angka::DataView& data, std::size_t classes);

/// Which images of a data set are for what; none is for two things.
struct Parts {
  std::vector<std::uint32_t> train, validation, held_out;
};

/// The images that are held out for the test, the same for the same data, fraction and seed.
std::vector<std::uint32_t> held_out_part(const angka::Dataset& data, double fraction,
                                         angka::Seed seed);

/// Parts a data set by the options: those of --test-split held out if `hold_out`, then the training
/// images limited, then some of them taken for validation. Raises UsageError.
Parts part(const angka::Dataset& data, bool hold_out, const Options& options);

/// Deals some images of a data set to as many folds as --folds asks for. Raises SettingError.
std::vector<angka::Split> folds_of(const angka::Dataset& data,
                                   const std::vector<std::uint32_t>& images,
                                   const Options& options);
